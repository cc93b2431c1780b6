# SPDX-License-Identifier: MIT
"""crims serve: maps of other zones and within a boundary, rates by head, a map without crime, and the same bytes with any threads."""

import csv
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from osgeo import ogr, osr

from conftest import TOWN
from serving import serving

ZONES = f"{TOWN}/town-zones.gpkg|layername=zones"
HALF = ["E02999001", "E02999002", "E02999005", "E02999006", "E02999009", "E02999010", "E02999013", "E02999014"]  # the west
PEOPLE = {f"E02999{i:03d}": 1000 * i for i in range(1, 17)}
JULY = {"force": "Thornmere", "month": "7"}


def calibrated(crims, folder, *more):
    folder.mkdir()
    crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
          "--lookup", TOWN / "town-lookup.csv", "--output", folder / "thornmere.gpkg", "--quiet", *more)
    return folder


@pytest.fixture(scope="module")
def flat(crims, tmp_path_factory):
    """The town's model without polygons."""
    return calibrated(crims, tmp_path_factory.mktemp("flat") / "models")


@pytest.fixture(scope="module")
def peopled(crims, tmp_path_factory):
    """The town's model with 1,000, 2,000, ... people a zone."""
    folder = tmp_path_factory.mktemp("peopled")
    with open(folder / "people.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("zone", "people"), *PEOPLE.items()])
    return calibrated(crims, folder / "models", "--zones", ZONES, "--zone-field", "MSOA", "--population", folder / "people.csv")


@pytest.fixture(scope="module")
def town(town_model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(town_model, folder / "thornmere.gpkg")
    return folder


def zone_features(service):
    return {each["properties"]["zone"]: each for each in service.ask("/zones", force="Thornmere").json["features"]}


def test_zones_of_a_layer_are_drawn_for_a_model_without_any(crims, flat, peopled):
    with serving(crims, flat) as bare:
        refused = bare.ask("/map", **JULY)
        assert refused.status == 404 and "has no polygons" in refused.error
        assert bare.ask("/forces").json[0]["map"] is False
    with serving(crims, flat, "--zones", ZONES, "--zone-field", "MSOA") as service, serving(crims, peopled) as own:
        assert service.ask("/forces").json[0]["map"] is True
        drawn, expected = zone_features(service), zone_features(own)
        assert sorted(drawn) == sorted(expected) == sorted(PEOPLE)
        for code, feature in drawn.items():
            assert feature["geometry"] == expected[code]["geometry"]
            assert feature["properties"]["area_km2"] == expected[code]["properties"]["area_km2"] > 0.1
        assert service.ask("/map", **JULY, format="png").body.startswith(b"\x89PNG")


def test_the_map_ends_at_the_boundary_of_its_force(crims, town, tmp_path):
    zones = ogr.Open(str(TOWN / "town-zones.gpkg"))
    layer = zones.GetLayer("zones")
    west = ogr.Geometry(ogr.wkbMultiPolygon)
    for feature in layer:
        if feature["MSOA"] in HALF:
            west = west.Union(feature.GetGeometryRef())
    away = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 9 0, 9 9, 0 0))")
    forces = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "forces.gpkg"))
    reference = osr.SpatialReference()
    reference.ImportFromWkt(layer.GetSpatialRef().ExportToWkt())
    made = forces.CreateLayer("forces", reference, ogr.wkbUnknown)
    made.CreateField(ogr.FieldDefn("PFA_NAME", ogr.OFTString))
    for name, geometry in [("Elsewhere", away), ("Thornmere", west)]:
        feature = ogr.Feature(made.GetLayerDefn())
        feature["PFA_NAME"] = name
        feature.SetGeometry(geometry)
        made.CreateFeature(feature)
    del made, forces
    with serving(crims, town, "--boundary", tmp_path / "forces.gpkg") as service:
        assert sorted(zone_features(service)) == HALF
        within = service.ask("/map", **JULY, format="svg")
        assert within.status == 200
    with serving(crims, town) as service:
        assert sorted(zone_features(service)) == sorted(PEOPLE)
        assert service.ask("/map", **JULY, format="svg").body != within.body


def test_rates_by_head_are_the_maps_of_the_command(crims, peopled, tmp_path):
    model = peopled / "thornmere.gpkg"
    with serving(crims, peopled) as service:
        assert service.ask("/forces").json[0]["people"] is True
        assert {code: each["properties"]["people"] for code, each in zone_features(service).items()} == PEOPLE
        answer = service.ask("/map", **JULY, value="per_1000", format="svg")
        assert answer.status == 200
        other = service.ask("/map", **JULY, value="count", format="svg")
    crims("simulate", "--model", model, "--from", "2022-07", "--to", "2022-07", "--output", tmp_path / "crimes.csv", "--quiet")
    crims("map", "--crimes", tmp_path / "crimes.csv", "--zones", f"{model}|layername=zones", "--zone-field", "zone", "--value", "per_1000",
          "--population", model, "--title", "Simulated crime per 1,000 people, Thornmere",
          "--source", "Simulated by crimekit from a model (seed 1). No crime on this map happened.", "--output", tmp_path / "map.svg", "--quiet")
    assert answer.body == (tmp_path / "map.svg").read_bytes()
    assert answer.body != other.body


def test_rates_by_head_need_people(crims, town):
    with serving(crims, town) as service:
        assert service.ask("/forces").json[0]["people"] is False
        refused = service.ask("/map", **JULY, value="per_1000")
        assert refused.status == 400
        assert "does not know the people of its zones; ask for density or count" in refused.error


@pytest.mark.parametrize("value", ["density", "count", "per_1000"])
def test_a_map_without_crime_is_a_map(crims, peopled, value):
    with serving(crims, peopled) as service:
        svg = service.ask("/map", **JULY, loading="0", value=value, format="svg")
        png = service.ask("/map", **JULY, loading="0", value=value, format="png")
        assert svg.status == png.status == 200 and png.body.startswith(b"\x89PNG")
        crime = service.ask("/map", **JULY, value=value, format="svg")
    colours = [len(set(re.findall(rb"fill(?::|=\")rgb\([^)]*\)", each.body))) for each in (svg, crime)]
    assert colours[1] >= colours[0] + 4, "the zones have one colour"


def test_any_number_of_threads_gives_the_same_bytes(crims, peopled):
    asked = [(path, {**JULY, **more}) for seed in ("1", "2") for path, more in [
        ("/data", {"seed": seed}), ("/data", {"seed": seed, "format": "csv", "near_repeat": "true"}), ("/summary", {"seed": seed, "loading": "1.3"}),
        ("/map", {"seed": seed, "format": "svg"}), ("/map", {"seed": seed, "format": "png", "value": "per_1000"})]]
    asked.append(("/zones", {"force": "Thornmere"}))
    told = []
    for threads in (1, 2, 8):
        with serving(crims, peopled, "--threads", threads, "--cache", "0") as service, ThreadPoolExecutor(16) as pool:
            told.append(list(pool.map(lambda one: service.ask(one[0], **one[1]), asked * 3)))
    assert {answer.status for answers in told for answer in answers} == {200}
    bodies = [[answer.body for answer in answers] for answers in told]
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0][:len(asked)] == bodies[0][len(asked):2 * len(asked)]
