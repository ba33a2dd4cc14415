"""Reading OpenStreetMap files, and routing as trains can run."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from pbf_fixture import RAIL, write_pbf

from geo.errors import ConfigurationError, InputError, NoRoute
from geo.geodesy import line_length_km
from geo.rail import Profile, RailNetwork
from geo.rail.osm_build import Survey, build
from geo.rail.osm_pbf import read

#: About 1 km of longitude at the latitude of these tests, and 1 km of latitude.
KM = 1 / 71.7
LAT = 50.0
KM_LAT = 1 / 111.2


def at(east_km: float, north_km: float) -> tuple[float, float]:
    return (10.0 + east_km * KM, LAT + north_km * KM_LAT)


@pytest.fixture
def fork(tmp_path: Path) -> RailNetwork:
    """A trunk from the west that forks at node 3 to the east: 4 straight on, 5 to the north."""
    nodes = {1: at(0, 0), 2: at(2, 0), 3: at(4, 0), 4: at(8, 0), 5: at(8, 1)}
    return read(write_pbf(tmp_path / "fork.osm.pbf", nodes, [([1, 2, 3, 4], RAIL), ([3, 5], RAIL)]))


def test_points_between_switches_are_drawing_and_no_nodes(fork: RailNetwork) -> None:
    assert len(fork.edge_u) == 3
    assert len(fork.node_lon) == 4
    assert fork.edge_km.sum() == pytest.approx(8 + np.hypot(4, 1), rel=0.005)


def test_lengths_are_those_on_the_ellipsoid(fork: RailNetwork) -> None:
    for edge in range(len(fork.edge_u)):
        drawn = line_length_km([(float(x), float(y)) for x, y in fork.edge_path(edge)])
        assert fork.edge_km[edge] == pytest.approx(drawn, abs=1e-6)


def test_a_train_takes_either_branch_from_the_trunk(fork: RailNetwork) -> None:
    for end in (at(7, 0), at(7, 0.75)):
        route = fork.route(at(1, 0), end)
        assert route.notes == ()
        assert route.km == pytest.approx(6.0, rel=0.02)


def test_from_branch_to_branch_the_train_reverses_on_the_trunk_and_says_so(
    fork: RailNetwork,
) -> None:
    route = fork.route(at(7, 0), at(7, 0.75))
    assert [note for note in route.notes if "reverses at km 3.0" in note]
    assert route.km == pytest.approx(6.1, rel=0.02)


def test_without_reversals_there_is_no_way_from_branch_to_branch(fork: RailNetwork) -> None:
    with pytest.raises(NoRoute):
        fork.route(at(7, 0), at(7, 0.75), profile=Profile(name="forward", reversals=False))


def test_a_reversal_needs_room_for_the_train(tmp_path: Path) -> None:
    nodes = {1: at(3.9, 0), 3: at(4, 0), 4: at(8, 0), 5: at(8, 1)}
    network = read(
        write_pbf(tmp_path / "short.osm.pbf", nodes, [([1, 3, 4], RAIL), ([3, 5], RAIL)])
    )
    with pytest.raises(NoRoute):
        network.route(at(7, 0), at(7, 0.75))
    railcar = Profile(name="railcar", train_km=0.05)
    assert "reverses" in network.route(at(7, 0), at(7, 0.75), profile=railcar).notes[0]


def test_a_reversal_at_a_place_passed_is_told(fork: RailNetwork) -> None:
    route = fork.route(at(1, 0), at(0.2, 0), via=[at(3, 0)])
    assert [note for note in route.notes if "reverses at km 2.0" in note]
    with pytest.raises(NoRoute):
        fork.route(
            at(6, 0), at(7, 0), via=[at(5, 0)], profile=Profile(name="forward", reversals=False)
        )


def test_tracks_that_cross_on_the_level_lead_only_straight_on(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(8, 0), 3: at(0, 1), 4: at(8, -1), 9: at(4, 0)}
    ways = [([1, 9, 2], RAIL), ([3, 9, 4], RAIL)]
    crossing = {9: {"railway": "railway_crossing"}}
    diamond = read(write_pbf(tmp_path / "diamond.osm.pbf", nodes, ways, crossing))
    assert diamond.route(at(1, 0), at(7, 0)).km == pytest.approx(6.0, rel=0.01)
    with pytest.raises(NoRoute):
        diamond.route(at(1, 0), at(7, -0.75))
    slip = read(write_pbf(tmp_path / "slip.osm.pbf", nodes, ways, {9: {"railway": "switch"}}))
    assert slip.route(at(1, 0), at(7, -0.75)).km == pytest.approx(6.05, rel=0.01)


def test_a_siding_is_no_short_cut_but_may_be_the_end(tmp_path: Path) -> None:
    bow = [(3, 0), (4, 0.05), (5, 0.5), (6, 0.7), (7, 0.5), (8, 0.05), (9, 0)]
    nodes = {1: at(0, 0), 20: at(12, 0)} | {i: at(*spot) for i, spot in enumerate(bow, start=2)}
    ways = [([*range(1, 9), 20], RAIL), ([2, 8], RAIL | {"service": "yard"})]
    network = read(write_pbf(tmp_path / "yard.osm.pbf", nodes, ways))
    through = network.route(at(1, 0), at(11, 0))
    assert through.km == pytest.approx(10.24, rel=0.01)
    assert not [note for note in through.notes if "side tracks" in note]
    ending = network.route(at(1, 0), at(6, 0))
    assert ending.km == pytest.approx(5.0, rel=0.02)


def test_two_tracks_that_touch_end_to_end_at_an_angle_are_not_one(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(4, 0), 3: at(4, 4)}
    network = read(write_pbf(tmp_path / "angle.osm.pbf", nodes, [([1, 2, 3], RAIL)]))
    assert len(network.edge_u) == 2
    with pytest.raises(NoRoute):
        network.route(at(1, 0), at(4, 3))


@pytest.mark.parametrize(
    "tags",
    [
        {"railway": "abandoned"},
        {"railway": "construction", "construction": "rail"},
        {"railway": "rail", "disused": "yes"},
        {"razed:railway": "rail"},
        {"railway": "proposed", "proposed": "rail"},
        {"railway": "tram"},
    ],
)
def test_where_no_train_runs_there_is_no_network(tmp_path: Path, tags: dict[str, str]) -> None:
    path = write_pbf(tmp_path / "gone.osm.pbf", {1: at(0, 0), 2: at(1, 0)}, [([1, 2], tags)])
    with pytest.raises(InputError, match="no railway"):
        read(path)


def test_other_kinds_of_railway_come_when_they_are_asked_for(tmp_path: Path) -> None:
    narrow = {"railway": "narrow_gauge", "gauge": "760"}
    path = write_pbf(tmp_path / "n.osm.pbf", {1: at(0, 0), 2: at(1, 0)}, [([1, 2], narrow)])
    assert read(path, kinds=("rail", "narrow_gauge")).gauges == ((760,),)
    with pytest.raises(ConfigurationError):
        read(path, kinds=("monorail",))


def test_tags_reach_the_edges(tmp_path: Path) -> None:
    tags = RAIL | {
        "gauge": "1520;1435",
        "electrified": "contact_line",
        "maxspeed": "60 mph",
        "service": "siding",
    }
    path = write_pbf(tmp_path / "t.osm.pbf", {1: at(0, 0), 2: at(1, 0)}, [([1, 2], tags)])
    network = read(path)
    assert network.gauges == ((1435, 1520),)
    assert network.details is not None
    assert network.details.maxspeed_kmh.tolist() == [97]
    assert network.details.service.tolist() == [1]
    assert network.countries == ("DE",)


def test_stations_are_passed_in_order_and_once(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(3, 0), 3: at(6, 0), 4: at(9, 0), 8: at(3.02, 0.05), 9: at(6, 0.05)}
    tags = {
        2: {"railway": "stop", "name": "Anfang"},
        8: {"railway": "station", "name": "Anfang"},
        9: {"railway": "halt", "name": "Ende\nSüd\x1b[2J"},
    }
    path = write_pbf(tmp_path / "s.osm.pbf", nodes, [([1, 2, 3, 4], RAIL)], tags)
    stops = read(path).route(at(1, 0), at(8, 0)).stations
    assert [stop.name for stop in stops] == ["Anfang", "Ende Süd [2J"]
    assert stops[0].km == pytest.approx(2.0, abs=0.05)


def test_names_of_lines_reach_the_edges_and_cut_nothing(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(1, 0), 3: at(2, 0), 4: at(9, 0), 5: at(9, 2)}
    ways = [
        ([1, 2], {**RAIL, "name": "Valley\x1b line"}),
        ([2, 3], {**RAIL, "ref": "4711"}),
        ([4, 5], RAIL),
    ]
    network = read(write_pbf(tmp_path / "named.osm.pbf", nodes, ways))
    assert network.details is not None
    told = [network.details.lines[index] for index in network.details.line.tolist()]
    assert sorted(told) == ["", "Valley line"]


def test_one_stretch_in_two_ways_is_one_track(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(3, 0), 3: at(6, 0)}
    path = write_pbf(tmp_path / "d.osm.pbf", nodes, [([1, 2, 3], RAIL), ([2, 1], RAIL)])
    assert read(path).edge_km.sum() == pytest.approx(6.0, rel=0.01)


def test_a_ring_without_a_switch_is_read(tmp_path: Path) -> None:
    around = [at(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 40)[:-1]]
    nodes = dict(enumerate(around, start=1))
    path = write_pbf(tmp_path / "r.osm.pbf", nodes, [([*nodes, 1], RAIL)])
    network = read(path)
    assert len(network.edge_u) == 1
    assert network.route(around[3], around[9]).km == pytest.approx(6 / 39 * 2 * np.pi, rel=0.02)


def test_a_way_cut_at_the_edge_of_the_file_keeps_what_lies_inside(tmp_path: Path) -> None:
    nodes = {2: at(1, 0), 3: at(2, 0), 5: at(4, 0), 6: at(5, 0)}
    path = write_pbf(tmp_path / "cut.osm.pbf", nodes, [([1, 2, 3, 4, 5, 6], RAIL)])
    network = read(path)
    assert network.edge_km.sum() == pytest.approx(2.0, rel=0.01)
    with pytest.raises(NoRoute):
        network.route(at(1.2, 0), at(4.8, 0))


def test_points_on_top_of_each_other_do_no_harm(tmp_path: Path) -> None:
    nodes = {1: at(0, 0), 2: at(3, 0), 3: at(3, 0), 4: at(6, 0)}
    ways = [([1, 2, 2, 3, 4], RAIL), ([4], RAIL), ([2], RAIL)]
    network = read(write_pbf(tmp_path / "z.osm.pbf", nodes, ways))
    assert network.route(at(1, 0), at(5, 0)).km == pytest.approx(4.0, rel=0.01)


def test_the_antimeridian_is_crossed(tmp_path: Path) -> None:
    nodes = {1: (179.9, 60.0), 2: (179.99, 60.0), 3: (-179.99, 60.0), 4: (-179.9, 60.0)}
    network = read(write_pbf(tmp_path / "a.osm.pbf", nodes, [([1, 2, 3, 4], RAIL)]))
    assert network.edge_km.sum() == pytest.approx(0.2 * 55.8, rel=0.01)
    assert network.route((179.95, 60.0), (-179.95, 60.0)).km == pytest.approx(5.58, rel=0.01)


def test_coordinates_that_are_none_are_left_out() -> None:
    survey = Survey()
    survey.add_way(1, RAIL, [1, 2, 3, 4])
    for number, lon in enumerate((10.0, 10.1, float("nan"), 500.0), start=1):
        survey.add_node(number, lon, 50.0)
    network = build(survey, name="x", source="a test", version="")
    assert network.edge_km.tolist() == pytest.approx([7.17], rel=0.01)


def test_ways_without_any_node_are_refused(tmp_path: Path) -> None:
    path = write_pbf(tmp_path / "w.osm.pbf", {}, [([1, 2], RAIL)])
    with pytest.raises(InputError, match="no positions"):
        read(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    nodes = {i: at(i / 10, (i * i) % 7 / 5) for i in range(1, 3000)}
    whole = write_pbf(tmp_path / "whole.osm.pbf", nodes, [(list(nodes)[:1900], RAIL)])
    cut = tmp_path / "cut.osm.pbf"
    content = whole.read_bytes()
    cut.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match="damaged or cut off"):
        read(cut)


@pytest.mark.parametrize("content", [b"\x00" * 4000, b"PK\x03\x04 no map", b"\xff" * 64])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        read(path)


@pytest.mark.parametrize("seed", range(12))
def test_a_file_with_flipped_bytes_does_no_harm(tmp_path: Path, seed: int) -> None:
    nodes = {i: at(i / 10, (i * i) % 7 / 50) for i in range(1, 300)}
    path = write_pbf(tmp_path / "whole.osm.pbf", nodes, [(list(nodes), RAIL)])
    chance, content = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(1 + seed % 4):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    with suppress(InputError):
        assert np.isfinite(read(path).edge_km).all()


def test_empty_missing_and_misnamed_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.osm.pbf").touch()
    (tmp_path / "notes.txt").write_text("no map")
    for name in ("empty.osm.pbf", "missing.osm.pbf", "notes.txt"):
        with pytest.raises(InputError) as caught:
            read(tmp_path / name)
        assert caught.value.hint
