"""What every feature of a scene is made of: positions, lines, looks and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from geo.geodesy import bearing_deg, destination, distance_km
from geo.model import LonLat
from geo.render.bounds import Frame
from geo.render.styles import Look
from geo.render.text import clean

__all__ = [
    "Feature",
    "Layer",
    "geodesic",
    "layer_of",
    "line_of",
    "look_of",
    "point_of",
    "popup_of",
]

Feature = dict[str, Any]
Layer = dict[str, Any]

#: Digits of a degree: about 11 m, less than a pixel at the closest zoom.
_DIGITS = 4

#: A line of the rails is thinned to at most this many vertices.
_MOST_VERTICES = 4_000


def point_of(frame: Frame, lonlat: LonLat) -> list[float]:
    """Position as Leaflet wants it: [lat, lon], on the side of the Earth that is drawn."""
    return [round(lonlat[1], _DIGITS), round(frame.near(lonlat[0]), _DIGITS)]


def line_of(frame: Frame, path: Sequence[LonLat]) -> list[list[float]]:
    """Vertices as [lat, lon], thinned where there are very many."""
    step = max(1, -(-len(path) // _MOST_VERTICES))
    thin = [*path[::step], path[-1]] if step > 1 else path
    return [[round(lat, _DIGITS), round(lon, _DIGITS)] for lon, lat in frame.line(thin)]


def layer_of(identity: str, name: str, features: Iterable[Any], *, show: bool = True) -> Layer:
    """Put features together under a name for the layer control."""
    told = [{**feature, "id": clean(feature["id"])} for feature in features]
    return {"id": identity, "name": name, "show": show, "features": told}


def look_of(look: Look) -> dict[str, Any]:
    """Give a look as plain data."""
    return asdict(look)


def popup_of(title: str, rows: Iterable[tuple[str, Any]], text: str = "") -> dict[str, Any]:
    """Put together what to say of a feature; rows without a value are left out."""
    told = [[label, clean(str(value))] for label, value in rows if value not in ("", None, [])]
    return {"title": clean(title), "text": clean(text), "rows": told}


def geodesic(start: LonLat, end: LonLat) -> list[LonLat]:
    """Shortest line on the ellipsoid, with vertices close enough to look round."""
    km = float(distance_km(*start, *end))
    count = int(np.clip(km / 50.0, 1, 96))
    if count == 1 or km == 0.0:
        return [start, end]
    bearing = float(bearing_deg(*start, *end))
    inner = [destination(*start, bearing, km * k / count) for k in range(1, count)]
    return [start, *inner, end]
