# SPDX-License-Identifier: MIT
"""Runs a command: lines as they come, progress, cancel, and the command's own words where it fails."""

import os
import queue
import re
import subprocess
import threading

from .commands import hidden_window

PROGRESS = re.compile(r"progress (\d{1,3})$")
MESSAGE = re.compile(r"[a-z]+: (warning|error): (.*)$")
PARTLY_DONE = 4  # wdd batch: some areas could not be evaluated, of which it has warned; the others are written
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 5.0


class CommandFailed(Exception):
    """A status that is not 0; the text is the command's own line."""

    def __init__(self, text, status):
        super().__init__(text)
        self.status = status


class Cancelled(Exception):
    """The user asked to stop; the command has ended and left nothing behind."""


class Listener:
    """Who hears of a run; a host overrides what it can show."""

    def progress(self, percent):
        """0 to 100."""

    def info(self, line):
        """A line of the command's standard output."""

    def warning(self, text):
        """A warning of the command's, or anything else on its standard error."""

    def is_cancelled(self):
        return False


def run(arguments, listener, watch=lambda pid: None, environment=None):
    """Runs the list of arguments (no shell) to its end, of which `watch` is told, see workspace; `environment` is added to this
    program's. Throws CommandFailed or Cancelled."""
    try:
        process = subprocess.Popen(  # pylint: disable=consider-using-with
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})}, **hidden_window())
    except OSError as error:
        raise CommandFailed(f"{arguments[0]} does not start: {error}", -1) from error
    errors = []
    watch(process.pid)
    try:
        for stream, line in lines_of(process, listener):
            tell(stream, line, listener, errors)
        status = process.wait()
    finally:
        end(process)
        watch(None)
    if status not in (0, PARTLY_DONE):
        raise CommandFailed(failure(arguments[0], status, errors), status)


def lines_of(process, listener):
    """(stream, line) from both pipes as they come; throws Cancelled when the listener wants to stop."""
    pending = queue.Queue()
    streams = {"out": process.stdout, "err": process.stderr}
    for name, pipe in streams.items():
        threading.Thread(target=read, args=(name, pipe, pending), daemon=True).start()
    still_open = len(streams)
    while still_open > 0:
        if listener.is_cancelled():
            raise Cancelled()
        try:
            name, line = pending.get(timeout=POLL_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            still_open -= 1
        else:
            yield name, line


def read(name, pipe, pending):
    with pipe:
        for line in pipe:
            pending.put((name, line.decode("utf-8", "replace").rstrip("\r\n")))
    pending.put((name, None))


def tell(stream, line, listener, errors):
    if stream == "out":
        listener.info(line)
        return
    progress = PROGRESS.match(line)
    message = MESSAGE.match(line)
    if progress:
        listener.progress(int(progress.group(1)))
    elif message and message.group(1) == "error":
        errors.append(message.group(2))
    elif line:
        listener.warning(message.group(2) if message else line)


def end(process):
    """Asks the command to stop, and makes it where it does not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def failure(command, status, errors):
    if errors:
        return "\n".join(errors)
    if status < 0:
        return f"{command} was ended by signal {-status}"
    return f"{command} ended with status {status} and said nothing"
