"""Rails that a traveller is said not to have used: places left aside, rivers not crossed.

"The train bypassed X", "did not pass through X", "never reached X", "had not crossed the Y by
noon" tell of no position, but of the way. The rails of such a place cost extra in the search:
a toll, and no wall, since a text may be wrong, and a way that has to lead through is told
rather than lost. Who enters the rails in question pays a half of it, who leaves them the other,
however many edges lie between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distance_km
from geo.journey.halts import PUNCTUAL, Halt
from geo.journey.words import named, quoted
from geo.model import Place, Sighting
from geo.rail.avoid import NOTHING, Avoid

if TYPE_CHECKING:
    from geo.rail import RailNetwork
    from geo.rail.way import Way

__all__ = ["Bar", "bar_notes", "bar_support", "find_bars", "paid_h", "toll_of", "with_turned"]

Floats = NDArray[np.float64]

#: A way round may take so many hours more; at 60 km/h some 700 km. By judgement: where it
#: takes more, text or network are likelier to be wrong.
_TOLL_H = 12.0
#: Rivers and rails are both drawn roughly, and meet on paper where they do not outside.
_RIVER_TOLL_H = 3.0
#: The rails within this of a place are its own, at least and at most.
_LEAST_KM, _MOST_KM = 2.0, 15.0
_SURE = ("confirmed", "reported")
_THERE = ("departed", "at", "passed", "arrived", "crossed")


@dataclass(frozen=True, eq=False)
class Bar:
    """A statement that holds for parts of the way.

    Parameters
    ----------
    sighting : Sighting
    place : Place
        Its place.
    avoid : Avoid
        What is said not to be used.
    toll : ndarray
        Hours that each km of each edge of the network costs extra.
    bound : tuple of Halt
        Halts from which the way on, to the next, is said not to use these rails.
    turned : tuple of Halt
        Those from which the best way would do so, if nothing were said.
    """

    sighting: Sighting
    place: Place
    avoid: Avoid
    toll: Floats
    bound: tuple[Halt, ...]
    turned: tuple[Halt, ...] = ()

    def holds(self, halt: Halt) -> bool:
        """Whether the way on from a halt is bound."""
        return any(halt is one for one in self.bound)

    def on(self, network: RailNetwork, way: Way) -> bool:
        """Whether a way uses these rails, bound or not."""
        used = np.flatnonzero(self.toll[way.edges]).tolist()
        if self.avoid.countries:
            codes = {network.countries[at] for at in network.edge_country[way.edges].tolist()}
            return bool(codes & self.avoid.countries)
        return any(
            self.avoid.touches(
                network, int(way.edges[at]), float(way.from_km[at]), float(way.to_km[at])
            )
            for at in used
        )


def find_bars(
    network: RailNetwork, own: Sequence[Sighting], halts: Sequence[Halt]
) -> tuple[Bar, ...]:
    """Find what a journey is said not to have passed.

    Parameters
    ----------
    network : RailNetwork
    own : sequence of Sighting
        All of one traveller.
    halts : sequence of Halt
        In order. Where one of them lies in what is left aside, that counts for nothing.
    """
    found = []
    for one in own:
        if one.place is None or one.replaced_by or not _tells_way(one):
            continue
        bound = _bound(one, halts)
        if not (bound or one.time_text) or any(_within(one.place, halt.place) for halt in halts):
            continue
        avoid = _avoid(one.place)
        rails = avoid.edges(network) if avoid else np.zeros(0, dtype=bool)
        if rails.any():
            hours = _RIVER_TOLL_H if avoid.polygons else _TOLL_H
            found.append(Bar(one, one.place, avoid, _toll(network, rails, hours), bound))
    return tuple(found)


def _tells_way(one: Sighting) -> bool:
    """Whether a sighting says where the way did not lead.

    Who "did not stop" in a place may have run through it.
    """
    if one.certainty == "denied":
        return one.relation in ("passed", "crossed", "arrived")
    return one.relation == "avoided" and one.certainty in _SURE


def _bound(one: Sighting, halts: Sequence[Halt]) -> tuple[Halt, ...]:
    """Halts from which the way on is bound by a sighting."""
    steps = list(pairwise(halts))
    if one.relation == "avoided" and "away from" in one.text.lower():
        # Where it is left behind, the way may have come through it before.
        return tuple(halt for halt, _ in steps[_since(one, halts) :])
    if one.time_text and one.time_end is not None:
        # "Had not passed by noon" says nothing of the afternoon.
        end = one.time_end
        return tuple(
            halt for halt, after in steps if after.latest is not None and after.latest <= end
        )
    return tuple(halt for halt, _ in steps)


def _since(one: Sighting, halts: Sequence[Halt]) -> int:
    """First halt from which the traveller was past what a sighting tells."""
    if one.time_text and one.time_start is not None:
        start = one.time_start
        later = (
            number
            for number, halt in enumerate(halts)
            if halt.earliest is not None and halt.earliest >= start
        )
        return next(later, len(halts))
    before = [
        number
        for number, halt in enumerate(halts)
        for other in halt.sightings
        if other.article == one.article and other.start <= one.start
    ]
    return max(before, default=len(halts))


def _within(place: Place, halt: Place) -> bool:
    """Whether a halt lies in what is said to be left aside."""
    if place.kind == "country":
        return place.country == halt.country
    if place.id == halt.id:
        return True
    return not place.lines and float(distance_km(*place.lonlat, *halt.lonlat)) <= _extent(place)


def _extent(place: Place) -> float:
    return min(max(place.radius_km, _LEAST_KM), _MOST_KM)


def _avoid(place: Place) -> Avoid:
    """What stands for a place: a country, a line that is crossed, the surroundings of a town."""
    if place.kind == "country" and place.country:
        return Avoid(countries=frozenset({place.country}))
    lines = [line for line in place.lines if len(line) > 1]
    if lines:
        import shapely

        return Avoid(polygons=(shapely.MultiLineString(lines),))
    if place.kind in PUNCTUAL:
        return Avoid(areas=((place.lon, place.lat, _extent(place)),))
    return NOTHING


def _toll(network: RailNetwork, rails: NDArray[np.bool_], hours: float) -> Floats:
    """Toll of each km: of an edge, one half at each end that other rails share."""
    outside = np.zeros(len(network.node_lon), dtype=bool)
    outside[network.edge_u[~rails]] = True
    outside[network.edge_v[~rails]] = True
    ends = outside[network.edge_u].astype(np.float64) + outside[network.edge_v]
    toll: Floats = np.where(rails, 0.5 * hours * ends / np.maximum(network.edge_km, 1e-3), 0.0)
    return toll


def toll_of(bars: Sequence[Bar], halt: Halt) -> Floats | None:
    """Toll of the way on from a halt, as in `Bar`; None where nothing is said of it."""
    tolls = [bar.toll for bar in bars if bar.holds(halt)]
    return np.sum(tolls, axis=0) if tolls else None


def paid_h(bars: Sequence[Bar], halt: Halt, way: Way) -> float:
    """Hours of toll that a way on from a halt pays."""
    toll = toll_of(bars, halt)
    return 0.0 if toll is None else float((toll[way.edges] * way.piece_km).sum())


def with_turned(
    network: RailNetwork, bars: Sequence[Bar], halts: Sequence[Halt], ways: Sequence[Way | None]
) -> tuple[Bar, ...]:
    """Mark where the best ways would use the rails in question."""
    steps = [(halt, way) for halt, way in zip(halts, ways, strict=False) if way is not None]
    return tuple(
        replace(
            bar,
            turned=tuple(halt for halt, way in steps if bar.holds(halt) and bar.on(network, way)),
        )
        for bar in bars
    )


def bar_support(
    network: RailNetwork,
    bars: Sequence[Bar],
    doubted: Sequence[Sighting],
    ends: tuple[Halt, Halt],
    way: Way,
) -> list[str]:
    """What statements of this kind say for the way from a halt to the next."""
    support = []
    for bar in bars:
        used, said = bar.on(network, way), quoted(bar.sighting)
        if any(ends[0] is one for one in bar.turned) and not used:
            support.append(f"the way leaves {named(bar.place)} aside, as told: {said}")
        elif used and not bar.holds(ends[0]) and bar.sighting.certainty == "denied":
            support.append(f"the way passes {named(bar.place)}, but later than told of: {said}")
    for one in doubted:
        place = one.place
        if place is None or place.kind not in PUNCTUAL or one.replaced_by:
            continue
        if any(_within(place, halt.place) for halt in ends):
            continue
        if one.certainty == "denied" and one.relation == "at":
            words = f"the way passes {named(place)} without a halt there"
        elif one.certainty == "speculated" and one.relation in _THERE and _meets(one, ends):
            words = f"the way passes {named(place)}, where it was only supposed to be"
        else:
            continue
        area = Avoid(areas=((place.lon, place.lat, _extent(place)),))
        pieces = zip(way.edges.tolist(), way.from_km.tolist(), way.to_km.tolist(), strict=True)
        if any(area.touches(network, *piece) for piece in pieces):
            support.append(f"{words}: {quoted(one)}")
    return support


def _meets(one: Sighting, ends: tuple[Halt, Halt]) -> bool:
    """Whether the told time of a sighting can lie between two halts."""
    if not one.time_text:
        return True
    before, after = ends[0].earliest, ends[1].latest
    if before is not None and one.time_end is not None and one.time_end < before:
        return False
    return after is None or one.time_start is None or one.time_start <= after


def bar_notes(
    network: RailNetwork, bars: Sequence[Bar], halts: Sequence[Halt], ways: Sequence[Way | None]
) -> list[str]:
    """Name what the way has to use although it is said not to."""
    notes = []
    for (one, other), way in zip(pairwise(halts), ways, strict=True):
        for bar in bars:
            if way is None or not bar.holds(one) or not bar.on(network, way):
                continue
            verb = "crosses" if bar.avoid.polygons else "leads through"
            notes.append(
                f"The way from {one.place.name} to {other.place.name} {verb} {named(bar.place)}"
                f" all the same, since no other way fits: {quoted(bar.sighting)}"
            )
    return notes
