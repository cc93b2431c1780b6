# SPDX-License-Identifier: MIT
"""Bad input: the right exit status, one line that a user can act on, and nothing written, lost or left behind."""

import datetime
import json
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Callable, NamedTuple

import pytest
from osgeo import ogr

from bad_input import (INCIDENT_FIELDS, RESPONSE_FIELDS, RESPONSE_ROW, START, arguments, assert_refused, changed,
                       error_line, make_incidents, run_raw, snapshot)
from design import CONTROL, RESPONSE, expected_counts, make_layer, sample_points, square

# GDAL cannot note the extent of a layer with infinite coordinates, which is as it may be.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

FIELDS_MODE = {"--start": None, "--end": None, "--start-field": "start", "--end-field": "end"}


class Case(NamedTuple):
    """What is prepared in the folder, what is changed in the command line, and what must come of it."""

    name: str
    changes: dict = {}
    says: tuple = ()
    status: int = 1
    make: Callable = lambda folder: None


def parametrized(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


def check(wdd, study, case):
    case.make(study)
    before = snapshot(study)
    run = wdd(*arguments(case.changes), cwd=study, check=False)
    assert_refused(run, case.status, *case.says)
    assert changed(before, snapshot(study)) == []


# --- files and layers -------------------------------------------------------------------------------------------------


def write(name, content):
    def make(folder):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return make


def cut(source, name, size):
    def make(folder):
        (folder / name).write_bytes((folder / source).read_bytes()[:size])
    return make


def areas(shapes, name="shapes", file="other.gpkg", fields=RESPONSE_FIELDS, **how):
    """A layer of these shapes; each is WKT or (WKT, values)."""
    def make(folder):
        rows = [shape if isinstance(shape, tuple) else (shape, RESPONSE_ROW if fields is RESPONSE_FIELDS else {})
                for shape in shapes]
        make_layer(folder / file, rows, fields, layer=name, **how)
    return make


def events(rows, file="other.gpkg", fields=INCIDENT_FIELDS, **how):
    """A layer 'events' of rows (shape, values)."""
    def make(folder):
        make_layer(folder / file, rows, fields, layer="events", **how)
    return make


def truncated_zip(folder):
    make_layer(folder / "events.shp", [((530500, 180500), {"day": START})] * 500, INCIDENT_FIELDS, layer="events",
               driver="ESRI Shapefile", geometry_type=ogr.wkbPoint)
    with zipfile.ZipFile(folder / "events.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("events.*")):
            if path.suffix != ".zip":
                archive.write(path, path.name)
    for path in list(folder.glob("events.*")):
        if path.suffix != ".zip":
            path.unlink()
    whole = (folder / "events.zip").read_bytes()
    (folder / "events.zip").write_bytes(whole[: len(whole) // 2])


PNG = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00"
       b"\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82")

LAYERS = ("--response", "--control", "--incidents")
FILES = [
    *[Case(f"missing file {option}", {option: "nowhere.gpkg"}, ("nowhere.gpkg", "no such file")) for option in LAYERS],
    Case("missing folder", {"--incidents": "no/where/at.all.shp"}, ("no/where/at.all.shp", "no such file")),
    Case("missing file with a layer", {"--response": "nowhere.gpkg|layername=response"}, ("nowhere.gpkg", "no such")),
    Case("missing file with a colon", {"--response": "2023:areas.gpkg"}, ("2023:areas.gpkg",)),
    Case("missing zip", {"--incidents": "/vsizip/nowhere.zip/events.shp"}, ("nowhere.zip",)),
    *[Case(f"text {option}", {option: "notes.txt"}, ("notes.txt", "it has no geometry"),
           make=write("notes.txt", "Dear diary,\nnothing here\n")) for option in LAYERS],
    Case("text named .gpkg", {"--incidents": "notes.gpkg"}, ("notes.gpkg",), make=write("notes.gpkg", "hello\n" * 99)),
    Case("text named .shp", {"--incidents": "notes.shp"}, ("notes.shp",), make=write("notes.shp", "hello\n" * 99)),
    Case("text named .geojson", {"--response": "x.geojson"}, ("x.geojson",), make=write("x.geojson", "{not json")),
    Case("PNG", {"--response": "map.png"}, ("map.png",), make=write("map.png", PNG)),
    Case("PNG named .gpkg", {"--response": "map.gpkg"}, ("map.gpkg",), make=write("map.gpkg", PNG)),
    Case("truncated GeoPackage areas", {"--response": "cut.gpkg|layername=response"}, ("cut.gpkg",),
         make=cut("areas.gpkg", "cut.gpkg", 9000)),
    Case("truncated GeoPackage incidents", {"--incidents": "cut.gpkg"}, ("cut.gpkg",),
         make=lambda folder: cut("incidents.gpkg", "cut.gpkg", (folder / "incidents.gpkg").stat().st_size // 2)(folder)),
    Case("GeoPackage of 60 bytes", {"--incidents": "cut.gpkg"}, ("cut.gpkg",), make=cut("incidents.gpkg", "cut.gpkg", 60)),
    *[Case(f"empty file {option}", {option: "empty.gpkg"}, ("empty.gpkg",), make=write("empty.gpkg", ""))
      for option in LAYERS],
    Case("empty Shapefile", {"--incidents": "empty.shp"}, ("empty.shp",), make=write("empty.shp", "")),
    Case("empty CSV", {"--incidents": "empty.csv", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700"},
         ("empty.csv",), make=write("empty.csv", "")),
    Case("folder", {"--response": "folder"}, ("folder",), make=lambda folder: (folder / "folder").mkdir()),
    Case("the folder itself", {"--incidents": "."}, (": ",)),
    Case("truncated zip", {"--incidents": "/vsizip/events.zip/events.shp"}, ("events.zip",), make=truncated_zip),
    Case("several layers", {"--response": "areas.gpkg"}, ("areas.gpkg", "|layername=", "response, control")),
    *[Case(f"wrong layer name {option}", {option: "areas.gpkg|layername=Central"},
           ("areas.gpkg", "Central", "response, control")) for option in LAYERS],
    Case("wrong layer number", {"--response": "areas.gpkg|layerid=5"}, ("areas.gpkg", "5", "response, control")),
    Case("no layer at all", {"--incidents": "bare.gpkg"}, ("bare.gpkg",),
         make=lambda folder: ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "bare.gpkg")) and None),
    Case("empty response layer", {"--response": "other.gpkg"}, ("other.gpkg", "shapes", "no feature"), make=areas([])),
    Case("empty control layer", {"--control": "other.gpkg"}, ("other.gpkg", "shapes", "no feature"), make=areas([])),
    Case("empty incident layer", {"--incidents": "other.gpkg"}, ("other.gpkg", "events", "no incident"), make=events([])),
    Case("CSV with a header only", {"--incidents": "e.csv", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700"},
         ("e.csv", "no incident"), make=write("e.csv", "x,y,day\n")),
]


@parametrized(FILES)
def test_a_file_that_cannot_be_read_is_named(wdd, study, case):
    check(wdd, study, case)


# --- geometry ---------------------------------------------------------------------------------------------------------

NAN, INFINITE = float("nan"), float("inf")


def triangle(x, y):
    """A polygon with this corner, which WKT could not say."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for corner in ((530000, 180000), (x, y), (531000, 181000), (530000, 180000)):
        ring.AddPoint_2D(*corner)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


POINTS = [((530500, 180500), {"day": START})]
GEOMETRY = [
    Case("lines as incidents", {"--incidents": "other.gpkg"}, ("other.gpkg", "Line String", "points"),
         make=events([("LINESTRING (530000 180000,530100 180100)", {"day": START})], geometry_type=ogr.wkbLineString)),
    Case("polygons as incidents", {"--incidents": "areas.gpkg|layername=control", "--date-field": "name"},
         ("areas.gpkg", "control", "Polygon", "points")),
    Case("a polygon among the incidents", {"--incidents": "other.gpkg"}, ("other.gpkg", "feature 2", "POLYGON", "points"),
         make=events([*POINTS, (square(530400, 180400, 10), {"day": START}), *POINTS])),
    Case("several points in one incident", {"--incidents": "other.gpkg"}, ("other.gpkg", "feature 2", "MULTIPOINT"),
         make=events([*POINTS, ("MULTIPOINT ((530500 180500),(530501 180501))", {"day": START})])),
    Case("a polygon among the incidents of a GeoJSON", {"--incidents": "other.geojson"}, ("other.geojson", "POLYGON"),
         make=events([*POINTS, (square(530400, 180400, 10), {"day": START})], file="other.geojson", driver="GeoJSON")),
    Case("points as response", {"--response": "incidents.gpkg"}, ("incidents.gpkg", "Point", "polygon")),
    Case("points as control", {"--control": "incidents.gpkg"}, ("incidents.gpkg", "Point", "polygon")),
    Case("lines as control", {"--control": "other.gpkg"}, ("other.gpkg", "Line String", "polygon"),
         make=areas(["LINESTRING (0 0,1 1)"], geometry_type=ogr.wkbLineString)),
    Case("a point among the areas", {"--response": "other.gpkg"}, ("other.gpkg", "feature 2", "POINT", "polygon"),
         make=areas([RESPONSE, "POINT (530500 180500)"])),
    *[Case(f"a table without geometry {option}", {option: "table.gpkg"}, ("table.gpkg", "no geometry", "polygon"),
           make=areas([(None, {})], name="table", file="table.gpkg", geometry_type=ogr.wkbNone))
      for option in ("--response", "--control")],
    Case("a table without geometry --incidents", {"--incidents": "table.gpkg"},
         ("table.gpkg", "no geometry", "--x", "--y", "day, kind, n"),
         make=events([(None, {"day": START})], file="table.gpkg", geometry_type=ogr.wkbNone)),
    Case("a null geometry in the response", {"--response": "other.gpkg"}, ("other.gpkg", "feature 2", "polygon"),
         make=areas([RESPONSE, None])),
    Case("an empty polygon in the control", {"--control": "other.gpkg"}, ("other.gpkg", "feature 1", "polygon"),
         make=areas(["POLYGON EMPTY"])),
    Case("a polygon without area", {"--response": "other.gpkg"}, ("other.gpkg", "shapes"),
         make=areas(["POLYGON ((530000 180000,530500 180000,531000 180000,530000 180000))"])),
    Case("a polygon of one place", {"--control": "other.gpkg"}, ("other.gpkg", "shapes"),
         make=areas(["POLYGON ((1 1,1 1,1 1,1 1))"])),
    *[Case(f"{text} in an area, {option}", {option: "other.gpkg"}, ("other.gpkg", "feature 1"),
           make=areas([(triangle(*place), {})], fields={}, options=["SPATIAL_INDEX=NO"]))
      for text, place in (("infinite x", (INFINITE, 180000)), ("no number for y", (531000, NAN)))
      for option in ("--response", "--control")],
    Case("a polygon without area, by its feature id", {"--response": "other.gpkg", "--where": "size = 8"},
         ("other.gpkg", "feature 2", "no area"),
         make=areas([RESPONSE, ("POLYGON ((1 1,2 2,3 3,1 1))", {"size": 8})])),
    Case("a huge area", {"--response": "other.gpkg", "--crs": "EPSG:3035"}, ("other.gpkg",),
         make=areas(["POLYGON ((-1e300 -1e300,1e300 -1e300,1e300 1e300,-1e300 -1e300))"])),
    Case("metres called degrees", {"--response": "other.gpkg"}, ("other.gpkg", "WGS 84", "coordinate system"),
         make=areas([RESPONSE], crs=4326)),
    Case("control inside the response", {"--control": "other.gpkg"}, ("overlap", "response", "control"),
         make=areas([square(530200, 180200, 100)])),
    Case("control is the response", {"--control": "areas.gpkg|layername=response"}, ("overlap", "100.0 %")),
    Case("control overlaps the response", {"--control": "other.gpkg"}, ("overlap", "50.0 %"),
         make=areas([square(530500, 180000, 1000)])),
]


@parametrized(GEOMETRY)
def test_a_geometry_that_does_not_fit_is_named(wdd, study, case):
    check(wdd, study, case)


def test_an_invalid_polygon_is_repaired_and_reported(wdd, study):
    areas(["POLYGON ((530000 180000,531000 181000,531000 180000,530000 181000,530000 180000))"])(study)
    run = wdd(*arguments({"--response": "other.gpkg", "--output": None, "--json": "-"}), cwd=study)
    assert abs(run.json["areas"]["treated"] - 500000) < 1
    warning, = (text for text in run.json["warnings"] if "repaired" in text)
    assert "other.gpkg" in warning and "feature 1" in warning
    assert warning in run.err and warning in run.json["message"]


@pytest.mark.parametrize("place", [(NAN, NAN), (NAN, 180500), (530500, NAN)])
def test_incidents_at_no_number_are_counted_as_without_place(wdd, study, place):
    points = sample_points()
    make_incidents(study, "other.gpkg", [*points, (*place, START)])
    run = wdd(*arguments({"--incidents": "other.gpkg", "--output": None, "--json": "-"}), cwd=study)
    assert run.counts == expected_counts(points)
    assert run.json["incidents"]["null_geometry"] == 1
    assert "1 incident was ignored because it has no coordinates" in run.json["message"]


@pytest.mark.parametrize("place", [(1e300, 1e300), (-1e15, 180500), (float("inf"), 180500)])
@pytest.mark.parametrize("crs", [27700, 4326])
def test_incidents_far_out_are_no_trouble(wdd, study, place, crs):
    points = sample_points()
    make_incidents(study, "other.gpkg", [(*place, START), *points], crs=crs)
    args = arguments({"--incidents": "other.gpkg", "--output": None, "--json": "-"})
    if crs == 4326:  # metres that are said to be degrees
        assert_refused(wdd(*args, cwd=study, check=False), 1, "other.gpkg", "coordinates where no incident can be", "EPSG:4326")
        return
    run = wdd(*args, cwd=study)
    assert run.json["incidents"]["read"] == len(points) + 1
    assert run.counts == expected_counts(points)


def corrupt_pages(path, fill):
    """Overwrites leaf pages of the incident table, in the middle of it."""
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    leaves = [at for at in range(size, len(content), size)
              if content[at] == 13 and content[at : at + size].count(b"2023-") > 20]
    assert len(leaves) > 10
    for at in leaves[len(leaves) // 2 : len(leaves) // 2 + 3]:
        content[at : at + size] = fill * size
    path.write_bytes(content)


@pytest.mark.parametrize("fill", [b"\x00", b"\xff", b"\x0d"])
@pytest.mark.parametrize("where", [None, "n IS NULL"])
def test_corrupt_pages_amid_the_incidents_are_an_error(wdd, study, fill, where):
    make_incidents(study, "big.gpkg", sample_points(5000))
    corrupt_pages(study / "big.gpkg", fill)
    before = snapshot(study)
    run = wdd(*arguments({"--incidents": "big.gpkg", "--incidents-where": where}), cwd=study, check=False)
    assert_refused(run, 1, "big.gpkg")
    assert changed(before, snapshot(study)) == []


def test_a_geometry_of_garbage_is_an_error_with_its_feature(wdd, study):
    database = sqlite3.connect(study / "incidents.gpkg")
    for name, in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    database.execute("UPDATE incidents SET geom = x'00010203040506070809' WHERE fid = 17")
    database.commit()
    database.close()
    before = snapshot(study)
    run = wdd(*arguments(), cwd=study, check=False)
    assert_refused(run, 1, "incidents.gpkg", "feature 17")
    assert changed(before, snapshot(study)) == []


# --- coordinates in columns -------------------------------------------------------------------------------------------

XY = {"--incidents": "e.csv", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700"}
GOOD_CSV = "x,y,day\n530500,180500,2023-03-01\n533500,180500,2023-02-20\n"
COLUMNS = [
    *[Case(f"missing column {option}", {**XY, option: "easting"}, ("e.csv", "'easting'", option, "x, y, day"),
           make=write("e.csv", GOOD_CSV)) for option in ("--x", "--y", "--date-field")],
    Case("--x without --y", {**XY, "--y": None}, ("--x", "--y"), 2, write("e.csv", GOOD_CSV)),
    Case("--points-crs without --x", {"--points-crs": "EPSG:27700"}, ("--points-crs", "--x"), 2),
    Case("a CSV without --x", {"--incidents": "e.csv"}, ("e.csv", "--x", "--y", "--points-crs"),
         make=write("e.csv", GOOD_CSV)),
    Case("a CSV without --points-crs", {**XY, "--points-crs": None}, ("--points-crs",), 2, write("e.csv", GOOD_CSV)),
    *[Case(f"a coordinate {text!r}", XY, ("e.csv", "feature 2", f"'{text}'"),
           make=write("e.csv", f'x,y,day\n530500,180500,2023-03-01\n"{text}",180500,2023-02-20\n'))
      for text in ("here", "530500,5", "TQ 305 804", "inf", "1e999", "0x81964")],
    Case("unreadable date in a CSV", XY, ("e.csv", "feature 2", "'20/02/2023'", "day", "--skip-bad-dates"),
         make=write("e.csv", "x,y,day\n530500,180500,2023-03-01\n533500,180500,20/02/2023\n")),
    Case("no coordinate at all", XY, ("e.csv",), make=write("e.csv", "x,y,day\n,,2023-03-01\n,,2023-02-20\n")),
]


@parametrized(COLUMNS)
def test_bad_coordinate_columns_are_named(wdd, study, case):
    check(wdd, study, case)


def test_empty_coordinates_are_counted(wdd, study):
    write("e.csv", GOOD_CSV + ",,2023-03-01\n")(study)
    run = wdd(*arguments({**XY, "--output": None, "--json": "-"}), cwd=study)
    assert run.json["incidents"]["null_geometry"] == 1
    assert run.json["incidents"]["used"] == 2


def test_degrees_declared_as_metres_are_made_visible(wdd, study):
    """Nothing falls in: the first thing to think of is the coordinate system, so the message speaks of it."""
    make_incidents(study, "other.gpkg", [(-0.12 + i / 1000, 51.5, START) for i in range(50)])
    run = wdd(*arguments({"--incidents": "other.gpkg"}), cwd=study, check=False)
    said = (run.out + run.err).lower()
    assert "coordinate" in said, said
    assert "no incident" in said or "none of the" in said, said


# --- fields and dates -------------------------------------------------------------------------------------------------


def dated(dates, kind="String"):
    """Incidents in the response area with these dates."""
    return events([((530500, 180500), {"day": date}) for date in dates], fields={"day": kind})


def response_dates(*dates, kind="Date", file="other.gpkg"):
    """Response features with these (start, end)."""
    return areas([(square(530000 + 200 * i, 180000, 100), {"start": start, "end": end})
                  for i, (start, end) in enumerate(dates)], fields={"start": kind, "end": kind}, file=file)


OTHER = {"--incidents": "other.gpkg"}
OTHER_RESPONSE = {"--response": "other.gpkg", **FIELDS_MODE}
DAY = datetime.date
DATES = [
    Case("missing date field", {"--date-field": "date"}, ("incidents.gpkg", "'date'", "--date-field", "day, kind, n")),
    *[Case(f"missing {option}", {**FIELDS_MODE, option: "begin"},
           ("areas.gpkg", "response", "'begin'", option, "name, start, end, size"))
      for option in ("--start-field", "--end-field")],
    Case("date field of numbers", {"--date-field": "n"}, ("incidents.gpkg", "'n'", "--date-field", "Integer", "dates")),
    *[Case(f"{option} of numbers", {**FIELDS_MODE, option: "size"},
           ("areas.gpkg", "response", "'size'", option, "Integer")) for option in ("--start-field", "--end-field")],
    Case("date field of words", {"--date-field": "kind"}, ("incidents.gpkg", "'kind'", "no incident has a date")),
    Case("start field of words", {**FIELDS_MODE, "--start-field": "name"},
         ("areas.gpkg", "response", "feature 1", "'North'", "YYYY-MM-DD")),
    *[Case(f"unreadable date {text!r}", OTHER, ("other.gpkg", "feature 3", text, "'day'", "--skip-bad-dates"),
           make=dated(["2023-03-01", "2023-03-02", text, "2023-03-31"]))
      for text in ("2023-02-30", "yesterday", "31/12/2022", "12.03.2023", "2023-13-01", "0000-00-00", "2023")],
    Case("every date null", OTHER, ("other.gpkg", "'day'", "no incident has a date"), make=dated([None] * 5)),
    Case("every date empty", OTHER, ("other.gpkg", "'day'", "no incident has a date"), make=dated(["", " "])),
    Case("every Date null", OTHER, ("other.gpkg", "'day'", "no incident has a date"), make=dated([None] * 5, "Date")),
    Case("null in the start field", OTHER_RESPONSE, ("other.gpkg", "feature 2", "'start'"),
         make=response_dates((START, DAY(2023, 3, 31)), (None, DAY(2023, 3, 31)))),
    Case("null in the end field", OTHER_RESPONSE, ("other.gpkg", "feature 1", "'end'"), make=response_dates((START, None))),
    Case("unreadable end date", OTHER_RESPONSE, ("other.gpkg", "feature 1", "'end'", "'soon'", "YYYY-MM-DD"),
         make=response_dates(("2023-03-01", "soon"), kind="String")),
    Case("several features with different dates", OTHER_RESPONSE,
         ("other.gpkg", "'start'", "2023-03-01", "2023-03-02", "--where"),
         make=response_dates((START, DAY(2023, 3, 31)), (DAY(2023, 3, 2), DAY(2023, 3, 31)))),
    Case("reversed dates in the fields", OTHER_RESPONSE, ("other.gpkg", "2023-03-31", "2023-03-01"),
         make=response_dates((DAY(2023, 3, 31), START))),
    Case("reversed dates on the command line", {"--start": "2023-03-31", "--end": "2023-03-01"},
         ("--start", "2023-03-31", "2023-03-01"), 2),
    Case("reversed pre-treatment period", {"--pre-start": "2023-02-28", "--pre-end": "2023-02-01"}, ("--pre-start",), 2),
    Case("half a pre-treatment period", {"--pre-start": "2023-02-28"}, ("--pre-start", "--pre-end"), 2),
    Case("pre-treatment ends in the treatment, by options", {"--pre-start": "2023-02-01", "--pre-end": "2023-03-01"},
         ("2023-03-01", "pre-treatment"), 2),
    Case("pre-treatment ends in the treatment, by fields",
         {**FIELDS_MODE, "--pre-start": "2023-02-01", "--pre-end": "2023-03-15"}, ("2023-03-15", "2023-03-01")),
    Case("--start and --start-field", {"--start-field": "start"}, ("--start", "--start-field"), 2),
    Case("--end and --end-field", {"--end-field": "end"}, ("--end", "--end-field"), 2),
    Case("no start", {"--start": None}, ("--start-field", "--start"), 2),
    *[Case(f"--start {text!r}", {"--start": text}, ("--start", text, "YYYY-MM-DD"), 2)
      for text in ("yesterday", "2023-02-30", "01/03/2023", "2023")],
    Case("empty --start", {"--start": ""}, ("--start",), 2),
    Case("unknown time zone", {"--time-zone": "Mars/Olympus"}, ("--time-zone", "Mars/Olympus"), 2),
    Case("a treatment of a thousand years", {"--start": "1023-01-01"}, ("1023-01-01", "2023-03-31")),
    Case("months need whole months", OTHER, ("month", "2023-03-02"), make=dated(["2023-02", "2023-03"]))._replace(
        changes={**OTHER, "--start": "2023-03-02"}),
]


@parametrized(DATES)
def test_bad_dates_are_named(wdd, study, case):
    check(wdd, study, case)


@pytest.mark.parametrize("file,driver", [("other.gpkg", "GPKG"), ("other.geojson", "GeoJSON")])
def test_bad_dates_can_be_skipped_and_are_counted(wdd, study, file, driver):
    rows = [((530500, 180500), {"day": day}) for day in ("2023-03-01", "2023-02-30", "yesterday", None, "2023-02-20")]
    events(rows, file=file, driver=driver, fields={"day": "String"})(study)
    run = wdd(*arguments({"--incidents": file, "--skip-bad-dates": True, "--json": "-"}), cwd=study)
    tally = run.json["incidents"]
    assert (tally["read"], tally["used"], tally["null_date"], tally["bad_date"]) == (5, 2, 1, 2)
    assert "2 incidents in or around the zones were ignored because they have a date that cannot be read" in run.json["message"]
    assert "1 incident in or around the zones was ignored because it has no date" in run.json["message"]


# --- coordinate systems -----------------------------------------------------------------------------------------------


def nowhere(option):
    """The layer of an option without a coordinate system."""
    def make(folder):
        if option == "--incidents":
            make_incidents(folder, "other.gpkg", crs=None)
        else:
            areas([RESPONSE if option == "--response" else CONTROL], crs=None)(folder)
    return make


def nowhere_shapefile(folder):
    make_layer(folder / "other.shp", [(RESPONSE, {})], {"name": "String"}, layer="other", crs=None,
               driver="ESRI Shapefile", geometry_type=ogr.wkbPolygon)


SYSTEMS = [
    *[Case(f"no system {option}", {option: "other.gpkg"}, ("other.gpkg", "no coordinate system", "--assume-crs"),
           make=nowhere(option)) for option in LAYERS],
    Case("a Shapefile without .prj", {"--response": "other.shp"}, ("other.shp", "no coordinate system", "--assume-crs"),
         make=nowhere_shapefile),
    *[Case(f"{option} {text}", {option: text, **({"--x": "x", "--y": "y"} if option == "--points-crs" else {})},
           (option, text), 2)
      for option in ("--crs", "--assume-crs", "--points-crs") for text in ("EPSG:999999", "nonsense")],
    Case("geographic --crs", {"--crs": "EPSG:4326"}, ("--crs", "WGS 84", "projected"), 2),
    Case("--crs of heights", {"--crs": "EPSG:5703"}, ("--crs", "projected"), 2),
    Case("--crs from a file", {"--crs": "areas.prj"}, ("--crs", "areas.prj"), 2,
         make=write("areas.prj", 'PROJCS["x"]')),
]


@parametrized(SYSTEMS)
def test_bad_coordinate_systems_are_named(wdd, study, case):
    check(wdd, study, case)


def test_a_system_that_distorts_is_warned_of(wdd, study):
    run = wdd(*arguments({"--crs": "EPSG:3031", "--output": None, "--json": "-"}), cwd=study)
    assert any("EPSG:3031" in warning and "--crs" in warning for warning in run.json["warnings"])
    assert "EPSG:3031" in run.err


@pytest.mark.parametrize("option", LAYERS)
def test_a_system_can_be_assumed(wdd, study, option):
    nowhere(option)(study)
    run = wdd(*arguments({option: "other.gpkg", "--assume-crs": "EPSG:27700", "--output": None, "--json": "-"}), cwd=study)
    assert run.counts == expected_counts(sample_points())


def test_a_system_can_be_assumed_for_a_shapefile(wdd, study):
    nowhere_shapefile(study)
    run = wdd(*arguments({"--response": "other.shp", "--assume-crs": "EPSG:27700", "--output": None, "--json": "-"}), cwd=study)
    assert run.counts == expected_counts(sample_points())


# --- conditions -------------------------------------------------------------------------------------------------------


def as_driver(name, driver, source="response"):
    def make(folder):
        shape, values, fields = ((RESPONSE, RESPONSE_ROW, RESPONSE_FIELDS) if source == "response" else
                                 ((530500, 180500), {"day": START, "kind": "theft"}, INCIDENT_FIELDS))
        make_layer(folder / name, [(shape, values)], fields, layer=Path(name).stem, driver=driver,
                   geometry_type=ogr.wkbPolygon if source == "response" else ogr.wkbPoint)
    return make


CONDITIONS = [
    *[Case(f"{option} selects nothing", {option: "name='Nowhere'"}, ("areas.gpkg", "name='Nowhere'", "no feature"))
      for option in ("--where", "--control-where")],
    Case("--incidents-where selects nothing", {"--incidents-where": "kind='arson'"},
         ("incidents.gpkg", "kind='arson'", "no incident")),
    Case("subset selects nothing", {"--response": "areas.gpkg|layername=response|subset=size > 100"},
         ("areas.gpkg", "size > 100", "no feature")),
    *[Case(f"{option} {text!r}", {option: text}, (file, text.strip(), "condition"))
      for option, file in (("--where", "areas.gpkg"), ("--incidents-where", "incidents.gpkg"))
      for text in ("name ==== 3", "name = 'North", "SELECT", "1=1)", "1=1; DROP TABLE incidents", "(")],
    Case("unknown field in GeoPackage areas", {"--where": "nome = 1"}, ("areas.gpkg", "nome", "name, start, end, size")),
    Case("unknown field in GeoPackage incidents", {"--incidents-where": "type = 1"},
         ("incidents.gpkg", "type", "day, kind, n")),
    *[Case(f"{what} in a {driver}", {"--response": name, "--where": text}, (name, text, "condition"),
           make=as_driver(name, driver))
      for name, driver in (("areas.shp", "ESRI Shapefile"), ("areas.geojson", "GeoJSON"), ("areas.fgb", "FlatGeobuf"))
      for what, text in (("wrong SQL", "name === 'North'"), ("unknown field", "nome = 'North'"))],
    *[Case(f"{what} in a CSV", {**XY, "--incidents-where": text}, ("e.csv", text, "condition"),
           make=write("e.csv", GOOD_CSV))
      for what, text in (("wrong SQL", "day === 1"), ("unknown field", "kind = 'theft'"))],
    Case("subset with an unknown field", {"--incidents": "incidents.gpkg|subset=type = 1"},
         ("incidents.gpkg", "type = 1", "day, kind, n")),
]


@parametrized(CONDITIONS)
def test_bad_conditions_are_named(wdd, study, case):
    check(wdd, study, case)


def test_the_message_of_a_wrong_condition_is_for_people(wdd, study):
    line = error_line(wdd(*arguments({"--where": "nome = 'North'"}), cwd=study, check=False))
    assert "sqlite3" not in line and "ExecuteSQL" not in line and "SELECT 1" not in line


# --- the command line -------------------------------------------------------------------------------------------------

COMMAND_LINE = [
    *[Case(f"displacement {text!r}", {"--displacement": text}, ("--displacement",) + ((text,) if text else ()), 2)
      for text in ("-300 m", "-1", "nan", "inf", "-inf m", "1e999", "300 furlongs", "3 DecimalDegrees", "1 degree",
                   "", " ", "m", "300 m 5", "1,000 m", "three hundred", "0x10", "300 m m")],
    *[Case(f"displacement {text} is beyond the earth", {"--displacement": text}, ("--displacement", text), 2)
      for text in ("1e300 m", "50000 km", "1.7e308")],
    *[Case(f"without {option}", {option: None}, (option, "required"), 2)
      for option in ("--response", "--control", "--incidents", "--date-field", "--displacement")],
    *[Case(f"empty {option}", {option: ""}, (option,), 2) for option in ("--response", "--control", "--incidents")],
    Case("empty --date-field", {"--date-field": ""}, ("--date-field",), 2),
    Case("unknown option", {"--distance": "300 m"}, ("--distance",), 2),
    Case("option of another command", {"--treated": "1,2"}, ("--treated",), 2),
    Case("option without its value", {"--json": True}, ("--json",), 2),
    *[Case(f"{option} {text!r}", {option: text}, (option, text), 2) for option, text in (
        ("--overlap", "maybe"), ("--suitability-action", "shrug"), ("--progress", "loud"), ("--confidence", "0"),
        ("--confidence", "1"), ("--confidence", "95"), ("--confidence", "nan"), ("--confidence", "high"),
        ("--min-correlation", "2"), ("--min-correlation", "-0.5"), ("--min-correlation", "nan"),
        ("--max-area-difference", "-1"), ("--max-area-difference", "20%"), ("--max-count-difference", "inf"),
        ("--test_suitability", "PERHAPS"))],
    Case("a flag with a value", {"--overwrite": True, "--quiet=maybe": True}, ("quiet",), 2),
    Case("unknown key in a layer", {"--response": "areas.gpkg|layer=response"}, ("--response", "layer", "layername"), 2),
    Case("key without a value", {"--response": "areas.gpkg|response"}, ("--response", "layername="), 2),
    Case("layer name twice", {"--response": "areas.gpkg|layername=a|layername=b"}, ("--response", "layername", "twice"), 2),
    Case("no path", {"--response": "|layername=response"}, ("--response", "path"), 2),
    Case("layerid of letters", {"--response": "areas.gpkg|layerid=one"}, ("--response", "one"), 2),
    Case("subset in --output", {"--output": "result.gpkg|layername=a|subset=1=1"}, ("--output", "layername"), 2),
    Case("unknown key in --output", {"--output": "result.gpkg|layer=a"}, ("--output", "layer"), 2),
    *[Case(f"--output {name}", {"--output": name}, ("--output", name, ".gpkg"), 2)
      for name in ("result.tab", "result", "result.gpkg.txt", "result.kml")],
    *[Case(f"empty {option}", {option: ""}, (option,), 2)
      for option in ("--output", "--json", "--html", "--message")],
    Case("newline in a path", {"--response": "no\nsuch\nfile.gpkg"}, ("no such file.gpkg",)),
    Case("newline in a condition", {"--where": "name =\n'North'\nAND x"}, ("condition",)),
    Case("newline in an option", {"--over\nlap": "clip"}, ("lap",), 2),
    Case("escape codes in a path", {"--response": "\x1b[31mred.gpkg"}, ("red.gpkg",)),
    Case("a path of 10,000 letters", {"--response": "a" * 10000}, ("aaa",)),
    Case("a condition of 10,000 letters", {"--where": "a" * 10000}, ("aaa", "condition")),
]


@parametrized(COMMAND_LINE)
def test_a_wrong_command_line_is_explained(wdd, study, case):
    check(wdd, study, case)


@pytest.mark.parametrize("args,says", [
    ((), ("command", "test", "counts")),
    (("tset",), ("'tset'", "test", "counts")),
    (("",), ("command",)),
    (("--nonsense",), ("--nonsense",)),
    (("test", "surplus", *arguments()[1:]), ("surplus",)),
    (("test", *arguments()[1:], "--where", "1=1", "--where", "2=2"), ("--where",)),
])
def test_what_is_no_command_is_said(wdd, study, args, says):
    before = snapshot(study)
    assert_refused(wdd(*args, cwd=study, check=False), 2, *says, "--help")
    assert changed(before, snapshot(study)) == []


@pytest.mark.parametrize("text", ["[name]='North'", "{}", "name='North' --", "%%", "++", "name IN ('a','b')", "-1=-1", "--x"])
def test_values_arrive_as_they_were_written(wdd, study, text):
    """Option parsers like to interpret brackets, braces and dashes."""
    line = wdd(*arguments({f"--where={text}": True}), cwd=study, check=False)
    assert line.status in (0, 1), line.err
    if line.status == 1:
        assert text in line.err


# --- counts -----------------------------------------------------------------------------------------------------------

TABLE = "treated_pre,treated_post,control_pre,control_post\n"
COUNTS = [
    (("--treated", "1,2"), 2, ("--control",), ""),
    ((), 2, ("--treated", "--input"), ""),
    (("--treated", "1", "--control", "3,4"), 2, ("--treated", "'1'", "2 numbers"), ""),
    (("--treated", "1,2,3", "--control", "3,4"), 2, ("--treated", "'1,2,3'"), ""),
    (("--treated", "a,b", "--control", "3,4"), 2, ("--treated", "'a'"), ""),
    (("--treated", "1,", "--control", "3,4"), 2, ("--treated", "'1,'"), ""),
    (("--treated", "1,,2", "--control", "3,4"), 2, ("--treated", "'1,,2'"), ""),
    (("--treated", "-1,2", "--control", "3,4"), 2, ("-1", "treated"), ""),
    (("--treated", "nan,2", "--control", "3,4"), 2, ("nan", "treated"), ""),
    (("--treated", "inf,2", "--control", "3,4"), 2, ("inf", "treated"), ""),
    (("--treated", "1,2", "--control", "3,4", "--time-weights", "0,1"), 2, ("weight", "0"), ""),
    (("--treated", "1,2", "--control", "3,4", "--area-weights", "1,1"), 2, ("--area-weights", "4 numbers"), ""),
    (("--treated", "1,2", "--control", "3,4", "--confidence", "1"), 2, ("confidence", "1"), ""),
    (("--treated", "1,2", "--control", "3,4", "--output", "o.csv"), 2, ("--output", "--input"), ""),
    (("--treated", "1,2", "--control", "3,4", "--input", "d.csv"), 2, ("--input",), ""),
    (("--input", "nowhere.csv"), 1, ("nowhere.csv", "does not exist"), ""),
    (("--input", "d.csv", "--json", "-"), 2, ("--json", "--input"), TABLE + "1,2,3,4\n"),
    (("--input", "d.csv"), 1, ("d.csv", "'control_post'", "treated_pre, treated_post, control_pre"),
     "treated_pre,treated_post,control_pre\n1,2,3\n"),
    (("--input", "d.csv"), 1, ("d.csv", "row 2", "treated_post", "'two'"), TABLE + "1,2,3,4\n1,two,3,4\n"),
    (("--input", "d.csv"), 1, ("d.csv", "row 2", "control_post"), TABLE + "1,2,3,4\n1,2,3\n"),
    (("--input", "d.csv"), 1, ("d.csv", "row 1", "-1"), TABLE + "-1,2,3,4\n"),
    (("--input", "d.csv"), 1, ("d.csv", "row 1", "nan"), TABLE + "nan,2,3,4\n"),
    (("--input", "d.csv"), 1, ("d.csv",), ""),
    (("--input", "d.csv"), 1, ("d.csv", "'z'", "rename"), TABLE[:-1] + ",z\n1,2,3,4,5\n"),
    (("--input", "d.csv", "--output", "d.csv"), 1, ("d.csv", "exists", "--overwrite"), TABLE + "1,2,3,4\n"),
    (("--input", "d.csv", "--output", "d.csv", "--overwrite"), 2, ("d.csv", "input"), TABLE + "1,2,3,4\n"),
    (("--input", "d.csv", "--output", "./d.csv", "--overwrite"), 2, ("d.csv", "input"), TABLE + "1,2,3,4\n"),
    (("--input", "d.csv", "--output", "no/o.csv"), 1, ("no/o.csv", "folder"), TABLE + "1,2,3,4\n"),
    (("--input", "d.csv", "--output", "."), 1, (".", "folder"), TABLE + "1,2,3,4\n"),
    (("--input", "picture.csv"), 1, ("picture.csv",), ""),
]


@pytest.mark.parametrize("args,status,says,table", [
    pytest.param(*case, id=" ".join(case[0]) + f" {i}") for i, case in enumerate(COUNTS)])
def test_bad_counts_are_named(wdd, tmp_path, args, status, says, table):
    write("d.csv", table)(tmp_path)
    write("picture.csv", PNG)(tmp_path)
    before = snapshot(tmp_path)
    assert_refused(wdd("counts", *args, cwd=tmp_path, check=False), status, *says)
    assert changed(before, snapshot(tmp_path)) == []


# --- outputs ----------------------------------------------------------------------------------------------------------


def made(name, content="precious\n"):
    return write(name, content)


OUTPUTS = [
    Case("layer exists", {"--output": "areas.gpkg|layername=extra"}, ("areas.gpkg", "'extra'", "--overwrite"),
         make=areas([RESPONSE], name="extra", file="areas.gpkg")),
    Case("layer exists in other letters", {"--output": "areas.gpkg|layername=EXTRA"}, ("areas.gpkg", "--overwrite"),
         make=areas([RESPONSE], name="extra", file="areas.gpkg")),
    *[Case(f"{option} exists", {option: "out.file"}, ("out.file", "exists", "--overwrite"), make=made("out.file"))
      for option in ("--json", "--html", "--message")],
    *[Case(f"{option} in a missing folder", {option: "no/where/out.gpkg"}, ("no/where/out.gpkg", "folder no/where"))
      for option in ("--output", "--json", "--html", "--message")],
    *[Case(f"{option} is a folder", {option: "folder.gpkg"}, ("folder.gpkg", "folder;"),
           make=lambda folder: (folder / "folder.gpkg").mkdir())
      for option in ("--output", "--json", "--html", "--message")],
    Case("--output in a file", {"--output": "areas.gpkg/result.gpkg"}, ("areas.gpkg",)),
    Case("output in /proc", {"--output": "/proc/result.gpkg"}, ("/proc/result.gpkg",)),
    Case("json in /proc", {"--json": "/proc/result.json", "--output": None}, ("/proc/result.json",)),
    Case("--output is text", {"--output": "text.gpkg"}, ("text.gpkg", "not a GeoPackage"), make=made("text.gpkg")),
    Case("--output is text, --overwrite", {"--output": "text.gpkg", "--overwrite": True}, ("text.gpkg", "not a GeoPackage"),
         make=made("text.gpkg")),
    Case("--output is a plain SQLite file", {"--output": "plain.gpkg", "--overwrite": True}, ("plain.gpkg",),
         make=lambda folder: sqlite3.connect(folder / "plain.gpkg").execute("CREATE TABLE t (a)").connection.close()),
    *[Case(f"{a} and {b} the same", {a: "out.gpkg", b: "out.gpkg"}, ("out.gpkg", "two outputs"), 2)
      for a, b in (("--json", "--html"), ("--output", "--json"), ("--message", "--html"))],
    Case("json and message both -", {"--json": "-", "--message": "-"}, ("-", "two outputs"), 2),
    *[Case(f"two spellings of one output: {other}", {"--json": "out.txt", "--html": other}, ("out.txt", "two outputs"), 2)
      for other in ("./out.txt", "../study/out.txt")],
    *[Case(f"the output would replace the {what}", {"--output": name, "--overwrite": True}, (name.split("|")[0], "input"), 2)
      for what, name in (("response", "areas.gpkg|layername=response"), ("control", "areas.gpkg|layername=control"),
                         ("incidents", "incidents.gpkg"), ("incidents named", "incidents.gpkg|layername=incidents"),
                         ("response in capitals", "areas.gpkg|layername=RESPONSE"),
                         ("response by another path", "./areas.gpkg|layername=response"),
                         ("incidents by another path", "../study/incidents.gpkg"),
                         ("response by a link", "link.gpkg|layername=response"))],
    *[Case(f"{option} would replace {name}", {option: name, "--overwrite": True}, (name, "input"), 2)
      for option in ("--json", "--html", "--message") for name in ("areas.gpkg", "incidents.gpkg")],
    *[Case(f"reserved layer name {name}", {"--output": f"result.gpkg|layername={name}"}, (name,), 2)
      for name in ("gpkg_contents", "GPKG_new", "rtree_response_geom", "sqlite_master", "layer_styles")],
    Case("the styles of others as output", {"--output": "styled.gpkg|layername=layer_styles", "--overwrite": True},
         ("layer_styles",), 2,
         make=lambda folder: make_layer(folder / "styled.gpkg", [(None, {"name": "x"})], {"name": "String"},
                                        layer="layer_styles", geometry_type=ogr.wkbNone)),
]


@parametrized(OUTPUTS)
def test_an_output_in_the_way_is_kept(wdd, study, case):
    if case.name.endswith("by a link"):
        (study / "link.gpkg").symlink_to("areas.gpkg")
    check(wdd, study, case)


@pytest.fixture
def as_nobody(tmp_path_factory, template, wdd):
    """run(study, changes): the command as a user who may not write in the study's folder."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    try:
        probe = run_raw(wdd.binary, ["--version"], "/", user=65534, group=65534, extra_groups=[])
    except OSError as error:
        pytest.skip(f"another user cannot be played here: {error}")
    if probe.returncode != 0:
        pytest.skip("another user cannot start the command here")
    folder = Path("/tmp") / f"wdd-read-only-{os.getpid()}"
    shutil.copytree(template, folder)
    folder.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)

    def run(changes):
        done = run_raw(wdd.binary, arguments(changes), folder, user=65534, group=65534, extra_groups=[])
        return type("Run", (), {"status": done.returncode, "out": done.stdout.decode(), "err": done.stderr.decode()}), folder

    yield run
    shutil.rmtree(folder)


@pytest.mark.parametrize("changes,says", [
    ({"--output": "result.gpkg"}, ("result.gpkg", "folder", "may not be written")),
    ({"--output": "areas.gpkg|layername=result"}, ("areas.gpkg", "may not be written")),
    ({"--output": None, "--json": "r.json"}, ("r.json", "folder", "may not be written")),
    ({"--output": None, "--html": "r.html"}, ("r.html", "folder", "may not be written")),
])
def test_a_read_only_folder_is_named_before_the_work(as_nobody, changes, says):
    run, folder = as_nobody(changes)
    assert_refused(run, 1, *says)
    assert sorted(path.name for path in folder.iterdir()) == ["areas.gpkg", "incidents.gpkg"]


def test_inputs_in_a_read_only_folder_are_read(as_nobody):
    run, folder = as_nobody({"--output": None, "--json": "-"})
    assert run.status == 0, run.err
    assert json.loads(run.out)["incidents"]["read"] == 400
    assert sorted(path.name for path in folder.iterdir()) == ["areas.gpkg", "incidents.gpkg"]


def test_a_file_that_may_not_be_read_is_named(as_nobody):
    _, folder = as_nobody({"--output": None})
    (folder / "incidents.gpkg").chmod(0o000)
    run, _ = as_nobody({"--output": None})
    assert_refused(run, 1, "incidents.gpkg")
    assert "does not exist" not in error_line(run)


# --- unsuitable control -----------------------------------------------------------------------------------------------


def test_an_unsuitable_control_is_status_3_and_writes_nothing(wdd, study):
    before = snapshot(study)
    changes = {"--test-suitability": True, "--json": "r.json", "--html": "r.html", "--message": "r.txt"}
    run = wdd(*arguments(changes), cwd=study, check=False)
    assert run.status == 3 and run.out == ""
    errors = [line for line in run.err.splitlines() if line.startswith("wdd: error: ")]
    assert len(errors) == 1 and run.err.splitlines()[-1] == errors[0]
    assert all(line.startswith(("wdd: error: ", "wdd: warning: ")) for line in run.err.splitlines())
    assert changed(before, snapshot(study)) == []


def test_an_unsuitable_control_with_warn_is_done(wdd, study):
    changes = {"--test-suitability": True, "--suitability-action": "warn", "--json": "-"}
    run = wdd(*arguments(changes), cwd=study)
    assert run.json["suitability"]["suitable"] is False
    assert "The control area did not pass" in run.json["message"]
    assert (study / "result.gpkg").exists()
