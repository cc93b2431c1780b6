# SPDX-License-Identifier: MIT
"""A layer as QGIS draws it. Imported only where PyQGIS is there."""

from collections import Counter

from qgis.core import QgsExpressionContext, QgsExpressionContextUtils, QgsMapRendererSequentialJob, QgsMapSettings
from qgis.PyQt.QtCore import QSize


def map_of(layer, pixels, scale=1.0):
    """Settings of a map that shows the layer's extent, scaled."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    view = layer.extent()
    view.scale(scale)
    settings.setExtent(view)
    settings.setOutputSize(QSize(*pixels))
    return settings


def drawn(settings):
    """The picture, and the texts of the labels in it."""
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert job.errors() == []
    labels = job.takeLabelingResults()
    return job.renderedImage(), {part.labelText for part in labels.labelsWithinRect(settings.visibleExtent())} if labels else set()


def colours(image):
    """{"#rrggbb": number of pixels}."""
    return Counter(image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height()))
