"""What a way passes: vertices, stations, countries, breaks of gauge."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distance_km
from geo.model import LonLat, Route, Stop
from geo.rail.confidence import confidence
from geo.rail.moves import move_notes, reversals
from geo.rail.profile import Profile, default_profile, read_borders
from geo.rail.turn_states import side_tracks
from geo.rail.way import Way, way_vertices

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["describe", "stops_of"]

Position = tuple[float, float, float, str]
#: Below this a stretch through a country is not worth its name, in km: the drawing of
#: borders at 1:10 million is no better.
_TOUCH_KM = 1.0
#: Vertices nearer to each other are one, in degrees (half a metre): where a way starts or
#: ends within an edge, the angle to the next vertex would be a matter of rounding.
_SAME_DEG = 5e-6
#: A way so many times the straight line, between places so far apart (km), gets a warning:
#: of 35 published station pairs the longest has 2.0.
_LONG_WAY = 2.5
_FAR_KM = 50.0


def _line(network: RailNetwork, way: Way) -> tuple[LonLat, ...]:
    vertices = way_vertices(network, way)
    moved = np.ones(len(vertices), dtype=bool)
    moved[1:] = (np.abs(np.diff(vertices, axis=0)) > _SAME_DEG).any(axis=1)
    if not moved[-1]:
        # The end stays where it is, and the vertex just before it goes instead.
        moved[int(np.flatnonzero(moved)[-1]) or -1] = False
        moved[-1] = True
    places = 6 if network.details is None else 7
    line = np.round(vertices[moved], places)
    return tuple(zip(line[:, 0].tolist(), line[:, 1].tolist(), strict=True))


def stops_of(network: RailNetwork, way: Way) -> tuple[Stop, ...]:
    """Stations and towns that a way passes, in order, each once."""
    names = network.names
    if len(names.first) <= 1:
        return ()
    first = names.first[way.edges].astype(np.int64)
    count = names.first[way.edges + 1] - first
    piece = np.repeat(np.arange(len(count)), count)
    link = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count) + first[piece]
    mark = names.link_km[link]
    low, high = np.minimum(way.from_km, way.to_km), np.maximum(way.from_km, way.to_km)
    on_way = (mark >= low[piece]) & (mark <= high[piece])
    piece, link, mark = piece[on_way], link[on_way], mark[on_way]
    travelled = np.cumsum(way.piece_km) - way.piece_km
    km = travelled[piece] + np.abs(mark - way.from_km[piece])
    # A place beside several edges counts where it is nearest.
    entry = names.link_name[link]
    order = np.lexsort((km, names.link_gap_km[link], entry))
    entry, km = entry[order], km[order]
    nearest = np.ones(len(entry), dtype=bool)
    nearest[1:] = entry[1:] != entry[:-1]
    entry, km = entry[nearest], km[nearest]
    order = np.lexsort((entry, km))
    entry = entry[order]
    rows = zip(
        entry.tolist(),
        names.lon[entry].tolist(),
        names.lat[entry].tolist(),
        np.round(km[order], 2).tolist(),
        strict=True,
    )
    return tuple(Stop(names.label[index], lon, lat, at) for index, lon, lat, at in rows)


def _runs(values: NDArray[np.uint8]) -> list[int]:
    """Positions at which a value differs from the one before, the first among them."""
    return [0, *(np.flatnonzero(values[1:] != values[:-1]) + 1).tolist()]


def _countries(network: RailNetwork, way: Way) -> list[tuple[str, float, float]]:
    """Countries in order, each with the km at which it is entered and how long it is crossed."""
    codes = network.edge_country[way.edges]
    travelled = np.concatenate([[0.0], np.cumsum(way.piece_km)])
    starts = _runs(codes)
    found = [
        (network.countries[int(codes[begin])], float(travelled[begin]), float(length))
        for begin, length in zip(
            starts, np.diff(travelled[[*starts, len(codes)]]).tolist(), strict=True
        )
    ]
    if len(found) > 1:
        found = [run for run in found if run[2] >= _TOUCH_KM] or found[:1]
    return found


def _gauge_breaks(network: RailNetwork, way: Way) -> tuple[tuple[float, str], ...]:
    """Places where the train has to change its gauge, as late as the rails allow."""
    sets = network.edge_gauge[way.edges]
    travelled = np.concatenate([[0.0], np.cumsum(way.piece_km)])
    breaks: list[tuple[float, str]] = []
    can: set[int] = set()
    for begin in _runs(sets):
        here = set(network.gauges[int(sets[begin])])
        if can and not can & here:
            before, after = "/".join(map(str, sorted(can))), "/".join(map(str, sorted(here)))
            breaks.append((round(float(travelled[begin]), 2), f"{before} to {after} mm"))
            can = here
        else:
            can = can & here if can else here
    return tuple(breaks)


def _notes(runs: list[tuple[str, float, float]]) -> tuple[str, ...]:
    notes = []
    for (one, *_), (other, entered, _) in pairwise(runs):
        border = read_borders().get(frozenset((one, other)))
        if border is not None and border.closed:
            notes.append(
                f"At km {entered:.0f} the way crosses the border {one}-{other}, which is closed"
                f" to trains: {border.reason}."
            )
    return tuple(notes)


def describe(
    network: RailNetwork,
    way: Way,
    origin: Position,
    destination: Position,
    profile: Profile | None = None,
) -> Route:
    """Put a way into words and numbers."""
    line = _line(network, way)
    runs = _countries(network, way)
    stations = stops_of(network, way)
    asked = float(distance_km(*origin[:2], *destination[:2]))
    snapped = float(distance_km(way.start.lon, way.start.lat, way.end.lon, way.end.lat))
    closed = _notes(runs)
    notes = closed
    chosen = profile or default_profile()
    turned = reversals(network, way, chosen.max_turn_deg)
    if network.details is not None:
        notes += move_notes(way, turned, side_tracks(network))
    long_way = asked >= _FAR_KM and way.km > _LONG_WAY * asked
    if long_way:
        notes += (
            (
                f"The way is {way.km / asked:.1f} times the straight line: rails may be missing in"
                f" the network {network.name!r}."
            ),
        )
    chance, doubts = confidence(network, way, closed=bool(closed), long_way=long_way)
    return Route(
        km=way.km,
        # Rails are never shorter than the straight line between their own ends.
        geodesic_km=min(asked, snapped) if way.km < asked else asked,
        path=line,
        stations=stations,
        origin=origin[3],
        destination=destination[3],
        network=network.name,
        snap_km=(round(way.start.gap_km, 3), round(way.end.gap_km, 3)),
        countries=tuple(dict.fromkeys(code for code, *_ in runs)),
        gauge_breaks=_gauge_breaks(network, way),
        notes=notes,
        borders=tuple(
            (round(entered, 1), f"{one}-{other}")
            for (one, *_), (other, entered, _) in pairwise(runs)
            if one != other
        ),
        reversals=turned,
        confidence=chance,
        doubts=doubts,
        profile=chosen.name,
        source=network.source,
        licence=network.licence,
    )
