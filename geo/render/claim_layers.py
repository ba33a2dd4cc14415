"""Layers of the claims: lines by verdict, and the rails that were measured."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from geo.model import ReportData
from geo.render.bounds import Frame
from geo.render.features import Layer, geodesic, layer_of, line_of, look_of, popup_of
from geo.render.journey_layers import route_rows
from geo.render.styles import MEASURED, UNJUDGED, VERDICTS
from geo.render.tables import claim_rows
from geo.render.text import clean

__all__ = ["claim_routes", "claims"]

#: Kinds that speak of the way and not of the straight line.
_BY_ROUTE = frozenset({"detour", "travel_time"})


def _claim_popup(row: dict[str, Any]) -> dict[str, Any]:
    percentile = row["error_percentile"]
    return popup_of(
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


def claims(report: ReportData, frame: Frame) -> Layer:
    """Draw each claim between its places, or along the way when it speaks of the way.

    Conversions and claims whose places are unknown have no line.
    """
    features = []
    for claim, row in zip(report.claims, claim_rows(report), strict=True):
        look = VERDICTS[claim.verdict.outcome] if claim.verdict else UNJUDGED
        sides = [s.place for s in (claim.reference, claim.subject, claim.other) if s and s.place]
        pairs = list(pairwise(sides))
        if claim.kind in ("between", "comparison") and len(sides) == 3:
            pairs = [(sides[1], sides[0]), (sides[1], sides[2])]
        lines = [
            line_of(frame, geodesic(a.lonlat, b.lonlat)) for a, b in pairs if a.lonlat != b.lonlat
        ]
        band = False
        route = claim.verdict.evidence.route if claim.verdict else None
        if claim.kind in _BY_ROUTE and route and len(route.path) > 1:
            lines, band = [line_of(frame, route.path)], True
        if not lines:
            continue
        features.append(
            {
                "type": "line",
                "id": f"claim:{row['id']}",
                "paths": lines,
                "look": look_of(look),
                "badge": look.symbol,
                "band": band,
                "name": clean(
                    f"{look.symbol} {look.word}: {row['subject']}, {row['stated']}"
                    + (f", {row['reference']}" if row["reference"] else "")
                ),
                "popup": _claim_popup(row),
            }
        )
    return layer_of("claims", "Claims, by verdict", features)


def claim_routes(report: ReportData, frame: Frame) -> Layer:
    """Draw the rails that claims were measured along."""
    features = []
    for claim, row in zip(report.claims, claim_rows(report), strict=True):
        route = claim.verdict.evidence.route if claim.verdict else None
        if route and len(route.path) > 1:
            features.append(
                {
                    "type": "line",
                    "id": f"claim-route:{row['id']}",
                    "paths": [line_of(frame, route.path)],
                    "look": look_of(MEASURED),
                    "name": clean(f"Rails measured for “{row['text']}”"),
                    "popup": popup_of(
                        f"{row['subject']} – {row['reference']} by rail", route_rows(route)
                    ),
                }
            )
    return layer_of("claim-routes", "Rails measured for claims", features, show=False)
