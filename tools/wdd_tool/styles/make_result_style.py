#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes result_style.qml: how QGIS (3.22 or later) draws the result layer of `wdd test`.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 make_result_style.py [OUTPUT]      default: result_style.qml beside this script

The style needs no plugin. It goes into the table layer_styles of each result, so it is kept small: what equals the default of
QGIS is left out. The colours are those of Okabe and Ito, told apart by colour-blind readers; in grey print the labels and the
direction of the hatching tell. Needs PyQGIS.
"""

import os
import sys

from qgis.core import (
    QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsPalLayerSettings, QgsRendererCategory, QgsVectorLayer)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "toolkit", "styles"))
from qgis_style import make_style  # noqa: E402 (it stands beside the tools' shared sources)
from qgis_symbols import EDGE_OF_RING, INK, SIDE_OF_RING, label_rule, labeling, text_format, zone_categories  # noqa: E402

FIELDS = ["AREATYPE:string", "PREV_CNT:integer", "RESP_CNT:integer", "PERC:double", "ZWDD:double", "WDD:double", "EVIDENCE:string",
          "EXPECTED:double", "RECORDED:integer", "PCT:double", "P_HONEST:double", "EVID_HONEST:string"]
RESULTS = "Weighted Displacement Difference Results"

RESPONSE_FILL, CONTROL_FILL = "213,94,0,190", "86,180,233,190"  # a base map shows through

# || gives null as soon as one part is null; coalesce then says what to show instead.
SIGNED_PERCENT = "if(round(\"PERC\") > 0, '+', '') || round(\"PERC\") || ' %'"
FROM_TO = "\"PREV_CNT\" || ' → ' || \"RESP_CNT\""
COUNTS = f"{FROM_TO} || coalesce(' (' || {SIGNED_PERCENT} || ')', '')"
EVIDENCE = ("CASE WHEN \"ZWDD\" IS NULL THEN 'No test is possible' WHEN \"EVIDENCE\" = 'none' THEN 'No evidence of reduction'"
            " ELSE upper(left(\"EVIDENCE\", 1)) || substr(\"EVIDENCE\", 2) || ' evidence of reduction' END")
NUMBERS = ("'WDD ' || if(\"WDD\" > 0, '+', '') || round(\"WDD\", 1)"
           " || coalesce(', z ' || format_number(\"ZWDD\", 2), ': all counts are zero')")
AREA_LABEL = ("if(\"AREATYPE\" LIKE 'Response%', 'Response area', 'Control area')"
              f" || '\\n' || {FROM_TO} || coalesce('\\n' || {SIGNED_PERCENT}, '')")
DISPLACEMENT_LABEL = f"'Displacement area' || '\\n' || {COUNTS}"
# The forecast leads; without one it is null, and the plain test stands alone.
HONEST = ("if(\"EVID_HONEST\" = 'none', 'No evidence of reduction', upper(left(\"EVID_HONEST\", 1)) || substr(\"EVID_HONEST\", 2)"
          " || ' evidence of reduction')")
P_HONEST = "if(\"P_HONEST\" < 0.001, 'p less than 0.001', 'p ' || format_number(\"P_HONEST\", 3))"
EXPECTED = "if(\"EXPECTED\" < 10, format_number(\"EXPECTED\", 1), format_number(\"EXPECTED\", 0))"
FORECAST = (f"{HONEST} || '\\n' || \"RECORDED\" || ' recorded, about ' || {EXPECTED} || ' expected ('"
            f" || if(round(\"PCT\") > 0, '+', '') || round(\"PCT\") || ' %, ' || {P_HONEST} || ')'")
VERDICT_LABEL = f"coalesce({FORECAST} || '\\nPlain test: ' || {NUMBERS}, {EVIDENCE} || '\\n' || {NUMBERS})"
TIP_TITLE = f"if(\"AREATYPE\" = '{RESULTS}', {EVIDENCE}, \"AREATYPE\" || ': ' || {COUNTS})"

# The verdict goes where the largest lying ellipse fits between the zones: in view when the whole layer is.
FREE = "affine_transform(difference(bounds($geometry), $geometry), 0, 0, 0, 0.4, 1)"
MIDDLE = f"affine_transform(pole_of_inaccessibility({FREE}, bounds_width($geometry) / 100), 0, 0, 0, 2.5, 1)"
VERDICT_PLACE = f"coalesce({MIDDLE}, centroid($geometry))"

MAP_TIP = f"""<b>[% {TIP_TITLE} %]</b>
[% if("AREATYPE" = '{RESULTS}', '<br>' || {NUMBERS}, '') %]"""


def results_symbol():
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": INK, "outline_width": "0.7"})
    symbol.symbolLayer(0).setRenderingPass(2)
    return symbol


def renderer():
    result = QgsCategorizedSymbolRenderer("AREATYPE")
    result.setUsingSymbolLevels(True)
    for category in zone_categories(RESPONSE_FILL, CONTROL_FILL):
        result.addCategory(category)
    result.addCategory(QgsRendererCategory(RESULTS, results_symbol(), "Verdict on all of these"))
    return result


def labels():
    return labeling({
        "area": label_rule(
            "Areas", "\"AREATYPE\" IN ('Response Area', 'Control Area')", AREA_LABEL, text_format(9.5, bold=True)),
        "displacement": label_rule(
            "Displacement areas", "\"AREATYPE\" LIKE '% Displacement Area'", DISPLACEMENT_LABEL, text_format(8.5),
            EDGE_OF_RING, QgsPalLayerSettings.OverPoint, SIDE_OF_RING),
        "verdict": label_rule(
            "Verdict", f"\"AREATYPE\" = '{RESULTS}'", VERDICT_LABEL, text_format(11, bold=True, boxed=True),
            VERDICT_PLACE, QgsPalLayerSettings.OverPoint),
    })


def new_layer():
    return QgsVectorLayer("MultiPolygon?" + "&".join(f"field={field}" for field in FIELDS), "result", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, labels, map_tip=MAP_TIP)
