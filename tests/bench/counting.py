#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Times `wdd test` side by side with its floors and with its peers, and compares their counts. See README.md.

    /usr/bin/python3 tests/bench/counting.py [--wdd PATH] [--runs 5] [--large] [--peers ogrinfo,sf,geopandas]

Without the forecast the floor is SQLite reading the rows that the R-tree gives, with it (which counts everywhere) reading every row; in
both cases and a process that only loads GDAL.
"""

import argparse
import collections
import json
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.path.join(ROOT, "build", "bench")
RING_M = 1000.0
MONTHS = [f"{year}-{month:02d}" for year in (2019, 2020, 2021) for month in range(1, 13)]
SLOW_S = 20.0  # what takes longer in the warm-up is not run again

Row = collections.namedtuple("Row", "name points vertices rtree")
SMALL = [Row("1 M, 200", 1_000_000, 200, True), Row("1 M, 20,000", 1_000_000, 20_000, True)]
LARGE = [Row("10 M, 200", 10_000_000, 200, True), Row("10 M, 20,000", 10_000_000, 20_000, True),
         Row("10 M, 200, no R-tree", 10_000_000, 200, False)]

Run = collections.namedtuple("Run", "seconds peak_mb text")


class Failure(Exception):
    """A program that was timed did not do its work."""


def run(command, scratch):
    """Runs COMMAND once: wall time, peak memory, standard output. The memory is asked of this child alone."""
    out_path, err_path = os.path.join(scratch, "stdout"), os.path.join(scratch, "stderr")
    with open(out_path, "wb") as out, open(err_path, "wb") as err:
        begin = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        with open(err_path, encoding="utf-8", errors="replace") as err:
            raise Failure(f"{os.path.basename(command[0])} ended with {child.returncode}: {err.read(2000).strip()}")
    with open(out_path, encoding="utf-8", errors="replace") as out:
        return Run(seconds, usage.ru_maxrss / 1024, out.read())


# ---- data

def made(directory, points, vertices, rtree):
    """The directory with points.gpkg and areas.gpkg, made unless it is there and younger than its maker."""
    maker, target = os.path.join(HERE, "make_points.py"), os.path.join(DATA, directory)
    whole = os.path.join(target, "points.gpkg")
    if not os.path.exists(whole) or os.path.getmtime(whole) < os.path.getmtime(maker):
        print(f"making {target} ...", file=sys.stderr, flush=True)
        subprocess.run(["/usr/bin/python3", maker, str(points), str(vertices), target] + ([] if rtree else ["--no-rtree"]),
                       check=True)
    return target


def data_of(row):
    points = made(f"points-{row.points}" + ("" if row.rtree else "-no-rtree"), row.points, 200, row.rtree)
    areas = made(f"areas-{row.vertices}", 1000, row.vertices, True)
    return os.path.join(points, "points.gpkg"), os.path.join(areas, "areas.gpkg")


def box(areas, *layers):
    """West, south, east, north of the layers with their rings."""
    data = sqlite3.connect(f"file:{areas}?mode=ro", uri=True)
    marks = ",".join("?" * len(layers))
    west, south, east, north = data.execute(
        f"SELECT min(min_x), min(min_y), max(max_x), max(max_y) FROM gpkg_contents WHERE table_name IN ({marks})", layers).fetchone()
    data.close()
    return west - RING_M, south - RING_M, east + RING_M, north + RING_M


# ---- what is timed: each takes a row's files and gives a command; each peer's output is lines "area inside month count"

def compiled(name, *flags):
    program, source = os.path.join(DATA, name), os.path.join(HERE, name + ".c")
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        subprocess.run(["cc", "-O2", "-o", program, source, *flags], check=True)
    return program


def floor_command(row, points, areas, _):
    return [compiled("floor", "-lsqlite3"), points] + ([repr(side) for side in box(areas, "response", "control")] if row.rtree else [])


def floor_of_all_rows_command(_row, points, _areas, _scratch):
    return [compiled("floor", "-lsqlite3"), points]


def load_command(_row, _points, _areas, _scratch):
    flags = subprocess.run(["gdal-config", "--cflags", "--libs"], check=True, capture_output=True, text=True).stdout.split()
    return [compiled("load_gdal", *flags, "-lgdal")]


def wdd_command(program, points, areas, scratch):
    return [program, "test", "--response", f"{areas}|layername=response", "--control", f"{areas}|layername=control",
            "--incidents", f"{points}|layername=points", "--date-field", "occurred", "--start-field", "RESP_START",
            "--end-field", "RESP_END", "--displacement", f"{RING_M:g} m", "--test-suitability", "--suitability-action", "warn",
            "--output", os.path.join(scratch, "out.gpkg"), "--overwrite", "--json", os.path.join(scratch, "out.json")]


def ogrinfo_command(row, points, areas, scratch):
    """SQL with SpatiaLite's functions on the GeoPackage itself: box, then dates, then polygon, and the distance only outside it."""
    def part(area):
        west, south, east, north = box(areas, area)
        if row.rtree:
            near = (f"p.fid IN (SELECT id FROM rtree_points_geom WHERE maxx >= {west!r} AND maxy >= {south!r} "
                    f"AND minx <= {east!r} AND miny <= {north!r})")
        else:
            near = (f"ST_MinX(p.geom) BETWEEN {west!r} AND {east!r} AND ST_MinY(p.geom) BETWEEN {south!r} AND {north!r}")
        return (f"SELECT '{area}' AS area, substr(p.occurred, 1, 7) AS month, CASE WHEN ST_Intersects(p.geom, a.geom) THEN 1 "
                f"WHEN p.occurred >= '2021-01-01' AND ST_Distance(p.geom, a.geom) <= {RING_M!r} THEN 0 END AS inside "
                f"FROM areas.{area} a, points p WHERE p.occurred BETWEEN '2019-01-01' AND '2022-12-31' AND {near}")

    path = os.path.join(scratch, "count.sql")
    with open(path, "w", encoding="utf-8") as sql:
        sql.write("SELECT 'count ' || area || ' ' || inside || ' ' || month || ' ' || count(*) AS line FROM ("
                  f"{part('response')} UNION ALL {part('control')}) WHERE inside IS NOT NULL GROUP BY area, inside, month\n")
    return ["ogrinfo", "-q", "-ro", points, "-oo", f"PRELUDE_STATEMENTS=ATTACH DATABASE '{areas}' AS areas", "-sql", "@" + path]


SF = """
suppressMessages(library(sf))
argument <- commandArgs(TRUE)
for (area in c("response", "control")) {
    zone <- st_geometry(st_read(argument[2], area, quiet = TRUE))
    box <- st_bbox(zone) + c(-1000, -1000, 1000, 1000)
    points <- st_read(argument[1], quiet = TRUE, wkt_filter = st_as_text(st_as_sfc(box)), query =
        "SELECT geom, occurred FROM points WHERE occurred BETWEEN '2019-01-01' AND '2022-12-31'")
    inside <- seq_len(nrow(points)) %in% unlist(st_intersects(zone, points))
    ring <- !inside & points$occurred >= as.Date("2021-01-01")
    ring[ring] <- as.numeric(st_distance(points[ring, ], zone)) <= 1000
    for (part in list(list(1, inside), list(0, ring))) {
        counts <- table(substr(as.character(points$occurred[part[[2]]]), 1, 7))
        if (length(counts) > 0) cat(sprintf("count %s %d %s %d\\n", area, part[[1]], names(counts), counts), sep = "")
    }
}
"""

GEOPANDAS = """
import sys
import geopandas
from shapely.prepared import prep
for area in ("response", "control"):
    zone = geopandas.read_file(sys.argv[2], layer=area).geometry.iloc[0]
    west, south, east, north = zone.bounds
    points = geopandas.read_file(sys.argv[1], layer="points", bbox=(west - 1000, south - 1000, east + 1000, north + 1000))
    month = points["occurred"].astype(str).str[:7]
    kept = (month >= "2019-01") & (month <= "2022-12")
    points, month = points[kept], month[kept]
    inside = points.geometry.map(prep(zone).intersects).astype(bool)
    outside = ~inside & (month >= "2021-01")
    ring = points[outside].distance(zone) <= 1000
    for flag, chosen in ((1, month[inside]), (0, month[outside][ring])):
        for name, count in chosen.value_counts().items():
            print("count", area, flag, name, count)
"""


def sf_command(row, points, areas, scratch):
    path = os.path.join(scratch, "count.R")
    with open(path, "w", encoding="utf-8") as script:
        script.write(SF)
    return ["Rscript", path, points, areas]


def geopandas_command(row, points, areas, scratch):
    path = os.path.join(scratch, "count.py")
    with open(path, "w", encoding="utf-8") as script:
        script.write(GEOPANDAS)
    return [python_with_geopandas(), path, points, areas]


def works(command):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False).returncode == 0
    except OSError:
        return False


def python_with_geopandas():
    for program in (os.environ.get("GEOPANDAS_PYTHON"), sys.executable, shutil.which("python3")):
        if program and works([program, "-c", "import geopandas"]):
            return program
    return None


PEERS = {
    "ogrinfo": (ogrinfo_command, lambda: works(["ogrinfo", "--version"])),
    "sf": (sf_command, lambda: works(["Rscript", "-e", "library(sf)"])),
    "geopandas": (geopandas_command, lambda: python_with_geopandas() is not None),
}


# ---- what they counted

def pearson(a, b):
    mean_a, mean_b = statistics.fmean(a), statistics.fmean(b)
    product = math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    squares = math.fsum((x - mean_a) ** 2 for x in a) * math.fsum((y - mean_b) ** 2 for y in b)
    return product / math.sqrt(squares) if squares > 0 else None


def peer_answer(text):
    """Eight counts by zone and period, and the correlation, from the peer's counts by month."""
    count = collections.Counter()
    for line in text.splitlines():
        words = line.split("count ", 1)[-1].split() if "count " in line else []
        if len(words) == 4:
            count[words[0], words[1], words[2]] += int(words[3])
    answer = {}
    for zone, area, inside in (("treated", "response", "1"), ("control", "control", "1"),
                               ("treated_displacement", "response", "0"), ("control_displacement", "control", "0")):
        for period, year in (("pre", "2021"), ("post", "2022")):
            answer[zone, period] = sum(n for (a, i, month), n in count.items() if (a, i, month[:4]) == (area, inside, year))
    answer["correlation"] = pearson([count["response", "1", month] for month in MONTHS],
                                    [count["control", "1", month] for month in MONTHS])
    return answer


def wdd_answer(path):
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
    answer = {(zone, period): result["counts"][zone][period]
              for zone in ("treated", "control", "treated_displacement", "control_displacement") for period in ("pre", "post")}
    correlation = result["suitability"]["correlation"]
    if isinstance(correlation, dict):
        correlation = next((correlation[key] for key in ("value", "r", "actual") if key in correlation), None)
    answer["correlation"] = correlation
    return answer


def differences(one, other):
    for key in one:
        same = one[key] == other[key]
        if key == "correlation" and None not in (one[key], other[key]):
            same = abs(one[key] - other[key]) < 1e-9
        if not same:
            yield f"{' '.join(key) if isinstance(key, tuple) else key}: {one[key]} against {other[key]}"


# ---- the table

def measure(row, programs, runs, scratch):
    """Runs every program in turn, RUNS times after a warm-up; gives the runs by name, or the failure."""
    commands, results = {}, {}
    points, areas = data_of(row)
    for name, make in programs.items():
        commands[name] = make(row, points, areas, scratch)
    for turn in range(runs + 1):
        for name, command in commands.items():
            past = results.get(name, [])
            if isinstance(past, Failure) or (past and past[0].seconds > SLOW_S):
                continue
            try:
                results.setdefault(name, []).append(run(command, scratch))
            except Failure as failure:
                results[name] = failure
                print(f"FAILED: {row.name}: {failure}", file=sys.stderr)
    return {name: past if isinstance(past, Failure) or len(past) == 1 else past[1:] for name, past in results.items()}


def median(past):
    return statistics.median(one.seconds for one in past) if isinstance(past, list) else None


def ratio(command, floor, load):
    """Of the command to its floor and the loading of GDAL."""
    times = [median(past) for past in (command, floor, load)]
    return "" if None in times else f"{times[0] / (times[1] + times[2]):.2f}"


def cell(past):
    if past is None:
        return "absent"
    if isinstance(past, Failure):
        return "failed"
    return f"{median(past):.3f}" + (" (once)" if past[0].seconds > SLOW_S and len(past) == 1 else "")


def main():
    parser = argparse.ArgumentParser(description="Times wdd test against the floor and its peers.")
    parser.add_argument("--wdd", default=os.path.join(ROOT, "build", "release", "bin", "wdd"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="also the rows of 10 M points (4 GB of data, minutes to make)")
    parser.add_argument("--peers", default=",".join(PEERS), help="those to run, by comma; empty: none")
    options = parser.parse_args()
    asked = [name for name in options.peers.split(",") if name]
    if unknown := [name for name in asked if name not in PEERS]:
        parser.error(f"no such peer: {unknown[0]}; there are {', '.join(PEERS)}")
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    os.makedirs(DATA, exist_ok=True)

    programs = {}
    if os.access(options.wdd, os.X_OK):
        programs["forecast"] = lambda row, points, areas, scratch: wdd_command(options.wdd, points, areas, scratch)
        programs["wdd"] = lambda row, points, areas, scratch: wdd_command(options.wdd, points, areas, scratch) + ["--no-forecast"]
    else:
        print(f"no {options.wdd}: its column stays empty", file=sys.stderr)
    programs.update({"floor": floor_command, "all rows": floor_of_all_rows_command, "load": load_command})
    programs.update({name: PEERS[name][0] for name in asked if PEERS[name][1]()})

    wrong = []
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; seconds, medians of {options.runs} runs, caches warm\n")
    print("| points, vertices per area | no forecast | R-tree's rows | ratio | forecast | all rows | ratio | loading GDAL | " +
          " | ".join(PEERS) + " | peak MB |")
    print("|---" * (9 + len(PEERS)) + "|")
    for row in SMALL + (LARGE if options.large else []):
        with tempfile.TemporaryDirectory(prefix="counting-", dir=DATA) as scratch:
            results = measure(row, programs, options.runs, scratch)
            answers = {name: peer_answer(past[-1].text) for name, past in results.items() if name in PEERS and isinstance(past, list)}
            wdd, floor = results.get("wdd"), results.get("floor")
            if isinstance(wdd, list):
                answers = {"wdd": wdd_answer(os.path.join(scratch, "out.json")), **answers}
        forecast, all_rows, load = results.get("forecast"), results.get("all rows"), results.get("load")
        peak = f"{max(one.peak_mb for one in wdd + forecast):.0f}" if isinstance(wdd, list) and isinstance(forecast, list) else ""
        peers = " | ".join(cell(results.get(name)) if name in asked else "" for name in PEERS)
        print(f"| {row.name} | {cell(wdd)} | {cell(floor)} | {ratio(wdd, floor, load)} | {cell(forecast)} | {cell(all_rows)} | "
              f"{ratio(forecast, all_rows, load)} | {cell(load)} | {peers} | {peak} |", flush=True)
        names = list(answers)
        wrong += [f"{row.name}: {names[0]} against {other}: {text}" for other in names[1:]
                  for text in differences(answers[names[0]], answers[other])]
        wrong += [f"{row.name}: {name} counted nothing" for name in names if not answers[name]["treated", "pre"]]
        wrong += [f"(no counts) {row.name}: {past}" for past in results.values() if isinstance(past, Failure)]
        if answers:
            counts = ", ".join(f"{' '.join(key)} {value}" for key, value in answers[names[0]].items() if key != "correlation")
            print(f"{row.name}: {counts}; R {answers[names[0]]['correlation']:.6f} ({names[0]}; compared with "
                  f"{', '.join(names[1:]) or 'none'})", file=sys.stderr)
    for text in wrong:
        print(f"\n**MISMATCH** {text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
