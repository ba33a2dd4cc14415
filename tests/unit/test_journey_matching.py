"""Which rails a traveller used: displaced, false, directed and impossible sightings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from rail_fixture import network_of

from geo.geodesy import distance_km
from geo.journey import reconstruct
from geo.journey.matching import Observation, match
from geo.journey.order_many import improve_order
from geo.model import Certainty, Journey, LonLat, Place, Relation, Sighting
from geo.rail import RailNetwork

START = datetime(2024, 5, 6, 6, tzinfo=UTC)
#: Two lines from west to east, 33 km apart, the southern one a little shorter; an island of
#: rails far in the east; a branch to the north at the middle of the northern line.
_NODES = [
    (20.0, 50.15), (20.5, 50.0), (22.0, 50.0), (23.5, 50.0), (24.0, 50.15),
    (20.5, 50.3), (22.0, 50.3), (23.5, 50.3), (22.0, 51.3), (40.0, 50.0), (41.0, 50.0),
]  # fmt: skip
_EDGES = [
    (0, 1, 40.0), (1, 2, 108.0), (2, 3, 108.0), (3, 4, 40.0),
    (0, 5, 41.0), (5, 6, 109.0), (6, 7, 109.0), (7, 4, 41.0), (6, 8, 112.0), (9, 10, 72.0),
]  # fmt: skip


@pytest.fixture(scope="module")
def network() -> RailNetwork:
    return network_of(_NODES, _EDGES)


def seen(
    name: str,
    lonlat: LonLat,
    hour: float | None,
    relation: Relation = "passed",
    certainty: Certainty = "reported",
    **more: float,
) -> Sighting:
    """A sighting with an hour to either side, from an article of its own."""
    window: tuple[datetime, datetime] | None = None
    if hour is not None:
        window = START + timedelta(hours=hour - 1), START + timedelta(hours=hour + 1)
    return Sighting(
        "freight train", Place(f"t:{name}", name, *lonlat, "town", radius_km=2.0),
        relation, certainty, article=name, start=0, end=1, text=f"saw it in {name}",
        time_start=window[0] if window else None, time_end=window[1] if window else None,
        time_text="then" if window else "", heading_deg=more.get("heading_deg"),
    )  # fmt: skip


def journey_of(network: RailNetwork, *sightings: Sighting) -> Journey:
    _, journey = reconstruct(sightings, network, mentioned=(), speed_kmh=(40, 60))
    assert journey is not None
    return journey


def stages(journey: Journey) -> list[str]:
    legs = journey.legs
    return [legs[0].origin.name, *(leg.destination.name for leg in legs)] if legs else []


def northmost(journey: Journey) -> float:
    return max(lat for _, lat in journey.path)


_NORTHERN = [
    seen("West", (20.0, 50.15), 0, "departed"), seen("One", (20.8, 50.32), 1.5),
    seen("Two", (21.4, 50.24), 2.5), seen("Three", (22.4, 50.36), 4),
    seen("Four", (23.0, 50.26), 5), seen("Five", (23.4, 50.31), 5.5),
    seen("East", (24.0, 50.15), 7, "arrived"),
]  # fmt: skip


def test_sightings_beside_the_longer_line_put_the_train_on_it(network: RailNetwork) -> None:
    journey = journey_of(network, *_NORTHERN)
    assert stages(journey) == ["West", "One", "Two", "Three", "Four", "Five", "East"]
    assert min(lat for _, lat in journey.path) > 50.0
    assert sum(leg.route.km for leg in journey.legs) == pytest.approx(300, abs=2)


def test_a_false_sighting_among_many_is_set_aside_and_named(network: RailNetwork) -> None:
    false = seen("Nowhere", (22.0, 51.2), 4.2)
    journey = journey_of(network, *_NORTHERN[:4], false, *_NORTHERN[4:])
    assert "Nowhere" not in stages(journey)
    assert northmost(journey) < 50.4
    (note,) = [note for note in journey.notes if "Nowhere" in note]
    assert "set aside" in note
    assert "detour" in note
    assert "saw it in Nowhere" in note


def test_among_few_sightings_none_is_false_because_of_its_place(network: RailNetwork) -> None:
    far = seen("North", (22.0, 51.2), 4, certainty="reported")
    journey = journey_of(network, _NORTHERN[0], far, _NORTHERN[-1])
    assert stages(journey) == ["West", "North", "East"]


def test_a_sighting_that_cannot_be_reached_in_time_is_named_with_its_speed(
    network: RailNetwork,
) -> None:
    def at(name: str, lonlat: LonLat, hour: float, certainty: Certainty) -> Sighting:
        moment = START + timedelta(hours=hour)
        return replace(
            seen(name, lonlat, 0, certainty=certainty),
            time_start=moment, time_end=moment + timedelta(minutes=6),
        )  # fmt: skip

    journey = journey_of(
        network, at("A", (20.0, 50.15), 0.0, "confirmed"), at("B", (24.0, 50.15), 0.8, "reported")
    )
    (note,) = [note for note in journey.notes if "not feasible" in note]
    assert "times leave 328 km/h" in note or "times leave 329 km/h" in note
    assert "saw it in B" in note
    assert journey.legs == ()


@pytest.mark.parametrize("hour", [-0.1, 0.25, 0.75, 1.1])
@pytest.mark.parametrize("certainty", ["reported", "confirmed"])
def test_a_false_sighting_that_asks_for_too_much_speed_goes_wherever_it_stands(
    network: RailNetwork, hour: float, certainty: Certainty
) -> None:
    def at(name: str, lonlat: LonLat, hour: float, sure: Certainty) -> Sighting:
        moment = START + timedelta(hours=hour)
        return replace(seen(name, lonlat, 0, certainty=sure), time_start=moment, time_end=moment)

    journey = journey_of(
        network,
        at("A", (20.0, 50.15), 0.0, "reported"),
        at("B", (21.0, 50.0), 0.5, "reported"),
        at("C", (22.0, 50.0), 1.0, "reported"),
        at("False", (24.0, 50.15), hour, certainty),
    )
    assert stages(journey) == ["A", "B", "C"]
    (note,) = [note for note in journey.notes if "not feasible" in note]
    assert "The sighting at False is left out" in note
    assert "km/h, more than 250 km/h" in note


@pytest.mark.parametrize("sure", ["A", "B"])
def test_of_two_that_contradict_each_other_the_surer_one_stays(
    network: RailNetwork, sure: str
) -> None:
    ends = [
        replace(
            seen(name, lonlat, 0, certainty="confirmed" if name == sure else "reported"),
            time_start=START + timedelta(hours=hour), time_end=START + timedelta(hours=hour),
        )
        for name, lonlat, hour in [("A", (20.0, 50.15), 0.0), ("B", (24.0, 50.15), 0.5)]
    ]  # fmt: skip
    journey = journey_of(network, *ends)
    gone = "B" if sure == "A" else "A"
    assert any(f"The sighting at {gone} is left out" in note for note in journey.notes)
    assert any(f"Only {sure} is told for sure" in note for note in journey.notes)


def test_places_without_rails_between_them_are_kept_and_the_gap_is_told(
    network: RailNetwork,
) -> None:
    island = seen("Island", (40.2, 50.0), 40), seen("Harbour", (41.0, 50.0), 44, "arrived")
    journey = journey_of(network, *_NORTHERN, *island)
    assert any("No rails from East to Island" in note for note in journey.notes)
    ends = [(leg.origin.name, leg.destination.name) for leg in journey.legs]
    assert ("Island", "Harbour") in ends
    assert ("East", "Island") not in ends


@pytest.mark.parametrize(("crossed", "km"), [(False, 296), (True, 300)])
def test_a_river_that_was_crossed_decides_between_two_lines(
    network: RailNetwork, crossed: bool, km: float
) -> None:
    river = ((22.5, 50.2), (22.5, 50.4))
    over = Sighting(
        "freight train", Place("t:river", "Blue River", 22.5, 50.3, "river", lines=(river,)),
        "crossed", "confirmed", article="r", start=0, end=1, text="crossed it", heading_deg=90.0,
    )  # fmt: skip
    ends = _NORTHERN[0], _NORTHERN[-1]
    journey = journey_of(network, ends[0], *([over] if crossed else []), ends[1])
    (leg,) = journey.legs
    assert leg.route.km == pytest.approx(km, abs=1)
    assert any("crosses the Blue River going east" in line for line in leg.support) is crossed


def test_a_bearing_that_was_told_decides_the_sense_of_travel(network: RailNetwork) -> None:
    places = [(20.5, 50.3), (22.0, 50.3), (23.5, 50.3)]

    def found(heading_deg: float) -> int:
        middle = Observation(places[1], 3.0, heading_deg=heading_deg)
        ends = Observation(places[0], 3.0), Observation(places[2], 3.0)
        return match(network, [ends[0], middle, ends[1]]).snaps[1].heading

    # All edges are drawn to the east. Westward, the train would turn back twice: too much.
    assert found(90.0) == 1
    assert match(network, [Observation(places[1], 3.0, heading_deg=270.0)]).snaps[0].heading == -1


def test_displacement_is_found_from_the_sightings(network: RailNetwork) -> None:
    rng = np.random.default_rng(4)
    lons = np.linspace(20.7, 23.3, 14)
    exact = [Observation((float(lon), 50.3), 2.0) for lon in lons]
    spread = [
        Observation((float(lon), 50.3 + float(off)), 2.0)
        for lon, off in zip(lons, rng.normal(0, 0.1, len(lons)), strict=True)
    ]
    assert match(network, exact).wider == 1.0
    assert match(network, spread).wider > 1.0


def test_every_leg_is_at_least_as_long_as_the_straight_line(network: RailNetwork) -> None:
    for leg in journey_of(network, *_NORTHERN).legs:
        start, end = leg.route.path[0], leg.route.path[-1]
        assert leg.route.km >= float(distance_km(*start, *end)) - 0.1
        assert leg.support
        assert 0 < leg.confidence < 1


def test_another_way_is_told_with_its_share(network: RailNetwork) -> None:
    journey = journey_of(network, _NORTHERN[0], _NORTHERN[-1])
    (other,) = journey.alternatives
    assert other.km == pytest.approx(300, abs=2)
    assert any("of the likelihood" in note for note in other.notes)
    assert any("ways lead there" in line for line in journey.legs[0].support)


def test_nothing_near_rails_and_nothing_at_all_give_notes() -> None:
    network = network_of(_NODES, _EDGES)
    journey = journey_of(network, seen("Sea", (0.0, 0.0), 0), seen("Ocean", (-30.0, 10.0), 9))
    assert journey.legs == ()
    assert any("too far from any rails" in note for note in journey.notes)
    assert match(network, []).kept == ()


def test_many_places_are_ordered_by_their_windows_and_their_ways() -> None:
    rng = np.random.default_rng(1)
    at = np.arange(30) * 40.0
    km = np.abs(at[:, None] - at[None, :])
    start = np.argsort(at + rng.uniform(-200, 200, 30))
    inverted = np.where(at[:, None] > at[None, :] + 400, 50_000.0, 0.0)
    assert improve_order(start.tolist(), km, inverted) == list(range(30))


def test_three_places_on_rails_apart_from_each_other_are_all_kept() -> None:
    apart = network_of(
        [(0, 50), (1, 50), (30, 50), (31, 50), (60, 50), (61, 50)],
        [(0, 1, 72), (2, 3, 72), (4, 5, 72)],
    )
    found = match(apart, [Observation(place, 3.0) for place in ((0.5, 50), (30.5, 50), (60.5, 50))])
    assert found.kept == (0, 1, 2)
    assert found.ways == (None, None)
