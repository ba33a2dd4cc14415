"""A geopy adapter that cannot be kept waiting nor be filled up.

geopy's own adapters limit each read of a socket, so that a server which sends a byte now
and then can hold a program for hours; and they read answers of any size.
"""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)

__all__ = ["MAX_BYTES", "BoundedAdapter"]

#: Larger answers are refused. The outline of a country is up to about 6 MB.
MAX_BYTES = 8_000_000


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same host only.

    Names of a text, and an account, go to the server that the user chose and to no other.
    """

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        there, here = urlsplit(newurl), urlsplit(req.full_url)
        same = (there.hostname, there.port) == (here.hostname, here.port)
        # The step from http to https is the one redirect that public servers make.
        safer = there.hostname == here.hostname and (here.scheme, there.scheme) == ("http", "https")
        if not (same or safer) or there.scheme not in ("http", "https"):
            raise GeocoderUnavailable("the service sends its callers on to another server")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """HTTP over urllib with one deadline for everything and a cap on the answer's size.

    Parameters
    ----------
    proxies : dict or None
        As geopy passes them; None takes the system's.
    ssl_context : ssl.SSLContext or None
        As geopy passes it.
    clean : callable, optional
        Takes the parsed JSON and gives it to geopy without rows that geopy stumbles over;
        raises ValueError when it is no answer at all.
    """

    def __init__(
        self,
        *,
        proxies: Any,
        ssl_context: Any,
        clean: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._clean = clean
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(proxies),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl_context),
            urllib.request.HTTPDefaultErrorHandler(),
            _SameHost(),
            urllib.request.HTTPErrorProcessor(),
        ):
            self._opener.add_handler(handler)

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Get and parse; see `geopy.adapters.BaseAdapter`."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            parsed = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("the answer is not JSON") from error
        if self._clean is None:
            return parsed
        try:
            return self._clean(parsed)
        except ValueError as error:
            raise GeocoderParseError(str(error)) from error

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Get in a thread that is left behind when the time is over."""
        outcome: list[str | Exception] = []

        def work() -> None:
            try:
                outcome.append(self._fetch(url, timeout, headers))
            except Exception as error:  # noqa: BLE001 - handed over to the caller's thread
                outcome.append(error)

        thread = threading.Thread(target=work, name="geocoding", daemon=True)
        thread.start()
        thread.join(timeout)
        if not outcome:
            raise GeocoderTimedOut(f"no whole answer within {timeout:.1f} s")
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]

    def _fetch(self, url: str, timeout: float, headers: dict[str, str]) -> str:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - no file handler
        try:
            with self._opener.open(request, timeout=timeout) as response:
                body: bytes = response.read(MAX_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise AdapterHTTPError(
                    f"HTTP status {error.code}",
                    status_code=error.code,
                    headers={name.lower(): value for name, value in error.headers.items()},
                    text="",
                ) from error
        except GeocoderServiceError:
            raise
        except TimeoutError as error:
            raise GeocoderTimedOut("the service did not answer in time") from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise GeocoderTimedOut("the service did not answer in time") from error
            raise GeocoderUnavailable(f"the service cannot be reached: {reason}") from error
        except Exception as error:
            raise GeocoderServiceError(f"the answer is broken: {error!r}") from error
        if len(body) > MAX_BYTES:
            raise GeocoderServiceError(f"the answer has over {MAX_BYTES / 1e6:g} MB")
        if not body.strip():
            raise GeocoderServiceError("the answer has no content")
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # JSON between systems is UTF-8 (RFC 8259, section 8.1).
            raise GeocoderServiceError("the answer is not UTF-8") from error
