# SPDX-License-Identifier: MIT
"""The help of an algorithm, from the command's own."""

from html import escape

from . import parameters


def help_html(entry):
    """Description and every parameter, as the panel beside the dialog shows it."""
    description = entry.description
    text = [f"<p>{escape(paragraph)}</p>" for paragraph in description["description"]]
    text.append("<h3>Parameters</h3>")
    for option in entry.options:
        text.append(f"<p><b>{escape(parameters.title(option))}</b>: {escape(parameters.help_text(option))}</p>")
    text.append(f"<p>The same on the command line: <code>{entry.tool} {entry.command} --help</code></p>")
    return "".join(text)
