"""Command line: ``geo`` and ``python -m geo``.

Results go to standard output, progress and messages to standard error. Exit codes: 0 done,
1 at least one claim contradicted, 2 usage, 3 bad input or data, 4 a service failed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    silence,
    text_of,
)
from geo.data_cli import data_app
from geo.errors import ConfigurationError, GeoError
from geo.geocoder_options import geocoder_options
from geo.journey_cli import AsOfOption, AtOption, DestinationOption, journey, with_times
from geo.network_cli import network_app
from geo.route_cli import reach, route
from geo.settings import Geocoding, Settings

if TYPE_CHECKING:
    from geo.model import Article
    from geo.report import Report

__all__ = ["app", "main"]

app = typer.Typer(
    name="geo",
    help="Check where a story says something is, how far, and which way it went.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(data_app, name="data")
app.add_typer(network_app, name="network")


def _tell_version(wanted: bool) -> None:
    if wanted:
        from geo import __version__

        sys.stdout.write(f"geo {__version__}\n")
        raise typer.Exit


@app.callback(help=app.info.help)
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Tell the version and leave."
        ),
    ] = False,
) -> None:
    """Options before the command."""


#: Formats of ``geo verify`` that show more than the claims.
_WHOLE_REPORT = (Format.JSON, Format.GEOJSON, Format.GPX, Format.KML)


class FailOn(StrEnum):
    """The least bad verdict that makes ``geo verify`` exit with 1."""

    CONTRADICTED = "contradicted"
    IMPRECISE = "imprecise"


@app.command()
@geocoder_options
def verify(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, web addresses, or - for standard input.", metavar="SOURCES…"
        ),
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option("--claim", metavar="SENTENCE", help="Check this sentence; repeatable."),
    ] = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    online: OnlineOption = False,
    published: PublishedOption = None,
    network: NetworkOption = "",
    tolerance: Annotated[
        float,
        typer.Option(
            "--tolerance",
            metavar="PERCENT",
            min=0.0,
            max=100.0,
            help="Grant every amount so many per cent more or less.",
        ),
    ] = 0.0,
    min_km: Annotated[
        float,
        typer.Option("--min-km", metavar="KM", min=0.0, help="Leave out shorter distances."),
    ] = 0.0,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit 1 from this verdict on.")
    ] = FailOn.CONTRADICTED,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever the verdicts are.")
    ] = False,
    recognizer: RecognizerOption = "rules",
    quiet: QuietOption = False,
    *,
    geocoding: Geocoding,
) -> None:
    """Check the distances, directions and travel times that texts state."""
    if not sources and not claim:
        raise typer.BadParameter("give a file, or a sentence with --claim", param_hint="SOURCES…")
    settings = settings_of(
        online=online,
        published=published,
        network=network,
        geocoding=geocoding,
        recognizer=recognizer,
    )
    # Tables of claims show no journey, and finding one takes a third of the time.
    settings = replace(settings, journeys=form in _WHOLE_REPORT)
    report = explore_sources([*(sources or ()), *_typed(claim or ())], settings, quiet)
    if tolerance or min_km:
        report = _narrowed(report, settings, tolerance / 100.0, min_km)
    if form is Format.TABLE:
        from geo.render import terminal

        show(terminal.claims(report), output)
    else:
        emit(text_of(report, form), output)
    from geo.claims.select import fails

    finish(report, contradictions_count=False)
    if not exit_zero and fails(report.claims, fail_on.value):
        raise typer.Exit(1)


def _typed(sentences: Sequence[str]) -> list[Article]:
    """Sentences of the command line as articles of their own."""
    from geo.article.decode import clean
    from geo.model import Article

    return [
        Article(f"claim-{number}", clean(sentence), title=f"Claim {number}", source="--claim")
        for number, sentence in enumerate(sentences, start=1)
    ]


def _narrowed(report: Report, settings: Settings, tolerance: float, min_km: float) -> Report:
    """Check with a tolerance, and leave out what is shorter than a length."""
    from geo.claims.select import checked_again, longer_than
    from geo.rail import load

    claims = report.claims
    if tolerance:
        texts = {article.id: article.text for article in report.articles}
        rails = load(settings.network, settings)
        claims = checked_again(claims, texts, rails, tolerance=tolerance)
    return replace(report, claims=longer_than(claims, min_km))


@app.command("map")
@geocoder_options
def map_(
    sources: Sources,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where the page is written.")
    ] = Path("map.html"),
    at: AtOption = None,
    as_of: AsOfOption = None,
    destination: DestinationOption = None,
    online: OnlineOption = False,
    published: PublishedOption = None,
    network: NetworkOption = "",
    speed: SpeedOption = "40-60",
    tiles: Annotated[
        str | None,
        typer.Option("--tiles", metavar="URL", help="Tile address; the page then makes requests."),
    ] = None,
    recognizer: RecognizerOption = "rules",
    quiet: QuietOption = False,
    *,
    geocoding: Geocoding,
) -> None:
    """Write a self-contained HTML map of places, claims and the journey."""
    settings = settings_of(
        online=online,
        published=published,
        network=network,
        speed=speed,
        tiles=tiles,
        geocoding=geocoding,
        recognizer=recognizer,
    )
    settings = with_times(settings, at=at, as_of=as_of, destinations=destination)
    report = explore_sources(sources, settings, quiet)
    report.to_html(output, settings=settings)
    if not quiet:
        sys.stderr.write(f"The map is in {output}\n")
    finish(report, contradictions_count=False)


@app.command()
@geocoder_options
def places(
    sources: Sources,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    online: OnlineOption = False,
    recognizer: RecognizerOption = "rules",
    quiet: QuietOption = False,
    *,
    geocoding: Geocoding,
) -> None:
    """List the places that texts name, with offsets and coordinates."""
    settings = settings_of(online=online, geocoding=geocoding, recognizer=recognizer)
    report = explore_sources(sources, settings, quiet)
    if form is Format.TABLE:
        from geo.render import terminal

        show(terminal.places(report), output)
    elif form is Format.CSV:
        from geo.export.csv import places_csv

        emit(places_csv(report), output)
    else:
        emit(text_of(report, form), output)
    finish(report, contradictions_count=False)


app.command()(journey)
app.command()(route)
app.command()(reach)


@app.command()
def dashboard(
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8501,
) -> None:
    """Start the Streamlit dashboard in the browser."""
    script = Path(__file__).resolve().parent.parent / "streamlit_app.py"
    if not script.is_file():
        raise ConfigurationError(
            f"the dashboard's script is not at {script}",
            hint="Run this from a checkout of the project: streamlit run streamlit_app.py",
        )
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    raise typer.Exit(subprocess.run(command, check=False, cwd=script.parent).returncode)  # noqa: S603


def main() -> None:
    """Run the command line; errors become a message and an exit code."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except GeoError as error:
        complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe ("| head") has gone: that is no error.
        silence()
        sys.exit(0)
    except OSError as error:
        silence()
        where = error.filename or "standard output"
        complain(f"{where}: {error.strerror or error}")
        sys.exit(3)
    except KeyboardInterrupt:
        sys.stderr.write("\ngeo: stopped\n")
        sys.exit(130)
