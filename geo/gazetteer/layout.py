"""What the files of an index are called, and how a damaged one is told from a whole one."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

__all__ = ["FILES", "FORMAT", "edges_crc"]

#: Change it when the files' meaning changes.
FORMAT = 2

#: All that an index consists of, beside ``meta.json`` and further tries of names.
FILES = ("names.marisa", "ids.marisa", "columns.bin", "tables.json")

#: Bytes at both ends of a file that its quick checksum covers.
_EDGE = 65_536


def edges_crc(path: Path) -> int:
    """Checksum of the first and last 64 KiB of a file: quick, and finds torn writes."""
    with path.open("rb") as stream:
        value = crc32(stream.read(_EDGE))
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _EDGE))
        return crc32(stream.read(_EDGE), value)
