"""What the rows of Nominatim, Photon and GeoNames mean, as places.

The rows come from outside: every value is checked, text is cut and cleaned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from geo.gazetteer.feature_codes import kind_of_feature
from geo.gazetteer.geometry import Pieces, box_radius_km, course, disc_radius_km, outline
from geo.gazetteer.rows import settlement_radius_km
from geo.model import Place

__all__ = ["SERVICES", "Service", "clean_text", "kind_of_osm", "position"]

_OSM = ("OpenStreetMap", "ODbL 1.0")
_GEONAMES = ("GeoNames", "CC BY 4.0")

_MAX_NAME = 120
#: More names than any place has.
_MAX_NAMES = 400
#: More than the Earth has.
_MAX_POPULATION = 20_000_000_000
#: A town whose population is not told is no larger than this, in km.
_MAX_TOWN_KM = 25.0
#: Half the width of a river, in km.
_LINE_KM = 0.3

#: OSM key and value -> kind (https://wiki.openstreetmap.org/wiki/Map_features).
_OSM_KINDS = {
    ("place", "city"): "city", ("place", "town"): "town", ("place", "village"): "village",
    ("place", "hamlet"): "village", ("place", "isolated_dwelling"): "village",
    ("place", "suburb"): "district", ("place", "quarter"): "district",
    ("place", "neighbourhood"): "district", ("place", "borough"): "district",
    ("place", "country"): "country", ("place", "state"): "region",
    ("place", "region"): "region", ("place", "province"): "region",
    ("place", "county"): "county", ("place", "district"): "county",
    ("place", "municipality"): "county", ("place", "island"): "island",
    ("place", "islet"): "island", ("place", "archipelago"): "archipelago",
    ("place", "sea"): "sea", ("place", "ocean"): "ocean", ("place", "continent"): "continent",
    ("waterway", "river"): "river", ("waterway", "stream"): "river",
    ("waterway", "canal"): "canal", ("waterway", "dam"): "dam",
    # Nominatim 5 tells bodies of water by the tag "water".
    ("water", "lake"): "lake", ("water", "lagoon"): "lake", ("water", "oxbow"): "lake",
    ("water", "pond"): "lake", ("water", "reservoir"): "reservoir",
    ("water", "river"): "river", ("water", "canal"): "canal", ("water", "harbour"): "port",
    ("natural", "water"): "lake", ("natural", "bay"): "bay", ("natural", "strait"): "strait",
    ("natural", "cape"): "cape", ("natural", "peninsula"): "peninsula",
    ("natural", "peak"): "mountain", ("natural", "volcano"): "mountain",
    ("natural", "mountain_range"): "range", ("natural", "ridge"): "range",
    ("natural", "saddle"): "pass", ("natural", "valley"): "valley",
    ("natural", "wood"): "forest", ("natural", "desert"): "desert",
    ("natural", "plateau"): "plain", ("landuse", "reservoir"): "reservoir",
    ("landuse", "military"): "military_site", ("railway", "station"): "station",
    ("railway", "halt"): "station", ("railway", "stop"): "station",
    ("railway", "yard"): "station", ("aeroway", "aerodrome"): "airport",
    ("aeroway", "spaceport"): "spaceport", ("aeroway", "launch_complex"): "spaceport",
    ("barrier", "border_control"): "border_crossing", ("man_made", "bridge"): "bridge",
    ("power", "plant"): "landmark", ("harbour", "yes"): "port", ("landuse", "port"): "port",
    ("industrial", "port"): "port",
}  # fmt: skip

#: Kinds of boundaries by Nominatim's address type.
_ADDRESS_KINDS = {
    "country": "country", "state": "region", "region": "region", "province": "region",
    "county": "county", "state_district": "county", "district": "county",
    "municipality": "county", "city": "city", "town": "town", "village": "village",
    "hamlet": "village", "suburb": "district", "city_district": "district",
    "borough": "district", "quarter": "district", "neighbourhood": "district",
}  # fmt: skip

_SETTLEMENTS = frozenset({"city", "town", "village"})


def clean_text(value: object, limit: int = _MAX_NAME) -> str:
    """Take control and format characters out of a text, and cut it to a length.

    Examples
    --------
    >>> clean_text("Port" + chr(0) + chr(0x202E) + "  Said"), clean_text(None)
    ('Port Said', '')
    """
    if not isinstance(value, str):
        return ""
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in value[: 4 * limit]
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return " ".join(kept.split())[:limit].strip()


def position(lon: object, lat: object) -> tuple[float, float] | None:
    """Longitude and latitude, when both are numbers that can be.

    Longitude 0 with latitude 0 is how services write "unknown".

    Examples
    --------
    >>> position("131.9", "43.8"), position("0", "0"), position("200", 5), position("nan", 1)
    ((131.9, 43.8), None, None, None)
    """
    try:
        x, y = float(lon), float(lat)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    if not (-180.0 <= x <= 180.0 and -90.0 <= y <= 90.0) or (x == 0.0 and y == 0.0):
        return None
    return x, y


def kind_of_osm(key: str, value: str, address_type: str = "") -> str:
    """Feature kind of an OSM object.

    Examples
    --------
    >>> kind_of_osm("railway", "station"), kind_of_osm("boundary", "administrative", "state")
    ('station', 'region')
    """
    if key == "boundary":
        return _ADDRESS_KINDS.get(address_type, "area")
    return _OSM_KINDS.get((key, value), "landmark")


def _population(value: object) -> int:
    try:
        return min(max(0, int(str(value or 0))), _MAX_POPULATION)
    except (TypeError, ValueError):
        return 0


def _size(kind: str, population: int, box: Any, rings: Pieces) -> float:
    """Radius of a place: of a settlement by its people, of an area by its ground."""
    try:
        west, south, east, north = (float(side) for side in box)
        radius = box_radius_km(west, south, east, north)
    except (TypeError, ValueError):
        radius = 0.0
    if kind in _SETTLEMENTS:
        # The boundary of a municipality may hold a whole countryside.
        return settlement_radius_km(population) if population else min(radius, _MAX_TOWN_KM)
    return disc_radius_km(rings) if rings else radius


def _from_nominatim(raw: Mapping[str, Any]) -> Place | None:
    spot = position(raw.get("lon"), raw.get("lat"))
    name = clean_text(raw.get("name")) or clean_text(raw.get("display_name")).split(",")[0]
    if spot is None or not name:
        return None
    address = raw.get("address")
    country = clean_text(address.get("country_code"), 2) if isinstance(address, Mapping) else ""
    key = clean_text(raw.get("category") or raw.get("class"))
    kind = kind_of_osm(key, clean_text(raw.get("type")), clean_text(raw.get("addresstype")))
    tags = raw.get("extratags")
    population = _population(tags.get("population")) if isinstance(tags, Mapping) else 0
    lines = course(raw.get("geojson"))
    rings = outline(raw.get("geojson")) if kind not in _SETTLEMENTS else ()
    box: Any = raw.get("boundingbox")
    if isinstance(box, list) and len(box) == 4:
        box = (box[2], box[0], box[3], box[1])
    radius = _size(kind, population, box, rings)
    identity = f"{clean_text(raw.get('osm_type'), 8)}/{clean_text(str(raw.get('osm_id')), 20)}"
    source, licence = _OSM
    return Place(
        id=f"osm:{identity}",
        name=name,
        lon=spot[0],
        lat=spot[1],
        kind=kind,
        country=country.upper(),
        population=population,
        radius_km=_LINE_KM if lines else radius,
        lines=lines,
        outline=rings,
        source=source,
        licence=licence,
    )


_OSM_TYPES = {"N": "node", "W": "way", "R": "relation"}


def _from_photon(raw: Mapping[str, Any]) -> Place | None:
    geometry, tags = raw.get("geometry"), raw.get("properties")
    if not isinstance(geometry, Mapping) or not isinstance(tags, Mapping):
        return None
    point = geometry.get("coordinates")
    spot = position(point[0], point[1]) if isinstance(point, list) and len(point) > 1 else None
    name = clean_text(tags.get("name"))
    if spot is None or not name:
        return None
    key, value = clean_text(tags.get("osm_key")), clean_text(tags.get("osm_value"))
    kind = kind_of_osm(key, value, clean_text(tags.get("type")))
    box: Any = tags.get("extent")
    if isinstance(box, list) and len(box) == 4:
        box = (box[0], box[3], box[2], box[1])
    osm_type = _OSM_TYPES.get(clean_text(tags.get("osm_type")), "node")
    source, licence = _OSM
    return Place(
        id=f"osm:{osm_type}/{clean_text(str(tags.get('osm_id')), 20)}",
        name=name,
        lon=spot[0],
        lat=spot[1],
        kind=kind,
        country=clean_text(tags.get("countrycode"), 2).upper(),
        radius_km=_size(kind, 0, box, ()),
        source=source,
        licence=licence,
    )


def _from_geonames(raw: Mapping[str, Any]) -> Place | None:
    spot = position(raw.get("lng"), raw.get("lat"))
    name = clean_text(raw.get("name"))
    if spot is None or not name:
        return None
    population = _population(raw.get("population"))
    code = clean_text(raw.get("fcode"))
    kind = kind_of_feature(clean_text(raw.get("fcl")), code, population) or "landmark"
    source, licence = _GEONAMES
    return Place(
        id=f"gn:{clean_text(str(raw.get('geonameId')), 20)}",
        name=name,
        lon=spot[0],
        lat=spot[1],
        kind=kind,
        country=clean_text(raw.get("countryCode"), 2).upper(),
        admin1=clean_text(raw.get("adminCode1"), 20),
        population=population,
        radius_km=settlement_radius_km(population) if kind in _SETTLEMENTS else 0.0,
        source=source,
        licence=licence,
    )


def _cleaned(names: Iterable[object]) -> tuple[str, ...]:
    found = dict.fromkeys(clean_text(name) for name in islice(names, _MAX_NAMES))
    return tuple(name for name in found if name)


def _names_nominatim(raw: Mapping[str, Any]) -> tuple[str, ...]:
    told = raw.get("namedetails")
    others = told.values() if isinstance(told, Mapping) else ()
    # One value may hold several names: "old_name=A;B".
    split = (part for other in others if isinstance(other, str) for part in other.split(";"))
    return _cleaned([raw.get("name"), *split])


def _names_photon(raw: Mapping[str, Any]) -> tuple[str, ...]:
    tags = raw.get("properties")
    return _cleaned([tags.get("name")]) if isinstance(tags, Mapping) else ()


def _names_geonames(raw: Mapping[str, Any]) -> tuple[str, ...]:
    others = raw.get("alternateNames")
    told = others if isinstance(others, list) else []
    spelt = [entry.get("name") for entry in told if isinstance(entry, Mapping)]
    return _cleaned([raw.get("name"), raw.get("toponymName"), *spelt])


@dataclass(frozen=True, slots=True)
class Service:
    """How a service wraps its rows, and what one row means."""

    #: Key under which the rows lie; "" when the answer itself is the list.
    key: str
    #: Gives None for a row that is no place.
    read: Callable[[Mapping[str, Any]], Place | None]
    #: All names under which the service knows the thing of a row.
    names: Callable[[Mapping[str, Any]], tuple[str, ...]]

    def rows(self, answer: Any) -> list[Any] | None:
        """Rows of an answer; None when it is a service's way to tell an error.

        Raises
        ------
        ValueError
            When the answer has not the form that the service promises.
        """
        if isinstance(answer, Mapping) and ("error" in answer or "status" in answer):
            return None
        if self.key:
            answer = answer.get(self.key) if isinstance(answer, Mapping) else None
        if not isinstance(answer, list):
            raise ValueError("the answer is not a list of places")
        return answer

    def usable(self, answer: Any) -> Any:
        """Take the rows that are no places out of an answer.

        Raises
        ------
        ValueError
            When the answer has not the form that the service promises.
        """
        rows = self.rows(answer)
        if rows is None:
            return answer
        kept = [row for row in rows if isinstance(row, Mapping) and self.read(row) is not None]
        return {**answer, self.key: kept} if self.key else kept


#: The services that can be chosen.
SERVICES: dict[str, Service] = {
    "nominatim": Service("", _from_nominatim, _names_nominatim),
    "photon": Service("features", _from_photon, _names_photon),
    "geonames": Service("geonames", _from_geonames, _names_geonames),
}
