"""How many claims are found, how many are invented, and what the verdicts say.

Reads ``claims_dev.jsonl`` and ``claims_negative_dev.jsonl`` of the shared benchmarks. A claim
of the file is found when one of ours overlaps its expression with the same amount and unit.
Run it as ``python benchmarks/claims_accuracy.py [--folder FOLDER] [--show] [--mentions given]``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geo.claims import check, find_claims
from geo.gazetteer import open_gazetteer
from geo.geodesy import distance_km
from geo.model import Claim, Place, Toponym
from geo.settings import Settings

UNITS = {"mile": "mi", "km": "km", "hour": "h", "minute": "min"}
SAME_KM = 15.0
GROUPS = {"lgl": "news and travel", "tud": "news and travel", "gwn": "news and travel"}


@dataclass
class Tally:
    """Counts of one group of sentences."""

    gold: int = 0
    found: int = 0
    direction: int = 0
    subject: int = 0
    reference: int = 0
    subjects: int = 0
    missed: list[str] = field(default_factory=list)


def read(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def local(row: dict[str, Any], key: str) -> tuple[int, int] | None:
    """A span of a row, counted in its sentence."""
    span = row.get(key)
    if not span:
        return None
    return span[0] - row["sentence_start"], span[1] - row["sentence_start"]


def given_mentions(rows: list[dict[str, Any]]) -> list[Toponym]:
    """The names that the rows of one sentence tell, as resolved mentions."""
    found: dict[tuple[int, int], Toponym] = {}
    for row in rows:
        for side in ("subject", "reference"):
            span = local(row, f"{side}_span")
            if span is None or row["sentence"][span[0]].islower():
                continue
            lat, lon = row.get(f"{side}_lat"), row.get(f"{side}_lon")
            name = row["sentence"][slice(*span)]
            place = None
            if lat is not None:
                place = Place(f"{name}:{lat}:{lon}", name, lon, lat, "town", radius_km=2.0)
            found[span] = Toponym(*span, name, place)
    spans = sorted(found)
    kept: list[Toponym] = []
    for span in spans:
        if not kept or span[0] >= kept[-1].end:
            kept.append(found[span])
    return kept


def matches(row: dict[str, Any], claim: Claim) -> bool:
    """Whether a claim of ours is the row's."""
    measure = claim.measure
    span = local(row, "expression_span")
    if measure is None or span is None or claim.kind == "conversion":
        return False
    return (
        claim.start < span[1]
        and claim.end > span[0]
        and measure.unit == UNITS[row["unit"]]
        and abs(measure.value - row["value"]) < 1e-6
        and (claim.kind == "travel_time") == (row["unit"] in ("hour", "minute"))
    )


def same_words(ours: Toponym | None, gold: str | None) -> bool:
    """Whether two phrases share their words, articles aside."""
    if ours is None or gold is None:
        return ours is None and gold is None
    one, other = (
        " ".join(word for word in text.casefold().split() if word not in ("the", "a", "an"))
        for text in (ours.text, gold)
    )
    return one in other or other in one


def sized(claim: Claim, lookup: Callable[[str], list[Place]]) -> Claim:
    """Give the places of a claim the kind and size that the gazetteer knows of them.

    The file tells coordinates only; a place of the same name within 15 km is taken for the same.
    """

    def side(toponym: Toponym | None) -> Toponym | None:
        if toponym is None or toponym.place is None:
            return toponym
        place = toponym.place
        near = [
            other
            for other in lookup(place.name)
            if float(distance_km(*place.lonlat, *other.lonlat)) < SAME_KM
        ]
        if not near:
            return toponym
        best = max(near, key=lambda other: other.population)
        known = replace(place, kind=best.kind, radius_km=best.radius_km, population=best.population)
        return replace(toponym, place=known)

    return replace(claim, subject=side(claim.subject), reference=side(claim.reference))


def verdict_table(by_sentence: dict[Any, list[dict[str, Any]]], *, show: bool) -> None:
    """Print what the verdicts are where the coordinates can be trusted; no rails."""
    lookup = open_gazetteer(Settings()).lookup
    outcomes: Counter[str] = Counter()
    told: list[str] = []
    for rows in by_sentence.values():
        text = rows[0]["sentence"]
        claims = find_claims(text, given_mentions(rows))
        for row in rows:
            mine = [c for c in claims if row["calib"] and matches(row, c)]
            mine = [c for c in mine if same_words(c.reference, row["reference"])]
            if not mine:
                continue
            verdict = check(sized(mine[0], lookup), text).verdict
            assert verdict
            outcomes[verdict.outcome] += 1
            if verdict.outcome in ("contradicted", "unverifiable"):
                told.append(f"{row['id']} {verdict.outcome}: {verdict.explanation}")
    total = sum(outcomes.values())
    shares = ", ".join(f"{name} {n} ({n / total:.0%})" for name, n in outcomes.most_common())
    print(f"verdicts on {total} rows with trusted coordinates, straight line only: {shares}")
    if show:
        print("\n".join(told))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--mentions", choices=("none", "given"), default="none")
    parser.add_argument("--show", action="store_true", help="print what was missed or invented")
    options = parser.parse_args()

    by_sentence: dict[tuple[str, str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in read(options.folder / "claims_dev.jsonl"):
        by_sentence[row["corpus"], row["doc"], row["sentence_start"]].append(row)
    tallies: dict[str, Tally] = defaultdict(Tally)
    extra: list[str] = []
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    words = 0
    started = time.process_time()
    for rows in by_sentence.values():
        text = rows[0]["sentence"]
        words += len(text.split())
        mentions = given_mentions(rows) if options.mentions == "given" else None
        claims = find_claims(text, mentions)
        used: set[int] = set()
        for row in rows:
            group = GROUPS.get(row["corpus"], "the rest")
            tally = tallies[group]
            tally.gold += 1
            kind = "travel_time" if row["unit"] in ("hour", "minute") else "distance"
            kinds[kind]["told"] += 1
            candidates = [
                (same_words(claim.reference, row["reference"]), index)
                for index, claim in enumerate(claims)
                if matches(row, claim)
            ]
            if not candidates:
                tally.missed.append(f"{row['id']}: {row['expression']!r} in {text!r}")
                continue
            tally.found += 1
            kinds[kind]["found"] += 1
            index = max(candidates)[1]
            used.update(index for _, index in candidates)
            claim = claims[index]
            tally.reference += same_words(claim.reference, row["reference"])
            if not same_words(claim.reference, row["reference"]):
                tally.missed.append(
                    f"{row['id']} reference {claim.reference} not {row['reference']}"
                )
            tally.subject += same_words(claim.subject, row["subject"])
            if not same_words(claim.subject, row["subject"]):
                tally.missed.append(
                    f"{row['id']} subject {claim.subject} not {row['subject']}: {text[:160]}"
                )
            tally.direction += (claim.direction is None) == (row["direction"] is None)
            if (claim.direction is None) != (row["direction"] is None):
                tally.missed.append(
                    f"{row['id']} direction {claim.direction} not {row['direction']}"
                )
        measured = [claim for claim in claims if claim.kind in ("distance", "travel_time")]
        total += len(measured)
        extra += [
            f"{claim.kind} [{claim.text}] subject={claim.subject} ref={claim.reference}"
            for index, claim in enumerate(claims)
            if index not in used and claim.kind != "conversion"
        ]
    seconds = time.process_time() - started

    negatives = read(options.folder / "claims_negative_dev.jsonl")
    invented: list[str] = []
    conversions = 0
    for row in negatives:
        span = local(row, "expression_span")
        assert span
        for claim in find_claims(row["sentence"]):
            if claim.start < span[1] and claim.end > span[0]:
                conversions += claim.kind == "conversion"
                if claim.kind != "conversion":
                    kinds[claim.kind]["invented"] += 1
                    invented.append(f"{row['id']} {row['why']}: {claim.kind} [{claim.text}]")

    print(f"{'group':18}{'claims':>8}{'found':>8}{'recall':>8}{'subject':>9}{'ref':>7}{'wind':>7}")
    for group, tally in sorted(tallies.items()):
        print(
            f"{group:18}{tally.gold:8}{tally.found:8}{tally.found / tally.gold:8.3f}"
            f"{tally.subject / max(1, tally.found):9.3f}"
            f"{tally.reference / max(1, tally.found):7.3f}"
            f"{tally.direction / max(1, tally.found):7.3f}"
        )
    print(f"\n{'kind':18}{'claims':>8}{'found':>8}{'recall':>8}{'precision':>11}")
    for kind, count in sorted(kinds.items()):
        recall = count["found"] / count["told"] if count["told"] else 1.0
        precision = count["found"] / max(1, count["found"] + count["invented"])
        print(f"{kind:18}{count['told']:8}{count['found']:8}{recall:8.3f}{precision:11.3f}")
    print("precision: against the sentences of the file that hold no claim")
    print(f"negatives: {len(invented)} of {len(negatives)} invented, {conversions} conversions")
    print(f"claims of ours beside the file's: {len(extra)} of {total}")
    print(f"{words / seconds:,.0f} words/s of processor time")
    verdict_table(by_sentence, show=options.show)
    if options.show:
        for group, tally in tallies.items():
            print(f"\n== {group}")
            print("\n".join(tally.missed))
        print("\n== invented")
        print("\n".join(invented))
        print("\n== beside the file")
        print("\n".join(extra))


if __name__ == "__main__":
    main()
