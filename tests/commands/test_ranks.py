# SPDX-License-Identifier: MIT
"""crims simulate and crims validate started by mpirun: the processes share the replicates, and give the bytes of one alone."""

import os
import shutil
import subprocess

import pytest

from conftest import ROOT

TOWN = ROOT / "samples"
SIMULATE = ("simulate", "--from", "2023-01", "--to", "2023-03", "--quiet")
FIVE = ("--replicates", "5")
VALIDATE = ("validate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2023-01", "--to", "2023-12",
            "--replicates", "21")
INCIDENTS = ("--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type")


@pytest.fixture(scope="module")
def mpirun(crims):
    """mpirun(processes, *args): the finished run."""
    linked = subprocess.run(["ldd", str(crims.binary)], capture_output=True, text=True, check=False).stdout
    if shutil.which("mpirun") is None or "libmpi" not in linked:
        pytest.skip("built without MPI, or no mpirun")
    options = os.environ.get("ASAN_OPTIONS")  # Open MPI never frees what its plugins hold: that is not our leak
    env = {**os.environ, "ASAN_OPTIONS": options.replace("detect_leaks=1", "detect_leaks=0")} if options else None

    def run(processes, *args, cwd):
        return subprocess.run(
            ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", str(processes), str(crims.binary), *map(str, args)], cwd=cwd,
            capture_output=True, text=True, timeout=300, check=False, env=env)

    return run


@pytest.mark.parametrize("more", [FIVE, (*FIVE, "--near-repeat", "--dispersion"), ("--placement", "none", "--replicates", "1")])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_simulated_crimes_are_the_same(crims, town_model, mpirun, tmp_path, processes, more):
    args = (*SIMULATE, "--model", town_model, *more, "--json", "run.json", "--overwrite")
    files = ("c.csv", "c.csv.provenance.json", "run.json")
    crims(*args, "--output", "c.csv", cwd=tmp_path)
    alone = [(tmp_path / name).read_bytes() for name in files]
    run = mpirun(processes, *args, "--output", "c.csv", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert [(tmp_path / name).read_bytes() for name in files] == alone
    assert "replicate" in alone[0].decode().splitlines()[0] or more[-1:] == ("1",)


def test_simulated_crimes_on_standard_output(crims, town_model, mpirun, tmp_path):
    args = (*SIMULATE, *FIVE, "--model", town_model, "--output", "-")
    assert mpirun(3, *args, cwd=tmp_path).stdout == crims(*args, cwd=tmp_path).out


@pytest.fixture(scope="module")
def incident_model(crims, tmp_path_factory):
    """A model of incidents, of which a validation counts near repeats too."""
    model = tmp_path_factory.mktemp("incidents") / "model.gpkg"
    crims("calibrate", *INCIDENTS, "--from", "2021-04", "--to", "2022-12", "--zones", TOWN / "town-zones.gpkg", "--zone-field", "MSOA",
          "--output", model, "--quiet")
    return model


@pytest.mark.parametrize("of_incidents", [False, True])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_a_validation_is_the_same(crims, town_model, incident_model, mpirun, tmp_path, processes, of_incidents):
    args = ("validate", *INCIDENTS, "--from", "2023-01", "--to", "2023-12", "--replicates", "22", "--near-repeat", "--model",
            incident_model) if of_incidents else (*VALIDATE, "--dispersion", "--model", town_model)
    args = (*args, "--html", "v.html", "--json", "v.json", "--overwrite")
    alone = crims(*args, cwd=tmp_path)
    files = [(tmp_path / name).read_bytes() for name in ("v.html", "v.json")]
    run = mpirun(processes, *args, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout == alone.out
    assert [(tmp_path / name).read_bytes() for name in ("v.html", "v.json")] == files
    assert run.stderr.count("warning") == alone.err.count("warning")


def test_what_is_wrong_is_said_once(town_model, mpirun, tmp_path):
    run = mpirun(3, *SIMULATE, "--model", "no-such.gpkg", "--output", "c.csv", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stderr.count("crims: error:") == 1 and "no-such.gpkg" in run.stderr
    run = mpirun(3, *VALIDATE, "--model", town_model, "--lookup", "no-such.csv", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stderr.count("crims: error:") == 1 and "no-such.csv" in run.stderr
    assert not list(tmp_path.iterdir())


def test_what_goes_wrong_on_the_way_ends_all(town_model, mpirun, tmp_path):
    run = mpirun(3, *SIMULATE, "--model", town_model, "--provenance", "none", "--replicates", "40", "--output", "/dev/full",
                 cwd=tmp_path)
    assert run.returncode != 0
    assert "/dev/full" in run.stderr
