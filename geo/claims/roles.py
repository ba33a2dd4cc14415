"""Who and how of a measured claim: its subject, its two ends, its mode."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claims.left import clean_left
from geo.claims.lexicon import COPULAS, DASHES, MODE_WORDS, STOPS
from geo.claims.measures import Found
from geo.claims.phrases import phrase_before, read_phrase
from geo.claims.relations import Tail
from geo.claims.sentence import Before, Sentence
from geo.claims.sizes import LENGTH_VERBS
from geo.claims.subjects import find_subject
from geo.claims.two_places import Pair, apart, pair_after, pair_before, pair_of_travel
from geo.claims.view import Phrase, View
from geo.model import Mode, Toponym

__all__ = ["mode_behind", "mode_of", "pair_of", "subject_of"]

_STRAIGHT = {("as", "the", "crow", "flies"), ("in", "a", "straight", "line")}


def pair_of(sentence: Sentence, found: Found, tail: Tail) -> Pair | None:
    """Two ends that the words name together; None when one side must be looked for."""
    if found.vague:
        return None
    if tail.relation == "apart":
        return apart(sentence.view, sentence.lo, found.begin)
    if any(
        sentence.view.tokens.low[k] in LENGTH_VERBS
        for k in range(max(sentence.lo, found.begin - 3), found.begin)
    ):
        return None
    definite = found.begin > sentence.lo and sentence.view.tokens.low[found.begin - 1] == "the"
    after = pair_after(sentence.view, tail, sentence.hi, definite=definite)
    if after:
        return after
    if found.is_time and tail.relation == "":
        travel = pair_of_travel(sentence.view, tail.end, sentence.hi)
        if travel:
            return travel
    if tail.relation == "to":
        return _from_and_to(sentence, found, tail.end)
    if not tail.relation and sentence.view.tokens.low[tail.end : tail.end + 1] == ["to"]:
        # "From Seville it is 140 km northeast to Córdoba", "an hour by train to Braga"
        both = _from_and_to(sentence, found, tail.end + 1)
        if both or tail.direction:
            return both
    if tail.relation in ("from", "of", "to") or tail.direction:
        return None
    return pair_before(sentence.view, sentence.lo, found.begin)


def _from_and_to(sentence: Sentence, found: Found, at: int) -> Pair | None:
    """Read "From Zurich it is a two-hour train ride to Milan"."""
    view, low = sentence.view, sentence.view.tokens.low
    target = read_phrase(view, at, sentence.hi)
    if target is None or target.kind not in ("mention", "name"):
        return None
    for at in range(found.begin - 1, max(sentence.lo - 1, found.begin - 14), -1):
        if low[at] == "from":
            origin = read_phrase(view, at + 1, found.begin)
            if origin and origin.kind in ("mention", "name"):
                return Pair(origin, target)
            return None
    return None


def mode_of(sentence: Sentence, found: Found, tail: Tail) -> Mode:
    """How one travels, from the words right around the measure."""
    if tail.mode != "unspecified":
        return tail.mode
    low = sentence.view.tokens.low
    # "by rail" right after the reference or right before the measure
    for index in range(max(sentence.lo, found.begin - 3), found.begin):
        if low[index] in ("driving", "drive", "walking", "flying", "train", "rail"):
            return MODE_WORDS.get(low[index], "unspecified")
    phrase = read_phrase(sentence.view, tail.end, sentence.hi) if tail.relation else None
    return mode_behind(sentence, phrase.end) if phrase else "unspecified"


def mode_behind(sentence: Sentence, at: int) -> Mode:
    """Mode told right behind the last place: "by rail", "as the crow flies"."""
    low = sentence.view.tokens.low
    if at < sentence.hi and low[at] == ",":
        at += 1
    if at + 1 >= sentence.hi:
        return "unspecified"
    if low[at] in ("by", "on"):
        for onward in range(at + 1, min(sentence.hi, at + 6)):
            if low[onward] in MODE_WORDS and (low[at] == "by" or low[onward] == "foot"):
                return MODE_WORDS[low[onward]]
            if low[onward] in STOPS:
                break
    if tuple(low[at : at + 4]) in _STRAIGHT:
        return "straight"
    return "unspecified"


def _inherits(sentence: Sentence, found: Found, before: Before) -> bool:
    """Whether the measure continues a list: "64 km from A and 20 km south of B"."""
    if before.end < 0 or before.end > found.begin:
        return False
    low, tokens = sentence.view.tokens.low, sentence.view.tokens
    gap = range(before.end, found.begin)
    if len(gap) > 14:
        return False
    words = [low[index] for index in gap]
    if any(word in (";", "in", "at", "to", "near", "where", "who", "when") for word in words):
        return False
    if any(word in COPULAS and word not in ("is", "lies", "was") for word in words):
        return False
    if not words:
        return True
    last = words[-1]
    while words and words[-1] in ("is", "also", "just", "only", "another", "lies", "located"):
        words.pop()
        last = words[-1] if words else ""
    if last in ("and", "or", "but", ";") or last in DASHES:
        return True
    if last != ",":
        return False
    joints = [index for index in gap if low[index] == "and"]
    if joints and any(
        _begins_name(sentence, index) for index in range(joints[-1] + 1, found.begin)
    ):
        # "A, 240 km from B, and C, 70 km north of A": C is a subject of its own.
        return False
    # A lower-case word that is no part of an apposition means a clause of its own.
    inner = [index for index in gap if low[index] not in (",", "and")]
    return all(
        tokens.is_capital(index) or low[index] in ("the", "of", "a", "an") or low[index - 1] in
        ("the", "a", "an", "of") or not low[index][0].isalpha() or low[index] in
        ("capital", "city", "state", "province", "county", "town", "largest", "national", "main")
        for index in inner
    )  # fmt: skip


def _begins_name(sentence: Sentence, index: int) -> bool:
    """Whether a name begins at a token."""
    return index in sentence.view.starts or sentence.view.is_name(index)


def subject_of(
    sentence: Sentence, found: Found, reference: Phrase, before: Before
) -> Toponym | None:
    """Find what the measure is told of, given its reference and the claim before it."""
    view, low = sentence.view, sentence.view.tokens.low
    if _inherits(sentence, found, before):
        return before.subject
    fronted = _after_reference(sentence, reference)
    subject = find_subject(view, sentence.lo, found.begin)
    left = clean_left(view, sentence.lo, found.begin)
    if fronted and (not left.flat or (fronted.strong and not _left_has_verb(view, left.flat))):
        return fronted.phrase.toponym
    if subject and (
        subject.phrase.kind == "indefinite"
        or (subject.phrase.kind == "place" and _indefinite_before(view, subject.phrase))
    ):
        trailing = _trailing(sentence, reference)
        if trailing:
            return trailing
    if subject and subject.phrase.kind == "definite" and low[subject.phrase.first] == "the":
        return subject.phrase.toponym
    if subject is None and left.flat and left.comma and before.subject and before.end > 0:
        return None
    if subject is None:
        return _trailing(sentence, reference) or _arrived(sentence, found)
    return subject.phrase.toponym


def _arrived(sentence: Sentence, found: Found) -> Toponym | None:
    """Read "arrived in Hanoi after a 66-hour train journey from": where it ended."""
    view, low, at = sentence.view, sentence.view.tokens.low, found.begin
    while at > sentence.lo and low[at - 1] in ("a", "an", "the", "its", "his", "their"):
        at -= 1
    if at - 2 < sentence.lo or low[at - 1] not in ("after", "following", ",", "ending"):
        return None
    place = phrase_before(view, at - 1, sentence.lo)
    if place is None or place.kind not in ("mention", "name") or place.first - 2 < sentence.lo:
        return None
    verb = low[place.first - 2 : place.first]
    came = verb[0] in ("arrived", "arrives", "landed", "lands", "came", "pulled", "arriving")
    return place.toponym if came and verb[1] in ("in", "at", "to", "into") else None


def _indefinite_before(view: View, phrase: Phrase) -> bool:
    """Whether the phrase is "an Algerian base": told apart by what follows."""
    low = view.tokens.low
    return low[phrase.first] in ("a", "an", "another") or (
        phrase.first > 0 and low[phrase.first - 1] in ("a", "an", "another")
    )


def _left_has_verb(view: View, flat: tuple[int, ...]) -> bool:
    return any(view.tokens.low[index] in COPULAS for index in flat)


@dataclass(frozen=True, slots=True)
class _Fronted:
    phrase: Phrase
    strong: bool


def _after_reference(sentence: Sentence, reference: Phrase) -> _Fronted | None:
    """Subject of a fronted expression: "60 km south of Lyon, the town of Vienne ..."."""
    view, low, hi = sentence.view, sentence.view.tokens.low, sentence.hi
    at = reference.end
    if at + 1 < hi and low[at] == "by" and low[at + 1] in MODE_WORDS:
        # "Half an hour from Dublin by train is Drogheda"
        at += 2
    if at >= hi:
        return None
    if low[at] in COPULAS and at + 1 < hi:
        phrase = read_phrase(view, at + 1, hi)
        return _Fronted(phrase, strong=True) if phrase and phrase.named else None
    # "Portland, Oregon, the town": step over the state
    for _ in range(2):
        if at + 1 >= hi or low[at] not in (",", *DASHES):
            return None
        phrase = read_phrase(view, at + 1, hi)
        if phrase is None:
            return None
        following = low[phrase.end] if phrase.end < hi else "."
        if phrase.kind in ("mention", "name") and following == ",":
            at = phrase.end
            continue
        if phrase.kind == "indefinite" or phrase.kind == "thing":
            return None
        demonstrative = low[phrase.first] in ("this", "that", "the") or phrase.named
        return _Fronted(phrase, strong=demonstrative and following in COPULAS)
    return None


def _trailing(sentence: Sentence, reference: Phrase) -> Toponym | None:
    """Read "a refugee camp 1,088 miles southwest of Algiers in Tindouf": the name behind."""
    view, low, at = sentence.view, sentence.view.tokens.low, reference.end
    if at < sentence.hi and low[at] == ",":
        at += 1
    if at + 1 >= sentence.hi or low[at] not in ("in", "at", "on", "to"):
        return None
    phrase = read_phrase(view, at + 1, sentence.hi)
    if phrase is None or phrase.kind not in ("mention", "name"):
        return None
    place = phrase.toponym.place
    if place is not None and place.kind in (
        "country", "region", "county", "territory", "continent", "subregion",
    ):  # fmt: skip
        return None
    return phrase.toponym
