"""The word lists of ``geo/data/words``, read once."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["pairs", "table", "words"]

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "words"


@cache
def words(name: str) -> frozenset[str]:
    """Entries of a list, folded to lower case.

    Parameters
    ----------
    name : str
        File name without ``.txt``.
    """
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(
        line.strip().casefold() for line in text.splitlines() if line and not line.startswith("#")
    )


@cache
def table(name: str) -> tuple[MappingProxyType[str, str], ...]:
    """Rows of a table of ``geo/data/words``.

    Parameters
    ----------
    name : str
        File name without ``.csv``.
    """
    lines = (_FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if line and not line.startswith("#"))
    return tuple(MappingProxyType(row) for row in rows)


@cache
def pairs(name: str, key: str, value: str) -> MappingProxyType[str, tuple[str, ...]]:
    """Mapping of one column (folded to lower case) to all values of another."""
    found: dict[str, list[str]] = {}
    for row in table(name):
        found.setdefault(row[key].casefold(), []).append(row[value])
    return MappingProxyType({word: tuple(values) for word, values in found.items()})
