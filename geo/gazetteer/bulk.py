"""Added places on their way into the index: arrays of numbers, and names in a file.

The whole of GeoNames has 13 million places. As objects of Python they would fill the memory
of any machine; here a place takes about 60 bytes and a name 9.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.dump_rows import NumberSet
from geo.gazetteer.fold import fold_uncached
from geo.gazetteer.geonames import LICENCE, SOURCE
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.own import OwnPlace
from geo.gazetteer.rows import (
    ALTERNATE,
    CODE,
    MAIN,
    is_code,
    typical_prominence,
    typical_radius_km,
)
from geo.gazetteer.supplement import Line
from geo.gazetteer.table import Table
from geo.geodesy import distance_km, nearest_on_line

__all__ = ["Bulk"]

_SETTLEMENTS = frozenset({"city", "town", "village", "district"})
_STATES = frozenset({"country", "territory"})

#: The same thing may have its centre this far apart in two sources, in km.
_SAME_KM = 5.0
#: A river's point in GeoNames is its mouth; a curated line is schematic, in km.
_SAME_LINE_KM = 30.0
#: Codes are kept with 16 bits.
_MAX_CODES = 60_000


class _Codes:
    """Numbers for the few different values of a column."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {"": 0}
        self.column = array("H")

    def both(self) -> tuple[NDArray[np.uint16], list[str]]:
        """Numbers of the rows, and the values that they stand for."""
        return np.asarray(self.column, dtype=np.uint16), list(self.values)

    def append(self, value: str) -> None:
        known = self.values.get(value)
        if known is None:
            known = len(self.values) if len(self.values) < _MAX_CODES else 0
            if known:
                self.values[value] = known
        self.column.append(known)


class Bulk:
    """Added places that the table lacks; they are numbered on from the table's rows.

    Parameters
    ----------
    table : Table
        What is there already; places that are the same thing join its rows.
    lines : mapping of row id to pieces
        Line geometry of the table's rows.
    scratch : Path
        File for the names; made, and to be removed by the caller.
    """

    def __init__(self, table: Table, lines: Mapping[str, tuple[Line, ...]], scratch: Path) -> None:
        self._table = table
        self._lines = lines
        self._scratch = scratch
        self._kinds = {kind: code for code, kind in enumerate(KINDS)}
        self._numbers = NumberSet()
        self._areas: dict[tuple[str, str], int] = {}
        for place_id in (*(row.id for row in table.rows), *table.aliases):
            if place_id.startswith("gn:") and place_id[3:].isdigit():
                self._numbers.add(int(place_id[3:]))
        for n, row in enumerate(table.rows):
            if row.kind in _STATES:
                self._areas[row.country, ""] = n
            elif row.kind == "region" and row.admin1:
                self._areas[row.country, row.admin1] = n
        self.number = array("L")
        self.lon, self.lat = array("d"), array("d")
        self.population, self.prominence = array("q"), array("d")
        self.radius_km = array("f")
        self.kind = array("B")
        self.spellings = array("H")
        self.country, self.admin1, self.timezone, self.source = (_Codes() for _ in range(4))
        self.name_text = bytearray()
        self.name_start = array("L", [0])
        #: Parallel arrays: row, flag; the names are the lines of the file.
        self.link_row, self.link_flag = array("I"), array("B")
        #: Names of divisions by ``country.code``.
        self.divisions: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.number)

    def extend(self, places: Iterable[OwnPlace], name: str) -> int:
        """Take places in; tells how many are new."""
        before = len(self)
        source = f"{SOURCE} (added as {name})\t{LICENCE}"
        with self._scratch.open("a", encoding="utf-8", newline="\n") as stream:
            for place in places:
                if place.kind in self._kinds and self._numbers.add(place.number):
                    keys = self._keys(place)
                    if keys and not self._joined(place, keys):
                        self._append(place, keys, source)
                        stream.writelines(f"{key}\n" for key in keys)
        return len(self) - before

    def keys(self) -> Iterator[str]:
        """Names in the order of ``link_row``; again from the start at each call."""
        if not self._scratch.is_file():
            return
        with self._scratch.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line[:-1]

    def name(self, number: int) -> bytes:
        """Name of an added place in UTF-8; ``number`` counts from 0."""
        return bytes(self.name_text[self.name_start[number] : self.name_start[number + 1]])

    @staticmethod
    def _keys(place: OwnPlace) -> dict[str, int]:
        keys: dict[str, int] = {}
        main = fold_uncached(place.name)
        if main:
            keys[main] = MAIN
        for other in place.others:
            key = fold_uncached(other)
            flag = CODE if is_code(other) else ALTERNATE
            if key and flag < keys.get(key, 255):
                keys[key] = flag
        return keys

    def _append(self, place: OwnPlace, keys: dict[str, int], source: str) -> None:
        number = len(self._table.rows) + len(self)
        name = place.name.encode()
        self.number.append(place.number)
        self.lon.append(place.lon)
        self.lat.append(place.lat)
        self.population.append(place.population)
        self.prominence.append(
            typical_prominence(place.kind, place.population, capital=place.capital)
        )
        self.radius_km.append(typical_radius_km(place.kind, place.population))
        self.kind.append(self._kinds[place.kind])
        self.spellings.append(len(place.others))
        self.country.append(place.country)
        self.admin1.append(place.admin1)
        self.timezone.append(place.timezone)
        self.source.append(source)
        self.name_text += name
        self.name_start.append(len(self.name_text))
        for flag in keys.values():
            self.link_row.append(number)
            self.link_flag.append(flag)
        if place.kind == "region" and place.country and place.admin1:
            self.divisions.setdefault(f"{place.country}.{place.admin1}", place.name)

    def _joined(self, place: OwnPlace, keys: dict[str, int]) -> bool:
        """Join a place with a row that is the same thing; tells whether there is one."""
        number = self._same(place, keys)
        if number is None:
            return False
        self._table.aliases[f"gn:{place.number}"] = number
        self._table.add_names(number, [(place.name, ALTERNATE)])
        self._table.add_names(
            number, [(name, CODE if is_code(name) else ALTERNATE) for name in place.others]
        )
        return True

    def _same(self, place: OwnPlace, keys: dict[str, int]) -> int | None:
        if place.kind in _STATES and place.country:
            return self._areas.get((place.country, ""))
        if place.kind == "region" and place.country and place.admin1:
            return self._areas.get((place.country, place.admin1))
        for key in keys:
            for number in self._table.watched(key):
                if self._fits(place, number):
                    return number
        return None

    def _fits(self, place: OwnPlace, number: int) -> bool:
        """Whether a row that shares a name with a place is the same thing."""
        row = self._table.rows[number]
        if row.kind != place.kind and not {row.kind, place.kind} <= _SETTLEMENTS:
            return False
        lines = self._lines.get(row.id, ())
        if row.country and place.country and row.country != place.country and not lines:
            return False
        km = float(distance_km(place.lon, place.lat, row.lon, row.lat))
        if km <= max(_SAME_KM, row.radius_km if row.kind not in _SETTLEMENTS else 0.0):
            return True
        return any(
            nearest_on_line(place.lon, place.lat, piece)[2] <= _SAME_LINE_KM for piece in lines
        )
