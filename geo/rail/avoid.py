"""What a route must not touch: countries, areas, and named lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ConfigurationError
from geo.model import LonLat
from geo.rail.lines import knows_line, line_edges, line_names, line_stations
from geo.rail.profile import is_country_code
from geo.rail.way import Piece, piece_vertices

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.rail.network import RailNetwork
    from geo.rail.snapping import Snap
    from geo.rail.states import StateGraph

__all__ = ["NOTHING", "Avoid", "Avoidable", "blocked_arcs", "parse_avoid"]

Floats = NDArray[np.float64]

_DEG_KM = 111.2
#: So near to the ends of a route, an avoided line shares its tracks with others, in km.
_SHARED_KM = 15.0
#: A country's code, a line's name, (lon, lat, radius_km), (west, south, east, north), or a
#: polygon: of shapely, or as GeoJSON.
Avoidable = Any


@dataclass(frozen=True, slots=True)
class Avoid:
    """Countries by code, discs as (lon, lat, radius_km), polygons, and lines by name."""

    countries: frozenset[str] = frozenset()
    areas: tuple[tuple[float, float, float], ...] = ()
    polygons: tuple[BaseGeometry, ...] = ()
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.areas or self.polygons or self.lines)

    def edges(self, network: RailNetwork, ends: Iterable[LonLat] = ()) -> NDArray[np.bool_]:
        """Which edges touch what is avoided.

        Near the ``ends`` of a route an avoided line may be used: into a large station, lines
        share their tracks.
        """
        codes = np.array([code in self.countries for code in network.countries], dtype=bool)
        hit: NDArray[np.bool_] = codes[network.edge_country]
        hit = hit | _edges_of(network, self._hops(network.vertex_lon, network.vertex_lat))
        if self.lines:
            on_line = np.logical_or.reduce([line_edges(network, line) for line in self.lines])
            for lon, lat in ends:
                at_end = _beside(network.node_lon, network.node_lat, lon, lat) <= _SHARED_KM
                on_line &= ~(at_end[network.edge_u] & at_end[network.edge_v])
            hit = hit | on_line
        return hit

    def touches(self, network: RailNetwork, edge: int, from_km: float, to_km: float) -> bool:
        """Whether a part of an edge leads through an avoided area."""
        if not (self.areas or self.polygons):
            return False
        vertices = piece_vertices(network, Piece(edge, from_km, to_km))
        return bool(self._hops(vertices[:, 0], vertices[:, 1]).any())

    def _hops(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Which steps from point to point touch an area or a polygon."""
        hit = np.zeros(len(lon) - 1, dtype=bool)
        for area in self.areas:
            hit |= _touching(lon, lat, *area)
        for polygon in self.polygons:
            hit |= _crossing(lon, lat, polygon)
        return hit

    def hits_snap(self, network: RailNetwork, snap: Snap) -> bool:
        """Whether a point on the rails lies in what is avoided.

        A station of an avoided line does not: a train may begin there, and leave it.
        """
        if network.countries[network.edge_country[snap.edge]] in self.countries:
            return True
        if self.polygons:
            from shapely import Point

            if any(polygon.covers(Point(snap.lon, snap.lat)) for polygon in self.polygons):
                return True
        at = np.array([snap.lon]), np.array([snap.lat])
        return any(float(_beside(*at, lon, lat)[0]) <= radius for lon, lat, radius in self.areas)


#: Nothing is avoided.
NOTHING = Avoid()


def _beside(lons: Floats, lats: Floats, lon: float, lat: float) -> Floats:
    """Distance in km of points from one, for short distances."""
    east = ((lons - lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat))
    distance: Floats = np.hypot(east, lats - lat) * _DEG_KM
    return distance


def _touching(
    lons: Floats, lats: Floats, lon: float, lat: float, radius_km: float
) -> NDArray[np.bool_]:
    """Steps that pass within the radius."""
    shrink = max(float(np.cos(np.radians(lat))), 0.01)
    x = ((lons - lon + 180.0) % 360.0 - 180.0) * shrink
    y = lats - lat
    dx, dy = np.diff(x), np.diff(y)
    share = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.maximum(dx**2 + dy**2, 1e-18), 0.0, 1.0)
    near: NDArray[np.bool_] = (
        np.hypot(x[:-1] + share * dx, y[:-1] + share * dy) * _DEG_KM <= radius_km
    )
    return near


def _crossing(lon: Floats, lat: Floats, polygon: BaseGeometry) -> NDArray[np.bool_]:
    """Steps that touch a polygon."""
    import shapely

    west, south, east, north = polygon.bounds
    low, high = np.minimum(lon[:-1], lon[1:]), np.maximum(lon[:-1], lon[1:])
    near = (low <= east) & (high >= west)
    near &= (np.minimum(lat[:-1], lat[1:]) <= north) & (np.maximum(lat[:-1], lat[1:]) >= south)
    # What seems to go round the earth crosses the antimeridian.
    hops = np.flatnonzero(near & (high - low < 180.0))
    ends = np.stack(
        [
            np.stack([lon[hops], lat[hops]], axis=1),
            np.stack([lon[hops + 1], lat[hops + 1]], axis=1),
        ],
        axis=1,
    )
    shapely.prepare(polygon)
    touched = np.zeros(len(lon) - 1, dtype=bool)
    touched[hops] = shapely.intersects(polygon, shapely.linestrings(ends))
    return touched


def _edges_of(network: RailNetwork, hop: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Edges that have one of the given steps from vertex to vertex."""
    # The step from the last vertex of an edge to the first of the next is no hop.
    hop[network.first[1:-1] - 1] = False
    hit = np.zeros(len(network.edge_u), dtype=bool)
    hit[np.searchsorted(network.first, np.flatnonzero(hop), side="right") - 1] = True
    return hit


def parse_avoid(items: Iterable[Avoidable], network: RailNetwork | None = None) -> Avoid:
    """Read what is to be avoided.

    Parameters
    ----------
    items : iterable
        Two-letter country codes, names of lines (`geo.rail.lines.line_names`), discs as
        (lon, lat, radius_km), boxes as (west, south, east, north), or polygons: of shapely or
        anything else with ``__geo_interface__``, or GeoJSON as a dict.
    network : RailNetwork, optional
        Names of lines that its own tracks bear are known as well.

    Raises
    ------
    ConfigurationError
        When an item is none of these.

    Examples
    --------
    >>> parse_avoid(["cn", (30.0, 50.0, 20.0)]).areas
    ((30.0, 50.0, 20.0),)
    >>> parse_avoid([(170.0, 50.0, -170.0, 60.0)]).polygons[0].geom_type
    'MultiPolygon'
    """
    codes: set[str] = set()
    areas: list[tuple[float, float, float]] = []
    polygons: list[BaseGeometry] = []
    lines: list[str] = []
    for item in items:
        if isinstance(item, str):
            if is_country_code(item):
                codes.add(item.upper())
            elif line_stations(item) or (network is not None and knows_line(network, item)):
                lines.append(item)
            else:
                raise ConfigurationError(
                    f"{item[:40]!r} is neither a country code nor a line that is known",
                    hint=f"Countries are two letters, such as CN; lines are"
                    f" {', '.join(line_names())}.",
                )
        elif isinstance(item, dict) or hasattr(item, "__geo_interface__"):
            polygons.append(_polygon(item))
        else:
            values = _numbers(item)
            if len(values) == 4:
                polygons.append(_box(*values))
            elif len(values) == 3 and values[2] > 0 and abs(values[1]) <= 90:
                areas.append((values[0], values[1], values[2]))
            else:
                raise _no_area(item)
    return Avoid(frozenset(codes), tuple(areas), tuple(polygons), tuple(lines))


def _numbers(item: Any) -> list[float]:
    try:
        values = [float(value) for value in item]
    except (TypeError, ValueError):
        raise _no_area(item) from None
    if not np.isfinite(values).all():
        raise _no_area(item)
    return values


def _box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """Box of two meridians and two parallels; it may cross the antimeridian."""
    from shapely.geometry import MultiPolygon, box

    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90):
        raise _no_area((west, south, east, north))
    if west < east:
        return box(west, south, east, north)
    return MultiPolygon([box(west, south, 180, north), box(-180, south, east, north)])


def _polygon(item: Any) -> BaseGeometry:
    from shapely import is_valid
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        data = item if isinstance(item, dict) else item.__geo_interface__
        geometry = shape(data["geometry"] if data.get("type") == "Feature" else data)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, ShapelyError):
        raise _no_area(item) from None
    if (
        geometry.geom_type not in ("Polygon", "MultiPolygon")
        or geometry.is_empty
        or not is_valid(geometry)
    ):
        raise _no_area(item)
    west, south, east, north = geometry.bounds
    if max(-west, east) > 180 or max(-south, north) > 90:
        raise _no_area(item)
    return geometry


def _no_area(item: Any) -> ConfigurationError:
    return ConfigurationError(
        f"{repr(item)[:80]} is no area",
        hint="An area to avoid is (lon, lat, radius in km), (west, south, east, north), or a valid"
        " polygon in degrees.",
    )


def blocked_arcs(
    states: StateGraph, avoid: Avoid, ends: Iterable[LonLat] = ()
) -> NDArray[np.bool_]:
    """Which arcs of the search graph must not be used; ``ends`` as in `Avoid.edges`."""
    edges = avoid.edges(states.network, ends)
    blocked: NDArray[np.bool_] = edges[states.edge] & (states.edge >= 0)
    return blocked
