"""To networkx and back, and what osmnx makes of it."""

from __future__ import annotations

import time
from pathlib import Path

import networkx as nx
import numpy as np
import osmnx
import pytest
from rail_fixture import network_of
from shapely import LineString, Point

from geo.errors import InputError
from geo.rail import RailNetwork, load
from geo.rail.osm_pbf import read
from geo.rail.osm_tags import USAGES

COLUMNS = ("service", "usage", "electrified", "maxspeed_kmh")


@pytest.fixture(scope="module")
def tracks(shared: Path) -> RailNetwork:
    """Real tracks, with every attribute."""
    return read(shared / "benchmarks" / "vde8.2-rail.osm.pbf", name="tracks")


def _bare(**edge: object) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_node("a", x=10.0, y=50.0)
    graph.add_node("b", x=10.1, y=50.0)
    graph.add_edge("a", "b", **edge)
    return graph


def _order(network: RailNetwork) -> np.ndarray:
    """Edges in an order that both sides of a round trip share."""
    return np.lexsort((network.vertex_lon[network.first[:-1]], network.edge_km))


def test_a_round_trip_keeps_every_attribute(tracks: RailNetwork) -> None:
    again = RailNetwork.from_networkx(tracks.to_networkx(), name="again")
    one, other = _order(tracks), _order(again)
    assert again.edge_km[other] == pytest.approx(tracks.edge_km[one], abs=1e-9)
    assert again.details is not None
    assert tracks.details is not None
    for column in COLUMNS:
        before, after = getattr(tracks.details, column), getattr(again.details, column)
        assert (after[other] == before[one]).all(), column
    assert again.details.crossing.tolist() == tracks.details.crossing.tolist()
    names = [network.details.lines for network in (again, tracks)]  # type: ignore[union-attr]
    assert [names[0][i] for i in again.details.line[other]] == [
        names[1][i] for i in tracks.details.line[one]
    ]
    for key in ("source", "licence", "version"):
        assert getattr(again, key) == getattr(tracks, key)
    assert {again.gauges[i] for i in again.edge_gauge} == {
        tracks.gauges[i] for i in tracks.edge_gauge
    }
    assert (again.edge_class[other] == tracks.edge_class[one]).all()
    assert {again.countries[i] for i in again.edge_country} == {"DE"}


def test_after_a_round_trip_trains_turn_as_before(tracks: RailNetwork) -> None:
    again = RailNetwork.from_networkx(tracks.to_networkx())
    ends = (11.0375, 50.9720), (11.9870, 51.4780)
    assert again.route(*ends).km == pytest.approx(tracks.route(*ends).km, abs=1e-6)


def test_osmnx_saves_it_and_what_it_loads_is_taken_again(
    tracks: RailNetwork, tmp_path: Path
) -> None:
    graph = tracks.to_networkx()
    osmnx.save_graphml(graph, tmp_path / "rail.graphml")
    again = RailNetwork.from_networkx(osmnx.load_graphml(tmp_path / "rail.graphml"))
    assert again.edge_km.sum() == pytest.approx(tracks.edge_km.sum())
    assert again.details is not None
    osmnx.save_graph_geopackage(graph, tmp_path / "rail.gpkg")
    assert (tmp_path / "rail.gpkg").stat().st_size > 10_000
    nodes, edges = osmnx.graph_to_gdfs(graph)
    assert len(nodes) == len(tracks.node_lon)
    assert len(edges) == 2 * len(tracks.edge_u)
    assert set(edges["usage"].dropna()) <= set(USAGES)


def test_osmnx_plots_it(tracks: RailNetwork, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib").use("Agg")
    osmnx.plot_graph(
        tracks.to_networkx(), show=False, close=True, save=True, filepath=tmp_path / "rail.png"
    )
    assert (tmp_path / "rail.png").read_bytes().startswith(b"\x89PNG")


def test_the_world_is_taken_from_networkx_in_seconds() -> None:
    graph = load().to_networkx()
    begin = time.process_time()
    again = RailNetwork.from_networkx(graph)
    assert time.process_time() - begin < 10.0
    assert len(again.edge_u) == len(load().edge_u)
    assert np.sort(again.edge_km) == pytest.approx(np.sort(load().edge_km))


def test_a_joined_way_of_osmnx_counts_by_its_first_tag() -> None:
    tags = {"gauge": ["1520", "1435"], "maxspeed": ["80", "100"], "osmid": [1, 2]}
    network = RailNetwork.from_networkx(_bare(**tags), true_drawing=True)
    assert network.gauges == ((1520,),)
    assert network.details is not None
    assert network.details.maxspeed_kmh.tolist() == [80]


def test_edges_on_which_no_train_runs_are_left_out() -> None:
    with pytest.raises(InputError, match="no edges"):
        RailNetwork.from_networkx(_bare(railway="abandoned"))


def test_lengths_that_are_told_stretch_the_drawing() -> None:
    line = LineString([(10.0, 50.0), (10.05, 50.0), (10.1, 50.0)])
    network = RailNetwork.from_networkx(_bare(length=9000.0, geometry=line))
    assert network.vertex_km.tolist() == pytest.approx([0.0, 4.5, 9.0], abs=0.001)
    nonsense = RailNetwork.from_networkx(_bare(length="far", geometry=line))
    assert nonsense.edge_km[0] == pytest.approx(7.17, abs=0.02)


def test_points_on_top_of_each_other_share_the_length() -> None:
    line = LineString([(10.0, 50.0)] * 3)
    network = RailNetwork.from_networkx(_bare(length=100.0, geometry=line))
    assert network.vertex_km.tolist() == pytest.approx([0.0, 0.05, 0.1])


@pytest.mark.parametrize("geometry", [LineString(), Point(1, 2), LineString([(10, 50), (10, 95)])])
def test_geometry_that_is_no_line_on_earth_is_refused(geometry: object) -> None:
    with pytest.raises(InputError, match="'a' to 'b'"):
        RailNetwork.from_networkx(_bare(geometry=geometry))


def test_a_node_without_a_position_is_refused() -> None:
    graph = _bare()
    graph.add_node("lost")
    with pytest.raises(InputError, match="'lost'") as caught:
        RailNetwork.from_networkx(graph)
    assert caught.value.hint


def test_a_schematic_network_stays_one() -> None:
    network = network_of([(0.0, 0.0), (1.0, 0.0)], [(0, 1, 112.0)])
    assert RailNetwork.from_networkx(network.to_networkx()).details is None
