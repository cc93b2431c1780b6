#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How often does the forecast for several areas together report a reduction on real police data?

    /usr/bin/python3 tests/bench/false_alarms_of_sums.py --data FOLDER [--build build/dev] > table.md

As `false_alarms.py`, whose data and areas it takes: nothing was done, and with cuts of 10 and 20 % incidents were taken away in all areas of
a sum. Areas are drawn at random; as neighbours; among the fifth that had risen most; with periods of 3 to 12 months of their own, up to
half a period earlier or later; or each twice, with periods that overlap by half. Comparison areas are chosen as `wdd batch
--comparison-areas` chooses them. Sums of one start share nearly all data: the error takes starts within one period as one draw.

First come all rows, then those of all incidents as docs/many-areas.md shows them. With `--all-incidents` there is no row by crime type,
which takes a sixth of the time.
"""

import argparse
import csv
import pathlib
import subprocess
import sys
import tempfile

import false_alarms

NAMES = {"any": "any", "neighbours": "neighbours", "risen": "risen most", "own dates": "with their own dates",
         "twice": "each twice, periods overlap"}


class Sums:
    """Sums of one kind, and how often a reduction was reported."""

    def __init__(self, row):
        self.kind, self.choice = int(row["type"]), row["choice"]
        self.areas, self.months, self.number = int(row["areas"]), int(row["months"]), int(row["sums"])
        self.shares = [int(row[f"alarms_{cut}"]) / self.number for cut in (0, 10, 20)]
        self.error = float(row["error"])

    def text(self):
        return " ".join(f"{share:.3f}".removeprefix("0") for share in self.shares)

    def side(self):
        """-1 below .03, 1 above .065, else 0."""
        share = round(self.shares[0], 3)
        return (share > .065) - (share < .03)


def measured(place, bench, folder, least, by_type):
    zones, points = folder / "zones.txt", folder / "points.txt"
    zones.write_text("".join(zone.ExportToIsoWkb().hex() + "\n" for zone in place.zones))
    points.write_text("".join(f"{x!r},{y!r},{month},{kind if by_type else 0}\n" for x, y, month, kind in place.points))
    run = subprocess.run([bench, zones, points, str(place.distance), str(place.clear), str(place.months),
                          str(len(place.types) if by_type else 0), str(least), "1"], check=True, stdout=subprocess.PIPE, text=True)
    return [Sums(row) for row in csv.DictReader(run.stdout.splitlines())]


def print_all(place, rows):
    print(f"\n### {place.name}\n")
    print("| incidents | areas are | how many | months | sums | 0, 10, 20 % | error |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        print(f"| {place.types[row.kind - 1] if row.kind else 'all'} | {row.choice} | {row.areas} | {row.months} | {row.number:,} |"
              f" {row.text()} | {row.error:.3f} |")


def print_page(found):
    """{name of a place: rows} as docs/many-areas.md has them."""
    columns = [(name, months) for name, rows in found.items() for months in sorted({row.months for row in rows if not row.kind})]
    print("\n| areas | how many | " + " | ".join(f"{name}, {months} months" for name, months in columns) + " |")
    print("|---|---|" + "---|" * len(columns))
    for choice, name in NAMES.items():
        for areas in (3, 6, 12):
            cells = {(place, row.months): row.text() for place, rows in found.items() for row in rows
                     if not row.kind and row.choice == choice and row.areas == areas}
            if cells:
                print(f"| {name} | {areas} | " + " | ".join(cells.get(column, "") for column in columns) + " |")


def print_summary(found):
    shown = [row for rows in found.values() for row in rows if not row.kind]
    sides = [row.side() for row in shown]
    print(f"\nOf {len(shown)} rows of all incidents, {sides.count(0)} lie within .03 to .065, {sides.count(-1)} below, {sides.count(1)} above.")
    for row, side in zip(shown, sides):
        if side > 0:
            print(f"Above: {row.choice}, {row.areas} areas, {row.months} months: {row.shares[0]:.3f} of {row.number}, error {row.error:.3f}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, default=false_alarms.ROOT / "build/dev")
    parser.add_argument("--least", type=float, default=false_alarms.LEAST_USUAL, help="incidents that an area usually has in a period")
    parser.add_argument("--fewest", type=int, default=300, help="sums that a row needs to be shown")
    parser.add_argument("--only", type=int, choices=(0, 1), help="only Avon and Somerset (0) or New York (1)")
    parser.add_argument("--all-incidents", action="store_true", help="no rows by crime type")
    options = parser.parse_args()
    bench = options.build / "tests/sums_bench"
    if not bench.exists():
        sys.exit(f"{bench} is missing: ninja -C {options.build} sums_bench")
    found = {}
    for make in (false_alarms.avon, false_alarms.new_york) if options.only is None else ((false_alarms.avon, false_alarms.new_york)[options.only],):
        place = make(options.data)
        with tempfile.TemporaryDirectory() as name:
            rows = measured(place, bench, pathlib.Path(name), options.least, not options.all_incidents)
        found[place.name] = [row for row in rows if row.number >= options.fewest]
        print_all(place, found[place.name])
    print_page(found)
    print_summary(found)


if __name__ == "__main__":
    main()
