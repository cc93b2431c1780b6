# SPDX-License-Identifier: MIT
"""Writes what a layer shows to a GeoPackage."""

import os
import re

from osgeo import ogr
from qgis.core import (
    Qgis, QgsCoordinateTransformContext, QgsFeatureSink, QgsField, QgsFields, QgsProcessingException, QgsProcessingFeatureSource,
    QgsVectorFileWriter)
from qgis.PyQt.QtCore import QMetaType, QVariant

from .host.runner import Cancelled

TEXT = QMetaType.Type.QString if Qgis.versionInt() >= 33800 else QVariant.Type.String  # QVariant has no types in Qt 6
DATE_TIME = 16  # Qt's numbers of types are the same in 5 and 6
SIMPLE = {1, 2, 3, 4, 5, 6, 10, 14, 15, DATE_TIME}  # logical, whole numbers, real, text, date, time; no lists, maps, bytes
SKIP_CHECKS = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks  # the command repairs, and says so
OGR_UTC = 100  # GDAL's time zone flag


def export(layer, folder, feedback):
    """The path of the export, which has one layer. Throws Cancelled."""
    feedback.setProgressText(f"Exporting {layer.title}")
    source = layer.source
    place = os.path.join(folder, layer.name.lower())
    os.makedirs(place)
    path = os.path.join(place, f"{export_name(layer)}.gpkg")
    layer.request.setFeedback(feedback)
    layer.request.setSubsetOfAttributes([i for i, field in enumerate(source.fields()) if type_number(field) in SIMPLE])
    writer = writer_of(path, export_name(layer), source)
    written = writer.addFeatures(source.getFeatures(layer.request, SKIP_CHECKS), QgsFeatureSink.Flag.FastInsert)
    if feedback.isCanceled():
        raise Cancelled()
    if not written or not writer.flushBuffer():
        raise QgsProcessingException(f"{source.sourceName()}: it cannot be exported for the command: {writer.errorMessage()}")
    del writer  # closes the file
    names = [field.name() for field in source.fields() if type_number(field) == DATE_TIME]
    utc = [name for name in names if layer.original and is_stored_as_utc(layer.original, name)]
    if utc:
        say_utc(path, export_name(layer), utc)
    return path


def type_number(field):
    return int(getattr(field.type(), "value", field.type()))


def exported_fields(fields):
    """Dates with time become ISO text, with Z or an offset where QGIS knows one: a GeoPackage would call all of them UTC. What is
    not simple stays empty.
    """
    result = QgsFields()
    for field in fields:
        as_it_is = type_number(field) in SIMPLE - {DATE_TIME}
        result.append(field if as_it_is else QgsField(field.name(), TEXT))
    return result


def is_stored_as_utc(reference, field):
    """Whether a file says of a field's times that they are UTC, which QGIS keeps to itself before 3.30."""
    path, _, name = reference.partition("|layername=")
    file = ogr.Open(path)
    table = (file.GetLayerByName(name) if name else file.GetLayer(0)) if file else None
    index = table.GetLayerDefn().GetFieldIndex(field) if table else -1
    if index < 0:
        return False
    for row in table:
        if row.IsFieldSetAndNotNull(index):
            return row.GetFieldAsDateTime(index)[6] == OGR_UTC
    return False


def say_utc(path, table, fields):
    """Adds the Z that QGIS has left out."""
    file = ogr.Open(path, 1)
    for field in fields:
        name = field.replace('"', '""')
        file.ExecuteSQL(f"""UPDATE "{table.replace('"', '""')}" SET "{name}" = "{name}" || 'Z' WHERE "{name}" NOT LIKE '%Z'""")


def export_name(layer):
    """The user's name of the layer, as far as a file and a layer reference can have it."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", layer.title).strip(" .")[:80] or "layer"


def free(name, fields):
    """The name, with as many underscores as keep it apart from the fields."""
    taken = {field.name().lower() for field in fields}
    while name in taken:
        name = f"_{name}"
    return name


def writer_of(path, name, source):
    fields = exported_fields(source.fields())
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    # A field `fid` of the layer is a field like others, whatever it repeats.
    options.layerOptions = [f"FID={free('_fid', fields)}", f"GEOMETRY_NAME={free('_geometry', fields)}", "SPATIAL_INDEX=NO"]
    writer = QgsVectorFileWriter.create(
        path, fields, source.wkbType(), source.sourceCrs(), QgsCoordinateTransformContext(), options)
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise QgsProcessingException(f"{source.sourceName()}: it cannot be exported for the command: {writer.errorMessage()}")
    return writer
