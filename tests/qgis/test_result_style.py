# SPDX-License-Identifier: MIT
"""QGIS opens the result of `wdd test` in the style that the GeoPackage brings, with no plugin and no one setting it.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped. WDD names the command if it isn't build/dev's.
"""

import sqlite3
import subprocess

import pytest

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsMapSettings, QgsVectorLayer

import plugin
from conftest import ROOT, WDD
from pictures import colours, drawn, map_of

TOWN = ROOT / "samples/town.gpkg"
AREAS = ["Response Area", "Control Area", "Response Displacement Area", "Control Displacement Area"]
RESULTS = "Weighted Displacement Difference Results"
WHITE = (255, 255, 255)
RESPONSE, CONTROL, INK = (213, 94, 0), (86, 180, 233), (38, 38, 38)
RESPONSE_PALE, CONTROL_PALE = (247, 223, 204), (221, 240, 251)
FILL_OPACITY = 190 / 255


@pytest.fixture(scope="session", autouse=True)
def qgis():
    plugin.qgis_without_plugin()


def run_wdd(output, *more):
    assert WDD.exists(), f"{WDD} is not built; name another one in WDD"
    subprocess.run(
        [WDD, "test", "--response", f"{TOWN}|layername=response", "--where", "NAME='Market Square'",
         "--control", f"{TOWN}|layername=control", "--incidents", f"{TOWN}|layername=incidents", "--date-field", "occurred",
         "--output", output, *more],
        check=True, capture_output=True)
    return output


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return run_wdd(tmp_path_factory.mktemp("result") / "result.gpkg", "--displacement", "250 m",
                   "--start-field", "RESP_START", "--end-field", "RESP_END")


@pytest.fixture(scope="module")
def nothing_happened(tmp_path_factory):
    """A result without one incident: nothing to divide by, no z."""
    return run_wdd(tmp_path_factory.mktemp("nothing") / "result.gpkg", "--displacement", "250 m",
                   "--start", "2030-01-01", "--end", "2030-03-31")


@pytest.fixture(scope="module")
def without_rings(tmp_path_factory):
    return run_wdd(tmp_path_factory.mktemp("plain") / "result.gpkg", "--displacement", "0",
                   "--start-field", "RESP_START", "--end-field", "RESP_END")


KEPT = []  # what Python holds of a layer (renderer, rules) dies with the layer


def opened(path):
    layer = QgsVectorLayer(str(path), "result", "ogr")
    KEPT.append(layer)
    assert layer.isValid()
    return layer


def labels_of(layer):
    """{AREATYPE: the text of its label}."""
    texts = {}
    for rule in layer.labeling().rootRule().children():
        for feature in layer.getFeatures(rule.filterExpression()):
            context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
            context.setFeature(feature)
            expression = QgsExpression(rule.settings().fieldName)
            assert feature["AREATYPE"] not in texts, "two rules label it"
            texts[feature["AREATYPE"]] = expression.evaluate(context)
            assert not expression.hasEvalError(), expression.evalErrorString()
    return texts


def rendered(layer, labels, pixels=(600, 400)):
    """{colour: number of pixels}, and the texts of the labels."""
    settings = map_of(layer, pixels, 1.05)
    settings.setFlag(QgsMapSettings.Antialiasing, False)
    settings.setFlag(QgsMapSettings.DrawLabeling, labels)
    image, texts = drawn(settings)
    return {tuple(bytes.fromhex(name[1:])): number for name, number in colours(image).items()}, texts


def count_near(counts, colour):
    return sum(n for other, n in counts.items() if max(abs(a - b) for a, b in zip(colour, other)) <= 2)


def on_white(colour):
    return tuple(round(255 + FILL_OPACITY * (part - 255)) for part in colour)


def test_the_geopackage_holds_the_style_as_the_repository_does(result):
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as file:
        rows = file.execute("SELECT f_table_name, useAsDefault, styleQML FROM layer_styles").fetchall()
    assert rows == [("result", 1, (ROOT / "tools/wdd_tool/styles/result_style.qml").read_text(encoding="utf-8"))]


def test_qgis_finds_it_as_the_default_style(result):
    text, found = opened(result).loadDefaultStyle()
    assert found, text


def test_each_kind_of_area_is_a_category(result):
    renderer = opened(result).renderer()
    assert renderer.type() == "categorizedSymbol"
    assert renderer.classAttribute() == "AREATYPE"
    assert [category.value() for category in renderer.categories()] == [*AREAS, RESULTS]
    assert all(category.renderState() and category.label() for category in renderer.categories())


def test_the_labels_tell_counts_change_and_verdict(result):
    layer = opened(result)
    assert layer.labelsEnabled()
    assert labels_of(layer) == {
        "Response Area": "Response area\n414 → 274\n-34 %",
        "Control Area": "Control area\n423 → 409\n-3 %",
        "Response Displacement Area": "Displacement area\n50 → 76 (+52 %)",
        "Control Displacement Area": "Displacement area\n54 → 63 (+17 %)",
        RESULTS: "Strong evidence of reduction\nWDD -109, z -2.60",
    }


def test_labels_do_without_percentages_and_z_where_there_are_none(nothing_happened):
    assert labels_of(opened(nothing_happened)) == {
        "Response Area": "Response area\n0 → 0",
        "Control Area": "Control area\n0 → 0",
        "Response Displacement Area": "Displacement area\n0 → 0",
        "Control Displacement Area": "Displacement area\n0 → 0",
        RESULTS: "No test is possible\nWDD 0: all counts are zero",
    }


def test_the_map_shows_every_area_in_its_own_colours(result):
    counts, _ = rendered(opened(result), labels=False)
    for colour in (on_white(RESPONSE), on_white(CONTROL), RESPONSE_PALE, CONTROL_PALE):
        assert count_near(counts, colour) > 5000, colour
    assert count_near(counts, INK) > 500  # outlines
    assert counts[WHITE] > 50000  # the results feature has no fill


def test_every_label_is_on_the_map(result):
    layer = opened(result)
    _, drawn = rendered(layer, labels=True)
    assert {text.replace("\n", "") for text in drawn} == {text.replace("\n", "") for text in labels_of(layer).values()}


def test_a_result_without_rings_is_drawn_too(without_rings):
    counts, drawn = rendered(opened(without_rings), labels=True)
    assert len(drawn) == 3
    assert count_near(counts, on_white(RESPONSE)) > 5000
    assert count_near(counts, RESPONSE_PALE) == 0


@pytest.mark.parametrize("areas, expected", [
    ("Polygon((0 0, 2 0, 2 1, 0 1, 0 0))", "Point (1 0.5)"),  # no gap: the middle
    ("MultiPolygon(((0 0, 1 0, 1 1, 0 1, 0 0)), ((9 0, 10 0, 10 1, 9 1, 9 0)))", "Point (5 0.5)"),
])
def test_the_verdict_stands_in_the_widest_gap(result, areas, expected):
    verdict = [rule for rule in opened(result).labeling().rootRule().children() if rule.description() == "Verdict"]
    place = verdict[0].settings().geometryGenerator.replace("$geometry", f"geom_from_wkt('{areas}')")
    found = QgsExpression(f"geom_to_wkt({place}, 1)").evaluate()
    assert found.startswith(expected[:7]) and found.endswith(" 0.5)"), found
