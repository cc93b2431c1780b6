# SPDX-License-Identifier: MIT
"""QGIS draws each crime type in a colour of its own. Skipped without PyQGIS."""

from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsFeature, QgsGeometry, QgsMapSettings, QgsPointXY, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QSize

import plugin
from pictures import drawn

STYLE = Path(__file__).resolve().parents[2] / "tools/crims_tool/styles/crime_style.qml"
# The categories of data.police.uk.
TYPES = ["anti-social behaviour", "bicycle theft", "burglary", "criminal damage and arson", "drugs", "other crime",
         "other theft", "possession of weapons", "public order", "robbery", "shoplifting", "theft from the person",
         "vehicle crime", "violence and sexual offences"]
KEPT = []  # what Python holds of a layer dies with the layer


@pytest.fixture(scope="session", autouse=True)
def qgis():
    plugin.qgis_without_plugin()


def styled(types):
    """A layer with a crime of each type, side by side, ten metres apart."""
    layer = QgsVectorLayer("Point?crs=EPSG:27700&field=crime_type:string", "crimes", "memory")
    KEPT.append(layer)
    features = []
    for i, name in enumerate(types):
        feature = QgsFeature(layer.fields())
        feature["crime_type"] = name
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(430005 + 10 * i, 433000)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    _, loaded = layer.loadNamedStyle(str(STYLE))
    assert loaded
    return layer


def colours(types):
    """What is drawn at the place of each crime."""
    settings = QgsMapSettings()
    settings.setLayers([styled(types)])
    settings.setOutputSize(QSize(20 * len(types), 20))
    settings.setExtent(QgsRectangle(430000, 432995, 430000 + 10 * len(types), 433005))
    settings.setOutputDpi(150)
    image, _ = drawn(settings)
    return [image.pixelColor(20 * i + 10, 10).name() for i in range(len(types))]


def test_each_crime_type_has_a_colour_of_its_own():
    drawn = colours(TYPES)
    assert len(set(drawn)) == len(TYPES)
    assert "#ffffff" not in drawn


def test_a_crime_type_of_a_models_own_is_drawn_too():
    drawn = colours(["graffiti", "burglary", "noise"])
    assert drawn[0] == drawn[2] != drawn[1]
    assert "#ffffff" not in drawn


def test_the_legend_has_the_crime_types_of_data_police_uk():
    labels = [category.label() for category in styled([]).renderer().categories()]
    assert labels == [*TYPES, "any other crime type"]
