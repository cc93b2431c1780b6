#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How often does `wdd placebo` call a z unusual in cities where nothing was done?

    /usr/bin/python3 tests/bench/placebo_size.py [--cities 300] [--clustered] [--seed 1] [--wdd PATH]

Cities of 14 by 14 km whose crime is four times as dense in some places as in others; two squares of 1 km as areas, rings of 200 m,
30 days before and after. Poisson, or clustered: each incident is followed by one more on average, some 30 m and up to 3 days away.
Prints the share of cities with an empirical p of at most 0.05, beside what can be attained with so many placebos and what the
test's own p-value gives, each with its Monte Carlo error.
"""

import argparse
import datetime
import json
import math
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/commands"))
from design import make_layer, square  # noqa: E402

WEST, SOUTH, SIDE, BACKGROUND, DAYS = 520000, 170000, 14000, 9000, 60
FIRST = datetime.date(2023, 1, 1)
ALPHA = 0.05


def poisson(rng, mean):
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def incidents(rng, clustered):
    found = []
    while len(found) < BACKGROUND:
        x, y = rng.random(), rng.random()
        if rng.random() > 0.5 + 0.4 * math.sin(7 * x) * math.cos(5 * y):
            continue
        x, y, day = WEST + SIDE * x, SOUTH + SIDE * y, rng.randrange(DAYS)
        found.append((x, y, day))
        for _ in range(poisson(rng, 1) if clustered else 0):
            found.append((x + rng.gauss(0, 30), y + rng.gauss(0, 30), min(DAYS - 1, day + rng.randrange(4))))
    return found


def make_areas(path):
    make_layer(path, [(square(WEST + 3000, SOUTH + 3000, 1000), {})], layer="response")
    make_layer(path, [(square(WEST + 9000, SOUTH + 8000, 1000), {})], layer="control")
    make_layer(path, [(square(WEST, SOUTH, SIDE), {})], layer="region")
    make_layer(path, [(square(WEST + 1000 * i, SOUTH + 1000 * j, 1000), {}) for i in range(14) for j in range(14)], layer="blocks")


def placebos(wdd, folder, seed, clustered):
    """The JSON of one city."""
    points = folder / "points.csv"
    points.write_text("x,y,day\n" + "".join(f"{x:.1f},{y:.1f},{FIRST + datetime.timedelta(day)}\n"
                                            for x, y, day in incidents(random.Random(seed), clustered)))
    layer = f"{folder / 'areas.gpkg'}|layername="
    run = subprocess.run([wdd, "placebo", "--response", layer + "response", "--control", layer + "control",
                          "--incidents", points, "--x", "x", "--y", "y", "--points-crs", "EPSG:27700", "--date-field", "day",
                          "--start", "2023-01-31", "--end", "2023-03-01", "--displacement", "200 m", "--relocations", "39",
                          "--region", layer + "region", "--candidates", layer + "blocks", "--seed", str(seed), "--json", "-"],
                         check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


def attainable(count):
    return math.floor(ALPHA * (count + 1)) / (count + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities", type=int, default=300)
    parser.add_argument("--clustered", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wdd", default=ROOT / "build/dev/bin/wdd")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_areas(folder / "areas.gpkg")
        runs = [placebos(options.wdd, folder, options.seed * 100000 + i, options.clustered) for i in range(options.cities)]
    error = math.sqrt(ALPHA * (1 - ALPHA) / options.cities)
    normal = statistics.mean(run["total"]["p_one_tailed"] <= ALPHA for run in runs)
    print(f"the test's own p <= {ALPHA}: {normal:.3f} (error {error:.3f})")
    for kind in ("relocation", "candidate"):
        families = [family for run in runs for family in run["placebos"] if family["kind"] == kind]
        counts = [family["apart"]["placebos"] for family in families]
        share = statistics.mean(family["p_empirical"] <= ALPHA for family in families)
        z = [value for family in families for value in family["z"]]
        print(f"{kind}: p <= {ALPHA}: {share:.3f} (error {error:.3f}, attainable {statistics.mean(map(attainable, counts)):.3f});"
              f" mean p {statistics.mean(family['p_empirical'] for family in families):.3f};"
              f" placebos {min(counts)} to {max(counts)}; their z has deviation {statistics.stdev(z):.3f}")


if __name__ == "__main__":
    main()
