"""The rivers that World Data Bank II draws without names, as a graph to trace courses on.

GSHHG 2.3.7 (Wessel and Smith 1996, LGPL 3 or later; Debian's ``gmt-gshhg-high``,
``binned_river_h.nc``) holds the drainage lines of the public-domain CIA World Data Bank II,
cut into bins of two degrees and thinned to 0.2 km. They have no names: a course is found by
the points that it is known to pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

Line = NDArray[np.float64]
Indices = NDArray[np.int64]

EARTH_KM = 6371.0
#: Loose ends this near to another vertex are joined, at a cost: rivers that pass through
#: drawn lakes are cut there.
BRIDGE_KM, BRIDGE_COST = 8.0, 3.0
#: What a km along a river bank, and along another shore, costs.
BANK_COST, SHORE_COST = 1.1, 1.6
#: Vertices this near to a town that the river passes are candidates, at a cost for each km.
TOWN_KM, TOWN_COST = 12.0, 4.0
#: The same for a point read off a map.
POINT_KM, POINT_COST = 25.0, 2.0
#: A way longer than this many times the straight line, and so many km, is not the river.
LARGEST_DETOUR, SPARE_KM = 3.5, 40.0
#: Room around two points in which the way between them is looked for, in degrees.
ROOM_DEG = 1.5
#: Levels 9 to 11 are canals.
LARGEST_LEVEL = 8


def unit_vectors(lonlat: Line) -> Line:
    """Give points of the unit sphere; short chords between them are distances over its radius."""
    lon, lat = np.radians(lonlat).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


@dataclass(frozen=True)
class _Stage:
    """The cheapest ways from one point's candidates to the next one's."""

    inside: Indices
    before: Indices
    targets: Indices
    costs: Line

    def way_to(self, target: int) -> Indices:
        """Vertices from a candidate of the point before to a vertex, both included."""
        here = int(np.flatnonzero(self.inside == target)[0])
        way = []
        while here < len(self.inside):
            way.append(int(self.inside[here]))
            here = int(self.before[here])
        return np.array(way[::-1])


class RiverGraph:
    """Vertices with longitude and latitude, joined by the drawn lines.

    Parameters
    ----------
    lonlat : array of shape (n, 2)
        Degrees.
    lengths : csr_array of shape (n, n)
        Cost of the line between neighbours: its length in km, more on shores and over gaps.
    """

    def __init__(self, lonlat: Line, lengths: csr_array) -> None:
        self.lonlat = lonlat
        self.lengths = lengths
        self._tree = cKDTree(unit_vectors(lonlat))

    def trace(self, points: Line, towns: NDArray[np.bool_]) -> tuple[Line, list[str]]:
        """Follow the drawn rivers from point to point.

        Parameters
        ----------
        points : array of shape (n, 2)
            Longitude and latitude of points that the river passes, from source to mouth.
        towns : array of shape (n,)
            Which of them are towns, whose position is exact.

        Returns
        -------
        array of shape (m, 2)
            The course. Points that no drawn river joins are joined straight.
        list of str
            Those stretches.
        """
        pieces: list[Line] = []
        gaps: list[str] = []
        stages: list[_Stage] = []
        near, costs = self._near(points[0], towns[0])
        for start, end, town in zip(points[:-1], points[1:], towns[1:], strict=True):
            stage = self._step(start, end, near, costs, self._near(end, town))
            if stage is None:
                pieces += [self._walk(stages), np.stack([start, end])]
                gaps.append(f"{start.tolist()} to {end.tolist()}")
                stages = []
                near, costs = self._near(end, town)
            else:
                stages.append(stage)
                near, costs = stage.targets, stage.costs
        return np.concatenate([*pieces, self._walk(stages)]), gaps

    def _near(self, point: Line, town: bool) -> tuple[Indices, Line]:
        """Candidates for a point, with what it costs that they lie beside it."""
        where = unit_vectors(point[None])[0]
        cost = TOWN_COST if town else POINT_COST
        found = self._tree.query_ball_point(where, (TOWN_KM if town else POINT_KM) / EARTH_KM)
        if town and not found:
            found, cost = self._tree.query_ball_point(where, POINT_KM / EARTH_KM), POINT_COST
        chosen = np.array(found, dtype=np.int64)
        off = np.linalg.norm(self._tree.data[chosen] - where, axis=1) * EARTH_KM
        return chosen, off * cost

    def _step(
        self, start: Line, end: Line, near: Indices, costs: Line, goal: tuple[Indices, Line]
    ) -> _Stage | None:
        targets, target_costs = goal
        low, high = np.minimum(start, end) - ROOM_DEG, np.maximum(start, end) + ROOM_DEG
        inside = np.flatnonzero(((self.lonlat >= low) & (self.lonlat <= high)).all(axis=1))
        place = np.full(len(self.lonlat), -1)
        place[inside] = np.arange(len(inside))
        usable = place[near] >= 0
        if not usable.any() or not len(targets):
            return None
        root = len(inside)
        part = self.lengths[inside][:, inside].tocoo()
        sources = place[near[usable]]
        weights = np.concatenate([part.data, np.maximum(costs[usable], 1e-6)])
        rows = np.concatenate([part.row, np.full(len(sources), root)])
        columns = np.concatenate([part.col, sources])
        graph = csr_array((weights, (rows, columns)), shape=(root + 1, root + 1))
        reached, before = dijkstra(graph, indices=root, return_predecessors=True)
        before[before == root] = root + 1
        total = np.where(place[targets] >= 0, reached[place[targets]] + target_costs, np.inf)
        chord = np.diff(unit_vectors(np.stack([start, end])), axis=0)
        straight_km = float(np.linalg.norm(chord)) * EARTH_KM
        if not total.min() - costs.min() <= LARGEST_DETOUR * straight_km + SPARE_KM:
            return None
        return _Stage(inside, before, targets[np.isfinite(total)], total[np.isfinite(total)])

    def _walk(self, stages: list[_Stage]) -> Line:
        """The cheapest way through all stages."""
        if not stages:
            return np.empty((0, 2))
        target = int(stages[-1].targets[stages[-1].costs.argmin()])
        ways: list[Indices] = []
        for stage in reversed(stages):
            ways.append(stage.way_to(target))
            target = int(ways[-1][0])
        return self.lonlat[np.concatenate(ways[::-1])]


def read(folder: Path) -> RiverGraph:
    """Read the rivers and the shores of GSHHG.

    Wide rivers are drawn by their banks only, among the shores; a course that follows a shore
    costs more, so that it is used where no river line is.

    Parameters
    ----------
    folder : Path
        With ``binned_river_h.nc`` and ``binned_GSHHS_h.nc``, both netCDF 4.
    """
    import h5py

    with h5py.File(folder / "binned_river_h.nc") as file:
        sizes = file["N_points_for_a_segment"][:].astype(int)
        rivers = _points(file, sizes)
        drawn = file["Hierarchial_level_of_a_segment"][:] <= LARGEST_LEVEL
        costs = np.where(drawn, 1.0, np.inf)
        river_segments = np.repeat(np.arange(len(sizes)), sizes)
        river_costs = np.repeat(costs, sizes)
    with h5py.File(folder / "binned_GSHHS_h.nc") as file:
        # Bits 9 and up: points; 6 to 8: level.
        sizes = file["Embedded_npts_levels_exit_entry_for_a_segment"][:] >> 9
        shores = _points(file, sizes)
        # A negative area marks the two banks of a river.
        banks = file["The_km_squared_area_of_polygons"][:][file["Id_of_GSHHS_ID"][:]] < 0
        shore_segments = np.repeat(np.arange(len(sizes)), sizes) + len(costs)
        shore_costs = np.repeat(np.where(banks, BANK_COST, SHORE_COST), sizes)
    kept = np.isfinite(river_costs)
    return _joined(
        np.concatenate([rivers[kept], shores]),
        np.concatenate([river_segments[kept], shore_segments]),
        np.concatenate([river_costs[kept], shore_costs]),
    )


def _points(file: Any, sizes: Indices) -> Line:
    """Longitude and latitude of all points of a binned file."""
    bins = int(file["N_bins_in_360_longitude_range"][0])
    size = float(file["Bin_size_in_minutes"][0]) / 60.0
    first = file["Id_of_first_segment_in_a_bin"][:]
    count = file["N_segments_in_a_bin"][:]
    # The offsets are unsigned 16-bit numbers that the files declare as signed.
    east = file["Relative_longitude_from_SW_corner_of_bin"][:].astype(np.uint16)
    north = file["Relative_latitude_from_SW_corner_of_bin"][:].astype(np.uint16)
    owner = np.zeros(len(sizes), dtype=int)
    for index in np.flatnonzero(count):
        owner[first[index] : first[index] + count[index]] = index
    bin_of = np.repeat(owner, sizes)
    lon = (bin_of % bins) * size + east / 65535.0 * size
    lat = 90.0 - (bin_of // bins + 1) * size + north / 65535.0 * size
    return np.stack([(lon + 180.0) % 360.0 - 180.0, lat], axis=1)


def _joined(lonlat: Line, segment: Indices, costs: Line) -> RiverGraph:
    """Make a graph of segments: equal vertices are one, loose ends are bridged."""
    rounded = np.round(lonlat, 3)
    unique, vertex = np.unique(rounded, axis=0, return_inverse=True)
    vertex = vertex.ravel()
    same = segment[:-1] == segment[1:]
    a, b = vertex[:-1][same], vertex[1:][same]
    factor = costs[:-1][same][a != b]
    a, b = a[a != b], b[a != b]
    vectors = unit_vectors(unique)
    km = np.linalg.norm(vectors[a] - vectors[b], axis=1) * EARTH_KM * factor
    degree = np.bincount(np.concatenate([a, b]), minlength=len(unique))
    loose = np.flatnonzero(degree == 1)
    tree = cKDTree(vectors)
    found = tree.query_ball_point(vectors[loose], BRIDGE_KM / EARTH_KM)
    pairs = np.array(
        [(end, other) for end, others in zip(loose, found, strict=True) for other in others]
    )
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    gap = np.linalg.norm(vectors[pairs[:, 0]] - vectors[pairs[:, 1]], axis=1) * EARTH_KM
    rows = np.concatenate([a, b, pairs[:, 0], pairs[:, 1]])
    columns = np.concatenate([b, a, pairs[:, 1], pairs[:, 0]])
    weights = np.concatenate([km, km, gap * BRIDGE_COST, gap * BRIDGE_COST])
    order = np.lexsort((weights, columns, rows))
    rows, columns, weights = rows[order], columns[order], weights[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    shape = (len(unique), len(unique))
    return RiverGraph(unique, csr_array((weights[first], (rows[first], columns[first])), shape))
