"""Which lines of a coarse network run beside those of a detailed one.

How far apart two drawings of one line may lie depends on how coarse they are: a hop of true
length w over a chord c may bend ``sqrt(w² - c²) / 2`` to either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Points", "edges_near", "partners", "points_along"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EARTH_KM = 6371.0088
_DEG_KM = 111.2
#: Drawings of one line may lie so far apart, in km, and this share of how far the coarse one
#: may be off. Looked up in classes; in each, lines on top of each other count as one when
#: their directions differ by no more than 30 degrees.
_APART_KM = 0.3
_NEARER_KM = 0.8
_OFF_SHARE = 0.6
_LIMITS_KM = (0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True)
class Points:
    """Points along edges: where, on which edge and at which km, and in what direction."""

    lon: Floats
    lat: Floats
    edge: Ints
    km: Floats
    course: Floats
    #: How far the true line may lie from the drawing.
    slack_km: Floats


def points_along(network: RailNetwork, edges: Ints, step_km: float) -> Points:
    """Points on every hop, at its start and at equal steps, and one at the end of each edge."""
    first = network.first.astype(np.int64)
    counts = np.diff(first)[edges] - 1
    hop = np.repeat(first[edges] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    owner = np.repeat(edges, counts)
    x, y = network.vertex_lon[hop], network.vertex_lat[hop]
    dx = (network.vertex_lon[hop + 1] - x + 180.0) % 360.0 - 180.0
    dy = network.vertex_lat[hop + 1] - y
    km = network.vertex_km[hop + 1] - network.vertex_km[hop]
    east = dx * np.cos(np.radians(y + dy / 2))
    chord = np.hypot(east, dy) * _DEG_KM
    slack = np.sqrt(np.maximum(km**2 - chord**2, 0.0)) / 2
    last = np.ones(len(hop), dtype=bool)
    last[:-1] = owner[1:] != owner[:-1]
    steps = np.maximum(np.ceil(km / step_km).astype(np.int64), 1)
    taken = steps + last
    at = np.repeat(np.arange(len(hop)), taken)
    share = (np.arange(len(at)) - np.repeat(np.cumsum(taken) - taken, taken)) / steps[at]
    return Points(
        lon=(x[at] + share * dx[at] + 180.0) % 360.0 - 180.0,
        lat=y[at] + share * dy[at],
        edge=owner[at],
        km=network.vertex_km[hop][at] + share * km[at],
        course=np.arctan2(east, dy)[at],
        slack_km=slack[at],
    )


def _tree_rows(points: Points, limit_km: float) -> Floats:
    """Position in km and, in the same measure, direction whichever way along.

    Two directions that differ by d lie ``2 * limit * sin(d)`` apart: the limit itself at 30
    degrees.
    """
    x, y = np.radians(points.lon), np.radians(points.lat)
    rows = [np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)]
    turned = [np.cos(2 * points.course), np.sin(2 * points.course)]
    return np.stack([*(_EARTH_KM * row for row in rows), *(limit_km * row for row in turned)], 1)


def partners(world: Points, region: Points) -> Ints:
    """For each point of the world, the point of the region whose line runs beside; -1: none."""
    from scipy.spatial import cKDTree

    found = np.full(len(world.lon), -1, dtype=np.int64)
    apart = _APART_KM + _OFF_SHARE * world.slack_km
    wide = np.searchsorted(np.array(_LIMITS_KM[:-1]), apart)
    for index, limit in enumerate(_LIMITS_KM):
        chosen = np.flatnonzero(wide == index)
        if not len(chosen):
            continue
        tree = cKDTree(_tree_rows(region, limit))
        gap, nearest = tree.query(
            _tree_rows(world, limit)[chosen], distance_upper_bound=limit, workers=1
        )
        found[chosen] = np.where(np.isfinite(gap), nearest, -1)
    matched = np.flatnonzero(found >= 0)
    if len(matched):
        # A line that another one lies nearer to is not meant, however coarse the drawing is.
        ours = _tree_rows(region, _LIMITS_KM[-1])[found[matched]]
        theirs = _tree_rows(world, _LIMITS_KM[-1])
        best, _ = cKDTree(theirs).query(ours, workers=1)
        own = np.linalg.norm(theirs[matched] - ours, axis=1)
        found[matched[own > best + _NEARER_KM]] = -1
    return found


def edges_near(world: RailNetwork, region: Points) -> Ints:
    """Edges of the world that may come beside the region."""
    start = world.first[:-1].astype(np.int64)
    margin = 0.5
    near = (np.minimum.reduceat(world.vertex_lat, start) < region.lat.max() + margin) & (
        np.maximum.reduceat(world.vertex_lat, start) > region.lat.min() - margin
    )
    low, high = float(region.lon.min()), float(region.lon.max())
    wide = margin / max(float(np.cos(np.radians(np.abs(region.lat).max()))), 0.05)
    if high - low + 2 * wide < 300.0:
        near &= (np.minimum.reduceat(world.vertex_lon, start) < high + wide) & (
            np.maximum.reduceat(world.vertex_lon, start) > low - wide
        )
    return np.flatnonzero(near)
