# SPDX-License-Identifier: MIT
"""Year, month and day in columns of their own are one date, in every command that reads incidents."""

import csv
import datetime

import pytest
from osgeo import gdal

from bad_input import DEFAULTS, assert_refused, command_line

DAYS = [datetime.date(2023, 2, 3) + datetime.timedelta(days=7 * i) for i in range(8)]  # four in February, four in March


def write(folder, name, rows, header=("x", "y", "YEAR", "MONTH", "DAY", "kind")):
    with open(folder / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([530050, 180050, *row, "Burglary"] for row in rows)


WHOLE = [(day.year, day.month, day.day) for day in DAYS]
FORMS = {
    "numbers": WHOLE,
    "numbers with a point": [(f"{y}.0", f"{m}.0", f"{d}.0") for y, m, d in WHOLE],
    "zeros before": [(y, f"{m:02}", f"{d:02}") for y, m, d in WHOLE],
    "names of months": [(day.year, day.strftime("%B"), day.day) for day in DAYS],
}


def run(wdd, study, check=True, **changes):
    options = {**DEFAULTS, "--incidents": "parts.csv", "--date-field": "YEAR,MONTH,DAY", "--x": "x", "--y": "y",
               "--points-crs": "EPSG:27700", "--output": None, "--json": "-", "--no-forecast": True}
    options.update({f"--{name.replace('_', '-')}": value for name, value in changes.items()})
    return wdd(*command_line("test", options), check=check, cwd=study)


@pytest.mark.parametrize("form", FORMS)
def test_parts_are_a_day(wdd, study, form):
    write(study, "parts.csv", FORMS[form])
    done = run(wdd, study)
    assert done.counts["treated"] == (4, 4)
    assert done.json["incidents"]["month_only"] is False
    assert done.json["parameters"]["date_field"] == "YEAR,MONTH,DAY"


@pytest.mark.parametrize("file", ["parts.gpkg", "parts.shp", "parts.xlsx"])
def test_other_files_give_the_same(wdd, study, file):
    write(study, "parts.csv", WHOLE)
    table = gdal.OpenEx(str(study / "parts.csv"), open_options=["X_POSSIBLE_NAMES=x", "Y_POSSIBLE_NAMES=y", "AUTODETECT_TYPE=YES"])
    gdal.VectorTranslate(str(study / file), table, srcSRS="EPSG:27700", dstSRS="EPSG:27700", layerName="parts")
    places = {} if file == "parts.xlsx" else {"x": None, "y": None, "points_crs": None}
    assert run(wdd, study, incidents=file, **places).counts["treated"] == (4, 4)


def test_year_and_month_are_months(wdd, study):
    write(study, "parts.csv", WHOLE)
    done = run(wdd, study, date_field="YEAR, MONTH", start="2023-03", end="2023-03")
    assert done.counts["treated"] == (4, 4)
    assert done.json["incidents"]["month_only"] is True
    refused = run(wdd, study, date_field="YEAR,MONTH", start="2023-03-02", end="2023-03-30", check=False)
    assert_refused(refused, 1, "dated by month only")


def test_a_part_that_is_missing_is_no_date(wdd, study):
    write(study, "parts.csv", [*WHOLE * 3, (2023, "NA", 4)])
    done = run(wdd, study)
    assert done.counts["treated"] == (12, 12)
    assert done.json["incidents"]["null_date"] == 1


def test_parts_that_are_no_date_are_told_with_their_fields(wdd, study):
    write(study, "parts.csv", [*WHOLE, (2023, 2, 30)])
    assert_refused(run(wdd, study, check=False), 1, "feature 9", "the date '2023, 2, 30' in field 'YEAR, MONTH, DAY' cannot be read")


REFUSED = {
    "a field that is missing": ({"date_field": "YEAR,MONTH,HOUR"}, ["there is no field 'HOUR' (--date-field)", "YEAR, MONTH, DAY"]),
    "four fields": ({"date_field": "YEAR,MONTH,DAY,kind"}, ["a date has two or three parts"]),
    "a format": ({"date_format": "day-first"}, ["names the parts of a date, which have no --date-format"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_date_in_parts_is_refused(wdd, study, case):
    changes, says = REFUSED[case]
    write(study, "parts.csv", WHOLE)
    assert_refused(run(wdd, study, check=False, **changes), 1, *says)


def test_a_field_may_have_a_comma_in_its_name(wdd, study):
    write(study, "parts.csv", [(day.isoformat(), "", "") for day in DAYS], header=("x", "y", "day, local", "b", "c", "kind"))
    assert run(wdd, study, date_field="day, local").counts["treated"] == (4, 4)


def test_crims_reads_them_too(crims, study):
    with open(study / "times.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["YEAR", "MONTH", "DAY", "clock", "date"])
        writer.writerows([day.year, day.month, day.day, f"{9 + i}:30", day] for i, day in enumerate(DAYS))
    for field, name in (("YEAR,MONTH,DAY", "of-parts.csv"), ("date", "of-days.csv")):
        crims("rhythm", "--incidents", "times.csv", "--date-field", field, "--time-field", "clock", "--output", name, cwd=study)
    assert (study / "of-parts.csv").read_bytes() == (study / "of-days.csv").read_bytes()
