"""The verdicts as Markdown, for a note to an editor or a merge request."""

from __future__ import annotations

import re
from collections import Counter

from geo.export.values import label_of, one_line, published
from geo.model import Article, Claim, Evidence, Reading, ReportData, Toponym
from geo.outlines import country_name

__all__ = ["escape", "text"]

_SYMBOLS = {"consistent": "✓", "imprecise": "≈", "contradicted": "✗", "unverifiable": "?"}

#: Longer lists of stations are told by their ends.
_MOST_STATIONS = 8

#: Characters that mean something to CommonMark or GitHub's tables, wherever they stand.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")

#: What would become a link by itself (GitHub's autolinks).
_LINKS = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=ftp)(?=:)|(?<=www)(?=\.)|(?<=\w)(?=@)")

#: Control characters and marks that reorder text.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def escape(value: str) -> str:
    r"""Make text from outside harmless inside a line of Markdown or a cell of a table.

    Examples
    --------
    >>> escape("a | b <script> [x](http://y) *")
    'a \\| b \\<script\\> \\[x\\](http\u200b://y) \\*'
    """
    flat = _SPECIAL.sub(r"\\\1", one_line(_HIDDEN.sub(" ", value)))
    # A list, a heading by underline or a quotation needs to begin a line.
    flat = re.sub(r"^([-+=>]|\d{1,9}[.)])(?=\s|$)", "\u200b\\1", flat)
    return _LINKS.sub("\u200b", flat)


def text(report: ReportData) -> str:
    """Write a table of verdicts for each article, and the evidence of each claim below."""
    blocks = ["# Checked claims", _summary(report.claims)]
    dates = _network_dates(report)
    for article in report.articles:
        claims = [claim for claim in report.claims if claim.article == article.id]
        if claims or len(report.articles) == 1:
            blocks += _article(article, claims, dates)
    known = {article.id for article in report.articles}
    loose = [claim for claim in report.claims if claim.article not in known]
    blocks += _claims(loose, dates)
    if report.problems:
        blocks.append("## Not read")
        blocks.append(
            "\n".join(
                f"- {escape(problem.source)}: {escape(problem.message)}"
                for problem in report.problems
            )
        )
    return "\n\n".join(blocks) + "\n"


def _network_dates(report: ReportData) -> dict[str, str]:
    """Dates of the rail networks by their names, from the provenance."""
    found = {}
    for entry in report.provenance:
        name = re.fullmatch(r"rail network '([^']{1,200})'", entry.what)
        if name:
            found[name[1]] = entry.version or entry.retrieved
    return found


def _summary(claims: tuple[Claim, ...]) -> str:
    if not claims:
        return "No claim about distance, direction or travel time was found."
    counts = Counter(str(claim.verdict.outcome) for claim in claims if claim.verdict)
    told = ", ".join(f"{counts[word]} {word}" for word in _SYMBOLS if counts[word])
    return f"{len(claims)} claim{'s' if len(claims) != 1 else ''}: {told}."


def _article(article: Article, claims: list[Claim], dates: dict[str, str]) -> list[str]:
    blocks = [f"## {escape(article.title or article.id)}"]
    about = [article.publisher, published(article) or "", article.source]
    line = " · ".join(escape(part) for part in about if part)
    if line:
        blocks.append(line)
    return blocks + _claims(claims, dates)


def _claims(claims: list[Claim], dates: dict[str, str]) -> list[str]:
    if not claims:
        return []
    rows = ["| | Verdict | The text says | Finding |", "|---|---|---|---|"]
    for claim in claims:
        outcome = claim.verdict.outcome if claim.verdict else "unverifiable"
        finding = claim.verdict.explanation if claim.verdict else ""
        said = f"{_name(claim.subject)}: “{escape(claim.text)}”"
        rows.append(f"| {_SYMBOLS[outcome]} | {outcome} | {said} | {escape(finding)} |")
    return ["\n".join(rows), *(b for claim in claims if (b := _details(claim, dates)))]


def _name(side: Toponym | None) -> str:
    return escape(label_of(side)) or "not told"


def _details(claim: Claim, dates: dict[str, str]) -> str:
    """Evidence of one claim; "" where nothing was measured."""
    evidence = claim.verdict.evidence if claim.verdict else Evidence()
    if evidence.geodesic_km is None:
        return ""
    lines = [f"**{_name(claim.subject)}: “{escape(claim.text)}”**", ""]
    lines += _place_lines(claim)
    span = ""
    if evidence.geodesic_low_km is not None and evidence.geodesic_high_km is not None:
        span = f" ({evidence.geodesic_low_km:.1f} to {evidence.geodesic_high_km:.1f} km)"
    lines.append(f"- straight line: {evidence.geodesic_km:.1f} km{span}")
    if evidence.bearing_deg is not None:
        lines.append(f"- bearing: {evidence.bearing_deg:.0f}° ({escape(evidence.compass or '')})")
    if evidence.rail_km is not None:
        lines += _by_rail(evidence, dates)
    if evidence.ratio_geodesic is not None:
        percentile = evidence.error_percentile
        place_in = f", percentile {percentile:.0f} of published ones" if percentile else ""
        lines.append(f"- claimed / straight line: {evidence.ratio_geodesic:.2f}{place_in}")
    for reading in evidence.readings:
        if reading.name not in ("straight line", "rail", "bearing"):
            lines.append(f"- {escape(_reading_line(reading))}")
    if evidence.method:
        lines.append(f"- method: {escape(evidence.method)}")
    return "\n".join(lines)


def _reading_line(reading: Reading) -> str:
    unit = f" {reading.unit}" if reading.unit else ""
    span = f"{reading.low:.4g}"
    if reading.high != reading.low:
        span += f" to {reading.high:.4g}"
    note = f" ({reading.note})" if reading.note else ""
    return f"{reading.name}: {span}{unit}, {'fits' if reading.fits else 'does not fit'}{note}"


def _place_lines(claim: Claim) -> list[str]:
    """Where the places lie, who says so, and why this one of its name was taken."""
    lines = []
    for side in (claim.subject, claim.reference, claim.other):
        if side is None or side.place is None:
            continue
        place = side.place
        country = f", {escape(country_name(place.country))}" if len(place.country) == 2 else ""
        source = f"; {escape(place.source)}" if place.source else ""
        why = next((reason for reason in side.reasons if reason), "")
        why = f"; {escape(why)}" if why else ""
        lines.append(
            f"- {escape(place.name)}{country}: {place.lat:.4f}, {place.lon:.4f}{source}{why}"
        )
    return lines


def _by_rail(evidence: Evidence, dates: dict[str, str]) -> list[str]:
    """Length by rail, its network with the date, the stations and the ways to the rails."""
    line = f"- by rail: {evidence.rail_km:.1f} km"
    if evidence.detour_factor is not None:
        line += f", {evidence.detour_factor:.2f} times the straight line"
    if evidence.network:
        date = dates.get(evidence.network, "")
        line += f"; network {escape(evidence.network)}" + (f" of {escape(date)}" if date else "")
    lines = [line]
    route = evidence.route
    if route is None:
        return lines
    stops = [f"{escape(stop.name)} (km {stop.km:.0f})" for stop in route.stations if stop.name]
    if len(stops) > _MOST_STATIONS:
        half = _MOST_STATIONS // 2
        stops = [*stops[:half], f"{len(stops) - 2 * half} more", *stops[-half:]]
    if stops:
        lines.append(f"- stations: {', '.join(stops)}")
    near = " and ".join(f"{km:.1f} km" for km in route.snap_km)
    lines.append(f"- from the places to the rails: {near}")
    return lines
