"""Lay a detailed network of a region over a network of the world.

A line of the world goes where a line of the region runs beside it, in about the same
direction; everything else of the world stays. Where a line that stays meets one that went, it
is cut, and a *joint* leads from the cut to the nearest main tracks of the region. The cut is
made where both are nearest to each other, so that the lengths outside remain true and a joint
stands for as little as possible.

How far apart two drawings of one line may lie depends on how coarse the world's is: a hop of
true length w over a chord c may bend ``sqrt(w² - c²) / 2`` to either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.geodesy import distance_km
from geo.rail.cutting import Cut, cut_edges, select_edges
from geo.rail.details import JOINT, SCHEMATIC, Details
from geo.rail.network import Names, RailNetwork
from geo.rail.snapping import Snap
from geo.rail.turn_states import side_tracks
from geo.rail.way import way_point

__all__ = ["Joint", "Overlay", "lay_over"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_EARTH_KM = 6371.0088
_DEG_KM = 111.2
#: Points are taken at such steps along the lines of the region and of the world, in km.
_REGION_STEP_KM = 0.25
_WORLD_STEP_KM = 0.5
#: Drawings of one line may lie so far apart, in km, and this share of how far the coarse one
#: may be off. Looked up in classes; in each, lines on top of each other count as one when
#: their directions differ by no more than 30 degrees.
_APART_KM = 0.3
_OFF_SHARE = 0.6
_LIMITS_KM = (0.5, 1.0, 2.0, 4.0, 8.0)
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


@dataclass(frozen=True)
class _Points:
    """Points along edges: where, on which edge and at which km, and in what direction."""

    lon: Floats
    lat: Floats
    edge: Ints
    km: Floats
    course: Floats
    #: How far the true line may lie from the drawing.
    slack_km: Floats


def _points(network: RailNetwork, edges: Ints, step_km: float) -> _Points:
    """Points on every hop, at its start and at equal steps, and one at the end of each edge."""
    first = network.first.astype(np.int64)
    counts = np.diff(first)[edges] - 1
    hop = np.repeat(first[edges] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    owner = np.repeat(edges, counts)
    x, y = network.vertex_lon[hop], network.vertex_lat[hop]
    dx = (network.vertex_lon[hop + 1] - x + 180.0) % 360.0 - 180.0
    dy = network.vertex_lat[hop + 1] - y
    km = network.vertex_km[hop + 1] - network.vertex_km[hop]
    east = dx * np.cos(np.radians(y + dy / 2))
    chord = np.hypot(east, dy) * _DEG_KM
    slack = np.sqrt(np.maximum(km**2 - chord**2, 0.0)) / 2
    last = np.ones(len(hop), dtype=bool)
    last[:-1] = owner[1:] != owner[:-1]
    steps = np.maximum(np.ceil(km / step_km).astype(np.int64), 1)
    taken = steps + last
    at = np.repeat(np.arange(len(hop)), taken)
    share = (np.arange(len(at)) - np.repeat(np.cumsum(taken) - taken, taken)) / steps[at]
    return _Points(
        lon=(x[at] + share * dx[at] + 180.0) % 360.0 - 180.0,
        lat=y[at] + share * dy[at],
        edge=owner[at],
        km=network.vertex_km[hop][at] + share * km[at],
        course=np.arctan2(east, dy)[at],
        slack_km=slack[at],
    )


def _tree_rows(points: _Points, limit_km: float) -> Floats:
    """Position in km and, in the same measure, direction whichever way along.

    Two directions that differ by d lie ``2 * limit * sin(d)`` apart: the limit itself at 30
    degrees.
    """
    x, y = np.radians(points.lon), np.radians(points.lat)
    rows = [np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)]
    turned = [np.cos(2 * points.course), np.sin(2 * points.course)]
    return np.stack([*(_EARTH_KM * row for row in rows), *(limit_km * row for row in turned)], 1)


def _beside(world: _Points, region: _Points) -> Ints:
    """For each point of the world, the point of the region whose line runs beside; -1: none."""
    from scipy.spatial import cKDTree

    found = np.full(len(world.lon), -1, dtype=np.int64)
    apart = _APART_KM + _OFF_SHARE * world.slack_km
    wide = np.searchsorted(np.array(_LIMITS_KM[:-1]), apart)
    for index, limit in enumerate(_LIMITS_KM):
        chosen = np.flatnonzero(wide == index)
        if not len(chosen):
            continue
        tree = cKDTree(_tree_rows(region, limit))
        gap, nearest = tree.query(
            _tree_rows(world, limit)[chosen], distance_upper_bound=limit, workers=1
        )
        found[chosen] = np.where(np.isfinite(gap), nearest, -1)
    return found


def _runs(flags: Flags) -> list[tuple[int, int, bool]]:
    """Begin, end and value of each run of equal flags."""
    cuts = np.flatnonzero(np.diff(flags)) + 1
    bounds = [0, *cuts.tolist(), len(flags)]
    return [(a, b, bool(flags[a])) for a, b in zip(bounds, bounds[1:], strict=False)]


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
    network: RailNetwork, points: _Points, match: Ints, gap: Floats
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


def _tracks(region: RailNetwork, points: _Points, target: int, side: Flags) -> list[Snap]:
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


def _full(network: RailNetwork) -> Details:
    """Details of a network; those of a schematic one say nothing but that."""
    if network.details is not None:
        return network.details
    edges, nodes = len(network.edge_u), len(network.node_lon)
    nothing = np.zeros(edges, dtype=np.uint8)
    return Details(
        service=nothing,
        usage=nothing,
        electrified=nothing,
        maxspeed_kmh=np.zeros(edges, dtype=np.int32),
        crossing=np.zeros(nodes, dtype=bool),
        drawing=np.full(edges, SCHEMATIC, dtype=np.uint8),
    )


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
    ours = _points(region, main, _REGION_STEP_KM)
    theirs = _points(world, _near(world, ours), _WORLD_STEP_KM)
    match = _beside(theirs, ours)
    gap = np.asarray(
        distance_km(theirs.lon, theirs.lat, ours.lon[match], ours.lat[match]), dtype=np.float64
    )
    cuts, gone = _plan(world, theirs, match, gap)
    if not gone:
        raise InputError(
            f"no line of {world.name!r} runs beside one of {region.name!r}",
            hint="The region must lie where the other network has lines.",
        )
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
    network, joints = _merge(world, outside, inside, ways, name)
    replaced = sum(end - start for spans in gone.values() for start, end in spans)
    if not joints:
        raise InputError(
            f"no line of {world.name!r} leads into {region.name!r}",
            hint="A region that holds all of its lines needs no other network around it.",
        )
    return Overlay(network, joints, replaced)


def _near(world: RailNetwork, region: _Points) -> Ints:
    """Edges of the world that may come beside the region."""
    start = world.first[:-1].astype(np.int64)
    margin = 0.5
    near = (np.minimum.reduceat(world.vertex_lat, start) < region.lat.max() + margin) & (
        np.maximum.reduceat(world.vertex_lat, start) > region.lat.min() - margin
    )
    low, high = float(region.lon.min()), float(region.lon.max())
    wide = margin / max(float(np.cos(np.radians(np.abs(region.lat).max()))), 0.05)
    if high - low + 2 * wide < 300.0:
        near &= (np.minimum.reduceat(world.vertex_lon, start) < high + wide) & (
            np.maximum.reduceat(world.vertex_lon, start) > low - wide
        )
    return np.flatnonzero(near)


def _united(one: Sequence[Any], other: Sequence[Any]) -> tuple[tuple[Any, ...], NDArray[np.uint8]]:
    """Values of both, and the new number of each of the second."""
    known = [*one, *(value for value in other if value not in one)]
    if len(known) > 256:
        raise InputError(
            "the two networks tell of more than 256 countries or gauges",
            hint="Import the region again from a file of better quality.",
        )
    return tuple(known), np.array([known.index(value) for value in other], dtype=np.uint8)


def _merge(
    world: RailNetwork,
    outside: Cut,
    inside: Cut,
    ways: Sequence[tuple[_End, Sequence[Snap]]],
    name: str,
) -> tuple[RailNetwork, tuple[Joint, ...]]:
    """Put what is left of the world, the region and the joints together."""
    base, region = outside.network, inside.network
    shift = len(base.node_lon)
    rows: dict[tuple[int, int], _End] = {}
    for cut, tracks in ways:
        for snap in tracks:
            ends = outside.node_at[cut.edge, cut.km], shift + inside.node_at[snap.edge, snap.km]
            rows.setdefault(ends, cut)
    lon = np.concatenate([base.node_lon, region.node_lon])
    lat = np.concatenate([base.node_lat, region.node_lat])
    ends = np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    edge = np.array([cut.edge for cut in rows.values()], dtype=np.int64)
    x, y = lon[ends], lat[ends]
    km = np.maximum(np.asarray(distance_km(x[:, 0], y[:, 0], x[:, 1], y[:, 1])), 0.001)
    countries, country = _united(base.countries, region.countries)
    gauges, gauge = _united(base.gauges, region.gauges)
    count = len(rows)
    size = np.concatenate([np.diff(base.first), np.diff(region.first), np.full(count, 2)])
    network = RailNetwork(
        name=name,
        node_lon=lon,
        node_lat=lat,
        edge_u=np.concatenate([base.edge_u, region.edge_u + shift, ends[:, 0]]).astype(np.int32),
        edge_v=np.concatenate([base.edge_v, region.edge_v + shift, ends[:, 1]]).astype(np.int32),
        first=np.concatenate([[0], np.cumsum(size)]).astype(np.int32),
        vertex_lon=np.concatenate([base.vertex_lon, region.vertex_lon, x.reshape(-1)]),
        vertex_lat=np.concatenate([base.vertex_lat, region.vertex_lat, y.reshape(-1)]),
        vertex_km=np.concatenate(
            [base.vertex_km, region.vertex_km, np.stack([np.zeros(count), km], 1).reshape(-1)]
        ),
        edge_country=np.concatenate(
            [base.edge_country, country[region.edge_country], world.edge_country[edge]]
        ),
        countries=countries,
        edge_gauge=np.concatenate(
            [base.edge_gauge, gauge[region.edge_gauge], world.edge_gauge[edge]]
        ),
        gauges=gauges,
        edge_class=np.concatenate(
            [base.edge_class, region.edge_class, np.zeros(count, dtype=np.uint8)]
        ),
        source=f"{region.source}; around it: {base.source}",
        licence="; ".join(dict.fromkeys([region.licence, base.licence])),
        version="; ".join(dict.fromkeys([region.version, base.version])),
        names=_all_names(base, region, count),
        details=_all_details(_full(base), _full(region), count),
    )
    joints = [
        Joint(float(x[i, 0]), float(y[i, 0]), float(km[i]), world.countries[code])
        for i, code in enumerate(world.edge_country[edge].tolist())
    ]
    used = np.ones(len(network.edge_u), dtype=bool)
    return select_edges(network, used), tuple(joints)


def _all_details(base: Details, region: Details, joints: int) -> Details:
    """Details of both, and of the joints."""
    lines, line = _lines(base.lines, region.lines)
    columns: dict[str, Any] = {"lines": lines}
    for entry in fields(Details):
        one, other = getattr(base, entry.name), getattr(region, entry.name)
        if entry.name == "line":
            other = line[other]
        if entry.name == "crossing":
            columns[entry.name] = np.concatenate([one, other])
        elif isinstance(one, np.ndarray):
            value = JOINT if entry.name == "drawing" else 0
            more = np.full(joints, value, dtype=one.dtype)
            columns[entry.name] = np.concatenate([one, other, more]).astype(one.dtype)
    return replace(base, **columns)


def _lines(one: Sequence[str], other: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    number: Mapping[str, int] = {text: index for index, text in enumerate(one)}
    known = dict(number)
    new = [known.setdefault(text, len(known)) for text in other]
    return tuple(known), np.array(new, dtype=np.int64)


def _all_names(base: RailNetwork, region: RailNetwork, joints: int) -> Names:
    """Stations of both; the joints have none."""
    one, other = base.names, region.names
    first = [
        network.names.first[1:].astype(np.int64)
        if len(network.names.label)
        else np.zeros(len(network.edge_u), dtype=np.int64)
        for network in (base, region)
    ]
    before = len(one.link_name)
    last = np.full(joints, before + len(other.link_name))
    return Names(
        label=one.label + other.label,
        lon=np.concatenate([one.lon, other.lon]),
        lat=np.concatenate([one.lat, other.lat]),
        is_station=np.concatenate([one.is_station, other.is_station]),
        first=np.concatenate([[0], first[0], first[1] + before, last]).astype(np.int32),
        link_name=np.concatenate([one.link_name, other.link_name + len(one.label)]).astype(
            np.int32
        ),
        link_km=np.concatenate([one.link_km, other.link_km]),
        link_gap_km=np.concatenate([one.link_gap_km, other.link_gap_km]),
    )
