# SPDX-License-Identifier: MIT
"""The module beside NumPy 2, which a virtual environment may bring: the same columns as beside Debian's.

NumPy comes from PyPI, into a temporary folder: where that does not answer within a short time the test is skipped.
"""

import os
import subprocess
import sys

import pytest

from town_model import BUILD, town_model

sys.path.insert(0, str(BUILD / "python"))
pytest.importorskip("crimekit", reason="the build has no Python module: there is no pybind11")

COLUMNS = """if True:
    import hashlib, sys
    import numpy
    from crimekit import crims
    crimes = crims.Simulator(sys.argv[1], "2022-01-01").advance(days=60)
    names = ["id", "time", "zone", "offence", "crime_type", "suspect", "severity", "x", "y"]
    print(numpy.__version__)
    for array in [getattr(crimes, name) for name in names] + [crimes.model.incidence, crimes.model.suspect]:
        print(array.dtype, array.shape, hashlib.sha256(array.tobytes()).hexdigest())
"""


def test_columns_are_the_same_beside_numpy_2(tmp_path):
    pip = ["/usr/bin/python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--timeout", "5", "--retries", "0",
           "--target", tmp_path / "numpy", "numpy>=2,<3"]
    try:
        done = subprocess.run(pip, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("PyPI did not deliver NumPy within two minutes")
    if done.returncode != 0:
        pytest.skip(f"pip cannot install NumPy 2: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    model = town_model(tmp_path)
    told = []
    for path in ([], [str(tmp_path / "numpy")]):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*path, str(BUILD / "python")])}
        said = subprocess.run(["/usr/bin/python3", "-c", COLUMNS, model], check=True, capture_output=True, text=True, env=environment).stdout
        told.append(said.split("\n", 1))
    assert told[1][0].startswith("2.") and told[0][1] == told[1][1] and told[0][1].count("\n") == 11
