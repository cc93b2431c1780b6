# SPDX-License-Identifier: MIT
"""The verdict in one line (`--summary`), and the other ways to say what the counts show."""

import datetime

import pytest

from bad_input import arguments, assert_refused, make_incidents
from conftest import read_result
from design import CONTROL_CORNER, POST, PRE, RESPONSE_CORNER

RESULT = "Weighted Displacement Difference Results"
FIELDS = {"PCT_EXP": "share_of_expected", "RATE_RATIO": "rate_ratio", "RR_LO": "rate_ratio_low", "RR_HI": "rate_ratio_high",
          "P_EXACT": "p_exact", "P_MID": "p_mid", "PROB_RED": "probability_of_reduction", "GROSS_EFF": "gross_effect",
          "NET_EFF": "net_effect", "WDQ": "displacement_quotient", "TOTAL_NET": "total_net_effect"}


def counts_arguments(counts):
    pairs = {name.replace("_", "-"): f"{pre},{post}" for name, (pre, post) in counts.items()}
    return ["counts", *[word for name, pair in pairs.items() for word in (f"--{name}", pair)]]


def test_test_gives_the_measures_of_counts(wdd, study):
    study_run = wdd(*arguments({"--json": "-"}), cwd=study)
    from_counts = wdd(*counts_arguments(study_run.counts), "--json", "-")
    assert study_run.json["measures"] == from_counts.json["measures"]
    assert study_run.json["measures"]["p_exact"] is not None


def test_the_layer_has_the_measures_in_its_results(wdd, study):
    measures = wdd(*arguments({"--json": "-"}), cwd=study).json["measures"]
    rows = read_result(study / "result.gpkg")
    for field, key in FIELDS.items():
        expected = None if measures[key] is None else measures[key] * (100 if field == "PCT_EXP" else 1)
        assert rows[RESULT][field] == expected, field
        assert all(row[field] is None for area, row in rows.items() if area != RESULT)


def test_a_ratio_from_outside(wdd, study):
    """50 to 30 beside 60 to 55: log ratio -.4238142, standard error .296954, as Wilson (2022) has it."""
    inside, beside = ((x + 500, y + 500) for x, y in (RESPONSE_CORNER, CONTROL_CORNER))
    numbers = {(inside, PRE): 50, (inside, POST): 30, (beside, PRE): 60, (beside, POST): 55}
    make_incidents(study, "other.gpkg", [(*place, period[0] + datetime.timedelta(days=i % 28))
                                         for (place, period), number in numbers.items() for i in range(number)])
    run = wdd(*arguments({"--incidents": "other.gpkg", "--displacement": "0", "--json": "-"}), cwd=study)
    assert run.counts["treated"] == (50, 30) and run.counts["control"] == (60, 55)
    assert run.json["measures"]["rate_ratio"] == pytest.approx(0.654545, abs=1e-6)
    assert run.json["measures"]["rate_ratio_high"] == pytest.approx(0.654545 * 2.718281828 ** (1.959964 * 0.296954), rel=1e-5)


def test_exact_p_is_null_where_periods_are_weighted(wdd, study):
    run = wdd(*arguments({"--pre-start": "2023-02-01", "--pre-end": "2023-02-14", "--json": "-"}), cwd=study)
    measures = run.json["measures"]
    assert measures["p_exact"] is None and measures["rate_ratio"] is not None
    assert read_result(study / "result.gpkg")[RESULT]["P_EXACT"] is None


def test_small_counts_bring_the_exact_p_into_the_message(wdd):
    few = wdd("counts", "--treated", "6,1", "--control", "5,5")
    assert "An exact test, without the normal curve, gives p = 0.166 (mid-p 0.119)." in few.out
    assert "exact test" not in wdd("counts", "--treated", "207,110", "--control", "308,318").out
    assert "exact test" not in wdd("counts", "--treated", "6,1", "--control", "5,5", "--time-weights", "2,1").out


# --- --summary --------------------------------------------------------------------------------------------------------


def test_the_summary_is_one_line_the_same_everywhere(wdd, study):
    run = wdd(*arguments({"--summary": "summary.txt", "--json": "-"}), cwd=study)
    text = (study / "summary.txt").read_text()
    assert text.endswith("\n") and text.count("\n") == 1 and len(text) <= 256
    assert text[:-1] == run.json["summary"] == read_result(study / "result.gpkg")[RESULT]["SUMMARY"]


def test_the_summary_alone_on_standard_output(wdd):
    counts = ["counts", "--treated", "207,110", "--control", "308,318", "--treated-displacement", "178,157",
              "--control-displacement", "150,140"]
    run = wdd(*counts, "--summary", "-")
    assert run.out == ("Strong evidence of reduction (z = -2.98, one-tailed p = 0.001). About 118 fewer incidents than expected from the change in the control area (95 % interval: 40 to 196 fewer), displacement areas included; in the response area alone about 107 fewer (49 %).\n")
    assert wdd(*counts, "--json", "-").json["summary"] == run.out[:-1]
    assert_refused(wdd(*counts, "--summary", "-", "--json", "-", check=False), 2, "--json and --summary both name '-'")


@pytest.mark.parametrize("counts", [("1e300,1e299", "1e300,1e300"), ("9e15,1e15", "5e15,5e15"), ("0,0", "0,0"), ("0.001,0", "0,0.001")])
def test_the_summary_fits_a_field_whatever_the_counts(wdd, counts):
    run = wdd("counts", "--treated", counts[0], "--control", counts[1], "--summary", "-")
    assert 10 < len(run.out) <= 256 and run.out.count("\n") == 1


def test_a_summary_replaces_nothing_unasked(wdd, study):
    (study / "mine.txt").write_text("mine")
    assert_refused(wdd(*arguments({"--summary": "mine.txt"}), cwd=study, check=False), 1, "mine.txt", "--overwrite")
    assert (study / "mine.txt").read_text() == "mine" and not (study / "result.gpkg").exists()
    wdd(*arguments({"--summary": "mine.txt", "--overwrite": True}), cwd=study)
    assert (study / "mine.txt").read_text() != "mine"


def test_an_input_is_no_summary(wdd, study):
    assert_refused(wdd(*arguments({"--summary": "incidents.gpkg", "--overwrite": True}), cwd=study, check=False), 2,
                   "--summary 'incidents.gpkg' is an input")


def test_a_table_of_designs_has_no_summary(wdd, tmp_path):
    (tmp_path / "designs.csv").write_text("treated_pre,treated_post,control_pre,control_post\n1,2,3,4\n")
    assert_refused(wdd("counts", "--input", "designs.csv", "--summary", "-", cwd=tmp_path, check=False), 2, "--summary")
