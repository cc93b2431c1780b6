#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Are the forecasts behind the table of false alarms those of the command?

    /usr/bin/python3 tests/bench/false_alarms_by_command.py --data FOLDER [--build build/dev] [--designs 20]

Draws designs of `false_alarms.py` (Avon and Somerset, all crime, each MSOA of each start once) and runs `wdd test` on the download itself for
each: the area, its ring, and all other MSOAs as comparison areas. Prints both p-values of each, and fails where counts differ, or an
expected count or a p by more than a thousandth of itself.
"""

import argparse
import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from osgeo import ogr

import false_alarms


def designs_of(place, bench, folder, least):
    zones, points, designs = folder / "zones.txt", folder / "points.txt", folder / "designs.csv"
    zones.write_text("".join(zone.ExportToIsoWkb().hex() + "\n" for zone in place.zones))
    points.write_text("".join(f"{x!r},{y!r},{month},0\n" for x, y, month, _ in place.points))
    subprocess.run([bench, zones, points, str(place.distance), str(place.clear), str(place.months), "0", str(least), "1", designs],
                   check=True, stdout=subprocess.DEVNULL)
    with open(designs, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def layer_of_zones(place, path):
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = data.CreateLayer("zones", false_alarms.system(place.epsg), ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("NUMBER", ogr.OFTInteger))
    for number, zone in enumerate(place.zones):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("NUMBER", number)
        feature.SetGeometry(zone)
        layer.CreateFeature(feature)


def month(number):
    return f"{2018 + number // 12}-{1 + number % 12:02}"


def by_command(wdd, place, zones, download, design, control):
    start, months = int(design["start"]), int(design["months"])
    run = subprocess.run([wdd, "test", "--response", zones, "--where", f"NUMBER = {design['zone']}", "--control", zones,
                          "--control-where", f"NUMBER = {control}", "--crimes", download, "--start", month(start), "--end",
                          month(start + months - 1), "--pre-start", month(start - months), "--pre-end", month(start - 1),
                          "--displacement", f"{place.distance} m", "--comparison-areas", zones, "--quiet", "--json", "-"],
                         check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout)


def is_alike(a, b):
    return abs(a - b) <= 1e-3 * max(abs(a), abs(b))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, default=false_alarms.ROOT / "build/dev")
    parser.add_argument("--designs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    place = false_alarms.avon(options.data)
    random.seed(options.seed)
    different = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        designs = random.sample(designs_of(place, options.build / "tests/false_alarms_bench", folder, false_alarms.LEAST_USUAL), options.designs)
        layer_of_zones(place, folder / "zones.gpkg")
        print("months start    zone  before after  expected  p of the table  p of wdd test  together, table  wdd test")
        for design in designs:
            far = [i for i, zone in enumerate(place.zones) if zone.Distance(place.zones[int(design["zone"])]) > 2 * place.clear]
            found = by_command(options.build / "bin/wdd", place, folder / "zones.gpkg", options.data / "policeuk/avon-and-somerset", design,
                               random.choice(far))
            area, together, counts = found["forecast"]["area"], found["forecast"]["together"], found["counts"]["treated"]
            alike = (counts == {"pre": int(design["pre"]), "post": int(design["post"])} and
                     found["forecast"]["comparison_areas"] == int(design["comparison_areas"]) and
                     all(is_alike(float(design[column]), value) for column, value in (
                         ("expected", area["expected"]), ("p", area["p_reduction"]), ("p_together", together["p_reduction"]))))
            different += not alike
            print(f"{design['months']:>6} {month(int(design['start']))} {design['zone']:>5} {design['pre']:>7} {design['post']:>5}"
                  f" {float(design['expected']):>9.2f} {float(design['p']):>15.6f} {area['p_reduction']:>14.6f}"
                  f" {float(design['p_together']):>16.6f} {together['p_reduction']:>9.6f}{'' if alike else '  DIFFERENT'}", flush=True)
    sys.exit(f"{different} of {options.designs} designs differ" if different else 0)


if __name__ == "__main__":
    main()
