"""Rail routes and reach on their own, for ``geo route`` and ``geo reach``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.errors import ConfigurationError
from geo.export.csv import rows_csv
from geo.export.lines import Geometry, line, lines, point
from geo.export.report_json import dumps
from geo.export.values import degrees, kilometres, number, xml_text
from geo.model import Reach, Route

__all__ = ["reach_as", "routes_as"]

_FORMS = ("json", "geojson", "csv")


def routes_as(routes: Sequence[Route], form: str) -> str:
    """Write routes, the best first, as json, geojson, csv (one row a station) or gpx.

    Raises
    ------
    ConfigurationError
        When the form is another one.
    """
    if form == "json":
        return dumps({"schema": "geo-route/1", "routes": [_route(way) for way in routes]})
    if form == "geojson":
        features = [_feature(line(way.path), _summary(way)) for way in routes]
        features += [
            _feature(
                point(stop.lon, stop.lat),
                {"route": rank, "name": stop.name, "km": kilometres(stop.km)},
            )
            for rank, way in enumerate(routes, start=1)
            for stop in way.stations
        ]
        return _collection(features)
    if form == "csv":
        columns = ("route", "km", "station", "lon", "lat")
        return rows_csv(
            columns,
            (
                (rank, kilometres(stop.km), stop.name, degrees(stop.lon), degrees(stop.lat))
                for rank, way in enumerate(routes, start=1)
                for stop in way.stations
            ),
        )
    if form == "gpx":
        return _gpx(routes)
    raise _unknown(form, "table, json, geojson, csv or gpx")


def reach_as(reach: Reach, form: str) -> str:
    """Write a reach as json, geojson or csv (one row a station).

    Raises
    ------
    ConfigurationError
        When the form is another one.
    """
    slow, fast = reach.speed_kmh
    stations: list[dict[str, Any]] = [
        {
            "name": stop.name,
            "lon": degrees(stop.lon),
            "lat": degrees(stop.lat),
            "km": kilometres(stop.km),
            "earliest_h": number(stop.km / fast, 2),
            "latest_h": number(stop.km / slow, 2),
        }
        for stop in reach.stations
    ]
    if form == "json":
        return dumps(
            {
                "schema": "geo-reach/1",
                "origin": [degrees(value) for value in reach.origin],
                "hours": reach.hours,
                "speed_kmh": [slow, fast],
                "network": reach.network,
                "stations": stations,
                "geometry": lines(reach.lines),
                "frontier": [[degrees(lon), degrees(lat)] for lon, lat in reach.frontier],
            }
        )
    if form == "geojson":
        about = {"hours": reach.hours, "speed_kmh": [slow, fast], "network": reach.network}
        features = [_feature(lines(reach.lines), about)]
        features += [_feature(point(one["lon"], one["lat"]), one) for one in stations]
        return _collection(features)
    if form == "csv":
        columns = ("name", "lon", "lat", "km", "earliest_h", "latest_h")
        return rows_csv(columns, ([one[key] for key in columns] for one in stations))
    raise _unknown(form, "table, json, geojson or csv")


def _unknown(form: str, known: str) -> ConfigurationError:
    return ConfigurationError(f"this command has no form {form!r}", hint=f"Use {known}.")


def _summary(way: Route) -> dict[str, Any]:
    return {
        "origin": way.origin,
        "destination": way.destination,
        "km": kilometres(way.km),
        "geodesic_km": kilometres(way.geodesic_km),
        "detour_factor": number(way.detour_factor, 4),
        "estimated": way.estimated,
        "countries": list(way.countries),
        "network": way.network,
        "snap_km": [kilometres(km) for km in way.snap_km],
        "profile": way.profile,
        "confidence": number(way.confidence, 2),
        "doubts": list(way.doubts),
        "source": way.source,
        "licence": way.licence,
    }


def _route(way: Route) -> dict[str, Any]:
    return {
        **_summary(way),
        "stations": [
            {
                "name": stop.name,
                "lon": degrees(stop.lon),
                "lat": degrees(stop.lat),
                "km": kilometres(stop.km),
            }
            for stop in way.stations
        ],
        "borders": [{"km": kilometres(km), "what": what} for km, what in way.borders],
        "reversals": [{"km": kilometres(km), "near": name} for km, name in way.reversals],
        "gauge_breaks": [{"km": kilometres(km), "what": what} for km, what in way.gauge_breaks],
        "notes": list(way.notes),
        "geometry": line(way.path),
    }


def _feature(geometry: Geometry | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> str:
    return dumps({"type": "FeatureCollection", "features": features}, indent=None)


def _gpx(routes: Sequence[Route]) -> str:
    from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

    gpx = GPX()
    gpx.creator = "geo-explorer"
    for way in routes:
        for stop in way.stations:
            gpx.waypoints.append(
                GPXWaypoint(degrees(stop.lat), degrees(stop.lon), name=xml_text(stop.name))
            )
        track = GPXTrack(name=xml_text(f"{way.origin} - {way.destination}, {way.km:.0f} km"))
        points = [GPXTrackPoint(degrees(lat), degrees(lon)) for lon, lat in way.path]
        track.segments.append(GPXTrackSegment(points))
        gpx.tracks.append(track)
    return str(gpx.to_xml())
