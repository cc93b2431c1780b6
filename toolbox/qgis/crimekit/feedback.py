# SPDX-License-Identifier: MIT
"""What a command says, as Processing shows it."""

import re

from .host.runner import Listener

RUN_OF_SPACES = re.compile(" {2,}")
NO_BREAK_SPACE = "\u00a0"  # the log is HTML, and would make one space of the many between a table's columns


class FeedbackListener(Listener):
    def __init__(self, feedback, in_users_words):
        self._feedback = feedback
        self._in_users_words = in_users_words

    def progress(self, percent):
        self._feedback.setProgress(percent)

    def info(self, line):
        self._feedback.pushConsoleInfo(RUN_OF_SPACES.sub(lambda run: NO_BREAK_SPACE * len(run.group()), line))

    def warning(self, text):
        self._feedback.pushWarning(self._in_users_words(text))

    def is_cancelled(self):
        return self._feedback.isCanceled()
