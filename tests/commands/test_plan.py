# SPDX-License-Identifier: MIT
"""`wdd plan`: what an evaluation would detect, from counts alone."""

import math
import random

import pytest

PLAN = ("plan", "--area", "120", "--variation", "13")


def drawn(mean, variation, rng):
    """A count with variance mean + variation^2 mean^2."""
    rate = rng.gammavariate(1 / variation**2, variation**2 * mean)
    if rate > 500:
        return round(rng.gauss(rate, math.sqrt(rate)))
    limit, count, product = math.exp(-rate), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def test_first_sentences_answer_the_question(wdd):
    lines = wdd(*PLAN).out.splitlines()
    answers = [line for line in lines if "would be detected in at least 80 of 100 evaluations" in line]
    assert answers[0].startswith("After 3 months, a reduction of 31 % or more in the response area")
    assert answers[1].startswith("After 24 months, a reduction of 29 % or more")


def test_power_is_what_draws_show(wdd):
    """The critical count from draws without effect, the power from draws with one: no distribution is computed."""
    plan = wdd("plan", "--area", "20", "--variation", "20", "--months", "6", "--reductions", "30", "--json", "-").json
    [period] = plan["periods"]
    rng = random.Random(7)
    nothing = sorted(drawn(120, 0.2, rng) for _ in range(20000))
    critical = period["area"]["critical_count"]
    assert nothing.index(next(n for n in nothing if n > critical)) / 20000 == pytest.approx(period["area"]["false_alarms"], abs=0.008)
    assert period["area"]["false_alarms"] == pytest.approx(0.05, abs=0.01)
    seen = sum(drawn(120 * 0.7, 0.2, rng) <= critical for _ in range(20000)) / 20000
    assert period["area"]["power"] == [{"reduction": pytest.approx(0.3), "power": pytest.approx(seen, abs=0.017)}]


def test_a_ring_adds_both_together_and_a_control_the_plain_test(wdd):
    plan = wdd(*PLAN, "--ring", "80", "--control", "100", "--json", "-").json
    for period in plan["periods"]:
        assert period["together"]["expected"] == pytest.approx(200 * period["months"])
        assert period["together"]["detectable_reduction"] > period["area"]["detectable_reduction"]
        assert 0 < period["plain_detectable_reduction"] < 1
    assert "The plain test assumes that counts vary by chance alone" in plan["message"]


def test_few_incidents_say_that_even_an_end_to_crime_could_be_missed(wdd):
    out = wdd("plan", "--area", "0.5", "--variation", "20", "--months", "3").out
    assert "could miss even a complete end to crime in the response area after 3 months" in out


@pytest.mark.parametrize("changes, said", [
    (("--area", "0"), "the count in the response area is 0"), (("--variation", "-1"), "--variation '-1'"),
    (("--months", "3,0"), "--months '0'"), (("--months", "2.5"), "--months"), (("--power", "100"), "--power '100'"),
    (("--reductions", "10,x"), "--reductions"), (("--control-ring", "5"), "--control"), (("--comparison-count", "7"), "7")])
def test_a_number_outside_its_range_is_refused(wdd, changes, said):
    done = wdd("plan", *({"--area": ("--variation", "13"), "--variation": ("--area", "9")}.get(changes[0], PLAN[1:])), *changes, check=2)
    assert said in done.err and done.err.count("error") == 1
    assert done.out == ""


def test_message_and_page_and_json_are_written(wdd, tmp_path):
    wdd(*PLAN, "--json", tmp_path / "p.json", "--html", tmp_path / "p.html", "--message", tmp_path / "p.txt")
    assert "Power of a planned evaluation" in (tmp_path / "p.html").read_text()
    assert (tmp_path / "p.txt").read_text().startswith("Power of a planned evaluation")


@pytest.mark.parametrize("changes, said", [
    (("--variation", "0.13"), "--variation '0.13': expected a number in percent: 13, not 0.13"),
    (("--power", "0.8"), "--power '0.8': expected a number in percent: 80, not 0.8"),
    (("--alpha", "0.05"), "--alpha '0.05': expected a number in percent: 5, not 0.05"),
    (("--reductions", "0.2,0.3"), "--reductions '0.2': expected a number in percent: 20, not 0.2"),
    (("--confidence", "95"), "--confidence '95': expected a number between 0 and 1: 0.95, not 95"),
    (("--months", "6,6"), "--months '6,6': 6 is in the list twice"),
    (("--reductions", "20,30,20.0"), "--reductions '20,30,20.0': 20.0 is in the list twice"),
    (("--area", "1e15"), "--area '1e15': expected a number from 0 to 1000000")])
def test_what_can_only_be_a_slip_is_refused_with_the_way_out(wdd, changes, said):
    done = wdd("plan", *({"--area": ("--variation", "13"), "--variation": ("--area", "9")}.get(changes[0], PLAN[1:])), *changes, check=2)
    assert said in done.err and done.out == ""


@pytest.mark.parametrize("option", ["--max-area-difference", "--max-count-difference"])
def test_a_test_takes_no_share_for_percent(wdd, option):
    assert f"{option} '0.2': expected a number in percent: 20, not 0.2" in wdd("test", "--response", "a", "--control", "b", "--displacement", "0", option, "0.2", check=2).err


def test_small_percentages_that_make_sense_are_taken(wdd):
    wdd(*PLAN, "--alpha", "0.5", "--reductions", "0,1,5", "--power", "99")
    wdd("plan", "--area", "120", "--variation", "0")
