# SPDX-License-Identifier: MIT
"""As in a QGIS that is built on Qt 6."""

from PyQt6.QtGui import *  # noqa: F401,F403
