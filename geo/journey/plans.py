"""Where a meeting or a journey may end: "a possible venue is X", "talks could be held in X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.journey.clauses import Clause
from geo.journey.lexicon import ADVERBS, AUXILIARIES, Match, plan_nouns
from geo.journey.scene import Scene
from geo.journey.when import When
from geo.journey.wording import Wording, certainty_of, is_earlier
from geo.model import TimeWindow

__all__ = ["Plan", "find_plans"]

_HELD = (("take", "place"), ("be", "held"), ("happen",), ("be", "staged"), ("be", "hosted"))
_IS = frozenset("is was be are were as become".split())
_FUTURE = frozenset("will would shall may might could can should expected planned due set".split())
_REACH = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """A place where the text thinks that a journey may lead."""

    mention: int
    #: Tokens from the words of the plan to the place.
    first: int
    last: int
    wording: Wording
    when: When


def find_plans(scene: Scene, sentences: Sequence[Sequence[Clause]]) -> list[Plan]:
    """Find plans: a noun for a meeting or a goal, a word of doubt or future, and a place."""
    return [plan for clauses in sentences for plan in _of_sentence(scene, clauses)]


def _of_sentence(scene: Scene, clauses: Sequence[Clause]) -> Iterator[Plan]:
    for number, clause in enumerate(clauses):
        if is_earlier(scene, clause.first, clause.last):
            continue
        for first, index in _goals(scene, clause):
            begin = clauses[number - 1].first if clause.joint == "report" else clause.first
            doubt = certainty_of(scene, begin, clause.last)
            words = scene.tokens.low[begin : clause.last]
            if doubt not in ("speculated",) and not _FUTURE & set(words):
                continue
            last = scene.place_end(index)
            window = _window(scene, clause)
            if window is not None and _past(scene, window):
                continue
            when = When(window.start, window.end, window.text) if window else When()
            wording = Wording("speculated", planned=True, negated=False, attribution="")
            yield Plan(scene.place_at[index], first, last, wording, when)


def _goals(scene: Scene, clause: Clause) -> Iterator[tuple[int, int]]:
    """Where the words of a plan begin, and the token of its place."""
    tokens = scene.tokens
    for index in range(clause.first, clause.last):
        noun = plan_nouns().at(tokens, index)
        if noun is not None:
            start = noun.last
            links = ("in", "at") if noun.value == "event" else ()
            place = _place_after(scene, start, clause.last, links)
            if place is None and noun.value == "goal":
                place = _after_is(scene, noun, clause.last)
            if place is None and noun.value == "event":
                place = _held_in(scene, start, clause.last)
            if place is not None:
                yield index, place
        elif tokens.low[index] == "it" and index == clause.first:
            place = _held_in(scene, index + 1, clause.last)
            if place is not None:
                yield index, place


def _place_after(scene: Scene, index: int, last: int, links: Sequence[str]) -> int | None:
    """Place right after one of the prepositions: "meeting in the city of X"."""
    while index < last and (scene.tokens.low[index] in ADVERBS or scene.time_at[index] >= 0):
        index += 1
    if index >= last or scene.tokens.low[index] not in links:
        return None
    return _next_place(scene, index + 1, last)


def _held_in(scene: Scene, index: int, last: int) -> int | None:
    """Place after "may take place in", "would be held at"."""
    tokens = scene.tokens
    for at in range(index, min(last, index + _REACH)):
        for phrase in _HELD:
            if tuple(tokens.low[at : at + len(phrase)]) == phrase:
                return _place_after(scene, at + len(phrase), last, ("in", "at"))
    return None


def _after_is(scene: Scene, noun: Match[str], last: int) -> int | None:
    """Place after "the venue for the meeting is the city of X"."""
    tokens = scene.tokens
    for index in range(noun.last, min(last, noun.last + _REACH)):
        if tokens.low[index] in _IS or tokens.low[index] == ":":
            return _next_place(scene, index + 1, last)
        if tokens.low[index] in AUXILIARIES:
            continue
    return None


def _next_place(scene: Scene, index: int, last: int) -> int | None:
    for at in range(index, min(last, index + _REACH)):
        if scene.place_at[at] >= 0:
            return at if not scene.is_modifier(at) else None
        if scene.tokens.low[at] in ("and", "or", "with", "to", "from", ","):
            return None
    return None


def _window(scene: Scene, clause: Clause) -> TimeWindow | None:
    for index in range(clause.first, clause.last):
        if scene.time_at[index] >= 0:
            return scene.times[scene.time_at[index]]
    return None


def _past(scene: Scene, window: TimeWindow) -> bool:
    published = scene.article.published
    return published is not None and window.end is not None and window.end < published
