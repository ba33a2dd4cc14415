"""Many arrays in one file, opened as views of one memory map.

Opening costs microseconds for each array, whatever its size: nothing is read until it is
used, and processes on one machine share the pages. Writing takes an array piece by piece, so
that none of them has to be in memory as a whole.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Column", "ColumnFile", "Directory", "open_columns", "write_columns"]

Column = NDArray[Any]

#: Name -> (dtype, offset in bytes, shape).
Directory = dict[str, tuple[str, int, list[int]]]

_ALIGN = 64


class ColumnFile:
    """The file while it is being written; ``directory`` tells where each array is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.directory: Directory = {}

    def add(self, name: str, pieces: Iterable[Column], dtype: Any) -> None:
        """Write an array that comes in pieces; they are joined along their first axis."""
        kind = np.dtype(dtype).newbyteorder("<")
        self._stream.write(b"\0" * (-self._stream.tell() % _ALIGN))
        start, length = self._stream.tell(), 0
        rest: tuple[int, ...] = ()
        for piece in pieces:
            length, rest = length + len(piece), piece.shape[1:]
            self._stream.write(np.ascontiguousarray(piece, dtype=kind).data)
        self.directory[name] = (kind.str, start, [length, *rest])

    def add_bytes(self, name: str, source: Path, dtype: Any) -> None:
        """Write an array whose bytes are the content of a file, little-endian."""
        size = np.dtype(dtype).itemsize

        def pieces() -> Iterator[Column]:
            with source.open("rb") as stream:
                while block := stream.read(size << 18):
                    yield np.frombuffer(block, dtype=np.dtype(dtype).newbyteorder("<"))

        self.add(name, pieces(), dtype)


@contextmanager
def write_columns(path: Path) -> Iterator[ColumnFile]:
    """Open a file for arrays, one after the other."""
    with path.open("wb") as stream:
        yield ColumnFile(stream)


def open_columns(path: Path, directory: Directory) -> dict[str, NDArray[Any]]:
    """Map the arrays that `write_columns` wrote; they cannot be changed.

    Raises
    ------
    OSError, ValueError
        When the file is missing or shorter than the directory tells.
    """
    with path.open("rb") as stream:
        mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    return {
        name: np.frombuffer(
            mapped, dtype=np.dtype(dtype), count=int(np.prod(shape)), offset=offset
        ).reshape(shape)
        if np.prod(shape)
        else np.empty(shape, dtype=np.dtype(dtype))
        for name, (dtype, offset, shape) in directory.items()
    }
