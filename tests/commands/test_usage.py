# SPDX-License-Identifier: MIT
"""What the commands say of themselves: help, JSON for front ends, completion, manual pages; and that it is true."""

import re
import shlex
import shutil
import subprocess

import pytest

from conftest import ROOT

# Options of the design, with the ArcGIS tool's names.
TEST_OPTIONS = {
    "--response": "--in_response_feature", "--where": "--where_clause", "--control": "--in_control_feature",
    "--control-where": None, "--incidents": "--in_features", "--incidents-where": None, "--x": None, "--y": None,
    "--points-crs": None, "--output": "--out_features", "--start-field": "--start_date_field",
    "--end-field": "--end_date_field", "--start": None, "--end": None, "--date-field": "--incident_date_field",
    "--displacement": "--displacement_distance", "--test-suitability": "--test_suitability",
    "--max-area-difference": "--max_area_difference", "--max-count-difference": "--max_count_difference",
    "--min-correlation": "--min_correlation_coefficient", "--suitability-action": None, "--pre-start": None,
    "--pre-end": None, "--overlap": None, "--time-zone": None, "--date-format": None, "--baseline-year": None, "--confidence": None, "--crs": None, "--assume-crs": None,
    "--skip-bad-dates": None, "--id-field": None, "--crimes": None, "--crime-types": None, "--name-field": None, "--scale-control": None,
    "--json": None, "--message": None, "--html": None, "--title": None, "--summary": None, "--xlsx": None, "--png": None, "--overwrite": None, "--quiet": None,
    "--progress": None, "--record-as": None, "--comparison-areas": "--candidates",
    "--comparison-where": "--candidates-where", "--comparison-output": None, "--forecast": None, "--type-field": None, "--weights": None,
    "--area-weights": None, "--population": None, "--population-field": None}
COUNTS_OPTIONS = ["--treated", "--control", "--treated-displacement", "--control-displacement", "--time-weights",
                  "--area-weights", "--confidence", "--input", "--output", "--combine", "--json", "--message", "--html", "--title", "--summary", "--xlsx", "--overwrite",
                  "--quiet", "--progress", "--record-as"]
OF_TEST_ALONE = {"--test-suitability", "--max-area-difference", "--max-count-difference", "--min-correlation",
                 "--suitability-action", "--confidence", "--scale-control", "--comparison-output", "--forecast",
                 "--type-field", "--weights", "--summary", "--xlsx", "--png", "--area-weights", "--population", "--population-field"}
BATCH_OPTIONS = TEST_OPTIONS | {"--each": None, "--control-each": None, "--table": None}
PLACEBO_OPTIONS = [name for name in TEST_OPTIONS if name not in OF_TEST_ALONE]
REQUIRED = {"--response", "--control", "--displacement"}  # a download has no date field, and may stand for --incidents
DEFAULTS = {"--scale-control": "1", "--max-area-difference": "20", "--max-count-difference": "20", "--min-correlation": "0.7",
            "--confidence": "0.95", "--overlap": "clip", "--suitability-action": "fail", "--progress": "auto",
            "--test-suitability": "off", "--forecast": "on", "--area-weights": "none", "--population-field": "people"}
CHOICES = {"--overlap": ["clip", "error", "count"], "--suitability-action": ["fail", "warn"],
           "--progress": ["auto", "bar", "lines", "none"], "--test-suitability": ["TEST", "NO_TEST"],
           "--area-weights": ["none", "area", "people"]}
PARENTS = {"--where": "--response", "--start-field": "--response", "--end-field": "--response",
           "--control-where": "--control", "--incidents-where": "--incidents", "--date-field": "--incidents", "--id-field": "--incidents", "--type-field": "--incidents", "--name-field": "--response",
           "--x": "--incidents", "--y": "--incidents", "--comparison-where": "--comparison-areas", "--population-field": "--population"}
TYPES = {"--response": "layer", "--where": "sql", "--date-field": "field", "--start": "date", "--displacement": "distance",
         "--comparison-areas": "layer", "--comparison-where": "sql", "--forecast": "flag",
         "--overlap": "choice", "--test-suitability": "flag", "--confidence": "number", "--crs": "crs",
         "--output": "output_layer", "--json": "output_file"}

SAMPLE = ["--response", "samples/town.gpkg|layername=response", "--where", "NAME='Market Square'",
          "--control", "samples/town.gpkg|layername=control", "--incidents", "samples/town.gpkg|layername=incidents",
          "--date-field", "occurred", "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m",
          "--max-area-difference", "15", "--max-count-difference", "12.5", "--min-correlation", "0.6"]


@pytest.fixture
def root(tmp_path):
    """A folder that looks like the repository's root to who runs the examples."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("out"))
    return tmp_path


# --- help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["--help", "-h"])
@pytest.mark.parametrize("command", [(), ("test",), ("counts",), ("placebo",), ("plan",), ("batch",)])
def test_help_is_on_standard_output(wdd, command, how):
    run = wdd(*command, how)
    assert run.err == "" and len(run.out) > 300
    assert all(len(line) <= 88 or line.startswith("  wdd ") for line in run.out.splitlines())


def test_help_names_every_option_by_both_names(wdd):
    words = set(re.findall(r"--[\w-]+", wdd("test", "--help").out))
    assert set(TEST_OPTIONS) | set(filter(None, TEST_OPTIONS.values())) | {"--no-test-suitability"} <= words
    assert set(COUNTS_OPTIONS) <= set(re.findall(r"--[\w-]+", wdd("counts", "--help").out))


def test_help_names_defaults_choices_and_exit_statuses(wdd):
    text = wdd("test", "--help").out
    for option, default in DEFAULTS.items():
        part = re.split(r"\n  --|\n\n", text[text.index(f"\n  {option}") + 1 :])[0]
        assert f"Default: {default}." in " ".join(part.split()), option
    statuses = re.findall(r"^  (\d)     ", text[text.index("Exit status"):], re.MULTILINE)
    assert statuses == ["0", "1", "2", "3"]


def test_help_wins_over_anything_else_on_the_line(wdd):
    assert wdd("test", "--nonsense", "--help").out == wdd("test", "--help").out


def test_the_tool_lists_its_commands(wdd):
    text = wdd("--help").out
    assert re.search(r"^  test +\S", text, re.MULTILINE) and re.search(r"^  counts +\S", text, re.MULTILINE)


def test_version_is_the_project_s(wdd):
    version = re.search(r"project\(\s*\w+[^)]*?VERSION\s+([\d.]+)", (ROOT / "CMakeLists.txt").read_text(), re.DOTALL).group(1)
    assert wdd("--version").out == f"wdd {version}\n"


# --- for programs -----------------------------------------------------------------------------------------------------


def usage(wdd, command):
    whole = wdd("--json-usage").json
    of_command, = (c for c in whole["commands"] if c["name"] == command)
    return {option["name"]: option for option in of_command["options"]}


def test_json_usage_describes_every_option_of_test(wdd):
    options = usage(wdd, "test")
    assert set(options) == set(TEST_OPTIONS)
    for name, option in options.items():
        assert {"type", "default", "required", "help", "group", "advanced"} <= set(option), name
        assert option["required"] is (name in REQUIRED), name
        assert option["help"].endswith("."), name
        arcgis = TEST_OPTIONS[name]
        assert arcgis is None or arcgis in option["aliases"] + [option.get("value_alias")], name
    assert {name: option["default"] for name, option in options.items() if option["default"] is not None} == DEFAULTS
    assert {name: option["choices"] for name, option in options.items() if option.get("choices")} == CHOICES
    assert {name: option["parent"] for name, option in options.items() if option.get("parent")} == PARENTS
    assert {name: options[name]["type"] for name in TYPES} == TYPES


def test_json_usage_describes_every_option_of_counts(wdd):
    options = usage(wdd, "counts")
    assert set(options) == set(COUNTS_OPTIONS)
    assert {name: options[name]["default"] for name in ("--time-weights", "--area-weights", "--confidence")} == {
        "--time-weights": "1,1", "--area-weights": "1,1,1,1", "--confidence": "0.95"}


def test_a_batch_has_every_option_of_the_test(wdd):
    options, of_test = usage(wdd, "batch"), usage(wdd, "test")
    assert set(options) == set(BATCH_OPTIONS)
    same = set(options) & set(of_test) - {"--output"}
    assert [name for name in same if {**options[name], "group": ""} != {**of_test[name], "group": ""}] == []
    assert options["--each"]["parent"] == "--response" and options["--control-each"]["parent"] == "--control"
    assert options["--table"]["endings"] == ["csv", "gpkg"]


def test_json_usage_describes_every_option_of_placebo(wdd):
    options, of_test = usage(wdd, "placebo"), usage(wdd, "test")
    assert set(options) == set(PLACEBO_OPTIONS)
    for name, option in options.items():
        assert option["help"].endswith("."), name
        assert name not in of_test or name == "--output" or option == of_test[name], name


def test_json_usage_says_what_an_option_takes(wdd, crims):
    """What front ends choose widgets, filters and checks by; they search no prose for it."""
    test, counts, placebo = (usage(wdd, name) for name in ("test", "counts", "placebo"))
    assert test["--response"]["geometry"] == test["--control"]["geometry"] == "polygons" and test["--incidents"]["geometry"] == "incidents"
    assert test["--output"]["endings"] == placebo["--output"]["endings"] == ["gpkg", "shp", "geojson", "fgb", "gdb", "csv"]
    assert test["--html"]["endings"] == ["html"] and "endings" not in test["--response"]
    correlation = test["--min-correlation"]
    assert (correlation["least"], correlation["most"]) == (0, 1) and "bounds_excluded" not in correlation
    assert test["--confidence"]["bounds_excluded"] is True and test["--max-area-difference"]["unit"] == "%"
    assert test["--pre-start"]["goes_with"] == ["--pre-end"]
    assert counts["--treated"]["list"] is True and counts["--treated"]["type"] == "number"
    assert test["--record-as"]["repeatable"] is True
    evaluate = usage(crims, "evaluate")
    assert evaluate["--route"]["default"] is None and evaluate["--route"]["default_words"].startswith("counts")
    assert evaluate["--output"]["endings"] == ["gpkg"]


def test_json_usage_of_a_command_is_its_part_of_the_whole(wdd):
    whole = {command["name"]: command for command in wdd("--json-usage").json["commands"]}
    for name, part in whole.items():
        alone = wdd(name, "--json-usage").json
        assert {key: value for key, value in alone.items() if key not in ("tool", "version")} == part


# --- both names -------------------------------------------------------------------------------------------------------


def test_the_names_of_arcgis_mean_the_same(wdd, root):
    ours = wdd("test", *SAMPLE, "--test-suitability", "--output", "a.gpkg", "--json", "-", cwd=root)
    theirs = [TEST_OPTIONS.get(word) or word for word in SAMPLE]
    assert sum(a != b for a, b in zip(SAMPLE, theirs)) == 11
    run = wdd("test", *theirs, "--test_suitability", "TEST", "--out_features", "b.gpkg", "--json", "-", cwd=root)
    assert run.out == ours.out and run.err == ours.err
    assert (root / "b.gpkg").exists()
    off = wdd("test", *SAMPLE, "--test_suitability", "NO_TEST", "--json", "-", cwd=root)
    assert off.json["suitability"]["tested"] is False
    assert off.out == wdd("test", *SAMPLE, "--no-test-suitability", "--json", "-", cwd=root).out


def test_the_last_of_two_contrary_flags_counts(wdd, root):
    def tested(*flags):
        return wdd("test", *SAMPLE, *flags, "--json", "-", cwd=root).json["suitability"]["tested"]
    assert tested("--no-test-suitability", "--test-suitability") is True
    assert tested("--test-suitability", "--no-test-suitability") is False


def test_an_equals_sign_may_stand_between_name_and_value(wdd, root):
    joined = [f"{SAMPLE[i]}={SAMPLE[i + 1]}" for i in range(0, len(SAMPLE), 2)]
    assert wdd("test", *joined, "--json=-", cwd=root).out == wdd("test", *SAMPLE, "--json", "-", cwd=root).out


def test_unequal_thresholds_reach_the_test(wdd, root):
    checks = wdd("test", *SAMPLE, "--test-suitability", "--json", "-", cwd=root).json["suitability"]["checks"]
    assert {name: check["threshold"] for name, check in checks.items()} == {
        "area_difference": 15, "count_difference": 12.5, "correlation": 0.6}


# --- completion -------------------------------------------------------------------------------------------------------


def complete(wdd, *words):
    """What bash offers after these words, the last of them unfinished."""
    script = wdd("--bash-completion").out
    line = " ".join(shlex.quote(word) for word in words)
    code = (f"{script}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _wdd wdd \"${{COMP_WORDS[-1]}}\"\n"
            'printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["/bin/bash", "--norc", "-u", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes_commands_options_choices_and_files(wdd):
    assert {"test", "counts", "--help"} <= set(complete(wdd, "wdd", ""))
    assert complete(wdd, "wdd", "cou") == ["counts"]
    assert set(complete(wdd, "wdd", "test", "--")) >= set(TEST_OPTIONS)
    assert set(complete(wdd, "wdd", "counts", "--")) >= set(COUNTS_OPTIONS)
    assert complete(wdd, "wdd", "test", "--over") == ["--overlap", "--overwrite"]
    assert complete(wdd, "wdd", "test", "--overlap", "") == ["clip", "error", "count"]
    assert complete(wdd, "wdd", "test", "--json", "samples/town.") == ["samples/town.gpkg"]


def test_bash_knows_which_command_to_complete(wdd):
    done = subprocess.run(["/bin/bash", "--norc", "-c", wdd("--bash-completion").out + "\ncomplete -p wdd"],
                          capture_output=True, text=True, check=True)
    assert done.stderr == "" and "-F _wdd wdd" in done.stdout


# --- manual pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["wdd", "wdd-test", "wdd-batch", "wdd-counts", "wdd-placebo"])
def test_the_manual_page_renders_without_warnings(wdd, name):
    page = wdd.binary.parents[1] / "share/man/man1" / f"{name}.1"
    assert page.exists()
    if shutil.which("man") is None:
        pytest.skip("there is no man")
    done = subprocess.run(["man", "-l", "--warnings", str(page)], capture_output=True, text=True, check=False,
                          env={"MANWIDTH": "80", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0 and done.stderr == ""
    text = re.sub(r".\x08", "", done.stdout)
    options = {"wdd": [], "wdd-test": TEST_OPTIONS, "wdd-batch": BATCH_OPTIONS, "wdd-counts": COUNTS_OPTIONS, "wdd-placebo": PLACEBO_OPTIONS}[name]
    assert [option for option in options if option not in text] == []
    assert "NAME" in text and ("EXIT STATUS" in text or name == "wdd")


# --- the examples work ------------------------------------------------------------------------------------------------


def examples(text):
    return [line.strip() for line in text[text.index("\nExample"):].splitlines() if line.strip().startswith("wdd ")]


@pytest.mark.parametrize("command", ["test", "counts"])
def test_the_examples_run_as_they_are_written(wdd, root, command):
    lines = examples(wdd(command, "--help").out)
    assert lines
    for line in lines:
        done = subprocess.run(["/bin/bash", "-c", line], cwd=root, capture_output=True, text=True, check=False,
                              env={"PATH": f"{wdd.binary.parent}:/usr/bin:/bin"})
        assert done.returncode == 0 and done.stderr == "", (line, done.stderr)
        assert done.stdout.startswith("Weighted Displacement Difference\n")
    assert (root / "result.gpkg").exists() == (command == "test")


def test_the_sample_gives_what_its_readme_says(wdd, root):
    line, = examples(wdd("test", "--help").out)
    text = wdd(*shlex.split(line)[1:], cwd=root).out
    readme = (ROOT / "samples/README.md").read_text()
    for name, row in (("Response area", "Market Square"), ("Control area", "Station Quarter"),
                      ("Response displacement area", "ring of Market Square"),
                      ("Control displacement area", "ring of Station Quarter")):
        before, after = re.search(rf"\| {row} \| (\d+) \| (\d+) \|", readme).groups()
        assert re.search(rf"{name} +{before} +{after} ", text), name
    wdd_, se, z = re.search(r"WDD (-?\d+), standard error ([\d.]+), z (-?[\d.]+)", readme).groups()
    assert f"Difference: {wdd_}," in text and f"standard error {se}," in text and f"(z = {float(z):.2f}" in text
