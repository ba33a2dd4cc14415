"""Find the spans of a text that name places.

The floor is the longest match of capitalised words with the gazetteer. What stands around a
match then speaks for it ("in", "40 miles north of", ", Texas", "the town of") or against it
(a person's, newspaper's or team's name, an ordinary word at a sentence start); the sum of
the two and of how well known the place is decides. Precision comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import log10

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.kinds import KINDS
from geo.toponyms.context import (
    CONNECTORS,
    DEMONYM,
    ORGANISATION,
    PERSON,
    STREET,
    TITLE,
    WINDS,
    Context,
    of_organisation,
    organisation_right,
    read_context,
)
from geo.toponyms.words import table, words

__all__ = ["Container", "Recognition", "Span", "recognise"]

#: A span whose evidence sums to less is not taken for a place.
THRESHOLD = 4.0

_LONGEST_NAME = 8

_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "near",
        "from",
        "to",
        "outside",
        "inside",
        "toward",
        "towards",
        "across",
        "around",
        "via",
        "through",
        "into",
        "onto",
        "within",
        "between",
        "off",
        "beyond",
        "throughout",
        "reach",
        "reached",
        "reaches",
        "left",
        "leaving",
        "entered",
        "visit",
        "visited",
        "visiting",
    ]
)
_OF = frozenset({"of"})
_SETTLEMENT_NOUNS = frozenset(
    [
        "city",
        "town",
        "village",
        "hamlet",
        "suburb",
        "capital",
        "port",
        "municipality",
        "borough",
        "resort",
        "settlement",
        "district",
        "region",
        "province",
        "state",
        "county",
        "prefecture",
        "oblast",
        "republic",
        "island",
        "peninsula",
        "station",
        "territory",
        "outpost",
        "enclave",
        "neighborhood",
        "neighbourhood",
        "community",
        "parish",
        "commune",
        "township",
    ]
)
#: Words that end some places' names but more often begin a public body's name.
_HEADS = frozenset("state city town district county village borough central capital".split())
_REGION_KINDS = frozenset({"country", "territory", "region", "continent", "subregion", "area"})


@dataclass(frozen=True, slots=True)
class Container:
    """A country or division that the words around a name put it in."""

    country: str
    admin1: str = ""
    words: str = ""
    #: "Moscow, Idaho" binds; "the Russian city of Kazan" leans.
    binding: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that names a place, before it is resolved."""

    start: int
    end: int
    text: str
    #: First and last token, exclusive.
    first: int
    last: int
    #: Gazetteer rows with this name, with the flag of how they bear it.
    rows: tuple[tuple[int, int], ...] = ()
    #: Kinds that the words ask for ("River" -> river); empty for any.
    kinds: frozenset[str] = frozenset()
    score: float = 0.0
    container: Container | None = None
    #: For demonyms: the countries they belong to.
    countries: tuple[str, ...] = ()
    dateline: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised: places, and demonyms kept apart from them."""

    spans: tuple[Span, ...]
    demonyms: tuple[Span, ...]
    context: Context


@cache
def _place_words(position: str) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for row in table("place_words"):
        if row["position"] in (position, "both"):
            key = tuple(row["word"].casefold().split())
            found.setdefault(key, set()).update(row["kind"].split("|"))
    return {key: frozenset(kinds) for key, kinds in found.items()}


@cache
def _abbreviations() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["country"], row["admin1"]) for row in table("region_abbreviations")}


def recognise(
    text: str, gazetteer: Gazetteer, *, dateline: tuple[int, int] | None = None
) -> Recognition:
    """Find the names of places in a text.

    Parameters
    ----------
    text : str
        Any text.
    gazetteer : Gazetteer
        The names that are known.
    dateline : (int, int), optional
        Span of the dateline, whose names are places beyond doubt.

    Returns
    -------
    Recognition
        Spans in order, without overlaps.
    """

    def is_place(phrase: str, length: int) -> bool:
        rows = gazetteer.rows(fold(phrase))
        if not rows:
            return False
        weight = max(float(gazetteer.prominence[row]) for row, _ in rows)
        return weight >= (300_000 if length == -1 else 15_000)

    context = read_context(text, is_place)
    folded = _folded(context)
    spans: list[Span] = []
    index = 0
    while index < len(context.tokens):
        span = _match(context, folded, index, gazetteer)
        if span is None:
            index += 1
            continue
        spans.append(span)
        index = span.last
    spans = _containers(context, spans, gazetteer)
    spans = [_weigh(context, span, gazetteer, dateline) for span in spans]
    spans = _same_name_again(context, spans)
    demonyms = tuple(
        _span(context, index, index + context.demonym_length[index], countries=countries)
        for index, countries in context.demonyms.items()
    )
    kept = tuple(span for span in spans if span.score >= THRESHOLD)
    return Recognition(spans=kept, demonyms=demonyms, context=context)


def _folded(context: Context) -> list[str]:
    """Each word's part of a folded name; "St" before a name is "saint"."""
    folded = [fold(token.text) for token in context.tokens]
    for index, token in enumerate(context.tokens[:-1]):
        if token.low in ("st", "ste", "mt", "ft", "pt") and context.joined[index]:
            following = folded[index + 1]
            folded[index] = fold(f"{token.text}. {following}").removesuffix(f" {following}")
    return folded


def _span(context: Context, first: int, last: int, **more: object) -> Span:
    start, end = context.tokens[first].start, context.tokens[last - 1].end
    if context.text[end : end + 1] == "." and context.text[start : end + 1] in _abbreviations():
        end += 1
    return Span(start, end, context.text[start:end], first, last, **more)  # type: ignore[arg-type]


def _match(context: Context, folded: list[str], index: int, gazetteer: Gazetteer) -> Span | None:
    """Longest name that begins at a token, its place words included."""
    token = context.tokens[index]
    if not token.capital or context.marks[index] in (PERSON, ORGANISATION, STREET):
        return None
    abbreviated = _abbreviated(context, index, gazetteer)
    if abbreviated is not None:
        return abbreviated
    best, rows = _longest(context, folded, index, gazetteer)
    before = _prefix_word(context, index)
    if before is not None:
        found = _with_prefix(context, folded, index, before, gazetteer)
        if found is not None and found.last >= best:
            return found
    if best == index and context.marks[index] in (DEMONYM, TITLE):
        return None
    if best > index and context.marks[index] == DEMONYM and best - index <= 1:
        return None
    after = _suffix(context, best if best > index else index + 1)
    if after is not None:
        found = _with_suffix(context, index, best, after, rows, gazetteer)
        if found is not None:
            return found
    if best > index:
        return _span(context, index, best, rows=rows)
    return _unknown(context, index)


def _abbreviated(context: Context, index: int, gazetteer: Gazetteer) -> Span | None:
    """State by its abbreviation: dotted anywhere ("N.Y."), else only after "Name, "."""
    written = _written(context, index)
    if written not in _abbreviations():
        return None
    gap = context.text[context.tokens[index - 1].end : context.tokens[index].start] if index else ""
    after_name = gap in (", ", " (") and context.tokens[index - 1].capital
    if written.count(".") < 2 and not after_name:
        return None
    rows = gazetteer.region_rows(*_abbreviations()[written])
    return _span(context, index, index + 1, rows=tuple((row, gazetteer.MAIN) for row in rows))


def _longest(
    context: Context, folded: list[str], index: int, gazetteer: Gazetteer
) -> tuple[int, tuple[tuple[int, int], ...]]:
    key = ""
    best = index
    best_rows: tuple[tuple[int, int], ...] = ()
    limit = min(index + _LONGEST_NAME, len(context.tokens))
    for position in range(index, limit):
        token = context.tokens[position]
        if position > index and (
            not context.joined[position - 1] or context.marks[position] in (PERSON, ORGANISATION)
        ):
            break
        if not token.capital and token.low not in CONNECTORS and not token.low.isdigit():
            break
        key = f"{key} {folded[position]}" if key else folded[position]
        if token.capital or token.low.isdigit():
            rows = tuple(gazetteer.rows(key))
            if rows and not (best > index and _belongs_further(context, position)):
                best, best_rows = position + 1, rows
        if not gazetteer.has_prefix(key):
            break
    return best, best_rows


def _belongs_further(context: Context, index: int) -> bool:
    """Whether "State" or "City" goes with the next word: "Ohio State Police", "Lyon City Hall"."""
    return context.low(index) in _HEADS and context.right(index) is not None


def _prefix_word(context: Context, index: int) -> int | None:
    """Length in words of a place word ("Lake", "Gulf of") at a token, if one stands there."""
    for length in (3, 2, 1):
        key = tuple(context.low(index + offset) for offset in range(length))
        if key in _place_words("before") and index + length < len(context.tokens):
            last = index + length
            if context.joined[last - 1] and context.tokens[last].capital:
                return length
    return None


def _with_prefix(
    context: Context, folded: list[str], index: int, length: int, gazetteer: Gazetteer
) -> Span | None:
    """Name behind a place word: "Lake X", "Port of X"; known as a whole or by its kind."""
    name = index + length
    best, rows = _longest(context, folded, name, gazetteer)
    if best == name:
        return None
    key = tuple(context.low(index + offset) for offset in range(length))
    kinds = frozenset(_place_words("before")[key] & KINDS.keys())
    whole = tuple(gazetteer.rows(" ".join(folded[index:best])))
    fitting = tuple((row, flag) for row, flag in rows if gazetteer.kind_of(row) in kinds)
    if not whole and not fitting:
        return None
    return _span(context, index, best, rows=whole or fitting, kinds=kinds)


def _suffix(context: Context, index: int) -> tuple[int, frozenset[str]] | None:
    """Place word ("River", "Air Base") that begins at a token: its length and kinds."""
    if index >= len(context.tokens) or not context.joined[index - 1]:
        return None
    for length in (2, 1):
        key = tuple(context.low(index + offset) for offset in range(length))
        kinds = _place_words("after").get(key)
        if kinds and context.tokens[index].capital:
            return length, kinds
    return None


def _with_suffix(
    context: Context,
    index: int,
    best: int,
    after: tuple[int, frozenset[str]],
    rows: tuple[tuple[int, int], ...],
    gazetteer: Gazetteer,
) -> Span | None:
    length, kinds = after
    if "street" in kinds:
        return None
    last = (best if best > index else index + 1) + length
    span = _span(context, index, last, kinds=frozenset(kinds & KINDS.keys()))
    fitting = tuple((row, flag) for row, flag in rows if gazetteer.kind_of(row) in span.kinds)
    whole = tuple(gazetteer.rows(fold(span.text)))
    return replace(span, rows=whole or fitting)


def _unknown(context: Context, index: int) -> Span | None:
    """A name that no gazetteer has, where the words around it say that it is a place."""
    if context.common(index) or context.marks[index] or len(context.tokens[index].text) < 3:
        return None
    last = index + 1
    while last < len(context.tokens) and last - index < 3:
        right = context.right(last - 1)
        if right is None or context.marks[right]:
            break
        last = right + 1
    described = context.low(index - 1) == "of" and context.low(index - 2) in _SETTLEMENT_NOUNS
    if described:
        return _span(context, index, last)
    comma = context.text[context.tokens[last - 1].end : context.tokens[last - 1].end + 2] == ", "
    if comma and last < len(context.tokens):
        name = _written(context, last)
        if name in _abbreviations() and name.endswith("."):
            return _span(context, index, last)
    return None


def _written(context: Context, index: int) -> str:
    """A token as written, with the full stop that ends an abbreviation."""
    token = context.tokens[index]
    dotted = context.text[token.start : token.end + 1]
    return dotted if dotted.endswith(".") else token.text


def _containers(context: Context, spans: list[Span], gazetteer: Gazetteer) -> list[Span]:
    """Attach "X, Texas", "X, Calif.", "the Russian city of X", "Russia's X"."""
    result = []
    for position, span in enumerate(spans):
        following = spans[position + 1] if position + 1 < len(spans) else None
        container = _after_comma(context, span, following, gazetteer)
        if container is None:
            container = _before(context, span, spans[position - 1] if position else None, gazetteer)
        result.append(replace(span, container=container) if container else span)
    return result


def _after_comma(
    context: Context, span: Span, following: Span | None, gazetteer: Gazetteer
) -> Container | None:
    gap_end = context.tokens[span.last].start if span.last < len(context.tokens) else 0
    gap = context.text[span.end : gap_end].strip()
    if gap not in (",", "(") and not (gap == "" and span.last < len(context.tokens)):
        return None
    written = _written(context, span.last)
    if written in _abbreviations() and (gap in (",", "(") or written.endswith(".")):
        country, admin1 = _abbreviations()[written]
        return Container(country, admin1, written)
    if following is None or following.first != span.last or gap == "":
        return None
    return _container_of(following, gazetteer)


def _container_of(span: Span, gazetteer: Gazetteer, binding: bool = True) -> Container | None:
    """The country or division that a span names, if that is what it most likely names."""
    best: tuple[float, Container] | None = None
    for row, _ in span.rows:
        kind = gazetteer.kind_of(row)
        if kind not in ("country", "territory", "region"):
            continue
        admin1 = gazetteer.admin1_of(row) if kind == "region" else ""
        weight = float(gazetteer.prominence[row])
        found = Container(gazetteer.country_of(row), admin1, span.text, binding)
        if best is None or weight > best[0]:
            best = (weight, found)
    return best[1] if best else None


def _before(
    context: Context, span: Span, previous: Span | None, gazetteer: Gazetteer
) -> Container | None:
    """Container in front of a name: "the Primorye town of X", "Russia's X"."""
    index = span.first - 1
    described = False
    if context.low(index) == "of" and context.low(index - 1) in _SETTLEMENT_NOUNS:
        index -= 2
        described = True
    elif context.low(index) in _SETTLEMENT_NOUNS and not context.tokens[index].capital:
        index -= 1
        described = True
    # A word or two of description may stand between: "the Russian Far Eastern city of".
    for step in range(4 if described else 1):
        position = index - step
        if position < 0 or context.sentence_of[position] != context.sentence_of[span.first]:
            return None
        if previous is not None and previous.first <= position < previous.last:
            possessive = context.tokens[previous.last - 1].possessive
            if described or possessive:
                return _container_of(previous, gazetteer, binding=described)
            return None
        first = next((i for i in (position, position - 1) if i in context.demonyms), None)
        if first is not None and context.demonym_length[first] >= position - first + 1:
            countries = context.demonyms[first]
            if len(countries) == 1:
                return Container(countries[0], "", context.tokens[position].text, binding=False)
            return None
        gap = context.text[context.tokens[position].end : context.tokens[position + 1].start]
        if "," in gap or "." in gap:
            return None
    return None


def _weigh(
    context: Context, span: Span, gazetteer: Gazetteer, dateline: tuple[int, int] | None
) -> Span:
    """Sum what speaks for and against a span."""
    if dateline and dateline[0] <= span.start and span.end <= dateline[1]:
        return replace(span, score=10.0, dateline=True)
    words_in = span.last - span.first
    single = words_in == 1
    score = _standing(span, gazetteer)
    score += _left_evidence(context, span)
    score += _right_evidence(context, span, gazetteer)
    if span.kinds and "street" not in span.kinds:
        score += 3.0
    if span.container and span.container.binding:
        score += 3.0
    elif span.container:
        score += 1.0
    low = context.low(span.first)
    if single:
        token = context.tokens[span.first]
        if context.common(span.first):
            score -= 5.0 if context.first[span.first] or context.headline[span.first] else 2.5
        if low in context.persons:
            score -= 4.0
        elif low in words("surnames") or low in words("given_names"):
            score -= 1.2
        if len(token.text) <= 2 and not token.upper:
            score -= 4.0
        if (
            token.upper
            and len(token.text) <= 4
            and "." not in token.text
            and not context.headline[span.first]
            and not any(flag == gazetteer.ACRONYM for _, flag in span.rows)
        ):
            score -= 1.5
    else:
        score += 1.0
        if not span.kinds and all(
            context.common(i) or context.low(i) in CONNECTORS for i in range(span.first, span.last)
        ):
            score -= 2.0
            if context.headline[span.first] or context.first[span.first]:
                score -= 1.5
    return replace(span, score=score)


def _standing(span: Span, gazetteer: Gazetteer) -> float:
    """How well known the best bearer of the name is: 2 for a hamlet, 8 for a country."""
    best = 0.0
    for row, flag in span.rows:
        weight = log10(float(gazetteer.prominence[row]) + 10.0)
        kind = gazetteer.kind_of(row)
        if flag == gazetteer.CODE:
            weight -= 4.0
        elif flag == gazetteer.ALTERNATE:
            weight -= 0.7 if kind in _REGION_KINDS else 1.2
        if kind == "country" and flag != gazetteer.CODE:
            weight += 1.5
        best = max(best, weight)
    return best


def _left_evidence(context: Context, span: Span) -> float:
    score = 0.0
    left = context.left(span.first)
    low = context.low(span.first - 1)
    before2 = context.low(span.first - 2)
    if of_organisation(context, span.first):
        return -5.0
    if left is not None:
        mark = context.marks[left]
        if mark in (PERSON, ORGANISATION):
            return -4.0
        if mark == TITLE:
            return -3.0 if context.low(left) not in _SETTLEMENT_NOUNS else 0.5
        if mark == DEMONYM or low in WINDS or low.isdigit():
            return 0.5
        if (context.first[left] and context.common(left)) or (
            context.headline[left] and context.common(left)
        ):
            left = None
        elif low in ("the", "and", "of", "in") or context.common(left):
            score -= 0.5
        else:
            score -= 3.0
    adjacent_left = span.first > 0 and (
        context.text[context.tokens[span.first - 1].end : context.tokens[span.first].start].strip()
        == ""
    )
    if not adjacent_left:
        return score
    if low == "the":
        low, before2 = before2, context.low(span.first - 3)
    if low in _PREPOSITIONS:
        score += 1.5
    elif low in _OF:
        if before2 in _SETTLEMENT_NOUNS:
            score += 4.0
        elif before2 in WINDS or before2 in ("outskirts", "coast", "outside", "border"):
            score += 3.0
        else:
            score += 0.3
    elif low in _SETTLEMENT_NOUNS and not context.tokens[span.first - 1].capital:
        score += 2.0
    return score


def _right_evidence(context: Context, span: Span, gazetteer: Gazetteer) -> float:
    last = span.last - 1
    low = context.low(span.last)
    right = context.right(last)
    single = span.last - span.first == 1
    if right is None:
        after = context.text[span.end : span.end + 2]
        if len(after) == 2 and after[0] in "-‐‑" and after[1].isupper():
            return -2.0
        if not context.joined[last]:
            return 0.0
        if context.low(span.first - 1) in ("a", "an") and context.tokens[span.last].low.isalpha():
            return 1.0
        if low in words("person_verbs") and single:
            first = context.low(span.first)
            if first in words("surnames") or first in words("given_names"):
                return -2.5
        if low in ("river", "lake", "region", "province", "area", "border", "county", "suburb"):
            return 1.0
        return 0.0
    mark = context.marks[right]
    if mark == STREET:
        return -4.0
    if mark == ORGANISATION:
        return -3.0
    if mark in (TITLE, DEMONYM):
        return 0.0
    if context.low(right) in words("local_bodies"):
        return 0.0
    kind = organisation_right(context, right)
    if not kind:
        further = context.right(right)
        kind = organisation_right(context, further) if further is not None else ""
        if kind == "facility":
            kind = ""
    if kind in ("organisation", "media", "product", "person_group"):
        return -3.5
    if kind == "event":
        return -1.0
    if kind == "facility":
        return -1.5
    if context.common(right) or context.headline[right]:
        return 0.0 if context.headline[right] else -0.5
    if mark == PERSON:
        return 0.0
    if gazetteer.rows(fold(context.tokens[right].text)):
        return -0.5
    return -2.0


def _same_name_again(context: Context, spans: Iterable[Span]) -> list[Span]:
    """Names found once with confidence are found again in the same text."""
    spans = list(spans)
    sure = {fold(span.text) for span in spans if span.score >= THRESHOLD + 1.0}
    return [
        replace(span, score=THRESHOLD)
        if THRESHOLD - 2.5 <= span.score < THRESHOLD
        and fold(span.text) in sure
        and context.low(span.first) not in context.persons
        else span
        for span in spans
    ]
