#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How often do the plain test and the forecast report a reduction on real police data?

    /usr/bin/python3 tests/bench/false_alarms.py --data FOLDER [--build build/dev] > table.md

Nothing was done in these areas, so with a cut of 0 % every report of a reduction is false; the tests promise 5 %. Cuts of 10, 20 and
30 % take incidents away at random from the area's treatment period, none from the ring around it. Each area of each start is the
response area once; all others are its comparison areas, as `wdd test --comparison-areas` takes them, and one of those within 20 % of its
count before, drawn at random, is its control area. "Risen" is the tenth of areas that rose most above their own past, for it is rising
areas that get a response.

FOLDER holds policeuk/avon-and-somerset, boundaries and wdd/nyc_shootings_2006_2023.csv. Counting and testing are libwdd's, as in the
command (`false_alarms_bench`). Columns of shares are for cuts of 0, 10, 20 and 30 %; "rise around" is the share of designs in which the
ring is reported to have risen where nothing was done. Starts lie a third of a period apart, so rows share data: the error that is
printed for a row outside .03 to .065 takes areas, not designs, as the independent draws.
"""

import argparse
import csv
import gzip
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

from osgeo import ogr, osr

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = ["Violence and sexual offences", "Anti-social behaviour", "Criminal damage and arson", "Burglary", "Vehicle crime"]
LEAST_USUAL = 10  # with fewer incidents a period no test of counts has much to say
CUTS = ("0.0", "0.1", "0.2", "0.3")

ogr.UseExceptions()
osr.UseExceptions()


def system(code):
    found = osr.SpatialReference()
    found.ImportFromEPSG(code)
    found.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return found


class Place:
    """Zones and incidents of one force, in a system with metres."""

    def __init__(self, name, epsg, distance, types):
        self.name, self.epsg, self.distance, self.types = name, epsg, distance, types
        self.zones, self.points, self.months = [], [], 0
        self.clear = max(2 * distance, 1000)


def avon(data):
    place = Place("Avon and Somerset", 27700, 250, TYPES)
    to_grid = osr.CoordinateTransformation(system(4326), system(27700))
    boundaries = ogr.Open(str(data / "boundaries/msoa2011_avon_and_somerset.geojson"))
    for feature in boundaries.GetLayer():
        zone = feature.GetGeometryRef().Clone()
        zone.Transform(to_grid)
        place.zones.append(zone)
    files = sorted((data / "policeuk/avon-and-somerset").glob("*-street.csv.gz"))
    place.months = len(files)
    for month, path in enumerate(files):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["Longitude"]]
        places = to_grid.TransformPoints([(float(row["Longitude"]), float(row["Latitude"])) for row in rows])
        for row, (x, y, _) in zip(rows, places):
            kind = row["Crime type"]
            place.points.append((x, y, month, 1 + TYPES.index(kind) if kind in TYPES else 0))
    return place


def new_york(data):
    """Cells of a mile, as no beats are published; the city's own system, in metres."""
    place = Place("New York shootings", 32618, 200, [])
    to_metres = osr.CoordinateTransformation(system(4326), system(32618))
    with open(data / "wdd/nyc_shootings_2006_2023.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Latitude"]]
    side, cells = 1609.344, set()
    for row, (x, y, _) in zip(rows, to_metres.TransformPoints([(float(r["Longitude"]), float(r["Latitude"])) for r in rows])):
        year, month = map(int, row["OCCUR_DATE"].split("-")[:2])
        place.points.append((x, y, 12 * (year - 2006) + month - 1, 0))
        cells.add((x // side, y // side))
    for column, row in sorted(cells):
        corners = [(column + i, row + j) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        ring = ", ".join(f"{side * x} {side * y}" for x, y in corners)
        place.zones.append(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
    place.months = 12 * (2023 - 2006 + 1)
    return place


def measured(place, bench, folder, least):
    """{(type, months, rings, risen): {cut: row}}"""
    zones, points = folder / "zones.txt", folder / "points.txt"
    zones.write_text("".join(zone.ExportToIsoWkb().hex() + "\n" for zone in place.zones))
    points.write_text("".join(f"{x!r},{y!r},{month},{kind}\n" for x, y, month, kind in place.points))
    run = subprocess.run([bench, zones, points, str(place.distance), str(place.clear), str(place.months), str(len(place.types)),
                          str(least), "1"], check=True, stdout=subprocess.PIPE, text=True)
    found = {}
    for row in csv.DictReader(run.stdout.splitlines()):
        key = (int(row["type"]), int(row["months"]), row["rings"] == "1", row["risen"] == "1")
        found.setdefault(key, {})[row["cut"]] = row
    return found


def shares(rows, column):
    return " ".join(f"{int(rows[cut][column]) / int(rows[cut]['designs']):.3f}".lstrip("0") for cut in CUTS)


def chance_outside(designs):
    """The chance that a share of so many independent cases lies outside .03 to .065 where the true one is .05."""
    def probability(count):
        ways = math.lgamma(designs + 1) - math.lgamma(count + 1) - math.lgamma(designs - count + 1)
        return math.exp(ways + count * math.log(.05) + (designs - count) * math.log(.95))

    return 1 - sum(probability(count) for count in range(designs + 1) if .03 <= count / designs <= .065)


def print_table(place, found, fewest):
    print(f"\n### {place.name}\n")
    print("| incidents | months | areas | designs | plain | forecast | plain, rings | forecast, rings | rise around |")
    print("|---|---|---|---|---|---|---|---|---|")
    misses, by_chance = [], 0
    for (kind, months, rings, risen), rows in found.items():
        designs = int(rows["0.0"]["designs"])
        if rings or designs < fewest:
            continue
        with_rings = found[kind, months, True, risen]
        name = place.types[kind - 1] if kind else "all"
        around = int(with_rings["0.0"]["ring_rises"]) / designs
        print(f"| {name} | {months} | {'risen' if risen else 'all'} | {designs:,} | {shares(rows, 'plain')} | {shares(rows, 'forecast')} |"
              f" {shares(with_rings, 'plain')} | {shares(with_rings, 'forecast')} | {around:.3f} |")
        by_chance += 2 * chance_outside(designs)
        for label, table in (("area", rows), ("rings", with_rings)):
            share = int(table["0.0"]["forecast"]) / designs
            if not .03 <= share <= .065:
                misses.append(f"{place.name}, {name}, {months} months, {'risen' if risen else 'all'}, {label}: {share:.3f} of {designs},"
                              f" error {table['0.0']['error']}, attainable {table['0.0']['attainable']}")
    return misses, by_chance


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/dev")
    parser.add_argument("--least", type=float, default=LEAST_USUAL, help="incidents that an area usually has in a period")
    parser.add_argument("--fewest", type=int, default=300, help="designs that a row needs to be shown")
    parser.add_argument("--json", type=pathlib.Path, help="all rows, for further work")
    parser.add_argument("--only", type=int, choices=(0, 1), help="only Avon and Somerset (0) or New York (1)")
    options = parser.parse_args()
    misses, by_chance, everything = [], 0, {}
    for make in (avon, new_york) if options.only is None else ((avon, new_york)[options.only],):
        place = make(options.data)
        with tempfile.TemporaryDirectory() as name:
            found = measured(place, options.build / "tests/false_alarms_bench", pathlib.Path(name), options.least)
        missed, expected = print_table(place, found, options.fewest)
        misses, by_chance = misses + missed, by_chance + expected
        everything[place.name] = [row for rows in found.values() for row in rows.values()]
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1))
    print(f"\n{len(misses)} columns outside .03 to .065 ({by_chance:.1f} by chance if all were .05 and cases independent):", *misses, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()
