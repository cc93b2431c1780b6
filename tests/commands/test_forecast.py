# SPDX-License-Identifier: MIT
"""The forecast from comparable areas: `wdd test` leads with it, and says why where it cannot be given."""

import datetime
import math
import re

import pytest
from osgeo import ogr

from conftest import read_result
from design import make_layer, square
from forecast_town import CONTROL, HISTORY_MONTHS, MIDDLE, POST, SIDE, X0, Y0, arguments, by_cell, corner, cut, make_study, nothing, town  # noqa: F401

numpy = pytest.importorskip("numpy")
stats = pytest.importorskip("scipy.stats")

def arguments_of_test(path, *more, **how):
    return arguments("test", path, *more, **how)


def independent_forecast(rows):
    """The method again, in numpy: comparable squares that are 1 km away, and the forecast for the middle one."""
    counts = by_cell(rows)
    pre, post, past = counts[MIDDLE]
    usual = (pre + past) / 2
    factor = 2.5 if usual >= 30 else 4
    donors = [c for cell, c in counts.items() if max(abs(cell[0] - 5), abs(cell[1] - 5)) >= 2
              and usual / factor <= (c[0] + c[2]) / 2 <= usual * factor]
    x = numpy.array([[1, math.log(c[0] + 0.5), math.log(c[2] + 0.5)] for c in donors])
    y = numpy.array([c[1] for c in donors], float)
    b, tau2 = None, 0.0
    eta = numpy.log(numpy.maximum(y, 0.5))
    for _ in range(100):
        for _ in range(100):
            mu = numpy.exp(eta)
            w = mu / (1 + tau2 * mu)
            b = numpy.linalg.solve(x.T @ (w[:, None] * x), x.T @ (w * (eta + (y - mu) / mu)))
            eta = x @ b
        mu = numpy.exp(eta)

        def excess(t):
            return ((y - mu) ** 2 / (mu + t * mu ** 2)).sum() - (len(y) - 3)

        low, high = 0.0, 1.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if excess(middle) > 0 else (low, middle)
        new = 0.0 if excess(0.0) <= 0 else low
        if abs(new - tau2) < 1e-12:
            break
        tau2 = new
    w = mu / (1 + tau2 * mu)
    covariance = numpy.linalg.inv(x.T @ (w[:, None] * x))
    x0 = numpy.array([1, math.log(pre + 0.5), math.log(past + 0.5)])
    expected = math.exp(x0 @ b)
    spread = tau2 + x0 @ covariance @ x0
    nb = stats.nbinom(1 / spread, 1 / (1 + spread * expected))
    return {"k": len(donors), "expected": expected, "recorded": post, "p": nb.cdf(post - 1) + nb.pmf(post) / 2}


def test_the_forecast_from_copies_equals_an_independent_one(wdd, cut):
    rows, path = cut
    forecast = wdd(*arguments_of_test(path, "--json", "-")).json["forecast"]
    other = independent_forecast(rows)
    assert forecast["given"] and forecast["reason"] is None
    assert (forecast["comparison_areas"], forecast["history_months"]) == (other["k"], HISTORY_MONTHS)
    assert forecast["area"]["expected"] == pytest.approx(other["expected"], rel=1e-6)
    assert forecast["area"]["recorded"] == other["recorded"]
    assert forecast["area"]["p_reduction"] == pytest.approx(other["p"], rel=1e-4)
    assert forecast["area"]["difference"] == pytest.approx(other["recorded"] - other["expected"], rel=1e-5)
    assert forecast["area"]["evidence"] in ("strong", "very strong")
    assert forecast["around"] is None and forecast["together"] is None


def test_zones_of_a_layer_give_the_same(wdd, cut):
    _, path = cut
    copies = wdd(*arguments_of_test(path, "--json", "-")).json["forecast"]
    zones = wdd(*arguments_of_test(path, "--comparison-areas", f"{path}|layername=zones", "--json", "-")).json["forecast"]
    assert zones["comparison_areas"] == copies["comparison_areas"]
    assert zones["area"]["expected"] == pytest.approx(copies["area"]["expected"], rel=1e-6)


def test_a_condition_selects_the_zones(wdd, cut):
    _, path = cut
    zones = ("--comparison-areas", f"{path}|layername=zones", "--comparison-where", "i < 4")
    assert wdd(*arguments_of_test(path, *zones, "--json", "-")).json["forecast"]["comparison_areas"] <= 45


def test_small_zones_are_merged_until_they_fit(wdd, cut):
    _, path = cut
    copies = wdd(*arguments_of_test(path, "--json", "-")).json["forecast"]
    run = wdd(*arguments_of_test(path, "--comparison-areas", f"{path}|layername=quarters", "--json", "-")).json
    assert "neighbouring zones of the comparison layer" in run["message"]
    assert 40 <= run["forecast"]["comparison_areas"] <= 130
    assert run["forecast"]["area"]["expected"] == pytest.approx(copies["area"]["expected"], rel=0.1)


def test_the_message_leads_with_it_and_the_plain_test_follows(wdd, cut):
    _, path = cut
    run = wdd(*arguments_of_test(path, "--json", "-")).json
    verdict, plain = run["message"].split("The plain test (Weighted Displacement Difference)\n")
    lines = verdict.split("Verdict\n-------\n")[1].splitlines()
    area = run["forecast"]["area"]
    assert lines[0].startswith(f"In the response area {area['recorded']} incidents were recorded and about "
                               f"{round(area['expected'])} were expected: {round(100 - 100 * area['ratio'])} % fewer (95 % interval: ")
    assert lines[1].endswith("evidence of reduction in the response area (p less than 0.001).")
    assert f"{run['forecast']['comparison_areas']} comparable areas (copies of the response area, more than 1 km from it, and the control area" in verdict
    z = run["total"]["z"]
    assert f"(z = {z:.2f}, one-tailed p " in plain
    share = run["forecast"]["plain_false_alarms"]["share"]
    assert f"this test reports a reduction in {round(100 * share)} % of " in plain
    assert f"t = {run['honest_wdd']['t']:.2f}" in plain


def test_without_the_forecast_all_is_as_it_was(wdd, cut):
    _, path = cut
    run = wdd(*arguments_of_test(path, "--no-forecast", "--json", "-")).json
    with_it = wdd(*arguments_of_test(path, "--json", "-")).json
    assert "forecast" not in run and "honest_wdd" not in run
    assert "orecast" not in run["message"]
    for key in ("counts", "local", "displacement", "total", "evidence", "incidents"):
        assert run[key] == with_it[key]


def test_a_rise_that_goes_away_by_itself_is_no_reduction(wdd, nothing):
    _, path = nothing
    run = wdd(*arguments_of_test(path, "--json", "-")).json
    area = run["forecast"]["area"]
    assert area["expected"] < 0.95 * run["counts"]["treated"]["pre"]
    assert area["p_reduction"] > 0.05
    assert run["total"]["p_one_tailed"] < 0.05  # what the plain test takes it for
    assert "regression to the mean" in run["message"]
    assert "The plain test does report a reduction" in run["message"]
    assert "Trust the forecast" in run["message"]


def test_rings_are_told_apart_from_the_area(wdd, tmp_path):
    path = make_study(tmp_path, town(cut=0.5, ring_cut=0.6))
    run = wdd(*arguments_of_test(path, "--json", "-", displacement=400)).json
    forecast = run["forecast"]
    assert forecast["around"]["recorded"] == run["counts"]["treated_displacement"]["post"]
    assert forecast["around"]["p_reduction"] < 0.05
    assert "so the benefit may have spread there" in run["message"]
    assert forecast["together"]["recorded"] == forecast["area"]["recorded"] + forecast["around"]["recorded"]
    assert re.search(rf"\n  Together +{forecast['together']['recorded']} +{round(forecast['together']['expected'])} ", run["message"])


def test_the_layer_keeps_it_after_esris_fields(wdd, cut, tmp_path):
    _, path = cut
    run = wdd(*arguments_of_test(path, "--json", "-", "--output", tmp_path / "result.gpkg", displacement=200)).json
    rows = read_result(tmp_path / "result.gpkg")
    for name, part in (("Response Area", "area"), ("Response Displacement Area", "around"),
                       ("Weighted Displacement Difference Results", "together")):
        expected = run["forecast"][part]
        row = rows[name]
        assert row["EXPECTED"] == pytest.approx(expected["expected"])
        assert row["RECORDED"] == expected["recorded"]
        assert row["PCT"] == pytest.approx(100 * (expected["ratio"] - 1))
        assert row["PCT_LO"] == pytest.approx(100 * (expected["ratio_low"] - 1))
        assert row["PCT_HI"] == pytest.approx(100 * (expected["ratio_high"] - 1))
        assert row["P_HONEST"] == pytest.approx(expected["p_reduction"])
        assert row["EVID_HONEST"] == expected["evidence"]
    assert rows["Control Area"]["EXPECTED"] is None
    summary = rows["Weighted Displacement Difference Results"]["SUMMARY"]
    assert summary in run["message"].replace("\n", " ") and len(summary) <= 255
    fields = list(rows["Response Area"])
    assert fields.index("EVIDENCE") + 1 == fields.index("EXPECTED")


def test_the_layer_keeps_what_the_suitability_checks_found(wdd, cut, tmp_path):
    _, path = cut
    run = wdd(*arguments_of_test(path, "--json", "-", "--output", tmp_path / "result.gpkg", "--test-suitability", "--suitability-action",
                         "warn")).json
    row, found = read_result(tmp_path / "result.gpkg")["Weighted Displacement Difference Results"], run["suitability"]
    assert row["SUITABLE"] == ("yes" if found["suitable"] else "no")
    assert [row[name] for name in ("AREA_DIFF", "COUNT_DIFF", "CORR")] == [
        found[key] for key in ("area_difference", "count_difference", "correlation")]


def test_incidents_of_the_study_area_alone_give_none_and_say_what_to_do(wdd, cut, tmp_path):
    rows, _ = cut
    path = make_study(tmp_path, [row for row in rows if row[3] in (MIDDLE, CONTROL)])
    run = wdd(*arguments_of_test(path, "--json", "-")).json
    assert run["forecast"]["given"] is False and run["forecast"]["area"] is None and run["honest_wdd"] is None
    assert run["forecast"]["reason"].startswith("only 1 comparable area was found, and 20 are needed.")
    assert "Give the incidents of the whole town or force" in run["message"]
    assert "be careful" in run["message"]


def test_without_a_history_it_says_what_is_not_covered(wdd, cut, tmp_path):
    rows, _ = cut
    path = make_study(tmp_path, [row for row in rows if row[2] >= datetime.date(2022, 3, 1)])
    run = wdd(*arguments_of_test(path, "--json", "-")).json
    assert run["forecast"]["given"] and run["forecast"]["history_months"] == 0
    assert len(run["forecast"]["coefficients"]) == 2
    assert "There is no longer history to compare with" in run["message"]


def test_a_stray_old_date_is_no_history(wdd, cut, tmp_path):
    rows, _ = cut
    late = [row for row in rows if row[2] >= datetime.date(2022, 3, 1)]
    path = make_study(tmp_path, [*late, (X0 + 500, Y0 + 500, datetime.date(2020, 3, 3), (0, 0)),
                                 (X0 + 500, Y0 + 500, datetime.date(1900, 1, 1), (0, 0))])
    assert wdd(*arguments_of_test(path, "--json", "-")).json["forecast"]["history_months"] == 0


def test_an_area_without_incidents_before_has_no_forecast(wdd, cut, tmp_path):
    rows, _ = cut
    path = make_study(tmp_path, [row for row in rows if row[3] != MIDDLE or row[2] >= POST[0]])
    reason = wdd(*arguments_of_test(path, "--json", "-")).json["forecast"]["reason"]
    assert reason.startswith("the response area had no incident before the response")


def test_dates_that_cannot_be_read_far_away_do_not_stop_it(wdd, cut, tmp_path):
    rows, _ = cut
    path = tmp_path / "text.gpkg"
    far = [((X0 + 500, Y0 + 500), {"day": "someday"}), ((X0 + 500, Y0 + 500), {"day": None})]
    make_layer(path, [((x, y), {"day": day.isoformat()}) for x, y, day, _ in rows] + far, {"day": "String"}, layer="incidents",
               geometry_type=ogr.wkbPoint)
    make_layer(path, [(square(*corner(MIDDLE), SIDE), {})], layer="response")
    make_layer(path, [(square(*corner(CONTROL), SIDE), {})], layer="control")
    run = wdd(*arguments_of_test(path, "--json", "-")).json
    assert run["forecast"]["given"]
    assert (run["incidents"]["bad_date"], run["incidents"]["null_date"]) == (0, 0)


def test_options_that_contradict_each_other(wdd, cut):
    _, path = cut
    zones = f"{path}|layername=zones"
    run = wdd(*arguments_of_test(path, "--no-forecast", "--comparison-areas", zones), check=2)
    assert "--comparison-areas and --no-forecast exclude each other" in run.err
    run = wdd(*arguments_of_test(path, "--comparison-where", "i < 4"), check=2)
    assert "--comparison-where" in run.err and "--comparison-areas" in run.err


def test_an_output_never_replaces_the_comparison_areas(wdd, cut):
    _, path = cut
    zones = f"{path}|layername=zones"
    run = wdd(*arguments_of_test(path, "--comparison-areas", zones, "--output", zones, "--overwrite"), check=2)
    assert "would overwrite an input" in run.err
