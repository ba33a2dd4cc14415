"""The embedded gazetteer: every name's places, in microseconds, without a request."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import GazetteerError, PlaceNotFound
from geo.gazetteer.columns import open_columns
from geo.gazetteer.fold import fold
from geo.gazetteer.names import open_names
from geo.gazetteer.rows import ACRONYM, ALTERNATE, CODE, MAIN
from geo.gazetteer.spool import gn_number
from geo.model import Place, Provenance

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ACRONYM", "ALTERNATE", "CODE", "MAIN", "Gazetteer"]

#: Places that are kept made; a long run meets the same ones again and again.
_KEPT_PLACES = 50_000


class Gazetteer:
    """Names and places of an index that `geo.gazetteer.index` wrote.

    A place is a row; rows are numbered from the most prominent down. The columns are
    read-only arrays over a memory map: ``lon``, ``lat`` (degrees), ``population``,
    ``prominence`` (population of a city about as well known), ``radius_km``.

    Parameters
    ----------
    folder : Path
        Of the index.

    Raises
    ------
    GazetteerError
        When the folder is no index or is damaged.
    """

    MAIN = MAIN
    ALTERNATE = ALTERNATE
    ACRONYM = ACRONYM
    CODE = CODE

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        from geo.gazetteer.layout import FORMAT, edges_crc

        self.folder = folder
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                raise ValueError(f"format {meta['format']}, not {FORMAT}")
            for name, (size, crc) in meta["files"].items():
                path = folder / name
                if path.stat().st_size != size or edges_crc(path) != crc:
                    raise ValueError(f"{name} is not as it was written")
            self._columns = open_columns(folder / "columns.bin", meta["columns"])
            self._names = open_names(folder, meta["firsts"])
            self._ids = marisa_trie.Trie().mmap(str(folder / "ids.marisa"))
            self._start = self._columns["key_start"]
            self._rows = self._columns["key_row"]
            self._flags = self._columns["key_flag"]
            self.lon: NDArray[np.float64] = self._columns["lon"]
            self.lat: NDArray[np.float64] = self._columns["lat"]
            self.population: NDArray[np.int64] = self._columns["population"]
            self.prominence: NDArray[np.float32] = self._columns["prominence"]
            self.radius_km: NDArray[np.float32] = self._columns["radius_km"]
            self.kinds: list[str] = meta["kinds"]
            self.countries: list[str] = meta["countries"]
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise GazetteerError(
                f"the gazetteer in {folder} cannot be used: {error}",
                hint="Run: geo data build",
            ) from error
        self._kind = self._columns["kind"]
        self._country = self._columns["country"]
        self._admin1 = self._columns["admin1"]
        self._meta = meta
        self._places: dict[int, Place] = {}

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        """Another process opens the same folder."""
        return (Gazetteer, (self.folder,))

    def __len__(self) -> int:
        """Count the places."""
        return int(self._meta["rows"])

    # Names ------------------------------------------------------------------------------

    def rows(self, folded: str) -> list[tuple[int, int]]:
        """Rows that have a name, most prominent first, with how they have it.

        Parameters
        ----------
        folded : str
            A name as `geo.gazetteer.fold.fold` gives it.

        Returns
        -------
        list of (int, int)
            Row, and one of ``MAIN``, ``ALTERNATE``, ``ACRONYM`` (written in capitals),
            ``CODE`` (airport, state and country codes).
        """
        key = self._names.get(folded)
        if key is None:
            return []
        low, high = int(self._start[key]), int(self._start[key + 1])
        return list(zip(self._rows[low:high].tolist(), self._flags[low:high].tolist(), strict=True))

    def __contains__(self, folded: object) -> bool:
        """Whether a folded name is known."""
        return folded in self._names

    def has_prefix(self, folded: str) -> bool:
        """Whether any name begins with these letters (the name itself counts)."""
        return next(self._names.iterkeys(folded), None) is not None

    def beginning(self, folded: str) -> Iterator[str]:
        """Folded names that begin with these letters, in order."""
        names: Iterator[str] = self._names.iterkeys(folded)
        return names

    def prefixes(self, folded: str) -> list[str]:
        """Names with which a folded text begins and that end with a word, longest first.

        Parameters
        ----------
        folded : str
            Folded text, for instance the next six words of an article.
        """
        found = [
            name
            for name in self._names.prefixes(folded)
            if len(name) == len(folded) or folded[len(name)] == " "
        ]
        found.sort(key=len, reverse=True)
        return found

    def lookup(self, name: str) -> list[Place]:
        """All places with a name, most prominent first.

        Parameters
        ----------
        name : str
            In any spelling; codes ("SEL") only count when they are written in capitals.

        Returns
        -------
        list of Place
            Empty when nothing has the name.
        """
        return [self.place(row) for row in self.lookup_rows(name)]

    def lookup_rows(self, name: str) -> list[int]:
        """Row numbers of `lookup`."""
        folded = fold(name)
        found = self.rows(folded)
        if not found and folded.startswith("the "):
            found = self.rows(folded.removeprefix("the "))
        if not name.isupper():
            found = [pair for pair in found if pair[1] != CODE]
        return [row for row, _ in found]

    # Rows -------------------------------------------------------------------------------

    def kind_of(self, row: int) -> str:
        """Feature kind of a row."""
        kind: str = self.kinds[self._kind[row]]
        return kind

    def country_of(self, row: int) -> str:
        """ISO code of a row's country, or ""."""
        iso: str = self.countries[self._country[row]]
        return iso

    def admin1_of(self, row: int) -> str:
        """First-level division code of a row, or ""."""
        code: str = self._meta["admin1"][self._admin1[row]]
        return code

    def is_capital(self, row: int) -> bool:
        """Whether a row is the capital of its country."""
        return bool(self._columns["capital"][row])

    def spellings_of(self, row: int) -> int:
        """How many other names and spellings a row came with."""
        return int(self._columns["spellings"][row])

    def told_by(self, row: int) -> str:  # noqa: ARG002 - see geo.gazetteer.guests
        """Online service that told of a row; "" for all rows of an index."""
        return ""

    def id_of(self, row: int) -> str:
        """Place id of a row."""
        number = int(self._columns["number"][row])
        if number:
            return f"gn:{number}"
        at = np.searchsorted(self._columns["other_row"], row)
        key: str = self._ids.restore_key(int(self._columns["other_key"][at]))
        return key

    def name_of(self, row: int) -> str:
        """Name of a row as its source writes it."""
        start = int(self._columns["name_start"][row])
        end = start + int(self._columns["name_size"][row])
        return self._columns["name_text"][start:end].tobytes().decode(errors="ignore")

    def place(self, row: int) -> Place:
        """Make the place of a row."""
        made = self._places.get(row)
        if made is None:
            source, licence = self._meta["sources"][self._columns["source"][row]]
            made = Place(
                id=self.id_of(row),
                name=self.name_of(row),
                lon=float(self.lon[row]),
                lat=float(self.lat[row]),
                kind=self.kind_of(row),
                country=self.country_of(row),
                admin1=self.admin1_of(row),
                population=int(self.population[row]),
                radius_km=round(float(self.radius_km[row]), 3),
                timezone=self._meta["timezones"][self._columns["timezone"][row]],
                lines=self._lines_of(row),
                source=source,
                licence=licence,
            )
            if len(self._places) >= _KEPT_PLACES:
                self._places.clear()
            self._places[row] = made
        return made

    def _lines_of(self, row: int) -> tuple[tuple[tuple[float, float], ...], ...]:
        owners = self._columns["line_row"]
        low, high = np.searchsorted(owners, [row, row + 1])
        start, xy = self._columns["line_start"], self._columns["line_xy"]
        return tuple(
            tuple((x, y) for x, y in xy[start[piece] : start[piece + 1]].tolist())
            for piece in range(int(low), int(high))
        )

    def row_of(self, place_id: str) -> int:
        """Row of a place id.

        Raises
        ------
        PlaceNotFound
            When there is none.
        """
        if number := gn_number(place_id):
            numbers = self._columns["gn"]
            at = int(np.searchsorted(numbers, number))
            if at < len(numbers) and numbers[at] == number:
                return int(self._columns["gn_row"][at])
        else:
            key = self._ids.get(place_id)
            if key is not None:
                return int(self._columns["id_row"][key])
        raise PlaceNotFound(
            f"no place has the id {place_id!r}",
            hint='Ids look like "gn:1857910"; `geo places` prints them.',
        )

    def by_id(self, place_id: str) -> Place:
        """Place with an id.

        Raises
        ------
        PlaceNotFound
            When there is none.
        """
        return self.place(self.row_of(place_id))

    # Space ------------------------------------------------------------------------------

    def nearest(
        self,
        lon: float,
        lat: float,
        count: int = 1,
        *,
        kinds: Collection[str] | None = None,
        max_km: float = float("inf"),
    ) -> list[tuple[Place, float]]:
        """Places nearest to a point, by their centres.

        Parameters
        ----------
        lon, lat : float
            Degrees.
        count : int
            How many at most.
        kinds : collection of str, optional
            Only these feature kinds.
        max_km : float
            Only places as near as this.

        Returns
        -------
        list of (Place, float)
            With the geodesic distance in km, nearest first.
        """
        from geo.gazetteer.nearest import nearest_rows

        allowed = None
        if kinds is not None:
            wanted = np.asarray([kind in kinds for kind in self.kinds])
            allowed = wanted[self._kind]
        found = nearest_rows(
            lon,
            lat,
            count,
            lons=self.lon,
            lats=self.lat,
            by_lat=self._columns["by_lat"],
            sorted_lat=self._columns["sorted_lat"],
            allowed=allowed,
            max_km=max_km,
        )
        return [(self.place(row), km) for row, km in found]

    # Countries and divisions ------------------------------------------------------------

    @cached_property
    def _tables(self) -> dict[str, Any]:
        text = (self.folder / "tables.json").read_text(encoding="utf-8")
        tables: dict[str, Any] = json.loads(text)
        return tables

    def country_name(self, iso: str) -> str:
        """Name of a country; the code itself when it is not known."""
        entry = self._tables["countries"].get(iso)
        return str(entry[0]) if entry else iso

    def neighbours(self, iso: str) -> tuple[str, ...]:
        """ISO codes of the countries that share a land border with one."""
        entry = self._tables["countries"].get(iso)
        return tuple(entry[1]) if entry else ()

    def admin1_name(self, country: str, admin1: str) -> str:
        """Name of a first-level division, or "" when it is not known."""
        return str(self._tables["divisions"].get(f"{country}.{admin1}", ""))

    def capital_of(self, iso: str) -> Place | None:
        """Capital of a country, by its ISO code."""
        row = self._capitals.get(iso)
        return None if row is None else self.place(row)

    @cached_property
    def _capitals(self) -> dict[str, int]:
        rows = np.flatnonzero(self._columns["capital"]).tolist()
        return {self.country_of(row): row for row in reversed(rows)}

    def country_rows(self, iso: str) -> list[int]:
        """Rows of the country (or dependency) with an ISO code: one, or none."""
        rows = self._areas.get((iso, ""), [])
        name = self.country_name(iso)
        # A disputed territory carries the country's code too, but is not the country.
        return [row for row in rows if self.name_of(row) == name][:1]

    def region_rows(self, country: str, admin1: str) -> list[int]:
        """Rows of a country's first-level division with a code."""
        return self._areas.get((country, admin1), []) if admin1 else []

    @cached_property
    def _areas(self) -> dict[tuple[str, str], list[int]]:
        wanted = np.asarray([kind in ("country", "territory", "region") for kind in self.kinds])
        areas: dict[tuple[str, str], list[int]] = {}
        for row in np.flatnonzero(wanted[self._kind]).tolist():
            admin1 = self.admin1_of(row)
            if (self.kind_of(row) == "region") == bool(admin1):
                areas.setdefault((self.country_of(row), admin1), []).append(row)
        return areas

    # About ------------------------------------------------------------------------------

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data come from, for a report."""
        entries = self._meta["about"].get("provenance", [])
        return tuple(Provenance(**entry) for entry in entries)

    def info(self) -> dict[str, Any]:
        """Versions, counts and licences, for ``geo data info``."""
        return {
            "folder": str(self.folder),
            "format": self._meta["format"],
            "places": self._meta["rows"],
            "names": self._meta["names"],
            "bytes": sum(size for size, _ in self._meta["files"].values()),
            "kinds": dict(self._kind_counts()),
            **self._meta["about"],
        }

    def _kind_counts(self) -> Iterator[tuple[str, int]]:
        counts = np.bincount(self._kind, minlength=len(self.kinds))
        for kind, count in zip(self.kinds, counts.tolist(), strict=True):
            if count:
                yield kind, count
