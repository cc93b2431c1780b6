# SPDX-License-Identifier: MIT
"""How the dialog asks for a distance: a number and its unit, as ArcGIS does. Loaded by QGIS only where there is a screen."""

import re

from processing.gui.wrappers import WidgetWrapper
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

UNITS = (("metres", "m"), ("kilometres", "km"), ("feet", "ft"), ("US survey feet", "FeetUS"), ("yards", "yd"), ("miles", "mi"),
         ("unit of the layer", ""))
LARGEST = 1e9
STEP = 50


class DistanceWidget(WidgetWrapper):
    def createWidget(self):
        self.number = QgsDoubleSpinBox()
        self.number.setDecimals(3)
        self.number.setMaximum(LARGEST)
        self.number.setSingleStep(STEP)
        self.number.setShowClearButton(False)
        self.unit = QComboBox()
        for label, unit in UNITS:
            self.unit.addItem(label, unit)
        self.number.valueChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        self.unit.currentIndexChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number, 1)
        row.addWidget(self.unit)
        return widget

    def setValue(self, value):
        """A text of value(), or a number as scripts and the history give it."""
        parts = re.fullmatch(r"\s*([\d.eE+-]+?)\s*([A-Za-z]*)\s*", str(value if value is not None else ""))
        index = self.unit.findData(parts.group(2)) if parts else -1
        if index >= 0:
            self.number.setValue(float(parts.group(1)))
            self.unit.setCurrentIndex(index)

    def value(self):
        """'300 m'; nothing until a number has been given, for 0 means: no displacement areas."""
        return f"{self.number.value():.10g} {self.unit.currentData()}".strip()
