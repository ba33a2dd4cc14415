"""What a user can choose, as one frozen value that is passed as an argument."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from geo.errors import ConfigurationError

__all__ = ["Geocoding", "Progress", "Settings", "default_cache_dir"]

#: Called with what is being done, how much is done and how much there is (0: unknown).
Progress = Callable[[str, int, int], None]

_CHECKOUT = Path(__file__).resolve().parent.parent


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def default_cache_dir() -> Path:
    """Folder for everything that can be made again.

    ``GEO_CACHE_DIR`` where it is set; else ``cache/`` of a checkout; else, when that is
    read-only or the package was installed, the user's cache folder.

    Returns
    -------
    Path
        An existing, writable folder.

    Raises
    ------
    ConfigurationError
        When ``GEO_CACHE_DIR`` names a folder that cannot be written.
    """
    wished = os.environ.get("GEO_CACHE_DIR")
    if wished:
        folder = Path(wished).expanduser()
        if not _writable(folder):
            raise ConfigurationError(
                f"the cache folder {folder} cannot be written",
                hint="Point GEO_CACHE_DIR to a folder of yours.",
            )
        return folder
    checkout = _CHECKOUT / "cache"
    if (checkout / "CACHEDIR.TAG").is_file() and _writable(checkout):
        return checkout
    from platformdirs import user_cache_path

    folder = user_cache_path("geo-explorer")
    if not _writable(folder):
        raise ConfigurationError(
            f"the cache folder {folder} cannot be written",
            hint="Set GEO_CACHE_DIR to a folder of yours.",
        )
    return folder


@dataclass(frozen=True, slots=True)
class Geocoding:
    """Which online gazetteer is asked, for what, and how long.

    Parameters
    ----------
    service : {"off", "nominatim", "photon", "geonames"}
        ``off`` asks nobody. Without ``Settings.online`` nobody is asked either.
    address : str
        Of an own server, like ``http://127.0.0.1:8088``; the public one unless told.
    contact : str
        E-mail address or page of whoever asks. The public Nominatim wants one.
    username : str
        Account of GeoNames.
    use : {"missing", "all"}
        Ask for the names that the embedded index cannot resolve, or for all names.
    deadline_s : float
        Seconds for all requests of a run together.
    interval_s : float
        Least pause between two requests of all processes on this machine. Public servers
        get one second at least.
    """

    service: str = "off"
    address: str = ""
    contact: str = ""
    # An account is nobody else's business: it stays out of logs.
    username: str = field(default="", repr=False)
    use: str = "missing"
    deadline_s: float = 60.0
    interval_s: float = 1.0

    def __post_init__(self) -> None:
        if self.use not in ("missing", "all"):
            raise ConfigurationError(
                f"a geocoder cannot be used for {self.use!r}",
                hint="Use it for 'missing' names, or for 'all'.",
            )
        if not (0 < self.deadline_s < math.inf and 0 <= self.interval_s < math.inf):
            raise ConfigurationError(
                "a geocoder needs a deadline above 0 s and a pause that is not negative",
                hint="Leave them as they are: 60 s for a run, 1 s between requests.",
            )


@dataclass(frozen=True, slots=True)
class Settings:
    """A run's choices.

    Parameters
    ----------
    cache_dir : Path
        Folder for indexes and fetched data.
    online : bool
        Whether requests may be made at all. Nothing is requested by default.
    published : datetime, optional
        Publication time for sources that do not tell their own; timezone-aware.
    journeys : bool
        Whether travellers are followed. Without, only places and claims are looked for.
    as_of : datetime, optional
        Show what was known at this time: later articles and sightings are left out;
        timezone-aware.
    at : datetime, optional
        Tell where the traveller can be at this time. Without a zone it is local time of the
        journey.
    destinations : tuple of str
        Places to be judged as destinations besides those that the texts name.
    network : str
        Name of the rail network: ``world`` is the embedded one.
    speed_kmh : tuple of float
        Slow and fast average speed of the train, for forecast and reach.
    min_score : float
        Toponyms that resolve with a lower score (0 to 1) stay unresolved.
    tiles_url : str, optional
        Address template of map tiles. Without it the page makes no request.
    geocoding : Geocoding
        Online gazetteer for names that the embedded one lacks; off by default.
    recognizer : str
        What finds the names of places: ``rules``, or ``spacy:NAME`` for a spaCy pipeline
        that is installed or saved in a folder.
    """

    cache_dir: Path = field(default_factory=default_cache_dir)
    online: bool = False
    published: datetime | None = None
    journeys: bool = True
    network: str = "world"
    speed_kmh: tuple[float, float] = (40.0, 60.0)
    min_score: float = 0.2
    tiles_url: str | None = None
    as_of: datetime | None = None
    at: datetime | None = None
    destinations: tuple[str, ...] = ()
    geocoding: Geocoding = field(default_factory=Geocoding)
    recognizer: str = "rules"

    def __post_init__(self) -> None:
        kind, _, name = self.recognizer.partition(":")
        if self.recognizer != "rules" and not (kind == "spacy" and name.strip()):
            raise ConfigurationError(
                f"there is no recogniser {self.recognizer!r}",
                hint="Use 'rules', or 'spacy:NAME' with the name of an installed pipeline.",
            )
        low, high = self.speed_kmh
        if not 0 < low <= high:
            raise ConfigurationError(
                f"speeds must be positive and in order, not {low:g} to {high:g} km/h",
                hint="Give the slower speed first, for instance 40-60.",
            )
        if not 0 <= self.min_score <= 1:
            raise ConfigurationError(
                f"the score threshold must be between 0 and 1, not {self.min_score:g}",
                hint="0 keeps every guess, 1 abstains always.",
            )
        if self.published is not None and self.published.tzinfo is None:
            raise ConfigurationError(
                "the publication time has no time zone",
                hint="Write it like 2023-09-12T08:00+00:00, or give only the date.",
            )
        if self.as_of is not None and self.as_of.tzinfo is None:
            raise ConfigurationError(
                "the time of what was known (as of) has no time zone",
                hint="Write it like 2023-09-12T08:00+00:00.",
            )
