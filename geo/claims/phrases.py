"""Read the phrases that name a place, or stand for one, on either side of a measure."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.claims.lexicon import (
    CENTRE_NOUNS,
    CONNECTORS,
    DASHES,
    DEFINITE,
    DETERMINERS,
    PART_NOUNS,
    PLACE_NOUNS,
    STOPS,
    word_set,
)
from geo.claims.measures import UNITS
from geo.claims.view import Phrase, View
from geo.gazetteer.kinds import POPULATED, TERRITORIAL

__all__ = ["PEOPLE", "phrase_before", "read_phrase"]

#: Longest phrase that is read, in tokens.
_REACH = 16

#: Lower-case words that may follow a name inside a phrase, before its noun.
_NAME_TAILS = word_set(
    """central business international regional railway train bus air naval military nuclear power
    rail subway metro space test city urban residential industrial old new main historic national
    provincial state federal northern southern eastern western launch missile army border arctic
    coastal greater inner outer police fire weather research"""
)

#: Capitalised nouns that only introduce a name: "City of Salisbury".
_INTRODUCING = word_set("city town village township borough port municipality capital")

#: "Residents of Lytton, 150 km from Vancouver": the distance is the place's.
PEOPLE = word_set(
    """residents people officials authorities citizens villagers inhabitants locals mayor governor
    parts part most half much outskirts streets police bishop archbishop"""
)

_ABBREVIATED = word_set("st ste mt ft pt")
_ROADS = word_set(
    "route highway road interstate cr fm sh u.s. us hwy rte line a m e i exit junction"
)


def _name_end(view: View, index: int, stop: int) -> int:
    """Token after the capitalised name that starts at a token."""
    tokens = view.tokens
    low = tokens.low
    at = index + 1
    while at < stop and at - index < _REACH:
        if at in view.starts:
            break
        if (tokens.is_capital(at) and low[at] not in DETERMINERS) or (
            tokens.word[at] == "." and low[at - 1] in _ABBREVIATED and tokens.touching(at)
        ):
            at += 1
        elif (
            tokens.word[at] in DASHES
            and at + 1 < stop
            and tokens.touching(at)
            and tokens.touching(at + 1)
            and tokens.word[at + 1][0].isalpha()
            and low[at + 1] not in UNITS
            and at + 1 not in view.starts
        ):
            at += 2
        elif low[at] in ("'s", "’s") and (
            at + 1 >= stop or not tokens.word[at + 1][0].isalnum() or low[at + 1] in STOPS
        ):
            # Nothing is owned: "St. John's, on the coast".
            return at + 1
        elif low[at] in CONNECTORS and low[at] != "the":
            onward = at + 1
            if onward < stop and low[onward] in CONNECTORS:
                onward += 1
            if onward >= stop or not view.is_name(onward) or onward in view.starts:
                break
            if low[at] in ("y", "i", "e", "a", "as", "en") and at - index > 3:
                break
            at = onward + 1
        elif (
            tokens.word[at].isdecimal()
            and len(tokens.word[at]) <= 4
            and (low[at - 1] in _ROADS or low[index] in _ROADS)
            and not (at + 1 < stop and (low[at + 1] in UNITS or low[at + 1] == "."))
        ):
            at += 1
        else:
            break
    return at


def _is_name_run(view: View, first: int, end: int) -> bool:
    """Whether capitalised tokens are a name: more than one word, or no common word."""
    return end - first > 1 or view.is_name(first)


@dataclass(slots=True)
class _Parts:
    """What a walk over a phrase met."""

    names: list[tuple[int, int]] = field(default_factory=list)
    nouns: list[int] = field(default_factory=list)
    of_at: int = -1
    owner_at: int = -1
    determiner: str = ""
    at: int = 0
    describes: bool = False


def _walk(view: View, index: int, stop: int) -> _Parts:
    tokens, low = view.tokens, view.tokens.low
    parts = _Parts(at=index)
    limit = min(stop, index + _REACH)
    at = index
    while at < limit:
        word = low[at]
        last_name = parts.names[-1][1] if parts.names else -1
        if at in view.starts:
            end = view.starts[at][1]
            # A mention that begins with an article is a reference of its own: "the city".
            parts.names.append((at, end))
            at = end
        elif word in DETERMINERS:
            if at != index and low[at - 1] != "of":
                break
            parts.determiner = parts.determiner or word
            at += 1
        elif word in ("'s", "’s") or (word in "'’" and at > index and low[at - 1][-1] == "s"):
            if at == index or at + 1 >= limit or low[at + 1] in STOPS:
                break
            parts.owner_at = at
            at += 1
        elif word == "of":
            if at == index or at + 1 >= limit:
                break
            onward = low[at + 1]
            if onward in STOPS or not (onward[0].isalpha()):
                break
            if parts.names and not (tokens.is_capital(at + 1) or onward == "the"):
                break
            parts.of_at = at
            at += 1
        elif tokens.is_capital(at) and word[0].isalpha():
            end = _name_end(view, at, stop)
            if not _is_name_run(view, at, end):
                break
            parts.names.append((at, end))
            at = end
        elif word in DASHES and at > index and tokens.touching(at):
            at += 1
        elif word in STOPS or not word[0].isalpha():
            break
        elif last_name > max(parts.owner_at, parts.of_at):
            if word not in PLACE_NOUNS and word not in CENTRE_NOUNS and word not in _NAME_TAILS:
                # "the Arab world": the name only describes what follows.
                parts.describes = not any(noun >= last_name for noun in parts.nouns)
                break
            parts.nouns.append(at)
            at += 1
        else:
            if (
                parts.nouns
                and low[parts.nouns[-1]] in PLACE_NOUNS
                and (word not in PLACE_NOUNS and parts.nouns[-1] == at - 1)
            ):
                break
            parts.nouns.append(at)
            at += 1
    while at > index and (low[at - 1] in ("of", "'s", "’s", "the", "a") or low[at - 1] in DASHES):
        at -= 1
    parts.at = at
    return parts


def read_phrase(view: View, index: int, stop: int) -> Phrase | None:
    """Read the phrase that starts at a token.

    Parameters
    ----------
    view : View
        The text with its mentions.
    index, stop : int
        First token, and the token that the phrase may not reach.

    Returns
    -------
    Phrase or None
        None where no noun phrase starts.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     view = View(tokenize(text), ())
    ...     phrase = read_phrase(view, 0, len(view.tokens))
    ...     return phrase and (phrase.kind, phrase.toponym.text)
    >>> read("the Sri Lankan capital Colombo."), read("the city of Linares"), read("downtown Lyon")
    (('name', 'Colombo'), ('name', 'Linares'), ('name', 'Lyon'))
    >>> read("the Pakistani border and"), read("the old site, on"), read("Wilder's estate on the")
    (('place', 'Pakistani border'), ('definite', 'the old site'), ('place', "Wilder's estate"))
    >>> read("where he slept") is None
    True
    """
    if index >= stop:
        return None
    low = view.tokens.low
    if low[index] in ("it", "there", "here") and index not in view.starts:
        return Phrase(index, index + 1, "pronoun", view.toponym(index, index + 1), index + 1)
    parts = _walk(view, index, stop)
    if parts.at <= index:
        return None
    if parts.names:
        if parts.describes and low[index] == "the" and parts.names[0][0] == index + 1:
            return Phrase(index, parts.at, "thing", view.toponym(index, parts.at), parts.at)
        return _named(view, index, parts)
    last = _last_place_noun(low, parts.nouns)
    if last is None:
        if not parts.nouns:
            return None
        return Phrase(index, parts.at, "thing", view.toponym(index, parts.at), parts.at)
    end = last + 1
    first = index
    shared = _shared_border(view, end, stop) if low[last] in ("border", "frontier") else 0
    if shared:
        start = index + (low[index] in DETERMINERS)
        return Phrase(index, shared, "place", view.toponym(start, shared), shared)
    if parts.determiner not in DEFINITE:
        first = index + 1 if low[index] in DETERMINERS else index
        return Phrase(index, end, "indefinite", view.toponym(first, end), end)
    return Phrase(index, end, "definite", view.toponym(first, end), end)


def _shared_border(view: View, at: int, stop: int) -> int:
    """Token after "with Russia", "between A and B" behind "the border"; 0 when absent."""
    low = view.tokens.low
    if at + 1 >= stop or low[at] not in ("with", "between"):
        return 0
    one = read_phrase(view, at + 1, stop)
    if one is None or one.kind not in ("mention", "name"):
        return 0
    if low[at] == "with":
        return one.core_end
    if one.end + 1 >= stop or low[one.end] != "and":
        return 0
    other = read_phrase(view, one.end + 1, stop)
    return other.core_end if other and other.kind in ("mention", "name") else 0


def _last_place_noun(low: list[str], nouns: list[int]) -> int | None:
    for index in reversed(nouns):
        if low[index] in PLACE_NOUNS:
            return index
    return None


def _named(view: View, index: int, parts: _Parts) -> Phrase:
    """Phrase with a name in it: decide what of it is the place."""
    tokens, low = view.tokens, view.tokens.low
    first, end = parts.names[-1]
    before = [noun for noun in parts.nouns if noun < first]
    after = [noun for noun in parts.nouns if noun >= end]
    if parts.of_at >= 0 and parts.of_at < first and len(parts.names) > 1:
        # "Gulf of Finland" is one name; "City of Salisbury" names Salisbury.
        earlier = parts.names[-2]
        if earlier[1] == parts.of_at and low[earlier[1] - 1] not in _INTRODUCING | PEOPLE:
            first = earlier[0]
    elif parts.of_at >= 0 and parts.of_at < first and before:
        noun = low[before[-1]]
        if noun in PART_NOUNS:
            start = index + (low[index] in DETERMINERS)
            return Phrase(index, end, "place", view.toponym(start, end), end)
        if noun not in PLACE_NOUNS and noun not in CENTRE_NOUNS | PEOPLE:
            return Phrase(index, end, "thing", view.toponym(index, end), end)
    elif parts.of_at >= end and after:
        # "Kyiv city of ...": what follows is not part of the name
        after = [noun for noun in after if noun < parts.of_at]
    if parts.owner_at >= end:
        # "Canada's Arctic coast": the thing owned is the place.
        last = _last_place_noun(low, after)
        if last is None:
            if after:
                return Phrase(index, parts.at, "thing", view.toponym(index, parts.at), parts.at)
        elif low[last] not in CENTRE_NOUNS or low[last] == "capital":
            start = index + (low[index] in DETERMINERS)
            return Phrase(index, last + 1, "place", view.toponym(start, last + 1), last + 1)
    elif after and parts.at >= after[0]:
        last = _last_place_noun(low, after)
        tail_end = after[-1] + 1
        if last is not None and _is_site(view, first):
            return _plain(view, index, first, end, last + 1)
        if last is not None and (low[last] not in CENTRE_NOUNS or low[last] == "capital"):
            # "the Russia-North Korea border" belongs to both.
            if len(parts.names) > 1 and parts.names[-2][1] == first - 1:
                first = parts.names[-2][0] if tokens.word[first - 1] in DASHES else first
            return Phrase(index, last + 1, "place", view.toponym(first, last + 1), last + 1)
        if last is not None:
            return _plain(view, index, first, end, tail_end)
    return _plain(view, index, first, end, end)


def _is_site(view: View, first: int) -> bool:
    """Whether a mention is no town or country: "Heathrow airport" is Heathrow."""
    given = view.starts.get(first)
    if given is None or given[0].place is None:
        return False
    return given[0].place.kind not in POPULATED | TERRITORIAL


def _plain(view: View, index: int, first: int, end: int, whole_end: int) -> Phrase:
    given = view.starts.get(first)
    if given and given[1] == end:
        return Phrase(index, whole_end, "mention", given[0], end)
    return Phrase(index, whole_end, "name", view.toponym(first, end), end)


def phrase_before(view: View, end: int, floor: int) -> Phrase | None:
    """Longest phrase that ends right before a token.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     view = View(tokenize(text), ())
    ...     phrase = phrase_before(view, len(view.tokens), 0)
    ...     return phrase and phrase.toponym.text
    >>> read("at a prairie research site"), read("in this small town"), read("near Bocas del Toro")
    ('prairie research site', 'this small town', 'Bocas del Toro')
    """
    tokens, low = view.tokens, view.tokens.low
    at = end
    limit = max(floor, end - _REACH)
    while at > limit:
        index = at - 1
        if index in view.owner:
            at = view.owner[index]
            continue
        word = low[index]
        if word in DETERMINERS:
            at = index
            if at - 1 > limit and low[at - 1] == "of":
                at -= 1
                continue
            break
        if word in STOPS and word != "of" and not (tokens.is_capital(index) and index > floor):
            # Connectors inside names ("Stoke on Trent") are rare; phrases end here.
            if word not in CONNECTORS or at >= end or not view.is_name(at):
                break
            if index - 1 < limit or not view.is_name(index - 1):
                break
        elif not (
            word[0].isalpha()
            or word in DASHES
            or word in ("'s", "’s", "'", "’")
            or (word == "." and index > limit and low[index - 1] in _ABBREVIATED)
            or (tokens.word[index].isdecimal() and index > limit and tokens.is_capital(index - 1))
        ):
            break
        at = index
    for start in range(at, end):
        if low[start] == "of" or low[start] in DASHES:
            continue
        found = read_phrase(view, start, end)
        if found and found.end == end and found.kind != "thing":
            return found
    if at < end:
        found = read_phrase(view, at, end)
        if found and found.end == end:
            return found
    return None
