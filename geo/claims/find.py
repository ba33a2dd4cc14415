"""Find the claims of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.article.sentences import sentence_spans
from geo.claims.distances import Sentence, measured_claims
from geo.claims.measures import find_measures
from geo.claims.phrases import View
from geo.claims.tokens import tokenize
from geo.model import Claim, Toponym

__all__ = ["find_claims"]


def find_claims(text: str, mentions: Sequence[Toponym] = (), *, article: str = "") -> list[Claim]:
    """Find the statements of a text about how far, which way and how long.

    Parameters
    ----------
    text : str
        The article's text.
    mentions : sequence of Toponym, optional
        Names and references that stand for places, sorted by start; resolved or not.
        Without them the grammar finds names by their capitals.
    article : str, optional
        Identifier that every claim carries.

    Returns
    -------
    list of Claim
        In order of their start. Nothing is measured yet.

    Examples
    --------
    >>> claim, = find_claims("Yonhap showed it in Ussuriysk, a city about 40 miles north of Artyom.")
    >>> claim.subject.text, claim.direction, claim.reference.text, claim.measure.value
    ('Ussuriysk', 'N', 'Artyom', 40.0)
    """
    tokens = tokenize(text)
    view = View(tokens, mentions, article)
    claims: list[Claim] = []
    earlier: Toponym | None = None
    at = 0
    for start, end in sentence_spans(text):
        lo = tokens.at(start)
        hi = tokens.at(end)
        found = tuple(find_measures(tokens, lo, hi))
        if found:
            sentence = Sentence(view, lo, hi, found, {item.begin: item for item in found})
            claims.extend(measured_claims(sentence, earlier))
        while at < len(mentions) and mentions[at].start < end:
            earlier = mentions[at]
            at += 1
    claims.sort(key=lambda claim: (claim.start, claim.end, claim.kind))
    return [replace(claim, id=f"{article or 'claim'}:{n}") for n, claim in enumerate(claims, 1)]
