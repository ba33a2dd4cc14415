"""Where a way crosses a river, and in which direction the train runs there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.geodesy import bearing_deg, destination, distance_km, nearest_on_line
from geo.model import LonLat, Place, Route

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["TOLERANCE_KM", "Crossing", "crossing_of", "rails_over", "travel_bearing"]

#: Both lines are drawn roughly: a way that comes so near to a river may cross it there.
TOLERANCE_KM = 2.0
#: The direction of travel at a crossing is taken over so much of the way on either side.
_EITHER_SIDE_KM = 15.0


@dataclass(frozen=True, slots=True)
class Crossing:
    """A point where rails cross a river: how far along the way, and the bearing there."""

    lonlat: LonLat
    km: float
    bearing_deg: float
    #: Whether the drawn lines meet, not only come near.
    exact: bool = True


def crossing_of(route: Route, place: Place, heading_deg: float | None = None) -> Crossing | None:
    """Find where a way crosses a river, a strait or a bridge.

    Parameters
    ----------
    route : Route
    place : Place
        With its lines; a bridge or tunnel may be a point.
    heading_deg : float, optional
        Of several crossings, the one where the way runs most nearly in this direction.

    Returns
    -------
    Crossing or None
        None where the way does not come within ``TOLERANCE_KM``.
    """
    if len(route.path) < 2:
        return None
    points = _meetings(route, place)
    exact = bool(points)
    if not points:
        points = _near(route, place)
    found = []
    for point in points:
        km = nearest_on_line(*point, route.path)[3]
        found.append(Crossing(point, km, travel_bearing(route, km), exact))
    if heading_deg is None:
        return min(found, key=lambda one: one.km, default=None)
    return min(found, key=lambda one: _turned(one.bearing_deg, heading_deg), default=None)


def _turned(one: float, other: float) -> float:
    return abs((one - other + 180.0) % 360.0 - 180.0)


def _meetings(route: Route, place: Place) -> list[LonLat]:
    from shapely.geometry import LineString, MultiLineString

    lines = [line for line in place.lines if len(line) > 1]
    if not lines:
        return []
    met = LineString(route.path).intersection(MultiLineString(lines))
    if met.is_empty:
        return []
    parts = getattr(met, "geoms", [met])
    return [(float(part.centroid.x), float(part.centroid.y)) for part in parts]


def _near(route: Route, place: Place) -> list[LonLat]:
    """Nearest point of the way, where it comes near without meeting the drawn line."""
    from shapely.geometry import LineString, MultiLineString, Point
    from shapely.ops import nearest_points

    lines = [line for line in place.lines if len(line) > 1]
    target = MultiLineString(lines) if lines else Point(place.lon, place.lat)
    limit = TOLERANCE_KM + (0.0 if lines else place.radius_km)
    on_way, there = nearest_points(LineString(route.path), target)
    gap = float(distance_km(on_way.x, on_way.y, there.x, there.y))
    return [(float(on_way.x), float(on_way.y))] if gap <= limit else []


def travel_bearing(route: Route, km: float) -> float:
    """Bearing of a way around a point of it, ``km`` (as drawn) after its start."""
    before = _point_at(route, max(0.0, km - _EITHER_SIDE_KM))
    after = _point_at(route, km + _EITHER_SIDE_KM)
    return float(bearing_deg(*before, *after))


def _point_at(route: Route, km: float) -> LonLat:
    left = km
    for one, other in zip(route.path, route.path[1:], strict=False):
        step = float(distance_km(*one, *other))
        if step >= left and step > 0:
            return destination(*one, float(bearing_deg(*one, *other)), left)
        left -= step
    return route.path[-1]


def rails_over(network: RailNetwork, place: Place, near: LonLat, limit_km: float) -> list[LonLat]:
    """Points near a place where rails cross a river.

    Parameters
    ----------
    network : RailNetwork
    place : Place
        With lines.
    near : (lon, lat)
        Around here.
    limit_km : float
        So far away at most.
    """
    import numpy as np
    from shapely.geometry import LineString, MultiLineString

    lines = [line for line in place.lines if len(line) > 1]
    if not lines:
        return []
    river = MultiLineString(lines)
    west, south, east, north = river.bounds
    first = np.asarray(network.first[:-1])
    low_x = np.minimum.reduceat(network.vertex_lon, first)
    high_x = np.maximum.reduceat(network.vertex_lon, first)
    low_y = np.minimum.reduceat(network.vertex_lat, first)
    high_y = np.maximum.reduceat(network.vertex_lat, first)
    inside = (low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south)
    found: list[LonLat] = []
    for edge in np.flatnonzero(inside).tolist():
        met = LineString(network.edge_path(edge)).intersection(river)
        if met.is_empty:
            continue
        for part in getattr(met, "geoms", [met]):
            point = (float(part.centroid.x), float(part.centroid.y))
            if float(distance_km(*near, *point)) <= limit_km:
                found.append(point)
    return sorted(found, key=lambda point: float(distance_km(*near, *point)))
