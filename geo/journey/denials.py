"""Claims named as such, and denied after them: "rumours that ... were denied"."""

from __future__ import annotations

from collections.abc import Sequence

from geo.journey.clauses import Clause
from geo.journey.lexicon import ADVERBS, DETERMINERS, claim_nouns
from geo.journey.scene import Scene
from geo.model import Certainty

__all__ = ["claimed", "is_denied", "retracted"]

_DENY = frozenset("denied denies deny rejected rejects refuted refutes dismissed disputed".split())
_FALSE = _DENY | frozenset(
    "false untrue wrong incorrect unfounded baseless groundless fabricated fake debunked "
    "disproved disproven retracted withdrawn invented".split()
)
#: "There was no sign that ..." denies, "There were signs that ..." guesses.
_SIGNS = frozenset("sign signs evidence indication indications trace proof hint".split())
_DENIED_WITHIN = 8
_NONE = frozenset("no not any little".split())
#: What stands between a claim and the word that denies it.
_IS = frozenset("is was are were be been proved proven".split())


def claimed(scene: Scene, clause: Clause) -> Certainty | None:
    """Certainty of a clause that a noun for something told leads: "rumours that the train ..."."""
    low = scene.tokens.low
    first = clause.first
    if first < 2 or low[first - 1] != "that":
        return None
    if low[first - 2] in _SIGNS:
        none = _NONE & set(low[max(0, first - 4) : first - 2])
        return "denied" if none else "speculated"
    found = claim_nouns().at(scene.tokens, first - 2)
    if found is not None and _DENY & set(low[max(0, first - _DENIED_WITHIN) : first - 2]):
        # "dismissed as fantasy a claim that"
        return "denied"
    return found.value if found else None


def is_denied(scene: Scene, clauses: Sequence[Clause], number: int, verb_last: int) -> bool:
    """Whether the rest of a sentence denies what a clause says."""
    clause = clauses[number]
    if any(_put_in(scene, other) for other in clauses[1:number]):
        return True
    if claimed(scene, clause) is not None:
        for other in clauses[number:]:
            first = max(other.first, verb_last)
            if other.joint in ("and", "but", "while", "although", "mark") and other is not clause:
                break
            if _passive(scene, first, other.last):
                return True
    end = clauses[-1].last
    return any(_of_this(scene, other, end) for other in clauses[number + 1 :])


def retracted(scene: Scene, clauses: Sequence[Clause]) -> bool:
    """Whether a sentence denies the one before it: "The ministry denied this."."""
    return any(_of_this(scene, clause, clauses[-1].last) for clause in clauses)


def _put_in(scene: Scene, clause: Clause) -> bool:
    """Whether a clause denies the claim right before it: "Reports, later denied, said"."""
    tokens = scene.tokens
    before = clause.first - 2
    return (
        clause.joint == "comma"
        and before >= 0
        and claim_nouns().at(tokens, before) is not None
        and any(tokens.low[at] in _DENY for at in range(clause.first, clause.last))
    )


def _passive(scene: Scene, first: int, last: int) -> bool:
    """Whether "were denied", "have been firmly rejected", "proved false" stand in a range."""
    low = scene.tokens.low
    for index in range(first, last):
        if low[index] not in _FALSE or scene.is_name(index):
            continue
        before = index - 1
        while before >= first and (
            low[before] in ADVERBS or low[before].endswith("ly") or scene.time_at[before] >= 0
        ):
            if low[before] in ("not", "never"):
                return False
            before -= 1
        if before >= first and low[before] in _IS:
            return True
    return False


def _of_this(scene: Scene, clause: Clause, end: int) -> bool:
    """Whether a clause denies what was said before it, and nothing of its own."""
    tokens = scene.tokens
    first, last = clause.first, clause.last
    if _names_claim(scene, first, last) or clause.joint == "which":
        begin = first if clause.joint == "which" else first + 1
        if _passive(scene, begin, last):
            return True
    for index in range(first, last):
        if tokens.low[index] not in _DENY or scene.is_name(index):
            continue
        if any(tokens.low[at] in ("not", "never") for at in range(max(first, index - 3), index)):
            return False
        after = index + 1
        if clause.joint == "which" and _ends(scene, after, last):
            return True
        if (
            after < last
            and tokens.low[after] in ("this", "that", "it")
            and _ends(scene, after + 1, last)
        ):
            return True
        if _names_claim(scene, after, end):
            return True
    return False


def _names_claim(scene: Scene, first: int, last: int) -> bool:
    """Whether a range begins with "the report", "those claims", "this", and no more."""
    tokens = scene.tokens
    while first < last and tokens.low[first] in ("but", "and", "later", "however", ","):
        first += 1
    if first >= last:
        return False
    for index in range(first, min(last, first + 3)):
        if claim_nouns().at(tokens, index) is not None:
            return index + 1 >= last or tokens.low[index + 1] not in ("that", "of", "about")
        if index == first and tokens.low[first] not in DETERMINERS:
            break
    # "That was denied", "This is wrong": but no "it", which may be the train.
    return tokens.low[first] in ("this", "that", "these", "those", "both") and (
        first + 1 < last and tokens.low[first + 1] in _IS | {"has", "have"}
    )


def _ends(scene: Scene, index: int, last: int) -> bool:
    """Whether nothing but adverbs and times follows."""
    tokens = scene.tokens
    return all(
        tokens.low[at] in ADVERBS
        or scene.time_at[at] >= 0
        or not tokens.low[at][0].isalnum()
        or tokens.low[at] in ("on", "at", "in")
        for at in range(index, last)
    )
