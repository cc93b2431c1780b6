# SPDX-License-Identifier: MIT
"""What the commands write, where, and that they write it whole, the same each time, and over nothing else."""

import datetime
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time

import pytest
from osgeo import gdal, ogr

from bad_input import arguments, assert_refused, changed, error_line, make_incidents, make_study, run_raw, snapshot
from design import POST, PRE, RESPONSE, ZONES, expected_counts, make_layer, sample_points, square

AREA_TYPES = ["Response Area", "Control Area", "Response Displacement Area", "Control Displacement Area",
              "Weighted Displacement Difference Results"]
RESULT = AREA_TYPES[-1]
ARCGIS_FIELDS = {"AREATYPE": "String", "PREV_CNT": "Integer64", "RESP_CNT": "Integer64", "DIFF_CNT": "Integer64",
                 "PERC": "Real", "SEWDD": "Real", "ZWDD": "Real", "ONETPV": "Real", "CONFITVLLO": "Real",
                 "CONFITVLHI": "Real", "RESPSTART": "Date", "RESPEND": "Date", "PREVSTART": "Date", "PREVEND": "Date"}
OUR_FIELDS = {"WDD": "Real", "EVIDENCE": "String", "EXPECTED": "Real", "RECORDED": "Integer64", "PCT": "Real", "PCT_LO": "Real",
              "PCT_HI": "Real", "P_HONEST": "Real", "EVID_HONEST": "String", "SUITABLE": "String", "AREA_DIFF": "Real",
              "COUNT_DIFF": "Real", "CORR": "Real", "SUMMARY": "String", "WARNINGS": "String", "PCT_EXP": "Real",
              "RATE_RATIO": "Real", "RR_LO": "Real", "RR_HI": "Real", "P_EXACT": "Real", "P_MID": "Real", "PROB_RED": "Real",
              "GROSS_EFF": "Real", "NET_EFF": "Real", "WDQ": "Real", "TOTAL_NET": "Real"}
FIELDS = {"NAME": "String", **ARCGIS_FIELDS, **OUR_FIELDS}


def rows(path, layer):
    """Everything of a layer that a reader can see: fields, values, geometries."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    table = source.GetLayerByName(layer)
    return [(feature.GetFID(), feature.items(),
             bytes(feature.GetGeometryRef().ExportToWkb()) if feature.GetGeometryRef() else None) for feature in table]


def fields(path, layer):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)  # must outlive what comes from it
    definition = source.GetLayerByName(layer).GetLayerDefn()
    return {definition.GetFieldDefn(i).GetName(): ogr.GetFieldTypeName(definition.GetFieldDefn(i).GetType())
            for i in range(definition.GetFieldCount())}


def query(path, sql):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def assert_sound(path):
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert query(path, "PRAGMA foreign_key_check") == []


# --- the result feature class -----------------------------------------------------------------------------------------


def test_a_new_geopackage_holds_five_features_and_nothing_else_is_left(wdd, study):
    before = snapshot(study)
    run = wdd(*arguments(), cwd=study)
    assert run.err == ""
    assert changed(before, snapshot(study)) == ["result.gpkg"]
    assert_sound(study / "result.gpkg")
    assert [values["AREATYPE"] for _, values, _ in rows(study / "result.gpkg", "result")] == AREA_TYPES


def test_the_fields_are_those_of_the_design_in_its_order(wdd, study):
    wdd(*arguments(), cwd=study)
    found = fields(study / "result.gpkg", "result")
    assert list(found)[:len(FIELDS)] == list(FIELDS)
    assert {name: found[name] for name in FIELDS} == FIELDS
    run = dict(list(found.items())[len(FIELDS):])
    assert all(name.startswith("RUN_") for name in run)
    typed = {name: kind for name, kind in run.items() if kind != "String"}
    assert typed == {"RUN_SKIP_BAD_DATES": "Integer", "RUN_TEST_SUITABILITY": "Integer", "RUN_MAX_AREA_DIFFERENCE": "Real",
                     "RUN_MAX_COUNT_DIFFERENCE": "Real", "RUN_MIN_CORRELATION": "Real", "RUN_CONFIDENCE": "Real", "RUN_SCALE_CONTROL": "Real", "RUN_BASELINE_YEAR": "Integer",
                     "RUN_FORECAST": "Integer"}


def test_the_run_is_recorded_in_each_feature(wdd, study):
    wdd(*arguments({"--where": "name='North'", "--overlap": "error", "--confidence": "0.9"}), cwd=study)
    for _, values, _ in rows(study / "result.gpkg", "result"):
        assert values["RUN_RESPONSE"] == "areas.gpkg|layername=response"
        assert values["RUN_WHERE"] == "name='North'"
        assert values["RUN_DISPLACEMENT"] == "300 m"
        assert values["RUN_OVERLAP"] == "error"
        assert values["RUN_CONFIDENCE"] == 0.9
        assert values["RUN_START"] == "2023-03-01"
        assert re.fullmatch(r"\d+\.\d+\.\d+", values["RUN_VERSION"])


NAMED = {  # options: the response area's name
    (): "North",
    ("--name-field", "size"): "7",
    ("--response", "unnamed.gpkg"): "unnamed",
    ("--response", "unnamed.gpkg", "--title", "Patrols"): "Patrols",
    ("--title", "Patrols"): "North",
    ("--response", "two.gpkg|layername=both"): "North, Mill Lane",
}


@pytest.mark.parametrize("options", NAMED)
def test_each_feature_has_the_name_of_the_response_area(wdd, study, options):
    make_layer(study / "unnamed.gpkg", [(RESPONSE, {})], {}, layer="unnamed", geometry_type=ogr.wkbPolygon)
    part = square(530100, 180100, 10)
    make_layer(study / "two.gpkg", [(RESPONSE, {"Name": "North"}), (part, {"Name": "Mill Lane"}), (part, {"Name": "North"})],
               {"Name": "String"}, layer="both", geometry_type=ogr.wkbPolygon)
    run = wdd(*arguments({**dict(zip(options[::2], options[1::2])), "--json": "-"}), cwd=study)
    names = {values["NAME"] for _, values, _ in rows(study / "result.gpkg", "result")}
    assert names == {NAMED[options]} and run.json["name"] == NAMED[options]


def test_a_name_field_that_is_not_there_is_told(wdd, study):
    refused = wdd(*arguments({"--name-field": "title"}), cwd=study, check=False)
    assert_refused(refused, 1, "there is no field 'title' (--name-field)")


def test_counts_and_nulls_are_where_they_belong(wdd, study):
    run = wdd(*arguments({"--json": "-"}), cwd=study)
    expected = expected_counts(sample_points())
    features = {values["AREATYPE"]: values for _, values, _ in rows(study / "result.gpkg", "result")}
    for zone, area in zip(ZONES, AREA_TYPES):
        pre, post = expected[zone]
        row = features[area]
        assert (row["PREV_CNT"], row["RESP_CNT"], row["DIFF_CNT"]) == (pre, post, post - pre)
        assert row["PERC"] == pytest.approx(100 * (post - pre) / pre)
        assert all(row[name] is None for name in list(ARCGIS_FIELDS)[5:] + list(OUR_FIELDS))
    row, total = features[RESULT], run.json["total"]
    assert all(row[name] is None for name in ("PREV_CNT", "RESP_CNT", "DIFF_CNT", "PERC"))
    assert [row[name] for name in ("WDD", "SEWDD", "ZWDD", "ONETPV", "CONFITVLLO", "CONFITVLHI")] == [
        total[key] for key in ("estimate", "se", "z", "p_one_tailed", "ci_low", "ci_high")]
    assert row["EVIDENCE"] == run.json["evidence"]
    assert row["SUITABLE"] == "not tested" and row["EXPECTED"] is None  # too few places for a forecast
    assert row["SUMMARY"].startswith("No forecast. ") and len(row["SUMMARY"]) <= 255
    dates = [row[name].replace("/", "-") for name in ("PREVSTART", "PREVEND", "RESPSTART", "RESPEND")]
    assert dates == [day.isoformat() for day in (*PRE, *POST)]


def test_perc_is_null_where_nothing_was_before(wdd, study):
    make_incidents(study, "other.gpkg", [(530500, 180500, POST[0])])
    wdd(*arguments({"--incidents": "other.gpkg"}), cwd=study)
    features = {values["AREATYPE"]: values for _, values, _ in rows(study / "result.gpkg", "result")}
    assert features["Response Area"]["PREV_CNT"] == 0 and features["Response Area"]["RESP_CNT"] == 1
    assert features["Response Area"]["PERC"] is None
    assert features["Control Area"]["PERC"] is None


def test_no_incident_in_any_zone_gives_nulls_and_an_estimate_of_zero(wdd, study):
    make_incidents(study, "other.gpkg", [(500000, 100000, PRE[0]), (500000, 100000, POST[1])])
    run = wdd(*arguments({"--incidents": "other.gpkg", "--json": "-"}), cwd=study)
    total = run.json["total"]
    assert total["estimate"] == 0
    assert [total[key] for key in ("z", "p_one_tailed", "ci_low", "ci_high")] == [None] * 4
    row = rows(study / "result.gpkg", "result")[4][1]
    assert row["WDD"] == 0
    assert [row[name] for name in ("ZWDD", "ONETPV", "CONFITVLLO", "CONFITVLHI")] == [None] * 4
    assert "No test is possible" in run.json["message"]


def test_the_results_feature_is_the_areas_with_their_rings(wdd, study):
    wdd(*arguments(), cwd=study)
    shapes = [ogr.CreateGeometryFromWkb(wkb) for _, _, wkb in rows(study / "result.gpkg", "result")]
    assert all(shape.IsValid() for shape in shapes)
    assert all(shape.GetGeometryName() == "MULTIPOLYGON" for shape in shapes)
    assert shapes[4].GetGeometryCount() == 2
    assert shapes[4].Area() == pytest.approx(sum(shape.Area() for shape in shapes[:4]), rel=1e-9)


def test_without_displacement_there_are_five_features_all_the_same(wdd, study):
    wdd(*arguments({"--displacement": "0"}), cwd=study)
    features = rows(study / "result.gpkg", "result")
    assert [values["AREATYPE"] for _, values, _ in features] == AREA_TYPES
    for _, values, wkb in features[2:4]:
        assert wkb is None
        assert (values["PREV_CNT"], values["RESP_CNT"], values["PERC"]) == (0, 0, None)
    whole = ogr.CreateGeometryFromWkb(features[4][2])
    assert whole.Area() == pytest.approx(2e6)


def test_the_layer_brings_a_style_for_qgis(wdd, study):
    wdd(*arguments({"--output": "result.gpkg|layername=my \"own\" layer's"}), cwd=study)
    style, = query(study / "result.gpkg", "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles")
    assert style[:3] == ("my \"own\" layer's", "geom", 1)
    assert style[3].lstrip().startswith(("<!DOCTYPE qgis", "<qgis"))
    assert_sound(study / "result.gpkg")


# --- an existing GeoPackage -------------------------------------------------------------------------------------------


def add_style(path, layer):
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                     "f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, "
                     "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, "
                     "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))")
    database.execute("INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
                     "VALUES ('layer_styles', 'attributes', 'layer_styles', 0)")
    database.execute("INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault) "
                     "VALUES (?, 'geom', 'mine', '<qgis>mine</qgis>', 1)", (layer,))
    database.commit()
    database.close()


def others(path):
    """What belongs to the layers that are not the result: rows, indexes, styles, and how they are registered."""
    content = {layer: rows(path, layer) for layer in ("response", "control")}
    content["styles"] = query(path, "SELECT * FROM layer_styles WHERE f_table_name = 'response'")
    content["contents"] = query(path, "SELECT * FROM gpkg_contents WHERE table_name IN ('response', 'control')")
    content["columns"] = query(path, "SELECT * FROM gpkg_geometry_columns WHERE table_name IN ('response', 'control')")
    content["extensions"] = query(path, "SELECT * FROM gpkg_extensions WHERE table_name IN ('response', 'control')")
    content["schema"] = query(path, "SELECT name, sql FROM sqlite_master WHERE tbl_name IN ('response', 'control') ORDER BY name")
    return content


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_new_layer_leaves_the_others_and_their_styles_alone(wdd, study, journal):
    path = study / "areas.gpkg"
    add_style(path, "response")
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA journal_mode = {journal}")
    database.close()
    before, files = others(path), set(snapshot(study))
    for changes in ({}, {"--overwrite": True, "--displacement": "0"}):
        wdd(*arguments({"--output": "areas.gpkg|layername=evaluation", **changes}), cwd=study)
        assert others(path) == before
        assert_sound(path)
        assert [values["AREATYPE"] for _, values, _ in rows(path, "evaluation")] == AREA_TYPES
        assert len(query(path, "SELECT * FROM layer_styles")) == 2
        assert query(path, "PRAGMA journal_mode") == [(journal,)]
    assert set(snapshot(study)) == files


def test_a_file_that_another_program_has_open_can_take_a_layer(wdd, study):
    """QGIS keeps a GeoPackage open in WAL mode while its layers are shown."""
    path = study / "areas.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode = wal")
        assert database.execute("SELECT count(*) FROM response").fetchone() == (1,)
        wdd(*arguments({"--output": "areas.gpkg|layername=evaluation"}), cwd=study)
        assert database.execute("SELECT count(*) FROM evaluation").fetchone() == (5,)
    database.close()
    assert_sound(path)


def test_a_locked_file_is_an_error(wdd, study):
    path = study / "areas.gpkg"
    before = snapshot(study)  # not later: closing a file gives up the process's locks on it
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        run = wdd(*arguments({"--output": "areas.gpkg|layername=evaluation"}), cwd=study, check=False, timeout=9)
    finally:
        database.execute("ROLLBACK")
        database.close()
    assert_refused(run, 1, "areas.gpkg", "lock")
    assert "CREATE TABLE" not in run.err
    assert changed(before, snapshot(study)) == []


def test_overwrite_replaces_just_this_layer(wdd, study):
    path = study / "results.gpkg"
    for layer in ("first", "second"):
        wdd(*arguments({"--output": f"results.gpkg|layername={layer}"}), cwd=study)
    first = rows(path, "first")
    wdd(*arguments({"--output": "results.gpkg|layername=second", "--displacement": "0", "--overwrite": True}), cwd=study)
    assert rows(path, "first") == first
    second = rows(path, "second")
    assert len(second) == 5 and second[2][1]["RUN_DISPLACEMENT"] == "0"
    assert query(path, "SELECT f_table_name FROM layer_styles ORDER BY 1") == [("first",), ("second",)]
    assert_sound(path)


def test_overwriting_again_and_again_does_not_grow_the_file(wdd, study):
    sizes = []
    for _ in range(4):
        wdd(*arguments({"--overwrite": True}), cwd=study)
        sizes.append((study / "result.gpkg").stat().st_size)
    assert sizes[3] <= sizes[1]


def test_a_layer_of_the_incident_file_can_be_the_output(wdd, study):
    before = rows(study / "incidents.gpkg", "incidents")
    wdd(*arguments({"--output": "incidents.gpkg|layername=evaluation"}), cwd=study)
    assert rows(study / "incidents.gpkg", "incidents") == before
    assert len(rows(study / "incidents.gpkg", "evaluation")) == 5


def test_another_layer_of_the_incident_file_can_be_overwritten(wdd, study):
    """The input has no name here because the file had only this one layer."""
    run = wdd(*arguments({"--output": "incidents.gpkg|layername=evaluation", "--overwrite": True}), cwd=study, check=False)
    assert run.status == 0, run.err


def test_an_empty_file_is_taken_as_new(wdd, study):
    """Programs that make temporary files make them so."""
    for name in ("result.gpkg", "r.json", "r.html", "r.txt"):
        (study / name).touch()
    wdd(*arguments({"--json": "r.json", "--html": "r.html", "--message": "r.txt"}), cwd=study)
    assert len(rows(study / "result.gpkg", "result")) == 5
    assert all((study / name).stat().st_size > 100 for name in ("r.json", "r.html", "r.txt"))


def test_a_geopackage_without_layers_can_take_one(wdd, study):
    gdal.GetDriverByName("GPKG").Create(str(study / "result.gpkg"), 0, 0, 0, gdal.GDT_Unknown).FlushCache()
    run = wdd(*arguments(), cwd=study, check=False)
    assert run.status == 0, run.err
    assert len(rows(study / "result.gpkg", "result")) == 5


def test_a_geopackage_with_only_a_raster_can_take_a_layer(wdd, study):
    source = gdal.GetDriverByName("GPKG").Create(str(study / "result.gpkg"), 256, 256, 1, gdal.GDT_Byte)
    source.SetGeoTransform((530000, 10, 0, 181000, 0, -10))
    source.GetRasterBand(1).Fill(7)
    source = None
    run = wdd(*arguments({"--output": "result.gpkg|layername=evaluation"}), cwd=study, check=False)
    assert run.status == 0, run.err
    assert gdal.Open(str(study / "result.gpkg")).GetRasterBand(1).Checksum() != 0


def test_a_symbolic_link_as_output_stays_one(wdd, study):
    for name in ("r.json", "result.gpkg"):
        (study / f"real-{name}").touch()
        (study / name).symlink_to(f"real-{name}")
    wdd(*arguments({"--json": "r.json"}), cwd=study)
    assert [name for name in ("r.json", "result.gpkg") if not (study / name).is_symlink()] == []
    assert (study / "real-r.json").stat().st_size > 0 and (study / "real-result.gpkg").stat().st_size > 0


# --- JSON, message, HTML ----------------------------------------------------------------------------------------------

KEYS = {
    "periods": {"pre": {"start", "end", "days"}, "post": {"start", "end", "days"}},
    "counts": {zone: {"pre", "post"} for zone in ZONES},
    "local": {"estimate", "se"},
    "displacement": {"estimate", "se"},
    "total": {"estimate", "se", "z", "p_one_tailed", "ci_low", "ci_high", "confidence"},
    "suitability": {"tested", "suitable", "area_difference", "count_difference", "correlation", "months"},
    "incidents": {"read", "used", "null_date", "bad_date", "null_geometry"},
}
OTHER_KEYS = {"evidence", "areas", "crs", "parameters", "version", "message"}


@pytest.mark.parametrize("suitability", [False, True])
def test_the_json_has_the_keys_of_the_design(wdd, study, suitability):
    changes = {"--json": "-", "--output": None}
    if suitability:
        changes |= {"--test-suitability": True, "--suitability-action": "warn"}
    result = wdd(*arguments(changes), cwd=study).json
    assert set(result) >= set(KEYS) | OTHER_KEYS
    for key, inner in KEYS.items():
        assert set(result[key]) >= set(inner), key
        if isinstance(inner, dict):
            for name, leaves in inner.items():
                assert set(result[key][name]) == leaves, (key, name)
    assert result["counts"] == {zone: {"pre": n[0], "post": n[1]} for zone, n in expected_counts(sample_points()).items()}
    assert result["suitability"]["tested"] is suitability
    assert result["evidence"] in ("none", "weak", "moderate", "strong", "very strong")
    assert result["crs"].startswith("EPSG:27700")
    assert result["areas"]["treated"] == pytest.approx(1e6)


def test_counts_gives_the_same_keys_as_far_as_they_apply(wdd):
    result = wdd("counts", "--treated", "9,3", "--control", "8,8", "--json", "-").json
    for key in ("counts", "local", "displacement", "total"):
        inner = KEYS[key]
        assert set(result[key]) == set(inner)
    assert set(result) >= {"evidence", "parameters", "version", "message"}


def test_the_message_goes_to_standard_output_by_default(wdd, study):
    run = wdd(*arguments(), cwd=study)
    assert run.out.startswith("Weighted Displacement Difference\n====") and run.err == ""
    again = wdd(*arguments({"--overwrite": True, "--message": "-"}), cwd=study)
    assert again.out == run.out


def without_maker(path):
    """A message in a file also says by what and when it was made."""
    text, lines = re.subn(r"^Made by: crimekit \S+, \d{4}-\d\d-\d\d\n", "", path.read_text(), flags=re.MULTILINE)
    assert lines == 1
    return text


def test_json_on_standard_output_has_it_for_itself(wdd, study):
    run = wdd(*arguments({"--json": "-", "--message": "r.txt"}), cwd=study)
    assert run.out.startswith("{\n") and run.out.endswith("}\n")
    assert run.json["message"] == without_maker(study / "r.txt")


def test_a_message_in_a_file_leaves_standard_output_empty(wdd, study):
    run = wdd(*arguments({"--message": "r.txt", "--json": "r.json"}), cwd=study)
    assert run.out == "" and run.err == ""
    assert without_maker(study / "r.txt") == json.loads((study / "r.json").read_text())["message"]


def test_the_json_file_is_what_standard_output_would_get(wdd, study):
    run = wdd(*arguments({"--json": "-", "--output": None}), cwd=study)
    wdd(*arguments({"--json": "r.json", "--output": None}), cwd=study)
    assert (study / "r.json").read_text() == run.out


def test_two_runs_are_the_same_byte_for_byte(wdd, study):
    results = []
    for name in ("a", "b"):
        wdd(*arguments({"--output": f"{name}.gpkg|layername=result", "--json": f"{name}.json", "--html": f"{name}.html",
                        "--message": f"{name}.txt"}), cwd=study)
        results.append([(study / f"{name}.{kind}").read_bytes() for kind in ("json", "html", "txt")] +
                       [rows(study / f"{name}.gpkg", "result"), fields(study / f"{name}.gpkg", "result")])
    assert results[0] == results[1]


@pytest.mark.parametrize("language", ["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8"])
def test_the_language_of_the_machine_changes_nothing(wdd, study, language):
    plain = wdd(*arguments({"--json": "-", "--output": None}), cwd=study)
    other = wdd(*arguments({"--json": "-", "--output": None}), cwd=study, env={"LC_ALL": language, "LANG": language})
    assert other.out == plain.out


def test_overwrite_replaces_json_html_and_message(wdd, study):
    names = {"--json": "r.json", "--html": "r.html", "--message": "r.txt"}
    for name in names.values():
        (study / name).write_text("old" * 10000)
    before = set(snapshot(study))
    wdd(*arguments({**names, "--output": None, "--overwrite": True}), cwd=study)
    assert json.loads((study / "r.json").read_text())["message"] == without_maker(study / "r.txt")
    assert (study / "r.html").read_text().endswith("</html>\n")
    assert set(snapshot(study)) == before


ALL_OUTPUTS = {"--json": "r.json", "--html": "r.html", "--message": "r.txt", "--overwrite": True}
FILES = ("result.gpkg", "r.json", "r.html", "r.txt")


@pytest.mark.parametrize("umask", [0o022, 0o002, 0o077, 0o027])
def test_new_files_have_the_mode_that_the_umask_leaves(wdd, study, umask):
    assert run_raw(wdd.binary, arguments(ALL_OUTPUTS), study, umask=umask).returncode == 0
    assert {name: oct((study / name).stat().st_mode & 0o7777) for name in FILES} == dict.fromkeys(FILES, oct(0o666 & ~umask))


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o606])
@pytest.mark.parametrize("layer", ["result", "another"])
def test_a_file_that_is_replaced_keeps_its_mode(wdd, study, mode, layer):
    """An analyst who has closed a file to others does not open it by running the test again."""
    changes = {**ALL_OUTPUTS, "--output": f"result.gpkg|layername={layer}"}
    wdd(*arguments({**changes, "--output": "result.gpkg"}), cwd=study)
    for name in FILES:
        (study / name).chmod(mode)
    wdd(*arguments({**changes, "--displacement": "0"}), cwd=study)
    assert {name: oct((study / name).stat().st_mode & 0o7777) for name in FILES} == dict.fromkeys(FILES, oct(mode))


@pytest.mark.parametrize("option,name", [("--output", "result.gpkg"), ("--json", "r.json"), ("--html", "r.html"),
                                         ("--message", "r.txt")])
@pytest.mark.parametrize("overwrite", [True, None])
def test_a_link_to_nothing_is_an_error(wdd, study, option, name, overwrite):
    """The disk that it leads to may not be mounted."""
    (study / name).symlink_to("gone/elsewhere")
    before = snapshot(study)
    run = wdd(*arguments({option: name, "--overwrite": overwrite}), cwd=study, check=False)
    assert_refused(run, 1, f"{name}: it is a link to gone/elsewhere, which does not exist")
    assert changed(before, snapshot(study)) == []
    assert (study / name).is_symlink()


@pytest.mark.parametrize("start", [ALL_OUTPUTS, {"--output": "areas.gpkg|layername=evaluation"}], ids=["new files", "new layer"])
def test_the_same_run_gives_the_same_bytes(wdd, study, tmp_path, start):
    """SOURCE_DATE_EPOCH takes the place of the time, as in reproducible builds."""
    for number in (1, 2):
        folder = tmp_path / str(number)
        shutil.copytree(study, folder)
        wdd(*arguments(start), cwd=folder, env={"SOURCE_DATE_EPOCH": "1700000000"})
        time.sleep(0.01)  # the time is kept in milliseconds
    first = snapshot(tmp_path / "1")
    assert changed(first, snapshot(tmp_path / "2")) == []
    path = tmp_path / "1" / ("areas.gpkg" if "--json" not in start else "result.gpkg")
    layer = "evaluation" if "--json" not in start else "result"
    assert query(path, f"SELECT last_change FROM gpkg_contents WHERE table_name IN ('{layer}', 'layer_styles')") == [
        ("2023-11-14T22:13:20.000Z",)] * 2


@pytest.mark.parametrize("text", ["today", "-1", "1e9", "99999999999999"])
def test_a_source_date_that_is_none_is_an_error(wdd, study, text):
    run = wdd(*arguments(), cwd=study, env={"SOURCE_DATE_EPOCH": text}, check=2)
    assert f"SOURCE_DATE_EPOCH '{text}': it must be a whole number of seconds" in run.err


def test_without_a_source_date_the_time_is_now(wdd, study):
    wdd(*arguments(), cwd=study, env={"SOURCE_DATE_EPOCH": ""})
    now = datetime.datetime.now(datetime.timezone.utc)
    for (text,) in query(study / "result.gpkg", "SELECT last_change FROM gpkg_contents"):
        then = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        assert datetime.timedelta(0) <= now - then < datetime.timedelta(minutes=2)


# --- devices and streams ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--json", "--html", "--message"])
def test_the_null_device_swallows(wdd, study, option):
    run = wdd(*arguments({option: "/dev/null"}), cwd=study)
    assert run.err == "" and (run.out == "") == (option == "--message")
    assert os.path.exists("/dev/null") and not os.path.isfile("/dev/null")


@pytest.mark.parametrize("option", ["--json", "--html", "--message"])
def test_a_full_device_is_an_error(wdd, study, option):
    run = wdd(*arguments({option: "/dev/full", "--output": None}), cwd=study, check=False)
    assert run.status == 1 and run.err == "wdd: error: /dev/full: cannot be written: No space left on device\n"


@pytest.mark.parametrize("option", ["--json", "--html", "--message"])
def test_a_full_device_leaves_no_layer(wdd, study, option):
    before = snapshot(study)
    assert wdd(*arguments({option: "/dev/full"}), cwd=study, check=False).status == 1
    assert changed(before, snapshot(study)) == []


@pytest.mark.parametrize("name", ["/dev/null", "/dev/full", "-"])
def test_a_layer_is_not_written_to_a_device(wdd, study, name):
    assert_refused(wdd(*arguments({"--output": name}), cwd=study, check=False), 2, "--output", ".gpkg")


CLOSED = [arguments({"--output": None}), arguments({"--output": None, "--json": "-"}), ["--help"], ["--version"],
          ["--json-usage"], ["--bash-completion"], ["test", "--help"], ["test", "--json-usage"],
          ["counts", "--treated", "1,2", "--control", "3,4"]]


@pytest.mark.parametrize("args", CLOSED, ids=lambda args: " ".join(args)[-30:])
@pytest.mark.parametrize("how", ["no reader", "closed", "full"])
def test_standard_output_that_takes_nothing_is_status_1(wdd, study, args, how):
    if how == "full":
        with open("/dev/full", "wb") as full:
            run = run_raw(wdd.binary, args, study, stdout=full)
    elif how == "closed":
        run = run_raw("/bin/sh", ["-c", 'exec "$0" "$@" >&-', wdd.binary, *args], study, stdout=None)
    else:
        read_end, write_end = os.pipe()
        os.close(read_end)
        run = run_raw(wdd.binary, args, study, stdout=write_end)
        os.close(write_end)
    assert run.returncode == 1
    assert re.fullmatch(r"wdd: error: standard output: cannot be written: [^\n]+\n", run.stderr.decode()), run.stderr


def test_a_table_of_counts_to_a_closed_pipe_is_status_1(wdd, study):
    table = "treated_pre,treated_post,control_pre,control_post\n" + "207,110,308,318\n" * 20000
    (study / "d.csv").write_text(table)
    done = subprocess.run(["/bin/bash", "-c", f'set -o pipefail; "{wdd.binary}" counts --input d.csv | head -c0'],
                          cwd=study, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("wdd: error: standard output: cannot be written: ")


@pytest.mark.parametrize("streams,status", [
    ("<&-", 0), ("2>&-", 0), ("<&- 2>&-", 0), (">&-", 1), ("<&- >&-", 1), ("<&- >&- 2>&-", 1)])
def test_closed_streams_harm_no_file(wdd, study, streams, status):
    """A closed stream's number is given to the next file opened: nothing may be printed into that one.

    Where the message cannot be told, no output appears.
    """
    make_layer(study / "e.csv", [(None, {"x": "530500", "y": "180500", "day": "2023-03-01"})],
               {"x": "String", "y": "String", "day": "String"}, layer="e", driver="CSV", geometry_type=ogr.wkbNone, crs=None)
    before = snapshot(study)
    for changes in ({}, {"--incidents": "e.csv", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700"}):
        args = arguments({**changes, "--json": "r.json", "--overwrite": True})
        run = run_raw("/bin/sh", ["-c", f'exec "$0" "$@" {streams}', wdd.binary, *args], study)
        assert run.returncode == status, run.stderr
        assert changed(before, snapshot(study)) == ([] if status else ["r.json", "result.gpkg"])
    if status == 0:
        assert_sound(study / "result.gpkg")
        json.loads((study / "r.json").read_text())


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full", "<&- >&- 2>&-"])
def test_an_error_that_nobody_can_read_is_still_status_1(wdd, study, streams):
    run = run_raw("/bin/sh", ["-c", f'exec "$0" "$@" {streams}', wdd.binary, *arguments({"--response": "no.gpkg"})], study)
    assert run.returncode == 1


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full"])
def test_a_warning_that_nobody_can_read_stops_nothing(wdd, study, streams):
    run = run_raw("/bin/sh", ["-c", f'exec "$0" "$@" {streams}', wdd.binary, *arguments({"--end": "2023-06-30"})], study)
    assert run.returncode == 0
    assert len(rows(study / "result.gpkg", "result")) == 5


# --- quiet and progress -----------------------------------------------------------------------------------------------

WARNED = {"--end": "2023-06-30", "--output": None}  # runs past the last incident


def test_quiet_silences_warnings_but_not_the_message_nor_errors(wdd, study):
    loud = wdd(*arguments(WARNED), cwd=study)
    assert loud.err.startswith("wdd: warning: ") and all(
        line.startswith("wdd: warning: ") for line in loud.err.splitlines())
    quiet = wdd(*arguments({**WARNED, "--quiet": True}), cwd=study)
    assert quiet.err == "" and quiet.out == loud.out
    assert error_line(wdd(*arguments({"--quiet": True, "--response": "nowhere.gpkg"}), cwd=study, check=False))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    make_study(folder)
    make_incidents(folder, "many.gpkg", sample_points(120000))
    return folder


def test_progress_lines_rise_to_100(wdd, many):
    run = wdd(*arguments({"--incidents": "many.gpkg", "--output": None, "--progress": "lines"}), cwd=many)
    lines = run.err.splitlines()
    assert all(re.fullmatch(r"progress \d{1,3}", line) for line in lines), lines
    percents = [int(line.split()[1]) for line in lines]
    assert len(percents) >= 4 and percents == sorted(set(percents))


def test_progress_lines_end_at_100(wdd, many):
    run = wdd(*arguments({"--incidents": "many.gpkg", "--output": None, "--progress": "lines"}), cwd=many)
    assert run.err.splitlines()[-1] == "progress 100"


def test_progress_lines_come_for_a_small_study_too(wdd, study):
    run = wdd(*arguments({"--output": None, "--progress": "lines"}), cwd=study)
    assert run.err.splitlines()[-1:] == ["progress 100"]


@pytest.mark.parametrize("changes", [{}, {"--progress": "auto"}, {"--progress": "none"},
                                     {"--progress": "lines", "--quiet": True}])
def test_no_progress_where_nobody_looks(wdd, many, changes):
    assert wdd(*arguments({"--incidents": "many.gpkg", "--output": None, **changes}), cwd=many).err == ""


def test_a_bar_on_a_terminal_cleans_up(wdd, many):
    run = run_raw(wdd.binary, arguments({"--incidents": "many.gpkg", "--output": None, "--progress": "bar"}), many)
    bar = run.stderr.decode()
    assert "[####" in bar and bar.endswith("\r\x1b[K") and "\n" not in bar
