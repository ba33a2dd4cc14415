"""The journey as GPX 1.1: sightings as waypoints, the path as a track."""

from __future__ import annotations

from geo.export.lines import split_at_antimeridian
from geo.export.values import degrees, iso, one_line, xml_text
from geo.model import ReportData, Sighting

__all__ = ["text"]


def text(report: ReportData) -> str:
    """Write sightings with their times, and one track segment a leg.

    A waypoint has one time: the start of the sighting's window. The whole window is in its
    description.
    """
    from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

    gpx = GPX()
    gpx.creator = "geo-explorer"
    for sighting in report.sightings:
        if sighting.place is None:
            continue
        waypoint = GPXWaypoint(
            latitude=degrees(sighting.place.lat),
            longitude=degrees(sighting.place.lon),
            time=sighting.time_start or sighting.time_end,
            name=_clean(f"{sighting.subject} {sighting.relation} {sighting.place.name}"),
            description=_clean(_told(sighting)),
            type=sighting.certainty,
        )
        gpx.waypoints.append(waypoint)
    legs = report.journey.legs if report.journey is not None else ()
    for leg in legs:
        track = GPXTrack(
            name=_clean(f"{leg.origin.name} - {leg.destination.name}"),
            description=_clean(f"{leg.certainty}, {leg.route.km:.0f} km"),
        )
        for piece in split_at_antimeridian(leg.route.path):
            points = [
                GPXTrackPoint(latitude=degrees(lat), longitude=degrees(lon)) for lon, lat in piece
            ]
            track.segments.append(GPXTrackSegment(points))
        gpx.tracks.append(track)
    return str(gpx.to_xml(version="1.1")) + "\n"


def _clean(value: str) -> str:
    return xml_text(one_line(value))


def _told(sighting: Sighting) -> str:
    window = " to ".join(iso(moment) or "?" for moment in (sighting.time_start, sighting.time_end))
    parts = [f"{sighting.certainty}, {window}" if "T" in window else sighting.certainty]
    if sighting.attribution:
        parts.append(f"according to {sighting.attribution}")
    if sighting.text:
        parts.append(sighting.text)
    return "; ".join(parts)
