#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes the data the counting benchmark runs on, always the same for the same arguments.

    /usr/bin/python3 make_points.py N VERTICES OUT_DIR [--no-rtree]

OUT_DIR/points.gpkg: layer `points`, N incidents over 40 x 40 km, most of them in towns, some of which lie at the two areas,
fields `occurred` (Date, 2018 to 2023, ascending as in monthly downloads put end to end), `type` and `ref` (text).
OUT_DIR/areas.gpkg: layers `response` (with RESP_START, RESP_END) and `control`, a ragged star of VERTICES corners each, some 4 km in
radius, far enough apart for rings of 1 km. Needs python3-gdal and numpy.
"""

import argparse
import os
import sqlite3

import numpy
from osgeo import gdal, ogr, osr

SEED = 20180101
WEST, SOUTH, SIDE_M = 400000.0, 300000.0, 40000.0
RESPONSE_CENTRE, CONTROL_CENTRE = (413000.0, 313000.0), (425000.0, 311500.0)
RADIUS_M = 4000.0
FIRST_DAY, LAST_DAY = numpy.datetime64("2018-01-01"), numpy.datetime64("2023-12-31")
TYPES = numpy.array(["anti-social-behaviour", "burglary", "criminal-damage-arson", "drugs", "other-theft", "public-order",
                     "robbery", "shoplifting", "vehicle-crime", "violent-crime"])
BATCH = 200_000


def grid():
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(27700)
    return reference


def create(path):
    if os.path.exists(path):
        os.remove(path)
    return ogr.GetDriverByName("GPKG").CreateDataSource(path)


def coordinates(rng, count):
    """A fifth of the points is uniform over the region, the rest in 64 normal clusters, the towns: two at each area, the others
    elsewhere. So the box of all zones holds about 8 % of the points, as where a force looks at one of its towns."""
    towns = rng.uniform((WEST, SOUTH), (WEST + SIDE_M, SOUTH + SIDE_M), (200, 2))
    elsewhere = towns[(towns[:, 0] < 406000) | (towns[:, 0] > 433500) | (towns[:, 1] < 304500) | (towns[:, 1] > 320000)][:60]
    centres = numpy.vstack([elsewhere, numpy.array(RESPONSE_CENTRE) + [(-1500, 900), (2100, -1700)],
                            numpy.array(CONTROL_CENTRE) + [(1800, 700), (-900, -2300)]])
    chosen = centres[rng.integers(0, len(centres), count)] + rng.normal(0, 700, (count, 2))
    uniform = rng.uniform((WEST, SOUTH), (WEST + SIDE_M, SOUTH + SIDE_M), (count, 2))
    xy = numpy.where(rng.random((count, 1)) < 0.2, uniform, chosen)
    return numpy.round(numpy.clip(xy, (WEST, SOUTH), (WEST + SIDE_M, SOUTH + SIDE_M)), 1)


def blobs(xy):
    """GeoPackage geometry blobs of points, without an envelope."""
    rows = numpy.zeros(len(xy), numpy.dtype([("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"),
                                             ("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")]))
    rows["magic"], rows["flags"], rows["srs"], rows["order"], rows["kind"] = b"GP", 1, 27700, 1, 1
    rows["x"], rows["y"] = xy[:, 0], xy[:, 1]
    return rows.view("V29").tolist()


def fill(path, count, xy, days, kinds):
    """Writes the rows past OGR, which takes minutes for millions."""
    data = sqlite3.connect(path, isolation_level=None)
    data.execute("PRAGMA journal_mode = OFF")
    data.execute("PRAGMA synchronous = OFF")
    triggers = data.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'points'").fetchall()
    for name, _ in triggers:
        data.execute(f'DROP TRIGGER "{name}"')
    data.execute("BEGIN")
    for begin in range(0, count, BATCH):
        end = min(begin + BATCH, count)
        data.executemany("INSERT INTO points (fid, geom, occurred, type, ref) VALUES (?, ?, ?, ?, ?)",
                         zip(range(begin + 1, end + 1), blobs(xy[begin:end]), days[begin:end].astype(str).tolist(),
                             TYPES[kinds[begin:end]].tolist(), (f"R{k:08d}" for k in range(begin + 1, end + 1))))
    data.execute("UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = 'points'",
                 (*xy.min(axis=0).tolist(), *xy.max(axis=0).tolist()))
    data.execute("INSERT OR REPLACE INTO gpkg_ogr_contents (table_name, feature_count) VALUES ('points', ?)", (count,))
    for _, sql in triggers:
        data.execute(sql)
    data.execute("COMMIT")
    data.close()


def write_points(path, count, rtree=True):
    """Makes PATH with COUNT incidents; it appears under its name only when it is whole."""
    rng = numpy.random.Generator(numpy.random.PCG64(SEED))
    days = FIRST_DAY + numpy.sort(rng.integers(0, int((LAST_DAY - FIRST_DAY).astype(int)) + 1, count))
    kinds = rng.integers(0, len(TYPES), count)
    part = path + ".part.gpkg"
    data = create(part)
    layer = data.CreateLayer("points", grid(), ogr.wkbPoint, ["GEOMETRY_NAME=geom", "SPATIAL_INDEX=NO"])
    for name, kind in (("occurred", ogr.OFTDate), ("type", ogr.OFTString), ("ref", ogr.OFTString)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer = data = None
    fill(part, count, coordinates(rng, count), days, kinds)
    if rtree:
        gdal.SetConfigOption("OGR_SQLITE_CACHE", "1000")
        gdal.SetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF")
        data = ogr.Open(part, update=1)
        data.ReleaseResultSet(data.ExecuteSQL("SELECT CreateSpatialIndex('points', 'geom')"))
        data = None
    os.replace(part, path)


def star(rng, centre, vertices):
    """A star with bays in its bays, like a digitised coast: octaves of waves down to eight corners a wave, and a tremble."""
    angle = numpy.arange(vertices) * (2 * numpy.pi / vertices)
    radius = numpy.full(vertices, RADIUS_M)
    waves, height = 5, 0.07 * RADIUS_M
    while waves <= max(5, vertices / 8):
        radius += height * numpy.sin(waves * angle + rng.uniform(0, 2 * numpy.pi))
        waves, height = 2 * waves + 1, height / 2.2
    step = 2 * numpy.pi * RADIUS_M / vertices
    radius += rng.uniform(-0.2, 0.2, vertices) * step
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in zip(centre[0] + radius * numpy.cos(angle), centre[1] + radius * numpy.sin(angle)):
        ring.AddPoint_2D(round(float(x), 3), round(float(y), 3))
    ring.CloseRings()
    area = ogr.Geometry(ogr.wkbPolygon)
    area.AddGeometry(ring)
    return area


def write_areas(path, vertices):
    rng = numpy.random.Generator(numpy.random.PCG64([SEED, vertices]))
    part = path + ".part.gpkg"
    data = create(part)
    for name, centre in (("response", RESPONSE_CENTRE), ("control", CONTROL_CENTRE)):
        layer = data.CreateLayer(name, grid(), ogr.wkbPolygon, ["GEOMETRY_NAME=geom"])
        feature_values = {}
        if name == "response":
            feature_values = {"RESP_START": "2022-01-01", "RESP_END": "2022-12-31"}
        for field in feature_values:
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTDate))
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in feature_values.items():
            feature.SetField(field, value)
        feature.SetGeometry(star(rng, centre, vertices))
        layer.CreateFeature(feature)
        feature = layer = None
    data = None
    os.replace(part, path)


def main():
    parser = argparse.ArgumentParser(description="Makes points.gpkg and areas.gpkg for the counting benchmark.")
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("vertices", metavar="VERTICES", type=int)
    parser.add_argument("out_dir", metavar="OUT_DIR")
    parser.add_argument("--no-rtree", action="store_true")
    options = parser.parse_args()
    gdal.UseExceptions()
    ogr.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2024-01-15T00:00:00.000Z")
    os.makedirs(options.out_dir, exist_ok=True)
    write_areas(os.path.join(options.out_dir, "areas.gpkg"), options.vertices)
    write_points(os.path.join(options.out_dir, "points.gpkg"), options.count, not options.no_rtree)


if __name__ == "__main__":
    main()
