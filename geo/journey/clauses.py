"""Sentences cut into clauses, each with its verbs of movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.journey.lexicon import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    Match,
    Verb,
    reporting_verbs,
    verbs,
)
from geo.journey.positions import position_at
from geo.journey.scene import Scene
from geo.model import Certainty

__all__ = ["NOUNS", "Clause", "clauses_of", "is_passive", "movement_verbs"]

_MARKS = frozenset(";:()[]—–…|")
#: These begin a clause only where a verb follows.
_MAYBE = frozenset("after before until since as without by upon once".split())
_BE = frozenset("is was are were be been being".split())
#: Nouns of movement that may follow a determiner.
NOUNS = frozenset("arrival departure stop stopover halt layover".split())
#: After these a form is a noun: "his previous visit".
_ADJECTIVES = frozenset(
    "previous first second third last next recent official brief final long short state earlier "
    "secret rare historic direct".split()
)
#: After these a form is no verb of movement: "Kim, left, speaks", "the head of", "a park ranger".
_NO_VERB = {
    "left": frozenset({"of", "-", ",", "hand", "side", "wing"}),
    "head": frozenset({"of", "-", "coach"}),
    "record": frozenset({"-", "high", "low", "number"}),
    "stand": frozenset({"-", "by"}),
    "pass": frozenset({"-"}),
}
#: Words that say how a clause is joined, after a comma or a verb of saying.
_LEADS = SUBORDINATORS | {"and", "or", "then"}
_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` to ``last`` (not included) of a sentence."""

    first: int
    last: int
    #: How it is joined to what stands before: start, mark, comma, and, report, or the word.
    joint: str
    #: First and last token of a verb of saying that governs the next clause; None: none.
    report: Match[Certainty] | None
    #: Verbs of movement, in order.
    verbs: tuple[Match[Verb], ...]
    #: Whether any verb, of movement or an auxiliary, stands in it.
    verbal: bool


def clauses_of(scene: Scene, first: int, last: int) -> list[Clause]:
    """Cut a sentence (a range of tokens) into clauses, in one pass."""
    tokens = scene.tokens
    found: list[Clause] = []
    begin, joint = first, "start"

    def close(end: int, report: Match[Certainty] | None = None) -> None:
        if end > begin:
            found.append(_clause(scene, begin, end, joint, report))

    index = first
    while index < last:
        low = tokens.low[index]
        if scene.time_at[index] >= 0 or scene.place_at[index] >= 0:
            index += 1
            continue
        if low in _MARKS or (low == "-" and not tokens.touching(index)):
            close(index)
            begin, joint = index + 1, "mark"
        elif low == ",":
            close(index)
            begin, joint = index + 1, "comma"
        elif index == begin and joint != "start" and low in _LEADS:
            begin, joint = index + 1, ("and" if low in ("or", "then") else _lead(joint, low))
        elif index > begin and _begins(scene, begin, index, last):
            close(index)
            begin = index if low in _MAYBE else index + 1
            joint = low
        else:
            report = _report(scene, index, last)
            if report is not None:
                close(report.last, report)
                begin, joint = report.last, "report"
                index = report.last
                continue
        index += 1
    close(last)
    return [part for clause in found for part in _parts(scene, found, clause)]


def _parts(scene: Scene, clauses: Sequence[Clause], clause: Clause) -> list[Clause]:
    """Cut a relative clause without a comma from the main verb after it.

    "A train that left Lyon on Monday has reached Dijon": the second verb has no "and" before it.
    """
    at = clauses.index(clause)
    told = at > 0 and clauses[at - 1].report is not None
    if clause.joint not in ("who", "which", "that") or told or clause.report is not None:
        return [clause]
    tokens = scene.tokens
    for verb in clause.verbs[1:]:
        first = verb.first
        while first > clause.first and (
            tokens.low[first - 1] in AUXILIARIES or tokens.low[first - 1] in ADVERBS
        ):
            first -= 1
        before = first - 1
        ended = scene.place_at[before] >= 0 or scene.time_at[before] >= 0
        if ended and not verb.value.form.endswith("ing"):
            return [
                _clause(scene, clause.first, first, clause.joint, None),
                _clause(scene, first, clause.last, "comma", None),
            ]
    return [clause]


def _lead(joint: str, low: str) -> str:
    """Joint of a clause whose first word is a conjunction: ", which", "said that"."""
    return joint if low == "that" and joint == "report" else low


def _begins(scene: Scene, begin: int, index: int, last: int) -> bool:
    """Whether the word at a token begins a clause."""
    tokens = scene.tokens
    low = tokens.low[index]
    if scene.is_name(index):
        return False
    if low == "that":
        return tokens.low[index - 1] not in PREPOSITIONS
    if low in SUBORDINATORS:
        return True
    if low in _MAYBE:
        if scene.place_at[min(index + 1, last - 1)] >= 0 and not _is_verb(
            scene, min(scene.place_end(index + 1), last - 1)
        ):
            # "turned back before X after shots were fired"
            return False
        if index + 1 < last and tokens.low[index + 1].endswith("ing"):
            return low != "as"
        return low not in ("by", "without", "upon") and _verb_ahead(scene, index + 1, last)
    if low in ("and", "or", "then"):
        if _joins_places(scene, index, last):
            return False
        after = index + 1
        while after < last and (tokens.low[after] in ADVERBS or scene.time_at[after] >= 0):
            after += 1
        if after >= last:
            return False
        if _is_verb(scene, after) and (low != "then" or _has_verb(scene, begin, index)):
            return True
        return low != "then" and _has_verb(scene, begin, index) and _verb_ahead(scene, after, last)
    return False


def _joins_places(scene: Scene, index: int, last: int) -> bool:
    """Whether "and" stands between two places, and the second is no subject."""
    if index + 1 >= last or scene.place_at[index - 1] < 0 or scene.place_at[index + 1] < 0:
        return False
    after = scene.place_end(index + 1)
    return after >= last or not _is_verb(scene, after)


def _is_verb(scene: Scene, index: int) -> bool:
    tokens = scene.tokens
    low = tokens.low[index]
    if scene.place_at[index] >= 0 or scene.is_name(index):
        return False
    if low in AUXILIARIES or reporting_verbs().at(tokens, index) is not None:
        return True
    return _movement(scene, index) is not None


def _has_verb(scene: Scene, first: int, last: int) -> bool:
    return any(_is_verb(scene, index) for index in range(first, last))


def _verb_ahead(scene: Scene, first: int, last: int) -> bool:
    for index in range(first, min(last, first + _AHEAD)):
        low = scene.tokens.low[index]
        if low in (",", ";") or low in _MARKS:
            return False
        if _is_verb(scene, index):
            return True
    return False


def _report(scene: Scene, index: int, last: int) -> Match[Certainty] | None:
    """Verb of saying at a token, with the time told beside it, if a clause depends on it."""
    tokens = scene.tokens
    found = reporting_verbs().at(tokens, index)
    if found is None or scene.is_name(index):
        return None
    before = index - 1
    while before > 0 and tokens.low[before] in ADVERBS:
        before -= 1
    if before >= 0 and tokens.low[before] in (_BE | DETERMINERS):
        # "is expected to", "was said to", "the report"
        return None
    end = found.last
    if end < last and tokens.low[end] == "to":
        return None
    if tokens.low[index] in _TELL:
        end = _after_listener(scene, end, last)
    while end < last and (
        scene.time_at[end] >= 0 or tokens.low[end] in ("only", "later", "also", "earlier", "on")
    ):
        if tokens.low[end] == "on" and not (end + 1 < last and scene.time_at[end + 1] >= 0):
            break
        end += 1
    if end < last and tokens.low[end] == "," and _that_after_insert(scene, end + 1, last):
        return Match(index, end, found.value)
    if end < last and tokens.low[end] in PREPOSITIONS:
        return None
    that = end < last and tokens.low[end] == "that"
    return Match(index, end, found.value) if that or _clause_ahead(scene, end, last) else None


_TELL = frozenset("tell tells told telling".split())


def _after_listener(scene: Scene, first: int, last: int) -> int:
    """Token after who is told: "told Reuters the train", "told the BBC by telephone that"."""
    low = scene.tokens.low
    stop = min(last, first + 8)
    for index in range(first + 1, stop):
        if low[index] in (",", ";") or _is_verb(scene, index):
            break
        if low[index] == "that" or (low[index] in ("the", "a", "an", "it", "he", "she", "they")):
            return index
    return first


def _that_after_insert(scene: Scene, first: int, last: int) -> bool:
    """Whether a short insert and "that" follow: "said, without evidence, that"."""
    low = scene.tokens.low
    for index in range(first, min(last - 1, first + 6)):
        if low[index] == ",":
            return low[index + 1] == "that"
    return False


def _clause_ahead(scene: Scene, first: int, last: int) -> bool:
    for index in range(first, min(last, first + 25)):
        low = scene.tokens.low[index]
        if low in (",", ";") or low in _MARKS:
            return False
        if low in ("and", "or") and index == first:
            return False
        if _is_verb(scene, index) and index > first:
            return True
    return False


def _clause(
    scene: Scene, first: int, last: int, joint: str, report: Match[Certainty] | None
) -> Clause:
    verbs_ = movement_verbs(scene, first, last)
    verbal = bool(verbs_) or report is not None or _has_verb(scene, first, last)
    return Clause(first, last, joint, report, tuple(verbs_), verbal)


def movement_verbs(scene: Scene, first: int, last: int) -> list[Match[Verb]]:
    """Verbs of movement in a range of tokens, in order, without overlap."""
    found: list[Match[Verb]] = []
    index = first
    while index < last:
        match = _movement(scene, index)
        if match is None or match.last > last:
            index += 1
        else:
            found.append(match)
            index = match.last
    return [match for match in found if not _is_placing(match) or _locates(scene, match, last)]


def _is_placing(match: Match[Verb]) -> bool:
    """Whether a verb is one of movement only with a place: "was in", "was reported near"."""
    return match.value.kind == "be" or match.value.form.endswith(" reported")


def _movement(scene: Scene, index: int) -> Match[Verb] | None:
    tokens = scene.tokens
    if scene.place_at[index] >= 0 or scene.time_at[index] >= 0:
        return None
    match = verbs().at(tokens, index)
    if match is None:
        return None
    low = tokens.low[index]
    if tokens.is_capital(index) and index and tokens.low[index - 1] not in (".", "\n"):
        headline = all(word[0].isupper() for word in tokens.word[index : index + 1])
        if headline and scene.is_name(index - 1) and scene.is_name(min(index + 1, len(tokens) - 1)):
            return None
    before = tokens.low[index - 1] if index else ""
    if low in NOUNS:
        return match
    if low == "crossing" and index and scene.place_at[index - 1] >= 0:
        # "the Alashankou crossing"
        return None
    if before == "his" and index > 1 and tokens.low[index - 2] in ("like", "of", "than"):
        # "a train like his crossed the bridge"
        return match if low.endswith("ed") else None
    if before in DETERMINERS and before not in ("that", "this", "all", "both", "some", "her"):
        # "a stop", "his visit", "the pass"
        return None
    if before in _ADJECTIVES and not low.endswith(("ed", "ing", "seen")):
        return None
    after = tokens.low[match.last] if match.last < len(tokens) else ""
    if before in ("'s", "’s", "of") and match.last == index + 1 and not low.endswith("ing"):
        # "the president's visit"; but "a car believed to be his wife's sped out of town"
        return match if before != "of" and after in PREPOSITIONS and after != "of" else None
    if after in _NO_VERB.get(low, ()) and match.last == index + 1:
        return None
    return match


def _locates(scene: Scene, match: Match[Verb], last: int) -> bool:
    """Whether a form of "be" tells a position: "is now in", "was near"."""
    index = match.last
    while index < last and scene.tokens.low[index] in _NO_LONGER:
        index += 1
    if index < last and position_at(scene, index, last) is not None:
        # "was 40 km from A", "is halfway between A and B"
        return True
    return index < last and scene.tokens.low[index] in ("in", "at", "near", "outside", "on")


_NO_LONGER = ADVERBS | {"no", "longer"}


def is_passive(scene: Scene, verb: Match[Verb], first: int) -> bool:
    """Whether a verb is passive: after a form of "be", or without an object after it."""
    tokens = scene.tokens
    index = verb.first - 1
    while index >= first and (
        tokens.low[index] in ADVERBS
        or tokens.low[index].endswith("ly")
        or scene.time_at[index] >= 0
    ):
        index -= 1
    if index >= first and tokens.low[index] in _BE:
        return True
    if index >= first and tokens.low[index] in ("and", "or", ","):
        return not _object_follows(scene, verb)
    return verb.value.kind != "meet" and not _object_follows(scene, verb)


def _object_follows(scene: Scene, verb: Match[Verb]) -> bool:
    index = verb.last
    if index >= len(scene.tokens):
        return False
    low = scene.tokens.low[index]
    if low in PREPOSITIONS or low in ADVERBS or scene.time_at[index] >= 0:
        return False
    return low in DETERMINERS or low in PRONOUNS or low[0].isalnum()
