"""Mark the words that name persons, and remember their names."""

from __future__ import annotations

from collections.abc import Callable

from geo.toponyms.context import CALENDAR, PERSON, STREET_WORDS, TITLE, WINDS, Context
from geo.toponyms.phrases import is_organisation_word, is_place_word, longest_phrase, phrases_of
from geo.toponyms.words import words

__all__ = ["SHORT_TITLES", "mark_persons"]

#: Titles that are written with a full stop before the name.
SHORT_TITLES = frozenset(
    "mr mrs ms dr gov sen rep lt col gen sgt capt maj cpl pvt adm cmdr det insp supt prof rev hon "
    "fr brig sens reps messrs msgr".split()
)


_BEFORE_PLACES = frozenset("of in at near to from".split())


def mark_persons(context: Context, is_place: Callable[[str, int], bool]) -> None:
    """Mark titles and the names behind them, full names, and remember who was named."""
    given, surnames = words("given_names"), words("surnames")
    index = 0
    count = len(context.tokens)
    titled = False
    while index < count:
        length = _title_phrase(context, index)
        if length and context.tokens[index].capital and _known_place_at(context, index, is_place):
            length = 0
        if length == 1 and context.low(index - 1) in _BEFORE_PLACES:
            # "west of Brig. Geneva is": a town that ends a sentence, no brigadier.
            length = 0 if is_place(context.tokens[index].text, 1) else 1
        if length and (context.tokens[index].capital or _capital_after(context, index + length)):
            for position in range(index, index + length):
                if not context.marks[position]:
                    context.marks[position] = TITLE
            index += length
            titled = index < count and (
                context.joined[index - 1]
                or (
                    context.low(index - 1) in SHORT_TITLES
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


#: What follows the name of a person after a comma: an age, or who he or she is.
_APPOSITIONS = frozenset("who aged his her whose".split())
_OLDEST = 110


def _is_told(context: Context, end: int) -> bool:
    """Whether ", 44," or ", who" follows a name: so only persons are introduced."""
    if end >= len(context.tokens) or context.sentence_of[end] != context.sentence_of[end - 1]:
        return False
    if context.text[context.tokens[end - 1].end : context.tokens[end].start] != ", ":
        return False
    token = context.tokens[end]
    if token.low.isdigit():
        follows = context.text[token.end : token.end + 1]
        return len(token.low) <= 3 and 1 < int(token.low) < _OLDEST and follows in (",", ".")
    return token.low in _APPOSITIONS


def _title_phrase(context: Context, index: int) -> int:
    return longest_phrase(context, index, phrases_of("titles"))


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
        and context.low(end) not in CALENDAR
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
    if low[0] in WINDS or is_place_word(low[0]):
        return False
    if any(
        is_organisation_word(word) or is_place_word(word) or word in STREET_WORDS
        for word in low[1:]
    ):
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
        return last not in words("common_words") or last in surnames or last in given or initial
    if _is_told(context, end) and not context.headline[index]:
        return True
    if len(low) == 2 and last in surnames and last not in words("common_words"):
        # "Denver Smith": what follows the name of a place is hardly a family name.
        return is_place(context.tokens[index].text, 1) and not context.common(index)
    if initial or (_is_initial(context, index) and last in surnames):
        return True
    # Family name first: "Kim Jong Un", "Xi Jinping".
    return low[0] in surnames and (low[1] in given or (len(low) == 3 and low[0] not in given))
