"""What things are called on a page: places as the text calls them, texts by their title.

A gazetteer may call a place as the people there do (Köln, Dhāka). Who reads the story looks
for the name that stands in it. And a page goes to others: it tells the name of a file, never
the folders of the writer's disk.
"""

from __future__ import annotations

import re

from geo.export.names import Names
from geo.model import Article

__all__ = ["Names", "bare", "label", "title_of"]

#: Words of a text that stand for its title, and how long they may be.
_TITLE_WORDS = 10
_TITLE_CHARACTERS = 80
_BETWEEN = re.compile(r"(?:the )?border between (.{1,60}?) and (.{1,60})", re.IGNORECASE)
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)


def label(name: str) -> str:
    """Shorten a name for a label on the map: the countries of a border come first.

    Examples
    --------
    >>> label("border between Russia and North Korea"), label("Linz")
    ('Russia–North Korea border', 'Linz')
    """
    found = _BETWEEN.fullmatch(name)
    return f"{found[1]}–{found[2]} border" if found else name


def bare(source: str) -> str:
    """Name of a source without the folders that it lies in; an address stays whole.

    Examples
    --------
    >>> bare("/home/me/notes/story.txt"), bare("https://example.org/a"), bare("-")
    ('story.txt', 'https://example.org/a', '-')
    """
    if _URL.match(source):
        return source
    return re.split(r"[/\\]", source.rstrip("/\\"))[-1] or source


def title_of(article: Article) -> str:
    """Title of an article, or else its first words, or else the name of its file.

    Examples
    --------
    >>> title_of(Article("a", "It left at noon.", source="/home/me/a.txt"))
    'It left at noon.'
    >>> title_of(Article("a", " ", source="/home/me/a.txt"))
    'a.txt'
    """
    if article.title.strip():
        return article.title
    words = article.text[:1000].split()
    shown = " ".join(words[:_TITLE_WORDS])
    if len(shown) > _TITLE_CHARACTERS:
        shown = shown[:_TITLE_CHARACTERS].rsplit(" ", 1)[0]
    if shown and (len(words) > _TITLE_WORDS or len(shown) < len(" ".join(words))):
        shown = shown.rstrip(".,;:") + " …"
    return shown or bare(article.source)
