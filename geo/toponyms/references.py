"""Noun phrases that stand for a place named before: "the launch facility", "the city"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from geo.article.sentences import sentence_spans
from geo.model import Place, Toponym
from geo.toponyms.tokens import Token, tokenise
from geo.toponyms.words import pairs, table

__all__ = ["find_references"]

_DETERMINERS = frozenset({"the", "this", "that"})
#: Words that may stand between the determiner and the noun.
_MOST_MODIFIERS = 3
#: How many sentences back a place may have been named.
_MEMORY = 12
#: Words that show that a noun phrase is not finished by its noun ("the city council").
_STOP_AFTER = frozenset(
    "agency attorney border budget bus capitol center centre centers clerk council court "
    "department "
    "dweller dwellers employees fair fathers government governor hall house law lawmakers leaders "
    "legislature limits line manager media news newspaper official officials park police "
    "representative school schools secretary senate senator television tv university visit "
    "worker workers".split()
)


#: Words that no noun phrase holds between its determiner and its noun.
_NO_MODIFIERS = _DETERMINERS | frozenset("a an of and or in to at on which who is was".split())


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(row["word"].casefold() for row in table("demonyms"))


@cache
def _nouns() -> dict[tuple[str, ...], frozenset[str]]:
    """Nouns that stand for one place; "the countries" stands for several and is left out."""
    listed = {row["word"].casefold(): row["kinds"] for row in table("generic_nouns")}
    return {
        tuple(token.low for token in tokenise(word)): frozenset(kinds.split("|"))
        for word, kinds in listed.items()
        if not (word.endswith("s") and {word[:-1], f"{word[:-3]}y"} & listed.keys())
    }


@cache
def _longest_noun() -> int:
    return max(len(noun) for noun in _nouns())


#: Gives the capital of a country by its ISO code.
CapitalOf = Callable[[str], Place | None]

_CAPITALS = frozenset({("capital",), ("capital", "city")})


def find_references(
    text: str,
    toponyms: Sequence[Toponym],
    *,
    capital_of: CapitalOf | None = None,
    article: str = "",
) -> list[Toponym]:
    """Find definite noun phrases that stand for a place of the text.

    The most recent sentence that names a fitting place gives it; within an earlier
    sentence the first fitting place (most often its subject), within the same sentence the
    last one before the phrase.

    Parameters
    ----------
    text : str
        The article's text.
    toponyms : sequence of Toponym
        Its names, resolved, sorted by start.
    capital_of : callable, optional
        Gives the capital of a country, for "the German capital" and "the capital".
    article : str
        Identifier that the references carry.

    Returns
    -------
    list of Toponym
        Spans such as "The launch facility", sorted; ``place`` is None where no place named
        before fits.
    """
    tokens = tokenise(text)
    sentences = sentence_spans(text)
    starts = [start for start, _ in sentences]
    named = [toponym for toponym in toponyms if toponym.place is not None]
    found: list[Toponym] = []
    index = 0
    while index < len(tokens):
        phrase = _phrase(text, tokens, index) if tokens[index].low in _DETERMINERS else None
        if phrase is None:
            index += 1
            continue
        last, noun, kinds = phrase
        start, end = tokens[index].start, tokens[last].end
        index_of, index = index, last + 1
        if any(t.start < end and start < t.end for t in toponyms) or _names_follow(
            text, tokens, last, toponyms
        ):
            continue
        if noun in _CAPITALS and capital_of is not None:
            countries = _countries(tokens[index_of : last + 1])
            place, reason = _capital(start, countries, named, sentences, starts, capital_of)
        else:
            place, reason = _antecedent(start, noun, kinds, named, sentences, starts)
        found.append(
            Toponym(
                start,
                end,
                text[start:end],
                place=place,
                article=article,
                score=0.7 if place else 0.0,
                reasons=(reason,),
            )
        )
    return found


def _phrase(
    text: str, tokens: list[Token], index: int
) -> tuple[int, tuple[str, ...], frozenset[str]] | None:
    """Last token, noun and kinds of the noun phrase whose determiner stands at a token."""
    for begin in range(index + 1, min(index + 2 + _MOST_MODIFIERS, len(tokens))):
        gap = text[tokens[begin - 1].end : tokens[begin].start]
        if gap not in (" ", "\n", "-", "\r\n"):
            return None
        for length in range(min(_longest_noun(), len(tokens) - begin), 0, -1):
            noun = tuple(token.low for token in tokens[begin : begin + length])
            kinds = _nouns().get(noun)
            if kinds and not tokens[begin].capital:
                last = begin + length - 1
                following = tokens[last + 1].low if last + 1 < len(tokens) else ""
                if tokens[last].possessive or following not in _STOP_AFTER:
                    return last, noun, kinds
        modifier = tokens[begin]
        if modifier.low in _NO_MODIFIERS or (modifier.capital and modifier.low not in _demonyms()):
            return None
    return None


def _names_follow(text: str, tokens: list[Token], last: int, toponyms: Sequence[Toponym]) -> bool:
    """Whether the phrase itself says the name: "the city of Lyon", "the capital, Seoul"."""
    begin = tokens[last].end
    following = bisect_left(toponyms, begin, key=lambda toponym: toponym.start)
    if following == len(toponyms):
        return False
    gap = text[begin : toponyms[following].start]
    return len(gap) < 24 and gap.strip(" ,\n") in (
        "",
        "of",
        "called",
        "named",
        "known as",
        "of the",
    )


def _countries(phrase: list[Token]) -> tuple[str, ...]:
    """Countries of the demonym in a phrase: "the South Korean capital"."""
    known = pairs("demonyms", "word", "country")
    words_ = [token.low for token in phrase]
    for length in (2, 1):
        for begin in range(len(words_) - length + 1):
            found = known.get(" ".join(words_[begin : begin + length]), ())
            if any(found):
                return tuple(country for country in found if country)
    return ()


def _capital(
    start: int,
    countries: tuple[str, ...],
    named: Sequence[Toponym],
    sentences: list[tuple[int, int]],
    starts: list[int],
    capital_of: CapitalOf,
) -> tuple[Place | None, str]:
    """Capital that a phrase means: of the country it names, or the last one told of."""
    for country in countries:
        place = capital_of(country)
        if place is not None:
            return place, f"the capital of {country}"
    for toponym in _before(start, named, sentences, starts):
        place = toponym.place
        assert place is not None
        capital = capital_of(place.country) if place.country else None
        if capital is not None and (place.kind == "country" or place.id == capital.id):
            return capital, f"stands for {capital.name}, as {toponym.text!r} was named before it"
    return None, "no capital and no country was named before it"


def _before(
    start: int,
    named: Sequence[Toponym],
    sentences: list[tuple[int, int]],
    starts: list[int],
) -> Iterator[Toponym]:
    """Names before an offset, as likely as they are meant.

    The sentence's own names come first, the last one leading; then, sentence by sentence
    backwards, the names in their order, because the first is most often the subject.
    """
    end = bisect_left(named, start, key=lambda toponym: toponym.start)
    here = max(0, bisect_left(starts, start + 1) - 1)
    for sentence in range(here, max(-1, here - _MEMORY - 1), -1):
        low = sentences[sentence][0] if sentences else 0
        begin = bisect_left(named, low, key=lambda toponym: toponym.start)
        names = named[begin:end]
        yield from reversed(names) if sentence == here else names
        end = begin


def _antecedent(
    start: int,
    noun: tuple[str, ...],
    kinds: frozenset[str],
    named: Sequence[Toponym],
    sentences: list[tuple[int, int]],
    starts: list[int],
) -> tuple[Place | None, str]:
    for toponym in _before(start, named, sentences, starts):
        if toponym.place is not None and toponym.place.kind in kinds:
            return toponym.place, f"stands for {toponym.text!r}, the last fitting place before it"
    return None, f"no place before {' '.join(noun)!r} fits"
