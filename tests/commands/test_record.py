# SPDX-License-Identifier: MIT
"""What a run records of its options, where a program hands over copies of what its user chose."""

import shutil

import pytest
from osgeo import gdal

from conftest import ROOT

SAMPLES = ROOT / "samples"


@pytest.fixture
def town(tmp_path):
    """A copy of the sample town, which GDAL may write to."""
    return shutil.copy(SAMPLES / "town.gpkg", tmp_path / "town.gpkg")


def arguments(town):
    return ["--response", f"{town}|layername=response", "--where", "NAME = 'Market Square'", "--control", f"{town}|layername=control",
            "--incidents", f"{town}|layername=incidents", "--date-field", "occurred", "--start-field", "RESP_START",
            "--end-field", "RESP_END", "--displacement", "250 m"]


def fields(path):
    data = gdal.OpenEx(str(path))
    return data.GetLayer(0).GetNextFeature().items()


RECORD = ["--record-as=--response=Patrols (selected features)", "--record-as", "--where=\"NAME\" = 'Market Square'"]
RECORDED = {"response": "Patrols (selected features)", "where": "\"NAME\" = 'Market Square'"}


@pytest.mark.parametrize("command, more", [("test", []), ("placebo", [])])
def test_the_layer_and_the_json_have_the_texts_in_place_of_the_values(wdd, town, tmp_path, command, more):
    plain = wdd(command, *arguments(town), *more, "--output", tmp_path / "plain.gpkg", "--json", "-")
    run = wdd(command, *arguments(town), *more, "--output", tmp_path / "told.gpkg", "--json", "-", *RECORD)
    assert run.json["parameters"] == {**plain.json["parameters"], **RECORDED}
    expected = {**fields(tmp_path / "plain.gpkg"), **{f"RUN_{name.upper()}": text for name, text in RECORDED.items()}}
    assert fields(tmp_path / "told.gpkg") == expected
    assert {**run.json, "parameters": None} == {**plain.json, "parameters": None}


def test_options_are_recorded_with_their_types(wdd, crims, town, tmp_path):
    """Numbers are numbers, a flag is true or false, what is not given is null; in every command alike."""
    parameters = wdd("test", *arguments(town), "--json", "-").json["parameters"]
    assert parameters["confidence"] == 0.95 and parameters["skip_bad_dates"] is False and parameters["control_where"] is None
    assert parameters["displacement"] == "250 m" and parameters["overlap"] == "clip"
    parameters = wdd("placebo", *arguments(town), "--json", "-").json["parameters"]
    assert parameters["comparison_areas"] is None and parameters["displacement"] == "250 m"
    parameters = wdd("counts", "--treated", "207,110", "--control", "308,318", "--json", "-").json["parameters"]
    assert parameters["treated"] == "207,110" and parameters["confidence"] == 0.95
    run = crims("audit", "--crimes", SAMPLES / "town-crimes.zip", "--json", "-")
    assert run.json["parameters"] == {"crimes": str(SAMPLES / "town-crimes.zip"), "force": None, "lookup": None}


def test_a_password_is_not_recorded(wdd, town):
    run = wdd("test", *arguments(town), "--json", "-", "--record-as=--control=PG:dbname=crime password=secret")
    assert run.json["parameters"]["control"] == "PG:dbname=crime password=***"


def test_another_name_of_an_option_will_do(wdd, town):
    run = wdd("test", *arguments(town), "--json", "-", "--record-as=--in_features=Incidents=all")
    assert run.json["parameters"]["incidents"] == "Incidents=all"


@pytest.mark.parametrize("text, words", [
    ("Patrols", "--record-as 'Patrols': expected an option and a text"), ("--respons=x", "there is no option --respons"),
    ("--quiet=x", "there is no option --quiet")])
def test_a_text_for_no_option_is_an_error(wdd, town, text, words):
    run = wdd("test", *arguments(town), f"--record-as={text}", check=2)
    assert words in run.err and run.err.count("\n") == 1


def test_the_simulator_records_it_too(crims, town, tmp_path):
    shutil.copy(SAMPLES / "town-scenario.json", tmp_path)
    run = crims("inject", "--incidents", f"{town}|layername=incidents", "--date-field", "occurred", "--type-field", "type",
                "--scenario", tmp_path / "town-scenario.json", "--output", tmp_path / "out.gpkg", "--json", "-",
                "--record-as=--incidents=Crimes (selected features)")
    assert run.json["parameters"]["incidents"] == "Crimes (selected features)"
    model = tmp_path / "model.gpkg"
    run = crims("calibrate", "--crimes", SAMPLES / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2021-12",
                "--zones", f"{SAMPLES / 'town-zones.gpkg'}|layername=zones", "--zone-field", "MSOA", "--lookup",
                SAMPLES / "town-lookup.csv", "--output", model, "--json", "-", "--record-as=--zones=My zones")
    assert run.json["parameters"]["zones"] == "My zones"
    data = gdal.OpenEx(str(model))
    metadata = {row["key"]: row["value"] for row in data.GetLayerByName("metadata")}
    assert "My zones" in metadata.values()
