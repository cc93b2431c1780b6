# SPDX-License-Identifier: MIT
"""The zones of Thornmere (like MSOAs), where its police publish crimes (snap points), and smaller areas of them (like LSOAs)."""

import csv
import math
import random
from dataclasses import dataclass

from osgeo import ogr

from town_layers import add_feature, add_layer, new_geopackage, point, polygon

# Metres from the market square: where the zones meet, before they are bent. The outermost lines stay straight.
WEST_EAST = (-2600, -650, 560, 1320, 3500)
NORTH_SOUTH = (2300, 1050, 40, -700, -2300)
NAMES = (("Highfield", "Abbey Fields", "Canal Bank", "Eastgate Moor"),
         ("West End", "Market North", "Mill Lane", "Station Quarter"),
         ("Tannery", "Market South", "Gasworks", "Docks"),
         ("Riverside", "Southbank", "Common", "Marshside"))

VILLAGES = ((-2100, 1800), (2850, -1650), (2950, 1650), (-1900, -1800))  # their centres
VILLAGE_HOUSES = 9
CLEARANCE_M = 12.0  # of a snap point to any edge: no crime's area may hang on how coordinates are rounded

TREES = ("Alder", "Ash", "Aspen", "Beech", "Birch", "Bramble", "Cedar", "Cherry", "Damson", "Elder", "Elm", "Fern", "Gorse",
         "Hazel", "Heather", "Holly", "Hornbeam", "Juniper", "Larch", "Lime", "Maple", "Medlar", "Myrtle", "Oak", "Pear",
         "Poplar", "Quince", "Rowan", "Sorrel", "Spruce", "Walnut", "Willow", "Yew")
STREETS = ("Road", "Street", "Close", "Lane", "Avenue", "Way", "Drive", "Place", "Court", "Walk", "Gardens", "Terrace")
LANDMARKS = ("Supermarket", "Parking Area", "Nightclub", "Shopping Area", "Petrol Station", "Sports/Recreation Area",
             "Park/Open Space", "Pedestrian Subway")


@dataclass
class Zone:
    code: str
    name: str
    number: int
    shape: ogr.Geometry


@dataclass
class SnapPoint:
    x: float
    y: float
    location: str
    zone: Zone
    lsoa: str = ""
    lsoa_name: str = ""


def bent(rng, start, end, is_outer):
    """The points between two corners: on a line at the town's outer edge, about it elsewhere."""
    (x0, y0), (x1, y1) = start, end
    for k in range(1, 5):
        dx, dy = (0, 0) if is_outer else (rng.randint(-32, 32), rng.randint(-32, 32))
        yield round(x0 + (x1 - x0) * k / 5) + dx, round(y0 + (y1 - y0) * k / 5) + dy


def make_zones(rng, origin):
    """The zones, row by row from the north-west. Neighbours share the very points of their edge, so they tile."""
    last = len(WEST_EAST) - 1
    corner = {(i, j): (origin[0] + WEST_EAST[j] + (rng.randint(-60, 60) if 0 < j < last else 0),
                       origin[1] + NORTH_SOUTH[i] + (rng.randint(-60, 60) if 0 < i < last else 0))
              for i in range(last + 1) for j in range(last + 1)}
    edge = {}
    for i, j in corner:
        for other, is_outer in (((i, j + 1), i in (0, last)), ((i + 1, j), j in (0, last))):
            if other in corner:
                edge[(i, j), other] = list(bent(rng, corner[i, j], corner[other], is_outer))
    zones = []
    for i, row in enumerate(NAMES):
        for j, name in enumerate(row):
            nw, ne, se, sw = (i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)
            corners = [corner[nw], *edge[nw, ne], corner[ne], *edge[ne, se], corner[se], *reversed(edge[sw, se]),
                       corner[sw], *reversed(edge[nw, sw])]
            number = len(zones) + 1
            zones.append(Zone(f"E02999{number:03}", name, number, polygon(corners)))
    return zones


def village_doors(rng, origin):
    """[(x, y)] of the houses in the villages around the town."""
    return [(round(origin[0] + x + rng.gauss(0, 160), 1), round(origin[1] + y + rng.gauss(0, 130), 1))
            for x, y in VILLAGES for _ in range(VILLAGE_HOUSES)]


def thinned(doors, hot_spots, fits):
    """Of [(weight, (x, y))] the heaviest that fit and keep apart: 60 m near a hot spot, further where little happens."""
    chosen = []
    for _, (x, y) in sorted(doors, key=lambda door: (-door[0], door[1])):
        apart = 60 + 0.21 * min(math.dist((x, y), spot) for spot in hot_spots)
        if all(math.dist((x, y), other) >= apart for other in chosen) and fits(x, y):
            chosen.append((x, y))
    return chosen


def location_names(rng, count):
    streets = [f"{tree} {street}" for tree in TREES for street in STREETS]
    rng.shuffle(streets)
    return [rng.choice(LANDMARKS) if rng.random() < 0.12 else streets[k % len(streets)] for k in range(count)]


def clear_of(zones, edges):
    """fits(x, y): is the place clear of the zones' edges and of `edges`?"""
    lines = [zone.shape.Boundary() for zone in zones] + edges

    def fits(x, y):
        here = point(x, y)
        return all(line.Distance(here) >= CLEARANCE_M for line in lines)

    return fits


def make_snap_points(rng, places, zones):
    """A snap point, named, at each of [(x, y)]."""
    return [SnapPoint(x, y, f"On or near {name}", next(zone for zone in zones if zone.shape.Contains(point(x, y))))
            for (x, y), name in zip(places, location_names(rng, len(places)))]


def divide(zones, snap_points):
    """Gives each snap point its LSOA, 3 to 5 a zone around centres far from each other; [(LSOA, MSOA)] of all."""
    lookup = []
    for zone in zones:
        inside = [snap for snap in snap_points if snap.zone is zone]
        centres = inside[:1]
        while len(centres) < min(5, max(3, len(inside) // 8)):
            centres.append(max(inside, key=lambda s: min(math.dist((s.x, s.y), (c.x, c.y)) for c in centres)))
        first = len(lookup) + 1
        lookup += [(f"E01999{first + k:03}", zone.code) for k in range(len(centres))]
        for snap in inside:
            k = min(range(len(centres)), key=lambda c: math.dist((snap.x, snap.y), (centres[c].x, centres[c].y)))
            snap.lsoa, snap.lsoa_name = f"E01999{first + k:03}", f"Thornmere {zone.number:03}{'ABCDE'[k]}"
    return lookup


def write_zones(path, zones):
    with new_geopackage(path) as data:
        layer = add_layer(data, "zones", ogr.wkbPolygon, [("MSOA", ogr.OFTString), ("NAME", ogr.OFTString)])
        for zone in zones:
            add_feature(layer, zone.shape, {"MSOA": zone.code, "NAME": zone.name})


def write_lookup(path, lookup):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("LSOA", "MSOA"))
        writer.writerows(lookup)
