# SPDX-License-Identifier: MIT
"""The same small design gives the same counts from every kind of file, and from any layer or part of it."""

import csv
import gzip
import sqlite3
import zipfile

import pytest
from osgeo import gdal, ogr

from design import (CONTROL, RESPONSE, ZONES, expected_counts, make_areas, make_layer, point_rows, sample_points,
                    test_arguments)

POINTS = sample_points()
EXPECTED = expected_counts(POINTS)
FIELDS = {"day": "Date"}


@pytest.fixture(scope="module")
def areas(tmp_path_factory):
    return make_areas(tmp_path_factory.mktemp("areas") / "areas.gpkg")


@pytest.fixture
def count(wdd, areas):
    """Counts the incidents of a layer; stderr must be empty but for the warnings a test expects."""
    def run(incidents, *more, response=areas[0], control=areas[1], **how):
        result = wdd(*test_arguments(response, control, incidents, *more, **how))
        assert result.err == ""
        return result
    return run


def assert_all_found(result, read=len(POINTS)):
    assert result.counts == EXPECTED
    assert result.json["incidents"]["read"] == read
    assert result.json["incidents"]["used"] == sum(sum(pair) for pair in EXPECTED.values())


def execute(path, *statements):
    """SQL that OGR would not let through, on the file itself."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for statement in statements:
        source.ReleaseResultSet(source.ExecuteSQL(statement))


def test_the_design_has_incidents_in_every_zone_and_period():
    assert min(min(EXPECTED[zone]) for zone in ZONES) > 5


# --- GeoPackage -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("rtree", ["YES", "NO"])
def test_geopackage_with_and_without_a_spatial_index(count, tmp_path, rtree):
    layer = make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS, options=[f"SPATIAL_INDEX={rtree}"])
    assert_all_found(count(layer))


@pytest.mark.parametrize("rtree", ["YES", "NO"])
def test_a_geopackage_much_larger_than_the_study_area(count, tmp_path, rtree):
    # Far points make the box a small share of the layer: the spatial index chooses then.
    far = [(100000 + 1000 * i, 900000, date) for i, (_, _, date) in enumerate(POINTS)]
    layer = make_layer(tmp_path / "i.gpkg", point_rows(POINTS + far), FIELDS, options=[f"SPATIAL_INDEX={rtree}"])
    assert_all_found(count(layer), read=2 * len(POINTS))


def test_a_view_in_a_geopackage(count, tmp_path):
    make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS, layer="i")
    execute(tmp_path / "i.gpkg", "CREATE VIEW seen AS SELECT fid AS OGC_FID, geom, day FROM i",
            "INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) VALUES ('seen', 'seen', 'features', 27700)",
            "INSERT INTO gpkg_geometry_columns VALUES ('seen', 'geom', 'GEOMETRY', 27700, 0, 0)")
    assert_all_found(count(f"{tmp_path}/i.gpkg|layername=seen"))


def test_a_view_without_a_feature_id(count, tmp_path):
    make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS, layer="i")
    execute(tmp_path / "i.gpkg", "CREATE VIEW seen AS SELECT day, geom FROM i",
            "INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) VALUES ('seen', 'seen', 'features', 27700)",
            "INSERT INTO gpkg_geometry_columns VALUES ('seen', 'geom', 'GEOMETRY', 27700, 0, 0)")
    assert_all_found(count(f"{tmp_path}/i.gpkg|layername=seen"))


def test_a_geopackage_with_other_names_for_id_and_geometry(count, tmp_path):
    layer = make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS, layer="i",
                       options=["FID=crime no", "GEOMETRY_NAME=the place"])
    assert_all_found(count(layer))


def test_names_with_spaces_quotes_and_letters_beyond_ascii(count, tmp_path):
    rows = [(place, {"Día \"x\"": values["day"]}) for place, values in point_rows(POINTS)]
    layer = make_layer(tmp_path / "délits 2023.gpkg", rows, {"Día \"x\"": "Date"}, layer="it's a \"layer\" é")
    assert_all_found(count(layer, date_field="Día \"x\""))


def test_a_field_is_found_whatever_its_case(count, tmp_path):
    layer = make_layer(tmp_path / "i.gpkg", point_rows(POINTS, "Day_Of"), {"Day_Of": "Date"})
    assert_all_found(count(layer, date_field="DAY_OF"))


@pytest.mark.parametrize("dimensions", ["Z", "M", "ZM"])
@pytest.mark.parametrize("driver, file", [("GPKG", "i.gpkg"), ("ESRI Shapefile", "i.shp"), ("FlatGeobuf", "i.fgb")])
def test_points_with_height_or_measure(count, tmp_path, driver, file, dimensions):
    more = " ".join("7" for _ in dimensions)
    rows = [(f"POINT {dimensions} ({x} {y} {more})", {"day": date}) for x, y, date in POINTS]
    kinds = {"Z": ogr.wkbPoint25D, "M": ogr.wkbPointM, "ZM": ogr.wkbPointZM}
    make_layer(tmp_path / file, rows, FIELDS, layer="i", driver=driver, geometry_type=kinds[dimensions])
    assert_all_found(count(tmp_path / file))


@pytest.mark.parametrize("driver, file", [("GPKG", "i.gpkg"), ("ESRI Shapefile", "i.shp"), ("FlatGeobuf", "i.fgb")])
def test_multipoints_of_one_point_are_points(count, tmp_path, driver, file):
    rows = [(f"MULTIPOINT (({x} {y}))", {"day": date}) for x, y, date in POINTS]
    make_layer(tmp_path / file, rows, FIELDS, layer="i", driver=driver, geometry_type=ogr.wkbMultiPoint)
    assert_all_found(count(tmp_path / file))


def test_layer_styles_is_no_second_layer(count, tmp_path):
    make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS, layer="i")
    with sqlite3.connect(tmp_path / "i.gpkg") as base:
        base.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_name TEXT, styleQML TEXT)")
        base.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier) "
                     "VALUES ('layer_styles', 'attributes', 'layer_styles')")
    base.close()
    assert_all_found(count(tmp_path / "i.gpkg"))


# --- other formats ----------------------------------------------------------------------------------------------------

FORMATS = {
    "shapefile": ("ESRI Shapefile", "points.shp", ()),
    "geojson": ("GeoJSON", "points.geojson", ()),
    "flatgeobuf": ("FlatGeobuf", "points.fgb", ()),
    "flatgeobuf without index": ("FlatGeobuf", "points.fgb", ("SPATIAL_INDEX=NO",)),
    "gml": ("GML", "points.gml", ()),
    "mapinfo": ("MapInfo File", "points.tab", ()),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_incidents_in_a_file_of(count, tmp_path, kind):
    driver, file, options = FORMATS[kind]
    make_layer(tmp_path / file, point_rows(POINTS), FIELDS, layer="points", driver=driver, geometry_type=ogr.wkbPoint,
               options=options)
    assert_all_found(count(tmp_path / file))


@pytest.mark.parametrize("kind", ["shapefile", "geojson", "flatgeobuf", "gml", "mapinfo"])
def test_areas_in_files_of(count, tmp_path, kind):
    driver, file, options = FORMATS[kind]
    suffix = file.rsplit(".")[-1]
    for name, shape in (("response", RESPONSE), ("control", CONTROL)):
        make_layer(tmp_path / f"{name}.{suffix}", [(shape, {"NAME": name})], {"NAME": "String"}, layer=name, driver=driver,
                   geometry_type=ogr.wkbPolygon, options=options)
    incidents = make_layer(tmp_path / "i.gpkg", point_rows(POINTS), FIELDS)
    assert_all_found(count(incidents, response=tmp_path / f"response.{suffix}", control=tmp_path / f"control.{suffix}"))


def test_a_zipped_shapefile(count, tmp_path):
    make_layer(tmp_path / "points.shp", point_rows(POINTS), FIELDS, layer="points", driver="ESRI Shapefile")
    with zipfile.ZipFile(tmp_path / "points.zip", "w") as archive:
        for part in tmp_path.glob("points.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    assert_all_found(count(f"/vsizip/{tmp_path}/points.zip"))
    assert_all_found(count(f"/vsizip/{tmp_path}/points.zip/points.shp"))


def test_a_gzipped_geojson(count, tmp_path):
    make_layer(tmp_path / "points.geojson", point_rows(POINTS), FIELDS, layer="points", driver="GeoJSON")
    (tmp_path / "points.geojson.gz").write_bytes(gzip.compress((tmp_path / "points.geojson").read_bytes()))
    assert_all_found(count(f"/vsigzip/{tmp_path}/points.geojson.gz"))


@pytest.mark.parametrize("spatialite", ["NO", "YES"])
def test_sqlite_and_spatialite(count, tmp_path, spatialite):
    layer = make_layer(tmp_path / "i.sqlite", point_rows(POINTS), FIELDS, layer="i", driver="SQLite",
                       dataset_options=[f"SPATIALITE={spatialite}"], geometry_type=ogr.wkbPoint)
    assert_all_found(count(layer))


def test_a_file_geodatabase(count, tmp_path):
    driver = gdal.GetDriverByName("OpenFileGDB")
    if driver is None or driver.GetMetadataItem(gdal.DCAP_CREATE) != "YES":
        pytest.skip("this GDAL cannot write a file geodatabase")
    path = tmp_path / "crimes.gdb"
    rows = point_rows([(x, y, date.strftime("%Y-%m-%d")) for x, y, date in POINTS])
    make_layer(path, rows, {"day": "String"}, layer="incidents", driver="OpenFileGDB", geometry_type=ogr.wkbPoint)
    make_layer(path, [(RESPONSE, {})], layer="response", geometry_type=ogr.wkbMultiPolygon)
    make_layer(path, [(CONTROL, {})], layer="control", geometry_type=ogr.wkbMultiPolygon)
    assert_all_found(count(f"{path}|layername=incidents", response=f"{path}|layername=response",
                           control=f"{path}|layername=control"))


# --- CSV --------------------------------------------------------------------------------------------------------------

XY = ("--x", "x", "--y", "y", "--points-crs", "EPSG:27700")
CSV_TEXTS = {
    "plain": lambda rows: "\n".join(",".join(row) for row in rows) + "\n",
    "quoted": lambda rows: "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n",
    "CRLF": lambda rows: "\r\n".join(",".join(row) for row in rows) + "\r\n",
    "with a byte order mark": lambda rows: "\ufeff" + "\n".join(",".join(row) for row in rows) + "\n",
    "without a last newline": lambda rows: "\n".join(",".join(row) for row in rows),
    "with semicolons": lambda rows: "\n".join(";".join(row) for row in rows) + "\n",
    "with tabs": lambda rows: "\n".join("\t".join(row) for row in rows) + "\n",
    "with spaces around numbers": lambda rows: "\n".join(f" {x} , {y} ,{d}" if x != "x" else "x,y,day" for x, y, d in rows),
    "all of Windows": lambda rows: "\ufeff" + "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n",
}


@pytest.mark.parametrize("kind", CSV_TEXTS)
def test_csv(count, tmp_path, kind):
    rows = [["x", "y", "day"]] + [[str(x), f"{y}.0", date.isoformat()] for x, y, date in POINTS]
    (tmp_path / "points.csv").write_bytes(CSV_TEXTS[kind](rows).encode())
    assert_all_found(count(tmp_path / "points.csv", *XY))


def test_csv_with_a_description_over_two_lines_and_commas(count, tmp_path):
    with open(tmp_path / "points.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["what", "day", "y", "x"])
        writer.writerows(["said \"go, now\"\nand ran", date, y, x] for x, y, date in POINTS)
    assert_all_found(count(tmp_path / "points.csv", *XY))


def test_rows_of_a_csv_without_coordinates_are_counted_as_such(count, tmp_path):
    rows = [["x", "y", "day"], ["", "", "2023-03-05"], ["530500", "", "2023-03-05"]]
    rows += [[str(x), str(y), date.isoformat()] for x, y, date in POINTS]
    (tmp_path / "points.csv").write_text("\n".join(",".join(row) for row in rows))
    result = count(tmp_path / "points.csv", *XY)
    assert_all_found(result, read=len(POINTS) + 2)
    assert result.json["incidents"]["null_geometry"] == 2


def test_columns_of_coordinates_in_a_table_of_a_geopackage(count, tmp_path):
    rows = [(None, {"x": float(x), "y": float(y), "day": date}) for x, y, date in POINTS]
    layer = make_layer(tmp_path / "i.gpkg", rows, {"x": "Real", "y": "Real", "day": "Date"}, crs=None,
                       geometry_type=ogr.wkbNone)
    assert_all_found(count(layer, *XY))


# --- layers and conditions --------------------------------------------------------------------------------------------

@pytest.fixture
def mixed(tmp_path):
    """One GeoPackage: areas among others, incidents of two types (only the burglaries are the design's)."""
    path = tmp_path / "all.gpkg"
    make_layer(path, [(CONTROL, {"NAME": "other"}), (RESPONSE, {"NAME": "North"})], {"NAME": "String"}, layer="response")
    make_layer(path, [(RESPONSE, {"NAME": "other"}), (CONTROL, {"NAME": "South"})], {"NAME": "String"}, layer="control")
    rows = []
    for place, values in point_rows(POINTS):
        rows += [(place, {**values, "type": "burglary"}), (place, {**values, "type": "O'Neill's"})]
    make_layer(path, rows, {"day": "Date", "type": "String"}, layer="incidents")
    return path


def test_conditions_select_areas_and_incidents(count, mixed):
    result = count(f"{mixed}|layername=incidents", "--where", "NAME='North'", "--control-where", "NAME = 'South'",
                   "--incidents-where", "type='burglary'",
                   response=f"{mixed}|layername=response", control=f"{mixed}|layername=control")
    assert_all_found(result)


def test_subsets_in_the_layer_reference_select_too(count, mixed):
    result = count(f"{mixed}|layername=incidents|subset=\"type\" = 'O''Neill''s'",
                   response=f"{mixed}|layername=response|subset=NAME = 'North'",
                   control=f"{mixed}|layername=control|subset=NAME IN ('South')")
    assert_all_found(result)


def test_a_subset_and_a_condition_both_hold(count, mixed):
    result = count(f"{mixed}|layername=incidents|subset=type='burglary' OR fid < 0", "--incidents-where",
                   "fid > 0 OR type='nothing'", response=f"{mixed}|layername=response|subset=NAME = 'North'",
                   control=f"{mixed}|layername=control|subset=NAME = 'South'")
    assert_all_found(result)


def test_a_condition_with_or_does_not_let_other_places_in(count, tmp_path):
    """A condition joined to the command's own box by AND must keep its brackets."""
    far = [((100000 + 1000 * i, 900000), {"day": date, "type": "far"}) for i, (_, _, date) in enumerate(POINTS)]
    near = [(place, {**values, "type": "near"}) for place, values in point_rows(POINTS)]
    layer = make_layer(tmp_path / "i.gpkg", far + near, {"day": "Date", "type": "String"})
    assert_all_found(count(layer, "--incidents-where", "type='near' OR type='nothing'"))


def test_layers_by_number(count, mixed):
    result = count(f"{mixed}|layerid=2|subset=type='burglary'", response=f"{mixed}|layerid=0|subset=NAME='North'",
                   control=f"{mixed}|layerid=1|subset=NAME='South'")
    assert_all_found(result)


@pytest.mark.parametrize("driver, file", [("ESRI Shapefile", "i.shp"), ("FlatGeobuf", "i.fgb"), ("GeoJSON", "i.geojson")])
def test_conditions_on_files_without_sql_of_their_own(count, tmp_path, driver, file):
    rows = []
    for place, values in point_rows(POINTS):
        rows += [(place, {**values, "type": "burglary"}), (place, {**values, "type": "other"})]
    make_layer(tmp_path / file, rows, {"day": "Date", "type": "String"}, layer="i", driver=driver)
    assert_all_found(count(tmp_path / file, "--incidents-where", "type = 'burglary'"))
    assert_all_found(count(f"{tmp_path / file}|subset=type <> 'other'"))


def test_a_condition_on_a_csv(count, tmp_path):
    rows = [["x", "y", "day", "type"]]
    for x, y, date in POINTS:
        rows += [[str(x), str(y), date.isoformat(), kind] for kind in ("burglary", "other")]
    (tmp_path / "points.csv").write_text("\n".join(",".join(row) for row in rows))
    assert_all_found(count(tmp_path / "points.csv", *XY, "--incidents-where", "type = 'burglary'"))


# --- places that are missing ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("driver, file, options", [
    ("GPKG", "i.gpkg", ("SPATIAL_INDEX=YES",)), ("GPKG", "i.gpkg", ("SPATIAL_INDEX=NO",)), ("GeoJSON", "i.geojson", ()),
    ("ESRI Shapefile", "i.shp", ())])
@pytest.mark.parametrize("far", [0, 400])
def test_incidents_without_geometry_are_counted_as_such(count, tmp_path, driver, file, options, far):
    rows = point_rows(POINTS) + [(None, {"day": date}) for _, _, date in POINTS[:7]]
    rows += [((100000 + 1000 * i, 900000), {"day": POINTS[i][2]}) for i in range(far)]
    make_layer(tmp_path / file, rows, FIELDS, layer="i", driver=driver, geometry_type=ogr.wkbPoint, options=options)
    result = count(tmp_path / file)
    assert_all_found(result, read=len(rows))
    assert result.json["incidents"]["null_geometry"] == 7


@pytest.mark.parametrize("rtree", ["YES", "NO"])
@pytest.mark.parametrize("far", [0, 400])
def test_empty_points_are_counted_as_without_geometry(count, tmp_path, rtree, far):
    rows = point_rows(POINTS) + [("POINT EMPTY", {"day": date}) for _, _, date in POINTS[:7]]
    rows += [((100000 + 1000 * i, 900000), {"day": POINTS[i][2]}) for i in range(far)]
    layer = make_layer(tmp_path / "i.gpkg", rows, FIELDS, geometry_type=ogr.wkbPoint, options=[f"SPATIAL_INDEX={rtree}"])
    result = count(layer)
    assert_all_found(result, read=len(rows))
    assert result.json["incidents"]["null_geometry"] == 7


def test_more_incidents_than_a_batch(count, tmp_path):
    many = [(x, y, date) for _ in range(50) for x, y, date in POINTS]  # 20,000
    layer = make_layer(tmp_path / "i.gpkg", point_rows(many), FIELDS)
    result = count(layer)
    assert result.counts == {zone: (50 * pre, 50 * post) for zone, (pre, post) in EXPECTED.items()}
    assert result.json["incidents"]["read"] == len(many)
