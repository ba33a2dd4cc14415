"""How sure a leg is: shares of the ways that could have been taken, and what that is worth.

The numbers are fitted on synthetic journeys (`benchmarks/journeys.py --fit`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["leg_confidence", "shares_of"]

#: Another way that takes so much longer, as a share of the best, is less likely by e.
_EXTRA_SHARE = 0.10


def shares_of(hours: Sequence[float]) -> list[float]:
    """Probabilities of ways between the same two points, by how long each takes.

    Parameters
    ----------
    hours : sequence of float
        The best way first.

    Examples
    --------
    >>> [round(share, 2) for share in shares_of([10.0, 11.0])]
    [0.73, 0.27]
    """
    best = max(hours[0], 1e-9)
    weights = [math.exp(-max(0.0, one / best - 1.0) / _EXTRA_SHARE) for one in hours]
    return [weight / sum(weights) for weight in weights]


def leg_confidence(ends: float, share: float, km: float) -> float:
    """Probability that a leg was travelled as drawn.

    Parameters
    ----------
    ends : float
        Probability that both its ends are true.
    share : float
        Share of its way among those that lead from one end to the other.
    km : float
        Its length.
    """
    del km
    return ends * share
