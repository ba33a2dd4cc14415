"""A made-up planet of railways, as a survey of OpenStreetMap would give it.

Towns lie in clusters; neighbours (in the sense of Gabriel) are joined by lines that bend, with
a point every few hundred metres, two in five of them double track with crossovers. A town is a
station: two throats with tracks between them, and each line arrives at the throat on its side,
in the direction of the tracks, so that trains pass where they would. Sidings and spurs branch
off. The same seed gives the same planet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.rail.osm_build import Survey

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DEG_KM = 111.2
_STATION_KM = 0.6
_TRACK_KM = 0.005
_CROSSOVER_KM = 15.0
_MAIN = {"railway": "rail", "usage": "main", "gauge": "1435"}
_BRANCH = {"railway": "rail", "usage": "branch", "gauge": "1435"}


def towns(random: np.random.Generator, count: int) -> Floats:
    """Positions in clusters, shape (count, 2), between 40 degrees south and 65 north."""
    clusters = max(count // 60, 4)
    middle = np.stack([random.uniform(-170, 170, clusters), random.uniform(-40, 65, clusters)], 1)
    size = random.uniform(0.5, 1.3, clusters)
    of = random.integers(0, clusters, count)
    spread = random.normal(0, 1, (count, 2)) * size[of, None]
    spread[:, 0] /= np.cos(np.radians(middle[of, 1]))
    found: Floats = np.clip(middle[of] + spread, (-179.5, -55.0), (179.5, 72.0))
    return found


def neighbours(place: Floats) -> Ints:
    """Gabriel graph: pairs with no third town in the circle over them."""
    from scipy.spatial import Delaunay, cKDTree

    triangles = Delaunay(place).simplices
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    one, other = place[pairs[:, 0]], place[pairs[:, 1]]
    gap, _ = cKDTree(place).query((one + other) / 2)
    radius = np.hypot(*(one - other).T) / 2
    found: Ints = pairs[gap >= radius * (1 - 1e-9)]
    return found


@dataclass
class Planet:
    """Ways and nodes while they are made up."""

    random: np.random.Generator
    spacing_km: float
    survey: Survey = field(default_factory=Survey)
    nodes: int = 0
    ways: int = 0

    def add_nodes(self, points: Floats) -> list[int]:
        """Give numbers to points, shape (n, 2)."""
        start = self.nodes
        for lon, lat in points.tolist():
            self.nodes += 1
            self.survey.add_node(self.nodes, lon, lat)
        return list(range(start + 1, self.nodes + 1))

    def add_way(self, refs: list[int], tags: dict[str, str]) -> None:
        """Lay a track over nodes."""
        self.ways += 1
        self.survey.add_way(self.ways, tags, refs)

    def shift(self, points: Floats, across_km: float) -> Floats:
        """Give the course beside a course, to its left."""
        along = np.gradient(points, axis=0)
        shrink = np.cos(np.radians(points[:, 1]))
        east, north = along[:, 0] * shrink, along[:, 1]
        size = np.maximum(np.hypot(east, north), 1e-12)
        moved = np.stack([-north / size / shrink, east / size], axis=1)
        return points + moved * across_km / _DEG_KM

    def line(self, start: Floats, leave: Floats, end: Floats, arrive: Floats) -> Floats:
        """Bent course between two throats that leaves and arrives in given directions (km)."""
        shrink = float(np.cos(np.radians((start[1] + end[1]) / 2)))
        scale = np.array([_DEG_KM * shrink, _DEG_KM])
        chord = (end - start) * scale
        length = float(np.hypot(*chord))
        pull = 0.35 * length
        count = max(int(np.ceil(1.1 * length / self.spacing_km)), 6)
        t = np.linspace(0.0, 1.0, count + 1)[:, None]
        one, other = leave * pull, chord - arrive * pull
        course = 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * other + t**3 * chord
        # Bends that fade out towards both ends.
        side = np.array([-chord[1], chord[0]]) / max(length, 1e-9)
        for waves in (3, 7):
            swing = self.random.normal(0, 0.02 * length / waves)
            course += side * swing * np.sin(np.pi * t) ** 2 * np.sin(waves * np.pi * t)
        found: Floats = start + course / scale
        return found

    def spurs(self, points: Floats, refs: list[int]) -> None:
        """Let tracks branch off, one every 25 km or so."""
        inner = np.arange(2, len(refs) - 4)
        wished = self.random.poisson(len(refs) * self.spacing_km / 25.0)
        if not len(inner) or not wished:
            return
        for at in self.random.choice(inner, min(int(wished), len(inner)), replace=False).tolist():
            ahead = points[at + 1] - points[at]
            course = np.array([-ahead[1], ahead[0]]) * self.random.choice([-1.0, 1.0])
            steps = np.arange(1, int(self.random.integers(4, 9)))[:, None]
            track = points[at] + ahead * steps + course * 0.15 * steps
            self.add_way([refs[at], *self.add_nodes(track)], {**_BRANCH, "service": "spur"})

    def join(self, start: int, end: int, points: Floats, *, double: bool) -> None:
        """Lay a line between two throats."""
        tags = _MAIN if double else _BRANCH
        refs = [start, *self.add_nodes(points[1:-1]), end]
        self.add_way(refs, tags)
        self.spurs(points, refs)
        if not double:
            return
        beside = [start, *self.add_nodes(self.shift(points, _TRACK_KM)[1:-1]), end]
        self.add_way(beside[::-1], tags)
        step = max(int(_CROSSOVER_KM / self.spacing_km), 4)
        for at in range(step, len(refs) - 3, step):
            self.add_way([refs[at], beside[at + 1]], {**tags, "service": "crossover"})
            self.add_way([refs[at + 3], beside[at + 2]], {**tags, "service": "crossover"})

    def station(self, middle: Floats, axis: Floats) -> tuple[int, int, Floats, Floats]:
        """Lay the tracks of a town; give both throats and their positions."""
        scale = np.array([_DEG_KM * np.cos(np.radians(middle[1])), _DEG_KM])
        along = np.linspace(-_STATION_KM, _STATION_KM, 9)[:, None] * axis / scale
        points = middle + along
        refs = self.add_nodes(points)
        self.add_way(refs, _MAIN)
        for number in range(1, int(self.random.integers(2, 5))):
            wide = number * 2 * _TRACK_KM * np.sin(np.linspace(0, np.pi, 9))[:, None] ** 0.5
            side = points + np.stack([-axis[1:], axis[:1]], axis=1) * wide / scale
            inner = self.add_nodes(side[1:-1])
            tags = _MAIN if number == 1 else {**_MAIN, "service": "siding"}
            self.add_way([refs[0], *inner, refs[-1]], tags)
        return refs[0], refs[-1], points[0], points[-1]


def make_planet(nodes: int = 4_000_000, *, seed: int = 1) -> tuple[Survey, int]:
    """Make up the railways of a planet.

    Parameters
    ----------
    nodes : int
        Points of all tracks together, about.
    seed : int

    Returns
    -------
    tuple of Survey and int
        For `geo.rail.osm_build.build`, and how many nodes there are.
    """
    random = np.random.default_rng(seed)
    place = towns(random, max(nodes // 330, 40))
    pairs = neighbours(place)
    scale = np.stack([_DEG_KM * np.cos(np.radians(place[:, 1])), np.full(len(place), _DEG_KM)], 1)
    chord = (place[pairs[:, 1]] - place[pairs[:, 0]]) * scale[pairs[:, 0]]
    length = np.hypot(*chord.T)
    double = random.random(len(pairs)) < 0.4
    # Stations and spurs take about a tenth.
    planet = Planet(random, float((1.1 * length * (1 + double)).sum()) / (0.86 * nodes))
    # The tracks of a station lie as its longest line runs.
    axis = np.tile([1.0, 0.0], (len(place), 1))
    for edge in np.argsort(length).tolist():
        axis[pairs[edge]] = chord[edge] / max(length[edge], 1e-9)
    throats = [planet.station(middle, way) for middle, way in zip(place, axis, strict=True)]
    for (one, other), way, two in zip(pairs.tolist(), chord, double.tolist(), strict=True):
        start, leave = _throat(throats[one], axis[one], way)
        end, arrive = _throat(throats[other], axis[other], -way)
        points = planet.line(start[1], leave, end[1], -arrive)
        planet.join(start[0], end[0], points, double=two)
    return planet.survey, planet.nodes


def _throat(
    station: tuple[int, int, Floats, Floats], axis: Floats, way: Floats
) -> tuple[tuple[int, Floats], Floats]:
    """Throat on the side a line leads to, and the direction out of it."""
    west, east, at_west, at_east = station
    if float(axis @ way) > 0:
        return (east, at_east), axis
    return (west, at_west), -axis
