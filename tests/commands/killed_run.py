# SPDX-License-Identifier: MIT
"""A run of `crims evaluate` that is killed once its checkpoint holds something."""

import signal
import sqlite3
import subprocess
import time

import pytest


def kept_blocks(checkpoint):
    try:
        database = sqlite3.connect(f"file:{checkpoint}?mode=ro", uri=True)
        count = database.execute("SELECT count(*) FROM block").fetchone()[0]
        database.close()
        return count
    except sqlite3.OperationalError:
        return 0


def kill_once_kept(crims, arguments, checkpoint):
    """How many blocks the killed run left in its checkpoint. Skips where it was over too soon."""
    process = subprocess.Popen([str(crims.binary), *arguments, "--checkpoint", str(checkpoint)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while kept_blocks(checkpoint) == 0 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if process.poll() is not None:
        pytest.skip("the run was over before it could be killed")
    process.send_signal(signal.SIGKILL)
    process.wait()
    return kept_blocks(checkpoint)
