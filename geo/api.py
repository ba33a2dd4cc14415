"""One question, one call: what ``import geo`` offers beside ``explore``."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import ConfigurationError, InputError, PlaceNotFound
from geo.gazetteer import open_asker, open_gazetteer
from geo.model import Claim, LonLat, Place, Reach, Route, Toponym
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.gazetteer.asking import Asker
    from geo.rail import Profile, RailNetwork
    from geo.rail.avoid import Avoidable

__all__ = [
    "Avoided",
    "Where",
    "find_claims",
    "find_place",
    "find_toponym",
    "full_name",
    "locate",
    "reach",
    "route",
]

_log = logging.getLogger(__name__)

#: What stands for a place: a name, a place, a name found in a text, or (lon, lat).
Where = str | Place | Toponym | LonLat
#: What a way may stay away from: `route` tells the forms.
Avoided = Any


def locate(
    text: str,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    settings: Settings | None = None,
) -> list[Toponym]:
    """Find the places that a text names.

    Parameters
    ----------
    text : str
        Any text.
    spans : sequence of (int, int), optional
        Resolve only these spans (start and end offsets).
    settings : Settings, optional
        Choices of this run.

    Returns
    -------
    list of Toponym
        ``place`` is None where nothing is good enough: no place is better than a wrong one.

    Raises
    ------
    InputError
        When ``text`` is no text, or a span lies outside it.

    Examples
    --------
    >>> [str(toponym.place.name) for toponym in locate("A train left Lyon for Geneva.")]
    ['Lyon', 'Geneva']
    """
    settings = settings or Settings()
    asker = open_asker(settings)
    found = _located(text, spans, settings, asker)
    for problem in asker.problems if asker is not None else ():
        _log.warning("%s: %s", problem.source, problem.message)
    return found


def _located(
    text: str,
    spans: Sequence[tuple[int, int]] | None,
    settings: Settings,
    asker: Asker | None,
) -> list[Toponym]:
    from geo.article.dateline import find_dateline
    from geo.toponyms import locate as locate_in

    _check_text(text)
    for start, end in spans or ():
        if not 0 <= start < end <= len(text):
            raise InputError(
                f"the span ({start}, {end}) is not inside the text of {len(text)} characters",
                hint="Give start and end offsets with 0 <= start < end <= len(text).",
            )
    dateline = find_dateline(text)
    return locate_in(
        text,
        open_gazetteer(settings),
        spans=spans,
        dateline=dateline.span if dateline else None,
        min_score=settings.min_score,
        asker=asker,
        ask_for=settings.geocoding.use,
        recognizer=settings.recognizer,
    )


def find_claims(text: str, *, settings: Settings | None = None) -> list[Claim]:
    """Find the statements about distance, direction and travel time in a text.

    Parameters
    ----------
    text : str
        Any text.
    settings : Settings, optional
        Choices of this run.

    Returns
    -------
    list of Claim
        Unchecked; ``geo.explore`` gives them with verdicts.

    Examples
    --------
    >>> claim = find_claims("Vienne is about 30 km south of Lyon.")[0]
    >>> str(claim.subject), str(claim.reference), claim.measure.value, claim.direction
    ('Vienne', 'Lyon', 30.0, 'S')
    """
    from geo.claims import find_claims as find_in
    from geo.toponyms import find_references

    _check_text(text)
    settings = settings or Settings()
    toponyms = locate(text, settings=settings)
    capital_of = open_gazetteer(settings).capital_of
    references = find_references(text, toponyms, capital_of=capital_of)
    return find_in(text, sorted([*toponyms, *references], key=lambda mention: mention.start))


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise InputError(
            f"a text is wanted, not {type(text).__name__}", hint="Give the text as a str."
        )


def find_toponym(name: str, *, settings: Settings | None = None) -> Toponym:
    """Resolve a name that stands alone, with its score and the places it may also mean.

    Raises
    ------
    PlaceNotFound
        When no gazetteer in use has the name.
    AmbiguousPlace
        When several places have it and none of them wins.
    ServiceUnavailable
        When the embedded gazetteer lacks the name and the online one did not answer.
    """
    from geo.toponyms.named import find_named

    _check_text(name)
    settings = settings or Settings()
    return find_named(
        name,
        open_gazetteer(settings),
        min_score=settings.min_score,
        asker=open_asker(settings),
        ask_for=settings.geocoding.use,
    )


def find_place(name: str, *, settings: Settings | None = None) -> Place:
    """Best place for a name that stands alone: "Lyon", "Moscow, Idaho".

    Raises
    ------
    PlaceNotFound, AmbiguousPlace
        As `find_toponym`.
    """
    place = find_toponym(name, settings=settings).place
    assert place is not None
    return place


def full_name(place: Place, *, settings: Settings | None = None) -> str:
    """Name of a place with its division and country: "Chicago, Illinois, United States"."""
    from geo.gazetteer.geocoder import address

    return address(open_gazetteer(settings or Settings()), place)


def _is_number(value: object) -> bool:
    try:
        return not isinstance(value, str) and math.isfinite(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) == 2
        and all(map(_is_number, value))
    )


def _point(value: Where, settings: Settings) -> Place | LonLat:
    if isinstance(value, str):
        return find_place(value, settings=settings)
    if isinstance(value, Place):
        return value
    if isinstance(value, Toponym):
        if value.place is None:
            raise PlaceNotFound(
                f"the name {value.text!r} is not resolved to a place",
                hint="Choose one of its candidates, or give coordinates.",
            )
        return value.place
    if not _is_pair(value):
        raise InputError(
            f"{value!r} is no place",
            hint="Give a name, a Place, a Toponym, or (longitude, latitude) in degrees.",
        )
    lon, lat = float(value[0]), float(value[1])
    if not (-360 <= lon <= 360 and -90 <= lat <= 90):
        raise InputError(
            f"({lon:g}, {lat:g}) is no point on Earth",
            hint="Longitude comes first: (131.96, 43.8).",
        )
    return (lon, lat)


def _several(value: object) -> list[Where]:
    """Places of an argument that takes several; one alone counts as a list of one."""
    if isinstance(value, str | Place | Toponym) or _is_pair(value):
        return [value]  # type: ignore[list-item]
    try:
        return list(value)  # type: ignore[call-overload, no-any-return]
    except TypeError:
        raise InputError(
            f"{value!r} is no list of places", hint="Give a name, or a list of names."
        ) from None


def route(
    origin: Where,
    destination: Where,
    *,
    via: Where | Sequence[Where] = (),
    avoid: Avoided | Sequence[Avoided] = (),
    network: RailNetwork | str | None = None,
    alternatives: int = 0,
    profile: Profile | str | None = None,
    settings: Settings | None = None,
) -> Route | list[Route]:
    """Way over rails between two places.

    Parameters
    ----------
    origin, destination : str, Place, Toponym or (float, float)
        A name, a place, or longitude and latitude in degrees.
    via : sequence
        Places to pass, in order; one alone needs no list.
    avoid : sequence
        What to stay away from; one alone needs no list: places, countries (by name or ISO
        code), named lines ("Trans-Siberian"; `geo.rail.lines.line_names`), areas as
        (lon, lat, radius_km), boxes as (west, south, east, north), polygons (of shapely or
        GeoJSON).
    network : RailNetwork or str, optional
        A network or its name; the embedded world network by default.
    alternatives : int
        How many other ways to find as well.
    profile : Profile or str, optional
        How the train runs: ``special`` (the default), ``passenger``, ``freight``, or the path
        of a TOML file (docs/rail-network.md).

    Returns
    -------
    Route or list of Route
        A list, best first, when ``alternatives`` is not 0.

    Raises
    ------
    PlaceNotFound, AmbiguousPlace, RoutingError
        When a name is unknown or may be several places, or no rails join the places.
    ConfigurationError, InputError
        When an argument makes no sense.

    Examples
    --------
    >>> from geo.model import Route
    >>> way = route("Lyon", "Paris")
    >>> isinstance(way, Route) and 400 < way.km < 530
    True
    """
    settings = settings or Settings()
    if not isinstance(alternatives, int) or alternatives < 0:
        raise ConfigurationError(
            f"{alternatives!r} alternatives make no sense", hint="Give a whole number from 0 up."
        )
    on = _network(network, settings)
    return on.route(
        _point(origin, settings),
        _point(destination, settings),
        via=[_point(value, settings) for value in _several(via)],
        avoid=[_avoided(value, settings, on) for value in _all_avoided(avoid)],
        alternatives=alternatives,
        profile=profile,
    )


def _network(network: RailNetwork | str | None, settings: Settings) -> RailNetwork:
    from geo.rail import load

    if network is None or isinstance(network, str):
        return load(network or settings.network, settings)
    return network


#: A place to be avoided keeps a train at least this far away, in km.
_AVOID_KM = 3.0


def _all_avoided(value: object) -> list[Avoided]:
    """What is to be avoided, as a list: an area is one thing, though it is a sequence."""
    numbers = isinstance(value, Sequence) and not isinstance(value, str) and bool(value)
    if numbers and all(map(_is_number, value)):  # type: ignore[call-overload]
        return [value]
    if isinstance(value, dict) or hasattr(value, "__geo_interface__"):
        return [value]
    return _several(value)


def _avoided(value: Avoided, settings: Settings, network: RailNetwork) -> Avoidable:
    """Countries by code, lines by name, areas as they are; other places as discs."""
    from geo.rail.lines import knows_line

    if isinstance(value, str) and (
        (len(value) == 2 and value.isupper()) or knows_line(network, value)
    ):
        return value
    if not isinstance(value, str | Place | Toponym) and not _is_pair(value):
        # An area of some kind, or nothing that makes sense: the network tells.
        return value
    where = _point(value, settings)
    if not isinstance(where, Place):
        return (*where, _AVOID_KM)
    if where.kind == "country" and where.country:
        return where.country
    return (where.lon, where.lat, max(where.radius_km, _AVOID_KM))


def reach(
    origin: Where,
    hours: float,
    speed_kmh: tuple[float, float] = (40, 60),
    *,
    network: RailNetwork | str | None = None,
    profile: Profile | str | None = None,
    settings: Settings | None = None,
) -> Reach:
    """Where a train can be after some hours.

    Parameters
    ----------
    origin : str, Place, Toponym or (float, float)
        Where it starts.
    hours : float
        How long it runs.
    speed_kmh : (float, float)
        Slow and fast average speed, on any line.
    profile : Profile or str, optional
        Stops and filters as for `route`.

    Returns
    -------
    Reach
        Lines, stations and frontier.

    Raises
    ------
    PlaceNotFound, AmbiguousPlace, RoutingError
        When the name is unknown or may be several places, or no rails are near.
    ConfigurationError, InputError
        When an argument makes no sense.
    """
    settings = settings or Settings()
    if not _is_pair(speed_kmh):
        raise ConfigurationError(
            f"{speed_kmh!r} is no range of speeds",
            hint="Give the slow and the fast speed in km/h, such as (40, 60).",
        )
    if not _is_number(hours):
        raise ConfigurationError(f"{hours!r} is no number of hours", hint="Give hours above 0.")
    return _network(network, settings).reach(
        _point(origin, settings), hours, speed_kmh, profile=profile
    )
