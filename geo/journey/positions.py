"""Positions told by other places: "30 km west of A", "between A and B", "the C-D border".

Each becomes a place of its own with an honest radius. Published distances are off by up to 38 %
in 90 of 100 cases, and 82 % of the directions by up to 22.5 degrees (268 checked claims): the
radius of "N km west of A" is the hypotenuse of both. Such a point tells where to look for rails;
it is no point on them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geo.claims.measures import find_measures
from geo.claims.winds import read_direction
from geo.geodesy import bearing_deg, destination, distance_km, wind_bearing_deg
from geo.journey.lexicon import ADVERBS
from geo.journey.scene import Scene
from geo.model import LonLat, Place
from geo.units import KM, convert

__all__ = ["Position", "border_between", "position_at"]

#: Shares of the distance by which a position may be off, along and across.
_ALONG, _ACROSS = 0.38, math.sin(math.radians(22.5))
#: "North of A", without an amount: so far from its edge, and as much either way.
_NEARBY_KM = 10.0
#: "Halfway between": the middle, and so much of the distance either way.
_MIDDLE = 0.15
#: A position known no better than this is an area, not a point to route over.
_POINT_KM = 40.0
_MIDWAY = frozenset("halfway midway half-way mid-way".split())
_HEDGES = ADVERBS | frozenset("about around roughly some somewhere almost nearly exactly".split())
_FROM = frozenset("of from".split())
_OFF = frozenset("from away outside short off before".split())
_SKIP = frozenset("the a an city town village station border port of nearby capital".split())
_COUNTRIES = frozenset({"country", "territory"})


@dataclass(frozen=True, slots=True)
class Position:
    """A computed place, the mention it is told by, and the token after its words."""

    place: Place
    mention: int
    last: int


def position_at(scene: Scene, index: int, last: int) -> Position | None:
    """Position whose words begin at a token, before ``last``; None for anything else."""
    while index < last and scene.tokens.low[index] in _HEDGES:
        index += 1
    if index >= last or scene.place_at[index] >= 0:
        return None
    low = scene.tokens.low[index]
    if low in _MIDWAY or low == "between" or (low == "half" and "between" in _next(scene, index)):
        return _between(scene, index, last)
    if low[0].isdigit() or low.isalpha():
        return _off(scene, index, last) or _beyond(scene, index, last)
    return None


def _next(scene: Scene, index: int) -> Sequence[str]:
    return scene.tokens.low[index : index + 4]


def _off(scene: Scene, index: int, last: int) -> Position | None:
    """Read an amount: "30 km west of A", "40 km from A"."""
    measure = next(find_measures(scene.tokens, index, min(last, index + 8)), None)
    if measure is None or measure.first != index or measure.unit not in KM or measure.vague:
        return None
    high = measure.high if measure.high is not None else measure.value
    km = convert((measure.value + high) / 2, measure.unit, "km")
    after = measure.end
    told = read_direction(scene.tokens, after, last)
    if told is not None and told[0] not in ("upstream", "downstream"):
        wind, after = told
        found = _place_after(scene, after, last, _FROM)
        return found and _offset(scene, found, km, wind)
    while after < last and scene.tokens.low[after] in ("away", "short", "just"):
        after += 1
    found = _place_after(scene, after, last, _FROM | _OFF)
    return found and _ring(scene, found, km)


def _beyond(scene: Scene, index: int, last: int) -> Position | None:
    """Read a direction without an amount: "north of A"."""
    told = read_direction(scene.tokens, index, last)
    if told is None or told[0] in ("upstream", "downstream"):
        return None
    found = _place_after(scene, told[1], last, frozenset({"of"}))
    if found is None or _anchor(scene, found).kind in _COUNTRIES:
        return None
    anchor = _anchor(scene, found)
    return _offset(scene, found, anchor.radius_km + _NEARBY_KM, told[0], vague=True)


def _place_after(
    scene: Scene, index: int, last: int, links: frozenset[str]
) -> tuple[int, int] | None:
    """Mention after one of the links, and the token after it."""
    if index >= last or scene.tokens.low[index] not in links:
        return None
    index += 1
    while index < last and scene.place_at[index] < 0 and scene.tokens.low[index] in _SKIP:
        index += 1
    return _mention(scene, index, last)


def _mention(scene: Scene, index: int, last: int) -> tuple[int, int] | None:
    if index >= last or scene.place_at[index] < 0 or scene.is_modifier(index):
        return None
    mention = scene.place_at[index]
    if scene.mentions[mention].place is None:
        return None
    return mention, min(scene.place_end(index), last)


def _anchor(scene: Scene, found: tuple[int, int]) -> Place:
    place = scene.mentions[found[0]].place
    assert place is not None  # `_mention` gives resolved ones only
    return place


def _offset(
    scene: Scene, found: tuple[int, int], km: float, wind: str, *, vague: bool = False
) -> Position:
    anchor = _anchor(scene, found)
    lon, lat = destination(anchor.lon, anchor.lat, wind_bearing_deg(wind), km)
    radius = km if vague else km * math.hypot(_ALONG, _ACROSS) + anchor.radius_km
    amount = "" if vague else f"{km:.0f} km "
    words = f"{amount}{wind} of {anchor.name}"
    return Position(_made(words, (lon, lat), radius, anchor), *found)


def _ring(scene: Scene, found: tuple[int, int], km: float) -> Position:
    anchor = _anchor(scene, found)
    radius = km * (1 + _ALONG) + anchor.radius_km
    return Position(_made(f"{km:.0f} km from {anchor.name}", anchor.lonlat, radius, anchor), *found)


def _between(scene: Scene, index: int, last: int) -> Position | None:
    low = scene.tokens.low
    midway = low[index] != "between"
    while (
        index < last
        and low[index] != "between"
        and (low[index] in _MIDWAY or low[index] in ("half", "way", "-"))
    ):
        index += 1
    if index >= last or low[index] != "between":
        return None
    first = _mention(scene, _skipped(scene, index + 1, last), last)
    if first is None or first[1] >= last or low[first[1]] != "and":
        return None
    second = _mention(scene, _skipped(scene, first[1] + 1, last), last)
    if second is None:
        return None
    one, other = _anchor(scene, first), _anchor(scene, second)
    if one.kind in _COUNTRIES and other.kind in _COUNTRIES:
        border = border_between(one, other)
        return Position(border, second[0], second[1]) if border else None
    km = float(distance_km(*one.lonlat, *other.lonlat))
    middle = destination(*one.lonlat, float(bearing_deg(*one.lonlat, *other.lonlat)), km / 2)
    radius = km * (_MIDDLE if midway else 0.5)
    words = f"{'halfway ' if midway else ''}between {one.name} and {other.name}"
    return Position(_made(words, middle, radius, one, other), second[0], second[1])


def _skipped(scene: Scene, index: int, last: int) -> int:
    while index < last and scene.place_at[index] < 0 and scene.tokens.low[index] in _SKIP:
        index += 1
    return index


def _made(words: str, lonlat: LonLat, radius_km: float, *anchors: Place) -> Place:
    countries = {anchor.country for anchor in anchors}
    zones = {anchor.timezone for anchor in anchors}
    return Place(
        id=f"told:{words}".replace(" ", "-"),
        name=words,
        lon=lonlat[0],
        lat=lonlat[1],
        kind="landmark" if radius_km <= _POINT_KM else "area",
        country=countries.pop() if len(countries) == 1 else "",
        radius_km=radius_km,
        timezone=zones.pop() if len(zones) == 1 else "",
        source="; ".join(dict.fromkeys(["computed from the words", *(a.source for a in anchors)])),
        licence="; ".join(dict.fromkeys(a.licence for a in anchors if a.licence)),
    )


def border_between(one: Place, other: Place) -> Place | None:
    """Border of two countries as a place with its lines; None where they do not meet on land.

    Examples
    --------
    >>> hungary = Place("a", "Hungary", 19.4, 47.2, "country", "HU")
    >>> serbia = Place("b", "Serbia", 20.8, 44.2, "country", "RS")
    >>> border = border_between(serbia, hungary)
    >>> border.name, round(border.lat)
    ('border between Hungary and Serbia', 46)
    """
    from geo.outlines import SOURCE, border_lines

    lines = border_lines(one.country, other.country)
    if not lines:
        return None
    vertices = [vertex for line in lines for vertex in line]
    middle = vertices[len(vertices) // 2]
    extent = max(float(distance_km(*middle, *vertex)) for vertex in (vertices[0], vertices[-1]))
    first, second = sorted((one, other), key=lambda place: place.name)
    return Place(
        id=f"told:border-{first.country}-{second.country}",
        name=f"border between {first.name} and {second.name}",
        lon=middle[0],
        lat=middle[1],
        kind="border",
        radius_km=extent,
        lines=lines,
        source=SOURCE,
        licence="public domain",
    )
