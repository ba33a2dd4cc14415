"""One question to an Overpass server, with an end to everything.

A limit on each read of a socket does not hold off a server that sends a byte now and then, so
the work is done beside, and given up when its time is over. An answer of any size is not read
either: it is cut at a limit, packed or not.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
import zlib
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from geo.errors import ConfigurationError, RateLimited, ServiceUnavailable

__all__ = ["MAX_BYTES", "TooMuch", "ask"]

#: A tile of half a degree where railways are densest has about 10 MB.
MAX_BYTES = 100_000_000
_CHUNK = 1 << 16
_USER_AGENT = "geo-explorer/0.1 (rail network of a corridor)"
_LATER = "Try again later; what was fetched is kept, and the next try goes on from there."


class TooMuch(ServiceUnavailable):
    """The question was too much for the server, or its answer for us; a smaller one may do.

    Parameters
    ----------
    message, hint : str
    certain : bool
        False where the server may only have been busy, so that the same question may do later.
    """

    def __init__(self, message: str, *, hint: str = "", certain: bool = True) -> None:
        super().__init__(message, hint=hint)
        self.certain = certain


@dataclass
class _Task:
    """What the worker leaves for the one who waits."""

    body: bytes = b""
    error: Exception | None = None
    stop: threading.Event = field(default_factory=threading.Event)


def ask(address: str, query: str, *, limit_s: float, max_bytes: int = MAX_BYTES) -> bytes:
    """Send a query and give the answer's body.

    Parameters
    ----------
    address : str
        Of the interpreter, http or https.
    query : str
    limit_s : float
        Seconds for everything: connecting, waiting, reading.
    max_bytes : int
        Larger answers are refused.

    Raises
    ------
    RateLimited
        When the server asks for fewer requests.
    TooMuch
        When it was not done in time, or sends too much.
    ServiceUnavailable
        When it does not answer in time, refuses, or fails.
    ConfigurationError
        When the address is none.
    """
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(
            f"{address[:120]!r} is no address of an Overpass server",
            hint="It looks like https://overpass-api.de/api/interpreter.",
        )
    task = _Task()
    worker = threading.Thread(
        target=_work, args=(task, address, query, limit_s, max_bytes), daemon=True
    )
    worker.start()
    worker.join(limit_s)
    task.stop.set()
    if worker.is_alive():
        raise ServiceUnavailable(f"{parts.hostname} did not answer in {limit_s:.0f} s", hint=_LATER)
    if task.error is not None:
        raise _typed(task.error, parts.hostname) from task.error
    return task.body


def _work(task: _Task, address: str, query: str, limit_s: float, max_bytes: int) -> None:
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        address,
        data=urllib.parse.urlencode({"data": query}).encode(),
        headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"},
    )
    try:
        with _opener().open(request, timeout=limit_s) as answer:
            packed = answer.headers.get("Content-Encoding", "").lower() == "gzip"
            task.body = _read(answer, task.stop, max_bytes, packed=packed)
    except urllib.error.HTTPError as error:
        error.close()
        task.error = error
    except (OSError, HTTPException, ValueError, zlib.error, ServiceUnavailable) as error:
        task.error = error


def _opener() -> urllib.request.OpenerDirector:
    """Give an opener for the web and nothing else: no files, no FTP, also after a redirect."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _read(answer: Any, stop: threading.Event, max_bytes: int, *, packed: bool) -> bytes:
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        if stop.is_set():
            return b""
        plain = unpack.decompress(chunk, max_bytes - size + 1) if unpack is not None else chunk
        size += len(plain)
        if size > max_bytes:
            raise TooMuch(
                f"the answer is larger than {max_bytes / 1e6:.0f} MB",
                hint="Fetch a narrower corridor, or import an .osm.pbf file of the region.",
            )
        parts.append(plain)
    if unpack is not None and not unpack.eof:
        raise ServiceUnavailable("the answer was cut off", hint=_LATER)
    return b"".join(parts)


def _seconds(value: str | None) -> float | None:
    text = (value or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _typed(error: Exception, host: str) -> Exception:
    if isinstance(error, ServiceUnavailable):
        return error
    if isinstance(error, urllib.error.HTTPError):
        if error.code == 429:
            return RateLimited(
                f"{host} asks for fewer requests (429)",
                hint=_LATER,
                retry_after_s=_seconds(error.headers.get("Retry-After")),
            )
        if error.code == 504:
            return TooMuch(f"{host} was not done in time (504)", hint=_LATER, certain=False)
        return ServiceUnavailable(f"{host} failed ({error.code})", hint=_LATER)
    reason = getattr(error, "reason", error)
    return ServiceUnavailable(f"{host} cannot be reached ({str(reason)[:120]})", hint=_LATER)
