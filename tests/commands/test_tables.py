# SPDX-License-Identifier: MIT
"""Tables as programs and people write them are read as the same table in plain CSV, or one line says what to do."""

import json
import pathlib

import pytest

from bad_input import arguments
from test_written_dates import BASE_Z, PERIODS, base_town

POINTS = ("--date-field", "date", "--x", "lon", "--y", "lat", "--points-crs", "EPSG:4326")


def z_of(run):
    return run.json["total"]["z"]


@pytest.mark.parametrize("name", ["pipe", "semi_decimalcomma", "preamble"])
def test_the_base_town_is_read_in_every_dialect(wdd, shared, name):
    run = base_town(wdd, shared, *PERIODS, "--incidents", shared / f"cases/incidents/{name}.csv", *POINTS)
    assert z_of(run) == pytest.approx(BASE_Z, abs=5e-5)


def test_both_coordinates_in_one_column(wdd, shared):
    path = shared / "cases/incidents/location_col.csv"
    run = base_town(wdd, shared, *PERIODS, "--incidents", path, "--date-field", "date", "--x", "location", "--y", "location",
                    "--points-crs", "EPSG:4326")
    assert z_of(run) == pytest.approx(BASE_Z, abs=5e-5)
    refused = base_town(wdd, shared, *PERIODS, "--incidents", path, *POINTS, check=False)
    assert refused.status == 1 and "--x location --y location" in refused.err
    without = base_town(wdd, shared, *PERIODS, "--incidents", path, "--date-field", "date", check=False)
    assert without.status == 1 and "--x, --y (a column that holds both with each of them)" in without.err


@pytest.mark.parametrize("more", [(), ("--skip-bad-dates",)])
def test_a_spreadsheet_that_turned_half_of_the_dates_gives_no_verdict(wdd, shared, more):
    run = base_town(wdd, shared, *PERIODS, "--incidents", shared / "cases/incidents/mixed_text.xlsx", "--date-field", "Date Occurred",
                    "--x", "lon", "--y", "lat", "--points-crs", "EPSG:4326", *more, check=False)
    assert run.status == 1 and "two ways" in run.err and "day and month swapped" in run.err
    assert len(run.err.strip().splitlines()) == 1


def test_a_response_that_still_runs_needs_an_end(wdd, shared):
    cases = shared / "cases"
    layers = ("--response", f"{cases}/areas/response_null_end.gpkg|layername=response", "--control", f"{cases}/areas.gpkg|layername=control",
              "--displacement", "200 m", "--incidents", cases / "incidents/pipe.csv", *POINTS, "--json", "-", "--start-field", "S")
    refused = wdd("test", *layers, "--end-field", "E", check=False)
    assert refused.status == 1 and "--end instead of --end-field (keep --start-field)" in refused.err
    assert z_of(wdd("test", *layers, "--end", "2023-06-30")) == pytest.approx(BASE_Z, abs=5e-5)
    open_end = wdd("test", *layers).json
    assert open_end["open_end"] is True
    assert any("the last day that the incidents cover" in note for note in open_end["notes"])


# --- on files of our own: no shared data needed -----------------------------------------------------------------------

ROWS = [["id", "when", "x", "y", "note"]] + [[str(i), f"2023-02-{i + 1:02}", f"{530020 + i}.5", "180050.25", "a, b"] for i in range(9)]


def joined(separator, rows=None, comma=False):
    lines = []
    for row in rows or ROWS:
        cells = [cell.replace(".", ",") if comma else cell for cell in row]
        lines.append(separator.join(f'"{cell}"' if separator in cell else cell for cell in cells))
    return "\n".join(lines) + "\n"


WRITTEN = {
    "pipe": joined("|").encode(), "tab": joined("\t").encode(), "tab and a comma in the header": joined("\t").replace("note", "note, or none").replace("a, b", "a b").encode(),
    "semicolon, decimal comma": joined(";", comma=True).encode(), "sep=": ("sep=;\n" + joined(";")).encode(),
    "sep= of a comma": ("sep=,\n" + joined(",")).encode(), "title": ("Report of May\n\n" + joined(",")).encode(),
    "title with a comma": ("Report, of May\n\n" + joined(",")).encode(), "title and pipe": ("Report\n" + joined("|")).encode(),
    "utf-16": joined("\t").encode("utf-16"), "utf-16 big": b"\xfe\xff" + joined(",").encode("utf-16-be"),
    "utf-8 mark and pipe": joined("|").encode("utf-8-sig")}


def counts_of(wdd, study, name, content, **more):
    (study / name).write_bytes(content)
    options = {"--incidents": name, "--date-field": "when", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700", "--output": None, **more}
    return json.loads(wdd(*arguments(options), "--json", "-", cwd=study).out)["counts"]


@pytest.mark.parametrize("form", WRITTEN)
def test_a_table_is_read_however_it_is_written(wdd, study, form):
    expected = counts_of(wdd, study, "plain.csv", joined(",").encode())
    assert expected["treated"]["post"] + expected["control"]["post"] + expected["treated"]["pre"] + expected["control"]["pre"] > 0
    assert counts_of(wdd, study, "written.csv", WRITTEN[form]) == expected
    assert counts_of(wdd, study, "written.txt", WRITTEN[form]) == expected


def test_a_pair_in_metres_does_not_show_what_is_x(wdd, study):
    rows = [["id", "when", "at"]] + [[row[0], row[1], f"({row[2]}, {row[3]})"] for row in ROWS[1:]]
    (study / "pairs.csv").write_text(joined("\t", rows))
    run = wdd(*arguments({"--incidents": "pairs.csv", "--date-field": "when", "--x": "at", "--y": "at", "--points-crs": "EPSG:27700",
                          "--output": None}), cwd=study, check=False)
    assert run.status == 1 and "(latitude, longitude) in degrees, or POINT (x y)" in run.err


def test_a_point_as_wkt_is_read(wdd, study):
    rows = [["id", "when", "at"]] + [[row[0], row[1], f"POINT ({row[2]} {row[3]})"] for row in ROWS[1:]]
    expected = counts_of(wdd, study, "plain.csv", joined(",").encode())
    assert counts_of(wdd, study, "wkt.csv", joined("|", rows).encode(), **{"--x": "at", "--y": "at"}) == expected


@pytest.mark.parametrize("cells", [("5\" pipe",), ("5\" pipe", "7\" pipe"), ("\"locked up",), ("\"locked up", "\"gone\"")])
def test_a_quotation_mark_hides_no_rows(wdd, study, cells):
    """GDAL makes one record of all rows to the next mark, or to the end of the table."""
    lines = joined(",").splitlines()
    for row, cell in zip((3, 7), cells):
        lines[row] = lines[row].replace('"a, b"', cell)
    (study / "marks.csv").write_text("\n".join(lines) + "\n")
    run = wdd(*arguments({"--incidents": "marks.csv", "--date-field": "when", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700",
                          "--output": None}), cwd=study, check=False)
    assert run.status == 1 and run.err.strip().endswith(
        "marks.csv: line 4: a quotation mark is not closed on its line; close it, or take out a mark that belongs to the text (5\" pipe)")


def test_a_cell_may_hold_several_lines(wdd, study):
    expected = counts_of(wdd, study, "plain.csv", joined(",").encode())
    assert counts_of(wdd, study, "lines.csv", joined(",").replace("a, b", 'a,\n5"" b').encode()) == expected


def test_names_of_rows_shift_no_column(wdd, study):
    shifted = [ROWS[0]] + [[f"row{i}", *row] for i, row in enumerate(ROWS[1:])]
    (study / "r.csv").write_text(joined(",", [[cell.replace(",", "") for cell in row] for row in shifted]))
    run = wdd(*arguments({"--incidents": "r.csv", "--date-field": "when", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700",
                          "--output": None}), cwd=study, check=False)
    assert run.status == 1 and "row.names = FALSE" in run.err


def test_arcgis_dates_in_a_condition_are_explained(wdd, study):
    for name, condition in (("plain.csv", "\"when\" >= date '2023-02-03'"), ("plain.csv", "\"when\" < timestamp '2023-02-03 00:00:00'")):
        (study / name).write_text(joined(","))
        run = wdd(*arguments({"--incidents": name, "--incidents-where": condition, "--date-field": "when", "--x": "x", "--y": "y",
                              "--points-crs": "EPSG:27700", "--output": None}), cwd=study, check=False)
        assert run.status == 1 and "is ArcGIS's: leave it out, as in FIELD >= '2023-02-03'" in run.err


def test_the_same_days_a_year_earlier(wdd, study):
    rows = [ROWS[0], *[[row[0], row[1].replace("2023-02", "2022-03"), *row[2:]] for row in ROWS[1:]], ["x", "2023-03-05", *ROWS[1][2:]]]
    (study / "years.csv").write_text(joined(",", rows))
    options = {"--incidents": "years.csv", "--date-field": "when", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700", "--output": None,
               "--baseline-year": True}
    run = wdd(*arguments(options), "--json", "-", cwd=study)
    result = json.loads(run.out)
    assert result["periods"]["pre"] == {"start": "2022-03-01", "end": "2022-03-31", "days": 31}
    assert result["counts"]["treated"] == {"pre": 9, "post": 1}
    assert "20 % of cases, against 17 %" in run.err
    ranked = wdd("placebo", *arguments(options)[1:], cwd=study)  # the other command that takes the option
    assert "20 % of cases, against 17 %" in ranked.err
    longer = wdd(*arguments({**options, "--end": "2024-03-01"}), cwd=study, check=False)
    assert longer.status == 1 and "longer than a year" in longer.err
    both = wdd(*arguments({**options, "--pre-start": "2022-01-01", "--pre-end": "2022-01-31"}), cwd=study, check=False)
    assert both.status == 2 and "exclude each other" in both.err


def test_tables_of_counts_are_read_in_every_dialect(wdd, tmp_path):
    table = tmp_path / "designs.csv"
    results = []
    for text in ("treated_pre,treated_post,control_pre,control_post\n207,110,308.5,318\n",
                 "treated_pre;treated_post;control_pre;control_post\n207;110;308,5;318\n",
                 "sep=|\ntreated_pre|treated_post|control_pre|control_post\n207|110|308.5|318\n"):
        table.write_text(text)
        results.append(wdd("counts", "--input", table, "--output", "-").out)
    assert results[0] == results[1] == results[2] and "-106.5" in results[0]


# --- crims ------------------------------------------------------------------------------------------------------------

def rhythm(crims, path, date, time):
    return crims("rhythm", "--incidents", path, "--date-field", date, "--time-field", time, "--output", "-").out


@pytest.mark.parametrize("name", ["lapd_military", "lapd_military_pad", "lapd_real", "ampm"])
def test_times_of_day_as_police_write_them(crims, shared, name):
    cases = shared / "cases/incidents"
    date, time = ("d", "t") if name == "ampm" else ("DATE OCC", "TIME OCC")
    assert rhythm(crims, cases / f"{name}.csv", date, time) == rhythm(crims, cases / "datetime_plus_time.csv", "d", "t")


def test_hours_are_times_of_day(crims, shared):
    cases = shared / "cases/incidents"
    assert rhythm(crims, cases / "hour_only.csv", "d", "t") == rhythm(crims, cases / "datetime_plus_time.csv", "d", "t")


def test_a_number_that_is_no_time_stops_the_run(crims, tmp_path):
    (tmp_path / "t.csv").write_text("d,t\n2023-01-01,2130\n2023-01-02,1275\n")
    run = crims("rhythm", "--incidents", tmp_path / "t.csv", "--date-field", "d", "--time-field", "t", "--output", "-", check=False)
    assert run.status == 1 and "'1275'" in run.err and "HHMM" in run.err


def test_a_missing_type_is_no_type(crims, tmp_path):
    rows = "".join(f"2023-01-{day:02} 1{day % 10}:30,{'NA' if day % 2 else 'theft'}\n" for day in range(1, 29))
    (tmp_path / "t.csv").write_text("d,type\n" + rows)
    run = crims("rhythm", "--incidents", tmp_path / "t.csv", "--date-field", "d", "--type-field", "type", "--output", "-")
    assert {line.split(",")[0] for line in run.out.splitlines()[1:]} == {"theft"}
    assert "14 without a crime type" in run.err


STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"


def street(folder, header, rows):
    folder.mkdir()
    path: pathlib.Path = folder / "2021-01-city-of-london-street.csv"
    path.write_text(header + rows)
    return folder


def content(audit):
    """What the audit tells of a download's crimes, without the names and hashes of its files."""
    if isinstance(audit, dict):
        return {key: content(value) for key, value in audit.items() if key not in ("parameters", "version", "sha256")}
    return [content(value) for value in audit] if isinstance(audit, list) else audit


def test_a_street_file_that_r_or_excel_saved_again_is_read(crims, tmp_path):
    plain = street(tmp_path / "plain", STREET, "".join(f"a{i},2021-01,F,F,-0.09{i},51.51{i},On,E01000001,City,Burglary,,\n" for i in range(9))
                   + "b,2021-01,F,F,,,No location,,,Drugs,,\n")
    forms = {"NA": ("2021-01", "NA", ","), "Excel": ("Jan-21", "", ";"), "R": ("2021-01-01", "NA", ",")}
    expected = json.loads(crims("audit", "--crimes", plain, "--json", "-").out)
    for name, (month, missing, separator) in forms.items():
        header = STREET.replace(" ", ".") if name == "R" else STREET
        rows = "".join(f"a{i},{month},F,F,-0.09{i},51.51{i},On,E01000001,City,Burglary,{missing},{missing}\n" for i in range(9))
        rows += f"b,{month},F,F,{missing},{missing},No location,{missing},{missing},Drugs,{missing},{missing}\n"
        saved = street(tmp_path / name, header.replace(",", separator), rows.replace(",", separator))
        found = json.loads(crims("audit", "--crimes", saved, "--json", "-").out)
        assert content(found) == content(expected), name


def test_a_street_file_of_another_month_is_refused(crims, tmp_path):
    for month in ("Feb-21", "2021-01-02", "Jan-20"):
        folder = street(tmp_path / month, STREET, f"a,{month},F,F,-0.09,51.51,On,E01000001,City,Burglary,,\n")
        run = crims("audit", "--crimes", folder, check=False)
        assert run.status == 1 and month in run.err, month
