"""Dates as written: in metadata, in datelines, at the head of an article."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

__all__ = ["MONTHS", "MONTH_NAME", "head_date", "leading_date", "parse_published", "safe_date"]

#: Month numbers by the first three letters, lower case.
MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}

#: Pattern of an English month's name, long or short.
MONTH_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)

_CLOCK = r"(?:,?\s{1,3}(?:at\s)?\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b\.?)?(?:\s[A-Z]{2,5}\b)?)?"
_WRITTEN = re.compile(
    rf"(?:(?P<month>{MONTH_NAME})\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"\s{{1,3}}(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?P<month2>{MONTH_NAME}),?"
    rf"\s{{1,3}}(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d))(?!\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:first\s)?(?:published|posted|updated|last\supdated|date|created|issued|filed)"
    r"(?:\son|\sat)?\s{0,3}[:|]?\s{0,3}(?:[A-Z][a-z]{2,8}\.?,?\s{1,3})?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s{1,3}", re.IGNORECASE)
_TAIL = re.compile(_CLOCK + r"[\s|.)]{0,5}", re.IGNORECASE)
#: What closes a date: a full stop, a bracket, a dash or the end of the line.
_CLOSED = re.compile(r"[ \t*_]{0,3}(?:[.)|:](?:\s|$)|[—–―]|--|-\s|\n|$)")
_HEAD_LINES = 15


def safe_date(year: int, month: int, day: int) -> date | None:
    """Make a date, or None where the calendar has no such day.

    Examples
    --------
    >>> safe_date(2023, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_match(match: re.Match[str]) -> date | None:
    for suffix in ("", "2"):
        if match["month" + suffix]:
            month = MONTHS[match["month" + suffix][:3].casefold()]
            return safe_date(int(match["year" + suffix]), month, int(match["day" + suffix]))
    return safe_date(int(match["year3"]), int(match["month3"]), int(match["day3"]))


def _at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def parse_published(value: object) -> tuple[datetime, bool] | None:
    """Understand a date of publication as metadata give it.

    English and ISO forms are read here; everything else goes to ``dateparser``, which
    knows two hundred languages and is imported only then.

    Parameters
    ----------
    value : object
        A string, date or datetime.

    Returns
    -------
    (datetime, bool) or None
        Time with a zone, and whether the hour is known. A time without a zone keeps its
        day only, because its hour may be off by half a day. None: not a date.

    Examples
    --------
    >>> parse_published("2023-09-12T21:30+09:00")[0].isoformat()
    '2023-09-12T21:30:00+09:00'
    >>> parse_published("Sept. 12, 2023")
    (datetime.datetime(2023, 9, 12, 0, 0, tzinfo=datetime.timezone.utc), False)
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return _at_midnight(value.date()), False
        return value, True
    if isinstance(value, date):
        return _at_midnight(value), False
    text = str(value).strip() if isinstance(value, str) else ""
    if not 6 <= len(text) <= 60:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        if moment.tzinfo is not None:
            return moment, True
        return _at_midnight(moment.date()), False
    match = _WRITTEN.search(text)
    day = _from_match(match) if match else None
    return (_at_midnight(day), False) if day else _any_language(text)


def _any_language(text: str) -> tuple[datetime, bool] | None:
    if not re.search(r"\d{4}", text):
        return None
    import dateparser

    found = dateparser.parse(text, settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return (_at_midnight(found.date()), False) if found else None


def head_date(text: str) -> date | None:
    r"""Find the date of publication among an article's first lines.

    Only a line that is nothing but a date ("September 12, 2023"), or that says what the
    date is ("Published 12 Sept. 2023, 10:00 GMT"), counts; a date inside a sentence
    may be the date of anything.

    Examples
    --------
    >>> head_date("Train seen\nUpdated: Tuesday, Sept. 12, 2023 5:04 a.m.\nSEOUL - It ...")
    datetime.date(2023, 9, 12)
    >>> head_date("On April 25, 2019 they met.") is None
    True
    """
    for line in text[:3000].split("\n")[:_HEAD_LINES]:
        line = line.strip(" \t*_#|")
        match = _WRITTEN.search(line) if len(line) <= 90 else None
        if match is None or not _TAIL.fullmatch(line, match.end()):
            continue
        before = line[: match.start()]
        if not before or _LABEL.fullmatch(before) or _WEEKDAY.fullmatch(before):
            return _from_match(match)
    return None


def leading_date(text: str) -> date | None:
    """Find a date with which a text begins and that is a sentence of its own.

    Such a date directly after a dateline is that of the dispatch. "May 10, 2024, was ..."
    goes on as a sentence and may be any day.

    Examples
    --------
    >>> leading_date("May 10, 2024. The train left.")
    datetime.date(2024, 5, 10)
    >>> leading_date("May 10, 2024 was a Friday.") is None
    True
    """
    start = len(text) - len(text.lstrip(" \t(*_"))
    weekday = _WEEKDAY.match(text, start)
    match = _WRITTEN.match(text, weekday.end() if weekday else start)
    if match is None or not _CLOSED.match(text, match.end()):
        return None
    return _from_match(match)
