"""From an article to its sightings: who was where, when, how sure, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.journey.clauses import Clause, clauses_of
from geo.journey.contrasts import cleft, contrasted
from geo.journey.denials import retracted
from geo.journey.elsewhere import antecedent, fronted, said_there, witnessed_in
from geo.journey.goals import named_after_goal
from geo.journey.joining import distinct, join_bearings, same_told, this_journey
from geo.journey.lexicon import Verb, mover_words, operators
from geo.journey.plans import Plan, find_plans
from geo.journey.scene import Scene, read_scene
from geo.journey.statements import Statement, is_by_air, read_sentence, traveller_of
from geo.journey.travellers import Cast, Traveller
from geo.journey.when import When, known_by, when_of
from geo.journey.where import Located, bearing_after, places_after
from geo.journey.wording import Wording, is_earlier, is_habit, weaker, wording_of
from geo.model import Article, Relation, Sighting, TimeWindow, Toponym

__all__ = ["ARRIVAL_TOLD", "ON_THE_WAY", "find_sightings"]

#: Note of a place that is expected to be passed, not to be the end.
ON_THE_WAY = "expected to be passed on the way"

#: Note of a destination whose time is that of the expected arrival.
ARRIVAL_TOLD = "the time is that of the expected arrival"


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
    if not _speaks_of_vehicles(scene):
        return []
    cast = Cast(scene)
    cast.learn_names()
    cast.link_phrases()
    sentences = [clauses_of(scene, first, last) for first, last in scene.sentences]
    statements: list[Statement] = []
    bound: list[tuple[Traveller, int, int]] = []
    for clauses in sentences:
        statements += read_sentence(scene, cast, clauses)
        bound += named_after_goal(scene, cast, clauses)
    found = [
        sighting for statement in statements for sighting in _sightings(scene, cast, statement)
    ]
    found += [
        one
        for traveller, first, last in bound
        if not _is_among(one := _bound_sighting(scene, cast.label(traveller), first, last), found)
    ]
    if cast.travellers:
        found += [_plan_sighting(scene, cast, plan) for plan in find_plans(scene, sentences)]
    found = [_retracted(scene, sentences, one) for one in found]
    return this_journey(article, same_told(join_bearings(scene, distinct(found))))


def _speaks_of_vehicles(scene: Scene) -> bool:
    tokens = scene.tokens
    for index in range(len(tokens)):
        match = mover_words().at(tokens, index)
        if match is not None and match.value in ("rail", "road"):
            return True
        if tokens.is_capital(index) and operators().at(tokens, index) is not None:
            return True
    return False


def _sightings(scene: Scene, cast: Cast, statement: Statement) -> list[Sighting]:
    traveller = traveller_of(cast, statement.movers)
    clause, verb = statement.clauses[statement.number], statement.verb
    if traveller is None or verb.value.mode in ("air", "sea") or is_by_air(scene, clause):
        return []
    located = places_after(scene, statement.clauses, statement.number, verb)
    if not located:
        located = fronted(scene, statement.clauses, statement.number, verb, statement.subject_first)
    if not located and clause.joint == "where":
        located = antecedent(scene, statement.clauses, statement.number, verb)
    if not located:
        located = said_there(scene, statement.clauses, statement.number, verb)
    elif not any(place.relation == "departed" for place in located):
        # "From Aachen it crossed into Belgium"
        located = _came_from(scene, statement) + located
    if not located:
        located = witnessed_in(scene, statement.clauses, statement.number, verb)
    if not located and clause.joint == "and" and verb.value.kind in ("stop", "held"):
        # "Protesters sat on the rails near Caen and stopped it"
        before = statement.clauses[statement.number - 1]
        located = [
            place
            for place in antecedent(scene, statement.clauses, statement.number, verb)
            if place.first > before.first
            and scene.tokens.low[place.first - 1] in ("in", "at", "near", "on", "outside")
        ]
    if not located and clause.joint == "and" and verb.value.kind == "leave":
        # "arrived in X at three and left again an hour later"
        here = antecedent(scene, statement.clauses, statement.number, verb, relation="departed")
        located = here if scene.tokens.low[verb.last : verb.last + 1] == ["again"] else []
    if not located and clause.joint in ("but", "and") and verb.value.kind in ("arrive", "reach"):
        # "had been expected in Lviv but arrived only at nine"
        located = _where_expected(scene, statement)
    wording = _judged(wording_of(scene, statement.clauses, statement.number, verb), verb.value)
    told = [(place, wording.negated) for place in located]
    told += contrasted(scene, statement.clauses, statement.number, verb, wording.negated)
    if not located:
        told += cleft(scene, statement.clauses, statement.number, verb)
    following = [other.first for other in clause.verbs if other.first > verb.first]
    bearing = bearing_after(scene, verb, min(following, default=clause.last))
    if not told and bearing is None:
        return []
    if _is_earlier(scene, statement) or is_habit(scene, clause):
        return []
    subject = cast.label(traveller)
    if not told:
        when = when_of(scene, statement.clauses, statement.number, verb)
        return [
            _make(
                scene, subject, statement.first, verb.last, None, "heading", wording, when, bearing
            )
        ]
    found = []
    plain = wording
    for place, negated in told:
        wording = plain if negated == plain.negated else _turned(scene, statement, plain, negated)
        relation = _told(place.relation, wording)
        mention = scene.mentions[place.mention] if place.mention is not None else None
        unnamed = place.place is None and (
            mention is None or (mention.place is None and mention.text[:1].islower())
        )
        if relation is None or (unnamed and relation != "crossed"):
            continue
        when = when_of(scene, statement.clauses, statement.number, verb, (place.first, place.last))
        if _is_ahead(scene, when, verb.value):
            if relation == "departed":
                continue
            relation = "heading" if relation != "avoided" else relation
            wording = replace(wording, certainty=weaker(wording.certainty, "speculated"))
        first, last = min(statement.first, place.first), max(place.last, verb.last)
        sighting = _make(scene, subject, first, last, place, relation, wording, when, bearing)
        if relation == "heading" and place.relation in ("passed", "crossed"):
            sighting = replace(sighting, notes=(*sighting.notes, ON_THE_WAY))
        elif relation == "heading" and when.text and _arrives(place, verb.value):
            sighting = replace(sighting, notes=(*sighting.notes, ARRIVAL_TOLD))
        found.append(sighting)
    return found


def _came_from(scene: Scene, statement: Statement) -> list[Located]:
    """Places before the subject that "from" leads to."""
    found = fronted(
        scene, statement.clauses, statement.number, statement.verb, statement.subject_first
    )
    low = scene.tokens.low
    return [
        place
        for place in found
        if place.relation == "departed" and place.first and low[place.first - 1] == "from"
    ]


def _where_expected(scene: Scene, statement: Statement) -> list[Located]:
    """Place of the clause before, where an arrival was expected."""
    before = statement.clauses[statement.number - 1]
    if not any(other.value.kind in ("due", "head") for other in before.verbs):
        return []
    return antecedent(scene, statement.clauses, statement.number, statement.verb)


def _turned(scene: Scene, statement: Statement, wording: Wording, negated: bool) -> Wording:
    """Wording for a place that is set against the others of its verb."""
    if negated:
        return replace(wording, negated=True, certainty="denied")
    bare = wording_of(scene, statement.clauses, statement.number, statement.verb)
    return replace(wording, negated=False, certainty=bare.certainty)


def _is_ahead(scene: Scene, when: When, verb: Verb) -> bool:
    """Whether a present tense is told of after publication: "The train goes back tonight"."""
    bound = known_by(scene.article)
    present = verb.form.split()[0].endswith("s") and verb.form != "was"
    return present and bound is not None and when.start is not None and when.start >= bound


def _is_among(one: Sighting, found: Sequence[Sighting]) -> bool:
    """Whether the same words tell of the same place already: "took the train to X"."""
    return any(
        one.subject == other.subject
        and one.place == other.place
        and one.start < other.end
        and other.start < one.end
        for other in found
    )


def _arrives(place: Located, verb: Verb) -> bool:
    """Whether the time told beside a plan is that of the arrival."""
    return verb.kind == "due" or place.relation in ("arrived", "at")


def _retracted(scene: Scene, sentences: Sequence[Sequence[Clause]], sighting: Sighting) -> Sighting:
    """Sighting with its certainty after the next sentence: "The ministry denied this."."""
    after = scene.sentence_number(scene.tokens.at(sighting.start)) + 1
    if after >= len(sentences) or not retracted(scene, sentences[after]):
        return sighting
    own_voice = sighting.certainty == "confirmed" and sighting.relation != "heading"
    return replace(sighting, certainty="speculated" if own_voice else "denied")


def _judged(wording: Wording, verb: Verb) -> Wording:
    """Wording with the certainty that tense and negation leave."""
    if wording.negated or verb.kind == "miss":
        return replace(wording, certainty="denied")
    if wording.planned or verb.kind == "due":
        return replace(wording, certainty=weaker(wording.certainty, "speculated"))
    return wording


def _is_earlier(scene: Scene, statement: Statement) -> bool:
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


def _told(relation: Relation, wording: Wording) -> Relation | None:
    """What is told of a place once tense is counted: what is planned is only headed for."""
    if not wording.planned or relation in ("heading", "avoided"):
        return relation
    return None if relation == "departed" else "heading"


def _make(
    scene: Scene,
    subject: str,
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
    place = mention.place if mention else None
    if located is not None and located.place is not None:
        place = located.place
    notes: tuple[str, ...] = ()
    if located is not None and located.near:
        notes += (f"near {mention.text if mention else 'it'}, not in it",)
    if located is not None and place is None and located.mention is None:
        named = [tokens.word[at] for at in range(located.first, located.last) if scene.is_name(at)]
        if named:
            notes += (f"where the {' '.join(named)} lies is not known",)
    bound = known_by(article)
    stop = when.end
    if bound is not None and relation != "heading" and (stop is None or stop > bound):
        stop = bound
        if when.start is not None and when.start >= stop:
            stop = when.end
    return Sighting(
        subject=subject,
        place=place,
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


def _bound_sighting(scene: Scene, subject: str, first: int, last: int) -> Sighting:
    located = Located("heading", scene.place_at[first], first, last)
    wording = Wording("confirmed", planned=False, negated=False, attribution="")
    return _make(scene, subject, first, last, located, "heading", wording, When(), None)


def _plan_sighting(scene: Scene, cast: Cast, plan: Plan) -> Sighting:
    traveller = max(cast.travellers, key=lambda one: (bool(one.names), sum(one.nouns.values())))
    located = Located("heading", plan.mention, plan.first, plan.last)
    wording = replace(plan.wording, certainty="speculated")
    subject = cast.label(traveller)
    return _make(
        scene, subject, plan.first, plan.last, located, "heading", wording, plan.when, None
    )
