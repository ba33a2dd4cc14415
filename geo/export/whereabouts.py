"""Where a traveller can be at a time, for JSON, GeoJSON and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.export.csv import rows_csv
from geo.export.lines import Geometry, lines, point
from geo.export.values import degrees, iso, number
from geo.model import StationTimes, Whereabouts

__all__ = ["shapes", "stations_csv", "whereabouts_dict"]

_COLUMNS = ("name", "lon", "lat", "earliest", "latest", "likely_start", "likely_end")


def _station(station: StationTimes) -> dict[str, Any]:
    return {
        "name": station.name,
        "lon": degrees(station.lon),
        "lat": degrees(station.lat),
        "earliest": iso(station.earliest),
        "latest": iso(station.latest),
        "likely_start": iso(station.likely_start),
        "likely_end": iso(station.likely_end),
    }


def whereabouts_dict(where: Whereabouts) -> dict[str, Any]:
    """Give it as the plain values of its JSON form."""
    return {
        "time": iso(where.time),
        "after": where.after.id if where.after else None,
        "before": where.before.id if where.before else None,
        "speed_kmh": number(where.speed_kmh, 2),
        "possible": lines(where.lines),
        "likely": lines(where.likely),
        "stations": [_station(station) for station in where.stations],
        "notes": list(where.notes),
    }


def stations_csv(where: Whereabouts | None) -> str:
    """Write the stations as a table, one row a station."""
    rows = [_station(station) for station in where.stations] if where else []
    return rows_csv(_COLUMNS, ([row[key] for key in _COLUMNS] for row in rows))


def shapes(where: Whereabouts) -> Iterator[tuple[str, Geometry, dict[str, Any]]]:
    """Give what can be drawn: kind (possible, likely, station), geometry, properties."""
    about = {
        "time": iso(where.time),
        "after": where.after.name if where.after else None,
        "before": where.before.name if where.before else None,
        "speed_kmh": number(where.speed_kmh, 2),
    }
    for kind, paths in (("possible", where.lines), ("likely", where.likely)):
        shape = lines(paths)
        if shape is not None:
            yield kind, shape, about
    for station in where.stations:
        row = _station(station)
        yield "station", point(row.pop("lon"), row.pop("lat")), {"time": about["time"], **row}
