"""``geo route`` and ``geo reach``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.console import (
    Format,
    FormatOption,
    NetworkOption,
    OutputOption,
    SpeedOption,
    complain,
    coordinates,
    emit,
    settings_of,
    show,
)
from geo.errors import InputError, RoutingError
from geo.model import Toponym
from geo.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from geo.model import LonLat

__all__ = ["reach", "route"]

ProfileOption = Annotated[
    str,
    typer.Option(
        "--profile", help="How the train runs: special, passenger, freight, or a .toml file."
    ),
]
#: Bytes that the file of an area may have.
_LARGEST_AREA = 5_000_000
#: Below this score a user should see what else a name may mean.
_SURE = 0.8


def _place(text: str, settings: Settings) -> LonLat | Toponym:
    """Read a place from the command line: a name, or ``lat,lon``."""
    from geo.api import find_toponym

    return coordinates(text) or find_toponym(text, settings=settings)


def _avoided(text: str, settings: Settings) -> Any:
    """Read what is to be avoided: an area, a country's code or a line as they are, or a place."""
    from geo.rail import load
    from geo.rail.lines import knows_line

    if (len(text) == 2 and text.isupper()) or knows_line(load(settings.network, settings), text):
        return text
    parts = text.split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) == 4:
        return tuple(numbers)
    if text.lower().endswith((".geojson", ".json")):
        return _area(Path(text))
    return _place(text, settings)


def _area(path: Path) -> Any:
    """Read the polygon of a GeoJSON file: the file's geometry, or that of its only feature."""
    try:
        with path.open("rb") as handle:
            content = handle.read(_LARGEST_AREA + 1)
        if len(content) > _LARGEST_AREA:
            raise ValueError(f"it has more than {_LARGEST_AREA:,} bytes")
        data = json.loads(content)
        features = data.get("features") if isinstance(data, dict) else None
        if features is not None:
            (data,) = features
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", hint="Check the path.") from (
            error
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path} is no GeoJSON of one area ({error})",
            hint="Write a file with one polygon in it.",
        ) from error
    return data if isinstance(data, dict) else {}


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
    show(Group(terminal.key_values(rows), renderable), output)


def _warn(taken: Sequence[tuple[str, LonLat | Toponym]], settings: Settings) -> None:
    """Tell of other places of the names where the result itself has no room for it."""
    for _, place in taken:
        name, note = _told(place, settings)
        if note:
            complain(f"taken: {name}; {note}")


def route(
    origin: Annotated[str, typer.Argument(help="Name, 'Name, Country' or lat,lon.")],
    destination: Annotated[str, typer.Argument(help="Name, 'Name, Country' or lat,lon.")],
    via: Annotated[
        list[str] | None, typer.Option("--via", help="Place to pass; repeatable.")
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(
            "--avoid",
            metavar="WHAT",
            help="Place, country, named line, 'west,south,east,north' or FILE.geojson to stay"
            " away from; repeatable.",
        ),
    ] = None,
    profile: ProfileOption = "special",
    alternatives: Annotated[int, typer.Option("--alternatives", min=0, max=5)] = 0,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    network: NetworkOption = "",
) -> None:
    """Find the way over rails between two places."""
    from geo.api import route as find_route

    settings = settings_of(network=network)
    avoided = [_avoided(value, settings) for value in avoid or ()]
    ends = _place(origin, settings), _place(destination, settings)
    passed = [_place(value, settings) for value in via or ()]
    taken = [
        ("from", ends[0]),
        *(("via", place) for place in passed),
        ("to", ends[1]),
        *(("avoiding", place) for place in avoided if isinstance(place, Toponym)),
    ]
    try:
        found = find_route(
            *ends,
            via=passed,
            avoid=avoided,
            alternatives=alternatives,
            profile=profile,
            settings=settings,
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

    emit(routes_as(routes, form.value), output)


def reach(
    origin: Annotated[str, typer.Argument(help="Name, 'Name, Country' or lat,lon.")],
    hours: Annotated[float, typer.Option("--hours", min=0.0, help="How long the train runs.")],
    speed: SpeedOption = "40-60",
    profile: ProfileOption = "special",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    network: NetworkOption = "",
) -> None:
    """Show where a train can be after some hours."""
    from geo.api import reach as find_reach

    settings = settings_of(network=network, speed=speed)
    start = _place(origin, settings)
    result = find_reach(start, hours, settings.speed_kmh, profile=profile, settings=settings)
    if form is Format.TABLE:
        from geo.render import terminal

        _show_taken(terminal.reach(result), [("from", start)], settings, output)
        return
    _warn([("from", start)], settings)
    from geo.export.routes import reach_as

    emit(reach_as(result, form.value), output)
