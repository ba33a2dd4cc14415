"""Stories for the tests of journeys: texts, places typed by hand, and the real finder of times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from geo.article import find_times
from geo.journey import find_sightings, reconstruct
from geo.model import Article, Journey, Place, Sighting, Toponym
from geo.rail import RailNetwork


def _place(name: str, lon: float, lat: float, kind: str, country: str, zone: str = "") -> Place:
    radius = {"city": 8.0, "town": 3.0, "station": 1.0, "country": 400.0, "spaceport": 20.0}
    return Place(
        f"t:{name}", name, lon, lat, kind, country, radius_km=radius.get(kind, 1.0), timezone=zone
    )


_RAZDOLNAYA = ((131.20, 43.92), (131.85, 43.64), (131.92, 43.615), (131.90, 43.55), (131.80, 43.35))

PLACES: dict[str, Place] = {
    place.name: place
    for place in (
        _place("Pyongyang", 125.754, 39.034, "city", "KP", "Asia/Pyongyang"),
        _place("Khasan", 130.645, 42.428, "station", "RU", "Asia/Vladivostok"),
        _place("Ussuriysk", 131.957, 43.805, "city", "RU", "Asia/Vladivostok"),
        _place("Vladivostok", 131.874, 43.106, "city", "RU", "Asia/Vladivostok"),
        _place("Khabarovsk", 135.07, 48.48, "city", "RU", "Asia/Vladivostok"),
        _place("Vostochny", 128.334, 51.884, "spaceport", "RU", "Asia/Yakutsk"),
        _place("Vienna", 16.373, 48.208, "city", "AT", "Europe/Vienna"),
        _place("Villach", 13.85, 46.61, "town", "AT", "Europe/Vienna"),
        _place("Udine", 13.235, 46.063, "city", "IT", "Europe/Rome"),
        _place("Bologna", 11.343, 44.494, "city", "IT", "Europe/Rome"),
        _place("Florence", 11.255, 43.77, "city", "IT", "Europe/Rome"),
        _place("Rome", 12.496, 41.903, "city", "IT", "Europe/Rome"),
        _place("Padua", 11.877, 45.407, "city", "IT", "Europe/Rome"),
        _place("Przemysl", 22.767, 49.784, "town", "PL", "Europe/Warsaw"),
        _place("Rzeszow", 22.004, 50.041, "city", "PL", "Europe/Warsaw"),
        _place("Warsaw", 21.012, 52.23, "city", "PL", "Europe/Warsaw"),
        _place("Lviv", 24.03, 49.84, "city", "UA", "Europe/Kyiv"),
        _place("Kyiv", 30.524, 50.45, "city", "UA", "Europe/Kyiv"),
        _place("Minsk", 27.567, 53.9, "city", "BY", "Europe/Minsk"),
        _place("Brest", 23.688, 52.097, "city", "BY", "Europe/Minsk"),
        _place("Smolensk", 32.04, 54.782, "city", "RU", "Europe/Moscow"),
        _place("Moscow", 37.618, 55.752, "city", "RU", "Europe/Moscow"),
        _place("Kazan", 49.122, 55.788, "city", "RU", "Europe/Moscow"),
        _place("Xi'an", 108.93, 34.26, "city", "CN", "Asia/Shanghai"),
        _place("Lanzhou", 103.83, 36.06, "city", "CN", "Asia/Shanghai"),
        _place("Urumqi", 87.6, 43.8, "city", "CN", "Asia/Urumqi"),
        _place("Astana", 71.446, 51.18, "city", "KZ", "Asia/Almaty"),
        _place("Duisburg", 6.762, 51.433, "city", "DE", "Europe/Berlin"),
        _place("Washington", -77.037, 38.907, "city", "US", "America/New_York"),
        _place("Chicago", -87.65, 41.85, "city", "US", "America/Chicago"),
        _place("Denver", -104.99, 39.74, "city", "US", "America/Denver"),
        _place("Cairo", 31.25, 30.06, "city", "EG", "Africa/Cairo"),
        _place("Ankara", 32.854, 39.92, "city", "TR", "Europe/Istanbul"),
        _place("Sydney", 151.207, -33.868, "city", "AU", "Australia/Sydney"),
        _place("Rotterdam", 4.479, 51.922, "city", "NL", "Europe/Amsterdam"),
        _place("Russia", 100.0, 60.0, "country", "RU", "Europe/Moscow"),
        _place("North Korea", 127.0, 40.0, "country", "KP", "Asia/Pyongyang"),
        _place("Ukraine", 32.0, 49.0, "country", "UA", "Europe/Kyiv"),
        _place("Kazakhstan", 68.0, 48.0, "country", "KZ", "Asia/Almaty"),
        Place("t:razdolnaya", "Razdolnaya River", 131.88, 43.54, "river", lines=(_RAZDOLNAYA,)),
    )
}
_NAMES = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, PLACES), key=len, reverse=True))})(?!\w)"
)


def mentions_of(text: str, article: str = "a") -> list[Toponym]:
    """Every name of ``PLACES`` in a text."""
    return [
        Toponym(m.start(), m.end(), m[0], place=PLACES[m[0]], score=1.0, article=article)
        for m in _NAMES.finditer(text)
    ]


def sightings_of(
    text: str, published: str | None = None, article: str = "a"
) -> tuple[list[Sighting], list[Toponym]]:
    """Sightings and mentions of a text, published on a day (or not dated)."""
    mentions = mentions_of(text, article)
    day = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    whole = Article(article, text, published=day)

    def zone_of(_: Article, offset: int) -> str:
        near = [m for m in mentions if m.place and m.place.timezone]
        best = min(near, key=lambda m: abs(m.start - offset), default=None)
        return best.place.timezone if best and best.place else ""

    return find_sightings(whole, mentions, find_times(whole, zone_of=zone_of)), mentions


def told(text: str, published: str | None = None) -> list[tuple[str, str | None, str]]:
    """Relation, place and certainty of every sighting of a text."""
    return [
        (one.relation, one.place.name if one.place else None, one.certainty)
        for one in sightings_of(text, published)[0]
    ]


def journey_of(
    network: RailNetwork,
    *texts: tuple[str, str | None],
    destinations: Sequence[Place] = (),
    speed_kmh: tuple[float, float] = (40.0, 60.0),
) -> tuple[list[Sighting], Journey | None]:
    """Journey that some texts with their days of publication tell."""
    sightings: list[Sighting] = []
    mentioned: list[Toponym] = []
    for number, (text, published) in enumerate(texts):
        found, mentions = sightings_of(text, published, f"a{number}")
        sightings += found
        mentioned += mentions
    return reconstruct(
        sightings, network, mentioned=mentioned, speed_kmh=speed_kmh, destinations=destinations
    )


def names_of(journey: Journey) -> list[str]:
    """Places of the travelled legs in order."""
    legs = [leg for leg in journey.legs if leg.certainty != "speculated"]
    return [legs[0].origin.name, *(leg.destination.name for leg in legs)] if legs else []
