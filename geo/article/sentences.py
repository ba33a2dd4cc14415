"""Where sentences begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["sentence_at", "sentence_spans"]

#: A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof st ste mt ft gov gen lt col sgt capt cmdr adm rep sen rev hon jr sr
    inc ltd co corp bros no nos vs etc approx dept est fig al u.s u.n u.k e.u d.c a.m p.m i.e
    e.g km mi jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri
    sat sun ave blvd rd sq ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md
    mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo""".split()
)

_END = re.compile(r"([.!?…]+)([\"'”’»)\]]{0,3})(?=\s|$)|\n[ \t]*\n|。|！|？")
#: What follows an hour within its sentence: a day, a month, a zone.
_AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b|"
    r"[A-Z]{2,4}\b|(?:Eastern|Central|Mountain|Pacific|Greenwich|Moscow|Beijing)\b"
)
_LAST_WORD = re.compile(r"([^\s(\[\"'“‘]+)$")


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    mark = match.group(1)
    if mark is None:
        return True
    following = text[match.end() : match.end() + 40].lstrip()
    if mark != ".":
        return True
    last = _LAST_WORD.search(text, max(0, match.start() - 24), match.start())
    word = last.group(1).casefold() if last else ""
    if following[:1].islower():
        return False
    if word in ("a.m", "p.m"):
        return not _AFTER_CLOCK.match(following)
    if word in _ABBREVIATIONS:
        return False
    # A single capital letter is an initial ("John F. Kennedy"), but "Plan B." ends.
    return not (len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences.

    Parameters
    ----------
    text : str
        Any text; an empty line always ends a sentence.

    Returns
    -------
    list of (int, int)
        Start and end offsets, without surrounding white space, in order.

    Examples
    --------
    >>> text = "It left at 7 p.m. Nobody saw it. Mr. Kim did."
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['It left at 7 p.m.', 'Nobody saw it.', 'Mr. Kim did.']
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(text):
        if not _is_boundary(text, match):
            continue
        _add(text, begin, match.end(), spans)
        begin = match.end()
    _add(text, begin, len(text), spans)
    return spans


def _add(text: str, begin: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[begin:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((begin + left, begin + right))


def sentence_at(spans: list[tuple[int, int]], offset: int) -> tuple[int, int]:
    """Sentence that holds an offset, or the nearest before it.

    Examples
    --------
    >>> sentence_at([(0, 5), (6, 9)], 7)
    (6, 9)
    """
    if not spans:
        return (0, 0)
    return spans[max(0, bisect_right(spans, (offset, float("inf"))) - 1)]
