"""The order of halts along a way that was found, where their times leave it open.

Displaced sightings near each other are easily taken in the wrong order, which sends the way
forth and back. Along that way, each of them has its place; the order of these places is the
better guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distance_km, nearest_on_line
from geo.rail.way import way_vertices

if TYPE_CHECKING:
    from geo.journey.matching import Matching, Observation
    from geo.rail import RailNetwork
    from geo.rail.way import Way

__all__ = ["order_along"]

_STEP_KM = 0.01


def order_along(
    network: RailNetwork,
    observations: Sequence[Observation],
    found: Matching,
    before: NDArray[np.bool_],
) -> list[int]:
    """Order observations by where a way passes them first.

    Parameters
    ----------
    network : RailNetwork
    observations : sequence of Observation
    found : Matching
        Their way.
    before : ndarray of bool
        Which of them must stay before which, shape (n, n).

    Returns
    -------
    list of int
    """
    ways = [way for way in found.ways if way is not None]
    if len(ways) < len(found.ways) or not ways:
        return list(range(len(observations)))
    place = np.full(len(observations), np.inf)
    edges = np.concatenate([way.edges for way in ways])
    start = np.concatenate([way.from_km for way in ways])
    stop = np.concatenate([way.to_km for way in ways])
    done = np.cumsum(np.abs(stop - start)) - np.abs(stop - start)
    low, high = np.minimum(start, stop) - _STEP_KM, np.maximum(start, stop) + _STEP_KM
    for index, snap in zip(found.kept, found.snaps, strict=True):
        passed = (edges == snap.edge) & (low <= snap.km) & (snap.km <= high)
        if passed.any():
            first = int(passed.argmax())
            place[index] = done[first] + abs(snap.km - start[first])
    left = [index for index in range(len(observations)) if not np.isfinite(place[index])]
    if left:
        line = _line(network, ways)
        whole = float(distance_km(*line[:-1].T, *line[1:].T).sum())
        scale = float(sum(way.km for way in ways)) / max(whole, 1e-9)
        path = [(float(lon), float(lat)) for lon, lat in line]
        for index in left:
            place[index] = scale * nearest_on_line(*observations[index].lonlat, path)[3]
    return _sorted(place, before)


def _line(network: RailNetwork, ways: Sequence[Way]) -> NDArray[np.float64]:
    return np.concatenate([way_vertices(network, way) for way in ways])


def _sorted(place: NDArray[np.float64], before: NDArray[np.bool_]) -> list[int]:
    """Sort by place, without putting anything before what must precede it."""
    left = list(range(len(place)))
    order: list[int] = []
    while left:
        free = [index for index in left if not before[left, index].any()] or left
        order.append(min(free, key=lambda index: (place[index], index)))
        left.remove(order[-1])
    return order
