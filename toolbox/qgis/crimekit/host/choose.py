# SPDX-License-Identifier: MIT
"""What a dialog presets: the layer and the field that are meant most likely. Nothing is better than a wrong one."""

import re

# What people call the layer of an option.
ROLES = {
    "response": ("response", "treated", "treatment", "target", "intervention", "hotspot", "patrol"),
    "control": ("control", "comparison", "untreated"),
    "incidents": ("incident", "crime", "offence", "offense", "event"),
    "crimes": ("crime", "incident", "offence", "offense", "event"),
    "zones": ("zone", "msoa", "lsoa", "district", "ward", "beat"),
}
DATE_WORDS = ("date", "occurred", "month", "reported", "day", "time")
START_WORDS = ("start", "begin", "from", "first")
END_WORDS = ("end", "finish", "until", "to", "last")


def layers(options, offered):
    """{option: layer id or None}, no layer twice. `offered`: (id, name, geometry) of each layer, in the order of the project;
    a geometry is "points", "polygons" or another word.
    """
    chosen = {}
    for option in options:
        chosen[option["name"]] = next(
            (layer for layer, name, geometry in offered
             if fits(option, geometry) and layer not in chosen.values() and is_called(option, name)), None)
    for option in options:
        if chosen[option["name"]] is None:
            chosen[option["name"]] = next(
                (layer for layer, name, geometry in offered
                 if fits(option, geometry) and layer not in chosen.values()
                 and not any(is_called(other, name) for other in options if other is not option)), None)
    return chosen


def fits(option, geometry):
    return {"incidents": "points"}.get(option["geometry"], option["geometry"]) == geometry


def is_called(option, name):
    role = option["name"].lstrip("-").split("-")[0]
    text = name.lower()
    return any(re.search(rf"(?<![a-z]){word}", text) for word in ROLES.get(role, (role,)))


def date_field(option, fields):
    """The field that holds the date of an option, or "". `fields`: (name, kind) of each that may, with "date" or "text" as kind."""
    by_kind = sorted(fields, key=lambda field: field[1] != "date")
    for part, words in (("start", START_WORDS), ("end", END_WORDS)):
        if part in option["name"].split("-"):
            return next((name for name, _kind in by_kind if has_word(name, words)), "")
    dates = [name for name, kind in fields if kind == "date"]
    texts = [name for name, kind in fields if kind == "text"]
    for names, otherwise in ((dates, dates[:1]), (texts, [])):
        named = [name for word in DATE_WORDS for name in names if has_word(name, (word,))]
        if named or otherwise:
            return (named or otherwise)[0]
    return ""


def has_word(name, words):
    """INCIDENT_DATE and IncidentDate have the word date, as has occurdate; Candidate has not."""
    parts = [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
    return any(part == word or len(word) > 3 and part.endswith(word) and part != "candidate" for part in parts for word in words)
