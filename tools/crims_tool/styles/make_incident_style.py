#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes incident_style.qml: how QGIS (3.22 or later) draws incidents of which no crime type is known: small grey dots.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_incident_style.py [OUTPUT]      default: incident_style.qml beside this script

Needs PyQGIS.
"""

import os
import sys

from qgis.core import QgsMarkerSymbol, QgsSingleSymbolRenderer, QgsVectorLayer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)


def new_layer():
    return QgsVectorLayer("Point", "incidents", "memory")


def renderer():
    return QgsSingleSymbolRenderer(
        QgsMarkerSymbol.createSimple({"name": "circle", "color": "#4d4d4d", "size": "1.2", "outline_style": "no"}))


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer)
