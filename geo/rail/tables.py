"""Many ways at once: what a matcher of sightings asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.engine import UNREACHED
from geo.rail.states import UNITS_PER_HOUR

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile
    from geo.rail.snapping import Snap
    from geo.rail.states import StateGraph

__all__ = ["distance_table"]

Floats = NDArray[np.float64]


def _ends(
    states: StateGraph, snaps: Sequence[Snap], *, leaving: bool
) -> tuple[list[int], list[int], list[int]]:
    """States, costs, and which snap each belongs to."""
    state, cost, owner = [], [], []
    for index, snap in enumerate(snaps):
        rest = float(states.network.edge_km[snap.edge]) - snap.km
        for u, v in states.leave(snap.edge) if leaving else states.enter(snap.edge):
            along = (v, rest) if leaving else (u, snap.km)
            against = (u, snap.km) if leaving else (v, rest)
            for (end, km), sense in ((along, 1), (against, -1)):
                if snap.heading in (0, sense):
                    state.append(end)
                    cost.append(states.cost_of_km(km, snap.edge))
                    owner.append(index)
    return state, cost, owner


def distance_table(
    network: RailNetwork,
    sources: Sequence[Snap],
    targets: Sequence[Snap],
    *,
    profile: Profile | str | None = None,
) -> tuple[Floats, Floats]:
    """Kilometres and hours between points on the rails; see `RailNetwork.distance_table`.

    The ways are those of least time. Their kilometres are found from the time without the
    stops, which needs the way itself, so that the pairs are few: sightings, not cities.
    """
    from geo.rail.searching import search
    from geo.rail.turn_states import penalty_hours

    states, engine = network.prepared(profile)
    hours = np.full((len(sources), len(targets)), np.inf)
    km = np.full((len(sources), len(targets)), np.inf)
    if not sources or not targets:
        return km, hours
    out, out_cost, out_owner = _ends(states, sources, leaving=True)
    into, into_cost, into_owner = _ends(states, targets, leaving=False)
    costs = engine.table(out, into)
    for i, start in enumerate(out_owner):
        for j, end in enumerate(into_owner):
            if costs[i, j] < UNREACHED:
                total = (int(costs[i, j]) + out_cost[i] + into_cost[j]) / UNITS_PER_HOUR
                hours[start, end] = min(hours[start, end], total)
    for start, one in enumerate(sources):
        for end, other in enumerate(targets):
            if not np.isfinite(hours[start, end]) and one.edge != other.edge:
                continue
            way = search(states, engine, [one], [other])
            if way is None:
                continue
            km[start, end] = way.km
            hours[start, end] -= penalty_hours(network, states.profile, way)
            if len(way.edges) == 1:
                direct = states.cost_of_km(way.km, one.edge) / UNITS_PER_HOUR
                hours[start, end] = min(hours[start, end], direct)
    return km, hours
