#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes Thornmere, an invented town with an intervention whose true effect is known.

    /usr/bin/python3 make_town.py [OUTPUT]        default: town.gpkg beside this script

    town.gpkg             incidents, response and control areas: what `wdd` reads
    town-crimes.zip       crimes of all types as the police publish them (data.police.uk's archive): what `crims` reads, with
    town-zones.gpkg       the zones, like MSOAs,
    town-lookup.csv       the LSOAs of each zone,
    town-offences.csv     offences by quarter and force, as the Home Office publishes them,
    town-categories.csv   the crime type and severity weight of each offence (columns of policeuk-ons-code-join.csv)
    town-census.csv       people by zone, sex, age and ethnicity, in nomis's layout,
    town-projection.csv   projections of them by district, year, sex and age,
    town-districts.csv    the district of each zone,
    town-victims.csv      recorded victims of some offences

    town-county.gpkg      the same incidents up to the end of the response, and those of 30 districts of other towns

The other files take OUTPUT's name. Each dated incident of PUBLISHED_YEARS is one of the published crimes: same month and type,
at its nearest snap point. Everything hangs on SEED; with the same GDAL, SQLite and zlib the files are the same byte for byte.
README.md tells the truth that is built in. Needs python3-gdal.
"""

import bisect
import calendar
import datetime
import math
import os
import random
import sys

from osgeo import gdal, ogr, osr

import town_county
import town_crimes
import town_offences
import town_people
import town_zones
from town_layers import add_feature, add_layer, new_geopackage, point, polygon

SEED = 2
ORIGIN_E, ORIGIN_N = 512000, 381000  # the market square, in the British National Grid
RING_M = 250.0
EFFECT = 0.3  # of the crimes in the response area in the treatment period are prevented
DISPLACED = 0.25  # of the prevented ones happen in the ring instead
FIRST_YEAR, LAST_YEAR = 2020, 2023
START, END = datetime.date(2023, 1, 1), datetime.date(2023, 6, 30)

# Areas as their corners, metres from the market square.
MARKET = [(-388, -142), (-352, 121), (-283, 272), (-118, 329), (-31, 418), (164, 392), (218, 301), (381, 262),
          (424, 38), (377, -128), (259, -189), (212, -336), (-36, -377), (-108, -301), (-271, -288)]
STATION = [(1472, 402), (1538, 243), (1701, 229), (1762, 148), (1968, 196), (2097, 163), (2236, 318), (2198, 476),
           (2291, 641), (2174, 817), (1998, 846), (1921, 921), (1694, 858), (1642, 731), (1497, 688)]
RIVERSIDE = [(-1388, -918), (-1301, -671), (-1102, -618), (-934, -702), (-911, -884), (-1043, -1017), (-1243, -1061)]

# Expected crimes a month where the level is 1.
MONTHLY = {"market": 67.0, "station": 66.0, "market ring": 8.0, "station ring": 8.0, "riverside": 8.0, "town": 22.0}

HOT_SPOTS = [(-20, 10), (130, 60), (265, 130), (-190, -60), (60, -210), (-90, 230),  # around the market
             (1790, 430), (1910, 520), (2060, 390), (1640, 560), (1880, 700), (2080, 660),  # around the station
             (-1150, -830), (640, -900), (-700, 700), (850, 900), (1000, -250), (-600, -350), (300, -1300)]

# Type: share, seasonal swing (positive: more in summer), weights Monday to Sunday, weights of eight three-hour spells from 00:00.
TYPES = {
    "Anti-social behaviour": (0.27, 0.30, (8, 8, 8, 9, 12, 14, 10), (6, 2, 1, 3, 8, 15, 22, 14)),
    "Violence and sexual offences": (0.29, 0.18, (8, 8, 8, 9, 13, 18, 13), (16, 6, 2, 6, 9, 12, 16, 20)),
    "Shoplifting": (0.17, 0.08, (10, 10, 10, 10, 11, 12, 6), (0, 0, 1, 10, 22, 24, 12, 2)),
    "Criminal damage and arson": (0.11, 0.15, (8, 8, 8, 9, 12, 14, 12), (14, 6, 3, 5, 7, 12, 20, 22)),
    "Vehicle crime": (0.08, 0.05, (10, 10, 10, 10, 11, 10, 9), (20, 16, 8, 6, 6, 8, 14, 20)),
    "Burglary": (0.08, -0.10, (10, 10, 10, 10, 12, 11, 8), (12, 12, 6, 8, 10, 14, 20, 14)),
}

# Crime types that the incidents layer does not have: share of OTHER_MONTHLY, seasonal swing; published by month alone.
FLAT = ((1,) * 7, (1,) * 8)
OTHER_TYPES = {
    "Public order": (0.17, 0.20, *FLAT),
    "Other theft": (0.16, 0.08, *FLAT),
    "Bicycle theft": (0.07, 0.45, *FLAT),
    "Drugs": (0.08, 0.00, *FLAT),
    "Theft from the person": (0.06, -0.12, *FLAT),
    "Robbery": (0.05, -0.10, *FLAT),
    "Other crime": (0.05, 0.00, *FLAT),
    "Possession of weapons": (0.04, 0.10, *FLAT),
}
OTHER_MONTHLY = MONTHLY | {"town": 60.0}
COUNTY_SWING = sum(share * swing for share, swing, _, _ in TYPES.values())  # of all types together
VILLAGE_MONTHLY = 28.0  # as MONTHLY, all villages together
PUBLISHED_YEARS = (2021, 2022, 2023)

LOCKDOWN = {(2020, 3): 0.8, (2020, 4): 0.48, (2020, 5): 0.56, (2020, 6): 0.75, (2020, 11): 0.75, (2021, 1): 0.54,
            (2021, 2): 0.58, (2021, 3): 0.74}


def streets(rng):
    """Segments of a crooked street grid, turned by 17 degrees, inside an ellipse; some blocks are closed."""
    turn = math.radians(17)
    junction = {}
    for i in range(-16, 25):
        for j in range(-16, 20):
            x, y = 125 * i + rng.uniform(-28, 28), 140 * j + rng.uniform(-28, 28)
            junction[i, j] = (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
    for i, j in sorted(junction):
        for neighbour in ((i + 1, j), (i, j + 1)):
            closed = rng.random() < 0.13
            if closed or neighbour not in junction:
                continue
            (x0, y0), (x1, y1) = junction[i, j], junction[neighbour]
            mx, my = (x0 + x1) / 2 - 450, (y0 + y1) / 2
            if (mx / 2250) ** 2 + (my / 1600) ** 2 < 1:
                yield x0, y0, x1, y1


def places(rng, areas):
    """The places where crimes happen, as {zone: ([(x, y)], cumulative weights)}: doors along streets, heavy near hot spots."""
    edges = [area.Boundary() for area in areas.values()]
    result = {zone: ([], []) for zone in MONTHLY}
    for x0, y0, x1, y1 in streets(rng):
        busy = math.exp(rng.gauss(0, 0.9))
        length = math.hypot(x1 - x0, y1 - y0)
        for k in range(1, int(length / 14)):
            along, side = 14 * k / length, rng.choice((-6, 6)) + rng.uniform(-1, 1)
            x = x0 + along * (x1 - x0) - side * (y1 - y0) / length
            y = y0 + along * (y1 - y0) + side * (x1 - x0) / length
            near = sum(math.exp(-((x - hx) ** 2 + (y - hy) ** 2) / 70**2) for hx, hy in HOT_SPOTS)
            weight = busy * rng.random() * (1 + 14 * near)
            e, n = round(ORIGIN_E + x, 1), round(ORIGIN_N + y, 1)
            here = point(e, n)
            if any(d < 1 or abs(d - RING_M) < 1 for d in (edge.Distance(here) for edge in edges)):
                continue  # nobody's count may hang on how an edge is drawn
            zone = "town"
            for name, area in areas.items():
                distance = area.Distance(here)
                if distance == 0:
                    zone = name
                elif distance < RING_M and name + " ring" in MONTHLY:
                    zone = name + " ring"
            doors, cumulative = result[zone]
            doors.append((e, n))
            cumulative.append((cumulative[-1] if cumulative else 0.0) + weight)
    return result


def draw(rng, cumulative):
    return bisect.bisect_right(cumulative, rng.random() * cumulative[-1], hi=len(cumulative) - 1)


def running_sum(weights):
    return [sum(weights[: k + 1]) for k in range(len(weights))]


def poisson(rng, mean):
    count, left, product = 0, math.exp(-mean), rng.random()
    while product > left:
        count += 1
        product *= rng.random()
    return count


def level(year, month, swing):
    """What the whole town has in common: a rise, the seasons and the lockdowns."""
    rise = {2020: 0.84, 2021: 0.95, 2022: 1.07, 2023: 1.07}[year]
    season = 1 + swing * math.cos(2 * math.pi * (month - 7) / 12) + (0.08 if month == 12 else 0)
    return rise * season * LOCKDOWN.get((year, month), 1.0)


def moment(rng, year, month, day_weights, hour_weights):
    first, days = calendar.monthrange(year, month)
    day = draw(rng, running_sum([day_weights[(first + d) % 7] for d in range(days)])) + 1
    hour = 3 * draw(rng, running_sum(hour_weights)) + rng.randrange(3)
    return datetime.datetime(year, month, day, hour, rng.randrange(60))


def incidents(doors, monthly=MONTHLY, types=TYPES, purpose="crimes"):
    """[(moment, type, zone, (x, y))] of the town without the intervention; every zone has a random stream of its own."""
    for zone, expected in monthly.items():
        rng = random.Random(f"{SEED} {purpose} {zone}")
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for month in range(1, 13):
                for kind, (share, swing, day_weights, hour_weights) in types.items():
                    for _ in range(poisson(rng, expected * share * level(year, month, swing))):
                        when = moment(rng, year, month, day_weights, hour_weights)
                        yield when, kind, zone, doors[zone][0][draw(rng, doors[zone][1])]


def intervene(rng, town, doors):
    """The town with the intervention, how many crimes it prevented, and how many of those it moved."""
    result, prevented, moved = [], 0, 0
    for when, kind, zone, where in town:
        if zone == "market" and START <= when.date() <= END and rng.random() < EFFECT:
            prevented += 1
            if rng.random() >= DISPLACED:
                continue
            moved += 1
            where = doors["market ring"][0][draw(rng, doors["market ring"][1])]
        result.append((when, kind, where))
    return sorted(result), prevented, moved


def write(path, areas, crimes, undated):
    with new_geopackage(path) as data:
        response = add_layer(data, "response", ogr.wkbPolygon,
                             [("NAME", ogr.OFTString), ("RESP_START", ogr.OFTDate), ("RESP_END", ogr.OFTDate)])
        add_feature(response, areas["market"],
                    {"NAME": "Market Square", "RESP_START": START.isoformat(), "RESP_END": END.isoformat()})
        add_feature(response, areas["riverside"],
                    {"NAME": "Riverside Estate", "RESP_START": "2022-09-01", "RESP_END": "2022-11-30"})
        control = add_layer(data, "control", ogr.wkbPolygon, [("NAME", ogr.OFTString)])
        add_feature(control, areas["station"], {"NAME": "Station Quarter"})
        points = add_layer(data, "incidents", ogr.wkbPoint, [("occurred", ogr.OFTDateTime), ("type", ogr.OFTString)])
        for when, kind, where in crimes:
            add_feature(points, point(*where), {"occurred": when.isoformat(), "type": kind})
        for kind, where in undated:
            add_feature(points, point(*where), {"occurred": None, "type": kind})


def unrecorded(doors, villages):
    """What the incidents layer leaves out and the police publish, as moment, type and place: the other crime types, with the
    same intervention, and all crime in the villages around the town."""
    others = sorted(incidents(doors, OTHER_MONTHLY, OTHER_TYPES, "other crimes"))
    result, _, _ = intervene(random.Random(f"{SEED} intervention on other crimes"), others, doors)
    around = {"villages": (villages, running_sum([1 + (k % 4) for k in range(len(villages))]))}
    rural = incidents(around, {"villages": VILLAGE_MONTHLY}, TYPES | OTHER_TYPES, "crimes")
    return result + sorted((when, kind, where) for when, kind, _, where in rural)


def snap_points(doors, villages, areas, zones):
    """Where crimes are published; none so near an edge that a count could hang on how it is drawn."""
    hot_spots = [(ORIGIN_E + x, ORIGIN_N + y) for x, y in HOT_SPOTS]
    weighted = [(weight, door) for places, cumulative in doors.values()
                for door, weight in zip(places, [cumulative[0]] + [b - a for a, b in zip(cumulative, cumulative[1:])])]
    edges = [area.Boundary() for area in areas.values()]
    rings = [area.Buffer(RING_M, 64).Boundary() for area in areas.values()]
    fits = town_zones.clear_of(zones, edges + rings)
    places = town_zones.thinned(weighted, hot_spots, fits) + [house for house in villages if fits(*house)]
    return town_zones.make_snap_points(random.Random(f"{SEED} streets"), places, zones)


def write_inputs_of_the_simulator(stem, crimes, doors, areas):
    """The files of `crims`: zones and lookup, the police's archive, offences and categories. Returns how many crimes."""
    origin = (ORIGIN_E, ORIGIN_N)
    zones = town_zones.make_zones(random.Random(f"{SEED} zones"), origin)
    villages = town_zones.village_doors(random.Random(f"{SEED} villages"), origin)
    snaps = snap_points(doors, villages, areas, zones)
    lookup = town_zones.divide(zones, snaps)
    months = [(year, month) for year in PUBLISHED_YEARS for month in range(1, 13)]
    rows = town_crimes.published(random.Random(f"{SEED} outcomes"), crimes + unrecorded(doors, villages), snaps, months)
    town_zones.write_zones(f"{stem}-zones.gpkg", zones)
    town_zones.write_lookup(f"{stem}-lookup.csv", lookup)
    town_crimes.write_archive(f"{stem}-crimes.zip", rows)
    counts = town_crimes.count_by_type(rows)
    town_offences.write_counts(f"{stem}-offences.csv", random.Random(f"{SEED} offences"), counts)
    town_offences.write_categories(f"{stem}-categories.csv")
    town_people.write_all(stem, random.Random(f"{SEED} people"))
    return sum(counts.values())


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "town.gpkg")
    gdal.UseExceptions()
    ogr.UseExceptions()
    osr.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2024-01-15T00:00:00.000Z")
    areas = {name: polygon([(ORIGIN_E + x, ORIGIN_N + y) for x, y in corners])
             for name, corners in (("market", MARKET), ("station", STATION), ("riverside", RIVERSIDE))}
    doors = places(random.Random(f"{SEED} places"), areas)
    town = sorted(incidents(doors))
    crimes, prevented, moved = intervene(random.Random(f"{SEED} intervention"), town, doors)
    undated = [("Burglary", doors["market"][0][40]), ("Shoplifting", doors["station"][0][70]),
               ("Vehicle crime", doors["town"][0][400])]
    write(path, areas, crimes, undated)
    print(f"{path}: {len(crimes) + len(undated)} incidents, {len(undated)} without a date; the intervention prevented "
          f"{prevented} crimes in the response area, {moved} of them happened in its ring instead")
    stem = os.path.splitext(path)[0]
    everywhere, districts = town_county.write_county(
        f"{stem}-county.gpkg", SEED, (ORIGIN_E, ORIGIN_N), [(when.date(), where) for when, _, where in crimes], END,
        lambda year, month: level(year, month, COUNTY_SWING), poisson)
    print(f"{stem}-county.gpkg: {everywhere} incidents, {districts} districts")
    published = write_inputs_of_the_simulator(stem, crimes, doors, areas)
    print(f"{stem}-crimes.zip: {published} crimes of {PUBLISHED_YEARS[0]} to {PUBLISHED_YEARS[-1]}")


if __name__ == "__main__":
    main()
