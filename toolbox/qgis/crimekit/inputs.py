# SPDX-License-Identifier: MIT
"""Layers as the user has them, for a command that reads files.

The original file is passed on where it holds what the layer shows and nothing else. A selection, a filter, unsaved edits, joined
or virtual fields, a coordinate system set by hand, a layer that is not a file: of these only QGIS knows, so what the layer shows is
exported to a GeoPackage and that is passed on.
"""

import os

from qgis.core import (
    QgsExpression, QgsFeatureRequest, QgsFields, QgsProcessingException, QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils)

from .export import export, export_name


class LayerInput:
    """One layer of a run: resolved where layers may be touched, exported, if at all, where time may be spent."""

    def __init__(self, algorithm, name, parameters, context):
        self.name = name
        self.source = algorithm.parameterAsSource(parameters, name, context)
        if self.source is None:
            raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
        layer = algorithm.parameterAsVectorLayer(parameters, name, context)
        self.original = file_reference(layer) if layer else None
        self.as_it_is = self.original is not None and shows_its_file(layer) and not takes_a_part(parameters.get(name))
        self.title = parts(self.original)[1] if self.original else self.source.sourceName()
        self.chosen = chosen_text(layer or layer_of(parameters.get(name), context), self.source, parameters.get(name))
        self.exported = None  # path of the export, once there is one
        self.request = QgsFeatureRequest()
        self.expression_context = algorithm.createExpressionContext(parameters, context, self.source)

    def only_where(self, condition):
        """Takes the features for which a QGIS expression is true. Throws where it cannot be one of this layer."""
        expression = QgsExpression(condition)
        if expression.hasParserError():
            raise QgsProcessingException(f"{self.name}: the expression {condition} cannot be read: {expression.parserErrorString()}")
        names = self.source.fields().names()
        unknown = expression.referencedColumns() - {QgsFeatureRequest.ALL_ATTRIBUTES}
        unknown = sorted(name for name in unknown if self.source.fields().lookupField(name) < 0)
        if unknown:
            raise QgsProcessingException(
                f"{self.name}: the expression {condition} names {', '.join(unknown)}; the fields of {self.title} are "
                f"{', '.join(names)}")
        self.request.setFilterExpression(condition)
        self.request.setExpressionContext(self.expression_context)
        self.as_it_is = False

    def reference(self, folder, feedback):
        """The layer reference for the command: the original, or an export in `folder`."""
        if self.as_it_is:
            return self.original
        self.exported = export(self, folder, feedback)
        return f"{self.exported}|layername={export_name(self)}"

    def is_written_by(self, output):
        """Whether an output reference names the file and layer that this layer comes from."""
        if self.original is None:
            return False
        (path, layer), (other_path, other_layer) = parts(self.original), parts(output)
        return os.path.realpath(path) == os.path.realpath(other_path) and layer.lower() == other_layer.lower()


def parts(reference):
    """(path, layer name); the name is the file's where none is given."""
    path, _, layer = reference.partition("|layername=")
    return path, layer or os.path.splitext(os.path.basename(path))[0]


def layer_of(value, context):
    """The layer that a part is taken of; nothing where it is no layer of the project."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return None
    name, _ = value.source.valueAsString(context.expressionContext())
    return QgsProcessingUtils.mapLayerFromString(name, context, True, QgsProcessingUtils.LayerHint.Vector)


def chosen_text(layer, source, value):
    """What the user chose, for the record: a file's reference (a filter is part of it) or the layer's name, and what was chosen of it."""
    notes = []
    if layer is None:
        text = source.sourceName()
    elif layer.providerType() == "ogr":
        text = layer.source()
    else:
        text = layer.name()
        if layer.subsetString():
            notes.append(f"filter: {layer.subsetString()}")
    if layer is not None and layer.isEditable() and layer.isModified():
        notes.append("unsaved edits")
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        if value.selectedFeaturesOnly:
            notes.append("selected features")
        if getattr(value, "filterExpression", ""):
            notes.append(f"filter: {value.filterExpression}")
        if value.featureLimit != -1:
            notes.append(f"first {value.featureLimit} features")
    return f"{text} ({', '.join(notes)})" if notes else text


def takes_a_part(value):
    """Whether a parameter's value asks for less than the layer."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    limited = value.featureLimit != -1 or getattr(value, "filterExpression", "")  # the latter since 3.32
    return bool(value.selectedFeaturesOnly or limited)


def file_reference(layer):
    """PATH or PATH|layername=NAME of a layer in a file; nothing for any other, and where more than that chooses the features."""
    if layer.providerType() != "ogr":
        return None
    path, *rest = layer.source().split("|")
    named = len(rest) == 1 and rest[0].startswith("layername=")
    return layer.source() if os.path.exists(path) and (named or not rest) else None


def shows_its_file(layer):
    """Whether whoever opens the file finds what the layer shows."""
    fields = layer.fields()
    plain = all(fields.fieldOrigin(i) == QgsFields.FieldOrigin.OriginProvider for i in range(fields.count()))
    edited = layer.isEditable() and layer.isModified()
    own_crs = layer.crs() == layer.dataProvider().crs()
    return plain and own_crs and not edited and not layer.subsetString()
