# SPDX-License-Identifier: MIT
"""`--xlsx`: what stands in its cells, that LibreOffice calculates the same from its formulas, and that nothing in it is obeyed."""

import csv
import os
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest
from osgeo import ogr

from bad_input import arguments, assert_refused, changed, snapshot
from conftest import TOWN
from design import RESPONSE, make_layer

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
COUNTS = ["counts", "--treated", "207,110", "--control", "308,318", "--treated-displacement", "178,157", "--control-displacement",
          "150,140"]
TOWN_TEST = ["test", "--response", f"{TOWN}/town.gpkg|layername=response", "--where", "NAME='Market Square'", "--control",
             f"{TOWN}/town.gpkg|layername=control", "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred",
             "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m"]
TEST_CELLS = {"B13": ("local", "estimate"), "C13": ("local", "se"), "B14": ("displacement", "estimate"), "C14": ("displacement", "se"),
              "B15": ("total", "estimate"), "C15": ("total", "se"), "B17": ("total", "z"), "B18": ("total", "p_one_tailed"),
              "B20": ("total", "ci_low"), "B21": ("total", "ci_high")}


def sheets_of(book):
    """{name: path in the archive}, in their order."""
    relations = {part.get("Id"): part.get("Target") for part in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    return {sheet.get("name"): "xl/" + relations[sheet.get(RELATION)]
            for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")}


def cells(path, name="Result"):
    """{A1: (value as it is stored, formula or None)} of a sheet."""
    with zipfile.ZipFile(path) as book:
        texts = ["".join(part.text or "" for part in text.iter(f"{MAIN}t"))
                 for text in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        found = {}
        for cell in ElementTree.fromstring(book.read(sheets_of(book)[name])).iter(f"{MAIN}c"):
            value = cell.findtext(f"{MAIN}v")
            if cell.get("t") == "s":
                value = texts[int(value)]
            elif cell.get("t") is None and value is not None:
                value = float(value)
            found[cell.get("r")] = (value, cell.findtext(f"{MAIN}f"))
        return found


def with_counts(path, other, counts):
    """A copy with other counts, and without any value that a formula had."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(other, "w") as copy:
        for entry in book.infolist():
            content = book.read(entry.filename)
            if entry.filename == sheets_of(book)["Result"]:
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", content.decode())
                for row, pair in zip(range(6, 10), counts):
                    for column, count in zip("BC", pair):
                        text, replaced = re.subn(rf'(<c r="{column}{row}"[^>]*>)<v>[^<]*</v>', rf"\1<v>{count}</v>", text)
                        assert replaced == 1
                content = text.encode()
            copy.writestr(entry.filename, content)


def recalculated(path, folder):
    """Result as LibreOffice shows it: rows of texts."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", str(folder), str(path)],
                   check=True, capture_output=True, timeout=300, env={**os.environ, "HOME": str(folder)})
    with open(folder / f"{path.stem}-Result.csv", newline="", encoding="utf-8") as table:
        return list(csv.reader(table))


def at(rows, cell):
    column, row = re.fullmatch(r"([A-Z])(\d+)", cell).groups()
    return rows[int(row) - 1][ord(column) - ord("A")]


def expect_test(json, value_of):
    for cell, (part, key) in TEST_CELLS.items():
        assert value_of(cell) == pytest.approx(json[part][key], rel=1e-12), cell


# --- what stands in it ------------------------------------------------------------------------------------------------


def test_the_cells_of_the_test_are_formulas_with_their_values(wdd, tmp_path):
    run = wdd(*COUNTS, "--xlsx", tmp_path / "r.xlsx", "--json", "-")
    found = cells(tmp_path / "r.xlsx")
    assert all(found[cell][1] for cell in [*TEST_CELLS, "B22"])
    expect_test(run.json, lambda cell: found[cell][0])
    assert found["B22"][0] == "strong" and found["A2"][0] == run.json["summary"]
    assert [found[f"{column}{row}"] for row in range(6, 10) for column in "BC"] == [
        (count, None) for count in (207, 110, 308, 318, 178, 157, 150, 140)]


def test_a_study_has_its_months_and_parameters(wdd, tmp_path):
    run = wdd(*TOWN_TEST, "--test-suitability", "--xlsx", tmp_path / "r.xlsx", "--json", "-")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        assert list(sheets_of(book)) == ["Result", "Months", "Parameters"]
    months = cells(tmp_path / "r.xlsx", "Months")
    wanted = run.json["suitability"]["months"]
    assert [months[f"C{row}"][0] for row in range(2, 38)] == wanted["treated"]
    assert [months[f"D{row}"][0] for row in range(2, 38)] == wanted["control"]
    assert months["A2"][0] == 43831  # 2020-01-01 in Excel's days
    assert months["E37"][0] == "before" and months["E38"][0] == "after"
    parameters = cells(tmp_path / "r.xlsx", "Parameters")
    stored = {parameters[f"A{row}"][0]: parameters.get(f"B{row}", (None,))[0] for row in range(2, 2 + len(run.json["parameters"]))}
    assert stored == {name: value if value is None or isinstance(value, (str, float)) else str(value).lower() if isinstance(value, bool)
                      else float(value) for name, value in run.json["parameters"].items()}
    assert cells(tmp_path / "r.xlsx")["A1"][0] == "Market Square: Weighted Displacement Difference"


def test_counts_have_no_months(wdd, tmp_path):
    wdd(*COUNTS, "--xlsx", tmp_path / "r.xlsx")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        assert list(sheets_of(book)) == ["Result", "Parameters"]


def test_nothing_is_undefined_where_all_counts_are_zero(wdd, tmp_path):
    wdd("counts", "--treated", "0,0", "--control", "0,0", "--xlsx", tmp_path / "z.xlsx")
    found = cells(tmp_path / "z.xlsx")
    assert [found[cell][0] for cell in ("B15", "B17", "B18", "B20", "B22")] == [0, "", "", "", "no test possible"]


# --- LibreOffice ------------------------------------------------------------------------------------------------------

SECOND = [(50, 30), (60, 55), (12, 3), (8, 9)]


def test_libreoffice_calculates_the_same(wdd, tmp_path):
    wdd(*COUNTS, "--xlsx", tmp_path / "first.xlsx")
    with_counts(tmp_path / "first.xlsx", tmp_path / "second.xlsx", SECOND)
    assert cells(tmp_path / "second.xlsx")["B15"] == (None, "B13+B14")
    rows = recalculated(tmp_path / "second.xlsx", tmp_path)
    names = ("--treated", "--control", "--treated-displacement", "--control-displacement")
    pairs = [word for name, pair in zip(names, SECOND) for word in (name, f"{pair[0]},{pair[1]}")]
    run = wdd("counts", *pairs, "--json", "-")
    expect_test(run.json, lambda cell: float(at(rows, cell)))
    assert at(rows, "B22") == run.json["evidence"] == "moderate"


def test_libreoffice_agrees_where_periods_and_areas_are_weighted(wdd, study, tmp_path):
    run = wdd(*arguments({"--pre-start": "2023-02-01", "--pre-end": "2023-02-14", "--scale-control": "0.5", "--confidence": "0.9",
                          "--xlsx": "w.xlsx", "--json": "-"}), cwd=study)
    counts = [run.counts[zone] for zone in ("treated", "control", "treated_displacement", "control_displacement")]
    with_counts(study / "w.xlsx", tmp_path / "bare.xlsx", counts)
    rows = recalculated(tmp_path / "bare.xlsx", tmp_path)
    expect_test(run.json, lambda cell: float(at(rows, cell)))


# --- what is not obeyed, and what does not fit ------------------------------------------------------------------------


def test_texts_that_look_like_formulas_stay_texts(wdd, study):
    formula = '=HYPERLINK("http://localhost/","x")'
    make_layer(study / "other.gpkg", [(RESPONSE, {"name": formula})], {"name": "String"}, layer="other", geometry_type=ogr.wkbPolygon)
    wdd(*arguments({"--response": "other.gpkg", "--incidents-where": "day is not null", "--xlsx": "r.xlsx"}), cwd=study)
    assert cells(study / "r.xlsx")["A1"] == (f"{formula}: Weighted Displacement Difference", None)
    wdd(*arguments({"--title": "=1+1", "--xlsx": "t.xlsx", "--overwrite": True}), cwd=study)
    parameters = cells(study / "t.xlsx", "Parameters")
    assert ("=1+1", None) in parameters.values() and all(made is None for _, made in parameters.values())


@pytest.mark.parametrize("title", [b"Stra\xc3\x9fe & <Platz>", b"\xff\xfe broken", b"a\x1b[31mred", b"x" * 40_000])
def test_any_title_makes_a_sound_workbook(wdd, tmp_path, title):
    subprocess.run([str(wdd.binary), *COUNTS, "--xlsx", "r.xlsx", "--title", title], cwd=tmp_path, check=True, capture_output=True)
    head = cells(tmp_path / "r.xlsx")["A1"][0]
    assert len(head) <= 32_767 and not re.search(r"[\x00-\x1f]", head)
    if b"Platz" in title:
        assert head == "Straße & <Platz>: Weighted Displacement Difference"


def test_the_same_run_gives_the_same_bytes(wdd, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        wdd(*COUNTS, "--xlsx", tmp_path / name, env={"SOURCE_DATE_EPOCH": "1700000000"})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert "2023-11-14T22:13:20Z" in book.read("docProps/core.xml").decode()


REFUSED = {
    "r.xls": (2, "end the file's name with .xlsx"),
    "-": (2, "end the file's name with .xlsx"),
    "nowhere/r.xlsx": (1, "there is no folder nowhere"),
    "mine.xlsx": (1, "mine.xlsx: the file exists already"),
    "folder.xlsx": (1, "it is a folder"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_written_is_told_before_any_work(wdd, study, name):
    (study / "mine.xlsx").write_text("mine")
    (study / "folder.xlsx").mkdir()
    before = snapshot(study)
    status, says = REFUSED[name]
    assert_refused(wdd(*arguments({"--xlsx": name}), cwd=study, check=False), status, says)
    assert changed(before, snapshot(study)) == []


def test_overwrite_replaces_it(wdd, tmp_path):
    (tmp_path / "r.xlsx").write_text("mine")
    wdd(*COUNTS, "--xlsx", tmp_path / "r.xlsx", "--overwrite")
    assert cells(tmp_path / "r.xlsx")["B6"][0] == 207
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]
