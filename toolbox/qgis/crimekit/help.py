# SPDX-License-Identifier: MIT
"""The help of an algorithm, from the command's own."""

from html import escape

from .host import words
from .parameters import help_text


def help_html(entry):
    """Description and every parameter, as the panel beside the dialog shows it."""
    text = [f"<p>{escape(paragraph)}</p>" for paragraph in words.description(entry)]
    text.append("<h3>Parameters</h3>")
    for option in entry.options:
        text.append(f"<p><b>{escape(words.title(entry, option))}</b>: {escape(help_text(entry, option))}</p>")
    text.append(f"<p>The same on the command line: <code>{entry.tool} {entry.command} --help</code></p>")
    return "".join(text)
