# SPDX-License-Identifier: MIT
"""Where results go, and how they come back to the map."""

import os
import re

from qgis.core import (
    QgsProcessingException, QgsProcessingLayerPostProcessorInterface, QgsProcessingOutputLayerDefinition, QgsSettings)
from qgis.PyQt import sip

FILE_NAMES = "Processing/Configuration/PREFER_FILENAME_AS_LAYER_NAME"  # QGIS's setting
NAMED_TABLE = re.compile(r"""ogr:dbname='(?P<path>[^']*)' table="(?P<name>[^"]*)".*""")


def output_text(value, context):
    """What the user asked for, before it is resolved to a temporary file or loaded."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.valueAsString(context.expressionContext())[0]
    return value if isinstance(value, str) else ""


def layer_reference(destination):
    """PATH|layername=NAME for the way QGIS writes a table of an existing GeoPackage; any other as it is."""
    table = NAMED_TABLE.fullmatch(destination)
    return f"{table['path']}|layername={table['name']}" if table else destination


def problem(name, destination, suffixes):
    """Why a command cannot write there; nothing where it can."""
    path = layer_reference(destination).split("|")[0]
    if not suffixes or not path or path == "TEMPORARY_OUTPUT" or path.lower().endswith(tuple(f".{suffix}" for suffix in suffixes)):
        return ""
    endings = " or ".join(f".{suffix}" for suffix in suffixes)
    return f"{name}: '{destination}' cannot be written: choose a file whose name ends with {endings}"


def require(path):
    """A command that was successful has written what it was asked for."""
    if not os.path.exists(path.split("|")[0]):
        raise QgsProcessingException(f"{path} was not written")


class DefaultStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a result the style and the name that its GeoPackage brings; Processing alone would leave them out. A name that the user
    has given, or wants to be the file's, stays.
    """

    def __init__(self, takes_title):
        super().__init__()
        self.takes_title = takes_title  # nobody has given it a name

    def postProcessLayer(self, layer, context, feedback):
        layer.reload()  # it may have been loaded before, with another content
        title = layer.dataProvider().layerMetadata().title()
        has_file_name = QgsSettings().value(FILE_NAMES, True, type=bool) and not layer.isTemporary()  # as QGIS itself decides
        if self.takes_title and title and not has_file_name:
            layer.setName(title)
        _message, found = layer.loadDefaultStyle()
        if found:
            layer.triggerRepaint()


_styles = []  # QGIS deletes them, but their Python part lives only as long as Python holds it


def load_styled(context, destination, label, layer=""):
    """Lets the result be loaded in its own style and under its own name, if it is to be loaded. `label`: what the parameter is called,
    which QGIS would name the layer after; `layer`: the one in the file that a map shows, where there are others.
    """
    if not context.willLoadLayerOnCompletion(destination):
        return
    details = context.layerToLoadOnCompletionDetails(destination)
    if layer:
        load = dict(context.layersToLoadOnCompletion())
        load[f"{destination}|layername={layer}"] = load.pop(destination)
        context.setLayersToLoadOnCompletion(load)
        details = context.layerToLoadOnCompletionDetails(f"{destination}|layername={layer}")
    _styles[:] = [style for style in _styles if not sip.isdeleted(style)]
    _styles.append(DefaultStyle(details.name == label))
    details.setPostProcessor(_styles[-1])
