# SPDX-License-Identifier: MIT
"""Writes what a layer shows to a GeoPackage."""

import os
import re

from osgeo import ogr
from qgis.core import (
    QgsCoordinateTransformContext, QgsFeature, QgsFeatureSink, QgsField, QgsFields, QgsProcessingException, QgsProcessingFeatureSource,
    QgsVectorFileWriter)
from qgis.PyQt.QtCore import QDateTime, QMetaType, Qt, QVariant

from .host.runner import Cancelled

TEXT = getattr(getattr(QVariant, "Type", None), "String", None) or QMetaType.Type.QString  # QVariant has no types in Qt 6
DATE_TIME = 16  # Qt's numbers of types are the same in 5 and 6
SIMPLE = {1, 2, 3, 4, 5, 6, 10, 14, 15, DATE_TIME}  # logical, whole numbers, real, text, date, time
SKIP_CHECKS = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks  # the command repairs, and says so
PROGRESS_EVERY = 1000
OGR_UTC = 100  # GDAL's time zone flag


def export(layer, folder, feedback):
    """The path of the export, which has one layer. Throws Cancelled."""
    source = layer.source
    kept = [i for i, field in enumerate(source.fields()) if type_number(field) in SIMPLE]
    times = [i for i in kept if type_number(source.fields().at(i)) == DATE_TIME]
    utc = {i for i in times if layer.original and is_stored_as_utc(layer.original, source.fields().at(i).name())}
    fields = exported_fields(source.fields(), kept, times)
    place = os.path.join(folder, layer.name.lower())
    os.makedirs(place)
    path = os.path.join(place, f"{export_name(layer)}.gpkg")
    writer = writer_of(path, export_name(layer), source, fields)
    feedback.setProgressText(f"Exporting {layer.title}")
    total = source.featureCount()
    for number, feature in enumerate(source.getFeatures(layer.request, SKIP_CHECKS)):
        if number % PROGRESS_EVERY == 0:
            if feedback.isCanceled():
                raise Cancelled()
            feedback.setProgress(100 * number / total if total > 0 else 0)
        values = feature.attributes()
        for i in times:
            values[i] = time_text(values[i], i in utc)
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        copy.setAttributes([values[i] for i in kept])
        if not writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert):
            break
    if not writer.flushBuffer() or writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise QgsProcessingException(f"{source.sourceName()}: it cannot be exported for the command: {writer.errorMessage()}")
    return path


def type_number(field):
    return int(getattr(field.type(), "value", field.type()))


def exported_fields(fields, kept, times):
    """Dates with time become text: a GeoPackage would call all of them UTC."""
    result = QgsFields()
    for i in kept:
        result.append(QgsField(fields.at(i).name(), TEXT) if i in times else fields.at(i))
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


def time_text(value, stored_as_utc):
    """ISO 8601, with Z or an offset only where the time has one."""
    if not isinstance(value, QDateTime) or not value.isValid():
        return None
    text = value.toString(Qt.DateFormat.ISODateWithMs)
    return f"{text}Z" if stored_as_utc and value.timeSpec() == Qt.TimeSpec.LocalTime else text


def export_name(layer):
    """The user's name of the layer, as far as a file and a layer reference can have it."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", layer.title).strip(" .")[:80] or "layer"


def free(name, fields):
    """The name, with as many underscores as keep it apart from the fields."""
    taken = {field.name().lower() for field in fields}
    while name in taken:
        name = f"_{name}"
    return name


def writer_of(path, name, source, fields):
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
