"""The map beneath the story: the world at 1:50m, and the story's area at 1:10m.

Natural Earth 4.1.0 (public domain); ``tools/build_basemap.py`` makes the files.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.model import Provenance
from geo.render.bounds import Frame
from geo.render.topology import Topology, decode_arcs, encode_arcs

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PROVENANCE", "detail", "world"]

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "basemap"

PROVENANCE = Provenance(
    what="land, coast and borders beneath the map",
    source="Natural Earth",
    licence="public domain",
    version="4.1.0, through npm world-atlas 2.0.2",
)

#: Grid step of the cut-out, in degrees: finer than the source's 0.0036.
_STEP_DEG = 0.001

#: A cut-out of more vertices than this would take a good part of the page's weight (2.5
#: characters a vertex) and of a second; an area so large is looked at from far away.
_MOST_VERTICES = 120_000

#: Least area of a country's part that gets a label, in square degrees.
_LEAST_LABEL_DEG2 = 0.02


@cache
def world() -> dict[str, Any]:
    """Read the outlines of the world at 1:50m, with a label point for each country."""
    loaded: dict[str, Any] = json.loads((_FOLDER / "world-50m.json").read_text("utf-8"))
    return loaded


@cache
def _fine() -> tuple[Topology, list[dict[str, Any]]]:
    data = json.loads((_FOLDER / "detail-10m.json").read_text("utf-8"))
    scale, translate = np.array(data["scale"]), np.array(data["translate"])
    topology = Topology(
        arcs=tuple(arc * scale + translate for arc in decode_arcs(data["arcs"])),
        land=tuple(tuple(ring) for ring in data["land"]),
        coast=tuple(data["coast"]),
        borders=tuple(data["borders"]),
    )
    return topology, data["countries"]


def _clip_half(ring: NDArray[np.float64], axis: int, limit: float, sign: int) -> Any:
    """One pass of Sutherland and Hodgman (1974, doi:10.1145/360767.360802), vectorised."""
    if not len(ring):
        return ring
    after = np.roll(ring, -1, axis=0)
    inside = sign * (ring[:, axis] - limit) >= 0
    crossing = inside != np.roll(inside, -1)
    rise = after[:, axis] - ring[:, axis]
    share = np.divide(limit - ring[:, axis], rise, out=np.zeros(len(ring)), where=rise != 0)
    cut = ring + share[:, None] * (after - ring)
    # Each vertex gives up to two: itself when inside, then the crossing to the next one.
    both = np.stack([ring, cut], axis=1).reshape(-1, 2)
    return both[np.stack([inside, crossing], axis=1).ravel()]


def _clip_ring(ring: NDArray[np.float64], frame: Frame) -> NDArray[np.float64]:
    for axis, limit, sign in (
        (0, frame.west, 1),
        (0, frame.east, -1),
        (1, frame.south, 1),
        (1, frame.north, -1),
    ):
        ring = _clip_half(ring, axis, limit, sign)
    return ring


def _clip_line(line: NDArray[np.float64], frame: Frame) -> list[NDArray[np.float64]]:
    """Cut a line into the runs of its vertices inside the frame."""
    lon, lat = line.T
    inside = (lon >= frame.west) & (lon <= frame.east)
    inside &= (lat >= frame.south) & (lat <= frame.north)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.astype(np.int8), [0]))))
    return [line[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]


def _boxes(topology: Topology) -> NDArray[np.float64]:
    return np.array([(*arc.min(axis=0), *arc.max(axis=0)) for arc in topology.arcs])


def _touches(box: NDArray[np.float64], frame: Frame) -> Any:
    west, south, east, north = box.T
    return (west < frame.east) & (east > frame.west) & (south < frame.north) & (north > frame.south)


def detail(frame: Frame) -> dict[str, Any] | None:
    """Cut an area out of the outlines at 1:10m.

    Parameters
    ----------
    frame : Frame
        Area; it may cross the antimeridian.

    Returns
    -------
    dict or None
        ``box`` (west, south, east, north), ``land``, ``coast`` and ``borders`` as arcs in
        the form of ``geo.render.topology``, ``scale`` and ``translate`` of their grid, and
        ``countries`` with a label point inside the area. None for an area too large.
    """
    if frame.east - frame.west > 120.0:
        return None
    topology, countries = _fine()
    boxes = _boxes(topology)
    land: list[Any] = []
    lines: dict[str, list[Any]] = {"coast": [], "borders": []}
    labels: list[dict[str, Any]] = []
    for shift in (-360.0, 0.0, 360.0):
        moved = Frame(frame.west - shift, frame.south, frame.east - shift, frame.north)
        touching = _touches(boxes, moved)
        turn = np.array([shift, 0.0])
        for name, arcs in (("coast", topology.coast), ("borders", topology.borders)):
            for arc in arcs:
                if touching[arc]:
                    runs = _clip_line(_open(topology.arcs[arc]), moved)
                    lines[name] += [run + turn for run in runs]
        for ring in topology.land:
            whole = _ring_box(boxes, ring)
            if _touches(whole, moved):
                clipped = _clip_ring(topology.ring(ring)[:-1], moved)
                if len(clipped) > 2:
                    land.append(clipped + turn)
        labels += _labels(topology, boxes, countries, moved, shift)
    parts = {"land": land, **lines}
    if sum(len(line) for part in parts.values() for line in part) > _MOST_VERTICES:
        return None
    origin = np.array([frame.west, frame.south])

    def text(part: list[Any]) -> str:
        grids = (np.rint((line - origin) / _STEP_DEG).astype(int) for line in part)
        return encode_arcs([tuple(vertex) for vertex in grid.tolist()] for grid in grids)

    return {
        "box": [frame.west, frame.south, frame.east, frame.north],
        "scale": [_STEP_DEG, _STEP_DEG],
        "translate": [frame.west, frame.south],
        "countries": labels,
        **{name: text(part) for name, part in parts.items()},
    }


def _open(arc: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drop the vertices where the source cuts the world open, which are no coast."""
    seam = (np.abs(arc[:, 0]) > 179.99) | (arc[:, 1] < -85.0)
    return arc[~seam] if seam.any() else arc


def _ring_box(boxes: NDArray[np.float64], ring: tuple[int, ...]) -> NDArray[np.float64]:
    chosen = boxes[[arc if arc >= 0 else ~arc for arc in ring]]
    box = np.concatenate((chosen[:, :2].min(axis=0), chosen[:, 2:].max(axis=0)))
    if box[2] - box[0] > 350.0:
        # It reaches over the antimeridian; only its vertices tell where it goes from there.
        box[0], box[2] = -540.0, 540.0
    return box


def _labels(
    topology: Topology,
    boxes: NDArray[np.float64],
    countries: list[dict[str, Any]],
    frame: Frame,
    shift: float,
) -> list[dict[str, Any]]:
    """Label point of each country in the frame: in the middle of its largest part there."""
    import shapely

    labels = []
    for country in countries:
        best = None
        for polygon in country["polygons"]:
            if not _touches(_ring_box(boxes, tuple(polygon[0])), frame):
                continue
            ring = _clip_ring(topology.ring(polygon[0])[:-1], frame)
            if len(ring) < 3:
                continue
            # The circle needs a shape, not every bay of it.
            shape = shapely.make_valid(shapely.simplify(shapely.Polygon(ring), 0.05))
            for part in shapely.get_parts(shapely.get_parts(shape)):
                if part.geom_type == "Polygon" and (best is None or part.area > best.area):
                    best = part
        if best is not None and best.area > _LEAST_LABEL_DEG2:
            lon, lat = shapely.maximum_inscribed_circle(best, tolerance=0.1).coords[0]
            labels.append(
                {
                    "name": country["name"],
                    "label": [round(lon + shift, 3), round(lat, 3)],
                    "area_deg2": round(best.area, 2),
                }
            )
    return labels
