"""To and from networkx, in the form that osmnx uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import InputError
from geo.geodesy import line_length_km

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["from_networkx", "to_networkx"]


def to_networkx(network: RailNetwork) -> Any:
    """Give an osmnx-style graph that osmnx can plot and save.

    Parameters
    ----------
    network : RailNetwork

    Returns
    -------
    networkx.MultiDiGraph
        Nodes with ``x`` and ``y``; each edge in both directions with ``length`` in metres,
        ``geometry``, ``osmid`` (the edge's number here), ``country`` and ``gauge``; the
        graph with ``crs`` and ``name``.
    """
    import networkx as nx
    from shapely import linestrings

    graph = nx.MultiDiGraph(crs="epsg:4326", name=network.name, source=network.source)
    graph.add_nodes_from(
        (node, {"x": x, "y": y})
        for node, (x, y) in enumerate(
            zip(network.node_lon.tolist(), network.node_lat.tolist(), strict=True)
        )
    )
    counts = np.diff(network.first)
    owner = np.repeat(np.arange(len(counts)), counts)
    vertices = np.stack([network.vertex_lon, network.vertex_lat], axis=1)
    lines = linestrings(vertices, indices=owner)
    for edge, (u, v, km) in enumerate(
        zip(network.edge_u.tolist(), network.edge_v.tolist(), network.edge_km.tolist(), strict=True)
    ):
        tags = {
            "osmid": edge,
            "length": km * 1000.0,
            "railway": "rail",
            "country": network.countries[network.edge_country[edge]],
            "gauge": ";".join(map(str, network.gauges[network.edge_gauge[edge]])),
            "oneway": False,
        }
        graph.add_edge(u, v, **tags, reversed=False, geometry=lines[edge])
        graph.add_edge(v, u, **tags, reversed=True, geometry=lines[edge].reverse())
    return graph


def _gauges(value: object) -> tuple[int, ...]:
    parts = str(value or "").replace(",", ";").split(";")
    found = sorted({int(part) for part in parts if part.strip().isdigit() and 0 < int(part) < 9999})
    return tuple(found) or (1435,)


def _vertices(graph: Any, u: object, v: object, data: dict[str, Any]) -> np.ndarray[Any, Any]:
    line = data.get("geometry")
    if line is not None:
        points = np.asarray(line.coords, dtype=np.float64)[:, :2]
    else:
        try:
            ends = [[graph.nodes[n]["x"], graph.nodes[n]["y"]] for n in (u, v)]
            points = np.array(ends, dtype=np.float64)
        except (KeyError, TypeError, ValueError):
            raise InputError(
                f"a node of the edge from {u!r} to {v!r} has no position",
                hint="Every node needs numbers x (longitude) and y (latitude), in degrees.",
            ) from None
    if not np.isfinite(points).all() or (np.abs(points) > (360.0, 90.0)).any():
        raise InputError(
            f"the edge from {u!r} to {v!r} has coordinates that are not on the earth",
            hint="The graph must be in degrees (epsg:4326), longitude as x.",
        )
    return points


def from_networkx(
    graph: Any, *, name: str = "imported", country: str = "", licence: str = ""
) -> RailNetwork:
    """Take an osmnx-style graph.

    Parameters
    ----------
    graph : networkx.Graph or MultiDiGraph
        Nodes with ``x`` and ``y`` in degrees. Edges may have ``length`` (metres),
        ``geometry``, ``gauge`` ("1435;1520") and ``country``. Trains may run both ways on
        every edge, and the two directions of one edge become one.
    name, country, licence : str
        Name of the network, country of edges that do not tell it, and licence of the data.

    Raises
    ------
    InputError
        When the graph has no edges, or a coordinate is not on the earth.
    """
    from geo.rail.network import RailNetwork

    order = {node: index for index, node in enumerate(graph.nodes)}
    seen: set[tuple[int, int, int, str]] = set()
    rows = []
    for u, v, data in graph.edges(data=True):
        points = _vertices(graph, u, v, data)
        drawn = line_length_km([(float(x), float(y)) for x, y in points])
        metres = data.get("length")
        km = float(metres) / 1000.0 if metres is not None else drawn
        if not np.isfinite(km) or km < 0:
            km = drawn
        # Two edges between the same nodes are one when their lengths are.
        ends = sorted((order[u], order[v]))
        key = (ends[0], ends[1], round(km * 1000), str(data.get("osmid", "")))
        if key in seen or (u == v and km == 0):
            continue
        seen.add(key)
        rows.append((order[u], order[v], points, max(km, 0.001), drawn, data))
    if not rows:
        raise InputError(
            "the graph holds no edges", hint="Fetch a larger area, or check the rail filter."
        )
    countries = sorted({str(row[5].get("country") or country) for row in rows})
    gauges = sorted({_gauges(row[5].get("gauge")) for row in rows})
    first = np.concatenate([[0], np.cumsum([len(row[2]) for row in rows])])
    marks = [_marks(row[2], row[3]) for row in rows]
    vertices = np.concatenate([row[2] for row in rows])
    return RailNetwork(
        name=name,
        node_lon=np.array([graph.nodes[node]["x"] for node in order], dtype=np.float64),
        node_lat=np.array([graph.nodes[node]["y"] for node in order], dtype=np.float64),
        edge_u=np.array([row[0] for row in rows], dtype=np.int32),
        edge_v=np.array([row[1] for row in rows], dtype=np.int32),
        first=first.astype(np.int32),
        vertex_lon=vertices[:, 0].copy(),
        vertex_lat=vertices[:, 1].copy(),
        vertex_km=np.concatenate(marks),
        edge_country=np.array(
            [countries.index(str(row[5].get("country") or country)) for row in rows],
            dtype=np.uint8,
        ),
        countries=tuple(countries),
        edge_gauge=np.array(
            [gauges.index(_gauges(row[5].get("gauge"))) for row in rows], dtype=np.uint8
        ),
        gauges=tuple(gauges),
        edge_class=np.zeros(len(rows), dtype=np.uint8),
        source=str(graph.graph.get("source", "networkx graph")),
        licence=licence,
    )


def _marks(points: np.ndarray[Any, Any], km: float) -> np.ndarray[Any, Any]:
    """True length to each vertex: the drawn one, stretched to the edge's."""
    steps = [
        line_length_km([(float(x), float(y)) for x, y in points[i : i + 2]])
        for i in range(len(points) - 1)
    ]
    drawn = np.concatenate([[0.0], np.cumsum(steps)])
    if drawn[-1] == 0:
        return np.linspace(0.0, km, len(points))
    marks: np.ndarray[Any, Any] = drawn / drawn[-1] * km
    return marks
