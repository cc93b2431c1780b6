#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Do zones change beside each other as a model says, busy ones and quiet ones, in its own years and in later ones?

    /usr/bin/python3 tests/bench/levels.py --data FOLDER [--crims build/dev/bin/crims] [--replicates 200]

A check of `crims validate`'s changes by level that shares no code with it: a model of Avon and Somerset's 2018 and 2019 is simulated, and
recorded and simulated crimes are counted here, from CSV. Of the zones by rank in crime (busiest 5, 10, 20, 21 to 100, the rest) every two are
compared: z is the difference of their changes over the root of their four counts. The table tells the root mean square of z, in life
and simulated, and how many of the levels of crime types (five crimes a zone or more) lie within nine in ten replicates. The second table has all
levels of some crime types, out of sample: root mean squares over the periods after the model's.

"Without the force's change": the first period's counts are first scaled to the second's total, of each crime type. A factor for the whole
force, whatever its length, can explain no more than what that takes away.

FOLDER holds policeuk/ and boundaries/. Months of the lockdowns are in none of the periods.
"""

import argparse
import collections
import csv
import io
import math
import pathlib
import subprocess
import tempfile

import numpy

from told_false_alarms import ROOT, Avon, calibrated

PERIODS = {  # name: months before and after
    "2019 against 2018 (the model's own)": (("2018-01", "2018-12"), ("2019-01", "2019-12")),
    "July to September 2020 against 2019": (("2019-07", "2019-09"), ("2020-07", "2020-09")),
    "September and October against July and August 2020": (("2020-07", "2020-08"), ("2020-09", "2020-10")),
    "July to September 2021 against 2020": (("2020-07", "2020-09"), ("2021-07", "2021-09")),
    "July to September against April to June 2021": (("2021-04", "2021-06"), ("2021-07", "2021-09")),
}
CLASSES = {"busiest 5": (0, 5), "busiest 10": (0, 10), "busiest 20": (0, 20), "21 to 100": (20, 100), "the rest": (100, None)}
TYPES = ("violence and sexual offences", "anti-social behaviour", "shoplifting", "burglary", "vehicle crime")  # of the second table
FEWEST = 5  # crimes of a zone in both periods


def recorded(force):
    """{month: {(zone, type): crimes}}, and {month: {type: [with a zone, all]}}."""
    counts = collections.defaultdict(collections.Counter)
    located = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
    for month, content in force.files.items():
        for row in csv.DictReader(io.StringIO(content.decode("utf-8"))):
            zone, kind = force.zone(row), row["Crime type"].lower()
            located[month][kind][1] += 1
            if zone:
                counts[month][zone, kind] += 1
                located[month][kind][0] += 1
    return counts, located


def within(months, month):
    return months[0] <= month <= months[1]


def simulated(crims, model, months, replicates, zones, kinds):
    """Array (replicate, zone, type): crimes of the months."""
    zone_at, kind_at = {z: i for i, z in enumerate(zones)}, {k: i for i, k in enumerate(kinds)}
    counts = numpy.zeros((replicates, len(zones), len(kinds)), dtype=numpy.int64)
    run = subprocess.Popen([crims, "simulate", "--model", model, "--from", months[0], "--to", months[1], "--placement", "none",
                            "--replicates", str(replicates), "--output", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    rows = csv.reader(io.TextIOWrapper(run.stdout, encoding="utf-8", newline=""))
    columns = next(rows)
    replicate, zone, kind = (columns.index(name) for name in ("replicate", columns[columns.index("crime_type") - 1], "crime_type"))
    for row in rows:
        counts[int(row[replicate]), zone_at[row[zone]], kind_at[row[kind]]] += 1
    if run.wait():
        raise SystemExit("crims simulate failed")
    return counts


def root_mean_square_z(before, after, scaled):
    """Of all classes, for counts by zone."""
    rank = numpy.argsort(-(before + after), kind="stable")
    ratio = after.sum() / before.sum() if scaled and before.sum() > 0 else 1.0
    change, variance = after - ratio * before, after + ratio**2 * before
    found = []
    for first, end in CLASSES.values():
        of = rank[first:end]
        d = change[of][:, None] - change[of][None, :]
        v = variance[of][:, None] + variance[of][None, :]
        pairs = numpy.triu_indices(len(of), 1)
        z2 = numpy.divide(d**2, v, out=numpy.zeros_like(v, dtype=float), where=v > 0)
        found.append(math.sqrt(z2[pairs].mean()))
    return found


def rows_of(before, after, scaled):
    """[all crime, then each type][class]."""
    return [root_mean_square_z(before.sum(axis=1), after.sum(axis=1), scaled)] + [
        root_mean_square_z(before[:, kind], after[:, kind], scaled) for kind in range(before.shape[1])]


def told_levels(before, after):
    """Whether a class of all crime or a type has enough crimes to tell."""
    told = []
    for both in [(before + after).sum(axis=1), *(before + after).T]:
        ranked = -numpy.sort(-both)
        told.append([ranked[first:end].mean() >= FEWEST for first, end in CLASSES.values()])
    return numpy.array(told)


def compare(crims, model, counts, located, zones, kinds, periods, replicates):
    at = [[month for month in counts if within(months, month)] for months in periods]
    life = [numpy.array([[sum(counts[m][z, k] for m in months) for k in kinds] for z in zones], dtype=float) for months in at]
    chance = numpy.random.default_rng(1)
    worlds = []
    for months, present in zip(periods, at):
        crimes = simulated(crims, model, months, replicates, zones, kinds)
        share = [sum(located[m][k][0] for m in present) / max(sum(located[m][k][1] for m in present), 1) for k in kinds]
        worlds.append(chance.binomial(crimes, numpy.array(share)[None, None, :]).astype(float))
    told = told_levels(*life)
    results = {}
    for scaled in (False, True):
        real = numpy.array(rows_of(*life, scaled))
        drawn = numpy.array([rows_of(worlds[0][r], worlds[1][r], scaled) for r in range(replicates)])
        low, high = numpy.percentile(drawn, [5, 95], axis=0)  # holds 89 % of what 200 replicates of a true model give, 86 % of 40
        inside, larger = (low <= real) & (real <= high), real > high
        results[scaled] = (real, drawn.mean(axis=0), int(inside[told].sum()), int(told.sum()), int((larger & told).sum()), inside, told)
    return results


def by_level(later, kinds):
    """Each level of all crime and of TYPES, out of sample: in life and simulated; a star where life is outside in half of the periods or more."""
    lines = [f"{'life / simulated':30}" + "".join(f"{name:>12} " for name in CLASSES)]
    for name, row in [("all crime", 0), *((kind, 1 + kinds.index(kind)) for kind in TYPES)]:
        cells = []
        for level in range(len(CLASSES)):
            told = [result for result in later if result[6][row][level]]
            if not told:
                cells.append("- ")
                continue
            inside = sum(int(result[5][row][level]) for result in told)
            life, drawn = (math.sqrt(numpy.mean([result[which][row][level] ** 2 for result in told])) for which in (0, 1))
            cells.append(f"{life:.1f} / {drawn:.1f}{'*' if 2 * inside <= len(told) else ' '}")
        lines.append(f"{name:30}" + "".join(f"{cell:>13}" for cell in cells))
    return lines


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=pathlib.Path, required=True)
    options.add_argument("--crims", default=ROOT / "build/dev/bin/crims")
    options.add_argument("--replicates", type=int, default=200)
    o = options.parse_args()
    force = Avon(o.data)
    counts, located = recorded(force)
    kinds = sorted({kind for month in located.values() for kind in month})
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model = calibrated(o.crims, force, folder)
        zones = sorted(set(force.zone_of.values()))
        print("| months | busiest 10 zones: z in life | simulated | levels inside | without the force's change: life | simulated | levels inside |")
        print("|---|---|---|---|---|---|---|")
        total, later = collections.Counter(), []
        for title, periods in PERIODS.items():
            results = compare(o.crims, model, counts, located, zones, kinds, periods, o.replicates)
            cells = []
            for scaled, (real, drawn, inside, told, larger, *_) in results.items():
                cells += [f"{real[0][1]:.1f}", f"{drawn[0][1]:.1f}", f"{inside} of {told} ({larger} larger in life)"]
                if "own" not in title:
                    total[scaled, "inside"] += inside
                    total[scaled, "told"] += told
            if "own" not in title:
                later.append(results[False])
            print("|", " | ".join([title, *cells]), "|", flush=True)
        print("\nRoot mean square z of changes between zones after the model's years; *: life outside nine in ten replicates in half of the periods or more")
        print("\n".join(by_level(later, kinds)))
        print(f"\nOut of sample: {total[False, 'inside']} of {total[False, 'told']} levels inside; "
              f"without the force's change {total[True, 'inside']} of {total[True, 'told']}.")


if __name__ == "__main__":
    main()
