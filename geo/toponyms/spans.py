"""What recognition passes on: spans, their containers, and all of a text's together."""

from __future__ import annotations

from dataclasses import dataclass

from geo.toponyms.context import Context

__all__ = ["Container", "Recognition", "Rows", "Span"]

#: Gazetteer rows, each with the flag of how it bears the name.
Rows = tuple[tuple[int, int], ...]


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
    rows: Rows = ()
    #: Kinds that the words ask for ("River" -> river); empty for any.
    kinds: frozenset[str] = frozenset()
    #: Kinds that the words make likely ("the Amur", "the Vostochny spaceport").
    leaning: frozenset[str] = frozenset()
    #: Kinds of the names that it stands in a row with.
    beside: frozenset[str] = frozenset()
    score: float = 0.0
    container: Container | None = None
    #: For demonyms: the countries they belong to.
    countries: tuple[str, ...] = ()
    dateline: bool = False
    #: For a span that no gazetteer has: the name inside it that the rows belong to.
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised: places, and demonyms kept apart from them."""

    spans: tuple[Span, ...]
    demonyms: tuple[Span, ...]
    context: Context
