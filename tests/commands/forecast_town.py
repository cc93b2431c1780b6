# SPDX-License-Identifier: MIT
"""A town with enough comparable areas for a forecast, made up for tests."""

import datetime
import math
import random

import pytest
from osgeo import ogr

from design import make_layer, square

# A town of 11 by 11 squares of 1 km; the response is in the middle, the control at the edge.
CELLS = 11
SIDE = 1000
X0, Y0 = 530000, 180000
MIDDLE = (5, 5)
CONTROL = (10, 5)
FIRST = datetime.date(2021, 7, 1)  # 12 months of history, then 181 days before and 181 days after
PRE = (datetime.date(2022, 7, 4), datetime.date(2022, 12, 31))
POST = (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30))
PERIOD = ("--start", "2023-01-01", "--end", "2023-06-30")
HISTORY_MONTHS = 12


def corner(cell):
    return X0 + cell[0] * SIDE, Y0 + cell[1] * SIDE


def town(cut=0.0, risen=1.0, ring_cut=0.0, seed=5):
    """[(x, y, day, cell)]: each square has a rate of its own, and so has each half year in it."""
    rng = random.Random(seed)
    rows = []
    days = (POST[1] - FIRST).days + 1
    for cell in ((i, j) for i in range(CELLS) for j in range(CELLS)):
        rate = 0.3 * 2 ** rng.uniform(-1, 1)  # a day
        factors = [math.exp(0.12 * rng.gauss(0, 1)) for _ in range(4)]
        for day in range(days):
            date = FIRST + datetime.timedelta(days=day)
            half = 3 if date >= POST[0] else 2 if date >= PRE[0] else day // 184
            now = rate * factors[min(half, 3)]
            near = max(abs(cell[0] - MIDDLE[0]), abs(cell[1] - MIDDLE[1]))
            if cell == MIDDLE:
                now = 0.5 * (1 - cut if half == 3 else risen if half == 2 else 1.0)
            elif near == 1 and half == 3:
                now *= 1 - ring_cut
            while rng.random() < now / (1 + now):  # a geometric number with this mean
                left, low = corner(cell)
                rows.append((left + rng.uniform(1, SIDE - 1), low + rng.uniform(1, SIDE - 1), date, cell))
    return rows


def make_study(folder, rows, name="study.gpkg"):
    path = folder / name
    make_layer(path, [((x, y), {"day": day}) for x, y, day, _ in rows], {"day": "Date"}, layer="incidents",
               geometry_type=ogr.wkbPoint)
    make_layer(path, [(square(*corner(MIDDLE), SIDE), {})], layer="response")
    make_layer(path, [(square(*corner(CONTROL), SIDE), {})], layer="control")
    make_layer(path, [(square(*corner((i, j)), SIDE), {"i": i}) for i in range(CELLS) for j in range(CELLS)], {"i": "Integer"},
               layer="zones")
    make_layer(path, [(square(X0 + i * SIDE / 2, Y0 + j * SIDE / 2, SIDE / 2), {}) for i in range(2 * CELLS)
                      for j in range(2 * CELLS)], layer="quarters")
    return path


def by_cell(rows):
    """{cell: (pre, post, history)}, history as a period of usual length."""
    counts = {(i, j): [0, 0, 0] for i in range(CELLS) for j in range(CELLS)}
    for _, _, day, cell in rows:
        span = 0 if PRE[0] <= day <= PRE[1] else 1 if day >= POST[0] else 2 if day >= datetime.date(2021, 7, 4) else None
        if span is not None:
            counts[cell][span] += 1
    months = 181 / (365.25 / 12)
    return {cell: (pre, post, past * months / HISTORY_MONTHS) for cell, (pre, post, past) in counts.items()}


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """Two of three incidents prevented in the response area; its rows and its file, never to be changed."""
    rows = town(cut=0.65)
    return rows, make_study(tmp_path_factory.mktemp("cut"), rows)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """Nothing done, in an area whose crime had just risen by half."""
    rows = town(risen=1.5)
    return rows, make_study(tmp_path_factory.mktemp("nothing"), rows)


def arguments(command, path, *more, displacement=0):
    return [command, "--response", f"{path}|layername=response", "--control", f"{path}|layername=control",
            "--incidents", f"{path}|layername=incidents", "--date-field", "day", "--displacement", displacement, *PERIOD, *more]
