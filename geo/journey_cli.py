"""``geo journey``: the timeline, the path, where it is heading, where it can be at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Annotated

import typer

from geo.console import (
    Format,
    FormatOption,
    NetworkOption,
    OnlineOption,
    OutputOption,
    PublishedOption,
    QuietOption,
    RecognizerOption,
    Sources,
    SpeedOption,
    complain,
    emit,
    explore_sources,
    finish,
    settings_of,
    show,
    text_of,
)
from geo.geocoder_options import geocoder_options
from geo.settings import Geocoding, Settings

__all__ = ["AsOfOption", "AtOption", "DestinationOption", "journey", "with_times"]

AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="Tell where it can be at this time; without a zone it is local time.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="Show what was known at this time."),
]
DestinationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--destination",
        metavar="PLACE",
        help="Judge this place as a destination, too; repeatable.",
    ),
]


def with_times(
    settings: Settings,
    *,
    at: str | None = None,
    as_of: str | None = None,
    destinations: list[str] | None = None,
) -> Settings:
    """Add the times and places of a journey to the settings of a run."""
    from geo.journey.moment import parse_moment

    known = parse_moment(as_of) if as_of else None
    if known is not None and known.tzinfo is None:
        known = known.replace(tzinfo=UTC)
        complain(f"--as-of {as_of} is taken as UTC")
    return replace(
        settings,
        at=parse_moment(at) if at else None,
        as_of=known,
        destinations=tuple(destinations or ()),
    )


@geocoder_options
def journey(
    sources: Sources,
    at: AtOption = None,
    as_of: AsOfOption = None,
    destination: DestinationOption = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    online: OnlineOption = False,
    published: PublishedOption = None,
    network: NetworkOption = "",
    speed: SpeedOption = "40-60",
    recognizer: RecognizerOption = "rules",
    quiet: QuietOption = False,
    *,
    geocoding: Geocoding,
) -> None:
    """Show the timeline, the path over rails and where it is heading; with --at, where it is."""
    settings = settings_of(
        online=online,
        published=published,
        network=network,
        speed=speed,
        geocoding=geocoding,
        recognizer=recognizer,
    )
    settings = with_times(settings, at=at, as_of=as_of, destinations=destination)
    report = explore_sources(sources, settings, quiet)
    where = report.journey.whereabouts if report.journey is not None else None
    if form is Format.TABLE:
        from geo.render import terminal_journey

        shown = terminal_journey.whereabouts(report) if at else terminal_journey.journey(report)
        show(shown, output)
    elif form is Format.CSV and at:
        from geo.export.whereabouts import stations_csv

        emit(stations_csv(where), output)
    elif form is Format.CSV:
        from geo.export.csv import timeline_csv

        emit(timeline_csv(report), output)
    else:
        emit(text_of(report, form), output)
    finish(report, contradictions_count=False)
