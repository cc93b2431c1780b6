#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How often does the forecast for several areas together report a reduction on real police data?

    /usr/bin/python3 tests/bench/false_alarms_of_sums.py --data FOLDER [--build build/dev] > table.md

As `false_alarms.py`, whose data and areas it takes: nothing was done, and with cuts of 10 and 20 % incidents were taken away in all areas of
a sum. Areas are drawn at random; as neighbours; among the fifth that had risen most; with periods of 3 to 12 months of their own, up to
half a period earlier or later; or each twice, with periods that overlap by half. Comparison areas are chosen as `wdd batch
--comparison-areas` chooses them. Sums of one start share nearly all data: the error takes starts within one period as one draw.
"""

import argparse
import csv
import pathlib
import subprocess
import tempfile

import false_alarms


def measured(place, bench, folder, least):
    zones, points = folder / "zones.txt", folder / "points.txt"
    zones.write_text("".join(zone.ExportToIsoWkb().hex() + "\n" for zone in place.zones))
    points.write_text("".join(f"{x!r},{y!r},{month},{kind}\n" for x, y, month, kind in place.points))
    run = subprocess.run([bench, zones, points, str(place.distance), str(place.clear), str(place.months), str(len(place.types)),
                          str(least), "1"], check=True, stdout=subprocess.PIPE, text=True)
    return list(csv.DictReader(run.stdout.splitlines()))


def print_table(place, rows, fewest):
    print(f"\n### {place.name}\n")
    print("| incidents | areas are | how many | months | sums | 0, 10, 20 % | error |")
    print("|---|---|---|---|---|---|---|")
    shown = outside = 0
    for row in rows:
        sums = int(row["sums"])
        if sums < fewest:
            continue
        kind = int(row["type"])
        shares = [int(row[f"alarms_{cut}"]) / sums for cut in (0, 10, 20)]
        shown += 1
        outside += not .03 <= round(shares[0], 3) <= .065
        text = " ".join(f"{share:.3f}".lstrip("0") for share in shares)
        print(f"| {place.types[kind - 1] if kind else 'all'} | {row['choice']} | {row['areas']} | {row['months']} | {sums:,} | {text} |"
              f" {float(row['error']):.3f} |")
    print(f"\n{outside} of {shown} rows outside .03 to .065.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, default=false_alarms.ROOT / "build/dev")
    parser.add_argument("--least", type=float, default=false_alarms.LEAST_USUAL, help="incidents that an area usually has in a period")
    parser.add_argument("--fewest", type=int, default=300, help="sums that a row needs to be shown")
    options = parser.parse_args()
    for make in (false_alarms.avon, false_alarms.new_york):
        place = make(options.data)
        with tempfile.TemporaryDirectory() as name:
            rows = measured(place, options.build / "tests/sums_bench", pathlib.Path(name), options.least)
        print_table(place, rows, options.fewest)


if __name__ == "__main__":
    main()
