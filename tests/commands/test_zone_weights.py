# SPDX-License-Identifier: MIT
"""wdd test --area-weights: counts compared by the areas or the people of the zones, against wdd counts with the same weights."""

import pytest
from osgeo import gdal, ogr, osr

from conftest import TOWN

STUDY = ["--response", f"{TOWN}/town.gpkg|layername=response", "--where", "NAME = 'Market Square'", "--control", f"{TOWN}/town.gpkg|layername=control",
         "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--start-field", "RESP_START", "--end-field", "RESP_END",
         "--displacement", "250 m"]
NAMES = ("treated", "control", "treated_displacement", "control_displacement")


def layer_of_people(path, rows, epsg=27700):
    """Rectangles (x0, y0, x1, y1) with people."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    data = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = data.CreateLayer("people", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("people", ogr.OFTReal))
    for x0, y0, x1, y1, people in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"))
        if people is not None:
            feature.SetField("people", people)
        layer.CreateFeature(feature)
    data = None
    return path


def by_counts(wdd, result, weights):
    """The same by the command that takes counts and weights."""
    counts = result["counts"]
    given = [word for name in NAMES for word in (f"--{name.replace('_', '-')}", f"{counts[name]['pre']},{counts[name]['post']}")]
    return wdd("counts", *given, "--area-weights", ",".join(repr(weights[name]) for name in NAMES), "--json", "-").json


def assert_same(result, other):
    for part in ("local", "displacement", "total"):
        for key in ("estimate", "se"):
            assert result[part][key] == pytest.approx(other[part][key], rel=1e-9)
    assert result["total"]["z"] == pytest.approx(other["total"]["z"], rel=1e-9)


def test_counts_are_compared_by_area(wdd):
    result = wdd("test", *STUDY, "--area-weights", "area", "--json", "-").json
    areas = {name: result["areas"][name] for name in NAMES}
    assert_same(result, by_counts(wdd, result, {name: area / areas["treated"] for name, area in areas.items()}))
    note, = (note for note in result["notes"] if "compared by area" in note)
    assert f"response area {areas['treated'] / 1e6:.2f} km², control area {areas['control'] / 1e6:.2f} km²" in note
    assert result["total"]["z"] != pytest.approx(wdd("test", *STUDY, "--json", "-").json["total"]["z"])


def test_people_spread_evenly_weigh_as_areas(wdd, tmp_path):
    everywhere = layer_of_people(tmp_path / "even.gpkg", [(500000, 370000, 530000, 395000, 75_000)])
    people = wdd("test", *STUDY, "--area-weights", "people", "--population", everywhere, "--json", "-").json
    assert_same(people, wdd("test", *STUDY, "--area-weights", "area", "--json", "-").json)


def test_counts_are_compared_by_people(wdd, tmp_path):
    """Twice as many people a km² east of a line between both areas."""
    middle = 513000
    layer = layer_of_people(tmp_path / "people.gpkg", [(500000, 370000, middle, 395000, 10_000 * (middle - 500000) * 25 / 1e6),
                                                       (middle, 370000, 530000, 395000, 20_000 * (530000 - middle) * 25 / 1e6), (0, 0, 9, 9, None)])
    result = wdd("test", *STUDY, "--area-weights", "people", "--population", layer, "--json", "-").json
    areas = {name: result["areas"][name] for name in NAMES}
    weights = {name: areas[name] / areas["treated"] * (2 if name.startswith("control") else 1) for name in NAMES}
    assert_same(result, by_counts(wdd, result, weights))
    assert any("Counts are compared by people: response area " in note for note in result["notes"])
    assert any("area weights" in line for line in [*result["warnings"], result["message"]])


def test_what_does_not_go_together_is_refused(wdd, tmp_path):
    layer = layer_of_people(tmp_path / "people.gpkg", [(0, 0, 9, 9, 5)])
    assert "go together" in wdd("test", *STUDY, "--area-weights", "people", check=2).err
    assert "go together" in wdd("test", *STUDY, "--population", layer, check=2).err
    assert "--scale-control" in wdd("test", *STUDY, "--area-weights", "area", "--scale-control", "2", check=2).err
    assert "nobody lives in the response area" in wdd("test", *STUDY, "--area-weights", "people", "--population", layer, check=1).err
    assert "persons" in wdd("test", *STUDY, "--area-weights", "people", "--population", layer, "--population-field", "persons", check=1).err
    wrong = layer_of_people(tmp_path / "wrong.gpkg", [(0, 0, 9, 9, -5)])
    assert "has -5 people" in wdd("test", *STUDY, "--area-weights", "people", "--population", wrong, check=1).err


def test_each_area_of_a_batch_is_compared_by_its_own_people(wdd, tmp_path):
    """All people live in the middle: around Riverside there are none, so it cannot be evaluated."""
    middle = layer_of_people(tmp_path / "middle.gpkg", [(510900, 379900, 516000, 383000, 75_000)])
    study = [word for word in STUDY if word not in ("--where", "NAME = 'Market Square'")]
    options = ("--area-weights", "people", "--population", middle, "--json", "-")
    run = wdd("batch", *study, "--each", "NAME", *options, check=False).json
    for area in run["areas"]:
        alone = wdd("test", *study, "--where", f"NAME = '{area['name']}'", *options, check=False)
        if not area["evaluated"]:
            assert alone.status == 1 and f"{area['reason']}\n" in alone.err
            continue
        assert area["weights"] == alone.json["weights"] and area["total"] == alone.json["total"]
        assert [note for note in area["notes"] if "compared by people" in note] == [note for note in alone.json["notes"] if "compared by people" in note]
    weights = [area["weights"]["area"] for area in run["areas"] if area["evaluated"]]
    assert weights and run["together"]["weights"]["area"][0] == 1
    assert "Counts are compared by people: those of each zone are divided by its people." in run["message"]
