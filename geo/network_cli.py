"""Command line: ``geo network``, the rail networks that can be routed over.

``fetch`` asks an Overpass server, ``import`` reads a local OpenStreetMap file; both keep a
network in the cache under a name, for ``--network NAME`` of the other commands; ``use`` makes
one the network that they take when none is named.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.console import coordinates
from geo.errors import ConfigurationError, GeoError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.model import LonLat, Place

__all__ = ["network_app", "read_place"]

network_app = typer.Typer(
    no_args_is_help=True, help="Rail networks: fetch, import, overlay, list, info, use, remove."
)


class Form(StrEnum):
    """Forms of a description."""

    TABLE = "table"
    JSON = "json"


class Kind(StrEnum):
    """Values of OpenStreetMap's tag ``railway``, as in `geo.rail.osm_tags.KINDS`."""

    RAIL = "rail"
    NARROW_GAUGE = "narrow_gauge"
    LIGHT_RAIL = "light_rail"
    SUBWAY = "subway"
    TRAM = "tram"


NameArgument = Annotated[str, typer.Argument(help="Name of the network.", metavar="NAME")]
FormOption = Annotated[Form, typer.Option("--format", "-f", help="Form of the result.")]
KindOption = Annotated[
    list[Kind] | None,
    typer.Option("--kind", help="Kind of railway; repeatable. Default: rail."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


def read_place(text: str, settings: Settings) -> Place | LonLat:
    """Read a place from the command line: a name, or ``lat,lon``.

    Raises
    ------
    InputError
        When the coordinates are not on Earth.
    GeocodingError
        When no gazetteer has the name, or several places fit.
    """
    from geo.api import find_place

    return coordinates(text) or find_place(text, settings=settings)


def _kinds(kinds: list[Kind] | None) -> list[str]:
    return [kind.value for kind in kinds or [Kind.RAIL]]


def _facts(name: str, settings: Settings) -> None:
    from geo.rail.library import about

    _write(about(name, settings), Form.TABLE)


def _brief(value: object) -> str:
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], dict):
            return f"{len(value):,}"
        return ", ".join(f"{entry:g}" for entry in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _write(facts: dict[str, object], form: Form) -> None:
    if form is Form.JSON:
        sys.stdout.write(json.dumps(facts, indent=2, ensure_ascii=False, default=str) + "\n")
        return
    from geo.render import terminal

    pairs = ((key, _brief(value)) for key, value in facts.items())
    terminal.console_for(sys.stdout).print(terminal.key_values(pairs))


@network_app.command()
def fetch(
    name: NameArgument,
    around: Annotated[
        list[str],
        typer.Option(
            "--around",
            metavar="PLACE…",
            help="Places, or lat,lon, along the corridor, one after the other.",
        ),
    ],
    further: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    buffer_km: Annotated[
        float, typer.Option("--buffer-km", help="How far to each side of the corridor.")
    ] = 30.0,
    kind: KindOption = None,
    address: Annotated[
        str | None, typer.Option("--server", metavar="URL", help="Another Overpass server.")
    ] = None,
    online: Annotated[
        bool, typer.Option("--online/--offline", help="Whether requests may be made.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch the railways along a corridor from Overpass; a try that fails can be repeated."""
    from geo.rail.overpass import ADDRESS
    from geo.rail.overpass import fetch as fetch_corridor
    from geo.render.progress import progress_on

    if further and len(around) > 1:
        raise ConfigurationError(
            "the order of the places is not clear",
            hint="Write --around A B C, or --around A --around B --around C.",
        )
    settings = Settings(online=online)
    places = [read_place(text, settings) for text in (*around, *(further or ()))]
    with progress_on(sys.stderr, quiet=quiet) as progress:
        network = fetch_corridor(
            name,
            places,
            settings=settings,
            buffer_km=buffer_km,
            address=address or ADDRESS,
            kinds=_kinds(kind),
            progress=progress,
        )
    _facts(network.name, settings)


@network_app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="OpenStreetMap file (.osm.pbf, .osm).", metavar="FILE")
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the network; default: the file's.")
    ] = None,
    kind: KindOption = None,
    quiet: QuietOption = False,
) -> None:
    """Import the railways of a local OpenStreetMap file."""
    from geo.rail.library import save
    from geo.rail.osm_pbf import network_name, read
    from geo.render.progress import progress_on

    settings = Settings()
    chosen = name or network_name(file)
    with progress_on(sys.stderr, quiet=quiet) as progress:
        network = read(file, name=chosen, kinds=_kinds(kind), progress=progress)
        save(network, settings, name=chosen, origin=f"imported from {file.name}")
    _facts(chosen, settings)


@network_app.command()
def overlay(
    name: NameArgument,
    region: Annotated[
        str, typer.Option("--region", metavar="NAME", help="Network with the details of an area.")
    ],
    base: Annotated[
        str, typer.Option("--base", metavar="NAME", help="Network around it.")
    ] = "world",
) -> None:
    """Lay a network of a region over another; a joint wherever their lines meet."""
    from dataclasses import asdict

    from geo.rail import load
    from geo.rail.library import save
    from geo.rail.overlay import lay_over

    settings = Settings()
    laid = lay_over(load(region, settings), load(base, settings), name)
    joints = [asdict(joint) for joint in laid.joints]
    origin = f"{region} laid over {base}, of which {laid.replaced_km:,.0f} km are replaced"
    save(laid.network, settings, name=name, origin=origin, more={"joints": joints})
    _facts(name, settings)
    _joints(joints)


def _joints(joints: list[dict[str, object]]) -> None:
    """List where the lines of two networks were joined, the widest joint first."""
    from rich.table import Table

    from geo.render.terminal import console_for

    table = Table(
        "joint at", "km", "tracks", "country", box=None, pad_edge=False, header_style="dim"
    )
    for joint in sorted(joints, key=lambda entry: -float(str(entry["km"]))):
        where = f"{joint['lat']:.4f}, {joint['lon']:.4f}"
        table.add_row(where, f"{joint['km']:.2f}", str(joint["tracks"]), str(joint["country"]))
    console_for(sys.stdout).print(table)


@network_app.command("list")
def list_(form: FormOption = Form.TABLE) -> None:
    """List the networks: the embedded one and those in the cache."""
    from geo.rail.library import about, default_name, names

    settings = Settings()
    chosen = default_name(settings)
    rows: list[dict[str, object]] = []
    for name in names(settings):
        try:
            rows.append(about(name, settings))
        except GeoError as error:
            # One damaged file does not hide the others.
            rows.append({"name": name, "source": f"{error.message} {error.hint}"})
        rows[-1]["in use"] = name == chosen
    if form is Form.JSON:
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False, default=str) + "\n")
        return
    from rich.table import Table
    from rich.text import Text

    from geo.render.terminal import console_for

    columns = ("name", "length", "edges", "version", "source")
    table = Table("", *columns, box=None, pad_edge=False, header_style="dim")
    for row in rows:
        mark = Text("*" if row["in use"] else "")
        table.add_row(mark, *(Text(_brief(row.get(column, ""))) for column in columns))
    console_for(sys.stdout).print(table)


@network_app.command()
def info(name: NameArgument, form: FormOption = Form.TABLE) -> None:
    """Tell source, date, licence, extent and counts of a network."""
    from geo.rail.library import about

    _write(about(name, Settings()), form)


@network_app.command()
def use(name: NameArgument) -> None:
    """Take this network wherever none is named with --network; 'world' goes back."""
    from geo.rail.library import use as use_network

    use_network(name, Settings())
    sys.stdout.write(f"{name} is taken where no --network is given\n")


@network_app.command()
def remove(name: NameArgument) -> None:
    """Remove a network from the cache."""
    from geo.rail.library import remove as remove_network

    remove_network(name, Settings())
    sys.stdout.write(f"{name} is removed\n")
