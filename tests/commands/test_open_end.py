# SPDX-License-Identifier: MIT
"""Without an end the treatment lasts as long as the incidents do, and everyone is told."""

import csv
import datetime

import pytest
from osgeo import gdal

from bad_input import DEFAULTS, assert_refused, command_line

DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2022, 1, 1)
START, LAST = datetime.date(2023, 3, 1), datetime.date(2023, 4, 20)


def write(folder, days, name="open.csv"):
    with open(folder / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "y", "day"])
        writer.writerows([530050, 180050, day] for day in days)


def run(wdd, study, command="test", check=True, **changes):
    options = {**DEFAULTS, "--incidents": "open.csv", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700", "--end": None,
               "--output": None, "--json": "-"}
    options.update({f"--{name.replace('_', '-')}": value for name, value in changes.items()})
    return wdd(*command_line(command, options), check=check, cwd=study)


def daily(last=LAST):
    return [FIRST + i * DAY for i in range((last - FIRST).days + 1)]


@pytest.mark.parametrize("command", ["test", "placebo"])
def test_the_treatment_lasts_to_the_last_day_of_the_incidents(wdd, study, command):
    write(study, daily())
    result = run(wdd, study, command).json
    days = (LAST - START).days + 1
    assert result["periods"]["post"] == {"start": str(START), "end": str(LAST), "days": days}
    assert result["periods"]["pre"] == {"start": str(START - days * DAY), "end": str(START - DAY), "days": days}
    assert result["open_end"] is True
    assert result["counts"]["treated"] == {"pre": days, "post": days}
    assert any(f"lasts to {LAST}, the last day that the incidents cover" in note for note in result["notes"])
    assert f"lasts to {LAST}" in run(wdd, study, command, json=None).out


def test_a_given_end_is_no_open_one(wdd, study):
    write(study, daily())
    result = run(wdd, study, end="2023-03-31").json
    assert result["open_end"] is False
    assert not any("lasts to" in note for note in result["notes"])


def test_a_field_for_the_start_may_stand_alone(wdd, study):
    write(study, daily())
    result = run(wdd, study, start=None, start_field="start").json
    assert result["periods"]["post"]["end"] == str(LAST) and result["open_end"] is True


def test_a_stray_date_is_no_end(wdd, study):
    write(study, [*daily(), datetime.date(2032, 4, 20)])
    assert run(wdd, study).json["periods"]["post"]["end"] == str(LAST)


def test_the_last_month_is_whole_where_dates_are_months(wdd, study):
    write(study, [f"{day:%Y-%m}" for day in daily()])
    result = run(wdd, study).json
    assert result["periods"]["post"]["end"] == "2023-04-30"
    assert result["periods"]["pre"]["start"] == "2023-01-01"
    assert result["counts"]["treated"] == {"pre": 59, "post": 51}


def test_incidents_that_end_before_the_start_are_refused(wdd, study):
    write(study, daily(datetime.date(2023, 2, 20)))
    assert_refused(run(wdd, study, check=False), 1, "the incidents end 2023-02-20, before the treatment starts (2023-03-01)")


def test_a_field_without_an_end_tells_the_way_out(wdd, study):
    write(study, daily())
    source = gdal.OpenEx(str(study / "areas.gpkg"), gdal.OF_UPDATE | gdal.OF_VECTOR)
    source.ExecuteSQL('UPDATE response SET "end" = NULL')
    source = None
    refused = run(wdd, study, start=None, start_field="start", end_field="end", check=False)
    assert_refused(refused, 1, "has nothing in the date field 'end'", "instead of --end-field (keep --start-field), or neither")
