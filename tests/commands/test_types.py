# SPDX-License-Identifier: MIT
"""Crime types: each by itself, weighted by harm, in one area and in many."""

import collections
import csv
import datetime
import io
import math
import zipfile

import pytest
from osgeo import ogr, osr

from batch_town import TYPES, Town, made_town, square
from conftest import ROOT

# Wheeler's example: weight, before and after in the response area, before and after in the control area.
HARM = {"motor vehicle theft": (3, 130, 74, 133, 91), "theft": (2, 327, 202, 388, 305), "burglary": (5, 398, 190, 148, 97),
        "robbery": (7, 144, 92, 86, 64), "assault": (10, 183, 96, 94, 67)}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("town") / "town.gpkg")


@pytest.fixture(scope="module")
def harm(tmp_path_factory):
    """The counts of the example as points, and its weights, in other capitals."""
    folder = tmp_path_factory.mktemp("harm")
    town = Town(folder / "harm.gpkg")
    start, end = datetime.date(2022, 1, 1), datetime.date(2022, 6, 30)
    town.responses([(square(1000, 1000), "A", start, end)])
    town.controls([(square(4000, 1000), "x")])
    layer = town.layer("crimes", ogr.wkbPoint, [("day", ogr.OFTDate), ("kind", ogr.OFTString)])
    town.data.StartTransaction()
    for kind, (_, *counts) in HARM.items():
        for number, (x, day) in zip(counts, [(1200, datetime.date(2021, 7, 4)), (1200, start), (4200, datetime.date(2021, 7, 4)), (4200, start)]):
            for i in range(number):
                point = ogr.Geometry(ogr.wkbPoint)
                point.AddPoint_2D(x + i % 100, 1100 + i // 100)
                town.add(layer, point, day=day + datetime.timedelta(days=i % 170), kind=kind)
    town.data.CommitTransaction()
    town.close()
    weights(folder / "weights.csv", {kind.title(): values[0] for kind, values in HARM.items()})
    return folder


def weights(path, values):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Type", "Weight"), *values.items()])
    return path


def options(town, **changes):
    chosen = {"response": f"{town}|layername=response", "control": f"{town}|layername=control",
              "incidents": f"{town}|layername=crimes", "date_field": "day", "start_field": "S", "end_field": "E",
              "displacement": "200 m", "no_forecast": True, "type_field": "kind", "json": "-", **changes}
    return [f"--{name.replace('_', '-')}={value}" if value is not True else f"--{name.replace('_', '-')}"
            for name, value in chosen.items() if value is not None]


def test_wheelers_example_of_harm(wdd, harm):
    result = wdd("test", *options(harm / "harm.gpkg", weights=harm / "weights.csv", displacement=0)).json
    counted = {kind["type"]: tuple(kind["counts"][zone][when] for zone in ("treated", "control") for when in ("pre", "post"))
               for kind in result["types"]}
    assert counted == {kind: tuple(counts) for kind, (_, *counts) in HARM.items()}
    assert result["weighted"]["estimate"] == -1721
    assert result["weighted"]["se"] == pytest.approx(304.1036007678962, rel=1e-14)
    assert result["weighted"]["z"] == pytest.approx(-5.659255581500118, rel=1e-14)
    assert [result["weighted"][end] for end in ("ci_low", "ci_high")] == pytest.approx([-2317.0321, -1124.9679], abs=5e-5)
    by_type = {kind["type"]: kind for kind in result["types"]}
    for kind, holm, q in (("burglary", 1e-7, 1e-7), ("assault", .008462, .005289), ("robbery", .190157, .105643),
                          ("theft", .229568, .143480), ("motor vehicle theft", .249293, .249293)):
        assert by_type[kind]["p_holm"] == pytest.approx(holm, abs=1e-6)
        assert by_type[kind]["q_benjamini_hochberg"] == pytest.approx(q, abs=1e-6)


def test_the_message_tells_the_types_and_the_harm(wdd, harm):
    text = wdd("test", *options(harm / "harm.gpkg", weights=harm / "weights.csv", displacement=0, json=None)).out
    assert "Weighted by harm: -1,721 (standard error 304.10, 95 % interval -2,317.03 to -1,124.97)." in text
    assert "Very strong evidence of reduction of harm (z = -5.66" in text
    row, = [line.split() for line in text.splitlines() if line.startswith("  All incidents ")]
    before, after, before_control, after_control = (sum(counts[1 + i] for counts in HARM.values()) for i in range(4))
    change = after - before - (after_control - before_control)
    assert row[2:] == [f"{before:,}", "to", str(after), str(before_control), "to", str(after_control), str(change),
                       f"{change / math.sqrt(before + after + before_control + after_control):.2f}", "0.000"]


def test_each_type_is_what_a_run_of_its_own_gives(wdd, town):
    whole = wdd("test", *options(town, where="NAME='West'")).json
    assert [kind["type"] for kind in whole["types"]] == TYPES
    for kind in whole["types"]:
        alone = wdd("test", *options(town, where="NAME='West'", incidents_where=f"kind='{kind['type']}'", type_field=None)).json
        for key in ("counts", "local", "displacement", "total"):
            assert kind[key] == alone[key]
    for zone, counts in whole["counts"].items():
        assert counts["pre"] == sum(kind["counts"][zone]["pre"] for kind in whole["types"])
    plain = wdd("test", *options(town, where="NAME='West'", type_field=None)).json
    assert whole["total"] == plain["total"] and whole["counts"] == plain["counts"]


def test_types_without_a_weight_are_listed_and_left_out(wdd, town, tmp_path):
    table = weights(tmp_path / "w.csv", {"burglary": 5, "arson": 9})
    result = wdd("test", *options(town, where="NAME='West'", weights=table)).json
    assert result["types_without_weight"] == ["robbery", "theft"]
    burglary = next(kind for kind in result["types"] if kind["type"] == "burglary")
    assert result["weighted"]["estimate"] == 5 * burglary["total"]["estimate"]
    assert result["weighted"]["se"] == pytest.approx(5 * burglary["total"]["se"], rel=1e-14)
    assert "Types without a weight are left out of it: robbery, theft." in result["message"]


def test_types_in_many_areas(wdd, town, tmp_path):
    table = weights(tmp_path / "w.csv", {"burglary": 5, "robbery": 7, "theft": 1})
    result = wdd("batch", *options(town, each="NAME", weights=table, table=tmp_path / "t.csv")).json
    with open(tmp_path / "t.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds = ["all", *TYPES, "weighted"]
    assert [(row["area"], row["type"]) for row in rows] == [
        *((name, kind) for name in ("West", "Middle", "East", "North") for kind in kinds),
        *(("All together", kind) for kind in (*TYPES, "weighted", "all"))]
    by_name = {(row["area"], row["type"]): row for row in rows}
    for kind in kinds:
        total = sum(float(by_name[name, kind]["total_estimate"]) for name in ("West", "Middle", "East", "North"))
        assert float(by_name["All together", kind]["total_estimate"]) == total
    # The crimes of different types are different crimes, so their variances add up, also over all areas together.
    for area in ("West", "All together"):
        variance = sum(weight ** 2 * float(by_name[area, kind]["total_se"]) ** 2
                       for kind, weight in (("burglary", 5), ("robbery", 7), ("theft", 1)))
        assert float(by_name[area, "weighted"]["total_se"]) == pytest.approx(math.sqrt(variance), rel=1e-12)
    # Adjusted for all tests of a type in an area.
    p = {key: float(row["p_one_tailed"]) for key, row in by_name.items() if key[0] != "All together" and key[1] in TYPES}
    least = min(p, key=p.get)
    assert float(by_name[least]["p_holm"]) == pytest.approx(min(1, len(p) * p[least]), rel=1e-12)
    assert result["together"]["weighted"]["total"]["estimate"] == float(by_name["All together", "weighted"]["total_estimate"])


def test_crimes_without_a_type_are_a_row_of_their_own(wdd, tmp_path, town):
    copy = tmp_path / "some.gpkg"
    copy.write_bytes(town.read_bytes())
    data = ogr.Open(str(copy), 1)
    data.ExecuteSQL("UPDATE crimes SET kind = NULL WHERE kind = 'theft'")
    data = None
    result = wdd("test", *options(copy, where="NAME='West'")).json
    alone = wdd("test", *options(town, where="NAME='West'", incidents_where="kind='theft'", type_field=None)).json
    assert next(kind for kind in result["types"] if kind["type"] is None)["total"] == alone["total"]
    assert "(no type)" in wdd("test", *options(copy, where="NAME='West'", json=None)).out


@pytest.mark.parametrize("content, expected", [
    ("type,harm\nburglary,5\n", "there is no column 'weight' (--weights); its columns are: type, harm"),
    ("type,weight\nburglary,much\n", "row 1, column weight: 'much' is not a number of 0 or more"),
    ("type,weight\nburglary,-1\n", "'-1' is not a number of 0 or more"),
    ("type,weight\nburglary,5\nBurglary,6\n", "row 2: the type 'Burglary' is there twice"),
    ("type,weight\narson,5\n", "no incident in or around the areas has a type of this table"),
    ("", "w.csv"),
])
def test_a_table_of_weights_that_cannot_be(wdd, town, tmp_path, content, expected):
    (tmp_path / "w.csv").write_text(content, encoding="utf-8")
    run = wdd("test", *options(town, where="NAME='West'", weights=tmp_path / "w.csv"), check=1)
    assert expected in run.err and len(run.err.strip().splitlines()) == 1 and run.out == ""


def test_weights_go_with_types(wdd, town, tmp_path):
    table = weights(tmp_path / "w.csv", {"burglary": 5})
    run = wdd("test", *options(town, where="NAME='West'", weights=table, type_field=None), check=2)
    assert "--type-field" in run.err
    assert "there is no field 'sort' (--type-field)" in wdd("test", *options(town, where="NAME='West'", type_field="sort"), check=1).err


def test_types_of_a_table(wdd, town, tmp_path):
    data = ogr.Open(str(town))
    with open(tmp_path / "crimes.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "y", "day", "kind"])
        for crime in data.GetLayer("crimes"):
            writer.writerow([crime.geometry().GetX(), crime.geometry().GetY(), crime["day"].replace("/", "-"), crime["kind"]])
    table = wdd("test", *options(town, where="NAME='West'", incidents=tmp_path / "crimes.csv", x="x", y="y", points_crs="EPSG:27700")).json
    assert table["types"] == wdd("test", *options(town, where="NAME='West'")).json["types"]


def crimes_within(area):
    """{(type in small letters, month): crimes} of the sample's download in a polygon, by GDAL and csv alone."""
    with zipfile.ZipFile(ROOT / "samples/town-crimes.zip") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith("-street.csv")]
    grid, world = (osr.SpatialReference(), osr.SpatialReference())
    grid.ImportFromWkt(area.GetSpatialReference().ExportToWkt())
    world.ImportFromEPSG(4326)
    for system in (grid, world):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to_grid = osr.CoordinateTransformation(world, grid)
    found = collections.Counter()
    for text in texts:
        for row in csv.DictReader(io.StringIO(text)):
            if row["Longitude"]:
                point = ogr.Geometry(ogr.wkbPoint)
                point.AddPoint_2D(*to_grid.TransformPoint(float(row["Longitude"]), float(row["Latitude"]))[:2])
                if area.Intersects(point):
                    found[row["Crime type"].lower(), row["Month"]] += 1
    return found


def test_types_of_a_download_of_data_police_uk_in_many_areas(wdd, tmp_path):
    layers = ogr.Open(str(ROOT / "samples/town.gpkg"))
    areas = {feature["NAME"]: feature.geometry().Clone() for feature in layers.GetLayer("response")}
    study = {"response": f"{ROOT}/samples/town.gpkg|layername=response", "control": f"{ROOT}/samples/town.gpkg|layername=control",
             "incidents": ROOT / "samples/town-crimes.zip", "date_field": None, "start_field": None, "end_field": None,
             "start": "2022-07", "end": "2022-12", "displacement": "250 m", "type_field": "Crime type"}
    harm = weights(tmp_path / "w.csv", {"burglary": 5, "Robbery": 7.5})
    result = wdd("batch", *options("", **study, each="NAME", weights=harm, table=tmp_path / "t.csv")).json
    assert [area["name"] for area in result["areas"]] == list(areas)
    for area in result["areas"]:
        counted = crimes_within(areas[area["name"]])
        wanted = {kind: tuple(sum(number for (of, month), number in counted.items() if of == kind and first <= month <= last)
                              for first, last in (("2022-01", "2022-06"), ("2022-07", "2022-12"))) for kind, _ in counted}
        assert sum(map(sum, wanted.values())) > 100
        assert {kind["type"]: (kind["counts"]["treated"]["pre"], kind["counts"]["treated"]["post"]) for kind in area["types"]
                if kind["counts"]["treated"] != {"pre": 0, "post": 0}} == {kind: pair for kind, pair in wanted.items() if sum(pair)}
        alone = wdd("test", *options("", **study, where=f"NAME='{area['name']}'", weights=harm)).json
        assert [kind["counts"] for kind in area["types"]] == [kind["counts"] for kind in alone["types"]]
        assert area["weighted"] == alone["weighted"]
    with open(tmp_path / "t.csv", newline="", encoding="utf-8") as file:
        together = {row["type"]: row for row in csv.DictReader(file) if row["area"] == "All together"}
    assert {"all", "weighted", "burglary", "drugs"} <= together.keys()
