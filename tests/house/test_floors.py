# SPDX-License-Identifier: MIT
"""The test of ARCHITECTURE.md finds what is planted: a small house in which one thing is wrong."""

import subprocess
from pathlib import Path

import pytest

FLOORS = Path(__file__).resolve().parent.parent / "floors.py"
PAGE = """# Architecture

| part | uses | what it is |
|---|---|---|
| `libwdd` | | the test |
| `libcrims` | | the simulator |
| `tools/toolkit` | `libwdd` | shared |
| `tools/wdd_tool` | `tools/toolkit` `libwdd` | a command |

| floor | room | what is in it |
|---|---|---|
| 2 | `libwdd/src/message` | words |
| 1 | `libwdd/src/zones` | areas |
| 0 | `libwdd/include/wdd` | headers |
| 0 | `libcrims/include/crims` | headers |
| 2 | `tools/toolkit/layers` | layers |
| 1 | `tools/toolkit/text` | text |
| 1 | `tools/toolkit/time` | dates |
| 3 | `tools/wdd_tool` | main |
| 2 | `tools/wdd_tool/counts` | a command |
| 2 | `tools/wdd_tool/test` | a command |
"""
FILES = {
    "libwdd/include/wdd/area.hpp": [],
    "libcrims/include/crims/model.hpp": [],
    "libwdd/src/zones/area.cpp": ["wdd/area.hpp"],
    "libwdd/src/message/words.cpp": ["zones/area.hpp", "wdd/area.hpp"],
    "tools/toolkit/text/number.hpp": [],
    "tools/toolkit/time/date.hpp": [],
    "tools/toolkit/layers/layer.cpp": ["toolkit/layers/layer.hpp", "toolkit/text/number.hpp", "wdd/area.hpp"],
    "tools/wdd_tool/counts/command.hpp": ["toolkit/layers/layer.hpp"],
    "tools/wdd_tool/test/command.cpp": ["toolkit/text/number.hpp", "wdd/area.hpp"],
    "tools/wdd_tool/main.cpp": ["wdd_tool/counts/command.hpp", "wdd_tool/test/command.hpp"],
    "tests/toolkit/text/number_test.cpp": [],
}


def namespace_of(file):
    part = file.split("/")[1 if file.startswith("tools/") else 0]
    return part.removeprefix("lib")


@pytest.fixture
def house(tmp_path):
    def build(page=PAGE, **changed):
        (tmp_path / "ARCHITECTURE.md").write_text(page)
        for file, includes in {**FILES, **changed.get("files", {})}.items():
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            code = "int main() {}\n" if path.name == "main.cpp" else "namespace " + namespace_of(file) + " {}\n"
            path.write_text("".join(f'#include "{include}"\n' for include in includes) + changed.get("code", {}).get(file, code))
        done = subprocess.run(["/usr/bin/python3", FLOORS, tmp_path], text=True, capture_output=True)
        return done.returncode, done.stdout + done.stderr
    return build


def test_a_house_in_order_passes(house):
    assert house() == (0, "")


@pytest.mark.parametrize("code", ["namespace crims {}\n", "namespace toolkit {}\nnamespace wdd_tool {}\n", "int x;\n"])
def test_a_file_in_another_parts_namespace_is_found(house, code):
    status, said = house(code={"tools/toolkit/text/number.hpp": code})
    assert status == 1 and "tools/toolkit/text/number.hpp" in said and "namespace" in said


@pytest.mark.parametrize("file, include", [
    ("tools/toolkit/text/number.hpp", "toolkit/layers/layer.hpp"),  # an upper floor
    ("tools/toolkit/text/number.hpp", "toolkit/time/date.hpp"),  # a neighbour
    ("tools/wdd_tool/test/command.cpp", "wdd_tool/counts/command.hpp"),  # another command
    ("tools/toolkit/layers/layer.cpp", "wdd_tool/counts/command.hpp"),  # what stands on it
    ("tools/toolkit/layers/layer.cpp", "crims/model.hpp"),  # a part that it does not use
    ("tools/toolkit/layers/layer.cpp", "toolkit/nowhere/x.hpp"),  # no room
    ("tools/toolkit/layers/layer.cpp", "layer.hpp"),  # without its room
    ("tools/toolkit/layers/layer.cpp", "../text/number.hpp"),
    ("libwdd/src/zones/area.cpp", "message/words.hpp"),
    ("libwdd/src/zones/area.cpp", "crims/model.hpp"),
    ("libwdd/include/wdd/area.hpp", "zones/area.hpp"),  # a public header that needs a private one
])
def test_an_include_that_does_not_go_down_fails(house, file, include):
    status, printed = house(files={file: [include]})
    assert status == 1
    assert f"{file} includes {include}" in printed


def test_a_folder_that_the_page_does_not_list_fails(house):
    status, printed = house(files={"tools/toolkit/attic/box.cpp": []})
    assert status == 1
    assert "tools/toolkit/attic: ARCHITECTURE.md does not list it" in printed


def test_a_room_without_folder_fails(house):
    status, printed = house(PAGE + "| 1 | `tools/toolkit/cellar` | wine |\n")
    assert status == 1
    assert "tools/toolkit/cellar" in printed


def test_tests_of_no_room_fail(house):
    status, printed = house(files={"tests/toolkit/attic/box_test.cpp": []})
    assert status == 1
    assert "there is no room tools/toolkit/attic" in printed


def test_an_empty_folder_is_no_house(house, tmp_path):
    done = subprocess.run(["/usr/bin/python3", FLOORS, tmp_path], text=True, capture_output=True)
    assert done.returncode != 0
