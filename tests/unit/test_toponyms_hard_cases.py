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


#: Companies, persons and bodies that have the name of a place; with a place of the text.
NAMESAKES = [
    ("Denver Smith runs a bakery in Portland, Oregon.", "Denver", "Portland"),
    ("They met London Breed, who was mayor then, in Oakland.", "London", "Oakland"),
    ("Paris Hilton, 44, flew to Tokyo.", "Paris", "Tokyo"),
    ("Santander fell two percent in Madrid.", "Santander", "Madrid"),
    ("In Helsinki trading Nokia rose.", "Nokia", "Helsinki"),
    ("Toyota said its plant near Kentucky's border stayed shut.", "Toyota", "Kentucky"),
    ("A Garda spokesperson in Cork declined to comment.", "Garda", "Cork"),
    ("Jordan Miles sang in Leeds.", "Jordan", "Leeds"),
    ("Kingston, their son, was born in Leeds.", "Kingston", "Leeds"),
    ("State Sen. Maria Lopez spoke in Fresno.", "Sen", "Fresno"),
    ("St. Patrick's Day was quiet in Leeds.", "St. Patrick", "Leeds"),
    ("Julie Ward, a judge, lives in Leeds.", "Julie Ward", "Leeds"),
]


@pytest.mark.parametrize(("text", "namesake", "place"), NAMESAKES)
def test_persons_and_companies_are_told_from_places(
    text: str, namesake: str, place: str, gazetteer: Gazetteer
) -> None:
    names = found(text, gazetteer)
    assert namesake not in names
    assert place in names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They moved from Nokia to Tampere.", "Nokia"),
        ("The port of Santander was closed.", "Santander"),
        ("It flooded in New York City, again.", "New York City"),
        ("Orange County can pay for it.", "Orange County"),
        ("The Dublin City Council met.", "Dublin"),
        ("The Ohio State Police came.", "Ohio"),
        ("It rained in Coeur d'Alene, Idaho.", "Coeur d'Alene"),
        ("The train left Frankfurt (Oder) at six.", "Frankfurt (Oder)"),
        ("A Severn, Md., man was held.", "Md."),
        ("Rep. Ann Webster, D-Toledo, voted no.", "Toledo"),
        ("The stone came from 大连, a dealer said.", "大连"),
        ("Поезд прошёл Хабаровск, сказал он.", "Хабаровск"),
        ("The 평양 station was rebuilt.", "평양"),
        ("Snow closed the pass above Andermatt.", "Andermatt"),
        ("It snowed in St. John's, Newfoundland.", "St. John's"),
    ],
)
def test_names_are_found_as_they_are_written(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert name in found(text, gazetteer)


#: One name in three contexts; each means another place (kind, lon, lat, tolerance in km).
VOSTOCHNY = [
    ("Coal is shipped from Vostochny port near Nakhodka.", "port", (133.05, 42.75), 30),
    ("A rocket stood at the Vostochny spaceport in Russia.", "spaceport", (128.33, 51.88), 30),
    ("The leaders met at the Vostochny Cosmodrome.", "spaceport", (128.33, 51.88), 30),
]


@pytest.mark.parametrize(("text", "kind", "where", "tolerance_km"), VOSTOCHNY)
def test_a_name_that_several_sites_share_is_told_by_its_noun(
    text: str, kind: str, where: tuple[float, float], tolerance_km: float, gazetteer: Gazetteer
) -> None:
    place = next(
        toponym.place for toponym in locate(text, gazetteer) if "Vostochny" in toponym.text
    )
    assert place is not None
    assert place.kind == kind
    assert distance_km(*place.lonlat, *where) <= tolerance_km


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Ussuri burst its banks near Dalnerechensk.", "Ussuri", "river"),
        ("The train stopped in Ussuriysk, Russia.", "Ussuriysk", "city"),
        ("Barges on the Amur carried grain.", "Amur", "river"),
        ("The governor of Amur Oblast resigned.", "Amur Oblast", "region"),
        ("Premier of Victoria, Australia, resigned.", "Victoria", "region"),
        ("Ferries to Victoria, British Columbia, were late.", "Victoria", "city"),
        ("Washington said it would not sign, nor would Moscow.", "Washington", "city"),
        ("Spokane and Tacoma are cities of Washington state.", "Washington", "region"),
        ("Georgia beat Armenia to the contract, Tbilisi said.", "Georgia", "country"),
        ("Georgia and Alabama share a river.", "Georgia", "region"),
    ],
)
def test_the_context_tells_the_kind(text: str, name: str, kind: str, gazetteer: Gazetteer) -> None:
    names = {key.removesuffix(" state"): value for key, value in found(text, gazetteer).items()}
    place = names[name].place
    assert place is not None
    assert place.kind == kind, place
