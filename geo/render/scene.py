"""A report as plain data for the map: layers of points and lines, with what to say of each.

The folium map and the offline page draw the same scene with the same code
(``assets/draw.js``). Everything here is numbers and plain text; the drawing code puts text
into the page as text, never as markup. Positions are [lat, lon] from here on, as Leaflet
wants them, with longitudes unwrapped where the story crosses the antimeridian.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from geo.gazetteer.kinds import WATER
from geo.geodesy import bearing_deg, destination, distance_km
from geo.model import LonLat, Place, Provenance, ReportData, Route
from geo.render import basemap
from geo.render.bounds import Frame, focus_places, frame_of
from geo.render.styles import (
    ALTERNATIVE,
    CERTAINTIES,
    RIVER,
    RULED_OUT,
    UNJUDGED,
    VERDICTS,
    Look,
)
from geo.render.tables import (
    claim_rows,
    forecast_rows,
    kilometres,
    kind_word,
    place_rows,
    timeline_rows,
)
from geo.render.text import clean

__all__ = ["Layer", "Scene", "scene_of"]

Layer = dict[str, Any]
Scene = dict[str, Any]

#: Digits of a degree: about 11 m, less than a pixel at the closest zoom.
_DIGITS = 4

#: A line of the rails is thinned to at most this many vertices.
_MOST_VERTICES = 4_000

_OSM = "© OpenStreetMap contributors (ODbL)"


def scene_of(report: ReportData, *, tiles_url: str | None = None) -> Scene:
    """Turn a report into layers.

    Parameters
    ----------
    report : ReportData
    tiles_url : str, optional
        Address template of map tiles, to be drawn above the outlines.

    Returns
    -------
    dict
        ``frame``, ``centre``, ``layers`` (from the bottom up; each with id, name, show and
        features), ``legend``, ``attribution``, ``looks``, ``tiles``.
    """
    frame = frame_of(report)
    layers = [
        _rivers(report, frame),
        _claim_routes(report, frame),
        _alternatives(report, frame),
        _forecast(report, frame),
        _path(report, frame),
        _claims(report, frame),
        _places(report, frame),
        _sightings(report, frame),
    ]
    layers = [layer for layer in layers if layer["features"]]
    return {
        "frame": [[frame.south, frame.west], [frame.north, frame.east]],
        "centre": frame.centre,
        "layers": layers,
        "legend": _legend(layers),
        "attribution": _attribution(report.provenance, tiles_url),
        "tiles": tiles_url,
    }


def _point(frame: Frame, lonlat: LonLat) -> list[float]:
    return [round(lonlat[1], _DIGITS), round(frame.near(lonlat[0]), _DIGITS)]


def _line(frame: Frame, path: Sequence[LonLat]) -> list[list[float]]:
    step = max(1, -(-len(path) // _MOST_VERTICES))
    thin = [*path[::step], path[-1]] if step > 1 else path
    return [[round(lat, _DIGITS), round(lon, _DIGITS)] for lon, lat in frame.line(thin)]


def _layer(identity: str, name: str, features: Iterable[Any], *, show: bool = True) -> Layer:
    return {"id": identity, "name": name, "show": show, "features": list(features)}


def _look(look: Look) -> dict[str, Any]:
    return asdict(look)


def _popup(title: str, rows: Iterable[tuple[str, Any]], text: str = "") -> dict[str, Any]:
    told = [[label, clean(str(value))] for label, value in rows if value not in ("", None, [])]
    return {"title": clean(title), "text": clean(text), "rows": told}


def _geodesic(start: LonLat, end: LonLat) -> list[LonLat]:
    """Shortest line on the ellipsoid, with vertices close enough to look round."""
    km = float(distance_km(*start, *end))
    count = int(np.clip(km / 50.0, 1, 96))
    if count == 1 or km == 0.0:
        return [start, end]
    bearing = float(bearing_deg(*start, *end))
    inner = [destination(*start, bearing, km * k / count) for k in range(1, count)]
    return [start, *inner, end]


def _rivers(report: ReportData, frame: Frame) -> Layer:
    features = [
        {
            "type": "line",
            "id": f"river:{place.id}",
            "paths": [_line(frame, line) for line in place.lines if len(line) > 1],
            "look": _look(RIVER),
            "name": clean(place.name),
            "popup": _popup(place.name, [("Kind", kind_word(place)), ("Source", place.source)]),
        }
        for place in report.places
        if any(len(line) > 1 for line in place.lines)
    ]
    return _layer("rivers", "Rivers and lines named", features)


def _route_rows(route: Route) -> list[tuple[str, Any]]:
    return [
        ("Length", ("about " if route.estimated else "") + kilometres(route.km)),
        ("Straight line", kilometres(route.geodesic_km)),
        ("Detour factor", f"{route.detour_factor:.2f}"),
        ("Network", route.network),
        ("Countries", ", ".join(route.countries)),
        ("Change of gauge", "; ".join(f"{text} (km {km:.0f})" for km, text in route.gauge_breaks)),
        ("Notes", "; ".join(route.notes)),
        ("Estimated", "rails are missing in the network" if route.estimated else ""),
    ]


def _path(report: ReportData, frame: Frame) -> Layer:
    features = []
    rows = {row["leg"]: row for row in timeline_rows(report) if row["what"] == "leg"}
    for number, leg in enumerate(report.journey.legs if report.journey else (), start=1):
        if len(leg.route.path) < 2:
            continue
        row = rows[number]
        look = CERTAINTIES[leg.certainty]
        features.append(
            {
                "type": "line",
                "id": f"leg:{number}",
                "paths": [_line(frame, leg.route.path)],
                "look": _look(look),
                "arrows": leg.certainty != "denied",
                "name": clean(f"{leg.origin.name} → {leg.destination.name}"),
                "popup": _popup(
                    row["place"],
                    [
                        ("Certainty", f"{look.symbol} {look.word}"),
                        ("Local time", row["when_local"]),
                        ("UTC", row["when_utc"]),
                        *_route_rows(leg.route),
                        ("Because", row["note"]),
                    ],
                ),
            }
        )
    return _layer("path", "Path over rails", features)


def _forecast(report: ReportData, frame: Frame) -> Layer:
    features: list[dict[str, Any]] = []
    entries = report.journey.forecast if report.journey else ()
    rows = {row["place_id"]: row for row in forecast_rows(report)}
    look = CERTAINTIES["speculated"]
    for entry in entries:
        row = rows[entry.place.id]
        popup = _popup(
            f"{entry.place.name}: " + ("ruled out" if entry.ruled_out else "possible destination"),
            [
                ("Probability", "" if entry.ruled_out else f"{entry.probability:.0%}"),
                ("By rail", kilometres(entry.km) if entry.km is not None else ""),
                ("Arrival, local", row["eta_local"]),
                ("Arrival, UTC", row["eta_utc"]),
            ],
            entry.reason,
        )
        if entry.route and len(entry.route.path) > 1 and not entry.ruled_out:
            features.append(
                {
                    "type": "line",
                    "id": f"forecast-route:{entry.place.id}",
                    "paths": [_line(frame, entry.route.path)],
                    "look": _look(look),
                    "arrows": True,
                    "opacity": round(0.4 + 0.6 * max(0.0, min(1.0, entry.probability)), 2),
                    "name": clean(f"to {entry.place.name} ({entry.probability:.0%})"),
                    "popup": popup,
                }
            )
        features.append(
            {
                "type": "mark",
                "id": f"forecast:{entry.place.id}",
                "at": _point(frame, entry.place.lonlat),
                "symbol": RULED_OUT.symbol if entry.ruled_out else f"{entry.probability:.0%}",
                "shape": "ruled-out" if entry.ruled_out else "forecast",
                "look": _look(RULED_OUT if entry.ruled_out else look),
                "name": popup["title"],
                "popup": popup,
            }
        )
    return _layer("forecast", "Possible destinations", features)


def _alternatives(report: ReportData, frame: Frame) -> Layer:
    features = [
        {
            "type": "line",
            "id": f"alternative:{number}",
            "paths": [_line(frame, route.path)],
            "look": _look(ALTERNATIVE),
            "name": clean(f"Alternative {number}: {kilometres(route.km)}"),
            "popup": _popup(
                f"Alternative {number}",
                [("From", route.origin), ("To", route.destination), *_route_rows(route)],
            ),
        }
        for number, route in enumerate(report.journey.alternatives if report.journey else (), 1)
        if len(route.path) > 1
    ]
    return _layer("alternatives", "Alternative ways", features)


def _claim_popup(row: dict[str, Any]) -> dict[str, Any]:
    percentile = row["error_percentile"]
    return _popup(
        f"{row['symbol']} {row['verdict']}",
        [
            ("Stated", f"“{row['text']}”"),
            ("Measured", row["measured"]),
            *(("Reading", reading) for reading in row["readings"]),
            (
                "How usual",
                f"percentile {percentile:.0f} of the errors of published distances"
                if percentile is not None
                else "",
            ),
        ],
        row["explanation"],
    )


def _claims(report: ReportData, frame: Frame) -> Layer:
    features = []
    for claim, row in zip(report.claims, claim_rows(report), strict=True):
        look = VERDICTS[claim.verdict.outcome] if claim.verdict else UNJUDGED
        sides = [s.place for s in (claim.reference, claim.subject, claim.other) if s and s.place]
        pairs = list(zip(sides, sides[1:], strict=False))
        if claim.kind in ("between", "comparison") and len(sides) == 3:
            pairs = [(sides[1], sides[0]), (sides[1], sides[2])]
        lines = [
            _line(frame, _geodesic(a.lonlat, b.lonlat)) for a, b in pairs if a.lonlat != b.lonlat
        ]
        if not lines:
            continue
        features.append(
            {
                "type": "line",
                "id": f"claim:{row['id']}",
                "paths": lines,
                "look": _look(look),
                "badge": look.symbol,
                "name": clean(
                    f"{look.symbol} {look.word}: {row['subject']}, {row['stated']}"
                    + (f", {row['reference']}" if row["reference"] else "")
                ),
                "popup": _claim_popup(row),
            }
        )
    return _layer("claims", "Claims, by verdict", features)


def _claim_routes(report: ReportData, frame: Frame) -> Layer:
    features = []
    for claim, row in zip(report.claims, claim_rows(report), strict=True):
        route = claim.verdict.evidence.route if claim.verdict else None
        if route and len(route.path) > 1:
            features.append(
                {
                    "type": "line",
                    "id": f"claim-route:{row['id']}",
                    "paths": [_line(frame, route.path)],
                    "look": _look(ALTERNATIVE),
                    "name": clean(f"Rails measured for “{row['text']}”"),
                    "popup": _popup(
                        f"{row['subject']} – {row['reference']} by rail", _route_rows(route)
                    ),
                }
            )
    return _layer("claim-routes", "Rails measured for claims", features, show=False)


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


def _places(report: ReportData, frame: Frame) -> Layer:
    ranks = _roles(report)
    rows = {row["id"]: row for row in place_rows(report)}

    def feature(place: Place) -> dict[str, Any]:
        row = rows[place.id]
        return {
            "type": "place",
            "id": f"place:{place.id}",
            "at": _point(frame, place.lonlat),
            "name": clean(place.name),
            "rank": ranks.get(place.id, 9),
            "water": place.kind in WATER,
            "radius_km": place.radius_km if place.id in ranks and not place.lines else 0.0,
            "popup": _popup(
                place.name,
                [
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

    return _layer("places", "Places", (feature(place) for place in report.places))


def _sightings(report: ReportData, frame: Frame) -> Layer:
    """One badge a place, with the numbers of its sightings in the order of time."""
    positions = {s.place.id: s.place for s in report.sightings if s.place}
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in timeline_rows(report):
        if row["what"] == "sighting" and row["place_id"]:
            grouped.setdefault(row["place_id"], []).append(row)
    features = []
    for identity, rows in grouped.items():
        place = positions[identity]
        numbers = "·".join(str(row["number"]) for row in rows[:3]) + ("…" if len(rows) > 3 else "")
        told = []
        for row in rows:
            when = row["when_local"] or row["when_utc"] or row["time_text"] or "time unknown"
            by = f" ({row['attribution']})" if row["attribution"] else ""
            told.append(
                (
                    f"{row['number']}. {row['relation']}",
                    f"{row['symbol']} {row['certainty']}: {row['who']}, {when}{by}",
                )
            )
        features.append(
            {
                "type": "mark",
                "id": f"sighting:{identity}",
                "at": _point(frame, place.lonlat),
                "symbol": numbers,
                "shape": "sighting",
                "look": _look(CERTAINTIES["confirmed"]),
                "name": clean(f"Sightings {numbers} at {place.name}"),
                "popup": _popup(f"Sightings at {place.name}", told),
            }
        )
    return _layer("sightings", "Sightings, in order of time", features)


def _legend(layers: list[Layer]) -> list[dict[str, Any]]:
    """Groups of entries for what is on the map, and nothing else."""
    present = {layer["id"]: layer for layer in layers}

    def group(title: str, looks: Iterable[Look]) -> dict[str, Any]:
        return {"title": title, "entries": [_look(look) for look in looks]}

    groups = []
    words = {
        feature["look"]["word"]
        for layer in layers
        for feature in layer["features"]
        if "look" in feature and feature["type"] == "line"
    }
    journey = [look for look in CERTAINTIES.values() if look.word in words]
    if journey:
        groups.append(group("Path over rails", journey))
    claims = [look for look in (*VERDICTS.values(), UNJUDGED) if look.word in words]
    if claims:
        groups.append(group("Claims (straight lines)", claims))
    marks = {
        feature["shape"]
        for layer in layers
        for feature in layer["features"]
        if feature["type"] == "mark"
    }
    others = [
        look
        for look, wanted in (
            (ALTERNATIVE, "alternatives" in present or "claim-routes" in present),
            (RIVER, "rivers" in present),
            (RULED_OUT, "ruled-out" in marks),
        )
        if wanted
    ]
    if others:
        groups.append(group("Also shown", others))
    return groups


def _attribution(provenance: Iterable[Provenance], tiles_url: str | None) -> list[str]:
    entries = [*provenance, basemap.PROVENANCE]
    lines = [
        f"{entry.source} ({entry.licence})" if entry.licence else entry.source for entry in entries
    ]
    if tiles_url:
        lines.append(f"map tiles {_OSM}")
    return [clean(line) for line in dict.fromkeys(line for line in lines if line)]
