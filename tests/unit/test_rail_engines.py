"""Both engines give the same answers on the embedded network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rail_fixture import network_of

from geo.rail import load
from geo.rail.details import Details
from geo.rail.engine import UNREACHED, CchEngine, ScipyEngine, make_engine
from geo.rail.profile import default_profile
from geo.rail.states import StateGraph, build_states

PAIRS = 200


@pytest.fixture(scope="module")
def states() -> StateGraph:
    return build_states(load(), default_profile())


@pytest.fixture(scope="module")
def engines(states: StateGraph) -> tuple[CchEngine, ScipyEngine]:
    pytest.importorskip("pyroutingkit")
    return CchEngine(states, None), ScipyEngine(states)


def _cost(states: StateGraph, arcs: tuple[int, ...]) -> int:
    return int(np.maximum(states.cost[np.array(arcs, dtype=np.int64)], 1).sum())


def test_two_hundred_ways_cost_the_same_and_are_ways(
    states: StateGraph, engines: tuple[CchEngine, ScipyEngine]
) -> None:
    random = np.random.default_rng(5)
    pairs = random.choice(len(states.node), (PAIRS, 2), replace=False).tolist()
    apart = 0
    for start, end in pairs:
        one, other = (engine.path([(start, 0)], [(end, 0)]) for engine in engines)
        if one is None or other is None:
            assert one is other
            apart += 1
            continue
        assert one.cost == other.cost
        for found in (one, other):
            arcs = np.array(found.arcs)
            assert _cost(states, found.arcs) == found.cost
            assert states.tail[arcs[0]] == start
            assert states.head[arcs[-1]] == end
            assert (states.head[arcs[:-1]] == states.tail[arcs[1:]]).all()
    # Islands are in the network, but most pairs hang together.
    assert 0 < apart < PAIRS / 2


def test_several_sources_and_targets_with_costs_give_the_same(
    states: StateGraph, engines: tuple[CchEngine, ScipyEngine]
) -> None:
    random = np.random.default_rng(6)
    for _ in range(20):
        ends = [
            [(int(state), int(random.integers(0, 200_000))) for state in chosen]
            for chosen in random.choice(len(states.node), (2, 5), replace=False)
        ]
        one, other = (engine.path(*ends) for engine in engines)
        assert (one.cost if one else None) == (other.cost if other else None)


def test_tables_are_the_same(states: StateGraph, engines: tuple[CchEngine, ScipyEngine]) -> None:
    chosen = np.random.default_rng(7).choice(len(states.node), (2, 12), replace=False).tolist()
    one, other = (engine.table(*chosen) for engine in engines)
    assert (one == other).all()
    assert (one < UNREACHED).any()


@pytest.mark.parametrize(("slow_km", "engine"), [(5.0, "pyroutingkit"), (15_000.0, "scipy")])
def test_a_slow_siding_leaves_the_fast_engine_and_half_a_slow_earth_does_not(
    tmp_path: Path, slow_km: float, engine: str
) -> None:
    pytest.importorskip("pyroutingkit")
    plain = network_of([(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)], [(0, 1, 112.0), (1, 2, slow_km)])
    zeros = np.zeros(2, dtype=np.uint8)
    details = Details(
        zeros, zeros, zeros, np.array([0, 5], dtype=np.int32), np.zeros(3, dtype=bool)
    )
    states = build_states(replace(plain, details=details), default_profile())
    assert make_engine(states, tmp_path).name == engine
