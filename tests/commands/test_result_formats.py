# SPDX-License-Identifier: MIT
"""Results in other formats than GeoPackage: the same values, what each cannot keep, and whole or not at all."""

import re
import resource
import shutil
import subprocess
import time

import pytest
from osgeo import gdal, ogr

from bad_input import arguments, assert_refused, changed, run_raw, snapshot

NAMES = ["Straße.shp", "Straße.geojson", "Straße.fgb", "Straße.gdb", "Straße.csv"]
WARNS = {"shp": "cuts the names of fields to 10 characters", "geojson": "longitude and latitude in WGS 84", "fgb": "dates with a time",
         "gdb": "dates with a time", "csv": "without the areas"}


def ending(name):
    return name.rpartition(".")[2]


def layer_rows(path):
    """[({field: value as text}, geometry or None)] of the only layer."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    names = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())} - {"layer_styles"}
    assert len(names) == 1
    return [(feature.items(), feature.GetGeometryRef() and feature.GetGeometryRef().Clone()) for feature in source.GetLayer(0)]


def same(written, kept):
    """A value as a format has it, against that of the GeoPackage."""
    if kept is None or written in (None, ""):
        return kept in (None, "") and written in (None, "")
    if isinstance(kept, float):
        return float(written) == pytest.approx(kept, rel=1e-13)
    if isinstance(kept, int):
        return float(written) == kept
    if re.fullmatch(r"\d{4}[/-]\d\d[/-]\d\d", kept):  # a date or a text
        return str(written).replace("-", "/").startswith(kept.replace("-", "/"))
    return written == kept


def files(folder, stem="Straße"):
    return sorted(path.name for path in folder.iterdir() if stem in path.name)


@pytest.mark.parametrize("name", NAMES)
def test_each_format_has_the_values_of_the_geopackage(wdd, study, name):
    wdd(*arguments({"--output": "kept.gpkg"}), cwd=study)
    run = wdd(*arguments({"--output": name}), cwd=study)
    assert run.err.count("\n") == 1 and run.err.startswith(f"wdd: warning: {name}: ") and WARNS[ending(name)] in run.err
    kept, written = layer_rows(study / "kept.gpkg"), layer_rows(study / name)
    assert len(written) == len(kept) == 5
    for (values, shape), (wanted, wanted_shape) in zip(written, kept):
        assert len(values) == len(wanted)
        for (field, value), (wanted_field, wanted_value) in zip(values.items(), wanted.items()):
            if ending(name) != "shp":
                assert field == wanted_field
            assert field[:6] == wanted_field[:6] and same(value, wanted_value), (field, value, wanted_value)
        if ending(name) == "csv":
            assert shape is None
        elif ending(name) != "geojson":
            assert shape.GetArea() == pytest.approx(wanted_shape.GetArea(), rel=1e-6)
    assert not [path.name for path in study.iterdir() if path.name.startswith(".")]


def test_a_shapefile_has_names_that_do_not_repeat(wdd, study):
    wdd(*arguments({"--output": "result.shp"}), cwd=study)
    assert files(study, "result") == ["result.cpg", "result.dbf", "result.prj", "result.shp", "result.shx"]
    names = list(layer_rows(study / "result.shp")[0][0])
    assert len(set(names)) == len(names) and all(len(name) <= 10 for name in names)
    assert (study / "result.cpg").read_text().strip() == "UTF-8"


def test_geojson_is_in_wgs84(wdd, study):
    wdd(*arguments({"--output": "result.geojson"}), cwd=study)
    source = gdal.OpenEx(str(study / "result.geojson"), gdal.OF_VECTOR)
    assert source.GetLayer(0).GetSpatialRef().GetAuthorityCode(None) == "4326"
    west, east, south, north = source.GetLayer(0).GetExtent()
    assert -0.2 < west < east < 0 and 51.4 < south < north < 51.6  # the Thames at London
    assert '"crs"' not in (study / "result.geojson").read_text()


def test_zones_that_are_not_there_are_rows_without_an_area(wdd, study):
    for name, rows in (("result.shp", 5), ("result.geojson", 5), ("result.gdb", 5), ("result.fgb", 3)):
        wdd(*arguments({"--output": name, "--displacement": "0"}), cwd=study)
        assert len(layer_rows(study / name)) == rows


def test_comparison_areas_and_ranks_too(wdd, study):
    run = wdd(*arguments({"--output": None, "--comparison-output": "areas.fgb"}), cwd=study)
    assert "areas.fgb" in run.err and layer_rows(study / "areas.fgb")[-1][0]["ROLE"] == "response"
    rank = arguments({"--output": "rank.shp"})
    wdd("placebo", *rank[1:], cwd=study)
    assert layer_rows(study / "rank.shp")[-1][0]["ROLE"] == "response"


# --- what is not replaced ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_result_replaces_another_only_when_asked(wdd, study, name):
    wdd(*arguments({"--output": name, "--displacement": "0"}), cwd=study)
    before = snapshot(study)
    assert_refused(wdd(*arguments({"--output": name}), cwd=study, check=False), 1, "Straße.", "--overwrite")
    assert changed(before, snapshot(study)) == []
    wdd(*arguments({"--output": name, "--overwrite": True}), cwd=study)
    assert layer_rows(study / name)[2][0]["RUN_DISPLA" if ending(name) == "shp" else "RUN_DISPLACEMENT"] == "300 m"
    assert not [path.name for path in study.iterdir() if path.name.startswith(".")]


def test_an_old_index_does_not_stay_with_a_new_shapefile(wdd, study):
    wdd(*arguments({"--output": "result.shp", "--displacement": "0"}), cwd=study)
    for suffix in ("qix", "sbn", "sbx"):
        (study / f"result.{suffix}").write_bytes(b"of the old one")
    (study / "result.qml").write_text("a style of the user's")
    wdd(*arguments({"--output": "result.shp", "--overwrite": True}), cwd=study)
    assert files(study, "result") == ["result.cpg", "result.dbf", "result.prj", "result.qml", "result.shp", "result.shx"]


def test_a_table_of_the_same_name_is_not_taken_for_a_part(wdd, study):
    (study / "result.dbf").write_text("a table of the user's")
    before = snapshot(study)
    assert_refused(wdd(*arguments({"--output": "result.shp"}), cwd=study, check=False), 1, "result.dbf: the file exists already")
    assert changed(before, snapshot(study)) == []


def geodatabase(path, *layers):
    source = gdal.GetDriverByName("OpenFileGDB").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    for layer in layers:
        source.CreateLayer(layer, None, ogr.wkbPolygon)


OTHERS = {  # what has the name already: what is said
    "other layer": "the file geodatabase holds other layers",
    "two layers": "the file geodatabase holds other layers",
    "folder": "it exists and is not a file geodatabase",
    "file": "it exists and is not a file geodatabase",
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_geodatabase_with_something_else_in_it_stays(wdd, study, what):
    path = study / "result.gdb"
    if what == "folder":
        path.mkdir()
        (path / "mine.txt").write_text("mine")
    elif what == "file":
        path.write_text("mine")
    else:
        geodatabase(path, *(["roads"] if what == "other layer" else ["result", "roads"]))
    before = snapshot(study)
    assert_refused(wdd(*arguments({"--output": "result.gdb", "--overwrite": True}), cwd=study, check=False), 1, "result.gdb", OTHERS[what])
    assert changed(before, snapshot(study)) == []


def test_the_layer_of_a_geodatabase_has_a_name_of_its_own(wdd, study):
    wdd(*arguments({"--output": "result.gdb/|layername=evaluation"}), cwd=study)
    source = gdal.OpenEx(str(study / "result.gdb"), gdal.OF_VECTOR)
    assert source.GetLayer(0).GetName() == "evaluation"


REFUSED = {
    "result.tab": (2, "must end in .gpkg, .shp, .geojson, .fgb, .gdb or .csv"),
    "result": (2, "must end in .gpkg"),
    "result.shp|layername=x": (2, "a .shp file holds one layer"),
    "nowhere/result.shp": (1, "there is no folder nowhere"),
    "nowhere/result.gdb": (1, "there is no folder nowhere"),
    "folder.shp": (1, "it is a folder"),
    "folder.csv": (1, "it is a folder"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_written_is_told_before_any_work(wdd, study, name):
    (study / "folder.shp").mkdir()
    (study / "folder.csv").mkdir()
    before = snapshot(study)
    status, says = REFUSED[name]
    assert_refused(wdd(*arguments({"--output": name}), cwd=study, check=False), status, says)
    assert changed(before, snapshot(study)) == []


@pytest.mark.parametrize("suffix", ["shp", "geojson", "fgb", "gdb", "csv"])
def test_an_input_is_no_output(wdd, study, suffix):
    if suffix == "gdb":
        geodatabase(study / "x.gdb")
    drivers = {"shp": "ESRI Shapefile", "geojson": "GeoJSON", "fgb": "FlatGeobuf", "csv": "CSV", "gdb": "OpenFileGDB"}
    shutil.rmtree(study / "x.gdb", ignore_errors=True)
    source = gdal.GetDriverByName(drivers[suffix]).Create(str(study / f"x.{suffix}"), 0, 0, 0, gdal.GDT_Unknown)
    source.CreateLayer("x", None, ogr.wkbPolygon).CreateField(ogr.FieldDefn("name"))
    del source
    before = snapshot(study)
    refused = wdd(*arguments({"--control": f"x.{suffix}", "--output": f"x.{suffix}", "--overwrite": True}), cwd=study, check=False)
    assert_refused(refused, 2, "would overwrite an input")
    assert changed(before, snapshot(study)) == []


# --- whole or not at all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_cannot_finish_leaves_the_old_result(wdd, study, name):
    wdd(*arguments({"--output": name, "--displacement": "0"}), cwd=study)
    before = snapshot(study)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))

    run = run_raw(wdd.binary, arguments({"--output": name, "--overwrite": True}), study, preexec_fn=limit, text=True)
    assert run.returncode == 1 and "wdd: error: Straße" in run.stderr
    assert changed(before, snapshot(study)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_cannot_be_written_takes_the_layer_with_it(wdd, study, name):
    """The JSON goes to a full device: then there is no layer either."""
    before = snapshot(study)
    refused = wdd(*arguments({"--output": name, "--json": "/dev/full"}), cwd=study, check=False)
    assert refused.status == 1 and "/dev/full" in refused.err
    assert changed(before, snapshot(study)) == []


def test_what_a_killed_run_left_goes_with_the_next(wdd, study):
    gone = subprocess.run(["true"], check=True) and subprocess.Popen(["sleep", "0"])  # a number that no process has any more
    gone.wait()
    wdd(*arguments({"--output": "first.shp"}), cwd=study)
    here = next_part_place(wdd, study)
    left = study / f".result.shp.part-{gone.pid}-{here}"
    left.mkdir()
    (left / "result.dbf").write_text("half")
    wdd(*arguments({"--output": "result.shp"}), cwd=study)
    assert not left.exists() and len(layer_rows(study / "result.shp")) == 5


def next_part_place(wdd, study):
    """How this machine is named in part files: seen while a run waits for a pipe."""
    pipe = study / "pipe"
    subprocess.run(["mkfifo", str(pipe)], check=True)
    run = subprocess.Popen([str(wdd.binary), *arguments({"--output": "seen.shp", "--json": "pipe"})], cwd=study,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            parts = list(study.glob(".seen.shp.part-*"))
            if parts:
                return parts[0].name.rpartition("-")[2]
            time.sleep(0.1)
        raise AssertionError("no part file was seen")
    finally:
        with open(pipe, encoding="utf-8") as reader:
            reader.read()
        assert run.wait(timeout=60) == 0
        pipe.unlink()
