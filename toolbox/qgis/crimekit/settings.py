# SPDX-License-Identifier: MIT
"""The one setting: where the commands are."""

from qgis.core import QgsSettings

FOLDER = "CRIMEKIT_FOLDER"
FOLDER_DESCRIPTION = "Folder of the commands wdd and crims (empty: those of the plugin, else wherever PATH finds them)"


def command_folders():
    """What the user set under Settings, Options, Processing, Providers; empty where nothing is set."""
    return QgsSettings().value(f"Processing/Configuration/{FOLDER}", "") or ""
