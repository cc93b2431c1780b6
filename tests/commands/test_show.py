# SPDX-License-Identifier: MIT
"""crims show: what a model knows. Numbers are added up again here, from the model's tables."""

import hashlib
import json
import shutil
import sqlite3

import pytest

from conftest import TOWN

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@pytest.fixture
def model(town_model, tmp_path):
    """A copy that may be changed."""
    return shutil.copy(town_model, tmp_path / "model.gpkg")


def edit(model, *statements):
    """Changes tables without geometry, so GeoPackage's functions are not needed."""
    database = sqlite3.connect(model)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def rows(model, query):
    database = sqlite3.connect(model)
    result = database.execute(query).fetchall()
    database.close()
    return result


def test_the_text_tells_force_months_zones_types_and_sources(crims, town_model):
    run = crims("show", town_model)
    assert "Thornmere" in run.out and "2021-04 to 2022-12" in run.out
    zones = rows(town_model, "SELECT count(*) FROM zones")[0][0]
    assert f"in {zones} zones (with polygons)" in run.out
    for (kind,) in rows(town_model, "SELECT crime_type FROM crime_types"):
        assert f"\n{kind} " in run.out
    assert hashlib.sha256((TOWN / "town-lookup.csv").read_bytes()).hexdigest() in run.out
    assert "- no trend: rates are the same in every year" in run.out
    assert "dispersion: true" in run.out and run.err == ""


def test_the_json_has_the_sums_of_the_tables(crims, town_model):
    told = crims("show", town_model, "--json", "-").json
    year = " + ".join(MONTHS)
    expected = dict(rows(town_model, f"SELECT zone, sum({year}) FROM incidence GROUP BY zone"))
    assert {zone["zone"]: zone["crimes_per_year"] for zone in told["zones"]} == pytest.approx(
        {zone: expected.get(zone, 0) for (zone,) in rows(town_model, "SELECT zone FROM zones")})
    by_type = dict(rows(town_model, f"SELECT crime_type, sum({year}) FROM incidence GROUP BY crime_type"))
    assert {kind["crime_type"]: kind["crimes_per_year"] for kind in told["crime_types"]} == pytest.approx(by_type)
    assert told["crimes_per_year"] == pytest.approx(sum(by_type.values()))
    shares = {}
    for offence in told["offences"]:
        shares[offence["crime_type"]] = shares.get(offence["crime_type"], 0) + offence["share"]
    assert shares == pytest.approx({kind: 1 for kind in by_type})
    assert told["places"] == rows(town_model, "SELECT count(*) FROM places")[0][0]
    assert told["force"] == "Thornmere" and told["polygons"] is True
    assert told["months"] == {"from": "2021-04", "to": "2022-12", "missing": told["months"]["missing"], "excluded": None}
    hashes = {source["name"]: source["sha256"] for source in told["sources"]}
    for name in ("town-zones.gpkg", "town-lookup.csv", "town-offences.csv"):
        assert hashes[str(TOWN / name)] == hashlib.sha256((TOWN / name).read_bytes()).hexdigest()
    assert told["options"]["dispersion"] == "true"


def test_the_share_of_suspects_is_that_of_the_crimes(crims, town_model):
    told = {kind["crime_type"]: kind["suspect"] for kind in crims("show", town_model, "--json", "-").json["crime_types"]}
    year = " + ".join("i." + month for month in MONTHS)
    expected = {kind: part / whole for kind, part, whole in rows(
        town_model, f"SELECT i.crime_type, sum(({year}) * s.probability), sum({year}) FROM incidence i JOIN suspect s"
                    " ON s.zone = i.zone AND s.crime_type = i.crime_type GROUP BY i.crime_type")}
    assert told == pytest.approx(expected)


def test_what_a_changed_model_lacks_is_told_by_its_tables(crims, model):
    before = crims("show", model, "--json", "-").json["lacks"]
    assert not any("variation" in lack or "rhythm of the week:" in lack for lack in before)
    edit(model, "UPDATE crime_types SET dispersion_year = 0, dispersion_zone_year = 0, dispersion_zone_half_year = 0,"
                " dispersion_zone_month = 0", "DELETE FROM rhythm", "UPDATE crime_types SET trend_per_year = 0.1",
         "DELETE FROM metadata WHERE key LIKE 'lack%' OR key LIKE 'option%' OR key LIKE 'source%'")
    told = crims("show", model, "--json", "-").json
    assert any("no variation beyond Poisson" in lack for lack in told["lacks"])
    assert any("no rhythm of the week:" in lack for lack in told["lacks"])
    assert not any("no trend" in lack for lack in told["lacks"])
    assert told["force"] is None and told["sources"] == [] and told["options"] == {}
    assert "+10.5 %" in crims("show", model).out  # exp(0.1) a year


def test_a_type_without_rhythm_is_named(crims, model):
    ((kind,),) = rows(model, "SELECT crime_type FROM rhythm LIMIT 1")
    edit(model, f"DELETE FROM rhythm WHERE crime_type = '{kind}'")
    assert any(lack.startswith("no rhythm of the week for") and kind in lack for lack in crims("show", model, "--json", "-").json["lacks"])


def test_the_model_may_be_named_in_two_ways_but_once(crims, town_model):
    assert crims("show", "--model", town_model).out == crims("show", town_model).out
    assert "given twice" in crims("show", town_model, "--model", town_model, check=2).err
    assert "--model is required" in crims("show", check=2).err
    assert "stray" in crims("show", town_model, "stray", check=2).err


def test_what_is_no_model_is_refused(crims, tmp_path):
    assert "not a crimekit model" in crims("show", TOWN / "town-lookup.csv", check=1).err
    assert "town.gpkg" in crims("show", TOWN / "town.gpkg", check=1).err
    assert "no such file" in crims("show", tmp_path / "absent.gpkg", check=1).err


def test_the_result_does_not_replace_the_model(crims, model):
    before = model.read_bytes()
    assert crims("show", model, "--json", model, "--overwrite", check=2).err
    assert model.read_bytes() == before


def test_the_json_is_written_once(crims, town_model, tmp_path):
    crims("show", town_model, "--json", tmp_path / "model.json")
    assert json.loads((tmp_path / "model.json").read_text())["force"] == "Thornmere"
    assert "--overwrite" in crims("show", town_model, "--json", tmp_path / "model.json", check=1).err
