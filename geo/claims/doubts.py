"""Reasons why what looks like an error of the text may be none."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.lexicon import DEFINITE
from geo.claims.separation import LINE_KINDS, Separation, is_areal, separation
from geo.model import Claim, Place, Toponym, Verdict

__all__ = ["beyond_centre", "doubted"]

_PRONOUNS = frozenset(("it", "there", "here", "they", "both"))


def _is_anaphoric(side: Toponym) -> bool:
    """Whether a side stands for a place by other words: "the town", "it", "that city"."""
    if side.place is None or side.place.kind in LINE_KINDS:
        return False
    words = side.text.split()
    if not words or words[0].lower() not in DEFINITE | _PRONOUNS:
        return False
    # "The Hague" and "the Ural mountains" are names.
    return not any(word[:1].isupper() for word in words[1:])


def _assumed(claim: Claim) -> str:
    """Say which place was assumed for "the town"; "" where the text names its places."""
    for side in (claim.subject, claim.reference):
        if side is not None and side.place is not None and _is_anaphoric(side):
            said = " ".join(side.text.split())
            return f"that “{said}” is {side.place.name} is only assumed, so the text may be right"
    return ""


def _by_its_centre(claim: Claim) -> str:
    """Say that a relation was judged by the centre of an area; "" when it was not."""
    if claim.kind not in ("direction", "between", "comparison"):
        return ""
    verdict = claim.verdict
    if verdict and any(item.name == "share of the way" for item in verdict.evidence.readings):
        # Measured on the outline of the country, not from its centre.
        return ""
    subject = claim.subject.place if claim.subject else None
    for side in (claim.reference, claim.other):
        place = side.place if side else None
        if subject is None or place is None:
            continue
        km = separation(place, subject).km
        for area in (place, subject):
            if is_areal(area, km):
                return f"{area.name} is too large for its centre to stand for it"
    return ""


def doubted(claim: Claim, verdict: Verdict) -> Verdict:
    """Turn "contradicted" into "unverifiable" where the text may still be right, and say why.

    That is so where a place is only assumed ("the town"), and where the centre of a lake or a
    desert stands for the whole.
    """
    if verdict.outcome != "contradicted":
        return verdict
    why = _assumed(claim) or _by_its_centre(replace(claim, verdict=verdict))
    if not why:
        return verdict
    said = f"{verdict.explanation} {why[0].upper()}{why[1:]}."
    return replace(verdict, outcome="unverifiable", explanation=said)


def beyond_centre(reference: Place, subject: Place, gap: Separation, value_km: float) -> str:
    """Name of an area that may reach to where the text says, whatever its centre tells.

    A lake or a desert is told from its edge. Its outline is not known here, and the edge is
    never further than the centre, so only a figure that is too small is in doubt.
    """
    if value_km > gap.km:
        return ""
    for place in (reference, subject):
        if is_areal(place, gap.km):
            return place.name
    return ""
