"""ClaimReview holds only what schema.org defines for its types.

The properties are those of https://schema.org/ClaimReview, /Claim, /Rating, /NewsArticle and
/Organization (release 28), as far as they are used here.
"""

from __future__ import annotations

import json
from typing import Any

import report_fixture

from geo.export import claimreview

PROPERTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "ClaimReview": {
        "claimReviewed": ("Text",), "reviewBody": ("Text",), "reviewRating": ("Rating",),
        "author": ("Organization", "Person"), "itemReviewed": ("Claim",), "url": ("Text",),
        "datePublished": ("Text",),
    },
    "Rating": {
        "alternateName": ("Text",), "ratingValue": ("Number",), "bestRating": ("Number",),
        "worstRating": ("Number",), "ratingExplanation": ("Text",),
    },
    "Claim": {
        "text": ("Text",), "appearance": ("NewsArticle", "CreativeWork"),
        "author": ("Organization", "Person"), "datePublished": ("Text",),
    },
    "NewsArticle": {
        "identifier": ("Text",), "headline": ("Text",), "url": ("Text",),
        "datePublished": ("Text",), "publisher": ("Organization",),
    },
    "Organization": {"name": ("Text",), "url": ("Text",)},
}  # fmt: skip


def type_of(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["@type"])
    return "Text" if isinstance(value, str) else "Number"


def hold(thing: dict[str, Any]) -> None:
    allowed = PROPERTIES[thing["@type"]]
    for name, value in thing.items():
        if not name.startswith("@"):
            assert type_of(value) in allowed[name], (thing["@type"], name)
            if isinstance(value, dict):
                hold(value)


def test_every_property_is_one_of_its_type() -> None:
    reviews = json.loads(claimreview.text(report_fixture.report()))
    assert reviews
    for review in reviews:
        assert review["@context"] == "https://schema.org"
        hold(review)


#: What Google's fact check markup asks of a ClaimReview, and what a reader needs to follow it
#: (https://developers.google.com/search/docs/appearance/structured-data/factcheck).
REQUIRED = {
    "ClaimReview": ("claimReviewed", "reviewRating", "url", "author", "itemReviewed"),
    "Rating": ("alternateName",),
    "Claim": ("text",),
    "Organization": ("name",),
}


def complete(thing: dict[str, Any]) -> None:
    for name in REQUIRED.get(thing["@type"], ()):
        assert thing.get(name), (thing["@type"], name)
    for value in thing.values():
        if isinstance(value, dict):
            complete(value)


def test_every_required_property_is_there() -> None:
    reviews = json.loads(claimreview.text(report_fixture.report()))
    assert len(reviews) == len(report_fixture.report().claims)
    for review in reviews:
        complete(review)


def test_a_rating_lies_between_the_worst_and_the_best() -> None:
    ratings = [review["reviewRating"] for review in claimreview.reviews(report_fixture.report())]
    rated = [rating for rating in ratings if "ratingValue" in rating]
    assert rated
    for rating in rated:
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    values = {rating["alternateName"]: rating.get("ratingValue") for rating in ratings}
    assert values["contradicted"] < values["imprecise"] < values["consistent"]
    assert values["unverifiable"] is None


def test_reviews_have_addresses_of_their_own() -> None:
    reviews = claimreview.reviews(report_fixture.report())
    urls = [review["url"] for review in reviews]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("#") for url in urls)
