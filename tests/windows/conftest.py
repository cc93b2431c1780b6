# SPDX-License-Identifier: MIT
"""The commands for Windows under Wine, beside those of this system: tests/windows/run makes both.

WINDOWS_COMMANDS is the folder with wdd.exe, crims.exe and their data; WDD and CRIMS name the commands of this system.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/commands"))
TOWN = ROOT / "samples"
COMMANDS = Path(os.environ.get("WINDOWS_COMMANDS", ROOT / "build/windows/commands"))


class Result:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


class Command:
    """run(*args, cwd=...) of a command; the same arguments make sense to both systems: Wine's drive of the current folder is Z:, /."""

    def __init__(self, *line, env=None):
        self.line = [str(word) for word in line]
        self.env = {**os.environ, "WINEDEBUG": "-all", **(env or {})}

    def start(self, *args, **how):
        return subprocess.Popen([*self.line, *map(str, args)], env=self.env, **how)

    def __call__(self, *args, cwd=None, check=0, stdin=None):
        done = subprocess.run([*self.line, *map(str, args)], cwd=cwd, env=self.env, input=stdin, capture_output=True, timeout=300)
        result = Result(done)
        assert result.status == check, f"{self.line} {args}: {result.status}\n{result.out[-500:]}\n{result.err}"
        return result


class Both:
    """Runs a command of both systems in folders of their own, which start as copies of one; gives their results and folders."""

    def __init__(self, name, tmp_path):
        self.windows = Command("wine", COMMANDS / f"{name}.exe")
        self.here = Command(os.environ.get(name.upper(), ROOT / f"build/dev/bin/{name}"))
        self.tmp_path = tmp_path

    def __call__(self, *args, **how):
        made = []
        for name, command in (("windows", self.windows), ("here", self.here)):
            folder = self.tmp_path / name
            folder.mkdir(exist_ok=True)
            made.append((command(*args, cwd=folder, **how), folder))
        return made


@pytest.fixture(scope="session", autouse=True)
def wine():
    if shutil.which("wine") is None or not (COMMANDS / "wdd.exe").exists():
        pytest.skip("Wine or the commands for Windows are missing: tests/run windows")


@pytest.fixture
def wdd(tmp_path):
    return Both("wdd", tmp_path)


@pytest.fixture
def crims(tmp_path):
    return Both("crims", tmp_path)


def assert_same_files(made, *names):
    for name in names:
        windows, here = ((folder / name).read_bytes() for _, folder in made)
        assert windows == here, f"{name} has other bytes"
