"""Where the traveller can be at any time, as data for the map's slider.

For each edge of a prism four numbers (hours from and to its ends) tell what of it is possible
at any moment; ``assets/time.js`` cuts the lines by them, as `geo.rail.prism` does. What the
slider says at each of its steps is written here, so that it reads as the tables do.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import GeoError
from geo.journey.fixes import Track
from geo.journey.whereabouts import Phase, Presence, presence_of
from geo.model import ReportData
from geo.rail.prism import Prism
from geo.rail.way import Piece, piece_vertices
from geo.render.bounds import Frame
from geo.render.features import Layer, layer_of, line_of, look_of, point_of, popup_of
from geo.render.naming import Names
from geo.render.styles import STATION
from geo.render.tables import kilometres
from geo.render.text import clean
from geo.render.times import window_text, zone_of
from geo.settings import Settings
from geo.topology import encode_arcs

__all__ = ["presence_for", "station_rows", "stations", "step_times", "time_data"]

#: Steps that the slider may have, in minutes, and how many it has at most.
_STEPS = (10, 15, 30, 60, 120, 180, 360, 720)
_MOST_STEPS = 144
#: Strands that a page can carry (about 50 bytes each), shared by all prisms of a journey.
_MOST_STRANDS = 16_000
#: Grid of the drawn lines, in degrees: 100 m.
_GRID_DEG = 0.001
#: Numbers of the strands count tenths of a minute.
_TENTHS = 600.0
#: Stations of one way in the table and on the map.
_MOST_STATIONS = 150


def presence_for(report: ReportData, settings: Settings | None = None) -> Presence | None:
    """Put together where the traveller of a report was and can be, on its own network.

    Parameters
    ----------
    report : ReportData
    settings : Settings, optional
        Speeds, and where networks are kept.

    Returns
    -------
    Presence or None
        None without a dated journey over rails, and where its network is gone by now.
    """
    from geo.rail import load

    journey = report.journey
    if journey is None or not journey.legs:
        return None
    settings = settings or Settings()
    try:
        network = load(journey.legs[0].route.network or settings.network, settings)
    except GeoError:
        return None
    found = presence_of(journey, report.sightings, network, settings.speed_kmh)
    return found if found is not None and found.span is not None else None


def time_data(
    presence: Presence, report: ReportData, frame: Frame, at: datetime | None = None
) -> dict[str, Any]:
    """Everything that the slider of the map draws and says.

    Parameters
    ----------
    presence : Presence
    report : ReportData
    frame : Frame
        Which way round the Earth is drawn.
    at : datetime, optional
        Where the slider stands at first.

    Returns
    -------
    dict
        ``start`` of the first step (minutes of the epoch), ``step`` (minutes), ``labels`` and
        ``says`` of each step, ``first`` (its number, None to wait for the reader),
        ``phases`` and ``tracks``.
    """
    most = _MOST_STRANDS // max(1, len(presence.phases))
    step, times = _steps(presence)
    first, count = times[0], len(times)
    names = Names(report)
    wished = presence.aware(at)[0] if at is not None else None
    number = (
        None
        if wished is None
        else min(count - 1, max(0, round((wished - first) / timedelta(minutes=step))))
    )
    return {
        "start": _minutes(first),
        "step": step,
        "first": number,
        "labels": [_label(presence, time) for time in times],
        "says": [clean(_says(presence, time, names)) for time in times],
        "phases": [
            data
            for phase, prism in zip(presence.phases, presence.prisms, strict=True)
            if prism is not None and (data := _phase(phase, prism, frame, most))["at"]
        ],
        "tracks": [_track(track, frame) for track in presence.tracks],
    }


def _steps(presence: Presence) -> tuple[int, list[datetime]]:
    """Minutes between the steps of the slider, and its times."""
    assert presence.span is not None
    start, end = presence.span
    step = next(
        (step for step in _STEPS if (end - start) / timedelta(minutes=step) <= _MOST_STEPS),
        _STEPS[-1],
    )
    # Full hours of local time read better than those of UTC.
    zone = zone_of(presence.fixes[0].place.timezone) or start.tzinfo
    local = start.astimezone(zone)
    begun = (local.hour * 60 + local.minute) % step
    first = local.replace(second=0, microsecond=0) - timedelta(minutes=begun)
    count = min(4 * _MOST_STEPS, int((end - first) / timedelta(minutes=step)) + 2)
    moments = (first.astimezone(UTC) + timedelta(minutes=step * number) for number in range(count))
    return step, [moment.astimezone(zone) for moment in moments]


def step_times(presence: Presence) -> dict[str, datetime]:
    """Give the times of the slider by their labels."""
    return {_label(presence, time): time for time in _steps(presence)[1]}


def _minutes(moment: datetime) -> float:
    return round(moment.timestamp() / 60.0, 1)


def _label(presence: Presence, time: datetime) -> str:
    """Local time of the place where it was last."""
    zoned = [fix for fix in presence.fixes if fix.place.timezone]
    if not zoned:
        return window_text(time, time)
    begun = [
        fix for fix in zoned
        if (start := fix.window[0] if fix.window else fix.earliest) and start <= time
    ]  # fmt: skip
    zone = zone_of((begun[-1] if begun else zoned[0]).place.timezone)
    return window_text(time, time, zone or time.tzinfo)


def _says(presence: Presence, time: datetime, names: Names) -> str:
    """What is likely at a time, in a sentence."""
    told = []
    for track in presence.tracks:
        span = track.span_km(time)
        if span is None:
            continue
        on_it = [stop.name for stop in track.route.stations if span[0] <= stop.km <= span[1]]
        if not on_it:
            gaps = [(abs(stop.km - sum(span) / 2.0), stop.name) for stop in track.route.stations]
            where = f"near {min(gaps)[1]}" if gaps else "under way"
        elif on_it[0] == on_it[-1]:
            where = f"near {on_it[0]}"
        else:
            where = f"between {on_it[0]} and {on_it[-1]}"
        if track.ahead:
            entry = next(e for e in presence.journey.forecast if e.place.id == track.ahead)
            where += f" if bound for {names.of(entry.place)} ({track.share:.0%})"
        told.append(where)
    if not told:
        return "Nothing is told of where it was likely to be."
    return f"Likely {'; or '.join(told)}."


def _phase(phase: Phase, prism: Prism, frame: Frame, most: int) -> dict[str, Any]:
    """One prism: its lines, ``most`` at most, and the numbers that cut them at any moment."""
    over = (prism.high_km - prism.low_km) / prism.speed_kmh
    came = _filled(prism.from_low, prism.from_high, over)
    goes = _filled(prism.to_low, prism.to_high, over)
    chosen = np.arange(len(prism.edge))
    shown_h = prism.hours
    if len(chosen) > most:
        # What takes the least of the time stays: the shortest detours, the nearest rails.
        ends = [np.minimum(*side) for side in (came, goes) if np.isfinite(side[0]).all()]
        needed = np.sum(ends, axis=0)
        chosen = np.sort(np.argsort(needed, kind="stable")[:most])
        if phase.end is None:
            shown_h = float(needed[chosen].max())
    origin = np.array([frame.west, frame.south])
    paths = []
    for index in chosen.tolist():
        piece = Piece(
            int(prism.edge[index]), float(prism.low_km[index]), float(prism.high_km[index])
        )
        vertices = [(lon, lat) for lon, lat in piece_vertices(prism.network, piece).tolist()]
        drawn = np.array(list(frame.line(vertices)))
        paths.append([tuple(v) for v in np.rint((drawn - origin) / _GRID_DEG).astype(int).tolist()])
    data: dict[str, Any] = {
        "at": len(chosen),
        "start": _minutes(phase.start),
        "hours": round(prism.hours, 3) if phase.end is not None else None,
        "shown": round(shown_h, 3),
        "part": len(chosen) < len(prism.edge),
        "grid": [_GRID_DEG, _GRID_DEG],
        "origin": [round(frame.west, 6), round(frame.south, 6)],
        "lines": encode_arcs(paths),
        "over": _tenths(over[chosen]),
    }
    for key, (low, high) in (("came", came), ("goes", goes)):
        if np.isfinite(low).all():
            data[key] = [_tenths(low[chosen]), _tenths((high - low)[chosen])]
    return data


def _filled(
    low: NDArray[np.float64], high: NDArray[np.float64], over: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hours at both ends; an end beyond the search is reached over the strand itself."""
    return np.minimum(low, high + over), np.minimum(high, low + over)


def _tenths(hours: NDArray[np.float64]) -> list[int]:
    return [int(value) for value in np.rint(hours * _TENTHS).tolist()]


def _track(track: Track, frame: Frame) -> dict[str, Any]:
    return {
        "path": line_of(frame, track.route.path),
        "early": [_minutes(moment) for moment in track.early],
        "late": [_minutes(moment) for moment in track.late],
        "uneven": [round(share, 4) for share in track.uneven],
        "last": track.last,
        "share": round(track.share, 4),
    }


def station_rows(presence: Presence, report: ReportData) -> list[dict[str, Any]]:
    """One row a station of each way, with the hours at which a steady run passes it.

    Returns
    -------
    list of dict
        Keys: number, way (in words), way_id (in the scene), place, lon, lat, km, when_local,
        when_utc.
    """
    names = Names(report)
    legs = dict(enumerate(presence.journey.legs, start=1))
    rows: list[dict[str, Any]] = []
    for track in presence.tracks:
        if track.ahead:
            entry = next(e for e in presence.journey.forecast if e.place.id == track.ahead)
            way = f"to {names.of(entry.place)}, if bound there ({track.share:.0%})"
        else:
            leg = legs[track.leg]
            way = f"{names.of(leg.origin)} → {names.of(leg.destination)}"
        stops = track.route.stations
        every = max(1, -(-len(stops) // _MOST_STATIONS))
        for stop in stops[::every]:
            start, end = track.passing(stop.km)
            zone = zone_of(presence.zone_at(stop.lon, stop.lat))
            rows.append(
                {
                    "number": len(rows) + 1,
                    "way": way,
                    "way_id": f"forecast-route:{track.ahead}"
                    if track.ahead
                    else f"leg:{track.leg}",
                    "place": stop.name,
                    "lon": stop.lon,
                    "lat": stop.lat,
                    "km": stop.km,
                    "when_local": window_text(start, end, zone) if zone else "",
                    "when_utc": window_text(start, end),
                }
            )
    return rows


def stations(presence: Presence, report: ReportData, frame: Frame) -> Layer:
    """Mark the stations on the way, with the hours at which a steady run passes them."""
    features = [
        {
            "type": "dot",
            "id": f"station:{row['number']}",
            "at": point_of(frame, (row["lon"], row["lat"])),
            "look": look_of(STATION),
            "name": clean(f"{row['place']}: {row['when_local'] or row['when_utc']}"),
            "popup": popup_of(
                row["place"],
                [
                    ("On the way", row["way"]),
                    ("After", kilometres(row["km"])),
                    ("Local time", row["when_local"]),
                    ("UTC", row["when_utc"]),
                ],
                "When a steady run passes, as early and as late as the texts allow.",
            ),
        }
        for row in station_rows(presence, report)
    ]
    return layer_of("stations", "Stations on the way, with hours", features, show=False)
