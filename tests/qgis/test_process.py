# SPDX-License-Identifier: MIT
"""Every algorithm of the toolbox does its work from QGIS's command line, and fails with the command's own words."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import PLUGINS, TOWN, WDD, given, town

sys.path.insert(0, str(PLUGINS))
from crimekit.host import catalog

WDD_TEST = "crimekit:weighteddisplacementdifference"
TOWN_COUNTS = {"Response Area": (414, 274), "Control Area": (423, 409), "Response Displacement Area": (50, 76),
               "Control Displacement Area": (54, 63)}  # of `wdd test`, as in README.md


def counts_of(path, layer):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
        rows = file.execute(f'SELECT AREATYPE, PREV_CNT, RESP_CNT FROM "{layer}" WHERE PREV_CNT IS NOT NULL')
        return {area: (before, after) for area, before, after in rows}


def results_of(done):
    assert done.status == 0, done.err + done.out
    return json.loads(done.out)["results"]


def test_the_provider_lists_every_algorithm(qgis_process):
    listed = qgis_process("list").out
    for entry in catalog.entries():
        assert f"crimekit:{entry.id}\t{entry.name}" in listed


@pytest.mark.parametrize("distance", ["0", "1320", "1320 FeetUS"])  # the layers are in US survey feet
def test_new_york_has_the_counts_of_the_reference(qgis_process, shared, tmp_path, distance):
    data = shared / "data/wdd"
    done = qgis_process("--json", "run", WDD_TEST, *given({
        "IN_RESPONSE_FEATURE": f"{data}/nyc_areas.gpkg|layername=response", "WHERE_CLAUSE": "NAME = 'Operation North'",
        "IN_CONTROL_FEATURE": f"{data}/nyc_areas.gpkg|layername=control", "IN_FEATURES": data / "nyc_shootings_2006_2023.csv",
        "X": "X_COORD_CD", "Y": "Y_COORD_CD", "POINTS_CRS": "EPSG:2263", "INCIDENT_DATE_FIELD": "OCCUR_DATE",
        "START_DATE_FIELD": "RESP_START", "END_DATE_FIELD": "RESP_END", "DISPLACEMENT_DISTANCE": distance,
        "OUT_FEATURES": tmp_path / "nyc.gpkg", "JSON": tmp_path / "nyc.json"}))
    results = results_of(done)
    expected = json.loads((shared / "reference/nyc_expected.json").read_text())["cases"][f"nyc displacement {distance.split()[0]} ft"]
    assert json.loads((tmp_path / "nyc.json").read_text())["counts"] == expected["counts"]
    found = counts_of(tmp_path / "nyc.gpkg", "nyc")
    assert found["Response Area"] == tuple(expected["counts"]["treated"].values())
    assert found["Control Area"] == tuple(expected["counts"]["control"].values())
    for name, key in {"WDD": "estimate", "SEWDD": "se", "ZWDD": "z", "ONETPV": "p_one_tailed"}.items():
        assert results[name] == pytest.approx(expected["total"][key], rel=1e-12)


def test_the_town_gives_layer_message_numbers_and_progress(qgis_process, tmp_path):
    outputs = {"OUT_FEATURES": tmp_path / "result.gpkg", "MESSAGE": tmp_path / "message.html", "MESSAGE_TEXT": tmp_path / "message.txt"}
    done = qgis_process("run", WDD_TEST, *given(town(**outputs)))
    assert done.status == 0, done.err
    assert counts_of(tmp_path / "result.gpkg", "result") == TOWN_COUNTS
    assert "Strong evidence of reduction" in (tmp_path / "message.txt").read_text()
    assert "Strong evidence of reduction" in (tmp_path / "message.html").read_text()
    assert "ZWDD:\t-2.59" in done.out
    assert "0...10...20..." in done.out


def test_a_layer_is_added_to_a_geopackage_that_exists(qgis_process, tmp_path):
    target = tmp_path / "mine.gpkg"
    shutil.copy(TOWN, target)
    for name, destination in (("first", f"{target}|layername=first"), ("second", f"ogr:dbname='{target}' table=\"second\" (geom)")):
        results_of(qgis_process("--json", "run", WDD_TEST, *given(town(OUT_FEATURES=destination))))
        assert counts_of(target, name) == TOWN_COUNTS


def test_counts_give_the_papers_z(qgis_process):
    done = qgis_process("--json", "run", "crimekit:wddcounts", *given({
        "TREATED": "207,110", "CONTROL": "308,318", "TREATED_DISPLACEMENT": "178,157", "CONTROL_DISPLACEMENT": "150,140"}))
    assert results_of(done)["WDD"] == -118
    assert results_of(done)["ZWDD"] == pytest.approx(-2.98, abs=0.001)


DESIGNS = "treated_pre,treated_post,control_pre,control_post\n207,110,308,318\n"


def test_a_table_of_counts_gives_a_table_of_results(qgis_process, tmp_path):
    (tmp_path / "designs.csv").write_text(DESIGNS)
    done = qgis_process("--json", "run", "crimekit:wddcountstable", *given({
        "INPUT": tmp_path / "designs.csv", "OUTPUT": tmp_path / "results.csv"}))
    assert results_of(done) == {"OUTPUT": str(tmp_path / "results.csv")}
    assert ",-107," in (tmp_path / "results.csv").read_text()


# --- failure --------------------------------------------------------------------------------------------------------------

UNSUITABLE = {"WHERE_CLAUSE": "\"NAME\" = 'Riverside Estate'", "TEST_SUITABILITY": "true"}


@pytest.mark.parametrize("algorithm, parameters, words", [
    (WDD_TEST, town(**UNSUITABLE), "the control area is not suitable: area difference 205.68 %"),
    (WDD_TEST, town(WHERE_CLAUSE="NAME = 'Atlantis'"), "response (IN_RESPONSE_FEATURE): it has no feature"),
    (WDD_TEST, town(WHERE_CLAUSE="NAM = 'x'"), "the expression NAM = 'x' names NAM; the fields of response are fid, NAME, RESP_START"),
    (WDD_TEST, town(WHERE_CLAUSE="NAME = "), "the expression NAME = cannot be read"),
    (WDD_TEST, town(DISPLACEMENT_DISTANCE="250 furlongs"), "--displacement: '250 furlongs'"),
    ("crimekit:wddcounts", {"TREATED": "207", "CONTROL": "308,318"}, "--treated"),
    ("crimekit:wddcountstable", {"INPUT": "absent.csv", "OUTPUT": "results.csv"}, "absent.csv"),
], ids=["unsuitable", "nothing selected", "no such field", "no expression", "no unit", "one count", "no table"])
def test_a_failure_is_told_in_the_commands_words(qgis_process, tmp_path, algorithm, parameters, words):
    if algorithm == WDD_TEST:
        parameters["OUT_FEATURES"] = tmp_path / "result.gpkg"
    done = qgis_process("--json", "run", algorithm, *given(parameters))
    assert done.status == 1
    assert words in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["result.shp", "result.geojson", "memory:"])
def test_only_a_geopackage_can_be_the_result_layer(qgis_process, tmp_path, name):
    destination = name if name == "memory:" else tmp_path / name
    done = qgis_process("run", WDD_TEST, *given(town(OUT_FEATURES=destination)))
    assert done.status == 1
    assert f"OUT_FEATURES: '{destination}' cannot be written: choose a file whose name ends with .gpkg" in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_input_is_not_overwritten_though_the_command_sees_a_copy(qgis_process, tmp_path):
    mine = tmp_path / "mine.gpkg"
    shutil.copy(TOWN, mine)
    before = mine.read_bytes()
    done = qgis_process("run", WDD_TEST, *given(town(
        IN_RESPONSE_FEATURE=f"{mine}|layername=response", OUT_FEATURES=f"{mine}|layername=response")))
    assert done.status == 1
    assert "is an input (IN_RESPONSE_FEATURE)" in done.err
    assert mine.read_bytes() == before


# --- the command ----------------------------------------------------------------------------------------------------------


def script(folder, text):
    folder.mkdir()
    path = folder / "wdd"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_a_missing_command_is_named_with_what_to_do(qgis_process, tmp_path):
    done = qgis_process("run", WDD_TEST, *given(town()), env={"CRIMEKIT_PATH": str(tmp_path)})
    assert done.status != 0
    assert f"The command 'wdd' is not in {tmp_path} (the environment variable CRIMEKIT_PATH)" in done.err
    assert "Install the crimekit package" in done.err


def test_a_command_of_another_version_is_not_run(qgis_process, tmp_path):
    path = script(tmp_path / "bin", "echo wdd 9.1.0")
    done = qgis_process("run", WDD_TEST, *given(town()), env={"CRIMEKIT_PATH": str(path.parent)})
    assert done.status != 0
    assert f"{path} is version 9.1.0, but this toolbox is made for version {catalog.version()}" in done.err


@pytest.mark.parametrize("does, words", [
    ("kill -9 $$", "was ended by signal 9"), ("exit 7", "ended with status 7 and said nothing"), ("exit 0", "was not written")])
def test_no_end_of_the_command_passes_for_success(qgis_process, tmp_path, does, words):
    path = script(tmp_path / "bin", f'[ "$1" = --version ] && exec {WDD} --version\n{does}')
    done = qgis_process("run", WDD_TEST, *given(town(OUT_FEATURES=tmp_path / "r.gpkg")), env={"CRIMEKIT_PATH": str(path.parent)})
    assert done.status == 1
    assert words in done.err


# --- the end of QGIS ------------------------------------------------------------------------------------------------------


def state_of(pid):
    """R, S, T (stopped) ...; Z, too, where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def wait_until(condition, what):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_when_qgis_is_killed_the_command_ends_and_writes_nothing(qgis_process, tmp_path, number):
    """The command waits at its start until QGIS is gone."""
    pid = tmp_path / "pid"
    waiting = script(tmp_path / "bin", f"""[ "$1" = --version ] && exec {WDD} --version
echo $$ > {pid}
kill -STOP $$
exec {WDD} "$@\"""")
    (tmp_path / "out").mkdir()
    outputs = {"OUT_FEATURES": tmp_path / "out/result.gpkg", "MESSAGE": tmp_path / "out/message.html"}
    with subprocess.Popen([qgis_process.program, "run", WDD_TEST, *given(town(**outputs))], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env={**qgis_process.environment, "CRIMEKIT_PATH": str(waiting.parent)}) as process:
        wait_until(lambda: pid.exists() and pid.read_text().strip() and state_of(pid.read_text().strip()) == "T", "no command")
        process.send_signal(number)
        process.wait(timeout=30)
    command = int(pid.read_text())
    os.kill(command, signal.SIGCONT)
    wait_until(lambda: state_of(command) == "Z", "the command goes on without QGIS")
    assert list((tmp_path / "out").iterdir()) == []
