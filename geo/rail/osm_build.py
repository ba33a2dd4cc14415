"""From OpenStreetMap's ways and nodes to a network, whichever way they came."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.geodesy import distance_km
from geo.rail.details import Details
from geo.rail.distinct import distinct
from geo.rail.network import RailNetwork
from geo.rail.osm_contract import Runs, contract
from geo.rail.osm_tags import KINDS, Line, line_name, read_line, station_name

if TYPE_CHECKING:
    from geo.rail.osm_context import Context

__all__ = ["LICENCE", "Survey", "build"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LICENCE = "ODbL 1.0"
#: Nodes that a network may have: about twice as many as all railways of the planet.
MAX_NODES = 40_000_000


@dataclass
class Survey:
    """What is gathered while reading; everything in flat arrays, so that memory stays small.

    Ways first, then the nodes they name: `wanted` tells which.
    """

    kinds: Collection[str] = KINDS[:1]
    lines: list[Line] = field(default_factory=list)
    _line_of: dict[Line, int] = field(default_factory=dict)
    #: Names of lines, with their numbers; none is 0.
    names: dict[str, int] = field(default_factory=lambda: {"": 0})
    way_name: array[int] = field(default_factory=lambda: array("q"))
    _seen: set[int] = field(default_factory=set)
    way_line: array[int] = field(default_factory=lambda: array("q"))
    way_size: array[int] = field(default_factory=lambda: array("q"))
    refs: array[int] = field(default_factory=lambda: array("q"))
    node_id: array[int] = field(default_factory=lambda: array("q"))
    node_lon: array[float] = field(default_factory=lambda: array("d"))
    node_lat: array[float] = field(default_factory=lambda: array("d"))
    crossings: set[int] = field(default_factory=set)
    stations: list[tuple[str, float, float]] = field(default_factory=list)

    def add_way(self, number: int, tags: Mapping[str, str], refs: Iterable[int]) -> None:
        """Take a way, where it is a railway of the wished kinds and not known yet."""
        line = read_line(tags, self.kinds)
        if line is None or number in self._seen:
            return
        self._seen.add(number)
        before = len(self.refs)
        self.refs.extend(refs)
        self.way_size.append(len(self.refs) - before)
        if line not in self._line_of:
            self._line_of[line] = len(self.lines)
            self.lines.append(line)
        self.way_line.append(self._line_of[line])
        self.way_name.append(self.names.setdefault(line_name(tags), len(self.names)))
        if len(self.refs) > MAX_NODES:
            raise InputError(
                f"there are more than {MAX_NODES:,} points of railway",
                hint="Cut a smaller area out first, for instance with `osmium extract`.",
            )

    def add_node(self, number: int, lon: float, lat: float) -> None:
        """Take the position of a node that a way names."""
        self.node_id.append(number)
        self.node_lon.append(lon)
        self.node_lat.append(lat)

    def add_tags(self, number: int, tags: Mapping[str, str], lon: float, lat: float) -> None:
        """Take what a node's tags say: a crossing on the level, or a station."""
        if tags.get("railway") == "railway_crossing":
            self.crossings.add(number)
        name = station_name(tags)
        if name and _on_earth(lon, lat):
            self.stations.append((name, lon, lat))

    def wanted(self) -> Ints:
        """Numbers of the nodes that ways name, each once, in order."""
        return distinct(np.frombuffer(self.refs, dtype=np.int64))


def _on_earth(lon: float, lat: float) -> bool:
    return -180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0


def _segments(survey: Survey, ids: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of neighbours in ways (positions in ``ids``), and the way of each."""
    refs = np.frombuffer(survey.refs, dtype=np.int64)
    where = np.searchsorted(ids, refs)
    where[where == len(ids)] = 0
    known = ids[where] == refs
    size = np.frombuffer(survey.way_size, dtype=np.int64)
    way = np.repeat(np.arange(len(size)), size)
    inside = (way[1:] == way[:-1]) & known[1:] & known[:-1] & (where[1:] != where[:-1])
    tail, head, owner = where[:-1][inside], where[1:][inside], way[:-1][inside]
    # A stretch that two ways share is one stretch: the way that was read first has it.
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    _, fresh = np.unique(low * len(ids) + high, return_index=True)
    fresh.sort()
    return tail[fresh], head[fresh], owner[fresh]


def _nodes(survey: Survey) -> tuple[Ints, Floats, Floats]:
    """Nodes that lie on the earth, each once, in order of their numbers."""
    ids = np.frombuffer(survey.node_id, dtype=np.int64)
    lon = np.frombuffer(survey.node_lon, dtype=np.float64)
    lat = np.frombuffer(survey.node_lat, dtype=np.float64)
    good = np.flatnonzero((np.abs(lon) <= 180.0) & (np.abs(lat) <= 90.0))
    ids, fresh = np.unique(ids[good], return_index=True)
    return ids, lon[good][fresh], lat[good][fresh]


def build(
    survey: Survey, *, name: str, source: str, version: str, context: Context | None = None
) -> RailNetwork:
    """Make a network of what was gathered.

    Parameters
    ----------
    survey : Survey
    name, source, version : str
        Of the network; the version is the date of the data.
    context : Context, optional
        Tells countries and usual gauges; without it, countries stay unknown and tracks that
        do not tell their gauge are 1435 mm.

    Raises
    ------
    InputError
        When there is no railway in it.
    """
    if not len(survey.way_size):
        raise InputError(
            f"there is no railway in {source}",
            hint="Only railway=rail is read by default; other kinds have to be asked for.",
        )
    ids, lon, lat = _nodes(survey)
    tail, head, way = _segments(survey, ids) if len(ids) else (np.zeros(0, dtype=np.int64),) * 3
    if not len(tail):
        raise InputError(
            f"the railways in {source} have no positions",
            hint="The file was probably cut without its nodes; cut it with complete ways.",
        )
    line = np.frombuffer(survey.way_line, dtype=np.int64)[way]
    used, inverse = np.unique(np.concatenate([tail, head]), return_inverse=True)
    tail, head = inverse[: len(tail)].astype(np.int64), inverse[len(tail) :].astype(np.int64)
    ids, lon, lat = ids[used], lon[used], lat[used]
    km = np.asarray(distance_km(lon[tail], lat[tail], lon[head], lat[head]))
    crossing = np.isin(ids, np.fromiter(survey.crossings, dtype=np.int64))
    countries: tuple[str, ...] = ("",)
    country = np.zeros(len(tail), dtype=np.int64)
    if context is not None:
        countries, country = context.countries(lon[tail], lat[tail])
    runs = contract(lon, lat, tail, head, km, line * len(countries) + country, crossing)

    first, steps = runs.first, runs.segment
    counts = np.diff(first)
    lead = steps[first[:-1] - np.arange(len(counts))]
    marks = np.zeros(len(runs.vertex))
    is_start = np.zeros(len(runs.vertex), dtype=bool)
    is_start[first[:-1]] = True
    marks[~is_start] = km[steps]
    # A run of no length (points on top of each other) would be an arc of no cost.
    total = np.cumsum(marks)
    marks = total - np.repeat(total[first[:-1]], counts)
    ends = np.stack([runs.vertex[first[:-1]], runs.vertex[first[1:] - 1]], axis=1)
    nodes, inverse = np.unique(ends, return_inverse=True)
    inverse = inverse.reshape(-1, 2)
    lines = [survey.lines[index] for index in line[lead].tolist()]
    gauges, gauge = _gauges(lines, [countries[index] for index in country[lead].tolist()], context)
    network = RailNetwork(
        name=name,
        node_lon=lon[nodes],
        node_lat=lat[nodes],
        edge_u=inverse[:, 0].astype(np.int32),
        edge_v=inverse[:, 1].astype(np.int32),
        first=first.astype(np.int32),
        vertex_lon=lon[runs.vertex],
        vertex_lat=lat[runs.vertex],
        vertex_km=marks,
        edge_country=country[lead].astype(np.uint8),
        countries=countries,
        edge_gauge=gauge,
        gauges=gauges,
        edge_class=np.array([2 if entry.fast else 0 for entry in lines], dtype=np.uint8),
        source=source,
        licence=LICENCE,
        version=version,
        details=Details(
            service=_column(lines, "service"),
            usage=_column(lines, "usage"),
            electrified=_column(lines, "electrified"),
            maxspeed_kmh=np.array([entry.maxspeed_kmh for entry in lines], dtype=np.int32),
            crossing=crossing[nodes],
            preferred=_preferred(runs, tail, km, [survey.lines[i].preferred for i in line]),
            # Runs do not end where only the name changes: the first way gives it.
            line=np.frombuffer(survey.way_name, dtype=np.int64)[way[lead]].astype(np.int32),
            lines=tuple(survey.names),
        ),
    )
    if context is not None:
        return replace(network, names=context.names(network, survey.stations))
    return network


def _preferred(runs: Runs, tail: Ints, km: Floats, told: Sequence[int]) -> NDArray[np.int8]:
    """Direction in which trains usually run on each run: what most of its length says.

    ``told`` is for each segment, seen from its tail.
    """
    counts = np.diff(runs.first)
    is_last = np.zeros(len(runs.vertex), dtype=bool)
    is_last[runs.first[1:] - 1] = True
    along = tail[runs.segment] == runs.vertex[~is_last]
    weight = np.where(along, 1.0, -1.0) * np.asarray(told)[runs.segment] * km[runs.segment]
    of_run = np.repeat(np.arange(len(counts)), counts - 1)
    return np.sign(np.bincount(of_run, weights=weight, minlength=len(counts))).astype(np.int8)


def _column(lines: list[Line], name: str) -> NDArray[np.uint8]:
    return np.array([getattr(line, name) for line in lines], dtype=np.uint8)


def _gauges(
    lines: list[Line], countries: list[str], context: Context | None
) -> tuple[tuple[tuple[int, ...], ...], NDArray[np.uint8]]:
    """Sets of gauges, and the number of the set for each edge."""
    usual: dict[str, tuple[int, ...]] = context.gauges if context is not None else {}
    sets = [
        line.gauges or usual.get(code, (1435,))[:1]
        for line, code in zip(lines, countries, strict=True)
    ]
    known: list[Any] = sorted(set(sets))
    # An index is one byte; the 256th set of gauges on earth would be a mistake in the data.
    rank = {entry: min(index, 255) for index, entry in enumerate(known)}
    return tuple(known[:256]), np.array([rank[entry] for entry in sets], dtype=np.uint8)
