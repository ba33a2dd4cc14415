"""What a route must not touch: countries, or round areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.errors import ConfigurationError

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.snapping import Snap
    from geo.rail.states import StateGraph

__all__ = ["Avoid", "blocked_arcs", "parse_avoid"]

_DEG_KM = 111.2


@dataclass(frozen=True, slots=True)
class Avoid:
    """Countries by code, and areas as (lon, lat, radius_km)."""

    countries: frozenset[str] = frozenset()
    areas: tuple[tuple[float, float, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.areas)

    def edges(self, network: RailNetwork) -> NDArray[np.bool_]:
        """Which edges touch what is avoided."""
        codes = np.array([code in self.countries for code in network.countries], dtype=bool)
        hit: NDArray[np.bool_] = codes[network.edge_country]
        for area in self.areas:
            hit = hit | _touching(network, *area)
        return hit

    def hits_snap(self, network: RailNetwork, snap: Snap) -> bool:
        """Whether a point on the rails lies in what is avoided."""
        if network.countries[network.edge_country[snap.edge]] in self.countries:
            return True
        return any(
            np.hypot(((lon - snap.lon + 180) % 360 - 180) * np.cos(np.radians(lat)), lat - snap.lat)
            * _DEG_KM
            <= radius
            for lon, lat, radius in self.areas
        )


def _touching(network: RailNetwork, lon: float, lat: float, radius_km: float) -> NDArray[np.bool_]:
    """Edges of which a hop passes within the radius."""
    shrink = max(float(np.cos(np.radians(lat))), 0.01)
    x = ((network.vertex_lon - lon + 180.0) % 360.0 - 180.0) * shrink
    y = network.vertex_lat - lat
    dx, dy = np.diff(x), np.diff(y)
    share = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.maximum(dx**2 + dy**2, 1e-18), 0.0, 1.0)
    near = np.hypot(x[:-1] + share * dx, y[:-1] + share * dy) * _DEG_KM <= radius_km
    # The step from the last vertex of an edge to the first of the next is no hop.
    near[network.first[1:-1] - 1] = False
    hit = np.zeros(len(network.edge_u), dtype=bool)
    hop = np.flatnonzero(near)
    hit[np.searchsorted(network.first, hop, side="right") - 1] = True
    return hit


def parse_avoid(items: Iterable[str | tuple[float, float, float]]) -> Avoid:
    """Read what is to be avoided.

    Raises
    ------
    ConfigurationError
        When an item is neither a two-letter country code nor (lon, lat, radius_km).

    Examples
    --------
    >>> parse_avoid(["cn", (30.0, 50.0, 20.0)])
    Avoid(countries=frozenset({'CN'}), areas=((30.0, 50.0, 20.0),))
    """
    codes: set[str] = set()
    areas: list[tuple[float, float, float]] = []
    for item in items:
        if isinstance(item, str):
            if len(item) != 2 or not item.isalpha() or not item.isascii():
                raise ConfigurationError(
                    f"{item[:40]!r} is no country code",
                    hint="Countries to avoid are two letters, for instance CN.",
                )
            codes.add(item.upper())
            continue
        values = tuple(float(value) for value in item)
        if len(values) != 3 or not np.isfinite(values).all() or values[2] <= 0:
            raise ConfigurationError(
                f"{item!r} is no area",
                hint="An area to avoid is longitude, latitude and radius in km.",
            )
        areas.append(values)
    return Avoid(frozenset(codes), tuple(areas))


def blocked_arcs(states: StateGraph, avoid: Avoid) -> NDArray[np.bool_]:
    """Which arcs of the search graph must not be used."""
    edges = avoid.edges(states.network)
    blocked: NDArray[np.bool_] = edges[states.edge] & (states.edge >= 0)
    return blocked
