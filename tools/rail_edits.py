"""Apply ``geo/data/rail/edits.toml``: every change to the network that people made, with a reason.

``[[join]]``   rails that are missing: from the node nearest to the first point, over the
               others, to the node nearest to the last. ``km`` is the true length; without it
               the drawn length counts. With ``open`` the last point is the end of the line.
``[[drop]]``   hops that are wrong: the one between the nodes nearest to the two points.
``[[shape]]``  vertices for the drawing of an existing line. Lengths stay as they are.
``[[class]]``  ``class`` of the shortest line over the points: slow, fast (high-speed) or ferry;
               with ``single`` the points are ends of single hops, two by two.
``[[gauge]]``  gauges of the shortest line over the points, where they are not the country's.
``[[country]]`` ``code`` of the country that the shortest line over the points lies in, where
               a long hop is drawn through the neighbour.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rail_heal import sphere
from rail_source import RawNetwork
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.geodesy import distance_km, line_length_km, nearest_on_line
from geo.rail.profile import CLASSES

__all__ = [
    "Edits",
    "apply_classes",
    "apply_countries",
    "apply_drops",
    "apply_gauges",
    "apply_joins",
    "apply_shapes",
    "pin_stations",
    "read_edits",
]

#: An edit must begin and end this near to the rails, in km.
SNAP_KM = 3.0
#: Stations and the like bend hops longer than this, in km.
LONG_KM = 5.0
PINNED = frozenset({"station", "bridge", "border_crossing"})
#: Hops shorter than this get no vertices from a shape, in km.
SHORT_KM = 1.5

Record = dict[str, Any]


@dataclass
class Edits:
    """The records of the file, by kind."""

    join: list[Record]
    drop: list[Record]
    shape: list[Record]
    gauge: list[Record]
    line_class: list[Record]
    country: list[Record]


def read_edits(path: Path) -> Edits:
    """Read the file; every record needs a name, points and a reason."""
    data = tomllib.loads(path.read_text("utf-8"))
    kinds = ("join", "drop", "shape", "gauge", "class", "country")
    unknown = set(data) - set(kinds)
    if unknown:
        raise SystemExit(f"{path}: unknown kinds of edit: {', '.join(sorted(unknown))}")
    for kind, records in data.items():
        for record in records:
            missing = {"name", "points", "reason"} - set(record)
            if missing:
                raise SystemExit(f"{path}: {kind} {record.get('name')!r} lacks {sorted(missing)}")
    return Edits(*(data.get(kind, []) for kind in kinds))


class _Finder:
    """Nearest node that has rails, as the network is when this is made."""

    def __init__(self, net: RawNetwork) -> None:
        self.net = net
        self.used: NDArray[np.int64] = np.unique(np.r_[net.a, net.b])
        self.tree = cKDTree(sphere(net.lon[self.used], net.lat[self.used]))

    def node(self, point: list[float], name: str) -> int:
        gap, index = self.tree.query(sphere(np.array([point[0]]), np.array([point[1]])))
        node = int(self.used[int(index[0])])
        if gap[0] > SNAP_KM:
            raise SystemExit(
                f"edit {name!r}: {point} is {gap[0]:.1f} km from the rails; the nearest node is"
                f" [{self.net.lon[node]:.3f}, {self.net.lat[node]:.3f}]"
            )
        return node

    def nodes(self, record: Record) -> list[int]:
        return [self.node(point, record["name"]) for point in record["points"]]


def apply_joins(net: RawNetwork, records: list[Record]) -> RawNetwork:
    """Add missing rails."""
    finder = _Finder(net)
    for record in records:
        points = record["points"]
        first = finder.node(points[0], record["name"])
        inner = [(float(lon), float(lat)) for lon, lat in points[1:]]
        known: list[int] = []
        if not record.get("open"):
            known = [finder.node(points[-1], record["name"])]
            del inner[-1]
        if [first] == known:
            raise SystemExit(f"edit {record['name']!r} begins and ends at the same node")
        ends = [(float(net.lon[node]), float(net.lat[node])) for node in (first, *known)]
        line = [ends[0], *inner, *ends[1:]]
        drawn = [line_length_km(line[i : i + 2]) for i in range(len(line) - 1)]
        scale = float(record.get("km", sum(drawn))) / sum(drawn)
        if not 0.98 <= scale <= 1.8:
            raise SystemExit(f"edit {record['name']!r}: {sum(drawn):.1f} km drawn, km says else")
        fresh = list(range(len(net.lon), len(net.lon) + len(inner)))
        chain = [first, *fresh, *known]
        net = RawNetwork(
            np.r_[net.lon, [lon for lon, _ in inner]],
            np.r_[net.lat, [lat for _, lat in inner]],
            np.r_[net.a, np.minimum(chain[:-1], chain[1:])].astype(np.int64),
            np.r_[net.b, np.maximum(chain[:-1], chain[1:])].astype(np.int64),
            np.r_[net.km, np.array(drawn) * scale],
        )
    return net


def apply_drops(net: RawNetwork, records: list[Record]) -> RawNetwork:
    """Take hops out."""
    stay = np.ones(len(net.a), dtype=bool)
    finder = _Finder(net)
    for record in records:
        first, last = sorted(finder.nodes(record))
        hit = (net.a == first) & (net.b == last)
        if not hit.any():
            raise SystemExit(f"edit {record['name']!r}: no hop between these nodes")
        stay &= ~hit
    return RawNetwork(net.lon, net.lat, net.a[stay], net.b[stay], net.km[stay])


def _walk(net: RawNetwork, nodes: list[int], name: str) -> list[int]:
    """Nodes of the shortest line over the given ones."""
    size = len(net.lon)
    graph = coo_matrix((np.maximum(net.km, 1e-6), (net.a, net.b)), (size, size)).tocsr()
    path = [nodes[0]]
    for start, end in pairwise(nodes):
        straight = float(distance_km(net.lon[start], net.lat[start], net.lon[end], net.lat[end]))
        _, before = dijkstra(
            graph, directed=False, indices=start, return_predecessors=True, limit=3 * straight + 20
        )
        back = [end]
        while back[-1] != start:
            if before[back[-1]] < 0:
                raise SystemExit(f"edit {name!r}: no rails between two of its points")
            back.append(int(before[back[-1]]))
        path += back[::-1][1:]
    return path


def apply_gauges(net: RawNetwork, records: list[Record]) -> dict[tuple[int, int], tuple[int, ...]]:
    """Gauges of single hops, by (tail, head)."""
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    finder = _Finder(net)
    for record in records:
        path = _walk(net, finder.nodes(record), record["name"])
        for a, b in pairwise(path):
            found[min(a, b), max(a, b)] = tuple(sorted(record["gauges"]))
    return found


def apply_classes(net: RawNetwork, records: list[Record]) -> dict[tuple[int, int], int]:
    """Classes of single hops, by (tail, head)."""
    found: dict[tuple[int, int], int] = {}
    finder = _Finder(net)
    for record in records:
        number = CLASSES.index(record["class"])
        name = record["name"]
        if record.get("single"):
            # Points two by two: long hops of a line that runs beside another.
            chains = [record["points"][i : i + 2] for i in range(0, len(record["points"]), 2)]
        else:
            chains = [record["points"]]
        for chain in chains:
            path = _walk(net, [finder.node(point, name) for point in chain], name)
            for a, b in pairwise(path):
                found[min(a, b), max(a, b)] = number
    return found


def apply_countries(
    net: RawNetwork, country: NDArray[np.str_], records: list[Record]
) -> NDArray[np.str_]:
    """Countries of the nodes, where the drawing of a line misleads."""
    found = country.copy()
    finder = _Finder(net)
    for record in records:
        found[_walk(net, finder.nodes(record), record["name"])] = record["code"]
    return found


def pin_stations(net: RawNetwork, path: Path) -> RawNetwork:
    """Lead long hops over the stations that stand at them.

    A station belongs to a hop when no railway of the hop's length could pass it otherwise;
    see `geo.rail.snapping`. Stations of one hop are visited in the order of their distance
    from its start.
    """
    if not path.is_file():
        return net
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["kind"] in PINNED]
    ax, ay, bx, by = net.lon[net.a], net.lat[net.a], net.lon[net.b], net.lat[net.b]
    hops: dict[int, list[tuple[float, float, float]]] = {}
    for row in sorted(rows, key=lambda row: row["id"]):
        lon, lat = float(row["lon"]), float(row["lat"])
        close = np.flatnonzero((np.abs(ax - lon) < 2) & (np.abs(ay - lat) < 1) & (net.km > LONG_KM))
        if not len(close):
            continue
        to_a = distance_km(ax[close], ay[close], lon, lat)
        to_b = distance_km(bx[close], by[close], lon, lat)
        spare = net.km[close] - to_a - to_b
        chord = distance_km(ax[close], ay[close], bx[close], by[close])
        beside = to_a + to_b - chord
        fits = (spare >= 0) & (np.minimum(to_a, to_b) > 1.0) & (beside < 0.12 * chord)
        if fits.any():
            best = int(np.flatnonzero(fits)[np.argmin(beside[fits])])
            hops.setdefault(int(close[best]), []).append((float(to_a[best]), lon, lat))
    fresh = []
    for index, stops in sorted(hops.items()):
        line = [(lon, lat) for _, lon, lat in sorted(stops)]
        ends = [(float(net.lon[n]), float(net.lat[n])) for n in (net.a[index], net.b[index])]
        if line_length_km([ends[0], *line, ends[1]]) <= net.km[index] * 1.001:
            fresh.append((index, int(net.a[index]), int(net.b[index]), line))
    return _bend(net, fresh)


def apply_shapes(net: RawNetwork, records: list[Record]) -> RawNetwork:
    """Draw long hops along the given vertices; their lengths are shared out in proportion."""
    for record in records:
        net = _shape(net, record)
    return net


def _shape(net: RawNetwork, record: Record) -> RawNetwork:
    line = [(float(lon), float(lat)) for lon, lat in record["points"]]
    marks = np.cumsum([0.0] + [line_length_km(line[i : i + 2]) for i in range(len(line) - 1)])
    through = record.get("through", [record["points"][0], record["points"][-1]])
    finder = _Finder(net)
    nodes = [finder.node(point, record["name"]) for point in through]
    path = _walk(net, nodes, record["name"])
    lookup = {
        pair: index for index, pair in enumerate(zip(net.a.tolist(), net.b.tolist(), strict=True))
    }
    fresh = []
    for tail, head in pairwise(path):
        index = lookup[min(tail, head), max(tail, head)]
        begin, end = (
            nearest_on_line(float(net.lon[n]), float(net.lat[n]), line)[3] for n in (tail, head)
        )
        inside = [i for i, mark in enumerate(marks) if begin + 0.4 < mark < end - 0.4]
        if net.km[index] < SHORT_KM or not inside:
            continue
        fresh.append((index, tail, head, [line[i] for i in inside]))
    return _bend(net, fresh)


def _bend(
    net: RawNetwork, bends: list[tuple[int, int, int, list[tuple[float, float]]]]
) -> RawNetwork:
    """Lead hops over vertices; a hop's length is shared out in proportion to the drawing."""
    gone: list[int] = []
    lon, lat, a, b, km = [], [], [], [], []
    node = len(net.lon)
    for index, tail, head, inside in bends:
        start, stop = ((float(net.lon[n]), float(net.lat[n])) for n in (tail, head))
        drawn = [start, *inside, stop]
        pieces = np.array([line_length_km(drawn[i : i + 2]) for i in range(len(drawn) - 1)])
        chain = [tail, *range(node, node + len(inside)), head]
        node += len(inside)
        gone.append(index)
        lon += [point[0] for point in inside]
        lat += [point[1] for point in inside]
        a += [min(pair) for pair in pairwise(chain)]
        b += [max(pair) for pair in pairwise(chain)]
        km += (pieces / pieces.sum() * net.km[index]).tolist()
    stay = np.ones(len(net.a), dtype=bool)
    stay[gone] = False
    return RawNetwork(
        np.r_[net.lon, lon],
        np.r_[net.lat, lat],
        np.r_[net.a[stay], a].astype(np.int64),
        np.r_[net.b[stay], b].astype(np.int64),
        np.r_[net.km[stay], km],
    )
