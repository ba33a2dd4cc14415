"""Countries that are said to touch: "Poland borders Germany"."""

from __future__ import annotations

from geo.claims.measuring import evidence_of, places
from geo.claims.phrases import read_phrase
from geo.claims.separation import separation
from geo.claims.view import View
from geo.claims.words import name_of
from geo.model import Claim, Place, Toponym, Verdict
from geo.outlines import share_a_border

__all__ = ["BORDERING", "adjacency", "check_adjacency"]

#: Verbs that tell of a common border.
BORDERING = frozenset(("borders", "border", "bordered", "bordering", "adjoins"))


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
