"""Numbers and times in the sentences that a journey is explained with."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geo.model import Place, Sighting

__all__ = ["km_text", "local", "named", "quoted", "when_text", "wind_name"]

_WINDS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def km_text(km: float) -> str:
    """Kilometres for a reader.

    Examples
    --------
    >>> km_text(112.4), km_text(1401.2), km_text(4.24)
    ('112 km', '1,401 km', '4 km')
    """
    return f"{km:,.0f} km"


def wind_name(bearing_deg: float) -> str:
    """Wind of a bearing, in words.

    Examples
    --------
    >>> wind_name(350), wind_name(48)
    ('north', 'northeast')
    """
    return _WINDS[round(bearing_deg % 360.0 / 45.0) % 8]


def local(moment: datetime, place: Place) -> datetime:
    """Moment in the time zone of a place, where it is known."""
    if not place.timezone:
        return moment
    try:
        return moment.astimezone(ZoneInfo(place.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def when_text(moment: datetime) -> str:
    """Day and hour for a reader.

    Examples
    --------
    >>> when_text(datetime(2023, 9, 13, 4, 40))
    'Wednesday 13 September 04:40'
    """
    return f"{moment:%A} {moment.day} {moment:%B %H:%M}"


def named(place: Place) -> str:
    """Name of a place inside a sentence: rivers and seas take the article.

    Examples
    --------
    >>> named(Place("x", "Bug River", 0, 0, "river")), named(Place("y", "Brest", 0, 0, "city"))
    ('the Bug River', 'Brest')
    """
    takes = place.kind in (
        "river", "sea", "ocean", "gulf", "strait", "canal", "bridge", "spaceport", "range",
        "archipelago", "peninsula",
    )  # fmt: skip
    return f"the {place.name}" if takes and not place.name.startswith("The ") else place.name


def quoted(sighting: Sighting) -> str:
    """What a text says, for the support of a leg: its words and who says them."""
    words = " ".join(sighting.text.split())
    said = f" ({sighting.attribution})" if sighting.attribution else ""
    time = f", {sighting.time_text}" if sighting.time_text else ""
    return f"“{words}”{time}{said}"
