"""Find amounts with a unit of length or time, and how the writer limited them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.claims.lexicon import DASHES, word_set
from geo.claims.numbers import Number, read_number
from geo.claims.tokens import Tokens
from geo.model import Measure
from geo.units import is_time

__all__ = ["UNITS", "Found", "find_measures", "to_measure"]

#: Spellings of the units, each as one token.
UNITS: dict[str, str] = {
    spelling: unit
    for unit, spellings in {
        "km": "km kms kilometer kilometers kilometre kilometres klick klicks klik kilom",
        "m": "m meter meters metre metres",
        "mi": "mile miles mi",
        "nmi": "nmi nm",
        "yd": "yard yards yd yds",
        "ft": "foot feet ft",
        "verst": "verst versts versta",
        "li": "li",
        "league": "league leagues",
        "h": "hour hours hr hrs h",
        "min": "minute minutes min mins",
        "day": "day days",
    }.items()
    for spelling in spellings.split()
}

#: Number words that only stand alone ("an hour", "a mile").
_ARTICLES = ("a", "an")

#: Hedges before a measure, longest first: what the words are, in lower case.
_HEDGES = sorted(
    (
        tuple(phrase.split())
        for phrase in """about|around|some|approximately|approx|approx .|roughly|nearly|almost|circa
        |ca|ca .|c .|~|≈|an estimated|estimated|barely|just over|just under|just short of
        |a little over|a little under|a little more than|a little less than|slightly more than
        |slightly less than|slightly over|slightly under|well over|well under|just about
        |less than|fewer than|more than|over|under|up to|at least|at most|at the most
        |no more than|not more than|no less than|not less than|no fewer than|upwards of
        |close to|in excess of|as far as|as much as|as little as|maybe|perhaps|probably
        |a good|a distance of|somewhere between|anywhere from|within|within about|not even
        |only about|only some|only around|something like|nearer|above|below|beyond|short of
        |much less than|much more than|far more than|far less than|little more than
        |little over|not quite|scarcely|hardly|possibly|potentially|reportedly
        |approximately a distance of|a distance of about|a distance of some
        |a distance of approximately|a distance of around|>|<|≤|≥|maximum|minimum
        |a minimum of|a maximum of|the best part of|the better part of|easily""".replace(
            "\n", ""
        ).split("|")
    ),
    key=len,
    reverse=True,
)
_HEDGES_BY_LAST: dict[str, list[tuple[str, ...]]] = {}
for _phrase in _HEDGES:
    _HEDGES_BY_LAST.setdefault(_phrase[-1], []).append(_phrase)

#: Words that emphasise an amount without limiting it: part of the expression, no hedge.
_EMPHASIS = {("a", "mere"), ("just",), ("only",), ("exactly",), ("precisely",), ("a", "full")}

_AFTER = {("or", "so"), ("or", "more"), ("or", "less"), ("plus",), ("-", "plus"), ("-", "ish")}

#: Words between a number and its unit, and the hedge that they stand for.
_LOOSE = {"odd": "or so", "some": "or so", "ish": "or so", "plus": "or more"}

#: What follows a capitalised unit in a headline: "Train Stops 40 Miles North of Tver".
_HEADLINE = word_set(
    """north south east west from of away off outside inside apart northeast northwest southeast
    southwest"""
)

#: A measure after one of these belongs to something else: "a 2 x 3 km field", "$5 m".
_MONEY = word_set("$ € £ ¥ ₽ # № § @")


@dataclass(frozen=True, slots=True)
class Found:
    """A measure in a text, by token.

    Attributes
    ----------
    begin : int
        First token, hedge included.
    first, end : int
        First token of the amount, and the token after the unit (and "or so").
    value, high, unit
        The amount; ``high`` is the upper end of a range.
    hedge : str
        As written, lower case.
    vague : bool
        "A few miles": the value means nothing.
    adjective : bool
        Written with a hyphen before the unit ("50-mile"): it describes what follows.
    """

    begin: int
    first: int
    end: int
    value: float
    unit: str
    high: float | None = None
    hedge: str = ""
    vague: bool = False
    adjective: bool = False

    @property
    def is_time(self) -> bool:
        """Whether the unit measures time."""
        return is_time(self.unit)


def to_measure(tokens: Tokens, found: Found) -> Measure:
    """Give the measure as the model has it."""
    return Measure(
        value=round(found.value, 6),
        unit=found.unit,
        text=tokens.between(found.first, found.end),
        start=tokens.start[found.first],
        end=tokens.end[found.end - 1],
        value_high=None if found.high is None else round(found.high, 6),
        hedge=found.hedge,
    )


def _read_unit(tokens: Tokens, index: int, stop: int) -> tuple[str, int, bool] | None:
    """Read the unit at a token: its name, the token after it, whether a hyphen stood before."""
    low, at, hyphen = tokens.low, index, False
    if at < stop and tokens.word[at] in DASHES:
        hyphen = True
        at += 1
    if at >= stop:
        return None
    word = low[at]
    if word == "n" and at + 1 < stop and low[at + 1] in ("mi", "miles"):
        return "nmi", at + 2, hyphen
    nautical = word in ("nautical", "sea")
    if nautical or word in ("statute", "land", "english"):
        at += 1
        if at < stop and tokens.word[at] in DASHES:
            at += 1
        if at >= stop or low[at] not in ("mile", "miles", "mi"):
            return None
        return ("nmi" if nautical else "mi"), at + 1, hyphen
    unit = UNITS.get(word)
    if unit is None:
        return None
    if len(word) == 1 and tokens.word[at].isupper():
        return None
    if word == "li" and tokens.is_capital(at):
        return None
    end = at + 1
    # The full stop of "40 mi. north"; one that ends a sentence stays outside.
    if (
        end + 1 < stop
        and word in ("mi", "km", "ft", "yd", "yds", "hr", "hrs", "min", "mins")
        and tokens.word[end] == "."
        and tokens.touching(end)
        and (tokens.low[end + 1] == tokens.word[end + 1] or tokens.low[end + 1] in "nsew")
    ):
        end += 1
    return unit, end, hyphen


def _not_a_measure(tokens: Tokens, first: int, end: int, stop: int) -> bool:
    """Speeds, areas, sums of money and names such as Three Mile Island."""
    before = tokens.word[first - 1] if first else ""
    if before in _MONEY or (before in ("x", "×", "/", ".") and tokens.touching(first)):
        return True
    if end < stop:
        following = tokens.low[end]
        if following in ("per", "²", "³") or (following == "/" and tokens.touching(end)):
            return True
        if _rate_end(tokens, end, stop) > end:
            return True
        if following in ("2", "3") and tokens.touching(end):
            return True
        if following in DASHES and end + 1 < stop and tokens.low[end + 1] in ("per", "an"):
            return True
    # A capitalised unit is part of a name, unless the line is a headline.
    unit = tokens.word[end - 1]
    if unit.istitle() and len(unit) > 2:
        headline = (
            end < stop
            and tokens.low[end]
            in (
                "north south east west from of away off outside inside apart northeast northwest "
                "southeast southwest"
            ).split()
        )
        return not headline
    return False


def _rate_end(tokens: Tokens, end: int, stop: int) -> int:
    """Token after "a day", "an hour" behind a measure, which make it a rate."""
    if end + 1 < stop and tokens.low[end] in ("a", "an") and tokens.low[end + 1] in UNITS:
        return end + 2
    return end


def _hedge_before(tokens: Tokens, first: int, floor: int) -> tuple[int, str]:
    """First token of the hedges before a measure, and their words."""
    begin, words = first, []
    for _ in range(3):
        if begin - 1 < floor:
            break
        for phrase in _HEDGES_BY_LAST.get(tokens.low[begin - 1], ()):
            at = begin - len(phrase)
            if at >= floor and tuple(tokens.low[at:begin]) == phrase:
                words.append(" ".join(phrase))
                begin = at
                break
        else:
            break
    hedge = " ".join(reversed(words))
    for phrase in _EMPHASIS:
        at = begin - len(phrase)
        if at >= floor and tuple(tokens.low[at:begin]) == phrase:
            begin = at
    return begin, hedge.replace(" .", ".")


def _hedge_after(tokens: Tokens, end: int, stop: int) -> tuple[int, str]:
    for phrase in _AFTER:
        if end + len(phrase) <= stop and tuple(tokens.low[end : end + len(phrase)]) == phrase:
            return end + len(phrase), " ".join(phrase)
    if end < stop and tokens.word[end] == "+":
        return end + 1, "or more"
    return end, ""


def _range(tokens: Tokens, low: Number, stop: int, between: bool) -> Number | None:
    """Upper amount of "three to five", "10-15", "two or three", "between 10 and 15"."""
    at = low.end
    if at >= stop:
        return None
    joiners = ("and",) if between else ("to", "or", *DASHES)
    if tokens.word[at] in DASHES and at + 1 < stop and tokens.low[at + 1] in ("to", "or"):
        # "35- to 40-mile", "35-to-40-mile"
        at += 1
    if tokens.low[at] not in joiners:
        return None
    at += 1
    if at < stop and tokens.low[at - 1] in ("to", "or") and tokens.word[at] in DASHES:
        at += 1
    high = read_number(tokens, at, stop)
    if high is None or high.vague or high.value <= low.value:
        return None
    return high


def _compound(tokens: Tokens, end: int, unit: str, stop: int) -> tuple[float, int]:
    """Rest of "two hours and 20 minutes", "an hour and a half": in the unit, and its end."""
    at = end
    # "an hour-and-a-half" and "a mile and a half"
    skip = at + 1 if at < stop and tokens.word[at] in DASHES else at
    if skip + 2 < stop and tokens.low[skip] == "and":
        after = skip + 1
        if tokens.word[after] in DASHES:
            after += 1
        if after + 1 < stop and tokens.low[after] in ("a", "one"):
            half = after + 1
            if tokens.word[half] in DASHES and half + 1 < stop:
                half += 1
            if tokens.low[half] in ("half", "quarter"):
                return (0.5 if tokens.low[half] == "half" else 0.25), half + 1
    if unit != "h":
        return 0.0, end
    if _is_clock(tokens, at, stop):
        # "1h30"
        return int(tokens.word[at]) / 60.0, at + 1
    if at < stop and tokens.low[at] in ("and", ","):
        at += 1
    minutes = read_number(tokens, at, stop)
    if minutes and not minutes.vague and minutes.value < 60:
        found = _read_unit(tokens, minutes.end, stop)
        if found and found[0] == "min":
            return minutes.value / 60.0, found[1]
    return 0.0, end


def _is_clock(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether two digits of minutes stand right behind an hour."""
    if at >= stop or not tokens.touching(at) or tokens.low[at - 1] != "h":
        return False
    return tokens.word[at].isdecimal() and len(tokens.word[at]) == 2 and tokens.word[at] < "60"


def _loosely(tokens: Tokens, at: int, stop: int) -> tuple[int, str]:
    """Read "-odd", "-some", "-plus", "or so" between a number and its unit: end and hedge."""
    low = tokens.low
    if tuple(low[at : at + 2]) == ("or", "so"):
        return at + 2, "or so"
    if at < stop and tokens.word[at] == "+":
        return at + 1, "or more"
    onward = at + 1 if at < stop and tokens.word[at] in DASHES else at
    if onward >= stop or low[onward] not in _LOOSE:
        return at, ""
    return onward + 1, _LOOSE[low[onward]]


def _at(tokens: Tokens, index: int, stop: int, floor: int) -> tuple[Found | None, int]:
    """Measure that starts at a token, and where to go on reading."""
    low = tokens.low
    number = read_number(tokens, index, stop)
    if number is None and low[index] in _ARTICLES:
        number = Number(1.0, index + 1)
    if number is None:
        return None, index + 1
    between = index > floor and low[index - 1] == "between"
    high = _range(tokens, number, stop, between)
    last = high or number
    at, hedge_inside = _loosely(tokens, last.end, stop)
    unit = _read_unit(tokens, at, stop)
    if unit is None and hedge_inside:
        at, hedge_inside = last.end, ""
        unit = _read_unit(tokens, at, stop)
    if unit is None and high is not None:
        # "between three and Lyon": the first number stands alone.
        high = None
        unit = _read_unit(tokens, number.end, stop)
        at = number.end
    elif unit is None and number.end < stop:
        return None, max(index + 1, number.end)
    if unit is None:
        return None, max(index + 1, number.end)
    name, end, hyphen = unit
    if high is None and number.end < stop:
        # "10 km to 15 km", "10 km-15 km"
        again = _range(tokens, Number(number.value, end), stop, between)
        second = again and _read_unit(tokens, again.end, stop)
        if again and second and second[0] == name:
            high, end = again, second[1]
    if _not_a_measure(tokens, index, end, stop):
        return None, _rate_end(tokens, end, stop)
    value = number.value
    if high is None and low[index] in _ARTICLES and tuple(low[end : end + 2]) == ("or", "two"):
        # "a mile or two"
        high, end = Number(2.0, end + 2), end + 2
    if high is None and not number.vague:
        more, end = _compound(tokens, end, name, stop)
        value += more
    end, after = _hedge_after(tokens, end, stop)
    first = index - 1 if between and high is not None else index
    begin, before = _hedge_before(tokens, first, floor)
    hedge = " ".join(filter(None, (before, hedge_inside, after)))
    return (
        Found(
            begin, first, end, value, name, high.value if high else None, hedge,
            vague=number.vague, adjective=hyphen,
        ),
        end,
    )  # fmt: skip


def find_measures(tokens: Tokens, first: int, stop: int) -> Iterator[Found]:
    """Measures among the tokens from ``first`` to ``stop``, in order.

    Examples
    --------
    >>> from geo.claims.tokens import tokenize
    >>> def read(text):
    ...     tokens = tokenize(text)
    ...     found = find_measures(tokens, 0, len(tokens))
    ...     return [(item.hedge, item.value, item.high, item.unit) for item in found]
    >>> read("about 550 miles, or 10 to 15 km; less than three hours and 30 minutes by car")
    [('about', 550.0, None, 'mi'), ('', 10.0, 15.0, 'km'), ('less than', 3.5, None, 'h')]
    >>> read("60 miles per hour on Three Mile Island, 17 square miles")
    []
    >>> read("an hour-and-a-half, some 160km, twenty minutes’ drive, 5 km or so")
    [('', 1.5, None, 'h'), ('some', 160.0, None, 'km'), ('', 20.0, None, 'min'), \
('or so', 5.0, None, 'km')]
    """
    at, floor = first, first
    while at < stop:
        found, following = _at(tokens, at, stop, floor)
        if found:
            yield found
            floor = found.end
        at = max(following, at + 1)
