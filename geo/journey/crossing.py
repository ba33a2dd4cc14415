"""Where a way crosses a river, and in which direction the train runs there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import bearing_deg, destination, distance_km, nearest_on_line
from geo.model import LonLat, Place, Route
from geo.rail.snapping import Snap
from geo.rail.way import way_point

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["TOLERANCE_KM", "Crossing", "bearing_at", "crossing_of", "rails_over", "travel_bearing"]

#: Both lines are drawn roughly: a way that comes so near to a river may cross it there.
TOLERANCE_KM = 2.0
#: The direction of travel at a crossing is taken over so much of the way on either side.
_EITHER_SIDE_KM = 15.0
_DEG_KM = 111.2


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


def bearing_at(network: RailNetwork, snap: Snap) -> float:
    """Bearing of a train at a point of the rails, in the sense of ``snap.heading`` (0: along).

    Taken over the part of the edge around it, as drawn.
    """
    length = float(network.edge_km[snap.edge])
    before = way_point(network, snap.edge, max(0.0, snap.km - _EITHER_SIDE_KM / 2))
    after = way_point(network, snap.edge, min(length, snap.km + _EITHER_SIDE_KM / 2))
    ends = (after, before) if snap.heading < 0 else (before, after)
    return float(bearing_deg(*ends[0], *ends[1]))


def rails_over(network: RailNetwork, place: Place, near: LonLat, limit_km: float) -> list[Snap]:
    """Points near a place where rails cross a river, the nearest first.

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
    import shapely

    lines = [line for line in place.lines if len(line) > 1]
    if not lines:
        return []
    river = shapely.MultiLineString(lines)
    first = np.asarray(network.first, dtype=np.int64)
    west, south, east, north = _around(river.bounds, near, limit_km)
    at_lon, at_lat = network.vertex_lon, network.vertex_lat
    inside = np.minimum.reduceat(at_lon, first[:-1]) <= east
    inside &= np.maximum.reduceat(at_lon, first[:-1]) >= west
    inside &= np.minimum.reduceat(at_lat, first[:-1]) <= north
    inside &= np.maximum.reduceat(at_lat, first[:-1]) >= south
    edges = np.flatnonzero(inside)
    counts = (first[edges + 1] - first[edges]).astype(np.int64)
    if not len(edges):
        return []
    vertex = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    vertex += np.repeat(first[edges], counts)
    drawn = shapely.linestrings(
        np.stack([at_lon[vertex], at_lat[vertex]], axis=1),
        indices=np.repeat(np.arange(len(edges)), counts),
    )
    shapely.prepare(river)
    found: list[tuple[float, Snap]] = []
    for index in np.flatnonzero(shapely.intersects(river, drawn)).tolist():
        edge = int(edges[index])
        met = shapely.intersection(drawn[index], river)
        for part in getattr(met, "geoms", [met]):
            lon, lat = float(part.centroid.x), float(part.centroid.y)
            gap = float(distance_km(*near, lon, lat))
            if gap <= limit_km:
                km = _true_km(network, edge, (lon, lat))
                piece = int(network.component[network.edge_u[edge]])
                found.append((gap, Snap(edge, km, lon, lat, 0.0, 0.0, piece)))
    return [snap for _, snap in sorted(found, key=lambda row: (row[0], row[1].edge))]


def _around(
    bounds: tuple[float, float, float, float], near: LonLat, limit_km: float
) -> tuple[float, float, float, float]:
    """Part of a box that lies within some km of a point, in degrees."""
    tall = limit_km / _DEG_KM
    wide = min(180.0, tall / max(0.05, math.cos(math.radians(min(89.0, abs(near[1]) + tall)))))
    return (
        max(bounds[0], near[0] - wide), max(bounds[1], near[1] - tall),
        min(bounds[2], near[0] + wide), min(bounds[3], near[1] + tall),
    )  # fmt: skip


def _true_km(network: RailNetwork, edge: int, point: LonLat) -> float:
    """True length from an edge's start to a point of its drawing."""
    path = network.edge_path(edge)
    marks = network.vertex_km[int(network.first[edge]) : int(network.first[edge + 1])]
    drawn = np.concatenate([[0.0], np.cumsum(distance_km(*path[:-1].T, *path[1:].T))])
    along = nearest_on_line(*point, [(float(lon), float(lat)) for lon, lat in path])[3]
    return float(np.interp(along, drawn, marks))
