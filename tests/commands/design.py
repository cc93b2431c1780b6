# SPDX-License-Identifier: MIT
"""Small layers for the tests, and one small design whose counts are worked out here, in plain Python."""

import datetime
import random

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()
gdal.SetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF")  # small files, made fast; nothing is kept

FIELD_TYPES = {
    "Date": ogr.OFTDate,
    "DateTime": ogr.OFTDateTime,
    "String": ogr.OFTString,
    "Integer": ogr.OFTInteger,
    "Real": ogr.OFTReal,
}


def spatial_reference(crs):
    """EPSG code, WKT or PROJ text; None for a layer without one. x is always the easting."""
    if crs is None:
        return None
    reference = osr.SpatialReference()
    reference.SetFromUserInput(f"EPSG:{crs}" if isinstance(crs, int) else crs)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def transformation(source, target):
    return osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target))


def as_geometry(shape):
    """WKT, a geometry, or an (x, y) pair as a geometry."""
    if isinstance(shape, ogr.Geometry):
        return shape
    if isinstance(shape, str):
        geometry = ogr.CreateGeometryFromWkt(shape)
        assert geometry is not None, shape
        return geometry
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(*shape)
    return point


def set_value(feature, name, value):
    if value is None:
        feature.SetFieldNull(name)
    elif isinstance(value, datetime.datetime):
        flag = 0
        if value.tzinfo is not None:
            flag = 100 + int(value.utcoffset().total_seconds() // 900)
        feature.SetField(name, value.year, value.month, value.day, value.hour, value.minute, float(value.second), flag)
    elif isinstance(value, datetime.date):
        feature.SetField(name, value.year, value.month, value.day, 0, 0, 0.0, 0)
    else:
        feature.SetField(name, value)


def fill_table(table, rows, fields):
    """Adds fields {name: kind} and rows (shape, {field: value}) to a new layer."""
    for name, kind in fields.items():
        table.CreateField(ogr.FieldDefn(name, FIELD_TYPES[kind]))
    table.StartTransaction()
    for shape, values in rows:
        feature = ogr.Feature(table.GetLayerDefn())
        if shape is not None:
            feature.SetGeometry(as_geometry(shape))
        for name, value in values.items():
            set_value(feature, name, value)
        table.CreateFeature(feature)
    table.CommitTransaction()


def make_layer(path, rows, fields=None, *, layer="layer", crs=27700, driver="GPKG", geometry_type=ogr.wkbUnknown,
               options=(), dataset_options=()):
    """Adds a layer of rows (shape, {field: value}) to a new or an existing data source; returns PATH|layername=LAYER."""
    path = str(path)
    source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE) if gdal.VSIStatL(path) else None
    if source is None:
        source = gdal.GetDriverByName(driver).Create(path, 0, 0, 0, gdal.GDT_Unknown, options=list(dataset_options))
    fill_table(source.CreateLayer(layer, spatial_reference(crs), geometry_type, list(options)), rows, fields or {})
    source = None
    return f"{path}|layername={layer}"


def square(x, y, side):
    """The square whose lower left corner is (x, y), as WKT."""
    return f"POLYGON (({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


# The small design: two squares of 1 km, 2 km apart, with rings of 300 m, in the British National Grid.
SIDE = 1000
RESPONSE_CORNER = (530000, 180000)
CONTROL_CORNER = (533000, 180000)
RESPONSE = square(*RESPONSE_CORNER, SIDE)
CONTROL = square(*CONTROL_CORNER, SIDE)
DISTANCE = 300
PRE = (datetime.date(2023, 1, 29), datetime.date(2023, 2, 28))
POST = (datetime.date(2023, 3, 1), datetime.date(2023, 3, 31))
PERIOD = ("--start", "2023-03-01", "--end", "2023-03-31")
ZONES = ("treated", "control", "treated_displacement", "control_displacement")


def sample_points(count=400, seed=20230301):
    """Integer points over the study area, some exactly on edges, dated from January to April 2023: [(x, y, date)]."""
    rng = random.Random(seed)
    points = []
    for i in range(count):
        x = rng.randint(529500, 534500)
        y = rng.choice([180000, 181000, 181300]) if i % 10 == 0 else rng.randint(179500, 181500)
        points.append((x, y, datetime.date(2023, 1, 15) + datetime.timedelta(days=rng.randrange(90))))
    return points


def zone_of(x, y):
    """Where a point of the small design lies; the edge of a zone belongs to it."""
    for (left, low), area, ring in ((RESPONSE_CORNER, 0, 2), (CONTROL_CORNER, 1, 3)):
        dx = max(left - x, 0, x - left - SIDE)
        dy = max(low - y, 0, y - low - SIDE)
        if dx * dx + dy * dy <= DISTANCE * DISTANCE:
            return ZONES[area if dx == dy == 0 else ring]
    return None


def expected_counts(points, pre=PRE, post=POST):
    """{'treated': (pre, post), ...} of points (x, y, date)."""
    counts = {zone: [0, 0] for zone in ZONES}
    for x, y, date in points:
        zone = zone_of(x, y)
        for i, (start, end) in enumerate((pre, post)):
            if zone and start <= date <= end:
                counts[zone][i] += 1
    return {zone: tuple(n) for zone, n in counts.items()}


def make_areas(path, **how):
    """The small design's two areas as layers 'response' and 'control' of one data source."""
    return (make_layer(path, [(RESPONSE, {})], layer="response", **how),
            make_layer(path, [(CONTROL, {})], layer="control", **how))


def point_rows(points, field="day"):
    return [((x, y), {field: date}) for x, y, date in points]


def test_arguments(response, control, incidents, *more, period=PERIOD, date_field="day", displacement=DISTANCE):
    """The command line that counts the small design and prints JSON."""
    return ["test", "--response", response, "--control", control, "--incidents", incidents, "--date-field", date_field,
            "--displacement", displacement, *period, *more, "--json", "-"]


test_arguments.__test__ = False  # no test, whatever its name
