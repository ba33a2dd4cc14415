"""The embedded network answers what is known of the world's railways."""

from __future__ import annotations

import numpy as np
import pytest

from geo.errors import NoRoute, RoutingError
from geo.geodesy import distance_km, nearest_on_line
from geo.model import Place
from geo.rail import RailNetwork, load

MOSCOW = (37.657, 55.776)
VLADIVOSTOK = (131.882, 43.111)
USSURIYSK = (131.977, 43.8065)
KHASAN = (130.645, 42.428)
PYONGYANG = (125.736, 39.005)


@pytest.fixture(scope="module")
def world() -> RailNetwork:
    return load()


def place(name: str, lon: float, lat: float, **more: object) -> Place:
    return Place(id=name, name=name, lon=lon, lat=lat, kind="city", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("origin", "destination", "low", "high", "countries"),
    [
        (USSURIYSK, VLADIVOSTOK, 104, 118, {"RU"}),
        (MOSCOW, VLADIVOSTOK, 9009, 9567, {"RU"}),
        (PYONGYANG, KHASAN, 790, 900, {"KP", "RU"}),
        (KHASAN, USSURIYSK, 255, 268, {"RU"}),
        ((-0.123, 51.532), (-3.190, 55.952), 610, 650, {"GB"}),
        ((116.424, 39.904), PYONGYANG, 1080, 1400, {"CN", "KP"}),
        ((103.844, 36.037), (91.12, 29.62), 1850, 2250, {"CN"}),
        ((32.84, 39.94), (28.977, 41.015), 500, 600, {"TR"}),
        ((12.565, 55.673), (18.058, 59.33), 600, 680, {"DK", "SE"}),
        ((13.361, 38.109), (12.5, 41.901), 830, 980, {"IT"}),
        ((104.26, 52.283), (106.884, 47.909), 1030, 1150, {"RU", "MN"}),
        ((141.351, 43.069), (139.767, 35.681), 1000, 1200, {"JP"}),
    ],
)
def test_known_distances_come_out_in_the_right_countries(
    world: RailNetwork,
    origin: tuple[float, float],
    destination: tuple[float, float],
    low: float,
    high: float,
    countries: set[str],
) -> None:
    route = world.route(origin, destination)
    assert low <= route.km <= high
    assert set(route.countries) == countries
    assert route.km >= route.geodesic_km
    assert not route.estimated


def test_a_spaceport_beside_the_line_is_served_within_its_radius(world: RailNetwork) -> None:
    port = place("Vostochny Cosmodrome", 128.334, 51.884, radius_km=25.0)
    route = world.route(USSURIYSK, port)
    assert 1380 <= route.km <= 1440
    assert 1.4 < route.detour_factor < 1.6


def test_a_place_far_from_rails_is_refused_with_the_nearest_line(world: RailNetwork) -> None:
    with pytest.raises(RoutingError) as caught:
        world.route((90.0, 70.5), MOSCOW)
    assert "km away, near " in caught.value.hint


def test_an_island_is_refused_unless_an_estimate_is_asked_for(world: RailNetwork) -> None:
    dublin, london = (-6.246, 53.353), (-0.127, 51.53)
    with pytest.raises(NoRoute):
        world.route(dublin, london)
    guess = world.route(dublin, london, estimate=True)
    assert guess.estimated
    assert guess.km == pytest.approx(1.24 * guess.geodesic_km)
    assert "Estimated" in guess.notes[0]


def test_the_korean_border_stays_closed(world: RailNetwork) -> None:
    for route_end in ((126.97, 37.555), (129.04, 35.115)):
        try:
            route = world.route(PYONGYANG, route_end)
        except NoRoute:
            continue
        assert any("closed" in note for note in route.notes)


def test_stations_are_named_in_order_with_kilometres(world: RailNetwork) -> None:
    route = world.route(KHASAN, USSURIYSK)
    names = [stop.name for stop in route.stations]
    marks = [stop.km for stop in route.stations]
    assert marks == sorted(marks)
    assert len(set(names)) == len(names)
    assert 0 <= marks[0] <= marks[-1] <= route.km + 0.01
    for one, other in (("Gvozdevo", "Primorskaya"), ("Primorskaya", "Baranovsky")):
        assert names.index(one) < names.index(other)


def test_the_drawing_of_khasan_ussuriysk_follows_the_line(world: RailNetwork) -> None:
    path = np.array(world.route(KHASAN, USSURIYSK).path)
    hops = distance_km(path[:-1, 0], path[:-1, 1], path[1:, 0], path[1:, 1])
    assert hops.max() <= 5.0


def test_the_drawing_crosses_the_razdolnaya_at_its_bridge(world: RailNetwork) -> None:
    path = world.route(KHASAN, USSURIYSK).path
    assert nearest_on_line(131.898, 43.626, path)[2] < 2.0


def test_dual_gauge_runs_through_and_the_break_is_told(world: RailNetwork) -> None:
    assert world.route((130.29, 42.25), KHASAN).gauge_breaks == ()
    breaks = world.route(PYONGYANG, USSURIYSK).gauge_breaks
    assert [text for _, text in breaks] == ["1435 to 1520 mm"]


def test_the_default_profile_does_not_cut_through_a_neighbour(world: RailNetwork) -> None:
    chita, vladivostok = (113.498, 52.028), VLADIVOSTOK
    assert world.route(chita, vladivostok).countries == ("RU",)


def test_avoiding_a_country_takes_another_way(world: RailNetwork) -> None:
    beijing = (116.424, 39.904)
    direct = world.route(MOSCOW, beijing)
    around = world.route(MOSCOW, beijing, avoid=["KZ", "MN"])
    assert not {"KZ", "MN"} & set(around.countries)
    assert around.km > direct.km


def test_avoiding_an_area_takes_another_way(world: RailNetwork) -> None:
    vienna, rome = (16.377, 48.185), (12.5, 41.901)
    direct = world.route(vienna, rome)
    lon, lat = direct.path[len(direct.path) // 2]
    around = world.route(vienna, rome, avoid=[(lon, lat, 15.0)])
    assert min(distance_km(lon, lat, x, y) for x, y in around.path) > 10.0
    assert around.km > direct.km


def test_via_is_passed_and_its_legs_add_up(world: RailNetwork) -> None:
    khabarovsk = (135.072, 48.497)
    via = world.route(MOSCOW, VLADIVOSTOK, via=[khabarovsk])
    assert any("habarovsk" in stop.name for stop in via.stations)


def test_alternatives_differ_and_stretch_little(world: RailNetwork) -> None:
    routes = world.route(MOSCOW, (60.6, 56.857), alternatives=2)
    assert 2 <= len(routes) <= 3
    best = routes[0]
    for other in routes[1:]:
        assert best.km * 0.95 < other.km < best.km * 1.5
        assert len(set(other.path) - set(best.path)) > 20


def test_reach_ends_where_the_time_does(world: RailNetwork) -> None:
    reach = world.reach(KHASAN, 4.0, (40.0, 60.0))
    assert reach.frontier
    assert all(distance_km(*KHASAN, *point) <= 241 for point in reach.frontier)
    names = {stop.name: stop.km for stop in reach.stations}
    assert 180 < names["Primorskaya"] < 240 or 130 < names["Primorskaya"] < 180
    assert "Vladivostok railway station" not in names
    assert max(stop.km for stop in reach.stations) <= 240.01


def test_provenance_names_source_and_licence(world: RailNetwork) -> None:
    provenance = world.provenance
    assert "OpenStreetMap" in provenance.source
    assert "ODbL" in provenance.licence


def test_the_file_is_small_and_every_length_makes_sense(world: RailNetwork) -> None:
    assert len(world.node_lon) > 50_000
    assert world.edge_km.min() > 0
    steps = np.diff(world.vertex_km)
    inside = np.ones(len(steps), dtype=bool)
    inside[world.first[1:-1] - 1] = False
    assert steps[inside].min() > 0
    chord = distance_km(
        world.vertex_lon[:-1], world.vertex_lat[:-1], world.vertex_lon[1:], world.vertex_lat[1:]
    )
    # Coordinates are rounded to 0.001 degree in the source: 0.15 km a hop.
    assert (chord[inside] <= steps[inside] * 1.02 + 0.16).all()
