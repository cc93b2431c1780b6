# SPDX-License-Identifier: MIT
"""What of qgis.gui the plugin touches, on the widgets of Qt 6."""

from enum import Enum

from PyQt6.QtCore import QDateTime
from PyQt6.QtWidgets import QComboBox, QDateTimeEdit, QDoubleSpinBox

from .core import Qgis, required


class QgsProcessingGui:
    WidgetType = Enum("WidgetType", ["Standard", "Batch", "Modeler"])


class QgsGui:
    @staticmethod
    def processingGuiRegistry():
        raise NotImplementedError("QGIS's own widgets")


class QgsMapLayerComboBox(QComboBox):
    filters = None

    def setFilters(self, filters):
        self.filters = required(filters, Qgis.LayerFilter)

    def setLayer(self, layer):
        self.setCurrentIndex(-1 if layer is None else 0)


class QgsDoubleSpinBox(QDoubleSpinBox):
    cleared = 0.0

    def setClearValue(self, value, text=""):
        self.cleared = value
        self.setSpecialValueText(text)

    def clear(self):
        self.setValue(self.cleared)


class QgsDateTimeEdit(QDateTimeEdit):
    is_null = False

    def setAllowNull(self, allowed):
        required(allowed, bool)

    def setNullRepresentation(self, text):
        required(text, str)

    def clear(self):
        self.is_null = True
        self.dateTimeChanged.emit(QDateTime())

    def isNull(self):
        return self.is_null

    def setDateTime(self, value):
        self.is_null = False
        super().setDateTime(value)
