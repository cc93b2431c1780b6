# SPDX-License-Identifier: MIT
"""`--png`: a map of the areas, in their colours, whole or not at all."""

import collections

import pytest
from osgeo import gdal

from bad_input import arguments, assert_refused, changed, snapshot

RESPONSE, CONTROL, RING, CONTROL_RING = (0xd9, 0x66, 0x1f), (0x3f, 0x6f, 0xa8), (0xf7, 0xd3, 0xb5), (0xc9, 0xd9, 0xea)


def colours(path):
    """How many pixels of each colour the map itself has, the legend left out."""
    picture = gdal.Open(str(path)).ReadAsArray()[:, 200:960, :]
    return collections.Counter(zip(*(band.ravel().tolist() for band in picture[:3])))


def test_the_areas_have_their_sizes(wdd, study):
    wdd(*arguments({"--png": "map.png"}), cwd=study)
    assert (gdal.Open(str(study / "map.png")).RasterXSize, gdal.Open(str(study / "map.png")).RasterYSize) == (1600, 1200)
    pixels = colours(study / "map.png")
    assert pixels[RESPONSE] == pytest.approx(pixels[CONTROL], rel=0.02)  # squares of 1 km both
    ring = (1600 * 1600 - 1000 * 1000 - (4 - 3.14159) * 300 * 300) / 1e6
    assert pixels[RING] / pixels[RESPONSE] == pytest.approx(ring, rel=0.02)
    assert pixels[CONTROL_RING] == pytest.approx(pixels[RING], rel=0.02)


def test_without_rings_there_are_none(wdd, study):
    wdd(*arguments({"--png": "map.png", "--displacement": "0"}), cwd=study)
    assert RING not in colours(study / "map.png") and colours(study / "map.png")[RESPONSE] > 10_000


@pytest.mark.parametrize("title", ["Straße <&> Markt", "x" * 3000, "\x1b[31m"])
def test_any_title_is_drawn_and_the_same_run_gives_the_same_bytes(wdd, study, title):
    for name in ("a.png", "b.png"):
        wdd(*arguments({"--png": name, "--title": title, "--output": None}), cwd=study)
    assert (study / "a.png").read_bytes() == (study / "b.png").read_bytes()


@pytest.mark.parametrize("name, status, says", [
    ("map.jpg", 2, "end the file's name with .png"), ("nowhere/map.png", 1, "there is no folder nowhere"),
    ("mine.png", 1, "mine.png: the file exists already")])
def test_what_cannot_be_written_is_told_before_any_work(wdd, study, name, status, says):
    (study / "mine.png").write_text("mine")
    before = snapshot(study)
    assert_refused(wdd(*arguments({"--png": name}), cwd=study, check=False), status, says)
    assert changed(before, snapshot(study)) == []
