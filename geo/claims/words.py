"""Numbers, winds and names in the words of a newspaper."""

from __future__ import annotations

from geo.geodesy import WINDS
from geo.model import Measure, Place, Toponym
from geo.outlines import country_name

__all__ = [
    "amount",
    "km_text",
    "name_of",
    "percent_off",
    "place_in",
    "quoted",
    "takes_article",
    "wind_words",
]

#: Kinds of place whose names take an article: the Volga, the North Sea.
_WITH_ARTICLE = frozenset(
    ("river", "sea", "ocean", "strait", "gulf", "canal", "range", "desert", "border", "coast")
)

_LINE_WORDS = frozenset(("border", "frontier", "boundary", "coast", "coastline", "shore"))

#: Names of countries that take an article by a word of theirs: the United States, the Gambia.
_ARTICLE_WORDS = frozenset(
    """united states kingdom emirates netherlands philippines bahamas maldives gambia republic
    islands union federation comoros seychelles us u.s. u.s uk u.k. u.k uae usa""".split()
)

_CARDINALS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_INTERMEDIATE = {"NE": "northeast", "SE": "southeast", "SW": "southwest", "NW": "northwest"}

_PARTS = {5: "a fifth", 6: "a sixth", 7: "a seventh", 8: "an eighth", 9: "a ninth",
          10: "a tenth", 11: "a tenth"}  # fmt: skip

_UNIT_WORDS = {
    "km": ("km", "km"),
    "m": ("m", "m"),
    "mi": ("mile", "miles"),
    "nmi": ("nautical mile", "nautical miles"),
    "yd": ("yard", "yards"),
    "ft": ("foot", "feet"),
    "verst": ("verst", "versts"),
    "li": ("li", "li"),
    "league": ("league", "leagues"),
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "day": ("day", "days"),
}


def wind_words(wind: str) -> str:
    """Wind in words.

    Examples
    --------
    >>> wind_words("N"), wind_words("SE"), wind_words("NNW"), wind_words("upstream")
    ('north', 'southeast', 'north-northwest', 'upstream')
    """
    if wind not in WINDS:
        return wind
    if len(wind) == 3:
        return f"{_CARDINALS[wind[0]]}-{_INTERMEDIATE[wind[1:]]}"
    return _CARDINALS.get(wind) or _INTERMEDIATE[wind]


def number(value: float) -> str:
    """Amount with two or three significant digits.

    Examples
    --------
    >>> number(78.04), number(1401.3), number(4.44), number(0.52), number(9.96), number(940.2)
    ('78', '1,400', '4.4', '0.52', '10', '940')
    """
    if value >= 995:
        return f"{round(value, -1):,.0f}"
    if value >= 9.95:
        return f"{value:.0f}"
    if value >= 0.995:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def amount(value: float, unit: str) -> str:
    """Amount with its unit, singular or plural.

    Examples
    --------
    >>> amount(1, "mi"), amount(40, "mi"), amount(1.5, "h")
    ('1 mile', '40 miles', '1.5 hours')
    """
    text = number(value)
    one, many = _UNIT_WORDS.get(unit, (unit, unit))
    return f"{text} {one if text == '1' else many}"


def km_text(km: float, unit: str = "km") -> str:
    """Kilometres, with miles beside them when the writer used miles.

    Examples
    --------
    >>> km_text(78.0), km_text(78.0, "mi"), km_text(0.42)
    ('78 km', '78 km (48 miles)', '420 m')
    """
    if km < 0.995 and unit in ("km", "m"):
        return f"{round(km * 1000, -1):.0f} m"
    text = f"{number(km)} km"
    if unit in ("mi", "yd", "ft", "league"):
        return f"{text} ({amount(km / 1.609344, 'mi')})"
    if unit == "nmi":
        return f"{text} ({amount(km / 1.852, 'nmi')})"
    return text


def percent_off(ratio: float) -> str:
    """How much an amount differs from what was measured.

    Examples
    --------
    >>> percent_off(0.826), percent_off(1.27), percent_off(2.31), percent_off(0.3)
    ('17 % less than', '27 % more than', '2.3 times', 'less than a third of')
    >>> percent_off(0.1), percent_off(0.02)
    ('a tenth of', 'less than a tenth of')
    """
    if ratio >= 1.995:
        return f"{number(ratio)} times"
    if ratio < 0.09:
        return "less than a tenth of"
    if ratio < 0.19:
        return f"{_PARTS[round(1 / ratio)]} of"
    if ratio < 0.335:
        return "less than a third of" if ratio > 0.26 else "less than a quarter of"
    if ratio < 0.505:
        return "half of" if ratio > 0.48 else "less than half of"
    share = round(abs(ratio - 1) * 100)
    if share == 0:
        return "the same as"
    return f"{share} % {'more' if ratio > 1 else 'less'} than"


def quoted(measure: Measure) -> str:
    """Give the measure with its hedge, as a quotation."""
    hedge, text = measure.hedge, " ".join(measure.text.split())
    if not hedge or hedge in text.lower():
        return f"“{text}”"
    if hedge in ("or so", "or more", "or less", "plus"):
        return f"“{text}”"
    return f"“{hedge} {text}”"


def takes_article(name: str) -> bool:
    """Whether a name reads badly without "the".

    Examples
    --------
    >>> [takes_article(name) for name in ("United States", "Czech Republic", "UK", "France")]
    [True, True, True, False]
    >>> takes_article("US Virgin Islands"), takes_article("Union City")
    (True, False)
    """
    words = name.split()
    if name.lower().startswith("the "):
        return False
    if len(words) == 1:
        return words[0].lower() in _ARTICLE_WORDS - {"union", "republic", "kingdom", "states"}
    return words[0].lower() == "united" or words[-1].lower() in _ARTICLE_WORDS


def place_in(place: Place) -> str:
    """Name of a place with its country, to tell it from its namesakes.

    Examples
    --------
    >>> place_in(Place("a", "Paris", -95.6, 33.7, "town", "US"))
    'Paris in the United States'
    """
    country = country_name(place.country) if place.country else ""
    if not country or country == place.name:
        return place.name
    return f"{place.name} in {'the ' if takes_article(country) else ''}{country}"


def name_of(toponym: Toponym) -> str:
    """Name for a sentence: the place's, with the words of the text where they differ.

    Examples
    --------
    >>> from geo.model import Place
    >>> name_of(Toponym(0, 4, "Lyon", Place("a", "Lyon", 4.8, 45.8, "city")))
    'Lyon'
    >>> name_of(Toponym(0, 8, "the city", Place("a", "Lyon", 4.8, 45.8, "city")))
    'Lyon (“the city”)'
    """
    text = " ".join(toponym.text.split())
    if toponym.place is None:
        return f"“{text}”"
    name = toponym.place.name
    if toponym.place.kind in ("border", "coast") and (
        not text[0].isupper() or text.split()[-1] not in _LINE_WORDS
    ):
        return f"the {name}"
    article = "the " if toponym.place.kind in _WITH_ARTICLE or takes_article(text) else ""
    if text.casefold() == name.casefold():
        return name if name.lower().startswith("the ") else f"{article}{name}"
    if "'s " in text or "’s " in text:
        return text
    # The writer's own spelling of a name reads better than the gazetteer's.
    if text[0].isupper() and text.split()[0].lower() not in ("the", "it", "this", "that", "its"):
        return f"{article}{text}"
    return f"{article}{name} (“{text}”)"
