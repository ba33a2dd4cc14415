"""Read measures between two named places: "from A to B", "A and B are N km apart"."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claims.lexicon import COPULAS, DASHES, MODE_WORDS, ROUTE_NOUNS, word_set
from geo.claims.phrases import phrase_before, read_phrase
from geo.claims.relations import Tail
from geo.claims.view import Phrase, View
from geo.gazetteer.kinds import TERRITORIAL
from geo.model import Mode, Toponym

__all__ = [
    "Pair",
    "apart",
    "pair_after",
    "pair_before",
    "pair_compound",
    "pair_of_travel",
    "told_before",
]

_GAP = (
    COPULAS
    | word_set("""takes took take covers covered cover which that it a an the distance of some lasts
        lasted would will can could about measures runs roughly by journey trip train , ( :
        needs needed requires required usually typically normally only just around at in total
        length long drive ride flight voyage trek haul crossing to""")
    | DASHES
    | frozenset(MODE_WORDS)
)
#: Words between the two names and the measure that settle that it is told of both.
_TELLING = word_set(
    """takes took take covers covered cover lasts lasted needs distance is was ( journey trip drive
    ride flight voyage trek haul crossing"""
)
_NOT_GAPS = word_set("border frontier boundary wall river fence")


@dataclass(frozen=True, slots=True)
class Pair:
    """The two ends: the reference is where one starts, the subject where one arrives."""

    reference: Phrase
    subject: Phrase
    mode: Mode = "unspecified"


def _named_at(view: View, index: int, stop: int) -> Phrase | None:
    phrase = read_phrase(view, index, stop)
    if phrase is None or phrase.kind not in ("mention", "name", "place"):
        return None
    return phrase


def _ends(
    view: View, first: int, joiners: tuple[str, ...], stop: int
) -> tuple[Phrase, Phrase] | None:
    """Two names with one of the joiners between."""
    low = view.tokens.low
    one = _named_at(view, first, stop)
    if one is None:
        return None
    at = one.end
    # "from Vladivostok, Russia, to Harbin"
    for _ in range(2):
        if at + 1 < stop and low[at] == ",":
            inner = _named_at(view, at + 1, stop)
            at = inner.end if inner else at + 1
    if at + 1 >= stop or low[at] not in joiners:
        return None
    other = _named_at(view, at + 1, stop)
    if other is None or other.toponym.start == one.toponym.start:
        return None
    return one, other


def pair_after(view: View, tail: Tail, stop: int, *, definite: bool = False) -> Pair | None:
    """Read the ends of "109 miles from A to B", "the 111-km line linking A and B".

    ``definite`` tells that "the" stands before the measure: "the 420 km between A and B".

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> view = View(tokenize("from Colón to Panama City."), ())
    >>> pair = pair_after(view, Tail(1, "from"), len(view.tokens))
    >>> pair.reference.toponym.text, pair.subject.toponym.text
    ('Colón', 'Panama City')
    """
    low = view.tokens.low
    if tail.relation == "" and tail.noun:
        ends = _linked(view, tail.end, stop)
    elif tail.relation == "from" and not tail.direction:
        ends = _ends(view, tail.end, ("to", "and", "towards") if tail.noun else ("to",), stop)
    elif tail.relation in ("between", "linking", "connecting", "joining"):
        if tail.relation == "between" and not tail.noun and not definite:
            return None
        ends = _ends(view, tail.end, ("and", "with", "to"), stop)
    elif tail.relation in ("separate", "separates", "separating", "lie", "lies"):
        at = tail.end
        if tail.relation.startswith("lie"):
            if at >= stop or low[at] != "between":
                return None
            at += 1
        ends = _ends(view, at, ("and", "from"), stop)
    else:
        return None
    return Pair(ends[0], ends[1], tail.mode) if ends else None


_LINKS = word_set("links connects joins runs goes leads stretches linked connected ran")


def _linked(view: View, at: int, stop: int) -> tuple[Phrase, Phrase] | None:
    """Read the ends of "line that links A and B", "pipeline runs from A to B"."""
    low = view.tokens.low
    if at < stop and low[at] in ("that", "which"):
        at += 1
    if at + 1 >= stop or low[at] not in _LINKS:
        return None
    at += 1
    joiners: tuple[str, ...] = ("and", "with", "to")
    if low[at] in ("from", "between"):
        joiners = ("to",) if low[at] == "from" else ("and",)
        at += 1
    return _ends(view, at, joiners, stop)


def pair_compound(view: View, index: int, stop: int) -> Pair | None:
    """Read the ends of a compound after a measure: "the 1,318 km Beijing–Shanghai line".

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> view = View(tokenize("Beijing–Shanghai high-speed line opened"), ())
    >>> pair = pair_compound(view, 0, len(view.tokens))
    >>> pair.reference.toponym.text, pair.subject.toponym.text, pair.mode
    ('Beijing', 'Shanghai', 'rail')
    """
    tokens, low = view.tokens, view.tokens.low
    limit = min(stop, index + 8)
    dash = next((k for k in range(index + 1, limit - 1) if tokens.word[k] in DASHES), None)
    if dash is None or not all(tokens.is_capital(k) for k in range(index, dash)):
        return None
    if not view.is_name(index) or not view.is_name(dash + 1):
        return None
    after = dash + 1
    while after < limit and tokens.is_capital(after):
        after += 1
    noun = next((k for k in range(after, min(stop, after + 4)) if low[k] in ROUTE_NOUNS), None)
    if noun is None:
        return None
    sides = []
    for first, end in ((index, dash), (dash + 1, after)):
        given = view.starts.get(first)
        toponym = given[0] if given and given[1] == end else view.toponym(first, end)
        sides.append(Phrase(first, end, "mention" if given else "name", toponym, end))
    return Pair(sides[0], sides[1], ROUTE_NOUNS[low[noun]])


_TRAVEL = word_set("drive travel fly get go reach cross walk cover journey ride sail")


def pair_of_travel(view: View, at: int, stop: int) -> Pair | None:
    """Read the ends after a time: "to drive from Denver to Aspen", "to reach Aspen from Denver".

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> view = View(tokenize("to reach Aspen from Denver by car"), ())
    >>> pair = pair_of_travel(view, 0, len(view.tokens))
    >>> pair.reference.toponym.text, pair.subject.toponym.text
    ('Denver', 'Aspen')
    """
    low = view.tokens.low
    if at + 2 >= stop or low[at] != "to" or low[at + 1] not in _TRAVEL:
        return None
    mode = MODE_WORDS.get(low[at + 1], "air" if low[at + 1] == "fly" else "unspecified")
    at += 2
    if low[at] == "from":
        ends = _ends(view, at + 1, ("to",), stop)
        return Pair(ends[0], ends[1], mode) if ends else None
    if low[at] == "to":
        at += 1
    target = _named_at(view, at, stop)
    if target is None or target.end + 1 >= stop or low[target.end] != "from":
        return None
    origin = _named_at(view, target.end + 1, stop)
    return Pair(origin, target, mode) if origin else None


def pair_before(view: View, lo: int, begin: int) -> Pair | None:
    """Read the ends of "the trip from A to B takes", "the distance between A and B is".

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> view = View(tokenize("The train journey from Minsk to Brest takes"), ())
    >>> pair = pair_before(view, 0, len(view.tokens))
    >>> pair.reference.toponym.text, pair.subject.toponym.text, pair.mode
    ('Minsk', 'Brest', 'rail')
    """
    low = view.tokens.low
    for at in range(begin - 1, max(lo - 1, begin - 40), -1):
        if low[at] not in ("from", "between"):
            continue
        joiners = ("to",) if low[at] == "from" else ("and",)
        ends = _ends(view, at + 1, joiners, begin)
        if ends is None:
            continue
        one, other = ends
        gap = [low[index] for index in range(other.end, begin)]
        if len(gap) > 9 or not all(word in _GAP for word in gap):
            return None
        noun, mode = _noun_before(view, max(lo, at - 6), at)
        if gap == [","] and _far_on(view, begin):
            # "from A to B, 150 km up the coast"
            return Pair(one, other, mode)
        if "to" in gap and (gap[-1] != "to" or not noun):
            # "cuts the trip from A to B to two hours"
            return None
        if noun in _NOT_GAPS:
            return None
        if not noun and not any(word in _TELLING for word in gap):
            return None
        if not noun and low[at] == "between" and "distance" not in gap:
            return None
        for word in gap:
            mode = MODE_WORDS.get(word, mode)
        return Pair(one, other, mode)
    return _bare_pair(view, lo, begin) or _separated(view, lo, begin)


_ONWARD = word_set("coast river valley road line track road tracks coastline shore")


def _far_on(view: View, begin: int) -> bool:
    """Whether "up the coast", "away" follow the measure that starts at a token."""
    low = view.tokens.low
    for at in range(begin + 1, min(begin + 7, len(low) - 2)):
        if low[at] in ("up", "down", "along") and low[at + 1] == "the":
            return low[at + 2] in _ONWARD
        if low[at] in ("away", "distant"):
            return True
        if low[at] in ",.;":
            return False
    return False


def _bare_pair(view: View, lo: int, begin: int) -> Pair | None:
    """Read the ends of "Bergen to Oslo is", "London to Paris takes", at the start of a clause."""
    low = view.tokens.low
    for at in range(begin - 1, max(lo, begin - 14), -1):
        if low[at] != "to":
            continue
        other = _named_at(view, at + 1, begin)
        one = phrase_before(view, at, lo)
        if other is None or one is None or one.kind not in ("mention", "name"):
            return None
        if one.first > lo and low[one.first - 1] not in (",", "and", "but"):
            return None
        gap = [low[index] for index in range(other.end, begin)]
        if not gap or gap[0] not in COPULAS | {"takes", "took"}:
            return None
        if len(gap) > 5 or not all(word in _GAP for word in gap):
            return None
        return Pair(one, other)
    return None


def _separated(view: View, lo: int, begin: int) -> Pair | None:
    """Read the ends of "A is separated from B by"."""
    low = view.tokens.low
    if begin - 1 < lo or low[begin - 1] != "by":
        return None
    for at in range(begin - 2, max(lo, begin - 12), -1):
        if low[at] != "separated" or low[at + 1] != "from":
            continue
        other = _named_at(view, at + 2, begin)
        first = at
        while first > lo and low[first - 1] in COPULAS | {"only", "just"}:
            first -= 1
        one = phrase_before(view, first, lo)
        if other is None or one is None or not one.named or other.end != begin - 1:
            return None
        return Pair(other, one)
    return None


def _noun_before(view: View, lo: int, end: int) -> tuple[str, Mode]:
    """Route noun before the preposition, with the mode its phrase tells."""
    low = view.tokens.low
    noun, mode = "", "unspecified"
    found: Mode = "unspecified"
    for index in range(lo, end):
        word = low[index]
        if word in _NOT_GAPS:
            noun = word
        elif word in ROUTE_NOUNS:
            noun, mode = word, ROUTE_NOUNS[word]
            if mode != "unspecified":
                found = ROUTE_NOUNS[word]
        if word in MODE_WORDS:
            found = MODE_WORDS[word]
    return noun, found


def apart(view: View, lo: int, begin: int) -> Pair | None:
    """Read the ends of "A and B are", "A is separated from B by", before a measure and "apart".

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> view = View(tokenize("Paisley and Johnstone are"), ())
    >>> pair = apart(view, 0, len(view.tokens))
    >>> pair.reference.toponym.text, pair.subject.toponym.text
    ('Paisley', 'Johnstone')
    """
    low = view.tokens.low
    at = begin
    while at > lo and (
        low[at - 1] in COPULAS
        or low[at - 1] in ("just", "only", "about", "located", "respectively", ",", "a", "an")
    ):
        at -= 1
    other = phrase_before(view, at, lo)
    if other is None or not other.named:
        return None
    joint = other.first
    if joint <= lo or low[joint - 1] not in ("and", "&"):
        return None
    one = phrase_before(view, joint - 1, lo)
    if one is None or not one.named:
        return None
    return Pair(one, other)


def told_before(
    view: View, lo: int, begin: int, earlier: tuple[Toponym, ...]
) -> tuple[Toponym, Toponym] | None:
    """Give the places of "the two cities are", "they are", before a measure and "apart".

    The sentence before must have named two places that can be told apart from each other,
    and no more.
    """
    low = view.tokens.low
    words = [low[index] for index in range(max(lo, begin - 8), begin)]
    while words and words[-1] in COPULAS | {"just", "only", "about", "located"}:
        words.pop()
    both = words[-1:] in (["they"], ["two"], ["both"]) or (
        len(words) > 1 and words[-2] in ("two", "both") and words[-1] in _PAIRED
    )
    settled = [item for item in earlier if item.place and item.place.kind not in TERRITORIAL]
    if not both or len(settled) != 2:
        return None
    return settled[0], settled[1]


_PAIRED = word_set(
    "cities towns villages places sites capitals ports stations airports bases islands"
)
