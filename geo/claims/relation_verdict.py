"""Check claims without an amount: direction, proximity, between, comparison, detour."""

from __future__ import annotations

from dataclasses import replace

from geo.claims.adjacency import check_adjacency
from geo.claims.explain import another_meant, direction_part, finish, lies, with_evidence
from geo.claims.lines import LINE_KINDS, edge_of, shore_of
from geo.claims.measuring import around, direction_outcome, evidence_of, places
from geo.claims.readings import Network, rail_route
from geo.claims.rivers import STREAMWARD, flow_between, flow_reading, flow_words, judge_flow
from geo.claims.separation import Separation, is_areal, lies_in, separation
from geo.claims.slips import opposite_told
from geo.claims.words import km_text, name_of, wind_words
from geo.gazetteer.kinds import TERRITORIAL
from geo.geodesy import WINDS, compass, wind_bearing_deg
from geo.model import Claim, Outcome, Place, Reading, Verdict
from geo.outlines import country_name, share_of_the_way

__all__ = [
    "check_between",
    "check_comparison",
    "check_detour",
    "check_direction",
    "check_proximity",
]

#: "Near" is elastic: up to 30 km nobody objects, beyond 100 km few would write it. Chosen by
#: judgement; a place's own size comes on top.
NEAR_KM, FAR_KM = 30.0, 100.0

#: "On the river", "on the lake": the centre of a town lies within a few kilometres.
ON_KM, OFF_KM = 5.0, 20.0

#: "Between A and B": the way over the place is at most this much longer than the straight one.
BETWEEN_FACTOR, BETWEEN_LOOSE = 1.25, 1.6

#: "Halfway": the shares of the way lie within these limits.
HALFWAY = (0.4, 0.6)

#: A route is circuitous from this detour factor on, and direct below the other one.
CIRCUITOUS, DIRECT = 1.3, 1.25


def check_direction(claim: Claim, text: str = "") -> Verdict:
    """Check "north of R", "upstream of R"; ``text`` holds the words around the claim."""
    reference, subject = places(claim)
    gap = separation(reference, subject)
    if claim.direction in STREAMWARD:
        flow = flow_between(reference, subject, around(claim, text))
        judged = judge_flow(claim.direction, flow)
        readings = (flow_reading(flow, None, None),) if flow else ()
        parts = (lies(claim, gap, None, "km"), flow_words(claim, flow, judged))
        return with_evidence(judged, finish(*parts), evidence_of(gap, readings, None, None))
    inside = _within_country(claim, reference, subject, gap)
    if inside:
        return inside
    outcome, reading = direction_outcome(claim, gap)
    evidence = evidence_of(gap, (reading,) if reading else (), None, None)
    large = gap.area and gap.km < 1.2 * max(reference.radius_km, subject.radius_km)
    if large:
        if reference.radius_km > gap.km and outcome == "consistent":
            text = (
                f"{name_of(claim.subject)} lies in the {wind_words(compass(gap.bearing))} of "
                if claim.subject
                else ""
            )
            if claim.reference:
                text += name_of(claim.reference)
            return Verdict("consistent", finish(text), evidence)
        text = f"{gap.area} is too large, and the other place too near to its centre, to tell"
        return Verdict("unverifiable", finish(text), evidence)
    first = lies(claim, gap, None, "km")
    if outcome == "consistent":
        return with_evidence(outcome, finish(f"{first}; the direction is right"), evidence)
    told = finish(first, direction_part(claim, gap, outcome), opposite_told(claim, gap))
    return with_evidence(outcome, told, evidence)


#: "In the north of R": so far of the way from the southern to the northern end, and the share
#: below which it is wrong; "in the far north" asks for more. Chosen by judgement.
PART, PART_LOOSE = 0.55, 0.4
FAR_PART, FAR_LOOSE = 0.65, 0.45


def _within_country(
    claim: Claim, reference: Place, subject: Place, gap: Separation
) -> Verdict | None:
    """Check "in the far east of R" where R is the country of the place; else None."""
    wind = claim.direction or ""
    if reference.kind != "country" or not subject.country or wind not in WINDS:
        return None
    if subject.country != reference.country or subject.kind in TERRITORIAL:
        return None
    share = share_of_the_way(reference.country, subject.lonlat, wind_bearing_deg(wind))
    if share is None or claim.subject is None or claim.reference is None:
        return None
    words = claim.text.lower().split()
    far = any(word in words for word in ("far", "extreme", "furthest", "farthest"))
    enough, least = (FAR_PART, FAR_LOOSE) if far else (PART, PART_LOOSE)
    outcome: Outcome = (
        "consistent" if share >= enough else "imprecise" if share >= least else "contradicted"
    )
    opposite = WINDS[(WINDS.index(wind) + 8) % 16]
    told = min(1.0, max(0.0, share))
    reading = Reading(
        "share of the way", round(told, 3), round(told, 3), round(told, 3), "",
        None, outcome == "consistent",
        f"from the {wind_words(opposite)}ern end of the country (0) to the other (1)",
    )  # fmt: skip
    text = (
        f"{name_of(claim.subject)} lies {told:.0%} of the way from the {wind_words(opposite)}ern "
        f"end of {name_of(claim.reference)} to the {wind_words(wind)}ern end"
    ).replace("%", " %")
    if outcome != "consistent":
        quite = " quite" if outcome == "imprecise" else ""
        text += f", which is not{quite} in the {'far ' if far else ''}{wind_words(wind)}"
    return with_evidence(outcome, finish(text), evidence_of(gap, (reading,), None, None))


def check_proximity(claim: Claim) -> Verdict:
    """Check "near R", "on the River R", "just across the border from R"."""
    reference, subject = places(claim)
    touching = check_adjacency(claim)
    if touching:
        return touching
    across = "across the border" in claim.text.lower()
    if across and subject.country and subject.country == reference.country:
        return Verdict(
            "unverifiable",
            f"Not checked: both places lie in {country_name(subject.country)}, and the text does "
            "not tell which border is meant.",
            evidence_of(separation(reference, subject), (), None, None),
        )
    whole = reference
    reference = edge_of(reference, subject, None) or shore_of(reference, subject) or reference
    gap = separation(reference, subject)
    within = lies_in(subject.lonlat, reference)
    if gap.area and reference.kind in TERRITORIAL and not within:
        return Verdict(
            "unverifiable",
            finish(
                f"{name_of(claim.subject) if claim.subject else ''} lies {km_text(gap.km)} from "
                f"the centre of {gap.area}; where its edge runs is not known here"
            ),
            evidence_of(gap, (), None, None),
        )
    words = claim.text.lower()
    told_on = words.startswith(("on ", "along ")) and "outskirts" not in words
    on = (told_on and "edge of" not in words) or bool(reference.lines)
    near, far = (ON_KM, OFF_KM) if on else (NEAR_KM, FAR_KM)
    if reference.kind in LINE_KINDS and on:
        # "An enclave on the Polish border": people say it of whole districts.
        far = 2 * OFF_KM
    drawn = reference.lines or (reference.outline and not within)
    slack = subject.radius_km if drawn else subject.radius_km + reference.radius_km
    outcome: Outcome = (
        "consistent" if within or gap.km <= near + slack
        else "imprecise" if gap.km <= far + slack else "contradicted"
    )  # fmt: skip
    # The radius of a drawn course tells how far the drawing may be off.
    coarse = bool(reference.lines) and gap.km <= near + slack + reference.radius_km
    if outcome != "consistent" and (gap.area or coarse):
        outcome = "unverifiable"
    reading = Reading(
        "straight line", round(gap.low_km, 3), round(gap.high_km, 3), round(gap.km, 3), "km",
        None, outcome == "consistent", f"near: up to {near + slack:.0f} km",
    )  # fmt: skip
    beside = "on it" if told_on else "near"
    counts = "counts as " if told_on else ""
    verb = {
        "consistent": f"that {counts or 'is '}{beside}",
        "imprecise": f"that is not quite {beside}",
        "contradicted": f"that is not {beside}",
    }.get(
        outcome,
        f"its course is known to {km_text(reference.radius_km)} here"
        if coarse
        else "how near its edge is, is not measured",
    )
    first = lies(_told_from(claim, reference, whole), gap, None, "km")
    if outcome == "consistent" and is_areal(reference, gap.km) and claim.subject:
        first = (
            f"{name_of(claim.subject)} lies {km_text(gap.km)} from the middle of "
            f"{reference.name}, which reaches about {km_text(reference.radius_km)} from there"
        )
    if gap.km < 1 and claim.subject and claim.reference:
        where = "on" if told_on else "at"
        first, verb = f"{name_of(claim.subject)} lies {where} {name_of(claim.reference)}", ""
    evidence = evidence_of(gap, (reading,), None, None)
    namesake = ""
    if outcome == "contradicted":
        namesake = _nearer_namesake(claim, near) or another_meant(claim, gap, near)
    if namesake:
        # The words themselves tell which place of the name is meant, and it is another one.
        return with_evidence("unverifiable", finish(first, namesake), evidence)
    return with_evidence(outcome, finish(f"{first}; {verb}" if verb else first), evidence)


def _nearer_namesake(claim: Claim, near: float) -> str:
    """Say that another place of the same name would be near; "" when there is none."""
    for side, end in ((claim.subject, claim.reference), (claim.reference, claim.subject)):
        if side is None or side.place is None or end is None or end.place is None:
            continue
        for candidate in side.candidates[:8]:
            other = candidate.place
            gap = separation(end.place, other)
            if other.id != side.place.id and gap.km <= near + other.radius_km + end.place.radius_km:
                return (
                    f"another {other.name}, {km_text(gap.km)} away, would fit, so the place that "
                    "is meant may be that one"
                )
    return ""


def _told_from(claim: Claim, measured: Place, whole: Place) -> Claim:
    """Let the sentence name the edge that was measured instead of the whole."""
    if measured is whole or claim.reference is None:
        return claim
    return replace(claim, reference=replace(claim.reference, text=measured.kind, place=measured))


def check_between(claim: Claim) -> Verdict:
    """Check "between A and B", "halfway between A and B"."""
    reference, subject = places(claim)
    if claim.other is None or claim.other.place is None or claim.reference is None:
        return Verdict("unverifiable", "Not checked: the second place is not known.")
    other = claim.other.place
    one, two = separation(reference, subject), separation(other, subject)
    whole = separation(reference, other)
    way = one.km + two.km
    slack = subject.radius_km + reference.radius_km + other.radius_km
    factor = way / whole.km if whole.km > 0 else float("inf")
    halfway = any(word in claim.text.lower() for word in ("half", "midway", "mid-way"))
    share = one.km / way if way > 0 else 0.5
    outcome: Outcome
    if way <= BETWEEN_FACTOR * whole.km + slack:
        outcome = "consistent"
    elif way <= BETWEEN_LOOSE * whole.km + slack:
        outcome = "imprecise"
    else:
        outcome = "contradicted"
    note = ""
    if halfway and outcome != "contradicted" and not HALFWAY[0] <= share <= HALFWAY[1]:
        outcome = "imprecise" if 0.25 <= share <= 0.75 else "contradicted"
        note = f"; that is {share:.0%} of the way, not half".replace("%", " %")
    reading = Reading(
        "between", round(whole.km, 3), round(way, 3), round(way, 3), "km",
        round(factor, 4) if whole.km > 0 else None, outcome == "consistent",
        "way over the place against the straight line between the ends",
    )  # fmt: skip
    name = name_of(claim.subject) if claim.subject else ""
    text = (
        f"{name} lies {km_text(one.km)} from {name_of(claim.reference)} and {km_text(two.km)} from "
        f"{name_of(claim.other)}, which are {km_text(whole.km)} apart{note}"
    )
    if not note:
        text += {
            "consistent": "; that is between them",
            "imprecise": "; that is only roughly between them",
        }.get(outcome, "; that is not between them")
    return with_evidence(outcome, finish(text), evidence_of(one, (reading,), None, None))


def check_comparison(claim: Claim) -> Verdict:
    """Check "closer to A than to B"."""
    reference, subject = places(claim)
    if claim.other is None or claim.other.place is None or claim.reference is None:
        return Verdict("unverifiable", "Not checked: the second place is not known.")
    one, two = separation(reference, subject), separation(claim.other.place, subject)
    words = claim.text.lower()
    if "equidistant" in words:
        return _check_equidistant(claim, one, two)
    farther = any(word in words for word in ("farther", "further"))
    near, far = (two, one) if farther else (one, two)
    sure = near.high_km <= far.low_km or near.km < 0.9 * far.km
    outcome: Outcome = (
        "consistent" if sure and near.km < far.km
        else "imprecise" if near.low_km <= far.high_km and near.km < 1.1 * far.km
        else "contradicted"
    )  # fmt: skip
    readings = tuple(
        Reading(f"straight line to {place.name}", round(gap.low_km, 3), round(gap.high_km, 3),
                round(gap.km, 3), "km", None, outcome == "consistent")
        for place, gap in ((reference, one), (claim.other.place, two))
    )  # fmt: skip
    name = name_of(claim.subject) if claim.subject else ""
    text = (
        f"{name} lies {km_text(one.km)} from {name_of(claim.reference)} and {km_text(two.km)} "
        f"from {name_of(claim.other)}"
    )
    nearer = claim.reference if one.km <= two.km else claim.other
    text += f", so it is closer to {name_of(nearer)}"
    return with_evidence(outcome, finish(text), evidence_of(one, readings, None, None))


#: "Equidistant": the shorter way is at least this share of the longer one; below the second
#: share nobody would say it. Chosen by judgement.
EVEN, UNEVEN = 0.9, 0.75


def _check_equidistant(claim: Claim, one: Separation, two: Separation) -> Verdict:
    """Check "equidistant from A and B"."""
    near, far = sorted((one, two), key=lambda gap: gap.km)
    share = near.km / far.km if far.km > 0 else 1.0
    outcome: Outcome = (
        "consistent" if share >= EVEN or near.high_km >= far.low_km
        else "imprecise" if share >= UNEVEN else "contradicted"
    )  # fmt: skip
    readings = tuple(
        Reading(f"straight line to {side.place.name}", round(gap.low_km, 3),
                round(gap.high_km, 3), round(gap.km, 3), "km", None, outcome == "consistent")
        for side, gap in ((claim.reference, one), (claim.other, two)) if side and side.place
    )  # fmt: skip
    if not (claim.subject and claim.reference and claim.other):  # pragma: no cover - checked
        return Verdict("unverifiable", "Not checked: the places are not known.")
    text = (
        f"{name_of(claim.subject)} lies {km_text(one.km)} from {name_of(claim.reference)} and "
        f"{km_text(two.km)} from {name_of(claim.other)}"
    )
    if outcome != "consistent":
        text += f"; the longer way is {1 / share - 1:.0%} longer".replace("%", " %")
    return with_evidence(outcome, finish(text), evidence_of(one, readings, None, None))


def check_detour(claim: Claim, network: Network | None) -> Verdict:
    """Check "the route there is circuitous", "a direct line"."""
    reference, subject = places(claim)
    gap = separation(reference, subject)
    route, why = rail_route(network, reference, subject, gap.km)
    if route is None:
        return Verdict(
            "unverifiable", finish(f"Not checked: {why}"), evidence_of(gap, (), None, None)
        )
    factor = route.detour_factor
    direct = any(word in claim.text.lower() for word in ("direct", "straight")) and not any(
        word in claim.text.lower() for word in ("indirect", "circuitous")
    )
    fits = factor <= DIRECT if direct else factor >= CIRCUITOUS
    loose = factor <= DIRECT + 0.15 if direct else factor >= CIRCUITOUS - 0.15
    outcome: Outcome = "consistent" if fits else "imprecise" if loose else "contradicted"
    reading = Reading(
        "rail", round(route.km, 3), round(route.km, 3), round(route.km, 3), "km", None, fits,
        f"{factor:.2f} times the straight line",
    )  # fmt: skip
    estimated = " (estimated)" if route.estimated else ""
    if route.estimated:
        outcome = "unverifiable"
    sides = ""
    if claim.subject and claim.reference:
        sides = f"from {name_of(claim.reference)} to {name_of(claim.subject)} "
    text = (
        f"the way {sides}is {km_text(route.km)} by rail{estimated}, {factor:.2g} times the "
        f"straight line of {km_text(gap.km)}"
    )
    return with_evidence(outcome, finish(text), evidence_of(gap, (reading,), route, None))
