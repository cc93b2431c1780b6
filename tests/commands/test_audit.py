# SPDX-License-Identifier: MIT
"""`crims audit`: what it finds in downloads made here and in real ones, and how it refuses what is none."""

import csv
import gzip
import hashlib
import http.server
import io
import re
import shlex
import threading
import zipfile
from collections import Counter
from functools import partial

import pytest
from osgeo import ogr

from conftest import ROOT

HEADER = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
          "LSOA name", "Crime type", "Last outcome category", "Context"]
OTHER_HEADER = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
                "LSOA name", "Outcome type"]


def crime(month, id="", place=("0.5", "51.5"), lsoa="E01000001", kind="Burglary", outcome="Under investigation"):
    return [id, month, "Kent Police", "Kent Police", *place, "On or near A, B", lsoa, "Ashford 001A", kind, outcome, ""]


def street(month, rows=10, **how):
    """The text of a street-level file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    made = rows if isinstance(rows, list) else [crime(month, id=f"{month}/{i}", **how) for i in range(rows)]
    writer.writerows(made)
    return text.getvalue()


def name(month, force="kent"):
    return f"{month}/{month}-{force}-street.csv"


def months(first, count):
    """`count` months from a year's January."""
    return [f"{first + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def make_zip(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return path


def make_folder(path, files):
    for member, content in files.items():
        (path / member).parent.mkdir(parents=True, exist_ok=True)
        (path / member).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def audit(crims):
    """audit(path, *options): the JSON of a run that succeeds without a word."""
    def run(path, *options):
        done = crims("audit", "--crimes", path, *options, "--json", "-")
        assert done.err == ""
        return done.json
    return run


@pytest.fixture
def refused(crims):
    """refused(path, *options): the one line of an error of status 1."""
    def run(path, *options, status=1):
        done = crims("audit", "--crimes", path, *options, check=status)
        assert done.out == "" and done.err.count("\n") == 1 and done.err.startswith("crims: error: ")
        return done.err[len("crims: error: "):-1]
    return run


def only(report):
    force, = report["forces"]
    return force


# --- what is read -----------------------------------------------------------------------------------------------------

def test_archive_folder_and_gzipped_folder_of_one_download_are_the_same(audit, tmp_path):
    files = {name(month, force): street(month, 5) for month in months(2020, 3) for force in ("kent", "essex")}
    archive = audit(make_zip(tmp_path / "2020-03.zip", files))
    stored = audit(make_zip(tmp_path / "stored.zip", files, zipfile.ZIP_STORED))
    renamed = audit((tmp_path / "2020-03.zip").rename(tmp_path / "latest"))
    plain = audit(make_folder(tmp_path / "plain", files))
    flat = audit(make_folder(tmp_path / "flat", {path.split("/")[1]: text for path, text in files.items()}))
    packed = audit(make_folder(tmp_path / "packed", {path + ".gz": gzip.compress(text.encode()) for path, text in files.items()}))
    within = audit(make_zip(tmp_path / "gz.zip", {path + ".gz": gzip.compress(text.encode()) for path, text in files.items()}))
    for other in (stored, renamed, plain, flat, packed, within):
        assert other["forces"] == archive["forces"] and other["rows"] == archive["rows"] == 30
    assert [force["force"] for force in archive["forces"]] == ["essex", "kent"]


def test_one_file_alone_is_a_download_too(audit, tmp_path):
    make_folder(tmp_path, {name("2020-01"): street("2020-01", 7)})
    assert audit(tmp_path / name("2020-01"))["rows"] == 7


def test_other_files_of_a_download_are_left_out_and_oddly_named_ones_are_told(audit, tmp_path):
    files = {name("2020-01"): street("2020-01"), "2020-01/2020-01-kent-outcomes.csv": ",".join(OTHER_HEADER) + "\n",
             "2020-01/2020-01-kent-stop-and-search.csv": "Type,Date\n", "readme.txt": "x",
             "__MACOSX/2020-01/._2020-01-kent-street.csv": "x", "li-2020-02-kent-street.csv": street("2020-02")}
    report = audit(make_zip(tmp_path / "a.zip", files))
    assert report["rows"] == 10
    assert report["left_out"] == [f"{tmp_path}/a.zip, li-2020-02-kent-street.csv"]


COPIES = ["2020-01-kent-street (1).csv", "2020-01-kent-street - Copy.csv", "Copy of 2020-01-kent-street.csv"]


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_that_windows_made_is_named(audit, crims, tmp_path, copy):
    files = {name("2020-01"): street("2020-01"), f"2020-01/{copy}": street("2020-01")}
    archive = make_zip(tmp_path / "a.zip", files)
    assert audit(archive)["left_out"] == [f"{archive}, 2020-01/{copy}"]
    folder = make_folder(tmp_path / "folder", files)
    run = crims("calibrate", "--crimes", folder, "--force", "kent", "--from", "2020-01", "--to", "2020-01", "--output", tmp_path / "m.gpkg")
    assert f"warning: These files were ignored because they are not named YYYY-MM-FORCE-street.csv: {folder}/2020-01/{copy}." in run.err


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(refused, tmp_path):
    """GDAL gives the first alone; which of them is right nobody knows."""
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name("2020-01"), street("2020-01", 3))
        archive.writestr(name("2020-01"), street("2020-01", 7))
    assert f"twice.zip: two members of it are called {name('2020-01')}" in refused(path)


def encrypted(content):
    """The archive with the mark of encryption on each member: in the local headers and in the directory."""
    content = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_encrypted_member_is_told(refused, tmp_path, compression):
    path = make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01")}, compression)
    path.write_bytes(encrypted(path.read_bytes()))
    assert f"{name('2020-01')}: it is encrypted; unpack the archive with its password and name the folder" in refused(path)


def test_encrypted_members_that_are_not_needed_are_no_matter(audit, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
        archive.writestr(name("2020-01"), street("2020-01"))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert only(audit(path))["months"][0]["rows"] == 10


@pytest.mark.parametrize("before, comment", [(b"", b"a note"), (b"#!/bin/sh\n", b""), (b"", b"PK")])
def test_archives_with_a_note_or_a_program_around_them_are_read(audit, tmp_path, before, comment):
    path = tmp_path / "a.zip"
    path.write_bytes(before)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = comment
        archive.writestr(name("2020-01"), street("2020-01"))
    assert only(audit(path))["months"][0]["rows"] == 10


def test_gzip_files_of_several_members_are_read_to_their_end(audit, tmp_path):
    text = street("2020-01", 9).encode()
    packed = gzip.compress(text[:300]) + gzip.compress(text[300:]) + bytes(512)
    assert audit(make_folder(tmp_path / "d", {name("2020-01") + ".gz": packed}))["rows"] == 9


def test_a_file_that_packs_a_thousandfold_is_read(audit, tmp_path):
    text = street("2020-01", [crime("2020-01")] * 20000)
    report = audit(make_folder(tmp_path / "d", {name("2020-01") + ".gz": gzip.compress(text.encode())}))
    assert report["rows"] == 20000


def test_the_checksum_is_that_of_the_unpacked_file(audit, tmp_path):
    text = street("2020-01")
    report = audit(make_folder(tmp_path / "d", {name("2020-01") + ".gz": gzip.compress(text.encode())}))
    assert only(report)["months"][0]["sha256"] == hashlib.sha256(text.encode()).hexdigest()


# --- what is found ----------------------------------------------------------------------------------------------------

def test_rows_are_counted_by_what_they_lack(audit, tmp_path):
    rows = [crime("2020-01", "a"), crime("2020-01", "a"), crime("2020-01", "a"), crime("2020-01", "b", lsoa=""),
            crime("2020-01", "c", place=("", "")), crime("2020-01", kind="Anti-social behaviour", outcome=""),
            crime("2020-01", "d", lsoa="E01000009", outcome="Taken by aliens", kind="Drugs")]
    lookup = tmp_path / "lookup.csv"
    lookup.write_text("LSOA,MSOA\nE01000001,E02000001\n")
    report = only(audit(make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01", rows)}), "--lookup", lookup))
    assert report["crime_types"] == {"anti-social behaviour": 1, "burglary": 5, "drugs": 1}
    assert report["outcomes"] == {"Taken by aliens": 1, "Under investigation": 5}
    assert report["outcomes_never_seen"] == {"Taken by aliens": 1}
    assert report["without_coordinates"] == {"rows": 1, "share": pytest.approx(1 / 7)}
    assert report["without_lsoa"]["rows"] == 1
    assert report["lsoa_not_in_lookup"] == {"rows": 1, "share": pytest.approx(1 / 7), "codes": {"E01000009": 1}}
    assert report["without_id"]["rows"] == 1
    assert report["repeated_ids"]["rows"] == 2
    assert report["without_outcome"]["rows"] == 1


def test_ids_repeat_between_months_but_not_between_forces(audit, tmp_path):
    row = partial(crime, id="same")
    files = {name(month, force): street(month, [row(month)]) for month in ("2020-01", "2020-02") for force in ("kent", "essex")}
    report = audit(make_zip(tmp_path / "a.zip", files))
    assert [force["repeated_ids"]["rows"] for force in report["forces"]] == [1, 1]


def test_a_missing_month_is_a_gap_and_so_is_a_file_without_crimes(audit, tmp_path):
    files = {name(month, "essex"): street(month, 3) for month in months(2020, 6)}
    files |= {name("2020-02"): street("2020-02", 0), name("2020-04"): street("2020-04", 4)}
    report = audit(make_zip(tmp_path / "a.zip", files))
    kent = report["forces"][1]
    assert (report["from"], report["to"]) == ("2020-01", "2020-06")
    assert kent["missing_months"] == ["2020-01", "2020-02", "2020-03", "2020-05", "2020-06"]
    assert kent["months_without_crimes"] == ["2020-02"]
    assert [month["rows"] for month in kent["months"]] == [None, 0, None, 4, None, None]
    assert report["forces"][0]["missing_months"] == []


def test_a_month_cut_in_half_is_implausible(audit, tmp_path):
    files = {name(month): street(month, 45 if month == "2020-09" else 100 + i % 5) for i, month in enumerate(months(2020, 18))}
    report = only(audit(make_zip(tmp_path / "a.zip", files)))
    assert report["implausible_months"] == ["2020-09"]
    month, = (month for month in report["months"] if month["month"] == "2020-09")
    assert month["verdict"] == "drop" and 100 <= month["expected"] <= 104 and month["score"] < -3.5


def test_columns_that_older_files_lack_are_told(crims, audit, tmp_path):
    old = "Month,Reported by,Falls within,Longitude,Latitude,Location,Crime type,Context\n" \
          "2011-01,Kent Police,Kent Police,0.5,51.5,On or near High Street,Burglary,\n"
    path = make_zip(tmp_path / "a.zip", {name("2011-01"): old, name("2011-02"): street("2011-02")})
    report = only(audit(path))
    assert report["absent_columns"] == {"Crime ID": 1, "LSOA code": 1, "Last outcome category": 1}
    assert report["without_lsoa"]["rows"] == 1
    assert "'LSOA code' in 1 of 2 files" in crims("audit", "--crimes", path).out


@pytest.mark.parametrize("text", ["Kent", "kent police", "kent"])
def test_one_force_is_chosen_by_name(audit, tmp_path, text):
    files = {name("2020-01", force): street("2020-01", rows) for force, rows in (("kent", 3), ("essex", 4))}
    files[name("2020-03", "essex")] = street("2020-03")
    report = audit(make_zip(tmp_path / "a.zip", files), "--force", text)
    assert only(report)["force"] == "kent" and report["rows"] == 3
    assert only(report)["missing_months"] == ["2020-02", "2020-03"], "the months of the whole download count"


# --- how it is shown --------------------------------------------------------------------------------------------------

def test_the_table_has_a_block_for_each_force(crims, tmp_path):
    files = {name(month, force): street(month, 1234) for month in months(2020, 3) for force in ("kent", "essex", "dyfed-powys")}
    del files[name("2020-02", "kent")]
    run = crims("audit", "--crimes", make_zip(tmp_path / "a.zip", files))
    assert run.err == ""
    assert run.out.startswith(f"{tmp_path}/a.zip: 9,872 rows of 3 forces, 2020-01 to 2020-03\n")
    heads = re.findall(r"^\w.*\(.*\)$", run.out, re.MULTILINE)
    assert heads == ["Dyfed-Powys (dyfed-powys)", "Essex (essex)", "Kent (kent)"]
    assert re.search(r"^  missing months +2020-02$", run.out, re.MULTILINE)
    assert re.search(r"^  burglary +3,702 +100\.0 %$", run.out, re.MULTILINE)
    assert "not known: no month could be judged, because 3 have data and 7 are needed" in run.out
    assert re.findall(r"^  2020-0\d +(\S+)  (.+)$", run.out, re.MULTILINE)[-3:] == [
        ("1,234", "#" * 40), ("-", "no data"), ("1,234", "#" * 40)]
    assert len({len(line) for line in run.out.splitlines() if line.endswith(" %")}) == 1, "the columns are aligned"


def test_the_months_of_one_force_are_shown_with_bars(crims, tmp_path):
    rows = {month: 50 + 50 * (i % 2) for i, month in enumerate(months(2020, 12))} | {"2020-10": 0, "2020-11": 1}
    run = crims("audit", "--crimes", make_zip(tmp_path / "a.zip", {name(month): street(month, count) for month, count in rows.items()}))
    shown = dict(re.findall(r"^  (2020-\d\d) +(?:\S+)  (.*)$", run.out, re.MULTILINE))
    assert shown["2020-01"] == "#" * 20 and shown["2020-02"] == "#" * 40
    assert shown["2020-10"] == "no data" and shown["2020-11"] == "# drop"
    assert "could be judged" not in run.out


def test_the_months_of_many_forces_are_shown_only_where_nothing_could_be_judged(crims, tmp_path):
    files = {name(month, "kent"): street(month, 20) for month in months(2020, 9)}
    files |= {name(month, "essex"): street(month, 20) for month in months(2020, 6)}
    run = crims("audit", "--crimes", make_zip(tmp_path / "a.zip", files))
    essex, kent = run.out.split("\nKent (kent)")
    assert "  2020-06                   20  ####" in essex and "####" not in kent


# --- the page ---------------------------------------------------------------------------------------------------------

def pages(crims, path, tmp_path, *options):
    """The page, and the JSON of the same run."""
    done = crims("audit", "--crimes", path, "--html", tmp_path / "audit.html", "--json", "-", "--overwrite", *options)
    return (tmp_path / "audit.html").read_text(encoding="utf-8"), done.json


def tiles(page):
    """{force: {year: twelve (class, number, sign)}} of the calendar."""
    calendar = {}
    for table in re.findall(r'<table class="tiles">.*?</table>', page, re.S):
        force = re.search("<caption>(.*?)</caption>", table)[1]
        for year, row in re.findall(r'<tr><th scope="row">(\d+)</th>(.*?)</tr>', table, re.S):
            found = re.findall(r'<td class="([^"]*)"[^>]*>(?:<span class="number">(.*?)</span>)?(?:<i aria-hidden="true">(.*?)</i>)?</td>', row)
            calendar.setdefault(force, {})[year] = found
    return calendar


def test_the_page_is_a_calendar_with_gaps_and_odd_months(crims, tmp_path):
    all_months = months(2019, 36)[2:]
    rows = {month: 100 + at % 3 for at, month in enumerate(all_months)}
    rows |= {"2020-06": 40, "2021-02": 0}
    del rows["2020-01"]
    files = {name(month): street(month, count) for month, count in rows.items()}
    files |= {name(month, "essex"): street(month, 20) for month in all_months}
    page, report = pages(crims, make_zip(tmp_path / "a.zip", files), tmp_path)
    calendar = tiles(page)
    assert list(calendar) == ["Essex", "Kent"] and [len(row) for row in calendar["Kent"].values()] == [12] * 3
    kent = calendar["Kent"]
    assert kent["2019"][:2] == [("none", "", "")] * 2, "before the first month"
    assert kent["2020"][0] == ("gap", "no data", "–") and kent["2021"][1] == ("gap", "file without crimes", "0")
    assert kent["2020"][5] == ("t1 odd", "40", "▼")
    told = {month["month"]: month for force in report["forces"] if force["force"] == "kent" for month in force["months"]}
    for year, row in kent.items():
        for number, (style, count, sign) in enumerate(row, 1):
            month = told.get(f"{year}-{number:02}")
            if month and month["verdict"] != "missing":
                assert count == str(month["rows"]) and ("odd" in style) == (sign != "") == (month["verdict"] in ("drop", "rise"))
    odd = sum(month["verdict"] not in ("plausible", "unknown") for force in report["forces"] for month in force["months"])
    assert f"<b>{odd} of 68</b> <span>months of a force are missing or have an odd total</span>" in page
    assert '<td>Kent</td><td class="short">2020-06</td><td>drop</td><td>40</td>' in page
    assert "<td>Kent</td><td>2020-01, 2021-02</td>" in page


def test_the_page_has_each_type_over_time_with_its_gaps(crims, tmp_path):
    files = {}
    for at, month in enumerate(months(2020, 14)):
        burglaries = [crime(month, f"{month}/{i}") for i in range(10 + at)]
        files[name(month)] = street(month, burglaries + [crime(month, f"{month}/r{i}", kind="Robbery") for i in range(2)])
    del files[name("2020-07")]
    page, report = pages(crims, make_zip(tmp_path / "a.zip", files), tmp_path)
    panels = re.findall(r"<div><b>(\w+)</b>\n<small>([\d,]+) in all</small>\n(<svg.*?</svg>)", page, re.S)
    totals = only(report)["crime_types"]
    assert [(kind, int(count.replace(",", ""))) for kind, count, _ in panels] == sorted(totals.items(), key=lambda item: -item[1])
    for kind, _, drawing in panels:
        assert f"<title>{kind} by month</title>" in drawing and "Missing: 1." in drawing
        lines = re.findall(r'<polyline points="([^"]*)" class="panel-line"', drawing)
        assert [len(line.split()) for line in lines] == [6, 7], "the line breaks where the month is missing"
    assert '<td class="short">2020-07</td><td></td><td></td>' in page and '<td class="short">2020-08</td><td>17</td><td>2</td>' in page


def test_the_page_is_whole_escaped_and_always_the_same(crims, tmp_path):
    folder = make_folder(tmp_path / "a<b>&c", {name("2020-01"): street("2020-01", kind="<i>x</i>")})
    page, _ = pages(crims, folder, tmp_path, "--force", "kent")
    assert "a&lt;b&gt;&amp;c" in page and "<i>x" not in page and "&lt;i&gt;x" in page
    assert "<script" not in page and "http" not in page.replace("http://www.w3.org/2000/svg", "") and "nan" not in page
    assert "There are too few months to say whether a total is odd." in page
    assert pages(crims, folder, tmp_path, "--force", "kent")[0] == page


def test_the_page_is_no_input_and_keeps_what_is_there(refused, crims, tmp_path):
    archive = make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01")})
    assert "would overwrite an input" in refused(archive, "--html", archive, "--overwrite", status=2)
    (tmp_path / "audit.html").write_text("mine")
    assert "audit.html" in refused(archive, "--html", tmp_path / "audit.html") and (tmp_path / "audit.html").read_text() == "mine"


def test_json_may_go_to_a_file_beside_the_table(crims, tmp_path):
    path = make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01")})
    to_file = crims("audit", "--crimes", path, "--json", tmp_path / "a.json")
    assert to_file.out == crims("audit", "--crimes", path).out != ""
    to_screen = crims("audit", "--crimes", path, "--json", "-")
    assert (tmp_path / "a.json").read_text() == to_screen.out
    assert to_screen.json["parameters"]["crimes"] == str(path)


def test_an_existing_json_is_kept_unless_told_otherwise(refused, crims, tmp_path):
    path = make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01")})
    (tmp_path / "a.json").write_text("mine")
    assert "exists already" in refused(path, "--json", tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text() == "mine"
    crims("audit", "--crimes", path, "--json", tmp_path / "a.json", "--overwrite")
    assert (tmp_path / "a.json").read_text().startswith("{")


def test_the_same_download_gives_the_same_bytes(crims, tmp_path):
    files = {name(month, force): street(month, 50) for month in months(2019, 24) for force in ("kent", "essex")}
    path = make_zip(tmp_path / "a.zip", files)
    first = crims("audit", "--crimes", path, "--json", "-").out
    assert all(crims("audit", "--crimes", path, "--json", "-").out == first for _ in range(5))


def test_progress_goes_up_to_the_end(crims, tmp_path):
    path = make_zip(tmp_path / "a.zip", {name(month): street(month) for month in months(2020, 5)})
    run = crims("audit", "--crimes", path, "--progress", "lines")
    assert run.err == "".join(f"progress {percent}\n" for percent in (20, 40, 60, 80, 100))


# --- what is refused --------------------------------------------------------------------------------------------------

def test_the_download_must_be_named(crims):
    run = crims("audit", check=2)
    assert "--crimes" in run.err and run.err.count("\n") == 1


def test_what_is_not_there_or_no_download_is_refused(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no archive")
    (tmp_path / "none.zip").write_bytes(b"")
    make_zip(tmp_path / "other.zip", {"2020-01/2020-01-kent-outcomes.csv": "x\n"})
    make_folder(tmp_path / "odd", {"kent-street.csv": "x"})
    make_folder(tmp_path / "zips", {})
    (tmp_path / "zips").mkdir()
    make_zip(tmp_path / "zips/2020-01.zip", {name("2020-01"): street("2020-01")})
    assert refused(tmp_path / "absent") == f"{tmp_path}/absent: there is no such archive or folder"
    for wrong in ("empty", "other.zip", "odd"):
        assert "no file in it is named YYYY-MM-FORCE-street.csv" in refused(tmp_path / wrong)
    assert refused(tmp_path / "text.zip") == f"{tmp_path}/text.zip: this is not a ZIP archive, or it is truncated; download it again"
    (tmp_path / "none.csv").write_bytes(b"")
    for wrong in ("none.zip", "none.csv"):
        assert refused(tmp_path / wrong) == f"{tmp_path}/{wrong}: the file is empty"
    (tmp_path / "crimes.csv").write_text("a,b\n1,2\n")
    assert refused(tmp_path / "crimes.csv") == (
        f"{tmp_path}/crimes.csv: the name is not that of a street file of data.police.uk, YYYY-MM-FORCE-street.csv; "
        "name an archive (.zip), a folder or such a file")
    assert f"such as {tmp_path}/zips/2020-01.zip" in refused(tmp_path / "zips")


def test_a_month_that_is_there_twice_is_refused_with_both_names(refused, tmp_path):
    text = street("2020-01")
    folder = make_folder(tmp_path / "d", {"a/" + name("2020-01"): text, "b/" + name("2020-01") + ".gz": gzip.compress(text.encode())})
    line = refused(folder)
    assert "a/2020-01/2020-01-kent-street.csv and " in line and "b/2020-01/2020-01-kent-street.csv.gz" in line


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.98])
def test_a_truncated_archive_is_refused(refused, tmp_path, cut):
    path = make_zip(tmp_path / "a.zip", {name(month): street(month, 200) for month in months(2020, 3)})
    content = path.read_bytes()
    path.write_bytes(content[:int(cut * len(content))])
    assert "truncated" in refused(path)


def hashed(month, rows):
    """Rows with ids that do not pack well, as real ones."""
    return [crime(month, hashlib.sha256(str(i).encode()).hexdigest()) for i in range(rows)]


@pytest.mark.parametrize("at", [0.1, 0.4, 0.8, 0.98])
def test_a_damaged_member_of_an_archive_is_refused(refused, tmp_path, at):
    path = make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01", hashed("2020-01", 200))})
    content = bytearray(path.read_bytes())
    content[int(at * content.index(b"PK\x01\x02"))] ^= 0x55  # before the central directory
    path.write_bytes(content)
    assert "a.zip, 2020-01/2020-01-kent-street.csv: " in refused(path)


def test_a_truncated_or_damaged_gzip_file_is_refused_wherever_it_is_cut(refused, tmp_path):
    packed = gzip.compress(street("2020-01", 200).encode())
    path = tmp_path / "2020-01-kent-street.csv.gz"
    for size in (0, 1, 5, 10, 50, len(packed) // 2, len(packed) - 9, len(packed) - 8, len(packed) - 4, len(packed) - 1):
        path.write_bytes(packed[:size])
        assert refused(tmp_path).startswith(str(path)), size
    for at in (100, len(packed) // 2, len(packed) - 6, len(packed) - 2):
        damaged = bytearray(packed)
        damaged[at] ^= 0x55
        path.write_bytes(damaged)
        assert "truncated or damaged" in refused(tmp_path), at
    path.write_bytes(packed + b"garbage")
    assert "something follows its end" in refused(tmp_path)
    path.write_bytes(street("2020-01").encode())
    assert "not gzipped" in refused(tmp_path)


def test_the_first_bad_file_is_named_whatever_the_order_of_reading(refused, tmp_path):
    files = {name(month): street(month, 300) for month in months(2020, 12)}
    files[name("2020-03")] += "x\n"
    files[name("2020-11")] += "y,z\n"
    path = make_zip(tmp_path / "a.zip", files)
    for _ in range(5):
        assert refused(path) == f"{path}, {name('2020-03')}: line 302: it has 1 cells, but the header has 12"


def test_a_force_that_is_not_there_is_refused_with_those_that_are(refused, tmp_path):
    path = make_zip(tmp_path / "a.zip", {name("2020-01", force): street("2020-01") for force in ("kent", "essex")})
    assert refused(path, "--force", "West Yorkshire") == \
        "the download does not hold the force 'West Yorkshire' (west-yorkshire); it has: essex, kent"
    assert refused(path, "--force", "Kentt") == "the download has no force 'Kentt'; it has: essex, kent"


# --- the lookup -------------------------------------------------------------------------------------------------------

@pytest.fixture
def download(tmp_path):
    rows = [crime("2020-01"), crime("2020-01", lsoa="E01000002"), crime("2020-01", lsoa="E01000003")]
    return make_zip(tmp_path / "a.zip", {name("2020-01"): street("2020-01", rows)})


LOOKUP = "OA,LSOA,MSOA\nE1,E01000001,E02000001\nE2,E01000001,E02000001\nE3,E01000002,E02000001\nE4,,E02000009\n"


def gpkg_lookup(path):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("lookup", geom_type=ogr.wkbNone)
    for field in ("LSOA", "MSOA"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for lsoa in ("E01000001", "E01000002"):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("LSOA", lsoa)
        feature.SetField("MSOA", "E02000001")
        layer.CreateFeature(feature)


def test_any_table_is_a_lookup(audit, tmp_path, download):
    (tmp_path / "l.csv").write_text(LOOKUP)
    (tmp_path / "l2.csv").write_text("\ufeff" + LOOKUP.replace(",", ";"))
    (tmp_path / "l.csv.gz").write_bytes(gzip.compress(LOOKUP.encode()))
    gpkg_lookup(tmp_path / "l.gpkg")
    for table in ("l.csv", "l2.csv", "l.csv.gz", "l.gpkg", "l.gpkg|layername=lookup"):
        assert only(audit(download, "--lookup", f"{tmp_path}/{table}"))["lsoa_not_in_lookup"]["codes"] == {"E01000003": 1}
    assert only(audit(download))["lsoa_not_in_lookup"] is None


@pytest.mark.parametrize("text, says", [
    ("LSOA,MSOA\nE01000001,E02000001\n,\nE01000001,E02000002\n",
     "row 3 puts LSOA E01000001 in MSOA E02000002, but row 1 in E02000001"),
    ("LSOA11CD,MSOA\nE01000001,E02000001\n", "there is no column 'LSOA'; its columns are: LSOA11CD, MSOA"),
    ("LSOA,LAD\nE01000001,E02000001\n", "there is no column 'MSOA'; its columns are: LSOA, LAD"),
    ("LSOA,MSOA\n", "no row has both an LSOA and an MSOA"),
    ("", "there is no column 'LSOA'; its columns are: none"),
    ("LSOA,MSOA\nE01000001,E02000001,x\n", "row 1 has 3 cells, but the header has 2")])
def test_a_lookup_that_is_none_is_refused(refused, tmp_path, download, text, says):
    (tmp_path / "l.csv").write_text(text)
    assert refused(download, "--lookup", tmp_path / "l.csv") == f"{tmp_path}/l.csv: {says}"


def test_a_lookup_that_is_absent_or_truncated_is_refused(refused, tmp_path, download):
    (tmp_path / "l.csv.gz").write_bytes(gzip.compress(LOOKUP.encode())[:-5])
    assert "does not exist" in refused(download, "--lookup", tmp_path / "absent.csv")
    assert "no such file" in refused(download, "--lookup", tmp_path / "absent.gpkg")
    assert "truncated or damaged" in refused(download, "--lookup", tmp_path / "l.csv.gz")


def test_a_lookup_that_is_written_wrongly_is_a_wrong_command_line(refused, download):
    assert refused(download, "--lookup", "l.gpkg|layer=x", status=2).startswith("--lookup: ")


# --- an archive by its address ----------------------------------------------------------------------------------------

class Handler(http.server.BaseHTTPRequestHandler):
    """A server of one archive that gives parts of it, as data.police.uk does, unless told not to."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.answer(with_body=False)

    def do_GET(self):
        self.answer(with_body=True)

    def answer(self, with_body):
        content = self.server.content
        if self.path != "/2020-03.zip":
            self.send_error(404)
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        part = content
        if asked and self.server.ranges:
            first = int(asked[1])
            last = min(int(asked[2] or len(content) - 1), len(content) - 1)
            part = content[first:last + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        if with_body:
            self.wfile.write(part)
            self.server.sent += len(part)


@pytest.fixture
def server(tmp_path):
    """A server on the loopback interface with a download of two forces, one of them large."""
    files = {name(month, "kent"): street(month, 20) for month in months(2020, 3)}
    files |= {name("2020-02", "essex"): street("2020-02", hashed("2020-02", 40000))}
    content = make_zip(tmp_path / "served.zip", files).read_bytes()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.content, running.ranges, running.sent = content, True, 0
        running.address = f"http://127.0.0.1:{running.server_address[1]}"
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for variable in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)


def test_an_archive_is_read_from_its_address_as_from_the_disk(audit, server, tmp_path):
    served = audit(f"{server.address}/2020-03.zip")
    assert served["forces"] == audit(tmp_path / "served.zip")["forces"]
    assert served["rows"] == 40060


def test_of_an_archive_on_a_server_only_the_force_asked_for_is_fetched(audit, server):
    report = audit(f"{server.address}/2020-03.zip", "--force", "Kent")
    assert report["rows"] == 60
    assert server.sent < len(server.content) / 4


def test_an_address_that_gives_nothing_is_refused(refused, server):
    line = refused(f"{server.address}/2019-01.zip")
    assert line.startswith(f"{server.address}/2019-01.zip: it cannot be got: ") and "404" in line
    line = refused("http://127.0.0.1:1/2020-03.zip")
    assert line.startswith("http://127.0.0.1:1/2020-03.zip: it cannot be got: ") and "connect" in line.lower()


def test_a_server_that_gives_no_parts_of_a_file_is_refused_with_the_way_out(refused, server):
    server.ranges = False
    assert "download the archive and name the file" in refused(f"{server.address}/2020-03.zip")


def test_a_password_in_an_address_is_not_repeated(refused, server):
    address = server.address.replace("//", "//me:secret@")
    assert "secret" not in refused(f"{address}/2019-01.zip")


# --- help -------------------------------------------------------------------------------------------------------------

OPTIONS = {"--crimes", "--force", "--lookup", "--html", "--json", "--overwrite", "--quiet", "--progress", "--record-as"}


def test_help_and_manual_page_name_every_option(crims):
    description, = (command for command in crims("--json-usage").json["commands"] if command["name"] == "audit")
    assert {option["name"] for option in description["options"]} == OPTIONS
    assert [option["name"] for option in description["options"] if option["required"]] == ["--crimes"]
    page = (crims.binary.parents[1] / "share/man/man1/crims-audit.1").read_text().replace("\\", "")
    text = crims("audit", "--help").out
    assert all(option in text and option in page for option in OPTIONS)


def test_the_example_runs_as_it_is_written(crims):
    line, = re.findall(r"^  (crims audit .*)$", crims("audit", "--help").out, re.MULTILINE)
    words = shlex.split(line)[1:]
    missing = [word for word in words if word.startswith("samples/") and not (ROOT / word).exists()]
    if missing:
        pytest.skip(f"absent: {missing}")
    run = crims(*words, cwd=ROOT)
    assert run.err == "" and run.out.startswith("samples/")


# --- real downloads ---------------------------------------------------------------------------------------------------

def test_avon_and_somerset_is_as_it_is_known(audit, shared):
    folder = shared / "data/policeuk/avon-and-somerset"
    kinds, outcomes, rows, no_place, no_lsoa, ids, repeated, by_month = Counter(), Counter(), 0, 0, 0, set(), 0, {}
    for path in sorted(folder.glob("*.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            before = rows
            for row in csv.DictReader(file):
                rows += 1
                kinds[row["Crime type"].lower()] += 1
                outcomes[row["Last outcome category"]] += 1
                no_place += row["Longitude"] == ""
                no_lsoa += row["LSOA code"] == ""
                repeated += row["Crime ID"] in ids and row["Crime ID"] != ""
                ids.add(row["Crime ID"])
            by_month[path.name[:7]] = rows - before
    report = audit(folder, "--lookup", shared / "data/lookup/gb_geog_lookup.csv.gz")
    force = only(report)
    assert report["rows"] == rows == 637090 and len(force["months"]) == 45
    assert {month["month"]: month["rows"] for month in force["months"]} == by_month
    assert force["crime_types"] == kinds
    assert force["outcomes"] == {outcome: n for outcome, n in outcomes.items() if outcome}
    assert force["without_outcome"]["rows"] == outcomes[""]
    assert force["without_coordinates"]["rows"] == no_place and force["without_lsoa"]["rows"] == no_lsoa
    assert force["repeated_ids"]["rows"] == repeated
    assert force["missing_months"] == [] and force["outcomes_never_seen"] == {}
    assert force["lsoa_not_in_lookup"]["rows"] == 0
    assert force["implausible_months"] == ["2020-04", "2021-01", "2021-02"], "the lockdowns"


def test_the_city_s_archive_is_as_it_is_known(audit, shared):
    path = shared / "data/policeuk/2020-11.zip"
    rows = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            text = archive.read(member).decode("utf-8")
            rows[member[:7]] = sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
    report = audit(path, "--force", "London, City of")
    assert {month["month"]: month["rows"] for month in only(report)["months"]} == rows and len(rows) == 36
    assert {"2020-04", "2020-05"} <= set(only(report)["implausible_months"]), "the first lockdown"


def test_a_folder_with_an_oddly_named_file_says_so(crims, shared):
    run = crims("audit", "--crimes", shared / "data/policeuk/city-of-london-2021-crlf")
    assert "Left out" in run.out and "li-2018-04-city-of-london-street.csv" in run.out
    assert ": 4,662 rows of 1 force, 2020-12 to 2021-09" in run.out  # the sum of the rows in PROVENANCE.md
