"""The verdicts as schema.org ClaimReview in JSON-LD, for fact checkers' sites.

https://schema.org/ClaimReview. The text is safe inside a ``<script>`` element.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from geo.export.report_json import dumps
from geo.export.values import label_of, published
from geo.model import Article, Claim, ReportData

__all__ = ["reviews", "text"]

#: Rating of a verdict on a scale of 1 to 3; "unverifiable" has no place on it.
_RATINGS = {"contradicted": 1, "imprecise": 2, "consistent": 3}


def text(report: ReportData) -> str:
    """Write the reviews as a JSON-LD list."""
    written = dumps(reviews(report))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def reviews(report: ReportData) -> list[dict[str, Any]]:
    """Give one ClaimReview for each claim that has a verdict."""
    articles = {article.id: article for article in report.articles}
    return [
        _review(claim, articles.get(claim.article))
        for claim in report.claims
        if claim.verdict is not None
    ]


def _review(claim: Claim, article: Article | None) -> dict[str, Any]:
    verdict = claim.verdict
    outcome = verdict.outcome if verdict else "unverifiable"
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": outcome}
    if outcome in _RATINGS:
        rating |= {"ratingValue": _RATINGS[outcome], "worstRating": 1, "bestRating": 3}
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
    }
    if claim.id:
        # Relative on purpose: it is the address of the page that publishes the review.
        review["url"] = "#" + quote(claim.id, safe="")
    return review | {
        "claimReviewed": ": ".join(filter(None, (label_of(claim.subject), claim.text))),
        "reviewBody": verdict.explanation if verdict else "",
        "reviewRating": rating,
        # schema.org allows a Person or an Organization as author, no SoftwareApplication.
        "author": {"@type": "Organization", "name": "geo-explorer"},
        "itemReviewed": _claim(claim, article),
    }


def _claim(claim: Claim, article: Article | None) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Claim", "text": claim.text}
    if article is None:
        return found
    work: dict[str, Any] = {"@type": "NewsArticle", "identifier": article.id}
    if article.title:
        work["headline"] = article.title
    if article.source.startswith(("http://", "https://")):
        work["url"] = article.source
    date = published(article)
    if date:
        work["datePublished"] = date
        found["datePublished"] = date
    if article.publisher:
        organization = {"@type": "Organization", "name": article.publisher}
        work["publisher"] = organization
        found["author"] = organization
    found["appearance"] = work
    return found
