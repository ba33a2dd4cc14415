"""Clock times told as past, expectations that were not met, and times behind an insert."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import geo
from geo.model import Article, Sighting

PUBLISHED = datetime(2022, 8, 15, 10, tzinfo=UTC)


def sightings(text: str) -> dict[str, Sighting]:
    article = Article(
        "a",
        f"The night train was seen on Sunday. {text}",
        published=PUBLISHED,
        published_exact=True,
    )
    report = geo.explore(article)
    return {one.place.name: one for one in report.sightings if one.place is not None}


def test_a_clock_time_that_is_yet_to_come_is_that_of_the_day_before() -> None:
    found = sightings("The train had left Graz at 10:10 p.m., the railway said on Monday.")["Graz"]
    assert found.time_start is not None
    assert found.time_start.isoformat() == "2022-08-14T22:10:00+02:00"


@pytest.mark.parametrize(
    "text",
    [
        "The train should have reached Graz at 7 a.m.",
        "The train was supposed to have arrived in Graz at 7 a.m.",
        "The train would have reached Graz at 7 a.m.",
    ],
)
def test_what_should_have_happened_is_no_arrival(text: str) -> None:
    assert sightings(text)["Graz"].relation == "heading"


def test_what_must_have_happened_is_a_guess() -> None:
    assert sightings("The train must have passed Graz.")["Graz"].certainty == "speculated"


def test_a_place_before_an_insert_has_the_time_behind_it() -> None:
    text = "It passed Graz at 2 a.m. and Linz, 158 km west of Vienna, shortly before 9 a.m."
    found = sightings(text)
    assert found["Graz"].time_text == "2 a.m."
    assert found["Linz"].time_text == "shortly before 9 a.m."


def test_the_day_told_at_the_end_holds_for_the_clock_times_before_it() -> None:
    found = sightings("It passed Graz at 9:30 p.m. and reached Linz at 11 p.m. on Saturday.")
    assert found["Graz"].time_start is not None
    assert found["Graz"].time_start.isoformat() == "2022-08-13T21:30:00+02:00"


def test_what_was_later_denied_is_denied() -> None:
    found = sightings("An online post, later denied, placed the train in Graz on Sunday.")
    assert found["Graz"].certainty == "denied"
