# SPDX-License-Identifier: MIT
"""wdd test on a GeoPackage of so many incidents that two threads read it in turns: the result is that of one thread, which any condition
demands, byte for byte."""

import random
import sqlite3
import struct

import pytest
from osgeo import ogr, osr

COUNT = 130_000


def point(x, y, kind=1):
    return b"GP\0\1" + struct.pack("<i", 27700) + struct.pack("<BIdd", 1, kind, x, y)


def rows(rng):
    for number in range(COUNT):
        day = rng.randrange(1, 29)
        yield point(rng.uniform(400_000, 408_000), rng.uniform(300_000, 308_000)), f"20{rng.randrange(19, 23)}-{rng.randrange(1, 13):02}-{day:02}"


def square(x, y, side):
    return f"POLYGON (({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """points.gpkg with `points`, whose ids have gaps and begin below zero, and the areas."""
    path = tmp_path_factory.mktemp("many") / "points.gpkg"
    grid = osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = data.CreateLayer("points", grid, ogr.wkbPoint, ["GEOMETRY_NAME=geom", "SPATIAL_INDEX=NO"])
    for field in ("occurred", "reference"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for name, place in (("response", square(402_000, 302_000, 700)), ("control", square(405_000, 305_000, 700))):
        areas = data.CreateLayer(name, grid, ogr.wkbPolygon)
        area = ogr.Feature(areas.GetLayerDefn())
        area.SetGeometry(ogr.CreateGeometryFromWkt(place))
        areas.CreateFeature(area)
    data = layer = areas = None
    rng = random.Random(13)
    with sqlite3.connect(path) as table:
        table.executemany("INSERT INTO points (fid, geom, occurred, reference) VALUES (?, ?, ?, ?)",
                          ((2 * i - 500 + i % 2, geometry, day, f"R{i // 2 if i % 1000 < 20 else i}") for i, (geometry, day) in enumerate(rows(rng))))
    return path


def arguments(path, *more):
    return ("test", "--response", f"{path}|layername=response", "--control", f"{path}|layername=control", "--incidents",
            f"{path}|layername=points", "--date-field", "occurred", "--start", "2022-01-01", "--end", "2022-12-31", "--displacement", "300 m",
            "--json", "-", *more)


@pytest.mark.parametrize("more", [(), ("--no-forecast",), ("--id-field", "reference"), ("--type-field", "reference", "--no-forecast")])
def test_two_readers_give_the_result_of_one(wdd, many, more):
    two = wdd(*arguments(many, *more)).json
    one = wdd(*arguments(many, *more, "--incidents-where", "fid IS NOT NULL")).json
    assert two["counts"]["treated"]["pre"] > 50
    for result in (one, two):
        result.pop("parameters")
        result.pop("message")  # it tells the condition
    assert one == two


def test_what_is_wrong_with_the_first_incident_is_told(wdd, many, tmp_path):
    path = tmp_path / "points.gpkg"
    path.write_bytes(many.read_bytes())
    line = b"GP\0\1" + struct.pack("<i", 27700) + struct.pack("<BII4d", 1, 2, 2, 402_000, 302_000, 402_001, 302_001)
    with sqlite3.connect(path) as table:
        ids = [row[0] for row in table.execute("SELECT fid FROM points ORDER BY fid")]
        wrong = [ids[n] for n in (70_000, 90_000, 129_000)]
        table.executemany("UPDATE points SET geom = ? WHERE fid = ?", [(line, number) for number in wrong])
    two = wdd(*arguments(path), check=1).err
    assert f"feature {wrong[0]}" in two
    assert two == wdd(*arguments(path, "--incidents-where", "fid IS NOT NULL"), check=1).err
