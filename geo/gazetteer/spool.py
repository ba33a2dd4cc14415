"""Rows and names on their way into an index: in files, so that their number does not count.

The whole of GeoNames has 13 million places with some 30 million names. Here a place costs no
memory; what is held is a buffer for each column.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.kinds import KINDS

__all__ = ["COLUMNS", "Codes", "Spool", "sorted_lines"]

#: Columns of a row and how a value is kept.
COLUMNS = {
    #: GeoNames number; 0 for what has another id.
    "number": "u4",
    "lon": "f8", "lat": "f8", "population": "i8", "prominence": "f4", "radius_km": "f4",
    "kind": "u1", "country": "u2", "admin1": "u2", "timezone": "u2", "source": "u2",
    "capital": "u1", "spellings": "u2", "name_start": "u8", "name_size": "u2",
}  # fmt: skip
_TYPECODES = {"u1": "B", "u2": "H", "u4": "I", "u8": "Q", "i8": "q", "f4": "f", "f8": "d"}
#: Values of a column that are held before they are written.
_BUFFER = 65_536
#: Lines that are sorted at a time.
_RUN = 400_000
#: Codes are kept with 16 bits.
_MAX_CODES = 60_000
_KINDS = {kind: code for code, kind in enumerate(KINDS)}


class Codes:
    """Numbers for the few different values of a column; 0 is the empty one."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {"": 0}

    def of(self, value: str) -> int:
        """Number of a value; that of the empty one when there are too many."""
        known = self.values.get(value)
        if known is None:
            known = len(self.values) if len(self.values) < _MAX_CODES else 0
            if known:
                self.values[value] = known
        return known


class Spool:
    """Rows and names, appended and read again.

    Parameters
    ----------
    folder : Path
        Made; to be removed by the caller.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.rows = 0
        self.codes = {name: Codes() for name in ("country", "admin1", "timezone", "source")}
        #: Ids that are no GeoNames numbers, by row.
        self.other_ids: dict[int, str] = {}
        self._buffers = {name: array(_TYPECODES[kind]) for name, kind in COLUMNS.items()}
        self._texts: IO[bytes] = self._path("texts").open("wb")
        self._names: IO[bytes] = self._path("names").open("wb")

    def _path(self, name: str) -> Path:
        return self.folder / name

    def add(
        self,
        *,
        place_id: str,
        name: str,
        kind: str,
        country: str,
        admin1: str,
        timezone: str,
        source: str,
        **numbers: float,
    ) -> int:
        """Append a row; gives its number.

        Parameters
        ----------
        place_id : str
            ``gn:`` and a number, or anything else.
        source : str
            Source and licence, with a tab between them.
        **numbers : float
            ``lon``, ``lat``, ``population``, ``prominence``, ``radius_km``, ``capital``,
            ``spellings``.
        """
        text = name.encode()[:65_535]
        number = gn_number(place_id)
        if not number:
            self.other_ids[self.rows] = place_id
        values = {
            **numbers,
            "number": number,
            "kind": _KINDS[kind],
            "country": self.codes["country"].of(country),
            "admin1": self.codes["admin1"].of(admin1),
            "timezone": self.codes["timezone"].of(timezone),
            "source": self.codes["source"].of(source),
            "spellings": min(int(numbers["spellings"]), 65_535),
            "name_start": self._texts.tell(),
            "name_size": len(text),
        }
        for column, buffer in self._buffers.items():
            buffer.append(values[column])  # type: ignore[arg-type]
        self._texts.write(text)
        self.rows += 1
        if len(self._buffers["number"]) >= _BUFFER:
            self._flush()
        return self.rows - 1

    def link(self, row: int, keys: Iterable[tuple[str, int]]) -> None:
        """Let a row be found under folded names, each with its flag."""
        self._names.writelines(f"{key}\t{row}\t{flag}\n".encode() for key, flag in keys)

    def _flush(self) -> None:
        for name, buffer in self._buffers.items():
            with self._path(name).open("ab") as stream:
                buffer.tofile(stream)
            del buffer[:]

    def close(self) -> None:
        """Write what is still held; from now on the spool is only read."""
        self._flush()
        self._texts.close()
        self._names.close()

    def column(self, name: str) -> NDArray[Any]:
        """Read a column, in the order in which the rows came."""
        return np.fromfile(self._path(name), dtype=f"{COLUMNS[name]}")

    def texts(self) -> Path:
        """File of the rows' names, one after the other."""
        return self._path("texts")

    def links(self) -> Iterator[bytes]:
        """Give all names in order, one line each: key, row and flag with tabs between them."""
        return sorted_lines(self._path("names"), self.folder)


def gn_number(place_id: str) -> int:
    """GeoNames number of an id; 0 when it is another one, or too large for 32 bits.

    Examples
    --------
    >>> gn_number("gn:2013348"), gn_number("geo:river/amur"), gn_number("gn:99999999999")
    (2013348, 0, 0)
    """
    digits = place_id.removeprefix("gn:")
    if digits == place_id or not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        return 0
    number = int(digits)
    # "gn:007" has to stay what it is.
    return number if number < 2**32 and str(number) == digits else 0


def sorted_lines(path: Path, scratch: Path) -> Iterator[bytes]:
    """Lines of a file in order, with little memory: sorted in runs, which are then merged.

    Parameters
    ----------
    path : Path
        The lines; the file is removed once it is cut into runs.
    scratch : Path
        Folder for the runs.
    """
    runs: list[Path] = []
    with path.open("rb") as stream:
        while run := list(islice(stream, _RUN)):
            run.sort()
            runs.append(scratch / f"run-{len(runs)}")
            with runs[-1].open("wb") as out:
                out.writelines(run)
            del run
    path.unlink()
    streams = [run.open("rb") for run in runs]
    try:
        yield from merge(*streams)
    finally:
        for opened, run_path in zip(streams, runs, strict=True):
            opened.close()
            run_path.unlink()
