# SPDX-License-Identifier: MIT
"""What many areas are written as besides table and message: a workbook that calculates, a map, a line, other formats, a style."""

import csv
import io
import json
import re
import sqlite3
import zipfile

import pytest
from osgeo import gdal

from batch_town import made_town
from test_batch import NAMES, batch, options, table
from test_workbook import cells, recalculated, sheets_of

TESTS = {"WDD": "total_estimate", "Standard error": "total_se", "z": "z", "p (one-tailed)": "p_one_tailed", "Interval, low": "ci_low",
         "Interval, high": "ci_high", "Response against control": "local_estimate", "Their displacement areas": "displacement_estimate"}
HEADINGS = 5  # their row


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("town") / "town.gpkg")


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    file = tmp_path_factory.mktemp("weights") / "weights.csv"
    file.write_text("type,weight\nburglary,5\nrobbery,7.5\nassault,2\n", encoding="utf-8")
    return file


def without_values(path, other):
    """A copy without any value that a formula had."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(other, "w") as copy:
        for entry in book.infolist():
            content = book.read(entry.filename)
            if entry.filename in sheets_of(book).values():
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            copy.writestr(entry.filename, content)
    return other


def numbers_of(rows, keys):
    """{(area, type): {column of the table: number}} of a sheet as LibreOffice shows it."""
    head = rows[HEADINGS - 1]
    found = {}
    for row in rows[HEADINGS:]:
        if row[head.index("WDD")]:
            found[tuple(row[head.index(key)] for key in keys)] = {
                column: float(row[head.index(name)]) for name, column in TESTS.items()}
    return found


def expect_rows(found, wanted):
    assert found.keys() == wanted.keys()
    for key, row in wanted.items():
        for column, value in found[key].items():
            assert value == pytest.approx(float(row[column]), rel=1e-9, abs=1e-9), (key, column)


def test_a_workbook_whose_every_row_libreoffice_calculates_as_the_table_has_it(wdd, town, weights, tmp_path):
    run = batch(wdd, town, type_field="kind", weights=weights, table=tmp_path / "t.csv", xlsx=tmp_path / "b.xlsx", summary="-",
                pre_start="2021-01-01", pre_end="2021-05-31", scale_control=0.4, confidence=0.9, no_forecast=True)
    with zipfile.ZipFile(tmp_path / "b.xlsx") as book:
        assert list(sheets_of(book)) == ["Result", "Types", "Months", "Parameters"]
    assert cells(tmp_path / "b.xlsx")["A2"][0] + "\n" == run.out
    bare = without_values(tmp_path / "b.xlsx", tmp_path / "bare.xlsx")
    assert cells(bare)["T6"][0] is None  # a formula, and nothing beside it
    rows = table((tmp_path / "t.csv").read_text(encoding="utf-8"))
    expect_rows(numbers_of(recalculated(bare, tmp_path), ["Area"]), {(row["area"],): row for row in rows if row["type"] == "all"})
    with open(tmp_path / "bare-Types.csv", newline="", encoding="utf-8") as file:
        types = numbers_of(list(csv.reader(file)), ["Area", "Type"])
    by_area = {(row["area"], row["type"]): row for row in rows if row["type"] not in ("all", "weighted")}
    weighted, = [row for row in rows if row["type"] == "weighted" and row["area"] == "All together"]
    expect_rows(types, {**by_area, ("All together", "weighted"): weighted})


def test_one_area_has_its_types_in_the_workbook_and_libreoffice_calculates_them(wdd, town, weights, tmp_path):
    run = wdd("test", *options(town, where="NAME='West'", type_field="kind", weights=weights, each=None, table=None, json="-",
                               xlsx=tmp_path / "t.xlsx", pre_start="2021-01-01", pre_end="2021-05-31", scale_control=0.4, confidence=0.9,
                               no_forecast=True))
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        assert list(sheets_of(book))[:2] == ["Result", "Types"]
    recalculated(without_values(tmp_path / "t.xlsx", tmp_path / "bare.xlsx"), tmp_path)
    with open(tmp_path / "bare-Types.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    wanted = {(kind["type"],): kind["total"] for kind in run.json["types"]} | {
        ("All incidents",): run.json["total"], ("Weighted by harm",): run.json["weighted"]}
    keys = {"total_estimate": "estimate", "total_se": "se", "p_one_tailed": "p_one_tailed", "z": "z", "ci_low": "ci_low", "ci_high": "ci_high"}
    found = numbers_of(rows, ["Type"])
    assert found.keys() == wanted.keys() and len(found) > 4
    for key, row in wanted.items():
        for column, name in keys.items():
            assert found[key][column] == pytest.approx(row[name], rel=1e-9, abs=1e-9), (key, name)
    stored = cells(tmp_path / "t.xlsx", "Types")
    column, = [cell[:-1] for cell, (value, _) in stored.items() if value == "Standard error"]
    assert "SUMPRODUCT" in stored[f"{column}{HEADINGS + len(found)}"][1]
    weight = {row[0]: row[1] for row in rows[HEADINGS:] if row[1]}
    assert weight == {"burglary": "5", "robbery": "7.5"}
    for part, name in (("local", "Response against control"), ("displacement", "Their displacement areas")):
        made = sum(float(weight.get(kind["type"], 0)) * kind[part]["estimate"] for kind in run.json["types"])
        assert float(rows[HEADINGS + len(found) - 1][rows[HEADINGS - 1].index(name)]) == pytest.approx(made, rel=1e-9, abs=1e-9)


def test_the_workbook_has_the_forecast_the_months_and_who_was_not_evaluated(wdd, town, tmp_path):
    run = batch(wdd, town, check=4, control_each="FOR", title="Summer", xlsx=tmp_path / "b.xlsx", json="-")
    result = cells(tmp_path / "b.xlsx")
    assert result["A1"][0] == "Summer"
    row_of = {result[f"A{row}"][0]: row for row in range(6, 10)}
    head = {value: cell[:-1] for cell, (value, _) in result.items() if re.fullmatch(r"[A-Z]+5", cell)}
    for area in run.json["areas"]:
        row = row_of[area["name"]]
        remark = result.get(f"{head['Warnings']}{row}", ("",))[0]
        if not area["evaluated"]:
            assert remark == f"Not evaluated: {area['reason']}" and f"{head['WDD']}{row}" not in result
            continue
        expected = result[f"{head['Forecast: expected']}{row}"][0]
        assert expected == pytest.approx(area["forecast"]["area"]["expected"], rel=1e-14)  # a cell has 16 digits
        assert result[f"{head['Forecast: p of a reduction']}{row}"][0] == area["forecast"]["area"]["p_reduction"]
        assert all(warning in remark for warning in area["warnings"])
    months = cells(tmp_path / "b.xlsx", "Months")
    named = [value for cell, (value, _) in months.items() if re.fullmatch(r"A\d+", cell) and cell != "A1"]
    assert list(dict.fromkeys(named)) == ["West", "East", "North"] and all(named.count(name) >= 12 for name in set(named))


def test_a_line_for_all_that_is_in_table_json_and_file(wdd, town, tmp_path):
    run = batch(wdd, town, table=tmp_path / "t.csv", summary=tmp_path / "s.txt", json="-", no_forecast=True)
    line = (tmp_path / "s.txt").read_text(encoding="utf-8")
    *areas, together = table((tmp_path / "t.csv").read_text(encoding="utf-8"))
    assert line == together["summary"] + "\n" == run.json["summary"] + "\n" and "Plain test of 4 areas together: " in line
    for row in areas:
        assert row["summary"] == wdd("test", *options(town, where=f"NAME='{row['area']}'", summary="-", no_forecast=True)).out.rstrip("\n")
        assert 0 < len(row["summary"]) <= 255


def test_a_map_of_all_areas_with_their_names(wdd, town, tmp_path):
    for name in ("a.png", "b.png"):
        batch(wdd, town, png=tmp_path / name, title="Four areas", no_forecast=True)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    picture = gdal.Open(str(tmp_path / "a.png")).ReadAsArray()[:3, 200:960, :]
    counts = {colour: int(((picture[0] == colour[0]) & (picture[1] == colour[1]) & (picture[2] == colour[2])).sum())
              for colour in [(0xd9, 0x66, 0x1f), (0x3f, 0x6f, 0xa8), (0xf7, 0xd3, 0xb5)]}
    assert all(number > 5_000 for number in counts.values())
    # Of the same size they are: 4 response areas with a label each, 2 of which overlap, and 3 control areas.
    assert counts[(0xd9, 0x66, 0x1f)] < 2 * counts[(0x3f, 0x6f, 0xa8)]


@pytest.mark.parametrize("name, says", [
    ("all.shp", "cuts the names of fields"), ("all.geojson", "WGS 84"), ("all.fgb", "dates with a time"), ("all.csv", "without the areas")])
def test_the_features_in_other_formats(wdd, town, tmp_path, name, says):
    run = batch(wdd, town, output=tmp_path / name, no_forecast=True)
    assert says in run.err and run.err.count("\n") == 1
    layer = gdal.OpenEx(str(tmp_path / name), gdal.OF_VECTOR)
    assert [feature["NAME"] for feature in layer.GetLayer(0)] == [area for area in NAMES for _ in range(5)]


def test_the_table_as_a_layer_opens_styled(wdd, town, tmp_path):
    batch(wdd, town, table=tmp_path / "areas.gpkg", no_forecast=True)
    with sqlite3.connect(f"file:{tmp_path / 'areas.gpkg'}?mode=ro", uri=True) as file:
        (style, default), = file.execute("SELECT styleQML, useAsDefault FROM layer_styles WHERE f_table_name = 'areas'")
    assert default == 1 and "Strong or very strong evidence of reduction" in style


def test_the_table_on_standard_output_is_alone(wdd, town):
    run = batch(wdd, town, table="-", no_forecast=True)
    assert [row["area"] for row in csv.DictReader(io.StringIO(run.out))] == [*NAMES, "All together"]


@pytest.mark.parametrize("other", ["json", "summary", "message"])
def test_standard_output_holds_one_of_them(wdd, town, other):
    run = batch(wdd, town, check=2, table="-", **{other: "-"})
    assert f"--{other} and --table both name '-'" in run.err


@pytest.mark.parametrize("changes, status, says", [
    ({"xlsx": "b.xls"}, 2, "end the file's name with .xlsx"), ({"png": "b.jpg"}, 2, "end the file's name with .png"),
    ({"output": "b.kml"}, 2, "--output"), ({"xlsx": "mine.xlsx"}, 1, "the file exists already"),
    ({"output": "b.csv", "table": "b.csv"}, 2, "--table")])
def test_what_cannot_be_written_is_told_before_any_work(wdd, town, tmp_path, monkeypatch, changes, status, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.xlsx").write_text("mine")
    run = batch(wdd, town, check=status, **changes)
    assert says in run.err and len(run.err.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.xlsx"]


def test_the_measures_of_each_area_are_those_of_wdd_counts(wdd, town, tmp_path):
    batch(wdd, town, table=tmp_path / "t.csv", json=tmp_path / "b.json", no_forecast=True)
    measures = {area["name"]: area["measures"] for area in json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["areas"]}
    for row in table((tmp_path / "t.csv").read_text(encoding="utf-8"))[:-1]:
        pairs = [f"--{zone.replace('_', '-')}={row[f'{zone}_pre']},{row[f'{zone}_post']}"
                 for zone in ("treated", "control", "treated_displacement", "control_displacement")]
        wanted = wdd("counts", *pairs, "--json", "-").json["measures"]
        assert measures[row["area"]] == wanted
        for name, value in wanted.items():
            assert row[name] == ("" if value is None else f"{value:.17g}"), name
