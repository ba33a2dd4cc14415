"""Routing on networks small enough to see the answer."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from rail_fixture import network_of

from geo.errors import ConfigurationError, InputError, NoRoute, RoutingError
from geo.model import Place
from geo.rail import Names, Profile, RailNetwork, load
from geo.rail.store import read_arrays, write_arrays

DEG = 111.32


def ladder() -> RailNetwork:
    """Two parallel lines along the equator, joined at both ends; the upper is longer."""
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.5, 0.5), (1.5, 0.5)]
    edges = [(0, 1, 112.0), (1, 2, 112.0), (0, 3, 79.0), (3, 4, 112.0), (4, 2, 79.0)]
    return network_of(nodes, edges)


def test_both_places_on_one_edge() -> None:
    route = ladder().route((0.25, 0.01), (0.75, 0.01))
    assert route.km == pytest.approx(56.0, rel=0.01)


def test_the_same_place_twice_has_no_length() -> None:
    route = ladder().route((0.25, 0.0), (0.25, 0.0))
    assert route.km == 0.0
    assert route.detour_factor == 1.0


def test_going_back_is_as_long_as_going() -> None:
    there = ladder().route((0.2, 0.0), (1.4, 0.5))
    back = ladder().route((1.4, 0.5), (0.2, 0.0))
    assert there.km == pytest.approx(back.km)
    assert list(there.path) == list(reversed(back.path))


def test_the_alternative_is_the_other_side_of_the_ladder() -> None:
    routes = ladder().route((0.0, -0.02), (2.0, -0.02), alternatives=2)
    assert [round(route.km) for route in routes] == [224, 270]


def test_a_border_is_avoided_when_the_detour_is_short() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (1.0, 0.6)]
    edges = [(0, 1, 112.0), (1, 2, 112.0), (0, 3, 140.0), (3, 2, 140.0)]
    # The short way leaves the country and comes back.
    nodes += [(0.9, 0.0), (1.1, 0.0)]
    edges = [(0, 4, 101.0), (4, 1, 11.5), (1, 5, 11.5), (5, 2, 101.0), *edges[2:]]
    codes = ["AA", "BB", "BB", "AA", "AA", "AA"]
    network = network_of(nodes, edges, countries=codes)
    assert network.route((0.0, 0.0), (2.0, 0.0)).countries == ("AA",)
    hasty = Profile(name="hasty", border_h=0.0)
    through = network.route((0.0, 0.0), (2.0, 0.0), profile=hasty)
    assert through.countries == ("AA", "BB")
    assert through.km == pytest.approx(225.0)


def test_a_line_of_two_gauges_carries_either() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]
    edges = [(0, 1, 112.0), (1, 2, 112.0), (2, 3, 112.0)]
    network = network_of(nodes, edges, gauges=[(1435,), (1435, 1520), (1520,)])
    assert network.route((0.1, 0.0), (1.9, 0.0)).gauge_breaks == ()
    assert network.route((1.1, 0.0), (2.9, 0.0)).gauge_breaks == ()
    through = network.route((0.1, 0.0), (2.9, 0.0))
    assert [text for _, text in through.gauge_breaks] == ["1435 to 1520 mm"]


def test_pieces_that_do_not_meet_are_refused() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (5.0, 0.0), (6.0, 0.0)]
    network = network_of(nodes, [(0, 1, 112.0), (2, 3, 112.0)])
    with pytest.raises(NoRoute, match="not connected"):
        network.route((0.5, 0.0), (5.5, 0.0))


def test_a_piece_apart_beside_the_main_line_does_not_catch_the_place() -> None:
    nodes = [(0.0, 0.0), (2.0, 0.0), (0.5, 0.01), (0.6, 0.01)]
    network = network_of(nodes, [(0, 1, 223.0), (2, 3, 11.2)])
    assert network.route((0.55, 0.012), (1.5, 0.0)).km == pytest.approx(106, abs=2)


@pytest.mark.parametrize("bad", [(math.nan, 0.0), (0.0, 91.0), (math.inf, 0.0)])
def test_what_is_no_position_is_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(RoutingError, match="no position"):
        ladder().route(bad, (0.0, 0.0))


@pytest.mark.parametrize("bad", ["China", "", "1A", (0.0, 0.0, -1.0)])
def test_what_cannot_be_avoided_is_refused(bad: object) -> None:
    with pytest.raises(ConfigurationError):
        ladder().route((0.0, 0.0), (2.0, 0.0), avoid=[bad])  # type: ignore[list-item]


def test_a_place_lies_in_its_own_country() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (0.0, 0.05), (1.0, 0.05)]
    network = network_of(
        nodes, [(0, 1, 112.0), (2, 3, 112.0), (1, 3, 6.0)], countries=["AA", "BB", "BB"]
    )
    at = Place(id="x", name="X", lon=0.5, lat=0.02, kind="town", country="BB")
    assert network.route(at, (0.9, 0.05)).countries == ("BB",)


def test_the_antimeridian_is_no_wall() -> None:
    network = network_of([(179.0, 0.0), (-179.0, 0.0)], [(0, 1, 223.0)])
    route = network.route((179.5, 0.0), (-179.5, 0.0))
    assert route.km == pytest.approx(111.5, rel=0.01)
    assert all(abs(lon) <= 180 for lon, _ in route.path)


def test_snapping_takes_true_lengths_into_account() -> None:
    # A hop that is drawn straight but winds: 60 km of rails over 45 km.
    network = network_of([(0.0, 0.0), (0.4, 0.0)], [(0, 1, 60.0)])
    inside = network.snap(0.2, 0.1)[0]
    assert inside.excess_km == 0
    assert inside.gap_km == pytest.approx(11.1, abs=0.1)
    assert network.snap(0.2, 0.5) == []


def test_snapping_offers_each_edge_once_and_the_best_first() -> None:
    snaps = ladder().snap(0.0, 0.02)
    assert len({snap.edge for snap in snaps}) == len(snaps) >= 2
    assert [snap.score for snap in snaps] == sorted(snap.score for snap in snaps)


def test_a_table_holds_the_same_lengths_as_single_routes() -> None:
    network = ladder()
    points = [(0.1, 0.0), (1.9, 0.0), (1.0, 0.5)]
    snaps = [network.snap(*point)[0] for point in points]
    km, hours = network.distance_table(snaps, snaps)
    assert np.allclose(np.diag(km), 0.0)
    assert km[0, 1] == pytest.approx(network.route(points[0], points[1]).km, abs=0.1)
    assert hours[0, 1] == pytest.approx(km[0, 1] / 60.0, abs=0.01)


def test_a_directed_point_is_left_only_in_its_sense() -> None:
    network = ladder()
    start, goal = network.snap(0.5, 0.0)[0], network.snap(0.75, 0.0)[0]
    ahead, _ = network.distance_table([start.directed(1)], [goal.directed(1)])
    against, _ = network.distance_table([start.directed(-1)], [goal.directed(1)])
    assert ahead[0, 0] == pytest.approx(28.0, abs=0.2)
    # Against the edge, the train has to go round the ladder or turn at its end.
    assert against[0, 0] > 100


def test_reach_covers_what_the_time_allows() -> None:
    reach = ladder().reach((0.0, 0.0), 1.0, (40.0, 60.0))
    assert len(reach.frontier) == 2
    assert max(lon for line in reach.lines for lon, _ in line) == pytest.approx(60 / 112, abs=0.01)


def test_reach_refuses_times_that_make_no_sense() -> None:
    with pytest.raises(ConfigurationError):
        ladder().reach((0.0, 0.0), -1.0)


def test_there_and_back_through_networkx() -> None:
    network = ladder()
    graph = network.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.graph["crs"] == "epsg:4326"
    again = RailNetwork.from_networkx(graph)
    assert len(again.edge_u) == len(network.edge_u)
    assert again.edge_km.sum() == pytest.approx(network.edge_km.sum())
    assert again.route((0.1, 0.0), (1.9, 0.0)).km == pytest.approx(
        network.route((0.1, 0.0), (1.9, 0.0)).km
    )


def test_a_graph_without_edges_or_off_the_earth_is_refused() -> None:
    with pytest.raises(InputError, match="no edges"):
        RailNetwork.from_networkx(nx.MultiDiGraph())
    graph = nx.MultiDiGraph()
    graph.add_node(1, x=float("nan"), y=0.0)
    graph.add_node(2, x=1.0, y=0.0)
    graph.add_edge(1, 2)
    with pytest.raises(InputError, match="not on the earth"):
        RailNetwork.from_networkx(graph)


def test_an_unknown_network_is_refused_with_what_to_do() -> None:
    for name in ("nowhere", "../world", ""):
        with pytest.raises(ConfigurationError) as caught:
            load(name)
        assert caught.value.hint


def test_a_damaged_file_is_a_typed_error(tmp_path: Path) -> None:
    folder = tmp_path
    path = folder / "network.npz"
    write_arrays(path, {"edge_u": np.arange(5)}, {"format": 1})
    arrays, meta = read_arrays(path)
    assert arrays["edge_u"].tolist() == [0, 1, 2, 3, 4]
    assert meta == {"format": 1}
    first = path.read_bytes()
    write_arrays(path, {"edge_u": np.arange(5)}, {"format": 1})
    assert path.read_bytes() == first
    path.write_bytes(first[: len(first) // 2])
    with pytest.raises(RoutingError, match="cannot be read"):
        read_arrays(path)
    assert [entry.name for entry in folder.iterdir()] == ["network.npz"]


def test_a_prepared_order_is_kept_and_a_damaged_one_is_made_again(tmp_path: Path) -> None:
    pytest.importorskip("pyroutingkit")
    from geo.rail.engine import CchEngine
    from geo.rail.states import build_states

    states = build_states(ladder(), Profile())
    expected = CchEngine(states, tmp_path).table([0], [1, 2])
    (kept,) = tmp_path.iterdir()
    largest = max(kept.iterdir(), key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    largest.write_bytes(whole[:-1])
    assert (CchEngine(states, tmp_path).table([0], [1, 2]) == expected).all()
    assert largest.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_a_point_far_beside_the_rails_stands_for_the_nearest_station() -> None:
    plain = network_of(
        [(0.1 * i, 0.0) for i in range(11)], [(i, i + 1, 0.1 * DEG) for i in range(10)]
    )
    names = Names(
        label=("Near",),
        lon=np.array([0.52]),
        lat=np.array([0.0]),
        is_station=np.array([True]),
        first=np.array([0] * 6 + [1] * 5, dtype=np.int32),
        link_name=np.array([0], dtype=np.int32),
        link_km=np.array([0.02]) * DEG,
        link_gap_km=np.zeros(1),
    )
    network = replace(plain, names=names)
    assert network.route((0.0, 0.0), (0.5, 0.06)).km == pytest.approx(0.52 * DEG, abs=0.1)
    # Beside the rails, the foot counts; and a station far away does not.
    assert network.route((0.0, 0.0), (0.5, 0.005)).km == pytest.approx(0.5 * DEG, abs=0.1)
    assert network.route((0.0, 0.0), (0.75, 0.06)).km == pytest.approx(0.75 * DEG, abs=0.1)
