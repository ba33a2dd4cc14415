"""What only a network with real geometry knows of its tracks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Details"]

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
    crossing : ndarray of bool
        One a node: tracks cross here on the level, and none leads from one to another.
    """

    service: Bytes
    usage: Bytes
    electrified: Bytes
    maxspeed_kmh: NDArray[np.int32]
    crossing: NDArray[np.bool_]
