"""Text from outside costs little, whatever it holds."""

from __future__ import annotations

import time

import pytest

from geo.claims import find_claims
from geo.model import Toponym

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "piece",
    [
        "1", ",", "1,", "miles of ", "1 miles of ", "5 km from A ", "5 km north of Lyon and ",
        "(", "5 km (", "two hundred and ", "A of ", "near Lyon ", "between A and ", "A's ", "A-",
        "half a ", "1 111 ", "north-", "closer to A than to B ", "1/2 ", "is 5 km ", "U.S.",
        "an hour and a half ", "; 5 km from A", "5 km and ", "-", "'s", "\u0301", "\u202e5 km ",
        "near the border of ", "on the coast of Russia and ", "That city, ", "Residents of ",
        "separated from A by ", "from A to B, 5 km up the coast ", "where A, ", "A to B is 5 km ",
        "1'200 ", "1h30", "put A at 5 km ", "equidistant from A and ", "35- to ",
        "further west ", "the two cities are 5 km apart ",
    ],
)  # fmt: skip
def test_the_time_grows_no_faster_than_the_text(piece: str) -> None:
    # Quadratic time would need minutes for this.
    text = piece * (MEGABYTE // 4 // len(piece))
    started = time.process_time()
    find_claims(text)
    find_claims(text, [])
    assert time.process_time() - started < 5


@pytest.mark.parametrize("piece", ["1", ",", "1,", "miles of ", "5 km from A "])
def test_a_line_of_a_megabyte_is_read_in_seconds(piece: str) -> None:
    text = piece * (MEGABYTE // len(piece))
    started = time.process_time()
    find_claims(text)
    assert time.process_time() - started < 5


def test_mentions_that_do_not_match_the_text_do_no_harm() -> None:
    text = "Lyon is 5 km north of Vienne."
    mentions = [Toponym(0, 2, "Ly"), Toponym(25, 400, "nne and far beyond"), Toponym(28, 28, "")]
    for claim in find_claims(text, mentions):
        assert claim.start < claim.end


def test_markup_and_controls_in_names_come_back_as_written() -> None:
    text = "<b>Lyon</b> is 5 km north of Vi\u200benne \x07 <script>alert(1)</script>."
    for claim in find_claims(text):
        assert text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize(
    "text",
    [
        "In Zhytomyr, 140 km west of Kyiv, and in Rivne, 190 km further west by rail",
        "Kim arrived in Hanoi after a 66-hour train journey from Pyongyang's border with Russia",
        (
            "The city of Lyon, which is between 8 and 10 km (5 to 6 mi) off St. John's, is closer "
            "to A than it is to B, on the border of Russia and"
        ),
        "They are 25 miles apart, halfway between Lyon and Paris, and the route there is winding",
    ],
)
def test_a_text_may_stop_anywhere(text: str) -> None:
    # Found by fuzzing: an amount that ends the text.
    for end in range(len(text) + 1):
        for mentions in (None, [Toponym(0, 2, text[:2])]):
            for claim in find_claims(text[:end], mentions):
                assert claim.text == text[claim.start : claim.end]
