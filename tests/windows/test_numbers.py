# SPDX-License-Identifier: MIT
"""The same numbers, and the same bytes where no map projection has been at them."""

import io
import json
import math
import re
import zipfile

import pytest
from osgeo import gdal, ogr

from conftest import TOWN, assert_same_files

gdal.UseExceptions()
ogr.UseExceptions()

AREAS = ("--response", f"{TOWN}/town.gpkg|layername=response", "--where", "NAME='Market Square'",
         "--control", f"{TOWN}/town.gpkg|layername=control",
         "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m", "--test-suitability")
WDD_TEST = ("test", *AREAS, "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred")


def same_text(made):
    (windows, _), (here, _) = made
    assert windows.out == here.out and windows.err == here.err
    return here


def rows(path, layer=None):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    table = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    return [(feature.items(), feature.GetGeometryRef() and feature.GetGeometryRef().Clone()) for feature in table]


def is_close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) if isinstance(a, float) and isinstance(b, float) else a == b


def assert_same_layer(made, name, ignored=()):
    windows, here = (rows(folder / name) for _, folder in made)
    assert len(windows) == len(here) > 0
    for (a, shape_a), (b, shape_b) in zip(windows, here):
        assert a.keys() == b.keys()
        assert [key for key in a if key not in ignored and not is_close(a[key], b[key])] == []
        assert (shape_a is None) == (shape_b is None)
        if shape_a is not None and shape_a.GetGeometryType() != ogr.wkbPoint:
            assert abs(shape_a.GetArea() - shape_b.GetArea()) <= 1e-6 * shape_b.GetArea()


def test_the_test(wdd):
    made = wdd(*WDD_TEST, "--output", "r.gpkg", "--html", "r.html", "--json", "r.json")
    assert "-109" in same_text(made).out  # README
    assert_same_files(made, "r.html")
    windows, here = (json.loads((folder / "r.json").read_text("utf-8")) for _, folder in made)
    assert windows == here
    assert_same_layer(made, "r.gpkg")


def test_the_forecast_of_comparable_areas(wdd):
    made = wdd(*WDD_TEST, "--comparison-areas", f"{TOWN}/town-county.gpkg|layername=districts", "--output", "r.gpkg")
    same_text(made)


def test_counts(wdd):
    same_text(wdd("counts", "--treated", "207,110", "--control", "181,171", "--json", "-"))


def test_a_table_of_counts_and_its_workbook(wdd):
    designs = "treated_pre,treated_post,control_pre,control_post\n207,110,181,171\n20,11,18,17\n"
    for folder in ("windows", "here"):
        (wdd.tmp_path / folder).mkdir()
        (wdd.tmp_path / folder / "designs.csv").write_text(designs)
    made = wdd("counts", "--input", "designs.csv", "--output", "r.csv")
    assert_same_files(made, "r.csv")


def test_a_workbook_has_the_same_sheets(wdd, monkeypatch):
    made = wdd(*WDD_TEST, "--output", "r.gpkg", "--xlsx", "r.xlsx")
    windows, here = (zipfile.ZipFile(io.BytesIO((folder / "r.xlsx").read_bytes())) for _, folder in made)
    assert sorted(windows.namelist()) == sorted(here.namelist())
    for name in here.namelist():
        if name != "docProps/core.xml":  # when it was made
            assert windows.read(name) == here.read(name), name


def test_time_zones(wdd):
    for zone in ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"):
        same_text(wdd(*WDD_TEST, "--output", "r.gpkg", "--overwrite", "--time-zone", zone, "--json", "-"))


@pytest.fixture(name="modelled")
def _modelled(crims):
    """crims, with model.gpkg of the town in both folders."""
    made = crims("rhythm", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type",
                 "--output", "rhythm.csv", "--quiet")
    assert_same_files(made, "rhythm.csv")
    made = crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
                 "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", TOWN / "town-lookup.csv",
                 "--offences", TOWN / "town-offences.csv", "--categories", TOWN / "town-categories.csv", "--rhythm", "rhythm.csv",
                 "--dispersion", "--output", "model.gpkg")
    same_text(made)
    same_text(crims("show", "model.gpkg"))
    return crims


def test_simulated_crimes_and_their_maps(modelled):
    made = modelled("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-12", "--output", "crimes.csv")
    same_text(made)
    assert_same_files(made, "crimes.csv")
    made = modelled("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-01", "--output", "crimes.gpkg")
    assert_same_layer(made, "crimes.gpkg")
    for ending, magic in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        for _, folder in modelled("map", "--crimes", "crimes.csv", "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA",
                                  "--output", f"map.{ending}"):
            assert (folder / f"map.{ending}").read_bytes().startswith(magic)  # letters have other shapes there


def test_the_power_of_a_plan(modelled):
    made = modelled("evaluate", "--model", "model.gpkg", "--response", f"{TOWN}/town.gpkg|layername=response", "--where", "NAME='Market Square'",
                    "--start", "2023-01-01", "--end", "2023-06-30", "--effect", "0.3", "--control", f"{TOWN}/town.gpkg|layername=control",
                    "--displacement", "250 m", "--replicates", "1000", "--csv", "evaluation.csv", "--html", "evaluation.html",
                    "--output", "evaluation.gpkg", "--quiet")
    assert_same_files(made, "evaluation.csv", "evaluation.html")


def test_the_simulator_in_steps(modelled):
    requests = b'{"do": "advance", "days": 3}\n{"do": "expected"}\n{"do": "nonsense"}\n'
    same_text(modelled("step", "--model", "model.gpkg", "--start", "2023-01-01", stdin=requests))


def test_validation(modelled):
    made = modelled("validate", "--model", "model.gpkg", "--crimes", TOWN / "town-crimes.zip", "--from", "2023-01", "--to", "2023-12",
                    "--html", "validation.html")
    same_text(made)
    pages = [(folder / "validation.html").read_text("utf-8") for _, folder in made]
    windows, here = (re.sub(r"model.gpkg:</dt><dd>[0-9a-f]{64}", "model.gpkg", page) for page in pages)  # a file of SQLite's has other bytes
    assert windows == here


def test_crimes_of_a_download(crims):
    download = ("--crimes", TOWN / "town-crimes.zip", "--lookup", TOWN / "town-lookup.csv")
    made = crims("audit", *download, "--html", "audit.html")
    same_text(made)
    assert_same_files(made, "audit.html")
    assert_same_files(crims("counts", *download, "--force", "Thornmere", "--output", "counts.csv"), "counts.csv")
    made = crims("repeats", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type",
                 "--output", "repeats.csv")
    same_text(made)
    assert_same_files(made, "repeats.csv")


def test_from_a_force_s_data_to_a_report_in_one_line(crims):
    made = crims("run", "Thornmere", "2023-01", "2023-03", "--data", TOWN, "--models", "models", "--output", "out")
    for _, folder in made:
        assert sorted(path.name for path in (folder / "out").iterdir()) == ["crimes.gpkg", "map.svg", "model.gpkg", "report.html"]
    assert_same_layer(made, "out/crimes.gpkg")


@pytest.mark.parametrize("ending", ["geojson", "fgb", "csv", "gpkg"])
def test_formats_of_incidents_that_are_written(crims, ending):
    made = crims("inject", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred",
                 "--response", f"{TOWN}/town.gpkg|layername=response", "--response-where", "NAME='Market Square'",
                 "--start", "2022-01-01", "--end", "2022-06-30", "--effect", "0.3", "--seed", "1", "--output", f"r.{ending}")
    windows, here = (rows(folder / f"r.{ending}") for _, folder in made)
    assert [row for row, _ in windows] == [row for row, _ in here]


@pytest.mark.parametrize("ending", ["shp", "geojson", "fgb", "gdb", "csv"])
def test_formats_of_results(wdd, ending):
    made = wdd(*WDD_TEST, "--output", f"r.{ending}")
    same_text(made)
    assert_same_layer(made, f"r.{ending}")


@pytest.mark.parametrize("ending, driver", [
    ("shp", "ESRI Shapefile"), ("geojson", "GeoJSON"), ("fgb", "FlatGeobuf"), ("gdb", "OpenFileGDB"), ("sqlite", "SQLite"),
    ("tab", "MapInfo File"), ("mif", "MapInfo File")])
def test_formats_that_are_read(wdd, tmp_path, ending, driver):
    incidents = tmp_path / f"incidents.{ending}"
    gdal.VectorTranslate(str(incidents), str(TOWN / "town.gpkg"), format=driver, layers=["incidents"])
    same_text(wdd("test", *AREAS, "--incidents", incidents, "--date-field", "occurred"))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_tables_with_coordinates_in_columns(wdd, tmp_path, ending):
    incidents = tmp_path / f"incidents.{ending}"
    gdal.VectorTranslate(str(incidents), str(TOWN / "town.gpkg"), format=ending.upper(), geometryType="NONE", SQLDialect="SQLITE",
                         SQLStatement="SELECT occurred, ST_X(geom) AS x, ST_Y(geom) AS y FROM incidents")
    same_text(wdd("test", *AREAS, "--incidents", incidents, "--date-field", "occurred", "--x", "x", "--y", "y",
                  "--points-crs", "EPSG:27700"))


def test_help_and_a_wrong_command_line(wdd, crims):
    same_text(wdd("test", "--help"))
    same_text(wdd("test", "--no-such", check=2))
    (windows, _), _ = crims("audit", "--help")
    assert windows.out
