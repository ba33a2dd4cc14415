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

__all__ = ["Piece", "Way", "way_from_arcs", "way_on_edge"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of one edge, from one km of it to another (less where it runs against it)."""

    edge: int
    start_km: float
    end_km: float
    #: Gauge the train stands on here, in mm; 0 where the edge has only one.
    gauge: int = 0

    @property
    def km(self) -> float:
        """Length that is travelled."""
        return abs(self.end_km - self.start_km)


@dataclass(frozen=True, slots=True)
class Way:
    """Pieces in order of travel, between two points on the rails."""

    start: Snap
    end: Snap
    pieces: tuple[Piece, ...]

    @property
    def km(self) -> float:
        """True length."""
        return sum(piece.km for piece in self.pieces)

    def then(self, other: Way) -> Way:
        """Give this way followed by another that begins where this one ends."""
        return Way(self.start, other.end, self.pieces + other.pieces)


def way_on_edge(start: Snap, end: Snap) -> Way:
    """Way between two points of the same edge."""
    return Way(start, end, (Piece(start.edge, start.km, end.km),))


def way_from_arcs(
    states: StateGraph,
    start: Snap,
    start_sense: int,
    arcs: Sequence[int],
    end: Snap,
    end_sense: int,
) -> Way:
    """Way from a point, over arcs of the search graph, to a point."""
    network = states.network
    edge_km = network.edge_km
    steps = np.asarray(arcs, dtype=np.int64)
    edges, senses = states.edge[steps], states.sense[steps]
    pieces = [Piece(start.edge, start.km, float(edge_km[start.edge]) if start_sense > 0 else 0.0)]
    on_rails = senses != 0
    for edge, sense in zip(edges[on_rails].tolist(), senses[on_rails].tolist(), strict=True):
        length = float(edge_km[edge])
        pieces.append(Piece(edge, 0.0, length) if sense > 0 else Piece(edge, length, 0.0))
    entry = 0.0 if end_sense > 0 else float(edge_km[end.edge])
    pieces.append(Piece(end.edge, entry, end.km))
    return Way(start, end, tuple(piece for piece in pieces if piece.km > 0) or tuple(pieces[:1]))


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
