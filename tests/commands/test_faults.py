# SPDX-License-Identifier: MIT
"""Faults in the data never pass in silence: the cases as people have them, and what the first lines say of each."""

import csv
import datetime
import json
import re

import pytest

from conftest import read_result
from design import make_layer, square

AREAS = ("--start-field", "S", "--end-field", "E", "--displacement", "200 m")
LON_LAT = ("--x", "lon", "--y", "lat", "--points-crs", "EPSG:4326")
WHOLE = {"treated": (200, 110), "control": (190, 185), "treated_displacement": (40, 45), "control_displacement": (38, 41)}


@pytest.fixture
def town(wdd, shared):
    """town(file, *options): the base town's test of a file of incidents."""
    areas = shared / "cases/areas.gpkg"

    def run(file, *options, check=True, fields=("--date-field", "date", *LON_LAT)):
        return wdd("test", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control", *AREAS,
                   "--incidents", shared / "cases/incidents" / file, *fields, *options, "--json", "-", check=check)
    return run


@pytest.fixture
def verdict(wdd, shared):
    """verdict(name, *options): the test of one of the packages with areas and incidents."""
    def run(name, *options, check=True):
        package = shared / "cases/verdict" / f"{name}.gpkg"
        return wdd("test", "--response", f"{package}|layername=response", "--control", f"{package}|layername=control", *AREAS,
                   "--incidents", f"{package}|layername=incidents", "--date-field", "occ", *options, "--json", "-", check=check)
    return run


def first_section(run):
    """The message up to its second heading."""
    return re.split(r"\n\n.+\n-+\n", run.json["message"])[1]


def z(run):
    return run.json["total"]["z"]


# Dates and periods.

@pytest.mark.parametrize("by", ["month", "day"])
def test_a_constant_rate_is_no_change_however_it_is_dated(wdd, shared, by):
    areas = shared / "cases/areas.gpkg"
    run = wdd("test", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control",
              "--start", "2023-02", "--end", "2023-02", "--displacement", "0", "--x", "x", "--y", "y", "--points-crs", "EPSG:26916",
              "--incidents", shared / f"cases/incidents/constant_rate_{by}.csv", "--date-field", "date", "--json", "-")
    assert z(run) == pytest.approx(0, abs=1e-12)
    assert "No evidence of reduction" in first_section(run)
    if by == "month":
        assert "31 days before, 28 after" in run.json["message"]
        assert run.counts["treated"] == (3100, 2800), "counts stay as they were counted"


def test_unequal_periods_are_told_as_totals_over_the_treatment(wdd, shared, tmp_path):
    areas = shared / "cases/areas.gpkg"
    run = wdd("test", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control", *AREAS,
              "--pre-start", "2022-07-04", "--pre-end", "2022-09-30", "--incidents", shared / "cases/incidents/null.csv",
              "--date-field", "date", *LON_LAT, "--json", "-", "--output", tmp_path / "r.gpkg")
    counts, days = run.counts, (89, 181)
    estimate = sum(sign * (counts[zone][1] - counts[zone][0] * days[1] / days[0])
                   for zone, sign in (("treated", 1), ("control", -1), ("treated_displacement", 1), ("control_displacement", -1)))
    assert run.json["total"]["estimate"] == pytest.approx(estimate)
    rows = read_result(tmp_path / "r.gpkg")
    results, response = rows["Weighted Displacement Difference Results"], rows["Response Area"]
    assert results["WDD"] == pytest.approx(estimate) and results["ZWDD"] == z(run)
    assert (response["PREV_CNT"], response["RESP_CNT"]) == counts["treated"]
    before = counts["treated"][0] * days[1] / days[0]
    assert response["PERC"] == pytest.approx(100 * (counts["treated"][1] - before) / before)
    line = next(line for line in run.json["message"].splitlines() if line.startswith("  Response area "))
    assert f"{response['PERC']:.1f} %" in line, "the table's percentage compares like with like"


def test_stray_dates_do_not_decide_what_the_data_cover(town):
    options = ("--test-suitability", "--suitability-action", "warn")
    runs = [town(file, *options) for file in ("short.csv", "short_outliers.csv", "short_outlier_nogeo.csv")]
    coverage = [[text for text in run.json["warnings"] if "incident (" in text or "do not cover both" in text] for run in runs]
    assert coverage[0] == coverage[1] == coverage[2]
    assert any("after the last incident (2023-03-31)" in text for text in coverage[0])
    assert any("before the first incident (2022-10-01)" in text for text in coverage[0])
    assert {z(run) for run in runs} == {z(runs[0])}
    for run in runs:
        assert run.json["suitability"]["correlation"] is None
        assert run.json["data"]["days_compared"] == {"pre": 92, "post": 90}
        assert "92 of 181 days before and 90 of 181 days after" in first_section(run)
    assert [stray["date"] for stray in runs[1].json["data"]["stray_dates"]] == ["1900-01-01", "2032-01-01"] or \
        len(runs[1].json["data"]["stray_dates"]) == 2
    assert runs[0].json["data"]["stray_dates"] == []


def test_missing_months_are_named_and_in_no_correlation(town):
    options = ("--test-suitability", "--suitability-action", "warn")
    gap, whole = town("gap_pre.csv", *options), town("hist.csv", *options)
    assert whole.json["suitability"]["correlation"] == pytest.approx(-0.115, abs=5e-4)
    assert whole.json["data"]["missing_months"] == []
    missing = gap.json["data"]["missing_months"]
    assert len(missing) == 2
    assert all(month in first_section(gap) for month in missing)
    months = gap.json["suitability"]["months"]["start"]
    assert len(months) == 34 and not any(start.startswith(month) for start in months for month in missing)
    assert abs(gap.json["suitability"]["correlation"]) < 0.3, "the common gap made areas look alike"


def rows_of(months, a_month, gap=()):
    """Incidents on every day but those of months in `gap`: the same number each day in both areas."""
    rows = []
    day = datetime.date(2020, 1, 1)
    while day <= months:
        if (day.year, day.month) not in gap:
            for x in (500, 5500):
                rows += [((530000 + x, 180500), {"day": day})] * a_month
        day += datetime.timedelta(days=1)
    return rows


@pytest.fixture
def plain(wdd, tmp_path):
    """plain(rows, *options): two squares and these incidents, treatment from January to June 2023."""
    def run(rows, *options, check=True, fields=None):
        path = tmp_path / "plain.gpkg"
        path.unlink(missing_ok=True)
        make_layer(path, [(square(530000, 180000, 1000), {})], layer="response")
        make_layer(path, [(square(535000, 180000, 1000), {})], layer="control")
        make_layer(path, rows, fields or {"day": "Date"}, layer="incidents")
        return wdd("test", "--response", f"{path}|layername=response", "--control", f"{path}|layername=control", "--incidents",
                   f"{path}|layername=incidents", "--date-field", "day", "--start", "2023-01-01", "--end", "2023-06-30",
                   "--displacement", "0", *options, "--json", "-", check=check)
    return run


@pytest.mark.parametrize("forecast", [(), ("--no-forecast",)], ids=["forecast", "no forecast"])
def test_a_hole_in_a_period_is_compared_by_the_days_there_are(plain, forecast):
    run = plain(rows_of(datetime.date(2023, 7, 31), 2, gap={(2023, 2), (2023, 3)}), *forecast)
    assert run.json["data"]["missing_months"] == ["2023-02", "2023-03"]
    assert run.json["data"]["days_compared"] == {"pre": 181, "post": 122}
    assert z(run) == pytest.approx(0, abs=1e-9)
    assert "2023-02 and 2023-03" in first_section(run)
    assert run.json["local"]["estimate"] == pytest.approx(0, abs=1e-9)


def test_a_period_with_hardly_any_data_is_refused(plain):
    run = plain(rows_of(datetime.date(2023, 1, 31), 2), check=1)
    assert "150 of the 181 days of the treatment period" in run.err and "no fair comparison" in run.err


def test_few_incidents_make_no_holes(plain):
    """A month without an incident is no gap where there are two a month."""
    days = [datetime.date(2020 + k // 12, k % 12 + 1, 15) for k in range(42) if k % 3]
    run = plain([((530500, 180500), {"day": day}) for day in days] + [((535500, 180500), {"day": day}) for day in days])
    assert run.json["data"]["missing_months"] == []
    assert run.json["data"]["days_compared"] == {"pre": 181, "post": 181}


@pytest.mark.parametrize("file", ["date_NA.csv", "date_y1900.csv"])
def test_a_tenth_without_dates_is_no_base_for_a_verdict(town, file):
    refused = town(file, check=1)
    assert "85 of the 849 incidents" in refused.err and "--skip-bad-dates" in refused.err and "biases" in refused.err
    run = town(file, "--skip-bad-dates")
    assert "85 of 849 incidents in and around the zones (10 %) have no usable date" in first_section(run)
    assert run.json["data"]["unreadable_dates"]["incidents"] == 85
    if file == "date_y1900.csv":
        assert run.json["data"]["stray_dates"] == [{"date": "1900-01-01", "incidents": 85}]
        assert "1900-01-01 (85)" in first_section(run)


@pytest.mark.parametrize("file", ["na.csv", "null.csv"])
def test_words_for_missing_coordinates_are_counted_and_said(town, file):
    run = town(file)
    assert run.json["incidents"]["null_geometry"] == 85
    tally = run.json["data"]["no_place"]
    assert tally["pre"] + tally["post"] == 85 and "85 incidents (10 % of the layer) have no coordinates" in first_section(run)


@pytest.mark.parametrize("zone", [(), ("--time-zone", "Europe/London")], ids=["none", "London"])
def test_dates_in_utc(wdd, shared, zone):
    folder = shared / "cases/time-zone"
    run = wdd("test", "--response", folder / "london_response.geojson", "--control", folder / "london_control.geojson", *AREAS,
              "--incidents", folder / "london_inc.geojson", "--date-field", "occ", *zone, "--json", "-")
    post = run.json["periods"]["post"]
    if zone:
        assert (post["start"], post["end"], post["days"]) == ("2023-07-01", "2023-12-28", 181)
        assert z(run) == pytest.approx(-2.8486, abs=5e-5)
    assert run.json["data"]["dates_in_utc"] is not bool(zone)
    assert any("are in UTC" in note for note in run.json["notes"]) is not bool(zone)
    assert ("name the zone with --time-zone" in first_section(run)) is not bool(zone)


# Places.

def test_places_at_zero_are_counted_apart(town):
    run = town("zero.csv")
    places = run.json["data"]["impossible_places"]
    assert places["placeholder"] == 85 and places["incidents"]["pre"] + places["incidents"]["post"] == 85
    assert "85 incidents have coordinates where no incident can be" in first_section(run)


def test_feet_among_degrees_are_loud(town):
    run = town("feet_division.csv")
    assert z(run) == pytest.approx(-4.59, abs=5e-3)
    places = run.json["data"]["impossible_places"]
    assert places["outside"] == 47 and places["incidents"] == {"pre": 0, "post": 47, "other": 0}
    assert "0 in the pre-treatment period and 47 in the treatment period" in first_section(run)
    assert "look like a reduction. Do not use this result" in first_section(run)
    assert any("47 incidents have coordinates" in line for line in run.err.splitlines())


def test_exchanged_axes_stop_the_run(town):
    run = town("swapped_all.csv", check=1)
    assert "849 would with x and y exchanged" in run.err and "exchange --x and --y" in run.err
    turned = town("swapped_all.csv", fields=("--date-field", "date", "--x", "lat", "--y", "lon", "--points-crs", "EPSG:4326"))
    assert turned.counts == WHOLE and turned.json["data"]["impossible_places"]["swapped"] == 0


@pytest.mark.parametrize("forecast", [(), ("--no-forecast",)], ids=["forecast", "no forecast"])
def test_impossible_places_of_a_geopackage_are_found_beside_its_index(plain, forecast):
    rows = rows_of(datetime.date(2023, 7, 31), 1)
    assert plain(rows, *forecast).json["data"]["impossible_places"]["placeholder"] == 0
    rows += [((0, 0), {"day": datetime.date(2023, 2, 1)})] * 3
    assert plain(rows, *forecast).json["data"]["impossible_places"]["placeholder"] == 3


# Rows.

def test_repeated_rows_are_said_and_counted_once_by_their_id(town):
    run = town("dups.csv")
    assert z(run) == pytest.approx(-4.3910, abs=5e-5)
    assert "381 rows in the zones repeat the place and time of another one (0 before and 381 after)" in first_section(run)
    once = town("dups.csv", "--id-field", "id")
    assert once.counts == WHOLE and z(once) == pytest.approx(-2.8486, abs=5e-5)
    assert once.json["data"]["repeated_rows"]["rows"] == {"pre": 0, "post": 381, "other": 0}
    assert "Each id was counted once" in first_section(once)
    assert "there is no field" in town("dups.csv", "--id-field", "number", check=1).err


def test_ids_count_once_in_a_geopackage_and_rows_without_one_each(plain):
    rows = [((shape), {**values, "n": i}) for i, (shape, values) in enumerate(rows_of(datetime.date(2023, 7, 31), 1))]
    fields = {"day": "Date", "n": "Integer"}
    once = plain(rows, fields=fields).counts
    assert plain(rows + rows, "--id-field", "n", fields=fields).counts == once
    nameless = [(shape, {"day": values["day"]}) for shape, values in rows]
    run = plain(nameless, "--id-field", "n", fields=fields)
    assert run.counts == once and run.json["data"]["repeated_rows"]["without_id"] > 0


def test_a_day_and_a_place_are_often_shared_by_chance(plain):
    """Without times of day only more than chance gives is called repeated."""
    one_place = rows_of(datetime.date(2023, 7, 31), 2)
    assert "repeat the place" not in first_section(plain(one_place)), "two a day at a place that has two on every day"
    rows = [((x + i % 300, y), values) for i, ((x, y), values) in enumerate(rows_of(datetime.date(2023, 7, 31), 1))]
    assert "repeat the place" not in first_section(plain(rows))
    assert "repeat the place and day" in first_section(plain(rows + rows))


# The control area, the rings, the response.

def test_a_control_area_without_incidents_says_nothing(verdict):
    text = first_section(verdict("zero_control"))
    assert "Strong evidence" in text.splitlines()[0]
    assert "But the control area had no incident before or after, so it cannot show" in text
    assert verdict("zero_control").json["warnings"][-1].startswith("The control area had no incident before or after")
    assert "neither displacement nor a benefit" in verdict("zero_control").json["message"]


def test_a_control_area_of_another_size_can_be_scaled(wdd, shared):
    areas = shared / "cases/areas.gpkg"
    args = ("test", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control", "--start", "2023-02",
            "--end", "2023-02", "--displacement", "0", "--x", "x", "--y", "y", "--points-crs", "EPSG:26916", "--incidents",
            shared / "cases/incidents/constant_rate_month.csv", "--date-field", "date", "--json", "-")
    assert "0.20 times as many incidents" in first_section(wdd(*args)) and "--scale-control 5" in first_section(wdd(*args))
    scaled = wdd(*args, "--scale-control", "5")
    assert "times as many" not in first_section(scaled) and "multiplied by 5" in scaled.json["message"]
    variance = (3100 * (28 / 31) ** 2 + 2800) + 25 * (620 * (28 / 31) ** 2 + 560)
    assert scaled.json["total"]["se"] == pytest.approx(variance ** 0.5)
    assert "--scale-control" in wdd(*args, "--scale-control", "0", check=2).err


def test_more_cannot_be_prevented_than_there_was(wdd):
    out = wdd("counts", "--treated", "50,60", "--control", "60,160").out
    assert "But the response area had 90 incidents fewer than expected, and it only had 50 before" in out
    assert "only had" not in wdd("counts", "--treated", "50,40", "--control", "60,80").out


def test_the_ring_that_rose_is_not_told_to_have_fallen(verdict):
    run = verdict("ring_rose")
    assert "fell around" not in run.json["message"] and "around the response area fell" not in run.json["message"]
    assert "Incidents around the response area rose (50 to 65); around the control area they rose (50 to 90)." in \
        run.json["message"]


def test_all_moved_is_told_in_the_first_line(verdict):
    run = verdict("all_moved")
    first = first_section(run).splitlines()[0]
    assert "z = -3.78" in first and "z = +5.77" in first and "crime may have moved next door" in first
    assert "No evidence of reduction (z = 0.00" in first


def test_suitability_is_in_the_second_line_and_in_the_layer(verdict, tmp_path):
    run = verdict("ring_rose", "--output", tmp_path / "a.gpkg")
    assert "suitability of the control area was not tested" in first_section(run).splitlines()[1]
    failed = verdict("ring_rose", "--test-suitability", "--suitability-action", "warn", "--output", tmp_path / "b.gpkg")
    assert re.search(r"did not pass: \d of 3 suitability checks failed", first_section(failed).splitlines()[1])
    results = [read_result(tmp_path / name)["Weighted Displacement Difference Results"] for name in ("a.gpkg", "b.gpkg")]
    assert results[0]["SUITABLE"] == "not tested" and results[0]["AREA_DIFF"] is None
    assert results[1]["SUITABLE"] == "no" and results[1]["COUNT_DIFF"] == 0


def test_warnings_are_in_the_layer_too(town, tmp_path):
    town("feet_division.csv", "--output", tmp_path / "r.gpkg")
    assert "47 incidents have coordinates" in read_result(tmp_path / "r.gpkg")["Weighted Displacement Difference Results"]["WARNINGS"]


def test_several_response_features_are_said_to_be_taken_together(wdd, tmp_path):
    path = tmp_path / "two.gpkg"
    make_layer(path, [(square(530000, 180000, 500), {"n": 1}), (square(531000, 180000, 500), {"n": 2})], {"n": "Integer"},
               layer="response")
    make_layer(path, [(square(535000, 180000, 1000), {})], layer="control")
    make_layer(path, rows_of(datetime.date(2023, 1, 31), 1), {"day": "Date"}, layer="incidents")
    args = ("test", "--response", f"{path}|layername=response", "--control", f"{path}|layername=control", "--incidents",
            f"{path}|layername=incidents", "--date-field", "day", "--start", "2023-01-01", "--end", "2023-01-31", "--displacement",
            "0", "--json", "-")
    both = wdd(*args)
    assert "The 2 selected features of the response layer were taken together" in first_section(both)
    assert both.json["data"]["response_features"] == 2
    assert "taken together" not in first_section(wdd(*args, "--where", "n = 1"))


def test_a_ring_that_was_clipped_away_is_not_discussed(wdd, tmp_path):
    """The control area surrounds the response area so closely that nothing is left of the ring."""
    outer = "POLYGON ((529000 179000,532000 179000,532000 182000,529000 182000,529000 179000)," \
            "(530000 180000,531000 180000,531000 181000,530000 181000,530000 180000))"
    path = tmp_path / "clip.gpkg"
    make_layer(path, [(square(530000, 180000, 1000), {})], layer="response")
    make_layer(path, [(outer, {})], layer="control")
    days = [datetime.date(2022, 10, 1) + datetime.timedelta(days=k) for k in range(270)]
    make_layer(path, [(place, {"day": day}) for day in days for place in ((530500, 180500), (529500, 179500))], {"day": "Date"},
               layer="incidents")
    run = wdd("test", "--response", f"{path}|layername=response", "--control", f"{path}|layername=control", "--incidents",
              f"{path}|layername=incidents", "--date-field", "day", "--start", "2023-02-01", "--end", "2023-03-31", "--displacement",
              "200 m", "--json", "-")
    assert "Nothing is left of the displacement area around the response area" in run.json["message"]
    assert "Incidents around the response area" not in run.json["message"]
