"""What a reader of one format found, before it becomes an Article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """Text and the metadata that its format carries."""

    text: str
    title: str = ""
    publisher: str = ""
    published: datetime | None = None
    published_exact: bool = False
    dateline: str = ""
    notes: tuple[str, ...] = ()
