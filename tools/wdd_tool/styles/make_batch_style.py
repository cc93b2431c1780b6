#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes batch_style.qml: how QGIS (3.22 or later) draws the table of `wdd batch` as a layer.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_batch_style.py [OUTPUT]      default: batch_style.qml beside this script

One colour a strength of evidence: that of the forecast, or, without one, of the plain test. With crime types there are several rows with
the polygon of an area; the one of all incidents is drawn. Needs PyQGIS.
"""

import os
import sys

from qgis.core import QgsFillSymbol, QgsRuleBasedRenderer, QgsVectorLayer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)
from qgis_symbols import INK, label_rule, labeling, text_format  # noqa: E402

FIELDS = ["area:string", "treated_pre:integer", "treated_post:integer", "total_estimate:double", "z:double", "evidence:string",
          "forecast_percent:double", "forecast_p:double", "forecast_evidence:string", "not_evaluated:string"]
IS_AREA = "coalesce(attribute($currentfeature, 'type'), 'all') = 'all'"
VERDICT = "coalesce(\"forecast_evidence\", \"evidence\")"
CLASSES = [
    (f"{VERDICT} IN ('strong', 'very strong')", "Strong or very strong evidence of reduction", "#2166ac"),
    (f"{VERDICT} IN ('weak', 'moderate')", "Weak or moderate evidence of reduction", "#92c5de"),
    (f"{VERDICT} = 'none'", "No evidence of reduction", "#e4e4e4"),
    (f"coalesce({VERDICT}, 'no test possible') = 'no test possible'", "Not evaluated", "#ffffff"),
]
SIGNED_PERCENT = "if(round(\"forecast_percent\") > 0, '+', '') || round(\"forecast_percent\") || ' %'"
WDD = "'WDD ' || if(\"total_estimate\" > 0, '+', '') || round(\"total_estimate\")"
LABEL = f"\"area\" || coalesce('\\n' || {SIGNED_PERCENT}, '\\n' || {WDD}, '')"
P = "if(\"forecast_p\" < 0.001, 'p less than 0.001', 'p ' || format_number(\"forecast_p\", 3))"
MAP_TIP = f"""<b>[% "area" %]</b><br>
[% coalesce("treated_pre" || ' → ' || "treated_post", "not_evaluated") %]<br>
[% coalesce('Forecast: ' || {SIGNED_PERCENT} || ', ' || {P}, '') %]<br>
[% coalesce('Plain test: ' || {WDD} || ', z ' || format_number("z", 2), '') %]"""


def renderer():
    root = QgsRuleBasedRenderer.Rule(None)
    root.setRuleKey("areas")
    for number, (condition, label, colour) in enumerate(CLASSES):
        symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": INK, "outline_width": "0.4"})
        rule = QgsRuleBasedRenderer.Rule(symbol, 0, 0, f"{IS_AREA} AND {condition}", label)
        rule.setRuleKey(f"class{number}")
        root.appendChild(rule)
    return QgsRuleBasedRenderer(root)


def labels():
    return labeling({"area": label_rule("Areas", IS_AREA, LABEL, text_format(9.5, bold=True))})


def new_layer():
    return QgsVectorLayer("MultiPolygon?" + "&".join(f"field={field}" for field in FIELDS), "areas", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, labels, map_tip=MAP_TIP)
