"""Check travel times between two resolved places."""

from __future__ import annotations

from geo.claims.explain import direction_part, finish, with_evidence
from geo.claims.intervals import claimed_interval
from geo.claims.measuring import (
    SEVERITY,
    around,
    direction_outcome,
    edged,
    evidence_of,
    middle,
    one_sided,
)
from geo.claims.readings import Network, rail_route, time_reading
from geo.claims.separation import Separation, separation
from geo.claims.words import amount, km_text, name_of, quoted, wind_words
from geo.geodesy import compass
from geo.model import Claim, Measure, Mode, Outcome, Reading, Route, Verdict
from geo.units import convert

__all__ = ["check_travel_time"]

#: A travel time is imprecise when it misses what is plausible by up to this factor.
TIME_FACTOR = 1.5

_RAIL_WORDS = ("train", "rail", "locomotive")
_FOOT_WORDS = ("walk", "foot", "hike", "march", "trek", "stroll")
_BICYCLE_WORDS = ("bicycle", "bike", "cycling", "cyclist")


def _time_mode(claim: Claim, text: str) -> tuple[str, bool]:
    """Mode for the speeds, and whether the words tell it."""
    if claim.mode in ("road", "unspecified"):
        near = around(claim, text, 30)
        if any(word in near for word in _FOOT_WORDS):
            return "foot", True
        if any(word in near for word in _BICYCLE_WORDS):
            return "bicycle", True
    mode: Mode = claim.mode
    if mode == "straight":
        mode = "unspecified"
    return mode, mode != "unspecified"


def check_travel_time(
    claim: Claim, text: str, network: Network | None, tolerance: float
) -> Verdict:
    """Compare a travel time with plausible speeds."""
    measure = claim.measure
    if measure is None:
        return Verdict("unverifiable", "Not checked: the text tells no amount.")
    reference, subject = edged(claim)
    gap = separation(reference, subject)
    factor = convert(1.0, measure.unit, "h")
    claimed = claimed_interval(measure, tolerance).scaled(factor)
    value_h = middle(measure) * factor
    mode, told = _time_mode(claim, text)
    route: Route | None = None
    if mode == "rail" or not told:
        route, _ = rail_route(network, reference, subject, gap.km)
    readings = [time_reading(gap, route, mode, claimed, value_h)]
    if not told and route is not None and any(word in around(claim, text) for word in _RAIL_WORDS):
        readings.append(time_reading(gap, route, "rail", claimed, value_h))
    turned, bearing = direction_outcome(claim, gap)
    best = next((item for item in readings if item.fits), readings[0])
    outcome: Outcome
    if best.fits:
        outcome = "consistent"
    elif one_sided(claimed, readings) or any(
        claimed.overlaps(item.low / TIME_FACTOR, item.high * TIME_FACTOR) for item in readings
    ):
        outcome = "imprecise"
    else:
        outcome = "contradicted"
    if gap.area:
        outcome = "unverifiable"
    everything = (*readings, bearing) if bearing else tuple(readings)
    evidence = evidence_of(gap, everything, route, None)
    whole: Outcome = max(outcome, turned, key=SEVERITY.__getitem__)
    parts = [
        _time_sentence(claim, gap, best, route, measure, value_h, outcome),
        direction_part(claim, gap, turned),
    ]
    return with_evidence(whole, finish(*parts), evidence)


def _time_sentence(
    claim: Claim,
    gap: Separation,
    reading: Reading,
    route: Route | None,
    measure: Measure,
    value_h: float,
    outcome: Outcome,
) -> str:
    if claim.subject is None or claim.reference is None:
        return ""
    by_rail = reading.name.endswith("rail") and route is not None
    way = (
        f"{km_text(route.km)} by rail"
        if by_rail and route
        else (f"{km_text(gap.km)} in a straight line")
    )
    text = f"{name_of(claim.subject)} lies {way} {_from(claim, gap)}"
    if outcome == "unverifiable":
        return f"{text}; {gap.area} is too large for its centre to stand for it"
    speed = (route.km if by_rail and route else gap.km) / value_h if value_h > 0 else 0.0
    text += f"; {quoted(measure)} would mean {speed:.0f} km/h on average"
    if not by_rail:
        text += " over the straight line"
    name = reading.name.removeprefix("time ")
    if outcome == "consistent":
        return f"{text}, which is plausible {name}"
    window = f"{amount(reading.low, 'h')} to {amount(reading.high, 'h')}"
    if outcome == "imprecise":
        return f"{text}, which is at the edge of what is plausible {name} ({window})"
    return f"{text}, which is not plausible {name} ({window})"


def _from(claim: Claim, gap: Separation) -> str:
    if claim.reference is None:
        return ""
    if claim.direction:
        return f"{wind_words(compass(gap.bearing, 16))} of {name_of(claim.reference)}"
    return f"from {name_of(claim.reference)}"
