"""What must hold for any text: offsets, order, no crash, time that grows with length."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.article import find_times
from geo.article.dateline import find_dateline
from geo.article.decode import clean, decode
from geo.errors import InputError
from geo.model import Article

WORDS = st.sampled_from(
    [
        *("early", "late", "Tuesday", "Sunday", "Sept. 12", "12 September", "2019", "in", "on"),
        *("7 p.m.", "(1000 GMT)", "noon", "13:00", "Moscow time", "two", "days", "ago", "later"),
        *("the next day", "last", "week", "since", "by", "will", "said", ",", ".", "\n", "a few"),
        *("May", "9999", "0000", "31", "February 30", "24:00", "overnight", "the", "night", "–"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join))
MOMENTS = st.datetimes(
    min_value=datetime(2, 1, 3), max_value=datetime(9998, 12, 1), timezones=st.just(UTC)
)


@given(TEXTS, st.none() | MOMENTS, st.sampled_from([None, "Asia/Seoul", "America/New_York"]))
def test_windows_stand_in_order_and_start_before_they_end(
    text: str, published: datetime | None, zone: str | None
) -> None:
    last = 0
    for window in find_times(Article("a", text, published=published), zone_of=lambda _, __: zone):
        start, end = window.span
        assert last <= start < end <= len(text)
        assert window.text == text[start:end]
        assert window.reason
        if window.start is not None and window.end is not None:
            assert window.start < window.end
        last = end


@given(st.text(max_size=300))
def test_cleaning_keeps_length_and_is_done_once(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert clean(clean(text)) == clean(text)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_typed_error(data: bytes) -> None:
    with contextlib.suppress(InputError):
        text, _ = decode(data, source="x")
        assert text.strip()
        assert not set(text) & {"\x00", "\r", "\x1b"}


@given(st.text(alphabet="AB, .(/)—-\n'Sept12", max_size=200))
def test_a_dateline_stands_where_it_says(text: str) -> None:
    found = find_dateline(text)
    if found is not None:
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        ", ",
        "Tuesday ",
        "7 p.m. (",
        "early ",
        "12:",
        "a few ",
        "Moscow Moscow ",
        "A-",
        "\n",
        "(AP ",
    ],
)
def test_time_grows_with_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        article = Article("a", (piece * size)[:size], published=datetime(2030, 5, 8, tzinfo=UTC))
        began = time.perf_counter()
        find_times(article)
        find_dateline(article.text)
        return time.perf_counter() - began

    small = min(seconds(20_000) for _ in range(2))
    # Eight times the text: a quadratic pattern takes sixty-four times as long.
    assert seconds(160_000) < 0.2 + 24 * small
