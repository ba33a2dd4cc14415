"""The way in: sources of all kinds to articles, each failure kept apart."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from geo.article.dateline import Dateline, find_dateline
from geo.article.dates import head_date, leading_date
from geo.article.decode import MAX_TEXT_BYTES, clean, decode, too_long
from geo.article.draft import Draft
from geo.article.html import MAX_HTML_BYTES, declared_charset, read_html
from geo.article.markdown import has_front_matter, read_markdown
from geo.article.pdf import MAX_PDF_BYTES, read_pdf
from geo.article.plain import read_plain
from geo.errors import GeoError, InputError, OfflineError
from geo.model import Article, Problem
from geo.settings import Progress, Settings

__all__ = ["SUFFIXES", "Source", "article_of", "read_bytes", "read_sources"]

Source = str | os.PathLike[str] | Article

#: What is read from a folder, and as what. A file named by itself is read whatever its name.
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
_LIMITS = {"pdf": MAX_PDF_BYTES, "html": MAX_HTML_BYTES}
#: Files that describe a folder are no articles of it.
_ABOUT_FOLDER = re.compile(r"(?:readme|license|licence|changelog|contributing)\b", re.IGNORECASE)
_HTML_START = re.compile(
    rb"\s{0,200}<(?:!doctype html|html|\?xml|head|body|article)\b", re.IGNORECASE
)
_URL = re.compile(r"https?://", re.IGNORECASE)
_OTHER_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)
#: Pipes that the shell has opened already: ``<(command)`` and /dev/stdin.
_OPEN_ALREADY = re.compile(r"/dev/(?:stdin$|fd/\d+$)|/proc/self/fd/\d+$")


def read_sources(
    sources: Iterable[Source], *, settings: Settings, progress: Progress | None = None
) -> tuple[list[Article], list[Problem]]:
    """Read every source.

    Parameters
    ----------
    sources : iterable of str, path or Article
        A file; a folder, read with its subfolders in order of name, without hidden files
        and README; ``-`` for standard input; a web address; or an Article, taken as is.
    settings : Settings
        ``online`` allows web addresses; ``published`` is the date of articles that do not
        tell their own.
    progress : callable, optional
        Told of each source.

    Returns
    -------
    articles : list of Article
        In the order of the sources, ids made unique.
    problems : list of Problem
        Sources that could not be read, and why. One bad source never loses the others.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    used: set[str] = set()
    seen: set[Path] = set()
    queue: list[Source] = []
    for source in sources:
        try:
            queue.extend(_expand(source, seen))
        except GeoError as error:
            problems.append(_problem(source, error))
    for number, source in enumerate(queue):
        if progress:
            progress("Reading sources", number, len(queue))
        try:
            article = _read(source, settings)
        except GeoError as error:
            problems.append(_problem(source, error))
            continue
        articles.append(replace(article, id=_unique(article.id, used)))
    if progress and queue:
        progress("Reading sources", len(queue), len(queue))
    return articles, problems


def _problem(source: Source, error: GeoError) -> Problem:
    name = (source.source or source.id) if isinstance(source, Article) else os.fspath(source)
    return Problem(clean(name)[:300], error.message, error.hint, error.exit_code)


def _expand(source: Source, seen: set[Path]) -> Iterator[Source]:
    """Give the files of a folder, and everything else as it is; no file twice."""
    if isinstance(source, Article) or os.fspath(source) == "-" or _URL.match(os.fspath(source)):
        yield source
        return
    path = Path(source)
    try:
        is_folder, real = path.is_dir(), path.resolve()
    except (OSError, ValueError, RuntimeError):
        yield source
        return
    if not is_folder:
        if real not in seen:
            seen.add(real)
            yield source
        return
    found = list(_files(path))
    if not found:
        raise InputError(
            f"the folder {path} holds no articles",
            hint=f"Put files there that end in {', '.join(SUFFIXES)}.",
        )
    for file in found:
        if file.resolve() not in seen:
            seen.add(file.resolve())
            yield file


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent, name)
            if file.suffix.casefold() not in SUFFIXES or name.startswith("."):
                continue
            if not _ABOUT_FOLDER.match(name) and not _is_special(file):
                yield file


def _is_special(file: Path) -> bool:
    """Whether it is a pipe, a socket or a device: opening one may wait for ever."""
    try:
        mode = file.stat().st_mode
    except OSError:
        # What cannot be looked at is told of when it is read.
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _read(source: Source, settings: Settings) -> Article:
    if isinstance(source, Article):
        return _checked(source)
    name = os.fspath(source)
    if name == "-":
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            data = sys.stdin.read(MAX_TEXT_BYTES + 1).encode()
        else:
            data = stream.read(MAX_PDF_BYTES + 1)
        return read_bytes(data, source="-", stem="stdin", kind="", settings=settings)
    if _URL.match(name):
        return _from_url(name, settings)
    if _OTHER_URL.match(name):
        raise InputError(
            f"{name[:300]}: only http and https addresses are read",
            hint="Download it, and give the file.",
        )
    path = Path(name)
    kind = SUFFIXES.get(path.suffix.casefold(), "")
    data = _file_bytes(path, name, _LIMITS.get(kind, MAX_TEXT_BYTES if kind else MAX_PDF_BYTES))
    return read_bytes(data, source=name, stem=path.stem, kind=kind, settings=settings)


def _checked(article: Article) -> Article:
    name = article.source or article.id or article.title or "the article"
    if not article.text.strip():
        raise InputError(f"{name} is empty", hint="Give the Article a text.")
    if len(article.text) > MAX_TEXT_BYTES:
        raise too_long(name, len(article.text))
    if article.published is not None and article.published.tzinfo is None:
        raise InputError(
            f"{name}: the publication time has no time zone",
            hint="Use a datetime with tzinfo, for instance datetime(2023, 9, 12, tzinfo=UTC).",
        )
    return replace(article, id=article.id or _slug(article.title) or "article")


def _file_bytes(path: Path, name: str, limit: int) -> bytes:
    try:
        if _is_special(path) and not _OPEN_ALREADY.match(name):
            raise InputError(
                f"{name[:300]} is a pipe or a device, not a file",
                hint="Give a file, or send the text to standard input (-).",
            )
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            # Devices and pipes tell no size.
            data = file.read(limit + 1) if size <= limit else b""
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(
            f"{name[:300]} does not exist", hint="Check the path; quote names that hold spaces."
        ) from error
    except IsADirectoryError as error:
        raise InputError(f"{name} is a folder", hint="Give a file.") from error
    except PermissionError as error:
        raise InputError(
            f"{name} may not be read", hint="Ask for the right to read it, or copy it."
        ) from error
    except (OSError, ValueError) as error:
        short = name if len(name) < 80 else name[:77] + "..."
        raise InputError(
            f"{short!r} cannot be opened",
            hint="Give a path. To pass text itself, use standard input (-) or an Article.",
        ) from error
    if max(size, len(data)) > limit:
        raise too_long(name, max(size, len(data)), limit)
    return data


def _from_url(url: str, settings: Settings) -> Article:
    if not settings.online:
        raise OfflineError(
            f"{url} was not fetched: requests are switched off",
            hint="Add --online, or save the page and give the file.",
        )
    from geo.article.fetch import fetch

    answer = fetch(url)
    parts = urlsplit(answer.url)
    tail = unquote(parts.path).rstrip("/").rpartition("/")[2]
    stem = Path(tail).stem or parts.hostname or "page"
    kind = {"application/pdf": "pdf", "text/plain": "text", "text/markdown": "markdown"}
    return read_bytes(
        answer.data,
        source=url,
        stem=stem,
        kind=kind.get(answer.media_type, "html"),
        settings=settings,
        charset=answer.charset,
        publisher=(parts.hostname or "").removeprefix("www."),
    )


def read_bytes(
    data: bytes,
    *,
    source: str,
    stem: str,
    kind: str,
    settings: Settings,
    charset: str = "",
    publisher: str = "",
) -> Article:
    """Make an article of a file's bytes.

    Parameters
    ----------
    data : bytes
        The whole file.
    source, stem : str
        Name for messages, and what the id is made of.
    kind : {"text", "markdown", "html", "pdf", ""}
        What the name or the sender says it is; "" leaves it to the bytes. A PDF or a page
        is recognised by its first bytes also under another name.
    settings : Settings
        For the publication date.
    charset, publisher : str, optional
        What the sender said.

    Raises
    ------
    InputError
        When the bytes are no article.
    """
    notes: tuple[str, ...] = ()
    if data.startswith(b"%PDF-") or kind == "pdf":
        draft = read_pdf(data, source=source)
    elif kind == "html" or (kind != "markdown" and _HTML_START.match(data)):
        if len(data) > MAX_HTML_BYTES:
            raise too_long(source, len(data), MAX_HTML_BYTES)
        page, notes = decode(data, source=source, charset=charset or declared_charset(data))
        draft = read_html(page, source=source)
    else:
        text, notes = decode(data, source=source, charset=charset)
        if kind == "markdown" or (not kind and has_front_matter(text)):
            draft = read_markdown(text, source=source)
        else:
            draft = read_plain(text)
    if not draft.text.strip():
        raise InputError(
            f"{source} holds no text after its front matter",
            hint="Write the article below the front matter.",
        )
    draft = replace(draft, notes=(*notes, *draft.notes), publisher=draft.publisher or publisher)
    return article_of(draft, id=_slug(stem) or "article", source=source, settings=settings)


def article_of(draft: Draft, *, id: str, source: str, settings: Settings) -> Article:  # noqa: A002
    """Add what the text itself tells: its dateline, and its date where metadata lack one."""
    line = find_dateline(draft.text)
    published, exact, notes = _published(draft, line, settings)
    stated = draft.dateline
    return Article(
        id=id,
        text=draft.text,
        title=draft.title,
        source=source,
        publisher=draft.publisher or (line.agency if line else ""),
        published=published,
        published_exact=exact,
        dateline=stated or (line.text if line else ""),
        dateline_span=line.span if line and not stated else None,
        notes=(*draft.notes, *notes),
    )


def _published(
    draft: Draft, line: Dateline | None, settings: Settings
) -> tuple[datetime | None, bool, tuple[str, ...]]:
    if draft.published is not None:
        return draft.published, draft.published_exact, ()
    day = head_date(draft.text)
    if day is None and line:
        day = line.date_in(None) or leading_date(draft.text[line.after : line.after + 60])
    if day is not None:
        return datetime.combine(day, time(), UTC), False, (f"published {day}, as its head says",)
    if settings.published is not None:
        moment = settings.published
        # A date alone arrives as midnight; nobody publishes at 00:00:00 sharp on purpose.
        return moment, moment.time() != time(), ()
    note = "no publication date: relative times stay open"
    if line and line.month:
        note += f"; the dateline tells month {line.month}, day {line.day}, but no year"
    return None, False, (note,)


def _slug(name: str) -> str:
    """Make an id of a name: lower case, letters and digits of any script, hyphens.

    Examples
    --------
    >>> _slug("Train heads NORTH (2)")
    'train-heads-north-2'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+|_+", "-", folded).strip("-")[:80].strip("-")


def _unique(wanted: str, used: set[str]) -> str:
    name, number = wanted, 1
    while name in used:
        number += 1
        name = f"{wanted}-{number}"
    used.add(name)
    return name
