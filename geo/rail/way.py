"""A way over the network: edges in order, each with the part of it that is travelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.snapping import Snap
    from geo.rail.states import StateGraph

__all__ = [
    "Piece",
    "Way",
    "joined",
    "piece_vertices",
    "way_from_arcs",
    "way_on_edge",
    "way_point",
    "way_vertices",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of one edge, from one km of it to another (less where it runs against it)."""

    edge: int
    start_km: float
    end_km: float

    @property
    def km(self) -> float:
        """Length that is travelled."""
        return abs(self.end_km - self.start_km)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Parts of edges in order of travel, between two points on the rails.

    Parameters
    ----------
    start, end : Snap
    edges : ndarray of int
    from_km, to_km : ndarray of float
        Each edge is travelled from one km of it to another (less, where against its sense).
    """

    start: Snap
    end: Snap
    edges: NDArray[np.int64]
    from_km: NDArray[np.float64]
    to_km: NDArray[np.float64]

    @property
    def piece_km(self) -> NDArray[np.float64]:
        """Length that is travelled on each edge."""
        length: NDArray[np.float64] = np.abs(self.to_km - self.from_km)
        return length

    @property
    def km(self) -> float:
        """True length."""
        return float(self.piece_km.sum())

    def then(self, other: Way) -> Way:
        """Give this way followed by another that begins where this one ends."""
        return Way(
            self.start,
            other.end,
            np.concatenate([self.edges, other.edges]),
            np.concatenate([self.from_km, other.from_km]),
            np.concatenate([self.to_km, other.to_km]),
        )


def joined(legs: Sequence[Way]) -> Way:
    """One way of several, each of which begins where the one before ends."""
    way = legs[0]
    for leg in legs[1:]:
        way = way.then(leg)
    return way


def way_on_edge(start: Snap, end: Snap) -> Way:
    """Way between two points of the same edge."""
    return Way(start, end, np.array([start.edge]), np.array([start.km]), np.array([end.km]))


def way_from_arcs(
    states: StateGraph,
    start: Snap,
    start_sense: int,
    arcs: Sequence[int],
    end: Snap,
    end_sense: int,
) -> Way:
    """Way from a point, over arcs of the search graph, to a point."""
    length = states.network.edge_km
    steps = np.asarray(arcs, dtype=np.int64)
    steps = steps[states.sense[steps] != 0]
    middle = states.edge[steps]
    along = states.sense[steps] > 0
    edges = np.concatenate([[start.edge], middle, [end.edge]])
    leave = float(length[start.edge]) if start_sense > 0 else 0.0
    enter = 0.0 if end_sense > 0 else float(length[end.edge])
    from_km = np.concatenate([[start.km], np.where(along, 0.0, length[middle]), [enter]])
    to_km = np.concatenate([[leave], np.where(along, length[middle], 0.0), [end.km]])
    moved = from_km != to_km
    if not moved.any():
        moved[0] = True
    return Way(start, end, edges[moved], from_km[moved], to_km[moved])


def way_point(network: RailNetwork, edge: int, km: float) -> tuple[float, float]:
    """Drawn point so many km along an edge: longitude and latitude."""
    part = slice(int(network.first[edge]), int(network.first[edge + 1]))
    marks = network.vertex_km[part]
    lon = np.interp(km, marks, np.unwrap(network.vertex_lon[part], period=360.0))
    lat = np.interp(km, marks, network.vertex_lat[part])
    return float((lon + 180.0) % 360.0 - 180.0), float(lat)


def piece_vertices(network: RailNetwork, piece: Piece) -> NDArray[np.float64]:
    """Drawn vertices of a piece, shape (n, 2), in the sense of travel."""
    part = slice(int(network.first[piece.edge]), int(network.first[piece.edge + 1]))
    marks = network.vertex_km[part]
    low, high = sorted((piece.start_km, piece.end_km))
    inner = np.flatnonzero((marks > low) & (marks < high))
    at = np.concatenate([[low], marks[inner], [high]])
    lon = np.interp(at, marks, np.unwrap(network.vertex_lon[part], period=360.0))
    lat = np.interp(at, marks, network.vertex_lat[part])
    vertices = np.stack([(lon + 180.0) % 360.0 - 180.0, lat], axis=1)
    return vertices if piece.end_km >= piece.start_km else vertices[::-1]


def way_vertices(network: RailNetwork, way: Way) -> NDArray[np.float64]:
    """Drawn vertices of a way, shape (n, 2); those at joints may repeat."""
    whole = way.piece_km == network.edge_km[way.edges]
    # Runs of whole edges go in one stroke; the others are at the ends and at places passed.
    cuts = np.flatnonzero(np.concatenate([[True], ~whole[1:] | ~whole[:-1]]))
    parts: list[NDArray[np.float64]] = []
    for begin, stop in zip(cuts.tolist(), [*cuts[1:].tolist(), len(whole)], strict=True):
        if whole[begin]:
            run = slice(begin, stop)
            parts.append(_whole_edges(network, way.edges[run], way.to_km[run] > way.from_km[run]))
        else:
            ends = float(way.from_km[begin]), float(way.to_km[begin])
            parts.append(piece_vertices(network, Piece(int(way.edges[begin]), *ends)))
    vertices: NDArray[np.float64] = np.concatenate(parts)
    return vertices


def _whole_edges(
    network: RailNetwork, edges: NDArray[np.int64], along: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Vertices of whole edges, each in its sense of travel."""
    first = network.first[edges].astype(np.int64)
    count = network.first[edges + 1] - first
    begin = np.where(along, first, first + count - 1)
    offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    at = np.repeat(begin, count) + offset * np.repeat(np.where(along, 1, -1), count)
    return np.stack([network.vertex_lon[at], network.vertex_lat[at]], axis=1)
