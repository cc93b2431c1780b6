#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Does `wdd plan` promise what the forecast verdict then does? Its power for each MSOA of a force, averaged.

    /usr/bin/python3 tests/bench/plan_average.py --data FOLDER [--wdd build/dev/bin/wdd]

Beside it stands the share of real six-month periods in which the forecast found incidents that were taken away (false_alarms.py, all
crime, all areas, without rings). FOLDER holds policeuk/avon-and-somerset and lookup/gb_geog_lookup.csv.gz.
"""

import argparse
import collections
import csv
import gzip
import json
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
VARIATION = 13  # per cent beyond chance over six months, all crime: what `wdd plan --help` says of these areas
MONTHS = 6
LEAST_USUAL = 10  # incidents a period, as in false_alarms.py


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def monthly_means(data):
    """Incidents a month of each MSOA that is in the force's area."""
    msoa = {row["LSOA"]: row["MSOA"] for row in rows_of(data / "lookup/gb_geog_lookup.csv.gz")}
    files = sorted((data / "policeuk/avon-and-somerset").glob("*-street.csv.gz"))
    count = collections.Counter(msoa.get(row["LSOA code"], "") for path in files for row in rows_of(path) if row["Longitude"])
    boundaries = json.loads((data / "boundaries/msoa2011_avon_and_somerset.geojson").read_text(encoding="utf-8"))
    codes = {value for feature in boundaries["features"] for value in feature["properties"].values() if isinstance(value, str)}
    return [count[code] / len(files) for code in sorted(codes & count.keys())]


def power(wdd, area):
    run = subprocess.run([wdd, "plan", "--area", f"{area:.6g}", "--variation", str(VARIATION), "--months", str(MONTHS), "--reductions", "10,20,30",
                          "--json", "-"], check=True, stdout=subprocess.PIPE, text=True)
    period = json.loads(run.stdout)["periods"][0]["area"]
    return [period["false_alarms"], *(entry["power"] for entry in period["power"])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--wdd", default=str(ROOT / "build/dev/bin/wdd"))
    options = parser.parse_args()
    means = [mean for mean in monthly_means(options.data) if mean * MONTHS >= LEAST_USUAL]
    powers = [power(options.wdd, mean) for mean in means]
    print(f"{len(means)} MSOAs, {statistics.median(means):.0f} incidents a month in the middle one; wdd plan over {MONTHS} months, variation {VARIATION} %")
    for cut, shares in zip((0, 10, 20, 30), zip(*powers)):
        print(f"{cut:3} % fewer: found in {100 * statistics.fmean(shares):.1f} of 100")


if __name__ == "__main__":
    main()
