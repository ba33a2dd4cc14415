"""The nearest rows to a point, by bands of latitude."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.rows import EARTH_RADIUS_KM
from geo.geodesy import distance_km

__all__ = ["nearest_rows"]

#: Half the height of the first band, in degrees; each further one is four times as high.
_FIRST_BAND_DEG = 0.25
#: The shortest degree of latitude on WGS84 is 110.57 km; the sphere used for the first
#: sorting differs from the ellipsoid by less than 0.6 %.
_KM_PER_DEG = 110.5
_SLACK = 1.01


def nearest_rows(
    lon: float,
    lat: float,
    count: int,
    *,
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    by_lat: NDArray[np.uint32],
    sorted_lat: NDArray[np.float64],
    allowed: NDArray[np.bool_] | None = None,
    max_km: float = np.inf,
) -> list[tuple[int, float]]:
    """Rows nearest to a point.

    A band of latitudes around the point is searched; when what was found is not certainly
    nearer than all outside of the band, a higher band is.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    count : int
        How many rows at most.
    lons, lats : numpy.ndarray of shape (n,)
        Positions of all rows, degrees.
    by_lat : numpy.ndarray of shape (n,)
        Row numbers in order of latitude.
    sorted_lat : numpy.ndarray of shape (n,)
        Latitudes in that order.
    allowed : numpy.ndarray of shape (n,), optional
        Rows that may be found.
    max_km : float
        Rows farther away are left out.

    Returns
    -------
    list of (int, float)
        Row and geodesic distance in km, nearest first.
    """
    half = min(_FIRST_BAND_DEG, max_km / _KM_PER_DEG)
    while True:
        low = np.searchsorted(sorted_lat, lat - half, side="left")
        high = np.searchsorted(sorted_lat, lat + half, side="right")
        rows: NDArray[Any] = by_lat[low:high]
        if allowed is not None:
            rows = rows[allowed[rows]]
        reach_km = half * _KM_PER_DEG
        whole = half >= 180.0 or reach_km >= max_km
        if len(rows) >= count or whole:
            found = _sorted_by_distance(lon, lat, rows, lons, lats, count)
            found = [pair for pair in found if pair[1] <= max_km]
            if whole or (len(found) == count and found[-1][1] <= reach_km):
                return found
        half = min(half * 4.0, 180.0, max(max_km / _KM_PER_DEG, half))


def _sorted_by_distance(
    lon: float,
    lat: float,
    rows: NDArray[Any],
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    count: int,
) -> list[tuple[int, float]]:
    if not len(rows):
        return []
    near = _haversine_km(lon, lat, lons[rows], lats[rows])
    if len(rows) > count:
        limit = np.partition(near, count - 1)[count - 1] * _SLACK + 0.001
        rows = rows[near <= limit]
    exact = np.atleast_1d(distance_km(lon, lat, lons[rows], lats[rows]))
    order = np.lexsort((rows, exact))[:count]
    return [(int(rows[n]), float(exact[n])) for n in order]


def _haversine_km(
    lon: float, lat: float, lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distances on the sphere, stable for short ones."""
    y, ys = np.radians(lat), np.radians(lats)
    half = np.sin((ys - y) / 2) ** 2
    half = half + np.cos(y) * np.cos(ys) * np.sin(np.radians(lons - lon) / 2) ** 2
    distance: NDArray[np.float64] = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    return distance
