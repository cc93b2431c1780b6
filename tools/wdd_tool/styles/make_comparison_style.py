#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes comparison_style.qml: how QGIS (3.22 or later) draws the comparison areas of `wdd test` and `wdd placebo`.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_comparison_style.py [OUTPUT]      default: comparison_style.qml beside this script

One colour a class of residuals, with the limits of libwdd's maps: blue where fewer incidents were recorded than expected, orange where
more. The response area has a thick edge and a label. Needs PyQGIS.
"""

import os
import sys

from qgis.core import (
    QgsFeatureRequest, QgsFillSymbol, QgsGeometryGeneratorSymbolLayer, QgsRuleBasedRenderer, QgsSymbol, QgsVectorLayer)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)
from qgis_symbols import INK, label_rule, labeling, text_format  # noqa: E402

FIELDS = ["ROLE:string", "NAME:string", "PREV_CNT:integer", "RECORDED:integer", "EXPECTED:double", "PCT:double",
          "RESIDUAL:double", "RANK:integer"]
CLASSES = [
    ("\"RESIDUAL\" <= -1.645", "Far fewer than expected: residual -1.645 or less", "#2166ac"),
    ("\"RESIDUAL\" > -1.645 AND \"RESIDUAL\" <= -0.674", "Fewer than expected: -1.645 to -0.674", "#92c5de"),
    ("\"RESIDUAL\" > -0.674 AND \"RESIDUAL\" <= 0.674", "About as expected: -0.674 to 0.674", "#e4e4e4"),
    ("\"RESIDUAL\" > 0.674 AND \"RESIDUAL\" <= 1.645", "More than expected: 0.674 to 1.645", "#fdb863"),
    ("\"RESIDUAL\" > 1.645", "Far more than expected: residual above 1.645", "#b35806"),
    ("\"RESIDUAL\" IS NULL", "No expectation: too few comparison areas", "#ffffff"),
]
# What a table calls them, and with how many decimals it shows them.
SHOWN = {
    "ROLE": ("Role", None),
    "NAME": ("Area", None),
    "PREV_CNT": ("Incidents before", None),
    "RECORDED": ("Recorded", None),
    "HISTORY": ("Earlier incidents, per period", 1),
    "EXPECTED": ("Expected", 1),
    "PCT": ("Recorded to expected (%)", 1),
    "RESIDUAL": ("Residual", 2),
    "RANK": ("Rank", None),
    "RESPSTART": ("Treatment from", None),
    "RESPEND": ("Treatment to", None),
}
IS_RESPONSE = "\"ROLE\" = 'response'"
SIGNED_PERCENT = "if(round(\"PCT\") > 0, '+', '') || round(\"PCT\") || ' %'"
EXPECTED = "if(\"EXPECTED\" < 10, format_number(\"EXPECTED\", 1), format_number(\"EXPECTED\", 0))"
NUMBERS = (f"\"RECORDED\" || ' recorded' || coalesce(', about ' || {EXPECTED} || ' expected (' || {SIGNED_PERCENT} || ')', '')")
RESPONSE_LABEL = f"'Response area\\n' || {NUMBERS}"
MAP_TIP = f"""<b>[% upper(left("NAME", 1)) || substr("NAME", 2) %]</b><br>
[% {NUMBERS} %]<br>
[% coalesce('residual ' || format_number("RESIDUAL", 2) || ', rank ' || "RANK" || ' of ' || count("ROLE"), '') %]"""


def symbol(colour):
    """A fill; the response area has a thick edge over all others."""
    edge = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": f"CASE WHEN {IS_RESPONSE} THEN $geometry END"})
    edge.setSymbolType(QgsSymbol.Fill)
    edge.setSubSymbol(QgsFillSymbol.createSimple({"style": "no", "outline_color": INK, "outline_width": "1"}))
    result = QgsFillSymbol.createSimple({"color": colour, "outline_color": "#8c8c8c", "outline_width": "0.2"})
    result.appendSymbolLayer(edge)
    result.symbolLayer(1).setRenderingPass(1)
    return result


def renderer():
    root = QgsRuleBasedRenderer.Rule(None)
    root.setRuleKey("areas")
    for number, (condition, label, colour) in enumerate(CLASSES):
        rule = QgsRuleBasedRenderer.Rule(symbol(colour), 0, 0, condition, label)
        rule.setRuleKey(f"class{number}")
        root.appendChild(rule)
    result = QgsRuleBasedRenderer(root)
    result.setUsingSymbolLevels(True)
    result.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(IS_RESPONSE, True)]))
    result.setOrderByEnabled(True)
    return result


def labels():
    return labeling({"response": label_rule("Response area", IS_RESPONSE, RESPONSE_LABEL, text_format(9.5, bold=True))})


def new_layer():
    return QgsVectorLayer("MultiPolygon?" + "&".join(f"field={field}" for field in FIELDS), "comparison", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, labels, map_tip=MAP_TIP, fields=SHOWN)
