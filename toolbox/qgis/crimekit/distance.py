# SPDX-License-Identifier: MIT
"""A distance with its unit: a text such as "300 m", or a number, which is in the unit of the layer."""

import re

from qgis.core import QgsProcessingParameterDistance

from .host.arguments import number_text

WITH_UNIT = re.compile(r"\s*\d[\d.]*(e[+-]?\d+)?\s*[a-z][a-z -]*\s*", re.IGNORECASE)


class DistanceParameter(QgsProcessingParameterDistance):
    """QGIS's distance, which takes a text with a unit too: a layer in degrees has no unit that a length could be in."""

    has_earlier_name = False  # as of a LayerParameter

    def __init__(self, name, description, parent):
        super().__init__(name, description, None, parent, False, 0)
        self.setMetadata({"widget_wrapper": {"class": "crimekit.distance_widget.DistanceWidgetChoice"}})

    def clone(self):
        copy = DistanceParameter(self.name(), self.description(), self.parentParameterName())
        copy.setFlags(self.flags())
        copy.setHelp(self.help())
        return copy

    def checkValueIsAcceptable(self, value, context=None):
        return has_unit(value) or (self.has_earlier_name and value is None) or super().checkValueIsAcceptable(value, context)


def has_unit(value):
    return isinstance(value, str) and WITH_UNIT.fullmatch(value) is not None


def distance_text(algorithm, name, parameters, context):
    """The distance as the command reads it, which knows what unit a bare number is in and says so."""
    given = algorithm.parameterAsString(parameters, name, context)
    return given.strip() if has_unit(given) else number_text(algorithm.parameterAsDouble(parameters, name, context))
