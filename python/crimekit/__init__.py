# SPDX-License-Identifier: MIT
"""crimekit: simulated crime that a model of police demand can step (`crims`), and the Weighted Displacement Difference test (`wdd`)."""

from crimekit import crims, wdd

__all__ = ["crims", "wdd"]
