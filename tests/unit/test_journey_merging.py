"""Several articles together: what confirms, what replaces, and one timeline."""

from __future__ import annotations

from datetime import UTC, datetime

import geo
from geo.journey.merging import settle, timeline_of
from geo.model import Article, Sighting, TimelineEntry
from geo.report import Report
from tests.unit.journey_story import PLACES


def _article(name: str, text: str, day: int, hour: int = 12) -> Article:
    moment = datetime(2021, 5, day, hour, tzinfo=UTC)
    return Article(name, text, published=moment, published_exact=True)


def _entries(report: Report, place: str) -> list[TimelineEntry]:
    assert report.journey is not None
    return [one for one in report.journey.timeline if one.place and one.place.name == place]


def _one(report: Report, place: str, relation: str) -> Sighting:
    (found,) = (
        one
        for one in report.sightings
        if one.place and one.place.name == place and one.relation == relation
    )
    return found


def test_two_articles_that_tell_the_same_make_one_entry_with_both_sources() -> None:
    report = geo.explore(
        _article("first", "The freight train left Lyon on Monday, police said.", 4),
        _article("second", "A freight train left Lyon on Monday morning, Reuters reported.", 5),
    )
    (entry,) = _entries(report, "Lyon")
    assert len(report.sightings) == 2
    assert entry.sightings == (0, 1)
    assert entry.sources == ("first (police)", "second (Reuters)")
    assert "2 articles tell this" in entry.notes


def test_the_window_of_an_entry_is_where_those_of_its_sightings_meet() -> None:
    report = geo.explore(
        _article("first", "The freight train left Lyon on Monday.", 4),
        _article("second", "The freight train left Lyon on Monday morning.", 5),
    )
    (entry,) = _entries(report, "Lyon")
    assert entry.time_start is not None
    assert entry.time_end is not None
    assert (entry.time_end - entry.time_start).total_seconds() <= 8 * 3600


def test_a_guess_that_another_article_confirms_is_as_sure_as_that() -> None:
    report = geo.explore(
        _article("first", "The freight train may have stopped in Dijon on Monday.", 4),
        _article("second", "The freight train stopped in Dijon on Monday.", 5),
    )
    (entry,) = _entries(report, "Dijon")
    assert entry.certainty == "confirmed"
    assert "confirmed: another text has it only as speculated" in entry.notes


def test_an_expectation_that_came_true_is_settled_by_the_later_report() -> None:
    report = geo.explore(
        _article("first", "The train left Lyon on Monday and is expected in Dijon.", 3, 15),
        _article("second", "The train arrived in Dijon on Tuesday.", 5),
    )
    plan = _one(report, "Dijon", "heading")
    assert plan.replaced_by.startswith("arrived Dijon, as told later")
    assert not _one(report, "Dijon", "arrived").replaced_by


def test_an_expectation_whose_time_is_over_is_settled_by_where_it_was_after() -> None:
    report = geo.explore(
        _article("first", "The train left Lyon on Monday. It is due in Dijon on Tuesday.", 3, 15),
        _article("second", "The train arrived in Geneva on Wednesday.", 6),
    )
    assert _one(report, "Dijon", "heading").replaced_by.startswith("arrived")
    assert report.journey is not None
    assert not [leg for leg in report.journey.legs if leg.destination.name == "Dijon"]


def test_had_been_expected_but_arrived_is_settled_within_one_text() -> None:
    report = geo.explore(
        _article("one", "The train had been expected in Dijon at 6 a.m. but arrived at nine.", 5)
    )
    assert _one(report, "Dijon", "heading").replaced_by
    assert _one(report, "Dijon", "arrived").certainty == "confirmed"


def test_a_plan_to_come_again_after_a_visit_stands() -> None:
    report = geo.explore(
        _article("first", "The train stopped in Dijon on Monday.", 3, 20),
        _article("second", "The train left Lyon on Tuesday. It is due in Dijon on Friday.", 5),
    )
    assert not _one(report, "Dijon", "heading").replaced_by


def test_a_correction_replaces_the_report_and_takes_it_out_of_the_path() -> None:
    report = geo.explore(
        _article("first", "The train left Lyon on Monday. It stopped in Geneva on Tuesday.", 4),
        _article("second", "The train stopped in Dijon on Tuesday, not in Geneva.", 5),
    )
    wrong = next(one for one in report.sightings if one.article == "first" and one.place
                 and one.place.name == "Geneva")  # fmt: skip
    assert wrong.replaced_by.startswith("corrected")
    assert report.journey is not None
    assert "Geneva" not in {leg.destination.name for leg in report.journey.legs}


def test_somebodys_denial_leaves_both_standing_with_a_note() -> None:
    report = geo.explore(
        _article("first", "The train stopped in Geneva on Monday.", 4),
        _article("second", "Officials denied that the train had stopped in Geneva.", 5),
    )
    told = next(one for one in report.sightings if one.certainty == "confirmed")
    assert not told.replaced_by
    assert any("denied elsewhere" in note and "Officials" in note for note in told.notes)
    assert len(_entries(report, "Geneva")) == 2


def test_what_is_known_earlier_is_not_settled_by_what_comes_later() -> None:
    first = _article("first", "The train left Lyon on Monday and is expected in Dijon.", 3, 15)
    second = _article("second", "The train arrived in Dijon on Tuesday.", 5)
    then = datetime(2021, 5, 4, tzinfo=UTC)
    report = geo.explore(first, second, settings=geo.Settings(as_of=then))
    assert not _one(report, "Dijon", "heading").replaced_by


def test_settling_and_the_timeline_keep_every_sighting_in_its_place() -> None:
    sightings = [
        Sighting("train", PLACES["Vienna"], "departed", "confirmed", article="a"),
        Sighting("train", None, "heading", "speculated", article="a", start=5),
        Sighting("bus", PLACES["Vienna"], "at", "confirmed", article="a", start=9),
    ]
    settled = settle(sightings, ())
    assert settled == sightings
    entries = timeline_of(settled, "train")
    assert [entry.sightings for entry in entries] == [(0,), (1,)]
