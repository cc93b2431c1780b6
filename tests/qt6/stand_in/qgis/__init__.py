# SPDX-License-Identifier: MIT
"""Stand-ins for the Python modules of QGIS, on the real PyQt6: what of QGIS the plugin touches, with enums that are no numbers."""
