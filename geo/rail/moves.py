"""What a train has to do on a way besides running: reversals, and tracks it hardly ever uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.turns import deflection_deg
from geo.rail.way import way_point

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.way import Way

__all__ = ["arrival_sense", "departure_sense", "move_notes", "reversals", "reversals_km"]

#: A station so near a reversal names it, in km.
_NAMED_KM = 3.0


def arrival_sense(way: Way) -> int:
    """Sense in which a way runs over its last edge: 1 along it, -1 against."""
    return 1 if way.to_km[-1] >= way.from_km[-1] else -1


def departure_sense(way: Way) -> int:
    """Sense in which a way runs over its first edge: 1 along it, -1 against."""
    return 1 if way.to_km[0] >= way.from_km[0] else -1


def reversals_km(network: RailNetwork, way: Way, max_turn_deg: float) -> list[float]:
    """Where a train has to change its direction of travel, in km from the start.

    Parameters
    ----------
    network : RailNetwork
    way : Way
    max_turn_deg : float
        Deflection above which two edges are joined by a reversal.

    Returns
    -------
    list of float
        Empty on a schematic network, whose drawing does not tell.
    """
    if network.details is None or len(way.edges) < 2:
        return []
    against = (way.to_km < way.from_km).astype(np.int64)
    # A piece run along arrives over the twin of half 1 of its edge, and leaves on half 0.
    before = 2 * way.edges[:-1] + 1 - against[:-1]
    after = 2 * way.edges[1:] + against[1:]
    sharp = deflection_deg(network.half_bearing, before, after) > max_turn_deg
    back = (way.edges[1:] == way.edges[:-1]) & (against[1:] != against[:-1])
    # Going on along the same edge after a place passed is no turn at all.
    on = (way.edges[1:] == way.edges[:-1]) & (way.to_km[:-1] == way.from_km[1:])
    travelled = np.cumsum(way.piece_km)[:-1]
    return [float(km) for km in travelled[np.where(on, back, sharp | back)]]


def _name_at(network: RailNetwork, lon: float, lat: float) -> str:
    names = network.names
    if not len(names.lon):
        return ""
    dx = ((names.lon - lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat))
    gap = np.hypot(dx, names.lat - lat) * 111.2
    nearest = int(gap.argmin())
    return names.label[nearest] if gap[nearest] <= _NAMED_KM else ""


def _at(way: Way, network: RailNetwork, km: float) -> tuple[float, float]:
    """Point so many km after the start, at the joint of two pieces."""
    piece = int(np.searchsorted(np.cumsum(way.piece_km), km - 1e-9))
    return way_point(network, int(way.edges[piece]), float(way.to_km[piece]))


def _over_side_tracks(way: Way, side: NDArray[np.bool_]) -> list[float]:
    """Where a way leads over tracks not meant for it, other than at its ends."""
    over = side[way.edges]
    main = np.flatnonzero(~over)
    if not len(main):
        return []
    index = np.arange(len(over))
    middle = over & (index > main[0]) & (index < main[-1])
    begins = np.flatnonzero(middle & ~np.concatenate([[False], middle[:-1]]))
    travelled = np.cumsum(way.piece_km) - way.piece_km
    return [float(km) for km in travelled[begins]]


def reversals(network: RailNetwork, way: Way, max_turn_deg: float) -> tuple[tuple[float, str], ...]:
    """Where a train has to change its direction of travel: km, and a station nearby or ""."""
    return tuple(
        (round(km, 2), _name_at(network, *_at(way, network, km)))
        for km in reversals_km(network, way, max_turn_deg)
    )


def move_notes(
    way: Way, turned: tuple[tuple[float, str], ...], side: NDArray[np.bool_]
) -> tuple[str, ...]:
    """Sentences about reversals and about tracks that are not meant for through trains.

    Parameters
    ----------
    way : Way
    turned : tuple of (float, str)
        As `reversals` gives them.
    side : ndarray of bool
        Edges that are no tracks for through trains.
    """
    notes = [
        f"The train reverses at km {km:.1f}{f', near {name}' if name else ''}."
        for km, name in turned
    ]
    over = _over_side_tracks(way, side)
    if over:
        where = ", ".join(f"{km:.1f}" for km in over[:8]) + (" and on" if len(over) > 8 else "")
        notes.append(f"The way leads over side tracks at km {where}.")
    return tuple(notes)
