"""What must hold for journeys whatever a text says."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "unit"))

from journey_story import PLACES, sightings_of

from geo.journey.halts import Halt
from geo.journey.order import put_in_order
from geo.model import Place, Sighting

_WORDS = st.sampled_from([
    *PLACES, "the", "train", "The train", "Kim", "Ana Cruz", "he", "it", "his", "left", "reached",
    "stopped in", "crossed", "headed north", "for", "from", "to", "through", "via", "in", "of",
    "after", "where", "which", "that", "said", "reported", "may", "might have", "not", "did not",
    "was seen", "flew", "convoy", "plane", "on Monday", "at 7 p.m.", "in 2019", ",", ".", ";", "—",
    "(", ")", "'s", "’s", "-", "and", "\n\n", "according to", "citing", "photo", "showed", "there",
    "Russia-North Korea border", "meeting", "venue", "is", "would", "bound for", "An-148", "“", "1",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60), st.sampled_from([None, "2024-05-15"]))
def test_any_mix_of_words_gives_sightings_that_quote_the_text(
    words: list[str], published: str | None
) -> None:
    text = " ".join(words)
    for one in sightings_of(text, published)[0]:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.subject
        assert one.heading_deg is None or 0 <= one.heading_deg < 360


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    sightings_of(f"train {text}")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.booleans()), max_size=12))
def test_windows_that_do_not_overlap_are_never_swapped(
    rows: list[tuple[int, int, bool]],
) -> None:
    start = datetime(2024, 5, 1, tzinfo=UTC)
    halts = []
    for number, (day, width, dated) in enumerate(rows):
        halt = Halt(
            Place(str(number), str(number), number * 7 % 11, 0, "city"),
            [Sighting("train", None, "at", "reported", "a", number, number + 1)],
        )
        if dated:
            halt.earliest = start + timedelta(days=day)
            halt.latest = halt.earliest + timedelta(days=width)
        halts.append(halt)
    order = put_in_order(halts, lambda one, other: abs(one.place.lon - other.place.lon))
    assert sorted(halt.place.id for halt in order) == sorted(halt.place.id for halt in halts)
    for index, one in enumerate(order):
        for other in order[index + 1 :]:
            swapped = (
                other.latest is not None
                and one.earliest is not None
                and other.latest <= one.earliest
                and not (one.latest is not None and other.earliest is not None
                         and one.latest <= other.earliest)
            )  # fmt: skip
            assert not swapped


def test_time_grows_with_the_length_of_the_text_alone() -> None:
    piece = "Ana Cruz said it and the train left Minsk, which he saw there, and it may go on, "

    def seconds(count: int) -> float:
        begin = time.perf_counter()
        sightings_of(piece * count)
        return time.perf_counter() - begin

    seconds(5)
    short, long = seconds(60), seconds(480)
    assert long < 30 * short + 0.5
