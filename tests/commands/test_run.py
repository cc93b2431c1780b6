# SPDX-License-Identifier: MIT
"""crims run: from a folder of data to crimes and a report, in one line."""

import gzip
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
import zipfile
from collections import Counter

import pytest
from osgeo import gdal

from conftest import TOWN

FILES = {"report.html", "model.gpkg", "crimes.gpkg", "map.svg"}
NEEDED = ("town-crimes.zip", "town-zones.gpkg", "town-lookup.csv", "town-offences.csv", "town-categories.csv")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The sample town's data under names that say nothing, and other files beside them."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "deep/er").mkdir(parents=True)
    for number, name in enumerate(NEEDED):
        shutil.copy(TOWN / name, folder / ("deep/er" if number % 2 else ".") / f"file{number}{(TOWN / name).suffix}")
    shutil.copy(TOWN / "town.gpkg", folder)
    (folder / "notes.csv").write_text("a,b\n1,2\n")
    (folder / "broken.geojson").write_text("{")
    return folder


@pytest.fixture
def run(crims, data, tmp_path):
    """run(*args): in a folder of its own, with models of its own."""
    def run(*args, check=True, env=None):
        return crims("run", *args, check=check, timeout=600, cwd=tmp_path, env={"XDG_CACHE_HOME": str(tmp_path / "cache"), **(env or {})})

    run.folder = tmp_path
    return run


def crimes_of(folder):
    """{(type, month): crimes} of a run."""
    source = gdal.OpenEx(str(folder / "crimes.gpkg"))
    return Counter((feature["crime_type"], feature["time"][:7]) for feature in source.GetLayer(0))


def test_one_line_makes_crimes_and_a_report(run, data):
    done = run("Thornmere", "2023", "2024", "--data", data, "--replicates", "20", "--json", "run.json")
    folder = run.folder / "thornmere-2023-2024"
    assert {path.name for path in folder.iterdir()} == FILES
    told = json.loads((run.folder / "run.json").read_text())
    crimes = crimes_of(folder)
    by_type = Counter()
    for (kind, _), count in crimes.items():
        by_type[kind] += count
    assert told["by_crime_type"] == dict(by_type) and told["crimes"] == sum(by_type.values())
    assert {month for _, month in crimes} == {f"{year}/{month:02}" for year in (2023, 2024) for month in range(1, 13)}
    page = (folder / "report.html").read_text()
    assert f"{told['crimes']:,} crimes were simulated for Thornmere" in page and f"{told['crimes']:,}" in done.out
    assert "How well does the model predict?" in page and "<title>Map of the simulated crimes by zone</title>" in page
    assert "<?xml" not in page and "src=" not in page and "<script" not in page
    assert told["calibrated"] == {"from": "2021-01", "to": "2022-12"}
    assert told["validation"]["months"]["from"] == "2023-01" and told["validation"]["findings"]
    assert told["missing"] == []
    assert {source["name"].split("/")[-1] for source in told["sources"]} >= {"file1.gpkg", "file2.csv", "file3.csv", "file4.csv"}
    assert any("broken" in why or "notes" in why for why in told["passed_over"]) or told["passed_over"] == []


def test_the_commands_of_the_report_do_the_same(run, crims, data):
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "out", "--json", "run.json")
    told = json.loads((run.folder / "run.json").read_text())
    names = [command.split()[1] for command in told["commands"]]
    assert names == ["calibrate", "simulate", "map", "validate"]
    again = run.folder / "again"
    shutil.copytree(run.folder / "out", again)
    for name in FILES - {"model.gpkg"}:
        (again / name).unlink()
    for command in told["commands"][1:3]:
        args = [word.replace("out/", "again/") for word in shlex.split(command)[1:]]
        crims(*args, cwd=run.folder)
    assert crimes_of(again) == crimes_of(run.folder / "out")
    assert (again / "map.svg").read_bytes() == (run.folder / "out/map.svg").read_bytes()


def test_the_model_is_made_once(run, data):
    first = run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "first", "--json", "first.json")
    models = list((run.folder / "cache/crimekit/models").iterdir())
    stamps = [model.stat().st_mtime_ns for model in models]
    second = run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "second", "--json", "second.json")
    assert [model.stat().st_mtime_ns for model in models] == stamps
    told = [json.loads((run.folder / f"{name}.json").read_text()) for name in ("first", "second")]
    assert [each["model"]["made_before"] for each in told] == [False, True]
    assert "used again" in second.out and "used again" not in first.out
    assert ".part-" not in first.err + (run.folder / "first/report.html").read_text()
    pages = [(run.folder / name / "report.html").read_text().replace("second/", "first/") for name in ("first", "second")]
    assert pages[0] == pages[1]
    assert told[0]["warnings"] == told[1]["warnings"]
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "third", "--trend")
    assert len(list((run.folder / "cache/crimekit/models").iterdir())) == len(models) + 1


def test_another_content_makes_another_model(run, data, tmp_path):
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "first")
    moved = shutil.copytree(data, tmp_path / "moved")
    run("Thornmere", "2023", "2023", "--data", moved, "--replicates", "2", "--output", "second")
    kept = run.folder / "cache/crimekit/models"
    assert len(list(kept.iterdir())) == 1
    lookup = moved / "file2.csv"
    lookup.write_text("\n".join(lookup.read_text().splitlines()[:-1]) + "\n")
    run("Thornmere", "2023", "2023", "--data", moved, "--replicates", "2", "--output", "third")
    assert len(list(kept.iterdir())) == 2


def test_a_damaged_model_is_made_anew(run, data):
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "first")
    (model,) = (run.folder / "cache/crimekit/models").iterdir()
    model.write_bytes(b"no model")
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "second")
    assert crimes_of(run.folder / "first") == crimes_of(run.folder / "second")


def test_data_may_be_named_by_the_environment(run, data):
    run("Thornmere", "2023-01", "2023-02", "--replicates", "2", "--output", "out", env={"CRIMEKIT_DATA": str(data)})
    assert {path.name for path in (run.folder / "out").iterdir()} == FILES
    assert "CRIMEKIT_DATA" in run("Thornmere", "2023", "2024", check=2, env={"CRIMEKIT_DATA": ""}).err


def test_what_is_missing_is_told_and_where_to_get_it(run, tmp_path):
    (tmp_path / "data").mkdir()
    shutil.copy(TOWN / "town-crimes.zip", tmp_path / "data/a.zip")
    done = run("Thornmere", "2023", "2023", "--data", "data", "--replicates", "2", "--output", "out")
    for said in ("zone polygons", "geoportal.statistics.gov.uk", "lookup", "tables of offences", "gov.uk/government/statistics"):
        assert said in done.out and said in done.err and said in (run.folder / "out/report.html").read_text()
    assert {path.name for path in (run.folder / "out").iterdir()} == FILES - {"map.svg"}


def test_a_folder_without_crimes_says_where_to_get_them(run, tmp_path):
    (tmp_path / "data").mkdir()
    error = run("Thornmere", "2023", "2023", "--data", "data", check=1).err
    assert "no street-level crimes of Thornmere" in error and "data.police.uk/data/archive" in error and "crims fetch" in error


def test_a_damaged_archive_is_named(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.zip").write_bytes((TOWN / "town-crimes.zip").read_bytes()[:100_000])
    error = run("Thornmere", "2023", "2023", "--data", "data", check=1).err
    assert "a.zip" in error and "truncated" in error


def test_an_empty_last_month_does_not_hide_the_zones(run, data, tmp_path):
    unpacked = shutil.copytree(data, tmp_path / "unpacked")
    (unpacked / "file0.zip").unlink()
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        archive.extractall(unpacked / "crimes")
    last = max((unpacked / "crimes").rglob("*-thornmere-street.csv"), key=lambda path: path.name)
    last.write_text(last.read_text().splitlines()[0] + "\n")
    shutil.copy(unpacked / "deep/er/file3.csv", unpacked / "more-offences.csv")
    run("Thornmere", "2023", "2023", "--data", unpacked, "--replicates", "2", "--output", "out", "--json", "run.json")
    told = json.loads((run.folder / "run.json").read_text())
    assert told["data"]["zones"].endswith("file1.gpkg|layername=zones") or told["data"]["zones"].endswith("file1.gpkg")
    assert told["data"]["lookup"] and told["data"]["crimes"].endswith("unpacked/crimes")
    assert any("the first of 2 tables" in choice for choice in told["choices"])


def test_a_month_that_is_there_twice_is_named(run, data, tmp_path):
    twice = shutil.copytree(data, tmp_path / "twice")
    (twice / "file0.zip").unlink()
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        archive.extractall(twice / "crimes")
    first = min((twice / "crimes").rglob("*-thornmere-street.csv"), key=lambda path: path.name)
    (twice / "crimes" / (first.name + ".gz")).write_bytes(gzip.compress(first.read_bytes()))
    error = run("Thornmere", "2023", "2023", "--data", twice, "--output", "out", check=1).err
    assert "the same month of one force" in error and not (run.folder / "out").exists()


def test_a_force_that_is_not_there_is_named_with_the_nearest(run, data):
    error = run("Thornmeer", "2023", "2023", "--data", data, check=1).err
    assert "thornmere" in error and "data.police.uk" in error
    assert not (run.folder / "cache").exists() or not list((run.folder / "cache/crimekit/models").iterdir())


def test_without_recorded_months_a_year_is_held_back(run, data):
    run("Thornmere", "2025", "2025", "--data", data, "--replicates", "5", "--output", "out", "--json", "run.json")
    told = json.loads((run.folder / "run.json").read_text())
    assert told["calibrated"] == {"from": "2021-01", "to": "2023-12"}
    assert told["validation"]["calibrated"]["to"] < told["validation"]["months"]["from"] == "2023-01"
    assert len(list((run.folder / "cache/crimekit/models").iterdir())) == 2
    assert "a second model" in (run.folder / "out/report.html").read_text()


def test_excluded_months_hold_for_each_model_that_has_them(run, data):
    run("Thornmere", "2025", "2025", "--data", data, "--replicates", "2", "--output", "out", "--json", "run.json",
        "--exclude-months", "2021-01..2021-02,2023-05")
    told = json.loads((run.folder / "run.json").read_text())
    whole, _, _, rest, _ = told["commands"]
    assert "--exclude-months 2021-01,2021-02,2023-05" in whole and "--exclude-months 2021-01,2021-02 " in rest
    assert "2023-5" in run("Thornmere", "2025", "2025", "--data", data, "--output", "other", "--exclude-months", "2023-5", check=2).err


def test_progress_only_goes_on(run, data):
    done = run("Thornmere", "2023", "2023", "--data", data, "--replicates", "50", "--output", "out", "--progress", "lines")
    percents = [int(line.split()[1]) for line in done.err.splitlines() if line.startswith("progress ")]
    assert percents == sorted(percents) and percents[0] == 0 and percents[-1] == 100


def test_the_months_of_the_model_may_be_chosen(run, data):
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "out", "--json", "run.json",
        "--calibrate-from", "2021-06", "--calibrate-to", "2022-06")
    told = json.loads((run.folder / "run.json").read_text())
    assert told["calibrated"] == {"from": "2021-06", "to": "2022-06"}
    assert "none of these" in run("Thornmere", "2023", "2023", "--data", data, "--output", "other", "--calibrate-from", "2001-01",
                                  "--calibrate-to", "2002-01", check=1).err


def test_the_fullest_download_and_the_fewest_zones_are_taken(run, data, tmp_path):
    """Beside the archive: some of its months as files, and zones of the whole county."""
    mixed = shutil.copytree(data, tmp_path / "mixed")
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive:
        for name in sorted(archive.namelist())[:6]:
            if name.endswith("thornmere-street.csv"):
                (mixed / (name.split("/")[-1] + ".gz")).write_bytes(gzip.compress(archive.read(name)))
    gdal.VectorTranslate(str(mixed / "more.geojson"), str(TOWN / "town-zones.gpkg"), layers=["zones"], format="GeoJSON")
    gdal.VectorTranslate(str(mixed / "more.gpkg"), str(TOWN / "town-zones.gpkg"), layers=["zones"], where="MSOA <> 'E02999001'")
    run("Thornmere", "2023", "2023", "--data", mixed, "--replicates", "2", "--output", "out", "--json", "run.json")
    told = json.loads((run.folder / "run.json").read_text())
    assert told["data"]["crimes"].endswith("file0.zip") and any("Not used" in choice for choice in told["choices"])
    assert not told["data"]["zones"].endswith("more.gpkg")  # lacks a zone with crimes


def test_months_beside_the_archive_that_go_on_after_it_test_the_model(run, crims, data, tmp_path):
    """An archive until 2022, and 2023 as files beside it: the same test as where one archive has both."""
    apart = shutil.copytree(data, tmp_path / "apart")
    (apart / "file0.zip").unlink()
    (apart / "later").mkdir()
    with zipfile.ZipFile(TOWN / "town-crimes.zip") as archive, zipfile.ZipFile(apart / "until.zip", "w") as until:
        for name in archive.namelist():
            if name.endswith("thornmere-street.csv"):
                if name.split("/")[-1] < "2023":
                    until.writestr(name, archive.read(name))
                else:
                    (apart / "later" / name.split("/")[-1]).write_bytes(archive.read(name))
    told = []
    for folder in (data, apart):
        run("Thornmere", "2023", "2023", "--data", folder, "--replicates", "2", "--output", f"of-{folder.name}", "--json", "run.json", "--overwrite")
        told.append(json.loads((run.folder / "run.json").read_text()))
    assert told[0]["validation"] == told[1]["validation"] and told[1]["crimes"] == told[0]["crimes"]
    assert any(choice == f"The model is tested with crimes of {apart / 'later'}." for choice in told[1]["choices"])
    assert not any("tested" in choice for choice in told[0]["choices"])


@pytest.mark.parametrize("args, said", [
    (("2023",), "--to"), (("2024", "2023"), "2024-01"), (("23", "2024"), "a year (2020)"), (("2023", "2023-13"), "2023-13"),
    (("2023", "2023", "2024"), "2024"), (("2023", "2023", "--replicates", "1"), "--replicates")])
def test_a_wrong_line_is_refused(run, data, args, said):
    assert said in run("Thornmere", *args, "--data", data, check=2).err
    assert not list(run.folder.glob("thornmere*"))


def test_an_earlier_run_is_not_replaced_unasked(run, data):
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "out")
    before = {path.name: path.read_bytes() for path in (run.folder / "out").iterdir()}
    assert "--overwrite" in run("Thornmere", "2023", "2023", "--data", data, "--output", "out", check=1).err
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "out", "--seed", "2", "--overwrite")
    assert (run.folder / "out/crimes.gpkg").read_bytes() != before["crimes.gpkg"]
    (run.folder / "out/mine.txt").write_text("mine")
    error = run("Thornmere", "2023", "2023", "--data", data, "--output", "out", "--overwrite", check=1).err
    assert "mine.txt" in error and (run.folder / "out/mine.txt").read_text() == "mine"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("after", [0.15, 0.5, 1.0])
def test_a_killed_run_leaves_nothing_half(run, crims, data, how, after):
    environment = {"XDG_CACHE_HOME": str(run.folder / "cache"), "PATH": "/usr/bin:/bin"}
    args = [str(crims.binary), "run", "Thornmere", "2023", "2026", "--data", str(data), "--output", "out", "--replicates", "5000"]
    process = subprocess.Popen(args, cwd=run.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(how)
    process.wait()
    if process.returncode == 0:
        pytest.skip("the run was over before it could be killed")
    assert not (run.folder / "out").exists()
    for model in (run.folder / "cache/crimekit/models").glob("[!.]*"):
        crims("show", model)  # whole
    run("Thornmere", "2023", "2023", "--data", data, "--replicates", "2", "--output", "out")
    assert {path.name for path in (run.folder / "out").iterdir()} == FILES
    assert not list(run.folder.glob(".out*")) and not list((run.folder / "cache/crimekit/models").glob(".*"))


def test_threads_do_not_change_the_report(run, crims, data):
    pages = []
    for cores in ("0", f"0-{os.cpu_count() - 1}"):
        args = ["taskset", "-c", cores, str(crims.binary), "run", "Thornmere", "2023", "2023", "--data", str(data), "--replicates", "5",
                "--output", "out", "--overwrite", "--models", f"models{cores}"]
        subprocess.run(args, cwd=run.folder, check=True, capture_output=True)
        pages.append((run.folder / "out/report.html").read_text().replace(f"models{cores}", "MODELS"))
    assert pages[0] == pages[1]


def test_a_city_of_which_the_archive_has_most(run, shared):
    """An archive and files beside it; some of the crimes lie in zones that are not on the map."""
    done = run("City of London", "2021", "2021", "--data", shared / "data", "--replicates", "5", "--json", "run.json")
    told = json.loads((run.folder / "run.json").read_text())
    assert told["data"]["crimes"].endswith("2020-11.zip") and "city-of-london-2021-crlf" in told["choices"][0]
    assert told["validation"]["calibrated"]["to"] == "2020-11", "the archive's last month"
    assert told["validation"]["months"] == {"from": "2021-01", "to": "2021-09"}, "those of the files beside it"
    assert told["choices"][-1].startswith("The model is tested with crimes of ") and "city-of-london-2021-crlf" in told["choices"][-1]
    assert ".part-" not in done.err and "city-of-london-2021-2021/crimes.gpkg" in done.err


def test_real_data_as_they_lie(run, shared):
    """One line for a real force, with all kinds of data found."""
    run("Avon and Somerset", "2020", "2021", "--data", shared / "data", "--replicates", "5", "--json", "run.json", "--quiet")
    assert "zones elsewhere" not in (run.folder / "avon-and-somerset-2020-2021/report.html").read_text()
    told = json.loads((run.folder / "run.json").read_text())
    assert told["missing"] == [] and told["calibrated"] == {"from": "2018-01", "to": "2019-12"}
    data = {key: (value or "").split("/")[-1] for key, value in told["data"].items()}
    assert data["crimes"] == "avon-and-somerset" and data["zones"] == "msoa2011_avon_and_somerset.geojson"
    assert data["lookup"] == "gb_geog_lookup.csv.gz" and data["offences"] == "detailed-offence-counts-2017-18.csv"
    assert data["categories"] == "policeuk-ons-code-join.csv" and "Avon" in data["boundary"]
    assert told["validation"]["months"] == {"from": "2020-01", "to": "2021-09"}
    assert told["crimes"] == pytest.approx(352_843, rel=0.02)  # twice the yearly mean of 2018 and 2019
    page = (run.folder / "avon-and-somerset-2020-2021/report.html").read_text()
    assert re.search(r"chicago_21period_by_policeuk_category\.csv", page)
