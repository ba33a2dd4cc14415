"""Fuzz the claims room with atheris: ``python tools/fuzz_claims.py -max_total_time=600``.

Needs ``pip install atheris`` (Linux, Python 3.11 to 3.13). Options are libFuzzer's
(https://llvm.org/docs/LibFuzzer.html); the corpus folder can be given last. A finding is
written to ``crash-*``; it becomes a test in ``tests/unit/test_claims_safety.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

with atheris.instrument_imports(include=["geo.claims", "geo.article.sentences"]):
    from geo.claims import check, find_claims
    from geo.export.markdown import escape
    from geo.model import Place, Toponym

WORDS = (
    "about 40 5 1,088 half a an two hundred miles km mi. kilometres hours hour minutes drive of "
    "from north south-west WNW to the in at is lies between and Lyon Paris St. Gallen ( ) , . ; : "
    "- — 's near closer than it town border coast route circuitous apart respectively or so 1/2 ½ "
    "each That city which home was found Russia Russian sea on along across North Korea two they "
    "less up li versts yards feet day train ride by rail as crow flies km² per where meet borders "
    "separated odd plus score put live stone's throw equidistant upstream downstream far north of "
    "long way round runs apart shore lake hour 1h30 1'200 .5 or"
).split()

PLACES = (
    Place("a", "Lyon", 4.83, 45.75, "city", "FR", radius_km=8.0),
    Place("b", "Paris", 2.35, 48.86, "city", "FR", radius_km=12.0),
    Place("c", "Russia", 96.7, 61.5, "country", "RU", radius_km=2333.0),
    Place("d", "Khorol", 179.99, 66.0, "village", "RU", radius_km=1.0),
    Place("e", "Rhine", 7.0, 50.0, "river", lines=(((6.9, 51.0), (7.6, 47.6)),)),
    Place("g", "Finland", 26.3, 64.5, "country", "FI", radius_km=328.0),
    Place("h", "Lake Victoria", 33.0, -1.0, "lake", radius_km=148.0),
    Place("i", "Vienna", 16.37, 48.21, "city", "AT", radius_km=12.0),
    Place("f", "Baltic Sea", 20.0, 58.5, "sea", radius_km=340.0),
)


def one_input(data: bytes) -> None:
    """Read a text, find its claims, check them; everything must hold for any bytes."""
    provider = atheris.FuzzedDataProvider(data)
    words: list[str] = []
    mentions: list[Toponym] = []
    at = 0
    for _ in range(provider.ConsumeIntInRange(0, 60)):
        choice = provider.ConsumeIntInRange(0, 9)
        if choice == 0:
            word = provider.ConsumeUnicodeNoSurrogates(12)
        else:
            word = WORDS[provider.ConsumeIntInRange(0, len(WORDS) - 1)]
        if choice > 7 and word.strip():
            place = PLACES[provider.ConsumeIntInRange(0, len(PLACES) - 1)]
            mentions.append(Toponym(at, at + len(word), word, place if choice == 9 else None))
        words.append(word)
        at += len(word) + 1
    text = " ".join(words) + provider.ConsumeUnicodeNoSurrogates(200)
    for given in (None, mentions):
        for claim in find_claims(text, given):
            assert 0 <= claim.start < claim.end <= len(text), claim
            assert claim.text == text[claim.start : claim.end], claim
            verdict = check(claim, text).verdict
            assert verdict is not None
            assert verdict.explanation.endswith("."), verdict
            escape(verdict.explanation)


def main() -> None:
    """Hand over to libFuzzer."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
