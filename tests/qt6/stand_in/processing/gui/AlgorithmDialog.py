# SPDX-License-Identifier: MIT
"""The dialog of a tool, with the page of its parameters and QGIS's own box of those that are advanced."""

from processing.gui.wrappers import create_wrapper
from qgis.core import QgsProcessingParameterDefinition
from qgis.PyQt.QtWidgets import QDialog, QGroupBox, QVBoxLayout, QWidget


class Panel(QWidget):
    def __init__(self, algorithm, dialog):
        super().__init__(dialog)
        self._algorithm = algorithm
        QVBoxLayout(self)
        self.advanced = QGroupBox("Advanced Parameters", self)
        self.advanced.setObjectName("grpAdvanced")
        QVBoxLayout(self.advanced)
        self.layout().addWidget(self.advanced)
        self.wrappers = {
            parameter.name(): create_wrapper(parameter, dialog) for parameter in algorithm.parameterDefinitions()
            if not parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden}
        for wrapper in self.wrappers.values():
            wrapper.postInitialize(list(self.wrappers.values()))

    def algorithm(self):
        return self._algorithm


class AlgorithmDialog(QDialog):
    def __init__(self, algorithm, in_place=False, parent=None):
        super().__init__(parent)
        self._algorithm = algorithm
        self._panel = self.getParametersPanel(algorithm, self)

    def getParametersPanel(self, algorithm, parent):
        return Panel(algorithm, parent)

    def algorithm(self):
        return self._algorithm

    def mainWidget(self):
        return self._panel

    def setParameters(self, parameters):
        for name, value in parameters.items():
            self._panel.wrappers[name].setValue(value)
