# SPDX-License-Identifier: MIT
"""The plugin: it registers the Processing provider, with a screen or without."""

from qgis.core import QgsApplication

from .provider import CrimekitProvider


class CrimekitPlugin:
    def __init__(self):
        self.provider = None

    def initProcessing(self):  # qgis_process calls only this
        self.provider = CrimekitProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()

    def unload(self):
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
