"""Halts and their order: time first, then rail length, then the words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo.geodesy import distance_km
from geo.journey.halts import Halt, gather
from geo.journey.identity import join_travellers, main_traveller
from geo.journey.order import put_in_order
from geo.journey.wording import weaker
from geo.model import Place, Relation, Sighting


def _sighting(
    name: str, lon: float, day: int | None, relation: Relation = "at", start: int = 0
) -> Sighting:
    place = Place(name, name, lon, 50.0, "city")
    begin = datetime(2024, 5, day, tzinfo=UTC) if day else None
    end = datetime(2024, 5, day, 12, tzinfo=UTC) if day else None
    return Sighting(
        "train", place, relation, "reported", "a", start, start + 1, name, begin, end,
        time_text="a day" if day else "",
    )  # fmt: skip


def _straight(one: Halt, other: Halt) -> float | None:
    return float(distance_km(*one.place.lonlat, *other.place.lonlat))


def _ordered(*sightings: Sighting) -> list[str]:
    return [halt.place.name for halt in put_in_order(gather(sightings), _straight)]


def test_dates_decide_even_against_the_shorter_way() -> None:
    assert _ordered(_sighting("B", 10, 1), _sighting("A", 0, 2), _sighting("C", 20, 3)) == [
        "B", "A", "C",
    ]  # fmt: skip


def test_without_dates_the_least_way_decides() -> None:
    found = _ordered(
        _sighting("C", 20, None, start=2), _sighting("A", 0, None, start=0),
        _sighting("B", 10, None, start=3), _sighting("D", 30, None, start=4),
    )  # fmt: skip
    assert found == ["A", "B", "C", "D"]


def test_what_was_only_left_comes_first_and_what_was_reached_last() -> None:
    found = _ordered(
        _sighting("C", 20, None, "arrived", 0), _sighting("B", 10, None, start=5),
        _sighting("A", 0, None, "departed", 9),
    )  # fmt: skip
    assert found == ["A", "B", "C"]


def test_many_halts_are_ordered_in_a_moment() -> None:
    sightings = [_sighting(f"P{i}", float(i), 1 + i, start=100 - i) for i in range(25)]
    assert _ordered(*reversed(sightings)) == [f"P{i}" for i in range(25)]


def test_many_halts_keep_their_dates_when_some_have_none() -> None:
    sightings = [_sighting(f"P{i}", float(i), 1 + i if i % 2 else None, start=i) for i in range(20)]
    order = _ordered(*sightings)
    dated = [name for name in order if int(name[1:]) % 2]
    assert dated == sorted(dated, key=lambda name: int(name[1:]))
    assert sorted(order) == sorted(f"P{i}" for i in range(20))


def test_sightings_at_one_place_are_one_halt_with_the_finer_window() -> None:
    day = _sighting("A", 0, 3)
    hour = Sighting(
        "train", day.place, "arrived", "confirmed", "b", 0, 1, "A",
        datetime(2024, 5, 3, 8, tzinfo=UTC), datetime(2024, 5, 3, 9, tzinfo=UTC),
        time_text="8 a.m.",
    )  # fmt: skip
    (halt,) = gather([day, hour])
    assert halt.earliest == hour.time_start
    assert halt.latest == hour.time_end
    assert halt.certainty == "confirmed"
    assert halt.confidence > gather([day])[0].confidence


def test_a_second_visit_is_another_halt() -> None:
    assert _ordered(_sighting("A", 0, 1), _sighting("B", 10, 5), _sighting("A", 0, 9)) == [
        "A", "B", "A",
    ]  # fmt: skip


def test_countries_rivers_and_guesses_are_no_halts() -> None:
    country = Place("x", "X", 0, 0, "country")
    river = Place("r", "R", 0, 0, "river")
    city = Place("c", "C", 0, 0, "city")
    assert gather([
        Sighting("train", country, "arrived", "confirmed"),
        Sighting("train", river, "crossed", "confirmed"),
        Sighting("train", city, "at", "speculated"),
        Sighting("train", city, "at", "denied"),
        Sighting("train", city, "heading", "confirmed"),
    ]) == []  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("green train", "freight train", True),
        ("Ana Cruz's train", "Cruz's train", True),
        ("Ana Cruz's train", "green train", True),
        ("Ana Cruz's train", "Boris Petrov's train", False),
        ("green train", "truck convoy", False),
    ],
)
def test_travellers_of_two_articles_are_joined_by_name_or_by_being_the_only_one(
    first: str, second: str, joined: bool
) -> None:
    found = join_travellers([
        Sighting(first, None, "at", "reported", article="a"),
        Sighting(second, None, "at", "reported", article="b"),
    ])  # fmt: skip
    assert (len({one.subject for one in found}) == 1) is joined


def test_the_main_traveller_is_the_one_with_most_positions() -> None:
    city = Place("c", "C", 0, 0, "city")
    assert main_traveller([
        Sighting("guessed train", city, "heading", "speculated"),
        Sighting("guessed train", city, "heading", "speculated"),
        Sighting("seen train", city, "at", "reported"),
    ]) == "seen train"  # fmt: skip
    assert main_traveller([]) == ""


def test_the_weakest_word_decides() -> None:
    assert weaker("confirmed", "reported") == "reported"
    assert weaker("denied", "speculated", "confirmed") == "denied"
