"""Stretch lines to their kilometre posts, where those are known.

The source's lines are simplified, so that they come out 1 to 4 % short in winding country.
Between two stations whose posts are known (columns ``line`` and ``km`` of the supplement's
stations), the length is what the posts say, and each hop between them gets its share.

All other lengths get the share by which the source is short on average (`SHORT_SHARE`).

Posts are believed only within limits: a stretch that would have to change by more than
`LIMITS` has a wrong post, a wrong station or another course, and stays as it is.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rail_heal import sphere
from rail_source import RawNetwork
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

__all__ = ["Stretch", "apply_posts"]

#: The source's lengths are so much too short, as the median of 157 own distances
#: (benchmarks/own_rail_distances.csv: -1.0 %) and that of 35 others (-0.7 %) tell.
SHORT_SHARE = 0.007
#: Shorter stretches tell more of where a station's point was set than of the line, in km.
SHORT_KM = 40.0
#: What the posts may make of a length.
LIMITS = (0.985, 1.07)
#: A station lies this near to its rails, in km.
NEAR_KM = 1.5
#: Other tracks of the line lie this near to the first, in km.
BESIDE_KM = 1.5
#: Rounds in which the other tracks are found, each shorter than those before.
ROUNDS = 60
#: The shortest way may differ so much from the posts in the end.
TOLERANCE = 0.002


@dataclass(frozen=True)
class Stretch:
    """What became of the rails between two posts."""

    line: str
    first: str
    last: str
    posts_km: float
    drawn_km: float
    #: Why it stays as it is; empty where the posts were believed.
    refused: str


@dataclass(frozen=True)
class _Post:
    name: str
    km: float
    node: int


def _read(net: RawNetwork, path: Path) -> dict[str, list[_Post]]:
    """Stations with a post, by line, in order, each at the nearest node."""
    used = np.unique(np.r_[net.a, net.b])
    tree = cKDTree(sphere(net.lon[used], net.lat[used]))
    lines: dict[str, list[_Post]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if not (row["line"] and row["km"]):
                continue
            gap, index = tree.query(
                sphere(np.array([float(row["lon"])]), np.array([float(row["lat"])]))
            )
            if gap[0] <= NEAR_KM:
                post = _Post(row["name"], float(row["km"]), int(used[int(index[0])]))
                lines.setdefault(row["line"], []).append(post)
    for posts in lines.values():
        posts.sort(key=lambda post: post.km)
    return lines


class _Lengths:
    """Hops with lengths that change, and shortest ways over them."""

    def __init__(self, net: RawNetwork) -> None:
        self.net = net
        self.km = net.km.copy()
        self.hop = {
            pair: index
            for index, pair in enumerate(zip(net.a.tolist(), net.b.tolist(), strict=True))
        }

    def _graph(self) -> csr_matrix:
        size = len(self.net.lon)
        graph = coo_matrix((np.maximum(self.km, 1e-6), (self.net.a, self.net.b)), (size, size))
        return graph.tocsr()

    def way(self, start: int, end: int, limit: float) -> list[int]:
        """Nodes of the shortest way; empty where it is longer than the limit."""
        far, before = dijkstra(
            self._graph(), directed=False, indices=start, return_predecessors=True, limit=limit
        )
        if not np.isfinite(far[end]):
            return []
        back = [end]
        while back[-1] != start:
            back.append(int(before[back[-1]]))
        return back[::-1]

    def hops(self, way: list[int]) -> list[int]:
        return [self.hop[min(pair), max(pair)] for pair in pairwise(way)]

    def beside(self, way: list[int]) -> cKDTree:
        """Points along a way, half a km apart and less."""
        lon, lat = self.net.lon[way], self.net.lat[way]
        at = np.r_[0.0, np.cumsum(np.hypot(np.diff(lon), np.diff(lat)))]
        steps = np.linspace(0.0, at[-1], max(2, int(at[-1] / 0.004)))
        return cKDTree(sphere(np.interp(steps, at, lon), np.interp(steps, at, lat)))


def _stretch(lengths: _Lengths, first: _Post, last: _Post) -> tuple[float, str]:
    """Give a stretch the length that its posts say; the length it had, and why not."""
    posts = last.km - first.km
    way = lengths.way(first.node, last.node, 1.3 * posts)
    if not way:
        return 0.0, "no rails between them"
    scaled = lengths.hops(way)
    drawn = float(lengths.km[scaled].sum())
    factor = posts / drawn
    if not LIMITS[0] <= factor <= LIMITS[1]:
        return drawn, f"the posts are {100 * (factor - 1):+.1f} % off"
    before = lengths.km.copy()
    lengths.km[scaled] *= factor
    if factor < 1.0:
        return drawn, ""
    # The other track of the line, and sidings, would now be the shorter way.
    beside, done = lengths.beside(way), set(scaled)
    for _ in range(ROUNDS):
        way = lengths.way(first.node, last.node, 1.3 * posts)
        fresh = [hop for hop in lengths.hops(way) if hop not in done]
        if lengths.km[lengths.hops(way)].sum() >= posts * (1 - TOLERANCE) or not fresh:
            return drawn, ""
        ends = np.unique([lengths.net.a[fresh], lengths.net.b[fresh]])
        gap, _ = beside.query(sphere(lengths.net.lon[ends], lengths.net.lat[ends]))
        if gap.max() > BESIDE_KM:
            # A shorter course of its own: then the posts are those of the longer one.
            return drawn, ""
        lengths.km[fresh] *= factor
        done.update(fresh)
    lengths.km = before
    return drawn, "too many tracks"


def _usable(posts: list[_Post]) -> list[tuple[_Post, _Post]]:
    """Neighbouring posts, far enough apart to tell a length."""
    pairs: list[tuple[_Post, _Post]] = []
    start = posts[0]
    for post in posts[1:]:
        if post.km - start.km >= SHORT_KM and post.node != start.node:
            pairs.append((start, post))
            start = post
    if pairs and start is not posts[-1]:
        # What is left at the end belongs to the last stretch.
        pairs[-1] = (pairs[-1][0], posts[-1])
    return pairs


def apply_posts(net: RawNetwork, path: Path) -> tuple[RawNetwork, list[Stretch]]:
    """Give lines the lengths that their posts say.

    Parameters
    ----------
    net : RawNetwork
    path : Path
        The supplement's stations.

    Returns
    -------
    tuple
        The network, and what became of each stretch.
    """
    lengths = _Lengths(net)
    told: list[Stretch] = []
    for line, posts in sorted(_read(net, path).items()):
        for first, last in _usable(posts):
            drawn, refused = _stretch(lengths, first, last)
            told.append(Stretch(line, first.name, last.name, last.km - first.km, drawn, refused))
    kept = lengths.km != net.km
    km: NDArray[np.float64] = lengths.km * np.where(kept, 1.0, 1.0 + SHORT_SHARE)
    return RawNetwork(net.lon, net.lat, net.a, net.b, km), told
