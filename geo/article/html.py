"""Web pages: the article's text without menus, with the page's metadata."""

from __future__ import annotations

import re

from geo.article.dates import parse_published
from geo.article.decode import clean, too_long
from geo.article.draft import Draft
from geo.article.plain import read_plain
from geo.article.quiet import quiet
from geo.errors import InputError

__all__ = ["MAX_HTML_BYTES", "declared_charset", "read_html"]

#: Pages carry scripts and inlined pictures beside their text.
MAX_HTML_BYTES = 5_000_000

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,30})", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!]")
#: Metadata that tell the hour; trafilatura gives only the day.
_PUBLISHED = (
    re.compile(
        r"<meta\b[^<>]{0,300}?(?:property|name|itemprop)\s{0,3}=\s{0,3}[\"']"
        r"(?:article:published_time|datePublished|og:published_time|parsely-pub-date|pubdate)"
        r"[\"'][^<>]{0,200}?content\s{0,3}=\s{0,3}[\"']([^\"'<>]{8,40})[\"']",
        re.IGNORECASE,
    ),
    re.compile(r"\"datePublished\"\s{0,3}:\s{0,3}\"([^\"<>]{8,40})\""),
)


def declared_charset(data: bytes) -> str:
    """Find the encoding that a page declares in its head; "" where it does not.

    Examples
    --------
    >>> declared_charset(b'<meta charset="windows-1251">')
    'windows-1251'
    """
    found = _CHARSET.search(data[:4096])
    return found.group(1).decode("ascii") if found else ""


def read_html(page: str, *, source: str) -> Draft:
    """Take the article out of a page.

    Parameters
    ----------
    page : str
        The page's source.
    source : str
        Name for messages.

    Raises
    ------
    InputError
        When the page holds no text.
    """
    if len(page) > MAX_HTML_BYTES:
        raise too_long(source, len(page), MAX_HTML_BYTES)
    if not _TAG.search(page):
        return read_plain(page)
    fields = _extract(page, source)
    text = fields["text"]
    text = clean(str(text or "")).strip()
    if not text:
        raise InputError(
            f"{source}: the page holds no article text",
            hint="Pages that build their text with scripts must be saved from the browser.",
        )
    written = _exact_date(page) or fields.get("date")
    moment = parse_published(written)
    return Draft(
        text=text,
        title=_line(fields.get("title")),
        publisher=_line(fields.get("sitename")),
        published=moment[0] if moment else None,
        published_exact=bool(moment and moment[1]),
    )


def _extract(page: str, source: str) -> dict[str, object]:
    import trafilatura
    from trafilatura.settings import Document

    try:
        with quiet("trafilatura", "htmldate", "courlan"):
            found = trafilatura.bare_extraction(
                page, with_metadata=True, include_comments=False, include_tables=True
            )
            # It answers None for pages that hold little text; those are read whole.
            fields = found.as_dict() if isinstance(found, Document) else {}
            text = fields.get("text") or trafilatura.html2txt(page)
    except (ValueError, AssertionError, RecursionError, AttributeError) as error:
        raise InputError(
            f"{source}: the page cannot be parsed",
            hint="Copy the article's text into a .txt file and give that.",
        ) from error
    return {**fields, "text": text}


def _line(value: object) -> str:
    return " ".join(clean(str(value)).split())[:500] if value else ""


def _exact_date(page: str) -> str:
    for pattern in _PUBLISHED:
        found = pattern.search(page[:500_000])
        if found:
            return found.group(1)
    return ""
