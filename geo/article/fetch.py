"""One web page, fetched with a limit on bytes and on total time."""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from geo.article.decode import too_long
from geo.article.pdf import MAX_PDF_BYTES
from geo.errors import GeoError, InputError, RateLimited, ServiceUnavailable

__all__ = ["Fetched", "fetch"]

USER_AGENT = "geo-explorer/0.1 (reads one article for its reader)"
_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "application/pdf",
)
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: bytes, media type, declared encoding, final address."""

    data: bytes
    media_type: str
    charset: str
    url: str


def _opener() -> OpenerDirector:
    """Make an opener that knows http and https alone, also after a redirect."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPRedirectHandler(),
        HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def fetch(url: str, *, deadline_s: float = 30.0, max_bytes: int = MAX_PDF_BYTES) -> Fetched:
    """Fetch a page.

    Parameters
    ----------
    url : str
        http or https.
    deadline_s : float
        Seconds for everything: name, connection, redirects, body. A server that sends a
        byte now and then cannot hold the caller longer.
    max_bytes : int
        More than this is given up while it arrives.

    Raises
    ------
    InputError
        When the address is no web address, the page does not exist, or is no text.
    ServiceUnavailable
        When the server does not answer in time, refuses, or fails.
    RateLimited
        When the server asks for fewer requests.
    """
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise InputError(
            f"{url} is no web address", hint="Give an address that begins with https://."
        )
    outcome: list[Fetched | BaseException] = []

    def work() -> None:
        try:
            outcome.append(_fetch(url, min(deadline_s, 10.0), max_bytes))
        except (GeoError, OSError, ValueError, zlib.error) as error:
            outcome.append(error)
        except Exception as error:  # noqa: BLE001 - http.client has errors of its own
            outcome.append(error)

    # A time-out of the socket starts anew with every byte; only waiting outside it is total.
    worker = threading.Thread(target=work, name="geo-fetch", daemon=True)
    worker.start()
    worker.join(deadline_s)
    if not outcome:
        raise ServiceUnavailable(
            f"{url} did not answer within {deadline_s:g} s",
            hint="Try again later, or save the page and give the file.",
        )
    result = outcome[0]
    if isinstance(result, Fetched):
        return result
    if isinstance(result, GeoError):
        raise result
    raise ServiceUnavailable(
        f"{url} cannot be fetched: {result}",
        hint="Check the address and the connection, or save the page and give the file.",
    ) from result


def _fetch(url: str, timeout_s: float, max_bytes: int) -> Fetched:
    request = Request(  # noqa: S310 - the scheme is checked by fetch, redirects by the opener
        url,
        headers={
            "User-Agent": USER_AGENT,
            "Accept": ", ".join(_TYPES),
            "Accept-Encoding": "identity",
        },
    )
    try:
        with _opener().open(request, timeout=timeout_s) as answer:
            headers: Message = answer.headers
            media_type = headers.get_content_type()
            if media_type not in _TYPES:
                raise InputError(
                    f"{url} is {media_type}, not an article",
                    hint="Give the address of a page, a text or a PDF document.",
                )
            data = _body(answer, headers.get("Content-Encoding", ""), max_bytes, url)
            return Fetched(data, media_type, headers.get_content_charset() or "", answer.geturl())
    except HTTPError as error:
        error.close()
        raise _refused(url, error) from error
    except URLError as error:
        raise ServiceUnavailable(
            f"{url} cannot be reached: {error.reason}",
            hint="Check the address and the connection, or save the page and give the file.",
        ) from error


def _body(answer: Any, coding: str, max_bytes: int, url: str) -> bytes:
    squeezed = coding.strip().casefold() in {"gzip", "deflate", "x-gzip"}
    inflate = zlib.decompressobj(47) if squeezed else None
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        if inflate is not None:
            # Bounded: a small body may unpack to gigabytes.
            chunk = inflate.decompress(chunk, max_bytes + 1 - size)
        parts.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise too_long(url, size, max_bytes)
    return b"".join(parts)


def _refused(url: str, error: HTTPError) -> GeoError:
    if error.code == 429:
        wait = error.headers.get("Retry-After", "") if error.headers else ""
        return RateLimited(
            f"{url} asks for fewer requests",
            hint="Wait before the next try.",
            retry_after_s=float(wait) if wait.isdigit() else None,
        )
    if error.code >= 500:
        return ServiceUnavailable(
            f"{url} answered {error.code}", hint="Try again later, or give a saved page."
        )
    return InputError(
        f"{url} answered {error.code}",
        hint="Check the address in a browser; pages behind a login must be saved first.",
    )
