#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes study_style.qml: how QGIS (3.22 or later) draws the areas that `crims evaluate` has studied.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_study_style.py [OUTPUT]      default: study_style.qml beside this script

As the result of `wdd test`, without its counts. With several ring widths the areas are there several times: the layer as a
whole lets a base map show through, so that they do not add up, and narrow rings lie on wide ones. Needs PyQGIS.
"""

import os
import sys

from qgis.core import QgsCategorizedSymbolRenderer, QgsFeatureRequest, QgsPalLayerSettings, QgsVectorLayer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)
from qgis_symbols import (  # noqa: E402
    EDGE_OF_RING, SIDE_OF_RING, label_rule, labeling, text_format, zone_categories)

AREAS = "\"zone\" IN ('Response Area', 'Control Area')"
AREA_LABEL = "if(\"zone\" = 'Response Area', 'Response area', 'Control area')"
WIDEST = "\"ring\" = maximum(\"ring\")"  # the others' areas are the same
OPACITY = 0.8
RESPONSE_FILL, CONTROL_FILL = "213,94,0,110", "86,180,233,110"  # a base map shows through


def renderer():
    result = QgsCategorizedSymbolRenderer("zone")
    result.setUsingSymbolLevels(True)
    for category in zone_categories(RESPONSE_FILL, CONTROL_FILL):
        result.addCategory(category)
    result.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("ring", False)]))
    result.setOrderByEnabled(True)
    return result


def labels():
    return labeling({
        "area": label_rule("Areas", f"{AREAS} AND {WIDEST}", AREA_LABEL, text_format(9.5, bold=True)),
        "displacement": label_rule("Displacement areas", f"NOT {AREAS}", "'Ring of ' || \"ring_width\"", text_format(8.5),
                                   EDGE_OF_RING, QgsPalLayerSettings.OverPoint, SIDE_OF_RING),
    })


def new_layer():
    return QgsVectorLayer("MultiPolygon?field=zone:string&field=ring:double&field=ring_width:string", "zones", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, labels, opacity=OPACITY,
               map_tip="<b>[% \"zone\" %]</b> [% if(" + AREAS + ", '', \"ring_width\") %]",
               fields={"zone": ("Area", None), "ring": ("Width of the ring, as a number", 1), "ring_width": ("Width of the ring", None)})
