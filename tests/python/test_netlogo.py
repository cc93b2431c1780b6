# SPDX-License-Identifier: MIT
"""crimekit.netlogo over the wire of NetLogo's extension py: the calls of Police-Supply-Demand's model, and those of samples/abm/patrol.nlogo."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from town_model import BUILD, ROOT, town_model

sys.path.insert(0, str(BUILD / "python"))
pytest.importorskip("crimekit", reason="the build has no Python module: there is no pybind11")
from crimekit import crims  # noqa: E402
from netlogo_session import ExtensionError, Session  # noqa: E402
from nlogo import Nlogo  # noqa: E402

DEMO = ROOT / "samples/abm/patrol.nlogo"
COUPLING = "from crimekit.netlogo import init_model, get_crimes, get_loading, set_loading"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with Thornmere's model, as NetLogo's Python finds it."""
    made = tmp_path_factory.mktemp("model")
    shutil.move(town_model(made), made / "thornmere.gpkg")
    return made


@pytest.fixture
def session(folder):
    with Session(folder) as opened:
        opened.run(COUPLING)
        yield opened


def rows(text):
    """What csv:from-string makes of it, without the names."""
    return list(csv.reader(io.StringIO(text)))[1:]


def test_the_calls_of_police_supply_demand_work_word_by_word(session, folder):
    session.run("init_model(3, 'Thornmere', 2022, 1, 1.0, 1)")  # setup: replication, Force, StartYear, StartMonth, initial-loading, burn-in-months
    told = []
    for hour in range(840):
        start = np.datetime64("2022-01-01T00:00:00") + np.timedelta64(hour, "h")
        ts, te = (str(t).replace("T", " ") for t in (start, start + np.timedelta64(1, "h")))
        text = session.runresult(f"get_crimes('{ts}', '{te}')")
        assert text.splitlines()[0] == "id,MSOA,crime_category,code,description,time,suspect,severity"
        for row in rows(text):
            assert ts <= row[5] < te
            told.append(row)
    simulator = crims.Simulator(folder / "thornmere.gpkg", "2022-01-01", seed=3)
    expected = simulator.advance(hours=840)
    assert [int(row[0]) for row in told] == expected.id.tolist() and len(told) > 300
    offences = [simulator.model.offences[o] for o in expected.offence]
    assert [row[1] for row in told] == expected.zone_codes.tolist()
    assert [row[2:5] for row in told] == [[o.crime_type, o.code, o.description] for o in offences]
    assert [row[5] for row in told] == [str(t).replace("T", " ") for t in expected.time.astype("datetime64[s]")]
    assert [row[6] for row in told] == [str(s) for s in expected.suspect.tolist()]
    assert [float(row[7]) if row[7] else None for row in told] == [None if np.isnan(o.severity) else o.severity for o in offences]


def test_the_calls_of_the_page_work(folder, tmp_path):
    [block] = re.findall(r"^```\n(extensions \[ py csv \].*?)^```$", (ROOT / "docs/stepping.md").read_text(encoding="utf-8"), re.S | re.M)
    shutil.copy(folder / "thornmere.gpkg", tmp_path / "model.gpkg")
    said = []
    with Session(tmp_path) as opened:
        for command, text in re.findall(r'py:(run|runresult) "([^"]*)"', block):
            said.append(getattr(opened, command)(text))
        assert opened.runresult("get_loading('burglary', 'E02999010')") == 0.8
    assert len(said) == 4 and said[2].startswith("id,MSOA,")


def test_a_loading_is_told_back_and_holds_in_its_zones_after_the_burn_in(session):
    session.run("init_model(3, 'Thornmere', 2022, 1, 1.0, 1)", "set_loading(0.0)", "set_loading(5.0, 'Burglary')")
    assert session.runresult("get_loading('burglary')") == 5.0 and session.runresult("get_loading('drugs')") == 0.0
    january = rows(session.runresult("get_crimes('2022-01-01 00:00:00', '2022-02-01 00:00:00')"))
    assert len({row[2] for row in january}) > 10  # the burn-in: all at 1
    february = rows(session.runresult("get_crimes('2022-02-01 00:00:00', '2022-03-01 00:00:00')"))
    assert {row[2] for row in february} == {"burglary"}
    session.run("from crimekit.netlogo import get_zones")
    zones = session.runresult("get_zones()")
    session.set("patrolled", zones[:4])
    session.run("set_loading(1.0)", "set_loading(0.0, None, patrolled)", "set_loading(9.0, None, [])")
    march = rows(session.runresult("get_crimes('2022-03-01 00:00:00', '2022-04-01 00:00:00')"))
    assert {row[1] for row in march} == set(zones[4:])
    assert session.runresult(f"get_loading(None, '{zones[0]}')") == 0 and session.runresult(f"get_loading(zone='{zones[9]}')") == 1
    assert 0.5 < session.runresult("get_loading()") < 1
    assert session.runresult("get_loading('theft FROM the person')") == session.runresult("get_loading('39')") < 1


def test_the_loading_of_several_is_expected_crimes_by_those_without_it(session, folder):
    session.run("init_model(3, 'thornmere.gpkg', 2022, 5)", "set_loading(0.25, 'burglary')")
    model = crims.Model(folder / "thornmere.gpkg")
    may, burglary = model.incidence[:, :, 4], model.crime_types.index("burglary")
    told = session.runresult("get_loading()")
    assert told == pytest.approx(1 - 0.75 * may[:, burglary].sum() / may.sum(), rel=1e-9)


@pytest.mark.parametrize("calls, text", [
    (["get_crimes('2022-01-01 00:00:00', '2022-01-01 01:00:00')"], "call init_model first"),
    (["init_model(1, 'Wiltshire', 2022, 1, 1.0, 1)"], "there is no model of 'Wiltshire': crims calibrate makes one; looked for Wiltshire.gpkg, wiltshire.gpkg"),
    (["init_model(1, 'nowhere.gpkg', 2022, 1)"], "nowhere.gpkg: it cannot be opened"),
    (["init_model(1, 'Thornmere', 2022, 13)"], "2022-13"),
    (["init_model(1, 'Thornmere', 2022, 1, 1.0, -1)"], "a burn-in of -1 months"),
    (["init_model(1, 'Thornmere', 2022, 1)", "set_loading(1, 'arson')"], "no crime category, description or code 'arson'"),
    (["init_model(1, 'Thornmere', 2022, 1)", "set_loading(1, None, ['E1'])"], "the model has no zone 'E1'"),
    (["init_model(1, 'Thornmere', 2022, 1)", "set_loading(-1)"], "a loading factor is -1"),
    (["init_model(1, 'Thornmere', 2022, 1, 1.0, 1)", "set_loading(-1)"], "a loading factor is -1"),
    (["init_model(1, 'Thornmere', 2022, 2)", "get_crimes('2022-01-01 00:00:00', '2022-01-01 01:00:00')"], "time only goes on, and crimes before 2022-02-01 00:00:00 have been told"),
    (["init_model(1, 'Thornmere', 2022, 1)", "get_crimes('2022-01-02 00:00:00', '2022-01-01 01:00:00')"], "the end is before the start"),
])
def test_what_makes_no_sense_is_told_in_a_line_and_netlogo_can_go_on(session, calls, text):
    for call in calls[:-1]:
        session.run(call)
    with pytest.raises(ExtensionError, match=re.escape(text)):
        session.run(calls[-1])
    session.run("init_model(1, 'Thornmere', 2022, 1)")
    assert session.runresult("get_loading()") == 1


def test_the_demo_is_a_whole_model_without_a_word_that_nobody_declares():
    model = Nlogo(DEMO)
    assert len(model.sections) == 12 and model.sections[4].startswith("NetLogo 6.")
    assert model.unknown() == set()
    for opening, closing in ("[]", "()"):
        assert model.code.count(opening) == model.code.count(closing)
    procedures = re.findall(r"^(?:to|to-report) .*?^end$", model.code, re.S | re.M)
    assert len(procedures) == len(re.findall(r"^(?:to|to-report) ", model.code, re.M)) > 8
    assert all(p.count("[") == p.count("]") and p.count("(") == p.count(")") for p in procedures)
    assert {"Load", "Response time", "Crime"} <= set(model.plots())
    assert all(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", model.code) for name in model.variables())
    assert {e.get("variable") for e in model.experiments.iter("enumeratedValueSet")} <= set(model.variables())


class Patrols:
    """What patrol.nlogo does, with the texts that stand in it for Python."""

    def __init__(self, session, nlogo, deterrence):
        self.session, self.deterrence = session, deterrence
        run, result = nlogo.strings("py:run"), nlogo.strings("py:runresult")
        [imports, begin, back_to_1, deter] = run
        [zones, self.crimes, self.loading] = result
        values = nlogo.variables()
        session.run(imports)
        session.set("model_file", "thornmere.gpkg")
        session.run(begin + values["seed"] + ", model_file, " + values["start-year"] + ", " + values["start-month"] + ", 1.0, 0)")
        self.feed_back = (back_to_1, deter)
        self.zones = session.runresult(zones)
        self.recent = dict.fromkeys(self.zones, 0.0)
        self.told, self.loadings = [], []

    def go(self):
        rows = list(csv.reader(io.StringIO(self.session.runresult(self.crimes))))[1:]
        self.told += rows
        for zone in self.zones:
            self.recent[zone] *= 0.995
        for row in rows:
            self.recent[row[1]] += 1
        present = sorted(self.zones, key=self.recent.get)[-4:]
        self.session.set("present", present)
        self.session.set("absent", [zone for zone in self.zones if zone not in present])
        self.session.run(self.feed_back[0])
        self.session.set("deterred", 1 - self.deterrence)
        self.session.run(self.feed_back[1])
        self.loadings.append(self.session.runresult(self.loading))


def test_the_demo_talks_with_the_simulator_for_840_hours(folder):
    model = Nlogo(DEMO)
    crimes = {}
    for deterrence in (0.0, 0.2):
        with Session(folder) as session:
            patrols = Patrols(session, model, deterrence)
            for _ in range(840):
                patrols.go()
        crimes[deterrence] = {int(row[0]) for row in patrols.told}
        assert len(crimes[deterrence]) == len(patrols.told) > 300
    assert crimes[0.2] < crimes[0.0] and 0.8 < np.mean(patrols.loadings) < 1
    simulated = crims.Simulator(folder / "thornmere.gpkg", start="2023-01-01", seed=1).advance(hours=840)
    assert crimes[0.0] == set(simulated.id.tolist())


def test_netlogo_itself_runs_the_demo(folder, tmp_path):
    home = os.environ.get("NETLOGO_HOME")
    if not home:
        pytest.skip("NETLOGO_HOME is not set: NetLogo itself does not run the demo")
    (tmp_path / "abm").mkdir()
    (tmp_path / "out").mkdir()
    shutil.copy(DEMO, tmp_path / "abm")
    shutil.copy(folder / "thornmere.gpkg", tmp_path / "out/model.gpkg")
    [headless] = [path for path in (Path(home, name) for name in ("netlogo-headless.sh", "NetLogo_Console")) if path.exists()][:1]
    done = subprocess.run([headless, *(["--headless"] if headless.name == "NetLogo_Console" else []), "--model", tmp_path / "abm/patrol.nlogo",
                           "--experiment", "on and off", "--threads", "1", "--table", tmp_path / "table.csv"],
                          env={**os.environ, "PYTHONPATH": str(BUILD / "python")}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    table = list(csv.reader((tmp_path / "table.csv").open()))
    begin = next(i for i, row in enumerate(table) if row and row[0] == "[run number]")
    told = {float(row[table[begin].index("deterrence")]): dict(zip(table[begin], row, strict=True)) for row in table[begin + 1:]}
    simulated = crims.Simulator(folder / "thornmere.gpkg", start="2023-01-01", seed=1).advance(hours=840)
    assert int(float(told[0.0]["crimes-in-all"])) == len(simulated) > int(float(told[0.2]["crimes-in-all"]))
