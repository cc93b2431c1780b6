# SPDX-License-Identifier: MIT
"""Layers in PostGIS count as the same layers in a GeoPackage do. Starts a server of its own, in a temporary folder."""

import datetime
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from osgeo import gdal, ogr

from design import (CONTROL, RESPONSE, as_geometry, expected_counts, fill_table, make_areas, make_layer, point_rows,
                    sample_points,
                    spatial_reference, test_arguments, transformation)

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
PASSWORD = "s3cret' pass"
POINTS = sample_points()
EXPECTED = expected_counts(POINTS)
NULLS = 5


def as_owner(*command):
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@pytest.fixture(scope="module")
def server():
    """The folder of a running server's socket; no TCP."""
    if not BINARIES or not (BINARIES[0] / "initdb").exists():
        pytest.skip("PostgreSQL is not installed")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root and there is no runuser")
    if gdal.GetDriverByName("PostgreSQL") is None:
        pytest.skip("this GDAL has no PostgreSQL driver")
    folder = Path(tempfile.mkdtemp(prefix="wdd-pg-"))  # short: a socket's path may have 107 characters
    control = str(BINARIES[0] / "pg_ctl")
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        subprocess.run(as_owner(str(BINARIES[0] / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E",
                                "UTF8"),
                       check=True, capture_output=True, cwd="/")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        subprocess.run(as_owner(control, "-D", data, "-w", "-l", folder / "log", "-o", options, "start"), check=True,
                       capture_output=True, cwd="/")
        try:
            yield folder
        finally:
            subprocess.run(as_owner(control, "-D", data, "-m", "immediate", "-w", "stop"), check=True, capture_output=True,
                           cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def database(server):
    """PG:... of a database with the small design, and more than it in other rows, types, places and schemas."""
    source = gdal.OpenEx(f"PG:host={server} user=postgres dbname=postgres", gdal.OF_VECTOR | gdal.OF_UPDATE)
    try:
        source.ExecuteSQL("CREATE EXTENSION postgis")
    except RuntimeError as error:
        pytest.skip(f"PostGIS is not installed: {error}")
    source = None
    text = f"PG:host={server} user=postgres dbname=postgres"
    fill(text, "response", [(RESPONSE, {"name": "North"}), (CONTROL, {"name": "other"})], {"name": "String"})
    fill(text, "control", [(CONTROL, {"name": "South"}), (RESPONSE, {"name": "other"})], {"name": "String"})
    rows = [(place, {**values, "kind": kind}) for place, values in point_rows(POINTS) for kind in ("burglary", "O'Neill's")]
    rows += [((100000 + i, 900000), {"day": day, "kind": "burglary"}) for i, (_, _, day) in enumerate(POINTS)]
    rows += [(None, {"day": POINTS[0][2], "kind": "burglary"})] * (NULLS - 2)
    rows += [("POINT EMPTY", {"day": POINTS[0][2], "kind": "burglary"})] * 2
    rows += [((530500, 180500), {"day": None, "kind": "burglary"})] * 3
    fill(text, "incidents", rows, {"day": "Date", "kind": "String"})
    to_degrees = transformation(27700, 4326)
    moments, texts = [], []
    for x, y, day in POINTS:
        degrees = as_geometry((x, y))
        degrees.Transform(to_degrees)
        moments.append((as_geometry((x, y)), {"at": datetime.datetime(day.year, day.month, day.day, 23, 30)}))
        texts.append((degrees, {"day": f"{day} 10:00"}))
    fill(text, "moments", moments, {"at": "DateTime"})
    fill(text, "texts", texts, {"day": "String"}, crs=4326)
    run_sql(text, "CREATE SCHEMA force",
            "CREATE TABLE force.\"crimes 2023\" AS SELECT * FROM incidents WHERE kind = 'burglary'",
            "CREATE VIEW burglaries AS SELECT * FROM incidents WHERE kind = 'burglary'",
            f"CREATE ROLE analyst LOGIN PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO analyst")
    return text


def run_sql(database, *statements):
    source = gdal.OpenEx(database, gdal.OF_VECTOR | gdal.OF_UPDATE)
    for statement in statements:
        source.ReleaseResultSet(source.ExecuteSQL(statement))


def fill(database, name, rows, fields, crs=27700):
    source = gdal.OpenEx(database, gdal.OF_VECTOR | gdal.OF_UPDATE)
    table = source.CreateLayer(name, spatial_reference(crs), ogr.wkbUnknown, ["GEOMETRY_NAME=geom"])
    fill_table(table, rows, fields)


@pytest.fixture
def areas(database):
    return (f"{database}|layername=response|subset=name = 'North'", f"{database}|layername=control|subset=name = 'South'")


def test_all_three_layers_in_postgis_with_conditions_on_the_server(wdd, database):
    run = wdd(*test_arguments(f"{database}|layername=response", f"{database}|layername=control",
                              f"{database}|layername=incidents",
                              "--where", "name = 'North'", "--control-where", "name LIKE 'So%'",
                              "--incidents-where", "kind = 'burglary' OR kind = 'nothing'"))
    assert run.err == ""
    assert run.counts == EXPECTED
    incidents = run.json["incidents"]
    assert incidents["read"] == 2 * len(POINTS) + NULLS + 3
    assert incidents["null_geometry"] == NULLS
    assert incidents["null_date"] == 3


def test_the_same_rows_in_a_geopackage_give_the_same_json(wdd, database, areas, tmp_path):
    gdal.VectorTranslate(str(tmp_path / "i.gpkg"), database, format="GPKG", layers=["incidents"], layerName="incidents")
    suitability = ("--test-suitability", "--suitability-action", "warn", "--incidents-where", "kind <> 'burglary'")
    server = wdd(*test_arguments(*areas, f"{database}|layername=incidents", *suitability)).json
    files = wdd(*test_arguments(*make_areas(tmp_path / "areas.gpkg"), tmp_path / "i.gpkg", *suitability)).json
    for part in ("periods", "counts", "total", "suitability", "incidents", "areas", "crs", "warnings", "notes"):
        assert server[part] == files[part], part


@pytest.mark.parametrize("layer", ["burglaries", "force.crimes 2023"])
def test_views_and_other_schemas(wdd, database, areas, layer):
    assert wdd(*test_arguments(*areas, f"{database}|layername={layer}")).counts == EXPECTED


def test_timestamps_count_on_their_date(wdd, database, areas):
    assert wdd(*test_arguments(*areas, f"{database}|layername=moments", date_field="at")).counts == EXPECTED


def test_text_dates_and_degrees(wdd, database, areas):
    near = wdd(*test_arguments(*areas, f"{database}|layername=texts", displacement="300 m")).json["counts"]
    # Integer points exactly on edges may fall either way after a round trip through degrees.
    for zone, (pre, post) in EXPECTED.items():
        assert abs(near[zone]["pre"] - pre) <= 6 and abs(near[zone]["post"] - post) <= 6


@pytest.mark.parametrize("odd", ["", "unknown"])
def test_one_empty_or_bad_text_does_not_hide_what_the_other_dates_cover(wdd, database, areas, odd):
    first = datetime.date(2021, 1, 10)
    rows = [((530500, 180500), {"day": str(first + datetime.timedelta(days=i))}) for i in range(0, 830, 3)]
    fill(database, "odd" + odd, [*rows, ((530500, 180500), {"day": odd})], {"day": "String"})
    run = wdd(*test_arguments(*areas, f"{database}|layername=odd{odd}", "--skip-bad-dates", "--test-suitability",
                              "--suitability-action", "warn"))
    assert len(run.json["suitability"]["months"]["start"]) == 26
    about_dates = [warning for warning in run.json["warnings"] if not warning.startswith("The control area had")]
    assert about_dates == ["The incidents begin 2021-01-10, so the correlation is that of 26 months instead of 36."]


def test_a_timestamp_with_time_zone_becomes_a_local_date(wdd, database, areas):
    run_sql(database, "CREATE TABLE zoned (id serial PRIMARY KEY, geom geometry(Point, 27700), at timestamptz)",
            "INSERT INTO zoned (geom, at) SELECT ST_SetSRID(ST_MakePoint(530500, 180500), 27700), t::timestamptz FROM (VALUES "
            "('2023-03-01 00:30+00'), ('2023-03-31 23:30+00'), ('2023-02-28 23:30+00'), ('2023-04-01 03:59+00')) AS v(t)")
    layer = f"{database}|layername=zoned"
    utc = wdd(*test_arguments(*areas, layer, "--time-zone", "UTC", date_field="at"))
    london = wdd(*test_arguments(*areas, layer, "--time-zone", "Europe/London", date_field="at"))
    new_york = wdd(*test_arguments(*areas, layer, "--time-zone", "America/New_York", date_field="at"))
    assert [run.counts["treated"] for run in (utc, london, new_york)] == [(1, 2), (1, 1), (2, 2)]


def test_a_condition_that_the_server_refuses_is_one_line(wdd, database, areas):
    run = wdd(*test_arguments(*areas, f"{database}|layername=incidents", "--incidents-where", "no_such = 1"), check=1)
    assert "no_such" in run.err and run.err.count("\n") == 1


# --- passwords --------------------------------------------------------------------------------------------------------

def texts_of(run, folder):
    """All that a run said or wrote."""
    yield run.out
    yield run.err
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("latin-1")


WAYS = {
    "plain": "password=hunter2", "quoted": "password='hunter2'", "quoted with a space": "password='hunter2 hunter2'",
    "with an escaped quote": "password='a\\'hunter2'", "spaces around =": "password = hunter2",
    "capitals": "PASSWORD=hunter2",
}


@pytest.mark.parametrize("way", [way for way in WAYS if way != "capitals"])
def test_a_password_appears_in_no_output(wdd, server, database, tmp_path, way):
    text = f"PG:host={server} user=analyst {WAYS[way]} dbname=postgres"
    run = wdd(*test_arguments(f"{text}|layername=response|subset=name='North'",
                              f"{text}|layername=control|subset=name='South'",
                              f"{text}|layername=burglaries", "--output", tmp_path / "out.gpkg", "--html",
                              tmp_path / "out.html"))
    assert run.counts == EXPECTED
    assert not any("hunter2" in text for text in texts_of(run, tmp_path))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", ["no layer", "no database", "no condition", "no name"])
def test_nor_in_an_error(wdd, server, database, areas, tmp_path, way, fault):
    base = "nowhere" if fault == "no database" else "postgres"
    text = f"PG:host={server} user=analyst {WAYS[way]} dbname={base}"
    layer = {"no layer": "|layername=missing", "no name": "",
             "no condition": "|layername=burglaries|subset=nonsense("}.get(fault, "|layername=x")
    run = wdd(*test_arguments(*areas, f"{text}{layer}"), check=1)
    assert "hunter2" not in run.out + run.err


def test_nor_a_password_in_an_address(wdd, server, database, areas, tmp_path):
    host = str(server).replace("/", "%2F")
    text = f"postgresql://analyst:hunter2@{host}/postgres"
    run = wdd(*test_arguments(*areas, f"{text}|layername=burglaries", "--output", tmp_path / "out.gpkg"), check=False)
    assert run.status in (0, 1)
    assert not any("hunter2" in text for text in texts_of(run, tmp_path))
    run = wdd(*test_arguments(*areas, f"PG:{text}|layername=missing"), check=1)
    assert "hunter2" not in run.out + run.err
