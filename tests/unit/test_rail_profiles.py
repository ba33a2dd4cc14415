"""Profiles as files, and what they let a train use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rail_fixture import network_of

from geo.errors import ConfigurationError, NoRoute, RoutingError
from geo.rail import Profile, RailNetwork
from geo.rail.details import Details
from geo.rail.osm_tags import ELECTRIFIED, USAGES
from geo.rail.profile import default_profile
from geo.rail.profiles import find_profile, profile_names, read_profile
from geo.rail.states import running_speed_kmh

FOLDER = Path(__file__).resolve().parents[2] / "geo" / "data" / "rail" / "profiles"


def two_ways(**details: list[int]) -> RailNetwork:
    """A short way in the middle, and a longer one that bends aside a little."""
    nodes = [(0.0, 0.0), (0.2, 0.0), (0.8, 0.0), (1.0, 0.0), (0.5, 0.02)]
    network = network_of(
        nodes, [(0, 1, 22.3), (1, 2, 66.8), (2, 3, 22.3), (1, 4, 34.0), (4, 2, 34.0)]
    )
    zeros = np.zeros(5, dtype=np.uint8)
    given = {name: np.array(value, dtype=np.uint8) for name, value in details.items()}
    columns = {"service": zeros, "usage": zeros, "electrified": zeros} | given
    return replace(
        network,
        details=Details(
            **columns,
            maxspeed_kmh=np.zeros(5, dtype=np.int32),
            crossing=np.zeros(5, dtype=bool),
        ),
    )


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_default_is_the_special_train_and_its_file_says_all_of_it() -> None:
    assert default_profile() == Profile() == read_profile(FOLDER / "special.toml")


def test_the_three_profiles_differ_as_their_trains_do() -> None:
    assert profile_names() == ("freight", "passenger", "special")
    freight, passenger = find_profile("freight"), find_profile("passenger")
    assert freight.speed_kmh < Profile().speed_kmh < passenger.speed_kmh
    assert freight.gauge_h > Profile().gauge_h > passenger.gauge_h
    assert freight.train_km > passenger.train_km


def test_a_file_of_ones_own_says_only_what_differs(tmp_path: Path) -> None:
    path = written(tmp_path, "[speed_kmh]\naverage = 50\nmain = 70.5\n[only]\ngauges_mm = [1520]\n")
    profile = find_profile(str(path))
    assert profile == Profile(
        name="own", speed_kmh=50.0, usage_kmh=(("main", 70.5),), gauges_mm=(1520,)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[speed_kmh]\naverage = -5", "speed"),
        ("[speed_kmh]\naverage = nan", "speed"),
        ("[speed_kmh]\naverage = true", "number"),
        ('[speed_kmh]\naverage = "fast"', "number"),
        ("[speed_kmh]\nmain = 1e9", "speed on main lines"),
        ("[speed_kmh]\nfastest = 10", "no such key"),
        ("[speeds]\naverage = 60", "no section"),
        ("speed = 60", "no section"),
        ("name = 3", "no text"),
        ("[turns]\nreversals = 1", "true or false"),
        ('[only]\nusage = ["scenic"]', "none of main"),
        ('[only]\ngauges_mm = ["broad"]', "widths"),
        ('[countries]\navoid = ["China"]', "two letters"),
        ('[countries]\navoid = "CN"', "list of words"),
        ("[stops_h]\nborder = inf", "border"),
        ("= 3", "TOML"),
        ("a" * 70_000, "bytes"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_profile(written(tmp_path, text))
    assert told in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.hint


def test_a_profile_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_profile("express")
    assert "freight, passenger, special" in caught.value.hint
    with pytest.raises(ConfigurationError, match="cannot be used"):
        find_profile(tmp_path / "missing.toml")
    with pytest.raises(ConfigurationError):
        find_profile(written(tmp_path, "", "own.txt"))
    written(tmp_path, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError):
        find_profile(tmp_path / "own.toml")


def test_a_route_takes_a_profile_by_name_or_by_file(tmp_path: Path) -> None:
    network = network_of([(0.0, 0.0), (1.0, 0.0)], [(0, 1, 112.0)], gauges=[(1435,)])
    for profile in ("freight", str(written(tmp_path, "")), Profile(), None):
        assert network.route((0.1, 0.0), (0.9, 0.0), profile=profile).km > 80


def test_only_lines_of_the_wished_usage_are_used() -> None:
    main, branch = USAGES.index("main"), USAGES.index("branch")
    network = two_ways(usage=[0, branch, 0, main, main])
    ends = (0.1, 0.0), (0.9, 0.0)
    short, long = network.route(*ends), network.route(*ends, profile=Profile(usages=("main",)))
    assert long.km == pytest.approx(short.km + 1.2, abs=0.01)


def test_an_electric_train_keeps_off_lines_without_current() -> None:
    without, wire = ELECTRIFIED.index("no"), ELECTRIFIED.index("contact_line")
    network = two_ways(electrified=[0, without, wire, wire, wire])
    ends = (0.1, 0.0), (0.9, 0.0)
    electric = network.route(*ends, profile=Profile(electrified=True))
    assert electric.km == pytest.approx(network.route(*ends).km + 1.2, abs=0.01)


def test_a_place_on_a_line_that_is_not_allowed_is_refused() -> None:
    network = two_ways(electrified=[ELECTRIFIED.index("no")] * 5)
    with pytest.raises(RoutingError, match="allows none of the lines"):
        network.route((0.1, 0.0), (0.9, 0.0), profile=Profile(electrified=True))


def test_a_filter_that_the_network_cannot_keep_is_refused_and_not_ignored() -> None:
    network = network_of([(0.0, 0.0), (1.0, 0.0)], [(0, 1, 112.0)])
    with pytest.raises(ConfigurationError, match="neither usage nor current"):
        network.route((0.1, 0.0), (0.9, 0.0), profile=Profile(usages=("main",)))


def test_a_train_of_one_gauge_stays_on_it() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]
    edges = [(0, 1, 112.0), (1, 2, 112.0), (2, 3, 112.0)]
    network = network_of(nodes, edges, gauges=[(1435,), (1435, 1520), (1520,)])
    broad = Profile(gauges_mm=(1520,))
    assert network.route((1.1, 0.0), (2.9, 0.0), profile=broad).gauge_breaks == ()
    with pytest.raises(RoutingError):
        network.route((0.1, 0.0), (2.9, 0.0), profile=broad)


def test_a_profile_keeps_to_its_countries() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    network = network_of(nodes, [(0, 1, 112.0), (1, 2, 112.0)], countries=["AA", "BB"])
    ends = (0.1, 0.0), (0.9, 0.0)
    assert network.route(*ends, profile=Profile(countries=("AA",))).countries == ("AA",)
    with pytest.raises(RoutingError):
        network.route(*ends, profile=Profile(avoid_countries=("AA",)))


def test_what_the_profile_leaves_unjoined_is_no_route_and_names_the_profile() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]
    edges = [(0, 1, 112.0), (1, 2, 112.0), (2, 3, 112.0)]
    network = network_of(nodes, edges, countries=["AA", "BB", "AA"])
    with pytest.raises(NoRoute, match="profile 'home' allows no way"):
        network.route((0.1, 0.0), (2.9, 0.0), profile=Profile(name="home", countries=("AA",)))


def test_lines_of_a_usage_have_their_own_speed() -> None:
    main, branch = USAGES.index("main"), USAGES.index("branch")
    network = two_ways(usage=[main, branch, 0, 0, 0])
    profile = Profile(usage_kmh=(("main", 120.0), ("branch", 30.0)))
    assert running_speed_kmh(network, profile).tolist() == [120.0, 30.0, 60.0, 60.0, 60.0]


def test_reach_takes_stops_and_filters_from_the_profile() -> None:
    nodes = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    network = network_of(nodes, [(0, 1, 112.0), (1, 2, 112.0)], countries=["AA", "BB"])
    far = network.reach((0.5, 0.0), 3.0, (40, 60), profile=Profile(border_h=0.0))
    near = network.reach((0.5, 0.0), 3.0, (40, 60), profile=Profile(countries=("AA",)))
    assert max(lon for line in far.lines for lon, _ in line) > 1.5
    assert max(lon for line in near.lines for lon, _ in line) == pytest.approx(1.0)
