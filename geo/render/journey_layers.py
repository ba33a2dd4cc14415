"""Layers of the journey: path, destinations, alternatives and sightings."""

from __future__ import annotations

from typing import Any

from geo.gazetteer.kinds import TERRITORIAL
from geo.model import Certainty, ReportData, Route
from geo.render.bounds import Frame
from geo.render.features import Layer, layer_of, line_of, look_of, point_of, popup_of
from geo.render.styles import ALTERNATIVE, CERTAINTIES, RULED_OUT
from geo.render.tables import forecast_rows, kilometres, timeline_rows
from geo.render.text import clean

DENIED = CERTAINTIES["denied"]

__all__ = ["alternatives", "forecast", "path", "route_rows", "sightings"]


def route_rows(route: Route) -> list[tuple[str, Any]]:
    """List what a route is made of, for a popup."""
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


def path(report: ReportData, frame: Frame) -> list[Layer]:
    """Draw the legs, one layer for each certainty, the surest on top."""
    drawn: dict[Certainty, list[dict[str, Any]]] = {certainty: [] for certainty in CERTAINTIES}
    rows = {row["leg"]: row for row in timeline_rows(report) if row["what"] == "leg"}
    for number, leg in enumerate(report.journey.legs if report.journey else (), start=1):
        if len(leg.route.path) < 2:
            continue
        row = rows[number]
        look = CERTAINTIES[leg.certainty]
        drawn[leg.certainty].append(
            {
                "type": "line",
                "id": f"leg:{number}",
                "paths": [line_of(frame, leg.route.path)],
                "look": look_of(look),
                "arrows": leg.certainty != "denied",
                "name": clean(row["place"]),
                "popup": popup_of(
                    row["place"],
                    [
                        ("Certainty", f"{look.symbol} {look.word}"),
                        ("Local time", row["when_local"]),
                        ("UTC", row["when_utc"]),
                        *route_rows(leg.route),
                        ("Because", row["note"]),
                    ],
                ),
            }
        )
    return [
        layer_of(f"path-{certainty}", f"Path, {CERTAINTIES[certainty].word}", features)
        for certainty, features in reversed(drawn.items())
    ]


def forecast(report: ReportData, frame: Frame) -> Layer:
    """Mark the destinations named, and draw the ways to those that fit."""
    features: list[dict[str, Any]] = []
    entries = report.journey.forecast if report.journey else ()
    rows = {row["place_id"]: row for row in forecast_rows(report)}
    look = CERTAINTIES["speculated"]
    for entry in entries:
        row = rows[entry.place.id]
        popup = popup_of(
            f"{row['place']}: " + ("ruled out" if entry.ruled_out else "possible destination"),
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
                    "paths": [line_of(frame, entry.route.path)],
                    "look": look_of(look),
                    "arrows": True,
                    "opacity": round(0.4 + 0.6 * max(0.0, min(1.0, entry.probability)), 2),
                    "name": clean(f"to {row['place']} ({entry.probability:.0%})"),
                    "popup": popup,
                }
            )
        features.append(
            {
                "type": "mark",
                "id": f"forecast:{entry.place.id}",
                "at": point_of(frame, entry.place.lonlat),
                "symbol": RULED_OUT.symbol if entry.ruled_out else f"{entry.probability:.0%}",
                "shape": "ruled-out" if entry.ruled_out else "forecast",
                "look": look_of(RULED_OUT if entry.ruled_out else look),
                "name": popup["title"],
                "popup": popup,
            }
        )
    return layer_of("forecast", "Possible destinations", features)


def alternatives(report: ReportData, frame: Frame) -> Layer:
    """Draw other ways over the rails."""
    features = [
        {
            "type": "line",
            "id": f"alternative:{number}",
            "paths": [line_of(frame, route.path)],
            "look": look_of(ALTERNATIVE),
            "name": clean(f"Alternative {number}: {kilometres(route.km)}"),
            "popup": popup_of(
                f"Alternative {number}",
                [("From", route.origin), ("To", route.destination), *route_rows(route)],
            ),
        }
        for number, route in enumerate(report.journey.alternatives if report.journey else (), 1)
        if len(route.path) > 1
    ]
    return layer_of("alternatives", "Alternative ways", features)


def sightings(report: ReportData, frame: Frame) -> Layer:
    """One badge a place, with the numbers of its sightings in the order of time.

    A place where every sighting is denied gets a badge of another shape.
    """
    positions = {s.place.id: s.place for s in report.sightings if s.place}
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in timeline_rows(report):
        if row["what"] != "sighting" or not row["place_id"]:
            continue
        # "It entered Austria" is told in the table: a pin in the middle of a country would lie.
        if positions[row["place_id"]].kind not in TERRITORIAL:
            grouped.setdefault(row["place_id"], []).append(row)
    features = []
    for identity, rows in grouped.items():
        place, name = positions[identity], rows[0]["place"]
        denied = all(row["certainty"] == DENIED.word for row in rows)
        what = "Denied" if denied else "Sightings"
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
                "at": point_of(frame, place.lonlat),
                "symbol": f"{DENIED.symbol} {numbers}" if denied else numbers,
                "shape": "denied" if denied else "sighting",
                "look": look_of(DENIED if denied else CERTAINTIES["confirmed"]),
                "name": clean(f"{what}: {numbers} at {name}"),
                "popup": popup_of(f"{what}: {name}", told),
            }
        )
    return layer_of("sightings", "Sightings, in order of time", features)
