# SPDX-License-Identifier: MIT
"""What dialogs say of commands and options: ArcGIS's names where its tool has them, and nothing of the command line."""

import re

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
    "--x": "X field (incidents without geometry)",
    "--y": "Y field (incidents without geometry)",
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
}

# Where the option's own help is about the command line.
HELP = {
    "--points-crs": "Coordinate system of the X and Y fields.",
    "--start": "First day of the treatment, in place of the field.",
    "--end": "Last day of the treatment, in place of the field.",
    "--json": "The result with every number, for programs.",
    "--message": "The message as plain text.",
    "--html": "The message as a web page: verdict, counts, suitability, caveats.",
}


def title(entry, option):
    """--zone-field: 'Zone field'; a condition is named after its layer."""
    parent = entry.option(option.get("parent", ""))
    if option["type"] == "sql" and parent:
        return f"{title(entry, parent)}: only where"
    words = option["name"].lstrip("-").replace("-", " ")
    acronyms = {"crs": "CRS", "json": "JSON", "html": "HTML"}
    words = " ".join(acronyms.get(word, word) for word in words.split())
    return TITLES.get(option["name"], words[0].upper() + words[1:])


def help_text(option):
    text = HELP.get(option["name"], option["help"])
    return f"{text} Default: {option['default']}." if option["default"] else text


def description(command):
    """The command's description, without sentences about the command line."""
    paragraphs = []
    for paragraph in command["description"]:
        sentences = re.split(r"(?<=\.) (?=[A-Z])", paragraph)
        paragraphs.append(" ".join(sentence for sentence in sentences if "PATH" not in sentence and "--" not in sentence))
    return [paragraph for paragraph in paragraphs if paragraph]
