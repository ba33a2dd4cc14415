"""Upstream and downstream, and the parts of a country."""

from __future__ import annotations

import pytest

from geo.claims import check
from geo.claims.rivers import flow_between
from geo.model import Claim, Measure, Outcome, Place, Toponym
from geo.outlines import share_of_the_way

TOWNS = {
    "Cologne": (6.96, 50.94, "DE"), "Mainz": (8.27, 50.0, "DE"), "Basel": (7.59, 47.56, "CH"),
    "Rotterdam": (4.48, 51.92, "NL"), "Wuhan": (114.30, 30.59, "CN"),
    "Nanjing": (118.78, 32.06, "CN"), "Luxor": (32.64, 25.70, "EG"), "Cairo": (31.24, 30.04, "EG"),
    "Vientiane": (102.6, 17.97, "LA"), "Phnom Penh": (104.92, 11.56, "KH"),
    "Memphis": (-90.05, 35.15, "US"), "St. Louis": (-90.2, 38.63, "US"),
    "Saratov": (46.03, 51.53, "RU"), "Kazan": (49.11, 55.79, "RU"),
    "Tours": (0.69, 47.39, "FR"), "Nantes": (-1.55, 47.22, "FR"), "Paris": (2.35, 48.85, "FR"),
    "Linz": (14.29, 48.31, "AT"), "Vienna": (16.37, 48.21, "AT"),
}  # fmt: skip


def town(name: str) -> Place:
    lon, lat, country = TOWNS[name]
    return Place(name, name, lon, lat, "city", country, radius_km=5.0)


def told(
    subject: str, direction: str, reference: str, km: float | None = None, words: str = ""
) -> Claim:
    text = words or f"{direction} of {reference}"
    measure = None if km is None else Measure(km, "km", f"{km:g} km", 0, 5)
    return Claim(
        0, len(text), text, "direction" if km is None else "distance",
        Toponym(50, 50 + len(subject), subject, town(subject)),
        Toponym(0, len(reference), reference, town(reference)),
        measure=measure, direction=direction,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("upper", "lower", "river"),
    [
        ("Basel", "Cologne", "the Rhine"), ("Mainz", "Rotterdam", "the Rhine"),
        ("Wuhan", "Nanjing", "the Yangtze"), ("Luxor", "Cairo", "the Nile"),
        ("Vientiane", "Phnom Penh", "the Mekong"), ("Kazan", "Saratov", "the Volga"),
        ("St. Louis", "Memphis", "the Mississippi River"), ("Tours", "Nantes", "the Loire"),
        ("Linz", "Vienna", "the Danube"),
    ],
)  # fmt: skip
def test_upstream_is_told_from_downstream(upper: str, lower: str, river: str) -> None:
    outcomes: list[Outcome] = []
    for subject, direction, reference in (
        (upper, "upstream", lower), (lower, "downstream", upper),
        (upper, "downstream", lower), (lower, "upstream", upper),
    ):  # fmt: skip
        verdict = check(told(subject, direction, reference), "").verdict
        assert verdict is not None
        outcomes.append(verdict.outcome)
        assert river in verdict.explanation
    assert outcomes == ["consistent", "consistent", "contradicted", "contradicted"]


def test_towns_on_different_rivers_cannot_be_ordered() -> None:
    verdict = check(told("Paris", "upstream", "Tours"), "").verdict
    assert verdict is not None
    assert verdict.outcome == "unverifiable"
    assert "no river whose course is known here passes both places" in verdict.explanation


def test_a_distance_along_the_river_fits_where_the_line_does_not() -> None:
    verdict = check(told("Wuhan", "upstream", "Nanjing", 700), "").verdict
    assert verdict is not None
    assert verdict.outcome == "consistent"
    assert "fits the way along the river" in verdict.explanation
    assert "along the river" in [item.name for item in verdict.evidence.readings]


def test_the_wrong_way_along_the_river_contradicts_a_distance_that_fits() -> None:
    verdict = check(told("Linz", "downstream", "Vienna", 155), "").verdict
    assert verdict is not None
    assert verdict.outcome == "contradicted"
    assert "it lies upstream, not downstream" in verdict.explanation


def test_the_order_along_a_river_is_the_same_from_both_ends() -> None:
    one, two = (
        flow_between(town("Mainz"), town("Cologne")),
        flow_between(town("Cologne"), town("Mainz")),
    )
    assert one is not None
    assert two is not None
    assert one.km == pytest.approx(-two.km)


@pytest.mark.parametrize(
    ("country", "lonlat", "bearing", "low", "high"),
    [
        ("FR", (3.06, 50.63), 0.0, 0.9, 1.0),  # Lille; French Guiana does not count
        ("NO", (18.96, 69.65), 0.0, 0.8, 1.0),  # Tromso; Svalbard does not count
        ("RU", (177.5, 64.7), 90.0, 0.9, 1.01),  # Anadyr, near the line where dates change
        ("US", (-122.3, 47.6), 315.0, 0.9, 1.01),  # Seattle; Alaska does not count
        ("ID", (140.7, -2.53), 90.0, 0.95, 1.01),  # Jayapura, on the last of many islands
        ("IT", (15.6, 38.1), 180.0, 0.85, 1.0),  # Reggio Calabria
    ],
)
def test_a_place_has_its_share_of_the_way_through_its_country(
    country: str, lonlat: tuple[float, float], bearing: float, low: float, high: float
) -> None:
    share = share_of_the_way(country, lonlat, bearing)
    assert share is not None
    assert low <= share <= high
    other = share_of_the_way(country, lonlat, (bearing + 180) % 360)
    assert other == pytest.approx(1 - share, abs=0.01)


def test_a_country_that_is_not_drawn_has_no_parts() -> None:
    assert share_of_the_way("QQ", (0.0, 0.0), 0.0) is None


@pytest.mark.parametrize(
    ("name", "wind", "words", "outcome"),
    [
        ("Saratov", "W", "in the west of Russia", "consistent"),
        ("Saratov", "E", "in the far east of Russia", "contradicted"),
        ("Luxor", "S", "in the south of Egypt", "consistent"),
        ("Luxor", "N", "in the north of Egypt", "contradicted"),
        ("Paris", "N", "in the north of France", "consistent"),
        ("Paris", "S", "in the far south of France", "contradicted"),
        ("Tours", "N", "in the far north of France", "imprecise"),
    ],
)
def test_the_part_of_a_country_is_measured_on_its_outline(
    name: str, wind: str, words: str, outcome: Outcome
) -> None:
    claim = told(name, wind, "Cairo", words=words)
    country = words.rsplit(maxsplit=1)[-1]
    lon, lat, iso = TOWNS[name]
    whole = Place(iso, country, lon, lat, "country", iso, radius_km=1000.0)
    claim = Claim(
        0, len(words), words, "direction", claim.subject, Toponym(0, 6, country, whole),
        direction=wind,
    )  # fmt: skip
    verdict = check(claim, "").verdict
    assert verdict is not None
    assert verdict.outcome == outcome, verdict.explanation
    assert "% of the way from" in verdict.explanation
