"""Sightings at one place put together: where the traveller was, and within which times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from geo.geodesy import distance_km
from geo.model import Certainty, Place, Sighting

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["CERTAINTY", "PUNCTUAL", "SNAP_KM", "Halt", "gather", "on_rails"]

#: Share of statements of each certainty that are taken to be true. Set by judgement: no
#: body of checked sightings was at hand (docs/decisions/journeys.md).
CERTAINTY: dict[Certainty, float] = {
    "confirmed": 0.95,
    "reported": 0.80,
    "speculated": 0.40,
    "denied": 0.05,
}
#: Each further article that tells the same halves the doubt.
_DOUBT = 0.5
#: Kinds of places that tell a position.
PUNCTUAL = frozenset(
    "city town village district station border_crossing bridge tunnel port airport spaceport "
    "military_site nuclear_site dam government_site landmark pass".split()
)
#: Rails may lie so far from a place, besides its radius.
SNAP_KM = 30.0
#: Two places so near are one for a journey ("the town", "its station").
_SAME_KM = 3.0
_TRAVELLED = frozenset({"departed", "at", "passed", "arrived", "crossed"})


@dataclass
class Halt:
    """A place on the way, with all sightings there."""

    place: Place
    sightings: list[Sighting] = field(default_factory=list)
    #: Bounds that follow from the sightings and, later, from the neighbours.
    earliest: datetime | None = None
    latest: datetime | None = None

    @property
    def confidence(self) -> float:
        """How sure it is that the traveller was here."""
        best = max(CERTAINTY[one.certainty] for one in self.sightings)
        articles = len({one.article for one in self.sightings})
        return float(1 - (1 - best) * _DOUBT ** (articles - 1))

    @property
    def certainty(self) -> Certainty:
        """Best certainty of its sightings."""
        return max((one.certainty for one in self.sightings), key=lambda c: CERTAINTY[c])

    @property
    def dated(self) -> bool:
        """Whether a text tells when, not only its own publication."""
        return any(one.time_text and one.time_start for one in self.sightings)

    def only(self, *relations: str) -> bool:
        """Whether nothing but these relations is told of the place."""
        return all(one.relation in relations for one in self.sightings)

    def bound(self) -> None:
        """Set the bounds from the sightings: those with a date, where there are any."""
        dated = [one for one in self.sightings if one.time_text and one.time_start]
        used = dated or self.sightings
        starts = [one.time_start for one in used if one.time_start]
        ends = [one.time_end for one in used if one.time_end]
        # "Tuesday" and "early Tuesday" of two reports: the finer one is inside the other.
        overlap = starts and ends and max(starts) < min(ends)
        if overlap:
            self.earliest, self.latest = max(starts), min(ends)
        else:
            self.earliest = min(starts, default=None)
            if dated:
                self.latest = max(ends, default=None)
            else:
                self.latest = min(ends, default=None)


def on_rails(network: RailNetwork, place: Place) -> bool:
    """Whether rails pass near enough to a place that tells a position."""
    if place.kind not in PUNCTUAL:
        return False
    return bool(network.snap(place.lon, place.lat, limit_km=SNAP_KM + place.radius_km, count=1))


def gather(sightings: Sequence[Sighting]) -> list[Halt]:
    """Put the sure sightings at positions together, place by place, in order of the texts."""
    halts: list[Halt] = []
    for one in sightings:
        place = one.place
        if place is None or place.kind not in PUNCTUAL or one.relation not in _TRAVELLED:
            continue
        if one.certainty not in ("confirmed", "reported") or one.replaced_by:
            continue
        for halt in halts:
            if _is_same(halt.place, place) and not _apart(halt, one):
                halt.sightings.append(one)
                break
        else:
            halts.append(Halt(place, [one]))
    for halt in halts:
        halt.bound()
    return halts


def _is_same(one: Place, other: Place) -> bool:
    if one.id == other.id:
        return True
    return float(distance_km(one.lon, one.lat, other.lon, other.lat)) <= _SAME_KM


def _apart(halt: Halt, one: Sighting) -> bool:
    """Whether a sighting is of another visit: its day is not that of the others."""
    if one.time_start is None or one.time_end is None or not one.time_text:
        return False
    days = [
        (other.time_start, other.time_end)
        for other in halt.sightings
        if other.time_start and other.time_end and other.time_text
    ]
    if not days:
        return False
    gap = min(
        max((one.time_start - end).total_seconds(), (start - one.time_end).total_seconds())
        for start, end in days
    )
    # A stay of two days is one visit still.
    return gap > 48 * 3600
