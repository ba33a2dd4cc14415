"""Choosing among checked claims."""

from __future__ import annotations

import pytest

from geo.claims import check, find_claims
from geo.claims.select import checked_again, fails, length_km, longer_than
from geo.model import Claim, Evidence, Outcome, Place, Toponym, Verdict

TEXT = "Beda is 100 km north of Alta."
MENTIONS = [
    Toponym(0, 4, "Beda", Place("b", "Beda", 20.0, 50.7, "town", radius_km=1.0)),
    Toponym(24, 28, "Alta", Place("a", "Alta", 20.0, 50.0, "town", radius_km=1.0)),
]


def judged(outcome: Outcome) -> Claim:
    return Claim(0, 1, "x", "direction", verdict=Verdict(outcome, ""))


def test_a_tolerance_makes_a_claim_consistent_that_was_not() -> None:
    found = find_claims(TEXT, MENTIONS, article="a")
    (strict,) = [check(claim, TEXT) for claim in found]
    (lenient,) = checked_again(found, {"a": TEXT}, None, tolerance=0.3)
    assert strict.verdict is not None
    assert lenient.verdict is not None
    assert (strict.verdict.outcome, lenient.verdict.outcome) == ("imprecise", "consistent")


@pytest.mark.parametrize(
    ("text", "km"),
    [("Beda is 500 yards from Alta.", 0.4572), ("Beda is 10 to 20 miles from Alta.", 32.18688)],
)
def test_the_length_is_what_was_written_in_kilometres(text: str, km: float) -> None:
    (claim,) = find_claims(text)
    assert length_km(claim) == pytest.approx(km)


def test_where_nothing_is_written_the_measured_length_counts() -> None:
    claim = Claim(0, 1, "x", "direction", verdict=Verdict("consistent", "", Evidence(12.5)))
    assert length_km(claim) == 12.5


def test_claims_of_unknown_length_are_kept() -> None:
    short, unknown = find_claims("Beda is 2 km from Alta."), [judged("unverifiable")]
    assert longer_than([*short, *unknown], 5.0) == tuple(unknown)
    assert longer_than([*short, *unknown], 2.0) == (*short, *unknown)


@pytest.mark.parametrize(
    ("outcome", "contradicted", "imprecise"),
    [
        ("consistent", False, False), ("unverifiable", False, False),
        ("imprecise", False, True), ("contradicted", True, True),
    ],
)  # fmt: skip
def test_a_limit_counts_what_is_as_bad_or_worse(
    outcome: Outcome, contradicted: bool, imprecise: bool
) -> None:
    assert fails([judged(outcome)]) is contradicted
    assert fails([judged(outcome)], "imprecise") is imprecise
