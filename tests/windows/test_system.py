# SPDX-License-Identifier: MIT
"""What Windows does otherwise: names, long paths, files in use, Ctrl-C, a full disk."""

import os
import re
import shutil
import signal
import subprocess
import time

import pytest

from bad_input import arguments, make_study
from conftest import COMMANDS, TOWN, Command

NAMES = ["Übung ß", "with  blanks", "多 漢字", "Ωμέγα"]


@pytest.fixture
def wdd():
    return Command("wine", COMMANDS / "wdd.exe")


@pytest.fixture
def crims():
    return Command("wine", COMMANDS / "crims.exe")


OUTPUTS = {"--html": "ö 多.html", "--json": "ö 多.json", "--message": "ö 多.txt", "--xlsx": "ö 多.xlsx", "--png": "ö 多.png",
           "--output": "ö 多.gpkg"}


@pytest.mark.parametrize("name", NAMES)
def test_folders_and_files_of_any_name(wdd, tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    make_study(folder)
    inputs = {"--response": f"{name}/areas.gpkg|layername=response", "--control": f"{name}/areas.gpkg|layername=control",
              "--incidents": f"{name}/incidents.gpkg"}
    wdd(*arguments({**inputs, **{option: f"{name}/{file}" for option, file in OUTPUTS.items()}}), cwd=tmp_path)
    assert "Incidents: incidents.gpkg" in (folder / OUTPUTS["--message"]).read_text("utf-8")
    assert sorted(path.name for path in folder.iterdir()) == sorted(["areas.gpkg", "incidents.gpkg", *OUTPUTS.values()])
    refused = wdd(*arguments({**inputs, "--html": f"{name}/ö 多.html"}), cwd=tmp_path, check=1).err
    assert f"{name}/ö 多.html: the file exists already" in refused
    wdd(*arguments({**inputs, **{option: f"{name}/{file}" for option, file in OUTPUTS.items()}, "--overwrite": True}), cwd=tmp_path)


@pytest.mark.parametrize("name", ["Programm ü", "多"])
def test_the_program_s_own_folder_may_have_any_name(tmp_path, name):
    folder = tmp_path / name
    shutil.copytree(COMMANDS, folder)
    wdd = Command("wine", folder / "wdd.exe")
    make_study(tmp_path)
    wdd(*arguments({"--time-zone": "Europe/London"}), cwd=tmp_path)
    wdd(*arguments({"--output": "crs.gpkg", "--crs": "EPSG:3035"}), cwd=tmp_path)  # from PROJ's database


def test_paths_of_300_characters(wdd, tmp_path):
    folder = tmp_path
    while len(str(folder)) < 300:
        folder = folder / "a folder with a long name"
    folder.mkdir(parents=True)
    make_study(folder)
    inputs = {"--response": f"{folder}/areas.gpkg|layername=response", "--control": f"{folder}/areas.gpkg|layername=control",
              "--incidents": f"{folder}/incidents.gpkg"}
    wdd(*arguments({**inputs, **{option: f"{folder}/{file}" for option, file in OUTPUTS.items()}}), cwd=tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["areas.gpkg", "incidents.gpkg", *OUTPUTS.values()])


OF_WINDOWS = {"ADVAPI32.dll", "bcrypt.dll", "CRYPT32.dll", "GDI32.dll", "KERNEL32.dll", "msvcrt.dll", "ole32.dll", "SHELL32.dll",
              "USER32.dll", "WS2_32.dll"}


@pytest.mark.parametrize("name", ["wdd", "crims"])
def test_windows_own_libraries_are_enough(name):
    told = subprocess.run(["x86_64-w64-mingw32-objdump", "--private-headers", COMMANDS / f"{name}.exe"], capture_output=True, text=True,
                          check=True).stdout
    needed = set(re.findall(r"DLL Name: (\S+)", told))  # Wine brings some that Windows lacks
    assert needed and needed <= OF_WINDOWS


def test_the_names_of_options_are_read_from_a_file_of_any_name(wdd, tmp_path):
    names = tmp_path / "namen ü.json"
    names.write_text('{"--response": "Ort"}', "utf-8")
    said = Command(*wdd.line, env={"CRIMEKIT_OPTION_NAMES": f"Z:{names}"})("test", cwd=tmp_path, check=2).err
    assert "--response" not in said


def test_drives_and_backslashes(wdd, tmp_path):
    make_study(tmp_path)
    drive = "Z:" + str(tmp_path).replace("/", "\\") + "\\"
    wdd(*arguments({"--response": f"{drive}areas.gpkg|layername=response", "--control": f"{drive}areas.gpkg|layername=control",
                    "--incidents": f"{drive}incidents.gpkg", "--output": f"{drive}r.gpkg", "--html": f"{drive}r.html"}), cwd="/")
    assert (tmp_path / "r.gpkg").exists() and (tmp_path / "r.html").exists()
    missing = wdd(*arguments({"--incidents": f"{drive}missing.gpkg"}), cwd=tmp_path, check=1).err
    assert "missing.gpkg: no such file" in missing


@pytest.fixture
def held(tmp_path):
    """hold(name): a program of Windows' has the file open from now on."""
    programs = []

    def hold(name):
        line = f"ping -n 60 127.0.0.1 >> {name}"
        programs.append(subprocess.Popen(["wine", "cmd", "/c", line], cwd=tmp_path, env={**os.environ, "WINEDEBUG": "-all"},
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        time.sleep(5)

    yield hold
    for program in programs:
        program.kill()
        program.wait()


def test_a_file_that_another_program_has_open_is_named_before_any_work(wdd, tmp_path, held):
    make_study(tmp_path)
    (tmp_path / "r.html").write_text("old")
    held("r.html")
    error = wdd(*arguments({"--html": "r.html", "--overwrite": True}), cwd=tmp_path, check=1).err
    assert error == "wdd: error: r.html: another program has it open; close it there, or choose another name\n"
    assert not (tmp_path / "result.gpkg").exists()


def test_devices_are_written_to(wdd, tmp_path):
    assert wdd("counts", "--treated", "207,110", "--control", "181,171", "--json", "NUL", cwd=tmp_path).out
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def drawing(crims, tmp_path):
    """A run that draws for long, with a part of its file there."""
    crims("calibrate", "--crimes", TOWN / "town-crimes.zip", "--force", "Thornmere", "--from", "2021-04", "--to", "2022-12",
          "--zones", f"{TOWN}/town-zones.gpkg|layername=zones", "--zone-field", "MSOA", "--lookup", TOWN / "town-lookup.csv",
          "--output", "model.gpkg", "--quiet", cwd=tmp_path)
    process = crims.start("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-12", "--loading", "1000",
                          "--output", "crimes.csv", "--quiet", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 60
        while not list(tmp_path.glob(".crimes.csv.part-*")) and time.monotonic() < until and process.poll() is None:
            time.sleep(0.05)
        assert process.poll() is None, process.communicate()
        yield process
    finally:
        process.kill()
        process.wait()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_ctrl_c_ends_a_run_at_once_and_leaves_nothing(drawing, tmp_path):
    asked = time.monotonic()
    drawing.send_signal(signal.SIGINT)
    error = drawing.communicate(timeout=60)[1].decode()
    assert time.monotonic() - asked < 5
    assert drawing.returncode == 1
    assert error.endswith("error: stopped before the end; nothing was written\n")
    assert names_in(tmp_path) == ["model.gpkg"]


def test_what_a_killed_run_left_goes_with_the_next(drawing, crims, tmp_path):
    drawing.kill()
    drawing.wait()
    assert len(names_in(tmp_path)) > 1
    crims("simulate", "--model", "model.gpkg", "--from", "2023-01", "--to", "2023-01", "--output", "crimes.csv", cwd=tmp_path)
    assert names_in(tmp_path) == ["crimes.csv", "crimes.csv.provenance.json", "model.gpkg"]


def test_a_full_disk_is_told_and_leaves_nothing(wdd, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        make_study(disk)
        free = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(bytes(free - 8192))
        before = sorted(path.name for path in disk.iterdir())
        for changes in ({"--output": "r.gpkg"}, {"--output": None, "--html": "r.html"}):
            error = wdd(*arguments(changes), cwd=disk, check=1).err
            assert error.startswith("wdd: error: r.") and error.count("\n") == 1, error
            assert sorted(path.name for path in disk.iterdir()) == before
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_the_service_is_said_to_be_elsewhere(crims):
    error = crims("serve", "--models", ".", check=2).err
    assert error.startswith("crims: error: 'crims serve' does not run on Windows; run it on Linux")
    assert "serve" not in crims("--help").out
