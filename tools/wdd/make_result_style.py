#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes result_style.qml: how QGIS (3.22 or later) draws the result layer of `wdd test`.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_result_style.py [OUTPUT]      default: result_style.qml beside this script

The style needs no plugin. It goes into the table layer_styles of each result, so it is kept small: what equals the default of
QGIS is left out. The colours are those of Okabe and Ito, told apart by colour-blind readers; in grey print the labels and the
direction of the hatching tell. Needs PyQGIS.
"""

import os
import sys

from qgis.core import (
    QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsLinePatternFillSymbolLayer, QgsLineSymbol, QgsMapLayer, QgsPalLayerSettings,
    QgsProperty, QgsPropertyCollection, QgsRendererCategory, QgsRuleBasedLabeling, QgsTextBackgroundSettings,
    QgsTextBufferSettings, QgsTextFormat, QgsUnitTypes, QgsVectorLayer, QgsWkbTypes)
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QColor, QFont

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from qgis_style import run, write_style  # noqa: E402 (it stands beside the tools' shared sources)

FIELDS = ["AREATYPE:string", "PREV_CNT:integer", "RESP_CNT:integer", "PERC:double", "ZWDD:double", "WDD:double", "EVIDENCE:string"]
RESULTS = "Weighted Displacement Difference Results"

RESPONSE, CONTROL, INK = "#d55e00", "#56b4e9", "#262626"
RESPONSE_FILL, CONTROL_FILL = "213,94,0,190", "86,180,233,190"  # a base map shows through
RESPONSE_PALE, CONTROL_PALE = "#f7dfcc", "#ddf0fb"

# || gives null as soon as one part is null; coalesce then says what to show instead.
SIGNED_PERCENT = "if(round(\"PERC\") > 0, '+', '') || round(\"PERC\") || ' %'"
FROM_TO = "\"PREV_CNT\" || ' → ' || \"RESP_CNT\""
COUNTS = f"{FROM_TO} || coalesce(' (' || {SIGNED_PERCENT} || ')', '')"
EVIDENCE = ("CASE WHEN \"ZWDD\" IS NULL THEN 'No test is possible' WHEN \"EVIDENCE\" = 'none' THEN 'No evidence of reduction'"
            " ELSE upper(left(\"EVIDENCE\", 1)) || substr(\"EVIDENCE\", 2) || ' evidence of reduction' END")
NUMBERS = ("'WDD ' || if(\"WDD\" > 0, '+', '') || round(\"WDD\", 1)"
           " || coalesce(', z ' || format_number(\"ZWDD\", 2), ': all counts are zero')")
AREA_LABEL = ("if(\"AREATYPE\" LIKE 'Response%', 'Response area', 'Control area')"
              f" || '\\n' || {FROM_TO} || coalesce('\\n' || {SIGNED_PERCENT}, '')")
DISPLACEMENT_LABEL = f"'Displacement area' || '\\n' || {COUNTS}"
VERDICT_LABEL = f"{EVIDENCE} || '\\n' || {NUMBERS}"
TIP_TITLE = f"if(\"AREATYPE\" = '{RESULTS}', {EVIDENCE}, \"AREATYPE\" || ': ' || {COUNTS})"

# The verdict goes where the largest lying ellipse fits between the zones: in view when the whole layer is.
FREE = "affine_transform(difference(bounds($geometry), $geometry), 0, 0, 0, 0.4, 1)"
MIDDLE = f"affine_transform(pole_of_inaccessibility({FREE}, bounds_width($geometry) / 100), 0, 0, 0, 2.5, 1)"
VERDICT_PLACE = f"coalesce({MIDDLE}, centroid($geometry))"

# The numbers of a displacement area go below it in the upper half of the map, above it in the lower one: never out of view.
IS_LOW = "y(transform(centroid($geometry), @layer_crs, @map_crs)) < y(@map_extent_center)"
EDGE_OF_RING = f"make_point(x(centroid($geometry)), if({IS_LOW}, y_max($geometry), y_min($geometry)))"
SIDE_OF_RING = {
    QgsPalLayerSettings.OffsetQuad:
        f"if({IS_LOW}, {int(QgsPalLayerSettings.QuadrantAbove)}, {int(QgsPalLayerSettings.QuadrantBelow)})",
    QgsPalLayerSettings.OffsetXY: f"if({IS_LOW}, '0,-0.8', '0,0.8')",
}

MAP_TIP = f"""<b>[% {TIP_TITLE} %]</b>
[% if("AREATYPE" = '{RESULTS}', '<br>' || {NUMBERS}, '') %]"""


def area_symbol(colour):
    symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": INK, "outline_width": "0.4"})
    symbol.symbolLayer(0).setRenderingPass(1)  # over the hatching
    return symbol


def displacement_symbol(pale, colour, angle):
    symbol = QgsFillSymbol.createSimple({"color": pale, "outline_color": colour, "outline_width": "0.3"})
    hatching = QgsLinePatternFillSymbolLayer()
    hatching.setLineAngle(angle)
    hatching.setDistance(1.6)
    hatching.setSubSymbol(QgsLineSymbol.createSimple({"line_color": colour, "line_width": "0.25"}))
    symbol.appendSymbolLayer(hatching)
    return symbol


def results_symbol():
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": INK, "outline_width": "0.7"})
    symbol.symbolLayer(0).setRenderingPass(2)
    return symbol


def renderer():
    categories = [
        ("Response Area", "Response area", area_symbol(RESPONSE_FILL)),
        ("Control Area", "Control area", area_symbol(CONTROL_FILL)),
        ("Response Displacement Area", "Response displacement area",
         displacement_symbol(RESPONSE_PALE, RESPONSE, 45)),
        ("Control Displacement Area", "Control displacement area",
         displacement_symbol(CONTROL_PALE, CONTROL, 135)),
        (RESULTS, "Verdict on all of these", results_symbol()),
    ]
    result = QgsCategorizedSymbolRenderer("AREATYPE")
    result.setUsingSymbolLevels(True)
    for value, label, symbol in categories:
        result.addCategory(QgsRendererCategory(value, symbol, label))
    return result


def text_format(size, bold=False, boxed=False):
    result = QgsTextFormat()
    result.setSize(size)
    result.setSizeUnit(QgsUnitTypes.RenderPoints)
    result.setColor(QColor(INK))
    font = QFont()
    font.setBold(bold)
    result.setFont(font)
    if bold:
        result.setNamedStyle("Bold")
    if boxed:
        box = QgsTextBackgroundSettings()
        box.setEnabled(True)
        box.setType(QgsTextBackgroundSettings.ShapeRectangle)
        box.setSizeType(QgsTextBackgroundSettings.SizeBuffer)
        box.setSize(QSizeF(1.6, 1.2))
        box.setFillColor(QColor("white"))
        box.setStrokeColor(QColor(INK))
        box.setStrokeWidth(0.5)
        result.setBackground(box)
    else:
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(0.7)
        halo.setColor(QColor("white"))
        result.setBuffer(halo)
    return result


def label_rule(description, condition, expression, text, place=None, placement=QgsPalLayerSettings.Horizontal, side=None):
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.fieldName = expression
    settings.setFormat(text)
    settings.multilineAlign = QgsPalLayerSettings.MultiCenter
    settings.displayAll = True
    settings.placement = placement
    if side:
        properties = QgsPropertyCollection()
        for name, expression in side.items():
            properties.setProperty(name, QgsProperty.fromExpression(expression))
        settings.setDataDefinedProperties(properties)
    if place:
        settings.geometryGeneratorEnabled = True
        settings.geometryGenerator = place
        settings.geometryGeneratorType = QgsWkbTypes.PointGeometry
    return QgsRuleBasedLabeling.Rule(settings, 0, 0, condition, description)


def labeling():
    rules = QgsRuleBasedLabeling.Rule(None)
    for key, rule in {
        "area": label_rule(
            "Areas", "\"AREATYPE\" IN ('Response Area', 'Control Area')", AREA_LABEL, text_format(9.5, bold=True)),
        "displacement": label_rule(
            "Displacement areas", "\"AREATYPE\" LIKE '% Displacement Area'", DISPLACEMENT_LABEL, text_format(8.5),
            EDGE_OF_RING, QgsPalLayerSettings.OverPoint, SIDE_OF_RING),
        "verdict": label_rule(
            "Verdict", f"\"AREATYPE\" = '{RESULTS}'", VERDICT_LABEL, text_format(11, bold=True, boxed=True),
            VERDICT_PLACE, QgsPalLayerSettings.OverPoint),
    }.items():
        rule.setRuleKey(key)
        rules.appendChild(rule)
    rules.setRuleKey("labels")
    return QgsRuleBasedLabeling(rules)


def new_layer():
    return QgsVectorLayer("MultiPolygon?" + "&".join(f"field={field}" for field in FIELDS), "result", "memory")


def main():
    output = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "result_style.qml")
    layer = new_layer()
    layer.setRenderer(renderer())
    layer.setLabeling(labeling())
    layer.setLabelsEnabled(True)
    layer.setMapTipTemplate(MAP_TIP)
    write_style(output, layer, new_layer, QgsMapLayer.Symbology | QgsMapLayer.Labeling | QgsMapLayer.MapTips)


if __name__ == "__main__":
    run(main)
