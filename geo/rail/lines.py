"""Named lines: "Trans-Siberian", "Baikal-Amur Mainline". Known by stations of the supplement.

No source tells which rails belong to a named line, but the supplement names stations of some
of them, in order. The line is the shortest way over those, with the tracks beside it.
"""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.errors import RoutingError
from geo.geodesy import distance_km
from geo.model import LonLat

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.way import Way

__all__ = ["knows_line", "line_edges", "line_names", "line_stations"]

_STATIONS = Path(__file__).resolve().parent.parent / "data" / "supplement" / "stations.csv"
#: What stands beside the rails of its line; ports and towns may lie anywhere.
_KINDS = frozenset({"station", "bridge", "border_crossing"})
#: Stations lie this near to their line, in km.
_NEAR_KM = 5.0
#: Other tracks of a line lie this near to the first, in km: rivers and hills part them.
_BESIDE_KM = 1.5
#: What runs along a line gets on along it by this part of its own length; what crosses it
#: does not.
_ALONG = 0.6
#: The way between two neighbouring stations is no longer than so many times the straight line.
_DETOUR = 3.0


@cache
def _lines() -> dict[str, tuple[str, tuple[LonLat, ...]]]:
    """Name and stations of each line, by its name in small letters."""
    posts: dict[str, list[tuple[float, float, LonLat]]] = {}
    try:
        with _STATIONS.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle)):
                if row["line"] and row["kind"] in _KINDS:
                    km = float(row["km"]) if row["km"] else np.inf
                    at = float(row["lon"]), float(row["lat"])
                    posts.setdefault(row["line"], []).append((km, number, at))
    except OSError as error:
        raise RoutingError(
            f"the stations of named lines cannot be read ({error})", hint="Reinstall the package."
        ) from error
    found: dict[str, tuple[str, tuple[LonLat, ...]]] = {}
    for name, rows in posts.items():
        known = [row for row in sorted(rows) if np.isfinite(row[0])]
        # Without posts, the order of the file is that along the line.
        ordered = known if len(known) > 1 else sorted(rows, key=lambda row: row[1])
        if len(ordered) > 1:
            found[name.casefold()] = name, tuple(at for *_, at in ordered)
    return found


def line_names() -> tuple[str, ...]:
    """Names of the lines that are known."""
    return tuple(sorted(name for name, _ in _lines().values()))


def line_stations(name: str) -> tuple[LonLat, ...]:
    """Stations of a line in order; empty where the name is not known.

    Examples
    --------
    >>> len(line_stations("trans-siberian")) > 20, line_stations("Nowhere line")
    (True, ())
    """
    return _lines().get(" ".join(name.split()).casefold(), ("", ()))[1]


def line_edges(network: RailNetwork, name: str) -> NDArray[np.bool_]:
    """Edges of a network that belong to a named line; none where it lies outside.

    Parameters
    ----------
    network : RailNetwork
    name : str
        A name that the network's own tracks bear, or one of `line_names`; in small or capital
        letters.
    """
    told = _told_edges(network, name)
    if told.any():
        return told
    from geo.rail.searching import search

    states, engine = network.prepared()
    stations = line_stations(name)
    snaps = [network.snap(*at, limit_km=_NEAR_KM) for at in stations]
    hit = np.zeros(len(network.edge_u), dtype=bool)
    for (one, start), (other, end) in pairwise(zip(stations, snaps, strict=True)):
        way = search(states, engine, start, end) if start and end else None
        if way is None or way.km > _DETOUR * float(distance_km(*one, *other)) + 2 * _NEAR_KM:
            continue
        hit[way.edges] = True
        hit |= _beside(network, way)
    return hit


def knows_line(network: RailNetwork, name: str) -> bool:
    """Whether a network's own tracks bear the name of a line, or the supplement knows it."""
    return bool(line_stations(name)) or bool(_told_edges(network, name).any())


def _told_edges(network: RailNetwork, name: str) -> NDArray[np.bool_]:
    """Edges whose own tags name a line; none on a network that tells no names."""
    if network.details is None or not name.strip():
        return np.zeros(len(network.edge_u), dtype=bool)
    wanted = " ".join(name.split()).casefold()
    fits = np.array([line.casefold() == wanted for line in network.details.lines], dtype=bool)
    found: NDArray[np.bool_] = fits[network.details.line]
    return found


def _beside(network: RailNetwork, way: Way) -> NDArray[np.bool_]:
    """Edges that run along a way, near to it."""
    from scipy.spatial import cKDTree

    from geo.rail.way import way_vertices

    vertices = way_vertices(network, way)
    middle = float(vertices[:, 1].mean())
    scale = np.array([np.cos(np.radians(middle)), 1.0]) * 111.2
    origin = vertices[0]

    def plane(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        east = (lon - origin[0] + 180.0) % 360.0 - 180.0
        points: NDArray[np.float64] = np.stack([east, lat - origin[1]], axis=1) * scale
        return points

    line = plane(*vertices.T)
    marks = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    steps = np.arange(0.0, marks[-1] + 0.5, 0.5)
    samples = np.stack([np.interp(steps, marks, axis) for axis in line.T], axis=1)
    low, high = line.min(axis=0) - _BESIDE_KM, line.max(axis=0) + _BESIDE_KM
    nodes = plane(network.node_lon, network.node_lat)
    near = np.flatnonzero(((nodes >= low) & (nodes <= high)).all(axis=1))
    at = np.full(len(nodes), np.nan)
    gap, index = cKDTree(samples).query(nodes[near])
    at[near[gap <= _BESIDE_KM]] = steps[index[gap <= _BESIDE_KM]]
    along = np.abs(at[network.edge_u] - at[network.edge_v])
    found: NDArray[np.bool_] = along >= _ALONG * network.edge_km
    return found & (network.edge_km > 0)
