"""From the sightings of one traveller to its path: halts in order, legs between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.errors import RoutingError
from geo.journey.bars import bar_notes, find_bars, paid_h, with_turned
from geo.journey.crossing import rails_over
from geo.journey.fitting import Fit, fit_halts
from geo.journey.halts import PUNCTUAL, Halt, gather, on_rails
from geo.journey.legs import drop_infeasible, fits_times, make_legs
from geo.journey.order import put_in_order
from geo.journey.ways import Ways
from geo.journey.words import named, quoted
from geo.model import Leg, LonLat, Place, Route, Sighting
from geo.rail import RailNetwork

__all__ = ["Path", "find_path"]

_NO_DATES = (
    "No dates: the order follows the words and the least rail length, and there are no"
    " arrival times. Give the date of publication to get them."
)
#: A crossing is looked for so far around the halt before it.
_AROUND_KM = 400.0
#: So many crossings, the nearest ones, are looked at.
_MOST_POINTS = 5
_SURE = ("confirmed", "reported")


@dataclass(frozen=True)
class Path:
    """What is known of the way that was travelled."""

    halts: tuple[Halt, ...] = ()
    legs: tuple[Leg, ...] = ()
    alternatives: tuple[Route, ...] = ()
    notes: tuple[str, ...] = ()
    #: Sightings that are no halt but support a leg, with its index.
    beside: tuple[tuple[Sighting, int], ...] = ()


def find_path(own: Sequence[Sighting], ways: Ways) -> Path:
    """Find the path of one traveller.

    Parameters
    ----------
    own : sequence of Sighting
        All of this traveller.
    ways : Ways
        Routes over the network.
    """
    notes: list[str] = []
    halts: list[Halt] = []
    for halt in gather(own):
        if on_rails(ways.network, halt.place):
            halts.append(halt)
        else:
            notes.append(
                f"{halt.place.name} is too far from any rails of this network to be part of the"
                f" path: {quoted(halt.sightings[0])}"
            )
    halts, dropped = drop_infeasible(put_in_order(halts, ways.length), ways)
    notes += dropped
    beside = [one for one in own if one.place is not None and one.place.kind not in PUNCTUAL]
    fit = _fitted(halts, ways, beside, own)
    halts, notes = list(fit.halts), notes + list(fit.notes)
    legs, alternatives, more, used = _legs(fit, ways, beside, own)
    for number, one in enumerate(beside):
        if number in used or one.relation != "crossed" or one.certainty not in _SURE:
            continue
        ended = _crossing_halt(ways.network, halts, one)
        if ended is not None:
            fit = _fitted([*halts, ended], ways, beside, own)
            halts = list(fit.halts)
            legs, alternatives, more, used = _legs(fit, ways, beside, own)
            break
        where = named(one.place) if one.place else "it"
        notes.append(f"The path found does not cross {where}: {quoted(one)}")
    notes += bar_notes(ways.network, fit.bars, halts, fit.ways)
    notes += more + _denied(own, halts) + _said_of(halts, legs)
    return Path(
        tuple(halts),
        tuple(legs),
        tuple(alternatives),
        tuple(dict.fromkeys(notes)),
        tuple((beside[number], index) for number, index in used.items()),
    )


def _legs(
    fit: Fit, ways: Ways, beside: Sequence[Sighting], own: Sequence[Sighting]
) -> tuple[list[Leg], list[Route], list[str], dict[int, int]]:
    doubted = [one for one in own if one.certainty not in _SURE]
    return make_legs(fit.halts, fit.ways, ways, beside, fit.displaced, fit.bars, doubted)


def _fitted(
    halts: Sequence[Halt], ways: Ways, beside: Sequence[Sighting], own: Sequence[Sighting]
) -> Fit:
    """Halts that fit the rails, with the ways between them, and times that these allow.

    What is said not to have been used is left aside where that changes no halt, and where the
    times allow the way round.
    """
    fit = fit_halts(ways.network, halts, beside)
    left, dropped = drop_infeasible(fit.halts, ways)
    if dropped:
        again = fit_halts(ways.network, left, beside)
        fit = replace(again, notes=(*fit.notes, *dropped, *again.notes))
    bars = find_bars(ways.network, own, fit.halts)
    if not bars:
        return fit
    bars = with_turned(ways.network, bars, fit.halts, fit.ways)
    fit = replace(fit, bars=bars)
    steps = zip(fit.halts, fit.ways, strict=False)
    if not any(way is not None and paid_h(bars, halt, way) for halt, way in steps):
        return fit
    round_it = fit_halts(ways.network, fit.halts, beside, bars)
    same = list(map(id, round_it.halts)) == list(map(id, fit.halts))
    if not same or not fits_times(round_it.halts, round_it.ways):
        return fit
    return replace(round_it, notes=fit.notes)


def _crossing_halt(network: RailNetwork, halts: Sequence[Halt], one: Sighting) -> Halt | None:
    """The crossing as the last halt, where nothing was seen after it."""
    if not halts or one.place is None or not one.place.lines:
        return None
    last = halts[-1]
    told_after = any(
        other.article == one.article and other.start > one.start for other in last.sightings
    )
    if told_after and not one.time_text:
        return None
    if one.time_end and last.earliest and one.time_end <= last.earliest:
        return None
    found = rails_over(network, one.place, last.place.lonlat, _AROUND_KM)
    if not found:
        return None
    points = [(snap.lon, snap.lat) for snap in found[:_MOST_POINTS]]
    lon, lat = min(points, key=lambda point: _rail_km(network, last.place, point))
    place = replace(
        one.place,
        id=f"{one.place.id}/crossing",
        name=f"{one.place.name} crossing",
        kind="bridge",
        lon=lon,
        lat=lat,
        radius_km=1.0,
        lines=(),
    )
    halt = Halt(place, [one])
    halt.bound()
    return halt


def _rail_km(network: RailNetwork, origin: Place, point: LonLat) -> float:
    try:
        return network.route(origin, point).km
    except RoutingError:
        return math.inf


def _denied(own: Sequence[Sighting], halts: Sequence[Halt]) -> list[str]:
    """Statements that contradict a halt; both are shown."""
    notes: list[str] = []
    for one in own:
        if one.certainty != "denied" or one.place is None or one.relation == "heading":
            continue
        notes += [
            f"Contradicting statements on {halt.place.name}:"
            f" {quoted(halt.sightings[0])} against {quoted(one)}"
            for halt in halts
            if halt.place.id == one.place.id
        ]
    return notes


def _said_of(halts: Sequence[Halt], legs: Sequence[Leg]) -> list[str]:
    """Plain statements of what is missing."""
    if not halts:
        return ["No confirmed or reported sighting lies on the rails: there is no path yet."]
    if len(halts) == 1:
        return [f"Only {halts[0].place.name} is told for sure; a path needs a second sighting."]
    if legs and all(leg.time_start is None and leg.time_end is None for leg in legs):
        return [_NO_DATES]
    return []
