#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long `crims evaluate` takes: a design of Avon and Somerset at ten effect sizes, by counts and by points, on 1 and 2 threads.

    /usr/bin/python3 tests/bench/evaluating.py --data FOLDER [--crims build/dev/bin/crims]

The model is of 36 months to December 2020, all crime types; response and control are an MSOA each, before and after six months. Most of the time
goes to the forecast verdict, which needs a history for each replicate. FOLDER holds policeuk/avon-and-somerset and boundaries/.
"""

import argparse
import gzip
import json
import pathlib
import resource
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
EFFECTS = ",".join(f"{effect / 20:g}" for effect in range(10))


def calibrated(crims, data, folder):
    (folder / "crimes").mkdir()
    for path in (data / "policeuk/avon-and-somerset").glob("*-street.csv.gz"):
        if path.name[:4] <= "2020":
            (folder / "crimes" / path.name[:-3]).write_bytes(gzip.decompress(path.read_bytes()))
    subprocess.run([crims, "calibrate", "--crimes", folder / "crimes", "--force", "avon-and-somerset", "--from", "2018-01", "--to", "2020-12",
                    "--zones", data / "boundaries/msoa2011_avon_and_somerset.geojson", "--zone-field", "MSOA11CD", "--dispersion", "--quiet",
                    "--output", folder / "model.gpkg"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    zones = json.loads((data / "boundaries/msoa2011_avon_and_somerset.geojson").read_text("utf-8"))
    for name, code in (("response", zones["features"][0]), ("control", zones["features"][9])):
        (folder / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [code]}))


def seconds(crims, folder, *options):
    """Wall time, and processor time of all threads, which a busy machine disturbs little."""
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([crims, "evaluate", "--model", folder / "model.gpkg", "--response", folder / "response.geojson", "--control",
                    folder / "control.geojson", "--start", "2020-07-01", "--end", "2020-12-31", "--effect", "0.2", "--effects", EFFECTS,
                    "--displacement", "0", "--quiet", "--output", folder / "plan.gpkg", "--overwrite", *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


ROWS = (("counts, 100 replicates", ("--replicates", "100")),
        ("counts, 1,000 replicates", ("--replicates", "1000")),
        ("counts, 10,000 replicates (2,000 with a forecast)", ("--replicates", "10000")),
        ("points, 50 replicates", ("--replicates", "50", "--route", "points")))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--crims", default=str(ROOT / "build/dev/bin/crims"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        calibrated(options.crims, options.data, folder)
        print("| ten effects, seconds (processor seconds) | 1 thread | 2 threads |\n|---|---|---|", flush=True)
        for row, more in ROWS:
            times = [seconds(options.crims, folder, *more, "--threads", threads) for threads in ("1", "2")]
            print(f"| {row} | " + " | ".join(f"{wall:.1f} ({processor:.1f})" for wall, processor in times) + " |", flush=True)


if __name__ == "__main__":
    main()
