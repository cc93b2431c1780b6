# SPDX-License-Identifier: MIT
"""A plan counts the crimes that `wdd test` on points would see: those with coordinates."""

import csv
import io
import shutil
import sqlite3
import zipfile

import pytest

from conftest import TOWN

UNPLACED = {"Burglary": 1, "Robbery": 3}  # rows without coordinates that are added for each with them


def edited(row, code):
    """The row without coordinates, as police.uk writes it; with `code` it keeps its LSOA."""
    empty = dict.fromkeys(("Longitude", "Latitude") + (() if code else ("LSOA code", "LSOA name")), "")
    return {**row, **empty}


def downloads(folder, added, code=False):
    """The town's download with its crimes that have coordinates, and `added` rows beside each that have none."""
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as town:
        for name in town.namelist():
            if not name.endswith("-street.csv"):
                continue
            rows = list(csv.DictReader(io.TextIOWrapper(town.open(name), "utf-8")))
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                for row in rows:
                    if row["Longitude"]:
                        writer.writerows([row] + [edited(row, code)] * added.get(row["Crime type"], 0))
    return folder


@pytest.fixture(scope="module")
def model(crims, tmp_path_factory):
    """model(added, code): a model of such a download, and what calibrate said of it; never to be changed."""
    made = {}
    folder = tmp_path_factory.mktemp("places")

    def make(added, code=False):
        name = f"{len(added)}-{code}"
        if name in made:
            return made[name]
        run = crims("calibrate", "--crimes", downloads(folder / name, added, code), "--force", "Thornmere", "--from", "2021-04",
                    "--to", "2022-12", "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup",
                    TOWN / "town-lookup.csv", "--output", folder / f"{name}.gpkg", "--json", "-", "--quiet")
        made[name] = folder / f"{name}.gpkg", run.json
        return made[name]

    return make


@pytest.fixture
def evaluate(crims, tmp_path):
    def run(model, *args):
        return crims("evaluate", "--model", model, "--scenario", TOWN / "scenario.json", "--control",
                     f"{TOWN}/town.gpkg|layername=control", "--displacement", "250 m", "--crime-types", "burglary,robbery",
                     "--effects", "0,0.3", "--replicates", "400", "--output", tmp_path / "e.gpkg", "--json", "-", "--quiet",
                     "--overwrite", *args).json

    return run


def counts(result):
    return [result["studies"][0]["expected_without_intervention"][zone][period]
            for zone in ("treated", "control", "treated_displacement", "control_displacement") for period in ("pre", "post")]


@pytest.mark.parametrize("code", [False, True])
def test_crimes_without_coordinates_do_not_count_in_the_plan(model, evaluate, code):
    placed, _ = model({})
    some, said = model(UNPLACED, code)
    by_type = {row["crime_type"]: row for row in said["crime_types"]}
    assert by_type["burglary"]["with_place"] * 2 == by_type["burglary"]["crimes"]
    assert by_type["robbery"]["with_place"] * 4 == by_type["robbery"]["crimes"]

    # wdd test sees the same points, whatever else the download has.
    plan, other = evaluate(placed), evaluate(some)
    assert counts(other) == pytest.approx(counts(plan), rel=0.02)
    assert other["rows"][1]["true_effect"] == pytest.approx(plan["rows"][1]["true_effect"], rel=0.02)
    assert other["rows"][1]["rejection_rate"] == pytest.approx(plan["rows"][1]["rejection_rate"], abs=0.03)

    assert plan["with_place"]["share"] == 1 and "no coordinates" not in plan["message"]
    shares = other["with_place"]
    assert shares["crime_types"]["burglary"] == pytest.approx(1 / 2)
    assert shares["crime_types"]["robbery"] == pytest.approx(1 / 4)
    assert shares["crime_types"]["other theft"] == 1
    all_recorded = by_type["burglary"]["crimes"] + by_type["robbery"]["crimes"]
    with_place = by_type["burglary"]["with_place"] + by_type["robbery"]["with_place"]
    assert shares["share"] == pytest.approx(with_place / all_recorded, rel=0.02)
    assert f"{100 * (1 - shares['share']):.1f} % of the recorded crimes have no coordinates" in other["message"]


def test_through_points_the_same_crimes_count(model, evaluate):
    some, _ = model(UNPLACED)
    direct, points = evaluate(some, "--no-dispersion"), evaluate(some, "--no-dispersion", "--route", "points")
    assert counts(points) == pytest.approx(counts(direct))
    for a, b in zip(direct["rows"], points["rows"]):
        assert b["mean_estimate"] == pytest.approx(a["mean_estimate"], abs=4 * a["rmse"] * (2 / 400) ** 0.5)
        assert b["sd_z"] == pytest.approx(a["sd_z"], rel=0.2)


def test_a_model_that_does_not_know_says_so(model, evaluate, tmp_path):
    some, _ = model(UNPLACED)
    older = tmp_path / "older.gpkg"
    shutil.copy(some, older)
    database = sqlite3.connect(older)
    assert database.execute("DELETE FROM metadata WHERE key LIKE 'with_place %'").rowcount > 2
    database.commit()
    database.close()
    result = evaluate(older)
    assert result["with_place"] is None
    assert "does not say how many of its crimes have coordinates, so all count here" in result["message"]
    assert counts(result)[0] > 1.5 * counts(evaluate(some))[0]


@pytest.mark.parametrize("key, value, said", [
    ("with_place burglary", "1.5", "with_place burglary is '1.5'; a share from 0 to 1 is needed"),
    ("with_place piracy", "0.5", "the model has no crime type of 'with_place piracy'"),
])
def test_a_share_that_cannot_be_is_refused(crims, model, tmp_path, key, value, said):
    some, _ = model(UNPLACED)
    edited_model = tmp_path / "edited.gpkg"
    shutil.copy(some, edited_model)
    database = sqlite3.connect(edited_model)
    database.execute("INSERT OR REPLACE INTO metadata (fid, key, value) VALUES "
                     "((SELECT fid FROM metadata WHERE key = ?1), ?1, ?2)", (key, value))
    database.commit()
    database.close()
    run = crims("evaluate", "--model", edited_model, "--scenario", TOWN / "scenario.json", "--control",
                f"{TOWN}/town.gpkg|layername=control", "--displacement", "250 m", "--output", tmp_path / "e.gpkg", check=1)
    assert run.err.rstrip().endswith(said) and "table metadata" in run.err
