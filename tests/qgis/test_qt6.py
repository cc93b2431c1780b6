# SPDX-License-Identifier: MIT
"""Sources that run in QGIS on Qt 5 and on Qt 6, where enums have no short names. Of what is here, only the test of Qt 6 itself is lacking.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped.
"""

import ast
import enum

import pytest

from conftest import PLUGINS, ROOT

pytest.importorskip("qgis.gui", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

import qgis.core
import qgis.gui
from qgis.PyQt import QtCore, QtGui, QtWidgets

MODULES = (qgis.core, qgis.gui, QtCore, QtGui, QtWidgets)
BINDINGS = {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}  # qgis.PyQt is whichever there is
MOVED_OR_GONE = {"QAction", "QActionGroup", "QShortcut", "QDesktopWidget", "QRegExp", "QTextCodec", "QUndoStack"}
GONE_METHODS = {"exec_", "print_"}
SOURCES = sorted([*PLUGINS.rglob("*.py"), ROOT / "tests/qgis/waiting_dialog.py"])


def dotted(node):
    """['QgsProcessing', 'SourceType', 'TypeVector'] of such an expression; nothing of any other."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        above = dotted(node.value)
        return [*above, node.attr] if above else []
    return []


def is_short_enum(names):
    """Whether a dotted name is a member of an enum without the enum's own name."""
    owner = next((getattr(module, names[0]) for module in MODULES if hasattr(module, names[0])), None)
    for name in names[1:]:
        value = getattr(owner, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            return not (isinstance(owner, type) and issubclass(owner, (int, enum.Enum)))
        owner = value
    return False


def problems(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            modules, names = [alias.name for alias in node.names], []
        elif isinstance(node, ast.ImportFrom):
            modules, names = [node.module or ""], [alias.name for alias in node.names]
        else:
            modules, names = [], []
        yield from (f"line {node.lineno}: {module}" for module in modules if module.split(".")[0] in BINDINGS)
        yield from (f"line {node.lineno}: {name}" for name in names if name in MOVED_OR_GONE)
        if isinstance(node, ast.Attribute):
            if node.attr in GONE_METHODS or is_short_enum(dotted(node) or [""]):
                yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_source_has_nothing_that_qt_6_has_not(path):
    assert list(problems(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("text, found", [
    ("import PyQt5.QtCore", 1), ("from PyQt5.QtCore import Qt", 1), ("import sip", 1), ("from qgis.PyQt import sip", 0),
    ("from qgis.PyQt.QtWidgets import QAction", 1), ("dialog.exec_()", 1), ("dialog.exec()", 0),
    ("x = QgsProcessing.TypeVector", 1), ("x = QgsProcessing.SourceType.TypeVector", 0), ("x = QgsProcessingParameterNumber.Type", 0),
    ("x = Qt.AlignLeft", 1), ("x = Qt.AlignmentFlag.AlignLeft", 0), ("x = QVariant.String", 1), ("x = QMetaType.Type.QString", 0),
    ("x = QgsFeatureRequest.ALL_ATTRIBUTES", 0), ("f(QImage.Format_RGB32)", 1)])
def test_what_it_has_not_is_found(text, found):
    assert len(list(problems(text))) == found
