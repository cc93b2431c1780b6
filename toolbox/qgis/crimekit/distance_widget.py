# SPDX-License-Identifier: MIT
"""How the dialog asks for a distance: a number and its unit, as ArcGIS does. Loaded by QGIS only where there is a screen."""

import re

from processing.gui.wrappers import WidgetWrapper
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

from .widgets import only_in_dialogs

UNITS = (("metres", "m"), ("kilometres", "km"), ("feet", "ft"), ("US survey feet", "FeetUS"), ("yards", "yd"), ("miles", "mi"),
         ("unit of the layer", ""))
NOT_SET = -1  # 0 is a distance: no displacement areas
LARGEST = 1e9
STEP = 50
NUMBER_AND_UNIT = re.compile(r"\s*([\d.eE+-]+?)\s*([A-Za-z]*)\s*")


class DistanceWidget(WidgetWrapper):
    def createWidget(self):
        self.number = QgsDoubleSpinBox()
        self.number.setDecimals(3)
        self.number.setRange(NOT_SET, LARGEST)
        self.number.setSingleStep(STEP)
        self.number.setClearValue(NOT_SET, "Not set")
        self.number.clear()
        self.unit = QComboBox()
        for label, unit in UNITS:
            self.unit.addItem(label, unit)
        self.number.valueChanged.connect(self.changed)
        self.unit.currentIndexChanged.connect(self.changed)
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number, 1)
        row.addWidget(self.unit)
        return widget

    def changed(self, _value):
        self.widgetValueHasChanged.emit(self)

    def setValue(self, value):
        """A text of value(), or a number as scripts and the history give it."""
        parts = NUMBER_AND_UNIT.fullmatch("" if value is None else str(value))
        index = self.unit.findData(parts.group(2)) if parts else -1
        if index >= 0:
            self.number.setValue(float(parts.group(1)))
            self.unit.setCurrentIndex(index)

    def value(self):
        """'300 m'; nothing until a number has been given."""
        if self.number.value() < 0:
            return None
        return f"{self.number.value():.10g} {self.unit.currentData()}".strip()


DistanceWidgetChoice = only_in_dialogs(DistanceWidget)
