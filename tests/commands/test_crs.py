# SPDX-License-Identifier: MIT
"""A metre is a metre whatever systems the layers are in; the result is where and in what system one expects it."""

import math
import sqlite3

import pytest
from osgeo import ogr

from conftest import read_result
from design import (CONTROL, CONTROL_CORNER, DISTANCE, RESPONSE, RESPONSE_CORNER, SIDE, as_geometry, expected_counts,
                    make_areas, make_layer, point_rows, sample_points, square, test_arguments, transformation)

FIELDS = {"day": "Date"}
US_FOOT = 1200 / 3937


def edge_distance(x, y):
    """How far a point of the small design is from the nearest line that decides where it counts."""
    nearest = math.inf
    for left, low in (RESPONSE_CORNER, CONTROL_CORNER):
        dx, dy = max(left - x, 0, x - left - SIDE), max(low - y, 0, y - low - SIDE)
        outside = math.hypot(dx, dy)
        inside = min(x - left, left + SIDE - x, y - low, low + SIDE - y)
        nearest = min(nearest, outside if outside > 0 else inside, abs(outside - DISTANCE))
    return nearest


# The grid's 300 m are up to 0.12 m off the true ones here; points that near belong to test_brute_force.py.
POINTS = [point for point in sample_points(600) if edge_distance(*point[:2]) > 1]
EXPECTED = expected_counts(POINTS)


def moved(shape, crs):
    """A shape of the small design in another system, its straight lines kept straight by a vertex every 10 m."""
    geometry = as_geometry(shape).Clone()
    geometry.Segmentize(10)
    geometry.Transform(transformation(27700, crs))
    return geometry


def layers_in(tmp_path, response=27700, control=27700, incidents=27700):
    shapes = ((RESPONSE, response), (CONTROL, control))
    paths = [make_layer(tmp_path / f"{name}.gpkg", [(moved(shape, crs), {})], layer=name, crs=crs)
             for name, (shape, crs) in zip(("response", "control"), shapes)]
    rows = [(moved(place, incidents), values) for place, values in point_rows(POINTS)]
    return [*paths, make_layer(tmp_path / "incidents.gpkg", rows, FIELDS, layer="incidents", crs=incidents)]


def code_of(path):
    source = ogr.Open(str(path))
    return source.GetLayer(0).GetSpatialRef().GetAuthorityCode(None)


IRISH_FEET = "+proj=tmerc +lat_0=51.5 +lon_0=-0.1 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=ft +no_defs"


@pytest.mark.parametrize("systems", [
    dict(incidents=4326), dict(incidents=3857), dict(incidents=32630), dict(control=4326),
    dict(control=3857, incidents=4326),
    dict(response=4326), dict(response=4326, control=4326, incidents=4326),
    dict(response=3857, control=3857, incidents=3857),
    dict(response=32630, control=27700, incidents=4326), dict(response=4258, control=3035, incidents=IRISH_FEET)], ids=str)
def test_any_mixture_of_systems_counts_the_same(wdd, tmp_path, systems):
    run = wdd(*test_arguments(*layers_in(tmp_path, **systems), displacement="300 m"))
    assert run.counts == EXPECTED
    assert run.json["warnings"] == []


def test_an_incident_layer_in_a_file_counts_the_same_in_degrees(wdd, tmp_path):
    response, control, _ = layers_in(tmp_path)
    rows = [(moved(place, 4326), values) for place, values in point_rows(POINTS)]
    for driver, file in (("FlatGeobuf", "i.fgb"), ("GeoJSON", "i.geojson"), ("ESRI Shapefile", "i.shp")):
        make_layer(tmp_path / file, rows, FIELDS, layer="i", crs=4326, driver=driver, geometry_type=ogr.wkbPoint)
        assert wdd(*test_arguments(response, control, tmp_path / file)).counts == EXPECTED, driver


def test_columns_of_longitude_and_latitude(wdd, tmp_path):
    response, control, _ = layers_in(tmp_path)
    to_degrees = transformation(27700, 4326)
    lines = ["lat,lon,day"]
    for x, y, date in POINTS:
        lon, lat, _ = to_degrees.TransformPoint(x, y)
        lines.append(f"{lat!r},{lon!r},{date}")
    (tmp_path / "points.csv").write_text("\n".join(lines))
    run = wdd(*test_arguments(response, control, tmp_path / "points.csv", "--x", "lon", "--y", "lat", "--points-crs",
                              "EPSG:4326"))
    assert run.counts == EXPECTED


def local_frame(longitude, latitude):
    """Azimuthal equidistant around a point: within a few km its distances are the ellipsoid's to a millimetre."""
    return f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m +no_defs"


# Tromsø, Nairobi, Singapore, Ushuaia, Anchorage: where a degree of longitude is anything from 38 to 111 km.
@pytest.mark.parametrize("longitude, latitude", [(18.95, 69.65), (36.82, -1.29), (103.85, 1.29), (-68.3, -54.8),
                                                 (-149.9, 61.2)])
@pytest.mark.parametrize("crs", [4326, 3857])
def test_distances_are_true_on_the_ellipsoid_everywhere(wdd, tmp_path, longitude, latitude, crs):
    """The small design is laid out in metres around a place, and given to the command in degrees or Web Mercator."""
    frame = local_frame(longitude, latitude)
    to_crs = transformation(frame, crs)

    def there(shape):
        geometry = as_geometry(shape).Clone()
        geometry.Segmentize(10)
        # The middle of the design comes to the place.
        corners = ogr.CreateGeometryFromJson(geometry.ExportToJson())
        shift(corners, -532000, -180500)
        corners.Transform(to_crs)
        return corners

    response = make_layer(tmp_path / "r.gpkg", [(there(RESPONSE), {})], crs=crs)
    control = make_layer(tmp_path / "c.gpkg", [(there(CONTROL), {})], crs=crs)
    incidents = make_layer(tmp_path / "i.gpkg", [(there(place), values) for place, values in point_rows(POINTS)], FIELDS,
                           crs=crs)
    run = wdd(*test_arguments(response, control, incidents, displacement="300 m"))
    assert run.counts == EXPECTED
    areas = run.json["areas"]
    assert areas["treated"] == pytest.approx(SIDE**2, rel=1e-3)
    assert areas["treated_displacement"] == pytest.approx(4 * SIDE * 300 + math.pi * 300**2, rel=2e-3)
    assert any("equal-area" in note or "local" in note for note in run.json["notes"])


def shift(geometry, dx, dy):
    for i in range(geometry.GetGeometryCount()):
        shift(geometry.GetGeometryRef(i), dx, dy)
    for i in range(geometry.GetPointCount()):
        geometry.SetPoint_2D(i, geometry.GetX(i) + dx, geometry.GetY(i) + dy)


def lon_lat_box(west, south, size):
    return f"POLYGON (({west} {south},{west + size} {south},{west + size} {south + size},{west} {south + size},{west} {south}))"


def test_areas_on_both_sides_of_the_180th_meridian_are_neighbours(wdd, tmp_path):
    """Fiji, counted by hand: 0.001 degrees are about 107 m there, so 0.002 are within a ring of 300 m and 0.004 are not."""
    areas = [make_layer(tmp_path / f"{name}.gpkg", [(lon_lat_box(west, -17, 0.01), {})], layer=name, crs=4326)
             for name, west in (("response", 179.985), ("control", -179.95))]
    places = {(179.99, -16.995): 4, (179.997, -16.995): 3, (179.999, -16.995): 50,  # response, its ring, beyond
              (-179.945, -16.995): 2, (-179.952, -16.995): 1, (-179.954, -16.995): 70, (-179.999, -16.995): 90}
    rows = [(place, {"day": day}) for place, count in places.items() for day in ("2023-02-01", "2023-03-01") for _ in range(count)]
    make_layer(tmp_path / "incidents.gpkg", rows, {"day": "String"}, layer="i", crs=4326)
    run = wdd(*test_arguments(*areas, tmp_path / "incidents.gpkg", displacement="300 m"))
    assert list(run.counts.values()) == [(4, 4), (2, 2), (3, 3), (1, 1)]


# --- units ------------------------------------------------------------------------------------------------------------

@pytest.fixture
def new_york_squares(tmp_path):
    """Squares of 5,000 US survey feet in EPSG:2263, and points at known distances east of the response area."""
    response = make_layer(tmp_path / "a.gpkg", [(square(1000000, 200000, 5000), {})], layer="response", crs=2263)
    control = make_layer(tmp_path / "a.gpkg", [(square(1030000, 200000, 5000), {})], layer="control", crs=2263)

    def incidents(*feet_east):
        rows = [((1005000 + feet, 202500), {"day": POINTS[0][2].replace(month=3, day=5)}) for feet in feet_east]
        return make_layer(tmp_path / "i.gpkg", rows, FIELDS, layer="incidents", crs=2263)
    return response, control, incidents


# 300 m is 984.25 US feet, 984.251969 international ones.
@pytest.mark.parametrize("text, us_feet", [
    ("300", 300), ("300 FeetUS", 300), ("300 m", 300 / US_FOOT), ("300Meters", 300 / US_FOOT), ("0.3 km", 300 / US_FOOT),
    ("0.25 Miles", 0.25 * 1609.344 / US_FOOT), ("0.25 MilesUS", 1320), ("500 ft", 500 * 0.3048 / US_FOOT),
    ("500 Feet", 500 * 0.3048 / US_FOOT),
    ("100 yards", 91.44 / US_FOOT), ("0.1 NauticalMiles", 185.2 / US_FOOT)])
def test_a_distance_in_any_unit_reaches_as_far_as_it_says(wdd, new_york_squares, text, us_feet):
    response, control, incidents = new_york_squares
    run = wdd(*test_arguments(response, control, incidents(us_feet - 1e-3, us_feet + 1e-3), displacement=text))
    assert run.counts["treated_displacement"] == (0, 1)
    ring = (4 * 5000 * us_feet + math.pi * us_feet**2) * US_FOOT**2
    assert run.json["areas"]["treated_displacement"] == pytest.approx(ring, rel=1e-4)
    assert run.json["areas"]["treated"] == pytest.approx((5000 * US_FOOT) ** 2, rel=1e-12)


def test_a_bare_distance_says_which_unit_it_was_taken_in(wdd, new_york_squares):
    response, control, incidents = new_york_squares
    run = wdd(*test_arguments(response, control, incidents(10), displacement="300"))
    assert any("foot" in note.lower() and "EPSG:2263" in note for note in run.json["notes"])


def test_a_bare_distance_in_degrees_is_refused(wdd, tmp_path):
    run = wdd(*test_arguments(*layers_in(tmp_path, 4326, 4326, 4326), displacement="300"), check=2)
    assert "has no unit" in run.err and "is in degrees" in run.err


# --- choosing the system ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("crs", ["EPSG:32630", "EPSG:27700", "EPSG:3035"])
def test_crs_overrides_what_is_computed_and_written(wdd, tmp_path, crs):
    layers = layers_in(tmp_path, 4326, 4326, 4326)
    run = wdd(*test_arguments(*layers, "--crs", crs, "--output", tmp_path / "out.gpkg", displacement="300 m"))
    assert run.counts == EXPECTED
    assert run.json["crs"].startswith(crs)
    assert "EPSG:" + code_of(tmp_path / "out.gpkg") == crs


def test_a_named_web_mercator_is_used_with_a_warning_of_its_lengths(wdd, tmp_path):
    run = wdd(*test_arguments(*layers_in(tmp_path), "--crs", "EPSG:3857", displacement="300 m"))
    # cos 51.5 degrees: what is 100 long on this map is 62 in truth.
    assert any("62." in warning for warning in run.json["warnings"])
    assert run.json["areas"]["treated"] == pytest.approx((SIDE / 0.6225) ** 2, rel=0.01)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:999999", "nonsense"])
def test_a_system_without_lengths_or_existence_is_refused(wdd, tmp_path, crs):
    run = wdd(*test_arguments(*layers_in(tmp_path), "--crs", crs), check=False)
    assert run.status in (1, 2) and crs in run.err and run.err.count("\n") == 1


@pytest.mark.parametrize("crs, written", [(27700, "27700"), (4326, "4326"), (3857, "3857"), (32630, "32630")])
def test_the_output_is_in_the_response_layer_s_system(wdd, tmp_path, crs, written):
    layers = layers_in(tmp_path, response=crs, control=27700, incidents=4326)
    wdd(*test_arguments(*layers, "--output", tmp_path / "out.gpkg", displacement="300 m"))
    assert code_of(tmp_path / "out.gpkg") == written
    ring = read_result(tmp_path / "out.gpkg")["Response Displacement Area"]["geometry"]
    ring.Transform(transformation(crs, 27700))
    # Where the ring is drawn: 300 m around the square.
    assert ring.GetEnvelope() == pytest.approx((529700, 531300, 179700, 181300), abs=0.5)
    assert ring.GetArea() == pytest.approx(4 * SIDE * 300 + math.pi * 300**2, rel=2e-3)


# --- layers without a system ------------------------------------------------------------------------------------------

@pytest.fixture
def nowhere(tmp_path):
    """The small design without any system: areas as WKT in a CSV, incidents in a shapefile without .prj."""
    (tmp_path / "response.csv").write_text(f'WKT,NAME\n"{RESPONSE}",r\n')
    (tmp_path / "control.csv").write_text(f'WKT,NAME\n"{CONTROL}",c\n')
    make_layer(tmp_path / "i.shp", point_rows(POINTS), FIELDS, layer="i", driver="ESRI Shapefile", crs=None)
    assert not (tmp_path / "i.prj").exists()
    return tmp_path / "response.csv", tmp_path / "control.csv", tmp_path / "i.shp"


def test_assume_crs_says_what_layers_without_a_system_are_in(wdd, nowhere):
    run = wdd(*test_arguments(*nowhere, "--assume-crs", "EPSG:27700"))
    assert run.counts == EXPECTED
    assert run.json["crs"].startswith("EPSG:27700")


def test_assume_crs_does_not_touch_layers_that_have_one(wdd, nowhere, tmp_path):
    rows = [(moved(place, 4326), values) for place, values in point_rows(POINTS)]
    incidents = make_layer(tmp_path / "degrees.gpkg", rows, FIELDS, crs=4326)
    assert wdd(*test_arguments(nowhere[0], nowhere[1], incidents, "--assume-crs", "EPSG:27700")).counts == EXPECTED


def test_a_layer_without_a_system_is_an_error_that_names_it(wdd, nowhere, tmp_path):
    response, control = make_areas(tmp_path / "areas.gpkg")
    for layers, guilty in ((nowhere, "response.csv"), ((response, nowhere[1], nowhere[2]), "control.csv"),
                           ((response, control, nowhere[2]), "i.shp")):
        run = wdd(*test_arguments(*layers), check=1)
        assert guilty in run.err and "--assume-crs" in run.err and run.err.count("\n") == 1


UNDEFINED = ("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES ('Undefined SRS', 99999, 'GDAL', 99999, 'LOCAL_CS[\"Undefined SRS\","
             "LOCAL_DATUM[\"unknown\",32767],UNIT[\"unknown\",0],AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH]]', NULL)")


@pytest.mark.parametrize("undefined", [0, 99999, -1])  # what GDAL writes for a layer without a system, before and since 3.9; "Cartesian"
def test_a_geopackage_s_undefined_systems_are_none(wdd, tmp_path, undefined):
    response, control = make_areas(tmp_path / "areas.gpkg")
    incidents = make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS, crs=None)
    with sqlite3.connect(tmp_path / "i.gpkg") as base:
        assert base.execute("SELECT srs_id FROM gpkg_geometry_columns").fetchone()[0] in (0, 99999)
        base.execute(UNDEFINED)
        base.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (undefined,))
        base.execute("UPDATE gpkg_contents SET srs_id = ?", (undefined,))
    base.close()
    assert wdd(*test_arguments(response, control, incidents, "--assume-crs", "EPSG:27700")).counts == EXPECTED
    assert "--assume-crs" in wdd(*test_arguments(response, control, incidents), check=1).err


def test_areas_at_opposite_ends_of_the_world_need_a_named_system(wdd, tmp_path):
    response = make_layer(tmp_path / "r.gpkg", [(square(-0.1, 51.5, 0.01), {})], crs=4326)
    control = make_layer(tmp_path / "c.gpkg", [(square(151, -33, 0.01), {})], crs=4326)
    incidents = make_layer(tmp_path / "i.gpkg", [((-0.095, 51.505), {"day": POINTS[0][2]})], FIELDS, crs=4326)
    run = wdd(*test_arguments(response, control, incidents, displacement="300 m"), check=1)
    assert "--crs" in run.err
