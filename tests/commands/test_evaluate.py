# SPDX-License-Identifier: MIT
"""crims evaluate on the sample town: what it writes agrees with itself and with sums done here, whoever shares the work."""

import csv
import html
import io
import json
import math
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from osgeo import gdal, ogr

from conftest import TOWN
from killed_run import kept_blocks, kill_once_kept

CONTROL = f"{TOWN}/town.gpkg|layername=control"
ROW_KEYS = ["effect", "displaced", "months", "ring", "replicates", "rejection_rate", "rejection_se", "mean_estimate",
            "true_effect", "bias", "rmse", "coverage", "mean_z", "sd_z"]


@pytest.fixture
def evaluate(crims, town_model, tmp_path):
    """evaluate(*args) of the town's scenario, in a folder of its own; the JSON goes to standard output."""

    def run(*args, scenario=TOWN / "scenario.json", control=CONTROL, displacement="250 m", json_to="-", **kwargs):
        return crims("evaluate", "--model", town_model, "--scenario", scenario, "--control", control, "--displacement",
                     displacement, "--output", tmp_path / "e.gpkg", "--json", json_to, "--quiet", "--overwrite", *args,
                     **kwargs)

    run.folder = tmp_path
    return run


def scenario(folder, name="scenario.json", **changes):
    """The town's scenario with changes to its intervention; a value of None takes a key away."""
    document = json.loads((TOWN / "scenario.json").read_text(encoding="utf-8"))
    intervention = document["interventions"][0]
    intervention["area"]["layer"] = f"{TOWN}/town.gpkg|layername=response"
    for key, value in changes.items():
        if value is None:
            intervention.pop(key)
        else:
            intervention[key] = value
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def table(path, name):
    """Rows of a table of the GeoPackage as dictionaries, in order."""
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY fid")]
    database.close()
    return rows


def phi(z):
    return math.erfc(-z / math.sqrt(2)) / 2


# --- what it says -----------------------------------------------------------------------------------------------------


def test_json_is_what_the_design_promises(evaluate):
    result = evaluate("--months", "3,6", "--observed-z", "-2.596").json
    assert [list(row)[:0] or [k for k in row if k in ROW_KEYS] for row in result["rows"]][0] == ROW_KEYS
    assert [(row["months"], row["effect"]) for row in result["rows"]] == [
        (months, effect) for months in (3, 6) for effect in (0, 0.1, 0.2, 0.3, 0.4, 0.5)]
    assert {row["displaced"] for row in result["rows"]} == {0.25} and {row["ring"] for row in result["rows"]} == {250}
    assert [d["months"] for d in result["minimum_detectable_effect"]] == [3, 6]
    assert result["seed"] == 1 and result["version"] and result["parameters"]["observed_z"] == -2.596
    assert result["null_distribution"][0]["quantiles"]["0.5"] == pytest.approx(0, abs=0.3)
    three, six = (d["effect"] for d in result["minimum_detectable_effect"])
    assert 0.2 < six < three < 0.5
    periods = result["studies"][1]["periods"]
    assert periods["post"] == {"start": "2023-01-01", "end": "2023-06-30", "days": 181}
    assert periods["pre"] == {"start": "2022-07-04", "end": "2022-12-31", "days": 181}  # as `wdd test` has it


def test_the_summary_is_what_the_replicates_add_up_to(evaluate):
    result = evaluate("--effects", "0,0.3", "--observed-z", "-1.5", "--replicates", "500").json
    replicates = table(evaluate.folder / "e.gpkg", "replicates")
    assert len(replicates) == 1000
    for row in result["rows"]:
        own = [r for r in replicates if r["effect"] == row["effect"]]
        found = covered = 0
        estimates = []
        for r in own:
            change = {zone: r[f"{zone}_post"] - r[f"{zone}_pre"]
                      for zone in ("treated", "control", "treated_displacement", "control_displacement")}
            estimate = (change["treated"] - change["control"] + change["treated_displacement"]
                        - change["control_displacement"])
            se = math.sqrt(sum(v for k, v in r.items() if k.endswith(("_pre", "_post"))))
            assert r["estimate"] == pytest.approx(estimate) and r["z"] == pytest.approx(estimate / se)
            found += phi(estimate / se) <= 0.05
            covered += abs(estimate - row["true_effect"]) <= 1.959963984540054 * se
            estimates.append(estimate)
        mean = sum(estimates) / len(own)
        assert row["rejection_rate"] == pytest.approx(found / 500)
        assert row["coverage"] == pytest.approx(covered / 500)
        assert row["mean_estimate"] == pytest.approx(mean)
        assert row["bias"] == pytest.approx(mean - row["true_effect"])
        assert row["rmse"] == pytest.approx(math.sqrt(sum((e - row["true_effect"]) ** 2 for e in estimates) / 500))
    null = result["null_distribution"][0]
    as_low = sum(r["z"] <= -1.5 for r in replicates if r["effect"] == 0)
    assert null["p_observed"] == pytest.approx((1 + as_low) / 501)


def test_the_truth_of_the_town_is_found(evaluate):
    # The README's truth: three in ten prevented, a quarter of them moved into the ring of the test.
    result = evaluate("--effects", "0.3").json
    row = result["rows"][1]
    expected = result["studies"][0]["expected_without_intervention"]["treated"]["post"]
    assert result["studies"][0]["prevented_by_the_scenario"] == pytest.approx(0.3 * expected)
    assert row["true_effect"] == pytest.approx(-0.3 * expected * 0.75, rel=1e-3)


def test_crime_types_that_count_are_those_that_are_named(evaluate):
    every = evaluate("--effects", "0.3").json["studies"][0]["expected_without_intervention"]["treated"]["pre"]
    parts = [evaluate("--crime-types", types).json["studies"][0]["expected_without_intervention"]["treated"]["pre"]
             for types in ("Burglary,robbery", "other theft")]
    assert 0 < parts[0] < every and 0 < parts[1] < every
    both = evaluate("--crime-types", "burglary, robbery,other theft").json["studies"][0]
    assert both["expected_without_intervention"]["treated"]["pre"] == pytest.approx(sum(parts))


def test_without_json_the_answer_is_on_standard_output(evaluate):
    run = evaluate("--observed-z", "-2.596", json_to=evaluate.folder / "e.json")
    assert run.out.startswith("With these areas, rings of 250 metres and 25 % of the prevented crimes displaced, ")
    assert " would detect a reduction of 30 % " in run.out.split("\n")[0]
    assert run.out.rstrip("\n") == json.loads((evaluate.folder / "e.json").read_text())["message"].rstrip("\n")
    assert "2000 replicates, seed 1, from zone counts." in run.out and run.err == ""


def test_csv_has_the_rows(evaluate):
    result = evaluate("--csv", evaluate.folder / "e.csv").json
    rows = list(csv.DictReader(io.StringIO((evaluate.folder / "e.csv").read_text())))
    assert [{k: float(v) if v else None for k, v in row.items()} for row in rows] == result["rows"]


def test_geopackage_holds_zones_tables_and_parameters(evaluate):
    evaluate("--effects", "0.2")
    source = ogr.Open(str(evaluate.folder / "e.gpkg"))
    zones = source.GetLayerByName("zones")
    assert {f["zone"] for f in zones} == {"Response Area", "Control Area", "Response Displacement Area",
                                         "Control Displacement Area"}
    assert zones.GetSpatialRef().GetAuthorityCode(None) == "27700"
    assert source.GetLayerByName("summary").GetFeatureCount() == 2
    assert source.GetLayerByName("replicates").GetFeatureCount() == 4000
    parameters = {row["name"]: row["value"] for row in table(evaluate.folder / "e.gpkg", "parameters")}
    assert parameters["effects"] == "0.2" and json.loads(parameters["scenario_text"])["name"] == "Market Square"


class Page(HTMLParser):
    """Open elements and what a page would fetch."""

    def __init__(self):
        super().__init__()
        self.open, self.fetched, self.svg, self.text = [], [], 0, ""

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)
        self.svg += tag == "svg"
        self.fetched += [value for name, value in attrs if name in ("src", "href", "xlink:href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_report_is_one_page_that_fetches_nothing(evaluate):
    evaluate("--months", "3,6", "--observed-z", "-2.596", "--html", evaluate.folder / "e.html")
    html = (evaluate.folder / "e.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(html)
    assert page.open == [] and page.fetched == [] and "url(" not in html
    assert page.svg >= 4  # legend, power curves, two null distributions, map
    for words in ("would this design detect it?", "observed z -2.596", "seed 1", "crimekit", "response area", "RMSE"):
        assert words in page.text, words


def test_names_in_a_scenario_are_text_in_the_report(evaluate, tmp_path):
    path = scenario(tmp_path)
    path.write_text(path.read_text().replace('"Market Square"', '"<b>Tom & Jerry</b>"', 1))
    evaluate("--html", tmp_path / "e.html", scenario=path)
    html = (tmp_path / "e.html").read_text(encoding="utf-8")
    assert "<b>Tom" not in html and "&lt;b&gt;Tom &amp; Jerry" in html


def test_the_examples_run_as_they_are_written(crims, town_model, tmp_path):
    usage = json.loads(crims("--json-usage").out)
    examples = next(command for command in usage["commands"] if command["name"] == "evaluate")["examples"]
    shutil.copytree(TOWN, tmp_path / "samples", ignore=shutil.ignore_patterns("out"))
    (tmp_path / "samples/out").mkdir()
    shutil.copy(town_model, tmp_path / "samples/out/model.gpkg")
    for example in examples:
        tool, *args = shlex.split(example)
        assert tool == "crims"
        crims(*args, cwd=tmp_path)
    assert all((tmp_path / name).exists() for name in ("plan.gpkg", "evaluation.gpkg", "evaluation.html"))


# --- the same whoever does the work -----------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["counts", "points"])
def test_threads_change_nothing(evaluate, route):
    args = ["--months", "3,6", "--route", route, "--replicates", "200", "--effects", "0,0.3"]
    results = []
    for threads in ("1", "4"):
        run = evaluate(*args, "--threads", threads)
        results.append((run.out, table(evaluate.folder / "e.gpkg", "replicates")))
    assert results[0] == results[1]


def without_leak_reports():
    """Open MPI never frees what its plugins hold: under the sanitizers that is not our leak."""
    options = os.environ.get("ASAN_OPTIONS")
    return {**os.environ, "ASAN_OPTIONS": options.replace("detect_leaks=1", "detect_leaks=0")} if options else None


@pytest.mark.parametrize("route", ["counts", "points"])
def test_four_processes_give_the_table_of_one(evaluate, crims, route, tmp_path):
    linked = subprocess.run(["ldd", str(crims.binary)], capture_output=True, text=True, check=False).stdout
    if shutil.which("mpirun") is None or "libmpi" not in linked:
        pytest.skip("built without MPI, or no mpirun")
    args = ["--route", route, "--replicates", "300", "--effects", "0,0.3", "--csv", str(tmp_path / "e.csv")]
    alone = evaluate(*args)
    rows = table(tmp_path / "e.gpkg", "replicates")
    summary = (tmp_path / "e.csv").read_bytes()
    together = subprocess.run(
        ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "4", str(crims.binary), *alone.args], capture_output=True,
        text=True, timeout=300, check=False, env=without_leak_reports())
    assert together.returncode == 0, together.stderr
    assert together.stdout == alone.out
    assert (tmp_path / "e.csv").read_bytes() == summary
    assert table(tmp_path / "e.gpkg", "replicates") == rows


def test_an_error_of_several_processes_is_told_once(evaluate, crims, tmp_path):
    linked = subprocess.run(["ldd", str(crims.binary)], capture_output=True, text=True, check=False).stdout
    if shutil.which("mpirun") is None or "libmpi" not in linked:
        pytest.skip("built without MPI, or no mpirun")
    alone = evaluate(scenario=scenario(tmp_path, effect={"arson and cake": 0.3}), check=1)
    together = subprocess.run(
        ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "3", str(crims.binary), *alone.args], capture_output=True,
        text=True, timeout=300, check=False)
    assert together.returncode == 1
    assert together.stderr.count("there is no such crime type") == 1


def test_a_run_that_was_killed_goes_on(evaluate, crims, tmp_path):
    checkpoint = tmp_path / "done.checkpoint"
    args = ["--route", "points", "--replicates", "2000", "--effects", "0,0.3", "--months", "12", "--csv",
            str(tmp_path / "e.csv")]
    whole = evaluate(*args)
    rows = table(tmp_path / "e.gpkg", "replicates")
    summary = (tmp_path / "e.csv").read_bytes()
    (tmp_path / "e.gpkg").unlink()
    (tmp_path / "e.csv").unlink()

    kept = kill_once_kept(crims, whole.args, checkpoint)
    assert kept > 0 and not (tmp_path / "e.gpkg").exists() and not (tmp_path / "e.csv").exists()
    other = evaluate(*args, "--seed", "2", "--checkpoint", checkpoint, check=1)
    assert "belongs to an evaluation with other inputs or options" in other.err and kept_blocks(checkpoint) == kept
    assert evaluate(*args, "--checkpoint", checkpoint).out == whole.out
    assert table(tmp_path / "e.gpkg", "replicates") == rows
    assert (tmp_path / "e.csv").read_bytes() == summary
    assert not checkpoint.exists()


def test_a_file_that_is_no_checkpoint_is_left_alone(evaluate, tmp_path):
    (tmp_path / "notes.txt").write_text("not a database, but dear to its owner\n" * 100)
    run = evaluate("--checkpoint", tmp_path / "notes.txt", check=1)
    assert "this is not the checkpoint of an evaluation" in run.err and run.err.count("\n") == 1
    assert (tmp_path / "notes.txt").read_text().startswith("not a database")


# --- the size that is really held ---------------------------------------------------------------------------------------


def test_power_is_at_the_size_that_is_really_held(evaluate):
    result = evaluate("--months", "12", "--effects", "0,0.3,0.5", "--replicates", "4000").json
    replicates = table(evaluate.folder / "e.gpkg", "replicates")

    def z_of(effect):
        return sorted(r["z"] for r in replicates if r["effect"] == effect)

    null = result["null_distribution"][0]
    none = z_of(0)
    size = sum(phi(z) <= 0.05 for z in none) / 4000
    assert null["size"] == pytest.approx(size) and size > 0.06  # the model's gamma factors
    # No more than one in twenty of the replicates without an effect is at or below it.
    assert none[199] <= null["critical_z"] <= none[200] < null["nominal_critical_z"] == pytest.approx(-1.6448536)
    assert 0.02 < null["critical_z_se"] < 0.2
    for row in result["rows"]:
        assert row["critical_z"] == null["critical_z"]
        assert row["held_rate"] == pytest.approx(sum(z <= row["critical_z"] for z in z_of(row["effect"])) / 4000)
    assert result["rows"][0]["held_rate"] == 0.05
    assert result["rows"][1]["held_rate"] < result["rows"][1]["rejection_rate"] - 0.01
    detectable, = result["minimum_detectable_effect"]
    assert detectable["effect"] > detectable["plain_effect"] > 0.1 and detectable["se"] > detectable["plain_se"]
    stored, = table(evaluate.folder / "e.gpkg", "detectable")
    assert (stored["effect"], stored["plain_effect"]) == (detectable["effect"], detectable["plain_effect"])
    summary = table(evaluate.folder / "e.gpkg", "summary")
    assert [row["held_rate"] for row in summary] == [row["held_rate"] for row in result["rows"]]
    headline, rest = result["message"].split("\n", 1)
    held, plain = (round(100 * result["rows"][1][key]) for key in ("held_rate", "rejection_rate"))
    assert "a test with a true false-alarm rate of 5 % would detect" in headline
    assert f"The plain test (p up to 0.05) would detect a reduction of 30 % in {plain} of 100 cases" in headline
    assert f"would detect a reduction of 30 % in {held} of 100 cases" in headline
    assert f" {null['critical_z']:.2f} ± {null['critical_z_se']:.2f}" in rest and "demand this z or less in place of -1.64" in rest
    assert held < plain


def test_where_the_test_keeps_its_size_there_is_one_power(evaluate):
    result = evaluate("--months", "6", "--effects", "0,0.3", "--no-dispersion", "--seed", "3").json
    for row in result["rows"]:
        assert row["held_rate"] == row["rejection_rate"] and row["critical_z"] == pytest.approx(-1.6448536)
    assert result["minimum_detectable_effect"][0]["effect"] == result["minimum_detectable_effect"][0]["plain_effect"]
    assert "z to demand" not in result["message"] and "false alarms" in result["message"]


# --- several designs ----------------------------------------------------------------------------------------------------


def test_the_headline_gives_the_least_favourable_first_whatever_the_order(evaluate):
    for widths in ("250 m,500 m", "500 m,250 m"):
        result = evaluate("--displaced", "0,0.5,1", "--effects", "0.3", displacement=widths).json
        rates = {(row["ring"], row["displaced"]): row["held_rate"] for row in result["rows"] if row["effect"] == 0.3}
        worst, best = min(rates, key=rates.get), max(rates, key=rates.get)
        assert len(rates) == 6 and worst[1] == 1 and best[1] == 0
        headline = result["message"].split("\n")[0]
        assert (f"would detect a reduction of 30 % in {100 * rates[worst]:.0f} to {100 * rates[best]:.0f} of 100 cases with 6 months"
                in headline)
        least, most = map(int, re.search(r"least with rings of (\d+) metres and all prevented crimes displaced, most with rings of "
                                         r"(\d+) metres and nothing displaced", headline).groups())
        assert rates[least, 1] == rates[worst] and rates[most, 0] == rates[best]  # more than one may be as good
        assert "in 80 of 100 cases is more than 30 %" in headline


def test_designs_without_rings_do_not_lead_where_crimes_move(evaluate):
    headlines = []
    for widths in ("0,250 m", "250 m,0"):
        result = evaluate("--effects", "0.3", displacement=widths).json
        rate = {row["ring"]: row["held_rate"] for row in result["rows"] if row["effect"] == 0.3}
        assert rate[0] > rate[250] + 0.1
        headlines.append(result["message"].split("\n")[0])
        notes = result["message"].split("\n", 1)[1]
        assert "rings of 250 metres and 25 % of the prevented crimes displaced, " in headlines[-1]
        assert f"would detect a reduction of 30 % in {100 * rate[250]:.0f} of 100 cases" in headlines[-1]
        assert (f'Without rings it would report a reduction in {100 * rate[0]:.0f} of 100 cases, because crimes that only move then count '
                "as prevented." in notes + headlines[-1])
    alone = evaluate("--effects", "0.3", displacement="0").json["message"]
    assert "All this is without rings, where crimes that only move count as prevented." in alone


def test_the_headline_names_its_one_design(evaluate):
    headline = evaluate().json["message"].split("\n")[0]
    assert headline.startswith("With these areas, rings of 250 metres and 25 % of the prevented crimes displaced, ")


def test_crime_that_moves_unseen_is_told_of(evaluate):
    result = evaluate("--displaced", "0.4", "--effects", "0.3", displacement="0,250 m").json
    without, with_rings = (row for row in result["rows"] if row["effect"] == 0.3)
    assert without["net_effect"] == pytest.approx(0.6 * without["true_effect"])
    assert with_rings["net_effect"] == pytest.approx(with_rings["true_effect"], rel=0.01)
    assert without["net_effect"] == pytest.approx(with_rings["net_effect"])
    assert (f"the {without['true_effect']:+.0f} that the test looks for is {without['net_effect']:+.0f} net" in result["message"])
    assert "Without rings the test cannot see displaced crime" in result["message"]
    assert "invisible" not in evaluate("--effects", "0.3").json["message"]


def test_an_effect_by_type_is_told_as_what_it_is_in_all(evaluate, tmp_path):
    result = evaluate(scenario=scenario(tmp_path, effect={"burglary": 0.5, "*": 0.1})).json
    study = result["studies"][0]
    overall = study["prevented_by_the_scenario"] / study["expected_without_intervention"]["treated"]["post"]
    assert 0.1 < overall < 0.3
    row = result["rows"][-1]
    assert row["effect"] == 0.5 and row["overall_effect"] == pytest.approx(overall)
    assert f"a reduction of {100 * overall:.1f} % (50 % of burglary, less of the other types)" in result["message"]
    assert "a reduction of 50 %" not in result["message"]


# --- worse records ----------------------------------------------------------------------------------------------------


def test_half_the_records_show_half_the_effect_with_less_power(evaluate):
    row, half = (evaluate("--effects", "0.3", "--no-dispersion", "--replicates", "4000", *args).json["rows"][1]
                 for args in ([], ["--recorded", "0.5"]))
    assert half["true_effect"] == row["true_effect"]
    assert half["mean_estimate"] == pytest.approx(row["mean_estimate"] / 2, abs=5 * row["bias_se"])
    assert half["rejection_rate"] < row["rejection_rate"] - 0.1


def test_dispersion_makes_the_test_find_too_much(evaluate):
    sizes = [evaluate("--months", "12", "--effects", "0", "--replicates", "8000", *args).json["rows"][0]["rejection_rate"]
             for args in ([], ["--no-dispersion"])]
    assert sizes[0] > 0.07  # the model's gamma factors
    assert sizes[1] < 0.07


def test_month_only_dates_want_whole_months(evaluate, tmp_path):
    result = evaluate("--month-only").json["studies"][0]["periods"]
    assert result["pre"]["start"] == "2022-07-01"
    run = evaluate("--month-only", scenario=scenario(tmp_path, end="2023-06-15"), check=1)
    assert "2023-01-01 to 2023-06-15 is not" in run.err


# --- real incidents in place of a model -------------------------------------------------------------------------------


@pytest.fixture
def in_place(crims, tmp_path):
    """evaluate() with the town's incidents in place of a model."""

    def run(*args, layer=f"{TOWN}/town.gpkg|layername=incidents", date="occurred", path=TOWN / "scenario.json", **kwargs):
        return crims("evaluate", "--incidents", layer, "--date-field", date, "--scenario", path, "--control", CONTROL,
                     "--displacement", "250 m", "--output", tmp_path / "e.gpkg", "--json", "-", "--quiet", "--overwrite",
                     *args, **kwargs)

    return run


def test_real_incidents_are_drawn_from_before_the_start(in_place, crims, wdd):
    result = in_place("--type-field", "type", "--replicates", "4000").json
    assert result["route"] == "points" and result["model"]["days drawn from"].endswith("2022-12-31")
    first, last = map(date.fromisoformat, result["model"]["days drawn from"].split(" to "))
    days = (last - first).days + 1
    rate = wdd("test", "--response", f"{TOWN}/town.gpkg|layername=response", "--where", "NAME='Market Square'", "--control",
               CONTROL, "--incidents", f"{TOWN}/town.gpkg|layername=incidents", "--date-field", "occurred", "--start",
               str(first + timedelta(days // 2)), "--end", str(last), "--displacement", "250 m", "--json", "-", "--quiet").json
    assert days % 2 == 0 and rate["periods"]["pre"]["start"] == str(first)
    expected = result["studies"][0]["expected_without_intervention"]
    for zone, counts in rate["counts"].items():  # February is counted as 28.25 days
        assert expected[zone]["post"] == pytest.approx((counts["pre"] + counts["post"]) / days * 181, rel=2e-3)
    for row in result["rows"]:
        assert row["bias"] == pytest.approx(0, abs=4.5 * row["bias_se"] + 0.005 * abs(row["true_effect"]))
    counts = in_place("--type-field", "type", "--route", "counts", "--replicates", "4000").json
    for real, poisson in zip(result["rows"], counts["rows"]):
        assert real["true_effect"] == pytest.approx(poisson["true_effect"])
        assert real["sd_z"] == pytest.approx(poisson["sd_z"], abs=0.15)  # the town's crimes do not cluster


def test_incidents_have_to_be_there_before_the_start(in_place, tmp_path):
    run = in_place(path=scenario(tmp_path, start="2020-03-01", end="2020-05-31"), check=1)
    assert "run from 2020-01-01 to 2023-12-31" in run.err and "2020-03-01" in run.err and run.err.count("\n") == 1


def test_incidents_dated_by_month_are_refused(in_place, tmp_path):
    source = ogr.Open(f"{TOWN}/town.gpkg")
    layer = source.GetLayerByName("incidents")
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "months.gpkg"))
    months = target.CreateLayer("months", layer.GetSpatialRef(), ogr.wkbPoint)
    months.CreateField(ogr.FieldDefn("month", ogr.OFTString))
    for month in range(12):
        feature = ogr.Feature(months.GetLayerDefn())
        feature["month"] = f"2022-{month + 1:02}"
        feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (430000 430000)"))
        months.CreateFeature(feature)
    target = None
    run = in_place(layer=tmp_path / "months.gpkg", date="month", check=1)
    assert "says only the month" in run.err and "--model" in run.err and run.err.count("\n") == 1


@pytest.mark.parametrize("args, words", [
    (["--near-repeat", "--route", "points"], "--near-repeat and --placement are about simulated crimes"),
    (["--model", "model.gpkg"], "give either --model, or --incidents"),
])
def test_what_does_not_go_with_incidents_is_said(in_place, args, words):
    run = in_place(*args, check=2)
    assert words in run.err and run.err.count("\n") == 1


def test_incidents_may_be_a_table_with_columns_of_places(in_place, tmp_path):
    source = ogr.Open(f"{TOWN}/town.gpkg")
    layer = source.GetLayerByName("incidents")
    with open(tmp_path / "incidents.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["east", "north", "day"])
        for feature in layer:
            point = feature.GetGeometryRef()
            if point is not None and feature["occurred"]:
                writer.writerow([repr(point.GetX()), repr(point.GetY()), feature["occurred"].replace("/", "-")])
    args = {"layer": tmp_path / "incidents.csv", "date": "day"}
    run = in_place(check=1, **args)
    assert "--x, --y (a column that holds both with each of them) and their system with --points-crs" in run.err
    columns = ["--x", "east", "--y", "north", "--points-crs", "EPSG:27700"]
    assert in_place(*columns, **args).json["rows"] == in_place().json["rows"]


def test_a_field_without_incidents_is_refused(evaluate):
    assert "--date-field is about --incidents" in evaluate("--date-field", "occurred", check=2).err


# --- what is wrong, in one line ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes, words", [
    ({"effect": {"burglry": 0.3}}, ["$.interventions[0].effect.burglry", "no such crime type", "'burglary'"]),
    ({"effect": 1.3}, ["$.interventions[0].effect", "1.3", "from 0 to 1"]),
    ({"effect": 0}, ["prevents no crime of any type"]),
    ({"area": {"type": "Polygon", "coordinates": [[[-3.2, 55.9], [-3.1, 55.9], [-3.1, 56.0], [-3.2, 55.9]]]}},
     ["expects no crime in the scenario's area", "outside the model's zones"]),
    ({"start": "1890-01-01", "end": "1890-06-30"}, ["outside the years 1900 to 2200", "1890-06-30"]),
    ({"ring": {"distance": "3 km"}}, ["displaced crimes would land in the control area", "$.interventions[0].ring"]),
    ({"area": {"layer": f"{TOWN}/town.gpkg|layername=control"}}, ["overlap", "100.0 %"]),
])
def test_a_bad_scenario_gets_one_clear_line(evaluate, tmp_path, changes, words):
    run = evaluate(scenario=scenario(tmp_path, **changes), check=1)
    assert run.err.count("\n") == 1 and run.out == "", run.err
    for word in words:
        assert word in run.err
    assert not (tmp_path / "e.gpkg").exists()


def test_interventions_that_differ_are_named(evaluate, tmp_path):
    path = scenario(tmp_path)
    document = json.loads(path.read_text())
    other = json.loads(json.dumps(document["interventions"][0]))
    other["area"]["where"] = "NAME = 'Riverside Estate'"
    other["start"] = "2023-02-01"
    document["interventions"].append(other)
    path.write_text(json.dumps(document))
    run = evaluate(scenario=path, check=1)
    assert "$.interventions[1].start is not that of $.interventions[0]" in run.err
    other["start"] = "2023-01-01"
    path.write_text(json.dumps(document))
    both = evaluate(scenario=path).json["studies"][0]["prevented_by_the_scenario"]
    assert both > evaluate().json["studies"][0]["prevented_by_the_scenario"]


@pytest.mark.parametrize("args, words", [
    (["--near-repeat"], ["--near-repeat", "--route points"]),
    (["--snap", "50 m"], ["--snap", "--route points"]),
    (["--effects", "0.1,1.2"], ["--effects '1.2'", "from 0 to 1"]),
    (["--effects", "0.1,,0.2"], ["between two commas"]),
    (["--months", "2.5"], ["--months", "2.5", "whole number"]),
    (["--months", "121"], ["--months", "121", "from 1 to 120"]),
    (["--displaced", "2"], ["--displaced", "from -1 to 1"]),
    (["--observed-z", "-1001"], ["--observed-z", "from -1000 to 1000"]),
    (["--recorded", "1.1"], ["--recorded '1.1'", "from 0 to 1"]),
    (["--replicates", "1"], ["--replicates"]),
    (["--power", "1"], ["--power '1'", "between 0 and 1"]),
    (["--recorded", "0"], ["--recorded 0"]),
    (["--missing", "2023-13"], ["--missing", "2023-13"]),
    (["--crime-types", "burglry"], ["--crime-types 'burglry'", "'burglary'"]),
    (["--missing", "2030-01"], ["--missing 2030-01", "2022-07-04 to 2023-06-30", "not in it"]),
    (["--near-repeat-ratio", "0.9"], ["--near-repeat-ratio", "without --near-repeat"]),
    (["--x", "x"], ["--x is about --incidents"]),
])
def test_a_wrong_option_gets_one_clear_line(evaluate, args, words):
    run = evaluate(*args, check=2)
    assert run.err.count("\n") == 1 and run.out == "", run.err
    for word in words:
        assert word in run.err


def test_the_limits_of_an_option_are_part_of_what_it_is(crims):
    # Dialogs are made from these: a limit that only the command knows is found out after the click.
    options = {option["name"]: option for option in crims("evaluate", "--json-usage").json["options"]}
    limits = {"--effects": (0, 1), "--displaced": (-1, 1), "--months": (1, 120), "--observed-z": (-1000, 1000),
              "--recorded": (0, 1)}
    assert {name: (options[name].get("least"), options[name].get("most")) for name in limits} == limits
    assert options["--months"]["type"] == "integer"


def test_lists_are_taken_in_any_order_and_once(evaluate):
    rows = evaluate("--effects", "0.3,0.1,0.3", "--months", "6,3,6", "--replicates", "20").json["rows"]
    assert [(row["months"], row["effect"]) for row in rows] == [(months, effect) for months in (3, 6) for effect in (0, 0.1, 0.3)]


def test_a_ring_width_is_taken_once_in_whatever_unit(evaluate):
    run = evaluate("--replicates", "20", displacement="250 m,0.25 km,250").json
    assert {row["ring"] for row in run["rows"]} == {250} and len(run["rows"]) == len(evaluate("--replicates", "20").json["rows"])
    assert "That depends on the design" not in run["message"]
    assert {row["ring"] for row in evaluate("--replicates", "20", displacement="250 m,0").json["rows"]} == {0, 250}


def test_a_ring_width_that_is_none_is_named(evaluate):
    run = evaluate(displacement="0,250 parsecs", check=2)
    assert "--displacement" in run.err and "parsecs" in run.err and run.err.count("\n") == 1


def test_displacement_without_a_ring_is_refused(evaluate, tmp_path):
    path = scenario(tmp_path, displaced=None, ring=None)
    evaluate(scenario=path)
    run = evaluate("--displaced", "0,0.5", scenario=path, check=1)
    assert "--displaced needs a ring" in run.err and run.err.count("\n") == 1


@pytest.mark.parametrize("start, end, months", [("2035-01-01", "2035-06-30", "2034-07 to 2035-06"), ("1999-01-01", "1999-06-30", "1998-07 to 1999-06")])
def test_a_study_far_from_the_models_data_is_told(crims, evaluate, town_model, tmp_path, start, end, months):
    """crims simulate says so of the same months."""
    far = scenario(tmp_path, start=start, end=end)
    run = evaluate("--replicates", "20", "--html", tmp_path / "e.html", scenario=far)
    warning, = [text for text in run.json["warnings"] if text.startswith(months)]
    assert "months beyond the model's data (2021-04 to 2022-12)" in warning and "knows nothing of changes since" in warning
    assert warning in html.unescape((tmp_path / "e.html").read_text())
    run = crims("evaluate", "--model", town_model, "--scenario", far, "--control", CONTROL, "--displacement", "250 m", "--replicates", "20",
                "--output", tmp_path / "e.gpkg", "--overwrite")
    assert f"crims: warning: {warning}\n" in run.err and warning in " ".join(run.out.split())


def test_uniform_placement_needs_shapes(crims, tmp_path):
    crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
          "--output", tmp_path / "model.gpkg", "--quiet")
    args = ["evaluate", "--model", tmp_path / "model.gpkg", "--scenario", TOWN / "scenario.json", "--control", CONTROL,
            "--displacement", "250 m", "--output", tmp_path / "e.gpkg", "--overwrite"]
    run = crims(*args, "--placement", "uniform", check=1)
    assert "uniform placement needs zones with polygons" in run.err and run.err.count("\n") == 1
    crims(*args)  # observed places are all that is needed otherwise


def test_an_existing_output_is_kept(evaluate, crims, tmp_path):
    run = evaluate()
    before = (tmp_path / "e.gpkg").read_bytes()
    args = [arg for arg in run.args if arg != "--overwrite"]
    refused = crims(*args, check=1)
    assert "e.gpkg" in refused.err and (tmp_path / "e.gpkg").read_bytes() == before
    assert os.listdir(tmp_path) == ["e.gpkg"]


def test_a_percentage_is_no_share(evaluate):
    for option, value, share in (("--power", "80", "0.8"), ("--alpha", "5", "0.05"), ("--confidence", "95", "0.95")):
        assert f"{option} '{value}': expected a number between 0 and 1: {share}, not {value}" in evaluate(option, value, check=2).err


def test_a_number_without_a_unit_is_no_ring_width_in_degrees(evaluate):
    path = evaluate.folder / "areas.gpkg"
    gdal.VectorTranslate(str(path), str(TOWN / "town.gpkg"), dstSRS="EPSG:4326", layers=["control"], reproject=True)
    control = f"{path}|layername=control"
    run = evaluate("--effects", "0.3", displacement="0,0.002", control=control, check=2)
    assert "--displacement '0.002' has no unit" in run.err and "is in degrees; write the unit" in run.err
    evaluate("--effects", "0.3", "--replicates", "10", displacement="0,250 m", control=control)
