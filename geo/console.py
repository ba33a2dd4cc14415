"""What all commands share: options, settings, output, messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import ConfigurationError, ExportError, InputError
from geo.settings import Geocoding, Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from geo.model import Article, LonLat
    from geo.report import Report

__all__ = [
    "Format", "FormatOption", "NetworkOption", "OnlineOption", "OutputOption", "PublishedOption",
    "QuietOption", "Sources", "SpeedOption", "complain", "coordinates", "emit", "explore_sources",
    "finish",
    "settings_of", "show", "silence", "speeds_of", "text_of", "writing",
]  # fmt: skip


class Format(StrEnum):
    """Forms in which a report can be written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    GPX = "gpx"
    KML = "kml"
    CLAIMREVIEW = "claimreview"
    MARKDOWN = "markdown"


Sources = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, web addresses, or - for standard input.", metavar="SOURCES…"
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="Form of the result.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here instead of standard output.")
]
OnlineOption = Annotated[
    bool, typer.Option("--online/--offline", help="Whether requests may be made.")
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="Publication date of sources that do not tell theirs, such as 2023-09-12.",
    ),
]
NetworkOption = Annotated[
    str,
    typer.Option(
        "--network",
        metavar="NAME",
        help="Rail network; by default the one of `geo network use`, else world.",
        show_default=False,
    ),
]
RecognizerOption = Annotated[
    str,
    typer.Option(
        "--recognizer",
        metavar="NAME",
        help="What finds names: rules, or spacy:NAME for a spaCy pipeline.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes.")]
SpeedOption = Annotated[
    str, typer.Option("--speed", metavar="LOW-HIGH", help="Average speeds of the train in km/h.")
]


def speeds_of(text: str) -> tuple[float, float]:
    """Read "40-60", or one speed, in km/h."""
    low, _, high = text.replace("–", "-").partition("-")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise ConfigurationError(
            f"{text!r} is no range of speeds", hint="Write it like 40-60, in km/h."
        ) from None


def settings_of(
    *,
    online: bool = False,
    published: str | None = None,
    network: str = "world",
    speed: str = "40-60",
    tiles: str | None = None,
    geocoding: Geocoding | None = None,
    recognizer: str = "rules",
) -> Settings:
    """Make the settings of a run from what was typed.

    An empty name of a network stands for the one that was chosen with ``geo network use``.
    """
    moment = None
    if published:
        from geo.article.dates import parse_published

        parsed = parse_published(published)
        if parsed is None:
            raise ConfigurationError(
                f"{published!r} is no date",
                hint="Write it like 2023-09-12 or 2023-09-12T21:30+09:00.",
            )
        moment = parsed[0]
    settings = Settings(
        online=online,
        published=moment,
        network=network,
        speed_kmh=speeds_of(speed),
        tiles_url=tiles,
        geocoding=geocoding or Geocoding(),
        recognizer=recognizer,
    )
    if network:
        return settings
    from geo.rail.library import default_name

    return replace(settings, network=default_name(settings))


def explore_sources(sources: Sequence[str | Article], settings: Settings, quiet: bool) -> Report:
    """Run the whole house with progress bars; tell what failed, leave if nothing is left."""
    from geo.explore import explore
    from geo.render.progress import progress_on

    with progress_on(sys.stderr, quiet=quiet) as progress:
        report = explore(*sources, settings=settings, progress=progress)
    for problem in report.problems:
        named = problem.source in problem.message
        message = problem.message if named else f"{problem.source}: {problem.message}"
        complain(message, problem.hint)
    if not report.articles and report.problems:
        raise typer.Exit(max(problem.exit_code for problem in report.problems))
    return report


def complain(message: str, hint: str = "") -> None:
    """Write a message and its hint to standard error."""
    from geo.render.progress import printable

    sys.stderr.write(f"geo: {printable(message)}\n")
    if hint:
        sys.stderr.write(f"     {printable(hint)}\n")


@contextmanager
def writing() -> Iterator[None]:
    """Make a message of a failure to write to standard output."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe ("| head") has gone: that is no error.
        silence()
        raise typer.Exit(0) from None
    except OSError as error:
        silence()
        raise ExportError(
            f"the result could not be written: {error.strerror or error}",
            hint="Make room, or write elsewhere with --output.",
        ) from error


def silence() -> None:
    """Send what still waits to be written nowhere; writing it would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit(text: str, output: Path | None) -> None:
    """Write a result to a file, whole, or to standard output."""
    text = text if text.endswith("\n") else text + "\n"
    if output is not None:
        from geo.export.files import atomic_write

        atomic_write(output, text)
        return
    with writing():
        sys.stdout.write(text)


def show(renderable: RenderableType, output: Path | None) -> None:
    """Write a table to a file or to standard output."""
    from geo.render.terminal import console_for, trimmed

    if output is None:
        console = console_for(sys.stdout)
        # rich would leave with 1 when the reader of a pipe has gone.
        with writing():
            with console.capture() as page:
                console.print(renderable)
            sys.stdout.write(trimmed(page.get()))
        return
    from io import StringIO

    sheet = StringIO()
    console_for(sheet).print(renderable)
    emit(trimmed(sheet.getvalue()), output)


def text_of(report: Report, form: Format) -> str:
    """Write a report in a form."""
    if form is Format.MARKDOWN:
        from geo.export.markdown import text

        return text(report)
    return str(getattr(report, f"to_{form.value}")())


def finish(report: Report, *, contradictions_count: bool) -> None:
    """Leave with the exit code that the findings ask for."""
    if report.problems:
        raise typer.Exit(max(problem.exit_code for problem in report.problems))
    if contradictions_count and any(
        claim.verdict and claim.verdict.outcome == "contradicted" for claim in report.claims
    ):
        raise typer.Exit(1)


def coordinates(text: str) -> LonLat | None:
    """Read ``lat,lon``; None when the text is no pair of numbers."""
    parts = text.split(",")
    if len(parts) != 2:
        return None
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(
            f"{text[:80]!r} is no point on Earth", hint="Latitude comes first: 43.8,131.96."
        )
    return (lon, lat)
