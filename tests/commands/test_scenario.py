# SPDX-License-Identifier: MIT
"""The published schema of scenarios against the command that reads them: both take and refuse the same files."""

import json
from pathlib import Path

import pytest
from osgeo import ogr

from design import RESPONSE, make_layer

SCHEMA = Path(__file__).resolve().parents[2] / "tools/crims_tool/scenario/scenario.schema.json"
RING = {"distance": "300 m"}
AREA = [[[-0.1, 51.5], [-0.1, 51.51], [-0.09, 51.51], [-0.09, 51.5], [-0.1, 51.5]]]
POLYGON = {"type": "Polygon", "coordinates": AREA}
FEATURE = {"type": "Feature", "properties": {"NAME": "x"}, "geometry": POLYGON}


def scenario(**more):
    """One intervention; a key set to None is left out."""
    whole = {"area": "areas.gpkg", "start": "2023-03-01", "end": "2023-03-31", "effect": 0.3, **more}
    return {"interventions": [{key: value for key, value in whole.items() if value is not None}]}


def area(value):
    return scenario(area=value)


GOOD = {
    "as little as there can be": scenario(),
    "names": {"$schema": "scenario.schema.json", "name": "n", "description": "d", **scenario(name="n", description="d")},
    "two": {"interventions": scenario()["interventions"] * 2},
    "months": scenario(start="2023-03", end="2023-03"),
    "no effect": scenario(effect=0),
    "all prevented": scenario(effect=1),
    "effects by type": scenario(effect={"burglary": 0.4, "*": 0.1}),
    "an onset at once": scenario(onset="step"),
    "an onset at once, at length": scenario(onset={"shape": "step"}),
    "a ramp": scenario(onset={"shape": "ramp", "days": 30}),
    "an exponential onset": scenario(onset={"shape": "exponential", "days": 0.5}),
    "a decay at once": scenario(decay="step"),
    "a decay at once from the end": scenario(decay={"shape": "step", "from": "end"}),
    "a decay from the end": scenario(decay={"shape": "exponential", "days": 60, "from": "end"}),
    "a decay from the start": scenario(decay={"shape": "ramp", "days": 60, "from": "start"}),
    "displacement": scenario(displaced=0.33, ring=RING),
    "diffusion": scenario(displaced=-1, ring={"distance": 300}),
    "a ring without displacement": scenario(ring=RING),
    "no displacement, no ring": scenario(displaced=0),
    "where crime is": scenario(displaced=1, ring={"distance": "0.2 Miles", "where": "crime"}),
    "a layer by name": area("areas.gpkg|layername=response"),
    "a layer with a condition": area({"layer": "areas.gpkg", "where": "fid = 1"}),
    "a polygon": area(POLYGON),
    "a polygon with heights": area({"type": "Polygon", "coordinates": [[[x, y, 7] for x, y in AREA[0]]]}),
    "a multipolygon": area({"type": "MultiPolygon", "coordinates": [AREA]}),
    "a feature": area(FEATURE),
    "features": area({"type": "FeatureCollection", "name": "from QGIS", "features": [FEATURE, FEATURE]}),
}

BAD = {
    "a list": [],
    "nothing": {},
    "no interventions": {"interventions": []},
    "an intervention that is none": {"interventions": [3]},
    "an unknown key": {**scenario(), "comment": "x"},
    "a name that is none": {**scenario(), "name": 3},
    "an empty name": scenario(name=""),
    "an unknown key of an intervention": scenario(effects=0.3),
    "no area": scenario(area=None),
    "no start": scenario(start=None),
    "no end": scenario(end=None),
    "no effect given": scenario(effect=None),
    "a day that is a number": scenario(start=20230301),
    "a day in another order": scenario(start="01-03-2023"),
    "a day with a time": scenario(start="2023-03-01T00:00"),
    "a thirteenth month": scenario(start="2023-13-01"),
    "an effect above 1": scenario(effect=1.3),
    "an effect below 0": scenario(effect=-0.1),
    "an effect in words": scenario(effect="0.3"),
    "no effects": scenario(effect={}),
    "an effect of a type above 1": scenario(effect={"burglary": 30}),
    "effects in a list": scenario(effect=[0.3]),
    "a ramp without days": scenario(onset="ramp"),
    "a ramp without days, at length": scenario(onset={"shape": "ramp"}),
    "a step with days": scenario(onset={"shape": "step", "days": 3}),
    "no days at all": scenario(onset={"shape": "ramp", "days": 0}),
    "days in words": scenario(onset={"shape": "ramp", "days": "30"}),
    "an unknown shape": scenario(onset={"shape": "curve", "days": 3}),
    "an onset from the end": scenario(onset={"shape": "ramp", "days": 3, "from": "end"}),
    "a decay from the middle": scenario(decay={"shape": "ramp", "days": 3, "from": "middle"}),
    "a step from the start": scenario(decay={"shape": "step", "from": "start"}),
    "displaced above 1": scenario(displaced=1.1, ring=RING),
    "displaced below -1": scenario(displaced=-1.1, ring=RING),
    "displacement without a ring": scenario(displaced=0.3),
    "a ring without a distance": scenario(displaced=0.3, ring={"where": "crime"}),
    "a ring of no width": scenario(displaced=0.3, ring={"distance": 0}),
    "a ring below 0": scenario(displaced=0.3, ring={"distance": -3}),
    "a ring elsewhere": scenario(displaced=0.3, ring={"distance": 3, "where": "elsewhere"}),
    "an unknown key of a ring": scenario(displaced=0.3, ring={"distance": 3, "width": 3}),
    "an empty layer": area(""),
    "an area of another kind": area(3),
    "an area without a layer": area({"where": "fid = 1"}),
    "a layer and more": area({"layer": "areas.gpkg", "wher": "fid = 1"}),
    "an empty condition": area({"layer": "areas.gpkg", "where": ""}),
    "a point": area({"type": "Point", "coordinates": [0, 51]}),
    "a polygon without corners": area({"type": "Polygon", "coordinates": []}),
    "three corners": area({"type": "Polygon", "coordinates": [AREA[0][:3]]}),
    "a corner of one number": area({"type": "Polygon", "coordinates": [[[1], *AREA[0][1:]]]}),
    "a corner in words": area({"type": "Polygon", "coordinates": [[["0", 51], *AREA[0][1:]]]}),
    "metres": area({"type": "Polygon", "coordinates": [[[530000, 180000], [530000, 181000], [531000, 181000], [530000, 180000]]]}),
    "a feature without geometry": area({"type": "Feature", "geometry": None}),
    "no features": area({"type": "FeatureCollection", "features": []}),
    "a feature of a point": area({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 51]}}]}),
}

# What no schema can say, or not well.
BEYOND = {
    "a day that is not in the calendar": scenario(start="2023-02-30"),
    "an end before the start": scenario(end="2023-02-01"),
    "a unit that is none": scenario(displaced=0.3, ring={"distance": "3 furlongs"}),
    "a ring of no width in words": scenario(displaced=0.3, ring={"distance": "0 m"}),
    "a type in two cases": scenario(effect={"burglary": 0.1, "Burglary": 0.2}),
    "an open ring": area({"type": "Polygon", "coordinates": [[*AREA[0][:4], [-0.11, 51.5]]]}),
    "a layer that cannot be": area("areas.gpkg|name=x"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    make_layer(folder / "areas.gpkg", [(RESPONSE, {})], layer="response")
    make_layer(folder / "crimes.gpkg", [((530500, 180500), {"day": "2023-03-05", "type": "burglary"})], {"day": "String", "type": "String"},
               geometry_type=ogr.wkbPoint)
    return folder


@pytest.fixture
def read(crims, folder):
    """read(text): the command's run on a scenario."""
    def run(text, status):
        (folder / "s.json").write_text(text)
        return crims("inject", "--incidents", "crimes.gpkg", "--date-field", "day", "--type-field", "type", "--scenario", "s.json",
                     "--output", "out.csv", "--overwrite", cwd=folder, check=status)
    return run


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("what", GOOD)
def test_the_reader_takes(read, what):
    read(json.dumps(GOOD[what]), 0)


@pytest.mark.parametrize("what", GOOD)
def test_the_schema_takes(validator, what):
    validator.validate(GOOD[what])


@pytest.mark.parametrize("what", [*BAD, *BEYOND])
def test_the_reader_refuses_with_one_line_that_names_the_path(read, what):
    error = read(json.dumps({**BAD, **BEYOND}[what]), 1).err
    assert error.count("\n") == 1 and "s.json: $" in error, error


@pytest.mark.parametrize("what", BAD)
def test_the_schema_refuses(validator, what):
    assert not validator.is_valid(BAD[what])


def test_the_schemas_examples_are_valid(validator):
    for example in validator.schema["examples"]:
        validator.validate(example)


def test_comments_are_skipped(read):
    read("// patrols\n" + json.dumps(scenario()) + " /* and so on */", 0)


@pytest.mark.parametrize("text, message", [
    ("", "s.json: this is not JSON"),
    ('{"interventions": [', "line 1"),
    ('{"interventions": [{"effect": 0.1, "effect": 0.2}]}', "$.interventions[0].effect: the key is given twice"),
    ('{"interventions": [{"area": {"layer": "a", "layer": "b"}}]}', "$.interventions[0].area.layer: the key is given twice"),
    ('{"interventions": ' + "[" * 100000, "nested more than 64 deep"),
    ('{"name": "\\ud800", "interventions": [{}]}', "s.json: this is not JSON"),
])
def test_what_is_no_scenario_is_told_in_one_line(read, text, message):
    error = read(text, 1).err
    assert message in error and error.count("\n") == 1
