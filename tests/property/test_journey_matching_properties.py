"""What must hold for any sightings on any rails."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "unit"))

from rail_fixture import network_of

from geo.journey import reconstruct
from geo.model import Journey, Place, Sighting

_START = datetime(2024, 5, 6, tzinfo=UTC)
#: A ladder of two lines with three rungs, and an island of rails.
_NETWORK = network_of(
    [(0, 50), (1, 50), (2, 50), (0, 50.4), (1, 50.4), (2, 50.4), (30, 50), (31, 50)],
    [(0, 1, 75), (1, 2, 74), (3, 4, 73), (4, 5, 80), (0, 3, 46), (1, 4, 45), (2, 5, 47),
     (6, 7, 73)],
)  # fmt: skip
_SPOTS = st.sampled_from(
    [(0.1, 50.0), (0.6, 50.1), (1.0, 50.3), (1.4, 50.45), (1.9, 50.0), (30.4, 50.0), (10.0, 0.0)]
)
_RELATIONS = st.sampled_from(["departed", "at", "passed", "arrived", "crossed", "heading"])


@st.composite
def _sightings(draw: st.DrawFn) -> list[Sighting]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        spot = draw(_SPOTS)
        hour = draw(st.none() | st.integers(0, 60))
        width = draw(st.integers(0, 12))
        start = None if hour is None else _START + timedelta(hours=hour)
        found.append(
            Sighting(
                "freight train", Place(f"p:{spot}", f"P{spot[0]}", *spot, "town", radius_km=2.0),
                draw(_RELATIONS), draw(st.sampled_from(["confirmed", "reported", "speculated"])),
                article=str(draw(st.integers(0, 3))), start=number, end=number + 1,
                text=f"words {number}", time_start=start,
                time_end=start and start + timedelta(hours=width),
                time_text="" if start is None else "then",
                heading_deg=draw(st.none() | st.sampled_from([0.0, 90.0, 270.0])),
            )
        )  # fmt: skip
    return found


def _journey(sightings: list[Sighting]) -> Journey | None:
    return reconstruct(sightings, _NETWORK, mentioned=(), speed_kmh=(40, 60))[1]


def _travelled(journey: Journey | None) -> list[tuple[str, str]]:
    legs = journey.legs if journey else ()
    return [
        (leg.origin.id, leg.destination.id) for leg in legs if leg.certainty != "speculated"
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_sightings())
def test_any_sightings_give_a_journey_or_a_reason(sightings: list[Sighting]) -> None:
    journey = _journey(sightings)
    if journey is None:
        assert not sightings
        return
    assert _travelled(journey) or journey.notes
    for leg in journey.legs:
        assert 0.0 <= leg.confidence <= 1.0
        assert leg.support
        assert leg.route.km >= 0.0
        assert leg.route.network
    for one, other in pairwise(leg for leg in journey.legs if leg.certainty != "speculated"):
        if one.time_start and other.time_start:
            assert one.time_start <= other.time_start
        if one.time_end and other.time_end:
            assert one.time_end <= other.time_end


@settings(max_examples=40, deadline=None)
@given(_sightings(), _SPOTS, st.sampled_from(["at", "passed", "arrived", "crossed"]))
def test_a_denied_sighting_never_adds_a_leg(
    sightings: list[Sighting], spot: tuple[float, float], relation: str
) -> None:
    denied = Sighting(
        "freight train", Place(f"p:{spot}", "Denied", *spot, "town", radius_km=2.0),
        relation, "denied", article="9", start=0, end=1, text="it was not there",  # type: ignore[arg-type]
    )  # fmt: skip
    if sightings:
        assert _travelled(_journey([*sightings, denied])) == _travelled(_journey(sightings))


@settings(max_examples=40, deadline=None)
@given(_sightings(), _SPOTS, st.none() | st.integers(0, 60))
def test_a_place_left_aside_never_costs_a_leg(
    sightings: list[Sighting], spot: tuple[float, float], hour: int | None
) -> None:
    aside = Sighting(
        "freight train", Place(f"p:{spot}", "Aside", *spot, "town", radius_km=2.0),
        "avoided", "confirmed", article="9", start=0, end=1, text="it went round it",
        time_end=None if hour is None else _START + timedelta(hours=hour),
        time_text="" if hour is None else "by then",
    )  # fmt: skip
    if sightings:
        assert _travelled(_journey([*sightings, aside])) == _travelled(_journey(sightings))


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(7)))
def test_the_order_in_which_dated_reports_are_read_does_not_matter(order: list[int]) -> None:
    spots = [(0.1, 50.0), (0.9, 50.02), (1.0, 50.3), (1.4, 50.42), (2.0, 50.3), (1.9, 50.0),
             (1.5, 50.02)]  # fmt: skip
    reports = [
        Sighting(
            "freight train", Place(f"p:{number}", f"P{number}", *spot, "town", radius_km=2.0),
            "passed", "reported", article=str(number), start=0, end=1, text="seen",
            time_start=_START + timedelta(hours=3 * number),
            time_end=_START + timedelta(hours=3 * number + 2), time_text="then",
        )
        for number, spot in enumerate(spots)
    ]  # fmt: skip
    straight, mixed = _journey(reports), _journey([reports[index] for index in order])
    assert straight is not None
    assert mixed is not None
    assert mixed.path == straight.path


def test_several_reports_of_one_moment_may_come_in_any_order() -> None:
    place = Place("p:x", "X", 0.1, 50.0, "town", radius_km=2.0)
    start = Sighting("freight train", place, "departed", "confirmed", article="a", text="left",
                     start=0, end=1, time_start=_START, time_end=_START,
                     time_text="then")  # fmt: skip
    same = [replace(start, article=name, text=name, certainty="reported") for name in "bcd"]
    later = replace(
        start, place=Place("p:y", "Y", 1.9, 50.0, "town", radius_km=2.0), relation="arrived",
        time_start=_START + timedelta(hours=9), time_end=_START + timedelta(hours=9),
    )  # fmt: skip
    one, other = _journey([start, *same, later]), _journey([*same[::-1], start, later])
    assert one is not None
    assert other is not None
    assert one.path == other.path
    assert one.legs[0].confidence == other.legs[0].confidence
