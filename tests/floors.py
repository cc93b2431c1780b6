#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""floors.py CHECKOUT: fails where the code does not follow the tables of ARCHITECTURE.md.

A file includes only its own room, lower floors of its part, and the parts that its part uses. Every folder with sources is a
room of the page, every room is a folder, and the folders of the unit tests are rooms too. What a file declares is in the namespace
of its part.
"""

import re
import sys
from pathlib import Path

LIBRARIES = ["wdd", "crims", "gpkg", "crims_gpkg"]
SOURCE_ROOTS = [f"lib{name}/{folder}" for name in LIBRARIES for folder in ("include", "src")] + ["tools"]
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+\.hpp)[">]', re.M)
NAMESPACE = re.compile(r"^\s*(?:inline\s+)?namespace\s+(\w+)[\w:]*\s*\{", re.M)
MAIN = re.compile(r"^int main\(", re.M)


def table(page: str, first: str) -> list[list[str]]:
    """The rows of the page's table whose header starts with `first`, as cells."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", page, re.M)
    if not found:
        raise SystemExit(f"ARCHITECTURE.md has no table that starts with '{first}'")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def namespace_of(part: str) -> str:
    name = part.rpartition("/")[2]
    return name.removeprefix("lib").partition("_")[0] if name.startswith("lib") else name


class House:
    def __init__(self, root: Path):
        self.root = root
        page = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
        self.uses = {names(row[0])[0]: names(row[1]) for row in table(page, "part")}
        rows = table(page, "floor")
        self.floor = {names(row[1])[0]: int(row[0]) for row in rows}
        self.problems = [f"ARCHITECTURE.md: `{names(row[1])[0]}` has no description" for row in rows if not row[2]]
        if len(self.floor) != len(rows):
            self.problems.append("ARCHITECTURE.md: a room is there twice")

    def part(self, room: str) -> str:
        return next(part for part in self.uses if f"{room}/".startswith(f"{part}/"))

    def sources(self):
        for top in SOURCE_ROOTS:
            yield from sorted((self.root / top).rglob("*.[ch]pp"))

    def room_of_include(self, file: str, include: str) -> str | None:
        """The room that `include`, as written in `file`, is in; none if it is not ours."""
        folder = include.rpartition("/")[0]
        if folder in LIBRARIES:
            return f"lib{folder}/include/{folder}"
        if f"tools/{folder}" in self.floor:
            return f"tools/{folder}"
        if file.startswith("lib") and f"{self.part(file)}/src/{folder}" in self.floor:
            return f"{self.part(file)}/src/{folder}"
        # A bare name, "..", or a folder that starts like one of ours but is no room.
        is_ours = folder.split("/")[0] in ("", "..", "toolkit", "wdd_tool", "crims_tool")
        return "no room of ARCHITECTURE.md" if is_ours else None

    def may_use(self, room: str, other: str) -> bool:
        if other not in self.floor:
            return False
        mine, theirs = self.part(room), self.part(other)
        if mine == theirs:
            return room == other or self.floor[other] < self.floor[room]
        # Of a library only its public headers.
        return theirs in self.uses[mine] and "/src/" not in other

    def check_includes(self) -> int:
        count = 0
        for path in self.sources():
            file = str(path.relative_to(self.root))
            room = file.rpartition("/")[0]
            if room not in self.floor:
                continue  # check_rooms tells
            for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
                other = self.room_of_include(file, include)
                if other is None:
                    continue
                count += 1
                if not self.may_use(room, other):
                    self.problems.append(f"{file} includes {include}: {room} must not use {other}")
        return count

    def check_namespaces(self):
        """`libwdd` has the namespace wdd, `libcrims_gpkg` that of `libcrims`, `tools/toolkit` has toolkit; only `main` has none."""
        of_part = {part: namespace_of(part) for part in self.uses}
        for path in self.sources():
            file = str(path.relative_to(self.root))
            own = of_part[self.part(file)]
            text = path.read_text(encoding="utf-8")
            opened = set(NAMESPACE.findall(text))
            for other in sorted(opened & set(of_part.values()) - {own}):
                self.problems.append(f"{file}: it declares things in the namespace {other}, and its part has {own}")
            if own not in opened and not MAIN.search(text):
                self.problems.append(f"{file}: nothing is in the namespace {own}")

    def check_rooms(self):
        folders = {str(path.parent.relative_to(self.root)) for path in self.sources()}
        folders |= {str(path.relative_to(self.root)) for path in self.root.glob("tools/*/styles")}
        for folder in sorted(folders - set(self.floor)):
            self.problems.append(f"{folder}: ARCHITECTURE.md does not list it")
        for room in sorted(set(self.floor) - folders):
            self.problems.append(f"{room}: ARCHITECTURE.md lists it, but there is no such folder with sources")

    def check_test_folders(self):
        for part in self.uses:
            inside = f"{part}/src" if part.startswith("lib") else part
            for test in sorted((self.root / "tests" / Path(part).name).rglob("*_test.cpp")):
                room = test.parent.relative_to(self.root / "tests" / Path(part).name)
                if str(room) != "." and f"{inside}/{room}" not in self.floor:
                    self.problems.append(f"{test.relative_to(self.root)}: there is no room {inside}/{room}")


def main(checkout: str) -> int:
    house = House(Path(checkout))
    count = house.check_includes()
    if count == 0:
        house.problems.append("no include was found: is this a checkout?")
    house.check_namespaces()
    house.check_rooms()
    house.check_test_folders()
    if house.problems:
        print("The code does not follow ARCHITECTURE.md:", *house.problems, sep="\n")
    return 1 if house.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
