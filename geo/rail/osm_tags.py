"""What the tags of an OpenStreetMap way say about a railway.

Sources: the wiki pages Key:railway, Key:service, Key:usage, Key:gauge, Key:maxspeed,
Key:railway:preferred_direction and
Lifecycle prefix of OpenStreetMap.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

__all__ = [
    "ELECTRIFIED",
    "KINDS",
    "PREFERRED_KEY",
    "SERVICES",
    "USAGES",
    "Line",
    "line_name",
    "read_line",
    "station_name",
]

#: Values of ``railway`` that can be asked for. Only the first is taken by default.
KINDS = ("rail", "narrow_gauge", "light_rail", "subway", "tram")
#: What a track is for; main tracks carry no such tag.
SERVICES = ("main", "siding", "yard", "spur", "crossover")
#: Kinds of lines; the first where nothing is said.
USAGES = ("", "main", "branch", "industrial", "military", "tourism", "scientific", "test")
#: Supply of current; the first where nothing is said.
ELECTRIFIED = ("", "no", "contact_line", "rail", "yes")

_STATIONS = frozenset({"station", "halt", "stop"})
#: States of life in which no train runs.
_GONE = ("abandoned", "construction", "demolished", "disused", "proposed", "razed")
#: Tag of the direction in which trains usually run on a track.
PREFERRED_KEY = "railway:preferred_direction"
_PREFERRED = {"forward": 1, "backward": -1}
_NO = frozenset({"", "no", "false", "0"})
_MPH = 1.609344
_SPEED = re.compile(r"\s{0,3}(\d{1,4}(?:\.\d{1,3})?)\s{0,3}(mph|km/h|kmh|kph)?\s{0,3}", re.ASCII)
_GAUGE = re.compile(r"\d{3,4}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Line:
    """Tags of one way, as far as they matter."""

    #: Index into `SERVICES`.
    service: int = 0
    #: Index into `USAGES`.
    usage: int = 0
    #: Index into `ELECTRIFIED`.
    electrified: int = 0
    #: 0 where nothing is said.
    maxspeed_kmh: int = 0
    #: Built for high-speed trains.
    fast: bool = False
    #: In mm, in order; empty where nothing is said.
    gauges: tuple[int, ...] = ()
    #: Direction in which trains usually run: 1 as the way is drawn, -1 against it, 0 either.
    preferred: int = 0


def _index(value: str, known: tuple[str, ...]) -> int:
    return known.index(value) if value in known else 0


def _gauges(value: str) -> tuple[int, ...]:
    """Read widths in mm.

    Examples
    --------
    >>> _gauges("1520;1435"), _gauges("standard"), _gauges("12345678")
    ((1435, 1520), (), ())
    """
    parts = [part.strip() for part in value[:60].replace("|", ";").replace(",", ";").split(";")]
    found = {int(part) for part in parts if _GAUGE.fullmatch(part)}
    return tuple(sorted(width for width in found if 180 <= width <= 3000)[:4])


def _speed(value: str) -> int:
    """Read a speed limit, in km/h; 0 where none is told.

    Examples
    --------
    >>> _speed("160"), _speed("100 mph"), _speed("signals"), _speed("120;80")
    (160, 161, 0, 120)
    """
    match = _SPEED.fullmatch(value.split(";")[0][:20])
    if match is None:
        return 0
    speed = float(match[1]) * (_MPH if match[2] == "mph" else 1.0)
    return round(speed) if 5 <= speed <= 650 else 0


def _electrified(value: str) -> int:
    first = value.split(";")[0].strip()
    if not first:
        return 0
    return ELECTRIFIED.index(first) if first in ELECTRIFIED else ELECTRIFIED.index("yes")


def read_line(tags: Mapping[str, str], kinds: Collection[str] = KINDS[:1]) -> Line | None:
    """Give what a way's tags say, or None where no train of these kinds runs on it.

    Tracks that are abandoned, razed, disused, proposed or under construction are out, in all
    three ways of saying so: ``railway=disused``, ``disused:railway=rail`` and ``disused=yes``.

    Examples
    --------
    >>> read_line({"railway": "rail", "gauge": "1520;1435", "service": "yard"}).gauges
    (1435, 1520)
    >>> read_line({"railway": "rail", "disused": "yes"}) is None
    True
    >>> read_line({"railway": "construction", "construction": "rail"}) is None
    True
    """
    if tags.get("railway") not in kinds:
        return None
    if any(tags.get(state, "no").strip().lower() not in _NO for state in _GONE):
        return None
    if tags.get("area") == "yes":
        return None
    service = tags.get("service", "")
    return Line(
        # A track with a purpose that is not known is none for through trains.
        service=_index(service, SERVICES) or (SERVICES.index("spur") if service else 0),
        usage=_index(tags.get("usage", ""), USAGES),
        electrified=_electrified(tags.get("electrified", "")),
        maxspeed_kmh=_speed(tags.get("maxspeed", "")),
        fast=tags.get("highspeed") == "yes",
        gauges=_gauges(tags.get("gauge", "")),
        preferred=_PREFERRED.get(tags.get(PREFERRED_KEY, ""), 0),
    )


def _plain(text: str) -> str:
    """Text on one line, without what a terminal obeys, and not too long."""
    return " ".join(_CONTROL.sub(" ", text[: 4 * _NAME_LENGTH]).split())[:_NAME_LENGTH]


def line_name(tags: Mapping[str, str]) -> str:
    """Name of the line that a way belongs to, or its number; empty where it has none.

    Examples
    --------
    >>> line_name({"railway": "rail", "ref": "5919"}), line_name({"name": "West Coast Main Line"})
    ('5919', 'West Coast Main Line')
    """
    return _plain(tags.get("name") or tags.get("ref") or "")


def station_name(tags: Mapping[str, str]) -> str:
    """Name of a station node; empty where it is none.

    A name in another script gives way to the English one, as the embedded network's names
    are in Latin letters too.

    Examples
    --------
    >>> station_name({"railway": "halt", "name": "Хасан", "name:en": "Khasan"})
    'Khasan'
    >>> station_name({"railway": "switch", "name": "W 12"})
    ''
    """
    if tags.get("railway") not in _STATIONS or tags.get("station") in ("subway", "monorail"):
        return ""
    name = tags.get("name", "")
    if not all(letter < "\u0250" or not letter.isalpha() for letter in name):
        name = tags.get("name:en") or tags.get("int_name") or name
    return _plain(name)
