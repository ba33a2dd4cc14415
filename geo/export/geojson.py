"""The report as one GeoJSON FeatureCollection (RFC 7946), for GIS programs.

``feature`` in the properties tells what each feature is: ``place``, ``extent`` (the line of
a river), ``claim`` (a line from the reference to the subject), ``sighting``, ``leg``,
``alternative`` or ``forecast``; and for the time that was asked for ``possible`` and ``likely``
(lines) and ``station``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.export.lines import Geometry, line, lines, point
from geo.export.report_json import dumps
from geo.export.values import degrees, iso, kilometres, label_of, number, place_id
from geo.export.whereabouts import shapes
from geo.model import Claim, Forecast, Journey, ReportData

__all__ = ["collection", "text"]

Feature = dict[str, Any]


def text(report: ReportData) -> str:
    """Write a report as GeoJSON."""
    return dumps(collection(report), indent=None)


def collection(report: ReportData) -> dict[str, Any]:
    """Give the FeatureCollection as plain values, with its bounding box."""
    features = list(_features(report))
    found: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    corners = [(place.lon, place.lat) for place in report.places]
    if corners:
        lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
        # A box wider than half the world is more likely two sides of the date line.
        if max(lons) - min(lons) <= 180.0:
            box = (min(lons), min(lats), max(lons), max(lats))
            found["bbox"] = [degrees(side) for side in box]
    return found


def _feature(kind: str, geometry: Geometry, properties: dict[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"feature": kind, **properties},
    }


def _features(report: ReportData) -> Iterator[Feature]:
    mentions: dict[str, int] = {}
    for toponym in report.toponyms:
        key = place_id(toponym)
        if key is not None:
            mentions[key] = mentions.get(key, 0) + 1
    for place in sorted(report.places, key=lambda one: one.id):
        properties = {
            "id": place.id,
            "name": place.name,
            "kind": place.kind,
            "country": place.country,
            "radius_km": kilometres(place.radius_km),
            "mentions": mentions.get(place.id, 0),
            "source": place.source,
            "licence": place.licence,
        }
        yield _feature("place", point(place.lon, place.lat), properties)
        shape = lines(place.lines or place.outline)
        if shape is not None:
            yield _feature("extent", shape, {"id": place.id, "name": place.name})
    for claim in report.claims:
        yield from _claim(claim)
    for sighting in report.sightings:
        if sighting.place is None:
            continue
        properties = {
            "subject": sighting.subject,
            "name": sighting.place.name,
            "relation": sighting.relation,
            "certainty": sighting.certainty,
            "time_start": iso(sighting.time_start),
            "time_end": iso(sighting.time_end),
            "attribution": sighting.attribution,
            "text": sighting.text,
            "article": sighting.article,
        }
        yield _feature("sighting", point(sighting.place.lon, sighting.place.lat), properties)
    if report.journey is not None:
        yield from _journey(report.journey)


def _claim(claim: Claim) -> Iterator[Feature]:
    ends = [
        side.place.lonlat
        for side in (claim.reference, claim.subject)
        if side is not None and side.place is not None
    ]
    shape = line(ends) if len(ends) == 2 else None
    if shape is None and ends:
        shape = point(*ends[0])
    if shape is None:
        return
    evidence = claim.verdict.evidence if claim.verdict else None
    yield _feature(
        "claim",
        shape,
        {
            "id": claim.id,
            "article": claim.article,
            "text": claim.text,
            "kind": claim.kind,
            "subject": label_of(claim.subject),
            "reference": label_of(claim.reference),
            "value": number(claim.measure.value, 6) if claim.measure else None,
            "unit": claim.measure.unit if claim.measure else None,
            "direction": claim.direction,
            "verdict": claim.verdict.outcome if claim.verdict else None,
            "explanation": claim.verdict.explanation if claim.verdict else "",
            "geodesic_km": kilometres(evidence.geodesic_km) if evidence else None,
            "bearing_deg": number(evidence.bearing_deg, 2) if evidence else None,
            "rail_km": kilometres(evidence.rail_km) if evidence else None,
        },
    )


def _journey(journey: Journey) -> Iterator[Feature]:
    for number_, leg in enumerate(journey.legs, start=1):
        shape = line(leg.route.path)
        if shape is None:
            continue
        properties = {
            "order": number_,
            "from": leg.origin.name,
            "to": leg.destination.name,
            "km": kilometres(leg.route.km),
            "certainty": leg.certainty,
            "confidence": number(leg.confidence, 4),
            "time_start": iso(leg.time_start),
            "time_end": iso(leg.time_end),
            "network": leg.route.network,
            "estimated": leg.route.estimated,
        }
        yield _feature("leg", shape, properties)
    for route in journey.alternatives:
        shape = line(route.path)
        if shape is not None:
            properties = {
                "from": route.origin,
                "to": route.destination,
                "km": kilometres(route.km),
                "network": route.network,
            }
            yield _feature("alternative", shape, properties)
    for entry in journey.forecast:
        yield _forecast(entry)
    if journey.whereabouts is not None:
        for kind, shape, properties in shapes(journey.whereabouts):
            yield _feature(kind, shape, properties)


def _forecast(entry: Forecast) -> Feature:
    shape = line(entry.route.path) if entry.route is not None else None
    return _feature(
        "forecast",
        shape or point(entry.place.lon, entry.place.lat),
        {
            "name": entry.place.name,
            "probability": number(entry.probability, 4),
            "ruled_out": entry.ruled_out,
            "km": kilometres(entry.km),
            "eta_start": iso(entry.eta_start),
            "eta_end": iso(entry.eta_end),
            "reason": entry.reason,
        },
    )
