"""Noun phrases that stand for a place named before."""

from __future__ import annotations

import pytest

from geo.gazetteer.embedded import Gazetteer
from geo.toponyms import find_references, locate

CASES = [
    (
        "The rocket left Baikonur Cosmodrome on Monday. The launch facility is in Kazakhstan.",
        "The launch facility",
        "spaceport",
    ),
    ("The train reached Lyon. It left the city at noon.", "the city", "city"),
    ("Lake Baikal froze. Cars drove over the lake.", "the lake", "lake"),
    ("Shelling hit Kharkiv and its suburbs. The city has a million people.", "The city", "city"),
]


@pytest.mark.parametrize(("text", "phrase", "kind"), CASES)
def test_a_phrase_stands_for_the_last_fitting_place(
    text: str, phrase: str, kind: str, gazetteer: Gazetteer
) -> None:
    references = find_references(text, locate(text, gazetteer))
    match = next(reference for reference in references if reference.text == phrase)
    assert match.place is not None
    assert match.place.kind == kind


def test_a_phrase_that_says_its_name_is_no_reference(gazetteer: Gazetteer) -> None:
    text = "He came from Berlin. The city of Lyon and the capital, Paris, were next."
    assert find_references(text, locate(text, gazetteer)) == []


def test_a_phrase_without_a_fitting_place_is_said_to_be_open(gazetteer: Gazetteer) -> None:
    text = "France was quiet. The spaceport was closed."
    (reference,) = [r for r in find_references(text, locate(text, gazetteer)) if "space" in r.text]
    assert reference.place is None
    assert "no place" in reference.reasons[0]
