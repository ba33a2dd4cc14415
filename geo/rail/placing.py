"""From a place to the points on the rails that can stand for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.errors import RoutingError
from geo.geodesy import distance_km
from geo.model import LonLat, Place
from geo.rail.snapping import Snap
from geo.rail.way import way_point

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["Anywhere", "position", "said", "snap_place"]

#: Candidates that are so much worse than the best are not looked at, in km.
_WORSE_KM = 3.0
#: The same where the drawing is true: the width of a large station, for its other tracks.
_BESIDE_KM = 0.3
_CANDIDATES = 6
#: The same where the drawing is true: the nearest tracks at a station are often its sidings.
_TRACKS = 16
#: A point so far from any course that the rails can take lies beside them, in km; a station
#: of the line that is so much farther than the line stands for it.
_OFF_KM = 1.0
_TO_STATION_KM = 2.0
#: Stations that bear a place's name are its own at least so far from its middle, in km, and so
#: many of their tracks are looked at.
_OWN_KM = 3.0
_STATION_TRACKS = 32
_DEG_KM = 111.2

Anywhere = LonLat | Place


def position(where: Anywhere) -> tuple[float, float, float, str]:
    """Longitude, latitude, radius in km and name."""
    if isinstance(where, Place):
        return where.lon, where.lat, where.radius_km, where.name
    lon, lat = float(where[0]), float(where[1])
    return lon, lat, 0.0, ""


def said(lon: float, lat: float, name: str) -> str:
    """Name of a place, or its coordinates in words.

    Examples
    --------
    >>> said(131.957, -43.8, ""), said(0.0, 0.0, "Null")
    ('43.800°S 131.957°E', 'Null')
    """
    return (
        name
        or f"{abs(lat):.3f}°{'N' if lat >= 0 else 'S'} {abs(lon):.3f}°{'E' if lon >= 0 else 'W'}"
    )


def snap_place(
    network: RailNetwork,
    where: Anywhere,
    limit_km: float,
    barred: NDArray[np.bool_] | None = None,
) -> list[Snap]:
    """Points on the rails that can stand for a place, the likeliest first.

    ``barred`` tells edges that the train may not use.

    Raises
    ------
    RoutingError
        When the rails are farther than ``limit_km`` and the place's radius.
    """
    lon, lat, radius, name = position(where)
    if not (np.isfinite(lon) and np.isfinite(lat) and abs(lon) <= 360 and abs(lat) <= 90):
        raise RoutingError(
            f"({lon}, {lat}) is no position",
            hint="Give longitude and latitude in degrees, longitude first.",
        )
    most = _CANDIDATES if network.details is None else _TRACKS
    snaps = network.snap(lon, lat, limit_km=limit_km + radius, count=4 * most)
    if snaps and barred is not None:
        snaps = [snap for snap in snaps if not barred[snap.edge]]
        if not snaps:
            raise RoutingError(
                f"the profile allows none of the lines near {said(lon, lat, name)}",
                hint="Use another profile, or a place on a line that it allows.",
            )
    if snaps:
        country = where.country if isinstance(where, Place) else ""
        worse = _WORSE_KM
        if network.details is not None and not network.details.drawing[snaps[0].edge]:
            # A place fills its radius, and its station may lie anywhere in it.
            worse = min(_BESIDE_KM + radius, _WORSE_KM)
        likely = _likely(network, snaps, country, worse)
        own = _own_stations(network, where, likely[0], barred) if isinstance(where, Place) else []
        return own or _at_station(network, likely, lon, lat)
    hint = "Name a station nearer to the rails, or allow a larger distance."
    wider = network.snap(lon, lat, limit_km=500.0, count=1)
    if wider:
        near = _nearest_name(network, wider[0])
        hint = f"The nearest line is {wider[0].gap_km:.0f} km away{near}. {hint}"
    raise RoutingError(
        f"no railway of the network {network.name!r} passes within {limit_km + radius:.0f} km"
        f" of {said(lon, lat, name)}",
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
    most = _CANDIDATES if network.details is None else _TRACKS
    gauges = set(network.gauges[network.edge_gauge[best.edge]])
    found: list[Snap] = []
    for snap in at_home:
        fits = code(snap) == code(best) and gauges & set(
            network.gauges[network.edge_gauge[snap.edge]]
        )
        same = sum(other.component == snap.component for other in found)
        if fits and snap.score <= best.score + worse_km and same < most:
            found.append(snap)
    return found


def _own_stations(
    network: RailNetwork, where: Place, best: Snap, barred: NDArray[np.bool_] | None
) -> list[Snap]:
    """Candidates at the known stations of a place that fills a radius; the way decides.

    Those that bear its name, within its radius: Moscow has nine, and a train to Kazan leaves
    from another one than a train to Minsk. In the country of the best candidate, on its gauge,
    and on its piece of the network.
    """
    names = network.names
    if where.radius_km <= 0 or where.kind == "station" or not len(names.label):
        return []
    reach = max(where.radius_km, _OWN_KM)
    # The exact distance only for those at the right latitude: there are 30,000 names.
    box = np.flatnonzero(names.is_station & (np.abs(names.lat - where.lat) * _DEG_KM <= reach))
    box = box[distance_km(names.lon[box], names.lat[box], where.lon, where.lat) <= reach]
    wanted = where.name.casefold()
    entries = [entry for entry in box.tolist() if wanted in names.label[entry].casefold()]
    links = np.flatnonzero(np.isin(names.link_name, entries))
    edges = np.searchsorted(names.first, links, side="right") - 1
    gauges = set(network.gauges[network.edge_gauge[best.edge]])
    found: list[Snap] = []
    for edge, link in zip(edges.tolist(), links.tolist(), strict=True):
        if (
            network.component[network.edge_u[edge]] == best.component
            and network.edge_country[edge] == network.edge_country[best.edge]
            and gauges & set(network.gauges[network.edge_gauge[edge]])
            and not (barred is not None and barred[edge])
        ):
            gap = float(names.link_gap_km[link])
            found.append(replace(_moved(network, best, edge, link, gap), excess_km=0.0))
    return sorted(found, key=lambda snap: snap.gap_km)[:_STATION_TRACKS]


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
    if network.details is not None:
        return _tracks_of(network, nearest[1], nearest[0], snaps[0])
    return [
        _moved(network, snap, snap.edge, link, gap)
        for gap, entry, link, snap in found
        if entry == nearest[1]
    ]


def _moved(network: RailNetwork, snap: Snap, edge: int, link: int, gap_km: float) -> Snap:
    """Candidate on an edge, where a link of the network's names says."""
    mark = float(network.names.link_km[link])
    lon, lat = way_point(network, edge, mark)
    return replace(snap, edge=edge, km=mark, lon=lon, lat=lat, gap_km=gap_km)


def _tracks_of(network: RailNetwork, entry: int, gap_km: float, near: Snap) -> list[Snap]:
    """Candidates on all tracks of a station that hang together with a given one."""
    names = network.names
    links = np.flatnonzero(names.link_name == entry)
    edges = np.searchsorted(names.first, links, side="right") - 1
    fits = network.component[network.edge_u[edges]] == near.component
    fits &= network.edge_country[edges] == network.edge_country[near.edge]
    pairs = zip(edges[fits].tolist(), links[fits].tolist(), strict=True)
    return [_moved(network, near, edge, link, gap_km) for edge, link in pairs] or [near]


def _nearest_name(network: RailNetwork, snap: Snap) -> str:
    names = network.names
    if not len(names.lon):
        return f", at {said(snap.lon, snap.lat, '')}"
    shrink = np.cos(np.radians(snap.lat))
    dx = ((names.lon - snap.lon + 180) % 360 - 180) * shrink
    nearest = int(np.argmin(dx**2 + (names.lat - snap.lat) ** 2))
    return f", near {names.label[nearest]}"
