"""Cut edges of a network at given lengths, and leave pieces out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.rail.details import Details
from geo.rail.network import Names, RailNetwork
from geo.rail.way import way_point

__all__ = ["Cut", "cut_edges", "select_edges"]

Ints = NDArray[np.int64]
#: Nearer to its end than this, an edge is not cut, in km.
_END_KM = 0.001


@dataclass(frozen=True, slots=True)
class Cut:
    """What became of a network.

    Parameters
    ----------
    network : RailNetwork
        Its nodes are those of before, and after them the new ones.
    node_at : dict
        Node at each (edge, km) that was asked for; edges as they were numbered before.
    """

    network: RailNetwork
    node_at: dict[tuple[int, float], int]


@dataclass(slots=True)
class _Pieces:
    """New edges, in order."""

    edge: list[int]
    u: list[int]
    v: list[int]
    low: list[float]
    high: list[float]


def cut_edges(
    network: RailNetwork,
    marks: Mapping[int, Sequence[float]],
    dropped: Mapping[int, Sequence[tuple[float, float]]] | None = None,
) -> Cut:
    """Cut edges.

    Parameters
    ----------
    network : RailNetwork
    marks : mapping
        For each edge to be cut, where, in km from its start.
    dropped : mapping, optional
        For each edge, the stretches (from km, to km) that are left out; they begin and end at
        marks or at the edge's ends.
    """
    dropped = dropped or {}
    node_at: dict[tuple[int, float], int] = {}
    lon: list[float] = []
    lat: list[float] = []
    count = len(network.node_lon)
    pieces = _Pieces([], [], [], [], [])
    touched = sorted({*marks, *dropped})
    for edge in touched:
        whole = float(network.edge_km[edge])
        ends = int(network.edge_u[edge]), int(network.edge_v[edge])
        stops = [(0.0, ends[0])]
        for mark in sorted(set(marks.get(edge, ()))):
            if mark - stops[-1][0] <= _END_KM:
                node = stops[-1][1]
            elif whole - mark <= _END_KM:
                node = ends[1]
            else:
                node = count + len(lon)
                x, y = way_point(network, edge, mark)
                lon.append(x)
                lat.append(y)
                stops.append((mark, node))
            node_at[edge, mark] = node
        stops.append((whole, ends[1]))
        for (low, u), (high, v) in pairwise(stops):
            middle = (low + high) / 2
            if any(start <= middle <= end for start, end in dropped.get(edge, ())):
                continue
            pieces.edge.append(edge)
            pieces.u.append(u)
            pieces.v.append(v)
            pieces.low.append(low)
            pieces.high.append(high)
    left = np.ones(len(network.edge_u), dtype=bool)
    left[touched] = False
    return Cut(_assemble(network, np.flatnonzero(left), pieces, lon, lat), node_at)


def _part(network: RailNetwork, edge: int, low: float, high: float) -> NDArray[np.float64]:
    """Vertices of a stretch of an edge, shape (n, 3): position, and km from its start."""
    inside = slice(int(network.first[edge]), int(network.first[edge + 1]))
    marks = network.vertex_km[inside]
    at = np.concatenate([[low], marks[(marks > low) & (marks < high)], [high]])
    lon = np.interp(at, marks, np.unwrap(network.vertex_lon[inside], period=360.0))
    lat = np.interp(at, marks, network.vertex_lat[inside])
    return np.stack([(lon + 180.0) % 360.0 - 180.0, lat, at - low], axis=1)


def _assemble(
    network: RailNetwork, left: Ints, pieces: _Pieces, lon: list[float], lat: list[float]
) -> RailNetwork:
    """The edges that were left alone, and after them the pieces."""
    first = network.first.astype(np.int64)
    counts = np.diff(first)[left]
    at = np.repeat(first[left] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    parts = [
        _part(network, edge, low, high)
        for edge, low, high in zip(pieces.edge, pieces.low, pieces.high, strict=True)
    ]
    drawn = np.concatenate([np.zeros((0, 3)), *parts])
    sizes = np.concatenate([counts, np.array([len(part) for part in parts], dtype=np.int64)])
    owner = np.concatenate([left, np.array(pieces.edge, dtype=np.int64)])
    details = network.details
    if details is not None:
        crossing = np.concatenate([details.crossing, np.zeros(len(lon), dtype=bool)])
        details = replace(_rows(details, owner), crossing=crossing)
    u, v = np.array(pieces.u, dtype=np.int32), np.array(pieces.v, dtype=np.int32)
    return replace(
        network,
        node_lon=np.concatenate([network.node_lon, lon]),
        node_lat=np.concatenate([network.node_lat, lat]),
        edge_u=np.concatenate([network.edge_u[left], u]),
        edge_v=np.concatenate([network.edge_v[left], v]),
        first=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        vertex_lon=np.concatenate([network.vertex_lon[at], drawn[:, 0]]),
        vertex_lat=np.concatenate([network.vertex_lat[at], drawn[:, 1]]),
        vertex_km=np.concatenate([network.vertex_km[at], drawn[:, 2]]),
        edge_country=network.edge_country[owner],
        edge_gauge=network.edge_gauge[owner],
        edge_class=network.edge_class[owner],
        names=_names(network, left, pieces),
        details=details,
    )


def _rows(details: Details, edges: Ints) -> Details:
    """Details of chosen edges; what belongs to nodes stays as it is."""
    chosen: dict[str, Any] = {
        entry.name: getattr(details, entry.name)[edges]
        for entry in fields(details)
        if entry.name != "crossing" and isinstance(getattr(details, entry.name), np.ndarray)
    }
    return replace(details, **chosen)


def _names(network: RailNetwork, left: Ints, pieces: _Pieces) -> Names:
    """Stations, tied to the new edges; those that lie at none of them are gone."""
    names = network.names
    if not len(names.label):
        return names
    first = names.first.astype(np.int64)
    counts = np.diff(first)[left]
    links = [
        np.repeat(first[left] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    ]
    edges = [np.repeat(np.arange(len(left)), counts)]
    shift = [np.zeros(len(links[0]))]
    for number, (edge, low, high) in enumerate(
        zip(pieces.edge, pieces.low, pieces.high, strict=True), start=len(left)
    ):
        here = np.arange(first[edge], first[edge + 1])
        here = here[(names.link_km[here] >= low) & (names.link_km[here] <= high)]
        links.append(here)
        edges.append(np.full(len(here), number))
        shift.append(np.full(len(here), low))
    link, owner = np.concatenate(links), np.concatenate(edges)
    used, entry = np.unique(names.link_name[link], return_inverse=True)
    size = len(left) + len(pieces.edge)
    new_first = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=size), out=new_first[1:])
    return Names(
        label=tuple(names.label[index] for index in used.tolist()),
        lon=names.lon[used],
        lat=names.lat[used],
        is_station=names.is_station[used],
        first=new_first,
        link_name=entry.astype(np.int32),
        link_km=names.link_km[link] - np.concatenate(shift),
        link_gap_km=names.link_gap_km[link],
    )


def select_edges(network: RailNetwork, keep: NDArray[np.bool_]) -> RailNetwork:
    """Give a network of chosen edges, with their nodes only."""
    chosen = cut_edges(
        network,
        {},
        {int(edge): [(0.0, float(network.edge_km[edge]))] for edge in np.flatnonzero(~keep)},
    ).network
    used, ends = np.unique(np.stack([chosen.edge_u, chosen.edge_v]), return_inverse=True)
    ends = ends.reshape(2, -1).astype(np.int32)
    details = chosen.details
    if details is not None:
        details = replace(details, crossing=details.crossing[used])
    return replace(
        chosen,
        node_lon=chosen.node_lon[used],
        node_lat=chosen.node_lat[used],
        edge_u=ends[0],
        edge_v=ends[1],
        details=details,
    )
