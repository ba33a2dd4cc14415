"""Synthetic journeys over the embedded network: a true way, and what is told of it.

The true way is not the shortest. Every edge's time is multiplied by log-normal noise, that of
its surroundings (two degrees wide) and that of its line, so that whole lines are shunned or
preferred; and some journeys pass a place off their way. Edges between the same two cells of a
tenth of a degree share their noise: which of two tracks side by side a train takes is no question
of ways. Trains choose by timetables, permits and freight
that no network knows: this stands for that.

What is told is thinned (a sighting every so many km, exponentially spaced), displaced (two
normal variates, the root mean square of the distance is given), its window of time widened,
and false sightings are mixed in: a place 50 to 400 km beside the train. The reports come in no
order, each from another article. Nothing tells how far they are displaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import destination, distance_km
from geo.model import LonLat, Place, Sighting
from geo.rail import RailNetwork
from geo.rail.engine import ScipyEngine
from geo.rail.searching import search
from geo.rail.states import StateGraph
from geo.rail.way import Way, way_point, way_vertices

START = datetime(2024, 5, 6, tzinfo=UTC)
#: Spread of the noise (natural logarithm): of surroundings two degrees wide, of a line.
AREA_NOISE, LINE_NOISE = 0.2, 0.2
#: Share of journeys that pass a place off their way.
VIA_SHARE = 0.2
FALSE_SHARE = 0.10
#: Half widths of windows, in hours; one is drawn for a journey.
WINDOWS_H = (1.0, 6.0, 18.0)


@dataclass(frozen=True)
class Told:
    """How a journey is told."""

    displaced_km: float
    every_km: float = 60.0
    false_share: float = FALSE_SHARE


@dataclass(frozen=True, eq=False)
class Trip:
    """A true journey."""

    way: Way
    #: Vertices of the true way.
    path: NDArray[np.float64]
    #: Average speed, and the hours at which it passes every 50 km.
    hours: NDArray[np.float64]

    def hour_at(self, km: float) -> float:
        """Hours after the start."""
        return float(np.interp(km, np.arange(len(self.hours)) * 50.0, self.hours))

    def point_at(self, network: RailNetwork, km: float) -> LonLat:
        """Where the train is so many km after its start."""
        ends = np.cumsum(self.way.piece_km)
        piece = min(int(np.searchsorted(ends, km)), len(ends) - 1)
        back = float(ends[piece]) - km
        sense = 1.0 if self.way.to_km[piece] >= self.way.from_km[piece] else -1.0
        at = float(self.way.to_km[piece]) - sense * max(back, 0.0)
        return way_point(network, int(self.way.edges[piece]), at)


def trips(
    network: RailNetwork,
    seed: int,
    count: int,
    *,
    lon: tuple[float, float] = (-180.0, 180.0),
    km: tuple[float, float] = (200.0, 3000.0),
) -> Iterator[Trip]:
    """Make true journeys between named places.

    Parameters
    ----------
    network : RailNetwork
    seed, count : int
    lon : tuple of float
        Origins lie between these meridians.
    km : tuple of float
        Straight-line length, drawn evenly on a logarithmic scale.
    """
    rng = np.random.default_rng(seed)
    states, _ = network.prepared()
    made = 0
    while made < count:
        trip = _trip(network, states, rng, lon, km)
        if trip is not None:
            made += 1
            yield trip


def _trip(
    network: RailNetwork,
    states: StateGraph,
    rng: np.random.Generator,
    lon: tuple[float, float],
    km: tuple[float, float],
) -> Trip | None:
    names = network.names
    far = float(np.exp(rng.uniform(np.log(km[0]), np.log(km[1]))))
    inside = np.flatnonzero((names.lon >= lon[0]) & (names.lon < lon[1]))
    start = int(rng.choice(inside))
    gap = distance_km(names.lon[start], names.lat[start], names.lon, names.lat)
    near = np.flatnonzero(np.abs(gap / far - 1) < 0.1)
    if not len(near):
        return None
    stop = int(rng.choice(near))
    points = [start, stop]
    if rng.random() < VIA_SHARE:
        rest = distance_km(names.lon[stop], names.lat[stop], names.lon, names.lat)
        between = np.flatnonzero(gap + rest < 1.3 * far)
        if len(between):
            points.insert(1, int(rng.choice(between)))
    engine = ScipyEngine(replace(states, cost=_noisy(network, states, rng)))
    way: Way | None = None
    snaps = [network.snap(names.lon[i], names.lat[i], limit_km=3.0, count=1) for i in points]
    if not all(snaps):
        return None
    for one, other in pairwise(snaps):
        leg = search(states, engine, one, other)
        if leg is None:
            return None
        way = leg if way is None else way.then(leg)
    if way is None or way.km > 2.2 * far or way.km < km[0]:
        return None
    edges = way.edges[np.concatenate([[True], way.edges[1:] != way.edges[:-1]])]
    if len(set(edges.tolist())) < len(edges):
        return None  # It would run back over its own way.
    steps = int(way.km // 50) + 2
    speed = rng.uniform(35, 80) * np.exp(rng.normal(0, 0.25, steps))
    hours = np.concatenate([[0.0], np.cumsum(50.0 / speed)])
    return Trip(way, way_vertices(network, way), hours)


def _noisy(network: RailNetwork, states: StateGraph, rng: np.random.Generator) -> NDArray[np.int64]:
    column = np.floor((network.node_lon[network.edge_u] + 180) / 2).astype(np.int64)
    row = np.floor((network.node_lat[network.edge_u] + 90) / 2).astype(np.int64)
    area = np.exp(rng.normal(0, AREA_NOISE, 181 * 91))[column * 91 + row]
    own = np.exp(rng.normal(0, LINE_NOISE, 1 << 20))
    factor = area * own[_line_of(network)]
    cost = states.cost.astype(np.float64)
    running = states.edge >= 0
    cost[running] *= factor[states.edge[running]]
    noisy: NDArray[np.int64] = np.rint(cost).astype(np.int64)
    return noisy


def _line_of(network: RailNetwork) -> NDArray[np.int64]:
    """Number of the line that each edge belongs to: the cells of its ends, in either order."""
    cells = [
        np.floor((network.node_lon[node] + 180) * 10).astype(np.int64) * 1801
        + np.floor((network.node_lat[node] + 90) * 10).astype(np.int64)
        for node in (network.edge_u, network.edge_v)
    ]
    low, high = np.minimum(*cells), np.maximum(*cells)
    line: NDArray[np.int64] = (low * 2_654_435_761 + high * 40_503) % (1 << 20)
    return line


def tell(network: RailNetwork, trip: Trip, told: Told, seed: int) -> list[Sighting]:
    """Make the sightings of a journey, in no order of time."""
    rng = np.random.default_rng(seed)
    marks = [0.0]
    while (mark := marks[-1] + float(rng.exponential(told.every_km))) < trip.way.km:
        marks.append(mark)
    marks.append(trip.way.km)
    window_h = float(rng.choice(WINDOWS_H))
    found = []
    for number, mark in enumerate(marks):
        point = _moved(rng, trip.point_at(network, mark), told.displaced_km)
        relation = "passed"
        if number in (0, len(marks) - 1):
            relation = "arrived" if number else "departed"
        found.append(_sighting(rng, number, point, trip.hour_at(mark), window_h, relation))
    names = network.names
    for number in range(rng.binomial(len(marks), told.false_share)):
        mark = float(rng.uniform(0, trip.way.km))
        at = trip.point_at(network, mark)
        gap = distance_km(*at, names.lon, names.lat)
        beside = np.flatnonzero((gap > 50) & (gap < 400))
        if len(beside):
            entry = int(rng.choice(beside))
            point = (float(names.lon[entry]), float(names.lat[entry]))
            found.append(
                _sighting(rng, len(marks) + number, point, trip.hour_at(mark), window_h, "at")
            )
    return [found[index] for index in rng.permutation(len(found)).tolist()]


def _moved(rng: np.random.Generator, point: LonLat, rms_km: float) -> LonLat:
    far = float(np.hypot(*rng.normal(0, rms_km / np.sqrt(2), 2)))
    return destination(*point, float(rng.uniform(0, 360)), far)


def _sighting(
    rng: np.random.Generator,
    number: int,
    point: LonLat,
    hour: float,
    window_h: float,
    relation: str,
) -> Sighting:
    place = Place(f"told:{number}", f"Place {number}", *point, "town", radius_km=2.0)
    early, late = rng.uniform(0, window_h, 2)
    return Sighting(
        "freight train", place, relation, "confirmed" if rng.random() < 0.2 else "reported",  # type: ignore[arg-type]
        article=f"report-{number}", start=0, end=1, text=place.name,
        time_start=START + timedelta(hours=hour - early),
        time_end=START + timedelta(hours=hour + late), time_text="then",
    )  # fmt: skip
