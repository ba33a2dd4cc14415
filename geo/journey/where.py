"""Which places a verb of movement tells of, and what it says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.claims.tokens import tokenize
from geo.gazetteer.kinds import TERRITORIAL, WATER
from geo.journey.clauses import Clause
from geo.journey.lexicon import PREPOSITIONS, Match, Phrases, Verb, links, turn_words
from geo.journey.positions import border_between, position_at
from geo.journey.scene import Scene
from geo.model import Place, Relation

__all__ = ["Located", "bearing_after", "places_after", "places_between"]

_LONG_LINKS = (
    "away from", "out of", "as far as", "up to", "all the way to", "by way of", "en route to",
    "on the way to", "in the direction of", "bound for", "headed for", "close to", "next to",
    "short of", "north of", "south of", "east of", "west of", "northeast of", "northwest of",
    "southeast of", "southwest of", "ahead of", "because of", "instead of", "rather than",
    "on its way to", "on his way to", "on her way to", "on their way to",
)  # fmt: skip
_LINKS: Phrases[str] = Phrases({phrase: phrase for phrase in _LONG_LINKS})
_SAME = {
    "close to": "near",
    "next to": "near",
    "on its way to": "on the way to",
    "on his way to": "on the way to",
    "on her way to": "on the way to",
    "on their way to": "on the way to",
    "inside": "in",
    "within": "in",
    "beside": "near",
    "aboard": "on",
}
#: After one of these, "of" belongs to the place's own name or part: "the city of X".
_PARTS = frozenset(
    "city town village capital port station region province outskirts suburb suburbs edge edges "
    "district centre center gates hub junction terminal side area republic county oblast".split()
)
#: What can be crossed without being named.
_BORDERS = frozenset({"border", "frontier"})
_BARRIERS = frozenset("bridge border frontier river strait tunnel".split())
#: "30 km from X"; further back "across the bay from X".
_MEASURES = frozenset(
    "km kilometre kilometres kilometer kilometers mile miles metre metres meters minute minutes "
    "hour hours mi yards drive ride walk days weeks night nights while moment".split()
)
_APART_WORDS = 5
#: Past forms that do not end in "ed".
_PAST = frozenset("went gone ran rode ridden drove driven sped wound took brought".split())
_TOWARD = frozenset({"to", "toward", "towards", "for"})
_STANDSTILL = frozenset("stop halt standstill".split())
#: "at the start of a journey to X": X lies ahead.
_TRIPS = frozenset("journey trip voyage trek tour ride drive march".split())
_MOTION = frozenset("go head leave turn cross pass reach carry arrive back".split())


@dataclass(frozen=True, slots=True)
class Located:
    """A place that a verb tells of; ``mention`` is None for an unnamed bridge or border."""

    relation: Relation
    mention: int | None
    #: Tokens of the place's words.
    first: int
    last: int
    near: bool = False
    #: A computed position, told by way of the mention.
    place: Place | None = None


def places_after(
    scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb]
) -> list[Located]:
    """Places that follow a verb, up to the next verb or the end of what belongs to it."""
    kind = verb.value.kind
    following = [other.first for other in clauses[number].verbs if other.first > verb.first]
    end = min(following, default=clauses[number].last)
    # "was seen passing through X": the second verb has its own places.
    if kind == "due" and not _linked(scene, verb.last, end):
        return []
    past = _is_past(verb.value.form)
    found = list(_scan(scene, kind, verb.last, end, "", past))
    index = number + 1
    if found and not following:
        more, index = _listed(scene, clauses, index, found[-1])
        found += more
    while not following and index < len(clauses):
        clause = clauses[index]
        if clause.verbal or clause.joint != "comma" or scene.tokens.low[clause.first] == "not":
            break
        found += [
            place
            for place in _scan(scene, kind, clause.first, clause.last, None, past)
            if not (found and (place.place or _is_apposition(scene, place, found[-1])))
        ]
        index += 1
    if kind == "cross" and not any(place.relation == "crossed" for place in found):
        found += _barrier(scene, verb.last, end)
    return [
        place
        for place in found
        if not any(_names_same(scene, place, other) for other in found if other is not place)
    ]


def _listed(
    scene: Scene, clauses: Sequence[Clause], index: int, before: Located
) -> tuple[list[Located], int]:
    """Places that continue a list in clauses of their own: "to X, Y and Z"; the next clause."""
    found: list[Located] = []
    joined = False
    start = index
    while index < len(clauses):
        clause = clauses[index]
        if clause.verbal or clause.joint not in ("comma", "and"):
            break
        at, places, unknown = clause.first, [], False
        joined = joined or clause.joint == "and"
        while at < clause.last:
            if scene.place_at[at] >= 0:
                end = min(scene.place_end(at), clause.last)
                if scene.is_modifier(at):
                    return [], start
                places.append(Located(before.relation, scene.place_at[at], at, end, before.near))
                at = end
            elif scene.is_name(at):
                # A place that could not be resolved is one of the list.
                unknown = True
                at += 1
            elif (
                scene.time_at[at] >= 0
                or scene.tokens.low[at] in ("on", "finally", "then")
                or not scene.tokens.low[at][0].isalnum()
            ):
                at += 1
            elif scene.tokens.low[at] in ("and", "or"):
                joined = joined or bool(places) or unknown
                at += 1
            else:
                break
        if at < clause.last or not (places or unknown):
            break
        found += places
        index += 1
    return (found, index) if joined else ([], start)


def _linked(scene: Scene, index: int, last: int) -> bool:
    """Whether a preposition follows at once, perhaps after a time."""
    while index < last and scene.time_at[index] >= 0:
        index += 1
    return index < last and scene.tokens.low[index] in ("in", "at", "to")


def _names_same(scene: Scene, place: Located, other: Located) -> bool:
    """Whether "at the station" only leads to what is named after it: "in Khasan"."""
    if place.mention is None or place.relation != other.relation or other.first < place.first:
        return False
    return scene.tokens.low[place.first] in ("the", "this", "that") and (
        not scene.tokens.is_capital(place.first)
    )


def _is_apposition(scene: Scene, place: Located, before: Located) -> bool:
    """Whether a place only says in which country the one before it lies."""
    mention = scene.mentions[place.mention] if place.mention is not None else None
    territorial = mention is not None and mention.place and mention.place.kind in TERRITORIAL
    return bool(territorial) and place.relation == before.relation


def places_between(
    scene: Scene, kind: str, first: int, last: int, link: str | None
) -> list[Located]:
    """Places of a range of tokens, as a class of verbs tells them; ``link`` opens the range."""
    return list(_scan(scene, kind, first, last, link))


def _is_past(form: str) -> bool:
    """Whether a form tells of something done: "travelled to X" arrived, "travelling to X" not."""
    head = form.split()[0]
    return head.endswith("ed") or head in _PAST


def _scan(
    scene: Scene, kind: str, first: int, last: int, link: str | None, past: bool = True
) -> Iterator[Located]:
    """Read prepositions and places from left to right."""
    tokens = scene.tokens
    held: str | None = link
    goal = tripped = False
    noun = since = ""
    index = first
    told, ended = False, first
    while index < last:
        # "in A, 30 km west of B": only tells where A lies.
        relation = None if told else _positioned(kind)
        position = position_at(scene, index, last) if relation else None
        if position is not None and relation is not None:
            told, ended = True, position.last
            yield Located(relation, position.mention, index, position.last, place=position.place)
            index, held = position.last, None
            continue
        if scene.place_at[index] >= 0:
            end = min(scene.place_end(index), last)
            if told and _only_says_where(scene, index, ended, held):
                held = None
            if not scene.is_modifier(index) and held is not None:
                located = _relate(scene, kind, held, goal, index, end, past)
                if located is not None:
                    told, ended = True, end
                    yield located
            after = _over_times(scene, end, last)
            follows = tokens.low[after] if after < last else ""
            listed = follows in ("and", "or", "nor", ",") and after + 1 < last
            then = after + 1
            if listed and tokens.low[then] == "then" and then + 1 < last:
                # "through A and then B"
                then += 1
            if not (listed and scene.place_at[then] >= 0) and not scene.is_modifier(index):
                held = None
            elif listed and scene.place_at[then] >= 0:
                end = then
            elif listed:
                end = after + 1
            index = end
            continue
        low = tokens.low[index]
        long = _LINKS.at(tokens, index)
        if scene.time_at[index] >= 0:
            index += 1
            continue
        if long is not None:
            held, goal = _SAME.get(long.value, long.value), False
            index = long.last
            continue
        if low in PREPOSITIONS and not scene.is_name(index):
            if low == "of":
                # "pulled out of X"; "the city of X"
                held = held if noun in _PARTS or index == first else None
            elif low == "between":
                held = None
            elif low == "from" and _is_apart(tokens.low[first:index], kind, link):
                # "across the bay from X", "stopped 30 km from X"
                held = None
            elif noun in _STANDSTILL and low in ("in", "at", "near", "outside"):
                # "rolled to a stop in X"
                held, kind = low, "stop"
            elif tripped and low in _TOWARD:
                # "at the start of a journey of 9,000 km to X"
                goal, held = True, low
            elif held == "for" and since in _MEASURES:
                # "was delayed for two hours in X"
                held = _SAME.get(low, low)
            elif held in _TOWARD and since and low in ("in", "at", "near"):
                # "headed to a refinery in X"
                goal = True
            elif not (goal and low in ("in", "at")):
                goal = goal and low not in ("from", "via", "through")
                held = _SAME.get(low, low)
            since = ""
        elif low[0].isalpha():
            noun = since = low
            tripped = tripped or low in _TRIPS
        index += 1


def _only_says_where(scene: Scene, index: int, ended: int, link: str | None) -> bool:
    """Whether a place only says where the one right before it lies: "in A in B", "A on the R"."""
    mention = scene.mentions[scene.place_at[index]]
    kind = mention.place.kind if mention.place else ""
    near = index - ended <= 2
    return near and ((link == "in" and kind in TERRITORIAL) or (link == "on" and kind in WATER))


def _over_times(scene: Scene, index: int, last: int) -> int:
    """Token after the times that follow a place: "Chita on Saturday and Irkutsk on Sunday"."""
    at = index
    while at < last and (
        scene.time_at[at] >= 0
        or (scene.tokens.low[at] in ("on", "at") and at + 1 < last and scene.time_at[at + 1] >= 0)
    ):
        at += 1
    return at


def _is_apart(before: Sequence[str], kind: str, link: str | None) -> bool:
    """Whether "from" after some words tells how far off a place is, not where one came from."""
    near = [word for word in before[-_APART_WORDS:] if word[0].isalpha()]
    if not near:
        return False
    if near[-1] in ("far", "away"):
        return True
    if any(word in ("across", "opposite", "over", "down", "up") for word in near) and (
        link is None or kind not in _MOTION or kind in ("arrive", "reach")
    ):
        return True
    still = link is None or kind not in _MOTION or kind in ("arrive", "reach")
    return still and near[-1] in _MEASURES


def _positioned(kind: str) -> Relation | None:
    """What a class of verbs tells of a position that is told by other places."""
    if kind in ("go", "head", "come", "turn", "carry", "due"):
        # "went 30 km west of A": from there, or to there.
        return None
    if kind in ("arrive", "reach"):
        return "at"
    return links().get((kind, "in")) or links().get((kind, "near"))


def _relate(
    scene: Scene,
    kind: str,
    link: str,
    goal: bool,
    index: int,
    end: int,
    past: bool,
) -> Located | None:
    mention = scene.place_at[index]
    if goal:
        return Located("heading", mention, index, end)
    if link == "away from":
        return Located("avoided", mention, index, end) if kind in _MOTION else None
    if link == "to" and kind in ("go", "carry"):
        return Located("arrived" if past else "heading", mention, index, end)
    near = link in ("near", "outside", "short of")
    relation = links().get((kind, link))
    if relation is None and near:
        relation = links().get((kind, "in"))
    return Located(relation, mention, index, end, near) if relation else None


def _barrier(scene: Scene, first: int, last: int) -> list[Located]:
    """A bridge, border or river that is crossed without a name."""
    for index in range(first, min(last, first + 8)):
        if scene.tokens.low[index] in _BARRIERS:
            mention = scene.place_at[index]
            border = None
            if scene.tokens.low[index] in _BORDERS:
                border = _border(scene, index + 1, last)
            return [
                Located(
                    "crossed", mention if mention >= 0 else None, first, index + 1, place=border
                )
            ]
        if scene.tokens.low[index] in PREPOSITIONS and index > first:
            break
    return []


def _border(scene: Scene, first: int, last: int) -> Place | None:
    """Border between the two countries named in a range: "the border from A into B"."""
    countries = []
    for index in range(first, last):
        mention = scene.place_at[index]
        place = scene.mentions[mention].place if mention >= 0 else None
        if place is not None and place.kind == "country" and place not in countries:
            countries.append(place)
    return border_between(*countries) if len(countries) == 2 else None


def bearing_after(scene: Scene, verb: Match[Verb], last: int) -> float | None:
    """Bearing that a verb of movement tells: "headed north"."""
    if verb.value.kind not in _MOTION:
        return None
    tokens = scene.tokens
    for index in range(verb.last, min(last, verb.last + 14)):
        if scene.place_at[index] >= 0:
            continue
        # "north-west" is cut into three tokens.
        word = tokens.low[index]
        match = turn_words().at(tokens, index)
        if match is None or scene.is_name(index):
            continue
        after = tokens.low[index + 1] if index + 1 < len(tokens) else ""
        if after == "-" and index + 2 < len(tokens):
            joined = word + tokens.low[index + 2]
            second = turn_words().at(tokenize(joined), 0)
            if second is not None:
                return second.value
        free = (
            not after[:1].isalpha()
            or after in PREPOSITIONS
            or after in ("and", "or", "then", "late", "early")
        )
        if free and after != "of":
            return match.value
        if scene.time_at[min(index + 1, len(tokens) - 1)] >= 0:
            return match.value
    return None
