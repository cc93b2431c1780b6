# SPDX-License-Identifier: MIT
"""Dates as people, exports and servers write them give the counts of the same dates in ISO 8601, or one question."""

import csv
import datetime
import json

import pytest

from bad_input import arguments
from conftest import SHARED

BASE_Z = -2.8486
MISSING = f"no reference data: {SHARED} is absent"
FILES = sorted((SHARED / "cases/dates").glob("*.csv")) or [pytest.param(None, marks=pytest.mark.skip(reason=MISSING), id="none")]


def base_town(wdd, shared, *more, check=True):
    cases = shared / "cases"
    return wdd("test", "--response", f"{cases}/areas.gpkg|layername=response", "--control", f"{cases}/areas.gpkg|layername=control",
               "--displacement", "200 m", "--json", "-", *more, check=check)


PERIODS = ("--start-field", "S", "--end-field", "E")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_base_town_is_read_whatever_the_form_of_its_dates(wdd, shared, path):
    run = base_town(wdd, shared, *PERIODS, "--incidents", path, "--date-field", "Date Occurred", "--x", "X", "--y", "Y",
                    "--points-crs", "EPSG:26916")
    assert run.json["total"]["z"] == pytest.approx(BASE_Z, abs=5e-5)


def test_arcgis_online_writes_milliseconds(wdd, shared):
    run = base_town(wdd, shared, *PERIODS, "--incidents", shared / "cases/dates/agol_epoch.geojson", "--date-field", "occurrencedate")
    assert run.json["total"]["z"] == pytest.approx(BASE_Z, abs=5e-5)


@pytest.mark.parametrize("name, placeless, dateless", [("na", 1, 0), ("null", 1, 0), ("date_NA", 0, 1)])
def test_words_for_missing_are_missing(wdd, shared, name, placeless, dateless):
    run = base_town(wdd, shared, *PERIODS, "--incidents", shared / f"cases/incidents/{name}.csv", "--date-field", "date", "--x", "lon",
                    "--y", "lat", "--points-crs", "EPSG:4326", *(["--skip-bad-dates"] if dateless else []))
    incidents = run.json["incidents"]
    assert incidents["null_geometry"] >= placeless and incidents["null_date"] >= dateless
    assert incidents["bad_date"] == 0


def test_the_response_layers_dates_may_be_in_us_form(wdd, shared):
    cases = shared / "cases"
    run = wdd("test", "--response", f"{cases}/areas/response_text_us_dates.gpkg|layername=response", "--control", f"{cases}/areas.gpkg|layername=control",
              "--start-field", "S", "--end-field", "E", "--displacement", "200 m", "--incidents", cases / "dates/iso.csv",
              "--date-field", "Date Occurred", "--x", "X", "--y", "Y", "--points-crs", "EPSG:26916", "--json", "-")
    assert run.json["periods"]["post"] == {"start": "2023-01-01", "end": "2023-06-30", "days": 181}


# --- on files of our own: no shared data needed -----------------------------------------------------------------------

DAYS = [datetime.date(2023, 2, 3) + datetime.timedelta(days=7 * i) for i in range(8)]


def with_dates(folder, dates):
    with open(folder / "written.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["x", "y", "when"])
        rows.writerows([530050, 180050, date] for date in dates)
    return {"--incidents": "written.csv", "--date-field": "when", "--x": "x", "--y": "y", "--points-crs": "EPSG:27700",
            "--output": None}


def counted(wdd, study, dates, **more):
    run = wdd(*arguments({**with_dates(study, dates), **more}), "--json", "-", cwd=study)
    return json.loads(run.out)["counts"]


FORMS = {"%Y-%m-%d": {}, "%d/%m/%Y": {}, "%m/%d/%Y %I:%M %p": {}, "%d %b %y": {}, "%B %d, %Y": {}, "%d.%m.%Y %H:%M": {},
         "%y%m%d": {"--date-format": "%y%m%d"}, "%Y.%j": {"--date-format": "%Y.%j"}}


@pytest.mark.parametrize("form, options", FORMS.items(), ids=FORMS)
def test_a_column_proves_its_form(wdd, study, form, options):
    assert counted(wdd, study, [day.strftime(form) for day in DAYS], **options) == counted(wdd, study, DAYS)


def test_numbers_of_excel_and_of_arcgis(wdd, study):
    serials = [(day - datetime.date(1899, 12, 30)).days + 0.25 for day in DAYS]
    milliseconds = [86_400_000 * (day - datetime.date(1970, 1, 1)).days for day in DAYS]
    assert counted(wdd, study, serials) == counted(wdd, study, milliseconds) == counted(wdd, study, DAYS)


AMBIGUOUS = ["03/02/2023", "04/03/2023", "12/01/2023"]


def test_a_column_that_proves_nothing_is_one_question(wdd, study):
    run = wdd(*arguments(with_dates(study, AMBIGUOUS)), cwd=study, check=1)
    assert run.err.count("\n") == 1
    for part in ("written.csv", "'when'", "day first or month first", "--date-format day-first", "--date-format month-first"):
        assert part in run.err, run.err
    first, second = (counted(wdd, study, AMBIGUOUS, **{"--date-format": order}) for order in ("day-first", "month-first"))
    assert first != second


def test_a_column_in_two_forms_is_never_read_by_half(wdd, study):
    """As Excel leaves it: days up to 12 turned round and stored, the others as they were typed."""
    dates = [day.strftime("%d/%m/%Y") for day in DAYS] + ["2023-03-02", "2023-03-03"]
    for more in ([], ["--skip-bad-dates"]):
        run = wdd(*arguments(with_dates(study, dates)), *more, cwd=study, check=1)
        assert "two ways" in run.err and "written.csv" in run.err and run.err.count("\n") == 1


def test_an_unknown_format_names_what_there_is(wdd, study):
    run = wdd(*arguments({**with_dates(study, DAYS), "--date-format": "dd/mm/yyyy"}), cwd=study, check=2)
    assert "--date-format" in run.err and "day-first" in run.err and "%d/%m/%Y" in run.err
