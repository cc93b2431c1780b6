#!/usr/bin/python3
# SPDX-License-Identifier: MIT
r"""Draws a result of `wdd test` as QGIS opens it: with the style that the GeoPackage itself brings, and no other.

    export QT_QPA_PLATFORM=offscreen
    /usr/bin/python3 draw_result.py RESULT.gpkg MAP.png [--incidents LAYER] [--where SQL] [--title TEXT] ...

Without a screen, with QGIS 3.22 or later and its Python bindings. docs/result.png was made in this folder with:

    mkdir -p out
    wdd test --response "town.gpkg|layername=response" --where "NAME='Market Square'" --control "town.gpkg|layername=control" \
        --incidents "town-county.gpkg|layername=incidents" --date-field occurred --start-field RESP_START --end-field RESP_END \
        --comparison-areas "town-county.gpkg|layername=districts" --displacement "250 m" --test-suitability --output out/result.gpkg
    /usr/bin/python3 draw_result.py out/result.gpkg ../docs/result.png --title "Market Square, Thornmere" \
        --incidents "town.gpkg|layername=incidents" --where "occurred >= '2023-01-01' AND occurred < '2023-07-01'" \
        --incidents-name "Incident of the period after"
"""

import argparse
import os
import shutil
import sys
import tempfile

from qgis.core import (
    QgsApplication, QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutPoint, QgsLayoutSize,
    QgsLegendRenderer, QgsLegendStyle, QgsMarkerSymbol, QgsPrintLayout, QgsProject, QgsSingleSymbolRenderer, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QFont

RESULTS = "Weighted Displacement Difference Results"
DPI = 120
MARGIN = 6.0  # mm
HEADER = 16.0
FOOTER = 17.0
ROOM = 1.3  # of the layer's extent: the verdict stands beside the areas


def size(text):
    width, height = text.lower().split("x")
    return int(width), int(height)


def arguments():
    parser = argparse.ArgumentParser(description="Draws a result of `wdd test` with the style in its GeoPackage.")
    parser.add_argument("result", help="GeoPackage, or PATH|layername=NAME")
    parser.add_argument("png")
    parser.add_argument("--incidents", help="points to draw as dots")
    parser.add_argument("--where", default="", help="which incidents, as SQL")
    parser.add_argument("--incidents-name", default="Incident", help="what the legend calls a dot")
    parser.add_argument("--title", default="Before and after")
    parser.add_argument("--size", type=size, default=(1200, 800), help="pixels, default 1200x800")
    return parser.parse_args()


def copied(source, folder):
    """The same layer in a copy of its GeoPackage: QGIS writes into the header of one that it only reads."""
    path, bar, layer = source.partition("|")
    if not path.lower().endswith(".gpkg") or not os.path.isfile(path):
        return source
    place = tempfile.mkdtemp(dir=folder)  # the name stays: a layer may be found by it
    return shutil.copy(path, place) + bar + layer


def open_layer(source, folder, name, where=""):
    layer = QgsVectorLayer(copied(source, folder), name, "ogr")
    if not layer.isValid():
        sys.exit(f"{source}: QGIS cannot read it")
    if where and not layer.setSubsetString(where):
        sys.exit(f"{source}: the filter {where} does not work")
    return layer


def open_result(source, folder):
    """The result layer; QGIS applies the default style of the GeoPackage while it loads."""
    layer = open_layer(source, folder, "Result")
    if layer.renderer().type() != "categorizedSymbol":
        sys.exit(f"{source}: it brings no style of its own")
    return layer


def as_dots(layer):
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(
        {"name": "circle", "size": "0.7", "color": "38,38,38,150", "outline_style": "no"})))
    return layer


def periods(layer):
    for feature in layer.getFeatures():
        if feature["AREATYPE"] == RESULTS:
            day = [feature[name].toString("d MMM yyyy") for name in ("PREVSTART", "PREVEND", "RESPSTART", "RESPEND")]
            return f"Incidents before ({day[0]} to {day[1]}) → after ({day[2]} to {day[3]})"
    return ""


def font(points, bold=False):
    result = QFont()
    result.setPointSizeF(points)
    result.setBold(bold)
    return result


def place(layout, item, x, y, width, height):
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))


def add_text(layout, text, points, bold, y, height, width):
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    item.setFont(font(points, bold))
    item.setMarginX(0)
    place(layout, item, MARGIN, y, width, height)


def add_map(layout, layers, width, height):
    item = QgsLayoutItemMap(layout)
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#bfbfbf"))
    item.setLayers(layers)
    item.setCrs(layers[-1].crs())
    view = layers[-1].extent()
    view.scale(ROOM)
    place(layout, item, MARGIN, HEADER, width, height)
    item.setExtent(view)  # takes the shape of the layer,
    item.attemptResize(QgsLayoutSize(width, height))  # until this gives it ours
    item.zoomToExtent(view)
    return item


def add_legend(layout, drawn_map, y, width):
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(drawn_map)
    legend.setLegendFilterByMapEnabled(True)
    for node in legend.model().rootGroup().findLayers():
        QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Hidden)
    legend.setColumnCount(3)
    legend.setSplitLayer(True)
    legend.setEqualColumnWidth(True)
    legend.setColumnSpace(6)
    legend.setBoxSpace(0)
    legend.setStyleFont(QgsLegendStyle.SymbolLabel, font(9))
    place(layout, legend, MARGIN, y, width, FOOTER)


def draw(result, dots, title, png, pixels):
    project = QgsProject.instance()
    layers = [layer for layer in (result, dots) if layer]  # as the legend lists them
    project.setCrs(result.crs())
    project.addMapLayers(layers)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.renderContext().setDpi(DPI)
    width, height = (count * 25.4 / DPI for count in pixels)
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(width, height))
    inner = width - 2 * MARGIN
    add_text(layout, title, 14, True, 3, 7, inner)
    add_text(layout, periods(result), 9, False, 9.5, 5, inner)
    drawn_map = add_map(layout, layers[::-1], inner, height - HEADER - FOOTER)
    add_legend(layout, drawn_map, height - FOOTER + 1, inner)
    image = QgsLayoutExporter(layout).renderPageToImage(0, QSize(*pixels), DPI)
    if not image.save(png):
        sys.exit(f"{png}: it cannot be written")


def main():
    options = arguments()
    application = QgsApplication([], True)
    application.initQgis()
    with tempfile.TemporaryDirectory() as folder:
        result = open_result(options.result, folder)
        dots = None
        if options.incidents:
            dots = as_dots(open_layer(options.incidents, folder, options.incidents_name, options.where))
        draw(result, dots, options.title, options.png, options.size)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # QGIS may crash while it takes itself down
