"""The two sides of a claim without an amount: names of places, or nothing."""

from __future__ import annotations

from geo.claims.lexicon import COPULAS, FILLERS, PERSONAL, PLACE_NOUNS, VERBS, word_set
from geo.claims.lines import is_line
from geo.claims.phrases import read_phrase
from geo.claims.subjects import find_subject
from geo.claims.view import Phrase, View
from geo.gazetteer.kinds import TERRITORIAL, WATER
from geo.model import Claim, ClaimKind, Mode, Toponym
from geo.toponyms.words import words as word_list

__all__ = ["make_claim", "named_phrase", "subject_phrase"]

_PLACING = word_set("in at from to into of through outside village town city hamlet")
_STREETS = word_set(
    """road rd street st avenue ave drive dr lane boulevard blvd parkway highway freeway
    expressway interstate turnpike motorway route exit junction intersection roundabout block
    terrace court plaza mall theater theatre hall office restaurant store shop house school
    church building garden gardens park trail bridge lot center centre"""
)


def make_claim(
    view: View,
    kind: ClaimKind,
    first: int,
    end: int,
    subject: Toponym | None,
    reference: Toponym | None,
    *,
    other: Toponym | None = None,
    direction: str = "",
    mode: Mode = "unspecified",
) -> Claim:
    """Make a claim of the tokens from ``first`` to ``end`` and of its places."""
    tokens = view.tokens
    start, finish = tokens.start[first], tokens.end[end - 1]
    for side in (reference, other):
        if side and side.end > finish and side.start >= start:
            finish = side.end
    return Claim(
        start, finish, tokens.text[start:finish], kind, subject, reference, other,
        direction=direction or None, mode=mode, article=view.article,
    )  # fmt: skip


def subject_phrase(
    view: View, lo: int, begin: int, reference: Phrase, last: Phrase | None = None
) -> Phrase | None:
    """Named subject right before the trigger, of the verb of place, or of what follows.

    ``last`` is the phrase that ends the words, where it is not the reference.
    """
    found = find_subject(view, lo, begin)
    if found is None:
        opening = all(view.tokens.low[k] in FILLERS for k in range(lo, begin))
        return _fronted(view, last or reference) if opening else None
    phrase = found.phrase
    if phrase.toponym.start == reference.toponym.start or phrase.kind in ("thing", "indefinite"):
        return None
    if view.tokens.low[phrase.first] in PERSONAL:
        return None
    if phrase.kind == "place":
        # "The south end of the Monongahela near ..." is no place that can be measured.
        return None
    if phrase.kind in ("pronoun", "definite"):
        return phrase if found.located and not _is_street(phrase) else None
    if _is_street(phrase) or _is_street(reference):
        return None
    word = phrase.toponym.text.lower()
    if (
        phrase.kind == "name"
        and phrase.first == lo
        and word in word_list("common_words")
        and view.tokens.low[phrase.end] not in COPULAS
    ):
        # "Officials close to Lyon", "Supporters say the bridge could be ..." begin with a
        # capital only; "Split is a city on the coast" says itself that it is a place.
        return None
    if view.known and not _both_are_places(view, lo, phrase, reference, found.located):
        return None
    return phrase


def _both_are_places(
    view: View, lo: int, subject: Phrase, reference: Phrase, located: bool
) -> bool:
    """Whether two names are of places, when the names of places of the text are known.

    One of them may be unknown to the gazetteer; it then has to stand where a place stands:
    after "in" or "at", or before a verb of place.
    """
    kinds = [side.toponym.place.kind for side in (subject, reference) if side.toponym.place]
    first = subject.toponym.text.split()[0].lower()
    if subject.toponym.place is None and first in ("the", "this", "that"):
        return False
    if not located and subject.toponym.place and kinds[0] in WATER | TERRITORIAL:
        # "to the Gulf of Mexico near Beaumont": which part of it is meant.
        return False
    if reference.kind == "name" and not is_line(reference.toponym.text.lower().split()):
        return subject.toponym.place is not None and located
    if subject.kind != "name":
        return True
    before = view.tokens.low[subject.first - 1] if subject.first > lo else ""
    return located or before in _PLACING


def _fronted(view: View, reference: Phrase) -> Phrase | None:
    """Subject of "Just across the border from Basel, the town of Lorrach has ..."."""
    low, at = view.tokens.low, reference.end
    if at + 1 >= len(low):
        return None
    hi = min(len(low), at + 20)
    if low[at] in COPULAS:
        # "Halfway between A and B lies C"
        placed = named_phrase(view, at + 1, hi)
        known = placed and (placed.toponym.place or not view.known)
        return placed if known else None
    if low[at] != ",":
        return None
    phrase = named_phrase(view, at + 1, hi)
    if phrase is None or phrase.end >= hi or low[phrase.end] not in VERBS:
        return None
    place = phrase.toponym.place
    told = any(low[k] in PLACE_NOUNS for k in range(at + 1, view.tokens.at(phrase.toponym.start)))
    if place is None:
        # A name behind the comma may be anybody's; "the town of" tells that it is a place.
        return phrase if told and not view.known else None
    return phrase if place.kind not in WATER | TERRITORIAL else None


def _is_street(phrase: Phrase) -> bool:
    """Whether a phrase is a road or a building, of which no gazetteer knows."""
    if phrase.toponym.place is not None:
        return False
    words = [word.strip(".,").lower() for word in phrase.toponym.text.split()]
    # "Highway 20", "County Road 122"
    return words[-1] in _STREETS or any(
        word in _STREETS and words[at + 1][:1].isdigit() for at, word in enumerate(words[:-1])
    )


def named_phrase(view: View, index: int, hi: int) -> Phrase | None:
    """Read the named phrase at a token, unless it owns what follows."""
    phrase = read_phrase(view, index, hi)
    if phrase is None or not phrase.named:
        return None
    following = view.tokens.low[phrase.core_end] if phrase.core_end < hi else ""
    return None if following in ("'s", "’s") else phrase
