"""Other sensible ways, by plateaus.

One tree of cheapest ways grows from the origin and one from the destination. Where both
trees run over the same arcs, in the same sense, there is a *plateau*: a stretch along which
going on is best whichever end one looks from. The way over a long plateau is locally optimal:
it has no senseless detour. (Camvit's choice routing; Abraham and others 2013, "Alternative
routes in road networks", https://doi.org/10.1145/2444016.2444019.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.states import UNITS_PER_HOUR
from geo.rail.way import Way, joined, way_from_arcs, way_vertices

if TYPE_CHECKING:
    from geo.rail.engine import ScipyEngine
    from geo.rail.network import RailNetwork
    from geo.rail.snapping import Snap
    from geo.rail.states import StateGraph

__all__ = ["MAX_OVERLAP", "MAX_STRETCH", "other_ways", "plateau_ways"]

#: An alternative shares at most this part of its length with each way before it.
MAX_OVERLAP = 0.8
#: It takes at most so many times as long as the best.
MAX_STRETCH = 1.4
#: Its plateau is at least this part of the best way's cost.
_MIN_PLATEAU = 0.08
#: Tracks so near to each other are one line, where the drawing is true, in km.
_ONE_LINE_KM = 0.3
_STEP_KM = 0.25
#: So many plateaus are looked at, at most; in a station each track is one.
_LOOKED_AT = 200

Ends = Sequence[tuple[int, int, "Snap", int]]
Ints = NDArray[np.int64]


def _samples(network: RailNetwork, way: Way) -> NDArray[np.float64]:
    """Points along a way, a quarter of a km apart: longitude and latitude."""
    vertices = way_vertices(network, way)
    lon = np.unwrap(vertices[:, 0], period=360.0)
    east = np.diff(lon) * np.cos(np.radians(vertices[0, 1]))
    at = np.concatenate([[0.0], np.cumsum(np.hypot(east, np.diff(vertices[:, 1])))]) * 111.2
    steps = np.linspace(0.0, at[-1], max(2, int(at[-1] / _STEP_KM)))
    return np.stack([np.interp(steps, at, lon), np.interp(steps, at, vertices[:, 1])], axis=1)


def _shared(network: RailNetwork, way: Way, other: Way) -> float:
    """Part of a way's length that it shares with another.

    On a true drawing the track beside is the same line, and no other way.
    """
    total = way.km
    if network.details is not None:
        from scipy.spatial import cKDTree

        one, two = _samples(network, way), _samples(network, other)
        scale = np.array([np.cos(np.radians(one[0, 1])), 1.0]) * 111.2
        offset = one - one[0], two - one[0]
        for part in offset:
            part[:, 0] = (part[:, 0] + 180.0) % 360.0 - 180.0
        gap, _ = cKDTree(offset[1] * scale).query(offset[0] * scale)
        return float((gap <= _ONE_LINE_KM).mean())
    common = way.piece_km[np.isin(way.edges, other.edges)].sum()
    return float(common) / total if total > 0 else 1.0


def _plateaus(
    states: StateGraph, forward: Ints, backward: Ints, worth: NDArray[np.bool_]
) -> list[list[int]]:
    """Runs of states along which both trees agree."""
    reached = np.flatnonzero((forward >= 0) & worth)
    before = states.tail[forward[reached]]
    back = backward[before]
    same = (back >= 0) & (states.mirror[states.tail[np.maximum(back, 0)]] == reached)
    following = dict(zip(before[same].tolist(), reached[same].tolist(), strict=True))
    runs = []
    for start in sorted(set(following) - set(following.values())):
        run = [start]
        while run[-1] in following:
            run.append(following[run[-1]])
        runs.append(run)
    return runs


def other_ways(
    states: StateGraph,
    engine: ScipyEngine,
    legs: Sequence[Way],
    ends: Sequence[tuple[Ends, Ends]],
    count: int,
) -> list[Way]:
    """Find ways besides the best one, over the same places.

    Parameters
    ----------
    states : StateGraph
    engine : ScipyEngine
    legs : sequence of Way
        The best way, from each place to the next.
    ends : sequence of (sources, targets)
        For each leg, as in `plateau_ways`.
    count : int
        At most so many.

    Returns
    -------
    list of Way
        In order of length. Each differs from the best on one leg at least.
    """
    if len(legs) == 1:
        return plateau_ways(states, engine, *ends[0], count)
    choices = [
        [leg, *plateau_ways(states, engine, *pair, count)]
        for leg, pair in zip(legs, ends, strict=True)
    ]
    # Of all ways to put them together, those that leave the best on few legs come first.
    ranks = sorted(product(*(range(len(options)) for options in choices)), key=_rank)
    best = joined(legs)
    chosen = [best]
    for picks in ranks[1:_LOOKED_AT]:
        way = joined([options[pick] for options, pick in zip(choices, picks, strict=True)])
        if way.km <= MAX_STRETCH * best.km and all(
            _shared(states.network, way, other) <= MAX_OVERLAP for other in chosen
        ):
            chosen.append(way)
        if len(chosen) > count:
            break
    return sorted(chosen[1:], key=lambda way: way.km)


def _rank(picks: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    return sum(map(bool, picks)), picks


def plateau_ways(
    states: StateGraph, engine: ScipyEngine, sources: Ends, targets: Ends, count: int
) -> list[Way]:
    """Find ways besides the best one.

    Parameters
    ----------
    states : StateGraph
    engine : ScipyEngine
        Trees come from it.
    sources, targets : sequence of (state, cost, snap, sense)
    count : int
        At most so many.

    Returns
    -------
    list of Way
        In order of cost; the best way itself is not among them.
    """
    best = engine.path([row[:2] for row in sources], [row[:2] for row in targets])
    if best is None or best.cost <= 0:
        return []
    limit = best.cost * MAX_STRETCH
    if states.network.details is not None:
        # Penalties are no time: an alternative may have to change to its track and back.
        limit += 2 * states.profile.crossover_h * UNITS_PER_HOUR
    out, forward = engine.tree([row[:2] for row in sources], limit)
    # The tree from the destination is grown by trains that run the other way.
    ends = [(int(states.mirror[row[0]]), row[1]) for row in targets]
    into, backward = engine.backward().tree(ends, limit)
    into, backward = into[states.mirror], backward[states.mirror]
    cost = out + into
    chosen = [_assemble(states, sources, targets, best.source, best.arcs, best.target)]
    longest = max(MAX_STRETCH * _running_h(states, chosen[0]), best.cost / UNITS_PER_HOUR)
    ranked = []
    for run in _plateaus(states, forward, backward, cost <= limit):
        plateau = out[run[-1]] - out[run[0]]
        if plateau >= _MIN_PLATEAU * best.cost and cost[run[0]] > best.cost:
            # A short way with a long plateau first.
            ranked.append((float(cost[run[0]] - plateau), run[0], run[-1]))
    for _, start, end in sorted(ranked)[:_LOOKED_AT]:
        way = _trace(states, sources, targets, forward, backward, start, end)
        if way is None or _running_h(states, way) > longest:
            continue
        if all(_shared(states.network, way, other) <= MAX_OVERLAP for other in chosen):
            chosen.append(way)
        if len(chosen) > count:
            break
    return sorted(chosen[1:], key=lambda way: way.km)


def _running_h(states: StateGraph, way: Way) -> float:
    """Time of a way without its stops and penalties."""
    return float((way.piece_km / states.speed_kmh[way.edges]).sum())


def _assemble(
    states: StateGraph,
    sources: Ends,
    targets: Ends,
    source: int,
    arcs: Sequence[int],
    target: int,
) -> Way:
    start, end = sources[source], targets[target]
    return way_from_arcs(states, start[2], start[3], arcs, end[2], end[3])


def _trace(
    states: StateGraph,
    sources: Ends,
    targets: Ends,
    forward: Ints,
    backward: Ints,
    start: int,
    end: int,
) -> Way | None:
    """Way from the origin over a plateau to the destination; None when it meets itself."""
    arcs: list[int] = []
    state = end
    while forward[state] >= 0:
        arcs.append(int(forward[state]))
        state = int(states.tail[forward[state]])
    arcs.reverse()
    source = _entry(sources, state)
    state = end
    while backward[state] >= 0:
        arcs.append(states.twin(int(backward[state])))
        state = int(states.mirror[states.tail[backward[state]]])
    target = _entry(targets, state)
    edges = [int(edge) for edge in states.edge[arcs] if edge >= 0]
    del start
    if len(set(edges)) < len(edges):
        return None
    ends = {sources[source][2].edge, targets[target][2].edge}
    if ends & set(edges):
        return None
    return _assemble(states, sources, targets, source, arcs, target)


def _entry(ends: Ends, state: int) -> int:
    return min((row[1], index) for index, row in enumerate(ends) if row[0] == state)[1]
