# SPDX-License-Identifier: MIT
"""The forecast verdict in `crims evaluate`: what it promises is what a simulation written here finds, on a town whose rates and
variation are known, and it is the same whoever shares the work."""

import json
import math
import os
import random
import shutil
import sqlite3
import subprocess

import pytest

from killed_run import kill_once_kept

SIDE = 8  # zones in a row, of 2 km
MONTHLY = 12
HALF_YEAR, MONTH = 0.03, 0.05  # variances of the zones' gamma factors
RESPONSE, CONTROL = (3, 3), (7, 7)
MONTHS, HISTORY = 6, 36


def square(column, row):
    x, y = 400000 + 2000 * column, 300000 + 2000 * row
    return {"type": "Polygon", "coordinates": [[[x, y], [x + 2000, y], [x + 2000, y + 2000], [x, y + 2000], [x, y]]]}


def layer(path, cells):
    features = [{"type": "Feature", "properties": {"Z": f"Z{column}{row}"}, "geometry": square(column, row)}
                for column, row in cells]
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:27700"}},
                                "features": features}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def world(crims, tmp_path_factory):
    """A model of a grid of zones, edited to known rates, and the layers of a study in it."""
    folder = tmp_path_factory.mktemp("grid")
    cells = [(column, row) for column in range(SIDE) for row in range(SIDE)]
    lines = ["x,y,day,type"]
    for column, row in cells:
        for place in range(4):
            for month in range(24):
                lines.append(f"{400300 + 2000 * column + 400 * place},{301000 + 2000 * row},"
                             f"{2020 + month // 12}-{month % 12 + 1:02d}-05,theft")
    (folder / "crimes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    model = folder / "model.gpkg"
    crims("calibrate", "--incidents", folder / "crimes.csv", "--x", "x", "--y", "y", "--points-crs", "EPSG:27700",
          "--date-field", "day", "--type-field", "type", "--from", "2020-01", "--to", "2021-12", "--zones",
          layer(folder / "zones.geojson", cells), "--zone-field", "Z", "--output", model, "--quiet")
    database = sqlite3.connect(model)
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    database.execute("UPDATE incidence SET " + ", ".join(f"{month} = {MONTHLY}" for month in months))
    database.execute("UPDATE crime_types SET dispersion_year = 0, dispersion_zone_year = 0, "
                     f"dispersion_zone_half_year = {HALF_YEAR}, dispersion_zone_month = {MONTH}")
    database.commit()
    database.close()
    layer(folder / "response.geojson", [RESPONSE])
    layer(folder / "control.geojson", [CONTROL])
    (folder / "scenario.json").write_text(json.dumps({"interventions": [
        {"area": str(folder / "response.geojson"), "start": "2023-01-01", "end": "2023-06-30", "effect": 0.3}]}),
        encoding="utf-8")
    return folder


@pytest.fixture
def evaluate(crims, world, tmp_path):
    def run(*args, displacement="0", **kwargs):
        return crims("evaluate", "--model", world / "model.gpkg", "--scenario", world / "scenario.json", "--control",
                     world / "control.geojson", "--displacement", displacement, "--month-only", "--output", tmp_path / "e.gpkg",
                     "--json", "-", "--quiet", "--overwrite", *args, **kwargs)

    run.folder = tmp_path
    return run


# --- the same in Python -------------------------------------------------------------------------------------------------------


def solve(a, b):
    """Gauss with pivots; a and b are changed."""
    n = len(b)
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[pivot], b[i], b[pivot] = a[pivot], a[i], b[pivot], b[i]
        for r in range(i + 1, n):
            f = a[r][i] / a[i][i]
            b[r] -= f * b[i]
            for c in range(i, n):
                a[r][c] -= f * a[i][c]
    for i in reversed(range(n)):
        b[i] = (b[i] - sum(a[i][c] * b[c] for c in range(i + 1, n))) / a[i][i]
    return b


def row_of(pre, history):
    return (1.0, math.log(pre + 0.5), math.log(history + 0.5))


def normal_matrix(rows, weights):
    return [[sum(w * r[i] * r[j] for r, w in zip(rows, weights)) for j in range(3)] for i in range(3)]


def fit(donors):
    """methods.md: IRLS and Paule and Mandel in turns. Coefficients, tau2, and x'Vx as a function."""
    rows = [row_of(pre, history) for pre, _, history in donors]
    posts = [post for _, post, _ in donors]
    tau2 = 0.0
    mu = [post + 0.5 for post in posts]
    for _ in range(200):
        for _ in range(50):
            weights = [m / (1 + tau2 * m) for m in mu]
            z = [math.log(m) + (n - m) / m for m, n in zip(mu, posts)]
            b = solve(normal_matrix(rows, weights),
                      [sum(w * r[i] * v for r, w, v in zip(rows, weights, z)) for i in range(3)])
            new = [math.exp(sum(x * c for x, c in zip(r, b))) for r in rows]
            moved = max(abs(p / q - 1) for p, q in zip(new, mu))
            mu = new
            if moved < 1e-9:
                break

        def pearson(t):
            return sum((n - m) ** 2 / (m + t * m * m) for m, n in zip(mu, posts)) - (len(posts) - 3)

        low, high = 0.0, 1.0
        if pearson(0) <= 0:
            found = 0.0
        else:
            while pearson(high) > 0:
                high *= 2
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if pearson(middle) > 0 else (low, middle)
            found = (low + high) / 2
        if abs(found - tau2) < 1e-7:
            break
        tau2 = found
    matrix = normal_matrix(rows, [m / (1 + tau2 * m) for m in mu])
    return b, tau2, matrix


def p_reduction(model, pre, history, recorded):
    b, tau2, matrix = model
    x = row_of(pre, history)
    mean = math.exp(sum(u * v for u, v in zip(x, b)))
    w = tau2 + sum(u * v for u, v in zip(x, solve([list(r) for r in matrix], list(x))))
    size = 1 / w
    log_p = size * math.log(size / (size + mean))  # of no crime
    below = 0.0
    for k in range(int(recorded)):
        below += math.exp(log_p)
        log_p += math.log((size + k) / (k + 1)) + math.log(mean / (size + mean))
    return below + math.exp(log_p) / 2, recorded / mean


def poisson(rng, mean):
    limit, k, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        k += 1
        product *= rng.random()
    return k


def zone_means(rng):
    """Expected counts of history, pre-treatment and treatment period with a zone's factors: half-years that begin anywhere."""
    phase = rng.randrange(6)
    factor, spans = 1.0, [0.0, 0.0, 0.0]
    for month in range(HISTORY + 2 * MONTHS):
        if month == 0 or (month + phase) % 6 == 0:
            factor = rng.gammavariate(1 / HALF_YEAR, HALF_YEAR)
        rate = MONTHLY * factor * rng.gammavariate(1 / MONTH, MONTH)
        spans[0 if month < HISTORY else 1 if month < HISTORY + MONTHS else 2] += rate
    return spans


def reference(effects, replicates):
    """Share of replicates in which the forecast finds a reduction and mean percent, by effect."""
    rng = random.Random(7)
    # The eight neighbours are too near; the control area is one more comparison area.
    donors = SIDE * SIDE - 9
    found, percent = {e: 0 for e in effects}, {e: 0.0 for e in effects}
    for _ in range(replicates):
        zones = []
        for _ in range(donors):
            history, pre, post = zone_means(rng)
            zones.append((poisson(rng, pre), poisson(rng, post), poisson(rng, history) * MONTHS / HISTORY))
        history, pre, post = zone_means(rng)
        pre, history = poisson(rng, pre), poisson(rng, history) * MONTHS / HISTORY
        usual = (pre + history) / 2
        kept = [z for z in zones if usual / 2.5 <= (z[0] + z[2]) / 2 <= 2.5 * usual]
        model = fit(kept)
        for effect in effects:
            p, ratio = p_reduction(model, pre, history, poisson(rng, post * (1 - effect)))
            found[effect] += p <= 0.05
            percent[effect] += 100 * (ratio - 1) / replicates
    return {e: found[e] / replicates for e in effects}, percent


# --- tests --------------------------------------------------------------------------------------------------------------------


def test_the_power_is_that_of_a_simulation_written_here(evaluate):
    effects = (0, 0.2, 0.3)
    result = evaluate("--effects", "0.2,0.3", "--replicates", "2000").json
    assert result["forecast"]["given"] and result["forecast"]["replicates"] == 2000
    assert result["forecast"]["studies"] == [{"months": 6, "ring": 0, "given": True, "reason": None,
                                              "comparison_areas": SIDE * SIDE - 9, "history_months": HISTORY}]
    replicates = 400
    rates, percents = reference(effects, replicates)
    rows = {row["effect"]: row for row in result["rows"]}
    for effect in effects:
        row, rate = rows[effect], rates[effect]
        error = math.hypot(row["forecast_se"], math.sqrt(max(rate * (1 - rate), 0.01) / replicates))
        assert abs(row["forecast_rate"] - rate) < 4 * error, (effect, row["forecast_rate"], rate)
        assert row["forecast_percent"] == pytest.approx(percents[effect], abs=4.5)
        assert row["forecast_undefined"] == 0


def test_the_forecast_keeps_its_size_where_the_plain_test_does_not(evaluate):
    result = evaluate("--replicates", "2000").json
    rows = result["rows"]
    assert 0.03 < rows[0]["forecast_rate"] < 0.065
    assert rows[0]["rejection_rate"] > 0.1
    rates = [row["forecast_rate"] for row in rows]
    assert rates == sorted(rates) and rates[-1] > 0.85
    assert abs(rows[0]["forecast_percent"]) < 3 and rows[3]["forecast_percent"] == pytest.approx(-30, abs=3)
    smallest = result["minimum_detectable_effect"][0]["forecast_effect"]
    assert [row["effect"] for row in rows if row["forecast_rate"] < 0.8][-1] < smallest
    assert smallest < [row["effect"] for row in rows if row["forecast_rate"] > 0.8][0]
    headline = result["message"].split("\n")[0]
    assert headline.startswith(f"The forecast verdict of wdd test would detect a reduction of 30 % in {100 * rates[3]:.0f} of 100 "
                               "cases with 6 months of treatment.")
    assert "For comparison, the plain WDD test" in headline


def test_the_replicates_add_up_to_the_summary(evaluate):
    rows = evaluate("--replicates", "300", "--effects", "0.3").json["rows"]
    database = sqlite3.connect(evaluate.folder / "e.gpkg")
    for row in rows:
        of = database.execute("SELECT forecast_p, forecast_percent FROM replicates WHERE effect = ?", (row["effect"],)).fetchall()
        assert len(of) == 300
        assert row["forecast_rate"] == pytest.approx(sum(p <= 0.05 for p, _ in of) / 300)
        assert row["forecast_percent"] == pytest.approx(sum(percent for _, percent in of) / 300)
        written = database.execute("SELECT forecast_rate, forecast_width FROM summary WHERE effect = ?", (row["effect"],)).fetchone()
        assert written == pytest.approx((row["forecast_rate"], row["forecast_width"]))
    database.close()


def test_rings_have_their_own_verdict(evaluate):
    # Nothing moves: the ring is left in peace, and both together are watered down by it.
    row = evaluate("--effects", "0.4", "--replicates", "600", displacement="600 m").json["rows"][1]
    assert row["forecast_ring_increase"] < 0.09 and row["forecast_ring_decrease"] < 0.09
    assert 0.1 < row["forecast_together_rate"] < row["forecast_rate"]


def test_both_routes_agree(evaluate):
    counts = evaluate("--effects", "0.25", "--replicates", "2000").json["rows"]
    points = evaluate("--effects", "0.25", "--replicates", "400", "--route", "points").json["rows"]
    for a, b in zip(counts, points):
        assert abs(a["forecast_rate"] - b["forecast_rate"]) < 4 * math.hypot(max(a["forecast_se"], 0.005), max(b["forecast_se"], 0.01))
        assert a["forecast_percent"] == pytest.approx(b["forecast_percent"], abs=4)


def test_where_there_are_too_few_areas_it_is_said(evaluate):
    result = evaluate("--replicates", "50", displacement="4 km").json
    assert not result["forecast"]["given"]
    assert "found in the model, and 20 are needed" in result["forecast"]["studies"][0]["reason"]
    assert result["rows"][0]["forecast_rate"] is None
    assert "the forecast verdict of wdd test was not simulated" in result["message"]
    near = evaluate("--route", "points", "--near-repeat", "--replicates", "20").json["forecast"]
    assert not near["given"] and "--near-repeat" in near["reason"]


def test_threads_and_processes_change_nothing(evaluate, crims):
    args = ["--effects", "0.3", "--replicates", "300", "--months", "3,6"]
    alone = evaluate(*args, "--threads", "1")
    for threads in ("2", "8"):
        assert evaluate(*args, "--threads", threads).out == alone.out
    linked = subprocess.run(["ldd", str(crims.binary)], capture_output=True, text=True, check=False).stdout
    if shutil.which("mpirun") is None or "libmpi" not in linked:
        return
    options = os.environ.get("ASAN_OPTIONS")
    env = {**os.environ, "ASAN_OPTIONS": options.replace("detect_leaks=1", "detect_leaks=0")} if options else None
    plain = evaluate(*args)
    together = subprocess.run(["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "3", str(crims.binary), *plain.args],
                              capture_output=True, text=True, timeout=300, check=False, env=env)
    assert together.returncode == 0, together.stderr
    assert together.stdout == plain.out


def test_a_run_that_was_killed_goes_on_with_its_forecasts(evaluate, crims, tmp_path):
    checkpoint = tmp_path / "done.checkpoint"
    args = ["--effects", "0.3", "--replicates", "2000", "--threads", "1"]
    whole = evaluate(*args)

    assert kill_once_kept(crims, whole.args, checkpoint) > 0
    assert evaluate(*args, "--checkpoint", checkpoint).out == whole.out
