"""The report as KML 2.2 for globes and maps: places, claims, sightings, path, forecast.

Written with the standard library: the usual package numbers its elements process-wide, so
that the same report would give other bytes the second time.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import datetime, timedelta

from geo.export.lines import split_at_antimeridian
from geo.export.names import Names
from geo.export.values import degrees, one_line, utc, xml_text
from geo.model import Claim, Forecast, Journey, LonLat, ReportData, Whereabouts

__all__ = ["text"]

_NAMESPACE = "http://www.opengis.net/kml/2.2"
#: Line colours as KML writes them: alpha, blue, green, red.
_COLOURS = {
    "consistent": "ff4a9b2e",
    "imprecise": "ff1f9bd9",
    "contradicted": "ff2b2bc4",
    "unverifiable": "ff808080",
    "confirmed": "ff8c3b1e",
    "reported": "ffb0662f",
    "speculated": "80b0662f",
    "denied": "80808080",
    "possible": "6032a0e0",
    "likely": "ff1070d0",
}


def text(report: ReportData) -> str:
    """Write the report as one KML document with a folder for each kind of feature."""
    names = Names(report)
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _add(document, "name", "Route and location report")
    for name, colour in _COLOURS.items():
        style = ET.SubElement(document, "Style", id=name)
        outline = ET.SubElement(style, "LineStyle")
        _add(outline, "color", colour)
        _add(outline, "width", "3")
    places = _folder(document, "Places", report.places)
    for place in sorted(report.places, key=lambda one: one.id):
        mark = _placemark(
            places, names.both(place), ", ".join(filter(None, (place.kind, place.country)))
        )
        _point(mark, place.lonlat)
    claims = _folder(document, "Claims", report.claims)
    for claim in report.claims:
        _claim(claims, claim, names)
    sightings = _folder(document, "Sightings", report.sightings)
    for sighting in report.sightings:
        if sighting.place is None:
            continue
        mark = _placemark(
            sightings,
            f"{sighting.subject} {sighting.relation} {names.of(sighting.place)}",
            "; ".join(filter(None, (sighting.certainty, sighting.attribution, sighting.text))),
            times=(sighting.time_start, sighting.time_end),
        )
        _point(mark, sighting.place.lonlat)
    if report.journey is not None:
        _journey(document, report.journey, names)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _add(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, tag).text = xml_text(value)


def _folder(parent: ET.Element, name: str, content: Sequence[object]) -> ET.Element:
    # Without content the folder is left hanging loose: nobody wants empty folders.
    folder = ET.SubElement(parent, "Folder") if content else ET.Element("Folder")
    _add(folder, "name", name)
    return folder


def _placemark(
    folder: ET.Element,
    name: str,
    description: str,
    *,
    style: str = "",
    times: tuple[datetime | None, datetime | None] = (None, None),
) -> ET.Element:
    mark = ET.SubElement(folder, "Placemark")
    _add(mark, "name", one_line(name))
    if description:
        # Readers show descriptions as HTML: angle brackets of a text must survive that too.
        shown = description.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        _add(mark, "description", shown)
    start, end = times
    if start is not None and end is not None and end - start <= timedelta(minutes=1):
        # A time told to the minute.
        _add(ET.SubElement(mark, "TimeStamp"), "when", utc(start))
    elif any(times):
        span = ET.SubElement(mark, "TimeSpan")
        for tag, moment in zip(("begin", "end"), times, strict=True):
            if moment is not None:
                _add(span, tag, utc(moment))
    if style in _COLOURS:
        _add(mark, "styleUrl", f"#{style}")
    return mark


def _point(mark: ET.Element, lonlat: LonLat) -> None:
    _add(ET.SubElement(mark, "Point"), "coordinates", _tuple(lonlat))


def _tuple(lonlat: LonLat) -> str:
    return f"{degrees(lonlat[0])},{degrees(lonlat[1])}"


def _line(mark: ET.Element, path: Sequence[LonLat]) -> None:
    _lines(mark, [path])


def _lines(mark: ET.Element, paths: Sequence[Sequence[LonLat]]) -> None:
    pieces = [piece for path in paths for piece in split_at_antimeridian(path)]
    parent = ET.SubElement(mark, "MultiGeometry") if len(pieces) > 1 else mark
    for piece in pieces:
        shape = ET.SubElement(parent, "LineString")
        _add(shape, "tessellate", "1")
        _add(shape, "coordinates", " ".join(_tuple(vertex) for vertex in piece))


def _claim(folder: ET.Element, claim: Claim, names: Names) -> None:
    subject = claim.subject.place if claim.subject else None
    reference = claim.reference.place if claim.reference else None
    if subject is None or reference is None:
        return
    verdict = claim.verdict
    mark = _placemark(
        folder,
        f"{names.of_side(claim.subject)}: {claim.text}",
        f"{verdict.outcome}: {verdict.explanation}" if verdict else "",
        style=verdict.outcome if verdict else "",
    )
    _line(mark, (reference.lonlat, subject.lonlat))


def _journey(document: ET.Element, journey: Journey, names: Names) -> None:
    path = _folder(document, "Path", journey.legs)
    for leg in journey.legs:
        if len(leg.route.path) < 2:
            continue
        mark = _placemark(
            path,
            f"{names.of(leg.origin)} - {names.of(leg.destination)}",
            f"{leg.certainty}, {leg.route.km:.0f} km by rail",
            style=leg.certainty,
            times=(leg.time_start, leg.time_end),
        )
        _line(mark, leg.route.path)
    others = _folder(document, "Alternatives", journey.alternatives)
    for route in journey.alternatives:
        if len(route.path) > 1:
            mark = _placemark(
                others, f"{route.origin} - {route.destination}", f"{route.km:.0f} km by rail"
            )
            _line(mark, route.path)
    forecast = _folder(document, "Forecast", journey.forecast)
    for entry in journey.forecast:
        _forecast(forecast, entry, names)
    if journey.whereabouts is not None:
        _whereabouts(document, journey.whereabouts)


def _whereabouts(document: ET.Element, where: Whereabouts) -> None:
    """Where it can be at the time asked for: rails as one shape, stations with their times."""
    moment = (where.time, where.time)
    folder = _folder(document, f"Where it can be at {utc(where.time)}", [where])
    for name, style, lines in (
        ("Possible", "possible", where.lines),
        ("Likely", "likely", where.likely),
    ):
        if lines:
            mark = _placemark(folder, name, "; ".join(where.notes), style=style, times=moment)
            _lines(mark, lines)
    for station in where.stations:
        mark = _placemark(folder, station.name, "", times=(station.earliest, station.latest))
        _point(mark, (station.lon, station.lat))


def _forecast(folder: ET.Element, entry: Forecast, names: Names) -> None:
    share = "ruled out" if entry.ruled_out else f"{entry.probability:.0%}"
    mark = _placemark(
        folder,
        f"{names.of(entry.place)} ({share})",
        entry.reason,
        style="speculated",
        times=(entry.eta_start, entry.eta_end),
    )
    _point(mark, entry.place.lonlat)
