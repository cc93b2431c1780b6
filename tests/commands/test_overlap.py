# SPDX-License-Identifier: MIT
"""Zones that overlap: clip, error and count, each counted by hand, and what is said of it."""

import datetime
import random

import pytest
from osgeo import gdal

from bad_input import assert_refused, changed, snapshot
from design import PERIOD, as_geometry, make_layer, square, transformation

DAY = datetime.date(2023, 3, 15)
RECORDED = (datetime.date(2023, 1, 1), datetime.date(2023, 2, 10), datetime.date(2023, 4, 1))  # elsewhere, so that the layer covers both periods
X, Y, SIDE = 530000, 180000, 1000
RULES = ("clip", "count", "error")


@pytest.fixture
def study(tmp_path):
    """study(gap, points): response and control of 1 km, that far apart, and one incident after at each point."""
    def make(gap, points, response=None, control=None, crs=27700, control_crs=None):
        path = tmp_path / "areas.gpkg"
        make_layer(path, [(response or square(X, Y, SIDE), {})], layer="response", crs=crs)
        make_layer(path, [(control or square(X + SIDE + gap, Y, SIDE), {})], layer="control", crs=control_crs or crs)
        far = (points[0][0] - 0.4, points[0][1]) if crs == 4326 else (X - 50000, Y)
        rows = [(point, {"day": DAY}) for point in points] + [(far, {"day": day}) for day in RECORDED for _ in range(max(10, len(points)))]
        make_layer(tmp_path / "incidents.gpkg", rows, {"day": "Date"}, layer="incidents", crs=crs)
        return ["test", "--response", "areas.gpkg|layername=response", "--control", "areas.gpkg|layername=control",
                "--incidents", "incidents.gpkg", "--date-field", "day", *PERIOD]
    return make


@pytest.fixture
def count(wdd, tmp_path):
    """count(args): the run, and what each zone counted after: T, C, D, E."""
    def run(args):
        done = wdd(*args, "--json", "-", cwd=tmp_path)
        return done, tuple(post for _, post in done.counts.values())
    return run


# A gap of 400 m with rings of 300 m: 200 m of the gap are in both rings. With 500 m, each ring reaches 100 m into the other area.
GAP = 400
POINTS = {"response": (530500, 180500), "its ring": (531050, 180500), "both rings": (531200, 180500),
          "the control's ring": (531350, 180500), "control": (532000, 180500)}


@pytest.mark.parametrize("rule,expected", [("clip", (1, 1, 1, 1)), ("count", (1, 1, 2, 2))])
def test_what_is_in_both_rings(study, count, rule, expected):
    run, counts = count(study(GAP, POINTS.values()) + ["--displacement", "300", "--overlap", rule])
    assert counts == expected
    overlap = run.json["areas"]["overlap"]
    assert overlap["incidents_in_both_displacement_areas"] == 1
    assert overlap["incidents_in_area_and_displacement_area"] == 0
    assert run.json["incidents"]["used"] == (4 if rule == "clip" else 5)
    assert 200 * 1000 < overlap["both_displacement_areas"] < 200 * 1600


INSIDE = [(531450, 180500), (531480, 180100), (530950, 180500)]  # two in control and response ring, one the other way


@pytest.mark.parametrize("rule,expected", [("clip", (1, 2, 0, 0)), ("count", (1, 2, 2, 1))])
def test_what_is_in_an_area_and_the_other_s_ring(study, count, rule, expected):
    run, counts = count(study(GAP, INSIDE) + ["--displacement", "500", "--overlap", rule])
    assert counts == expected
    overlap = run.json["areas"]["overlap"]
    assert overlap["incidents_in_area_and_displacement_area"] == 3
    assert overlap["area_and_displacement_area"] == pytest.approx(2 * 100 * 1000, rel=1e-6)


@pytest.mark.parametrize("rule", ["clip", "count"])
def test_the_warning_gives_areas_and_incidents(study, count, rule):
    run, _ = count(study(GAP, [*INSIDE, POINTS["both rings"]]) + ["--displacement", "500", "--overlap", rule])
    warning, = run.err.splitlines()
    assert warning.startswith("wdd: warning: The zones overlap: 0.200 km² in an area and the other's displacement area "
                              "(3 incidents), ")
    assert "in both displacement areas (1 incident)" in warning
    assert warning.removeprefix("wdd: warning: ") in run.json["message"]
    assert ("counted in each zone, as asked" in warning) == (rule == "count")
    assert ("counted in neither" in warning) == (rule == "clip")


def test_the_estimate_is_the_same_and_the_error_honest(study, count):
    """What is in both rings enters the estimate with +1 and -1, but the variance with +2."""
    points = [*POINTS.values(), POINTS["both rings"], POINTS["its ring"]]
    clip, _ = count(study(GAP, points) + ["--displacement", "300"])
    twice, _ = count(["test", *clip.args[1:-2], "--overlap", "count"])
    assert clip.json["total"]["estimate"] == twice.json["total"]["estimate"] == 1
    assert clip.json["total"]["se"] ** 2 == pytest.approx(5)
    assert twice.json["total"]["se"] ** 2 == pytest.approx(9)


@pytest.mark.parametrize("distance", ["300", "500"])
def test_error_stops_at_any_overlap(wdd, study, tmp_path, distance):
    args = study(GAP, POINTS.values())
    before = snapshot(tmp_path)
    run = wdd(*args, "--displacement", distance, "--overlap", "error", "--output", "r.gpkg", cwd=tmp_path, check=False)
    assert_refused(run, 1, "overlap", "--displacement", "--overlap clip")
    assert changed(before, snapshot(tmp_path)) == []


def test_error_says_how_much_overlaps(wdd, study, tmp_path):
    run = wdd(*study(GAP, POINTS.values()), "--displacement", "300", "--overlap", "error", cwd=tmp_path, check=False)
    assert "km²" in run.err and "displacement areas" in run.err


@pytest.mark.parametrize("rule", RULES)
def test_zones_far_apart_are_counted_alike_and_nothing_is_said(study, count, rule):
    run, counts = count(study(4000, [(530500, 180500), (531100, 180500), (535500, 180500), (534900, 180500)]) +
                        ["--displacement", "300", "--overlap", rule])
    assert counts == (1, 1, 1, 1) and run.err == ""
    assert set(run.json["areas"]["overlap"].values()) == {0}
    assert "overlap" not in run.json["message"]


@pytest.mark.parametrize("rule", RULES)
def test_an_overlap_of_areas_is_always_an_error(wdd, study, tmp_path, rule):
    run = wdd(*study(-1, [(530500, 180500)]), "--displacement", "0", "--overlap", rule, cwd=tmp_path, check=False)
    assert_refused(run, 1, "response and control area overlap", "(1,000 m² are", "0.1 %")


def test_an_overlap_is_told_in_plain_numbers(wdd, study, tmp_path):
    run = wdd(*study(0, [(530500, 180500)], control=square(X, Y, SIDE)), "--displacement", "0", cwd=tmp_path, check=False)
    assert_refused(run, 1, "(1,000,000 m² are in both, 100.0 %")


def test_an_overlap_of_areas_is_told_in_the_unit_of_the_distance(wdd, study, tmp_path):
    run = wdd(*study(-1, [(530500, 180500)]), "--displacement", "0 ft", cwd=tmp_path, check=False)
    assert_refused(run, 1, "response and control area overlap", "(10,764 square feet are", "0.1 %")


def test_an_overlap_of_rings_is_told_in_the_unit_of_the_distance(study, count):
    run, _ = count(study(GAP, INSIDE) + ["--displacement", "1640.42 ft"])
    square_feet = run.json["areas"]["overlap"]["area_and_displacement_area"] / .3048 ** 2
    assert square_feet > 2e6 and f"The zones overlap: {square_feet:,.0f} square feet in an area" in run.err


def test_the_error_about_rings_too(wdd, study, tmp_path):
    run = wdd(*study(GAP, POINTS.values()), "--displacement", "0.2 mi", "--overlap", "error", cwd=tmp_path, check=False)
    assert "square miles" in run.err and "km²" not in run.err


def test_an_area_of_no_size_is_called_so(wdd, study, tmp_path):
    args = study(0, [(530500, 180500)], response=square(X, Y, 0.05))
    run = wdd(*args, "--displacement", "0", cwd=tmp_path)
    assert "The response area is only 0.0025 m²: check its polygon" in run.err
    assert "The response area is only 0.0025 m²" in run.out and "control area is only" not in run.out


# --- rings that just touch --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_rings_that_touch_do_not_overlap(study, count, rule):
    run, counts = count(study(600, [(531299, 180500), (531301, 180500)]) + ["--displacement", "300", "--overlap", rule])
    assert counts == (0, 0, 1, 1)
    assert run.err == ""


@pytest.mark.parametrize("rule,expected", [("clip", (0, 0, 0, 0)), ("count", (0, 0, 1, 1))])
def test_a_point_where_rings_touch_is_in_both(study, count, rule, expected):
    run, counts = count(study(600, [(531300, 180500)]) + ["--displacement", "300", "--overlap", rule])
    assert counts == expected
    assert "1 incident" in run.err


# --- adjacent areas ---------------------------------------------------------------------------------------------------

EDGE = [(531000, 180000), (531000, 180500), (531000, 181000)]


@pytest.mark.parametrize("distance", ["0", "300"])
@pytest.mark.parametrize("rule,expected", [("clip", (1, 1)), ("count", (4, 4))])
def test_points_on_the_edge_that_the_areas_share(study, count, distance, rule, expected):
    """Each would count for and against: clip counts them in neither area (nor in a ring), and says so."""
    run, counts = count(study(0, [*EDGE, (530999, 180500), (531001, 180500)]) + ["--displacement", distance, "--overlap", rule])
    assert counts[:2] == expected
    if rule == "clip":
        assert counts[2:] == (0, 0)
    assert run.json["areas"]["overlap"]["incidents_in_both_areas"] == 3
    assert "3 incidents on the edge that both areas share" in run.err
    assert "counted in " + ("both" if rule == "count" else "neither") in run.err
    assert run.err.count("\n") == 1


def test_the_shared_edge_is_told_in_a_whole_sentence(study, count):
    run, _ = count(study(0, EDGE) + ["--displacement", "0"])
    assert run.err == "wdd: warning: 3 incidents on the edge that both areas share were counted in neither.\n"


def test_areas_that_touch_at_a_corner(study, count):
    run, counts = count(study(0, [(531000, 181000)], control=square(531000, 181000, SIDE)) + ["--displacement", "0"])
    assert counts == (0, 0, 0, 0)
    assert "1 incident on the edge that both areas share" in run.err


def ring(points):
    return "POLYGON ((" + ",".join(f"{x!r} {y!r}" for x, y in [*points, points[0]]) + "))"


@pytest.mark.parametrize("seed", range(4))
def test_a_neighbour_snapped_to_an_edge_does_not_overlap(study, count, seed):
    """Corners that lie on a slanting edge lie beside it by the last digit; that is not an overlap."""
    rng = random.Random(seed)
    a = (X + 100 * rng.random(), Y + 100 * rng.random())
    b = (X + 1000 + 100 * rng.random(), Y + 777 + 100 * rng.random())
    on_edge = [(a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1])) for s in sorted((rng.random(), rng.random()))]
    count(study(0, [(X, Y + 500)], response=ring([a, b, (X, Y + 1500)]), control=ring([*on_edge, (X + 1500, Y - 1000)])) +
          ["--displacement", "0"])


def test_neighbours_in_degrees_do_not_overlap(study, count):
    """A straight side in degrees is bent in the projection, and the longer neighbour's is cut elsewhere."""
    response = ring([(-1.5, 53), (-1.48, 53), (-1.48, 53.01), (-1.5, 53.01)])
    control = ring([(-1.48, 52.98), (-1.44, 52.98), (-1.44, 53.02), (-1.48, 53.02)])
    count(study(0, [(-1.49, 53.005)], response=response, control=control, crs=4326) + ["--displacement", "0"])


def test_neighbours_in_two_systems_do_not_overlap(study, count):
    control = as_geometry(square(X + SIDE, Y, SIDE))
    control.Transform(transformation(27700, 4326))
    count(study(0, [(X + 500, Y + 500)], control=control, control_crs=4326) + ["--displacement", "0"])


# --- what is written --------------------------------------------------------------------------------------------------


def zones(path):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return [feature.GetGeometryRef().Clone() for feature in source.GetLayer(0)]


@pytest.mark.parametrize("distance", ["300", "500"])
def test_clipped_zones_do_not_overlap_on_the_map(wdd, study, tmp_path, distance):
    wdd(*study(GAP, POINTS.values()), "--displacement", distance, "--output", "r.gpkg", cwd=tmp_path)
    shapes = zones(tmp_path / "r.gpkg")
    for i, a in enumerate(shapes[:4]):
        assert a.IsValid()
        for b in shapes[i + 1 : 4]:
            assert a.Intersection(b).Area() < 1e-3
    assert shapes[4].IsValid()


def test_counted_zones_overlap_on_the_map_as_they_do_in_the_counts(wdd, study, tmp_path):
    wdd(*study(GAP, POINTS.values()), "--displacement", "500", "--overlap", "count", "--output", "r.gpkg", cwd=tmp_path)
    shapes = zones(tmp_path / "r.gpkg")
    assert shapes[2].Intersection(shapes[1]).Area() == pytest.approx(100 * 1000, rel=1e-6)
    assert shapes[4].IsValid()


def test_every_clipped_incident_lies_in_the_zone_that_counted_it(wdd, study, tmp_path):
    rng = random.Random(7)
    points = [(rng.randint(529400, 533000), rng.randint(179400, 181600)) for _ in range(400)]
    run = wdd(*study(GAP, points), "--displacement", "500", "--output", "r.gpkg", "--json", "-", cwd=tmp_path)
    shapes = zones(tmp_path / "r.gpkg")
    edges = [shape.Boundary() for shape in shapes[:4]]
    geometries = [as_geometry(point) for point in points]
    near = sum(any(edge.Distance(geometry) < 1 for edge in edges) for geometry in geometries)
    for shape, (_, post) in zip(shapes, run.counts.values()):
        assert abs(sum(geometry.Within(shape) for geometry in geometries) - post) <= near
    assert near < 20
