# SPDX-License-Identifier: MIT
"""The ArcGIS toolbox over a fake of arcpy: its tools and parameters, and runs of the real command."""

import datetime
import importlib.machinery
import importlib.util
import sys

import pytest

from conftest import TOOLBOX, TOWN
from test_host import ARCGIS

pytest.importorskip("osgeo", reason="GDAL's Python module is missing: apt-get install python3-gdal")

from fake_arcpy import Arcpy, ExecuteError
from osgeo import gdal


@pytest.fixture
def arcpy(monkeypatch):
    fake = Arcpy()
    monkeypatch.setitem(sys.modules, "arcpy", fake)
    return fake


@pytest.fixture
def pyt(arcpy):
    """The toolbox, loaded as ArcGIS does: a Python file of another name."""
    loader = importlib.machinery.SourceFileLoader("crimekit_pyt", str(TOOLBOX / "arcgis/crimekit.pyt"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("crimekit_pyt", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def tool(pyt):
    return pyt.WeightedDisplacementDifference()


def filled(tool, values):
    parameters = tool.getParameterInfo()
    by_name = {parameter.name: parameter for parameter in parameters}
    for name, value in values.items():
        by_name[name].value = value
    return parameters


def town(folder, **more):
    return {"in_response_feature": f"{TOWN}|layername=response", "where_clause": "NAME='Market Square'",
            "in_control_feature": f"{TOWN}|layername=control", "in_features": f"{TOWN}|layername=incidents",
            "out_features": str(folder / "result.gpkg"), "start_date_field": "RESP_START", "end_date_field": "RESP_END",
            "incident_date_field": "occurred", "displacement_distance": "250 Meters", **more}


def counts_of(path):
    file = gdal.OpenEx(str(path))
    return {row["AREATYPE"]: (row["PREV_CNT"], row["RESP_CNT"]) for row in file.GetLayer(0) if row["PREV_CNT"] is not None}


def test_every_command_is_a_tool(pyt):
    from crimekit.host import catalog

    toolbox = pyt.Toolbox()
    assert toolbox.alias == "crimekit"
    assert [tool().label for tool in toolbox.tools] == [entry.name for entry in catalog.entries()]
    assert len({tool.__name__ for tool in toolbox.tools}) == len(toolbox.tools)


def test_the_signature_is_that_of_arcgis_own_tool(tool):
    parameters = tool.getParameterInfo()[:len(ARCGIS)]
    assert [parameter.name for parameter in parameters] == ARCGIS
    assert [parameter.datatype for parameter in parameters] == [  # the data types of ArcGIS's tool reference
        "GPFeatureLayer", "GPSQLExpression", "GPFeatureRecordSetLayer", "GPFeatureLayer", "DEFeatureClass", "Field", "Field", "Field",
        "GPLinearUnit", "GPBoolean", "GPDouble", "GPDouble", "GPDouble"]
    assert [parameter.value for parameter in parameters[-4:]] == [False, 20, 20, 0.7]
    assert parameters[9].filter.list == ["TEST", "NO_TEST"]
    assert [parameter.parameterDependencies for parameter in parameters[5:8]] == [["in_response_feature"]] * 2 + [["in_features"]]
    assert all(parameter.displayName for parameter in tool.getParameterInfo())


def test_a_choice_is_set_to_one_of_its_values_or_to_none(pyt):
    choices = [parameter for made in pyt.Toolbox().tools for parameter in made().getParameterInfo() if parameter.filter.list]
    assert len(choices) > 5
    for parameter in choices:
        assert parameter.value in (None, True, False, *parameter.filter.list), parameter.name


def test_thresholds_are_open_only_when_suitability_is_tested(tool):
    for tested in (True, False):
        parameters = filled(tool, {"test_suitability": tested})
        tool.updateParameters(parameters)
        assert [parameter.enabled for parameter in parameters[10:13]] == [tested] * 3


def test_areas_are_polygons_and_a_layer_that_may_be_a_table_is_anything(tool):
    by_name = {parameter.name: parameter for parameter in tool.getParameterInfo()}
    assert by_name["in_response_feature"].filter.list == by_name["in_control_feature"].filter.list == ["Polygon"]
    assert by_name["in_features"].filter.list == []


def test_a_run_copies_in_computes_and_copies_out(tool, arcpy, tmp_path):
    parameters = filled(tool, town(tmp_path))
    tool.execute(parameters, None)
    assert counts_of(tmp_path / "result.gpkg")["Response Area"] == (414, 274)  # README.md
    numbers = {parameter.name: parameter.value for parameter in parameters if parameter.parameterType == "Derived"}
    assert numbers["wdd"] == -109
    assert any("Strong evidence of reduction" in line for line in arcpy.messages)
    assert arcpy.messages[-1].startswith("ArcGIS does not read the style")
    assert arcpy.positions[0] == "step" and 100 in arcpy.positions and arcpy.positions[-1] == "end"
    assert arcpy.errors == [] and arcpy.layers == {}


def test_the_result_records_what_was_chosen_not_the_copies(tool, tmp_path):
    tool.execute(filled(tool, town(tmp_path)), None)
    file = gdal.OpenEx(str(tmp_path / "result.gpkg"))
    row = file.GetLayer(0).GetFeature(1)
    assert row["RUN_RESPONSE"] == f"{TOWN}|layername=response" and row["RUN_WHERE"] == "NAME='Market Square'"
    assert row["RUN_INCIDENTS"] == f"{TOWN}|layername=incidents" and row["RUN_START_FIELD"] == "RESP_START"


def test_dates_and_choices_reach_the_command(tool, arcpy, tmp_path):
    day = datetime.datetime(2023, 1, 1), datetime.datetime(2023, 6, 30)
    parameters = filled(tool, town(tmp_path, start_date_field=None, end_date_field=None, start=day[0], end=day[1], test_suitability=True,
                                   max_area_difference=1.0, suitability_action="warn"))
    tool.execute(parameters, None)
    assert any("The control area did not pass: 1 of 3 suitability checks failed." in text for text in arcpy.messages)
    assert counts_of(tmp_path / "result.gpkg")["Response Area"] == (414, 274)


def test_an_unsuitable_control_area_is_an_error_in_the_commands_words(tool, arcpy, tmp_path):
    parameters = filled(tool, town(tmp_path, where_clause="NAME='Riverside Estate'", test_suitability=True))
    with pytest.raises(ExecuteError):
        tool.execute(parameters, None)
    assert "the control area is not suitable: area difference 205.68 %" in arcpy.errors[0]
    assert list(tmp_path.iterdir()) == []
    assert arcpy.layers == {}


def test_an_existing_result_is_replaced_only_where_arcgis_allows_it(tool, arcpy, tmp_path):
    tool.execute(filled(tool, town(tmp_path)), None)
    before = (tmp_path / "result.gpkg").read_bytes()
    with pytest.raises(ExecuteError, match="result.gpkg exists"):
        tool.execute(filled(tool, town(tmp_path)), None)
    assert (tmp_path / "result.gpkg").read_bytes() == before
    arcpy.env.overwriteOutput = True
    tool.execute(filled(tool, town(tmp_path, displacement_distance="0 Meters")), None)
    assert counts_of(tmp_path / "result.gpkg")["Response Displacement Area"] == (0, 0)


def test_cancel_leaves_nothing(tool, arcpy, tmp_path):
    arcpy.env.isCancelled = True
    tool.execute(filled(tool, town(tmp_path)), None)
    assert arcpy.warnings == ["Stopped before the end; nothing was written"]
    assert list(tmp_path.iterdir()) == []


def test_a_missing_command_is_told_in_the_dialog(tool, tmp_path, monkeypatch):
    monkeypatch.setenv("CRIMEKIT_PATH", str(tmp_path))
    parameters = tool.getParameterInfo()
    tool.updateMessages(parameters)
    assert "The command 'wdd' is not in" in parameters[0].error


def test_counts_need_no_layer(pyt, arcpy):
    tool = pyt.Wddcounts()
    parameters = filled(tool, {"treated": "207,110", "control": "308,318"})
    tool.execute(parameters, None)
    assert {parameter.name: parameter.value for parameter in parameters}["wdd"] == -107
