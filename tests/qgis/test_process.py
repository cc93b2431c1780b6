# SPDX-License-Identifier: MIT
"""The algorithms from QGIS's own command line: what it lists, what it prints, its exit status, and what is left when it is killed.

QGIS takes a second or more to start, so what does not need that is in test_algorithms.py.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import PLUGINS, WDD, assert_new_york, command_that, counts_of, given, new_york, town

sys.path.insert(0, str(PLUGINS))
from crimekit.host import catalog

WDD_TEST = "crimekit:weighteddisplacementdifference"
TOWN_COUNTS = {"Response Area": (414, 274), "Control Area": (423, 409), "Response Displacement Area": (50, 76),
               "Control Displacement Area": (54, 63)}  # of `wdd test`, as in README.md


def test_the_provider_lists_every_algorithm(qgis_process):
    listed = qgis_process("list").out
    for entry in catalog.entries():
        assert f"crimekit:{entry.id}\t{entry.name}" in listed


def test_new_york_has_the_counts_of_the_reference(qgis_process, shared, tmp_path):
    done = qgis_process("--json", "run", WDD_TEST, *given(new_york(shared, "1320 FeetUS", tmp_path)))
    assert done.status == 0, done.err
    assert_new_york("1320 FeetUS", json.loads(done.out)["results"], tmp_path)


def test_the_town_gives_layer_message_numbers_and_progress(qgis_process, tmp_path):
    outputs = {"OUT_FEATURES": tmp_path / "result.gpkg", "MESSAGE": tmp_path / "message.html", "MESSAGE_TEXT": tmp_path / "message.txt"}
    done = qgis_process("run", WDD_TEST, *given(town(**outputs)))
    assert done.status == 0, done.err
    assert counts_of(tmp_path / "result.gpkg") == TOWN_COUNTS
    assert "Strong evidence of reduction" in (tmp_path / "message.txt").read_text()
    assert "Strong evidence of reduction" in (tmp_path / "message.html").read_text()
    assert "ZWDD:\t-2.59" in done.out
    assert "0...10...20..." in done.out


def test_a_failure_is_told_in_the_commands_words_and_by_the_status(qgis_process, tmp_path):
    done = qgis_process("--json", "run", WDD_TEST, *given(town(
        WHERE_CLAUSE="\"NAME\" = 'Riverside Estate'", TEST_SUITABILITY="true", OUT_FEATURES=tmp_path / "result.gpkg")))
    assert done.status == 1
    assert "the control area is not suitable: area difference 205.68 %" in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_the_result_layer_cannot_have_is_named_with_those_it_can(qgis_process, tmp_path):
    done = qgis_process("run", WDD_TEST, *given(town(OUT_FEATURES=tmp_path / "result.tab")))
    assert done.status == 1
    assert f"OUT_FEATURES: '{tmp_path}/result.tab' cannot be written: choose a file whose name ends with .gpkg" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_command_is_named_with_what_to_do(qgis_process, tmp_path):
    done = qgis_process("run", WDD_TEST, *given(town()), env={"CRIMEKIT_PATH": str(tmp_path)})
    assert done.status != 0
    assert f"The command 'wdd' is not in {tmp_path} (the environment variable CRIMEKIT_PATH)" in done.err
    assert "Install the crimekit package" in done.err


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
    folder = command_that(tmp_path / "bin", f'echo $$ > {pid}; kill -STOP $$; exec {WDD} "$@"')
    (tmp_path / "out").mkdir()
    outputs = {"OUT_FEATURES": tmp_path / "out/result.gpkg", "MESSAGE": tmp_path / "out/message.html"}
    with subprocess.Popen([qgis_process.program, "run", WDD_TEST, *given(town(**outputs))], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env={**qgis_process.environment, "CRIMEKIT_PATH": str(folder)}) as process:
        wait_until(lambda: pid.exists() and pid.read_text().strip() and state_of(pid.read_text().strip()) == "T", "no command")
        process.send_signal(number)
        process.wait(timeout=30)
    command = int(pid.read_text())
    os.kill(command, signal.SIGCONT)
    wait_until(lambda: state_of(command) == "Z", "the command goes on without QGIS")
    assert list((tmp_path / "out").iterdir()) == []
