#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Does a model tell how often the plain test reports a reduction where nothing was done?

    /usr/bin/python3 tests/bench/told_false_alarms.py --data FOLDER [--crims build/dev/bin/crims]

A model of Avon and Somerset's 2018 and 2019 is simulated; in its years and in the real ones every two MSOAs whose counts before are
within 20 % of each other are a treated and a control area, at every start, without rings. A false alarm is a one-tailed p up to .05.
Months of the lockdowns are left out. FOLDER holds policeuk/avon-and-somerset and boundaries/.
"""

import argparse
import collections
import csv
import gzip
import io
import json
import pathlib
import random
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORCE = "policeuk/avon-and-somerset"
LOCKDOWN = {"2020-03", "2020-04", "2020-05", "2020-06", "2020-11", "2021-01", "2021-02", "2021-03"}
FROM, TO = "2018-01", "2019-12"
REPLICATES = 10
LEAST = 10  # incidents of an area before
BUSY = 20


def zones_of(data):
    """MSOA code of each LSOA; the name of an LSOA is that of its MSOA and a letter."""
    def features(name):
        return [f["properties"] for f in json.loads((data / f"boundaries/{name}2011_avon_and_somerset.geojson").read_text("utf-8"))["features"]]
    msoa = {f["MSOA11NM"]: f["MSOA11CD"] for f in features("msoa")}
    return {f["LSOA11CD"]: msoa[f["LSOA11NM"][:-1]] for f in features("lsoa")}


def recorded(data, zone_of):
    """Crimes by month of each MSOA, the months, and the share of crimes in the model's months that have an MSOA."""
    counts = collections.defaultdict(collections.Counter)
    months, located, crimes = [], 0, 0
    for path in sorted((data / FORCE).glob("*-street.csv.gz")):
        month = path.name[:7]
        months.append(month)
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                zone = zone_of.get(row["LSOA code"])
                crimes += month <= TO
                located += month <= TO and zone is not None
                if zone:
                    counts[zone][month] += 1
    return counts, months, located / crimes


def calibrated(crims, data, zone_of, folder):
    (folder / "crimes").mkdir()
    for path in (data / FORCE).glob("*-street.csv.gz"):
        if path.name[:7] <= TO:
            (folder / "crimes" / path.name[:-3]).write_bytes(gzip.decompress(path.read_bytes()))
    (folder / "lookup.csv").write_text("LSOA,MSOA\n" + "".join(f"{lsoa},{msoa}\n" for lsoa, msoa in zone_of.items()))
    subprocess.run([crims, "calibrate", "--crimes", folder / "crimes", "--force", "avon-and-somerset", "--from", FROM, "--to", TO, "--zones",
                    data / "boundaries/msoa2011_avon_and_somerset.geojson", "--zone-field", "MSOA11CD", "--lookup", folder / "lookup.csv",
                    "--dispersion", "--quiet", "--output", folder / "model.gpkg"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "model.gpkg"


def simulated(crims, model, share, replicate):
    """Crimes by month of each MSOA in one replicate, less those that would be recorded without one."""
    chance = random.Random(replicate)
    run = subprocess.Popen([crims, "simulate", "--model", model, "--from", FROM, "--to", TO, "--seed", str(replicate + 1), "--placement", "none",
                            "--output", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    counts = collections.defaultdict(collections.Counter)
    for row in csv.DictReader(io.TextIOWrapper(run.stdout, encoding="utf-8", newline="")):
        if chance.random() < share:
            counts[row["MSOA"]][row["time"][:7]] += 1
    if run.wait():
        raise SystemExit("crims simulate failed")
    return counts


def tally(counts, windows, busy):
    """False alarms and designs."""
    alarms = designs = 0
    ranked = sorted(counts, key=lambda zone: (-sum(counts[zone].values()), zone))
    zones = ranked[:BUSY] if busy else ranked
    for before, after in windows:
        pairs = sorted((sum(counts[zone][m] for m in before), sum(counts[zone][m] for m in after)) for zone in zones)
        pairs = [pair for pair in pairs if pair[0] >= LEAST]
        for i, (t0, t1) in enumerate(pairs):
            for c0, c1 in pairs[i + 1:]:
                if c0 > 1.2 * t0:
                    break
                z = (t1 - t0 - c1 + c0) / (t0 + t1 + c0 + c1) ** 0.5
                alarms += (z <= -1.6449) + (z >= 1.6449)  # each of the two may be the treated one
                designs += 2
    return alarms, designs


def windows_of(months, length):
    """(before, after), without months of a lockdown; months that follow each other."""
    both = [(months[at - length:at], months[at:at + length]) for at in range(length, len(months) - length + 1)]
    return [(before, after) for before, after in both if not LOCKDOWN & {*before, *after}]


def share_text(tallies):
    alarms, designs = (sum(column) for column in zip(*tallies)) if tallies else (0, 0)
    return f"{100 * alarms / designs:.1f}" if designs else "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--crims", default=str(ROOT / "build/dev/bin/crims"))
    options = parser.parse_args()
    zone_of = zones_of(options.data)
    real, months, share = recorded(options.data, zone_of)
    with tempfile.TemporaryDirectory() as folder:
        model = calibrated(options.crims, options.data, zone_of, pathlib.Path(folder))
        worlds = [simulated(options.crims, model, share, replicate) for replicate in range(REPLICATES)]
    print("false alarms of the plain test in 100 (promised: 5)")
    print(f"{'months':>6}  {'areas':<12}{'model':>8}{'2018-2019':>12}{'later':>8}")
    own = [month for month in months if month <= TO]
    for length in (3, 6, 12):
        for busy in (True, False):
            inside = windows_of(own, length)
            later = [window for window in windows_of(months, length) if window[1][-1] > TO]
            print(f"{length:>6}  {f'busiest {BUSY}' if busy else 'all':<12}{share_text([tally(world, inside, busy) for world in worlds]):>8}"
                  f"{share_text([tally(real, inside, busy)]):>12}{share_text([tally(real, later, busy)]):>8}")


if __name__ == "__main__":
    main()
