#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How many hourly steps and changes of a loading `crims step` takes a second, start and reading of the model taken off.

    tests/bench/stepping.py --model avon.gpkg [--crims build/dev/bin/crims]

The model is that of docs/real-data.md, Avon and Somerset. To reach: 20,000 steps where nothing changes, 1,000 changes.
"""

import argparse
import json
import random
import subprocess
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--crims", default="build/dev/bin/crims")
    options = parser.parse_args()

    def run(requests, *more):
        began = time.monotonic()
        out = subprocess.run([options.crims, "step", "--model", options.model, "--start", "2020-01-01", *more], check=True,
                             input="".join(json.dumps(request) + "\n" for request in requests), capture_output=True, text=True).stdout
        return time.monotonic() - began, out.splitlines()

    known = json.loads(run([{"do": "describe"}])[1][0])
    random.seed(1)
    hour, day = {"do": "advance", "hours": 1}, {"do": "advance", "days": 1}

    def some():
        return {"do": "set_loading", "value": random.choice([0.5, 0.8, 0.9, 1]), "crime_types": known["crime_types"][:1],
                "zones": random.sample(known["zones"], min(20, len(known["zones"])))}

    cases = [
        ("hourly steps, with their crimes", [hour] * 8784, 8784, []),
        ("hourly steps, no crimes", [{"do": "set_loading", "value": 0}] + [hour] * 8784, 8784, []),
        ("loadings of 20 zones and a crime type", [some() for _ in range(5000)], 5000, []),
        ("the same, an hour after each", [request for _ in range(5000) for request in (some(), hour)], 5000, []),
        ("loadings of the whole force", [{"do": "set_loading", "value": value / 2000} for value in range(2000)], 2000, []),
        ("the same with near repeats", [{"do": "set_loading", "value": value / 2000} for value in range(2000)], 2000, ["--near-repeat"]),
        ("days with near repeats and their expectation", [day, {"do": "expected"}] * 366, 366, ["--near-repeat"]),
    ]
    for name, requests, count, more in cases:
        idle = min(run([hour], *more)[0] for _ in range(3))
        took = run(requests, *more)[0]
        print(f"{name:48} {count / max(took - idle, 1e-3):10,.0f} a second")


if __name__ == "__main__":
    main()
