# SPDX-License-Identifier: MIT
"""The help of an algorithm, from the command's own."""

from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import QUrl

from .host import words
from .parameters import help_text

PAGES = Path(__file__).resolve().parent / "pages"  # made by toolbox/make_pages.py where the plugin is packaged


def page_url(name):
    """The address of a page of the documentation; "" where the plugin brings none, as in the source tree."""
    page = PAGES / f"{name}.html"
    return QUrl.fromLocalFile(str(page)).toString() if page.is_file() else ""


def help_html(entry):
    """Description and every parameter, as the panel beside the dialog shows it."""
    text = [f"<p>{escape(paragraph)}</p>" for paragraph in words.description(entry)]
    text.append("<h3>Parameters</h3>")
    for option in entry.options:
        text.append(f"<p><b>{escape(words.title(entry, option))}</b>: {escape(help_text(entry, option))}</p>")
    text.append(f"<p>The same on the command line: <code>{entry.tool} {entry.command} --help</code></p>")
    return "".join(text)
