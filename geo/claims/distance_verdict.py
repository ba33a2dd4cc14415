"""Check distances and travel times between two resolved places."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.error_model import spread
from geo.claims.explain import (
    another_meant,
    direction_part,
    distance_part,
    finish,
    lies,
    with_evidence,
)
from geo.claims.intervals import Interval, claimed_interval
from geo.claims.lines import LINE_KINDS, edge_of
from geo.claims.readings import (
    Network,
    direction_reading,
    rail_reading,
    rail_route,
    road_reading,
    straight_reading,
    time_reading,
)
from geo.claims.separation import Separation, separation
from geo.claims.slips import likely_slip
from geo.claims.words import amount, km_text, name_of, quoted, wind_words
from geo.geodesy import METHOD, compass
from geo.model import Claim, Evidence, Measure, Mode, Outcome, Place, Reading, Route, Verdict
from geo.units import convert

__all__ = ["RATIO_BAND", "check_distance", "check_travel_time", "direction_outcome"]

#: Claimed divided by geodesic: 5th and 95th percentile of 268 checked claims, which stands
#: for those too rare for a row of their own. The table's band may only widen it.
RATIO_BAND = (0.87, 1.42)

#: The same for a claim that says "by rail", against a length that was measured.
RAIL_BAND = (0.85, 1.18)

#: A distance from a border is often the way to the crossing, which may be twice the line.
LINE_FACTOR = 2.0

#: Within this angle of the wind's middle lie 99 % of published directions.
IMPRECISE_DEG = 45.0

#: A travel time is imprecise when it misses what is plausible by up to this factor.
TIME_FACTOR = 1.5

_SEVERITY: dict[Outcome, int] = {
    "consistent": 0,
    "imprecise": 1,
    "contradicted": 2,
    "unverifiable": 3,
}
_RAIL_WORDS = ("train", "rail", "locomotive")
_FOOT_WORDS = ("walk", "foot", "hike", "march", "trek", "stroll")
_BICYCLE_WORDS = ("bicycle", "bike", "cycling", "cyclist")


def _edged(claim: Claim) -> tuple[Place, Place]:
    """Give reference and subject, a country by the nearest point of its outline."""
    reference, subject = _places(claim)
    edge = edge_of(reference, subject, claim.direction)
    if edge is not None:
        return edge, subject
    edge = edge_of(subject, reference, None)
    return reference, edge or subject


def _unnamed_part(claim: Claim, outcome: Outcome, *, edged: bool) -> str:
    """Reason why a distance to a whole country cannot be judged; "" when it can.

    "The 1,700 km from Addis Ababa to Djibouti" end somewhere in the country, and a way by rail
    or road has an end that the text does not name.
    """
    for side in (claim.subject, claim.reference):
        place = side.place if side else None
        if place is None or place.kind != "country":
            continue
        by_way = claim.mode in ("rail", "road", "air", "water")
        by_edge = side is claim.reference and edged
        if by_way or (outcome == "contradicted" and not by_edge):
            return f"Not checked: the text does not tell which place in {place.name} is meant."
    return ""


def _by_edge(claim: Claim, reference: Place, subject: Place) -> Claim:
    """Let the sentence name the border that was measured instead of the country."""
    one, other = claim.reference, claim.subject
    whole = one.place if one else None
    if one and reference.kind == "border" and whole and whole.kind != "border":
        claim = replace(claim, reference=replace(one, text="border", place=reference))
    if other and subject.kind == "border" and other.place is not subject:
        claim = replace(claim, subject=replace(other, text="border", place=subject))
    return claim


def _places(claim: Claim) -> tuple[Place, Place]:
    """Give reference and subject; the caller has made sure that both are there."""
    if (
        claim.reference is None or claim.reference.place is None
        or claim.subject is None or claim.subject.place is None
    ):  # fmt: skip
        raise ValueError("the claim has no places")
    return claim.reference.place, claim.subject.place


def _around(claim: Claim, text: str, reach: int = 160) -> str:
    return text[max(0, claim.start - reach) : claim.end + reach].lower()


def direction_outcome(claim: Claim, gap: Separation) -> tuple[Outcome, Reading | None]:
    """Judge the direction of a claim; consistent when it tells none.

    Within the sector of the wind as the writer used it, widened by the size of the places:
    consistent. Within 45 degrees: imprecise. Else contradicted.
    """
    wind = claim.direction
    if not wind or wind in ("upstream", "downstream"):
        return "consistent", None
    reading, angle, half = direction_reading(gap, wind)
    if angle <= half + gap.turn_deg:
        return "consistent", reading
    if angle <= IMPRECISE_DEG + gap.turn_deg:
        return "imprecise", reading
    return "contradicted", reading


def _evidence(
    gap: Separation, readings: tuple[Reading, ...], route: Route | None, value_km: float | None
) -> Evidence:
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


def _middle(measure: Measure) -> float:
    if measure.value_high is None:
        return measure.value
    return (measure.value + measure.value_high) / 2


def _one_sided(claimed: Interval, readings: list[Reading]) -> bool:
    """Whether the words are true, though much further from the truth than they suggest."""
    if claimed.sided == "below":
        return any(item.low <= claimed.high for item in readings)
    if claimed.sided == "above":
        return any(item.high >= claimed.low for item in readings)
    return False


def check_distance(claim: Claim, network: Network | None, tolerance: float) -> Verdict:
    """Measure a distance, with its direction when it tells one."""
    measure = claim.measure
    if measure is None:
        return Verdict("unverifiable", "Not checked: the text tells no amount.")
    reference, subject = _edged(claim)
    gap = separation(reference, subject)
    factor = convert(1.0, measure.unit, "km")
    claimed = claimed_interval(measure, tolerance).scaled(factor)
    value_km = _middle(measure) * factor
    straight = straight_reading(gap, claimed, value_km)
    readings = [straight]
    counting = [straight]
    route: Route | None = None
    why_no_rail = ""
    if claim.mode in ("rail", "unspecified"):
        route, why_no_rail = rail_route(network, reference, subject, gap.km)
        if route is not None:
            by_rail = rail_reading(route, claimed, value_km)
            readings.append(by_rail)
            counting = [by_rail] if claim.mode == "rail" else [straight, by_rail]
    elif claim.mode == "road":
        road = road_reading(gap, claimed, value_km)
        readings.append(road)
        counting = [road]
    to_line = reference.kind in LINE_KINDS or subject.kind in LINE_KINDS
    outcome = _amount_outcome(measure, gap, claimed, counting, value_km, to_line=to_line)
    edged = reference is not claim.reference.place if claim.reference else False
    which = _unnamed_part(claim, outcome, edged=edged)
    if which:
        return Verdict("unverifiable", which, _evidence(gap, (straight,), None, value_km))
    turned, bearing = direction_outcome(claim, gap)
    if bearing is not None:
        readings.append(bearing)
    evidence = _evidence(gap, tuple(readings), route, value_km)
    table = spread(measure.unit, measure.hedged, gap.km)
    if gap.km > 0:
        evidence = replace(evidence, error_percentile=table.percentile(value_km / gap.km))
    # A reading that does not count for the outcome may not be said to fit.
    told = tuple(
        item if item in counting else replace(item, fits=False)
        for item in readings
        if item in counting or item is straight
    )
    if outcome == "unverifiable":
        amount_text = (
            f"{gap.area} is too large for its centre to stand for it, so "
            f"the article's {quoted(measure)} is neither supported nor contradicted"
        )
    else:
        amount_text = distance_part(measure, told, outcome, value_km, claim.mode)
    rail = next((item for item in readings if item.name == "rail"), None)
    first = lies(_by_edge(claim, reference, subject), gap, rail, measure.unit)
    whole: Outcome = max(outcome, turned, key=_SEVERITY.__getitem__)
    if "contradicted" in (outcome, turned):
        whole = "contradicted"
    parts = [f"{first}; {amount_text}", direction_part(claim, gap, turned)]
    if claim.mode == "rail" and route is None:
        parts.append(f"the way by rail is not known ({why_no_rail})")
    if whole == "contradicted":
        slip = likely_slip(claim, measure, gap, claimed)
        lost = "" if slip else another_meant(claim, gap, value_km)
        whole = "unverifiable" if lost else whole
        parts.append(slip or lost)
    parts.append(_helped(claim))
    return with_evidence(whole, finish(*parts), evidence)


def _amount_outcome(
    measure: Measure,
    gap: Separation,
    claimed: Interval,
    counting: list[Reading],
    value_km: float,
    *,
    to_line: bool = False,
) -> Outcome:
    fitting = [item for item in counting if item.fits]
    if fitting:
        by_disc = all(item.name == "straight line" and item.note for item in fitting)
        return "unverifiable" if gap.area and by_disc else "consistent"
    if _one_sided(claimed, counting):
        return "imprecise"
    if gap.km <= 0:
        return "contradicted"
    for item in counting:
        if item.name == "rail":
            low, high = RAIL_BAND
        elif item.name.startswith("road"):
            # Plausible ways are 1 to 1.6 times the line; twice the line needs mountains.
            low, high = RATIO_BAND[0] / 1.25, 2.0 / 1.25
        elif to_line:
            low, high = RATIO_BAND[0], LINE_FACTOR
        else:
            own = spread(measure.unit, measure.hedged, gap.km).band
            low, high = min(RATIO_BAND[0], own[0]), max(RATIO_BAND[1], own[1])
        nearest = item.value if not gap.area else min(max(value_km, item.low), item.high)
        if nearest > 0 and low <= value_km / nearest <= high:
            return "imprecise"
    return "contradicted"


def _helped(claim: Claim) -> str:
    """Say when a stated distance helped to choose one of the places."""
    for side in (claim.subject, claim.reference):
        if side is None or side.place is None:
            continue
        if any("stated" in reason or "distance told" in reason for reason in side.reasons):
            text = f"the stated relation helped to choose this {side.place.name}"
            other = next(
                (item.place for item in side.candidates if item.place.id != side.place.id), None
            )
            if other is None:
                return text
            end = claim.reference if side is claim.subject else claim.subject
            if end is not None and end.place is not None:
                km = separation(end.place, other).km
                text += f"; the next candidate, in {other.country or 'another country'}, "
                text += f"would be {km_text(km)} away"
            return text
    return ""


def _time_mode(claim: Claim, text: str) -> tuple[str, bool]:
    """Mode for the speeds, and whether the words tell it."""
    if claim.mode in ("road", "unspecified"):
        around = _around(claim, text, 30)
        if any(word in around for word in _FOOT_WORDS):
            return "foot", True
        if any(word in around for word in _BICYCLE_WORDS):
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
    reference, subject = _edged(claim)
    gap = separation(reference, subject)
    factor = convert(1.0, measure.unit, "h")
    claimed = claimed_interval(measure, tolerance).scaled(factor)
    value_h = _middle(measure) * factor
    mode, told = _time_mode(claim, text)
    route: Route | None = None
    if mode == "rail" or not told:
        route, _ = rail_route(network, reference, subject, gap.km)
    readings = [time_reading(gap, route, mode, claimed, value_h)]
    if not told and route is not None and any(word in _around(claim, text) for word in _RAIL_WORDS):
        readings.append(time_reading(gap, route, "rail", claimed, value_h))
    turned, bearing = direction_outcome(claim, gap)
    best = next((item for item in readings if item.fits), readings[0])
    outcome: Outcome
    if best.fits:
        outcome = "consistent"
    elif _one_sided(claimed, readings) or any(
        claimed.overlaps(item.low / TIME_FACTOR, item.high * TIME_FACTOR) for item in readings
    ):
        outcome = "imprecise"
    else:
        outcome = "contradicted"
    if gap.area:
        outcome = "unverifiable"
    everything = (*readings, bearing) if bearing else tuple(readings)
    evidence = _evidence(gap, everything, route, None)
    whole: Outcome = max(outcome, turned, key=_SEVERITY.__getitem__)
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
