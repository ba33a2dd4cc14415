"""The search graph: what a train's state is, and what each step costs.

A state is a node together with the gauge the train stands on and, at a border, the side.
Rails are arcs between states of one gauge; where states of a node differ, an arc between
them costs the stop: a border, a break of gauge, or both. A line of two gauges carries a
train of either, and lets it change in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.filters import barred_edges
from geo.rail.osm_tags import USAGES

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile

__all__ = [
    "UNITS_PER_HOUR",
    "StateGraph",
    "build_states",
    "edge_pairs",
    "running_speed_kmh",
]

#: Costs are whole hundredths of a second, so that every engine adds them up alike.
UNITS_PER_HOUR = 360_000

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class StateGraph:
    """Arcs between states, both ways.

    Parameters
    ----------
    node : ndarray
        Node of each state.
    tail, head : ndarray
        States that an arc joins.
    cost : ndarray
        Hundredths of a second.
    edge : ndarray
        Edge of the network under each arc; -1 for a stop.
    sense : ndarray
        1 where the arc runs as the edge does, -1 against it, 0 for a stop.
    first_pair : ndarray
        Where the pairs of each edge begin, one pair a gauge.
    enter_u, enter_v : ndarray
        State of each pair at the start (the end) of its edge, about to run along (against) it.
    leave_u, leave_v : ndarray
        State of each pair at the start (the end) of its edge, having run against (along) it.
        Where trains may turn anywhere, these are the same as those about to enter.
    mirror : ndarray
        For each state the one of the same place with the train running the other way.
    """

    network: RailNetwork
    profile: Profile
    node: Ints
    tail: Ints
    head: Ints
    cost: Ints
    edge: Ints
    sense: NDArray[np.int8]
    first_pair: Ints
    enter_u: Ints
    enter_v: Ints
    leave_u: Ints
    leave_v: Ints
    mirror: Ints
    #: Edges that the profile does not allow; None: all may be used.
    barred: NDArray[np.bool_] | None = None

    @property
    def closed(self) -> NDArray[np.bool_] | None:
        """Arcs over barred edges; None where there are none."""
        if self.barred is None:
            return None
        closed: NDArray[np.bool_] = self.barred[self.edge] & (self.edge >= 0)
        return closed

    def enter(self, edge: int) -> list[tuple[int, int]]:
        """States about to run along and against an edge, one pair for each gauge."""
        part = slice(int(self.first_pair[edge]), int(self.first_pair[edge + 1]))
        return list(zip(self.enter_u[part].tolist(), self.enter_v[part].tolist(), strict=True))

    def leave(self, edge: int) -> list[tuple[int, int]]:
        """States that have run against and along an edge, one pair for each gauge."""
        part = slice(int(self.first_pair[edge]), int(self.first_pair[edge + 1]))
        return list(zip(self.leave_u[part].tolist(), self.leave_v[part].tolist(), strict=True))

    @cached_property
    def speed_kmh(self) -> NDArray[np.float64]:
        """Average running speed on each edge."""
        return running_speed_kmh(self.network, self.profile)

    @cached_property
    def backward(self) -> StateGraph:
        """The same for a train that runs every way from its end to its start.

        An arc costs there what its twin costs here; the two differ where tracks have a
        direction that is preferred.
        """
        pairs = len(self.enter_u)
        run = self.cost[: 2 * pairs]
        turned = np.concatenate([run[pairs:], run[:pairs], self.cost[2 * pairs :]])
        return self if np.array_equal(turned, self.cost) else replace(self, cost=turned)

    def cost_of_km(self, km: float, edge: int | None = None) -> int:
        """Running time over some km, at the speed of an edge where one is given."""
        speed = self.profile.speed_kmh if edge is None else float(self.speed_kmh[edge])
        return round(km / speed * UNITS_PER_HOUR)

    @property
    def reversal_cost(self) -> int:
        """Time of turning back where the train stands."""
        return round(self.profile.reversal_h * UNITS_PER_HOUR)

    def twin(self, arc: int) -> int:
        """Arc by which the same way is run the other way."""
        pairs = len(self.enter_u)
        if arc < 2 * pairs:
            return arc + pairs if arc < pairs else arc - pairs
        back = int(self.mirror[self.head[arc]]), int(self.mirror[self.tail[arc]])
        return self._stop_between[back]

    @cached_property
    def _stop_between(self) -> dict[tuple[int, int], int]:
        first = 2 * len(self.enter_u)
        ends = zip(self.tail[first:].tolist(), self.head[first:].tolist(), strict=True)
        return {pair: first + index for index, pair in enumerate(ends)}


def running_speed_kmh(network: RailNetwork, profile: Profile) -> NDArray[np.float64]:
    """Average speed on each edge: by usage and class, and within the limit of the line."""
    speed = profile.speed_kmh * np.array(profile.class_factors)[network.edge_class]
    if network.details is not None:
        by_usage = dict(profile.usage_kmh)
        share = [by_usage.get(usage, profile.speed_kmh) / profile.speed_kmh for usage in USAGES]
        speed = speed * np.array(share)[network.details.usage]
        limit = network.details.maxspeed_kmh
        speed = np.where(limit > 0, np.minimum(speed, limit), speed)
    return np.asarray(speed, dtype=np.float64)


def edge_pairs(network: RailNetwork) -> tuple[Ints, Ints, Ints]:
    """One entry for each edge and gauge it carries.

    Returns
    -------
    tuple of ndarray
        Where the entries of each edge begin, the edge of each entry, and its gauge in mm.
    """
    counts = np.array([len(gauges) for gauges in network.gauges], dtype=np.int64)
    per_edge = counts[network.edge_gauge]
    first_pair = np.zeros(len(per_edge) + 1, dtype=np.int64)
    np.cumsum(per_edge, out=first_pair[1:])
    pair_edge = np.repeat(np.arange(len(per_edge)), per_edge)
    rank = np.arange(len(pair_edge)) - first_pair[pair_edge]
    table = np.zeros((len(network.gauges), int(counts.max(initial=1))), dtype=np.int64)
    for index, gauges in enumerate(network.gauges):
        table[index, : len(gauges)] = gauges
    return first_pair, pair_edge, table[network.edge_gauge[pair_edge], rank]


def build_states(network: RailNetwork, profile: Profile) -> StateGraph:
    """Make the search graph of a network for a profile.

    Where the drawing is true, trains turn only as rails let them
    (`geo.rail.turn_states`); on a schematic drawing every turn counts as possible.
    """
    if network.details is not None:
        from geo.rail.turn_states import build_turn_states

        return build_turn_states(network, profile)
    first_pair, pair_edge, gauge = edge_pairs(network)
    country = network.edge_country[pair_edge].astype(np.int64)

    def key(node: NDArray[np.int32]) -> Ints:
        keys: Ints = (node[pair_edge].astype(np.int64) << 24) | (country << 16) | gauge
        return keys

    keys, inverse = np.unique(
        np.concatenate([key(network.edge_u), key(network.edge_v)]), return_inverse=True
    )
    pair_u, pair_v = inverse[: len(pair_edge)], inverse[len(pair_edge) :]
    hours = network.edge_km / running_speed_kmh(network, profile)
    running = np.rint(hours[pair_edge] * UNITS_PER_HOUR).astype(np.int64)
    stops = _stops(network, profile, keys)
    parts = [
        (pair_u, pair_v, running, pair_edge, np.ones(len(pair_edge), dtype=np.int8)),
        (pair_v, pair_u, running, pair_edge, np.full(len(pair_edge), -1, dtype=np.int8)),
        stops,
    ]
    tail, head, cost, edge, sense = (
        np.concatenate(columns) for columns in zip(*parts, strict=True)
    )
    return StateGraph(
        network=network,
        profile=profile,
        node=keys >> 24,
        tail=tail.astype(np.int64),
        head=head.astype(np.int64),
        cost=cost.astype(np.int64),
        edge=edge.astype(np.int64),
        sense=sense.astype(np.int8),
        first_pair=first_pair,
        enter_u=pair_u.astype(np.int64),
        enter_v=pair_v.astype(np.int64),
        leave_u=pair_u.astype(np.int64),
        leave_v=pair_v.astype(np.int64),
        mirror=np.arange(len(keys)),
        barred=barred_edges(network, profile),
    )


def _stops(
    network: RailNetwork, profile: Profile, keys: Ints
) -> tuple[Ints, Ints, Ints, Ints, NDArray[np.int8]]:
    """Arcs between the states of one node."""
    tail: list[int] = []
    head: list[int] = []
    cost: list[int] = []
    node = keys >> 24
    shared = np.flatnonzero(node[1:] == node[:-1])
    for start in np.unique(node[shared]).tolist():
        left, right = np.searchsorted(node, [start, start + 1]).tolist()
        for one in range(left, right):
            for other in range(left, right):
                if one == other:
                    continue
                codes = [network.countries[(int(keys[i]) >> 16) & 0xFF] for i in (one, other)]
                hours = profile.border_hours(*codes)
                if (int(keys[one]) ^ int(keys[other])) & 0xFFFF:
                    hours += profile.gauge_h
                tail.append(one)
                head.append(other)
                cost.append(round(hours * UNITS_PER_HOUR))
    size = len(tail)
    return (
        np.array(tail, dtype=np.int64),
        np.array(head, dtype=np.int64),
        np.array(cost, dtype=np.int64),
        np.full(size, -1, dtype=np.int64),
        np.zeros(size, dtype=np.int8),
    )
