# SPDX-License-Identifier: MIT
"""How the dialog asks for numbers that belong together, such as before and after: a field for each. Loaded by QGIS only where
there is a screen.
"""

from processing.gui.wrappers import WidgetWrapper
from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QWidget

from .widgets import only_in_dialogs

NOT_SET = -1  # none of these numbers is negative
LARGEST = 1e9


class NumberBox(QgsDoubleSpinBox):
    """Whole numbers without decimals."""

    def textFromValue(self, value):
        return f"{value:.10g}"


class NumbersWidget(WidgetWrapper):
    def createWidget(self, names=()):
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        self.boxes = []
        for name in names:
            box = NumberBox()
            box.setDecimals(6)
            box.setRange(NOT_SET, LARGEST)
            box.setClearValue(NOT_SET, "Not set")
            box.clear()
            box.valueChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
            label = QLabel(name)
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box, 1)
            self.boxes.append(box)
        return widget

    def setValue(self, value):
        """A text such as 207,110."""
        parts = str(value or "").split(",")
        for box, part in zip(self.boxes, parts + [""] * len(self.boxes)):
            try:
                box.setValue(float(part))
            except ValueError:
                box.clear()

    def value(self):
        """The numbers with commas between; nothing until one is given."""
        texts = [box.textFromValue(box.value()) if box.value() >= 0 else "" for box in self.boxes]
        return ",".join(texts) if any(texts) else None


NumbersWidgetChoice = only_in_dialogs(NumbersWidget)
