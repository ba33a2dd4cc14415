"""The embedded gazetteer as a geopy geocoder, for programs that already use geopy.

Like all of geopy it speaks (latitude, longitude).
"""

from __future__ import annotations

from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.kinds import POPULATED
from geo.geodesy import distance_km
from geo.model import Place

__all__ = ["EmbeddedGeocoder", "address", "find_rows"]

#: How near, in km, a place must be to a settlement that is written as its container.
_NEAR_KM = 50.0
#: Farther from any settlement, in km, `EmbeddedGeocoder.reverse` finds nothing.
_REVERSE_KM = 200.0
#: Fields of a place that a geopy answer leaves out.
_SHAPES = frozenset({"lines", "outline"})
_AREAS = frozenset({"country", "territory", "region"})


def _inside(gazetteer: Gazetteer, row: int, container: str) -> bool:
    """Whether a row lies in, or beside, any place with the container's name."""
    for area in gazetteer.lookup_rows(container)[:20]:
        kind = gazetteer.kind_of(area)
        if area == row:
            continue
        if kind in _AREAS:
            same = gazetteer.country_of(row) == gazetteer.country_of(area)
            if kind == "region":
                same = same and gazetteer.admin1_of(row) == gazetteer.admin1_of(area)
            if same and gazetteer.kind_of(row) not in ("country", "territory"):
                return True
        else:
            km = distance_km(
                gazetteer.lon[row], gazetteer.lat[row], gazetteer.lon[area], gazetteer.lat[area]
            )
            if km <= max(_NEAR_KM, float(gazetteer.radius_km[area])):
                return True
    return False


def find_rows(gazetteer: Gazetteer, query: str) -> list[int]:
    """Rows that fit "Name" or "Name, Container, Container", most prominent first.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    query : str
        Containers may be countries, divisions, their codes ("CA"), or a settlement nearby.

    Returns
    -------
    list of int
        Empty when no place of the name lies in the containers: no guess is made.
    """
    whole = gazetteer.lookup_rows(query)
    name, *containers = (part.strip() for part in query.split(","))
    containers = [part for part in containers if part]
    if whole or not containers:
        return whole or gazetteer.lookup_rows(name)
    return [
        row
        for row in gazetteer.lookup_rows(name)
        if all(_inside(gazetteer, row, container) for container in containers)
    ]


def address(gazetteer: Gazetteer, place: Place) -> str:
    """Name, division and country of a place, in one line."""
    parts = [place.name]
    if place.kind not in ("country", "territory"):
        division = gazetteer.admin1_name(place.country, place.admin1)
        country = gazetteer.country_name(place.country) if place.country else ""
        parts += [part for part in (division, country) if part and part != parts[-1]]
    return ", ".join(parts)


class EmbeddedGeocoder(Geocoder):  # type: ignore[misc]
    """Answers ``geocode`` and ``reverse`` from the embedded gazetteer, without a request.

    Parameters
    ----------
    gazetteer : Gazetteer
        From `geo.gazetteer.open_gazetteer`.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(adapter_factory=URLLibAdapter)
        self.gazetteer = gazetteer

    def _location(self, row: int, **more: Any) -> Location:
        place = self.gazetteer.place(row)
        raw = {name: getattr(place, name) for name in Place.__slots__ if name not in _SHAPES}
        return Location(
            address(self.gazetteer, place), Point(place.lat, place.lon), {**raw, **more}
        )

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: float | None = None,  # noqa: ARG002
        limit: int = 10,
        country_codes: str | list[str] | None = None,
    ) -> Location | list[Location] | None:
        """Find places by name.

        Parameters
        ----------
        query : str
            "Ussuriysk", "Moscow, Idaho", "Bangor, Maine, United States".
        exactly_one : bool
            Give the most prominent place only.
        timeout : float, optional
            Taken and not needed: nothing is waited for.
        limit : int
            How many places at most.
        country_codes : str or list of str, optional
            Only places of these countries (ISO 3166-1 alpha-2).

        Returns
        -------
        geopy.location.Location or list of them or None
            None when nothing fits. ``raw`` has the fields of `geo.model.Place`.
        """
        rows = find_rows(self.gazetteer, query)
        if country_codes:
            wished = [country_codes] if isinstance(country_codes, str) else country_codes
            codes = {code.strip().upper() for code in wished}
            rows = [row for row in rows if self.gazetteer.country_of(row) in codes]
        if not rows:
            return None
        found = [self._location(row) for row in rows[: 1 if exactly_one else limit]]
        return found[0] if exactly_one else found

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: float | None = None,  # noqa: ARG002
        limit: int = 10,
        kinds: frozenset[str] = POPULATED,
    ) -> Location | list[Location] | None:
        """Find the places nearest to a point.

        Parameters
        ----------
        query : geopy.point.Point, (lat, lon) or str
            Latitude first, as everywhere in geopy.
        exactly_one : bool
            Give the nearest place only.
        timeout : float, optional
            Taken and not needed: nothing is waited for.
        limit : int
            How many places at most.
        kinds : frozenset of str
            Feature kinds; settlements unless told.

        Returns
        -------
        geopy.location.Location or list of them or None
            None when nothing lies within 200 km. ``raw`` has ``distance_km`` too.
        """
        point = query if isinstance(query, Point) else Point(query)
        near = self.gazetteer.nearest(
            point.longitude,
            point.latitude,
            1 if exactly_one else limit,
            kinds=kinds,
            max_km=_REVERSE_KM,
        )
        found = [
            self._location(self.gazetteer.row_of(place.id), distance_km=km) for place, km in near
        ]
        if not found:
            return None
        return found[0] if exactly_one else found
