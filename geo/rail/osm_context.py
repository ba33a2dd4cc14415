"""What the embedded network lends to an imported one: countries, usual gauges; and names.

Tracks in OpenStreetMap do not tell their country. The nearest railway of the embedded network
does; where that is farther than 25 km, the country stays unknown.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.network import Names
from geo.rail.profile import read_gauges

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Context"]

Floats = NDArray[np.float64]

_FAR_KM = 25.0
#: The embedded network is sampled at such steps, in km.
_STEP_KM = 2.0
_EARTH_KM = 6371.0088
#: A station's node lies beside its tracks, so far away at most, in km.
_STATION_KM = 0.3
#: A station may serve so many tracks.
_TRACKS = 24


def _sphere(lon: Floats, lat: Floats) -> Floats:
    x, y = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


class Context:
    """Knowledge of the world for a network that comes from somewhere else.

    Parameters
    ----------
    world : RailNetwork
        The embedded network.
    """

    def __init__(self, world: RailNetwork) -> None:
        self._world = world

    @cached_property
    def gauges(self) -> dict[str, tuple[int, ...]]:
        """Usual gauges of each country, the commonest first."""
        return read_gauges()

    def _samples(self, box: tuple[float, float, float, float]) -> tuple[Floats, NDArray[np.uint8]]:
        """Points on the embedded rails in and around a box, and the country of each."""
        world = self._world
        inner = np.ones(len(world.vertex_lon), dtype=bool)
        inner[world.first[1:] - 1] = False
        start = np.flatnonzero(inner)
        edge = np.repeat(np.arange(len(world.edge_u)), np.diff(world.first) - 1)
        x, y = world.vertex_lon[start], world.vertex_lat[start]
        dx = (world.vertex_lon[start + 1] - x + 180.0) % 360.0 - 180.0
        dy = world.vertex_lat[start + 1] - y
        low_lon, low_lat, high_lon, high_lat = box
        margin = 1.0
        near = (np.maximum(y, y + dy) > low_lat - margin) & (
            np.minimum(y, y + dy) < high_lat + margin
        )
        if high_lon - low_lon < 180.0 and max(abs(low_lat), abs(high_lat)) < 80.0:
            wide = margin / np.cos(np.radians(max(abs(low_lat), abs(high_lat))))
            near &= (np.maximum(x, x + dx) > low_lon - wide) & (
                np.minimum(x, x + dx) < high_lon + wide
            )
        start, edge = start[near], edge[near]
        x, y, dx, dy = x[near], y[near], dx[near], dy[near]
        km = world.vertex_km[start + 1] - world.vertex_km[start]
        count = np.maximum(np.ceil(km / _STEP_KM).astype(np.int64), 1)
        hop = np.repeat(np.arange(len(count)), count)
        share = (np.arange(len(hop)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[
            hop
        ]
        return (
            _sphere(x[hop] + share * dx[hop], y[hop] + share * dy[hop]),
            world.edge_country[edge[hop]],
        )

    def countries(self, lon: Floats, lat: Floats) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Country codes, and the number of the code for each point."""
        box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
        points, country = self._samples(box)
        codes = np.full(len(lon), -1, dtype=np.int64)
        if len(points):
            from scipy.spatial import cKDTree

            gap, nearest = cKDTree(points).query(_sphere(lon, lat))
            near = gap * _EARTH_KM <= _FAR_KM
            codes[near] = country[nearest[near]]
        present = np.unique(codes)
        names = tuple("" if code < 0 else self._world.countries[code] for code in present.tolist())
        return names, np.searchsorted(present, codes)

    def names(self, network: RailNetwork, stations: list[tuple[str, float, float]]) -> Names:
        """Tie stations to the tracks beside them.

        Several nodes of one name at one place (the stopping points of a station) are one.
        """
        rows: list[tuple[int, int, float, float]] = []
        label: list[str] = []
        place: list[tuple[float, float]] = []
        known: dict[tuple[str, int, int], int] = {}
        best: dict[tuple[int, int], tuple[float, float]] = {}
        for text, lon, lat in stations:
            snaps = network.snap(lon, lat, limit_km=_STATION_KM, count=_TRACKS)
            snaps = [snap for snap in snaps if snap.gap_km <= _STATION_KM]
            if not snaps:
                continue
            # Cells of about 5 km: stopping points of one name in one cell are one station.
            cell = (text, round(lon * 20), round(lat * 20))
            entry = known.setdefault(cell, len(label))
            if entry == len(label):
                label.append(text)
                place.append((lon, lat))
            for snap in snaps:
                old = best.get((entry, snap.edge))
                if old is None or snap.gap_km < old[1]:
                    best[entry, snap.edge] = (snap.km, snap.gap_km)
        rows = sorted((edge, entry, km, gap) for (entry, edge), (km, gap) in best.items())
        if not rows:
            return Names(first=np.zeros(len(network.edge_u) + 1, dtype=np.int32))
        edges, entries, km, gap = (np.array(column) for column in zip(*rows, strict=True))
        first = np.zeros(len(network.edge_u) + 1, dtype=np.int32)
        np.cumsum(np.bincount(edges, minlength=len(network.edge_u)), out=first[1:])
        return Names(
            label=tuple(label),
            lon=np.array([lon for lon, _ in place]),
            lat=np.array([lat for _, lat in place]),
            is_station=np.ones(len(label), dtype=bool),
            first=first,
            link_name=entries.astype(np.int32),
            link_km=km.astype(np.float64),
            link_gap_km=gap.astype(np.float64),
        )
