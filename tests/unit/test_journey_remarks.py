"""What is set aside, and what a text lacks, said in sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo.journey.remarks import remarks, undated
from geo.model import Article, Sighting, Toponym
from tests.unit.journey_story import PLACES

NOON = datetime(2021, 5, 4, 12, tzinfo=UTC)


def _said(text: str) -> list[str]:
    mentions = sorted(
        (
            Toponym(text.index(name), text.index(name) + len(name), name, place)
            for name, place in PLACES.items()
            if name in text
        ),
        key=lambda mention: mention.start,
    )
    return remarks(Article("a", text, published=NOON), mentions, [])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The ferry left Vladivostok on Sunday.", "the ferry (Vladivostok)"),
        ("A military plane landed in Vienna at noon.", "a military plane (Vienna)"),
        ("His jet flew from Rome to Vienna.", "his jet (Rome, Vienna)"),
    ],
)
def test_ships_and_aircraft_are_set_aside_by_name(text: str, named: str) -> None:
    assert _said(text) == [f"Set aside, because only travel over land is followed: {named}."]


@pytest.mark.parametrize(
    "text", ["The train left Vienna on Sunday.", "Two ships were sold.", "Flights are cheap."]
)
def test_nothing_is_said_of_trains_or_of_craft_without_a_place(text: str) -> None:
    assert _said(text) == []


def test_an_article_without_a_time_beside_a_dated_one_is_named() -> None:
    one = Sighting(
        "train", PLACES["Vienna"], "departed", "confirmed", article="b", time_text="Sunday"
    )
    dated, lacking = Article("a", "", published=NOON), Article("b", "", title="Train leaves")
    (said,) = undated([dated, lacking], [one])
    assert said.startswith("“Train leaves” has no time of publication")
    assert "--published" in said


def test_nothing_is_said_where_all_or_none_have_a_time() -> None:
    one = Sighting(
        "train", PLACES["Vienna"], "departed", "confirmed", article="b", time_text="Sunday"
    )
    assert undated([Article("b", "")], [one]) == []
    assert undated([Article("b", "", published=NOON)], [one]) == []


def test_another_language_is_named_as_the_reason_for_no_sightings() -> None:
    german = (
        "Der Zug fuhr am Montag von Wien nach Berlin und hielt in Prag, wie die Bahn sagte. Er war "
        "mit vielen Leuten besetzt, und niemand wusste, wann er ankommen wird."
    )
    (said,) = _said(german)
    assert "does not seem to be in English" in said
    english = (
        "The mayor spoke on Monday about the new bridge, and the council will vote on it in the "
        "coming days, though nobody knows how the money is to be found."
    )
    assert _said(english) == []
