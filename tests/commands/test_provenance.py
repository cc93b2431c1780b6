# SPDX-License-Identifier: MIT
"""Simulated crime says that it is simulated, by what and from what, in every format."""

import csv
import hashlib
import io
import json
import sqlite3
from collections import Counter

import pytest
from osgeo import gdal, ogr

from conftest import ROOT

ZONES = f"{ROOT}/samples/town-zones.gpkg|layername=zones"
MONTHS = ("--from", "2023-01", "--to", "2023-02")


@pytest.fixture
def simulate(crims, town_model, tmp_path):
    def run(*args, **how):
        return crims("simulate", "--model", town_model, *MONTHS, *args, cwd=tmp_path, **how)

    return run


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(record, model, seed="1"):
    assert record["simulated"] is True and record["made_by"] == "crims simulate" and record["version"]
    assert record["model"] == {"file": str(model), "sha256": sha256(model)}
    assert (record["seed"], record["replicates"], record["from"], record["to"]) == (int(seed), 1, "2023-01", "2023-02")
    assert record["options"]["placement"] == "observed" and len(record["run"]) == 16


@pytest.mark.parametrize("name", ["c.csv", "c.json", "c.fgb"])
def test_a_file_beside_the_crimes_tells_what_they_are(simulate, town_model, tmp_path, name):
    loading = tmp_path / "loading.csv"
    loading.write_text("crime_type,loading\nburglary,2\n")
    run = simulate("--output", name, "--seed", "7", "--loading", loading, "--json", tmp_path / "r.json")
    record = json.loads((tmp_path / f"{name}.provenance.json").read_text())
    check(record, town_model, seed="7")
    assert record["loading"] == {"file": str(loading), "sha256": sha256(loading)}
    assert json.loads((tmp_path / "r.json").read_text())["run"] == record["run"]
    assert run.err == ""


def test_a_geopackage_tells_it_in_its_metadata_tables(simulate, town_model, tmp_path):
    simulate("--output", "c.gpkg|layername=first")
    simulate("--output", "c.gpkg|layername=second", "--seed", "2", "--loading", "1.5")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.gpkg"]
    with sqlite3.connect(tmp_path / "c.gpkg") as file:
        rows = dict(file.execute("SELECT r.table_name, m.metadata FROM gpkg_metadata m JOIN gpkg_metadata_reference r ON r.md_file_id = m.id"
                                 " WHERE m.mime_type = 'application/json' AND r.reference_scope = 'table'").fetchall())
        extensions = file.execute("SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_metadata'").fetchall()
    check(json.loads(rows["first"]), town_model)
    assert json.loads(rows["second"])["loading"] == {"factor": 1.5}
    assert sorted(extensions) == [("gpkg_metadata",), ("gpkg_metadata_reference",)]
    simulate("--output", "c.gpkg|layername=first", "--seed", "3", "--overwrite")
    with sqlite3.connect(tmp_path / "c.gpkg") as file:
        rows = file.execute("SELECT r.table_name, m.metadata FROM gpkg_metadata m JOIN gpkg_metadata_reference r ON r.md_file_id = m.id"
                            " WHERE m.mime_type = 'application/json'").fetchall()
    assert sorted((name, json.loads(text)["seed"]) for name, text in rows) == [("first", 3), ("second", 2)]
    package = ogr.Open(str(tmp_path / "c.gpkg"))
    assert {package.GetLayer(i).GetName() for i in range(package.GetLayerCount())} - {"layer_styles"} == {"first", "second"}


def test_a_fixed_time_of_writing_fixes_that_of_the_metadata_too(simulate, tmp_path):
    simulate("--output", "c.gpkg", env={"SOURCE_DATE_EPOCH": "1700000000"})
    with sqlite3.connect(tmp_path / "c.gpkg") as file:
        times = file.execute("SELECT timestamp FROM gpkg_metadata_reference").fetchall()
    assert times == [("2023-11-14T22:13:20.000Z",)]


def test_json_says_so_in_its_schema(simulate, tmp_path):
    simulate("--output", "c.json")
    assert json.loads((tmp_path / "c.json").read_text())["schema"]["simulated_by"].startswith("crims of crimekit ")


def test_columns_of_a_csv_tell_runs_apart(simulate, tmp_path):
    rows = []
    for seed in ("1", "2"):
        run = simulate("--output", "-", "--seed", seed, "--provenance", "columns")
        rows += list(csv.DictReader(io.StringIO(run.out)))
    assert list(rows[0])[-3:] == ["simulated", "run", "seed"]
    assert {row["simulated"] for row in rows} == {"True"} and {row["seed"] for row in rows} == {"1", "2"}
    assert len({(row["run"], row["id"]) for row in rows}) == len(rows) > len({row["id"] for row in rows})
    simulate("--output", "c.csv", "--provenance", "columns")
    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]
    assert "is for CSV alone" in simulate("--output", "c.json", "--provenance", "columns", check=2).err


def test_none_writes_nothing_beside(simulate, tmp_path):
    simulate("--output", "c.csv", "--provenance", "none")
    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]


def test_a_file_beside_that_is_there_is_kept(simulate, tmp_path):
    (tmp_path / "c.csv.provenance.json").write_text("mine")
    assert "exists already" in simulate("--output", "c.csv", check=1).err
    assert not (tmp_path / "c.csv").exists()
    simulate("--output", "c.csv", "--overwrite")
    assert json.loads((tmp_path / "c.csv.provenance.json").read_text())["simulated"]


def test_ids_are_unique_over_months_and_replicates(simulate):
    rows = list(csv.DictReader(io.StringIO(simulate("--output", "-", "--replicates", "3").out)))
    assert [int(row["id"]) for row in rows] == list(range(1, len(rows) + 1))


def test_a_map_is_titled_simulated(simulate, crims, tmp_path):
    simulate("--output", "c.csv")
    titles = []
    for title in ((), ("--title", "Thornmere"), ("--title", "Simulated Thornmere")):
        run = crims("map", "--crimes", "c.csv", "--zones", ZONES, "--zone-field", "MSOA", *title, "--output", "m.svg", "--overwrite",
                    "--json", "-", cwd=tmp_path)
        titles.append((run.json["title"], run.json["subtitle"]))
        assert run.json["simulated"] is True
    assert titles[0][0].startswith("Simulated crime density, ") and "simulated" not in titles[0][1]
    assert titles[1] == ("Thornmere", titles[0][1] + ", simulated") and titles[2] == ("Simulated Thornmere", titles[0][1])
    run = crims("map", "--crimes", f"{ROOT}/samples/town.gpkg|layername=incidents", "--zones", ZONES, "--zone-field", "MSOA", "--output",
                "real.svg", "--json", "-", cwd=tmp_path)
    assert run.json["simulated"] is False and "imulated" not in run.json["title"] + run.json["subtitle"]


@pytest.mark.parametrize("field, column", [("beat", "beat"), ("MSOA21CD", "MSOA"), ("code", "zone")])
def test_the_zone_column_is_called_as_the_zones_call_it(crims, tmp_path, field, column):
    gdal.VectorTranslate(str(tmp_path / "zones.gpkg"), f"{ROOT}/samples/town-zones.gpkg", layerName="zones",
                         SQLStatement=f"SELECT MSOA AS {field}, geom FROM zones", SQLDialect="SQLITE")
    crims("calibrate", "--crimes", ROOT / "samples/town-crimes.zip", "--force", "Thornmere", "--from", "2022-01", "--to", "2022-12", "--zones",
          "zones.gpkg", "--zone-field", field, "--output", "m.gpkg", "--quiet", cwd=tmp_path)
    for name in ("c.csv", "c.gpkg", "c.json"):
        crims("simulate", "--model", "m.gpkg", *MONTHS, "--output", name, "--quiet", cwd=tmp_path)
    with open(tmp_path / "c.csv", newline="", encoding="utf-8") as file:
        assert next(csv.reader(file))[:3] == ["id", column, "crime_type"]
    assert json.loads((tmp_path / "c.json").read_text())["schema"]["fields"][1]["name"] == column
    package = ogr.Open(str(tmp_path / "c.gpkg"))
    assert package.GetLayerByName("c").GetLayerDefn().GetFieldDefn(0).GetName() == column
    run = crims("map", "--crimes", "c.csv", "--zones", "zones.gpkg", "--zone-field", field, "--output", "m.png", "--json", "-", cwd=tmp_path)
    assert run.json["counted_by"] == column
    crims("counts", "--incidents", "c.csv", "--output", "counts.csv", cwd=tmp_path)
    crims("victims", "--crimes", "c.csv", "--population", ROOT / "samples/town-census.csv", "--recorded", ROOT / "samples/town-victims.csv",
          "--output", "victims.csv", cwd=tmp_path)
    with open(tmp_path / "c.csv", newline="", encoding="utf-8") as file:
        zones = Counter(row[column] for row in csv.DictReader(file))
    with open(tmp_path / "counts.csv", newline="", encoding="utf-8") as file:
        counted = Counter()
        for row in csv.DictReader(file):
            counted[row["zone"]] += int(row["crimes"])
    assert +counted == zones
    with open(tmp_path / "victims.csv", newline="", encoding="utf-8") as file:
        assert Counter(row[column] for row in csv.DictReader(file)) == zones


def test_without_zones_and_lookup_it_is_called_lsoa(crims, tmp_path):
    crims("calibrate", "--crimes", ROOT / "samples/town-crimes.zip", "--force", "Thornmere", "--from", "2022-01", "--to", "2022-12",
          "--output", "m.gpkg", "--quiet", cwd=tmp_path)
    run = crims("simulate", "--model", "m.gpkg", *MONTHS, "--output", "-", cwd=tmp_path)
    assert run.out.startswith("id,LSOA,crime_type,")
