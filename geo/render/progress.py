"""Progress bars on standard error, only where somebody sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from geo.settings import Progress

if TYPE_CHECKING:
    from rich.progress import TaskID

__all__ = ["printable", "progress_on"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    r"""Text without control characters, so that a file name cannot drive a terminal.

    Examples
    --------
    >>> printable("a\x1b[2Jb")
    'a[2Jb'
    """
    return _CONTROL.sub("", text)


@contextmanager
def progress_on(stream: IO[str], *, quiet: bool = False) -> Iterator[Progress | None]:
    """Give a progress callback that draws bars, or None where nobody looks.

    Parameters
    ----------
    stream : file
        Usually standard error.
    quiet : bool
        Never draw.
    """
    if quiet or not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(file=stream), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(printable(what), total=total or None)
            bars.update(tasks[what], completed=done, total=total or None)

        yield report
