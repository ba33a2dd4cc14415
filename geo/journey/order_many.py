"""An order for many halts: the best that moving and turning runs of them can find.

The exact search of `geo.journey.order` doubles with every halt. Beyond its bound, an order is
improved step by step: a run of halts is moved to another place, either way round, or turned
where it is (Or 1976; Lin 1965, https://doi.org/10.1002/j.1538-7305.1965.tb04146.x), as long as
the way gets shorter, with what is told about the order counted in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["improve_order"]

Floats = NDArray[np.float64]

#: Longest run that is moved.
_LONGEST = 6
#: An improvement by less is none, in km.
_LEAST_KM = 1e-6
#: So many improvements at most for each halt.
_ROUNDS = 20


def improve_order(start: Sequence[int], km: Floats, inverted: Floats) -> list[int]:
    """Improve an order of places.

    Parameters
    ----------
    start : sequence of int
        An order to begin with.
    km : ndarray
        Length of the way between each two, shape (n, n).
    inverted : ndarray
        What it costs, in km, to visit one before another, shape (n, n).

    Returns
    -------
    list of int
        With a cost that is not above that of ``start``.

    Examples
    --------
    >>> at = np.array([0.0, 10.0, 20.0, 30.0])
    >>> km = np.abs(at[:, None] - at[None, :])
    >>> improve_order([0, 2, 1, 3], km, np.zeros((4, 4)))
    [0, 1, 2, 3]
    """
    order = np.array(start, dtype=np.int64)
    for _ in range(_ROUNDS * len(order)):
        gain, better = max(
            _best_turn(order, km, inverted), _best_move(order, km, inverted),
            key=lambda found: found[0],
        )  # fmt: skip
        if gain <= _LEAST_KM:
            break
        order = better
    return [int(index) for index in order]


def _steps(order: NDArray[np.int64], km: Floats) -> Floats:
    """Length of the step before each place; 0 before the first and after the last."""
    steps = np.zeros(len(order) + 1)
    steps[1:-1] = km[order[:-1], order[1:]]
    return steps


def _best_turn(
    order: NDArray[np.int64], km: Floats, inverted: Floats
) -> tuple[float, NDArray[np.int64]]:
    """Best order that comes from turning one run round."""
    count = len(order)
    way = km[np.ix_(order, order)]
    steps = _steps(order, km)
    swap = inverted[np.ix_(order, order)]
    # Sum over all pairs of a run: told order minus turned order.
    change = np.triu(swap - swap.T, 1)
    sums = np.zeros((count + 1, count + 1))
    sums[1:, 1:] = change.cumsum(0).cumsum(1)
    first, last = np.triu_indices(count, 1)
    within = (
        sums[last + 1, last + 1]
        - sums[first, last + 1]
        - sums[last + 1, first]
        + sums[first, first]
    )
    before = np.where(first > 0, way[np.maximum(first - 1, 0), last], 0.0)
    after = np.where(last + 1 < count, way[first, np.minimum(last + 1, count - 1)], 0.0)
    gain = steps[first] + steps[last + 1] - before - after + within
    best = int(gain.argmax())
    low, high = int(first[best]), int(last[best]) + 1
    turned = order.copy()
    turned[low:high] = order[low:high][::-1]
    return float(gain[best]), turned


def _best_move(
    order: NDArray[np.int64], km: Floats, inverted: Floats
) -> tuple[float, NDArray[np.int64]]:
    """Best order that comes from moving one run elsewhere, either way round."""
    count = len(order)
    found: tuple[float, NDArray[np.int64]] = (0.0, order)
    for size in range(1, min(_LONGEST, count - 1) + 1):
        for low in range(count - size + 1):
            run = order[low : low + size]
            rest = np.concatenate([order[:low], order[low + size :]])
            left = inverted[np.ix_(rest, run)].sum(1)
            right = inverted[np.ix_(run, rest)].sum(0)
            # Cost of the pairs when the run stands before rest[slot].
            pairs = np.concatenate([[0.0], left.cumsum()]) + np.concatenate(
                [right[::-1].cumsum()[::-1], [0.0]]
            )
            steps = _steps(rest, km)
            stays = _now(order, low, size, km, steps, pairs)
            swap = inverted[np.ix_(run, run)]
            for turned in (run, run[::-1])[: min(size, 2)]:
                join = pairs - steps
                join[1:] += km[rest, turned[0]]
                join[:-1] += km[turned[-1], rest]
                if turned is not run:
                    join += np.triu(swap.T - swap, 1).sum()
                slot = int(join.argmin())
                if stays - join[slot] > found[0] + _LEAST_KM:
                    found = float(stays - join[slot]), np.insert(rest, slot, turned)
    return found


def _now(
    order: NDArray[np.int64], low: int, size: int, km: Floats, steps: Floats, pairs: Floats
) -> float:
    """Cost of a run where it stands, as it stands."""
    cost = pairs[low] - steps[low]
    if low:
        cost += km[order[low - 1], order[low]]
    if low + size < len(order):
        cost += km[order[low + size - 1], order[low + size]]
    return float(cost)
