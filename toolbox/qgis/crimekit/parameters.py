# SPDX-License-Identifier: MIT
"""From the description of an option to the QGIS parameter that says the same, and back from its value to text."""

from qgis.core import (
    QgsCoordinateReferenceSystem, QgsProcessing, QgsProcessingParameterBoolean, QgsProcessingParameterCrs, QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition, QgsProcessingParameterEnum, QgsProcessingParameterExpression, QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField, QgsProcessingParameterFile, QgsProcessingParameterFileDestination, QgsProcessingParameterNumber,
    QgsProcessingParameterString, QgsProcessingParameterVectorDestination)

from .distance import DistanceParameter, distance_text
from .host import words
from .host.arguments import default_number, number_text

ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
HIDDEN = QgsProcessingParameterDefinition.Flag.FlagHidden

# "any" may be a table, too. So may incidents, of which most are points: the dialog offers tables, a script may give one.
GEOMETRIES = {
    "any": QgsProcessing.SourceType.TypeVector,
    "incidents": QgsProcessing.SourceType.TypeVectorPoint,
    "points": QgsProcessing.SourceType.TypeVectorPoint,
    "polygons": QgsProcessing.SourceType.TypeVectorPolygon,
}
FILTERS = {"gpkg": "GeoPackage", "fgb": "FlatGeobuf", "csv": "CSV", "html": "HTML", "json": "JSON", "png": "PNG", "svg": "SVG", "txt": "Text"}


def make(entry, option):
    """The parameter of an option."""
    # A list is written with commas between, and a type that a later version brings is a text at least.
    is_text = option.get("list") and option["type"] != "field"
    holds_layer = option["type"] == "output_file" and option.get("layer")
    maker = text if is_text else output_layer if holds_layer else MAKERS.get(option["type"], text)
    parameter = maker(entry, option, entry.parameter_name(option), words.title(entry, option))
    if not entry.is_required(option) and parameter.defaultValue() is None:
        parameter.setFlags(parameter.flags() | OPTIONAL)
    if option["advanced"]:
        parameter.setFlags(parameter.flags() | ADVANCED)
    parameter.setHelp(help_text(entry, option))
    parameter.has_earlier_name = bool(entry.earlier_name(option))
    if widget(option):
        parameter.setMetadata({"widget_wrapper": widget(option)})
    return parameter


def make_earlier(entry, option):
    """The same under the name that scripts and models of an earlier version give; no dialog shows it."""
    parameter = make(entry, option)
    parameter.has_earlier_name = False
    parameter.setName(entry.earlier_name(option))
    parameter.setFlags(parameter.flags() | HIDDEN | OPTIONAL)
    parameter.setDefaultValue(None)
    if parameter.isDestination():
        parameter.setCreateByDefault(False)
    return parameter


def widget(option):
    """The widget of this plugin that asks for it in a dialog, if QGIS's own does not do; for a distance its parameter says so."""
    if option["type"] == "month":
        return {"class": "crimekit.month_widget.MonthWidgetChoice"}
    if option.get("holds") == "date":
        return {"class": "crimekit.date_field_widget.DateFieldWidgetChoice", "option": option}
    if number_names(option):
        return {"class": "crimekit.numbers_widget.NumbersWidgetChoice", "names": number_names(option)}
    return None


def number_names(option):
    """What the numbers of a list of so many are called: before and after. Nothing where a list has as many as one likes."""
    if option["type"] != "number" or not option.get("list") or "[" in option["value"]:
        return []
    return [name.lower() if len(name) > 2 else name for name in option["value"].split(",")]


def help_text(entry, option):
    if option["type"] == "sql":
        return "QGIS expression that selects features of the layer; empty for all."
    return words.help_text(entry, option)


def layer(entry, option, name, label):
    return LayerParameter(name, label, [GEOMETRIES[option["geometry"]]])


class LayerParameter(QgsProcessingParameterFeatureSource):
    """A layer. Where scripts may give it under an earlier name, QGIS is not to insist on this one; the algorithm does."""

    has_earlier_name = False

    def checkValueIsAcceptable(self, value, context=None):
        return (self.has_earlier_name and value is None) or super().checkValueIsAcceptable(value, context)


def parent_name(entry, option):
    parent = entry.option(option.get("parent", ""))
    return entry.parameter_name(parent) if parent else ""


def parent_layer(entry, option):
    """The parameter name of the layer an option belongs to; '' where its parent is a file or nothing."""
    parent = entry.option(option.get("parent", ""))
    return entry.parameter_name(parent) if parent and parent["type"] == "layer" else ""


def expression(entry, option, name, label):
    return QgsProcessingParameterExpression(name, label, parentLayerParameterName=parent_layer(entry, option))


def layer_field(entry, option, name, label):
    if not parent_layer(entry, option):
        return text(entry, option, name, label)
    return QgsProcessingParameterField(
        name, label, parentLayerParameterName=parent_layer(entry, option), allowMultiple=bool(option.get("list")))


def output_layer(entry, option, name, label):
    parameter = LayerDestination(name, label, output_suffixes(option))
    parameter.setCreateByDefault(option["name"] == "--output" or entry.is_required(option))
    return parameter


class LayerDestination(QgsProcessingParameterVectorDestination):
    """A layer in one of the formats that the command writes there."""

    def __init__(self, name, label, suffixes):
        super().__init__(name, label, QgsProcessing.SourceType.TypeVectorAnyGeometry)
        self.suffixes = suffixes

    def clone(self):
        copy = LayerDestination(self.name(), self.description(), self.suffixes)
        copy.setFlags(self.flags())
        copy.setHelp(self.help())
        copy.setCreateByDefault(self.createByDefault())
        return copy

    def supportedOutputVectorLayerExtensions(self):
        return list(self.suffixes)

    def createFileFilter(self):
        return file_filter(self.suffixes)

    def defaultFileExtension(self):
        return self.suffixes[0]


def distance(entry, option, name, label):
    layers = [other for other in entry.options if other["type"] == "layer"]
    parent = parent_layer(entry, option) or (entry.parameter_name(layers[0]) if layers else "")
    return DistanceParameter(name, label, parent)


def date(entry, option, name, label):
    return QgsProcessingParameterDateTime(name, label, QgsProcessingParameterDateTime.Type.Date)


def number(entry, option, name, label):
    kinds = QgsProcessingParameterNumber.Type
    whole = option["type"] == "integer"
    default = default_number(option)
    parameter = QgsProcessingParameterNumber(name, label, kinds.Integer if whole else kinds.Double, default)
    if "least" in option:
        parameter.setMinimum(option["least"])
    if "most" in option:
        parameter.setMaximum(option["most"])
    return parameter


def choice(entry, option, name, label):
    return QgsProcessingParameterEnum(name, label, option["choices"], False, option["default"], usesStaticStrings=True)


def flag(entry, option, name, label):
    # Whoever runs an algorithm again expects its result to be replaced, as everywhere in Processing.
    return QgsProcessingParameterBoolean(name, label, option["name"] == "--overwrite" or option["default"] == "on")


def text(entry, option, name, label):
    return QgsProcessingParameterString(name, label)


def crs(entry, option, name, label):
    return QgsProcessingParameterCrs(name, label)


def file(entry, option, name, label):
    return QgsProcessingParameterFile(name, label)


def output_file(entry, option, name, label):
    suffixes = output_suffixes(option)
    parameter = QgsProcessingParameterFileDestination(name, label, file_filter(suffixes))
    parameter.setCreateByDefault(option["name"] == "--html" or entry.is_required(option))
    return parameter


def file_filter(suffixes):
    return ";;".join(f"{FILTERS.get(suffix, suffix.upper())} files (*.{suffix})" for suffix in suffixes) or "All files (*)"


def output_suffixes(option):
    """What the name of an output may end with; empty: anything."""
    return tuple(option.get("endings", ()))


MAKERS = {
    "layer": layer, "sql": expression, "field": layer_field, "output_layer": output_layer, "distance": distance, "date": date,
    "number": number, "integer": number, "choice": choice, "flag": flag, "crs": crs, "file": file, "output_file": output_file}


# --- values ---------------------------------------------------------------------------------------------------------------


def value(algorithm, option, name, parameters, context):
    """The text for the command line, True or False for a flag, None where nothing is given; not for layers, conditions
    and outputs, which need more than their value.
    """
    if option["type"] == "flag":
        return algorithm.parameterAsBool(parameters, name, context)
    if parameters.get(name) is None and algorithm.parameterDefinition(name).defaultValue() is None:
        return None
    is_text = option.get("list") and option["type"] != "field"
    read = plain_value if is_text else VALUES.get(option["type"], plain_value)
    return read(algorithm, name, parameters, context)


def plain_value(algorithm, name, parameters, context):
    return algorithm.parameterAsString(parameters, name, context)


def number_value(algorithm, name, parameters, context):
    return number_text(algorithm.parameterAsDouble(parameters, name, context))


def field_value(algorithm, name, parameters, context):
    """Several, such as year, month and day, are a list."""
    read = getattr(algorithm, "parameterAsStrings", None) or algorithm.parameterAsFields  # the latter before QGIS 3.34
    return ",".join(read(parameters, name, context)) or None


def choice_value(algorithm, name, parameters, context):
    return algorithm.parameterAsEnumString(parameters, name, context)


def crs_value(algorithm, name, parameters, context):
    chosen = algorithm.parameterAsCrs(parameters, name, context)
    if not chosen.isValid():
        return None
    known = chosen.authid() and not chosen.authid().startswith("USER:")
    return chosen.authid() if known else chosen.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019)


def date_value(algorithm, name, parameters, context):
    day = algorithm.parameterAsDateTime(parameters, name, context).date()
    return day.toString("yyyy-MM-dd") if day.isValid() else None


VALUES = {
    "number": number_value, "integer": number_value, "field": field_value, "choice": choice_value, "crs": crs_value, "date": date_value, "distance": distance_text}
