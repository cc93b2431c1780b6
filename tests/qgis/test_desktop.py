# SPDX-License-Identifier: MIT
"""The desktop on a screen of its own: the dialog is filled in and run, the styled layer and the message appear.

The script that makes README.md's pictures does it, and fails where one of these is missing.
"""

import shutil
import subprocess
import sys

import pytest

from conftest import PLUGINS, ROOT

PICTURES = ["qgis-dialog.png", "qgis-log.png", "qgis-result.png"]


def make_screenshots(folder, *more):
    for program in ("qgis", "xvfb-run", "xauth"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing: apt-get install qgis xvfb xauth")
    done = subprocess.run([sys.executable, "-B", PLUGINS / "make_screenshots.py", folder, *more], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == PICTURES


def test_the_sample_town_from_the_dialog_of_a_plugin_installed_from_its_zip(tmp_path):
    subprocess.run([sys.executable, "-B", ROOT / "toolbox/package_plugin.py", tmp_path / "zips"], check=True, capture_output=True)
    [package] = (path for path in (tmp_path / "zips").iterdir() if "arcgis" not in path.name)
    make_screenshots(tmp_path / "pictures", "--zip", package)


def test_the_new_york_example_from_the_dialog(tmp_path, shared):
    make_screenshots(tmp_path, "--nyc", shared / "data/wdd")
