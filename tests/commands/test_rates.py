# SPDX-License-Identifier: MIT
"""Rates by head: people kept in a model, rates on the map and in the validation, simulation scaled with people."""

import csv
import re
import sqlite3

import pytest

from conftest import TOWN

ZONES = [f"E02999{i:03d}" for i in range(1, 17)]


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def calibrate(crims, folder, *more, check=True):
    return crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
                 "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", TOWN / "town-lookup.csv",
                 "--output", "model.gpkg", "--overwrite", *more, cwd=folder, check=check)


@pytest.fixture(scope="module")
def town(crims, tmp_path_factory):
    """A model with 1,000, 2,000, ... people a zone."""
    folder = tmp_path_factory.mktemp("rates")
    write(folder / "people.csv", ("zone", "sex", "people"), [(zone, sex, 500 * (i + 1)) for i, zone in enumerate(ZONES) for sex in ("male", "female")])
    calibrate(crims, folder, "--population", "people.csv")
    return folder


def test_the_model_keeps_the_people(town):
    connection = sqlite3.connect(town / "model.gpkg")
    assert dict(connection.execute("SELECT zone, people FROM population")) == {zone: 1000 * (i + 1) for i, zone in enumerate(ZONES)}
    assert {row[0] for row in connection.execute("SELECT column_name FROM documentation WHERE table_name = 'population'")} == {"", "zone", "people"}
    connection.close()


def test_a_model_without_people_has_no_such_table(crims, tmp_path):
    calibrate(crims, tmp_path)
    connection = sqlite3.connect(tmp_path / "model.gpkg")
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'population'").fetchone() == (0,)
    connection.close()
    write(tmp_path / "people.csv", ("zone", "people"), [(zone, 5) for zone in ZONES])
    told = crims("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-01", "--population", "people.csv", "--output", "c.csv",
                 cwd=tmp_path, check=1).err
    assert "the model has no people to scale from; make it with crims calibrate --population" in told


def test_rates_scale_with_people(crims, town):
    def simulate(name, *more):
        return crims("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-12", "--output", f"{name}.csv", "--json", "-", *more,
                     cwd=town).json
    before = simulate("now")
    write(town / "double.csv", ("zone", "people"), [(zone, 2000 * (i + 1)) for i, zone in enumerate(ZONES)])
    assert simulate("then", "--population", "double.csv")["expected"] == pytest.approx(2 * before["expected"])
    assert simulate("same", "--population", "people.csv")["expected"] == pytest.approx(before["expected"])
    assert (town / "same.csv").read_bytes() == (town / "now.csv").read_bytes(), "the same people, the same crimes"
    write(town / "fewer.csv", ("zone", "people"), [(zone, 0 if i == 0 else 1000 * (i + 1)) for i, zone in enumerate(ZONES)])
    simulate("moved", "--population", "fewer.csv")
    def crimes(name):
        with open(town / f"{name}.csv", encoding="utf-8") as file:
            return [tuple(row.values())[1:] for row in csv.DictReader(file)]
    assert crimes("moved") == [crime for crime in crimes("now") if crime[0] != ZONES[0]], "zones whose people stay keep their crimes"


def test_zones_that_the_table_lacks_are_told(crims, town, tmp_path):
    write(tmp_path / "some.csv", ("zone", "people"), [(zone, 1000) for zone in ZONES[:14]])
    run = crims("simulate", "--model", town / "model.gpkg", "--from", "2023-01", "--to", "2023-01", "--population", tmp_path / "some.csv",
                "--output", "c.csv", cwd=tmp_path)
    assert "2 of 16 zones keep their rates" in run.err
    assert "it has no people of 2 of 16 zones: E02999015, E02999016" in calibrate(crims, tmp_path, "--population", "some.csv").err
    write(tmp_path / "none.csv", ("zone", "people"), [("X", 1000)])
    assert "it has none of the zones; its first is X, and theirs E02999001" in calibrate(crims, tmp_path, "--population", "none.csv", check=1).err


def test_the_map_shows_crimes_per_thousand_people(crims, town):
    crims("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-03", "--output", "quarter.csv", cwd=town)
    zones = ["--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--json", "-", "--overwrite"]
    for population in ("people.csv", "model.gpkg"):
        result = crims("map", "--crimes", "quarter.csv", *zones, "--value", "per_1000", "--population", population, "--output", "map.svg", cwd=town).json
        assert result["value"] == "per_1000" and result["title"].startswith("Simulated crimes per 1,000 people")
        people = {row["zone"]: row["people"] for row in result["zones"]}
        assert people == {zone: 1000 * (i + 1) for i, zone in enumerate(ZONES)}
        limits = result["classes"]["upper_limits"]
        for row in result["zones"]:
            if row["crimes"] > 0:
                rate = 1000 * row["crimes"] / row["people"]
                assert row["class"] == sum(rate > limit for limit in limits), row


def test_a_map_of_rates_needs_people_and_people_a_map_of_rates(crims, town):
    base = ["map", "--crimes", "people.csv", "--zones", f"{TOWN}/town-zones.gpkg", "--zone-field", "MSOA", "--output", "x.svg"]
    assert "go together" in crims(*base, "--value", "per_1000", cwd=town, check=2).err
    assert "go together" in crims(*base, "--population", "people.csv", cwd=town, check=2).err


def test_the_validation_tells_rates_beside_each_other(crims, town):
    base = ["validate", "--model", "model.gpkg", "--crimes", TOWN / "town-crimes.zip", "--from", "2023-01", "--to", "2023-06", "--lookup",
            TOWN / "town-lookup.csv", "--replicates", "20"]
    result = crims(*base, "--json", "-", cwd=town).json
    rates, zones = result["rates"], {row["zone"]: row for row in result["by_zone"]}
    assert rates["people"] == 136_000 and rates["zones"] == 16
    assert rates["per_1000_a_year"]["observed"] == pytest.approx(result["total"]["observed"] * 2 / 136)
    for row in rates["by_zone"]:
        factor = 2 * 1000 / row["people"]
        for key in ("observed", "simulated", "low", "high"):
            assert row[key] == pytest.approx(factor * zones[row["zone"]][key])
    observed = [row["observed"] for row in rates["by_zone"]]
    assert observed == sorted(observed, reverse=True)
    assert "crimes per 1,000 people a year" in crims(*base, cwd=town).out


def test_the_page_of_the_validation_tells_rates_too(crims, town, tmp_path):
    base = ["validate", "--model", "model.gpkg", "--crimes", TOWN / "town-crimes.zip", "--from", "2023-01", "--to", "2023-06", "--lookup",
            TOWN / "town-lookup.csv", "--replicates", "20", "--json", "-", "--html"]
    rates = crims(*base, tmp_path / "page.html", cwd=town).json["rates"]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    section = page[page.index("Crimes per 1,000 people a year"):]
    rows = [re.findall("<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in section[:section.index("</table>")].split("<tr")[2:]]
    assert rows[0][:4] == ["all", "136,000", f"{rates['per_1000_a_year']['observed']:.1f}", f"{rates['per_1000_a_year']['simulated']:.1f}"]
    assert [row[0] for row in rows[1:]] == [row["zone"] for row in rates["by_zone"]][:15]
    assert rows[1][4] == f"{rates['by_zone'][0]['low']:.1f} to {rates['by_zone'][0]['high']:.1f}"
    calibrate(crims, tmp_path)
    crims(*base[:2], tmp_path / "model.gpkg", *base[3:], tmp_path / "none.html", cwd=town)
    assert "per 1,000 people" not in (tmp_path / "none.html").read_text(encoding="utf-8")


def test_a_table_of_several_years_is_refused_with_the_years(crims, town, tmp_path):
    write(tmp_path / "years.csv", ("zone", "year", "people"), [(zone, year, 1000) for year in (2020, 2021) for zone in ZONES])
    said = "years.csv (--population): it has several years: 2020, 2021; keep the rows of one"
    assert said in calibrate(crims, tmp_path, "--population", "years.csv", check=1).err
    assert said in crims("simulate", "--model", town / "model.gpkg", "--from", "2023-01", "--to", "2023-01", "--population", "years.csv", "--output",
                         "c.csv", cwd=tmp_path, check=1).err
    crims("simulate", "--model", town / "model.gpkg", "--from", "2023-01", "--to", "2023-01", "--output", "month.csv", cwd=tmp_path)
    assert said in crims("map", "--crimes", "month.csv", "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--value",
                         "per_1000", "--population", "years.csv", "--output", "x.svg", cwd=tmp_path, check=1).err
