# SPDX-License-Identifier: MIT
"""The same bytes on 1, 2 and 8 threads with every option of calibration and simulation on."""

import pytest

from conftest import ROOT

TOWN = f"{ROOT}/samples/town.gpkg|layername=incidents"
ZONES = ("--zones", f"{ROOT}/samples/town-zones.gpkg|layername=zones", "--zone-field", "MSOA")
LAYER = ("--incidents", TOWN, "--date-field", "occurred", "--type-field", "type")
PROCESS = ("--near-repeat", "--near-repeat-ratio", "0.3", "--near-repeat-same-place", "0.4")


@pytest.fixture(scope="module")
def folder(crims, tmp_path_factory):
    folder = tmp_path_factory.mktemp("all")
    (folder / "holidays.csv").write_text("date\n2022-12-26\n2022-12-27\n2023-04-07\n2023-05-01\n")
    (folder / "loading.csv").write_text("crime_type,month,loading\nBurglary,2023-03,1.7\nShoplifting,,0.4\n")
    crims("calibrate", *LAYER, "--from", "2020-01", "--to", "2022-12", *ZONES, "--outside", "leave-out", "--holidays", "holidays.csv",
          "--time-zone", "Europe/London", "--rhythm", TOWN, "--rhythm-date-field", "occurred", "--rhythm-type-field", "type", "--trend",
          "--dispersion", "--year-variation", "0.02", "--output", "m.gpkg", "--quiet", cwd=folder)
    return folder


@pytest.mark.parametrize("placement", ["observed", "uniform", "none"])
def test_simulated_crimes_do_not_depend_on_threads(crims, folder, placement):
    outputs = {crims("simulate", "--model", "m.gpkg", "--from", "2023-02", "--to", "2023-06", "--replicates", "3", "--loading", "loading.csv",
                     "--placement", placement, *PROCESS, "--provenance", "columns", "--threads", threads, "--output", "-", cwd=folder).out
               for threads in ("1", "2", "8", "8")}
    assert len(outputs) == 1 and len(outputs.pop()) > 100_000


def test_a_validation_does_not_depend_on_threads(crims, folder):
    results = []
    for threads in ("1", "2", "8"):
        run = crims("validate", "--model", "m.gpkg", *LAYER, "--from", "2023-01", "--to", "2023-06", "--replicates", "20", *PROCESS, "--threads",
                    threads, "--json", "-", cwd=folder)
        results.append(run.json)
    assert results[0] == results[1] == results[2] and results[0]["repeats"]["crimes"] > 0


def test_a_calibration_is_the_same_twice(crims, folder):
    runs = [crims("calibrate", *LAYER, "--from", "2020-01", "--to", "2022-12", *ZONES, "--rhythm", TOWN, "--rhythm-date-field", "occurred",
                  "--dispersion", "--holidays", "holidays.csv", "--output", name, "--json", "-", cwd=folder).json for name in ("a.gpkg", "b.gpkg")]
    for run in runs:
        run["parameters"].pop("output", None)
    assert runs[0] == runs[1]
