"""Scripts and style sheets that go into a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["SCRIPTS", "asset"]

#: What draws a scene, in the order in which it must run.
SCRIPTS = ("leaflet.js", "labels.js", "outlines.js", "draw.js", "time.js")

_FOLDER = Path(__file__).resolve().parent / "assets"


@cache
def asset(name: str) -> str:
    """Read a file of ``geo/render/assets``.

    Examples
    --------
    >>> "Leaflet 1.9.4" in asset("leaflet.js")
    True
    """
    return (_FOLDER / name).read_text(encoding="utf-8")
