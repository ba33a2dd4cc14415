"""Verbs of movement with who moves: the sentences of an article, read in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.journey.clauses import NOUNS, Clause, is_passive
from geo.journey.lexicon import Match, Verb, reporting_verbs
from geo.journey.nouns import NounPhrase, find_subject, noun_phrase
from geo.journey.scene import Scene
from geo.journey.travellers import Cast, Traveller

__all__ = ["Statement", "is_by_air", "read_sentence", "traveller_of"]

#: How many words before a verb without a subject of its own are quoted with it.
_LEAD = 5
#: Clauses whose subject says nothing of the clauses after them.
_INSERTS = frozenset("who which that where whom when while".split())
_AIR = frozenset("plane jet aircraft flight helicopter ship vessel ferry boat yacht".split())


@dataclass(frozen=True)
class Statement:
    """A verb of movement with its subject, before it is known who is on which vehicle."""

    clauses: Sequence[Clause]
    number: int
    verb: Match[Verb]
    movers: tuple[Traveller | tuple[str, ...], ...]
    first: int
    #: Where the subject begins; the clause's begin where it has none of its own.
    subject_first: int


def read_sentence(scene: Scene, cast: Cast, clauses: Sequence[Clause]) -> list[Statement]:
    """Statements of one sentence; the cast learns from it."""
    found: list[Statement] = []
    current: tuple[tuple[NounPhrase, ...], tuple[Traveller | tuple[str, ...], ...]] = ((), ())
    for number, clause in enumerate(clauses):
        if clause.report is not None and not clause.verbs:
            for phrase in find_subject(scene, clause.first, clause.report.first):
                cast.meet(phrase, speaks=True)
            continue
        if clause.verbs:
            phrases = find_subject(scene, clause.first, clause.verbs[0].first)
            own = bool(phrases)
            if not own and len(clause.verbs) > 1:
                # "After a stop in X the train went on", "On leaving X the train is to call at"
                phrases = _between_verbs(scene, clause)
            if own or phrases:
                movers = _resolve(cast, phrases)
            elif clause.joint in ("who", "which", "that", "whom"):
                phrases = _before(scene, clauses, number)
                movers = _resolve(cast, phrases)
            elif number == 0 and len(clauses) > 1 and clauses[1].verbs:
                # "After leaving Villach, the train ..."
                phrases = find_subject(scene, clauses[1].first, clauses[1].verbs[0].first)
                movers = _resolve(cast, phrases)
            else:
                phrases, movers = list(current[0]), current[1]
            if clause.joint not in _INSERTS or not current[0]:
                current = (tuple(phrases), movers)
            begin = phrases[0].first if own else clause.first
            for verb in clause.verbs:
                ridden = _link_riders(scene, cast, clauses, number, verb, movers)
                if ridden is not None and not movers:
                    # "The minister arrived by train": nobody known, but on a train.
                    movers = (ridden,)
                    cast.entitle(phrases, ridden)
                    current = (current[0], movers)
                if ridden is not None and _changes(cast, movers, ridden):
                    # "Kim, who came by train, left in a limousine"
                    movers = (ridden,)
                moved = _moved(scene, cast, clause, verb, movers)
                first = begin if verb is clause.verbs[0] else verb.first
                if not own and verb.first - begin > _LEAD:
                    first = verb.first
                found.append(Statement(clauses, number, verb, moved, first, begin))
                if verb.value.kind in ("see", "show"):
                    # "saw the train leave", "was seen leaving"
                    movers = moved
            continue
        if not clause.verbs:
            if clause.joint == "comma" and _says(scene, clause):
                # ", railway workers told the agency," says nothing of who moves.
                continue
            phrases = find_subject(scene, clause.first, clause.last)
            if phrases and clause.verbal and clause.joint not in _INSERTS:
                current = (tuple(phrases), _resolve(cast, phrases))
            elif phrases and phrases[0].kind == "vehicle":
                movers = _resolve(cast, phrases)
                if not current[1]:
                    current = (tuple(phrases), movers)
            elif (
                phrases
                and clause.joint in ("start", "report")
                and (phrases[0].kind in ("name", "pronoun"))
            ):
                current = (tuple(phrases), _resolve(cast, phrases))
    return found


def _between_verbs(scene: Scene, clause: Clause) -> list[NounPhrase]:
    """Subject after a leading noun or participle of movement: a vehicle, or a pronoun."""
    first, last = clause.verbs[0].last, clause.verbs[1].first
    low = scene.tokens.low[clause.verbs[0].first]
    if not (low.endswith("ing") or low in NOUNS):
        return []
    for index in range(first, last):
        phrase = noun_phrase(scene, index, last)
        if phrase is not None and phrase.kind in ("vehicle", "pronoun"):
            return [phrase]
    return []


def _changes(cast: Cast, movers: Sequence[Traveller | tuple[str, ...]], ridden: Traveller) -> bool:
    """Whether somebody known for one vehicle goes on in one of another mode."""
    known = [cast.of_name(mover) for mover in movers if isinstance(mover, tuple)]
    return any(one is not None and one.mode != ridden.mode for one in known)


def _says(scene: Scene, clause: Clause) -> bool:
    return reporting_verbs().first_in(scene.tokens, clause.first, clause.last) is not None


def _resolve(cast: Cast, phrases: Sequence[NounPhrase]) -> tuple[Traveller | tuple[str, ...], ...]:
    movers = []
    for phrase in phrases:
        who = cast.who(phrase)
        cast.meet(phrase)
        if who is not None:
            movers.append(who)
    return tuple(movers)


def _before(scene: Scene, clauses: Sequence[Clause], number: int) -> list[NounPhrase]:
    """Noun phrase that a relative pronoun refers to: what stands right before it."""
    end = clauses[number].first - 1
    while end > clauses[0].first and not scene.tokens.low[end - 1][0].isalnum():
        end -= 1
    for first in range(max(clauses[0].first, end - 6), end):
        phrase = noun_phrase(scene, first, end)
        if phrase is None or phrase.last < end:
            continue
        if phrase.kind in ("vehicle", "craft", "name"):
            return [phrase]
    # "A train with containers of waste, which left ..."
    for clause in (clauses[number - 1], clauses[0]) if number else ():
        head = find_subject(scene, clause.first, min(clause.last, end))
        if head and head[0].kind in ("vehicle", "craft"):
            return head
    return []


def _link_riders(
    scene: Scene,
    cast: Cast,
    clauses: Sequence[Clause],
    number: int,
    verb: Match[Verb],
    movers: Sequence[Traveller | tuple[str, ...]],
) -> Traveller | None:
    """Link who "left on his train", "arrived by train", "boarded a train" to the vehicle.

    Returns
    -------
    Traveller or None
        The vehicle.
    """
    tokens = scene.tokens
    end = clauses[number].last
    for index in range(verb.last, end):
        low = tokens.low[index]
        direct = index == verb.last and verb.value.form.startswith(("board", "ride", "rode", "t"))
        if low not in ("on", "aboard", "by", "in", "inside", "via", "with") and not direct:
            continue
        phrase = noun_phrase(scene, index if direct else index + 1, end)
        if phrase is None or phrase.kind != "vehicle":
            continue
        traveller = cast.vehicle(phrase)
        for mover in movers:
            if isinstance(mover, tuple) and cast.of_name(mover) is None:
                cast.link(mover, traveller)
        return traveller
    return None


def _moved(
    scene: Scene,
    cast: Cast,
    clause: Clause,
    verb: Match[Verb],
    movers: tuple[Traveller | tuple[str, ...], ...],
) -> tuple[Traveller | tuple[str, ...], ...]:
    """Who moves or is seen: the subject, or the object of "spotted", "shows", "takes"."""
    kind = verb.value.kind
    if kind == "stop":
        # "Police stopped the train"
        thing = noun_phrase(scene, verb.last, clause.last)
        if thing is None or thing.kind not in ("vehicle", "pronoun"):
            return movers
        target = cast.who(thing)
        return (target,) if target is not None else movers
    if kind not in ("see", "show", "meet", "held", "carry", "miss"):
        return movers
    passive = kind != "carry" and is_passive(scene, verb, clause.first)
    if kind in ("see", "held") and passive:
        return movers
    if kind == "meet" and passive:
        return movers
    index = verb.last
    thing = noun_phrase(scene, index, clause.last)
    target = cast.who(thing) if thing is not None else None
    if kind == "show":
        return (target,) if target is not None else ()
    if kind == "carry":
        return (
            movers
            if any(isinstance(mover, Traveller) for mover in movers)
            else ((target,) if target is not None else ())
        )
    if kind == "meet":
        return (*movers, target) if target is not None else movers
    return (target,) if target is not None else ()


def traveller_of(cast: Cast, movers: Sequence[Traveller | tuple[str, ...]]) -> Traveller | None:
    """Vehicle over land that somebody of a statement moves on."""
    for mover in movers:
        if isinstance(mover, Traveller):
            return mover if mover.mode in ("rail", "road") else None
        found = cast.of_name(mover)
        if found is not None:
            return found
    return None


def is_by_air(scene: Scene, clause: Clause) -> bool:
    """Whether a clause tells of a flight or a voyage."""
    low = scene.tokens.low
    return any(
        low[index] in _AIR and low[index - 1] in ("by", "a", "his", "her", "the", "aboard")
        for index in range(clause.first + 1, clause.last)
    )
