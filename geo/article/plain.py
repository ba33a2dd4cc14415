"""Plain text: the headline is its first line, if that looks like one."""

from __future__ import annotations

import re

from geo.article.draft import Draft

__all__ = ["headline", "read_plain"]

_MAX_HEADLINE = 200


def headline(text: str) -> str:
    r"""Give the first line that holds something, if it reads like a headline.

    A headline is short, stands alone on its line with text after it, and does not end like
    a sentence.

    Examples
    --------
    >>> headline("Night train to Vienna resumes\n\nMUNICH (AP) - It is back.")
    'Night train to Vienna resumes'
    >>> headline("It is back. It left at noon.\nNobody saw it.")
    ''
    """
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip(" \t#*_")
    if not rest.strip() or not 2 < len(first) <= _MAX_HEADLINE or " " not in first:
        return ""
    if re.search(r"[.;,:][\"'”’)]?$", first) or re.search(r"\([A-Z][A-Za-z ]+\)\s?[-—–]", first):
        return ""
    return first


def read_plain(text: str) -> Draft:
    """Make a draft of plain text."""
    return Draft(text=text, title=headline(text))
