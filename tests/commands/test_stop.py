# SPDX-License-Identifier: MIT
"""Ctrl-C ends a run within a second, whatever it is doing, with one line, and leaves nothing."""

import json
import math
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from osgeo import ogr

from bad_input import RESPONSE_FIELDS, RESPONSE_ROW, arguments, snapshot
from conftest import TOWN, interrupted_environment
from design import make_layer

STOPPED = "error: stopped before the end; nothing was written\n"
SECOND = 1.0
SLACK = 0.5  # of a machine that is busy with other tests


def wait_for_watch(process):
    """Until the program watches for signals itself: to start takes long on a busy machine."""
    asked = 1 << (signal.SIGINT - 1)
    for _ in range(2000):
        blocked = re.search(r"SigBlk:\t([0-9a-f]+)", Path(f"/proc/{process}/status").read_text())
        if int(blocked[1], 16) & asked:
            return
        time.sleep(0.01)


def stop(command, args, folder, after=1.0, number=signal.SIGINT, times=1):
    """Starts a run that would take much longer, asks it to stop, and gives its error and how long it then took."""
    environment = interrupted_environment()
    process = subprocess.Popen(
        [str(command.binary), *map(str, args)], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        wait_for_watch(process.pid)
        time.sleep(after)
        assert process.poll() is None, f"it ended too soon: {process.communicate()[1].decode()}"
        asked = time.monotonic()
        for _ in range(times):
            process.send_signal(number)
            time.sleep(0.05)
        error = process.communicate(timeout=20)[1].decode()
        return process.returncode, error, time.monotonic() - asked
    finally:
        process.kill()
        process.wait()


def assert_stops(command, args, folder, **how):
    before = snapshot(folder)
    status, error, took = stop(command, args, folder, **how)
    *warnings, last = error.splitlines(keepends=True)
    assert (status, last.split(": ", 1)[1]) == (1, STOPPED), error
    assert all(": warning: " in line for line in warnings), error
    assert took < SECOND + SLACK
    assert snapshot(folder).keys() == before.keys()


def test_an_endless_view(wdd, study):
    database = sqlite3.connect(study / "incidents.gpkg")
    database.executescript("""
        CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT i AS fid, (SELECT geom FROM incidents LIMIT 1) AS geom, (SELECT day FROM incidents LIMIT 1) AS day
            FROM n WHERE i < 0;
        INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id)
            SELECT 'endless', 'endless', data_type, srs_id FROM gpkg_contents WHERE table_name = 'incidents';
        INSERT INTO gpkg_geometry_columns SELECT 'endless', column_name, geometry_type_name, srs_id, z, m
            FROM gpkg_geometry_columns WHERE table_name = 'incidents';""")
    database.close()
    assert_stops(wdd, arguments({"--incidents": "incidents.gpkg|layername=endless"}), study)


def test_the_repair_of_a_large_outline(wdd, study):
    """A star whose 200,000 sides all cross."""
    corners = 200_001
    step = 2 * math.pi * (corners // 2) / corners
    ring = ", ".join(f"{530500 + 400 * math.sin(i % corners * step):.3f} {180500 + 400 * math.cos(i % corners * step):.3f}"
                     for i in range(corners + 1))
    make_layer(study / "star.gpkg", [(f"POLYGON (({ring}))", RESPONSE_ROW)], RESPONSE_FIELDS, layer="star", geometry_type=ogr.wkbPolygon)
    assert_stops(wdd, arguments({"--response": "star.gpkg"}), study, after=3)


def test_a_file_that_never_comes(wdd, study):
    os.mkfifo(study / "pipe.csv")
    assert_stops(wdd, ["counts", "--input", "pipe.csv"], study)


def test_inject_with_a_thousand_interventions(crims, tmp_path):
    shape = f"{TOWN}/town.gpkg|layername=response"
    interventions = [{"area": shape, "start": "2023-01-01", "end": "2023-06-30", "effect": 0.1, "displaced": 0.5,
                      "ring": {"distance": "300 m", "where": "crime"}} for _ in range(1000)]
    (tmp_path / "many.json").write_text(json.dumps({"interventions": interventions}))
    assert_stops(crims, ["inject", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred",
                         "--scenario", "many.json", "--output", "out.gpkg"], tmp_path)


def test_calibrate_with_twenty_thousand_crime_types(crims, tmp_path):
    rows = ["Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
            "Last outcome category,Context"]
    for month in range(1, 13):
        folder = tmp_path / f"2020-{month:02}"
        folder.mkdir()
        body = [f",2020-{month:02},Kent Police,Kent Police,0.5,51.5,On or near X,E0100{i % 100:04},Y,type {i},," for i in range(20_000)]
        (folder / f"2020-{month:02}-kent-street.csv").write_text("\n".join([*rows, *body]) + "\n")
    assert_stops(crims, ["calibrate", "--crimes", ".", "--force", "kent", "--from", "2020-01", "--to", "2020-12", "--dispersion",
                         "--output", "model.gpkg"], tmp_path, after=3)


def test_simulate(crims, town_model, tmp_path):
    shutil.copy(town_model, tmp_path / "model.gpkg")
    assert_stops(crims, ["simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2032-12", "--loading", "1000",
                         "--output", "out.gpkg"], tmp_path)


def test_asked_twice_it_ends_at_once(wdd, study):
    os.mkfifo(study / "pipe.csv")
    before = snapshot(study).keys()
    status, error, took = stop(wdd, ["counts", "--input", "pipe.csv"], study, times=2)
    assert (status, error) == (1, f"wdd: {STOPPED}")
    assert took < 0.4
    assert snapshot(study).keys() == before


def test_what_nohup_started_outlives_the_terminal(wdd, study):
    os.mkfifo(study / "pipe.csv")
    process = subprocess.Popen([str(wdd.binary), "counts", "--input", "pipe.csv"], cwd=study, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    try:
        wait_for_watch(process.pid)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.8)
        assert process.poll() is None
        (study / "pipe.csv").write_text("x")
        assert STOPPED not in process.communicate(timeout=20)[1].decode()
    finally:
        process.kill()
        process.communicate()


# --- what a run that was killed left -----------------------------------------------------------------------------------


def test_the_next_run_removes_what_a_killed_one_left(wdd, study):
    """Hidden part files of processes that are no more go, of whatever output; those of others stay."""
    process = subprocess.Popen([str(wdd.binary), *arguments()], cwd=study, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    parts = []
    while process.poll() is None and not parts:
        parts = [name for name in os.listdir(study) if ".part-" in name]
    process.kill()
    process.wait()
    assert parts, "no part file was seen"
    ours = re.fullmatch(r"\.result\.gpkg\.part-(\d+)-([0-9a-f]{8})\.gpkg", min(parts, key=len))  # not its journal
    assert ours, parts
    place = ours[2]
    gone = f".other.csv.part-{process.pid}-{place}"
    kept = {f".a.csv.part-{os.getpid()}-{place}": "of a process that lives",
            f".a.csv.part-{process.pid}-00000000": "of another machine",
            f"a.csv.part-{process.pid}-{place}": "a user's own", ".hidden": "too"}
    for name in [gone, f"{gone}-journal", *kept]:
        (study / name).write_text("x")
    wdd(*arguments({"--overwrite": True}), cwd=study)
    left = set(os.listdir(study))
    assert set(kept) <= left
    assert {name for name in left if ".part-" in name} == {name for name in kept if ".part-" in name}
