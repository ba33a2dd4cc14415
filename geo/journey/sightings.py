"""From an article to its sightings: who was where, when, how sure, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from geo.journey.clauses import Clause, clauses_of, is_passive
from geo.journey.lexicon import Match, Verb, mover_words, turn_words
from geo.journey.nouns import NounPhrase, find_subject, noun_phrase
from geo.journey.plans import Plan, find_plans
from geo.journey.scene import Scene, read_scene
from geo.journey.travellers import Cast, Traveller
from geo.journey.when import EARLIER, When, known_by, when_of
from geo.journey.where import (
    Located,
    antecedent,
    bearing_after,
    fronted,
    places_after,
    said_there,
)
from geo.journey.wording import Wording, is_earlier, weaker, wording_of
from geo.model import Article, Certainty, Relation, Sighting, TimeWindow, Toponym

__all__ = ["ON_THE_WAY", "find_sightings"]

#: Note of a place that is expected to be passed, not to be the end.
ON_THE_WAY = "expected to be passed on the way"

#: How many words before a verb without a subject of its own are quoted with it.
_LEAD = 5
#: Clauses whose subject says nothing of the clauses after them.
_INSERTS = frozenset("who which that where whom when while".split())
_AIR = frozenset("plane jet aircraft flight helicopter ship vessel ferry boat yacht".split())


@dataclass(frozen=True)
class _Statement:
    """A verb of movement with its subject, before it is known who is on which vehicle."""

    clauses: Sequence[Clause]
    number: int
    verb: Match[Verb]
    movers: tuple[Traveller | tuple[str, ...], ...]
    first: int
    #: Where the subject begins; the clause's begin where it has none of its own.
    subject_first: int


def find_sightings(
    article: Article, mentions: Sequence[Toponym], times: Sequence[TimeWindow]
) -> list[Sighting]:
    """Find what an article tells of the travel of vehicles over land.

    Parameters
    ----------
    article : Article
    mentions : sequence of Toponym
        Names of places and phrases that stand for them, sorted by start.
    times : sequence of TimeWindow
        Expressions of time, sorted by start.

    Returns
    -------
    list of Sighting
        In order of the text. Empty where no vehicle over land is spoken of. A place is None
        where a bridge or border is not named, or a name could not be resolved.

    Examples
    --------
    >>> from geo.model import Place
    >>> lviv = Place("x", "Lviv", 24.03, 49.84, "city", "UA")
    >>> article = Article("a", "The night train reached Lviv, officials said.")
    >>> [(s.subject, s.relation, s.place.name, s.certainty, s.attribution)
    ...  for s in find_sightings(article, [Toponym(24, 28, "Lviv", lviv)], [])]
    [('night train', 'arrived', 'Lviv', 'reported', 'officials')]
    """
    scene = read_scene(article, mentions, times)
    words = (mover_words().at(scene.tokens, index) for index in range(len(scene.tokens)))
    if not any(match is not None and match.value in ("rail", "road") for match in words):
        return []
    cast = Cast(scene)
    cast.learn_names()
    cast.link_phrases()
    sentences = [clauses_of(scene, first, last) for first, last in scene.sentences]
    statements: list[_Statement] = []
    bound: list[tuple[Traveller, int, int]] = []
    for clauses in sentences:
        statements += _read_sentence(scene, cast, clauses)
        bound += _bound(scene, cast, clauses)
    found = [
        sighting for statement in statements for sighting in _sightings(scene, cast, statement)
    ]
    found += [_bound_sighting(scene, traveller, first, last) for traveller, first, last in bound]
    found += [_plan_sighting(scene, cast, plan) for plan in find_plans(scene, sentences)
              if cast.travellers]  # fmt: skip
    return _this_journey(article, _join_bearings(scene, _distinct(found)))


def _read_sentence(scene: Scene, cast: Cast, clauses: Sequence[Clause]) -> list[_Statement]:
    """Statements of one sentence; the cast learns from it."""
    found: list[_Statement] = []
    current: tuple[tuple[NounPhrase, ...], tuple[Traveller | tuple[str, ...], ...]] = ((), ())
    for number, clause in enumerate(clauses):
        if clause.report is not None and not clause.verbs:
            for phrase in find_subject(scene, clause.first, clause.report.first):
                cast.meet(phrase, speaks=True)
            continue
        if clause.verbs:
            phrases = find_subject(scene, clause.first, clause.verbs[0].first)
            own = bool(phrases)
            if own:
                movers = _resolve(cast, phrases)
            elif clause.joint in ("who", "which", "that", "whom"):
                phrases = _before(scene, clauses, clause.first)
                movers = _resolve(cast, phrases)
            else:
                phrases, movers = list(current[0]), current[1]
            if clause.joint not in _INSERTS or not current[0]:
                current = (tuple(phrases), movers)
            begin = phrases[0].first if own else clause.first
            for verb in clause.verbs:
                _link_riders(scene, cast, clauses, number, verb, movers)
                moved = _moved(scene, cast, clause, verb, movers)
                first = begin if verb is clause.verbs[0] else verb.first
                if not own and verb.first - begin > _LEAD:
                    first = verb.first
                found.append(_Statement(clauses, number, verb, moved, first, begin))
                if verb.value.kind in ("see", "show"):
                    # "saw the train leave", "was seen leaving"
                    movers = moved
            continue
        if not clause.verbs:
            phrases = find_subject(scene, clause.first, clause.last)
            if phrases and clause.verbal and clause.joint not in _INSERTS:
                current = (tuple(phrases), _resolve(cast, phrases))
            elif phrases and phrases[0].kind == "vehicle":
                movers = _resolve(cast, phrases)
                if not current[1]:
                    current = (tuple(phrases), movers)
            elif phrases and clause.joint == "start" and phrases[0].kind == "name":
                current = (tuple(phrases), _resolve(cast, phrases))
    return found


def _resolve(
    cast: Cast, phrases: Sequence[NounPhrase]
) -> tuple[Traveller | tuple[str, ...], ...]:
    movers = []
    for phrase in phrases:
        who = cast.who(phrase)
        cast.meet(phrase)
        if who is not None:
            movers.append(who)
    return tuple(movers)


def _before(scene: Scene, clauses: Sequence[Clause], index: int) -> list[NounPhrase]:
    """Noun phrase that a relative pronoun refers to: what stands right before it."""
    end = index - 1
    while end > clauses[0].first and not scene.tokens.low[end - 1][0].isalnum():
        end -= 1
    for first in range(max(clauses[0].first, end - 6), end):
        phrase = noun_phrase(scene, first, end)
        if phrase is not None and phrase.last >= end and phrase.kind in ("vehicle", "craft", "name"):
            return [phrase]
    return []


def _link_riders(
    scene: Scene,
    cast: Cast,
    clauses: Sequence[Clause],
    number: int,
    verb: Match[Verb],
    movers: Sequence[Traveller | tuple[str, ...]],
) -> None:
    """Link who "left on his train", "arrived by train", "boarded a train" to the vehicle."""
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
        return


def _moved(
    scene: Scene,
    cast: Cast,
    clause: Clause,
    verb: Match[Verb],
    movers: tuple[Traveller | tuple[str, ...], ...],
) -> tuple[Traveller | tuple[str, ...], ...]:
    """Who moves or is seen: the subject, or the object of "spotted", "shows", "takes"."""
    kind = verb.value.kind
    if kind not in ("see", "show", "meet", "held", "carry"):
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
        return movers if any(isinstance(mover, Traveller) for mover in movers) else (
            (target,) if target is not None else ()
        )
    if kind == "meet":
        return (*movers, target) if target is not None else movers
    return (target,) if target is not None else ()


def _sightings(scene: Scene, cast: Cast, statement: _Statement) -> list[Sighting]:
    traveller = _traveller(cast, statement.movers)
    clause, verb = statement.clauses[statement.number], statement.verb
    if traveller is None or verb.value.mode in ("air", "sea") or _by_air(scene, clause):
        return []
    located = places_after(scene, statement.clauses, statement.number, verb)
    if not located:
        located = fronted(
            scene, statement.clauses, statement.number, verb, statement.subject_first
        )
    if not located and clause.joint == "where":
        located = antecedent(scene, statement.clauses, statement.number, verb)
    if not located:
        located = said_there(scene, statement.clauses, statement.number, verb)
    following = [other.first for other in clause.verbs if other.first > verb.first]
    bearing = bearing_after(scene, verb, min(following, default=clause.last))
    if not located and bearing is None:
        return []
    if _is_earlier(scene, statement):
        return []
    wording = wording_of(scene, statement.clauses, statement.number, verb)
    if not located:
        when = when_of(scene, statement.clauses, statement.number, verb)
        return [
            _make(scene, traveller, statement.first, verb.last, None, "heading", wording, when,
                  bearing)
        ]  # fmt: skip
    found = []
    for place in located:
        relation = _told(place.relation, verb, wording)
        mention = scene.mentions[place.mention] if place.mention is not None else None
        unnamed = mention is None or (mention.place is None and mention.text[:1].islower())
        if relation is None or (unnamed and relation != "crossed"):
            continue
        when = when_of(
            scene, statement.clauses, statement.number, verb, (place.first, place.last)
        )
        certainty: Certainty = wording.certainty
        if wording.negated:
            certainty = "denied"
        elif wording.planned:
            certainty = "speculated"
        if verb.value.kind == "due":
            certainty = weaker(certainty, "speculated")
        judged = replace(wording, certainty=certainty)
        sighting = _make(
            scene, traveller, min(statement.first, place.first), max(place.last, verb.last),
            place, relation, judged, when, bearing,
        )  # fmt: skip
        if relation == "heading" and place.relation in ("passed", "crossed"):
            sighting = replace(sighting, notes=(*sighting.notes, ON_THE_WAY))
        found.append(sighting)
    return found


def _is_earlier(scene: Scene, statement: _Statement) -> bool:
    """Whether a statement is about an earlier journey.

    What stands far before the verb may qualify something else ("a train like the one used
    on past trips arrived"), so that only the clause's begin and the verb's surroundings count.
    """
    number, verb = statement.number, statement.verb
    clause = statement.clauses[number]
    near = max(clause.first, verb.first - 3)
    if is_earlier(scene, clause.first, min(clause.first + 4, clause.last)):
        return True
    if is_earlier(scene, near, clause.last):
        return True
    before = statement.clauses[number - 1] if number else None
    return (
        before is not None
        and not before.verbal
        and before.joint == "start"
        and is_earlier(scene, before.first, before.last)
    )


def _told(relation: Relation, verb: Match[Verb], wording: Wording) -> Relation | None:
    """What is told of a place once tense is counted: what is planned is only headed for."""
    if not wording.planned or relation in ("heading", "avoided"):
        return relation
    if wording.negated or relation == "departed":
        return None
    return "heading"


def _traveller(
    cast: Cast, movers: Sequence[Traveller | tuple[str, ...]]
) -> Traveller | None:
    for mover in movers:
        if isinstance(mover, Traveller):
            return mover if mover.mode in ("rail", "road") else None
        found = cast.of_name(mover)
        if found is not None:
            return found
    return None


def _by_air(scene: Scene, clause: Clause) -> bool:
    low = scene.tokens.low
    return any(
        low[index] in _AIR and low[index - 1] in ("by", "a", "his", "her", "the", "aboard")
        for index in range(clause.first + 1, clause.last)
    )


def _make(
    scene: Scene,
    traveller: Traveller,
    first: int,
    last: int,
    located: Located | None,
    relation: Relation,
    wording: Wording,
    when: When,
    bearing: float | None,
) -> Sighting:
    tokens, article = scene.tokens, scene.article
    start, end = tokens.start[first], tokens.end[last - 1]
    mention = None
    if located is not None and located.mention is not None:
        mention = scene.mentions[located.mention]
        end = max(end, mention.end)
    notes: tuple[str, ...] = ()
    if located is not None and located.near:
        notes += (f"near {mention.text if mention else 'it'}, not in it",)
    bound = known_by(article)
    stop = when.end
    if bound is not None and relation != "heading" and (stop is None or stop > bound):
        stop = bound
        if when.start is not None and when.start >= stop:
            stop = when.end
    return Sighting(
        subject=traveller.label,
        place=mention.place if mention else None,
        relation=relation,
        certainty=wording.certainty,
        article=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        time_start=when.start,
        time_end=stop,
        time_text=when.text,
        attribution=wording.attribution,
        heading_deg=bearing,
        notes=notes,
    )


def _bound(
    scene: Scene, cast: Cast, clauses: Sequence[Clause]
) -> list[tuple[Traveller, int, int]]:
    """Vehicles called after where they go: "a Duisburg-bound freight train"."""
    tokens = scene.tokens
    found = []
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


def _train_to(
    scene: Scene, cast: Cast, index: int, last: int
) -> list[tuple[Traveller, int, int]]:
    """A vehicle's noun with where it goes: "the night train to Rome"."""
    tokens = scene.tokens
    noun = mover_words().at(tokens, index)
    if noun is None or noun.value not in ("rail", "road") or tokens.low[noun.last : noun.last + 1] != ["to"]:
        return []
    place = noun.last + 1
    if place >= last or scene.place_at[place] < 0 or scene.is_modifier(place):
        return []
    first = index
    while first and tokens.low[first] not in ("the", "a", "an") and index - first < 5:
        first -= 1
    phrase = noun_phrase(scene, first, noun.last)
    if phrase is None or phrase.kind != "vehicle":
        return []
    return [(cast.vehicle(phrase), place, scene.place_end(place))]


def _bound_sighting(scene: Scene, traveller: Traveller, first: int, last: int) -> Sighting:
    located = Located("heading", scene.place_at[first], first, last)
    wording = Wording("confirmed", planned=False, negated=False, attribution="")
    return _make(scene, traveller, first, last, located, "heading", wording, When(), None)


def _plan_sighting(scene: Scene, cast: Cast, plan: Plan) -> Sighting:
    traveller = max(
        cast.travellers, key=lambda one: (bool(one.names), sum(one.nouns.values()))
    )
    located = Located("heading", plan.mention, plan.first, plan.last)
    wording = replace(plan.wording, certainty="speculated")
    return _make(scene, traveller, plan.first, plan.last, located, "heading", wording, plan.when,
                 None)  # fmt: skip


def _distinct(found: list[Sighting]) -> list[Sighting]:
    """One sighting for each place, relation and stretch of text, in order of the text."""
    kept: dict[tuple[object, ...], Sighting] = {}
    for sighting in sorted(found, key=lambda one: (one.start, one.end)):
        key = (sighting.subject, sighting.place and sighting.place.id, sighting.relation,
               sighting.end)  # fmt: skip
        kept.setdefault(key, sighting)
    return list(kept.values())


def _join_bearings(scene: Scene, found: list[Sighting]) -> list[Sighting]:
    """Give a bearing told without a place to the crossing or passage of its sentence."""
    kept: list[Sighting] = []
    bearings = [one for one in found if one.heading_deg is not None]
    for one in found:
        if one.place is None and one.heading_deg is not None and any(
            other is not one and _same_sentence(scene, one, other) and other.place is not None
            and other.relation in ("crossed", "passed", "departed", "at")
            for other in found
        ):  # fmt: skip
            continue
        if one.heading_deg is None and one.relation in ("crossed", "passed", "at"):
            near = [other for other in bearings if _same_sentence(scene, one, other)]
            if near:
                one = replace(one, heading_deg=near[0].heading_deg)
        kept.append(one)
    return kept


def _same_sentence(scene: Scene, one: Sighting, other: Sighting) -> bool:
    if one.subject != other.subject:
        return False
    at = [scene.tokens.at(one.start), scene.tokens.at(other.start)]
    return any(first <= min(at) and max(at) < last for first, last in scene.sentences)


def _this_journey(article: Article, found: list[Sighting]) -> list[Sighting]:
    """Leave out what belongs to journeys long before.

    What ended 30 days before publication is earlier, unless everything with a date did: an
    article may look back at one journey. Then the latest run of dates is that journey.
    """
    ends = [end for one in found if (end := _ending(one)) is not None]
    if not ends:
        return found
    anchor = article.published or max(ends)
    limit = min(anchor, max(ends) if max(ends) < anchor - EARLIER else anchor) - EARLIER
    return [one for one in found if (end := _ending(one)) is None or end >= limit]


def _ending(sighting: Sighting) -> datetime | None:
    """Moment by which a sighting was over, where its text tells one."""
    return (sighting.time_end or sighting.time_start) if sighting.time_text else None
