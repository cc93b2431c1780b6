# SPDX-License-Identifier: MIT
"""What users install: the .deb and the plugin's zip, in a QGIS that has never run."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import QGIS_PROCESS, ROOT, given, profile, town

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "toolbox"))
sys.path.insert(0, str(ROOT / "tests"))
import debian_package
import package_plugin

BUILD = Path(os.environ.get("BUILD_DIR", ROOT / "build/dev"))


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    package = debian_package.made(BUILD, "Unspecified", tmp_path_factory.mktemp("package"))
    assert package.name.startswith("crimekit_")
    return package


@pytest.fixture(scope="module")
def unpacked(package):
    return debian_package.unpacked(package)


def test_lintian_finds_no_error(package):
    if shutil.which("lintian") is None:
        pytest.skip("lintian is missing")
    done = subprocess.run(["lintian", "--fail-on", "error", "--tag-display-limit", "0", package], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("tool, command, header", [("wdd", "test", "statistic"), ("crims", "simulate", "simulator")])
def test_the_package_has_all_that_belongs_to_a_command(unpacked, tool, command, header):
    for name in (f"man/man1/{tool}.1.gz", f"man/man1/{tool}-{command}.1.gz", f"bash-completion/completions/{tool}",
                 "doc/crimekit/copyright", "doc/crimekit/changelog.gz"):
        assert (unpacked / "usr/share" / name).is_file(), name
    assert (unpacked / f"usr/include/{tool}/{header}.hpp").is_file()
    assert list((unpacked / "usr/lib").rglob(f"lib{tool}.a")) and list((unpacked / "usr/lib").rglob(f"{tool}-config.cmake"))
    said = subprocess.run([unpacked / "usr/bin" / tool, "--version"], capture_output=True, text=True, check=True).stdout
    assert said == f"{tool} {package_plugin.version()}\n"


def test_the_package_is_described_with_all_that_is_in_it(package):
    said = subprocess.run(["dpkg-deb", "-f", package, "Description"], capture_output=True, text=True, check=True).stdout
    assert {"wdd", "crims", "libwdd", "libcrims", "QGIS"} <= set(said.replace(",", " ").split())


def test_the_plugin_of_the_package_is_that_of_the_zip(unpacked):
    folder = unpacked / "usr/share/qgis/python/plugins/crimekit"
    found = {f"crimekit/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    expected = package_plugin.qgis_entries()
    del expected["crimekit/LICENSE"]  # Debian's place for it is share/doc/crimekit/copyright
    assert found == expected


def installed(folder, unpacked, zipped):
    """A clean profile with the commands on PATH, and the plugin from the zip or from the package."""
    environment = profile(folder, plugins=None if zipped else unpacked / "usr/share/qgis/python/plugins")
    environment.pop("CRIMEKIT_PATH")
    environment["PATH"] = f"{unpacked}/usr/bin:{environment['PATH']}"
    if zipped:
        plugins = folder / "profiles/default/python/plugins"
        plugins.mkdir(parents=True)
        (folder / "plugin.zip").write_bytes(package_plugin.zipped(package_plugin.qgis_entries()))
        with zipfile.ZipFile(folder / "plugin.zip") as archive:
            archive.extractall(plugins)
    return environment


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "deb"])
def test_a_clean_profile_evaluates_the_town(unpacked, tmp_path, zipped):
    if QGIS_PROCESS is None:
        pytest.skip("qgis_process is missing: apt-get install qgis")
    environment = installed(tmp_path / "profile", unpacked, zipped)
    done = subprocess.run([QGIS_PROCESS, "--json", "run", "crimekit:weighteddisplacementdifference",
                           *given(town(OUT_FEATURES=tmp_path / "result.gpkg"))],
                          env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["WDD"] == -109  # README.md
    assert (tmp_path / "result.gpkg").exists()
