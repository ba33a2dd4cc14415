"""Check distances between two resolved places."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.doubts import beyond_centre
from geo.claims.error_model import spread
from geo.claims.explain import (
    another_meant,
    direction_part,
    distance_part,
    finish,
    lies,
    with_evidence,
)
from geo.claims.intervals import Interval, claimed_interval, with_equivalent
from geo.claims.lines import LINE_KINDS
from geo.claims.measuring import (
    SEVERITY,
    around,
    direction_outcome,
    edged,
    evidence_of,
    middle,
    one_sided,
)
from geo.claims.readings import (
    Network,
    rail_reading,
    rail_route,
    road_reading,
    straight_reading,
)
from geo.claims.rivers import STREAMWARD, flow_between, flow_reading, flow_words, judge_flow
from geo.claims.separation import Separation, separation
from geo.claims.slips import likely_slip, opposite_told
from geo.claims.words import quoted
from geo.gazetteer.kinds import POPULATED
from geo.model import Claim, Measure, Outcome, Place, Reading, Route, Verdict
from geo.units import KM, convert

__all__ = ["RATIO_BAND", "check_distance"]

#: Claimed divided by geodesic: 5th and 95th percentile of 268 checked claims, which stands
#: for those too rare for a row of their own. The table's band may only widen it.
RATIO_BAND = (0.87, 1.42)

#: The same for a claim that says "by rail", against a length that was measured.
RAIL_BAND = (0.85, 1.18)

#: A distance from a border is often the way to the crossing, which may be twice the line.
LINE_FACTOR = 2.0

_RACES = ("stage of", "flat stage", "first stage", "final stage", "race", "rally", "marathon",
          "peloton", "tour de ")  # fmt: skip


def _unnamed_part(claim: Claim, outcome: Outcome, *, by_edge: bool) -> str:
    """Reason why a distance to a whole country cannot be judged; "" when it can.

    "The 1,700 km from Addis Ababa to Djibouti" end somewhere in the country, and a way by rail
    or road has an end that the text does not name.
    """
    for side in (claim.subject, claim.reference):
        place = side.place if side else None
        if place is None or place.kind != "country":
            continue
        by_way = claim.mode in ("rail", "road", "air", "water")
        told = side is claim.reference and by_edge
        if by_way or (outcome == "contradicted" and not told):
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


def _is_race(claim: Claim, text: str) -> bool:
    """Whether the words around tell of a race, whose course may wind as it likes."""
    words = f" {around(claim, text)} "
    return any(f" {word}" in words for word in _RACES)


def check_distance(claim: Claim, text: str, network: Network | None, tolerance: float) -> Verdict:
    """Measure a distance, with its direction when it tells one."""
    measure = claim.measure
    if measure is None:
        return Verdict("unverifiable", "Not checked: the text tells no amount.")
    reference, subject = edged(claim)
    gap = separation(reference, subject)
    factor = convert(1.0, measure.unit, "km")
    claimed = claimed_interval(measure, tolerance).scaled(factor)
    same = claim.equivalent
    if same is not None and same.unit in KM:
        # The hedge of the first amount holds for the second one as well.
        hedged = replace(same, hedge=same.hedge or measure.hedge)
        again = claimed_interval(hedged, tolerance).scaled(convert(1.0, same.unit, "km"))
        claimed = with_equivalent(claimed, again)
    value_km = middle(measure) * factor
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
    flow = None
    if claim.direction in STREAMWARD:
        flow = flow_between(reference, subject, around(claim, text))
        if flow is not None and claim.mode in ("water", "unspecified"):
            along = flow_reading(flow, claimed, value_km)
            readings.append(along)
            counting = [*counting, along]
    to_line = reference.kind in LINE_KINDS or subject.kind in LINE_KINDS
    outcome = _amount_outcome(measure, gap, claimed, counting, value_km, to_line=to_line)
    by_edge = reference is not claim.reference.place if claim.reference else False
    which = _unnamed_part(claim, outcome, by_edge=by_edge)
    if which:
        return Verdict("unverifiable", which, evidence_of(gap, (straight,), None, value_km))
    if outcome == "contradicted" and value_km > gap.km and _is_race(claim, text):
        return Verdict(
            "unverifiable",
            "Not checked: a race does not take the shortest way between its ends.",
            evidence_of(gap, (straight,), route, value_km),
        )
    turned, bearing = direction_outcome(claim, gap)
    if bearing is not None:
        readings.append(bearing)
    if claim.direction in STREAMWARD and judge_flow(claim.direction, flow) == "contradicted":
        turned = "contradicted"
    area = beyond_centre(reference, subject, gap, value_km)
    if area and "contradicted" in (outcome, turned):
        outcome = "unverifiable"
        # An area cannot reach across the other place and lie on its far side.
        across = max(reference.radius_km, subject.radius_km) < gap.km and bool(
            opposite_told(claim, gap)
        )
        turned = "contradicted" if across and turned == "contradicted" else "consistent"
    by_rail_only = claim.mode == "rail" and route is None and value_km > gap.km
    if by_rail_only and outcome == "contradicted":
        # The line alone says nothing against a longer way over rails that is not known.
        outcome = "unverifiable"
    slip = likely_slip(claim, measure, gap, claimed) if outcome == "contradicted" else ""
    edge = ""
    if outcome == "contradicted" and not slip:
        edge = _edge_that_fits(reference, subject, gap, claimed)
        outcome = "imprecise" if edge else outcome
    evidence = evidence_of(gap, tuple(readings), route, value_km)
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
        large = gap.area or area
        reason = f"{large} is too large for its centre to stand for it, so " if large else ""
        amount_text = (
            f"{reason}the article's {quoted(measure)} is neither supported nor contradicted"
        )
    else:
        amount_text = distance_part(measure, told, outcome, value_km, claim.mode, edge)
    rail = next((item for item in readings if item.name == "rail"), None)
    first = lies(_by_edge(claim, reference, subject), gap, rail, measure.unit)
    whole: Outcome = max(outcome, turned, key=SEVERITY.__getitem__)
    if "contradicted" in (outcome, turned):
        whole = "contradicted"
    way = direction_part(claim, gap, turned)
    if claim.direction in STREAMWARD:
        way = flow_words(claim, flow, turned)
    parts = [f"{first}; {amount_text}", way]
    by_gap = "seems to have a gap" in why_no_rail and outcome != "consistent"
    if (claim.mode == "rail" or by_gap) and route is None:
        parts.append(f"the way by rail is not known ({why_no_rail})")
    if whole == "contradicted":
        slip = slip or likely_slip(claim, measure, gap, claimed)
        lost = "" if slip else another_meant(claim, gap, value_km)
        whole = "unverifiable" if lost else whole
        parts.append(slip or lost)
    return with_evidence(whole, finish(*parts), evidence)


def _edge_that_fits(reference: Place, subject: Place, gap: Separation, claimed: Interval) -> str:
    """Name of the larger settlement, where an amount is too short but for its edge; "" else."""
    both = all(place.kind in POPULATED for place in (reference, subject))
    if not both or claimed.high > gap.km or claimed.high < gap.edge_km:
        return ""
    return max((reference, subject), key=lambda place: place.radius_km).name


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
    if one_sided(claimed, counting):
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
