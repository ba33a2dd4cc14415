"""One sentence as the grammar of measured claims sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.claims.measures import Found
from geo.claims.view import View
from geo.model import Mode, Toponym

__all__ = ["Before", "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a view: token range and its measures by first token."""

    view: View
    lo: int
    hi: int
    found: tuple[Found, ...]
    by_begin: Mapping[int, Found]


@dataclass(slots=True)
class Before:
    """What the claims already found in the sentence pass on to the next one of a list."""

    end: int = -1
    subject: Toponym | None = None
    reference: Toponym | None = None
    mode: Mode = "unspecified"
