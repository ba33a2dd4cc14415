"""The searches behind a prism: hours over the rails at one average speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.model import LonLat
from geo.rail.engine import ScipyEngine
from geo.rail.profile import Profile
from geo.rail.snapping import Snap
from geo.rail.states import UNITS_PER_HOUR, StateGraph, build_states

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Back", "Search", "prism_states", "way_back"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Nobody may cross a closed border: an arc of the search graph that costs this many hours.
_CLOSED_H = 200.0
#: Stands for a change of gauge while the search graph is built, to tell it from borders.
_MARK_H = 100.0
#: A train ferry sails at this share of a train's speed, with loading.
_FERRY = 0.25


def prism_states(
    network: RailNetwork, speed_kmh: float, gauge_h: float
) -> tuple[StateGraph, NDArray[np.bool_]]:
    """Search graph in which only a change of gauge takes time; and which arcs are closed."""
    profile = Profile(
        name="prism",
        speed_kmh=speed_kmh,
        border_h=0.0,
        zone_border_h=0.0,
        closed_border_h=_CLOSED_H,
        gauge_h=_MARK_H,
        slow_factor=1.0,
        fast_factor=1.0,
        against_factor=1.0,
        ferry_factor=_FERRY,
        reversal_h=0.0,
        service_h=0.0,
        crossover_h=0.0,
    )
    states = build_states(network, profile)
    stop_h = states.cost / UNITS_PER_HOUR
    stop = states.edge < 0
    closed = stop & (stop_h >= _CLOSED_H)
    changed = stop & (stop_h >= _MARK_H)
    cost = np.where(changed, round(gauge_h * UNITS_PER_HOUR), states.cost)
    if network.details is None:
        # All other stops are at borders; on a true drawing there are turns among them.
        cost = np.where(stop & ~changed, 0, cost)
    return replace(states, cost=cost.astype(np.int64)), closed


@dataclass(frozen=True, slots=True, eq=False)
class Back:
    """The way that a train came: what it does not run over again."""

    #: Whole edges of it.
    edges: NDArray[np.bool_]
    #: For edges on which it ends: 1 where the train came along the edge, -1 against it.
    sense: dict[int, int]


def way_back(network: RailNetwork, came: Sequence[LonLat], snaps: Sequence[Snap]) -> Back | None:
    """Find the edges of the way on which a train came to some points, by its vertices."""
    if len(came) < 2:
        return None
    digits = 1e6 if network.details is None else 1e7

    def keys(lon: Floats, lat: Floats) -> Ints:
        x = np.rint(np.asarray(lon) * digits).astype(np.int64)
        y = np.rint(np.asarray(lat) * digits).astype(np.int64)
        found: Ints = (x << 32) + y
        return found

    path = np.asarray(came, dtype=np.float64)
    met = np.isin(keys(network.vertex_lon, network.vertex_lat), keys(path[:, 0], path[:, 1]))
    whole = np.logical_and.reduceat(met, network.first[:-1].astype(np.int64))
    sense: dict[int, int] = {}
    for snap in snaps:
        part = slice(int(network.first[snap.edge]), int(network.first[snap.edge + 1]))
        touched = network.vertex_km[part][met[part]]
        if not len(touched) or whole[snap.edge]:
            continue
        sense[snap.edge] = 1 if float(touched.mean()) <= snap.km else -1
    return Back(whole, sense)


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Bounded searches from either end of a prism."""

    states: StateGraph
    closed: NDArray[np.bool_]
    limit_h: float

    def hours(self, snaps: Sequence[Snap], back: Back | None) -> tuple[Floats, Floats] | None:
        """Hours from the nearest of some points to the start and the end of every edge."""
        if not snaps:
            return None
        states = self.states
        length = states.network.edge_km
        blocked = self.closed
        if back is not None:
            on = states.edge >= 0
            blocked = blocked | (on & back.edges[states.edge])
            for edge, sense in back.sense.items():
                blocked = blocked | (on & (states.edge == edge) & (states.sense == -sense))
        sources: list[tuple[int, int]] = []
        for snap in snaps:
            sense = back.sense.get(snap.edge, 0) if back is not None else 0
            if back is not None and back.edges[snap.edge]:
                continue
            for u, v in states.leave(snap.edge):
                if sense <= 0:
                    sources.append((u, states.cost_of_km(snap.km, snap.edge)))
                if sense >= 0:
                    rest = float(length[snap.edge]) - snap.km
                    sources.append((v, states.cost_of_km(rest, snap.edge)))
        size = len(length)
        at_u, at_v = np.full(size, np.inf), np.full(size, np.inf)
        if not sources:
            return at_u, at_v
        engine = ScipyEngine(states, blocked if blocked.any() else None)
        cost = engine.distances(sources, self.limit_h * UNITS_PER_HOUR) / UNITS_PER_HOUR
        of_pair = np.repeat(np.arange(size), np.diff(states.first_pair))
        np.minimum.at(at_u, of_pair, cost[states.enter_u])
        np.minimum.at(at_v, of_pair, cost[states.enter_v])
        return at_u, at_v
