"""Noun phrases that can move: vehicles, persons, pronouns; and others, to know them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geo.claims.tokens import tokenize
from geo.journey.lexicon import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    mover_words,
    operators,
    organisation_words,
    plan_nouns,
    reporting_verbs,
    titles,
    verbs,
)
from geo.journey.scene import Scene
from geo.toponyms.words import table

__all__ = ["QUOTES", "NounPhrase", "find_subject", "noun_phrase", "skip_phrase"]

QUOTES = frozenset("\"'“”‘’«»")
_PRONOUNS = frozenset("he she it they him them her".split())
#: "An-148", "Il-62M", "C-17", "A320": types of aircraft.
_CRAFT = re.compile(r"\b(?:[A-Z][A-Za-z]?-\d{2,3}[A-Z]{0,2}|A3[0-9]0|[67]\d7-\d{3})\b")
_MEDIA = ("agency", "newspaper", "media", "television")
#: Before a name these show that it is a train's.
_BOUND = frozenset("eastbound westbound northbound southbound".split())
#: Words that end the phrase of a name.
_AFTER_NOUN = frozenset("used seen sent bound similar full due thought laden then".split())
#: Nouns that make something else of the vehicle before them: "the train station".
_COMPOUNDS = frozenset(
    "station stations driver drivers crash line lines service services journey journeys ride rides "
    "trip trips travel stop stops route routes track tracks company companies operator operators "
    "passenger passengers carriage carriages wagon wagons crew crews schedule schedules fare fares "
    "ticket tickets strike strikes derailment accident accidents bombing attack depot conductor "
    "traffic network ferry ferries bridge tunnel set sets museum manufacturer maker fleet system "
    "yard terminal".split()
)
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase: tokens ``first`` to ``last`` (not included)."""

    first: int
    last: int
    #: vehicle, craft, name, organisation, pronoun, place, event or noun.
    kind: str
    #: Lower-case head: the vehicle's noun, the pronoun.
    head: str = ""
    mode: str = ""
    #: Words of the name at the head, as written, without titles.
    name: tuple[str, ...] = ()
    #: Who owns the head: words of a name, or a possessive pronoun.
    owner: tuple[str, ...] = ()
    #: Words before a vehicle's noun, in lower case.
    modifiers: tuple[str, ...] = ()
    #: Proper name of a vehicle: "Orient Express".
    proper: str = ""


def noun_phrase(scene: Scene, first: int, last: int) -> NounPhrase | None:
    """Read the noun phrase that begins at a token, up to ``last`` at most."""
    tokens = scene.tokens
    index = first
    words: list[int] = []
    owner: tuple[str, ...] = ()
    while index < min(last, first + _LONGEST):
        low = tokens.low[index]
        if low in QUOTES:
            index += 1
            continue
        if low in ("'s", "’s"):
            owner = _owner(scene, words) or owner
            words = []
            index += 1
            continue
        if scene.place_at[index] >= 0:
            end = min(scene.place_end(index), last)
            words.extend(range(index, end))
            index = end
            continue
        if scene.time_at[index] >= 0 and _times_a_train(scene, words, index):
            # "the overnight train", "the Sunday train"
            words.append(index)
            index += 1
            continue
        if scene.time_at[index] >= 0 or not _continues(scene, words, index):
            break
        if low in _PRONOUNS and not words and not scene.is_name(index):
            follows = index + 1 < last and _continues(scene, words, index + 1)
            if not (low == "her" and follows):
                return NounPhrase(first, index + 1, "pronoun", head=low)
        if low in ("his", "her", "their", "its") and not words:
            owner = (low,)
        words.append(index)
        index += 1
    if not words:
        return None
    return _classify(scene, first, index, words, owner)


def _times_a_train(scene: Scene, words: list[int], index: int) -> bool:
    """Whether a time qualifies the vehicle after it."""
    after = index + 1
    return (
        bool(words)
        and scene.tokens.low[words[-1]] in DETERMINERS
        and after < len(scene.tokens)
        and scene.time_at[after] < 0
        and _mover_near(scene, after)
    )


def _continues(scene: Scene, words: list[int], index: int) -> bool:
    """Whether a token belongs to the phrase that was read so far."""
    tokens = scene.tokens
    low = tokens.low[index]
    if low == "-":
        return tokens.touching(index)
    if low == ".":
        # "Gov. Oleg Kozhemyako"
        return bool(words) and tokens.is_capital(words[-1]) and tokens.touching(index)
    if not low[0].isalnum():
        return False
    if scene.is_name(index):
        return True
    if low == "and" and words and tokens.low[index - 1] == "-" and tokens.touching(index):
        # "blue-and-yellow"
        return True
    if low == "and" and words:
        # "a green and yellow train"
        return not scene.is_name(words[-1]) and _mover_near(scene, index + 2)
    if low in PREPOSITIONS or low in AUXILIARIES or low in SUBORDINATORS or low in ("and", "or"):
        return low == "that" and not words
    if not words:
        return True
    if low in DETERMINERS or low in ADVERBS or low in _PRONOUNS:
        return tokens.low[words[-1]] in DETERMINERS or tokens.low[words[-1]] == "all"
    then = tokens.low[index + 1] if index + 1 < len(tokens) else ""
    if scene.is_name(words[-1]) and low.endswith("s") and then == "to":
        # "Putin plans to": a verb.
        return False
    if scene.is_name(words[-1]) and (
        verbs().at(tokens, index) is not None or reporting_verbs().at(tokens, index) is not None
    ):
        return False
    joined = len(words) > 1 and tokens.low[words[-1] - 1] == "-"
    if _ending(scene, words) is not None and not joined:
        return low in _COMPOUNDS or low[0].isdigit() or _mover_near(scene, index)
    return not (scene.is_name(words[-1]) and (low.endswith(("ed", "ing")) or low in _AFTER_NOUN))


def _mover_near(scene: Scene, index: int) -> bool:
    return index < len(scene.tokens) and mover_words().at(scene.tokens, index) is not None


def _owner(scene: Scene, words: list[int]) -> tuple[str, ...]:
    """Name of an owner; "the North Korean leader's" names nobody."""
    low = scene.tokens.low
    named = [index for index in words if scene.is_name(index) and low[index] not in titles()]
    people = {index for index in named if _is_demonym(scene, index)}
    return tuple(scene.tokens.word[index] for index in named if index not in people)


def _is_demonym(scene: Scene, index: int) -> bool:
    """Whether a capitalised word is of a people, alone or with its neighbour."""
    low = scene.tokens.low
    before, after = " ".join(low[index - 1 : index + 1]), " ".join(low[index : index + 2])
    return not _demonyms().isdisjoint({low[index], before, after})


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(row["word"].casefold() for row in table("demonyms"))


def _classify(
    scene: Scene, first: int, last: int, words: list[int], owner: tuple[str, ...]
) -> NounPhrase:
    tokens = scene.tokens
    spelled = [index for index in words if tokens.low[index] not in ("-", ".")]
    if not spelled:
        return NounPhrase(first, last, "noun")
    text = scene.article.text[tokens.start[words[0]] : tokens.end[words[-1]]]
    names = 0
    while names < len(spelled) and scene.is_name(spelled[-1 - names]):
        names += 1
    tail = spelled[len(spelled) - names :]
    body = spelled[: len(spelled) - names] if names < len(spelled) else spelled
    mover = _ending(scene, body) or _ending(scene, spelled)
    if mover is not None:
        noun, mode = mover
        kind = "craft" if mode in ("air", "sea") else "vehicle"
        modifiers = tuple(
            tokens.low[index]
            for index in spelled
            if tokens.low[index] not in DETERMINERS and tokens.low[index] not in noun.split()
        )
        proper = _proper(scene, spelled) if kind == "vehicle" else ""
        return NounPhrase(
            first, last, kind, noun, mode, owner=owner, modifiers=modifiers, proper=proper
        )
    own_name = _proper(scene, spelled) if names and _runs_trains(owner) else ""
    if own_name and all(map(tokens.is_capital, spelled)):
        # "Amtrak's Coast Starlight"
        return NounPhrase(first, last, "vehicle", "train", "rail", proper=own_name)
    if names and any(tokens.low[index] in _BOUND for index in body):
        # "the eastbound California Zephyr"
        bound = next(tokens.low[index] for index in body if tokens.low[index] in _BOUND)
        proper = " ".join([bound, *(tokens.word[index] for index in tail)])
        return NounPhrase(first, last, "vehicle", "train", "rail", owner=owner, proper=proper)
    if _CRAFT.search(text) or any(
        (found := mover_words().at(tokens, index)) and found.value in ("air", "sea")
        for index in tail
    ):
        return NounPhrase(first, last, "craft", "aircraft", "air", owner=owner)
    if names:
        written = _written(scene, tail)
        # "the Korean Central News Agency", "the Chosun Ilbo newspaper".
        low = {tokens.low[i] for i in tail[-1:]} | {word for word in _MEDIA if word in text}
        kind = "organisation" if low & organisation_words() else "name"
        return NounPhrase(first, last, kind, name=written, owner=owner)
    if scene.place_at[spelled[-1]] >= 0:
        return NounPhrase(first, last, "place", owner=owner)
    event = plan_nouns().at(tokens, spelled[-1])
    kind = "event" if event else "noun"
    return NounPhrase(first, last, kind, tokens.low[spelled[-1]], owner=owner)


def _runs_trains(owner: tuple[str, ...]) -> bool:
    return bool(owner) and operators().at(tokenize(" ".join(owner)), 0) is not None


def _proper(scene: Scene, spelled: list[int]) -> str:
    """Capitalised name that a vehicle has of its own, where it has one."""
    tokens = scene.tokens
    if not tokens.is_capital(spelled[-1]) or len(spelled) < 2:
        return ""
    start = len(spelled)
    while (
        start
        and tokens.is_capital(spelled[start - 1])
        and (tokens.low[spelled[start - 1]] not in DETERMINERS)
    ):
        start -= 1
    if len(spelled) - start < 2:
        return ""
    return scene.article.text[tokens.start[spelled[start]] : tokens.end[spelled[-1]]]


def _written(scene: Scene, tail: list[int]) -> tuple[str, ...]:
    """Words of a name without titles; what hyphens join is one word."""
    tokens = scene.tokens
    written: list[str] = []
    for index in tail:
        if tokens.low[index] in titles():
            continue
        if written and tokens.low[index - 1] == "-":
            written[-1] += f"-{tokens.word[index]}"
        else:
            written.append(tokens.word[index])
    return tuple(written)


def _ending(scene: Scene, words: list[int]) -> tuple[str, str] | None:
    """Noun for a vehicle at the end of some words; numbers may follow it."""
    end = len(words)
    while end and scene.tokens.word[words[end - 1]][0].isdigit():
        end -= 1
    for length in (3, 2, 1):
        if end >= length:
            found = mover_words().at(scene.tokens, words[end - length])
            if found and found.last - 1 == words[end - 1]:
                return " ".join(scene.tokens.low[found.first : found.last]), found.value
    return None


def skip_phrase(scene: Scene, index: int, last: int) -> int:
    """Token after a preposition and its noun phrase."""
    phrase = noun_phrase(scene, index + 1, last)
    return phrase.last if phrase else index + 1


def find_subject(scene: Scene, first: int, last: int) -> list[NounPhrase]:
    """Subject of a verb at ``last`` in a clause that begins at ``first``.

    The first noun phrase that no preposition governs, with those joined to it by "and".
    Empty where the clause has none of its own.
    """
    tokens = scene.tokens
    index = first
    while index < last:
        low = tokens.low[index]
        if scene.time_at[index] >= 0:
            index += 1
        elif scene.place_at[index] < 0 and not scene.is_name(index) and low in PREPOSITIONS:
            index = skip_phrase(scene, index, last)
        elif scene.place_at[index] < 0 and not scene.is_name(index) and _idle(low):
            index += 1
        else:
            phrase = noun_phrase(scene, index, last)
            if phrase is not None and low in _QUANTITIES:
                phrase = _counted(scene, phrase, last)
            if phrase is not None and not _is_participle(scene, phrase):
                return [phrase, *_joined(scene, phrase.last, last)]
            index = phrase.last if phrase else index + 1
    return []


_WISHES = frozenset("want wants wanted hope hopes plan plans intend intends aim aims".split())


#: "Hundreds of migrants", "the rest of the convoy": what is counted moves.
_QUANTITIES = frozenset(
    "hundreds thousands dozens scores tens some most many all several a the".split()
)
_OF = frozenset("hundreds thousands dozens scores tens most many some all group crowd rest number "
                "majority handful wave stream part".split())  # fmt: skip


def _counted(scene: Scene, phrase: NounPhrase, last: int) -> NounPhrase:
    low = scene.tokens.low
    end = phrase.last
    if end + 1 >= last or low[end] != "of" or low[end - 1] not in _OF:
        return phrase
    other = noun_phrase(scene, end + 1, last)
    return other if other is not None and other.kind == "vehicle" else phrase


def _idle(low: str) -> bool:
    return (
        low in ADVERBS
        or low in AUXILIARIES
        or low in ("and", "or", "but", "of", "to", "then")
        # "who want to reach X"
        or low in _WISHES
        or (low in SUBORDINATORS and low != "that")
        or not low[0].isalnum()
        or (low.endswith("ly") and len(low) > 4)
    )


def _is_participle(scene: Scene, phrase: NounPhrase) -> bool:
    low = scene.tokens.low[phrase.first]
    past = low.endswith(("ing", "ed")) or low in _PAST
    return phrase.kind == "noun" and phrase.last - phrase.first == 1 and past


_PAST = frozenset("said thought known seen held bound laden".split())


def _joined(scene: Scene, index: int, last: int) -> list[NounPhrase]:
    if index < last and scene.tokens.low[index] == "and":
        other = noun_phrase(scene, index + 1, last)
        return [other] if other else []
    return []
