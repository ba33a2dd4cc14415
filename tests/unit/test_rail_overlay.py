"""A detailed region laid over a coarse network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pbf_fixture import RAIL, write_pbf
from rail_fixture import network_of

from geo.errors import InputError
from geo.geodesy import distance_km
from geo.rail import Names, Profile, RailNetwork, library, load
from geo.rail.cutting import select_edges
from geo.rail.details import JOINT, SCHEMATIC, Details
from geo.rail.engine import CchEngine, ScipyEngine
from geo.rail.osm_pbf import read
from geo.rail.overlay import Overlay, lay_over
from geo.rail.states import build_states
from geo.rail.turns import find_turns
from geo.settings import Settings

WEST, EAST = (10.0, 50.0), (12.0, 50.0)
#: One degree of longitude on this parallel, and km of a stretch of the coarse line.
DEG = float(distance_km(10.0, 50.0, 11.0, 50.0))


def stations(network: RailNetwork, rows: list[tuple[str, int, float]]) -> RailNetwork:
    """Name stations at some km of edges, in the order of the edges."""
    edges = [edge for _, edge, _ in rows]
    names = Names(
        label=tuple(name for name, *_ in rows),
        lon=np.array([network.vertex_lon[network.first[edge]] for edge in edges]),
        lat=np.array([network.vertex_lat[network.first[edge]] for edge in edges]),
        is_station=np.ones(len(rows), dtype=bool),
        first=np.searchsorted(edges, np.arange(len(network.edge_u) + 1)).astype(np.int32),
        link_name=np.arange(len(rows), dtype=np.int32),
        link_km=np.array([km for *_, km in rows]),
        link_gap_km=np.zeros(len(rows)),
    )
    return replace(network, names=names)


@pytest.fixture(scope="module")
def world() -> RailNetwork:
    """A line from west to east, one that crosses it at 11 degrees, and one 5 km to the north."""
    nodes = [WEST, (11.0, 50.0), EAST, (11.0, 50.4), (11.0, 49.6), (10.0, 50.045), (12.0, 50.045)]
    edges = [
        (0, 1, DEG + 0.1),
        (1, 2, DEG + 0.1),
        (3, 1, 44.6),
        (1, 4, 44.6),
        (5, 6, 2 * DEG + 0.5),
    ]
    network = network_of(nodes, edges, countries=["DE"] * 5, name="coarse")
    return stations(network, [("Outside", 0, 10.0), ("Coarse", 0, DEG - 5.0), ("Far", 4, 20.0)])


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> RailNetwork:
    """The same line from 10.7 to 11.3 degrees, double track, with a branch to the north."""
    nodes, number = {}, 0
    tracks: list[list[int]] = [[], []]
    for step in range(61):
        lon = 10.7 + step / 100
        for track, shift in enumerate((0.0, 0.00004)):
            number += 1
            nodes[number] = (lon, 50.0 + 0.001 * np.sin(step / 3) + shift)
            tracks[track].append(number)
    nodes |= {901: (10.82, 50.004), 902: (10.86, 50.008), 903: (10.89, 50.02)}
    start = tracks[0][10]
    ways = [
        (tracks[0], RAIL),
        (tracks[1], RAIL),
        ([start, 901, 902, 903], RAIL),
        # One may change tracks to the west of the branch.
        ([tracks[1][4], tracks[0][5]], {**RAIL, "service": "crossover"}),
    ]
    tags = {tracks[0][20]: {"railway": "station", "name": "Fine"}}
    file = tmp_path_factory.mktemp("region") / "region.osm.pbf"
    return read(write_pbf(file, nodes, ways, tags), name="fine")


@pytest.fixture(scope="module")
def laid(world: RailNetwork, region: RailNetwork) -> Overlay:
    return lay_over(region, world, "laid")


def test_what_the_region_draws_better_is_replaced_and_the_rest_stays(laid: Overlay) -> None:
    assert laid.replaced_km == pytest.approx(0.6 * DEG, abs=2.0)
    details = laid.network.details
    assert details is not None
    coarse = details.drawing == SCHEMATIC
    assert laid.network.edge_km[coarse].sum() == pytest.approx(4 * DEG + 89.9 - 0.6 * DEG, abs=2.5)


def test_joints_are_where_the_lines_meet_and_tell_how_wide_they_are(laid: Overlay) -> None:
    where = {(round(joint.lon, 1), round(joint.lat, 1)) for joint in laid.joints}
    assert where == {(10.7, 50.0), (11.0, 50.0), (11.3, 50.0)}
    assert all(joint.km < 0.3 for joint in laid.joints)
    assert {joint.country for joint in laid.joints} == {"DE"}
    # Both tracks are joined.
    assert {joint.tracks for joint in laid.joints} == {2}


def test_a_way_through_the_region_is_as_long_as_before(
    laid: Overlay, world: RailNetwork, region: RailNetwork
) -> None:
    through = laid.network.route(WEST, EAST)
    assert through.km == pytest.approx(world.route(WEST, EAST).km, rel=0.01)
    assert [stop.name for stop in through.stations] == ["Outside", "Fine"]
    assert through.notes == ()


def test_a_way_leads_from_outside_to_inside_and_back(laid: Overlay) -> None:
    inside = (10.89, 50.02)
    there = laid.network.route(EAST, inside)
    expected = distance_km(*EAST, 10.8, 50.0) + distance_km(10.8, 50.0, *inside)
    # From the east the train has to turn back beyond the switch.
    assert there.km == pytest.approx(expected, rel=0.02)
    assert any("reverses" in note for note in there.notes)
    from_west = laid.network.route(WEST, inside)
    assert from_west.km == pytest.approx(0.8 * DEG + 6.8, rel=0.02)
    assert from_west.notes == ()
    assert laid.network.route(inside, WEST).km == pytest.approx(from_west.km, abs=0.05)


def test_a_line_that_only_crosses_the_region_stays_and_is_joined(laid: Overlay) -> None:
    north = (11.0, 50.4)
    assert laid.network.route(north, (11.0, 49.6)).km == pytest.approx(89.2, abs=0.5)
    assert laid.network.route(north, WEST).km == pytest.approx(44.6 + DEG, rel=0.01)


def test_a_line_beside_the_region_stays(laid: Overlay) -> None:
    beside = laid.network.route((10.0, 50.045), (12.0, 50.045))
    assert beside.km == pytest.approx(2 * DEG + 0.5, abs=0.2)


def test_stations_of_replaced_lines_are_gone(laid: Overlay) -> None:
    assert set(laid.network.names.label) == {"Outside", "Far", "Fine"}


def test_no_train_turns_back_from_joint_to_joint(laid: Overlay) -> None:
    network = laid.network
    turns = find_turns(network, max_turn_deg=45.0, train_km=0.4)
    assert network.details is not None
    joint = network.details.drawing == JOINT
    both = joint[turns.before // 2] & joint[turns.after // 2]
    assert joint.sum() == 6
    assert not both[~turns.reversal].any()


def test_both_engines_agree_on_it(laid: Overlay) -> None:
    pytest.importorskip("pyroutingkit")
    states = build_states(laid.network, Profile())
    every = list(range(len(states.node)))
    assert (
        CchEngine(states, None).table(every, every) == ScipyEngine(states).table(every, every)
    ).all()


def test_it_is_kept_with_its_joints_and_both_sources(laid: Overlay, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(laid.network, settings, name="laid", more={"joints": [{"km": 0.1}]})
    again = load("laid", settings)
    assert again.route(WEST, EAST).km == laid.network.route(WEST, EAST).km
    facts = library.about("laid", settings)
    assert facts["joints"] == [{"km": 0.1}]
    assert "OpenStreetMap" in facts["source"]
    assert "test" in facts["source"]
    assert facts["licence"] == "ODbL 1.0; none"


def test_a_region_somewhere_else_is_refused(region: RailNetwork) -> None:
    away = network_of([(40.0, 10.0), (41.0, 10.0)], [(0, 1, 109.7)], name="away")
    with pytest.raises(InputError, match="beside") as caught:
        lay_over(region, away, "x")
    assert caught.value.hint


def test_a_region_that_holds_everything_is_refused(region: RailNetwork) -> None:
    inside = network_of([(10.75, 50.0), (11.25, 50.0)], [(0, 1, 0.5 * DEG + 0.05)], name="small")
    with pytest.raises(InputError, match="leads into"):
        lay_over(region, inside, "x")


def test_one_region_after_the_other_is_laid_over_the_same_world(
    laid: Overlay, tmp_path: Path
) -> None:
    nodes = {i: (11.5 + i / 100, 50.0) for i in range(31)}
    second = read(write_pbf(tmp_path / "b.osm.pbf", nodes, [(list(nodes), RAIL)]), name="second")
    both = lay_over(second, laid.network, "both").network
    assert both.route(WEST, EAST).km == pytest.approx(laid.network.route(WEST, EAST).km, rel=0.005)
    assert both.details is not None
    assert (both.details.drawing == SCHEMATIC).any()


def test_lines_over_the_antimeridian_are_replaced_too(tmp_path: Path) -> None:
    coarse = network_of([(178.0, 66.0), (-178.0, 66.0)], [(0, 1, 181.9)], name="coarse")
    nodes = {i: ((179.0 + i / 50 + 180.0) % 360.0 - 180.0, 66.0) for i in range(101)}
    fine = read(write_pbf(tmp_path / "far.osm.pbf", nodes, [(list(nodes), RAIL)]), name="fine")
    laid = lay_over(fine, coarse, "laid")
    assert laid.replaced_km == pytest.approx(91.0, abs=3.0)
    assert laid.network.route((178.1, 66.0), (-178.1, 66.0)).km == pytest.approx(172.9, abs=1.5)


#: Fast lines are shunned by default where they are known, which the coarse network does not
#: tell; what is compared here is the geometry.
ALL_LINES = Profile(name="all lines", fast_factor=1.0)
PLACES = {
    "Berlin": (13.369, 52.525),
    "Munich": (11.558, 48.141),
    "Halle": (11.987, 51.4775),
    "Nuremberg": (11.083, 49.4457),
    "Weimar": (11.3265, 50.9915),
    "Gotha": (10.713, 50.939),
    "Jena": (11.5875, 50.9245),
    "Dresden": (13.732, 51.040),
    "Leipzig": (12.383, 51.345),
    "Hamburg": (10.0065, 53.5527),
}


@pytest.fixture(scope="module")
def germany(shared: Path) -> RailNetwork:
    tracks = read(shared / "benchmarks" / "vde8.2-rail.osm.pbf", name="tracks")
    return lay_over(tracks, load(), "germany").network


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Berlin", "Munich"),
        ("Halle", "Nuremberg"),
        ("Gotha", "Weimar"),
        ("Jena", "Weimar"),
        ("Weimar", "Berlin"),
        ("Dresden", "Weimar"),
        ("Halle", "Leipzig"),
        ("Halle", "Weimar"),
        ("Hamburg", "Munich"),
    ],
)
def test_real_tracks_over_the_world_keep_its_distances(
    germany: RailNetwork, start: str, end: str
) -> None:
    ends = PLACES[start], PLACES[end]
    fine, coarse = (net.route(*ends, profile=ALL_LINES) for net in (germany, load()))
    assert fine.km == pytest.approx(coarse.km, rel=0.02, abs=1.0)
    assert not any("reverses" in note for note in fine.notes)


@pytest.mark.parametrize("country", ["CH", "CZ"])
def test_a_country_drawn_hundreds_of_metres_off_keeps_the_distances(country: str) -> None:
    """The middle of a country, taken from the world itself, bent and laid over it again."""
    world = load()
    here = world.edge_country == world.countries.index(country)
    lon, lat = (
        np.median(values[world.edge_u[here]]) for values in (world.node_lon, world.node_lat)
    )
    middle = (abs(world.node_lon - lon) < 0.7) & (abs(world.node_lat - lat) < 0.5)
    part = select_edges(world, middle[world.edge_u] & middle[world.edge_v])

    def bent(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return x + 0.003 * np.sin(40 * y + 7 * x), y + 0.002 * np.cos(33 * x - 5 * y)

    size, count = len(part.edge_u), len(part.node_lon)
    plain = np.zeros(size, dtype=np.uint8)
    node_lon, node_lat = bent(part.node_lon, part.node_lat)
    vertex_lon, vertex_lat = bent(part.vertex_lon, part.vertex_lat)
    region = replace(
        part,
        node_lon=node_lon,
        node_lat=node_lat,
        vertex_lon=vertex_lon,
        vertex_lat=vertex_lat,
        details=Details(
            plain, plain, plain, np.zeros(size, dtype=np.int32), np.zeros(count, dtype=bool)
        ),
    )
    laid = lay_over(region, world, "laid")
    assert laid.replaced_km > 0.9 * part.edge_km.sum()
    assert max(joint.km for joint in laid.joints) < 1.0
    # The drawing is coarse, so that turns cannot be judged by it.
    profile = replace(ALL_LINES, max_turn_deg=180.0)
    near = np.flatnonzero(
        (abs(world.node_lon - lon) < 3.0)
        & (abs(world.node_lat - lat) < 2.0)
        & (world.component == 0)
    )
    off = []
    for one, other in np.random.default_rng(3).choice(near, (25, 2)).tolist():
        ends = [(world.node_lon[node], world.node_lat[node]) for node in (one, other)]
        before = world.route(*ends, profile=ALL_LINES)
        after = laid.network.route(*ends, profile=profile)
        off.append(abs(after.km - before.km) > 0.02 * before.km + 1.0)
    assert sum(off) <= 2
