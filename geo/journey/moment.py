"""A moment as a user types it: ISO 8601, with an offset, the name of a zone, or neither."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geo.errors import ConfigurationError

__all__ = ["parse_moment"]

_WRITTEN = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)\s?"
    r"(?P<offset>Z|[+-]\d\d:?\d\d|UTC|GMT)?(?:\s(?P<zone>[A-Za-z_]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}))?"
)


def parse_moment(text: str) -> datetime:
    """Read a moment; without a zone it comes back without one.

    Parameters
    ----------
    text : str
        "2023-09-13T09:00", "2023-09-13 09:00+10:00" or "2023-09-13 09:00 Asia/Vladivostok";
        the hour may be left out.

    Raises
    ------
    ConfigurationError
        When it is no moment, or the zone is unknown.

    Examples
    --------
    >>> parse_moment("2023-09-13 09:00 Asia/Vladivostok").isoformat()
    '2023-09-13T09:00:00+10:00'
    >>> parse_moment("2023-09-13").tzinfo is None
    True
    """
    found = _WRITTEN.fullmatch(" ".join(text.split()))
    offset, zone = (found["offset"], found["zone"]) if found else (None, None)
    if found is None or (offset and zone):
        raise _wrong(text)
    written = found["time"].replace(" ", "T")
    try:
        moment = datetime.fromisoformat(
            written + ({"UTC": "Z", "GMT": "Z"}.get(offset, offset) if offset else "")
        )
    except ValueError:
        raise _wrong(text) from None
    if not zone:
        return moment
    try:
        return moment.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigurationError(
            f"{zone!r} is no time zone",
            hint="Write it like Europe/Berlin; or give the offset: 2023-09-13T09:00+02:00.",
        ) from None


def _wrong(text: str) -> ConfigurationError:
    return ConfigurationError(
        f"{text[:80]!r} is no moment",
        hint="Write it like 2023-09-13T09:00, 2023-09-13T09:00+10:00 or "
        "'2023-09-13 09:00 Asia/Vladivostok'.",
    )
