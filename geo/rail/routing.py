"""From two places to a `Route`: snap, search, and put the way together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import NoRoute, RoutingError
from geo.geodesy import distance_km
from geo.model import Route
from geo.rail.avoid import Avoid, Avoidable, blocked_arcs, parse_avoid
from geo.rail.confidence import ESTIMATED
from geo.rail.describe import describe
from geo.rail.engine import Engine, ScipyEngine
from geo.rail.moves import arrival_sense, departure_sense
from geo.rail.placing import Anywhere, position, said, snap_place
from geo.rail.searching import ends_of, search
from geo.rail.snapping import Snap
from geo.rail.states import StateGraph
from geo.rail.way import Way, joined

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile

__all__ = ["ESTIMATE_FACTOR", "ESTIMATE_SHARE", "find_route", "find_routes", "snap_place"]

#: Rail length over great circle where rails are unknown, and the share it may be off by;
#: median and 10th to 90th percentile of the routes in docs/decisions/rail-network.md.
ESTIMATE_FACTOR = 1.24
ESTIMATE_SHARE = 0.20


def _allowed(network: RailNetwork, snaps: list[Snap], avoid: Avoid, where: str) -> list[Snap]:
    left = [snap for snap in snaps if not avoid.hits_snap(network, snap)]
    if snaps and not left:
        raise RoutingError(
            f"{where} lies where the route must not go",
            hint="Leave that country, area or line out of what is avoided.",
        )
    return left


def _snapped(
    states: StateGraph, points: Sequence[Anywhere], limit_km: float, avoid: Avoid
) -> list[list[Snap]]:
    network = states.network
    names = [said(lon, lat, name) for lon, lat, _, name in map(position, points)]
    return [
        _allowed(network, snap_place(network, point, limit_km, states.barred), avoid, name)
        for point, name in zip(points, names, strict=True)
    ]


def find_route(
    network: RailNetwork,
    origin: Anywhere,
    destination: Anywhere,
    *,
    via: Sequence[Anywhere] = (),
    avoid: Sequence[Avoidable] = (),
    estimate: bool = False,
    profile: Profile | str | None = None,
    limit_km: float = 10.0,
) -> Route:
    """Find the best way; see `RailNetwork.route`."""
    points = [origin, *via, destination]
    try:
        barred = parse_avoid(avoid, network)
        states, engine = _prepared(network, points, barred, profile)
        way = joined(_best(states, engine, points, barred, limit_km))
        return describe(network, way, position(points[0]), position(points[-1]), states.profile)
    except RoutingError as error:
        if not estimate:
            raise
        return _estimated(network, points, error.message)


def _prepared(
    network: RailNetwork, points: Sequence[Anywhere], avoid: Avoid, profile: Profile | str | None
) -> tuple[StateGraph, Engine]:
    states, engine = network.prepared(profile)
    if avoid:
        ends = [position(point)[:2] for point in points]
        engine = ScipyEngine(states, blocked_arcs(states, avoid, ends))
    return states, engine


def _best(
    states: StateGraph,
    engine: Engine,
    points: Sequence[Anywhere],
    avoid: Avoid,
    limit_km: float,
) -> list[Way]:
    """Best way from each point to the next; each begins where the one before has ended."""
    snaps = _snapped(states, points, limit_km, avoid)
    legs: list[Way] = []
    arrived = 0
    for index in range(len(points) - 1):
        leg = search(states, engine, snaps[index], snaps[index + 1], arrived, avoid)
        if leg is None:
            pair = slice(index, index + 2)
            raise _no_route(points[pair], snaps[pair], avoid, states)
        snaps[index + 1] = [leg.end]
        if states.network.details is not None:
            arrived = arrival_sense(leg)
            if not states.profile.reversals:
                snaps[index + 1] = [leg.end.directed(arrived)]
        legs.append(leg)
    return legs


def _no_route(
    points: Sequence[Anywhere], snaps: list[list[Snap]], avoid: Avoid, states: StateGraph
) -> NoRoute:
    one, other = (said(lon, lat, name) for lon, lat, _, name in map(position, points))
    pieces = [{snap.component for snap in group} for group in snaps]
    if not pieces[0] & pieces[1]:
        why = "the rails of the two are not connected in this network"
        hint = "Choose a place on the same piece of the network; `geo network info` tells its gaps."
    elif avoid:
        why = "what is avoided leaves no way"
        hint = "Avoid less."
    elif states.barred is not None or not states.profile.reversals:
        why = f"the profile {states.profile.name!r} allows no way"
        hint = "Use another profile."
    else:
        why = "no way that a train can run joins them"
        hint = "Choose another place."
    return NoRoute(f"no railway route from {one} to {other}: {why}", hint=hint)


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
        confidence=ESTIMATED,
        doubts=("no rails join the places; great circle times a factor",),
        source=network.source,
        licence=network.licence,
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
    avoid: Sequence[Avoidable] = (),
    estimate: bool = False,
    profile: Profile | str | None = None,
    limit_km: float = 10.0,
) -> list[Route]:
    """Find the best way and others that make sense; see `RailNetwork.route`."""
    points = [origin, *via, destination]
    barred = parse_avoid(avoid, network)
    states, engine = _prepared(network, points, barred, profile)
    try:
        legs = _best(states, engine, points, barred, limit_km)
    except RoutingError as error:
        if not estimate:
            raise
        return [_estimated(network, points, error.message)]
    from geo.rail.alternatives import other_ways

    if not isinstance(engine, ScipyEngine):
        engine = ScipyEngine(states)
    # The places between are passed where the best way does, so that the legs fit together.
    starts, stops = _snapped(states, (origin, destination), limit_km, barred)
    out = [starts, *(_passed(states, leg.start, departure_sense(leg)) for leg in legs[1:])]
    into = [*(_passed(states, leg.end, arrival_sense(leg)) for leg in legs[:-1]), stops]
    ends = [
        (
            ends_of(states, one, leaving=True, avoid=barred),
            ends_of(states, other, leaving=False, avoid=barred),
        )
        for one, other in zip(out, into, strict=True)
    ]
    ways = other_ways(states, engine, legs, ends, alternatives)
    position_of = position(origin), position(destination)
    best, *others = (
        describe(network, way, *position_of, states.profile) for way in (joined(legs), *ways)
    )
    return [best, *(replace(route, notes=(*route.notes, "alternative")) for route in others)]


def _passed(states: StateGraph, snap: Snap, sense: int) -> list[Snap]:
    """Point at which a place is passed; in the same sense, where the train cannot reverse."""
    free = states.network.details is None or states.profile.reversals
    return [snap.directed(0 if free else sense)]
