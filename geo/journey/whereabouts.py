"""Where the traveller can be at a time: between the sightings, and after the last.

*Possible* is all that two sightings and the fastest average speed leave over (the prism of
`geo.rail.prism`). *Likely* is the part of its way between two even runs, one as early and one
as late as the texts allow. docs/decisions/journeys.md tells more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import RoutingError
from geo.geodesy import distance_km
from geo.journey.fixes import Chain, Fix, Track, chains_of, tracks_ahead, tracks_between
from geo.journey.forecast import ENDED
from geo.journey.halts import SNAP_KM
from geo.journey.words import local, when_text
from geo.model import Journey, LonLat, Place, Route, Sighting, StationTimes, Whereabouts
from geo.rail.prism import Prism, StationHours, find_prism
from geo.rail.way import piece_vertices

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["Phase", "Presence", "presence_of", "span_of_path", "whereabouts_at"]

#: After the last sighting the map looks so many hours ahead, at least and at most.
_LEAST_AHEAD_H, _MOST_AHEAD_H = 24.0, 72.0
#: Nothing can be said of a time so long after the last sighting: all the rails are in reach.
_LIMIT_H = 96.0
_NO_PATH = "No path over rails is known, so that nothing can be said of an hour."
_NO_TURNING = (
    "After {} it is taken not to turn back over the way it came: no destination that fits lies"
    " there."
)
_FORCED = (
    "From {} to {} the times ask for more than {:.0f} km/h: up to {:.0f} km/h are allowed there."
)
#: Going back over so much of the way it came is no matter of the station's tracks, in km.
_BACK_KM = 15.0


@dataclass(frozen=True)
class Phase:
    """A part of the journey with its prism: between two places, or with one end open."""

    start: datetime
    #: None where it is open.
    end: datetime | None
    origin: Fix | None
    destination: Fix | None
    speed_kmh: float
    #: Vertices of the way that it came; empty where it may turn back.
    came: tuple[LonLat, ...] = ()
    notes: tuple[str, ...] = ()

    def prism(self, network: RailNetwork, hours: float | None = None) -> Prism | None:
        """Everything that it can touch; an open phase needs the hours to look ahead."""
        if self.end is not None:
            hours = (self.end - self.start).total_seconds() / 3600.0
        if hours is None or hours < 0:
            return None
        try:
            return find_prism(
                network,
                self.origin.place if self.origin else None,
                self.destination.place if self.destination else None,
                hours,
                self.speed_kmh,
                came=self.came,
                limit_km=SNAP_KM,
            )
        except RoutingError:
            return None


@dataclass(frozen=True)
class Presence:
    """All that is known of where a traveller was and can be.

    Make one with `presence_of`.
    """

    network: RailNetwork
    journey: Journey
    chains: tuple[Chain, ...]
    phases: tuple[Phase, ...]
    tracks: tuple[Track, ...]
    #: Where the last phase is looked at until.
    ahead_h: float

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """All places of the path, in order."""
        return tuple(fix for chain in self.chains for fix in chain.fixes)

    @cached_property
    def prisms(self) -> tuple[Prism | None, ...]:
        """Prism of each phase; the open one looks ``ahead_h`` ahead."""
        return tuple(phase.prism(self.network, self.ahead_h) for phase in self.phases)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From the first moment that something is told of, to where the look ahead ends."""
        starts = [phase.start for phase in self.phases] + [one.early[0] for one in self.tracks]
        ends = [
            phase.end or phase.start + timedelta(hours=self.ahead_h) for phase in self.phases
        ] + [one.late[1] for one in self.tracks]
        return (min(starts), max(ends)) if starts else None

    def aware(self, time: datetime) -> tuple[datetime, str]:
        """Take a time without a zone as local time of the journey; and say so."""
        if time.tzinfo is not None:
            return time, ""
        from zoneinfo import ZoneInfo

        zoned = [fix for fix in self.fixes if fix.place.timezone]
        if not zoned:
            return time.replace(tzinfo=UTC), f"{time:%H:%M} is taken as UTC: no zone is known."
        chosen = zoned[0]
        for fix in zoned:
            moment = time.replace(tzinfo=ZoneInfo(fix.place.timezone))
            if fix.earliest is not None and fix.earliest <= moment:
                chosen = fix
        zone = chosen.place.timezone
        note = f"{time:%H:%M} is taken as local time of {chosen.place.name} ({zone})."
        return time.replace(tzinfo=ZoneInfo(zone)), note

    def at(self, time: datetime) -> Whereabouts:
        """Tell where it can be at a time.

        Parameters
        ----------
        time : datetime
            Without a zone it is local time of the journey.
        """
        time, note = self.aware(time)
        notes = [note] if note else []
        lines: list[tuple[LonLat, ...]] = []
        stations: dict[tuple[str, float, float], StationTimes] = {}
        active: list[Phase] = []
        for phase, prism in zip(self.phases, self.prisms, strict=True):
            hours = (time - phase.start).total_seconds() / 3600.0
            if hours < 0 or (phase.end is not None and time > phase.end) or hours > _LIMIT_H:
                continue
            beyond = phase.end is None and hours > self.ahead_h
            active.append(phase)
            found = phase.prism(self.network, hours) if beyond else prism
            if found is None:
                continue
            for piece in found.at(hours):
                vertices = np.round(piece_vertices(self.network, piece), 6)
                lines.append(tuple((lon, lat) for lon, lat in vertices.tolist()))
            for station in found.stations(hours):
                self._add(stations, station, phase)
        likely: list[tuple[LonLat, ...]] = []
        expected: list[StationTimes] = []
        for track in self.tracks:
            span = track.span_km(time)
            if span is None:
                continue
            likely.append(span_of_path(track.route.path, track.route.km, *span))
            for stop in track.route.stations:
                key = (stop.name, stop.lon, stop.lat)
                if span[0] <= stop.km <= span[1] and key in stations:
                    start, end = track.passing(stop.km)
                    start, end = _minute(start), _minute(end, late=True)
                    known = stations.pop(key)
                    expected.append(replace(known, likely_start=start, likely_end=end))
        notes += self._said(time, active)
        notes += [told for phase in active for told in phase.notes]
        after, before = self._around(time) if active else (None, None)
        return Whereabouts(
            time=time,
            lines=tuple(lines),
            likely=tuple(likely),
            stations=(*expected, *sorted(stations.values(), key=_moment)),
            after=after,
            before=before,
            speed_kmh=max((phase.speed_kmh for phase in active), default=0.0),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _add(
        self,
        found: dict[tuple[str, float, float], StationTimes],
        station: StationHours,
        phase: Phase,
    ) -> None:
        open_end = phase.destination is None
        bounded = station.earliest_h > -np.inf
        earliest = _minute(phase.start, station.earliest_h) if bounded else None
        latest = None if open_end else _minute(phase.start, station.latest_h, late=True)
        key = (station.name, station.lon, station.lat)
        if key in found:
            known = found[key]
            earliest = min(earliest, known.earliest) if earliest and known.earliest else None
            latest = max(latest, known.latest) if latest and known.latest else None
        zone = self.zone_at(station.lon, station.lat)
        found[key] = StationTimes(*key, earliest, latest, timezone=zone)

    def _around(self, time: datetime) -> tuple[Place | None, Place | None]:
        """Places of the path before and after a time, by their windows or else their bounds."""
        fixes = self.fixes
        begun = [
            number
            for number, fix in enumerate(fixes)
            if (start := fix.window[0] if fix.window else fix.earliest) and start <= time
        ]
        number = max(begun, default=-1)
        following = fixes[number + 1].place if number + 1 < len(fixes) else None
        return (fixes[number].place if begun else None), following

    @cached_property
    def _zoned(self) -> list[Place]:
        places = [fix.place for fix in self.fixes]
        places += [entry.place for entry in self.journey.forecast]
        return [place for place in places if place.timezone]

    def zone_at(self, lon: float, lat: float) -> str:
        """Time zone of the nearest place of the journey that has one."""
        if not self._zoned:
            return ""
        gaps = [
            (place.lon - lon) ** 2 * np.cos(np.radians(lat)) ** 2 + (place.lat - lat) ** 2
            for place in self._zoned
        ]
        return self._zoned[int(np.argmin(gaps))].timezone

    def _said(self, time: datetime, active: Sequence[Phase]) -> list[str]:
        """What can and what cannot be said of a time, in words."""
        if not self.phases:
            return ["No sighting has a time, so that nothing can be said of an hour."]
        if not active:
            first = min(self.phases, key=lambda phase: phase.start)
            if time < first.start:
                fix = first.origin or first.destination
                assert fix is not None
                moment = when_text(local(first.start, fix.place))
                told = f"Nothing is told of the time before {moment} local time, when it was in"
                return [f"{told} {fix.place.name} at the earliest."]
            if (last := self.phases[-1]).end is None and time > last.start:
                days = _LIMIT_H / 24.0
                return [f"More than {days:.0f} days after the last sighting nothing can be said."]
            return ["No rails join the sightings before and after this time."]
        fastest = max(phase.speed_kmh for phase in active)
        return [f"Possible at {fastest:.0f} km/h on average at most, with any stops."]


def presence_of(
    journey: Journey | None,
    sightings: Sequence[Sighting],
    network: RailNetwork,
    speed_kmh: tuple[float, float],
) -> Presence | None:
    """Put together where the traveller of a journey was and can be.

    Parameters
    ----------
    journey : Journey or None
    sightings : sequence of Sighting
        All of the report.
    network : RailNetwork
        The one that the journey was found on.
    speed_kmh : tuple of float
        Slow and fast average speed.

    Returns
    -------
    Presence or None
        None where there is no journey over rails.
    """
    if journey is None:
        return None
    chains = chains_of(journey, sightings, speed_kmh)
    if not chains:
        return None
    phases: list[Phase] = []
    tracks: list[Track] = []
    number = 1
    for chain in chains:
        phases += _between(chain, speed_kmh[1])
        tracks += tracks_between(chain, number)
        number += len(chain.legs)
    last = chains[-1].fixes[-1]
    fast = max(speed_kmh[1], *chains[-1].speeds_kmh, speed_kmh[1])
    ahead_h = _LEAST_AHEAD_H
    if last.earliest is not None:
        came = _no_turning(journey, chains[-1])
        told = (_NO_TURNING.format(last.place.name),) if came else ()
        if (ended := ENDED.format(last.place.name)) in journey.notes:
            told = (ended, *told)
        phases.append(Phase(last.earliest, None, last, None, fast, came, told))
        ahead = tracks_ahead(journey, last, number, (speed_kmh[0], fast))
        if not ahead and tracks:
            tracks[-1] = replace(tracks[-1], last=True)
        tracks += ahead
        ends = [(one.late[1] - last.earliest).total_seconds() / 3600.0 for one in ahead]
        ahead_h = min(_MOST_AHEAD_H, max([_LEAST_AHEAD_H, *ends]))
    return Presence(network, journey, tuple(chains), tuple(phases), tuple(tracks), ahead_h)


def whereabouts_at(
    time: datetime,
    journey: Journey,
    sightings: Sequence[Sighting],
    network: RailNetwork,
    speed_kmh: tuple[float, float],
) -> Whereabouts:
    """Tell where the traveller of a journey can be at a time, or why that cannot be said."""
    presence = presence_of(journey, sightings, network, speed_kmh)
    if presence is not None:
        return presence.at(time)
    aware = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return Whereabouts(aware, notes=(_NO_PATH, *journey.notes))


def _between(chain: Chain, fast: float) -> list[Phase]:
    """Make the phases of a chain: towards its first place, then from place to place."""
    phases = []
    first = chain.fixes[0]
    if first.earliest and first.latest and not first.departed and first.earliest < first.latest:
        # Seen there at some moment of a window: before that it may have been on its way.
        speed = chain.speeds_kmh[0] if chain.speeds_kmh else None
        if speed is not None:
            phases.append(Phase(first.earliest, first.latest, None, first, speed))
    for index, speed in enumerate(chain.speeds_kmh):
        one, other = chain.fixes[index], chain.fixes[index + 1]
        if one.earliest is not None and other.latest is not None:
            told = _FORCED.format(one.place.name, other.place.name, fast, speed)
            notes = (told,) if speed > fast else ()
            phases.append(Phase(one.earliest, other.latest, one, other, speed, notes=notes))
    return phases


def _no_turning(journey: Journey, chain: Chain) -> tuple[LonLat, ...]:
    """Way of the last leg, where no destination that fits lies back over it."""
    if not chain.legs:
        return ()
    came = chain.legs[-1].route.path
    routes = [entry.route for entry in journey.forecast if entry.route and not entry.ruled_out]
    if not routes or any(_runs_back(route, came) for route in routes):
        return ()
    return came


def _runs_back(route: Route, came: Sequence[LonLat]) -> bool:
    behind = set(came)
    shared = 0.0
    for start, end in zip(route.path, route.path[1:], strict=False):
        if start in behind and end in behind:
            shared += float(distance_km(*start, *end))
    return shared > _BACK_KM


def span_of_path(
    path: Sequence[LonLat], km: float, low_km: float, high_km: float
) -> tuple[LonLat, ...]:
    """Part of a drawn path between two kilometres of its true length.

    Examples
    --------
    >>> span_of_path([(0.0, 0.0), (0.0, 1.0)], 200.0, 50.0, 100.0)
    ((0.0, 0.25), (0.0, 0.5))
    """
    vertices = np.asarray(path, dtype=np.float64)
    lon = np.unwrap(vertices[:, 0], period=360.0)
    lat = vertices[:, 1]
    steps = np.hypot(np.diff(lon) * np.cos(np.radians((lat[1:] + lat[:-1]) / 2)), np.diff(lat))
    marks = np.concatenate([[0.0], np.cumsum(steps)])
    scale = km / marks[-1] if marks[-1] > 0 else 0.0
    marks = marks * scale
    inner = np.flatnonzero((marks > low_km) & (marks < high_km))
    at = np.concatenate([[low_km], marks[inner], [high_km]])
    x = (np.interp(at, marks, lon) + 180.0) % 360.0 - 180.0
    y = np.interp(at, marks, lat)
    pairs = zip(np.round(x, 6).tolist(), np.round(y, 6).tolist(), strict=True)
    return tuple((one, other) for one, other in pairs)


def _minute(start: datetime, hours: float = 0.0, *, late: bool = False) -> datetime:
    """Whole minute some hours later: the one that has begun, or with ``late`` the next."""
    moment = start + timedelta(hours=hours)
    whole = moment.replace(second=0, microsecond=0)
    return whole + timedelta(minutes=1) if late and moment != whole else whole


def _moment(station: StationTimes) -> tuple[bool, float, str]:
    """Order of stations by the earliest time, those without any bound first."""
    start = station.earliest
    return (start is not None, start.timestamp() if start else 0.0, station.name)
