#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes place_style.qml: how QGIS (3.22 or later) draws the places of a model.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_place_style.py [OUTPUT]      default: place_style.qml beside this script

The places of a point of the map, one per crime type, lie upon each other, so their dots let through what is below. Needs PyQGIS.
"""

import os
import sys

from qgis.core import QgsMarkerSymbol, QgsProperty, QgsRuleBasedRenderer, QgsSymbolLayer, QgsVectorLayer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)

SIZE = "0.8 + 4.2 * sqrt(\"weight\" / maximum(\"weight\"))"
MAP_TIP = "<b>[% \"crime_type\" %]</b>, zone [% \"zone\" %], weight [% \"weight\" %]"


def renderer():
    dot = QgsMarkerSymbol.createSimple({"name": "circle", "color": "84,39,143,60", "size": "2.5", "outline_style": "no"})
    dot.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.PropertySize, QgsProperty.fromExpression(SIZE))
    rule = QgsRuleBasedRenderer.Rule(dot, 0, 0, "", "Place of crimes of one type: larger with more crimes, darker with more types")
    rule.setRuleKey("places")
    root = QgsRuleBasedRenderer.Rule(None)
    root.setRuleKey("all")
    root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def new_layer():
    return QgsVectorLayer("Point?field=zone:string&field=crime_type:string&field=weight:double", "places", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, map_tip=MAP_TIP)
