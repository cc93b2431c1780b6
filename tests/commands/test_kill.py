# SPDX-License-Identifier: MIT
"""A run that is killed, at whatever moment, leaves the old content or the whole new content: never a part of it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest
from osgeo import gdal

from bad_input import arguments, make_incidents
from conftest import interrupted_environment
from design import sample_points

OTHERS = ("response", "control")
OUTPUTS = {"--json": "r.json", "--html": "r.html", "--message": "r.txt", "--overwrite": True}


def rows(path, layer):
    """The values of a layer, read as any GIS would: for reading only. None where there is no such layer."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    names = [source.GetLayer(i).GetName() for i in range(source.GetLayerCount())]
    return [feature.items() for feature in source.GetLayerByName(layer)] if layer in names else None


def integrity(path):
    database = sqlite3.connect(path)
    try:
        return database.execute("PRAGMA integrity_check").fetchall()
    finally:
        database.close()


def start(wdd, folder, args):
    environment = interrupted_environment()
    return subprocess.Popen([str(wdd.binary), *args], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def wait_for_writing(process, folder, names):
    """Until a file that was not there appears, or the run is over."""
    while process.poll() is None and set(os.listdir(folder)) <= names:
        pass


def moments(wdd, template, tmp_path, args, swept=20, at_writing=12):
    """(folder, kill) for each moment: `swept` ones from the start to the end of a run, `at_writing` ones from when the
    first trace of writing is seen; the last of the former is after the end. kill(signal) starts the run in the folder and sends the signal then."""
    durations = []
    for i in range(2):
        folder = tmp_path / f"measured {i}"
        shutil.copytree(template, folder)
        begun = time.monotonic()
        assert start(wdd, folder, args).wait() == 0
        durations.append(time.monotonic() - begun)
    whole = max(durations)
    for i in range(swept + at_writing):
        folder = tmp_path / f"run {i}"
        shutil.copytree(template, folder)
        names = set(os.listdir(folder))

        def kill(number, i=i, folder=folder, names=names):
            with start(wdd, folder, args) as process:
                if i == swept - 1:
                    process.wait()
                elif i < swept:
                    time.sleep(1.2 * whole * i / swept)
                else:
                    wait_for_writing(process, folder, names)
                    time.sleep(0.04 * (i - swept) / at_writing)
                process.send_signal(number)
                error = process.communicate(timeout=30)[1].decode()
            return process.returncode, error

        yield folder, kill
        shutil.rmtree(folder)


def assert_left_as(folder, before, killed):
    """What may be new after a run that was killed hard: hidden files, and what SQLite cleans up itself."""
    new = set(os.listdir(folder)) - before
    for name in new - {"result.gpkg", "r.json", "r.html", "r.txt"}:
        sqlites = name in {f"{file}-{kind}" for file in before for kind in ("journal", "wal", "shm")}
        assert killed and (name.startswith(".") or sqlites), f"left behind: {name}"


def assert_whole_texts(folder):
    if (folder / "r.json").exists():
        assert "version" in json.loads((folder / "r.json").read_text())
    if (folder / "r.html").exists():
        assert (folder / "r.html").read_text().endswith("</html>\n")


def test_killed_while_making_a_new_file(wdd, template, tmp_path):
    """What is left then is in nobody's way: another run neither trips over it nor takes it for data, and removes it."""
    seen, left = set(), 0
    for folder, kill in moments(wdd, template, tmp_path, arguments(OUTPUTS), swept=28, at_writing=16):
        before = set(os.listdir(folder))
        kill(signal.SIGKILL)
        assert_left_as(folder, before, killed=True)
        whole = (folder / "result.gpkg").exists()
        if whole:
            assert len(rows(folder / "result.gpkg", "result")) == 5
            assert integrity(folder / "result.gpkg") == [("ok",)]
        assert_whole_texts(folder)
        seen.add(whole)
        hidden = {name for name in os.listdir(folder) if name.startswith(".")}
        left += bool(hidden)
        if hidden and left <= 3:
            wdd(*arguments(OUTPUTS), cwd=folder)
            assert len(rows(folder / "result.gpkg", "result")) == 5
            assert not {name for name in os.listdir(folder) if name.startswith(".")}
    assert seen == {False, True} and left > 0


@pytest.fixture(scope="module", params=["delete", "wal"])
def existing(request, template, tmp_path_factory, wdd):
    """The study with results of another distance already in areas.gpkg, in both journal modes."""
    folder = tmp_path_factory.mktemp("existing")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    wdd(*arguments({"--output": "areas.gpkg|layername=evaluation", "--displacement": "0"}), cwd=folder)
    database = sqlite3.connect(folder / "areas.gpkg")
    database.execute(f"PRAGMA journal_mode = {request.param}")
    database.close()
    return folder


REPLACE = arguments({"--output": "areas.gpkg|layername=evaluation", "--overwrite": True})


def killed_while_overwriting(wdd, existing, tmp_path, number, **how_many):
    """Which contents were found: old (True), new (False)."""
    old = rows(existing / "areas.gpkg", "evaluation")
    others = {layer: rows(existing / "areas.gpkg", layer) for layer in OTHERS}
    seen = set()
    for folder, kill in moments(wdd, existing, tmp_path, REPLACE, **how_many):
        before = set(os.listdir(folder))
        status, error = kill(number)
        assert_left_as(folder, before, killed=number == signal.SIGKILL)
        path = folder / "areas.gpkg"
        found = rows(path, "evaluation")  # at once, by a reader that may not write
        assert found is not None and len(found) == 5
        is_old = found == old
        assert is_old or found[0]["RUN_DISPLACEMENT"] == "300 m"
        assert {layer: rows(path, layer) for layer in OTHERS} == others
        assert integrity(path) == [("ok",)]
        if number != signal.SIGKILL:
            assert (status == 0) == (not is_old), (status, error)
        seen.add(is_old)
    return seen


def test_killed_while_overwriting_a_layer(wdd, existing, tmp_path):
    assert killed_while_overwriting(wdd, existing, tmp_path, signal.SIGKILL) == {False, True}


def test_the_old_layer_can_be_read_at_once(wdd, existing, tmp_path):
    """A reader that may not write, as wdd itself is, must not depend on another program to clean up."""
    killed_while_overwriting(wdd, existing, tmp_path, signal.SIGKILL, swept=0, at_writing=30)


def test_no_journal_stands_beside_the_file_at_any_time(wdd, existing, tmp_path, request):
    """Neither a kill nor a power cut can then leave one that has to be rolled back."""
    if "wal" in request.node.name:
        pytest.skip("a file in WAL mode has its log beside it, which readers can do with")
    folder = tmp_path / "watched"
    shutil.copytree(existing, folder)
    seen = set()
    with start(wdd, folder, REPLACE) as process:
        while process.poll() is None:
            seen |= set(os.listdir(folder))
    assert process.returncode == 0
    assert any(name.startswith(".areas.gpkg.part-") for name in seen)
    assert {name for name in seen if name.startswith("areas.gpkg")} == {"areas.gpkg"}


# --- signals that ask ---------------------------------------------------------------------------------------------------


def test_asked_to_stop_a_run_cleans_up(wdd, template, tmp_path):
    """Before the end: a status that is not 0 and nothing left. Too late to stop: everything is there."""
    for i, (folder, kill) in enumerate(moments(wdd, template, tmp_path, arguments(OUTPUTS))):
        number = (signal.SIGINT, signal.SIGTERM)[i % 2]
        before = set(os.listdir(folder))
        status, error = kill(number)
        new = set(os.listdir(folder)) - before
        if status == 0:
            assert new == {"result.gpkg", "r.json", "r.html", "r.txt"}
            assert len(rows(folder / "result.gpkg", "result")) == 5
        else:
            assert new == set()
            assert status == -number or error == "wdd: error: stopped before the end; nothing was written\n"


def test_asked_to_stop_while_overwriting(wdd, existing, tmp_path):
    killed_while_overwriting(wdd, existing, tmp_path, signal.SIGTERM, swept=12, at_writing=6)


def test_asked_to_stop_while_reading_a_large_layer(wdd, template, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(template, folder)
    make_incidents(folder, "many.gpkg", sample_points(60000))
    before = set(os.listdir(folder))
    args = [*arguments({"--incidents": "many.gpkg", **OUTPUTS}), "--progress", "lines"]
    with start(wdd, folder, args) as process:
        assert process.stderr.readline().startswith(b"progress ")
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=30)[1].decode()
    lines = [line for line in error.splitlines() if not line.startswith("progress ")]
    assert process.returncode == 1
    assert lines == ["wdd: error: stopped before the end; nothing was written"]
    assert set(os.listdir(folder)) == before


def test_a_reader_of_the_progress_who_leaves_stops_the_run(wdd, template, tmp_path):
    """QGIS closes the pipe when it is closed itself."""
    folder = tmp_path / "study"
    shutil.copytree(template, folder)
    make_incidents(folder, "many.gpkg", sample_points(60000))
    before = set(os.listdir(folder))
    args = [*arguments({"--incidents": "many.gpkg", **OUTPUTS}), "--progress", "lines"]
    process = start(wdd, folder, args)
    process.stderr.readline()
    process.stderr.close()
    assert process.wait(timeout=30) == 1
    assert set(os.listdir(folder)) == before
