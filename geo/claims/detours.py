"""Ways that are said to be circuitous or direct."""

from __future__ import annotations

from geo.claims.lexicon import COPULAS, word_set
from geo.claims.sides import make_claim, named_phrase
from geo.claims.view import Phrase, View
from geo.model import Claim, Mode

__all__ = ["CIRCUITOUS", "DIRECT", "detour"]

CIRCUITOUS = word_set("circuitous roundabout indirect winding tortuous meandering long")
DIRECT = word_set("direct straight straightforward")
_LEADING = word_set("runs ran leads led goes went connects links")
_WAYS = word_set("route way journey trip line track road railway path ride passage")


def detour(view: View, lo: int, hi: int, at: int, last: Claim | None) -> Claim | None:
    """Read "the route there is circuitous", "a roundabout route from A to B"."""
    low = view.tokens.low
    noun = -1
    if low[at] == "long":
        # "the long way round from A to B"
        if tuple(low[at + 1 : at + 2]) != ("way",) or low[at + 2 : at + 3] not in (
            ["round"], ["around"], ["about"],
        ):  # fmt: skip
            return None
        ends = _detour_ends(view, at + 3, hi)
        if ends is None:
            return None
        return make_claim(view, "detour", at, at + 3, ends[1].toponym, ends[0].toponym)
    if at + 1 < hi and low[at + 1] in _WAYS and low[at] in CIRCUITOUS:
        noun = at + 1
    elif (
        at + 2 < hi
        and low[at + 1] in ("line", "route", "way", "road", "railway")
        and (low[at] == "direct" and low[at + 2] in _LEADING)
    ):
        # "a direct line runs from A to B"
        noun = at + 1
    else:
        copula = next((k for k in range(at - 1, max(lo, at - 4), -1) if low[k] in COPULAS), None)
        if copula is not None:
            noun = next(
                (k for k in range(copula - 1, max(lo - 1, copula - 8), -1) if low[k] in _WAYS), -1
            )
    if noun < 0:
        return None
    ends = _detour_ends(view, noun + 1, hi)
    first, end = min(noun, at), max(noun, at) + 1
    while first > lo and low[first - 1] in ("the", "a", "an", "its", "that", "rail", "train"):
        first -= 1
    rail = any(low[k] in ("rail", "train", "railway", "line", "track") for k in range(lo, hi))
    mode: Mode = "rail" if rail else "unspecified"
    if ends:
        return make_claim(view, "detour", first, end, ends[1].toponym, ends[0].toponym, mode=mode)
    if last is None or last.subject is None or last.reference is None:
        return None
    if not any(low[k] in ("there", "it", "the") for k in range(first, end)):
        return None
    if view.known and (last.subject.place is None or last.reference.place is None):
        # "The path to securing money is anything but direct."
        return None
    return make_claim(view, "detour", first, end, last.subject, last.reference, mode=mode)


def _detour_ends(view: View, index: int, hi: int) -> tuple[Phrase, Phrase] | None:
    low = view.tokens.low
    if index < hi and low[index] in _LEADING:
        index += 1
    if index >= hi or low[index] not in ("from", "between"):
        return None
    one = named_phrase(view, index + 1, hi)
    if one is None or one.end + 1 >= hi or low[one.end] not in ("to", "and"):
        return None
    other = named_phrase(view, one.end + 1, hi)
    return (one, other) if other else None
