# SPDX-License-Identifier: MIT
"""What a dialog presets and offers: layers, fields with dates, months, numbers, and in which groups.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped. DIALOG_PICTURES names a folder to look at the dialogs in.
"""

import os

import pytest

from conftest import EARLIER, TOWN, town, with_earlier_names

pytest.importorskip("qgis.gui", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDateTimeEdit, QGroupBox

import plugin

PICTURES = os.environ.get("DIALOG_PICTURES")
TEST, PLACEBO = "weighteddisplacementdifference", "placebotest"
KEPT = []


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start(with_window=True))


@pytest.fixture(autouse=True)
def project():
    yield QgsProject.instance()
    QgsProject.instance().clear()


def add(source, name, provider="ogr"):
    layer = QgsProject.instance().addMapLayer(QgsVectorLayer(source, name, provider))
    assert layer.isValid()
    return layer.id()


@pytest.fixture
def dialog():
    """dialog(tool, parameters): opened as from the toolbox."""
    import processing

    opened = []

    def open_dialog(tool, parameters=None):
        made = processing.createAlgorithmDialog(f"crimekit:{tool}", parameters or {})
        opened.append(made)
        if PICTURES:
            made.resize(900, 1200)
            made.show()
            QApplication.processEvents()
            made.grab().save(f"{PICTURES}/{tool}-{len(opened)}.png")
        return made

    yield open_dialog
    for made in opened:
        made.close()


def values(dialog, *names):
    wrappers = dialog.mainWidget().wrappers
    return [wrappers[name].parameterValue() for name in names]


LAYERS = ("IN_RESPONSE_FEATURE", "IN_CONTROL_FEATURE", "IN_FEATURES")
DATES = ("START_DATE_FIELD", "END_DATE_FIELD", "INCIDENT_DATE_FIELD")


@pytest.mark.parametrize("tool", [TEST, PLACEBO, "wddbatch"])
def test_the_layers_of_a_project_go_where_they_belong_with_their_dates(dialog, tool):
    incidents = add(f"{TOWN}|layername=incidents", "incidents")
    control = add(f"{TOWN}|layername=control", "control")
    response = add(f"{TOWN}|layername=response", "response")
    made = dialog(tool)
    assert values(made, *LAYERS) == [response, control, incidents]
    assert values(made, *DATES) == ["RESP_START", "RESP_END", "occurred"]


def test_one_layer_is_not_preset_twice(dialog):
    response = add(f"{TOWN}|layername=response", "beats")
    assert values(dialog(TEST), *LAYERS) == [response, None, None]


def test_without_layers_nothing_is_preset(dialog):
    assert values(dialog(TEST), *LAYERS, *DATES) == [None] * 6


def layer_names(dialog, parameter):
    [box] = [box for box in dialog.mainWidget().wrappers[parameter].wrappedWidget().findChildren(QComboBox)
             if box.inherits("QgsMapLayerComboBox")]
    return {box.itemText(i).split(" [")[0] for i in range(box.count())} - {""}


def test_incidents_are_points_or_a_table_and_points_are_preset(dialog):
    add(f"{TOWN}|layername=control", "polygons")
    add("None?field=x:double&field=y:double&field=day:date", "table", "memory")
    points = add(f"{TOWN}|layername=incidents", "points")
    made = dialog(TEST)
    assert layer_names(made, "IN_FEATURES") == {"table", "points"}
    assert values(made, "IN_FEATURES") == [points]


def fields(dialog, parameter):
    box = dialog.mainWidget().wrappers[parameter].widget
    return [box.itemText(i) for i in range(box.count())]


def test_a_date_is_chosen_among_dates_and_texts_and_another_can_be_typed(dialog):
    add("Point?field=number:integer&field=note:string&field=share:double&field=day:date&field=made:datetime", "crimes", "memory")
    made = dialog(TEST)
    assert fields(made, "INCIDENT_DATE_FIELD") == ["", "note", "day", "made"]
    assert values(made, "INCIDENT_DATE_FIELD") == ["day"]
    made.mainWidget().wrappers["INCIDENT_DATE_FIELD"].widget.setCurrentText("year,month,day")
    assert values(made, "INCIDENT_DATE_FIELD") == ["year,month,day"]


def test_another_layer_has_another_date(dialog):
    first = add("Point?field=day:date&field=kept:date", "incidents", "memory")
    second = add("Point?field=kept:date&field=reported:string", "more", "memory")
    made = dialog(TEST)
    assert values(made, "IN_FEATURES", "INCIDENT_DATE_FIELD") == [first, "day"]
    made.mainWidget().wrappers["IN_FEATURES"].setParameterValue(second, QgsProcessingContext())
    assert values(made, "INCIDENT_DATE_FIELD") == ["kept"]
    made.mainWidget().wrappers["IN_FEATURES"].setParameterValue(first, QgsProcessingContext())
    assert values(made, "INCIDENT_DATE_FIELD") == ["kept"]  # it has that, too


def test_what_is_given_stands(dialog):
    for name in ("response", "control", "incidents"):
        add(f"{TOWN}|layername={name}", name)
    made = dialog(TEST, town(INCIDENT_DATE_FIELD=["type"], START_DATE_FIELD="NAME"))
    assert values(made, *DATES) == ["NAME", "RESP_END", "type"]


def test_a_month_is_asked_for_as_a_month(dialog):
    made = dialog("simulatecrimes")
    wrapper = made.mainWidget().wrappers["FROM"]
    assert wrapper.parameterValue() is None and isinstance(wrapper.widget, QDateTimeEdit)
    wrapper.widget.setDate(QDate(2023, 4, 17))
    assert (wrapper.widget.text(), wrapper.parameterValue()) == ("2023-04", "2023-04")
    made.setParameters({"FROM": "2021-12"})
    assert values(made, "FROM") == ["2021-12"]
    ok, reason = made.algorithm().checkParameterValues({"MODEL": str(TOWN), "FROM": None, "TO": "2023-01"}, QgsProcessingContext())
    assert not ok and "FROM" in reason


def test_counts_are_numbers_in_fields_of_their_own(dialog):
    made = dialog("wddcounts")
    boxes = made.mainWidget().wrappers["TREATED"].boxes
    assert len(boxes) == 2 and values(made, "TREATED", "CONTROL_DISPLACEMENT") == [None, None]
    boxes[0].setValue(207)
    boxes[1].setValue(110.5)
    assert [box.text() for box in boxes] == ["207", "110.5"]
    assert values(made, "TREATED") == ["207,110.5"]
    made.setParameters({"CONTROL": "308,318", "AREA_WEIGHTS": "1,2,3,4"})
    assert values(made, "CONTROL", "AREA_WEIGHTS") == ["308,318", "1,2,3,4"]


def test_parameters_stand_in_groups_from_what_and_where_to_the_output(dialog):
    made = dialog(TEST)
    page = made.mainWidget().findChild(QGroupBox, "grpAdvanced").parentWidget()
    boxes = [page.layout().itemAt(i).widget() for i in range(page.layout().count())]
    titles = [box.title() for box in boxes if isinstance(box, QGroupBox)]
    assert titles[:2] == ["Areas and incidents", "Periods"] and titles[-2:] == ["Output", "Advanced Parameters"]
    assert group_of(made, "DISPLACEMENT_DISTANCE") == "Test"
    assert group_of(made, "OUT_FEATURES") == group_of(made, "MESSAGE") == "Output"
    assert group_of(made, "TIME_ZONE") == group_of(made, "XLSX") == "Advanced Parameters"


def group_of(dialog, parameter):
    wrapper = dialog.mainWidget().wrappers[parameter]
    part = getattr(wrapper, "widget", None) or wrapper.wrappedWidget()
    while not isinstance(part, QGroupBox):
        part = part.parentWidget()
    return part.title()


def test_a_dialog_shows_every_parameter_that_is_not_hidden(dialog):
    from qgis.core import QgsApplication, QgsProcessingParameterDefinition

    for algorithm in QgsApplication.processingRegistry().providerById("crimekit").algorithms():
        made = dialog(algorithm.name())
        shown = {parameter.name() for parameter in algorithm.parameterDefinitions()
                 if not parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden}
        assert set(made.mainWidget().wrappers) == shown and all(group_of(made, name) for name in shown)


# --- names ----------------------------------------------------------------------------------------------------------------

def test_the_placebo_test_takes_what_the_main_tool_takes_under_its_names_and_under_those_it_had(tmp_path):
    today = town(OUT_FEATURES=str(tmp_path / "today.gpkg"))
    results = plugin.run(PLACEBO, today)
    assert results["OUT_FEATURES"] == str(tmp_path / "today.gpkg")
    earlier = with_earlier_names(town(OUT_FEATURES=str(tmp_path / "earlier.gpkg")))
    told = plugin.feedback()
    results = plugin.run(PLACEBO, earlier, told)
    assert results["OUT_FEATURES"] == results["OUTPUT"] == str(tmp_path / "earlier.gpkg")
    assert (tmp_path / "earlier.gpkg").exists()


@pytest.mark.parametrize("missing", ["IN_RESPONSE_FEATURE", "IN_CONTROL_FEATURE", "DISPLACEMENT_DISTANCE"])
def test_what_is_required_is_missed_under_the_name_of_today(missing):
    from qgis.core import QgsApplication

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"crimekit:{PLACEBO}")
    ok, reason = algorithm.checkParameterValues(town(**{missing: None}), QgsProcessingContext())
    assert (ok, reason) == (False, f"Incorrect parameter value for {missing}")


def test_a_dialog_that_is_filled_in_with_earlier_names_shows_them(dialog):
    made = dialog(PLACEBO, with_earlier_names(town()))
    parameters = made.createProcessingParameters()
    assert parameters["IN_RESPONSE_FEATURE"] == f"{TOWN}|layername=response" and not set(parameters) & set(EARLIER.values())


def test_a_script_on_qgis_command_line_may_have_the_earlier_names(qgis_process, tmp_path):
    import json

    from conftest import given

    parameters = with_earlier_names(town(OUT_FEATURES=str(tmp_path / "earlier.gpkg")))
    done = qgis_process("--json", "run", f"crimekit:{PLACEBO}", *given(parameters))
    assert done.status == 0, done.err
    assert json.loads(done.out)["results"]["OUTPUT"] == str(tmp_path / "earlier.gpkg")
