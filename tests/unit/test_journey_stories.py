"""Whole stories: from news wording to a path, a forecast, and plain notes on what is unknown."""

from __future__ import annotations

from datetime import datetime

import pytest
from journey_story import PLACES, journey_of, names_of, sightings_of

from geo.geodesy import distance_km
from geo.model import Journey
from geo.rail import RailNetwork, load

BORDER = (
    "An armored train used by the leader Ilan Soto left Pyongyang on Sunday, state media said."
    " Soto's train stopped in Khasan early Tuesday. The agency TASS later reported that his train"
    " had headed north after crossing the Razdolnaya River, taking it away from Vladivostok."
    " Kyodo published a photo it said showed the train in Ussuriysk. Many had assumed that the"
    " talks would be held in Vladivostok. Some media speculate he is headed for Vostochny."
)
FREIGHT = (
    "A freight train loaded with electronics departed from Xi'an on April 3, bound for Duisburg,"
    " the operator said. It passed through Lanzhou on April 4 and was seen in Urumqi on April 7."
    " The train entered Kazakhstan on April 9 and reached Astana on April 11."
)
NIGHT = (
    "The night train to Rome left Vienna at 7:23 p.m. on Monday. Passengers said that it stopped"
    " for two hours in Villach shortly before midnight. After leaving Villach, the train rolled on"
    " to Udine. It reached Bologna at 8 a.m. Tuesday. It did not stop in Padua."
)
PRESIDENT = (
    "President Ana Cruz arrived in Kyiv on Monday after a secret train ride. Cruz had flown from"
    " Washington to Rzeszow on Sunday. She boarded a train in Przemysl late Sunday, and the train"
    " crossed into Ukraine overnight. Her train pulled into Kyiv at 8 a.m. Monday, her office said."
    " She is to return to Warsaw on Monday evening."
)
CONFLICT = (
    "The presidential train left Minsk at 9 p.m. on Monday, state television reported. Residents"
    " of Smolensk told a reporter they saw the train there at 2 a.m. Tuesday. But one official"
    " said that the train was in Brest at 3 a.m. Tuesday. The train reached Moscow at 9 a.m."
    " Tuesday, RIA said. Some bloggers speculated that it would go on to Kazan."
)
CONVOY = (
    "A convoy of 20 trucks left Cairo on Wednesday, the Red Crescent said. The trucks were heading"
    " for Ankara."
)


@pytest.fixture(scope="module")
def network() -> RailNetwork:
    return load()


def told(result: tuple[object, Journey | None]) -> Journey:
    assert result[1] is not None
    return result[1]


def test_a_train_that_turns_north_at_the_river_is_not_bound_for_the_port(
    network: RailNetwork,
) -> None:
    journey = told(journey_of(network, (BORDER, "2023-09-13")))
    assert journey.subject == "Ilan Soto's train"
    assert names_of(journey) == ["Pyongyang", "Khasan", "Ussuriysk"]
    assert all("CN" not in leg.route.countries for leg in journey.legs[:2])
    best, *others = journey.forecast
    assert best.place.name == "Vostochny"
    port = next(one for one in others if one.place.name == "Vladivostok")
    assert port.ruled_out
    assert "crossing the Razdolnaya River heading north" in port.reason
    assert "turn back" in port.reason
    true_arrival = datetime.fromisoformat("2023-09-13T13:00+09:00")
    assert best.eta_start is not None
    assert best.eta_end is not None
    assert best.eta_start <= true_arrival <= best.eta_end
    assert journey.legs[-1].certainty == "speculated"
    assert journey.legs[-1].confidence == pytest.approx(best.probability)
    assert any("crosses the Razdolnaya River" in line for line in journey.legs[1].support)


def test_without_the_crossing_and_the_photo_the_port_stays_possible(network: RailNetwork) -> None:
    text = (
        "The armored train of Ilan Soto left Pyongyang on Sunday and stopped in Khasan on Tuesday."
        " The talks could be held in Vladivostok, officials said."
    )
    journey = told(journey_of(network, (text, "2023-09-13")))
    assert journey.forecast[0].place.name == "Vladivostok"
    assert not journey.forecast[0].ruled_out


def test_the_order_and_path_hold_without_any_date_but_there_is_no_arrival_time(
    network: RailNetwork,
) -> None:
    journey = told(journey_of(network, (BORDER, None)))
    assert names_of(journey) == ["Pyongyang", "Khasan", "Ussuriysk"]
    assert journey.forecast[0].place.name == "Vostochny"
    assert journey.forecast[0].eta_start is None
    assert any("No dates" in note for note in journey.notes)


def test_a_freight_train_without_any_person_is_followed_over_dates(network: RailNetwork) -> None:
    journey = told(journey_of(network, (FREIGHT, "2024-04-12")))
    assert journey.subject == "freight train"
    assert names_of(journey) == ["Xi'an", "Lanzhou", "Urumqi", "Astana"]
    assert journey.forecast[0].place.name == "Duisburg"
    assert journey.forecast[0].km is not None
    assert journey.forecast[0].km > 4000
    assert all(
        leg.speed_low_kmh is not None and 0 < leg.speed_low_kmh < 120 for leg in journey.legs[:-1]
    )


def test_a_night_train_goes_on_to_where_its_name_says(network: RailNetwork) -> None:
    journey = told(journey_of(network, (NIGHT, "2024-02-06")))
    assert names_of(journey) == ["Vienna", "Villach", "Udine", "Bologna"]
    assert journey.forecast[0].place.name == "Rome"
    assert "Padua" not in names_of(journey)


def test_a_president_is_followed_on_the_train_and_not_on_the_plane(network: RailNetwork) -> None:
    sightings, journey = journey_of(network, (PRESIDENT, "2023-02-20"))
    assert journey is not None
    assert names_of(journey) == ["Przemysl", "Kyiv"]
    assert not {"Washington", "Rzeszow"} & {one.place.name for one in sightings if one.place}
    assert journey.forecast[0].place.name == "Warsaw"
    assert any("enters Ukraine" in line for line in journey.legs[0].support)


def test_of_two_reports_that_cannot_both_be_true_one_is_named_and_left_out(
    network: RailNetwork,
) -> None:
    journey = told(journey_of(network, (CONFLICT, "2024-05-15")))
    assert names_of(journey) == ["Minsk", "Smolensk", "Moscow"]
    note = next(note for note in journey.notes if "not feasible" in note)
    assert "Brest" in note
    assert "km/h" in note
    assert "left out" in note


def test_a_truck_convoy_gets_no_rails(network: RailNetwork) -> None:
    sightings, journey = journey_of(network, (CONVOY, "2024-05-15"))
    assert journey is not None
    assert [one.relation for one in sightings] == ["departed", "heading"]
    assert journey.legs == ()
    assert journey.forecast[0].place.name == "Ankara"
    assert journey.forecast[0].route is None
    assert any("road" in note for note in journey.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Cruz flew from Moscow to Ankara on Monday. Her jet landed at noon.",
        "The container ship left Rotterdam on June 1. The vessel stopped in Sydney on Monday.",
        "Ana Cruz arrived in Minsk on Monday.",
    ],
)
def test_planes_ships_and_persons_alone_make_no_journey(network: RailNetwork, text: str) -> None:
    sightings, journey = journey_of(network, (text, "2024-06-19"))
    assert sightings == []
    assert journey is None


def test_sightings_on_two_continents_are_no_path_and_say_so(network: RailNetwork) -> None:
    text = "The train left Moscow on Sunday. The train was seen in Chicago on Tuesday."
    journey = told(journey_of(network, (text, "2024-06-19")))
    assert journey.path == ()
    assert any("No rails from Moscow to Chicago" in note for note in journey.notes)


def test_one_sighting_is_no_path_and_says_so(network: RailNetwork) -> None:
    journey = told(journey_of(network, ("The train was seen in Minsk.", "2024-06-19")))
    assert journey.legs == ()
    assert any("Only Minsk" in note for note in journey.notes)


def test_denied_and_speculated_places_make_no_legs(network: RailNetwork) -> None:
    text = (
        "The train left Minsk on Monday. It has not reached Smolensk. It may be in Brest."
        " Officials denied that the train had passed through Moscow."
    )
    journey = told(journey_of(network, (text, "2024-06-19")))
    assert names_of(journey) == []
    assert journey.path == ()


def test_articles_join_on_the_name_and_on_the_only_train(network: RailNetwork) -> None:
    first = ("A green train left Minsk on Monday.", "2024-05-14")
    second = ("Ana Cruz's train reached Smolensk on Tuesday, officials said.", "2024-05-15")
    third = ("President Cruz arrived in Moscow by train on Wednesday.", "2024-05-16")
    sightings, journey = journey_of(network, first, second, third)
    assert journey is not None
    assert {one.subject for one in sightings} == {"Ana Cruz's train"}
    assert names_of(journey) == ["Minsk", "Smolensk", "Moscow"]


def test_trains_of_two_persons_stay_apart(network: RailNetwork) -> None:
    text = (
        "Ana Cruz's train left Minsk on Monday and reached Smolensk on Tuesday."
        " Boris Petrov's train left Kazan on Monday."
    )
    sightings, journey = journey_of(network, (text, "2024-05-15"))
    assert journey is not None
    assert {one.subject for one in sightings} == {"Ana Cruz's train", "Boris Petrov's train"}
    assert names_of(journey) == ["Minsk", "Smolensk"]
    assert any("Boris Petrov's train" in note for note in journey.notes)


def test_a_story_told_backwards_is_put_in_order_of_time(network: RailNetwork) -> None:
    text = (
        "The train reached Moscow on Thursday. It had passed through Smolensk on Wednesday after"
        " leaving Minsk on Tuesday."
    )
    sightings, journey = journey_of(network, (text, "2024-05-17"))
    assert journey is not None
    assert names_of(journey) == ["Minsk", "Smolensk", "Moscow"]
    assert [one.place.name for one in sightings if one.place] == ["Minsk", "Smolensk", "Moscow"]


def test_a_river_crossing_can_be_the_last_that_is_known(network: RailNetwork) -> None:
    text = "The train left Khasan on Monday. It crossed the Razdolnaya River on Tuesday."
    journey = told(journey_of(network, (text, "2023-09-13")))
    assert names_of(journey) == ["Khasan", "Razdolnaya River crossing"]
    end = journey.legs[0].destination
    assert distance_km(end.lon, end.lat, 131.894, 43.624) < 8


def test_the_probabilities_leave_room_for_elsewhere(network: RailNetwork) -> None:
    for text, day in ((BORDER, "2023-09-13"), (NIGHT, "2024-02-06"), (FREIGHT, "2024-04-12")):
        journey = told(journey_of(network, (text, day)))
        assert 0 < sum(one.probability for one in journey.forecast) < 1


def test_a_user_can_ask_about_a_destination(network: RailNetwork) -> None:
    result = journey_of(network, (NIGHT, "2024-02-06"), destinations=[PLACES["Florence"]])
    names = [one.place.name for one in told(result).forecast]
    assert "Florence" in names


def test_faster_trains_are_expected_earlier(network: RailNetwork) -> None:
    slow = told(journey_of(network, (NIGHT, "2024-02-06"), speed_kmh=(40, 60))).forecast[0]
    fast = told(journey_of(network, (NIGHT, "2024-02-06"), speed_kmh=(80, 120))).forecast[0]
    assert slow.eta_start is not None
    assert fast.eta_start is not None
    assert fast.eta_start < slow.eta_start


def test_every_leg_tells_what_supports_it(network: RailNetwork) -> None:
    for text, day in ((BORDER, "2023-09-13"), (NIGHT, "2024-02-06"), (FREIGHT, "2024-04-12")):
        for leg in told(journey_of(network, (text, day))).legs:
            assert leg.support
            assert 0 < leg.confidence < 1


def test_nothing_told_of_anything_gives_no_journey(network: RailNetwork) -> None:
    assert journey_of(network) == ([], None)
    assert sightings_of("") == ([], [])
