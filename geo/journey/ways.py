"""Ways over the rails for the legs of a journey, each asked for once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import RoutingError
from geo.journey.halts import SNAP_KM, Halt
from geo.model import Place, Route
from geo.rail.alternatives import plateau_ways
from geo.rail.describe import describe
from geo.rail.engine import ScipyEngine
from geo.rail.placing import position
from geo.rail.searching import ends_of

if TYPE_CHECKING:
    from geo.rail import RailNetwork
    from geo.rail.way import Way

__all__ = ["Ways"]

#: So many other ways are looked for on a leg.
_OTHERS = 2
#: A leg so short has no other way worth telling, in km.
_SHORT_KM = 10.0


@dataclass
class Ways:
    """Routes between places, and what else leads from one to the other."""

    network: RailNetwork
    _known: dict[tuple[str, str], Route | None] = field(default_factory=dict)
    problems: dict[tuple[str, str], str] = field(default_factory=dict)

    def between(self, origin: Place, destination: Place) -> Route | None:
        """Best way, or None where there is none; the reason is kept in ``problems``."""
        key = (origin.id, destination.id)
        if key not in self._known:
            try:
                self._known[key] = self.network.route(origin, destination, limit_km=SNAP_KM)
            except RoutingError as error:
                self._known[key] = None
                self.problems[key] = error.message
        return self._known[key]

    def length(self, one: Halt, other: Halt) -> float | None:
        """Rail length between two halts."""
        route = self.between(one.place, other.place)
        return route.km if route else None

    def route_of(self, way: Way, origin: Place, destination: Place) -> Route:
        """Put a way between two places into words and numbers."""
        states, _ = self.network.prepared()
        return describe(self.network, way, position(origin), position(destination), states.profile)

    def others(self, way: Way) -> list[Way]:
        """Other sensible ways between the ends of one."""
        if way.km < _SHORT_KM:
            return []
        states, _ = self.network.prepared()
        free = [snap.directed(0) for snap in (way.start, way.end)]
        return plateau_ways(
            states, self._engine,
            ends_of(states, free[:1], leaving=True), ends_of(states, free[1:], leaving=False),
            _OTHERS,
        )  # fmt: skip

    def hours(self, way: Way) -> float:
        """Hours that a way takes, by the network's profile: running, borders, changes of gauge."""
        network = self.network
        states, _ = network.prepared()
        running = float((way.piece_km / states.speed_kmh[way.edges]).sum())
        country = network.edge_country[way.edges]
        changes = np.flatnonzero(country[1:] != country[:-1]).tolist()
        for index in changes:
            codes = (network.countries[int(country[at])] for at in (index, index + 1))
            running += states.profile.border_hours(*codes)
        can: set[int] = set()
        for index in dict.fromkeys(network.edge_gauge[way.edges].tolist()):
            here = set(network.gauges[index])
            if can and not can & here:
                running += states.profile.gauge_h
                can = here
            else:
                can = can & here if can else here
        return running

    @cached_property
    def _engine(self) -> ScipyEngine:
        states, engine = self.network.prepared()
        return engine if isinstance(engine, ScipyEngine) else ScipyEngine(states, arcs=engine.arcs)
