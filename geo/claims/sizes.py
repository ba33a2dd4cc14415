"""Tell measures that are no claim about two places: sizes, ranges, rates, differences."""

from __future__ import annotations

from geo.claims.lexicon import word_set
from geo.claims.measures import Found
from geo.claims.relations import Tail
from geo.claims.sentence import Sentence
from geo.claims.subjects import find_subject

__all__ = ["LENGTH_VERBS", "MOTION_VERBS", "is_difference", "is_plausible", "is_size"]

#: Sizes of things: "a range of 500 km", "at an altitude of 300 metres".
_SIZE_WORDS = word_set(
    """range ranges altitude altitudes radius height depth elevation diameter perimeter length
    circumference wingspan speed speeds visibility width size magnitude area span swath swathe
    stretch section portion segment strip chunk"""
)
_WEAPONS = word_set("missile missiles rocket rockets projectile projectiles shell shells")
_FLYING = word_set("flew flown flying fly travelled traveled travel reach reached")
MOTION_VERBS = word_set(
    """moved advanced retreated marched swam ran run walked drove rode rowed cycled drifted
    extended stretches stretched meanders winds flows flowed extends meander stretch pushed
    withdrew hiked jogged swum swimming running racing race towed carried dragged"""
)
#: Verbs that make a measure the length of a thing, not the gap between two.
LENGTH_VERBS = word_set("meanders meander flows flowed winds stretches stretched stretch")


def is_size(sentence: Sentence, found: Found) -> bool:
    """Whether the measure is a range, a radius, an altitude, a difference."""
    low, lo, begin = sentence.view.tokens.low, sentence.lo, found.begin
    at = begin - 1
    if at < lo:
        return False
    if low[at] == "of" and any(low[k] in _SIZE_WORDS for k in range(max(lo, at - 4), at)):
        return True
    if low[at] in ("every", "per", "each"):
        return True
    near = range(max(lo, begin - 12), begin)
    if any(low[k] in _WEAPONS for k in near) and any(low[k] in _FLYING for k in near):
        return True
    after = low[found.end] if found.end < sentence.hi else ""
    return after in ("radius", "range", "exclusion", "buffer", "stretch", "section", "wide")


def is_difference(sentence: Sentence, found: Found, tail: Tail) -> bool:
    """Read "Cut journey times by more than two hours": a difference."""
    low = sentence.view.tokens.low
    at = found.begin - 1
    if at < sentence.lo or low[at] != "by" or found.adjective or tail.noun:
        return False
    # "A is separated from B by 5 km"
    return "separated" not in low[max(sentence.lo, at - 10) : at]


def is_plausible(sentence: Sentence, found: Found, tail: Tail) -> bool:
    """Whether measure, direction and preposition make a claim together."""
    low = sentence.view.tokens.low
    relation = tail.relation
    if relation in ("between", "apart", "to", "separating", "separate", "separates", "lie", "lies"):
        return False
    if relation in ("linking", "connecting", "joining"):
        return False
    if relation == "of":
        if "within" in found.hedge:
            return _is_located(sentence, found)
        return bool(tail.direction) or tail.away
    if found.unit == "day" and not tail.noun and tail.mode == "unspecified":
        return False
    if relation and not found.is_time:
        near = range(max(sentence.lo, found.begin - 3), found.begin)
        if any(low[k] in LENGTH_VERBS for k in near):
            return False
    if found.is_time and relation:
        if relation not in ("from", "of", "outside", "away from", "outside of", "inland from"):
            return False
        before = low[found.begin - 1] if found.begin > sentence.lo else ""
        if before in ("for", "after", "until", "within", "last", "next", "in") and not (
            tail.noun or tail.mode != "unspecified" or tail.direction
        ):
            return False
    return True


def _is_located(sentence: Sentence, found: Found) -> bool:
    """Whether "within N of R" is said of a place, not of a zone round it."""
    subject = find_subject(sentence.view, sentence.lo, found.begin)
    return bool(subject and subject.located and subject.phrase.named)
