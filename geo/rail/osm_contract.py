"""Segments of track become edges: runs between nodes where something happens.

A node is kept where other than two segments meet, where the tags change, where tracks cross
on the level, and where the two segments meet at an angle that no train can run round (the
ends of two tracks that touch). Everything between is drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Runs", "contract"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Two segments that meet at more than this are not one track, in degrees.
_BEND_DEG = 45.0
#: Shorter segments do not tell a direction: coordinates are given to 1 cm, and mappers
#: place points by eye.
_TELLING_KM = 0.0005


@dataclass(frozen=True)
class Runs:
    """Chains of nodes, laid end to end.

    Parameters
    ----------
    vertex : ndarray
        Nodes, in order of travel, chain after chain.
    first : ndarray
        Where each chain starts in ``vertex``, and where the last ends.
    segment : ndarray
        Segment between each vertex and the next; one less than vertices for each chain.
    """

    vertex: Ints
    first: Ints
    segment: Ints


def _incidence(count: int, tail: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Segments at each node: where they start in the list, and the list."""
    ends = np.concatenate([tail, head])
    order = np.argsort(ends, kind="stable")
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=first[1:])
    return first, order % len(tail)


def _bend(lon: Floats, lat: Floats, node: Ints, one: Ints, other: Ints) -> Floats:
    """Deflection in degrees of a train that runs from one neighbour over a node to another."""
    shrink = np.cos(np.radians(lat[node]))

    def course(start: Ints, end: Ints) -> Floats:
        east = ((lon[end] - lon[start] + 180.0) % 360.0 - 180.0) * shrink
        angle: Floats = np.degrees(np.arctan2(east, lat[end] - lat[start]))
        return angle

    turn: Floats = np.abs((course(node, other) - course(one, node) + 180.0) % 360.0 - 180.0)
    return turn


def contract(
    lon: Floats,
    lat: Floats,
    tail: Ints,
    head: Ints,
    km: Floats,
    tags: Ints,
    keep: NDArray[np.bool_],
) -> Runs:
    """Join segments into runs.

    Parameters
    ----------
    lon, lat : ndarray
        Of the nodes.
    tail, head, km : ndarray
        Ends and lengths of the segments.
    tags : ndarray
        Number of the set of tags of each segment; runs do not mix them.
    keep : ndarray of bool
        Nodes at which runs end in any case.
    """
    count = len(lon)
    first, at = _incidence(count, tail, head)
    degree = np.diff(first)
    joint = keep | (degree != 2)
    inner = np.flatnonzero(degree == 2)
    one, other = at[first[inner]], at[first[inner] + 1]
    far_one, far_other = tail[one] + head[one] - inner, tail[other] + head[other] - inner
    bend = _bend(lon, lat, inner, far_one, far_other)
    telling = (km[one] > _TELLING_KM) & (km[other] > _TELLING_KM)
    broken = (tags[one] != tags[other]) | (one == other) | ((bend > _BEND_DEG) & telling)
    joint[inner[broken]] = True

    starts, segments = first.tolist(), at.tolist()
    ends = (tail + head).tolist()
    is_joint = joint.tolist()
    used = bytearray(len(tail))
    vertex: list[int] = []
    bounds: list[int] = [0]
    chain: list[int] = []

    def walk(node: int, segment: int) -> None:
        vertex.append(node)
        while True:
            used[segment] = 1
            chain.append(segment)
            node = ends[segment] - node
            vertex.append(node)
            if is_joint[node]:
                break
            here = starts[node]
            following = segments[here] if segments[here] != segment else segments[here + 1]
            if used[following]:
                break
            segment = following
        bounds.append(len(vertex))

    for node in np.flatnonzero(joint & (degree > 0)).tolist():
        for slot in range(starts[node], starts[node + 1]):
            if not used[segments[slot]]:
                walk(node, segments[slot])
    # What is left are rings without a joint; each starts anywhere.
    for segment in np.flatnonzero(np.frombuffer(used, dtype=np.uint8) == 0).tolist():
        if not used[segment]:
            walk(int(tail[segment]), segment)
    return Runs(
        vertex=np.array(vertex, dtype=np.int64),
        first=np.array(bounds, dtype=np.int64),
        segment=np.array(chain, dtype=np.int64),
    )
