# SPDX-License-Identifier: MIT
"""One intervention told by options, in place of a scenario file: the same results, and a file on request."""

import json
import shutil

import pytest

from conftest import ROOT

SAMPLES = ROOT / "samples"
ONE = {"--response": "town.gpkg|layername=response", "--start": "2022-01-01", "--end": "2022-06", "--effect": "0.4"}
SQUARE = "NAME='Market Square'"


@pytest.fixture(scope="module")
def folder(crims, tmp_path_factory):
    """The town, and a model of its crimes."""
    path = tmp_path_factory.mktemp("options")
    shutil.copy(SAMPLES / "town.gpkg", path)
    crims("calibrate", "--crimes", SAMPLES / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
          "--zones", f"{SAMPLES}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", SAMPLES / "town-lookup.csv",
          "--output", path / "model.gpkg", "--quiet")
    return path


def flat(options):
    return [part for pair in options.items() for part in pair]


def evaluate(crims, folder, name, *options, **how):
    return crims("evaluate", "--model", "model.gpkg", "--control", "town.gpkg|layername=control", "--displacement", "100 m,250 m",
                 "--months", "3", "--replicates", "20", "--output", f"{name}.gpkg", "--csv", f"{name}.csv", *options, cwd=folder, **how)


def inject(crims, folder, name, *options, **how):
    return crims("inject", "--incidents", "town.gpkg|layername=incidents", "--date-field", "occurred", "--output", f"{name}.csv",
                 *options, cwd=folder, **how)


def scenario(folder, name, **more):
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"interventions": [{
        "area": {"layer": "town.gpkg|layername=response", "where": SQUARE}, "start": "2022-01-01", "end": "2022-06-30", "effect": 0.4,
        **more}]}))
    return path.name


def test_a_plan_without_a_file_is_the_plan_of_the_file(crims, folder):
    file = scenario(folder, "plan", displaced=0.25, ring={"distance": "250 m"})
    evaluate(crims, folder, "by-file", "--scenario", file)
    evaluate(crims, folder, "by-options", *flat(ONE), "--where", SQUARE, "--displaced", "0.25", "--save-scenario", "saved.json")
    assert (folder / "by-options.csv").read_bytes() == (folder / "by-file.csv").read_bytes()
    [saved] = json.loads((folder / "saved.json").read_text())["interventions"]
    assert saved == {"area": {"layer": f"{folder}/town.gpkg|layername=response", "where": SQUARE}, "start": "2022-01-01",
                     "end": "2022-06-30", "effect": 0.4, "displaced": 0.25, "ring": {"distance": "250 m"}}
    other = folder / "elsewhere"
    other.mkdir()
    shutil.move(folder / "saved.json", other)
    evaluate(crims, folder, "by-saved", "--scenario", "elsewhere/saved.json")
    assert (folder / "by-saved.csv").read_bytes() == (folder / "by-file.csv").read_bytes()


def test_an_injection_without_a_file_is_that_of_the_file(crims, folder):
    file = scenario(folder, "inject", displaced=0.25, ring={"distance": "200 m"}, onset={"shape": "ramp", "days": 30},
                    decay={"shape": "exponential", "days": 60, "from": "start"})
    inject(crims, folder, "file", "--scenario", file)
    inject(crims, folder, "options", *flat(ONE), "--response-where", SQUARE, "--displaced", "0.25", "--ring", "200 m",
           "--onset", "ramp 30", "--decay", "exponential 60 from start")
    assert (folder / "options.csv").read_bytes() == (folder / "file.csv").read_bytes()
    inject(crims, folder, "step", *flat(ONE), "--response-where", SQUARE)
    assert (folder / "step.csv").read_bytes() != (folder / "file.csv").read_bytes()


def without(name):
    return {option: text for option, text in ONE.items() if option != name}


@pytest.mark.parametrize("options, words", [
    ({}, "the intervention is missing"), (without("--effect"), "--effect"), (without("--start"), "--start"), (without("--end"), "--end"),
    ({**ONE, "--end": "2021-12"}, "2021-12-31"), ({**ONE, "--onset": "ramp"}, "'ramp'"), ({**ONE, "--onset": "ramp 0"}, "'ramp 0'"),
    ({**ONE, "--onset": "ramp 30 from start"}, "'ramp 30 from start'"), ({**ONE, "--decay": "ramp 30 from end"}, "'ramp 30 from end'"),
    ({**ONE, "--effect": "1.2"}, "from 0 to 1"), ({**ONE, "--ring": "0"}, "--ring"), ({**ONE, "--scenario": "x.json"}, "--scenario"),
    ({"--effect": "0.2"}, "--response"), (without("--response"), "--response")])
@pytest.mark.parametrize("command", [evaluate, inject])
def test_what_does_not_go_together_is_refused_before_anything_is_read(crims, folder, command, options, words):
    before = sorted(folder.iterdir())
    run = command(crims, folder, "refused", *flat(options), check=2)
    assert words in run.err and len(run.err.splitlines()) == 1
    assert sorted(folder.iterdir()) == before


def test_displaced_crimes_need_a_ring(crims, folder):
    run = inject(crims, folder, "refused", *flat(ONE), "--displaced", "0.25", check=2)
    assert "--ring" in run.err
    run = crims("evaluate", "--model", "model.gpkg", "--control", "town.gpkg|layername=control", "--displacement", "0", *flat(ONE),
                "--displaced", "0.25", "--output", "refused.gpkg", cwd=folder, check=2)
    assert "--ring" in run.err
