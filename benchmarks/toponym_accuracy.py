"""How well place names are found and resolved, on two public sets and one of our own.

Recognition: exact spans. On GeoWebNews the marked demonyms and modifiers ("Syrian forces")
are counted apart, because this project keeps them apart from places by design.
Resolution: given the marked spans, the share within 161 km, mean and median error, and the
area under the curve of the log error (0 is best); on GeoWebNews over all marks, and over
those that published figures count (`benchmarks.toponym_sets.read_geowebnews`). Then what
abstaining gains: the share answered at each threshold, and the share of the answers that
lie within 161 km.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from math import log
from pathlib import Path
from statistics import mean, median
from time import process_time

from benchmarks.toponym_sets import (
    HELD_OUT,
    OWN,
    Gold,
    GoldArticle,
    read_geowebnews,
    read_lgl,
    read_own,
)
from geo.gazetteer import open_gazetteer
from geo.gazetteer.embedded import Gazetteer
from geo.geodesy import distance_km
from geo.settings import Settings
from geo.toponyms import locate

SETS: dict[str, tuple[str, Callable[[Path], list[GoldArticle]]]] = {
    "LGL": ("lgl.xml", read_lgl),
    "GeoWebNews": ("GWN.xml", read_geowebnews),
    "Own": (str(OWN), read_own),
    "Own, held out": (str(HELD_OUT), read_own),
}
#: Half the circumference of the Earth, in km: the largest error there is.
_LARGEST_KM = 20039.0
#: A hundred miles: what the literature takes for right.
_NEAR_KM = 161.0
_ADJECTIVAL = ("Non_Literal_Modifier", "Embedded_Non_Lit")


def recognition(articles: Iterable[GoldArticle], gazetteer: Gazetteer, errors: int) -> str:
    """Precision, recall and F1 of exact spans, and the most frequent errors."""
    hits = found = gold = 0
    missed: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    for article in articles:
        marked = {(t.start, t.end): t for t in article.toponyms if t.kind not in _ADJECTIVAL}
        optional = {(t.start, t.end) for t in article.toponyms} - marked.keys()
        ours = {(t.start, t.end): t.text for t in locate(article.text, gazetteer, min_score=0.0)}
        ours = {span: text for span, text in ours.items() if span not in optional}
        hits += len(ours.keys() & marked.keys())
        found += len(ours)
        gold += len(marked)
        missed.update(t.phrase for span, t in marked.items() if span not in ours)
        invented.update(text for span, text in ours.items() if span not in marked)
    precision, recall = hits / max(found, 1), hits / max(gold, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    lines = [f"precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f}  ({gold} marked)"]
    if errors:
        lines.append(f"  missed: {missed.most_common(errors)}")
        lines.append(f"  invented: {invented.most_common(errors)}")
    return "\n".join(lines)


def resolution(articles: Iterable[GoldArticle], gazetteer: Gazetteer, errors: int) -> str:
    """Share within 161 km of the marked coordinates, given the marked spans."""
    results: list[tuple[Gold, float, float]] = []
    worst: Counter[tuple[str, str]] = Counter()
    inside = 0
    for article in articles:
        marked: list[Gold] = [t for t in article.toponyms if t.lat is not None]
        ours = locate(
            article.text, gazetteer, spans=[(t.start, t.end) for t in marked], min_score=0.0
        )
        for gold, toponym in zip(marked, ours, strict=True):
            place = toponym.place
            km = (
                float(distance_km(gold.lon or 0.0, gold.lat or 0.0, place.lon, place.lat))
                if place
                else _LARGEST_KM
            )
            results.append((gold, km, toponym.score if place else -1.0))
            # A large area has no one point: another source may put it elsewhere within it.
            inside += place is not None and km <= max(_NEAR_KM, place.radius_km)
            if km > _NEAR_KM:
                label = f"{place.name}, {place.country}.{place.admin1}" if place else "-"
                worst[gold.phrase, label] += 1
    lines = [_summary([km for _, km, _ in results])]
    lines.append(f"  within 161 km or inside the area named: {inside / max(len(results), 1):.3f}")
    comparable = [km for gold, km, _ in results if gold.comparable]
    if len(comparable) < len(results):
        lines.append(f"  of those that published figures count: {_summary(comparable)}")
    lines.append(_trade_off([(score, km) for _, km, score in results]))
    if errors:
        lines += [
            f"  {count:3} {phrase!r} -> {got}" for (phrase, got), count in worst.most_common(errors)
        ]
    return "\n".join(lines)


def _summary(wrong_km: list[float]) -> str:
    within = sum(km <= _NEAR_KM for km in wrong_km) / max(len(wrong_km), 1)
    area = mean(log(km + 1) / log(_LARGEST_KM + 1) for km in wrong_km)
    middle = f"mean {mean(wrong_km):.0f} km  median {median(wrong_km):.1f} km  AUC {area:.3f}"
    return f"within 161 km {within:.3f}  {middle}  ({len(wrong_km)} toponyms)"


def _trade_off(results: list[tuple[float, float]]) -> str:
    """What abstaining below a score costs in answers, and gains in those that are right."""
    rows = ["  threshold " + "".join(f"{step / 10:6.1f}" for step in range(10))]
    answered = [[km for score, km in results if score >= step / 10] for step in range(10)]
    shares = [len(kept) / max(len(results), 1) for kept in answered]
    right = [sum(km <= _NEAR_KM for km in kept) / max(len(kept), 1) for kept in answered]
    rows.append("  answered  " + "".join(f"{share:6.3f}" for share in shares))
    rows.append("  right     " + "".join(f"{share:6.3f}" for share in right))
    return "\n".join(rows)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="show this many errors of each")
    parser.add_argument("--only", choices=[*SETS], help="one set only")
    options = parser.parse_args()
    shared = Path(os.environ.get("GEO_SHARED", Path(__file__).parents[2] / "shared"))
    gazetteer = open_gazetteer(Settings())
    for name, (file, reader) in SETS.items():
        path = shared / "benchmarks" / file
        if options.only not in (None, name):
            continue
        if not path.is_file():
            sys.stdout.write(f"{name}: {path} is not there, skipped\n")
            continue
        articles = reader(path)
        words = sum(len(article.text.split()) for article in articles)
        begin = process_time()
        print(f"{name} recognition: {recognition(articles, gazetteer, options.errors)}")
        print(
            f"  {words / (process_time() - begin):,.0f} words/s of CPU time (budget 30,000 on news)"
        )
        print(f"{name} resolution: {resolution(articles, gazetteer, options.errors)}")


if __name__ == "__main__":
    main()
