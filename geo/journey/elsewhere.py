"""Places of a verb that do not follow it: before the subject, in the clause before, "there"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer.kinds import TERRITORIAL
from geo.journey.clauses import Clause
from geo.journey.lexicon import Match, Verb, links
from geo.journey.positions import position_at
from geo.journey.scene import Scene
from geo.journey.where import Located, places_between
from geo.model import Relation

__all__ = ["antecedent", "fronted", "said_there", "witnessed_in"]


def fronted(
    scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb], subject_first: int
) -> list[Located]:
    """Places before the subject: "In Khasan, the train was met", "From X the train ..."."""
    found = places_between(scene, verb.value.kind, clauses[number].first, subject_first, None)
    if not found:
        found = _fronted_position(scene, clauses[number].first, subject_first)
    before = clauses[number - 1] if number else None
    if not found and before is not None and not before.verbal and clauses[number].joint == "comma":
        found = places_between(scene, verb.value.kind, before.first, before.last, None)
    return found


def _fronted_position(scene: Scene, first: int, last: int) -> list[Located]:
    """Position before the subject: "Just south of X the train ran into a herd"."""
    for index in range(first, min(last, first + 3)):
        position = position_at(scene, index, last)
        if position is not None:
            return [Located("passed", position.mention, index, position.last, place=position.place)]
    return []


def antecedent(
    scene: Scene,
    clauses: Sequence[Clause],
    number: int,
    verb: Match[Verb],
    before: int | None = None,
    relation: Relation | None = None,
) -> list[Located]:
    """Place that a clause with "where" is about: the last one named before it (or a token)."""
    kind = verb.value.kind
    if relation is None:
        relation = "heading" if kind == "head" else links().get((kind, "in"))
    if relation is None:
        return []
    start = clauses[number].first if before is None else before
    for index in range(start - 1, clauses[0].first - 1, -1):
        mention = scene.place_at[index]
        if mention < 0 or scene.time_at[index] >= 0:
            continue
        first = index
        while first > clauses[0].first and scene.place_at[first - 1] == mention:
            first -= 1
        place = scene.mentions[mention].place
        if scene.is_modifier(first) or (place is not None and place.kind in TERRITORIAL):
            continue
        return [Located(relation, mention, first, index + 1)]
    return []


def said_there(
    scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb]
) -> list[Located]:
    """Place that "there" stands for: "Residents of X saw the train there"."""
    low = scene.tokens.low[verb.last : min(verb.last + 6, clauses[number].last)]
    return antecedent(scene, clauses, number, verb, verb.first) if "there" in low else []


def witnessed_in(
    scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb]
) -> list[Located]:
    """Place of who saw it: "Witnesses in X saw the train leave"."""
    seen = [other for other in clauses[number].verbs if other.first <= verb.first]
    if not seen or seen[0].value.kind != "see":
        return []
    saw = seen[0]
    relation = _WITNESSED.get(verb.value.kind)
    if relation is None:
        return []
    first = clauses[number].first
    for index in range(saw.first - 1, first, -1):
        mention = scene.place_at[index]
        if mention < 0 or scene.time_at[index] >= 0:
            continue
        begin = index
        while begin > first and scene.place_at[begin - 1] == mention:
            begin -= 1
        if begin > first and scene.tokens.low[begin - 1] in ("in", "at", "near", "of"):
            near = scene.tokens.low[begin - 1] == "near"
            return [Located(relation, mention, begin, index + 1, near)]
        return []
    return []


#: What a witness's own place tells of the movement that was seen.
_WITNESSED: dict[str, Relation] = {
    "leave": "departed",
    "arrive": "arrived",
    "reach": "arrived",
    "pass": "passed",
    "go": "passed",
    "come": "passed",
    "stop": "at",
}
