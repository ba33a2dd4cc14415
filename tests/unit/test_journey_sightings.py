# ruff: noqa: E501  (one sentence a line reads best)
"""What single sentences tell of a train: relation, certainty, source, time."""

from __future__ import annotations

import pytest
from journey_story import sightings_of, told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The train left Vienna on Monday.", [("departed", "Vienna")]),
        ("The freight train departed from Minsk for Brest.", [("departed", "Minsk"), ("heading", "Brest")]),
        ("A night train pulled out of Vienna.", [("departed", "Vienna")]),
        ("The train set off from Kazan at dawn.", [("departed", "Kazan")]),
        ("An armored train arrived in the border city of Przemysl.", [("arrived", "Przemysl")]),
        ("The express reached Bologna four hours late.", [("arrived", "Bologna")]),
        ("The train pulled into Rome.", [("arrived", "Rome")]),
        ("The convoy entered Ukraine.", [("arrived", "Ukraine")]),
        ("A long train was spotted at Brest.", [("at", "Brest")]),
        ("Photos showed the train in Smolensk.", [("at", "Smolensk")]),
        ("Its train was parked outside Lviv.", [("at", "Lviv")]),
        ("The train passed through Minsk and Smolensk.", [("passed", "Minsk"), ("passed", "Smolensk")]),
        ("The truck convoy rolled through Kazakhstan.", [("passed", "Kazakhstan")]),
        ("The train travelled to Moscow via Minsk.", [("arrived", "Moscow"), ("passed", "Minsk")]),
        ("The train crossed the Razdolnaya River.", [("crossed", "Razdolnaya River")]),
        ("The train crossed from Russia into North Korea.", [("departed", "Russia"), ("arrived", "North Korea")]),
        ("The train is bound for Duisburg.", [("heading", "Duisburg")]),
        ("A Duisburg-bound freight train caught fire.", [("heading", "Duisburg")]),
        ("The train is headed toward Khabarovsk.", [("heading", "Khabarovsk")]),
        ("The train bypassed Padua.", [("avoided", "Padua")]),
        ("The train turned north, away from Vladivostok.", [("avoided", "Vladivostok")]),
        ("In Villach, the train stopped for two hours.", [("at", "Villach")]),
        ("The train waited in Udine, where it was searched by police.", [("at", "Udine")]),
        ("Residents of Smolensk saw the train there.", [("at", "Smolensk")]),
        ("After leaving Villach, the train rolled on to Udine.", [("departed", "Villach"), ("arrived", "Udine")]),
        ("The train called at Udine on Sunday and at Bologna on Monday.", [("at", "Udine"), ("at", "Bologna")]),
    ],
)  # fmt: skip
def test_verbs_and_prepositions_tell_the_relation(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(relation, place) for relation, place, _ in told(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The train left Minsk.", ("departed", "confirmed")),
        ("The train left Minsk, officials said.", ("departed", "reported")),
        ("According to RIA, the train left Minsk.", ("departed", "reported")),
        ("The train reportedly left Minsk.", ("departed", "reported")),
        ("The train probably left Minsk.", ("departed", "speculated")),
        ("The train may have left Minsk.", ("departed", "speculated")),
        ("Analysts believe the train has left Minsk.", ("departed", "speculated")),
        ("It is unclear whether the train has left Minsk.", ("departed", "speculated")),
        ("The train has not left Minsk.", ("departed", "denied")),
        ("The ministry denied that the train had left Minsk.", ("departed", "denied")),
        ("The ministry confirmed that the train had left Minsk.", ("departed", "confirmed")),
        ("The train will arrive in Minsk.", ("heading", "speculated")),
        ("The train is expected to stop in Minsk.", ("heading", "speculated")),
        ("The train is due in Minsk on Friday.", ("heading", "speculated")),
        ("Some media speculate that the train is headed for Minsk.", ("heading", "speculated")),
        ("The train is headed for Minsk, the operator said.", ("heading", "reported")),
    ],
)
def test_the_wording_tells_how_sure_it_is(text: str, wanted: tuple[str, str]) -> None:
    relation, place, certainty = told(text)[0]
    assert (relation, place, certainty) == (wanted[0], "Minsk", wanted[1])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The train left Minsk, the Belta news agency said.", "Belta"),
        ("Interfax reported that the train left Minsk.", "Interfax"),
        ("Citing railway workers, Interfax reported that the train left Minsk.", "Interfax citing railway workers"),
        ("The train left Minsk, according to two railway officials.", "two railway officials"),
        ("Reuters published a photo it said showed the train in Minsk.", "Reuters (photo)"),
        ("The minister spoke Monday. The train left Minsk.", ""),
    ],
)  # fmt: skip
def test_the_source_is_named(text: str, source: str) -> None:
    attributions = {one.attribution for one in sightings_of(text)[0]}
    wanted = {source}
    if source == "Interfax citing railway workers":
        wanted |= {"railway workers citing Interfax"}
    assert attributions & wanted


@pytest.mark.parametrize(
    "text",
    [
        "The minister arrived in Minsk on Monday and met officials in Brest.",
        "The plane took off from Moscow and landed in Minsk. Nobody took the train.",
        "A jet flew from Moscow to Minsk. The train line is closed.",
        "The container ship left Rotterdam on Monday.",
        "In 2019, the train stopped in Minsk.",
        "On his previous visit, his train stopped in Minsk.",
        "The train station in Minsk was closed.",
        "The Minsk train drivers went on strike.",
        "",
    ],
)
def test_no_sighting_comes_from_other_things(text: str) -> None:
    assert told(text, "2024-05-15") == []


def test_other_persons_do_not_move_the_train() -> None:
    text = (
        "Ana Cruz's train left Minsk on Monday. Boris Petrov arrived Tuesday in Vladivostok."
        " He is visiting Khabarovsk this week. Cruz was seen in Smolensk."
    )
    found = sightings_of(text, "2024-05-15")[0]
    assert {one.subject for one in found} == {"Ana Cruz's train"}
    assert [one.place.name for one in found if one.place] == ["Minsk", "Smolensk"]


def test_persons_are_linked_to_the_vehicle_they_ride() -> None:
    text = "President Ana Cruz left Lviv by train on Monday. She reached Kyiv at noon."
    found = sightings_of(text, "2024-05-15")[0]
    assert [(one.subject, one.relation) for one in found] == [
        ("Ana Cruz's train", "departed"),
        ("Ana Cruz's train", "arrived"),
    ]


def test_a_flight_of_somebody_who_takes_the_train_later_is_set_aside() -> None:
    text = (
        "Ana Cruz flew from Washington to Rzeszow on Sunday. She boarded a train in Przemysl"
        " late Sunday and arrived in Kyiv on Monday."
    )
    places = [one.place.name for one in sightings_of(text, "2024-05-15")[0] if one.place]
    assert places == ["Przemysl", "Kyiv"]


def test_the_time_of_saying_is_not_the_time_of_moving() -> None:
    text = "The operator said Wednesday that the train left Minsk on Monday."
    (one,) = sightings_of(text, "2024-05-16")[0]
    assert one.time_text == "Monday"
    assert one.time_start is not None
    assert one.time_start.day == 13


def test_without_a_time_the_publication_bounds_the_window() -> None:
    (one,) = sightings_of("The train left Minsk.", "2024-05-16")[0]
    assert one.time_start is None
    assert one.time_end is not None
    assert one.time_end.date().isoformat() == "2024-05-17"


def test_a_heading_joins_the_crossing_of_its_sentence() -> None:
    text = "The train headed north after crossing the Razdolnaya River."
    (one,) = sightings_of(text)[0]
    assert (one.relation, one.heading_deg) == ("crossed", 0.0)


def test_a_place_that_only_qualifies_a_noun_is_no_position() -> None:
    text = "The train stopped in Khasan, a station on the Russia-North Korea border."
    assert told(text) == [("at", "Khasan", "confirmed")]


def test_spans_are_the_words_from_subject_to_place() -> None:
    text = "On Monday the freight train left the city of Minsk in the rain."
    (one,) = sightings_of(text)[0]
    assert one.text == text[one.start : one.end] == "the freight train left the city of Minsk"


def test_named_trains_keep_their_name() -> None:
    text = "The Nightjet Express left Vienna. It reached Rome."
    assert {one.subject for one in sightings_of(text)[0]} == {"Nightjet Express"}


def test_the_time_of_arriving_is_not_that_of_what_the_train_carries() -> None:
    text = "A train carrying 1,200 people from Kyiv arrived in Lviv early Thursday."
    found = sightings_of(text, "2022-03-10")[0]
    assert [(one.relation, one.time_text) for one in found] == [
        ("departed", ""),
        ("arrived", "early Thursday"),
    ]


def test_a_freight_train_told_beside_a_passenger_train_is_another() -> None:
    text = (
        "The luxury train departed Vienna on Monday. It is expected in Rome on Wednesday."
        " A freight train bound for Minsk was held in Udine."
    )
    found = sightings_of(text, "2024-08-12")[0]
    assert [(one.subject, one.place.name) for one in found if one.place] == [
        ("luxury train", "Vienna"),
        ("luxury train", "Rome"),
        ("freight train", "Minsk"),
        ("freight train", "Udine"),
    ]


def test_trains_that_run_both_ways_under_one_name_are_told_apart() -> None:
    text = (
        "The eastbound Zephyr left Denver on Monday. Another train, the westbound Zephyr, is being"
        " held in Chicago."
    )
    found = sightings_of(text, "2024-08-14")[0]
    assert [one.subject for one in found] == ["eastbound Zephyr", "westbound Zephyr"]


def test_who_is_believed_to_be_on_the_train_gives_it_its_name() -> None:
    text = "A heavily guarded train believed to be carrying the leader Ilan Soto reached Minsk."
    assert [one.subject for one in sightings_of(text)[0]] == ["Ilan Soto's train"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The train usually reaches Rome in the morning.", []),
        (
            "The train took him from Moscow to Minsk.",
            [("departed", "Moscow"), ("arrived", "Minsk")],
        ),
        ("A train taking soldiers to Minsk caught fire.", [("heading", "Minsk")]),
        ("The train was headed to a refinery in Denver.", [("heading", "Denver")]),
        ("The train rolled to a stop in Villach.", [("at", "Villach")]),
        ("The train may be diverted through Villach.", [("heading", "Villach")]),
        (
            "A train with waste, which left Vienna on Monday, stopped in Udine.",
            [("departed", "Vienna"), ("at", "Udine")],
        ),
    ],
)
def test_finer_points_of_wording(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(relation, place) for relation, place, _ in told(text)] == wanted


def test_a_sentence_without_words_is_passed_over() -> None:
    text = "The train left Rome.\n\n* * *\n\n—\n\nIt reached Florence."
    assert [(relation, place) for relation, place, _ in told(text)] == [
        ("departed", "Rome"),
        ("arrived", "Florence"),
    ]


def test_a_river_that_no_gazetteer_has_is_named_in_a_note() -> None:
    (one,) = sightings_of("The train crossed the Blackwood River heading north.")[0]
    assert (one.relation, one.place) == ("crossed", None)
    assert "where the Blackwood River lies is not known" in one.notes


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The train was delayed for two hours in Villach.", [("at", "Villach")]),
        (
            "It stopped the train, which stood between Bologna and Florence while police came.",
            [("at", "between Bologna and Florence")],
        ),
        (
            "After a halt in Villach the train continued south to Udine.",
            [("at", "Villach"), ("arrived", "Udine")],
        ),
        ("False reports claimed that the train had stopped in Udine.", [("at", "Udine")]),
        ("The train is no longer in Udine.", [("at", "Udine")]),
        ("The train that left Rome on Monday has reached Florence.",
         [("departed", "Rome"), ("arrived", "Florence")]),
    ],
)  # fmt: skip
def test_words_around_the_verb_do_not_mislead(text: str, wanted: list[tuple[str, str]]) -> None:
    found = told(text, "2021-05-04")
    assert [(relation, place) for relation, place, _ in found] == wanted
    if "False" in text or "no longer" in text:
        assert found[0][2] == "denied"


def test_a_name_and_her_train_in_the_next_sentence_are_one_traveller() -> None:
    text = "Keller arrived in Udine on Monday. Her train will go on to Rome."
    found, _ = sightings_of(text, "2021-05-04")
    assert {one.subject for one in found} == {"Keller's train"}
    assert [one.relation for one in found] == ["arrived", "heading"]
