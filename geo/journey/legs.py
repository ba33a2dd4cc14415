"""From halts in order to legs over rails: ways, times, speeds, confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import RoutingError
from geo.geodesy import angle_between
from geo.journey.crossing import crossing_of
from geo.journey.halts import SNAP_KM, Halt
from geo.journey.words import km_text, named, quoted, wind_name
from geo.model import Certainty, Leg, Place, Route, Sighting

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["MAX_KMH", "Ways", "drop_infeasible", "make_legs", "others_plausible"]

#: No train keeps more than this over a leg with its stops: the fastest timetabled averages
#: between stops are about 290 to 320 km/h on a few lines in China, France and Spain, and
#: vehicles that news follows are slower by far.
MAX_KMH = 250.0
#: A least speed below this only says that a window is wide.
_LEAST_KMH = 2.0
#: How fast the likelihood of another way falls with its extra length, as a share.
_EXTRA_SHARE = 0.10
#: Ways that are longer than the best by more than this share are no alternatives.
_MOST_EXTRA = 0.5
#: Half of the circle in which "heading north" holds at a crossing: published directions are
#: within 45 degrees in 99 % of checked claims; rivers and rails wind, so half a quarter more.
_HEADING_DEG = 67.5


@dataclass
class Ways:
    """Routes between places, each asked for once."""

    network: RailNetwork
    _known: dict[tuple[str, str], Route | None] = field(default_factory=dict)
    problems: dict[tuple[str, str], str] = field(default_factory=dict)

    def between(self, origin: Place, destination: Place) -> Route | None:
        """Best way, or None where there is none; the reason is kept in ``problems``."""
        key = (origin.id, destination.id)
        if key not in self._known:
            try:
                self._known[key] = self.network.route(origin, destination, limit_km=SNAP_KM)
            except RoutingError as error:
                self._known[key] = None
                self.problems[key] = error.message
        return self._known[key]

    def length(self, one: Halt, other: Halt) -> float | None:
        """Rail length between two halts."""
        route = self.between(one.place, other.place)
        return route.km if route else None

    def alternatives(self, origin: Place, destination: Place) -> list[Route]:
        """Other sensible ways than the best."""
        try:
            found = self.network.route(origin, destination, limit_km=SNAP_KM, alternatives=2)
        except RoutingError:
            return []
        return list(found[1:])


def others_plausible(best: Route, others: Sequence[Route]) -> tuple[list[Route], float]:
    """Alternatives worth showing, and the share of the best way among all.

    The likelihood of a way falls with its extra length: by a factor e for each 10 %.
    """
    near = [other for other in others if best.km and other.km <= best.km * (1 + _MOST_EXTRA)]
    weights = [math.exp(-max(0.0, other.km / best.km - 1) / _EXTRA_SHARE) for other in near]
    return near, 1.0 / (1.0 + sum(weights))


def _needed_kmh(one: Halt, other: Halt, km: float) -> float | None:
    """Speed that the times demand at least; None where they demand nothing."""
    if one.earliest is None or other.latest is None:
        return None
    hours = (other.latest - one.earliest).total_seconds() / 3600.0
    return km / hours if hours > 0 else math.inf


def drop_infeasible(halts: Sequence[Halt], ways: Ways) -> tuple[list[Halt], list[str]]:
    """Leave out halts that the traveller cannot have come to in time.

    Of two that contradict each other the less sure one goes, or the one that fits its
    other neighbour worse.

    Returns
    -------
    list of Halt, list of str
        What is left, and a note for each that is gone.
    """
    left = list(halts)
    notes: list[str] = []
    while True:
        bad = _first_bad(left, ways)
        if bad is None:
            return left, notes
        index, km, speed = bad
        one, other = left[index], left[index + 1]
        gone = other if _weight(left, index + 1, ways) <= _weight(left, index, ways) else one
        wanted = "no time at all" if math.isinf(speed) else f"{speed:,.0f} km/h"
        notes.append(
            f"From {one.place.name} to {other.place.name} ({km_text(km)}) the times leave"
            f" {wanted}, more than {MAX_KMH:.0f} km/h: not feasible."
            f" The sighting at {gone.place.name} is left out: {quoted(gone.sightings[0])}"
        )
        if math.isinf(speed):
            notes[-1] = notes[-1].replace(", more than 250 km/h: not feasible", ": not feasible")
        left.remove(gone)


def _first_bad(halts: Sequence[Halt], ways: Ways) -> tuple[int, float, float] | None:
    for index, (one, other) in enumerate(pairwise(halts)):
        route = ways.between(one.place, other.place)
        if route is None:
            continue
        speed = _needed_kmh(one, other, route.km)
        if speed is not None and speed > MAX_KMH:
            return index, route.km, speed
    return None


def _weight(halts: Sequence[Halt], index: int, ways: Ways) -> tuple[int, float, int]:
    """How well a halt holds: neighbours that it fits, certainty, number of sightings."""
    fits = 0
    for near in (index - 1, index + 1):
        if 0 <= near < len(halts):
            pair = (halts[min(near, index)], halts[max(near, index)])
            route = ways.between(pair[0].place, pair[1].place)
            speed = _needed_kmh(*pair, route.km) if route else None
            fits += speed is None or speed <= MAX_KMH
    halt = halts[index]
    return fits, halt.confidence, len(halt.sightings)


def spread_times(halts: Sequence[Halt], ways: Ways) -> None:
    """Narrow open windows by what the neighbours and the speed limit allow."""
    for one, other in pairwise(halts):
        km = ways.length(one, other)
        if km is not None and one.earliest is not None:
            soonest = one.earliest + timedelta(minutes=int(60 * km / MAX_KMH))
            if other.earliest is None or other.earliest < soonest:
                other.earliest = soonest
    for one, other in reversed(list(pairwise(halts))):
        km = ways.length(one, other)
        if km is not None and other.latest is not None:
            last = other.latest - timedelta(minutes=int(60 * km / MAX_KMH))
            if one.latest is None or one.latest > last:
                one.latest = max(last, one.earliest) if one.earliest else last


def make_legs(
    halts: Sequence[Halt], ways: Ways, beside: Sequence[Sighting]
) -> tuple[list[Leg], list[Route], list[str], dict[int, int]]:
    """Make the travelled legs.

    Parameters
    ----------
    halts : sequence of Halt
        In order.
    ways : Ways
    beside : sequence of Sighting
        Sightings that are no position but can support a leg: rivers crossed, countries.

    Returns
    -------
    legs, alternatives, notes, used
        ``used`` tells for indices of ``beside`` which leg they support.
    """
    given = [(halt.earliest, halt.latest) for halt in halts]
    spread_times(halts, ways)
    legs: list[Leg] = []
    alternatives: list[Route] = []
    notes: list[str] = []
    used: dict[int, int] = {}
    for index, (one, other) in enumerate(pairwise(halts)):
        route = ways.between(one.place, other.place)
        if route is None:
            why = ways.problems.get((one.place.id, other.place.id), "no way is known")
            notes.append(
                f"No rails from {one.place.name} to {other.place.name} in this network"
                f" ({why}); nothing is drawn between them."
            )
            continue
        near, share = others_plausible(route, ways.alternatives(one.place, other.place))
        alternatives += near
        support = [quoted(sighting) for halt in (one, other) for sighting in halt.sightings]
        for number, sighting in enumerate(beside):
            line = _support(route, sighting)
            if line and (number not in used or sighting.relation == "crossed"):
                support.append(line)
                used.setdefault(number, len(legs))
        low, high = _speeds(given[index], given[index + 1], route.km)
        if not (one.dated and other.dated) or (low is not None and low < _LEAST_KMH):
            low = None
        legs.append(
            Leg(
                origin=one.place,
                destination=other.place,
                route=route,
                certainty=_both(one, other),
                time_start=one.earliest,
                time_end=other.latest,
                speed_low_kmh=low,
                speed_high_kmh=high,
                confidence=one.confidence * other.confidence * share,
                support=tuple(dict.fromkeys(support)),
            )
        )  # fmt: skip
    return legs, alternatives, notes, used


def _both(one: Halt, other: Halt) -> Certainty:
    """Certainty of a leg: that of its less sure end."""
    return "confirmed" if one.certainty == other.certainty == "confirmed" else "reported"


def _speeds(
    one: tuple[object, object], other: tuple[object, object], km: float
) -> tuple[float | None, float | None]:
    """Slowest and fastest average that the windows allow; None where they do not say."""
    from datetime import datetime

    low = high = None
    if isinstance(one[0], datetime) and isinstance(other[1], datetime):
        hours = (other[1] - one[0]).total_seconds() / 3600
        low = km / hours if hours > 0 else None
    if isinstance(one[1], datetime) and isinstance(other[0], datetime):
        hours = (other[0] - one[1]).total_seconds() / 3600
        high = km / hours if hours > 0 and km / hours <= MAX_KMH else None
    return low, high


def _support(route: Route, sighting: Sighting) -> str:
    """What a river crossed or a country entered says for a way; "" if nothing."""
    place = sighting.place
    if place is None or sighting.certainty not in ("confirmed", "reported"):
        return ""
    if place.kind == "country":
        entered = place.country in route.countries and route.countries[:1] != (place.country,)
        if entered and sighting.relation in ("arrived", "passed", "crossed", "at"):
            return f"the way enters {place.name}: {quoted(sighting)}"
        return ""
    if sighting.relation not in ("crossed", "passed"):
        return ""
    crossing = crossing_of(route, place, sighting.heading_deg)
    if crossing is None:
        return ""
    text = f"the way crosses {named(place)} going {wind_name(crossing.bearing_deg)}"
    if sighting.heading_deg is not None:
        apart = angle_between(crossing.bearing_deg, sighting.heading_deg)
        if apart > _HEADING_DEG:
            return ""
        text += f", as told ({wind_name(sighting.heading_deg)})"
    return f"{text}: {quoted(sighting)}"
