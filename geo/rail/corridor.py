"""Tiles of a fixed grid along a corridor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.errors import ConfigurationError
from geo.geodesy import bearing_deg, destination, distance_km
from geo.model import LonLat

__all__ = ["MAX_TILES", "TILE_DEG", "Tile", "corridor_tiles"]

#: Side of a tile in degrees: about 55 km, a few MB of railway where it is densest.
TILE_DEG = 0.5
#: A longer corridor is better cut out of a file of the whole country.
MAX_TILES = 1500
_STEP_KM = 10.0
_DEG_KM = 111.2
_COLUMNS = round(360 / TILE_DEG)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """A cell of the grid, by its column from 180 degrees west and its row from the south pole.

    ``level`` tells how often the cells of `TILE_DEG` were quartered.
    """

    column: int
    row: int
    level: int = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """South, west, north and east edge in degrees.

        Examples
        --------
        >>> Tile(column=383, row=280).box
        (50.0, 11.5, 50.5, 12.0)
        """
        side = TILE_DEG / 2**self.level
        south, west = self.row * side - 90.0, self.column * side - 180.0
        return south, west, south + side, west + side

    @property
    def quarters(self) -> tuple[Tile, ...]:
        """Four smaller tiles that cover the same area.

        Examples
        --------
        >>> [quarter.box[:2] for quarter in Tile(383, 280).quarters]
        [(50.0, 11.5), (50.25, 11.5), (50.0, 11.75), (50.25, 11.75)]
        """
        return tuple(
            Tile(2 * self.column + east, 2 * self.row + north, self.level + 1)
            for east in (0, 1)
            for north in (0, 1)
        )


def _samples(points: Sequence[LonLat]) -> list[LonLat]:
    """Points along the shortest lines, a few km apart."""
    found = [points[0]]
    for start, end in pairwise(points):
        length = float(distance_km(*start, *end))
        course = float(bearing_deg(*start, *end))
        count = int(np.ceil(length / _STEP_KM))
        found += [destination(*start, course, length * step / count) for step in range(1, count)]
        found.append(end)
    return found


def corridor_tiles(points: Sequence[LonLat], buffer_km: float) -> list[Tile]:
    """Tiles that come within some km of the lines between points, in order along them.

    Parameters
    ----------
    points : sequence of (lon, lat)
        One point gives its surroundings.
    buffer_km : float

    Raises
    ------
    ConfigurationError
        When nothing is given, or the area is too large.
    """
    if not points:
        raise ConfigurationError(
            "there is no place to fetch railways around", hint="Give at least one --around PLACE."
        )
    if not (np.isfinite(buffer_km) and 0 < buffer_km <= 300):
        raise ConfigurationError(
            f"{buffer_km:g} km is no width to fetch", hint="Choose between 1 and 300 km."
        )
    found: dict[Tile, None] = {}
    for lon, lat in _samples(points):
        # Half a step more, for what lies between two samples.
        reach = buffer_km + _STEP_KM / 2
        high, low = min(lat + reach / _DEG_KM, 89.999), max(lat - reach / _DEG_KM, -90.0)
        shrink = max(float(np.cos(np.radians(max(abs(high), abs(low))))), 0.02)
        width = reach / (_DEG_KM * shrink)
        columns = np.arange(
            int(np.floor((lon - width + 180.0) / TILE_DEG)),
            int(np.floor((lon + width + 180.0) / TILE_DEG)) + 1,
        )
        rows = np.arange(
            int(np.floor((low + 90.0) / TILE_DEG)), int(np.floor((high + 90.0) / TILE_DEG)) + 1
        )
        grid = [(int(column), int(row)) for column in columns for row in rows]
        west = np.array([column for column, _ in grid]) * TILE_DEG - 180.0
        south = np.array([row for _, row in grid]) * TILE_DEG - 90.0
        near_lon, near_lat = (
            np.clip(lon, west, west + TILE_DEG),
            np.clip(lat, south, south + TILE_DEG),
        )
        near = distance_km(lon, lat, near_lon, near_lat) <= reach
        for (column, row), inside in zip(grid, near, strict=True):
            if inside:
                found[Tile(column % _COLUMNS, row)] = None
        if len(found) > MAX_TILES:
            raise ConfigurationError(
                f"the corridor needs more than {MAX_TILES} tiles of {TILE_DEG} degrees",
                hint="Fetch a shorter or narrower one, or import an .osm.pbf file of the region.",
            )
    return list(found)
