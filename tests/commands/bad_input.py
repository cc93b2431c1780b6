# SPDX-License-Identifier: MIT
"""A small study in a folder of its own, and what a refused run must leave of it: everything, and nothing else."""

import datetime
import re
import subprocess
from pathlib import Path

from osgeo import ogr

from design import CONTROL, RESPONSE, make_layer, point_rows, sample_points

START, END = datetime.date(2023, 3, 1), datetime.date(2023, 3, 31)
RESPONSE_FIELDS = {"name": "String", "start": "Date", "end": "Date", "size": "Integer"}
RESPONSE_ROW = {"name": "North", "start": START, "end": END, "size": 7}
INCIDENT_FIELDS = {"day": "Date", "kind": "String", "n": "Integer"}

DEFAULTS = {
    "--response": "areas.gpkg|layername=response",
    "--control": "areas.gpkg|layername=control",
    "--incidents": "incidents.gpkg",
    "--date-field": "day",
    "--start": "2023-03-01",
    "--end": "2023-03-31",
    "--displacement": "300 m",
    "--output": "result.gpkg",
}


def make_study(folder):
    """areas.gpkg (layers response, control) and incidents.gpkg (layer incidents) of the small design."""
    areas = Path(folder) / "areas.gpkg"
    make_layer(areas, [(RESPONSE, RESPONSE_ROW)], RESPONSE_FIELDS, layer="response", geometry_type=ogr.wkbPolygon)
    make_layer(areas, [(CONTROL, {"name": "South"})], {"name": "String"}, layer="control", geometry_type=ogr.wkbPolygon)
    make_incidents(folder, "incidents.gpkg")


def make_incidents(folder, name, points=None, **how):
    points = sample_points() if points is None else points
    return make_layer(Path(folder) / name, point_rows(points), INCIDENT_FIELDS, layer="incidents",
                      **{"geometry_type": ogr.wkbPoint, **how})


def command_line(command, options):
    """A value of None leaves an option out, True gives it without one."""
    args = [command]
    for option, value in options.items():
        if value is True:
            args.append(option)
        elif value is not None:
            args += [option, value]
    return args


def arguments(changes=None):
    """The command line of the study."""
    return command_line("test", {**DEFAULTS, **(changes or {})})


def snapshot(folder):
    """{relative path: content} of everything in a folder, hidden files and folders too."""
    folder = Path(folder)
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(folder.rglob("*"))}


def changed(before, after):
    """The names of what is new, gone or different; short enough to read in a failed test."""
    return sorted(name for name in before.keys() | after.keys()
                  if name not in before or name not in after or before[name] != after[name])


def error_line(run):
    """The one line of an error; fails where there is anything else on either stream."""
    assert run.err.endswith("\n"), repr(run.err)
    lines = run.err[:-1].split("\n")
    assert len(lines) == 1, f"{len(lines)} lines instead of one:\n{run.err}"
    assert lines[0].startswith("wdd: error: "), lines[0]
    assert not re.search(r"[\x00-\x1f]", lines[0]), repr(lines[0])
    assert " ()" not in lines[0], f"something is missing in: {lines[0]}"
    assert run.out == "", run.out
    return lines[0]


def assert_refused(run, status, *says):
    """An error as it should be: the status, one line that holds all of `says`, nothing on standard output."""
    line = error_line(run)
    assert run.status == status, f"status {run.status} instead of {status}: {line}"
    for words in says:
        assert words in line, f"'{words}' is not in: {line}"


def run_raw(binary, args, cwd, **how):
    """A run whose streams are handled here: for closed streams, limits and other users."""
    return subprocess.run([str(binary), *map(str, args)], cwd=cwd, timeout=60, check=False,
                          **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how})
