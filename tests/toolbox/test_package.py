# SPDX-License-Identifier: MIT
"""The zips: reproducible, complete, and what the plugin site would refuse is refused here."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT, TOOLBOX

import package_plugin


def test_the_plugin_passes_the_checks():
    assert package_plugin.problems(package_plugin.zipped(package_plugin.qgis_entries())) == []


def test_the_same_sources_make_the_same_bytes(tmp_path, monkeypatch):
    made = []
    for folder, zone in (("first", "UTC"), ("second", "Asia/Tokyo")):
        subprocess.run([sys.executable, "-B", TOOLBOX / "package_plugin.py", tmp_path / folder], check=True, capture_output=True,
                       env={**os.environ, "TZ": zone})
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert made[0] == made[1]
    assert sorted(made[0]) == [f"crimekit-{package_plugin.version()}.zip", f"crimekit-arcgis-{package_plugin.version()}.zip"]


def test_every_source_of_the_plugin_is_in_the_zip():
    tracked = subprocess.run(["git", "ls-files", "toolbox/qgis/crimekit"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode != 0:
        pytest.skip("not a clone")
    names = {Path(name).relative_to("toolbox/qgis").as_posix() for name in tracked.stdout.splitlines()}
    assert names and names <= set(package_plugin.qgis_entries())


def changed(**changes):
    entries = package_plugin.qgis_entries()
    for name, content in changes.pop("files", {}).items():
        if content is None:
            del entries[name]
        else:
            entries[name] = content
    metadata = entries.get("crimekit/metadata.txt", b"").decode()
    for old, new in changes.items():
        assert old in metadata
        metadata = metadata.replace(old, new)
    if metadata:
        entries["crimekit/metadata.txt"] = metadata.encode()
    return package_plugin.problems(package_plugin.zipped(entries))


@pytest.mark.parametrize("changes, words", [
    ({"files": {"crimekit/LICENSE": None}}, "LICENSE is missing"),
    ({"files": {"crimekit/metadata.txt": None}}, "metadata.txt is missing"),
    ({"files": {"crimekit/__init__.py": b"x = 1\n"}}, "__init__.py has no classFactory"),
    ({"files": {"other/a.py": b""}}, "one folder is allowed at the top, not crimekit, other"),
    ({"files": {"crimekit/__pycache__/a.py": b""}}, "bytecode"),
    ({"files": {"crimekit/wdd": b"\x7fELF"}}, "no binaries"),
    ({"files": {"crimekit/a.py": b"def f(:\n"}}, "crimekit/a.py: invalid syntax"),
    ({"files": {"crimekit/a.py": b"match x:\n    case 1: pass\n"}}, "crimekit/a.py: "),
    ({"tracker=": "tracker_=", "repository=https": "repository=ftp"}, "metadata.txt: tracker is missing"),
    ({"description=Did": "description=100 % Did"}, "metadata.txt: '%' must be followed"),
    ({"icons/crimekit.svg": "icons/none.svg"}, "icon icons/none.svg is not in the zip"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_the_site_refuses_is_refused(changes, words):
    found = changed(**changes)
    assert any(words in problem for problem in found), found


@pytest.fixture
def windows_commands(tmp_path):
    folder = tmp_path / "commands"
    (folder / "share/proj").mkdir(parents=True)
    for name in ("wdd.exe", "crims.exe", "share/proj/proj.db"):
        (folder / name).write_bytes(b"MZ\0" + name.encode())
    return folder


def test_the_zip_for_windows_is_the_plugin_with_its_commands(windows_commands):
    entries = package_plugin.windows_entries(windows_commands)
    assert set(package_plugin.qgis_entries()) < set(entries)
    assert {name.split("/")[0] for name in entries} == {"crimekit"}  # or QGIS would not install it
    assert entries["crimekit/bin/share/proj/proj.db"] == b"MZ\0share/proj/proj.db"
    about = entries["crimekit/metadata.txt"].decode()
    assert "no binaries" not in about and "commands wdd and crims for Windows" in about
    found = package_plugin.problems(package_plugin.zipped(entries))
    assert found and all("crimekit/bin/" in problem or "arcgis" in problem for problem in found), found


def test_a_zip_for_windows_without_commands_is_refused(windows_commands):
    (windows_commands / "wdd.exe").unlink()
    with pytest.raises(SystemExit, match="has no wdd.exe"):
        package_plugin.windows_entries(windows_commands)


@pytest.mark.parametrize("pyt", ["crimekit.pyt", "crimekit/arcgis/crimekit.pyt"])
def test_the_arcgis_toolbox_works_where_it_is_unpacked(tmp_path, windows_commands, pyt):
    entries = package_plugin.windows_entries(windows_commands) if "arcgis" in pyt else package_plugin.arcgis_entries()
    with zipfile.ZipFile(io.BytesIO(package_plugin.zipped(entries))) as archive:
        archive.extractall(tmp_path)
    code = f"""if True:
        import importlib.machinery, importlib.util, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from fake_arcpy import Arcpy
        sys.modules["arcpy"] = Arcpy()
        loader = importlib.machinery.SourceFileLoader("pyt", {pyt!r})
        module = importlib.util.module_from_spec(importlib.util.spec_from_loader("pyt", loader))
        loader.exec_module(module)
        print(module.catalog.__file__, [tool.__name__ for tool in module.Toolbox().tools])
    """
    done = subprocess.run(["/usr/bin/python3", "-B", "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert str(tmp_path) in done.stdout and "WeightedDisplacementDifference" in done.stdout
