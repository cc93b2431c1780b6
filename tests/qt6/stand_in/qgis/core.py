# SPDX-License-Identifier: MIT
"""What of qgis.core the plugin touches. A class checks the enums that it is given as sip does in Qt 6: a number or a bare name is none."""

from enum import Enum, Flag, auto

from PyQt6.QtCore import QDateTime


def named(name, members, kind=Enum):
    return kind(name, members.split())


class Imported:
    """A class that the plugin imports, of which nothing runs here."""

    def __init__(self, *_args, **_more):
        raise NotImplementedError(type(self).__name__)


for _name in ("QgsCoordinateTransformContext", "QgsExpression", "QgsField", "QgsFields", "QgsFillSymbol", "QgsMarkerSymbol",
              "QgsProcessingFeatureSourceDefinition", "QgsProcessingOutputLayerDefinition", "QgsSingleSymbolRenderer", "QgsVectorLayer"):
    globals()[_name] = type(_name, (Imported,), {})


class Qgis:
    @staticmethod
    def versionInt():
        return 40000

    MessageLevel = named("MessageLevel", "Info Warning Critical")
    LayerFilter = named("LayerFilter", "PointLayer LineLayer PolygonLayer NoGeometry", Flag)
    LayerFilters = LayerFilter


class QgsWkbTypes:
    GeometryType = named("GeometryType", "PointGeometry LineGeometry PolygonGeometry UnknownGeometry NullGeometry")


class QgsMapLayerProxyModel:
    Filter = Qgis.LayerFilter


class QgsFeatureRequest(Imported):
    ALL_ATTRIBUTES = "#!allattributes!#"


class QgsFeatureSink:
    Flag = named("Flag", "FastInsert")


class QgsProcessingFeatureSource:
    Flag = named("Flag", "FlagSkipGeometryValidityChecks", Flag)


class QgsVectorFileWriter:
    WriterError = named("WriterError", "NoError ErrDriverNotFound")


class QgsProcessingUtils:
    LayerHint = named("LayerHint", "UnknownType Vector")

    @staticmethod
    def mapLayerFromString(_text, _context, _allow_loading, hint):
        required(hint, QgsProcessingUtils.LayerHint)
        return None


class QgsCoordinateReferenceSystem(Imported):
    WktVariant = named("WktVariant", "WKT1_GDAL WKT2_2019")


class QgsSettings:
    def value(self, _key, default=None, type=None):
        return default

    def setValue(self, _key, _value):
        pass


class QgsProject:
    @staticmethod
    def instance():
        return QgsProject()

    def layerTreeRoot(self):
        return self

    def layerOrder(self):
        return []

    def mapLayer(self, _identifier):
        return None


class Registry:
    providers = []

    def addProvider(self, provider):
        self.providers.append(provider)
        return provider.load()

    def removeProvider(self, provider):
        self.providers.remove(provider)
        provider.unload()


class QgsApplication:
    @staticmethod
    def processingRegistry():
        return Registry()


# --- processing -----------------------------------------------------------------------------------------------------------


class QgsProcessing:
    SourceType = named("SourceType", "TypeVector TypeVectorPoint TypeVectorPolygon TypeVectorAnyGeometry")


class QgsProcessingException(Exception):
    pass


class QgsProcessingLayerPostProcessorInterface:
    pass


def required(value, kind):
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__qualname__}")
    return value


class QgsProcessingParameterDefinition:
    class Flag(Flag):
        FlagAdvanced = auto()
        FlagHidden = auto()
        FlagOptional = auto()

    def __init__(self, name, description="", defaultValue=None, optional=False):
        self._name, self._description, self._default = required(name, str), required(description, str), defaultValue
        self._flags = self.Flag.FlagOptional if required(optional, bool) else self.Flag(0)
        self._help, self._metadata = "", {}

    def name(self):
        return self._name

    def setName(self, name):
        self._name = required(name, str)

    def description(self):
        return self._description

    def defaultValue(self):
        return self._default

    def setDefaultValue(self, value):
        self._default = value

    def flags(self):
        return self._flags

    def setFlags(self, flags):
        self._flags = required(flags, QgsProcessingParameterDefinition.Flag)

    def help(self):
        return self._help

    def setHelp(self, text):
        self._help = required(text, str)

    def metadata(self):
        return self._metadata

    def setMetadata(self, metadata):
        self._metadata = required(metadata, dict)

    def isDestination(self):
        return False

    def checkValueIsAcceptable(self, value, _context=None):
        return value is not None or bool(self._flags & self.Flag.FlagOptional)


class QgsProcessingParameterBoolean(QgsProcessingParameterDefinition):
    pass


class QgsProcessingParameterString(QgsProcessingParameterDefinition):
    pass


class QgsProcessingParameterCrs(QgsProcessingParameterDefinition):
    pass


class QgsProcessingParameterFile(QgsProcessingParameterDefinition):
    pass


class QgsProcessingParameterExpression(QgsProcessingParameterDefinition):
    def __init__(self, name, description="", defaultValue=None, parentLayerParameterName="", optional=False):
        super().__init__(name, description, defaultValue, optional)
        self.parent = required(parentLayerParameterName, str)


class QgsProcessingParameterField(QgsProcessingParameterExpression):
    def __init__(self, name, description="", defaultValue=None, parentLayerParameterName="", allowMultiple=False, optional=False):
        super().__init__(name, description, defaultValue, parentLayerParameterName, optional)
        required(allowMultiple, bool)

    def parentLayerParameterName(self):
        return self.parent


class QgsProcessingParameterFeatureSource(QgsProcessingParameterDefinition):
    def __init__(self, name, description="", types=(), defaultValue=None, optional=False):
        super().__init__(name, description, defaultValue, optional)
        for kind in types:
            required(kind, QgsProcessing.SourceType)


class QgsProcessingParameterNumber(QgsProcessingParameterDefinition):
    Type = named("Type", "Integer Double")

    def __init__(self, name, description="", type=Type.Integer, defaultValue=None, optional=False):
        super().__init__(name, description, defaultValue, optional)
        required(type, self.Type)

    def setMinimum(self, number):
        required(number, (int, float))

    setMaximum = setMinimum


class QgsProcessingParameterDistance(QgsProcessingParameterNumber):
    def __init__(self, name, description="", defaultValue=None, parentParameterName="", optional=False, minValue=0):
        super().__init__(name, description, QgsProcessingParameterNumber.Type.Double, defaultValue, optional)
        self._parent = required(parentParameterName, str)

    def parentParameterName(self):
        return self._parent


class QgsProcessingParameterDateTime(QgsProcessingParameterDefinition):
    Type = named("Type", "DateTime Date Time")

    def __init__(self, name, description="", type=Type.DateTime, defaultValue=None, optional=False):
        super().__init__(name, description, defaultValue, optional)
        required(type, self.Type)


class QgsProcessingParameterEnum(QgsProcessingParameterDefinition):
    def __init__(self, name, description="", options=(), allowMultiple=False, defaultValue=None, optional=False, usesStaticStrings=False):
        super().__init__(name, description, defaultValue, optional)
        self.options = [required(option, str) for option in options]


class Destination(QgsProcessingParameterDefinition):
    created = True

    def isDestination(self):
        return True

    def setCreateByDefault(self, created):
        self.created = required(created, bool)

    def createByDefault(self):
        return self.created


class QgsProcessingParameterVectorDestination(Destination):
    def __init__(self, name, description="", type=QgsProcessing.SourceType.TypeVectorAnyGeometry, defaultValue=None, optional=False):
        super().__init__(name, description, defaultValue, optional)
        required(type, QgsProcessing.SourceType)


class QgsProcessingParameterFileDestination(Destination):
    def __init__(self, name, description="", fileFilter="", defaultValue=None, optional=False):
        super().__init__(name, description, defaultValue, optional)
        required(fileFilter, str)


class QgsProcessingOutputNumber:
    def __init__(self, name, description):
        self.name, self.description = name, description


class QgsProcessingAlgorithm:
    """Reads values as QGIS does where they are of the parameter's own type."""

    def __init__(self):
        self.parameters, self.outputs = {}, []

    def addParameter(self, parameter):
        self.parameters[parameter.name()] = required(parameter, QgsProcessingParameterDefinition)
        return True

    def addOutput(self, output):
        self.outputs.append(output)
        return True

    def parameterDefinition(self, name):
        return self.parameters[name]

    def parameterDefinitions(self):
        return list(self.parameters.values())

    def checkParameterValues(self, parameters, context):
        for name, parameter in self.parameters.items():
            if parameter.defaultValue() is None and not parameter.checkValueIsAcceptable(parameters.get(name), context):
                return False, f"Incorrect parameter value for {name}"
        return True, ""

    def given(self, parameters, name):
        value = parameters.get(name)
        return self.parameters[name].defaultValue() if value is None else value

    def parameterAsString(self, parameters, name, _context):
        value = self.given(parameters, name)
        return "" if value is None else str(value)

    def parameterAsStrings(self, parameters, name, _context):
        value = self.given(parameters, name)
        return list(value) if isinstance(value, (list, tuple)) else [value] if value else []

    parameterAsEnumString = parameterAsFileOutput = parameterAsOutputLayer = parameterAsString

    def parameterAsBool(self, parameters, name, _context):
        return bool(self.given(parameters, name))

    def parameterAsDouble(self, parameters, name, _context):
        return float(self.given(parameters, name))

    def parameterAsDateTime(self, parameters, name, _context):
        value = self.given(parameters, name)
        return value if isinstance(value, QDateTime) else QDateTime()


class QgsProcessingProvider:
    def __init__(self):
        self.algorithms = []

    def refreshAlgorithms(self):
        self.algorithms.clear()
        self.loadAlgorithms()

    def addAlgorithm(self, algorithm):
        algorithm.initAlgorithm({})
        self.algorithms.append(algorithm)
        return True
