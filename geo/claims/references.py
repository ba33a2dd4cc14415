"""Read what a measure is told from: the reference, and more of them in a list."""

from __future__ import annotations

from geo.claims.lexicon import COPULAS, DASHES, EVENT_WORDS, STOPS, word_set
from geo.claims.lines import COAST_NOUNS
from geo.claims.measures import Found
from geo.claims.phrases import read_phrase
from geo.claims.relations import Tail
from geo.claims.sentence import Sentence
from geo.claims.view import Phrase
from geo.gazetteer.kinds import TERRITORIAL
from geo.model import Toponym

__all__ = ["is_bare_line", "mention_before", "more_references", "reference_phrase"]

_SETTLED = word_set(
    """city town village capital border downtown centre center station airport frontier
    site facility base port coast"""
)


def reference_phrase(sentence: Sentence, found: Found, tail: Tail) -> Phrase | None:
    """Read the reference after the preposition, when it is a place."""
    view = sentence.view
    phrase = read_phrase(view, tail.end, sentence.hi)
    if phrase is None or phrase.kind in ("thing", "indefinite"):
        return None
    tokens, low = view.tokens, view.tokens.low
    if phrase.kind == "pronoun":
        return phrase if low[phrase.first] in ("here", "there") else None
    if phrase.kind == "definite":
        apposed = _apposition_after(sentence, phrase)
        if apposed:
            return apposed
        return phrase if _acceptable_noun(sentence, phrase, found, tail) else None
    if low[phrase.first] in EVENT_WORDS and phrase.end - phrase.first == 1:
        return None
    following = phrase.core_end
    if phrase.kind == "name" and following < sentence.hi and low[following] in ("'s", "’s"):
        return None
    if (
        found.is_time
        and phrase.kind == "place"
        and any(low[k] in ("'s", "’s") for k in range(phrase.first, phrase.end))
    ):
        # "ten minutes from Google's headquarters": nobody can measure that.
        return None
    if tokens.word[phrase.first].isdigit():
        return None
    return phrase


def _apposition_after(sentence: Sentence, phrase: Phrase) -> Phrase | None:
    """Read "the state capital, Hartford": the name tells which one is meant."""
    view, at = sentence.view, phrase.end
    low = view.tokens.low
    if at + 1 >= sentence.hi or low[at] != ",":
        return None
    name = read_phrase(view, at + 1, sentence.hi)
    if name is None or not name.named or name.first != at + 1 or low[at + 1] in ("the", "a"):
        return None
    following = low[name.end] if name.end < sentence.hi else "."
    return name if following in (",", ".", ")", ";", "and", "or", *DASHES) else None


def is_bare_line(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the reference is "the coast", "the sea": told of no country by name."""
    head = sentence.view.tokens.low[phrase.end - 1]
    return phrase.kind == "definite" and (head in COAST_NOUNS or head == "sea")


def _acceptable_noun(sentence: Sentence, phrase: Phrase, found: Found, tail: Tail) -> bool:
    """Whether "the old site" can be a reference: only with a direction, or as a settlement."""
    low = sentence.view.tokens.low
    head = low[phrase.end - 1]
    if tail.direction or head in COAST_NOUNS or head == "sea":
        return True
    return (head in _SETTLED - {"coast"} and not found.is_time) or head in (
        "city", "town", "village", "capital", "border", "centre", "center",
    )  # fmt: skip


def more_references(sentence: Sentence, phrase: Phrase) -> list[Phrase]:
    """Further references of "100 km from Yaroslavl, Vladimir, and Kostroma"."""
    view, low = sentence.view, sentence.view.tokens.low
    if not phrase.named:
        return []
    more: list[Phrase] = []
    at, closed = phrase.end, False
    while at + 1 < sentence.hi and len(more) < 6:
        onward = at
        if low[onward] == ",":
            onward += 1
        joined = low[onward] in ("and", "&")
        if joined:
            onward += 1
        if onward == at or onward >= sentence.hi or onward in sentence.by_begin:
            break
        name = read_phrase(view, onward, sentence.hi)
        if name is None or name.kind not in ("mention", "name") or name.first != onward:
            break
        if not (view.tokens.is_capital(onward) or onward in view.starts):
            break
        if joined and not more and low[at] == "," and low[name.end : name.end + 1] == [","]:
            # "70 km north of Goma, and Bunagana, on the border": two names need no comma, so
            # the second one is told something of its own.
            break
        more.append(name)
        at = name.end
        if joined:
            closed = True
            break
    if not closed:
        return []
    # "Fukushima, 240 km from Tokyo, and Sendai, 70 km north of it": the last name has a measure
    # of its own, so it is no reference but the next subject.
    onward = at + 1 if at < sentence.hi and low[at] in (",", "(", *DASHES) else at
    if onward in sentence.by_begin or low[onward : onward + 1] in (["which"], ["where"]):
        return []
    # "Kyiv and Moscow said": a verb after the list makes its last name a new subject.
    following = low[at] if at < sentence.hi else "."
    if following[0].isalpha() and following not in STOPS:
        return []
    if following in COPULAS or following in ("has", "had", "have", "was", "will", "said"):
        return []
    return more


def mention_before(sentence: Sentence, subject: Phrase) -> Toponym | None:
    """Name of the sentence before the subject, when it is the only one.

    "It capsized off Zamboanga, 860 km south of Manila, on its way to Jolo, 150 km away" does
    not say from where the last distance is told: no reference is better than a wrong one.
    """
    view = sentence.view
    found: dict[str, Toponym] = {}
    at = subject.first - 1
    while at >= sentence.lo:
        first = view.owner.get(at)
        if first is not None:
            mention = view.starts[first][0]
            found.setdefault(mention.place.id if mention.place else mention.text, mention)
            at = first - 1
            continue
        if view.is_name(at) and at > sentence.lo and not view.mentions:
            while at - 1 > sentence.lo and view.tokens.is_capital(at - 1):
                at -= 1
            phrase = read_phrase(view, at, subject.first)
            if phrase:
                found.setdefault(phrase.toponym.text, phrase.toponym)
        at -= 1
    if len(found) != 1:
        return None
    (only,) = found.values()
    return None if only.place and only.place.kind in TERRITORIAL else only
