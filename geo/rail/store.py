"""How the embedded network lies in its file: integers, differences of neighbours, one zip archive.

The archive is written byte for byte the same from the same arrays (no times in it), holds
nothing that is executed on reading (``allow_pickle`` stays off), and needs no more than NumPy.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import RoutingError

__all__ = ["read_arrays", "write_arrays"]

#: Arrays that are stored as differences of neighbours.
_RUNNING = frozenset(
    {"node_lon", "node_lat", "inner_lon", "inner_lat", "edge_u", "name_lon", "name_lat"}
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _shuffle(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Bytes of the same weight side by side: they repeat more, so they pack better."""
    width = values.dtype.itemsize
    return np.ascontiguousarray(values.view(np.uint8).reshape(-1, width).T)


def _gather(raw: NDArray[np.uint8]) -> NDArray[np.int32]:
    return np.ascontiguousarray(raw.T).view("<i4").reshape(-1).astype(np.int32, copy=False)


def write_arrays(path: Path, arrays: dict[str, NDArray[Any]], meta: dict[str, Any]) -> None:
    """Write integer arrays and a description, atomically.

    Parameters
    ----------
    path : Path
        The file; its folder exists.
    arrays : dict
        One-dimensional arrays of integers that fit 32 bits, or of bytes.
    meta : dict
        Anything that JSON can hold.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        temporary = Path(file.name)
        try:
            _write(file, arrays, meta)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    temporary.chmod(0o644)
    temporary.replace(path)


def _write(file: IO[bytes], arrays: dict[str, NDArray[Any]], meta: dict[str, Any]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def put(name: str, payload: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), payload, zipfile.ZIP_DEFLATED)

        put("meta.json", json.dumps(meta, sort_keys=True, ensure_ascii=False).encode())
        for name in sorted(arrays):
            values = arrays[name]
            if values.dtype != np.uint8:
                values = values.astype("<i4")
                if name in _RUNNING:
                    values = np.diff(values, prepend=np.int32(0)).astype("<i4")
                values = _shuffle(values)
            buffer = io.BytesIO()
            np.save(buffer, values, allow_pickle=False)
            put(f"{name}.npy", buffer.getvalue())


def _unreadable(path: Path, error: Exception) -> RoutingError:
    return RoutingError(
        f"the rail network {path} cannot be read ({error})",
        hint="Reinstall the package.",
    )


def read_arrays(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Read what `write_arrays` wrote.

    Raises
    ------
    RoutingError
        When the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            meta = json.loads(archive.read("meta.json"))
            arrays: dict[str, NDArray[Any]] = {}
            for entry in archive.namelist():
                if not entry.endswith(".npy"):
                    continue
                name = entry[: -len(".npy")]
                raw = np.load(io.BytesIO(archive.read(entry)), allow_pickle=False)
                if raw.ndim == 2:
                    values = _gather(raw)
                    if name in _RUNNING:
                        values = np.cumsum(values, dtype=np.int32)
                    raw = values
                arrays[name] = raw
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(path, error) from error
    return arrays, meta
