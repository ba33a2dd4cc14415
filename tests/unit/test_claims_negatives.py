"""Sentences with amounts, places and directions that state nothing about two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.claims import find_claims
from geo.toponyms import find_references, locate

if TYPE_CHECKING:
    from geo.gazetteer.embedded import Gazetteer

SENTENCES = [
    # races, exercise
    "She won the 10 km race in Berlin.",
    "Kipchoge ran 26.2 miles in Vienna in under two hours.",
    "The 5,000 metres final in Tokyo was slow.",
    "He cycles 40 miles a day around Leeds.",
    "Thousands joined the 20-km walk in Manila.",
    "The Boston half marathon is 13.1 miles long.",
    "Riders face 3,500 km of roads in France.",
    # missiles, guns, aircraft
    "The missile flew 800 km before it fell into the Sea of Japan.",
    "Iran says the rocket has a range of 2,000 kilometres.",
    "The drones can strike targets 1,500 km away.",
    "Shells with a range of 40 km were sent to Ukraine.",
    "The radar near Tromso sees aircraft at 300 miles.",
    # heights, depths, widths
    "Mexico City stands at an altitude of 2,240 metres.",
    "The jet cruised at 35,000 feet over Greenland.",
    "The quake struck at a depth of 10 km beneath Lima.",
    "The Bosphorus is 700 metres wide at its narrowest.",
    "Snow lay two feet deep in Buffalo.",
    "The Burj Khalifa in Dubai is 828 metres tall.",
    "Waves of 12 metres hit Porto.",
    # speeds, fuel, rates
    "The train runs at 300 km/h in Spain.",
    "Gusts of 90 miles per hour hit Galveston.",
    "The van does 30 miles to the gallon in Ohio.",
    "Speed on the bridge in Prague is limited to 50 km an hour.",
    # areas, radii
    "The fire burned 40 square miles in Oregon.",
    "Police searched everything within a radius of 5 km in Graz.",
    "An exclusion zone of 30 km was set up after Chernobyl.",
    "The park in Kenya covers 1,500 square kilometres.",
    # lengths of things
    "The Rhine is 1,230 km long.",
    "The wall in Jerusalem runs for 12 km.",
    "The Gotthard tunnel is 57 km long.",
    "A 90-mile stretch of the highway in Texas was closed.",
    "Norway built 200 km of new railway.",
    "The pipeline has a length of 1,200 km.",
    "The beach in Goa stretches for seven miles.",
    "Engineers laid a 400 km cable off Malta.",
    # figures of speech, names
    "They are miles ahead of Madrid.",
    "Paris was a million miles from his mind.",
    "He gave the team an inch and Rome took a mile.",
    "Three Mile Island closed in 2019.",
    "The movie 8 Mile was shot in Detroit.",
    "Mile High Stadium in Denver was full.",
    "London missed the target by a mile.",
    # time that is no travel
    "The meeting in Geneva lasted three hours.",
    "The match in Lisbon ended 12 minutes from time.",
    "Rain fell for 20 hours in Mumbai.",
    "He arrived in Oslo two hours after the ceremony.",
    "Moscow is three hours ahead of London.",
    "Voting in Lagos starts in two hours.",
    "She waited six hours outside the court in Athens.",
    "The siege of Leningrad took 900 days.",
    # directions and nearness of people, politics, organisations
    "Kim headed north from Pyongyang.",
    "The army pushed south of the line agreed in Minsk.",
    "North Korea closed the border.",
    "Officials close to Washington denied it.",
    "Prices in Vienna are near their peak.",
    "Soldiers were posted along the border.",
    "Relations between France and Germany improved.",
    "The match between Lyon and Nantes was called off.",
    "Talks between Seoul and Tokyo stalled.",
    "Trade with China is closer than ever.",
    "Protests went on in Paris and elsewhere.",
    "The law applies east of the river.",
    "A direct appeal to Brussels failed.",
    "West Virginia and South Dakota voted.",
]


def claims_of(text: str) -> list[tuple[str, str]]:
    return [(claim.kind, claim.text) for claim in find_claims(text) if claim.kind != "conversion"]


def test_there_are_enough_of_them() -> None:
    assert len(set(SENTENCES)) >= 60


@pytest.mark.parametrize("text", SENTENCES)
def test_nothing_is_claimed(text: str) -> None:
    assert claims_of(text) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_nothing_is_claimed_when_the_places_are_known(text: str, gazetteer: Gazetteer) -> None:
    toponyms = locate(text, gazetteer)
    mentions = sorted(
        [*toponyms, *find_references(text, toponyms)], key=lambda mention: mention.start
    )
    found = [claim for claim in find_claims(text, mentions) if claim.kind != "conversion"]
    assert [(claim.kind, claim.text) for claim in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "Sources close to Peres said so.",
        "Bakari was caught near Atlanta.",
        "A car was stopped on Oak Street near Maple Avenue.",
        "Highway 12 east of Fargo was closed.",
        "Supporters say the bridge could be a landmark for hikers along the Ohio River.",
        "The town set money aside for grounds to be built near Springfield.",
        "Fire near Orlando might shut the motorway.",
        "The guard will be along the U.S. border.",
        "It is in a swampy area near DeLand.",
        "The river flows to the Gulf of Mexico near Beaumont.",
        "The path to peace is anything but direct.",
        "They met at the restaurant near Olive Garden.",
    ],
)
def test_people_streets_and_unknown_things_near_a_place_are_no_claim(
    text: str, gazetteer: Gazetteer
) -> None:
    toponyms = locate(text, gazetteer)
    mentions = sorted(
        [*toponyms, *find_references(text, toponyms)], key=lambda mention: mention.start
    )
    assert [(claim.kind, claim.text) for claim in find_claims(text, mentions)] == []
