# SPDX-License-Identifier: MIT
"""samples/abm/patrol.py on Mesa, in a virtual environment that this test makes for itself in a temporary folder.

Mesa comes from PyPI: where that does not answer within a short time, or there is no venv, the tests are skipped.
"""

import csv
import importlib.util
import os
import re
import subprocess
import sys

import pytest

from town_model import BUILD, CRIMS, ROOT, town_model

sys.path.insert(0, str(BUILD / "python"))
pytest.importorskip("crimekit", reason="the build has no Python module: there is no pybind11")
from crimekit import crims, wdd  # noqa: E402

PATROL = ROOT / "samples/abm/patrol.py"
REPLICATES = 2


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The environment's Python, with Mesa 3."""
    if importlib.util.find_spec("ensurepip") is None:
        pytest.skip("there is no ensurepip, with which a virtual environment is made: apt-get install python3-venv")
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--system-site-packages", folder], check=True, capture_output=True)
    wanted = ["mesa[network]>=3,<4", "matplotlib"]
    try:
        done = subprocess.run([folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--timeout", "5", "--retries", "0", *wanted],
                              capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("PyPI did not deliver Mesa within two minutes")
    if done.returncode != 0:
        pytest.skip(f"pip cannot install {' and '.join(wanted)}: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return folder / "bin/python"


def environment(path=None):
    commands = os.path.dirname(CRIMS)
    return {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}" if path is None else path,
            "PYTHONPATH": f"{BUILD / 'python'}:{PATROL.parent}", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def model(python, tmp_path_factory):
    return town_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def done(python, model, tmp_path_factory):
    """Two replicates: what is printed, and the folder."""
    folder = tmp_path_factory.mktemp("patrol")
    told = subprocess.run([python, PATROL, "--model", model, "--replicates", str(REPLICATES), "--output", folder], check=True, capture_output=True,
                          text=True, env=environment(), timeout=300)
    assert told.stderr == ""
    return told.stdout, folder


def test_it_ends_with_a_table_a_truth_and_a_picture(done):
    said, folder = done
    rows = list(csv.DictReader((folder / "replicates.csv").open()))
    assert [row["replicate"] for row in rows] == ["0", "1"]
    off, on = (sum(int(row[f"market_{which}"]) for row in rows) for which in ("off", "on"))
    assert 0.1 < 1 - on / off < 0.3
    assert f"The truth: {(off - on) / REPLICATES:.0f} crimes prevented, {1 - on / off:.0%}" in said
    found = sum(row["found_on"] == "True" for row in rows)
    assert f"wdd test saw it in {found} of 2 replicates" in said and re.search(r"crims evaluate said \d+ in 100", said)
    assert all(float(row["patrolled_off"]) == 0 < float(row["patrolled_on"]) < 1 for row in rows)
    assert (folder / "patrol.png").read_bytes().startswith(b"\x89PNG")


def test_the_town_without_patrols_is_that_of_the_simulator_and_the_test_that_of_its_counts(done, model):
    """Counted here again, without Mesa and without the command."""
    rows = list(csv.DictReader((done[1] / "replicates.csv").open()))
    beats = ["E02999006", "E02999010"]
    for row in rows:
        simulator = crims.Simulator(model, "2022-07-04", replicate=int(row["replicate"]))
        counts = []
        for until in ("2023-01-01", "2023-07-01"):
            crimes = simulator.advance(until=until)
            codes = crimes.zone_codes[crimes.x == crimes.x]
            counts.append((sum(code in beats for code in codes), int((codes == "E02999008").sum())))
        assert counts[1][0] == int(row["market_off"])
        result = wdd.test((counts[0][0], counts[1][0]), (counts[0][1], counts[1][1]))
        assert float(row["estimate_off"]) == pytest.approx(result.total.estimate, abs=8)  # a few places lie on the border of a zone
        assert float(row["z_off"]) == pytest.approx(result.z, abs=0.15)


def test_patrols_prevent_crimes_where_they_are_and_change_nothing_else(python, model):
    code = f"""if True:
        import patrol
        plan = patrol.Plan(model={str(model)!r}, end="2023-03-01")
        (town, off), (again, on) = (patrol.simulate(plan, 0, patrols) for patrols in (False, True))
        gone = off[~off.id.isin(on.id)]
        assert set(on.id) < set(off.id) and set(gone.zone) == set(town.beats), gone
        assert gone.time.min() >= patrol.pd.Timestamp(plan.start)
        diary = again.diary.get_model_vars_dataframe()
        busy = diary[diary.busy == 1]
        assert len(diary) == 59 * 24 and len(busy) > 50
        assert len(again.response_hours) + len(again.waiting) == (on.time >= patrol.np.datetime64(plan.start)).sum()
        assert min(again.response_hours) >= 0
        print(len(gone), round(busy.patrolled.mean(), 2), round(diary.patrolled.mean(), 2))
    """
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr
    said = done.stdout.split()
    assert int(said[0]) > 20 and float(said[1]) < float(said[2])  # whoever is busy does not patrol


def test_without_the_commands_it_says_what_to_do(python, model, tmp_path):
    done = subprocess.run([python, PATROL, "--model", model, "--output", tmp_path / "out"], capture_output=True, text=True, env=environment("/nowhere"))
    assert done.returncode == 1 and done.stderr.startswith("patrol.py: wdd and crims not found on the PATH: ") and not (tmp_path / "out").exists()
