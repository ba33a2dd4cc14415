"""Put two networks and what joins them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.geodesy import distance_km
from geo.rail.cutting import select_edges
from geo.rail.details import JOINT, SCHEMATIC, Details
from geo.rail.network import Names, RailNetwork

__all__ = ["Joining", "unite"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Joining:
    """Straight edges from nodes of one network to nodes of another.

    Parameters
    ----------
    one, other : ndarray
        Nodes of the first and of the second network.
    country, gauge : ndarray
        As the first network numbers them.
    """

    one: Ints
    other: Ints
    country: NDArray[np.uint8]
    gauge: NDArray[np.uint8]


def _united(one: Sequence[Any], other: Sequence[Any]) -> tuple[tuple[Any, ...], NDArray[np.uint8]]:
    """Values of both, and the new number of each of the second."""
    known = [*one, *(value for value in other if value not in one)]
    if len(known) > 256:
        raise InputError(
            "the two networks tell of more than 256 countries or gauges",
            hint="Import the region again from a file of better quality.",
        )
    return tuple(known), np.array([known.index(value) for value in other], dtype=np.uint8)


def unite(
    base: RailNetwork, region: RailNetwork, joining: Joining, name: str
) -> tuple[RailNetwork, Floats]:
    """Put two networks together; also give the lengths of the joints, in km.

    Parameters
    ----------
    base, region : RailNetwork
    joining : Joining
    name : str
        Of the new network. Nodes without an edge are left out.
    """
    shift, count = len(base.node_lon), len(joining.one)
    lon = np.concatenate([base.node_lon, region.node_lon])
    lat = np.concatenate([base.node_lat, region.node_lat])
    ends = np.stack([joining.one, joining.other + shift], axis=1)
    x, y = lon[ends], lat[ends]
    km = np.maximum(np.asarray(distance_km(x[:, 0], y[:, 0], x[:, 1], y[:, 1])), 0.001)
    countries, country = _united(base.countries, region.countries)
    gauges, gauge = _united(base.gauges, region.gauges)
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
            [base.edge_country, country[region.edge_country], joining.country]
        ),
        countries=countries,
        edge_gauge=np.concatenate([base.edge_gauge, gauge[region.edge_gauge], joining.gauge]),
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
    return select_edges(network, np.ones(len(network.edge_u), dtype=bool)), km


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
    known = {text: index for index, text in enumerate(one)}
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
