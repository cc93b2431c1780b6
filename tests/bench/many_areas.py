#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Times `wdd batch` with a hundred areas beside the same with one, over the million incidents of counting.py. See README.md.

    /usr/bin/python3 tests/bench/many_areas.py [--wdd PATH] [--runs 3] [--other PATH]

Three rows: without the forecast, with it (copies of each area), with it from a layer of 400 zones. --other is a second wdd, timed in turn.
"""

import argparse
import math
import os
import random
import statistics
import sys
import tempfile

from osgeo import gdal, ogr, osr

import counting

SIDE_M, WEST, SOUTH = 40_000, 400_000, 300_000
AREAS, RADIUS_M, RING_M = 100, 600, 200
ZONES_A_SIDE = 20


def polygon(corners):
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in corners:
        ring.AddPoint_2D(x, y)
    ring.CloseRings()
    area = ogr.Geometry(ogr.wkbPolygon)
    area.AddGeometry(ring)
    return area


def ragged(rng, x, y):
    radii = [RADIUS_M * rng.uniform(0.7, 1.1) for _ in range(40)]
    return polygon([(round(x + r * math.cos(k * math.pi / 20), 2), round(y + r * math.sin(k * math.pi / 20), 2)) for k, r in enumerate(radii)])


def places(rng):
    """Where the areas lie: within the towns, more than a ring apart."""
    found = []
    while len(found) < AREAS + 1:
        x, y = WEST + rng.uniform(2_000, SIDE_M - 2_000), SOUTH + rng.uniform(2_000, SIDE_M - 2_000)
        if all(math.hypot(x - a, y - b) > 2 * (RADIUS_M * 1.1 + RING_M) for a, b in found):
            found.append((x, y))
    return found


def write_layer(data, grid, name, rows):
    layer = data.CreateLayer(name, grid, ogr.wkbPolygon, ["GEOMETRY_NAME=geom"])
    layer.CreateField(ogr.FieldDefn("NAME", ogr.OFTString))
    for field in ("S", "E"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTDate))
    for label, start, end, area in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("NAME", label)
        feature.SetField("S", start)
        feature.SetField("E", end)
        feature.SetGeometry(area)
        layer.CreateFeature(feature)


def made_areas():
    """many.gpkg with `response` (100 areas, each with dates of its own), `control` and `zones`."""
    path = os.path.join(counting.DATA, "many.gpkg")
    if os.path.exists(path) and os.path.getmtime(path) > os.path.getmtime(os.path.abspath(__file__)):
        return path
    rng = random.Random(20220101)
    grid = osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    part = path + ".part.gpkg"
    data = ogr.GetDriverByName("GPKG").CreateDataSource(part)
    *responses, control = places(rng)
    months = [(f"2022-{1 + k % 6:02d}-01", f"2022-{6 + k % 6:02d}-28") for k in range(AREAS)]
    write_layer(data, grid, "response",
                [(f"A{k:03d}", *months[k], ragged(rng, x, y)) for k, (x, y) in enumerate(responses)])
    write_layer(data, grid, "control", [("control", None, None, ragged(rng, *control))])
    step = SIDE_M / ZONES_A_SIDE
    write_layer(data, grid, "zones", [
        (f"Z{i}-{j}", None, None, polygon([(WEST + (i + a) * step, SOUTH + (j + b) * step) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]))
        for i in range(ZONES_A_SIDE) for j in range(ZONES_A_SIDE)])
    data = None
    os.replace(part, path)
    return path


def batch(program, points, areas, scratch, one, *options):
    return [program, "batch", "--response", f"{areas}|layername=response", *(["--where", "NAME = 'A000'"] if one else []), "--each", "NAME",
            "--control", f"{areas}|layername=control", "--incidents", f"{points}|layername=points", "--date-field", "occurred",
            "--start-field", "S", "--end-field", "E", "--displacement", f"{RING_M} m", "--table", os.path.join(scratch, "table.csv"),
            "--json", os.path.join(scratch, "out.json"), "--overwrite", *options]


def main():
    parser = argparse.ArgumentParser(description="Times wdd batch with a hundred areas beside one.")
    parser.add_argument("--wdd", default=os.path.join(counting.ROOT, "build", "release", "bin", "wdd"))
    parser.add_argument("--other", help="a second wdd, timed in turn")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    gdal.UseExceptions()
    ogr.UseExceptions()
    os.makedirs(counting.DATA, exist_ok=True)
    points = os.path.join(counting.made("points-1000000", 1_000_000, 200, True), "points.gpkg")
    areas = made_areas()
    programs = [program for program in (options.wdd, options.other) if program]
    rows = {"no forecast": ["--no-forecast"], "forecast, copies": [], "forecast, 400 zones": ["--comparison-areas", f"{areas}|layername=zones"]}
    print("| 1 M points | " + " | ".join("one area | 100 areas | ratio | peak MB" for _ in programs) + " |")
    print("|---" * (1 + 4 * len(programs)) + "|")
    for name, extra in rows.items():
        cells = []
        with tempfile.TemporaryDirectory(prefix="many-", dir=counting.DATA) as scratch:
            for program in programs:
                runs = {one: [counting.run(batch(program, points, areas, scratch, one, *extra), scratch) for _ in range(options.runs)]
                        for one in (True, False)}
                one, many = (statistics.median(run.seconds for run in runs[which]) for which in (True, False))
                cells += [f"{one:.2f}", f"{many:.2f}", f"{many / one:.2f}", f"{max(run.peak_mb for run in runs[False]):.0f}"]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
