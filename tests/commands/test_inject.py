# SPDX-License-Identifier: MIT
"""crims inject: what it prevents and moves, what it leaves alone, and whether it tells the truth about it."""

import csv
import datetime
import json
import math
import random
import shutil
from pathlib import Path

import pytest
from osgeo import gdal, ogr

from design import RESPONSE, CONTROL, make_layer, square, test_arguments, transformation

D = datetime.date
TYPES = ("burglary", "robbery")
START, END = D(2023, 3, 1), D(2023, 3, 31)
AREA = (530000, 180000, 1000)  # left, low, side of the response area


def offset(x, y):
    """How far a point is outside of the response area; 0: in it."""
    left, low, side = AREA
    return math.hypot(max(left - x, 0, x - left - side), max(low - y, 0, y - low - side))


def crimes(count=6000, seed=7):
    """Rows (x, y, date, type), a third of them in the response area, January to May 2023."""
    rng = random.Random(seed)
    rows = []
    for i in range(count):
        in_area = i % 3 == 0
        x = rng.uniform(530001, 530999) if in_area else rng.uniform(529000, 534500)
        y = rng.uniform(180001, 180999) if in_area else rng.uniform(179000, 182000)
        rows.append((round(x, 2), round(y, 2), D(2023, 1, 1) + datetime.timedelta(days=rng.randrange(151)), rng.choice(TYPES)))
    return rows


CRIMES = crimes()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Crimes as GeoPackage and CSV, and the areas."""
    folder = tmp_path_factory.mktemp("injection")
    make_layer(folder / "crimes.gpkg", [((x, y), {"day": day, "type": kind, "number": i}) for i, (x, y, day, kind) in enumerate(CRIMES)],
               {"day": "Date", "type": "String", "number": "Integer"}, layer="crimes", geometry_type=ogr.wkbPoint)
    make_layer(folder / "areas.gpkg", [(RESPONSE, {"NAME": "North"})], {"NAME": "String"}, layer="response")
    make_layer(folder / "areas.gpkg", [(CONTROL, {"NAME": "South"})], {"NAME": "String"}, layer="control")
    with open(folder / "crimes.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["number", "x", "note", "y", "day", "type"])
        writer.writerows([i, x, 'said "no", twice' if i % 5 == 0 else "", y, day, kind] for i, (x, y, day, kind) in enumerate(CRIMES))
    return folder


def intervention(**more):
    return {"area": "areas.gpkg|layername=response", "start": str(START), "end": str(END), "effect": 0.3, **more}


RING = {"distance": "300 m"}


class Injection:
    """The command in a folder, and what it has written."""

    def __init__(self, crims, folder):
        self.crims = crims
        self.folder = folder

    def scenario(self, *interventions, name="s.json", **more):
        (self.folder / name).write_text(json.dumps({"interventions": list(interventions), **more}))
        return name

    def run(self, *interventions, options=(), output="out.gpkg", incidents="crimes.gpkg", check=True):
        return self.crims("inject", "--incidents", incidents, "--date-field", "day", "--type-field", "type", "--scenario",
                          self.scenario(*interventions), "--output", output, "--json", "-", "--overwrite", *options,
                          cwd=self.folder, check=check)

    def truth(self, *interventions, **how):
        return self.run(*interventions, **how).json["interventions"]

    def rows(self, name="out.gpkg"):
        """{number: row with x, y} of an output."""
        source = gdal.OpenEx(str(self.folder / name), gdal.OF_VECTOR)
        rows = {}
        for feature in source.GetLayer(0):
            point = feature.GetGeometryRef()
            rows[int(feature["number"])] = {**feature.items(), "x": point.GetX(), "y": point.GetY(), "fid": feature.GetFID()}
        return rows


@pytest.fixture
def inject(crims, study):
    return Injection(crims, study)


def concerned(kinds=TYPES, start=START, end=END):
    """Numbers of the crimes in the area and period."""
    return {i for i, (x, y, day, kind) in enumerate(CRIMES) if offset(x, y) == 0 and start <= day <= end and kind in kinds}


def gone(rows):
    return set(range(len(CRIMES))) - set(rows)


def moved(rows):
    return {i for i, row in rows.items() if (row["x"], row["y"]) != CRIMES[i][:2]}


def near_binomial(hits, n, p):
    return abs(hits - n * p) <= 4 * math.sqrt(n * p * (1 - p))


# --- what is prevented ------------------------------------------------------------------------------------------------

def test_the_share_that_is_prevented_is_the_effect_and_nothing_else_changes(inject):
    truth = inject.truth(intervention())[0]
    rows = inject.rows()
    inside = concerned()
    assert gone(rows) <= inside and not moved(rows)
    assert near_binomial(len(gone(rows)), len(inside), 0.3)
    during = truth["totals"]["during"]
    assert during["crimes"] == len(inside)
    assert during["prevented"] == len(gone(rows)) == -during["true_effect"]
    assert during["expected_prevented"] == pytest.approx(0.3 * len(inside))
    assert truth["totals"]["before"]["crimes"] == len(concerned(start=D(2023, 1, 29), end=D(2023, 2, 28)))
    assert truth["totals"]["after"]["crimes"] == len(concerned(start=D(2023, 4, 1), end=D(2023, 12, 31)))
    for i, row in rows.items():
        assert (row["x"], row["y"]) == CRIMES[i][:2] and row["type"] == CRIMES[i][3] and row["fid"] == i + 1
        assert row["day"].replace("/", "-") == str(CRIMES[i][2])


def test_other_types_are_left_alone(inject):
    truth = inject.truth(intervention(effect={"Burglary": 1}))[0]
    assert gone(inject.rows()) == concerned(["burglary"])
    by_type = {row["crime_type"]: row for row in truth["crime_types"]}
    assert by_type["burglary"]["during"]["prevented"] == len(concerned(["burglary"]))
    assert by_type["robbery"]["during"]["prevented"] == 0
    assert by_type["robbery"]["during"]["crimes"] == len(concerned(["robbery"]))


def test_a_ramp_prevents_more_and_more(inject):
    inject.truth(intervention(effect=1, start="2023-03-01", end="2023-04-29", onset={"shape": "ramp", "days": 60}))
    thirds = [(D(2023, 3, 1), D(2023, 3, 20), 10 / 60), (D(2023, 3, 21), D(2023, 4, 9), 30 / 60), (D(2023, 4, 10), D(2023, 4, 29), 50 / 60)]
    for start, end, share in thirds:
        inside = concerned(start=start, end=end)
        assert near_binomial(len(gone(inject.rows()) & inside), len(inside), share)


def test_an_effect_may_outlast_the_treatment(inject):
    truth = inject.truth(intervention(effect=1, decay={"shape": "ramp", "days": 20}))[0]
    after = concerned(start=D(2023, 4, 1), end=D(2023, 4, 20))
    assert near_binomial(len(gone(inject.rows()) & after), len(after), 0.5)
    assert truth["totals"]["after"]["prevented"] == len(gone(inject.rows()) & after)
    assert not gone(inject.rows()) & concerned(start=D(2023, 4, 21), end=D(2023, 12, 31))


def test_a_crime_dated_by_month_is_prevented_with_the_months_mean_strength(inject):
    rows = [["number", "x", "y", "day", "type"]] + [[i, x, y, f"{day:%Y-%m}", kind] for i, (x, y, day, kind) in enumerate(CRIMES)]
    (inject.folder / "months.csv").write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n")
    result = inject.run(intervention(effect=0.9, start="2023-03-22"), incidents="months.csv", output="out.csv",
                        options=["--x", "x", "--y", "y", "--points-crs", "EPSG:27700"]).json
    during = result["interventions"][0]["totals"]["during"]
    assert during["crimes"] == len(concerned())
    assert during["expected_prevented"] == pytest.approx(0.9 * 10 / 31 * len(concerned()))
    assert near_binomial(during["prevented"], len(concerned()), 0.9 * 10 / 31)
    assert "month" in " ".join(result["notes"])


# --- what is moved ----------------------------------------------------------------------------------------------------

def test_displaced_crimes_land_in_the_ring(inject):
    truth = inject.truth(intervention(effect=0.8, displaced=0.5, ring=RING))[0]
    rows = inject.rows()
    inside = concerned()
    assert moved(rows) <= inside
    assert all(0 < offset(rows[i]["x"], rows[i]["y"]) <= 300 for i in moved(rows))
    during = truth["totals"]["during"]
    assert during["displaced"] == len(moved(rows)) and during["prevented"] == len(moved(rows)) + len(gone(rows))
    assert near_binomial(len(moved(rows)), during["prevented"], 0.5)
    assert during["true_effect"] == -len(gone(rows))
    assert len({(rows[i]["x"], rows[i]["y"]) for i in moved(rows)}) == len(moved(rows))
    angles = [math.atan2(rows[i]["y"] - 180500, rows[i]["x"] - 530500) for i in moved(rows)]
    for quadrant in (-2, -1, 0, 1):  # all around
        assert near_binomial(sum(quadrant * math.pi / 2 <= a < (quadrant + 1) * math.pi / 2 for a in angles), len(angles), 0.25)


def test_displaced_crimes_go_where_crime_is(inject):
    inject.truth(intervention(effect=0.8, displaced=1, ring={**RING, "where": "crime"}))
    rows = inject.rows()
    places = {kind: {(x, y) for x, y, day, k in CRIMES if k == kind and 0 < offset(x, y) <= 300 and START <= day <= END} for kind in TYPES}
    assert len(moved(rows)) > 100
    assert all((rows[i]["x"], rows[i]["y"]) in places[rows[i]["type"]] for i in moved(rows))


def test_in_longitude_and_latitude_displaced_crimes_land_in_the_ring_too(inject):
    """GeoJSON area and points in degrees: 300 m are measured by OGR in another projection."""
    gdal.VectorTranslate(str(inject.folder / "degrees.gpkg"), str(inject.folder / "crimes.gpkg"), dstSRS="EPSG:4326")
    gdal.VectorTranslate(str(inject.folder / "area.geojson"), str(inject.folder / "areas.gpkg"), layers=["response"], dstSRS="EPSG:4326",
                         format="GeoJSON", layerCreationOptions=["RFC7946=YES"])
    area = json.loads((inject.folder / "area.geojson").read_text())
    inject.run(intervention(area=area, effect=0.8, displaced=1, ring=RING), incidents="degrees.gpkg")
    gdal.VectorTranslate(str(inject.folder / "back.gpkg"), str(inject.folder / "out.gpkg"), dstSRS="EPSG:27700")
    rows = inject.rows("back.gpkg")
    places = {i: offset(row["x"], row["y"]) for i, row in rows.items() if math.dist((row["x"], row["y"]), CRIMES[i][:2]) > 0.5}
    assert len(places) > 100 and all(-0.5 < place <= 300.8 for place in places.values())
    assert set(places) <= concerned()


def test_benefit_diffuses_into_the_ring(inject):
    truth = inject.truth(intervention(effect=0.5, displaced=-0.2, ring=RING))[0]
    ring = {i for i, (x, y, day, _) in enumerate(CRIMES) if 0 < offset(x, y) <= 300 and START <= day <= END}
    lost = gone(inject.rows())
    during = truth["totals"]["during"]
    assert lost <= ring | concerned()
    assert during["ring_crimes"] == len(ring)
    assert during["diffused"] == len(lost & ring) and during["prevented"] == len(lost & concerned())
    assert during["expected_diffused"] == pytest.approx(0.2 * during["expected_prevented"])
    assert near_binomial(during["diffused"], len(ring), during["expected_diffused"] / len(ring))
    assert during["true_effect"] == -len(lost)


def test_more_diffusion_than_there_is_crime_is_capped_with_a_warning(inject):
    run = inject.run(intervention(effect=1, displaced=-1, ring={"distance": "20 m"}))
    during = run.json["interventions"][0]["totals"]["during"]
    assert during["diffused"] == during["ring_crimes"] < during["prevented"]
    assert "too few crimes" in run.err and run.json["warnings"]


# --- several interventions ----------------------------------------------------------------------------------------------

def test_an_area_is_never_ring_of_another_intervention(inject):
    neighbour = square(531100, 180000, 1000)
    make_layer(inject.folder / "areas.gpkg", [(neighbour, {})], layer="neighbour")
    inject.truth(intervention(effect=1, displaced=1, ring=RING), intervention(area="areas.gpkg|layername=neighbour", effect=0))
    rows = inject.rows()
    places = [(rows[i]["x"], rows[i]["y"]) for i in moved(rows)]
    beside = [x for x, y in places if x > 531000 and 180000 <= y <= 181000]
    assert len(places) > 100 and 0 < len(beside) and max(beside) < 531100


def test_a_crime_is_touched_once(inject):
    first = intervention(effect=0.5, displaced=0.5, ring=RING)
    inject.truth(first)
    alone = inject.rows()
    truth = inject.truth(first, intervention(name="second", effect=1))
    rows = inject.rows()
    assert moved(rows) == moved(alone)
    assert gone(rows) == concerned() - moved(alone)
    assert truth[1]["name"] == "second"
    assert truth[1]["totals"]["during"]["prevented"] == len(gone(rows)) - len(gone(alone))
    assert truth[1]["totals"]["during"]["expected_prevented"] == pytest.approx(0.5 * len(concerned()))


# --- chance -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("ending", ["gpkg", "fgb", "geojson", "csv"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(inject, ending):
    def output(seed):
        inject.run(intervention(displaced=0.5, ring=RING), options=["--seed", seed], output=f"out.{ending}")
        if ending != "gpkg":
            return (inject.folder / f"out.{ending}").read_bytes()
        return json.dumps(inject.rows())  # a GeoPackage keeps the time of writing

    assert output(5) == output(5) != output(6)


def test_a_greater_effect_prevents_the_same_crimes_and_more(inject):
    inject.truth(intervention(effect=0.2))
    few = gone(inject.rows())
    inject.truth(intervention(effect=0.6))
    assert few < gone(inject.rows())


# --- outputs ------------------------------------------------------------------------------------------------------------

XY = ["--x", "x", "--y", "y", "--points-crs", "EPSG:27700"]


@pytest.mark.parametrize("change", [lambda text: text, lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\r\n", b"\n"),
                                    lambda text: text.rstrip(), lambda text: text.replace(b",", b";"), lambda text: text + b"\r\n\r\n",
                                    lambda text: text.replace(b"said ", b"said\r\n")],
                         ids=["CRLF", "byte order mark", "LF", "no last newline", "semicolons", "empty lines", "two lines"])
def test_no_effect_changes_no_byte_of_a_csv(inject, change):
    path = inject.folder / "crimes.csv"
    path.write_bytes(change(path.read_bytes()))
    inject.run(intervention(effect=0, displaced=1, ring=RING), incidents="crimes.csv", output="out.csv", options=XY)
    assert (inject.folder / "out.csv").read_bytes() == path.read_bytes()


def test_of_a_csv_only_what_changes_is_written_anew(inject):
    inject.run(intervention(effect=0.8, displaced=0.5, ring=RING), incidents="crimes.csv", output="out.csv", options=XY)
    inject.run(intervention(effect=0.8, displaced=0.5, ring=RING))
    rows = inject.rows()  # the GeoPackage has the same crimes in the same order
    before = (inject.folder / "crimes.csv").read_bytes().split(b"\r\n")
    after = (inject.folder / "out.csv").read_bytes().split(b"\r\n")
    displaced = moved(rows)
    untouched = set(rows) - displaced
    assert [line for line in before if not line or line[:6] == b"number" or int(line.split(b",")[0]) in untouched] == \
           [line for line in after if not line or line[:6] == b"number" or int(line.split(b",")[0]) not in displaced]
    with open(inject.folder / "out.csv", newline="") as file:
        for row in csv.DictReader(file):
            i = int(row["number"])
            assert math.dist((float(row["x"]), float(row["y"])), (rows[i]["x"], rows[i]["y"])) < 0.001
            assert row["note"] == ('said "no", twice' if i % 5 == 0 else "") and row["type"] == CRIMES[i][3]


def test_of_no_effect_a_geopackage_has_the_same_features(inject):
    inject.run(intervention(effect=0))
    source = gdal.OpenEx(str(inject.folder / "crimes.gpkg"), gdal.OF_VECTOR)
    before = source.GetLayer(0)
    out = gdal.OpenEx(str(inject.folder / "out.gpkg"), gdal.OF_VECTOR)
    after = out.GetLayer(0)
    assert [f.ExportToJson() for f in before] == [f.ExportToJson() for f in after]
    assert [f.GetName() for f in after.schema] == ["day", "type", "number"]
    assert after.GetSpatialRef().GetAuthorityCode(None) == "27700"


def test_fate_tells_what_became_of_each_crime(inject):
    how = intervention(effect=0.8, displaced=0.5, ring=RING)
    inject.run(how)
    rows = inject.rows()
    inject.run(how, options=["--keep-prevented"], output="all.gpkg")
    everything = inject.rows("all.gpkg")
    assert set(everything) == set(range(len(CRIMES)))
    displaced = moved(rows)
    for i, row in everything.items():
        assert row["fate"] == ("prevented" if i not in rows else "displaced" if i in displaced else "untouched")
        assert (row["original_x"], row["original_y"]) == CRIMES[i][:2]
        assert (row["x"], row["y"]) == ((rows[i]["x"], rows[i]["y"]) if i in rows else CRIMES[i][:2])
    inject.run(how, options=[*XY, "--keep-prevented"], output="all.csv", incidents="crimes.csv")
    with open(inject.folder / "all.csv", newline="") as file:
        assert {int(row["number"]): row["fate"] for row in csv.DictReader(file)} == {i: row["fate"] for i, row in everything.items()}
    error = inject.run(how, options=["--keep-prevented"], incidents="all.gpkg", check=1).err
    assert "already has a field 'fate'" in error


@pytest.mark.parametrize("ending", ["fgb", "geojson"])
def test_other_formats_hold_the_same(inject, ending):
    how = intervention(effect=0.8, displaced=0.5, ring=RING)
    inject.run(how)
    inject.run(how, output=f"out.{ending}")
    rows, others = inject.rows(), inject.rows(f"out.{ending}")
    assert list(rows) == list(others)
    assert all(math.dist((row["x"], row["y"]), (others[i]["x"], others[i]["y"])) < 1e-6 and row["type"] == others[i]["type"]
               for i, row in rows.items())


def test_a_csv_becomes_a_layer_of_points(inject):
    how = intervention(displaced=0.5, ring=RING)
    inject.run(how)
    inject.run(how, incidents="crimes.csv", output="points.gpkg", options=XY)
    rows, points = inject.rows(), inject.rows("points.gpkg")
    assert set(rows) == set(points)
    assert all(math.dist((row["x"], row["y"]), (points[i]["x"], points[i]["y"])) < 1e-6 for i, row in rows.items())


def test_input_and_output_may_be_layers_of_one_geopackage(inject):
    inject.run(intervention(), output="crimes.gpkg|layername=treated", incidents="crimes.gpkg|layername=crimes")
    source = gdal.OpenEx(str(inject.folder / "crimes.gpkg"), gdal.OF_VECTOR)
    assert source.GetLayerByName("crimes").GetFeatureCount() == len(CRIMES) > source.GetLayerByName("treated").GetFeatureCount()


def test_a_condition_selects_what_is_read_and_written(inject):
    inject.run(intervention(effect=1), options=["--where", "type = 'robbery'"])
    assert set(inject.rows()) == {i for i, crime in enumerate(CRIMES) if crime[3] == "robbery"} - concerned()


def test_crimes_without_date_or_place_stay_as_they_are(inject):
    rows = [((530500, 180500), {"day": START, "number": 0}), ((530500, 180500), {"number": 1}), (None, {"day": START, "number": 2})]
    make_layer(inject.folder / "odd.gpkg", rows, {"day": "Date", "type": "String", "number": "Integer"}, geometry_type=ogr.wkbPoint)
    result = inject.run(intervention(effect=1), incidents="odd.gpkg").json
    left = gdal.OpenEx(str(inject.folder / "out.gpkg"), gdal.OF_VECTOR)
    assert [f["number"] for f in left.GetLayer(0)] == [1, 2]
    assert result["incidents"] == {"read": 3, "written": 2, "null_date": 1, "bad_date": 0, "null_geometry": 1}



# --- what a displaced crime says of its place -----------------------------------------------------------------------------

ZONE_SIDE = 500


def zone_of(x, y):
    return f"Z{int(x // ZONE_SIDE)}-{int(y // ZONE_SIDE)}"


@pytest.fixture
def coded(inject):
    """The crimes with the code of their zone, and the zones as a layer."""
    corners = [(x, y) for x in range(528000, 536000, ZONE_SIDE) for y in range(178000, 183000, ZONE_SIDE)]
    make_layer(inject.folder / "zones.gpkg", [(square(x, y, ZONE_SIDE), {"CODE": zone_of(x, y)}) for x, y in corners],
               {"CODE": "String"}, layer="zones")
    rows = [((x, y), {"day": day, "type": kind, "number": i, "MSOA": zone_of(x, y), "street": f"On or near {i % 50}"})
            for i, (x, y, day, kind) in enumerate(CRIMES)]
    make_layer(inject.folder / "coded.gpkg", rows,
               {"day": "Date", "type": "String", "number": "Integer", "MSOA": "String", "street": "String"}, layer="crimes",
               geometry_type=ogr.wkbPoint)
    return inject


MOVES = {"effect": 0.8, "displaced": 0.7, "ring": RING}
BY_ZONES = ["--zones", "zones.gpkg", "--zone-field", "CODE"]


def crimes_by_zone(inject, *how):
    run = inject.crims("map", "--crimes", "out.gpkg", *BY_ZONES, "--output", "map.svg", "--overwrite", "--json", "-", *how,
                       cwd=inject.folder)
    return run.json, {row["zone"]: row["crimes"] for row in run.json["zones"] if row["crimes"] > 0}


def test_displaced_crimes_get_the_code_of_their_new_zone(coded):
    run = coded.run(intervention(**MOVES), incidents="coded.gpkg", options=BY_ZONES)
    rows = coded.rows()
    assert len(moved(rows)) > 100
    assert all(row["MSOA"] == zone_of(row["x"], row["y"]) for row in rows.values())
    assert any(f"'MSOA' of the displaced crimes: {len(moved(rows))} have the code of the zone" in note for note in run.json["notes"])
    by_code, by_place = crimes_by_zone(coded), crimes_by_zone(coded, "--by-place")
    assert by_code[0]["counted_by"] == "MSOA" and by_place[0]["counted_by"] == "place"
    assert by_code[1] == by_place[1]


def test_without_zones_displaced_crimes_have_no_code_and_it_is_said(coded):
    run = coded.run(intervention(**MOVES), incidents="coded.gpkg")
    rows = coded.rows()
    displaced = moved(rows)
    assert all(row["MSOA"] == (None if i in displaced else zone_of(*CRIMES[i][:2])) for i, row in rows.items())
    assert all(row["street"] == f"On or near {i % 50}" for i, row in rows.items())  # no field known to tell of a place
    note, = (note for note in run.json["notes"] if "MSOA" in note)
    assert f"{len(displaced)} have none, because the old one would be wrong (--zones" in note
    assert crimes_by_zone(coded)[0]["crimes"]["without_place"] == len(displaced)


def test_who_takes_a_crimes_place_takes_what_it_says_of_it(coded):
    how = intervention(effect=0.8, displaced=0.7, ring={**RING, "where": "crime"})
    coded.run(how, incidents="coded.gpkg", options=["--place-fields", "MSOA,street"])
    rows = coded.rows()
    there = {(x, y): i for i, (x, y, _, _) in enumerate(CRIMES)}
    assert len(moved(rows)) > 100
    for i, row in rows.items():
        assert row["MSOA"] == zone_of(row["x"], row["y"])
        assert row["street"] == f"On or near {there[row['x'], row['y']] % 50}"


@pytest.mark.parametrize("where", ["uniform", "crime"])
def test_a_police_uk_file_keeps_no_lsoa_that_is_not_the_places(coded, where):
    header = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
              "Crime type", "Last outcome category", "Context"]
    turn = transformation(27700, 4326)
    folder = coded.folder / "2023-03"
    folder.mkdir()
    path = folder / "2023-03-kent-street.csv"
    places = {}
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for i, (x, y, _, kind) in enumerate(CRIMES):
            east, north, _ = turn.TransformPoint(x, y)
            places[f"{east:.6f}", f"{north:.6f}"] = f"On or near {i}", zone_of(x, y), f"{zone_of(x, y)} name"
            writer.writerow([f"{i:064x}", "2023-03", "Kent Police", "Kent Police", f"{east:.6f}", f"{north:.6f}",
                             *places[f"{east:.6f}", f"{north:.6f}"], kind, "", ""])
    how = intervention(effect=0.8, displaced=0.7, ring={**RING, "where": where})
    scenario = coded.scenario(how)
    (coded.folder / "after").mkdir()
    args = ["inject", "--incidents", path, "--date-field", "Month", "--x", "Longitude", "--y", "Latitude", "--points-crs",
            "EPSG:4326", "--scenario", scenario, "--overwrite", "--output", "after/2023-03-kent-street.csv", "--json", "-"]
    during = coded.crims(*args, cwd=coded.folder).json["interventions"][0]["totals"]["during"]
    with open(path, newline="") as file:
        before = {row["Crime ID"]: row for row in csv.DictReader(file)}

    def after():
        with open(coded.folder / "after/2023-03-kent-street.csv", newline="") as file:
            return [row for row in csv.DictReader(file) if row["Longitude"] != before[row["Crime ID"]]["Longitude"]]

    def without_lsoa():
        audit = coded.crims("audit", "--crimes", "after", "--force", "kent", "--json", "-", cwd=coded.folder).json
        return audit["forces"][0]["without_lsoa"]["rows"]

    said = [(row["Location"], row["LSOA code"], row["LSOA name"]) for row in after()]
    assert len(said) == during["displaced"] > 100
    assert without_lsoa() == (0 if where == "crime" else during["displaced"])
    if where == "crime":
        assert said == [places[f"{float(row['Longitude']):.6f}", f"{float(row['Latitude']):.6f}"] for row in after()]
        return
    assert set(said) == {("", "", "")}
    coded.crims(*args, *BY_ZONES, cwd=coded.folder)
    back = transformation(4326, 27700)
    for row in after():
        x, y, _ = back.TransformPoint(float(row["Longitude"]), float(row["Latitude"]))
        assert row["LSOA code"] == zone_of(x, y) and row["LSOA name"] == ""
    assert without_lsoa() == 0


@pytest.mark.parametrize("options, status, words", [
    (["--zones", "zones.gpkg"], 2, "--zones and --zone-field go together"),
    (["--zones", "zones.gpkg", "--zone-field", "NAME"], 1, "CODE"),
    (["--zones", "areas.gpkg|layername=response", "--zone-field", "NAME"], 1, "(MSOA) holds one of its codes"),
    (["--place-fields", "beat"], 1, "beat"),
    (["--place-fields", "day"], 2, "'day' is the date, the crime type or a coordinate"),
])
def test_zones_that_do_not_fit_are_refused(coded, options, status, words):
    run = coded.run(intervention(**MOVES), incidents="coded.gpkg", options=options, check=status)
    assert words in run.err and run.err.count("\n") == 1, run.err
    assert not (coded.folder / "out.gpkg").exists()


# --- the truth ----------------------------------------------------------------------------------------------------------

def test_wdd_sees_exactly_the_truth(inject, wdd):
    """The change in the four counts of the treated side is what the summary says, prevented and moved."""
    truth = inject.truth(intervention(effect={"burglary": 0.6, "*": 0.2}, displaced=0.4, ring=RING), options=["--seed", "11"])[0]

    def counts(incidents):
        return wdd(*test_arguments("areas.gpkg|layername=response", "areas.gpkg|layername=control", incidents), cwd=inject.folder).counts

    before, after = counts("crimes.gpkg"), counts("out.gpkg")
    during = truth["totals"]["during"]
    assert before["treated"][1] == during["crimes"] and before["treated"][0] == truth["totals"]["before"]["crimes"]
    assert before["treated_displacement"][1] == during["ring_crimes"]
    assert after["treated"][1] - before["treated"][1] == -during["prevented"]
    assert after["treated_displacement"][1] - before["treated_displacement"][1] == during["displaced"]
    assert all(before[zone][0] == after[zone][0] for zone in before)
    assert all(before[zone] == after[zone] for zone in ("control", "control_displacement"))
    change = sum(after[zone][1] - before[zone][1] for zone in ("treated", "treated_displacement"))
    assert change == during["true_effect"] != 0


def test_on_the_samples_the_recount_agrees(crims, wdd, tmp_path):
    shutil.copytree(Path(__file__).resolve().parents[2] / "samples", tmp_path / "samples")
    run = crims("inject", "--incidents", "samples/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type",
                "--scenario", "samples/town-scenario.json", "--output", "treated.gpkg", "--json", "truth.json", cwd=tmp_path)
    assert run.err == "" and "true effect" in run.out
    during = json.loads((tmp_path / "truth.json").read_text())["interventions"][0]["totals"]["during"]

    def post(incidents):
        counts = wdd("test", "--response", "samples/town.gpkg|layername=response", "--where", "NAME='Market Square'", "--control",
                     "samples/town.gpkg|layername=control", "--incidents", incidents, "--date-field", "occurred", "--start", "2022-01-01",
                     "--end", "2022-06-30", "--displacement", "250 m", "--json", "-", cwd=tmp_path).counts
        return counts["treated"][1], counts["treated_displacement"][1]

    before, after = post("samples/town.gpkg|layername=incidents"), post("treated.gpkg")
    assert before[0] == during["crimes"]
    assert (after[0] - before[0], after[1] - before[1]) == (-during["prevented"], during["displaced"])


# --- what is wrong ------------------------------------------------------------------------------------------------------

BAD = {
    "unknown crime type": (intervention(effect={"burglry": 0.3}), 1, "$.interventions[0].effect.burglry: there is no such crime type; the nearest is 'burglary'"),
    "effect above 1": (intervention(effect=1.3), 1, "$.interventions[0].effect: 1.3 is above 1"),
    "missing file": (intervention(area="nowhere.gpkg"), 1, "$.interventions[0].area: nowhere.gpkg: no such file"),
    "missing layer": (intervention(area="areas.gpkg|layername=x"), 1, "there is no layer 'x'; it has: response, control"),
    "condition that selects nothing": (intervention(area={"layer": "areas.gpkg|layername=response", "where": "NAME='x'"}), 1, "selects no feature"),
    "dates outside": (intervention(start="2030-01-01", end="2030-02-01"), 1, "is outside the dates of the incidents, 2023-01-01 to 2023-05-31"),
    "end before start": (intervention(end="2023-02-01"), 1, "$.interventions[0].end: it is before the start, 2023-03-01"),
    "wrong unit": (intervention(ring={"distance": "300 furlongs"}), 1, "$.interventions[0].ring.distance: '300 furlongs': unknown unit 'furlongs'"),
    "angle": (intervention(ring={"distance": "3 degrees"}), 1, "an angle has no length"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_scenario_gets_one_clear_line(inject, what):
    bad, status, message = BAD[what]
    run = inject.run(bad, check=status)
    assert message in run.err and run.err.count("\n") == 1, run.err
    assert not (inject.folder / "out.gpkg").exists()


def test_a_ring_that_other_areas_cover_is_an_error(inject):
    make_layer(inject.folder / "all.gpkg", [(square(520000, 170000, 30000), {})])
    run = inject.run(intervention(effect=1, displaced=1, ring=RING), intervention(area="all.gpkg", effect=0), check=1)
    assert "its ring has no place for them" in run.err and run.err.count("\n") == 1


def test_an_area_without_crimes_is_a_warning(inject):
    make_layer(inject.folder / "empty.gpkg", [(square(600000, 300000, 10), {})])
    run = inject.run(intervention(area="empty.gpkg"))
    assert "there is nothing to prevent" in run.err
    assert set(inject.rows()) == set(range(len(CRIMES)))


def test_a_scenario_by_type_needs_the_field_of_the_type(inject):
    scenario = inject.scenario(intervention(effect={"burglary": 0.1}))
    run = inject.crims("inject", "--incidents", "crimes.gpkg", "--date-field", "day", "--scenario", scenario, "--output", "o.gpkg",
                       cwd=inject.folder, check=2)
    assert "--type-field is missing" in run.err


@pytest.mark.parametrize("output", ["crimes.gpkg", "s.json", "out.shp", "out.csv|layername=x"])
def test_wrong_outputs_are_refused(inject, output):
    before = (inject.folder / "crimes.gpkg").read_bytes()
    inject.run(intervention(), output=output, check=2)
    assert (inject.folder / "crimes.gpkg").read_bytes() == before


def test_an_existing_output_stays(inject):
    (inject.folder / "out.csv").write_text("mine")
    scenario = inject.scenario(intervention())
    run = inject.crims("inject", "--incidents", "crimes.gpkg", "--date-field", "day", "--scenario", scenario, "--output", "out.csv",
                       cwd=inject.folder, check=1)
    assert "exists already" in run.err and (inject.folder / "out.csv").read_text() == "mine"
