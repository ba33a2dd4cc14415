"""Countries that are said to touch: "Poland borders Germany"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.claims.lexicon import COPULAS, VERBS
from geo.claims.lines import BORDER_NOUNS, MEETING
from geo.claims.measuring import evidence_of, places
from geo.claims.phrases import read_phrase
from geo.claims.separation import separation
from geo.claims.sides import make_claim, subject_phrase
from geo.claims.view import Phrase, View
from geo.claims.words import name_of
from geo.model import Claim, Place, Toponym, Verdict
from geo.outlines import share_a_border

__all__ = ["BORDERING", "adjacency", "check_adjacency", "meeting", "more_neighbours"]

#: Verbs that tell of a common border.
BORDERING = frozenset(("borders", "border", "bordered", "bordering", "adjoins"))


#: No country has more neighbours than China and Russia.
_MOST_NEIGHBOURS = 14


def _country(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.kind == "country"


def adjacency(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "A borders B", "A, which borders B" at the verb, where both are countries."""
    tokens, low = view.tokens, view.tokens.low
    if low[at] not in BORDERING or at + 1 >= hi:
        return None
    before = at - 1
    while before > lo and low[before] in (",", "which", "that", "also", "and"):
        before -= 1
    if before < lo or before not in view.owner:
        return None
    subject = view.starts[view.owner[before]][0]
    phrase = read_phrase(view, at + 1, hi)
    if phrase is None or phrase.kind != "mention":
        return None
    reference = phrase.toponym
    if not (_country(subject) and _country(reference)) or subject.start == reference.start:
        return None
    start, end = tokens.start[at], reference.end
    return Claim(
        start, end, tokens.text[start:end], "proximity", subject, reference, article=view.article
    )


def more_neighbours(view: View, claim: Claim, hi: int) -> Iterator[Claim]:
    """Read the rest of the list in "A borders B, C and D"."""
    tokens, low = view.tokens, view.tokens.low
    words = claim.text.lower().split()
    if claim.reference is None or not words or words[0] not in BORDERING:
        return
    found: list[Toponym] = []
    at = tokens.at(claim.reference.end)
    joined = False
    while at + 1 < hi and low[at] in (",", "and") and len(found) < _MOST_NEIGHBOURS:
        joined = joined or low[at] == "and"
        at += 1
        while at < hi and low[at] in ("and", "the"):
            joined = joined or low[at] == "and"
            at += 1
        given = view.starts.get(at)
        if given is None or not _country(given[0]):
            break
        found.append(given[0])
        at = given[1]
    if not joined or (at < hi and (low[at] in COPULAS or low[at] in VERBS)):
        # "Poland borders Germany, Lithuania said": no list.
        return
    for mention in found:
        text = tokens.text[claim.start : mention.end]
        yield replace(claim, end=mention.end, text=text, reference=mention)


def meeting(view: View, lo: int, hi: int, at: int) -> Claim | None:
    """Read "X lies where the borders of A, B and C meet" at "where".

    The reference is the whole of "borders of A, B and C"; which point is meant depends on X.
    """
    tokens, low = view.tokens, view.tokens.low
    before = at
    first = at + 1
    if first + 2 < hi and low[first] == "the" and low[first + 1] in BORDER_NOUNS:
        first += 3 if low[first + 2] == "of" else 2
    elif first + 1 < hi and low[first] in BORDER_NOUNS:
        first += 2
    first += first < hi and low[first] == "the"
    names: list[int] = []
    end = first
    while first < hi and len(names) < 5:
        phrase = read_phrase(view, first, hi)
        if phrase is None or phrase.kind not in ("mention", "name"):
            break
        names.append(first)
        end = first = phrase.end
        while first < hi and low[first] in (",", "and", "the"):
            # "the Czech Republic meet": with its article the name would seem to describe.
            first += 1
        if first == end:
            break
    if len(names) < 2 or end >= hi or low[end] not in MEETING:
        return None
    if view.known and not all(_country(view.starts[k][0]) for k in names if k in view.starts):
        # Rivers and roads meet too.
        return None
    while before > lo and low[before - 1] in ("at", "the", "point", "right", "just", "exactly"):
        before -= 1
    if not any(word in BORDER_NOUNS for word in low[at + 1 : end]):
        # "where Poland and Slovakia meet": the verb tells that a border is meant.
        end += 1
    begin = tokens.start[at + 1]
    text = tokens.text[begin : tokens.end[end - 1]]
    reference = Phrase(
        at + 1, end, "place", Toponym(begin, begin + len(text), text, article=view.article), end
    )
    subject = subject_phrase(view, lo, before, reference)
    if subject is None:
        return None
    return make_claim(
        view, "proximity", at, max(end, reference.end), subject.toponym, reference.toponym
    )


def check_adjacency(claim: Claim) -> Verdict | None:
    """Check that two countries have a common border on land; None for any other nearness."""
    words = claim.text.lower().split()
    reference, subject = places(claim)
    if not words or words[0] not in BORDERING:
        return None
    if not (_is_drawn(reference) and _is_drawn(subject)):
        return None
    names = [name_of(side) for side in (claim.subject, claim.reference) if side]
    evidence = evidence_of(separation(reference, subject), (), None, None)
    if share_a_border(subject.country, reference.country):
        return Verdict("consistent", f"{names[0]} and {names[1]} have a common border.", evidence)
    return Verdict(
        "contradicted", f"{names[0]} and {names[1]} have no common border on land.", evidence
    )


def _is_drawn(place: Place) -> bool:
    return place.kind == "country" and bool(place.country)
