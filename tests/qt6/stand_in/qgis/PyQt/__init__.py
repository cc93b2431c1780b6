# SPDX-License-Identifier: MIT
"""The PyQt that QGIS is built on: here the sixth."""
