"""Questions that are strange or wrong: a right answer, or an error with what to do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from rail_fixture import network_of

from geo.errors import NoRoute, RoutingError
from geo.model import Place, Route
from geo.rail import Names, RailNetwork, load
from geo.rail.placing import snap_place
from geo.settings import Settings


@pytest.fixture(scope="module")
def world(settings: Settings) -> RailNetwork:
    return load("world", settings)


def town(name: str, lon: float, lat: float, country: str, radius_km: float = 5.0) -> Place:
    return Place(
        id=name, name=name, lon=lon, lat=lat, kind="city", country=country, radius_km=radius_km
    )


MOSCOW = town("Moscow", 37.615, 55.755, "RU", 20.0)


def test_the_same_place_twice_has_no_length(world: RailNetwork) -> None:
    for place in (MOSCOW, (37.655, 55.776)):
        route = world.route(place, place)
        assert route.km == 0.0
        assert route.detour_factor == 1.0
        assert len(route.path) >= 1
        assert route.gauge_breaks == route.borders == route.reversals == ()


def test_two_places_on_one_edge_are_joined_along_it(world: RailNetwork) -> None:
    edge = int(np.argmax(world.edge_km))
    at = world.edge_path(edge)
    third = len(at) // 3 or 1
    route = world.route(tuple(at[third]), tuple(at[-third - 1]))
    assert 0 < route.km < world.edge_km[edge] + 1
    assert set(route.countries) == {world.countries[world.edge_country[edge]]}


@pytest.mark.parametrize(
    "bad",
    [(math.nan, 50.0), (10.0, math.nan), (math.inf, 50.0), (10.0, -91.0), (1e300, 0.0)],
)
def test_what_is_no_position_is_refused_at_either_end_and_between(
    world: RailNetwork, bad: tuple[float, float]
) -> None:
    good = (13.369, 52.525)
    for ask in (
        lambda: world.route(bad, good),
        lambda: world.route(good, bad),
        lambda: world.route(good, (8.66, 50.11), via=[bad]),
        lambda: world.reach(bad, 3.0),
    ):
        with pytest.raises(RoutingError) as caught:
            ask()
        assert caught.value.hint


def test_longitudes_may_go_round_the_earth(world: RailNetwork) -> None:
    usual = world.route((131.95, 43.8), (131.88, 43.11))
    turned = world.route((131.95 - 360, 43.8), (131.88, 43.11))
    assert turned.km == pytest.approx(usual.km)


def test_the_antimeridian_is_crossed_and_drawn_within_the_map() -> None:
    nodes = [(178.0, 60.0), (179.5, 60.2), (-179.2, 60.1), (-178.0, 60.0)]
    network = network_of(nodes, [(0, 1, 90.0), (1, 2, 75.0), (2, 3, 70.0)])
    there, back = network.route(nodes[0], nodes[3]), network.route(nodes[3], nodes[0])
    assert there.km == back.km == pytest.approx(235.0)
    assert all(-180 <= lon <= 180 for lon, _ in there.path)
    reach = network.reach(nodes[1], 2.0, (30, 40))
    assert any(lon < 0 for line in reach.lines for lon, _ in line)


def test_islands_and_pieces_apart_are_refused_with_what_to_do(world: RailNetwork) -> None:
    with pytest.raises(NoRoute, match="not connected") as caught:
        world.route((121.517, 25.047), (113.257, 23.149))
    assert "geo network info" in caught.value.hint


def test_a_place_on_the_open_sea_is_refused_with_the_nearest_line(world: RailNetwork) -> None:
    with pytest.raises(RoutingError, match="passes within") as caught:
        world.route((-12.0, 45.0), (2.35, 48.85))
    assert "nearest line is" in caught.value.hint
    assert "km away, near" in caught.value.hint


def test_a_city_is_served_by_the_station_that_suits_the_way(world: RailNetwork) -> None:
    found = {}
    for name, place in {
        "Kazan": town("Kazan", 49.12, 55.79, "RU"),
        "St Petersburg": town("St Petersburg", 30.31, 59.94, "RU", 15.0),
    }.items():
        route = world.route(MOSCOW, place)
        assert isinstance(route, Route)
        assert route.snap_km[0] < 1.5
        found[name] = route.stations[0].name
    assert found["Kazan"] != found["St Petersburg"]


def test_stations_of_another_name_are_not_a_citys_own() -> None:
    network = network_of([(0.0, 0.0), (1.0, 0.0)], [(0, 1, 112.0)])
    names = Names(
        label=("Elsewhere", "Midtown West"),
        lon=np.array([0.51, 0.46]),
        lat=np.array([0.0, 0.0]),
        is_station=np.array([True, True]),
        first=np.array([0, 2], dtype=np.int32),
        link_name=np.array([0, 1], dtype=np.int32),
        link_km=np.array([57.0, 51.5]),
        link_gap_km=np.array([0.0, 0.0]),
    )
    object.__setattr__(network, "names", names)
    snaps = snap_place(network, town("Midtown", 0.5, 0.01, "AA", 6.0), 10.0)
    assert [snap.km for snap in snaps] == [51.5]
    # A point has no stations of its own, nor has a place whose stations bear other names.
    assert snap_place(network, (0.5, 0.01), 10.0)[0].km == pytest.approx(56.0, abs=0.5)
    other = snap_place(network, town("Southville", 0.5, 0.01, "AA", 6.0), 10.0)
    assert other[0].km == pytest.approx(56.0, abs=0.5)


def test_several_candidates_come_with_their_distances(world: RailNetwork) -> None:
    snaps = world.snap(37.655, 55.776, count=5)
    assert len(snaps) == 5
    assert [snap.score for snap in snaps] == sorted(snap.score for snap in snaps)
    assert all(snap.gap_km >= 0 for snap in snaps)


def test_the_confidence_falls_with_what_makes_a_length_wrong(world: RailNetwork) -> None:
    plain = world.route((37.655, 55.776), (30.36, 59.93))
    assert plain.confidence == pytest.approx(0.8)
    assert plain.doubts == ("the drawing is schematic",)
    bridged = world.route((71.93, 30.30), (73.1, 30.66))
    assert bridged.confidence < plain.confidence
    assert any("drawn in over gaps" in doubt for doubt in bridged.doubts)
    guess = world.route((121.517, 25.047), (113.257, 23.149), estimate=True)
    assert guess.estimated
    assert guess.confidence == 0.1


def test_borders_are_told_where_they_are_crossed(world: RailNetwork) -> None:
    route = world.route((21.003, 52.229), (27.551, 53.890))
    assert [what for _, what in route.borders] == ["PL-BY"]
    assert 150 < route.borders[0][0] < 250
    assert [text for _, text in route.gauge_breaks] == ["1435 to 1520 mm"]
    assert route.profile == "special"
    assert "OpenStreetMap" in route.source
