"""Markdown with front matter: title, publisher, published, dateline, language."""

from __future__ import annotations

import re

from geo.article.dateline import place_of_dateline
from geo.article.dates import parse_published
from geo.article.draft import Draft
from geo.article.plain import headline
from geo.errors import InputError

__all__ = ["has_front_matter", "read_markdown"]

_MAX_FRONT_MATTER = 20_000
_OPEN = re.compile(r"\s{0,40}---[ \t]{0,20}\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"\s{0,200}(?:#[^\n]{0,200}\n\s{0,200})?[\w\"' -]{1,60}:(?:\s|$)")
_HEADING = re.compile(r"^#{1,2}[ \t]+(\S[^\n]{0,300})$", re.MULTILINE)


def has_front_matter(text: str) -> bool:
    r"""Whether a text begins with a block of YAML between lines of three hyphens.

    A first line of three hyphens that no ``key:`` follows is a rule, not front matter.

    Examples
    --------
    >>> has_front_matter("---\ntitle: A train\n---\nIt left.")
    True
    >>> has_front_matter("---\nIt left.\n---\n")
    False
    """
    opening = _OPEN.match(text)
    return bool(opening and _KEY.match(text, opening.end()))


def read_markdown(text: str, *, source: str) -> Draft:
    """Make a draft of Markdown.

    The body is what stands after the front matter and the white space that follows it;
    Markdown's own signs stay in it, so that offsets count characters of the file's body.

    Parameters
    ----------
    text : str
        As ``geo.article.decode.decode`` gives it.
    source : str
        Name for messages.

    Raises
    ------
    InputError
        When front matter is not closed, or is not a list of ``key: value``.
    """
    if not has_front_matter(text):
        return Draft(text=text, title=_first_heading(text) or headline(text))
    opening = _OPEN.match(text)
    begin = opening.end() if opening else 0
    closing = _CLOSE.search(text, begin, begin + _MAX_FRONT_MATTER)
    if closing is None:
        raise InputError(
            f"{source}: the front matter is not closed",
            hint="End it with a line of three hyphens (---) before the article's text.",
        )
    fields = _load(text[begin : closing.start()], source)
    body = text[closing.end() :]
    body = body[len(body) - len(body.lstrip()) :]
    notes: list[str] = []
    published = fields.get("published", fields.get("date"))
    moment = parse_published(published)
    if published is not None and moment is None:
        notes.append(f"the front matter's date is not understood: {_plain(published)[:60]}")
    return Draft(
        text=body,
        title=_plain(fields.get("title")) or _first_heading(body),
        publisher=_plain(fields.get("publisher")),
        published=moment[0] if moment else None,
        published_exact=bool(moment and moment[1]),
        dateline=place_of_dateline(_plain(fields.get("dateline"))),
        notes=tuple(notes),
    )


def _first_heading(text: str) -> str:
    found = _HEADING.search(text[:5000])
    return found.group(1).strip(" #*_\t") if found else ""


def _plain(value: object) -> str:
    """Give a scalar as one line of text; lists and mappings are not what was asked for."""
    if value is None or isinstance(value, (dict, list, set, tuple, bytes)):
        return ""
    return " ".join(str(value).split())[:500]


def _load(block: str, source: str) -> dict[str, object]:
    from frontmatter.default_handlers import YAMLHandler
    from yaml import YAMLError

    try:
        fields = YAMLHandler().load(block)
    except (YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 2}" if where is not None else ""
        raise InputError(
            f"{source}: the front matter is not valid YAML{line}",
            hint="Write each line as `key: value`, and put values that hold a colon in quotes.",
        ) from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise InputError(
            f"{source}: the front matter is not a list of `key: value`",
            hint="Give title, publisher, published and dateline, each on a line of its own.",
        )
    return {str(key).strip().casefold(): value for key, value in fields.items()}
