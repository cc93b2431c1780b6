# SPDX-License-Identifier: MIT
"""Lines and branches that ran, from what gcov says of a build folder: a table of the parts, and coverage.txt with every source.

A line counts as run if it ran in any executable. Branches that only an exception takes are left out: the compiler makes one for each
call, and most cannot be taken.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("libwdd", "libcrims", "tools/toolkit", "tools/wdd_tool", "tools/crims_tool")


def reports(build):
    """gcov's report of each object."""
    objects = sorted(path.with_suffix("") for path in build.rglob("*.gcno") if "/tests/" not in str(path))
    for start in range(0, len(objects), 20):
        notes = [str(path) + ".gcno" for path in objects[start:start + 20]]
        found = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes], cwd=build, capture_output=True,
                               text=True, check=True).stdout
        yield from (json.loads(line) for line in found.splitlines() if line.strip())


def source_of(report, name):
    path = (Path(report["current_working_directory"]) / name).resolve()
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else ""


def collect(build):
    """{source: ({line: ran}, {(line, branch): ran})}."""
    sources = defaultdict(lambda: (defaultdict(bool), defaultdict(bool)))
    for report in reports(build):
        for file in report["files"]:
            source = source_of(report, file["file"])
            if not source.startswith(PARTS):
                continue
            lines, branches = sources[source]
            for line in file["lines"]:
                number = line["line_number"]
                lines[number] |= line["count"] > 0
                for i, branch in enumerate(branch for branch in line["branches"] if not branch["throw"]):
                    branches[number, i] |= branch["count"] > 0
    return sources


def row(name, counts):
    def share(index):
        total = sum(len(one[index]) for one in counts)
        ran = sum(sum(one[index].values()) for one in counts)
        return f"{ran:7} of {total:6} {100 * ran / max(1, total):6.1f} %"
    return f"{name:58} {share(0)} {share(1)}"


def main():
    build = Path(sys.argv[1]).resolve()
    sources = collect(build)
    with open(build / "coverage.txt", "w", encoding="utf-8") as text:
        text.writelines(row(name, [sources[name]]) + "\n" for name in sorted(sources))
    print(f"{'part':58} {'lines':>25} {'branches':>25}")
    for part in PARTS:
        print(row(part, [counts for name, counts in sources.items() if name.startswith(part + "/")]))
    print(row("all", list(sources.values())))


if __name__ == "__main__":
    main()
