"""Report -> tables for a terminal, readable at 80 columns.

The verdict is a colour, a symbol and a word. Everything from texts and gazetteers goes in as
plain text: no markup, no control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from geo.model import LonLat, Reach, ReportData, Route
from geo.render.tables import amount, claim_rows

__all__ = [
    "claims",
    "console_for",
    "key_values",
    "places",
    "plain",
    "reach",
    "route",
    "trimmed",
]

#: Colours of the sixteen that every terminal theme sets.
_COLOURS = {
    "consistent": "green",
    "imprecise": "yellow",
    "contradicted": "red",
    "unverifiable": "bright_black",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: What switches colour at the end of a line.
_SWITCH = re.compile("\x1b\\[[0-9;]{0,20}m$")


def plain(value: object) -> str:
    r"""Text without control and direction characters, on one line.

    Examples
    --------
    >>> plain("a\x1b[31mb\nc")
    'a[31mb c'
    """
    return " ".join(_CONTROL.sub("", str(value)).split())


def console_for(stream: IO[str]) -> Console:
    """Console that honours NO_COLOR and the width of the terminal."""
    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=False)


def trimmed(text: str) -> str:
    r"""Take away the blanks at the ends of lines, with which rich fills them up.

    Examples
    --------
    >>> trimmed("a  \nb \x1b[2m  \x1b[0m")
    'a\nb\x1b[2m\x1b[0m'
    """
    return "\n".join(_ending(line) for line in text.split("\n"))


def _ending(line: str) -> str:
    """One line without its last blanks; what switches colours among them stays."""
    kept: list[str] = []
    while True:
        line = line.rstrip(" ")
        found = _SWITCH.search(line)
        if found is None:
            return line + "".join(reversed(kept))
        kept.append(found[0])
        line = line[: found.start()]


def _text(value: object, style: str = "") -> Text:
    return Text(plain(value), style=style)


def _table(*columns: str | tuple[str, dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        name, options = column if isinstance(column, tuple) else (column, {})
        table.add_column(name, **options)
    return table


def claims(report: ReportData) -> RenderableType:
    """Build the claims: a row each, and what the measurement says under it."""
    rows = claim_rows(report)
    if not rows:
        return Text("No claim about distance, direction or travel time was found.")
    blocks: list[RenderableType] = []
    article = None
    for row in rows:
        if row["article"] != article and len(report.articles) > 1:
            article = row["article"]
            blocks.append(_text(row["article_title"] or article, "bold underline"))
        colour = _COLOURS.get(row["verdict"], "")
        head = Text.assemble(
            (f"{row['symbol']} {row['verdict']:<13}", f"bold {colour}"),
            (plain(_statement(row)), ""),
        )
        head.overflow = "fold"
        blocks.append(head)
        detail = Table.grid(padding=(0, 1))
        detail.add_column(style="dim", no_wrap=True)
        detail.add_column(overflow="fold")
        detail.add_row("text", _text(f"“{row['text']}”"))
        if row["measured"]:
            detail.add_row("measured", _text(row["measured"]))
        if row["explanation"]:
            detail.add_row("finding", _text(row["explanation"]))
        blocks.append(Padding(detail, (0, 0, 1, 2)))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["verdict"]] = counts.get(row["verdict"], 0) + 1
    summary = ", ".join(f"{count} {word}" for word, count in counts.items())
    blocks.append(_text(f"{len(rows)} claim{'s' if len(rows) != 1 else ''}: {summary}", "bold"))
    return Group(*blocks)


def _statement(row: dict[str, Any]) -> str:
    subject = row["subject"] or "?"
    reference = row["reference"]
    if row["kind"] == "conversion":
        return str(row["stated"])
    if row["other"]:
        return f"{subject}: {row['stated']}, {reference} and {row['other']}"
    return f"{subject} – {reference or '?'}: {row['stated']}"


def places(report: ReportData) -> RenderableType:
    """Build the toponyms with offsets and coordinates."""
    if not report.toponyms:
        return Text("No place was found.")
    table = _table(
        ("Offsets", {"justify": "right", "no_wrap": True}),
        "Name in the text",
        "Place",
        ("Lat, lon", {"no_wrap": True}),
        ("Score", {"justify": "right"}),
        "Why",
    )
    for toponym in report.toponyms:
        place = toponym.place
        table.add_row(
            f"{toponym.start}-{toponym.end}",
            _text(toponym.text),
            _text(f"{place.name}, {place.country} ({place.kind})" if place else "unresolved"),
            f"{place.lat:.4f}, {place.lon:.4f}" if place else "",
            f"{toponym.score:.2f}" if place else "",
            _text(toponym.reasons[0] if toponym.reasons else ""),
        )
    return table


def _end(name: str, path: Sequence[LonLat], index: int) -> str:
    """Name of an end of a route, or its position where it has no name."""
    if name or not path:
        return plain(name)
    lon, lat = path[index]
    return f"{lat:.2f}, {lon:.2f}"


def route(routes: Sequence[Route]) -> RenderableType:
    """Build one rail route, or several with the best first."""
    blocks: list[RenderableType] = []
    for number, way in enumerate(routes, start=1):
        title = f"{_end(way.origin, way.path, 0)} – {_end(way.destination, way.path, -1)}"
        blocks.append(Text(title if len(routes) == 1 else f"{number}. {title}", style="bold"))
        estimated = " (estimated: rails are missing)" if way.estimated else ""
        blocks.append(
            key_values(
                (
                    ("by rail", f"{amount(way.km)} km{estimated}"),
                    ("straight line", f"{amount(way.geodesic_km)} km"),
                    ("detour factor", f"{way.detour_factor:.2f}"),
                    ("confidence", _confidence(way)),
                    ("countries", ", ".join(way.countries)),
                    ("train", way.profile),
                    ("to the rails", " and ".join(f"{km:.1f} km" for km in way.snap_km)),
                    *(("border", f"km {km:,.0f}: {text}") for km, text in way.borders),
                    *(("gauge", f"km {km:,.0f}: {text}") for km, text in way.gauge_breaks),
                    ("network", f"{way.network}: {way.source}; {way.licence}"),
                    *(("note", note) for note in way.notes),
                )
            )
        )
        if way.stations:
            table = _table(("km", {"justify": "right"}), "Station")
            for stop in way.stations:
                table.add_row(f"{stop.km:,.0f}", _text(stop.name))
            blocks.append(Padding(table, (1, 0, 0, 2)))
        blocks.append(Text())
    return Group(*blocks)


def _confidence(way: Route) -> str:
    """Tell how far the length can be trusted, and why not farther."""
    word = "good" if way.confidence >= 0.75 else "fair" if way.confidence >= 0.5 else "poor"
    return f"{way.confidence:.2f}, {word}" + (f": {'; '.join(way.doubts)}" if way.doubts else "")


def reach(result: Reach) -> RenderableType:
    """Build the stations in reach with the earliest and the latest hour."""
    slow, fast = result.speed_kmh
    table = _table(
        ("km", {"justify": "right"}),
        "Station",
        ("Earliest", {"justify": "right"}),
        ("Latest", {"justify": "right"}),
    )
    for stop in result.stations:
        latest = stop.km / slow
        table.add_row(
            f"{stop.km:,.0f}",
            _text(stop.name),
            f"{stop.km / fast:.1f} h",
            f"{latest:.1f} h" if latest <= result.hours else f"after {result.hours:g} h",
        )
    hours = "1 hour" if result.hours == 1 else f"{result.hours:g} hours"
    title = f"Within {hours} at {slow:g} to {fast:g} km/h"
    return Group(Text(title, style="bold"), table)


def key_values(pairs: Iterable[tuple[str, object]]) -> RenderableType:
    """Build two columns: a dim label and its value; empty values are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in pairs:
        if value not in ("", None):
            grid.add_row(label, _text(value))
    return Padding(grid, (0, 0, 0, 2))
