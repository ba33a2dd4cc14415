"""What must always hold of a prism: it is what two shortest-path searches say, point by point."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rail_fixture import network_of

from geo.rail.network import RailNetwork
from geo.rail.placing import snap_place
from geo.rail.prism import Prism, find_prism

_SPEED = 60.0
#: Shares along an edge at which the answers are compared.
_SHARES = (0.1, 0.35, 0.5, 0.77, 0.93)


@st.composite
def _networks(draw: st.DrawFn) -> RailNetwork:
    """A random connected network, longer than it is drawn."""
    size = draw(st.integers(3, 8))
    nodes = [(20.0 + 0.3 * number, 50.0 + 0.2 * ((number * number) % 5)) for number in range(size)]
    pairs = {(number, draw(st.integers(0, number - 1))) for number in range(1, size)}
    extra = draw(
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=6)
    )
    pairs |= {(max(pair), min(pair)) for pair in extra if pair[0] != pair[1]}
    edges = [
        (u, v, 111.2 * math.dist(nodes[u], nodes[v]) * draw(st.floats(1.0, 1.6)))
        for u, v in sorted(pairs)
    ]
    return network_of(nodes, edges)


class _Oracle:
    """Kilometres between the points that stand for a place and any point of the rails."""

    def __init__(self, network: RailNetwork, place: tuple[float, float]) -> None:
        graph = nx.Graph()
        self.network = network
        self.snaps = snap_place(network, place, 2.0)
        for u, v, km in zip(
            network.edge_u.tolist(), network.edge_v.tolist(), network.edge_km.tolist(), strict=True
        ):
            graph.add_edge(u, v, km=km)
        for snap in self.snaps:
            for node, km in self._ends(snap.edge, snap.km):
                known = graph.get_edge_data("start", node, {"km": math.inf})["km"]
                graph.add_edge("start", node, km=min(km, known))
        self.at = nx.single_source_dijkstra_path_length(graph, "start", weight="km")

    def _ends(self, edge: int, km: float) -> list[tuple[int, float]]:
        network = self.network
        rest = float(network.edge_km[edge]) - km
        return [(int(network.edge_u[edge]), km), (int(network.edge_v[edge]), rest)]

    def km(self, edge: int, mark: float) -> float:
        ways = [self.at[node] + km for node, km in self._ends(edge, mark)]
        return min([*ways, *(abs(s.km - mark) for s in self.snaps if s.edge == edge)])


def _inside(prism: Prism, edge: int, km: float, hours: float) -> bool:
    return any(
        piece.edge == edge and piece.start_km - 1e-6 <= km <= piece.end_km + 1e-6
        for piece in prism.at(hours)
    )


@settings(max_examples=60, deadline=None)
@given(_networks(), st.data())
def test_a_point_is_in_the_prism_if_both_ways_fit_into_the_time(
    network: RailNetwork, data: st.DataObject
) -> None:
    last = len(network.node_lon) - 1
    ends = [(float(network.node_lon[index]), float(network.node_lat[index])) for index in (0, last)]
    came, goes = (_Oracle(network, end) for end in ends)
    marks = [
        (edge, share * float(network.edge_km[edge]))
        for edge in range(len(network.edge_km))
        for share in _SHARES
    ]
    least = min(came.km(*mark) + goes.km(*mark) for mark in marks)
    window = least / _SPEED * data.draw(st.floats(1.02, 3.0)) + 0.1
    prism = find_prism(network, *ends, window, _SPEED, limit_km=2.0)
    assert prism is not None
    hours = window * data.draw(st.floats(0.0, 1.0))
    for mark in marks:
        spare = min(hours - came.km(*mark) / _SPEED, window - hours - goes.km(*mark) / _SPEED)
        if abs(spare) > 1e-4:  # costs are whole hundredths of a second
            assert _inside(prism, *mark, hours) == (spare > 0), (mark, spare)


@settings(max_examples=30, deadline=None)
@given(_networks(), st.floats(0.5, 4.0))
def test_without_an_end_the_prism_is_what_can_be_reached_and_grows(
    network: RailNetwork, hours: float
) -> None:
    start = (float(network.node_lon[0]), float(network.node_lat[0]))
    prism = find_prism(network, start, None, 5.0, _SPEED, limit_km=2.0)
    assert prism is not None
    km = [sum(piece.km for piece in prism.at(at)) for at in (hours / 2, hours, hours + 0.5)]
    assert km[0] <= km[1] + 1e-6 <= km[2] + 2e-6
    back = find_prism(network, None, start, 5.0, _SPEED, limit_km=2.0)
    assert back is not None
    # What can be reached in some hours is what the place can be reached from in as many.
    assert sum(piece.km for piece in back.at(5.0 - hours)) == pytest.approx(km[1], abs=0.01)
