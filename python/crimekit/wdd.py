# SPDX-License-Identifier: MIT
"""The Weighted Displacement Difference test of Wheeler and Ratcliffe (2018) on counts.

>>> from crimekit import wdd
>>> wdd.test(treated=(207, 110), control=(308, 318)).total.estimate
-107.0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crimekit import _core

__all__ = ["Estimate", "Result", "test"]


@dataclass(frozen=True)
class Estimate:
    """A change in incidents; negative: fewer than expected."""

    estimate: float
    se: float
    """Standard error."""


@dataclass(frozen=True)
class Result:
    """What the test says. What is undefined, because all counts are 0, is None."""

    local: Estimate
    """The response area against the control area."""
    displacement: Estimate
    """The rings around them."""
    total: Estimate
    """Both together: the Weighted Displacement Difference."""
    z: float | None
    p_one_tailed: float | None
    """Small: evidence of a reduction."""
    ci_low: float | None
    ci_high: float | None
    """Two-sided interval of the total."""
    confidence: float
    evidence: str
    """'none', 'weak', 'moderate', 'strong' or 'very strong'; 'no test possible' without a z."""


def test(
    treated: Sequence[float],
    control: Sequence[float],
    treated_displacement: Sequence[float] = (0, 0),
    control_displacement: Sequence[float] = (0, 0),
    *,
    time_weights: Sequence[float] = (1, 1),
    area_weights: Sequence[float] = (1, 1, 1, 1),
    confidence: float = 0.95,
) -> Result:
    """Runs the test on counts of incidents.

    Each of `treated`, `control` and their rings is (before, after). `time_weights` are the lengths of the two periods and `area_weights` the
    sizes of treated, control, treated ring and control ring, both in any unit; counts enter divided by them. Raises ValueError for a count
    that is negative or not finite, a weight that is not above 0, or a confidence outside 0 to 1.
    """
    values = _core.wdd_test(
        [list(treated), list(control), list(treated_displacement), list(control_displacement)],
        list(time_weights),
        list(area_weights),
        confidence,
    )
    for part in ("local", "displacement", "total"):
        values[part] = Estimate(**values[part])
    return Result(**values)


test.__test__ = False  # type: ignore[attr-defined]  # pytest: this is not a test of yours
