"""Reasons why what looks like an error of the text may be none."""

from __future__ import annotations

from geo.claims.lexicon import DEFINITE
from geo.claims.separation import LINE_KINDS, Separation, is_areal
from geo.model import Claim, Place, Toponym

__all__ = ["assumed", "beyond_centre"]

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


def assumed(claim: Claim) -> str:
    """Say which place was assumed for "the town"; "" where the text names its places."""
    for side in (claim.subject, claim.reference):
        if side is not None and side.place is not None and _is_anaphoric(side):
            said = " ".join(side.text.split())
            return f"that “{said}” is {side.place.name} is only assumed, so the text may be right"
    return ""


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
