# SPDX-License-Identifier: MIT
"""The Python module crimekit, beside the commands: the same model, the same crimes."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from town_model import BUILD, CRIMS, ROOT, WDD, run, town_model

sys.path.insert(0, str(BUILD / "python"))

crimekit = pytest.importorskip("crimekit", reason="the build has no Python module: there is no pybind11")
from crimekit import crims, wdd  # noqa: E402


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return town_model(tmp_path_factory.mktemp("model"))


def test_hours_have_the_crimes_of_crims_simulate(model, tmp_path):
    pandas = pytest.importorskip("pandas")
    run(CRIMS, "simulate", "--quiet", "--model", model, "--from", "2022-11", "--to", "2022-12", "--seed", 7, "--output", tmp_path / "crimes.csv")
    simulated = pandas.read_csv(tmp_path / "crimes.csv", parse_dates=["time"], dtype={"code": str})
    simulator = crims.Simulator(model, start="2022-11-01", seed=7)
    stepped = pandas.concat([hour.crimes.to_pandas() for hour in simulator.hours(until="2023-01-01") if len(hour)], ignore_index=True)
    assert len(stepped) == len(simulated) > 500
    for name in ["MSOA", "crime_type", "code", "description", "time", "suspect"]:
        assert (stepped[name] == simulated[name]).all(), name
    assert np.allclose(stepped["severity"], simulated["severity"], equal_nan=True)
    assert np.allclose(stepped["x"], simulated["x"], atol=0.006, equal_nan=True)  # a CSV has centimetres
    assert stepped["id"].is_unique


def test_columns_are_views_of_the_memory_of_the_simulator(model):
    crimes = crims.Simulator(model, "2022-01-01").advance(days=31)
    n = len(crimes)
    types = {"id": "int64", "time": "datetime64[m]", "zone": "uint32", "offence": "uint16", "suspect": "bool", "x": "float64", "y": "float64"}
    for name, kind in types.items():
        column = getattr(crimes, name)
        assert (column.shape, column.dtype) == ((n,), np.dtype(kind)), name
        assert not column.flags.owndata and not column.flags.writeable, name
        assert column.ctypes.data == getattr(crimes, name).ctypes.data, name  # no copy is made on the way
    kept = crimes.time
    del crimes  # the column keeps the memory
    assert (np.diff(kept.astype(np.int64)) >= 0).all() and kept[0] >= np.datetime64("2022-01-01")


def test_a_loading_takes_crimes_away_and_adds_none(model):
    whole = crims.Simulator(model, "2022-01-01", seed=3).advance(until="2023-01-01")
    simulator = crims.Simulator(model, "2022-01-01", seed=3)
    zone, kind = simulator.model.zones[2], "burglary"
    simulator.set_loading(0.4, zones=zone, crime_type=kind)
    fewer = simulator.advance(until="2023-01-01")
    gone = np.setdiff1d(whole.id, fewer.id)
    assert len(gone) > 0 and np.isin(fewer.id, whole.id).all()
    is_gone = np.isin(whole.id, gone)
    assert set(whole.zone_codes[is_gone]) == {zone}
    assert {simulator.model.crime_types[t] for t in whole.crime_type[is_gone]} == {kind}
    assert simulator.loading(zone, simulator.model.offences[0].code) == 1.0


def test_a_feedback_loop_gives_the_same_whatever_the_step(model):
    def counts(steps):
        simulator = crims.Simulator(model, "2022-01-01", seed=5)
        by_month = np.zeros(12, dtype=int)
        for step in getattr(simulator, steps)(until="2023-01-01"):
            np.add.at(by_month, step.crimes.time.astype("datetime64[M]").astype(int) % 12, 1)
            if step.end == step.end.astype("datetime64[M]"):
                step.set_loading(0.5 + 0.1 * (int(step.end.astype("datetime64[M]").astype(int)) % 12), zones=[0, 3, 5])
        return by_month.tolist()

    assert counts("hours") == counts("shifts") == counts("days") == counts("months")


def test_expected_is_what_the_rates_say(model):
    m = crims.Model(model)
    simulator = crims.Simulator(m, "2022-01-01", dispersion=False)
    simulator.advance(until="2023-01-01")
    assert simulator.expected == pytest.approx(m.incidence.sum(), rel=1e-9)
    simulator.set_loading(0)
    assert len(simulator.advance(days=40)) == 0
    assert simulator.expected == pytest.approx(m.incidence.sum(), rel=1e-9)
    repeats = crims.Simulator(m, "2022-01-01", near_repeat=True, dispersion=False)
    repeats.advance(until="2023-01-01")
    assert repeats.expected == pytest.approx(m.incidence.sum(), rel=0.01)


def test_a_saved_simulator_goes_on_as_if_it_had_not_stopped(model, tmp_path):
    simulator = crims.Simulator(model, "2022-01-01", seed=2, near_repeat={"ratio": 0.4})
    simulator.advance(days=40)
    simulator.set_loading(0.7, zones=[1, 2])
    simulator.save(tmp_path / "kept")
    again = crims.Simulator.load(tmp_path / "kept")
    assert again.time == simulator.time == np.datetime64("2022-02-10T00:00")
    assert (again.advance(days=60).id == simulator.advance(days=60).id).all()
    again.save(tmp_path / "a")
    simulator.save(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    content = (tmp_path / "kept").read_bytes()
    for damaged in [b"", b"{}\n", content[:-1], content[1:]]:
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(ValueError, match="damaged"):
            crims.Simulator.load(tmp_path / "damaged")


def test_a_model_tells_what_it_knows_and_lacks(model):
    m = crims.Model(model)
    assert len(m.zones) == 16 and len(m.crime_types) == 14 and m.data_months == ("2021-04", "2022-12")
    assert m.incidence.shape == (16, 14, 12) and m.suspect.shape == (16, 14)
    assert m.lacks == ["it has no trend: years are alike but for chance"]
    assert m.offences[0].crime_type == "anti-social behaviour"
    assert "Thornmere" in m.metadata.values() or "force" in m.metadata


@pytest.mark.parametrize("call, text", [
    (lambda s: s.set_loading(-1), "a loading factor is -1"),
    (lambda s: s.set_loading(1, zones="nowhere"), "the model has no zone 'nowhere'"),
    (lambda s: s.set_loading(1, zones=99), "a loading names zone number 99 of 16"),
    (lambda s: s.set_loading(1, crime_type="arson"), "the model has no crime type 'arson'"),
    (lambda s: s.set_loading(1, zones=[]), "no zone is named"),
    (lambda s: s.advance(), "advance needs either"),
    (lambda s: s.advance(until="2021-01-01"), "time only goes on"),
    (lambda s: next(s.shifts(hours=7)), "does not divide a day"),
    (lambda s: crims.Simulator(s.model, "2022-01-01", placement="here"), "placement 'here'"),
])
def test_what_makes_no_sense_is_a_value_error(model, call, text):
    with pytest.raises(ValueError, match=text):
        call(crims.Simulator(model, "2022-01-01"))


def test_a_file_that_is_no_model_is_named(tmp_path):
    with pytest.raises(crims.ModelFileError, match="nowhere.gpkg: it cannot be opened"):
        crims.Model(tmp_path / "nowhere.gpkg")


def test_the_test_on_counts_is_that_of_wdd_counts():
    answer = json.loads(run(WDD, "counts", "--treated", "207,110", "--control", "308,318", "--treated-displacement", "178,157",
                            "--control-displacement", "150,140", "--time-weights", "2,1", "--json", "-"))
    result = wdd.test((207, 110), (308, 318), (178, 157), (150, 140), time_weights=(2, 1))
    total = answer["total"]
    assert (result.total.estimate, result.total.se, result.z, result.p_one_tailed) == (total["estimate"], total["se"], total["z"], total["p_one_tailed"])
    assert (result.ci_low, result.ci_high, result.evidence) == (total["ci_low"], total["ci_high"], answer["evidence"])
    nothing = wdd.test((0, 0), (0, 0))
    assert nothing.z is None and nothing.total.estimate == 0
    with pytest.raises(ValueError):
        wdd.test((-1, 2), (3, 4))


def test_pip_installs_it_from_the_tree(tmp_path):
    missing = [name for name in ("pip", "setuptools", "wheel") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"there is no {', '.join(missing)} for {sys.executable}")
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ["CMakeLists.txt", "pyproject.toml", "setup.py"]:
        shutil.copy(ROOT / name, tree)
    target = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", "--target", target, tree],
                   check=True, env=os.environ | {"CRIMEKIT_BUILD_DIR": str(BUILD), "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    code = "import crimekit, sys; print(crimekit.wdd.test((2, 1), (2, 2)).total.estimate, crimekit.__file__)"
    answer = run(sys.executable, "-c", f"import sys; sys.path.insert(0, {str(target)!r}); {code}").split()
    assert answer == ["-1.0", str(target / "crimekit/__init__.py")]
