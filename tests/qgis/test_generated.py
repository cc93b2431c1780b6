# SPDX-License-Identifier: MIT
"""Algorithms come from descriptions: one that nobody has adapted by hand is complete all the same.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

from html import unescape

import pytest

from conftest import TOWN

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition, QgsVectorLayer

import plugin

KEPT = []
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start())


def option(name, kind, **more):
    return {"name": name, "aliases": [], "type": kind, "value": "X", "group": "G", "help": f"Help of ⟨{name}⟩.", "required": False,
            "default": None, "advanced": False, **more}


OPTIONS = [
    option("--zones", "layer", required=True, geometry="polygons"),
    option("--zone-field", "field", parent="--zones"),
    option("--zones-where", "sql", parent="--zones"),
    option("--points", "layer", geometry="points"),
    option("--table", "file"),
    option("--column", "field", parent="--table"),
    option("--from", "month"),
    option("--day", "date", value="DATE"),
    option("--width", "distance"),
    option("--until", "month"),
    option("--seed", "integer", default="1"),
    option("--threads", "integer", default_words="all cores"),
    option("--share", "number", default="0.5", least=0, most=1),
    option("--novelty", "a type of a later version"),
    option("--effects", "number", list=True, default="0,0.1"),
    option("--placement", "choice", choices=["observed", "uniform", "none"], default="observed"),
    option("--trend", "flag"),
    option("--shrink", "flag", default="on", negation="--no-shrink"),
    option("--in-crs", "crs", advanced=True),
    option("--picture", "output_file", endings=["png", "svg"]),
    option("--output", "output_layer", required=True, endings=["gpkg"]),
    option("--json", "output_file", advanced=True, endings=["json"]),
    option("--quiet", "flag"),
    option("--progress", "choice", choices=["auto", "lines"], default="auto"),
]
COMMAND = {"name": "later-one", "summary": "s", "description": ["A command of a later version."], "options": OPTIONS,
           "exit_statuses": [], "examples": []}
TYPES = {
    "ZONES": "source", "ZONE_FIELD": "field", "ZONES_WHERE": "expression", "POINTS": "source", "TABLE": "file", "COLUMN": "string",
    "FROM": "string", "DAY": "datetime", "WIDTH": "distance", "UNTIL": "string", "SEED": "number", "THREADS": "number", "SHARE": "number",
    "NOVELTY": "string", "EFFECTS": "string",
    "PLACEMENT": "enum", "TREND": "boolean", "SHRINK": "boolean", "PICTURE": "fileDestination", "OUTPUT": "vectorDestination",
    "IN_CRS": "crs", "JSON": "fileDestination"}


@pytest.fixture
def algorithm(monkeypatch):
    from crimekit.algorithm import CommandAlgorithm
    from crimekit.host import catalog

    monkeypatch.setattr(catalog, "commands", lambda: {("crims", "later-one"): COMMAND})
    catalog.entries.cache_clear()
    [entry] = catalog.entries()
    made = CommandAlgorithm(entry)
    made.initAlgorithm({})
    yield made
    catalog.entries.cache_clear()


def test_each_parameter_of_each_algorithm_has_help():
    from qgis.core import QgsApplication

    algorithms = QgsApplication.processingRegistry().providerById("crimekit").algorithms()
    assert len(algorithms) >= 3
    for algorithm in algorithms:
        for parameter in algorithm.parameterDefinitions():
            assert parameter.help() and parameter.description(), (algorithm.id(), parameter.name())


def test_each_default_is_a_value_that_its_parameter_takes():
    from qgis.core import QgsApplication

    parameters = [parameter for algorithm in QgsApplication.processingRegistry().providerById("crimekit").algorithms()
                  for parameter in algorithm.parameterDefinitions() if parameter.defaultValue() is not None]
    assert len(parameters) > 30
    for parameter in parameters:
        assert parameter.checkValueIsAcceptable(parameter.defaultValue()), (parameter.name(), parameter.defaultValue())


def test_every_type_of_option_becomes_the_parameter_that_says_most(algorithm):
    assert (algorithm.id(), algorithm.displayName(), algorithm.group()) == ("crimslaterone", "crims later-one", "Simulation")
    assert {parameter.name(): parameter.type() for parameter in algorithm.parameterDefinitions()} == TYPES
    assert list(TYPES) == [parameter.name() for parameter in algorithm.parameterDefinitions()]


def test_parents_defaults_and_flags(algorithm):
    of = {parameter.name(): parameter for parameter in algorithm.parameterDefinitions()}
    assert of["ZONE_FIELD"].parentLayerParameterName() == of["ZONES_WHERE"].parentLayerParameterName() == "ZONES"
    assert of["WIDTH"].parentParameterName() == "ZONES"
    assert (of["SEED"].defaultValue(), of["THREADS"].defaultValue(), of["PLACEMENT"].defaultValue()) == (1, None, "observed")
    assert (of["TREND"].defaultValue(), of["SHRINK"].defaultValue()) == (False, True)
    assert {name for name, parameter in of.items() if parameter.flags() & ADVANCED} == {"IN_CRS", "JSON"}
    assert {name for name, parameter in of.items() if not parameter.flags() & OPTIONAL} == {
        "ZONES", "SEED", "SHARE", "PLACEMENT", "TREND", "SHRINK", "OUTPUT"}
    assert all(parameter.help() for parameter in of.values())
    assert of["ZONES_WHERE"].description() == "Zones: only where"
    assert 'Help of “Seed”.' in unescape(algorithm.shortHelpString())


def test_the_file_dialog_offers_what_the_command_writes(algorithm):
    assert algorithm.parameterDefinition("OUTPUT").createFileFilter() == "GeoPackage files (*.gpkg)"
    assert algorithm.parameterDefinition("PICTURE").createFileFilter().startswith("PNG files (*.png);;SVG files (*.svg)")


def test_outputs_are_held_to_their_kinds(algorithm):
    for outputs, words in (({"OUTPUT": "/tmp/x.gpkg", "PICTURE": "/tmp/x.pdf"}, "ends with .png or .svg"),
                           ({"OUTPUT": "/tmp/x.csv"}, "ends with .gpkg"), ({"OUTPUT": "/tmp/x.gpkg", "PICTURE": "/tmp/x.svg"}, "")):
        ok, reason = algorithm.checkParameterValues({"ZONES": QgsVectorLayer(f"{TOWN}|layername=control", "z", "ogr"), **outputs},
                                                    QgsProcessingContext())
        assert ok == (words == "") and words in reason, reason


def test_a_run_gives_the_command_all_that_was_said(algorithm, tmp_path, monkeypatch):
    """The command writes down its arguments."""
    said = tmp_path / "said"
    command = tmp_path / "bin/crims"
    command.parent.mkdir()
    from crimekit.host import catalog

    command.write_text(f"""#!/bin/sh
[ "$1" = --version ] && echo crims {catalog.version()} && exit
for argument in "$@"; do echo "$argument" >> {said}; done
touch {tmp_path}/o.gpkg {tmp_path}/p.png
""")
    command.chmod(0o755)
    monkeypatch.setenv("CRIMEKIT_PATH", str(command.parent))
    parameters = {"ZONES": f"{TOWN}|layername=control", "ZONE_FIELD": "NAME", "TABLE": "t.csv", "COLUMN": "c", "FROM": "2023-01",
                  "DAY": "2023-02-03", "WIDTH": "300 m", "UNTIL": "2023-04", "SEED": 42, "EFFECTS": "0,0.3", "PLACEMENT": "none", "TREND": True,
                  "SHRINK": False, "IN_CRS": "EPSG:27700", "PICTURE": f"{tmp_path}/p.png", "OUTPUT": f"{tmp_path}/o.gpkg"}
    results, ok = algorithm.run(parameters, QgsProcessingContext(), plugin.feedback(), {}, False)
    assert ok and results == {"OUTPUT": f"{tmp_path}/o.gpkg", "PICTURE": f"{tmp_path}/p.png"}
    assert said.read_text().splitlines() == [
        "later-one", f"--zones={TOWN}|layername=control", "--zone-field=NAME", "--table=t.csv", "--column=c", "--from=2023-01",
        "--day=2023-02-03", "--width=300 m", "--until=2023-04", "--seed=42", "--share=0.5", "--effects=0,0.3", "--placement=none", "--trend", "--no-shrink",
        "--in-crs=EPSG:27700", f"--picture={tmp_path}/p.png", f"--output={tmp_path}/o.gpkg", "--progress=lines"]
