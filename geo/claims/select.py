"""Choose among checked claims: by length, by verdict; and check them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.claims.readings import Network
from geo.claims.verdict import check
from geo.model import Claim, Outcome
from geo.units import KM, convert

__all__ = ["checked_again", "fails", "length_km", "longer_than"]

#: From the best verdict to the worst. "Unverifiable" is no fault of the text.
_BADNESS: dict[Outcome, int] = {
    "consistent": 0,
    "unverifiable": 0,
    "imprecise": 1,
    "contradicted": 2,
}


def length_km(claim: Claim) -> float | None:
    """Length that a claim is about: as written, else as measured; None when neither is known.

    Examples
    --------
    >>> from geo.claims.find import find_claims
    >>> [length_km(claim) for claim in find_claims("Vienne is 30 km south of Lyon.")]
    [30.0]
    """
    measure = claim.measure
    if measure is not None and measure.unit in KM:
        high = measure.value if measure.value_high is None else measure.value_high
        return convert(max(measure.value, high), measure.unit, "km")
    return claim.verdict.evidence.geodesic_km if claim.verdict else None


def longer_than(claims: Iterable[Claim], km: float) -> tuple[Claim, ...]:
    """Leave out the claims about less than a length; those of unknown length stay."""
    kept = []
    for claim in claims:
        length = length_km(claim)
        if length is None or length >= km:
            kept.append(claim)
    return tuple(kept)


def checked_again(
    claims: Iterable[Claim],
    texts: Mapping[str, str],
    network: Network | None,
    *,
    tolerance: float,
) -> tuple[Claim, ...]:
    """Check claims with a tolerance of the reader's own.

    Parameters
    ----------
    claims : iterable of Claim
        Found, checked or not.
    texts : mapping of str to str
        Text of every article by its id.
    network : Network or None
        Rails for the reading by rail.
    tolerance : float
        Share that the reader grants to every amount, 0 to 1.
    """
    return tuple(
        check(claim, texts.get(claim.article, ""), network, tolerance=tolerance) for claim in claims
    )


def fails(claims: Iterable[Claim], limit: Outcome = "contradicted") -> bool:
    """Whether a verdict is as bad as a limit, or worse.

    Examples
    --------
    >>> from geo.model import Verdict
    >>> claim = Claim(0, 1, "x", "distance", verdict=Verdict("imprecise", ""))
    >>> fails([claim]), fails([claim], "imprecise")
    (False, True)
    """
    worst = _BADNESS[limit]
    return any(claim.verdict and _BADNESS[claim.verdict.outcome] >= worst for claim in claims)
