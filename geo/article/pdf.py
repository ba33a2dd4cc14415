"""PDF documents that carry text."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from geo.article.decode import MAX_TEXT_BYTES, clean, too_long
from geo.article.draft import Draft
from geo.article.plain import headline
from geo.article.quiet import quiet
from geo.errors import InputError

__all__ = ["MAX_PDF_BYTES", "read_pdf"]

MAX_PDF_BYTES = 50_000_000
_MAX_PAGES = 500
#: Hostile documents can make one page cost minutes; the rest is then given up.
_MAX_SECONDS = 60.0
#: What a reader of damaged structures runs into, beside its own errors.
_DAMAGE = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError),
    *(RecursionError, TypeError, ValueError),
)


def read_pdf(data: bytes, *, source: str, clock: Callable[[], float] = time.monotonic) -> Draft:
    """Take the text out of a PDF document, page by page.

    Parameters
    ----------
    data : bytes
        The document.
    source : str
        Name for messages.
    clock : callable
        Seconds, for the time limit.

    Raises
    ------
    InputError
        When the document is too large, damaged, locked, or only a picture of text.
    """
    if len(data) > MAX_PDF_BYTES:
        raise too_long(source, len(data), MAX_PDF_BYTES)
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    deadline = clock() + _MAX_SECONDS
    notes: list[str] = []
    pages: list[str] = []
    try:
        with quiet("pypdf"):
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(source)
            for number, page in enumerate(reader.pages):
                if number >= _MAX_PAGES or clock() > deadline:
                    notes.append(f"only the first {number} of {len(reader.pages)} pages were read")
                    break
                pages.append(page.extract_text())
            title = (reader.metadata.title if reader.metadata else None) or ""
    except InputError:
        raise
    except (ImportError, NotImplementedError) as error:
        # pypdf needs the package `cryptography` for AES; it is the document's lock all the same.
        raise _locked(source) from error
    except (PyPdfError, *_DAMAGE) as error:
        raise InputError(
            f"{source}: the PDF document is damaged",
            hint="Open and save it again in a PDF reader, or give the article as text.",
        ) from error
    text = clean("\n\n".join(pages)).strip()
    if not text:
        raise InputError(
            f"{source}: the PDF document holds no text, only pictures",
            hint="Run it through text recognition first, for instance with ocrmypdf.",
        )
    if len(text) > MAX_TEXT_BYTES:
        raise too_long(source, len(text))
    title = " ".join(clean(str(title)).split())[:500]
    return Draft(text=text, title=title or headline(text), notes=tuple(notes))


def _locked(source: str) -> InputError:
    return InputError(
        f"{source}: the PDF document is locked with a password",
        hint="Save a copy without the password and give that.",
    )
