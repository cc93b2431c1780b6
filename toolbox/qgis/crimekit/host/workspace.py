# SPDX-License-Identifier: MIT
"""A folder for the files of one run, which goes with the run; one whose program was killed goes with the next run."""

import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

PREFIX = "crimekit-"


@contextmanager
def workspace():
    remove_abandoned()
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as folder:
        yield folder


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
