# SPDX-License-Identifier: MIT
"""Runs inside a desktop QGIS, see test_desktop_end.py: an algorithm from its dialog, and Cancel when a file says so.

CRIMEKIT_DIALOG: {algorithm, parameters, folder}. In the folder it writes `running` (QGIS's process id, once Run is pressed) and
`finished` (what the log says), and waits for `cancel`.
"""

import json
import os
from pathlib import Path

import processing
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QTextEdit

TASK = json.loads(os.environ["CRIMEKIT_DIALOG"])
FOLDER = Path(TASK["folder"])
KEPT = []


def publish(name, text):
    (FOLDER / "part").write_text(text, encoding="utf-8")
    (FOLDER / "part").rename(FOLDER / name)


def look(dialog, timer):
    """A run that was cancelled has ended when another can begin: QGIS 3.40 does not call it finished."""
    if dialog.runButton().isEnabled():
        timer.stop()
        publish("finished", dialog.findChild(QTextEdit, "txtLog").toPlainText())
    elif (FOLDER / "cancel").exists():
        dialog.cancelButton().click()


def start():
    dialog = processing.createAlgorithmDialog(TASK["algorithm"], TASK["parameters"])
    dialog.show()
    dialog.runButton().click()
    publish("running", str(os.getpid()))
    timer = QTimer(dialog)
    timer.timeout.connect(lambda: look(dialog, timer))
    timer.start(50)
    KEPT.extend([dialog, timer])


QTimer.singleShot(500, start)  # once QGIS has its window
