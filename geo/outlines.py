"""Borders and coasts of the world, to measure from: Natural Earth at 1:10m.

The committed outlines (``geo/data/basemap/detail-10m.json``) store every line once: an arc
that runs along two countries is a border, one that runs along a single country is a coast.
Only the arcs that a question needs are decoded. At this scale a border or coast lies within
about a kilometre of where it is drawn; disputed borders are drawn as they are held.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.geodesy import bearing_deg, distance_km, nearest_on_line
from geo.model import LonLat
from geo.topology import decode_arcs

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ACCURACY_KM",
    "SOURCE",
    "border_lines",
    "country_codes",
    "country_name",
    "nearest_border",
    "nearest_coast",
    "nearest_edge",
    "share_a_border",
    "share_of_the_way",
]

SOURCE = "Natural Earth 4.1.0 at 1:10m"

#: How far a line at this scale may lie from the line on the ground.
ACCURACY_KM = 1.0

_FILE = Path(__file__).resolve().parent / "data" / "basemap" / "detail-10m.json"

#: Long straight borders have few vertices; in between, one stands every so many degrees.
_STEP_DEG = 0.05

#: A point in the wanted direction is taken when it is at most this much further away.
_DETOUR, _DETOUR_KM = 1.5, 5.0


@dataclass(frozen=True, slots=True)
class _World:
    """Arcs as text, and which of them are whose."""

    arcs: tuple[str, ...]
    scale: NDArray[np.float64]
    translate: NDArray[np.float64]
    borders: frozenset[int]
    coast: frozenset[int]
    #: ISO code of a country -> its arcs.
    countries: dict[str, frozenset[int]]
    #: ISO code of a country -> the arcs of each polygon's outer ring; ~n runs backwards.
    polygons: dict[str, tuple[tuple[int, ...], ...]]
    #: Name in lower case -> ISO code.
    names: dict[str, str]
    #: ISO code -> name.
    titles: dict[str, str]


@cache
def _world() -> _World:
    data: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    countries: dict[str, set[int]] = {}
    rings: dict[str, list[tuple[int, ...]]] = {}
    for country in data["countries"]:
        along = countries.setdefault(country["iso"], set())
        for polygon in country["polygons"]:
            rings.setdefault(country["iso"], []).append(tuple(polygon[0]))
            for ring in polygon:
                along.update(arc if arc >= 0 else ~arc for arc in ring)
    owners = Counter(arc for arcs in countries.values() for arc in arcs)
    return _World(
        tuple(data["arcs"].split(".")),
        np.array(data["scale"]),
        np.array(data["translate"]),
        # Parts of one country that touch (Baikonur and the rest) have no border between them.
        frozenset(arc for arc in data["borders"] if owners[arc] > 1),
        frozenset(data["coast"]),
        {iso: frozenset(arcs) for iso, arcs in countries.items() if iso},
        {iso: tuple(outer) for iso, outer in rings.items() if iso},
        {row["name"].casefold(): row["iso"] for row in data["countries"] if row["iso"]},
        # Parts without a number of their own (Akrotiri) do not name the country.
        {
            row["iso"]: row["name"]
            for row in sorted(data["countries"], key=lambda row: bool(row["iso_n3"]))
            if row["iso"]
        },
    )


def country_codes() -> dict[str, str]:
    """ISO codes by the names of countries in lower case, as Natural Earth writes them."""
    return dict(_world().names)


def country_name(iso: str) -> str:
    """Name of a country by its ISO code; the code itself where it is not drawn.

    Examples
    --------
    >>> country_name("CY"), country_name("QQ")
    ('Cyprus', 'QQ')
    """
    return _world().titles.get(iso, iso)


def share_a_border(one: str, other: str) -> bool:
    """Whether two countries (ISO codes) meet on land.

    Examples
    --------
    >>> share_a_border("FI", "RU"), share_a_border("FI", "DE")
    (True, False)
    """
    return bool(_border_arcs(one, other))


def _border_arcs(one: str, other: str) -> frozenset[int]:
    world = _world()
    mine = world.countries.get(one, frozenset())
    theirs = world.countries.get(other, frozenset()) if other else world.borders
    return mine & theirs & world.borders


def border_lines(one: str, other: str) -> tuple[tuple[LonLat, ...], ...]:
    """Lines of the border between two countries (ISO codes), in pieces of no order.

    Examples
    --------
    >>> len(border_lines("FI", "DE")), len(border_lines("FI", "RU")) > 0
    (0, True)
    """
    arcs = tuple(sorted(_border_arcs(one, other)))
    vertices = _vertices(arcs)
    gaps = np.flatnonzero(np.isnan(vertices[:, 0]))
    pieces = np.split(vertices, gaps)
    return tuple(
        tuple((float(lon), float(lat)) for lon, lat in piece if lon == lon)
        for piece in pieces
        if len(piece) > 1
    )


def nearest_border(
    point: LonLat, one: str, other: str = "", *, bearing: float | None = None
) -> LonLat | None:
    """Nearest point of the border between two countries, or of one with any other.

    Parameters
    ----------
    point : (lon, lat)
        Where one stands.
    one, other : str
        ISO 3166-1 alpha-2 codes; without ``other`` every land border of the first counts.
    bearing : float, optional
        Direction in which the point is said to lie from the border, in degrees. A point of
        the border for which that holds is preferred when it is not much further away.

    Returns
    -------
    (lon, lat) or None
        None where there is no such border on land.

    Examples
    --------
    >>> lon, lat = nearest_border((28.19, 61.06), "FI", "RU")
    >>> round(float(distance_km(28.19, 61.06, lon, lat)))
    21
    """
    return _nearest(point, tuple(sorted(_border_arcs(one, other))), bearing)


def nearest_coast(
    point: LonLat, country: str = "", *, bearing: float | None = None
) -> LonLat | None:
    """Nearest point of the coast, of a country or of any.

    Examples
    --------
    >>> lon, lat = nearest_coast((30.73, 46.48), "UA")
    >>> float(distance_km(30.73, 46.48, lon, lat)) < 5
    True
    """
    world = _world()
    arcs = world.coast
    if country:
        arcs = arcs & world.countries.get(country, frozenset())
    return _nearest(point, tuple(sorted(arcs)), bearing)


#: Islands and exclaves smaller than this share of a country's largest part do not stretch it:
#: nobody counts French Guiana or Svalbard when Lille is in the north of France.
_MAIN_SHARE = 0.2


@cache
def _main_part(country: str) -> NDArray[np.float64]:
    """Outline of a country's large parts, shape (n, 2): a plane of degrees, true in the middle.

    The last row is the origin: its longitude and latitude.
    """
    outlines = []
    for arcs in _world().polygons.get(country, ()):
        pieces = (_vertices((arc if arc >= 0 else ~arc,)) for arc in arcs)
        lines = [piece[~np.isnan(piece[:, 0])] for piece in pieces]
        outlines.append(
            np.concatenate(
                [line if arc >= 0 else line[::-1] for arc, line in zip(arcs, lines, strict=True)]
            )
        )
    outlines = [outline for outline in outlines if len(outline)]
    if not outlines:
        return np.empty((0, 2))

    def size(outline: NDArray[np.float64]) -> float:
        # The shoelace formula, in square degrees of the middle latitude.
        flat = _flat(outline, outline.mean(axis=0))
        (x, y), (u, v) = flat.T, np.roll(flat, -1, axis=0).T
        return abs(float((x * v - u * y).sum())) / 2

    largest = max(outlines, key=size)
    least = _MAIN_SHARE * size(largest)
    middle = (largest.min(axis=0) + largest.max(axis=0)) / 2
    kept = np.concatenate([outline for outline in outlines if size(outline) >= least])
    return np.vstack([_flat(kept, middle), middle])


def _flat(lonlat: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    east = (lonlat[:, 0] - middle[0] + 180.0) % 360.0 - 180.0
    return np.stack([east * np.cos(np.radians(middle[1])), lonlat[:, 1] - middle[1]], axis=-1)


def share_of_the_way(country: str, point: LonLat, bearing: float) -> float | None:
    """How far towards one end of a country a point lies.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2 code.
    point : (lon, lat)
        A place in the country.
    bearing : float
        Direction of the end that is meant, in degrees clockwise from north.

    Returns
    -------
    float or None
        0 at the opposite end, 1 at the end itself, a little beyond either for small islands;
        None where the country is not drawn.

    Examples
    --------
    >>> tromso = share_of_the_way("NO", (18.96, 69.65), 0.0)
    >>> oslo = share_of_the_way("NO", (10.75, 59.91), 0.0)
    >>> round(tromso, 1), round(oslo, 1)
    (0.9, 0.1)
    """
    part = _main_part(country)
    if len(part) < 2:
        return None
    outline, middle = part[:-1], part[-1]
    towards = np.array([np.sin(np.radians(bearing)), np.cos(np.radians(bearing))])
    along = outline @ towards
    own = float(_flat(np.array([point]), middle)[0] @ towards)
    low, high = float(along.min()), float(along.max())
    return (own - low) / (high - low) if high > low else None


def nearest_edge(point: LonLat, country: str, *, bearing: float | None = None) -> LonLat | None:
    """Nearest point of a country's outline, border or coast."""
    return _nearest(point, tuple(sorted(_world().countries.get(country, ()))), bearing)


@cache
def _vertices(arcs: tuple[int, ...]) -> NDArray[np.float64]:
    """Vertices of some arcs, shape (n, 2), dense, with a row of NaN after each arc."""
    world = _world()
    text = "".join(f"{world.arcs[arc]}." for arc in arcs)
    lines = [_dense(arc * world.scale + world.translate) for arc in decode_arcs(text)]
    return np.concatenate(list(_broken(lines))) if lines else np.empty((0, 2))


def _broken(lines: Iterable[NDArray[np.float64]]) -> Iterable[NDArray[np.float64]]:
    gap = np.full((1, 2), np.nan)
    for line in lines:
        yield line
        yield gap


def _dense(line: NDArray[np.float64]) -> NDArray[np.float64]:
    # The source cuts the world open at 180 degrees: no line of it is a coast there.
    line = line[(np.abs(line[:, 0]) < 179.99) & (line[:, 1] > -85.0)]
    if len(line) < 2:
        return line
    steps = np.diff(line, axis=0)
    counts = np.ceil(np.abs(steps).max(axis=1) / _STEP_DEG).astype(int).clip(1, 2000)
    at = np.repeat(np.arange(len(steps)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(counts.sum()) - first) / np.repeat(counts, counts)
    return np.vstack([line[at] + share[:, None] * steps[at], line[-1]])


def _unit(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = np.radians(lonlat).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _nearest(point: LonLat, arcs: tuple[int, ...], bearing: float | None) -> LonLat | None:
    vertices = _vertices(arcs)
    if not len(vertices):
        return None
    # The chord grows with the distance on the sphere, which is enough to rank.
    chord = 1.0 - _unit(vertices) @ _unit(np.array([point]))[0]
    best = int(np.nanargmin(chord))
    found = _refined(point, vertices, best)
    if bearing is None:
        return found
    limit = _DETOUR * float(distance_km(*point, *found)) + _DETOUR_KM
    near = np.flatnonzero(chord <= 1.0 - np.cos(limit / 6371.0))
    if not len(near):
        return found
    lon, lat = vertices[near].T
    seen = np.atleast_1d(bearing_deg(lon, lat, point[0], point[1]))
    off = np.abs((seen - bearing + 180.0) % 360.0 - 180.0)
    # Within the sector of one of the eight winds.
    fitting = near[off <= 22.5]
    if not len(fitting):
        return found
    chosen = vertices[fitting[int(chord[fitting].argmin())]]
    return float(chosen[0]), float(chosen[1])


def _refined(point: LonLat, vertices: NDArray[np.float64], best: int) -> LonLat:
    """Nearest point of the two pieces of line that meet at a vertex."""
    piece = [best]
    for step in (-1, 1):
        beside = best + step
        if 0 <= beside < len(vertices) and not np.isnan(vertices[beside, 0]):
            piece.append(beside)
    line = [(float(lon), float(lat)) for lon, lat in vertices[sorted(piece)]]
    lon, lat, _, _ = nearest_on_line(*point, line)
    return lon, lat
