#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs the test from QGIS's dialog, as a user does, and makes the pictures of README.md. Fails where what they are to show is missing.

    toolbox/qgis/make_screenshots.py [FOLDER] [--nyc DATA] [--zip FILE]

FOLDER (default: docs) receives qgis-dialog.png, qgis-log.png and qgis-result.png. Without DATA the sample town is evaluated; the pictures
in docs are of the New York example (nyc_areas.gpkg, nyc_boroughs_2263.geojson, nyc_shootings_2006_2023.csv). It needs QGIS, xvfb-run
and xauth, and the commands on PATH or in CRIMEKIT_PATH. With --zip it is the plugin of that file, which QGIS installs as it does for a
user.

Outside of QGIS this script starts one with a profile of its own on a screen of its own, and itself again inside.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

SCREEN = "1180x780"
TASK = "CRIMEKIT_SCREENSHOTS"  # what the script inside is to do, as JSON
PATIENCE_SECONDS = 120
LOG_MARGIN = 60
COLOURS = 256  # of a picture, so that it stays small


# --- outside --------------------------------------------------------------------------------------------------------------


def town(folder):
    """The sample town's parameters, over copies: QGIS writes into the header of what it only reads."""
    path = shutil.copy(Path(__file__).resolve().parents[2] / "samples/town.gpkg", folder)
    return {
        "title": "Market Square, Thornmere", "crs": "EPSG:27700", "background": None,
        "layers": {"Response areas": f"{path}|layername=response", "Control area": f"{path}|layername=control",
                   "Incidents": f"{path}|layername=incidents"},
        "points": None, "where": "\"NAME\" = 'Market Square'", "date_field": "occurred", "distance": "250 m"}


def new_york(folder, data):
    path = shutil.copy(Path(data) / "nyc_areas.gpkg", folder)
    shootings = Path(shutil.copy(Path(data) / "nyc_shootings_2006_2023.csv", folder))
    shutil.copy(Path(data) / "nyc_boroughs_2263.geojson", folder)
    return {
        "title": "Operation North, New York", "crs": "EPSG:2263", "background": f"{folder}/nyc_boroughs_2263.geojson",
        "layers": {"Response areas": f"{path}|layername=response", "Control area": f"{path}|layername=control"},
        "points": f"{shootings.as_uri()}?type=csv&xField=X_COORD_CD&yField=Y_COORD_CD&crs=EPSG:2263&detectTypes=yes",
        "where": "\"NAME\" = 'Operation North'", "date_field": "OCCUR_DATE", "distance": "1320 FeetUS"}


def profile(folder, plugins):
    settings = Path(folder) / "profiles/default/QGIS/QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[PythonPlugins]\n" + "".join(f"{name}=true\n" for name in plugins) +
        "[qgis]\ncheckVersion=false\nfirstRunVersionFlag=99999\nstyle=Fusion\n[Plugins]\nautomatically-check-for-updates=false\n")


def desktop(folder, script, installed=True):
    """The command that starts QGIS on a screen of its own, with a profile in `folder`, the plugin that is beside this file if it is
    to be there, and a script; and its environment.
    """
    profile(folder, ["processing", "crimekit"] if installed else ["processing"])
    runtime = Path(folder) / "run"
    runtime.mkdir(mode=0o700)
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(runtime), "PYTHONDONTWRITEBYTECODE": "1",
                   "LANG": "C.UTF-8", "QT_SCALE_FACTOR": "1"}
    environment.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    environment.pop("QGIS_PLUGINPATH", None)
    if installed:
        environment["QGIS_PLUGINPATH"] = str(Path(__file__).parent)
    environment["PATH"] = f"/usr/bin:{environment['PATH']}"  # QGIS takes the first python3 for its own
    command = ["xvfb-run", "-a", "-s", f"-screen 0 {SCREEN}x24", "qgis", "--profiles-path", str(folder), "--nologo", "--code", str(script)]
    return command, environment


def outside():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=Path(__file__).resolve().parents[2] / "docs", type=Path)
    parser.add_argument("--nyc", metavar="DATA", help="folder of the New York example")
    parser.add_argument("--zip", metavar="FILE", help="zip of the plugin, in place of the one beside this script")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command, environment = desktop(folder, __file__, installed=not options.zip)
        task = new_york(folder, options.nyc) if options.nyc else town(folder)
        failure = Path(folder) / "failure"
        task.update(folder=str(options.folder.resolve()), result=f"{folder}/result.gpkg", failure=str(failure),
                    zip=options.zip and os.path.abspath(options.zip))
        failure.write_text("QGIS ended before the script did")
        said = run_in_session(command, {**environment, TASK: json.dumps(task)})
        if failure.exists():
            sys.exit(f"make_screenshots: {failure.read_text()}\n{said[-2000:]}")


def run_in_session(command, environment):
    """Runs a command and, if need be, ends it with all that it started; returns what it said."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          start_new_session=True) as process:
        try:
            return process.communicate(timeout=PATIENCE_SECONDS)[0]
        except subprocess.TimeoutExpired:
            return "it took too long"
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


# --- inside QGIS ----------------------------------------------------------------------------------------------------------


class Inside:
    def __init__(self, task):
        from qgis.core import QgsProject
        from qgis.utils import iface

        self.task, self.iface, self.project = task, iface, QgsProject.instance()

    def wait(self, condition=None, seconds=0.4):
        """Lets QGIS go on: until the condition holds, or for a while."""
        from qgis.PyQt.QtCore import QElapsedTimer, QEventLoop, QTimer

        clock = QElapsedTimer()
        clock.start()
        while condition is None or not condition():
            loop = QEventLoop()
            QTimer.singleShot(50, loop.quit)
            loop.exec()
            if condition is None and clock.elapsed() > seconds * 1000:
                return
            if clock.elapsed() > PATIENCE_SECONDS * 1000:
                raise TimeoutError("QGIS does not get on")

    def save(self, widget, name):
        from qgis.PyQt.QtGui import QImage

        self.wait()
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        bits = image.constBits()
        bits.setsize(image.bytesPerLine() * image.height())
        frequent = Counter(memoryview(bytes(bits)).cast("I")).most_common(COLOURS)
        small = image.convertToFormat(QImage.Format.Format_Indexed8, [colour for colour, _ in frequent])
        if not small.save(os.path.join(self.task["folder"], name), "PNG", 0):
            raise OSError(f"{name} cannot be written")

    def load_layers(self):
        from qgis.core import QgsCoordinateReferenceSystem, QgsFillSymbol, QgsMarkerSymbol, QgsSingleSymbolRenderer, QgsVectorLayer

        self.project.setCrs(QgsCoordinateReferenceSystem(self.task["crs"]))
        found = {}
        sources = {name: (source, "ogr") for name, source in self.task["layers"].items()}
        if self.task["points"]:
            sources["Incidents"] = (self.task["points"], "delimitedtext")
        if self.task["background"]:
            sources["Boroughs"] = (self.task["background"], "ogr")
        for name, (source, provider) in sources.items():
            layer = QgsVectorLayer(source, name, provider)
            if not layer.isValid():
                raise OSError(f"{source} cannot be read")
            found[name] = layer
        found["Incidents"].setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(
            {"name": "circle", "size": "0.6", "color": "38,38,38,90", "outline_style": "no"})))
        if "Boroughs" in found:
            found["Boroughs"].setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(
                {"color": "245,245,240", "outline_color": "180,180,180"})))
        self.project.addMapLayers(list(found.values()))
        return found

    def run_dialog(self, layers):
        """Fills in the dialog, takes its picture, runs it, and returns it with the results."""
        import processing
        from qgis.PyQt.QtGui import QTextCursor
        from qgis.PyQt.QtWidgets import QProgressBar, QTextEdit

        self.layers_before = set(self.project.mapLayers())
        dialog = processing.createAlgorithmDialog("crimekit:weighteddisplacementdifference", {
            "IN_RESPONSE_FEATURE": layers["Response areas"], "WHERE_CLAUSE": self.task["where"],
            "IN_CONTROL_FEATURE": layers["Control area"], "IN_FEATURES": layers["Incidents"], "OUT_FEATURES": self.task["result"], "START_DATE_FIELD": "RESP_START",
            "END_DATE_FIELD": "RESP_END", "INCIDENT_DATE_FIELD": self.task["date_field"], "DISPLACEMENT_DISTANCE": self.task["distance"],
            "TEST_SUITABILITY": True})
        dialog.resize(980, 740)
        dialog.show()
        self.save(dialog, "qgis-dialog.png")
        percents, finished = [], []
        dialog.findChild(QProgressBar).valueChanged.connect(percents.append)
        dialog.algorithmFinished.connect(lambda ok, results: finished.append((ok, results)))
        dialog.runButton().click()
        self.wait(lambda: finished)
        ok, results = finished[0]
        log = dialog.findChild(QTextEdit, "txtLog")
        if not ok or "Verdict" not in log.toPlainText():
            raise RuntimeError(f"the message is not in the log: {log.toPlainText()}")
        if not any(0 < percent <= 100 for percent in percents):
            raise RuntimeError("there was no progress")
        log.moveCursor(QTextCursor.MoveOperation.Start)
        log.find("Verdict")
        log.verticalScrollBar().setValue(log.verticalScrollBar().value() + log.cursorRect().top() - LOG_MARGIN)
        log.moveCursor(QTextCursor.MoveOperation.StartOfLine)
        self.save(dialog, "qgis-log.png")
        return dialog, results

    def check_layer(self):
        [new] = set(self.project.mapLayers()) - self.layers_before
        layer = self.project.mapLayer(new)
        if layer.renderer().type() != "categorizedSymbol":
            raise RuntimeError("the result is not styled")
        return layer

    def check_message(self, results):
        from qgis.PyQt.QtWidgets import QDockWidget

        text = Path(results["MESSAGE"]).read_text(encoding="utf-8")
        docks = [dock for dock in self.iface.mainWindow().findChildren(QDockWidget) if dock.objectName() == "ResultsViewer"]
        if "evidence of reduction" not in text or not docks:
            raise RuntimeError("the message is not in the Results Viewer")
        return docks[0]

    def install(self):
        """As Plugins, Manage and Install Plugins, Install from ZIP does."""
        import pyplugin_installer
        from qgis.core import QgsApplication

        if QgsApplication.processingRegistry().providerById("crimekit"):
            raise RuntimeError("the plugin is there before it is installed")
        pyplugin_installer.instance().installFromZipFile(self.task["zip"])
        if not QgsApplication.processingRegistry().providerById("crimekit"):
            raise RuntimeError("the plugin has been installed, but there is no provider crimekit")

    def run(self):
        from qgis.PyQt.QtWidgets import QDockWidget

        if self.task["zip"]:
            self.install()
        window = self.iface.mainWindow()
        window.setGeometry(0, 0, *map(int, SCREEN.split("x")))
        layers = self.load_layers()
        dialog, results = self.run_dialog(layers)
        layer = self.check_layer()
        dock = self.check_message(results)
        dialog.close()
        for name in ("Response areas", "Control area"):
            self.project.layerTreeRoot().findLayer(layers[name]).setItemVisibilityChecked(False)
        for panel in window.findChildren(QDockWidget):
            if panel.objectName() not in ("Layers", "ProcessingToolbox", "ResultsViewer"):
                panel.hide()
        toolbox = window.findChild(QDockWidget, "ProcessingToolbox")
        toolbox.show()
        toolbox.searchBox.setText("wdd")
        view = layer.extent()
        view.scale(1.25)
        self.iface.mapCanvas().setExtent(view)
        dock.show()
        self.wait(lambda: not self.iface.mapCanvas().isDrawing())
        self.wait(seconds=2)
        self.iface.messageBar().clearWidgets()
        self.save(window, "qgis-result.png")


def inside(task):
    from qgis.PyQt.QtWidgets import QApplication

    try:
        Inside(task).run()
        os.remove(task["failure"])
    except Exception:  # pylint: disable=broad-except  whatever it is, the one outside is to know
        Path(task["failure"]).write_text(traceback.format_exc(), encoding="utf-8")
    QApplication.instance().processEvents()
    os._exit(0)  # QGIS would ask whether to save the project


if TASK in os.environ:
    from qgis.PyQt.QtCore import QTimer

    QTimer.singleShot(1500, lambda: inside(json.loads(os.environ[TASK])))  # once QGIS has its window
elif __name__ == "__main__":
    outside()
