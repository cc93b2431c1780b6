# SPDX-License-Identifier: MIT
"""The plugin's menu: the sample town with its dialog, the guide; and what it says where the commands are missing.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

import sys
from unittest import mock

import pytest

from conftest import ROOT

pytest.importorskip("qgis.gui", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QMainWindow, QMenu

import plugin

KEPT = []


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start(with_window=True))


@pytest.fixture
def iface():
    window = QMainWindow()
    KEPT.append(window)
    made = mock.MagicMock()
    made.mainWindow.return_value = window
    made.pluginMenu.return_value = QMenu("Plugins", window)
    return made


@pytest.fixture
def menu(iface):
    """The plugin as QGIS starts it with a screen; its provider is there already."""
    from crimekit.plugin import CrimekitPlugin

    made = CrimekitPlugin(iface)
    with mock.patch.object(made, "initProcessing"):
        made.initGui()
    yield made
    made.unload()
    QgsProject.instance().clear()


def messages(iface):
    return [call.args[1] for call in iface.messageBar().pushMessage.call_args_list]


def test_the_menu_has_two_entries_which_go_with_the_plugin(menu, iface):
    assert [action.text() for action in iface.pluginMenu().actions()] == ["crimekit"]
    assert [action.text() for action in menu.menu.actions()] == ["Open the sample town", "Guide"]
    menu.unload()
    assert iface.pluginMenu().actions() == []


def test_the_sample_town_is_a_project_with_layers_model_and_a_dialog_that_runs(menu, iface, tmp_path, monkeypatch):
    import processing
    from crimekit import sample_town

    monkeypatch.setattr(sample_town, "folder", lambda: tmp_path / "town")
    opened = []
    create = processing.createAlgorithmDialog
    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda *args: opened.append(create(*args)) or opened[-1])
    menu.menu.actions()[0].trigger()
    assert messages(iface) == [] and iface.newProject.called
    names = [layer.name() for layer in QgsProject.instance().layerTreeRoot().layerOrder()]
    assert names == ["Response areas", "Control area", "Incidents", "Model of the town's crime: zones"]
    [dialog] = opened
    parameters = dialog.createProcessingParameters()
    dialog.close()
    results = plugin.run("weighteddisplacementdifference", {**parameters, "OUT_FEATURES": str(tmp_path / "r.gpkg")})
    assert results["WDD"] == -109  # README.md


def test_a_town_that_cannot_be_opened_is_said(menu, iface, tmp_path, monkeypatch):
    from crimekit import sample_town

    monkeypatch.setattr(sample_town, "folder", lambda: tmp_path / "town")
    monkeypatch.setenv("CRIMEKIT_PATH", str(tmp_path))
    menu.menu.actions()[0].trigger()
    [text] = messages(iface)
    assert text.startswith("The sample town cannot be opened: The command 'crims' is not in")


def test_what_is_missing_is_said_once_with_what_to_do(menu, iface, tmp_path, monkeypatch):
    from crimekit.host import commands
    from crimekit.plugin import SAID

    QgsSettings().remove(SAID)
    menu.say_what_is_missing()
    assert messages(iface) == []  # they are there
    monkeypatch.setenv("CRIMEKIT_PATH", str(tmp_path))
    menu.say_what_is_missing()
    menu.say_what_is_missing()
    [text] = messages(iface)
    assert commands.advice(sys.platform) in text
    QgsSettings().remove(SAID)


def test_the_guide_and_the_help_buttons_open_the_pages_where_the_plugin_has_them(menu, tmp_path, monkeypatch):
    from crimekit import help as pages
    from qgis.PyQt.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("crimekit:wddcounts")
    monkeypatch.setattr(pages, "PAGES", tmp_path / "none")
    assert algorithm.helpUrl() == ""
    sys.path.insert(0, str(ROOT / "toolbox"))
    import make_pages

    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("index.html", "wddcounts.html"):
        (folder / name).write_text(make_pages.pages()[name], encoding="utf-8")
    monkeypatch.setattr(pages, "PAGES", folder)
    assert algorithm.helpUrl() == f"file://{folder}/wddcounts.html"
    menu.menu.actions()[1].trigger()
    assert opened == [f"file://{folder}/index.html"]
