"""Who says it: verbs of saying that govern a clause, sources named beside it, witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from geo.journey.clauses import Clause, is_passive
from geo.journey.lexicon import DETERMINERS, Match, Verb, reporting_verbs
from geo.journey.nouns import find_subject, noun_phrase
from geo.journey.scene import Scene
from geo.model import Certainty
from geo.toponyms.words import words as words_of

__all__ = ["governing", "named_beside", "witnesses"]

_PICTURES = frozenset("photo photos picture pictures image images video videos footage".split())
#: Before one of these forms they show that it is a noun.
_REPORTS = frozenset("report reports claim claims".split())
_TOLD = frozenset("earlier previous initial media news unconfirmed other first some to".split())
_MOST_WORDS = 8
#: Subjects of "had assumed" that name no source.
_NOBODY = frozenset(
    "nothing nobody none many some others several few most both all it they he she".split()
)
#: "it said" refers to somebody at most so many sentences back.
_BACK = 4


def governing(
    scene: Scene, clauses: Sequence[Clause], number: int
) -> list[tuple[Match[Certainty], str]]:
    """Verbs of saying that the clause depends on, outermost first, with who says it."""
    found: list[tuple[Match[Certainty], str]] = []
    # Back to the clause that "said" opens: over inserts, conjunctions and "that".
    index = number
    while index > 0 and clauses[index].joint not in ("start", "mark"):
        before = clauses[index - 1]
        if before.report is None:
            if found:
                break
            index -= 1
            continue
        name = _reporter(scene, clauses, index - 1, before.report)
        words = scene.tokens.low[before.report.first : clauses[number].last]
        if name and _PICTURES & set(words) and clauses[number].joint == "report":
            name = f"{name} (photo)"
        found.insert(0, (before.report, name))
        index -= 1
        if before.joint != "report":
            break
    return found


def _reporter(
    scene: Scene, clauses: Sequence[Clause], number: int, report: Match[Certainty]
) -> str:
    """Who says it: the subject of the verb of saying, perhaps some inserts before it."""
    subject = find_subject(scene, clauses[number].first, report.first)
    index = number
    while not subject and index > 0 and clauses[index].joint not in ("start", "mark", "report"):
        index -= 1
        if clauses[index].joint in ("start", "mark", "report", "and"):
            subject = find_subject(scene, clauses[index].first, clauses[index].last)
    return _spoken_name(scene, subject[0].first, subject[0].last) if subject else ""


def named_beside(scene: Scene, clauses: Sequence[Clause], number: int) -> list[str]:
    """Sources named beside the clause: "according to X", ", X said", "citing X"."""
    tokens = scene.tokens
    found: list[str] = []
    for index, clause in enumerate(clauses):
        first, last = clause.first, clause.last
        for at in range(first, last - 1):
            low = tokens.low[at]
            if low == "according" and tokens.low[at + 1] == "to":
                found.append(_spoken_name(scene, at + 2, last))
            elif low in ("citing", "quoting"):
                found.append(_spoken_name(scene, at + 1, last))
        if index > number and clause.report is None and clause.joint in ("comma", "mark"):
            name = _tail_reporter(scene, clause)
            if name:
                found.append(name)
    if _photo_said(scene, clauses, number):
        publisher = find_subject(scene, clauses[0].first, clauses[0].last)
        if publisher and not any(found):
            found.append(f"{_spoken_name(scene, publisher[0].first, publisher[0].last)} (photo)")
    return [name for name in found if name]


def witnesses(
    scene: Scene, clauses: Sequence[Clause], clause: Clause, verb: Match[Verb]
) -> list[str]:
    """Who saw it, or the pictures that show it: "Residents watched the train leave"."""
    saw = clause.verbs[0]
    if saw.first > verb.first or saw.value.kind not in ("see", "show"):
        return []
    if saw.value.kind == "see" and is_passive(scene, saw, clause.first):
        return []
    number = clauses.index(clause)
    subject = find_subject(scene, clause.first, saw.first)
    if not subject and number > 1 and clause.joint == "comma":
        # "Footage, which could not be verified, appeared to show"
        subject = find_subject(scene, clauses[number - 2].first, clauses[number - 2].last)
    if not subject or subject[0].kind not in ("name", "organisation", "noun"):
        return []
    name = _spoken_name(scene, subject[0].first, subject[0].last)
    if scene.tokens.low[subject[0].last - 1] in _PICTURES:
        where = _shown_by(scene, subject[0].last, saw.first)
        name = f"{name} ({where})" if where else name
    return [name]


def _shown_by(scene: Scene, first: int, last: int) -> str:
    """Who published pictures: "Footage posted on Telegram", "Images from Planet Labs"."""
    for index in range(first, min(last, first + _MOST_WORDS)):
        if scene.is_name(index):
            return _spoken_name(scene, index, last)
        if scene.tokens.low[index] in (",", ";"):
            break
    return ""


def _photo_said(scene: Scene, clauses: Sequence[Clause], number: int) -> bool:
    clause = clauses[number]
    words = set(scene.tokens.low[clause.first : clause.last])
    return bool(words & _PICTURES) and bool(
        reporting_verbs().first_in(scene.tokens, clauses[0].first, clause.last)
    )


def _tail_reporter(scene: Scene, clause: Clause) -> str:
    """Source in a clause like ", KCNA said" or ", said the ministry"."""
    tokens = scene.tokens
    for index in range(clause.first, min(clause.last, clause.first + _MOST_WORDS)):
        match = reporting_verbs().at(tokens, index)
        if match is None or scene.is_name(index):
            continue
        if tokens.low[index - 1] in DETERMINERS:
            continue
        if tokens.low[index] in _REPORTS and tokens.low[index - 1] in _TOLD:
            # "contrary to earlier reports"
            continue
        subject = find_subject(scene, clause.first, index)
        if subject and subject[0].kind == "pronoun":
            return _source_before(scene, clause.first)
        if subject:
            return _spoken_name(scene, subject[0].first, subject[0].last)
        return _spoken_name(scene, match.last, clause.last)
    return ""


def _source_before(scene: Scene, index: int) -> str:
    """Who "it" is in "it said": the last who said something before."""
    here = scene.sentence_number(index) + 1
    for first, last in reversed(scene.sentences[max(0, here - _BACK) : here]):
        for at in range(first, min(last, index)):
            if reporting_verbs().at(scene.tokens, at) is None or scene.is_name(at):
                continue
            subject = find_subject(scene, first, at)
            if subject and subject[0].kind in ("name", "organisation"):
                return _spoken_name(scene, subject[0].first, subject[0].last)
            break
    return ""


def _spoken_name(scene: Scene, first: int, last: int) -> str:
    """Name of a source: its last capitalised name, else its words without the article."""
    phrase = noun_phrase(scene, first, last)
    if phrase is None or phrase.kind == "pronoun":
        return ""
    tokens = scene.tokens
    end = phrase.last
    if end < last and tokens.low[end] in ("of", "for") and phrase.kind == "noun":
        more = noun_phrase(scene, end + 1, last)
        end = more.last if more else end
    best: tuple[int, int] | None = None
    index = phrase.first
    while index < phrase.last:
        if scene.is_name(index) and tokens.low[index] not in _DEMONYM_ENDS:
            start = index
            while index < phrase.last and (scene.is_name(index) or tokens.low[index] == "-"):
                index += 1
            best = (start, index)
        else:
            index += 1
    words = scene.article.text[tokens.start[phrase.first] : tokens.end[end - 1]]
    demonyms = best and all(
        tokens.low[i].endswith(("n", "ese", "ish", "ch", "s")) and i < phrase.last - 1
        for i in range(*best)
    )
    if best and best == (phrase.first, phrase.first + 1) and phrase.last > best[1]:
        first_of_all = best[0] in {first for first, _ in scene.sentences}
        common = tokens.low[best[0]] in _common()
        best = None if first_of_all and common else best
    if best and not demonyms and phrase.kind in ("name", "organisation", "noun"):
        words = scene.article.text[tokens.start[best[0]] : tokens.end[best[1] - 1]]
    words = " ".join(words.split())
    if words.casefold() in _NOBODY:
        return ""
    head, _, rest = words.partition(" ")
    return rest if head.casefold() in ("the", "a", "an", "some") and rest else words


@cache
def _common() -> frozenset[str]:
    return words_of("common_words")


_DEMONYM_ENDS = frozenset({"the", "north", "south"})
