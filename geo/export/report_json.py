"""The report as JSON, schema ``geo-report/1``: docs/report.schema.json."""

from __future__ import annotations

import json
import re
from typing import Any

from geo.export.lines import line, lines
from geo.export.values import degrees, iso, kilometres, number, place_id, published
from geo.export.whereabouts import whereabouts_dict
from geo.model import (
    Claim,
    Evidence,
    Journey,
    Leg,
    Place,
    ReportData,
    Route,
    Sighting,
    TimelineEntry,
    Toponym,
)

__all__ = ["SCHEMA", "as_dict", "dumps", "text"]

SCHEMA = "geo-report/1"

_SURROGATES = re.compile("[\ud800-\udfff]")


def dumps(value: Any, indent: int | None = 2) -> str:
    """Write JSON: UTF-8 readable, keys in the order given, no NaN, a line end at the end."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    # Half a pair cannot be written as UTF-8.
    return _SURROGATES.sub("\ufffd", written) + "\n"


def text(report: ReportData) -> str:
    """Write a report; the same report gives the same bytes."""
    return dumps(as_dict(report))


def as_dict(report: ReportData) -> dict[str, Any]:
    """Give a report as the plain values of its JSON form.

    Lists keep the order of the text; places, which have none, are sorted by id.
    """
    return {
        "schema": SCHEMA,
        "articles": [
            {
                "id": article.id,
                "title": article.title,
                "source": article.source,
                "published": published(article),
            }
            for article in report.articles
        ],
        "toponyms": [_toponym(toponym) for toponym in report.toponyms],
        "places": [_place(place) for place in sorted(report.places, key=lambda one: one.id)],
        "claims": [_claim(claim) for claim in report.claims],
        "sightings": [_sighting(sighting) for sighting in report.sightings],
        "journey": _journey(report.journey or Journey()),
        "provenance": [
            {
                "what": entry.what,
                "source": entry.source,
                "licence": entry.licence,
                "retrieved": entry.retrieved,
                "version": entry.version,
            }
            for entry in report.provenance
        ],
        "problems": [
            {
                "source": problem.source,
                "message": problem.message,
                "hint": problem.hint,
                "exit_code": problem.exit_code,
            }
            for problem in report.problems
        ],
    }


def _toponym(toponym: Toponym) -> dict[str, Any]:
    return {
        "article": toponym.article,
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "place": place_id(toponym),
        "score": number(toponym.score, 4),
        "reasons": list(toponym.reasons),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "lon": degrees(place.lon),
        "lat": degrees(place.lat),
        "kind": place.kind,
        "country": place.country,
        "radius_km": kilometres(place.radius_km),
        "source": place.source,
        "licence": place.licence,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    measure, same, verdict = claim.measure, claim.equivalent, claim.verdict
    return {
        "id": claim.id,
        "article": claim.article,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "kind": claim.kind,
        "subject": place_id(claim.subject),
        "subject_text": claim.subject.text if claim.subject else None,
        "reference": place_id(claim.reference),
        "reference_text": claim.reference.text if claim.reference else None,
        "other": place_id(claim.other),
        "other_text": claim.other.text if claim.other else None,
        "value": number(measure.value, 6) if measure else None,
        "value_high": number(measure.value_high, 6) if measure else None,
        "unit": measure.unit if measure else None,
        "equivalent": number(same.value, 6) if same else None,
        "equivalent_unit": same.unit if same else None,
        "direction": claim.direction,
        "mode": claim.mode,
        "hedged": bool(measure and measure.hedged),
        "verdict": verdict.outcome if verdict else None,
        "explanation": verdict.explanation if verdict else "",
        "evidence": _evidence(verdict.evidence if verdict else Evidence()),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    route = evidence.route
    return {
        "geodesic_km": kilometres(evidence.geodesic_km),
        "geodesic_low_km": kilometres(evidence.geodesic_low_km),
        "geodesic_high_km": kilometres(evidence.geodesic_high_km),
        "bearing_deg": number(evidence.bearing_deg, 2),
        "compass": evidence.compass,
        "rail_km": kilometres(evidence.rail_km),
        "detour_factor": number(evidence.detour_factor, 4),
        "ratio_geodesic": number(evidence.ratio_geodesic, 4),
        "ratio_rail": number(evidence.ratio_rail, 4),
        "error_percentile": number(evidence.error_percentile, 2),
        "method": evidence.method,
        "network": evidence.network,
        "readings": [
            {
                "name": reading.name,
                "low": number(reading.low, 4),
                "value": number(reading.value, 4),
                "high": number(reading.high, 4),
                "unit": reading.unit,
                "ratio": number(reading.ratio, 4),
                "fits": reading.fits,
                "note": reading.note,
            }
            for reading in evidence.readings
        ],
        "stations": [
            {"name": stop.name, "km": kilometres(stop.km)} for stop in route.stations
        ] if route else [],
        "snap_km": [kilometres(km) for km in route.snap_km] if route else [],
    }  # fmt: skip


def _sighting(sighting: Sighting) -> dict[str, Any]:
    return {
        "article": sighting.article,
        "start": sighting.start,
        "end": sighting.end,
        "subject": sighting.subject,
        "place": sighting.place.id if sighting.place else None,
        "time_start": iso(sighting.time_start),
        "time_end": iso(sighting.time_end),
        "relation": sighting.relation,
        "certainty": sighting.certainty,
        "attribution": sighting.attribution,
        "replaced_by": sighting.replaced_by,
    }


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "from": leg.origin.id,
        "to": leg.destination.id,
        "km": kilometres(leg.route.km),
        "time_start": iso(leg.time_start),
        "time_end": iso(leg.time_end),
        "speed_low_kmh": number(leg.speed_low_kmh, 2),
        "speed_high_kmh": number(leg.speed_high_kmh, 2),
        "confidence": number(leg.confidence, 4),
        "certainty": leg.certainty,
        "support": list(leg.support),
    }


def _alternative(route: Route) -> dict[str, Any]:
    return {
        "from": route.origin,
        "to": route.destination,
        "km": kilometres(route.km),
        "path": line(route.path),
    }


def _journey(journey: Journey) -> dict[str, Any]:
    told: dict[str, Any] = {
        "legs": [_leg(leg) for leg in journey.legs],
        # Leg by leg, so that a gap between two legs stays a gap.
        "path": lines(_joined(journey)),
        "alternatives": [_alternative(route) for route in journey.alternatives],
        "forecast": [
            {
                "place": entry.place.id,
                "probability": number(entry.probability, 4),
                "km": kilometres(entry.km),
                "eta_start": iso(entry.eta_start),
                "eta_end": iso(entry.eta_end),
                "reason": entry.reason,
                "ruled_out": entry.ruled_out,
            }
            for entry in journey.forecast
        ],
        "subject": journey.subject,
        "notes": list(journey.notes),
        "timeline": [_entry(entry) for entry in journey.timeline],
    }
    if journey.whereabouts is not None:
        told["whereabouts"] = whereabouts_dict(journey.whereabouts)
    return told


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "subject": entry.subject,
        "place": entry.place.id if entry.place else None,
        "relation": entry.relation,
        "certainty": entry.certainty,
        "time_start": iso(entry.time_start),
        "time_end": iso(entry.time_end),
        "sightings": list(entry.sightings),
        "sources": list(entry.sources),
        "replaced_by": entry.replaced_by,
        "notes": list(entry.notes),
    }


def _joined(journey: Journey) -> list[list[tuple[float, float]]]:
    """Join travelled legs that touch; where one begins elsewhere, a new line begins."""
    joined: list[list[tuple[float, float]]] = []
    for leg in journey.legs:
        if leg.certainty == "speculated":
            continue  # a guess at what comes next was not travelled
        path = list(leg.route.path)
        if joined and path and joined[-1][-1] == path[0]:
            joined[-1].extend(path[1:])
        elif path:
            joined.append(path)
    return joined
