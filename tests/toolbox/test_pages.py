# SPDX-License-Identifier: MIT
"""The pages that the help buttons open: complete, linked, and in what users install."""

import re
import shutil

import pytest

import make_pages
import package_plugin
from crimekit.host import catalog, commands, words

needs_cmark = pytest.mark.skipif(shutil.which("cmark-gfm") is None, reason="cmark-gfm is missing: tools/install-packages build")


@pytest.fixture(scope="module")
def pages():
    return make_pages.pages()


def test_each_tool_has_a_page_with_all_that_its_dialog_asks(pages):
    for entry in catalog.entries():
        text = pages[f"{entry.id}.html"]
        for option in entry.options:
            assert make_pages.escape(words.title(entry, option)) in text, (entry.id, option["name"])


def test_no_link_among_the_pages_is_dead(pages):
    for name, text in pages.items():
        for target in re.findall(r"""href=["']([^"'#:]+)(?:#[^"']*)?["']""", text):
            assert target in pages, (name, target)


@needs_cmark
def test_the_pages_of_docs_are_there_and_no_markdown_is_left(pages):
    for path in (make_pages.ROOT / "docs").glob("*.md"):
        text = pages[f"{path.stem}.html"]
        assert "<h1>" in text and "](" not in re.sub(r"(?s)<(pre|code)\b.*?</\1>", "", text), path.name
    assert "<table>" in pages["input.html"] + pages["method.html"] + pages["evaluation.html"] + pages["model-format.html"]
    for entry in catalog.entries():
        assert entry.pages and all(f"href='{name}.html'" in pages[f"{entry.id}.html"] for name in entry.pages), entry.id


def test_the_guide_leads_to_every_tool(pages):
    assert all(f"href='{entry.id}.html'" in pages["index.html"] for entry in catalog.entries())


def test_the_zip_brings_them_and_the_sample_town():
    names = package_plugin.qgis_entries()
    assert {"crimekit/pages/index.html", "crimekit/pages/wddcounts.html", "crimekit/sample/town.gpkg"} <= set(names)
    for data in ("crimekit/program.gpkg", "crimekit/sample/town.exe", "crimekit/sample/other.zip"):
        assert list(package_plugin.file_problems(data, b"\0"))


# --- found by searching ---------------------------------------------------------------------------------------------------

WORDS = ["police", "policing", "hot spot", "evaluation", "before after", "displacement", "diffusion of benefits", "control area", "power",
         "sample size", "synthetic crime", "forecast"]


def found_by(word):
    return {entry.id for entry in catalog.entries() if word in (*catalog.TAGS, *entry.tags)}


def test_what_people_would_type_finds_the_tools_that_do_it():
    every = {entry.id for entry in catalog.entries()}
    assert found_by("police") == found_by("policing") == every
    assert all(found_by(word) for word in WORDS)
    assert found_by("power") == found_by("sample size") == {"planevaluation", "evaluatedesign"}
    assert "simulatecrimes" in found_by("synthetic crime") and "weighteddisplacementdifference" in found_by("before after")
    assert len({entry.tags for entry in catalog.entries()}) == len(every)


@pytest.mark.parametrize("system, word", [("linux", ".deb"), ("win32", "windows.zip"), ("darwin", "Build"), ("other", ".deb")])
def test_where_the_commands_are_missing_each_system_has_its_advice(system, word):
    assert word in commands.advice(system) and "Settings, Options, Processing, Providers" in commands.advice(system)
