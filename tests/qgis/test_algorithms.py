# SPDX-License-Identifier: MIT
"""Every algorithm of the toolbox does its work, and fails with the command's own words.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

import csv
import json
import shutil
import sys

import pytest

from conftest import (
    CRIMS, PLUGINS, ROOT, TOWN, WDD, assert_new_york, command_that, counts_of, new_york, town)

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsApplication, QgsProcessingException, QgsVectorLayer

import plugin

sys.path.insert(0, str(PLUGINS))
from crimekit.host import catalog

WDD_TEST = "weighteddisplacementdifference"
SAMPLES = ROOT / "samples"
KEPT = []


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start())


@pytest.fixture(autouse=True)
def both_commands(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("CRIMEKIT_PATH", f"{WDD.parent}:{CRIMS.parent}")


def failure(algorithm, parameters):
    """What the user reads where it fails."""
    told = plugin.feedback()
    with pytest.raises(QgsProcessingException) as raised:
        plugin.run(algorithm, parameters, told)
    return "\n".join([*told.errors, str(raised.value)])


# --- work -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("distance", ["0", "1320"])
def test_new_york_has_the_counts_of_the_reference(shared, tmp_path, distance):
    results = plugin.run(WDD_TEST, new_york(shared, distance, tmp_path))
    assert_new_york(distance, results, tmp_path)


def test_a_layer_is_added_to_a_geopackage_that_exists(tmp_path):
    target = tmp_path / "mine.gpkg"
    shutil.copy(TOWN, target)
    for name, destination in (("first", f"{target}|layername=first"), ("second", f"ogr:dbname='{target}' table=\"second\" (geom)")):
        plugin.run(WDD_TEST, town(OUT_FEATURES=destination))
        assert counts_of(target, name)["Response Area"] == (414, 274)  # README.md


def test_counts_give_the_papers_z():
    results = plugin.run("wddcounts", {
        "TREATED": "207,110", "CONTROL": "308,318", "TREATED_DISPLACEMENT": "178,157", "CONTROL_DISPLACEMENT": "150,140"})
    assert results["WDD"] == -118
    assert results["ZWDD"] == pytest.approx(-2.98, abs=0.001)


DESIGNS = "treated_pre,treated_post,control_pre,control_post\n207,110,308,318\n"


def test_a_table_of_counts_gives_a_table_of_results(tmp_path):
    (tmp_path / "designs.csv").write_text(DESIGNS)
    results = plugin.run("wddcountstable", {"INPUT": str(tmp_path / "designs.csv"), "OUTPUT": str(tmp_path / "results.csv")})
    assert results == {"OUTPUT": str(tmp_path / "results.csv")}
    assert ",-107," in (tmp_path / "results.csv").read_text()


def test_placebos_are_a_layer(tmp_path):
    parameters = {"RESPONSE": f"{TOWN}|layername=response", "WHERE": "NAME = 'Market Square'", "CONTROL": f"{TOWN}|layername=control",
                  "INCIDENTS": f"{TOWN}|layername=incidents", "START_FIELD": "RESP_START", "END_FIELD": "RESP_END",
                  "DATE_FIELD": "occurred", "DISPLACEMENT": "250 m", "OUTPUT": str(tmp_path / "placebos.gpkg"),
                  "MESSAGE": str(tmp_path / "message.html")}
    plugin.run("placebotest", parameters)
    assert opened(tmp_path / "placebos.gpkg").featureCount() == 2  # the town has one comparable area
    assert "comparable areas" in (tmp_path / "message.html").read_text()


def batch(tmp_path, **more):
    return {"RESPONSE": f"{TOWN}|layername=response", "EACH": "NAME", "CONTROL": f"{TOWN}|layername=control",
            "INCIDENTS": f"{TOWN}|layername=incidents", "START_FIELD": "RESP_START", "END_FIELD": "RESP_END", "DATE_FIELD": "occurred",
            "DISPLACEMENT": "250 m", "OUTPUT": str(tmp_path / "areas.gpkg"), "TABLE": str(tmp_path / "table.csv"),
            "MESSAGE": str(tmp_path / "message.html"), **more}


def test_many_areas_are_a_layer_and_a_table(tmp_path):
    plugin.run("wddbatch", batch(tmp_path, TYPE_FIELD="type"))
    layer = opened(tmp_path / "areas.gpkg")
    assert [feature["NAME"] for feature in layer.getFeatures()] == ["Market Square"] * 5 + ["Riverside Estate"] * 5
    assert layer.renderer().type() == opened_style(tmp_path)
    table = (tmp_path / "table.csv").read_text()
    assert "All together,all," in table and "Riverside Estate,Burglary," in table
    assert "in 2 areas together" in (tmp_path / "message.html").read_text()


def test_areas_that_cannot_be_evaluated_are_named_and_the_rest_is_there(tmp_path):
    """The command then ends with a status of its own, which is no failure."""
    feedback = plugin.Feedback()
    results = plugin.run("wddbatch", batch(tmp_path, TEST_SUITABILITY=True), feedback)
    warning, = [text for text in feedback.warnings if "was not evaluated" in text]
    assert "Riverside Estate was not evaluated: " in warning and "not suitable" in warning and feedback.errors == []
    assert results["OUTPUT"] == str(tmp_path / "areas.gpkg")
    assert {feature["NAME"] for feature in opened(tmp_path / "areas.gpkg").getFeatures()} == {"Market Square"}
    assert "Riverside Estate," in (tmp_path / "table.csv").read_text()


def opened_style(tmp_path):
    """How the layer of one area is drawn."""
    plugin.run(WDD_TEST, town(WHERE_CLAUSE="NAME = 'Market Square'", OUT_FEATURES=str(tmp_path / "one.gpkg")))
    return opened(tmp_path / "one.gpkg").renderer().type()


def test_a_plan_tells_what_would_be_detected(tmp_path):
    plugin.run("planevaluation", {"AREA": 120, "RING": 80, "VARIATION": 13, "MESSAGE": str(tmp_path / "plan.html"),
                                  "JSON": str(tmp_path / "plan.json")})
    assert "a reduction of 31 % or more in the response area would be detected" in (tmp_path / "plan.html").read_text()
    assert len(json.loads((tmp_path / "plan.json").read_text())["periods"]) == 4


def test_a_download_is_audited(tmp_path):
    plugin.run("auditcrimes", {"CRIMES": str(SAMPLES / "town-crimes.zip"), "JSON": str(tmp_path / "audit.json")})
    assert "2022-12" in (tmp_path / "audit.json").read_text()


def test_a_model_shows_what_it_knows(model, tmp_path):
    feedback = plugin.Feedback()
    plugin.run("showmodel", {"MODEL": str(model), "JSON": str(tmp_path / "model.json")}, feedback)
    assert json.loads((tmp_path / "model.json").read_text())["force"] == "Thornmere"


def test_crimes_are_counted_by_zone_and_month(model, tmp_path):
    plugin.run("countcrimes", {"MODEL": str(model), "FROM": "2023-01", "TO": "2023-02", "OUTPUT": str(tmp_path / "means.gpkg")})
    layer = opened(tmp_path / "means.gpkg")
    assert {feature["month"] for feature in layer.getFeatures()} == {"2023-01", "2023-02"}


def test_a_census_becomes_people(tmp_path):
    results = plugin.run("makepopulation", {"CENSUS": str(SAMPLES / "town-census.csv"), "PROJECTION": str(SAMPLES / "town-projection.csv"),
                                            "LOOKUP": str(SAMPLES / "town-districts.csv"), "YEAR": 2030, "OUTPUT": str(tmp_path / "p.gpkg")})
    layer = QgsVectorLayer(results["OUTPUT"], "people", "ogr")
    assert sum(feature["people"] for feature in layer.getFeatures()) == 105478


def test_crimes_have_victims(tmp_path):
    crimes = tmp_path / "crimes.csv"
    crimes.write_text("id,MSOA,crime_type\n" + "".join(f"{i},E02999006,robbery\n" for i in range(50)))
    risks = tmp_path / "risks.csv"
    risks.write_text("offence,sex,risk\nrobbery,female,1\n")
    results = plugin.run("drawvictims", {"CRIMES": str(crimes), "POPULATION": str(SAMPLES / "town-census.csv"), "RISKS": str(risks),
                                         "OUTPUT": str(tmp_path / "v.gpkg")})
    layer = QgsVectorLayer(results["OUTPUT"], "victims", "ogr")
    assert {feature["victim_sex"] for feature in layer.getFeatures()} == {"female"} and layer.featureCount() == 50


def test_incidents_have_a_rhythm_of_168_hours(tmp_path):
    plugin.run("crimerhythm", {"INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "occurred", "OUTPUT": str(tmp_path / "r.csv")})
    with open(tmp_path / "r.csv", encoding="utf-8") as file:
        weights = [float(row["weight"]) for row in csv.DictReader(file)]
    assert len(weights) == 168 and sum(weights) == pytest.approx(168)


def test_near_repeats_are_told(tmp_path):
    plugin.run("repeatcrimes", {"INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "occurred", "TYPE_FIELD": "type",
                                "JSON": str(tmp_path / "r.json")})
    assert len(json.loads((tmp_path / "r.json").read_text())["crime_types"]) == 6


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of the sample town, calibrated in QGIS."""
    path = tmp_path_factory.mktemp("model") / "model.gpkg"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("CRIMEKIT_PATH", f"{WDD.parent}:{CRIMS.parent}")
        plugin.run("calibratecrimes", {
            "CRIMES": str(SAMPLES / "town-crimes.zip"), "FORCE": "Thornmere", "FROM": "2021-04", "TO": "2022-09",
            "ZONES": f"{SAMPLES}/town-zones.gpkg|layername=zones", "ZONE_FIELD": "MSOA", "LOOKUP": str(SAMPLES / "town-lookup.csv"),
            "OUTPUT": str(path)})
    return path


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "scenario.json"
    path.write_text(json.dumps({"interventions": [
        {"area": {"layer": f"{TOWN}|layername=response", "where": "NAME = 'Market Square'"}, "start": "2023-01-01",
         "end": "2023-06-30", "effect": 0.3}]}))
    return path


def opened(path):
    layer = QgsVectorLayer(str(path), "result", "ogr")
    assert layer.isValid()
    KEPT.append(layer)
    return layer


def test_a_model_simulates_crimes_that_are_drawn_by_zone(model, tmp_path):
    plugin.run("simulatecrimes", {"MODEL": str(model), "FROM": "2023-01", "TO": "2023-02", "OUTPUT": str(tmp_path / "crimes.gpkg")})
    assert opened(tmp_path / "crimes.gpkg").featureCount() > 500
    plugin.run("mapcrimes", {"CRIMES": str(tmp_path / "crimes.gpkg"), "ZONES": f"{SAMPLES}/town-zones.gpkg|layername=zones",
                             "ZONE_FIELD": "MSOA", "OUTPUT": str(tmp_path / "map.png")})
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_a_model_is_validated_with_other_months(model, tmp_path):
    plugin.run("validatecrimes", {
        "MODEL": str(model), "CRIMES": str(SAMPLES / "town-crimes.zip"), "FROM": "2022-10", "TO": "2022-12", "REPLICATES": 20,
        "HTML": str(tmp_path / "report.html")})
    assert "October" in (tmp_path / "report.html").read_text() or "2022-10" in (tmp_path / "report.html").read_text()


def test_an_intervention_is_injected(scenario, tmp_path):
    plugin.run("injectintervention", {
        "INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "occurred", "SCENARIO": str(scenario),
        "OUTPUT": str(tmp_path / "treated.gpkg"), "JSON": str(tmp_path / "truth.json")})
    before = opened(f"{TOWN}|layername=incidents").featureCount()
    assert 0 < opened(tmp_path / "treated.gpkg").featureCount() < before


def test_a_design_is_evaluated(model, scenario, tmp_path):
    plugin.run("evaluatedesign", {
        "MODEL": str(model), "SCENARIO": str(scenario), "CONTROL": f"{TOWN}|layername=control", "DISPLACEMENT": "250 m",
        "REPLICATES": 50, "EFFECTS": "0,0.3", "OUTPUT": str(tmp_path / "design.gpkg"), "JSON": str(tmp_path / "design.json")})
    assert [row["effect"] for row in json.loads((tmp_path / "design.json").read_text())["rows"]] == [0, 0.3]
    assert (tmp_path / "design.gpkg").exists()


def test_no_algorithm_goes_without_its_test_here():
    text = open(__file__, encoding="utf-8").read()
    assert [entry.id for entry in catalog.entries() if f'"{entry.id}"' not in text] == []


# --- failure --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm, parameters, words", [
    (WDD_TEST, town(WHERE_CLAUSE="NAME = 'Atlantis'"), "response (IN_RESPONSE_FEATURE): it has no feature"),
    (WDD_TEST, town(WHERE_CLAUSE="NAM = 'x'"), "the expression NAM = 'x' names NAM; the fields of response are fid, NAME, RESP_START"),
    (WDD_TEST, town(WHERE_CLAUSE="NAME = "), "the expression NAME = cannot be read"),
    (WDD_TEST, town(DISPLACEMENT_DISTANCE="250 furlongs"), "“Displacement distance”: '250 furlongs'"),
    ("wddcounts", {"TREATED": "207", "CONTROL": "308,318"}, "“Response area: incidents before and after” '207'"),
    ("wddcountstable", {"INPUT": "absent.csv"}, "absent.csv"),
    ("placebotest", {"RESPONSE": f"{TOWN}|layername=response", "CONTROL": f"{TOWN}|layername=control",
                     "INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "occurred", "DISPLACEMENT": "250 m"}, "“Response start date field” is missing"),
    ("wddbatch", {"RESPONSE": f"{TOWN}|layername=response", "EACH": "NAME", "CONTROL": f"{TOWN}|layername=control",
                  "INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "occurred", "DISPLACEMENT": "250 m"}, "“Response start date field” is missing"),
    ("planevaluation", {"AREA": 0, "VARIATION": 13}, "the count in the response area is 0"),
    ("auditcrimes", {"CRIMES": "absent.zip"}, "absent.zip"),
    ("crimerhythm", {"INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "type"}, "type"),
    ("makepopulation", {"CENSUS": "absent.csv"}, "absent.csv"),
    ("drawvictims", {"CRIMES": f"{TOWN}|layername=incidents", "POPULATION": "absent.csv", "RISKS": "absent.csv"}, "absent.csv"),
    ("repeatcrimes", {"INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "type"}, "type"),
    ("calibratecrimes", {"CRIMES": str(SAMPLES / "town-crimes.zip"), "FORCE": "Atlantis", "FROM": "2021-04", "TO": "2022-09"}, "Atlantis"),
    ("showmodel", {"MODEL": "absent.gpkg"}, "absent.gpkg"),
    ("countcrimes", {"MODEL": "absent.gpkg", "FROM": "2023-01", "TO": "2023-02"}, "absent.gpkg"),
    ("simulatecrimes", {"MODEL": "absent.gpkg", "FROM": "2023-01", "TO": "2023-02"}, "absent.gpkg"),
    ("validatecrimes", {"MODEL": "absent.gpkg", "CRIMES": "absent.zip", "FROM": "2023-01", "TO": "2023-02"}, "absent.gpkg"),
    ("mapcrimes", {"CRIMES": f"{TOWN}|layername=incidents", "ZONES": f"{TOWN}|layername=control", "ZONE_FIELD": "NIL"}, "NIL"),
    ("injectintervention", {"INCIDENTS": f"{TOWN}|layername=incidents", "DATE_FIELD": "occurred", "SCENARIO": "absent.json"}, "absent.json"),
    ("evaluatedesign", {"MODEL": "absent.gpkg", "SCENARIO": "absent.json", "CONTROL": f"{TOWN}|layername=control",
                        "DISPLACEMENT": "250 m"}, "absent"),
])
def test_a_failure_is_told_in_the_commands_words(tmp_path, algorithm, parameters, words):
    entry = catalog.entry(algorithm)
    outputs = [option for option in entry.options if option["type"] in ("output_layer", "output_file") and entry.is_required(option)]
    endings = {"wddcountstable": "csv", "crimerhythm": "csv", "mapcrimes": "png"}
    for option in [*outputs, *([entry.option("--output")] if algorithm == WDD_TEST else [])]:
        parameters[entry.parameter_name(option)] = str(tmp_path / f"result.{endings.get(algorithm, 'gpkg')}")
    told = failure(algorithm, parameters)
    assert words in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["shp", "geojson", "fgb", "gdb", "csv"])
def test_the_result_layer_can_have_another_format(tmp_path, suffix):
    results = plugin.run(WDD_TEST, town(OUT_FEATURES=str(tmp_path / f"result.{suffix}")))
    layer = QgsVectorLayer(results["OUT_FEATURES"], "result", "ogr")
    assert layer.isValid() and layer.featureCount() == 5
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["result.tab", "memory:"])
def test_only_a_format_that_the_command_writes_can_be_the_result_layer(tmp_path, name):
    destination = name if name == "memory:" else str(tmp_path / name)
    assert f"OUT_FEATURES: '{destination}' cannot be written: choose a file whose name ends with .gpkg" in failure(
        WDD_TEST, town(OUT_FEATURES=destination))
    assert list(tmp_path.iterdir()) == []


def test_an_input_is_not_overwritten_though_the_command_sees_a_copy(tmp_path):
    mine = tmp_path / "mine.gpkg"
    shutil.copy(TOWN, mine)
    before = mine.read_bytes()
    assert "is an input (IN_RESPONSE_FEATURE)" in failure(WDD_TEST, town(
        IN_RESPONSE_FEATURE=f"{mine}|layername=response", OUT_FEATURES=f"{mine}|layername=response"))
    assert mine.read_bytes() == before


def test_a_command_of_another_version_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "wdd").write_text("#!/bin/sh\necho wdd 9.1.0\n")
    (tmp_path / "wdd").chmod(0o755)
    monkeypatch.setenv("CRIMEKIT_PATH", str(tmp_path))
    words = f"{tmp_path}/wdd is version 9.1.0, but this toolbox is made for version {catalog.version()}"
    assert words in failure(WDD_TEST, town())
    assert words in QgsApplication.processingRegistry().createAlgorithmById(f"crimekit:{WDD_TEST}").canExecute()[1]


@pytest.mark.parametrize("does, words", [
    ("kill -9 $$", "was ended by signal 9"), ("exit 7", "ended with status 7 and said nothing"), ("exit 0", "was not written")])
def test_no_end_of_the_command_passes_for_success(tmp_path, monkeypatch, does, words):
    monkeypatch.setenv("CRIMEKIT_PATH", str(command_that(tmp_path / "bin", does)))
    assert words in failure(WDD_TEST, town(OUT_FEATURES=str(tmp_path / "r.gpkg")))
