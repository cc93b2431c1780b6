# SPDX-License-Identifier: MIT
"""A made town for the tests of many areas: response areas with dates of their own, control areas, and crimes of known types."""

import datetime
import random

from osgeo import ogr, osr

TYPES = ["burglary", "robbery", "theft"]


def system():
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(27700)
    return reference


def square(x, y, side=400):
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}))")


def day_parts(day):
    return (day.year, day.month, day.day, 0, 0, 0.0, 0)


class Town:
    """One GeoPackage; its layers are made row by row."""

    def __init__(self, path):
        self.path = path
        self.data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))

    def layer(self, name, kind, fields):
        layer = self.data.CreateLayer(name, system(), kind)
        for field, of_type in fields:
            layer.CreateField(ogr.FieldDefn(field, of_type))
        return layer

    @staticmethod
    def add(layer, geometry, **values):
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in values.items():
            if isinstance(value, datetime.date):
                feature.SetField(name, *day_parts(value))
            elif value is not None:
                feature.SetField(name, value)
        if geometry is not None:
            feature.SetGeometry(geometry)
        layer.CreateFeature(feature)

    def responses(self, rows):
        layer = self.layer("response", ogr.wkbPolygon, [("NAME", ogr.OFTString), ("S", ogr.OFTDate), ("E", ogr.OFTDate)])
        for geometry, name, start, end in rows:
            self.add(layer, geometry, NAME=name, S=start, E=end)

    def controls(self, rows):
        layer = self.layer("control", ogr.wkbPolygon, [("FOR", ogr.OFTString)])
        for geometry, name in rows:
            self.add(layer, geometry, FOR=name)

    def crimes(self, number=20_000, seed=1, side=6000, first=datetime.date(2020, 1, 1), days=3 * 365):
        random.seed(seed)
        layer = self.layer("crimes", ogr.wkbPoint, [("day", ogr.OFTDate), ("kind", ogr.OFTString)])
        self.data.StartTransaction()
        for _ in range(number):
            point = ogr.Geometry(ogr.wkbPoint)
            point.AddPoint_2D(random.uniform(0, side), random.uniform(0, side))
            self.add(layer, point, day=first + datetime.timedelta(days=random.randrange(days)), kind=random.choice(TYPES))
        self.data.CommitTransaction()

    def close(self):
        self.data = None


def made_town(path):
    """Four areas, two of which overlap in space and time, all with one control area, which has two parts."""
    town = Town(path)
    town.responses([
        (square(1000, 1000), "West", datetime.date(2022, 1, 1), datetime.date(2022, 4, 30)),
        (square(1300, 1200), "Middle", datetime.date(2022, 3, 1), datetime.date(2022, 8, 31)),
        (square(4000, 1000), "East", datetime.date(2021, 9, 1), datetime.date(2021, 12, 31)),
        (square(4000, 4000, 500), "North", datetime.date(2022, 1, 1), datetime.date(2022, 4, 30)),
    ])
    town.controls([(square(2500, 3000), "West"), (square(500, 4500), "East"), (square(2500, 4500), "North")])
    town.crimes()
    town.close()
    return path


def town_apart(path):
    """A town whose two response areas have control areas of their own and share no crime."""
    town = Town(path)
    start, end = datetime.date(2022, 1, 1), datetime.date(2022, 4, 30)
    town.responses([(square(1000, 1000), "A", start, end), (square(4000, 4000), "B", start, end)])
    town.controls([(square(1000, 4000), "A"), (square(4000, 1000), "B")])
    town.crimes(5000)
    town.close()
    return town.path


def places_of_crimes(town):
    """Of each crime its day, how far it is from each response area (by name), and from the control area."""
    data = ogr.Open(str(town))
    shapes = {feature["NAME"]: feature.geometry().Clone() for feature in data.GetLayer("response")}
    control = ogr.Geometry(ogr.wkbMultiPolygon)
    for feature in data.GetLayer("control"):
        control.AddGeometry(feature.geometry())
    for crime in data.GetLayer("crimes"):
        point = crime.geometry()
        yield crime["day"].replace("/", "-"), {name: point.Distance(shape) for name, shape in shapes.items()}, point.Distance(control)
