"""Precision and recall by kind on sentences of our own, and what the verdicts say of them.

``own_claims.jsonl`` holds sentences that were written before the grammar saw them, over all
kinds of claim, several genres and many countries, with and without claims;
``own_claims_later.jsonl`` more of them, written after the grammar had been mended for the first.
Each claim tells its kind, amount, direction and places; ``truth`` says whether the sentence is
right, where the author knows. Run it as ``python -m benchmarks.claims_own [--show] [FILES]``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from geo.claims import check, find_claims
from geo.model import Claim, ClaimKind, Toponym

_HERE = Path(__file__).resolve().parent
SENTENCES = (_HERE / "own_claims.jsonl", _HERE / "own_claims_later.jsonl")

Reader = Callable[[str], list[Claim]]


@dataclass
class Counts:
    """What was found of one kind."""

    told: int = 0
    found: int = 0
    invented: int = 0
    right_places: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the told claims that were found."""
        return self.found / self.told if self.told else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that is a claim of the file."""
        return self.found / (self.found + self.invented) if self.found + self.invented else 1.0


def read(path: Path) -> list[dict[str, Any]]:
    """Sentences of the file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def same_claim(told: dict[str, Any], claim: Claim) -> bool:
    """Whether a claim has the kind and the amount of one that is told."""
    if told["kind"] != claim.kind or told.get("direction") != claim.direction:
        return False
    if "value" not in told:
        return claim.measure is None
    measure = claim.measure
    if measure is None or measure.unit != told["unit"]:
        return False
    high = told.get("value_high")
    if (high is None) != (measure.value_high is None):
        return False
    return abs(measure.value - told["value"]) < 1e-3 and (
        high is None or abs((measure.value_high or 0.0) - high) < 1e-3
    )


def _same_name(side: Toponym | None, told: str | None) -> bool:
    if told is None:
        return True
    return side is not None and told.casefold() in side.text.casefold()


def same_places(told: dict[str, Any], claim: Claim) -> bool:
    """Whether the places are those that are told; ends that may be swapped may be."""
    sides = claim.subject, claim.reference, claim.other
    names = told.get("subject"), told.get("reference"), told.get("other")
    if all(map(_same_name, sides, names)):
        return True
    if told.get("direction"):
        return False
    return _same_name(sides[0], names[1]) and _same_name(sides[1], names[0])


def score(rows: list[dict[str, Any]], reader: Reader) -> tuple[dict[str, Counts], list[Any]]:
    """Count by kind; also give each claim of known truth with the one of ours."""
    counts: dict[str, Counts] = defaultdict(Counts)
    known: list[Any] = []
    for row in rows:
        ours = reader(row["text"])
        for told in row["claims"]:
            tally = counts[told["kind"]]
            tally.told += 1
            fitting = [claim for claim in ours if same_claim(told, claim)]
            best = next((claim for claim in fitting if same_places(told, claim)), None)
            if best is not None:
                tally.right_places += 1
            best = best or (fitting[0] if fitting else None)
            if best is None:
                tally.problems.append(f"missed {row['id']} {told}: {row['text']}")
                continue
            tally.found += 1
            if not same_places(told, best):
                sides = best.subject, best.reference
                names = [side.text if side else None for side in sides]
                tally.problems.append(f"places {row['id']} {names}: {row['text']}")
            ours = [claim for claim in ours if claim is not best]
            if "truth" in told:
                known.append((row, told, best))
        for claim in ours:
            counts[claim.kind].invented += 1
            sides = claim.subject, claim.reference
            names = [side.text if side else None for side in sides]
            counts[claim.kind].problems.append(
                f"invented {row['id']} [{claim.text}] {names}: {row['text']}"
            )
    return counts, known


def _table(title: str, counts: dict[str, Counts], *, show: bool) -> None:
    print(f"{title:26}{'told':>6}{'found':>7}{'recall':>8}{'precision':>11}{'places':>8}")
    total = Counts()
    for kind in (*get_args(ClaimKind), ""):
        one = counts.get(kind) if kind else total
        if one is None:
            continue
        places = one.right_places / one.found if one.found else 1.0
        print(
            f"{kind or 'all':26}{one.told:6}{one.found:7}{one.recall:8.2f}{one.precision:11.2f}"
            f"{places:8.2f}"
        )
        for name in ("told", "found", "invented", "right_places"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
        if show and kind:
            print("".join(f"    {line}\n" for line in one.problems), end="")
    print()


def with_gazetteer() -> Reader:
    """Reader that looks names up in the embedded gazetteer and measures, rails included."""
    from geo.gazetteer import open_gazetteer
    from geo.rail import load
    from geo.settings import Settings
    from geo.toponyms import find_references, locate

    settings = Settings()
    gazetteer = open_gazetteer(settings)
    network = load(settings.network, settings)

    def reader(text: str) -> list[Claim]:
        toponyms = locate(text, gazetteer)
        references = find_references(text, toponyms, capital_of=gazetteer.capital_of)
        mentions = sorted([*toponyms, *references], key=lambda mention: mention.start)
        return [check(claim, text, network) for claim in find_claims(text, mentions)]

    return reader


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", default=SENTENCES)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    looked_up = with_gazetteer()
    for path in options.files:
        _report(path, looked_up, show=options.show)


def _report(path: Path, looked_up: Reader, *, show: bool) -> None:
    rows = read(path)
    empty = sum(not row["claims"] for row in rows)
    print(f"{path.name}: {len(rows)} sentences, {empty} of them without a claim")
    counts, _ = score(rows, find_claims)
    _table("grammar alone", counts, show=show)
    counts, known = score(rows, looked_up)
    _table("names looked up", counts, show=show)
    outcomes = Counter((told["truth"], claim.verdict.outcome) for _, told, claim in known)
    for truth in ("true", "wrong"):
        shares = {word: n for (which, word), n in outcomes.items() if which == truth}
        told = ", ".join(f"{word} {n}" for word, n in sorted(shares.items()))
        print(f"verdicts on {sum(shares.values())} claims that are {truth}: {told}")
    print()
    if show:
        expected = {"true": ("contradicted", "unverifiable"), "wrong": ("consistent", "imprecise",
                    "unverifiable")}  # fmt: skip
        for row, told, claim in known:
            if claim.verdict.outcome in expected[told["truth"]]:
                print(f"    {row['id']} {told['truth']} {claim.verdict.outcome}: {row['text']}")
                print(f"        {claim.verdict.explanation}")


if __name__ == "__main__":
    main()
