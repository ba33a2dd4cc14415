"""What must always hold of routes."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rail_fixture import network_of

from geo.geodesy import distance_km
from geo.rail import RailNetwork, load
from geo.rail.components import label_components
from geo.rail.cutting import cut_edges
from geo.rail.details import Details
from geo.rail.engine import UNREACHED, CchEngine, ScipyEngine
from geo.rail.kept import read_network, write_network
from geo.rail.profile import Profile
from geo.rail.states import build_states
from geo.rail.way import way_point

PLAIN = Profile(name="plain", border_h=0.0, zone_border_h=0.0, gauge_h=0.0)


def detailed(network: RailNetwork, services: list[int], crossings: list[bool]) -> RailNetwork:
    """The same network as if its drawing were true: trains turn only as rails let them."""
    size = len(network.edge_u)
    details = Details(
        service=np.array([services[i % len(services)] for i in range(size)], dtype=np.uint8),
        usage=np.zeros(size, dtype=np.uint8),
        electrified=np.zeros(size, dtype=np.uint8),
        maxspeed_kmh=np.array([40 * (i % 3) for i in range(size)], dtype=np.int32),
        crossing=np.array([crossings[i % len(crossings)] for i in range(len(network.node_lon))]),
    )
    return replace(network, details=details)


@st.composite
def networks(draw: st.DrawFn) -> RailNetwork:
    size = draw(st.integers(2, 9))
    nodes = [(0.1 * i, 0.07 * ((i * i) % 5)) for i in range(size)]
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    wished = draw(st.lists(pairs.filter(lambda p: p[0] != p[1]), min_size=1, max_size=16))
    edges = [(u, v, float(draw(st.integers(20, 90)))) for u, v in wished]
    codes = [draw(st.sampled_from(["AA", "BB"])) for _ in edges]
    gauges = [draw(st.sampled_from([(1435,), (1520,), (1435, 1520)])) for _ in edges]
    network = network_of(nodes, edges, countries=codes, gauges=gauges)
    if draw(st.booleans()):
        return network
    services = draw(st.lists(st.integers(0, 4), min_size=1, max_size=5))
    return detailed(network, services, draw(st.lists(st.booleans(), min_size=1, max_size=4)))


def graph_of(network: RailNetwork, profile: Profile) -> nx.DiGraph:
    states = build_states(network, profile)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(states.node)))
    for tail, head, cost in zip(
        states.tail.tolist(), states.head.tolist(), states.cost.tolist(), strict=True
    ):
        if tail != head:
            known = graph.get_edge_data(tail, head, {"weight": np.inf})["weight"]
            graph.add_edge(tail, head, weight=min(max(cost, 1), known))
    return graph


@given(networks(), st.sampled_from([PLAIN, Profile()]))
@settings(max_examples=60, deadline=None)
def test_both_engines_find_what_networkx_finds(network: RailNetwork, profile: Profile) -> None:
    states = build_states(network, profile)
    graph = graph_of(network, profile)
    engines = [ScipyEngine(states)]
    pytest.importorskip("pyroutingkit")
    engines.append(CchEngine(states, None))  # type: ignore[arg-type]
    every = range(len(states.node))
    expected = dict(nx.all_pairs_dijkstra_path_length(graph))
    for engine in engines:
        table = engine.table(list(every), list(every))
        for one in every:
            for other in every:
                known = expected[one].get(other)
                assert table[one, other] == (UNREACHED if known is None else known)
                if one == other or known is None:
                    continue
                found = engine.path([(one, 0)], [(other, 0)])
                assert found is not None
                assert found.cost == known
                arcs = np.array(found.arcs)
                assert np.maximum(states.cost[arcs], 1).sum() == known
                assert states.tail[arcs[0]] == one
                assert states.head[arcs[-1]] == other
                assert (states.head[arcs[:-1]] == states.tail[arcs[1:]]).all()


@given(networks())
@settings(max_examples=60, deadline=None)
def test_components_are_those_of_networkx(network: RailNetwork) -> None:
    label = label_components(len(network.node_lon), network.edge_u, network.edge_v, network.edge_km)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.node_lon)))
    graph.add_edges_from(zip(network.edge_u.tolist(), network.edge_v.tolist(), strict=True))
    expected = {frozenset(part) for part in nx.connected_components(graph)}
    found = {frozenset(np.flatnonzero(label == piece).tolist()) for piece in np.unique(label)}
    assert found == expected


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_twin_of_an_arc_runs_the_other_way(network: RailNetwork) -> None:
    states = build_states(network, Profile())
    for arc in range(len(states.tail)):
        twin = states.twin(arc)
        other = states.mirror[states.head[arc]], states.mirror[states.tail[arc]]
        assert (states.tail[twin], states.head[twin]) == other
        assert states.cost[twin] == states.cost[arc]


@given(networks(), st.data())
@settings(max_examples=60, deadline=None)
def test_cutting_edges_changes_no_length_and_no_way(
    network: RailNetwork, data: st.DataObject
) -> None:
    edges = st.integers(0, len(network.edge_u) - 1)
    wished = data.draw(st.lists(st.tuples(edges, st.floats(0, 1)), max_size=8))
    marks: dict[int, list[float]] = {}
    for edge, share in wished:
        marks.setdefault(edge, []).append(share * float(network.edge_km[edge]))
    done = cut_edges(network, marks)
    cut = done.network
    assert cut.edge_km.sum() == pytest.approx(network.edge_km.sum())
    assert (np.bincount(cut.edge_gauge) > 0).sum() == (np.bincount(network.edge_gauge) > 0).sum()
    assert set(done.node_at) == {(edge, mark) for edge, row in marks.items() for mark in row}
    for (edge, mark), node in done.node_at.items():
        lon, lat = way_point(network, edge, mark)
        gap = float(distance_km(lon, lat, cut.node_lon[node], cut.node_lat[node]))
        assert gap < 0.01
    graph, before = nx.Graph(), nx.Graph()
    for into, rails in ((graph, cut), (before, network)):
        for u, v, km in zip(rails.edge_u, rails.edge_v, rails.edge_km, strict=True):
            known = into.get_edge_data(u, v, {"km": np.inf})["km"]
            into.add_edge(u, v, km=min(km, known))
    start = int(network.edge_u[0])
    expected = nx.single_source_dijkstra_path_length(before, start, weight="km")
    found = nx.single_source_dijkstra_path_length(graph, start, weight="km")
    for node, km in expected.items():
        assert found[node] == pytest.approx(km)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_a_network_that_was_kept_is_the_same(network: RailNetwork) -> None:
    with TemporaryDirectory() as folder:
        write_network(network, Path(folder), {})
        again = read_network(Path(folder), name=network.name)
        pairs: list[tuple[Any, Any]] = [(network, again)]
        assert (again.details is None) == (network.details is None)
        if network.details is not None:
            pairs.append((network.details, again.details))
        for one, other in pairs:
            for entry in fields(one):
                before, after = getattr(one, entry.name), getattr(other, entry.name)
                if isinstance(before, np.ndarray):
                    assert (before == after).all()
                elif entry.name not in ("names", "details"):
                    assert before == after


places = st.tuples(st.floats(-5, 60), st.floats(42, 60))


@given(places, places)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rails_are_never_shorter_than_the_straight_line(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    network = load()
    snaps = [network.snap(*point, limit_km=60.0, count=1) for point in (one, other)]
    if not all(snaps) or snaps[0][0].component != snaps[1][0].component:
        return
    ends = [(snap[0].lon, snap[0].lat) for snap in snaps]
    there = network.route(*ends, limit_km=60.0)
    back = network.route(*reversed(ends), limit_km=60.0)
    assert there.km >= there.geodesic_km * 0.995 - 1.0
    assert there.km == pytest.approx(back.km, rel=0.001, abs=0.05)
    assert len(there.path) >= 1
