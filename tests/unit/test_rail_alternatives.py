"""Other sensible ways: with places passed, and within their limits."""

from __future__ import annotations

import numpy as np
import pytest
from rail_fixture import network_of

from geo.model import Route
from geo.rail import RailNetwork, load
from geo.rail.alternatives import MAX_OVERLAP, MAX_STRETCH
from geo.settings import Settings


@pytest.fixture(scope="module")
def world(settings: Settings) -> RailNetwork:
    return load("world", settings)


def two_ladders() -> RailNetwork:
    """Two loops in a row; a station lies between them."""
    nodes = [
        (0.0, 0.0), (1.0, 0.2), (0.7, -0.2), (1.3, -0.2),
        (2.0, 0.0), (3.0, 0.2), (2.7, -0.2), (3.3, -0.2), (4.0, 0.0),
    ]  # fmt: skip
    edges = [
        (0, 1, 114.0), (1, 4, 114.0), (0, 2, 84.0), (2, 3, 72.0), (3, 4, 84.0),
        (4, 5, 114.0), (5, 8, 114.0), (4, 6, 85.0), (6, 7, 72.0), (7, 8, 85.0),
    ]  # fmt: skip
    return network_of(nodes, edges)


def overlap(one: Route, other: Route) -> float:
    """Part of the first way's vertices that the other has too."""
    return float(np.mean([point in set(other.path) for point in one.path]))


def test_ways_over_a_place_differ_on_one_leg_before_they_differ_on_both() -> None:
    routes = two_ladders().route((0.0, 0.0), (4.0, 0.0), via=[(2.0, 0.0)], alternatives=2)
    assert [round(route.km) for route in routes] == [456, 468, 470]
    both = two_ladders().route((0.0, 0.0), (4.0, 0.0), via=[(2.0, 0.0)], alternatives=4)
    assert [round(route.km) for route in both] == [456, 468, 470, 482]


def test_every_alternative_passes_the_place(world: RailNetwork) -> None:
    paris, lyon, dijon = (2.373, 48.844), (4.859, 45.761), (5.027, 47.323)
    routes = world.route(paris, lyon, via=[dijon], alternatives=2)
    assert len(routes) >= 2
    for route in routes:
        assert "Dijon" in [stop.name for stop in route.stations]


@pytest.mark.parametrize(
    "pair",
    [
        ((37.655, 55.776), (60.605, 56.858)),
        ((13.369, 52.525), (8.663, 50.107)),
        ((116.43, 39.9), (121.47, 31.24)),
        ((-87.64, 41.88), (-118.24, 34.06)),
        ((77.21, 28.64), (72.82, 18.97)),
    ],
)
def test_alternatives_keep_their_limits(
    world: RailNetwork, pair: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    best, *others = world.route(*pair, alternatives=2)
    assert others
    for route in others:
        assert route.km <= MAX_STRETCH * 1.1 * best.km
        assert overlap(route, best) <= MAX_OVERLAP + 0.1


def test_what_is_avoided_is_avoided_by_the_alternatives_too() -> None:
    routes = two_ladders().route((0.0, 0.0), (4.0, 0.0), avoid=[(1.0, 0.2, 3.0)], alternatives=3)
    assert [round(route.km) for route in routes] == [468, 482]
