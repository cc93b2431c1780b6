#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes placebo_style.qml: how QGIS (3.22 or later) draws the placebos of `wdd placebo`.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_placebo_style.py [OUTPUT]      default: placebo_style.qml beside this script

One colour a class of evidence, by z: blue where a reduction seems to be though nothing was done, orange for a seeming increase.
A candidate zone is filled. A random place is a dot at the middle of the moved area, as hundreds of them overlap. Earlier dates
share the response area, so each has a stripe of it, the latest on the right. Needs PyQGIS.
"""

import os
import sys

from qgis.core import (
    QgsFeatureRequest, QgsFillSymbol, QgsGeometryGeneratorSymbolLayer, QgsMarkerSymbol, QgsPalLayerSettings,
    QgsRuleBasedRenderer, QgsSymbol, QgsVectorLayer)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)
from qgis_symbols import INK, label_rule, labeling, text_format  # noqa: E402

FIELDS = ["KIND:string", "NUMBER:integer", "NAME:string", "RESPSTART:date", "RESPEND:date", "WDD:double", "ZWDD:double"]
NO_TEST = "No test is possible: all counts are zero"
CLASSES = [  # the limits of libwdd's evidence classes
    ("\"ZWDD\" <= -3.1", "Seeming reduction, very strong evidence: z -3.1 or less", "#08306b"),
    ("\"ZWDD\" > -3.1 AND \"ZWDD\" <= -2.3", "Seeming reduction, strong evidence: z -3.1 to -2.3", "#2171b5"),
    ("\"ZWDD\" > -2.3 AND \"ZWDD\" <= -1.6", "Seeming reduction, moderate evidence: z -2.3 to -1.6", "#6baed6"),
    ("\"ZWDD\" > -1.6 AND \"ZWDD\" <= -1.3", "Seeming reduction, weak evidence: z -1.6 to -1.3", "#c6dbef"),
    ("\"ZWDD\" > -1.3 AND \"ZWDD\" < 1.3", "No evidence of a change: z -1.3 to 1.3", "#d9d9d9"),
    ("\"ZWDD\" >= 1.3", "Seeming increase: z 1.3 or more", "#fdae61"),
    ("ELSE", NO_TEST, "#ffffff"),
]

LAST_DATE = "maximum(\"NUMBER\", filter:=\"KIND\" = 'date')"
EDGE = f"x_max($geometry) - bounds_width($geometry) * (\"NUMBER\" - {{}}) / {LAST_DATE}"
STRIPE = (f"intersection($geometry, bounds(make_line(make_point({EDGE.format(1)}, y_min($geometry)),"
          f" make_point({EDGE.format(0)}, y_max($geometry)))))")
FILLED = f"CASE WHEN \"KIND\" = 'candidate' THEN $geometry WHEN \"KIND\" = 'date' THEN {STRIPE} END"
EDGED = "CASE WHEN \"KIND\" IN ('candidate', 'date') THEN $geometry END"
DOT = "CASE WHEN \"KIND\" = 'relocation' THEN centroid($geometry) END"
MOST_TELLING_LAST = "coalesce(\"ZWDD\", 1e9)"  # falling: the strongest seeming reduction is on top

Z = "coalesce('z ' || format_number(\"ZWDD\", 2), 'no test is possible')"
Z_OF_DATES = "format_number({}(\"ZWDD\", filter:=\"KIND\" = 'date'), 2)"
DATES_LABEL = (f"{LAST_DATE} || if({LAST_DATE} = 1, ' earlier date', ' earlier dates, the latest on the right')"
               f" || coalesce('\\nz ' || {Z_OF_DATES.format('minimum')} || ' to ' || {Z_OF_DATES.format('maximum')}, '')")
BELOW = "make_point(x(centroid($geometry)), y_min($geometry))"
TITLE = ("CASE WHEN \"KIND\" = 'date' THEN 'Earlier date ' WHEN \"KIND\" = 'relocation' THEN 'Random place ' ELSE 'Zone ' END"
         " || coalesce(\"NAME\", \"NUMBER\")")
MAP_TIP = f"""<b>[% {TITLE} %]</b><br>
[% {Z} || ', WDD ' || if("WDD" > 0, '+', '') || round("WDD", 1) %]<br>
[% format_date("RESPSTART", 'yyyy-MM-dd') || ' to ' || format_date("RESPEND", 'yyyy-MM-dd') %]"""


def generated(expression, kind, symbol):
    layer = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": expression})
    layer.setSymbolType(kind)
    layer.setSubSymbol(symbol)
    return layer


def symbol(colour):
    fill = QgsFillSymbol.createSimple({"color": colour, "outline_style": "no"})
    edge = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#8c8c8c", "outline_width": "0.2"})
    dot = QgsMarkerSymbol.createSimple({"name": "circle", "color": colour, "size": "2.6", "outline_color": INK,
                                        "outline_width": "0.2"})
    result = QgsFillSymbol()
    result.changeSymbolLayer(0, generated(FILLED, QgsSymbol.Fill, fill))
    result.appendSymbolLayer(generated(EDGED, QgsSymbol.Fill, edge))
    result.appendSymbolLayer(generated(DOT, QgsSymbol.Marker, dot))
    result.symbolLayer(2).setRenderingPass(1)  # over all areas
    return result


def renderer():
    root = QgsRuleBasedRenderer.Rule(None)
    root.setRuleKey("placebos")
    for number, (condition, label, colour) in enumerate(CLASSES):
        rule = QgsRuleBasedRenderer.Rule(symbol(colour), 0, 0, condition, label)
        rule.setRuleKey(f"class{number}")
        root.appendChild(rule)
    result = QgsRuleBasedRenderer(root)
    result.setUsingSymbolLevels(True)
    result.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(MOST_TELLING_LAST, False)]))
    result.setOrderByEnabled(True)
    return result


def labels():
    return labeling({
        "candidate": label_rule("Zones", "\"KIND\" = 'candidate'", f"coalesce(\"NAME\", \"NUMBER\") || '\\n' || {Z}",
                                text_format(8), always=False),
        "date": label_rule("Earlier dates", "\"KIND\" = 'date' AND \"NUMBER\" = 1", DATES_LABEL, text_format(9, bold=True),
                           BELOW, QgsPalLayerSettings.OverPoint),
    })


def new_layer():
    return QgsVectorLayer("MultiPolygon?" + "&".join(f"field={field}" for field in FIELDS), "placebos", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, labels, map_tip=MAP_TIP)
