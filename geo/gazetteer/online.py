"""Online gazetteers by choice: Nominatim, Photon and GeoNames, asked through geopy.

Whatever asks the same service on one machine shares one request a second, as Nominatim's
usage policy wants it (https://operations.osmfoundation.org/policies/nominatim/), and one
cache.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from geopy import exc
from geopy.geocoders import GeoNames, Nominatim, Photon
from geopy.geocoders.base import Geocoder

from geo.errors import ConfigurationError, OfflineError, RateLimited, ServiceUnavailable
from geo.gazetteer._http import BoundedAdapter
from geo.gazetteer.answers import Answer, AnswerCache, Outcome
from geo.gazetteer.fold import fold
from geo.gazetteer.limiter import SharedLimiter
from geo.gazetteer.services import SERVICES, clean_text
from geo.model import Place, Provenance
from geo.settings import Settings

__all__ = ["OnlineGazetteer"]

#: Public servers.
_ADDRESSES = {
    "nominatim": "https://nominatim.openstreetmap.org",
    "photon": "https://photon.komoot.io",
    "geonames": "https://secure.geonames.org",
}
#: Names and the pause between requests that the public servers ask for, in seconds
#: (https://operations.osmfoundation.org/policies/nominatim/).
_PUBLIC_PAUSE_S = 1.0
_USER_AGENT = "geo-explorer/0.1"
_LIMIT = 10
#: A pause where a service asks for one and does not say how long, in seconds.
_DEFAULT_PAUSE_S = 60.0


_Found = tuple[Place, tuple[str, ...]]


class _ThinNominatim(Nominatim):  # type: ignore[misc]
    """Asks for outlines that are thinned to about 100 m."""

    def _construct_url(self, base_api: str, params: dict[str, Any]) -> str:
        url: str = super()._construct_url(base_api, {**params, "polygon_threshold": 0.001})
        return url


class OnlineGazetteer:
    """Names to places through a service.

    Parameters
    ----------
    service : {"nominatim", "photon", "geonames"}
        Which.
    settings : Settings
        ``online`` must be set; the cache lies in ``cache_dir``.
    address : str, optional
        Of an own server, like ``http://127.0.0.1:8088``; the public one unless told.
    contact : str, optional
        E-mail address or page that goes with the User-Agent, so that the operators of a
        public server can tell what goes wrong.
    username : str, optional
        Account of GeoNames, which needs one.
    deadline_s : float
        Seconds for one name: waiting for the turn and for the answer together.
    interval_s : float
        Least pause between two requests of all processes; a public server gets 1 s at least.
    clock : callable
        Seconds since 1970.
    sleep : callable
        Waits so many seconds.

    Raises
    ------
    ConfigurationError
        When the service is unknown, the address makes no sense, or the account of GeoNames
        or the contact that the public Nominatim wants is missing.
    """

    def __init__(
        self,
        service: str,
        settings: Settings,
        *,
        address: str = "",
        contact: str = "",
        username: str = "",
        deadline_s: float = 15.0,
        interval_s: float = 1.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if service not in SERVICES:
            raise ConfigurationError(
                f"no service is called {service!r}",
                hint=f"Services: {', '.join(SERVICES)}.",
            )
        if service == "geonames" and not username:
            raise ConfigurationError(
                "GeoNames needs the name of an account",
                hint="Make a free one at https://www.geonames.org/login and pass its name "
                "with --geocoder-username (or GEO_GEONAMES_USERNAME).",
            )
        self.service = service
        self.address = (address or _ADDRESSES[service]).rstrip("/")
        self.deadline_s = deadline_s
        self._settings = settings
        self._username = username
        agent = clean_text(contact)
        self._user_agent = f"{_USER_AGENT} ({agent})" if agent else _USER_AGENT
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ConfigurationError(
                f"{clean_text(address)!r} is not the address of a server",
                hint="Write it like https://nominatim.example.org.",
            )
        public = parts.hostname == urlsplit(_ADDRESSES[service]).hostname
        if public and service == "nominatim" and not agent:
            raise ConfigurationError(
                "the public Nominatim wants to know who asks",
                hint="Give an e-mail address or a page with --contact (or GEO_CONTACT), "
                "or your own server with --geocoder-address.",
            )
        if public:
            interval_s = max(interval_s, _PUBLIC_PAUSE_S)
        self._host = parts.netloc
        self._scheme = parts.scheme
        self._domain = parts.netloc + parts.path
        digest = hashlib.blake2b(self.address.encode(), digest_size=6).hexdigest()
        folder = settings.cache_dir / "geocoding" / f"{service}-{digest}"
        self._cache = AnswerCache(folder, clock=clock)
        self._limiter = SharedLimiter(
            folder.with_suffix(".next"), interval_s, clock=clock, sleep=sleep
        )
        self._clock = clock

    def lookup(self, name: str) -> list[Place]:
        """Places with a name, as the service ranks them.

        Parameters
        ----------
        name : str
            In any spelling; "Name, Country" works too.

        Returns
        -------
        list of Place
            Empty when the service knows none.

        Raises
        ------
        OfflineError, RateLimited, ServiceUnavailable
            See `ask`.
        """
        return list(self.ask(name).places)

    def _key(self, name: str) -> tuple[str, str]:
        """Give the question, and the key of its answer."""
        query = clean_text(name, 200)
        # The written form, not the folded one: services tell "Sète" from "Sete".
        return query, f"{self.service} {query.casefold()}"

    def cached(self, name: str) -> Answer | None:
        """Give an answer that is kept, or that needs no service; None when there is none."""
        query, key = self._key(name)
        return self._cache.get(key) if fold(query) else Answer("not_found", (), "")

    def ask(self, name: str, *, within_s: float | None = None) -> Answer:
        """Ask for a name: the cache first, then the service.

        Parameters
        ----------
        name : str
            In any spelling; "Name, Country" works too.
        within_s : float, optional
            Seconds that the turn may be waited for, where they are not ``deadline_s``; the
            request itself never gets more than ``deadline_s``.

        Raises
        ------
        OfflineError
            When the cache lacks the name and requests are switched off.
        RateLimited
            When the service wants fewer requests. Not cached.
        ServiceUnavailable
            When it did not answer in time, refused or failed. Not cached.
        """
        query, key = self._key(name)
        known = self.cached(name)
        if known is not None:
            return known
        if not self._settings.online:
            raise OfflineError(
                f"{query!r} would have to be asked from {self._domain}, and requests are off",
                hint="Allow requests with --online.",
            )
        patience = self.deadline_s if within_s is None else within_s
        deadline = time.monotonic() + patience
        self._limiter.wait(patience)
        left = max(0.1, deadline - time.monotonic())
        seen: list[int] = []
        found = self._request(query, min(left, self.deadline_s), seen)
        if found:
            return self._keep(key, "found", found)
        return self._keep(key, "empty" if sum(seen) else "not_found", [])

    def _keep(self, key: str, outcome: Outcome, found: list[_Found]) -> Answer:
        try:
            return self._cache.put(
                key,
                outcome,
                tuple(place for place, _ in found),
                tuple(names for _, names in found),
            )
        except OSError as error:
            raise ConfigurationError(
                f"the answer cannot be kept: {error}",
                hint="Free some disk space, or point GEO_CACHE_DIR to a folder of yours.",
            ) from error

    def _request(self, query: str, timeout: float, seen: list[int]) -> list[_Found]:
        service = SERVICES[self.service]

        def clean(answer: Any) -> Any:
            seen.append(len(service.rows(answer) or ()))
            return service.usable(answer)

        geocoder = self._geocoder(partial(BoundedAdapter, clean=clean))
        more: dict[str, Any] = {}
        if self.service == "nominatim":
            more = {"addressdetails": True, "geometry": "geojson", "language": "en"}
            more |= {"namedetails": True, "extratags": True}
        if self.service == "photon":
            more["language"] = "en"
        if self.service != "geonames":
            more["limit"] = _LIMIT
        try:
            found = geocoder.geocode(query, exactly_one=False, timeout=timeout, **more)
        except exc.GeocoderQuotaExceeded as error:
            raise self._limited(getattr(error, "retry_after", None)) from error
        except (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges) as error:
            raise ServiceUnavailable(
                f"{self._domain} refuses the request: {clean_text(str(error))}",
                hint="Give a contact address; for GeoNames check the account.",
            ) from error
        except (exc.GeopyError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ServiceUnavailable(
                f"{self._domain} failed for {query!r}: {clean_text(str(error))}",
                hint="Try again later, or work with the embedded gazetteer: --offline.",
            ) from error
        places = ((service.read(place.raw), service.names(place.raw)) for place in found or ())
        return [(place, names) for place, names in places if place is not None]

    def _limited(self, retry_after: float | None) -> RateLimited:
        pause = float(retry_after) if retry_after else _DEFAULT_PAUSE_S
        self._limiter.hold_off(pause)
        return RateLimited(
            f"{self._domain} wants fewer requests",
            hint=f"Wait {pause:.0f} s, or use an own server.",
            retry_after_s=pause,
        )

    def _geocoder(self, adapter_factory: Callable[..., Any]) -> Geocoder:
        common = {"user_agent": self._user_agent, "adapter_factory": adapter_factory}
        if self.service == "nominatim":
            return _ThinNominatim(domain=self._domain, scheme=self._scheme, **common)
        if self.service == "photon":
            return Photon(domain=self._domain, scheme=self._scheme, **common)
        return GeoNames(self._username, domain=self._domain, scheme=self._scheme, **common)

    @property
    def title(self) -> str:
        """Name of the service and its server, for a sentence: "Nominatim (127.0.0.1:8088)"."""
        written = {"nominatim": "Nominatim", "photon": "Photon", "geonames": "GeoNames"}
        return f"{written[self.service]} ({self._host})"

    def provenance(self, retrieved: str = "") -> Provenance:
        """Where the places come from, for a report.

        Parameters
        ----------
        retrieved : str
            Time of the latest answer that is used.
        """
        osm = self.service != "geonames"
        return Provenance(
            what=f"places told by {self.title}",
            source="© OpenStreetMap contributors" if osm else "GeoNames (https://www.geonames.org)",
            licence="ODbL 1.0" if osm else "CC BY 4.0",
            retrieved=retrieved,
        )
