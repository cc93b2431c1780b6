# SPDX-License-Identifier: MIT
"""A condition is one condition: what would end or change the statement around it is refused, wherever one is taken."""

import json

import pytest
from osgeo import gdal

from bad_input import arguments, assert_refused, changed, snapshot
from conftest import TOWN

BROKEN = {
    "closes the parentheses": "1=1) OR (1=1",
    "closes them in another way": "n > 0) OR 1=1 OR (n = 0",
    "a second statement": "1=1; SELECT 1",
    "nothing after the semicolon": "1=1;",
    "a comment": "1=1 --",
    "a comment that is not closed": "1=1 /*",
    "a clause": "1=1 LIMIT 1",
    "an order": "1=1 ORDER BY 1",
    "another table": "1=1 UNION SELECT 1",
    "an open text": "kind = 'x",
}
FORMATS = {"GPKG": "other.gpkg", "SQLite": "other.sqlite", "GeoJSON": "other.geojson", "FlatGeobuf": "other.fgb", "ESRI Shapefile": "other.shp"}


def refused(wdd, study, changes):
    before = snapshot(study)
    run = wdd(*arguments(changes), cwd=study, check=False)
    assert_refused(run, 1, "cannot be used")
    assert changed(before, snapshot(study)) == []


@pytest.mark.parametrize("option", ["--where", "--control-where", "--incidents-where"])
@pytest.mark.parametrize("name", BROKEN)
def test_of_each_layer(wdd, study, option, name):
    refused(wdd, study, {option: BROKEN[name]})


@pytest.mark.parametrize("driver", FORMATS)
@pytest.mark.parametrize("name", BROKEN)
def test_of_each_format(wdd, study, driver, name):
    gdal.VectorTranslate(str(study / FORMATS[driver]), str(study / "incidents.gpkg"), format=driver)
    layer = {"--incidents": f"{FORMATS[driver]}"}
    wdd(*arguments({**layer, "--incidents-where": "(day IS NOT NULL) OR (kind = 'x')", "--overwrite": True}), cwd=study)
    refused(wdd, study, {**layer, "--incidents-where": BROKEN[name], "--overwrite": True})


@pytest.mark.parametrize("name", BROKEN)
def test_of_a_subset(wdd, study, name):
    refused(wdd, study, {"--incidents": f"incidents.gpkg|layername=incidents|subset={BROKEN[name]}"})


@pytest.mark.parametrize("name", BROKEN)
def test_of_the_other_commands_and_a_scenario(crims, tmp_path, name):
    incidents = ["--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred"]
    layer = f"{TOWN}/town.gpkg|layername=response"
    broken = BROKEN[name].replace("kind", "type").replace("n >", "fid >").replace("n =", "fid =")
    for where, area in ((broken, layer), ("1=1", {"layer": layer, "where": broken}), ("1=1", f"{layer}|subset={broken}")):
        (tmp_path / "scenario.json").write_text(json.dumps({"interventions": [
            {"area": area, "start": "2023-01-01", "end": "2023-06-30", "effect": 0.3}]}))
        run = crims("inject", *incidents, "--where", where, "--scenario", "scenario.json", "--output", "out.gpkg", cwd=tmp_path, check=1)
        assert "cannot be used" in run.err
    run = crims("rhythm", *incidents, "--where", broken, "--output", "r.csv", cwd=tmp_path, check=1)
    assert "cannot be used" in run.err


@pytest.mark.parametrize("condition", ["kind = 'a) or (b'", "\"kind\" <> 'it''s; --'", "(n >= 0) AND (n < 99)", "kind IS NULL OR n IN (0, 1)"])
def test_brackets_and_marks_in_texts_are_no_fault(wdd, study, condition):
    wdd(*arguments({"--incidents-where": f"{condition} OR day IS NOT NULL"}), cwd=study)
