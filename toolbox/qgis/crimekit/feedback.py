# SPDX-License-Identifier: MIT
"""What a command says, as Processing shows it."""

import re

from .host.log_text import LogText
from .host.runner import Listener

RUN_OF_SPACES = re.compile(" {2,}")
NO_BREAK_SPACE = "\u00a0"  # the log is HTML, and would make one space of the many between a table's columns


class FeedbackListener(Listener):
    def __init__(self, feedback, with_layer_names, report):
        """`report`: what the output is called that has all that the log has, or ""."""
        self._feedback = feedback
        self._with_layer_names = with_layer_names
        self._log = LogText(self._show, report)

    def progress(self, percent):
        self._feedback.setProgress(percent)

    def info(self, line):
        self._log.line(line)

    def end(self):
        """After the command's last line."""
        self._log.end()

    def _show(self, line):
        self._feedback.pushConsoleInfo(RUN_OF_SPACES.sub(lambda run: NO_BREAK_SPACE * len(run.group()), line))

    def warning(self, text):
        self._feedback.pushWarning(self._with_layer_names(text))

    def is_cancelled(self):
        return self._feedback.isCanceled()
