# SPDX-License-Identifier: MIT
"""QGIS opens every layer that a command writes in the style that its GeoPackage brings, with no plugin.

Runs under /usr/bin/python3, which has PyQGIS; without PyQGIS it is skipped. WDD and CRIMS name the commands if they aren't
build/dev's. STYLE_PICTURES names a folder to look at the pictures in.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple

import pytest

pytest.importorskip("qgis.core", reason="PyQGIS is missing: apt-get install python3-qgis, and run /usr/bin/python3 -m pytest")

from qgis.core import (
    QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsLayerTree, QgsLayerTreeModel, QgsLegendRenderer,
    QgsLegendSettings, QgsRenderContext, QgsVectorLayer)
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtXml import QDomDocument

import plugin
from conftest import CRIMS, ROOT, WDD

sys.path.append(str(ROOT / "tests/commands"))
from forecast_town import PERIOD, make_study  # noqa: E402
from forecast_town import town as forecast_town  # noqa: E402
from pictures import colours, drawn, map_of

SAMPLES = ROOT / "samples"
PICTURES = os.environ.get("STYLE_PICTURES")
DPI = 96
KEPT = []  # what Python holds of a layer (renderer, rules) dies with the layer

# File, layer, and the file of its style in the repository, if it is one for all data.
Styled = namedtuple("Styled", "file layer qml")
LAYERS = [
    Styled("result", "result", "wdd_tool/styles/result_style.qml"),
    Styled("comparison", "comparison", "wdd_tool/styles/comparison_style.qml"),
    Styled("classes", "comparison", "wdd_tool/styles/comparison_style.qml"),
    Styled("areas", "areas", "wdd_tool/styles/batch_style.qml"),
    Styled("types", "types", "wdd_tool/styles/batch_style.qml"),
    Styled("model", "zones", None),
    Styled("model", "places", "crims_tool/styles/place_style.qml"),
    Styled("crimes", "crimes", "crims_tool/styles/crime_style.qml"),
    Styled("treated", "treated", None),
    Styled("fates", "fates", "crims_tool/styles/fate_style.qml"),
    Styled("untyped", "untyped", "crims_tool/styles/incident_style.qml"),
    Styled("evaluation", "zones", "crims_tool/styles/study_style.qml"),
]
HIDDEN = re.compile(r'<field name="RUN_[A-Z_]+"><editWidget type="Hidden" /></field>|<column type="field" name="RUN_[^>]*>')  # by the fields of the run
NAMES = [f"{styled.file} {styled.layer}" for styled in LAYERS]


@pytest.fixture(scope="session", autouse=True)
def qgis():
    plugin.qgis_without_plugin()


def run(command, *arguments):
    assert command.exists(), f"{command} is not built; name another one in WDD or CRIMS"
    subprocess.run([command, *map(str, arguments), "--overwrite", "--quiet"], check=True, stdout=subprocess.PIPE)


def sql(path, *statements):
    """Edits a GeoPackage without SQLite's knowing the functions of its triggers."""
    with sqlite3.connect(path) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER \"{trigger}\"")
        for statement in statements:
            file.execute(statement)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A folder with a GeoPackage of every kind, of the sample town."""
    folder = tmp_path_factory.mktemp("layers")
    for name in ("town.gpkg", "town-zones.gpkg", "town-scenario.json"):
        shutil.copy(SAMPLES / name, folder)
    town, zones = folder / "town.gpkg", f"{folder / 'town-zones.gpkg'}|layername=zones"
    areas = ["--control", f"{town}|layername=control"]
    incidents = ["--incidents", f"{town}|layername=incidents", "--date-field", "occurred"]
    study = ["--response", f"{town}|layername=response", "--where", "NAME = 'Market Square'", *areas, *incidents,
             "--start-field", "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m"]
    run(WDD, "test", *study, "--output", folder / "result.gpkg")
    each = [*study[:2], "--each", "NAME", *study[4:], "--no-forecast"]
    run(WDD, "batch", *each, "--table", folder / "areas.gpkg")
    run(WDD, "batch", *each, "--type-field", "type", "--table", folder / "types.gpkg")
    squares = make_study(folder, forecast_town())
    run(WDD, "placebo", *(f"--{role}={squares}|layername={role}" for role in ("response", "control", "incidents")),
        "--date-field", "day", *PERIOD, "--displacement", "0 m", "--output", folder / "comparison.gpkg")
    treated = make_study(folder, forecast_town(cut=0.65), "treated-study.gpkg")
    run(WDD, "test", *(f"--{role}={treated}|layername={role}" for role in ("response", "control", "incidents")),
        "--date-field", "day", *PERIOD, "--displacement", "0 m", "--output", folder / "forecast.gpkg")
    shutil.copy(folder / "comparison.gpkg", folder / "classes.gpkg")
    sql(folder / "classes.gpkg", *(f"UPDATE comparison SET RESIDUAL = {value} WHERE fid % 9 = {i}" for i, value in enumerate(
        ["NULL", "-9", "-1.645", "-1.6", "-0.674", "0", "0.674", "1.645", "4"])))
    run(CRIMS, "calibrate", "--crimes", SAMPLES / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
        "--zones", zones, "--zone-field", "MSOA", "--lookup", SAMPLES / "town-lookup.csv", "--output", folder / "model.gpkg")
    run(CRIMS, "simulate", "--model", folder / "model.gpkg", "--from", "2022-01", "--to", "2022-03",
        "--output", folder / "crimes.gpkg")
    scenario = ["--scenario", folder / "town-scenario.json"]
    inject = ["inject", *incidents, "--type-field", "type", *scenario]
    run(CRIMS, *inject, "--output", folder / "treated.gpkg")
    run(CRIMS, *inject, "--keep-prevented", "--output", folder / "fates.gpkg")
    plain = folder / "plain.json"
    text = (folder / "town-scenario.json").read_text(encoding="utf-8")
    plain.write_text(text.replace('{"burglary": 0.4, "*": 0.2}', "0.2"), encoding="utf-8")
    run(CRIMS, "inject", *incidents, "--scenario", plain, "--output", folder / "untyped.gpkg")
    run(CRIMS, "evaluate", "--model", folder / "model.gpkg", "--scenario", plain, *areas, "--displacement", "150 m,250 m",
        "--months", 3, "--replicates", 20, "--output", folder / "evaluation.gpkg")
    return folder


def opened(made, styled):
    layer = QgsVectorLayer(f"{made / styled.file}.gpkg|layername={styled.layer}", styled.layer, "ogr")
    KEPT.append(layer)
    assert layer.isValid()
    return layer


@pytest.fixture(params=LAYERS, ids=NAMES)
def styled(request):
    return request.param


def stored(made, styled):
    with sqlite3.connect(f"file:{made / styled.file}.gpkg?mode=ro", uri=True) as file:
        return file.execute("SELECT f_geometry_column, useAsDefault, styleQML FROM layer_styles WHERE f_table_name = ?",
                            [styled.layer]).fetchall()


def symbols(layer):
    """{feature id: keys of its entries in the legend}; asks QGIS itself."""
    renderer = layer.renderer().clone()
    entries = {item.ruleKey() for item in renderer.legendSymbolItems()}
    context = QgsRenderContext()
    context.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    renderer.startRender(context, layer.fields())
    found = {}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        found[feature.id()] = list(renderer.legendKeysForFeature(feature, context) & entries)
    renderer.stopRender(context)
    return found


def legend(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def classes(layer):
    """{label in the legend: number of features}."""
    labels = {item.ruleKey(): item.label() for item in layer.renderer().legendSymbolItems()}
    counts = {}
    for (key,) in symbols(layer).values():
        counts[labels[key]] = counts.get(labels[key], 0) + 1
    return counts


def rendered(layer, name, pixels=(900, 600)):
    """{colour: number of pixels} of the map, and the texts of the labels; with its legend in PICTURES."""
    settings = map_of(layer, pixels, 1.1)
    settings.setOutputDpi(DPI)
    image, texts = drawn(settings)
    if PICTURES:
        with_legend(image, layer, settings.expressionContext()).save(f"{PICTURES}/{name}.png")
    return colours(image), texts


def with_legend(image, layer, context, width=600):
    picture = QImage(image.width() + width, image.height(), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    for set_dots in (picture.setDotsPerMeterX, picture.setDotsPerMeterY):
        set_dots(round(DPI / 0.0254))
    tree = QgsLayerTree()
    tree.addLayer(layer)
    model = QgsLayerTreeModel(tree)
    painter = QPainter(picture)
    painter.drawImage(0, 0, image)
    painter.translate(image.width(), 0)
    painter.scale(DPI / 25.4, DPI / 25.4)
    target = QgsRenderContext.fromQPainter(painter)
    target.setScaleFactor(DPI / 25.4)
    target.setExpressionContext(context)
    QgsLegendRenderer(model, QgsLegendSettings()).drawLegend(target)
    painter.end()
    return picture


def test_the_geopackage_holds_one_default_style_of_the_layer(made, styled):
    ((column, default, qml),) = stored(made, styled)
    assert (column, default) == ("geom", 1)
    if styled.qml:
        assert HIDDEN.sub("", qml).replace("<columns></columns>", "<columns />") == (ROOT / "tools" / styled.qml).read_text(encoding="utf-8")


def test_qgis_finds_it_by_itself_and_understands_all_of_it(made, styled):
    layer = opened(made, styled)
    text, found = layer.loadDefaultStyle()
    assert found, text
    document = QDomDocument()
    assert document.setContent(stored(made, styled)[0][2])[0]
    done, error = layer.importNamedStyle(document)
    assert done and not error


def test_every_feature_has_exactly_one_class(made, styled):
    layer = opened(made, styled)
    found = symbols(layer)
    if styled.file == "types":  # the rows of single types have the polygon of the row of all
        found = {feature.id(): found[feature.id()] for feature in layer.getFeatures("type = 'all'")}
    assert found and all(len(keys) == 1 for keys in found.values())


def test_every_expression_of_it_can_be_read(made, styled):
    document = QDomDocument()
    document.setContent(stored(made, styled)[0][2])
    texts = []
    for tag, attribute in [("rule", "filter"), ("text-style", "fieldName"), ("placement", "geometryGenerator")]:
        nodes = document.elementsByTagName(tag)
        texts += [nodes.at(i).toElement().attribute(attribute) for i in range(nodes.count())]
    options = document.elementsByTagName("Option")
    options = [options.at(i).toElement() for i in range(options.count())]
    texts += [option.attribute("value") for option in options if option.attribute("name") in ("geometryModifier", "expression")]
    for text in texts:
        assert text in ("", "ELSE") or not QgsExpression(text).hasParserError(), text


def test_every_layer_is_drawn_in_colours_of_its_own(made, styled):
    counts, _ = rendered(opened(made, styled), f"{styled.file}-{styled.layer}")
    assert 0 < counts.get("#ffffff", 0) < 900 * 600 - 1000


def test_every_style_has_a_name_that_its_table_keeps(made, styled):
    with sqlite3.connect(f"file:{made / styled.file}.gpkg?mode=ro", uri=True) as file:
        [(name,)] = file.execute("SELECT styleName FROM layer_styles WHERE f_table_name = ?", [styled.layer])
    assert 0 < len(name) <= 30


TITLES = {
    "comparison": "Placebo test ", "crimes": "Simulated crimes, Jan to Mar 2022, seed 1",
    "treated": "incidents with a simulated intervention, seed 1", "evaluation": "Planned evaluation"}


@pytest.mark.parametrize("name", TITLES)
def test_a_layer_says_what_it_is_and_how_it_was_made(made, name):
    metadata = opened(made, next(styled for styled in LAYERS if styled.file == name)).metadata()
    assert metadata.title().startswith(TITLES[name])
    command = {"comparison": "wdd placebo", "crimes": "crims simulate", "treated": "crims inject", "evaluation": "crims evaluate"}[name]
    lines = metadata.abstract().splitlines()
    assert lines[0].startswith(f"Made by {command} of crimekit ") and len(lines) > 4


@pytest.mark.parametrize("layer, meaning", [("zones", "The areal units of the model"), ("places", "Where crimes of a zone")])
def test_a_layer_of_a_model_says_so_too(made, layer, meaning):
    metadata = opened(made, Styled("model", layer, None)).metadata()
    assert metadata.title() == f"Crime model Thornmere, Apr 2021 to Dec 2022: {layer}"
    lines = metadata.abstract().splitlines()
    assert lines[0].startswith(meaning) and lines[1].startswith("Made by crims calibrate of crimekit ")
    assert "force: Thornmere" in lines


NAMED = {"crimes": ["crime_type", "MSOA", "severity"], "fates": ["fate", "original_x"], "evaluation": ["zone", "ring", "ring_width"],
         "comparison": ["ROLE", "EXPECTED", "RESIDUAL", "PCT", "HISTORY"]}


@pytest.mark.parametrize("name", NAMED)
def test_a_table_shows_names_and_rounded_numbers_and_the_map_has_a_tip(made, name):
    layer = opened(made, next(styled for styled in LAYERS if styled.file == name))
    for field in NAMED[name]:
        index = layer.fields().lookupField(field)
        assert index >= 0 and layer.attributeAlias(index), field
        if layer.fields().at(index).typeName() == "Real":
            assert layer.editorWidgetSetup(index).type() == "Range", field
    assert "[%" in layer.mapTipTemplate()


def test_comparison_areas_are_told_apart_by_their_residuals(made):
    layer = opened(made, Styled("classes", "comparison", None))
    assert legend(layer) == [
        "Far fewer than expected: residual -1.645 or less", "Fewer than expected: -1.645 to -0.674",
        "About as expected: -0.674 to 0.674", "More than expected: 0.674 to 1.645", "Far more than expected: residual above 1.645",
        "No expectation: too few comparison areas"]
    found = symbols(layer)
    label = {item.ruleKey(): item.label().split(":")[0] for item in layer.renderer().legendSymbolItems()}
    shown = {str(f["RESIDUAL"]): label[found[f.id()][0]] for f in layer.getFeatures()}
    assert shown == {"NULL": "No expectation", "-9.0": "Far fewer than expected", "-1.645": "Far fewer than expected",
                     "-1.6": "Fewer than expected", "-0.674": "Fewer than expected", "0.0": "About as expected",
                     "0.674": "About as expected", "1.645": "More than expected", "4.0": "Far more than expected"}


def test_the_verdict_on_the_map_leads_with_the_forecast(made):
    with sqlite3.connect(f"file:{made / 'forecast.gpkg'}?mode=ro", uri=True) as file:
        recorded, expected, p = file.execute("SELECT RECORDED, EXPECTED, P_HONEST FROM forecast WHERE ZWDD IS NOT NULL").fetchone()
    _, labels = rendered(opened(made, Styled("forecast", "forecast", None)), "forecast")
    verdict, = [label for label in labels if "recorded, about" in label]
    assert verdict.split("\n")[1].startswith(f"{recorded} recorded, about {expected:.0f} expected (-")
    assert verdict.split("\n")[0].endswith("evidence of reduction") and verdict.split("\n")[2].startswith("Plain test: WDD ")
    assert (", p less than 0.001)" in verdict) == (p < 0.001)


def test_the_map_of_comparison_areas_names_the_response_area_alone(made):
    counts, labels = rendered(opened(made, Styled("classes", "comparison", None)), "classes")
    for colour in ("#2166ac", "#92c5de", "#e4e4e4", "#fdb863", "#b35806"):
        assert counts.get(colour, 0) > 100, colour
    label, = labels
    assert label.startswith("Response area\n") and " recorded, about " in label and " expected (" in label


@pytest.mark.parametrize("name", ["areas", "types"])
def test_each_area_of_a_batch_has_the_colour_of_its_evidence_and_one_label(made, name):
    layer = opened(made, Styled(name, name, None))
    assert legend(layer) == ["Strong or very strong evidence of reduction", "Weak or moderate evidence of reduction",
                             "No evidence of reduction", "Not evaluated"]
    rows = [feature for feature in layer.getFeatures() if name == "areas" or feature["type"] == "all"]
    label_of = {"none": legend(layer)[2], "weak": legend(layer)[1], "moderate": legend(layer)[1],
                "strong": legend(layer)[0], "very strong": legend(layer)[0]}
    keys = {item.ruleKey(): item.label() for item in layer.renderer().legendSymbolItems()}
    found = symbols(layer)
    assert [keys[found[row.id()][0]] for row in rows] == [label_of[row["evidence"]] for row in rows]
    _, labels = rendered(layer, name)
    assert labels == {f"{row['area']}\nWDD {row['total_estimate']:+.0f}" for row in rows if row.hasGeometry()}


def test_zones_of_a_model_are_coloured_by_crimes_per_square_kilometre(made):
    layer = opened(made, Styled("model", "zones", None))
    with sqlite3.connect(f"file:{made / 'model.gpkg'}?mode=ro", uri=True) as file:
        months = "+".join(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
        expected = dict(file.execute(f"SELECT zone, sum({months}) FROM incidence GROUP BY zone"))
    for feature in layer.getFeatures():
        assert feature["crimes_per_year"] == pytest.approx(expected[feature["zone"]])
        assert feature["crimes_per_km2"] == pytest.approx(expected[feature["zone"]] / feature.geometry().area() * 1e6)
    assert legend(layer) == sorted(legend(layer), key=lambda text: [text.startswith("over"), not text.startswith("up to")])
    assert all(label.endswith(" crimes per km² a year") for label in legend(layer))
    counts = classes(layer)
    assert sum(counts.values()) == 16 and len(counts) == 6 and max(counts.values()) <= 4  # about equally many


def test_no_density_lies_between_the_classes_of_zones(made):
    layer = opened(made, Styled("model", "zones", None))
    ranges = layer.renderer().ranges()
    assert ranges[0].lowerValue() == 0
    assert all(a.upperValue() == b.lowerValue() for a, b in zip(ranges, ranges[1:]))
    assert ranges[-1].upperValue() == max(f["crimes_per_km2"] for f in layer.getFeatures())


def test_incidents_with_another_type_field_have_the_colours_of_crime_types(made):
    layer = opened(made, Styled("treated", "treated", None))
    assert layer.renderer().classAttribute() == "lower(\"type\")"
    counts = classes(layer)
    assert set(counts) == {"anti-social behaviour", "burglary", "criminal damage and arson", "shoplifting", "vehicle crime",
                           "violence and sexual offences"}


def test_prevented_and_displaced_crimes_stand_out(made):
    layer = opened(made, Styled("fates", "fates", None))
    counts = classes(layer)
    assert counts.keys() == {"Crime as it was", "Prevented crime", "Displaced crime, with the way from where it would have been"}
    pixels, _ = rendered(layer, "fates")
    assert pixels["#d55e00"] > 100 and pixels["#0072b2"] > 100


def test_the_areas_of_an_evaluation_look_as_those_of_a_result_with_each_ring_named(made):
    layer = opened(made, Styled("evaluation", "zones", None))
    assert legend(layer) == ["Response area", "Control area", "Response displacement area", "Control displacement area"]
    _, labels = rendered(layer, "evaluation")
    assert labels == {"Response area", "Control area", "Ring of 150 metres", "Ring of 250 metres"}


def test_the_notes_for_arcgis_have_the_same_classes_and_colours(made):
    notes = (ROOT / "toolbox/arcgis/README.md").read_text(encoding="utf-8")
    rows = notes.splitlines()

    def hex_colour(symbol_layer):
        return symbol_layer.color().name().upper()

    crimes = opened(made, Styled("crimes", "crimes", None)).renderer().categories()
    for category in crimes[:-1]:
        assert f"| {category.label()} | {hex_colour(category.symbol())} |" in notes
    assert f"| any other | {hex_colour(crimes[-1].symbol())} |" in notes
    for rule in opened(made, Styled("comparison", "comparison", None)).renderer().rootRule().children():
        assert any(rule.label() in row and hex_colour(rule.symbol().symbolLayer(0)) in row for row in rows), rule.label()
    zones = ", ".join(hex_colour(band.symbol()) for band in opened(made, Styled("model", "zones", None)).renderer().ranges())
    assert zones in notes.replace("\n", " ")
    for name, field in [("result", "result"), ("evaluation", "zones")]:
        for category in opened(made, Styled(name, field, None)).renderer().categories()[:4]:
            assert any(f"| {category.value()} | {hex_colour(category.symbol().symbolLayer(0))}" in row for row in rows)
    for category in opened(made, Styled("fates", "fates", None)).renderer().categories():
        drawn = category.symbol().symbolLayers()[-1]
        colour = drawn.strokeColor() if category.value() == "prevented" else drawn.color()
        assert f"`{category.value()}`" in notes and colour.name().upper() in notes
