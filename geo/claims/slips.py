"""Name the slip that would explain a claim which does not fit."""

from __future__ import annotations

from geo.claims.intervals import Interval
from geo.claims.separation import Separation, separation
from geo.claims.words import km_text, wind_words
from geo.geodesy import WINDS, angle_between, wind_bearing_deg
from geo.model import Claim, Measure, Toponym
from geo.outlines import country_name
from geo.units import KM

__all__ = ["likely_slip", "opposite_told"]

#: How near the amount must come under a slip to name it.
_NEAR = 0.08

#: Beyond this angle from the written wind, the opposite wind fits better than badly.
_OPPOSITE_DEG = 135.0

_SWAPPED_UNITS = {"mi": ("km", "miles", "kilometres"), "km": ("mi", "kilometres", "miles")}


def likely_slip(claim: Claim, measure: Measure, gap: Separation, claimed: Interval) -> str:
    """Sentence about the slip that fits far better than the words, or "".

    Where the amount fits, the opposite direction; else another place of the same name, the
    other unit, a digit lost or doubled.
    """
    if gap.km <= 0:
        return ""
    told = opposite_told(claim, gap)
    opposite = bool(told)
    if claimed.overlaps(gap.low_km, gap.high_km):
        return told if opposite else ""
    amount = _namesake(claim, claimed) or _amount_slip(measure, gap)
    if amount or not opposite:
        return amount
    return told if claimed.overlaps(gap.km / 1.5, gap.km * 1.5) else ""


def opposite_told(claim: Claim, gap: Separation) -> str:
    """Say that the opposite wind, or the two places swapped, would fit; "" when it would not."""
    wind = claim.direction or ""
    if wind not in WINDS or angle_between(gap.bearing, wind_bearing_deg(wind)) <= _OPPOSITE_DEG:
        return ""
    return (
        "the words would fit with the two places swapped, or with the opposite of "
        f"“{wind_words(wind)}”"
    )


def _amount_slip(measure: Measure, gap: Separation) -> str:
    value = measure.value
    swapped = _SWAPPED_UNITS.get(measure.unit)
    if swapped and abs(value * KM[swapped[0]] / gap.km - 1) <= _NEAR:
        return f"{value:g} would fit in {swapped[2]} instead of {swapped[1]}"
    for power in (10.0, 0.1):
        if abs(value * power * KM[measure.unit] / gap.km - 1) <= _NEAR:
            return "a digit seems to be lost or doubled"
    return ""


def _namesake(claim: Claim, claimed: Interval) -> str:
    """Another place of the same name for which the words are right."""
    wind = claim.direction or ""
    for side, end in ((claim.subject, claim.reference), (claim.reference, claim.subject)):
        if side is None or side.place is None or end is None or end.place is None:
            continue
        for candidate in side.candidates[:8]:
            if candidate.place.id in (side.place.id, end.place.id):
                continue
            other = separation(end.place, candidate.place)
            if not claimed.overlaps(other.low_km, other.high_km) or other.km > 5000:
                continue
            if wind in WINDS and angle_between(other.bearing, wind_bearing_deg(wind)) > 45:
                continue
            return _told(side, candidate.place.country, other.km)
    return ""


def _told(side: Toponym, country: str, km: float) -> str:
    where = f" in {country_name(country)}" if country else ""
    return (
        f"another {side.place.name if side.place else side.text}{where}, {km_text(km)} away, "
        "would fit"
    )
