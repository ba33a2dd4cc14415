"""Lay a detailed network of a region over a network of the world.

A line of the world goes where a line of the region runs beside it, in about the same
direction; everything else of the world stays. Where a line that stays meets one that went, it
is cut, and a *joint* leads from the cut to the nearest main tracks of the region. The cut is
made where both are nearest to each other, so that the lengths outside remain true and a joint
stands for as little as possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.geodesy import distance_km
from geo.rail.beside import Points, edges_near, partners, points_along
from geo.rail.cutting import Cut, cut_edges
from geo.rail.network import RailNetwork
from geo.rail.snapping import Snap
from geo.rail.turn_states import side_tracks
from geo.rail.uniting import Joining, unite

__all__ = ["Joint", "Overlay", "lay_over"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Points are taken at such steps along the lines of the region and of the world, in km.
_REGION_STEP_KM = 0.25
_WORLD_STEP_KM = 0.5
#: A stretch that does not run beside the region's between two that do, and the other way
#: round, has to be so long to count, in km.
_GAP_KM = 8.0
_RUN_KM = 4.0
#: A cut lies so far at most inside what runs beside the region, in km, and one more km of line
#: is worth so much less distance of a joint.
_REACH_KM = 20.0
_SHARE = 1 / 3
#: What lies between two cuts is left alone when it is shorter, in km: in the middle of a large
#: station there is nothing to be won.
_LEAST_KM = 2.0
#: Tracks beside the nearest one that a joint leads to as well, in km.
_BESIDE_KM = 0.03
_TRACKS = 3


@dataclass(frozen=True, slots=True)
class Joint:
    """Where a line of the world meets the region."""

    lon: float
    lat: float
    #: From the world's drawing to the region's.
    km: float
    country: str
    #: So many tracks of the region are joined.
    tracks: int = 1


@dataclass(frozen=True)
class Overlay:
    """A region laid over the world.

    Parameters
    ----------
    network : RailNetwork
    joints : tuple of Joint
    replaced_km : float
        Length of the world's lines that went.
    """

    network: RailNetwork
    joints: tuple[Joint, ...]
    replaced_km: float


def _runs(flags: Flags) -> list[tuple[int, int, bool]]:
    """Begin, end and value of each run of equal flags."""
    cuts = np.flatnonzero(np.diff(flags)) + 1
    bounds = [0, *cuts.tolist(), len(flags)]
    return [(a, b, bool(flags[a])) for a, b in pairwise(bounds)]


def _smooth(covered: Flags, km: Floats) -> Flags:
    """Flags of one edge without gaps and runs that are too short to mean anything."""
    flags = covered.copy()
    for value, least in ((False, _GAP_KM), (True, _RUN_KM)):
        for begin, end, found in _runs(flags):
            inner = begin > 0 and end < len(flags)
            if found is value and inner and km[end - 1] - km[begin] < least:
                flags[begin:end] = not value
    return flags


def _cut_at(km: Floats, gap: Floats) -> int:
    """Where a line that stays reaches into what runs beside the region; from its begin."""
    reach = np.abs(km - km[0])
    cost = gap + _SHARE * reach
    return int(np.argmin(np.where(reach <= _REACH_KM, cost, np.inf)))


@dataclass(frozen=True, slots=True)
class _End:
    """A cut of the world, and the point of the region it is joined to."""

    edge: int
    km: float
    target: int


def _plan(
    network: RailNetwork, points: Points, match: Ints, gap: Floats
) -> tuple[list[_End], dict[int, list[tuple[float, float]]]]:
    """Cuts, and the stretches of each edge between them that go."""
    edges, begin = np.unique(points.edge, return_index=True)
    end = np.append(begin[1:], len(points.edge))
    flags = match >= 0
    for low, high in zip(begin.tolist(), end.tolist(), strict=True):
        flags[low:high] = _smooth(flags[low:high], points.km[low:high])
    # A node from which any line stays, stays.
    stays = np.zeros(len(network.node_lon), dtype=bool)
    elsewhere = np.ones(len(network.edge_u), dtype=bool)
    elsewhere[edges] = False
    for ends, at in ((network.edge_u, begin), (network.edge_v, end - 1)):
        stays[ends[elsewhere]] = True
        stays[ends[edges[~flags[at]]]] = True
    cuts: list[_End] = []
    gone: dict[int, list[tuple[float, float]]] = {}
    for edge, low, high in zip(edges.tolist(), begin.tolist(), end.tolist(), strict=True):
        for one, other, covered in _runs(flags[low:high]):
            if not covered:
                continue
            start, stop = low + one, low + other - 1
            inside = np.arange(start, stop + 1)
            # Points that were only bridged over have no partner to be joined to.
            inside = inside[match[inside] >= 0]
            at_start = one > 0 or bool(stays[network.edge_u[edge]])
            at_stop = other < high - low or bool(stays[network.edge_v[edge]])
            first = inside[_cut_at(points.km[inside], gap[inside])] if at_start else None
            last = (
                inside[::-1][_cut_at(points.km[inside[::-1]], gap[inside[::-1]])]
                if at_stop
                else None
            )
            span = (
                float(points.km[start if first is None else first]),
                float(points.km[stop if last is None else last]),
            )
            if first is not None and last is not None and span[1] - span[0] < _LEAST_KM:
                continue
            gone.setdefault(edge, []).append(span)
            cuts += [
                _End(edge, float(points.km[at]), int(match[at]))
                for at in (first, last)
                if at is not None
            ]
    return cuts, gone


def _tracks(region: RailNetwork, points: Points, target: int, side: Flags) -> list[Snap]:
    """Main tracks at a point of the region that run in the same direction."""
    lon, lat = float(points.lon[target]), float(points.lat[target])
    found = []
    for snap in region.snap(lon, lat, limit_km=2 * _BESIDE_KM, count=4 * _TRACKS):
        if side[snap.edge] or snap.gap_km > _BESIDE_KM:
            continue
        here = np.flatnonzero(points.edge == snap.edge)
        near = here[np.argmin(np.abs(points.km[here] - snap.km))] if len(here) else target
        turn = points.course[near] - points.course[target]
        if abs(np.sin(turn)) < 0.5:
            found.append(snap)
    return found[:_TRACKS]


def lay_over(region: RailNetwork, world: RailNetwork, name: str) -> Overlay:
    """Lay a region over a world.

    Parameters
    ----------
    region, world : RailNetwork
        Usually an imported or fetched network, and the embedded one.
    name : str
        Of the new network.

    Raises
    ------
    InputError
        When no line of the world runs beside one of the region, or the two do not meet.
    """
    side = side_tracks(region)
    # Where side tracks are all there is, they have to do.
    main = np.flatnonzero(~side) if not side.all() else np.arange(len(side))
    ours = points_along(region, main, _REGION_STEP_KM)
    theirs = points_along(world, edges_near(world, ours), _WORLD_STEP_KM)
    match = partners(theirs, ours)
    if not (match >= 0).any():
        raise InputError(
            f"no line of {world.name!r} runs beside one of {region.name!r}",
            hint="The region must lie where the other network has lines.",
        )
    gap = np.asarray(
        distance_km(theirs.lon, theirs.lat, ours.lon[match], ours.lat[match]), dtype=np.float64
    )
    cuts, gone = _plan(world, theirs, match, gap)
    marks: dict[int, list[float]] = defaultdict(list)
    for cut in cuts:
        marks[cut.edge].append(cut.km)
    outside = cut_edges(world, marks, gone)
    ways = [(cut, _tracks(region, ours, cut.target, side)) for cut in cuts]
    inner: dict[int, list[float]] = defaultdict(list)
    for _, tracks in ways:
        for snap in tracks:
            inner[snap.edge].append(snap.km)
    inside = cut_edges(region, inner)
    joining = _joining(world, outside, inside, ways)
    if not len(joining.one):
        raise InputError(
            f"no line of {world.name!r} leads into {region.name!r}",
            hint="A region that holds all of its lines needs no other network around it.",
        )
    network, km = unite(outside.network, inside.network, joining, name)
    replaced = sum(end - start for spans in gone.values() for start, end in spans)
    return Overlay(network, _told(outside.network, joining, km), replaced)


def _joining(
    world: RailNetwork, outside: Cut, inside: Cut, ways: Sequence[tuple[_End, Sequence[Snap]]]
) -> Joining:
    """Edges of the joints, each once."""
    rows: dict[tuple[int, int], int] = {}
    for cut, tracks in ways:
        for snap in tracks:
            ends = outside.node_at[cut.edge, cut.km], inside.node_at[snap.edge, snap.km]
            rows.setdefault(ends, cut.edge)
    nodes = np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    edge = np.array(list(rows.values()), dtype=np.int64)
    return Joining(nodes[:, 0], nodes[:, 1], world.edge_country[edge], world.edge_gauge[edge])


def _told(base: RailNetwork, joining: Joining, km: Floats) -> tuple[Joint, ...]:
    """One joint for each node of the world, with the nearest of its tracks."""
    told: dict[int, Joint] = {}
    for row in np.argsort(km, kind="stable").tolist():
        node = int(joining.one[row])
        known = told.get(node)
        told[node] = (
            Joint(
                lon=round(float(base.node_lon[node]), 5),
                lat=round(float(base.node_lat[node]), 5),
                km=round(float(km[row]), 4),
                country=base.countries[int(joining.country[row])],
            )
            if known is None
            else replace(known, tracks=known.tracks + 1)
        )
    return tuple(sorted(told.values(), key=lambda joint: (joint.lon, joint.lat)))
