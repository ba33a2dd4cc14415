"""Small networks for the tests of the rail room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.rail.network import RailNetwork

Edge = tuple[int, int, float]


def network_of(
    nodes: Sequence[tuple[float, float]],
    edges: Sequence[Edge],
    *,
    countries: Sequence[str] | None = None,
    gauges: Sequence[tuple[int, ...]] | None = None,
    name: str = "tiny",
) -> RailNetwork:
    """Make a network of straight edges (tail, head, true km)."""
    codes = sorted(set(countries or ["AA"]))
    sets = sorted(set(gauges or [(1435,)]))
    position = np.array(nodes, dtype=float)
    u = np.array([edge[0] for edge in edges], dtype=np.int32)
    v = np.array([edge[1] for edge in edges], dtype=np.int32)
    ends = np.stack([u, v], axis=1).reshape(-1)
    km = np.array([edge[2] for edge in edges], dtype=float)
    return RailNetwork(
        name=name,
        node_lon=position[:, 0],
        node_lat=position[:, 1],
        edge_u=u,
        edge_v=v,
        first=np.arange(0, 2 * len(edges) + 1, 2, dtype=np.int32),
        vertex_lon=position[ends, 0],
        vertex_lat=position[ends, 1],
        vertex_km=np.stack([np.zeros(len(km)), km], axis=1).reshape(-1),
        edge_country=np.array(
            [codes.index(code) for code in countries or ["AA"] * len(edges)], dtype=np.uint8
        ),
        countries=tuple(codes),
        edge_gauge=np.array(
            [sets.index(entry) for entry in gauges or [(1435,)] * len(edges)], dtype=np.uint8
        ),
        gauges=tuple(sets),
        edge_class=np.zeros(len(edges), dtype=np.uint8),
        source="test",
        licence="none",
    )
