# SPDX-License-Identifier: MIT
"""crims population: census tables, projections and totals to people, against sums made by hand and London's own estimates."""

import csv
import os
import sqlite3
from collections import Counter, defaultdict

import pytest

BANDS = ("0-15", "16-29", "30-44", "45-64", "65+")
CENSUS = [("A1", "Males", "Age 0 to 15", 30), ("A1", "Males", "Age 16 and over", 70), ("A1", "Females", "Age 0 to 15", 33),
          ("A1", "Females", "Age 16 and over", 67), ("A2", "Males", "Age 0 to 15", 10), ("A2", "Males", "Age 16 and over", 40),
          ("A2", "Females", "Age 0 to 15", 12), ("A2", "Females", "Age 16 and over", 38), ("B1", "Males", "Age 0 to 15", 5),
          ("B1", "Males", "Age 16 and over", 95), ("B1", "Females", "Age 0 to 15", 7), ("B1", "Females", "Age 16 and over", 93)]
PROJECTION = [("A", 2030, "male", "0-15", 44), ("A", 2030, "male", "16+", 121), ("A", 2030, "female", "0-15", 40),
              ("A", 2030, "female", "16+", 111), ("B", 2030, "male", "0-15", 7), ("B", 2030, "male", "16+", 90),
              ("B", 2030, "female", "0-15", 7), ("B", 2030, "female", "16+", 101), ("B", 2031, "female", "16+", 1), ("C", 2030, "male", "0-15", 9)]
LOOKUP = [("A1", "A"), ("A2", "A"), ("B1", "B")]


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def rows_of(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{path.stem}"')]
    connection.close()
    return rows


@pytest.fixture
def tables(tmp_path):
    write(tmp_path / "census.csv", ("GEOGRAPHY_CODE", "C_SEX_NAME", "C_AGE_NAME", "OBS_VALUE"), CENSUS)
    write(tmp_path / "projection.csv", ("area", "year", "sex", "age", "people"), PROJECTION)
    write(tmp_path / "lookup.csv", ("LSOA", "LAD"), LOOKUP)
    return tmp_path


def population(crims, folder, *more, check=True):
    return crims("population", "--census", "census.csv", "--output", "people.gpkg", *more, cwd=folder, check=check)


def test_each_cell_is_scaled_by_district_sex_and_age(crims, tables):
    population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030")
    rows = {(row["zone"], row["sex"], row["age"]): row for row in rows_of(tables / "people.gpkg")}
    assert rows["A1", "male", "0-15"]["expected"] == pytest.approx(30 * 44 / 40)
    assert rows["A2", "male", "16+"]["expected"] == pytest.approx(40 * 121 / 110)
    assert rows["B1", "female", "16+"]["expected"] == pytest.approx(101)
    assert (rows["A1", "male", "16+"]["age_from"], rows["A1", "male", "16+"]["age_to"]) == (16, None)
    found = Counter()
    for (zone, sex, age), row in rows.items():
        found[dict(LOOKUP)[zone], sex, age] += row["people"]
        assert abs(row["people"] - row["expected"]) < 2
    assert found == {(area, sex, age): people for area, year, sex, age, people in PROJECTION if year == 2030 and area != "C"}


def test_without_a_projection_whole_people_are_the_census(crims, tables):
    population(crims, tables)
    assert [(row["zone"], row["sex"], row["people"]) for row in rows_of(tables / "people.gpkg")] == [
        (zone, sex.lower()[:-1], people) for zone, sex, _, people in CENSUS]


def test_people_one_by_one_are_the_table(crims, tables):
    population(crims, tables, "--people", "all.csv")
    with open(tables / "all.csv", encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    assert [int(row["id"]) for row in people] == list(range(1, 501))
    found = Counter((row["zone"], row["sex"], row["age"]) for row in people)
    assert found == {(row["zone"], row["sex"], row["age"]): row["people"] for row in rows_of(tables / "people.gpkg")}


def test_several_tables_of_the_census_are_joined(crims, tables):
    groups = [(zone, "White" if white else "All other", int(count))
              for zone, all_people in (("A1", 200), ("A2", 100), ("B1", 200)) for white, count in ((1, 0.7 * all_people), (0, 0.3 * all_people))]
    write(tables / "groups.csv", ("GEOGRAPHY_CODE", "C_ETHPUK11_NAME", "OBS_VALUE"),
          [*[(zone, "White: Total", n) if g == "White" else (zone, "Asian", n) for zone, g, n in groups],
           *[(zone, "All usual residents", n) for zone, n in (("A1", 200), ("A2", 100), ("B1", 200))]])
    result = population(crims, tables, "--census", "groups.csv", "--json", "-").json
    assert result["people"] == 500 and result["largest_difference"] == 0 and result["ethnicities"] == ["White", "Asian"]
    sums = defaultdict(int)
    for row in rows_of(tables / "people.gpkg"):
        sums[row["zone"], row["ethnicity"]] += row["people"]
        sums[row["zone"], row["sex"], row["age"]] += row["people"]
    assert (sums["A1", "White"], sums["A2", "Asian"], sums["B1", "White"]) == (140, 30, 140)
    assert sums["A1", "male", "0-15"] == 30 and sums["B1", "female", "16+"] == 93


def test_totals_of_the_year_are_met_too(crims, tables):
    write(tables / "estimates.csv", ("zone", "sex", "people"), [("A1", "male", 120), ("A1", "female", 100), ("A2", "male", 45), ("A2", "female", 51),
                                                               ("B1", "male", 97), ("B1", "female", 108)])
    population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030", "--totals", "estimates.csv")
    by_zone, by_area = Counter(), Counter()
    for row in rows_of(tables / "people.gpkg"):
        by_zone[row["zone"], row["sex"]] += row["people"]
        by_area[dict(LOOKUP)[row["zone"]], row["sex"], row["age"]] += row["people"]
    assert (by_zone["A1", "male"], by_zone["A2", "female"]) == (120, 51)
    assert by_area["A", "male", "0-15"] == 44 and by_area["B", "female", "16+"] == 101


def test_contradicting_tables_are_refused_with_both_sums(crims, tables):
    write(tables / "estimates.csv", ("zone", "sex", "people"), [("A1", "male", 120), ("A1", "female", 100), ("A2", "male", 46), ("A2", "female", 51),
                                                               ("B1", "male", 97), ("B1", "female", 108)])
    told = population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030", "--totals", "estimates.csv",
                      check=1).err
    assert "two tables contradict each other: people male, in A (2 zones): 165 in projection.csv, but 166 in estimates.csv" in told
    assert not (tables / "people.gpkg").exists()


def test_single_years_of_a_projection_are_summed_to_the_ages_of_the_census(crims, tables):
    years = [(area, 2030, sex, "90 and over" if age == 90 else str(age), 2 if age < 16 else 1)
             for area in ("A", "B") for sex in ("1", "2") for age in range(91)]
    write(tables / "projection.csv", ("area", "year", "sex", "age", "people"), years)
    assert population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030").err == ""
    found = Counter()
    for row in rows_of(tables / "people.gpkg"):
        found[dict(LOOKUP)[row["zone"]], row["sex"], row["age"]] += row["people"]
    assert set(found.values()) == {32, 75}


def test_the_layouts_of_ons_are_read(crims, tables):
    """A column for each sex and age, as in the small-area estimates; a column for each year, as in the projections."""
    wide = {}
    for zone, sex, age, people in CENSUS:
        wide.setdefault(zone, {})[f"{sex}_{age.removeprefix('Age ').replace(' to ', '-').replace(' and over', '+')}"] = people
    names = list(wide["A1"])
    write(tables / "census.csv", ("LSOA11CD", "LSOA11NM", "Persons_All-Ages", *names),
          [(zone, "name", "1,000", *(f"{row[name]:,}" for name in names)) for zone, row in wide.items()])
    write(tables / "projection.csv", ("AREA_CODE", "COMPONENT", "SEX", "AGE_GROUP", "2029", "2030"),
          [(area, "Population", sex, age, 1, people) for area, year, sex, age, people in PROJECTION if year == 2030 and area != "C"])
    assert population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030", "--json", "-").json["people"] == 521


@pytest.mark.parametrize("driver", ["ODS", "XLSX"])
def test_a_workbook_is_read(crims, tables, driver):
    from osgeo import gdal
    name = f"census.{driver.lower()}"
    gdal.VectorTranslate(str(tables / name), str(tables / "census.csv"), format=driver)
    crims("population", "--census", name, "--output", "people.gpkg", cwd=tables)
    crims("population", "--census", "census.csv", "--output", "same.gpkg", cwd=tables)
    of_workbook, of_text = (rows_of(tables / f"{layer}.gpkg") for layer in ("people", "same"))
    assert sum(row["people"] for row in of_workbook) == 500 and of_workbook == of_text


def test_a_projection_and_a_lookup_may_be_workbooks_with_numbers_in_their_cells(crims, tables):
    from osgeo import gdal
    for name in ("projection", "lookup"):
        # Types are guessed, so that years and people are numbers in the cells.
        gdal.VectorTranslate(str(tables / f"{name}.xlsx"), gdal.OpenEx(str(tables / f"{name}.csv"), open_options=["AUTODETECT_TYPE=YES"]),
                             format="XLSX")
    population(crims, tables, "--projection", "projection.xlsx", "--lookup", "lookup.xlsx", "--year", "2030")
    by_area = Counter()
    for row in rows_of(tables / "people.gpkg"):
        by_area[dict(LOOKUP)[row["zone"]], row["sex"], row["age"]] += row["people"]
    assert by_area == {(area, sex, age): people for area, year, sex, age, people in PROJECTION if year == 2030 and area != "C"}


@pytest.mark.parametrize("row, words", [
    (("A1", "Males", "Age 0 to 15", -3), "row 13: '-3' is not a number of people"),
    (("A1", "Males", "Age 0 to 15", 3), "there is more than one row of A1, male, 0-15"),
    (("A1", "Males", "Oct-15", 3), "row 13: 'Oct-15' is not an age"),
    (("A1", "M/F", "Age 0 to 15", 3), "row 13: 'M/F' is not a sex"),
    (("A1", "Males", "Age 10 to 20", 3), "the ages 0-15 and 10-20 overlap"),
    (("", "Males", "Age 0 to 15", 3), "row 13: it has no code of an area"),
    (("A3", "Males", "Age 0 to 15", "x"), "row 13: 'x' is not a number of people")])
def test_a_row_that_is_wrong_is_named(crims, tables, row, words):
    write(tables / "census.csv", ("GEOGRAPHY_CODE", "C_SEX_NAME", "C_AGE_NAME", "OBS_VALUE"), [*CENSUS, row])
    assert words in population(crims, tables, check=1).err


@pytest.mark.parametrize("misspelt, meant", [("C_SEXNAME", "C_SEX_NAME"), ("gendr", "gender"), ("sex ", None)])
def test_a_misspelt_column_is_not_taken_for_a_missing_one(crims, tables, misspelt, meant):
    write(tables / "census.csv", ("GEOGRAPHY_CODE", misspelt, "C_AGE_NAME", "OBS_VALUE"), [row for row in CENSUS if row[1] == "Males"])
    run = population(crims, tables, check=1 if meant else True)
    if meant:
        assert f"census.csv (--census): the column '{misspelt}' is not known; if '{meant}' is meant, rename it, otherwise remove it" in run.err


def test_codes_that_do_not_say_what_they_mean_are_refused(crims, tables):
    """In nomis's codes 1 is "under 1" in one table and "0 to 4" in another."""
    write(tables / "census.csv", ("GEOGRAPHY_CODE", "C_SEX", "C_AGE", "OBS_VALUE"), [("A1", 1, 1, 5)])
    assert "the column C_AGE has nomis's codes, which do not say what they mean; download C_AGE_NAME" in population(crims, tables, check=1).err


@pytest.mark.parametrize("lookup, words", [
    (LOOKUP[:2], "it has no area for 1 of 3 zones: B1"), ([*LOOKUP, ("B1", "A")], "the zone B1 lies in B and in A"),
    ([("X", "Y")], "none of its columns has codes of the zones")])
def test_a_lookup_that_does_not_fit_is_refused(crims, tables, lookup, words):
    write(tables / "lookup.csv", ("LSOA", "LAD"), lookup)
    assert words in population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030", check=1).err


def test_a_year_that_is_not_there_is_refused_with_those_there_are(crims, tables):
    told = population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2040", check=1).err
    assert "it has no row of the year 2040; it has: 2030, 2031" in told


def test_several_years_without_a_choice_are_refused_by_name(crims, tables):
    told = population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", check=1).err
    assert "projection.csv (--projection): it has several years: 2030, 2031; choose one with --year" in told
    assert not (tables / "people.gpkg").exists()


def test_a_district_that_the_projection_lacks_is_refused(crims, tables):
    write(tables / "projection.csv", ("area", "year", "sex", "age", "people"), [row for row in PROJECTION if row[0] != "B"])
    told = population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030", check=1).err
    assert "it has no row of 1 of 2 areas in which zones lie: B" in told


def test_people_without_anybody_in_the_census_are_spread_and_told(crims, tables):
    write(tables / "census.csv", ("GEOGRAPHY_CODE", "C_SEX_NAME", "C_AGE_NAME", "OBS_VALUE"),
          [(*row[:3], 0 if row[0] == "B1" and row[2] == "Age 0 to 15" else row[3]) for row in CENSUS])
    run = population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030")
    assert "2 of its groups, 14 people, have nobody in the census" in run.err
    assert sum(row["people"] for row in rows_of(tables / "people.gpkg") if row["zone"] == "B1") == 205


def test_the_same_seed_gives_the_same_people(crims, tables):
    def people(seed, name):
        crims("population", "--census", "census.csv", "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030",
              "--seed", seed, "--output", f"{name}.gpkg", "--people", f"{name}.csv", cwd=tables)
        return (tables / f"{name}.csv").read_bytes()
    assert people(1, "a") == people(1, "b")
    assert people(1, "c") != people(5, "d")


def test_one_and_all_processors_give_the_same_bytes(crims, tables):
    everywhere = os.sched_getaffinity(0)
    written = []
    try:
        for processors in (everywhere, {min(everywhere)}, everywhere):
            os.sched_setaffinity(0, processors)
            population(crims, tables, "--projection", "projection.csv", "--lookup", "lookup.csv", "--year", "2030", "--people", "all.csv",
                       "--overwrite")
            written.append(((tables / "all.csv").read_bytes(), rows_of(tables / "people.gpkg")))
    finally:
        os.sched_setaffinity(0, everywhere)
    assert written[0] == written[1] == written[2]


# --- London -----------------------------------------------------------------------------------------------------------


def london(shared, year):
    with open(shared / f"data/population/london_lsoa2011_mid{year}.csv", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return {(row["LSOA11CD"], row["LAD11CD"], sex, band): int(row[f"{column}_{band}"].replace(",", ""))
            for row in rows for sex, column in (("male", "Males"), ("female", "Females")) for band in BANDS}


def test_londons_totals_by_age_and_sex_are_met_to_the_person(crims, shared, tmp_path):
    """2019 scaled to the boroughs of 2020, and fitted to that year's LSOAs by sex: each total of both, and near the cells that were recorded."""
    recorded = london(shared, 2020)
    boroughs, zones = Counter(), Counter()
    for (zone, borough, sex, band), people in recorded.items():
        boroughs[borough, 2020, sex, band] += people
        zones[zone, sex] += people
    write(tmp_path / "projection.csv", ("area", "year", "sex", "age", "people"), [(*key, people) for key, people in boroughs.items()])
    write(tmp_path / "zones.csv", ("zone", "sex", "people"), [(*key, people) for key, people in zones.items()])
    estimates = shared / "data/population/london_lsoa2011_mid2019.csv"
    differences = []
    for name, more in (("scaled", ()), ("fitted", ("--totals", "zones.csv"))):
        result = crims("population", "--census", estimates, "--projection", "projection.csv", "--lookup", estimates, "--year", "2020", *more,
                       "--output", f"{name}.gpkg", "--json", "-", cwd=tmp_path).json
        assert result["people"] == sum(recorded.values()) == 9_002_488
        assert result["largest_difference"] == 0
        borough_of = {zone: borough for zone, borough, _, _ in recorded}
        found, of_zones, difference = Counter(), Counter(), 0
        for row in rows_of(tmp_path / f"{name}.gpkg"):
            borough = borough_of[row["zone"]]
            found[borough, 2020, row["sex"], row["age"]] += row["people"]
            of_zones[row["zone"], row["sex"]] += row["people"]
            difference += abs(row["people"] - recorded[row["zone"], borough, row["sex"], row["age"]])
        assert found == boroughs
        assert name == "scaled" or of_zones == zones
        differences.append(difference / result["people"])
    assert differences[1] < differences[0] < 0.05, "LSOAs by sex make the rest nearer"
