"""To and from networkx, in the form that osmnx uses: tags of OpenStreetMap on the edges."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.geodesy import distance_km
from geo.rail.details import DRAWINGS, Details
from geo.rail.osm_tags import (
    ELECTRIFIED,
    KINDS,
    PREFERRED_KEY,
    SERVICES,
    USAGES,
    Line,
    line_name,
    read_line,
)
from geo.rail.profile import CLASSES

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["from_networkx", "to_networkx"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Value of the graph's attribute ``drawing`` where turns can be judged by the geometry.
_TRUE = "true"
_TAGS = (
    "railway",
    "gauge",
    "service",
    "usage",
    "electrified",
    "maxspeed",
    PREFERRED_KEY,
    "highspeed",
)
_CROSSING = "railway_crossing"


def to_networkx(network: RailNetwork) -> Any:
    """Give an osmnx-style graph that osmnx can plot and save.

    Parameters
    ----------
    network : RailNetwork

    Returns
    -------
    networkx.MultiDiGraph
        Nodes with ``x`` and ``y``; each edge in both directions with ``length`` in metres,
        ``geometry``, ``osmid`` (the edge's number here), ``country``, ``class``, ``gauge``, and
        where the drawing is true ``name``, ``service``, ``usage``, ``electrified`` and
        ``maxspeed`` (and ``drawing`` where it is another); the graph with ``crs``, ``name``,
        ``source``, ``licence``, ``version`` and ``drawing``. Stations are not part of it.
    """
    import networkx as nx
    from shapely import linestrings, reverse

    details = network.details
    graph = nx.MultiDiGraph(
        crs="epsg:4326",
        name=network.name,
        source=network.source,
        licence=network.licence,
        version=network.version,
        drawing="schematic" if details is None else _TRUE,
    )
    graph.add_nodes_from(
        (node, {"x": x, "y": y})
        for node, (x, y) in enumerate(
            zip(network.node_lon.tolist(), network.node_lat.tolist(), strict=True)
        )
    )
    if details is not None:
        for node in np.flatnonzero(details.crossing).tolist():
            graph.nodes[node]["railway"] = _CROSSING
    counts = np.diff(network.first)
    owner = np.repeat(np.arange(len(counts)), counts)
    there = linestrings(np.stack([network.vertex_lon, network.vertex_lat], axis=1), indices=owner)
    ends = network.edge_u.tolist(), network.edge_v.tolist()
    for edge, (u, v, tags, line, back) in enumerate(
        zip(*ends, _tags(network), there, reverse(there), strict=True)
    ):
        graph.add_edge(u, v, osmid=edge, **tags, reversed=False, geometry=line)
        graph.add_edge(v, u, osmid=edge, **tags, reversed=True, geometry=back)
    return graph


def _tags(network: RailNetwork) -> list[dict[str, Any]]:
    """Attributes of each edge; what is not known is left out."""
    gauges = [";".join(map(str, entry)) for entry in network.gauges]
    rows: list[dict[str, Any]] = [
        {
            "length": km * 1000.0,
            "railway": "rail",
            "country": network.countries[country],
            "gauge": gauges[gauge],
            "class": CLASSES[kind],
            "oneway": False,
        }
        for km, country, gauge, kind in zip(
            network.edge_km.tolist(),
            network.edge_country.tolist(),
            network.edge_gauge.tolist(),
            network.edge_class.tolist(),
            strict=True,
        )
    ]
    if network.details is not None:
        details = network.details
        columns: dict[str, tuple[NDArray[Any], tuple[str, ...]]] = {
            "name": (details.line, details.lines),
            "service": (details.service, ("", *SERVICES[1:])),
            "usage": (details.usage, USAGES),
            "electrified": (details.electrified, ELECTRIFIED),
            "drawing": (details.drawing, DRAWINGS),
        }
        for key, (index, words) in columns.items():
            for edge in np.flatnonzero(index).tolist():
                rows[edge][key] = words[index[edge]]
        for edge in np.flatnonzero(details.maxspeed_kmh).tolist():
            rows[edge]["maxspeed"] = str(details.maxspeed_kmh[edge])
        for edge in np.flatnonzero(details.preferred).tolist():
            rows[edge][PREFERRED_KEY] = "forward" if details.preferred[edge] > 0 else "backward"
    return rows


def from_networkx(
    graph: Any,
    *,
    name: str = "imported",
    country: str = "",
    licence: str = "",
    true_drawing: bool | None = None,
) -> RailNetwork:
    """Take an osmnx-style graph.

    Parameters
    ----------
    graph : networkx.Graph or MultiDiGraph
        Nodes with ``x`` and ``y`` in degrees. Edges may have ``length`` (metres),
        ``geometry``, ``country``, ``class`` and OpenStreetMap's tags (``gauge``, ``service``,
        ...). Trains may run both ways on every edge, and the two directions of one edge
        become one. Edges whose tags say that no train runs there are left out.
    name, country, licence : str
        Name of the network, country of edges that do not tell it, and licence of data that
        do not tell theirs.
    true_drawing : bool, optional
        Whether the geometry is so true that it tells where trains can turn; by default what
        `to_networkx` has noted on the graph, else no.

    Raises
    ------
    InputError
        When the graph has no edges, or a coordinate is not on the earth.
    """
    from geo.rail.network import RailNetwork

    order = {node: index for index, node in enumerate(graph.nodes)}
    node_lon, node_lat = _positions(graph)
    ends, rows, lines = _edges(graph, order)
    first, lon, lat = _vertices(graph, ends, rows, node_lon, node_lat)
    km, marks = _lengths(rows, first, lon, lat)
    kept = _once(ends, rows, km)
    if not len(kept):
        raise InputError(
            "the graph holds no edges", hint="Fetch a larger area, or check the rail filter."
        )
    lines, rows = [lines[edge] for edge in kept], [rows[edge] for edge in kept]
    counts = np.diff(first)[kept]
    new_first = np.concatenate([[0], np.cumsum(counts)])
    at = np.repeat(first[kept] - new_first[:-1], counts) + np.arange(int(new_first[-1]))
    countries, edge_country = _numbered([str(row.get("country") or country) for row in rows])
    gauges, edge_gauge = _numbered([line.gauges or (1435,) for line in lines])
    about = graph.graph
    if true_drawing is None:
        true_drawing = about.get("drawing") == _TRUE
    return RailNetwork(
        name=name,
        node_lon=node_lon,
        node_lat=node_lat,
        edge_u=ends[kept, 0].astype(np.int32),
        edge_v=ends[kept, 1].astype(np.int32),
        first=new_first.astype(np.int32),
        vertex_lon=lon[at],
        vertex_lat=lat[at],
        vertex_km=marks[at],
        edge_country=edge_country,
        countries=countries,
        edge_gauge=edge_gauge,
        gauges=gauges,
        edge_class=np.array(
            [_class(row, line) for row, line in zip(rows, lines, strict=True)], dtype=np.uint8
        ),
        source=str(about.get("source", "networkx graph")),
        licence=licence or str(about.get("licence", "")),
        version=str(about.get("version", "")),
        details=_details(graph, rows, lines) if true_drawing else None,
    )


def _positions(graph: Any) -> tuple[Floats, Floats]:
    found = np.full((len(graph.nodes), 2), np.nan)
    for index, (node, data) in enumerate(graph.nodes(data=True)):
        try:
            found[index] = float(data["x"]), float(data["y"])
        except (KeyError, TypeError, ValueError):
            raise InputError(
                f"the node {node!r} has no position",
                hint="Every node needs numbers x (longitude) and y (latitude), in degrees.",
            ) from None
        if not _on_earth(found[index : index + 1])[0]:
            raise _off_earth(f"the node {node!r}")
    return found[:, 0].copy(), found[:, 1].copy()


def _on_earth(points: Floats) -> NDArray[np.bool_]:
    # Comparing with what is no number is false.
    return np.asarray((np.abs(points) <= (360.0, 90.0)).all(axis=1))


def _off_earth(what: str) -> InputError:
    return InputError(
        f"{what} has coordinates that are not on the earth",
        hint="The graph must be in degrees (epsg:4326), longitude as x.",
    )


def _text(value: object) -> str:
    """A tag's value; of a list, which osmnx makes of joined ways, the first."""
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _edges(graph: Any, order: dict[Hashable, int]) -> tuple[Ints, list[dict[str, Any]], list[Line]]:
    """Ends, attributes and tags of the edges on which trains run, those not reversed first."""
    known: dict[tuple[str, ...], Line | None] = {}
    found: list[tuple[bool, int, int, dict[str, Any], Line]] = []
    for u, v, data in graph.edges(data=True):
        values = tuple([_text(data.get(key)) for key in _TAGS])
        if values not in known:
            tags = dict(zip(_TAGS, values, strict=True))
            known[values] = read_line({**tags, "railway": tags["railway"] or KINDS[0]}, KINDS)
        line = known[values]
        if line is not None:
            found.append((data.get("reversed") is True, order[u], order[v], data, line))
    found.sort(key=lambda row: row[0])
    ends = np.array([row[1:3] for row in found], dtype=np.int64).reshape(-1, 2)
    return ends, [row[3] for row in found], [row[4] for row in found]


def _vertices(
    graph: Any, ends: Ints, rows: Sequence[dict[str, Any]], node_lon: Floats, node_lat: Floats
) -> tuple[Ints, Floats, Floats]:
    """Where the vertices of each edge begin, and the vertices."""
    from shapely import get_coordinates, get_type_id, linestrings

    lines = np.array([row.get("geometry") for row in rows] + [None], dtype=object)[:-1]
    bare = np.flatnonzero([line is None for line in lines])
    straight = np.stack([node_lon[ends[bare]], node_lat[ends[bare]]], axis=2)
    lines[bare] = linestrings(straight)
    points, owner = get_coordinates(lines, return_index=True)
    counts = np.bincount(owner, minlength=len(rows))
    wrong = (get_type_id(lines) != 1) | (counts < 2)
    wrong[owner[~_on_earth(points)]] = True
    if wrong.any():
        u, v = (list(graph.nodes)[node] for node in ends[int(np.argmax(wrong))])
        raise _off_earth(f"the edge from {u!r} to {v!r}")
    first = np.concatenate([[0], np.cumsum(counts)])
    return first, points[:, 0].copy(), points[:, 1].copy()


def _lengths(
    rows: Sequence[dict[str, Any]], first: Ints, lon: Floats, lat: Floats
) -> tuple[Floats, Floats]:
    """True length of each edge, and the one from its start to each vertex."""
    counts = np.diff(first)
    owner = np.repeat(np.arange(len(counts)), counts)
    inside = owner[1:] == owner[:-1]
    steps = np.zeros(len(lon))
    steps[1:][inside] = distance_km(
        lon[:-1][inside], lat[:-1][inside], lon[1:][inside], lat[1:][inside]
    )
    drawn = np.bincount(owner, weights=steps, minlength=len(counts))
    told = np.array([_number(row.get("length")) for row in rows]) / 1000.0
    km = np.maximum(np.where(np.isfinite(told) & (told >= 0), told, drawn), 0.0)
    # Points on top of each other share the length evenly.
    flat = (drawn == 0)[owner]
    flat[first[:-1]] = False
    steps[flat] = 1.0
    drawn = np.where(drawn == 0, np.maximum(counts - 1, 1), drawn)
    total = np.cumsum(steps)
    whole = np.maximum(km, 1e-6)
    marks = (total - total[first[:-1]][owner]) * (whole / drawn)[owner]
    marks[first[1:] - 1] = whole
    return km, marks


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return np.nan


def _once(ends: Ints, rows: Sequence[dict[str, Any]], km: Floats) -> Ints:
    """Edges without the second of two directions, and without rings of no length."""
    seen: set[tuple[int, int, int, str]] = set()
    kept = []
    metres = np.rint(km * 1000).astype(np.int64).tolist()
    for edge, ((u, v), data) in enumerate(zip(ends.tolist(), rows, strict=True)):
        # Two edges between the same nodes are one when their lengths and numbers are.
        key = (min(u, v), max(u, v), metres[edge], str(data.get("osmid", "")))
        if key not in seen and not (u == v and km[edge] == 0):
            seen.add(key)
            kept.append(edge)
    return np.array(kept, dtype=np.int64)


def _numbered(values: Sequence[Any]) -> tuple[tuple[Any, ...], NDArray[np.uint8]]:
    """Different values in order, and the number of each."""
    known = tuple(sorted(set(values)))
    if len(known) > 256:
        raise InputError(
            f"the graph tells of {len(known)} countries or gauges",
            hint="Look at the edges' tags country and gauge; 256 different ones are possible.",
        )
    rank = {value: index for index, value in enumerate(known)}
    return known, np.array([rank[value] for value in values], dtype=np.uint8)


def _class(row: dict[str, Any], line: Line) -> int:
    told = row.get("class")
    return CLASSES.index(told) if told in CLASSES else CLASSES.index("fast") * line.fast


def _details(graph: Any, rows: Sequence[dict[str, Any]], lines: Sequence[Line]) -> Details:
    def column(read: Callable[[Line], int]) -> NDArray[np.uint8]:
        return np.array([read(line) for line in lines], dtype=np.uint8)

    names = {"": 0}
    line = [
        names.setdefault(
            line_name({key: _text(row.get(key)) for key in ("name", "ref")}), len(names)
        )
        for row in rows
    ]
    return Details(
        service=column(lambda line: line.service),
        usage=column(lambda line: line.usage),
        electrified=column(lambda line: line.electrified),
        maxspeed_kmh=np.array([line.maxspeed_kmh for line in lines], dtype=np.int32),
        preferred=np.array([line.preferred for line in lines], dtype=np.int8),
        crossing=np.array(
            [data.get("railway") == _CROSSING for _, data in graph.nodes(data=True)], dtype=bool
        ),
        line=np.array(line, dtype=np.int32),
        lines=tuple(names),
        drawing=np.array(
            [DRAWINGS.index(told) if told in DRAWINGS else 0 for told in map(_drawing, rows)],
            dtype=np.uint8,
        ),
    )


def _drawing(row: dict[str, Any]) -> str:
    return _text(row.get("drawing"))
