"""Abbreviations by which texts name states and provinces: "Calif.", "N.Y.", "TX"."""

from __future__ import annotations

from functools import cache

from geo.toponyms.context import Context
from geo.toponyms.words import table

__all__ = ["abbreviations", "written"]


@cache
def abbreviations() -> dict[str, tuple[str, str]]:
    """Country and first-level division of every abbreviation, as written."""
    return {row["word"]: (row["country"], row["admin1"]) for row in table("region_abbreviations")}


def written(context: Context, index: int) -> str:
    """A token as written, with the full stop that ends an abbreviation."""
    token = context.tokens[index]
    dotted = context.text[token.start : token.end + 1]
    return dotted if dotted.endswith(".") else token.text
