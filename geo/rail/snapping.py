"""From a point to the rails: which edge, and how far along it.

Half of the embedded network's length is drawn in hops of more than 10 km, so that the rails
may lie some way beside the drawn line. A point p belongs to a hop from a to b of true length
w when d(a, p) + d(p, b) is not much more than w: no railway of that length can pass p
otherwise. What is missing, ``(d(a, p) + d(p, b) - w) / 2``, is the *excess*: how far p is
from any course that the rails can take. Candidates are ranked by the excess plus a share of
the distance from the drawn line. Against published station pairs this works far better than
the nearest node (docs/decisions/rail-network.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Snap", "SnapIndex"]

Floats = NDArray[np.float64]

#: Lengths of hops are known to about this share, and coordinates to 0.05 km.
_SLACK = 0.01
#: Share of the distance from the drawn line that counts in the ranking.
_DRAWN = 0.25
#: Side of the grid's cells in degrees, and length in km from which hops are looked at for every
#: point: on a schematic drawing, and on a true one, whose hops are short and many.
_SCHEMATIC = (0.5, 25.0)
_TRUE = (0.1, 3.0)
_DEG_KM = 111.2
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Snap:
    """A point on the rails that stands for an asked point."""

    edge: int
    #: True length from the edge's start.
    km: float
    lon: float
    lat: float
    #: From the asked point to the drawn line.
    gap_km: float
    #: From the asked point to the nearest course that the rails can take.
    excess_km: float
    #: Connected piece of the network.
    component: int
    #: 1: only along the edge's direction, -1: only against it, 0: either.
    heading: int = 0

    @property
    def score(self) -> float:
        """Rank among candidates, in km; less is better."""
        return self.excess_km + _DRAWN * self.gap_km

    def directed(self, heading: int) -> Snap:
        """Give the same point for trains that run only one way."""
        return replace(self, heading=heading)


def _haversine(lon1: Floats, lat1: Floats, lon2: float, lat2: float) -> Floats:
    """Great-circle distance in km; 0.5 % from the ellipsoid's at worst, ten times faster."""
    x1, y1, x2, y2 = np.radians(lon1), np.radians(lat1), np.radians(lon2), np.radians(lat2)
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    distance: Floats = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distance


@dataclass(frozen=True)
class SnapIndex:
    """Grid over the middles of short hops, and a list of the long ones."""

    network: RailNetwork
    cell_deg: float
    longest_km: float
    #: Vertex at which each hop starts, its edge and its length.
    start: NDArray[np.int64]
    edge: NDArray[np.int64]
    km: Floats
    #: Short hops by cell: cell numbers in order, and the hops in the same order.
    cells: NDArray[np.int64]
    by_cell: NDArray[np.int64]
    long: NDArray[np.int64]
    #: Start of each long hop, in degrees, and its length.
    long_lon: Floats
    long_lat: Floats
    long_km: Floats

    @classmethod
    def build(cls, network: RailNetwork) -> SnapIndex:
        """Sort the hops of a network into the grid."""
        is_last = np.zeros(len(network.vertex_lon), dtype=bool)
        is_last[network.first[1:] - 1] = True
        start = np.flatnonzero(~is_last)
        counts = np.diff(network.first) - 1
        edge = np.repeat(np.arange(len(counts)), counts)
        km = network.vertex_km[start + 1] - network.vertex_km[start]
        lon = network.vertex_lon[start] + 0.5 * _wrap(
            network.vertex_lon[start + 1] - network.vertex_lon[start]
        )
        lat = 0.5 * (network.vertex_lat[start] + network.vertex_lat[start + 1])
        cell_deg, longest_km = _SCHEMATIC if network.details is None else _TRUE
        cell = _cell(lon, lat, cell_deg)
        short = np.flatnonzero(km <= longest_km)
        order = short[np.argsort(cell[short], kind="stable")]
        long = np.flatnonzero(km > longest_km)
        return cls(
            network=network,
            cell_deg=cell_deg,
            longest_km=longest_km,
            start=start,
            edge=edge,
            km=km,
            cells=cell[order],
            by_cell=order,
            long=long,
            long_lon=network.vertex_lon[start[long]],
            long_lat=network.vertex_lat[start[long]],
            long_km=km[long],
        )

    def _near(self, lon: float, lat: float, reach_km: float) -> NDArray[np.int64]:
        """Hops that may pass within some km of a point."""
        side = self.cell_deg
        margin = reach_km + self.longest_km / 2
        high = min(lat + margin / _DEG_KM, 90.0)
        low = max(lat - margin / _DEG_KM, -90.0)
        shrink = max(np.cos(np.radians(max(abs(high), abs(low)))), 0.01)
        width = min(margin / (_DEG_KM * shrink), 180.0)
        columns = np.arange(np.floor((lon - width) / side), np.floor((lon + width) / side) + 1)
        rows = np.arange(np.floor(low / side), np.floor(high / side) + 1)
        wanted = np.unique(
            _cell(
                np.repeat((columns + 0.5) * side, len(rows)),
                np.tile((rows + 0.5) * side, len(columns)),
                side,
            )
        )
        left = np.searchsorted(self.cells, wanted, "left")
        right = np.searchsorted(self.cells, wanted, "right")
        parts = [self.by_cell[i:j] for i, j in zip(left, right, strict=True) if j > i]
        far = self.long_km * (1 + _SLACK) + reach_km
        near = np.flatnonzero(np.abs(self.long_lat - lat) * _DEG_KM < far)
        dx = np.abs(_wrap(self.long_lon[near] - lon)) * _DEG_KM * shrink
        parts.append(self.long[near[dx < far[near]]])
        return np.concatenate(parts)

    def find(self, lon: float, lat: float, *, limit_km: float, count: int = 6) -> list[Snap]:
        """Candidates for a point, the likeliest first; see `RailNetwork.snap`."""
        hops = self._near(lon, lat, limit_km)
        if not len(hops):
            return []
        net, start = self.network, self.start[hops]
        ax, ay = net.vertex_lon[start], net.vertex_lat[start]
        bx, by = net.vertex_lon[start + 1], net.vertex_lat[start + 1]
        to_a, to_b = _haversine(ax, ay, lon, lat), _haversine(bx, by, lon, lat)
        km = self.km[hops]
        excess = np.maximum(0.0, (to_a + to_b - km * (1 + _SLACK)) / 2 - 0.05)
        gap, share = _beside(lon, lat, ax, ay, bx, by)
        if net.details is not None:
            # The rails lie where they are drawn.
            excess = np.where(net.details.drawing[self.edge[hops]] == 0, gap, excess)
        # The limit is meant for the true course; a hop may bend to both sides of its chord.
        score = excess + _DRAWN * gap
        keep = np.flatnonzero(excess <= limit_km)
        keep = keep[np.lexsort((hops[keep], score[keep]))]
        found: list[Snap] = []
        seen: set[int] = set()
        for i in keep.tolist():
            edge = int(self.edge[hops[i]])
            if edge in seen:
                continue
            seen.add(edge)
            part = float(share[i])
            whole = float(to_a[i] + to_b[i])
            # Inside the hop, the shares of the detour over the point are the better guess.
            along = float(to_a[i]) / whole if excess[i] == 0 and 0 < part < 1 and whole else part
            found.append(
                Snap(
                    edge=edge,
                    km=float(net.vertex_km[start[i]]) + along * float(km[i]),
                    lon=float(ax[i] + along * _wrap(bx[i] - ax[i])),
                    lat=float(ay[i] + along * (by[i] - ay[i])),
                    gap_km=float(gap[i]),
                    excess_km=float(excess[i]),
                    component=int(net.component[net.edge_u[edge]]),
                )
            )
            if len(found) == count:
                break
        return found


def _wrap(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return (degrees + 180.0) % 360.0 - 180.0


def _cell(lon: Floats, lat: Floats, side: float) -> NDArray[np.int64]:
    columns = round(360 / side)
    column = np.floor((lon + 180.0) / side).astype(np.int64) % columns
    row = np.floor((lat + 90.0) / side).astype(np.int64)
    return row * columns + column


def _beside(
    lon: float, lat: float, ax: Floats, ay: Floats, bx: Floats, by: Floats
) -> tuple[Floats, Floats]:
    """Distance in km from a point to chords, and the share of each chord to the foot."""
    shrink = np.cos(np.radians(lat))
    px, py = _wrap(ax - lon) * shrink, ay - lat
    dx, dy = _wrap(bx - ax) * shrink, by - ay
    length2 = np.maximum(dx**2 + dy**2, 1e-18)
    share = np.clip(-(px * dx + py * dy) / length2, 0.0, 1.0)
    gap: Floats = np.hypot(px + share * dx, py + share * dy) * _DEG_KM
    return gap, share
