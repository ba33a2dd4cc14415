"""Find the spans of a text that name places.

The floor is the longest match of capitalised words with the gazetteer. What stands around a
match then speaks for it ("in", "40 miles north of", ", Texas", "the town of") or against it
(a person's, newspaper's or team's name, an ordinary word at a sentence start); the sum of
the two and of how well known the place is decides. Precision comes first.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.kinds import KINDS
from geo.toponyms.abbreviations import abbreviations, written
from geo.toponyms.containers import SETTLEMENT_NOUNS, attach_containers
from geo.toponyms.context import (
    CONNECTORS,
    DEMONYM,
    ORGANISATION,
    PERSON,
    STREET,
    TITLE,
    Context,
)
from geo.toponyms.evidence import THRESHOLD, is_noun, same_name_again, weigh
from geo.toponyms.lists import even_out, plural_names, with_counties
from geo.toponyms.marks import read_context
from geo.toponyms.persons import SHORT_TITLES
from geo.toponyms.spans import Recognition, Span
from geo.toponyms.words import table

__all__ = ["recognise"]


_LONGEST_NAME = 8
#: How well known a place must be, by what is asked: -1 a surname, 1 a title, else a phrase.
_KNOWN = {-1: 300_000, 1: 5_000}

#: Words that end some places' names but more often begin a public body's name.
_HEADS = frozenset("state city town district county village borough central capital".split())


@cache
def _place_words(position: str) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for row in table("place_words"):
        if row["position"] in (position, "both"):
            key = tuple(row["word"].casefold().split())
            found.setdefault(key, set()).update(row["kind"].split("|"))
    return {key: frozenset(kinds) for key, kinds in found.items()}


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
        return weight >= _KNOWN.get(length, 15_000)

    context = read_context(text, is_place)
    folded = _folded(context)
    in_rows = plural_names(context, folded, gazetteer)
    spans: list[Span] = []
    index = 0
    while index < len(context.tokens):
        span = in_rows.get(index) or _match(context, folded, index, gazetteer)
        if span is None:
            index += 1
            continue
        spans.append(span)
        index = span.last
    spans = attach_containers(context, spans, gazetteer)
    spans = [weigh(context, span, gazetteer, dateline) for span in spans]
    spans = same_name_again(context, spans)
    spans = even_out(context, spans, gazetteer)
    spans = with_counties(spans, gazetteer)
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
    if context.text[end : end + 1] == "." and context.text[start : end + 1] in abbreviations():
        end += 1
    return Span(start, end, context.text[start:end], first, last, **more)  # type: ignore[arg-type]


def _match(context: Context, folded: list[str], index: int, gazetteer: Gazetteer) -> Span | None:
    """Longest name that begins at a token, its place words included."""
    token = context.tokens[index]
    if not token.capital or context.marks[index] in (PERSON, ORGANISATION, STREET):
        return None
    if token.low in SHORT_TITLES and context.text[token.end : token.end + 1] == ".":
        return None
    abbreviated = _abbreviated(context, index, gazetteer)
    if abbreviated is not None:
        return abbreviated
    saint = _saint(context, index, gazetteer)
    if saint is not None:
        return saint
    best, rows = _longest(context, folded, index, gazetteer)
    article = token.low == "the" and best > index and context.joined[index]
    if article and _longest(context, folded, index + 1, gazetteer)[0] > best:
        # "The Sierra Nevada": the name begins behind the article where that reaches further.
        return None
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
        qualified = _qualified(context, index, best, gazetteer)
        if qualified is not None:
            return qualified
        return _with_common_noun(context, folded, index, best, rows, gazetteer)
    return _unknown(context, index)


def _saint(context: Context, index: int, gazetteer: Gazetteer) -> Span | None:
    """Name of a saint whose possessive belongs to it: "St. John's"."""
    if context.low(index) not in ("st", "saint") or not context.joined[index]:
        return None
    name = context.tokens[index + 1]
    ending = context.text[name.end : name.end + 2]
    if not name.possessive or ending not in ("'s", "’s"):
        return None
    start = context.tokens[index].start
    said = context.text[start : name.end + 2]
    rows = tuple(gazetteer.rows(fold(said)))
    return Span(start, name.end + 2, said, index, index + 2, rows=rows) if rows else None


def _qualified(context: Context, index: int, best: int, gazetteer: Gazetteer) -> Span | None:
    """Name with the qualifier that belongs to it: "Frankfurt (Oder)", "Halle (Saale)"."""
    if best >= len(context.tokens):
        return None
    start, end = context.tokens[best - 1].end, context.tokens[best].end
    gap = context.text[start : context.tokens[best].start]
    if gap != " (" or context.text[end : end + 1] != ")":
        return None
    span = _span(context, index, best + 1)
    span = replace(span, end=end + 1, text=context.text[span.start : end + 1])
    rows = tuple(row for row in gazetteer.rows(fold(span.text)) if row[1] == gazetteer.MAIN)
    return replace(span, rows=rows) if rows else None


def _with_common_noun(
    context: Context,
    folded: list[str],
    index: int,
    best: int,
    rows: tuple[tuple[int, int], ...],
    gazetteer: Gazetteer,
) -> Span:
    """Name with the common noun behind it, which belongs to it or tells its kind.

    "Amur region" is a name as a whole; in "the Vostochny spaceport" the noun only tells
    which Vostochny; "the Amur" alone is rather a river than a town.
    """
    leaning: frozenset[str] = frozenset()
    if best < len(context.tokens) and context.joined[best - 1]:
        noun = context.low(best)
        key = " ".join([*folded[index:best], folded[best]])
        ordinary = context.tokens[best].capital or context.common(index)
        # "the Dublin city manager" is no name of a city called Dublin City.
        ordinary = ordinary or (noun in _HEADS and _noun_follows(context, best))
        whole = () if ordinary else tuple(gazetteer.rows(key))
        if whole and noun in _kinds_of_noun():
            return _span(context, index, best + 1, rows=whole, kinds=_kinds_of_noun()[noun])
        leaning = _kinds_of_noun().get(noun, leaning)
        two = f"{noun} {context.low(best + 1)}"
        leaning = _kinds_of_noun().get(two, leaning)
    noun_before = context.low(index - 1)
    if not leaning and index and context.low(index - 2) in ("the", "a", "of"):
        leaning = _kinds_of_noun().get(noun_before, leaning)
    if not leaning and noun_before == "of":
        leaning = _kinds_of_noun().get(context.low(index - 2), leaning)
    if not leaning and noun_before == "the" and best - index == 1:
        following = context.low(best) if context.joined[best - 1] else ""
        if not is_noun(following):
            leaning = _WITH_ARTICLE
    return _span(context, index, best, rows=rows, leaning=leaning)


def _noun_follows(context: Context, index: int) -> bool:
    """Whether a lower-case word that is no function word goes on after a token."""
    if not context.joined[index] or context.tokens[index].possessive:
        return False
    return not context.tokens[index + 1].capital and is_noun(context.low(index + 1))


#: Kinds whose names stand with an article: "the Amur", "the Urals", "the Sahara".
_WITH_ARTICLE = frozenset(
    "river sea ocean range desert strait canal gulf archipelago area subregion plain".split()
)


@cache
def _kinds_of_noun() -> dict[str, frozenset[str]]:
    """Kinds that a common noun beside a name allows."""
    return {
        row["word"].casefold(): frozenset(row["kinds"].split("|")).intersection(KINDS)
        for row in table("generic_nouns")
    }


def _abbreviated(context: Context, index: int, gazetteer: Gazetteer) -> Span | None:
    """State by its abbreviation: dotted anywhere ("N.Y."), else only after "Name, "."""
    short = written(context, index)
    if short not in abbreviations():
        return None
    gap = context.text[context.tokens[index - 1].end : context.tokens[index].start] if index else ""
    after_name = gap in (", ", " (") and context.tokens[index - 1].capital
    if short.count(".") < 2 and not after_name:
        return None
    rows = gazetteer.region_rows(*abbreviations()[short])
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
            if position == index and _is_acronym(context, index):
                rows = tuple(row for row in rows if row[1] == gazetteer.ACRONYM)
            if rows and not (best > index and _belongs_further(context, position)):
                best, best_rows = position + 1, rows
        if not gazetteer.has_prefix(key):
            break
    return best, best_rows


def _is_acronym(context: Context, index: int) -> bool:
    """Whether a word is written like "U.N." or "DNR": only known short forms match it."""
    token = context.tokens[index]
    if "." in token.text:
        return True
    return token.upper and len(token.text) <= 3 and not context.headline[index]


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
    kinds = _place_words("before")[key].intersection(KINDS)
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
        if length == 1 and _belongs_further(context, index):
            # "Lyon City Council" is no name of a place called Lyon City.
            return None
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
    span = _span(context, index, last, kinds=kinds.intersection(KINDS))
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
    described = context.low(index - 1) == "of" and context.low(index - 2) in SETTLEMENT_NOUNS
    if described:
        return _span(context, index, last)
    comma = context.text[context.tokens[last - 1].end : context.tokens[last - 1].end + 2] == ", "
    if comma and last < len(context.tokens):
        name = written(context, last)
        if name in abbreviations() and name.endswith("."):
            return _span(context, index, last)
    return None
