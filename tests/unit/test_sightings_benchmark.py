"""The benchmark of sightings: its passages are whole, and it counts what it says."""

from __future__ import annotations

from typing import get_args

from benchmarks.sightings_accuracy import HERE, PARTS, Tally, judge, pair, read, study
from geo.model import Certainty, Relation, Sighting
from tests.unit.journey_story import PLACES

ROWS = read(HERE / "own_sightings.jsonl")
EXPECTED = {
    "subject": "train",
    "relation": ["at"],
    "certainty": ["reported"],
    "place": ["Vienna"],
    "attribution": "police",
}


def test_every_passage_has_a_name_of_its_own_and_known_words() -> None:
    assert len(ROWS) >= 60
    assert len({row["id"] for row in ROWS}) == len(ROWS) == len({row["text"] for row in ROWS})
    for row in ROWS:
        assert row.get("set", "dev") in PARTS
        for one in row["sightings"]:
            assert set(one["relation"]) <= set(get_args(Relation))
            assert set(one["certainty"]) <= set(get_args(Certainty))


def test_a_third_of_the_passages_or_so_tell_more_than_one_or_no_sighting() -> None:
    none = sum(not row["sightings"] for row in ROWS)
    several = sum(len(row["sightings"]) > 1 for row in ROWS)
    assert none >= 20
    assert several >= 20


def test_a_sighting_pairs_by_place_and_relation_and_is_judged_by_the_rest() -> None:
    right = Sighting("train", PLACES["Vienna"], "at", "reported", attribution="police")
    other = Sighting("train", PLACES["Rome"], "at", "confirmed")
    pairs = pair({"sightings": [EXPECTED]}, [other, right])
    assert pairs == [(EXPECTED, right)]
    assert all(judge(EXPECTED, right).values())
    assert judge(EXPECTED, other) == {"subject": True, "certainty": False, "attribution": False}


def test_what_is_missed_and_what_is_invented_counts_against_a_passage() -> None:
    tally = Tally()
    row = {"id": "x", "text": "The train stopped in Lyon.", "sightings": [EXPECTED]}
    said = study(row, tally)
    assert "missed" in said
    assert "extra" in said
    assert (tally.told, tally.found, tally.given, tally.whole) == (1, 0, 1, 0)
