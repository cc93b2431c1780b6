# SPDX-License-Identifier: MIT
"""The plugin: it registers the Processing provider, with a screen or without; with one it has a menu."""

from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon

from . import settings
from .help import page_url
from .host import catalog, commands, runner
from .icons import icon_path
from .provider import CrimekitProvider

MENU = "crimekit"
SAID = "crimekit/said_that_commands_are_missing"  # the version that has said so
MAIN_TOOL = "crimekit:weighteddisplacementdifference"


class CrimekitPlugin:
    def __init__(self, iface=None):
        self.iface = iface
        self.provider = None
        self.menu = None

    def initProcessing(self):  # qgis_process calls only this
        self.provider = CrimekitProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()
        self.menu = self.iface.pluginMenu().addMenu(QIcon(icon_path("crimekit")), MENU)
        for text, does in (("Open the sample town", self.open_sample_town), ("Guide", self.open_guide)):
            self.menu.addAction(text).triggered.connect(lambda _checked=False, does=does: does())
        QTimer.singleShot(0, self.say_what_is_missing)  # once QGIS has its window

    def unload(self):
        if self.menu is not None:
            self.iface.pluginMenu().removeAction(self.menu.menuAction())
            self.menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None

    # --- the menu -----------------------------------------------------------------------------------------------------

    def open_sample_town(self):
        """Into a new project, unless what is open has layers that nobody has saved yet: then QGIS asks, and the user may say no."""
        import processing

        from . import sample_town

        if not self.iface.newProject(True):
            return
        try:
            layers, parameters = sample_town.open_town()
        except (commands.CommandMissing, runner.CommandFailed, OSError) as error:
            self.iface.messageBar().pushMessage(MENU, f"The sample town cannot be opened: {error}", Qgis.MessageLevel.Warning, 0)
            return
        self.iface.mapCanvas().setExtent(layers["incidents"].extent())
        self.iface.mapCanvas().refresh()
        processing.createAlgorithmDialog(MAIN_TOOL, parameters).show()

    def open_guide(self):
        QDesktopServices.openUrl(QUrl(page_url("index") or f"{home_page()}#readme"))

    # --- the commands -------------------------------------------------------------------------------------------------

    def say_what_is_missing(self):
        """Once for each version; the dialogs say it each time."""
        if QgsSettings().value(SAID, "") == catalog.version():
            return
        for tool in ("wdd", "crims"):
            try:
                commands.find(tool, settings.command_folders(), catalog.version())
            except commands.CommandMissing:
                QgsSettings().setValue(SAID, catalog.version())
                self.iface.messageBar().pushMessage(
                    MENU, f"Its commands wdd and crims {catalog.version()} are not on this computer. {commands.advice()}",
                    Qgis.MessageLevel.Warning, 0)
                return


def home_page():
    from qgis.utils import pluginMetadata

    return pluginMetadata("crimekit", "homepage")
