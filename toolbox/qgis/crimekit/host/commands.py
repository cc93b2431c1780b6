# SPDX-License-Identifier: MIT
"""Where the commands are, and whether they are the ones that this toolbox knows."""

import os
import shutil
import subprocess
import sys
from functools import lru_cache

BESIDE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin")  # where the zip for Windows has them
ENVIRONMENT = "CRIMEKIT_PATH"
USUAL_FOLDERS = "/usr/local/bin:/opt/homebrew/bin" if sys.platform == "darwin" else ""  # a Mac's programs see no PATH
HOW_TO_INSTALL = (
    "Install the crimekit package that belongs to this toolbox, or name the folder of the commands: in QGIS under Settings, Options, "
    f"Processing, Providers, crimekit; elsewhere in the environment variable {ENVIRONMENT}.")


SYSTEMS = {
    "linux": "Install the crimekit package (a .deb) of the same version.",
    "win32": "Install the plugin from crimekit-VERSION-windows.zip, which has them in it.",
    "darwin": "Build the commands (README of crimekit) and install them.",
}
WHERE_TO_SAY = "If QGIS does not find them then, name their folder under Settings, Options, Processing, Providers, crimekit."


def advice(system=sys.platform):
    """What to do on this system where the commands are missing."""
    return f"{SYSTEMS.get(system, SYSTEMS['linux'])} {WHERE_TO_SAY}"


class CommandMissing(Exception):
    """The command is nowhere, or it is another version's. The text says what to do."""


def hidden_window():
    """Arguments of Popen that keep a console from popping up on Windows."""
    return {"creationflags": subprocess.CREATE_NO_WINDOW} if sys.platform == "win32" else {}


def find(tool, setting, version):
    """The path of `tool`: beside this toolbox, where it came with it; else from the setting, else from the environment, else
    from PATH. The first that is given decides: a folder which someone named and which has no such command is an error, not a
    reason to look elsewhere.
    """
    beside = shutil.which(tool, path=BESIDE)
    if beside is not None:
        require_version(beside, version)
        return beside
    for folders, source in ((setting, "the setting"), (os.environ.get(ENVIRONMENT), f"the environment variable {ENVIRONMENT}")):
        if folders:
            break
    else:
        folders, source = os.pathsep.join(filter(None, (os.environ.get("PATH"), USUAL_FOLDERS))), "PATH"
    path = shutil.which(tool, path=folders)
    if path is None:
        place = "PATH" if source == "PATH" else f"{folders} ({source})"
        raise CommandMissing(f"The command '{tool}' is not in {place}. {HOW_TO_INSTALL}")
    require_version(path, version)
    return path


def require_version(path, version):
    """Versions agree in their first two numbers: within those no option changes its meaning."""
    found = version_of(path, os.stat(path).st_mtime_ns)
    if found.split(".")[:2] != version.split(".")[:2]:
        raise CommandMissing(
            f"{path} is version {found or 'unknown'}, but this toolbox is made for version {version}. {HOW_TO_INSTALL}")


@lru_cache(maxsize=None)
def version_of(path, _modified):
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, encoding="utf-8", errors="replace",
                              stdin=subprocess.DEVNULL, timeout=30, **hidden_window())
    except (OSError, subprocess.SubprocessError) as error:
        raise CommandMissing(f"{path} does not start: {error}. {HOW_TO_INSTALL}") from error
    words = done.stdout.split()
    return words[1] if done.returncode == 0 and len(words) == 2 else ""
