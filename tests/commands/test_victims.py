# SPDX-License-Identifier: MIT
"""crims victims: who the victims of simulated crimes are."""

import csv
import os
import sqlite3
from collections import Counter

import pytest

from conftest import TOWN

POPULATION = [("Z1", "male", "16-29", 300), ("Z1", "female", "16-29", 100), ("Z1", "male", "30+", 400), ("Z1", "female", "30+", 0),
              ("Z2", "male", "16-29", 10), ("Z2", "female", "16-29", 10), ("Z2", "male", "30+", 10), ("Z2", "female", "30+", 10)]
RISKS = [("male", "", "robbery", 1), ("female", "", "robbery", 3), ("male", "16-29", "45", 1), ("", "", "drugs", 0)]


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "people.csv", ("zone", "sex", "age", "people"), POPULATION)
    write(tmp_path / "risks.csv", ("sex", "age", "offence", "risk"), RISKS)
    kinds = [("robbery", "34B"), ("vehicle crime", "45"), ("drugs", "92D"), ("shoplifting", "46")]
    write(tmp_path / "crimes.csv", ("id", "MSOA", "crime_type", "code", "time", "x", "y"),
          [(i + 1, "Z2" if i % 10 == 0 else "Z1", *kinds[i % 4], "2023-01-01 00:00:00", 100.5 + i, i) for i in range(4000)])
    return tmp_path


def victims(crims, folder, *more, crimes="crimes.csv", output="victims.csv", check=True):
    return crims("victims", "--crimes", crimes, "--population", "people.csv", "--risks", "risks.csv", "--output", output, *more, cwd=folder, check=check)


def test_victims_are_drawn_by_the_risk_of_their_group(crims, folder):
    result = victims(crims, folder, "--json", "-").json
    rows = read(folder / "victims.csv")
    assert result["crimes"] == 4000 == len(rows)
    robbed = Counter((row["victim_sex"], row["victim_age"]) for row in rows if row["crime_type"] == "robbery" and row["MSOA"] == "Z1")
    n = sum(robbed.values())
    assert n == 800 and ("female", "30+") not in robbed, "nobody is there"
    for group, weight in ((("male", "16-29"), 300), (("female", "16-29"), 300), (("male", "30+"), 400)):
        assert robbed[group] == pytest.approx(n * weight / 1000, abs=5 * (0.24 * n) ** 0.5)
    cars = {(row["victim_sex"], row["victim_age"]) for row in rows if row["code"] == "45"}
    assert cars == {("male", "16-29")}
    assert all(row["victim"] == "" for row in rows if row["crime_type"] in ("drugs", "shoplifting"))
    assert result["victims"] == 2000 and result["without_personal_victim"] == 2000 and result["nobody_at_risk"] == 0


def test_a_victim_is_one_of_the_zones_people(crims, folder):
    first, bounds = 1, {}
    for zone, sex, age, people in POPULATION:
        bounds[zone, sex, age] = range(first, first + people)
        first += people
    victims(crims, folder)
    for row in read(folder / "victims.csv"):
        if row["victim"]:
            assert int(row["victim"]) in bounds[row["MSOA"], row["victim_sex"], row["victim_age"]]


def test_crimes_stay_as_they_are(crims, folder):
    victims(crims, folder)
    before, after = read(folder / "crimes.csv"), read(folder / "victims.csv")
    assert [{name: row[name] for name in before[0]} for row in after] == before


def test_order_and_other_crimes_change_nothing(crims, folder):
    victims(crims, folder)
    whole = {row["id"]: row for row in read(folder / "victims.csv")}
    rows = read(folder / "crimes.csv")
    write(folder / "some.csv", list(rows[0]), [list(row.values()) for row in reversed(rows[::3])])
    victims(crims, folder, crimes="some.csv", output="some-victims.csv")
    some = read(folder / "some-victims.csv")
    assert len(some) == 1334 and all(row == whole[row["id"]] for row in some)
    victims(crims, folder, "--seed", "2", output="others.csv")
    assert {row["id"]: row for row in read(folder / "others.csv")} != whole


def test_one_and_all_processors_give_the_same_bytes(crims, folder):
    everywhere = os.sched_getaffinity(0)
    try:
        for name, processors in (("all", everywhere), ("one", {min(everywhere)}), ("again", everywhere)):
            os.sched_setaffinity(0, processors)
            victims(crims, folder, output=f"{name}.csv")
    finally:
        os.sched_setaffinity(0, everywhere)
    assert (folder / "all.csv").read_bytes() == (folder / "one.csv").read_bytes() == (folder / "again.csv").read_bytes()


def test_a_share_of_crimes_may_have_a_personal_victim(crims, folder):
    write(folder / "risks.csv", ("offence", "risk", "personal"), [("robbery", 1, 0.25)])
    result = victims(crims, folder, "--json", "-").json
    assert result["victims"] == pytest.approx(250, abs=5 * (1000 * 0.1875) ** 0.5)


def test_risks_are_made_from_recorded_victims(crims, folder):
    write(folder / "recorded.csv", ("sex", "age", "offence"),
          [*[("F", "22", "Robbery")] * 11, *[("M", "45", "Robbery")] * 41, ("", "45", "Robbery"), ("F", "8", "Robbery")])
    run = crims("victims", "--crimes", "crimes.csv", "--population", "people.csv", "--recorded", "recorded.csv", "--output", "v.csv",
                "--save-risks", "made.csv", cwd=folder)
    assert "1 recorded victims without an offence, sex, age or ethnicity were left out" in run.err
    assert "1 recorded victims belong to groups that have nobody" in run.err
    made = {(row["sex"], row["age"]): float(row["risk"]) for row in read(folder / "made.csv")}
    assert made == {("female", "16-29"): pytest.approx(11 / 110), ("male", "30+"): pytest.approx(41 / 410)}
    crims("victims", "--crimes", "crimes.csv", "--population", "people.csv", "--risks", "made.csv", "--output", "again.csv", cwd=folder)
    assert (folder / "again.csv").read_bytes() == (folder / "v.csv").read_bytes()


@pytest.mark.parametrize("rows, words", [
    ([("male", "16-29", "robbery", -1)], "row 1: the risk '-1' is not a number of 0 or more"),
    ([("male", "16-29", "", 1)], "row 1: it names no offence"),
    ([("male", "", "robbery", 1), ("", "16-29", "robbery", 1)], "two rows give a risk of robbery to the same people: male, 16-29"),
    ([("male", "18-24", "robbery", 1)], "the ages 18-24, but the population has people aged 16-29 together"),
    ([("x", "", "robbery", 1)], "'x' is not a sex")])
def test_risks_that_are_wrong_are_refused(crims, folder, rows, words):
    write(folder / "risks.csv", ("sex", "age", "offence", "risk"), rows)
    assert words in victims(crims, folder, check=1).err
    assert not (folder / "victims.csv").exists()


def test_zones_without_people_are_told(crims, folder):
    write(folder / "people.csv", ("zone", "sex", "age", "people"), POPULATION[4:])
    assert "1800 crimes have no victim because people.csv has nobody in their zone" in victims(crims, folder).err


def test_risks_come_from_somewhere(crims, folder):
    assert "--recorded" in crims("victims", "--crimes", "crimes.csv", "--population", "people.csv", "--output", "v.csv", cwd=folder, check=2).err


def test_a_geopackage_keeps_its_points(crims, town_model, tmp_path):
    crims("simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-02", "--output", "crimes.gpkg", cwd=tmp_path)
    crims("population", "--census", TOWN / "town-census.csv", "--output", "people.gpkg", cwd=tmp_path)
    crims("victims", "--crimes", "crimes.gpkg", "--population", "people.gpkg", "--recorded", TOWN / "town-victims.csv", "--output", "victims.gpkg",
          cwd=tmp_path)
    def rows(name, columns):
        connection = sqlite3.connect(tmp_path / f"{name}.gpkg")
        found = connection.execute(f"SELECT {columns} FROM {name} ORDER BY 1").fetchall()
        connection.close()
        return found
    columns = "id, MSOA, crime_type, code, description, time, suspect, severity, geom"
    assert rows("crimes", columns) == rows("victims", columns)
    assert sum(row[0] is not None for row in rows("victims", "victim")) > 50
