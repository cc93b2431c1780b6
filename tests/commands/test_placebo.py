# SPDX-License-Identifier: MIT
"""wdd placebo: the same test at other dates and places, each placebo counted a second time by other means."""

import csv
import datetime
import math
import random
import re
import shlex
import shutil
import statistics

import pytest
from osgeo import ogr

from conftest import ROOT
from design import (CONTROL, CONTROL_CORNER, DISTANCE, RESPONSE, RESPONSE_CORNER, SIDE, ZONES, as_geometry, expected_counts,
                    make_areas, make_layer, point_rows, square, transformation)

# A town of 9 km around the small design's areas, where nothing but chance happens.
WEST, SOUTH, TOWN = 527000, 176000, 9000
REGION = square(WEST, SOUTH, TOWN)
FIRST = datetime.date(2022, 1, 1)
PERIOD = ("--start", "2023-03-01", "--end", "2023-03-31")
DAY = datetime.timedelta(days=1)


def town_points(count, seed, days=455):
    """Points anywhere in the town, on any day from 2022 to the end of March 2023, the first and the last always there."""
    rng = random.Random(seed)
    points = [(rng.randint(WEST, WEST + TOWN), rng.randint(SOUTH, SOUTH + TOWN), FIRST + rng.randrange(days) * DAY)
              for _ in range(count)]
    return points + [(WEST, SOUTH, FIRST), (WEST, SOUTH, FIRST + (days - 1) * DAY)]


POINTS = town_points(12000, 1)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The folder of the town: areas.gpkg with response, control, region and blocks of 1.5 km; incidents.gpkg."""
    folder = tmp_path_factory.mktemp("town")
    make_areas(folder / "areas.gpkg")
    make_layer(folder / "areas.gpkg", [(REGION, {})], layer="region")
    blocks = [(square(WEST + 1500 * i, SOUTH + 1500 * j, 1500), {"NAME": f"{i}{j}", "WARD": f"ward {j}"})
              for j in range(6) for i in range(6)]
    make_layer(folder / "areas.gpkg", blocks, {"NAME": "String", "WARD": "String"}, layer="blocks")
    make_layer(folder / "incidents.gpkg", point_rows(POINTS), {"day": "Date"}, layer="incidents")
    return folder


def arguments(folder, *more, incidents="incidents.gpkg", period=PERIOD, displacement=DISTANCE):
    areas = folder / "areas.gpkg"
    return ["placebo", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control",
            "--incidents", folder / incidents, "--date-field", "day", "--displacement", displacement, *period, *more]


def region(folder):
    return ("--region", f"{folder / 'areas.gpkg'}|layername=region")


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts_of(row):
    return {zone: (int(row[f"{zone}_pre"]), int(row[f"{zone}_post"])) for zone in ZONES}


def dates_of(row, prefix):
    return tuple(datetime.date.fromisoformat(row[prefix + end]) for end in ("start", "end"))


def z_of(counts):
    (t0, t1), (c0, c1), (d0, d1), (e0, e1) = (counts[zone] for zone in ZONES)
    total = t0 + t1 + c0 + c1 + d0 + d1 + e0 + e1
    return ((t1 - t0) - (c1 - c0) + (d1 - d0) - (e1 - e0)) / math.sqrt(total) if total else None


def buffers():
    return [as_geometry(area).Buffer(DISTANCE, 64) for area in (RESPONSE, CONTROL)]


# --- earlier dates ----------------------------------------------------------------------------------------------------


def test_earlier_dates_count_as_plain_python_does(wdd, town, tmp_path):
    run = wdd(*arguments(town, "--dates", "all", "--date-step", "day", "--output", tmp_path / "p.csv", "--json", "-"))
    rows = rows_of(tmp_path / "p.csv")
    start = datetime.date(2023, 3, 1)
    expected_starts = [start - k * DAY for k in range(31, 1000) if start - k * DAY - 31 * DAY >= FIRST]
    assert [row["respstart"] for row in rows] == [day.isoformat() for day in expected_starts]
    for row in rows[::7]:
        post, pre = dates_of(row, "resp"), dates_of(row, "prev")
        assert post[1] - post[0] == 30 * DAY and pre == (post[0] - 31 * DAY, post[0] - DAY)
        assert counts_of(row) == expected_counts(POINTS, pre, post)
        assert float(row["zwdd"]) == pytest.approx(z_of(counts_of(row)), rel=1e-14)
    observed = expected_counts(POINTS, (start - 31 * DAY, start - DAY), (start, datetime.date(2023, 3, 31)))
    assert run.counts == observed
    placebos, = run.json["placebos"]
    assert placebos["kind"] == "date" and placebos["placebos"] == len(rows)
    apart = [row for row in rows if row["apart"] == "1"]
    assert len(apart) == placebos["apart"]["placebos"] == (start - 31 * DAY - FIRST).days // 62
    windows = [(start - 31 * DAY, None)] + [(dates_of(row, "prev")[0], dates_of(row, "resp")[1]) for row in apart]
    assert all(earlier[1] < later[0] for later, earlier in zip(windows, windows[1:]))
    below = sum(float(row["zwdd"]) <= z_of(observed) + 1e-12 for row in apart)
    assert placebos["apart"]["at_or_below"] == below and placebos["p_empirical"] == (1 + below) / (1 + len(apart))
    assert placebos["verdict"] == ("too few" if z_of(observed) < 0 else "no reduction")
    assert placebos["at_or_below"] == sum(float(row["zwdd"]) <= z_of(observed) + 1e-12 for row in rows)


@pytest.mark.parametrize("step, starts", [
    ("auto", ["2023-01-25", "2023-01-18", "2023-01-11"]), ("week", ["2023-01-25", "2023-01-18", "2023-01-11"]),
    ("month", ["2023-01-01", "2022-12-01", "2022-11-01"]), ("period", ["2023-01-29", "2022-12-29", "2022-11-28"]),
    ("year", ["2022-03-01"])])
def test_earlier_dates_lie_a_step_apart_the_latest_first(wdd, town, tmp_path, step, starts):
    wdd(*arguments(town, "--dates", "3", "--date-step", step, "--output", tmp_path / "p.csv"))
    assert [row["respstart"] for row in rows_of(tmp_path / "p.csv")] == starts


def test_dates_from_keeps_what_was_recorded_otherwise_out(wdd, town, tmp_path):
    wdd(*arguments(town, "--dates", "all", "--dates-from", "2022-10", "--output", tmp_path / "p.csv"))
    rows = rows_of(tmp_path / "p.csv")
    assert rows and min(row["prevstart"] for row in rows) >= "2022-10-01"


def test_dates_by_month_move_by_whole_months(wdd, town, tmp_path):
    months = [((x, y), {"day": day.strftime("%Y-%m")}) for x, y, day in POINTS]
    make_layer(tmp_path / "months.gpkg", months, {"day": "String"}, layer="incidents")
    period = ("--start", "2023-02", "--end", "2023-03")
    args = arguments(town, "--dates", "all", incidents=tmp_path / "months.gpkg", period=period)
    wdd(*args, "--output", tmp_path / "p.csv")
    rows = rows_of(tmp_path / "p.csv")
    assert [row["respstart"] for row in rows] == [
        f"2022-{month:02}-01" for month in range(12, 2, -1)]
    assert (rows[0]["respend"], rows[0]["prevstart"], rows[0]["prevend"]) == ("2023-01-31", "2022-10-01", "2022-11-30")
    for row in rows:
        assert (row["time_pre"], row["time_post"]) == ("1", "1")
        assert counts_of(row) == expected_counts(POINTS, dates_of(row, "prev"), dates_of(row, "resp"))
    refused = wdd(*args, "--date-step", "week", check=1)
    assert "dated by month only" in refused.err and "--date-step month" in refused.err


# --- other places -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def relocated(wdd, town, tmp_path_factory):
    """The layer of 60 relocations, and the run."""
    path = tmp_path_factory.mktemp("relocated") / "p.gpkg"
    run = wdd(*arguments(town, "--relocations", 60, *region(town), "--seed", 5, "--output", path, "--json", "-"))
    return path, run


def features_of(path):
    source = ogr.Open(str(path))
    return [(feature.items(), feature.GetGeometryRef().Clone(), feature.GetFID()) for feature in source.GetLayer(0)]


def moved(shape, x, y, degrees):
    """A shape turned about the middle of its box, which goes to (x, y)."""
    polygon = as_geometry(shape)
    west, east, south, north = polygon.GetEnvelope()
    angle = math.radians(degrees)
    ring = polygon.GetGeometryRef(0)
    corners = [(ring.GetX(i) - (west + east) / 2, ring.GetY(i) - (south + north) / 2) for i in range(ring.GetPointCount())]
    turned = [(x + math.cos(angle) * dx - math.sin(angle) * dy, y + math.sin(angle) * dx + math.cos(angle) * dy)
              for dx, dy in corners]
    return as_geometry("POLYGON ((" + ",".join(f"{a!r} {b!r}" for a, b in turned) + "))")


def control_of(items):
    return moved(CONTROL, items["CONTROL_X"], items["CONTROL_Y"], items["CONTROL_ROTATION"])


def incidents_in(geometry):
    """Of both periods."""
    west, east, south, north = geometry.GetEnvelope()
    return sum(geometry.Intersects(as_geometry((x, y))) for x, y, day in POINTS
               if west <= x <= east and south <= y <= north and day >= datetime.date(2023, 1, 29))


def test_relocations_share_no_ground_with_each_other_or_the_study(relocated):
    features = features_of(relocated[0])
    town_area = as_geometry(REGION).Buffer(1e-6)
    areas = [as_geometry(RESPONSE), as_geometry(CONTROL)]
    own = [incidents_in(area) for area in areas]
    assert len(features) >= 5
    for items, geometry, _ in features:
        assert items["KIND"] == "relocation" and items["APART"] == 1
        expected = moved(RESPONSE, items["CENTRE_X"], items["CENTRE_Y"], items["ROTATION"])
        assert geometry.SymDifference(expected).GetArea() < 1
        for there, incidents in zip((geometry, control_of(items)), own):
            assert there.GetArea() == pytest.approx(SIDE**2, rel=1e-9)
            assert town_area.Contains(there)
            assert incidents / 2 <= incidents_in(there) <= 2 * incidents
            areas.append(there)
    for i, area in enumerate(areas):
        ring = area.Buffer(DISTANCE - 1)
        assert not any(ring.Intersects(other) for other in areas[:i])
    assert "for more 20,000 random positions found no" in relocated[1].json["message"]  # 60 were asked for

@pytest.mark.parametrize("overlap", ["clip", "count", "error"])
def test_wdd_test_counts_the_exported_areas_alike(wdd, town, tmp_path, overlap):
    path = tmp_path / "p.gpkg"
    wdd(*arguments(town, "--relocations", 25, *region(town), "--overlap", overlap, "--comparable", 5, "--candidates",
                   f"{town / 'areas.gpkg'}|layername=blocks", "--candidates-field", "NAME", "--output", path))
    features = features_of(path)
    assert {items["KIND"] for items, _, _ in features} == {"relocation", "candidate"}
    for items, _, fid in features[::3]:
        if items["KIND"] == "candidate" and overlap == "error":
            continue  # blocks that touch have rings that overlap
        if items["KIND"] == "candidate":
            control = ("--control", f"{town / 'areas.gpkg'}|layername=blocks", "--control-where", f"NAME='{items['CONTROL_NAME']}'")
        else:
            control = ("--control", make_layer(tmp_path / f"{fid}.gpkg", [(control_of(items), {})], layer="control"))
        again = wdd("test", "--response", f"{path}|layername=p", "--where", f"fid = {fid}", *control,
                    "--incidents", town / "incidents.gpkg",
                    "--date-field", "day", "--displacement", DISTANCE, *PERIOD, "--overlap", overlap, "--json", "-")
        assert again.counts == {zone: (items[f"{zone.upper()}_PRE"], items[f"{zone.upper()}_POST"]) for zone in ZONES}
        assert again.json["total"]["z"] == items["ZWDD"]

def test_a_seed_gives_the_same_places_whatever_else_is_asked(wdd, town, tmp_path):
    def places(name, number, *more):
        wdd(*arguments(town, "--relocations", number, *region(town), *more, "--output", tmp_path / name))
        return (tmp_path / name).read_text()
    few = places("few.csv", 4)
    assert places("again.csv", 4) == few and len(few.splitlines()) == 5
    assert places("other.csv", 4, "--seed", 2) != few
    with_dates = places("dates.csv", 4, "--dates", "5")
    assert [line for line in with_dates.splitlines() if not line.startswith("date,")] == few.splitlines()
    more = places("more.csv", 7)
    assert more.startswith(few) and len(more) > len(few)


def test_a_region_in_another_system_is_moved(wdd, town, tmp_path):
    there = as_geometry(REGION)
    there.Segmentize(100)
    there.Transform(transformation(27700, 4326))
    layer = make_layer(tmp_path / "region.gpkg", [(there, {})], layer="region", crs=4326)
    wdd(*arguments(town, "--relocations", 20, "--region", layer, "--output", tmp_path / "p.gpkg"))
    inside = as_geometry(REGION).Buffer(1)
    assert all(inside.Contains(geometry) for _, geometry, _ in features_of(tmp_path / "p.gpkg"))


def test_an_area_full_of_crime_is_not_compared_with_empty_places(wdd, tmp_path):
    """Market Square has 811 incidents, half of the sample town nothing: places with one or two of them would all give the control
    area's own change, and any z beyond it would pass for unusual."""
    town = ROOT / "samples/town.gpkg"
    study = ["--response", f"{town}|layername=response", "--where", "NAME='Market Square'", "--control", f"{town}|layername=control",
             "--incidents", f"{town}|layername=incidents", "--date-field", "occurred", "--displacement", "250 m",
             "--start", "2021-11-01", "--end", "2022-04-30"]
    zones = ROOT / "samples/town-zones.gpkg"
    run = wdd("placebo", *study, "--relocations", 199, "--region", zones, check=1)
    assert "no comparable places: " in run.err and "its 811 incidents of both periods" in run.err and run.err.count("\n") == 1
    run = wdd("placebo", *study, "--candidates", zones, "--output", tmp_path / "p.csv", check=1)
    assert "no comparable zones: two are needed" in run.err and list(tmp_path.iterdir()) == []

# --- candidate zones --------------------------------------------------------------------------------------------------


def blocks_together(names):
    area = None
    for i, j in names:
        block = as_geometry(square(WEST + 1500 * int(i), SOUTH + 1500 * int(j), 1500))
        area = block if area is None else area.Union(block)
    return area


def block_counts(names, control_names):
    """Counts with 1.5 km blocks in place of both areas, the zones' borders and clips by OGR."""
    area, control = blocks_together(names), blocks_together(control_names)
    counts = {zone: [0, 0] for zone in ZONES}
    for x, y, day in POINTS:
        when = 1 if day >= datetime.date(2023, 3, 1) else 0
        if day < datetime.date(2023, 1, 29):
            continue
        point = as_geometry((x, y))
        to_area, to_control = area.Distance(point), control.Distance(point)
        if to_area == 0 and to_control == 0:
            continue  # on the edge that both share
        if to_area == 0 or to_control == 0:
            counts["treated" if to_area == 0 else "control"][when] += 1
        elif (to_area <= DISTANCE) != (to_control <= DISTANCE):
            counts["treated_displacement" if to_area <= DISTANCE else "control_displacement"][when] += 1
    return {zone: tuple(n) for zone, n in counts.items()}


def test_each_zone_that_is_clear_of_the_study_is_taken_in_turn(wdd, town, tmp_path):
    run = wdd(*arguments(town, "--candidates", f"{town / 'areas.gpkg'}|layername=blocks", "--candidates-field", "NAME",
                         "--comparable", 3, "--output", tmp_path / "p.csv", "--json", "-"))
    rows = rows_of(tmp_path / "p.csv")
    blocks = {f"{i}{j}": as_geometry(square(WEST + 1500 * i, SOUTH + 1500 * j, 1500)) for j in range(6) for i in range(6)}
    clear = [name for name, block in blocks.items() if not any(block.Intersects(avoided) for avoided in buffers())]
    own = [incidents_in(as_geometry(area)) for area in (RESPONSE, CONTROL)]
    alike = [name for name in clear if all(n / 3 <= incidents_in(blocks[name]) <= 3 * n for n in own)]
    assert 0 < len(alike) < len(clear) < 36 and [row["name"] for row in rows] == alike
    assert sorted(row["control_name"] for row in rows) == sorted(alike)  # each is compared with once ...
    assert all(row["name"] != row["control_name"] for row in rows)
    follows = {row["name"]: row["control_name"] for row in rows}
    around = [alike[0]]
    while follows[around[-1]] != alike[0]:
        around.append(follows[around[-1]])
    assert len(around) == len(alike)  # ... in one circle
    for row in rows[::5]:
        assert counts_of(row) == block_counts([row["name"]], [row["control_name"]])
    assert f"{36 - len(clear)} left out: they overlap the response area" in run.json["message"]
    assert f"{len(clear) - len(alike)} left out: they hold less than 1/3 or more than 3 times" in run.json["message"]

def test_features_with_one_name_are_one_zone(wdd, town, tmp_path):
    wdd(*arguments(town, "--candidates", f"{town / 'areas.gpkg'}|layername=blocks", "--candidates-field", "WARD",
                   "--candidates-where", "NAME NOT LIKE '5%'", "--comparable", 30, "--output", tmp_path / "p.csv"))
    rows = rows_of(tmp_path / "p.csv")
    assert [row["name"] for row in rows] == ["ward 0", "ward 1", "ward 4", "ward 5"]
    other = rows[1]["control_name"][-1]
    assert counts_of(rows[1]) == block_counts([f"{i}1" for i in range(5)], [f"{i}{other}" for i in range(5)])


def test_zones_that_overlap_each_other_are_one_comparison(wdd, town, tmp_path):
    twice = make_layer(tmp_path / "twice.gpkg", [(square(WEST + 1000 * i, SOUTH + 6500 + shift, 1000), {})
                                                 for shift in (0, 500) for i in range(9)], layer="twice")
    run = wdd(*arguments(town, "--candidates", twice, "--comparable", 3, "--json", "-"))
    assert run.json["placebos"][0]["placebos"] == 9 and "9 left out: they overlap another zone" in run.json["message"]

# --- what comes of it -------------------------------------------------------------------------------------------------


def test_the_json_sums_up_its_own_z(relocated):
    placebos, = relocated[1].json["placebos"]
    z, observed = placebos["z"], relocated[1].json["total"]["z"]
    assert z == sorted(items["ZWDD"] for items, _, _ in features_of(relocated[0]))
    below = sum(value <= observed + 1e-12 for value in z)
    above = sum(value >= observed - 1e-12 for value in z)
    assert placebos["at_or_below"] == below and placebos["p_empirical"] == (1 + below) / (len(z) + 1)
    assert placebos["apart"] == {"placebos": len(z), "at_or_below": below, "at_or_above": above}
    assert placebos["mean_z"] == pytest.approx(statistics.mean(z), rel=1e-12)
    assert placebos["sd_z"] == pytest.approx(statistics.stdev(z), rel=1e-12)
    twentieths = statistics.quantiles(z, n=20, method="inclusive")
    assert placebos["quantiles_z"]["0.05"] == pytest.approx(twentieths[0], rel=1e-12)
    assert placebos["quantiles_z"]["0.75"] == pytest.approx(twentieths[14], rel=1e-12)
    assert placebos["share_abs_z_above_196"] == sum(abs(value) >= 1.959963984540054 for value in z) / len(z)
    assert relocated[1].json["parameters"]["seed"] == 5


def test_wdd_counts_does_every_test_of_the_table_again(wdd, town, tmp_path):
    pre = ("--pre-start", "2023-01-01", "--pre-end", "2023-02-14")  # longer than the treatment: time weights
    wdd(*arguments(town, "--dates", "all", "--relocations", 10, *region(town), *pre, "--output", tmp_path / "p.csv"))
    wdd("counts", "--input", tmp_path / "p.csv", "--output", tmp_path / "again.csv")
    rows = rows_of(tmp_path / "again.csv")
    assert len(rows) > 20 and {(row["time_pre"], row["time_post"]) for row in rows} == {("45", "31")}
    assert all((row["z"], row["p_one_tailed"], row["total_se"]) == (row["zwdd"], row["onetpv"], row["sewdd"]) for row in rows)


def test_the_message_says_how_and_what_to_beware_of(wdd, town, tmp_path):
    run = wdd(*arguments(town, "--dates", "500", "--relocations", 5, *region(town), "--html", tmp_path / "p.html"))
    assert "500 were asked for; the data hold no more." in run.out
    assert "with fewer than 19 placebos the empirical p cannot reach 0.05" in run.out
    assert "their windows overlap" in run.out and "was chosen because crime had just risen" in run.out
    assert re.search(r"put at a random place within the region, 5 times, .* seed 1, [\d,]+ positions tried", run.out)
    page = (tmp_path / "p.html").read_text()
    assert page.count("<svg ") == 2 and page.count("observed z = ") == 2
    assert page.count("<rect ") >= 10

def test_where_nothing_happens_p_is_uniform_and_z_spreads_as_the_test_says(wdd, town, tmp_path):
    """Poisson incidents: in 24 towns p <= 0.05 comes 1.2 times on average, and more than 5 times once in 900 such series; p has mean
    1/2 with a standard error of 0.06. The z of some 1,000 zones has deviation 1 with a standard error of about 0.03."""
    p, z = [], []
    blocks = make_layer(tmp_path / "blocks.gpkg", [(square(WEST + 1000 * i, SOUTH + 1000 * j, 1000), {})
                                                   for i in range(9) for j in range(9)], layer="blocks")
    for seed in range(24):
        incidents = tmp_path / f"{seed}.csv"
        with open(incidents, "w", encoding="utf-8") as file:
            file.write("x,y,day\n" + "".join(f"{x},{y},{day}\n" for x, y, day in town_points(12000, 1000 + seed)))
        run = wdd(*arguments(town, "--x", "x", "--y", "y", "--points-crs", "EPSG:27700", "--candidates", blocks, "--seed", seed,
                             "--json", "-", incidents=incidents))
        placebos, = run.json["placebos"]
        assert placebos["apart"]["placebos"] >= 19
        p.append(placebos["p_empirical"])
        z += placebos["z"]
    assert 0.3 < statistics.mean(p) < 0.7 and sum(value <= 0.05 for value in p) <= 5, p
    assert 0.9 < statistics.stdev(z) < 1.1 and len(z) > 800, (statistics.stdev(z), len(z))

def test_a_real_effect_is_below_the_placebos(wdd, town, tmp_path):
    """All incidents of the response area in the treatment period removed: the lowest z there is."""
    left, low = RESPONSE_CORNER
    kept = [(x, y, day) for x, y, day in POINTS
            if not (left <= x <= left + SIDE and low <= y <= low + SIDE and day >= datetime.date(2023, 3, 1))]
    kept += [(left + 10 + i, low + 10, datetime.date(2023, 2, 10)) for i in range(40)]
    make_layer(tmp_path / "effect.gpkg", point_rows(kept), {"day": "Date"}, layer="incidents")
    blocks = make_layer(tmp_path / "blocks.gpkg", [(square(WEST + 1000 * i, SOUTH + 1000 * j, 1000), {})
                                                   for i in range(9) for j in range(9)], layer="blocks")
    run = wdd(*arguments(town, "--dates", "all", "--relocations", 99, *region(town), "--comparable", 3, "--candidates", blocks,
                         "--json", "-", incidents=tmp_path / "effect.gpkg"))
    dates, places, zones = run.json["placebos"]
    assert [one["at_or_below"] for one in (dates, places, zones)] == [0, 0, 0]
    assert (dates["verdict"], zones["verdict"]) == ("too few", "unusual")
    assert zones["p_empirical"] == 1 / (zones["placebos"] + 1) < 0.05
    assert f"is unusual among {zones['placebos']} candidate zones that share no ground" in run.json["message"]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more, status, says", [
    ((), 2, "say which placebos to try"),
    (("--dates", "some"), 2, "--dates 'some': expected a number, or all"),
    (("--dates", "0"), 2, "expected a whole number from 1"),
    (("--dates", "2.5"), 2, "expected a whole number"),
    (("--dates", "all", "--dates-from", "yesterday"), 2, "--dates-from"),
    (("--date-step", "day", "--relocations", "5", "--region", "r.gpkg"), 2, "--date-step goes with --dates"),
    (("--relocations", "5"), 2, "--relocations and --region go together"),
    (("--relocations", "-5", "--region", "r.gpkg"), 2, "--relocations '-5'"),
    (("--dates", "all", "--seed", "-1"), 2, "--seed '-1'"),
    (("--dates", "all", "--comparable", "0.5"), 2, "--comparable '0.5': expected a number of 1 or more"),
    (("--dates", "all", "--candidates-field", "NAME"), 2, "--candidates-field goes with --candidates"),
    (("--dates", "all", "--output", "p.shp"), 2, ".gpkg"),
    (("--dates", "all", "--dates-from", "2023-01-01"), 1, "no earlier date can be tried"),
    (("--relocations", "5", "--region", "no.gpkg"), 1, "no.gpkg"),
])
def test_a_wrong_request_is_one_clear_line(wdd, town, tmp_path, more, status, says):
    run = wdd(*arguments(town, *more, "--json", "p.json"), check=status, cwd=tmp_path)
    assert says in run.err and run.err.count("\n") == 1 and run.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape, more, says", [
    (square(WEST + TOWN + 50000, SOUTH, 9000), (), "100.0 % of the response area lies outside the region"),
    (square(RESPONSE_CORNER[0] - 100, RESPONSE_CORNER[1] - 100, 1200), (), "100.0 % of the control area lies outside the region"),
    ("POLYGON ((529900 179900,534100 179900,534100 181100,529900 181100,529900 179900))", (), "no comparable places"),
])
def test_no_room_is_said(wdd, town, tmp_path, shape, more, says):
    layer = make_layer(tmp_path / "region.gpkg", [(shape, {})], layer="region")
    run = wdd(*arguments(town, "--relocations", 3, "--region", layer, *more, "--output", tmp_path / "p.gpkg"), check=1)
    assert says in run.err and run.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["region.gpkg"]


def test_no_candidate_left_and_no_incident_are_said(wdd, town, tmp_path):
    near = make_layer(tmp_path / "near.gpkg", [(square(CONTROL_CORNER[0] + 500, CONTROL_CORNER[1], 2000), {})], layer="near")
    run = wdd(*arguments(town, "--candidates", near), check=1)
    assert "of 1 candidates 0 can be taken. 1 left out: they overlap" in run.err
    far = ("--start", "2030-01-01", "--end", "2030-01-31")
    run = wdd(*arguments(town, "--dates", "all", period=far), check=1)
    assert "there is no z to compare" in run.err


def test_an_output_that_exists_is_left_alone(wdd, town, tmp_path):
    for name in ("p.csv", "p.gpkg"):
        args = arguments(town, "--dates", "3", "--output", tmp_path / name)
        wdd(*args)
        before = (tmp_path / name).read_bytes()
        run = wdd(*args, check=1)
        assert "--overwrite" in run.err and (tmp_path / name).read_bytes() == before
        wdd(*args, "--overwrite")
    incidents = tmp_path / "incidents.csv"
    incidents.write_text("x,y,day\n530100,180100,2023-03-02\n")
    run = wdd(*arguments(town, "--x", "x", "--y", "y", "--points-crs", "EPSG:27700", "--dates", "3", "--output", incidents,
                         "--overwrite", incidents=incidents), check=2)
    assert "input" in run.err and incidents.read_text().endswith("2023-03-02\n")


# --- real data --------------------------------------------------------------------------------------------------------


def test_new_york_counts_as_wdd_test_does(wdd, shared, tmp_path):
    data = shared / "data/wdd"
    study = ["--control", f"{data / 'nyc_areas.gpkg'}|layername=control", "--incidents", data / "nyc_shootings_2006_2023.csv",
             "--date-field", "OCCUR_DATE", "--x", "X_COORD_CD", "--y", "Y_COORD_CD", "--points-crs", "EPSG:2263",
             "--displacement", "0.25 Miles"]
    path = tmp_path / "p.gpkg"
    run = wdd("placebo", "--response", f"{data / 'nyc_areas.gpkg'}|layername=response", "--where", "NAME='Operation North'",
              *study, "--start-field", "RESP_START", "--end-field", "RESP_END", "--dates", "all", "--date-step", "month",
              "--relocations", 200, "--region", data / "nyc_boroughs_2263.geojson", "--seed", 11, "--output", path, "--json", "-")
    dates, places = run.json["placebos"]
    assert dates["placebos"] == 161 and 0 < places["placebos"] <= 200
    features = [one for one in features_of(path) if one[0]["KIND"] == "date"]
    for items, _, fid in features[::30]:
        period = (items["RESPSTART"].replace("/", "-"), items["RESPEND"].replace("/", "-"))
        again = wdd("test", "--response", f"{path}|layername=p", "--where", f"fid = {fid}", *study, "--start", period[0],
                    "--end", period[1], "--json", "-")
        assert again.counts == {zone: (items[f"{zone.upper()}_PRE"], items[f"{zone.upper()}_POST"]) for zone in ZONES}
        assert again.json["total"]["z"] == items["ZWDD"]


# --- the example ------------------------------------------------------------------------------------------------------


def test_the_example_runs_as_it_is_written(wdd, tmp_path):
    shutil.copytree(ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("out"))
    lines = [line.strip() for line in wdd("placebo", "--help").out.splitlines() if line.strip().startswith("wdd placebo --")]
    assert len(lines) == 1
    run = wdd(*shlex.split(lines[0])[1:], cwd=tmp_path)
    assert run.out.startswith("Placebo tests of a Weighted Displacement Difference\n") and run.err == ""
    assert "observed -2.596" in run.out  # as samples/README.md has it
    assert (tmp_path / "placebo.gpkg").exists() and "<svg " in (tmp_path / "placebo.html").read_text()
