# SPDX-License-Identifier: MIT
"""What dialogs say of commands and options: ArcGIS's names where its tool has them, and nothing of the command line."""

import json
import os
import re
from functools import lru_cache

from . import catalog

TITLES = {
    "--response": "Response area",
    "--control": "Control area",
    "--output": "Result",
    "--start-field": "Response start date field",
    "--end-field": "Response end date field",
    "--start": "Response start date",
    "--end": "Response end date",
    "--date-field": "Incident date field",
    "--pre-start": "Pre-treatment start date",
    "--pre-end": "Pre-treatment end date",
    "--x": "X field",
    "--y": "Y field",
    "--points-crs": "CRS of X and Y",
    "--displacement": "Displacement distance",
    "--test-suitability": "Test control area suitability",
    "--max-area-difference": "Maximum area size difference (%)",
    "--max-count-difference": "Maximum pre-treatment count difference (%)",
    "--min-correlation": "Minimum absolute correlation coefficient",
    "--suitability-action": "If the control area is not suitable",
    "--html": "Message",
    "--message": "Message as text",
    "--json": "Numbers for programs (JSON)",
    "--overwrite": "Replace existing outputs",
    "--overlap": "Where zones overlap",
    "--crs": "Compute in this CRS",
    "--assume-crs": "CRS of layers that have none",
    "--from": "First month (YYYY-MM)",
    "--to": "Last month (YYYY-MM)",
    "--comparable": "Comparable: at most so many times more or fewer incidents",
    "--effects": "Effects to try",
    "--months": "Treatment lengths (months)",
    "--displaced": "Displaced shares",
    "--alpha": "Significance level",
    "--recorded": "Share that is recorded",
    "--missing": "Missing months (YYYY-MM)",
    "--month-only": "Dates by month only",
    "--snap": "Spacing of map points",
    "--size": "Size in pixels",
}

# Of one command, where the name means something else.
OWN_TITLES = {
    ("counts", "--treated"): "Response area: incidents before and after",
    ("counts", "--control"): "Control area: incidents before and after",
    ("counts", "--treated-displacement"): "Response displacement area: incidents before and after",
    ("counts", "--control-displacement"): "Control displacement area: incidents before and after",
    ("counts", "--input"): "Table of counts",
    ("plan", "--area"): "Incidents per month in the response area",
    ("plan", "--ring"): "Incidents per month in its displacement area",
    ("plan", "--control"): "Incidents per month in the control area",
    ("plan", "--control-ring"): "Incidents per month in its displacement area (control)",
    ("map", "--date-field"): "Date field",
    ("validate", "--html"): "Report",
    ("inject", "--displaced"): "Displaced share",
    ("inject", "--start"): "First day of the intervention",
    ("inject", "--end"): "Last day of the intervention",
    ("evaluate", "--start"): "First day of the intervention",
    ("evaluate", "--end"): "Last day of the intervention",
    ("inject", "--effect"): "Share of crimes prevented",
    ("evaluate", "--effect"): "Share of crimes prevented",
    ("inject", "--ring"): "Width of the ring that crimes are displaced to",
    ("evaluate", "--ring"): "Width of the ring that crimes are displaced to",
    ("evaluate", "--displacement"): "Displacement distances of the test",
    ("evaluate", "--html"): "Report",
    ("audit", "--html"): "Report",
}

# Where the option's own help is about the command line.
HELP = {
    "--points-crs": "Coordinate system of the X and Y fields.",
    "--json": "The result with every number, for programs.",
    "--message": "The message as plain text.",
    "--input": "CSV with one design per row.",
    "--dates": "How many earlier start dates to try, the latest first, or all that the incidents hold. Both periods lie before the real "
               "treatment.",
}

# How a text of a command's speaks of an option or a command: "choose one with ⟨--where⟩", "made by ⟨crims calibrate --zones⟩".
MENTION = re.compile("⟨([^⟨⟩]*)⟩")
NAMES_FILE = "CRIMEKIT_OPTION_NAMES"  # tells a command the file with the names that its user knows
# Of no use to whoever fills in a dialog.
CUTS = re.compile(
    r"; - (or nothing )?for (CSV on )?standard output(, in place of the message)?|exit status \d, | \(mpirun [^)]*\)|(,| or) FILE\.gpkg\|layername=NAME")


def title(entry, option):
    """--zone-field: 'Zone field'; a condition is named after its layer."""
    parent = entry.option(option.get("parent", ""))
    if option["type"] == "sql" and parent:
        return f"{title(entry, parent)}: only where"
    words = option["name"].lstrip("-").replace("-", " ")
    acronyms = {"crs": "CRS", "csv": "CSV", "json": "JSON", "html": "HTML"}
    words = " ".join(acronyms.get(word, word) for word in words.split())
    return OWN_TITLES.get((entry.command, option["name"])) or TITLES.get(option["name"], words[0].upper() + words[1:])


def help_text(entry, option):
    text = HELP.get(option["name"], option["help"])
    repeated = f"{title(entry, option)}: "
    if text.startswith(repeated):
        text = text[len(repeated):][0].upper() + text[len(repeated) + 1:]
    default = option["default"] or option.get("default_words")
    return in_dialog(entry, f"{text} Default: {default}." if default else text)


def description(entry):
    """The command's description, without the sentence on how a layer is named and what belongs to another of its tools."""
    paragraphs = []
    for paragraph in entry.description["description"]:
        sentences = re.split(r"(?<=\.) (?=[A-Z])", paragraph)
        kept = [sentence for sentence in sentences if "PATH" not in sentence and not sentence.startswith(entry.unsaid)]
        paragraphs.append(in_dialog(entry, " ".join(kept)))
    return [paragraph for paragraph in paragraphs if paragraph]


def in_dialog(entry, text):
    """Options and commands under the names that they have here."""
    names = names_here(entry)

    def named(match):
        typed = match[1]
        option, _, value = typed.rpartition(" ")
        return names.get(typed) or (f"{names[option]} set to {value}" if option in names else typed)

    return MENTION.sub(named, CUTS.sub("", text))


def names_here(entry):
    """{what is typed: what a dialog calls it}: "--where", "crims calibrate", "crims calibrate --zones"."""
    return {**names_elsewhere(), **{name: f"“{shown}”" for name, shown in option_titles(entry)}}


@lru_cache(maxsize=None)
def names_elsewhere():
    names = {}
    for other in reversed(catalog.entries()):  # the first of a command's tools gives it its name
        typed = f"{other.tool} {other.command}"
        names[typed] = f"“{other.name}”"
        names.update({f"{typed} {name}": f"“{shown}” of “{other.name}”" for name, shown in option_titles(other)})
    return names


def option_titles(entry):
    """(name, title) of what it shows, and of how a flag is switched off."""
    for option in entry.options:
        yield option["name"], title(entry, option)
        if option.get("negation"):
            yield option["negation"], f"{title(entry, option)}: no"


def environment(entry, folder):
    """Tells a command, by a file in the folder of its run, what its user calls the options it speaks of."""
    path = os.path.join(folder, "option-names.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(names_here(entry), file, ensure_ascii=False)
    return {NAMES_FILE: path}
