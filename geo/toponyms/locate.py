"""From a text to its places: recognise, then resolve."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.model import Toponym
from geo.toponyms.abbreviations import abbreviations
from geo.toponyms.cues import country_cues
from geo.toponyms.recognise import recognise
from geo.toponyms.resolve import resolve
from geo.toponyms.spans import Recognition, Span
from geo.toponyms.words import pairs

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
    given = [_given(span, text, recognition, gazetteer) for span in spans]
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
    return resolved[: len(given)]


def _given(
    span: tuple[int, int], text: str, recognition: Recognition, gazetteer: Gazetteer
) -> Span:
    """Make a span that the caller marked, with candidates and what is said around it."""
    start, end = span
    words_ = text[start:end]
    context = recognition.context
    for known in recognition.spans:
        if known.start == start and abs(known.end - end) <= 1 and known.rows:
            return replace(known, end=end, text=words_)
    starts = [token.start for token in context.tokens]
    first = min(bisect_left(starts, start), max(0, len(starts) - 1))
    last = max(first + 1, bisect_left(starts, end))
    rows = _rows(words_, gazetteer)
    around = next(
        (
            known.container
            for known in recognition.spans
            if known.container and known.start < end and start < known.end
        ),
        None,
    )
    if not rows or first in context.demonyms:
        rows = _rows_of_demonym(words_, gazetteer) or rows
    return Span(start, end, words_, first, last, rows=rows, container=around)


def _rows_of_demonym(word: str, gazetteer: Gazetteer) -> tuple[tuple[int, int], ...]:
    """Rows of the countries, or of the area, that "Syrian" or "European" belongs to."""
    low = word.casefold()
    countries = pairs("demonyms", "word", "country").get(low, ())
    rows = [row for country in countries if country for row in gazetteer.country_rows(country)]
    if rows:
        return tuple((row, gazetteer.MAIN) for row in rows)
    for name in pairs("area_demonyms", "word", "name").get(low, ()):
        return tuple(gazetteer.rows(fold(name)))
    return ()


def _rows(words_: str, gazetteer: Gazetteer) -> tuple[tuple[int, int], ...]:
    """Rows of a name; without its article or place word where the whole is unknown."""
    key = fold(words_)
    rows = tuple(gazetteer.rows(key))
    close = words_.replace(". ", ".")
    short = close if close in abbreviations() else f"{words_}."
    if short in abbreviations() and (not rows or "." in words_):
        region = gazetteer.region_rows(*abbreviations()[short])
        return tuple((found, gazetteer.MAIN) for found in region)
    if rows:
        return rows
    parts = key.split()
    if parts[:1] == ["the"]:
        parts = parts[1:]
        rows = tuple(gazetteer.rows(" ".join(parts)))
    place_words = pairs("place_words", "word", "kind")
    if parts[-1:] and "county" in place_words.get(parts[-1], ()):
        # A county is not the town of its name, which often lies in another state.
        return ()
    while not rows and len(parts) > 1:
        if parts[-1] in place_words or parts[-1] in ("area", "city", "town", "region"):
            parts = parts[:-1]
        elif parts[0] in place_words or parts[0] in _OUTER:
            parts = parts[1:]
        else:
            break
        rows = tuple(gazetteer.rows(" ".join(parts)))
    return rows


_OUTER = frozenset(
    "north south east west northern southern eastern western central northeast northwest "
    "southeast southwest downtown greater of".split()
)
