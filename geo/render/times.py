"""Times for a reader: in the zone of the place, and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["moment_text", "offset_text", "window_text", "zone_of"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


@cache
def zone_of(name: str) -> ZoneInfo | None:
    """Time zone of an IANA name; None when there is none of that name.

    Examples
    --------
    >>> zone_of("Asia/Vladivostok").key, zone_of("Mars/Base")
    ('Asia/Vladivostok', None)
    """
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_text(moment: datetime) -> str:
    """Write how far the zone of a time is from UTC.

    Examples
    --------
    >>> offset_text(datetime(2030, 5, 6, tzinfo=zone_of("Asia/Tokyo")))
    'UTC+9'
    """
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def _day(moment: datetime) -> str:
    # Not strftime: its names follow the computer's locale.
    return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def moment_text(moment: datetime) -> str:
    """Write day and hour without year and zone, for tables that tell them once.

    Examples
    --------
    >>> moment_text(datetime(2030, 5, 6, 19, 15))
    'Mon 6 May, 19:15'
    """
    return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]}, {_clock(moment)}"


def _span(start: datetime, end: datetime) -> str:
    midnight = start.hour == start.minute == 0
    last = end - timedelta(minutes=1)
    if midnight and start < end and last.hour == 23 and last.minute >= 58:
        return _day(start) if start.date() == last.date() else f"{_day(start)} – {_day(last)}"
    if start.date() == end.date():
        # A time told to the minute is a window of one minute.
        single = end - start <= timedelta(minutes=1)
        hours = _clock(start) if single else f"{_clock(start)}–{_clock(end)}"
        return f"{_day(start)}, {hours}"
    return f"{_day(start)}, {_clock(start)} – {_day(end)}, {_clock(end)}"


def window_text(start: datetime | None, end: datetime | None, zone: tzinfo | None = UTC) -> str:
    """Describe a window of time in a zone.

    Parameters
    ----------
    start, end : datetime or None
        Timezone-aware; None where the window is open.
    zone : tzinfo or None
        Zone to write the times in; None keeps the zone that each time carries.

    Returns
    -------
    str
        "" when both ends are open.

    Examples
    --------
    >>> a, b = datetime(2030, 5, 6, 19, 15, tzinfo=UTC), datetime(2030, 5, 6, 20, tzinfo=UTC)
    >>> window_text(a, b)
    'Mon 6 May 2030, 19:15–20:00 UTC'
    >>> window_text(a, None, zone_of("Asia/Tokyo"))
    'from Tue 7 May 2030, 04:15 UTC+9'
    """
    first = start.astimezone(zone) if start and zone else start
    last = end.astimezone(zone) if end and zone else end
    if first and last:
        return f"{_span(first, last)} {offset_text(last)}"
    if first:
        return f"from {_day(first)}, {_clock(first)} {offset_text(first)}"
    if last:
        return f"until {_day(last)}, {_clock(last)} {offset_text(last)}"
    return ""
