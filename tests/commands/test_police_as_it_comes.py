# SPDX-License-Identifier: MIT
"""Crimes outside the zones, places where nothing can be, types without places, and gaps, in calibrate and validate."""

import sqlite3

import pytest
from osgeo import ogr

from design import make_layer
from test_calibrate import EAST, HEADER, RANGE, UNSOLVED, WEST, crime, months, square, write_month

FAR = (-3.9, 50.1)


@pytest.fixture(scope="module")
def force(tmp_path_factory):
    """Two years: each month six burglaries in the west, two far away, and of eight without a place; robberies without any."""
    folder = tmp_path_factory.mktemp("force")
    for month in months(2018, 2):
        rows = [crime(month, place=WEST, lsoa="")] * 6 + [crime(month, place=FAR, lsoa="")] * 2 + [crime(month, place=None, lsoa="")]
        rows += [crime(month, place=(0, 0), lsoa="")] + [crime(month, "Robbery", None, "E01000001", UNSOLVED)]
        write_month(folder / "crimes", month, rows)
    make_layer(folder / "zones.gpkg", [(square(*WEST), {"code": "W"}), (square(*EAST), {"code": "E"})], {"code": "String"},
               geometry_type=ogr.wkbPolygon, crs=4326)
    (folder / "lookup.csv").write_text("LSOA,MSOA\nE01000001,W\n")
    return folder


INPUT = ("--crimes", "crimes", "--force", "Avon and Somerset", *RANGE, "--zones", "zones.gpkg", "--zone-field", "code", "--lookup",
         "lookup.csv")


def calibrated(crims, force, output, *more):
    return crims("calibrate", *INPUT, *more, "--output", output, "--json", "-", cwd=force)


def burglaries_a_year(model):
    with sqlite3.connect(model) as file:
        rows = file.execute("SELECT jan+feb+mar+apr+may+jun+jul+aug+sep+oct+nov+dec FROM incidence WHERE crime_type = 'burglary'")
        return sum(row[0] for row in rows)


def test_crimes_outside_are_spread_or_left_out_with_their_share_of_those_without_a_place(crims, force, tmp_path):
    spread = calibrated(crims, force, tmp_path / "spread.gpkg")
    assert "left_out" not in spread.json["crimes"]
    assert "⟨" not in spread.err and "leave out the crimes that are not theirs with --outside leave-out" in spread.err
    assert burglaries_a_year(tmp_path / "spread.gpkg") == pytest.approx(12 * 10)
    left = calibrated(crims, force, tmp_path / "left.gpkg", "--outside", "leave-out")
    assert "lie outside" not in left.err
    # 48 of 192 with a place lie outside, and so do 12 of the 48 others.
    assert left.json["crimes"]["left_out"] == {"outside": 48, "without_zone": 12}
    assert left.json["crimes"]["without_zone"] == {"no_place": 24, "outside": 48, "unknown_lsoa": 0, "impossible_place": 24}
    assert left.json["crimes"]["read"] == 24 * 11 - 60
    assert burglaries_a_year(tmp_path / "left.gpkg") == pytest.approx(12 * 7.5)
    assert "48 crimes outside the zones were left out, and 12 of 48 crimes without a zone for another reason" in str(left.json["notes"])


def test_validate_leaves_out_what_the_calibration_did(crims, force, tmp_path):
    calibrated(crims, force, tmp_path / "left.gpkg", "--outside", "leave-out")
    run = crims("validate", "--model", tmp_path / "left.gpkg", "--crimes", "crimes", *RANGE, "--replicates", "20", "--json", "-", cwd=force)
    assert run.json["crimes"]["left_out"] == {"outside": 48, "without_zone": 12}
    assert run.json["total"]["observed"] == 24 * 11 - 60


def test_the_order_of_rows_does_not_matter(crims, force, tmp_path):
    first = calibrated(crims, force, tmp_path / "a.gpkg", "--outside", "leave-out").json
    shuffled = tmp_path / "crimes"
    for month in months(2018, 2):
        text = (force / "crimes" / month / f"{month}-avon-and-somerset-street.csv").read_text().splitlines()
        write_month(shuffled, month, list(reversed(text[1:])))
    second = crims("calibrate", *[shuffled if arg == "crimes" else arg for arg in INPUT], "--outside", "leave-out", "--output",
                   tmp_path / "b.gpkg", "--json", "-", cwd=force)
    assert second.json["crime_types"] == first["crime_types"]


def test_a_place_at_zero_or_off_the_earth_is_no_place(crims, force, tmp_path):
    run = calibrated(crims, force, tmp_path / "m.gpkg")
    assert run.json["crimes"]["without_zone"]["impossible_place"] == 24 and run.json["crimes"]["without_zone"]["outside"] == 48
    text = crims("calibrate", *INPUT, "--output", tmp_path / "m2.gpkg", cwd=force).out
    assert "24 at 0, 0 or off the Earth" in text
    lines = ["when,x,y"] + [f"{month}-03,{x}" for month in months(2018, 1) for x in ("-2.6,51.45", "999,999", "0,0")]
    (tmp_path / "i.csv").write_text("\n".join(lines) + "\n")
    run = crims("calibrate", "--incidents", tmp_path / "i.csv", "--date-field", "when", "--x", "x", "--y", "y", "--points-crs", "EPSG:4326",
                *RANGE, "--zones", "zones.gpkg", "--zone-field", "code", "--output", tmp_path / "i.gpkg", "--json", "-", cwd=force)
    assert run.json["crimes"]["without_zone"] == {"no_place": 0, "outside": 0, "unknown_lsoa": 0, "impossible_place": 24}


def test_a_known_lsoa_keeps_the_zone_of_a_crime_at_zero_but_its_place_is_unknown(crims, force, tmp_path):
    for month in months(2018, 2):
        write_month(tmp_path / "crimes", month, [crime(month, place=(0, 0)), crime(month, place=WEST)])
    run = crims("calibrate", *[tmp_path / "crimes" if arg == "crimes" else arg for arg in INPUT], "--output", tmp_path / "m.gpkg", "--json",
                "-", cwd=force)
    assert run.json["crimes"]["by_lsoa"] == 48 and run.json["places"] == 1


def test_a_type_without_places_is_named(crims, force, tmp_path):
    run = calibrated(crims, force, tmp_path / "m.gpkg")
    assert ("no places of robbery: they are simulated where other crimes of their zone were recorded" in run.json["lacks"])


def incidents_of(path, counts):
    lines = ["when,x,y"] + [f"{month}-{1 + i % 28:02},-2.6,51.45" for month, count in counts.items() for i in range(count)]
    path.write_text("\n".join(lines) + "\n")
    return ("--incidents", path, "--date-field", "when", "--x", "x", "--y", "y", "--points-crs", "EPSG:4326", *RANGE)


def test_a_month_missing_from_a_layer_is_a_gap_there_too(crims, force, tmp_path):
    counts = {month: 0 if month == "2018-05" else 30 for month in months(2018, 2)}
    zones = ("--zones", "zones.gpkg", "--zone-field", "code")
    run = crims("calibrate", *incidents_of(tmp_path / "i.csv", counts), *zones, "--output", tmp_path / "m.gpkg", "--json", "-", cwd=force)
    assert run.json["months"]["missing"] == ["2018-05"]
    assert "There are no data for 1 of 24 months. That is a gap, not zero crimes: 2018-05." in run.err
    few = {month: 0 if month == "2018-05" else 3 for month in months(2018, 2)}
    run = crims("calibrate", *incidents_of(tmp_path / "f.csv", few), *zones, "--output", tmp_path / "f.gpkg", "--json", "-", cwd=force)
    assert run.json["months"]["missing"] == []


def test_validate_leaves_out_a_file_that_was_cut_off(crims, force, tmp_path):
    counts = {month: 2 if month == "2018-05" else 30 for month in months(2018, 2)}
    zones = ("--zones", "zones.gpkg", "--zone-field", "code")
    layer = incidents_of(tmp_path / "i.csv", counts)
    run = crims("calibrate", *layer, *zones, "--output", tmp_path / "m.gpkg", "--json", "-", cwd=force)
    assert run.json["months"]["excluded"] == ["2018-05"]
    run = crims("validate", "--model", tmp_path / "m.gpkg", *layer, "--replicates", "20", "--json", "-", cwd=force)
    assert run.json["months"]["missing"] == ["2018-05"] and run.json["total"]["observed"] == 23 * 30
    assert "2018-05 (2 where about 30 were expected)" in run.err


def test_too_few_months_to_judge_are_told(crims, force, tmp_path):
    short = [{"2019-12": "2018-06"}.get(arg, arg) for arg in INPUT]
    run = crims("calibrate", *short, "--output", tmp_path / "m.gpkg", "--json", "-", cwd=force)
    assert "Only 6 months have data, so no month could be compared with others (7 are needed)" in run.err
    enough = [{"2019-12": "2018-07"}.get(arg, arg) for arg in INPUT]
    assert "could be compared" not in crims("calibrate", *enough, "--output", tmp_path / "n.gpkg", cwd=force).err


def columns_moved(text):
    rows = [line.split(",") for line in text.splitlines()]
    return "\n".join(",".join(row[::-1]) for row in rows) + "\n"


def resaved(text, month):
    """As Excel or R saves a month's file again: the month as a date, NA for what is missing."""
    rows = [line.split(",") for line in text.splitlines()]
    return "\n".join(",".join([rows[0], *[[cell if cell else "NA" for cell in row] for row in rows[1:]]][i]) for i in range(len(rows))
                     ).replace(f",{month},", ",Jan-18,") + "\n"


@pytest.mark.parametrize("how", ["reordered", "excel"])
def test_files_that_were_saved_again_give_the_same_model(crims, force, tmp_path, how):
    source = force / "crimes" / "2018-01" / "2018-01-avon-and-somerset-street.csv"
    path = tmp_path / "crimes" / "2018-01-avon-and-somerset-street.csv"
    path.parent.mkdir()
    text = source.read_text()
    path.write_text(columns_moved(text) if how == "reordered" else resaved(text, "2018-01"))
    assert path.read_text() != text and HEADER in text
    args = [{"2019-12": "2018-01"}.get(arg, arg) for arg in INPUT]
    plain = crims("calibrate", *args, "--output", tmp_path / "a.gpkg", "--json", "-", cwd=force).json
    again = crims("calibrate", *[path.parent if arg == "crimes" else arg for arg in args], "--output", tmp_path / "b.gpkg", "--json", "-",
                  cwd=force).json
    assert plain["crimes"] == again["crimes"] and plain["crime_types"] == again["crime_types"]
