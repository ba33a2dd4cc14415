"""The journey in a terminal: timeline, forecast, and where it can be at a time.

A list rather than a table: what supports a leg is sentences, and 80 columns hold either a
time and a sentence or five narrow columns that nobody reads.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from geo.export.names import Names, bounds_text
from geo.model import ReportData, StationTimes, Whereabouts
from geo.render.tables import amount, forecast_rows, timeline_rows
from geo.render.terminal import plain
from geo.render.times import moment_text, offset_text, window_text, zone_of

__all__ = ["journey", "whereabouts"]

_NONE = "No journey over land was found in the text."
#: Width of the times; the rest of the line is for what happened.
_WHEN = 24
#: Sentences that support a leg, and stations, that a terminal shows; other formats have all.
_SUPPORT = 4
_STATIONS = 40
#: The same for stations that are only possible, where others are likely.
_OTHERS = 12


def journey(report: ReportData) -> RenderableType:
    """Build the timeline, the legs and the forecast."""
    if not report.sightings:
        why = report.journey.notes if report.journey else ()
        return Group(Text(_NONE), *(_text(f"Note: {note}") for note in why))
    blocks: list[RenderableType] = [Text("Timeline", style="bold")]
    grid = _grid()
    for row in timeline_rows(report):
        when = row["when_local"] or row["time_text"] or "time unknown"
        grid.add_row(_text(row["symbol"]), _text(when), _event(row))
    blocks += [grid, Text()]
    ahead = forecast_rows(report)
    if ahead:
        blocks.append(Text("Where it is heading", style="bold"))
        grid = _grid()
        for row in ahead:
            grid.add_row("✗" if row["ruled_out"] else "→", _share(row), _text(row["reason"]))
        blocks += [grid, Text()]
    notes = report.journey.notes if report.journey else ()
    blocks += [_text(f"Note: {note}") for note in notes]
    return Group(*blocks)


def _text(value: object, style: str = "") -> Text:
    return Text(plain(value), style=style, overflow="fold")


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(width=_WHEN, overflow="fold")
    grid.add_column(overflow="fold", ratio=1)
    return grid


def _event(row: dict[str, Any]) -> Text:
    """What happened, and under it, dim, what it rests on."""
    told = Text(overflow="fold")
    certainty = plain(row["certainty"])
    if row["what"] == "leg":
        told.append(plain(row["place"]), "bold")
        told.append(f", {amount(row['km'])} km by rail ({certainty})")
        parts = [plain(part) for part in row["because"]]
        more = len(parts) - _SUPPORT
        parts = parts[:_SUPPORT] + ([f"and {more} more"] if more > 0 else [])
    else:
        where = plain(row["place"]) or "(place unknown)"
        told.append(f"{plain(row['relation'])} ")
        told.append(where, "bold")
        by = f", {plain(row['attribution'])}" if row["attribution"] else ""
        told.append(f" ({certainty}{by})")
        parts = [plain(row["note"])] if row["note"] else []
    for part in parts:
        told.append(f"\n{part}", "dim")
    return told


def _share(row: dict[str, Any]) -> Text:
    told = Text(overflow="fold")
    told.append(plain(row["place"]), "bold")
    told.append("\nruled out" if row["ruled_out"] else f"\n{row['probability']:.0%}")
    if row["km"] is not None:
        told.append(f", {amount(row['km'])} km")
    if row["eta_local"] and not row["ruled_out"]:
        told.append(f"\n{plain(row['eta_local'])}", "dim")
    return told


def whereabouts(report: ReportData) -> RenderableType:
    """Build where the traveller can be: stations with the earliest and the latest hour."""
    where = report.journey.whereabouts if report.journey else None
    if report.journey is None or where is None:
        return Text(_NONE)
    subject = plain(report.journey.subject or "the train")
    title = f"{subject[:1].upper()}{subject[1:]}: {window_text(where.time, where.time, None)}"
    blocks: list[RenderableType] = [Text(title, style="bold")]
    if bounds := bounds_text(Names(report), where):
        blocks.append(_text(bounds))
    blocks += [_text(f"Note: {note}") for note in where.notes]
    likely = [station for station in where.stations if station.likely_start is not None]
    others = [station for station in where.stations if station.likely_start is None]
    if likely:
        rows = [(one, one.likely_start, one.likely_end) for one in likely]
        heads = ("Passes from", "Passes until")
        blocks.append(_listed("Likely, at a steady run", heads, rows, where, _STATIONS))
    if others:
        rows = [(one, one.earliest, one.latest) for one in others]
        most = _OTHERS if likely else _STATIONS
        blocks.append(_listed("Possible", ("Earliest", "Latest"), rows, where, most))
    return Group(*blocks)


_Row = tuple[StationTimes, datetime | None, datetime | None]


def _listed(
    title: str, heads: tuple[str, str], rows: list[_Row], where: Whereabouts, most: int
) -> RenderableType:
    """A table of stations in their own time; the zone stands in the title where it is one."""
    shown = rows[:most]
    zones = {offset_text(_local(where.time, row[0], where)) for row in shown}
    told = f", {zones.pop()}" if len(zones) == 1 else ""
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Station", overflow="fold")
    for head in heads:
        table.add_column(head, no_wrap=True)
    for station, start, end in shown:
        cells = []
        for moment, missing in ((start, "unknown"), (end, "open")):
            local = _local(moment, station, where) if moment else None
            text = moment_text(local) if local else missing
            cells.append(text if told or not local else f"{text} {offset_text(local)}")
        table.add_row(_text(station.name), *cells)
    blocks: list[RenderableType] = [
        Text(),
        Text(f"{title}: {len(rows)} station{'' if len(rows) == 1 else 's'}{told}", style="bold"),
        Padding(table, (0, 0, 0, 2)),
    ]
    if len(rows) > most:
        blocks.append(_text(f"  and {len(rows) - most:,} more; --format csv lists all."))
    return Group(*blocks)


def _local(moment: datetime, station: StationTimes, where: Whereabouts) -> datetime:
    return moment.astimezone(zone_of(station.timezone) or where.time.tzinfo)
