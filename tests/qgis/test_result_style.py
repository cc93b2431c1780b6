# SPDX-License-Identifier: MIT
"""QGIS opens the result of `wdd test` in the style that the GeoPackage brings, with no plugin and no one setting it.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped. WDD names the command if it isn't build/dev's.
"""

import re
import sqlite3
import subprocess

import pytest

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import (
    QgsApplication, QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsMapRendererSequentialJob, QgsMapSettings,
    QgsVectorLayer, QgsVectorLayerCache)
from qgis.gui import QgsAttributeTableFilterModel, QgsAttributeTableModel, QgsMapCanvas
from qgis.PyQt.QtCore import QModelIndex, Qt

import plugin
from conftest import ROOT, WDD
from pictures import colours, drawn, map_of

TOWN = ROOT / "samples/town.gpkg"
AREAS = ["Response Area", "Control Area", "Response Displacement Area", "Control Displacement Area"]
RESULTS = "Weighted Displacement Difference Results"
WHITE = (255, 255, 255)
RESPONSE, CONTROL, INK = (213, 94, 0), (86, 180, 233), (38, 38, 38)
RESPONSE_PALE, CONTROL_PALE = (247, 223, 204), (221, 240, 251)
FILL_OPACITY, RING_OPACITY = 80 / 255, 110 / 255


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


def on_white(colour, opacity=FILL_OPACITY):
    return tuple(round(255 + opacity * (part - 255)) for part in colour)


def test_the_geopackage_holds_the_style_as_the_repository_does(result):
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as file:
        rows = file.execute("SELECT f_table_name, useAsDefault, styleQML FROM layer_styles").fetchall()
    [(table, default, qml)] = rows
    hidden = re.compile(r'<field name="RUN_[A-Z_]+"><editWidget type="Hidden" /></field>|<column type="field" name="RUN_[^>]*>')
    assert (table, default) == ("result", 1) and len(hidden.findall(qml)) > 60
    assert hidden.sub("", qml).replace("<columns></columns>", "<columns />") == (ROOT / "tools/wdd_tool/styles/result_style.qml").read_text(encoding="utf-8")


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
    for colour in (on_white(RESPONSE), on_white(CONTROL), on_white(RESPONSE_PALE, RING_OPACITY), on_white(CONTROL_PALE, RING_OPACITY)):
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
    assert count_near(counts, on_white(RESPONSE_PALE, RING_OPACITY)) == 0


def label_boxes(layer, pixels, scale):
    """{first line of a label: its rectangle on the map, with the box around the verdict}."""
    settings = map_of(layer, pixels, scale)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    settings.setOutputDpi(96)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    results = job.takeLabelingResults()
    boxes = {}
    for label in results.labelsWithinRect(settings.visibleExtent()):
        box = label.labelRect
        if "evidence" in label.labelText:
            box.grow(1.6 / 25.4 * 96 * settings.mapUnitsPerPixel())
        boxes[label.featureId] = box
    KEPT.append(results)
    assert all(settings.visibleExtent().contains(box) for box in boxes.values()) or scale < 1
    return boxes


@pytest.mark.parametrize("pixels", [(600, 400), (900, 600), (500, 350), (500, 700)])
@pytest.mark.parametrize("scale", [1.05, 1.25, 2])
def test_no_text_covers_another(result, pixels, scale):
    boxes = list(label_boxes(opened(result), pixels, scale).values())
    assert len(boxes) == 5
    shown = boxes if scale < 2 else []  # a small map of far away has no room
    for i, box in enumerate(shown):
        assert not any(box.intersects(other) for other in boxes[i + 1:])


# --- the table ------------------------------------------------------------------------------------------------------------


def test_fields_have_names_and_those_of_the_run_are_hidden(result):
    layer = opened(result)
    for field in layer.fields():
        if field.name() == "fid":
            continue
        kind = layer.editorWidgetSetup(layer.fields().lookupField(field.name())).type()
        assert (kind == "Hidden") == field.name().startswith("RUN_"), field.name()
        assert field.alias() or kind == "Hidden", field.name()
    cache = QgsVectorLayerCache(layer, 10)
    table, canvas = QgsAttributeTableModel(cache), QgsMapCanvas()
    table.loadLayer()
    shown = QgsAttributeTableFilterModel(canvas, table)
    config = layer.attributeTableConfig()
    config.update(layer.fields())
    shown.setAttributeTableConfig(config)
    titles = [shown.headerData(i, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) for i in range(shown.columnCount(QModelIndex()))]
    assert {"Area", "Incidents before", "WDD: z"} <= set(titles) and [title for title in titles if title and "RUN_" in title] == []
    KEPT.extend([shown, canvas, table, cache])


def test_numbers_are_rounded_in_the_table(result):
    layer = opened(result)
    feature = next(layer.getFeatures(f"AREATYPE = '{RESULTS}'"))

    def shown(name):
        index = layer.fields().lookupField(name)
        setup = layer.editorWidgetSetup(index)
        formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
        return formatter.representValue(layer, index, setup.config(), None, feature[name])

    assert [shown(name) for name in ("ZWDD", "WDD", "CONFITVLLO", "ONETPV", "SEWDD")] == ["-2.60", "-109.0", "-191.3", "0.0047", "41.99"]


def test_the_layer_says_what_it_is_and_how_it_was_made(result):
    metadata = opened(result).metadata()
    assert metadata.title() == "WDD Market Square, Jan to Jun 2023"
    lines = metadata.abstract().splitlines()
    assert lines[0].startswith("Made by wdd test of crimekit ") and lines[0].endswith(" with these options:")
    assert f"response: {TOWN}|layername=response" in lines and "displacement: 250 m" in lines
    assert not any(line.startswith("output") for line in lines)


def test_a_map_tip_tells_the_verdict(result):
    layer = opened(result)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips[feature["AREATYPE"]] = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert tips[RESULTS] == "<b>Market Square</b><br>\nStrong evidence of reduction<br>WDD -109, z -2.60"
    assert tips["Response Area"] == "<b>Market Square</b><br>\nResponse Area: 414 → 274 (-34 %)"


def test_a_second_layer_of_the_file_has_a_title_of_its_own(result):
    run_wdd(f"{result}|layername=again", "--displacement", "250 m", "--start-field", "RESP_START", "--end-field", "RESP_END")
    again = QgsVectorLayer(f"{result}|layername=again", "again", "ogr")
    assert again.metadata().title() == "WDD Market Square, Jan to Jun 2023 (again)"


def test_the_name_of_the_style_is_one_that_the_table_keeps(result):
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as file:
        [(name,)] = file.execute("SELECT DISTINCT styleName FROM layer_styles").fetchall()
    assert 0 < len(name) <= 30
