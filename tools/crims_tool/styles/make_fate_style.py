#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes fate_style.qml: how QGIS (3.22 or later) draws incidents with the fates that `crims inject --keep-prevented` writes.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_fate_style.py [OUTPUT]      default: fate_style.qml beside this script

Prevented crimes are crosses, displaced ones dots at the end of a line from where they would have been, over grey dots for all
others. Shapes and lightness tell as much as the colours. Needs PyQGIS.
"""

import os
import sys

from qgis.core import (
    QgsCategorizedSymbolRenderer, QgsGeometryGeneratorSymbolLayer, QgsLineSymbol, QgsMarkerSymbol,
    QgsRendererCategory, QgsSymbol, QgsVectorLayer)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)

WAY = "make_line(make_point(\"original_x\", \"original_y\"), centroid($geometry))"


def untouched():
    return QgsMarkerSymbol.createSimple({"name": "circle", "color": "#a6a6a6", "size": "1.2", "outline_style": "no"})


def prevented():
    symbol = QgsMarkerSymbol.createSimple({"name": "cross2", "outline_color": "#d55e00", "size": "2", "outline_width": "0.5"})
    symbol.symbolLayer(0).setRenderingPass(2)
    return symbol


def displaced():
    symbol = QgsMarkerSymbol.createSimple({"name": "circle", "color": "#0072b2", "size": "2", "outline_color": "#ffffff",
                                           "outline_width": "0.2"})
    symbol.symbolLayer(0).setRenderingPass(3)
    way = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": WAY})
    way.setSymbolType(QgsSymbol.Line)
    way.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "0,114,178,120", "line_width": "0.2"}))
    way.setRenderingPass(1)
    symbol.insertSymbolLayer(0, way)
    return symbol


def renderer():
    result = QgsCategorizedSymbolRenderer("fate")
    result.setUsingSymbolLevels(True)
    for value, symbol, label in [("untouched", untouched(), "Crime as it was"),
                                 ("prevented", prevented(), "Prevented crime"),
                                 ("displaced", displaced(), "Displaced crime, with the way from where it would have been")]:
        result.addCategory(QgsRendererCategory(value, symbol, label))
    return result


def new_layer():
    return QgsVectorLayer("Point?field=fate:string&field=original_x:double&field=original_y:double", "incidents", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, map_tip="<b>[% \"fate\" %]</b>",
               fields={"fate": ("Fate", None), "original_x": ("Original x", 1), "original_y": ("Original y", 1)})
