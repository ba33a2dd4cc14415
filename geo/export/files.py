"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from geo.errors import ExportError

__all__ = ["atomic_write"]


def _mode() -> int:
    """Give the permissions that the user's umask leaves to a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def atomic_write(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file through a neighbour that then takes its name.

    A reader sees the old file or the new one, never a part; after a failure the old one is
    as it was.

    Parameters
    ----------
    path : path-like
        Where to. Its folder must exist.
    content : str or bytes
        Text is written as UTF-8, line ends as they are.

    Returns
    -------
    Path
        ``path``.

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    target = Path(path)
    data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    neighbour = ""
    try:
        if target.is_dir():
            raise ExportError(f"{target} is a folder", hint="Give the name of a file in it.")
        handle, neighbour = tempfile.mkstemp(
            prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent
        )
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # A link keeps pointing to its file.
        final = target.resolve() if target.is_symlink() else target
        mode = final.stat().st_mode & 0o777 if final.exists() else _mode()
        Path(neighbour).chmod(mode)
        Path(neighbour).replace(final)
    except ExportError:
        raise
    except (OSError, ValueError) as error:
        if neighbour:
            with contextlib.suppress(OSError):
                Path(neighbour).unlink()
        raise ExportError(
            f"{target} cannot be written: {getattr(error, 'strerror', None) or error}",
            hint="Choose a folder that exists, that you may write to, and that has space.",
        ) from error
    return target
