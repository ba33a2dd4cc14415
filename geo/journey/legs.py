"""From halts in order to legs over rails: ways, times, speeds, confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import angle_between, distance_km
from geo.journey.bars import Bar, bar_support, paid_h
from geo.journey.confidence import leg_confidence, shares_of
from geo.journey.crossing import crossing_of
from geo.journey.halts import Halt
from geo.journey.matching import HEADING_DEG, LEAST
from geo.journey.ways import Ways
from geo.journey.words import km_text, named, quoted, wind_name
from geo.model import Certainty, Leg, Route, Sighting

if TYPE_CHECKING:
    from geo.rail.way import Way

__all__ = ["MAX_KMH", "drop_infeasible", "fits_times", "make_legs"]

#: No train keeps more than this over a leg with its stops: the fastest timetabled averages
#: between stops are about 290 to 320 km/h on a few lines in China, France and Spain, and
#: vehicles that news follows are slower by far.
MAX_KMH = 250.0
#: No way is so many times the straight line; below the limit with it, none is asked for.
_LONG_WAY = 4.0
#: A least speed below this only says that a window is wide.
_LEAST_KMH = 2.0
#: Ways that take longer than the best by more than this share are no alternatives.
_MOST_EXTRA = 0.5
#: Ways with a smaller share are not shown.
_LEAST_SHARE = 0.02
#: Ways that share so much are one.
_SAME_SHARE = 0.97


def _needed_kmh(one: Halt, other: Halt, km: float) -> float | None:
    """Speed that the times demand at least; None where they demand nothing."""
    if one.earliest is None or other.latest is None:
        return None
    hours = (other.latest - one.earliest).total_seconds() / 3600.0
    return km / hours if hours > 0 else math.inf


def fits_times(halts: Sequence[Halt], found: Sequence[Way | None]) -> bool:
    """Whether the times leave enough for each of some ways from halt to halt."""
    steps = zip(pairwise(halts), found, strict=True)
    speeds = [_needed_kmh(one, other, way.km) for (one, other), way in steps if way is not None]
    return all(speed is None or speed <= MAX_KMH for speed in speeds)


def drop_infeasible(halts: Sequence[Halt], ways: Ways) -> tuple[list[Halt], list[str]]:
    """Leave out halts that the traveller cannot have come to in time.

    As many as possible stay: a false one among three contradicts the two others, be it the
    first, the last or between them, however surely it is told. Of as many, the surest stay.

    Returns
    -------
    list of Halt, list of str
        What is left, and a note for each that is gone.
    """
    too_fast = {
        number: found
        for number, pair in enumerate(pairwise(halts))
        if (found := _too_fast(*pair, ways)) is not None
    }
    if not too_fast:
        return list(halts), []
    chain = _longest(halts, ways)
    notes = []
    for number in sorted(set(range(len(halts))) - set(chain)):
        # In a longest chain, what is gone contradicts the one before it or the one after.
        before = [halts[at] for at in chain if at < number][-1:]
        after = [halts[at] for at in chain if at > number][:1]
        gone = halts[number]
        pairs = [(one, gone) for one in before] + [(gone, one) for one in after]
        for one, other in pairs:
            found = _too_fast(one, other, ways)
            if found is not None:
                notes.append(_infeasible(one, other, gone, *found))
                break
    return [halts[at] for at in chain], notes


def _infeasible(one: Halt, other: Halt, gone: Halt, km: float, speed: float) -> str:
    wanted = (
        "no time at all"
        if math.isinf(speed)
        else f"{speed:,.0f} km/h, more than {MAX_KMH:.0f} km/h"
    )
    return (
        f"From {one.place.name} to {other.place.name} ({km_text(km)}) the times leave"
        f" {wanted}: not feasible."
        f" The sighting at {gone.place.name} is left out: {quoted(gone.sightings[0])}"
    )


def _too_fast(one: Halt, other: Halt, ways: Ways) -> tuple[float, float] | None:
    """Way and speed that the times of two halts ask for, where no train keeps it."""
    straight = float(distance_km(*one.place.lonlat, *other.place.lonlat))
    least = _needed_kmh(one, other, straight)
    if least is None or least * _LONG_WAY <= MAX_KMH:
        return None
    route = ways.between(one.place, other.place)
    km = straight if route is None else route.km
    speed = _needed_kmh(one, other, km)
    return (km, speed) if speed is not None and speed > MAX_KMH else None


def _longest(halts: Sequence[Halt], ways: Ways) -> list[int]:
    """Longest chain of halts, each of which can be reached from the one before in time."""
    best: list[tuple[int, float, int]] = []
    last: list[int] = []
    for number, halt in enumerate(halts):
        own = (1, halt.confidence, len(halt.sightings))
        best.append(own)
        last.append(-1)
        for at in range(number):
            count, sure, told = best[at]
            value = (count + own[0], sure + own[1], told + own[2])
            if value > best[number] and _too_fast(halts[at], halt, ways) is None:
                best[number], last[number] = value, at
    at = max(range(len(halts)), key=lambda number: best[number])
    chain = [at]
    while last[chain[-1]] >= 0:
        chain.append(last[chain[-1]])
    return chain[::-1]


def spread_times(halts: Sequence[Halt], lengths: Sequence[float | None]) -> None:
    """Narrow open windows by what the neighbours and the speed limit allow.

    Parameters
    ----------
    halts : sequence of Halt
    lengths : sequence of float or None
        Of the ways between them, in km.
    """
    steps = list(zip(pairwise(halts), lengths, strict=True))
    for (one, other), km in steps:
        if km is not None and one.earliest is not None:
            soonest = one.earliest + timedelta(minutes=int(60 * km / MAX_KMH))
            if other.earliest is None or other.earliest < soonest:
                other.earliest = soonest
    for (one, other), km in reversed(steps):
        if km is not None and other.latest is not None:
            last = other.latest - timedelta(minutes=int(60 * km / MAX_KMH))
            if one.latest is None or one.latest > last:
                one.latest = max(last, one.earliest) if one.earliest else last


def make_legs(
    halts: Sequence[Halt],
    found: Sequence[Way | None],
    ways: Ways,
    beside: Sequence[Sighting],
    displaced: float = 1.0,
    bars: Sequence[Bar] = (),
    doubted: Sequence[Sighting] = (),
) -> tuple[list[Leg], list[Route], list[str], dict[int, int]]:
    """Make the travelled legs.

    Parameters
    ----------
    halts : sequence of Halt
        In order.
    found : sequence of Way or None
        The way from each halt to the next.
    ways : Ways
    beside : sequence of Sighting
        Sightings that are no position but can support a leg: rivers crossed, countries.
    displaced : float
        Factor by which the halts lie farther beside the rails than they should.
    bars : sequence of Bar, optional
        Rails that are said not to have been used.
    doubted : sequence of Sighting, optional
        Where the traveller is said not to have been, or only supposed to be.

    Returns
    -------
    legs, alternatives, notes, used
        ``used`` tells for indices of ``beside`` which leg they support.
    """
    given = [(halt.earliest, halt.latest) for halt in halts]
    spread_times(halts, [way.km if way else None for way in found])
    legs: list[Leg] = []
    alternatives: list[Route] = []
    notes: list[str] = []
    used: dict[int, int] = {}
    for index, ((one, other), way) in enumerate(zip(pairwise(halts), found, strict=True)):
        if way is None:
            ways.between(one.place, other.place)
            why = ways.problems.get((one.place.id, other.place.id), "no way is known")
            notes.append(
                f"No rails from {one.place.name} to {other.place.name} in this network"
                f" ({why}); nothing is drawn between them."
            )
            continue
        route = ways.route_of(way, one.place, other.place)
        others, share = _others(way, route, ways, (one, other), bars)
        alternatives += others
        support = [quoted(sighting) for halt in (one, other) for sighting in halt.sightings]
        for number, sighting in enumerate(beside):
            line = _support(route, sighting)
            if line and (number not in used or sighting.relation == "crossed"):
                support.append(line)
                used.setdefault(number, len(legs))
        support += bar_support(ways.network, bars, doubted, (one, other), way)
        if others:
            support.append(
                f"{len(others) + 1} ways lead there; this one takes {share:.0%} of the likelihood"
            )
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
                confidence=leg_confidence(
                    one.confidence * other.confidence,
                    share,
                    route.km,
                    displaced,
                    many=len(halts) >= LEAST,
                ),
                support=tuple(dict.fromkeys(support)),
            )
        )
    return legs, alternatives, notes, used


def _others(
    way: Way, route: Route, ways: Ways, ends: tuple[Halt, Halt], bars: Sequence[Bar]
) -> tuple[list[Route], float]:
    """Other ways of a leg, each with its share in its notes, and the share of the best."""
    hours = ways.hours(way) + paid_h(bars, ends[0], way)
    near = [(one, ways.hours(one) + paid_h(bars, ends[0], one)) for one in ways.others(way)]
    # The way of a leg need not be the best between its ends, and so may come back as another.
    near = [row for row in near if not _is_way(row[0], way)]
    near = [row for row in near if row[1] <= hours * (1 + _MOST_EXTRA)]
    shares = shares_of([hours, *(max(hours, took) for _, took in near)])
    routes = []
    for (one, _), share in zip(near, shares[1:], strict=True):
        if share < _LEAST_SHARE:
            continue
        other = ways.route_of(one, ends[0].place, ends[1].place)
        said = f"alternative to the way of {km_text(route.km)}, with {share:.0%} of the likelihood"
        routes.append(replace(other, notes=(*other.notes, said)))
    return routes, shares[0]


def _is_way(one: Way, other: Way) -> bool:
    """Whether two ways are the same in nearly all their length."""
    common = float(one.piece_km[np.isin(one.edges, other.edges)].sum())
    return common >= _SAME_SHARE * max(one.km, other.km)


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
        if apart > HEADING_DEG:
            return ""
        text += f", as told ({wind_name(sighting.heading_deg)})"
    return f"{text}: {quoted(sighting)}"
