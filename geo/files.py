"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_atomic"]


def _mode() -> int:
    """Give the permissions that the user's umask leaves to a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file through a neighbour that then takes its name.

    A reader sees the old file or the new one, never a part; after a failure the old one is
    as it was. A link keeps pointing to its file; a device or a pipe is written to, not
    replaced.

    Parameters
    ----------
    path : Path
        Where to. Its folder must exist.
    content : str or bytes
        Text is written as UTF-8, line ends as they are.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    final = path.resolve() if path.is_symlink() else path
    if final.exists() and not final.is_file() and not final.is_dir():
        final.write_bytes(data)
        return
    handle, neighbour = tempfile.mkstemp(
        prefix=f".{final.name[:40]}.", suffix=".part", dir=final.parent
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(neighbour).chmod(final.stat().st_mode & 0o777 if final.exists() else _mode())
        Path(neighbour).replace(final)
    except BaseException:
        Path(neighbour).unlink(missing_ok=True)
        raise
