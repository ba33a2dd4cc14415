"""Names that the embedded gazetteer lacks, asked from an online one.

``missing`` asks for names that were recognised and have no candidate ("the village of X",
"X River", "X, Calif."), or none in the country or division that the text puts them in, and
for unknown capitalised words behind a word of place ("in X", "40 km from X"). ``all`` asks
for every name but those of countries and larger. What a service tells becomes a candidate
like any other; the resolver decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from geo.gazetteer.answers import Answer
from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.guests import Guests
from geo.gazetteer.kinds import KINDS
from geo.model import Place
from geo.toponyms.containers import attach_containers
from geo.toponyms.context import WINDS, Context
from geo.toponyms.evidence import THRESHOLD, weigh
from geo.toponyms.spans import Recognition, Span
from geo.toponyms.words import table

if TYPE_CHECKING:
    from geo.gazetteer.asking import Asker

__all__ = ["ask_for_names"]

#: Words behind which a place stands; "from" and "to" take persons as well.
_PLACE_PREPOSITIONS = frozenset(
    "in at near outside inside into toward towards across around via through between beyond "
    "reach reached reaches entered visited".split()
)
_UNITS = frozenset("km kilometers kilometres miles mi".split())
#: An unknown word behind a preposition needs no less than the preposition is worth.
_WEAK = 1.0
_LONGEST = 3
#: The index knows them all, and better than a service's list of namesakes.
_NOT_ASKED = frozenset({"country", "continent", "subregion", "ocean"})
#: What is written as one of these may be told as another of them.
_ALIKE = (
    frozenset({"river", "canal"}),
    frozenset({"lake", "reservoir"}),
    frozenset({"region", "county", "district", "area"}),
    frozenset({"range", "mountain"}),
    frozenset({"station", "border_crossing"}),
    frozenset({"city", "town", "village", "district", "county"}),
)


def ask_for_names(
    recognition: Recognition,
    gazetteer: Gazetteer,
    asker: Asker,
    *,
    use: str = "missing",
    dateline: tuple[int, int] | None = None,
    given: bool = False,
) -> tuple[Recognition, Gazetteer]:
    """Give the names of a text the candidates that a service knows.

    Parameters
    ----------
    recognition : Recognition
        What was recognised with the embedded gazetteer.
    gazetteer : Gazetteer
        The embedded one.
    asker : Asker
        Asks the service; never raises for a failing one.
    use : {"missing", "all"}
        Which names are asked for.
    dateline : (int, int), optional
        Span of the dateline.
    given : bool
        The caller marked the spans: every kind of place will do, and no others are looked for.

    Returns
    -------
    Recognition, Gazetteer
        Spans with more rows, and unknown names that turned out to be places; the gazetteer
        knows the new rows.
    """
    guests = Guests(gazetteer, asker.title)
    spans = [
        _completed(span, guests, asker, given)
        if (use == "all" and not _well_known(span, gazetteer)) or _missing(span, gazetteer)
        else span
        for span in recognition.spans
    ]
    if not given:
        unknown = _unknown(recognition, gazetteer, dateline)
        found = (_completed(span, guests, asker, given) for span in unknown)
        spans = sorted(
            [*spans, *(span for span in found if span.rows)], key=lambda span: span.start
        )
    return replace(recognition, spans=tuple(spans)), guests


def _well_known(span: Span, gazetteer: Gazetteer) -> bool:
    best = max(span.rows, key=lambda row: float(gazetteer.prominence[row[0]]), default=None)
    return best is not None and gazetteer.kind_of(best[0]) in _NOT_ASKED


def _missing(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether no row of a name can be meant."""
    if not span.rows or span.inside:
        return True
    told = span.container
    return (
        told is not None
        and told.binding
        and not any(
            gazetteer.country_of(row) == told.country
            and told.admin1 in ("", gazetteer.admin1_of(row))
            for row, _ in span.rows
        )
    )


def _completed(span: Span, guests: Guests, asker: Asker, given: bool) -> Span:
    """Give a span the rows of what the service knows under its name."""
    for query, name in _questions(span, guests):
        answer = asker.ask(query)
        if answer is None:
            # The same service will not do better with another wording.
            return span
        places = _fitting(answer, name, span, asker.knows_names, given)
        if places and span.inside:
            # The whole name is known after all.
            span = replace(span, rows=(), inside="")
        if places:
            rows = dict.fromkeys(
                guests.invite(_in_container(places, span), [row for row, _ in span.rows])
            )
            known = {row for row, _ in span.rows}
            new = tuple((row, guests.MAIN) for row in rows if row not in known)
            return replace(span, rows=(*span.rows, *new))
    return span


def _in_container(places: Sequence[Place], span: Span) -> list[Place]:
    """Put places where they were asked for: a service tells no code of a division."""
    told = span.container
    if told is None or not told.binding or not told.admin1:
        return list(places)
    return [
        replace(place, admin1=told.admin1)
        if place.country == told.country and not place.admin1 and place.kind != "region"
        else place
        for place in places
    ]


def _questions(span: Span, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """What is asked for a name, best first, with the name that the answer must bear."""
    name = " ".join(span.text.split())
    if name.casefold().startswith("the "):
        name = name[4:]
    bare = _without_place_word(name) if span.kinds else name
    where = ""
    if span.container is not None:
        division = gazetteer.admin1_name(span.container.country, span.container.admin1)
        country = gazetteer.country_name(span.container.country)
        where = ", ".join(part for part in (division, country) if part)
    asked: set[str] = set()
    for words in (name, bare):
        for query in (f"{words}, {where}" if where else words, words):
            outside = where and query == words
            if query in asked or (outside and span.container and span.container.binding):
                continue
            asked.add(query)
            yield query, words


@cache
def _place_words() -> frozenset[str]:
    return frozenset(
        word
        for row in table("place_words")
        if row["kind"] != "street"
        for word in fold(row["word"]).split()
    ) | {"of", "the"}


def _without_place_word(name: str) -> str:
    """Name without the words that tell its kind: "Lake Vey", "Vey River" -> "Vey"."""
    words = name.split()
    while len(words) > 1 and fold(words[0]) in _place_words():
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in _place_words():
        words = words[:-1]
    return " ".join(words)


def _fitting(answer: Answer, name: str, span: Span, knows_names: bool, given: bool) -> list[Place]:
    """Places of an answer that are what the text names, as the service ranks them."""
    wanted = fold(_without_place_word(name))
    found = []
    for place, names in zip(answer.places, answer.names, strict=True):
        if span.kinds:
            if not any(place.kind in _like(kind) for kind in span.kinds):
                continue
        elif place.kind == "landmark" and not given:
            # Shops and streets are named after places, too.
            continue
        called = any(fold(_without_place_word(spelt)) == wanted for spelt in names)
        # Where a service tells one name only, a name in another script cannot be compared.
        if called or (not knows_names and not wanted.isascii()):
            found.append(place)
    return found


@cache
def _like(kind: str) -> frozenset[str]:
    return frozenset({kind}).union(*(group for group in _ALIKE if kind in group))


def _unknown(
    recognition: Recognition, gazetteer: Gazetteer, dateline: tuple[int, int] | None
) -> list[Span]:
    """Capitalised words that no gazetteer has, behind a word of place."""
    context = recognition.context
    taken = {index for span in recognition.spans for index in range(span.first, span.last)}
    found: list[Span] = []
    index = 0
    while index < len(context.tokens):
        length, kinds = _kind_before(context, index) if index not in taken else (0, frozenset())
        named = length or _behind_place_word(context, index)
        last = _end_of_unknown(context, index + length, taken) if named else 0
        if last <= index + length:
            index += 1
            continue
        start, end = context.tokens[index].start, context.tokens[last - 1].end
        span = Span(start, end, context.text[start:end], index, last, kinds=kinds)
        weighed = weigh(context, span, gazetteer, dateline)
        if weighed.score >= _WEAK and not gazetteer.rows(fold(span.text)):
            found.append(replace(weighed, score=THRESHOLD))
        index = last
    if not found:
        return []
    merged = sorted([*recognition.spans, *found], key=lambda span: span.start)
    attached = attach_containers(context, merged, gazetteer)
    starts = {span.start for span in found}
    return [span for span in attached if span.start in starts]


@cache
def _kind_words() -> dict[tuple[str, ...], frozenset[str]]:
    """Kinds by the words that stand before a name: "Lake", "Gulf of"."""
    return {
        tuple(row["word"].casefold().split()): frozenset(row["kind"].split("|")).intersection(KINDS)
        for row in table("place_words")
        if row["position"] in ("before", "both")
    }


def _kind_before(context: Context, index: int) -> tuple[int, frozenset[str]]:
    """Length of a place word that begins here with a capital and what it says, or 0."""
    for length in (3, 2, 1):
        kinds = _kind_words().get(tuple(context.low(index + step) for step in range(length)))
        if (
            kinds
            and context.tokens[index].capital
            and all(context.joined[index + step] for step in range(length))
        ):
            return length, kinds
    return 0, frozenset()


def _behind_place_word(context: Context, index: int) -> bool:
    if index == 0 or context.sentence_of[index] != context.sentence_of[index - 1]:
        return False
    gap = context.text[context.tokens[index - 1].end : context.tokens[index].start]
    if gap.strip():
        return False
    low, before = context.low(index - 1), context.low(index - 2)
    if low in _PLACE_PREPOSITIONS:
        return True
    # "40 km north of X", "90 miles from X"
    return low in ("of", "from") and (before in WINDS or before in _UNITS)


def _end_of_unknown(context: Context, index: int, taken: set[int]) -> int:
    """Token behind the unknown name that begins here; the same token when there is none."""
    last = index
    while last < len(context.tokens) and last - index < _LONGEST:
        token = context.tokens[last]
        ordinary = context.common(last) or not token.capital or token.low.isdigit()
        if ordinary or token.possessive or context.marks[last] or last in taken:
            break
        if token.low in context.persons or (token.upper and not context.headline[last]):
            break
        if len(token.text) < 3:
            break
        last += 1
        if context.right(last - 1) is None:
            return last
    # What goes on with a word of another sort is the name of something else.
    return last if last > index and context.right(last - 1) is None else index
