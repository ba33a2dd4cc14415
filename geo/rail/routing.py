"""From two places to a `Route`: snap, search, and put the way together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import NoRoute, RoutingError
from geo.geodesy import distance_km
from geo.model import LonLat, Place, Route
from geo.rail.avoid import Avoid, blocked_arcs, parse_avoid
from geo.rail.describe import describe
from geo.rail.engine import Engine, Found, ScipyEngine
from geo.rail.moves import arrival_sense
from geo.rail.snapping import Snap
from geo.rail.states import StateGraph
from geo.rail.way import Way, way_from_arcs, way_on_edge, way_point

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
#: Candidates that are so much worse than the best are not looked at, in km.
_WORSE_KM = 3.0
#: The same where the drawing is true: the width of a large station, for its other tracks.
_BESIDE_KM = 0.3
_CANDIDATES = 6
#: A point so far from any course that the rails can take lies beside them, in km; a station
#: of the line that is so much farther than the line stands for it.
_OFF_KM = 1.0
_TO_STATION_KM = 2.0

Anywhere = LonLat | Place


def _position(where: Anywhere) -> tuple[float, float, float, str]:
    """Longitude, latitude, radius in km and name."""
    if isinstance(where, Place):
        return where.lon, where.lat, where.radius_km, where.name
    lon, lat = float(where[0]), float(where[1])
    return lon, lat, 0.0, ""


def _said(lon: float, lat: float, name: str) -> str:
    return (
        name
        or f"{abs(lat):.3f}°{'N' if lat >= 0 else 'S'} {abs(lon):.3f}°{'E' if lon >= 0 else 'W'}"
    )


def snap_place(network: RailNetwork, where: Anywhere, limit_km: float) -> list[Snap]:
    """Points on the rails that can stand for a place, the likeliest first.

    Raises
    ------
    RoutingError
        When the rails are farther than ``limit_km`` and the place's radius.
    """
    lon, lat, radius, name = _position(where)
    if not (np.isfinite(lon) and np.isfinite(lat) and abs(lon) <= 360 and abs(lat) <= 90):
        raise RoutingError(
            f"({lon}, {lat}) is no position",
            hint="Give longitude and latitude in degrees, longitude first.",
        )
    snaps = network.snap(lon, lat, limit_km=limit_km + radius, count=4 * _CANDIDATES)
    if snaps:
        country = where.country if isinstance(where, Place) else ""
        worse = _WORSE_KM
        if network.details is not None:
            # A place fills its radius, and its station may lie anywhere in it.
            worse = min(_BESIDE_KM + radius, _WORSE_KM)
        likely = _likely(network, snaps, country, worse)
        return _at_station(network, likely, lon, lat)
    hint = "Name a station nearer to the rails, or allow a larger distance."
    wider = network.snap(lon, lat, limit_km=500.0, count=1)
    if wider:
        near = _nearest_name(network, wider[0])
        hint = f"The nearest line is {wider[0].gap_km:.0f} km away{near}. {hint}"
    raise RoutingError(
        f"no railway of the network {network.name!r} passes within {limit_km + radius:.0f} km"
        f" of {_said(lon, lat, name)}",
        hint=hint,
    )


def _likely(network: RailNetwork, snaps: list[Snap], country: str, worse_km: float) -> list[Snap]:
    """Candidates that may stand for a place: near the best, and in its country and gauge.

    A place beside a border must not be served from the other side just because that saves
    the stop at the border. Pieces of the network that are not connected each give their own.
    """

    def code(snap: Snap) -> str:
        return network.countries[int(network.edge_country[snap.edge])]

    at_home = [snap for snap in snaps if code(snap) == country] or snaps
    best = at_home[0]
    gauges = set(network.gauges[network.edge_gauge[best.edge]])
    found: list[Snap] = []
    for snap in at_home:
        fits = code(snap) == code(best) and gauges & set(
            network.gauges[network.edge_gauge[snap.edge]]
        )
        same = sum(other.component == snap.component for other in found)
        if fits and snap.score <= best.score + worse_km and same < _CANDIDATES:
            found.append(snap)
    return found


def _at_station(network: RailNetwork, snaps: list[Snap], lon: float, lat: float) -> list[Snap]:
    """Candidates at the nearest station, for a point that no course of the rails can reach.

    Trains are boarded at stations, and the foot of a point far beside the rails is a guess.
    """
    names = network.names
    if not snaps or snaps[0].excess_km <= _OFF_KM or not len(names.label):
        return snaps
    found: list[tuple[float, int, int, Snap]] = []
    for snap in snaps:
        links = np.arange(names.first[snap.edge], names.first[snap.edge + 1])
        for link in links[names.is_station[names.link_name[links]]].tolist():
            entry = int(names.link_name[link])
            gap = float(distance_km(lon, lat, names.lon[entry], names.lat[entry]))
            found.append((gap, entry, link, snap))
    nearest = min(found, key=lambda row: row[:3], default=None)
    if nearest is None or nearest[0] > snaps[0].gap_km + _TO_STATION_KM:
        return snaps
    moved = []
    for gap, entry, link, snap in found:
        if entry == nearest[1]:
            mark = float(names.link_km[link])
            at_lon, at_lat = way_point(network, snap.edge, mark)
            moved.append(replace(snap, km=mark, lon=at_lon, lat=at_lat, gap_km=gap))
    return moved


def _nearest_name(network: RailNetwork, snap: Snap) -> str:
    names = network.names
    if not len(names.lon):
        return f", at {_said(snap.lon, snap.lat, '')}"
    shrink = np.cos(np.radians(snap.lat))
    dx = ((names.lon - snap.lon + 180) % 360 - 180) * shrink
    nearest = int(np.argmin(dx**2 + (names.lat - snap.lat) ** 2))
    return f", near {names.label[nearest]}"


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
    names = [_said(lon, lat, name) for lon, lat, _, name in map(_position, points)]
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
    return describe(network, way, _position(points[0]), _position(points[-1]), states.profile)


def _no_route(points: Sequence[Anywhere], snaps: list[list[Snap]], avoid: Avoid) -> NoRoute:
    one, other = (_said(lon, lat, name) for lon, lat, _, name in map(_position, points))
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
    positions = [_position(point) for point in points]
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
    ends = _position(origin), _position(destination)
    routes = [describe(network, way, *ends, states.profile) for way in ways]
    return [best, *(replace(route, notes=(*route.notes, "alternative")) for route in routes)]
