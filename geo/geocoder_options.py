"""The options of the online gazetteer, which several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any

import typer

from geo.errors import ConfigurationError
from geo.settings import Geocoding

__all__ = ["geocoder_options"]


class Service(StrEnum):
    """Online gazetteers."""

    OFF = "off"
    NOMINATIM = "nominatim"
    PHOTON = "photon"
    GEONAMES = "geonames"


class Use(StrEnum):
    """Names that are asked for."""

    MISSING = "missing"
    ALL = "all"


_DEFAULT = Geocoding()


def _options(
    geocoder: Annotated[
        Service,
        typer.Option(
            "--geocoder",
            envvar="GEO_GEOCODER",
            help="With --online: ask this gazetteer for names that the embedded one lacks.",
        ),
    ] = Service.OFF,
    geocoder_address: Annotated[
        str,
        typer.Option(
            "--geocoder-address",
            metavar="URL",
            envvar="GEO_GEOCODER_ADDRESS",
            help="Your own server; the public one unless told.",
        ),
    ] = "",
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            metavar="EMAIL",
            envvar="GEO_CONTACT",
            help="Who asks: an e-mail address or a page. The public Nominatim wants it.",
        ),
    ] = "",
    geocoder_username: Annotated[
        str,
        typer.Option(
            "--geocoder-username",
            metavar="NAME",
            envvar="GEO_GEONAMES_USERNAME",
            help="Account of GeoNames.",
        ),
    ] = "",
    geocoder_use: Annotated[
        Use,
        typer.Option("--geocoder-use", help="Ask for missing names, or for all (extents too)."),
    ] = Use.MISSING,
    geocoder_deadline: Annotated[
        float,
        typer.Option("--geocoder-deadline", metavar="SECONDS", help="For all requests together."),
    ] = _DEFAULT.deadline_s,
) -> Geocoding:
    """Make the choice of the options' values."""
    return Geocoding(
        geocoder.value,
        geocoder_address,
        contact,
        geocoder_username,
        geocoder_use.value,
        geocoder_deadline,
    )


def geocoder_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take these options; it gets them as one argument ``geocoding``.

    Typer reads a command's options from its signature, which is made here.
    """
    own = inspect.signature(command, eval_str=True)
    shared = inspect.signature(_options, eval_str=True).parameters

    @wraps(command)
    def with_options(context: typer.Context, **values: Any) -> None:
        _check_online(context, online=bool(values.get("online")))
        chosen = {name: values.pop(name) for name in shared}
        command(**values, geocoding=_options(**chosen))

    parameters = [entry for entry in own.parameters.values() if entry.name != "geocoding"]
    # They stand before --quiet, the last option of every command.
    parameters[-1:-1] = shared.values()
    take = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    parameters.insert(0, take)
    with_options.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {entry.name: entry.annotation for entry in parameters}
    del with_options.__wrapped__
    return with_options


def _check_online(context: typer.Context, *, online: bool) -> None:
    """Refuse a geocoder that was typed and that nothing would ask; the environment may stay."""
    source = context.get_parameter_source("geocoder")
    typed = source is not None and source.name == "COMMANDLINE"
    if typed and context.params.get("geocoder") != Service.OFF.value and not online:
        raise ConfigurationError(
            "a geocoder is not asked without --online", hint="Add --online, or leave it out."
        )
