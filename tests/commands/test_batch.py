# SPDX-License-Identifier: MIT
"""Many areas in one run: each as wdd test has it, their sum, and what cannot be evaluated."""

import csv
import datetime
import io
import math

import pytest
from osgeo import ogr

from batch_town import Town, made_town, places_of_crimes, square, town_apart
from conftest import ROOT

NAMES = ["West", "Middle", "East", "North"]
COUNTS = ["treated", "control", "treated_displacement", "control_displacement"]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("town") / "town.gpkg")


def options(town, **changes):
    chosen = {"response": f"{town}|layername=response", "control": f"{town}|layername=control",
              "incidents": f"{town}|layername=crimes", "date_field": "day", "start_field": "S", "end_field": "E",
              "displacement": "200 m", **changes}
    return [f"--{name.replace('_', '-')}={value}" if value is not True else f"--{name.replace('_', '-')}"
            for name, value in chosen.items() if value is not None]


def batch(wdd, town, check=True, each="NAME", **changes):
    return wdd("batch", *options(town, each=each, **changes), check=check)


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def rows(wdd, town, tmp_path, check=True, **changes):
    file = tmp_path / "table.csv"
    file.unlink(missing_ok=True)
    batch(wdd, town, check, table=file, **changes)
    return table(file.read_text(encoding="utf-8"))


def single(wdd, town, name, **changes):
    return wdd("test", *options(town, where=f"NAME='{name}'", json="-", **changes)).json


def assert_row_is(row, result):
    assert [row[name] for name in ("start", "end", "pre_start", "pre_end")] == [
        result["periods"][period][end] for period in ("post", "pre") for end in ("start", "end")]
    for zone in COUNTS:
        assert [int(row[f"{zone}_{when}"]) for when in ("pre", "post")] == [result["counts"][zone][when] for when in ("pre", "post")]
    for column, part, key in (("local_estimate", "local", "estimate"), ("local_se", "local", "se"),
                              ("displacement_estimate", "displacement", "estimate"),
                              ("displacement_se", "displacement", "se"), ("total_estimate", "total", "estimate"),
                              ("total_se", "total", "se"), ("z", "total", "z"), ("p_one_tailed", "total", "p_one_tailed"),
                              ("ci_low", "total", "ci_low"), ("ci_high", "total", "ci_high")):
        assert float(row[column]) == result[part][key], column
    assert row["evidence"] == result["evidence"]


# Suitability is that of single runs, whichever options are given; the forecast where no other area of the batch was treated by then.
@pytest.mark.parametrize("changes", [
    {"no_forecast": True}, {}, {"test_suitability": True, "suitability_action": "warn"}, {"scale_control": 0.4, "no_forecast": True},
    {"overlap": "count", "no_forecast": True}, {"pre_start": "2021-01-01", "pre_end": "2021-05-31", "no_forecast": True},
    {"baseline_year": True, "no_forecast": True}, {"area_weights": "area"}, {"end_field": None, "end": "2022-10-31", "confidence": 0.9, "no_forecast": True}],
    ids=lambda changes: " ".join(changes) or "plain")
def test_each_row_is_what_a_run_of_its_own_gives_to_the_last_digit(wdd, town, tmp_path, changes):
    *areas, together = rows(wdd, town, tmp_path, **changes)
    assert [row["area"] for row in areas] == NAMES and together["area"] == "All together"
    total = local = 0.0
    for row in areas:
        result = single(wdd, town, row["area"], **changes)
        assert_row_is(row, result)
        total += result["total"]["estimate"]
        local += result["local"]["estimate"]
        verdict = (result.get("forecast") or {}).get("area")
        if row["area"] == "East":
            assert row["forecast_p"] == ("" if verdict is None else f"{verdict['p_reduction']:.17g}")
        if result["suitability"]["tested"]:
            assert row["suitable"] == ("yes" if result["suitability"]["suitable"] else "no")
            assert float(row["correlation"]) == result["suitability"]["correlation"]
        assert [warning for warning in result["warnings"] if warning not in row["warnings"]] == []
    assert float(together["total_estimate"]) == total
    assert float(together["local_estimate"]) == local


# A second method: every crime by itself, with the coefficients of all areas that count it.
def net_variance(town, result, distance=200):
    total = 0.0
    for day, distances, near in places_of_crimes(town):
        net = 0.0
        for area in result["areas"]:
            pre, post = area["periods"]["pre"], area["periods"]["post"]
            sign = 1 if post["start"] <= day <= post["end"] else -1 if pre["start"] <= day <= pre["end"] else 0
            if sign:
                far = distances[area["name"]]
                treated, ring = far == 0, 0 < far <= distance
                other, around = near == 0, 0 < near <= distance
                if treated or other:  # an area wins over a ring
                    net += sign * (treated - other)
                elif ring != around:
                    net += sign * (ring - around)
        total += net * net
    return total


def test_the_standard_error_of_all_together_counts_each_crime_by_what_it_adds(wdd, town, tmp_path):
    result = batch(wdd, town, json="-", no_forecast=True).json
    together = result["together"]["total"]
    assert together["se"] == pytest.approx(math.sqrt(net_variance(town, result)), rel=1e-12)
    assert together["z"] == together["estimate"] / together["se"]
    independent = math.sqrt(sum(area["total"]["se"] ** 2 for area in result["areas"]))
    assert result["together"]["se_if_independent"] == pytest.approx(independent, rel=1e-12)
    assert together["se"] > 1.05 * independent
    assert "The areas share incidents" in batch(wdd, town, no_forecast=True).out


def test_areas_that_share_nothing_have_the_sum_of_their_variances(wdd, tmp_path):
    town = town_apart(tmp_path / "apart.gpkg")
    together = batch(wdd, town, json="-", control_each="FOR", no_forecast=True).json["together"]
    assert together["total"]["se"] == pytest.approx(together["se_if_independent"], rel=1e-12)


def test_a_control_area_of_its_own_for_each(wdd, town, tmp_path):
    result = rows(wdd, town, tmp_path, check=4, control_each="FOR", no_forecast=True)
    done = {row["area"]: row for row in result}
    for name in ("West", "East", "North"):
        expected = wdd("test", *options(town, where=f"NAME='{name}'", control_where=f"\"FOR\"='{name}'", json="-", no_forecast=True))
        assert_row_is(done[name], expected.json)
    assert "no feature has 'Middle' in the field 'FOR' (--control-each)" in done["Middle"]["not_evaluated"]
    assert done["Middle"]["z"] == ""
    assert float(done["All together"]["total_estimate"]) == sum(
        float(done[name]["total_estimate"]) for name in ("West", "East", "North"))


def test_p_values_are_adjusted_for_the_number_of_areas(wdd, town, tmp_path):
    *areas, together = rows(wdd, town, tmp_path, no_forecast=True)
    p = sorted(float(row["p_one_tailed"]) for row in areas)
    holm = [max(min(1, p[j] * (len(p) - j)) for j in range(i + 1)) for i in range(len(p))]
    assert sorted(float(row["p_holm"]) for row in areas) == pytest.approx(holm, rel=1e-12)
    q = [min(1, *(p[j] * len(p) / (j + 1) for j in range(i, len(p)))) for i in range(len(p))]
    assert sorted(float(row["q_benjamini_hochberg"]) for row in areas) == pytest.approx(q, rel=1e-12)
    assert together["p_holm"] == ""


def test_the_layer_has_the_five_features_of_each_area(wdd, town, tmp_path):
    batch(wdd, town, output=tmp_path / "all.gpkg", no_forecast=True)
    data = ogr.Open(str(tmp_path / "all.gpkg"))
    layer = data.GetLayer(0)
    features = [(feature["NAME"], feature["AREATYPE"]) for feature in layer]
    assert [name for name, _ in features] == [name for name in NAMES for _ in range(5)]
    wdd("test", *options(town, where="NAME='East'", output=tmp_path / "east.gpkg", no_forecast=True))
    single_data = ogr.Open(str(tmp_path / "east.gpkg"))
    mine = [feature for feature in layer if feature["NAME"] == "East"]
    for one, other in zip(mine, single_data.GetLayer(0), strict=True):
        for field in ("AREATYPE", "PREV_CNT", "RESP_CNT", "ZWDD", "WDD", "RESPSTART", "SUMMARY"):
            assert one[field] == other[field]
        assert one.geometry().Equals(other.geometry())


@pytest.mark.parametrize("table_file", ["all.gpkg|layername=areas", "areas.gpkg"])
def test_the_table_as_a_layer_has_each_response_area(wdd, town, tmp_path, table_file):
    batch(wdd, town, output=tmp_path / "all.gpkg", table=tmp_path / table_file, no_forecast=True)
    expected = rows(wdd, town, tmp_path, no_forecast=True)
    data = ogr.Open(str(tmp_path / table_file.split("|")[0]))
    features = list(data.GetLayer("areas"))
    assert [feature["area"] for feature in features] == [*NAMES, "All together"]
    for feature, row in zip(features, expected):
        assert feature["total_estimate"] == float(row["total_estimate"])
        assert feature["p_one_tailed"] == float(row["p_one_tailed"])
    assert features[0]["start"] == "2022/01/01" and features[0]["treated_pre"] == int(expected[0]["treated_pre"])
    assert features[0].geometry().Area() == pytest.approx(400 * 400)
    assert features[-1].geometry() is None
    if "|" in table_file:
        assert data.GetLayer("all").GetFeatureCount() == 20


def with_faults(path):
    town = Town(path)
    start, end = datetime.date(2022, 1, 1), datetime.date(2022, 4, 30)
    town.responses([
        (square(1000, 1000), "Good", start, end),
        (square(2000, 1000), "No start", None, end),
        (square(3000, 1000), "No end", start, None),
        (square(4000, 1000), "Backwards", end, start),
        (square(1000, 2000), None, start, end),
        (None, "Not drawn", start, end),
        (square(2500, 3100), "On the control", start, end),
        (square(5000, 2000), "Too long", datetime.date(1810, 1, 1), datetime.date(2022, 4, 30)),
        (square(5000, 1000), "Two dates", start, end),
        (square(5400, 1000), "Two dates", start, datetime.date(2022, 5, 31)),
        (square(1000, 3000), "Two parts", start, end),
        (square(1500, 3000), "Two parts", start, end),
    ])
    town.controls([(square(2500, 3000), "x")])
    town.crimes(8000)
    town.close()
    return path


def test_areas_that_fail_are_listed_with_their_reason_and_the_rest_is_done(wdd, tmp_path):
    town = with_faults(tmp_path / "faults.gpkg")
    table_file = tmp_path / "areas.csv"
    run = batch(wdd, town, check=4, table=table_file, output=tmp_path / "out.gpkg", no_forecast=True)
    done = {row["area"]: row for row in table(table_file.read_text(encoding="utf-8"))}
    reasons = {
        "No start": "has nothing in the date field 'S'", "No end": "has nothing in the date field 'E'",
        "Backwards": "before it starts", "feature 5": "has no value in the field 'NAME' (--each)",
        "Not drawn": "empty polygon", "On the control": "response and control area overlap",
        "Too long": "longer than a hundred years", "Two dates": "have different dates in 'E'"}
    for name, reason in reasons.items():
        assert reason in done[name]["not_evaluated"], name
        assert reason in run.err and f"- {name}: " in run.out
    assert done["Good"]["z"] != "" and done["Two parts"]["z"] != ""
    assert float(done["All together"]["total_estimate"]) == sum(float(done[name]["total_estimate"]) for name in ("Good", "Two parts"))
    data = ogr.Open(str(tmp_path / "out.gpkg"))
    assert data.GetLayer(0).GetFeatureCount() == 10


def test_a_control_area_that_fails_its_checks_stops_only_its_area(wdd, town, tmp_path):
    result = batch(wdd, town, check=False, json="-", test_suitability=True, max_count_difference=30, min_correlation=0, max_area_difference=1000,
                   control_each="FOR", no_forecast=True)
    reasons = {area["name"]: area["reason"] for area in result.json["areas"] if not area["evaluated"]}
    assert result.status == 4 and 0 < len(reasons) < 4
    assert any("the control area is not suitable" in reason for reason in reasons.values())


@pytest.mark.parametrize("changes, expected", [
    ({"each": "NAMES"}, "there is no field 'NAMES' (--each)"),
    ({"control_each": "WHO"}, "there is no field 'WHO' (--control-each)"),
    ({"where": "NAME='Nobody'"}, "the condition (NAME='Nobody') selects no feature"),
    ({"where": "NAME='Middle'", "control_each": "FOR"}, "none of the 1 areas can be evaluated; the first, 'Middle': "),
])
def test_what_is_wrong_with_all_of_it_is_one_line(wdd, town, tmp_path, changes, expected):
    run = batch(wdd, town, check=1, table=tmp_path / "t.csv", **changes)
    assert expected in run.err and len(run.err.strip().splitlines()) == 1
    assert run.out == "" and not (tmp_path / "t.csv").exists()


def test_outputs_that_would_be_one_are_refused(wdd, town, tmp_path):
    run = batch(wdd, town, check=2, output=tmp_path / "a.gpkg", table=tmp_path / "a.gpkg")
    assert "would both write the layer 'a'" in run.err
    assert "both name '-'" in batch(wdd, town, check=2, json="-", table="-").err


def test_a_treated_area_in_anothers_control_area_is_told(wdd, tmp_path):
    town = Town(tmp_path / "control.gpkg")
    start, end = datetime.date(2022, 1, 1), datetime.date(2022, 4, 30)
    town.responses([
        (square(1000, 1000), "First", start, end),
        (square(2950, 3000), "Beside the control", start, end),  # its ring reaches 150 m into it
        (square(3000, 2000), "Long ago", datetime.date(2021, 1, 1), datetime.date(2021, 3, 31)),
    ])
    town.controls([(square(2500, 3000), "x")])
    town.crimes(8000)
    town.close()
    result = batch(wdd, town.path, json="-", no_forecast=True).json["areas"]
    warned = {area["name"]: [warning for warning in area["warnings"] if "was treated meanwhile" in warning] for area in result}
    assert len(warned["First"]) == 1 and "of Beside the control." in warned["First"][0]
    assert warned["Beside the control"] == [] and warned["Long ago"] == []


def test_a_doubtful_control_area_is_told_in_table_json_layer_and_message(wdd, town, tmp_path):
    """The town's control area has two to three times the size of a response area."""
    run = batch(wdd, town, table=tmp_path / "t.csv", output=tmp_path / "a.gpkg", json="-", no_forecast=True)
    told = {area["name"]: [text for text in area["warnings"] if text.startswith("The control area had ")] for area in run.json["areas"]}
    doubtful = [name for name, texts in told.items() if texts]
    assert doubtful and all("times as many incidents before as the response area" in told[name][0] for name in doubtful)
    assert f"In {len(doubtful)} area" in run.json["message"]
    for row in table((tmp_path / "t.csv").read_text(encoding="utf-8"))[:-1]:
        assert all(text in row["warnings"] for text in told[row["area"]])
    data = ogr.Open(str(tmp_path / "a.gpkg"))  # as long as what is in it
    features = [feature for feature in data.GetLayer(0) if feature["ZWDD"] is not None]
    assert [feature["NAME"] for feature in features if "The control area had" in (feature["WARNINGS"] or "")] == doubtful


def test_the_twelve_areas_that_share_a_control_area(wdd, shared, tmp_path):
    case = shared / "cases/verdict/twelve_areas.gpkg"
    incidents = f"{ROOT}/samples/town.gpkg|layername=incidents"
    result = rows(wdd, case, tmp_path, incidents=incidents, date_field="occurred", start_field="START", end_field="END",
                  displacement="100 m")
    assert len(result) == 13
    together = result[-1]
    assert float(together["total_estimate"]) == -232
    assert float(together["total_se"]) == pytest.approx(101.872, abs=0.0005)
    assert float(together["z"]) == pytest.approx(-2.277, abs=0.0005)
    assert sum(float(row["total_se"]) ** 2 for row in result[:-1]) ** 0.5 == pytest.approx(55.875, abs=0.0005)
