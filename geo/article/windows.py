"""Calendar arithmetic: from a day of publication to the window that words stand for.

Everything here is local time without a zone; `geo.article.times` adds the zone. Windows
run from ``start`` up to, and not including, ``end``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from geo.article.dates import safe_date

__all__ = [
    "PARTS",
    "Window",
    "ago",
    "day_window",
    "month_window",
    "nearest_day_of_year",
    "part_window",
    "period",
    "relative_unit",
    "weekday",
    "year_window",
]

#: Hours of the parts of the day, counted from its midnight; over 24 is the next day.
#: Where usage varies the window is the wide one: "early Tuesday" is any hour before 8.
PARTS: dict[str, tuple[int, int]] = {
    "early": (0, 8),
    "early morning": (0, 8),
    "early hours": (0, 6),
    "before dawn": (0, 6),
    "dawn": (4, 8),
    "morning": (5, 12),
    "mid morning": (8, 11),
    "late morning": (9, 12),
    "midday": (11, 14),
    "afternoon": (12, 18),
    "early afternoon": (12, 15),
    "mid afternoon": (13, 17),
    "late afternoon": (15, 19),
    "dusk": (16, 21),
    "evening": (17, 24),
    "early evening": (17, 20),
    "late evening": (20, 24),
    "late": (18, 24),
    "night": (20, 29),
    "early night": (18, 24),
    "late night": (22, 28),
    # "overnight Monday" may be the night before Monday or the one after it.
    "overnight": (-4, 30),
}

#: A third of a month or of a year: ("early", "mid", "late") -> shares of it.
_SHARES = {"": (0.0, 1.0), "early": (0.0, 0.4), "mid": (0.3, 0.7), "late": (0.6, 1.0)}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Window:
    """A window of local time, how fine it is, and why."""

    start: datetime | None
    end: datetime | None
    grain: str
    reason: str


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _shift(day: date, days: int) -> date:
    """Move a day, stopping at the ends of the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 2), date.max.toordinal() - 1))


def day_window(day: date, reason: str) -> Window:
    """Give the whole day."""
    start = _midnight(day)
    return Window(start, start + timedelta(days=1), "day", reason)


def part_window(day: date, part: str, reason: str) -> Window:
    """Give a part of the day.

    Examples
    --------
    >>> part_window(date(2023, 9, 12), "early", "").end.isoformat()
    '2023-09-12T08:00:00'
    """
    low, high = PARTS[part]
    start = _midnight(day)
    return Window(
        start + timedelta(hours=low), start + timedelta(hours=high), "part_of_day", reason
    )


def weekday(index: int, anchor: date, future: bool | None, qualifier: str = "") -> tuple[date, str]:
    """Find the day that a weekday's name means.

    News texts name the days within a week of publication by their weekday alone (as the
    style books of the agencies rule). The day of publication itself counts for both
    tenses; "last" and "next" exclude it.

    Parameters
    ----------
    index : int
        0 is Monday.
    anchor : date
        Day of publication, or the day told before ("the following Tuesday").
    future : bool or None
        What the verb says; None counts as past.
    qualifier : str
        "last", "next", "following", "previous", "this", "coming" or "".

    Examples
    --------
    >>> weekday(1, date(2023, 9, 13), False)
    (datetime.date(2023, 9, 12), 'the last Tuesday up to publication')
    """
    name = WEEKDAYS[index]
    back = (anchor.weekday() - index) % 7
    ahead = (index - anchor.weekday()) % 7
    if qualifier in {"next", "following", "coming"}:
        return _shift(anchor, ahead or 7), f"the first {name} after {anchor}"
    if qualifier in {"last", "previous", "past"}:
        return _shift(anchor, -(back or 7)), f"the last {name} before {anchor}"
    if future or (qualifier == "this" and future is None):
        return _shift(anchor, ahead), f"the next {name} from publication (said of the future)"
    return _shift(anchor, -back), f"the last {name} up to publication"


def nearest_day_of_year(month: int, day: int, anchor: date, future: bool | None) -> date | None:
    """Find the year of a date without one: the nearest to publication that the tense allows.

    Examples
    --------
    >>> nearest_day_of_year(12, 30, date(2023, 1, 4), None)
    datetime.date(2022, 12, 30)
    """
    found = [safe_date(anchor.year + shift, month, day) for shift in (-1, 0, 1)]
    days = [candidate for candidate in found if candidate is not None]
    # A day of slack: the text's place may be a day ahead of the publisher's.
    if future is True:
        days = [candidate for candidate in days if candidate >= _shift(anchor, -1)] or days
    elif future is False:
        days = [candidate for candidate in days if candidate <= _shift(anchor, 1)] or days
    else:
        # Without a verb: plans reach weeks ahead, memories months back.
        days = [candidate for candidate in days if candidate <= _shift(anchor, 60)] or days
    return min(days, key=lambda candidate: abs(candidate - anchor), default=None)


def _month_start(year: int, month: int) -> date:
    """Give the first day of a month; months may run over the ends of the year."""
    year += (month - 1) // 12
    return date(min(max(year, 1), 9999), (month - 1) % 12 + 1, 1)


def month_window(year: int, month: int, third: str, reason: str) -> Window:
    """Give a month or a part of it ("early July").

    Examples
    --------
    >>> month_window(2023, 7, "late", "").start.isoformat()
    '2023-07-20T00:00:00'
    """
    first, after = _month_start(year, month), _month_start(year, month + 1)
    low, high = _SHARES[third]
    days = (after - first).days
    start = _midnight(_shift(first, round(days * low)))
    return Window(start, _midnight(_shift(first, round(days * high))), "month", reason)


def year_window(year: int, third: str, reason: str) -> Window:
    """Give a year or a part of it ("late 2019")."""
    low, high = _SHARES[third]
    first = _month_start(year, 1 + round(12 * low))
    return Window(
        _midnight(first), _midnight(_month_start(year, 1 + round(12 * high))), "year", reason
    )


def ago(count: int, unit: str, anchor: date, vague: int = 0) -> Window:
    """Count back from a day; negative counts go ahead.

    Parameters
    ----------
    count : int
        How many units back.
    unit : {"day", "week", "month", "year"}
        A year ago is a calendar year, a month ago a calendar month.
    anchor : date
        Where the count starts.
    vague : int
        The count may be higher by so many ("a few days ago").

    Examples
    --------
    >>> ago(4, "year", date(2023, 9, 13)).start.isoformat()
    '2019-01-01T00:00:00'
    """
    written = f"{count} {unit}{'s' if abs(count) != 1 else ''} before {anchor}"
    far = count + vague if count >= 0 else count - vague
    first, last = max(count, far), min(count, far)
    if unit == "day":
        start = _midnight(_shift(anchor, -first))
        end = _midnight(_shift(anchor, -last)) + timedelta(days=1)
        return Window(start, end, "day", written)
    if unit == "week":
        # Nobody counts the days: half a week to both sides.
        start = _midnight(_shift(anchor, -7 * first - 3))
        end = _midnight(_shift(anchor, -7 * last + 3)) + timedelta(days=1)
        return Window(start, end, "week", written)
    if unit == "month":
        start = _midnight(_month_start(anchor.year, anchor.month - first))
        end = _midnight(_month_start(anchor.year, anchor.month - last + 1))
        return Window(start, end, "month", written)
    begin, after = _month_start(anchor.year - first, 1), _month_start(anchor.year - last + 1, 1)
    return Window(_midnight(begin), _midnight(after), "year", written)


def relative_unit(which: int, unit: str, anchor: date) -> Window:
    """Give last (-1), this (0) or next (1) week, weekend, month or year.

    Weeks begin on Monday; one day before is added because many readers' weeks begin on
    Sunday.
    """
    word = ("last", "this", "next")[which + 1]
    reason = f"{word} {unit}, seen from {anchor}"
    if unit == "month":
        return month_window(anchor.year, anchor.month + which, "", reason)
    if unit == "year":
        return year_window(anchor.year + which, "", reason)
    monday = _shift(anchor, -anchor.weekday() + 7 * which)
    if unit == "weekend":
        return Window(_midnight(_shift(monday, 5)), _midnight(_shift(monday, 7)), "day", reason)
    return Window(_midnight(_shift(monday, -1)), _midnight(_shift(monday, 7)), "week", reason)


_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


def period(count: int, unit: str, anchor: date, *, ahead: bool) -> Window:
    """Give the stretch of so many units up to publication, or from it.

    Examples
    --------
    >>> period(18, "month", date(2023, 9, 13), ahead=False).start.isoformat()
    '2022-03-04T00:00:00'
    """
    days = min(count * _DAYS[unit], 400_000)
    word = "from" if ahead else "up to"
    reason = f"{count} {unit}{'s' if count != 1 else ''} {word} {anchor}"
    if ahead:
        return Window(_midnight(anchor), _midnight(_shift(anchor, days + 1)), "period", reason)
    return Window(_midnight(_shift(anchor, -days)), _midnight(_shift(anchor, 1)), "period", reason)
