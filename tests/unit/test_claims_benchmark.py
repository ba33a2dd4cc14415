"""The targets on the shared development files hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from benchmarks.claims_own import SENTENCES, read, score
from geo.claims import find_claims
from geo.model import Claim, ClaimKind

UNITS = {"mile": "mi", "km": "km", "hour": "h", "minute": "min"}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def overlaps(claim: Claim, row: dict[str, Any]) -> bool:
    start, end = (offset - row["sentence_start"] for offset in row["expression_span"])
    return claim.start < end and claim.end > start


def found(row: dict[str, Any]) -> bool:
    return any(
        claim.measure is not None
        and claim.measure.unit == UNITS[row["unit"]]
        and claim.measure.value == pytest.approx(row["value"])
        and overlaps(claim, row)
        for claim in find_claims(row["sentence"])
        if claim.kind in ("distance", "travel_time")
    )


@pytest.mark.parametrize(
    ("corpora", "target"), [(("lgl", "tud", "gwn"), 0.90), (("wiktor", "seed"), 0.95)]
)
def test_nearly_every_claim_is_found(shared: Path, corpora: tuple[str, ...], target: float) -> None:
    gold = [
        row for row in rows(shared / "benchmarks" / "claims_dev.jsonl") if row["corpus"] in corpora
    ]
    assert sum(map(found, gold)) / len(gold) >= target


def test_almost_nothing_is_invented(shared: Path) -> None:
    negatives = list(rows(shared / "benchmarks" / "claims_negative_dev.jsonl"))
    invented = [
        row["id"]
        for row in negatives
        if any(
            overlaps(claim, row)
            for claim in find_claims(row["sentence"])
            if claim.kind != "conversion"
        )
    ]
    assert len(invented) <= 2


@pytest.mark.parametrize(("number", "target"), [(0, 0.90), (1, 0.80)])
def test_our_own_sentences_are_read_with_few_errors(number: int, target: float) -> None:
    counts, _ = score(read(SENTENCES[number]), find_claims)
    told = sum(one.told for one in counts.values())
    found = sum(one.found for one in counts.values())
    assert found / told >= target
    assert sum(one.invented for one in counts.values()) <= 0.02 * found


def test_our_own_sentences_cover_every_kind_and_hold_enough_without_a_claim() -> None:
    rows = [row for path in SENTENCES for row in read(path)]
    assert {told["kind"] for row in rows for told in row["claims"]} == set(get_args(ClaimKind))
    assert sum(not row["claims"] for row in rows) >= 60
    assert len({row["text"] for row in rows}) == len(rows)
