"""Outlines of the world in a compact form: arcs that polygons and borders share.

The form follows TopoJSON (https://github.com/topojson/topojson-specification): every line
is stored once as an *arc*, and a polygon lists the arcs that it runs along; ``~i`` means
arc ``i`` backwards. Two things differ. Coordinates are written as text that fits into HTML
and JSON without escaping, which halves the size, and the lines that lie between two
countries (borders) are told apart from those that lie at the sea (coast).

Arcs are text: numbers are differences between vertices in grid steps, zigzag-coded and cut
into groups of five bits, low group first, one character of ``ALPHABET`` each; a set sixth
bit says that more follows. ``.`` ends an arc.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALPHABET", "Topology", "decode_arcs", "encode_arcs"]

#: 64 characters that need no escaping in HTML, JSON or a URL.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_DIGIT = np.full(256, -1, dtype=np.int64)
_DIGIT[np.frombuffer(ALPHABET.encode(), dtype=np.uint8)] = np.arange(64)


def encode_arcs(arcs: Iterable[Sequence[tuple[int, int]]]) -> str:
    """Write arcs of grid vertices as text.

    Parameters
    ----------
    arcs : iterable of sequence of (int, int)
        Absolute column and row of every vertex.

    Examples
    --------
    >>> encode_arcs([[(0, 0), (1, -1)], [(40, 2)]])
    'AACB.wCE.'
    """
    out: list[str] = []
    for arc in arcs:
        last = (0, 0)
        for vertex in arc:
            for value, before in zip(vertex, last, strict=True):
                step = int(value) - int(before)
                code = -2 * step - 1 if step < 0 else 2 * step
                while code >= 32:
                    out.append(ALPHABET[32 | (code & 31)])
                    code >>= 5
                out.append(ALPHABET[code])
            last = vertex
        out.append(".")
    return "".join(out)


def decode_arcs(text: str) -> list[NDArray[np.int64]]:
    """Read what ``encode_arcs`` wrote.

    Returns
    -------
    list of numpy.ndarray
        One array of shape (vertices, 2) an arc, in grid steps.

    Raises
    ------
    ValueError
        When the text holds anything else, or stops in the middle of a vertex.

    Examples
    --------
    >>> [arc.tolist() for arc in decode_arcs("AACB.wCE.")]
    [[[0, 0], [1, -1]], [[40, 2]]]
    """
    if not text:
        return []
    raw = np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    stops = np.flatnonzero(raw == ord("."))
    digits = _DIGIT[raw[raw != ord(".")]]
    unfinished = _DIGIT[raw[stops[stops > 0] - 1]] >= 32
    if raw[-1] != ord(".") or (digits < 0).any() or unfinished.any():
        raise ValueError("the text does not hold arcs")
    last = np.flatnonzero(digits < 32)
    first = np.concatenate(([0], last[:-1] + 1))
    place = np.arange(len(digits)) - np.repeat(first, last - first + 1)
    codes = np.add.reduceat((digits & 31) << (5 * place), first)
    steps = np.where(codes & 1, -(codes + 1) // 2, codes // 2)
    # Where each arc ends, counted in numbers: how many numbers end before its full stop.
    ends = np.searchsorted(last, stops - np.arange(len(stops)), side="left")
    starts = np.concatenate(([0], ends[:-1]))
    if ((ends - starts) % 2).any():
        raise ValueError("an arc stops in the middle of a vertex")
    return [np.cumsum(steps[a:b].reshape(-1, 2), axis=0) for a, b in zip(starts, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class Topology:
    """Land, coast and borders.

    Parameters
    ----------
    arcs : tuple of numpy.ndarray
        Vertices in degrees, shape (n, 2), longitude first.
    land : tuple of tuple of int
        Rings of the land; holes are rings too (fill by the even-odd rule).
    coast, borders : tuple of int
        Arcs at the sea, arcs between two countries.
    """

    arcs: tuple[NDArray[np.float64], ...]
    land: tuple[tuple[int, ...], ...]
    coast: tuple[int, ...]
    borders: tuple[int, ...]

    def line(self, arc: int) -> NDArray[np.float64]:
        """Vertices of an arc; ``~i`` is arc ``i`` backwards."""
        return self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]

    def ring(self, arcs: Sequence[int]) -> NDArray[np.float64]:
        """Vertices of a ring that runs along some arcs, without repeats at the joints.

        The source lets a ring jump from one side of the antimeridian to the other. Here it
        runs on, past 180 degrees; a ring around a pole is closed along the pole.
        """
        parts = [self.line(arcs[0]), *(self.line(arc)[1:] for arc in arcs[1:])]
        ring = np.concatenate(parts)
        turns = np.rint(np.diff(ring[:, 0]) / 360.0)
        if not turns.any():
            return ring
        ring[1:, 0] -= 360.0 * np.cumsum(turns)
        if abs(ring[-1, 0] - ring[0, 0]) > 180.0:
            pole = np.copysign(90.0, ring[:, 1].mean())
            ring = np.vstack([ring, [ring[-1, 0], pole], [ring[0, 0], pole], ring[0]])
        return ring
