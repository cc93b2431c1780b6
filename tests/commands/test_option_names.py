# SPDX-License-Identifier: MIT
"""A text names the options it speaks of as its reader knows them: as typed in a terminal, by a dialog's names in a dialog."""

import json
import re

import pytest

from bad_input import arguments
from conftest import ROOT, TOWN

OPTION = re.compile(r"--[a-z]")
NAMES = {"--start-field": "“Start field”", "--overlap": "“Overlaps”", "--control": "“Control area”",
         "--date-field": "“Incident date field”", "--where": "“Response area: only where”", "--overwrite": "“Replace existing outputs”",
         "--comparison-areas": "“Comparison areas”", "--test-suitability": "“Test control area suitability”", "--start": "“First day”",
         "--end": "“Last day”", "--zones": "“Zones”", "--zone-field": "“Zone field”", "--points-crs": "“CRS of X and Y”", "--x": "“X field”",
         "--y": "“Y field”", "--assume-crs": "“CRS of layers that have none”", "--lookup": "“Lookup”", "--months": "“Lengths”"}


@pytest.fixture
def dialog(tmp_path):
    """The environment of a run that a dialog starts."""
    path = tmp_path / "names.json"
    path.write_text(json.dumps(NAMES), "utf-8")
    return {"CRIMEKIT_OPTION_NAMES": str(path)}


@pytest.mark.parametrize("changes, status, typed, named", [
    ({"--date-field": "nope"}, 1, "no field 'nope' (--date-field)", "no field 'nope' (“Incident date field”)"),
    ({"--start": "2023-13-01"}, 2, "--start: ", "“First day”: "),
    ({"--start": None, "--end": None}, 2, "--start-field is missing: give either the field of the response layer (--start-field)",
     "“Start field” is missing: give either the field of the response layer (“Start field”)"),
    ({"--overlap": "both"}, 2, "--overlap: ", "“Overlaps”: "),
    ({"--control": None}, 2, "--control is required", "“Control area” is required"),
    ({"--x": "x"}, 2, "--x, --y and --points-crs go together", "“X field”, “Y field” and “CRS of X and Y” go together"),
])
def test_an_error_names_an_option_as_its_reader_knows_it(wdd, study, dialog, changes, status, typed, named):
    in_terminal = wdd(*arguments(changes), cwd=study, check=status).err
    in_dialog = wdd(*arguments(changes), cwd=study, check=status, env=dialog).err
    assert typed in in_terminal and "⟨" not in in_terminal
    assert named in in_dialog and not OPTION.search(in_dialog), in_dialog


def test_of_a_wrong_command_line_only_a_terminal_is_told_the_help(wdd, study, dialog):
    wrong = arguments({"--start": "never"})
    assert wdd(*wrong, cwd=study, check=2).err.endswith("(see wdd test --help)\n")
    assert "--help" not in wdd(*wrong, cwd=study, check=2, env=dialog).err


def test_message_page_and_warnings_name_options_alike_and_json_as_typed(wdd, study, dialog):
    files = {"--message": "r.txt", "--html": "r.html", "--json": "r.json"}
    run = wdd(*arguments(files), cwd=study, env=dialog)
    suitability = "The suitability of the control area was not tested ({} tests it)."
    page = re.sub(r'<span class="option">(.*?)</span>', r"\1", (study / "r.html").read_text("utf-8"))
    for text in (run.out or (study / "r.txt").read_text("utf-8"), page):
        assert suitability.format("“Test control area suitability”") in text
    told = json.loads((study / "r.json").read_text("utf-8"))
    assert not any("⟨" in text or "“" in text for text in told["warnings"])
    in_terminal = wdd(*arguments({**files, "--overwrite": True}), cwd=study)
    assert suitability.format("--test-suitability") in (in_terminal.out or (study / "r.txt").read_text("utf-8"))


def test_a_model_keeps_what_it_lacks_as_typed(crims, tmp_path, dialog):
    path = tmp_path / "model.gpkg"
    run = crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2022-01", "--to", "2022-12",
                "--output", path, "--json", "-", env=dialog)
    assert "no zone polygons (--zones): crimes can be placed where others were recorded, but not anywhere in a zone" in run.json["lacks"]
    assert "⟨".encode() not in path.read_bytes()


def test_names_that_cannot_be_read_change_nothing(wdd, study, tmp_path):
    (tmp_path / "broken.json").write_text("[1, 2", "utf-8")
    wrong = arguments({"--date-field": "nope"})
    plain = wdd(*wrong, cwd=study, check=1).err
    for path in (tmp_path / "broken.json", tmp_path / "absent.json", tmp_path):
        assert wdd(*wrong, cwd=study, check=1, env={"CRIMEKIT_OPTION_NAMES": str(path)}).err == plain


# A literal that is an option's name, or begins with one and a blank in an example, is no text for a reader.
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
NO_TEXT = re.compile(r"(--?[a-z_-]+|(wdd|crims) [a-z]+ .*|.*\{\} (COMMAND --help|--version|--json-usage|--bash-completion).*)")
OWN = ("usage_text.cpp", "recorded_parameters.cpp", "run_tool.cpp")  # they speak of the command line itself


def test_every_text_marks_the_options_it_speaks_of():
    found = []
    for path in sorted([*ROOT.glob("tools/**/*.cpp"), *ROOT.glob("tools/**/*.hpp"), *ROOT.glob("libwdd/src/**/*.cpp")]):
        if path.name in OWN:
            continue
        code = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("//"))
        found += [f"{path.relative_to(ROOT)}: an option's name is put together" for _ in re.finditer(r'"--" [+] ', code)]
        for literal in LITERAL.findall(code):
            unmarked = re.sub("⟨[^⟩]*⟩", "", literal)
            if OPTION.search(unmarked) and not NO_TEXT.fullmatch(literal):
                found.append(f"{path.relative_to(ROOT)}: {literal}")
    assert found == []
