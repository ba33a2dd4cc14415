"""From two places to a `Route`: snap, search, and put the way together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import NoRoute, RoutingError
from geo.geodesy import distance_km
from geo.model import Route
from geo.rail.avoid import Avoid, blocked_arcs, parse_avoid
from geo.rail.describe import describe
from geo.rail.engine import Engine, Found, ScipyEngine
from geo.rail.moves import arrival_sense
from geo.rail.placing import Anywhere, position, said, snap_place
from geo.rail.snapping import Snap
from geo.rail.states import StateGraph
from geo.rail.way import Way, way_from_arcs, way_on_edge

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile

__all__ = ["ESTIMATE_FACTOR", "ESTIMATE_SHARE", "find_route", "find_routes", "snap_place"]

#: Rail length over great circle where rails are unknown, and the share it may be off by;
#: median and 10th to 90th percentile of the routes in docs/decisions/rail-network.md.
ESTIMATE_FACTOR = 1.24
ESTIMATE_SHARE = 0.20
#: A km beside the rails counts as so many on them, so that no way is made shorter by
#: starting farther from its place.
_BESIDE = 3.0


def _ends(
    states: StateGraph, snaps: Sequence[Snap], *, leaving: bool, arrived: int = 0
) -> list[tuple[int, int, Snap, int]]:
    """States that a train reaches from a point (or reaches it from), and their costs.

    Returns
    -------
    list of (state, cost, snap, sense)
        ``sense`` is 1 where the train runs along the edge, -1 against it. ``arrived`` is the
        sense in which it came, where turning back costs something.
    """
    found = []
    best = min(snap.score for snap in snaps)
    network = states.network
    for snap in snaps:
        extra = states.cost_of_km((snap.score - best) * _BESIDE)
        rest = float(network.edge_km[snap.edge]) - snap.km
        for u, v in states.leave(snap.edge) if leaving else states.enter(snap.edge):
            along = (v, rest) if leaving else (u, snap.km)
            against = (u, snap.km) if leaving else (v, rest)
            for (state, km), sense in ((along, 1), (against, -1)):
                if snap.heading in (0, sense):
                    cost = states.cost_of_km(km, snap.edge) + extra
                    if arrived == -sense:
                        cost += states.reversal_cost
                    found.append((state, cost, snap, sense))
    return found


def _on_one_edge(
    states: StateGraph,
    origin: Sequence[Snap],
    destination: Sequence[Snap],
    arrived: int = 0,
) -> tuple[int, Way] | None:
    """Cheapest way that never leaves an edge."""
    best: tuple[int, Way] | None = None
    starts, stops = (min(snap.score for snap in snaps) for snaps in (origin, destination))
    for one in origin:
        for other in destination:
            if one.edge != other.edge:
                continue
            sense = 1 if other.km >= one.km else -1
            if {one.heading, other.heading} - {0, sense}:
                continue
            extra = (one.score - starts + other.score - stops) * _BESIDE
            cost = states.cost_of_km(abs(other.km - one.km), one.edge)
            cost += states.cost_of_km(extra)
            if arrived == -sense:
                cost += states.reversal_cost
            if best is None or cost < best[0]:
                best = cost, way_on_edge(one, other)
    return best


def search(
    states: StateGraph,
    engine: Engine,
    origin: Sequence[Snap],
    destination: Sequence[Snap],
    arrived: int = 0,
) -> Way | None:
    """Cheapest way between two sets of points on the rails.

    ``arrived`` tells in which sense of its edge the train came to the origin, where it has
    come from somewhere and turning back costs something; else 0.
    """
    sources = _ends(states, origin, leaving=True, arrived=arrived)
    targets = _ends(states, destination, leaving=False)
    found: Found | None = engine.path([row[:2] for row in sources], [row[:2] for row in targets])
    short = _on_one_edge(states, origin, destination, arrived)
    if short is not None and (found is None or short[0] <= found.cost):
        return short[1]
    if found is None:
        return None
    start, end = sources[found.source], targets[found.target]
    return way_from_arcs(states, start[2], start[3], found.arcs, end[2], end[3])


def _allowed(network: RailNetwork, snaps: list[Snap], avoid: Avoid, where: str) -> list[Snap]:
    left = [snap for snap in snaps if not avoid.hits_snap(network, snap)]
    if snaps and not left:
        raise RoutingError(
            f"{where} lies where the route must not go",
            hint="Leave that country or area out of what is avoided.",
        )
    return left


def _legs(
    network: RailNetwork, points: Sequence[Anywhere], limit_km: float, avoid: Avoid
) -> list[list[Snap]]:
    names = [said(lon, lat, name) for lon, lat, _, name in map(position, points)]
    return [
        _allowed(network, snap_place(network, point, limit_km), avoid, name)
        for point, name in zip(points, names, strict=True)
    ]


def find_route(
    network: RailNetwork,
    origin: Anywhere,
    destination: Anywhere,
    *,
    via: Sequence[Anywhere] = (),
    avoid: Sequence[str | tuple[float, float, float]] = (),
    estimate: bool = False,
    profile: Profile | None = None,
    limit_km: float = 10.0,
) -> Route:
    """Find the best way; see `RailNetwork.route`."""
    points = [origin, *via, destination]
    try:
        return _best(network, points, parse_avoid(avoid), profile, limit_km)
    except RoutingError as error:
        if not estimate:
            raise
        return _estimated(network, points, error.message)


def _best(
    network: RailNetwork,
    points: Sequence[Anywhere],
    avoid: Avoid,
    profile: Profile | None,
    limit_km: float,
) -> Route:
    states, engine = network.prepared(profile)
    if avoid:
        engine = ScipyEngine(states, blocked_arcs(states, avoid))
    snaps = _legs(network, points, limit_km, avoid)
    way: Way | None = None
    arrived = 0
    for index in range(len(points) - 1):
        leg = search(states, engine, snaps[index], snaps[index + 1], arrived)
        if leg is None:
            raise _no_route(points[index : index + 2], snaps[index : index + 2], avoid)
        # The next leg starts where this one ended.
        snaps[index + 1] = [leg.end]
        if network.details is not None:
            arrived = arrival_sense(leg)
            if not states.profile.reversals:
                snaps[index + 1] = [leg.end.directed(arrived)]
        way = leg if way is None else way.then(leg)
    assert way is not None
    return describe(network, way, position(points[0]), position(points[-1]), states.profile)


def _no_route(points: Sequence[Anywhere], snaps: list[list[Snap]], avoid: Avoid) -> NoRoute:
    one, other = (said(lon, lat, name) for lon, lat, _, name in map(position, points))
    pieces = [{snap.component for snap in group} for group in snaps]
    if pieces[0] & pieces[1]:
        why = "what is avoided leaves no way" if avoid else "no way joins them"
    else:
        why = "the rails of the two are not connected in this network"
    return NoRoute(
        f"no railway route from {one} to {other}: {why}",
        hint="Choose another place, avoid less, or ask for an estimate.",
    )


def _estimated(network: RailNetwork, points: Sequence[Anywhere], reason: str) -> Route:
    positions = [position(point) for point in points]
    path = tuple((lon, lat) for lon, lat, *_ in positions)
    straight = sum(float(distance_km(*start, *end)) for start, end in pairwise(path))
    low, high = (straight * ESTIMATE_FACTOR * (1 + sign * ESTIMATE_SHARE) for sign in (-1, 1))
    return Route(
        km=straight * ESTIMATE_FACTOR,
        geodesic_km=float(distance_km(*path[0], *path[-1])),
        path=path,
        origin=positions[0][3],
        destination=positions[-1][3],
        network=network.name,
        estimated=True,
        notes=(
            (
                f"Estimated: {reason}. Great circle times {ESTIMATE_FACTOR}, so about"
                f" {low:.0f} to {high:.0f} km."
            ),
        ),
    )


def find_routes(
    network: RailNetwork,
    origin: Anywhere,
    destination: Anywhere,
    *,
    alternatives: int,
    via: Sequence[Anywhere] = (),
    avoid: Sequence[str | tuple[float, float, float]] = (),
    estimate: bool = False,
    profile: Profile | None = None,
    limit_km: float = 10.0,
) -> list[Route]:
    """Find the best way and others that make sense; see `RailNetwork.route`."""
    best = find_route(
        network,
        origin,
        destination,
        via=via,
        avoid=avoid,
        estimate=estimate,
        profile=profile,
        limit_km=limit_km,
    )
    if best.estimated or via:
        # Ways over given places have no other sensible course but the best.
        return [best]
    from geo.rail.alternatives import plateau_ways

    states, _ = network.prepared(profile)
    barred = parse_avoid(avoid)
    engine = ScipyEngine(states, blocked_arcs(states, barred) if barred else None)
    starts, stops = _legs(network, (origin, destination), limit_km, barred)
    sources = _ends(states, starts, leaving=True)
    targets = _ends(states, stops, leaving=False)
    ways = plateau_ways(states, engine, sources, targets, alternatives)
    ends = position(origin), position(destination)
    routes = [describe(network, way, *ends, states.profile) for way in ways]
    return [best, *(replace(route, notes=(*route.notes, "alternative")) for route in routes)]
