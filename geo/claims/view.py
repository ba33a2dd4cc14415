"""A text as the grammar sees it: its tokens, and the mentions that were given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from geo.claims.lexicon import NOT_NAMES
from geo.claims.tokens import Tokens
from geo.model import Toponym

__all__ = ["Phrase", "View"]

PhraseKind = Literal["mention", "name", "place", "definite", "indefinite", "pronoun", "thing"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the text, by token.

    ``kind`` tells what it is: a ``mention`` given by the caller, a capitalised ``name``, a
    ``place`` beside a name ("the Pakistani border"), a ``definite`` or ``indefinite`` noun for
    a place ("the old site"), a ``pronoun``, or any other ``thing``.
    """

    first: int
    end: int
    kind: PhraseKind
    toponym: Toponym
    #: Token after the words of ``toponym``; ``end`` may stand further right.
    core_end: int = 0

    @property
    def named(self) -> bool:
        """Whether the phrase is, or holds, a name."""
        return self.kind in ("mention", "name", "place")


@dataclass(slots=True)
class View:
    """A text as the grammar sees it: tokens, and the mentions that were given."""

    tokens: Tokens
    mentions: Sequence[Toponym]
    article: str = ""
    #: Whether the names of places were looked up; else any capitalised name may be one.
    known: bool = False
    #: First token of a mention -> the mention and the token after it.
    starts: dict[int, tuple[Toponym, int]] = field(default_factory=dict)
    #: Any token of a mention -> its first token.
    owner: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tokens = self.tokens
        for mention in self.mentions:
            # A common noun that nobody resolved says no more than the noun itself.
            if mention.place is None and mention.text == mention.text.lower():
                continue
            first = bisect_right(tokens.start, mention.start) - 1
            if first < 0 or tokens.end[first] <= mention.start:
                first += 1
            end = tokens.at(mention.end)
            if first < end and first not in self.owner:
                self.starts[first] = (mention, end)
                self.owner.update(dict.fromkeys(range(first, end), first))

    def toponym(self, first: int, end: int) -> Toponym:
        """Span of tokens as a toponym without a place."""
        tokens = self.tokens
        begin, finish = tokens.start[first], tokens.end[end - 1]
        return Toponym(begin, finish, tokens.text[begin:finish], article=self.article)

    def is_name(self, index: int) -> bool:
        """Whether a name may begin at a token, by its capital letter."""
        tokens = self.tokens
        return (
            tokens.is_capital(index)
            and tokens.low[index].rstrip(".") not in NOT_NAMES
            and tokens.word[index][0].isalpha()
        )
