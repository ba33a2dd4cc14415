"""A place as the builder of the index sees it, and the models that fill its gaps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer.kinds import POPULATED

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ACRONYM",
    "ALTERNATE",
    "CODE",
    "MAIN",
    "Row",
    "is_code",
    "mean_on_sphere",
    "settlement_kind",
    "settlement_radius_km",
    "typical_prominence",
    "typical_radius_km",
    "unit_vectors",
]

#: How a name belongs to a place; the lower the stronger.
MAIN = 1
#: Another name, spelling or script.
ALTERNATE = 2
#: A short form that is known to be in use, written in capitals ("US", "UAE").
ACRONYM = 4
#: Three capitals or fewer of unknown worth: airport, country and state codes ("SEL").
CODE = 8

#: Mean radius of the Earth in km (IUGG: (2a + b) / 3 of WGS84).
EARTH_RADIUS_KM = 6371.0088


@dataclass(slots=True)
class Row:
    """One place with all its names, before it is written into the index.

    ``names`` holds (name, flag) without the main name, which is ``name``.
    """

    id: str
    name: str
    lon: float
    lat: float
    kind: str
    country: str = ""
    admin1: str = ""
    population: int = 0
    prominence: float = 0.0
    radius_km: float = 0.0
    timezone: str = ""
    source: str = ""
    licence: str = ""
    capital: bool = False
    #: How many other spellings there are: a sign of how well known a place is.
    spellings: int = 0
    names: list[tuple[str, int]] = field(default_factory=list)


def settlement_radius_km(population: int) -> float:
    """Radius of the disc that stands for a settlement.

    A model of ours, 0.5 * sqrt(population / 1000) km between 1 and 25 km: built-up area
    grows a little slower than population, and a city of 600,000 reaches about 12 km from
    its centre.

    Examples
    --------
    >>> settlement_radius_km(600_000) > 12, settlement_radius_km(0)
    (True, 1.0)
    """
    return min(25.0, max(1.0, 0.5 * math.sqrt(max(population, 0) / 1000.0)))


def settlement_kind(population: int) -> str:
    """City from 50,000 people, town from 5,000, else village.

    Examples
    --------
    >>> settlement_kind(60_000), settlement_kind(5_000), settlement_kind(0)
    ('city', 'town', 'village')
    """
    if population >= 50_000:
        return "city"
    return "town" if population >= 5_000 else "village"


#: GeoNames and most rows of other services tell no extent. These stand for what a thing of a
#: kind typically is: mostly far smaller than the curated ones. A rough model of ours, in km.
_RADIUS_KM = {
    "country": 300.0, "territory": 30.0, "continent": 2500.0, "region": 60.0, "county": 20.0,
    "area": 10.0, "river": 0.3, "canal": 0.3, "lake": 1.0, "reservoir": 2.0, "sea": 200.0,
    "ocean": 2500.0, "gulf": 40.0, "bay": 2.0, "strait": 5.0, "island": 2.0,
    "archipelago": 15.0, "peninsula": 5.0, "cape": 1.0, "mountain": 2.0, "range": 15.0,
    "pass": 1.0, "desert": 50.0, "plain": 20.0, "valley": 5.0, "forest": 5.0, "coast": 3.0,
    "station": 0.5, "border_crossing": 1.0, "bridge": 0.3, "tunnel": 1.0, "port": 1.5,
    "airport": 2.0, "spaceport": 5.0, "military_site": 3.0, "nuclear_site": 2.0, "dam": 0.5,
    "landmark": 0.3,
}  # fmt: skip

#: A place of unknown population is as well known as a settlement of this size.
_PROMINENCE = 300.0
_PROMINENCE_OF = {
    "country": 5_000_000.0,
    "continent": 2_000_000.0,
    "territory": 300_000.0,
    "region": 50_000.0,
    "county": 5_000.0,
}
_CAPITAL_PROMINENCE = 200_000.0


def typical_radius_km(kind: str, population: int = 0) -> float:
    """Radius of the disc that stands for a place of which only the kind is known.

    Examples
    --------
    >>> typical_radius_km("station"), typical_radius_km("city", 600_000) > 12
    (0.5, True)
    """
    if kind in POPULATED:
        return settlement_radius_km(population)
    return _RADIUS_KM.get(kind, 1.0)


def typical_prominence(kind: str, population: int = 0, *, capital: bool = False) -> float:
    """Population of a city about as well known as a place that nobody curated.

    Examples
    --------
    >>> typical_prominence("village"), typical_prominence("region", 9_000)
    (300.0, 50000.0)
    """
    floor = _CAPITAL_PROMINENCE if capital else _PROMINENCE_OF.get(kind, 0.0)
    return max(float(population), floor, _PROMINENCE)


def is_code(name: str) -> bool:
    """Whether a name is at most three capitals: more likely a code than a name.

    Examples
    --------
    >>> is_code("SEL"), is_code("Ufa"), is_code("Å")
    (True, False, True)
    """
    return len(name) <= 3 and name.isalpha() and name.isupper()


def unit_vectors(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Points of the unit sphere.

    Parameters
    ----------
    lon, lat : array_like of shape (n,)
        Degrees.

    Returns
    -------
    numpy.ndarray of shape (n, 3)
    """
    x, y = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=-1)


def mean_on_sphere(lon: ArrayLike, lat: ArrayLike, weight: ArrayLike) -> tuple[float, float]:
    """Weighted centre of points on the sphere; right across the date line too.

    Parameters
    ----------
    lon, lat, weight : array_like of shape (n,)
        Degrees, and weights of any positive scale.

    Returns
    -------
    tuple of float
        Longitude and latitude in degrees.

    Examples
    --------
    >>> lon, lat = mean_on_sphere([179, -179], [10, 10], [1, 1])
    >>> round(abs(lon)), round(lat)
    (180, 10)
    """
    x, y, z = np.asarray(weight, float) @ unit_vectors(lon, lat)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
