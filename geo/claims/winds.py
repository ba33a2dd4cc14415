"""Read the winds of the compass as writers put them."""

from __future__ import annotations

from geo.claims.lexicon import DASHES, word_set
from geo.claims.tokens import Tokens
from geo.geodesy import WINDS

__all__ = ["read_direction", "read_wind"]

_CARDINAL = {"north": "N", "south": "S", "east": "E", "west": "W"}
_STEMS = {
    **_CARDINAL,
    "northeast": "NE",
    "northwest": "NW",
    "southeast": "SE",
    "southwest": "SW",
}
_WORDS = {
    stem + ending: wind
    for stem, wind in _STEMS.items()
    for ending in ("", "ward", "wards", "erly", "ern")
}
_LETTERS = frozenset(WINDS)
_DUE = word_set("due directly just straight further farther slightly almost roughly")


def _one(tokens: Tokens, index: int) -> str | None:
    """Wind of one token: a word, or letters in capitals (WNW)."""
    wind = _WORDS.get(tokens.low[index])
    if wind:
        return wind
    letters = tokens.word[index].replace(".", "")
    return letters if letters in _LETTERS else None


def read_wind(tokens: Tokens, index: int, stop: int) -> tuple[str, int] | None:
    """Wind that starts at a token, with the token after it.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     return read_wind(tokenize(text), 0, len(tokenize(text)))
    >>> [read(text)[0] for text in ("north of", "north-west", "north north-west", "WNW", "N.W.")]
    ['N', 'NW', 'NNW', 'WNW', 'NW']
    >>> [read(text)[0] for text in ("south/southeast", "North east of", "north by northwest")]
    ['SSE', 'NE', 'NNW']
    >>> read("upwards") is None
    True
    """
    if index >= stop:
        return None
    wind = _one(tokens, index)
    if wind is None:
        return None
    joined, best, end = wind, wind, index + 1
    at = end
    while at < stop and len(joined) < 3:
        if tokens.word[at] in DASHES or tokens.word[at] == "/" or tokens.low[at] == "by":
            at += 1
        part = _one(tokens, at) if at < stop else None
        # "west North Dakota": a new capital after a lower-case word begins a name.
        if part is None or (tokens.is_capital(at) and not tokens.is_capital(index)):
            break
        joined += part
        at += 1
        if joined in _LETTERS:
            best, end = joined, at
    return best, end


def read_direction(tokens: Tokens, index: int, stop: int) -> tuple[str, int] | None:
    """Direction with the words around it: "to the south", "due north", "upstream".

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     return read_direction(tokenize(text), 0, len(tokenize(text)))
    >>> read("to the north-west of Lyon"), read("due south"), read("downstream from")
    (('NW', 5), ('S', 2), ('downstream', 1))
    >>> read("in a north-easterly direction from")
    ('NE', 6)
    """
    low, at = tokens.low, index
    while at < stop and low[at] in _DUE:
        at += 1
    if at < stop and low[at] in ("upstream", "upriver", "downstream", "downriver"):
        return ("upstream" if low[at].startswith("up") else "downstream"), at + 1
    if at + 1 < stop and low[at] in ("to", "in", "on") and low[at + 1] in ("the", "a"):
        at += 2
        if at < stop and low[at] in ("far", "extreme", "near"):
            at += 1
    while at < stop and low[at] in _DUE:
        at += 1
    found = read_wind(tokens, at, stop)
    if found is None:
        return None
    wind, end = found
    if end < stop and low[end] in ("direction", "side"):
        end += 1
    return wind, end
