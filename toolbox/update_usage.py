#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes what the commands say of themselves (`--json-usage`) into the plugin, which builds its algorithms from it.

    toolbox/update_usage.py [FOLDER ...]     folders with the commands; default: build/dev, as CMake leaves them

To be run after any change of an option, a help text or the version; a test fails until it was.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "toolbox/qgis/crimekit"
TOOLS = ("wdd", "crims")


def built(tool, folders):
    """The command, or None where it is not built."""
    places = [Path(folder) / tool for folder in folders] or [ROOT / "build/dev/bin" / tool]
    return next((place for place in places if place.is_file()), None)


def usage(command):
    return subprocess.run([str(command), "--json-usage"], check=True, capture_output=True, text=True, encoding="utf-8").stdout


def with_version(metadata, version):
    return re.sub(r"(?m)^version=.*$", f"version={version}", metadata)


def main():
    metadata = PLUGIN / "metadata.txt"
    for tool in TOOLS:
        command = built(tool, sys.argv[1:])
        if command is None:
            print(f"{tool}: not built, left as it is", file=sys.stderr)
            continue
        text = usage(command)
        (PLUGIN / "usage" / f"{tool}.json").write_text(text, encoding="utf-8")
        metadata.write_text(with_version(metadata.read_text(encoding="utf-8"), json.loads(text)["version"]), encoding="utf-8")


if __name__ == "__main__":
    main()
