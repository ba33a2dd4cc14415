"""Claims without an amount: direction, proximity, between, comparison, detour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.claims.adjacency import BORDERING, adjacency, meeting, more_neighbours
from geo.claims.detours import CIRCUITOUS, DIRECT, detour
from geo.claims.lexicon import COPULAS, LOCATED, word_set
from geo.claims.lines import COAST_NOUNS, is_line
from geo.claims.phrases import read_phrase
from geo.claims.sides import make_claim, named_phrase, subject_phrase
from geo.claims.view import Phrase, View
from geo.claims.winds import read_direction
from geo.gazetteer.kinds import WATER
from geo.model import Claim

__all__ = ["TRIGGERS", "unmeasured_claims"]

_WATER_NOUNS = word_set(
    "river lake sea coast bay gulf canal strait border frontier ocean creek shore banks"
)
_MOTION = word_set(
    """headed heading heads head moved moving moves going went go goes travelled traveled
    travelling traveling turned turning drove driving flew flying sailed sailing rolled
    advanced advancing marched pushed fled"""
)
_NEAR: tuple[tuple[str, ...], ...] = (
    ("near", "to"), ("near",), ("close", "to"), ("next", "to"), ("adjacent", "to"),
    ("not", "far", "from"), ("across", "the", "border", "from"), ("bordering",),
    ("just", "outside"), ("in", "the", "vicinity", "of"), ("on", "the", "outskirts", "of"),
    ("on", "the", "edge", "of"), ("within", "sight", "of"), ("within", "easy", "reach", "of"),
    ("stone", "'s", "throw", "from"), ("stone", "’s", "throw", "from"),
    ("stone", "'s", "throw", "away", "from"), ("short", "distance", "from"),
    ("short", "way", "from"), ("short", "hop", "from"),
)  # fmt: skip
_ON: tuple[tuple[str, ...], ...] = (
    ("on", "the", "banks", "of"), ("on", "the", "bank", "of"), ("on", "the", "shores", "of"),
    ("on", "the", "shore", "of"), ("on",), ("along",), ("astride",),
)  # fmt: skip
_DEGREES = word_set("much far slightly a little lot bit considerably even significantly still way")
_COMPARED = word_set("closer nearer farther further")

#: A sentence without one of these words has no claim of these kinds.
TRIGGERS = (
    frozenset(words[0] for words in (*_NEAR, *_ON))
    | CIRCUITOUS
    | DIRECT
    | _COMPARED
    | BORDERING
    | word_set("between halfway midway upstream downstream upriver downriver of equidistant where")
)


#: No sentence has more of these words than this; what has is a table, or an attack.
_MOST = 40


def unmeasured_claims(
    view: View, lo: int, hi: int, measured: Sequence[Claim], last: Claim | None
) -> Iterator[Claim]:
    """Claims without an amount in one sentence.

    Parameters
    ----------
    view : View
        The text.
    lo, hi : int
        The sentence, by token.
    measured : sequence of Claim
        The claims with an amount that were found in it: their words are taken.
    last : Claim or None
        The last claim before "the route there is circuitous".
    """
    tokens, low = view.tokens, view.tokens.low
    taken: dict[int, int] = {}
    for claim in measured:
        if claim.kind != "conversion":
            end = tokens.at(claim.end)
            taken.update(dict.fromkeys(range(tokens.at(claim.start), min(end, hi)), end))
    at, tried = lo, 0
    while at < hi and tried < _MOST:
        tried += low[at] in TRIGGERS
        if at in taken:
            at = max(taken[at], at + 1)
            continue
        word = low[at]
        made: Claim | None = None
        if word in CIRCUITOUS or word in DIRECT:
            made = detour(view, lo, hi, at, measured[-1] if measured else last)
        elif at in view.owner:
            at += 1
            continue
        elif word in _COMPARED:
            made = _comparison(view, lo, hi, at)
        elif word == "equidistant":
            made = _equidistant(view, lo, hi, at)
        elif word == "where":
            made = meeting(view, lo, hi, at)
        elif word == "between":
            made = _between(view, lo, hi, at)
        else:
            made = (
                _direction(view, lo, hi, at)
                or adjacency(view, lo, hi, at)
                or _proximity(view, lo, hi, at)
            )
        if made:
            told = _told_of(made, measured)
            if told:
                yield told
                yield from more_neighbours(view, told, hi)
            at = max(at + 1, tokens.at(made.end))
        else:
            at += 1


def _told_of(claim: Claim, measured: Sequence[Claim]) -> Claim | None:
    """Give "8,000 km from Moscow, near the border" the subject of the distance."""
    if claim.subject is None or claim.kind == "detour":
        return claim
    for other in measured:
        if other.reference and other.reference.start == claim.subject.start:
            return replace(claim, subject=other.subject) if other.subject else None
    return claim


def _direction(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "north of R", "in the far east of R", "upstream of R"."""
    found = read_direction(view.tokens, at, hi)
    if found is None:
        return None
    wind, end = found
    low = view.tokens.low
    if end + 1 >= hi or low[end] not in ("of", "from"):
        return None
    if at > lo and low[at - 1] in _MOTION:
        return None
    if low[end] == "from" and wind not in ("upstream", "downstream"):
        return None
    reference = named_phrase(view, end + 1, hi)
    if reference is None:
        return None
    begin = at
    while begin > lo and low[begin - 1] in ("just", "far", "further", "farther", "due", "well"):
        begin -= 1
    subject = subject_phrase(view, lo, begin, reference)
    if subject is None:
        return None
    return make_claim(
        view, "direction", begin, reference.core_end, subject.toponym, reference.toponym,
        direction=wind,
    )  # fmt: skip


def _proximity(view: View, lo: int, hi: int, at: int) -> Claim | None:
    low = view.tokens.low
    near = next((words for words in _NEAR if tuple(low[at : at + len(words)]) == words), None)
    on = None
    if near is None:
        on = next((words for words in _ON if tuple(low[at : at + len(words)]) == words), None)
    words = near or on
    if words is None or at + len(words) >= hi:
        return None
    reference = named_phrase(view, at + len(words), hi) or _bare_line(view, at + len(words), hi)
    if reference is None:
        return None
    if reference.kind == "definite":
        # "The talks were on the border": only of a place that has a name of its own.
        subject = subject_phrase(view, lo, at, reference)
        if subject is None or subject.kind != "mention":
            return None
    if on is not None and len(on) == 1 and not _is_water(reference):
        return None
    begin = at
    while begin > lo and low[begin - 1] in ("a", "just", "only", "right", "very"):
        begin -= 1
    subject = subject_phrase(view, lo, begin, reference)
    if subject is None:
        return None
    return make_claim(
        view, "proximity", begin, reference.core_end, subject.toponym, reference.toponym
    )


def _bare_line(view: View, index: int, hi: int) -> Phrase | None:
    """Read "the coast", "the border" that no name tells further."""
    phrase = read_phrase(view, index, hi)
    if phrase is None or phrase.kind != "definite" or phrase.end - phrase.first > 2:
        return None
    head = view.tokens.low[phrase.end - 1]
    return phrase if head in ("coast", "border", "frontier", "seaside") else None


def _is_water(phrase: Phrase) -> bool:
    place = phrase.toponym.place
    words = phrase.toponym.text.lower().split()
    if place is not None:
        return place.kind in WATER or words[-1] in COAST_NOUNS
    # "on the border with North Korea" has its noun in front.
    return any(word in _WATER_NOUNS for word in words[-2:]) or is_line(words[:1])


def _between(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "lies between A and B", "halfway between A and B"."""
    low = view.tokens.low
    begin = at
    while begin > lo and low[begin - 1] in (
        "halfway", "midway", "mid", "half", "way", "about", "roughly", "somewhere", "in", "-",
    ):  # fmt: skip
        begin -= 1
    before = low[begin - 1] if begin > lo else ""
    if begin == at and before not in COPULAS | LOCATED | frozenset((",",)):
        return None
    first = at + 1
    # "between the villages of A and B"
    if first + 2 < hi and low[first] == "the" and low[first + 2] == "of":
        first += 3
    one = named_phrase(view, first, hi)
    if one is None or one.end + 1 >= hi or low[one.end] != "and":
        return None
    other = named_phrase(view, one.end + 1, hi)
    if other is None:
        return None
    subject = subject_phrase(view, lo, begin, one, other)
    if subject is None:
        return None
    return make_claim(
        view, "between", begin, other.core_end, subject.toponym, one.toponym, other=other.toponym
    )


def _equidistant(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "equidistant from A and B"."""
    low = view.tokens.low
    if at + 3 >= hi or low[at + 1] not in ("from", "between"):
        return None
    one = named_phrase(view, at + 2, hi)
    if one is None or one.end + 1 >= hi or low[one.end] != "and":
        return None
    other = named_phrase(view, one.end + 1, hi)
    subject = subject_phrase(view, lo, at, one)
    if other is None or subject is None:
        return None
    return make_claim(
        view, "comparison", at, other.core_end, subject.toponym, one.toponym, other=other.toponym
    )


def _comparison(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "closer to A than to B", "farther from A than B"."""
    low = view.tokens.low
    if at + 2 >= hi or low[at + 1] not in ("to", "from"):
        return None
    one = named_phrase(view, at + 2, hi)
    if one is None:
        return None
    than = one.end
    if than + 1 >= hi or low[than] != "than":
        return None
    than += 1
    while than < hi and low[than] in ("to", "from", "it", "is"):
        than += 1
    other = named_phrase(view, than, hi)
    if other is None:
        return None
    begin = at
    while begin > lo and low[begin - 1] in _DEGREES:
        begin -= 1
    subject = subject_phrase(view, lo, begin, one)
    if subject is None:
        return None
    return make_claim(
        view, "comparison", at, other.core_end, subject.toponym, one.toponym, other=other.toponym
    )
