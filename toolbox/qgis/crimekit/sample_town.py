# SPDX-License-Identifier: MIT
"""The sample town: a project with its layers, its model, and the test's dialog filled in."""

import os
import shutil
from pathlib import Path

from qgis.core import (
    QgsApplication, QgsCoordinateReferenceSystem, QgsFillSymbol, QgsMarkerSymbol, QgsProject, QgsSingleSymbolRenderer, QgsVectorLayer)

from . import settings
from .host import catalog, commands, runner

HERE = Path(__file__).resolve().parent
SOURCES = (HERE / "sample", HERE.parents[2] / "samples")  # as it is packaged, and in the source tree
FILES = ("town.gpkg", "town-zones.gpkg", "town-crimes.zip", "town-lookup.csv")
NAMES = {"response": "Response areas", "control": "Control area", "incidents": "Incidents"}
MODEL = ("--crimes=town-crimes.zip", "--force=Thornmere", "--from=2021-04", "--to=2022-12", "--zones=town-zones.gpkg|layername=zones",
         "--zone-field=MSOA", "--lookup=town-lookup.csv", "--output=model.gpkg", "--overwrite")


def folder():
    """A copy of the user's own, in QGIS's profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "crimekit-sample"


def copy_files():
    source = next(place for place in SOURCES if (place / FILES[0]).is_file())
    folder().mkdir(parents=True, exist_ok=True)
    for name in FILES:
        if not (folder() / name).exists():
            shutil.copy(source / name, folder())


def make_model():
    """The model of the town's crimes. Throws commands.CommandMissing or runner.CommandFailed."""
    crims = commands.find("crims", settings.command_folders(), catalog.version())
    whole = [argument.replace("=town", f"={folder()}{os.sep}town").replace("=model", f"={folder()}{os.sep}model") for argument in MODEL]
    runner.run([crims, "calibrate", *whole], runner.Listener())


def parameters(layers):
    return {"IN_RESPONSE_FEATURE": layers["response"].id(), "WHERE_CLAUSE": "\"NAME\" = 'Market Square'",
            "IN_CONTROL_FEATURE": layers["control"].id(), "IN_FEATURES": layers["incidents"].id(), "START_DATE_FIELD": "RESP_START",
            "END_DATE_FIELD": "RESP_END", "INCIDENT_DATE_FIELD": "occurred", "DISPLACEMENT_DISTANCE": "250 m", "TEST_SUITABILITY": True}


def add_layers(project):
    """{layer of the town: layer of the project}; areas are outlines and incidents small dots, so that a result is seen among them."""
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    layers = {name: QgsVectorLayer(f"{folder() / 'town.gpkg'}|layername={name}", title, "ogr") for name, title in NAMES.items()}
    dot = QgsMarkerSymbol.createSimple({"name": "circle", "size": "0.8", "color": "38,38,38,110", "outline_style": "no"})
    layers["incidents"].setRenderer(QgsSingleSymbolRenderer(dot))
    for name, colour in (("response", "213,94,0"), ("control", "0,114,178")):
        outline = QgsFillSymbol.createSimple({"style": "no", "outline_color": colour, "outline_width": "0.8"})
        layers[name].setRenderer(QgsSingleSymbolRenderer(outline))
    if (folder() / "model.gpkg").exists():
        zones = QgsVectorLayer(f"{folder() / 'model.gpkg'}|layername=zones", "Model of the town's crime: zones", "ogr")
        project.addMapLayer(zones)
        project.layerTreeRoot().findLayer(zones.id()).setItemVisibilityChecked(False)
    for name in ("incidents", "control", "response"):  # the last is on top
        project.addMapLayer(layers[name])
    return layers


def open_town(project=None):
    """The layers of a project that is otherwise as it was, and the parameters for the dialog."""
    project = project or QgsProject.instance()
    copy_files()
    make_model()
    layers = add_layers(project)
    return layers, parameters(layers)
