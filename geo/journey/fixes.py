"""What a journey is pinned to: the places it is told of, each within bounds of time.

Two windows stand beside each other. The *bounds* hold whatever the train did: it was there
at some moment inside them. The *window* is what the texts tell or, where they tell no time,
what an even run from the place before gives.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from geo.geodesy import distance_km
from geo.journey.halts import Halt
from geo.model import Journey, Leg, Place, Route, Sighting

__all__ = ["Chain", "Fix", "Track", "Window", "chains_of", "tracks_ahead", "tracks_between"]

Window = tuple[datetime, datetime]

#: Sightings so near to a place of the path are of that place, in km.
_SAME_KM = 3.0
#: A crossing that became a place of the path keeps the river's id before this.
_CROSSING = "/crossing"
_SURE = ("confirmed", "reported")
#: No train runs evenly: the early run is so much faster than its average at the start, and
#: the late run at the end, as far as the fast speed allows. At most a tenth of the leg's length
#: lies between either and an even run. Set by judgement.
_UNEVEN = 0.4
#: A destination less likely than this gets no track of its own.
_LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Fix:
    """A place of the path: when it was there at the earliest and at the latest."""

    place: Place
    earliest: datetime | None = None
    latest: datetime | None = None
    #: What the texts tell, or an even run gives; None where nothing does.
    window: Window | None = None
    #: Whether a text tells the window.
    told: bool = False
    #: Whether nothing but a departure is told of it.
    departed: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Places with the legs between them, one leg fewer, and the speed each leg may take."""

    fixes: tuple[Fix, ...]
    legs: tuple[Leg, ...]
    speeds_kmh: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """Two runs over a leg: as early and as late as the windows allow."""

    leg: int
    route: Route
    #: Departure and arrival of the earliest and of the latest run.
    early: Window
    late: Window
    #: Probability of the destination; 1 for what was travelled.
    share: float = 1.0
    #: Id of the destination where it is only forecast.
    ahead: str = ""
    #: Whether nothing follows, so that it stays where it ends.
    last: bool = False
    #: How much faster than its average the early run is at the start, as a share, and how
    #: much the late run is at the end.
    uneven: tuple[float, float] = (0.0, 0.0)

    def span_km(self, time: datetime) -> tuple[float, float] | None:
        """Kilometres between which it is at a time; None before and after the runs."""
        if time < self.early[0] or (time > self.late[1] and not self.last):
            return None
        early = _share(self.early, time)
        late = _share(self.late, time)
        ahead = early + self.uneven[0] * early * (1.0 - early)
        behind = late - self.uneven[1] * late * (1.0 - late)
        return min(behind, ahead) * self.route.km, ahead * self.route.km

    def passing(self, km: float) -> Window:
        """When it passes a point of the way, at the earliest and at the latest."""
        done = min(1.0, max(0.0, km / self.route.km)) if self.route.km > 0 else 0.0
        more, less = self.uneven
        # Both are the roots of what `span_km` computes.
        early = 2.0 * done / (1.0 + more + math.sqrt((1.0 + more) ** 2 - 4.0 * more * done))
        late = (
            (math.sqrt((1.0 - less) ** 2 + 4.0 * less * done) - (1.0 - less)) / (2.0 * less)
            if less > 0.0
            else done
        )
        first = self.early[0] + (self.early[1] - self.early[0]) * early
        last = self.late[0] + (self.late[1] - self.late[0]) * late
        return min(first, last), last


def _share(window: Window, time: datetime) -> float:
    """Share of a window that is over."""
    whole = (window[1] - window[0]).total_seconds()
    done = (time - window[0]).total_seconds()
    if whole <= 0:
        return 1.0 if done >= 0 else 0.0
    return min(1.0, max(0.0, done / whole))


def chains_of(
    journey: Journey, sightings: Sequence[Sighting], speed_kmh: tuple[float, float]
) -> list[Chain]:
    """Put the travelled legs of a journey together; where one is missing, a new chain begins.

    Parameters
    ----------
    journey : Journey
    sightings : sequence of Sighting
        Of all travellers.
    speed_kmh : tuple of float
        Slow and fast average speed.
    """
    own = [one for one in sightings if one.subject == journey.subject and one.place is not None]
    legs = [leg for leg in journey.legs if leg.certainty != "speculated"]
    runs: list[list[Leg]] = []
    for leg in legs:
        if runs and runs[-1][-1].destination.id == leg.origin.id:
            runs[-1].append(leg)
        else:
            runs.append([leg])
    if not runs:
        # One place alone, from which a leg may lead ahead.
        ahead = [leg.origin for leg in journey.legs]
        alone = ahead[0] if ahead else _only_place(own)
        fixes = [_fix(alone, own, None, None)] if alone is not None else []
        return [_tightened(fixes, [], speed_kmh)] if fixes else []
    chains = []
    for run in runs:
        fixes = [_fix(run[0].origin, own, run[0].time_start, None)]
        for number, leg in enumerate(run):
            start = run[number + 1].time_start if number + 1 < len(run) else None
            fixes.append(_fix(leg.destination, own, start, leg.time_end))
        chains.append(_tightened(fixes, run, speed_kmh))
    return chains


def _only_place(own: Sequence[Sighting]) -> Place | None:
    """Where it was, if the sure sightings tell of one place."""
    sure = [
        one.place
        for one in own
        if one.place is not None and one.certainty in _SURE and not one.place.lines
        and one.relation in ("at", "passed", "arrived", "departed") and one.place.kind != "country"
    ]  # fmt: skip
    return sure[-1] if len({place.id for place in sure}) == 1 else None


def _fix(
    place: Place, own: Sequence[Sighting], earliest: datetime | None, latest: datetime | None
) -> Fix:
    """Bounds and window of a place, from its legs and from what is told of it."""
    there = [one for one in own if _is_at(one, place) and one.certainty in _SURE]
    there = [
        one for one in there
        if not (latest and one.time_start and one.time_start > latest)
        and not (earliest and one.time_end and one.time_end < earliest)
    ]  # fmt: skip
    halt = Halt(place, there)
    window = None
    if there:
        halt.bound()
        if halt.dated and halt.earliest and halt.latest and halt.earliest <= halt.latest:
            window = (halt.earliest, halt.latest)
    return Fix(
        place,
        earliest or halt.earliest,
        latest or halt.latest,
        window,
        told=window is not None,
        departed=bool(there) and halt.only("departed"),
    )


def _is_at(one: Sighting, place: Place) -> bool:
    if one.place is None or one.relation in ("heading", "avoided"):
        return False
    if place.id in (one.place.id, one.place.id + _CROSSING):
        return True
    if one.place.lines or one.place.kind == "country":
        return False
    return float(distance_km(one.place.lon, one.place.lat, place.lon, place.lat)) <= _SAME_KM


def _tightened(fixes: Sequence[Fix], legs: Sequence[Leg], speed_kmh: tuple[float, float]) -> Chain:
    """Narrow the bounds by what the fast speed allows, and fill in the windows.

    A leg that its times force to be faster gets the speed that they force.
    """
    slow, fast = speed_kmh
    found = list(fixes)
    speeds: list[float] = []
    for index, leg in enumerate(legs):
        one, other = found[index], found[index + 1]
        speed = fast
        if one.earliest is not None:
            if other.latest is not None:
                hours = (other.latest - one.earliest).total_seconds() / 3600.0
                # A hundredth more, so that rounding leaves a way.
                speed = max(fast, 1.01 * leg.route.km / hours) if hours > 0 else fast
            soonest = one.earliest + timedelta(hours=leg.route.km / speed)
            if other.earliest is None or other.earliest < soonest:
                found[index + 1] = replace(other, earliest=soonest)
        speeds.append(speed)
    for index in reversed(range(len(legs))):
        one, other = found[index], found[index + 1]
        if other.latest is not None:
            last = other.latest - timedelta(hours=legs[index].route.km / speeds[index])
            if one.latest is None or one.latest > last:
                found[index] = replace(one, latest=last)
    return Chain(tuple(_with_windows(found, legs, speeds, slow)), tuple(legs), tuple(speeds))


def _with_windows(
    fixes: Sequence[Fix], legs: Sequence[Leg], speeds_kmh: Sequence[float], slow: float
) -> list[Fix]:
    """Fill in the windows that no text tells.

    Between two told ones by a steady run from one to the other; after the last told one by
    counting on at the fast and the slow speed, and before the first by counting back.
    """
    found = [replace(fix, window=_inside(fix.window, fix)) for fix in fixes]
    told = [index for index, fix in enumerate(found) if fix.window is not None]
    marks = [0.0, *accumulate(leg.route.km for leg in legs)]
    for first, last in pairwise(told):
        one, other = found[first].window, found[last].window
        assert one is not None
        assert other is not None
        for index in range(first + 1, last):
            share = (marks[index] - marks[first]) / max(marks[last] - marks[first], 1e-9)
            window = tuple(
                start + (end - start) * share for start, end in zip(one, other, strict=True)
            )
            found[index] = replace(
                found[index], window=_inside((window[0], window[1]), fixes[index])
            )
    for index in range(told[-1] + 1, len(found)) if told else ():
        before = found[index - 1].window
        assert before is not None
        km = legs[index - 1].route.km
        window = (
            before[0] + timedelta(hours=km / speeds_kmh[index - 1]),
            before[1] + timedelta(hours=km / slow),
        )
        found[index] = replace(found[index], window=_inside(window, fixes[index]))
    for index in reversed(range(told[0])) if told else ():
        after = found[index + 1].window
        assert after is not None
        km = legs[index].route.km
        window = (
            after[0] - timedelta(hours=km / slow),
            after[1] - timedelta(hours=km / speeds_kmh[index]),
        )
        found[index] = replace(found[index], window=_inside(window, fixes[index]))
    return found


def _inside(window: Window | None, fix: Fix) -> Window | None:
    if window is None:
        return None
    start = max(window[0], fix.earliest) if fix.earliest else window[0]
    end = min(window[1], fix.latest) if fix.latest else window[1]
    if start <= end:
        return start, end
    # An even run does not meet the bounds: they hold.
    return (fix.earliest, fix.latest) if fix.earliest and fix.latest else window


def tracks_between(chain: Chain, number: int) -> list[Track]:
    """Give the even runs over the legs of a chain; ``number`` counts the first leg."""
    tracks = []
    for index, leg in enumerate(chain.legs):
        one, other = chain.fixes[index].window, chain.fixes[index + 1].window
        if one is None or other is None or len(leg.route.path) < 2 or leg.route.km <= 0:
            continue
        runs = (one[0], max(other[0], one[0])), (min(one[1], other[1]), other[1])
        spare = tuple(
            chain.speeds_kmh[index] * (end - start).total_seconds() / 3600.0 / leg.route.km - 1.0
            for start, end in runs
        )
        early, late = (min(_UNEVEN, max(0.0, share)) for share in spare)
        tracks.append(Track(number + index, leg.route, *runs, uneven=(early, late)))
    return tracks


def tracks_ahead(
    journey: Journey, last: Fix, number: int, speed_kmh: tuple[float, float]
) -> list[Track]:
    """Give the even runs from the last place to the destinations that are not ruled out."""
    slow, fast = speed_kmh
    if last.window is None:
        return []
    tracks = []
    for entry in journey.forecast:
        route = entry.route
        if entry.ruled_out or route is None or len(route.path) < 2:
            continue
        if entry.probability < _LEAST_SHARE:
            continue
        soonest = last.window[0] + timedelta(hours=route.km / fast)
        latest = last.window[1] + timedelta(hours=route.km / slow)
        early = entry.eta_start if entry.eta_start and entry.eta_start > last.window[0] else soonest
        late = entry.eta_end if entry.eta_end and entry.eta_end > last.window[1] else latest
        tracks.append(
            Track(
                number,
                route,
                (last.window[0], min(early, late)),
                (last.window[1], late),
                entry.probability,
                entry.place.id,
                last=True,
            )
        )
    return tracks
