"""What counts as a claim, who and what it is about."""

from __future__ import annotations

import pytest

from geo.claims import find_claims
from geo.model import Claim, Place, Toponym


def one(text: str, kind: str = "") -> Claim:
    claims = [claim for claim in find_claims(text) if not kind or claim.kind == kind]
    assert len(claims) == 1, claims
    return claims[0]


DISTANCES = [
    # appositions, relative clauses, copulas
    ("They stopped in Ussuriysk, a city about 40 miles north of Vladivostok that is old.",
     "Ussuriysk", "Vladivostok", 40, "mi", "N"),
    ("Vyborg sits 38 kilometres from Zelenogorsk.", "Vyborg", "Zelenogorsk", 38, "km", None),
    (("The convoy stopped at Zhanaozen, which lies 150 kilometres east of the Caspian port of "
      "Aktau."), "Zhanaozen", "Aktau", 150, "km", "E"),
    ("Gori is a small town in Georgia, some 76 km west of Tbilisi.",
     "Gori", "Tbilisi", 76, "km", "W"),
    (("Dnipro, an industrial city of about one million people 90 miles north of Zaporizhzhia, "
      "was hit."), "Dnipro", "Zaporizhzhia", 90, "mi", "N"),
    ("Bakhmut is only 10 miles from Chasiv Yar.", "Bakhmut", "Chasiv Yar", 10, "mi", None),
    ("Located on the Danube, Linz is about 184 km west of Vienna.",
     "Linz", "Vienna", 184, "km", "W"),
    (("Wels (German: Wels) is a town in Austria, on the River Traun, 30 km (19 mi) southwest of "
      "Linz."), "Wels", "Linz", 30, "km", "SW"),
    ("The blast was in the town of Engels, in Saratov region some 10 km east of Saratov.",
     "Engels", "Saratov", 10, "km", "E"),
    # fronted
    ("About 60 km south of Lyon, the town of Vienne is known for its festival.",
     "Vienne", "Lyon", 60, "km", "S"),
    ("Fifty miles east of Dallas sits Terrell.", "Terrell", "Dallas", 50, "mi", "E"),
    ("Just 80 kilometres from Lublin, Brest is a rail hub.", "Brest", "Lublin", 80, "km", None),
    # references with words around the name
    ("Aleppo is situated 310 kilometers north of the Syrian capital Damascus.",
     "Aleppo", "Damascus", 310, "km", "N"),
    ("Chernobyl is 130 kilometers north of the capital, Kyiv.",
     "Chernobyl", "Kyiv", 130, "km", "N"),
    ("Waterloo is 4 km south of the Sydney central business district.",
     "Waterloo", "Sydney", 4, "km", "S"),
    ("Clovis is 10 km northeast of downtown Fresno.", "Clovis", "Fresno", 10, "km", "NE"),
    ("Ham is 15 km south-west of the centre of London.", "Ham", "London", 15, "km", "SW"),
    ("Kupiansk is about 25 miles from Russia's border.",
     "Kupiansk", "Russia's border", 25, "mi", None),
    ("Palmira lies 27 km to the east of Cali.", "Palmira", "Cali", 27, "km", "E"),
    # odd relations
    ("The base is roughly half a mile outside Gao.", "The base", "Gao", 0.5, "mi", None),
    ("Davenport, some two dozen miles up the coast from Santa Cruz, was evacuated.",
     "Davenport", "Santa Cruz", 24, "mi", None),
    ("Rubizhne is within 10 km of Sievierodonetsk.",
     "Rubizhne", "Sievierodonetsk", 10, "km", None),
    # two places
    ("Johnstone and Paisley are just five miles apart.", "Paisley", "Johnstone", 5, "mi", None),
    ("The 111-kilometre line linking Vladivostok and Ussuriysk reopened.",
     "Ussuriysk", "Vladivostok", 111, "km", None),
    ("The distance between Minsk and Brest is about 350 km.", "Brest", "Minsk", 350, "km", None),
    ("It is 570 km from Berlin to Cologne by rail.", "Cologne", "Berlin", 570, "km", None),
    ("Nearly 30 miles separate Dover and Calais.", "Calais", "Dover", 30, "mi", None),
    ("The road from Herat to Kandahar (560 km) is mined.",
     "Kandahar", "Herat", 560, "km", None),
    ("The 1,318 km Beijing–Shanghai line opened in 2011.",
     "Shanghai", "Beijing", 1318, "km", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subject", "reference", "value", "unit", "wind"), DISTANCES)
def test_a_distance_is_found_with_its_two_places(
    text: str, subject: str, reference: str, value: float, unit: str, wind: str | None
) -> None:
    claim = one(text, "distance")
    assert claim.subject is not None
    assert claim.reference is not None
    assert claim.measure is not None
    assert (claim.subject.text, claim.reference.text) == (subject, reference)
    assert (claim.measure.value, claim.measure.unit, claim.direction) == (value, unit, wind)
    assert text[claim.start : claim.end] == claim.text


TIMES = [
    ("Duisburg is a 15-day train ride from Chongqing.", "Duisburg", "Chongqing", 15, "rail"),
    ("The train takes seven hours from Khasan to Ussuriysk.", "Ussuriysk", "Khasan", 7, "rail"),
    ("The journey from Moscow to Kazan takes 12 hours by train.", "Kazan", "Moscow", 12, "rail"),
    ("Sochi is two and a half hours by plane from Moscow.", "Sochi", "Moscow", 2.5, "air"),
    ("The ferry from Tallinn to Helsinki takes two hours.", "Helsinki", "Tallinn", 2, "water"),
    ("From Zurich it is a three-hour train ride to Milan.", "Milan", "Zurich", 3, "rail"),
    ("It takes about four hours to drive from Denver to Aspen.", "Aspen", "Denver", 4, "road"),
    ("A three-hour drive from Tbilisi, Stepantsminda draws hikers.", "Stepantsminda", "Tbilisi",
     3, "road"),
    ("Naro Moru is an hour's drive north of Nyeri.", "Naro Moru", "Nyeri", 1, "road"),
    ("Hanko is two hours away from Helsinki.", "Hanko", "Helsinki", 2, "unspecified"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subject", "reference", "value", "mode"), TIMES)
def test_a_travel_time_is_found_with_its_mode(
    text: str, subject: str, reference: str, value: float, mode: str
) -> None:
    claim = one(text, "travel_time")
    assert claim.subject is not None
    assert claim.reference is not None
    assert claim.measure is not None
    assert (claim.subject.text, claim.reference.text) == (subject, reference)
    assert (claim.measure.value, claim.mode) == (value, mode)


NOT_CLAIMS = [
    "She swims two miles each morning in the pool at Leeds.",
    "The 130-mile Mary River is among the cleanest.",
    "Missiles with a range of 500 km from Pyongyang worry Tokyo.",
    "The missile flew about 800 km from Sunan before falling.",
    "The plane was flying at 35,000 feet above Belgrade.",
    "The wall is 30 feet high and 700 miles long.",
    "Vehicles within a 5-mile radius of the plant were searched.",
    "The speed limit is 60 miles an hour outside Boston.",
    "They are miles apart on policy.",
    "The Volga flows 3,530 km from the Valdai Hills to the Caspian Sea.",
    "Scientists met at Three Mile Island.",
    "Owusu scored 12 minutes from time in Accra.",
    "The network will cut journey times by more than two hours from Perth and Sydney.",
    "There are 20 km of beaches in Rimini.",
    "Road works will close a 12-mile stretch from Reading to Slough.",
    "The convoy covers 50 miles a day.",
    "She lives two doors from Paris.",
    "The quake struck at a depth of 10 km.",
    "An area of 17 square miles in Bohemia is closed.",
    "The airport handles flights of up to 500 kilometres.",
    "The patrol found a seven-kilometre section of the border unguarded.",
    "Oil spread over 40 miles of the coast of Alaska.",
    "We walked for two days in Nepal.",
    "A two-mile-wide crater was found near the lake.",
    "Prices rose north of 10 percent.",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_CLAIMS)
def test_lengths_speeds_ranges_and_figures_of_speech_are_no_claims(text: str) -> None:
    assert [
        claim.text for claim in find_claims(text) if claim.kind in ("distance", "travel_time")
    ] == []


def test_a_list_gives_one_claim_each_with_the_same_subject() -> None:
    text = "Izium, 120 km southeast of Kharkiv and 50 km north of Sloviansk, fell in April."
    claims = find_claims(text)
    assert [(str(c.subject), str(c.reference), c.direction) for c in claims] == [
        ("Izium", "Kharkiv", "SE"),
        ("Izium", "Sloviansk", "N"),
    ]


def test_one_amount_from_several_places_gives_a_claim_for_each() -> None:
    text = "Ivanovo is about 100 km from Yaroslavl, Vladimir, and Kostroma."
    assert [str(claim.reference) for claim in find_claims(text)] == [
        "Yaroslavl",
        "Vladimir",
        "Kostroma",
    ]


def test_respectively_pairs_amounts_with_places() -> None:
    text = "Go to Fort Lauderdale and Miami, respectively 15 minutes and 35 minutes from Naples."
    assert [
        (str(claim.subject), claim.measure.value) for claim in find_claims(text) if claim.measure
    ] == [("Fort Lauderdale", 15), ("Miami", 35)]


def test_an_equivalent_in_brackets_is_a_conversion_beside_the_distance() -> None:
    text = "The depot in Engels is more than 600 km (370 miles) southeast of Moscow."
    conversion, distance = find_claims(text)
    assert conversion.kind == "conversion"
    assert conversion.equivalent is not None
    assert (conversion.equivalent.value, conversion.equivalent.unit) == (370, "mi")
    assert distance.kind == "distance"
    assert distance.measure is not None
    assert (distance.measure.value, distance.measure.hedge) == (600, "more than")


def test_a_time_with_a_distance_in_brackets_tells_both() -> None:
    text = "The airport of Voi is about a half-hour's drive (15 miles) northeast of Taveta."
    assert [(c.kind, c.measure.value) for c in find_claims(text) if c.measure] == [
        ("travel_time", 0.5),
        ("distance", 15),
    ]


def test_a_distance_without_a_reference_is_told_from_the_place_named_before() -> None:
    text = "For visitors to Buenos Aires, the main shrine lies not in the city but 70km west."
    mentions = [Toponym(16, 28, "Buenos Aires")]
    claim = find_claims(text, mentions)[0]
    assert str(claim.reference) == "Buenos Aires"
    assert claim.direction == "W"


def test_mentions_given_by_the_caller_are_used_as_they_are() -> None:
    text = "The launch facility is about 550 miles northwest of Ussuriysk."
    site = Place("s", "Vostochny", 128.3, 51.9, "spaceport")
    town = Place("u", "Ussuriysk", 131.9, 43.8, "city")
    mentions = [
        Toponym(0, 19, "The launch facility", site),
        Toponym(52, 61, "Ussuriysk", town),
    ]
    (claim,) = find_claims(text, mentions, article="a7")
    assert claim.subject is mentions[0]
    assert claim.reference is mentions[1]
    assert claim.article == "a7"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("They hit Nikopol, across the river from Enerhodar and 60 miles south of Dnipro.",
         "Nikopol"),
        ("The prison is in Kharp, some 1,900km north-east of Moscow.", "Kharp"),
        ("Some say the launch facility is 500 km north of Chita.", "the launch facility"),
        ("The plane left Paris and crashed two miles short of Lyon.", None),
    ],
)  # fmt: skip
def test_a_name_that_only_stands_near_is_not_the_subject(text: str, subject: str | None) -> None:
    claim = one(text, "distance")
    assert (str(claim.subject) if claim.subject else None) == subject


def test_a_neighbour_told_after_a_distance_belongs_to_its_subject() -> None:
    claims = find_claims("The spaceport is 8,000 km from Moscow, near the Chinese border.")
    assert [str(claim.subject) for claim in claims] == ["The spaceport", "The spaceport"]


def test_it_stands_for_the_place_that_the_sentence_before_was_about() -> None:
    text = "Concord is located in a valley. It is 29 miles northeast of Oakland."
    place = Place("c", "Concord", -122.0, 38.0, "city")
    claim = find_claims(text, [Toponym(0, 7, "Concord", place)])[-1]
    assert claim.subject is not None
    assert claim.subject.place is place
    assert claim.subject.text == "It"


def test_a_subject_that_the_text_does_not_name_stays_unknown() -> None:
    claim = one("An aftershock struck 12 km east of Ridgecrest on Friday.")
    assert claim.subject is None or claim.subject.place is None


def test_a_claim_runs_from_its_measure_to_its_reference() -> None:
    text = "Swanton is about 20 miles west of Toledo in Ohio."
    claim = one(text)
    assert claim.text == "about 20 miles west of Toledo"
    assert claim.measure is not None
    assert claim.measure.text == "20 miles"
    assert text[claim.measure.start : claim.measure.end] == "20 miles"


def test_a_few_miles_tell_a_direction_and_no_amount() -> None:
    claim = one("Exeter is a few miles northwest of Scranton.")
    assert (claim.kind, claim.direction, claim.measure) == ("direction", "NW", None)
    near = one("Exeter is a few hundred metres from Scranton.")
    assert (near.kind, near.measure) == ("proximity", None)


@pytest.mark.parametrize(
    ("text", "kind", "subject", "reference", "other"),
    [
        ("Tver is northwest of Moscow.", "direction", "Tver", "Moscow", None),
        ("Kupiansk lies in the far east of Ukraine.", "direction", "Kupiansk", "Ukraine", None),
        ("Passau lies upstream of Linz.", "direction", "Passau", "Linz", None),
        ("Thruxton, near Andover, was quiet.", "proximity", "Thruxton", "Andover", None),
        ("Tver lies on the Volga River.", "proximity", "Tver", "Volga River", None),
        ("Blagoveshchensk is just across the border from Heihe.", "proximity",
         "Blagoveshchensk", "Heihe", None),
        ("Maribor lies halfway between Graz and Zagreb.", "between", "Maribor", "Graz", "Zagreb"),
        ("Kehl is closer to Strasbourg than to Karlsruhe.", "comparison", "Kehl", "Strasbourg",
         "Karlsruhe"),
    ],
)  # fmt: skip
def test_claims_without_an_amount_are_found(
    text: str, kind: str, subject: str, reference: str, other: str | None
) -> None:
    claim = one(text)
    assert claim.kind == kind
    assert (str(claim.subject), str(claim.reference)) == (subject, reference)
    assert (str(claim.other) if claim.other else None) == other


def test_a_circuitous_route_takes_its_ends_from_the_distance_before_it() -> None:
    text = "The mine is about 550 miles northwest of Chita, but the route there is circuitous."
    claim = find_claims(text)[-1]
    assert claim.kind == "detour"
    assert (str(claim.subject), str(claim.reference)) == ("The mine", "Chita")


@pytest.mark.parametrize(
    "text",
    [
        "The train headed north of Kyiv.",
        "He stood near the television.",
        "They spoke on Monday.",
        "Relations between Seoul and Tokyo improved.",
        "The direct flight was full.",
    ],
)
def test_words_of_place_without_a_place_are_no_claims(text: str) -> None:
    assert find_claims(text) == []


def test_a_name_with_an_apposition_of_its_own_is_no_second_reference() -> None:
    text = "The rebels hold Rutshuru, 70 km north of Goma, and Bunagana, on the Ugandan border."
    claim = one(text, "distance")
    assert claim.reference is not None
    assert claim.reference.text == "Goma"


def test_the_town_before_its_state_is_what_a_relative_clause_tells_of() -> None:
    text = "Residents of Darlington, Pennsylvania, which is 4 miles east of Enon Valley, left."
    claim = one(text, "distance")
    assert claim.subject is not None
    assert claim.subject.text == "Darlington"
