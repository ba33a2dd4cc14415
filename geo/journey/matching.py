"""Matching of observations to the rails: the likeliest way over directed edges.

A hidden Markov model as Newson and Krumm (2009, "Hidden Markov map matching through noise and
sparseness", https://doi.org/10.1145/1653771.1653818), for observations that are sparse, displaced
and sometimes false. The states of an observation are all points of the rails near it, in both
senses of their edge. The distance from the rails is normal; the way between two observations
falls in likelihood exponentially with its running time. An observation may be false: that
costs what speaks for it.

The model is solved without a table of ways between candidates. From the points of each
observation, weighed by all that came before, one search grows over the network (see
`geo.journey.matching_graph`); what it has reached at the points of the next observation is
what Viterbi's recursion asks for, for every candidate at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.journey.matching_graph import MatchingGraph, Tree
from geo.model import LonLat
from geo.rail.snapping import Snap
from geo.rail.states import UNITS_PER_HOUR

if TYPE_CHECKING:
    from geo.rail import RailNetwork
    from geo.rail.way import Way

__all__ = ["Matching", "Observation", "match"]

Floats = NDArray[np.float64]

#: A way so much longer, in hours of running at 60 km/h, is less likely by e.
SCALE_H = 40.0 / 60.0
#: A false report lies anywhere within so many km.
FALSE_WITHIN_KM = 300.0
#: Below so many observations none is taken for false because of its place.
LEAST = 5
#: Where no rails join two observations, the way goes on after a gap.
_GAP_NATS = 12.0
#: Points farther than so many standard deviations are no candidates.
_REACH = 3.5
_MOST_KM = 90.0
_MOST_POINTS = 700
#: Observations may all be displaced by more than they say: by these factors, each tried while
#: the one before made the whole likelier.
_WIDER = (1.0, 2.5, 6.0)


@dataclass(frozen=True)
class Observation:
    """Where a traveller was told to be.

    Parameters
    ----------
    lonlat : (lon, lat)
    sigma_km : float
        Standard deviation of its distance from the rails that were used.
    trust : float
        Probability that it is true at all.
    country : str
        Rails of this country only, where there are any near; "" for all.
    snaps : tuple of Snap
        Where it can only have been at these points (a river's crossings), with the senses
        of their edges (`Snap.directed`).
    """

    lonlat: LonLat
    sigma_km: float
    trust: float = 0.9
    country: str = ""
    reach_km: float = 0.0
    snaps: tuple[Snap, ...] = ()


@dataclass(frozen=True)
class Matching:
    """The likeliest way.

    Parameters
    ----------
    kept : tuple of int
        Observations that the way passes, in order.
    snaps : tuple of Snap
        Where it passes each of them, with the sense of travel.
    ways : tuple of Way or None
        Between each two; None where no rails join them.
    sigma_km : float
        Displacement of the observations, as it was found.
    """

    kept: tuple[int, ...] = ()
    snaps: tuple[Snap, ...] = ()
    ways: tuple[Way | None, ...] = ()
    sigma_km: float = 0.0


def match(network: RailNetwork, observations: Sequence[Observation]) -> Matching:
    """Find the likeliest way past observations in order of time.

    Parameters
    ----------
    network : RailNetwork
    observations : sequence of Observation
        In order. Those without any rails near are left out.
    """
    best: tuple[float, Matching] | None = None
    for wider in _WIDER:
        cost, found = _match(network, observations, [wider * one.sigma_km for one in observations])
        if best is not None and cost >= best[0]:
            break
        best = cost, found
        if len(found.kept) < LEAST:
            break
    assert best is not None
    return best[1]


def _candidates(network: RailNetwork, one: Observation, sigma_km: float) -> list[Snap]:
    if one.snaps:
        return list(one.snaps)
    limit = max(one.reach_km, min(_REACH * sigma_km, _MOST_KM))
    found = network.snap(*one.lonlat, limit_km=limit, count=_MOST_POINTS)
    if one.country:
        home = [
            snap for snap in found
            if network.countries[int(network.edge_country[snap.edge])] == one.country
        ]  # fmt: skip
        return home or found
    return found


def _doubt(one: Observation, sigma_km: float) -> float:
    """What it costs to take an observation for false, in nats.

    The log odds of its being true, and of its lying by chance as near to the way as it does.
    """
    odds = math.log(one.trust / (1.0 - one.trust))
    return max(0.0, odds + 2.0 * math.log(FALSE_WITHIN_KM / (math.sqrt(2.0) * sigma_km)))


def _match(
    network: RailNetwork, observations: Sequence[Observation], sigmas: Sequence[float]
) -> tuple[float, Matching]:
    """Likeliest way for given displacements, and its negative logarithm of likelihood."""
    candidates = [
        _candidates(network, one, sigma)
        for one, sigma in zip(observations, sigmas, strict=True)
    ]
    used = [index for index, group in enumerate(candidates) if group]
    if not used:
        return math.inf, Matching()
    states, _ = network.prepared()
    graph = MatchingGraph.build(states, [candidates[index] for index in used])
    scale = SCALE_H * UNITS_PER_HOUR
    misfit, doubt = [], []
    for number, index in enumerate(used):
        nodes = graph.nodes_of(number)
        beside = np.array([graph.points.snap[graph.point_of(int(node))].score for node in nodes])
        heading = np.array([graph.points.snap[graph.point_of(int(node))].heading for node in nodes])
        sense = graph.points.sense[nodes - graph.first]
        cost = scale * 0.5 * (beside / sigmas[index]) ** 2
        misfit.append(np.where((heading == 0) | (heading == sense), cost, np.inf))
        doubt.append(scale * _doubt(observations[index], sigmas[index]))
    solved = _solve(graph, misfit, doubt, scale, may_skip=len(used) >= LEAST)
    kept = [used[number] for number, _ in solved.nodes]
    # A wider distribution is lower everywhere.
    cost = solved.cost / scale + sum(math.log(sigmas[index]) for index in kept)
    return cost, Matching(
        kept=tuple(used[number] for number, _ in solved.nodes),
        snaps=tuple(
            graph.points.snap[graph.point_of(node)].directed(graph.sense_of(node))
            for _, node in solved.nodes
        ),
        ways=solved.ways,
        sigma_km=float(np.median(sigmas)),
    )


@dataclass(frozen=True)
class _Solved:
    cost: float
    nodes: list[tuple[int, int]]
    ways: tuple[Way | None, ...]


def _solve(
    graph: MatchingGraph,
    misfit: Sequence[Floats],
    doubt: Sequence[float],
    scale: float,
    *,
    may_skip: bool,
) -> _Solved:
    """Viterbi's recursion and the way back."""
    count = len(misfit)
    trees: list[Tree] = []
    skipped: list[NDArray[np.bool_]] = []
    gaps: list[tuple[int, int] | None] = []
    ends: list[tuple[float, int]] = []
    reached = np.full(len(graph.indptr) - 1, np.inf)
    for number in range(count):
        nodes = graph.nodes_of(number)
        entry = (reached[nodes] if number else 0.0) + misfit[number]
        gaps.append(None)
        if number and not np.isfinite(entry).any():
            before = min(range(number), key=lambda index: ends[index][0] + sum(doubt[index + 1 : number]))
            gaps[-1] = (before, ends[before][1])
            entry = ends[before][0] + sum(doubt[before + 1 : number]) + _GAP_NATS * scale + misfit[number]
        lowest = int(entry.argmin())
        ends.append((float(entry[lowest]), int(nodes[lowest])))
        if number + 1 < count:
            goals = [graph.nodes_of(later) for later in range(number + 1, min(number + 3, count))]
            tree = _grow(graph, number, entry, goals, slack=max(doubt) + 4 * scale)
            trees.append(tree)
            kept = reached + doubt[number] if may_skip and number else np.full_like(reached, np.inf)
            skipped.append(kept < tree.cost)
            reached = np.minimum(tree.cost, kept)
    return _walk_back(graph, trees, skipped, gaps, *ends[-1])


def _grow(
    graph: MatchingGraph, number: int, entry: Floats, goals: Sequence[NDArray[np.int64]], slack: float
) -> Tree:
    """Search that goes far enough to reach the next observations, where rails lead there."""
    low = float(entry.min())
    limit = low + slack + 4.0 * UNITS_PER_HOUR
    while True:
        tree = graph.search(number, entry, limit)
        nearest = [float(tree.cost[nodes].min()) for nodes in goals]
        if limit == math.inf or (
            all(map(math.isfinite, nearest)) and max(nearest) + slack <= limit
        ):
            return tree
        if all(map(math.isfinite, nearest)):
            limit = max(nearest) + slack
        else:
            limit = low + 3.0 * (limit - low)
            if limit - low > 400 * UNITS_PER_HOUR:
                limit = math.inf


def _walk_back(
    graph: MatchingGraph,
    trees: Sequence[Tree],
    skipped: Sequence[NDArray[np.bool_]],
    gaps: Sequence[tuple[int, int] | None],
    cost: float,
    node: int,
) -> _Solved:
    number = len(gaps) - 1
    nodes = [(number, node)]
    ways: list[Way | None] = []
    while number:
        gap = gaps[number]
        if gap is not None:
            number, node = gap
            ways.append(None)
        else:
            number -= 1
            while number and skipped[number][node]:
                number -= 1
            node, way = graph.way(trees[number], node)
            ways.append(way)
        nodes.append((number, node))
    return _Solved(cost, nodes[::-1], tuple(ways[::-1]))
