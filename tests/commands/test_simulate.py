# SPDX-License-Identifier: MIT
"""crims simulate, whole commands: the crimes that a user gets, in every format, and what goes wrong."""

import csv
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from math import sqrt

import pytest
from osgeo import gdal, ogr

YEAR = ("--from", "2023-01", "--to", "2023-12")
COLUMNS = ["id", "MSOA", "crime_type", "code", "description", "time", "suspect", "severity", "x", "y"]


@pytest.fixture
def simulate(crims, town_model, tmp_path):
    """simulate(*args) -> Run in an empty folder."""

    def run(*args, check=True, model=town_model, period=YEAR, **keywords):
        return crims("simulate", "--model", model, *period, *args, check=check, cwd=tmp_path, **keywords)

    return run


@pytest.fixture(scope="module")
def year(crims, town_model):
    """A year's crimes as the rows of the CSV."""
    return rows(crims("simulate", "--model", town_model, *YEAR, "--output", "-").out)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def without_id(crimes):
    return [tuple(value for key, value in crime.items() if key != "id") for crime in crimes]


def layer_rows(path, layer=None):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    table = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    return [
        (f.GetFID(), f.items(), (round(f.GetGeometryRef().GetX(), 2), round(f.GetGeometryRef().GetY(), 2))) for f in table
    ]


def edit(model, folder, sql):
    """A copy of the model after an edit that a user could have made by hand."""
    copy = folder / "edited.gpkg"
    shutil.copy(model, copy)
    # GDAL's SQLite knows the functions that the triggers of a GeoPackage call.
    source = gdal.OpenEx(str(copy), gdal.OF_VECTOR | gdal.OF_UPDATE)
    source.ExecuteSQL(sql)
    source = None
    return copy


def one_line(run):
    lines = run.err.strip().splitlines()
    assert len(lines) == 1, run.err
    assert lines[0].startswith("crims: error: ")
    return lines[0]


# What there is in the output


def test_columns_are_those_of_crims_with_coordinates(year):
    assert list(year[0]) == COLUMNS


def test_crimes_are_in_order_of_time_and_numbered_in_that_order(year):
    assert [crime["time"] for crime in year] == sorted(crime["time"] for crime in year)
    assert [int(crime["id"]) for crime in year] == list(range(1, len(year) + 1))


def test_months_from_the_first_to_the_last_are_there(year):
    assert sorted({crime["time"][:7] for crime in year}) == [f"2023-{month:02}" for month in range(1, 13)]


def test_times_are_minutes_and_crime_types_are_in_lower_case(year):
    for crime in year:
        assert crime["time"][10] == " " and crime["time"].endswith(":00") and len(crime["time"]) == 19
        assert crime["crime_type"] == crime["crime_type"].lower()
        assert crime["suspect"] in ("True", "False")


def test_zones_codes_and_severities_are_those_of_the_inputs(year, town_model):
    with sqlite3.connect(town_model) as database:
        zones = {row[0] for row in database.execute("SELECT zone FROM zones")}
        offences = {
            (row[0], row[1]): row[2] for row in database.execute("SELECT crime_type, code, severity FROM offences")
        }
    for crime in year:
        assert crime["MSOA"] in zones
        severity = offences[crime["crime_type"], crime["code"]]
        assert float(crime["severity"] or "nan") == pytest.approx(severity if severity is not None else float("nan"), nan_ok=True)


def test_anti_social_behaviour_is_no_offence_and_never_has_a_suspect(year):
    asb = [crime for crime in year if crime["crime_type"] == "anti-social behaviour"]
    assert asb and {(c["code"], c["severity"], c["suspect"]) for c in asb} == {("(asb)", "1", "False")}


def test_totals_are_those_the_model_expects(simulate, town_model):
    result = simulate("--replicates", "20", "--output", "c.csv", "--json", "-", "--no-dispersion").json
    with sqlite3.connect(town_model) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(incidence)")]
        rates = database.execute("SELECT * FROM incidence").fetchall()
    rate_columns = [i for i, name in enumerate(columns) if name not in ("fid", "id", "zone", "crime_type")]
    expected = 20 * sum(row[i] for row in rates for i in rate_columns)
    assert result["expected"] == pytest.approx(expected, rel=1e-12)
    assert abs(result["crimes"] - expected) < 4.5 * sqrt(expected)
    assert sum(result["by_crime_type"].values()) == result["crimes"]


# The same in every format


def test_every_format_holds_the_same_crimes(simulate, tmp_path, year):
    for name in ("c.csv", "c.gpkg", "c.fgb", "c.json"):
        simulate("--output", name)
    assert rows((tmp_path / "c.csv").read_text()) == year
    gpkg = layer_rows(tmp_path / "c.gpkg")
    assert len(gpkg) == len(year)
    for (fid, fields, place), crime in zip(gpkg, year):
        assert fid == int(crime["id"])
        assert fields["MSOA"] == crime["MSOA"] and fields["code"] == crime["code"]
        assert fields["time"].replace("/", "-")[:16] == crime["time"][:16]
        assert bool(fields["suspect"]) == (crime["suspect"] == "True")
        assert place == (round(float(crime["x"]), 2), round(float(crime["y"]), 2))
    by_id = {fields["id"]: (fields["MSOA"], fields["code"], place) for _, fields, place in layer_rows(tmp_path / "c.fgb")}
    assert by_id == {fid: (fields["MSOA"], fields["code"], place) for fid, fields, place in gpkg}
    table = json.loads((tmp_path / "c.json").read_text())
    assert table["schema"]["primaryKey"] == ["id"]
    assert [field["name"] for field in table["schema"]["fields"]] == COLUMNS
    assert [(crime["id"], crime["code"]) for crime in table["data"]] == [(int(c["id"]), c["code"]) for c in year]
    assert table["data"][0]["time"] == year[0]["time"].replace(" ", "T") + ".000"


def test_pandas_reads_csv_and_json_alike(simulate, tmp_path):
    pandas = pytest.importorskip("pandas")
    simulate("--output", "c.csv")
    simulate("--output", "c.json")
    table = pandas.read_csv(tmp_path / "c.csv", index_col="id", parse_dates=["time"])
    frame = pandas.read_json(str(tmp_path / "c.json"), orient="table")
    assert list(frame["MSOA"]) == list(table["MSOA"])
    assert list(frame["suspect"]) == list(table["suspect"]) and table["suspect"].dtype == bool
    assert list(frame["time"].dt.strftime("%F %T")) == list(table["time"].dt.strftime("%F %T"))


def test_a_geopackage_opens_styled_and_indexed(simulate, tmp_path):
    simulate("--output", "c.gpkg|layername=simulated")
    with sqlite3.connect(tmp_path / "c.gpkg") as database:
        assert database.execute("SELECT count(*) FROM layer_styles WHERE f_table_name = 'simulated'").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM gpkg_extensions WHERE table_name = 'simulated' AND extension_name = 'gpkg_rtree_index'").fetchone() == (1,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    simulate("--output", "plain.gpkg", "--no-spatial-index")
    with sqlite3.connect(tmp_path / "plain.gpkg") as database:
        assert not database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'rtree%'").fetchall()


def test_a_layer_joins_those_that_a_geopackage_has(simulate, tmp_path):
    simulate("--output", "c.gpkg|layername=one")
    simulate("--output", "c.gpkg|layername=two", "--seed", "2")
    source = gdal.OpenEx(str(tmp_path / "c.gpkg"), gdal.OF_VECTOR)
    assert {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())} >= {"one", "two"}
    refused = simulate("--output", "c.gpkg|layername=two", check=1)
    assert "--overwrite" in one_line(refused)


# Random numbers


def test_a_layer_joins_a_geopackage_that_lacks_gdals_own_table(simulate, town_model, tmp_path):
    shutil.copy(town_model, tmp_path / "c.gpkg")
    with sqlite3.connect(tmp_path / "c.gpkg") as database:
        database.execute("DROP TABLE IF EXISTS gpkg_ogr_contents")  # optional in the format
    simulate("--output", "c.gpkg|layername=crimes")
    source = gdal.OpenEx(str(tmp_path / "c.gpkg"), gdal.OF_VECTOR)
    assert source.GetLayerByName("crimes").GetFeatureCount() > 1000


def test_threads_change_nothing(simulate, tmp_path):
    options = ("--near-repeat", "--replicates", "3")
    for threads in (1, 2, 8):
        simulate("--output", f"{threads}.csv", "--threads", threads, *options)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes() == (tmp_path / "8.csv").read_bytes()


def test_a_seed_is_a_history(simulate, year):
    assert rows(simulate("--output", "-", "--seed", "1").out) == year
    assert rows(simulate("--output", "-", "--seed", "2").out) != year


def test_a_month_is_the_same_wherever_the_run_begins(simulate, year):
    june = rows(simulate("--output", "-", period=("--from", "2023-06", "--to", "2023-06")).out)
    assert without_id(june) == without_id([crime for crime in year if crime["time"].startswith("2023-06")])


def test_replicates_are_histories_of_their_own(simulate, year):
    crimes = rows(simulate("--output", "-", "--replicates", "3").out)
    assert list(crimes[0]) == COLUMNS + ["replicate"]
    each = [[crime for crime in crimes if crime["replicate"] == str(r)] for r in range(3)]
    assert [tuple(c[k] for k in COLUMNS[1:]) for c in each[0]] == [tuple(c[k] for k in COLUMNS[1:]) for c in year]
    assert without_id(each[1]) != without_id(each[2])
    assert len({crime["id"] for crime in crimes}) == len(crimes)


# Loading


def busiest(year):
    return Counter((crime["MSOA"], crime["code"]) for crime in year).most_common(1)[0][0]


def test_a_factor_scales_all(simulate, year):
    half = simulate("--output", "c.csv", "--json", "-", "--loading", "0.5").json
    assert half["expected"] == pytest.approx(simulate("--output", "d.csv", "--json", "-").json["expected"] / 2)
    assert half["crimes"] < 0.6 * len(year)


def test_loading_one_cell_leaves_every_other_crime_as_it_was(simulate, tmp_path, year):
    zone, code = busiest(year)
    (tmp_path / "l.csv").write_text(f"zone,code,loading\n{zone},{code},4\n")
    loaded = rows(simulate("--output", "-", "--loading", "l.csv").out)
    others = lambda crimes: without_id([c for c in crimes if (c["MSOA"], c["code"]) != (zone, code)])
    assert others(loaded) == others(year)
    assert len(loaded) > len(year)


def test_loading_by_type_and_month(simulate, tmp_path, year):
    (tmp_path / "l.csv").write_text("crime_type,month,loading\nBurglary,2023-03,0\nburglary,7,0\n")
    loaded = rows(simulate("--output", "-", "--loading", "l.csv").out)
    months = {crime["time"][5:7] for crime in loaded if crime["crime_type"] == "burglary"}
    assert "03" not in months and "07" not in months and "04" in months
    others = lambda crimes: without_id([c for c in crimes if c["crime_type"] != "burglary"])
    assert others(loaded) == others(year)


def test_the_loading_file_of_crims_is_taken(simulate, tmp_path, year):
    (tmp_path / "l.csv").write_text("category,type,loading\nvehicle crime,,0\nburglary,no such offence,0.5\n")
    run = simulate("--output", "-", "--loading", "l.csv")
    assert "no such offence" in run.err and "warning" in run.err
    assert not [crime for crime in rows(run.out) if crime["crime_type"] == "vehicle crime"]


@pytest.mark.parametrize(
    "text, said",
    [
        ("zone,factors\nE02999001,2\n", "no column 'loading'"),
        ("loading,crime_typ\n0,burglary\n", "the column 'crime_typ' is not known; if 'crime_type' is meant, rename it, otherwise remove it"),
        ("loading,Crime type\n0,burglary\n", "the column 'Crime type' is not known; if 'crime_type' is meant"),
        ("loading,district\n0,A\n", "the column 'district' is not one of a table of loadings; rename or remove it; columns can be: loading, MSOA, "),
        ("loading,factor\n0,1\n", "the column 'factor' is not one"),
        ("crime_type,loading\n", "l.csv (--loading): it has no rows"),
        ("zone,loading\nE99,2\n", "row 1: the model has no zone 'E99'"),
        ("crime_type,loading\nburglary,1\nmurder,2\n", "row 2: the model has no crime type 'murder'"),
        ("crime_type,loading\nburglary,lots\n", "row 1: loading is 'lots'"),
        ("crime_type,loading\nburglary,-1\n", "row 1: a loading factor is -1"),
        ("crime_type,month,loading\nburglary,13,1\n", "row 1: the month is '13'"),
        ("crime_type,loading\nburglary,1\nburglary,2\n", "row 2: an earlier row"),
    ],
)
def test_a_loading_table_that_is_wrong_is_refused_by_row(simulate, tmp_path, text, said):
    (tmp_path / "l.csv").write_text(text)
    assert said in one_line(simulate("--output", "c.csv", "--loading", "l.csv", check=1))
    assert not (tmp_path / "c.csv").exists()


def test_the_zones_own_name_is_their_column_in_a_loading_table(simulate, town_model, tmp_path, year):
    model = edit(town_model, tmp_path, "UPDATE metadata SET value = 'LSOA21CD' WHERE key = 'option zone_field'")
    zone = year[0]["MSOA"]
    (tmp_path / "l.csv").write_text(f"LSOA21CD,loading\n{zone},0\n")
    loaded = rows(simulate("--output", "-", "--loading", "l.csv", model=model).out)
    left = [crime for crime in year if crime["MSOA"] != zone]
    assert [crime["LSOA21CD"] for crime in loaded] == [crime["MSOA"] for crime in left]


@pytest.mark.parametrize("command", ["simulate", "counts"])
def test_months_of_a_loading_table_that_the_run_does_not_reach_are_told_once(crims, town_model, tmp_path, command):
    (tmp_path / "l.csv").write_text("loading,month\n0.5,2029-01\n0.5,2\n0.5,7\n0.5,2023-01\n")
    run = crims(command, "--model", town_model, "--from", "2023-01", "--to", "2023-03", "--loading", "l.csv", "--output", "c.csv", cwd=tmp_path)
    assert run.err == ("crims: warning: l.csv (--loading): its rows for months 2029-01, 7 change nothing, because the months here are "
                       "2023-01 to 2023-03\n")


def test_a_loading_that_is_neither_number_nor_file_is_named(simulate):
    said = one_line(simulate("--output", "c.csv", "--loading", "1.1x", check=1))
    assert "--loading '1.1x': it is neither a number, such as 1.1, nor a file" in said


# Places


def test_crimes_lie_at_places_of_their_zone_where_crime_has_been(year, town_model):
    with sqlite3.connect(town_model) as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(places)")]
    source = gdal.OpenEx(str(town_model), gdal.OF_VECTOR)
    table = source.GetLayerByName("places")
    known = {
        (f["zone"], round(f.GetGeometryRef().GetX() if f.GetGeometryRef() else f["x"], 2),
         round(f.GetGeometryRef().GetY() if f.GetGeometryRef() else f["y"], 2))
        for f in table
    }
    assert {"zone", "crime_type"} <= set(names)
    for crime in year:
        assert (crime["MSOA"], round(float(crime["x"]), 2), round(float(crime["y"]), 2)) in known


def test_uniform_placement_stays_in_the_zone(simulate, town_model):
    crimes = rows(simulate("--output", "-", "--placement", "uniform").out)
    source = gdal.OpenEx(str(town_model), gdal.OF_VECTOR)
    zones = {f["zone"]: f.GetGeometryRef().Clone() for f in source.GetLayerByName("zones")}
    for crime in crimes[::7]:
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(float(crime["x"]), float(crime["y"]))
        assert zones[crime["MSOA"]].Distance(point) < 0.02
    assert len({(crime["x"], crime["y"]) for crime in crimes}) > 0.99 * len(crimes)


def test_without_placement_there_are_no_coordinates(simulate, tmp_path):
    assert list(rows(simulate("--output", "-", "--placement", "none").out)[0]) == COLUMNS[:-2]
    simulate("--output", "c.gpkg", "--placement", "none")
    source = gdal.OpenEx(str(tmp_path / "c.gpkg"), gdal.OF_VECTOR)
    assert source.GetLayer(0).GetGeomType() == ogr.wkbNone


def test_near_repeats_keep_totals(simulate):
    result = simulate("--output", "c.csv", "--json", "-", "--near-repeat", "--near-repeat-ratio", "0.4",
                      "--replicates", "20", "--no-dispersion").json
    assert abs(result["crimes"] - result["expected"]) < 5 * sqrt(result["expected"]) / 0.6


# What is refused


@pytest.mark.parametrize(
    "options, status, said",
    [
        (("--from", "2023-02", "--to", "2023-01"), 2, "--to 2023-01 is before --from 2023-02"),
        (("--from", "2023-13", "--to", "2023-12"), 2, "--from '2023-13'"),
        (("--from", "2023-01-01", "--to", "2023-12"), 2, "expected a month as YYYY-MM"),
        ((*YEAR, "--replicates", "0"), 2, "--replicates '0'"),
        ((*YEAR, "--seed", "-1"), 2, "--seed '-1'"),
        ((*YEAR, "--near-repeat", "--near-repeat-ratio", "1"), 2, "ratio"),
        ((*YEAR, "--placement", "somewhere"), 2, "somewhere"),
        ((*YEAR, "--loading", "-2"), 2, "-2"),
    ],
)
def test_wrong_options_are_refused(simulate, tmp_path, options, status, said):
    assert said in one_line(simulate("--output", "c.csv", *options, check=status, period=()))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["c.xyz", "c", "c.shp"])
def test_an_output_of_no_known_format_is_refused_before_any_work(simulate, tmp_path, name):
    run = simulate("--output", name, check=False)
    assert run.status in (1, 2) and ".gpkg" in one_line(run)
    assert not list(tmp_path.iterdir())


def test_a_model_that_is_none_is_refused(simulate, tmp_path):
    assert "nothing.gpkg" in one_line(simulate("--output", "c.csv", model=tmp_path / "nothing.gpkg", check=1))
    (tmp_path / "text.gpkg").write_text("no model")
    assert "text.gpkg" in one_line(simulate("--output", "c.csv", model=tmp_path / "text.gpkg", check=1))


@pytest.mark.parametrize(
    "sql, said",
    [
        ("UPDATE offences SET share = 0.9 WHERE crime_type = 'burglary'", "burglary"),
        ("UPDATE suspect SET probability = 1.5 WHERE rowid = 1", "1.5"),
        ("DELETE FROM offences WHERE crime_type = 'drugs'", "drugs"),
        ("DROP TABLE suspect", "suspect"),
    ],
)
def test_a_model_edited_into_nonsense_is_refused_by_name(simulate, town_model, tmp_path, sql, said):
    line = one_line(simulate("--output", "c.csv", model=edit(town_model, tmp_path, sql), check=1))
    assert said in line and "edited.gpkg" in line
    assert not (tmp_path / "c.csv").exists()


def test_an_existing_output_is_kept_without_overwrite(simulate, tmp_path):
    (tmp_path / "c.csv").write_text("mine")
    assert "--overwrite" in one_line(simulate("--output", "c.csv", check=1))
    assert (tmp_path / "c.csv").read_text() == "mine"
    simulate("--output", "c.csv", "--overwrite")
    assert len((tmp_path / "c.csv").read_text()) > 1000


def test_the_model_is_never_overwritten(simulate, town_model, tmp_path):
    model = tmp_path / "m.gpkg"
    shutil.copy(town_model, model)
    before = model.read_bytes()
    for output in (model, f"{model}|layername=crimes"):
        run = simulate("--output", output, "--overwrite", model=model, check=2)
        assert "m.gpkg' is an input" in one_line(run)
        assert model.read_bytes() == before


def test_a_full_disk_leaves_what_was_there(crims, town_model, tmp_path):
    """The limit on file sizes gives the same errors of writing as a full disk."""
    for name in ("c.csv", "c.json", "c.gpkg", "c.fgb"):
        old = tmp_path / name
        if name != "c.gpkg":
            old.write_text("old")
        before = old.read_bytes() if old.exists() else None
        done = subprocess.run(
            [str(crims.binary), "simulate", "--model", town_model, *YEAR, "--replicates", "30", "--output", old, "--overwrite"],
            capture_output=True, text=True, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
        )
        assert done.returncode == 1, (name, done.stderr)
        assert len(done.stderr.strip().splitlines()) == 1 and name in done.stderr
        assert (old.read_bytes() if old.exists() else None) == before
        assert [path.name for path in tmp_path.iterdir() if "c." in path.name and path.name != name and path.name[:2] != "c."] == []


@pytest.mark.parametrize("name", ["c.csv", "c.gpkg"])
def test_a_killed_run_leaves_no_output(crims, town_model, tmp_path, name):
    for delay in (0.05, 0.2, 0.5):
        process = subprocess.Popen(
            [str(crims.binary), "simulate", "--model", town_model, *YEAR, "--replicates", "3000", "--output", tmp_path / name],
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (tmp_path / name).exists()


def test_a_cancelled_run_leaves_nothing(crims, town_model, tmp_path):
    process = subprocess.Popen(
        [str(crims.binary), "simulate", "--model", town_model, *YEAR, "--replicates", "30000", "--output", tmp_path / "c.gpkg"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0 and "nothing was written" in err
    assert not list(tmp_path.iterdir())


def test_a_reader_that_goes_away_ends_the_run(crims, town_model):
    process = subprocess.Popen(
        [str(crims.binary), "simulate", "--model", town_model, *YEAR, "--replicates", "1000", "--output", "-"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    assert process.stdout.readline().startswith(b"id,MSOA")
    process.stdout.close()
    assert process.wait(timeout=60) == 1


def test_memory_does_not_grow_with_the_months(crims, town_model, tmp_path):
    def peak(replicates):
        done = subprocess.run(
            ["/usr/bin/python3", "-c", "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
             "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
             str(crims.binary), "simulate", "--model", town_model, *YEAR, "--replicates", str(replicates),
             "--output", "/dev/null", "--quiet"],
            capture_output=True, text=True, check=False,
        )
        return int(done.stdout.split()[-1]) if done.returncode == 0 else pytest.skip("no memory figure here")

    if "ASAN_OPTIONS" in os.environ:
        pytest.skip("the sanitizers keep memory of their own")
    assert peak(100) < peak(1) + 30_000


# --- beyond the data ------------------------------------------------------------------------------------------------------


def grown(model, folder):
    """The town's model, of 2021-04 to 2022-12, whose crime grows by half a year."""
    return edit(model, folder, "UPDATE crime_types SET trend_per_year = 0.405465")


def test_a_trend_is_held_a_year_beyond_the_data_and_that_is_told(simulate, town_model, tmp_path):
    model = grown(town_model, tmp_path)
    runs = {first: simulate("--output", f"{first}.csv", "--json", "-", model=model, period=("--from", f"{first}-12", "--to", f"{first}-12"))
            for first in (2019, 2020, 2022, 2023, 2024, 2090)}
    expected = {first: run.json["expected"] for first, run in runs.items()}
    assert expected[2023] == pytest.approx(1.5 * expected[2022], rel=1e-4)
    assert expected[2024] == expected[2090] == expected[2023]
    assert expected[2022] == pytest.approx(1.5 ** 2 * expected[2020], rel=1e-4)
    assert expected[2019] == pytest.approx(expected[2020] / 1.5 ** (8 / 12), rel=1e-4)  # held before 2020-04
    assert {first: run.json["months_beyond_data"] for first, run in runs.items()} == {
        2019: 16, 2020: 4, 2022: 0, 2023: 12, 2024: 24, 2090: 816}
    for first, run in runs.items():
        assert ("beyond the model's data (2021-04 to 2022-12)" in run.err) == (first in (2019, 2024, 2090)), run.err
    assert "is up to 816 months beyond" in runs[2090].err and "stay level from 12 months" in runs[2090].err


def test_a_run_far_beyond_the_data_of_a_flat_model_is_told_as_well(simulate):
    run = simulate("--output", "-", period=("--from", "2030-01", "--to", "2030-01"))
    assert "It has no trend" in run.err
