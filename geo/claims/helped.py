"""Say when a claim helped to choose one of its own places."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.separation import separation
from geo.claims.words import km_text, place_in
from geo.model import Claim, Verdict

__all__ = ["told_of_help"]


def _help(claim: Claim) -> str:
    """Sentence about the help, and what the next candidate would give; "" without any."""
    for side in (claim.subject, claim.reference):
        if side is None or side.place is None:
            continue
        if not any("stated" in reason or "distance told" in reason for reason in side.reasons):
            continue
        text = f"The stated relation helped to choose this {side.place.name}"
        other = next(
            (item.place for item in side.candidates if item.place.id != side.place.id), None
        )
        end = claim.reference if side is claim.subject else claim.subject
        if other is None or end is None or end.place is None:
            return f"{text}."
        km = separation(end.place, other).km
        unit = claim.measure.unit if claim.measure else "km"
        return (
            f"{text}; the next candidate, {place_in(other)}, lies {km_text(km, unit)} from "
            f"{end.place.name}."
        )
    return ""


def told_of_help(claim: Claim, verdict: Verdict) -> Verdict:
    """Add the sentence to the explanation: a verdict may not rest on itself in silence."""
    text = _help(claim) if verdict.evidence.geodesic_km is not None else ""
    if not text:
        return verdict
    return replace(verdict, explanation=f"{verdict.explanation} {text}")
