"""The rail network: nodes, edges with their drawn vertices and true lengths, and names.

An edge is a run of railway between two nodes where lines meet, the country changes or the
gauge does. Its vertices (both ends included) lie in flat arrays, from ``first[edge]`` to
``first[edge + 1]``; ``vertex_km`` tells the true length from the edge's start. The stretch
between two neighbouring vertices is a *hop*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from geo.model import LonLat, Place, Provenance, Reach, Route

if TYPE_CHECKING:
    from geo.rail.avoid import Avoidable
    from geo.rail.details import Details
    from geo.rail.engine import Engine
    from geo.rail.profile import Profile
    from geo.rail.snapping import Snap, SnapIndex
    from geo.rail.states import StateGraph

__all__ = ["Names", "RailNetwork"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False, repr=False)
class Names:
    """Stations and towns beside the rails.

    ``links`` from ``first[edge]`` to ``first[edge + 1]`` name what lies at an edge: which
    entry, at which km of the edge, and how far beside it (km).
    """

    label: tuple[str, ...] = ()
    lon: Floats = field(default_factory=lambda: np.empty(0))
    lat: Floats = field(default_factory=lambda: np.empty(0))
    #: True for stations, False for towns.
    is_station: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=bool))
    first: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    link_name: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    link_km: Floats = field(default_factory=lambda: np.empty(0))
    link_gap_km: Floats = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, eq=False, repr=False)
class RailNetwork:
    """A network of rails that can be routed over. Make one with `geo.rail.load`."""

    name: str
    node_lon: Floats
    node_lat: Floats
    edge_u: Ints
    edge_v: Ints
    first: Ints
    vertex_lon: Floats
    vertex_lat: Floats
    vertex_km: Floats
    #: Index into ``countries`` for each edge.
    edge_country: NDArray[np.uint8]
    countries: tuple[str, ...]
    #: Index into ``gauges`` for each edge.
    edge_gauge: NDArray[np.uint8]
    #: Sets of gauges in mm that an edge may carry.
    gauges: tuple[tuple[int, ...], ...]
    #: Index into `geo.rail.profile.CLASSES` for each edge.
    edge_class: NDArray[np.uint8]
    #: How much of each edge was drawn in where the source has a gap; None: nothing.
    bridged_km: Floats | None = None
    source: str = ""
    licence: str = ""
    version: str = ""
    names: Names = field(default_factory=Names)
    #: What only real geometry knows; None where the drawing is schematic.
    details: Details | None = None
    #: Where prepared search structures may be kept; None keeps nothing.
    cache_dir: Any = None

    def __repr__(self) -> str:
        return f"<RailNetwork {self.name!r}: {len(self.edge_u)} edges>"

    @cached_property
    def edge_km(self) -> Floats:
        """True length of each edge."""
        return np.asarray(self.vertex_km[self.first[1:] - 1])

    @cached_property
    def component(self) -> Ints:
        """Number of the connected piece that each node belongs to; 0 is the longest."""
        from geo.rail.components import label_components

        return label_components(len(self.node_lon), self.edge_u, self.edge_v, self.edge_km)

    @cached_property
    def half_bearing(self) -> Floats:
        """Direction in which each edge leaves its start, and its end; see `geo.rail.turns`."""
        from geo.rail.turns import half_bearing_deg

        return half_bearing_deg(self)

    @property
    def provenance(self) -> Provenance:
        """Where the rails come from."""
        return Provenance(
            what=f"rail network {self.name!r}",
            source=self.source,
            licence=self.licence,
            version=self.version,
        )

    def info(self) -> dict[str, Any]:
        """Counts, extent, source and licence, for ``geo data info``."""
        km = self.edge_km
        pieces = self.component
        return {
            "source": self.source,
            "licence": self.licence,
            "version": self.version,
            "nodes": len(self.node_lon),
            "edges": len(km),
            "length": f"{float(km.sum()):,.0f} km",
            "pieces": int(pieces.max()) + 1 if len(pieces) else 0,
            "countries": len({self.countries[index] for index in set(self.edge_country.tolist())}),
            "named places": len(self.names.label),
        }

    def edge_path(self, edge: int) -> NDArray[np.float64]:
        """Vertices of an edge, shape (n, 2), longitude first."""
        part = slice(int(self.first[edge]), int(self.first[edge + 1]))
        return np.stack([self.vertex_lon[part], self.vertex_lat[part]], axis=1)

    @cached_property
    def snap_index(self) -> SnapIndex:
        """Grid over all hops, made at the first question."""
        from geo.rail.snapping import SnapIndex

        return SnapIndex.build(self)

    @cached_property
    def _prepared(self) -> dict[Any, tuple[StateGraph, Engine]]:
        return {}

    def prepared(self, profile: Profile | str | None = None) -> tuple[StateGraph, Engine]:
        """Search graph and engine for a profile, made at the first question."""
        from geo.rail.engine import make_engine
        from geo.rail.profiles import find_profile
        from geo.rail.states import build_states

        profile = find_profile(profile)
        if profile not in self._prepared:
            states = build_states(self, profile)
            self._prepared[profile] = (states, make_engine(states, self.cache_dir))
        return self._prepared[profile]

    def snap(self, lon: float, lat: float, limit_km: float = 10.0, count: int = 6) -> list[Snap]:
        """Places on the rails where a point may belong, the likeliest first.

        Parameters
        ----------
        lon, lat : float
            The point, in degrees.
        limit_km : float
            How far the rails may be.
        count : int
            At most so many, each on another edge.

        Returns
        -------
        list of Snap
            Empty when no rails are that near.
        """
        return self.snap_index.find(lon, lat, limit_km=limit_km, count=count)

    @overload
    def route(  # type: ignore[overload-overlap]
        self,
        origin: LonLat | Place,
        destination: LonLat | Place,
        *,
        via: Sequence[LonLat | Place] = ...,
        avoid: Iterable[Avoidable] = ...,
        alternatives: Literal[0] = ...,
        estimate: bool = ...,
        profile: Profile | str | None = ...,
        limit_km: float = ...,
    ) -> Route: ...

    @overload
    def route(
        self,
        origin: LonLat | Place,
        destination: LonLat | Place,
        *,
        via: Sequence[LonLat | Place] = ...,
        avoid: Iterable[Avoidable] = ...,
        alternatives: int,
        estimate: bool = ...,
        profile: Profile | str | None = ...,
        limit_km: float = ...,
    ) -> list[Route]: ...

    def route(
        self,
        origin: LonLat | Place,
        destination: LonLat | Place,
        *,
        via: Sequence[LonLat | Place] = (),
        avoid: Iterable[Avoidable] = (),
        alternatives: int = 0,
        estimate: bool = False,
        profile: Profile | str | None = None,
        limit_km: float = 10.0,
    ) -> Route | list[Route]:
        """Find the way over rails that takes least time.

        Parameters
        ----------
        origin, destination : (lon, lat) or Place
            A place may lie ``limit_km`` plus its own radius from the rails.
        via : sequence of (lon, lat) or Place
            To be passed in this order.
        avoid : iterable
            What must not be touched: countries by their two-letter code, named lines
            (`geo.rail.lines.line_names`), discs as (lon, lat, radius_km), boxes as
            (west, south, east, north), or polygons of shapely or GeoJSON.
        alternatives : int
            How many other sensible ways are wanted besides the best; then a list comes back,
            best first, which may be shorter than wished.
        estimate : bool
            Where no rails join the places, give great circle times 1.24 (give or take 20 %),
            marked as estimated, instead of raising.
        profile : Profile or str, optional
            Speeds, times of stops and filters: ``special`` (the default), ``passenger``,
            ``freight``, the path of a TOML file, or a `Profile`.
        limit_km : float
            How far from the rails a point may lie.

        Returns
        -------
        Route, or list of Route when alternatives are asked for

        Raises
        ------
        RoutingError
            When a place is too far from any rails; the nearest line is named.
        NoRoute
            When no rails join the places.
        """
        from geo.rail.routing import find_route, find_routes

        options: Any = {
            "via": tuple(via),
            "avoid": tuple(avoid),
            "estimate": estimate,
            "profile": profile,
            "limit_km": limit_km,
        }
        if alternatives:
            return find_routes(self, origin, destination, alternatives=alternatives, **options)
        return find_route(self, origin, destination, **options)

    def reach(
        self,
        origin: LonLat | Place,
        hours: float,
        speed_kmh: tuple[float, float] = (40.0, 60.0),
        *,
        avoid: Iterable[Avoidable] = (),
        profile: Profile | str | None = None,
        limit_km: float = 10.0,
    ) -> Reach:
        """Everything that a train can reach in some hours.

        Parameters
        ----------
        origin : (lon, lat) or Place
        hours : float
        speed_kmh : tuple of float
            Slow and fast average speed. Lines and frontier are those of the fast train.
        avoid : iterable
            As for `route`.
        profile : Profile or str, optional
            As for `route`, but for the speeds, which are the given ones on any line.
        limit_km : float
            How far from the rails the origin may lie.
        """
        from geo.rail.reach import find_reach

        options: Any = {"avoid": tuple(avoid), "profile": profile, "limit_km": limit_km}
        return find_reach(self, origin, hours, speed_kmh, **options)

    def distance_table(
        self,
        sources: Sequence[Snap],
        targets: Sequence[Snap],
        *,
        profile: Profile | str | None = None,
    ) -> tuple[Floats, Floats]:
        """Shortest ways from every source to every target.

        Parameters
        ----------
        sources, targets : sequence of Snap
            Points on the rails, from `snap`. With ``heading`` set (see `Snap.directed`), a
            train leaves a source, and enters a target, only in that sense of its edge.

        Returns
        -------
        tuple of numpy.ndarray
            Kilometres and hours, shape (sources, targets); infinite where there is no way.
        """
        from geo.rail.tables import distance_table

        return distance_table(self, sources, targets, profile=profile)

    def to_networkx(self) -> Any:
        """Give an osmnx-style MultiDiGraph (x, y, crs; length in m, geometry, osmid)."""
        from geo.rail.convert import to_networkx

        return to_networkx(self)

    @classmethod
    def from_networkx(cls, graph: Any, name: str = "imported", **options: Any) -> RailNetwork:
        """Take an osmnx-style graph; see `geo.rail.convert.from_networkx`."""
        from geo.rail.convert import from_networkx

        return from_networkx(graph, name=name, **options)
