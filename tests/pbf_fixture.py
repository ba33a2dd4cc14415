"""Small OpenStreetMap files, written by pyosmium for one test each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium

Position = tuple[float, float]
RAIL = {"railway": "rail", "usage": "main", "gauge": "1435"}


def write_pbf(
    path: Path,
    nodes: Mapping[int, Position],
    ways: Sequence[tuple[Sequence[int], Mapping[str, str]]],
    tags: Mapping[int, Mapping[str, str]] | None = None,
) -> Path:
    """Write nodes (number: lon, lat), ways (nodes, tags) and tags of nodes."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lon, lat) in nodes.items():
            writer.add_node(
                osmium.osm.mutable.Node(
                    id=number,
                    location=(lon, lat),
                    tags=dict((tags or {}).get(number, {})),
                    version=1,
                )
            )
        for number, (refs, about) in enumerate(ways, start=1):
            writer.add_way(
                osmium.osm.mutable.Way(id=number, nodes=list(refs), tags=dict(about), version=1)
            )
    return path
