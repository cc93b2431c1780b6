# SPDX-License-Identifier: MIT
"""Every command of README.md and docs/*.md, in a copy of the folder, prints word by word what stands there.

A page's commands run one after another in one folder. After a change of what a command prints, write the pages anew and look at the
difference:

    /usr/bin/python3 tests/commands/test_readme.py
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
# Each `$ command` of a block, up to the line without a backslash at its end, and what it prints.
STEP = re.compile(r"^\$ (.*?[^\\])\n((?:(?!\$ )[^\n]*\n)*)", re.S | re.M)
REAL_DATA = ROOT / "docs/real-data.md"
DOWNLOAD = "".join(re.findall(r"^```sh\n(.*?)^```$", REAL_DATA.read_text(encoding="utf-8"), re.S | re.M))


def name_of(page):
    return str(page.relative_to(ROOT))


def steps(page):
    return [step for block in BLOCK.findall(page.read_text(encoding="utf-8")) for step in STEP.findall(block)]


def copy_samples(folder):
    shutil.copytree(ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("out"))
    return folder


def run_step(command, folder, path):
    return subprocess.run(["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120).stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """clone(page): the page's own copy of the samples."""
    folders = {}

    def of(page):
        if page not in folders:
            folders[page] = copy_samples(tmp_path_factory.mktemp(page.stem))
        return folders[page]
    return of


@pytest.fixture(scope="module")
def path(wdd, crims):
    return f"{wdd.binary.parent}:{crims.binary.parent}:{os.environ['PATH']}"


STEPS = [(page, *step) for page in PAGES for step in steps(page)]


@pytest.mark.parametrize("page", ["README.md", "docs/evaluation.md", "docs/simulation.md", "docs/planning.md"])
def test_a_page_has_a_walk(page):
    assert len(steps(ROOT / page)) >= 2


@pytest.mark.parametrize("page, command, printed", STEPS, ids=[f"{name_of(step[0])}-{i}" for i, step in enumerate(STEPS)])
def test_a_command_prints_what_the_page_says(path, clone, page, command, printed):
    assert run_step(command, clone(page), path) == printed


def test_a_newcomer_reads_the_readme_in_ten_minutes():
    words = re.sub(r"^```.*?^```$", "", PAGES[0].read_text(encoding="utf-8"), flags=re.S | re.M).split()
    assert len(words) < 1500


@pytest.mark.parametrize("page", [*PAGES, *(ROOT / name for name in (
    "ARCHITECTURE.md", "CONTRIBUTING.md", "samples/README.md", "samples/abm/README.md", "toolbox/README.md", "toolbox/arcgis/README.md",
    "tests/reference/README.md", "tests/bench/README.md"))], ids=name_of)
def test_links_lead_somewhere(page):
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)  # a lambda is no link
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", prose)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_names_every_page():
    readme = PAGES[0].read_text(encoding="utf-8")
    assert [name_of(page) for page in PAGES[1:] if f"({name_of(page)})" not in readme] == []


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
    assert re.search(r"would detect a reduction of 20 % in \d+, \d+, \d+, \d+ and \d+ of 100 cases with 3, 6, 12, 18 and 24 months",
                     done.stdout)
    assert (tmp_path / "city.png").read_bytes().startswith(b"\x89PNG")


def write_anew(page, path):
    """What the page's commands print now takes the place of what stands there."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_samples(Path(scratch))

        def step(found):
            return f"$ {found[1]}\n{run_step(found[1], folder, path)}"

        old = page.read_text(encoding="utf-8")
        new = BLOCK.sub(lambda block: "```console\n" + STEP.sub(step, block[1]) + "```", old)
    if new != old:
        page.write_text(new, encoding="utf-8")
        print(f"changed: {name_of(page)}")


if __name__ == "__main__":
    commands = Path(os.environ.get("WDD", ROOT / "build/dev/bin/wdd")).resolve().parent
    for one in PAGES:
        write_anew(one, f"{commands}:{os.environ['PATH']}")
