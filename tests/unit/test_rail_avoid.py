"""What a route stays away from: countries, areas and named lines."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from pbf_fixture import RAIL, write_pbf
from rail_fixture import network_of
from shapely.geometry import Point, Polygon, box, mapping

import geo
from geo.errors import ConfigurationError, NoRoute, RoutingError
from geo.rail import RailNetwork, load
from geo.rail.lines import line_edges, line_names, line_stations
from geo.rail.osm_pbf import read
from geo.settings import Settings

MOSCOW, KHABAROVSK = (37.655, 55.776), (135.07, 48.496)


@pytest.fixture(scope="module")
def world(settings: Settings) -> RailNetwork:
    return load("world", settings)


def ladder(shift: float = 0.0) -> RailNetwork:
    """Two ways from west to east; the upper one is longer."""
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.5, 0.5), (1.5, 0.5)]
    moved = [((lon + shift + 180) % 360 - 180, lat) for lon, lat in nodes]
    edges = [(0, 1, 112.0), (1, 2, 112.0), (0, 3, 79.0), (3, 4, 112.0), (4, 2, 79.0)]
    return network_of(moved, edges)


@pytest.mark.parametrize(
    "area",
    [
        (1.0, 0.0, 5.0),
        (0.9, -0.1, 1.1, 0.1),
        box(0.9, -0.1, 1.1, 0.1),
        mapping(box(0.9, -0.1, 1.1, 0.1)),
        {"type": "Feature", "properties": {}, "geometry": mapping(box(0.9, -0.1, 1.1, 0.1))},
    ],
)
def test_an_area_in_any_form_leaves_the_other_way(area: object) -> None:
    assert ladder().route((0.0, 0.0), (2.0, 0.0)).km == pytest.approx(224)
    assert ladder().route((0.0, 0.0), (2.0, 0.0), avoid=[area]).km == pytest.approx(270)


def test_a_hop_that_only_passes_through_an_area_is_avoided() -> None:
    # No vertex lies within it.
    small = (0.45, -0.01, 0.55, 0.01)
    assert ladder().route((0.0, 0.0), (2.0, 0.0), avoid=[small]).km == pytest.approx(270)


def test_a_box_over_the_antimeridian_is_small() -> None:
    network = ladder(shift=179.0)
    ends = (179.0, 0.0), (-179.0, 0.0)
    assert network.route(*ends).km == pytest.approx(224, abs=1)
    assert network.route(*ends, avoid=[(179.9, -0.1, -179.9, 0.1)]).km == pytest.approx(270, abs=1)


@pytest.mark.parametrize(
    "bad",
    [
        "China",
        "",
        (0.0, 0.0, -1.0),
        (0.0, math.nan, 3.0),
        (0.0, 5.0, 10.0, -5.0),
        (0.0, -100.0, 10.0, 5.0),
        (1.0, 2.0, 3.0, 4.0, 5.0),
        3,
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        Point(0.0, 0.0),
        Polygon(),
        box(170.0, 0.0, 190.0, 10.0),
    ],
)
def test_what_is_no_area_is_refused_with_the_forms_there_are(bad: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ladder().route((0.0, 0.0), (2.0, 0.0), avoid=[bad])
    assert caught.value.hint


def test_a_place_inside_a_polygon_is_refused_by_name() -> None:
    with pytest.raises(RoutingError, match="must not go"):
        ladder().route((0.0, 0.0), (2.0, 0.0), avoid=[(-1.0, -1.0, 0.2, 1.0)])


def test_lines_are_known_by_name_in_any_case() -> None:
    assert "Baikal-Amur Mainline" in line_names()
    assert line_stations("baikal-amur  MAINLINE") == line_stations("Baikal-Amur Mainline")
    assert line_stations("Elsewhere Railway") == ()


def test_every_named_line_is_found_on_the_world_network(world: RailNetwork) -> None:
    for name in line_names():
        assert line_edges(world, name).any(), name


def test_a_line_is_its_tracks_and_not_those_that_cross_it(world: RailNetwork) -> None:
    edges = line_edges(world, "Trans-Siberian")
    km = float(world.edge_km[edges].sum())
    assert 9000 < km < 2.2 * 9300


def test_avoiding_a_line_takes_another(world: RailNetwork) -> None:
    moscow, yekaterinburg = (37.655, 55.776), (60.605, 56.858)
    best = world.route(moscow, yekaterinburg)
    line = line_edges(world, "Trans-Siberian")
    assert line.any()
    away = world.route((49.1, 55.79), yekaterinburg, avoid=["Trans-Siberian"])
    assert best.km > 1000
    assert away.km > 0
    assert "Perm" not in [stop.name for stop in away.stations]


def test_a_country_is_avoided_by_its_name_too(settings: Settings) -> None:
    by_code = geo.route("Berlin", "Minsk", avoid="LT", settings=settings)
    by_name = geo.route("Berlin", "Minsk", avoid="Lithuania", settings=settings)
    assert isinstance(by_code, geo.model.Route)
    assert isinstance(by_name, geo.model.Route)
    assert by_code.path == by_name.path


def test_one_area_alone_needs_no_list(settings: Settings) -> None:
    there = geo.route("Lyon", "Dijon", settings=settings)
    around = geo.route("Lyon", "Dijon", avoid=(4.7, 46.5, 5.0, 46.7), settings=settings)
    assert isinstance(there, geo.model.Route)
    assert isinstance(around, geo.model.Route)
    assert around.km > there.km
    assert all(not (4.7 < lon < 5.0 and 46.5 < lat < 46.7) for lon, lat in around.path)


def test_a_way_that_starts_beside_an_area_does_not_begin_through_it() -> None:
    # The edge of the origin leads into the area, and away from it.
    routes = ladder().route((0.6, 0.0), (2.0, 0.0), avoid=[(0.9, -0.1, 1.1, 0.1)], alternatives=1)
    assert routes[0].km == pytest.approx(270 + 0.6 * 112, abs=1)
    with pytest.raises(NoRoute, match="avoided leaves no way"):
        ladder().route((0.6, 0.0), (2.0, 0.0), avoid=[(0.9, -0.1, 1.1, 0.1), (0.0, 0.0, 3.0)])


def test_a_line_that_the_tracks_themselves_name_is_avoided(tmp_path: Path) -> None:
    nodes = {i: (10.0 + lon, 50.0 + lat) for i, (lon, lat) in enumerate(
        [(0.0, 0.0), (0.1, 0.0), (0.2, 0.004), (0.3, 0.0), (0.4, 0.0), (0.2, 0.0)]
    )}  # fmt: skip
    ways = [
        ([0, 1], RAIL),
        ([1, 5, 3], RAIL | {"name": "Valley Line"}),
        ([1, 2, 3], RAIL | {"name": "Hill Line"}),
        ([3, 4], RAIL),
    ]
    network = read(write_pbf(tmp_path / "named.osm.pbf", nodes, ways))
    ends = (10.01, 50.0), (10.39, 50.0)
    assert not any(lat > 50.003 for _, lat in network.route(*ends).path)
    around = network.route(*ends, avoid=["valley line"])
    assert any(lat > 50.003 for _, lat in around.path)
    with pytest.raises(ConfigurationError, match="line that is known"):
        network.route(*ends, avoid=["Coast Line"])
