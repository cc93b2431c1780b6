# SPDX-License-Identifier: MIT
"""The widgets of Processing that are written in Python, and plain ones for what QGIS has in C++."""

import importlib

from qgis.core import QgsProcessingParameterFeatureSource
from qgis.gui import QgsMapLayerComboBox, QgsProcessingGui
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

dialogTypes = {"AlgorithmDialog": QgsProcessingGui.WidgetType.Standard, "ModelerParametersDialog": QgsProcessingGui.WidgetType.Modeler}


class Wrapper(QObject):
    widgetValueHasChanged = pyqtSignal(object)

    def __init__(self, parameter):
        super().__init__()
        self._parameter = parameter

    def parameterDefinition(self):
        return self._parameter

    def postInitialize(self, wrappers):
        pass


class WidgetWrapper(Wrapper):
    def __init__(self, parameter, dialog, row=0, col=0, **more):
        super().__init__(parameter)
        self.widget = self.createWidget(**more)
        self.label = QLabel(parameter.description())
        if parameter.defaultValue() is not None:
            self.setValue(parameter.defaultValue())

    def parameterValue(self):
        return self.value()


class PlainWrapper(Wrapper):
    """As one in C++: the label and the widget come by methods."""

    def __init__(self, parameter):
        super().__init__(parameter)
        self._label, self._widget = QLabel(parameter.description()), QWidget()
        row = QHBoxLayout(self._widget)
        row.addWidget(QgsMapLayerComboBox() if isinstance(parameter, QgsProcessingParameterFeatureSource) else QLineEdit())

    def wrappedLabel(self):
        return self._label

    def wrappedWidget(self):
        return self._widget

    def parameterValue(self):
        return None


def create_wrapper(parameter, dialog):
    described = dict(parameter.metadata().get("widget_wrapper", {}))
    if not described:
        return PlainWrapper(parameter)
    module, _, name = described.pop("class").rpartition(".")
    return getattr(importlib.import_module(module), name)(parameter, dialog, **described)
