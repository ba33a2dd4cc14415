"""The map's page inside another page, cut off from it but for one line of messages."""

from __future__ import annotations

from html import escape

from geo.render.inline import asset

__all__ = ["framed"]


def framed(page: str, height: int) -> str:
    """Put a page of `geo.render.page` into a frame that has no origin and can open nothing.

    The script beside the frame tells the map which feature was chosen in a table of the page
    around it (an element with ``data-show``), and which time (``data-minutes``).

    Parameters
    ----------
    page : str
        HTML of the map.
    height : int
        Of the frame, in pixels.

    Returns
    -------
    str
        HTML for a frame of the same origin as the page around it.
    """
    return (
        "<style>body{margin:0;overflow:hidden}</style>"
        '<iframe sandbox="allow-scripts" title="Map of the story" referrerpolicy="no-referrer" '
        f'style="border:0;width:100%;height:{height}px" srcdoc="{escape(page)}"></iframe>'
        f"<script>{asset('frame.js')}</script>"
    )
