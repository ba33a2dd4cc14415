"""Which track leads into which: deflections at nodes, and where a train can reverse.

A *half* is an edge seen from one of its ends: half ``2 * e`` leaves the start of edge ``e``,
half ``2 * e + 1`` its end. A train that arrives over the twin ``h ^ 1`` of a half goes on over
another half of the same node when it is deflected little. Angles at switches come in two
sorts, 20 degrees and less or 150 and more, so that the limit may lie anywhere between.

A train that has to turn sharply runs past the switch on a third track until its last coach
has cleared it, and comes back: a *reversal*. It needs that track, and room on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.details import JOINT
from geo.rail.distinct import distinct

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Turns", "deflection_deg", "find_turns", "half_bearing_deg"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: The direction of a track at its end is taken over so many km: mappers place the points
#: around a switch by eye, a metre or two beside the track.
_LOOK_KM = 0.015


@dataclass(frozen=True)
class Turns:
    """Pairs of halves at a node; the train arrives over the twin of the first.

    Parameters
    ----------
    before, after : ndarray
        Halves of one node.
    reversal : ndarray of bool
        The train has to change its direction of travel.
    """

    before: Ints
    after: Ints
    reversal: NDArray[np.bool_]


def half_bearing_deg(network: RailNetwork, look_km: float = _LOOK_KM) -> Floats:
    """Direction in which each half leaves its node, in degrees clockwise from north.

    Parameters
    ----------
    network : RailNetwork
    look_km : float
        The direction is that of the point so far along the edge.

    Returns
    -------
    ndarray, shape (2 * edges,)
        No number where the drawing does not tell.
    """
    first = network.first.astype(np.int64)
    marks = network.vertex_km
    # One scale for all edges, on which each begins where the one before has ended.
    start = np.concatenate([[0.0], np.cumsum(network.edge_km + 1.0)])[:-1]
    scale = marks + np.repeat(start, np.diff(first))
    # Longitudes without a jump at the antimeridian, relative to each edge's start.
    origin = np.repeat(network.vertex_lon[first[:-1]], np.diff(first))
    east = (network.vertex_lon - origin + 180.0) % 360.0 - 180.0
    reach = np.minimum(look_km, network.edge_km)
    bearing = np.empty(2 * len(start))
    for side in (0, 1):
        end = first[:-1] if side == 0 else first[1:] - 1
        at = start + (reach if side == 0 else network.edge_km - reach)
        dx = np.interp(at, scale, east) - east[end]
        dy = np.interp(at, scale, network.vertex_lat) - network.vertex_lat[end]
        shrink = np.cos(np.radians(network.vertex_lat[end]))
        bearing[side::2] = np.degrees(np.arctan2(dx * shrink, dy)) % 360.0
    if network.details is not None:
        bearing[np.repeat(network.details.drawing > 0, 2)] = np.nan
    return bearing


def deflection_deg(bearing: Floats, before: Ints, after: Ints) -> Floats:
    """How far a train turns aside that arrives over the twin of one half and leaves on another.

    Examples
    --------
    >>> import numpy as np
    >>> deflection_deg(np.array([180.0, 10.0]), np.array([0]), np.array([1])).tolist()
    [10.0]
    """
    turn: Floats = np.abs((bearing[after] - bearing[before]) % 360.0 - 180.0)
    return turn


def _pairs(network: RailNetwork) -> tuple[Ints, Ints, Ints]:
    """All ordered pairs of halves that share a node, and the node."""
    node = np.stack([network.edge_u, network.edge_v], axis=1).reshape(-1).astype(np.int64)
    order = np.argsort(node, kind="stable")
    first = np.searchsorted(node[order], np.arange(len(network.node_lon) + 1))
    degree = np.diff(first)
    # Each half meets as many others as its node has.
    size = degree[node[order]]
    before = np.repeat(order, size)
    offset = np.arange(len(before)) - np.repeat(np.cumsum(size) - size, size)
    after = order[np.repeat(first[node[order]], size) + offset]
    return before, after, node[before]


def _straight_on(before: Ints, after: Ints, deflection: Floats, count: int) -> NDArray[np.bool_]:
    """Pairs of which each half is the straightest way on from the other."""
    order = np.lexsort((after, deflection, before))
    best = np.ones(len(order), dtype=bool)
    best[1:] = before[order[1:]] != before[order[:-1]]
    chosen = order[best]
    partner = np.full(count, -1, dtype=np.int64)
    partner[before[chosen]] = after[chosen]
    mutual: NDArray[np.bool_] = (partner[before] == after) & (partner[after] == before)
    return mutual


def _room_km(network: RailNetwork, before: Ints, after: Ints, enough_km: float) -> Floats:
    """Length that can be run on from each half without reversing, up to ``enough_km``."""
    length = np.repeat(network.edge_km, 2)
    room = np.minimum(length, enough_km)
    # From the end of half h, a train goes on over the halves that follow its twin.
    while True:
        onward = np.zeros(len(room))
        np.maximum.at(onward, before ^ 1, room[after])
        longer = np.minimum(length + onward, enough_km)
        if (longer <= room + 1e-9).all():
            return room
        room = longer


def find_turns(network: RailNetwork, *, max_turn_deg: float, train_km: float) -> Turns:
    """Find which track leads into which.

    Parameters
    ----------
    network : RailNetwork
        One with real geometry.
    max_turn_deg : float
        A larger deflection is no move but a reversal.
    train_km : float
        Room that a reversal needs beyond the switch.
    """
    before, after, node = _pairs(network)
    deflection = deflection_deg(network.half_bearing, before, after)
    other = before != after
    # Where a drawing does not tell the deflection, every turn counts as possible.
    smooth = other & ~(deflection > max_turn_deg)
    if network.details is not None:
        # From one joint into another would be a reversal that nobody sees.
        joint = network.details.drawing == JOINT
        smooth &= ~(joint[before // 2] & joint[after // 2])
        # Where tracks cross on the level, only the straight way on remains of each.
        at = np.flatnonzero(smooth & network.details.crossing[node])
        count = 2 * len(network.edge_u)
        smooth[at] = _straight_on(before[at], after[at], deflection[at], count)
    onto, off = before[smooth], after[smooth]
    room = _room_km(network, onto, off, train_km)
    back, forth = _reversals(onto, off, room >= train_km - 1e-9, len(room))
    return Turns(
        before=np.concatenate([onto, back]),
        after=np.concatenate([off, forth]),
        reversal=np.repeat([False, True], [len(onto), len(back)]),
    )


def _reversals(onto: Ints, off: Ints, roomy: NDArray[np.bool_], count: int) -> tuple[Ints, Ints]:
    """Pairs that a third half with room joins: on to it, back, and off on another way."""
    keep = roomy[off]
    arrive, tail = onto[keep], off[keep]
    order = np.argsort(tail, kind="stable")
    arrive, tail = arrive[order], tail[order]
    first = np.searchsorted(tail, np.arange(count + 1))
    size = np.diff(first)[tail]
    before = np.repeat(arrive, size)
    offset = np.arange(len(before)) - np.repeat(np.cumsum(size) - size, size)
    after = arrive[np.repeat(first[tail], size) + offset]
    # What leads on without a reversal needs none.
    known = np.sort(onto * count + off)
    pair = distinct(before * count + after)
    at = np.searchsorted(known, pair)
    at[at == len(known)] = 0
    pair = pair[known[at] != pair] if len(known) else pair
    return pair // count, pair % count
