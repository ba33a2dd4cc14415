"""The words of travel: tables of ``geo/data/words``, ready to be matched against tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from geo.claims.tokens import Tokens, tokenize
from geo.model import Certainty, Relation
from geo.toponyms.words import table, words

__all__ = [
    "ADVERBS",
    "AUXILIARIES",
    "DETERMINERS",
    "GUESSES",
    "NEGATIONS",
    "PREPOSITIONS",
    "PRONOUNS",
    "SUBORDINATORS",
    "Match",
    "Phrases",
    "Verb",
    "certainty_words",
    "claim_nouns",
    "earlier_words",
    "links",
    "mover_words",
    "operators",
    "organisation_words",
    "plan_nouns",
    "reporting_verbs",
    "titles",
    "turn_words",
    "verbs",
]

T = TypeVar("T")

# Closed classes of English words.
DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some any no each every another "
    "both several many few all".split()
)
PRONOUNS = frozenset("he she it they him them who which".split())
PREPOSITIONS = frozenset(
    "in at on to into onto from out of for toward towards via through by over across past along "
    "near outside inside within between under above below behind beyond against about around "
    "during until till since with without aboard despite amid among off up down as before after "
    "per like unlike upon alongside beside close ahead away".split()
)
AUXILIARIES = frozenset(
    "is was are were be been being am has had have having do does did will would shall should may "
    "might could can must isn't wasn't aren't weren't hasn't hadn't haven't don't doesn't didn't "
    "won't wouldn't couldn't can't cannot".split()
)
ADVERBS = frozenset(
    "then later now already still also soon only just even again once earlier yesterday today "
    "tonight tomorrow early late overnight afterward afterwards eventually thereafter instead "
    "however meanwhile apparently reportedly possibly likely probably perhaps finally first next "
    "never not there here yet ever thus so more most further back somewhere".split()
)
SUBORDINATORS = frozenset(
    "that which who whom whose where when while although though because but if whether once "
    "whereas".split()
)
NEGATIONS = frozenset("not never cannot without nor neither".split())
#: Before "have", these tell a guess about the past; before a bare verb, something ahead.
GUESSES = frozenset("may might could must should would".split())


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase found in a text: tokens from ``first`` up to ``last`` (not included)."""

    first: int
    last: int
    value: T


class Phrases(Generic[T]):
    """Phrases that are looked up in a list of tokens; the longest one wins.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> phrases = Phrases({"set off": 1, "set": 2})
    >>> phrases.at(tokenize("It set off."), 1)
    Match(first=1, last=3, value=1)
    """

    def __init__(self, entries: dict[str, T]) -> None:
        by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries.items():
            parts = tuple(tokenize(phrase).low)
            by_first.setdefault(parts[0], []).append((parts, value))
        for rows in by_first.values():
            rows.sort(key=lambda row: -len(row[0]))
        self._by_first = by_first

    def at(self, tokens: Tokens, index: int) -> Match[T] | None:
        """Longest phrase that begins at a token."""
        for parts, value in self._by_first.get(tokens.low[index], ()):
            last = index + len(parts)
            if tuple(tokens.low[index:last]) == parts:
                return Match(index, last, value)
        return None

    def first_in(self, tokens: Tokens, first: int, last: int) -> Match[T] | None:
        """First phrase that begins in a range of tokens."""
        for index in range(first, last):
            found = self.at(tokens, index)
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Verb:
    """Class of a verb of movement, where it moves, and which form was written."""

    kind: str
    mode: str
    form: str


def _forms(name: str) -> list[tuple[str, MappingProxyType[str, str]]]:
    return [(form, row) for row in table(name) for form in row["forms"].split("|")]


@cache
def verbs() -> Phrases[Verb]:
    """Verbs of movement by form."""
    return Phrases(
        {form: Verb(row["class"], row["mode"], form) for form, row in _forms("movement_verbs")}
    )


@cache
def links() -> MappingProxyType[tuple[str, str], Relation]:
    """Relation that a class of verbs and a preposition tell together."""
    return MappingProxyType(
        {
            (row["class"], link): cast(Relation, row["relation"])
            for row in table("movement_links")
            for link in row["link"].split("|")
        }
    )


@cache
def mover_words() -> Phrases[str]:
    """Nouns for what travels, with their mode: rail, road, air or sea."""
    return Phrases({row["word"]: row["mode"] for row in table("movers")})


@cache
def reporting_verbs() -> Phrases[Certainty]:
    """Verbs of saying, with the certainty that they leave."""
    return Phrases(
        {form: cast(Certainty, row["certainty"]) for form, row in _forms("reporting_verbs")}
    )


@cache
def certainty_words() -> Phrases[Certainty]:
    """Words that lower the certainty of a clause."""
    return Phrases(
        {row["phrase"]: cast(Certainty, row["certainty"]) for row in table("certainty_words")}
    )


@cache
def claim_nouns() -> Phrases[Certainty]:
    """Nouns for something told, with the certainty that they leave."""
    return Phrases({row["word"]: cast(Certainty, row["certainty"]) for row in table("claim_nouns")})


@cache
def operators() -> Phrases[bool]:
    """Companies that run passenger trains."""
    return Phrases({row["word"].casefold(): True for row in table("railway_operators")})


@cache
def plan_nouns() -> Phrases[str]:
    """Nouns for meetings and goals."""
    return Phrases({row["word"]: row["role"] for row in table("plan_nouns")})


@cache
def earlier_words() -> Phrases[bool]:
    """Phrases that tell of an earlier journey."""
    return Phrases({row["phrase"]: True for row in table("earlier_words")})


@cache
def turn_words() -> Phrases[float]:
    """Words of direction, with their bearing."""
    return Phrases({row["phrase"]: float(row["bearing"]) for row in table("turn_words")})


@cache
def titles() -> frozenset[str]:
    """Words that stand before a person's name."""
    return words("titles") | {"president", "leader", "minister", "premier", "spokesman", "gov"}


@cache
def organisation_words() -> frozenset[str]:
    """Words that make a capitalised name that of an organisation."""
    return frozenset(
        row["word"].casefold()
        for row in table("org_words")
        if " " not in row["word"] and len(row["word"]) > 2
    ) | {"agency", "newspaper", "media", "television"}
