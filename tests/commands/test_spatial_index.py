# SPDX-License-Identifier: MIT
"""A spatial index that does not match its table gives the counts that the table alone gives, and a warning.

A forecast reads every row and needs no index, so these runs leave it out.
"""

import json
import shutil
import sqlite3
import struct

import pytest
from osgeo import gdal, ogr

from design import expected_counts, make_areas, make_layer, point_rows, sample_points
from design import test_arguments as arguments_of_test

POINTS = sample_points()


def by_index(*arguments):
    return [*arguments_of_test(*arguments), "--no-forecast"]


EXPECTED = expected_counts(POINTS)
# Far points make the box a small share of the layer: the index chooses then.
FAR = [(100000 + 10 * i, 900000, POINTS[i % len(POINTS)][2]) for i in range(30 * len(POINTS))]
ROWS = len(POINTS) + len(FAR)
WARNING = "the spatial index does not match the incidents"


@pytest.fixture(scope="module")
def areas(tmp_path_factory):
    return make_areas(tmp_path_factory.mktemp("areas") / "areas.gpkg")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def make(made, tmp_path):
    """A copy of the incidents with their index, as i.gpkg."""
    def copy(placeless=0, near_first=False):
        path = made / f"{placeless}-{near_first}.gpkg"
        if not path.exists():
            rows = point_rows(POINTS + FAR if near_first else FAR + POINTS)
            rows += [(None, {"day": POINTS[0][2]})] * placeless
            make_layer(path, rows, {"day": "Date"}, layer="i", geometry_type=ogr.wkbPoint)
        shutil.copy(path, tmp_path / "i.gpkg")
        return f"{tmp_path}/i.gpkg|layername=i"
    return copy


def change(path, *statements, drop_triggers=True):
    """SQL by another program, which knows nothing of the triggers."""
    database = sqlite3.connect(path)
    if drop_triggers:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'i'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def recorded(rows):
    return f"UPDATE gpkg_ogr_contents SET feature_count = {rows} WHERE table_name = 'i'"


# Far rows have the ids 1 to 12,000, near ones 12,001 to 12,400.
STALE = {
    "every third row missing": ["DELETE FROM rtree_i_geom WHERE id % 3 = 0"],
    "the last rows missing": ["DELETE FROM rtree_i_geom WHERE id > 12200"],
    "the last row missing": ["DELETE FROM rtree_i_geom WHERE id = 12400"],
    "one row missing": ["DELETE FROM rtree_i_geom WHERE id = 12100"],
    "the near rows missing, their number too": ["DELETE FROM rtree_i_geom WHERE id > 12000", recorded(12000)],
    "the first rows missing, their number too": ["DELETE FROM rtree_i_geom WHERE id < 400", recorded(12001)],
    "nothing in it": ["DELETE FROM rtree_i_geom"],
    "no number of rows recorded": ["DELETE FROM rtree_i_geom WHERE id > 12100", "DROP TABLE gpkg_ogr_contents"],
    "near rows missing, others in their place": ["DELETE FROM rtree_i_geom WHERE id > 12000",
                                                 "INSERT INTO rtree_i_geom SELECT id + 20000, minx, maxx, miny, maxy "
                                                 "FROM rtree_i_geom WHERE id <= 400"],
    "rows elsewhere": ["UPDATE rtree_i_geom SET minx = 1, maxx = 2, miny = 1, maxy = 2 WHERE id > 6000"],
}


@pytest.mark.parametrize("placeless", [0, 5])
@pytest.mark.parametrize("condition", [None, "day > '2020-01-01'"])
@pytest.mark.parametrize("statements", STALE.values(), ids=STALE.keys())
def test_a_stale_index_loses_nothing(wdd, areas, make, tmp_path, statements, condition, placeless):
    layer = make(placeless)
    change(tmp_path / "i.gpkg", *statements)
    run = wdd(*by_index(*areas, layer, *(["--incidents-where", condition] if condition else [])))
    assert run.counts == EXPECTED
    assert run.json["incidents"]["read"] == ROWS + placeless
    assert run.json["incidents"]["null_geometry"] == placeless
    assert [WARNING in warning for warning in run.json["warnings"]] == [True]
    assert WARNING in run.err and len(run.err.splitlines()) == 1


def test_rows_added_behind_the_index_are_counted(wdd, areas, make, tmp_path):
    """As a script does that writes with SQLite alone."""
    layer = make()
    x, y, day = POINTS[0][0], POINTS[0][1], POINTS[0][2]
    blob = b"GP\0\1" + struct.pack("<i", 27700) + struct.pack("<BIdd", 1, 1, x, y)
    change(tmp_path / "i.gpkg", f"INSERT INTO i (geom, day) VALUES (x'{blob.hex()}', '{day}')")
    run = wdd(*by_index(*areas, layer))
    assert run.counts == expected_counts([*POINTS, POINTS[0]])
    assert WARNING in run.err


@pytest.mark.parametrize("placeless", [0, 7])
@pytest.mark.parametrize("near_first", [True, False])
@pytest.mark.parametrize("condition", [None, "day > '2020-01-01'"])
def test_a_sound_index_needs_no_warning(wdd, areas, make, placeless, near_first, condition):
    layer = make(placeless, near_first)
    run = wdd(*by_index(*areas, layer, *(["--incidents-where", condition] if condition else [])))
    assert run.counts == EXPECTED and run.err == "" and run.json["warnings"] == []
    assert run.json["incidents"]["read"] == ROWS + placeless
    assert run.json["incidents"]["null_geometry"] == placeless


def test_a_sound_index_after_changes_by_gdal(wdd, areas, make, tmp_path):
    layer = make()
    source = gdal.OpenEx(str(tmp_path / "i.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for fid in (1, 2, 700, ROWS - 1, ROWS):
        source.GetLayer(0).DeleteFeature(fid)
    source = None
    run = wdd(*by_index(*areas, layer))
    assert run.counts == expected_counts(POINTS[:-2]) and run.err == ""


def test_of_many_rows_a_sample_tells_whether_the_index_is_worth_it(wdd, areas, make, tmp_path):
    """From 100,000 rows on."""
    layer, copies = make(), 8
    rows = ROWS + copies * len(FAR)
    far = [f"INSERT INTO i (fid, geom, day) SELECT fid + {k * ROWS}, geom, day FROM i WHERE fid <= {len(FAR)}" for k in range(1, copies + 1)]
    index = [f"INSERT INTO rtree_i_geom SELECT id + {k * ROWS}, minx, maxx, miny, maxy FROM rtree_i_geom WHERE id <= {len(FAR)}"
             for k in range(1, copies + 1)]
    change(tmp_path / "i.gpkg", *far, *index, recorded(rows))
    run = wdd(*by_index(*areas, layer))
    assert rows > 100_000 and run.json["incidents"]["read"] == rows
    assert run.counts == EXPECTED and run.err == ""
    change(tmp_path / "i.gpkg", "DELETE FROM rtree_i_geom WHERE id % 3 = 0")
    run = wdd(*by_index(*areas, layer))
    assert run.json["incidents"]["read"] == rows
    assert run.counts == EXPECTED and WARNING in run.err  # so the index was wanted, and not used


def test_a_stale_index_and_placebos(wdd, areas, make, tmp_path):
    """Every reading of a study goes by the same way: the placebos' counts are those without an index."""
    layer = make()
    change(tmp_path / "i.gpkg", "DELETE FROM rtree_i_geom WHERE id % 3 = 0")
    arguments = ["placebo", *arguments_of_test(*areas, layer, period=("--start", "2023-03-01", "--end", "2023-03-14"))[1:]]
    stale = wdd(*arguments)
    change(tmp_path / "i.gpkg", "DROP TABLE rtree_i_geom")
    plain = wdd(*arguments)
    assert WARNING not in stale.err + plain.err  # all rows are read, so no index is asked
    results = [{key: value for key, value in json.loads(run.out).items() if key not in ("warnings", "message")}
               for run in (stale, plain)]
    assert results[0] == results[1]
