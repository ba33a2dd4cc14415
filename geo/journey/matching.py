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
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import angle_between, distance_km
from geo.journey.crossing import bearing_at
from geo.journey.matching_graph import MatchingGraph, Tree
from geo.model import LonLat
from geo.rail.snapping import Snap
from geo.rail.states import UNITS_PER_HOUR

if TYPE_CHECKING:
    from geo.rail import RailNetwork
    from geo.rail.way import Way

__all__ = ["HEADING_DEG", "LEAST", "Matching", "Observation", "match"]

Floats = NDArray[np.float64]

#: A way so much longer, in km of running at 60 km/h, is less likely by e: this at least, and
#: this share of the distance between neighbouring observations.
SCALE_KM, SCALE_SHARE = 12.0, 0.2
#: A false report that fits as well as a true one is less likely by so much, besides its trust.
FALSE_NATS = 6.0
#: Below so many observations none is taken for false because of its place.
LEAST = 6
#: Below so many they count as displaced by no more than they say.
_LEAST_WIDER = 4
#: Where no rails join two observations, the way goes on after a gap.
_GAP_NATS = 12.0
#: Points farther than so many standard deviations are no candidates.
_REACH = 3.5
_LEAST_REACH_KM = 10.0
_MOST_KM = 90.0
_MOST_POINTS = 700
#: Observations may all be displaced by more than they say, by these factors.
WIDER = (1.0, 2.5, 6.0)
#: A km beside the rails counts as so many on them, among the points that stand for a place.
_BESIDE = 3.0
#: Half of the circle in which "heading north" holds: published directions are within 45
#: degrees in 99 % of checked claims; rivers and rails wind, so half a quarter more.
HEADING_DEG = 67.5
#: What it costs to pass a point against the bearing that was told.
_AGAINST_NATS = 5.0
#: How much worse than the best a way may be, besides doubts, to be looked at.
_SLACK_NATS = 8.0


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
        The points of the rails that stand for it as long as it is not displaced by more than
        it says (`geo.rail.placing`); empty for all points near.
    fixed : bool
        Whether it can only have been at ``snaps`` (the crossings of a river). Such an
        observation may be set aside whatever the number of the others.
    heading_deg : float, optional
        Bearing of travel there.
    toll : ndarray, optional
        Hours that each km of each edge costs extra, on the way on from here.
    """

    lonlat: LonLat
    sigma_km: float
    trust: float = 0.9
    country: str = ""
    snaps: tuple[Snap, ...] = ()
    fixed: bool = False
    heading_deg: float | None = None
    toll: Floats | None = field(default=None, compare=False)


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
    wider : float
        Factor by which the observations were displaced by more than they said.
    cost : float
        Negative logarithm of its likelihood, but for a constant.
    """

    kept: tuple[int, ...] = ()
    snaps: tuple[Snap, ...] = ()
    ways: tuple[Way | None, ...] = ()
    wider: float = 1.0
    cost: float = math.inf


def match(
    network: RailNetwork,
    observations: Sequence[Observation],
    wider: Sequence[float] = WIDER,
) -> Matching:
    """Find the likeliest way past observations in order of time.

    Parameters
    ----------
    network : RailNetwork
    observations : sequence of Observation
        In order. Those without any rails near are left out.
    wider : sequence of float
        Factors by which they may all be displaced by more than they say, each tried while the
        one before made the whole likelier.

    Returns
    -------
    Matching
        Empty where there are no rails near any observation.
    """
    best: Matching | None = None
    for factor in wider:
        found = _match(network, observations, factor)
        if best is not None and found.cost >= best.cost:
            break
        best = found
        if sum(not one.fixed for one in observations) < _LEAST_WIDER:
            break
    assert best is not None
    return best


def _candidates(network: RailNetwork, one: Observation, wider: float) -> list[Snap]:
    if one.fixed or (one.snaps and wider == 1.0):
        return list(one.snaps)
    reach = min(_REACH * one.sigma_km * wider, _MOST_KM)
    found = network.snap(*one.lonlat, limit_km=max(_LEAST_REACH_KM, reach), count=_MOST_POINTS)
    if one.country:
        home = [
            snap for snap in found
            if network.countries[int(network.edge_country[snap.edge])] == one.country
        ]  # fmt: skip
        return home or found
    return found or list(one.snaps)


def _doubt(one: Observation) -> float:
    """What it costs to take an observation for false, in nats."""
    return max(0.0, math.log(one.trust / (1.0 - one.trust)) + FALSE_NATS)


def _match(network: RailNetwork, observations: Sequence[Observation], wider: float) -> Matching:
    """Likeliest way for a given displacement."""
    candidates = [_candidates(network, one, wider) for one in observations]
    used = [index for index, group in enumerate(candidates) if group]
    if not used:
        return Matching()
    states, engine = network.prepared()
    graph = MatchingGraph.build(states, engine.arcs, [candidates[index] for index in used])
    many = sum(not observations[index].fixed for index in used) >= LEAST
    scale_km = _scale_km([observations[index] for index in used])
    scale = scale_km / states.profile.speed_kmh * UNITS_PER_HOUR
    misfit, doubt = [], []
    for number, index in enumerate(used):
        one = observations[index]
        misfit.append(scale * _misfit(network, graph, number, one, wider, scale_km))
        doubt.append(scale * _doubt(one) if many or one.fixed else math.inf)
    solved = _solve(graph, misfit, doubt, scale, [observations[index].toll for index in used])
    kept = [used[number] for number, _ in solved.nodes]
    # A wider distribution is lower everywhere; what is set aside must not gain by that.
    widths = [
        math.log(observations[index].sigma_km * wider)
        for index in used
        if not observations[index].fixed
    ]
    return Matching(
        kept=tuple(kept),
        snaps=tuple(
            graph.points.snap[graph.point_of(node)].directed(graph.sense_of(node))
            for _, node in solved.nodes
        ),
        ways=solved.ways,
        wider=wider,
        cost=solved.cost / scale + sum(widths),
    )


def _scale_km(observations: Sequence[Observation]) -> float:
    """How much longer a way may be: the sparser the observations, the less is known of it."""
    places = [one.lonlat for one in observations if not one.fixed]
    gaps = [float(distance_km(*one, *other)) for one, other in pairwise(places)]
    return max(SCALE_KM, SCALE_SHARE * float(np.median(gaps))) if gaps else SCALE_KM


def _misfit(
    network: RailNetwork,
    graph: MatchingGraph,
    number: int,
    one: Observation,
    wider: float,
    scale_km: float,
) -> Floats:
    """How badly each directed point of an observation fits it, in nats."""
    nodes = graph.nodes_of(number)
    snaps = [graph.points.snap[graph.point_of(int(node))] for node in nodes]
    if one.fixed:
        nats = np.zeros(len(nodes))
    else:
        beside = np.array([snap.score for snap in snaps])
        nats = 0.5 * (beside / (one.sigma_km * wider)) ** 2
        if one.snaps and wider == 1.0:
            # Among the points that stand for a place, the nearer ones, as in a route.
            nats += _BESIDE * (beside - beside.min()) / scale_km
    if one.heading_deg is not None:
        for index, (node, snap) in enumerate(zip(nodes.tolist(), snaps, strict=True)):
            bearing = bearing_at(network, snap.directed(graph.sense_of(node)))
            if angle_between(bearing, one.heading_deg) > HEADING_DEG:
                nats[index] += _AGAINST_NATS
    return nats


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
    tolls: Sequence[Floats | None],
) -> _Solved:
    """Viterbi's recursion and the way back."""
    count = len(misfit)
    slack = max([one for one in doubt if math.isfinite(one)], default=0.0) + _SLACK_NATS * scale
    trees: list[Tree] = []
    skipped: list[NDArray[np.bool_]] = []
    gaps: list[tuple[int, int] | None] = []
    ends: list[tuple[float, int]] = []
    reached = np.full(len(graph.indptr) - 1, np.inf)
    for number in range(count):
        nodes = graph.nodes_of(number)
        entry = misfit[number] + (reached[nodes] if number else 0.0)
        gaps.append(None)
        if not np.isfinite(entry).any():
            # No rails lead here: the way goes on after a gap.
            cost, before, node = min(
                (
                    ends[index][0] + _passed(doubt, index, number, 2.0 * _GAP_NATS * scale),
                    index,
                    ends[index][1],
                )
                for index in range(number)
            )
            gaps[-1] = (before, node)
            entry = misfit[number] + cost + _GAP_NATS * scale
        lowest = int(entry.argmin())
        ends.append((float(entry[lowest]), int(nodes[lowest])))
        if number + 1 == count:
            break
        goals = [graph.nodes_of(later) for later in range(number + 1, min(number + 3, count))]
        toll = tolls[number]
        costs = None if toll is None else graph.tolled(toll)
        tree = _grow(graph, number, entry, goals, slack, costs)
        trees.append(tree)
        past = reached + (doubt[number] if number else math.inf)
        skipped.append(past < tree.cost)
        reached = np.minimum(tree.cost, past)
    return _walk_back(graph, trees, skipped, gaps, *ends[-1])


def _passed(doubt: Sequence[float], index: int, number: int, most: float) -> float:
    """Cost of leaving out what lies between two observations that no rails join."""
    return sum(min(one, most) for one in doubt[index + 1 : number])


def _grow(
    graph: MatchingGraph,
    number: int,
    entry: Floats,
    goals: Sequence[NDArray[np.int64]],
    slack: float,
    costs: Floats | None,
) -> Tree:
    """Search that goes far enough to reach the next observations, where rails lead there."""
    low = float(entry.min())
    limit = low + slack + 4.0 * UNITS_PER_HOUR
    while True:
        tree = graph.search(number, entry, limit, costs)
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
