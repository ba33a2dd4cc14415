"""What was known at a given time."""

from datetime import UTC, datetime

import pytest

import geo
from geo.errors import ConfigurationError
from geo.journey.as_of import articles_known, sightings_known
from geo.model import Article, Sighting
from geo.settings import Settings

NOON = datetime(2021, 5, 4, 12, tzinfo=UTC)


def _article(name: str, hour: int, *, exact: bool = True) -> Article:
    moment = datetime(2021, 5, 4, hour, tzinfo=UTC)
    return Article(name, "", published=moment, published_exact=exact)


def test_an_article_published_later_is_left_out_and_named() -> None:
    kept, notes = articles_known([_article("early", 8), _article("late", 15)], NOON)
    assert [one.id for one in kept] == ["early"]
    assert "published later is left out (late)" in notes[0]


def test_an_article_without_a_time_is_kept_and_said() -> None:
    kept, notes = articles_known([Article("undated", "")], NOON)
    assert len(kept) == 1
    assert "without a publication time" in notes[0]


def test_an_article_of_the_same_day_without_an_hour_is_kept_and_said() -> None:
    kept, notes = articles_known([_article("day", 0, exact=False)], NOON)
    assert len(kept) == 1
    assert "only the day" in notes[0]


def test_a_later_sighting_is_left_out_but_not_where_it_is_heading() -> None:
    later = datetime(2021, 5, 4, 18, tzinfo=UTC)
    arrived = Sighting("train", None, "arrived", "confirmed", time_start=later)
    heading = Sighting("train", None, "heading", "confirmed", time_start=later)
    timeless = Sighting("train", None, "at", "confirmed")
    kept, notes = sightings_known([arrived, heading, timeless], NOON)
    assert kept == [heading, timeless]
    assert "1 sighting of a later time is left out" in notes[0]


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    assert articles_known([_article("early", 8)], NOON)[1] == ()
    assert sightings_known([], NOON) == ([], ())


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no time zone"):
        Settings(as_of=datetime(2021, 5, 4, 12))


def test_the_report_shows_what_was_known_then() -> None:
    first = Article(
        "first",
        "The freight train left Lyon on Monday morning and headed north.",
        published=datetime(2021, 5, 3, 14, tzinfo=UTC),
        published_exact=True,
    )
    second = Article(
        "second",
        "The freight train arrived in Dijon on Tuesday evening.",
        published=datetime(2021, 5, 4, 22, tzinfo=UTC),
        published_exact=True,
    )
    then = geo.explore(first, second, settings=Settings(as_of=NOON))
    now = geo.explore(first, second)
    assert [one.id for one in then.articles] == ["first"]
    assert {one.place.name for one in then.sightings if one.place} == {"Lyon"}
    assert {one.place.name for one in now.sightings if one.place} == {"Lyon", "Dijon"}
    assert then.journey is not None
    assert any("second" in note for note in then.journey.notes)
