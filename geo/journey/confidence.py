"""How sure a leg is: shares of the ways that could have been taken, and what that is worth.

The numbers are fitted on synthetic journeys (`benchmarks/journeys.py --fit`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["features", "leg_confidence", "shares_of"]

#: Another way that takes so much longer, as a share of the best, is less likely by e.
_EXTRA_SHARE = 0.10
_LEAST = 0.02
_WEIGHTS = (0.0, 0.5, 0.5, -0.5, -0.5)


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


def features(ends: float, share: float, km: float, displaced: float) -> tuple[float, ...]:
    """What the confidence of a leg is made of; arguments as for `leg_confidence`."""
    return (
        1.0,
        _logit(ends),
        _logit(share),
        math.log1p(km / 50.0),
        math.log(displaced),
    )


def leg_confidence(ends: float, share: float, km: float, displaced: float) -> float:
    """Probability that a leg was travelled as drawn.

    Parameters
    ----------
    ends : float
        Probability that both its ends are true, by the wording of the texts.
    share : float
        Share of its way among those that lead from one end to the other.
    km : float
        Its length.
    displaced : float
        Factor by which the places of the journey lie farther beside the rails than they
        should; 1 where they lie on them.

    Examples
    --------
    >>> leg_confidence(0.9, 1.0, 50.0, 1.0) > leg_confidence(0.9, 0.6, 500.0, 2.5)
    True
    """
    score = sum(
        weight * value
        for weight, value in zip(_WEIGHTS, features(ends, share, km, displaced), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-score))


def _logit(share: float) -> float:
    inside = min(max(share, _LEAST), 1.0 - _LEAST)
    return math.log(inside / (1.0 - inside))
