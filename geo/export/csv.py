"""The claims as a table for spreadsheets: CSV in UTF-8 (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from geo.export.values import degrees, iso, kilometres, label_of, number, one_line
from geo.model import Claim, Evidence, ReportData, Sighting, Toponym

__all__ = ["COLUMNS", "places_csv", "rows_csv", "safe_cell", "text", "timeline_csv"]

COLUMNS = (
    "id", "article", "start", "end", "text", "kind", "subject", "reference", "value",
    "value_high", "unit", "direction", "mode", "hedged", "verdict", "explanation",
    "geodesic_km", "geodesic_low_km", "geodesic_high_km", "bearing_deg", "compass", "rail_km",
    "detour_factor", "error_percentile", "subject_lon", "subject_lat", "reference_lon",
    "reference_lat", "other", "equivalent", "equivalent_unit", "ratio_geodesic", "ratio_rail",
    "network",
)  # fmt: skip

#: A cell that begins so is run as a formula by spreadsheets
#: (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: str) -> str:
    """Put text on one line and take the danger out of what a spreadsheet would run.

    Examples
    --------
    >>> safe_cell("=cmd()"), safe_cell("40 miles")
    ("'=cmd()", '40 miles')
    """
    flat = one_line(value.replace("\x00", " "))
    return "'" + flat if flat.startswith(_FORMULA) else flat


def text(report: ReportData) -> str:
    """Write one row a claim, in the order of the report."""
    return rows_csv(COLUMNS, map(_row, report.claims))


def rows_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write any table; text cells are made safe, None becomes an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            safe_cell(cell) if isinstance(cell, str) else ("" if cell is None else cell)
            for cell in row
        )
    return buffer.getvalue()


def places_csv(report: ReportData) -> str:
    """Write one row a toponym: where it stands in the text and what it resolves to."""
    columns = (
        "article", "start", "end", "text", "place_id", "name", "kind", "country", "lon", "lat",
        "radius_km", "score", "reasons", "source", "licence",
    )  # fmt: skip

    def row(toponym: Toponym) -> tuple[object, ...]:
        place = toponym.place
        head = (toponym.article, toponym.start, toponym.end, toponym.text)
        reasons = "; ".join(toponym.reasons)
        if place is None:
            return (
                *head,
                "",
                "",
                "",
                "",
                None,
                None,
                None,
                number(toponym.score, 4),
                reasons,
                "",
                "",
            )
        return (
            *head, place.id, place.name, place.kind, place.country, degrees(place.lon),
            degrees(place.lat), kilometres(place.radius_km), number(toponym.score, 4), reasons,
            place.source, place.licence,
        )  # fmt: skip

    return rows_csv(columns, map(row, report.toponyms))


def timeline_csv(report: ReportData) -> str:
    """Write one row a sighting, in the order of the report."""
    columns = (
        "article", "start", "end", "text", "subject", "relation", "place", "lon", "lat",
        "time_start", "time_end", "certainty", "attribution",
    )  # fmt: skip

    def row(sighting: Sighting) -> tuple[object, ...]:
        place = sighting.place
        return (
            sighting.article, sighting.start, sighting.end, sighting.text, sighting.subject,
            sighting.relation, place.name if place else "",
            degrees(place.lon) if place else None, degrees(place.lat) if place else None,
            iso(sighting.time_start), iso(sighting.time_end), sighting.certainty,
            sighting.attribution,
        )  # fmt: skip

    return rows_csv(columns, map(row, report.sightings))


def _row(claim: Claim) -> tuple[str | float | None, ...]:
    measure, same, verdict = claim.measure, claim.equivalent, claim.verdict
    evidence = verdict.evidence if verdict else Evidence()
    subject = claim.subject.place if claim.subject else None
    reference = claim.reference.place if claim.reference else None
    return (
        claim.id,
        claim.article,
        claim.start,
        claim.end,
        claim.text,
        claim.kind,
        label_of(claim.subject),
        label_of(claim.reference),
        number(measure.value, 6) if measure else None,
        number(measure.value_high, 6) if measure else None,
        measure.unit if measure else "",
        claim.direction or "",
        claim.mode,
        "yes" if measure and measure.hedged else "no",
        verdict.outcome if verdict else "",
        verdict.explanation if verdict else "",
        kilometres(evidence.geodesic_km),
        kilometres(evidence.geodesic_low_km),
        kilometres(evidence.geodesic_high_km),
        number(evidence.bearing_deg, 2),
        evidence.compass or "",
        kilometres(evidence.rail_km),
        number(evidence.detour_factor, 4),
        number(evidence.error_percentile, 2),
        number(subject.lon, 6) if subject else None,
        number(subject.lat, 6) if subject else None,
        number(reference.lon, 6) if reference else None,
        number(reference.lat, 6) if reference else None,
        label_of(claim.other),
        number(same.value, 6) if same else None,
        same.unit if same else "",
        number(evidence.ratio_geodesic, 4),
        number(evidence.ratio_rail, 4),
        evidence.network or "",
    )
