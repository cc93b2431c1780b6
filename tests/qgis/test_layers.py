# SPDX-License-Identifier: MIT
"""Layers as users have them count as the same data do on the command line: what the map shows is what is evaluated.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

import datetime
import json
import re
import shlex
import shutil
import subprocess

import pytest

from conftest import TOWN, WDD, town

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFeature, QgsFeatureRequest, QgsField, QgsGeometry, QgsPointXY,
    QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer, QgsVectorLayerJoinInfo)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QVariant

import plugin

TEST = "weighteddisplacementdifference"
ALL = {"treated": (414, 274), "control": (423, 409), "treated_displacement": (50, 76), "control_displacement": (54, 63)}  # README.md
KEPT = []  # what Python holds of a layer dies with the layer


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start())


@pytest.fixture(autouse=True)
def project():
    yield QgsProject.instance()
    QgsProject.instance().clear()


def opened(name, path=TOWN):
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


def selected(layer):
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


def in_memory(layer, name="scratch"):
    copy = layer.materialize(QgsFeatureRequest())
    copy.setName(name)
    QgsProject.instance().addMapLayer(copy)
    return copy


class Evaluation:
    """One run: what was counted, and which files the command was given."""

    def __init__(self, folder, told=None, **changes):
        self.told = told or plugin.feedback()
        parameters = town(OUT_FEATURES=str(folder / "result.gpkg"), JSON=str(folder / "result.json"), **changes)
        plugin.run(TEST, parameters, self.told)
        [line] = self.told.commands
        self.given = dict(argument.split("=", 1) for argument in shlex.split(line)[2:] if "=" in argument)
        counts = json.loads((folder / "result.json").read_text())["counts"]
        self.counts = {zone: (n["pre"], n["post"]) for zone, n in counts.items()}

    def took_the_file(self, option):
        return self.given[option].startswith(f"{TOWN}|")


def command_line_counts(*more):
    """The counts of `wdd test` with other options."""
    done = subprocess.run(
        [WDD, "test", "--response", f"{TOWN}|layername=response", "--where", "NAME='Market Square'",
         "--control", f"{TOWN}|layername=control", "--incidents", f"{TOWN}|layername=incidents", "--date-field", "occurred", "--start-field", "RESP_START", "--end-field", "RESP_END",
         "--displacement", "250 m", "--json", "-", *more], check=True, capture_output=True, text=True)
    return {zone: (n["pre"], n["post"]) for zone, n in json.loads(done.stdout)["counts"].items()}


# --- the file itself ------------------------------------------------------------------------------------------------------


def test_a_plain_layer_is_read_from_its_file(tmp_path):
    run = Evaluation(tmp_path, IN_FEATURES=opened("incidents"), IN_CONTROL_FEATURE=opened("control"))
    assert run.took_the_file("--incidents") and run.took_the_file("--control")
    assert not run.took_the_file("--response")  # WHERE_CLAUSE
    assert run.counts == ALL


def test_a_layer_in_edit_mode_without_a_change_too(tmp_path):
    incidents = opened("incidents")
    incidents.startEditing()
    assert Evaluation(tmp_path, IN_FEATURES=incidents).took_the_file("--incidents")


# --- only what the map shows ----------------------------------------------------------------------------------------------


def test_a_selection_chooses_the_response_area(tmp_path):
    response = opened("response")
    response.selectByExpression("NAME = 'Market Square'")
    run = Evaluation(tmp_path, IN_RESPONSE_FEATURE=selected(response), WHERE_CLAUSE=None)
    assert run.counts == ALL


def test_selected_incidents_only(tmp_path):
    incidents = opened("incidents")
    incidents.selectByExpression("type = 'Burglary'")
    run = Evaluation(tmp_path, IN_FEATURES=selected(incidents))
    assert run.counts == command_line_counts("--incidents-where", "type='Burglary'") != ALL


def test_the_layers_filter(tmp_path):
    incidents = opened("incidents")
    assert incidents.setSubsetString("\"type\" = 'Burglary'")
    assert Evaluation(tmp_path, IN_FEATURES=incidents).counts == command_line_counts("--incidents-where", "type='Burglary'")


def test_a_qgis_expression_on_top_of_a_filter(tmp_path):
    incidents = opened("incidents")
    assert incidents.setSubsetString("\"type\" = 'Burglary'")
    run = Evaluation(tmp_path, IN_FEATURES=incidents, INCIDENTS_WHERE="hour(\"occurred\") < 12 and $y > 0")
    assert run.counts == command_line_counts("--incidents-where", "type='Burglary' AND CAST(substr(occurred, 12, 2) AS integer) < 12")
    assert 0 < sum(run.counts["control"]) < sum(command_line_counts("--incidents-where", "type='Burglary'")["control"])


def test_an_expression_knows_the_projects_variables(tmp_path, project):
    from qgis.core import QgsExpressionContextUtils

    QgsExpressionContextUtils.setProjectVariable(project, "kind", "Burglary")
    run = Evaluation(tmp_path, IN_FEATURES=opened("incidents"), INCIDENTS_WHERE="type = @kind")
    assert run.counts == command_line_counts("--incidents-where", "type='Burglary'")


def test_a_filtered_layer_leaves_its_filter_and_file_alone(tmp_path):
    incidents = opened("incidents")
    incidents.setSubsetString("\"type\" = 'Burglary'")
    Evaluation(tmp_path, IN_FEATURES=incidents)
    assert incidents.subsetString() == "\"type\" = 'Burglary'"


# --- what is not in the file ----------------------------------------------------------------------------------------------


def in_the_control_area(layer):
    """A new incident in the control area, of a day in the treatment period."""
    feature = QgsFeature(layer.fields())
    feature.setGeometry(next(opened("control").getFeatures()).geometry().pointOnSurface())
    feature["occurred"] = QDateTime(QDate(2023, 3, 1), datetime.time(12)) if layer.fields().field("occurred").type() == 16 else "2023-03-01"
    return feature


@pytest.fixture
def edited(tmp_path):
    """The incidents in edit mode, in a copy of their file."""
    shutil.copy(TOWN, tmp_path / "town.gpkg")
    incidents = opened("incidents", tmp_path / "town.gpkg")
    incidents.startEditing()
    yield incidents
    incidents.rollBack()


def plus(counts, zone, before=0, after=0):
    return {**counts, zone: (counts[zone][0] + before, counts[zone][1] + after)}


def test_an_unsaved_new_incident_counts(tmp_path, edited):
    assert edited.addFeature(in_the_control_area(edited))
    assert Evaluation(tmp_path, IN_FEATURES=edited).counts == plus(ALL, "control", after=1)


def test_an_incident_deleted_but_not_saved_does_not(tmp_path, edited):
    control = next(opened("control").getFeatures()).geometry()
    inside = next(f for f in edited.getFeatures() if f.geometry().within(control) and f["occurred"]
                  and QDate(2023, 1, 1) < f["occurred"].date() < QDate(2023, 6, 30))
    assert edited.deleteFeature(inside.id())
    assert Evaluation(tmp_path, IN_FEATURES=edited).counts == plus(ALL, "control", after=-1)


def test_a_field_that_only_an_expression_fills(tmp_path):
    incidents = opened("incidents")
    incidents.addExpressionField("to_date(\"occurred\")", QgsField("day", QVariant.Date))
    run = Evaluation(tmp_path, IN_FEATURES=incidents, INCIDENT_DATE_FIELD="day")
    assert run.counts == ALL


def test_dates_of_a_joined_table(tmp_path):
    """The response's dates stand in another table, as in a spreadsheet."""
    response = opened("response")
    table = QgsVectorLayer("none?field=place:string&field=first:date&field=last:date", "dates", "memory")
    row = QgsFeature(table.fields())
    row.setAttributes(["Market Square", QDate(2023, 1, 1), QDate(2023, 6, 30)])
    table.dataProvider().addFeatures([row])
    QgsProject.instance().addMapLayer(table)
    join = QgsVectorLayerJoinInfo()
    join.setTargetFieldName("NAME")
    join.setJoinFieldName("place")
    join.setJoinLayer(table)
    join.setUsingMemoryCache(True)
    assert response.addJoin(join)
    run = Evaluation(tmp_path, IN_RESPONSE_FEATURE=response, START_DATE_FIELD="dates_first", END_DATE_FIELD="dates_last")
    assert run.counts == ALL


def test_memory_layers(tmp_path):
    run = Evaluation(tmp_path, IN_RESPONSE_FEATURE=in_memory(opened("response")), IN_CONTROL_FEATURE=in_memory(opened("control")),
                     IN_FEATURES=in_memory(opened("incidents")))
    assert run.counts == ALL


def test_a_control_area_drawn_on_a_scratch_layer(tmp_path):
    drawn = QgsVectorLayer("Polygon?crs=EPSG:27700", "New scratch layer", "memory")
    drawn.startEditing()
    feature = QgsFeature()
    feature.setGeometry(next(opened("control").getFeatures()).geometry())
    drawn.addFeature(feature)
    QgsProject.instance().addMapLayer(drawn)
    assert Evaluation(tmp_path, IN_CONTROL_FEATURE=drawn).counts == ALL
    drawn.rollBack()


def test_a_field_called_fid_may_repeat_itself(tmp_path):
    """As it does after merging layers: no incident is lost."""
    fields = "field=fid:integer&field=occurred:string&field=_FID:string&field=geom:string"
    merged = QgsVectorLayer(f"Point?crs=EPSG:27700&{fields}", "merged", "memory")
    features = []
    for old in opened("incidents").getFeatures():
        feature = QgsFeature(merged.fields())
        feature.setGeometry(old.geometry())
        feature.setAttributes([1, old["occurred"].toString(Qt.DateFormat.ISODate) if old["occurred"] else None, "x", "y"])
        features.append(feature)
    merged.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(merged)
    assert Evaluation(tmp_path, IN_FEATURES=merged).counts == ALL


def test_fields_that_no_geopackage_has_are_left_out(tmp_path):
    geojson = tmp_path / "incidents.geojson"
    features = [
        {"type": "Feature", "geometry": json.loads(old.geometry().asJson()),
         "properties": {"tags": ["a", "b"], "more": {"x": 1}, "occurred": old["occurred"].toString(Qt.DateFormat.ISODate)}}
        for old in opened("incidents").getFeatures() if old["occurred"]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    geojson.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    layer = QgsVectorLayer(str(geojson), "incidents", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectAll()
    assert Evaluation(tmp_path, IN_FEATURES=selected(layer)).counts == ALL


def test_a_csv_that_qgis_loaded_with_coordinates(tmp_path):
    rows = ["x,y,occurred"]
    for old in opened("incidents").getFeatures():
        point = old.geometry().asPoint()
        rows.append(f"{point.x()!r},{point.y()!r},{old['occurred'].toString(Qt.DateFormat.ISODate) if old['occurred'] else ''}")
    (tmp_path / "incidents.csv").write_text("\n".join(rows))
    layer = QgsVectorLayer(f"file://{tmp_path}/incidents.csv?type=csv&xField=x&yField=y&crs=EPSG:27700", "incidents", "delimitedtext")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    assert Evaluation(tmp_path, IN_FEATURES=layer).counts == ALL


def test_names_with_every_kind_of_letter(tmp_path):
    layer = in_memory(opened("incidents"), 'Vorfälle "2023" | a/b: 50 % <æ>')
    assert Evaluation(tmp_path, IN_FEATURES=layer).counts == ALL


def test_an_invalid_polygon_is_the_commands_affair(tmp_path):
    """QGIS would stop at it; the command repairs it and says so."""
    bow = QgsVectorLayer("Polygon?crs=EPSG:27700", "bow tie", "memory")
    feature = QgsFeature()
    geometry = next(opened("control").getFeatures()).geometry()
    box = geometry.boundingBox()
    feature.setGeometry(QgsGeometry.fromPolygonXY([[
        QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMaximum(), box.yMaximum()), QgsPointXY(box.xMaximum(), box.yMinimum()),
        QgsPointXY(box.xMinimum(), box.yMaximum()), QgsPointXY(box.xMinimum(), box.yMinimum())]]))
    bow.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(bow)
    run = Evaluation(tmp_path, IN_CONTROL_FEATURE=bow)
    assert any("repaired" in text for text in [*run.told.warnings, *run.told.infos])


# --- coordinate systems and times -----------------------------------------------------------------------------------------


def test_layers_in_three_coordinate_systems(tmp_path):
    degrees = QgsVectorLayer("Point?crs=EPSG:4326&field=occurred:datetime", "degrees", "memory")
    incidents = opened("incidents")
    transform = QgsCoordinateTransform(incidents.crs(), degrees.crs(), QgsProject.instance())
    features = []
    for old in incidents.getFeatures():
        feature = QgsFeature(degrees.fields())
        geometry = old.geometry()
        geometry.transform(transform)
        feature.setGeometry(geometry)
        feature.setAttributes([old["occurred"]])
        features.append(feature)
    degrees.dataProvider().addFeatures(features)
    mercator = QgsVectorLayer("Polygon?crs=EPSG:3857", "mercator", "memory")
    area = QgsFeature()
    geometry = next(opened("control").getFeatures()).geometry()
    geometry.transform(QgsCoordinateTransform(incidents.crs(), mercator.crs(), QgsProject.instance()))
    area.setGeometry(geometry)
    mercator.dataProvider().addFeatures([area])
    for layer in (degrees, mercator):
        QgsProject.instance().addMapLayer(layer)
    assert Evaluation(tmp_path, IN_FEATURES=degrees, IN_CONTROL_FEATURE=mercator).counts == ALL


def test_a_coordinate_system_set_by_hand_counts(tmp_path):
    """The file says nothing, or something wrong; the user has told QGIS."""
    wrong = tmp_path / "wrong.gpkg"
    subprocess.run(["ogr2ogr", "-a_srs", "EPSG:32631", wrong, TOWN, "incidents"], check=True)
    layer = opened("incidents", wrong)
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    assert Evaluation(tmp_path, IN_FEATURES=layer).counts == ALL


def test_a_layer_without_coordinate_system_is_refused_or_assumed(tmp_path):
    layer = in_memory(opened("control"))
    layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match="scratch.*“CRS of layers that have none”, such as EPSG:27700"):
        Evaluation(tmp_path, IN_CONTROL_FEATURE=layer)
    assert Evaluation(tmp_path, IN_CONTROL_FEATURE=layer, ASSUME_CRS=QgsCoordinateReferenceSystem("EPSG:27700")).counts == ALL


def test_a_coordinate_system_of_the_users_own_reaches_the_command(tmp_path):
    own = QgsCoordinateReferenceSystem()
    own.createFromProj("+proj=laea +lat_0=53.3 +lon_0=-0.3 +datum=WGS84 +units=m +no_defs")
    run = Evaluation(tmp_path, CRS=own)
    assert run.given["--crs"].startswith("PROJCRS[")
    assert run.counts == ALL


@pytest.mark.parametrize("stored", ["", "Z"])
def test_times_are_the_same_whether_exported_or_not(tmp_path, stored):
    """A GeoPackage's times may say that they are UTC, which is 9 hours later in Tokyo, or say nothing."""
    path = tmp_path / "town.gpkg"
    shutil.copy(TOWN, path)
    file = ogr.Open(str(path), 1)
    file.ExecuteSQL(f"UPDATE incidents SET occurred = occurred || '{stored}'")
    file = None
    direct = Evaluation(tmp_path, IN_FEATURES=opened("incidents", path), TIME_ZONE="Asia/Tokyo")
    exported = Evaluation(tmp_path, IN_FEATURES=opened("incidents", path), INCIDENTS_WHERE="true", TIME_ZONE="Asia/Tokyo")
    assert direct.given["--incidents"].startswith(str(path)) and not exported.given["--incidents"].startswith(str(path))
    assert exported.counts == direct.counts
    assert (direct.counts == ALL) == (stored == "")


def test_times_without_a_zone_get_none(tmp_path):
    """A scratch layer's times are local; an export must not make UTC of them."""
    layer = QgsVectorLayer("Point?crs=EPSG:27700&field=occurred:datetime", "local", "memory")
    features = []
    for old in opened("incidents").getFeatures():
        feature = QgsFeature(layer.fields())
        feature.setGeometry(old.geometry())
        feature.setAttributes([old["occurred"]])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    assert Evaluation(tmp_path, IN_FEATURES=layer, TIME_ZONE="Asia/Tokyo").counts == ALL


@pytest.mark.parametrize("given, shown", [("250 m", "250 m"), (250, "250"), ("250", "250"), (" 0.25 km ", "0.25 km"), (0, "0")])
def test_a_distance_keeps_its_unit(tmp_path, given, shown):
    run = Evaluation(tmp_path, DISPLACEMENT_DISTANCE=given)
    assert run.given["--displacement"] == shown
    assert run.counts["treated"] == ALL["treated"]
    assert (run.counts == ALL) == (given != 0)


@pytest.mark.parametrize("given", [QDate(2023, 1, 1), QDateTime(QDate(2023, 1, 1), datetime.time(0)), "2023-01-01"],
                         ids=["QDate", "QDateTime", "text"])
def test_dates_in_place_of_fields(tmp_path, given):
    run = Evaluation(tmp_path, START_DATE_FIELD=None, END_DATE_FIELD=None, START=given, END="2023-06-30")
    assert (run.given["--start"], run.given["--end"]) == ("2023-01-01", "2023-06-30")
    assert run.counts == ALL


# --- the end of a run -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment, commands", [({"cancel_at_export": True}, 0), ({"cancel_at_command": True}, 1)], ids=["export", "command"])
def test_cancel_leaves_nothing(tmp_path, monkeypatch, moment, commands):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told = plugin.feedback(**moment)
    results = plugin.run(TEST, town(OUT_FEATURES=str(tmp_path / "result.gpkg"), MESSAGE=str(tmp_path / "message.html"),
                                    IN_FEATURES=in_memory(opened("incidents"))), told)
    assert told.isCanceled() and results == {}
    assert len(told.commands) == commands
    assert list(tmp_path.iterdir()) == []


def test_a_run_leaves_no_export_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "out").mkdir()
    run = Evaluation(tmp_path / "out", IN_FEATURES=in_memory(opened("incidents")))
    assert run.given["--incidents"].startswith(str(tmp_path / "crimekit-"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_run_neither(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(QgsProcessingException, match=re.escape("“Displacement distance”: '250 furlongs'")):
        plugin.run(TEST, town(IN_FEATURES=in_memory(opened("incidents")), DISPLACEMENT_DISTANCE="250 furlongs"))
    assert list(tmp_path.iterdir()) == []
