"""A text as the finder of sightings sees it: tokens, with places and times marked on them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from geo.article.sentences import sentence_spans
from geo.claims.tokens import Tokens, tokenize
from geo.journey.lexicon import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from geo.model import Article, TimeWindow, Toponym

__all__ = ["Scene", "read_scene"]

#: So many tokens are read together at most; a long sentence of a newspaper has 80.
_LONGEST = 300


@dataclass(frozen=True)
class Scene:
    """Tokens of an article and what stands on them.

    Attributes
    ----------
    place_at, time_at : list of int
        For each token the index of the mention, or window, that covers it; -1 for none.
    sentences : list of (int, int)
        Token ranges.
    """

    article: Article
    tokens: Tokens
    mentions: Sequence[Toponym]
    times: Sequence[TimeWindow]
    place_at: list[int]
    time_at: list[int]
    sentences: list[tuple[int, int]]

    def sentence_number(self, index: int) -> int:
        """Number of the sentence that holds a token."""
        return max(0, bisect_right(self.sentences, (index, len(self.tokens))) - 1)

    def place_end(self, index: int) -> int:
        """Token after the mention that covers a token."""
        mention = self.place_at[index]
        while index < len(self.tokens) and self.place_at[index] == mention:
            index += 1
        return index

    def is_name(self, index: int) -> bool:
        """Whether a token is part of a capitalised name that is no place."""
        tokens = self.tokens
        if self.place_at[index] >= 0 or self.time_at[index] >= 0 or not tokens.is_capital(index):
            return False
        if not tokens.word[index][0].isalpha():
            return False
        return tokens.low[index] not in _FUNCTION_WORDS or (
            # "An-148" is a type of aircraft.
            index + 1 < len(tokens) and tokens.low[index + 1] == "-" and tokens.touching(index + 1)
        )

    def is_modifier(self, index: int) -> bool:
        """Whether the mention at a token only qualifies the noun after it.

        "Russia's forum", "the Moscow-Beijing line", "the Khasan governor"; but a place
        stays one before a word of its own kind ("Khasan station").
        """
        tokens, end = self.tokens, self.place_end(index)
        if end >= len(tokens):
            return False
        low = tokens.low[end]
        if low in ("'s", "’s"):
            after = tokens.low[end + 1] if end + 1 < len(tokens) else ""
            return after not in _OWN_NOUNS and not (
                end + 2 < len(tokens) and tokens.low[end + 2] in _OWN_NOUNS
            )
        if low in ("'", "’") and tokens.touching(end):
            return True
        if low in ("-", "–", "—") and tokens.touching(end):
            return end + 1 < len(tokens) and tokens.touching(end + 1)
        if index > 1 and tokens.low[index - 1] == "-" and tokens.touching(index):
            return True
        if self.time_at[end] >= 0 or self.place_at[end] >= 0 or not low[0].isalpha():
            return False
        if tokens.word[end][0].isupper():
            return False
        return not (low in _OWN_NOUNS or low in _FOLLOWERS or low.endswith(("ly", "ing", "ed")))


#: Capitals of these only show where a sentence begins.
_FUNCTION_WORDS = (
    PREPOSITIONS
    | DETERMINERS
    | PRONOUNS
    | SUBORDINATORS
    | ADVERBS
    | AUXILIARIES
    | frozenset("and or i we you there's following according".split())
)
#: Nouns that leave a place before them what it is.
_OWN_NOUNS = frozenset(
    "station stations railway rail train terminal terminus depot yard port airport junction city "
    "town village region province district county oblast krai area suburb outskirts border bridge "
    "river crossing checkpoint central main east west north south cosmodrome spaceport spaceport "
    "base harbor harbour state prefecture".split()
)
#: Words that may follow a place without being qualified by it.
_FOLLOWERS = (
    PREPOSITIONS
    | frozenset(
        "and or but nor that which who whom whose where when while although though because if "
        "whether is was are were be been has had have will would may might could can must did does "
        "not then later now already still also soon only just even again once earlier yesterday "
        "today tonight tomorrow late overnight afterward afterwards eventually thereafter instead "
        "however meanwhile finally first next never there here yet the a an this his her its their "
        "he she it they we you i said says told reports local time both long well so than due met "
        "one two three four five six seven eight nine ten half several many nearly almost roughly "
        "shortly amid caught broke began became fell got gave hit held kept lost rose sent set "
        "sold spent struck sank burst drew grew fought left went came ran stood saw took made than "
        "itself proper aboard headed bound spread proved turned hours minutes days weeks "
        "rather instead".split()
    )
)  # fmt: skip


def read_scene(article: Article, mentions: Sequence[Toponym], times: Sequence[TimeWindow]) -> Scene:
    """Cut an article into tokens and mark places and times on them."""
    tokens = tokenize(article.text)
    place_at = _marks(tokens, [(mention.start, mention.end) for mention in mentions])
    time_at = _marks(tokens, [window.span for window in times])
    sentences = []
    for start, end in sentence_spans(article.text):
        first, last = tokens.at(start), tokens.at(end)
        # Text without full stops (lists, tables) is read in pieces, so that time stays linear.
        sentences += [
            (begin, min(begin + _LONGEST, last)) for begin in range(first, last, _LONGEST)
        ]
    return Scene(article, tokens, mentions, times, place_at, time_at, sentences)


def _marks(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> list[int]:
    marks = [-1] * len(tokens)
    for number, (start, end) in enumerate(spans):
        index = tokens.at(start)
        while index < len(tokens) and tokens.start[index] < end:
            marks[index] = number
            index += 1
    return marks
