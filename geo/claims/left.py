"""What stands on the left of a measure, cleaned of what cannot be its subject."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claims.lexicon import COPULAS, DASHES, FILLERS, LOCATED
from geo.claims.phrases import phrase_before
from geo.claims.relations import paren_end
from geo.claims.view import Phrase, View

__all__ = ["BREAKS", "Left", "clean_left", "phrase_at_end", "pieces_of"]

#: How far to the left of a measure its subject is looked for, in tokens.
REACH = 90

_CLAUSE_ENDS = frozenset(";:")
BREAKS = frozenset(",;:") | DASHES


@dataclass(frozen=True, slots=True)
class Left:
    """The tokens on the left of a measure, brackets left out, fillers stripped.

    ``flat`` ends with the last word that can belong to the subject; ``comma`` tells that a
    break stood between it and the measure, ``located`` that "located" or a copula did.
    """

    flat: tuple[int, ...]
    comma: bool
    located: bool
    joined: bool


def clean_left(view: View, lo: int, begin: int) -> Left:
    """Gather the tokens from ``lo`` to ``begin`` that a subject may be made of."""
    tokens, low = view.tokens, view.tokens.low
    at = max(lo, begin - REACH)
    flat: list[int] = []
    while at < begin:
        closed = paren_end(tokens, at, begin)
        if closed > at:
            at = closed
            continue
        if low[at] in _CLAUSE_ENDS:
            # "Skip: Ayers Rock; it sees": what follows is a clause of its own, unless empty.
            if begin - at > 2:
                flat = flat if _only_fillers(low, at + 1, begin) else []
        elif tokens.word[at] not in '“”"':
            flat.append(at)
        at += 1
    comma = located = joined = False
    while flat:
        last = flat[-1]
        word = low[last]
        if last in view.owner:
            break
        if word == "," or (word in DASHES and not tokens.touching(last)) or word in "—–":
            comma = True
        elif word in "([":
            # "Radom (100 km south of Warsaw)"
            comma = True
        elif word == "and":
            joined = True
        elif word in COPULAS or word in LOCATED:
            break
        elif word in FILLERS and word not in ("which", "that"):
            pass
        elif word in ("a", "an", "the"):
            # The article of "a 20-hour train ride".
            pass
        elif word in ("distance", "total") and len(flat) > 1 and low[flat[-2]] == "a":
            flat.pop()
        else:
            break
        flat.pop()
    if flat and low[flat[-1]] in LOCATED and flat[-1] not in view.owner:
        located = True
        while flat and (low[flat[-1]] in LOCATED or low[flat[-1]] in ("just", "also", "about")):
            flat.pop()
        while flat and (low[flat[-1]] == "," or low[flat[-1]] == "and"):
            comma = True
            flat.pop()
    return Left(tuple(flat), comma, located, joined)


def _only_fillers(low: list[str], first: int, end: int) -> bool:
    return all(low[index] in FILLERS | BREAKS for index in range(first, end))


def phrase_at_end(view: View, flat: tuple[int, ...], floor: int) -> Phrase | None:
    """Phrase that ends with the last of some tokens, without crossing a bracket."""
    last = flat[-1]
    first = last
    for index in reversed(flat):
        if index != first and index != first - 1:
            break
        first = index
    return phrase_before(view, last + 1, max(floor, first))


def pieces_of(view: View, flat: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Cut at commas and dashes that stand free."""
    tokens = view.tokens
    pieces: list[tuple[int, ...]] = []
    current: list[int] = []
    for index in flat:
        word = tokens.word[index]
        dash = word in DASHES and (word in "—–" or not tokens.touching(index))
        if (word in ",;:" or dash) and index not in view.owner:
            if current:
                pieces.append(tuple(current))
            current = []
        else:
            current.append(index)
    if current:
        pieces.append(tuple(current))
    return pieces
