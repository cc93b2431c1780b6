# SPDX-License-Identifier: MIT
"""Started several times over by mpirun or srun: a command that would do all of the work each time says so once and stops."""

import shutil
import subprocess
import time

import pytest

COUNTS = ("counts", "--treated", "207,110", "--control", "308,318")
CALIBRATE = ("calibrate", "--crimes", "no-such.zip", "--force", "none", "--from", "2023-01", "--to", "2023-02", "--output", "m.gpkg")
LAUNCHERS = [("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"), ("PMI_SIZE", "PMI_RANK"), ("SLURM_STEP_NUM_TASKS", "SLURM_PROCID")]


def linked_with_mpi(crims):
    return "libmpi" in subprocess.run(["ldd", str(crims.binary)], capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("size, number", LAUNCHERS)
@pytest.mark.parametrize("tool, args", [("wdd", COUNTS), ("crims", CALIBRATE)])
def test_one_of_several_processes_says_so_and_stops(wdd, crims, tool, args, size, number):
    run = {"wdd": wdd, "crims": crims}[tool](*args, env={size: "4", number: "0"}, check=2)
    assert run.out == ""
    assert run.err == (f"{tool}: error: 4 processes were started together ({size} says so), and each would do all of the work, "
                       f"since '{tool} {args[0]}' does not share it; start it without mpirun or srun\n")


@pytest.mark.parametrize("size, number", LAUNCHERS)
def test_the_others_stop_without_a_word_and_after_the_first(wdd, size, number):
    start = time.monotonic()
    run = wdd(*COUNTS, env={size: "4", number: "3"}, check=2)
    assert (run.out, run.err) == ("", "")
    assert time.monotonic() - start >= 1  # else mpirun would end the first before it has spoken


@pytest.mark.parametrize("env", [
    {"OMPI_COMM_WORLD_SIZE": "1", "OMPI_COMM_WORLD_RANK": "0"},
    {"OMPI_COMM_WORLD_SIZE": "1", "SLURM_STEP_NUM_TASKS": "8"},  # srun has started mpirun's own processes
    {"PMI_SIZE": "1"}, {"PMI_SIZE": "many"}, {"PMI_SIZE": ""},
    {"SLURM_NTASKS": "8", "SLURM_PROCID": "0"},  # a batch script runs once
    {"PMIX_RANK": "0"}])
def test_a_process_alone_works(wdd, env):
    assert wdd(*COUNTS, env=env).out == wdd(*COUNTS).out


def test_a_number_tells_of_others_too(wdd):
    run = wdd(*COUNTS, env={"PMIX_RANK": "1"}, check=2)
    assert run.err.startswith("wdd: error: several processes were started together (PMIX_RANK says so), and each would")
    assert wdd(*COUNTS, env={"PMIX_RANK": "2"}, check=2).err == ""


@pytest.mark.parametrize("args", [("--version",), ("--help",), ("counts", "--help")])
def test_help_is_given_to_anybody(wdd, args):
    assert wdd(*args, env={"PMI_SIZE": "4"}).out == wdd(*args).out


@pytest.mark.parametrize("tool, args", [("wdd", COUNTS), ("crims", CALIBRATE)])
def test_under_mpirun_it_is_said_once(wdd, crims, tool, args, tmp_path):
    if shutil.which("mpirun") is None:
        pytest.skip("there is no mpirun")
    binary = {"wdd": wdd, "crims": crims}[tool].binary
    run = subprocess.run(["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "3", str(binary), *args], cwd=tmp_path,
                         capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert run.stderr.count(f"{tool}: error:") == 1
    assert "3 processes were started together (OMPI_COMM_WORLD_SIZE says so)" in run.stderr


EVALUATE = ("evaluate", "--model", "no-such.gpkg", "--scenario", "s.json", "--control", "a.gpkg", "--displacement", "200 m",
            "--output", "e.gpkg")


def test_a_build_without_mpi_does_not_repeat_an_evaluation(crims):
    if linked_with_mpi(crims):
        pytest.skip("built with MPI")
    run = crims(*EVALUATE, env={"PMI_SIZE": "4", "PMI_RANK": "0"}, check=2)
    assert run.err == ("crims: error: 4 processes were started together (PMI_SIZE says so), and this crims was built without MPI, so "
                       "each would do all of the work; start 'crims evaluate' without mpirun or srun, or build it where MPI is "
                       "installed\n")


def test_the_mpirun_of_another_mpi_does_not_repeat_an_evaluation(crims):
    """Open MPI knows nothing of processes that MPICH's mpirun starts, and takes each for the only one."""
    if not linked_with_mpi(crims):
        pytest.skip("built without MPI")
    run = crims(*EVALUATE, env={"PMI_SIZE": "4", "PMI_RANK": "0", "ASAN_OPTIONS": "detect_leaks=0"}, check=2)
    assert run.err.startswith("crims: error: 4 processes were started together (PMI_SIZE says so), and MPI does not bring them together")
