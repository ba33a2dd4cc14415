"""Names in a row: "Barrow, Jackson and Madison counties"; "Kansas, Nebraska and Washington".

A plural noun behind a row gives its kind to every name of it. Without a noun the names of a
row still tend to be of one kind: beside Oregon and California, Washington is a state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.toponyms.context import ORGANISATION, PERSON, Context
from geo.toponyms.spans import Span

__all__ = ["even_out", "plural_names", "with_counties"]

#: Plural nouns, the singular that ends such a name, and its kinds.
_PLURALS = {
    "counties": ("county", frozenset({"county"})),
    "parishes": ("parish", frozenset({"county"})),
    "provinces": ("province", frozenset({"region"})),
    "oblasts": ("oblast", frozenset({"region"})),
    "rivers": ("river", frozenset({"river"})),
    "islands": ("island", frozenset({"island", "archipelago"})),
    "lakes": ("lake", frozenset({"lake"})),
    "seas": ("sea", frozenset({"sea"})),
    "mountains": ("mountains", frozenset({"range"})),
}
#: A row as long as this is a table.
_LONGEST_ROW = 40
#: Kinds that the names of a row share: a state does not stand among cities.
_EVEN_KINDS = (
    frozenset({"country"}),
    frozenset({"region"}),
    frozenset({"county"}),
    frozenset({"city", "town", "village"}),
)


def plural_names(context: Context, folded: Sequence[str], gazetteer: Gazetteer) -> dict[int, Span]:
    """Names of the rows that end with a plural noun, by their first token.

    Parameters
    ----------
    context : Context
        A tokenised text.
    folded : sequence of str
        Each token's part of a folded name.
    gazetteer : Gazetteer
        Only known names are taken.
    """
    found: dict[int, Span] = {}
    for index, token in enumerate(context.tokens):
        plural = _PLURALS.get(token.low)
        if plural is None or index == 0:
            continue
        names = _row_before(context, index)
        if len(names) < 2:
            continue
        singular, kinds = plural
        for first, last in names:
            key = " ".join(folded[first:last])
            rows = gazetteer.rows(f"{key} {singular}")
            if not rows:
                rows = [row for row in gazetteer.rows(key) if gazetteer.kind_of(row[0]) in kinds]
            if rows:
                start, end = context.tokens[first].start, context.tokens[last - 1].end
                words = context.text[start:end]
                found[first] = Span(start, end, words, first, last, rows=tuple(rows), kinds=kinds)
    return found


def _row_before(context: Context, index: int) -> list[tuple[int, int]]:
    """Runs of capitalised words joined by commas and "and" in front of a token."""
    names: list[tuple[int, int]] = []
    last = index
    while last > max(0, index - _LONGEST_ROW):
        first = last
        while (
            first > 0
            and context.tokens[first - 1].capital
            and (first == last or context.joined[first - 1])
            and context.marks[first - 1] != ORGANISATION
        ):
            first -= 1
        if first == last:
            break
        names.append((first, last))
        # What stands before the name: a comma, "and", or both, or the row ends here.
        before = first
        if context.low(first - 1) in ("and", "or"):
            before = first - 1
        gap = context.text[context.tokens[before - 1].end : context.tokens[before].start]
        if before == 0 or gap.strip() not in (("", ",") if before < first else (",",)):
            break
        last = before
    return names


def even_out(context: Context, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Let the names of a row lean to the kind that its other names have.

    Parameters
    ----------
    context : Context
        A tokenised text.
    spans : sequence of Span
        Recognised names in order.
    gazetteer : Gazetteer
        Tells the kinds.
    """
    result = list(spans)
    start = 0
    while start < len(result):
        end = start + 1
        while end < len(result) and _in_one_row(context, result[end - 1], result[end]):
            end += 1
        row = range(start, end)
        kinds = {position: _kinds(result[position], gazetteer) for position in row}
        for position in row if len(row) > 1 else ():
            span = result[position]
            others = {kinds[other] for other in row if other != position and kinds[other]}
            if len(others) == 1 and not span.kinds and not span.leaning:
                result[position] = replace(span, beside=others.pop())
        start = end
    return result


def _in_one_row(context: Context, left: Span, right: Span) -> bool:
    if left.container is not None and left.container.binding:
        return False
    if context.marks[left.first] == PERSON or context.marks[right.first] == PERSON:
        return False
    between = context.text[left.end : right.start]
    return len(between) < 8 and " ".join(between.split()) in (
        ",", ", and", "and", "or", ", or", "&",
    )  # fmt: skip


def _kinds(span: Span, gazetteer: Gazetteer) -> frozenset[str]:
    """Kinds that a name has beyond doubt: all its well-known bearers are of one sort."""
    if not span.rows:
        return frozenset()
    best = max(float(gazetteer.prominence[row]) for row, _ in span.rows)
    kinds = {
        gazetteer.kind_of(row) for row, _ in span.rows if gazetteer.prominence[row] > best / 10.0
    }
    return next((even for even in _EVEN_KINDS if kinds <= even), frozenset())


def with_counties(spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    """Let "DeKalb" mean the county too, in a text that names DeKalb County."""
    keys = [fold(span.text) for span in spans]
    counties = {
        key.removesuffix(" county"): span.rows
        for key, span in zip(keys, spans, strict=True)
        if key.endswith(" county") and span.rows
    }
    return [
        replace(
            span,
            rows=(*span.rows, *((row, gazetteer.ALTERNATE) for row, _ in counties[key])),
        )
        if key in counties and not span.kinds
        else span
        for key, span in zip(keys, spans, strict=True)
    ]
