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
from qgis_symbols import EDGE_OF_RING, INK, IS_LOW, SIDE_OF_RING, label_rule, labeling, text_format, zone_categories  # noqa: E402

FIELDS = ["NAME:string", "AREATYPE:string", "PREV_CNT:integer", "RESP_CNT:integer", "PERC:double", "ZWDD:double", "WDD:double", "EVIDENCE:string",
          "EXPECTED:double", "RECORDED:integer", "PCT:double", "P_HONEST:double", "EVID_HONEST:string"]
# What a table calls them, and with how many decimals it shows them.
SHOWN = {
    "NAME": ("Response area", None),
    "AREATYPE": ("Area", None),
    "PREV_CNT": ("Incidents before", None),
    "RESP_CNT": ("Incidents after", None),
    "DIFF_CNT": ("Change", None),
    "PERC": ("Change (%)", 1),
    "SEWDD": ("WDD: standard error", 2),
    "ZWDD": ("WDD: z", 2),
    "ONETPV": ("WDD: one-tailed p", 4),
    "CONFITVLLO": ("WDD: interval from", 1),
    "CONFITVLHI": ("WDD: interval to", 1),
    "RESPSTART": ("Treatment from", None),
    "RESPEND": ("Treatment to", None),
    "PREVSTART": ("Before from", None),
    "PREVEND": ("Before to", None),
    "WDD": ("WDD", 1),
    "EVIDENCE": ("Evidence, plain test", None),
    "EXPECTED": ("Expected", 1),
    "RECORDED": ("Recorded", None),
    "PCT": ("Recorded to expected (%)", 1),
    "PCT_LO": ("Interval from (%)", 1),
    "PCT_HI": ("Interval to (%)", 1),
    "P_HONEST": ("Forecast: p", 4),
    "EVID_HONEST": ("Evidence, forecast", None),
    "SUITABLE": ("Control suitable", None),
    "AREA_DIFF": ("Area difference (%)", 1),
    "COUNT_DIFF": ("Count difference (%)", 1),
    "CORR": ("Correlation", 2),
    "SUMMARY": ("Summary", None),
    "WARNINGS": ("Warnings", None),
    "PCT_EXP": ("Share of expected (%)", 1),
    "RATE_RATIO": ("Rate ratio", 2),
    "RR_LO": ("Rate ratio from", 2),
    "RR_HI": ("Rate ratio to", 2),
    "P_EXACT": ("Exact p", 4),
    "P_MID": ("Mid-p", 4),
    "PROB_RED": ("Probability of a reduction", 3),
    "GROSS_EFF": ("Gross effect", 1),
    "NET_EFF": ("Net effect", 1),
    "WDQ": ("Weighted displacement quotient", 2),
    "TOTAL_NET": ("Total net effect", 1),
}
RESULTS = "Weighted Displacement Difference Results"

RESPONSE_FILL, CONTROL_FILL = "213,94,0,80", "86,180,233,80"  # a base map and the incidents show through

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

# The verdict stands above the areas, or below them in the lower half of the map: on the side where the texts of the displacement
# areas are not, see SIDE_OF_RING. Where there is no room left it keeps inside the map.
ON_MAP = "transform($geometry, @layer_crs, @map_crs)"
MAP_TOP = "y(@map_extent_center) + @map_extent_height / 2"
MAP_BOTTOM = "y(@map_extent_center) - @map_extent_height / 2"
ROOM = "@map_extent_height * 0.15"
IS_TIGHT_ABOVE = f"y_max({ON_MAP}) + {ROOM} > {MAP_TOP}"
IS_TIGHT_BELOW = f"y_min({ON_MAP}) - {ROOM} < {MAP_BOTTOM}"
VERDICT_X = (f"max(x(@map_extent_center) - @map_extent_width / 4, min(x(@map_extent_center) + @map_extent_width / 4,"
             f" (x_min({ON_MAP}) + x_max({ON_MAP})) / 2))")
VERDICT_Y = f"if({IS_LOW}, max(y_min({ON_MAP}), {MAP_BOTTOM}), min(y_max({ON_MAP}), {MAP_TOP}))"
VERDICT_PLACE = (f"transform(make_point({VERDICT_X}, CASE WHEN {IS_LOW} THEN if({IS_TIGHT_BELOW}, {MAP_BOTTOM}, {VERDICT_Y})"
                 f" ELSE if({IS_TIGHT_ABOVE}, {MAP_TOP}, {VERDICT_Y}) END), @map_crs, @layer_crs)")
GOES_UP = f"if({IS_LOW}, {IS_TIGHT_BELOW}, not({IS_TIGHT_ABOVE}))"
SIDE_OF_VERDICT = {
    QgsPalLayerSettings.OffsetQuad:
        f"if({GOES_UP}, {int(QgsPalLayerSettings.QuadrantAbove)}, {int(QgsPalLayerSettings.QuadrantBelow)})",
    QgsPalLayerSettings.OffsetXY: f"if({GOES_UP}, '0,-2.5', '0,2.5')",
}

TIP_VERDICT = f"replace({VERDICT_LABEL}, '\n', '<br>')"
MAP_TIP = f"""<b>[% "NAME" %]</b><br>
[% if("AREATYPE" = '{RESULTS}', {TIP_VERDICT}, "AREATYPE" || ': ' || {COUNTS}) %]"""


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
            VERDICT_PLACE, QgsPalLayerSettings.OverPoint, SIDE_OF_VERDICT),
    })


def new_layer():
    return QgsVectorLayer("MultiPolygon?" + "&".join(f"field={field}" for field in FIELDS), "result", "memory")


if __name__ == "__main__":
    make_style(__file__, new_layer, renderer, labels, map_tip=MAP_TIP, fields=SHOWN)
