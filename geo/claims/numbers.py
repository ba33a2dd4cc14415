"""Read an amount written in digits, words or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.claims.lexicon import DASHES, word_set
from geo.claims.tokens import Tokens

__all__ = ["Number", "read_number"]

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_COUNTS = {"dozen": 12, "score": 20}
_FRACTIONS = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3}
_GLYPHS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_VAGUE_HEADS = word_set(
    "few several couple handful many numerous dozens scores hundreds thousands tens"
)

#: A longer string of digits is no distance on Earth.
_MAX_DIGITS = 15
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SWISS = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_COMMA_DECIMAL = re.compile(r"\d+,\d{1,2}|0,\d+")
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """An amount and the index of the token after it.

    ``vague`` is True for "a few" and "several hundred": the value then means nothing.
    """

    value: float
    end: int
    vague: bool = False


def _from_digits(written: str) -> float | None:
    """Value of one string of digits and separators.

    Examples
    --------
    >>> _from_digits("1,088"), _from_digits("5.5"), _from_digits("12,5"), _from_digits("1.200")
    (1088.0, 5.5, 12.5, 1200.0)
    >>> _from_digits("1.609"), _from_digits("1.234.567"), _from_digits("1'200")
    (1.609, 1234567.0, 1200.0)
    >>> _from_digits("1,2,3") is None
    True
    """
    if len(written) > _MAX_DIGITS:
        return None
    if _ENGLISH.fullmatch(written):
        return float(written.replace(",", ""))
    if _SWISS.fullmatch(written):
        return float(written.replace("'", "").replace("’", "").replace(",", "."))
    groups = written.count(".")
    # Nobody writes a decimal fraction of three digits that ends in nought.
    if _CONTINENTAL.fullmatch(written) and (
        groups > 1 or "," in written or (written.endswith("0") and written[0] != "0")
    ):
        return float(written.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(written):
        return float(written)
    if _COMMA_DECIMAL.fullmatch(written):
        return float(written.replace(",", "."))
    return None


def _is_digit(tokens: Tokens, index: int, stop: int) -> bool:
    return index < stop and "0" <= tokens.word[index][0] <= "9"


def _slash_fraction(tokens: Tokens, index: int, stop: int) -> Number | None:
    if (
        index + 2 < stop
        and tokens.word[index + 1] in "/⁄"
        and tokens.touching(index + 1)
        and tokens.touching(index + 2)
        and tokens.word[index].isdecimal()
        and tokens.word[index + 2].isdecimal()
        and len(tokens.word[index]) <= 2
        and len(tokens.word[index + 2]) <= 2
    ):
        above, below = int(tokens.word[index]), int(tokens.word[index + 2])
        if 0 < above < below:
            return Number(above / below, index + 3)
    return None


def _digits(tokens: Tokens, index: int, stop: int) -> Number | None:
    fraction = _slash_fraction(tokens, index, stop)
    if fraction:
        return fraction
    written = tokens.word[index]
    end = index + 1
    if len(written) <= 3 and written.isdecimal() and not _follows_name(tokens, index):
        # "4 700": groups of three after a single space.
        while (
            end < stop
            and len(written) <= _MAX_DIGITS
            and tokens.start[end] == tokens.end[end - 1] + 1
            and tokens.text[tokens.end[end - 1]] in " \u00a0\u2009\u202f"
            and _GROUP.fullmatch(tokens.word[end])
        ):
            written += tokens.word[end]
            end += 1
    value = _from_digits(written)
    if value is None:
        return None
    if end < stop and tokens.word[end] in _GLYPHS:
        return Number(value + _GLYPHS[tokens.word[end]], end + 1)
    mixed = end
    if mixed < stop and tokens.word[mixed] in DASHES and tokens.touching(mixed):
        mixed += 1
    if _is_digit(tokens, mixed, stop):
        part = _slash_fraction(tokens, mixed, stop)
        if part and value == int(value):
            return Number(value + part.value, part.end)
    while end < stop and tokens.low[end] in _SCALES:
        value *= _SCALES[tokens.low[end]]
        end += 1
    return Number(value, end)


def _bare_decimal(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Read ".5", a decimal fraction without its nought."""
    at = index + 1
    if at >= stop or not tokens.touching(at) or tokens.touching(index):
        return None
    digits = tokens.word[at]
    if not digits.isdecimal() or len(digits) > 3:
        return None
    return Number(float(f"0.{digits}"), at + 1)


def _follows_name(tokens: Tokens, index: int) -> bool:
    """Whether the number belongs to a name before it: "Route 60 300 metres on"."""
    return index > 0 and tokens.is_capital(index - 1) and tokens.word[index - 1].isalpha()


def _skip_dash(tokens: Tokens, index: int, stop: int) -> int:
    return index + 1 if index < stop and tokens.word[index] in DASHES else index


def _fraction_after(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Read "and a half", "and three quarters", with or without hyphens."""
    low = tokens.low
    at = _skip_dash(tokens, index, stop)
    if at >= stop or low[at] != "and":
        return None
    at = _skip_dash(tokens, at + 1, stop)
    count = 1.0
    if at < stop and low[at] in ("a", "one", "an"):
        at = _skip_dash(tokens, at + 1, stop)
    elif at < stop and low[at] in ("two", "three"):
        count = float(_ONES[low[at]])
        at = _skip_dash(tokens, at + 1, stop)
    if at < stop:
        share = _FRACTIONS.get(low[at]) or _FRACTIONS.get(low[at].rstrip("s"))
        if share:
            return Number(count * share, at + 1)
    return None


def _words(tokens: Tokens, index: int, stop: int) -> Number | None:
    low = tokens.low
    total = current = 0.0
    at, end = index, index
    if low[at] in ("a", "an"):
        at = _skip_dash(tokens, at + 1, stop)
        if at >= stop or low[at] not in (*_SCALES, *_COUNTS):
            return None
        current = 1.0
        end = at
    while at < stop:
        word = low[at]
        if (word in _ONES and current % 100 == 0) or (
            word in _ONES and _ONES[word] < 10 and current % 10 == 0 and current % 100 >= 20
        ):
            current += _ONES[word]
        elif word in _TENS and current % 100 == 0:
            current += _TENS[word]
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word in ("thousand", "million") and current:
            total += current * _SCALES[word]
            current = 0.0
        elif word in _COUNTS and 0 < current < 20:
            current *= _COUNTS[word]
        elif (
            word == "and"
            and end > index
            and low[end - 1] in _SCALES
            and at + 1 < stop
            and (low[at + 1] in _ONES or low[at + 1] in _TENS)
        ):
            at += 1
            continue
        else:
            break
        end = at + 1
        at = _skip_dash(tokens, end, stop)
        if at > end and (at >= stop or low[at] not in _ONES.keys() | _TENS.keys() | _SCALES.keys()):
            break
    value = total + current
    if not value or end == index:
        return None
    if low[end - 1] in _COUNTS and end < stop and low[end] == "of":
        # "a score of miles"
        return Number(value, end + 1)
    part = _fraction_after(tokens, end, stop)
    return Number(value + part.value, part.end) if part else Number(value, end)


def _half(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Read "half a", "a half", "half-", "three quarters of a", "a quarter of a"."""
    low = tokens.low
    at, count = index, 1.0
    if low[at] in ("a", "an", "one"):
        at = _skip_dash(tokens, at + 1, stop)
    elif low[at] in ("two", "three"):
        count = float(_ONES[low[at]])
        at = _skip_dash(tokens, at + 1, stop)
    if at >= stop:
        return None
    share = _FRACTIONS.get(low[at]) or (_FRACTIONS.get(low[at].rstrip("s")) if count > 1 else None)
    if share is None:
        return None
    at += 1
    if at < stop and low[at] == "of":
        at += 1
    at = _skip_dash(tokens, at, stop)
    if at < stop and low[at] in ("a", "an"):
        at = _skip_dash(tokens, at + 1, stop)
    if at < stop and low[at] == "dozen":
        return Number(12 * share, at + 1)
    return Number(count * share, at)


def _vague(tokens: Tokens, index: int, stop: int) -> Number | None:
    low = tokens.low
    at = index
    if low[at] in ("a", "the"):
        at += 1
    if at < stop and low[at] in ("good", "great", "mere", "last", "next", "only"):
        at += 1
    if at >= stop or low[at] not in _VAGUE_HEADS:
        return None
    at += 1
    while at < stop and low[at] in ("of", "more", "hundred", "thousand", "dozen", "tens"):
        at += 1
    return Number(0.0, at, vague=True)


def read_number(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Read the amount that starts at a token.

    Parameters
    ----------
    tokens : Tokens
        The text.
    index, stop : int
        First token, and the token that the amount may not reach.

    Returns
    -------
    Number or None
        None where no amount starts.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     found = read_number(tokenize(text), 0, len(tokenize(text)))
    ...     return found and (round(found.value, 3), found.vague)
    >>> [read(text) for text in ("1,088 miles", "two hundred and fifty km", "2 1/2 miles")]
    [(1088.0, False), (250.0, False), (2.5, False)]
    >>> [read(text) for text in ("three-and-a-half hours", "half a mile", "a few hundred metres")]
    [(3.5, False), (0.5, False), (0.0, True)]
    >>> [read(text) for text in ("two dozen miles", "4 700 km", "three quarters of a mile", "the")]
    [(24.0, False), (4700.0, False), (0.75, False), None]
    """
    if index >= stop:
        return None
    word = tokens.low[index]
    if "0" <= word[0] <= "9":
        return _digits(tokens, index, stop)
    if word == ".":
        return _bare_decimal(tokens, index, stop)
    if word in _GLYPHS:
        return Number(_GLYPHS[word], index + 1)
    if word in _STARTS:
        return (
            _half(tokens, index, stop) or _words(tokens, index, stop) or _vague(tokens, index, stop)
        )
    return None


_STARTS = (
    _ONES.keys() | _TENS.keys() | _FRACTIONS.keys() | {"a", "an", "the", "hundred"} | _VAGUE_HEADS
)
