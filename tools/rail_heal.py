"""Close the small gaps of the raw network, by rules that hold anywhere.

The raw network comes from drawn lines, cut where attributes change; many pieces that are one
railway end some metres apart. Three rules, in this order, each measured against published
distances (docs/decisions/rail-network.md):

1. pieces that are not connected, and dead ends, are joined over at most 0.6 km; a dead end
   and another piece over at most 1.5 km;
2. two dead ends that point at each other are joined over at most 4 km, and up to 6 km where
   they do so nearly straight and the detour is long: the tracks were cut at a bridge;
3. never between two countries whose border is closed to trains for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from rail_source import RawNetwork
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.geodesy import bearing_deg, distance_km

__all__ = ["Join", "add_joins", "components", "heal", "sphere"]

#: Pieces and dead ends nearer than this are one railway, in km.
NEAR_KM = 0.6
#: A dead end and a piece that is not connected with it are joined up to here, in km.
LOOSE_KM = 1.5
#: Dead ends that point at each other are joined up to here, in km.
ALIGNED_KM = 4.0
#: How far each of two dead ends may point past the other, in degrees.
ALIGNED_DEG = 30.0
#: The same for cuts at a bridge: how far, how straight, and how long the detour is.
BRIDGE_KM = 6.0
BRIDGE_DEG = 15.0
BRIDGE_DETOUR = 20.0
#: Dead ends so near that a long detour alone shows that a bridge is missing, in km, and how
#: far they may point past each other, in degrees.
SHORT_BRIDGE_KM = 2.5
SHORT_BRIDGE_DEG = 75.0
#: A join inside one component must save a detour of this factor.
DETOUR = 5.0

_EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Join:
    """A bridged gap between two nodes."""

    a: int
    b: int
    km: float
    rule: str


def sphere(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points in space on a sphere of the earth's size, for trees of neighbours."""
    x, y = np.radians(lon), np.radians(lat)
    return _EARTH_KM * np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


def _matrix(net: RawNetwork) -> csr_matrix:
    size = len(net.lon)
    return coo_matrix((np.maximum(net.km, 1e-6), (net.a, net.b)), shape=(size, size)).tocsr()


def components(net: RawNetwork) -> NDArray[np.int64]:
    """Label of the connected component of each node."""
    labels: NDArray[np.int64] = connected_components(_matrix(net), directed=False)[1]
    return labels.astype(np.int64)


def add_joins(net: RawNetwork, joins: list[Join]) -> RawNetwork:
    """Give the network with more hops."""
    if not joins:
        return net
    return RawNetwork(
        net.lon,
        net.lat,
        np.r_[net.a, [min(join.a, join.b) for join in joins]],
        np.r_[net.b, [max(join.a, join.b) for join in joins]],
        np.r_[net.km, [join.km for join in joins]],
    )


def _may_meet(
    country: NDArray[np.str_], closed: frozenset[tuple[str, str]], a: int, b: int
) -> bool:
    return tuple(sorted((str(country[a]), str(country[b])))) not in closed


def _gap(net: RawNetwork, a: int, b: int) -> float:
    return float(distance_km(net.lon[a], net.lat[a], net.lon[b], net.lat[b]))


def _join_pieces(
    net: RawNetwork, country: NDArray[np.str_], closed: frozenset[tuple[str, str]]
) -> list[Join]:
    """Nearest pair of nodes for every two components that come near each other."""
    labels = components(net)
    pairs = cKDTree(sphere(net.lon, net.lat)).query_pairs(LOOSE_KM, output_type="ndarray")
    is_end = np.bincount(np.r_[net.a, net.b], minlength=len(net.lon)) == 1
    pairs = pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]]
    gaps = distance_km(
        net.lon[pairs[:, 0]], net.lat[pairs[:, 0]], net.lon[pairs[:, 1]], net.lat[pairs[:, 1]]
    )
    fits = (gaps <= NEAR_KM) | is_end[pairs].any(axis=1)
    pairs, gaps = pairs[fits], gaps[fits]
    best: dict[tuple[int, int], Join] = {}
    for index in np.lexsort((pairs[:, 1], pairs[:, 0], gaps)):
        a, b = (int(node) for node in pairs[index])
        first, second = sorted((int(labels[a]), int(labels[b])))
        if (first, second) not in best and _may_meet(country, closed, a, b):
            best[first, second] = Join(a, b, max(float(gaps[index]), 0.001), "near")
    return list(best.values())


def _dead_ends(net: RawNetwork) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Dead ends, and the node that each hangs on."""
    degree = np.bincount(np.r_[net.a, net.b], minlength=len(net.lon))
    loose = np.flatnonzero(degree == 1)
    other = np.zeros(len(net.lon), dtype=np.int64)
    other[net.a], other[net.b] = net.b, net.a
    # Of a node with one hop, exactly one of the two assignments was made.
    return loose, other[loose]


def _neighbours(net: RawNetwork) -> list[list[tuple[int, float]]]:
    near: list[list[tuple[int, float]]] = [[] for _ in range(len(net.lon))]
    for a, b, km in zip(net.a.tolist(), net.b.tolist(), net.km.tolist(), strict=True):
        near[a].append((b, km))
        near[b].append((a, km))
    return near


def _worth_it(
    near: list[list[tuple[int, float]]], a: int, b: int, gap: float, factor: float = DETOUR
) -> bool:
    """Whether the rails make a long detour from a to b (a search that stays small)."""
    limit = factor * gap + 2.0
    best = {a: 0.0}
    heap = [(0.0, a)]
    while heap:
        km, node = heappop(heap)
        if node == b:
            return False
        if km > best[node]:
            continue
        for other, step in near[node]:
            total = km + step
            if total <= limit and total < best.get(other, np.inf):
                best[other] = total
                heappush(heap, (total, other))
    return True


def _join_dead_ends(
    net: RawNetwork, country: NDArray[np.str_], closed: frozenset[tuple[str, str]]
) -> list[Join]:
    loose, anchor = _dead_ends(net)
    lines = _neighbours(net)
    # A dead end that stops just short of any other line.
    near = cKDTree(sphere(net.lon, net.lat)).query_ball_point(
        sphere(net.lon[loose], net.lat[loose]), NEAR_KM
    )
    wishes: list[tuple[float, int, int, str, float]] = []
    for node, root, others in zip(loose.tolist(), anchor.tolist(), near, strict=True):
        found = [(_gap(net, node, other), other) for other in others if other not in (node, root)]
        wishes += [(gap, node, other, "near", DETOUR) for gap, other in found]
    points = sphere(net.lon[loose], net.lat[loose])
    for i, j in cKDTree(points).query_pairs(BRIDGE_KM):
        a, b = int(loose[i]), int(loose[j])
        gap = _gap(net, a, b)
        turn = _turn(net, int(anchor[i]), a, b, int(anchor[j]))
        if gap <= NEAR_KM:
            continue
        if gap <= ALIGNED_KM and turn <= ALIGNED_DEG:
            wishes.append((gap, a, b, "aligned", DETOUR))
        elif country[a] != country[b] and gap > SHORT_BRIDGE_KM:
            # Straits between countries are crossed by edits only.
            continue
        elif turn <= (SHORT_BRIDGE_DEG if gap <= SHORT_BRIDGE_KM else BRIDGE_DEG):
            wishes.append((gap, a, b, "bridge", BRIDGE_DETOUR))
    joins: list[Join] = []
    done: set[int] = set()
    ends = set(loose.tolist())
    for gap, a, b, rule, factor in sorted(wishes):
        if a in done or (b in done and b in ends) or not _may_meet(country, closed, a, b):
            continue
        if _worth_it(lines, a, b, gap, factor):
            joins.append(Join(a, b, max(gap, 0.001), rule))
            done.update((a, b))
    return joins


def _turn(net: RawNetwork, root_a: int, a: int, b: int, root_b: int) -> float:
    """How far two dead ends point past each other, in degrees; the larger of the two."""
    lon, lat = net.lon, net.lat
    across = bearing_deg(lon[a], lat[a], lon[b], lat[b])
    leaving = bearing_deg(lon[root_a], lat[root_a], lon[a], lat[a])
    entering = bearing_deg(lon[b], lat[b], lon[root_b], lat[root_b])
    turns = [abs((across - way + 180.0) % 360.0 - 180.0) for way in (leaving, entering)]
    return float(max(turns))


def heal(
    net: RawNetwork, country: NDArray[np.str_], closed: frozenset[tuple[str, str]]
) -> tuple[RawNetwork, list[Join]]:
    """Apply the rules, and tell what was joined."""
    pieces = _join_pieces(net, country, closed)
    net = add_joins(net, pieces)
    ends = _join_dead_ends(net, country, closed)
    return add_joins(net, ends), pieces + ends
