"""How numbers, times and text look in every format."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from geo.model import Article, Toponym

__all__ = [
    "clean",
    "degrees",
    "iso",
    "kilometres",
    "label_of",
    "number",
    "one_line",
    "place_id",
    "published",
    "utc",
    "xml_text",
]

#: What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and marks that reorder text.
_NOT_XML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)

#: Control characters, lone surrogates and marks that turn the direction of the text after
#: them: they change what a reader sees, or cannot be written as UTF-8.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Replace what cannot be shown by U+FFFD; the length stays the same.

    Examples
    --------
    >>> clean("a\x00b")
    'a\ufffdb'
    """
    return _UNSEEN.sub("\ufffd", text)


def number(value: float | None, digits: int) -> float | None:
    """Round; None for what is missing, infinite or not a number, which JSON cannot hold.

    Examples
    --------
    >>> number(76.123456, 3), number(float("nan"), 3), number(-0.0, 3)
    (76.123, None, 0.0)
    """
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0


def kilometres(value: float | None) -> float | None:
    """Round to the metre."""
    return number(value, 3)


def degrees(value: float) -> float:
    """Round to a millionth of a degree, a decimetre on the ground.

    Examples
    --------
    >>> degrees(131.95700049)
    131.957
    """
    return number(value, 6) or 0.0


def iso(moment: datetime | None) -> str | None:
    """Write a time with its offset from UTC.

    Examples
    --------
    >>> iso(datetime(2023, 9, 11, 10, tzinfo=UTC))
    '2023-09-11T10:00:00+00:00'
    """
    return moment.isoformat(timespec="seconds") if moment is not None else None


def utc(moment: datetime) -> str:
    """Write a time in UTC with a Z, as XML formats want it.

    Examples
    --------
    >>> utc(datetime(2023, 9, 11, 10, tzinfo=UTC))
    '2023-09-11T10:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def published(article: Article) -> str | None:
    """Write the time of publication; only the day where no more is known.

    Examples
    --------
    >>> published(Article("a", "text", published=datetime(2023, 9, 11, tzinfo=UTC)))
    '2023-09-11'
    """
    if article.published is None:
        return None
    if article.published_exact:
        return iso(article.published)
    return article.published.date().isoformat()


def xml_text(value: str) -> str:
    r"""Leave out what XML cannot hold.

    Examples
    --------
    >>> xml_text("a\x00b & <c>")
    'ab & <c>'
    """
    return _NOT_XML.sub("", value)


def one_line(value: str) -> str:
    r"""Put text on one line.

    Examples
    --------
    >>> one_line("Ulan-\n Ude")
    'Ulan- Ude'
    """
    return " ".join(value.split())


def place_id(toponym: Toponym | None) -> str | None:
    """Give the id of what a toponym resolves to."""
    return toponym.place.id if toponym is not None and toponym.place is not None else None


def label_of(toponym: Toponym | None) -> str:
    """Name a side of a claim: the place's name, else the words of the text."""
    if toponym is None:
        return ""
    return toponym.place.name if toponym.place is not None else toponym.text
