"""The dateline of a dispatch: "SEOUL, South Korea (AP) -" at the head of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.article.dates import MONTH_NAME, MONTHS, safe_date

__all__ = ["Dateline", "find_dateline", "place_of_dateline"]

#: Datelines stand near the head, but captions and link texts may come before.
SEARCHED_CHARACTERS = 1500

_WORD = r"[^\W\d_][\w.'’\-]{0,30}"
_NAME = rf"{_WORD}(?: {_WORD}){{0,4}}"
_LINE = re.compile(
    rf"(?P<place>{_NAME}(?:/{_NAME}){{0,3}})"
    rf"(?P<regions>(?:, ?(?!{MONTH_NAME}\s\d)[^\W\d_][\w.'’\- ]{{1,30}}){{0,2}})"
    rf"(?P<date>, ?(?:[A-Z][a-z]{{2,8}}\.?,? )?"
    rf"(?:(?P<month>{MONTH_NAME})\s(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s(?P<month2>{MONTH_NAME}))"
    rf"(?:,? (?P<year>\d{{4}}))?)?"
    rf"(?P<agency>,? ?\((?P<name>[^()\n]{{2,40}})\))?"
    rf"\)?(?P<dash>\s?[—–―]\s?|\s?--\s?|\s[-_]\s|\s?[-_:]\s)",
)
#: Where a dateline may begin inside a line: after a sentence or a byline.
_INSIDE = re.compile(r"(?:[.!?]['\"”’]?|\)|Press|Reuters|AFP|AP) (?=[^\W\d_a-z])")
_LABELS = frozenset(
    [
        *("breaking", "update", "updated", "exclusive", "watch", "video", "analysis", "opinion"),
        *("photo", "photos", "live", "editor", "news", "correction", "explainer", "factbox"),
        *("note", "editorial", "advertisement", "read", "more", "related", "listen", "comment"),
        *("review", "interview", "feature", "world", "sports", "business", "summary", "by"),
    ]
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place of a dateline as written, where it stands, and the date and agency in it."""

    text: str
    start: int
    end: int
    agency: str = ""
    month: int | None = None
    day: int | None = None
    year: int | None = None
    #: Where the text goes on after the dash.
    after: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return (self.start, self.end)

    def date_in(self, year: int | None) -> date | None:
        """Give the date, in the year written or else the one told."""
        which = self.year or year
        if which is None or self.month is None or self.day is None:
            return None
        return safe_date(which, self.month, self.day)


def _starts(text: str) -> Iterator[tuple[int, bool]]:
    """Give the offsets where a dateline may begin, and whether a line begins there."""
    yield 0, True
    for match in re.finditer(r"\n[ \t>*_(]{0,4}", text):
        yield match.end(), True
    for match in _INSIDE.finditer(text):
        yield match.end(), False


def _is_capital(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return len(letters) > 1 and all(character.isupper() for character in letters)


def _accepts(match: re.Match[str], *, at_line_start: bool) -> bool:
    place, dash = match["place"], match["dash"].strip()
    if place.split()[0].casefold().strip(".") in _LABELS or not place[0].isupper():
        return False
    if match["agency"] and not match["name"][0].isupper():
        return False
    if any(_is_capital(word) and len(word) > 4 for word in match["regions"].split()[1:]):
        # "WRITER, Some Press DRESDEN (AP)": a byline runs into the dateline after it.
        return False
    backed = bool(match["agency"] or match["date"])
    if _is_capital(place):
        # Capitals and a colon are a label ("WATCH: ..."), unless more speaks for a place.
        return (backed or dash != ":") and (backed or bool(match["regions"]) or len(place) > 3)
    if not at_line_start or not all(word[0].isupper() for word in re.split(r"[ /]", place)):
        return False
    if backed:
        return True
    # "Kyiv, Ukraine – ": a region and a long dash; "Peace — at last" has no region.
    return bool(match["regions"]) and dash in {"—", "–", "―", "--"} and len(match[0]) < 60


def find_dateline(text: str) -> Dateline | None:
    r"""Find the dateline of an article.

    Parameters
    ----------
    text : str
        The article; its first 1,500 characters are searched.

    Returns
    -------
    Dateline or None
        Its span covers the place with its region, not the agency nor the dash.

    Examples
    --------
    >>> found = find_dateline("Headline\n\nMOSCOW, Sept. 12 (Reuters) - The train ...")
    >>> found.text, found.month, found.day, found.agency
    ('MOSCOW', 9, 12, 'Reuters')
    >>> find_dateline("Kyiv, Ukraine – The train ...").text
    'Kyiv, Ukraine'
    """
    head = text[: SEARCHED_CHARACTERS + 120]
    best: Dateline | None = None
    for start, at_line_start in _starts(head):
        if start > SEARCHED_CHARACTERS or (best and start > best.start):
            continue
        match = _LINE.match(head, start)
        if match and _accepts(match, at_line_start=at_line_start):
            best = _dateline(match)
    return best


def _dateline(match: re.Match[str]) -> Dateline:
    end = match.end("regions") if match["regions"] else match.end("place")
    text = match.string[match.start("place") : end].rstrip(" -")
    month = match["month"] or match["month2"]
    day = match["day"] or match["day2"]
    return Dateline(
        text=text,
        start=match.start("place"),
        end=match.start("place") + len(text),
        agency=match["name"] or "",
        month=MONTHS[month[:3].casefold()] if month else None,
        day=int(day) if day else None,
        year=int(match["year"]) if match["year"] else None,
        after=match.end(),
    )


def place_of_dateline(written: str) -> str:
    """Take the place out of a dateline that stands by itself, as in front matter.

    Examples
    --------
    >>> place_of_dateline("SEOUL, South Korea (AP) —")
    'SEOUL, South Korea'
    >>> place_of_dateline("Seoul")
    'Seoul'
    """
    written = written.strip()
    found = find_dateline(written.rstrip(" -–—:") + " — ")
    if found:
        return found.text
    return re.split(r"\s*\(", written, maxsplit=1)[0].strip(" -–—,:")
