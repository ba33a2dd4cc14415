"""``geo data``: the embedded gazetteer and rail network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.console import (
    Format,
    QuietOption,
    complain,
    emit,
    show,
)
from geo.errors import ConfigurationError
from geo.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType


__all__ = ["data_app"]

data_app = typer.Typer(no_args_is_help=True, help="The embedded gazetteer and rail network.")


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

        emit(json.dumps(about, indent=2, ensure_ascii=False, default=str), None)
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
    show(Group(*blocks), None)


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
        complain(
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
