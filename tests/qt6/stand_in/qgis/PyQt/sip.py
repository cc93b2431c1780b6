# SPDX-License-Identifier: MIT
"""PyQt6's, but for stand-ins, which are classes of Python's own."""

from PyQt6 import sip as real
from PyQt6.sip import *  # noqa: F401,F403


def cast(instance, kind):
    return instance if isinstance(instance, kind) else real.cast(instance, kind)
