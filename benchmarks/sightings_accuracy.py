"""How many sightings are found in single passages, how many are invented, and how right they are.

Reads ``own_sightings.jsonl``, passages in news style that were written for this before the code
was read. The code was mended by the first set: first by its rows of an even number ("dev"),
then by those of an odd number ("test"). The second set was written before the latter, the third
after it; the code was mended by each after its figure was taken. The figures of the unseen are in
docs/decisions/journeys.md. A sighting is found when its place and its relation are told.
Run it as ``python -m benchmarks.sightings_accuracy [--show dev|test|second|third]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geo
from geo.gazetteer.fold import fold
from geo.geodesy import distance_km
from geo.model import Article, Sighting

HERE = Path(__file__).parent
PUBLISHED = datetime(2024, 3, 14, 18, tzinfo=UTC)
Row = dict[str, Any]


@dataclass
class Tally:
    """Counts of one part of the passages."""

    passages: int = 0
    whole: int = 0
    told: int = 0
    found: int = 0
    given: int = 0
    right: Counter[str] = field(default_factory=Counter)


def read(path: Path) -> list[Row]:
    """Rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def named(sighting: Sighting, names: list[str]) -> bool:
    """Whether the place of a sighting has one of the names."""
    found = fold(sighting.place.name) if sighting.place else ""
    return bool(found) and any(fold(name) in found for name in names)


def fits(row: Row, sighting: Sighting) -> bool:
    """Whether a sighting tells the place and the relation of an expected one."""
    if sighting.relation not in row["relation"]:
        return False
    if "place" in row:
        return named(sighting, row["place"])
    if "near" in row:
        lon, lat, within = row["near"]
        return sighting.place is not None and (
            distance_km(*sighting.place.lonlat, lon, lat) <= within
        )
    return True


def pair(row: Row, sightings: list[Sighting]) -> list[tuple[Row, Sighting]]:
    """Expected sightings with the found ones that tell them, each found one used once."""
    left = list(sightings)
    pairs = []
    for expected in row["sightings"]:
        fitting = [one for one in left if fits(expected, one)]
        fitting.sort(key=lambda one: one.certainty not in expected["certainty"])
        if fitting:
            pairs.append((expected, fitting[0]))
            left.remove(fitting[0])
    return pairs


def judge(expected: Row, sighting: Sighting) -> dict[str, bool]:
    """Which fields of a found sighting are right."""
    return {
        "subject": any(
            name in sighting.subject.casefold()
            for name in expected["subject"].casefold().split("|")
        ),
        "certainty": sighting.certainty in expected["certainty"],
        "attribution": expected["attribution"].casefold() in sighting.attribution.casefold()
        and bool(expected["attribution"]) == bool(sighting.attribution),
    }


def apart(pairs: list[tuple[Row, Sighting]]) -> bool:
    """Whether travellers that a passage tells apart are told apart."""
    who: dict[str, set[str]] = {}
    for expected, sighting in pairs:
        if "who" in expected:
            who.setdefault(expected["who"], set()).add(sighting.subject)
    names = list(who.values())
    return all(not a & b for n, a in enumerate(names) for b in names[n + 1 :])


def study(row: Row, tally: Tally) -> str:
    """Count one passage; what is wrong with it as a line of text."""
    article = Article(row["id"], row["text"], published=PUBLISHED, published_exact=True)
    # What the passage itself settles ("had been expected in X but arrived") counts once.
    sightings = [one for one in geo.explore(article).sightings if not one.replaced_by]
    pairs = pair(row, sightings)
    used = [sighting for _, sighting in pairs]
    extra = [
        one
        for one in sightings
        if not any(one is other for other in used) and not named(one, row.get("optional", []))
    ]
    marks = [judge(expected, sighting) for expected, sighting in pairs]
    tally.passages += 1
    tally.told += len(row["sightings"])
    tally.found += len(pairs)
    tally.given += len(pairs) + len(extra)
    for mark in marks:
        tally.right.update(name for name, right in mark.items() if right)
    whole = (
        len(pairs) == len(row["sightings"])
        and not extra
        and all(all(mark.values()) for mark in marks)
        and apart(pairs)
    )
    tally.whole += whole
    if whole:
        return ""
    lines = [f"{row['id']} {row['text']}"]
    lines += [
        f"    missed  {one['subject']} {one['relation']} {one.get('place') or one.get('near')}"
        for one in row["sightings"]
        if not any(one is expected for expected, _ in pairs)
    ]
    lines += [f"    extra   {told(one)}" for one in extra]
    for (_, sighting), mark in zip(pairs, marks, strict=True):
        wrong = [name for name, right in mark.items() if not right]
        if wrong:
            lines.append(f"    wrong   {', '.join(wrong)}: {told(sighting)}")
    if not apart(pairs):
        lines.append("    travellers not told apart")
    return "\n".join(lines)


def told(sighting: Sighting) -> str:
    """One sighting on a line."""
    place = sighting.place.name if sighting.place else None
    return (
        f"{sighting.subject!r} {sighting.relation} {place!r} {sighting.certainty} "
        f"by {sighting.attribution!r}"
    )


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole if whole else 1.0:.3f} ({part}/{whole})"


def main() -> int:
    """Print the table; with ``--show`` also what is wrong in one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=list(PARTS))
    shown = parser.parse_args().show
    tallies = {part: Tally() for part in PARTS}
    for number, row in enumerate(read(HERE / "own_sightings.jsonl"), start=1):
        part = row.get("set") or ("test" if number % 2 else "dev")
        wrong = study(row, tallies[part])
        if wrong and part == shown:
            print(wrong)
    for part, tally in tallies.items():
        precision, recall = share(tally.found, tally.given), share(tally.found, tally.told)
        both = 2 * tally.found / (tally.given + tally.told)
        print(
            f"{part:<6} {tally.passages} passages: precision {precision}, recall {recall}, "
            f"F1 {both:.3f}; all of a passage right {share(tally.whole, tally.passages)}"
        )
        fields = (f"{name} {share(tally.right[name], tally.found)}" for name in FIELDS)
        print(f"       of those found: {', '.join(fields)}")
    return 0


PARTS = ("dev", "test", "second", "third")
FIELDS = ("subject", "certainty", "attribution")

if __name__ == "__main__":
    sys.exit(main())
