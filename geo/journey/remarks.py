"""What a text does not let us say about a journey, and what was set aside, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.journey.clauses import Clause, clauses_of
from geo.journey.lexicon import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    mover_words,
)
from geo.journey.nouns import NounPhrase, find_subject
from geo.journey.scene import Scene, read_scene
from geo.journey.where import places_after
from geo.model import Article, Sighting, Toponym

__all__ = ["remarks", "undated"]

#: Words that make up a third or more of English prose; below this share it is another language.
_FUNCTION = DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES | SUBORDINATORS | {"and", "or"}
_ENGLISH = 0.12
#: A shorter text tells nothing of its language.
_ENOUGH = 25
_MOST = 4


def remarks(
    article: Article, mentions: Sequence[Toponym], sightings: Sequence[Sighting]
) -> list[str]:
    """Say what was set aside in an article, and what it lacks.

    Parameters
    ----------
    article : Article
    mentions : sequence of Toponym
        Sorted by start.
    sightings : sequence of Sighting
        What was found in it.

    Returns
    -------
    list of str
        Empty where there is nothing to say.

    Examples
    --------
    >>> from geo.model import Place
    >>> oslo = Toponym(15, 19, "Oslo", Place("x", "Oslo", 10.74, 59.91, "city", "NO"))
    >>> remarks(Article("a", "The ferry left Oslo on Sunday."), [oslo], [])
    ['Set aside, because only travel over land is followed: the ferry (Oslo).']
    """
    scene = read_scene(article, mentions, [])
    said = []
    aside = _set_aside(scene)
    if aside:
        said.append(
            f"Set aside, because only travel over land is followed: {'; '.join(aside[:_MOST])}"
            f"{' and others' if len(aside) > _MOST else ''}."
        )
    if not sightings and not _is_english(scene):
        said.append(
            f"{_title(article)} does not seem to be in English: places are found in any "
            "language, sightings only in English."
        )
    return said


def undated(articles: Sequence[Article], sightings: Sequence[Sighting]) -> list[str]:
    """Say which articles lack a time of publication where others have one.

    Where none has, the order of the journey says so itself.
    """
    lacking = [
        _title(article)
        for article in articles
        if article.published is None
        and any(_is_undated(one) for one in sightings if one.article == article.id)
    ]
    if not lacking or all(article.published is None for article in articles):
        return []
    have = "has" if len(lacking) == 1 else "have"
    said = (
        f"{', '.join(lacking)} {have} no time of publication, so that weekdays there name no day: "
        "their sightings are in order of the way only. Give the time with --published."
    )
    return [said]


def _title(article: Article) -> str:
    return f"“{article.title or article.id}”"


def _is_undated(one: Sighting) -> bool:
    return bool(one.time_text) and one.time_start is None and one.time_end is None


def _is_english(scene: Scene) -> bool:
    words = [low for low in scene.tokens.low if low[0].isalpha()]
    if len(words) < _ENOUGH:
        return True
    return sum(word in _FUNCTION for word in words) >= _ENGLISH * len(words)


def _set_aside(scene: Scene) -> list[str]:
    """Ships and aircraft that a text tells a place of, with the places."""
    tokens = scene.tokens
    places: dict[str, dict[str, None]] = {}
    for first, last in scene.sentences:
        if not any(_is_craft(scene, index) for index in range(first, last)):
            continue
        clauses = clauses_of(scene, first, last)
        for number, clause in enumerate(clauses):
            subject = _craft(scene, clause)
            if subject is None:
                continue
            name = scene.article.text[tokens.start[subject.first] : tokens.end[subject.last - 1]]
            name = " ".join(name.split())
            at = places.setdefault(name[:1].lower() + name[1:], {})
            at.update(dict.fromkeys(_places(scene, clauses, number)))
    return [f"{name} ({', '.join(at)})" for name, at in places.items() if at]


def _is_craft(scene: Scene, index: int) -> bool:
    found = mover_words().at(scene.tokens, index)
    return found is not None and found.value in ("air", "sea")


def _craft(scene: Scene, clause: Clause) -> NounPhrase | None:
    if not clause.verbs:
        return None
    subject = find_subject(scene, clause.first, clause.verbs[0].first)
    return subject[0] if subject and subject[0].kind == "craft" else None


def _places(scene: Scene, clauses: Sequence[Clause], number: int) -> Iterator[str]:
    for verb in clauses[number].verbs:
        for located in places_after(scene, clauses, number, verb):
            if located.mention is not None:
                yield scene.mentions[located.mention].text
