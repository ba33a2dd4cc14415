"""The map beneath the story: the world at 1:50m, and the story's area at 1:10m.

Natural Earth 4.1.0 (public domain); ``tools/build_basemap.py`` makes the files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.model import Provenance
from geo.render.bounds import Frame
from geo.topology import Topology, decode_arcs, encode_arcs

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PROVENANCE", "detail", "outlines", "world"]

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

#: How far around a story the fine outlines reach, as a share of its longer side.
_SURROUNDINGS = 1.2

#: How far the first view reaches at least, as a share of the story's width and height.
_VIEW = 0.15

#: Least area of a country's part that gets a label, in square degrees.
_LEAST_LABEL_DEG2 = 0.02


@cache
def world() -> dict[str, Any]:
    """Read the outlines of the world at 1:50m, with a label point for each country."""
    loaded: dict[str, Any] = json.loads((_FOLDER / "world-50m.json").read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class _Fine:
    """The world at 1:10m, with the boxes (west, south, east, north) of its parts."""

    topology: Topology
    arc_boxes: NDArray[np.float64]
    land_boxes: NDArray[np.float64]
    #: Name of each country's part, its ring and the rings' boxes.
    names: tuple[str, ...]
    rings: tuple[tuple[int, ...], ...]
    ring_boxes: NDArray[np.float64]


@cache
def _fine() -> _Fine:
    data = json.loads((_FOLDER / "detail-10m.json").read_text("utf-8"))
    scale, translate = np.array(data["scale"]), np.array(data["translate"])
    topology = Topology(
        arcs=tuple(arc * scale + translate for arc in decode_arcs(data["arcs"])),
        land=tuple(tuple(ring) for ring in data["land"]),
        coast=tuple(data["coast"]),
        borders=tuple(data["borders"]),
    )
    arc_boxes = _boxes(topology.arcs)
    parts = [
        (country["name"], tuple(polygon[0]))
        for country in data["countries"]
        for polygon in country["polygons"]
    ]
    names, rings = zip(*parts, strict=True)
    return _Fine(
        topology,
        arc_boxes,
        _ring_boxes(arc_boxes, topology.land),
        names,
        rings,
        _ring_boxes(arc_boxes, rings),
    )


def _boxes(lines: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    starts = np.cumsum([0, *(len(line) for line in lines[:-1])])
    vertices = np.concatenate(lines)
    low = np.minimum.reduceat(vertices, starts, axis=0)
    return np.hstack([low, np.maximum.reduceat(vertices, starts, axis=0)])


def _ring_boxes(
    arc_boxes: NDArray[np.float64], rings: Sequence[Sequence[int]]
) -> NDArray[np.float64]:
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    along = arc_boxes[[arc if arc >= 0 else ~arc for ring in rings for arc in ring]]
    low = np.minimum.reduceat(along[:, :2], starts, axis=0)
    boxes = np.hstack([low, np.maximum.reduceat(along[:, 2:], starts, axis=0)])
    # A ring that reaches over the antimeridian: only its vertices tell where it goes there.
    boxes[boxes[:, 2] - boxes[:, 0] > 350.0, 0] = -540.0
    boxes[boxes[:, 0] == -540.0, 2] = 540.0
    return boxes


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


def _touching(boxes: NDArray[np.float64], frame: Frame) -> NDArray[np.bool_]:
    west, south, east, north = boxes.T
    across = (west < frame.east) & (east > frame.west)
    return np.asarray(across & (south < frame.north) & (north > frame.south))


def detail(frame: Frame, *, view: Frame | None = None) -> dict[str, Any] | None:
    """Cut an area out of the outlines at 1:10m.

    Parameters
    ----------
    frame : Frame
        Area; it may cross the antimeridian.
    view : Frame, optional
        Part of the area in which the names of countries shall stand; all of it by default.

    Returns
    -------
    dict or None
        ``box`` (west, south, east, north), ``land``, ``coast`` and ``borders`` as arcs in
        the form of ``geo.topology``, ``scale`` and ``translate`` of their grid, and
        ``countries`` with a label point inside the area. None for an area too large.
    """
    if frame.east - frame.west > 200.0:
        return None
    shown = view or frame
    fine = _fine()
    topology = fine.topology
    land: list[Any] = []
    lines: dict[str, list[Any]] = {"coast": [], "borders": []}
    labels: list[dict[str, Any]] = []
    for shift in (-360.0, 0.0, 360.0):
        moved = frame.turned(-shift)
        turn = np.array([shift, 0.0])
        touching = _touching(fine.arc_boxes, moved)
        for name, arcs in (("coast", topology.coast), ("borders", topology.borders)):
            for arc in arcs:
                if touching[arc]:
                    runs = _clip_line(_open(topology.arcs[arc]), moved)
                    lines[name] += [run + turn for run in runs]
        for number in np.flatnonzero(_touching(fine.land_boxes, moved)):
            clipped = _clip_ring(topology.ring(topology.land[number])[:-1], moved)
            if len(clipped) > 2:
                land.append(clipped + turn)
        labels += _labels(fine, shown.turned(-shift), shift)
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


def _labels(fine: _Fine, frame: Frame, shift: float) -> list[dict[str, Any]]:
    """Label each country in the frame, in the middle of its largest part there."""
    import shapely

    largest: dict[str, Any] = {}
    for number in np.flatnonzero(_touching(fine.ring_boxes, frame)):
        ring = _clip_ring(fine.topology.ring(fine.rings[number])[:-1], frame)
        if len(ring) < 3:
            continue
        # The circle needs a shape, not every bay of it.
        shape = shapely.make_valid(shapely.simplify(shapely.Polygon(ring), 0.05))
        for part in shapely.get_parts(shapely.get_parts(shape)):
            best = largest.get(fine.names[number])
            if part.geom_type == "Polygon" and (best is None or part.area > best.area):
                largest[fine.names[number]] = part
    labels = []
    for name, part in largest.items():
        if part.area > _LEAST_LABEL_DEG2:
            lon, lat = shapely.maximum_inscribed_circle(part, tolerance=0.1).coords[0]
            labels.append(
                {
                    "name": name,
                    "label": [round(lon + shift, 3), round(lat, 3)],
                    "area_deg2": round(part.area, 2),
                }
            )
    return labels


def outlines(frame: Frame) -> dict[str, Any]:
    """Put together what lies beneath a story.

    Parameters
    ----------
    frame : Frame
        Where the story takes place.

    Returns
    -------
    dict
        ``world`` and ``detail``, the latter None for a story that is too wide.
    """
    around = frame.surroundings(_SURROUNDINGS)
    return {"world": world(), "detail": detail(around, view=frame.padded(_VIEW))}
