"""Vehicles that are named after where they go: "a Rome-bound train", "the train to Rome"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.journey.clauses import Clause
from geo.journey.lexicon import mover_words
from geo.journey.nouns import noun_phrase
from geo.journey.scene import Scene
from geo.journey.travellers import Cast, Traveller

__all__ = ["named_after_goal"]


def named_after_goal(
    scene: Scene, cast: Cast, clauses: Sequence[Clause]
) -> list[tuple[Traveller, int, int]]:
    """Vehicles called after where they go: "a Duisburg-bound freight train"."""
    tokens = scene.tokens
    found: list[tuple[Traveller, int, int]] = []
    if not clauses:
        return found
    for index in range(clauses[0].first, clauses[-1].last - 3):
        if scene.place_at[index] < 0:
            found += _train_to(scene, cast, index, clauses[-1].last)
            continue
        if scene.place_at[index + 1] == scene.place_at[index]:
            continue
        if tokens.low[index + 1] != "-" or tokens.low[index + 2] != "bound":
            continue
        phrase = noun_phrase(scene, index + 3, clauses[-1].last)
        if phrase is not None and phrase.kind == "vehicle":
            first = index
            while first and scene.place_at[first - 1] == scene.place_at[index]:
                first -= 1
            found.append((cast.vehicle(phrase), first, phrase.last))
    return found


def _train_to(scene: Scene, cast: Cast, index: int, last: int) -> list[tuple[Traveller, int, int]]:
    """A vehicle's noun with where it goes: "the night train to Rome"."""
    tokens = scene.tokens
    noun = mover_words().at(tokens, index)
    if noun is None or noun.value not in ("rail", "road"):
        return []
    to = noun.last
    if to + 1 < last and tokens.low[to] == "from" and scene.place_at[to + 1] >= 0:
        # "the night train from Vienna to Rome"
        to = scene.place_end(to + 1)
    if tokens.low[to : to + 1] != ["to"]:
        return []
    place = to + 1
    if place >= last or scene.place_at[place] < 0 or scene.is_modifier(place):
        return []
    first = index
    while first and tokens.low[first] not in ("the", "a", "an") and index - first < 5:
        first -= 1
    phrase = noun_phrase(scene, first, noun.last)
    if phrase is None or phrase.kind != "vehicle":
        return []
    return [(cast.vehicle(phrase), place, scene.place_end(place))]
