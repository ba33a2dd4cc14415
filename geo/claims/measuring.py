"""What the checks of all kinds of claim share: places, evidence, direction, severity."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.intervals import Interval
from geo.claims.lines import edge_of, shore_of
from geo.claims.readings import direction_reading
from geo.claims.separation import LINE_KINDS, Separation
from geo.geodesy import METHOD, compass
from geo.model import Claim, Evidence, Measure, Outcome, Place, Reading, Route

__all__ = [
    "SEVERITY",
    "around",
    "direction_outcome",
    "edged",
    "evidence_of",
    "middle",
    "one_sided",
    "places",
]

#: Within this angle of the wind's middle lie 99 % of published directions.
IMPRECISE_DEG = 45.0

#: "North of the border" names a side: anything but its opposite fits.
LINE_DEG = 90.0

#: From this angle on, a place lies on the other side of the border, unless its size hides it.
OPPOSITE_DEG = 135.0

#: The worse of two outcomes counts.
SEVERITY: dict[Outcome, int] = {
    "consistent": 0,
    "imprecise": 1,
    "contradicted": 2,
    "unverifiable": 3,
}


def places(claim: Claim) -> tuple[Place, Place]:
    """Give reference and subject; the caller has made sure that both are there."""
    if (
        claim.reference is None or claim.reference.place is None
        or claim.subject is None or claim.subject.place is None
    ):  # fmt: skip
        raise ValueError("the claim has no places")
    return claim.reference.place, claim.subject.place


def edged(claim: Claim) -> tuple[Place, Place]:
    """Give reference and subject, a country or a sea by the nearest point of its outline."""
    reference, subject = places(claim)
    edge = edge_of(reference, subject, claim.direction) or shore_of(reference, subject)
    if edge is not None:
        return edge, subject
    edge = edge_of(subject, reference, None)
    return reference, edge or subject


def around(claim: Claim, text: str, reach: int = 160) -> str:
    """Words around a claim, in lower case: a train, a walk, a race."""
    return text[max(0, claim.start - reach) : claim.end + reach].lower()


def middle(measure: Measure) -> float:
    """Amount of a measure, the middle of a range."""
    if measure.value_high is None:
        return measure.value
    return (measure.value + measure.value_high) / 2


def one_sided(claimed: Interval, readings: list[Reading]) -> bool:
    """Whether the words are true, though much further from the truth than they suggest."""
    if claimed.sided == "below":
        return any(item.low <= claimed.high for item in readings)
    if claimed.sided == "above":
        return any(item.high >= claimed.low for item in readings)
    return False


def direction_outcome(claim: Claim, gap: Separation) -> tuple[Outcome, Reading | None]:
    """Judge the direction of a claim; consistent when it tells none.

    Within the sector of the wind as the writer used it, widened by the size of the places:
    consistent. Within 45 degrees: imprecise. Else contradicted.
    """
    wind = claim.direction
    if not wind or wind in ("upstream", "downstream"):
        return "consistent", None
    reading, angle, half = direction_reading(gap, wind)
    side = claim.reference.place if claim.reference else None
    if side is not None and side.kind in LINE_KINDS:
        # "North of the border" tells the side, and the nearest point may lie any way off.
        fits = angle <= LINE_DEG + gap.turn_deg
        other_side = angle > OPPOSITE_DEG and gap.turn_deg < 45.0
        judged: Outcome = "consistent" if fits else "contradicted" if other_side else "imprecise"
        return judged, replace(reading, fits=fits)
    if angle <= half + gap.turn_deg:
        return "consistent", reading
    if angle <= IMPRECISE_DEG + gap.turn_deg:
        return "imprecise", reading
    return "contradicted", reading


def evidence_of(
    gap: Separation, readings: tuple[Reading, ...], route: Route | None, value_km: float | None
) -> Evidence:
    """Evidence of a claim from its readings; ``value_km`` is what was written, if a length."""
    rail = route.km if route else None
    return Evidence(
        geodesic_km=round(gap.km, 3),
        geodesic_low_km=round(gap.low_km, 3),
        geodesic_high_km=round(gap.high_km, 3),
        bearing_deg=round(gap.bearing, 2),
        compass=compass(gap.bearing),
        rail_km=round(rail, 3) if rail is not None else None,
        detour_factor=round(route.detour_factor, 3) if route else None,
        ratio_geodesic=round(value_km / gap.km, 4) if value_km and gap.km > 0 else None,
        ratio_rail=round(value_km / rail, 4) if value_km and rail else None,
        method=METHOD,
        network=route.network if route else None,
        readings=readings,
        route=route,
    )
