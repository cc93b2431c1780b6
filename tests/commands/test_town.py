# SPDX-License-Identifier: MIT
"""The sample town: the files beside make_town.py are what it makes, and are what its README says."""

import collections
import csv
import io
import itertools
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from osgeo import gdal, ogr, osr

from conftest import ROOT

SAMPLES = ROOT / "samples"
FILES = ("town.gpkg", "town-county.gpkg", "town-zones.gpkg", "town-crimes.zip", "town-lookup.csv", "town-offences.csv", "town-categories.csv",
         "town-census.csv", "town-projection.csv", "town-districts.csv", "town-victims.csv")
STREET_COLUMNS = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
                  "LSOA name", "Crime type", "Last outcome category", "Context"]
CRIME_TYPES = {"Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
               "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
               "Vehicle crime", "Violence and sexual offences"}
MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The town made anew, twice, by a copy of the scripts that has no town beside it: two folders."""
    scripts = tmp_path_factory.mktemp("scripts")
    for script in SAMPLES.glob("*.py"):
        shutil.copy(script, scripts)
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder in folders:
        subprocess.run([sys.executable, scripts / "make_town.py", folder / "town.gpkg"], check=True, stdout=subprocess.PIPE)
    return folders


def features(path):
    """{layer: (CRS, fields, [(values, geometry)])} of a GeoPackage."""
    data = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    result = {}
    for k in range(data.GetLayerCount()):
        layer = data.GetLayer(k)
        fields = [(field.GetName(), field.GetTypeName()) for field in layer.schema]
        rows = [(feature.items(), bytes(feature.GetGeometryRef().ExportToWkb())) for feature in layer]
        result[layer.GetName()] = (layer.GetSpatialRef().ExportToWkt(), fields, rows)
    return result


def members(path):
    """What an archive says of each file, and the file: all but how hard it is packed."""
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


CONTENT = {".gpkg": features, ".zip": members, ".csv": lambda path: path.read_bytes()}


def table(name):
    with open(SAMPLES / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def crimes():
    """All rows of the archive."""
    rows = []
    for name, _, content in members(SAMPLES / "town-crimes.zip"):
        reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        assert reader.fieldnames == STREET_COLUMNS, name
        month = list(reader)
        assert {row["Month"] for row in month} == {name[:7]}
        rows += month
    return rows


@pytest.fixture(scope="module")
def zones():
    """{MSOA: polygon}."""
    data = gdal.OpenEx(str(SAMPLES / "town-zones.gpkg"), gdal.OF_VECTOR)
    return {feature["MSOA"]: feature.GetGeometryRef().Clone() for feature in data.GetLayerByName("zones")}


@pytest.fixture(scope="module")
def lookup():
    """{LSOA: MSOA}."""
    return {row["LSOA"]: row["MSOA"] for row in table("town-lookup.csv")}


@pytest.fixture(scope="module")
def areas():
    """{name: polygon} of the response and control areas."""
    data = gdal.OpenEx(str(SAMPLES / "town.gpkg"), gdal.OF_VECTOR)
    return {feature["NAME"]: feature.GetGeometryRef().Clone()
            for layer in ("response", "control") for feature in data.GetLayerByName(layer)}


@pytest.fixture(scope="module")
def placed(crimes):
    """[(crime, point)] of the crimes with a place, in the British National Grid as PROJ sees it."""
    degrees, grid = osr.SpatialReference(), osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    grid.ImportFromEPSG(27700)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(degrees, grid)
    result = []
    for crime in crimes:
        if crime["Longitude"]:
            point = ogr.Geometry(ogr.wkbPoint)
            point.AddPoint_2D(*transform.TransformPoint(float(crime["Longitude"]), float(crime["Latitude"]))[:2])
            result.append((crime, point))
    return result


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_the_script_makes(made, name):
    content = CONTENT[(SAMPLES / name).suffix]
    assert content(made[0] / name) == content(SAMPLES / name)


@pytest.mark.parametrize("name", FILES)
def test_two_runs_give_the_same_bytes(made, name):
    assert (made[0] / name).read_bytes() == (made[1] / name).read_bytes()


def test_the_script_makes_these_files_and_no_other(made):
    assert {path.name for path in made[0].iterdir()} == set(FILES)


def test_the_archive_has_three_years_by_month_and_is_small():
    assert [name for name, _, _ in members(SAMPLES / "town-crimes.zip")] == [
        f"{month}/{month}-thornmere-street.csv" for month in MONTHS]
    assert (SAMPLES / "town-crimes.zip").stat().st_size < 500_000


def test_crimes_are_of_all_types_by_one_police(crimes):
    assert {crime["Crime type"] for crime in crimes} == CRIME_TYPES
    assert {crime["Reported by"] for crime in crimes} == {crime["Falls within"] for crime in crimes} == {"Thornmere Police"}
    assert {crime["Context"] for crime in crimes} == {""}


def test_only_antisocial_behaviour_lacks_id_and_outcome(crimes):
    for crime in crimes:
        antisocial = crime["Crime type"] == "Anti-social behaviour"
        assert (crime["Last outcome category"] == "") == antisocial
        assert crime["Crime ID"] == "" if antisocial else re.fullmatch("[0-9a-f]{64}", crime["Crime ID"])
    ids = [crime["Crime ID"] for crime in crimes if crime["Crime ID"]]
    assert len(set(ids)) == len(ids)


def test_one_crime_in_twenty_has_no_place_at_all(crimes):
    nowhere = [crime for crime in crimes if crime["Location"] == "No Location"]
    assert 0.04 < len(nowhere) / len(crimes) < 0.06
    for crime in crimes:
        empty = [crime[column] == "" for column in ("Longitude", "Latitude", "LSOA code", "LSOA name")]
        assert empty == [crime["Location"] == "No Location"] * 4
        assert crime["Location"] == "No Location" or crime["Location"].startswith("On or near ")


def test_a_snap_point_has_one_name_and_one_lsoa(crimes):
    known = collections.defaultdict(set)
    for crime in crimes:
        if crime["Longitude"]:
            known[crime["Longitude"], crime["Latitude"]].add((crime["Location"], crime["LSOA code"], crime["LSOA name"]))
    assert 350 < len(known) < 450
    assert {len(names) for names in known.values()} == {1}


def test_every_lsoa_is_in_the_lookup_and_every_zone_has_three_to_five(crimes, lookup, zones):
    assert {crime["LSOA code"] for crime in crimes} - {""} == set(lookup)
    assert len(lookup) == len(table("town-lookup.csv"))
    lsoas = collections.Counter(lookup.values())
    assert set(lsoas) == set(zones)
    assert set(lsoas.values()) <= {3, 4, 5}


def union(zones):
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for zone in zones.values():
        whole.AddGeometry(zone)
    return whole.UnionCascaded()


def test_the_county_holds_the_incidents_of_the_town_and_districts_apart(areas):
    town = gdal.OpenEx(str(SAMPLES / "town.gpkg"), gdal.OF_VECTOR)
    county = gdal.OpenEx(str(SAMPLES / "town-county.gpkg"), gdal.OF_VECTOR)

    def of(data):
        return collections.Counter((incident["occurred"][:10], bytes(incident.GetGeometryRef().ExportToWkb()))
                                   for incident in data.GetLayerByName("incidents")
                                   if incident["occurred"] and incident["occurred"][:7].replace("/", "-") <= "2023-06")
    everywhere = of(county)
    assert not of(town) - everywhere and everywhere.total() == 80226
    districts = [feature.GetGeometryRef().Clone() for feature in county.GetLayerByName("districts")]
    assert len(districts) == 30
    for one, other in itertools.combinations([*districts, *areas.values()], 2):
        assert one.Distance(other) > 500
    assert (SAMPLES / "town-county.gpkg").stat().st_size < 5_000_000


def test_the_forecast_finds_the_truth_that_is_built_in(wdd):
    run = wdd("test", "--response", f"{SAMPLES}/town.gpkg|layername=response", "--where", "NAME='Market Square'",
              "--control", f"{SAMPLES}/town.gpkg|layername=control", "--incidents", f"{SAMPLES}/town-county.gpkg|layername=incidents",
              "--date-field", "occurred", "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m",
              "--comparison-areas", f"{SAMPLES}/town-county.gpkg|layername=districts", "--json", "-").json
    forecast = run["forecast"]
    assert forecast["given"] and forecast["comparison_areas"] == 31 and forecast["history_months"] == 30
    readme = " ".join((SAMPLES / "README.md").read_text(encoding="utf-8").split())
    for part, truth in (("area", -130), ("around", 33), ("together", -97)):
        found = forecast[part]
        assert f"{found['recorded']} " in readme and f"{found['expected']:.0f}" in readme
        without = found["recorded"] - truth  # what there would have been
        assert found["ratio_low"] < found["recorded"] / without < found["ratio_high"]
    assert forecast["area"]["evidence"] == "very strong" and forecast["around"]["p_increase"] < 0.05
    assert run["total"]["estimate"] == -109


def test_zones_tile_the_town(zones):
    assert all(zone.IsValid() for zone in zones.values())
    town = union(zones)
    west, east, south, north = town.GetEnvelope()
    assert town.GetGeometryName() == "POLYGON" and town.GetGeometryCount() == 1, "a gap"
    assert town.GetArea() == pytest.approx((east - west) * (north - south), abs=1e-3)
    assert sum(zone.GetArea() for zone in zones.values()) == pytest.approx(town.GetArea(), abs=1e-3)
    for one, other in itertools.combinations(zones.values(), 2):
        assert one.Intersection(other).GetArea() == 0


def test_zones_hold_every_incident_and_area(zones, areas):
    town = union(zones)
    data = gdal.OpenEx(str(SAMPLES / "town.gpkg"), gdal.OF_VECTOR)
    assert all(town.Contains(incident.GetGeometryRef()) for incident in data.GetLayerByName("incidents"))
    assert all(town.Contains(area.Buffer(250)) for area in areas.values())


def test_a_crime_lies_in_the_zone_of_its_lsoa(placed, lookup, zones):
    assert all(zones[lookup[crime["LSOA code"]]].Contains(point) for crime, point in placed)


def test_every_dated_incident_is_among_the_crimes(crimes):
    data = gdal.OpenEx(str(SAMPLES / "town.gpkg"), gdal.OF_VECTOR)
    incidents = collections.Counter((incident["occurred"][:7].replace("/", "-"), incident["type"])
                                    for incident in data.GetLayerByName("incidents") if incident["occurred"])
    published = collections.Counter((crime["Month"], crime["Crime type"]) for crime in crimes)
    months = [key for key in incidents if key[0] in MONTHS]
    assert len(months) == 36 * 6
    assert [key for key in months if published[key] < incidents[key]] == []


def test_response_and_control_area_lie_where_much_happens(placed, areas):
    for name in ("Market Square", "Station Quarter"):
        inside = [crime for crime, point in placed if areas[name].Contains(point)]
        assert len(inside) > 0.2 * len(placed)
        assert {crime["Crime type"] for crime in inside} == CRIME_TYPES


def test_every_crime_but_antisocial_behaviour_has_offences():
    categories = table("town-categories.csv")
    assert list(categories[0]) == [
        "ONS_COUNTS_category", "ONS_COUNTS_description", "ONS_SEVERITY_code", "ONS_COUNTS_code", "ONS_SEVERITY_category",
        "ONS_SEVERITY_offence", "ONS_SEVERITY_weight", "POLICE_UK_CAT_MAP_code", "POLICE_UK_CAT_MAP_sub_class",
        "POLICE_UK_CAT_MAP_offence", "POLICE_UK_CAT_MAP_category"]
    assert 25 <= len(categories) <= 40
    assert {row["POLICE_UK_CAT_MAP_category"].lower() for row in categories} == {
        kind.lower() for kind in CRIME_TYPES - {"Anti-social behaviour"}}
    assert all(float(row["ONS_SEVERITY_weight"]) > 0 for row in categories)


def quarter_of(month):
    """("2021/22", "1") of "2021-05": financial years begin in April."""
    year, number = int(month[:4]), int(month[5:])
    start = year if number >= 4 else year - 1
    return f"{start}/{(start + 1) % 100}", str((number - 4) % 12 // 3 + 1)


def test_offences_of_a_quarter_are_its_crimes_but_for_one_that_was_taken_back(crimes):
    rows = table("town-offences.csv")
    assert list(rows[0]) == ["Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group",
                             "Offence Subgroup", "Offence Code", "Offence Count"]
    kind_of = {row["ONS_COUNTS_code"]: row["POLICE_UK_CAT_MAP_category"].lower() for row in table("town-categories.csv")}
    offences = collections.Counter()
    for row in rows:
        if row["Force Name"] == "Thornmere":
            key = (row["Financial Year"], row["Financial Quarter"]), kind_of[row["Offence Code"]]
            offences[key] += int(row["Offence Count"])
    published = collections.Counter((quarter_of(crime["Month"]), crime["Crime type"].lower()) for crime in crimes)
    assert len(offences) == 8 * 13
    differing = {key: published[key] - count for key, count in offences.items() if published[key] != count}
    assert list(differing) == [(("2022/23", "3"), "burglary")] and min(differing.values()) > 0


def test_the_offences_have_the_quirks_of_the_real_ones():
    rows = table("town-offences.csv")
    codes = {row["ONS_COUNTS_code"] for row in table("town-categories.csv")}
    assert [row["Offence Count"] for row in rows if int(row["Offence Count"]) < 0] == ["-1"]
    assert codes - {row["Offence Code"] for row in rows} == {"26"}, "one code without counts"
    assert {row["Force Name"] for row in rows} == {"Thornmere", "Northvale"}
