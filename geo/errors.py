"""Everything that can go wrong, as one tree.

::

    GeoError                     exit 3
    ├── ConfigurationError       exit 2   a setting or an option makes no sense
    ├── InputError               exit 3   a source cannot be read or understood
    ├── GazetteerError           exit 3   the embedded gazetteer is missing or damaged
    ├── GeocodingError           exit 4   an online gazetteer did not answer as it should
    │   ├── PlaceNotFound        exit 3   no gazetteer has the name
    │   ├── AmbiguousPlace       exit 3   several places fit and nothing decides
    │   ├── ServiceUnavailable   exit 4   time-out, refused connection, 5xx
    │   └── RateLimited          exit 4   429; carries ``retry_after_s``
    ├── OfflineError             exit 4   a request was needed and requests are switched off
    ├── RoutingError             exit 3   the rail network cannot answer
    │   └── NoRoute              exit 3   both places are on it, but no rails join them
    └── ExportError              exit 3   a result cannot be written

Each error carries a ``hint``: one sentence that tells the user what to do next.
"""

from __future__ import annotations

__all__ = [
    "AmbiguousPlace",
    "ConfigurationError",
    "ExportError",
    "GazetteerError",
    "GeoError",
    "GeocodingError",
    "InputError",
    "NoRoute",
    "OfflineError",
    "PlaceNotFound",
    "RateLimited",
    "RoutingError",
    "ServiceUnavailable",
]


class GeoError(Exception):
    """Root of all errors of this package.

    Parameters
    ----------
    message : str
        What is wrong, and where.
    hint : str, optional
        What the user can do about it.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigurationError(GeoError, ValueError):
    """A setting or an option has a value that makes no sense."""

    exit_code = 2


class InputError(GeoError, ValueError):
    """A source cannot be read, or is not text."""


class GazetteerError(GeoError):
    """The embedded gazetteer is missing or damaged."""


class GeocodingError(GeoError):
    """An online gazetteer did not answer as it should."""

    exit_code = 4


class PlaceNotFound(GeocodingError, LookupError):
    """No gazetteer has this name."""

    exit_code = 3


class AmbiguousPlace(GeocodingError, LookupError):
    """Several places fit and nothing decides between them."""

    exit_code = 3


class ServiceUnavailable(GeocodingError, ConnectionError):
    """A service did not answer in time, refused, or failed."""


class RateLimited(GeocodingError):
    """A service asked for fewer requests.

    Parameters
    ----------
    retry_after_s : float, optional
        Seconds to wait, where the service said so.
    """

    def __init__(self, message: str, *, hint: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s


class OfflineError(GeoError):
    """A request was needed while requests are switched off."""

    exit_code = 4


class RoutingError(GeoError):
    """The rail network cannot answer the question."""


class NoRoute(RoutingError, LookupError):
    """Both places are on the network, but no rails join them."""


class ExportError(GeoError, OSError):
    """A result cannot be written."""
