#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Does a model tell how often the plain test reports a reduction where nothing was done?

    /usr/bin/python3 tests/bench/told_false_alarms.py --data FOLDER [--crims build/dev/bin/crims]

A model of two years of a force is simulated; in its years and in the real ones every two areas whose counts before are within 20 % of
each other are a treated and a control area, at every start, without rings. Areas are single zones (MSOAs of Avon and Somerset, squares of
250 m of the City of London) or random groups of five that share none with each other. A false alarm is a one-tailed p up to .05. Months of the
lockdowns are left out. FOLDER holds policeuk/ and boundaries/. The simulated crimes are counted here from CSV, as the recorded ones are.
"""

import argparse
import collections
import csv
import gzip
import io
import json
import math
import pathlib
import random
import subprocess
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCKDOWN = {"2020-03", "2020-04", "2020-05", "2020-06", "2020-11", "2021-01", "2021-02", "2021-03"}
TO = "2019-12"
REPLICATES = 10
LEAST = 10  # incidents of an area before
BUSY = 20
GROUP = 5  # zones


class Avon:
    """Avon and Somerset, by MSOA; the name of an LSOA is that of its MSOA and a letter."""

    name, slug, start = "Avon and Somerset, MSOAs", "avon-and-somerset", "2018-01"

    def __init__(self, data):
        def features(name):
            file = data / f"boundaries/{name}2011_avon_and_somerset.geojson"
            return [feature["properties"] for feature in json.loads(file.read_text("utf-8"))["features"]]
        self.zones = data / "boundaries/msoa2011_avon_and_somerset.geojson"
        self.files = {path.name[:7]: gzip.decompress(path.read_bytes())
                      for path in sorted((data / "policeuk/avon-and-somerset").glob("*-street.csv.gz"))}
        msoa = {f["MSOA11NM"]: f["MSOA11CD"] for f in features("msoa")}
        self.zone_of = {f["LSOA11CD"]: msoa[f["LSOA11NM"][:-1]] for f in features("lsoa")}

    def zone(self, row):
        return self.zone_of.get(row["LSOA code"])

    def options(self, folder):
        (folder / "lookup.csv").write_text("LSOA,MSOA\n" + "".join(f"{lsoa},{msoa}\n" for lsoa, msoa in self.zone_of.items()))
        return ["--zones", self.zones, "--zone-field", "MSOA11CD", "--lookup", folder / "lookup.csv"]


class City:
    """The City of London, which is one MSOA, by squares of 250 m."""

    name, slug, start = "City of London, squares of 250 m", "city-of-london", "2017-12"
    WEST, SOUTH, EAST, NORTH = -0.115, 51.506, -0.071, 51.524
    DX, DY = 250 / 69400, 250 / 111260  # degrees

    def __init__(self, data):
        with zipfile.ZipFile(data / "policeuk/2020-11.zip") as archive:
            self.files = {name[:7]: archive.read(name) for name in sorted(archive.namelist())}

    def zone(self, row):
        if not row["Longitude"]:
            return None
        x, y = float(row["Longitude"]), float(row["Latitude"])
        inside = self.WEST <= x < self.EAST and self.SOUTH <= y < self.NORTH
        return f"{int((x - self.WEST) / self.DX)}-{int((y - self.SOUTH) / self.DY)}" if inside else None

    def options(self, folder):
        squares = []
        for i in range(math.ceil((self.EAST - self.WEST) / self.DX)):
            for j in range(math.ceil((self.NORTH - self.SOUTH) / self.DY)):
                x, y = self.WEST + i * self.DX, self.SOUTH + j * self.DY
                ring = [(x, y), (x + self.DX, y), (x + self.DX, y + self.DY), (x, y + self.DY), (x, y)]
                squares.append({"type": "Feature", "properties": {"square": f"{i}-{j}"}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
        (folder / "zones.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": squares}))
        return ["--zones", folder / "zones.geojson", "--zone-field", "square", "--outside", "leave-out"]


def recorded(force):
    """Crimes by month of each zone, and the share of crimes of the model's months with a place that lie in one."""
    counts = collections.defaultdict(collections.Counter)
    located = crimes = 0
    for month, content in force.files.items():
        for row in csv.DictReader(io.StringIO(content.decode("utf-8"))):
            zone = force.zone(row)
            counted = month <= TO and (zone or not row["Longitude"] or isinstance(force, Avon))
            crimes += bool(counted)
            located += month <= TO and zone is not None
            if zone:
                counts[zone][month] += 1
    return counts, located / crimes


def calibrated(crims, force, folder):
    (folder / "crimes").mkdir()
    for month, content in force.files.items():
        if month <= TO:
            (folder / "crimes" / f"{month}-{force.slug}-street.csv").write_bytes(content)
    subprocess.run([crims, "calibrate", "--crimes", folder / "crimes", "--force", force.slug, "--from", force.start, "--to", TO,
                    *force.options(folder), "--dispersion", "--quiet", "--output", folder / "model.gpkg"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "model.gpkg"


def simulated(crims, model, force, share, replicate):
    """Crimes by month of each zone in one replicate, less those that would be recorded without one."""
    chance = random.Random(replicate)
    run = subprocess.Popen([crims, "simulate", "--model", model, "--from", force.start, "--to", TO, "--seed", str(replicate + 1),
                            "--placement", "none", "--output", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    counts = collections.defaultdict(collections.Counter)
    rows = csv.reader(io.TextIOWrapper(run.stdout, encoding="utf-8", newline=""))
    columns = next(rows)
    time = columns.index("time")
    for row in rows:
        if chance.random() < share:
            counts[row[1]][row[time][:7]] += 1
    if run.wait():
        raise SystemExit("crims simulate failed")
    return counts


def areas_of(counts, zones, how):
    """Lists of zones: the busiest alone, each alone, or groups that are drawn once for all worlds."""
    if how == "groups":
        shuffled = sorted(zones)
        random.Random(1).shuffle(shuffled)
        return [shuffled[at:at + GROUP] for at in range(0, len(shuffled) - GROUP + 1, GROUP)]
    ranked = sorted(zones, key=lambda zone: (-sum(counts[zone].values()), zone))
    return [[zone] for zone in (ranked[:BUSY] if how == "busiest" else ranked)]


def tally(counts, zones, windows, how):
    """False alarms and designs."""
    alarms = designs = 0
    areas = areas_of(counts, zones, how)
    for before, after in windows:
        pairs = sorted((sum(counts[zone][m] for zone in area for m in before), sum(counts[zone][m] for zone in area for m in after))
                       for area in areas)
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


def compare(crims, force):
    real, share = recorded(force)
    with tempfile.TemporaryDirectory() as folder:
        model = calibrated(crims, force, pathlib.Path(folder))
        worlds = [simulated(crims, model, force, share, replicate) for replicate in range(REPLICATES)]
    months = [month for month in force.files if month >= force.start]
    zones = [zone for zone in real if sum(real[zone][month] for month in months if month <= TO)]
    print(f"{force.name}: {len(zones)} zones, {force.start} to {months[-1]}")
    print(f"{'months':>6}  {'areas':<12}{'model':>8}{'its years':>12}{'later':>8}")
    for length in (3, 6, 12):
        inside = windows_of([month for month in months if month <= TO], length)
        later = [window for window in windows_of(months, length) if window[1][-1] > TO]
        for how in ("busiest", "each", "groups"):
            told = share_text([tally(world, zones, inside, how) for world in worlds])
            print(f"{length:>6}  {how:<12}{told:>8}{share_text([tally(real, zones, inside, how)]):>12}"
                  f"{share_text([tally(real, zones, later, how)]):>8}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--crims", default=str(ROOT / "build/dev/bin/crims"))
    options = parser.parse_args()
    print(f"false alarms of the plain test in 100 (promised: 5); busiest: {BUSY}, groups: of {GROUP} zones")
    for force in (Avon, City):
        compare(options.crims, force(options.data))


if __name__ == "__main__":
    main()
