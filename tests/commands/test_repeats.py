# SPDX-License-Identifier: MIT
"""crims repeats: pairs of crimes by distance and days, against a count of every pair."""

import datetime
import itertools
import json
import math
import random

import pytest

FIELDS = ("--date-field", "when", "--type-field", "kind", "--x", "x", "--y", "y", "--points-crs", "EPSG:27700")


def write(path, rows):
    path.write_text("when,kind,x,y\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))
    return path


def scattered(count, seed=1):
    chance = random.Random(seed)
    return [(datetime.date(2022, 1, 1) + datetime.timedelta(days=chance.randrange(365)), chance.choice(["theft", "burglary"]),
             400000 + 50 * chance.randrange(40), 200000 + 50 * chance.randrange(40)) for _ in range(count)]


def brute_force(rows, distances, days):
    """{(distance band, day band): (pairs, expected)}."""
    def band(ends, value):
        return next((i for i, end in enumerate(ends) if value <= end), None)
    pairs, of_distance, of_days, total = {}, {}, {}, 0
    for (a, _, ax, ay), (b, _, bx, by) in itertools.combinations(rows, 2):
        d, t = band(distances, math.hypot(ax - bx, ay - by)), band(days, abs((a - b).days))
        total += 1
        of_distance[d] = of_distance.get(d, 0) + 1
        of_days[t] = of_days.get(t, 0) + 1
        pairs[d, t] = pairs.get((d, t), 0) + 1
    return {(d, t): (pairs.get((d, t), 0), of_distance.get(d, 0) * of_days.get(t, 0) / total)
            for d in range(len(distances)) for t in range(len(days))}


def test_pairs_are_those_of_a_count_of_every_pair(crims, tmp_path):
    rows = scattered(900)
    source = write(tmp_path / "i.csv", rows)
    run = crims("repeats", "--incidents", source, *FIELDS, "--distances", "0,100,250", "--days", "3,14", "--json", "-")
    assert [one["crime_type"] for one in run.json["crime_types"]] == ["burglary", "theft"]
    for one in run.json["crime_types"]:
        mine = [row for row in rows if row[1] == one["crime_type"]]
        expected = brute_force(mine, [0, 100, 250], [3, 14])
        assert one["crimes"] == len(mine) and len(one["cells"]) == 6
        for cell in one["cells"]:
            pairs, chance = expected[[0, 100, 250].index(cell["distance_to"]), [3, 14].index(cell["days_to"])]
            assert cell["pairs"] == pairs and cell["expected"] == pytest.approx(chance)


def test_repeats_at_the_very_place_are_found_and_the_options_told(crims, tmp_path):
    rows = scattered(600)
    again = [(day + datetime.timedelta(days=3), kind, x, y) for day, kind, x, y in rows[::3]]
    source = write(tmp_path / "i.csv", rows + again)
    found = crims("repeats", "--incidents", source, *FIELDS, "--json", "-").json["crime_types"][0]
    assert found["cells"][0]["ratio"] > 2
    assert 0.1 < found["near_repeat"]["ratio"] < 0.3 and found["near_repeat"]["same_place"] > 0.8
    text = crims("repeats", "--incidents", source, *FIELDS).out
    assert "same place" in text and "--near-repeat-same-place" in text and "*" in text


def test_new_york_shootings_repeat_at_their_place(crims, shared):
    run = crims("repeats", "--incidents", shared / "data/wdd/nyc_shootings_2006_2023.csv", "--date-field", "OCCUR_DATE", "--x", "X_COORD_CD",
                "--y", "Y_COORD_CD", "--points-crs", "EPSG:2263", "--json", "-")
    cells = run.json["crime_types"][0]["cells"]
    same, far = (next(cell for cell in cells if cell["distance_to"] == distance and cell["days_to"] == 7) for distance in (0, 600))
    assert same["ratio"] > far["ratio"] > 1  # a row for each victim


def test_months_alone_tell_nothing(crims, tmp_path):
    source = write(tmp_path / "i.csv", [("2022-01", "theft", 400000, 200000), ("2022-02", "theft", 400000, 200000)])
    run = crims("repeats", "--incidents", source, *FIELDS, check=1)
    assert "none of its 2 incidents has a day and a place (2 have only a month, 0 no place)" in run.err


@pytest.mark.parametrize("options, words", [(("--distances", "100,200"), "expected 0 and further distances"),
                                            (("--distances", "0,200,100"), "ascending"), (("--days", "7,3"), "ascending"),
                                            (("--days", "1.5"), "--days"), (("--days", "7"), "two whole numbers")])
def test_bands_that_are_none_are_refused(crims, tmp_path, options, words):
    source = write(tmp_path / "i.csv", scattered(5))
    assert words in crims("repeats", "--incidents", source, *FIELDS, *options, check=2).err


def test_incidents_without_a_place_are_counted(crims, tmp_path):
    source = write(tmp_path / "i.csv", [*scattered(200), (datetime.date(2022, 1, 1), "theft", 0, 0), (datetime.date(2022, 1, 1), "theft", "", "")])
    run = crims("repeats", "--incidents", source, *FIELDS, "--json", "-")
    assert run.json["incidents"]["without_place"] == 2 and "2 without a place were left out" in run.err


def test_the_order_of_rows_changes_nothing(crims, tmp_path):
    rows = scattered(400)
    outputs = [json.dumps(crims("repeats", "--incidents", write(tmp_path / f"{name}.csv", order), *FIELDS, "--json", "-").json["crime_types"])
               for name, order in (("a", rows), ("b", rows[::-1]))]
    assert outputs[0] == outputs[1]
