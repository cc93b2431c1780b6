# SPDX-License-Identifier: MIT
"""What QGIS and ArcGIS share: descriptions, command lines, finding a command, running it."""

import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from conftest import COMMANDS, ROOT, TOOLBOX, TOWN, WDD
from crimekit.host import arguments, catalog, commands, runner, words
from crimekit.host.workspace import workspace

import update_usage

ARCGIS = ["in_response_feature", "where_clause", "in_control_feature", "in_features", "out_features", "start_date_field",
          "end_date_field", "incident_date_field", "displacement_distance", "test_suitability", "max_area_difference",
          "max_count_difference", "min_correlation_coefficient"]  # the syntax line of ArcGIS's tool reference


# --- descriptions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", update_usage.TOOLS)
def test_the_plugin_knows_the_commands_as_they_are(tool):
    if not COMMANDS[tool].exists():
        pytest.skip(f"{tool} is not built")
    kept = TOOLBOX / f"qgis/crimekit/usage/{tool}.json"
    assert kept.exists() and kept.read_text(encoding="utf-8") == update_usage.usage(COMMANDS[tool]), "run toolbox/update_usage.py"


def test_the_plugin_has_the_commands_version():
    metadata = (TOOLBOX / "qgis/crimekit/metadata.txt").read_text(encoding="utf-8")
    assert update_usage.with_version(metadata, catalog.version()) == metadata, "run toolbox/update_usage.py"
    assert f"VERSION {catalog.version()} " in (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")


def test_every_command_is_a_tool_and_every_option_is_in_one():
    never_shown = {("crims", "evaluate"): {"--save-scenario"}}  # see catalog
    for key, command in catalog.commands().items():
        if key in catalog.LEFT_OUT:
            continue
        shown = {option["name"] for entry in catalog.entries() if (entry.tool, entry.command) == key for option in entry.options}
        assert shown == {option["name"] for option in command["options"]} - set(arguments.RUNNING) - never_shown.get(key, set())


def test_a_command_that_is_left_out_exists_and_is_nowhere_shown():
    assert set(catalog.LEFT_OUT) == {("crims", "fetch"), ("crims", "run"), ("crims", "serve"), ("crims", "step")}
    for key, reason in catalog.LEFT_OUT.items():
        assert key in catalog.commands() and len(reason.split()) > 5
        assert [entry.id for entry in catalog.entries() if (entry.tool, entry.command) == key] == []


def test_names_of_tools_and_parameters_are_unique():
    ids = [entry.id for entry in catalog.entries()]
    assert len(set(ids)) == len(ids)
    for entry in catalog.entries():
        names = [entry.parameter_name(option) for option in entry.options] + list(entry.numbers)
        assert len(set(names)) == len(names)


def test_the_displacement_test_has_arcgis_names_in_arcgis_order():
    entry = catalog.entry("weighteddisplacementdifference")
    assert [entry.parameter_name(option).lower() for option in entry.options][:len(ARCGIS)] == ARCGIS


def test_a_command_without_an_entry_is_shown_all_the_same(monkeypatch):
    described = {**catalog.commands(), ("crims", "new-thing"): {"name": "new-thing", "options": []}}
    monkeypatch.setattr(catalog, "commands", lambda: described)
    catalog.entries.cache_clear()
    try:
        [entry] = [entry for entry in catalog.entries() if entry.command == "new-thing"]
        assert (entry.id, entry.group) == ("crimsnewthing", "Simulation")
    finally:
        catalog.entries.cache_clear()


@pytest.mark.parametrize("module", ["arguments", "catalog", "commands", "runner"])
def test_the_shared_modules_need_no_gis(module):
    code = f"import sys; sys.path.insert(0, '{TOOLBOX}/qgis'); import crimekit.host.{module}"
    code += "; assert not {'qgis', 'arcpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-B", "-c", code], check=True)


# --- command lines --------------------------------------------------------------------------------------------------------

OPTIONS = [
    {"name": "--text", "type": "text", "default": None},
    {"name": "--on", "type": "flag", "default": "on", "negation": "--no-on"},
    {"name": "--off", "type": "flag", "default": None},
]


@pytest.mark.parametrize("values, expected", [
    ({}, []),
    ({"--text": None, "--on": None, "--off": None}, []),
    ({"--text": ""}, []),
    ({"--text": "-5 'x' $HOME"}, ["--text=-5 'x' $HOME"]),
    ({"--on": True, "--off": False}, []),
    ({"--on": False, "--off": True}, ["--no-on", "--off"]),
])
def test_values_become_arguments(values, expected):
    assert arguments.build("do", OPTIONS, values) == ["do", *expected, "--progress=lines"]


def test_a_value_for_no_option_is_a_mistake_of_the_host():
    with pytest.raises(KeyError, match="--other"):
        arguments.build("do", OPTIONS, {"--other": "1"})


@pytest.mark.parametrize("value, text", [
    (20.0, "20"), (0.7, "0.7"), ("42", "42"), (-1.5, "-1.5"), (1e300, "1e+300"), (12345678, "12345678")])
def test_numbers_are_short_and_exact(value, text):
    assert arguments.number_text(value) == text
    assert float(text) == float(value)


def test_the_line_shown_can_be_pasted_into_a_terminal():
    line = ["/bin/wdd", "test", "--where=NAME='Market Square'", "--progress=lines"]
    assert shlex.split(arguments.shell_text(line)) == line[:-1]


# --- finding --------------------------------------------------------------------------------------------------------------


def fake(folder, text):
    folder.mkdir(parents=True)
    path = folder / "wdd"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_the_setting_comes_before_the_environment_and_that_before_path(tmp_path, monkeypatch):
    places = {name: fake(tmp_path / name, "echo wdd 1.2.3") for name in ("setting", "environment", "path")}
    folder = {name: os.path.dirname(path) for name, path in places.items()}
    monkeypatch.setenv("PATH", folder["path"])
    monkeypatch.setenv("CRIMEKIT_PATH", folder["environment"])
    assert commands.find("wdd", folder["setting"], "1.2.0") == places["setting"]
    assert commands.find("wdd", "", "1.2.0") == places["environment"]
    monkeypatch.delenv("CRIMEKIT_PATH")
    assert commands.find("wdd", "", "1.2.0") == places["path"]


def test_commands_that_came_with_the_toolbox_come_first(tmp_path, monkeypatch):
    beside, setting = (fake(tmp_path / name, "echo wdd 1.2.3") for name in ("bin", "setting"))
    monkeypatch.setattr(commands, "BESIDE", os.path.dirname(beside))
    monkeypatch.setenv("CRIMEKIT_PATH", str(tmp_path / "nowhere"))
    assert commands.find("wdd", os.path.dirname(setting), "1.2.0") == beside
    os.remove(beside)
    assert commands.find("wdd", os.path.dirname(setting), "1.2.0") == setting


def test_a_folder_that_was_named_is_not_passed_over(tmp_path):
    with pytest.raises(commands.CommandMissing, match=r"'wdd' is not in .*nowhere \(the setting\).*Install"):
        commands.find("wdd", str(tmp_path / "nowhere"), "0.1.0")


@pytest.mark.parametrize("says, words", [
    ("echo wdd 1.3.0", "is version 1.3.0, but this toolbox is made for version 1.2.0"),
    ("echo wdd 2.2.0", "is version 2.2.0"), ("echo something else entirely", "is version unknown"), ("exit 1", "is version unknown")])
def test_another_version_is_refused(tmp_path, says, words):
    path = fake(tmp_path / "bin", says)
    with pytest.raises(commands.CommandMissing, match=words):
        commands.find("wdd", os.path.dirname(path), "1.2.0")


# --- words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", catalog.entries(), ids=lambda entry: entry.id)
def test_a_dialog_says_nothing_that_only_the_command_line_knows(entry):
    texts = [*words.description(entry), *(words.help_text(entry, option) for option in entry.options)]
    foreign = re.compile(r"--[a-z]|\|layername|\bPATH\b|standard output|mpirun|exit status|\b(wdd|crims) [a-z]")
    assert [text for text in texts if foreign.search(text)] == []
    assert len({words.title(entry, option) for option in entry.options}) == len(entry.options)


def test_a_dialog_names_options_and_commands_as_it_shows_them():
    test, placebo, evaluate = (catalog.entry(name) for name in ("weighteddisplacementdifference", "placebotest", "evaluatedesign"))
    for entry, said, shown in (
            (test, "a table needs ⟨--x⟩, ⟨--y⟩", "a table needs “X field”, “Y field”"),
            (test, "as ⟨--overlap clip⟩ does", "as “Where zones overlap” set to clip does"),
            (test, "what a file calls --where stays; ⟨--no-such⟩ option", "what a file calls --where stays; --no-such option"),
            (placebo, "as ⟨wdd counts --input⟩ has it", "as “Table of counts” of “WDD test from a table of counts” has it"),
            (evaluate, "⟨crims calibrate⟩ or ⟨wdd test⟩", "“Calibrate the crime simulator” or “Weighted Displacement Difference”"),
            (evaluate, "without it (⟨--no-dispersion⟩)", "without it (“Dispersion: no”)"),
            (evaluate, "the table, FILE.csv; - for standard output", "the table, FILE.csv")):
        assert words.in_dialog(entry, said) == shown


def test_help_does_not_repeat_the_title():
    test = catalog.entry("weighteddisplacementdifference")
    assert words.help_text(test, test.option("--response")) == "Polygons, taken together as one area."


def test_a_description_keeps_what_the_command_does():
    for entry in catalog.entries():
        first = entry.description["description"][0].split()[0]
        assert words.description(entry)[0].startswith(first)


# --- running --------------------------------------------------------------------------------------------------------------


class Recorder(runner.Listener):
    def __init__(self, cancel_at=None):
        self.percents, self.lines, self.warnings = [], [], []
        self._cancel_at = cancel_at

    def progress(self, percent):
        self.percents.append(percent)

    def info(self, line):
        self.lines.append(line)

    def warning(self, text):
        self.warnings.append(text)

    def is_cancelled(self):
        return self._cancel_at is not None and len(self.lines) >= self._cancel_at


def shell(text):
    return ["/bin/sh", "-c", text]


def test_lines_progress_and_warnings_arrive_apart():
    heard = Recorder()
    errors = "echo progress 0; echo progress 100; echo wdd: warning: mind; echo odd"
    runner.run(shell(f"({errors}) >&2; echo progress 7; echo ä"), heard)
    assert heard.percents == [0, 100]
    assert heard.warnings == ["mind", "odd"]
    assert heard.lines == ["progress 7", "ä"]


@pytest.mark.parametrize("script, text, status", [
    ("echo 'wdd: error: no such field' >&2; exit 1", "no such field", 1),
    ("echo 'wdd: error: not suitable' >&2; exit 3", "not suitable", 3),
    ("exit 5", "/bin/sh ended with status 5 and said nothing", 5),
    ("kill -SEGV $$", "/bin/sh was ended by signal 11", -11)])
def test_a_failure_has_the_commands_words(script, text, status):
    with pytest.raises(runner.CommandFailed) as failed:
        runner.run(shell(script), Recorder())
    assert (str(failed.value), failed.value.status) == (text, status)


def test_a_program_that_does_not_start_is_a_failure():
    with pytest.raises(runner.CommandFailed, match="/nowhere/wdd does not start"):
        runner.run(["/nowhere/wdd"], Recorder())


@pytest.mark.parametrize("trap", ["", "trap '' TERM; "], ids=["asked", "made"])
def test_cancel_ends_the_process_whether_it_listens_or_not(tmp_path, monkeypatch, trap):
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 0.3)
    pid_file = tmp_path / "pid"
    with pytest.raises(runner.Cancelled):
        runner.run(shell(f"{trap}echo $$ > {pid_file}; echo ready; while :; do sleep 0.05; done"), Recorder(cancel_at=1))
    assert not os.path.exists(f"/proc/{pid_file.read_text().strip()}")


def test_a_large_output_on_both_pipes_does_not_block():
    heard = Recorder()
    runner.run(shell("i=0; while [ $i -lt 20000 ]; do echo line $i of the output; echo line $i of the errors >&2; i=$((i+1)); done"), heard)
    assert len(heard.lines) == len(heard.warnings) == 20000


def test_a_listener_that_fails_leaves_no_process_behind(tmp_path):
    class Failing(Recorder):
        def info(self, line):
            raise ValueError(line)

    pid_file = tmp_path / "pid"
    with pytest.raises(ValueError):
        runner.run(shell(f"echo $$ > {pid_file}; echo x; sleep 60 & wait"), Failing())
    assert not os.path.exists(f"/proc/{pid_file.read_text().strip()}")


def test_the_readers_end_with_the_run():
    before = threading.active_count()
    runner.run([str(WDD), "--version"], Recorder())
    assert threading.active_count() == before


def test_the_real_command_is_run_and_cancelled(tmp_path):
    line = [str(WDD), *arguments.build("test", catalog.commands()["wdd", "test"]["options"], {
        "--response": f"{TOWN}|layername=response", "--where": "NAME='Market Square'", "--control": f"{TOWN}|layername=control",
        "--incidents": f"{TOWN}|layername=incidents", "--date-field": "occurred", "--start-field": "RESP_START",
        "--end-field": "RESP_END", "--displacement": "250 m", "--output": str(tmp_path / "result.gpkg")})]
    with pytest.raises(runner.Cancelled):
        runner.run(line, Recorder(cancel_at=0))
    assert list(tmp_path.iterdir()) == []
    heard = Recorder()
    runner.run(line, heard)
    assert heard.percents == sorted(heard.percents) and heard.percents[-1] == 100
    assert any("Strong evidence of reduction" in text for text in heard.lines)
    assert (tmp_path / "result.gpkg").exists()


# --- files of a run -------------------------------------------------------------------------------------------------------


def test_a_run_takes_its_files_along_and_those_of_a_killed_program(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    abandoned, own, other = (tmp_path / name for name in (f"crimekit-{gone.pid}-x", f"crimekit-{os.getpid()}-x", "crimekit-y"))
    for folder in (abandoned, own, other):
        folder.mkdir()
        (folder / "file").write_text("x")
    with workspace() as (folder, _watch):
        assert os.path.isdir(folder)
        assert not abandoned.exists()
    assert sorted(tmp_path.iterdir()) == sorted([own, other])


PROGRAM = f"""
import subprocess, sys, time
sys.path.insert(0, {str(TOOLBOX / "qgis")!r})
from crimekit.host import runner
from crimekit.host.workspace import workspace

class Printing(runner.Listener):
    def info(self, line):
        print(line, flush=True)

with workspace() as (folder, watch):
    open(folder + "/export", "w").close()
    {{does}}
    time.sleep(60)
"""


def killed(does, folder, number=signal.SIGKILL):
    """Starts a program with a workspace in a folder, kills it when it has said a line, and returns that as a process id."""
    with subprocess.Popen([sys.executable, "-B", "-c", PROGRAM.format(does=does)], stdout=subprocess.PIPE,
                          env={**os.environ, "TMPDIR": str(folder)}) as program:
        said = int(program.stdout.readline())
        assert len(list(folder.iterdir())) == 1
        program.send_signal(number)
    return said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_program_takes_its_silent_command_and_its_files_along(tmp_path, number):
    command = killed('runner.run(["/bin/sh", "-c", "echo $$; exec sleep 60"], Printing(), watch)', tmp_path, number)
    wait_until(lambda: not list(tmp_path.iterdir()) and not runs(command))


def test_a_program_that_is_killed_at_an_export_takes_its_files_along(tmp_path):
    killed("print(0, flush=True)", tmp_path)
    wait_until(lambda: not list(tmp_path.iterdir()))


def test_a_process_id_that_another_may_have_by_now_is_not_stopped(tmp_path):
    """The first command has ended; its place is taken by one that is none of ours."""
    with subprocess.Popen(["sleep", "60"]) as other:
        killed(f"watch({other.pid}); watch(None); print(0, flush=True)", tmp_path)
        wait_until(lambda: not list(tmp_path.iterdir()))
        assert other.poll() is None
        other.kill()


def test_a_run_that_is_over_leaves_no_process(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = children()
    with workspace() as (_folder, watch):
        runner.run(shell("true"), Recorder(), watch)
        assert len(children() - before) == 1
    assert children() == before


def children():
    return {task for path in Path("/proc/self/task").glob("*/children") for task in path.read_text().split()}


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
