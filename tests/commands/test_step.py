# SPDX-License-Identifier: MIT
"""crims step: the simulator by lines of JSON, as a program in any language meets it."""

import csv
import io
import json
import re
import shutil
import signal
import subprocess
import time

import pytest

from conftest import ROOT
from test_stop import SECOND, SLACK, wait_for_watch

PAGE = (ROOT / "docs/stepping.md").read_text(encoding="utf-8")
BEGIN = ["--start", "2022-01-01", "--seed", "5"]


@pytest.fixture
def step(crims, town_model):
    """step(*requests, options): the answers; a request may be an object or a line."""
    def run(*requests, options=(), **how):
        lines = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in requests)
        options = options if "--resume" in options else ["--model", town_model, *BEGIN, *options]
        done = crims("step", *options, stdin=lines, **how)
        assert done.err == ""
        return [json.loads(line) for line in done.out.splitlines()]
    return run


def advance(until):
    return {"do": "advance", "until": until}


def hours(count):
    return [{"do": "advance", "hours": 1}] * count


def test_hours_have_the_crimes_of_crims_simulate(crims, step, town_model):
    simulated = crims("simulate", "--model", town_model, "--from", "2022-01", "--to", "2022-02", "--seed", "5", "--output", "-").out
    rows = list(csv.DictReader(io.StringIO(simulated)))
    answers = step(*hours(24 * 59))
    stepped = [crime for answer in answers for crime in answer["crimes"]]
    assert answers[-1]["time"] == "2022-03-01T00:00"
    assert len({crime["id"] for crime in stepped}) == len(stepped) == len(rows) > 500
    for row, crime in zip(rows, stepped):
        for name in ["MSOA", "crime_type", "code", "description"]:
            assert crime[name] == row[name]
        assert crime["time"].replace("T", " ") == row["time"] and str(crime["suspect"]) == row["suspect"]
        assert f"{crime['x']:.2f}" == row["x"] and float(crime["severity"]) == float(row["severity"])


def test_a_start_far_from_the_models_data_is_told(crims, town_model, tmp_path):
    save = json.dumps({"do": "save", "path": str(tmp_path / "KEPT")})
    begun = crims("step", "--model", town_model, "--start", "2035-01-01", stdin=save)
    assert "crims: warning: 2035-01 to 2035-01 is up to 145 months beyond the model's data (2021-04 to 2022-12)." in begun.err
    resumed = crims("step", "--resume", tmp_path / "KEPT", stdin="")
    assert resumed.err == begun.err
    assert crims("step", "--model", town_model, *BEGIN, stdin="").err == ""


def test_csv_has_the_rows_of_json(crims, step, town_model):
    answer, = step(advance("2022-02-01"))
    done = crims("step", "--model", town_model, *BEGIN, "--format", "csv", stdin=json.dumps(advance("2022-02-01")))
    head, *rows = done.out.splitlines()
    assert json.loads(head) == {"time": "2022-02-01T00:00", "count": len(rows)} and len(rows) == len(answer["crimes"]) > 200
    assert [row[:2] for row in csv.reader(rows)] == [[str(crime["id"]), crime["MSOA"]] for crime in answer["crimes"]]


def test_a_loading_takes_crimes_away_and_adds_none(step):
    whole, = step(advance("2022-07-01"))
    zone = whole["crimes"][0]["MSOA"]
    told, fewer = step({"do": "set_loading", "value": 0.3, "zones": [zone], "crime_types": ["burglary", "drugs"]}, advance("2022-07-01"))
    assert told == {"ok": True}
    gone = [crime for crime in whole["crimes"] if crime not in fewer["crimes"]]
    assert gone and all(crime in whole["crimes"] for crime in fewer["crimes"])
    assert {crime["MSOA"] for crime in gone} == {zone} and {crime["crime_type"] for crime in gone} <= {"burglary", "drugs"}


def test_it_tells_what_it_simulates_and_what_is_expected(step):
    known, before, _, after = step({"do": "describe"}, {"do": "expected"}, advance("2023-01-01"), {"do": "expected"},
                                   options=["--no-dispersion"])
    assert known["time"] == "2022-01-01T00:00" and len(known["zones"]) == 16 and "burglary" in known["crime_types"]
    assert known["columns"][:3] == ["id", "MSOA", "crime_type"] and {"code", "description", "crime_type"} == set(known["offences"][0])
    assert before["expected"] == 0 and 4000 < after["expected"] < 6000


def test_errors_are_answers_and_nothing_has_changed(step):
    long = '{"do": "set_loading", "value": 0, "zones": "' + "x" * 2_000_000 + '"}'
    answers = step("nonsense", long, {"do": "advance", "until": "1999-01-01"}, {"do": "set_loading", "value": 0, "zones": ["nowhere"]},
                   {"do": "jump"}, "", '{"do": "set_loading", "value": NaN}', advance("2022-02-01"))
    assert [list(answer) for answer in answers] == [["error"]] * 6 + [["time", "crimes"]]
    assert "longer than 1048576 bytes" in answers[1]["error"] and "no zone 'nowhere'" in answers[3]["error"]
    assert answers[-1:] == step(advance("2022-02-01"))


@pytest.mark.parametrize("options", [["--near-repeat", "--near-repeat-ratio", "0.4"], ["--placement", "none", "--base-loading", "1.5"]])
def test_it_goes_on_from_what_was_saved(step, tmp_path, options):
    kept = tmp_path / "kept"
    requests = [{"do": "set_loading", "value": 0.6, "zones": [1, 2]}, advance("2022-02-10T12:00"), {"do": "save", "path": str(kept)},
                advance("2022-05-01"), {"do": "save", "path": str(tmp_path / "a")}]
    first = step(*requests, options=options)
    second = step(requests[3], {"do": "save", "path": str(tmp_path / "b")}, options=["--resume", kept])
    assert second[0] == first[3] and len(second[0]["crimes"]) > 500
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_only_a_saved_simulation_is_replaced(step, town_model, tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("my thesis")
    refused, = step({"do": "save", "path": str(mine)})
    assert "is not replaced" in refused["error"] and mine.read_text() == "my thesis"
    kept = {"do": "save", "path": str(tmp_path / "kept")}
    assert step(kept, *hours(1), kept)[::2] == [{"ok": True}] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "mine"]


@pytest.mark.parametrize("options, status, words", [
    ([], 2, "--model is missing"),
    (["--model", "MODEL"], 2, "--start is missing"),
    (["--model", "MODEL", "--start", "soon"], 2, "--start: 'soon' is not a time"),
    (["--resume", "KEPT", "--seed", "7"], 2, "--resume goes on as the simulation was begun"),
    (["--resume", "KEPT", "--start", "2022-01-01"], 2, "--start"),
    (["--resume", "absent"], 1, "absent: cannot be opened"),
    (["--resume", "MODEL"], 1, "this is not a saved simulation"),
    (["--resume", "DAMAGED"], 1, "cut off"),
    (["--model", "absent", "--start", "2022-01-01"], 1, "absent"),
])
def test_a_session_that_cannot_begin_says_why(crims, town_model, tmp_path, options, status, words):
    crims("step", "--model", town_model, *BEGIN, stdin=json.dumps({"do": "save", "path": str(tmp_path / "KEPT")}))
    (tmp_path / "DAMAGED").write_bytes((tmp_path / "KEPT").read_bytes()[:-1])
    shutil.copy(town_model, tmp_path / "MODEL")
    done = crims("step", *options, stdin="", cwd=tmp_path, check=status)
    assert words in done.err and done.err.count("\n") == 1 and done.out == ""


def test_each_answer_comes_at_once_and_ctrl_c_ends_the_session(crims, town_model):
    process = subprocess.Popen([str(crims.binary), "step", "--model", str(town_model), *BEGIN], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for hour in range(1, 20):  # a program that waits for each answer
            process.stdin.write('{"do": "advance", "hours": 1}\n')
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["time"] == f"2022-01-01T{hour:02}:00"
        wait_for_watch(process.pid)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 1  # though its input is open still
        assert time.monotonic() - asked < SECOND + SLACK
        assert (process.stdout.read(), process.stderr.read()) == ("", "crims: error: stopped; what was saved before is kept\n")
    finally:
        process.kill()
        process.communicate()


def test_the_end_of_the_input_ends_it(crims, town_model):
    done = crims("step", "--model", town_model, *BEGIN, stdin="")
    assert (done.out, done.err) == ("", "")


# --- other languages ---------------------------------------------------------------------------------------------------


def example(language):
    code, = re.findall(rf"^```{language}\n(.*?)^```$", PAGE[PAGE.index("## Any other language"):], re.S | re.M)
    return code


@pytest.fixture(scope="module")
def expected_total(crims, town_model):
    """What the examples of the page count."""
    with subprocess.Popen([str(crims.binary), "step", "--model", str(town_model), *BEGIN], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        def ask(request):
            print(json.dumps(request), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        total, busy = 0, 0
        for _ in range(31):
            count = len(ask({"do": "advance", "days": 1})["crimes"])
            total += count
            if count > 15:
                busy += 1
                ask({"do": "set_loading", "value": 0.8})
        process.stdin.close()
        assert process.wait(timeout=20) == 0 and busy > 0
    return total


def run_example(crims, town_model, folder, *command):
    shutil.copy(town_model, folder / "model.gpkg")
    path = f"{crims.binary.parent}:/usr/local/bin:/usr/bin:/bin"
    return subprocess.run(command, cwd=folder, env={"PATH": path, "LANG": "C.UTF-8"}, capture_output=True, text=True, timeout=120)


def test_the_example_for_the_shell(crims, town_model, expected_total, tmp_path):
    done = run_example(crims, town_model, tmp_path, "/bin/bash", "-c", example("sh"))
    assert (done.stdout, done.stderr) == (f"{expected_total}\n", "")


def test_the_example_for_r(crims, town_model, expected_total, tmp_path):
    if shutil.which("Rscript") is None:
        pytest.skip("there is no Rscript: apt-get install r-base-core r-cran-jsonlite r-cran-processx")
    packages = subprocess.run(["Rscript", "-e", "library(jsonlite); library(processx)"], capture_output=True, text=True, timeout=120)
    if packages.returncode != 0:
        pytest.skip("R has no jsonlite or processx: apt-get install r-cran-jsonlite r-cran-processx")
    (tmp_path / "step.R").write_text(example("r"))
    done = run_example(crims, town_model, tmp_path, "Rscript", "step.R")
    assert done.stdout.split() == [str(expected_total)], done.stderr


def test_the_example_for_java(crims, town_model, expected_total, tmp_path):
    java = shutil.which("java")
    version = java and re.search(r'version "(\d+)', subprocess.run([java, "-version"], capture_output=True, text=True).stderr)
    if not version or int(version[1]) < 17:
        pytest.skip("there is no Java 17: apt-get install openjdk-17-jdk-headless")
    (tmp_path / "Step.java").write_text(example("java"))
    done = run_example(crims, town_model, tmp_path, java, "Step.java")
    if "compiler" in done.stderr and not done.stdout:
        pytest.skip("this Java has no compiler: apt-get install openjdk-17-jdk-headless")
    assert done.stdout == f"{expected_total}\n", done.stderr
