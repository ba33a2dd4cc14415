"""How two places lie to each other, each an area and not a point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.gazetteer.kinds import POPULATED, TERRITORIAL, WATER
from geo.geodesy import bearing_deg, distance_km, inside, nearest_on_lines
from geo.model import LonLat, Place

__all__ = ["LINE_KINDS", "Separation", "is_areal", "lies_in", "separation"]

#: Kinds of the places that stand for a point of a line.
LINE_KINDS = frozenset(("border", "coast"))

#: Kinds that cover ground and whose outline is not known here: the centre tells little.
_AREAL = (TERRITORIAL | WATER) - {"canal"} | {
    "area",
    "island",
    "archipelago",
    "peninsula",
    "range",
    "desert",
    "plain",
    "valley",
    "forest",
}

#: An area may reach this many radii from its centre (Lake Baikal: 640 km long, a disc of
#: 100 km), and at least so many km where no size is known.
_REACH_RADII, _REACH_KM = 4.0, 100.0

#: The discs of two settlements count to at most this share of the distance between their
#: centres: distances between towns are told from centre to centre, and near a large city
#: everything would fit otherwise.
DISC_SHARE = 0.2

#: The discs may turn a bearing by at most this angle; beyond it a direction means nothing.
MAX_TURN_DEG = 45.0

#: A place that is no settlement counts as an area from this radius on.
AREA_KM = 10.0


@dataclass(frozen=True, slots=True)
class Separation:
    """Distance and direction between two places, with what their size allows.

    Attributes
    ----------
    km, low_km, high_km : float
        Between the centres (or the nearest points of rivers), and as an interval.
    bearing : float
        From the reference to the subject, degrees clockwise from north.
    map_bearing : float
        The same as a constant compass course (a straight line on a Mercator map); it differs
        from the geodesic's only over long distances, where people judge by the map.
    turn_deg : float
        How far the size of the places can turn the bearing.
    area : str
        Name of a place that is too large for its centre to stand for it; "" when none.
    origin, target : tuple of float
        The points that were measured, of the reference and of the subject.
    edge_km : float
        From the edge of one settlement to that of the other, if both are discs; ``km`` where
        neither is a settlement.
    touching : bool
        Whether two settlements touch or overlap, so that ``low_km`` is 0.
    """

    km: float
    low_km: float
    high_km: float
    bearing: float
    turn_deg: float
    area: str
    map_bearing: float
    origin: LonLat
    target: LonLat
    edge_km: float = 0.0
    touching: bool = False


def is_areal(place: Place, km: float) -> bool:
    """Whether a place so far away may reach nearer than its centre tells.

    Examples
    --------
    >>> lake = Place("a", "Long Lake", 33.0, -1.0, "lake", radius_km=140.0)
    >>> is_areal(lake, 220.0), is_areal(lake, 6000.0)
    (True, False)
    """
    if place.kind not in _AREAL or place.lines or place.outline:
        return False
    return km <= max(_REACH_KM, _REACH_RADII * place.radius_km)


def _nearest(place: Place, other: LonLat) -> LonLat:
    """Point of a place that is nearest to another: of its line, or of its outline from outside.

    Without either, and for what lies in the area, it is the centre.
    """
    best = nearest_on_lines(*other, _drawn(place, other))
    return place.lonlat if best is None else best[:2]


def lies_in(other: LonLat, area: Place) -> bool:
    """Whether a point lies in an area whose outline is known."""
    return bool(area.outline) and inside(*other, area.outline)


def _drawn(place: Place, other: LonLat) -> tuple[tuple[LonLat, ...], ...]:
    """Lines of a place from which a distance to a point is told: its course, or its edge."""
    if place.lines or lies_in(other, place):
        return place.lines
    return place.outline


def _course_deg(origin: LonLat, target: LonLat) -> float:
    """Constant course from one point to another, on the sphere.

    The rhumb line is straight in the Mercator projection: tan(course) = dlon / dpsi with
    psi = ln tan(pi/4 + lat/2) (Snyder 1987, "Map projections").

    Examples
    --------
    >>> round(_course_deg((37.6, 55.8), (129.7, 62.0)))
    83
    """
    psi = [
        math.log(math.tan(math.pi / 4 + math.radians(max(-89.9, min(89.9, lat))) / 2))
        for _, lat in (origin, target)
    ]
    step = (target[0] - origin[0] + 180.0) % 360.0 - 180.0
    return math.degrees(math.atan2(math.radians(step), psi[1] - psi[0])) % 360.0


def separation(reference: Place, subject: Place) -> Separation:
    """Measure from the reference to the subject on the ellipsoid.

    Examples
    --------
    >>> lyon = Place("a", "Lyon", 4.835, 45.764, "city", radius_km=8.0)
    >>> vienne = Place("b", "Vienne", 4.874, 45.526, "town", radius_km=3.0)
    >>> found = separation(lyon, vienne)
    >>> round(found.km), round(found.low_km), round(found.high_km), round(found.bearing)
    (27, 21, 32, 173)
    """
    origin = _nearest(reference, subject.lonlat)
    target = _nearest(subject, origin)
    if _drawn(reference, target):
        origin = _nearest(reference, target)
    km = float(distance_km(*origin, *target))
    bearing = float(bearing_deg(*origin, *target))
    settled = area_km = 0.0
    area = ""
    for place, other in ((reference, subject), (subject, reference)):
        if _drawn(place, other.lonlat):
            continue
        if place.kind in POPULATED or place.radius_km < AREA_KM:
            settled += place.radius_km
        else:
            area_km += place.radius_km
            if place.radius_km > DISC_SHARE * km:
                area = place.name
    # To a border or coast people tell the way from some part of the city, not from its centre.
    to_line = any(place.kind in LINE_KINDS for place in (reference, subject))
    size = (settled if to_line else min(settled, DISC_SHARE * km)) + area_km
    both = all(place.kind in POPULATED for place in (reference, subject))
    touching = both and 0 < km <= settled
    if km <= 0 or size >= km:
        turn = MAX_TURN_DEG
    else:
        turn = min(MAX_TURN_DEG, math.degrees(math.asin(size / km)))
    course = _course_deg(origin, target)
    low = 0.0 if touching else max(0.0, km - size)
    edge = max(0.0, km - settled)
    return Separation(
        km, low, km + size, bearing, turn, area, course, origin, target, edge, touching
    )
