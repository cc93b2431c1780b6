# SPDX-License-Identifier: MIT
"""crims rhythm: incidents by the 168 hours of the week, against tables made by others and against counting by hand."""

import csv
import datetime
import io
from collections import Counter, defaultdict

import pytest

from design import make_layer
from osgeo import ogr


def table(text):
    """{crime type: [(count, weight) of the 168 hours]}, with the total of each checked."""
    types = defaultdict(list)
    for row in csv.DictReader(io.StringIO(text)):
        assert int(row["hour"]) == len(types[row["crime_type"]])
        types[row["crime_type"]].append((int(row["count"]), float(row["weight"])))
        assert int(row["total"]) >= int(row["count"])
    for rows in types.values():
        assert len(rows) == 168
        assert sum(weight for _, weight in rows) == pytest.approx(168, abs=1e-8)
    return dict(types)


def hour(moment):
    return 24 * moment.weekday() + moment.hour


def by_period(hours):
    """[(count, mean weight) of the 21 periods of eight hours]."""
    return [(sum(count for count, _ in hours[i:i + 8]), sum(weight for _, weight in hours[i:i + 8]) / 8) for i in range(0, 168, 8)]


def write_csv(path, rows, header="when,kind"):
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def moments(first, count, step):
    return [first + i * step for i in range(count)]


TWO_YEARS = moments(datetime.datetime(2020, 1, 1, 0, 7), 2400, datetime.timedelta(hours=7, minutes=19))


def test_new_york_shootings_are_those_of_the_shared_table(crims, shared, tmp_path):
    crims("rhythm", "--incidents", shared / "data/wdd/nyc_shootings_2006_2023.csv", "--date-field", "OCCUR_DATE",
          "--time-field", "OCCUR_TIME", "--output", tmp_path / "r.csv")
    hours = table((tmp_path / "r.csv").read_text())["all"]
    mine = by_period(hours)
    with open(shared / "data/temporal/other_us_21period.csv", encoding="utf-8") as file:
        expected = [row for row in csv.DictReader(file) if row["series"] == "nyc shooting"]
    assert len(expected) == 21
    for (count, weight), row in zip(mine, expected):
        assert count == int(row["count"])
        assert weight == pytest.approx(float(row["weight"]), abs=0.06)
    # What is smooth does not jump at 08:00, where counts by period do by a factor of three.
    for day in range(7):
        assert 0.5 < hours[24 * day + 8][1] / hours[24 * day + 7][1] < 2


def test_counts_each_type_by_local_hour(crims, tmp_path):
    kinds = ["theft", 'he said "no", twice', "assault"]
    rows = [(moment, kinds[i % 3]) for i, moment in enumerate(TWO_YEARS)]
    quoted = {kind: '"' + kind.replace('"', '""') + '"' for kind in kinds}
    source = write_csv(tmp_path / "i.csv", [f"{m:%Y-%m-%d %H:%M:%S},{quoted[k]}" for m, k in rows])
    run = crims("rhythm", "--incidents", source, "--date-field", "when", "--type-field", "kind", "--output", "-")
    expected = Counter((kind, hour(moment)) for moment, kind in rows)
    types = table(run.out)
    assert list(types) == sorted(kinds)
    for kind, values in types.items():
        for i, (count, weight) in enumerate(values):
            assert count == expected[kind, i]
            assert weight == pytest.approx(1, abs=0.35)  # they are even over the week


def test_a_geopackage_with_date_times_gives_the_same_as_its_csv(crims, tmp_path):
    source = write_csv(tmp_path / "i.csv", [f"{m:%Y-%m-%dT%H:%M},x" for m in TWO_YEARS])
    make_layer(tmp_path / "i.gpkg", [((0, 0), {"when": m}) for m in TWO_YEARS], {"when": "DateTime"},
               geometry_type=ogr.wkbPoint)
    outputs = [crims("rhythm", "--incidents", path, "--date-field", "when", "--output", "-").out
               for path in (source, tmp_path / "i.gpkg")]
    assert outputs[0] == outputs[1]


def test_the_time_zone_moves_utc_to_local_periods(crims, tmp_path):
    noon = [f"2021-{1 + i % 12:02}-{1 + i % 28:02}T23:30:00Z,x" for i in range(400)]
    source = write_csv(tmp_path / "i.csv", noon)
    args = ["rhythm", "--incidents", source, "--date-field", "when", "--output", "-"]
    assert sum(count for count, _ in by_period(table(crims(*args).out)["all"])[2::3]) == 400
    local = by_period(table(crims(*args, "--time-zone", "+09:00").out)["all"])
    assert sum(count for count, _ in local[1::3]) == 400  # 08:30 of the next day


@pytest.mark.parametrize("time,expected", [("00:00:00", 0), ("07:59:59", 7), ("08:00:00", 8), ("15:59:59", 15),
                                           ("16:00:00", 16), ("23:59:59", 23)])
def test_an_hour_begins_at_its_first_second(crims, tmp_path, time, expected):
    monday = datetime.date(2021, 3, 1)
    rows = [f"{monday + datetime.timedelta(weeks=i)} {time},x" for i in range(60)] + ["2021-03-06 12:00:00,x"]
    source = write_csv(tmp_path / "i.csv", rows)
    run = crims("rhythm", "--incidents", source, "--date-field", "when", "--output", "-")
    assert table(run.out)["all"][expected][0] == 60


def test_days_that_occur_more_often_in_a_short_span_count_less(crims, tmp_path):
    """Ten days with one crime in each period: three weekdays occur twice."""
    first = datetime.datetime(2021, 3, 1, 4)
    source = write_csv(tmp_path / "i.csv", [f"{m},x" for m in moments(first, 30, datetime.timedelta(hours=8))])
    run = crims("rhythm", "--incidents", source, "--date-field", "when", "--output", "-")
    values = table(run.out)["all"]
    periods = by_period(values)
    assert [count for count, _ in periods] == [2] * 9 + [1] * 12
    assert all(weight == pytest.approx(1, abs=0.02) for _, weight in periods)
    assert "less than two weeks" in run.err


@pytest.mark.parametrize("rows,reason", [
    (["2021-03-01,x", "2021-03-02,x"], "no time of day"),
    (["2021-03-01T00:00:00,x", "2021-03-02 00:00,x"], "exactly 00:00"),
    (["2021-03,x"], "no time of day"),
    (["2021-03-01 12:00,x", "01-2021-03,x"], "feature 2: '01-2021-03' in field 'when' is not a date"),
    ([",x"], "none of its incidents has a date"),
])
def test_dates_that_tell_no_rhythm_are_an_error(crims, tmp_path, rows, reason):
    source = write_csv(tmp_path / "i.csv", rows)
    run = crims("rhythm", "--incidents", source, "--date-field", "when", "--output", tmp_path / "r.csv", check=1)
    assert run.err.count("\n") == 1 and reason in run.err
    assert not (tmp_path / "r.csv").exists()


def test_a_field_that_is_not_there_lists_those_that_are(crims, tmp_path):
    source = write_csv(tmp_path / "i.csv", ["2021-03-01 12:00,x"])
    run = crims("rhythm", "--incidents", source, "--date-field", "hour", "--output", "-", check=1)
    assert "'hour' (--date-field)" in run.err and "when, kind" in run.err


def test_what_is_left_out_is_said(crims, tmp_path):
    rows = [f"{m},x" for m in TWO_YEARS] + [",x", "2021-03-01 12:00,", "2021-03-01,x"]
    source = write_csv(tmp_path / "i.csv", rows)
    run = crims("rhythm", "--incidents", source, "--date-field", "when", "--type-field", "kind", "--output",
                tmp_path / "r.csv", "--json", "-")
    assert run.json["incidents"] == {"read": 2403, "used": 2400, "without_date": 1, "without_type": 1, "without_time": 1}
    assert "1 incidents without a date and 1 without a crime type" in run.err
    assert "1 of 2401 incidents have no time of day" in run.err
    assert run.json["first_day"] == "2020-01-01"


def test_a_public_holiday_counts_as_a_sunday(crims, tmp_path):
    """One incident at noon of each day of two years; ten Wednesdays are holidays with three more."""
    first = datetime.datetime(2020, 1, 1, 12)  # a Wednesday
    days = moments(first, 728, datetime.timedelta(days=1))
    holidays = [first + datetime.timedelta(weeks=8 * i) for i in range(10)]
    source = write_csv(tmp_path / "i.csv", [f"{m},x" for m in days + 3 * holidays])
    dates = write_csv(tmp_path / "holidays.csv", [f"{m:%Y-%m-%d}" for m in holidays], "date")
    args = ["rhythm", "--incidents", source, "--date-field", "when", "--output", "-"]
    plain, known = (table(crims(*args, *more).out)["all"] for more in ((), ("--holidays", dates)))
    assert plain[2 * 24 + 12][0] == 134 and plain[6 * 24 + 12][0] == 104
    assert known[2 * 24 + 12][0] == 94 and known[6 * 24 + 12][0] == 144
    # Weights are by how often a day was: 94 of 94 Wednesdays, 144 of 114 Sundays.
    assert known[6 * 24 + 12][1] / known[2 * 24 + 12][1] == pytest.approx(144 / 114, rel=0.05)
    dates.write_text("date\n2020-13-01\n")
    assert "row 1: '2020-13-01' is not a date" in crims(*args, "--holidays", dates, check=1).err


def test_an_existing_output_is_kept(crims, tmp_path):
    source = write_csv(tmp_path / "i.csv", [f"{m},x" for m in TWO_YEARS])
    args = ["rhythm", "--incidents", source, "--date-field", "when", "--output"]
    (tmp_path / "r.csv").write_text("mine")
    assert "exists already" in crims(*args, tmp_path / "r.csv", check=1).err
    assert (tmp_path / "r.csv").read_text() == "mine"
    crims(*args, tmp_path / "r.csv", "--overwrite")
    assert len(table((tmp_path / "r.csv").read_text())) == 1
    assert "would overwrite an input" in crims(*args, source, "--overwrite", check=2).err
