# SPDX-License-Identifier: MIT
"""crims map: counts and densities against a count by hand, the picture, and what it refuses."""

import collections
import csv
import gzip
import json
import os
import resource
import shlex
import shutil
import struct
import tempfile
import xml.etree.ElementTree
from pathlib import Path

import pytest
from osgeo import gdal, ogr, osr

from bad_input import changed, command_line, run_raw, snapshot
from conftest import ROOT

KM = 1000
ORIGIN = (350000, 150000)  # British National Grid
CODES = ["E1", "E2", "E3", "E4", "E5", "E6"]  # of zones of 1 km², two rows of three
CRIMES = {"E1": 4, "E2": 1, "E3": 2, "E5": 8}


def grid(epsg):
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def square(i, side=KM, at=ORIGIN):
    x, y = at[0] + i % 3 * side, at[1] + i // 3 * side
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return "POLYGON ((" + ", ".join(f"{a} {b}" for a, b in corners) + "))"


def write_layer(path, rows, fields, epsg=27700, to=None, kind=ogr.wkbUnknown):
    """rows: (WKT or None, {field: value}), moved to the system `to`. By default without a system if epsg is None."""
    driver = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}[Path(path).suffix]
    source = gdal.GetDriverByName(driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    system = grid(to or epsg) if epsg else None
    move = osr.CoordinateTransformation(grid(epsg), system) if to else None
    layer = source.CreateLayer(Path(path).stem, system, kind)
    for name, of in fields.items():
        layer.CreateField(ogr.FieldDefn(name, of))
    for wkt, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in values.items():
            feature.SetField(name, value)
        if wkt:
            geometry = ogr.CreateGeometryFromWkt(wkt)
            if move:
                geometry.Transform(move)
            feature.SetGeometry(geometry)
        layer.CreateFeature(feature)


def write_zones(path, codes=CODES, **how):
    write_layer(path, [(square(i), {"code": code}) for i, code in enumerate(codes)], {"code": ogr.OFTString}, **how)


def crime_rows(crimes=None):
    rows = []
    for code, count in (crimes or CRIMES).items():
        i = CODES.index(code)
        x, y = ORIGIN[0] + i % 3 * KM + 500, ORIGIN[1] + i // 3 * KM + 500
        rows += [(f"POINT ({x + k} {y - k})", {"kind": "theft" if k else "arson", "time": f"2021-0{3 + k % 3}-11T08:30:00"})
                 for k in range(count)]
    return rows


def write_crimes(path, rows=None, **how):
    write_layer(path, crime_rows() if rows is None else rows, {"kind": ogr.OFTString, "time": ogr.OFTDateTime}, **how)


def write_csv(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, ["id", *rows[0].keys()])  # GDAL takes no CSV of one column
        writer.writeheader()
        writer.writerows({"id": i, **row} for i, row in enumerate(rows))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    write_zones(folder / "zones.gpkg")
    write_crimes(folder / "crimes.gpkg")
    return folder


def arguments(changes=None):
    return command_line("map", {"--crimes": "crimes.gpkg", "--zones": "zones.gpkg", "--zone-field": "code",
                                "--output": "map.png", **(changes or {})})


@pytest.fixture
def draw(crims, study):
    """draw({option: value}): the JSON of a run in the study's folder, and its warnings."""

    def run(changes=None):
        done = crims(*arguments({"--json": "-", **(changes or {})}), cwd=study)
        return {**done.json, "stderr": done.err}

    return run


def counts(result):
    return {row["zone"]: row["crimes"] for row in result["zones"]}


ALL = {**dict.fromkeys(CODES, 0), **CRIMES}

# --- numbers --------------------------------------------------------------------------------------------------------


def test_crimes_are_counted_by_the_zone_they_lie_in(draw):
    result = draw()
    assert counts(result) == ALL
    assert result["counted_by"] == "place"
    assert result["crimes"] == {"read": 15, "on_map": 15, "in_zones_elsewhere": 0, "outside_all_zones": 0,
                                "without_place": 0, "replicates": 1}
    assert [row["area_km2"] for row in result["zones"]] == pytest.approx([1] * 6)
    assert result["stderr"] == ""


def test_the_period_is_that_of_the_data_or_what_the_user_says(draw):
    assert draw()["period"] == {"text": "March to May 2021", "first": "2021-03-11", "last": "2021-05-11"}
    said = draw({"--period": "Spring", "--overwrite": True})["period"]
    assert said == {"text": "Spring", "first": None, "last": None}


def test_a_condition_selects_crimes(draw):
    assert counts(draw({"--where": "kind = 'arson'"})) == {**dict.fromkeys(CODES, 0), "E1": 1, "E2": 1, "E3": 1, "E5": 1}


@pytest.mark.parametrize("zones_in,crimes_in", [(4326, 4326), (27700, 4326), (3857, 27700), (4326, 3857), (3035, 27700)])
def test_zones_and_crimes_may_differ_in_their_system(draw, study, zones_in, crimes_in):
    write_zones(study / "z.geojson" if zones_in == 4326 else study / "z.gpkg", to=zones_in)
    write_crimes(study / "c.fgb", to=crimes_in, kind=ogr.wkbPoint)
    result = draw({"--zones": "z.geojson" if zones_in == 4326 else "z.gpkg", "--crimes": "c.fgb"})
    assert counts(result) == ALL
    assert [row["area_km2"] for row in result["zones"]] == pytest.approx([1] * 6, rel=2e-3)


@pytest.mark.parametrize("field", ["MSOA", "beat"])
def test_crimes_are_counted_by_their_zone_code(draw, study, field):
    write_csv(study / "c.csv", [{field: code, "time": "2021-05-01 10:00:00"} for code in ["E1", "E1", "E4", "", "W9"]])
    result = draw({"--crimes": "c.csv", "--crime-zone-field": None if field == "MSOA" else field})
    assert counts(result) == {**dict.fromkeys(CODES, 0), "E1": 2, "E4": 1}
    assert result["counted_by"] == field
    assert result["crimes"]["outside_all_zones"] == 1 and result["crimes"]["without_place"] == 1
    assert "2 of 5 crimes are not on the map: 1 with a code that no zone has, 1 without a zone code." in result["stderr"]


def test_a_place_is_asked_for_although_there_is_a_code(draw, study):
    x, y = ORIGIN
    write_csv(study / "c.csv", [{"MSOA": "E1", "east": x + 1500, "north": y + 500}])
    by_columns = {"--crimes": "c.csv", "--x": "east", "--y": "north", "--points-crs": "EPSG:27700"}
    assert counts(draw(by_columns)) == {"E2": 1}
    write_layer(study / "d.gpkg", [(f"POINT ({x + 500} {y + 1500})", {"MSOA": "E1"})], {"MSOA": ogr.OFTString})
    assert counts(draw({"--crimes": "d.gpkg", "--overwrite": True})) == {"E1": 1}
    assert counts(draw({"--crimes": "d.gpkg", "--by-place": True, "--overwrite": True})) == {"E4": 1}


def test_replicates_give_their_mean(draw, study):
    rows = [{"MSOA": "E1", "replicate": r} for r in (1, 1, 2, 3, 3, 3)] + [{"MSOA": "E2", "replicate": 2}]
    write_csv(study / "c.csv", rows)
    result = draw({"--crimes": "c.csv", "--value": "count"})
    assert result["crimes"]["replicates"] == 3
    assert counts(result) == {**dict.fromkeys(CODES, 0), "E1": 2, "E2": pytest.approx(1 / 3)}


def test_density_is_crimes_per_square_kilometre_and_classes_follow_it(draw, study):
    write_layer(study / "z.gpkg", [(square(0, 2 * KM), {"code": "E1"}), (square(0, KM, (360000, 150000)), {"code": "E2"})],
                {"code": ogr.OFTString})
    write_csv(study / "c.csv", [{"MSOA": "E1"}] * 12 + [{"MSOA": "E2"}] * 6)
    both = {"--crimes": "c.csv", "--zones": "z.gpkg", "--overwrite": True}
    density = {row["zone"]: (row["per_km2"], row["class"]) for row in draw(both)["zones"]}
    assert density == {"E1": (pytest.approx(3), 0), "E2": (pytest.approx(6), 1)}
    number = {row["zone"]: (row["crimes"], row["class"]) for row in draw({**both, "--value": "count"})["zones"]}
    assert number == {"E1": (12, 1), "E2": (6, 0)}


def test_features_with_one_code_are_one_zone(draw, study):
    write_zones(study / "z.gpkg", ["E1", "E1", "E3", "E4", "E5", "E6"])
    result = draw({"--zones": "z.gpkg"})
    assert counts(result) == {"E1": 5, "E3": 2, "E4": 0, "E5": 8, "E6": 0}
    assert result["zones"][0]["area_km2"] == pytest.approx(2)


def test_a_zone_without_crime_has_no_class_and_all_others_have_one(draw):
    for row in draw()["zones"]:
        assert (row["class"] is None) == (row["crimes"] == 0)


def test_what_is_not_on_the_map_is_said(draw, study):
    rows = crime_rows() + [("POINT (0 0)", {}), ("POINT (1 1)", {}), (None, {})]
    write_crimes(study / "c.gpkg", rows)
    result = draw({"--crimes": "c.gpkg"})
    assert counts(result) == ALL
    line = "c.gpkg: 3 of 18 crimes are not on the map: 2 outside all zones, 1 without a place."
    assert result["stderr"] == f"crims: warning: {line}\n" and result["warnings"] == [line]


# --- what the map shows ----------------------------------------------------------------------------------------------


def test_a_country_of_zones_gives_a_map_of_where_the_crimes_are(draw, study):
    rows = [(square(i), {"code": code}) for i, code in enumerate(CODES)]
    rows += [(square(i, KM, (500000, 400000)), {"code": f"F{i}"}) for i in range(6)]
    write_layer(study / "z.gpkg", rows, {"code": ogr.OFTString})
    assert counts(draw({"--zones": "z.gpkg"})) == CRIMES


def test_a_boundary_chooses_the_zones_and_names_the_map(draw, study):
    area = square(0, 2 * KM, (ORIGIN[0] - 100, ORIGIN[1]))  # E1, E2, E4, E5 but for a strip
    write_layer(study / "b.geojson", [(area, {"PFA20NM": "Somewhere"})], {"PFA20NM": ogr.OFTString}, to=4326)
    result = draw({"--boundary": "b.geojson"})
    assert counts(result) == {"E1": 4, "E2": 1, "E4": 0, "E5": 8}
    assert result["title"] == "Crime density, Somewhere"
    assert "2 of 15 crimes are not on the map: 2 in zones elsewhere." in result["stderr"]


def test_a_title_of_ones_own_or_from_the_layer(draw):
    assert draw()["title"] == "Crime density, crimes"
    assert draw({"--title": "Où et combien?", "--overwrite": True})["title"] == "Où et combien?"


# --- the picture -----------------------------------------------------------------------------------------------------


def png_size(path):
    head = Path(path).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:])


def colours(path, share=0.001):
    """The colours that cover at least a thousandth of a picture."""
    picture = gdal.Open(str(path))
    bands = [picture.GetRasterBand(i + 1).ReadRaster() for i in range(3)]
    pixels = collections.Counter(zip(*bands))
    return {f"{r:02x}{g:02x}{b:02x}" for (r, g, b), n in pixels.items() if n > share * sum(pixels.values())}


def test_the_png_has_the_size_and_the_colours_of_the_classes(draw, study):
    draw({"--size": "800x600", "--classes": "3"})
    assert png_size(study / "map.png") == (800, 600)
    assert {"ffffcc", "fd8d3c", "800026", "e9e9e9"} <= colours(study / "map.png")


def test_the_colours_stand_where_the_zones_are_with_north_up(draw, study):
    write_csv(study / "c.csv", [{"MSOA": "E1"}] + [{"MSOA": "E6"}] * 9)
    draw({"--crimes": "c.csv", "--size": "800x600", "--classes": "2"})
    picture = gdal.Open(str(study / "map.png"))
    bands = [picture.GetRasterBand(i + 1).ReadAsArray().astype(int) for i in range(3)]
    whole = bands[0] * 65536 + bands[1] * 256 + bands[2]
    map_only = whole[:, :560]
    y_low, x_low = (v.mean() for v in (map_only == 0xFFFFCC).nonzero())
    y_high, x_high = (v.mean() for v in (map_only == 0x800026).nonzero())
    assert x_high > x_low + 100, "E6 lies east of E1"
    assert y_high < y_low - 100, "E6 lies north of E1"


def test_the_svg_is_well_formed(draw, study):
    draw({"--output": "map.SVG", "--size": "800x600"})
    root = xml.etree.ElementTree.parse(study / "map.SVG").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("800px", "600px")


@pytest.mark.parametrize("name", ["map.png", "map.svg"])
def test_the_same_input_gives_the_same_bytes(draw, study, name):
    draw({"--output": name})
    first = (study / name).read_bytes()
    draw({"--output": name, "--overwrite": True})
    assert (study / name).read_bytes() == first


# --- help ------------------------------------------------------------------------------------------------------------


def test_the_example_in_the_help_runs_as_it_is_written(crims, tmp_path):
    shutil.copytree(ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("out"))
    text = crims("map", "--help").out
    line, = [line.strip() for line in text[text.index("\nExample"):].splitlines() if line.strip().startswith("crims ")]
    crims(*shlex.split(line)[1:], cwd=tmp_path)
    assert png_size(tmp_path / "map.png") == (1600, 1200)


# --- what is refused -------------------------------------------------------------------------------------------------


def refused(crims, study, status, changes, *says):
    before = snapshot(study)
    run = crims(*arguments(changes), cwd=study, check=status)
    assert run.out == "" and run.err.startswith("crims: error: ") and run.err.count("\n") == 1, run.err
    for words in says:
        assert words in run.err, f"'{words}' is not in: {run.err}"
    assert changed(before, snapshot(study)) == []


@pytest.mark.parametrize("changes,says", [
    pytest.param({"--output": "map.jpg"}, ["map.jpg", ".png or a .svg"], id="ending"),
    pytest.param({"--output": "map"}, [".png or a .svg"], id="no ending"),
    pytest.param({"--size": "800"}, ["--size '800'", "WIDTHxHEIGHT"], id="size"),
    pytest.param({"--size": "800x6e2"}, ["WIDTHxHEIGHT"], id="size of letters"),
    pytest.param({"--size": "80x60"}, ["400 to 10000"], id="small"),
    pytest.param({"--size": "99999999999x600"}, ["400 to 10000"], id="large"),
    pytest.param({"--classes": "0"}, ["--classes '0'", "1 to 9"], id="no class"),
    pytest.param({"--classes": "2.5"}, ["--classes '2.5'"], id="half a class"),
    pytest.param({"--value": "rate"}, ["rate", "density"], id="value"),
    pytest.param({"--x": "east"}, ["--y"], id="x alone"),
    pytest.param({"--x": "east", "--y": "north"}, ["--points-crs is missing"], id="no system"),
    pytest.param({"--crime-zone-field": "kind", "--by-place": True}, ["one or the other"], id="two ways"),
    pytest.param({"--period": "May", "--date-field": "time"}, ["give one"], id="two periods"),
    pytest.param({"--crs": "EPSG:4326"}, ["not a projected system"], id="degrees"),
    pytest.param({"--crs": "EPSG:nonsense"}, ["no such coordinate system"], id="unknown system"),
    pytest.param({"--zones": "zones.gpkg|layerid=x"}, ["--zones"], id="reference"),
    pytest.param({"--zone-field": None}, ["--zone-field"], id="required"),
    pytest.param({"--json": "map.png"}, ["two outputs"], id="one file for both"),
    pytest.param({"--json": "zones.gpkg", "--overwrite": True}, ["zones.gpkg", "is an input"], id="input"),
])
def test_a_wrong_command_line(crims, study, changes, says):
    refused(crims, study, 2, changes, *says)


@pytest.mark.parametrize("changes,says", [
    pytest.param({"--crimes": "none.gpkg"}, ["none.gpkg: no such file"], id="no file"),
    pytest.param({"--zone-field": "MSOA11CD"}, ["MSOA11CD", "--zone-field", "its fields are: code"], id="zone field"),
    pytest.param({"--crime-zone-field": "beat"}, ["beat", "--crime-zone-field", "kind, time"], id="crime zone field"),
    pytest.param({"--date-field": "when"}, ["when", "--date-field", "kind, time"], id="date field"),
    pytest.param({"--date-field": "kind"}, ["feature 1", "'arson'", "cannot be read", "--period"], id="no dates"),
    pytest.param({"--crime-zone-field": "kind"}, ["no code in field 'kind'", "'E1'", "--by-place"], id="other codes"),
    pytest.param({"--where": "kind = 'fraud'"}, ["kind = 'fraud'", "selects no crime"], id="nothing selected"),
    pytest.param({"--where": "sort = 'fraud'"}, ["sort", "its fields are: kind, time"], id="condition"),
    pytest.param({"--crimes": "zones.gpkg"}, ["POLYGON", "incidents are points"], id="polygons for crimes"),
    pytest.param({"--zones": "crimes.gpkg", "--zone-field": "kind"}, ["POINT", "polygon"], id="points for zones"),
    pytest.param({"--output": "no/map.png"}, ["no/map.png: there is no folder no"], id="no folder"),
])
def test_data_that_cannot_be_mapped(crims, study, changes, says):
    refused(crims, study, 1, changes, *says)


def test_a_line_says_what_was_drawn(crims, study):
    run = crims(*arguments(), cwd=study)
    assert run.out == "15 crimes of 15 in 6 zones, March to May 2021: map.png\n" and run.err == ""
    assert json.loads(crims(*arguments({"--json": "-", "--overwrite": True}), cwd=study).out)["crimes"]["on_map"] == 15


def test_a_condition_that_selects_nothing_is_told_with_the_values_there_are(crims, study):
    kinds = "; values of kind are: "
    refused(crims, study, 1, {"--where": "kind = 'fraud'"}, "crimes.gpkg: the condition (kind = 'fraud') selects no crime" + kinds)
    error = crims(*arguments({"--where": "kind <> kind"}), cwd=study, check=1).err
    assert "selects no crime" in error and kinds not in error


def test_a_model_without_people_is_told_of(crims, town_model, study):
    refused(crims, study, 1, {"--value": "per_1000", "--population": str(town_model)},
            "(--population): this model has no people; make it with crims calibrate --population, or name a table of people")


def test_an_empty_layer_is_refused(crims, study):
    write_crimes(study / "c.gpkg", [])
    refused(crims, study, 1, {"--crimes": "c.gpkg"}, "c.gpkg: it has no crime")
    write_layer(study / "z.gpkg", [], {"code": ogr.OFTString}, kind=ogr.wkbPolygon)
    refused(crims, study, 1, {"--zones": "z.gpkg"}, "z.gpkg: it has no feature")


def test_crimes_in_no_zone_are_refused(crims, study):
    write_crimes(study / "c.gpkg", [("POINT (0 0)", {})])
    refused(crims, study, 1, {"--crimes": "c.gpkg"}, "no crime lies in any zone of zones.gpkg", "coordinate systems")
    write_crimes(study / "d.gpkg", [(None, {})])
    refused(crims, study, 1, {"--crimes": "d.gpkg"}, "d.gpkg: no crime has a place")


def test_a_table_without_places_or_codes_is_refused(crims, study):
    write_csv(study / "c.csv", [{"a": 1, "b": 2}])
    refused(crims, study, 1, {"--crimes": "c.csv"}, "no geometry", "--crime-zone-field", "its fields are: id, a, b")
    write_csv(study / "d.csv", [{"a": "1,5", "b": 2}])
    refused(crims, study, 1, {"--crimes": "d.csv", "--x": "a", "--y": "b", "--points-crs": "EPSG:27700"},
            "feature 1", "'1,5'", "not a number")


def test_a_zone_without_a_code_is_refused(crims, study):
    write_zones(study / "z.gpkg", ["E1", ""])
    refused(crims, study, 1, {"--zones": "z.gpkg"}, "feature 2 has no value in the field 'code'")


def test_a_layer_without_a_system_needs_one(crims, draw, study):
    write_zones(study / "z.gpkg", epsg=None)
    refused(crims, study, 1, {"--zones": "z.gpkg"}, "z.gpkg: it has no coordinate system", "--assume-crs")
    assert counts(draw({"--zones": "z.gpkg", "--assume-crs": "EPSG:27700"})) == ALL


def test_a_boundary_elsewhere_or_without_crimes_is_refused(crims, study):
    write_layer(study / "b.gpkg", [(square(0, KM, (100, 100)), {})], {})
    refused(crims, study, 1, {"--boundary": "b.gpkg"}, "no zone lies in the boundary")
    write_layer(study / "e.gpkg", [(square(3), {})], {})
    refused(crims, study, 1, {"--boundary": "e.gpkg"}, "no crime lies in a zone inside the boundary")


def test_an_existing_map_stays_unless_it_may_be_overwritten(crims, study):
    (study / "map.png").write_text("mine")
    refused(crims, study, 1, {}, "map.png: the file exists already", "--overwrite")
    crims(*arguments({"--overwrite": True}), cwd=study)
    assert png_size(study / "map.png") == (1600, 1200)


@pytest.mark.parametrize("name", ["map.png", "map.svg"])
@pytest.mark.parametrize("limit", [0, 4096])
def test_a_map_larger_than_files_may_be_leaves_the_old_one(crims, study, name, limit):
    (study / name).write_text("old")
    before = snapshot(study)
    run = run_raw(crims.binary, arguments({"--output": name, "--overwrite": True}), study,
                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    error = run.stderr.decode()
    assert run.returncode == 1 and error.startswith(f"crims: error: {name}: cannot be written"), error
    assert changed(before, snapshot(study)) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_folder_that_may_not_be_written_is_refused(crims, template):
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    with tempfile.TemporaryDirectory() as name:  # unlike pytest's, others may enter it
        folder = Path(name)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        folder.chmod(0o555)
        try:
            run = run_raw(crims.binary, arguments(), folder, **nobody)
        except PermissionError:
            pytest.skip("another user cannot start the command here")
        assert run.returncode == 1 and b"map.png: the folder . may not be written" in run.stderr, run.stderr


# --- recorded crimes -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def month(shared, tmp_path_factory):
    """A month of Avon and Somerset as the download has it, unpacked."""
    path = tmp_path_factory.mktemp("crimes") / "2018-05-avon-and-somerset-street.csv"
    packed = shared / "data/policeuk/avon-and-somerset" / (path.name + ".gz")
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def count_by_hand(month, zones, field):
    """Each place looked up with GEOS; None for those in no zone."""
    source = gdal.OpenEx(str(zones), gdal.OF_VECTOR)
    layer = source.GetLayer(0)
    system = layer.GetSpatialRef()
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move = osr.CoordinateTransformation(grid(4326), system)
    shapes = [(f.GetField(field), f.GetGeometryRef().Clone(), f.GetGeometryRef().GetEnvelope()) for f in layer]
    found = collections.Counter()
    with open(month, newline="") as file:
        places = collections.Counter((row["Longitude"], row["Latitude"]) for row in csv.DictReader(file))
    for (longitude, latitude), n in places.items():
        if not longitude:
            continue
        x, y, _ = move.TransformPoint(float(longitude), float(latitude))
        point = ogr.CreateGeometryFromWkt(f"POINT ({x!r} {y!r})")
        found[next((code for code, shape, (left, right, low, high) in shapes
                    if left <= x <= right and low <= y <= high and shape.Intersects(point)), None)] += n
    return found


@pytest.mark.parametrize("zones", [
    "msoa2011_avon_and_somerset.geojson", "Middle_Layer_Super_Output_Areas__December_2011__EW_BSC_V2-shp.zip"])
def test_a_month_of_a_force_is_counted_as_by_hand(crims, shared, month, tmp_path, zones):
    boundaries = shared / "data/boundaries"
    path = f"/vsizip/{boundaries / zones}" if zones.endswith(".zip") else boundaries / zones
    result = crims("map", "--crimes", month, "--x", "Longitude", "--y", "Latitude", "--points-crs", "EPSG:4326",
                   "--zones", path, "--zone-field", "MSOA11CD",
                   "--boundary", f"{boundaries}/police_force_areas.geojson|subset=PFA20NM='Avon and Somerset'",
                   "--output", tmp_path / "map.png", "--json", "-").json
    expected = count_by_hand(month, path, "MSOA11CD")
    assert counts(result) == {row["zone"]: expected[row["zone"]] for row in result["zones"]}
    with open(boundaries / "msoa2011_avon_and_somerset.geojson", encoding="utf-8") as file:
        own = {feature["properties"]["MSOA11CD"] for feature in json.load(file)["features"]}
    assert set(counts(result)) == own, "the zones of the force, and no other"
    assert result["crimes"]["outside_all_zones"] == expected[None]
    assert result["title"] == "Crime density, Avon and Somerset"
    assert result["period"]["text"] == "May 2018"
