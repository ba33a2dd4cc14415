"""Courses and outlines out of the GeoJSON of a service, checked and thinned.

The geometry comes from outside: whatever is no line or polygon on Earth is left out, and
what is kept has a bounded number of pieces and vertices.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.model import LonLat

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Pieces", "box_radius_km", "course", "disc_radius_km", "outline"]

#: Lines or rings; each is a row of (lon, lat).
Pieces = tuple[tuple[LonLat, ...], ...]

#: No more vertices than these are kept of a place ...
_MAX_VERTICES = 2_000
#: ... in no more pieces than these, the largest ones.
_MAX_PIECES = 200
#: Where thinning begins, in degrees: about 50 m.
_FIRST_TOLERANCE_DEG = 0.0005
_KM_PER_DEG = 111.2


def _vertices(piece: Any) -> NDArray[np.float64] | None:
    """Vertices of one piece, shape (n, 2); None where any of them cannot be."""
    try:
        spots = np.array([(point[0], point[1]) for point in piece], dtype=np.float64)
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    if spots.ndim != 2 or len(spots) < 2 or not np.isfinite(spots).all():
        return None
    if (np.abs(spots) > (180.0, 90.0)).any():
        return None
    return spots


def _size(spots: NDArray[np.float64]) -> float:
    return float(np.ptp(spots, axis=0).sum())


def _thinned(pieces: Iterable[Any], least: int) -> Pieces:
    """Keep the largest pieces, with fewer vertices where there are too many.

    Douglas-Peucker by shapely, twice as coarse until they are few enough.
    """
    found = [spots for spots in map(_vertices, pieces) if spots is not None]
    kept = sorted(range(len(found)), key=lambda n: -_size(found[n]))[:_MAX_PIECES]
    found = [found[n] for n in sorted(kept)]
    tolerance = _FIRST_TOLERANCE_DEG
    while sum(map(len, found)) > _MAX_VERTICES:
        import shapely

        thin = shapely.simplify(
            [shapely.LineString(spots) for spots in found], tolerance, preserve_topology=False
        )
        found = [np.asarray(line.coords) for line in thin]
        found = [spots for spots in found if len(spots) >= least]
        tolerance *= 2.0
    return tuple(
        tuple((float(lon), float(lat)) for lon, lat in spots)
        for spots in found
        if len(spots) >= least
    )


def course(geometry: Any) -> Pieces:
    """Lines of a LineString or MultiLineString; nothing of anything else.

    Examples
    --------
    >>> course({"type": "LineString", "coordinates": [[131, 43], [132, 44]]})
    (((131.0, 43.0), (132.0, 44.0)),)
    >>> course({"type": "LineString", "coordinates": [[131, 43], [132, 144]]})
    ()
    """
    if not isinstance(geometry, Mapping):
        return ()
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "LineString":
        return _thinned([coordinates], 2)
    if geometry.get("type") == "MultiLineString" and isinstance(coordinates, list):
        return _thinned(coordinates, 2)
    return ()


def outline(geometry: Any) -> Pieces:
    """Rings of a Polygon or MultiPolygon, holes among them; nothing of anything else.

    Each ring ends where it begins. A point is inside when it lies in an odd number of rings.

    Examples
    --------
    >>> outline({"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]})
    (((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)),)
    """
    if not isinstance(geometry, Mapping):
        return ()
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return ()
    if geometry.get("type") == "Polygon":
        rings = coordinates
    elif geometry.get("type") == "MultiPolygon":
        rings = [ring for polygon in coordinates if isinstance(polygon, list) for ring in polygon]
    else:
        return ()
    return tuple(ring for ring in _thinned(rings, 4) if ring[0] == ring[-1])


def disc_radius_km(rings: Pieces) -> float:
    """Radius of the disc that is as large as the largest ring.

    The ring is measured on a plane that is true in its middle latitude, which is good to a
    few per cent for anything smaller than a continent.

    Examples
    --------
    >>> round(disc_radius_km((((0, 0), (2, 0), (2, 2), (0, 2), (0, 0)),)))
    125
    """
    largest = 0.0
    for ring in rings:
        lon, lat = np.asarray(ring, dtype=np.float64).T
        x = lon * math.cos(math.radians(float(lat.mean()))) * _KM_PER_DEG
        y = lat * _KM_PER_DEG
        area = abs(float(x[:-1] @ y[1:] - x[1:] @ y[:-1])) / 2.0
        largest = max(largest, area)
    return round(math.sqrt(largest / math.pi), 3)


def box_radius_km(west: float, south: float, east: float, north: float) -> float:
    """Radius of the disc that is as large as a bounding box, in degrees.

    A box that leaves the world, or is the whole of it, tells nothing: 0.

    Examples
    --------
    >>> round(box_radius_km(0, -1, 2, 1)), box_radius_km(0, -100, 2, 1)
    (125, 0.0)
    """
    width = (east - west) % 360.0
    if not (-90.0 <= south <= north <= 90.0) or not math.isfinite(width):
        return 0.0
    middle = math.cos(math.radians((south + north) / 2.0))
    area = width * middle * _KM_PER_DEG * (north - south) * _KM_PER_DEG
    return round(math.sqrt(max(area, 0.0) / math.pi), 3)
