# SPDX-License-Identifier: MIT
"""GeoPackages of Thornmere: what its makers share. EPSG:27700; the same byte for byte with the same GDAL and SQLite."""

import contextlib
import os

from osgeo import ogr, osr


def polygon(corners):
    """A polygon by its corners, in metres of the grid."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in corners + corners[:1]:
        ring.AddPoint_2D(x, y)
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


def point(x, y):
    shape = ogr.Geometry(ogr.wkbPoint)
    shape.AddPoint_2D(x, y)
    return shape


@contextlib.contextmanager
def new_geopackage(path):
    """A GeoPackage to add layers to, in place of one that is there."""
    if os.path.exists(path):
        os.remove(path)
    data = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    data.StartTransaction()
    yield data
    data.CommitTransaction()
    data.ExecuteSQL("VACUUM")


def add_layer(data, name, kind, fields, options=()):
    grid = osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    made = data.CreateLayer(name, grid, kind, ["GEOMETRY_NAME=geom", *options])
    for field, field_type in fields:
        made.CreateField(ogr.FieldDefn(field, field_type))
    return made


def add_feature(layer, shape, values):
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(shape)
    for name, value in values.items():
        if value is not None:
            feature.SetField(name, value)
    layer.CreateFeature(feature)
