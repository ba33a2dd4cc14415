"""One question, one call: what ``import geo`` offers beside ``explore``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.errors import PlaceNotFound
from geo.model import Claim, LonLat, Place, Reach, Route, Toponym
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["find_claims", "find_place", "locate", "reach", "route"]


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

    Examples
    --------
    >>> [str(toponym.place.name) for toponym in locate("A train left Lyon for Geneva.")]
    ['Lyon', 'Geneva']
    """
    from geo.article.dateline import find_dateline
    from geo.gazetteer import open_gazetteer
    from geo.toponyms import locate as locate_in

    settings = settings or Settings()
    dateline = find_dateline(text)
    return locate_in(
        text,
        open_gazetteer(settings),
        spans=spans,
        dateline=dateline.span if dateline else None,
        min_score=settings.min_score,
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
    from geo.gazetteer import open_gazetteer
    from geo.toponyms import find_references

    settings = settings or Settings()
    toponyms = locate(text, settings=settings)
    capital_of = open_gazetteer(settings).capital_of
    references = find_references(text, toponyms, capital_of=capital_of)
    return find_in(text, sorted([*toponyms, *references], key=lambda mention: mention.start))


def find_place(name: str, *, settings: Settings | None = None) -> Place:
    """Best place for a name that stands alone: "Lyon", "Moscow, Idaho".

    Raises
    ------
    PlaceNotFound
        When no gazetteer in use has the name.
    """
    wanted = " ".join(name.split())
    found = locate(wanted, spans=[(0, len(wanted.split(",")[0]))], settings=settings)
    place = found[0].place if found else None
    if place is None:
        raise PlaceNotFound(
            f"no place is known as {name!r}",
            hint="Check the spelling, add the country ('Name, Country'), "
            "or give coordinates as 'lat,lon'.",
        )
    return place


def _point(value: str | Place | LonLat, settings: Settings) -> Place | LonLat:
    return find_place(value, settings=settings) if isinstance(value, str) else value


def route(
    origin: str | Place | LonLat,
    destination: str | Place | LonLat,
    *,
    via: Sequence[str | Place | LonLat] = (),
    avoid: Sequence[str | Place | LonLat] = (),
    network: RailNetwork | str | None = None,
    alternatives: int = 0,
    settings: Settings | None = None,
) -> Route | list[Route]:
    """Way over rails between two places.

    Parameters
    ----------
    origin, destination : str, Place or (float, float)
        A name, a place, or longitude and latitude in degrees.
    via : sequence
        Places to pass, in order.
    avoid : sequence
        Places or ISO country codes to stay away from.
    network : RailNetwork or str, optional
        A network or its name; the embedded world network by default.
    alternatives : int
        How many other ways to find as well.

    Returns
    -------
    Route or list of Route
        A list, best first, when ``alternatives`` is not 0.

    Raises
    ------
    PlaceNotFound, RoutingError
        When a name is unknown, or no rails join the places.

    Examples
    --------
    >>> from geo.model import Route
    >>> way = route("Lyon", "Paris")
    >>> isinstance(way, Route) and 400 < way.km < 530
    True
    """
    settings = settings or Settings()
    return _network(network, settings).route(
        _point(origin, settings),
        _point(destination, settings),
        via=[_point(value, settings) for value in via],
        avoid=[_avoided(value, settings) for value in avoid],
        alternatives=alternatives,
    )


def _network(network: RailNetwork | str | None, settings: Settings) -> RailNetwork:
    from geo.rail import load

    if network is None or isinstance(network, str):
        return load(network or settings.network, settings)
    return network


#: A place to be avoided keeps a train at least this far away, in km.
_AVOID_KM = 3.0


def _avoided(value: str | Place | LonLat, settings: Settings) -> str | tuple[float, float, float]:
    """Country code as it is; anything else as an area of (lon, lat, radius in km)."""
    if isinstance(value, str) and len(value) == 2 and value.isupper():
        return value
    where = _point(value, settings)
    if isinstance(where, Place):
        return (where.lon, where.lat, max(where.radius_km, _AVOID_KM))
    return (*where, _AVOID_KM)


def reach(
    origin: str | Place | LonLat,
    hours: float,
    speed_kmh: tuple[float, float] = (40, 60),
    *,
    network: RailNetwork | str | None = None,
    settings: Settings | None = None,
) -> Reach:
    """Where a train can be after some hours.

    Parameters
    ----------
    origin : str, Place or (float, float)
        Where it starts.
    hours : float
        How long it runs.
    speed_kmh : (float, float)
        Slow and fast average speed.

    Returns
    -------
    Reach
        Lines, stations and frontier.
    """
    settings = settings or Settings()
    return _network(network, settings).reach(_point(origin, settings), hours, speed_kmh)
