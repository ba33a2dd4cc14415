"""Choose another place of an ambiguous name where a stated distance tells which one is meant."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.intervals import claimed_interval
from geo.claims.measuring import edged
from geo.claims.separation import separation
from geo.geodesy import WINDS, angle_between, wind_bearing_deg
from geo.model import Claim, Toponym
from geo.units import convert

__all__ = ["with_fitting_namesake"]

#: So many times too far away, the chosen place is more likely the wrong one of its name than
#: the text is wrong.
_FAR_FACTOR = 5.0

#: So many candidates of a name are tried.
_MOST = 12

#: What the amount may be off for a candidate that fits, and for one that only fits roughly:
#: nine of ten published distances are at most so much longer than the line.
_LOOSE = (1.0, 1.42)

#: How far the bearing of a fitting candidate may be from the written wind, in degrees.
_WIND_DEG = 45.0


def with_fitting_namesake(claim: Claim, tolerance: float = 0.0) -> Claim:
    """Give a distance the places of its names for which its words are right.

    Only where the chosen places are at least five times further apart than the text says, and
    another candidate for one of the names fits the distance and the direction. The new side
    says so in its reasons.

    Parameters
    ----------
    claim : Claim
        A distance with two resolved places; any other claim comes back as it is.
    tolerance : float, optional
        Further share that the reader grants to the amount.
    """
    measure = claim.measure
    one, two = claim.subject, claim.reference
    if claim.kind != "distance" or measure is None or not (one and two and one.place and two.place):
        return claim
    factor = convert(1.0, measure.unit, "km")
    claimed = claimed_interval(measure, tolerance).scaled(factor)
    reference, subject = edged(claim)
    if separation(reference, subject).low_km < _FAR_FACTOR * claimed.high:
        return claim
    fitting: list[tuple[int, int, Claim]] = []
    for name, side in (("subject", one), ("reference", two)):
        for candidate in side.candidates[:_MOST]:
            if side.place is None or candidate.place.id == side.place.id:
                continue
            reasons = (
                f"the stated distance fits this {candidate.place.name}, not a likelier one",
                *candidate.reasons,
            )
            chosen: Toponym = replace(
                side, place=candidate.place, score=candidate.score, reasons=reasons
            )
            made = (
                replace(claim, subject=chosen)
                if name == "subject"
                else replace(claim, reference=chosen)
            )
            for looseness in (0, 1):
                if _fits(made, claimed.low / _LOOSE[looseness], claimed.high * _LOOSE[looseness]):
                    fitting.append((looseness, len(fitting), made))
                    break
    # One that fits well before one that only fits as published distances do.
    return min(fitting, key=lambda item: item[:2])[2] if fitting else claim


def _fits(claim: Claim, low: float, high: float) -> bool:
    gap = separation(*edged(claim))
    if not (gap.low_km <= high and low <= gap.high_km) or gap.km <= 0:
        return False
    wind = claim.direction or ""
    if wind not in WINDS:
        return True
    return angle_between(gap.bearing, wind_bearing_deg(wind)) <= _WIND_DEG + gap.turn_deg
