# SPDX-License-Identifier: MIT
"""The dialogs of Processing: what the distance's widget gives, and what Run and Cancel do. The desktop itself: test_desktop.py.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

import time
from pathlib import Path

import pytest

from conftest import WDD, town

pytest.importorskip("qgis.gui", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingModelAlgorithm
from qgis.PyQt.QtWidgets import QApplication

import plugin

TEST = "crimekit:weighteddisplacementdifference"
KEPT = []


@pytest.fixture(scope="session", autouse=True)
def qgis():
    KEPT.append(plugin.start(with_window=True))


@pytest.fixture
def dialog(qgis):
    import processing

    made = processing.createAlgorithmDialog(TEST, {})
    yield made
    made.close()


def distance(dialog):
    return dialog.mainWidget().wrappers["DISPLACEMENT_DISTANCE"]


def pump(condition, seconds=30):
    """Lets Qt work until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not get on"
        QApplication.processEvents()
        time.sleep(0.01)


def test_a_distance_is_asked_for_and_not_taken_for_none(dialog):
    assert distance(dialog).value() is None
    ok, reason = dialog.algorithm().checkParameterValues(town(DISPLACEMENT_DISTANCE=None), QgsProcessingContext())
    assert (ok, reason) == (False, "Incorrect parameter value for DISPLACEMENT_DISTANCE")


@pytest.mark.parametrize("given, shown", [
    ("300 m", "300 m"), ("0.25 mi", "0.25 mi"), ("1320 FeetUS", "1320 FeetUS"), (250, "250"), ("250.5", "250.5"), ("0 m", "0 m"),
    ("1e3 ft", "1000 ft")])
def test_the_widget_gives_back_what_it_was_given(dialog, given, shown):
    widget = distance(dialog)
    widget.setValue(given)
    assert widget.value() == shown
    assert dialog.algorithm().parameterDefinition("DISPLACEMENT_DISTANCE").checkValueIsAcceptable(widget.value())


@pytest.mark.parametrize("given", ["", "three hundred", "300 furlongs", None])
def test_what_it_cannot_show_leaves_it_unset(dialog, given):
    distance(dialog).setValue(given)
    assert distance(dialog).value() is None


def test_in_the_model_designer_a_distance_may_be_an_input_of_the_model():
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
    from qgis.gui import QgsProcessingModelerParameterWidget

    model = QgsProcessingModelAlgorithm("m", "g")
    made = ModelerParametersDialog(QgsApplication.processingRegistry().createAlgorithmById(TEST), model)
    wrappers = made.widget.widget.wrappers if hasattr(made.widget, "widget") else made.wrappers
    assert isinstance(wrappers["DISPLACEMENT_DISTANCE"], QgsProcessingModelerParameterWidget)


# --- run and cancel -------------------------------------------------------------------------------------------------------


def test_run_gives_the_layer_and_cancel_ends_the_command(tmp_path, monkeypatch):
    """The command is one that waits."""
    import processing

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder, pid, out = tmp_path / "bin", tmp_path / "pid", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    (folder / "wdd").write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec {WDD} --version\necho $$ > {pid}\nexec sleep 60\n')
    (folder / "wdd").chmod(0o755)
    monkeypatch.setenv("CRIMEKIT_PATH", str(folder))
    dialog = processing.createAlgorithmDialog(TEST, town(OUT_FEATURES=str(out / "result.gpkg"), MESSAGE=str(out / "message.html")))
    finished = []
    dialog.algorithmFinished.connect(lambda ok, results: finished.append(ok))
    dialog.runButton().click()
    pump(lambda: finished or pid.exists() and pid.read_text().strip())
    assert not finished and not dialog.runButton().isEnabled()
    dialog.cancelButton().click()
    pump(lambda: finished or dialog.runButton().isEnabled())  # QGIS 3.40 does not call this finished
    assert not Path(f"/proc/{pid.read_text().strip()}").exists()
    assert list(out.iterdir()) == []
    assert list(tmp_path.glob("crimekit-*")) == []
    dialog.close()


def test_the_setting_says_where_the_commands_are(tmp_path):
    from crimekit import settings
    from processing.core.ProcessingConfig import ProcessingConfig

    ProcessingConfig.setSettingValue(settings.FOLDER, str(tmp_path))
    try:
        ok, reason = QgsApplication.processingRegistry().createAlgorithmById(TEST).canExecute()
        assert not ok and f"The command 'wdd' is not in {tmp_path} (the setting)" in reason
    finally:
        ProcessingConfig.setSettingValue(settings.FOLDER, "")
    assert QgsApplication.processingRegistry().createAlgorithmById(TEST).canExecute() == (True, "")
