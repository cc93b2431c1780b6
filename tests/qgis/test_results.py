# SPDX-License-Identifier: MIT
"""What comes back to QGIS: the layer in its style, the message in the Results Viewer; from the dialog, from models, in batches.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from conftest import PLUGINS, QGIS_PROCESS, ROOT, TOWN, WDD, profile, town, with_earlier_names

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import (
    QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingModelChildAlgorithm, QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput, QgsProcessingModelParameter, QgsProcessingOutputHtml, QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource, QgsProcessingParameterNumber, QgsProcessingParameterString, QgsProject, QgsVectorLayer)

import plugin
from pictures import colours, drawn, map_of

TEST = "crimekit:weighteddisplacementdifference"
KEPT = []  # what Python holds of a layer dies with the layer


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start())


@pytest.fixture(autouse=True)
def project():
    yield QgsProject.instance()
    QgsProject.instance().clear()


def loaded(algorithm, parameters, told=None):
    """Runs an algorithm and loads its results as the dialog does."""
    from processing.core.Processing import Processing
    from processing.gui.Postprocessing import handleAlgorithmResults
    from processing.tools import dataobjects

    told = told or plugin.feedback()
    context = dataobjects.createContext(told)
    finished = []
    Processing.runAlgorithm(algorithm, parameters, feedback=told, context=context,
                            onFinish=lambda alg, ctx, fb: finished.append(handleAlgorithmResults(alg, ctx, fb, parameters=parameters)))
    assert finished == [True]
    return list(QgsProject.instance().mapLayers().values())


def to_project(path):
    definition = QgsProcessingOutputLayerDefinition(str(path), QgsProject.instance())
    definition.destinationName = "Verdict"
    return definition


def assert_styled(layer, name):
    assert layer.name() == name
    assert layer.renderer().type() == "categorizedSymbol"
    assert layer.renderer().classAttribute() == "AREATYPE"
    assert layer.labelsEnabled()


@pytest.mark.parametrize("destination", ["result.gpkg", "TEMPORARY_OUTPUT"])
def test_the_result_is_loaded_in_its_style(tmp_path, destination):
    path = destination if destination == "TEMPORARY_OUTPUT" else tmp_path / destination
    [layer] = loaded(TEST, town(OUT_FEATURES=to_project(path)))
    assert_styled(layer, "Verdict")
    assert layer.featureCount() == 5


def test_a_result_that_replaces_a_loaded_one_too(tmp_path):
    """Processing finds the loaded layer again, which then shows what has been written."""
    loaded(TEST, town(OUT_FEATURES=to_project(tmp_path / "result.gpkg")))
    [layer] = loaded(TEST, town(OUT_FEATURES=to_project(tmp_path / "result.gpkg"), DISPLACEMENT_DISTANCE="0"))
    assert_styled(layer, "Verdict")
    assert {row["RUN_DISPLACEMENT"] for row in layer.getFeatures()} == {"0"}


def test_the_loaded_result_is_drawn_in_the_colours_of_its_areas(tmp_path):
    [layer] = loaded(TEST, town(OUT_FEATURES=to_project(tmp_path / "result.gpkg")))
    image, _ = drawn(map_of(layer, (300, 200)))
    assert {"#fcf1e9", "#f0f9fd"} & set(colours(image))  # the rings, as tools/wdd_tool/styles/result_style.qml has them, on white


def test_the_message_is_one_for_the_results_viewer(tmp_path):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(TEST)
    [output] = [output for output in algorithm.outputDefinitions() if output.name() == "MESSAGE"]
    assert isinstance(output, QgsProcessingOutputHtml)
    results = plugin.run("weighteddisplacementdifference", town(MESSAGE=str(tmp_path / "message.html")))
    assert results["MESSAGE"] == str(tmp_path / "message.html")
    assert "Strong evidence of reduction" in (tmp_path / "message.html").read_text()


def test_numbers_come_back(tmp_path):
    results = plugin.run("weighteddisplacementdifference", town())
    assert results["WDD"] == -109 and results["ZWDD"] == pytest.approx(-2.596, abs=1e-4)  # README.md


def test_a_number_that_does_not_exist_is_absent():
    results = plugin.run("wddcounts", {"TREATED": "0,0", "CONTROL": "0,0"})
    assert results["WDD"] == 0 and "ZWDD" not in results


def test_a_batch_of_areas(tmp_path):
    """Each row of the batch dialog is a run of its own instance."""
    for name in ("Market Square", "Riverside Estate"):
        layers = loaded(TEST, town(WHERE_CLAUSE=f"NAME = '{name}'", OUT_FEATURES=to_project(tmp_path / f"{name}.gpkg")))
    assert len(layers) == 2
    for layer in layers:
        assert_styled(layer, "Verdict")


# --- names ----------------------------------------------------------------------------------------------------------------


def unnamed(path):
    return QgsProcessingOutputLayerDefinition(str(path), QgsProject.instance())


@pytest.mark.parametrize("destination", ["result.gpkg", "TEMPORARY_OUTPUT"])
def test_a_result_is_called_what_it_is(tmp_path, destination):
    path = destination if destination == "TEMPORARY_OUTPUT" else tmp_path / destination
    [layer] = loaded(TEST, town(OUT_FEATURES=unnamed(path)))
    assert_styled(layer, "WDD Market Square, Jan to Jun 2023")


@pytest.mark.parametrize("by_file, name", [(True, "mine"), (False, "WDD Market Square, Jan to Jun 2023")])
def test_a_file_that_the_user_has_named_keeps_its_name_if_qgis_is_set_so(tmp_path, monkeypatch, by_file, name):
    from crimekit import outputs
    from qgis.core import QgsSettings

    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))  # what lies there is nobody's file
    QgsSettings().setValue(outputs.FILE_NAMES, by_file)
    try:
        [layer] = loaded(TEST, town(OUT_FEATURES=unnamed(tmp_path / "mine.gpkg")))
    finally:
        QgsSettings().remove(outputs.FILE_NAMES)
    assert_styled(layer, name)


def test_simulated_crimes_and_the_areas_of_a_plan_are_layers_of_the_project(both_commands):
    folder = both_commands
    [crimes] = loaded("crimekit:simulatecrimes", {
        "MODEL": str(folder / "model.gpkg"), "FROM": "2022-01", "TO": "2022-03", "SEED": 7, "OUTPUT": unnamed(folder / "crimes.gpkg")})
    assert crimes.name() == "Simulated crimes, Jan to Mar 2022, seed 7"
    QgsProject.instance().clear()
    [areas] = loaded("crimekit:evaluatedesign", {
        "MODEL": str(folder / "model.gpkg"), "SCENARIO": str(folder / "scenario.json"), "CONTROL": f"{TOWN}|layername=control",
        "DISPLACEMENT": "250 m", "REPLICATES": 5, "OUTPUT": unnamed(folder / "plan.gpkg")})
    assert areas.name() == "Planned evaluation, Jan to Jun 2023" and areas.featureCount() == 4
    assert areas.renderer().classAttribute() == "zone" and areas.isSpatial()


# --- models ---------------------------------------------------------------------------------------------------------------


class Model:
    """A model, put together as the Model Designer does."""

    def __init__(self, name):
        self.algorithm = QgsProcessingModelAlgorithm(name, "crimekit")

    def input(self, definition):
        self.algorithm.addModelParameter(definition, QgsProcessingModelParameter(definition.name()))

    def step(self, name, algorithm, inputs, outputs=None):
        """`outputs`: {name of the model's output: output of the step}."""
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        child.setDescription(name)
        for parameter, source in inputs.items():
            child.addParameterSources(parameter, [source])
        finals = {}
        for final, output in (outputs or {}).items():
            finals[final] = QgsProcessingModelOutput(final)
            finals[final].setChildId(name)
            finals[final].setChildOutputName(output)
        child.setModelOutputs(finals)
        assert self.algorithm.addChildAlgorithm(child) == name

    def saved(self, path):
        assert self.algorithm.toFile(str(path))
        return path


def from_input(name):
    return QgsProcessingModelChildParameterSource.fromModelParameter(name)


def from_step(step, output):
    return QgsProcessingModelChildParameterSource.fromChildOutput(step, output)


def value(constant):
    return QgsProcessingModelChildParameterSource.fromStaticValue(constant)


def burglaries_model():
    """Incidents of one type, from an algorithm of QGIS's own, into the test; the distance is an input of the model."""
    model = Model("Burglaries")
    model.input(QgsProcessingParameterFeatureSource("incidents", "Incidents"))
    model.input(QgsProcessingParameterString("kind", "Type", "Burglary"))
    model.input(QgsProcessingParameterNumber("ring", "Ring (metres)", defaultValue=250))
    model.step("chosen", "native:extractbyattribute", {
        "INPUT": from_input("incidents"), "FIELD": value("type"), "OPERATOR": value(0), "VALUE": from_input("kind")})
    inputs = {name: value(constant) for name, constant in town().items()}
    model.step("test", TEST, {**inputs, "IN_FEATURES": from_step("chosen", "OUTPUT"), "DISPLACEMENT_DISTANCE": from_input("ring")},
               {"verdict": "OUT_FEATURES", "message": "MESSAGE"})
    return model


def wdd_of(path, layer):
    layer = QgsVectorLayer(f"{path}|layername={layer}", "result", "ogr")
    [row] = [row for row in layer.getFeatures() if row["AREATYPE"].startswith("Weighted")]
    return row["WDD"]


def test_a_model_chains_the_test_with_qgis_own_algorithms(tmp_path):
    layers = loaded(burglaries_model().algorithm, {
        "incidents": f"{TOWN}|layername=incidents", "kind": "Burglary", "ring": 250, "test:verdict": to_project(tmp_path / "verdict.gpkg"),
        "test:message": str(tmp_path / "message.html")})
    assert wdd_of(tmp_path / "verdict.gpkg", "verdict") == -9  # README.md: one type of crime
    assert_styled(layers[0], "verdict")
    assert (tmp_path / "message.html").exists()


def test_a_model_file_runs_on_qgis_command_line(tmp_path):
    if QGIS_PROCESS is None:
        pytest.skip("qgis_process is missing: apt-get install qgis")
    path = burglaries_model().saved(tmp_path / "burglaries.model3")
    done = subprocess.run(
        [QGIS_PROCESS, "--json", "run", path, "--", f"incidents={TOWN}|layername=incidents", "kind=Burglary", "ring=250",
         f"test:verdict={tmp_path}/verdict.gpkg"],
        env=profile(tmp_path / "profile", PLUGINS), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["test:verdict"] == f"{tmp_path}/verdict.gpkg"
    assert wdd_of(tmp_path / "verdict.gpkg", "verdict") == -9


def test_a_models_failure_is_the_commands(tmp_path):
    from qgis.core import QgsProcessingException

    told = plugin.feedback()
    with pytest.raises(QgsProcessingException) as failure:
        loaded(burglaries_model().algorithm, {"incidents": f"{TOWN}|layername=incidents", "kind": "Piracy", "ring": 250,
                                              "test:verdict": str(tmp_path / "verdict.gpkg")}, told)
    said = [*told.errors, str(failure.value)]  # the latter since QGIS 3.38
    assert any("it has no incident" in text for text in said), said
    assert list(tmp_path.iterdir()) == []


def placebo_model(inputs, output):
    """A placebo test whose incidents and distance are the model's inputs."""
    model = Model("Placebos")
    model.input(QgsProcessingParameterFeatureSource("incidents", "Incidents"))
    model.input(QgsProcessingParameterNumber("ring", "Ring (metres)", defaultValue=250))
    sources = {name: value(constant) for name, constant in inputs.items()}
    for name in ("IN_FEATURES", "INCIDENTS"):
        if name in inputs:
            sources[name] = from_input("incidents")
    for name in ("DISPLACEMENT_DISTANCE", "DISPLACEMENT"):
        if name in inputs:
            sources[name] = from_input("ring")
    model.step("placebo", "crimekit:placebotest", sources, {"placebos": output})
    return model


OLD_AND_NEW = pytest.mark.parametrize("inputs, output", [(with_earlier_names(town()), "OUTPUT"), (town(), "OUT_FEATURES")], ids=["earlier names", "today's"])


@OLD_AND_NEW
def test_a_model_runs_with_the_names_that_the_placebo_test_had_when_it_was_saved(tmp_path, inputs, output):
    path = placebo_model(inputs, output).saved(tmp_path / "placebos.model3")
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(path))
    layers = loaded(model, {"incidents": f"{TOWN}|layername=incidents", "ring": 250, "placebo:placebos": to_project(tmp_path / "placebos.gpkg")})
    assert [layer.featureCount() for layer in layers] == [2]  # the town has one comparable area
    assert {row["RUN_DISPLACEMENT"] for row in layers[0].getFeatures()} == {"250"}


@OLD_AND_NEW
def test_such_a_model_file_runs_on_qgis_command_line(tmp_path, inputs, output):
    if QGIS_PROCESS is None:
        pytest.skip("qgis_process is missing: apt-get install qgis")
    path = placebo_model(inputs, output).saved(tmp_path / "placebos.model3")
    done = subprocess.run(
        [QGIS_PROCESS, "--json", "run", path, "--", f"incidents={TOWN}|layername=incidents", "ring=250",
         f"placebo:placebos={tmp_path}/placebos.gpkg"],
        env=profile(tmp_path / "profile", PLUGINS), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["placebo:placebos"] == f"{tmp_path}/placebos.gpkg"


# --- crims in a model -----------------------------------------------------------------------------------------------------

CRIMS = Path(os.environ.get("CRIMS", ROOT / "build/dev/bin/crims")).resolve()
SAMPLES = ROOT / "samples"


@pytest.fixture
def both_commands(tmp_path, monkeypatch):
    """A folder with both commands, as an installation has them, and a model of the sample town."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for command in (WDD, CRIMS):
        (folder / command.name).symlink_to(command)
    monkeypatch.setenv("CRIMEKIT_PATH", str(folder))
    subprocess.run([CRIMS, "calibrate", "--crimes", SAMPLES / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04",
                    "--to", "2022-12", "--zones", f"{SAMPLES}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA",
                    "--lookup", SAMPLES / "town-lookup.csv", "--output", tmp_path / "model.gpkg", "--quiet"],
                   check=True, stdout=subprocess.DEVNULL)
    (tmp_path / "scenario.json").write_text(json.dumps({"interventions": [
        {"area": {"layer": f"{TOWN}|layername=response", "where": "NAME = 'Market Square'"}, "start": "2023-01-01",
         "end": "2023-06-30", "effect": 0.5, "displaced": 0.25, "ring": {"distance": "250 m"}}]}))
    return tmp_path


def calibration(output):
    return {"CRIMES": str(SAMPLES / "town-crimes.zip"), "FORCE": "Thornmere", "FROM": "2021-04", "TO": "2022-12",
            "ZONES": f"{SAMPLES}/town-zones.gpkg|layername=zones", "ZONE_FIELD": "MSOA", "LOOKUP": str(SAMPLES / "town-lookup.csv"),
            "OUTPUT": output}


def test_the_zones_of_a_model_are_a_layer_of_the_project(both_commands):
    [zones] = loaded("crimekit:calibratecrimes", calibration(unnamed(both_commands / "made.gpkg")))
    assert zones.name() == "Crime model Thornmere, Apr 2021 to Dec 2022: zones"
    assert zones.isSpatial() and zones.renderer().type() == "graduatedSymbol"


def test_a_model_of_qgis_hands_a_crime_model_on(both_commands):
    model = Model("Calibrate and simulate")
    model.step("calibrate", "crimekit:calibratecrimes", {
        name: value(constant) for name, constant in calibration(str(both_commands / "made.gpkg")).items() if name != "OUTPUT"}, {"made": "OUTPUT"})
    model.step("simulate", "crimekit:simulatecrimes", {
        "MODEL": from_step("calibrate", "OUTPUT"), "FROM": value("2022-01"), "TO": value("2022-01")}, {"crimes": "OUTPUT"})
    layers = loaded(model.algorithm, {
        "calibrate:made": unnamed(both_commands / "made.gpkg"), "simulate:crimes": unnamed(both_commands / "crimes.gpkg")})
    assert sorted(layer.renderer().type() for layer in layers) == ["categorizedSymbol", "graduatedSymbol"]


def chain(folder):
    """Simulate, inject, test: what an evaluator would see of an effect that is known."""
    model = Model("Chain")
    model.input(QgsProcessingParameterString("seed", "Seed", "1"))
    model.step("simulate", "crimekit:simulatecrimes", {
        "MODEL": value(str(folder / "model.gpkg")), "FROM": value("2022-06"), "TO": value("2023-06"), "SEED": from_input("seed"),
        "OUTPUT": value(str(folder / "simulated.gpkg"))}, {"crimes": "OUTPUT"})
    model.step("inject", "crimekit:injectintervention", {
        "INCIDENTS": from_step("simulate", "OUTPUT"), "DATE_FIELD": value("time"), "TYPE_FIELD": value("crime_type"),
        "SCENARIO": value(str(folder / "scenario.json"))}, {"treated": "OUTPUT"})
    inputs = {name: value(constant) for name, constant in town(INCIDENT_DATE_FIELD="time").items()}
    model.step("test", TEST, {**inputs, "IN_FEATURES": from_step("inject", "OUTPUT")}, {"verdict": "OUT_FEATURES"})
    return model


def test_a_model_file_chains_simulating_injecting_and_testing(both_commands):
    if QGIS_PROCESS is None:
        pytest.skip("qgis_process is missing: apt-get install qgis")
    folder = both_commands
    path = chain(folder).saved(folder / "chain.model3")
    done = subprocess.run(
        [QGIS_PROCESS, "--json", "run", path, "--", "seed=3", f"simulate:crimes={folder}/crimes.gpkg",
         f"inject:treated={folder}/treated.gpkg", f"test:verdict={folder}/verdict.gpkg"],
        env=profile(folder / "profile", PLUGINS), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    by_hand = subprocess.run(
        [WDD, "test", "--response", f"{TOWN}|layername=response", "--where", "NAME = 'Market Square'",
         "--control", f"{TOWN}|layername=control", "--incidents", folder / "treated.gpkg", "--date-field", "time",
         "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m", "--json", "-", "--quiet"],
        check=True, capture_output=True, text=True)
    assert wdd_of(folder / "verdict.gpkg", "verdict") == json.loads(by_hand.stdout)["total"]["estimate"] < -50
