"""What stands on the left of a measure, cleaned of what cannot be its subject."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claims.lexicon import COPULAS, DASHES, FILLERS, LOCATED
from geo.claims.relations import paren_end
from geo.claims.view import View

__all__ = ["BREAKS", "Left", "clean_left"]

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
