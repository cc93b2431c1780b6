# SPDX-License-Identifier: MIT
"""A year of feedback by the hour has the same crimes each month from C++, Python and crims step."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

BUILD = Path(os.environ.get("BUILD_DIR", ROOT / "build/dev"))
PROCESSES = pytest.mark.parametrize("options", [[], ["--near-repeat"]], ids=["independent", "near repeats"])


def loop(options, hour, set_loading):
    """feedback_loop.cpp, whatever takes the steps: hour() gives the month and the zones of its crimes."""
    months, patrolled = [0] * 12, []
    for _ in range(365 * 24):
        month, zones = hour()
        months[month - 1] += len(zones)
        if patrolled:
            set_loading(1.2, patrolled)
        patrolled = zones
        if patrolled:
            set_loading(0.6, patrolled)
    return months


@pytest.fixture(scope="module")
def by_cpp(town_model):
    program = BUILD / "tests/feedback_loop"
    assert program.exists(), f"{program} is not built"

    def run(options):
        out = subprocess.run([str(program), str(town_model), *options], check=True, capture_output=True, text=True).stdout
        return [int(line) for line in out.split()]
    return run


@PROCESSES
def test_crims_step_gives_the_counts_of_c_plus_plus(crims, town_model, by_cpp, options):
    with subprocess.Popen([str(crims.binary), "step", "--model", str(town_model), "--start", "2022-01-01", "--seed", "5", "--placement", "none",
                           *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        begin = 1

        def ask(**request):
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        def hour():
            nonlocal begin
            month = begin
            answer = ask(do="advance", hours=1)
            begin = int(answer["time"][5:7])
            return month, [crime["MSOA"] for crime in answer["crimes"]]

        def set_loading(value, zones):
            assert ask(do="set_loading", value=value, zones=zones) == {"ok": True}

        counts = loop(options, hour, set_loading)
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    assert counts == by_cpp(options) and sum(counts) > 3000


@PROCESSES
def test_python_gives_the_counts_of_c_plus_plus(town_model, by_cpp, options, monkeypatch):
    if not list(BUILD.glob("python/crimekit/_core*.so")):
        pytest.skip("the build has no Python module: there is no pybind11, or it is built with sanitizers")
    monkeypatch.syspath_prepend(str(BUILD / "python"))
    from crimekit import crims as module
    assert Path(module.__file__).is_relative_to(BUILD), sys.path
    simulator = module.Simulator(town_model, start="2022-01-01", seed=5, placement="none", near_repeat=bool(options))
    steps = simulator.hours()

    def hour():
        step = next(steps)
        return int(str(step.start)[5:7]), step.crimes.zone.tolist()

    assert loop(options, hour, lambda value, zones: simulator.set_loading(value, zones=zones)) == by_cpp(options)


def test_each_goes_on_from_what_the_other_has_saved(crims, town_model, tmp_path):
    if not list(BUILD.glob("python/crimekit/_core*.so")):
        pytest.skip("the build has no Python module: there is no pybind11, or it is built with sanitizers")
    sys.path.insert(0, str(BUILD / "python"))
    try:
        from crimekit import crims as module
    finally:
        sys.path.pop(0)
    simulator = module.Simulator(town_model, start="2022-01-01", seed=3, near_repeat={"ratio": 0.4})
    simulator.advance(days=20)
    simulator.set_loading(1.5, zones=[1, 2])
    simulator.advance(days=20)
    simulator.save(tmp_path / "by python")
    lines = [json.dumps({"do": "advance", "days": 40}), json.dumps({"do": "save", "path": str(tmp_path / "by step")})]
    done = crims("step", "--resume", tmp_path / "by python", stdin="\n".join(lines))
    stepped = [crime["id"] for crime in json.loads(done.out.splitlines()[0])["crimes"]]
    assert stepped == simulator.advance(days=40).id.tolist() and len(stepped) > 200
    again = module.Simulator.load(tmp_path / "by step")
    assert again.time == simulator.time and (again.advance(days=30).id == simulator.advance(days=30).id).all()
