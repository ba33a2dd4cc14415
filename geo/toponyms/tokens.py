"""Words of a text, with what the recogniser asks of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Token", "adjacent", "tokenise"]

# A word; or an abbreviation with inner full stops ("U.S.", "W.Va."); or a number.
_TOKEN = re.compile(r"[^\W\d_]\.(?:[^\W\d_]{1,2}\.)+|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|\d+")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, without a possessive ending."""

    start: int
    end: int
    text: str
    #: Lower-case form.
    low: str
    #: Begins with a capital letter, or is in a script that has none.
    capital: bool
    #: All letters are capitals, and there are at least two.
    upper: bool
    possessive: bool = False


def tokenise(text: str) -> list[Token]:
    """Split a text into words; punctuation and hyphens separate them.

    Examples
    --------
    >>> [token.text for token in tokenise("North Korea’s U.S.-bound train, 40 miles off.")]
    ['North', 'Korea', 'U.S.', 'bound', 'train', '40', 'miles', 'off']
    """
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        ending = _POSSESSIVE.search(word)
        # A plural possessive ("the Philippines' coast") leaves its mark outside the word.
        possessive = ending is not None
        if ending:
            word = word[: ending.start()]
            end = start + len(word)
        elif word[-1] in "sS" and text[end : end + 1] in ("'", "’"):
            possessive = True
        tokens.append(
            Token(
                start,
                end,
                word,
                word.casefold(),
                _begins_capital(word),
                len(word) > 1 and word.isupper(),
                possessive,
            )
        )
    return tokens


def _begins_capital(word: str) -> bool:
    """Whether a word begins with a capital ("d'Alene" does), or its script has none."""
    if len(word) > 3 and word[1] in "'’":
        return word[0].isupper() or word[2].isupper()
    return word[0].isupper() or (word[0].isalpha() and not word[0].islower())


_JOINT = re.compile(r"(?:[ \t\u00a0]*(?:\r?\n)?[ \t\u00a0]*|[-‐‑–])\Z")
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt"})


def adjacent(text: str, left: Token, right: Token) -> bool:
    """Whether two neighbouring words may belong to one name.

    White space (one line break at most), a hyphen, or the full stop of "St." may stand
    between them.
    """
    if left.possessive:
        return False
    gap = text[left.end : right.start]
    if gap == " ":
        return True
    if gap.startswith(".") and left.low in _ABBREVIATED:
        gap = gap[1:]
    return len(gap) < 8 and _JOINT.match(gap) is not None
