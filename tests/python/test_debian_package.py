# SPDX-License-Identifier: MIT
"""The package python3-crimekit."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from town_model import BUILD, ROOT, town_model

sys.path.insert(0, str(ROOT / "tests"))
import debian_package

VERSION = re.search(r"project\(crimekit VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    if not (BUILD / "python").exists():
        pytest.skip("the build has no Python module: there is no pybind11")
    package = debian_package.made(BUILD, "python3", tmp_path_factory.mktemp("package"))
    assert package.name.startswith(f"python3-crimekit_{VERSION}-1_")
    return package


@pytest.fixture(scope="module")
def unpacked(package):
    return debian_package.unpacked(package)


def test_it_brings_module_type_stubs_and_pages(unpacked):
    module = unpacked / "usr/lib/python3/dist-packages/crimekit"
    source = ROOT / "python/crimekit"
    for path in source.iterdir():
        if path.suffix in (".py", ".pyi", ".typed"):
            assert (module / path.name).read_bytes() == path.read_bytes(), path.name
    assert len(list(module.glob("_core.*.so"))) == 1
    documents = unpacked / "usr/share/doc/python3-crimekit"
    assert {path.name for path in documents.iterdir()} >= {"copyright", "changelog.gz", "changelog.Debian.gz", "stepping.md", "model-format.md"}
    assert not (unpacked / "usr/bin").exists()


def test_it_needs_the_python_it_was_made_for(package):
    [minor] = re.findall(r"_core\.cpython-3(\d+)-", subprocess.run(["dpkg-deb", "-c", package], check=True, capture_output=True, text=True).stdout)
    depends = subprocess.run(["dpkg-deb", "-f", package, "Depends"], check=True, capture_output=True, text=True).stdout
    for wanted in (f"python3 (>= 3.{minor}~)", f"python3 (<< 3.{int(minor) + 1})", "python3-numpy", "libsqlite3-0", "libgeos-c1"):
        assert wanted in depends
    assert "libgdal" not in depends


def test_lintian_finds_nothing(package):
    if shutil.which("lintian") is None:
        pytest.skip("lintian is missing")
    done = subprocess.run(["lintian", "--fail-on", "warning,error", "--tag-display-limit", "0", "--suppress-tags", "initial-upload-closes-no-bugs", package],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_loop_of_the_page_runs_from_it(unpacked, tmp_path):
    loop = re.search(r"^```python\n(.*?)^```$", (ROOT / "docs/stepping.md").read_text(encoding="utf-8"), re.S | re.M)[1]
    program = tmp_path / "loop.py"
    program.write_text("class patrols:\n    answer = staticmethod(lambda crimes: [0, 3])\n\n" + loop
                       + "\nimport crimekit\nburglary = next(o.code for o in simulator.model.offences if o.crime_type == 'burglary')\n"
                       "print(crimekit.__file__, simulator.time, [simulator.loading(zone, burglary) for zone in (0, 1, 3)])\n")
    town_model(tmp_path)
    packages = unpacked / "usr/lib/python3/dist-packages"
    said = subprocess.run(["/usr/bin/python3", "-B", program], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(packages)}, check=True,
                          capture_output=True, text=True).stdout
    assert said == f"{packages}/crimekit/__init__.py 2023-01-01T00:00 [0.8, 1.0, 0.8]\n"
