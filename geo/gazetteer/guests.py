"""An index with guests: places that a service told of, beside the rows that are there.

Resolving works on rows. A guest gets the next free row number, so that everything that can
be asked of a row of the index can be asked of it too; the index itself is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from geo.errors import PlaceNotFound
from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.kinds import POPULATED
from geo.gazetteer.rows import typical_prominence, typical_radius_km
from geo.geodesy import distance_km
from geo.model import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Guests"]

#: The same thing may have its centre this far apart in two sources, in km.
_SAME_KM = 5.0
#: A guest without a time zone takes that of a settlement this near, in km.
_BORROW_KM = 150.0
#: What a service puts further down its list is that much less likely to be meant.
_NEXT = 0.8
#: Kinds that lie in no first-level division.
_LARGE = frozenset({"country", "territory", "continent", "subregion", "region", "ocean", "sea"})


class _Longer:
    """A column with values behind its end, read by row number or by an array of them."""

    def __init__(self, column: NDArray[Any], more: list[float]) -> None:
        self._column = column
        self._more = more

    def __getitem__(self, rows: Any) -> Any:
        size = len(self._column)
        if np.ndim(rows) == 0:
            return (
                self._column[rows]
                if rows < size
                else self._column.dtype.type(self._more[int(rows) - size])
            )
        numbers = np.asarray(rows)
        found = self._column[np.minimum(numbers, size - 1)]
        behind = numbers >= size
        if behind.any():
            found[behind] = np.asarray(self._more)[numbers[behind] - size]
        return found


class Guests(Gazetteer):
    """A gazetteer and the places that were added to it for one text.

    Parameters
    ----------
    host : Gazetteer
        The index.
    told_by : str
        The service, for a reader: "Nominatim (nominatim.openstreetmap.org)".
    """

    def __init__(self, host: Gazetteer, told_by: str) -> None:
        # The open columns of the host, without opening them again.
        self.__dict__.update(host.__dict__)
        self._host = host
        self._size = len(host)
        self._by = told_by
        self._guests: list[Place] = []
        self._numbers: dict[str, int] = {}
        #: Rows of the index of which the service knew more.
        self._known_better: dict[int, Place] = {}
        self._standing: list[float] = []
        self._more: dict[str, list[float]] = {
            name: [] for name in ("lon", "lat", "population", "radius_km")
        }
        for name, values in {**self._more, "prominence": self._standing}.items():
            setattr(self, name, cast(Any, _Longer(getattr(host, name), values)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Guests belong to one text of one process."""
        raise TypeError("places of a service cannot be passed to another process")

    def invite(self, places: Iterable[Place], among: Iterable[int] = ()) -> list[int]:
        """Give each place a row: that of the index where it is the same thing, or a new one.

        Parameters
        ----------
        places : iterable of Place
            As a service ranks them.
        among : iterable of int
            Rows of the index that may be the same things.

        Returns
        -------
        list of int
            Rows, each once.
        """
        there = list(among)
        rows: dict[int, None] = {}
        for rank, place in enumerate(places):
            row = self._numbers.get(place.id)
            if row is None:
                row = self._same(place, there)
            if row is None:
                row = self._add(place, _NEXT**rank)
            self._numbers[place.id] = row
            rows[row] = None
        return list(rows)

    def told_by(self, row: int) -> str:
        """Service that told of a row, or of its extent; "" for what only the index knows."""
        return self._by if row >= self._size or row in self._known_better else ""

    def _same(self, place: Place, there: list[int]) -> int | None:
        try:
            return self._host.row_of(place.id)
        except PlaceNotFound:
            pass
        for row in dict.fromkeys([*there, *self._host.lookup_rows(place.name)]):
            if row < self._size and self._is_same(self._host.place(row), place):
                self._know_better(row, place)
                return row
        return None

    @staticmethod
    def _is_same(known: Place, told: Place) -> bool:
        if known.kind != told.kind and not {known.kind, told.kind} <= POPULATED:
            return False
        if known.country and told.country and known.country != told.country:
            return False
        km = float(distance_km(*known.lonlat, *told.lonlat))
        extent = 0.0 if known.kind in POPULATED else max(known.radius_km, told.radius_km)
        return km <= max(_SAME_KM, extent)

    def _know_better(self, row: int, told: Place) -> None:
        """Take over a course or outline that the index lacks."""
        known = self._host.place(row)
        if (told.lines and not known.lines) or (told.outline and not known.outline):
            self._known_better[row] = replace(
                known,
                lines=known.lines or told.lines,
                outline=told.outline,
                radius_km=told.radius_km if told.outline else known.radius_km,
                source=f"{known.source}; extent: {told.source}",
                licence=" and ".join(dict.fromkeys((known.licence, told.licence))),
            )

    def _add(self, place: Place, share: float) -> int:
        near = self._host.nearest(*place.lonlat, 5, kinds=POPULATED, max_km=_BORROW_KM)
        lender = next(
            (other for other, _ in near if not place.country or other.country == place.country),
            None,
        )
        if lender is not None:
            division = "" if place.kind in _LARGE else lender.admin1
            place = replace(
                place,
                admin1=place.admin1 or division,
                timezone=place.timezone or lender.timezone,
            )
        if not place.radius_km:
            place = replace(place, radius_km=typical_radius_km(place.kind, place.population))
        self._guests.append(place)
        self._standing.append(share * typical_prominence(place.kind, place.population))
        for name, values in self._more.items():
            values.append(float(getattr(place, name)))
        return self._size + len(self._guests) - 1

    # What can be asked of a row ---------------------------------------------------------

    def _guest(self, row: int) -> Place | None:
        return self._guests[row - self._size] if row >= self._size else None

    def kind_of(self, row: int) -> str:
        """Feature kind of a row."""
        guest = self._guest(row)
        return guest.kind if guest else super().kind_of(row)

    def country_of(self, row: int) -> str:
        """ISO code of a row's country, or ""."""
        guest = self._guest(row)
        return guest.country if guest else super().country_of(row)

    def admin1_of(self, row: int) -> str:
        """First-level division code of a row, or ""."""
        guest = self._guest(row)
        return guest.admin1 if guest else super().admin1_of(row)

    def is_capital(self, row: int) -> bool:
        """Whether a row is the capital of its country; a guest never is."""
        return row < self._size and super().is_capital(row)

    def spellings_of(self, row: int) -> int:
        """How many other names and spellings a row came with."""
        return 0 if row >= self._size else super().spellings_of(row)

    def id_of(self, row: int) -> str:
        """Place id of a row."""
        guest = self._guest(row)
        return guest.id if guest else super().id_of(row)

    def name_of(self, row: int) -> str:
        """Name of a row as its source writes it."""
        guest = self._guest(row)
        return guest.name if guest else super().name_of(row)

    def place(self, row: int) -> Place:
        """Place of a row."""
        return self._guest(row) or self._known_better.get(row) or super().place(row)

    def row_of(self, place_id: str) -> int:
        """Row of a place id.

        Raises
        ------
        PlaceNotFound
            When there is none.
        """
        row = self._numbers.get(place_id)
        return super().row_of(place_id) if row is None else row
