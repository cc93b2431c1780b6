# SPDX-License-Identifier: MIT
"""crims validate: a held-out year beside simulated replicates. All scores are computed again here, from the recorded crimes
and from what `crims simulate` writes with the same seed."""

import csv
import datetime
import io
import itertools
import math
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections import Counter, defaultdict
from html.parser import HTMLParser

import pytest
from osgeo import gdal, ogr

from bad_input import snapshot
from conftest import ROOT

TOWN = ROOT / "samples"
YEAR = [f"2023-{month:02}" for month in range(1, 13)]
REPLICATES = 30
HELD_OUT = ["--from", "2023-01", "--to", "2023-12"]
TO_SAMPLES = ["--crimes", TOWN / "town-crimes.zip"]
ZONES = ["--zones", TOWN / "town-zones.gpkg", "--zone-field", "MSOA"]
LOOKUP = ["--lookup", TOWN / "town-lookup.csv"]


@pytest.fixture(scope="module")
def template(crims, tmp_path_factory):
    """The town's model of the months before its intervention, and one of incidents with their rhythm."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(TOWN / "town-lookup.csv", folder / "lookup.csv")
    crims("calibrate", *TO_SAMPLES, "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12", *ZONES,
          "--lookup", "lookup.csv", "--dispersion", "--output", "model.gpkg", "--quiet", cwd=folder)
    layer = f"{TOWN / 'town.gpkg'}|layername=incidents"
    crims("calibrate", "--incidents", layer, "--date-field", "occurred", "--type-field", "type", "--from", "2021-04", "--to",
          "2022-12", *ZONES, "--rhythm", layer, "--rhythm-date-field", "occurred", "--rhythm-type-field", "type",
          "--output", "incidents.gpkg", "--quiet", cwd=folder)
    return folder


@pytest.fixture
def validate(crims, study):
    """validate(*args): the JSON of a run in the study's folder."""

    def run(*args, model="model.gpkg", crimes=TO_SAMPLES, **how):
        done = crims("validate", "--model", model, *crimes, *args, "--json", "-", cwd=study, **how)
        return {**(done.json if done.out else {}), "err": done.err}

    run.folder = study
    return run


# --- an independent computation ---------------------------------------------------------------------------------------


def lookup():
    with open(TOWN / "town-lookup.csv", newline="", encoding="utf-8") as file:
        return {row["LSOA"]: row["MSOA"] for row in csv.DictReader(file)}


def recorded_rows():
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        for name in sorted(archive.namelist()):
            if name.endswith("-street.csv"):
                yield from csv.DictReader(io.TextIOWrapper(archive.open(name), encoding="utf-8"))


def recorded(months):
    """{(zone, type, month): crimes}, those without a zone spread as the type's others are over the zones."""
    zone_of, located, nowhere, of_type = lookup(), Counter(), Counter(), Counter()
    for row in recorded_rows():
        month, kind, zone = row["Month"], row["Crime type"].lower(), zone_of.get(row["LSOA code"])
        if month not in months:
            continue
        if zone:
            located[zone, kind, month] += 1
            of_type[zone, kind] += 1
        else:
            assert row["Longitude"] == ""  # in no zone at all
            nowhere[kind, month] += 1
    counts = defaultdict(float, located)
    for (kind, month), crimes in nowhere.items():
        weights = {zone: n for (zone, other), n in of_type.items() if other == kind}
        for zone, weight in weights.items():
            counts[zone, kind, month] += crimes * weight / sum(weights.values())
    return counts, sum(nowhere.values())


def simulated(crims, folder, *args, model="model.gpkg", replicates=REPLICATES):
    """One {(zone, type, month): crimes} and one {period of the week: crimes} a replicate."""
    text = crims("simulate", "--model", model, *HELD_OUT, *args, "--replicates", replicates, "--output", "-",
                 cwd=folder).out
    counts, periods = [Counter() for _ in range(replicates)], [Counter() for _ in range(replicates)]
    for row in csv.DictReader(io.StringIO(text)):
        replicate, time = int(row["replicate"]), datetime.datetime.fromisoformat(row["time"])
        counts[replicate][row["MSOA"], row["crime_type"], row["time"][:7]] += 1
        periods[replicate][3 * time.weekday() + time.hour // 8] += 1
    return counts, periods


def percentile(values, share):
    """Type 7 of Hyndman and Fan."""
    values = sorted(values)
    at = share * (len(values) - 1)
    low = math.floor(at)
    return values[low] + (at - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def by(counts, key):
    sums = defaultdict(float)
    for cell, number in counts.items():
        sums[key(cell)] += number
    return sums


LEVELS = {"total": lambda c: 0, "month": lambda c: c[2], "crime_type": lambda c: c[1], "zone": lambda c: c[0],
          "crime_type_month": lambda c: c[1:], "zone_crime_type": lambda c: c[:2], "zone_month": lambda c: (c[0], c[2]),
          "cell": lambda c: c}


def score(observed, replicates, cells, key):
    """The scores of a level over all its groups, those without any crime among them."""
    wanted = by(observed, key)
    sums = [by(replicate, key) for replicate in replicates]
    errors, chance, covered, more, sum_of_means = [], [0] * len(replicates), 0, 0, 0
    groups = {key(cell) for cell in cells}
    for group in groups:
        values = [one[group] for one in sums]
        mean = sum(values) / len(values)
        errors.append(mean - wanted[group])
        chance = [sum_ + abs(value - mean) / len(groups) for sum_, value in zip(chance, values)]
        covered += percentile(values, 0.05) <= round(wanted[group]) <= percentile(values, 0.95)
        more += mean > wanted[group] + 1e-6
        sum_of_means += mean
    absolute = [abs(error) for error in errors]
    return {"groups": len(groups), "rmse": math.sqrt(sum(e * e for e in errors) / len(groups)),
            "mean_absolute_error": sum(absolute) / len(groups), "median_absolute_error": percentile(absolute, 0.5),
            "chance_error": sum(chance) / len(chance), "chance_error_low": percentile(chance, 0.05),
            "chance_error_high": percentile(chance, 0.95), "relative_bias": sum_of_means / sum(wanted.values()) - 1,
            "over_sampled": more / len(groups), "coverage": covered / len(groups)}


def dispersion(counts, observed, cells):
    """Variance over mean by zone and type, averaged over those with a crime a month observed."""
    ratios = []
    for zone, kind in sorted({cell[:2] for cell in cells}):
        if sum(observed[zone, kind, month] for month in YEAR) < len(YEAR):
            continue
        values = [counts[zone, kind, month] for month in YEAR]
        mean = sum(values) / len(values)
        ratios.append(sum((v - mean) ** 2 for v in values) / (len(values) - 1) / mean if mean else 1)
    return sum(ratios) / len(ratios)


def top_share(counts, cells):
    zones = {cell[0] for cell in cells}
    sums = by(counts, LEVELS["zone"])
    most = sorted((sums[zone] for zone in zones), reverse=True)
    return sum(most[: math.ceil(len(zones) / 20)]) / sum(most)


def names(result, table, key):
    return [row[key] for row in result[table]]


def all_cells(result):
    return [(zone, kind, month) for zone in names(result, "by_zone", "zone")
            for kind in names(result, "by_crime_type", "crime_type") for month in names(result, "by_month", "month")]


# --- the numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [[], ["--no-dispersion"], ["--loading", "1.2"], ["--near-repeat"]])
def test_scores_are_those_of_the_crimes_that_simulate_writes(crims, validate, how):
    result = validate(*HELD_OUT, "--replicates", REPLICATES, "--seed", 7, *how)
    observed, nowhere = recorded(YEAR)
    replicates, _ = simulated(crims, validate.folder, "--seed", 7, *how)
    cells = all_cells(result)
    assert len(cells) == 16 * 14 * 12 and len(result["scores"]) == len(LEVELS)
    for row in result["scores"]:
        expected = score(observed, replicates, cells, LEVELS[row["level"]])
        assert {key: row[key] for key in expected} == pytest.approx(expected, rel=1e-9, abs=1e-9), row["level"]
    assert sum(result["crimes"]["without_zone"].values()) == nowhere > 100


def test_dispersion_concentration_and_groups_are_those_of_the_crimes(crims, validate):
    result = validate(*HELD_OUT, "--replicates", REPLICATES)
    observed, _ = recorded(YEAR)
    replicates, _ = simulated(crims, validate.folder)
    cells = all_cells(result)
    for key, compute in (("dispersion", lambda counts: dispersion(counts, observed, cells)),
                         ("top_zones_share", lambda counts: top_share(counts, cells))):
        values = [compute(replicate) for replicate in replicates]
        assert result[key]["observed"] == pytest.approx(compute(observed))
        assert result[key]["simulated"] == pytest.approx(sum(values) / len(values))
        assert result[key]["low"] == pytest.approx(percentile(values, 0.05))
        assert result[key]["high"] == pytest.approx(percentile(values, 0.95))
    for table, key in (("by_month", "month"), ("by_crime_type", "crime_type"), ("by_zone", "zone")):
        wanted = by(observed, LEVELS[key])
        sums = [by(replicate, LEVELS[key]) for replicate in replicates]
        for row in result[table]:
            values = [one[row[key]] for one in sums]
            assert row["observed"] == pytest.approx(wanted[row[key]]), row
            assert row["simulated"] == pytest.approx(sum(values) / len(values)), row
            assert (row["low"], row["high"]) == pytest.approx((percentile(values, 0.05), percentile(values, 0.95)))
            assert row["covered"] == (row["low"] <= round(wanted[row[key]]) <= row["high"])
    assert result["total"]["observed"] == pytest.approx(sum(row["Month"] in YEAR for row in recorded_rows()))


def write_street_files(folder, crimes):
    """{(zone, type, month): crimes} as a download, each crime in an LSOA of its zone."""
    lsoa_of = {zone: lsoa for lsoa, zone in lookup().items()}
    for month in sorted({cell[2] for cell in crimes}):
        lines = ["Crime ID,Month,Longitude,Latitude,LSOA code,Crime type,Last outcome category"]
        for (zone, kind, when), number in sorted(crimes.items()):
            if when == month:
                lines += [f",{month},,,{lsoa_of.get(zone, zone)},{kind},"] * number
        path = folder / month / f"{month}-thornmere-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")


def test_intervals_hold_nine_in_ten_of_what_the_model_itself_makes(crims, validate):
    coverage, times_chance, beyond_chance, grades = defaultdict(list), defaultdict(list), [], Counter()
    for seed in range(101, 113):
        (crimes, _), _ = simulated(crims, validate.folder, "--no-dispersion", "--seed", seed, replicates=2)
        folder = validate.folder / f"own{seed}"
        write_street_files(folder, crimes)
        result = validate(*HELD_OUT, "--no-dispersion", "--replicates", 200, crimes=["--crimes", folder])
        for row in result["scores"]:
            coverage[row["level"]].append(row["coverage"])
            times_chance[row["level"]].append(row["mean_absolute_error"] / row["chance_error"])
            beyond_chance.append(row["mean_absolute_error"] > row["chance_error_high"])
        grades.update(finding["grade"] for finding in result["findings"] if finding["grade"] != "not tested")
    mean = {level: sum(values) / len(values) for level, values in coverage.items()}
    # Thousands of groups each: 90 %, and more where counts are small and the interval's ends are whole numbers.
    assert 0.87 < mean["zone_month"] < 0.96 and 0.87 < mean["crime_type_month"] < 0.96
    assert 0.87 < mean["zone_crime_type"] < 0.97 and 0.9 < mean["cell"]
    assert 0.8 < mean["zone"] < 0.97 and 0.8 < mean["month"] < 0.97
    for level in ("cell", "zone_month", "zone_crime_type", "crime_type_month"):
        assert sum(times_chance[level]) / 12 == pytest.approx(1, abs=0.05), level
    assert sum(beyond_chance) < 0.15 * len(beyond_chance)  # one in twenty, and levels go together
    assert grades["good"] > 0.85 * grades.total() and grades["poor"] == 0


def test_a_model_that_is_wrong_is_called_poor(validate):
    result = validate(*HELD_OUT, "--loading", "1.6", "--no-dispersion", "--replicates", REPLICATES)
    grades = {finding["subject"]: finding["grade"] for finding in result["findings"]}
    assert grades["Total"] == grades["Months"] == grades["Zones"] == grades["Intervals"] == "poor"
    total = result["total"]
    assert total["covered"] is False and total["simulated"] > 1.3 * total["observed"]
    text, = (finding["text"] for finding in result["findings"] if finding["subject"] == "Total")
    assert f"{total['observed']:,.0f} observed, {total['simulated']:,.0f} simulated (+" in text
    assert f"outside the 90 % interval {total['low']:,.0f} to {total['high']:,.0f}" in text


def test_intervals_that_are_too_wide_are_not_called_good(validate):
    shutil.copy(validate.folder / "model.gpkg", validate.folder / "wide.gpkg")
    with sqlite3.connect(validate.folder / "wide.gpkg") as model:
        model.execute("UPDATE crime_types SET dispersion_zone_year = 1, dispersion_zone_month = 4")
    right, wide = (validate(*HELD_OUT, "--replicates", REPLICATES, model=f"{name}.gpkg") for name in ("model", "wide"))
    for result, too_wide in (right, False), (wide, True):
        intervals, = (finding for finding in result["findings"] if finding["subject"] == "Intervals")
        assert ("They are too wide" in intervals["text"]) == too_wide
    assert intervals["grade"] == "poor"


def test_the_number_of_threads_does_not_matter(validate):
    one, two = (validate(*HELD_OUT, "--replicates", 5, "--threads", threads) for threads in (1, 2))
    assert one == two
    assert one["total"] != validate(*HELD_OUT, "--replicates", 5, "--seed", 2)["total"]


# --- the week ---------------------------------------------------------------------------------------------------------


def incident_options():
    return ["--incidents", f"{TOWN / 'town.gpkg'}|layername=incidents", "--date-field", "occurred", "--type-field", "type"]


def test_the_week_of_incidents_is_compared_with_the_simulated_one(crims, validate):
    result = validate(*HELD_OUT, "--replicates", REPLICATES, model="incidents.gpkg", crimes=incident_options())
    source = gdal.OpenEx(str(TOWN / "town.gpkg"))  # the layer lives no longer than it
    periods, hours = Counter(), Counter()
    for feature in source.GetLayerByName("incidents"):
        text = feature.GetField("occurred") or ""
        if text.startswith("2023/"):
            time = datetime.datetime.strptime(text[:16], "%Y/%m/%d %H:%M")
            periods[3 * time.weekday() + time.hour // 8] += 1
            hours[time.hour] += 1
    _, replicates = simulated(crims, validate.folder, model="incidents.gpkg")
    profile = result["profile"]
    assert profile["observed_from"] == "incidents" and result["total"]["observed"] == pytest.approx(periods.total())
    for row in profile["periods"]:
        shares = [one[row["period"]] / one.total() for one in replicates]
        assert row["observed"] == pytest.approx(periods[row["period"]] / periods.total())
        assert row["simulated"] == pytest.approx(sum(shares) / len(shares))
    assert [row["observed"] for row in profile["hours"]] == pytest.approx([hours[h] / hours.total() for h in range(24)])
    grade, = (finding["grade"] for finding in result["findings"] if finding["subject"] == "Week and day")
    assert grade == "good"  # its rhythm is that of these incidents


def knox(rows, distances, days):
    """Pairs and expected pairs of one type's (x, y, day), counted one by one."""
    def band(ends, value):
        return next((i for i, end in enumerate(ends) if value <= end), None)
    pairs, of_distance, of_days = Counter(), Counter(), Counter()
    for (ax, ay, a), (bx, by, b) in itertools.combinations(rows, 2):
        d, t = band(distances, math.hypot(ax - bx, ay - by)), band(days, abs(a - b))
        of_distance[d] += 1
        of_days[t] += 1
        pairs[d, t] += 1
    total = len(rows) * (len(rows) - 1) / 2
    return pairs, {(d, t): of_distance[d] * of_days[t] / total for d in range(len(distances)) for t in range(len(days))}


def test_near_repeats_are_compared_where_incidents_have_days(crims, validate):
    layer = f"{TOWN / 'town.gpkg'}|layername=incidents"
    months = ("--from", "2022-01", "--to", "2022-12")
    result = validate(*months, "--replicates", 20, model="incidents.gpkg",
                      crimes=("--incidents", layer, "--date-field", "occurred", "--type-field", "type"))
    distances, days = [0, 100, 200, 400], [7, 14, 30]
    points = defaultdict(list)
    package = ogr.Open(str(TOWN / "town.gpkg"))
    for feature in package.GetLayerByName("incidents"):
        when, place = feature.GetFieldAsString("occurred"), feature.GetGeometryRef()
        if when[:4] == "2022" and place and feature.GetField("type"):
            day = datetime.datetime.strptime(when[:10], "%Y/%m/%d").toordinal()
            points[feature.GetField("type")].append((place.GetX(), place.GetY(), day))
    pairs, expected = Counter(), Counter()
    for rows in points.values():
        found, chance = knox(rows, distances, days)
        pairs.update(found)
        expected.update(chance)
    assert result["repeats"]["crimes"] == sum(map(len, points.values()))
    for cell in result["repeats"]["ratios"]:
        at = distances.index(cell["distance_to"]), days.index(cell["days_to"])
        assert cell["expected_pairs"] == pytest.approx(expected[at], rel=1e-6)
        assert cell["observed"] == pytest.approx(pairs[at] / expected[at], rel=1e-6)
        assert cell["low"] <= cell["simulated"] <= cell["high"]
    kinds = result["repeats"]["by_crime_type"]
    assert [one["crime_type"] for one in kinds] == sorted(kind for kind in points if len(points[kind]) >= 200)
    for one in kinds:
        found, chance = knox(points[one["crime_type"]], distances, days)
        assert one["crimes"] == len(points[one["crime_type"]])
        for cell in one["ratios"]:
            at = distances.index(cell["distance_to"]), days.index(cell["days_to"])
            assert cell["observed"] == pytest.approx(found[at] / chance[at], rel=1e-6)
    finding, = (finding for finding in result["findings"] if finding["subject"] == "Near repeats")
    assert " By crime type " in finding["text"]
    assert finding["text"].startswith("Within 7 days crimes of a type follow each other at the very place ")
    page = validate.folder / "repeats.html"
    crims("validate", "--model", "incidents.gpkg", *months, "--incidents", layer, "--date-field", "occurred", "--type-field", "type",
          "--replicates", 20, "--html", page, cwd=validate.folder)
    assert "Crimes that follow crimes" in page.read_text() and "same place" in page.read_text()
    text = page.read_text()
    for heading in ("Each crime type by month", "Where crime was, and where it is simulated", "Where what was observed lies among the replicates",
                    "Crimes on the model&#39;s clock"):
        assert f"<h2>{heading}" in text
    assert text.count("crimes by month: observed and simulated") == len(points)  # a picture of each crime type
    assert "repeats" not in validate(*HELD_OUT, "--replicates", 5)  # police.uk has months alone


def rank_tenths(observed, replicates, groups):
    """Share of the groups by tenths of where they lie among the replicates, spread over what is the same."""
    tenths = [0.0] * 10
    for group in groups:
        value, drawn = round(observed[group]), [one[group] for one in replicates]
        low = sum(other < value for other in drawn) / (len(drawn) + 1)
        high = (sum(other <= value for other in drawn) + 1) / (len(drawn) + 1)
        for i in range(10):
            tenths[i] += max(0, min(high, (i + 1) / 10) - max(low, i / 10)) / (high - low) / len(groups)
    return tenths


def test_counts_are_ranked_among_their_replicates(crims, validate):
    result = validate(*HELD_OUT, "--replicates", REPLICATES)
    observed, _ = recorded(YEAR)
    replicates, _ = simulated(crims, validate.folder)
    cells = all_cells(result)
    assert [one["level"] for one in result["residuals"]["ranks"]] == ["crime_type_month", "zone_month", "cell"]
    for one in result["residuals"]["ranks"]:
        key = LEVELS[one["level"]]
        tenths = rank_tenths(by(observed, key), [by(replicate, key) for replicate in replicates], {key(cell) for cell in cells})
        assert [tenth["observed"] for tenth in one["tenths"]] == pytest.approx(tenths, abs=1e-9)
        assert sum(tenth["simulated"] for tenth in one["tenths"]) == pytest.approx(1)
    assert "gaps" not in result["residuals"]  # months alone


def test_gaps_between_crimes_are_compared_on_the_models_clock(crims, validate):
    result = validate("--from", "2022-01", "--to", "2022-12", "--replicates", 40, model="incidents.gpkg", crimes=incident_options())
    gaps = result["residuals"]["gaps"]
    assert gaps["crimes"] > 1500 and gaps["without_time"] == 0
    assert sum(tenth["observed"] for tenth in gaps["tenths"]) == pytest.approx(1)
    for tenth in gaps["tenths"]:  # the town's crimes are a Poisson process
        assert tenth["simulated"] == pytest.approx(0.1, abs=0.01) and tenth["observed"] == pytest.approx(0.1, abs=0.03)
    finding, = (finding for finding in result["findings"] if finding["subject"] == "Gaps between crimes")
    assert finding["text"].startswith("On the model's clock the gaps between crimes of ")
    worse = validate("--from", "2022-01", "--to", "2022-12", "--replicates", 40, "--near-repeat", "--near-repeat-ratio", "0.8", "--near-repeat-days",
                     "0.01", model="incidents.gpkg", crimes=incident_options())["residuals"]["gaps"]
    assert worse["tenths"][0]["simulated"] > gaps["tenths"][0]["simulated"] + 0.02  # short gaps


def test_months_tell_nothing_of_the_week(validate):
    result = validate(*HELD_OUT, "--replicates", 5)
    finding, = (finding for finding in result["findings"] if finding["subject"] == "Week and day")
    assert finding["grade"] == "not tested" and "have only months" in finding["text"] and "flat" in finding["text"]
    assert result["profile"]["observed_from"] == "model"
    assert [row["observed"] for row in result["profile"]["periods"]] == pytest.approx([1 / 21] * 21, abs=2e-3)


# --- what is not as it should be --------------------------------------------------------------------------------------


def street_folder(folder, months=YEAR, change=lambda row: row):
    """The town's files of some months, unpacked, with each line changed."""
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        for name in archive.namelist():
            if name.split("/")[-1][:7] in months and name.endswith("-street.csv"):
                header, *rows = archive.read(name).decode().splitlines()
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join([header, *map(change, rows)]) + "\n")
    return folder


def test_missing_months_are_left_out_of_both(validate):
    months = [month for month in YEAR if month not in ("2023-04", "2023-05")]
    folder = street_folder(validate.folder / "gap", months)
    result = validate(*HELD_OUT, "--replicates", 5, crimes=["--crimes", folder])
    assert result["months"]["used"] == months and result["months"]["missing"] == ["2023-04", "2023-05"]
    whole = validate(*HELD_OUT, "--replicates", 5)
    of_whole = {row["month"]: row for row in whole["by_month"]}
    assert [(row["month"], row["simulated"]) for row in result["by_month"]] == [
        (month, of_whole[month]["simulated"]) for month in months]
    assert result["total"]["simulated"] == pytest.approx(sum(of_whole[month]["simulated"] for month in months))
    assert "2023-04" in result["err"]


def test_months_of_the_calibration_are_called_out(crims, validate):
    result = validate("--from", "2022-11", "--to", "2023-02", "--replicates", 5)
    assert result["months"]["in_sample"] == ["2022-11", "2022-12"]
    assert "The model was made from 2 of these 4 months" in result["err"]
    text = crims("validate", "--model", "model.gpkg", *TO_SAMPLES, "--from", "2021-05", "--to", "2021-06", "--replicates", 5,
                 cwd=validate.folder).out
    assert "The model was made from 2 of these 2 months" in text.replace("\n", " ")
    assert "made from" not in validate(*HELD_OUT, "--replicates", 20)["err"]


def test_a_crime_type_that_the_model_does_not_know_is_counted_and_left_out(validate):
    folder = street_folder(validate.folder / "new", change=lambda row: row.replace(",Burglary,", ",Time theft,"))
    result = validate(*HELD_OUT, "--replicates", 5, crimes=["--crimes", folder])
    stolen = sum(row["Month"] in YEAR and row["Crime type"] == "Burglary" for row in recorded_rows())
    assert result["unknown_crime_types"] == [{"crime_type": "time theft", "crimes": stolen}] and stolen > 100
    burglary, = (row for row in result["by_crime_type"] if row["crime_type"] == "burglary")
    assert burglary["observed"] == 0 and burglary["simulated"] > 100
    assert result["total"]["observed"] == pytest.approx(sum(row["Month"] in YEAR for row in recorded_rows()) - stolen)


def test_crimes_in_zones_that_the_model_does_not_know_are_counted(validate):
    away = next(iter(lookup()))
    folder = street_folder(validate.folder / "away", change=lambda row: row.replace(away, "E01000001"))
    table = (TOWN / "town-lookup.csv").read_text()
    (validate.folder / "wide.csv").write_text(table + "E01000001,E02000001\n")
    result = validate(*HELD_OUT, "--replicates", 5, "--lookup", "wide.csv", crimes=["--crimes", folder])
    expected = sum(row["Month"] in YEAR and row["LSOA code"] == away for row in recorded_rows())
    assert result["crimes"]["without_zone"]["outside"] == expected > 0
    assert result["total"]["observed"] == pytest.approx(sum(row["Month"] in YEAR for row in recorded_rows()))


def test_a_model_of_another_force_is_refused(validate):
    folder = street_folder(validate.folder / "other", change=lambda row: re.sub(r"E01\d{6}", "E01000001", re.sub(
        r",-?\d+\.\d+,\d+\.\d+,", ",-2.5,51.4,", row)))
    result = validate(*HELD_OUT, crimes=["--crimes", folder], check=1)
    assert "none of the" in result["err"] and "lies in a zone" in result["err"]
    mixed = street_folder(validate.folder / "mixed", change=lambda row: row if zlib.crc32(row.encode()) % 3 == 0 or ",E01999" not in row
                          else re.sub(r"E01\d{6}", "E01000001", re.sub(r",-?\d+\.\d+,\d+\.\d+,", ",-2.5,51.4,", row)))
    assert "another force" in validate(*HELD_OUT, crimes=["--crimes", mixed], check=1)["err"]


def test_without_the_calibration_s_lookup_crimes_get_the_zone_they_lie_in(validate):
    with_lookup = validate(*HELD_OUT, "--replicates", 20)
    assert with_lookup["crimes"]["by_lsoa"] > 0 and with_lookup["err"] == ""
    (validate.folder / "lookup.csv").write_text("LSOA,MSOA\nE01000001,E02000001\n")
    changed = validate(*HELD_OUT, "--replicates", 20)
    assert "lookup.csv, has changed" in changed["err"]
    assert changed["crimes"]["by_lsoa"] == 0 and changed["crimes"]["by_place"] == with_lookup["crimes"]["by_lsoa"]
    (validate.folder / "lookup.csv").unlink()
    assert "lookup.csv, is not there" in validate(*HELD_OUT, "--replicates", 20)["err"]
    named = validate(*HELD_OUT, "--replicates", 20, *LOOKUP)
    assert named["err"] == "" and named["total"] == with_lookup["total"]


def test_a_model_without_polygons_needs_only_a_lookup(crims, validate):
    crims("calibrate", *TO_SAMPLES, "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12", *LOOKUP, "--output",
          "plain.gpkg", "--quiet", cwd=validate.folder)
    result = validate(*HELD_OUT, "--replicates", 5, "--html", "plain.html", model="plain.gpkg")
    assert result["total"]["observed"] == pytest.approx(sum(row["Month"] in YEAR for row in recorded_rows()))
    assert "Where too many" not in (validate.folder / "plain.html").read_text()
    refused = validate(*HELD_OUT, model="plain.gpkg", crimes=incident_options(), check=1)
    assert "--zones" in refused["err"]


@pytest.mark.parametrize("args, message", [
    (["--from", "2023-12", "--to", "2023-01"], "--to 2023-01 is before --from 2023-12"),
    (["--from", "2023", "--to", "2023-12"], "--from '2023'"),
    ([*HELD_OUT, "--replicates", "1"], "--replicates"),
    ([*HELD_OUT, "--seed", "-1"], "--seed"),
    ([*HELD_OUT, "--near-repeat", "--near-repeat-ratio", "1"], "ratio"),
    ([*HELD_OUT, "--where", "1"], "--where goes with --incidents"),
    ([*HELD_OUT, "--incidents", "x.gpkg"], "either --crimes"),
    ([*HELD_OUT, "--html", "-"], "both name '-'"),
    ([*HELD_OUT, "--html", "model.gpkg", "--overwrite"], "would overwrite an input"),
])
def test_a_wrong_command_line_is_called_that(validate, args, message):
    before = snapshot(validate.folder)
    result = validate(*args, check=2)
    assert message in result["err"] and len(result["err"].splitlines()) == 1
    assert snapshot(validate.folder) == before


@pytest.mark.parametrize("args, how, message", [
    (["--from", "2030-01", "--to", "2030-12"], {}, "nothing from 2030-01 to 2030-12"),
    (HELD_OUT, {"model": "lookup.csv"}, "this is not a crimekit model"),
    (HELD_OUT, {"crimes": ["--crimes", "nowhere.zip"]}, "nowhere.zip"),
    ([*HELD_OUT, "--force", "Ruritania"], {}, "Ruritania"),
    ([*HELD_OUT, "--html", "lookup.csv"], {}, "lookup.csv"),
])
def test_what_cannot_be_done_leaves_nothing_behind(validate, args, how, message):
    before = snapshot(validate.folder)
    result = validate(*args, check=1, **how)
    assert message in result["err"]
    assert snapshot(validate.folder) == before


# --- what people read -------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Tags that are not closed as they were opened, and whatever would be loaded or run."""

    VOID = {"meta", "rect", "line", "circle", "path", "polygon", "polyline", "br"}

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.texts, self.loads = [], Counter(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.loads += [(tag, name) for name, value in attrs if name in ("src", "href", "onload", "onclick") or "url(" in value]
        if tag not in self.VOID:
            self.open.append(tag)
        elif tag != "meta" and self.get_starttag_text()[-2:] != "/>":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags[tag] += 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_the_page_is_whole_and_needs_nothing_else(validate):
    result = validate(*HELD_OUT, "--replicates", 20, "--html", "report.html")
    text = (validate.folder / "report.html").read_text()
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == [] and page.loads == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert page.tags["path"] == 3 * 16 + sum(not row["covered"] for row in result["by_zone"])  # three maps, and outlines in one
    assert page.tags["details"] >= 5 and page.tags["table"] - page.tags["summary"] <= 4 and page.tags["svg"] >= 9
    words = " ".join(page.texts)
    for finding in result["findings"]:
        off = re.match(r"Off by (\S+) crimes on average \((.*?) of all crime, .*; (\S+ of \S+) are inside", finding["text"])
        told = re.search(rf"<td>{finding['subject']}</td><td>{finding['grade']}</td><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td><td[^>]*>.*?</td><td[^>]*>(.*?)</td>", text)
        assert told.groups() == off.groups() if off else finding["text"] in words
    assert all(source["sha256"] in text for source in result["sources"]) and len(result["sources"]) == 14
    assert "nan" not in text.lower().replace("finance", "") and "inf," not in text
    validate(*HELD_OUT, "--replicates", 20, "--html", "again.html")
    assert (validate.folder / "again.html").read_text() == text


def test_names_that_hold_markup_are_escaped(validate):
    folder = validate.folder / "a<b>&c"
    street_folder(folder)
    validate(*HELD_OUT, "--replicates", 20, "--html", "report.html", crimes=["--crimes", folder])
    text = (validate.folder / "report.html").read_text()
    assert "a<b>" not in text and "a&lt;b&gt;&amp;c" in text


def test_the_table_says_what_the_numbers_say(crims, validate):
    result = validate(*HELD_OUT)
    done = crims("validate", "--model", "model.gpkg", *TO_SAMPLES, *HELD_OUT, cwd=validate.folder)
    text = " ".join(done.out.split())
    assert done.err == ""
    for finding in result["findings"]:
        assert f"{finding['grade'].upper()} {finding['subject']}: {finding['text']}" in text
    for row in result["by_crime_type"]:
        assert re.search(rf"{row['crime_type']} +{row['observed']:,.0f} ", text), row
    assert max(map(len, done.out.splitlines())) <= 112
