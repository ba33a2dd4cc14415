"""From points on the rails to points on the rails: the cheapest way of all candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.rail.avoid import NOTHING, Avoid
from geo.rail.way import Way, way_from_arcs, way_on_edge

if TYPE_CHECKING:
    from geo.rail.engine import Engine, Found
    from geo.rail.snapping import Snap
    from geo.rail.states import StateGraph

__all__ = ["Ends", "ends_of", "search"]

#: States that a train reaches from a point, or reaches it from: state, cost, the point, and 1
#: where the train runs along the point's edge, -1 against it.
Ends = list[tuple[int, int, "Snap", int]]
#: A km beside the rails counts as so many on them, so that no way is made shorter by
#: starting farther from its place.
_BESIDE = 3.0


def ends_of(
    states: StateGraph,
    snaps: Sequence[Snap],
    *,
    leaving: bool,
    arrived: int = 0,
    avoid: Avoid = NOTHING,
) -> Ends:
    """States that a train reaches from a point (or reaches it from), and their costs.

    Returns
    -------
    list of (state, cost, snap, sense)
        ``arrived`` is the sense in which the train came, where turning back costs something.
    """
    found = []
    best = min(snap.score for snap in snaps)
    network = states.network
    for snap in snaps:
        extra = states.cost_of_km((snap.score - best) * _BESIDE)
        length = float(network.edge_km[snap.edge])
        rest = length - snap.km
        # What lies between the point and the end of its edge must be free as well.
        shut = {
            sense
            for sense in (1, -1)
            if avoid.touches(network, snap.edge, snap.km, length if (sense > 0) == leaving else 0.0)
        }
        for u, v in states.leave(snap.edge) if leaving else states.enter(snap.edge):
            along = (v, rest) if leaving else (u, snap.km)
            against = (u, snap.km) if leaving else (v, rest)
            for (state, km), sense in ((along, 1), (against, -1)):
                if snap.heading in (0, sense) and sense not in shut:
                    cost = states.cost_of_km(km, snap.edge) + extra
                    if arrived == -sense:
                        cost += states.reversal_cost
                    found.append((state, cost, snap, sense))
    return found


def _on_one_edge(
    states: StateGraph,
    origin: Sequence[Snap],
    destination: Sequence[Snap],
    arrived: int = 0,
    avoid: Avoid = NOTHING,
) -> tuple[int, Way] | None:
    """Cheapest way that never leaves an edge."""
    best: tuple[int, Way] | None = None
    starts, stops = (min(snap.score for snap in snaps) for snaps in (origin, destination))
    for one in origin:
        for other in destination:
            if one.edge != other.edge:
                continue
            sense = 1 if other.km >= one.km else -1
            if {one.heading, other.heading} - {0, sense}:
                continue
            if avoid.touches(states.network, one.edge, one.km, other.km):
                continue
            extra = (one.score - starts + other.score - stops) * _BESIDE
            cost = states.cost_of_km(abs(other.km - one.km), one.edge)
            cost += states.cost_of_km(extra)
            if arrived == -sense:
                cost += states.reversal_cost
            if best is None or cost < best[0]:
                best = cost, way_on_edge(one, other)
    return best


def search(
    states: StateGraph,
    engine: Engine,
    origin: Sequence[Snap],
    destination: Sequence[Snap],
    arrived: int = 0,
    avoid: Avoid = NOTHING,
) -> Way | None:
    """Cheapest way between two sets of points on the rails.

    ``arrived`` tells in which sense of its edge the train came to the origin, where it has
    come from somewhere and turning back costs something; else 0. ``avoid`` counts for the
    edges of the ends; the engine has to know of the others.
    """
    sources = ends_of(states, origin, leaving=True, arrived=arrived, avoid=avoid)
    targets = ends_of(states, destination, leaving=False, avoid=avoid)
    found: Found | None = engine.path([row[:2] for row in sources], [row[:2] for row in targets])
    short = _on_one_edge(states, origin, destination, arrived, avoid)
    if short is not None and (found is None or short[0] <= found.cost):
        return short[1]
    if found is None:
        return None
    start, end = sources[found.source], targets[found.target]
    return way_from_arcs(states, start[2], start[3], found.arcs, end[2], end[3])
