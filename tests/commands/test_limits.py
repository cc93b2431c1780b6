# SPDX-License-Identifier: MIT
"""Numbers that no force has: an edited model, a loading, options. Each ends at once with one line that names where it stands
and what is possible, and nothing is written."""

import shutil
import sqlite3

import pytest
from osgeo import gdal

from conftest import TOWN

AT_ONCE = 30  # seconds: without the check these runs never end, or fill the memory first


@pytest.fixture
def edited(town_model, tmp_path):
    """edited(sql): a copy of the model after an edit that a user could have made."""

    def edit(sql):
        copy = tmp_path / "model.gpkg"
        shutil.copy(town_model, copy)
        source = gdal.OpenEx(str(copy), gdal.OF_VECTOR | gdal.OF_UPDATE)
        source.ExecuteSQL(sql)
        source = None
        return copy

    return edit


COMMANDS = {
    "simulate": ["simulate", "--from", "2023-01", "--to", "2023-02", "--output", "out.csv"],
    "validate": ["validate", "--crimes", TOWN / "town-crimes.zip", "--from", "2023-01", "--to", "2023-02", "--replicates", 30,
                 "--html", "out.html"],
    "evaluate by counts": ["evaluate", "--scenario", TOWN / "scenario.json", "--control", f"{TOWN}/town.gpkg|layername=control",
                           "--displacement", "250 m", "--replicates", 50, "--output", "out.gpkg"],
}
COMMANDS["evaluate by points"] = [*COMMANDS["evaluate by counts"], "--route", "points"]


def refusal(crims, folder, command, *args, status=1):
    """The one line of a run that must fail soon and leave nothing."""
    before = sorted(folder.iterdir())
    done = crims(*COMMANDS[command], *args, check=status, cwd=folder, timeout=AT_ONCE)
    line, = [line for line in done.err.strip().splitlines() if not line.startswith("crims: warning: ")]
    assert line.startswith("crims: error: ") and len(line) < 400
    assert done.out == "" and sorted(folder.iterdir()) == before
    return line


# An edit of the model, and what is said of it.
MODELS = {
    "a rate": ("UPDATE incidence SET jan = 1e300", ["month 1: the expected count is 1e+300; it must be from 0 to 1,000,000"]),
    "a rate in one cell": ("UPDATE incidence SET dec = 1e7 WHERE rowid = 5",
                           ["zone 'E0", "crime type '", "month 12: the expected count is 10,000,000;"]),
    "rates that sum to too many": ("UPDATE incidence SET jan = 9e5", ["it expects ", " crimes in 202", "; at most 5,000,000 a month"]),
    "a trend": ("UPDATE crime_types SET trend_per_year = 1e9", ["the trend a year is 1,000,000,000; it must be from -20 to 20"]),
    "a falling trend": ("UPDATE crime_types SET trend_per_year = -1e9", ["the trend a year is -1,000,000,000;"]),
    "a trend that can be, over many years": (
        "UPDATE crime_types SET trend_per_year = 20", ["it expects ", " crimes in 202", "; at most 5,000,000 a month"]),
    "where trends begin": ("UPDATE metadata SET value = '1e300' WHERE key = 'trend_origin'",
                           ["the trend's origin, in months since January 1970, is 1e+300; it must be from -840 to 2,760"]),
    "the smallest dispersion": ("UPDATE crime_types SET dispersion_zone_month = 5e-324",
                                ["the dispersion by zone and month is 4.940656e-324; a variance must be 0, or from 1e-09 to"]),
    "dispersion by year": ("UPDATE crime_types SET dispersion_year = 1e300",
                           ["the dispersion by year is 1e+300; a variance must be 0, or from 1e-09 to 1,000,000"]),
    "dispersion by half-year": ("UPDATE crime_types SET dispersion_zone_half_year = 2e6",
                                ["the dispersion by zone and half-year is 2,000,000;"]),
    "common dispersion": ("UPDATE metadata SET value = '1e308' WHERE key = 'common_dispersion_zone_year'",
                          ["the dispersion common to all crime types by zone and year is 1e+308;"]),
    "the smallest common dispersion": ("UPDATE metadata SET value = '5e-324' WHERE key = 'common_dispersion_zone_month'",
                                       ["the dispersion common to all crime types by zone and month is 4.940656e-324;"]),
    "a share": ("UPDATE offences SET share = 1e308", ["the share is 1e+308; it must be from 0 to 1"]),
    "a severity": ("UPDATE offences SET severity = 1e308", ["the severity is 1e+308; it must be from 0 to 1,000,000,000"]),
    "a rhythm": ("UPDATE rhythm SET weight = 1e308", ["a weight of its rhythm is 1e+308; it must be from 0 to 168"]),
    "weights of places": ("UPDATE places SET weight = 1e308", ["has the weight 1e+308;", "weights from 1e-12 to 1e+12"]),
}


@pytest.mark.parametrize("command", ["simulate", "validate", "evaluate by counts"])
@pytest.mark.parametrize("what", MODELS)
def test_a_model_that_cannot_be_is_refused_at_once(crims, edited, tmp_path, what, command):
    sql, words = MODELS[what]
    model = edited(sql)
    line = refusal(crims, tmp_path, command, "--model", model)
    assert str(model) in line
    for word in words:
        assert word in line


@pytest.mark.parametrize("command", ["simulate", "validate"])
@pytest.mark.parametrize("factor", ["1e308", "-1e308", "10001", "inf", "nan", "-1"])
def test_a_loading_beyond_all_is_refused(crims, town_model, tmp_path, command, factor):
    line = refusal(crims, tmp_path, command, "--model", town_model, "--loading=" + factor, status=2)
    assert line.startswith(f"crims: error: --loading {factor}: a loading factor is ")
    assert "it must be from 0 to 10,000" in line


# Rows of a table, and what is said of it.
LOADINGS = {
    "a factor": ("loading\n1e308\n", "row 1: a loading factor is 1e+308; it must be from 0 to 10,000"),
    "factors that meet": ("loading,zone,month\n1000,,\n1000,,1\n", "the loading factors multiply to 1,000,000; they must stay from 0"),
    "a month that is not an int": ("loading,month\n1,1e300\n", "row 1: the month is '1e300'; write YYYY-MM, or 1 to 12"),
    "a month below all": ("loading,month\n1,-1e300\n", "row 1: the month is '-1e300'; write YYYY-MM, or 1 to 12"),
    "half a month": ("loading,month\n1,1.5\n", "row 1: the month is '1.5'; write YYYY-MM, or 1 to 12"),
    "a month that is not a number": ("loading,month\n1,May\n", "row 1: the month is 'May'; write YYYY-MM, or 1 to 12"),
    "a thirteenth month": ("loading,month\n1,13\n", "row 1: the month is '13'; write YYYY-MM, or 1 to 12"),
}


@pytest.mark.parametrize("command", ["simulate", "validate"])
@pytest.mark.parametrize("what", LOADINGS)
def test_a_loading_table_beyond_all_is_refused(crims, town_model, tmp_path, what, command):
    text, words = LOADINGS[what]
    (tmp_path / "loading.csv").write_text(text)
    assert words in refusal(crims, tmp_path, command, "--model", town_model, "--loading", "loading.csv")


@pytest.mark.parametrize("command", ["simulate", "validate"])
def test_a_loading_that_makes_too_many_crimes_is_refused(crims, edited, tmp_path, command):
    model = edited("UPDATE incidence SET jan = 100")
    line = refusal(crims, tmp_path, command, "--model", model, "--loading", "9000")
    assert "it expects " in line and " crimes in 2023-01; at most 5,000,000 a month can be simulated" in line


# Options of the process, and what is said of them.
OPTIONS = {
    "ratio": (["--near-repeat", "--near-repeat-ratio", "0.999999999"], "the near-repeat ratio must be from 0 to 0.99, not "),
    "no ratio": (["--near-repeat", "--near-repeat-ratio", "nan"], "near-repeat"),
    "long lag": (["--near-repeat", "--near-repeat-days", "1e308"], "the mean days until a near repeat must be from 0.001 to 3,650, not 1e+308"),
    "short lag": (["--near-repeat", "--near-repeat-days", "5e-324"], "the mean days until a near repeat must be from 0.001"),
    "replicates": (["--replicates", "99999999999"], "--replicates"),
    "threads": (["--threads", "99999999999"], "--threads"),
    "seed": (["--seed", "1e300"], "seed"),
}


@pytest.mark.parametrize("command", ["simulate", "validate", "evaluate by points"])
@pytest.mark.parametrize("what", OPTIONS)
def test_options_beyond_all_are_refused(crims, town_model, tmp_path, what, command):
    options, words = OPTIONS[what]
    if "--replicates" in options and "--replicates" in COMMANDS[command]:
        pytest.skip("the command names its own")
    assert words in refusal(crims, tmp_path, command, "--model", town_model, *options, status=2)


def test_a_spread_beyond_all_is_refused(crims, town_model, tmp_path):
    line = refusal(crims, tmp_path, "simulate", "--model", town_model, "--near-repeat", "--near-repeat-spread", "1e308", status=2)
    assert "the near-repeat spread must be from 0 to 10,000,000, not 1e+308" in line


def test_variation_that_makes_too_many_crimes_ends_the_run(crims, edited, tmp_path):
    """Each number can be, and so can the mean; but some draw is a thousand times the mean."""
    edited("UPDATE incidence SET jan = 15000, feb = 15000")
    model = tmp_path / "model.gpkg"
    with sqlite3.connect(model) as database:
        database.execute("UPDATE crime_types SET dispersion_year = 0, dispersion_zone_year = 0, dispersion_zone_half_year = 0, "
                         "dispersion_zone_month = 1e6, trend_per_year = 0")
        database.execute("UPDATE metadata SET value = '0' WHERE key LIKE 'common_dispersion_%'")
    line = refusal(crims, tmp_path, "simulate", "--model", model, "--replicates", 20000)
    assert "has more than 10,000,000 crimes in a month" in line and "dispersion" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_the_largest_that_can_be_is_simulated(crims, edited, tmp_path, command):
    model = edited("UPDATE crime_types SET trend_per_year = 1, dispersion_zone_month = 10")
    crims(*COMMANDS[command], "--model", model, cwd=tmp_path)
    with sqlite3.connect(model) as database:
        assert database.execute("SELECT max(trend_per_year) FROM crime_types").fetchone() == (1,)
