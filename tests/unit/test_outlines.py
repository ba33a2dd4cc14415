"""Borders and coasts, to measure from."""

from __future__ import annotations

import pytest

from geo import outlines
from geo.geodesy import bearing_deg, distance_km

# place, lon, lat, two countries, km to their border from a map (some km off)
BORDERS = [
    ("Lappeenranta", 28.19, 61.06, "FI", "RU", 21),
    ("Vyborg", 28.75, 60.71, "RU", "FI", 29),
    ("Kharkiv", 36.23, 50.00, "UA", "RU", 31),
    ("Khasan", 130.64, 42.43, "RU", "KP", 2),
    ("El Paso", -106.49, 31.76, "US", "MX", 1),
    ("Strasbourg", 7.75, 48.58, "FR", "DE", 4),
    ("Narva", 28.19, 59.38, "EE", "RU", 1),
    ("Madrid", -3.70, 40.42, "ES", "FR", 348),
]


@pytest.mark.parametrize(
    ("lon", "lat", "one", "other", "km"), [row[1:] for row in BORDERS], ids=[r[0] for r in BORDERS]
)
def test_a_border_is_as_far_as_the_map_says(
    lon: float, lat: float, one: str, other: str, km: float
) -> None:
    point = outlines.nearest_border((lon, lat), one, other)
    assert point is not None
    assert float(distance_km(lon, lat, *point)) == pytest.approx(km, abs=2.5)
    back = outlines.nearest_border((lon, lat), other, one)
    assert back == point


def test_countries_that_do_not_meet_have_no_border() -> None:
    assert outlines.nearest_border((13.4, 52.5), "DE", "RU") is None
    assert outlines.nearest_border((139.7, 35.7), "JP") is None
    assert outlines.nearest_border((0.0, 0.0), "QQ") is None
    assert not outlines.share_a_border("DE", "RU")


def test_a_point_in_the_wanted_direction_is_preferred_when_it_is_not_much_further() -> None:
    kharkiv = (36.23, 50.00)
    point = outlines.nearest_border(kharkiv, "UA", "RU", bearing=180.0)
    assert point is not None
    seen = float(bearing_deg(*point, *kharkiv))
    assert abs(seen - 180.0) <= 22.5
    # No border of Ukraine with Russia lies south of Kharkiv: the nearest point it is.
    nearest = outlines.nearest_border(kharkiv, "UA", "RU")
    assert outlines.nearest_border(kharkiv, "UA", "RU", bearing=0.0) == nearest


@pytest.mark.parametrize(
    ("lon", "lat", "country", "low", "high"),
    [(30.73, 46.48, "UA", 0, 5), (4.84, 45.75, "FR", 220, 260), (76.9, 43.2, "", 900, 1900)],
)
def test_a_coast_is_as_far_as_the_map_says(
    lon: float, lat: float, country: str, low: float, high: float
) -> None:
    point = outlines.nearest_coast((lon, lat), country)
    assert point is not None
    assert low <= float(distance_km(lon, lat, *point)) <= high


def test_a_country_without_a_coast_has_none() -> None:
    assert outlines.nearest_coast((8.5, 47.4), "CH") is None


def test_nearness_knows_no_antimeridian() -> None:
    taveuni = (-179.95, -16.85)
    point = outlines.nearest_coast(taveuni, "FJ")
    assert point is not None
    assert float(distance_km(*taveuni, *point)) < 60


def test_every_country_that_is_drawn_has_a_name_and_a_code() -> None:
    codes = outlines.country_codes()
    assert len(set(codes.values())) > 230
    assert codes["finland"] == "FI"
    assert {outlines.country_name(iso) for iso in ("CY", "RU", "KP")} == {
        "Cyprus",
        "Russia",
        "North Korea",
    }
