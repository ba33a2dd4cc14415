"""Positions told by other places: by distance and direction, between, at a border."""

from __future__ import annotations

import pytest

from geo.geodesy import bearing_deg, compass, distance_km
from geo.model import Place, Sighting
from tests.unit.journey_story import PLACES, sightings_of


def _place(text: str) -> Place:
    (one,) = (one for one in sightings_of(text, "2021-05-04")[0] if one.place is not None)
    assert one.place is not None
    return one.place


@pytest.mark.parametrize(
    ("text", "km", "wind"),
    [
        ("The train was halted about 30 kilometres west of Vienna.", 30, "W"),
        ("The train stood 15 miles south of Vienna for an hour.", 24.1, "S"),
        ("The train was 50 km north-east of Vienna.", 50, "NE"),
    ],
)
def test_an_amount_and_a_wind_give_a_point_with_a_radius(text: str, km: float, wind: str) -> None:
    place, vienna = _place(text), PLACES["Vienna"]
    assert distance_km(*vienna.lonlat, *place.lonlat) == pytest.approx(km, rel=0.01)
    assert compass(float(bearing_deg(*vienna.lonlat, *place.lonlat)), 8) == wind
    assert vienna.radius_km < place.radius_km < km
    assert f"of {vienna.name}" in place.name


def test_an_amount_without_a_wind_is_a_disc_around_the_place() -> None:
    place = _place("The train was 40 km from Vienna when it was attacked.")
    assert place.lonlat == PLACES["Vienna"].lonlat
    assert place.radius_km > 40
    assert place.kind == "area"


def test_a_wind_without_an_amount_is_near_the_edge() -> None:
    place = _place("Protesters stopped the train north of Vienna.")
    gap = float(distance_km(*PLACES["Vienna"].lonlat, *place.lonlat))
    assert PLACES["Vienna"].radius_km < gap < 30


@pytest.mark.parametrize(("words", "share"), [("between", 0.5), ("halfway between", 0.15)])
def test_between_two_places_is_the_middle_with_room(words: str, share: float) -> None:
    place = _place(f"The train has been stuck {words} Bologna and Florence since noon.")
    one, other = PLACES["Bologna"], PLACES["Florence"]
    km = float(distance_km(*one.lonlat, *other.lonlat))
    assert distance_km(*one.lonlat, *place.lonlat) == pytest.approx(km / 2, rel=0.01)
    assert place.radius_km == pytest.approx(km * share)


@pytest.mark.parametrize(
    "text",
    [
        "The train stopped in Udine, 100 km south of Villach.",
        "The train stopped in Udine about 100 km south of Villach.",
    ],
)
def test_where_a_named_place_lies_is_no_second_position(text: str) -> None:
    assert _place(text).name == "Udine"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The train stopped in Udine, not in Villach.",
            "at Udine confirmed, at Villach denied",
        ),
        (
            "The train did not stop in Udine but in Villach.",
            "at Udine denied, at Villach confirmed",
        ),
        (
            "It was not in Udine but in Villach that the train stopped.",
            "at Udine denied, at Villach confirmed",
        ),
        (
            "The train is not, as rumoured, bound for Vienna.",
            "heading Vienna denied",
        ),
        (
            "The train reached neither Udine nor Villach.",
            "arrived Udine denied, arrived Villach denied",
        ),
        (
            "Nothing suggests that the train went via Udine.",
            "passed Udine denied",
        ),
        (
            "There was no sign that the train, seen in Udine on Friday, had moved on to Villach.",
            "arrived Villach denied, at Udine confirmed",
        ),
        (
            "The police could find no trace of the train at Udine.",
            "at Udine denied",
        ),
        (
            "The president said, without evidence, that the train had been in Udine.",
            "at Udine speculated",
        ),
    ],
)
def test_contrasts_and_denials_hold_for_the_place_they_are_about(text: str, wanted: str) -> None:
    found = sightings_of(text, "2021-05-04")[0]
    assert ", ".join(sorted(_line(one) for one in found)) == wanted


def _line(one: Sighting) -> str:
    return f"{one.relation} {one.place.name if one.place else None} {one.certainty}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two trains left Rome: one reached Florence, the other was still in Bologna.",
         {"first train": "Florence", "second train": "Bologna", "trains": "Rome"}),
        ("A freight train was seen in Udine; a second passed Villach.",
         {"freight train": "Udine", "second train": "Villach"}),
        ("Kim Jong Un reached Udine by train. He left in a limousine for Villach.",
         {"Kim Jong Un's train": "Udine", "limousine": "Villach"}),
    ],
)  # fmt: skip
def test_several_vehicles_are_told_apart(text: str, wanted: dict[str, str]) -> None:
    assert {
        one.subject: one.place.name for one in sightings_of(text, "2021-05-04")[0] if one.place
    } == wanted


@pytest.mark.parametrize(
    ("text", "relation", "place", "attribution"),
    [
        ("Witnesses in Udine saw a green train pull out.", "departed", "Udine", "Witnesses"),
        ("Satellite images show the train parked at Udine.", "at", "Udine", "Satellite images"),
        ("Police officers sat on the rails near Udine and stopped the train, a witness said.",
         "at", "Udine", "witness"),
        ("From Udine the train crossed the mountains.", "departed", "Udine", ""),
        ("A train that left Rome on Monday has reached Udine.", "arrived", "Udine", ""),
    ],
)  # fmt: skip
def test_places_that_do_not_follow_the_verb_are_found(
    text: str, relation: str, place: str, attribution: str
) -> None:
    found = [
        one for one in sightings_of(text, "2021-05-04")[0] if one.place and one.place.name == place
    ]
    assert [(one.relation, one.attribution) for one in found] == [(relation, attribution)]
