"""The gazetteer that users have: GeoNames' settlements, countries and the curated places."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.geocoder import EmbeddedGeocoder
from geo.geodesy import distance_km


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Ussuriysk", "RU", 131.957, 43.805),
        ("Уссурийск", "RU", 131.957, 43.805),
        ("Seoul", "KR", 126.978, 37.566),
        ("서울", "KR", 126.978, 37.566),
        ("Kyiv", "UA", 30.523, 50.450),
        ("Kiev", "UA", 30.523, 50.450),
        ("Duisburg", "DE", 6.765, 51.432),
        ("Wien", "AT", 16.372, 48.208),
        ("Moscow", "RU", 37.616, 55.752),
        ("St. Petersburg", "RU", 30.314, 59.939),
        ("Saint Petersburg", "RU", 30.314, 59.939),
        ("N'Djamena", "TD", 15.044, 12.107),
        ("Washington, D.C.", "US", -77.036, 38.895),
        ("Rostov-on-Don", "RU", 39.713, 47.236),
    ],
)
def test_the_most_prominent_place_of_a_name_is_the_one_meant_without_context(
    gazetteer: Gazetteer, name: str, country: str, lon: float, lat: float
) -> None:
    place = gazetteer.lookup(name)[0]
    assert place.country == country
    assert distance_km(place.lon, place.lat, lon, lat) < 15


@pytest.mark.parametrize(
    "query",
    ["Moscow, Idaho", "Bangor, Maine", "Paris, Texas", "Long Beach, CA", "Springfield, Illinois"],
)
def test_american_containers_win(gazetteer: Gazetteer, query: str) -> None:
    found = EmbeddedGeocoder(gazetteer).geocode(query)
    assert found.raw["country"] == "US"
    assert found.raw["name"] == query.split(",")[0]


@pytest.mark.parametrize("name", ["Russia", "North Korea", "Germany", "France", "Japan", "Chad"])
def test_countries_are_countries_first(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name)[0].kind == "country"


def test_every_row_is_a_place_that_can_be(gazetteer: Gazetteer) -> None:
    assert abs(gazetteer.lon).max() <= 180
    assert abs(gazetteer.lat).max() <= 90
    assert gazetteer.radius_km.min() >= 0
    assert len(gazetteer) > 230_000


def test_no_curated_row_was_left_out(gazetteer: Gazetteer) -> None:
    assert gazetteer.info()["problems"] == []


def test_lookup_takes_microseconds(gazetteer: Gazetteer) -> None:
    begun = time.perf_counter()
    for _ in range(2_000):
        gazetteer.rows("moscow")
        gazetteer.has_prefix("new yo")
    assert (time.perf_counter() - begun) / 2_000 < 100e-6


def test_a_new_process_answers_at_once_and_stays_small(gazetteer: Gazetteer) -> None:
    program = (
        "import sys, time; from pathlib import Path; import numpy; begun = time.perf_counter();"
        "from geo.gazetteer import open_gazetteer; from geo.gazetteer.store import index_folder;"
        "from geo.gazetteer.embedded import Gazetteer; from geo.settings import Settings;"
        "index_folder(Settings()); found = Gazetteer(Path(sys.argv[1])).lookup('Ussuriysk');"
        "print(len(found), time.perf_counter() - begun);"
        "status = Path('/proc/self/status');"
        "lines = status.read_text().splitlines() if status.exists() else [];"
        "print(*[line.split()[1] for line in lines if line.startswith('VmHWM')])"
    )
    command = [sys.executable, "-c", program, str(gazetteer.folder)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    first, memory = output.splitlines()
    count, seconds = first.split()
    assert int(count) >= 1
    assert float(seconds) < 0.5
    if memory:
        assert int(memory) < 150_000
