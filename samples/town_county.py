# SPDX-License-Identifier: MIT
"""The county around Thornmere: districts of other towns, where nothing was done, and all incidents up to the end of the response.

A forecast compares a response area with areas like it and their past. Each district has about as many crimes as Market Square and a
level of its own that drifts from half-year to half-year, as real places' do; they share the seasons and the lockdowns of the town.
"""

import datetime
import math
import random

from osgeo import ogr

from town_layers import add_feature, add_layer, new_geopackage, point, polygon

ROWS, COLUMNS = 5, 6
SPACING_M = 2300.0
FIRST_M = (6000.0, -5000.0)  # the first district, from the market square
RING_M = 250.0
MONTHLY = (32.0, 78.0)  # expected crimes a month in a district where the level is 1
RING_SHARE = 0.12  # of a district's crimes happen around it, too
DRIFT = 0.09  # standard deviation of the logarithm of a district's level, from half-year to half-year


def districts(rng, origin):
    """[(name, polygon)]: crooked shapes, each about as large as Market Square."""
    result = []
    for number in range(ROWS * COLUMNS):
        row, column = divmod(number, COLUMNS)
        x = origin[0] + FIRST_M[0] + SPACING_M * column + rng.uniform(-350, 350)
        y = origin[1] + FIRST_M[1] + SPACING_M * row + rng.uniform(-350, 350)
        corners = []
        for k in range(14):
            angle, radius = 2 * math.pi * (k + rng.uniform(-0.3, 0.3)) / 14, rng.uniform(320, 470)
            corners.append((round(x + radius * math.cos(angle), 1), round(y + radius * math.sin(angle), 1)))
        result.append((f"District {number + 1}", polygon(corners)))
    return result


def doors(rng, shape, how_many):
    """Places in a shape, busy ones more often; none so near its edge that a count could hang on how it is drawn."""
    west, east, south, north = shape.GetEnvelope()
    result = []
    while len(result) < how_many:
        place = (round(rng.uniform(west, east), 1), round(rng.uniform(south, north), 1))
        if shape.Contains(point(*place)) and shape.Boundary().Distance(point(*place)) > 1:
            result.extend([place] * (1 + int(rng.expovariate(0.5))))
    return result


def ring_of(shape):
    return shape.Buffer(RING_M - 2, 16).Difference(shape.Buffer(2, 16))


def days_of(rng, year, month, expected, poisson):
    first = datetime.date(year, month, 1)
    length = ((first + datetime.timedelta(days=31)).replace(day=1) - first).days
    return [first + datetime.timedelta(days=rng.randrange(length)) for _ in range(poisson(rng, expected))]


def incidents_of(rng, shape, months, level, poisson):
    """[(day, place)] in a district and its ring."""
    monthly, own = rng.uniform(*MONTHLY), rng.gauss(0, DRIFT)
    inside, around = doors(rng, shape, 60), doors(rng, ring_of(shape), 25)
    result = []
    for year, month in months:
        if month in (1, 7):
            own = 0.6 * own + rng.gauss(0, 0.8 * DRIFT)
        expected = monthly * level(year, month) * math.exp(own)
        for share, places in ((1.0, inside), (RING_SHARE, around)):
            result.extend((day, rng.choice(places)) for day in days_of(rng, year, month, share * expected, poisson))
    return result


def write_county(path, seed, origin, town, last_day, level, poisson):
    """`town`: [(day, place)] of Thornmere itself. Returns how many incidents and districts."""
    places = districts(random.Random(f"{seed} districts"), origin)
    months = [(year, month) for year in range(2020, last_day.year + 1) for month in range(1, 13)
              if datetime.date(year, month, 1) <= last_day]
    rows = [(day, place) for day, place in town if day <= last_day]
    for name, shape in places:
        rows += incidents_of(random.Random(f"{seed} {name}"), shape, months, level, poisson)
    with new_geopackage(path) as data:
        layer = add_layer(data, "districts", ogr.wkbPolygon, [("NAME", ogr.OFTString)])
        for name, shape in places:
            add_feature(layer, shape, {"NAME": name})
        layer = add_layer(data, "incidents", ogr.wkbPoint, [("occurred", ogr.OFTDate)], ["SPATIAL_INDEX=NO"])
        for day, place in sorted(rows):
            add_feature(layer, point(*place), {"occurred": day.isoformat()})
    return len(rows), len(places)
