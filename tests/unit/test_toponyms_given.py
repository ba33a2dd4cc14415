"""Marked spans: peoples, abbreviations, longer names, and what no gazetteer has."""

from __future__ import annotations

import pytest

from geo.gazetteer.embedded import Gazetteer
from geo.geodesy import distance_km
from geo.model import Toponym
from geo.toponyms import locate


def marked(text: str, *names: str, gazetteer: Gazetteer, min_score: float = 0.2) -> list[Toponym]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return locate(text, gazetteer, spans=spans, min_score=min_score)


#: Text, marked span, where (lon, lat), tolerance in km.
RESOLVED = [
    ("Ohioans voted early this year.", "Ohioans", (-82.8, 40.4), 150),
    ("Sicilian lemons are rare in Lyon.", "Sicilian", (14.1, 37.5), 80),
    ("The Welsh rugby team sang.", "Welsh", (-3.7, 52.3), 80),
    ("Syrian forces withdrew at dawn.", "Syrian", (38.3, 35.0), 200),
    ("A mine in W. Va. was closed.", "W. Va.", (-80.6, 38.6), 120),
    ("Three Ind. prisoners escaped.", "Ind.", (-86.2, 39.9), 120),
    ("He left L.A. for Reno.", "L.A.", (-118.24, 34.05), 30),
    ("Deputies in Gwinnett are hiring.", "Gwinnett", (-84.0, 33.96), 30),
    ("It rained in the Chicago area.", "Chicago area", (-87.65, 41.85), 30),
    ("He taught at Colorado State University.", "Colorado State University", (-105.5, 39.0), 200),
    ("A nurse at Manchester Royal Infirmary.", "Manchester Royal Infirmary", (-2.24, 53.48), 20),
    ("The University of Helsinki agreed.", "University of Helsinki", (24.94, 60.17), 20),
]


@pytest.mark.parametrize(("text", "name", "where", "tolerance_km"), RESOLVED)
def test_a_marked_span_is_more_than_a_name_in_the_gazetteer(
    text: str, name: str, where: tuple[float, float], tolerance_km: float, gazetteer: Gazetteer
) -> None:
    (toponym,) = marked(text, name, gazetteer=gazetteer)
    assert toponym.text == name
    assert toponym.place is not None, toponym.reasons
    assert distance_km(*toponym.place.lonlat, *where) <= tolerance_km, toponym.place


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("She sang at the Qwxy Playhouse in Utrecht.", "Qwxy Playhouse", "Utrecht"),
        ("She sang at the Qwxy Playhouse, Utrecht.", "Qwxy Playhouse", "Utrecht"),
        ("They met in Utrecht's Qwxy Hall.", "Qwxy Hall", "Utrecht"),
    ],
)
def test_a_site_that_no_gazetteer_has_is_put_in_the_town_beside_it(
    text: str, name: str, town: str, gazetteer: Gazetteer
) -> None:
    (toponym,) = marked(text, name, gazetteer=gazetteer)
    assert toponym.place is not None
    assert toponym.place.name == town
    assert f"the text puts it in {town}" in toponym.reasons[0]
    assert toponym.score < 0.7


def test_a_street_is_put_where_its_story_plays(gazetteer: Gazetteer) -> None:
    text = (
        "Dunedin councillors voted for the lane. Mosgiel residents had objected. "
        "Work on Qwxy Street begins in May."
    )
    (toponym,) = marked(text, "Qwxy Street", gazetteer=gazetteer)
    assert toponym.place is not None
    assert distance_km(*toponym.place.lonlat, 170.5, -45.87) < 30
    assert "the text around it is about" in toponym.reasons[0]


def test_an_unknown_name_is_only_guessed_when_every_guess_is_wanted(gazetteer: Gazetteer) -> None:
    text = "Prices rose in Lisbon, then in Helsinki, then in Cairo. Qwxyz was calm."
    assert marked(text, "Qwxyz", gazetteer=gazetteer)[0].place is None
    text = "The bus left Dunedin at six. Qwxyz was its first stop."
    cautious, bold = (
        marked(text, "Qwxyz", gazetteer=gazetteer, min_score=limit)[0] for limit in (0.3, 0.0)
    )
    assert cautious.place is None
    assert bold.place is not None
    assert bold.score < 0.3


def test_without_any_town_in_the_text_a_site_stays_unresolved(gazetteer: Gazetteer) -> None:
    (toponym,) = marked("The Qwxy Playhouse burned.", "Qwxy Playhouse", gazetteer=gazetteer)
    assert toponym.place is None
    assert toponym.reasons == ("no gazetteer in use has this name",)


def test_what_a_text_is_searched_for_never_falls_back_to_a_town(gazetteer: Gazetteer) -> None:
    text = "The ferry crossed the Qwxy River near Utrecht and Amersfoort."
    found = {toponym.text: toponym for toponym in locate(text, gazetteer, min_score=0.0)}
    assert "Qwxy River" not in found or found["Qwxy River"].place is None


def test_a_place_inside_a_longer_name_is_told_apart(gazetteer: Gazetteer) -> None:
    (toponym,) = marked(
        "He heads Manchester Royal Infirmary.", "Manchester Royal Infirmary", gazetteer=gazetteer
    )
    assert toponym.reasons[0] == (
        "'Manchester Royal Infirmary' is in no gazetteer in use, but names Manchester"
    )
    assert toponym.score <= 0.6


def test_ordinary_words_are_not_other_names_of_towns(gazetteer: Gazetteer) -> None:
    (toponym,) = marked("Western leaders met.", "Western", gazetteer=gazetteer)
    assert toponym.place is None


def test_a_row_of_counties_is_found_and_resolved(gazetteer: Gazetteer) -> None:
    text = "Schools in Barrow, Jackson and Madison counties in Georgia closed, as in Athens."
    found = {toponym.text: toponym for toponym in locate(text, gazetteer)}
    assert {"Barrow", "Jackson", "Madison"} <= set(found)
    for name in ("Barrow", "Jackson", "Madison"):
        place = found[name].place
        assert place is not None
        assert (place.kind, place.country, place.admin1) == ("county", "US", "GA")


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("Laws of Oregon and Washington allow it.", "region", "US"),
        ("Kansas, Nebraska, and Georgia voted no.", "region", "US"),
        ("Armenia, Azerbaijan and Georgia sent envoys.", "country", "GE"),
    ],
)
def test_the_names_of_a_row_are_of_one_kind(
    text: str, kind: str, country: str, gazetteer: Gazetteer
) -> None:
    toponyms = locate(text, gazetteer)
    place = next(t.place for t in toponyms if t.text in ("Washington", "Georgia"))
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Mansfield city manager told the school board that the sheriff agreed.", "US"),
        ("Mansfield councillors asked shoppers to avoid the high street.", "GB"),
        ("Salem police recovered gold worth 12 lakh rupees.", "IN"),
        ("The Salem school board and the Boise sheriff met.", "US"),
    ],
)
def test_the_words_of_a_text_tell_its_country(
    text: str, country: str, gazetteer: Gazetteer
) -> None:
    toponym = locate(text, gazetteer)[0]
    assert toponym.candidates[0].place.country == country


def test_a_hamlet_far_from_all_else_is_no_answer(gazetteer: Gazetteer) -> None:
    text = (
        "Trains to Newcastle, Sydney and Maitland in Australia ran. Walks in Glenrock were closed."
    )
    toponym = next(t for t in locate(text, gazetteer, min_score=0.2) if t.text == "Glenrock")
    assert toponym.place is None
    assert "far from all else that this text names" in toponym.candidates[0].reasons[0]
    (given,) = marked(text, "Glenrock", gazetteer=gazetteer, min_score=0.0)
    assert given.place is not None
    assert given.place.country == "AU"


def test_a_row_of_cities_is_no_town_in_a_state(gazetteer: Gazetteer) -> None:
    text = "After stops in Washington, New York and Boston, the prince flew home."
    found = {toponym.text: toponym for toponym in locate(text, gazetteer)}
    place = found["Washington"].place
    assert place is not None
    assert place.population > 500_000


def test_a_country_is_not_the_city_that_is_called_like_it(gazetteer: Gazetteer) -> None:
    text = "Guadalajara, Monterrey and Puebla voted. The senate urged Mexico to answer."
    found = {toponym.text: toponym for toponym in locate(text, gazetteer)}
    place = found["Mexico"].place
    assert place is not None
    assert place.kind == "country"


def test_a_county_may_be_meant_without_the_word(gazetteer: Gazetteer) -> None:
    text = "A jogger was hit in DeKalb County, Georgia. DeKalb police are looking for a red car."
    place = {toponym.text: toponym for toponym in locate(text, gazetteer)}["DeKalb"].place
    assert place is not None
    assert (place.country, place.admin1) == ("US", "GA")


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("He left Leipzig for Halle, Germany.", "Halle", (11.97, 51.48)),
        ("Floods hit Patna. Trains from Dhaka were stopped.", "Dhaka", (90.4, 23.8)),
        ("Trains from Calais, Maine, crossed to New Brunswick.", "New Brunswick", (-66.4, 46.5)),
    ],
)
def test_fame_and_borders_weigh_in_short_texts(
    text: str, name: str, where: tuple[float, float], gazetteer: Gazetteer
) -> None:
    place = {toponym.text: toponym for toponym in locate(text, gazetteer)}[name].place
    assert place is not None
    assert distance_km(*place.lonlat, *where) < 100, place


def test_standing_in_a_row_gives_a_name_no_more_votes(gazetteer: Gazetteer) -> None:
    text = (
        "Russia, China and North Korea met. Russia and China signed; later Russia spoke alone, "
        "and so did China. Ukraine said that Donetsk and Luhansk are its own. Kyiv protested."
    )
    place = {toponym.text: toponym for toponym in locate(text, gazetteer)}["Donetsk"].place
    assert place is not None
    assert place.country == "UA"
