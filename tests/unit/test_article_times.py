"""Expressions of time become the windows that a reader would understand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geo.article import find_times, read_sources
from geo.model import Article, TimeWindow
from geo.settings import Settings

#: A Wednesday.
WEDNESDAY = datetime(2030, 5, 8, tzinfo=UTC)


def windows(text: str, zone: str | None = "Europe/Vienna") -> list[TimeWindow]:
    article = Article("a", text, published=WEDNESDAY)
    found = find_times(article, zone_of=lambda _, __: zone)
    for window in found:
        assert text[window.span[0] : window.span[1]] == window.text
        assert window.reason
    return found


def local(window: TimeWindow) -> tuple[str, str]:
    assert window.start is not None
    assert window.end is not None
    return window.start.strftime("%m-%d %H:%M"), window.end.strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "written", "start", "end", "grain"),
    [
        ("It left early Tuesday.", "early Tuesday", "05-07 00:00", "05-07 08:00", "part_of_day"),
        ("It left on Tuesday.", "Tuesday", "05-07 00:00", "05-08 00:00", "day"),
        ("It left Sunday evening.", "Sunday evening", "05-05 17:00", "05-06 00:00", "part_of_day"),
        ("It left Monday night.", "Monday night", "05-06 20:00", "05-07 05:00", "part_of_day"),
        ("It left late on Monday.", "late on Monday", "05-06 18:00", "05-07 00:00", "part_of_day"),
        (
            "It left in the early hours of Tuesday.",
            "in the early hours of Tuesday", "05-07 00:00", "05-07 06:00", "part_of_day",
        ),
        ("It left today.", "today", "05-08 00:00", "05-09 00:00", "day"),
        (
            "It left yesterday morning.",
            "yesterday morning", "05-07 05:00", "05-07 12:00", "part_of_day",
        ),
        ("It left last night.", "last night", "05-07 20:00", "05-08 05:00", "part_of_day"),
        ("It rolled overnight.", "overnight", "05-07 20:00", "05-08 08:00", "part_of_day"),
        ("It left last week.", "last week", "04-28 00:00", "05-06 00:00", "week"),
        ("It left in March.", "March", "03-01 00:00", "04-01 00:00", "month"),
        ("It left two days ago.", "two days ago", "05-06 00:00", "05-07 00:00", "day"),
        ("It left on May 3.", "May 3", "05-03 00:00", "05-04 00:00", "day"),
        ("It left on the 3rd of May.", "the 3rd of May", "05-03 00:00", "05-04 00:00", "day"),
        ("It passed at noon Tuesday.", "noon Tuesday", "05-07 12:00", "05-07 12:01", "hour"),
        (
            "It passed Tuesday at about 9:30 p.m.",
            "Tuesday at about 9:30 p.m.", "05-07 21:00", "05-07 22:00", "minute",
        ),
        (
            "It passed at 8 in the evening.",
            "8 in the evening", "05-08 20:00", "05-08 20:01", "hour",
        ),
        ("It left over the weekend.", "over the weekend", "05-04 00:00", "05-06 00:00", "day"),
    ],
)  # fmt: skip
def test_what_is_behind_counts_back_from_publication(
    text: str, written: str, start: str, end: str, grain: str
) -> None:
    (window,) = windows(text)
    assert window.text == written
    assert local(window) == (start, end)
    assert window.grain == grain


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("They will meet Friday.", "05-10"),
        ("On Friday they will meet.", "05-10"),
        ("A meeting is possible as early as Thursday.", "05-09"),
        ("It is expected to arrive Tuesday.", "05-14"),
        ("It leaves next Monday.", "05-13"),
        ("It runs tomorrow.", "05-09"),
        ("They are to meet this Saturday.", "05-11"),
        ("It may have left Sunday.", "05-05"),
        ("It was seen Wednesday.", "05-08"),
        ("It left last Wednesday.", "05-01"),
    ],
)
def test_the_tense_of_the_clause_decides_the_side(text: str, start: str) -> None:
    (window,) = windows(text)
    assert local(window)[0][:5] == start


def test_two_verbs_of_one_sentence_have_their_own_days() -> None:
    said, will = windows("Officials said Monday that the train will leave Friday.")
    assert (local(said)[0][:5], local(will)[0][:5]) == ("05-06", "05-10")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They met on April 25, 2019.", "2019-04-25", "2019-04-26"),
        ("They met on Thursday, April 25, 2019.", "2019-04-25", "2019-04-26"),
        ("They met on 25 April 2019.", "2019-04-25", "2019-04-26"),
        ("They met in 2019.", "2019-01-01", "2020-01-01"),
        ("They met in February 2022.", "2022-02-01", "2022-03-01"),
        ("They met four years ago.", "2026-01-01", "2027-01-01"),
        ("They met in early July 2019.", "2019-07-01", "2019-07-13"),
        ("Arms came over the past 17 months.", "2028-11-27", "2030-05-09"),
    ],
)
def test_longer_stretches_and_full_dates(text: str, start: str, end: str) -> None:
    (window,) = windows(text)
    assert window.start is not None
    assert window.end is not None
    assert (window.start.date().isoformat(), window.end.date().isoformat()) == (start, end)


def test_a_full_date_needs_no_publication_date() -> None:
    article = Article("a", "They met on April 25, 2019.")
    (window,) = find_times(article, zone_of=lambda _, __: "Europe/Vienna")
    assert window.start is not None
    assert window.start.year == 2019


@pytest.mark.parametrize("text", ["It left early Tuesday.", "It left at 7 p.m.", "It left today."])
def test_without_a_publication_date_the_window_is_open_and_says_why(text: str) -> None:
    (window,) = find_times(Article("a", text), zone_of=lambda _, __: "Europe/Vienna")
    assert (window.start, window.end) == (None, None)
    assert window.reason == "no publication date"


def test_a_zone_in_brackets_makes_the_moment_exact() -> None:
    for zone in (None, "Europe/Vienna"):
        (window,) = windows("It had not crossed the bridge as of 7 p.m. (1000 GMT).", zone)
        assert window.text == "as of 7 p.m. (1000 GMT)"
        assert window.start == datetime(2030, 5, 8, 10, tzinfo=UTC)
        assert window.start.utcoffset() == timedelta(hours=9)


def test_a_zone_in_brackets_may_lie_on_the_day_before() -> None:
    (window,) = windows("It crossed at 2 a.m. Tuesday (1700 GMT).")
    assert window.start == datetime(2030, 5, 6, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour_utc"),
    [
        ("It crossed at 05:15 Moscow time.", "02:15"),
        ("It crossed at 13:00 local time.", "11:00"),
        ("It crossed at 1000 GMT.", "10:00"),
        ("It crossed at 10 a.m. EDT.", "14:00"),
        ("It crossed at 9 a.m. (Tokyo time).", "00:00"),
        ("It crossed at 13:00.", "11:00"),
    ],
)
def test_zones_as_news_write_them(text: str, hour_utc: str) -> None:
    (window,) = windows(text)
    assert window.start is not None
    assert window.start.astimezone(UTC).strftime("%H:%M") == hour_utc


def test_without_a_zone_the_window_is_as_wide_as_the_world() -> None:
    (window,) = windows("It left on Tuesday.", zone=None)
    assert window.start == datetime(2030, 5, 6, 10, tzinfo=UTC)
    assert window.end == datetime(2030, 5, 8, 12, tzinfo=UTC)
    assert "zone unknown" in window.reason


def test_the_day_of_publication_is_that_of_the_dateline() -> None:
    late = datetime(2030, 5, 7, 21, 0, tzinfo=UTC)
    article = Article("a", "It left Wednesday.", published=late, published_exact=True)
    (window,) = find_times(article, zone_of=lambda _, __: "Asia/Seoul")
    assert local(window)[0] == "05-08 00:00"


def test_days_told_before_are_counted_from() -> None:
    texts = "It left Graz on Friday evening. The next day it stopped. Two days later it went on."
    first, second, third = windows(texts)
    assert [local(one)[0][:5] for one in (first, second, third)] == ["05-03", "05-04", "05-06"]


def test_a_clock_time_belongs_to_the_day_of_its_sentence() -> None:
    _, clock = windows("On Monday it stopped, and at 6 p.m. it went on.")
    assert local(clock)[0] == "05-06 18:00"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It has stood there since Saturday.", "05-04", "05-09"),
        ("It must be there by Friday.", None, "05-11"),
        ("A forum runs through Friday.", None, "05-11"),
    ],
)
def test_prepositions_open_a_side_of_the_window(text: str, start: str | None, end: str) -> None:
    (window,) = windows(text)
    assert (window.start and window.start.strftime("%m-%d")) == start
    assert window.end is not None
    assert window.end.strftime("%m-%d") == end


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Times wrote of Easter Sunday.",
        "Mondays are slow.",
        "It lies 2019 m above the sea.",
        "They sold 2000 cars in all.",
        "Prime Minister May spoke with April Smith.",
        "He ran it in 2:45:10 and won 3:2.",
        "He was late, and an early bird.",
        "The march may go on.",
        "Route 66 is 1945 miles long.",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    assert windows(text) == []


def test_the_zone_is_asked_where_the_expression_stands() -> None:
    text = "In Graz it was noon Tuesday. In Seoul it was noon Tuesday."

    def zone_of(_: Article, offset: int) -> str:
        return "Asia/Seoul" if offset > text.index("Seoul") else "Europe/Vienna"

    graz, seoul = find_times(Article("a", text, published=WEDNESDAY), zone_of=zone_of)
    assert graz.start is not None
    assert seoul.start is not None
    assert graz.start - seoul.start == timedelta(hours=7)


def test_a_zone_that_nobody_knows_counts_as_none() -> None:
    (window,) = windows("It left on Tuesday.", zone="Mars/Olympus")
    assert "zone unknown" in window.reason


def test_both_dispatches_tell_their_times(shared: Path, tmp_path: Path) -> None:
    published = {
        "visit-confirmed": datetime(2023, 9, 11, tzinfo=UTC),
        "train-heads-north": datetime(2023, 9, 13, tzinfo=UTC),
    }
    expected = {
        "visit-confirmed": {
            "as of 7 p.m. (1000 GMT)": "2023-09-11T10:00:00",
            "Sunday evening": "2023-09-10T07:00:00",
            "as early as Tuesday": "2023-09-11T14:00:00",
        },
        "train-heads-north": {"early Tuesday": "2023-09-11T14:00:00"},
    }
    for name, day in published.items():
        settings = Settings(cache_dir=tmp_path, published=day)
        articles, _ = read_sources([shared / "seeds" / f"{name}.txt"], settings=settings)
        found = {
            window.text: window.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
            for window in find_times(articles[0], zone_of=lambda _, __: "Asia/Vladivostok")
            if window.start
        }
        assert found.items() >= expected[name].items()
        assert articles[0].dateline == "SEOUL, South Korea"
