"""Names that mislead: other places, people, newspapers, ordinary words."""

from __future__ import annotations

import pytest

from geo.gazetteer.embedded import Gazetteer
from geo.geodesy import distance_km
from geo.model import Toponym
from geo.toponyms import locate


def found(text: str, gazetteer: Gazetteer) -> dict[str, Toponym]:
    return {toponym.text: toponym for toponym in locate(text, gazetteer)}


#: Text, name, where it must be (lon, lat), tolerance in km.
PLACES = [
    ("Police in Moscow, Idaho, arrested two students.", "Moscow", (-117.0, 46.73), 15),
    ("He was born in Paris, Texas, in 1950.", "Paris", (-95.55, 33.66), 15),
    ("The fire in Springfield, Ill., was out by noon.", "Springfield", (-89.64, 39.8), 15),
    ("The fire in Springfield, Mass., was out by noon.", "Springfield", (-72.58, 42.1), 15),
    ("A house in Long Beach, CA, collapsed.", "Long Beach", (-118.19, 33.77), 20),
    ("The harbour of Bangor, Maine, froze.", "Bangor", (-68.77, 44.8), 15),
    ("Georgia and Armenia share a border in the Caucasus.", "Georgia", (43.5, 42.0), 300),
    ("Atlanta and Savannah are the largest ports of Georgia.", "Georgia", (-83.4, 32.7), 300),
    ("Fighting broke out in Tripoli, Libya.", "Tripoli", (13.19, 32.89), 25),
    ("Fighting broke out in Tripoli, Lebanon.", "Tripoli", (35.84, 34.43), 25),
    (
        "The Russian town of Khasan lies on the border with North Korea.",
        "Khasan",
        (130.65, 42.43),
        6,
    ),
    ("The bus left Hassan for Mysore and Bengaluru in India.", "Hassan", (76.1, 13.0), 15),
    ("The train crossed the Amur near Khabarovsk.", "Amur", (135.0, 48.5), 1500),
    ("The Amur region in Russia had floods.", "Amur region", (128.0, 53.0), 500),
    ("St. Louis and Kansas City are in Missouri.", "St. Louis", (-90.2, 38.63), 20),
    ("The São Paulo subway stopped in Brazil.", "São Paulo", (-46.63, -23.55), 25),
    ("They met in Xi’an, China.", "Xi’an", (108.93, 34.26), 25),
    ("A ferry left Stratford-upon-Avon in England.", "Stratford-upon-Avon", (-1.7, 52.19), 10),
    ("WARSAW, Poland (AP) — The train stood still.", "WARSAW", (21.0, 52.23), 15),
    ("The protest spread from New\nDelhi to Mumbai.", "New\nDelhi", (77.2, 28.6), 30),
]


@pytest.mark.parametrize(("text", "name", "where", "tolerance_km"), PLACES)
def test_the_right_place_is_chosen(
    text: str, name: str, where: tuple[float, float], tolerance_km: float, gazetteer: Gazetteer
) -> None:
    toponym = found(text, gazetteer).get(name)
    assert toponym is not None, f"{name} was not found"
    assert toponym.place is not None, toponym.reasons
    assert distance_km(*toponym.place.lonlat, *where) <= tolerance_km, toponym.place


NOT_PLACES = [
    ("Michael Jordan scored 40 points. Jordan said he was tired.", "Jordan"),
    ("Chad Smith testified on Tuesday. Chad was calm.", "Chad"),
    ("Victoria Beckham opened a shop in London.", "Victoria"),
    ("President Lincoln was shot in a theatre.", "Lincoln"),
    ("The Washington Post reported it first.", "Washington"),
    ("The Chicago Bulls won again.", "Chicago"),
    ("He studied at the University of Cambridge.", "Cambridge"),
    ("Japan’s Kyodo news agency cited officials.", "Kyodo"),
    ("Nice work, he told the crew. Reading is good for you.", "Reading"),
    ("The Wagner group was paid in gold.", "Wagner"),
]


@pytest.mark.parametrize(("text", "name"), NOT_PLACES)
def test_what_is_no_place_is_left_alone(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert name not in found(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "France said it would pay. Chad and Niger agreed. Jordan did not.",
        "Turkey shelled the border. Cuba protested.",
    ],
)
def test_countries_never_become_villages(text: str, gazetteer: Gazetteer) -> None:
    toponyms = locate(text, gazetteer)
    assert toponyms
    assert {toponym.place.kind for toponym in toponyms if toponym.place} == {"country"}


def test_every_resolution_says_why(gazetteer: Gazetteer) -> None:
    text = "The convoy left Lviv for Kyiv. It passed Rivne and Zhytomyr, in western Ukraine."
    toponyms = locate(text, gazetteer)
    assert {toponym.text for toponym in toponyms} >= {"Lviv", "Kyiv", "Rivne", "Zhytomyr"}
    assert all(toponym.reasons for toponym in toponyms)
    assert all(toponym.candidates for toponym in toponyms)


def test_a_name_in_a_container_that_has_none_stays_unresolved(gazetteer: Gazetteer) -> None:
    toponym = found("A barn burned in Qwxyzville, Ohio.", gazetteer).get("Qwxyzville")
    assert toponym is None or toponym.place is None


def test_given_spans_are_resolved_in_their_order(gazetteer: Gazetteer) -> None:
    text = "Syrian forces entered Aleppo."
    toponyms = locate(text, gazetteer, spans=[(22, 28), (0, 6)])
    assert [toponym.text for toponym in toponyms] == ["Aleppo", "Syrian"]
    assert [toponym.place.country for toponym in toponyms if toponym.place] == ["SY", "SY"]


def test_offsets_point_at_the_names(gazetteer: Gazetteer) -> None:
    text = "BERLIN — A train from Duisburg to Łódź, via Frankfurt (Oder), stopped in Poznań."
    for toponym in locate(text, gazetteer):
        assert text[toponym.start : toponym.end] == toponym.text


def test_a_country_is_not_called_by_a_territory_inside_it(gazetteer: Gazetteer) -> None:
    for code, name in (
        ("UA", "Ukraine"),
        ("IN", "India"),
        ("US", "United States"),
        ("CN", "China"),
    ):
        assert gazetteer.country_name(code) == name
        assert [gazetteer.name_of(row) for row in gazetteer.country_rows(code)] == [name]


def test_an_article_before_a_longer_name_does_not_cut_it(gazetteer: Gazetteer) -> None:
    names = found("The Bay of Biscay was calm. The Congo River was high.", gazetteer)
    assert {"Bay of Biscay", "Congo River"} <= set(names)


def test_a_town_that_ends_a_sentence_is_no_title(gazetteer: Gazetteer) -> None:
    assert "Geneva" in found("Visp is 9 km west of Brig. Geneva is 150 km away.", gazetteer)


def test_a_name_with_a_stated_distance_is_found_at_a_sentence_start(gazetteer: Gazetteer) -> None:
    assert "Red Bluff" in found("Red Bluff is 40 miles northwest of Chico, Calif.", gazetteer)


def test_the_town_of_the_dateline_is_found_again(gazetteer: Gazetteer) -> None:
    text = "PARADISE, Calif. — Paradise burned again."
    toponyms = locate(text, gazetteer, dateline=(0, 16))
    assert [toponym.text for toponym in toponyms].count("Paradise") == 1


def test_a_spelling_variant_beats_an_old_name_of_another_town(gazetteer: Gazetteer) -> None:
    toponym = found("Izium is 46 km from Sloviansk in Ukraine.", gazetteer)["Sloviansk"]
    assert toponym.place is not None
    assert distance_km(*toponym.place.lonlat, 37.6, 48.85) < 15
