"""From nodes and hops to a small graph: thin out, split at borders, contract chains.

What is kept: every true length, hop by hop, and every drawn vertex of the edges that stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rail_source import Borders, RawNetwork
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import Point, prepare

__all__ = ["Chains", "contract", "settle_countries", "split_at_borders", "thin"]

#: A hop is left out when two others replace it and are at most this much longer.
_SAME = 1.001
#: Runs of a line through another country that end where they began and are shorter than this
#: are an effect of borders drawn at 1:10 million, in km.
_SANDWICH_KM = 30.0
#: Dead ends across a border, in km.
_OVERHANG_KM = 4.0
#: Countries with less railway than this are never given away, in km.
_TINY_KM = 30.0


@dataclass
class Chains:
    """Contracted edges; ``path`` and ``km`` have one entry more and as many as the hops."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    paths: list[list[int]] = field(default_factory=list)
    lengths: list[list[float]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    gauges: list[tuple[int, ...]] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    #: Hops, as pairs of nodes in order, that the source does not have.
    bridged: set[tuple[int, int]] = field(default_factory=set)


def thin(net: RawNetwork, keep: frozenset[tuple[int, int]] = frozenset()) -> RawNetwork:
    """Leave out hops that two others replace (drawn junctions hold many).

    Parameters
    ----------
    net : RawNetwork
    keep : set of (int, int)
        Hops that stay in any case.
    """
    near: list[dict[int, float]] = [{} for _ in range(len(net.lon))]
    hops = list(zip(net.a.tolist(), net.b.tolist(), net.km.tolist(), strict=True))
    for a, b, km in hops:
        near[a][b] = near[b][a] = min(km, near[a].get(b, np.inf))
    for a, b, km in sorted(hops, key=lambda hop: (-hop[2], hop[0], hop[1])):
        if (a, b) in keep or b not in near[a]:
            continue
        for via in near[a].keys() & near[b].keys():
            if near[a][via] + near[via][b] <= km * _SAME + 0.001:
                del near[a][b], near[b][a]
                break
    left = [(a, b, km) for a in range(len(near)) for b, km in sorted(near[a].items()) if a < b]
    tails, heads, lengths = zip(*left, strict=True)
    return RawNetwork(net.lon, net.lat, np.array(tails), np.array(heads), np.array(lengths))


def settle_countries(net: RawNetwork, country: NDArray[np.str_]) -> NDArray[np.str_]:
    """Undo border crossings that only the coarse drawing of borders makes."""
    country = country.copy()
    total: dict[str, float] = defaultdict(float)
    for code, km in zip(country[net.a].tolist(), net.km.tolist(), strict=True):
        total[code] += km
    for _ in range(3):
        inside = country[net.a] == country[net.b]
        size = len(net.lon)
        graph = coo_matrix((np.ones(inside.sum()), (net.a[inside], net.b[inside])), (size, size))
        count, labels = connected_components(graph, directed=False)
        km = np.bincount(labels[net.a[inside]], weights=net.km[inside], minlength=count)
        touching: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for a, b in zip(net.a[~inside].tolist(), net.b[~inside].tolist(), strict=True):
            touching[labels[a]].append((a, str(country[b])))
            touching[labels[b]].append((b, str(country[a])))
        changes: dict[int, str] = {}
        for label, ends in touching.items():
            own = str(country[ends[0][0]])
            others = {code for _, code in ends}
            limit = _SANDWICH_KM if len({node for node, _ in ends}) > 1 else _OVERHANG_KM
            if len(others) == 1 and km[label] < limit and total[own] >= _TINY_KM:
                changes[label] = others.pop()
        if not changes:
            break
        # Of two neighbours that would swap, only the smaller one moves.
        for label in sorted(changes, key=lambda key: (km[key], key)):
            country[labels == label] = changes[label]
    return country


def split_at_borders(
    net: RawNetwork,
    country: NDArray[np.str_],
    borders: Borders,
    tags: Sequence[dict[tuple[int, int], Any]],
) -> tuple[RawNetwork, NDArray[np.str_], set[int]]:
    """Put a node where a hop crosses a border.

    What ``tags`` tell of a hop by its (tail, head) is told of both parts afterwards.

    Returns
    -------
    tuple
        The network, the country of each hop, and the nodes that lie on borders.
    """
    across = np.flatnonzero(country[net.a] != country[net.b])
    lon, lat, a, b, km, own = [], [], [], [], [], []
    node = len(net.lon)
    marks: set[int] = set()
    for index in across.tolist():
        tail, head = int(net.a[index]), int(net.b[index])
        share = _crossing(net, tail, head, borders, str(country[tail]))
        lon.append(net.lon[tail] + share * (net.lon[head] - net.lon[tail]))
        lat.append(net.lat[tail] + share * (net.lat[head] - net.lat[tail]))
        a += [tail, head]
        b += [node, node]
        km += [share * net.km[index], (1 - share) * net.km[index]]
        own += [country[tail], country[head]]
        marks.add(node)
        for table in tags:
            if (tail, head) in table:
                table[tail, node] = table[head, node] = table[tail, head]
        node += 1
    stay = np.ones(len(net.a), dtype=bool)
    stay[across] = False
    split = RawNetwork(
        np.r_[net.lon, lon],
        np.r_[net.lat, lat],
        np.r_[net.a[stay], a].astype(np.int64),
        np.r_[net.b[stay], b].astype(np.int64),
        np.r_[net.km[stay], km],
    )
    return split, np.r_[country[net.a[stay]], own].astype("<U2"), marks


def _crossing(net: RawNetwork, tail: int, head: int, borders: Borders, code: str) -> float:
    """Share of the hop at which it leaves the country of its tail."""
    polygon = borders.polygon(code)
    prepare(polygon)
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        lon = net.lon[tail] + middle * (net.lon[head] - net.lon[tail])
        lat = net.lat[tail] + middle * (net.lat[head] - net.lat[tail])
        if polygon.contains(Point(lon, lat)):
            low = middle
        else:
            high = middle
    # A tail that lies outside by the drawing of the coast would give a hop of no length.
    return min(max((low + high) / 2, 0.05), 0.95)


def contract(
    net: RawNetwork,
    country: NDArray[np.str_],
    gauges: dict[tuple[int, int], tuple[int, ...]],
    national: dict[str, tuple[int, ...]],
    classes: dict[tuple[int, int], int],
) -> Chains:
    """Merge hops at nodes where nothing happens.

    Parameters
    ----------
    net : RawNetwork
    country : array of str
        Country of each hop.
    gauges : dict
        Gauges of hops that differ from their country's, by (tail, head), tail < head.
    national : dict
        Gauges by country.
    classes : dict
        Classes of hops that are not normal, by (tail, head).
    """
    near: list[list[tuple[int, int]]] = [[] for _ in range(len(net.lon))]
    tags = []
    for index, (a, b) in enumerate(zip(net.a.tolist(), net.b.tolist(), strict=True)):
        near[a].append((b, index))
        near[b].append((a, index))
        code = str(country[index])
        pair = (min(a, b), max(a, b))
        tags.append((code, gauges.get(pair, national.get(code, (1435,))), classes.get(pair, 0)))
    km = net.km.tolist()
    chains = Chains(net.lon, net.lat)
    done = [False] * len(tags)

    def inner(node: int) -> bool:
        links = near[node]
        return len(links) == 2 and tags[links[0][1]] == tags[links[1][1]]

    def walk(start: int, step: int, hop: int) -> None:
        path, lengths = [start, step], [km[hop]]
        done[hop] = True
        while inner(path[-1]) and path[-1] != start:
            step, following = next(link for link in near[path[-1]] if link[1] != hop)
            hop = following
            if done[hop]:
                break
            done[hop] = True
            path.append(step)
            lengths.append(km[hop])
        chains.paths.append(path)
        chains.lengths.append(lengths)
        chains.countries.append(tags[hop][0])
        chains.gauges.append(tags[hop][1])
        chains.classes.append(tags[hop][2])

    for node in range(len(near)):
        if near[node] and not inner(node):
            for step, hop in near[node]:
                if not done[hop]:
                    walk(node, step, hop)
    for node in range(len(near)):  # rings without any junction
        for step, hop in near[node]:
            if not done[hop]:
                walk(node, step, hop)
    return _without_twins(chains)


def _without_twins(chains: Chains) -> Chains:
    """Of edges that join the same two nodes at about the same length, keep the shortest.

    Loops of a double track and rings at a terminus go too, where they are short.
    """
    best: dict[tuple[int, int], float] = {}
    for path, lengths in zip(chains.paths, chains.lengths, strict=True):
        pair = (min(path[0], path[-1]), max(path[0], path[-1]))
        best[pair] = min(sum(lengths), best.get(pair, np.inf))
    kept = Chains(chains.lon, chains.lat)
    seen: set[tuple[int, int]] = set()
    for index, (path, lengths) in enumerate(zip(chains.paths, chains.lengths, strict=True)):
        pair, length = (min(path[0], path[-1]), max(path[0], path[-1])), sum(lengths)
        is_ring = pair[0] == pair[1]
        if is_ring and length < 5.0:
            continue
        if not is_ring and length > best[pair] and length < best[pair] * 1.1 + 2.0:
            continue
        if not is_ring and length == best[pair]:
            if pair in seen:
                continue
            seen.add(pair)
        kept.paths.append(path)
        kept.lengths.append(lengths)
        kept.countries.append(chains.countries[index])
        kept.gauges.append(chains.gauges[index])
        kept.classes.append(chains.classes[index])
    return kept
