"""Read what follows a measure: equivalents, mode, direction, preposition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.claims.lexicon import (
    DASHES,
    DETERMINERS,
    MODE_WORDS,
    ROUTE_NOUNS,
    STOPS,
    TRAVEL_NOUNS,
    word_set,
)
from geo.claims.measures import Found
from geo.claims.tokens import Tokens
from geo.claims.winds import read_direction
from geo.model import Mode

__all__ = ["Tail", "paren_end", "read_tail"]

_OPEN = {"(": ")", "[": "]"}

#: Prepositions between a measure (and its direction) and the reference.
_RELATIONS: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(item.split())
            for item in (
                "from", "of", "off", "outside", "outside of", "inside", "beyond", "short of",
                "past", "away from", "distant from", "out of", "out from", "inland from",
                "inland of", "offshore from", "offshore of", "off of", "removed from",
                "down the road from", "up the road from", "down the coast from",
                "up the coast from", "across the border from", "along the coast from",
                "down the valley from", "up the valley from", "out to sea from",
            )
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip

_PHRASED_MODES: tuple[tuple[tuple[str, ...], Mode], ...] = (
    (("as", "the", "crow", "flies"), "straight"),
    (("in", "a", "straight", "line"), "straight"),
    (("in", "a", "direct", "line"), "straight"),
    (("in", "straight", "line"), "straight"),
    (("on", "foot"), "road"),
    (("on", "horseback"), "road"),
    (("overland",), "road"),
    (("straight", "line"), "straight"),
)

_LINKING = word_set("linking connecting joining")
_ADJECTIVES = word_set(
    """train bus car boat plane ferry rail railway road coach taxi truck direct nonstop non stop
    long short slow fast quick scenic easy leisurely comfortable bumpy overnight high speed
    highway coastal mountain motor air sea overland express coast desert main single brisk
    steep gentle pleasant winding rough helicopter jeep cab minibus bicycle bike horse speedboat
    motorboat canoe stretch domestic regular daily"""
)
_ENDS = _LINKING | {"between", "to"}
_MAX_STEPS = 10


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands between a measure and its reference.

    Attributes
    ----------
    end : int
        First token of the reference.
    relation : str
        The preposition: "from", "of", ...; "" when there is none.
    direction : str
        Wind, "upstream" or "downstream"; "" when none is told.
    mode : Mode
        How one travels, where the words tell it.
    noun : str
        "drive", "route": what the measure describes, lower case.
    equivalents : tuple of int
        First tokens of the measures told as the same amount.
    extras : tuple of int
        First tokens of measures in parentheses that are of another dimension.
    last : int
        Token after the last word that belongs to the measure when no reference follows.
    """

    end: int
    relation: str = ""
    direction: str = ""
    mode: Mode = "unspecified"
    noun: str = ""
    away: bool = False
    equivalents: tuple[int, ...] = ()
    extras: tuple[int, ...] = ()
    last: int = 0


@dataclass(slots=True)
class _State:
    at: int
    direction: str = ""
    mode: Mode = "unspecified"
    noun: str = ""
    away: bool = False
    equivalents: list[int] = field(default_factory=list)
    extras: list[int] = field(default_factory=list)

    def tail(self, relation: str, end: int, last: int) -> Tail:
        return Tail(
            end, relation, self.direction, self.mode, self.noun, self.away,
            tuple(self.equivalents), tuple(self.extras), last,
        )  # fmt: skip


def paren_end(tokens: Tokens, index: int, stop: int, reach: int = 40) -> int:
    """Token after the bracket that closes the one at a token; the token itself when none."""
    closing = _OPEN.get(tokens.word[index])
    if closing is None:
        return index
    depth = 0
    for at in range(index, min(stop, index + reach)):
        if tokens.word[at] == tokens.word[index]:
            depth += 1
        elif tokens.word[at] == closing:
            depth -= 1
            if depth == 0:
                return at + 1
    return index


def _take_equivalent(
    state: _State, tokens: Tokens, found: Found, by_begin: Mapping[int, Found], stop: int
) -> bool:
    """Step over "(37 miles)", "or 37 miles,", "– 37 miles –"."""
    at, word = state.at, tokens.low[state.at]
    if word in _OPEN:
        end = paren_end(tokens, at, stop)
        if end == at:
            return False
        first = at + 1
        while first < end:
            other = by_begin.get(first)
            if other and not other.vague:
                bucket = state.equivalents if other.is_time == found.is_time else state.extras
                bucket.append(first)
                first = other.end
            else:
                first += 1
        state.at = end
        return True
    onward = at
    if word == ",":
        onward += 1
    if onward < stop and tokens.low[onward] in ("or", "/", *DASHES):
        other = by_begin.get(onward + 1)
        if other and other.is_time == found.is_time and other.unit != found.unit:
            state.equivalents.append(onward + 1)
            state.at = other.end
            if state.at < stop and tokens.low[state.at] in (",", *DASHES):
                state.at += 1
            return True
    return False


def _take_mode(state: _State, tokens: Tokens, stop: int) -> bool:
    """Step over "by rail", "drive", "train ride", "as the crow flies", "along the M4"."""
    low, at = tokens.low, state.at
    for words, mode in _PHRASED_MODES:
        if tuple(low[at : at + len(words)]) == words:
            state.mode, state.at = mode, at + len(words)
            return True
    if low[at] in ("by", "via"):
        for onward in range(at + 1, min(stop, at + 5)):
            if low[onward] in MODE_WORDS:
                state.mode, state.at = MODE_WORDS[low[onward]], onward + 1
                return True
            if low[onward] in STOPS:
                break
        return False
    # "drive", "train ride", "scenic coastal road"
    seen: Mode = "unspecified"
    skipped: list[str] = []
    onward = at
    while onward < min(stop, at + 6):
        word = low[onward]
        if word in DASHES:
            onward += 1
            continue
        # "the 111 km Moscow-Tver line" carries its ends inside: read elsewhere.
        if word in ROUTE_NOUNS and not (onward + 1 < stop and low[onward + 1] in ROUTE_NOUNS):
            if "round" in skipped:
                return False
            state.noun = word
            own = ROUTE_NOUNS[word]
            state.mode = own if own != "unspecified" and seen == "unspecified" else seen
            state.at = onward + 1
            return True
        if word not in _ADJECTIVES and word not in ROUTE_NOUNS and word != "round":
            return False
        skipped.append(word)
        if word in MODE_WORDS:
            seen = MODE_WORDS[word]
        onward += 1
    return False


def _take_along(state: _State, tokens: Tokens, stop: int) -> bool:
    """Step over "along the coast", "down the E18", "up the road" before a preposition."""
    low, at = tokens.low, state.at
    if low[at] not in ("along", "down", "up", "across", "on"):
        return False
    onward = at + 1
    while onward < min(stop, at + 7):
        word = low[onward]
        if word in ("from", "of") or read_direction(tokens, onward, stop):
            if onward == at + 1 or (word == "of" and low[at] == "on"):
                return False
            road = any(low[k] in ("road", "highway", "motorway") for k in range(at, onward))
            if road and state.mode == "unspecified":
                state.mode = "road"
            state.at = onward
            return True
        if word in STOPS or not word[0].isalnum():
            return False
        onward += 1
    return False


def _relation_at(tokens: Tokens, index: int, stop: int) -> tuple[str, int]:
    for words in _RELATIONS:
        end = index + len(words)
        if end <= stop and tuple(tokens.low[index:end]) == words:
            return " ".join(words), end
    return "", index


def read_tail(
    tokens: Tokens, found: Found, by_begin: Mapping[int, Found], stop: int
) -> Tail | None:
    """Read what follows a measure, up to the reference.

    Parameters
    ----------
    tokens : Tokens
        The text.
    found : Found
        The measure.
    by_begin : mapping of int to Found
        All measures of the sentence by their first token, hedge included.
    stop : int
        End of the sentence.

    Returns
    -------
    Tail or None
        None when the measure is part of something else ("a one-kilometre-wide sheet").

    Examples
    --------
    >>> from geo.claims.measures import find_measures
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     tokens = tokenize(text)
    ...     found = list(find_measures(tokens, 0, len(tokens)))
    ...     by_begin = {item.begin: item for item in found}
    ...     tail = read_tail(tokens, found[0], by_begin, len(tokens))
    ...     return tail and (tail.relation, tail.direction, tail.mode, tail.noun)
    >>> read("515 km (320 mi) by rail WNW of Brisbane"), read("a 20-hour train ride from Minsk")
    (('of', 'WNW', 'rail', ''), ('from', '', 'rail', 'ride'))
    >>> read("about 30 km to the south-east from downtown"), read("10 km away from Lyon")
    (('from', 'SE', 'unspecified', ''), ('away from', '', 'unspecified', ''))
    >>> read("a one-kilometre-wide sheet") is None
    True
    """
    low = tokens.low
    state = _State(found.end)
    for _ in range(_MAX_STEPS):
        at = state.at
        if at >= stop:
            break
        word = low[at]
        if _take_equivalent(state, tokens, found, by_begin, stop):
            continue
        if word in "'’" or word in ("'s", "’s"):
            # "twenty minutes' drive", "an hour's walk"
            if (
                not found.is_time
                and at + 1 < stop
                and low[at + 1] not in (ROUTE_NOUNS.keys() | _ADJECTIVES)
            ):
                break
            state.at += 1
            continue
        if word in DASHES and found.adjective and at + 1 < stop and low[at + 1] == "long":
            state.at += 2
            continue
        if word == "long" and found.adjective:
            state.at += 1
            continue
        if word in ("from", "of") and not state.away:
            pass
        elif not state.direction and (direction := _direction(tokens, at, stop)):
            state.direction, state.at = direction
            continue
        relation, end = _relation_at(tokens, at, stop)
        if relation:
            # "50 km from north of Tyler": no place follows at once.
            return state.tail(relation, end, at)
        if _take_mode(state, tokens, stop) or _take_along(state, tokens, stop):
            continue
        if word in ("away", "distant", "out", "further", "farther", "inland", "offshore"):
            state.away = state.away or word in ("away", "distant")
            state.at += 1
            continue
        if word == "," and at + 1 < stop and low[at + 1] in ("as", "by") and not state.direction:
            saved = state.at
            state.at += 1
            if _take_mode(state, tokens, stop):
                if state.at < stop and low[state.at] == ",":
                    state.at += 1
                continue
            state.at = saved
        break
    at = state.at
    following = low[at] if at < stop else ""
    if state.noun and following in _ENDS:
        return state.tail(following, at + 1, at)
    if found.adjective and not (state.noun or state.direction or state.away):
        # "a 60-km (37-mile) march" is no claim about places, but one about units.
        return state.tail("", at, at) if state.equivalents else None
    if following == "to" and state.noun in TRAVEL_NOUNS and low[at + 1 : at + 2]:
        return state.tail("to", at + 1, at)
    if following in ("between", "apart", "separating", "separate", "separates", "lie", "lies"):
        return state.tail(following, at + 1, at)
    if following in DETERMINERS and not (
        state.direction or state.noun or state.away or state.equivalents
    ):
        return None
    return state.tail("", at, at)


def _direction(tokens: Tokens, index: int, stop: int) -> tuple[str, int] | None:
    """Direction at a token, unless the wind begins a name: "20 km North Korea"."""
    found = read_direction(tokens, index, stop)
    if found is None:
        return None
    wind, end = found
    if end < stop and end == index + 1 and tokens.is_capital(index):
        following = tokens.word[end]
        if following[0].isupper() and following.isalpha():
            return None
    return wind, end
