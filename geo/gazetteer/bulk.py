"""Added places on their way into the index: new ones, and those that it has already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.gazetteer.dump_rows import NumberSet
from geo.gazetteer.fold import fold_uncached
from geo.gazetteer.geonames import LICENCE, SOURCE
from geo.gazetteer.kinds import KINDS, POPULATED, STATES
from geo.gazetteer.own import OwnPlace
from geo.gazetteer.rows import (
    ALTERNATE,
    CODE,
    MAIN,
    is_code,
    typical_prominence,
    typical_radius_km,
)
from geo.gazetteer.spool import Spool, gn_number
from geo.gazetteer.supplement import Line
from geo.gazetteer.table import Table
from geo.geodesy import distance_km, nearest_on_line

__all__ = ["Bulk"]

#: The same thing may have its centre this far apart in two sources, in km.
_SAME_KM = 5.0
#: A river's point in GeoNames is its mouth; a curated line is schematic, in km.
_SAME_LINE_KM = 30.0


class Bulk:
    """Takes added places into a spool, behind the rows of a table.

    Parameters
    ----------
    table : Table
        What is there already; places that are the same thing join its rows.
    lines : mapping of row id to pieces
        Line geometry of the table's rows.
    spool : Spool
        Has the table's rows.
    """

    def __init__(self, table: Table, lines: Mapping[str, tuple[Line, ...]], spool: Spool) -> None:
        self._table = table
        self._lines = lines
        self._spool = spool
        self._numbers = NumberSet()
        self._areas: dict[tuple[str, str], int] = {}
        for place_id in (*(row.id for row in table.rows), *table.aliases):
            if number := gn_number(place_id):
                self._numbers.add(number)
        for n, row in enumerate(table.rows):
            if row.kind in STATES:
                self._areas[row.country, ""] = n
            elif row.kind == "region" and row.admin1:
                self._areas[row.country, row.admin1] = n
        #: Names of divisions by ``country.code``.
        self.divisions: dict[str, str] = {}

    def extend(self, places: Iterable[OwnPlace], name: str) -> int:
        """Take places in; tells how many are new."""
        before = self._spool.rows
        source = f"{SOURCE} (added as {name})\t{LICENCE}"
        for place in places:
            if place.kind in KINDS and self._numbers.add(place.number):
                keys = self._keys(place)
                if keys and not self._joined(place, keys):
                    self._append(place, keys, source)
        return self._spool.rows - before

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
        row = self._spool.add(
            place_id=f"gn:{place.number}",
            name=place.name,
            kind=place.kind,
            country=place.country,
            admin1=place.admin1,
            timezone=place.timezone,
            source=source,
            lon=place.lon,
            lat=place.lat,
            population=place.population,
            prominence=typical_prominence(place.kind, place.population, capital=place.capital),
            radius_km=typical_radius_km(place.kind, place.population),
            capital=0,
            spellings=len(place.others),
        )
        self._spool.link(row, keys.items())
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
        if place.kind in STATES and place.country:
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
        if row.kind != place.kind and not {row.kind, place.kind} <= POPULATED:
            return False
        lines = self._lines.get(row.id, ())
        if row.country and place.country and row.country != place.country and not lines:
            return False
        km = float(distance_km(place.lon, place.lat, row.lon, row.lat))
        if km <= max(_SAME_KM, row.radius_km if row.kind not in POPULATED else 0.0):
            return True
        return any(
            nearest_on_line(place.lon, place.lat, piece)[2] <= _SAME_LINE_KM for piece in lines
        )
