# SPDX-License-Identifier: MIT
"""crims calibrate: recorded crimes in, a model out. Totals are counted again here, from the same files."""

import calendar
import csv
import gzip
import hashlib
import io
import json
import math
import os
import resource
import signal
import sqlite3
import subprocess
import time
import zipfile
from collections import Counter

import pytest
from osgeo import gdal, ogr

from bad_input import snapshot
from design import make_layer, transformation

HEADER = ("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
          "Last outcome category,Context")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
UNSOLVED = "Investigation complete; no suspect identified"
WEST, EAST, FAR = (-2.60, 51.45), (-2.50, 51.45), (-3.9, 50.1)  # in the first zone, in the second, in none


def crime(month, kind="Burglary", place=WEST, lsoa="E01000001", outcome="Investigation complete; no suspect identified", name=""):
    x, y = place or ("", "")
    return f"{name},{month},F,F,{x},{y},On or near,{lsoa},L,{kind},{outcome},"


def crimes_of(month, number):
    """Some of each kind: with a known LSOA, an unknown one, none; in a zone, outside, nowhere."""
    rows = [crime(month, outcome="Unable to prosecute suspect", name=f"a{month}")] * (4 + number % 3)
    rows += [crime(month, place=EAST, lsoa="E01000002", outcome=UNSOLVED)] * (2 + number % 2)
    rows += [crime(month, "Vehicle crime", EAST, "E01000002", UNSOLVED)] * 5
    rows += [crime(month, "Vehicle crime", EAST, "E01999999")]  # by its place
    rows += [crime(month, "Vehicle crime", FAR, "E01999999")]  # outside
    rows += [crime(month, "Anti-social behaviour", WEST, "", "")] * 3  # by its place
    rows += [crime(month, "Burglary", None, "", "")] * (1 + number % 2)  # nowhere
    return rows


def months(first_year, years):
    return [f"{year}-{month:02}" for year in range(first_year, first_year + years) for month in range(1, 13)]


def write_month(folder, month, rows, force="avon-and-somerset"):
    path = folder / month / f"{month}-{force}-street.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\r\n".join([HEADER, *rows]) + "\r\n")
    return path


def square(x, y):
    return (f"POLYGON(({x - .04} {y - .03},{x + .04} {y - .03},{x + .04} {y + .03},{x - .04} {y + .03},"
            f"{x - .04} {y - .03}))")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Two years of two forces, zones, a lookup, offences, categories, a rhythm."""
    folder = tmp_path_factory.mktemp("force")
    for number, month in enumerate(months(2018, 2)):
        write_month(folder / "crimes", month, crimes_of(month, number))
        write_month(folder / "crimes", month, [crime(month)] * 50, "west-yorkshire")
    make_layer(folder / "zones.gpkg", [(square(*WEST), {"code": "W"}), (square(*EAST), {"code": "E"}),
                                       (square(-2.4, 51.45), {"code": "empty"})],
               {"code": "String"}, geometry_type=ogr.wkbPolygon, crs=4326)
    (folder / "lookup.csv").write_text("OA,LSOA,MSOA\nE0,E01000001,W\nE1,E01000002,E\n")
    (folder / "categories.csv").write_text(
        "POLICE_UK_CAT_MAP_category,ONS_COUNTS_code,ONS_COUNTS_description,ONS_SEVERITY_weight\n"
        "Burglary,28A,Burglary in a dwelling,438\nBurglary,30A,Burglary elsewhere,100\n"
        "Vehicle Crime,45,Theft from a vehicle,33\nRobbery,34A,Robbery of business,700\n")
    (folder / "offences.csv").write_text(
        "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Code,Offence Count\n"
        "2018/19,1,Avon and Somerset,x,28A,30\n2018/19,2,Avon & Somerset Constabulary,x,28A,30\n"
        "2018/19,1,Avon and Somerset,x,30A,23\n2018/19,2,Avon and Somerset,x,30A,-3\n"
        "2011/12,1,Avon and Somerset,x,30A,5000\n2018/19,1,Avon and Somerset,x,45,10\n"
        "2018/19,1,West Yorkshire,x,30A,9999\n")
    rhythm = ["code,crime_type,period,weight"]
    rhythm += [f"30A,,{period},{2 if period < 7 else 6}" for period in range(21)]
    rhythm += [f",burglary,{period},{1 if period else 22}" for period in range(21)]
    (folder / "rhythm.csv").write_text("\n".join(rhythm) + "\n")
    return folder


CRIMES = ["--crimes", "crimes", "--force", "Avon & Somerset"]
RANGE = ["--from", "2018-01", "--to", "2019-12"]
ZONES = ["--zones", "zones.gpkg", "--zone-field", "code"]
TABLES = ["--offences", "offences.csv", "--categories", "categories.csv", "--rhythm", "rhythm.csv"]
ALL = [*CRIMES, *RANGE, *ZONES, "--lookup", "lookup.csv", *TABLES]


@pytest.fixture
def calibrate(crims, study):
    """calibrate(*args): the JSON of a run in the study's folder that writes model.gpkg."""

    def run(*args, **how):
        done = crims("calibrate", *args, "--output", "model.gpkg", "--json", "-", "--overwrite", cwd=study, **how)
        result = done.json if done.out else {}
        result["err"] = done.err
        return result

    run.folder = study
    run.model = study / "model.gpkg"
    return run


def rows(path, sql):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in database.execute(sql)]
    finally:
        database.close()


def features(path, name):
    """EPSG code and [(fields, geometry)] of a layer."""
    source = gdal.OpenEx(str(path))
    layer = source.GetLayerByName(name)
    return (layer.GetSpatialRef().GetAuthorityCode(None),
            [(feature.items(), feature.GetGeometryRef().Clone()) for feature in layer])


def metadata(path):
    return {row["key"]: row["value"] for row in rows(path, "SELECT key, value FROM metadata")}


def expected_totals(path, present):
    """{(crime type, calendar month): crimes the model expects in the months present}, and the same by zone."""
    origin = float(metadata(path)["trend_origin"])
    trend = {row["crime_type"]: row["trend_per_year"] for row in rows(path, "SELECT * FROM crime_types")}
    by_month, by_zone = Counter(), Counter()
    for row in rows(path, "SELECT * FROM incidence"):
        for month in present:
            index = (int(month[:4]) - 1970) * 12 + int(month[5:]) - 1
            expected = row[MONTHS[index % 12]] * math.exp(trend[row["crime_type"]] * (index - origin) / 12)
            expected *= 29 / 28 if month[5:] == "02" and calendar.isleap(int(month[:4])) else 1
            by_month[row["crime_type"], index % 12] += expected
            by_zone[row["zone"], row["crime_type"]] += expected
    return by_month, by_zone


def recorded(texts):
    """{(crime type, calendar month): rows} of street-level files."""
    return Counter((row["Crime type"].lower(), int(row["Month"][5:]) - 1)
                   for text in texts for row in csv.DictReader(io.StringIO(text)))


def assert_conserved(path, texts, present):
    by_month, by_zone = expected_totals(path, present)
    there = recorded(texts)
    assert sum(by_zone.values()) == pytest.approx(sum(there.values()), abs=1e-4)
    for key, count in there.items():
        assert by_month[key] == pytest.approx(count, rel=1e-7), key
    return by_zone


def texts_of(folder, force="avon-and-somerset"):
    return [path.read_text() for path in sorted(folder.rglob(f"*-{force}-street.csv"))]


# --- totals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--trend"], ["--trend", "--dispersion"]])
@pytest.mark.parametrize("tables", [[], ZONES, [*ZONES, "--lookup", "lookup.csv"], ["--lookup", "lookup.csv"]])
def test_totals_of_each_type_and_calendar_month_hold(calibrate, options, tables):
    result = calibrate(*CRIMES, *RANGE, *tables, *options)
    texts = texts_of(calibrate.folder / "crimes")
    assert_conserved(calibrate.model, texts, months(2018, 2))
    assert result["crimes"]["read"] == sum(recorded(texts).values())
    assert sum(row["crimes"] for row in result["crime_types"]) == result["crimes"]["read"]


def test_crimes_without_a_zone_are_counted_by_reason(calibrate):
    result = calibrate(*ALL)
    n = len(months(2018, 2))
    assert result["crimes"]["by_place"] == n * (1 + 3)
    assert result["crimes"]["without_zone"] == {"no_place": 36, "outside": n, "unknown_lsoa": 0, "impossible_place": 0}
    by_type = {row["crime_type"]: row["without_zone"] for row in result["crime_types"]}
    assert by_type == {"anti-social behaviour": 0, "burglary": 36, "vehicle crime": n}


def test_crimes_without_a_zone_are_spread_in_proportion(calibrate):
    calibrate(*ALL)
    _, by_zone = expected_totals(calibrate.model, months(2018, 2))
    in_west, in_east, nowhere = 8 * (4 + 5 + 6), 12 * (2 + 3), 36
    assert by_zone["W", "burglary"] == pytest.approx(in_west + nowhere * in_west / (in_west + in_east), rel=1e-9)
    assert by_zone["E", "burglary"] == pytest.approx(in_east + nowhere * in_east / (in_west + in_east), rel=1e-9)
    assert by_zone["W", "anti-social behaviour"] == pytest.approx(72)
    assert by_zone["W", "vehicle crime"] == 0


def test_a_month_without_a_file_is_a_gap_and_not_zero_crimes(calibrate):
    whole = calibrate(*ALL)
    july = {row["zone"]: row["jul"] for row in rows(calibrate.model, "SELECT * FROM incidence WHERE crime_type = "
                                                                     "'vehicle crime'")}
    (calibrate.folder / "crimes/2018-07/2018-07-avon-and-somerset-street.csv").unlink()
    result = calibrate(*ALL)
    assert whole["months"]["missing"] == [] and result["months"] == {
        "from": "2018-01", "to": "2019-12", "used": 23, "missing": ["2018-07"], "excluded": [], "implausible": [],
        "without_outcomes": []}
    assert "1 of 24 months" in result["err"] and "2018-07" in result["err"]
    for row in rows(calibrate.model, "SELECT * FROM incidence WHERE crime_type = 'vehicle crime'"):
        assert row["jul"] == pytest.approx(july[row["zone"]], rel=0.05)
    present = [month for month in months(2018, 2) if month != "2018-07"]
    assert_conserved(calibrate.model, texts_of(calibrate.folder / "crimes"), present)


# --- zones -------------------------------------------------------------------------------------------------------------


def test_zones_are_those_of_the_layer_that_have_a_crime(calibrate):
    result = calibrate(*ALL)
    assert result["zones"] == 2 and result["zones_without_crime"] == 1
    epsg, found = features(calibrate.model, "zones")
    assert epsg == "27700"  # the layer's own system has no lengths
    areas = {fields["zone"]: geometry.GetArea() for fields, geometry in found}
    assert list(areas) == ["E", "W"]
    # 0.08 by 0.06 degrees on the sphere of 111.2 km a degree
    expected = 0.08 * 0.06 * 111195**2 * math.cos(math.radians(51.45))
    assert areas["W"] == pytest.approx(expected, rel=0.01)


def test_a_layer_drawn_in_a_projected_system_keeps_it(calibrate):
    gdal.VectorTranslate(str(calibrate.folder / "utm.gpkg"), str(calibrate.folder / "zones.gpkg"), dstSRS="EPSG:32630",
                         layerName="utm")
    assert "32630" in calibrate(*CRIMES, *RANGE, "--zones", "utm.gpkg", "--zone-field", "code")["crs"]
    result = calibrate(*CRIMES, *RANGE, "--zones", "utm.gpkg", "--zone-field", "code", "--crs", "EPSG:27700")
    assert "27700" in result["crs"]


def test_without_zones_they_are_the_lookups_and_without_a_lookup_the_lsoas(calibrate):
    calibrate(*CRIMES, *RANGE, "--lookup", "lookup.csv")
    assert [row["zone"] for row in rows(calibrate.model, "SELECT zone FROM zones")] == ["E", "W"]
    result = calibrate(*CRIMES, *RANGE)
    assert [row["zone"] for row in rows(calibrate.model, "SELECT zone FROM zones")] == [
        "E01000001", "E01000002", "E01999999"]
    assert any("--zones" in lack for lack in result["lacks"])


def test_zones_that_cover_only_a_part_of_the_crimes_are_told(calibrate):
    assert "outside the zones" not in calibrate(*ALL)["err"]  # 24 of some 500
    gdal.VectorTranslate(str(calibrate.folder / "west.gpkg"), str(calibrate.folder / "zones.gpkg"), where="code = 'W'",
                         layerName="west")
    result = calibrate(*CRIMES, *RANGE, "--zones", "west.gpkg", "--zone-field", "code")
    assert "lie outside the zones and were spread over them" in result["err"]


def test_an_lsoa_that_is_itself_a_zone_of_the_layer_needs_no_lookup(calibrate):
    make_layer(calibrate.folder / "lsoa.gpkg", [(square(*FAR), {"code": "E01000001"}),
                                                (square(*EAST), {"code": "E01000002"})],
               {"code": "String"}, geometry_type=ogr.wkbPolygon, crs=4326)
    result = calibrate(*CRIMES, *RANGE, "--zones", "lsoa.gpkg", "--zone-field", "code")
    assert result["crimes"]["by_lsoa"] == 8 * (4 + 5 + 6) + 12 * (2 + 3) + 24 * 5
    assert result["crimes"]["by_place"] == 24 + 24  # E01999999 lies in the one and, far away, in the other


def test_a_lookup_of_another_vintage_is_told(calibrate):
    result = calibrate(*CRIMES, *RANGE, "--lookup", "lookup.csv")
    assert "does not know 1 of 3 LSOA codes" in result["err"] and "2011" in result["err"]
    assert result["crimes"]["without_zone"] == {"no_place": 36 + 72, "outside": 0, "unknown_lsoa": 48, "impossible_place": 0}
    (calibrate.folder / "lookup.csv").write_text("LSOA,MSOA\nE01777777,W\n")
    error = calibrate(*CRIMES, *RANGE, "--lookup", "lookup.csv", check=1)["err"]
    assert "none of the" in error and "E01000001" in error


def test_several_polygons_with_one_code_are_one_zone(calibrate):
    make_layer(calibrate.folder / "parts.gpkg", [(square(*WEST), {"code": "A"}), (square(*EAST), {"code": "A"})],
               {"code": "String"}, geometry_type=ogr.wkbPolygon, crs=4326)
    result = calibrate(*CRIMES, *RANGE, "--zones", "parts.gpkg", "--zone-field", "code")
    assert result["zones"] == 1


def test_places_are_the_distinct_coordinates_with_their_counts(calibrate):
    calibrate(*ALL)
    epsg, found = features(calibrate.model, "places")
    assert epsg == "27700"
    places = {(fields["zone"], fields["crime_type"]): (fields["weight"], point) for fields, point in found}
    weights = {key: weight for key, (weight, _) in places.items()}
    assert weights == {("W", "burglary"): 120, ("E", "burglary"): 60, ("E", "vehicle crime"): 24 * 6,
                       ("W", "anti-social behaviour"): 72}
    point = places["W", "burglary"][1]
    easting, northing, _ = transformation(4326, 27700).TransformPoint(*WEST)
    assert (point.GetX(), point.GetY()) == pytest.approx((easting, northing), abs=0.01)


# --- offences, rhythm, suspects ------------------------------------------------------------------------------------------


def test_offences_have_the_shares_of_the_force_and_years(calibrate):
    result = calibrate(*ALL)
    offences = {row["code"]: row for row in rows(calibrate.model, "SELECT * FROM offences")}
    assert {code: row["share"] for code, row in offences.items()} == pytest.approx(
        {"28A": 60 / 80, "30A": 20 / 80, "45": 1, "(asb)": 1})
    assert offences["28A"]["severity"] == 438 and offences["28A"]["description"] == "Burglary in a dwelling"
    assert any("2018/19" in note for note in result["notes"])


def test_without_years_of_the_window_the_latest_is_taken_and_told(calibrate):
    text = (calibrate.folder / "offences.csv").read_text().replace("2018/19", "2010/11")
    (calibrate.folder / "offences.csv").write_text(text)
    result = calibrate(*ALL)
    assert any("2011/12" in note and "none overlaps" in note for note in result["notes"])


def test_an_ods_with_several_sheets_gives_the_same_as_the_csv(calibrate):
    calibrate(*ALL)
    of_csv = rows(calibrate.model, "SELECT code, share FROM offences")
    source = gdal.OpenEx(str(calibrate.folder / "offences.csv"))
    ods = gdal.GetDriverByName("ODS").Create(str(calibrate.folder / "prc.ods"), 0, 0, 0, gdal.GDT_Unknown)
    notes = ods.CreateLayer("Notes")
    notes.CreateField(ogr.FieldDefn("About", ogr.OFTString))
    feature = ogr.Feature(notes.GetLayerDefn())
    feature["About"] = "Police recorded crime"
    notes.CreateFeature(feature)
    for year in ("2018/19", "2011/12"):
        sheet = ods.CreateLayer(year.replace("/", "-"))
        for name in ("Financial Year", "Force Name", "Offence Code"):
            sheet.CreateField(ogr.FieldDefn(name, ogr.OFTString))
        sheet.CreateField(ogr.FieldDefn("Number of Offences", ogr.OFTInteger))
        source.GetLayer(0).ResetReading()
        for row in source.GetLayer(0):
            if row["Financial Year"] == year:
                feature = ogr.Feature(sheet.GetLayerDefn())
                for name in ("Financial Year", "Force Name", "Offence Code"):
                    feature[name] = row[name]
                feature["Number of Offences"] = int(row["Offence Count"])
                sheet.CreateFeature(feature)
    ods = notes = sheet = feature = None
    calibrate(*[arg.replace("offences.csv", "prc.ods") for arg in ALL])
    assert rows(calibrate.model, "SELECT code, share FROM offences") == of_csv


def test_a_code_has_its_own_rhythm_and_other_offences_that_of_their_type(calibrate):
    result = calibrate(*ALL)
    weights = {}
    for row in rows(calibrate.model, "SELECT * FROM rhythm ORDER BY fid"):
        weights.setdefault((row["crime_type"], row["code"]), []).append(row["weight"])
    mean = (7 * 2 + 14 * 6) / 21
    assert weights["burglary", "30A"] == pytest.approx([2 / mean] * 56 + [6 / mean] * 112)  # 8 hours each
    assert weights["burglary", "28A"] == pytest.approx([22 / 2] * 8 + [1 / 2] * 160)
    assert set(weights) == {("burglary", "30A"), ("burglary", "28A")}
    assert any("vehicle crime" in lack and "rhythm" in lack for lack in result["lacks"])


def test_a_rhythm_comes_from_incidents_as_well(calibrate):
    lines = ["when,kind"]
    for day in range(1, 29):
        for month in range(1, 13):
            lines += [f"2021-{month:02}-{day:02} 22:{day:02},Burglary"] * 3 + [f"2021-{month:02}-{day:02} 04:10,theft"]
    (calibrate.folder / "i.csv").write_text("\n".join(lines) + "\n")
    calibrate(*CRIMES, *RANGE, "--rhythm", "i.csv", "--rhythm-date-field", "when", "--rhythm-type-field", "kind")
    found = rows(calibrate.model, "SELECT * FROM rhythm WHERE crime_type = 'burglary' ORDER BY hour")
    assert len(found) == 168 and sum(row["weight"] for row in found) == pytest.approx(168)
    at_ten = sum(row["weight"] for row in found[22::24]) / 168
    # 1008 of 1008 at ten in the evening, and 21 prior incidents of which three quarters are
    assert at_ten == pytest.approx((1008 + 0.75 * 21) / (1008 + 21), abs=0.01)
    assert sum(row["weight"] for row in found[4::24]) > 0


def test_a_rhythm_of_hours_is_read_and_simulated_by_the_hour(calibrate, crims):
    weights = [1 if hour % 24 == 13 else 0 for hour in range(168)]
    (calibrate.folder / "hours.csv").write_text("crime_type,hour,weight\n" + "".join(f"all,{hour},{weight}\n"
                                                                                    for hour, weight in enumerate(weights)))
    calibrate(*CRIMES, *RANGE, "--rhythm", "hours.csv")
    run = crims("simulate", "--model", "model.gpkg", "--from", "2020-01", "--to", "2020-12", "--output", "-", cwd=calibrate.folder)
    assert {row["time"][11:13] for row in csv.DictReader(io.StringIO(run.out))} == {"13"}
    (calibrate.folder / "both.csv").write_text("crime_type,hour,period,weight\nall,0,0,1\n")
    assert "only one of the columns hour" in calibrate(*CRIMES, *RANGE, "--rhythm", "both.csv", check=1)["err"]
    (calibrate.folder / "hours.csv").write_text("crime_type,hour,weight\nall,168,1\n")
    assert "the hour '168' is not a whole number from 0 to 167" in calibrate(*CRIMES, *RANGE, "--rhythm", "hours.csv", check=1)["err"]


def test_hours_that_clocks_skip_get_no_crime_and_those_they_repeat_twice_as_much(calibrate, crims):
    weights = [20 if hour % 24 in (0, 1, 2) else 0.1 for hour in range(168)]
    (calibrate.folder / "hours.csv").write_text("crime_type,hour,weight\n" + "".join(f"all,{hour},{weight}\n"
                                                                                    for hour, weight in enumerate(weights)))
    calibrate(*CRIMES, *RANGE, "--rhythm", "hours.csv")
    changes = rows(calibrate.model, "SELECT * FROM calendar WHERE date LIKE '2021%' ORDER BY date")
    assert [(row["date"], row["hour"], row["what"]) for row in changes] == [
        ("2021-03-28", 1, "clocks forward"), ("2021-10-31", 1, "clocks back")]
    hours = Counter()
    run = crims("simulate", "--model", "model.gpkg", "--from", "2021-03", "--to", "2021-10", "--loading", "200", "--output", "-",
                cwd=calibrate.folder)
    for row in csv.DictReader(io.StringIO(run.out)):
        hours[row["time"][:13]] += 1
    assert hours["2021-03-28 01"] == 0 < hours["2021-03-28 00"]
    assert hours["2021-10-31 01"] / hours["2021-10-31 00"] == pytest.approx(2, rel=0.35)
    fixed = calibrate(*CRIMES, *RANGE, "--time-zone", "UTC")
    assert rows(calibrate.model, "SELECT * FROM calendar") == [] and not any("clocks" in lack for lack in fixed["lacks"])


def test_public_holidays_have_a_sundays_rhythm(calibrate, crims):
    weights = [7 if hour >= 144 else 0 for hour in range(168)]  # Sundays alone
    (calibrate.folder / "hours.csv").write_text("crime_type,hour,weight\n" + "".join(f"all,{hour},{weight}\n"
                                                                                    for hour, weight in enumerate(weights)))
    (calibrate.folder / "holidays.csv").write_text("date,name\n2021-05-03,Early May\n2021-05-31,Spring\n")
    calibrate(*CRIMES, *RANGE, "--rhythm", "hours.csv", "--holidays", "holidays.csv")
    run = crims("simulate", "--model", "model.gpkg", "--from", "2021-05", "--to", "2021-05", "--loading", "20", "--output", "-",
                cwd=calibrate.folder)
    days = {row["time"][:10] for row in csv.DictReader(io.StringIO(run.out))}
    assert days == {"2021-05-02", "2021-05-03", "2021-05-09", "2021-05-16", "2021-05-23", "2021-05-30", "2021-05-31"}


def test_a_leap_february_counts_as_a_day_more(calibrate):
    """29 crimes in a February of 29 days and 28 in one of 28 are one rate."""
    for year in (2019, 2020):
        days = 29 if year == 2020 else 28
        for month in ("01", "02", "03"):
            number = days if month == "02" else 31
            write_month(calibrate.folder / "leap", f"{year}-{month}", [crime(f"{year}-{month}", lsoa="E01000001")] * number)
    calibrate("--crimes", "leap", "--force", "Avon & Somerset", "--from", "2019-01", "--to", "2020-03")
    (february,) = rows(calibrate.model, "SELECT feb FROM incidence")
    assert february["feb"] == pytest.approx(28)


def test_suspects_differ_by_offence_where_the_categories_tell(calibrate, crims):
    text = (calibrate.folder / "categories.csv").read_text().splitlines()
    told = {"28A": "0.2", "30A": "0.8"}
    (calibrate.folder / "categories.csv").write_text("\n".join(
        [text[0] + ",suspect"] + [line + "," + told.get(line.split(",")[1], "") for line in text[1:]]) + "\n")
    calibrate(*ALL)
    ratios = {row["code"]: row["suspect_ratio"] for row in rows(calibrate.model, "SELECT * FROM offences")}
    # 60 of 80 are 28A, so the mean is 0.35.
    assert ratios["28A"] == pytest.approx(0.2 / 0.35) and ratios["30A"] == pytest.approx(0.8 / 0.35) and ratios["45"] == 1
    (calibrate.folder / "categories.csv").write_text(text[0] + ",suspect\n" + text[1] + ",2\n")
    assert "the probability of a suspect '2' of the offence 28A" in calibrate(*ALL, check=1)["err"]


def test_the_variance_between_years_can_be_given(calibrate):
    result = calibrate(*CRIMES, *RANGE, "--dispersion", "--year-variation", "0.05")
    assert {row["dispersion_year"] for row in rows(calibrate.model, "SELECT * FROM crime_types")} == {0.05}
    assert any("the variance between years is 0.05, as given" in note for note in result["notes"])
    assert not any(note.startswith("variation between years") for note in result["notes"])
    assert "--dispersion" in calibrate(*CRIMES, *RANGE, "--year-variation", "0.05", check=2)["err"]


def test_suspects_are_those_of_the_outcomes(calibrate):
    calibrate(*ALL)
    suspect = {(row["zone"], row["crime_type"]): row["probability"]
               for row in rows(calibrate.model, "SELECT * FROM suspect")}
    assert suspect["W", "burglary"] > 0.9 and suspect["E", "burglary"] < 0.1
    assert suspect["E", "vehicle crime"] == 0 and suspect["W", "anti-social behaviour"] == 0


STALE, OPEN = "Status update unavailable", "Under investigation"


def write_outcomes(folder, outcomes):
    """Two years in which every month has the same outcomes of vehicle crime; outcomes: {outcome: crimes}."""
    for month in months(2018, 2):
        write_month(folder / "crimes", month, [crime(month, "Vehicle crime", WEST, outcome=outcome)
                                               for outcome, number in outcomes.items() for _ in range(number)])


def test_a_crime_of_which_the_force_told_nothing_is_one_without_a_suspect(calibrate):
    write_outcomes(calibrate.folder, {"Suspect charged": 3, UNSOLVED: 3, STALE: 54})
    result = calibrate(*ALL)
    assert [row["probability"] for row in rows(calibrate.model, "SELECT * FROM suspect")] == pytest.approx([3 / 60])
    assert result["crime_types"][0]["suspect"] == pytest.approx({
        "identified": 72, "not_identified": 72, "unknown": 1296, "unknown_share": 0.9, "probability": 0.05,
        "probability_if_unknown_as_known": 0.5})
    assert "vehicle crime (90.0 % unknown; 5.0 % have a suspect, or 50.0 % if the unknown were like the rest)" in result["err"]
    assert metadata(calibrate.model)["suspects vehicle crime"].startswith("identified in 72 of 1440 crimes (5.0 %)")


def test_outcomes_that_are_mostly_known_are_no_warning(calibrate):
    write_outcomes(calibrate.folder, {"Suspect charged": 30, UNSOLVED: 20, STALE: 10})
    assert "outcome" not in calibrate(*ALL)["err"]


def test_months_under_investigation_tell_nothing_of_suspects(calibrate):
    write_outcomes(calibrate.folder, {"Suspect charged": 3, UNSOLVED: 3, STALE: 54})
    for month in ("2018-07", "2019-11", "2019-12"):  # an older file among newer ones, and the newest
        write_month(calibrate.folder / "crimes", month, [crime(month, "Vehicle crime", WEST, outcome="Suspect charged")] * 25 +
                    [crime(month, "Vehicle crime", WEST, outcome=OPEN)] * 35)
    result = calibrate(*ALL)
    assert [row["probability"] for row in rows(calibrate.model, "SELECT * FROM suspect")] == pytest.approx([3 / 60])
    assert result["months"]["without_outcomes"] == ["2018-07", "2019-11", "2019-12"]
    assert any("2018-07, 2019-11, 2019-12" in note for note in result["notes"])
    assert result["crimes"]["read"] == 24 * 60


def test_an_outcome_never_seen_before_is_told_and_no_crash(calibrate):
    write_month(calibrate.folder / "crimes", "2019-12", [crime("2019-12", outcome="Sent to Mars")] * 3)
    result = calibrate(*ALL)
    assert "Sent to Mars" in result["err"]


def test_repeated_ids_are_told(calibrate):
    assert "repeat the crime id of another row" in calibrate(*ALL)["err"]


def test_a_layer_in_an_archive_has_the_hash_of_the_archive(calibrate):
    with zipfile.ZipFile(calibrate.folder / "zones.zip", "w") as archive:
        archive.write(calibrate.folder / "zones.gpkg", "zones.gpkg")
    digest = hashlib.sha256((calibrate.folder / "zones.zip").read_bytes()).hexdigest()
    for path in ("/vsizip/zones.zip", "/vsizip/zones.zip/zones.gpkg", "/vsizip/{zones.zip}/zones.gpkg"):
        result = calibrate(*changed(ALL, zones=path))
        assert {"name": path, "sha256": digest} in result["sources"]
        assert f"{path} (SHA-256 {digest})" in metadata(calibrate.model).values()
    error = calibrate(*changed(ALL, zones="zones.zip"), check=1)["err"]
    assert "zones.zip: an archive is not a layer; for what is in it, write /vsizip/zones.zip" in error


# --- months and trend ------------------------------------------------------------------------------------------------------


def write_lockdown(folder):
    for number, month in enumerate(months(2018, 2)):
        rows_of = [crime(month, "Vehicle crime", EAST, "E01000002", UNSOLVED)] * (5 if month in ("2019-04", "2019-05") else 60)
        write_month(folder / "crimes", month, rows_of + crimes_of(month, number) + [crime(month, "Drugs", WEST)] * 20)


def test_implausible_months_are_named_with_their_types(calibrate):
    write_lockdown(calibrate.folder)
    result = calibrate(*ALL)
    assert "all crimes in 2019-04 (" in result["err"] and "vehicle crime in 2019-04 (12 where about 67 were expected)" in result["err"]
    assert "drugs in" not in result["err"] and "--exclude-months" in result["err"]
    found = {(odd["month"], odd["crime_type"]) for odd in result["months"]["implausible"]}
    assert found == {(month, kind) for month in ("2019-04", "2019-05") for kind in (None, "vehicle crime")}


def test_months_left_out_are_as_if_they_had_no_data(calibrate):
    write_lockdown(calibrate.folder)
    result = calibrate(*ALL, "--exclude-months", "2019-04..2019-05")
    assert "mplausible" not in result["err"] and result["months"]["implausible"] == []
    assert result["months"]["excluded"] == ["2019-04", "2019-05"] and result["months"]["missing"] == []
    assert result["months"]["used"] == 22 and metadata(calibrate.model)["months excluded"] == "2019-04, 2019-05"
    left_out = [row for row in rows(calibrate.model, "SELECT * FROM places WHERE crime_type = 'drugs'")]
    assert sum(row["weight"] for row in left_out) == 22 * 20
    for month in ("2019-04", "2019-05"):
        (calibrate.folder / f"crimes/{month}/{month}-avon-and-somerset-street.csv").unlink()
    absent = rows(calibrate.model, "SELECT * FROM incidence")
    calibrate(*ALL)
    assert rows(calibrate.model, "SELECT * FROM incidence") == absent


def test_trends_are_told_with_their_uncertainty(crims, study):
    for number, month in enumerate(months(2018, 2)):
        write_month(study / "crimes", month, [crime(month)] * round(100 * 1.5 ** (number / 12)) +
                    [crime(month, "Drugs")] * (40 + (number * 7) % 5))
    run = crims("calibrate", *ALL, "--trend", "--output", "m.gpkg", "--json", "r.json", cwd=study)
    burglary, drugs = json.loads((study / "r.json").read_text())["crime_types"]
    assert burglary["trend_per_year"] == pytest.approx(math.log(1.5), abs=0.01)
    low, high = drugs["trend_interval"]
    assert low < 0 < high and (low + high) / 2 == pytest.approx(drugs["trend_per_year"])
    assert high - low == pytest.approx(2 * 2.200985 * drugs["trend_standard_error"], rel=1e-6)  # t of 11 degrees of freedom
    text = run.out
    assert "95 % interval of its trend" in text and ", perhaps none" in [line for line in text.splitlines() if line.startswith("drugs")][1]
    assert "stay level from 12 months before and after the data (2018-01 to 2019-12)" in text
    told = metadata(study / "m.gpkg")
    assert (told["data_from"], told["data_to"]) == ("2018-01", "2019-12")


# --- the file ------------------------------------------------------------------------------------------------------------


def test_the_model_says_where_it_comes_from(calibrate):
    result = calibrate(*ALL, "--trend")
    told = metadata(calibrate.model)
    assert told["months"] == "2018-01 to 2019-12" and told["months missing"] == ""
    assert told["option force"] == "Avon & Somerset" and told["option trend"] == "true"
    assert told["crimes"] == str(result["crimes"]["read"]) and told["version"] == result["version"]
    assert told["crimes without zone"] == "60"
    first = hashlib.sha256((calibrate.folder / "crimes/2018-01/2018-01-avon-and-somerset-street.csv").read_bytes())
    assert first.hexdigest() in told["source 001"]
    hashes = {source["name"]: source["sha256"] for source in result["sources"]}
    assert len(hashes) == 24 + 5
    for name in ("zones.gpkg", "lookup.csv", "offences.csv", "categories.csv", "rhythm.csv"):
        assert hashes[name] == hashlib.sha256((calibrate.folder / name).read_bytes()).hexdigest()


def test_every_column_is_documented(calibrate):
    calibrate(*ALL)
    told = {(row["table_name"], row["column_name"]) for row in rows(calibrate.model, "SELECT * FROM documentation")}
    for table in ("zones", "crime_types", "incidence", "offences", "rhythm", "suspect", "places"):
        assert (table, "") in told
        columns = {row["name"] for row in rows(calibrate.model, f"SELECT name FROM pragma_table_info('{table}')")}
        assert {(table, column) for column in columns - {"fid", "geom"}} <= told


def test_the_same_input_gives_the_same_tables(calibrate):
    def tables():
        calibrate(*ALL, "--trend", "--dispersion")
        names = [row["name"] for row in rows(calibrate.model, "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                                                              "name NOT LIKE 'gpkg%' AND name NOT LIKE 'sqlite%'")]
        return {name: rows(calibrate.model, f"SELECT * FROM \"{name}\"") for name in names}

    assert tables() == tables()


def test_the_archive_gives_the_same_model_as_the_folder(calibrate):
    calibrate(*ALL)
    before = rows(calibrate.model, "SELECT * FROM incidence")
    with zipfile.ZipFile(calibrate.folder / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((calibrate.folder / "crimes").rglob("*.csv")):
            archive.write(path, path.relative_to(calibrate.folder / "crimes"))
    calibrate(*["c.zip" if arg == "crimes" else arg for arg in ALL])
    assert rows(calibrate.model, "SELECT * FROM incidence") == before


def test_the_summary_is_for_people(crims, study):
    run = crims("calibrate", *CRIMES, *RANGE, "--output", "m.gpkg", "--quiet", cwd=study)
    assert run.err == ""
    assert "crimes of 3 types from 2018-01 to 2019-12 (24 of 24 months) in 3 zones: m.gpkg" in run.out
    assert "What the model lacks:" in run.out and "--rhythm" in run.out and "--dispersion" in run.out


# --- refusals --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("args,reason", [
    ([*CRIMES, "--from", "2019-12", "--to", "2018-01"], "--to 2018-01 is before --from 2019-12"),
    ([*CRIMES, "--from", "2019-13", "--to", "2019-12"], "--from '2019-13': expected a month"),
    (["--crimes", "crimes", *RANGE], "--force is missing"),
    (RANGE, "either --crimes"),
    ([*CRIMES, *RANGE, "--incidents", "zones.gpkg"], "either --crimes"),
    ([*CRIMES, *RANGE, "--zones", "zones.gpkg"], "--zones and --zone-field go together"),
    ([*CRIMES, *RANGE, "--offences", "offences.csv"], "--offences and --categories go together"),
    ([*CRIMES, *RANGE, "--type-field", "x"], "--type-field goes with --incidents"),
    ([*CRIMES, *RANGE, "--rhythm-type-field", "x"], "--rhythm-type-field goes with --rhythm-date-field"),
    ([*CRIMES, *RANGE, "--crs", "EPSG:4326"], "not a projected system"),
    ([*CRIMES, *RANGE, "--exclude-months", "2019-04-01"], "expected months as YYYY-MM"),
    ([*CRIMES, *RANGE, "--exclude-months", "2020-04"], "2020-04 is not among the months 2018-01 to 2019-12"),
    ([*CRIMES, *RANGE, "--exclude-months", "2018-01..2019-12"], "no month is left"),
    (["--incidents", "zones.gpkg", *RANGE, *ZONES], "--incidents needs --date-field"),
])
def test_a_wrong_command_line_is_called_that(calibrate, args, reason):
    before = snapshot(calibrate.folder)
    assert reason in calibrate(*args, check=2)["err"]
    assert snapshot(calibrate.folder) == before


def changed(options, **values):
    """The command line with other values of some options."""
    args = list(options)
    for name, value in values.items():
        args[args.index("--" + name.replace("_", "-")) + 1] = value
    return args


@pytest.mark.parametrize("args,reasons", [
    (changed(ALL, force="Avon and Somer"), ["Avon and Somer", "avon-and-somerset"]),
    (changed(ALL, crimes="nowhere"), ["nowhere"]),
    (changed(ALL, **{"from": "2011-01", "to": "2012-12"}), ["2018-01 to 2019-12", "nothing from 2011-01 to 2012-12"]),
    (changed(ALL, zone_field="MSOA"), ["'MSOA' (--zone-field)", "code"]),
    (changed(ALL, zones="lookup.csv"), ["lookup.csv"]),
    (changed(ALL, lookup="offences.csv"), ["'LSOA'", "Offence Code"]),
    (changed(ALL, categories="offences.csv"), ["--categories", "POLICE_UK_CAT_MAP_category"]),
    (changed(ALL, offences="categories.csv"), ["--offences", "Force Name"]),
    (changed(ALL, rhythm="lookup.csv"), ["--rhythm", "weight"]),
])
def test_what_cannot_be_read_is_one_line_and_nothing_is_written(calibrate, args, reasons):
    before = snapshot(calibrate.folder)
    error = calibrate(*args, "--quiet", check=1)["err"]
    assert error.count("\n") == 1 and all(reason in error for reason in reasons), error
    assert snapshot(calibrate.folder) == before


@pytest.mark.parametrize("table,old,new,reason", [
    ("rhythm.csv", "30A,,3,2", "30A,,3,-2", "row 4: the weight '-2' is not a number of 0 or more"),
    ("rhythm.csv", "30A,,3,2", "30A,,21,2", "row 4: the period '21' is not a whole number from 0 to 20"),
    ("rhythm.csv", "30A,,3,2", "30A,,2,2", "row 4: the period 2 is listed twice"),
    ("rhythm.csv", "30A,,3,2\n", "", "'30a' has no period 3; all 21 are needed"),
    ("rhythm.csv", "30A,,3,2", ",,3,2", "row 4: it does not say what the rhythm belongs to"),
    ("offences.csv", "30A,23", "30A,..", "row 3: the count '..' of the offence 30A is not a number"),
    ("offences.csv", "30A,23", "30A,1e308", "row 3: the count '1e308' of the offence 30A is more than any force records"),
    ("offences.csv", "Avon", "Somewhere", "it has no row of the force 'Avon & Somerset'"),
    ("categories.csv", ",438", ",much", "row 1: the severity 'much' of the offence 28A"),
])
def test_nonsense_in_a_table_names_its_row(calibrate, table, old, new, reason):
    path = calibrate.folder / table
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    error = calibrate(*ALL, "--quiet", check=1)["err"]
    assert table in error and reason in error and error.count("\n") == 1, error
    assert not calibrate.model.exists()


def test_a_rhythm_of_what_the_model_does_not_have_is_told(calibrate):
    text = (calibrate.folder / "rhythm.csv").read_text()
    (calibrate.folder / "rhythm.csv").write_text(text + "".join(f"99Z,,{period},1\n" for period in range(21)))
    assert "but are not offences or crime types of the model: 99z" in calibrate(*ALL)["err"]


def test_a_truncated_file_stops_the_run(calibrate):
    path = calibrate.folder / "crimes/2018-05/2018-05-avon-and-somerset-street.csv"
    packed = gzip.compress(path.read_bytes())
    path.with_suffix(".csv.gz").write_bytes(packed[: len(packed) // 2])
    path.unlink()
    error = calibrate(*ALL, "--quiet", check=1)["err"]
    assert "2018-05-avon-and-somerset-street.csv.gz" in error and error.count("\n") == 1
    assert not calibrate.model.exists()


def test_an_existing_model_is_replaced_only_on_demand(crims, study):
    args = ["calibrate", *CRIMES, *RANGE, "--quiet", "--output", "model.gpkg"]
    crims(*args, cwd=study)
    before = (study / "model.gpkg").read_bytes()
    assert "exists already" in crims(*args, cwd=study, check=1).err
    assert (study / "model.gpkg").read_bytes() == before
    crims(*args, "--overwrite", "--trend", cwd=study)
    assert metadata(study / "model.gpkg")["option trend"] == "true"


def test_neither_an_input_nor_another_geopackage_is_overwritten(crims, study):
    make_layer(study / "mine.gpkg", [((0, 0), {})], {}, geometry_type=ogr.wkbPoint)
    before = snapshot(study)
    for output, status, reason in (("zones.gpkg", 2, "overwrite an input"), ("mine.gpkg", 1, "not a crimekit model"),
                                   ("m.csv", 2, ".gpkg"), ("no/m.gpkg", 1, "no folder")):
        run = crims("calibrate", *ALL, "--overwrite", "--output", output, cwd=study, check=status)
        assert reason in run.err
    assert snapshot(study) == before


# --- interrupted ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 4096, 50000, 100000, 140000])
def test_a_model_that_does_not_fit_on_the_disk_leaves_the_old_one(crims, study, size):
    args = ["calibrate", *ALL, "--quiet", "--overwrite", "--output", "model.gpkg"]
    crims(*args, cwd=study)
    assert (study / "model.gpkg").stat().st_size > size
    before = snapshot(study)
    run = subprocess.run([crims.binary, *args, "--trend", "--json", "r.json"], cwd=study, capture_output=True, text=True, check=False,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert run.returncode == 1 and run.stderr.startswith("crims: error: model.gpkg: cannot be written: "), run.stderr
    assert "no space" in run.stderr and run.stderr.count("\n") == 1 and run.stdout == ""
    assert snapshot(study) == before


@pytest.mark.parametrize("after", [0.02, 0.05, 0.08, 0.11, 0.14])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_run_leaves_the_old_model(crims, study, after, how):
    args = ["calibrate", *ALL, "--quiet", "--overwrite", "--output", "model.gpkg"]
    crims(*args, cwd=study)
    before = snapshot(study)
    process = subprocess.Popen([crims.binary, *args, "--trend"], cwd=study, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(how)
    process.wait(timeout=30)
    now = snapshot(study)
    if process.returncode != 0:  # a kill can leave a hidden file, never another model
        assert now["model.gpkg"] == before["model.gpkg"] or metadata(study / "model.gpkg")["option trend"] == "true"
    assert {name for name in now if not os.path.basename(name).startswith(".model.gpkg.part-")} == set(before)


# --- incidents ----------------------------------------------------------------------------------------------------------------


def test_incidents_without_zone_or_date_are_told(calibrate):
    lines = ["when,kind,x,y"]
    lines += [f"{month}-{day:02}T23:30:00Z,{'theft' if day % 2 else 'assault'},-2.6,51.45" for month in months(2018, 2)
              for day in range(1, 21)]
    lines += ["2018-05-05,theft,9,9", "2018-05-05,theft,,", ",theft,-2.6,51.45", "2018-05-05,,-2.6,51.45",
              "2016-05-05,theft,-2.6,51.45"]
    (calibrate.folder / "i.csv").write_text("\n".join(lines) + "\n")
    result = calibrate("--incidents", "i.csv", "--date-field", "when", "--type-field", "kind", "--x", "x", "--y", "y",
                       "--points-crs", "EPSG:4326", *RANGE, *ZONES)
    assert result["crimes"] == {"read": 482, "by_lsoa": 0, "by_place": 480,
                                "without_zone": {"no_place": 1, "outside": 1, "unknown_lsoa": 0, "impossible_place": 0}}
    assert "1 incidents without a date" in result["err"] and "1 incidents without a crime type" in result["err"]
    by_month, _ = expected_totals(calibrate.model, months(2018, 2))
    assert by_month["theft", 4] == pytest.approx(22) and by_month["assault", 4] == pytest.approx(20)
    assert any("suspect" in lack for lack in result["lacks"])


def titles(path):
    return {row["table_name"]: row["identifier"] for row in rows(path, "SELECT table_name, identifier FROM gpkg_contents")}


def test_the_layers_are_called_after_the_force_or_the_incidents(calibrate):
    calibrate(*ALL)
    assert titles(calibrate.model)["zones"] == "Crime model Avon & Somerset, Jan 2018 to Dec 2019: zones"
    (calibrate.folder / "i.csv").write_text("\n".join(["when,x,y"] + [f"{month}-03,-2.6,51.45" for month in months(2018, 2)]) + "\n")
    calibrate("--incidents", "i.csv", "--date-field", "when", "--x", "x", "--y", "y", "--points-crs", "EPSG:4326", *RANGE, *ZONES)
    assert titles(calibrate.model)["places"] == "Crime model i, Jan 2018 to Dec 2019: places"


def test_a_quiet_month_of_incidents_is_zero_and_months_beyond_them_are_a_gap(calibrate):
    lines = ["when,x,y"] + [f"{month}-03,-2.6,51.45" for month in ("2018-03", "2018-04", "2018-06", "2019-03", "2019-05")]
    (calibrate.folder / "i.csv").write_text("\n".join(lines) + "\n")
    result = calibrate("--incidents", "i.csv", "--date-field", "when", "--x", "x", "--y", "y", "--points-crs",
                       "EPSG:4326", *RANGE, *ZONES)
    assert result["months"]["missing"] == [*months(2018, 1)[:2], *months(2019, 1)[5:]]
    assert [row["crime_type"] for row in result["crime_types"]] == ["all"]


# --- suspects of real forces ------------------------------------------------------------------------------------------------


WITHOUT = {UNSOLVED, "Action to be taken by another organisation"}


def suspects_by_type(texts):
    """{crime type: share with a suspect of the crimes that have any outcome}, of months that are not under investigation."""
    crimes, suspects = Counter(), Counter()
    for text in texts:
        if OPEN in text:
            continue
        for row in csv.DictReader(io.StringIO(text)):
            if outcome := row["Last outcome category"]:
                crimes[row["Crime type"].lower()] += 1
                suspects[row["Crime type"].lower()] += outcome not in {*WITHOUT, STALE}
    return {kind: suspects[kind] / number for kind, number in crimes.items()}


@pytest.mark.parametrize("force, first, bicycle", [("Avon & Somerset", "2018-01", 0.045), ("City of London", "2017-12", 0.042)])
def test_suspects_are_as_rare_as_the_force_has_found_them(crims, shared, tmp_path, force, first, bicycle):
    avon = first == "2018-01"
    source = shared / "data/policeuk" / ("avon-and-somerset" if avon else "2020-11.zip")
    run = crims("calibrate", "--crimes", source, "--force", force, "--from", first, "--to", "2020-02", "--quiet", "--output",
                tmp_path / "m.gpkg", "--json", "-")
    present = [month for month in [*months(2017, 3), "2020-01", "2020-02"] if month >= first]
    if avon:
        texts = [gzip.open(source / f"{month}-avon-and-somerset-street.csv.gz", "rt", encoding="utf-8").read() for month in present]
    else:
        with zipfile.ZipFile(source) as files:
            texts = [files.read(f"{month}/{month}-city-of-london-street.csv").decode("utf-8") for month in present]
    expected = suspects_by_type(texts)
    found = {row["crime_type"]: row["suspect"]["probability"] for row in run.json["crime_types"]}
    assert found.pop("anti-social behaviour") is None
    assert found == pytest.approx(expected, rel=1e-12)
    assert found["bicycle theft"] == pytest.approx(bicycle, abs=0.001)
    assert run.json["months"]["without_outcomes"] == (["2019-07"] if avon else [])
    # The zones' probabilities are around it.
    of_zones = [row["probability"] for row in rows(tmp_path / "m.gpkg", "SELECT * FROM suspect WHERE crime_type = 'bicycle theft'")]
    assert sum(of_zones) / len(of_zones) == pytest.approx(bicycle, abs=0.02)


# --- real data ------------------------------------------------------------------------------------------------------------------


def test_avon_and_somerset_totals_hold_to_the_unit(crims, shared, tmp_path):
    crimes = shared / "data/policeuk/avon-and-somerset"
    present = [*months(2018, 2), "2020-01", "2020-02"]
    model = tmp_path / "m.gpkg"
    zones = shared / "data/boundaries/Middle_Layer_Super_Output_Areas__December_2011__EW_BSC_V2-shp.zip"
    run = crims("calibrate", "--crimes", crimes, "--force", "Avon and Somerset", "--from", present[0], "--to",
                present[-1], "--zones", f"/vsizip/{zones}", "--zone-field", "MSOA11CD", "--lookup",
                shared / "data/lookup/gb_geog_lookup.csv.gz", "--offences",
                shared / "data/offences/detailed-offence-counts-2017-18.csv", "--categories",
                shared / "data/offences/policeuk-ons-code-join.csv", "--trend", "--dispersion", "--quiet",
                "--output", model, "--json", "-")
    texts = [gzip.open(crimes / f"{month}-avon-and-somerset-street.csv.gz", "rt", encoding="utf-8").read()
             for month in present]
    by_zone = assert_conserved(model, texts, present)
    assert run.json["crimes"]["read"] == sum(recorded(texts).values())
    # Located crimes by MSOA, with Python's csv.
    with gzip.open(shared / "data/lookup/gb_geog_lookup.csv.gz", "rt", encoding="utf-8") as file:
        lookup = {row["LSOA"]: row["MSOA"] for row in csv.DictReader(file)}
    located, all_rows = Counter(), Counter()
    for text in texts:
        for row in csv.DictReader(io.StringIO(text)):
            kind = row["Crime type"].lower()
            all_rows[kind] += 1
            if row["LSOA code"] in lookup:
                located[lookup[row["LSOA code"]], kind] += 1
    in_type = Counter()
    for (_, kind), count in located.items():
        in_type[kind] += count
    assert {zone for zone, _ in located} == {zone for zone, _ in by_zone}
    for (zone, kind), count in located.items():
        assert by_zone[zone, kind] == pytest.approx(count * all_rows[kind] / in_type[kind], rel=1e-7)
    shares = Counter()
    for row in rows(model, "SELECT * FROM offences"):
        shares[row["crime_type"]] += row["share"]
    assert all(share == pytest.approx(1, abs=1e-12) for share in shares.values())


def test_city_of_london_reaches_77_msoas(crims, shared, tmp_path):
    """Its archive is mapped to zones with Python's csv."""
    archive = shared / "data/policeuk/2020-11.zip"
    run = crims("calibrate", "--crimes", archive, "--force", "London, City of", "--from", "2017-12", "--to", "2020-11",
                "--lookup", shared / "data/lookup/gb_geog_lookup.csv.gz", "--quiet", "--output", tmp_path / "m.gpkg",
                "--json", "-")
    with gzip.open(shared / "data/lookup/gb_geog_lookup.csv.gz", "rt", encoding="utf-8") as file:
        lookup = {row["LSOA"]: row["MSOA"] for row in csv.DictReader(file)}
    with zipfile.ZipFile(archive) as files:
        texts = [files.read(name).decode("utf-8") for name in files.namelist() if "city-of-london-street" in name]
    reached = {lookup.get(row["LSOA code"]) for text in texts for row in csv.DictReader(io.StringIO(text))} - {None}
    assert {row["zone"] for row in rows(tmp_path / "m.gpkg", "SELECT zone FROM zones")} == reached
    assert len(reached) == 77 == run.json["zones"]
    assert run.json["crimes"]["read"] == sum(recorded(texts).values())


def test_new_york_shootings_fall_into_the_boroughs_the_police_names(crims, shared, tmp_path):
    source = shared / "data/wdd/nyc_shootings_2006_2023.csv"
    run = crims("calibrate", "--incidents", source, "--date-field", "OCCUR_DATE", "--x", "X_COORD_CD", "--y",
                "Y_COORD_CD", "--points-crs", "EPSG:2263", "--from", "2006-01", "--to", "2023-06", "--zones",
                shared / "data/wdd/nyc_boroughs_2263.geojson", "--zone-field", "BoroName", "--rhythm", source,
                "--rhythm-date-field", "OCCUR_DATE", "--rhythm-time-field", "OCCUR_TIME", "--output",
                tmp_path / "m.gpkg", "--json", "-")
    with open(source, encoding="utf-8") as file:
        boroughs = Counter(row["BORO"] for row in csv.DictReader(file))
    assert run.json["crimes"]["read"] == sum(boroughs.values()) == 27939
    assert run.json["months"]["missing"] == []
    outside = run.json["crimes"]["without_zone"]["outside"]
    assert outside < 30  # on piers and bridges
    _, by_zone = expected_totals(tmp_path / "m.gpkg", [*months(2006, 17), *months(2023, 1)[:6]])
    for (zone, _), expected in by_zone.items():
        assert expected == pytest.approx(boroughs[zone.upper()], abs=60)
    # The rhythm is that of the table, but smooth.
    found = [row["weight"] for row in rows(tmp_path / "m.gpkg", "SELECT * FROM rhythm ORDER BY hour")]
    found = [sum(found[i:i + 8]) / 8 for i in range(0, 168, 8)]
    with open(shared / "data/temporal/other_us_21period.csv", encoding="utf-8") as file:
        weights = [float(row["weight"]) for row in csv.DictReader(file) if row["series"] == "nyc shooting"]
    assert found == pytest.approx(weights, abs=0.06)
    assert json.loads(json.dumps(run.json))["crs"].startswith("EPSG:2263")
