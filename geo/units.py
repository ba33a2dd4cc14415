"""Units of length and time that news texts use, and their sizes.

Sources: the international yard and pound agreement of 1959 (mile, yard, foot), the
International Hydrographic Conference of 1929 (nautical mile), the Russian decree of 1835
(verst: 3,500 feet), the 1959 Chinese reform (li: 500 m), the metric league (4 km; the
old land league was 3 statute miles, which is what English texts mean).
"""

from __future__ import annotations

from geo.errors import InputError

__all__ = ["HOURS", "KM", "convert", "is_time"]

#: Kilometres in one unit of length.
KM: dict[str, float] = {
    "km": 1.0,
    "m": 0.001,
    "mi": 1.609344,
    "nmi": 1.852,
    "yd": 0.0009144,
    "ft": 0.0003048,
    "verst": 1.0668,
    "li": 0.5,
    "league": 4.828032,
}

#: Hours in one unit of time.
HOURS: dict[str, float] = {"h": 1.0, "min": 1.0 / 60.0, "day": 24.0}


def is_time(unit: str) -> bool:
    """Whether the unit measures time.

    Examples
    --------
    >>> is_time("min"), is_time("mi")
    (True, False)
    """
    return unit in HOURS


def convert(value: float, unit: str, to: str) -> float:
    """Convert between two units of length, or two of time.

    Raises
    ------
    InputError
        When a unit is unknown, or one is a length and the other a time.

    Examples
    --------
    >>> round(convert(40, "mi", "km"), 1)
    64.4
    >>> convert(90, "min", "h")
    1.5
    """
    for table in (KM, HOURS):
        if unit in table and to in table:
            return value * table[unit] / table[to]
    known = ", ".join([*KM, *HOURS])
    raise InputError(f"cannot convert {unit!r} to {to!r}", hint=f"Units known here: {known}.")
