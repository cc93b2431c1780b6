# SPDX-License-Identifier: MIT
"""crims counts: every crime in one row. All counts are made again here, from the same files, by brute force."""

import csv
import datetime
import io
import sqlite3
import zipfile
from collections import Counter

import pytest
from osgeo import gdal

from conftest import TOWN

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ZONES = f"{TOWN}/town-zones.gpkg|layername=zones"


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def monday(text):
    day = datetime.date.fromisoformat(text[:10])
    return (day - datetime.timedelta(days=day.weekday())).isoformat()


def features(path, layer=0):
    """What is in a layer: fields and 'geometry'."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return [{**feature.items(), "geometry": feature.GetGeometryRef() and feature.GetGeometryRef().Clone()}
            for feature in source.GetLayer(layer)]


def counted(rows, *keys):
    """{key: crimes} of a table of counts, without its zeros."""
    counts = Counter()
    for row in rows:
        counts[tuple(row[key] for key in keys)] += float(row["crimes"])
    return {key: count for key, count in counts.items() if count}


@pytest.fixture(scope="module")
def simulated(crims, town_model, tmp_path_factory):
    """The crimes of a quarter, three times over, as CSV and as GeoPackage."""
    folder = tmp_path_factory.mktemp("simulated")
    for name in ("crimes.csv", "crimes.gpkg"):
        crims("simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-03", "--replicates", "3",
              "--output", folder / name, "--quiet")
    return folder


@pytest.mark.parametrize("name", ["crimes.csv", "crimes.gpkg"])
def test_simulated_crimes_are_in_their_row(crims, simulated, tmp_path, name):
    run = crims("counts", "--incidents", simulated / name, "--output", tmp_path / "counts.csv")
    crimes = read_csv(simulated / "crimes.csv")
    rows = read_csv(tmp_path / "counts.csv")
    expected = Counter((crime["replicate"], crime["MSOA"], crime["crime_type"], crime["time"][:7]) for crime in crimes)
    assert counted(rows, "replicate", "zone", "crime_type", "month") == dict(expected)
    assert all(row["crimes"].isdigit() for row in rows)
    zones, types = {crime["MSOA"] for crime in crimes}, {crime["crime_type"] for crime in crimes}
    assert len(rows) == 3 * len(zones) * len(types) * 3  # the zeros too
    assert f"{len(crimes):,} crimes of {len(types)} types in {len(zones)} zones" in run.out


def test_weeks_begin_on_monday_and_tell_their_days(crims, simulated, tmp_path):
    crims("counts", "--incidents", simulated / "crimes.csv", "--period", "week", "--output", tmp_path / "counts.csv",
          "--from", "2023-01", "--to", "2023-03")
    rows = read_csv(tmp_path / "counts.csv")
    expected = Counter((crime["MSOA"], monday(crime["time"])) for crime in read_csv(simulated / "crimes.csv"))
    assert counted(rows, "zone", "week") == dict(expected)
    days = {row["week"]: int(row["days"]) for row in rows}
    assert sum(days.values()) == 90 and days["2022-12-26"] == 1 and days["2023-03-27"] == 5  # 1 January was a Sunday
    assert set(list(days.values())[1:-1]) == {7}


def test_a_geopackage_holds_the_same_rows(crims, simulated, tmp_path):
    for name in ("counts.csv", "counts.gpkg"):
        crims("counts", "--incidents", simulated / "crimes.gpkg", "--output", tmp_path / name)
    rows = features(tmp_path / "counts.gpkg")
    keys = ("replicate", "zone", "crime_type", "month", "crimes")
    assert [tuple(str(row[key]) for key in keys) for row in rows] == [
        tuple(row[key] for key in keys) for row in read_csv(tmp_path / "counts.csv")]
    assert {(row["month"], row["first_day"], row["last_day"]) for row in rows} == {
        ("2023-01", "2023/01/01", "2023/01/31"), ("2023-02", "2023/02/01", "2023/02/28"),
        ("2023-03", "2023/03/01", "2023/03/31")}
    assert all(row["geometry"] is None for row in rows)


def test_crimes_can_be_counted_by_place_with_polygons(crims, simulated, tmp_path):
    crims("counts", "--incidents", simulated / "crimes.gpkg", "--by-place", "--zones", ZONES, "--zone-field", "MSOA",
          "--polygons", "--output", tmp_path / "counts.gpkg")
    zones = {feature["MSOA"]: feature["geometry"] for feature in features(TOWN / "town-zones.gpkg", "zones")}
    counts, shapes = Counter(), {}
    for feature in features(tmp_path / "counts.gpkg"):
        counts[feature["zone"]] += feature["crimes"]
        shapes[feature["zone"]] = feature["geometry"]
    assert set(zones) <= set(shapes)
    assert all(shapes[code].SymmetricDifference(zones[code]).Area() < 1 for code in zones)  # m²
    expected = Counter()
    for feature in features(simulated / "crimes.gpkg"):
        point = feature["geometry"]
        expected[next((code for code, zone in zones.items() if point is not None and zone.Intersects(point)), None)] += 1
    assert {code: count for code, count in counts.items() if count} == dict(expected)


def street_crimes():
    """Rows of the sample download."""
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        for name in sorted(archive.namelist()):
            if name.endswith("-thornmere-street.csv"):
                yield from csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8"))


def test_a_download_is_counted_whole(crims, tmp_path):
    told = crims("counts", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--lookup", TOWN / "town-lookup.csv",
                 "--output", tmp_path / "counts.csv", "--json", "-").json
    lookup = {row["LSOA"]: row["MSOA"] for row in read_csv(TOWN / "town-lookup.csv")}
    expected = Counter((lookup.get(row["LSOA code"], ""), row["Crime type"].lower(), row["Month"]) for row in street_crimes())
    rows = read_csv(tmp_path / "counts.csv")
    assert counted(rows, "zone", "crime_type", "month") == dict(expected)
    assert told["crimes"] == sum(expected.values())
    assert told["without_zone"] == sum(count for (zone, _, _), count in expected.items() if zone == "")
    assert told["by_period"] == dict(Counter(row["Month"] for row in street_crimes()))


def test_a_month_without_data_has_no_rows(crims, tmp_path):
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as whole, zipfile.ZipFile(tmp_path / "gap.zip", "w") as rest:
        for name in whole.namelist():
            if "2022-05" not in name:
                rest.writestr(name, whole.read(name))
    run = crims("counts", "--crimes", tmp_path / "gap.zip", "--force", "Thornmere", "--lookup", TOWN / "town-lookup.csv",
                "--output", tmp_path / "counts.csv")
    there = {row["Month"] for row in street_crimes()}
    assert {row["month"] for row in read_csv(tmp_path / "counts.csv")} == there - {"2022-05"}
    assert "Months without data, which have no rows: 2022-05." in run.out


def test_means_are_those_of_the_model_with_their_fractions(crims, town_model, tmp_path):
    crims("counts", "--model", town_model, "--from", "2023-01", "--to", "2024-02", "--output", tmp_path / "means.csv")
    database = sqlite3.connect(town_model)
    expected = {}
    for zone, kind, *year in database.execute(f"SELECT zone, crime_type, {', '.join(MONTHS)} FROM incidence"):
        for month in [f"2023-{m:02}" for m in range(1, 13)] + ["2024-01", "2024-02"]:
            if year[int(month[5:]) - 1]:
                leap = 29 / 28 if month == "2024-02" else 1  # the incidence of a February is that of 28 days
                expected[zone, kind, month] = year[int(month[5:]) - 1] * leap
    database.close()
    means = counted(read_csv(tmp_path / "means.csv"), "zone", "crime_type", "month")
    assert means == pytest.approx(expected, rel=1e-12)
    assert any(mean != round(mean) for mean in means.values())


def test_weekly_means_add_up_to_the_months(crims, town_model, tmp_path):
    for period in ("month", "week"):
        crims("counts", "--model", town_model, "--from", "2023-01", "--to", "2023-12", "--period", period,
              "--output", tmp_path / f"{period}.csv")
    totals = {period: sum(float(row["crimes"]) for row in read_csv(tmp_path / f"{period}.csv")) for period in ("month", "week")}
    assert totals["week"] == pytest.approx(totals["month"], rel=1e-12)


def test_the_simulator_draws_around_the_weekly_means(crims, town_model, tmp_path):
    """Poisson alone, so that the mean of 200 replicates is known to within a tenth of the root of the mean, about."""
    crims("simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-01", "--replicates", "200", "--no-dispersion",
          "--placement", "none", "--output", tmp_path / "crimes.csv", "--quiet")
    crims("counts", "--model", town_model, "--from", "2023-01", "--to", "2023-01", "--period", "week",
          "--output", tmp_path / "means.csv")
    drawn = Counter(monday(crime["time"]) for crime in read_csv(tmp_path / "crimes.csv"))
    for (week,), mean in counted(read_csv(tmp_path / "means.csv"), "week").items():
        assert drawn[week] / 200 == pytest.approx(mean, abs=4.5 * (mean / 200) ** 0.5)


def test_a_loading_changes_the_means(crims, town_model, tmp_path):
    (tmp_path / "loading.csv").write_text("month,loading\n2023-02,0.5\n")
    for name, extra in (("plain", []), ("loaded", ["--loading", tmp_path / "loading.csv"])):
        crims("counts", "--model", town_model, "--from", "2023-01", "--to", "2023-02", *extra, "--output", tmp_path / f"{name}.csv")
    plain, loaded = (counted(read_csv(tmp_path / f"{name}.csv"), "month") for name in ("plain", "loaded"))
    assert loaded["2023-02",] == pytest.approx(plain["2023-02",] / 2) and loaded["2023-01",] == plain["2023-01",]


def test_zeros_can_be_left_out_and_the_sum_stays(crims, simulated, tmp_path):
    run = crims("counts", "--incidents", simulated / "crimes.csv", "--skip-zeros", "--output", "-")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert all(int(row["crimes"]) > 0 for row in rows)
    assert sum(int(row["crimes"]) for row in rows) == len(read_csv(simulated / "crimes.csv"))


def test_crimes_that_are_not_counted_are_told(crims, tmp_path):
    (tmp_path / "crimes.csv").write_text(
        "time,crime_type,MSOA\n2023-01-05,burglary,A\n2023-02-05,burglary,A\n,burglary,A\n2023-01-06,,A\n2023-01-07,burglary,\n")
    told = crims("counts", "--incidents", tmp_path / "crimes.csv", "--from", "2023-01", "--to", "2023-01",
                 "--output", tmp_path / "counts.csv", "--json", "-").json
    assert told["not_counted"] == {"in_other_months": 1, "without_date": 1, "without_crime_type": 1}
    assert (told["crimes"], told["without_zone"]) == (2, 1)
    assert read_csv(tmp_path / "counts.csv") == [
        {"zone": "A", "crime_type": "burglary", "month": "2023-01", "crimes": "1"},
        {"zone": "", "crime_type": "burglary", "month": "2023-01", "crimes": "1"}]


REFUSED = {
    "no source": ([], "--incidents"),
    "two sources": (["--incidents", "{crimes}", "--model", "{model}"], "give one of"),
    "weeks of a download": (["--crimes", "{zip}", "--force", "Thornmere", "--period", "week"], "months without days"),
    "a model without months": (["--model", "{model}"], "--from"),
    "months the wrong way round": (["--model", "{model}", "--from", "2023-02", "--to", "2023-01"], "2023-02"),
    "places without zones": (["--incidents", "{crimes}", "--x", "x", "--y", "y", "--points-crs", "EPSG:27700"], "--zones"),
    "polygons in a CSV": (["--incidents", "{crimes}", "--zones", "{zones}", "--zone-field", "MSOA", "--polygons"], "--polygons"),
    "a download without a force": (["--crimes", "{zip}"], "--force"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_go_together_is_refused(crims, simulated, town_model, tmp_path, name):
    options, said = REFUSED[name]
    places = {"zones": ZONES, "crimes": simulated / "crimes.csv", "model": town_model, "zip": TOWN / "town-crimes.zip"}
    run = crims("counts", *[option.format(**places) for option in options], "--output", tmp_path / "counts.csv", check=2)
    assert said in run.err and not (tmp_path / "counts.csv").exists()


def test_weeks_of_months_are_refused(crims, tmp_path):
    (tmp_path / "crimes.csv").write_text("Month,Crime type,MSOA\n2023-01,Burglary,A\n2023-02,Burglary,A\n")
    run = crims("counts", "--incidents", tmp_path / "crimes.csv", "--period", "week", "--output", tmp_path / "counts.csv", check=1)
    assert "months without days" in run.err and "--period month" in run.err


def test_a_date_that_is_none_names_its_row(crims, tmp_path):
    (tmp_path / "crimes.csv").write_text("time,crime_type,MSOA\n2023-01-05,burglary,A\n2023-13-05,burglary,A\n")
    run = crims("counts", "--incidents", tmp_path / "crimes.csv", "--output", tmp_path / "counts.csv", check=1)
    assert "feature 2" in run.err and "2023-13-05" in run.err


def test_another_ending_is_refused(crims, simulated, tmp_path):
    run = crims("counts", "--incidents", simulated / "crimes.csv", "--output", tmp_path / "counts.txt", check=2)
    assert ".gpkg" in run.err and ".csv" in run.err


def test_an_output_is_not_replaced_unasked(crims, simulated, tmp_path):
    (tmp_path / "counts.csv").write_text("mine")
    assert "--overwrite" in crims("counts", "--incidents", simulated / "crimes.csv", "--output", tmp_path / "counts.csv", check=1).err
    assert (tmp_path / "counts.csv").read_text() == "mine"


def test_real_crimes_add_up(crims, shared, tmp_path):
    """The city's archive: 36 months, zones by lookup."""
    archive = shared / "data/policeuk/2020-11.zip"
    told = crims("counts", "--crimes", archive, "--force", "City of London", "--lookup", shared / "data/lookup/gb_geog_lookup.csv.gz",
                 "--output", tmp_path / "counts.csv", "--json", "-").json
    expected = Counter()
    with zipfile.ZipFile(archive) as files:
        for name in files.namelist():
            for row in csv.DictReader(io.TextIOWrapper(files.open(name), "utf-8")):
                expected[row["Crime type"].lower(), row["Month"]] += 1
    assert counted(read_csv(tmp_path / "counts.csv"), "crime_type", "month") == dict(expected)
    assert told["crimes"] == sum(expected.values())
