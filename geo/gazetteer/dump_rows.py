"""One line of a GeoNames dump as a place.

Columns (https://download.geonames.org/export/dump/readme.txt): geonameid, name, asciiname,
alternatenames, latitude, longitude, feature class, feature code, country code, cc2, admin1
to admin4, population, elevation, dem, timezone, modification date.
"""

from __future__ import annotations

import re
from functools import cache

from geo.gazetteer.feature_codes import kind_of_feature
from geo.gazetteer.geonames import usable
from geo.gazetteer.own import OwnPlace
from geo.gazetteer.services import clean_text

__all__ = ["COLUMNS", "NumberSet", "parse_line"]

COLUMNS = 19
#: Numbers are kept with 32 bits; GeoNames had reached 13 million.
_MAX_NUMBER = 2**32 - 1
#: More than the Earth has: continents are in the table too.
_MAX_POPULATION = 20_000_000_000
#: More other names than any place has.
_MAX_OTHERS = 400
_COUNTRY = re.compile(r"[A-Z]{2}")
_ADMIN1 = re.compile(r"[A-Z0-9.]{1,8}")
_PAGE_BITS = 15


class NumberSet:
    """A set of whole numbers, one bit each where they lie close together.

    Examples
    --------
    >>> seen = NumberSet()
    >>> seen.add(7), seen.add(7), 7 in seen, 8 in seen
    (True, False, True, False)
    """

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> bool:
        """Take a number in; tells whether it is new."""
        page = self._pages.get(number >> _PAGE_BITS)
        if page is None:
            page = self._pages[number >> _PAGE_BITS] = bytearray(1 << (_PAGE_BITS - 3))
        place, bit = (number & ((1 << _PAGE_BITS) - 1)) >> 3, 1 << (number & 7)
        if page[place] & bit:
            return False
        page[place] |= bit
        return True

    def __contains__(self, number: int) -> bool:
        page = self._pages.get(number >> _PAGE_BITS)
        if page is None:
            return False
        return bool(page[(number & ((1 << _PAGE_BITS) - 1)) >> 3] & (1 << (number & 7)))


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _clean(name: str) -> str:
    # Most names are printable as they are, and looking at each letter takes time.
    return " ".join(name.split()) if name.isprintable() else clean_text(name)


def _degrees(text: str, what: str, limit: float) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"the {what} {text[:20]!r} is not a number") from None
    if not -limit <= value <= limit:
        raise ValueError(f"the {what} {text[:20]} is not between {-limit:g} and {limit:g}")
    return value


def _whole(text: str, what: str, limit: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text) <= limit):
        raise ValueError(f"{text[:20]!r} is no {what}")
    return int(text)


def _others(name: str, fields: list[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for other in (fields[2], *fields[3].split(",", _MAX_OTHERS)[:_MAX_OTHERS]):
        cleaned = _clean(other)
        if cleaned != name and usable(cleaned):
            found[cleaned] = None
    return tuple(found)


def parse_line(line: bytes) -> OwnPlace | None:
    """Read one line.

    Parameters
    ----------
    line : bytes
        UTF-8, with or without its line end.

    Returns
    -------
    OwnPlace or None
        None when the feature code stands for no kind of place.

    Raises
    ------
    ValueError
        With what is wrong with it.

    Examples
    --------
    >>> fields = ["7", "Vey", "Vey", "Wey,Vej", "51", "11", "H", "STM", "DE", *[""] * 10]
    >>> row = chr(9).join(fields).encode()
    >>> place = parse_line(row)
    >>> place.kind, place.name, place.others, (place.lon, place.lat)
    ('river', 'Vey', ('Wey', 'Vej'), (11.0, 51.0))
    """
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    fields = text.rstrip("\r\n").split("\t")
    if len(fields) != COLUMNS:
        raise ValueError(f"it has {len(fields)} columns, not {COLUMNS}")
    number = _whole(fields[0], "number of a place", _MAX_NUMBER)
    name = _clean(fields[1])
    if not usable(name):
        raise ValueError("it has no name" if not name else f"{name[:40]!r} is no name")
    lat = _degrees(fields[4], "latitude", 90.0)
    lon = _degrees(fields[5], "longitude", 180.0)
    population = _whole(fields[14] or "0", "population", _MAX_POPULATION)
    kind = kind_of_feature(fields[6], fields[7], population)
    if not kind:
        return None
    country, admin1, zone = fields[8], fields[10], fields[17]
    return OwnPlace(
        number=number,
        name=name,
        lon=lon,
        lat=lat,
        kind=kind,
        country=country if _COUNTRY.fullmatch(country) else "",
        # "00" is how GeoNames writes "none" or "unknown".
        admin1=admin1 if admin1 != "00" and _ADMIN1.fullmatch(admin1) else "",
        population=population,
        capital=fields[7] == "PPLC",
        timezone=zone if zone in _zones() else "",
        others=_others(name, fields),
    )
