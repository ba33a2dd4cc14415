"""The verdicts as Markdown, for a note to an editor or a merge request."""

from __future__ import annotations

import re
from collections import Counter

from geo.export.values import label_of, one_line, published
from geo.model import Article, Claim, Evidence, ReportData, Toponym

__all__ = ["escape", "text"]

_SYMBOLS = {"consistent": "✓", "imprecise": "≈", "contradicted": "✗", "unverifiable": "?"}

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
    for article in report.articles:
        claims = [claim for claim in report.claims if claim.article == article.id]
        if claims or len(report.articles) == 1:
            blocks += _article(article, claims)
    known = {article.id for article in report.articles}
    loose = [claim for claim in report.claims if claim.article not in known]
    blocks += _claims(loose)
    if report.problems:
        blocks.append("## Not read")
        blocks.append(
            "\n".join(
                f"- {escape(problem.source)}: {escape(problem.message)}"
                for problem in report.problems
            )
        )
    return "\n\n".join(blocks) + "\n"


def _summary(claims: tuple[Claim, ...]) -> str:
    if not claims:
        return "No claim about distance, direction or travel time was found."
    counts = Counter(str(claim.verdict.outcome) for claim in claims if claim.verdict)
    told = ", ".join(f"{counts[word]} {word}" for word in _SYMBOLS if counts[word])
    return f"{len(claims)} claim{'s' if len(claims) != 1 else ''}: {told}."


def _article(article: Article, claims: list[Claim]) -> list[str]:
    blocks = [f"## {escape(article.title or article.id)}"]
    about = [article.publisher, published(article) or "", article.source]
    line = " · ".join(escape(part) for part in about if part)
    if line:
        blocks.append(line)
    return blocks + _claims(claims)


def _claims(claims: list[Claim]) -> list[str]:
    if not claims:
        return []
    rows = ["| | Verdict | The text says | Finding |", "|---|---|---|---|"]
    for claim in claims:
        outcome = claim.verdict.outcome if claim.verdict else "unverifiable"
        finding = claim.verdict.explanation if claim.verdict else ""
        said = f"{_name(claim.subject)}: “{escape(claim.text)}”"
        rows.append(f"| {_SYMBOLS[outcome]} | {outcome} | {said} | {escape(finding)} |")
    return ["\n".join(rows), *(block for claim in claims if (block := _details(claim)))]


def _name(side: Toponym | None) -> str:
    return escape(label_of(side)) or "not told"


def _details(claim: Claim) -> str:
    """Evidence of one claim; "" where nothing was measured."""
    evidence = claim.verdict.evidence if claim.verdict else Evidence()
    if evidence.geodesic_km is None:
        return ""
    lines = [f"**{_name(claim.subject)}: “{escape(claim.text)}”**", ""]
    for side in (claim.subject, claim.reference, claim.other):
        if side is not None and side.place is not None:
            place = side.place
            source = f", {escape(place.source)}" if place.source else ""
            lines.append(f"- {escape(place.name)}: {place.lat:.4f}, {place.lon:.4f}{source}")
    span = ""
    if evidence.geodesic_low_km is not None and evidence.geodesic_high_km is not None:
        span = f" ({evidence.geodesic_low_km:.1f} to {evidence.geodesic_high_km:.1f} km)"
    lines.append(f"- straight line: {evidence.geodesic_km:.1f} km{span}")
    if evidence.bearing_deg is not None:
        lines.append(f"- bearing: {evidence.bearing_deg:.0f}° ({escape(evidence.compass or '')})")
    if evidence.rail_km is not None:
        network = f", network {escape(evidence.network)}" if evidence.network else ""
        lines.append(f"- by rail: {evidence.rail_km:.1f} km{network}")
    if evidence.ratio_geodesic is not None:
        percentile = evidence.error_percentile
        place_in = f", percentile {percentile:.0f} of published ones" if percentile else ""
        lines.append(f"- claimed / straight line: {evidence.ratio_geodesic:.2f}{place_in}")
    if evidence.method:
        lines.append(f"- method: {escape(evidence.method)}")
    return "\n".join(lines)
