"""Many arrays in one file, opened as views of one memory map.

Opening costs microseconds for each array, whatever its size: nothing is read until it is
used, and processes on one machine share the pages.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Column", "Directory", "open_columns", "write_columns"]

Column = NDArray[Any]

#: Name -> (dtype, offset in bytes, shape).
Directory = dict[str, tuple[str, int, list[int]]]

_ALIGN = 64


def write_columns(path: Path, columns: Mapping[str, NDArray[Any]]) -> Directory:
    """Write arrays one after the other.

    Returns
    -------
    dict
        Where each array is; needed for `open_columns`.
    """
    directory: Directory = {}
    with path.open("wb") as stream:
        for name, values in columns.items():
            stream.write(b"\0" * (-stream.tell() % _ALIGN))
            array = np.ascontiguousarray(values)
            little = array.astype(array.dtype.newbyteorder("<"), copy=False)
            directory[name] = (little.dtype.str, stream.tell(), list(array.shape))
            stream.write(little.tobytes())
    return directory


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
