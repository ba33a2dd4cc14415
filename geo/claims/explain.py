"""The sentence for the editor."""

from __future__ import annotations

import math

from geo.claims.lexicon import ANAPHORS, PLACE_NOUNS
from geo.claims.lines import LINE_KINDS, is_line
from geo.claims.readings import TOUCHING
from geo.claims.separation import Separation
from geo.claims.words import km_text, name_of, percent_off, quoted, wind_words
from geo.geodesy import angle_between, compass, wind_bearing_deg
from geo.model import Claim, Evidence, Measure, Reading, Toponym, Verdict

__all__ = ["another_meant", "direction_part", "distance_part", "explain", "lies", "unresolved"]


def explain(claim: Claim) -> str:
    """Give the explanation of a checked claim."""
    return claim.verdict.explanation if claim.verdict else "This claim has not been checked."


def _reason(side: Toponym) -> str:
    why = next((reason for reason in side.reasons if reason), "")
    said = " ".join(side.text.split())
    if is_line(side.text.lower().split()):
        return f"“{said}” cannot be placed" + (f" ({why.rstrip('.')})" if why else "")
    if why:
        return f"“{said}” is not resolved to a place ({why.rstrip('.')})"
    if side.text[:1].isupper() and said.split()[0].lower() not in ("it", "the", "this", "that"):
        return f"no place was found for “{said}”"
    if said.split()[-1].lower() in PLACE_NOUNS or said.lower() in ANAPHORS:
        return f"the text does not tell which place “{said}” is"
    return f"the text does not tell where “{said}” is"


def unresolved(claim: Claim) -> Verdict | None:
    """Verdict for a claim whose places are not known, or None when both are."""
    sides = [claim.subject, claim.reference]
    if claim.kind in ("between", "comparison"):
        sides.append(claim.other)
    reasons = []
    for side, role in zip(sides, ("what", "from where", "from where else"), strict=False):
        if side is None:
            reasons.append(f"the text does not tell {role} is measured")
        elif side.place is None:
            reasons.append(_reason(side))
    if reasons:
        joined = " and ".join(reasons)
        return Verdict("unverifiable", f"Not checked: {joined}.")
    subject, reference = claim.subject, claim.reference
    if not (subject and reference and subject.place and reference.place):
        return None
    if subject.place.id != reference.place.id:
        return None
    return Verdict(
        "unverifiable",
        f"Not checked: “{subject.text}” and “{reference.text}” were resolved to the same "
        f"place, {reference.place.name}.",
    )


#: So much further than told, in km and as a factor, is a small place that is told to be near:
#: then the gazetteer lacks the one that is meant more often than a writer errs so far.
_LOST_KM, _LOST_FACTOR = 150.0, 4.0

#: Smaller places share their names with others that no gazetteer of towns knows.
_SMALL = 50_000


def another_meant(claim: Claim, gap: Separation, told_km: float) -> str:
    """Say that another place of the name is more likely meant; "" when that is not so."""
    if gap.km < told_km + _LOST_KM or gap.km < told_km * _LOST_FACTOR:
        return ""
    for side in (claim.subject, claim.reference):
        place = side.place if side else None
        if place and place.kind in ("village", "town", "district") and place.population < _SMALL:
            return (
                f"more likely the text means another {place.name}, which the gazetteer does "
                "not hold"
            )
    return ""


def lies(claim: Claim, gap: Separation, rail: Reading | None, unit: str) -> str:
    """Say "Ussuriysk lies 78 km north of Vladivostok in a straight line and 112 km by rail"."""
    if claim.subject is None or claim.reference is None:
        return ""
    wind = claim.direction or ""
    fine = len(wind) == 3 or (
        wind and wind_words(compass(gap.bearing, 8)) == wind_words(wind) and gap.turn_deg < 45
    )
    seen = compass(gap.bearing, 16 if not fine or len(wind) == 3 else 8)
    place = claim.reference.place
    line = place is not None and place.kind in LINE_KINDS
    if line and not wind:
        text = f"{name_of(claim.subject)} lies {km_text(gap.km, unit)} from "
        return f"{text}{name_of(claim.reference)}, at the nearest point"
    where = f"{wind_words(seen)} of"
    if claim.kind in ("direction", "proximity"):
        text = f"{name_of(claim.subject)} lies {km_text(gap.km, unit)} {where} "
        return text + name_of(claim.reference)
    text = f"{name_of(claim.subject)} lies {km_text(gap.km, unit)} {where} "
    text += f"{name_of(claim.reference)} in a straight line"
    if rail is not None:
        about = "an estimated " if rail.note.startswith("estimated") else ""
        text += f" and {about}{km_text(rail.value, unit)} by rail"
    return text


def distance_part(
    measure: Measure,
    readings: tuple[Reading, ...],
    outcome: str,
    value_km: float,
    mode: str = "unspecified",
    edge_of: str = "",
) -> str:
    """Say how the written amount compares with what was measured."""
    said = f"the article's {quoted(measure)}"
    if measure.unit not in ("km", "m"):
        said += f" ({km_text(value_km)})"
    by_name = {item.name: item for item in readings}
    straight, rail = by_name.get("straight line"), by_name.get("rail")
    # A reading that needs no allowance for the size of the places says more.
    fitting = min(
        (item for item in readings if item.fits), key=lambda item: bool(item.note), default=None
    )
    if outcome == "consistent" and fitting is not None:
        return f"{said} {_fits(fitting, straight, mode, among_rails=rail is not None)}"
    by_rail = rail is not None and (mode == "rail" or _nearer(rail, straight))
    main, name = (rail, "the way by rail") if by_rail else (straight, _LINE)
    if main is None or main.ratio is None:
        return f"{said} cannot be compared"
    off = percent_off(main.ratio)
    if edge_of:
        return (
            f"{said} is {off} the straight line between the centres; it could be told from the "
            f"edge of {edge_of}"
        )
    if outcome == "imprecise":
        long = ", most of which run long" if main.ratio > 1 and main is straight else ""
        return (
            f"{said} is {off} {name}, which is within the usual error of published distances{long}"
        )
    if mode == "road" and main.ratio < 1:
        return f"{said} is {off} {name}, and no road is shorter than that"
    if mode == "rail":
        return f"{said} is {off} {name}"
    if main is rail and straight is not None and straight.ratio is not None:
        off_line = percent_off(straight.ratio)
        return f"{said} is {off} {name} and {off_line} the straight line, and fits neither"
    end = (
        ", which neither rounding nor the size of the places explains" if rail is None
        else " and fits neither the line nor the rails"
    )  # fmt: skip
    if road_may_explain(main.ratio):
        end += "; a winding road could explain it, but roads are not measured here"
    return f"{said} is {off} {name}{end}"


_LINE = "the straight line"

#: Nobody needs a reason for so small a difference.
_CLOSE = 0.05


def _nearer(one: Reading, other: Reading | None) -> bool:
    """Whether the amount is nearer to one reading than to another, as a ratio."""
    if other is None or not other.ratio or not one.ratio:
        return bool(one.ratio)
    return abs(math.log(one.ratio)) < abs(math.log(other.ratio))


def road_may_explain(ratio: float) -> bool:
    """Whether a road could be that much longer than the straight line."""
    return 1.05 <= ratio <= 2.0


def _fits(fitting: Reading, straight: Reading | None, mode: str, *, among_rails: bool) -> str:
    if fitting.name == "rail":
        only = mode != "rail" and straight is not None and (not straight.fits or straight.note)
        return "fits the way by rail" + (", not the straight line" if only else "")
    if fitting.name == "along the river":
        return f"fits the way along the river, which is at least {km_text(fitting.low)}"
    if fitting.name.startswith("road"):
        off = f"{percent_off(straight.ratio)} that" if straight and straight.ratio else "more"
        return f"is {off}, which is plausible for a road; roads are not measured here"
    if fitting.note == TOUCHING and fitting.ratio is not None:
        return (
            f"is {percent_off(fitting.ratio)} that, which is measured from centre to centre, but "
            "the two places touch"
        )
    if fitting.note and fitting.ratio is not None and abs(fitting.ratio - 1) > _CLOSE:
        return (
            f"is {percent_off(fitting.ratio)} the straight line, but fits once the size of the "
            "places is allowed for"
        )
    return "fits the straight line" if among_rails else "fits"


def direction_part(claim: Claim, gap: Separation, outcome: str) -> str:
    """Say how the written wind compares with the bearing; "" when it is simply right."""
    if claim.direction is None or (outcome == "consistent" and gap.turn_deg < 45):
        return ""
    seen = wind_words(compass(gap.bearing, 16))
    written = wind_words(claim.direction)
    degrees = f"bearing {gap.bearing:.0f}°"
    if outcome == "consistent":
        if angle_between(gap.bearing, wind_bearing_deg(claim.direction)) <= 45.0:
            return ""
        return f"the direction ({written}) is not judged: the places are too large and too near"
    if outcome == "imprecise":
        return f"the direction is {seen} ({degrees}) rather than {written}"
    return f"the direction is {seen} ({degrees}), not {written}"


def finish(*parts: str) -> str:
    """Join parts to sentences: capital at the start, one full stop at the end."""
    kept = [part.strip().rstrip(".") for part in parts if part.strip()]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in kept)


def with_evidence(outcome: str, text: str, evidence: Evidence) -> Verdict:
    """Verdict of an outcome told as a word."""
    if outcome == "consistent":
        return Verdict("consistent", text, evidence)
    if outcome == "imprecise":
        return Verdict("imprecise", text, evidence)
    if outcome == "contradicted":
        return Verdict("contradicted", text, evidence)
    return Verdict("unverifiable", text, evidence)
