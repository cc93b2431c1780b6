# SPDX-License-Identifier: MIT
"""The row All together of wdd batch: what it adds up, what it leaves empty, and the same numbers in every output."""

import csv

import pytest
from osgeo import ogr

from batch_town import made_town, places_of_crimes, town_apart
from test_batch import COUNTS, NAMES, batch, table
from test_batch_outputs import HEADINGS, recalculated, weights  # noqa: F401

EIGHT = [f"{zone}_{when}" for zone in COUNTS for when in ("pre", "post")]
AREA_WEIGHTS = [f"area_{zone}" for zone in COUNTS]
CHECKS = ["area_difference", "count_difference", "correlation"]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("town") / "town.gpkg")


def areas_and_sum(wdd, town, tmp_path, check=True, **changes):
    batch(wdd, town, check, table=tmp_path / "t.csv", **{"no_forecast": True, "overwrite": True, **changes})
    *areas, together = table((tmp_path / "t.csv").read_text(encoding="utf-8"))
    assert together["area"] == "All together"
    return areas, together


def wdd_of(row):
    """The estimate from eight counts, by hand."""
    return sum(sign * (float(row[f"{zone}_post"]) - float(row[f"{zone}_pre"]) / float(row["time_pre"])) / float(row[f"area_{zone}"])
               for zone, sign in zip(COUNTS, (1, -1, 1, -1)))


def test_the_eight_counts_are_sums_from_which_the_estimate_follows(wdd, town, tmp_path):
    areas, together = areas_and_sum(wdd, town, tmp_path)
    for column in EIGHT:
        assert int(together[column]) == sum(int(row[column]) for row in areas), column
    assert [together[column] for column in ("time_pre", "time_post", *AREA_WEIGHTS)] == ["1"] * 6
    assert wdd_of(together) == float(together["total_estimate"])
    # They are no Poisson counts: the incidents of the control area are in them four times.
    assert float(together["total_se"]) > 1.05 * sum(int(together[column]) for column in EIGHT) ** 0.5


def test_weights_and_dates_are_those_that_all_areas_have(wdd, town, tmp_path):
    areas, together = areas_and_sum(wdd, town, tmp_path, scale_control=0.4, start_field=None, end_field=None,
                                    start="2022-01-01", end="2022-04-30", pre_start="2021-01-01", pre_end="2021-05-31")
    for column in ("start", "end", "pre_start", "pre_end", "time_pre", "time_post", *AREA_WEIGHTS):
        assert together[column] == areas[0][column] != ""
    assert float(together["area_control"]) == 2.5
    assert float(together["total_estimate"]) == pytest.approx(wdd_of(together), rel=1e-12)


def test_what_differs_between_areas_is_empty(wdd, town, tmp_path):
    areas, together = areas_and_sum(wdd, town, tmp_path, pre_start="2021-01-01", pre_end="2021-05-31")
    assert len({row["time_pre"] for row in areas}) > 1
    for column in ("start", "end", "time_pre", "rate_ratio", "p_exact", "net_effect", "p_holm"):
        assert together[column] == "", column
    assert together["pre_start"] == "2021-01-01" and together["time_post"] == "1"


def test_the_share_is_that_of_all_that_was_expected(wdd, town, tmp_path):
    for changes in ({}, {"scale_control": 0.4, "pre_start": "2021-01-01", "pre_end": "2021-05-31"}):
        areas, together = areas_and_sum(wdd, town, tmp_path, **changes)
        local = sum(float(row["local_estimate"]) for row in areas)
        expected = sum(int(row["treated_post"]) - float(row["local_estimate"]) for row in areas)
        assert float(together["share_of_expected"]) == pytest.approx(local / expected, rel=1e-12)


def test_the_checks_tell_how_many_passed_and_the_worst_figures(wdd, town, tmp_path):
    areas, together = areas_and_sum(wdd, town, tmp_path, test_suitability=True, suitability_action="warn", max_area_difference=1000,
                                    max_count_difference=220, min_correlation=0)
    passed = [row["suitable"] for row in areas].count("yes")
    assert 0 < passed < 4 and together["suitable"] == f"{passed} of 4"
    for column in CHECKS[:2]:
        assert float(together[column]) == max(float(row[column]) for row in areas)
    assert float(together["correlation"]) == min((float(row["correlation"]) for row in areas), key=abs)
    _, untested = areas_and_sum(wdd, town, tmp_path)
    assert untested["suitable"] == "not tested" and [untested[column] for column in CHECKS] == [""] * 3


def test_areas_that_are_not_in_the_sum_are_named(wdd, town, tmp_path):
    areas, together = areas_and_sum(wdd, town, tmp_path, check=4, control_each="FOR")
    assert together["warnings"] == "1 of 4 areas could not be evaluated and is not in this row: Middle."
    for column in EIGHT:
        assert int(together[column]) == sum(int(row[column]) for row in areas if row["area"] != "Middle"), column


def test_types_are_added_up_and_their_weighted_sum_has_no_counts(wdd, town, weights, tmp_path):  # noqa: F811
    rows, _ = areas_and_sum(wdd, town, tmp_path, type_field="kind", weights=weights)
    for kind in ("burglary", "robbery", "theft"):
        *areas, together = [row for row in rows if row["type"] == kind]
        assert together["area"] == "All together" and len(areas) == 4
        for column in EIGHT:
            assert int(together[column]) == sum(int(row[column]) for row in areas), column
        assert wdd_of(together) == float(together["total_estimate"])
    *_, weighted = [row for row in rows if row["type"] == "weighted"]
    assert weighted["area"] == "All together" and [weighted[column] for column in EIGHT] == [""] * 8


# Brute force: every crime that lies in a zone of an area and in one of its periods, once.
def different_crimes(town, result, distance=200):
    found = 0
    for day, distances, near in places_of_crimes(town):
        for area in result["areas"]:
            pre, post = area["periods"]["pre"], area["periods"]["post"]
            far = distances[area["name"]]
            in_rings = (0 < far <= distance) != (0 < near <= distance)
            if (pre["start"] <= day <= pre["end"] or post["start"] <= day <= post["end"]) and (far == 0 or near == 0 or in_rings):
                found += 1
                break
    return found


def test_json_and_message_tell_how_many_incidents_the_counts_are_of(wdd, town, tmp_path):
    run = batch(wdd, town, json="-", table=tmp_path / "t.csv", no_forecast=True).json
    together = run["together"]
    *_, row = table((tmp_path / "t.csv").read_text(encoding="utf-8"))
    assert [together["counts"][zone][when] for zone in COUNTS for when in ("pre", "post")] == [int(row[column]) for column in EIGHT]
    assert together["weights"] == {"time": [1, 1], "area": [1, 1, 1, 1]}
    assert together["periods"] == {"pre": None, "post": None} and together["left_out"] == []
    assert together["suitability"]["tested"] == 0 and together["suitability"]["largest_area_difference"] is None
    assert together["share_of_expected"] == float(row["share_of_expected"])
    counts = sum(int(row[column]) for column in EIGHT)
    assert together["different_incidents"] == different_crimes(town, run) < counts
    assert f"their counts add up to {counts:,}, of {together['different_incidents']:,} different incidents" in run["message"]


def test_areas_that_share_nothing_count_each_incident_once(wdd, tmp_path):
    town = town_apart(tmp_path / "apart.gpkg")
    together = batch(wdd, town, json="-", control_each="FOR", no_forecast=True).json["together"]
    assert together["different_incidents"] == sum(count for zone in together["counts"].values() for count in zone.values())
    assert together["periods"]["post"] == {"start": "2022-01-01", "end": "2022-04-30", "days": 120}


def test_the_layer_has_the_sums(wdd, town, tmp_path):
    batch(wdd, town, table=tmp_path / "areas.gpkg", test_suitability=True, suitability_action="warn", no_forecast=True)
    data = ogr.Open(str(tmp_path / "areas.gpkg"))
    *areas, together = list(data.GetLayer("areas"))
    assert [together[column] for column in EIGHT] == [sum(area[column] for area in areas) for column in EIGHT]
    assert together["time_pre"] == 1 and together["start"] is None and together["suitable"].endswith(" of 4")


def test_the_workbook_adds_up(wdd, town, weights, tmp_path):  # noqa: F811
    areas, together = areas_and_sum(wdd, town, tmp_path, type_field="kind", weights=weights, xlsx=tmp_path / "b.xlsx",
                                    test_suitability=True, suitability_action="warn")
    shown = recalculated(tmp_path / "b.xlsx", tmp_path)
    head = shown[HEADINGS - 1]
    row, = [row for row in shown if row[0] == "All together"]
    first = head.index("Response, before")
    order = [f"{zone}_{when}" for zone in COUNTS for when in ("pre", "post")]
    assert [int(value) for value in row[first:first + 8]] == [int(together[column]) for column in order]
    assert row[head.index("Time weight before")] == "1" and row[head.index("From")] == ""
    assert row[head.index("Control area suitable")] == together["suitable"]
    for heading, column in zip(("Difference in area (%)", "Difference in incidents before (%)", "Correlation"), CHECKS):
        assert float(row[head.index(heading)]) == pytest.approx(float(together[column]), rel=1e-9)
        for area in NAMES:
            of_area, = [line for line in shown if line[0] == area]
            wanted, = [line for line in areas if line["area"] == area and line["type"] == "all"]
            assert float(of_area[head.index(heading)]) == pytest.approx(float(wanted[column]), rel=1e-9)
    with open(tmp_path / "b-Types.csv", newline="", encoding="utf-8") as file:
        types = list(csv.reader(file))
    first = types[HEADINGS - 1].index("Response, before")
    for kind in ("burglary", "robbery", "theft"):
        shown, = [line for line in types if line[:2] == ["All together", kind]]
        wanted, = [line for line in areas if line["type"] == kind and line["area"] == "All together"]
        assert [int(value) for value in shown[first:first + 8]] == [int(wanted[column]) for column in order]
