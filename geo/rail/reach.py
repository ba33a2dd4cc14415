"""Where a train can be after some hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.errors import ConfigurationError
from geo.model import LonLat, Place, Reach, Stop
from geo.rail.avoid import Avoidable, blocked_arcs, parse_avoid
from geo.rail.engine import ScipyEngine
from geo.rail.profiles import find_profile
from geo.rail.snapping import Snap
from geo.rail.states import UNITS_PER_HOUR, StateGraph, build_states
from geo.rail.turn_states import side_tracks
from geo.rail.way import Piece, piece_vertices

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile

__all__ = ["find_reach"]

Floats = NDArray[np.float64]


def find_reach(
    network: RailNetwork,
    origin: LonLat | Place,
    hours: float,
    speed_kmh: tuple[float, float],
    *,
    avoid: Sequence[Avoidable] = (),
    profile: Profile | str | None = None,
    limit_km: float = 10.0,
) -> Reach:
    """Find what can be reached; see `RailNetwork.reach`.

    The fast speed counts, on lines of any usage; stops at borders and where the gauge changes
    take their time as in the profile.
    """
    from geo.rail.placing import snap_place

    slow, fast = speed_kmh
    if not (np.isfinite(hours) and hours > 0 and 0 < slow <= fast < 1000):
        raise ConfigurationError(
            f"{hours:g} hours at {slow:g} to {fast:g} km/h make no sense",
            hint="Give hours above 0, and the slower speed first.",
        )
    # What a through train shuns, it can still reach.
    able = replace(
        find_profile(profile), speed_kmh=fast, usage_kmh=(), service_h=0.0, crossover_h=0.0
    )
    states = build_states(network, able)
    barred = parse_avoid(avoid, network)
    engine = ScipyEngine(states, blocked_arcs(states, barred) if barred else None)
    snaps = snap_place(network, origin, limit_km, states.barred)
    side = side_tracks(network)
    snap = next((entry for entry in snaps if not side[entry.edge]), snaps[0])
    limit = hours * UNITS_PER_HOUR
    sources = []
    for u, v in states.leave(snap.edge):
        rest = float(network.edge_km[snap.edge]) - snap.km
        sources += [(u, states.cost_of_km(snap.km)), (v, states.cost_of_km(rest))]
    cost, by = engine.tree(sources, limit)
    km = _run(states, cost, by, sources, fast)
    left = np.where(np.isfinite(cost), (limit - cost) / UNITS_PER_HOUR * fast, -1.0)
    barred_edges = barred.edges(network) if barred else np.zeros(len(network.edge_u), dtype=bool)
    if states.barred is not None:
        barred_edges = barred_edges | states.barred
    pieces, frontier = _pieces(network, states, snap, left, barred_edges, hours * fast)
    at = origin.lonlat if isinstance(origin, Place) else (float(origin[0]), float(origin[1]))
    return Reach(
        origin=at,
        hours=hours,
        speed_kmh=(slow, fast),
        lines=tuple(_line(network, piece) for piece in pieces),
        stations=_stations(network, states, snap, km, pieces),
        frontier=tuple(_line(network, piece)[-1] for piece in frontier),
        network=network.name,
    )


def _line(network: RailNetwork, piece: Piece) -> tuple[LonLat, ...]:
    return tuple((lon, lat) for lon, lat in np.round(piece_vertices(network, piece), 6).tolist())


def _run(
    states: StateGraph,
    cost: Floats,
    by: NDArray[np.int64],
    sources: list[tuple[int, int]],
    fast: float,
) -> Floats:
    """Kilometres to each state along the way of least time."""
    km = np.full(len(cost), np.inf)
    for state, entry in sources:
        if by[state] < 0:
            km[state] = min(km[state], entry / UNITS_PER_HOUR * fast)
    length = states.network.edge_km
    for state in np.argsort(cost, kind="stable")[: int(np.isfinite(cost).sum())].tolist():
        arc = int(by[state])
        if arc >= 0:
            edge = int(states.edge[arc])
            km[state] = km[int(states.tail[arc])] + (float(length[edge]) if edge >= 0 else 0.0)
    return km


def _pieces(
    network: RailNetwork,
    states: StateGraph,
    snap: Snap,
    left: Floats,
    barred: NDArray[np.bool_],
    budget_km: float,
) -> tuple[list[Piece], list[Piece]]:
    """What is reached of each edge, and the pieces that end where time does."""
    size = len(network.edge_u)
    edge = np.repeat(np.arange(size), np.diff(states.first_pair))
    from_u, from_v = np.full(size, -1.0), np.full(size, -1.0)
    np.maximum.at(from_u, edge, left[states.enter_u])
    np.maximum.at(from_v, edge, left[states.enter_v])
    whole: list[Piece] = []
    frontier: list[Piece] = []
    for index in np.flatnonzero(((from_u > 0) | (from_v > 0)) & ~barred).tolist():
        length = float(network.edge_km[index])
        start, end = max(float(from_u[index]), 0.0), max(float(from_v[index]), 0.0)
        if index == snap.edge:
            continue
        if start + end >= length:
            whole.append(Piece(index, 0.0, length))
            continue
        if start > 0:
            frontier.append(Piece(index, 0.0, start))
        if end > 0:
            frontier.append(Piece(index, length, length - end))
    length = float(network.edge_km[snap.edge])
    for to, goal in ((snap.km - budget_km, 0.0), (snap.km + budget_km, length)):
        inside = 0.0 < to < length
        piece = Piece(snap.edge, snap.km, to if inside else goal)
        (frontier if inside else whole).append(piece)
    return whole + frontier, frontier


def _stations(
    network: RailNetwork, states: StateGraph, snap: Snap, km: Floats, pieces: list[Piece]
) -> tuple[Stop, ...]:
    """Names beside the reached pieces, each at its shortest distance."""
    names = network.names
    if len(names.first) <= 1:
        return ()
    best: dict[int, float] = {}
    for piece in pieces:
        low, high = sorted((piece.start_km, piece.end_km))
        length = float(network.edge_km[piece.edge])
        ends = states.enter(piece.edge)
        from_u = min(float(km[u]) for u, _ in ends)
        from_v = min(float(km[v]) for _, v in ends)
        for link in range(int(names.first[piece.edge]), int(names.first[piece.edge + 1])):
            mark = float(names.link_km[link])
            if not low <= mark <= high:
                continue
            total = min(from_u + mark, from_v + length - mark)
            if piece.edge == snap.edge:
                total = min(total, abs(mark - snap.km))
            entry = int(names.link_name[link])
            best[entry] = min(total, best.get(entry, np.inf))
    return tuple(
        Stop(
            names.label[entry],
            float(names.lon[entry]),
            float(names.lat[entry]),
            max(round(total, 2), 0.0) + 0.0,
        )
        for entry, total in sorted(best.items(), key=lambda item: (item[1], item[0]))
    )
