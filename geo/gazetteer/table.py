"""The rows and names of an index while it is being built."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.fold import fold_uncached
from geo.gazetteer.kinds import POPULATED, STATES
from geo.gazetteer.rows import EARTH_RADIUS_KM, MAIN, Row, unit_vectors
from geo.gazetteer.spool import Spool

__all__ = ["Table"]

#: Rows nearer than this, in km, may be the same settlement.
_SAME_KM = 5.0
#: A place without an own division or time zone takes those of a settlement this near, in km.
_BORROW_KM = 150.0


class Table:
    """Rows, names and which name belongs to which row.

    Parameters
    ----------
    watch : collection of str
        Folded names whose rows can be asked for with `having`, while building.
    """

    def __init__(self, watch: Collection[str] = ()) -> None:
        self.rows: list[Row] = []
        #: Second ids of merged rows.
        self.aliases: dict[str, int] = {}
        self.keys: dict[str, int] = {}
        #: Parallel arrays: key, row, flag.
        self.link_key = array("I")
        self.link_row = array("I")
        self.link_flag = array("B")
        self._watched: dict[str, list[int]] = {key: [] for key in watch}

    def add(self, row: Row) -> int:
        """Add a row with its names; gives its number."""
        number = len(self.rows)
        self.rows.append(row)
        self.add_names(number, [(row.name, MAIN), *row.names])
        row.spellings = len({name for name, _ in row.names})
        row.names = []
        return number

    def add_names(self, number: int, names: Iterable[tuple[str, int]]) -> None:
        """Let a row be found under further names; the strongest flag of a name stays."""
        best: dict[str, int] = {}
        for name, flag in names:
            key = fold_uncached(name)
            if key and flag < best.get(key, 255):
                best[key] = flag
        for key, flag in best.items():
            self.link_key.append(self.keys.setdefault(key, len(self.keys)))
            self.link_row.append(number)
            self.link_flag.append(flag)
            if key in self._watched:
                self._watched[key].append(number)

    def spool(self, into: Spool) -> None:
        """Append the rows to an empty spool."""
        for row in self.rows:
            into.add(
                place_id=row.id,
                name=row.name,
                kind=row.kind,
                country=row.country,
                admin1=row.admin1,
                timezone=row.timezone,
                source=f"{row.source}\t{row.licence}",
                lon=row.lon,
                lat=row.lat,
                population=row.population,
                prominence=row.prominence,
                radius_km=row.radius_km,
                capital=row.capital,
                spellings=row.spellings,
            )

    def spool_names(self, into: Spool) -> None:
        """Append the names; they may still have grown after the rows were."""
        keys = list(self.keys)
        for key, row, flag in zip(self.link_key, self.link_row, self.link_flag, strict=True):
            into.link(row, [(keys[key], flag)])

    def having(self, name: str, country: str) -> list[int]:
        """Rows of a country that have a name; only for names that are watched."""
        return [
            number
            for number in self.watched(fold_uncached(name))
            if self.rows[number].country == country
        ]

    def watched(self, key: str) -> Sequence[int]:
        """Rows that have a folded name; only for names that are watched."""
        return self._watched.get(key, ())

    def merge(self, row: Row) -> bool:
        """Join a row with one that is there and is the same thing; tells whether it was.

        The same settlement: a name in common, the same country, both settlements, and not
        farther apart than 5 km or half the radius. The same state: a name and the country's
        code in common. A station and its town stay two.
        """
        if row.kind in STATES:
            same = STATES
        elif row.kind in POPULATED:
            same = POPULATED
        else:
            return False
        spelt = [(row.name, MAIN), *row.names]
        for name, _ in spelt:
            for number in self.having(name, row.country):
                other = self.rows[number]
                if other.kind not in same:
                    continue
                if same is POPULATED:
                    gap = unit_vectors(row.lon, row.lat) - unit_vectors(other.lon, other.lat)
                    reach = max(_SAME_KM, 0.5 * row.radius_km)
                    if float(np.linalg.norm(gap)) * EARTH_RADIUS_KM > reach:
                        continue
                self._join(number, row, spelt)
                return True
        return False

    def _join(self, number: int, row: Row, spelt: list[tuple[str, int]]) -> None:
        other = self.rows[number]
        self.aliases[row.id] = number
        other.prominence = max(other.prominence, row.prominence)
        if "district" in (row.kind, other.kind):
            other.kind = "district"
        if row.radius_km and row.kind in POPULATED:
            other.radius_km = row.radius_km
        self.add_names(number, spelt)

    def borrow(self, numbers: Iterable[int]) -> None:
        """Fill empty time zones and divisions of rows from the nearest settlement.

        Looked for in the row's own country, or anywhere for rows without a country.
        """
        lenders = [n for n, row in enumerate(self.rows) if row.timezone and row.kind in POPULATED]
        if not lenders:
            return
        where = np.asarray(lenders)
        spots = unit_vectors(
            [self.rows[n].lon for n in lenders], [self.rows[n].lat for n in lenders]
        ).astype(np.float32)
        codes = np.asarray([self.rows[n].country for n in lenders])
        by_country: dict[str, NDArray[np.intp]] = {"": np.arange(len(lenders))}
        for number in numbers:
            row = self.rows[number]
            if row.country not in by_country:
                by_country[row.country] = np.flatnonzero(codes == row.country)
            among = by_country[row.country]
            if not len(among):
                continue
            near = spots[among] @ unit_vectors(row.lon, row.lat).astype(np.float32)
            best = int(near.argmax())
            km = float(np.arccos(min(1.0, float(near[best])))) * EARTH_RADIUS_KM
            lender = self.rows[int(where[among[best]])]
            if not row.timezone and (row.country or km <= max(_BORROW_KM, row.radius_km)):
                row.timezone = lender.timezone
            if not row.admin1 and row.country and km <= _BORROW_KM and row.radius_km < _BORROW_KM:
                row.admin1 = lender.admin1
