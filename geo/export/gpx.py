"""The journey as GPX 1.1: sightings as waypoints, the path as tracks."""

from __future__ import annotations

from geo.export.lines import split_at_antimeridian
from geo.export.names import Names
from geo.export.values import degrees, iso, one_line, xml_text
from geo.model import Leg, ReportData, Sighting

__all__ = ["text"]


def text(report: ReportData) -> str:
    """Write sightings with their times, and one track a leg.

    A waypoint has one time: the start of the sighting's window. The whole window is in its
    description. The ends of a track have the times between which the leg was run, where they
    are known; in between nothing is known, and nothing is made up.
    """
    from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

    names = Names(report)
    gpx = GPX()
    gpx.creator = "geo-explorer"
    for sighting in report.sightings:
        if sighting.place is None:
            continue
        waypoint = GPXWaypoint(
            latitude=degrees(sighting.place.lat),
            longitude=degrees(sighting.place.lon),
            time=sighting.time_start or sighting.time_end,
            name=_clean(f"{sighting.subject} {sighting.relation} {names.of(sighting.place)}"),
            description=_clean(_told(sighting)),
            type=sighting.certainty,
        )
        gpx.waypoints.append(waypoint)
    legs = report.journey.legs if report.journey is not None else ()
    for leg in legs:
        track = GPXTrack(
            name=_clean(f"{names.of(leg.origin)} - {names.of(leg.destination)}"),
            description=_clean(_leg_told(leg)),
        )
        for piece in split_at_antimeridian(leg.route.path):
            points = [
                GPXTrackPoint(latitude=degrees(lat), longitude=degrees(lon)) for lon, lat in piece
            ]
            track.segments.append(GPXTrackSegment(points))
        if track.segments and leg.certainty != "speculated":
            track.segments[0].points[0].time = leg.time_start
            track.segments[-1].points[-1].time = leg.time_end
        gpx.tracks.append(track)
    return str(gpx.to_xml(version="1.1")) + "\n"


def _clean(value: str) -> str:
    return xml_text(one_line(value))


def _leg_told(leg: Leg) -> str:
    window = (leg.time_start, leg.time_end)
    told = f"{leg.certainty}, {leg.route.km:.0f} km by rail"
    if any(window):
        told += ", between " + " and ".join(iso(moment) or "?" for moment in window)
    return told


def _told(sighting: Sighting) -> str:
    window = " to ".join(iso(moment) or "?" for moment in (sighting.time_start, sighting.time_end))
    parts = [f"{sighting.certainty}, {window}" if "T" in window else sighting.certainty]
    if sighting.attribution:
        parts.append(f"according to {sighting.attribution}")
    if sighting.text:
        parts.append(sighting.text)
    return "; ".join(parts)
