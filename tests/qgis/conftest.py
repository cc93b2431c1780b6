# SPDX-License-Identifier: MIT
"""What the tests of the toolbox in QGIS share: a profile of its own, the plugin as it stands in toolbox/qgis, the built command."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "tests/reference"
SHARED = ROOT.parent / "shared"
PLUGINS = ROOT / "toolbox/qgis"
TOWN = Path(shutil.copy(ROOT / "samples/town.gpkg", tempfile.mkdtemp()))  # QGIS writes into the header of what it only reads
WDD = Path(os.environ.get("WDD", ROOT / "build/dev/bin/wdd")).resolve()
CRIMS = Path(os.environ.get("CRIMS", ROOT / "build/dev/bin/crims")).resolve()
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")  # Debian's wrapper of that name fails

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QGIS_CUSTOM_CONFIG_PATH", tempfile.mkdtemp())
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
os.environ["CRIMEKIT_PATH"] = str(WDD.parent)


def pytest_sessionfinish(session, exitstatus):
    session.config.exit_status = exitstatus


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Ends at once after the report: PyQGIS can crash while Python takes it down, whatever was tested."""
    sys.stdout.flush()
    sys.stderr.flush()
    if "qgis.core" in sys.modules:
        os._exit(getattr(config, "exit_status", 1))


def profile(folder, plugins=PLUGINS):
    """The environment of a QGIS that has never run, with the plugin switched on."""
    settings = folder / "profiles/default/QGIS/QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[PythonPlugins]\ncrimekit=true\n")
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(folder), "XDG_RUNTIME_DIR": str(runtime), "PYTHONWARNINGS": "ignore",
                   "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir()
    if plugins:
        environment["QGIS_PLUGINPATH"] = str(plugins)
    return environment


@dataclass
class Process:
    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory):
    """qgis_process(*args, env={}): runs QGIS's command line with the plugin."""
    if QGIS_PROCESS is None:
        pytest.skip("qgis_process is missing: apt-get install qgis")
    environment = profile(tmp_path_factory.mktemp("profile"))

    def run(*args, env=None):
        done = subprocess.run([QGIS_PROCESS, *map(str, args)], capture_output=True, text=True, encoding="utf-8", timeout=120,
                              env={**environment, **(env or {})})
        return Process(done.returncode, done.stdout, done.stderr)

    run.environment = environment
    run.program = QGIS_PROCESS
    return run


@pytest.fixture(scope="session")
def shared():
    """The folder of downloads and cases outside the repository; without it a test that needs it is skipped."""
    if not SHARED.is_dir():
        pytest.skip(f"this test needs data that are not in the repository: {SHARED} is absent")
    return SHARED


def town(**more):
    """The parameters of the sample town's evaluation."""
    return {"IN_RESPONSE_FEATURE": f"{TOWN}|layername=response", "WHERE_CLAUSE": "\"NAME\" = 'Market Square'",
            "IN_CONTROL_FEATURE": f"{TOWN}|layername=control", "IN_FEATURES": f"{TOWN}|layername=incidents",
            "START_DATE_FIELD": "RESP_START", "END_DATE_FIELD": "RESP_END", "INCIDENT_DATE_FIELD": "occurred",
            "DISPLACEMENT_DISTANCE": "250 m", **more}


# What the placebo test called its parameters before they had the main tool's names.
EARLIER = {"IN_RESPONSE_FEATURE": "RESPONSE", "WHERE_CLAUSE": "WHERE", "IN_CONTROL_FEATURE": "CONTROL", "IN_FEATURES": "INCIDENTS",
           "START_DATE_FIELD": "START_FIELD", "END_DATE_FIELD": "END_FIELD", "INCIDENT_DATE_FIELD": "DATE_FIELD",
           "DISPLACEMENT_DISTANCE": "DISPLACEMENT", "OUT_FEATURES": "OUTPUT"}


def with_earlier_names(parameters):
    return {EARLIER.get(name, name): value for name, value in parameters.items()}


def new_york(shared, distance, folder):
    """The parameters of the New York example; the layers are in US survey feet."""
    data = shared / "data/wdd"
    return {"IN_RESPONSE_FEATURE": f"{data}/nyc_areas.gpkg|layername=response", "WHERE_CLAUSE": "NAME = 'Operation North'",
            "IN_CONTROL_FEATURE": f"{data}/nyc_areas.gpkg|layername=control", "IN_FEATURES": f"{data}/nyc_shootings_2006_2023.csv",
            "X": "X_COORD_CD", "Y": "Y_COORD_CD", "POINTS_CRS": "EPSG:2263", "INCIDENT_DATE_FIELD": "OCCUR_DATE",
            "START_DATE_FIELD": "RESP_START", "END_DATE_FIELD": "RESP_END", "DISPLACEMENT_DISTANCE": distance,
            "OUT_FEATURES": f"{folder}/nyc.gpkg", "JSON": f"{folder}/nyc.json"}


def assert_new_york(distance, results, folder):
    """Numbers, and counts of the layer (nyc.gpkg) and of the JSON (nyc.json), against the reference."""
    expected = json.loads((REFERENCE / "nyc_expected.json").read_text())["cases"][f"nyc displacement {distance.split()[0]} ft"]
    assert json.loads((folder / "nyc.json").read_text())["counts"] == expected["counts"]
    assert counts_of(folder / "nyc.gpkg") == {area: tuple(expected["counts"][key].values()) for area, key in AREAS.items()}
    for name, key in {"WDD": "estimate", "SEWDD": "se", "ZWDD": "z", "ONETPV": "p_one_tailed"}.items():
        assert results[name] == pytest.approx(expected["total"][key], rel=1e-12)


AREAS = {"Response Area": "treated", "Control Area": "control", "Response Displacement Area": "treated_displacement",
         "Control Displacement Area": "control_displacement"}


def counts_of(path, layer=None):
    """{area: (before, after)} of a result layer."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
        rows = file.execute(f'SELECT AREATYPE, PREV_CNT, RESP_CNT FROM "{layer or path.stem}" WHERE PREV_CNT IS NOT NULL')
        return {area: (before, after) for area, before, after in rows}


def command_that(folder, does, tool="wdd"):
    """A folder with a command that says its version and then does something else."""
    folder.mkdir()
    path = folder / tool
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec {WDD} --version\n{does}\n')
    path.chmod(0o755)
    return folder


def given(parameters):
    """As qgis_process takes them."""
    return ["--", *(f"{name}={value}" for name, value in parameters.items())]
