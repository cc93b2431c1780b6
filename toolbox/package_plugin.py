#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes the zips that users install, byte for byte the same from the same sources, and does the plugin site's checks on the first.

    toolbox/package_plugin.py [FOLDER]                       default: build/toolbox
    toolbox/package_plugin.py FOLDER --windows COMMANDS      only the last of these

    crimekit-VERSION.zip            QGIS: Plugins, Manage and Install Plugins, Install from ZIP
    crimekit-arcgis-VERSION.zip     ArcGIS Pro: the toolbox with what it shares with QGIS beside it
    crimekit-VERSION-windows.zip    both, with the commands and their data from the folder COMMANDS; QGIS installs it as the first
"""

import ast
import configparser
import io
import re
import sys
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import make_pages  # noqa: E402  it stands beside this script

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "toolbox/qgis/crimekit"
ARCGIS = ROOT / "toolbox/arcgis"
KINDS = {".py", ".json", ".svg", ".txt"}
SAMPLE = ("town.gpkg", "town-zones.gpkg", "town-crimes.zip", "town-lookup.csv")
SHARED_WITH_ARCGIS = ("__init__.py", "host", "usage")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say

REQUIRED = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository")
LARGEST = 20_000_000  # bytes, of the plugin site
TEXT = re.compile(r"\.(py|json|svg|txt|md|html|csv)$|/LICENSE$")
DATA = re.compile(r"^crimekit/sample/town[a-z-]*\.(gpkg|zip)$")  # no program


def plugin_files():
    """{path below the plugin's folder: file}."""
    files = {path.relative_to(PLUGIN).as_posix(): path for path in PLUGIN.rglob("*") if path.suffix in KINDS and path.is_file()}
    return {**files, "LICENSE": ROOT / "LICENSE"}


def qgis_entries():
    """With the pages of the help buttons and the sample town, which the source tree has elsewhere."""
    files = {f"crimekit/{name}": file.read_bytes() for name, file in plugin_files().items()}
    sample = {f"crimekit/sample/{name}": (ROOT / "samples" / name).read_bytes() for name in SAMPLE}
    return {**files, **sample, **{f"crimekit/pages/{name}": html.encode() for name, html in make_pages.pages().items()}}


def arcgis_entries():
    shared = {f"crimekit/{name}": file.read_bytes() for name, file in plugin_files().items() if name.split("/")[0] in SHARED_WITH_ARCGIS}
    return {**shared, "crimekit.pyt": (ARCGIS / "crimekit.pyt").read_bytes(), "README.md": (ARCGIS / "README.md").read_bytes(),
            "LICENSE": (ROOT / "LICENSE").read_bytes()}


def windows_entries(commands):
    """The plugin, with all that `commands` has in its folder bin, and the ArcGIS toolbox, which looks there too."""
    brought = {f"crimekit/bin/{path.relative_to(commands).as_posix()}": path.read_bytes() for path in commands.rglob("*") if path.is_file()}
    missing = [name for name in ("wdd.exe", "crims.exe") if f"crimekit/bin/{name}" not in brought]
    if missing:
        sys.exit(f"package_plugin: {commands} has no {' and no '.join(missing)}")
    entries = qgis_entries()
    about = re.sub(r"(?m)This plugin holds no binaries.*$", "It brings the commands wdd and crims for Windows.",
                   entries["crimekit/metadata.txt"].decode())
    arcgis = {f"crimekit/arcgis/{name}": (ARCGIS / name).read_bytes() for name in ("crimekit.pyt", "README.md")}
    return {**entries, "crimekit/metadata.txt": about.encode(), **brought, **arcgis}


def zipped(entries):
    """The bytes of a zip that depend on nothing but the entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # Unix, wherever it is made
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name])
    return buffer.getvalue()


def version():
    return re.search(r"(?m)^version=(.+)$", (PLUGIN / "metadata.txt").read_text(encoding="utf-8")).group(1)


# --- what the plugin site refuses, as far as it can be seen without it ----------------------------------------------------


def problems(content):
    """Why the plugin site would not take this zip: a list of sentences."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    found = [] if len(content) <= LARGEST else [f"the zip has {len(content)} bytes; at most {LARGEST} are allowed"]
    folders = {name.split("/")[0] for name in entries}
    if len(folders) != 1 or any("/" not in name for name in entries):
        return [*found, f"one folder is allowed at the top, not {', '.join(sorted(folders))}"]
    [folder] = folders
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", folder):
        found.append(f"the folder's name {folder} is no Python identifier")
    for name in ("__init__.py", "metadata.txt", "LICENSE"):
        if f"{folder}/{name}" not in entries:
            found.append(f"{name} is missing")
    found += [problem for name, data in sorted(entries.items()) for problem in file_problems(name, data)]
    if not any(problem.startswith(("__init__", "metadata")) for problem in found):
        found += init_problems(entries[f"{folder}/__init__.py"])
        found += metadata_problems(entries[f"{folder}/metadata.txt"].decode("utf-8"), folder, entries)
    return found


def file_problems(name, data):
    if name.startswith("/") or ".." in name.split("/") or "\\" in name:
        yield f"{name}: no path within the folder"
    if any(part in ("__pycache__", "__MACOSX") or part.startswith(".") for part in name.split("/")):
        yield f"{name}: bytecode and hidden files do not belong in it"
    if not DATA.search(name) and (not TEXT.search(name) or b"\0" in data):
        yield f"{name}: only texts are allowed, no binaries"
    if name.endswith(".py"):
        try:
            ast.parse(data.decode("utf-8"), name, feature_version=(3, 7))  # Python of the oldest QGIS on Windows
        except (SyntaxError, UnicodeDecodeError) as error:
            yield f"{name}: {error}"


def init_problems(data):
    functions = [node.name for node in ast.parse(data).body if isinstance(node, ast.FunctionDef)]
    return [] if "classFactory" in functions else ["__init__.py has no classFactory"]


def metadata_problems(text, folder, entries):
    parser = configparser.ConfigParser()
    parser.optionxform = str
    try:
        parser.read_string(text)
        general = dict(parser.items("general"))  # a bare % fails here, as it does on the site
    except configparser.Error as error:
        return [f"metadata.txt: {error}".replace("\n", " ")]
    found = [f"metadata.txt: {key} is missing" for key in REQUIRED if not general.get(key)]
    patterns = {"version": r"\d+(\.\d+)*", "qgisMinimumVersion": r"\d+\.\d+(\.\d+)?", "email": r"[^@\s]+@[^@\s]+",
                "tracker": r"https?://\S+", "repository": r"https?://\S+", "homepage": r"https?://\S+"}
    found += [f"metadata.txt: {key}={general[key]} is not as it should be" for key, pattern in patterns.items()
              if general.get(key) and not re.fullmatch(pattern, general[key])]
    icon = general.get("icon")
    if icon and f"{folder}/{icon}" not in entries:
        found.append(f"metadata.txt: icon {icon} is not in the zip")
    return found


def package_windows(folder, commands):
    path = folder / f"crimekit-{version()}-windows.zip"
    path.write_bytes(zipped(windows_entries(commands)))
    print(path)


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/toolbox"
    folder.mkdir(parents=True, exist_ok=True)
    if sys.argv[2:3] == ["--windows"]:
        package_windows(folder, Path(sys.argv[3]))
        return
    plugin = zipped(qgis_entries())
    found = problems(plugin)
    if found:
        sys.exit("\n".join(f"package_plugin: {problem}" for problem in found))
    for name, content in ((f"crimekit-{version()}.zip", plugin), (f"crimekit-arcgis-{version()}.zip", zipped(arcgis_entries()))):
        (folder / name).write_bytes(content)
        print(folder / name)


if __name__ == "__main__":
    main()
