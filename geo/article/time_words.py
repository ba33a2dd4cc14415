"""The words of time: where days, parts of the day and clock times stand in a text.

Patterns are bounded and begin with a letter or digit of their own, so that a text of any
kind is scanned in time that grows with its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.article.dates import MONTH_NAME
from geo.article.zones import ZONE

__all__ = ["NUMBERS", "Atom", "atoms", "number"]

NUMBERS = {
    word: value
    for value, word in enumerate(
        (
            *(
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
            ),
            *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
            *("eighteen", "nineteen", "twenty"),
        )
    )
}
_VAGUE = {"couple": (2, 1), "few": (2, 5), "several": (3, 6)}

_WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!s\b)"
    r"|(?:Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.(?=[ ,]))"
)
_COUNT = rf"(?i:\d{{1,3}}|an?|a\scouple\sof|a\sfew|several|{'|'.join(NUMBERS)})"
_UNIT = r"(?:minute|hour|day|week|month|year)s?"
_PART = r"(?:morning|afternoon|evening|night|dawn|daybreak|sunrise|dusk|sunset|nightfall)"
_EARLY = r"(?:very\s)?(?:[Ee]arly|[Ll]ate|[Mm]id)"
_HOUR12 = r"(?:1[0-2]|0?[1-9])"
_AMPM = r"(?:[ap]\.m\.|[ap]\.?m\b|[AP]\.M\.|[AP]M\b)"
_HOUR_WORD = "|".join(word for word, value in NUMBERS.items() if 1 <= value <= 12)
_CLOCK = (
    rf"(?:{_HOUR12}(?:[:.][0-5]\d)?\s?{_AMPM}"
    rf"|{_HOUR12}(?:[:.][0-5]\d)?\s(?:o['’]clock\s)?(?:in\sthe\s(?:morning|afternoon|evening)|at\snight)"
    r"|(?:[01]?\d|2[0-4])[:.][0-5]\d(?=\s(?:GMT|UTC|hours|hrs|[Ll]ocal))"
    r"|(?:[01]?\d|2[0-4]):[0-5]\d(?![:\d])"
    rf"|(?:[01]\d|2[0-4])[0-5]\d(?=\s(?:{ZONE}|hours|hrs|h\b))"
    rf"|{_HOUR12}\so['’]clock"
    rf"|(?:[Hh]alf|(?:a\s)?[Qq]uarter)\s(?:past|to)\s(?:{_HOUR12}|(?i:{_HOUR_WORD}))\b"
    r"|(?:[Nn]oon|[Mm]idnight)\b)"
)

_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_SIDE = r"(?:[Nn]ext|[Ff]ollowing|[Pp]revious|[Ss]ame|[Pp]receding)"

#: Each alternative is one kind of atom; the named groups inside it are its fields.
_ATOM = re.compile(
    rf"""(?<![\w.,:/$£€-])(?=[\dA-Za-z])(?:
    (?P<clock>{_CLOCK})(?:\s(?:hours|hrs))?(?:,?\s(?:(?P<zone>{ZONE})|\((?P<zone_b>{ZONE})\)))?
        (?:\s?\((?:about\s)?
        (?P<second>[0-2]?\d[:.]?[0-5]\d|{_HOUR12}(?:[:.][0-5]\d)?\s?{_AMPM})
        \s(?P<second_zone>{ZONE})\))?
    | (?P<iso>\d{{4}}-\d\d-\d\d)\b
    | (?P<mdy>(?P<m1>{MONTH_NAME})\s(?P<d1>{_DAY})\b(?!:)(?:,?\s(?P<y1>{_YEAR})\b)?)
    | (?P<dmy>(?:the\s)?(?P<d2>{_DAY})\s(?:of\s)?(?P<m2>{MONTH_NAME})(?![\w-])
        (?:,?\s(?P<y2>{_YEAR})\b)?)
    | (?P<month>(?:(?P<t3>[Ee]arly|[Mm]id|[Ll]ate)[ -])?(?:(?P<q3>[Ll]ast|[Nn]ext|[Tt]his)\s)?
        (?P<m3>{MONTH_NAME})(?![\w-])(?:,?\s(?:of\s)?(?P<y3>{_YEAR})\b)?)
    | (?P<year>(?:(?P<t4>[Ee]arly|[Mm]id|[Ll]ate)[ -](?:in\s)?)?(?P<y4>{_YEAR})
        (?![\w:.-]{{0,9}}\d)\b)
    | (?P<weekday>(?:(?P<q5>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|coming
        |(?:[Tt]he\s)?(?:following|previous|coming))\s)?
        (?P<w5>{_WEEKDAY}))
    | (?P<today>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight)\b(?!['’]s)
    | (?P<ago>(?P<n6>{_COUNT})\s(?P<u6>{_UNIT})\s
        (?P<k6>ago|later|earlier|after(?=[.,;])|before(?=[.,;])))\b
    | (?P<next>[Tt]he\s(?:(?P<k7>{_SIDE})\s(?P<u7>day|{_PART})
        |(?P<k7b>day)\s(?:before|earlier)(?!\syesterday)|(?P<k7c>night)\sbefore))\b
    | (?P<that>[Tt]hat\s(?:same\s)?(?P<u11>day|(?:{_EARLY}\s)?{_PART}))\b
    | (?P<last>(?:(?P<r8>[Ee]arlier|[Ll]ater)\s)?(?P<k8>[Ll]ast|[Tt]his|[Nn]ext|the\scoming)\s
        (?P<u8>week(?:end)?|month|year|(?:{_EARLY}\s)?{_PART}))\b(?!['’]s)
    | (?P<weekend>[Oo]ver\sthe\sweekend)\b
    | (?P<period>(?i:over|in|during|for|within|throughout)\sthe\s(?P<k9>past|last|next|coming)\s
        (?:(?P<n9>{_COUNT}|few)\s)?(?P<u9>{_UNIT}))\b
    | (?P<recent>[Ii]n\s(?P<k10>recent|the\scoming)\s(?P<u10>days|weeks|months))\b
    | (?P<part>(?:[Ii]n\sthe\s)?(?:{_EARLY}[ -](?:hours\b|{_PART})
        |[Bb]efore\sdawn|[Pp]redawn(?:\shours)?|[Ee]arly|[Ll]ate|midday|{_PART})\b(?!-))
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One word group of time."""

    start: int
    end: int
    #: "clock", "day", "part" or "period": what it can be joined with.
    role: str
    #: Name of the pattern that found it.
    name: str
    fields: dict[str, str]


_ROLES = {
    "clock": "clock",
    "part": "part",
    "year": "period",
    "month": "period",
    "period": "period",
    "recent": "period",
    "weekend": "period",
}

#: Words before a weekday that make it part of a name.
_NAME_BEFORE = re.compile(
    r"\b(?:Easter|Holy|Palm|Black|Bloody|Good|Ash|Ruby|Super|Cyber|Fat|Giving|Whit|Maundy|Shrove)\s$"
)
_NAME_AFTER = re.compile(
    r"\s(?:Times|Telegraph|Express|Mirror|Mail|Herald|Post|Sun|Independent|School|Night\s[A-Z])"
)
#: A bare month or year is one only after these ("in May", "since 2015").
_BARE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|during|from|to|through|before|after|around|every|[Ll]ast)\s$",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(
    r"\b(?:in|of|since|until|till|by|during|from|through|before|after|around|spring|summer|autumn"
    r"|fall|winter|year)\s(?:the\s)?$",
    re.IGNORECASE,
)
_NOT_YEAR = re.compile(
    r"\s(?:people|km|kilomet|miles?\b|met(?:er|re)|troops|soldiers|men\b|workers|tons|tonnes|dollars"
    r"|euros|cars|homes|GMT|UTC|hours|feet|of\sthem|other|percent|jobs|victims|residents)|[,.]\d|%|-"
)
_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:at|by|around|about|until|till|since|from|to|of|before|after|and|between|just|nearly)|[(–-])\s?$"
)


def atoms(text: str) -> Iterator[Atom]:
    """Find the word groups of time, in order, without overlap.

    Examples
    --------
    >>> [(atom.name, atom.role) for atom in atoms("early Tuesday, at 7 p.m. (1000 GMT)")]
    [('part', 'part'), ('weekday', 'day'), ('clock', 'clock')]
    """
    for match in _ATOM.finditer(text):
        name = next(key for key in _NAMES if match[key] is not None)
        start, end = match.span(name)
        if name == "clock":
            end = match.end()
        if not _holds(text, name, match, start, end):
            continue
        fields = {key: value for key, value in match.groupdict().items() if value is not None}
        role = _ROLES.get(name, "day")
        if name == "last" and match["u8"] in {"week", "weekend", "month", "year"}:
            role = "period"
        yield Atom(start, end, role, name, fields)


_NAMES = (
    "clock", "iso", "mdy", "dmy", "month", "year", "weekday", "today", "ago", "next", "that",
    "last", "weekend", "period", "recent", "part",
)  # fmt: skip


def _holds(text: str, name: str, match: re.Match[str], start: int, end: int) -> bool:
    before = text[max(0, start - 24) : start]
    if name == "weekday":
        return not (_NAME_BEFORE.search(before) or _NAME_AFTER.match(text, end))
    if name == "month":
        if match["y3"] or match["t3"] or match["q3"]:
            return True
        return bool(_BARE_MONTH.search(before)) and not _name_follows(text, end, match["m3"])
    if name == "year":
        backed = match["t4"] is not None or _BARE_YEAR.search(before)
        return bool(backed) and not _NOT_YEAR.match(text, end)
    if name == "clock":
        written = match["clock"]
        bare = (
            ":" in written and written[-1].isdigit() and not match["zone"] and not match["second"]
        )
        if bare and len(written) < 5 and not _CLOCK_BEFORE.search(before):
            return False
        return not (
            written.casefold() in {"noon", "midnight"} and text[end : end + 1] in {"-", "’"}
        )
    return True


def _name_follows(text: str, end: int, month: str) -> bool:
    """Whether a month's name is a person's: "of April Smith", "by August Strindberg"."""
    return month in {"April", "May", "June", "August"} and bool(
        re.match(r"\s[A-Z][a-z]", text[end : end + 3])
    )


def number(written: str) -> tuple[int, int]:
    """Understand a count: its value, and how much more it may be.

    Examples
    --------
    >>> number("18"), number("two"), number("a"), number("a few")
    ((18, 0), (2, 0), (1, 0), (2, 5))
    """
    words = written.casefold().split()
    for word in words:
        if word in _VAGUE:
            return _VAGUE[word]
    if words[0].isdigit():
        return int(words[0]), 0
    return NUMBERS.get(words[0], 1), 0
