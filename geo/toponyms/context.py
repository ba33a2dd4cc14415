"""A text's words with their marks, as the recogniser passes them on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geo.toponyms.tokens import Token
from geo.toponyms.words import words

__all__ = [
    "CALENDAR", "CONNECTORS", "DEMONYM", "ORGANISATION", "PERSON", "STREET", "STREET_WORDS",
    "TITLE", "WINDS", "Context",
]  # fmt: skip

#: Lower-case words that may stand inside a name.
CONNECTORS = frozenset(
    "of the and de del della di da do dos das du des la las le les los el al an y e am an der "
    "den im in upon on sur sous under van von ob bei aux en i na nad pri by es".split()
)

PERSON, ORGANISATION, DEMONYM, TITLE, STREET = (
    "person",
    "organisation",
    "demonym",
    "title",
    "street",
)

STREET_WORDS = frozenset(
    "street st avenue ave road rd boulevard blvd lane ln drive highway hwy route parkway pkwy "
    "terrace expressway freeway turnpike".split()
)
_CONTRACTION = re.compile(r"['’](?:d|ll|re|ve|m|t)$")
#: Words before a name that tell which part of it is meant; no part of a person's name.
WINDS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern central downtown greater "
    "upper lower inner outer mainland metro metropolitan suburban rural coastal far mid".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec mon tue tues wed thu thurs fri sat sun".split()
)


@dataclass(slots=True)
class Context:
    """A text's words with their marks; positions are token indexes."""

    text: str
    tokens: list[Token]
    #: joined[i]: tokens i and i + 1 may belong to one name.
    joined: list[bool]
    first: list[bool]
    headline: list[bool]
    #: Mark of each token, or "" for none.
    marks: list[str]
    #: For demonyms: the countries.
    demonyms: dict[int, tuple[str, ...]] = field(default_factory=dict)
    #: Length in tokens of the demonym that begins here.
    demonym_length: dict[int, int] = field(default_factory=dict)
    #: Lower-case names of the persons that the text introduces with a full name or title.
    persons: set[str] = field(default_factory=set)
    sentence_of: list[int] = field(default_factory=list)

    def low(self, index: int) -> str:
        """Lower-case form of a token; "" outside the text."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def common(self, index: int) -> bool:
        """Whether a token is an ordinary English word."""
        low = self.low(index)
        if "'" in low or "’" in low:
            low = _CONTRACTION.sub("", low)
        return low in words("common_words") or low in CALENDAR

    def left(self, index: int) -> int | None:
        """Token before this one when it could belong to the same name, else None."""
        if index > 0 and self.joined[index - 1] and self.tokens[index - 1].capital:
            return index - 1
        return None

    def right(self, index: int) -> int | None:
        """Token after this one when it could belong to the same name, else None."""
        if index + 1 < len(self.tokens) and self.joined[index] and self.tokens[index + 1].capital:
            return index + 1
        return None
