"""Check a claim: measure it, judge it, and say so."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.conversion import check_conversion
from geo.claims.distance_verdict import check_distance
from geo.claims.doubts import doubted
from geo.claims.explain import unresolved
from geo.claims.helped import told_of_help
from geo.claims.namesakes import with_fitting_namesake
from geo.claims.readings import Network
from geo.claims.relation_verdict import (
    check_between,
    check_comparison,
    check_detour,
    check_direction,
    check_proximity,
)
from geo.claims.time_verdict import check_travel_time
from geo.model import Claim, Verdict

__all__ = ["check"]


def check(
    claim: Claim, text: str, network: Network | None = None, *, tolerance: float = 0.0
) -> Claim:
    """Measure what a claim says.

    Parameters
    ----------
    claim : Claim
        As found, with resolved or unresolved places.
    text : str
        The article's text, for words around the claim: a train, a walk.
    network : Network, optional
        Rails for the reading by rail; without it there is none.
    tolerance : float, optional
        Further share that the reader grants to every amount, 0 to 1.

    Returns
    -------
    Claim
        The same claim with its verdict; with another place of an ambiguous name where the
        stated distance fits that one only.

    Examples
    --------
    >>> from geo.claims.find import find_claims
    >>> found, = find_claims("They walked 60 kilometers (39 miles) on Monday.")
    >>> check(found, "").verdict.outcome
    'imprecise'
    """
    claim = with_fitting_namesake(claim, tolerance)
    verdict = doubted(claim, _verdict(claim, text, network, tolerance))
    verdict = told_of_help(claim, verdict)
    return replace(claim, verdict=verdict)


def _verdict(claim: Claim, text: str, network: Network | None, tolerance: float) -> Verdict:
    if claim.kind == "conversion":
        return check_conversion(claim, tolerance)
    missing = unresolved(claim)
    if missing:
        return missing
    if claim.kind == "distance":
        return check_distance(claim, text, network, tolerance)
    if claim.kind == "travel_time":
        return check_travel_time(claim, text, network, tolerance)
    if claim.kind == "direction":
        return check_direction(claim, text)
    if claim.kind == "proximity":
        return check_proximity(claim)
    if claim.kind == "between":
        return check_between(claim)
    if claim.kind == "comparison":
        return check_comparison(claim)
    return check_detour(claim, network)
