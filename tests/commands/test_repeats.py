# SPDX-License-Identifier: MIT
"""crims repeats: pairs of crimes by distance and days, against a count of every pair."""

import csv
import datetime
import itertools
import json
import math
import random
import sqlite3

import pytest

FIELDS = ("--date-field", "when", "--type-field", "kind", "--x", "x", "--y", "y", "--points-crs", "EPSG:27700")


def write(path, rows):
    path.write_text("when,kind,x,y\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))
    return path


def scattered(count, seed=1):
    chance = random.Random(seed)
    return [(datetime.date(2022, 1, 1) + datetime.timedelta(days=chance.randrange(365)), chance.choice(["theft", "burglary"]),
             400000 + 50 * chance.randrange(40), 200000 + 50 * chance.randrange(40)) for _ in range(count)]


def brute_force(rows, distances, days):
    """{(distance band, day band): (pairs, expected)}."""
    def band(ends, value):
        return next((i for i, end in enumerate(ends) if value <= end), None)
    pairs, of_distance, of_days, total = {}, {}, {}, 0
    for (a, _, ax, ay), (b, _, bx, by) in itertools.combinations(rows, 2):
        d, t = band(distances, math.hypot(ax - bx, ay - by)), band(days, abs((a - b).days))
        total += 1
        of_distance[d] = of_distance.get(d, 0) + 1
        of_days[t] = of_days.get(t, 0) + 1
        pairs[d, t] = pairs.get((d, t), 0) + 1
    return {(d, t): (pairs.get((d, t), 0), of_distance.get(d, 0) * of_days.get(t, 0) / total)
            for d in range(len(distances)) for t in range(len(days))}


def test_pairs_are_those_of_a_count_of_every_pair(crims, tmp_path):
    rows = scattered(900)
    source = write(tmp_path / "i.csv", rows)
    run = crims("repeats", "--incidents", source, *FIELDS, "--distances", "0,100,250", "--days", "3,14", "--json", "-")
    assert [one["crime_type"] for one in run.json["crime_types"]] == ["burglary", "theft"]
    for one in run.json["crime_types"]:
        mine = [row for row in rows if row[1] == one["crime_type"]]
        expected = brute_force(mine, [0, 100, 250], [3, 14])
        assert one["crimes"] == len(mine) and len(one["cells"]) == 6
        for cell in one["cells"]:
            pairs, chance = expected[[0, 100, 250].index(cell["distance_to"]), [3, 14].index(cell["days_to"])]
            assert cell["pairs"] == pairs and cell["expected"] == pytest.approx(chance)


def followed(kind, ratio, days, spread, same_place, seed, crimes=6000, span=730, side=8000):
    """Crimes that are followed by crimes, (time in days, kind, x, y)."""
    chance = random.Random(seed)
    rows = [(span * chance.random(), side * chance.random(), side * chance.random()) for _ in range(crimes)]
    for time, x, y in rows:  # grows as it goes
        luck = chance.random()
        while luck > math.exp(-ratio):  # Poisson
            luck *= chance.random()
            off = (0, 0) if chance.random() < same_place else (chance.gauss(0, spread), chance.gauss(0, spread))
            rows.append((time + chance.expovariate(1 / days), x + off[0], y + off[1]))
    first = datetime.datetime(2021, 1, 1)
    return [(first + datetime.timedelta(days=time), kind, f"{400000 + x:.3f}", f"{200000 + y:.3f}") for time, x, y in rows if time < span]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Burglaries that are followed by others, thefts that are not, and a few arsons."""
    folder = tmp_path_factory.mktemp("repeats")
    rows = followed("burglary", 0.25, 5, 60, 0.5, 1) + followed("theft", 0, 1, 1, 0, 2) + followed("arson", 0, 1, 1, 0, 3, crimes=30)
    return write(folder / "i.csv", rows)


def test_how_crimes_follow_crimes_is_told_by_type(crims, town, tmp_path):
    run = crims("repeats", "--incidents", town, *FIELDS, "--json", "r.json", "--output", "repeats.csv", cwd=tmp_path)
    found = {one["crime_type"]: one["near_repeat"] for one in json.loads((tmp_path / "r.json").read_text())["crime_types"]}
    law, error = found["burglary"], found["burglary"]["standard_error"]
    for name, truth in (("ratio", 0.25), ("mean_days", 5), ("spread_m", 60), ("same_place", 0.5)):
        assert abs(law[name] - truth) < 3.5 * error[name] and error[name] < 0.3 * truth, name
    assert [found[name]["verdict"] for name in ("arson", "burglary", "theft")] == ["unknown", "clear", "none"]
    assert "Each crime is followed by 0.2" in run.out and "no near repeats" in run.out and "Too few crimes to tell" in run.out
    with open(tmp_path / "repeats.csv", encoding="utf-8") as file:
        rows = {row["crime_type"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["burglary", "theft"]  # nothing is known of arson
    assert float(rows["burglary"]["ratio"]) == pytest.approx(law["ratio"], abs=1e-4) and rows["theft"]["ratio"] == "0"
    assert float(rows["burglary"]["same_place_error"]) == pytest.approx(error["same_place"], abs=1e-4)


def near_repeats_of(model):
    with sqlite3.connect(model) as connection:
        return {row[0]: row[1:] for row in connection.execute("SELECT crime_type, ratio, days, spread, same_place FROM near_repeats")}


@pytest.fixture(scope="module")
def zones(tmp_path_factory):
    square = [[400000, 200000], [408000, 200000], [408000, 208000], [400000, 208000], [400000, 200000]]
    path = tmp_path_factory.mktemp("zones") / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
                                "features": [{"type": "Feature", "properties": {"code": "Z"}, "geometry": {"type": "Polygon", "coordinates": [square]}}]}))
    return path


def calibrate(crims, town, zones, folder, *options):
    return crims("calibrate", "--incidents", town, *FIELDS, "--from", "2021-01", "--to", "2022-12", "--zones", zones, "--zone-field", "code",
                 *options, "--output", "m.gpkg", "--overwrite", cwd=folder)


def test_a_model_keeps_them_and_simulated_crimes_have_them_again(crims, town, zones, tmp_path):
    run = calibrate(crims, town, zones, tmp_path)
    assert "was estimated from these incidents" in run.out and "no near repeats of arson" in run.out
    known = near_repeats_of(tmp_path / "m.gpkg")
    assert sorted(known) == ["burglary", "theft"] and known["theft"][0] == 0 and known["burglary"][0] == pytest.approx(0.25, abs=0.06)
    crims("simulate", "--model", "m.gpkg", "--from", "2021-01", "--to", "2022-12", "--near-repeat", "--placement", "uniform", "--output", "c.csv",
          cwd=tmp_path)
    again = crims("repeats", "--incidents", "c.csv", "--date-field", "time", "--type-field", "crime_type", "--x", "x", "--y", "y", "--points-crs",
                  "EPSG:27700", "--json", "-", cwd=tmp_path).json["crime_types"]
    burglary, theft = (next(one["near_repeat"] for one in again if one["crime_type"] == name) for name in ("burglary", "theft"))
    for name, at in (("ratio", 0), ("mean_days", 1), ("spread_m", 2), ("same_place", 3)):
        assert abs(burglary[name] - known["burglary"][at]) < 4 * burglary["standard_error"][name], name
    assert theft["verdict"] == "none"


def test_a_table_of_repeats_is_read(crims, town, zones, tmp_path):
    (tmp_path / "r.csv").write_text("crime_type,ratio,days,spread_m,same_place\nBurglary,0.1,3,50,0.2\ntheft,0,,,\nfraud,0.5,1,1,0\n")
    run = calibrate(crims, town, zones, tmp_path, "--repeats", "r.csv")
    assert near_repeats_of(tmp_path / "m.gpkg") == {"burglary": (0.1, 3, 50, 0.2), "theft": (0, 7, 75, 0.4)}
    assert "are not crime types of the model: fraud" in run.err
    for table, words in (("crime_type,ratio,days,spread_m,same_place\ntheft,1,3,50,0.2\n", "row 1: ratio is '1'; it must be a number from 0 to 0.99"),
                         ("crime_type,ratio,days,spread_m,same_place\ntheft,0.1,,50,0.2\n", "row 1: days is ''"),
                         ("crime_type,ratio,days,spread_m,same_place\ntheft,0,,,\nTheft,0,,,\n", "row 2: the crime type 'Theft' is listed twice"),
                         ("crime_type,ratio\ntheft,0.1\n", "it has no column 'days'")):
        (tmp_path / "r.csv").write_text(table)
        wrong = crims("calibrate", "--incidents", town, *FIELDS, "--from", "2021-01", "--to", "2022-12", "--zones", zones, "--zone-field", "code",
                      "--repeats", "r.csv", "--output", "w.gpkg", cwd=tmp_path, check=1)
        assert words in wrong.err and not (tmp_path / "w.gpkg").exists()


def test_the_victims_of_one_crime_are_no_repeats(crims, shared):
    """New York has a row for each victim; with its time of day, as many crimes remain as it has incident keys."""
    table = shared / "data/wdd/nyc_shootings_2006_2023.csv"
    options = ("--incidents", table, "--date-field", "OCCUR_DATE", "--x", "X_COORD_CD", "--y", "Y_COORD_CD", "--points-crs", "EPSG:2263", "--json", "-")
    with open(table, encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["X_COORD_CD"] not in ("", "NA")]
    run = crims("repeats", *options, "--time-field", "OCCUR_TIME")
    assert run.json["crime_types"][0]["crimes"] == len({row["INCIDENT_KEY"] for row in rows}) == 21903
    assert run.json["incidents"]["repeated_rows"] == len(rows) - 21903 and "count with it as one crime" in run.err
    assert run.json["crime_types"][0]["near_repeat"]["verdict"] == "none"

    def ratio(one, distance, days):
        return next(cell["ratio"] for cell in one.json["crime_types"][0]["cells"] if (cell["distance_to"], cell["days_to"]) == (distance, days))
    victims = crims("repeats", *options)
    assert ratio(victims, 0, 7) > 5 * ratio(run, 0, 7) > 10  # places where shootings last


def test_months_alone_tell_nothing(crims, tmp_path):
    source = write(tmp_path / "i.csv", [("2022-01", "theft", 400000, 200000), ("2022-02", "theft", 400000, 200000)])
    run = crims("repeats", "--incidents", source, *FIELDS, check=1)
    assert "none of its 2 incidents has a day and a place (2 have only a month, 0 no place)" in run.err


@pytest.mark.parametrize("options, words", [(("--distances", "100,200"), "expected 0 and further distances"),
                                            (("--distances", "0,200,100"), "ascending"), (("--days", "7,3"), "ascending"),
                                            (("--days", "1.5"), "--days"), (("--days", "7"), "two whole numbers")])
def test_bands_that_are_none_are_refused(crims, tmp_path, options, words):
    source = write(tmp_path / "i.csv", scattered(5))
    assert words in crims("repeats", "--incidents", source, *FIELDS, *options, check=2).err


def test_incidents_without_a_place_are_counted(crims, tmp_path):
    source = write(tmp_path / "i.csv", [*scattered(200), (datetime.date(2022, 1, 1), "theft", 0, 0), (datetime.date(2022, 1, 1), "theft", "", "")])
    run = crims("repeats", "--incidents", source, *FIELDS, "--json", "-")
    assert run.json["incidents"]["without_place"] == 2 and "2 without a place were left out" in run.err


def test_the_order_of_rows_changes_nothing(crims, tmp_path):
    rows = scattered(400)
    outputs = [json.dumps(crims("repeats", "--incidents", write(tmp_path / f"{name}.csv", order), *FIELDS, "--json", "-").json["crime_types"])
               for name, order in (("a", rows), ("b", rows[::-1]))]
    assert outputs[0] == outputs[1]


def test_a_csv_is_not_called_a_workbook(crims, tmp_path):
    source = write(tmp_path / "i.csv", scattered(50))
    run = crims("repeats", "--incidents", source, *FIELDS, "--output", tmp_path / "r.xlsx", check=2)
    assert "the result is a CSV; end the file's name with .csv" in run.err
    assert not (tmp_path / "r.xlsx").exists()
