"""Whole passages, with the places that the gazetteer knows: who is so far from where?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.claims import check, find_claims
from geo.model import Claim, Place, Toponym
from geo.toponyms import find_references, locate

if TYPE_CHECKING:
    from geo.gazetteer.embedded import Gazetteer


def read(text: str, gazetteer: Gazetteer) -> list[Claim]:
    toponyms = locate(text, gazetteer)
    mentions = sorted(
        [*toponyms, *find_references(text, toponyms)], key=lambda mention: mention.start
    )
    claims = [check(claim, text) for claim in find_claims(text, mentions)]
    return [claim for claim in claims if claim.kind != "conversion"]


def name(side: Toponym | None) -> str:
    if side is None:
        return "nothing"
    return side.place.name if side.place else f"({side.text})"


def told(claim: Claim) -> tuple[str, str, str, str]:
    assert claim.verdict is not None
    return (claim.kind, name(claim.subject), name(claim.reference), claim.verdict.outcome)


PASSAGES: list[tuple[str, list[tuple[str, str, str, str]]]] = [
    # what "that city", "the town", "the volcano" stand for
    (("The train is to go to Ussuriysk. That city, home to about 180,000 people, lies about 40 "
     "miles north of Vladivostok."),
     [("distance", "Ussuriysk", "Vladivostok", "consistent")]),
    (("The train stopped in Ussuriysk. That city, which is home to a garrison and a sugar "
     "factory, lies about 40 miles north of Vladivostok."),
     [("distance", "Ussuriysk", "Vladivostok", "consistent")]),
    (("He flew to Tallinn. The capital, a city of 450,000 that sits on the Baltic, is about 80 "
     "km south of Helsinki."),
     [("distance", "Tallinn", "Helsinki", "consistent")]),
    (("Mount Merapi, 30 km north of Yogyakarta, erupted. The volcano lies between Yogyakarta and "
     "Semarang."),
     [("distance", "Mount Merapi", "Yogyakarta", "consistent"),
      ("between", "Mount Merapi", "Yogyakarta", "consistent")]),
    ("He compared Lyon and Grenoble. The two cities are 100 km apart.",
     [("distance", "Grenoble", "Lyon", "consistent")]),
    ("Trains from Paris run to Lyon, Dijon and Nancy. The two cities are 100 km apart.", []),
    # the place behind the thing
    ("The camp is in Tindouf, 1,500 km southwest of Algiers.",
     [("distance", "Tindouf", "Algiers", "consistent")]),
    ("Residents of Rivne, 300 km west of Kyiv, fled.",
     [("distance", "Rivne", "Kyiv", "consistent")]),
    ("Kim arrived in Hanoi after a 66-hour train journey from Pyongyang.",
     [("travel_time", "Hanoi", "Pyongyang", "consistent")]),
    # lists, and what a further distance is told from
    (("In Zhytomyr, 140 kilometers west of Kyiv, and in Rivne, 190 km further west, power was "
     "cut."),
     [("distance", "Rivne", "Zhytomyr", "consistent"),
      ("distance", "Zhytomyr", "Kyiv", "consistent")]),
    (("The ferry capsized off Zamboanga, some 860 kilometres south of Manila, on its way to "
     "Jolo, 150 km away."),
     [("distance", "Zamboanga", "Manila", "consistent")]),
    ("Tiraspol is 60 km east of Chisinau and about 90 km northwest of Odesa, Ukraine.",
     [("distance", "Tiraspol", "Chisinau", "consistent"),
      ("distance", "Tiraspol", "Odesa", "consistent")]),
    (("Fukushima, 240 km northeast of Tokyo, and Sendai, 70 km north of Fukushima, were without "
     "power."),
     [("distance", "Fukushima", "Tokyo", "consistent"),
      ("distance", "Sendai", "Fukushima", "consistent")]),
    ("Trains stop at Radom (100 km south of Warsaw).",
     [("distance", "Radom", "Warsaw", "consistent")]),
    ("The capital, Ashgabat, lies just 30 km from the Iranian border and 213 km from Mashhad.",
     [("distance", "Ashgabat", "border between Turkmenistan and Iran", "consistent"),
      ("distance", "Ashgabat", "Mashhad", "consistent")]),
    ("Turkmenabat is 470 km from Ashgabat by road and about 470 km by air.",
     [("distance", "Türkmenabat", "Ashgabat", "consistent"),
      ("distance", "Türkmenabat", "Ashgabat", "consistent")]),
    # countries are told from their edge, or not at all
    ("Beirut is 45 km from Syria.", [("distance", "Beirut", "Syria", "consistent")]),
    ("The 1,700-kilometre railway between Addis Ababa and Djibouti opened.",
     [("distance", "Djibouti", "Addis Ababa", "unverifiable")]),
    # wrong on purpose
    ("Lyon is 800 km north of Paris.", [("distance", "Lyon", "Paris", "contradicted")]),
    ("Denver is closer to Cheyenne than to Colorado Springs.",
     [("comparison", "Denver", "Cheyenne", "contradicted")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PASSAGES, ids=[row[0][:50] for row in PASSAGES])
def test_subject_reference_and_verdict(
    text: str, expected: list[tuple[str, str, str, str]], gazetteer: Gazetteer
) -> None:
    assert [told(claim) for claim in read(text, gazetteer)] == expected


def test_a_reference_of_another_sentence_is_no_part_of_the_claim(gazetteer: Gazetteer) -> None:
    (claim,) = read("It passed Chita. Ulan-Ude is 560 km away.", gazetteer)
    assert claim.text == "560 km away"
    assert name(claim.reference) == "Chita"


def test_the_length_of_a_race_is_not_held_against_the_line(gazetteer: Gazetteer) -> None:
    (claim,) = read("The race covered 600 km from Lyon to Grenoble.", gazetteer)
    assert told(claim) == ("distance", "Grenoble", "Lyon", "unverifiable")
    (claim,) = read("The road covers 600 km from Lyon to Grenoble.", gazetteer)
    assert told(claim) == ("distance", "Grenoble", "Lyon", "contradicted")


def test_a_small_place_far_too_far_away_is_rather_another_one() -> None:
    village = Place("v", "Beda", 30.0, 50.0, "village", population=900, radius_km=1.0)
    city = Place("c", "Alta", 38.0, 48.0, "city", population=900_000, radius_km=10.0)
    text = "Beda is 10 km from Alta."
    for place, outcome in ((village, "unverifiable"), (city, "contradicted")):
        other = Place("o", "Gama", 37.9, 47.0, "city", population=800_000, radius_km=9.0)
        side = place if place is village else other
        mentions = [Toponym(0, 4, "Beda", side), Toponym(19, 23, "Alta", city)]
        (claim,) = [check(item, text) for item in find_claims(text, mentions)]
        assert claim.verdict is not None
        assert claim.verdict.outcome == outcome, claim.verdict.explanation
