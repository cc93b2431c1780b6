# SPDX-License-Identifier: MIT
"""Is the control area like the response area? Thresholds met exactly, just missed and undefined, and how it is said."""

import datetime
import json
import math

import pytest

from bad_input import changed, error_line, snapshot
from design import make_layer

X, Y = 530000, 180000
CONTROL_X = 540000
MONTHS = [(2020 + (2 + k) // 12, (2 + k) % 12 + 1) for k in range(36)]  # March 2020 to February 2023
RISING = [5 + k for k in range(36)]
PERIOD = ("--start", "2023-03-01", "--end", "2023-03-31")


def rectangle(x, y, width, height):
    return f"POLYGON (({x} {y},{x + width} {y},{x + width} {y + height},{x} {y + height},{x} {y}))"


@pytest.fixture
def study(tmp_path):
    """study(treated, control, width): incidents a month in both areas, and the width of the control area. The command line.

    The month's incidents are of its 15th, so the 31 days before March 2023 hold those of February.
    """
    def make(treated, control, width=1000.0, extra=(), after=3):
        rows = []
        for x, series in ((X, treated), (CONTROL_X, control)):
            months = MONTHS[len(MONTHS) - len(series):]
            for (year, month), count in zip(months, series):
                rows += [((x + 500, Y + 500), {"day": datetime.date(year, month, 15)})] * count
            rows += [((x + 500, Y + 500), {"day": datetime.date(2023, 3, 31)})] * after
        rows += [((X - 90000, Y), {"day": day}) for day in extra]
        areas = tmp_path / "areas.gpkg"
        make_layer(areas, [(rectangle(X, Y, 1000, 1000), {})], layer="response")
        make_layer(areas, [(rectangle(CONTROL_X, Y, width, 1000), {})], layer="control")
        make_layer(tmp_path / "incidents.gpkg", rows, {"day": "Date"}, layer="incidents")
        return ["test", "--response", "areas.gpkg|layername=response", "--control", "areas.gpkg|layername=control",
                "--incidents", "incidents.gpkg", "--date-field", "day", *PERIOD, "--displacement", "0", "--test-suitability"]
    return make


@pytest.fixture
def assess(wdd, tmp_path):
    """assess(args): the "suitability" of the JSON, after making sure that the exit status and the error say the same."""
    def run(args):
        warned = wdd(*args, "--suitability-action", "warn", "--json", "-", cwd=tmp_path)
        result = warned.json["suitability"]
        before = snapshot(tmp_path)
        failed = wdd(*args, "--output", "r.gpkg", "--message", "r.txt", "--overwrite", cwd=tmp_path, check=False)
        assert failed.status == (0 if result["suitable"] else 3), failed.err
        if not result["suitable"]:
            assert changed(before, snapshot(tmp_path)) == []
        assert result["suitable"] is all(check["met"] for check in result["checks"].values())
        result["message"] = warned.json["message"]
        result["warnings"] = warned.json["warnings"]
        result["error"] = next((line for line in failed.err.splitlines() if line.startswith("wdd: error")), None)
        return result
    return run


# --- not asked for ----------------------------------------------------------------------------------------------------


def test_thresholds_without_a_test_are_said_to_have_no_effect(wdd, study, tmp_path):
    args = [argument for argument in study(RISING, RISING, 3000.0) if argument != "--test-suitability"]
    run = wdd(*args, "--max-count-difference", "1", "--suitability-action", "warn", "--json", "-", cwd=tmp_path)
    assert run.json["warnings"] == ["The control area's suitability was not tested, so --max-count-difference, "
                                    "--suitability-action had no effect; --test-suitability tests it."]
    assert run.json["warnings"][0] in run.err and run.json["warnings"][0] in run.json["message"]
    plain = wdd(*args, "--test_suitability", "NO_TEST", "--max-count-difference", "20", "--json", "-", cwd=tmp_path)
    assert plain.json["warnings"] == [] and plain.err == ""  # ArcGIS's default, as a script of its tool has it


# --- on the threshold -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width,maximum,met", [
    (1200.0, "20", True),
    (800.0, "20", True),
    (1200.001, "20", False),
    (799.999, "20", False),
    (1000.0, "0", True),
    (1000.001, "0", False),
    (2500.0, "150", True),
    (2500.001, "150", False),
])
def test_an_area_difference_of_just_the_maximum_is_met(study, assess, width, maximum, met):
    result = assess(study(RISING, RISING, width) + ["--max-area-difference", maximum])
    assert result["area_difference"] == pytest.approx(abs(width - 1000) / 10, abs=1e-9)
    assert result["checks"]["area_difference"]["met"] is met
    assert result["suitable"] is met


@pytest.mark.parametrize("treated,control,maximum,met", [
    (10, 12, "20", True),
    (10, 8, "20", True),
    (10, 13, "20", False),
    (10, 7, "20", False),
    (3, 4, "33.3333", False),
    (3, 4, "33.3334", True),
    (7, 7, "0", True),
    (7, 8, "0", False),
    (4, 0, "100", True),
])
def test_a_count_difference_of_just_the_maximum_is_met(study, assess, treated, control, maximum, met):
    result = assess(study(RISING[:35] + [treated], RISING[:35] + [control]) + ["--max-count-difference", maximum])
    assert result["count_difference"] == pytest.approx(100 * abs(control - treated) / treated)
    assert result["checks"]["count_difference"]["met"] is met
    assert result["suitable"] is met


def pearson(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    covariance = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    return covariance / math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))


NOISY = [5 + (k * 7) % 11 for k in range(35)] + [40]


@pytest.mark.parametrize("control", [RISING[:35] + [40], NOISY[:17] + RISING[17:35] + [40]])
def test_a_correlation_of_just_the_minimum_is_met(study, assess, control):
    args = study(NOISY, control)
    r = pearson(NOISY, control)
    assert 0.2 < r < 0.99
    for minimum, met in ((r - 1e-9, True), (r + 1e-9, False)):
        result = assess(args + ["--min-correlation", repr(minimum)])
        assert result["correlation"] == pytest.approx(r, abs=1e-12)
        assert result["checks"]["correlation"]["met"] is met and result["suitable"] is met


def test_a_correlation_of_one_is_exactly_one(study, assess):
    assert assess(study(NOISY, NOISY) + ["--min-correlation", "1"])["suitable"] is True


def test_the_months_of_both_areas_are_given(study, assess):
    months = assess(study(RISING, NOISY))["months"]
    assert months["start"] == [f"{year}-{month:02}-01" for year, month in MONTHS]
    assert months["treated"] == RISING and months["control"] == NOISY


# --- negative correlation ---------------------------------------------------------------------------------------------

SWING = [4 + (-1) ** k * 2 for k in range(35)] + [4]
COUNTERSWING = [8 - n for n in SWING]


def test_a_negative_correlation_passes_by_its_absolute_value_and_is_called_out(study, assess):
    result = assess(study(SWING, COUNTERSWING) + ["--min-correlation", "1"])
    assert result["correlation"] == -1 and result["suitable"] is True
    assert "The correlation is negative (R = -1.000)" in result["message"]


def test_a_negative_correlation_that_misses_is_not_called_passing(study, assess):
    result = assess(study(NOISY, [45 - n for n in NOISY[:35]] + [40]) + ["--min-correlation", "1"])
    assert result["correlation"] < 0 and result["suitable"] is False
    assert "passes" not in result["message"]


# --- undefined --------------------------------------------------------------------------------------------------------


def test_no_incident_before_makes_the_count_undefined(study, assess):
    result = assess(study(RISING[:35] + [0], RISING[:35] + [9]))
    check = result["checks"]["count_difference"]
    assert result["count_difference"] is None and check["met"] is False
    assert "no incident in the pre-treatment period" in check["reason"]
    assert check["reason"].rstrip(".") in result["error"] and "undefined" in result["error"]


@pytest.mark.parametrize("treated,control,who", [
    ([5] * 36, RISING[:35] + [5], "The response area has"),
    (RISING[:35] + [5], [5] * 36, "The control area has"),
    ([5] * 36, [5] * 36, "The response area and the control area each have"),
])
def test_a_constant_series_makes_the_correlation_undefined(study, assess, treated, control, who):
    result = assess(study(treated, control) + ["--min-correlation", "0"])
    check = result["checks"]["correlation"]
    assert result["correlation"] is None and check["met"] is False
    assert check["reason"].startswith(f"{who} the same number of incidents in every month")
    assert who in result["error"] and result["suitable"] is False


@pytest.mark.parametrize("months", [0, 1, 11])
def test_less_than_a_year_makes_the_correlation_undefined(study, assess, months):
    result = assess(study(RISING[36 - months:], RISING[36 - months:]))
    check = result["checks"]["correlation"]
    assert result["correlation"] is None and check["met"] is False
    assert f"{months} month" in check["reason"] and "12" in check["reason"]
    assert f"{months} month" in result["error"]


@pytest.mark.parametrize("months", [12, 24, 35])
def test_a_year_and_more_is_computed_with_a_warning(study, assess, months):
    treated, control = NOISY[36 - months:], RISING[36 - months:35] + [40]
    result = assess(study(treated, control) + ["--min-correlation", "0"])
    assert result["correlation"] == pytest.approx(pearson(treated, control), abs=1e-12)
    warning, = (text for text in result["warnings"] if "correlation" in text)
    assert f"{months} months instead of 36" in warning and warning in result["message"]
    assert len(result["months"]["treated"]) == months


def test_three_years_are_computed_without_a_warning(study, assess):
    result = assess(study(NOISY, NOISY))
    assert not [text for text in result["warnings"] if "correlation" in text]


def test_a_stray_incident_elsewhere_makes_no_months_of_data(study, assess):
    """Twelve months are recorded; one incident far away in 2020 does not show that there are data since then."""
    result = assess(study(RISING[24:], RISING[24:], extra=[datetime.date(2020, 3, 31)]))
    assert result["months"]["treated"] == RISING[24:]
    assert [text for text in result["warnings"] if "correlation is that of 12 months" in text]


# --- how it is said ---------------------------------------------------------------------------------------------------


def test_the_error_gives_all_values_the_numbers_behind_them_and_what_to_try(wdd, study, tmp_path):
    run = wdd(*study(NOISY[:35] + [10], [45 - n for n in NOISY[:35]] + [25], 1300.0), "--min-correlation", "0.999",
              cwd=tmp_path, check=False)
    assert run.status == 3
    line = error_line(run)
    for words in ("not suitable", "area difference 30.00 %", "1,000,000 m² response", "1,300,000 m² control",
                  "at most 20 %: not met", "count difference 150.00 %", "10 response", "25 control", "36 months",
                  "|R| at least 0.999: not met"):
        assert words in line, words
    assert line.count("not met") == 3 and line.count(" control area closer in size.") + line.count(" Choose a control area whose ") == 3


def test_only_what_is_not_met_is_to_be_tried(wdd, study, tmp_path):
    line = error_line(wdd(*study(RISING, RISING, 1300.0), cwd=tmp_path, check=False))
    assert line.count("not met") == 1 and line.count(": met") == 2
    assert line.endswith(" Use a control area closer in size.") and "Choose" not in line


def test_the_message_gives_the_same_table_when_warned(wdd, study, tmp_path):
    run = wdd(*study(NOISY[:35] + [10], RISING[:35] + [25], 1300.0), "--suitability-action", "warn", cwd=tmp_path)
    assert run.out.count("The control area did not pass: 3 of 3 suitability checks failed.") == 2
    assert "30.00 %" in run.out and "1,000,000 / 1,300,000 m²" in run.out
    assert "150.00 %" in run.out and "10 / 25" in run.out
    assert run.out.count("NOT MET") == 3
    assert "Use a control area closer in size." in run.out and run.out.count("- Choose a control area whose ") == 2


def test_a_suitable_control_is_said_to_be_one(wdd, study, tmp_path):
    run = wdd(*study(RISING, RISING), cwd=tmp_path)
    assert "The control area passed: all three thresholds are met." in run.out
    assert "NOT" not in run.out and "Try" not in run.out


def test_areas_are_in_square_metres_whatever_the_unit_of_the_system(wdd, study, tmp_path):
    args = study(RISING, RISING, 1300.0)
    feet = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +units=ft +no_defs +type=crs"
    line = error_line(wdd(*args, "--crs", feet, cwd=tmp_path, check=False))
    assert "1,000,000 m² response" in line and "1,300,000 m² control" in line


UNITS = {"984.252 ft": ("10,763,910 / 13,993,084 square feet", "10,763,910 square feet response, 13,993,084 square feet control"),
         "984.252 FeetUS": ("10,763,867 / 13,993,028 square feet", "10,763,867 square feet response"),
         "0.1875 mi": ("0.386 / 0.502 square miles", "0.386 square miles response, 0.502 square miles control"),
         "300 m": ("1,000,000 / 1,300,000 m²", "1,000,000 m² response")}


@pytest.mark.parametrize("distance", UNITS)
def test_sizes_are_told_in_the_unit_of_the_distance_and_stored_in_square_metres(wdd, study, tmp_path, distance):
    args = study(RISING, RISING, 1300.0)
    args[args.index("--displacement") + 1] = distance
    table, sentence = UNITS[distance]
    assert sentence in error_line(wdd(*args, cwd=tmp_path, check=False))
    run = wdd(*args, "--suitability-action", "warn", "--json", "-", "--html", "r.html", cwd=tmp_path)
    assert table in run.json["message"] and table in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert run.json["areas"]["treated"] == pytest.approx(1e6, rel=1e-6) and run.json["areas"]["control"] == pytest.approx(1.3e6, rel=1e-6)


def test_a_bare_distance_has_the_unit_of_the_system(wdd, study, tmp_path):
    args = study(RISING, RISING, 1300.0)
    args[args.index("--displacement") + 1] = "900"
    feet = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +units=ft +no_defs +type=crs"
    assert "10,763,910 square feet response" in error_line(wdd(*args, "--crs", feet, cwd=tmp_path, check=False))


def test_json_on_standard_output_tells_a_program_why(wdd, study, tmp_path):
    """A front end shows the numbers; the file outputs stay unwritten."""
    run = wdd(*study(RISING, RISING, 1300.0), "--json", "-", "--html", "r.html", cwd=tmp_path, check=False)
    assert run.status == 3 and not (tmp_path / "r.html").exists()
    assert json.loads(run.out)["suitability"]["suitable"] is False


def test_without_the_test_it_is_said_that_suitability_was_not_tested(wdd, study, tmp_path):
    run = wdd(*study(RISING, RISING, 5000.0)[:-1], "--json", "-", cwd=tmp_path)
    assert run.json["suitability"] == {"tested": False, "suitable": None, "area_difference": None,
                                       "count_difference": None, "correlation": None, "months": None}
    assert "The suitability of the control area was not tested" in run.json["message"]
    assert "Suitability of the control area" not in run.json["message"]
