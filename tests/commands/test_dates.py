# SPDX-License-Identifier: MIT
"""Which day an incident counts on, which days a period has, and what is said when the data do not cover them."""

import calendar
import datetime
import math

import pytest
from osgeo import ogr

from design import CONTROL, RESPONSE, RESPONSE_CORNER, make_areas, make_layer, test_arguments

MIDDLE = (RESPONSE_CORNER[0] + 500, RESPONSE_CORNER[1] + 500)  # of the response area
IN_CONTROL = (533500, 180500)
FAR = (100000, 900000)


@pytest.fixture(scope="module")
def areas(tmp_path_factory):
    return make_areas(tmp_path_factory.mktemp("areas") / "areas.gpkg")


@pytest.fixture
def run(wdd, areas, tmp_path):
    """Runs the small design on incidents [(place, value of 'day'), ...] of one kind of date field."""
    def run_design(incidents, kind, *more, period, check=True, driver="GPKG", file="i.gpkg", **how):
        rows = [(place, {"day": value}) for place, value in incidents]
        make_layer(tmp_path / file, rows, {"day": kind}, layer="i", driver=driver, **how)
        return wdd(*test_arguments(*areas, tmp_path / file, *more, period=period), check=check)
    return run_design


def treated(run):
    return run.counts["treated"]


def between(start, end):
    return ("--start", start, "--end", end)


MARCH = between("2023-03-01", "2023-03-31")  # before: 2023-01-29 to 2023-02-28


def date(text):
    return datetime.datetime.fromisoformat(text) if len(text) > 10 else datetime.date.fromisoformat(text)


# --- kinds of dates ---------------------------------------------------------------------------------------------------

EDGE_DAYS = ["2023-01-28", "2023-01-29", "2023-02-28", "2023-03-01", "2023-03-31", "2023-04-01"]  # out, 2 pre, 2 post, out


def test_both_ends_of_both_periods_are_included(run):
    result = run([(MIDDLE, date(day)) for day in EDGE_DAYS], "Date", period=MARCH)
    assert treated(result) == (2, 2)
    assert result.json["periods"] == {"pre": {"start": "2023-01-29", "end": "2023-02-28", "days": 31},
                                      "post": {"start": "2023-03-01", "end": "2023-03-31", "days": 31}}


@pytest.mark.parametrize("driver, file", [("GPKG", "i.gpkg"), ("GeoJSON", "i.geojson"), ("FlatGeobuf", "i.fgb"),
                                          ("SQLite", "i.sqlite")])
def test_a_datetime_without_zone_counts_on_its_date(run, driver, file):
    moments = [f"{day}T{time}" for day in EDGE_DAYS for time in ("00:00:00", "12:00:00", "23:59:59")]
    result = run([(MIDDLE, date(moment)) for moment in moments], "DateTime", period=MARCH, driver=driver, file=file,
                 geometry_type=ogr.wkbPoint)
    assert treated(result) == (6, 6)


TEXT_FORMS = ["{}", "{}T23:59:59", "{} 23:59", "{}T00:00:00.000", "{}T23:59:59Z", "{}T00:30:00+01:00", "{} 00:00:00+00",
              "{}T23:00:00-0500"]


@pytest.mark.parametrize("form", TEXT_FORMS)
@pytest.mark.parametrize("separator", ["-", "/", ""])
def test_iso_text_counts_on_the_date_that_is_written(run, form, separator):
    texts = [form.format(day.replace("-", separator)) for day in EDGE_DAYS]
    assert treated(run([(MIDDLE, text) for text in texts], "String", period=MARCH)) == (2, 2)


def test_kinds_of_text_may_be_mixed(run):
    texts = ["2023-02-28", "20230228", "2023/02/28 23:59", " 2023-03-01 ", "2023-03-31T23:30:00+02:00", "20230401"]
    assert treated(run([(MIDDLE, text) for text in texts], "String", period=MARCH)) == (3, 2)


@pytest.mark.parametrize("zone, counts", [
    (None, (1, 3)), ("UTC", (1, 3)), ("Europe/London", (1, 2)), ("America/New_York", (2, 2)), ("+00:30", (0, 3)),
    ("-05:00", (2, 2))])
def test_utc_moments_become_local_days_of_a_zone(run, zone, counts):
    # 23:30 UTC on 31 March is 1 April in London (summer time since the 26th), 02:00 UTC on 1 March is February in New York.
    moments = ["2023-02-28T23:30:00Z", "2023-03-01T02:00:00Z", "2023-03-25T23:30:00Z", "2023-03-31T23:30:00Z"]
    result = run([(MIDDLE, text) for text in moments], "String", *(["--time-zone", zone] if zone else []), period=MARCH)
    assert treated(result) == counts


def test_offsets_are_taken_as_written_without_a_zone_and_converted_with_one(run):
    texts = ["2023-03-01T00:30:00+01:00", "2023-03-31T23:30:00-05:00"]  # 28 February, 1 April in UTC
    places = [(MIDDLE, text) for text in texts]
    assert treated(run(places, "String", period=MARCH)) == (0, 2)
    assert treated(run(places, "String", "--time-zone", "UTC", period=MARCH, file="again.gpkg")) == (1, 0)


@pytest.mark.parametrize("driver, file", [("GeoJSON", "i.geojson"), ("GPKG", "i.gpkg"), ("FlatGeobuf", "i.fgb")])
def test_datetimes_in_utc_become_local_days_of_a_zone(run, driver, file):
    utc = datetime.timezone.utc
    moments = [datetime.datetime(2023, 3, 31, 23, 30, tzinfo=utc), datetime.datetime(2023, 3, 1, 0, 0, tzinfo=utc)]
    rows = [(MIDDLE, moment) for moment in moments]
    assert treated(run(rows, "DateTime", period=MARCH, driver=driver, file=file)) == (0, 2)
    again = "again" + file
    london = run(rows, "DateTime", "--time-zone", "Europe/London", period=MARCH, driver=driver, file=again)
    assert treated(london) == (0, 1)


def test_a_datetime_without_zone_stays_on_its_date_in_any_zone(run):
    texts = ["2023-03-31T23:30:00", "2023-03-31", "2023-03-01T00:10:00"]
    assert treated(run([(MIDDLE, text) for text in texts], "String", "--time-zone", "Europe/London",
                       period=MARCH)) == (0, 3)


# --- months -----------------------------------------------------------------------------------------------------------

def month_texts(counts):
    return [(MIDDLE, month) for month, count in counts.items() for _ in range(count)]


def test_whole_months_are_compared_with_the_whole_months_before(run):
    months = {"2020-12": 1, "2021-01": 2, "2021-02": 4, "2021-03": 8, "2021-04": 16, "2021-05": 32}
    result = run(month_texts(months), "String", period=between("2021-03", "2021-04"))
    assert result.json["periods"] == {"pre": {"start": "2021-01-01", "end": "2021-02-28", "days": 59},
                                      "post": {"start": "2021-03-01", "end": "2021-04-30", "days": 61}}
    assert treated(result) == (6, 24)
    # Two months each, but 59 and 61 days: compared per day, and told for the treatment period.
    assert result.json["total"]["estimate"] == pytest.approx(24 - 6 * 61 / 59, rel=1e-12)
    assert result.json["total"]["se"] == pytest.approx(math.sqrt(24 + 6 * (61 / 59) ** 2), rel=1e-12)
    assert result.json["incidents"]["month_only"] is True


@pytest.mark.parametrize("start, end", [("2021-03-02", "2021-03-31"), ("2021-03-01", "2021-03-30"),
                                        ("2021-03-15", "2021-04-14")])
def test_windows_that_are_not_whole_months_are_an_error_for_month_dates(run, start, end):
    result = run(month_texts({"2021-02": 1, "2021-03": 2}), "String", period=between(start, end), check=1)
    assert "whole months" in result.err and start in result.err and end in result.err
    assert result.out == "" and result.err.count("\n") == 1


def test_an_earlier_period_for_month_dates_must_be_whole_months_too(run):
    months = month_texts({"2020-03": 5, "2021-02": 1, "2021-03": 2})
    period = between("2021-03", "2021-03")
    result = run(months, "String", "--pre-start", "2020-03-01", "--pre-end", "2020-03-30", period=period, check=1)
    assert "whole months" in result.err
    result = run(months, "String", "--pre-start", "2020-03", "--pre-end", "2020-03", period=period, file="again.gpkg")
    assert treated(result) == (5, 2)


SPRING = between("2023-03-01", "2023-04-30")  # 61 days; before: 2022-12-30 to 2023-02-28


def days_from(first, count):
    return [(MIDDLE, (datetime.date.fromisoformat(first) + datetime.timedelta(days=i)).isoformat()) for i in range(count)]


def test_a_few_dates_by_month_do_not_move_the_periods_of_the_others(run):
    exact = run(days_from("2022-10-01", 300), "String", period=SPRING)
    assert treated(exact) == (61, 61) and exact.json["incidents"]["month_dates"] == 0
    mixed = run([*days_from("2022-10-01", 300), (MIDDLE, "2023-05"), (MIDDLE, "2023-03")], "String", period=SPRING, file="m.gpkg")
    assert treated(mixed) == (61, 61) and mixed.json["periods"] == exact.json["periods"]
    assert (mixed.json["incidents"]["month_dates"], mixed.json["incidents"]["month_only"]) == (2, False)
    assert "2 incidents in or around the zones are dated by month only and were left out" in mixed.json["warnings"][0]
    assert "(YYYY-MM)" in mixed.err and "2 incidents in or around the zones were ignored because they have a date that says only the month" in mixed.json["message"]
    assert "The incidents are dated by month." not in mixed.json["message"]
    assert mixed.json["total"] == exact.json["total"]


def test_months_rule_where_most_dates_say_no_more(run):
    months = [(MIDDLE, "2023-01")] * 30 + [(MIDDLE, "2023-04")] * 20
    result = run([*months, *days_from("2022-12-01", 49)], "String", period=SPRING)
    assert result.json["incidents"]["month_only"] is True and result.json["periods"]["pre"]["start"] == "2023-01-01"
    assert treated(result) == (30 + 18, 20)  # the exact days of January up to the 18th
    equal = run([*months, *days_from("2022-12-01", 50)], "String", period=SPRING, file="equal.gpkg")  # no more than half
    assert equal.json["incidents"]["month_only"] is False and treated(equal) == (2 + 19, 0)


def test_months_in_the_response_layer_s_fields_end_on_their_last_day(wdd, tmp_path):
    response = make_layer(tmp_path / "a.gpkg", [(RESPONSE, {"from": "2024-02", "to": "2024-02"})],
                          {"from": "String", "to": "String"}, layer="response")
    control = make_layer(tmp_path / "a.gpkg", [(CONTROL, {})], layer="control")
    days = ["2024-02-29", "2024-03-01", "2024-02-01", "2024-01-31", "2024-01-03", "2024-01-02"]
    incidents = make_layer(tmp_path / "i.gpkg", [(MIDDLE, {"day": date(day)}) for day in days], {"day": "Date"})
    result = wdd(*test_arguments(response, control, incidents, period=("--start-field", "from", "--end-field", "to")))
    assert treated(result) == (2, 2)
    assert result.json["periods"]["post"] == {"start": "2024-02-01", "end": "2024-02-29", "days": 29}
    assert result.json["periods"]["pre"] == {"start": "2024-01-03", "end": "2024-01-31", "days": 29}


@pytest.mark.parametrize("kind, start, end", [
    ("Date", datetime.date(2023, 3, 1), datetime.date(2023, 3, 31)),
    ("DateTime", datetime.datetime(2023, 3, 1, 0, 0), datetime.datetime(2023, 3, 31, 23, 59, 59)),
    ("String", "2023-03-01", "20230331"), ("String", "2023/03/01", "2023-03")])
def test_periods_from_fields_of_every_kind(wdd, tmp_path, kind, start, end):
    response = make_layer(tmp_path / "a.gpkg", [(RESPONSE, {"s": start, "e": end})], {"s": kind, "e": kind},
                          layer="response")
    control = make_layer(tmp_path / "a.gpkg", [(CONTROL, {})], layer="control")
    incidents = make_layer(tmp_path / "i.gpkg", [(MIDDLE, {"day": date(day)}) for day in EDGE_DAYS], {"day": "Date"})
    fields = ("--start_date_field", "s", "--end_date_field", "e")
    assert treated(wdd(*test_arguments(response, control, incidents, period=fields))) == (2, 2)


# --- periods ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("start, end, pre_start, pre_end, days", [
    ("2024-02-29", "2024-02-29", "2024-02-28", "2024-02-28", 1),  # one day
    ("2024-03-01", "2024-03-31", "2024-01-30", "2024-02-29", 31),  # over a leap day
    ("2023-03-01", "2023-03-31", "2023-01-29", "2023-02-28", 31),
    ("2024-01-01", "2024-12-31", "2022-12-31", "2023-12-31", 366),  # a leap year
    ("2021-05-01", "2022-04-30", "2020-05-01", "2021-04-30", 365),
    ("1900-03-01", "1900-03-31", "1900-01-29", "1900-02-28", 31),  # 1900 had no 29 February
])
def test_the_days_before_are_as_many_as_the_days_of_treatment(run, start, end, pre_start, pre_end, days):
    first, last = date(pre_start), date(end)
    one = datetime.timedelta(days=1)
    incidents = [(MIDDLE, day) for day in (first - one, first, date(pre_end), date(start), last, last + one)]
    result = run(incidents, "Date", period=between(start, end))
    assert result.json["periods"] == {"pre": {"start": pre_start, "end": pre_end, "days": days},
                                      "post": {"start": start, "end": end, "days": days}}
    assert treated(result) == (2, 2)


def test_unequal_periods_are_compared_per_day(run):
    # 20 days before, 30 days after: counts N/w with w = 20, 30.
    incidents = [(MIDDLE, date("2023-01-05"))] * 40 + [(MIDDLE, date("2023-03-10"))] * 30
    incidents += [(IN_CONTROL, date("2023-01-20"))] * 20 + [(IN_CONTROL, date("2023-03-30"))] * 45
    incidents += [(MIDDLE, date("2023-01-21")), (MIDDLE, date("2022-12-31"))]  # outside both
    result = run(incidents, "Date", "--pre-start", "2023-01-01", "--pre-end", "2023-01-20",
                 period=between("2023-03-01", "2023-03-30"))
    assert result.counts["treated"] == (40, 30) and result.counts["control"] == (20, 45)
    assert (result.json["periods"]["pre"]["days"], result.json["periods"]["post"]["days"]) == (20, 30)
    estimate = (30 / 30 - 40 / 20) - (45 / 30 - 20 / 20)
    se = math.sqrt(30 / 30**2 + 40 / 20**2 + 45 / 30**2 + 20 / 20**2)
    total = result.json["total"]
    # Any common factor of the weights (days, or days relative to one period) leaves z as it is.
    assert total["z"] == pytest.approx(estimate / se, rel=1e-12)
    assert total["estimate"] / total["se"] == pytest.approx(estimate / se, rel=1e-12)
    assert result.json["total"]["p_one_tailed"] == pytest.approx(math.erfc(-estimate / se / math.sqrt(2)) / 2, rel=1e-9)


def test_unequal_periods_have_the_days_as_time_weights(run):
    incidents = [(MIDDLE, date("2023-01-05"))] * 40 + [(MIDDLE, date("2023-03-10"))] * 30
    result = run(incidents, "Date", "--pre-start", "2023-01-01", "--pre-end", "2023-01-20",
                 period=between("2023-03-01", "2023-03-30"))
    # Incidents over the 30 days of the treatment, not per day.
    assert result.json["total"]["estimate"] == pytest.approx(30 - 40 * 30 / 20, rel=1e-12)
    assert result.json["total"]["se"] == pytest.approx(math.sqrt(30 + 40 * (30 / 20) ** 2), rel=1e-12)


def test_another_period_of_the_same_length_needs_no_weights(run):
    incidents = [(MIDDLE, date("2022-03-05"))] * 5 + [(MIDDLE, date("2023-03-10"))] * 3
    result = run(incidents, "Date", "--pre-start", "2022-03-01", "--pre-end", "2022-03-31", period=MARCH)
    assert treated(result) == (5, 3)
    assert result.json["total"]["estimate"] == -2


@pytest.mark.parametrize("pre_end", ["2023-03-01", "2023-03-15", "2024-01-01"])
def test_the_pre_treatment_period_must_end_before_the_treatment(run, pre_end):
    result = run([(MIDDLE, date("2023-03-05"))], "Date", "--pre-start", "2023-01-01", "--pre-end", pre_end, period=MARCH,
                 check=2)
    assert pre_end in result.err


# --- the 36 months ----------------------------------------------------------------------------------------------------

def month_starts(start, months=36):
    """Month k begins k calendar months before start, its day clamped to the month's end."""
    starts = []
    for back in range(months, 0, -1):
        number = start.year * 12 + start.month - 1 - back
        year, month = number // 12, number % 12 + 1
        starts.append(datetime.date(year, month, min(start.day, calendar.monthrange(year, month)[1])))
    return starts


def daily(first, last, place=MIDDLE):
    return [(place, first + datetime.timedelta(days=i)) for i in range((last - first).days + 1)]


@pytest.mark.parametrize("start", ["2021-05-01", "2021-03-31", "2024-02-29", "2023-03-30", "2021-12-31"])
@pytest.mark.parametrize("far", [False, True])
def test_months_are_counted_back_from_the_start_and_clamped(run, start, far):
    start = date(start)
    end = start + datetime.timedelta(days=27)
    incidents = daily(start - datetime.timedelta(days=1200),
                      end) + daily(start - datetime.timedelta(days=1200), end, IN_CONTROL)[::2]
    incidents += [(FAR, day) for _, day in incidents] if far else []
    result = run(incidents, "Date", "--test-suitability", "--suitability-action", "warn", period=between(start, end))
    months = result.json["suitability"]["months"]
    starts = month_starts(start)
    assert months["start"] == [day.isoformat() for day in starts]
    # One incident a day in the response area: its counts are the lengths of the months.
    assert months["treated"] == [(b - a).days for a, b in zip(starts, [*starts[1:], start])]
    assert result.json["warnings"] == []


@pytest.mark.parametrize("months, warned, defined", [(36, False, True), (35, True, True), (12, True, True),
                                                     (11, False, False), (1, False, False)])
@pytest.mark.parametrize("far", [False, True])
def test_fewer_than_36_months_warn_and_fewer_than_12_leave_the_correlation_undefined(run, months, warned, defined, far):
    start, end = datetime.date(2021, 5, 1), datetime.date(2021, 5, 14)
    first = month_starts(start)[-months]
    incidents = daily(first, end) + daily(first, end, IN_CONTROL)[::3]
    incidents += [(FAR, day) for _, day in incidents] if far else []
    result = run(incidents, "Date", "--test-suitability", "--suitability-action", "warn", period=between(start, end))
    suitability = result.json["suitability"]
    assert len(suitability["months"]["treated"]) == months
    assert (suitability["correlation"] is not None) == defined
    assert any("months" in warning for warning in result.json["warnings"]) == warned
    if not defined:
        assert suitability["checks"]["correlation"]["met"] is False
        assert "12" in suitability["checks"]["correlation"]["reason"]


# --- what the data do not cover ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("far", [False, True])
def test_a_treatment_beyond_the_last_incident_is_warned_of(run, far):
    incidents = [(MIDDLE, date(day)) for day in ("2022-01-01", "2023-02-10", "2023-03-20")]
    incidents += [(FAR, day) for _, day in incidents * 20] if far else []
    result = run(incidents, "Date", period=MARCH)
    assert [w for w in result.json["warnings"] if "2023-03-20" in w and "2023-03-31" in w]
    assert "2023-03-20" in result.err
    assert treated(result) == (1, 1)


def about_dates(run):
    """The warnings but for those of a control area with few incidents, which these studies have."""
    return [warning for warning in run.json["warnings"] if not warning.startswith("The control area had")]


def test_an_incident_elsewhere_on_the_last_day_shows_that_the_data_go_that_far(run):
    incidents = [(MIDDLE, date("2023-02-10")), (FAR, date("2023-03-31")), (FAR, date("2020-01-01"))]
    assert about_dates(run(incidents, "Date", period=MARCH)) == []


def test_a_pre_treatment_period_before_the_first_incident_is_warned_of(run):
    result = run([(MIDDLE, date("2023-02-10")), (MIDDLE, date("2023-04-10"))], "Date", period=MARCH)
    assert [w for w in result.json["warnings"] if "2023-02-10" in w and "2023-01-29" in w]


# With an index a layer is read in part, and what it covers comes from a query of its dates.
@pytest.mark.parametrize("driver, file, options", [
    ("GPKG", "i.gpkg", ("SPATIAL_INDEX=YES",)), ("GPKG", "i.gpkg", ("SPATIAL_INDEX=NO",)), ("FlatGeobuf", "i.fgb", ())])
@pytest.mark.parametrize("odd", [[], [""], ["unknown"], ["0000-00-00"], ["31/12/2023"]], ids=str)
def test_one_empty_or_bad_date_does_not_hide_what_the_others_cover(run, driver, file, options, odd):
    start, end = datetime.date(2021, 5, 1), datetime.date(2021, 5, 14)
    first = month_starts(start)[-20]
    days = daily(first, end) + daily(first, end, IN_CONTROL)[::3] + daily(first, end, FAR)
    incidents = [(place, day.isoformat()) for place, day in days] + [(MIDDLE, text) for text in odd]
    result = run(incidents, "String", "--skip-bad-dates", "--test-suitability", "--suitability-action", "warn",
                 period=between(start, end), driver=driver, file=file, options=options, geometry_type=ogr.wkbPoint)
    assert len(result.json["suitability"]["months"]["treated"]) == 20
    assert about_dates(result) == [f"The incidents begin {first}, so the correlation is that of 20 months instead of 36."]


@pytest.mark.parametrize("kind", ["near", "far"])
def test_mixed_ways_of_writing_dates_do_not_hide_what_they_cover(run, kind):
    # The order of the texts is not that of the days: "20230301" comes last.
    incidents = [(MIDDLE, "20210105"), (MIDDLE, "2023/02/10"), (MIDDLE, "2023-03-31"), (MIDDLE, "20230301")]
    incidents += [(FAR, text) for _, text in incidents * 20] if kind == "far" else []
    result = run(incidents, "String", period=MARCH)
    assert not [warning for warning in result.json["warnings"] if "incident (" in warning]
    assert treated(result) == (1, 2)


# --- dates that are not there -----------------------------------------------------------------------------------------

def test_null_and_empty_dates_are_counted(run):
    incidents = [(MIDDLE, "2023-02-10"), (MIDDLE, None), (MIDDLE, ""), (MIDDLE, "   "), (MIDDLE, "2023-04-01"),
                 (MIDDLE, "2020-01-01")]
    result = run(incidents, "String", "--skip-bad-dates", period=MARCH)
    assert treated(result) == (1, 0)
    assert result.json["incidents"]["null_date"] == 3


@pytest.mark.parametrize("text", ["2023-02-30", "31/03/2023", "soon", "2023-13-01", "2023-03-05T25:00:00"])
def test_a_date_that_cannot_be_read_is_an_error_with_the_feature_s_id(run, text):
    incidents = [(MIDDLE, "2023-02-10"), (MIDDLE, text), (MIDDLE, "worse")]
    result = run(incidents, "String", period=MARCH, check=1)
    assert f"'{text}'" in result.err and "feature 2" in result.err and "'day'" in result.err
    skipped = run(incidents, "String", "--skip-bad-dates", period=MARCH, file="again.gpkg")
    assert skipped.json["incidents"]["bad_date"] == 2
    assert treated(skipped) == (1, 0)
