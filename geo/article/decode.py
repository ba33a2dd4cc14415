r"""Bytes of unknown origin to text that the rest can rely on.

The text that comes out has one character for each character of the decoded file, so that
offsets into it are offsets into the file (a byte order mark at the start is not counted).
Nothing is inserted or removed: a carriage return before a line feed becomes a space, a
control character becomes a space. After that ``\n`` is the only line end.
"""

from __future__ import annotations

import codecs
import re

from geo.errors import InputError

__all__ = ["MAX_TEXT_BYTES", "clean", "decode", "looks_binary"]

#: More text than this in one source is not an article.
MAX_TEXT_BYTES = 5_000_000

#: First bytes of formats that users hand over by mistake.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"PAR1", "a Parquet table"),
)

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Wide encodings are recognised by their mark or their zeros; statistics find them anywhere.
_UNLIKELY = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "utf_7"]

_CRLF = re.compile(r"\r(?=\n)")
_LINE_ENDS = re.compile(r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Control characters, and the marks that reorder or hide text on a screen.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ONLY_NUL_AND_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])


def clean(text: str) -> str:
    r"""Give line ends one form and make control characters harmless, in place.

    Returns
    -------
    str
        Text of the same length, whose only control characters are tab and line feed.

    Examples
    --------
    >>> clean("a\r\nb\x00c\rd")
    'a \nb c\nd'
    """
    return _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", _CRLF.sub(" ", text)))


def looks_binary(data: bytes) -> str:
    r"""Say what kind of binary file the bytes are; "" when they may be text.

    Examples
    --------
    >>> looks_binary(b"\x89PNG\r\n"), looks_binary(b"It left Monday.")
    ('a PNG image', '')
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if any(data.startswith(mark) for mark, _ in _BOMS) or _bare_utf16(data):
        return ""
    head = data[:65_536]
    strange = len(head) - len(head.translate(None, _ONLY_NUL_AND_CONTROLS))
    # A stray control character happens in copied text; one in fifty does not.
    return "a binary file" if strange > max(2, len(head) // 50) else ""


def _bare_utf16(data: bytes) -> str:
    """Name UTF-16 that lacks its mark: every second byte is nearly always zero."""
    head = data[:4096]
    if len(head) < 8:
        return ""
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _guess(data: bytes) -> tuple[str, str]:
    """Decode bytes that are no valid UTF-8."""
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    whole = sum(character > "\x7f" for character in lenient) - broken
    if whole >= 3 * broken:
        return lenient, f"UTF-8 with {broken} damaged characters, shown as \ufffd"
    high = sum(byte > 127 for byte in data[:65_536])
    # Western text has few letters outside ASCII, and statistics on few letters mislead.
    if high > 0.08 * min(len(data), 65_536) and high >= 20:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:65_536], cp_exclusion=_UNLIKELY).best()
        if best is not None:
            return data.decode(
                best.encoding, errors="replace"
            ), f"encoding guessed: {best.encoding}"
    return data.decode("cp1252", errors="replace"), "encoding guessed: cp1252"


def decode(data: bytes, *, source: str, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Decode the bytes of a text.

    A byte order mark decides first, then valid UTF-8, then what the sender declared, then
    a guess, which is noted.

    Parameters
    ----------
    data : bytes
        At most ``MAX_TEXT_BYTES``.
    source : str
        Name for messages.
    charset : str, optional
        Encoding that the sender declared.

    Returns
    -------
    text : str
        As ``clean`` leaves it.
    notes : tuple of str
        What a reader should know about the decoding.

    Raises
    ------
    InputError
        When there is no text, too much of it, or something else than text.

    Examples
    --------
    >>> decode("Köln".encode("cp1252"), source="x.txt")
    ('Köln', ('encoding guessed: cp1252',))
    """
    if len(data) > MAX_TEXT_BYTES:
        raise too_long(source, len(data))
    if not data.strip():
        raise InputError(f"{source} is empty", hint="Give a file that holds the article's text.")
    binary = looks_binary(data)
    if binary:
        raise InputError(
            f"{source} is {binary}, not text",
            hint="Save the article as plain text, Markdown, HTML or PDF.",
        )
    text, notes = _decode(data, charset)
    text = clean(text)
    if not text.strip():
        raise InputError(f"{source} is empty", hint="Give a file that holds the article's text.")
    return text, notes


def _decode(data: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return body.decode(encoding), ()
            except UnicodeDecodeError:
                return body.decode(encoding, errors="replace"), (f"damaged {encoding} text",)
    bare = _bare_utf16(data)
    if bare:
        return data.decode(bare, errors="replace"), (f"encoding guessed: {bare}",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if charset:
        try:
            return data.decode(charset), ()
        except (LookupError, UnicodeDecodeError):
            pass
    text, note = _guess(data)
    return text, (note,)


def too_long(source: str, size: int, limit: int = MAX_TEXT_BYTES) -> InputError:
    """Make the error for a source that is larger than it may be."""
    return InputError(
        f"{source} has {size / 1e6:.1f} MB; the limit is {limit / 1e6:g} MB for one article",
        hint="Split it into one file an article.",
    )
