"""Countries and divisions that the words around a name put it in."""

from __future__ import annotations

from dataclasses import replace

from geo.gazetteer.embedded import Gazetteer
from geo.toponyms.abbreviations import abbreviations, written
from geo.toponyms.context import Context
from geo.toponyms.spans import Container, Span

__all__ = ["SETTLEMENT_NOUNS", "attach_containers"]

SETTLEMENT_NOUNS = frozenset(
    "city town village hamlet suburb capital port municipality borough resort settlement "
    "district region province state county prefecture oblast republic island peninsula "
    "station territory outpost enclave neighborhood neighbourhood community parish commune "
    "township".split()
)


def attach_containers(context: Context, spans: list[Span], gazetteer: Gazetteer) -> list[Span]:
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
    short = written(context, span.last)
    if short in abbreviations() and (gap in (",", "(") or short.endswith(".")):
        country, admin1 = abbreviations()[short]
        return Container(country, admin1, short)
    if following is None or following.first != span.last or gap == "":
        return None
    # "Washington, New York and Boston" is a row of cities, rather than a town in New York.
    row = gap == "," and context.low(following.last) == "and" and context.joined[following.last - 1]
    return _container_of(following, gazetteer, binding=not row)


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
    if context.low(index) == "of" and context.low(index - 1) in SETTLEMENT_NOUNS:
        index -= 2
        described = True
    elif context.low(index) in SETTLEMENT_NOUNS and not context.tokens[index].capital:
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
