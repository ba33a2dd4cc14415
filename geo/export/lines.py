"""Lines and points as GeoJSON geometries (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geo.export.values import degrees
from geo.model import LonLat

__all__ = ["Geometry", "line", "lines", "point", "split_at_antimeridian"]

Geometry = dict[str, Any]


def point(lon: float, lat: float) -> Geometry:
    """Make a Point.

    Examples
    --------
    >>> point(131.957, 43.805)
    {'type': 'Point', 'coordinates': [131.957, 43.805]}
    """
    return {"type": "Point", "coordinates": [degrees(lon), degrees(lat)]}


def split_at_antimeridian(path: Sequence[LonLat]) -> list[list[LonLat]]:
    """Cut a line where it crosses 180 degrees, as RFC 7946 section 3.1.9 asks.

    A step of more than 180 degrees of longitude is taken for a crossing. The cut is put
    where the straight line on the plate carrée meets the meridian.

    Examples
    --------
    >>> split_at_antimeridian([(179.0, 60.0), (-179.0, 62.0)])
    [[(179.0, 60.0), (180.0, 61.0)], [(-180.0, 61.0), (-179.0, 62.0)]]
    """
    pieces: list[list[LonLat]] = [[]]
    for vertex in path:
        if pieces[-1]:
            lon, lat = pieces[-1][-1]
            if abs(vertex[0] - lon) > 180.0:
                edge = 180.0 if lon > 0 else -180.0
                whole = 360.0 - abs(vertex[0] - lon)
                share = (180.0 - abs(lon)) / whole if whole > 0 else 0.0
                at = lat + share * (vertex[1] - lat)
                pieces[-1].append((edge, at))
                pieces.append([(-edge, at)])
        pieces[-1].append(vertex)
    return pieces


def _coordinates(path: Iterable[LonLat]) -> list[list[float]]:
    """Round vertices, leaving out those that fall on the one before."""
    kept: list[list[float]] = []
    for lon, lat in path:
        vertex = [degrees(lon), degrees(lat)]
        if not kept or kept[-1] != vertex:
            kept.append(vertex)
    return kept


def lines(paths: Iterable[Sequence[LonLat]]) -> Geometry | None:
    """Make one LineString or MultiLineString of several lines; None when nothing is left.

    Examples
    --------
    >>> lines([[(0, 0), (1, 1)]])
    {'type': 'LineString', 'coordinates': [[0.0, 0.0], [1.0, 1.0]]}
    """
    pieces = [_coordinates(piece) for path in paths for piece in split_at_antimeridian(path)]
    pieces = [piece for piece in pieces if len(piece) > 1]
    if not pieces:
        return None
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": pieces[0]}
    return {"type": "MultiLineString", "coordinates": pieces}


def line(path: Sequence[LonLat]) -> Geometry | None:
    """Make a LineString of one line, or a MultiLineString where it crosses 180 degrees."""
    return lines([path])
