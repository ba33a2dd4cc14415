"""Results that are written whole or not at all, with errors a user can read."""

from __future__ import annotations

import os
from pathlib import Path

from geo.errors import ExportError
from geo.files import write_atomic

__all__ = ["atomic_write"]


def atomic_write(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a result with `geo.files.write_atomic`.

    Returns
    -------
    Path
        ``path``.

    Raises
    ------
    ExportError
        When the file cannot be written; the old one is as it was.
    """
    target = Path(path)
    if target.is_dir():
        raise ExportError(f"{target} is a folder", hint="Give the name of a file in it.")
    try:
        write_atomic(target, content)
    except (OSError, ValueError) as error:
        raise ExportError(
            f"{target} cannot be written: {getattr(error, 'strerror', None) or error}",
            hint="Choose a folder that exists, that you may write to, and that has space.",
        ) from error
    return target
