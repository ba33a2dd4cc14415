"""Where a train can be between two sightings: the space-time prism on a network.

Who was at ``a`` when the clock started and is at ``b`` when the time is over can be at ``x``
after ``t`` hours only if ``a`` to ``x`` can be run in ``t`` hours, and ``x`` to ``b`` in what
is left (Hägerstrand 1970, "What about people in regional science?"; on networks: Kuijpers and
Othman 2009, "Modeling uncertainty of moving objects on road networks via space-time prisms",
https://doi.org/10.1080/13658810802097485). Without ``b`` it is what can be reached, without
``a`` from where ``b`` can be reached.

The speed is an average over everything, stops included, so that borders take no time of their
own; closed borders are not crossed, and a change of gauge takes the time that it does in the
default profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.model import LonLat, Place
from geo.rail.prism_search import Back, Search, prism_states, way_back
from geo.rail.profile import default_profile
from geo.rail.snapping import Snap
from geo.rail.states import StateGraph
from geo.rail.way import Piece

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Prism", "StationHours", "find_prism"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Pieces shorter than this are nothing, in km.
_LEAST_KM = 1e-6


@dataclass(frozen=True, slots=True)
class StationHours:
    """A station, the hour after which a train can be there, and until when it still can."""

    name: str
    lon: float
    lat: float
    earliest_h: float
    latest_h: float


@dataclass(frozen=True, slots=True, eq=False)
class Prism:
    """Everything a train can touch, as strands: edges, cut where the ends of the prism lie.

    Parameters
    ----------
    network : RailNetwork
    hours : float
        How long the prism lasts; infinite where it is open.
    edge : ndarray of int
        Edge of each strand.
    low_km, high_km : ndarray of float
        Part of the edge that the strand is.
    speed_kmh : ndarray of float
        Speed on each strand.
    from_low, from_high : ndarray of float
        Hours after which a train can first be at either end; -inf where nothing bounds it.
    to_low, to_high : ndarray of float
        Hours that it needs from either end to where it ends; -inf where it ends anywhere.
    """

    network: RailNetwork
    hours: float
    edge: Ints
    low_km: Floats
    high_km: Floats
    speed_kmh: Floats
    from_low: Floats
    from_high: Floats
    to_low: Floats
    to_high: Floats

    def at(self, hours: float) -> list[Piece]:
        """Parts of edges where the train can be after some hours."""
        left = self.hours - hours
        length = self.high_km - self.low_km
        # What is reached from either end, and from where the end can still be reached.
        came_low, came_high = self._run(hours, self.from_low, self.from_high, length)
        goes_low, goes_high = self._run(left, self.to_low, self.to_high, length)
        zero = np.zeros_like(length)
        parts = (
            (zero, np.minimum(came_low, goes_low)),
            (length - np.minimum(came_high, goes_high), length),
            (length - goes_high, came_low),
            (length - came_high, goes_low),
        )
        found: list[tuple[int, float, float]] = []
        for start, end in parts:
            for index in np.flatnonzero(end - start > _LEAST_KM).tolist():
                base = float(self.low_km[index])
                found.append((index, base + float(start[index]), base + float(end[index])))
        return [Piece(int(self.edge[index]), start, end) for index, start, end in sorted(found)]

    def _run(
        self, hours: float, low: Floats, high: Floats, length: Floats
    ) -> tuple[Floats, Floats]:
        """Kilometres of each strand covered from either end; all of it counts for the first."""
        ones = np.clip((hours - low) * self.speed_kmh, 0.0, length)
        others = np.clip((hours - high) * self.speed_kmh, 0.0, length)
        whole = ones + others >= length
        return np.where(whole, length, ones), np.where(whole, 0.0, others)

    def stations(self, hours: float | None = None) -> list[StationHours]:
        """Stations and towns where the train can be at all, or after some hours.

        Returns
        -------
        list of StationHours
            By the earliest hour. ``latest_h`` is infinite where the prism is open.
        """
        names = self.network.names
        if len(names.first) <= 1 or not len(self.edge):
            return []
        first = names.first[self.edge].astype(np.int64)
        count = names.first[self.edge + 1] - first
        strand = np.repeat(np.arange(len(count)), count)
        link = np.arange(len(strand)) - np.repeat(np.cumsum(count) - count, count) + first[strand]
        mark = names.link_km[link]
        inside = (mark >= self.low_km[strand] - 1e-9) & (mark <= self.high_km[strand] + 1e-9)
        strand, link, mark = strand[inside], link[inside], mark[inside]
        low = (mark - self.low_km[strand]) / self.speed_kmh[strand]
        high = (self.high_km[strand] - mark) / self.speed_kmh[strand]
        earliest = np.minimum(self.from_low[strand] + low, self.from_high[strand] + high)
        needed = np.minimum(self.to_low[strand] + low, self.to_high[strand] + high)
        entry = names.link_name[link]
        size = len(names.label)
        first_h, need_h = np.full(size, np.inf), np.full(size, np.inf)
        np.minimum.at(first_h, entry, earliest)
        np.minimum.at(need_h, entry, needed)
        latest = self.hours - need_h
        fits = np.isfinite(need_h) | np.isneginf(need_h)
        fits &= (first_h < np.inf) & (first_h <= latest)
        if hours is not None:
            fits &= (first_h <= hours) & (hours <= latest)
        chosen = np.flatnonzero(fits)
        chosen = chosen[np.lexsort((chosen, first_h[chosen]))]
        return [
            StationHours(
                names.label[index],
                float(names.lon[index]),
                float(names.lat[index]),
                float(first_h[index]),
                float(latest[index]),
            )
            for index in chosen.tolist()
        ]


def find_prism(
    network: RailNetwork,
    origin: LonLat | Place | None,
    destination: LonLat | Place | None,
    hours: float,
    speed_kmh: float,
    *,
    came: Sequence[LonLat] = (),
    limit_km: float = 10.0,
) -> Prism | None:
    """Find where a train can be on its way.

    Parameters
    ----------
    network : RailNetwork
    origin, destination : (lon, lat) or Place, or None
        One of them may be unknown.
    hours : float
        From the earliest departure to the latest arrival; without a destination, how far
        ahead is looked.
    speed_kmh : float
        Fastest average speed.
    came : sequence of (lon, lat)
        Vertices of the route on which the train came to the origin: it does not turn back.
    limit_km : float
        How far from the rails a point may lie.

    Returns
    -------
    Prism or None
        None where the destination cannot be reached in these hours.

    Raises
    ------
    RoutingError
        When no rails are near an end.

    Examples
    --------
    >>> from geo.rail import load
    >>> prism = find_prism(load(), (16.338, 48.186), (14.292, 48.29), 3.0, 80.0)
    >>> any(station.name.startswith("Amstetten") for station in prism.stations(1.7))
    True
    """
    from geo.rail.placing import snap_place

    for gauge_h in (default_profile().gauge_h, 0.0):
        states, closed = prism_states(network, speed_kmh, gauge_h)
        starts = snap_place(network, origin, limit_km) if origin is not None else []
        ends = snap_place(network, destination, limit_km) if destination is not None else []
        back = way_back(network, came, starts)
        search = Search(states, closed, hours)
        there = search.hours(starts, back)
        rest = search.hours(ends, None)
        prism = _strands(network, states, (starts, there), (ends, rest), hours, back)
        if prism is not None and len(prism.edge):
            return prism
        if origin is None or destination is None:
            return prism
    return None


_End = tuple[Sequence[Snap], tuple[Floats, Floats] | None]


def _strands(
    network: RailNetwork,
    states: StateGraph,
    there: _End,
    rest: _End,
    hours: float,
    back: Back | None,
) -> Prism | None:
    """Put the strands together: whole edges, and those with an end of the prism in pieces."""
    size = len(network.edge_u)
    anywhere = np.full(size, -np.inf), np.full(size, -np.inf)
    from_u, from_v = there[1] or anywhere
    to_u, to_v = rest[1] or anywhere
    cut = sorted({snap.edge for snap in (*there[0], *rest[0])})
    hours_over = network.edge_km / states.speed_kmh
    wanted = _least(hours_over, there[1], rest[1]) <= hours
    wanted[cut] = False
    if back is not None:
        wanted &= ~back.edges
    whole = np.flatnonzero(wanted)
    speed = states.speed_kmh
    rows = [
        np.stack(
            [
                whole, np.zeros(len(whole)), network.edge_km[whole], speed[whole],
                from_u[whole], from_v[whole], to_u[whole], to_v[whole],
            ]
        )
    ]  # fmt: skip
    for edge in cut:
        if back is not None and back.edges[edge]:
            continue
        length, pace = float(network.edge_km[edge]), float(speed[edge])
        sense = back.sense.get(edge, 0) if back is not None else 0
        marks = sorted({0.0, length, *(s.km for s in (*there[0], *rest[0]) if s.edge == edge)})
        came = [_value(mark, edge, length, pace, there, (from_u, from_v), sense) for mark in marks]
        goes = [_value(mark, edge, length, pace, rest, (to_u, to_v), 0) for mark in marks]
        start = min((s.km for s in there[0] if s.edge == edge), default=0.0)
        for one, other in zip(range(len(marks) - 1), range(1, len(marks)), strict=True):
            behind = (sense > 0 and marks[other] <= start) or (sense < 0 and marks[one] >= start)
            sides = (
                None if end[1] is None else (np.array(at[one]), np.array(at[other]))
                for end, at in ((there, came), (rest, goes))
            )
            over = np.array((marks[other] - marks[one]) / pace)
            if behind or float(_least(over, *sides)) > hours:
                continue
            rows.append(
                np.array(
                    [[edge], [marks[one]], [marks[other]], [pace],
                     [came[one]], [came[other]], [goes[one]], [goes[other]]]
                )
            )  # fmt: skip
    table = np.concatenate(rows, axis=1)
    if not table.shape[1]:
        return None
    return Prism(network, hours, table[0].astype(np.int64), *table[1:])


def _least(
    over_h: Floats, came: tuple[Floats, Floats] | None, goes: tuple[Floats, Floats] | None
) -> Floats:
    """Fewest hours of a whole journey that touches a strand, by the hours at its two ends."""
    if came is None or goes is None:
        side = came or goes
        return np.minimum(*side) if side else np.zeros_like(over_h)
    touched = np.minimum(came[0] + goes[0], came[1] + goes[1])
    passed = np.minimum(came[0] + goes[1], came[1] + goes[0]) + over_h
    return np.asarray(np.minimum(touched, passed))


def _value(
    mark: float,
    edge: int,
    length: float,
    pace: float,
    end: _End,
    at: tuple[Floats, Floats],
    sense: int,
) -> float:
    """Hours between a point of an edge and an end of the prism."""
    if end[1] is None:
        return -np.inf
    value = min(float(at[0][edge]) + mark / pace, float(at[1][edge]) + (length - mark) / pace)
    for snap in end[0]:
        if snap.edge == edge and (mark - snap.km) * sense >= 0:
            value = min(value, abs(mark - snap.km) / pace)
    return value
