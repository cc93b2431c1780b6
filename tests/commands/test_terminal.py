# SPDX-License-Identifier: MIT
"""What files contain reaches a terminal or a page as visible escapes, and GDAL prints nothing of its own."""

import os
import pty
import re
import shutil
import subprocess

import pytest
from osgeo import ogr

from bad_input import arguments
from design import make_layer

EVIL = "\x1b]0;owned\x07\x1b[2J\u009b31m\u202eevil\u2066"
SHOWN = r"\x1b]0;owned\x07\x1b[2JU+009B31mU+202EevilU+2066"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def assert_visible(text):
    found = RAW.search(text)
    assert not found, repr(text[max(0, found.start() - 30):found.end() + 30])


def test_an_error_shows_a_field_s_name_visibly(wdd, study):
    make_layer(study / "evil.gpkg", [((530500, 180500), {EVIL: "x"})], {EVIL: "String"}, layer="evil", geometry_type=ogr.wkbPoint)
    run = wdd(*arguments({"--incidents": "evil.gpkg"}), cwd=study, check=1)
    assert_visible(run.err[:-1])
    assert SHOWN in run.err


def test_an_error_shows_the_command_line_visibly(wdd, study):
    for changes in ({"--incidents": EVIL}, {"--date-field": EVIL}, {"--start": EVIL}, {"--response": f"areas.gpkg|layername={EVIL}"}):
        run = wdd(*arguments(changes), cwd=study, check=False)
        assert run.status in (1, 2)
        assert_visible(run.err[:-1])
        assert SHOWN in run.err, run.err


def test_message_and_page_show_names_visibly(wdd, study):
    shutil.copy(study / "areas.gpkg", study / f"{EVIL[:-1].replace('/', '')}.gpkg")
    name = f"{EVIL[:-1]}.gpkg|layername=response"
    run = wdd(*arguments({"--response": name, "--html": "r.html", "--message": "r.txt"}), cwd=study)
    for text in (run.out, run.err, (study / "r.html").read_text("utf-8"), (study / "r.txt").read_text("utf-8")):
        assert_visible(text.replace("\n", " "))


@pytest.mark.parametrize("size", [1000, 100_000])
def test_an_error_is_short_whatever_it_tells(wdd, study, size):
    run = wdd(*arguments({"--date-field": "x" * size}), cwd=study, check=1)
    assert run.err.startswith("wdd: error: incidents.gpkg")
    assert len(run.err) <= 420 and " [...] " in run.err
    assert run.err.endswith("its fields are: day, kind, n\n"), run.err


def test_data_on_a_terminal_are_visible_and_in_a_pipe_exact(wdd, tmp_path):
    (tmp_path / "designs.csv").write_text(f"treated_pre,treated_post,control_pre,control_post,note\n5,2,5,5,{EVIL}\n", "utf-8")
    args = [str(wdd.binary), "counts", "--input", str(tmp_path / "designs.csv")]
    piped = subprocess.run(args, capture_output=True, check=True).stdout.decode()
    assert EVIL in piped
    main, terminal = pty.openpty()
    with subprocess.Popen(args, stdout=terminal, stderr=subprocess.DEVNULL) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                piece = os.read(main, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(main)
    assert process.returncode == 0
    assert_visible(shown.decode().replace("\r\n", "\n"))
    assert SHOWN in shown.decode()


def test_gdal_prints_nothing_of_its_own(wdd, study):
    """A driver that does not load is told while the drivers are searched for: before any command's own work."""
    (study / "drivers").mkdir()
    (study / "drivers/ogr_broken.so").write_text("no library")
    run = wdd(*arguments(), cwd=study, env={"GDAL_DRIVER_PATH": str(study / "drivers")})
    assert run.err == ""


def test_what_cpl_debug_asks_for_is_visible(wdd, study):
    run = wdd(*arguments({"--incidents": f"{EVIL}.gpkg"}), cwd=study, check=1, env={"CPL_DEBUG": "ON"})
    assert_visible(run.err.replace("\n", " "))
    assert len(run.err.splitlines()) > 1
