"""What only a network with real geometry knows of its tracks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["DRAWINGS", "JOINT", "SCHEMATIC", "Details"]

#: How an edge may be drawn: as it lies, so that its geometry tells where trains can turn; in
#: coarse hops, which do not tell; and not at all, as a joint between two networks.
DRAWINGS = ("true", "schematic", "joint")
SCHEMATIC, JOINT = 1, 2

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False, repr=False)
class Details:
    """Tags of the edges, and the nodes where tracks cross without a switch.

    Parameters
    ----------
    service, usage, electrified : ndarray of uint8
        Indices into `geo.rail.osm_tags.SERVICES`, ``USAGES`` and ``ELECTRIFIED``, one an edge.
    maxspeed_kmh : ndarray of int32
        Speed limit of each edge; 0 where none is told.
    preferred : ndarray of int8
        Direction in which trains usually run on each edge: 1 along it, -1 against it, 0 either.
        Filled with 0 where nothing is given.
    crossing : ndarray of bool
        One a node: tracks cross here on the level, and none leads from one to another.
    line : ndarray of int32
        Index into ``lines`` for each edge: the name of the line it belongs to. Filled with 0
        where nothing is given.
    lines : tuple of str
        Names of lines; the first is empty, for edges without one.
    drawing : ndarray of uint8
        Index into `DRAWINGS` for each edge. Filled with 0 where nothing is given.
    """

    service: Bytes
    usage: Bytes
    electrified: Bytes
    maxspeed_kmh: NDArray[np.int32]
    crossing: NDArray[np.bool_]
    line: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    lines: tuple[str, ...] = ("",)
    drawing: Bytes = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    preferred: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, dtype=np.int8))

    def __post_init__(self) -> None:
        if not len(self.line):
            object.__setattr__(self, "line", np.zeros(len(self.service), dtype=np.int32))
        if not len(self.drawing):
            object.__setattr__(self, "drawing", np.zeros(len(self.service), dtype=np.uint8))
        if not len(self.preferred):
            object.__setattr__(self, "preferred", np.zeros(len(self.service), dtype=np.int8))
