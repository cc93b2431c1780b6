# SPDX-License-Identifier: MIT
"""A folder for the files of one run, which goes with the run; one whose program is killed goes with that, or with the next run."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "crimekit-"

# Its input ends with the program that started it, however that ends: the command it last heard of is then stopped, the folder removed.
WATCHER = 'while read -r pid; do command=$pid; done; [ -z "$command" ] || kill "$command"; rm -rf -- "$0"'


@contextmanager
def workspace():
    """The folder, and a function to tell the process id of the command that works in it: None once it has ended."""
    remove_abandoned()
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as folder, watcher(folder) as watch:
        yield folder, watch


@contextmanager
def watcher(folder):
    if sys.platform == "win32":  # it has no such shell; there a command ends at its next line of progress
        yield lambda pid: None
        return
    # Unbuffered; in a session of its own, for what ends this program may end all of its session.
    with subprocess.Popen(["/bin/sh", "-c", WATCHER, folder], bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, start_new_session=True) as process:

        def watch(pid):
            with suppress(BrokenPipeError):
                process.stdin.write(f"{pid or ''}\n".encode())

        try:
            yield watch
        finally:
            process.kill()


def remove_abandoned():
    """Folders of programs that are gone. On Windows there is no harmless way to ask whether one is."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = re.match(rf"{PREFIX}(\d+)-", folder.name)
        if owner and not is_alive(int(owner.group(1))):
            shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
