# SPDX-License-Identifier: MIT
"""One year of feedback, the same twelve counts from every way of stepping: the program of docs/library.md, Python, NetLogo's wire, crims step.

Each month the three zones with most crimes in the month before have a loading of 0.8, the others 1.
"""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from town_model import BUILD, CRIMS, ROOT, run, town_model

sys.path.insert(0, str(BUILD / "python"))
pytest.importorskip("crimekit", reason="the build has no Python module: there is no pybind11")
from crimekit import crims  # noqa: E402
from netlogo_session import Session  # noqa: E402

MONTHS = np.arange(np.datetime64("2022-01"), np.datetime64("2023-02"))
PAGE = (ROOT / "docs/library.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return town_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def counts(model):
    """By the hour in Python; fewer than without the loadings."""
    simulator = crims.Simulator(model, "2022-01-01", seed=7)
    zones = simulator.model.zones
    made = []
    for end in MONTHS[1:]:
        crimes = sum((np.bincount(hour.crimes.zone, minlength=len(zones)) for hour in simulator.hours(until=end)), np.zeros(len(zones), dtype=int))
        made.append(int(crimes.sum()))
        simulator.set_loading(1)
        simulator.set_loading(0.8, zones=np.argsort(-crimes, kind="stable")[:3])
    plain = crims.Simulator(model, "2022-01-01", seed=7)
    assert sum(made) < sum(len(month) for month in plain.months(until="2023-01-01")) - 50
    return made


def busiest(zones, codes):
    return sorted(zones, key=lambda zone: -codes.count(zone))[:3]


def test_the_program_of_the_page_compiles_against_what_is_installed(model, counts, tmp_path):
    run("cmake", "--install", BUILD, "--prefix", tmp_path / "prefix")
    for name, kind in (("main.cpp", "cpp"), ("CMakeLists.txt", "cmake")):
        (tmp_path / name).write_text(re.search(rf"^```{kind}\n(.*?)^```$", PAGE, re.S | re.M)[1])
    run("cmake", "-S", tmp_path, "-B", tmp_path / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={tmp_path / 'prefix'}", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
    run("cmake", "--build", tmp_path / "build")
    assert [int(line) for line in run(tmp_path / "build/demand", model).split()] == counts


def test_over_netlogos_wire(model, counts):
    with Session(model.parent) as session:
        session.run("from crimekit.netlogo import init_model, get_crimes, get_loading, set_loading, get_zones")
        session.run("init_model(7, 'model.gpkg', 2022, 1, 1.0, 0)")
        zones = session.runresult("get_zones()")
        made = []
        for start, end in zip(MONTHS, MONTHS[1:]):
            days = np.arange(start.astype("datetime64[D]"), end.astype("datetime64[D]") + 1)
            told = [session.runresult(f"get_crimes('{a} 00:00:00', '{b} 00:00:00')").splitlines()[1:] for a, b in zip(days, days[1:])]
            codes = [line.split(",")[1] for day in told for line in day]
            made.append(len(codes))
            session.set("busiest", busiest(zones, codes))
            session.run("set_loading(1.0)", "set_loading(0.8, None, busiest)")
    assert made == counts


def test_with_crims_step(model, counts):
    if not re.search(r"^ +step ", run(CRIMS, "--help"), re.M):
        pytest.skip("these commands are without crims step")
    process = subprocess.Popen([CRIMS, "step", "--model", model, "--start", "2022-01-01", "--seed", "7"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)

    def ask(**request):
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    zones = crims.Model(model).zones
    made = []
    for end in MONTHS[1:]:
        codes = [crime["MSOA"] for crime in ask(do="advance", until=f"{end}-01T00:00")["crimes"]]
        made.append(len(codes))
        assert "error" not in ask(do="set_loading", value=1)
        assert "error" not in ask(do="set_loading", value=0.8, zones=busiest(zones, codes))
    process.communicate()
    assert made == counts
