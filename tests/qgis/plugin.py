# SPDX-License-Identifier: MIT
"""QGIS inside the test, with the plugin in it. Imported only where PyQGIS is there."""

import sys
from functools import lru_cache
from pathlib import Path
from unittest import mock

from qgis.core import QgsApplication, QgsProcessingFeedback

import conftest


@lru_cache(maxsize=None)
def qgis_without_plugin():
    """One QGIS for all tests, without exitQgis() at the end, which can crash."""
    application = QgsApplication([], True)
    application.initQgis()
    return application


@lru_cache(maxsize=None)
def start(with_window=False):
    """The same with the plugin. With a window there can be dialogs."""
    application = qgis_without_plugin()
    if with_window:
        import qgis.utils
        from qgis.gui import QgsBrowserGuiModel, QgsMapCanvas
        from qgis.PyQt.QtWidgets import QMainWindow

        window = QMainWindow()
        canvas = QgsMapCanvas(window)
        qgis.utils.iface = mock.MagicMock()
        qgis.utils.iface.mainWindow.return_value = window
        qgis.utils.iface.mapCanvas.return_value = canvas
        qgis.utils.iface.browserModel.return_value = QgsBrowserGuiModel()
        qgis.utils.iface.activeLayer.return_value = None
    sys.path.append(str(Path(application.pkgDataPath()) / "python/plugins"))
    sys.path.insert(0, str(conftest.PLUGINS))
    from processing.core.Processing import Processing

    Processing.initialize()
    import crimekit

    plugin = crimekit.classFactory(None)
    plugin.initProcessing()
    return application, plugin


class Feedback(QgsProcessingFeedback):
    """Remembers what is said, and cancels when told to."""

    def __init__(self, cancel_at_export=False, cancel_at_command=False):
        super().__init__(False)
        self.commands, self.infos, self.warnings, self.errors, self.percents = [], [], [], [], []
        self._cancel_at_export, self._cancel_at_command = cancel_at_export, cancel_at_command

    def pushCommandInfo(self, text):
        self.commands.append(text)
        if self._cancel_at_command:
            self.cancel()

    def pushInfo(self, text):
        self.infos.append(text)

    def pushConsoleInfo(self, text):
        self.infos.append(text)

    def pushWarning(self, text):
        self.warnings.append(text)

    def reportError(self, text, fatalError=False):
        self.errors.append(text)

    def setProgressText(self, text):
        if self._cancel_at_export and text.startswith("Exporting"):
            self.cancel()


def feedback(**how):
    result = Feedback(**how)
    result.progressChanged.connect(result.percents.append)
    return result


def run(algorithm, parameters, told=None):
    """The results of an algorithm, or QgsProcessingException."""
    import processing

    return processing.run(f"crimekit:{algorithm}", parameters, feedback=told or feedback())
