"""What a vehicle carries, as the words right after its noun tell."""

from __future__ import annotations

from geo.journey.lexicon import DETERMINERS, PREPOSITIONS
from geo.journey.nouns import NounPhrase
from geo.journey.scene import Scene

__all__ = ["cargo_after"]

#: After a vehicle's noun these lead to what it carries.
_LEADS = frozenset(
    "carrying transporting hauling bringing with of taking loaded laden filled packed".split()
)
_LONGEST = 10
_AMOUNTS = frozenset(
    "tonnes tons tonne ton containers wagons carriages cars loads dozens hundreds thousands more "
    "than about some nearly believed thought be been to have".split()
)


def cargo_after(scene: Scene, phrase: NounPhrase) -> frozenset[str]:
    """Lower-case words for what a vehicle carries; empty where the text does not tell."""
    tokens = scene.tokens
    index = phrase.last
    if index < len(tokens) and tokens.low[index] == ",":
        index += 1
    if index >= len(tokens) or tokens.low[index] not in _LEADS:
        return frozenset()
    index += 1
    found: set[str] = set()
    for at in range(index, min(len(tokens), index + _LONGEST)):
        low = tokens.low[at]
        stops = low in PREPOSITIONS and low not in ("of", "with")
        if scene.place_at[at] >= 0 or scene.time_at[at] >= 0 or stops or low in (",", "."):
            break
        if scene.is_name(at) or not low.isalpha() or low in DETERMINERS or low in _AMOUNTS:
            continue
        if low in ("of", "with", "and", "or"):
            continue
        if found and (low.endswith("ed") or low in ("left", "is", "was", "has", "had", "that")):
            break
        found.add(low)
    return frozenset(found)
