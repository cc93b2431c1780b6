# SPDX-License-Identifier: MIT
"""Commands that draw at random: the same bytes when run again, on any number of threads, and each replicate as if it were
the only one. The model's counts vary beyond Poisson at every level."""

import csv
import shutil
import sqlite3

import pytest

from conftest import TOWN

INCIDENTS = ["--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type"]
SHORT = ["--from", "2023-01", "--to", "2023-03"]
EVALUATE = ["evaluate", "--scenario", TOWN / "scenario.json", "--control", f"{TOWN}/town.gpkg|layername=control",
            "--displacement", "250 m", "--effects", "0,0.3", "--months", "1,2", "--output", "out.gpkg"]
ALL_FILES = ["--replicates", 200, "--csv", "out.csv", "--json", "out.json", "--html", "out.html"]


@pytest.fixture(scope="module")
def varied_model(town_model, tmp_path_factory):
    """The town's model with much variation of each kind, each crime type's own and common to all."""
    model = tmp_path_factory.mktemp("varied") / "model.gpkg"
    shutil.copy(town_model, model)
    with sqlite3.connect(model) as database:
        database.execute("UPDATE crime_types SET dispersion_year = 0.1, dispersion_zone_year = 0.3, "
                         "dispersion_zone_half_year = 0.3, dispersion_zone_month = 0.1")
        for level in ("zone_year", "zone_half_year", "zone_month"):
            changed = database.execute("UPDATE metadata SET value = '0.1' WHERE key = ?", (f"common_dispersion_{level}",))
            assert changed.rowcount == 1
    return model


def contents(path):
    """Bytes of a file; of a GeoPackage all that its tables hold but the time at which they were written."""
    if path.suffix != ".gpkg":
        return path.read_bytes()
    with sqlite3.connect(path) as database:
        names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                 if not name.startswith(("rtree_", "gpkg_contents", "gpkg_metadata_reference", "layer_styles"))]
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


# Commands with a model; then those without, which have real incidents.
COMMANDS = {
    "simulate": ["simulate", *SHORT, "--replicates", 4, "--near-repeat", "--output", "out.csv"],
    "simulate into a layer": ["simulate", *SHORT, "--replicates", 4, "--output", "out.gpkg"],
    "validate": ["validate", "--crimes", TOWN / "town-crimes.zip", *SHORT, "--replicates", 20, "--json", "out.json", "--html",
                 "out.html"],
    "evaluate by counts": [*EVALUATE, *ALL_FILES, "--route", "counts"],
    "evaluate by points": [*EVALUATE, *ALL_FILES, "--route", "points"],
    "evaluate by points that repeat": [*EVALUATE, *ALL_FILES, "--route", "points", "--near-repeat"],
    "evaluate in real incidents": [*EVALUATE, *ALL_FILES, *INCIDENTS],
    "inject": ["inject", *INCIDENTS, "--scenario", TOWN / "town-scenario.json", "--seed", 4, "--output", "out.csv", "--json",
               "out.json"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_bytes_are_the_same_when_run_again_and_on_any_number_of_threads(crims, varied_model, tmp_path, name):
    args = COMMANDS[name]
    if "--incidents" not in args:
        args = [*args, "--model", varied_model]
    threads = [[]] if name == "inject" else [["--threads", number] for number in (1, 2, 8)]
    results = []
    for number, how in enumerate([*threads, threads[-1]]):
        folder = tmp_path / str(number)
        folder.mkdir()
        said = crims(*args, *how, "--quiet", cwd=folder).out
        files = sorted(folder.iterdir())
        assert files
        results.append((said, {file.name: contents(file) for file in files}))
    for other in results[1:]:
        assert other == results[0]


def january(crims, model, to):
    """The crimes of January of five replicates of a run to some month, each replicate's without their numbers."""
    text = crims("simulate", "--model", model, "--from", "2023-01", "--to", to, "--replicates", 5, "--output", "-").out
    replicates = [[] for _ in range(5)]
    for row in csv.DictReader(text.splitlines()):
        if row["time"].startswith("2023-01"):
            replicates[int(row.pop("replicate"))].append([value for key, value in row.items() if key != "id"])
    return replicates


def test_the_crimes_of_a_month_do_not_depend_on_how_far_the_run_goes_on(crims, varied_model):
    year = january(crims, varied_model, "2023-12")
    assert min(len(crimes) for crimes in year) > 100
    assert january(crims, varied_model, "2023-01") == year
    assert january(crims, varied_model, "2023-03") == year


def test_a_short_validation_compares_with_the_replicates_of_a_long_simulation(crims, varied_model, tmp_path):
    result = crims("validate", "--model", varied_model, "--crimes", TOWN / "town-crimes.zip", "--from", "2023-01", "--to",
                   "2023-01", "--replicates", 5, "--json", "-", cwd=tmp_path).json
    totals = [len(crimes) for crimes in january(crims, varied_model, "2023-12")]
    assert result["total"]["simulated"] == pytest.approx(sum(totals) / 5)


def test_replicates_of_a_short_evaluation_spread_as_those_of_a_long_one(crims, varied_model, tmp_path):
    """Counts of zones are drawn one by one; through points they vary as much from replicate to replicate."""
    spread = {}
    for route in ("counts", "points"):
        result = crims(*EVALUATE, "--model", varied_model, "--route", route, "--replicates", 1500, "--json", "-",
                       "--overwrite", "--quiet", cwd=tmp_path).json
        spread[route] = {(row["effect"], row["months"]): row["sd_z"] for row in result["rows"]}
    assert spread["points"] == {key: pytest.approx(value, rel=0.1) for key, value in spread["counts"].items()}
