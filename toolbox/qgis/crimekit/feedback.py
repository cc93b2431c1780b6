# SPDX-License-Identifier: MIT
"""What a command says, as Processing shows it."""

from .host.runner import Listener


class FeedbackListener(Listener):
    def __init__(self, feedback, in_users_words):
        self._feedback = feedback
        self._in_users_words = in_users_words

    def progress(self, percent):
        self._feedback.setProgress(percent)

    def info(self, line):
        self._feedback.pushInfo(line)

    def warning(self, text):
        self._feedback.pushWarning(self._in_users_words(text))

    def is_cancelled(self):
        return self._feedback.isCanceled()
