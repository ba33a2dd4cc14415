"""What must hold for every text and every pair of places."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.claims import check, find_claims
from geo.claims.intervals import claimed_interval
from geo.claims.separation import separation
from geo.claims.tokens import tokenize
from geo.geodesy import WINDS
from geo.model import Measure, Place, Toponym

WORDS = st.sampled_from(
    """about 40 5 1,088 half a an two hundred miles km mi. kilometres hours hour minutes drive of
    from north south-west WNW to the in at is lies between and Lyon Paris St. Gallen ( ) , . ; : -
    — 's near closer than it town border route circuitous apart respectively or so 1/2 ½ each
    """.split()
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("".join)
)
LON = st.floats(-179.9, 179.9)
LAT = st.floats(-80, 80)
PLACES = st.builds(
    Place,
    st.just("p"),
    st.just("P"),
    LON,
    LAT,
    st.sampled_from(["city", "country", "river", "station"]),
    radius_km=st.floats(0, 500),
)


@given(TEXTS)
def test_tokens_never_overlap_and_give_back_the_text(text: str) -> None:
    tokens = tokenize(text)
    end = 0
    for index in range(len(tokens)):
        assert tokens.start[index] >= end
        end = tokens.end[index]
        assert text[tokens.start[index] : end] == tokens.word[index]
        assert not text[tokens.start[index] : end].isspace()


@given(TEXTS)
def test_every_claim_is_a_piece_of_its_text_and_can_be_checked(text: str) -> None:
    for claim in find_claims(text):
        assert 0 <= claim.start < claim.end <= len(text)
        assert text[claim.start : claim.end] == claim.text
        for side in (claim.subject, claim.reference, claim.other):
            if side is not None:
                assert text[side.start : side.end] == side.text
        if claim.measure is not None:
            assert math.isfinite(claim.measure.value)
            assert claim.measure.value >= 0
        verdict = check(claim, text).verdict
        assert verdict is not None
        assert verdict.explanation.endswith(".")


@given(TEXTS)
def test_the_same_text_gives_the_same_claims(text: str) -> None:
    assert find_claims(text) == find_claims(text)


@given(st.floats(0.1, 9000), st.sampled_from(["", "about", "nearly", "over", "less than"]))
def test_what_was_written_lies_in_what_was_claimed(value: float, hedge: str) -> None:
    value = round(value, 1)
    interval = claimed_interval(Measure(value, "km", f"{value:g} km", 0, 1, hedge=hedge))
    assert interval.low <= value <= interval.high


@given(PLACES, PLACES)
def test_separation_is_symmetric_and_an_interval(one: Place, other: Place) -> None:
    there, back = separation(one, other), separation(other, one)
    assert there.km == pytest.approx(back.km, abs=1e-6)
    assert 0 <= there.low_km <= there.km <= there.high_km


@given(LON, LAT, LON, LAT, st.sampled_from(WINDS))
def test_a_claim_made_from_the_measurement_is_consistent(
    lon: float, lat: float, lon2: float, lat2: float, wind: str
) -> None:
    one = Place("a", "Aba", lon, lat, "town")
    other = Place("b", "Bebe", lon2, lat2, "town")
    gap = separation(other, one)
    assume(2 < gap.km < 15000)
    text = f"Aba is {gap.km:.1f} km from Bebe."
    mentions = [
        Toponym(0, 3, "Aba", one),
        Toponym(text.index("Bebe"), text.index("Bebe") + 4, "Bebe", other),
    ]
    (claim,) = find_claims(text, mentions)
    verdict = check(claim, text).verdict
    assert verdict is not None
    assert verdict.outcome == "consistent"


@given(st.integers(2, 900), st.sampled_from([("km", "mi", 0.6213712), ("mi", "km", 1.609344)]))
def test_a_conversion_rounded_to_whole_units_is_right(
    value: int, units: tuple[str, str, float]
) -> None:
    first, second, factor = units
    text = f"They went {value} {first} ({max(1, round(value * factor))} {second}) on foot."
    assume(value * factor >= 1)
    conversions = [claim for claim in find_claims(text) if claim.kind == "conversion"]
    assert len(conversions) == 1
    verdict = check(conversions[0], text).verdict
    assert verdict is not None
    assert verdict.outcome == "consistent"
