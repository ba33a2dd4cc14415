"""Names to places: an embedded index, and online geocoders by choice.

All of them answer the same question: which places have this name?

`open_gazetteer` gives the embedded one (`geo.gazetteer.embedded.Gazetteer`); it is built on
first use from GeoNames' settlements and countries and the curated files in
``geo/data/supplement``. `geo.gazetteer.geocoder` answers as a geopy geocoder, and
`geo.gazetteer.online` asks Nominatim, Photon or GeoNames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.gazetteer.asking import Asker
    from geo.gazetteer.embedded import Gazetteer
    from geo.settings import Progress, Settings

__all__ = ["open_asker", "open_gazetteer"]


def open_gazetteer(settings: Settings, progress: Progress | None = None) -> Gazetteer:
    """Open the embedded gazetteer; the first time it is built, which takes seconds.

    Parameters
    ----------
    settings : Settings
        Tells the cache folder.
    progress : callable, optional
        Told how far a build is.

    Returns
    -------
    Gazetteer

    Raises
    ------
    GazetteerError
        When it can neither be opened nor built.
    """
    from geo.gazetteer.store import open_or_build

    return open_or_build(settings, progress)


def open_asker(settings: Settings, progress: Progress | None = None) -> Asker | None:
    """Give who asks the online gazetteer of the settings; None when nobody is to be asked.

    Parameters
    ----------
    settings : Settings
        Nobody is asked unless ``online`` is set and ``geocoding`` names a service.
    progress : callable, optional
        Told how many names were asked.

    Returns
    -------
    Asker or None

    Raises
    ------
    ConfigurationError
        When the service wants something that is not told, or its address makes no sense.
    """
    if settings.geocoding.service == "off" or not settings.online:
        return None
    from geo.gazetteer.asking import open_asker as opened

    return opened(settings, progress)
