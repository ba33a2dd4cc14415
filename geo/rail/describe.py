"""What a way passes: vertices, stations, countries, breaks of gauge."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distance_km
from geo.model import LonLat, Route, Stop
from geo.rail.profile import read_borders
from geo.rail.way import Way, piece_vertices

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["describe", "stops_of"]

Position = tuple[float, float, float, str]
#: Below this a stretch through a country is not worth its name, in km: the drawing of
#: borders at 1:10 million is no better.
_TOUCH_KM = 1.0
#: A way so many times the straight line, between places so far apart (km), gets a warning:
#: of 35 published station pairs the longest has 2.0.
_LONG_WAY = 2.5
_FAR_KM = 50.0


def _line(network: RailNetwork, way: Way) -> tuple[LonLat, ...]:
    parts = [piece_vertices(network, piece) for piece in way.pieces]
    vertices: NDArray[np.float64] = np.concatenate(parts)
    moved = np.ones(len(vertices), dtype=bool)
    moved[1:] = (np.abs(np.diff(vertices, axis=0)) > 1e-9).any(axis=1)
    return tuple((lon, lat) for lon, lat in np.round(vertices[moved], 6).tolist())


def stops_of(network: RailNetwork, way: Way) -> tuple[Stop, ...]:
    """Stations and towns that a way passes, in order, each once."""
    names = network.names
    if len(names.first) <= 1:
        return ()
    best: dict[int, tuple[float, float]] = {}
    done = 0.0
    for piece in way.pieces:
        low, high = sorted((piece.start_km, piece.end_km))
        for link in range(int(names.first[piece.edge]), int(names.first[piece.edge + 1])):
            km = float(names.link_km[link])
            if low <= km <= high:
                entry, gap = int(names.link_name[link]), float(names.link_gap_km[link])
                if entry not in best or gap < best[entry][0]:
                    best[entry] = gap, done + abs(km - piece.start_km)
        done += piece.km
    ordered = sorted(best.items(), key=lambda item: (item[1][1], item[0]))
    return tuple(
        Stop(
            name=names.label[entry],
            lon=float(names.lon[entry]),
            lat=float(names.lat[entry]),
            km=round(km, 2),
        )
        for entry, (_, km) in ordered
    )


def _countries(network: RailNetwork, way: Way) -> list[tuple[str, float, float]]:
    """Countries in order, each with the km at which it is entered and how long it is crossed."""
    runs: list[tuple[str, float, float]] = []
    done = 0.0
    for piece in way.pieces:
        code = network.countries[network.edge_country[piece.edge]]
        if runs and runs[-1][0] == code:
            runs[-1] = code, runs[-1][1], runs[-1][2] + piece.km
        else:
            runs.append((code, done, piece.km))
        done += piece.km
    if len(runs) > 1:
        runs = [run for run in runs if run[2] >= _TOUCH_KM] or runs[:1]
    return runs


def _gauge_breaks(network: RailNetwork, way: Way) -> tuple[tuple[float, str], ...]:
    """Places where the train has to change its gauge, as late as the rails allow."""
    breaks: list[tuple[float, str]] = []
    can: set[int] = set()
    done = 0.0
    for piece in way.pieces:
        here = set(network.gauges[network.edge_gauge[piece.edge]])
        if can and not can & here:
            before, after = "/".join(map(str, sorted(can))), "/".join(map(str, sorted(here)))
            breaks.append((round(done, 2), f"{before} to {after} mm"))
            can = here
        else:
            can = can & here if can else here
        done += piece.km
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


def describe(network: RailNetwork, way: Way, origin: Position, destination: Position) -> Route:
    """Put a way into words and numbers."""
    line = _line(network, way)
    runs = _countries(network, way)
    stations = stops_of(network, way)
    asked = float(distance_km(*origin[:2], *destination[:2]))
    snapped = float(distance_km(way.start.lon, way.start.lat, way.end.lon, way.end.lat))
    notes = _notes(runs)
    if asked >= _FAR_KM and way.km > _LONG_WAY * asked:
        notes += (
            (
                f"The way is {way.km / asked:.1f} times the straight line: rails may be missing in"
                f" the network {network.name!r}."
            ),
        )
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
    )
