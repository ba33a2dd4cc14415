"""Claims without an amount: direction, proximity, between, comparison, detour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.claims.adjacency import BORDERING, adjacency
from geo.claims.lexicon import COPULAS, LOCATED, PERSONAL, word_set
from geo.claims.lines import is_line
from geo.claims.phrases import read_phrase
from geo.claims.subjects import find_subject
from geo.claims.view import Phrase, View
from geo.claims.winds import read_direction
from geo.gazetteer.kinds import TERRITORIAL, WATER
from geo.model import Claim, ClaimKind, Mode, Toponym
from geo.toponyms.words import words as word_list

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
    ("on", "the", "edge", "of"),
)  # fmt: skip
_ON: tuple[tuple[str, ...], ...] = (
    ("on", "the", "banks", "of"), ("on", "the", "bank", "of"), ("on", "the", "shores", "of"),
    ("on", "the", "shore", "of"), ("on",), ("along",), ("astride",),
)  # fmt: skip
_CIRCUITOUS = word_set("circuitous roundabout indirect winding tortuous meandering")
_DIRECT = word_set("direct straight straightforward")
_WAYS = word_set("route way journey trip line track road railway path ride passage")
_DEGREES = word_set("much far slightly a little lot bit considerably even significantly still way")
_COMPARED = word_set("closer nearer farther further")

#: A sentence without one of these words has no claim of these kinds.
TRIGGERS = (
    frozenset(words[0] for words in (*_NEAR, *_ON))
    | _CIRCUITOUS
    | _DIRECT
    | _COMPARED
    | BORDERING
    | word_set("between halfway midway upstream downstream upriver downriver of")
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
        if word in _CIRCUITOUS or word in _DIRECT:
            made = _detour(view, lo, hi, at, measured[-1] if measured else last)
        elif at in view.owner:
            at += 1
            continue
        elif word in _COMPARED:
            made = _comparison(view, lo, hi, at)
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


def _make(
    view: View,
    kind: ClaimKind,
    first: int,
    end: int,
    subject: Toponym | None,
    reference: Toponym | None,
    *,
    other: Toponym | None = None,
    direction: str = "",
    mode: Mode = "unspecified",
) -> Claim:
    tokens = view.tokens
    start, finish = tokens.start[first], tokens.end[end - 1]
    for side in (reference, other):
        if side and side.end > finish and side.start >= start:
            finish = side.end
    return Claim(
        start, finish, tokens.text[start:finish], kind, subject, reference, other,
        direction=direction or None, mode=mode, article=view.article,
    )  # fmt: skip


def _subject(view: View, lo: int, begin: int, reference: Phrase) -> Phrase | None:
    """Named subject right before the trigger, or of the verb of place."""
    found = find_subject(view, lo, begin)
    if found is None:
        return None
    phrase = found.phrase
    if phrase.toponym.start == reference.toponym.start or phrase.kind in ("thing", "indefinite"):
        return None
    if view.tokens.low[phrase.first] in PERSONAL:
        return None
    if phrase.kind == "place":
        # "The south end of the Monongahela near ..." is no place that can be measured.
        return None
    if phrase.kind in ("pronoun", "definite"):
        return phrase if found.located and not _is_street(phrase) else None
    if _is_street(phrase) or _is_street(reference):
        return None
    word = phrase.toponym.text.lower()
    if (
        phrase.kind == "name"
        and phrase.first == lo
        and word in word_list("common_words")
        and view.tokens.low[phrase.end] not in COPULAS
    ):
        # "Officials close to Lyon", "Supporters say the bridge could be ..." begin with a
        # capital only; "Split is a city on the coast" says itself that it is a place.
        return None
    if view.known and not _both_are_places(view, lo, phrase, reference, found.located):
        return None
    return phrase


def _both_are_places(
    view: View, lo: int, subject: Phrase, reference: Phrase, located: bool
) -> bool:
    """Whether two names are of places, when the names of places of the text are known.

    One of them may be unknown to the gazetteer; it then has to stand where a place stands:
    after "in" or "at", or before a verb of place.
    """
    kinds = [side.toponym.place.kind for side in (subject, reference) if side.toponym.place]
    first = subject.toponym.text.split()[0].lower()
    if subject.toponym.place is None and first in ("the", "this", "that"):
        return False
    if not located and subject.toponym.place and kinds[0] in WATER | TERRITORIAL:
        # "to the Gulf of Mexico near Beaumont": which part of it is meant.
        return False
    if reference.kind == "name" and not is_line(reference.toponym.text.lower().split()):
        return subject.toponym.place is not None and located
    if subject.kind != "name":
        return True
    before = view.tokens.low[subject.first - 1] if subject.first > lo else ""
    return located or before in _PLACING


_PLACING = word_set("in at from to into of through outside village town city hamlet")
_STREETS = word_set(
    """road rd street st avenue ave drive dr lane boulevard blvd parkway highway freeway
    expressway interstate turnpike motorway route exit junction intersection roundabout block
    terrace court plaza mall theater theatre hall office restaurant store shop house school
    church building garden gardens park trail bridge lot center centre"""
)


def _is_street(phrase: Phrase) -> bool:
    """Whether a phrase is a road or a building, of which no gazetteer knows."""
    if phrase.toponym.place is not None:
        return False
    words = [word.strip(".,").lower() for word in phrase.toponym.text.split()]
    # "Highway 20", "County Road 122"
    return words[-1] in _STREETS or any(
        word in _STREETS and words[at + 1][:1].isdigit() for at, word in enumerate(words[:-1])
    )


def _named(view: View, index: int, hi: int) -> Phrase | None:
    phrase = read_phrase(view, index, hi)
    if phrase is None or not phrase.named:
        return None
    following = view.tokens.low[phrase.core_end] if phrase.core_end < hi else ""
    return None if following in ("'s", "’s") else phrase


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
    reference = _named(view, end + 1, hi)
    if reference is None:
        return None
    begin = at
    while begin > lo and low[begin - 1] in ("just", "far", "further", "farther", "due", "well"):
        begin -= 1
    subject = _subject(view, lo, begin, reference)
    if subject is None:
        return None
    return _make(
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
    reference = _named(view, at + len(words), hi) or _bare_line(view, at + len(words), hi)
    if reference is None:
        return None
    if reference.kind == "definite":
        # "The talks were on the border": only of a place that has a name of its own.
        subject = _subject(view, lo, at, reference)
        if subject is None or subject.kind != "mention":
            return None
    if on is not None and len(on) == 1 and not _is_water(reference):
        return None
    subject = _subject(view, lo, at, reference)
    if subject is None:
        return None
    return _make(view, "proximity", at, reference.core_end, subject.toponym, reference.toponym)


def _bare_line(view: View, index: int, hi: int) -> Phrase | None:
    """Read "the coast", "the border" that no name tells further."""
    phrase = read_phrase(view, index, hi)
    if phrase is None or phrase.kind != "definite" or phrase.end - phrase.first > 2:
        return None
    head = view.tokens.low[phrase.end - 1]
    return phrase if head in ("coast", "border", "frontier", "seaside") else None


def _is_water(phrase: Phrase) -> bool:
    place = phrase.toponym.place
    if place is not None:
        return place.kind in WATER
    words = phrase.toponym.text.lower().split()
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
    one = _named(view, first, hi)
    if one is None or one.end + 1 >= hi or low[one.end] != "and":
        return None
    other = _named(view, one.end + 1, hi)
    if other is None:
        return None
    subject = _subject(view, lo, begin, one)
    if subject is None:
        return None
    return _make(
        view, "between", begin, other.core_end, subject.toponym, one.toponym, other=other.toponym
    )


def _comparison(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "closer to A than to B", "farther from A than B"."""
    low = view.tokens.low
    if at + 2 >= hi or low[at + 1] not in ("to", "from"):
        return None
    one = _named(view, at + 2, hi)
    if one is None:
        return None
    than = one.end
    if than + 1 >= hi or low[than] != "than":
        return None
    than += 1
    while than < hi and low[than] in ("to", "from", "it", "is"):
        than += 1
    other = _named(view, than, hi)
    if other is None:
        return None
    begin = at
    while begin > lo and low[begin - 1] in _DEGREES:
        begin -= 1
    subject = _subject(view, lo, begin, one)
    if subject is None:
        return None
    return _make(
        view, "comparison", at, other.core_end, subject.toponym, one.toponym, other=other.toponym
    )


def _detour(view: View, lo: int, hi: int, at: int, last: Claim | None) -> Claim | None:
    """Read "the route there is circuitous", "a roundabout route from A to B"."""
    low = view.tokens.low
    noun = -1
    if at + 1 < hi and low[at + 1] in _WAYS and low[at] in _CIRCUITOUS:
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
        return _make(view, "detour", first, end, ends[1].toponym, ends[0].toponym, mode=mode)
    if last is None or last.subject is None or last.reference is None:
        return None
    if not any(low[k] in ("there", "it", "the") for k in range(first, end)):
        return None
    if view.known and (last.subject.place is None or last.reference.place is None):
        # "The path to securing money is anything but direct."
        return None
    return _make(view, "detour", first, end, last.subject, last.reference, mode=mode)


def _detour_ends(view: View, index: int, hi: int) -> tuple[Phrase, Phrase] | None:
    low = view.tokens.low
    if index >= hi or low[index] not in ("from", "between"):
        return None
    one = _named(view, index + 1, hi)
    if one is None or one.end + 1 >= hi or low[one.end] not in ("to", "and"):
        return None
    other = _named(view, one.end + 1, hi)
    return (one, other) if other else None
