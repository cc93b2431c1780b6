# SPDX-License-Identifier: MIT
"""Every command of README.md, in a copy of the folder, prints word by word what stands there."""

import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.S | re.M)
# Each `$ command` of a block, up to the line without a backslash at its end, and what it prints.
STEPS = [step for block in BLOCKS for step in re.findall(r"^\$ (.*?[^\\])\n((?:(?!\$ )[^\n]*\n)*)", block, re.S | re.M)]
DOWNLOAD = "".join(re.findall(r"^```sh\n(.*?)^```$", README, re.S | re.M))


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("out"))
    return folder


@pytest.fixture(scope="module")
def path(wdd, crims):
    return f"{wdd.binary.parent}:{crims.binary.parent}:{os.environ['PATH']}"


def test_the_readme_has_a_walk():
    assert len(STEPS) >= 4


@pytest.mark.parametrize("command, printed", STEPS, ids=range(len(STEPS)))
def test_a_command_prints_what_the_readme_says(path, clone, command, printed):
    env = {**os.environ, "PATH": path}
    done = subprocess.run(["bash", "-c", command], cwd=clone, env=env, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120)
    assert done.stdout == printed


def test_the_walk_through_a_real_download_works(path, shared, tmp_path):
    data = shared / "data"
    for name, source in {
        "2020-11.zip": "policeuk/2020-11.zip",
        "msoa.zip": "boundaries/Middle_Layer_Super_Output_Areas__December_2011__EW_BSC_V2-shp.zip",
        "lookup.csv.gz": "lookup/gb_geog_lookup.csv.gz",
        "offences.csv": "offences/detailed-offence-counts-2017-18.csv",
        "policeuk-ons-code-join.csv": "offences/policeuk-ons-code-join.csv",
        "avon-and-somerset": "policeuk/avon-and-somerset",
    }.items():
        (tmp_path / name).symlink_to(data / source)
    done = subprocess.run(["bash", "-e", "-c", DOWNLOAD], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True,
                          timeout=500, stdout=subprocess.PIPE, text=True)
    assert re.search(r"would see a reduction of 20 % in \d+, \d+, \d+, \d+ and \d+ of 100 cases with 3, 6, 12, 18 and 24 months",
                     done.stdout)
    assert (tmp_path / "city.png").read_bytes().startswith(b"\x89PNG")
