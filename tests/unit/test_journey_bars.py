"""Statements of where a train did not run, and what they say of its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rail_fixture import network_of

from geo.journey import reconstruct
from geo.model import Certainty, Journey, LonLat, Place, Relation, Sighting
from geo.rail import RailNetwork

START = datetime(2024, 5, 6, 6, tzinfo=UTC)
#: From West to East by the south, 296 km, or by the north, 340 km, each over a town; a single
#: line goes on to the far east.
_NODES = [
    (20.0, 50.15), (20.5, 50.0), (21.9, 50.0), (22.1, 50.0), (23.5, 50.0), (24.0, 50.15),
    (20.5, 50.3), (22.0, 50.3), (23.5, 50.3), (25.0, 50.15), (26.0, 50.15),
]  # fmt: skip
_EDGES = [
    (0, 1, 40.0), (1, 2, 101.0), (2, 3, 14.0), (3, 4, 101.0), (4, 5, 40.0),
    (0, 6, 45.0), (6, 7, 125.0), (7, 8, 125.0), (8, 5, 45.0), (5, 9, 72.0), (9, 10, 72.0),
]  # fmt: skip
SOUTH_KM, NORTH_KM = 296.0, 340.0
SOUTHTON = Place("t:southton", "Southton", 22.0, 50.0, "town", radius_km=3.0)
LINETON = Place("t:lineton", "Lineton", 25.0, 50.15, "town", radius_km=3.0)
RIVER = Place("t:r", "Blue River", 22.0, 50.0, "river", lines=(((22.0, 49.9), (22.0, 50.1)),))


@pytest.fixture(scope="module")
def network() -> RailNetwork:
    return network_of(_NODES, _EDGES)


def seen(
    name: str, lonlat: LonLat, hour: float, relation: Relation = "passed", start: int = 0
) -> Sighting:
    moment = START + timedelta(hours=hour)
    return Sighting(
        "freight train", Place(f"t:{name}", name, *lonlat, "town", radius_km=2.0),
        relation, "confirmed", article="a", start=start, end=start + 1, text=f"was in {name}",
        time_start=moment, time_end=moment + timedelta(minutes=6), time_text="then",
    )  # fmt: skip


WEST = seen("West", (20.0, 50.15), 0, "departed", start=0)
EAST = seen("East", (24.0, 50.15), 12, "arrived", start=20)
FAR = seen("Far", (26.0, 50.15), 20, "arrived", start=30)


def said(
    place: Place, relation: Relation, certainty: Certainty = "denied", *,
    by: float | None = None, text: str = "so they said", start: int = 10,
) -> Sighting:  # fmt: skip
    return Sighting(
        "freight train", place, relation, certainty, article="a", start=start, end=start + 1,
        text=text, time_end=START + timedelta(hours=40.0 if by is None else by),
        time_text="" if by is None else "by then",
    )  # fmt: skip


def journey_of(network: RailNetwork, *sightings: Sighting) -> Journey:
    _, journey = reconstruct(sightings, network, mentioned=(), speed_kmh=(40, 60))
    assert journey is not None
    return journey


def first_km(journey: Journey) -> float:
    return journey.legs[0].route.km


def support(journey: Journey) -> str:
    return " | ".join(line for leg in journey.legs for line in leg.support)


def test_without_a_word_the_train_takes_the_shorter_line(network: RailNetwork) -> None:
    journey = journey_of(network, WEST, EAST)
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)
    assert "aside" not in support(journey)


@pytest.mark.parametrize(
    ("relation", "certainty"),
    [("avoided", "confirmed"), ("avoided", "reported"), ("passed", "denied"),
     ("arrived", "denied"), ("crossed", "denied")],
)  # fmt: skip
def test_a_town_that_was_not_passed_puts_the_train_on_the_other_line(
    network: RailNetwork, relation: Relation, certainty: Certainty
) -> None:
    journey = journey_of(network, WEST, said(SOUTHTON, relation, certainty), EAST)
    assert first_km(journey) == pytest.approx(NORTH_KM, abs=1)
    assert "the way leaves Southton aside, as told: “so they said”" in support(journey)
    assert not any("Southton" in note for note in journey.notes)
    # The shorter line is hardly an alternative any more.
    assert journey.alternatives == ()


def test_what_is_only_guessed_to_be_left_aside_bars_nothing(network: RailNetwork) -> None:
    journey = journey_of(network, WEST, said(SOUTHTON, "avoided", "speculated"), EAST)
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)


def test_a_town_where_it_did_not_stop_may_have_been_passed(network: RailNetwork) -> None:
    journey = journey_of(network, WEST, said(SOUTHTON, "at", text="did not stop there"), EAST)
    assert [leg.destination.name for leg in journey.legs] == ["East"]
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)
    assert "passes Southton without a halt there: “did not stop there”" in support(journey)


@pytest.mark.parametrize(("hour", "told"), [(6.0, True), (30.0, False)])
def test_a_guess_between_two_sightings_is_no_halt_and_is_told_where_the_way_leads_there(
    network: RailNetwork, hour: float, told: bool
) -> None:
    there = replace(seen("Southton", (22.0, 50.0), hour, "at", start=5), place=SOUTHTON)
    guess = replace(there, certainty="speculated", text="may be there")
    journey = journey_of(network, WEST, guess, EAST)
    assert [leg.destination.name for leg in journey.legs][:1] == ["East"]
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)
    words = "passes Southton, where it was only supposed to be: “may be there”"
    assert any(words in line for line in journey.legs[0].support) is told
    aside = replace(guess, place=replace(SOUTHTON, id="t:north", lat=50.3, name="Northton"))
    assert "Northton" not in support(journey_of(network, WEST, aside, EAST))


def test_where_no_other_way_leads_the_journey_stays_and_a_note_tells(
    network: RailNetwork,
) -> None:
    journey = journey_of(network, WEST, EAST, said(LINETON, "passed", start=25), FAR)
    assert [leg.destination.name for leg in journey.legs] == ["East", "Far"]
    (note,) = [note for note in journey.notes if "Lineton" in note]
    assert "The way from East to Far leads through Lineton all the same" in note
    assert "so they said" in note


def test_a_way_round_that_the_times_forbid_is_not_taken(network: RailNetwork) -> None:
    hours = SOUTH_KM / 245.0
    soon = replace(
        EAST, time_start=START + timedelta(hours=hours), time_end=START + timedelta(hours=hours)
    )
    journey = journey_of(network, WEST, said(SOUTHTON, "passed"), soon)
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)
    assert any("leads through Southton all the same" in note for note in journey.notes)


def test_what_was_not_passed_by_a_time_may_be_passed_later(network: RailNetwork) -> None:
    early = journey_of(network, WEST, said(SOUTHTON, "passed", by=3.0), EAST)
    assert first_km(early) == pytest.approx(SOUTH_KM, abs=1)
    assert "the way passes Southton, but later than told of" in support(early)
    late = journey_of(network, WEST, said(SOUTHTON, "passed", by=15.0), EAST)
    assert first_km(late) == pytest.approx(NORTH_KM, abs=1)


def test_a_place_left_behind_may_have_been_passed_before(network: RailNetwork) -> None:
    words = "heading away from Southton"
    after = said(SOUTHTON, "avoided", "confirmed", text=words, start=21)
    journey = journey_of(network, WEST, EAST, after, FAR)
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)
    before = said(SOUTHTON, "avoided", "confirmed", text=words, start=1)
    assert first_km(journey_of(network, WEST, before, EAST)) == pytest.approx(NORTH_KM, abs=1)


def test_a_river_that_was_not_crossed_puts_the_train_on_the_other_line(
    network: RailNetwork,
) -> None:
    journey = journey_of(network, WEST, said(RIVER, "crossed"), EAST)
    assert first_km(journey) == pytest.approx(NORTH_KM, abs=1)
    assert "the way leaves the Blue River aside" in support(journey)


def test_a_river_that_bars_every_way_is_crossed_with_a_note(network: RailNetwork) -> None:
    wall = replace(RIVER, lines=(((22.0, 49.0), (22.0, 51.0)),))
    journey = journey_of(network, WEST, said(wall, "crossed"), EAST)
    assert first_km(journey) == pytest.approx(SOUTH_KM, abs=1)
    assert any("crosses the Blue River all the same" in note for note in journey.notes)


def test_a_halt_in_the_place_outweighs_the_denial_and_both_are_shown(
    network: RailNetwork,
) -> None:
    there = replace(seen("Southton", (22.0, 50.0), 6, "at", start=5), place=SOUTHTON)
    journey = journey_of(network, WEST, there, said(SOUTHTON, "passed"), EAST)
    assert [leg.destination.name for leg in journey.legs] == ["Southton", "East"]
    assert sum(leg.route.km for leg in journey.legs) == pytest.approx(SOUTH_KM, abs=1)
    assert any("Contradicting statements on Southton" in note for note in journey.notes)


def test_a_country_that_was_not_entered_is_gone_round() -> None:
    countries = ["AA"] * 2 + ["BB"] + ["AA"] * 8
    longer = [
        (u, v, 2.6 * km if 5 <= number <= 8 else km) for number, (u, v, km) in enumerate(_EDGES)
    ]
    network = network_of(_NODES, longer, countries=countries)
    other = Place("t:bb", "Beeland", 22.0, 49.0, "country", "BB", radius_km=300.0)
    ends = [
        replace(one, place=replace(one.place, country="AA")) for one in (WEST, EAST) if one.place
    ]
    plain = journey_of(network, *ends)
    journey = journey_of(network, ends[0], said(other, "passed"), ends[1])
    assert first_km(plain) == pytest.approx(SOUTH_KM, abs=1)
    assert first_km(journey) == pytest.approx(2.6 * NORTH_KM, abs=1)
    assert "BB" not in journey.legs[0].route.countries
