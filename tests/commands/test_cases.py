# SPDX-License-Identifier: MIT
"""The cases of ../shared/cases that have no place in another test, under their own names; and that every case has a test."""

import csv
import os
import re
import subprocess

import pytest

from conftest import ROOT
from test_tables import rhythm
from test_written_dates import BASE_Z, PERIODS, base_town


def made_by(case, folder, *binaries):
    """Runs a reproducer in a folder, with the commands under their names, and gives what it prints."""
    names = folder / "bin"
    names.mkdir()
    for name, binary in zip(("wdd", "crims"), binaries):
        (names / name).symlink_to(binary)
    interpreter = "/usr/bin/python3" if case.suffix == ".py" else "bash"
    done = subprocess.run([interpreter, str(case)], cwd=folder, check=True, capture_output=True, text=True, timeout=300,
                          env={**os.environ, "CRIMEKIT": str(ROOT), "TMPDIR": str(folder), "PATH": f"{names}:/usr/bin:/bin"})
    return done.stdout


# --- hostile ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, whole, stale", [("stale_rtree_make.py", "good", "stale"), ("stale_rtree_gdal360_make.py", "late_good", "late")])
def test_an_index_that_lacks_rows_gives_the_counts_of_the_rows_and_a_warning(wdd, shared, tmp_path, name, whole, stale):
    made_by(shared / "cases/hostile" / name, tmp_path)

    def run(package):
        layers = [f"{tmp_path / package}.gpkg|layername={layer}" for layer in ("response", "control", "incidents")]
        return wdd("test", "--response", layers[0], "--where", "NAME='Market Square'", "--control", layers[1], "--incidents", layers[2],
                   "--date-field", "occurred", "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m",
                   "--no-forecast", "--json", "-")

    right, found = run(whole), run(stale)
    assert found.json["counts"] == right.json["counts"] and right.json["counts"]["treated"]["pre"] > 100
    told = "the spatial index does not match the incidents, so it was not used and every incident was read"
    assert told in found.err and told not in right.err


def test_runs_in_parallel_into_one_new_file_lose_no_layer(wdd, shared, tmp_path):
    lines = made_by(shared / "cases/hostile/parallel_new_file.sh", tmp_path, wdd.binary).splitlines()
    assert [sorted(line.split()[2:]) for line in lines] == 5 * [["ring100", "ring200"]]


def test_a_month_does_not_depend_on_how_far_the_run_goes_on(wdd, crims, shared, tmp_path):
    lines = made_by(shared / "cases/hostile/restart_stale_factors.sh", tmp_path, wdd.binary, crims.binary).splitlines()
    runs = [line.split(": ", 1) for line in lines]
    assert [run for run, _ in runs] == [f"January 2023 of a run to {to}" for to in ("2023-01", "2023-03", "2023-12")]
    assert len({january for _, january in runs}) == 1 and "mean " in runs[0][1]


def test_a_replicate_after_others_is_what_it_is_alone(crims, town_model):
    """restart_test.cpp: the simulator that it begins again is gone from the library, whose replicates have no state before them."""
    def rows(*options):
        run = crims("simulate", "--model", town_model, "--from", "2023-01", "--to", "2023-01", "--output", "-", *options)
        return [row for row in csv.reader(run.out.splitlines()) if row]

    header, *all_replicates = rows("--replicates", "8")
    column = header.index("replicate")
    after_others = [row for row in all_replicates if row[column] == "7"]
    other_header, *alone = rows("--replicates", "1", "--replicate", "7")
    kept = [i for i, name in enumerate(header) if name in other_header and name not in ("id", "replicate")]
    there = [other_header.index(header[i]) for i in kept]
    assert len(after_others) > 200 and "time" in header
    assert [[row[i] for i in kept] for row in after_others] == [[row[i] for i in there] for row in alone]


@pytest.fixture(scope="module")
def town_model(crims, tmp_path_factory):
    """Of the town, with variation from half-year to half-year."""
    model = tmp_path_factory.mktemp("model") / "model.gpkg"
    crims("calibrate", "--crimes", ROOT / "samples/town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12", "--zones",
          f"{ROOT}/samples/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", ROOT / "samples/town-lookup.csv", "--dispersion",
          "--output", model)
    return model


# --- verdict, areas ---------------------------------------------------------------------------------------------------

def test_five_crime_types_weighted_by_harm(wdd, shared):
    run = wdd("counts", "--input", shared / "cases/verdict/harm.csv", "--combine", "--confidence", "0.95")
    *types, together = csv.DictReader(run.out.splitlines())
    figures = {"total_estimate": -1721, "total_se": 304.1036007678962, "z": -5.659255581500118, "ci_low": -2317.0321050740235,
               "ci_high": -1124.9678949259765}
    assert {name: float(together[name]) for name in figures} == pytest.approx(figures, rel=1e-13)
    adjusted = {"burglary": (1e-7, 1e-7), "assault": (.008462, .005289), "robbery": (.190157, .105643), "theft": (.229568, .143480),
                "mv theft": (.249293, .249293)}
    assert {row["crime"] for row in types} == set(adjusted)
    for row in types:
        assert (float(row["p_holm"]), float(row["q_benjamini_hochberg"])) == pytest.approx(adjusted[row["crime"]], abs=1e-6)


def test_areas_in_longitude_and_latitude_are_those_of_the_base_town(wdd, shared):
    points = ("--date-field", "Date Occurred", "--points-crs", "EPSG:26916", "--x", "X", "--y", "Y")
    base = base_town(wdd, shared, *PERIODS, "--incidents", shared / "cases/dates/iso.csv", *points)
    areas = shared / "cases/areas4326.gpkg"
    run = wdd("test", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control", "--displacement", "200 m",
              *PERIODS, "--incidents", shared / "cases/dates/iso.csv", *points, "--json", "-")
    assert run.json["counts"] == base.json["counts"] and run.json["total"]["z"] == pytest.approx(BASE_Z, abs=5e-5)


# --- times of day -----------------------------------------------------------------------------------------------------

NO_TIMES = {"dateonly": "its dates have no time of day", "midnight_all": "all 849 incidents are at exactly 00:00"}
SOME_TIMES = {"half_dateonly": ([], "424 of 849 incidents have no time of day and were left out"),
              "blank_time": (["--time-field", "t"], "424 of 849 incidents have no time of day and were left out"),
              "midnight_half": ([], "424 of 849 incidents are at exactly 00:00, perhaps because their time is not known")}


@pytest.mark.parametrize("name", NO_TIMES)
def test_days_without_a_time_give_no_rhythm(crims, shared, name):
    run = crims("rhythm", "--incidents", shared / f"cases/incidents/{name}.csv", "--date-field", "d", "--output", "-", check=1)
    assert NO_TIMES[name] in run.err and run.out == ""


@pytest.mark.parametrize("name", SOME_TIMES)
def test_times_that_are_missing_in_part_are_told_with_their_number(crims, shared, name):
    options, says = SOME_TIMES[name]
    run = crims("rhythm", "--incidents", shared / f"cases/incidents/{name}.csv", "--date-field", "d", *options, "--output", "-")
    assert says in run.err and len(run.out.splitlines()) == 169


def test_the_end_of_a_day_stays_on_it(crims, shared, tmp_path):
    case = shared / "cases/incidents/h24.csv"
    (tmp_path / "late.csv").write_text(case.read_text().replace(",24:00:00", ",23:59:59"))
    assert rhythm(crims, case, "d", "t") == rhythm(crims, tmp_path / "late.csv", "d", "t")


# --- all --------------------------------------------------------------------------------------------------------------

# Folders that a test takes whole, and names that a test puts together.
WHOLE = {"dates": ("test_written_dates.py", "cases/dates\").glob"), "police/gmp": ("test_stub_months.py", "cases/police/gmp"),
         "police/mixed": ("test_stub_months.py", "cases/police/mixed")}
MADE_UP = {"incidents/constant_rate_day.csv": ("test_faults.py", "constant_rate_{by}")}


def test_every_case_is_in_a_test(shared):
    cases = shared / "cases"
    tests = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/commands").glob("test_*.py"))}
    unnamed = []
    for path in sorted(path for path in cases.rglob("*") if path.is_file() and path.name != "README.md"):
        case = path.relative_to(cases).as_posix()
        test, text = MADE_UP.get(case) or next((found for folder, found in WHOLE.items() if case.startswith(f"{folder}/")), (None, None))
        name = re.compile(rf"\b{re.escape(path.name)}\b|[\"']{re.escape(path.stem)}[\"']")
        if not (text in tests[test] if test else any("cases/" in read and name.search(read) for read in tests.values())):
            unnamed.append(case)
    assert unnamed == []
