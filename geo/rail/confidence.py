"""How far a route's length can be trusted.

The confidence is the chance that the true length of the way lies within 3 % of the told one.
It starts from a share that was measured against published distances (docs/rail-network.md) and
falls with what is known to make a length wrong: rails that were drawn in over a gap, places
beside the rails, and ways that a train is not likely to take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.way import Way

__all__ = ["ESTIMATED", "TOLERANCE", "confidence"]

#: A length counts as right when it is off by no more than this share.
TOLERANCE = 0.03
#: Share of published distances that the embedded network meets so (docs/decisions/rail-network.md).
_SCHEMATIC = 0.8
#: The same on real geometry, where lengths are measured along the rails; not 1, as the way that
#: is taken may be another one.
_TRUE = 0.95
#: The same where there are no rails, and the length is great circle times a factor.
ESTIMATED = 0.1
#: What was drawn in over a gap is off by about so much.
_DRAWN_IN = 0.15
#: Share that is left of the confidence for a way that no train is likely to take.
_UNLIKELY = 0.5


def confidence(
    network: RailNetwork, way: Way, *, closed: bool, long_way: bool
) -> tuple[float, tuple[str, ...]]:
    """Chance that a way's length is right, and what speaks against it.

    Parameters
    ----------
    network : RailNetwork
    way : Way
    closed : bool
        The way crosses a border that is closed to trains.
    long_way : bool
        It is so long that rails are probably missing.

    Returns
    -------
    tuple of float and tuple of str
        From 0 to 1, and doubts in words.
    """
    length = max(way.km, 1.0)
    schematic = _schematic_km(network, way)
    chance = _TRUE + (_SCHEMATIC - _TRUE) * min(schematic / length, 1.0)
    doubts = ["the drawing is schematic"] if schematic >= 1.0 else []
    bridged = _bridged_km(network, way)
    if bridged >= 1.0:
        chance *= _left(bridged * _DRAWN_IN / length)
        doubts.append(f"{bridged:.0f} km were drawn in over gaps of the source")
    beside = way.start.excess_km + way.end.excess_km
    if beside >= 0.5:
        chance *= _left(beside / length)
        doubts.append(f"the places lie {beside:.1f} km beside the rails")
    if closed:
        chance *= _UNLIKELY
        doubts.append("a border on the way is closed to trains")
    if long_way:
        chance *= _UNLIKELY
        doubts.append("the way is very long for its places")
    return round(chance, 2), tuple(doubts)


def _schematic_km(network: RailNetwork, way: Way) -> float:
    """Length of the way that is drawn in long hops, whose lengths were measured by others."""
    if network.details is None:
        return way.km
    return float(way.piece_km[network.details.drawing[way.edges] > 0].sum())


def _left(error: float) -> float:
    """Share of the confidence that is left by an error of the length, as a share of it."""
    return max(0.2, 1.0 - 0.5 * error / TOLERANCE)


def _bridged_km(network: RailNetwork, way: Way) -> float:
    """Length of the way that the source does not have."""
    if network.bridged_km is None:
        return 0.0
    share = network.bridged_km[way.edges] / network.edge_km[way.edges].clip(min=1e-9)
    return float((share * way.piece_km).sum())
