"""Find what a measure is said of: the place that lies so far from the reference."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claims.left import BREAKS, Left, clean_left, phrase_at_end, pieces_of
from geo.claims.lexicon import (
    ANAPHORS,
    COPULAS,
    DETERMINERS,
    LOCATED,
    PERSONAL,
    PLACE_NOUNS,
    PREPOSITIONS,
    word_set,
)
from geo.claims.phrases import PEOPLE, read_phrase
from geo.claims.view import Phrase, View

__all__ = ["Found", "find_subject"]

#: Words at the start of a clause that cannot begin its subject.
_OPENERS = (
    PREPOSITIONS
    | LOCATED
    | word_set("""also however today now then meanwhile further once here originally formerly known
        nestled surrounded bordered created established and but or so while although though
        because where when administratively geographically historically currently known""")
)
_LOCATIVE = word_set("in on at near along within off just between part about around by")
_REACHED = word_set("reached reachable accessible")
_PUTTING = word_set("put puts placed places putting placing locate locates")
_LIVING = word_set("live lives lived reside resides dwell dwells")
_FOLLOWING = word_set("follow follows followed following along")
_RELATIVE = word_set("which that who where")


@dataclass(frozen=True, slots=True)
class Found:
    """A subject and how it was found: ``strong`` when the grammar leaves no doubt."""

    phrase: Phrase
    strong: bool
    located: bool = False


def find_subject(view: View, lo: int, begin: int) -> Found | None:
    """Subject of the measure that starts at token ``begin`` of the sentence from ``lo``.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def subject(text):
    ...     view = View(tokenize(text), ())
    ...     found = find_subject(view, 0, len(view.tokens))
    ...     return found and found.phrase.toponym.text
    >>> subject("Kara is an old township near Sirathu, on the banks of Ganges,")
    'Kara'
    >>> subject("It showed the train in Ussuriysk, a city")
    'Ussuriysk'
    >>> subject("The bombing occurred in the town of Akuressa, in Matara district")
    'Akuressa'
    >>> subject("Located on the Rockaway River, Dover is")
    'Dover'
    """
    left = clean_left(view, lo, begin)
    if not left.flat:
        return None
    apposed = _apposed(view, left) or _of_people(view, left) or _put_at(view, left)
    if apposed:
        return apposed
    by_verb = _by_copula(view, left)
    if by_verb:
        return by_verb
    return _attached(view, left)


def _of_people(view: View, left: Left) -> Found | None:
    """Handle "Residents of NAME live M from R": told of the place."""
    low, flat = view.tokens.low, left.flat
    if len(flat) < 3 or low[flat[-1]] not in _LIVING or flat[-1] in view.owner:
        return None
    phrase = phrase_at_end(view, flat[:-1], flat[0])
    if phrase is None or phrase.kind not in ("mention", "name"):
        return None
    people = low[phrase.first] in PEOPLE and phrase.toponym.text.lower() != low[phrase.first]
    return Found(phrase, strong=True, located=True) if people else None


def _put_at(view: View, left: Left) -> Found | None:
    """Handle "The map puts NAME at M from R"."""
    low, flat = view.tokens.low, left.flat
    if len(flat) < 3 or low[flat[-1]] != "at":
        return None
    phrase = phrase_at_end(view, flat[:-1], flat[0])
    if phrase is None or not phrase.named:
        return None
    verb = view.tokens.at(phrase.toponym.start) - 1
    put = verb in flat and low[verb] in _PUTTING
    return Found(phrase, strong=True, located=True) if put else None


def _indefinite_head(view: View, piece: tuple[int, ...]) -> bool:
    """Whether a piece begins like an apposition: "a city", "one of the towns", "two islands"."""
    low = view.tokens.low
    if not piece or piece[0] in view.owner:
        return False
    first = low[piece[0]]
    if first not in (
        "a", "an", "one", "the", "another", "two", "three", "four", "home", "its", "their",
        "now", "formerly", "once", "capital", "known", "which",
    ):  # fmt: skip
        return False
    for index in piece[1:7]:
        if index in view.owner:
            return False
        if low[index] in PLACE_NOUNS:
            return True
        if low[index] in COPULAS or (low[index] in PREPOSITIONS and low[index] != "of"):
            return False
    return first in ("home", "which")


def _apposed(view: View, left: Left) -> Found | None:
    """Handle "NAME, a city M from R" and "NAME, a town of 12,000, M from R"."""
    pieces = pieces_of(view, left.flat)
    if len(pieces) < 2 or not _indefinite_head(view, pieces[-1]):
        return None
    low = view.tokens.low
    if any(low[index] in COPULAS for index in pieces[-1]) and low[pieces[-1][0]] != "which":
        return None
    phrase = phrase_at_end(view, pieces[-2], pieces[-2][0])
    if phrase is None or not phrase.named:
        return None
    if len(pieces) > 2 and _plain_name(view, pieces[-2]):
        # "in Osan, Gyeonggi, a city": the first name of the chain
        return _chain(view, pieces[:-1])
    return Found(phrase, strong=True)


def _plain_name(view: View, piece: tuple[int, ...]) -> bool:
    """Whether a piece is nothing but a name, or "in NAME", or a number."""
    tokens, low = view.tokens, view.tokens.low
    if all(tokens.word[index][0].isdigit() for index in piece):
        return True
    first = piece[0]
    rest = piece[1:] if low[first] in ("in", "on", "near", "at", "of") else piece
    if not rest:
        return False
    phrase = read_phrase(view, rest[0], rest[-1] + 1)
    return bool(phrase and phrase.end == rest[-1] + 1 and phrase.named)


def _chain(view: View, pieces: list[tuple[int, ...]]) -> Found | None:
    """First name of "in Osan, Gyeonggi Province, South Korea": the most precise one."""
    low = view.tokens.low
    at = len(pieces) - 1
    while at > 0 and (_plain_name(view, pieces[at]) or _indefinite_head(view, pieces[at])):
        before = phrase_at_end(view, pieces[at - 1], pieces[at - 1][0])
        # "the Slovakian capital, Bratislava": the name after a noun is the place itself.
        if before is None or before.kind not in ("mention", "name"):
            break
        at -= 1
    piece = pieces[at]
    start = 1 if low[piece[0]] in PREPOSITIONS and len(piece) > 1 else 0
    phrase = phrase_at_end(view, piece, piece[start])
    return Found(phrase, strong=phrase.named) if phrase and phrase.kind != "thing" else None


def _by_copula(view: View, left: Left) -> Found | None:
    """Subject of the last verb of place before the measure."""
    low, flat = view.tokens.low, left.flat
    place = next(
        (k for k in range(len(flat) - 1, 0, -1) if low[flat[k]] in COPULAS
         and flat[k] not in view.owner), None
    )  # fmt: skip
    if place is None:
        return None
    right = list(flat[place + 1 :])
    while right and low[right[0]] in ("not", "also", "only", "just", "still", "now", "directly"):
        right.pop(0)
    before = flat[:place]
    # "has been", "is situated", "was found": step over the other verbs
    while before and low[before[-1]] in COPULAS | frozenset(("has", "have", "had", "which")):
        if low[before[-1]] == "which":
            break
        before = before[:-1]
    if not before or (low[before[-1]] == "to" and before[-1] not in view.owner):
        # "grounds to be built near": an infinitive tells no subject of its own.
        return None
    first = low[right[0]] if right else ""
    if not right:
        kind = "direct"
    elif first in LOCATED | _REACHED or (left.located and not _has_verb(view, right)):
        kind = "located"
    elif first in DETERMINERS | frozenset(("part", "home", "one", "among")) and _is_place_noun_soon(
        view, right
    ):
        kind = "class"
    elif first in _LOCATIVE or first in ("north", "south", "east", "west"):
        kind = "locative"
    else:
        return None
    subject = _subject_of(view, before)
    if subject is None:
        return None
    word = low[subject.first]
    if word in PERSONAL:
        return None
    if kind == "locative" and (
        subject.kind in ("thing", "pronoun", "definite", "indefinite") or _is_vague(subject)
    ):
        # "Kim was in Ussuriysk, 65 km from": the attached name is the better subject.
        attached = _attached(view, left)
        if attached and attached.phrase.named:
            return attached
    if kind == "located" and subject.kind == "pronoun" and left.comma:
        # "It was found in Hull, five hundred yards from": the name before the comma is it.
        attached = _attached(view, left)
        if attached and attached.phrase.named:
            return attached
    if kind == "class" and subject.kind == "thing":
        attached = _attached(view, left)
        if attached and attached.phrase.named:
            return attached
    return Found(subject, strong=True, located=kind in ("direct", "located", "locative", "class"))


def _is_vague(phrase: Phrase) -> bool:
    """Whether a phrase is "The camp", of which nobody knows which one it is."""
    toponym = phrase.toponym
    return toponym.place is None and toponym.text.split()[0].lower() in ("the", "this", "that")


def _has_verb(view: View, span: list[int]) -> bool:
    return any(view.tokens.low[index] in COPULAS | {"has", "had", "have"} for index in span)


def _is_place_noun_soon(view: View, right: list[int]) -> bool:
    """Whether the predicate is a kind of place: "is a small town", "is the second city"."""
    low = view.tokens.low
    for count, index in enumerate(right[1:12]):
        word = low[index]
        if word in PLACE_NOUNS:
            return True
        if count and (word in ("who", "that", "which") or word in PREPOSITIONS - {"of"}):
            return False
    return False


def _subject_of(view: View, before: tuple[int, ...]) -> Phrase | None:
    """Noun phrase that a verb belongs to, given all that stands before the verb."""
    low = view.tokens.low
    pieces = pieces_of(view, before)
    if not pieces:
        return None
    last = pieces[-1]
    if low[last[-1]] in _RELATIVE and last[-1] not in view.owner:
        rest = tuple(index for index in before if index < last[-1])
        while rest and low[rest[-1]] in BREAKS:
            rest = rest[:-1]
        if not rest:
            return None
        row = pieces_of(view, rest)
        chained = _chain(view, row) if len(row) > 1 and _plain_name(view, row[-1]) else None
        if chained:
            # "Darlington, Pennsylvania, which is": the town, not its state.
            return chained.phrase
        antecedent = phrase_at_end(view, rest, rest[0])
        return antecedent if antecedent and antecedent.kind != "thing" else None
    piece = pieces[0]
    if low[piece[0]] in _OPENERS and len(pieces) > 1:
        piece = last
    elif len(pieces) > 1 and (
        not _opens_with_phrase(view, piece)
        or (low[piece[0]] in DETERMINERS and _is_adjectives(view, piece, pieces[1]))
    ):
        # Adjectives with commas between: "This gleaming, modern airport".
        piece = last
    named = _apposed_name(view, pieces)
    if named:
        return named
    while (
        len(piece) > 1
        and piece[0] not in view.owner
        and low[piece[0]] in ("and", "but", "also", "or", "that", "while", "so")
        and not (view.tokens.is_capital(piece[0]) and low[piece[1]] in PLACE_NOUNS)
    ):
        piece = piece[1:]
    opening = read_phrase(view, piece[0], piece[-1] + 1)
    ending = phrase_at_end(view, piece, piece[0])
    if opening and (
        opening.end > piece[-1]
        or low[opening.end] in PREPOSITIONS | frozenset((",", "and", "or"))
        or opening.end not in piece
    ):
        return opening
    if ending and ending.kind != "thing":
        return ending
    if opening and opening.kind != "thing":
        return opening
    return ending or opening


def _apposed_name(view: View, pieces: list[tuple[int, ...]]) -> Phrase | None:
    """Read "The capital, Ashgabat, lies": the name tells which one is meant."""
    if len(pieces) != 2 or view.tokens.low[pieces[0][0]] not in ("the", "its", "their"):
        return None
    opening = read_phrase(view, pieces[0][0], pieces[0][-1] + 1)
    if opening is None or opening.end <= pieces[0][-1]:
        return None
    if opening.kind != "definite" and not _is_vague(opening):
        return None
    name = read_phrase(view, pieces[1][0], pieces[1][-1] + 1)
    if name is None or not name.named or name.end <= pieces[1][-1]:
        return None
    return name


def _is_adjectives(view: View, piece: tuple[int, ...], following: tuple[int, ...]) -> bool:
    """Whether a noun is still to come: "this gleaming" before "modern airport"."""
    tokens, low = view.tokens, view.tokens.low
    if any(low[index] in PLACE_NOUNS or tokens.is_capital(index) for index in piece[1:]):
        return False
    first = following[0]
    if low[first] in _RELATIVE:
        return False
    return not tokens.is_capital(first) and low[first] not in DETERMINERS | PREPOSITIONS


def _opens_with_phrase(view: View, piece: tuple[int, ...]) -> bool:
    """Whether a piece is one noun phrase, perhaps with "of" and "in" behind it."""
    low = view.tokens.low
    phrase = read_phrase(view, piece[0], piece[-1] + 1)
    if phrase is None:
        return False
    return phrase.end > piece[-1] or low[phrase.end] in PREPOSITIONS or phrase.end not in piece


def _attached(view: View, left: Left) -> Found | None:
    """Phrase right before the measure, perhaps with a comma between."""
    low = view.tokens.low
    pieces = pieces_of(view, left.flat)
    if not pieces:
        return None
    last = pieces[-1]
    if last[-1] not in view.owner and low[last[-1]] in ("which", "that"):
        return None
    phrase = phrase_at_end(view, last, last[0])
    if phrase is None or phrase.kind == "thing":
        return None
    before = phrase.first - 1
    if before >= last[0] and any(low[k] in _FOLLOWING for k in last if k <= before):
        # "You follow the Vltava 180 km south from Prague": a way, not a place.
        return None
    if left.joined and before > last[0] and low[before] in ("from", "of", "to", "near", "with"):
        # "Nikopol, across the river from Enerhodar and 60 miles south of": the list goes on
        # from the name before it.
        if len(pieces) < 2:
            return None
        earlier = phrase_at_end(view, pieces[-2], pieces[-2][0])
        return Found(earlier, strong=False) if earlier and earlier.named else None
    if low[phrase.first] in ANAPHORS and phrase.kind == "pronoun":
        return Found(phrase, strong=False)
    if left.comma or (len(pieces) > 1 and _plain_name(view, last)):
        chained = _chain(view, pieces)
        if chained:
            return chained
    return Found(phrase, strong=phrase.named)
