"""One of several vehicles: "one reached A, the other was at B", "a second passed C"."""

from __future__ import annotations

from geo.journey.lexicon import mover_words
from geo.journey.nouns import NounPhrase
from geo.journey.scene import Scene

__all__ = ["singular", "which_of_several"]

#: Words for one of several, and which of them it is.
_NUMBERED = {"one": "first", "the first": "first", "the one": "first", "the other": "second",
             "another": "second", "a second": "second", "the second": "second",
             "a third": "third", "the third": "third"}  # fmt: skip
_SINGULAR = {"trains": "train", "trucks": "truck", "convoys": "convoy", "buses": "bus",
             "lorries": "lorry", "vehicles": "vehicle"}  # fmt: skip


def singular(noun: str) -> str:
    """Noun for one vehicle.

    Examples
    --------
    >>> singular("trains"), singular("express")
    ('train', 'express')
    """
    return _SINGULAR.get(noun, noun)


def which_of_several(scene: Scene, phrase: NounPhrase) -> str | None:
    """Ordinal of the vehicle that a phrase without a noun stands for: "the other" is second."""
    tokens = scene.tokens
    words = tokens.low[phrase.first : phrase.last]
    number = _NUMBERED.get(" ".join(words))
    if number is None or tokens.low[phrase.last : phrase.last + 1] != ["of"]:
        return number
    # "one of the trains", "one of them"; not "one of the men"
    last = min(phrase.last + 4, len(tokens))
    theirs = tokens.low[phrase.last + 1 : phrase.last + 2] == ["them"]
    moves = any(mover_words().at(tokens, at) is not None for at in range(phrase.last + 1, last))
    return number if theirs or moves else None
