# SPDX-License-Identifier: MIT
"""The command gives the numbers that other programs, papers and hands gave (tests/reference)."""

import csv
import json
import math

import pytest

from conftest import REFERENCE, SHARED, read_result
from design import make_layer, transformation


def number(text):
    return float(text) if text not in ("", None) else None


def approx(value, rel=1e-12):
    return None if value is None else pytest.approx(value, rel=rel, abs=1e-300)


# --- counts alone -----------------------------------------------------------------------------------------------------

STATISTICS = ["local_estimate", "local_se", "displacement_estimate", "displacement_se", "total_estimate", "total_se", "z",
              "p_one_tailed", "ci_low", "ci_high"]


def evidence(z):
    if z is None:
        return "no test possible"
    if z > -1.3:
        return "none"
    return "weak" if z > -1.6 else "moderate" if z > -2.3 else "strong" if z > -3.1 else "very strong"


def test_a_thousand_designs_agree_with_r_to_twelve_digits(wdd, tmp_path):
    with open(REFERENCE / "wdd_grid.csv", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) == 1000
    inputs = [name for name in expected[0] if name not in STATISTICS]
    with open(tmp_path / "designs.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, inputs, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(expected)
    run = wdd("counts", "--input", tmp_path / "designs.csv", "--output", tmp_path / "results.csv")
    assert run.err == ""
    with open(tmp_path / "results.csv", newline="") as file:
        results = list(csv.DictReader(file))
    assert list(results[0])[:len(inputs) + len(STATISTICS) + 1] == inputs + STATISTICS + ["evidence"]
    wrong = []
    for row, result in zip(expected, results, strict=True):
        for name in STATISTICS:
            if number(result[name]) != approx(number(row[name])):
                wrong.append((row["id"], row["kind"], name, result[name], row[name]))
        if result["evidence"] != evidence(number(row["z"])):
            wrong.append((row["id"], row["kind"], "evidence", result["evidence"], row["z"]))
    assert wrong == []


def published_examples():
    with open(REFERENCE / "published_examples.csv", newline="") as file:
        return list(csv.DictReader(file))


def name_of(example):
    return example["name"]


@pytest.mark.parametrize("row", published_examples(), ids=name_of)
def test_published_examples_come_out_as_published(wdd, row):
    pair = lambda zone: f"{row[zone + '_pre']},{row[zone + '_post']}"
    total_and_parts = wdd(
        "counts", "--treated", pair("t"), "--control", pair("c"), "--treated-displacement", pair("dt"),
        "--control-displacement", pair("dc"), "--time-weights", f"{row['w_pre']},{row['w_post']}",
        "--area-weights", f"{row['a_t']},{row['a_c']},{row['a_dt']},{row['a_dc']}",
        "--confidence", repr(1 - float(row["alpha"])), "--json", "-").json
    got = {
        "Est_Local": total_and_parts["local"]["estimate"], "SE_Local": total_and_parts["local"]["se"],
        "Est_Displace": total_and_parts["displacement"]["estimate"], "SE_Displace": total_and_parts["displacement"]["se"],
        "Est_Total": total_and_parts["total"]["estimate"], "SE_Total": total_and_parts["total"]["se"],
        "Z": total_and_parts["total"]["z"], "LowCI": total_and_parts["total"]["ci_low"],
        "HighCI": total_and_parts["total"]["ci_high"], "p": total_and_parts["total"]["p_one_tailed"]}
    assert got == {name: approx(number(row[name])) for name in got}


def worked_examples():
    return json.loads((REFERENCE / "published/worked_examples.json").read_text())


@pytest.mark.parametrize("example", [e for e in worked_examples() if "treated" in e], ids=name_of)
def test_worked_examples_agree_as_far_as_they_were_printed(wdd, example):
    control_first = example.get("area_weights", [1, 1, 1, 1])  # control, treated, disp. control, disp. treated
    areas = [control_first[i] for i in (1, 0, 3, 2)]
    text = lambda numbers: ",".join(map(str, numbers))
    total = wdd("counts", "--treated", text(example["treated"]), "--control", text(example["control"]),
                "--treated-displacement", text(example.get("disp_treated", [0, 0])),
                "--control-displacement", text(example.get("disp_control", [0, 0])),
                "--time-weights", text(example.get("time_weights", [1, 1])), "--area-weights", text(areas),
                "--confidence", "0.90", "--json", "-").json["total"]
    printed = 0.051 if "z" not in example else 1e-6
    assert total["estimate"] == example["est"]
    assert total["se"] == pytest.approx(example["se"], abs=printed)
    if "low90" in example:
        assert total["ci_low"] == pytest.approx(example["low90"], abs=printed)
        assert total["ci_high"] == pytest.approx(example["high90"], abs=printed)
    if "z" in example:
        assert total["z"] == pytest.approx(example["z"], abs=printed)


def test_harm_weighted_sum_of_five_crime_types(wdd):
    """sum w WDD and sum w^2 SE^2 from the command's own numbers: -1721, 304.1036 (research.md)."""
    rows = [("130,74", "133,91", 3), ("327,202", "388,305", 2), ("398,190", "148,97", 5), ("144,92", "86,64", 7),
            ("183,96", "94,67", 10)]
    harm, variance = 0, 0
    for treated, control, weight in rows:
        total = wdd("counts", "--treated", treated, "--control", control, "--json", "-").json["total"]
        harm += weight * total["estimate"]
        variance += (weight * total["se"]) ** 2
    assert harm == -1721
    assert math.sqrt(variance) == pytest.approx(304.1036007678962, rel=1e-12)


PHILADELPHIA = ("counts", "--treated", "207,110", "--control", "308,318", "--treated-displacement", "178,157",
                "--control-displacement", "150,140", "--json", "-")


def test_the_paper_s_philadelphia_example(wdd):
    json = wdd(*PHILADELPHIA).json
    assert json["total"]["estimate"] == -118
    assert json["total"]["se"] == pytest.approx(39.59798, abs=5e-6)
    assert json["total"]["z"] == pytest.approx(-2.979950, abs=5e-7)
    assert json["total"]["p_one_tailed"] == pytest.approx(0.0014415, abs=5e-8)
    assert json["total"]["ci_low"] == pytest.approx(-195.61, abs=5e-3)
    assert json["total"]["ci_high"] == pytest.approx(-40.39, abs=5e-3)
    assert json["evidence"] == "strong"


def test_time_weights_of_two_to_one(wdd):
    total = wdd("counts", "--treated", "80,20", "--control", "100,50", "--time-weights", "2,1", "--json", "-").json["total"]
    assert (total["estimate"], total["se"]) == (pytest.approx(-20, rel=1e-14), pytest.approx(math.sqrt(115), rel=1e-14))


def test_area_weights_on_the_philadelphia_counts(wdd):
    total = wdd(*PHILADELPHIA, "--area-weights", "1.2,0.9,1.5,1.6").json["total"]
    assert total["estimate"] == pytest.approx(-99.69444, abs=5e-6)
    assert total["se"] == pytest.approx(35.42808, abs=5e-6)
    assert total["z"] == pytest.approx(-2.813995, abs=5e-7)
    assert total["ci_low"] == pytest.approx(-169.1322, abs=5e-5)
    assert total["ci_high"] == pytest.approx(-30.25669, abs=5e-6)


CASE_STUDIES = ["dallas_property_wdd.csv", "dallas_violent_wdd.csv", "nyc_property_wdd.csv", "nyc_violent_wdd.csv"]


@pytest.mark.parametrize("table", CASE_STUDIES)
def test_published_case_studies_of_dallas_and_new_york(wdd, table):
    with open(REFERENCE / "published" / table, newline="") as file:
        for row in csv.DictReader(file):
            total = wdd("counts", "--treated", f"{row['T0']},{row['T1']}", "--control", f"{row['C0']},{row['C1']}",
                        "--area-weights", f"1,{row['k']},1,1", "--json", "-").json["total"]
            assert total["estimate"] == pytest.approx(float(row["est"]), rel=1e-9), row
            assert total["se"] == pytest.approx(float(row["se"]), rel=1e-9), row
            assert total["z"] == pytest.approx(float(row["z"]), rel=1e-9), row
            # They take 1.96 for the normal quantile 1.959964.
            half_width = (float(row["high95"]) - float(row["low95"])) / 2
            assert (total["ci_high"] - total["ci_low"]) / 2 == pytest.approx(half_width, rel=2e-5), row


# --- New York ---------------------------------------------------------------------------------------------------------

SHOOTINGS = SHARED / "data/wdd/nyc_shootings_2006_2023.csv"
NEW_YORK_FEET = ("--x", "X_COORD_CD", "--y", "Y_COORD_CD", "--points-crs", "EPSG:2263")


def new_york(incidents, displacement, *more):
    areas = SHARED / "data/wdd/nyc_areas.gpkg"
    return ("test", "--response", f"{areas}|layername=response", "--where", "NAME='Operation North'",
            "--control", f"{areas}|layername=control", "--incidents", incidents, "--date-field", "OCCUR_DATE",
            "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", displacement, "--test-suitability",
            *more, "--json", "-")


def expected_new_york(feet):
    expected = json.loads((REFERENCE / "nyc_expected.json").read_text())
    return expected["cases"][f"nyc displacement {feet} ft"]


@pytest.mark.parametrize("displacement, feet", [
    ("0", 0), ("0.25 Miles", 1320), ("402.336 m", 1320), ("1320 ft", 1320), ("1320", 1320), ("1320 FeetUS", 1320)])
def test_new_york_from_the_csv(wdd, shared, tmp_path, displacement, feet):
    result = wdd(*new_york(SHOOTINGS, displacement, *NEW_YORK_FEET, "--output", tmp_path / "nyc.gpkg")).json
    expected = expected_new_york(feet)
    assert result["periods"] == expected["periods"]
    assert result["counts"] == expected["counts"]
    total = {name: result["total"][name] for name in expected["total"]}
    assert total == {name: approx(value) for name, value in expected["total"].items()}
    suitability, by_hand = result["suitability"], expected["suitability"]
    assert suitability["area_difference"] == pytest.approx(by_hand["area_difference"], rel=1e-9)
    assert suitability["count_difference"] == approx(by_hand["count_difference"])
    assert suitability["correlation"] == approx(by_hand["correlation"])
    assert suitability["suitable"] is True
    assert suitability["months"]["treated"] == by_hand["months"]["treated"]
    assert suitability["months"]["control"] == by_hand["months"]["control"]
    assert suitability["months"]["start"][0] == "2018-05-01" and suitability["months"]["start"][-1] == "2021-04-01"
    zones = read_result(tmp_path / "nyc.gpkg")
    for area_type, zone in (("Response Area", "treated"), ("Control Displacement Area", "control_displacement")):
        counts = expected["counts"][zone]
        assert (zones[area_type]["PREV_CNT"], zones[area_type]["RESP_CNT"]) == (counts["pre"], counts["post"])


@pytest.fixture(scope="module")
def shootings():
    """Rows of the CSV as (x, y, longitude, latitude, date text)."""
    if not SHOOTINGS.exists():
        pytest.skip(f"this test needs data that are not in the repository: {SHOOTINGS} is absent")
    with open(SHOOTINGS, newline="") as file:
        return [(number(row["X_COORD_CD"]), number(row["Y_COORD_CD"]), number(row["Longitude"]), number(row["Latitude"]),
                 row["OCCUR_DATE"]) for row in csv.DictReader(file)]


def degrees_layer(path, places, shootings):
    rows = [(place, {"OCCUR_DATE": row[4]}) for place, row in zip(places, shootings)]
    return make_layer(path, rows, {"OCCUR_DATE": "String"}, layer="shootings", crs=4326)


def differences(result, feet):
    expected = expected_new_york(feet)["counts"]
    return {f"{zone} {when}": (result["counts"][zone][when], expected[zone][when])
            for zone in expected for when in ("pre", "post") if result["counts"][zone][when] != expected[zone][when]}


def test_new_york_from_reprojected_points_counts_the_same(wdd, shootings, tmp_path):
    to_degrees = transformation(2263, 4326)
    places = [to_degrees.TransformPoint(x, y)[:2] for x, y, *_ in shootings]
    layer = degrees_layer(tmp_path / "degrees.gpkg", places, shootings)
    assert differences(wdd(*new_york(layer, "0.25 Miles")).json, 1320) == {}


def test_new_york_from_the_csv_s_own_longitudes_counts_the_same(wdd, shootings, tmp_path):
    # Longitude and latitude are the city's own conversion of the feet, a metre away at most.
    places = [(lon, lat) if lon is not None else None for _, _, lon, lat, _ in shootings]
    layer = degrees_layer(tmp_path / "degrees.gpkg", places, shootings)
    assert differences(wdd(*new_york(layer, "0.25 Miles")).json, 1320) == {}


def test_new_york_from_a_geopackage_in_feet_equals_the_csv(wdd, shootings, tmp_path):
    rows = [((x, y), {"OCCUR_DATE": date}) for x, y, _, _, date in shootings]
    layer = make_layer(tmp_path / "feet.gpkg", rows, {"OCCUR_DATE": "String"}, layer="shootings", crs=2263)
    result = wdd(*new_york(layer, "0.25 Miles")).json
    from_csv = wdd(*new_york(SHOOTINGS, "0.25 Miles", *NEW_YORK_FEET)).json
    for part in ("counts", "total", "suitability", "incidents", "areas", "warnings"):
        assert result[part] == from_csv[part], part


# --- edges, by hand ---------------------------------------------------------------------------------------------------

def edge(name, *more):
    path = REFERENCE / "edge" / f"{name}.gpkg"
    return ("test", "--response", f"{path}|layername=response", "--control", f"{path}|layername=control",
            "--incidents", f"{path}|layername=incidents", "--start-field", "resp_start", "--end-field", "resp_end",
            "--date-field", "incdate", "--displacement", "300 m", *more, "--json", "-")


def zone_counts(expected):
    zones = {"treated": "Response Area", "control": "Control Area", "treated_displacement": "Response Displacement Area",
             "control_displacement": "Control Displacement Area"}
    return {zone: {"pre": expected[area]["PREV"], "post": expected[area]["RESP"]} for zone, area in zones.items()}


def test_points_on_edges_corners_arcs_and_first_and_last_days(wdd, tmp_path):
    expected = json.loads((REFERENCE / "edge/boundary_expected.json").read_text())["expected"]
    result = wdd(*edge("boundary", "--output", tmp_path / "out.gpkg")).json
    assert result["counts"] == zone_counts(expected)
    assert result["total"]["estimate"] == expected["WDD"]
    assert result["total"]["se"] == approx(math.sqrt(expected["VAR"]))
    assert result["periods"]["pre"] == {"start": "2023-01-29", "end": "2023-02-28", "days": 31}
    assert result["incidents"]["null_date"] == len(expected["null_date"])
    zones = read_result(tmp_path / "out.gpkg")
    assert {area: zones[area]["PERC"] for area in expected["PERC"]} == expected["PERC"]


def test_the_result_layer_says_the_same_as_the_json(wdd, tmp_path):
    result = wdd(*edge("boundary", "--output", tmp_path / "out.gpkg")).json
    zones = read_result(tmp_path / "out.gpkg")
    ring = zones["Response Displacement Area"]
    assert (ring["PREV_CNT"], ring["RESP_CNT"], ring["DIFF_CNT"], ring["PERC"]) == (0, 3, 3, None)
    control = zones["Control Area"]
    assert (control["PREV_CNT"], control["RESP_CNT"], control["DIFF_CNT"], control["PERC"]) == (2, 1, -1, -50)
    statistic = ["SEWDD", "ZWDD", "ONETPV", "CONFITVLLO", "CONFITVLHI", "RESPSTART", "RESPEND", "PREVSTART", "PREVEND",
                 "WDD", "EVIDENCE"]
    for area, row in zones.items():
        if area != "Weighted Displacement Difference Results":
            assert [row[name] for name in statistic] == [None] * len(statistic), area
    row = zones["Weighted Displacement Difference Results"]
    assert [row[name] for name in ("PREV_CNT", "RESP_CNT", "DIFF_CNT", "PERC")] == [None] * 4
    total = result["total"]
    assert [row[name] for name in statistic] == [
        total["se"], total["z"], total["p_one_tailed"], total["ci_low"], total["ci_high"], "2023/03/01", "2023/03/31",
        "2023/01/29", "2023/02/28", total["estimate"], result["evidence"]]


@pytest.mark.parametrize("rule, key", [("clip", "clip_core_wins_ringring_dropped"), ("count", "naive_double_count")])
def test_overlapping_zones_by_rule(wdd, rule, key):
    expected = json.loads((REFERENCE / "edge/overlap_expected.json").read_text())["expected"]
    run = wdd(*edge("overlap", "--overlap", rule))
    assert run.json["counts"] == zone_counts(expected[key])
    assert run.json["total"]["estimate"] == expected[key]["WDD"]
    assert run.json["total"]["se"] == approx(math.sqrt(expected[key]["VAR_sum_of_counts"]))
    overlap = run.json["areas"]["overlap"]
    assert overlap["incidents_in_both_displacement_areas"] == len(expected["ring_overlap_ids"])
    assert overlap["incidents_in_area_and_displacement_area"] == 2  # ids 4 and 5
    assert "overlap" in run.err


def test_overlapping_zones_stop_the_run_where_that_is_asked(wdd, tmp_path):
    run = wdd(*edge("overlap", "--overlap", "error", "--output", tmp_path / "out.gpkg"), check=1)
    assert "overlap" in run.err and run.err.count("\n") == 1
    assert not (tmp_path / "out.gpkg").exists()
