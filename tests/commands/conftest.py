# SPDX-License-Identifier: MIT
"""What every end-to-end test of the commands uses: the binary, the shared data, a result layer."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from osgeo import gdal, ogr

from bad_input import make_study

gdal.UseExceptions()
ogr.UseExceptions()

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "tests/reference"
SHARED = ROOT.parent / "shared"


@dataclass
class Run:
    """One finished run of a command."""

    args: list
    status: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output as JSON; fails where it is none."""
        return json.loads(self.out)

    @property
    def counts(self):
        """{'treated': (pre, post), ...} of the JSON on standard output."""
        return {zone: (n["pre"], n["post"]) for zone, n in self.json["counts"].items()}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A folder with a small design that works; a module may have a richer one."""
    folder = tmp_path_factory.mktemp("study")
    make_study(folder)
    return folder


@pytest.fixture
def study(template, tmp_path):
    """A fresh copy of the module's template; the tests run in it."""
    folder = tmp_path / "study"
    shutil.copytree(template, folder)
    return folder


def interrupted_environment():
    """For a run that is stopped: GEOS does not free what it had when it was interrupted, which is no leak of ours."""
    options = os.environ.get("LSAN_OPTIONS")
    return {**os.environ, "LSAN_OPTIONS": options.replace("/leaks.supp", "/interrupted_leaks.supp")} if options else None


def command(name):
    """run(*args) of a command; check=True demands exit status 0, check=N that status."""
    binary = Path(os.environ.get(name.upper(), ROOT / f"build/dev/bin/{name}")).resolve()
    assert binary.exists(), f"{binary} is not built; name another one in {name.upper()}"

    def run(*args, check=True, stdin=None, env=None, cwd=None, timeout=120):
        args = [str(arg) for arg in args]
        done = subprocess.run(
            [str(binary), *args],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            cwd=cwd,
            env={**os.environ, **env} if env else None,
        )
        result = Run(args, done.returncode, done.stdout, done.stderr)
        assert "--json-usage" in args or "⟨--" not in result.out + result.err, "an option is told as it is marked in a text"
        if check is not False:
            expected = 0 if check is True else check
            assert result.status == expected, f"{name} {' '.join(args)}\n{result.out[-300:]}\n{result.err}"
        return result

    run.binary = binary
    return run


@pytest.fixture(scope="session")
def wdd():
    return command("wdd")


@pytest.fixture(scope="session")
def crims():
    return command("crims")


@pytest.fixture(scope="session")
def shared():
    """The folder of downloads and cases outside the repository; without it a test that needs it is skipped."""
    if not SHARED.is_dir():
        pytest.skip(f"this test needs data that are not in the repository: {SHARED} is absent")
    return SHARED


TOWN = ROOT / "samples"


@pytest.fixture(scope="session")
def town_model(crims, tmp_path_factory):
    """The model of the sample town, calibrated without the response; never to be changed."""
    folder = tmp_path_factory.mktemp("model")
    crims("rhythm", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred",
          "--type-field", "type", "--output", folder / "rhythm.csv", "--quiet")
    crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
          "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", TOWN / "town-lookup.csv",
          "--offences", TOWN / "town-offences.csv", "--categories", TOWN / "town-categories.csv",
          "--rhythm", folder / "rhythm.csv", "--dispersion", "--output", folder / "model.gpkg", "--quiet")
    return folder / "model.gpkg"


def read_result(path, layer=None):
    """A result layer as {AREATYPE: {field: value, ..., 'geometry': ogr.Geometry}}."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    table = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    assert table is not None, f"{path} has no layer {layer}"
    rows = {}
    for feature in table:
        row = feature.items()
        geometry = feature.GetGeometryRef()
        row["geometry"] = geometry.Clone() if geometry is not None else None
        assert row["AREATYPE"] not in rows, f"{path}: {row['AREATYPE']} twice"
        rows[row["AREATYPE"]] = row
    return rows


@pytest.fixture(scope="session")
def result_layer():
    """read_result as a fixture, for files that import nothing from here."""
    return read_result
