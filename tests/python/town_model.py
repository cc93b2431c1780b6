# SPDX-License-Identifier: MIT
"""The sample town's model, made by the commands of the build."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BUILD_DIR", ROOT / "build/dev"))
CRIMS = os.environ.get("CRIMS", str(BUILD / "bin/crims"))
WDD = os.environ.get("WDD", str(BUILD / "bin/wdd"))


def run(*args):
    return subprocess.run([str(a) for a in args], check=True, capture_output=True, text=True).stdout


def town_model(folder, *more):
    """With rhythm, places and polygons, and more options of crims calibrate."""
    samples = ROOT / "samples"
    run(CRIMS, "rhythm", "--quiet", "--incidents", f"{samples}/town.gpkg|layername=incidents", "--date-field", "occurred", "--type-field", "type",
        "--output", folder / "rhythm.csv")
    run(CRIMS, "calibrate", "--quiet", "--crimes", samples / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
        "--zones", f"{samples}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", samples / "town-lookup.csv",
        "--offences", samples / "town-offences.csv", "--categories", samples / "town-categories.csv",
        "--rhythm", folder / "rhythm.csv", "--dispersion", "--output", folder / "model.gpkg", *more)
    return folder / "model.gpkg"
