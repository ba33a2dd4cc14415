"""Tracks that are meant for one direction, and tags that a train's way depends on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pbf_fixture import RAIL, write_pbf

from geo.rail import Profile, RailNetwork
from geo.rail.osm_pbf import read
from geo.rail.states import build_states

KM, LAT, KM_LAT = 1 / 71.7, 50.0, 1 / 111.2
FORWARD = RAIL | {"railway:preferred_direction": "forward"}
BACKWARD = RAIL | {"railway:preferred_direction": "backward"}


def at(east_km: float, north_km: float) -> tuple[float, float]:
    return (10.0 + east_km * KM, LAT + north_km * KM_LAT)


@pytest.fixture(params=["both drawn eastwards", "each drawn as it is run"])
def double(tmp_path: Path, request: pytest.FixtureRequest) -> RailNetwork:
    """A loop of two tracks: the straight one for trains to the east, the bow for the west."""
    nodes = {1: at(0, 0), 2: at(4, 0), 3: at(8, 0.0), 4: at(12, 0), 5: at(16, 0), 6: at(8, 0.05)}
    bow = [([2, 6, 4], BACKWARD), ([4, 6, 2], FORWARD)][request.param.startswith("each")]
    ways = [([1, 2], RAIL), ([2, 3, 4], FORWARD), bow, ([4, 5], RAIL)]
    return read(write_pbf(tmp_path / "double.osm.pbf", nodes, ways))


def uses_bow(path: tuple[tuple[float, float], ...]) -> bool:
    return any(lat > LAT + 0.04 * KM_LAT for _, lat in path)


def test_each_direction_has_its_track(double: RailNetwork) -> None:
    assert not uses_bow(double.route(at(1, 0), at(15, 0)).path)
    assert uses_bow(double.route(at(15, 0), at(1, 0)).path)


def test_a_preferred_direction_is_a_cost_and_no_law(double: RailNetwork) -> None:
    careless = Profile(against_factor=1.0)
    assert not uses_bow(double.route(at(15, 0), at(1, 0), profile=careless).path)
    # On the track itself there is no other way.
    assert double.route(at(11, 0), at(5, 0)).km == pytest.approx(6.0, rel=0.01)


def test_running_against_the_preferred_direction_takes_no_longer(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(4, 0), 3: at(12, 0), 4: at(16, 0)}
    ways = [([1, 2], RAIL), ([2, 3], FORWARD), ([3, 4], RAIL)]
    network = read(write_pbf(tmp_path / "single.osm.pbf", nodes, ways))
    west, east = network.snap(*at(1, 0))[:1], network.snap(*at(15, 0))[:1]
    _, there = network.distance_table(west, east)
    _, back = network.distance_table(east, west)
    assert there[0, 0] == pytest.approx(back[0, 0], abs=1e-6)
    assert there[0, 0] == pytest.approx(14 / 60, rel=0.01)


def test_ways_in_both_directions_are_found_by_the_same_trees(double: RailNetwork) -> None:
    states = build_states(double, Profile())
    turned = states.backward
    assert turned is not states
    assert np.array_equal(turned.backward.cost, states.cost)
    arcs = np.flatnonzero(states.sense)
    twins = [states.twin(int(arc)) for arc in arcs]
    assert np.array_equal(turned.cost[arcs], states.cost[twins])


def test_a_line_tagged_with_two_gauges_carries_trains_of_both(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(10, 0), 3: at(20, 0), 4: at(30, 0)}
    ways = [
        ([1, 2], RAIL | {"gauge": "1435"}),
        ([2, 3], RAIL | {"gauge": "1435;1520"}),
        ([3, 4], RAIL | {"gauge": "1520"}),
    ]
    network = read(write_pbf(tmp_path / "gauges.osm.pbf", nodes, ways))
    assert network.route(at(1, 0), at(19, 0)).gauge_breaks == ()
    assert network.route(at(11, 0), at(29, 0)).gauge_breaks == ()
    assert [text for _, text in network.route(at(1, 0), at(29, 0)).gauge_breaks] == [
        "1435 to 1520 mm"
    ]
    west, east = network.snap(*at(1, 0))[:1], network.snap(*at(29, 0))[:1]
    _, hours = network.distance_table(west, east)
    assert hours[0, 0] == pytest.approx(28 / 60 + Profile().gauge_h, rel=0.01)
