# SPDX-License-Identifier: MIT
"""The plugin on the real PyQt6, as far as that goes without a QGIS that is built on it: every module is imported, every tool has its
parameters and its dialog, the plugin's own widgets give what they are given, the menu is made, and a tool without layers runs.

QGIS's own classes are stand-ins (stand_in/), strict with enums as PyQt6 is. So what QGIS itself does on Qt 6 is not tested: its widgets,
its layers and the export of them, its styles, its models.
"""

import importlib
import json
import os
import shutil
import sys
from pathlib import Path
from unittest import mock

import pytest

pytest.importorskip("PyQt6.QtWidgets", reason="PyQt6 is missing: apt-get install python3-pyqt6, and run /usr/bin/python3 -m pytest")

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "toolbox/qgis"
WDD = Path(os.environ.get("WDD", ROOT / "build/dev/bin/wdd")).resolve()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parent / "stand_in"), str(PLUGINS)]

from qgis.core import QgsProcessingException, QgsProcessingParameterDefinition, Registry
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, QTime
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtWidgets import QApplication, QGroupBox, QMainWindow, QMenu

import crimekit
from crimekit import parameters as makers
from crimekit.algorithm import CommandAlgorithm
from crimekit.host import catalog

MODULES = sorted(path.relative_to(PLUGINS).with_suffix("").as_posix().replace("/", ".") for path in PLUGINS.glob("crimekit/**/*.py"))
FLAG = QgsProcessingParameterDefinition.Flag
KEPT = []


@pytest.fixture(scope="session", autouse=True)
def application():
    KEPT.append(QApplication([]))


@pytest.fixture(autouse=True)
def commands(monkeypatch):
    monkeypatch.setenv("CRIMEKIT_PATH", str(WDD.parent))


def algorithm(identifier):
    made = CommandAlgorithm(catalog.entry(identifier))
    made.initAlgorithm({})
    return made


def dialog(identifier):
    made = algorithm(identifier).createCustomParametersWidget()
    KEPT.append(made)
    return made


def wrapper(made, name):
    return made.mainWidget().wrappers[name]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_imported(name):
    importlib.import_module(name.removesuffix(".__init__"))
    assert not any(module.split(".")[0] == "PyQt5" for module in sys.modules)


@pytest.mark.parametrize("entry", catalog.entries(), ids=lambda entry: entry.id)
def test_a_tool_has_a_parameter_for_each_option_and_a_dialog_that_shows_it(entry):
    made = algorithm(entry.id)
    for option in entry.options:
        parameter = made.parameterDefinition(entry.parameter_name(option))
        assert bool(parameter.flags() & FLAG.FlagAdvanced) == option["advanced"]
    wrappers = dialog(entry.id).mainWidget().wrappers
    for option in entry.options:
        each = wrappers[entry.parameter_name(option)]
        box = (getattr(each, "widget", None) or each.wrappedWidget()).parentWidget()
        assert isinstance(box, QGroupBox) and box.title() in (option["group"], "Advanced Parameters")
    assert Path(made.svgIconPath()).is_file() and made.shortHelpString() and made.canExecute() == (True, "")


@pytest.mark.parametrize("tool, name, given, expected", [
    ("weighteddisplacementdifference", "DISPLACEMENT_DISTANCE", "250 m", "250 m"),
    ("weighteddisplacementdifference", "DISPLACEMENT_DISTANCE", 0.5, "0.5"),
    ("weighteddisplacementdifference", "INCIDENT_DATE_FIELD", ["YEAR", "MONTH"], "YEAR,MONTH"),
    ("weighteddisplacementdifference", "INCIDENT_DATE_FIELD", "occurred", "occurred"),
    ("wddcounts", "TREATED", "207,110.5", "207,110.5"),
    ("simulatecrimes", "FROM", "2023-01", "2023-01"),
    ("simulatecrimes", "FROM", None, None)])
def test_a_widget_gives_what_it_is_given(tool, name, given, expected):
    made = wrapper(dialog(tool), name)
    told = []
    made.widgetValueHasChanged.connect(told.append)
    made.setValue(given)
    assert made.value() == expected and (told or expected is None)
    made.setValue(None)


def test_a_month_that_is_picked_is_a_month_as_text():
    made = wrapper(dialog("simulatecrimes"), "FROM")
    made.widget.setDateTime(QDateTime(QDate(2024, 2, 29), QTime(0, 0)))
    assert made.value() == "2024-02"


def test_a_date_and_a_type_are_read():
    from crimekit.export import TEXT, type_number

    day = QDateTime(QDate(2023, 1, 31), QTime(0, 0))
    made = algorithm("weighteddisplacementdifference")
    date = next(option for option in made.entry.options if option["type"] == "date")
    name = made.entry.parameter_name(date)
    assert makers.value(made, date, name, {name: day}, None) == "2023-01-31"
    assert [type_number(mock.Mock(type=lambda kind=kind: kind)) for kind in (QMetaType.Type.QDate, QMetaType.Type.QString)] == [14, 10]
    assert TEXT == QMetaType.Type.QString


def test_several_fields_are_read():
    made = algorithm("weighteddisplacementdifference")
    option = made.entry.option("--date-field")
    assert makers.value(made, option, "INCIDENT_DATE_FIELD", {"INCIDENT_DATE_FIELD": ["YEAR", "MONTH"]}, None) == "YEAR,MONTH"


class Feedback:
    def __init__(self):
        self.commands, self.infos = [], []
        self.pushCommandInfo, self.pushConsoleInfo, self.pushWarning = self.commands.append, self.infos.append, self.infos.append

    def setProgress(self, _percent):
        pass

    def isCanceled(self):
        return False


def run(identifier, parameters):
    made, told = algorithm(identifier), Feedback()
    assert made.checkParameterValues(parameters, None) == (True, "")
    assert made.prepareAlgorithm(parameters, None, told)
    return made.processAlgorithm(parameters, None, told), told


def test_a_tool_without_layers_runs(tmp_path):
    parameters = {"TREATED": "207,110", "CONTROL": "308,318", "JSON": str(tmp_path / "result.json")}
    results, told = run("wddcounts", parameters)
    total = json.loads((tmp_path / "result.json").read_text())["total"]
    assert results["WDD"] == total["estimate"] == (110 - 207) - (318 - 308) and results["JSON"] == parameters["JSON"]
    assert told.commands[0].split()[1] == "counts" and any("reduction" in line for line in told.infos)
    with pytest.raises(QgsProcessingException, match="“Response area: incidents before and after” .207.: expected 2 numbers"):
        run("wddcounts", {**parameters, "TREATED": "207"})


def test_the_menu_and_the_provider_come_and_go(monkeypatch, tmp_path):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("CRIMEKIT_PATH", str(tmp_path / "empty"))
    iface, window = mock.MagicMock(), QMainWindow()
    iface.pluginMenu.return_value = menu = QMenu(window)
    plugin = crimekit.classFactory(iface)
    plugin.initGui()
    try:
        own = plugin.menu
        assert [action.text() for action in own.actions()] == ["Open the sample town", "Guide"]
        assert all(isinstance(action, QAction) for action in own.actions())
        assert len(Registry.providers[0].algorithms) == len(catalog.entries())
        QApplication.processEvents()
        (_title, text, level, _seconds), _more = iface.messageBar.return_value.pushMessage.call_args
        assert "not on this computer" in text and level.name == "Warning"
    finally:
        plugin.unload()
    assert menu.actions() == [] and Registry.providers == []


def test_the_stand_ins_are_strict():
    from qgis.core import QgsProcessingParameterNumber

    with pytest.raises(TypeError):
        QgsProcessingParameterNumber("N", "n", 1)
    with pytest.raises(AttributeError):
        QgsProcessingParameterNumber.Integer
    assert shutil.which(str(WDD))
