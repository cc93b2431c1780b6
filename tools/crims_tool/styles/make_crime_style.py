#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes crime_style.qml: how QGIS (3.22 or later) draws simulated crimes.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_crime_style.py [OUTPUT]      default: crime_style.qml beside this script

Small dots, one colour a crime type of data.police.uk: reds for violence, blues for theft, greens for what is taken from
houses and vehicles, browns and purples for disorder. A crime type of a model's own is grey. Needs PyQGIS.
"""

import os
import sys

from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsVectorLayer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)

COLOURS = {
    "anti-social behaviour": "#e6ab02",
    "bicycle theft": "#a6cee3",
    "burglary": "#1b7837",
    "criminal damage and arson": "#a6761d",
    "drugs": "#7570b3",
    "other crime": "#999999",
    "other theft": "#6baed6",
    "possession of weapons": "#fb6a4a",
    "public order": "#c994c7",
    "robbery": "#e7298a",
    "shoplifting": "#2171b5",
    "theft from the person": "#08306b",
    "vehicle crime": "#66bd63",
    "violence and sexual offences": "#cb181d",
}
SHOWN = {  # what a table calls them, and with how many decimals it shows them
    "MSOA": ("Zone", None),
    "crime_type": ("Crime type", None),
    "code": ("Offence code", None),
    "description": ("Offence", None),
    "time": ("Time", None),
    "suspect": ("Has a suspect", None),
    "severity": ("Severity", 1),
    "replicate": ("Replicate", None),
}
ANY_OTHER = "#4d4d4d"


def dot(colour):
    return QgsMarkerSymbol.createSimple({"name": "circle", "color": colour, "size": "1.2", "outline_style": "no"})


def renderer():
    result = QgsCategorizedSymbolRenderer("crime_type")
    for name, colour in COLOURS.items():
        result.addCategory(QgsRendererCategory(name, dot(colour), name))
    result.addCategory(QgsRendererCategory("", dot(ANY_OTHER), "any other crime type"))
    return result


def new_layer():
    return QgsVectorLayer("Point?field=crime_type:string", "crimes", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, map_tip="<b>[% \"crime_type\" %]</b>", fields=SHOWN)
