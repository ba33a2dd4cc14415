"""Phrases and words around a name that make it something else than a place."""

from __future__ import annotations

from functools import cache

from geo.toponyms.context import Context
from geo.toponyms.tokens import tokenise
from geo.toponyms.words import pairs, table, words

__all__ = [
    "is_facility_word", "is_ordinary", "is_organisation_word", "is_place_word",
    "longest_phrase", "of_organisation", "organisation_right", "phrases_of",
]  # fmt: skip

_NOBLE = frozenset(
    "duke prince princess earl duchess marquess marquis count countess baron archbishop "
    "bishop patriarch bank university church institute college museum academy order battle "
    "treaty declaration siege house".split()
)


def _phrase_index(names: frozenset[str]) -> dict[str, frozenset[tuple[str, ...]]]:
    index: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        parts = tuple(token.low for token in tokenise(name))
        if parts:
            index.setdefault(parts[0], set()).add(parts)
    return {first: frozenset(parts) for first, parts in index.items()}


@cache
def phrases_of(name: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """Entries of a word list as tuples of words, by their first word."""
    return _phrase_index(words(name))


def longest_phrase(
    context: Context, index: int, known: dict[str, frozenset[tuple[str, ...]]]
) -> int:
    """Length of the longest known phrase that starts at a token."""
    best = 0
    for parts in known.get(context.low(index), ()):
        if len(parts) > best and all(
            context.low(index + offset) == part for offset, part in enumerate(parts)
        ):
            best = len(parts)
    return best


def organisation_right(context: Context, index: int) -> str:
    """Type of organisation that the word after a name makes of it, or ""."""
    return _types_after().get(context.low(index), "")


@cache
def _types_after() -> dict[str, str]:
    return {
        row["word"].casefold(): row["type"]
        for row in table("org_words")
        if row["position"] in ("after", "both")
    }


def of_organisation(context: Context, index: int) -> bool:
    """Whether "University of ..." or "Duke of ..." stands before a name."""
    if context.low(index - 1) == "the":
        index -= 1
    if context.low(index - 1) != "of" or index < 2 or not context.joined[index - 2]:
        return False
    head = context.tokens[index - 2]
    if not head.capital:
        return False
    if head.low in _NOBLE:
        return True
    return any(
        position in ("before", "both")
        for position in pairs("org_words", "word", "position").get(head.low, ())
    )


def is_organisation_word(word: str) -> bool:
    """Whether a word behind a name makes it an organisation ("Times", "Inc")."""
    return word in _types_after()


def is_facility_word(word: str) -> bool:
    """Whether a word ends the name of a building or site ("Hospital", "Stadium")."""
    return _types_after().get(word) == "facility"


def is_ordinary(key: str) -> bool:
    """Whether a folded name is made of ordinary words only ("city hall", "west")."""
    return all(part in words("common_words") for part in key.split())


def is_place_word(word: str) -> bool:
    """Whether a word beside a name makes it a place of a kind ("River", "County")."""
    return word in pairs("place_words", "word", "position")
