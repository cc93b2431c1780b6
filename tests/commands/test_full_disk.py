# SPDX-License-Identifier: MIT
"""A disk that is full: an error in one line, the old content whole, nothing half-written, nothing left behind."""

import json
import resource
import shutil
import sqlite3
import subprocess

import pytest
from osgeo import gdal

from bad_input import arguments, changed, make_study, run_raw, snapshot

MESSAGES = {"--json": "r.json", "--html": "r.html"}


@pytest.fixture(scope="module")
def template(tmp_path_factory, wdd):
    """The study; kept.gpkg holds a result of another distance and a layer to keep."""
    folder = tmp_path_factory.mktemp("study")
    make_study(folder)
    shutil.copy(folder / "areas.gpkg", folder / "kept.gpkg")
    wdd(*arguments({"--output": "kept.gpkg|layername=evaluation", "--displacement": "0"}), cwd=folder)
    return folder


@pytest.fixture
def small_disk(template, tmp_path):
    """disk(free): the study on a file system of its own with that many bytes left."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")

    def disk(free):
        for path in folder.iterdir():
            path.unlink()
        shutil.copytree(template, folder, dirs_exist_ok=True)
        usage = shutil.disk_usage(folder)
        (folder / "filler").write_bytes(bytes(max(0, usage.free - free)))
        return folder

    yield disk
    subprocess.run(["umount", "--lazy", folder], check=True)


def rows(path, layer):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    table = source.GetLayerByName(layer)
    return [(feature.items(), feature.GetGeometryRef() and feature.GetGeometryRef().ExportToWkt()) for feature in table]


def integrity(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute("PRAGMA integrity_check").fetchall()
    finally:
        database.close()


def assert_failed(run, name):
    """One line that names the file, and no word on standard output."""
    error = run.stderr.decode()
    assert run.returncode == 1, error
    assert error.startswith(f"wdd: error: {name}: ") and error.count("\n") == 1, error
    assert run.stdout == b""


def tells_why(run):
    error = run.stderr.decode().lower()
    return "disk" in error or "too large" in error or "no space" in error


NEW = {"--output": "result.gpkg"}
MORE = {"--output": "kept.gpkg|layername=more"}
REPLACE = {"--output": "kept.gpkg|layername=evaluation", "--overwrite": True}


def check_layer(run, folder, before, changes):
    """Either done and whole, or failed and as before. True if it was done."""
    name, _, layer = changes["--output"].partition("|layername=")
    if run.returncode == 0:
        assert len(rows(folder / name, layer or "result")) == 5
        assert integrity(folder / name) == [("ok",)]
        assert changed(before, snapshot(folder)) == [name]
        return True
    assert_failed(run, name)
    now = snapshot(folder)
    assert now.keys() == before.keys()
    assert set(changed(before, now)) <= {"kept.gpkg"}  # its bytes may differ, its content may not
    assert integrity(folder / "kept.gpkg") == [("ok",)]
    return False


def content(path):
    """All that was in kept.gpkg: the layers, and the styles."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    styles = database.execute("SELECT f_table_name FROM layer_styles").fetchall()
    database.close()
    return {layer: rows(path, layer) for layer in ("response", "control", "evaluation")}, styles


def sweep(wdd, disk, changes, sizes, old):
    """Whether the run was done, for each size."""
    done = []
    for free in sizes:
        folder = disk(free)
        before = snapshot(folder)
        run = run_raw(wdd.binary, arguments(changes), folder)
        done.append(check_layer(run, folder, before, changes))
        if not done[-1]:
            assert content(folder / "kept.gpkg") == old, f"with {free} bytes left: {run.stderr.decode()}"
    return done


PAGE = 4096
STEPS = [0, 2 * PAGE, *range(4 * PAGE, 17 * PAGE, PAGE), *range(18 * PAGE, 36 * PAGE, 3 * PAGE), 100 * PAGE]
CHANGES = pytest.mark.parametrize("changes", [
    pytest.param(NEW, id="new file"), pytest.param(MORE, id="new layer"), pytest.param(REPLACE, id="replaced layer")])


@CHANGES
def test_a_layer_that_does_not_fit_on_the_disk(wdd, small_disk, changes, template):
    done = sweep(wdd, small_disk, changes, STEPS[1:], content(template / "kept.gpkg"))
    assert done[0] is False and done[-1] is True and done == sorted(done)


def test_a_new_file_on_a_disk_without_a_single_byte(wdd, small_disk, template):
    assert sweep(wdd, small_disk, NEW, [0], content(template / "kept.gpkg")) == [False]


@CHANGES
def test_a_full_disk_is_called_that(wdd, small_disk, changes):
    for free in STEPS:
        run = run_raw(wdd.binary, arguments(changes), small_disk(free))
        assert run.returncode == 0 or tells_why(run), run.stderr.decode()


@pytest.mark.parametrize("option,name", MESSAGES.items())
def test_a_message_that_does_not_fit_on_the_disk(wdd, small_disk, option, name):
    for old in (None, "old content\n"):
        folder = small_disk(4096 if old else 0)
        if old:
            (folder / name).write_text(old)
        before = snapshot(folder)
        run = run_raw(wdd.binary, arguments({option: name, "--output": None, "--overwrite": True}), folder)
        assert_failed(run, name)
        assert tells_why(run)
        assert changed(before, snapshot(folder)) == []


def test_a_table_of_counts_that_does_not_fit_on_the_disk(wdd, small_disk):
    folder = small_disk(0)
    (folder / "filler").unlink()
    (folder / "d.csv").write_text("treated_pre,treated_post,control_pre,control_post\n" + "1,2,3,4\n" * 2000)
    usage = shutil.disk_usage(folder)
    (folder / "filler").write_bytes(bytes(usage.free - 50000))
    before = snapshot(folder)
    run = run_raw(wdd.binary, ["counts", "--input", "d.csv", "--output", "o.csv"], folder)
    assert_failed(run, "o.csv")
    assert changed(before, snapshot(folder)) == []


# --- the same by a limit on the size of files, which needs no mounting ------------------------------------------------


def limited(wdd, folder, size, changes):
    return run_raw(wdd.binary, arguments(changes), folder,
                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))


@pytest.mark.parametrize("changes,sizes", [
    pytest.param(NEW, (PAGE, 20000, 50000, 90000, 110000, 10**6), id="new file"),
    # Not below the present size: then SQLite could not even put back what it read.
    pytest.param(MORE, (176000, 186000, 206000, 10**6), id="new layer"),
    pytest.param(REPLACE, (168000, 172000, 176000, 10**6), id="replaced layer")])
def test_a_layer_larger_than_files_may_be(wdd, study, changes, sizes, template):
    old = content(template / "kept.gpkg")
    assert (study / "kept.gpkg").stat().st_size <= 168000
    done = []
    for size in sizes:
        shutil.rmtree(study)
        shutil.copytree(template, study)
        before = snapshot(study)
        done.append(check_layer(limited(wdd, study, size, changes), study, before, changes))
        assert done[-1] or content(study / "kept.gpkg") == old
    assert done[-1] is True and (done[0] is False or changes is REPLACE)


@pytest.mark.parametrize("option,name", MESSAGES.items())
@pytest.mark.parametrize("size", [0, 1000, 3000])
def test_a_message_larger_than_files_may_be(wdd, study, option, name, size):
    (study / name).write_text("old content\n")
    before = snapshot(study)
    assert_failed(limited(wdd, study, size, {option: name, "--output": None, "--overwrite": True}), name)
    assert changed(before, snapshot(study)) == []


def test_a_message_that_does_not_fit_leaves_no_layer_either(wdd, study):
    """The texts are written first, beside their places, so that all outputs appear or none."""
    before = snapshot(study)
    assert_failed(limited(wdd, study, 1000, MESSAGES), "r.json")
    assert changed(before, snapshot(study)) == []


def test_a_layer_that_does_not_fit_leaves_no_message_either(wdd, study):
    before = snapshot(study)
    assert_failed(limited(wdd, study, 50000, MESSAGES), "result.gpkg")
    assert changed(before, snapshot(study)) == []


def test_with_room_for_all_it_is_done(wdd, study):
    run = limited(wdd, study, 10**7, MESSAGES)
    assert run.returncode == 0, run.stderr
    assert json.loads((study / "r.json").read_text())["version"]
