"""What speaks for and against a match being the name of a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import log10

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.toponyms.abbreviations import abbreviations, written
from geo.toponyms.containers import SETTLEMENT_NOUNS
from geo.toponyms.context import (
    CONNECTORS,
    DEMONYM,
    ORGANISATION,
    PERSON,
    STREET,
    TITLE,
    WINDS,
    Context,
)
from geo.toponyms.phrases import is_place_word, of_organisation, organisation_right
from geo.toponyms.spans import Span
from geo.toponyms.words import words

__all__ = ["THRESHOLD", "is_noun", "same_name_again", "weigh"]

#: A span whose evidence sums to less is not taken for a place.
THRESHOLD = 4.0

_PREPOSITIONS = frozenset(
    "in at near from to outside inside toward towards across around via through into onto "
    "within between off beyond throughout above below beside along past via reach reached "
    "reaches left leaving entered visit visited visiting".split()
)
_OF = frozenset({"of"})
#: Words that can follow a name with an article; others are more likely nouns it describes.
_NOT_NOUNS = frozenset(
    "and or but in at near on to from with by is was are were has had will as after before "
    "where which that than for into through flows flowed rises "
    "rose burst meets joins runs ran empties winds froze floods divides separates".split()
)


def is_noun(word: str) -> bool:
    """Whether a lower-case word behind a name may be a noun, which the name then describes."""
    return not (
        not word
        or word in _NOT_NOUNS
        or word.endswith("ed")
        or word in words("person_verbs")
        or word in words("metonym_verbs")
    )


_REGION_KINDS = frozenset({"country", "territory", "region", "continent", "subregion", "area"})


def weigh(
    context: Context, span: Span, gazetteer: Gazetteer, dateline: tuple[int, int] | None
) -> Span:
    """Sum what speaks for and against a span."""
    if dateline and dateline[0] <= span.start and span.end <= dateline[1]:
        return replace(span, score=10.0, dateline=True)
    words_in = span.last - span.first
    single = words_in == 1
    score = _standing(span, gazetteer)
    score += _left_evidence(context, span)
    score += _right_evidence(context, span, gazetteer)
    measured = span.rows and _distance_follows(context, span)
    if measured:
        score += 2.0
    if span.kinds and "street" not in span.kinds:
        score += 3.0
    if any(gazetteer.kind_of(row) in span.leaning for row, _ in span.rows):
        score += 1.0
    if span.container and span.container.binding:
        score += 3.0
    elif span.container:
        score += 1.0
    low = context.low(span.first)
    score += _namesake_evidence(context, span, gazetteer)
    if single and written(context, span.first) in abbreviations():
        # "Ky.", "Ill.": a state behind the name of a town.
        return replace(span, score=score + 2.0)
    if single:
        token = context.tokens[span.first]
        if context.common(span.first):
            begins = context.first[span.first] or context.headline[span.first]
            score -= 5.0 if begins and not measured else 2.5
        if low in context.persons:
            score -= 6.0
        elif low in words("surnames") or low in words("given_names"):
            score -= 1.2
        if len(token.text) <= 2 and not token.upper and token.text.upper() != token.low:
            score -= 4.0
        if (
            token.upper
            and len(token.text) <= 4
            and "." not in token.text
            and not context.headline[span.first]
            and not any(flag == gazetteer.ACRONYM for _, flag in span.rows)
        ):
            score -= 1.5
    else:
        score += 1.0
        if (
            not span.kinds
            and not measured
            and not is_place_word(context.low(span.last - 1))
            and all(
                context.common(i) or context.low(i) in CONNECTORS
                for i in range(span.first, span.last)
            )
        ):
            score -= 2.0
            if context.headline[span.first] or context.first[span.first]:
                score -= 1.5
    return replace(span, score=score)


def _namesake_evidence(context: Context, span: Span, gazetteer: Gazetteer) -> float:
    """What speaks against "Nokia rose", "Kingston, their son" and "at St. John's"."""
    before = context.low(span.first - 1)
    located = before in _PREPOSITIONS or span.container is not None
    score = 0.0
    if fold(span.text) in words("namesakes") and not located and before != "of":
        score -= 3.0
    after = context.text[span.end : span.end + 2]
    if after == ", " and context.low(span.last) in _RELATIVES:
        score -= 3.0
    saint = context.low(span.first) in ("st", "saint")
    if saint and context.tokens[span.last - 1].possessive and not located:
        score -= 3.0
    party = context.text[context.tokens[span.first - 1].start : span.start] if span.first else ""
    if party in ("D-", "R-"):
        # American members of parliament are told with party and home: "D-Plymouth".
        score += 5.0
    if span.kinds and span.last - span.first == 2 and _standing(span, gazetteer) < _KNOWN:
        name, noun = context.low(span.first), context.low(span.last - 1)
        if name in words("given_names") and noun in words("surnames"):
            # "Robin Lake" is rather a person than a lake that nobody knows.
            score -= 4.0
    return score


#: Standing of a place with 20,000 people.
_KNOWN = 4.3


#: "Kingston, their son"
_RELATIVES = frozenset("his her their".split())


def _standing(span: Span, gazetteer: Gazetteer) -> float:
    """How well known the best bearer of the name is: 2 for a hamlet, 8 for a country."""
    best = 0.0
    for row, flag in span.rows:
        weight = log10(float(gazetteer.prominence[row]) + 10.0)
        kind = gazetteer.kind_of(row)
        if flag == gazetteer.CODE:
            weight -= 4.0
        elif flag == gazetteer.ALTERNATE:
            weight -= 0.7 if kind in _REGION_KINDS else 1.2
        if kind == "country" and flag != gazetteer.CODE:
            weight += 1.5
        best = max(best, weight)
    return best


def _left_evidence(context: Context, span: Span) -> float:
    score = 0.0
    left = context.left(span.first)
    low = context.low(span.first - 1)
    before2 = context.low(span.first - 2)
    if of_organisation(context, span.first):
        return -5.0
    if left is not None:
        mark = context.marks[left]
        if mark in (PERSON, ORGANISATION):
            return -4.0
        if mark == TITLE:
            return -3.0 if context.low(left) not in SETTLEMENT_NOUNS else 0.5
        if mark == DEMONYM or low in WINDS or low.isdigit():
            return 0.5
        if (context.first[left] and context.common(left)) or (
            context.headline[left] and context.common(left)
        ):
            left = None
        elif low in ("the", "and", "of", "in") or context.common(left):
            score -= 0.5
        else:
            score -= 3.0
    adjacent_left = span.first > 0 and (
        context.text[context.tokens[span.first - 1].end : context.tokens[span.first].start].strip()
        == ""
    )
    if not adjacent_left:
        return score
    if low == "the":
        if _modifies(context, span) and not span.leaning:
            # "sold to the Wagner mercenaries": the preposition is not the name's.
            return score - 0.5
        low, before2 = before2, context.low(span.first - 3)
    if low in _PREPOSITIONS:
        score += 1.5
    elif low in _OF:
        if before2 in SETTLEMENT_NOUNS:
            score += 4.0
        elif before2 in WINDS or before2 in ("outskirts", "coast", "outside", "border"):
            score += 3.0
        else:
            score += 0.3
    elif low in SETTLEMENT_NOUNS and not context.tokens[span.first - 1].capital:
        score += 2.0
    return score


_UNITS = frozenset(
    "km kms kilometer kilometers kilometre kilometres mile miles mi meter meters metre metres "
    "yards hours hour minutes minute".split()
)


def _distance_follows(context: Context, span: Span) -> bool:
    """Whether a distance is told of the name: "X, 40 miles north of", "X is about 5 km from"."""
    for index in range(span.last, min(span.last + 6, len(context.tokens) - 1)):
        if context.sentence_of[index] != context.sentence_of[span.first]:
            return False
        if context.low(index)[0].isdigit() and context.low(index + 1) in _UNITS:
            between = context.text[span.end : context.tokens[index].start]
            return len(between) < 30 and not set(between) & set(";:()")
    return False


def _modifies(context: Context, span: Span) -> bool:
    """Whether an ordinary noun follows that the name only describes."""
    if span.last >= len(context.tokens) or not context.joined[span.last - 1]:
        return False
    noun = context.low(span.last)
    return not context.tokens[span.last].capital and is_noun(noun)


def _right_evidence(context: Context, span: Span, gazetteer: Gazetteer) -> float:
    last = span.last - 1
    low = context.low(span.last)
    right = context.right(last)
    single = span.last - span.first == 1
    if right is None:
        after = context.text[span.end : span.end + 2]
        if len(after) == 2 and after[0] in "-‐‑" and after[1].isupper():
            return -2.0
        if not context.joined[last]:
            return 0.0
        if context.low(span.first - 1) in ("a", "an") and context.tokens[span.last].low.isalpha():
            return 1.0
        if low in words("person_verbs") and single:
            first = context.low(span.first)
            if first in words("surnames") or first in words("given_names"):
                return -2.5
        if low in ("river", "lake", "region", "province", "area", "border", "county", "suburb"):
            return 1.0
        return 0.0
    mark = context.marks[right]
    if mark == STREET:
        return -4.0
    if mark == ORGANISATION:
        return -3.0
    if mark in (TITLE, DEMONYM):
        return 0.0
    if _is_local_body(context, right):
        return 0.0
    kind = organisation_right(context, right)
    if not kind:
        further = context.right(right)
        kind = organisation_right(context, further) if further is not None else ""
        if kind == "facility":
            kind = ""
    if kind in ("organisation", "media", "product", "person_group"):
        return -3.5
    if kind == "event":
        return -1.0
    if kind == "facility":
        return -1.5
    if context.common(right) or context.headline[right]:
        return 0.0 if context.headline[right] else -0.5
    if mark == PERSON:
        return 0.0
    if gazetteer.rows(fold(context.tokens[right].text)):
        return -0.5
    return -2.0


def _is_local_body(context: Context, index: int) -> bool:
    """Whether "Police", or "City Council", follows a name: a public body of that place."""
    if context.low(index) in words("local_bodies"):
        return True
    further = context.right(index)
    heads = ("city", "town", "state", "district", "central")
    return (
        further is not None
        and context.low(index) in heads
        and context.low(further) in words("local_bodies")
    )


def same_name_again(context: Context, spans: Iterable[Span]) -> list[Span]:
    """Names found once with confidence are found again in the same text."""
    spans = list(spans)
    sure = {fold(span.text) for span in spans if span.score >= THRESHOLD + 1.0}
    # The town of the dateline comes back, even "Paradise" at the start of a sentence.
    told = {fold(span.text) for span in spans if span.dateline}
    return [
        replace(span, score=THRESHOLD)
        if span.score < THRESHOLD
        and (
            (fold(span.text) in sure and span.score >= THRESHOLD - 2.5)
            or (fold(span.text) in told and span.score >= THRESHOLD - 6.0)
        )
        and context.low(span.first) not in context.persons
        else span
        for span in spans
    ]
