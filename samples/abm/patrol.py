#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Would an evaluation notice what patrols do?

An agent-based model (Mesa) of police officers on simulated crime (crimekit). In each replicate the town is simulated twice with the same random
numbers: officers patrol the Market from January to June, or wait at the station. The difference is what the patrols prevented. Then `wdd test`
is asked, as an evaluator would ask it, whether crime fell.

    python3 -m venv --system-site-packages abm && abm/bin/pip install "mesa[network]>=3,<4" matplotlib
    abm/bin/python samples/abm/patrol.py --model samples/out/model.gpkg

It needs crimekit (docs/stepping.md), and wdd and crims on the PATH.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
from crimekit import crims

ZONES = Path(__file__).resolve().parent.parent / "town-zones.gpkg"
COLUMNS = ["id", "time", "zone", "x", "y"]


@dataclass(frozen=True)
class Plan:
    """What is done where, and how officers work. Made up: put your own figures here."""

    model: Path
    seed: int = 1
    beats: tuple = ("E02999006", "E02999010")  # Market North, Market South: the response area
    control: str = "E02999008"  # Station Quarter
    before: str = "2022-07-04"
    start: str = "2023-01-01"
    end: str = "2023-07-01"  # does not belong to it
    officers: int = 2  # a shift; shifts begin at 0, 8 and 16 o'clock
    deterrence: float = 0.25  # 25 % fewer crimes in a zone while an officer patrols there
    half_life: float = 1.0  # hours until half of that is gone, after the officer has left
    at_scene: float = 2.0  # hours with a crime, on average
    speed: float = 20_000.0  # metres an hour

    @property
    def last_day(self):
        return str(np.datetime64(self.end) - np.timedelta64(1, "D"))


class Officer(mesa.Agent):
    def __init__(self, model, shift):
        super().__init__(model)
        self.shift = shift
        self.place = model.station
        self.free_at = 0.0  # hours since the start

    @property
    def on_duty(self):
        return self.shift == self.model.hour % 24 // 8

    def patrol(self):
        """Goes where fewest others are, if nobody needs help."""
        if self.on_duty and self.free_at <= self.model.hour:
            beat = min(self.model.beats, key=self.model.presence.get)
            self.model.presence[beat] += 1
            self.place = self.model.centres[beat]

    def answer(self, reported, place):
        """Goes to a crime; returns the hours until the arrival."""
        leaves = max(reported, self.free_at)
        arrives = leaves + np.hypot(*(place - self.place)) / self.model.plan.speed
        self.free_at = arrives + self.model.random.expovariate(1 / self.model.plan.at_scene)
        self.place = place
        return arrives - reported


class Town(mesa.Model):
    """An hour a step."""

    def __init__(self, plan, simulator, centres, patrols, seed):
        super().__init__(rng=seed)
        self.plan, self.simulator, self.centres, self.patrols = plan, simulator, centres, patrols
        self.station = centres.mean(axis=0)
        self.beats = [simulator.model.zones.index(code) for code in plan.beats]
        self.deterred = dict.fromkeys(self.beats, 0.0)
        self.presence = dict.fromkeys(self.beats, 0)
        self.hour = 0
        self.waiting = []
        self.crimes = []
        self.response_hours = []
        self.diary = mesa.DataCollector({
            "hour": lambda town: town.hour % 24,
            "patrolled": lambda town: np.mean([n > 0 for n in town.presence.values()]),
            "busy": lambda town: np.mean([o.free_at > town.hour for o in town.agents if o.on_duty]),
            "waiting": lambda town: len(town.waiting),
        })
        for shift in range(3):
            Officer.create_agents(self, plan.officers, shift)

    def step(self):
        self.presence = dict.fromkeys(self.beats, 0)
        if self.patrols:
            self.agents.shuffle_do("patrol")
            self.feed_back()
        start = self.simulator.time
        crimes = self.simulator.advance(hours=1)
        self.crimes.append(crimes)
        minutes = (crimes.time - start).astype(int)
        self.waiting += [(-severity, self.hour + minute / 60, zone) for severity, minute, zone in zip(crimes.severity, minutes, crimes.zone)]
        self.dispatch()
        self.diary.collect(self)
        self.hour += 1

    def feed_back(self):
        """Where officers patrol there is less crime from now on; where they have left it comes back."""
        for beat, officers in self.presence.items():
            left = self.deterred[beat] * 0.5 ** (1 / self.plan.half_life)
            deterred = self.plan.deterrence if officers else left
            if deterred != self.deterred[beat]:
                self.simulator.set_loading(1 - deterred, zones=beat)
                self.deterred[beat] = deterred

    def dispatch(self):
        """The most severe crime first; whoever can leave first takes it, if that is within the hour."""
        officers = [officer for officer in self.agents if officer.on_duty]
        still_waiting = []
        for crime in sorted(self.waiting):
            officer = min(officers, key=lambda o: o.free_at)
            if officer.free_at < self.hour + 1:
                self.response_hours.append(officer.answer(crime[1], self.centres[crime[2]]))
            else:
                still_waiting.append(crime)
        self.waiting = still_waiting


def simulate(plan, replicate, patrols):
    """The months before, then those with officers: Town, and all incidents as a table."""
    simulator = crims.Simulator(plan.model, start=plan.before, seed=plan.seed, replicate=replicate)
    before = simulator.advance(until=plan.start)
    table = pd.DataFrame({name: getattr(before, name) for name in COLUMNS})
    mean = table.groupby("zone")[["x", "y"]].mean().reindex(range(len(simulator.model.zones)))
    town = Town(plan, simulator, mean.fillna(mean.mean()).to_numpy(), patrols, plan.seed + replicate)
    while simulator.time < np.datetime64(plan.end):
        town.step()
    after = {name: np.concatenate([getattr(crimes, name) for crimes in town.crimes]) for name in COLUMNS}
    return town, pd.concat([table, pd.DataFrame(after)], ignore_index=True)


def areas(plan):
    """Response and control area, as options of wdd test and crims evaluate."""
    response = "MSOA IN ({})".format(", ".join(f"'{code}'" for code in plan.beats))
    return response, ["--control", f"{ZONES}|layername=zones", "--control-where", f"MSOA = '{plan.control}'", "--displacement", "0"]


def ask_wdd(plan, incidents):
    """What an evaluator reads: z, p and the estimate."""
    response, control = areas(plan)
    with tempfile.TemporaryDirectory() as folder:
        incidents.to_csv(Path(folder, "incidents.csv"), index=False)
        told = subprocess.run(["wdd", "test", "--quiet", "--response", f"{ZONES}|layername=zones", "--where", response, *control,
                               "--incidents", Path(folder, "incidents.csv"), "--x", "x", "--y", "y", "--points-crs", "EPSG:27700",
                               "--date-field", "time", "--start", plan.start, "--end", plan.last_day, "--json", "-"],
                              check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told)["total"]


def in_the_market(plan, town, incidents):
    """Incidents with a place in the response area, since the start."""
    chosen = incidents.zone.isin(town.beats) & incidents.x.notna() & (incidents.time >= np.datetime64(plan.start))
    return incidents[chosen]


def figures(plan, replicate):
    """The town with and without patrols, and what the test says of each."""
    row = {"replicate": replicate}
    for name, patrols in (("off", False), ("on", True)):
        town, incidents = simulate(plan, replicate, patrols)
        diary, hours = town.diary.get_model_vars_dataframe(), np.array(town.response_hours)
        verdict = ask_wdd(plan, incidents)
        row |= {f"market_{name}": len(in_the_market(plan, town, incidents)), f"busy_{name}": diary.busy.mean(), f"patrolled_{name}": diary.patrolled.mean(),
                f"minutes_{name}": 60 * hours.mean(), f"minutes90_{name}": 60 * np.quantile(hours, 0.9), f"estimate_{name}": verdict["estimate"],
                f"z_{name}": verdict["z"], f"found_{name}": verdict["p_one_tailed"] <= 0.05}
    return row


def ask_evaluate(plan, effect, folder):
    """The same question to crims evaluate: an effect of this size, the same at all hours."""
    response, control = areas(plan)
    scenario = {"name": "Patrols in the Market", "description": "The mean effect that patrol.py has measured.",
                "interventions": [{"area": {"layer": f"{ZONES}|layername=zones", "where": response}, "start": plan.start, "end": plan.last_day, "effect": effect}]}
    (folder / "scenario.json").write_text(json.dumps(scenario, indent=2) + "\n")
    subprocess.run(["crims", "evaluate", "--quiet", "--model", plan.model, "--scenario", folder / "scenario.json", *control, "--effects", str(effect),
                    "--replicates", "2000", "--overwrite", "--output", folder / "evaluation.gpkg", "--json", folder / "evaluation.json"],
                   check=True, stdout=subprocess.DEVNULL)
    rows = json.loads((folder / "evaluation.json").read_text())["rows"]
    return {name: next(row["rejection_rate"] for row in rows if (row["effect"] > 0) == (name == "on")) for name in ("off", "on")}


def table(results, evaluated):
    n = len(results)
    mean = results.mean(numeric_only=True)
    prevented = results.market_off - results.market_on
    lines = [f"{'':44}{'no patrols':>12}{'patrols':>12}"]

    def add(title, form, name):
        lines.append(f"{title:44}" + "".join(f"{form.format(mean[f'{name}_{which}']):>12}" for which in ("off", "on")))

    add("Crimes in the Market in six months", "{:.0f}", "market")
    add("Time that the Market is patrolled", "{:.0%}", "patrolled")
    add("Time that officers are busy", "{:.0%}", "busy")
    add("Minutes to the arrival, mean", "{:.0f}", "minutes")
    add("Minutes to the arrival, nine in ten", "{:.0f}", "minutes90")
    add("wdd test: estimated change", "{:+.0f}", "estimate")
    add("wdd test reports a reduction", "{:.0%}", "found")
    lines.append(f"{'crims evaluate, given the same mean effect':44}" + "".join(f"{evaluated[which]:>12.0%}" for which in ("off", "on")))
    low, high = prevented.quantile([0.05, 0.95])
    share = prevented.sum() / results.market_off.sum()
    error = np.sqrt(mean.found_on * (1 - mean.found_on) / n)
    lines += ["", f"The truth: {prevented.mean():.0f} crimes prevented, {share:.0%} (in nine of ten replicates {low:.0f} to {high:.0f}).",
              f"wdd test saw it in {results.found_on.sum()} of {n} replicates (± {100 * error:.0f} in 100); crims evaluate said {100 * evaluated['on']:.0f} in 100."]
    return "\n".join(lines)


def picture(plan, results, path):
    """One replicate by week, the day of an officer, and all verdicts."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (weeks, day, verdicts) = pyplot.subplots(1, 3, figsize=(13, 4), layout="constrained")
    blue, orange, grey = "#1f5fa8", "#d9730d", "#8a8a8a"
    for patrols, colour in ((False, grey), (True, blue)):
        town, incidents = simulate(plan, 0, patrols)
        market = incidents[incidents.zone.isin(town.beats)]
        counts = market.groupby((market.time - np.datetime64(plan.start)).dt.days // 7).size().iloc[1:-1]  # whole weeks
        weeks.plot(counts.index + 0.5, counts, color=colour, label="patrols" if patrols else "no patrols", lw=2)
    weeks.axvline(0, color="black", lw=1, ls=":")
    weeks.set(title="Crimes in the Market, by week", xlabel="weeks since the start", ylim=(0, None))
    weeks.legend(frameon=False)
    diary = town.diary.get_model_vars_dataframe().groupby("hour").mean()
    crimes = market[market.time >= np.datetime64(plan.start)].time.dt.hour.value_counts(normalize=True).sort_index()
    day.bar(diary.index, 100 * diary.patrolled, color=blue, alpha=0.35, label="a zone of the Market is patrolled (% of time)")
    day.plot(diary.index, 100 * diary.busy, color=orange, lw=2, label="officers are busy (%)")
    day.plot(crimes.index, 1000 * crimes, color="black", lw=1, ls="--", label="of 1,000 crimes in the Market")
    day.set(title="The day", xlabel="hour", ylim=(0, 140))
    day.legend(frameon=False, loc="upper left", fontsize=8)
    bins = np.histogram_bin_edges(results[["estimate_off", "estimate_on"]], bins=20)
    for name, colour, label in (("off", grey, "no patrols"), ("on", blue, "patrols")):
        verdicts.hist(results[f"estimate_{name}"], bins=bins, color=colour, alpha=0.6, label=label)
        verdicts.axvline((results.market_on - results.market_off).mean() if name == "on" else 0, color=colour, lw=2)
    verdicts.set(title=f"wdd test in {len(results)} replicates; lines: the truth", xlabel="estimated change in crimes")
    verdicts.legend(frameon=False)
    for axes in (weeks, day, verdicts):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", type=Path, required=True, help="the town's model: samples/run makes samples/out/model.gpkg")
    options.add_argument("--replicates", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--output", type=Path, default=Path("patrol"), help="folder for the picture and the tables")
    given = options.parse_args()
    missing = [command for command in ("wdd", "crims") if shutil.which(command) is None]
    if missing:
        sys.exit(f"patrol.py: {' and '.join(missing)} not found on the PATH: export PATH=$PWD/build/release/bin:$PATH")
    given.output.mkdir(parents=True, exist_ok=True)
    plan = Plan(model=given.model, seed=given.seed)
    with ProcessPoolExecutor() as pool:
        results = pd.DataFrame(pool.map(partial(figures, plan), range(given.replicates)))
    results.to_csv(given.output / "replicates.csv", index=False)
    effect = 1 - results.market_on.sum() / results.market_off.sum()
    print(table(results, ask_evaluate(plan, round(effect, 4), given.output)))
    picture(plan, results, given.output / "patrol.png")
    print(f"The picture: {given.output / 'patrol.png'}")


if __name__ == "__main__":
    main()
