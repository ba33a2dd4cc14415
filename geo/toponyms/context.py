"""What stands around each word: sentence starts, headlines, persons, organisations.

A gazetteer of a million names matches nearly every capitalised word. This module marks the
words that belong to something else: "Kim" in "Kim Jong Un" and wherever the text names him
again, "Boston" in "Boston Globe", "England" in "Bank of England", "Chicago" in "Chicago
Bulls".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from geo.article.sentences import sentence_spans
from geo.toponyms.tokens import Token, adjacent, tokenise
from geo.toponyms.words import pairs, table, words

__all__ = ["Context", "read_context"]

#: Lower-case words that may stand inside a name.
CONNECTORS = frozenset(
    "of the and de del della di da do dos das du des la las le les los el al an y e am an der "
    "den im in upon on sur sous under van von ob bei aux en i na nad pri by es".split()
)

#: A share of capitalised words above this makes a sentence a headline.
_HEADLINE_SHARE = 0.75
_LONGEST_PHRASE = 7

PERSON, ORGANISATION, DEMONYM, TITLE, STREET = (
    "person",
    "organisation",
    "demonym",
    "title",
    "street",
)

_STREET_WORDS = frozenset(
    "street st avenue ave road rd boulevard blvd lane ln drive highway hwy route parkway pkwy "
    "terrace expressway freeway turnpike".split()
)
#: Titles that are written with a full stop before the name.
_SHORT_TITLES = frozenset(
    "mr mrs ms dr gov sen rep lt col gen sgt capt maj cpl pvt adm cmdr det insp supt prof rev hon "
    "fr brig sens reps messrs msgr".split()
)
_CONTRACTION = re.compile(r"['’](?:d|ll|re|ve|m|t)$")
#: Words before a name that tell which part of it is meant; no part of a person's name.
WINDS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern central downtown greater "
    "upper lower inner outer mainland metro metropolitan suburban rural coastal far mid".split()
)
_NOBLE = frozenset(
    "duke prince princess earl duchess marquess marquis count countess baron archbishop "
    "bishop patriarch bank university church institute college museum academy order battle "
    "treaty declaration siege house".split()
)


@dataclass(slots=True)
class Context:
    """A text's words with their marks; positions are token indexes."""

    text: str
    tokens: list[Token]
    #: joined[i]: tokens i and i + 1 may belong to one name.
    joined: list[bool]
    first: list[bool]
    headline: list[bool]
    #: Mark of each token, or "" for none.
    marks: list[str]
    #: For demonyms: the countries.
    demonyms: dict[int, tuple[str, ...]] = field(default_factory=dict)
    #: Length in tokens of the demonym that begins here.
    demonym_length: dict[int, int] = field(default_factory=dict)
    #: Lower-case names of the persons that the text introduces with a full name or title.
    persons: set[str] = field(default_factory=set)
    sentence_of: list[int] = field(default_factory=list)

    def low(self, index: int) -> str:
        """Lower-case form of a token; "" outside the text."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def common(self, index: int) -> bool:
        """Whether a token is an ordinary English word."""
        low = self.low(index)
        if "'" in low or "’" in low:
            low = _CONTRACTION.sub("", low)
        return low in words("common_words") or low in _CALENDAR

    def left(self, index: int) -> int | None:
        """Token before this one when it could belong to the same name, else None."""
        if index > 0 and self.joined[index - 1] and self.tokens[index - 1].capital:
            return index - 1
        return None

    def right(self, index: int) -> int | None:
        """Token after this one when it could belong to the same name, else None."""
        if index + 1 < len(self.tokens) and self.joined[index] and self.tokens[index + 1].capital:
            return index + 1
        return None


_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec mon tue tues wed thu thurs fri sat sun".split()
)


def read_context(text: str, is_place: Callable[[str, int], bool]) -> Context:
    """Tokenise a text and mark persons, organisations, demonyms, titles and streets.

    Parameters
    ----------
    text : str
        Any text.
    is_place : callable
        ``is_place(words, tokens)`` tells whether a phrase of that many words is the name of
        a place that is well known; it protects "San Jose" and "Virginia Beach" from being
        taken for a given name with a surname.
    """
    tokens = tokenise(text)
    count = len(tokens)
    joined = [adjacent(text, tokens[i], tokens[i + 1]) for i in range(count - 1)] + [False]
    spans = sentence_spans(text)
    starts = [start for start, _ in spans]
    sentence_of = [max(0, bisect_right(starts, token.start) - 1) for token in tokens]
    context = Context(
        text=text,
        tokens=tokens,
        joined=joined[:count],
        first=_first_words(text, tokens, sentence_of),
        headline=_headline_words(tokens, sentence_of),
        marks=[""] * count,
        sentence_of=sentence_of,
    )
    _mark_phrases(context)
    _mark_demonyms(context)
    _mark_persons(context, is_place)
    return context


def _first_words(text: str, tokens: list[Token], sentence_of: list[int]) -> list[bool]:
    first = []
    for index, token in enumerate(tokens):
        begins = index == 0 or sentence_of[index] != sentence_of[index - 1]
        if not begins:
            gap = text[tokens[index - 1].end : token.start]
            begins = any(mark in gap for mark in '"“”:\n') and gap.strip(" \t\r") != "\n"
        first.append(begins)
    return first


def _headline_words(tokens: list[Token], sentence_of: list[int]) -> list[bool]:
    capitals: dict[int, int] = {}
    totals: dict[int, int] = {}
    for token, sentence in zip(tokens, sentence_of, strict=True):
        if token.text[0].isalpha() and token.low not in CONNECTORS and len(token.low) > 2:
            totals[sentence] = totals.get(sentence, 0) + 1
            capitals[sentence] = capitals.get(sentence, 0) + token.capital
    lines = {
        sentence
        for sentence, total in totals.items()
        if total >= 4 and capitals[sentence] / total > _HEADLINE_SHARE
    }
    return [sentence in lines for sentence in sentence_of]


def _phrase_index(names: frozenset[str]) -> dict[str, frozenset[tuple[str, ...]]]:
    index: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        parts = tuple(token.low for token in tokenise(name))
        if parts:
            index.setdefault(parts[0], set()).add(parts)
    return {first: frozenset(parts) for first, parts in index.items()}


@cache
def _phrases_of(name: str) -> dict[str, frozenset[tuple[str, ...]]]:
    return _phrase_index(words(name))


def _longest(context: Context, index: int, known: dict[str, frozenset[tuple[str, ...]]]) -> int:
    """Length of the longest known phrase that starts at a token."""
    best = 0
    for parts in known.get(context.low(index), ()):
        if len(parts) > best and all(
            context.low(index + offset) == part for offset, part in enumerate(parts)
        ):
            best = len(parts)
    return best


def _mark_phrases(context: Context) -> None:
    """Mark newspapers, agencies, teams and streets."""
    media, sports = _phrases_of("media"), _phrases_of("sports")
    nicknames = _phrases_of("team_nicknames")
    index = 0
    while index < len(context.tokens):
        if not context.tokens[index].capital:
            index += 1
            continue
        length = max(_longest(context, index, media), _longest(context, index, sports))
        if length:
            for position in range(index, index + length):
                context.marks[position] = ORGANISATION
            index += length
            continue
        team = _longest(context, index, nicknames)
        if team and (not context.first[index] or context.left(index) is not None):
            for position in range(index, index + team):
                context.marks[position] = ORGANISATION
            before = context.left(index)
            while before is not None and not context.common(before):
                context.marks[before] = ORGANISATION
                before = context.left(before)
        index += 1
    _mark_streets(context)


def _mark_streets(context: Context) -> None:
    """Mark "Main St." and "Martin Luther King Boulevard", not "St. Paul" or "Highway Patrol"."""
    for index, token in enumerate(context.tokens):
        if not token.capital or token.low not in _STREET_WORDS:
            continue
        after = context.right(index)
        if after is not None and (token.low == "st" or not context.tokens[after].low.isdigit()):
            continue
        before = context.left(index)
        steps = 0
        while before is not None and not context.marks[before] and steps < 3:
            if "." in context.tokens[before].text or (context.first[before] and steps):
                break
            context.marks[before] = context.marks[index] = STREET
            before = context.left(before)
            steps += 1


@cache
def _demonyms() -> dict[str, dict[tuple[str, ...], tuple[str, ...]]]:
    index: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for word, listed in pairs("demonyms", "word", "country").items():
        countries = tuple(country for country in listed if country)
        parts = tuple(token.low for token in tokenise(word))
        if parts:
            index.setdefault(parts[0], {})[parts] = countries
    return index


def _mark_demonyms(context: Context) -> None:
    for index, token in enumerate(context.tokens):
        if not token.capital or context.marks[index]:
            continue
        options = _demonyms().get(token.low)
        if not options:
            continue
        best: tuple[str, ...] = ()
        for parts in options:
            if len(parts) > len(best) and all(
                context.low(index + offset) == part for offset, part in enumerate(parts)
            ):
                best = parts
        if best:
            context.demonyms[index] = options[best]
            context.demonym_length[index] = len(best)
            for position in range(index, index + len(best)):
                context.marks[position] = DEMONYM


def _title_phrase(context: Context, index: int) -> int:
    return _longest(context, index, _phrases_of("titles"))


def _org_after(word: str) -> bool:
    return word in _types_after()


def _place_word(word: str) -> bool:
    return word in pairs("place_words", "word", "position")


def _mark_persons(context: Context, is_place: Callable[[str, int], bool]) -> None:
    given, surnames = words("given_names"), words("surnames")
    index = 0
    count = len(context.tokens)
    titled = False
    while index < count:
        length = _title_phrase(context, index)
        if length and context.tokens[index].capital and _known_place_at(context, index, is_place):
            length = 0
        if length and (context.tokens[index].capital or _capital_after(context, index + length)):
            for position in range(index, index + length):
                if not context.marks[position]:
                    context.marks[position] = TITLE
            index += length
            titled = index < count and (
                context.joined[index - 1]
                or (
                    context.low(index - 1) in _SHORT_TITLES
                    and context.text[context.tokens[index - 1].end : context.tokens[index].start]
                    in (". ", ".\n")
                )
            )
            continue
        token = context.tokens[index]
        if not token.capital or context.marks[index]:
            titled = False
            index += 1
            continue
        end = _name_end(context, index)
        low = [context.low(position) for position in range(index, end)]
        phrase = " ".join(context.tokens[position].text for position in range(index, end))
        person = titled and not (
            end - index == 1 and context.headline[index] and context.common(index)
        )
        if not person and end - index >= 2 and not is_place(phrase, end - index):
            person = _looks_like_person(context, index, end, given, surnames, is_place)
        if person:
            for position in range(index, end):
                context.marks[position] = PERSON
            context.persons.add(low[-1])
            context.persons.add(low[0])
            index = end
        else:
            index += 1
        titled = False


def _known_place_at(context: Context, index: int, is_place: Callable[[str, int], bool]) -> bool:
    """Whether a title is the start of a place's name ("St. Petersburg", "Sri Lanka")."""
    for length in (3, 2):
        last = index + length - 1
        if last < len(context.tokens) and all(context.joined[index:last]):
            phrase = context.text[context.tokens[index].start : context.tokens[last].end]
            if is_place(phrase, length):
                return True
    return False


def _capital_after(context: Context, index: int) -> bool:
    return index < len(context.tokens) and context.tokens[index].capital


def _name_end(context: Context, index: int) -> int:
    """End of the run of capitalised words from a token on that could name one person."""
    end = index + 1
    while (
        end < len(context.tokens)
        and end - index < 5
        and not context.marks[end]
        and (context.joined[end - 1] or _initial_before(context, end))
        and context.tokens[end].capital
        and not _title_phrase(context, end)
        and context.low(end) not in _CALENDAR
        and not (context.headline[end] and context.common(end))
    ):
        end += 1
    return end


def _initial_before(context: Context, index: int) -> bool:
    before, token = context.tokens[index - 1], context.tokens[index]
    return len(before.text) == 1 and context.text[before.end : token.start] in (". ", ".")


def _is_initial(context: Context, index: int) -> bool:
    token = context.tokens[index]
    return len(token.text) == 1 and context.text[token.end : token.end + 1] == "."


def _looks_like_person(
    context: Context,
    index: int,
    end: int,
    given: frozenset[str],
    surnames: frozenset[str],
    is_place: Callable[[str, int], bool],
) -> bool:
    low = [context.low(position) for position in range(index, end)]
    last = low[-1]
    if low[0] in WINDS or _place_word(low[0]):
        return False
    if any(_org_after(word) or _place_word(word) or word in _STREET_WORDS for word in low[1:]):
        return False
    if is_place(context.tokens[end - 1].text, -1) and last not in surnames:
        return False
    # A place of two or more words inside the run ("Virginia Beach Mayor") is no person.
    for left in range(index, end - 1):
        for right in range(left + 2, end + 1):
            if (left, right) != (index, end) and is_place(
                " ".join(context.tokens[p].text for p in range(left, right)), right - left
            ):
                return False
    initial = len(low) > 2 and _is_initial(context, index + 1)
    if low[0] in given:
        return last not in words("common_words") or last in surnames or initial
    if initial or (_is_initial(context, index) and last in surnames):
        return True
    # Family name first: "Kim Jong Un", "Xi Jinping".
    return low[0] in surnames and (low[1] in given or (len(low) == 3 and low[0] not in given))


def organisation_right(context: Context, index: int) -> str:
    """Type of organisation that the word after a name makes of it, or ""."""
    return _types_after().get(context.low(index), "")


@cache
def _types_after() -> dict[str, str]:
    return {
        row["word"].casefold(): row["type"]
        for row in table("org_words")
        if row["position"] in ("after", "both")
    }


def of_organisation(context: Context, index: int) -> bool:
    """Whether "University of ..." or "Duke of ..." stands before a name."""
    if context.low(index - 1) == "the":
        index -= 1
    if context.low(index - 1) != "of" or index < 2 or not context.joined[index - 2]:
        return False
    head = context.tokens[index - 2]
    if not head.capital:
        return False
    if head.low in _NOBLE:
        return True
    return any(
        position in ("before", "both")
        for position in pairs("org_words", "word", "position").get(head.low, ())
    )
