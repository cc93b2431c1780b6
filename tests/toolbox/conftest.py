# SPDX-License-Identifier: MIT
"""What the tests of the toolbox without a GIS share."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLBOX = ROOT / "toolbox"
TOWN = ROOT / "samples/town.gpkg"
WDD = Path(os.environ.get("WDD", ROOT / "build/dev/bin/wdd")).resolve()
COMMANDS = {"wdd": WDD, "crims": Path(os.environ.get("CRIMS", ROOT / "build/dev/bin/crims")).resolve()}

sys.path.insert(0, str(TOOLBOX / "qgis"))
sys.path.insert(0, str(TOOLBOX))
sys.dont_write_bytecode = True


@pytest.fixture(autouse=True)
def built_command(monkeypatch):
    monkeypatch.setenv("CRIMEKIT_PATH", str(WDD.parent))
