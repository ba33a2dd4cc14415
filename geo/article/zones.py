"""Time zones as news texts name them: "GMT", "Moscow time", "EDT"."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["ZONE", "is_local", "zone_named", "zone_or_none"]

#: Abbreviations with one offset, in hours. Those with several meanings (IST, CST, BST)
#: stand for what news in English mostly means by them. Source: IANA tz database, 2024a.
_OFFSETS: dict[str, float] = {
    "GMT": 0, "UTC": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "TRT": 3, "EAT": 3, "SAST": 2, "CAT": 2, "WAT": 1, "IST": 5.5, "PKT": 5, "ICT": 7,
    "WIB": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3,
}  # fmt: skip
_NAMES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "washington": "America/New_York",
    "beijing": "Asia/Shanghai",
    "delhi": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "indian": "Asia/Kolkata",
    "korea": "Asia/Seoul",
    "korean": "Asia/Seoul",
    "kyiv": "Europe/Kiev",
    "central european": "Europe/Berlin",
    "eastern european": "Europe/Athens",
    "british": "Europe/London",
}
_ABBREVIATIONS = "|".join(sorted([*_OFFSETS, "ET", "CT", "MT", "PT"], key=len, reverse=True))

#: A zone after a clock time.
ZONE = (
    rf"(?:(?:{_ABBREVIATIONS})\b(?:[+\-−]\d{{1,2}}\b)?"
    r"|(?i:local)(?:\s[A-Z][a-z]{1,20})?\s(?i:time)"
    r"|[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?\s(?:[Ss]tandard\s|[Dd]aylight\s|[Ss]ummer\s)?[Tt]ime)"
)


@cache
def _cities() -> dict[str, str]:
    """Give the zones of the tz database by the city in their name, lower case."""
    table: dict[str, str] = {}
    for name in sorted(available_timezones()):
        if not name.startswith(("Etc/", "posix", "right", "SystemV")):
            table.setdefault(name.rpartition("/")[2].replace("_", " ").casefold(), name)
    return table


@cache
def zone_or_none(name: str) -> tzinfo | None:
    """Give the zone of an IANA name, or None where the tz database has none.

    Examples
    --------
    >>> str(zone_or_none("Asia/Vladivostok")), zone_or_none("Mars/Olympus")
    ('Asia/Vladivostok', None)
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def is_local(written: str) -> bool:
    """Whether "local time" is meant, the zone of the place told about."""
    return written[:5].casefold() == "local"


@cache
def zone_named(written: str) -> tzinfo | None:
    """Understand a zone as written after a clock time.

    Examples
    --------
    >>> str(zone_named("Moscow time")), str(zone_named("GMT")), str(zone_named("GMT+9"))
    ('Europe/Moscow', 'UTC', 'UTC+09:00')
    >>> zone_named("Tea time") is None
    True
    """
    match = re.fullmatch(r"([A-Z]{2,5})(?:([+\-−])(\d{1,2}))?", written.strip())
    if match:
        if match[1] in _NAMES:
            return zone_or_none(_NAMES[match[1]])
        if match[1] not in _OFFSETS:
            return None
        shift = int(match[3] or 0) * (1 if match[2] == "+" else -1)
        hours = _OFFSETS[match[1]] + shift
        return UTC if hours == 0 else timezone(timedelta(hours=max(-23.0, min(23.0, hours))))
    words = re.sub(r"\s(?:(?:standard|daylight|summer)\s)?time$", "", written.strip().casefold())
    return zone_or_none(_NAMES.get(words) or _cities().get(words) or "-")
