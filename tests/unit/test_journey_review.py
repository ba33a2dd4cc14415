# ruff: noqa: E501  (one sentence a line reads best)
"""Denials, several trains, lists, arrivals: what plain news wording must not be misread as."""

from __future__ import annotations

import pytest
from journey_story import journey_of, names_of, sightings_of, told

from geo.model import Journey, Sighting
from geo.rail import RailNetwork, load


@pytest.fixture(scope="module")
def network() -> RailNetwork:
    return load()


def made(result: tuple[list[Sighting], Journey | None]) -> tuple[list[Sighting], Journey]:
    assert result[1] is not None
    return result[0], result[1]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Rumours that the train was bound for Kazan were denied.", "denied"),
        ("Reports that the train had reached Kazan proved false.", "denied"),
        ("Suggestions that a train is heading for Kazan have been firmly rejected by the operator.", "denied"),
        ("The train is heading for Kazan, a blogger wrote. The operator denied this.", "denied"),
        ("The train reached Kazan, two newspapers reported, but the ministry denied the reports.", "denied"),
        ("The train is bound for Kazan, a blogger wrote. That claim was later withdrawn.", "denied"),
        ("Reports, later denied by the ministry, said that the train had reached Kazan.", "denied"),
        ("Rumours that the train was bound for Kazan were not denied.", "speculated"),
        ("Rumours that the train was bound for Kazan spread quickly.", "speculated"),
        ("The train reached Kazan. Its passengers were denied entry.", "confirmed"),
        ("The train reached Kazan. The ministry denied it was carrying weapons.", "confirmed"),
    ],
)  # fmt: skip
def test_a_denial_after_the_claim_counts(text: str, certainty: str) -> None:
    ((_, place, found),) = told(text, "2024-05-15")
    assert (place, found) == ("Kazan", certainty)


def test_a_denied_destination_is_ruled_out(network: RailNetwork) -> None:
    text = (
        "The train left Minsk on Monday. Rumours that it was bound for Moscow were denied."
        " It may go on to Warsaw."
    )
    _, journey = made(journey_of(network, (text, "2024-05-15")))
    entries = {one.place.name: one for one in journey.forecast}
    assert entries["Moscow"].ruled_out
    assert "not to be heading for Moscow" in entries["Moscow"].reason
    assert not entries["Warsaw"].ruled_out


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Amtrak's Desert Runner left Chicago on Monday. A freight train carrying coal derailed in Washington. The Runner reached Denver on Tuesday.",
            [("Desert Runner", "Chicago"), ("freight train", "Washington"), ("Desert Runner", "Denver")],
        ),
        (
            "The train left Vienna on Monday. A second train is heading for Rome. The second train was seen in Udine.",
            [("train", "Vienna"), ("second train", "Rome"), ("second train", "Udine")],
        ),
        (
            "The train left Vienna on Monday. A different train stopped in Udine.",
            [("train", "Vienna"), ("train (2)", "Udine")],
        ),
        (
            "A freight train loaded with cars left Minsk. A freight train carrying timber was spotted in Brest.",
            [("freight train", "Minsk"), ("freight train (2)", "Brest")],
        ),
        (
            "The train left Vienna. A freight train derailed in Udine. The train waited in Villach.",
            [("train", "Vienna"), ("freight train", "Udine"), ("train", "Villach")],
        ),
        (
            "The night train left Vienna. A freight train stood in Udine. The night train waited in Villach.",
            [("night train", "Vienna"), ("freight train", "Udine"), ("night train", "Villach")],
        ),
        (
            "A freight train carrying timber left Minsk. The freight train was spotted in Brest.",
            [("freight train", "Minsk"), ("freight train", "Brest")],
        ),
    ],
)  # fmt: skip
def test_another_train_is_another_traveller(text: str, wanted: list[tuple[str, str]]) -> None:
    found = sightings_of(text, "2024-05-15")[0]
    assert [(one.subject, one.place.name) for one in found if one.place] == wanted


def test_another_train_stands_after_the_one_that_is_followed(network: RailNetwork) -> None:
    text = (
        "The train left Vienna on Monday. A second train was bound for Florence on Monday."
        " The first train passed Villach and reached Udine on Tuesday."
    )
    found, journey = made(journey_of(network, (text, "2024-05-15")))
    assert [one.place.name for one in found if one.place] == [
        "Vienna", "Villach", "Udine", "Florence",
    ]  # fmt: skip
    assert "Florence" not in {one.place.name for one in journey.forecast}
    assert any("second train (Florence)" in note for note in journey.notes)


@pytest.mark.parametrize(
    "text",
    [
        "A freight train carrying toys from Lanzhou reached Minsk on Thursday.",
        "On Thursday, a freight train carrying toys from Lanzhou reached Minsk.",
        "A freight train, carrying toys from Lanzhou, reached Minsk on Thursday.",
    ],
)
def test_where_the_load_comes_from_does_not_get_the_time_of_the_arrival(text: str) -> None:
    found = {one.relation: one for one in sightings_of(text, "2024-05-17")[0]}
    assert (found["departed"].time_text, found["departed"].time_start) == ("", None)
    assert found["arrived"].time_text == "Thursday"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The train arrived in Udine, across the valley from Villach.", [("arrived", "Udine")]),
        ("The train stopped in Udine, 60 km from Villach.", [("at", "Udine")]),
        ("The train stopped in Udine, not far from Villach.", [("at", "Udine")]),
        ("The train travelled 300 km from Villach to Bologna.", [("departed", "Villach"), ("arrived", "Bologna")]),
        ("The train left Vienna and was reported in Udine.", [("departed", "Vienna"), ("at", "Udine")]),
        (
            "The train went on to Udine, Bologna and Florence.",
            [("arrived", "Udine"), ("arrived", "Bologna"), ("arrived", "Florence")],
        ),
        (
            "A train passed Brest, Terespolowo, and Warsaw.",
            [("passed", "Brest"), ("passed", "Warsaw")],
        ),
        ("The train reached Udine, Bologna's rival.", [("arrived", "Udine")]),
        (
            "The train crossed the Razdolnaya River near Ussuriysk.",
            [("crossed", "Razdolnaya River"), ("passed", "Ussuriysk")],
        ),
        (
            "A military train left Minsk. Governor Olha Bondar said the troops were heading for Brest.",
            [("departed", "Minsk"), ("heading", "Brest")],
        ),
        ("A train left Minsk. The troops were heading for Brest.", [("departed", "Minsk")]),
        ("Amtrak's Empire Builder left Chicago.", [("departed", "Chicago")]),
    ],
)  # fmt: skip
def test_plain_statements_are_read(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(relation, place) for relation, place, _ in told(text)] == wanted


def test_what_was_reported_in_a_place_is_reported() -> None:
    assert told("The train was reported in Udine.") == [("at", "Udine", "reported")]


def test_equal_sightings_become_one_with_the_best_time_and_certainty() -> None:
    text = (
        "The train was seen in Udine, a driver said. The train waited in Udine at 9 a.m. on Tuesday."
        " It stopped in Udine on Tuesday. It was spotted in Udine on Sunday."
    )
    found = sightings_of(text, "2024-05-15")[0]
    assert [(one.certainty, one.time_text) for one in found] == [
        ("confirmed", "9 a.m. on Tuesday"),
        ("confirmed", "Sunday"),
    ]


def test_nothing_is_forecast_after_the_arrival_at_the_destination(network: RailNetwork) -> None:
    text = (
        "A freight train left Minsk on 2 May, bound for Kazan. It reached Kazan on 6 May."
        " Officials in Smolensk were pleased."
    )
    found, journey = made(journey_of(network, (text, "2024-05-15")))
    assert names_of(journey) == ["Minsk", "Kazan"]
    assert journey.forecast == ()
    assert all(leg.certainty != "speculated" for leg in journey.legs)
    assert any("arrive in Kazan" in note for note in journey.notes)
    assert [one.relation for one in found] == ["departed", "heading", "arrived"]


def test_a_further_destination_is_forecast_after_an_arrival(network: RailNetwork) -> None:
    text = (
        "A freight train left Minsk on 2 May, bound for Moscow. It reached Moscow on 4 May."
        " It will continue to Kazan."
    )
    _, journey = made(journey_of(network, (text, "2024-05-15")))
    assert journey.forecast[0].place.name == "Kazan"
    assert not any("ended in" in note for note in journey.notes)


def test_a_told_time_of_arrival_bounds_the_window(network: RailNetwork) -> None:
    text = (
        "The train left Minsk at 8 a.m. on Thursday. It is expected in Moscow on Saturday evening."
    )
    _, journey = made(journey_of(network, (text, "2024-05-16")))
    best = journey.forecast[0]
    assert best.place.name == "Moscow"
    assert best.eta_start is not None
    assert best.eta_end is not None
    assert best.eta_start.date().isoformat() == "2024-05-18"
    assert best.eta_start.hour >= 16
    assert best.eta_end.isoformat() <= "2024-05-19T00:00:00+03:00"
    assert "Saturday evening" in best.reason


def test_the_day_of_leaving_for_a_place_is_no_time_of_arrival(network: RailNetwork) -> None:
    text = "The train left Minsk for Moscow on Tuesday."
    _, journey = made(journey_of(network, (text, "2024-05-16")))
    best = journey.forecast[0]
    assert best.eta_end is not None
    assert best.eta_end.date().isoformat() >= "2024-05-15"


def test_an_open_window_gives_no_speed(network: RailNetwork) -> None:
    text = "The train left Minsk on Monday. It passed Smolensk."
    _, journey = made(journey_of(network, (text, "2024-05-16")))
    assert names_of(journey) == ["Minsk", "Smolensk"]
    assert (journey.legs[0].speed_low_kmh, journey.legs[0].speed_high_kmh) == (None, None)


def test_sightings_without_a_time_stand_in_the_order_of_the_path(network: RailNetwork) -> None:
    text = (
        "The train was seen in Smolensk. It had left Brest and passed Minsk on Monday, and it went"
        " on to Moscow."
    )
    found, journey = made(journey_of(network, (text, "2024-05-16")))
    assert names_of(journey) == ["Brest", "Minsk", "Smolensk", "Moscow"]
    assert [one.place.name for one in found if one.place] == names_of(journey)
