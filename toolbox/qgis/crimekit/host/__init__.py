# SPDX-License-Identifier: MIT
"""What any host of the commands needs: no QGIS, no ArcGIS, nothing but the standard library."""
