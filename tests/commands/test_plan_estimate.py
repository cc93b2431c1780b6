# SPDX-License-Identifier: MIT
"""`wdd plan --incidents`: what it estimates is what the forecast of `wdd test` finds, and it agrees with `crims evaluate`."""

import math
import statistics

import pytest

from bad_input import changed, snapshot
from forecast_town import PERIOD, arguments, make_study, town
from test_evaluate_forecast import evaluate, world  # noqa: F401 - fixtures

@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """Nothing done anywhere; 24 months of incidents."""
    return make_study(tmp_path_factory.mktemp("quiet"), town(seed=11))


def plan_arguments(path, *more, displacement=0):
    return ["plan", "--incidents", f"{path}|layername=incidents", "--date-field", "day", "--response", f"{path}|layername=response",
            "--control-area", f"{path}|layername=control", "--displacement", displacement, *more]


@pytest.mark.parametrize("displacement", ["0", "250 m"])
def test_it_takes_what_the_forecast_of_a_test_finds(wdd, quiet, displacement):
    plan = wdd(*plan_arguments(quiet, "--months", "6", "--json", "-", displacement=displacement)).json
    test = wdd(*arguments("test", quiet, "--json", "-", displacement=displacement)).json
    [length], [period] = plan["estimate"]["lengths"], plan["periods"]
    assert length["post"] == test["periods"]["post"] and length["post"]["start"] == PERIOD[1] and length["post"]["end"] == PERIOD[3]
    assert length["expected"] == test["forecast"]["area"]["expected"] == pytest.approx(period["area"]["expected"])
    assert length["tau2"] == test["forecast"]["tau2"] and length["recorded"] == test["counts"]["treated"]["post"]
    assert length["variation"] >= math.sqrt(length["tau2"])
    control = test["counts"]["control"]
    assert plan["incidents_per_month"]["control"] == pytest.approx((control["pre"] + control["post"]) / 12)
    assert (period["together"] is None) == (displacement == "0")
    if displacement != "0":
        around = test["forecast"]["around"]["expected"]
        assert plan["incidents_per_month"]["ring"] == pytest.approx(around / 6)


def test_a_plan_by_numbers_says_the_same(wdd, quiet):
    estimated = wdd(*plan_arguments(quiet, "--months", "6", "--json", "-")).json
    variation = 100 * estimated["estimate"]["lengths"][0]["variation"]
    by_hand = wdd("plan", "--area", estimated["incidents_per_month"]["area"], "--variation", repr(variation), "--months", "6",
                  "--comparison-count", estimated["comparison_areas"], "--json", "-").json
    for key, value in by_hand["periods"][0]["area"].items():
        assert estimated["periods"][0]["area"][key] == (value if key == "power" else pytest.approx(value)), key
    assert by_hand["estimate"] is None


def test_each_length_has_its_own_variation_and_others_that_of_the_nearest(wdd, quiet):
    run = wdd(*plan_arguments(quiet, "--months", "24,3,6", "--json", "-"))
    lengths = {length["months"]: length["variation"] for length in run.json["estimate"]["lengths"]}
    assert sorted(lengths) == [3, 6] and lengths[3] != lengths[6]
    assert {period["months"]: period["area"]["variation"] for period in run.json["periods"]} == {**lengths, 24: lengths[6]}
    assert "The variation over 24 months cannot be estimated: the incidents begin 2021-07-01" in run.err
    assert "The variation over 24 months is taken from the nearest of these lengths." in run.json["message"]
    assert "Estimated from: 2022-07-04 to 2023-06-30" in run.json["message"]


def test_it_agrees_with_crims_evaluate(wdd, crims, evaluate, world, tmp_path):  # noqa: F811
    """The variation that one history shows differs from the true one by chance, so the median of seven is compared."""
    evaluated = {row["effect"]: row["forecast_rate"] for row in evaluate("--effects", "0.2,0.3", "--replicates", "2000").json["rows"]}
    powers = {0.2: [], 0.3: []}
    for seed in range(1, 8):
        crimes = tmp_path / f"{seed}.gpkg"
        crims("simulate", "--model", world / "model.gpkg", "--from", "2019-07", "--to", "2023-06", "--seed", seed, "--output", crimes,
              "--quiet")
        plan = wdd("plan", "--incidents", crimes, "--date-field", "time", "--response", world / "response.geojson", "--control-area",
                   world / "control.geojson", "--displacement", "0", "--comparison-areas", world / "zones.geojson", "--months", "6",
                   "--reductions", "20,30", "--json", "-").json
        for row in plan["periods"][0]["area"]["power"]:
            powers[round(row["reduction"], 2)].append(row["power"])
    for effect, found in powers.items():
        assert statistics.median(found) == pytest.approx(evaluated[effect], abs=0.05), (effect, found, evaluated)


# --- what is refused --------------------------------------------------------------------------------------------------

WRONG = {
    "nothing": (["plan"], "--area and --variation are required, or --incidents"),
    "no variation": (["plan", "--area", "5"], "--area and --variation are required"),
    "both": (["plan", "--area", "5", "--variation", "9", "--incidents", "x.gpkg"], "--incidents"),
    "no response": (["plan", "--incidents", "x.gpkg", "--control-area", "c.gpkg", "--displacement", "0"], "--response is required"),
    "no control": (["plan", "--incidents", "x.gpkg", "--response", "c.gpkg", "--displacement", "0"], "--control-area is required"),
    "no ring": (["plan", "--incidents", "x.gpkg", "--response", "c.gpkg", "--control-area", "c.gpkg"], "--displacement is required"),
    "response alone": (["plan", "--area", "5", "--variation", "9", "--response", "c.gpkg"], "--incidents"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_command_line_is_told(wdd, what):
    line, says = WRONG[what]
    run = wdd(*line, check=2)
    assert says in run.err and run.err.count("\n") == 1 and run.out == ""


def test_too_short_a_history_leaves_no_estimate(wdd, quiet):
    run = wdd(*plan_arguments(quiet, "--months", "24"), check=1)
    assert "The variation over 24 months cannot be estimated" in run.err and "Give --area and --variation" in run.err
    assert run.err.count("\n") == 1 and run.out == ""


def test_too_few_areas_leave_no_estimate(wdd, quiet):
    run = wdd(*plan_arguments(quiet, "--months", "6", "--comparison-areas", f"{quiet}|layername=response"), check=1)
    assert "20 are needed" in run.err


def test_an_input_is_no_output(wdd, quiet):
    before = snapshot(quiet.parent)
    run = wdd(*plan_arguments(quiet, "--json", quiet, "--overwrite"), check=2)
    assert "is an input" in run.err and changed(before, snapshot(quiet.parent)) == []
