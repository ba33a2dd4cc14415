"""Cut a text into words, numbers and marks, in one linear pass."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Tokens", "tokenize"]

#: Tried in this order: a number with its separators, an abbreviation of single letters
#: ("U.S."), a possessive ending, a word (apostrophes inside, "d'Ivoire"), any other mark.
#: Each branch consumes what it tests, so the time is linear in the text.
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+|['’]\d{3}(?!\d))*"
    r"|(?:[^\W\d_]\.){2,8}"
    r"|['’]s(?![^\W_])"
    r"|[^\W\d_]+(?:['’](?!s(?![^\W_]))[^\W\d_]+)*"
    r"|[^\s]"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, as parallel lists.

    Attributes
    ----------
    text : str
        What was cut.
    word, low : list of str
        Each token as written, and in lower case.
    start, end : list of int
        Offsets of each token in ``text``.
    """

    text: str
    word: list[str]
    low: list[str]
    start: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.word)

    def at(self, offset: int) -> int:
        """Index of the first token that starts at the offset or after it."""
        return bisect_left(self.start, offset)

    def between(self, first: int, last: int) -> str:
        """Text from the start of one token to the end of the token before ``last``."""
        return self.text[self.start[first] : self.end[last - 1]] if last > first else ""

    def touching(self, index: int) -> bool:
        """Whether no space stands between a token and the one before it."""
        return index > 0 and self.start[index] == self.end[index - 1]

    def is_capital(self, index: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.word[index][0].isupper()

    def any_of(self, first: int, last: int, words: frozenset[str] | Sequence[str]) -> bool:
        """Whether one of the words stands in a range of tokens."""
        return any(self.low[index] in words for index in range(first, last))


def tokenize(text: str) -> Tokens:
    """Cut a text into tokens.

    Examples
    --------
    >>> tokenize("some 160km north-west of St. Marys' pier, Kim’s 1,088 U.S. miles").word
    ['some', '160', 'km', 'north', '-', 'west', 'of', 'St', '.', 'Marys', "'", 'pier', ',', \
'Kim', '’s', '1,088', 'U.S.', 'miles']
    """
    word: list[str] = []
    start: list[int] = []
    end: list[int] = []
    for match in _TOKEN.finditer(text):
        word.append(match.group())
        begin, finish = match.span()
        start.append(begin)
        end.append(finish)
    return Tokens(text, word, [item.lower() for item in word], start, end)
