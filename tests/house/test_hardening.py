# SPDX-License-Identifier: MIT
"""The commands are built as Debian hardens its packages: files of strangers are read. (packaging/check asks Debian's own tools.)"""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["wdd", "crims"])
def binary(request):
    return Path(os.environ.get(request.param.upper(), ROOT / f"build/dev/bin/{request.param}")).resolve()


def readelf(option, binary):
    return subprocess.run(["readelf", "--wide", option, str(binary)], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout


def test_it_may_lie_anywhere_in_memory(binary):
    assert "Type:                              DYN" in readelf("--file-header", binary)


def test_what_the_linker_fills_in_is_read_only_before_main(binary):
    assert "GNU_RELRO" in readelf("--program-headers", binary)
    assert "NOW" in readelf("--dynamic", binary)


def test_the_stack_is_not_executable(binary):
    stack = next(line for line in readelf("--program-headers", binary).splitlines() if "GNU_STACK" in line)
    assert " RW " in stack and "E" not in stack.split("GNU_STACK")[1]


def test_functions_watch_their_frames(binary):
    assert "__stack_chk_fail" in readelf("--dyn-syms", binary)


def test_copies_know_how_much_fits(binary):
    assert re.search(r"__\w+_chk@", readelf("--dyn-syms", binary))
