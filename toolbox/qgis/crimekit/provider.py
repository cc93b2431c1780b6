# SPDX-License-Identifier: MIT
"""The Processing provider `crimekit`: one algorithm for each entry of the catalog."""

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from . import settings
from .algorithm import CommandAlgorithm
from .host import catalog
from .icons import icon_path
from .parameters import output_suffixes


class CrimekitProvider(QgsProcessingProvider):
    def id(self):
        return "crimekit"

    def name(self):
        return "crimekit"

    def longName(self):
        return "crimekit: did it reduce crime, or only move it?"

    def versionInfo(self):
        return catalog.version()

    def icon(self):
        return QIcon(icon_path("crimekit"))

    def svgIconPath(self):
        return icon_path("crimekit")

    def load(self):
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(Setting(self.name(), settings.FOLDER, settings.FOLDER_DESCRIPTION, "", valuetype=Setting.STRING))
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(settings.FOLDER)

    def loadAlgorithms(self):
        for entry in catalog.entries():
            self.addAlgorithm(CommandAlgorithm(entry))

    def supportsNonFileBasedOutput(self):
        return False  # a command writes files

    def supportedOutputVectorLayerExtensions(self):
        """Of all algorithms; each says, and checks, what its own outputs can be."""
        own = {suffix for entry in catalog.entries() for option in entry.options if option["type"] == "output_layer"
               for suffix in output_suffixes(option)}
        return ["gpkg", *sorted(own - {"gpkg"})]

    def defaultVectorFileExtension(self, hasGeometry=True):
        return "gpkg"
