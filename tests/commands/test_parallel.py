# SPDX-License-Identifier: MIT
"""Runs that write to one GeoPackage at the same time: every layer arrives, or its run says that it does not."""

import shutil
import sqlite3
import subprocess

import pytest
from osgeo import gdal

from bad_input import DEFAULTS, command_line
from conftest import TOWN
from test_evaluate import CONTROL

EIGHT = range(8)


def at_once(command, folder, arguments):
    """Starts a run for each list of arguments, all before the first one ends: [(status, errors)]."""
    processes = [subprocess.Popen([str(command.binary), *map(str, args)], cwd=folder, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True) for args in arguments]
    return [(process.returncode, error) for process, error in
            ((process, process.communicate(timeout=240)[1]) for process in processes)]


def layers(path):
    """{layer: its features} of a file that is sound; without the tables beside the layers."""
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    tables = [source.GetLayer(i) for i in range(source.GetLayerCount())]
    return {table.GetName(): table.GetFeatureCount() for table in tables if table.GetName() != "layer_styles"}


def arguments_of(command, changes):
    return command_line(command, {**DEFAULTS, **changes})


def wdd_test(i):
    return arguments_of("test", {"--output": f"new.gpkg|layername=l{i}", "--displacement": f"{100 + i} m"})


def wdd_placebo(i):
    return arguments_of("placebo", {"--output": f"new.gpkg|layername=l{i}", "--end": "2023-03-14"})


@pytest.mark.parametrize("arguments", [wdd_test, wdd_placebo])
@pytest.mark.parametrize("before", ["no file", "an empty file", "a file with layers"])
def test_eight_layers_of_wdd_in_one_file(wdd, study, arguments, before):
    if before == "an empty file":
        (study / "new.gpkg").touch()
    elif before == "a file with layers":
        shutil.copy(study / "areas.gpkg", study / "new.gpkg")
    names = set(p.name for p in study.iterdir()) | {"new.gpkg"}
    runs = at_once(wdd, study, [arguments(i) for i in EIGHT])
    found = layers(study / "new.gpkg")
    failed = [i for i, (status, _) in enumerate(runs) if status != 0]
    if before == "a file with layers":  # a run that waits too long for the others says so
        assert all("locked" in runs[i][1] for i in failed)
    else:
        assert failed == [], runs
    expected = {f"l{i}" for i in EIGHT if i not in failed}
    assert set(found) == expected | ({"response", "control"} if before == "a file with layers" else set())
    assert min(found[layer] for layer in expected) == max(found[layer] for layer in expected) > 0
    assert set(p.name for p in study.iterdir()) == names


def test_a_layer_that_is_added_is_as_if_it_were_alone(wdd, study):
    at_once(wdd, study, [wdd_test(i) for i in EIGHT])
    for i in EIGHT:
        wdd(*study_alone(i), cwd=study)
        assert dump(study / "new.gpkg", f"l{i}") == dump(study / f"alone{i}.gpkg", f"l{i}")


def study_alone(i):
    return [arg.replace("new.gpkg", f"alone{i}.gpkg") for arg in wdd_test(i)]


def dump(path, layer):
    """What QGIS sees of a layer: schema, features, extent, system, style, index."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    table = source.GetLayerByName(layer)
    schema = [(field.GetName(), field.GetType(), field.GetWidth()) for field in table.schema]
    features = [(feature.GetFID(), feature.items(), feature.GetGeometryRef() and feature.GetGeometryRef().ExportToWkt())
                for feature in table]
    database = sqlite3.connect(path)
    style = database.execute("SELECT styleName, styleQML, useAsDefault FROM layer_styles WHERE f_table_name = ?", [layer]).fetchall()
    index = database.execute(f"SELECT * FROM rtree_{layer}_geom ORDER BY id").fetchall()
    triggers = database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [layer]).fetchall()
    extent = database.execute("SELECT min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = ?", [layer]).fetchall()
    database.close()
    return (schema, table.GetGeomType(), table.GetGeometryColumn(), table.GetFIDColumn(), features, style, index, triggers, extent,
            table.GetSpatialRef().ExportToWkt())


def test_eight_layers_of_one_name_without_overwrite(wdd, study):
    runs = at_once(wdd, study, [study_of_one_name(i) for i in EIGHT])
    assert sorted(status for status, _ in runs) == [0] + [1] * 7
    assert all("exists already" in error for status, error in runs if status)
    assert layers(study / "new.gpkg") == {"new": 5}


def study_of_one_name(i):
    return arguments_of("test", {"--output": "new.gpkg", "--displacement": f"{100 + i} m"})


def test_eight_simulations_in_one_file(crims, town_model, tmp_path):
    runs = at_once(crims, tmp_path, [["simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-01", "--seed", i,
                                      "--output", f"new.gpkg|layername=l{i}", "--quiet"] for i in EIGHT])
    assert [status for status, _ in runs] == [0] * 8, runs
    found = layers(tmp_path / "new.gpkg")
    assert set(found) == {f"l{i}" for i in EIGHT} and min(found.values()) > 100


def test_eight_injections_in_one_file(crims, tmp_path):
    runs = at_once(crims, tmp_path, [["inject", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred",
                                      "--type-field", "type", "--scenario", TOWN / "town-scenario.json", "--seed", i,
                                      "--output", f"new.gpkg|layername=l{i}", "--quiet"] for i in EIGHT])
    assert [status for status, _ in runs] == [0] * 8, runs
    found = layers(tmp_path / "new.gpkg")
    assert set(found) == {f"l{i}" for i in EIGHT} and min(found.values()) > 1000


def test_whole_files_are_not_replaced_without_being_asked(crims, town_model, tmp_path):
    """An evaluation is a file of its own, so only one of the runs can have it."""
    runs = at_once(crims, tmp_path, [["evaluate", "--model", town_model, "--scenario", TOWN / "scenario.json", "--control",
                                      CONTROL, "--displacement", "250 m", "--replicates", "20", "--seed", i, "--output", "new.gpkg",
                                      "--quiet"] for i in range(4)])
    assert [status for status, _ in runs].count(0) == 1, runs
    assert all("another" in error or "exists already" in error for status, error in runs if status), runs
    assert "summary" in layers(tmp_path / "new.gpkg")


def assert_one_has_it(runs):
    assert [status for status, _ in runs].count(0) == 1, runs
    assert all("another program wrote it after" in error or "exists already" in error
               for status, error in runs if status), runs


def test_eight_models_in_one_file(crims, tmp_path):
    """A model is a file of its own; the runs read one download and write it all the same."""
    runs = at_once(crims, tmp_path, [["calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04",
                                      "--to", f"2022-{i + 2:02}", "--output", "new.gpkg", "--quiet"] for i in EIGHT])
    assert_one_has_it(runs)
    winner = next(i for i, (status, _) in enumerate(runs) if status == 0)
    database = sqlite3.connect(tmp_path / "new.gpkg")
    assert database.execute("SELECT value FROM metadata WHERE key = 'data_to'").fetchall() == [(f"2022-{winner + 2:02}",)]
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["new.gpkg"]


@pytest.mark.parametrize("output", ["new.csv", "new.json"])
def test_eight_tables_of_crimes_in_one_file(crims, town_model, tmp_path, output):
    runs = at_once(crims, tmp_path, [["simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-03", "--seed", i,
                                      "--output", output, "--quiet"] for i in EIGHT])
    assert_one_has_it(runs)
    winner = next(i for i, (status, _) in enumerate(runs) if status == 0)
    crims("simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-03", "--seed", winner, "--output", f"own {output}",
          "--quiet", cwd=tmp_path)
    assert (tmp_path / output).read_bytes() == (tmp_path / f"own {output}").read_bytes()


@pytest.mark.parametrize("option", ["--json", "--html", "--message"])
def test_eight_messages_in_one_file(wdd, study, option):
    runs = at_once(wdd, study, [arguments_of("test", {"--output": None, option: "new.txt", "--displacement": f"{100 + i} m"})
                                for i in EIGHT])
    assert_one_has_it(runs)
    winner = next(i for i, (status, _) in enumerate(runs) if status == 0)
    assert f"{100 + winner} m" in (study / "new.txt").read_text()


def test_eight_messages_that_may_replace_each_other(wdd, study):
    runs = at_once(wdd, study, [arguments_of("test", {"--output": None, "--json": "new.json", "--overwrite": True,
                                                      "--displacement": f"{100 + i} m"}) for i in EIGHT])
    assert [status for status, _ in runs] == [0] * 8, runs
