# SPDX-License-Identifier: MIT
"""The tools a host shows: which command each runs, its id, name and group. The rest is the commands' own descriptions.

A command that is missing in ENTRIES is shown all the same, under a plain id and its summary: after update_usage.py a new command
is there, and a line here gives it a better name. What makes no tool is in LEFT_OUT, with the reason.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .arguments import RUNNING

USAGE = Path(__file__).resolve().parents[1] / "usage"
EVALUATION, SIMULATION = "Evaluation", "Simulation"
GROUP_OF_TOOL = {"wdd": EVALUATION, "crims": SIMULATION}


@dataclass(frozen=True)
class Entry:
    """One tool of a host. Options are named as on the command line."""

    tool: str
    command: str
    id: str
    name: str
    group: str
    arcgis: bool = False  # the one that ArcGIS has too: parameters under its names and in its order
    arcgis_names: bool = False  # the same names in another tool; those after the options are accepted
    without: tuple = ()  # options that this tool leaves out
    required: tuple = ()  # required here, though another tool does without
    names: dict = field(default_factory=dict)  # parameter names that are not the option's
    numbers: dict = field(default_factory=dict)  # output number: path in the command's JSON
    tags: tuple = ()  # what people search for, besides TAGS
    pages: tuple = ()  # of docs: where more is told
    unsaid: tuple = ()  # beginnings of sentences of the description that are about another tool

    @property
    def description(self):
        """What the command says of itself."""
        return commands()[self.tool, self.command]

    @property
    def options(self):
        """The options this tool shows, as parameters are ordered."""
        shown = [option for option in self.description["options"] if option["name"] not in (*self.without, *RUNNING)]
        return sorted(shown, key=self._rank)

    def _rank(self, option):
        """ArcGIS's parameters in its order, then what is not advanced, then the advanced ones; Python's sort is stable."""
        if (self.arcgis or self.arcgis_names) and option["name"] in ARCGIS_ORDER:
            return (0, ARCGIS_ORDER.index(option["name"]))
        return (2 if option["advanced"] else 1, 0)

    def option(self, name):
        return next((option for option in self.description["options"] if option["name"] == name), None)

    def parameter_name(self, option):
        """IN_FEATURES or DATE_FIELD."""
        name = option["name"]
        if name in self.names:
            return self.names[name]
        if self.arcgis or self.arcgis_names:
            others = [*option["aliases"], option.get("value_alias", "")]
            name = next((other for other in others if "_" in other), name)
        return as_parameter(name)

    def earlier_name(self, option):
        """What its parameter was called before it was called as ArcGIS calls it; "" where it has always been called so."""
        own = as_parameter(option["name"])
        renamed = self.arcgis_names and option["name"] not in self.names and own != self.parameter_name(option)
        return own if renamed else ""

    def with_names_of_today(self, values):
        """Values of a script or a model, which may be older than the names."""
        result = dict(values)
        for option in self.options:
            earlier = self.earlier_name(option)
            if earlier and result.get(earlier) is not None:
                result[self.parameter_name(option)] = result.pop(earlier)
        return result

    def is_required(self, option):
        return option["required"] or option["name"] in self.required


def as_parameter(name):
    """--date-field: DATE_FIELD."""
    return name.lstrip("-").replace("-", "_").upper()


TAGS = ("police", "policing", "crime")
TEST_TAGS = ("evaluation", "before after", "hot spot", "displacement", "diffusion of benefits", "control area", "difference in differences")
MODEL_TAGS = ("synthetic crime", "simulation", "crime model")
PLAN_TAGS = ("power", "sample size", "evaluation", "hot spot", "control area", "displacement")

NUMBERS = {"WDD": "total.estimate", "SEWDD": "total.se", "ZWDD": "total.z", "ONETPV": "total.p_one_tailed"}
MESSAGE_NAMES = {"--html": "MESSAGE", "--message": "MESSAGE_TEXT"}

# The order of the parameters of ArcGIS's Weighted Displacement Difference.
ARCGIS_ORDER = (
    "--response", "--where", "--control", "--incidents", "--output", "--start-field", "--end-field", "--date-field", "--displacement",
    "--test-suitability", "--max-area-difference", "--max-count-difference", "--min-correlation")

ENTRIES = (
    Entry("wdd", "test", "weighteddisplacementdifference", "Weighted Displacement Difference", EVALUATION, arcgis=True,
          names=MESSAGE_NAMES, numbers=NUMBERS, tags=(*TEST_TAGS, "forecast", "WDD"), pages=("evaluation", "verdict", "input", "method")),
    Entry("wdd", "counts", "wddcounts", "WDD test from counts", EVALUATION,
          without=("--input", "--output", "--combine"), required=("--treated", "--control"), names=MESSAGE_NAMES, numbers=NUMBERS,
          tags=(*TEST_TAGS, "spreadsheet"), pages=("evaluation", "method"), unsaid=("A CSV has", "Other columns", "The results are")),
    Entry("wdd", "counts", "wddcountstable", "WDD test from a table of counts", EVALUATION,
          without=("--treated", "--control", "--treated-displacement", "--control-displacement", "--json", "--message", "--html"),
          required=("--input", "--output"), tags=(*TEST_TAGS, "meta-analysis", "CSV"), pages=("evaluation", "method"), unsaid=("Each count",)),
    Entry("wdd", "batch", "wddbatch", "WDD test of many areas", EVALUATION, arcgis_names=True, names=MESSAGE_NAMES,
          tags=(*TEST_TAGS, "forecast", "several areas"), pages=("many-areas", "crime-types", "verdict")),
    Entry("wdd", "placebo", "placebotest", "Placebo test", EVALUATION, arcgis_names=True, names=MESSAGE_NAMES,
          tags=(*TEST_TAGS, "forecast", "permutation", "comparison areas"), pages=("evaluation", "verdict")),
    Entry("wdd", "plan", "planevaluation", "Plan an evaluation", EVALUATION, names=MESSAGE_NAMES,
          tags=(*PLAN_TAGS, "minimum detectable effect"), pages=("planning",)),
    Entry("crims", "audit", "auditcrimes", "Audit a crime download", SIMULATION, tags=("data.police.uk", "download", "data quality"),
          pages=("real-data", "simulation")),
    Entry("crims", "show", "showmodel", "Show what a crime model knows", SIMULATION, tags=(*MODEL_TAGS, "metadata", "sources"),
          pages=("simulation", "model-format")),
    Entry("crims", "counts", "countcrimes", "Count crimes by zone and period", SIMULATION,
          tags=("aggregate", "weekly counts", "monthly counts", "time series"), pages=("counts", "simulation")),
    Entry("crims", "rhythm", "crimerhythm", "Weekly rhythm of crimes", SIMULATION, tags=("time of day", "day of the week", "season"),
          pages=("simulation",)),
    Entry("crims", "population", "makepopulation", "People by zone, sex, age and ethnicity", SIMULATION,
          tags=("population", "census", "projection", "microsynthesis", "iterative proportional fitting"), pages=("people",)),
    Entry("crims", "repeats", "repeatcrimes", "Repeat and near-repeat crimes", SIMULATION,
          tags=("Knox", "near repeat", "repeat victimisation", "contagion"), pages=("simulation",)),
    Entry("crims", "calibrate", "calibratecrimes", "Calibrate the crime simulator", SIMULATION,
          tags=(*MODEL_TAGS, "calibration", "data.police.uk"), pages=("simulation", "real-data", "model-format")),
    Entry("crims", "simulate", "simulatecrimes", "Simulate crimes", SIMULATION, tags=(*MODEL_TAGS, "forecast", "what if"),
          pages=("simulation", "stepping")),
    Entry("crims", "victims", "drawvictims", "Victims of simulated crimes", SIMULATION,
          tags=(*MODEL_TAGS, "victims", "risk", "population"), pages=("people",)),
    Entry("crims", "validate", "validatecrimes", "Validate the crime simulator", SIMULATION, tags=(*MODEL_TAGS, "validation", "forecast"),
          pages=("simulation",)),
    Entry("crims", "map", "mapcrimes", "Map crimes by zone", SIMULATION, tags=("hot spot", "choropleth", "density", "picture"),
          pages=("simulation",)),
    Entry("crims", "inject", "injectintervention", "Inject a simulated intervention", SIMULATION,
          tags=(*MODEL_TAGS, "displacement", "diffusion of benefits", "known effect"), pages=("planning",)),
    Entry("crims", "evaluate", "evaluatedesign", "Evaluate a design by simulation", SIMULATION,
          without=("--save-scenario",),  # it would name the export of a selection, which goes with the run
          tags=(*PLAN_TAGS, *MODEL_TAGS, "diffusion of benefits"), pages=("planning",)),
)

LEFT_OUT = {
    ("crims", "fetch"): "it fetches for minutes from a server into a folder of many files, which is no layer; a line on a terminal goes on after a cut",
    ("crims", "run"): "it fills a folder from a folder; its steps are tools of their own here: calibrate, simulate, map, validate",
    ("crims", "serve"): "it answers over HTTP until it is stopped, and has a web page of its own; a dialog runs once and ends",
    ("crims", "step"): "it talks with a program, line by line, for as long as that runs; a dialog asks once",
}


@lru_cache(maxsize=None)
def usages():
    """The descriptions beside the plugin, by tool."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(USAGE.glob("*.json"))}


@lru_cache(maxsize=None)
def commands():
    """{(tool, command): description} of every command that has been described."""
    return {(tool, command["name"]): command for tool, usage in usages().items() for command in usage["commands"]}


@lru_cache(maxsize=None)
def entries():
    """The tools to show: those of ENTRIES whose command is described, and a plain one for each command without, but for LEFT_OUT."""
    named = {(entry.tool, entry.command) for entry in ENTRIES} | set(LEFT_OUT)
    plain = [
        Entry(tool, command, tool + command.replace("-", ""), f"{tool} {command}", GROUP_OF_TOOL.get(tool, tool))
        for tool, command in commands() if (tool, command) not in named]
    return [entry for entry in ENTRIES if (entry.tool, entry.command) in commands()] + plain


def entry(identifier):
    return next(entry for entry in entries() if entry.id == identifier)


def version():
    """The version of the commands this toolbox is made for."""
    return next(iter(usages().values()))["version"]


def numbers(entry, result):
    """{output: number or None} of a command's JSON."""
    return {name: lookup(result, path) for name, path in entry.numbers.items()}


def lookup(tree, path):
    for key in path.split("."):
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree
