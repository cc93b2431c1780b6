# SPDX-License-Identifier: MIT
"""What a newcomer mistypes: each slip gets one line that names it, and the way out."""

import pytest

from conftest import TOWN

INCIDENTS = ("--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type")
MONTH = ("--from", "2023-01", "--to", "2023-01")


def error_of(run):
    assert run.err.count("\n") == 1 and ": error: " in run.err, run.err
    return run.err.split(": error: ", 1)[1].strip()


def test_a_misspelt_option_is_named_with_the_nearest(crims, wdd):
    said = error_of(crims("evaluate", "--displacment", "250 m", "--model", "m.gpkg", check=2))
    assert said == "there is no option --displacment; the nearest is --displacement (see crims evaluate --help)"
    said = error_of(wdd("test", "--respons=a.gpkg", check=2))
    assert said == "there is no option --respons; the nearest is --response (see wdd test --help)"
    said = error_of(wdd("test", "--displacement", "250", "m", check=2))
    assert said.startswith("'m' does not belong to an option; put a value with blanks in quotation marks")


@pytest.mark.parametrize("args", [
    ("step", "--resume"), ("step", "--start", "2022-01-01", "--model"), ("simulate", *MONTH, "--output", "c.csv", "--model"),
    ("show", "--model"),
    ("calibrate", "--crimes", f"{TOWN}/town-crimes.zip", "--force", "Thornmere", *MONTH, "--output", "m.gpkg", "--lookup"),
    ("population", "--output", "p.gpkg", "--census"), ("evaluate", "--control", f"{TOWN}/town.gpkg|layername=control", "--displacement", "250 m", "--output", "e.gpkg", "--scenario")], ids=lambda args: f"{args[0]} {args[-1]}")
def test_a_folder_for_a_file_is_named(crims, tmp_path, args):
    (tmp_path / "folder").mkdir()
    said = error_of(crims(*args, "folder", cwd=tmp_path, check=2))
    assert said.startswith(f"{args[-1]} 'folder': this is a folder; name a file in it")


def test_a_name_that_is_too_long_is_not_taken_for_another(crims, town_model, tmp_path):
    name = "x" * 300 + ".csv"
    said = error_of(crims("simulate", "--model", town_model, *MONTH, "--output", name, cwd=tmp_path, check=1))
    assert "the name of the file is too long" in said and "two outputs" not in said


@pytest.mark.parametrize("command", [("repeats",), ("rhythm", "--output", "r.csv")], ids=lambda args: args[0])
def test_a_condition_that_selects_nothing_is_quoted_with_the_nearest_values(crims, tmp_path, command):
    said = error_of(crims(*command, *INCIDENTS, "--where", "type='Burglry'", cwd=tmp_path, check=1))
    assert "the condition (type='Burglry') selects no incident; values of type are: Burglary, " in said


def test_an_empty_file_is_called_empty(crims, wdd, tmp_path):
    (tmp_path / "zero.csv").write_text("")
    said = error_of(crims("rhythm", "--incidents", "zero.csv", "--date-field", "a", "--output", "r.csv", cwd=tmp_path, check=1))
    assert said == "zero.csv: the file is empty"
