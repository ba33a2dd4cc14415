"""Datelines: the agencies' forms are found, what only looks like one is not."""

from __future__ import annotations

from datetime import date

import pytest

from geo.article.dateline import find_dateline, place_of_dateline
from geo.article.dates import head_date, leading_date, parse_published


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("SEOUL, South Korea (AP) — The train left.", "SEOUL, South Korea", "AP"),
        ("SEOUL, South Korea — The train left.", "SEOUL, South Korea", ""),
        ("MOSCOW, Sept. 12 (Reuters) - The train left.", "MOSCOW", "Reuters"),
        ("Kyiv, Ukraine – The train left.", "Kyiv, Ukraine", ""),
        ("PARIS/NAIROBI — The train left.", "PARIS/NAIROBI", ""),
        ("Hanoi (VNA) – The train left.", "Hanoi", "VNA"),
        ("CAMP MURRAY, Wash. - The train left.", "CAMP MURRAY, Wash.", ""),
        ("ALLENDALE, N.J. -- The train left.", "ALLENDALE, N.J.", ""),
        ("ST. LOUIS – The train left.", "ST. LOUIS", ""),
        ("By A. WRITER, Some Press DRESDEN (AP) — It left.", "DRESDEN", "AP"),
        ("Train stops. MANSFIELD — It left.", "MANSFIELD", ""),
        ("MÜNCHEN (dpa) – Der Zug fuhr ab. GRAZ — It left.", "GRAZ", ""),
    ],
)
def test_the_forms_of_the_agencies_are_found(text: str, place: str, agency: str) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found.text, found.agency) == (place, agency)
    assert text[found.start : found.end] == place


@pytest.mark.parametrize(
    "text",
    [
        "Peace — at last, they said.",
        "BREAKING — The train left.",
        "WATCH: The train leaves.",
        "The train (a long one) - left.",
        "NATO: what now?",
        "It left Lyon, France – in the evening.",
        "",
        "-- \n--",
    ],
)
def test_what_only_looks_like_a_dateline_is_left_alone(text: str) -> None:
    assert find_dateline(text) is None


def test_a_dateline_after_captions_and_headlines_is_found() -> None:
    text = "Headline here\n\n" + "A caption with words. " * 40 + "\n\nSEOUL, South Korea — It left."
    found = find_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == "SEOUL, South Korea"


def test_a_dateline_far_down_is_another_articles() -> None:
    assert (
        find_dateline("Words and words. " * 120 + "\n\nSEOUL, South Korea (AP) — It left.") is None
    )


def test_the_date_in_a_dateline_is_read() -> None:
    found = find_dateline("LOS ANGELES, April 05, 2018 (GLOBE NEWSWIRE) -- A firm")
    assert found is not None
    assert found.text == "LOS ANGELES"
    assert found.date_in(None) == date(2018, 4, 5)


def test_a_date_without_a_year_needs_one_told() -> None:
    found = find_dateline("MOSCOW, Sept. 12 (Reuters) - It left.")
    assert found is not None
    assert found.date_in(None) is None
    assert found.date_in(2023) == date(2023, 9, 12)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("SEOUL, South Korea (AP) —", "SEOUL, South Korea"),
        ("Seoul", "Seoul"),
        ("Xi'an, China", "Xi'an, China"),
        ("", ""),
    ],
)
def test_a_dateline_that_stands_alone_gives_its_place(written: str, place: str) -> None:
    assert place_of_dateline(written) == place


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("September 12, 2023", date(2023, 9, 12)),
        ("Published: 12 Sept. 2023, 10:00 GMT", date(2023, 9, 12)),
        ("Updated Tuesday, Sept. 12, 2023 5:04 a.m. ET", date(2023, 9, 12)),
        ("2023-09-12", date(2023, 9, 12)),
        ("**Posted on 12 September 2023**", date(2023, 9, 12)),
        ("They met on April 25, 2019.", None),
        ("February 30, 2023", None),
    ],
)
def test_only_a_line_that_is_a_date_tells_the_publication(line: str, found: date | None) -> None:
    assert head_date(f"Headline\n{line}\n\nText of the article.") == found


@pytest.mark.parametrize(
    ("value", "day", "exact"),
    [
        ("2023-09-12T21:30+09:00", "2023-09-12T21:30:00+09:00", True),
        ("2023-09-12T21:30:00Z", "2023-09-12T21:30:00+00:00", True),
        ("2023-09-12 21:30", "2023-09-12T00:00:00+00:00", False),
        (date(2023, 9, 12), "2023-09-12T00:00:00+00:00", False),
        ("Tuesday, 12 September 2023", "2023-09-12T00:00:00+00:00", False),
        ("12 septembre 2023", "2023-09-12T00:00:00+00:00", False),
        ("12 сентября 2023 г.", "2023-09-12T00:00:00+00:00", False),
    ],
)
def test_dates_of_metadata_are_understood(value: object, day: str, exact: bool) -> None:
    found = parse_published(value)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (day, exact)


@pytest.mark.parametrize("value", [None, 12, "soon", "x" * 500, "2023-13-45", ["2023-09-12"]])
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_published(value) is None


@pytest.mark.parametrize(
    ("after", "day"),
    [
        ("May 10, 2024. The train left.", date(2024, 5, 10)),
        ("Friday, May 10, 2024 — The train left.", date(2024, 5, 10)),
        ("(10 May 2024) The train left.", date(2024, 5, 10)),
        ("2024-05-10\nThe train left.", date(2024, 5, 10)),
        ("May 10, 2024 was a day of trains.", None),
        ("May 10, 2024, the train left.", None),
        ("February 30, 2024. The train left.", None),
        ("The train left on May 10, 2024.", None),
    ],
)
def test_a_date_right_after_the_dateline_counts_when_it_stands_alone(
    after: str, day: date | None
) -> None:
    assert leading_date(after) == day
    line = find_dateline(f"CHICAGO (AP) — {after}")
    assert line is not None
    assert leading_date(f"CHICAGO (AP) — {after}"[line.after :]) == day
