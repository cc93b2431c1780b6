# SPDX-License-Identifier: MIT
"""When a desktop QGIS is killed at work, or Cancel is pressed in the dialog, no command and no file stays behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import CRIMS, PLUGINS, ROOT, TOWN, WDD

sys.path.insert(0, str(PLUGINS))
import make_screenshots

SCRIPT = Path(__file__).with_name("waiting_dialog.py")
SAMPLES = ROOT / "samples"


def wait_until(condition, what):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def ids_of(program):
    """Processes of a program, by its path; not those that have ended."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "exe") == str(program):
                found.add(int(process.name))
        except OSError:
            pass  # gone, or another user's
    return found


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "model.gpkg"
    subprocess.run([CRIMS, "calibrate", "--crimes", SAMPLES / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04",
                    "--to", "2022-12", "--zones", f"{SAMPLES}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA",
                    "--lookup", SAMPLES / "town-lookup.csv", "--output", path, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return path


def hours_of_work(folder, model):
    """An evaluation that is silent for minutes at a time; its control area is exported first."""
    scenario = folder / "scenario.json"
    scenario.write_text(json.dumps({"interventions": [
        {"area": {"layer": f"{TOWN}|layername=response", "where": "NAME = 'Market Square'"}, "start": "2023-01-01",
         "end": "2023-06-30", "effect": 0.3}]}))
    return {"MODEL": str(model), "SCENARIO": str(scenario), "CONTROL": f"{TOWN}|layername=control", "CONTROL_WHERE": "1 = 1",
            "DISPLACEMENT": "250 m", "REPLICATES": 1_000_000, "ROUTE": "points", "OUTPUT": str(folder / "out/result.gpkg"),
            "HTML": str(folder / "out/report.html")}


class Desktop:
    """A QGIS with a dialog whose command is at work."""

    def __init__(self, folder, model):
        self.folder = folder
        self.temporary = folder / "tmp"
        for name in ("bin", "out", "tmp", "profile"):
            (folder / name).mkdir()
        for command in (WDD, CRIMS):
            shutil.copy(command, folder / "bin")  # its processes are told from those of others
        command, environment = make_screenshots.desktop(folder / "profile", SCRIPT)
        task = {"algorithm": "crimekit:evaluatedesign", "parameters": hours_of_work(folder, model), "folder": str(folder)}
        self.process = subprocess.Popen(
            command, env={**environment, "CRIMEKIT_DIALOG": json.dumps(task), "CRIMEKIT_PATH": str(folder / "bin"),
                          "TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def wait_for_the_command(self):
        wait_until(lambda: (self.commands() and self.exports()) or self.has("finished"), "no command starts")
        assert not self.has("finished"), (self.folder / "finished").read_text()

    def has(self, name):
        return (self.folder / name).exists()

    def commands(self):
        return ids_of(self.folder / "bin/crims")

    def exports(self):
        return list(self.temporary.glob("crimekit-*"))

    def left(self):
        """Outputs, whatever their names, and layers; the folder of temporary files holds much of QGIS's own."""
        return [*(self.folder / "out").iterdir(), *self.exports(), *self.temporary.rglob("*.gpkg*")]

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


@pytest.fixture
def desktop(tmp_path, model):
    for program in ("qgis", "xvfb-run", "xauth"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing: apt-get install qgis xvfb xauth")
    started = Desktop(tmp_path, model)
    try:
        started.wait_for_the_command()
        yield started
    finally:
        started.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killing_qgis_leaves_no_process_and_no_file(desktop, number):
    wait_until(lambda: desktop.has("running"), "Run is not pressed")
    os.kill(int((desktop.folder / "running").read_text()), number)
    wait_until(lambda: not desktop.commands(), "the command goes on without QGIS")
    wait_until(lambda: not desktop.left(), "files stay")


def test_cancel_in_the_dialog_leaves_no_process_and_no_file(desktop):
    (desktop.folder / "cancel").touch()
    wait_until(lambda: desktop.has("finished"), "the dialog does not end")
    assert not desktop.commands()
    assert not desktop.left()
    assert desktop.process.poll() is None
