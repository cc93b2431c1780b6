# SPDX-License-Identifier: MIT
"""Counts of random designs agree with a slow count in exact integers, edges and exact distances included."""

import datetime
import math
import random
from fractions import Fraction

import pytest

from design import ZONES, make_layer, test_arguments

SEEDS = range(40)
ORIGIN = (512000, 381000)
PRE_DAY, POST_DAY = datetime.date(2023, 2, 10), datetime.date(2023, 3, 10)
FINENESS = 64  # coordinates are multiples of 1/64, so that integers hold them exactly


# --- random designs ---------------------------------------------------------------------------------------------------

def star(rng, centre, smallest, largest, corners):
    """A simple polygon around a centre: corners at growing angles, rounded to whole metres."""
    ring = []
    for i in range(corners):
        angle = 2 * math.pi * (i + rng.uniform(0.1, 0.9)) / corners
        radius = rng.uniform(smallest, largest)
        ring.append((centre[0] + round(radius * math.cos(angle)), centre[1] + round(radius * math.sin(angle))))
    return ring


def tilted_rectangle(rng, corner):
    """A rectangle whose sides run 3-4-5, so that whole metres lie at whole distances from them."""
    a, b = rng.randint(20, 60), rng.randint(20, 60)
    x, y = corner
    return [(x, y), (x + 4 * a, y + 3 * a), (x + 4 * a - 3 * b, y + 3 * a + 4 * b), (x - 3 * b, y + 4 * b)]


def star_with_hole_and_rectangle(rng, centre, east):
    """[(outside, hole), (rectangle,)]: parts that do not touch."""
    outside = star(rng, centre, 450, 900, rng.choice([10, 16, 40]))
    hole = star(rng, centre, 60, 250, rng.choice([10, 12]))
    return [(outside, hole), (tilted_rectangle(rng, (centre[0] + east, centre[1])),)]


def sides(area):
    for part in area:
        for ring in part:
            yield from zip(ring, ring[1:] + ring[:1])


def wkt(area):
    ring_text = lambda ring: "(" + ",".join(f"{x} {y}" for x, y in [*ring, ring[0]]) + ")"
    return "MULTIPOLYGON (" + ",".join("(" + ",".join(map(ring_text, part)) + ")" for part in area) + ")"


def points_near(rng, area, distance):
    """Corners, points on sides, level with corners, at exactly the distance from corners and sides, and a little off."""
    points = []
    for (ax, ay), (bx, by) in sides(area):
        points += [(ax, ay), ((ax + bx) / 2, (ay + by) / 2), (rng.randint(ORIGIN[0] - 1500, ORIGIN[0] + 2500), ay)]
        steps = math.gcd(bx - ax, by - ay)
        k = rng.randrange(steps)
        points.append((ax + (bx - ax) // steps * k, ay + (by - ay) // steps * k))
        for (p, q, r) in ((3, 4, 5), (5, 12, 13), (1, 0, 1), (0, 1, 1)):
            if distance % r == 0:
                points.append((ax + rng.choice([-1, 1]) * distance // r * p, ay + rng.choice([-1, 1]) * distance // r * q))
        dx, dy = bx - ax, by - ay
        length = math.isqrt(dx * dx + dy * dy)
        if length**2 == dx * dx + dy * dy and dx * distance % length == dy * distance % length == 0:
            nx, ny = dy * distance // length, -dx * distance // length
            for shift in (0, 1 / FINENESS, -1 / FINENESS):
                points.append(((ax + bx) / 2 + nx + shift, (ay + by) / 2 + ny))
                points.append(((ax + bx) / 2 - nx + shift, (ay + by) / 2 - ny))
    return points


def design_of(seed):
    rng = random.Random(seed)
    x, y = ORIGIN
    distance = rng.choice([65, 130, 325, 650])
    response = star_with_hole_and_rectangle(rng, (x, y), 1200)
    control = star_with_hole_and_rectangle(rng, (x + rng.randint(-200, 200), y + rng.randint(2000, 2400)),
                                           rng.choice([1200, -1400]))
    points = points_near(rng, response, distance) + points_near(rng, control, distance)
    points += [(rng.randint((x - 1800) * FINENESS, (x + 2500) * FINENESS) / FINENESS,
                rng.randint((y - 1800) * FINENESS, (y + 4200) * FINENESS) / FINENESS) for _ in range(300)]
    return response, control, distance, [(px, py, rng.choice([PRE_DAY, POST_DAY])) for px, py in points]


# --- the slow count ---------------------------------------------------------------------------------------------------

def whole(value):
    scaled = value * FINENESS
    assert scaled == int(scaled)
    return int(scaled)


def whole_sides(area):
    return [tuple(whole(c) for corner in side for c in corner) for side in sides(area)]


def is_covered(segments, x, y):
    """Even-odd rule; a point on a side is covered."""
    inside = False
    for ax, ay, bx, by in segments:
        cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if cross == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y) and (cross > 0) == (by > ay):
            inside = not inside
    return inside


def is_within(segments, x, y, square):
    """No further from a side than the distance, whose square is given."""
    for ax, ay, bx, by in segments:
        dx, dy = bx - ax, by - ay
        along, length2 = (x - ax) * dx + (y - ay) * dy, dx * dx + dy * dy
        if along <= 0:
            near = (x - ax) ** 2 + (y - ay) ** 2 <= square
        elif along >= length2:
            near = (x - bx) ** 2 + (y - by) ** 2 <= square
        else:
            near = ((x - ax) * dy - (y - ay) * dx) ** 2 * square.denominator <= square.numerator * length2
        if near:
            return True
    return False


def located(response, control, distance, points):
    """[(zones, date)]: every zone a point lies in, an area winning over its own ring."""
    square = (Fraction(distance) * FINENESS) ** 2
    areas = ((whole_sides(response), "treated", "treated_displacement"),
             (whole_sides(control), "control", "control_displacement"))
    found = []
    for x, y, date in points:
        x, y = whole(x), whole(y)
        zones = set()
        for segments, area, ring in areas:
            if is_covered(segments, x, y):
                zones.add(area)
            elif is_within(segments, x, y, square):
                zones.add(ring)
        found.append((zones, date))
    return found


def counts(found, rule):
    totals = {zone: [0, 0] for zone in ZONES}
    for zones, date in found:
        areas = zones & {"treated", "control"}
        if rule == "clip" and len(zones) == 2:
            zones = areas  # an area wins; what is in both rings is in neither
        for zone in zones:
            totals[zone][date == POST_DAY] += 1
    return {zone: tuple(pair) for zone, pair in totals.items()}


# --- claims -----------------------------------------------------------------------------------------------------------

def written(tmp_path, response, control, points, as_csv):
    areas = (make_layer(tmp_path / "areas.gpkg", [(wkt(response), {})], layer="response"),
             make_layer(tmp_path / "areas.gpkg", [(wkt(control), {})], layer="control"))
    if as_csv:
        (tmp_path / "points.csv").write_text("x,y,day\n" + "\n".join(f"{x!r},{y!r},{date}" for x, y, date in points))
        return *areas, tmp_path / "points.csv", "--x", "x", "--y", "y", "--points-crs", "EPSG:27700"
    rows = [((x, y), {"day": date}) for x, y, date in points]
    return *areas, make_layer(tmp_path / "points.gpkg", rows, {"day": "Date"})


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_of_a_random_design_agree_with_exact_arithmetic(wdd, tmp_path, seed):
    response, control, distance, points = design_of(seed)
    found = located(response, control, distance, points)
    layers = written(tmp_path, response, control, points, as_csv=seed % 2 == 0)
    for rule in ("clip", "count"):
        run = wdd(*test_arguments(*layers, "--overlap", rule, displacement=distance))
        assert run.counts == counts(found, rule), rule
        overlap = run.json["areas"]["overlap"]
        both = [zones for zones, _ in found if len(zones) == 2]
        rings = sum(zones == {"treated_displacement", "control_displacement"} for zones in both)
        assert overlap["incidents_in_both_displacement_areas"] == rings
        assert overlap["incidents_in_area_and_displacement_area"] == len(both) - rings


@pytest.mark.parametrize("distance", ["137.3", "0.015625", "333.333333333", "1e-3", "999.999"])
def test_distances_that_are_no_whole_number_agree_too(wdd, tmp_path, distance):
    response, control, _, points = design_of(1000)
    # Level with the first corner of each side, a hair within and without the distance.
    for (ax, ay), _ in list(sides(response))[:20]:
        reach = math.floor(float(distance) * FINENESS) / FINENESS
        points += [(ax + reach, ay, POST_DAY), (ax + reach + 1 / FINENESS, ay, POST_DAY)]
    found = located(response, control, float(distance), points)
    layers = written(tmp_path, response, control, points, as_csv=False)
    run = wdd(*test_arguments(*layers, "--overlap", "count", displacement=distance))
    assert run.counts == counts(found, "count")


def test_the_designs_reach_every_case():
    """Guards the test itself: all zones, both kinds of overlap, and points exactly on edges occur."""
    seen = set()
    on_edge = 0
    for seed in range(12):
        response, control, distance, points = design_of(seed)
        for zones, _ in located(response, control, distance, points):
            seen.add(frozenset(zones))
        segments = whole_sides(response)
        on_edge += sum(is_within(segments, whole(x), whole(y), Fraction(0)) for x, y, _ in points)
    assert {frozenset({zone}) for zone in ZONES} <= seen
    assert frozenset({"treated_displacement", "control_displacement"}) in seen
    assert frozenset({"treated", "control_displacement"}) in seen and frozenset({"control", "treated_displacement"}) in seen
    assert on_edge > 500
