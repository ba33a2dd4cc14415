"""Places told against each other: "not in A but in B", "in A, not in B", "it was in A that"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.journey.clauses import Clause
from geo.journey.lexicon import ADVERBS, PREPOSITIONS, Match, Verb
from geo.journey.scene import Scene
from geo.journey.where import Located, places_between

__all__ = ["cleft", "contrasted"]

_IS = frozenset("is was are were".split())
_NOT = frozenset({"not", "never"})


def contrasted(
    scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb], negated: bool
) -> list[tuple[Located, bool]]:
    """Places that later clauses without a verb set against those of a verb.

    Returns
    -------
    list of (Located, bool)
        Each with whether it is denied: "stopped in A, not in B", "did not stop in A but in B".
    """
    link = _link_after(scene, verb, clauses[number].last)
    found = []
    for clause in clauses[number + 1 :]:
        if clause.joint in ("start", "mark", "report"):
            break
        if clause.verbal:
            # "did not cross at A, where people sat on the track, but at B"
            if clause.joint in ("where", "which", "who", "comma"):
                continue
            break
        denies = scene.tokens.low[clause.first] in _NOT
        if clause.joint != "but" and not denies:
            continue
        if denies == negated:
            continue
        begin = clause.first + denies
        held = link if begin < clause.last and _opens_with_place(scene, begin) else None
        found += [
            (place, denies)
            for place in places_between(scene, verb.value.kind, begin, clause.last, held)
        ]
    return found


def cleft(
    scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb]
) -> list[tuple[Located, bool]]:
    """Places before the subject in "It was not in A but in B that the train stopped"."""
    opening = clauses[0]
    low = scene.tokens.low
    if number == 0 or clauses[number].joint != "that" or low[opening.first] != "it":
        return []
    if opening.last - opening.first < 3 or low[opening.first + 1] not in _IS:
        return []
    found = []
    for clause in clauses[:number]:
        denies = bool(_NOT & set(low[clause.first : clause.last]))
        begin = opening.first + 2 if clause is opening else clause.first
        found += [
            (place, denies)
            for place in places_between(scene, verb.value.kind, begin, clause.last, None)
        ]
    return found


def _opens_with_place(scene: Scene, index: int) -> bool:
    return scene.place_at[index] >= 0


def _link_after(scene: Scene, verb: Match[Verb], last: int) -> str:
    """Preposition after a verb, which a place set against the first one shares."""
    index = verb.last
    while index < last and (
        scene.tokens.low[index] in ADVERBS
        or scene.tokens.low[index] in _NOT
        or scene.time_at[index] >= 0
    ):
        index += 1
    low = scene.tokens.low[index] if index < last else ""
    return low if low in PREPOSITIONS else ""
