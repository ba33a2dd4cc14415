"""Layers of the places: points with labels, and rivers."""

from __future__ import annotations

from typing import Any

from geo.gazetteer.kinds import WATER
from geo.model import LonLat, Place, ReportData
from geo.render.bounds import Frame, focus_places
from geo.render.features import Layer, layer_of, line_of, look_of, point_of, popup_of
from geo.render.naming import Names, label
from geo.render.styles import RIVER
from geo.render.tables import kind_word, place_rows
from geo.render.text import clean

__all__ = ["places", "rivers"]


def _drawn(place: Place) -> list[tuple[LonLat, ...]]:
    """Course of a river, or outline of an area."""
    return [line for line in place.lines or place.outline if len(line) > 1]


def rivers(report: ReportData, frame: Frame) -> Layer:
    """Draw the places that have a line or an outline."""
    names = Names(report)
    features = [
        {
            "type": "line",
            "id": f"river:{place.id}",
            "paths": [line_of(frame, line) for line in _drawn(place)],
            "look": look_of(RIVER),
            "name": clean(names.both(place)),
            "popup": popup_of(
                names.of(place),
                [
                    ("In the gazetteer", names.other(place)),
                    ("Kind", kind_word(place)),
                    ("Source", place.source),
                ],
            ),
        }
        for place in report.places
        if _drawn(place)
    ]
    return layer_of("rivers", "Rivers and lines named", features)


def _roles(report: ReportData) -> dict[str, int]:
    """Rank of the places whose label is always wanted: journey first, then claims."""
    ranks: dict[str, int] = {}
    if report.journey:
        for leg in report.journey.legs:
            ranks[leg.origin.id] = ranks[leg.destination.id] = 0
        for entry in report.journey.forecast:
            ranks.setdefault(entry.place.id, 1)
    for sighting in report.sightings:
        if sighting.place:
            ranks.setdefault(sighting.place.id, 1)
    for place in focus_places(report):
        ranks.setdefault(place.id, 2)
    for claim in report.claims:
        for side in (claim.subject, claim.reference, claim.other):
            if side and side.place:
                ranks.setdefault(side.place.id, 2)
    return ranks


def places(report: ReportData, frame: Frame) -> Layer:
    """Draw every place; those of journey and claims have the first right to a label."""
    ranks = _roles(report)
    rows = {row["id"]: row for row in place_rows(report)}
    names = Names(report)

    def feature(place: Place) -> dict[str, Any]:
        row = rows[place.id]
        return {
            "type": "place",
            "id": f"place:{place.id}",
            "at": point_of(frame, place.lonlat),
            "name": clean(label(names.of(place))),
            "tip": clean(names.both(place)),
            "rank": ranks.get(place.id, 9),
            "water": place.kind in WATER,
            "radius_km": place.radius_km
            if place.id in ranks and not (place.lines or place.outline)
            else 0.0,
            "popup": popup_of(
                names.of(place),
                [
                    ("In the gazetteer", names.other(place)),
                    ("Kind", row["kind"]),
                    ("Country", row["country"]),
                    ("Position", f"{place.lat:.4f}, {place.lon:.4f} (lat, lon)"),
                    ("Extent", f"about {place.radius_km:.0f} km around" if place.radius_km else ""),
                    ("Mentions", row["mentions"]),
                    ("Why this place", "; ".join(row["reasons"])),
                    ("Source", ", ".join(filter(None, (place.source, place.licence)))),
                ],
            ),
        }

    return layer_of("places", "Places", (feature(place) for place in report.places))
