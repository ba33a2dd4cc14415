"""Where a train can be between two places, on small networks and on the world's."""

from __future__ import annotations

import pytest
from rail_fixture import network_of

from geo.errors import RoutingError
from geo.rail import load
from geo.rail.prism import Prism, find_prism

#: a - b - c on a line, each 60 km; d on a branch at b.
_A, _B, _C, _D = (20.0, 50.0), (20.7, 50.0), (21.4, 50.0), (20.7, 50.4)
_LINE = network_of([_A, _B, _C, _D], [(0, 1, 60.0), (1, 2, 60.0), (1, 3, 60.0)])


def _km(prism: Prism, hours: float) -> dict[int, tuple[float, float]]:
    return {piece.edge: (piece.start_km, piece.end_km) for piece in prism.at(hours)}


def test_halfway_it_can_be_as_far_as_both_ends_allow() -> None:
    prism = find_prism(_LINE, _A, _C, 3.0, 60.0)
    assert prism is not None
    found = _km(prism, 1.5)
    # It may have stood for an hour at either end, or half an hour up the branch.
    assert found[0] == pytest.approx((30.0, 60.0), abs=0.5)
    assert found[1] == pytest.approx((0.0, 30.0), abs=0.5)
    assert found[2] == pytest.approx((0.0, 30.0), abs=0.5)


def test_at_the_ends_of_the_time_it_is_at_the_ends_of_the_way() -> None:
    prism = find_prism(_LINE, _A, _C, 3.0, 60.0)
    assert prism is not None
    assert sum(piece.km for piece in prism.at(0.0)) == pytest.approx(0.0, abs=0.01)
    assert sum(piece.km for piece in prism.at(3.0)) == pytest.approx(0.0, abs=0.01)


def test_too_little_time_gives_no_prism() -> None:
    assert find_prism(_LINE, _A, _C, 1.5, 60.0) is None


def test_a_train_does_not_run_back_over_the_way_it_came() -> None:
    free = find_prism(_LINE, _B, None, 1.0, 60.0)
    onward = find_prism(_LINE, _B, None, 1.0, 60.0, came=(_A, _B))
    assert free is not None
    assert onward is not None
    assert set(_km(free, 0.5)) == {0, 1, 2}
    assert set(_km(onward, 0.5)) == {1, 2}


def test_an_end_inside_an_edge_keeps_its_direction() -> None:
    middle = (20.35, 50.0)
    onward = find_prism(_LINE, middle, None, 1.0, 60.0, came=(_A, middle))
    assert onward is not None
    low, high = _km(onward, 0.25)[0]
    assert low == pytest.approx(30.0, abs=0.5)
    assert high == pytest.approx(45.0, abs=0.5)


def test_a_change_of_gauge_takes_its_time_unless_the_times_deny_it() -> None:
    broken = network_of([_A, _B, _C], [(0, 1, 60.0), (1, 2, 60.0)], gauges=[(1435,), (1520,)])
    slow = find_prism(broken, _A, None, 6.0, 60.0)
    assert slow is not None
    assert set(_km(slow, 5.0)) == {0}
    # Seen on the other side after three hours: however it was done, it was done.
    told = find_prism(broken, _A, _C, 3.0, 60.0)
    assert told is not None
    assert set(_km(told, 1.5)) == {0, 1}


def test_a_closed_border_is_not_crossed() -> None:
    closed = network_of([_A, _B, _C], [(0, 1, 60.0), (1, 2, 60.0)], countries=["AM", "AZ"])
    prism = find_prism(closed, _A, None, 100.0, 60.0)
    assert prism is not None
    assert set(_km(prism, 99.0)) == {0}


def test_a_place_without_rails_is_told() -> None:
    with pytest.raises(RoutingError, match="no railway"):
        find_prism(_LINE, (0.0, 0.0), None, 1.0, 60.0)


def test_stations_of_the_world_have_their_hours() -> None:
    prism = find_prism(load(), (16.338, 48.186), (12.502, 41.901), 16.0, 90.0)
    assert prism is not None
    stations = {station.name: station for station in prism.stations()}
    bologna = stations["Bologna Centrale"]
    assert bologna.earliest_h < bologna.latest_h
    # About 780 km from Vienna and 350 km from Rome.
    assert 7.5 < bologna.earliest_h < 11.0
    assert 11.0 < bologna.latest_h < 13.0
    assert "Bologna Centrale" in {station.name for station in prism.stations(10.5)}
    assert "Bologna Centrale" not in {station.name for station in prism.stations(4.0)}
    assert "Madrid Atocha" not in stations
