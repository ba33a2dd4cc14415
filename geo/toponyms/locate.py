"""From a text to its places: recognise, then resolve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteer.asking import Asker
from geo.gazetteer.embedded import Gazetteer
from geo.model import Toponym
from geo.toponyms.cues import country_cues
from geo.toponyms.given import given_span
from geo.toponyms.online import ask_for_names
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
    asker: Asker | None = None,
    ask_for: str = "missing",
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
    asker : Asker, optional
        Asks an online gazetteer for names that this one lacks.
    ask_for : {"missing", "all"}
        Which names are asked for.

    Returns
    -------
    list of Toponym
        Sorted by start; with ``spans`` one for each, in the order given.
    """
    recognition = recognise(text, gazetteer, dateline=dateline)
    if spans is None:
        if asker is not None:
            recognition, gazetteer = ask_for_names(
                recognition, gazetteer, asker, use=ask_for, dateline=dateline
            )
        return resolve(
            recognition.spans,
            gazetteer,
            demonyms=recognition.demonyms,
            cues=country_cues(recognition.context),
            min_score=min_score,
            article=article,
        )
    given = [given_span(span, text, recognition, gazetteer) for span in spans]
    if asker is not None:
        asked, gazetteer = ask_for_names(
            replace(recognition, spans=tuple(given)), gazetteer, asker, use=ask_for, given=True
        )
        given = list(asked.spans)
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
    return put_within(text, given, resolved[: len(given)], known, min_score)
