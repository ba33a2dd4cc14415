"""The places where a journey may lead, and how much the texts make of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geo.geodesy import distance_km
from geo.journey.halts import PUNCTUAL, Halt
from geo.journey.sightings import ARRIVAL_TOLD, ON_THE_WAY
from geo.model import Leg, Place, Sighting, Toponym

__all__ = [
    "PLANNED",
    "SAME_KM",
    "Candidate",
    "Known",
    "arrival_told",
    "candidates_of",
    "hints_of",
    "is_visited",
]

# Weights of what the texts say of a destination, against each other and against ELSEWHERE.
# Set by judgement; docs/decisions/journeys.md tells how the order was checked.
_STATED = 8.0
_REPORTED = 6.0
_SPECULATED = 3.0
#: "is due in", "is expected in", "is scheduled to reach".
PLANNED = 4.0
#: Named as a place on the way, which may be the end of it too.
_ON_THE_WAY = 1.0
#: The place is only named somewhere.
_MENTIONED = 0.15
#: A user asks about it.
_ASKED = 1.0
#: A distance of so many km divides the weight of a place that is only named by e.
_NAMED_KM = 800.0
_FIRM = ("due", "scheduled", "expected", "will ", "is to ", "are to ")
_NAMED = "named in the texts"
#: Two places so near are one for a destination.
SAME_KM = 15.0
_MOST = 12


@dataclass(frozen=True)
class Known:
    """What a forecast starts from."""

    subject: str
    sightings: Sequence[Sighting]
    halts: Sequence[Halt]
    legs: Sequence[Leg]
    mentioned: Sequence[Toponym]
    destinations: Sequence[Place]


@dataclass
class Candidate:
    """A place that a journey may lead to, before its way is known."""

    place: Place
    weight: float
    reason: str
    asked: bool = False

    @property
    def told(self) -> bool:
        """Whether it is more than a name in a text."""
        return self.asked or self.reason != _NAMED


def hints_of(sightings: Sequence[Sighting]) -> list[tuple[Place, float, str]]:
    """Destinations that texts name: place, weight and words.

    Several hints for one place count as the strongest and a little more for each other.
    """
    found: dict[str, tuple[Place, list[tuple[float, str]]]] = {}
    for one in sightings:
        if one.relation != "heading" or one.place is None or one.place.kind not in PUNCTUAL:
            continue
        if one.certainty == "denied" or one.replaced_by:
            continue
        weight = {"confirmed": _STATED, "reported": _REPORTED}.get(one.certainty, _SPECULATED)
        words = " ".join(one.text.split())
        if ON_THE_WAY in one.notes:
            weight = _ON_THE_WAY
        elif weight == _SPECULATED and any(word in words for word in _FIRM):
            weight = PLANNED
        said = f" ({one.attribution})" if one.attribution else ""
        kind = (
            "named as a possible destination"
            if one.certainty == "speculated"
            else ("given as the destination")
        )
        found.setdefault(one.place.id, (one.place, []))[1].append(
            (weight, f"{kind}: “{words}”{said}")
        )
    hints = []
    for place, said_of in found.values():
        said_of.sort(key=lambda item: -item[0])
        weight = said_of[0][0] * (1 + 0.1 * min(len(said_of) - 1, 3))
        hints.append((place, weight, said_of[0][1]))
    return hints


def arrival_told(place: Place, sightings: Sequence[Sighting]) -> Sighting | None:
    """Sighting that tells when the traveller is expected at a place: the finest window."""
    found = [
        one
        for one in sightings
        if one.relation == "heading" and one.certainty != "denied" and ARRIVAL_TOLD in one.notes
        and one.place is not None and one.place.id == place.id
        and one.time_start is not None and one.time_end is not None
    ]  # fmt: skip
    return min(found, key=_width, default=None)


def _width(one: Sighting) -> float:
    if one.time_start is None or one.time_end is None:
        return math.inf
    return (one.time_end - one.time_start).total_seconds()


def _is_dateline(toponym: Toponym) -> bool:
    return toponym.text.isupper() and len(toponym.text) > 3


def candidates_of(known: Known) -> list[Candidate]:
    """Places to look at, each once: hinted first, then named ones by nearness."""
    found: dict[str, Candidate] = {}
    for place in known.destinations:
        found[place.id] = Candidate(place, _ASKED, "asked for", asked=True)
    for place, weight, reason in hints_of(known.sightings):
        before = found.get(place.id)
        found[place.id] = Candidate(place, weight, reason, asked=before is not None)
    datelines = {one.place.id for one in known.mentioned if one.place and _is_dateline(one)}
    last = known.halts[-1].place if known.halts else None
    named_: list[tuple[float, Place]] = []
    for toponym in known.mentioned:
        place_ = toponym.place
        if place_ is None or place_.kind not in PUNCTUAL or place_.id in found:
            continue
        if place_.id in datelines:
            continue
        gap = float(distance_km(*last.lonlat, *place_.lonlat)) if last else 0.0
        named_.append((gap, place_))
    if last is not None:
        for gap, place_ in sorted(named_, key=lambda item: item[0]):
            weight = _MENTIONED * math.exp(-gap / _NAMED_KM)
            found.setdefault(place_.id, Candidate(place_, weight, _NAMED))
    return list(found.values())[:_MOST]


def is_visited(place: Place, known: Known) -> bool:
    """Whether the traveller was there already, at a halt or on the way between two."""
    return any(
        halt.place.id == place.id or float(distance_km(*halt.place.lonlat, *place.lonlat)) < SAME_KM
        for halt in known.halts
    )
