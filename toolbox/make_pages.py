#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes the pages that the help buttons of QGIS open: one for each tool, from what the command says of itself, those of docs, and a
guide to all of them. Those of docs need cmark-gfm (tools/install-packages); without it the guide goes without them.

    toolbox/make_pages.py FOLDER
"""

import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "toolbox/qgis"))
sys.dont_write_bytecode = True
from crimekit.host import catalog, words  # noqa: E402  found above

HOME = re.search(r"(?m)^homepage=(.+)$", (ROOT / "toolbox/qgis/crimekit/metadata.txt").read_text(encoding="utf-8")).group(1)
STYLE = """body { max-width: 46em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif; color: #262626; background: #fff }
table { border-collapse: collapse } th, td { border-bottom: 1px solid #ccc; padding: 0.3em 0.8em 0.3em 0; text-align: left; vertical-align: top }
pre { overflow-x: auto; background: #f3f3f3; padding: 0.8em } code { font-size: 90% } a { color: #0b5394 } dt { font-weight: bold; margin-top: 0.8em }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #1e1e1e } pre { background: #2a2a2a } a { color: #8ab8f0 } }"""


def page(title, body):
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>{body}</body></html>\n")


# --- docs -----------------------------------------------------------------------------------------------------------------


def documents():
    """{name: (title, HTML)} of docs; empty without cmark-gfm."""
    if shutil.which("cmark-gfm") is None:
        print("make_pages: cmark-gfm is missing, so the pages of docs are left out (tools/install-packages build)", file=sys.stderr)
        return {}
    found = {}
    for path in sorted((ROOT / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = re.search(r"(?m)^# (.+)$", text).group(1)
        found[path.stem] = (title, html_of(linked(text)))
    return found


def linked(text):
    """Links among the pages as they are here, others to the project; pictures are their texts."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"*[Picture: \1]*", text)
    text = re.sub(r"\]\(([a-z-]+)\.md(#[^)]*)?\)", r"](\1.html\2)", text)
    return re.sub(r"\]\(\.\./([^)]*)\)", rf"]({HOME}/blob/main/\1)", text)


def html_of(markdown):
    done = subprocess.run(["cmark-gfm", "-e", "table", "--to", "html"], input=markdown, capture_output=True, text=True, encoding="utf-8",
                          check=True)
    return done.stdout


# --- tools ----------------------------------------------------------------------------------------------------------------


def tool_page(entry, docs):
    parts = [f"<p><a href='index.html'>All tools</a></p><h1>{escape(entry.name)}</h1>",
             *(f"<p>{escape(paragraph)}</p>" for paragraph in words.description(entry))]
    more = [f"<a href='{name}.html'>{escape(docs[name][0])}</a>" for name in entry.pages if name in docs]
    if more:
        parts.append(f"<p>More: {', '.join(more)}.</p>")
    for group in dict.fromkeys(option["group"] for option in entry.description["options"]):
        options = [option for option in entry.options if option["group"] == group]
        if options:
            parts.append(f"<h2>{escape(group)}</h2><dl>{''.join(described(entry, option) for option in options)}</dl>")
    parts.append(f"<p>The same on the command line: <code>{entry.tool} {entry.command} --help</code></p>")
    return page(entry.name, "\n".join(parts))


def described(entry, option):
    kind = "required" if entry.is_required(option) else "advanced" if option["advanced"] else ""
    text = "QGIS expression that selects features of the layer; empty for all." if option["type"] == "sql" else words.help_text(entry, option)
    note = f" <small>({kind})</small>" if kind else ""
    return f"<dt>{escape(words.title(entry, option))}{note}</dt><dd>{escape(text)}</dd>\n"


def guide(docs):
    parts = ["<h1>crimekit: did it reduce crime, or only move it?</h1>",
             "<p>Try it: <i>Plugins, crimekit, Open the sample town</i> opens a project with layers and a dialog that is filled in. Press Run.</p>"]
    for group in dict.fromkeys(entry.group for entry in catalog.entries()):
        parts.append(f"<h2>{escape(group)}</h2><dl>")
        parts += [f"<dt><a href='{entry.id}.html'>{escape(entry.name)}</a></dt><dd>{escape(sentence(entry))}</dd>"
                  for entry in catalog.entries() if entry.group == group]
        parts.append("</dl>")
    if docs:
        parts.append("<h2>Pages</h2><ul>")
        parts += [f"<li><a href='{name}.html'>{escape(title)}</a></li>" for name, (title, _body) in docs.items()]
        parts.append("</ul>")
    return page("crimekit", "\n".join(parts))


def sentence(entry):
    summary = entry.description["summary"]
    return f"{summary[0].upper()}{summary[1:]}."


def pages():
    """{file name: HTML}."""
    docs = documents()
    back = "<p><a href='index.html'>All tools and pages</a></p>"
    return {"index.html": guide(docs), **{f"{name}.html": page(title, back + body) for name, (title, body) in docs.items()},
            **{f"{entry.id}.html": tool_page(entry, docs) for entry in catalog.entries()}}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, html in pages().items():
        (folder / name).write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
