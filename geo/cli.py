"""Command line: ``geo`` and ``python -m geo``.

Results go to standard output, progress and messages to standard error. Exit codes: 0 done,
1 at least one claim contradicted, 2 usage, 3 bad input or data, 4 a service failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.errors import ConfigurationError, ExportError, GeoError, InputError, RoutingError
from geo.network_cli import network_app
from geo.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from geo.model import Article, LonLat, Toponym
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


data_app = typer.Typer(no_args_is_help=True, help="The embedded gazetteer and rail network.")
app.add_typer(data_app, name="data")
app.add_typer(network_app, name="network")


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
NetworkOption = Annotated[str, typer.Option("--network", help="Name of the rail network.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notes.")]
SpeedOption = Annotated[
    str, typer.Option("--speed", metavar="LOW-HIGH", help="Average speeds of the train in km/h.")
]


def _speeds(text: str) -> tuple[float, float]:
    low, _, high = text.replace("–", "-").partition("-")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise ConfigurationError(
            f"{text!r} is no range of speeds", hint="Write it like 40-60, in km/h."
        ) from None


def _settings(
    *,
    online: bool = False,
    published: str | None = None,
    network: str = "world",
    speed: str = "40-60",
    tiles: str | None = None,
) -> Settings:
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
    return Settings(
        online=online, published=moment, network=network, speed_kmh=_speeds(speed), tiles_url=tiles
    )


def _explore(sources: Sequence[str | Article], settings: Settings, quiet: bool) -> Report:
    from geo.explore import explore
    from geo.render.progress import progress_on

    with progress_on(sys.stderr, quiet=quiet) as progress:
        report = explore(*sources, settings=settings, progress=progress)
    for problem in report.problems:
        named = problem.source in problem.message
        message = problem.message if named else f"{problem.source}: {problem.message}"
        _complain(message, problem.hint)
    if not report.articles and report.problems:
        raise typer.Exit(max(problem.exit_code for problem in report.problems))
    return report


def _complain(message: str, hint: str = "") -> None:
    from geo.render.progress import printable

    sys.stderr.write(f"geo: {printable(message)}\n")
    if hint:
        sys.stderr.write(f"     {printable(hint)}\n")


@contextmanager
def _writing() -> Iterator[None]:
    """Make a message of a failure to write to standard output."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe ("| head") has gone: that is no error.
        _silence()
        raise typer.Exit(0) from None
    except OSError as error:
        _silence()
        raise ExportError(
            f"the result could not be written: {error.strerror or error}",
            hint="Make room, or write elsewhere with --output.",
        ) from error


def _silence() -> None:
    """Send what still waits to be written nowhere; writing it would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _emit(text: str, output: Path | None) -> None:
    text = text if text.endswith("\n") else text + "\n"
    if output is not None:
        from geo.export.files import atomic_write

        atomic_write(output, text)
        return
    with _writing():
        sys.stdout.write(text)


def _show(renderable: RenderableType, output: Path | None) -> None:
    from geo.render.terminal import console_for

    if output is None:
        console = console_for(sys.stdout)
        # rich would leave with 1 when the reader of a pipe has gone.
        with _writing():
            with console.capture() as page:
                console.print(renderable)
            sys.stdout.write(page.get())
        return
    from io import StringIO

    sheet = StringIO()
    console_for(sheet).print(renderable)
    _emit(sheet.getvalue(), output)


def _as(report: Report, form: Format) -> str:
    if form is Format.MARKDOWN:
        from geo.export.markdown import text

        return text(report)
    return str(getattr(report, f"to_{form.value}")())


def _finish(report: Report, *, contradictions_count: bool) -> None:
    """Leave with the exit code that the findings ask for."""
    if report.problems:
        raise typer.Exit(max(problem.exit_code for problem in report.problems))
    if contradictions_count and any(
        claim.verdict and claim.verdict.outcome == "contradicted" for claim in report.claims
    ):
        raise typer.Exit(1)


class FailOn(StrEnum):
    """The least bad verdict that makes ``geo verify`` exit with 1."""

    CONTRADICTED = "contradicted"
    IMPRECISE = "imprecise"


@app.command()
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
    network: NetworkOption = "world",
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
    quiet: QuietOption = False,
) -> None:
    """Check the distances, directions and travel times that texts state."""
    if not sources and not claim:
        raise typer.BadParameter("give a file, or a sentence with --claim", param_hint="SOURCES…")
    settings = _settings(online=online, published=published, network=network)
    report = _explore([*(sources or ()), *_typed(claim or ())], settings, quiet)
    if tolerance or min_km:
        report = _narrowed(report, settings, tolerance / 100.0, min_km)
    if form is Format.TABLE:
        from geo.render import terminal

        _show(terminal.claims(report), output)
    else:
        _emit(_as(report, form), output)
    from geo.claims.select import fails

    _finish(report, contradictions_count=False)
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
    from dataclasses import replace

    from geo.claims.select import checked_again, longer_than
    from geo.rail import load

    claims = report.claims
    if tolerance:
        texts = {article.id: article.text for article in report.articles}
        rails = load(settings.network, settings)
        claims = checked_again(claims, texts, rails, tolerance=tolerance)
    return replace(report, claims=longer_than(claims, min_km))


@app.command("map")
def map_(
    sources: Sources,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where the page is written.")
    ] = Path("map.html"),
    online: OnlineOption = False,
    published: PublishedOption = None,
    network: NetworkOption = "world",
    speed: SpeedOption = "40-60",
    tiles: Annotated[
        str | None,
        typer.Option("--tiles", metavar="URL", help="Tile address; the page then makes requests."),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Write a self-contained HTML map of places, claims and the journey."""
    settings = _settings(
        online=online, published=published, network=network, speed=speed, tiles=tiles
    )
    report = _explore(sources, settings, quiet)
    report.to_html(output, settings=settings)
    if not quiet:
        sys.stderr.write(f"The map is in {output}\n")
    _finish(report, contradictions_count=False)


@app.command()
def places(
    sources: Sources,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    online: OnlineOption = False,
    quiet: QuietOption = False,
) -> None:
    """List the places that texts name, with offsets and coordinates."""
    report = _explore(sources, _settings(online=online), quiet)
    if form is Format.TABLE:
        from geo.render import terminal

        _show(terminal.places(report), output)
    elif form is Format.CSV:
        from geo.export.csv import places_csv

        _emit(places_csv(report), output)
    else:
        _emit(_as(report, form), output)
    _finish(report, contradictions_count=False)


@app.command()
def journey(
    sources: Sources,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    online: OnlineOption = False,
    published: PublishedOption = None,
    network: NetworkOption = "world",
    speed: SpeedOption = "40-60",
    quiet: QuietOption = False,
) -> None:
    """Show the timeline, the path over rails and where it is heading."""
    settings = _settings(online=online, published=published, network=network, speed=speed)
    report = _explore(sources, settings, quiet)
    if form is Format.TABLE:
        from geo.render import terminal

        _show(terminal.journey(report), output)
    elif form is Format.CSV:
        from geo.export.csv import timeline_csv

        _emit(timeline_csv(report), output)
    else:
        _emit(_as(report, form), output)
    _finish(report, contradictions_count=False)


def _coordinates(text: str) -> LonLat | None:
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
            f"{text!r} is no point on Earth", hint="Latitude comes first: 43.8,131.96."
        )
    return (lon, lat)


def _place(text: str, settings: Settings) -> LonLat | Toponym:
    """Read a place from the command line: a name, or ``lat,lon``."""
    from geo.api import find_toponym

    return _coordinates(text) or find_toponym(text, settings=settings)


#: Below this score a user should see what else a name may mean.
_SURE = 0.8


def _told(place: LonLat | Toponym, settings: Settings) -> tuple[str, str]:
    """Words for a place that was taken, and a note on others of the name, or ""."""
    from geo.api import full_name

    if isinstance(place, tuple):
        return f"{place[1]:g}, {place[0]:g}", ""
    assert place.place is not None
    name = full_name(place.place, settings=settings)
    others = [
        full_name(candidate.place, settings=settings)
        for candidate in place.candidates[:4]
        if candidate.place.id != place.place.id
    ]
    if place.score >= _SURE or not others:
        return name, ""
    return name, f"{place.text} may also be {'; '.join(dict.fromkeys(others))}"


def _show_taken(
    renderable: RenderableType,
    taken: Sequence[tuple[str, LonLat | Toponym]],
    settings: Settings,
    output: Path | None,
) -> None:
    """Show a result under the places that it is about."""
    from rich.console import Group

    from geo.render import terminal

    told = [(label, *_told(place, settings)) for label, place in taken]
    rows = [(label, name) for label, name, _ in told]
    rows += [("note", note) for _, _, note in told if note]
    _show(Group(terminal.key_values(rows), renderable), output)


def _warn(taken: Sequence[tuple[str, LonLat | Toponym]], settings: Settings) -> None:
    """Tell of other places of the names where the result itself has no room for it."""
    for _, place in taken:
        name, note = _told(place, settings)
        if note:
            _complain(f"taken: {name}; {note}")


@app.command()
def route(
    origin: Annotated[str, typer.Argument(help="Name, 'Name, Country' or lat,lon.")],
    destination: Annotated[str, typer.Argument(help="Name, 'Name, Country' or lat,lon.")],
    via: Annotated[
        list[str] | None, typer.Option("--via", help="Place to pass; repeatable.")
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", help="Place or ISO country code to avoid; repeatable."),
    ] = None,
    alternatives: Annotated[int, typer.Option("--alternatives", min=0, max=5)] = 0,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    network: NetworkOption = "world",
) -> None:
    """Find the way over rails between two places."""
    from geo.api import route as find_route

    settings = _settings(network=network)
    avoided: list[Any] = [
        value if len(value) == 2 and value.isupper() else _place(value, settings)
        for value in avoid or ()
    ]
    ends = _place(origin, settings), _place(destination, settings)
    passed = [_place(value, settings) for value in via or ()]
    taken = [
        ("from", ends[0]),
        *(("via", place) for place in passed),
        ("to", ends[1]),
        *(("avoiding", place) for place in avoided if not isinstance(place, str)),
    ]
    try:
        found = find_route(
            *ends, via=passed, avoid=avoided, alternatives=alternatives, settings=settings
        )
    except RoutingError:
        # A way that is missing may be asked from the wrong place of that name.
        _warn(taken, settings)
        raise
    routes = found if isinstance(found, list) else [found]
    if form is Format.TABLE:
        from geo.render import terminal

        _show_taken(terminal.route(routes), taken, settings, output)
        return
    _warn(taken, settings)
    from geo.export.routes import routes_as

    _emit(routes_as(routes, form.value), output)


@app.command()
def reach(
    origin: Annotated[str, typer.Argument(help="Name, 'Name, Country' or lat,lon.")],
    hours: Annotated[float, typer.Option("--hours", min=0.0, help="How long the train runs.")],
    speed: SpeedOption = "40-60",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    network: NetworkOption = "world",
) -> None:
    """Show where a train can be after some hours."""
    from geo.api import reach as find_reach

    settings = _settings(network=network, speed=speed)
    start = _place(origin, settings)
    result = find_reach(start, hours, settings.speed_kmh, settings=settings)
    if form is Format.TABLE:
        from geo.render import terminal

        _show_taken(terminal.reach(result), [("from", start)], settings, output)
        return
    _warn([("from", start)], settings)
    from geo.export.routes import reach_as

    _emit(reach_as(result, form.value), output)


@data_app.command("build")
def data_build(
    quiet: QuietOption = False,
) -> None:
    """Build the index of the gazetteer (it is built by itself when it is missing)."""
    from geo.gazetteer import open_gazetteer
    from geo.render.progress import progress_on

    settings = Settings()
    with progress_on(sys.stderr, quiet=quiet) as progress:
        gazetteer = open_gazetteer(settings, progress)
    sys.stdout.write(f"{len(gazetteer):,} places in {gazetteer.folder}\n")


@data_app.command("info")
def data_info(
    form: Annotated[Format, typer.Option("--format", "-f")] = Format.TABLE,
) -> None:
    """Tell versions, counts, sources and licences of the data."""
    from geo.gazetteer import open_gazetteer
    from geo.rail import load

    settings = Settings()
    about = {
        "gazetteer": open_gazetteer(settings).info(),
        "rail network": load("world", settings).info(),
    }
    if form is Format.JSON:
        import json

        _emit(json.dumps(about, indent=2, ensure_ascii=False, default=str), None)
        return
    if form is not Format.TABLE:
        raise ConfigurationError(
            f"the data's description has no form {form.value!r}", hint="Use table or json."
        )
    from rich.console import Group
    from rich.text import Text

    from geo.render import terminal

    blocks: list[RenderableType] = []
    for title, facts in about.items():
        blocks.append(Text(title.capitalize(), style="bold"))
        blocks.append(terminal.key_values((key, _brief(value)) for key, value in facts.items()))
    _show(Group(*blocks), None)


@data_app.command("add")
def data_add(
    file: Annotated[
        Path,
        typer.Argument(help="RU.zip, allCountries.zip or a table of that form.", metavar="FILE"),
    ],
    name: Annotated[
        str, typer.Option("--name", help="What to call it; the file's name unless told.")
    ] = "",
    quiet: QuietOption = False,
) -> None:
    """Add the places of an own GeoNames dump to the gazetteer."""
    from geo.gazetteer import dump
    from geo.render.progress import progress_on

    with progress_on(sys.stderr, quiet=quiet) as progress:
        done = dump.add(file, Settings(), progress, name=name)
    rows = {
        "Rows read": done.read,
        "Places added": done.added,
        "In the index already": done.known,
        "Repeated in the file": done.repeated,
        "Of no kind that is used": done.other_kinds,
        "Bad": done.bad,
    }
    width = max(map(len, rows))
    sys.stdout.writelines(f"{label:<{width}}  {count:>12,}\n" for label, count in rows.items())
    sys.stdout.write(f"{done.places:,} places now. To undo: geo data remove {done.name}\n")
    if done.bad:
        more = f" (and {done.bad - len(done.problems):,} more)"
        _complain(
            f"{done.bad:,} rows could not be read: {'; '.join(done.problems)}"
            + (more if done.bad > len(done.problems) else "")
        )


@data_app.command("remove")
def data_remove(
    name: Annotated[str, typer.Argument(help="As it was added; see geo data info.")],
) -> None:
    """Take added places out of the gazetteer again."""
    from geo.gazetteer import dump

    dump.remove(name, Settings())
    sys.stdout.write(f"{name} is removed.\n")


def _brief(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_brief(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_brief(inner) for inner in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


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
        _complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe ("| head") has gone: that is no error.
        _silence()
        sys.exit(0)
    except OSError as error:
        _silence()
        where = error.filename or "standard output"
        _complain(f"{where}: {error.strerror or error}")
        sys.exit(3)
    except KeyboardInterrupt:
        sys.stderr.write("\ngeo: stopped\n")
        sys.exit(130)
