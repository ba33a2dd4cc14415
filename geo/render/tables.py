"""Rows of claims, timeline, forecast and places, as plain data.

The page, the dashboard and the command line show the same rows, so that a figure never
reads differently in two places. Values are plain text and numbers; nothing is escaped here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from geo.gazetteer.kinds import KINDS
from geo.model import Claim, Forecast, Leg, Measure, Place, Reading, ReportData, Sighting, Toponym
from geo.rail.loading import EMBEDDED
from geo.render.naming import Names, title_of
from geo.render.styles import CERTAINTIES, UNJUDGED, VERDICTS
from geo.render.times import window_text, zone_of

__all__ = [
    "amount",
    "claim_rows",
    "forecast_rows",
    "headline",
    "key_sentence",
    "kind_word",
    "place_rows",
    "timeline_rows",
]

Row = dict[str, Any]

_KM_PER_MILE = 1.609344


def amount(value: float) -> str:
    """Write a number with about three figures.

    Examples
    --------
    >>> amount(1401.3), amount(77.96), amount(0.482)
    ('1,401', '78', '0.48')
    """
    if abs(value) >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < 1 else f"{value:.3g}"


def kilometres(km: float) -> str:
    """Write a length in kilometres and miles.

    Examples
    --------
    >>> kilometres(78.0)
    '78 km (48 mi)'
    """
    return f"{amount(km)} km ({amount(km / _KM_PER_MILE)} mi)"


def kind_word(place: Place) -> str:
    """Words for the kind of a place.

    Examples
    --------
    >>> kind_word(Place("1", "Gare", 0.0, 0.0, "station"))
    'railway station'
    """
    return KINDS.get(place.kind, place.kind.replace("_", " "))


def _name(side: Toponym | None, names: Names) -> str:
    if side is None:
        return ""
    return names.of(side.place) if side.place else side.text


def _place_id(side: Toponym | None) -> str:
    return side.place.id if side and side.place else ""


def _stated(claim: Claim) -> str:
    """Put together what the text states: "about 40 miles, north, by rail"."""

    def written(measure: Measure) -> str:
        hedge = measure.hedge
        known = not hedge or hedge.casefold() in measure.text.casefold()
        return measure.text if known else f"{hedge} {measure.text}"

    parts = [written(claim.measure)] if claim.measure else []
    if claim.equivalent:
        parts.append(f"= {written(claim.equivalent)}")
    if claim.direction:
        parts.append(claim.direction)
    if claim.mode != "unspecified":
        parts.append(claim.mode if claim.mode == "straight" else f"by {claim.mode}")
    return ", ".join(parts) or claim.kind.replace("_", " ")


def _reading(reading: Reading) -> str:
    low, high = amount(reading.low), amount(reading.high)
    span = low if low == high else f"{low}–{high}"
    unit = "°" if reading.unit == "deg" else f" {reading.unit}" if reading.unit else ""
    text = f"{reading.name}: {span}{unit}"
    if reading.ratio is not None:
        text += f"; stated / measured {reading.ratio:.2f}"
    text += "; fits" if reading.fits else "; does not fit"
    return text + (f" ({reading.note})" if reading.note else "")


def _measured(claim: Claim) -> str:
    if not claim.verdict:
        return ""
    evidence = claim.verdict.evidence
    parts = []
    if evidence.geodesic_km is not None:
        parts.append(f"{kilometres(evidence.geodesic_km)} in a straight line")
    if evidence.bearing_deg is not None:
        wind = f"{evidence.compass} " if evidence.compass else ""
        parts.append(f"{wind}{evidence.bearing_deg:.0f}°")
    if evidence.rail_km is not None:
        # The network is named where another than the embedded one was chosen.
        chosen = (evidence.network or EMBEDDED) != EMBEDDED
        network = f" (network {evidence.network})" if chosen else ""
        parts.append(f"{kilometres(evidence.rail_km)} by rail{network}")
    if evidence.detour_factor is not None:
        parts.append(f"detour factor {evidence.detour_factor:.2f}")
    return "; ".join(parts)


def claim_rows(report: ReportData) -> list[Row]:
    """One row a claim, in the order of the text.

    Returns
    -------
    list of dict
        Keys: id, article, article_title, start, end, text, kind, subject, subject_id,
        reference, reference_id, other, other_id, stated, measured, verdict, symbol,
        explanation, readings, geodesic_km, bearing_deg, compass, rail_km, detour_factor,
        error_percentile.
    """
    titles = {article.id: title_of(article) for article in report.articles}
    names = Names(report)
    rows = []
    for number, claim in enumerate(report.claims, start=1):
        verdict = claim.verdict
        look = VERDICTS[verdict.outcome] if verdict else UNJUDGED
        row: Row = {
            "id": claim.id or f"c{number}",
            "article": claim.article,
            "article_title": titles.get(claim.article, ""),
            "start": claim.start,
            "end": claim.end,
            "text": claim.text,
            "kind": claim.kind,
            "stated": _stated(claim),
            "measured": _measured(claim),
            "verdict": look.word,
            "symbol": look.symbol,
            "explanation": verdict.explanation if verdict else "",
            "readings": [_reading(r) for r in verdict.evidence.readings] if verdict else [],
        }
        for key in ("subject", "reference", "other"):
            side: Toponym | None = getattr(claim, key)
            row[key], row[f"{key}_id"] = _name(side, names), _place_id(side)
        for key in (
            "geodesic_km", "bearing_deg", "compass", "rail_km", "detour_factor",
            "error_percentile",
        ):  # fmt: skip
            row[key] = getattr(verdict.evidence, key) if verdict else None
        rows.append(row)
    return rows


def _when(start: datetime | None, end: datetime | None, place: Place | None) -> Row:
    zone = zone_of(place.timezone) if place else None
    local = window_text(start, end, zone) if zone else ""
    return {"when_local": local, "when_utc": window_text(start, end, UTC)}


def _sighting_row(sighting: Sighting, names: Names) -> Row:
    return {
        "what": "sighting",
        "who": sighting.subject,
        "relation": sighting.relation,
        "place": names.of(sighting.place) if sighting.place else "",
        "place_id": sighting.place.id if sighting.place else "",
        "certainty": CERTAINTIES[sighting.certainty].word,
        "symbol": CERTAINTIES[sighting.certainty].symbol,
        "time_text": sighting.time_text,
        "attribution": sighting.attribution,
        "text": sighting.text,
        "article": sighting.article,
        "km": None,
        "note": "; ".join([*sighting.notes, *filter(None, [sighting.replaced_by])]),
        **_when(sighting.time_start, sighting.time_end, sighting.place),
    }


def _leg_row(leg: Leg, subject: str, number: int, names: Names) -> Row:
    speeds = [speed for speed in (leg.speed_low_kmh, leg.speed_high_kmh) if speed]
    notes = [f"{'–'.join(dict.fromkeys(f'{s:.0f}' for s in speeds))} km/h"] if speeds else []
    if leg.route.estimated:
        notes.append("length estimated: rails are missing in the network")
    return {
        "what": "leg",
        "leg": number,
        "who": subject,
        "relation": "travelled",
        "place": f"{names.of(leg.origin)} → {names.of(leg.destination)}",
        "place_id": leg.destination.id,
        "certainty": CERTAINTIES[leg.certainty].word,
        "symbol": CERTAINTIES[leg.certainty].symbol,
        "time_text": "",
        "attribution": "",
        "text": "",
        "article": "",
        "km": leg.route.km,
        "note": "; ".join([*notes, *leg.support]),
        "because": [*notes, *leg.support],
        **_when(leg.time_start, leg.time_end, leg.destination),
    }


def timeline_rows(report: ReportData) -> list[Row]:
    """Sightings and legs in the order of time; those without a time come last.

    Returns
    -------
    list of dict
        Keys: what ("sighting" or "leg"), who, relation, place, place_id, certainty, symbol,
        when_local, when_utc, time_text, attribution, text, article, km, note; ``number``
        counts the sightings, ``leg`` the legs, and ``because`` lists what supports a leg.
    """
    timed: list[tuple[tuple[bool, float, int], Row]] = []
    names = Names(report)

    def key(start: datetime | None, end: datetime | None, order: int) -> tuple[bool, float, int]:
        moment = start or end
        return (moment is None, moment.timestamp() if moment else 0.0, order)

    timed += [
        (key(sighting.time_start, sighting.time_end, order), _sighting_row(sighting, names))
        for order, sighting in enumerate(report.sightings)
    ]
    if report.journey:
        for number, leg in enumerate(report.journey.legs, start=1):
            row = _leg_row(leg, report.journey.subject, number, names)
            timed.append((key(leg.time_start, leg.time_end, len(timed)), row))
    rows = [row for _, row in sorted(timed, key=lambda pair: pair[0])]
    number = 0
    for row in rows:
        if row["what"] == "sighting":
            number += 1
            row["number"] = number
    return rows


def forecast_rows(report: ReportData) -> list[Row]:
    """Destinations that the texts name, the likeliest first, those ruled out last.

    Returns
    -------
    list of dict
        Keys: place, place_id, probability (0 to 1), km, eta_local, eta_utc, reason,
        ruled_out.
    """
    entries: tuple[Forecast, ...] = report.journey.forecast if report.journey else ()
    names = Names(report)
    rows = []
    for entry in sorted(entries, key=lambda e: (e.ruled_out, -e.probability)):
        when = _when(entry.eta_start, entry.eta_end, entry.place)
        rows.append(
            {
                "place": names.of(entry.place),
                "place_id": entry.place.id,
                "probability": entry.probability,
                "km": entry.km,
                "eta_local": when["when_local"],
                "eta_utc": when["when_utc"],
                "reason": entry.reason,
                "ruled_out": entry.ruled_out,
            }
        )
    return rows


def place_rows(report: ReportData) -> list[Row]:
    """One row a place, in the order of first use.

    Returns
    -------
    list of dict
        Keys: id, name (as the texts write it), gazetteer_name, kind, country, lon,
        lat, mentions, score, reasons, source, licence.
    """
    mentions: dict[str, list[Toponym]] = {}
    for toponym in report.toponyms:
        if toponym.place:
            mentions.setdefault(toponym.place.id, []).append(toponym)
    names = Names(report)
    rows = []
    for place in report.places:
        named = mentions.get(place.id, [])
        best = max(named, key=lambda toponym: toponym.score, default=None)
        rows.append(
            {
                "id": place.id,
                "name": names.of(place),
                "gazetteer_name": place.name,
                "kind": kind_word(place),
                "country": place.country,
                "lon": place.lon,
                "lat": place.lat,
                "mentions": len(named),
                "score": best.score if best else None,
                "reasons": list(best.reasons) if best else [],
                "source": place.source,
                "licence": place.licence,
            }
        )
    return rows


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def headline(report: ReportData) -> str:
    """Count what was found, in one line.

    Examples
    --------
    >>> headline(ReportData())
    '0 articles, 0 places, 0 claims'
    """
    counts = dict.fromkeys((*(look.word for look in VERDICTS.values()), UNJUDGED.word), 0)
    for row in claim_rows(report):
        counts[row["verdict"]] += 1
    told = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    line = ", ".join(
        (
            _plural(len(report.articles), "article"),
            _plural(len(report.places), "place"),
            _plural(len(report.claims), "claim"),
        )
    )
    return f"{line}: {told}" if told else line


def key_sentence(report: ReportData) -> str:
    """Say in a sentence or two where the journey went and where it fits to go.

    Returns
    -------
    str
        "" for a report without a journey.
    """
    journey = report.journey
    if journey is None:
        return ""
    names = Names(report)
    who = journey.subject or "The train"
    who = who[:1].upper() + who[1:]
    parts = []
    legs = [leg for leg in journey.legs if leg.certainty in ("confirmed", "reported")]
    if legs:
        km = sum(leg.route.km for leg in legs)
        about = "about " if any(leg.route.estimated for leg in legs) else ""
        parts.append(
            f"{who}: {about}{kilometres(km)} over rails "
            f"from {names.of(legs[0].origin)} to {names.of(legs[-1].destination)}."
        )
    rows = forecast_rows(report)
    likely = [row for row in rows if not row["ruled_out"]]
    if likely:
        best = likely[0]
        eta = best["eta_local"] or best["eta_utc"]
        parts.append(
            f"Best fit among the destinations named: {best['place']} ({best['probability']:.0%})"
            + (f", arriving {eta}." if eta else ".")
        )
    out = [row["place"] for row in rows if row["ruled_out"]]
    if out:
        parts.append(f"Ruled out: {', '.join(out)}.")
    return " ".join(parts)
