"""From a text to its places: recognise, then resolve."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer.embedded import Gazetteer
from geo.model import Toponym
from geo.toponyms.cues import country_cues
from geo.toponyms.given import given_span
from geo.toponyms.recognise import recognise
from geo.toponyms.resolve import resolve
from geo.toponyms.within import put_within

__all__ = ["locate"]


def locate(
    text: str,
    gazetteer: Gazetteer,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    dateline: tuple[int, int] | None = None,
    min_score: float = 0.2,
    article: str = "",
) -> list[Toponym]:
    """Find the places that a text names and decide which they are.

    Parameters
    ----------
    text : str
        Any text.
    gazetteer : Gazetteer
        The names that are known.
    spans : sequence of (int, int), optional
        Resolve these spans only, and find none.
    dateline : (int, int), optional
        Span of the article's dateline.
    min_score : float
        Names that resolve with a lower score stay unresolved.
    article : str
        Identifier that the toponyms carry.

    Returns
    -------
    list of Toponym
        Sorted by start; with ``spans`` one for each, in the order given.
    """
    recognition = recognise(text, gazetteer, dateline=dateline)
    if spans is None:
        return resolve(
            recognition.spans,
            gazetteer,
            demonyms=recognition.demonyms,
            cues=country_cues(recognition.context),
            min_score=min_score,
            article=article,
        )
    given = [given_span(span, text, recognition, gazetteer) for span in spans]
    # Names found around the given ones help to resolve them.
    taken = [(span.start, span.end) for span in given]
    others = [
        span
        for span in recognition.spans
        if not any(span.start < end and start < span.end for start, end in taken)
    ]
    resolved = resolve(
        [*given, *others],
        gazetteer,
        demonyms=recognition.demonyms,
        cues=country_cues(recognition.context),
        min_score=min_score,
        article=article,
    )
    known = [toponym for toponym in resolved if toponym.place is not None]
    return put_within(text, resolved[: len(given)], known, min_score)
