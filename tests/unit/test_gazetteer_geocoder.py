"""The embedded gazetteer as a geopy geocoder."""

from __future__ import annotations

import pytest
from geopy.geocoders.base import Geocoder

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.geocoder import EmbeddedGeocoder


@pytest.fixture
def geocoder(tiny_gazetteer: Gazetteer) -> EmbeddedGeocoder:
    return EmbeddedGeocoder(tiny_gazetteer)


def test_it_is_a_geopy_geocoder_with_latitude_first(geocoder: EmbeddedGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Kingsport")
    assert (found.latitude, found.longitude) == (50.0, 10.0)
    assert found.address == "Kingsport, Aland Marches"
    assert found.raw["id"] == "gn:1"


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Kingsport, Tennessee", "gn:3"),
        ("Kingsport, TN", "gn:3"),
        ("Kingsport, Tennessee, United States", "gn:3"),
        ("Kingsport, US", "gn:3"),
        ("Kingsport, Aland Marches", "gn:1"),
        ("Kingsport Central, Kingsport", "geo:station/kingsport"),
    ],
)
def test_containers_decide(geocoder: EmbeddedGeocoder, query: str, place_id: str) -> None:
    assert geocoder.geocode(query).raw["id"] == place_id


@pytest.mark.parametrize("query", ["", "Atlantis", "Kingsport, Brays", "Kingsport, Utopia"])
def test_it_finds_nothing_rather_than_something_else(
    geocoder: EmbeddedGeocoder, query: str
) -> None:
    assert geocoder.geocode(query) is None


def test_many_can_be_asked_for(geocoder: EmbeddedGeocoder) -> None:
    assert len(geocoder.geocode("Kingsport", exactly_one=False)) == 3
    assert len(geocoder.geocode("Kingsport", exactly_one=False, limit=2)) == 2
    only = geocoder.geocode("Kingsport", exactly_one=False, country_codes="us")
    assert [place.raw["id"] for place in only] == ["gn:3"]


def test_reverse_takes_latitude_first(geocoder: EmbeddedGeocoder) -> None:
    assert geocoder.reverse((50.01, 10.01)).raw["id"] == "gn:1"
    assert geocoder.reverse("50.01, 10.01").raw["distance_km"] < 2
    assert len(geocoder.reverse((50.0, 10.0), exactly_one=False, limit=2)) == 2


def test_reverse_finds_nothing_in_the_open_sea(geocoder: EmbeddedGeocoder) -> None:
    assert geocoder.reverse((-60.0, 60.0)) is None
