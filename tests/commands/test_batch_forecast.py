# SPDX-License-Identifier: MIT
"""The forecast for all areas of a batch together, and what its comparison areas are."""

import datetime

import pytest
from osgeo import ogr

from batch_town import Town, made_town, square
from test_batch import batch, single, table


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("town") / "town.gpkg")


def with_zones(path, responses, side=500, across=12):
    """Response areas on zones that cover the whole town, numbered from 1."""
    made = Town(path)
    made.responses(responses)
    made.controls([(square(2500, 3000), "all")])
    zones = made.layer("zones", ogr.wkbPolygon, [("NUMBER", ogr.OFTInteger)])
    for i in range(across * across):
        made.add(zones, square(side * (i % across), side * (i // across), side), NUMBER=i + 1)
    made.crimes()
    made.close()
    return path


def squares_of_zones(*dated):
    return [(square(500 * (zone % 12), 500 * (zone // 12), 500), name, *dates) for zone, name, dates in dated]


YEAR = (datetime.date(2022, 1, 1), datetime.date(2022, 6, 30))
LATER = (datetime.date(2022, 7, 1), datetime.date(2022, 12, 31))


def test_one_area_alone_has_the_forecast_of_its_own_run(wdd, town, tmp_path):
    for name in ("West", "North"):
        run = batch(wdd, town, where=f"NAME='{name}'", json="-").json
        alone = single(wdd, town, name)["forecast"]
        together = run["together"]["forecast"]
        assert together["given"] and together["reason"] is None
        assert run["areas"][0]["forecast"] == alone
        assert together["area"] == pytest.approx(alone["area"], rel=1e-12)


def test_expected_and_recorded_are_the_sums_of_the_areas(wdd, town, tmp_path):
    result = batch(wdd, town, json="-", table=tmp_path / "t.csv")
    forecast = result.json["together"]["forecast"]
    for number in ("expected", "recorded", "difference"):
        assert forecast["area"][number] == pytest.approx(
            sum(area["forecast"]["area"][number] for area in result.json["areas"]), rel=1e-12)
    *_, last = table((tmp_path / "t.csv").read_text(encoding="utf-8"))
    assert last["area"] == "All together"
    assert float(last["forecast_expected"]) == forecast["area"]["expected"]
    assert float(last["forecast_p"]) == forecast["area"]["p_reduction"]
    assert float(last["forecast_percent"]) == pytest.approx(100 * (forecast["area"]["ratio"] - 1))
    text = batch(wdd, town).out
    assert f"In 4 areas together {forecast['area']['recorded']} incidents were recorded" in text
    assert last["summary"].startswith("In 4 areas together")


# Where the same area is evaluated twice, its two counts are one: the sum is as unsure as either, and not more sure.
def test_the_same_area_twice_is_no_more_evidence_than_once(wdd, tmp_path):
    once = with_zones(tmp_path / "once.gpkg", squares_of_zones((40, "A", YEAR)))
    twice = with_zones(tmp_path / "twice.gpkg", squares_of_zones((40, "A", YEAR), (40, "B", YEAR)))
    ratios = []
    for town in (once, twice):
        forecast = batch(wdd, town, json="-", comparison_areas=f"{once}|layername=zones").json["together"]["forecast"]["area"]
        ratios.append(forecast["ratio_high"] / forecast["ratio"])
    assert ratios[1] == pytest.approx(ratios[0], rel=0.01)
    apart = with_zones(tmp_path / "apart.gpkg", squares_of_zones((40, "A", YEAR), (70, "B", YEAR)))
    forecast = batch(wdd, apart, json="-", comparison_areas=f"{once}|layername=zones").json["together"]["forecast"]["area"]
    assert forecast["ratio_high"] / forecast["ratio"] < 0.95 * ratios[0]


def test_areas_that_had_been_treated_are_no_comparison_areas(wdd, tmp_path):
    town = with_zones(tmp_path / "town.gpkg", squares_of_zones((40, "A", YEAR), (70, "B", YEAR), (100, "C", LATER)))
    zones = f"{town}|layername=zones"
    areas = {area["name"]: area["forecast"] for area in batch(wdd, town, json="-", displacement=0, comparison_areas=zones).json["areas"]}
    for name, others in (("A", "71"), ("B", "41"), ("C", "41, 71")):
        expected = single(wdd, town, name, displacement=0, comparison_areas=zones, comparison_where=f"NUMBER NOT IN ({others})")
        assert areas[name] == expected["forecast"], name


def test_copies_keep_off_the_other_areas(wdd, town):
    result = batch(wdd, town, json="-").json["areas"]
    for area in result:
        others = sum(other["periods"]["post"]["start"] <= area["periods"]["post"]["end"] for other in result) - 1
        alone = single(wdd, town, area["name"])["forecast"]
        assert (area["forecast"]["comparison_areas"] < alone["comparison_areas"]) == (others > 0), area["name"]


def test_where_an_area_has_no_forecast_there_is_none_for_all(wdd, tmp_path):
    town = with_zones(tmp_path / "town.gpkg", squares_of_zones((40, "A", YEAR)) + [
        (square(-5000, 0), "Empty", *YEAR)])
    run = batch(wdd, town, json="-", table=tmp_path / "t.csv")
    forecast = run.json["together"]["forecast"]
    assert not forecast["given"] and forecast["area"] is None
    assert forecast["reason"].startswith("1 of the 2 areas has none of its own (Empty)")
    assert "No forecast for all areas together" in batch(wdd, town).out
    assert table((tmp_path / "t.csv").read_text(encoding="utf-8"))[-1]["forecast_p"] == ""


def test_without_forecasts_nothing_is_said_of_them(wdd, town):
    run = batch(wdd, town, json="-", no_forecast=True).json
    assert "forecast" not in run["together"]


def test_the_comparison_areas_of_each_are_written(wdd, tmp_path):
    town = with_zones(tmp_path / "town.gpkg", squares_of_zones((40, "A", YEAR), (70, "B", YEAR)))
    zones = f"{town}|layername=zones"
    run = batch(wdd, town, json="-", displacement=0, comparison_areas=zones, comparison_output=tmp_path / "c.gpkg", output=tmp_path / "o.gpkg")
    single(wdd, town, "A", displacement=0, comparison_areas=zones, comparison_where="NUMBER <> 71", comparison_output=tmp_path / "a.gpkg")

    def features(file, which=None):
        data = ogr.Open(str(tmp_path / file))
        fields = ("ROLE", "NAME", "PREV_CNT", "RECORDED", "EXPECTED", "RESIDUAL", "RANK", "RESPSTART", "RESPEND")
        return [tuple(feature[field] for field in fields) + (feature.geometry().ExportToWkt(),)
                for feature in data.GetLayer(0) if which is None or feature["FOR"] == which]

    assert features("c.gpkg", "A") == features("a.gpkg")
    for area in run.json["areas"]:
        assert len(features("c.gpkg", area["name"])) == area["forecast"]["comparison_areas"] + 1
    for name in ("--output", "--table"):
        refused = batch(wdd, town, check=2, each="NAME", comparison_output=tmp_path / "x.gpkg", **{name[2:]: tmp_path / "x.gpkg"})
        assert "--comparison-output" in refused.err and name in refused.err
    refused = batch(wdd, town, check=2, no_forecast=True, comparison_output=tmp_path / "x.gpkg")
    assert "exclude each other" in refused.err
