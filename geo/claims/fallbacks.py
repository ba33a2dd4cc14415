"""Subjects that the grammar took for something else than the place that is meant."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.lexicon import CENTRE_NOUNS, DEFINITE, DETERMINERS, word_set
from geo.claims.lines import is_line
from geo.claims.sentence import Sentence
from geo.claims.view import View
from geo.gazetteer.kinds import POPULATED, TERRITORIAL, WATER
from geo.model import Toponym

__all__ = ["mended_subject", "other_before"]

#: Words beside a name that leave its place as it is: "residents of Cohasset", "the Annapurna
#: massif", "downtown Portland".
_NEUTRAL = (
    DETERMINERS
    | CENTRE_NOUNS
    | word_set("""of residents people officials authorities citizens villagers inhabitants locals
        mayor governor police bishop massif range ranges peninsula old central greater inner""")
)

_PLACING = ("in", "at")


def mended_subject(
    sentence: Sentence, begin: int, subject: Toponym | None, reference: Toponym
) -> Toponym | None:
    """Subject of a measure at token ``begin``, put right where it cannot be what is meant.

    A phrase around a known place gives way to that place; a name that is no place to the place
    in apposition ("Kim was in Wonsan, 145 km east of"); what is the reference itself to the
    nearest other place before the measure.
    """
    view = sentence.view
    if subject is None:
        return None
    if subject.place is None:
        subject = (
            _inside(view, subject)
            or _apposed(sentence, begin, subject)
            or _at_place(view, subject, begin, reference)
            or subject
        )
    if not _same(subject, reference):
        return subject
    return other_before(sentence, begin, reference)


def _same(one: Toponym, other: Toponym) -> bool:
    if one.place is not None and other.place is not None:
        return one.place.id == other.place.id
    return one.text.casefold() == other.text.casefold()


def _inside(view: View, subject: Toponym) -> Toponym | None:
    """Read the only known place in "the Annapurna massif" and the like."""
    tokens = view.tokens
    first, end = tokens.at(subject.start), tokens.at(subject.end)
    if is_line(tokens.low[first:end]):
        return None
    inner: list[Toponym] = []
    at = first
    while at < end:
        given = view.starts.get(at)
        if given:
            inner.append(given[0])
            at = given[1]
        elif tokens.low[at] in _NEUTRAL:
            at += 1
        else:
            return None
    if len(inner) != 1 or inner[0].place is None:
        return None
    return inner[0]


def _at_place(view: View, subject: Toponym, begin: int, reference: Toponym) -> Toponym | None:
    """Give "The mine at Norilsk" the place of Norilsk, which stands right behind it."""
    if not subject.text[:1].isalpha() or subject.text.split()[0].lower() not in DEFINITE:
        return None
    at = view.tokens.at(subject.end)
    if at + 1 >= begin or view.tokens.low[at] not in _PLACING or at + 1 not in view.starts:
        return None
    mention, end = view.starts[at + 1]
    if mention.place is None or mention.place.kind not in POPULATED or end > begin:
        return None
    if _same(mention, reference):
        return None
    return replace(
        mention,
        start=subject.start,
        text=view.tokens.text[subject.start : mention.end],
        reasons=(f"taken to lie where {mention.text} does", *mention.reasons),
    )


def _apposed(sentence: Sentence, begin: int, subject: Toponym) -> Toponym | None:
    """Read the place right before the measure in "NAME was in PLACE, 145 km east of"."""
    view = sentence.view
    low = view.tokens.low
    if subject.text[:1].islower() or begin - 1 <= sentence.lo:
        return None
    at = begin - 1
    if low[at] in DETERMINERS and at - 1 > sentence.lo:
        at -= 1
    if low[at] != "," or at - 1 not in view.owner:
        return None
    first = view.owner[at - 1]
    mention = view.starts[first][0]
    if mention.place is None or mention.place.kind in TERRITORIAL or first <= sentence.lo:
        return None
    return mention if low[first - 1] in _PLACING and mention.start > subject.end else None


def other_before(sentence: Sentence, begin: int, reference: Toponym) -> Toponym | None:
    """Find the nearest place before the measure that is neither the reference nor a water."""
    view, at = sentence.view, begin - 1
    while at >= sentence.lo:
        first = view.owner.get(at)
        if first is None:
            at -= 1
            continue
        mention = view.starts[first][0]
        place = mention.place
        if place and place.kind not in TERRITORIAL | WATER and not _same(mention, reference):
            return mention
        at = first - 1
    return None
