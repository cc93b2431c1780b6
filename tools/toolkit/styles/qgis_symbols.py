# SPDX-License-Identifier: MIT
"""Symbols and texts that the layers' styles share. Needs PyQGIS."""

from qgis.core import (
    QgsFillSymbol, QgsLinePatternFillSymbolLayer, QgsLineSymbol, QgsPalLayerSettings, QgsProperty, QgsPropertyCollection,
    QgsRendererCategory, QgsRuleBasedLabeling, QgsTextBackgroundSettings, QgsTextBufferSettings, QgsTextFormat, QgsUnitTypes,
    QgsWkbTypes)
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QColor, QFont

INK = "#262626"
RESPONSE, CONTROL = "#d55e00", "#56b4e9"  # of Okabe and Ito: told apart by colour-blind readers
RESPONSE_PALE, CONTROL_PALE = "247,223,204,110", "221,240,251,110"  # base map and incidents show through

# The text of a displacement area go below it in the upper half of the map, above it in the lower one: never out of view.
IS_LOW = "y(transform(centroid($geometry), @layer_crs, @map_crs)) < y(@map_extent_center)"
EDGE_OF_RING = f"make_point(x(centroid($geometry)), if({IS_LOW}, y_max($geometry), y_min($geometry)))"
SIDE_OF_RING = {
    QgsPalLayerSettings.OffsetQuad:
        f"if({IS_LOW}, {int(QgsPalLayerSettings.QuadrantAbove)}, {int(QgsPalLayerSettings.QuadrantBelow)})",
    QgsPalLayerSettings.OffsetXY: f"if({IS_LOW}, '0,-0.8', '0,0.8')",
}


def area_symbol(colour):
    symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": INK, "outline_width": "0.6"})
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


def zone_categories(response_fill, control_fill):
    """The four zones of the test, by the names that the commands give them."""
    return [QgsRendererCategory(value, symbol, label) for value, label, symbol in [
        ("Response Area", "Response area", area_symbol(response_fill)),
        ("Control Area", "Control area", area_symbol(control_fill)),
        ("Response Displacement Area", "Response displacement area", displacement_symbol(RESPONSE_PALE, RESPONSE, 45)),
        ("Control Displacement Area", "Control displacement area", displacement_symbol(CONTROL_PALE, CONTROL, 135)),
    ]]


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


def label_rule(description, condition, expression, text, place=None, placement=QgsPalLayerSettings.Horizontal, side=None,
               always=True):
    """Text where the condition holds. `place`: an expression for its point; `always`: even where it covers other text."""
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    settings.fieldName = expression
    settings.setFormat(text)
    settings.multilineAlign = QgsPalLayerSettings.MultiCenter
    settings.displayAll = always
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


def labeling(rules):
    """From {key: rule}; QGIS's own keys are random."""
    root = QgsRuleBasedLabeling.Rule(None)
    for key, rule in rules.items():
        rule.setRuleKey(key)
        root.appendChild(rule)
    root.setRuleKey("labels")
    return QgsRuleBasedLabeling(root)
