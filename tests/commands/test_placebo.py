# SPDX-License-Identifier: MIT
"""Where the response area stands among comparable areas: `wdd placebo`, and the layer of `wdd test --comparison-output`."""

import json
import math
import re

import pytest
from osgeo import gdal, ogr

from conftest import ROOT
from forecast_town import MIDDLE, SIDE, X0, Y0, arguments, by_cell, cut, nothing  # noqa: F401 (fixtures)

TOWN = ROOT / "samples/town.gpkg"


def placebo(path, *more, **how):
    return arguments("placebo", path, *more, **how)


def as_test(line):
    return ["test", *line[1:]]


def features(path):
    source = ogr.Open(str(path))
    return [{**feature.items(), "shape": feature.geometry() and feature.geometry().Clone()} for feature in source.GetLayer(0)]


def cell_at(shape):
    centre = shape.Centroid()
    return int((centre.GetX() - X0) // SIDE), int((centre.GetY() - Y0) // SIDE)


def test_each_comparison_area_is_drawn_with_its_own_counts(wdd, cut, tmp_path):
    rows, path = cut
    run = wdd(*placebo(path, "--output", tmp_path / "areas.gpkg", "--json", "-"))
    found, counts = features(tmp_path / "areas.gpkg"), by_cell(rows)
    response, = [row for row in found if row["ROLE"] == "response"]
    assert cell_at(response["shape"]) == MIDDLE and response["RECORDED"] == counts[MIDDLE][1]
    others = [row for row in found if row["ROLE"] == "comparison"]
    assert len(others) == run.json["placebo"]["comparison_areas"] == run.json["forecast"]["comparison_areas"] > 60
    for row in others:
        pre, post, history = counts[cell_at(row["shape"])]
        assert (row["PREV_CNT"], row["RECORDED"]) == (pre, post) and row["HISTORY"] == pytest.approx(history)
        assert row["PCT"] == pytest.approx(100 * (post / row["EXPECTED"] - 1))
        assert (row["RESIDUAL"] < 0) == (post < row["EXPECTED"])
        assert max(abs(a - b) for a, b in zip(cell_at(row["shape"]), MIDDLE)) >= 2, "a neighbour of the response area"
    assert len({cell_at(row["shape"]) for row in others}) == len(others)


def test_the_rank_counts_the_areas_that_fell_as_far(wdd, cut, tmp_path):
    _, path = cut
    run = wdd(*placebo(path, "--output", tmp_path / "areas.gpkg", "--json", "-"))
    found = features(tmp_path / "areas.gpkg")
    own, = [row["RESIDUAL"] for row in found if row["ROLE"] == "response"]
    below = sum(row["RESIDUAL"] <= own for row in found)
    rank = run.json["placebo"]
    assert rank["at_or_below"] == below and rank["p_reduction"] == pytest.approx(below / len(found))
    assert rank["at_or_above"] == sum(row["RESIDUAL"] >= own for row in found)
    assert sorted(row["RANK"] for row in found) == list(range(1, len(found) + 1))
    assert rank["p_reduction"] == run.json["forecast"]["rank"]["p_reduction"] < 0.05
    assert [area["residual"] for area in rank["areas"]] == [row["RESIDUAL"] for row in found if row["ROLE"] == "comparison"]


def test_residuals_are_those_of_the_expected_counts(wdd, cut, tmp_path):
    """With tau2 near zero a deviance residual is Poisson's; always its sign and order among equal expectations agree."""
    _, path = cut
    wdd(*placebo(path, "--output", tmp_path / "areas.gpkg"))
    for row in features(tmp_path / "areas.gpkg"):
        n, mu = row["RECORDED"], row["EXPECTED"]
        poisson = math.copysign(math.sqrt(2 * ((n * math.log(n / mu) if n else 0) - (n - mu))), n - mu)
        assert 0 <= row["RESIDUAL"] / poisson <= 1 + 1e-9  # more variance than Poisson's makes it smaller


@pytest.mark.parametrize("study, words", [
    ("cut", "A count this low is unusual where nothing was done (p = "),
    ("nothing", "A count this low is not unusual where nothing was done (p = ")])
def test_the_verdict_is_the_rank(wdd, request, study, words):
    _, path = request.getfixturevalue(study)
    out = wdd(*placebo(path)).out
    assert words in out or (study == "nothing" and "No sign of a reduction" in out)
    assert re.search(r"\d+ of the \d+ comparison areas (fell|rose)", out)
    assert "Without a history" not in out


def test_zones_of_a_layer_keep_their_numbers(wdd, cut, tmp_path):
    _, path = cut
    wdd(*placebo(path, "--comparison-areas", f"{path}|layername=zones", "--output", tmp_path / "areas.gpkg"))
    source = ogr.Open(str(path))
    zones = {feature.GetFID(): feature.GetGeometryRef().Clone() for feature in source.GetLayerByName("zones")}
    names = 0
    for row in features(tmp_path / "areas.gpkg"):
        if row["NAME"].startswith("zone "):
            assert row["shape"].SymDifference(zones[int(row["NAME"].split()[1])]).Area() == pytest.approx(0, abs=1e-6)
            names += 1
    assert names > 60


def test_the_option_s_old_name_still_works(wdd, cut):
    _, path = cut
    zones = f"{path}|layername=zones"
    assert wdd(*placebo(path, "--candidates", zones)).out == wdd(*placebo(path, "--comparison-areas", zones)).out


def test_merged_zones_are_one_feature(wdd, cut, tmp_path):
    _, path = cut
    wdd(*placebo(path, "--comparison-areas", f"{path}|layername=quarters", "--output", tmp_path / "areas.gpkg"))
    merged = [row for row in features(tmp_path / "areas.gpkg") if "," in row["NAME"]]
    assert merged and all(re.fullmatch(r"zone \d+(, zone \d+)+", row["NAME"]) for row in merged)
    for row in merged:
        assert row["shape"].Area() == pytest.approx((SIDE / 2) ** 2 * len(row["NAME"].split(",")))


def test_the_page_has_a_dot_for_each_area_and_a_map(wdd, cut, tmp_path):
    _, path = cut
    for line in (placebo(path), as_test(placebo(path))):
        wdd(*line, "--html", tmp_path / "page.html", "--json", tmp_path / "result.json", "--overwrite")
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        *_, narrow, plot, drawn = re.findall(r'<svg[^>]*role="img".*?</svg>', page, re.S)
        assert narrow.count("<circle") == plot.count("<circle")
        count = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["forecast"]["comparison_areas"]
        assert plot.count("<circle") == count + 1 and plot.count('class="mark"') == 1 and "Response area" in plot
        edges = len(re.findall(r'<path[^>]*class="place edge', drawn))
        assert drawn.count("<path") == count + 1 + edges and edges >= 1 and "response area</span>" in page
        assert "prefers-color-scheme: dark" in page and "<script" not in page
        for colour in re.findall(r"var\((--\w+)\)", page):
            assert page.count(f"{colour}: #") >= 2, colour  # light (and so print), dark
        style = page[page.index("<style>"):page.index("</style>")]
        for name in " ".join(re.findall(r'class="([^"]+)"', plot + drawn)).split():
            assert f".{name}" in style, name


def test_wdd_test_writes_the_same_layer(wdd, cut, tmp_path):
    _, path = cut
    wdd(*placebo(path, "--output", tmp_path / "placebo.gpkg"))
    wdd(*as_test(placebo(path, "--comparison-output", tmp_path / "test.gpkg", "--output", tmp_path / "result.gpkg")))

    def plain(rows):
        return [{key: value for key, value in row.items() if not key.startswith("RUN_") and key != "shape"} for row in rows]

    assert plain(features(tmp_path / "test.gpkg")) == plain(features(tmp_path / "placebo.gpkg"))
    assert len(features(tmp_path / "result.gpkg")) == 5


@pytest.mark.parametrize("more, words", [
    (["--no-forecast", "--comparison-output", "a.gpkg"], "--comparison-output and --no-forecast exclude each other"),
    (["--output", "a.gpkg", "--comparison-output", "a.gpkg"], "--comparison-output"),
    (["--html", "a.gpkg", "--comparison-output", "a.gpkg"], "--comparison-output")])
def test_outputs_that_cannot_be_are_refused(wdd, cut, tmp_path, monkeypatch, more, words):
    _, path = cut
    monkeypatch.chdir(tmp_path)
    run = wdd(*as_test(placebo(path, *more)), check=2)
    assert words in run.err and run.err.count("\n") == 1 and not (tmp_path / "a.gpkg").exists()


def test_too_few_areas_give_no_verdict_and_a_way_out(wdd, tmp_path):
    run = wdd("placebo", "--response", f"{TOWN}|layername=response", "--where", "NAME='Market Square'",
              "--control", f"{TOWN}|layername=control", "--incidents", f"{TOWN}|layername=incidents", "--date-field", "occurred",
              "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m", "--json", "-",
              "--output", tmp_path / "areas.gpkg")
    assert run.json["placebo"]["given"] is False and run.json["placebo"]["p_reduction"] is None
    assert "No verdict: only 1 comparable area was found, and 20 are needed. Give the incidents" in run.json["message"]
    response = features(tmp_path / "areas.gpkg")[-1]
    assert response["ROLE"] == "response" and response["RECORDED"] == 274 and response["EXPECTED"] is None


def test_the_layer_keeps_the_system_of_the_response_layer(wdd, cut, tmp_path):
    """Computed in metres, written in degrees as the response layer is."""
    _, path = cut
    gdal.UseExceptions()
    gdal.VectorTranslate(str(tmp_path / "wgs.gpkg"), gdal.OpenEx(str(path)), dstSRS="EPSG:4326")
    wdd(*placebo(tmp_path / "wgs.gpkg", "--output", tmp_path / "areas.gpkg", displacement="0 m"))
    for row in features(tmp_path / "areas.gpkg"):
        west, east, south, north = row["shape"].GetEnvelope()
        assert -2 < west < east < 1 and 51 < south < north < 52
