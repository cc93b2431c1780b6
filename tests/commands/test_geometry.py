# SPDX-License-Identifier: MIT
"""What is inside, what is ring, and what is drawn, for the shapes that people draw and files hold."""

import datetime
import math
import sqlite3

import pytest
from osgeo import ogr

from conftest import read_result
from design import as_geometry, make_layer, square, test_arguments

FIELDS = {"day": "Date"}
IN_MARCH = datetime.date(2023, 3, 10)
AREAS = ("Response Area", "Control Area", "Response Displacement Area", "Control Displacement Area")
RESULTS = "Weighted Displacement Difference Results"
CONTROL = square(505000, 200000, 1000)


def at(x, y):
    """A point relative to the corner of the response areas below."""
    return (500000 + x, 200000 + y)


def polygon(*rings):
    """Rings of corners relative to the same corner, as WKT; the first is the outside."""
    closed = [",".join("{} {}".format(*at(x, y)) for x, y in [*ring, ring[0]]) for ring in rings]
    return "POLYGON (" + ",".join(f"({ring})" for ring in closed) + ")"


SQUARE = polygon([(0, 0), (1000, 0), (1000, 1000), (0, 1000)])
WITH_HOLE = polygon([(0, 0), (1000, 0), (1000, 1000), (0, 1000)], [(300, 300), (300, 700), (700, 700), (700, 300)])


@pytest.fixture
def study(wdd, tmp_path):
    """study(response shapes, points): counts the points, all dated in the treatment period, and writes out.gpkg."""
    def run(shapes, points, *more, control=CONTROL, displacement="300 m", crs=27700, geometry_type=ogr.wkbUnknown):
        shapes = shapes if isinstance(shapes, list) else [shapes]
        response = make_layer(tmp_path / "r.gpkg", [(shape, {}) for shape in shapes], geometry_type=geometry_type, crs=crs)
        control = make_layer(tmp_path / "c.gpkg", [(control, {})], crs=crs)
        rows = [(place, {"day": IN_MARCH}) for place in points]
        incidents = make_layer(tmp_path / "i.gpkg", rows, FIELDS, crs=crs)
        done = wdd(*test_arguments(response, control, incidents, *more, "--output", tmp_path / "out.gpkg",
                                   displacement=displacement))
        done.zones = read_result(tmp_path / "out.gpkg")
        return done
    return run


def inside_and_ring(run):
    return run.counts["treated"][1], run.counts["treated_displacement"][1]


def ring_of(run):
    return run.zones["Response Displacement Area"]["geometry"]


# --- inside and ring --------------------------------------------------------------------------------------------------

def test_a_hole_is_outside_and_its_rim_is_ring(study):
    # The hole is 400 m across; with a ring of 100 m its middle 200 m are neither.
    inside, rim, middle = [at(100, 100), at(300, 500), at(700,
                                                          700)], [at(310, 500), at(400, 500),
                                                                  at(500, 600)], [at(500, 500), at(401, 500)]
    run = study(WITH_HOLE, inside + rim + middle, displacement="100 m")
    assert inside_and_ring(run) == (3, 3)
    assert run.json["areas"]["treated"] == 1000**2 - 400**2
    ring = 4 * 1000 * 100 + math.pi * 100**2 + 400**2 - 200**2
    assert run.json["areas"]["treated_displacement"] == pytest.approx(ring, rel=1e-4)


def test_a_hole_narrower_than_the_distance_is_all_ring(study):
    run = study(WITH_HOLE, [at(500, 500), at(350, 650), at(300, 300)], displacement="300 m")
    assert inside_and_ring(run) == (1, 2)
    ring = 4 * 1000 * 300 + math.pi * 300**2 + 400**2
    assert run.json["areas"]["treated_displacement"] == pytest.approx(ring, rel=1e-4)
    assert ring_of(run).Contains(as_geometry(at(500, 500)))


def test_an_island_in_a_hole_is_inside(study):
    island = polygon([(450, 450), (550, 450), (550, 550), (450, 550)])
    both = "MULTIPOLYGON (" + ",".join(shape[len("POLYGON "):] for shape in (WITH_HOLE, island)) + ")"
    run = study(both, [at(500, 500), at(450, 500), at(440, 500), at(375, 500)], displacement="50 m")
    assert inside_and_ring(run) == (2, 1)


def test_parts_of_a_multipolygon_are_one_area_with_one_ring(study):
    second = polygon([(1400, 0), (2400, 0), (2400, 1000), (1400, 1000)])
    both = "MULTIPOLYGON (" + ",".join(shape[len("POLYGON "):] for shape in (SQUARE, second)) + ")"
    # Between the parts are 400 m: all within 300 m of either, counted once.
    run = study(both, [at(500, 500), at(2000, 500), at(1200, 500), at(1290, 500), at(-299, 500), at(-301, 500)])
    assert inside_and_ring(run) == (2, 3)


def test_several_features_are_dissolved_into_one_area(study):
    shapes = [polygon([(0, 0), (500, 0), (500, 1000), (0, 1000)]),
              polygon([(500, 0), (1000, 0), (1000, 1000), (500, 1000)]),
              polygon([(250, 250), (750, 250), (750, 750), (250, 750)])]  # two halves and what overlaps both
    points = [at(500, 500), at(300, 300), at(0, 0), at(1000, 1000), at(1100, 500), at(1300, 500), at(1300.001, 500)]
    run = study(shapes, points)
    assert inside_and_ring(run) == (4, 2)
    assert run.json["areas"]["treated"] == pytest.approx(1e6, rel=1e-12)
    shape = run.zones["Response Area"]["geometry"]
    assert shape.GetGeometryCount() == 1 and shape.GetGeometryRef(0).GetGeometryCount() == 1


def test_dissolved_features_have_no_ring_along_their_common_side(study):
    left, right = polygon([(0, 0), (500, 0), (500, 1000), (0,
                                                           1000)]), polygon([(500, 0), (1000, 0), (1000, 1000), (500, 1000)])
    run = study([left, right], [at(500, 500), at(499, 500), at(501, 500), at(500, 0)])
    assert inside_and_ring(run) == (4, 0)


# --- edges ------------------------------------------------------------------------------------------------------------

def test_boundary_points_belong_and_points_at_exactly_the_distance_too(study):
    inside = [at(0, 0), at(1000, 500), at(500, 1000), at(1000, 1000)]
    # 300 m straight, and 3-4-5 from a corner.
    ring = [at(1300, 500), at(500, -300), at(1180, 1240), at(1240, 1180), at(-180, -240), at(1000.001, 500)]
    out = [at(1300.001, 500), at(1180.001, 1240), at(1213, 1213), at(-300, -300)]
    assert inside_and_ring(study(SQUARE, inside + ring + out)) == (4, 6)


def test_true_distance_decides_in_the_corners_not_the_drawn_polygon(study):
    # Just inside the arc, between two vertices of a 64-segment quarter: the chord is 300 (1 - cos(pi/256)) = 22.6 mm within.
    angle = math.pi / 2 / 64 * 20.5
    reach = lambda radius: at(1000 + radius * math.cos(angle), 1000 + radius * math.sin(angle))
    run = study(SQUARE, [reach(299.999), reach(300.001)])
    assert inside_and_ring(run) == (0, 1)


@pytest.mark.parametrize("distance", ["0", "0 m"])
def test_without_a_distance_there_are_no_rings(study, distance):
    run = study(SQUARE, [at(1000, 500), at(1000.001, 500)], displacement=distance)
    assert inside_and_ring(run) == (1, 0)
    assert run.json["areas"]["treated_displacement"] == 0
    assert set(run.zones) == {*AREAS, RESULTS}
    for zone in AREAS[2:]:
        assert run.zones[zone]["geometry"] is None or run.zones[zone]["geometry"].IsEmpty()


# --- curves, heights, repairs -----------------------------------------------------------------------------------------

def circle(x, y, radius):
    (left, low), (right, _) = at(x - radius, y), at(x + radius, y)
    return f"CURVEPOLYGON (CIRCULARSTRING ({left} {low},{right} {low},{left} {low}))"


def test_a_circle_of_arcs_is_a_circle(study):
    inside, ring, out = [at(500, 500), at(500, 998), at(850, 850)], [at(500, 1002), at(500, 1295),
                                                                     at(860, 860)], [at(500, 1302)]
    run = study(circle(500, 500, 500), inside + ring + out, geometry_type=ogr.wkbCurvePolygon)
    assert inside_and_ring(run) == (3, 3)
    assert run.json["areas"]["treated"] == pytest.approx(math.pi * 500**2, rel=1e-3)
    assert run.json["areas"]["treated_displacement"] == pytest.approx(math.pi * (800**2 - 500**2), rel=2e-3)


def test_a_compound_curve_with_straight_and_curved_sides(study):
    corner = lambda x, y: "{} {}".format(*at(x, y))
    # A square of 1 km whose right side bulges out by a half circle.
    shape = (f"CURVEPOLYGON (COMPOUNDCURVE (({corner(1000, 1000)},{corner(0, 1000)},{corner(0, 0)},{corner(1000, 0)}),"
             f"CIRCULARSTRING ({corner(1000, 0)},{corner(1500, 500)},{corner(1000, 1000)})))")
    run = study(shape, [at(1498, 500), at(1350, 850), at(1502, 500), at(1795, 500), at(1805, 500)])
    assert inside_and_ring(run) == (2, 2)
    assert run.json["areas"]["treated"] == pytest.approx(1e6 + math.pi * 500**2 / 2, rel=1e-3)


def test_a_multisurface_of_a_circle_and_a_square(study):
    other = polygon([(2000, 0), (2100, 0), (2100, 100), (2000, 100)])
    run = study(f"MULTISURFACE ({circle(500, 500, 500)},{other[len('POLYGON '):]})", [at(500, 500), at(2050, 50), at(0, 0)],
                geometry_type=ogr.wkbMultiSurface)
    assert inside_and_ring(run) == (2, 1)


@pytest.mark.parametrize("dimensions", ["Z", "M", "ZM"])
def test_heights_and_measures_of_polygons_change_nothing(study, dimensions):
    more = " 7" * len(dimensions)
    corners = ",".join("{} {}{}".format(*at(x, y), more) for x, y in [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)])
    run = study(f"POLYGON {dimensions} (({corners}))", [at(1000, 500), at(1300, 500), at(1301, 500)])
    assert inside_and_ring(run) == (1, 1)
    assert run.zones["Response Area"]["geometry"].GetCoordinateDimension() == 2


def test_a_bow_tie_is_repaired_and_reported(study):
    bow_tie = polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    run = study(bow_tie, [at(100, 500), at(900, 500), at(500, 900), at(500, 100)], displacement="100 m")
    # Both wings are inside; the notches above and below are ring only near the sides: 283 m is not.
    assert inside_and_ring(run) == (2, 0)
    assert run.json["areas"]["treated"] == pytest.approx(5e5, rel=1e-9)
    reported = [warning for warning in run.json["warnings"] if "repaired" in warning]
    assert len(reported) == 1 and "feature 1" in reported[0] and "r.gpkg" in reported[0]
    assert "repaired" in run.err


def test_rings_in_the_wrong_direction_and_repeated_vertices_are_no_matter(study):
    clockwise = polygon([(0, 0), (0, 1000), (0, 1000), (1000, 1000), (1000, 0), (1000, 0), (500, 0)])
    run = study(clockwise, [at(500, 500), at(500, 0), at(500, -300), at(500, -301)])
    assert inside_and_ring(run) == (2, 1)
    assert not any("repaired" in warning for warning in run.json["warnings"])


def test_a_spike_is_repaired_away(study):
    spiked = polygon([(0, 0), (1000, 0), (1000, 1000), (500, 1000), (500, 1500), (500, 1000), (0, 1000)])
    run = study(spiked, [at(500, 500), at(500, 1200), at(500, 1400)])
    assert inside_and_ring(run) == (1, 1)
    assert run.json["areas"]["treated"] == pytest.approx(1e6, rel=1e-9)


# --- what is written --------------------------------------------------------------------------------------------------

def test_the_ring_has_at_least_64_segments_a_quarter_circle(study):
    run = study(SQUARE, [at(500, 500)])
    ring = ring_of(run)
    shape = ring.GetGeometryRef(0)
    outside, hole = shape.GetGeometryRef(0), shape.GetGeometryRef(1)
    # Four arcs of 64 segments and four sides, at least; every corner of an arc is 300 m away, the chord 22.6 mm less.
    assert outside.GetPointCount() - 1 >= 4 * 64 + 4
    assert hole.GetPointCount() - 1 == 4
    area = run.zones["Response Area"]["geometry"]
    for i in range(outside.GetPointCount()):
        assert as_geometry(outside.GetPoint_2D(i)).Distance(area) == pytest.approx(300, abs=1e-6)
    exact = 4 * 1000 * 300 + math.pi * 300**2
    assert exact * (1 - 1e-4) < ring.GetArea() < exact
    assert run.json["areas"]["treated_displacement"] == pytest.approx(ring.GetArea(), rel=1e-12)


def test_an_outline_of_thousands_of_vertices_has_a_ring_just_as_true(study):
    # A circle of 1 km with a wiggle of 20 m: 4,000 vertices are drawn in steps, which must not show.
    corners = [((1000 + 20 * math.sin(40 * t)) * math.cos(t) + 1000, (1000 + 20 * math.sin(40 * t)) * math.sin(t) + 1000)
               for t in (2 * math.pi * i / 4000 for i in range(4000))]
    run = study(polygon(corners), [at(1000, 1000)])
    area, ring = run.zones["Response Area"]["geometry"], ring_of(run)
    outside = ring.GetGeometryRef(0).GetGeometryRef(0)
    distances = [as_geometry(outside.GetPoint_2D(i)).Distance(area) for i in range(0, outside.GetPointCount(), 7)]
    assert min(distances) > 299.5 and max(distances) < 300.1
    by_geos = area.Buffer(300, 128).Difference(area)
    assert ring.GetArea() == pytest.approx(by_geos.GetArea(), rel=1e-3)


def test_the_five_features_are_valid_and_the_last_is_all_of_them(study):
    run = study([WITH_HOLE, polygon([(1200, 0), (1300, 0), (1300, 100), (1200, 100)])], [at(500, 500)])
    assert set(run.zones) == {*AREAS, RESULTS}
    parts = [run.zones[zone]["geometry"] for zone in AREAS]
    whole = run.zones[RESULTS]["geometry"]
    for geometry in [*parts, whole]:
        assert geometry.IsValid() and geometry.GetGeometryName() == "MULTIPOLYGON"
    assert whole.GetArea() == pytest.approx(sum(part.GetArea() for part in parts), rel=1e-9)
    union = parts[0]
    for part in parts[1:]:
        union = union.Union(part)
    assert whole.SymDifference(union).GetArea() < 1e-3
    assert whole.GetGeometryCount() == 2  # around the response area, around the control area


def test_clipped_zones_do_not_overlap(study):
    near = square(501200, 200000, 1000)  # 200 m from the response area
    points = [at(500, 500), at(1100, 500)]
    clipped = study(SQUARE, points, control=near)
    parts = [clipped.zones[zone]["geometry"] for zone in AREAS]
    for i, part in enumerate(parts):
        for other in parts[i + 1:]:
            assert part.Intersection(other).GetArea() < 1e-3
    assert clipped.json["areas"]["overlap"]["incidents_in_both_displacement_areas"] == 1
    assert clipped.counts["treated_displacement"] == clipped.counts["control_displacement"] == (0, 0)


def test_counted_zones_keep_what_they_share(study):
    counted = study(SQUARE, [at(500, 500), at(1100, 500)], "--overlap", "count", control=square(501200, 200000, 1000))
    rings = [counted.zones[zone]["geometry"] for zone in AREAS[2:]]
    assert rings[0].Intersection(rings[1]).GetArea() > 200 * 1000
    assert counted.counts["treated_displacement"] == counted.counts["control_displacement"] == (0, 1)


@pytest.mark.parametrize("rule, counts", [("clip", ((0, 1), (0, 1))), ("count", ((0, 3), (0, 3)))])
def test_incidents_on_the_edge_that_both_areas_share(study, rule, counts):
    """No area wins over the other: by `clip` they are in neither, since they would enter with +1 and -1."""
    next_door = square(501000, 200000, 1000)
    run = study(SQUARE, [at(1000, 500), at(1000, 1000), at(500, 500), at(1500, 500)], "--overlap", rule, control=next_door)
    assert (run.counts["treated"], run.counts["control"]) == counts
    assert run.json["total"]["estimate"] == 0
    assert "2 incidents on the edge that both areas share" in run.err


def test_the_layer_opens_with_its_style(study, tmp_path):
    study(SQUARE, [at(500, 500)])
    with sqlite3.connect(tmp_path / "out.gpkg") as base:
        rows = base.execute("SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles").fetchall()
        contents = base.execute("SELECT table_name, data_type FROM gpkg_contents ORDER BY 1").fetchall()
    base.close()
    assert [row[:3] for row in rows] == [("out", "geom", 1)]
    assert rows[0][3].lstrip().startswith(("<!DOCTYPE qgis", "<qgis"))
    for zone in AREAS:
        assert zone in rows[0][3]
    assert contents == [("layer_styles", "attributes"), ("out", "features")]


# --- coordinates that are none ----------------------------------------------------------------------------------------

def with_corner(ordinate, bad):
    """The square with such an ordinate in its third corner."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)]:
        corner = list(at(x, y))
        if (x, y) == (1000, 1000):
            corner[ordinate] = bad
        ring.AddPoint_2D(*corner)
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # GDAL closing such a file
@pytest.mark.parametrize("role", ["--response", "--control", "--comparison-areas"])
@pytest.mark.parametrize("ordinate,bad", [(0, math.nan), (1, math.nan), (0, math.inf), (1, -math.inf)])
def test_a_corner_that_is_no_number_is_an_error_not_a_repair(wdd, tmp_path, role, ordinate, bad):
    layers = {"--response": SQUARE, "--control": CONTROL, "--comparison-areas": square(510000, 200000, 1000)}
    for name, shape in layers.items():
        rows = [(shape, {"n": "1"})]
        if name == role:
            rows = [(square(520000, 200000, 1000), {"n": "1"}), (with_corner(ordinate, bad), {"n": "2"})]
        layers[name] = make_layer(tmp_path / f"{name[2:]}.gpkg", rows, {"n": "String"})
    incidents = make_layer(tmp_path / "i.gpkg", [(at(5, 5), {"day": day}) for day in ("2023-02-10", IN_MARCH)], FIELDS)
    args = test_arguments(layers["--response"], layers["--control"], incidents)
    if role == "--comparison-areas":
        args = ["placebo", *args[1:], role, layers[role]]
    run = wdd(*args, check=1)
    assert run.err.startswith(f"wdd: error: {tmp_path}/{role[2:]}.gpkg")
    assert "feature 2 has a coordinate that is not a finite number" in run.err and run.out == ""
