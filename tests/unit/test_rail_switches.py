"""Routing on a real extract: switches, crossings, stations and yards of 690 km of track."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from geo.errors import NoRoute
from geo.geodesy import distance_km
from geo.model import LonLat, Route
from geo.rail import Profile, RailNetwork
from geo.rail.engine import CchEngine, ScipyEngine
from geo.rail.osm_pbf import read
from geo.rail.osm_tags import USAGES
from geo.rail.placing import snap_place
from geo.rail.searching import search
from geo.rail.states import build_states

PAIRS = 300
FORWARD = Profile(name="forward", reversals=False)
#: A train that runs on either track, as there were no preferred directions.
EITHER_TRACK = Profile(name="either", against_factor=1.0)


@pytest.fixture(scope="module")
def network(shared: Path) -> RailNetwork:
    return read(shared / "benchmarks" / "vde8.2-rail.osm.pbf")


@pytest.fixture(scope="module")
def pairs(network: RailNetwork) -> list[tuple[LonLat, LonLat]]:
    """Random points on main tracks, 10 km and more apart; longer tracks more often."""
    assert network.details is not None
    chance = np.random.default_rng(20230912)
    is_main = network.details.usage == USAGES.index("main")
    main = np.flatnonzero((network.details.service == 0) & is_main)
    share = network.edge_km[main] / network.edge_km[main].sum()

    def anywhere() -> LonLat:
        edge = int(chance.choice(main, p=share))
        part = slice(int(network.first[edge]), int(network.first[edge + 1]))
        at, marks = chance.uniform(0, network.edge_km[edge]), network.vertex_km[part]
        return (
            float(np.interp(at, marks, network.vertex_lon[part])),
            float(np.interp(at, marks, network.vertex_lat[part])),
        )

    found: list[tuple[LonLat, LonLat]] = []
    while len(found) < PAIRS:
        pair = anywhere(), anywhere()
        if distance_km(*pair[0], *pair[1]) >= 10:
            found.append(pair)
    return found


def sharp_turns(route: Route) -> int:
    """Deflections of more than 45 degrees in the drawn path."""
    path = np.array(route.path)
    east = np.diff(path[:, 0]) * np.cos(np.radians(path[0, 1]))
    course = np.degrees(np.arctan2(east, np.diff(path[:, 1])))
    turn = np.abs((np.diff(course) + 180) % 360 - 180)
    return int((turn > 45).sum())


def reversals(route: Route) -> int:
    return sum("reverses at km" in note for note in route.notes)


def test_the_whole_extract_is_read(network: RailNetwork) -> None:
    assert network.edge_km.sum() == pytest.approx(696, abs=3)
    assert network.countries == ("DE",)
    assert "Erfurt Hbf" in network.names.label


def test_all_pairs_are_routed_and_every_sharp_turn_is_a_reversal_that_is_told(
    network: RailNetwork, pairs: list[tuple[LonLat, LonLat]]
) -> None:
    for start, end in pairs:
        route = network.route(start, end)
        assert sharp_turns(route) <= reversals(route)
        assert route.km >= route.geodesic_km
        assert not [note for note in route.notes if "side tracks" in note]


def test_nearly_all_pairs_are_routed_without_a_reversal(
    network: RailNetwork, pairs: list[tuple[LonLat, LonLat]]
) -> None:
    routed = 0
    for start, end in pairs:
        try:
            route = network.route(start, end, profile=FORWARD)
        except NoRoute:
            continue
        routed += 1
        assert sharp_turns(route) == 0
        assert reversals(route) == 0
    assert routed >= 0.95 * len(pairs)


def test_the_way_back_takes_as_long(
    network: RailNetwork, pairs: list[tuple[LonLat, LonLat]]
) -> None:
    for start, end in pairs[:40]:
        one, other = network.snap(*start)[0], network.snap(*end)[0]
        _, there = network.distance_table([one], [other], profile=EITHER_TRACK)
        _, back = network.distance_table([other], [one], profile=EITHER_TRACK)
        assert there[0, 0] == pytest.approx(back[0, 0], abs=1e-4)


def test_both_engines_agree_on_a_graph_of_turns(network: RailNetwork) -> None:
    pytest.importorskip("pyroutingkit")
    states = build_states(network, Profile())
    chance = np.random.default_rng(7)
    sources, targets = chance.integers(0, len(states.node), (2, 30)).tolist()
    fast, slow = CchEngine(states, None), ScipyEngine(states)
    assert np.array_equal(fast.table(sources, targets), slow.table(sources, targets))


def test_the_graph_of_turns_is_the_same_the_other_way_round(network: RailNetwork) -> None:
    states = build_states(network, Profile())
    turned = states.backward
    mirror = states.mirror
    assert np.array_equal(mirror[mirror], np.arange(len(mirror)))
    arcs = set(zip(states.tail.tolist(), states.head.tolist(), states.cost.tolist(), strict=True))
    back = set(
        zip(
            mirror[turned.head].tolist(),
            mirror[turned.tail].tolist(),
            turned.cost.tolist(),
            strict=True,
        )
    )
    assert arcs == back


def test_trains_keep_to_the_track_of_their_direction(
    network: RailNetwork, pairs: list[tuple[LonLat, LonLat]]
) -> None:
    def wrong_km(profile: Profile) -> float:
        assert network.details is not None
        total = 0.0
        states, engine = network.prepared(profile)
        for start, end in pairs[:60]:
            way = search(
                states, engine, snap_place(network, start, 10.0), snap_place(network, end, 10.0)
            )
            assert way is not None
            sense = np.where(way.to_km >= way.from_km, 1, -1)
            against = network.details.preferred[way.edges] * sense < 0
            total += float(way.piece_km[against].sum())
        return total

    assert wrong_km(Profile()) < 0.3 * wrong_km(EITHER_TRACK)


def test_a_question_takes_milliseconds(
    network: RailNetwork, pairs: list[tuple[LonLat, LonLat]]
) -> None:
    network.route(*pairs[0])
    started = time.perf_counter()
    for start, end in pairs[:50]:
        network.route(start, end)
    assert (time.perf_counter() - started) / 50 < 0.1


def test_the_track_beside_is_no_alternative(network: RailNetwork) -> None:
    erfurt, halle = (11.0383, 50.9725), (11.987, 51.477)
    express = Profile(name="express", fast_factor=1.0)
    routes = network.route(erfurt, halle, alternatives=3, profile=express)
    assert 2 <= len(routes) <= 3
    old, fast = (sorted(routes, key=lambda route: -route.km)[index] for index in (0, -1))
    assert "Naumburg (Saale) Hauptbahnhof" in [stop.name for stop in old.stations]
    assert "Naumburg (Saale) Hauptbahnhof" not in [stop.name for stop in fast.stations]
