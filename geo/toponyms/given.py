"""Spans that the caller marked: what each of them may be.

A person, or another recogniser, marks more than names that a gazetteer has: "the Ohio area",
"Ohioans", "Ohio State University", "W. Va.". The candidates come from the name as it stands,
else from the abbreviation, the people, the county or the longer form that it is short for,
else from the place that is named inside it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.kinds import POPULATED
from geo.toponyms.abbreviations import abbreviations
from geo.toponyms.context import DEMONYM, WINDS
from geo.toponyms.phrases import is_facility_word, is_ordinary
from geo.toponyms.spans import Recognition, Rows, Span
from geo.toponyms.words import pairs, words

__all__ = ["given_span"]

_OUTER = WINDS | {"of"}
_AREAS = frozenset("area city town region state states province".split())
#: A name of one word inside a longer one is taken for a place from this prominence on.
_KNOWN_ALONE = 50_000


def given_span(
    span: tuple[int, int],
    text: str,
    recognition: Recognition,
    gazetteer: Gazetteer,
    *,
    stand_in: bool = True,
) -> Span:
    """Make a span of one that the caller marked, with candidates and what is said around it.

    Parameters
    ----------
    span : (int, int)
        Start and end offset.
    text : str
        The text.
    recognition : Recognition
        What was found in it.
    gazetteer : Gazetteer
        The names that are known.
    stand_in : bool
        What no gazetteer has gets the rows of a place that is named inside it.
    """
    start, end = span
    said = text[start:end]
    context = recognition.context
    starts = [token.start for token in context.tokens]
    first = min(bisect_left(starts, start), max(0, len(starts) - 1))
    last = max(first + 1, bisect_left(starts, end))
    short = _rows_of_abbreviation(said, gazetteer)
    for known in recognition.spans:
        if known.start == start and abs(known.end - end) <= 1 and known.rows and not short:
            return replace(known, end=end, text=said)
    around = next(
        (
            known.container
            for known in recognition.spans
            if known.container and known.start < end and start < known.end
        ),
        None,
    )
    made = Span(start, end, said, first, last, container=around)
    demonym = first < len(context.marks) and context.marks[first] == DEMONYM
    rows = short or (demonym and _rows_of_people(said, gazetteer)) or _rows(said, gazetteer)
    rows = rows or _rows_of_people(said, gazetteer)
    if context.low(first - 1) == "the" and is_ordinary(fold(said)):
        # "the West" is no town, though there is a town called West.
        rows = tuple(row for row in rows if gazetteer.kind_of(row[0]) not in POPULATED)
    if rows:
        return replace(made, rows=rows)
    inner = _inner(made, recognition, gazetteer) if stand_in else None
    return replace(made, rows=inner[1], inside=inner[0]) if inner else made


def _rows_of_people(word: str, gazetteer: Gazetteer) -> Rows:
    """Rows of the area, or of the countries, that "Texan", "Syrian" or "Londoners" belongs to."""
    low = word.casefold()
    for name in pairs("area_demonyms", "word", "name").get(low, ()):
        found = tuple(row for row in gazetteer.rows(fold(name)) if row[1] == gazetteer.MAIN)
        if found:
            return found
    countries = pairs("demonyms", "word", "country").get(low, ())
    rows = [row for country in countries if country for row in gazetteer.country_rows(country)]
    return tuple((row, gazetteer.MAIN) for row in rows)


def _rows_of_abbreviation(said: str, gazetteer: Gazetteer) -> Rows:
    """Rows of the state or province that "W. Va.", "Calif" or "B.C." stands for."""
    close = said.replace(". ", ".")
    short = close if close in abbreviations() else f"{close}."
    if short not in abbreviations() or (said.isalpha() and gazetteer.rows(fold(said))):
        return ()
    region = gazetteer.region_rows(*abbreviations()[short])
    return tuple((row, gazetteer.MAIN) for row in region)


def _rows(said: str, gazetteer: Gazetteer) -> Rows:
    """Rows of a name; without its article or place word where the whole is unknown."""
    key = fold(said)
    # "L.A." is no ordinary word, though "la" is.
    rows = tuple(gazetteer.rows(key)) if said.isupper() else _own_rows(key, gazetteer)
    if rows:
        return rows
    parts = key.split()
    if parts[:1] == ["the"]:
        parts = parts[1:]
        rows = _own_rows(" ".join(parts), gazetteer)
    place_words = pairs("place_words", "word", "kind")
    if parts[-1:] and parts[-1] in ("county", "co", "parish"):
        # A county is not the town of its name, which often lies in another state.
        return rows or tuple(gazetteer.rows(f"{' '.join(parts[:-1])} county"))
    while not rows and len(parts) > 1:
        if parts[-1] in place_words or parts[-1] in _AREAS:
            parts = parts[:-1]
        elif parts[0] in place_words or parts[0] in _OUTER:
            parts = parts[1:]
        else:
            break
        rows = _own_rows(" ".join(parts), gazetteer)
    if rows or is_ordinary(key):
        return rows
    return tuple(gazetteer.rows(f"{key} county"))


def _own_rows(key: str, gazetteer: Gazetteer) -> Rows:
    """Rows of a name; of ordinary words only the places that bear them as their own name.

    "City Hall" and "Western" are other names of some town, but hardly mean it.
    """
    rows = tuple(gazetteer.rows(key))
    if is_ordinary(key):
        rows = tuple(row for row in rows if row[1] != gazetteer.ALTERNATE)
    return rows


def _inner(span: Span, recognition: Recognition, gazetteer: Gazetteer) -> tuple[str, Rows] | None:
    """Place that is named inside a longer name: "Colorado" in "Colorado State University".

    The longest name counts, and of equally long ones the one that stands behind "of", then
    the first. A single word must be well known, or named elsewhere in the text too.
    """
    context = recognition.context
    elsewhere = {fold(known.text) for known in recognition.spans if known.rows}
    found: list[tuple[int, bool, int, str, Rows]] = []
    for first in range(span.first, span.last):
        if not context.tokens[first].capital:
            continue
        for last in range(first + 1, span.last + 1):
            if (first, last) == (span.first, span.last) or not context.tokens[last - 1].capital:
                continue
            said = context.text[context.tokens[first].start : context.tokens[last - 1].end]
            rows = _inner_rows(said, elsewhere, gazetteer)
            if rows:
                of = context.low(first - 1) == "of" and first > span.first
                found.append((last - first, of, -first, said, rows))
    if not found:
        return None
    best = max(found)
    return best[3], best[4]


def _inner_rows(said: str, elsewhere: set[str], gazetteer: Gazetteer) -> Rows:
    key = fold(said)
    people = _rows_of_people(said, gazetteer)
    if people:
        return people
    single = " " not in key
    if key not in elsewhere and (
        is_facility_word(key.rsplit(" ", 1)[-1])
        or is_ordinary(key)
        or (single and (key in words("surnames") or key in words("given_names")))
    ):
        return ()
    rows = tuple(row for row in gazetteer.rows(key) if row[1] != gazetteer.CODE)
    weight = max((float(gazetteer.prominence[row]) for row, _ in rows), default=0.0)
    return rows if key in elsewhere or weight >= _KNOWN_ALONE else ()
