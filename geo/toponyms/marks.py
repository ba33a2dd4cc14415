"""What stands around each word: sentence starts, headlines, persons, organisations.

A gazetteer of a million names matches nearly every capitalised word. This module marks the
words that belong to something else: "Kim" in "Kim Jong Un" and wherever the text names him
again, "Boston" in "Boston Globe", "England" in "Bank of England", "Chicago" in "Chicago
Bulls".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache

from geo.article.sentences import sentence_spans
from geo.toponyms.context import (
    CONNECTORS,
    DEMONYM,
    ORGANISATION,
    STREET,
    STREET_WORDS,
    Context,
)
from geo.toponyms.persons import mark_persons
from geo.toponyms.phrases import is_place_word, longest_phrase, phrases_of
from geo.toponyms.tokens import Token, adjacent, tokenise
from geo.toponyms.words import pairs

__all__ = ["read_context"]

#: A share of capitalised words above this makes a sentence a headline.
_HEADLINE_SHARE = 0.75


_LONGEST_PHRASE = 7


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
    _mark_phrases(context, is_place)
    _mark_demonyms(context)
    mark_persons(context, is_place)
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


def _mark_phrases(context: Context, is_place: Callable[[str, int], bool]) -> None:
    """Mark newspapers, agencies, teams and streets."""
    media, sports = phrases_of("media"), phrases_of("sports")
    nicknames = phrases_of("team_nicknames")
    index = 0
    while index < len(context.tokens):
        if not context.tokens[index].capital:
            index += 1
            continue
        length = max(longest_phrase(context, index, media), longest_phrase(context, index, sports))
        if length and not _ends_a_place(context, index, length, is_place):
            for position in range(index, index + length):
                context.marks[position] = ORGANISATION
            index += length
            continue
        team = longest_phrase(context, index, nicknames)
        after = context.right(index + team - 1) if team else None
        if after is not None and is_place_word(context.low(after)):
            # "Orange County" is no team called Orange.
            team = 0
        if team and (not context.first[index] or context.left(index) is not None):
            for position in range(index, index + team):
                context.marks[position] = ORGANISATION
            before = context.left(index)
            while before is not None and not context.common(before):
                context.marks[before] = ORGANISATION
                before = context.left(before)
        index += 1
    _mark_streets(context)


def _ends_a_place(
    context: Context, index: int, length: int, is_place: Callable[[str, int], bool]
) -> bool:
    """Whether a phrase only ends a longer name of a place: "York City" in "New York City"."""
    before = context.left(index)
    if before is None:
        return False
    last = index + length - 1
    words = context.text[context.tokens[before].start : context.tokens[last].end]
    return is_place(words, length + 1)


def _mark_streets(context: Context) -> None:
    """Mark "Main St." and "Martin Luther King Boulevard", not "St. Paul" or "Highway Patrol"."""
    for index, token in enumerate(context.tokens):
        if not token.capital or token.low not in STREET_WORDS:
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
