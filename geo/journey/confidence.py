"""How sure a leg is: shares of the ways that could have been taken, and what that is worth.

The weights are a logistic regression on 1,511 legs of 20 synthetic journeys with origins west of
5 degrees east, displaced by 2, 10 and 25 km (`python -m benchmarks.journeys --seed 11 --count 20
--east 5 --fit`). `docs/decisions/journeys.md` tells how they did on others. Nothing in those
journeys tells how much to trust a text: that stays with the certainty of the ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["features", "leg_confidence", "shares_of"]

#: Another way that takes so much longer, as a share of the best, is less likely by e.
_EXTRA_SHARE = 0.10
_LEAST = 0.02
#: Of one, the log odds of the share, the length and the displacement; see `features`.
_WEIGHTS = (-0.3, 0.693, 0.134, -0.45)
#: Part of the doubt that is left of sightings that fit each other, where they are many.
_FITTING_DOUBT = 0.1


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


def features(share: float, km: float, displaced: float) -> tuple[float, ...]:
    """What the fitted part of a confidence is made of; arguments as for `leg_confidence`."""
    return 1.0, _logit(share), math.log1p(km / 50.0), math.log(displaced)


def leg_confidence(
    ends: float, share: float, km: float, displaced: float, *, many: bool = False
) -> float:
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
    many : bool
        Whether its ends fit many other sightings; a false one would hardly.

    Examples
    --------
    >>> leg_confidence(0.9, 1.0, 50.0, 1.0) > leg_confidence(0.9, 0.6, 50.0, 2.5)
    True
    """
    terms = zip(_WEIGHTS, features(share, km, displaced), strict=True)
    drawn = 1.0 / (1.0 + math.exp(-sum(weight * value for weight, value in terms)))
    return drawn * (1.0 - (1.0 - ends) * (_FITTING_DOUBT if many else 1.0))


def _logit(share: float) -> float:
    inside = min(max(share, _LEAST), 1.0 - _LEAST)
    return math.log(inside / (1.0 - inside))
