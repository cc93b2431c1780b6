# SPDX-License-Identifier: MIT
"""Every command of README.md, in a copy of the folder, prints word by word what stands there."""

import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^```console\n\$ (.*?[^\\])\n(.*?)^```$", README, re.S | re.M)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("out"))
    return folder


def test_the_readme_has_a_walk():
    assert len(STEPS) >= 4


@pytest.mark.parametrize("command, printed", STEPS, ids=range(len(STEPS)))
def test_a_command_prints_what_the_readme_says(wdd, clone, command, printed):
    env = {**os.environ, "PATH": f"{wdd.binary.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", command], cwd=clone, env=env, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120)
    assert done.stdout == printed
