"""From the sightings of all articles to one journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geo.geodesy import distance_km
from geo.journey.crossing import rails_over
from geo.journey.destinations import Known, hints_of
from geo.journey.forecast import forecast
from geo.journey.halts import PUNCTUAL, Halt, gather, on_rails
from geo.journey.identity import join_travellers, main_traveller
from geo.journey.legs import Ways, drop_infeasible, make_legs
from geo.journey.order import put_in_order
from geo.journey.travellers import mode_of
from geo.journey.words import named, quoted
from geo.model import Forecast, Journey, Leg, Place, Route, Sighting, Toponym

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["reconstruct"]

_FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)
_NO_DATES = (
    "No dates: the order follows the words and the least rail length, and there are no"
    " arrival times. Give the date of publication to get them."
)
#: A crossing is looked for so far around the halt before it.
_AROUND_KM = 400.0


def reconstruct(
    sightings: Sequence[Sighting],
    network: RailNetwork,
    *,
    mentioned: Sequence[Toponym],
    speed_kmh: tuple[float, float],
    destinations: Sequence[Place] = (),
) -> tuple[list[Sighting], Journey | None]:
    """Put the sightings of all articles together to the journey of the main traveller.

    Parameters
    ----------
    sightings : sequence of Sighting
        From `find_sightings`, of all articles, article by article.
    network : RailNetwork
    mentioned : sequence of Toponym
        All resolved names of all articles: where the journey may lead.
    speed_kmh : tuple of float
        Slow and fast average speed for the forecast.
    destinations : sequence of Place, optional
        Further places that the user asks about.

    Returns
    -------
    list of Sighting
        All of them, with the same name for the same traveller, in order of time as far as
        times are told.
    Journey or None
        None when no vehicle over land was seen anywhere. What cannot be said is in its notes.
    """
    merged = join_travellers(sightings)
    subject = main_traveller(merged)
    if not subject:
        return [], None
    own = [one for one in merged if one.subject == subject]
    notes = _other_travellers(merged, subject)
    if mode_of(subject) == "road":
        notes.append(
            f"The {subject} travels by road; roads are not in the network, so that no way is drawn."
        )
        journey = Journey(subject=subject, forecast=_hinted(own), notes=tuple(notes))
        return _sorted(merged, []), journey
    halts, legs, alternatives, more = _travelled(own, network)
    notes += more
    known = Known(subject, own, halts, legs, mentioned, destinations)
    ways = Ways(network)
    ranked, ahead = forecast(known, ways, speed_kmh)
    if ahead is not None:
        legs = [*legs, ahead]
    if not halts and not ranked and not any(one.place for one in own):
        notes.append("No sighting tells a place that could be found.")
    journey = Journey(
        subject=subject,
        legs=tuple(legs),
        forecast=tuple(ranked),
        alternatives=tuple(alternatives),
        notes=tuple(notes),
    )
    return _sorted(merged, halts), journey


def _other_travellers(merged: Sequence[Sighting], subject: str) -> list[str]:
    others = dict.fromkeys(one.subject for one in merged if one.subject != subject)
    return [f"Also seen, and not followed here: {', '.join(others)}."] if others else []


def _travelled(
    own: Sequence[Sighting], network: RailNetwork
) -> tuple[list[Halt], list[Leg], list[Route], list[str]]:
    """Halts in order, the legs between them, other ways, notes."""
    notes: list[str] = []
    ways = Ways(network)
    halts = []
    for halt in gather(own):
        if on_rails(network, halt.place):
            halts.append(halt)
        else:
            notes.append(
                f"{halt.place.name} is too far from any rails of this network to be part of the"
                f" path: {quoted(halt.sightings[0])}"
            )
    ordered = put_in_order(halts, ways.length)
    ordered, dropped = drop_infeasible(ordered, ways)
    notes += dropped
    beside = [one for one in own if one.place is not None and one.place.kind not in PUNCTUAL]
    legs, alternatives, more, used = make_legs(ordered, ways, beside)
    notes += more
    for number, one in enumerate(beside):
        if (
            number in used
            or one.relation != "crossed"
            or one.certainty not in ("confirmed", "reported")
        ):
            continue
        ended = _crossing_halt(network, ordered, one)
        if ended is None:
            where = named(one.place) if one.place else "it"
            notes.append(f"The path found does not cross {where}: {quoted(one)}")
            continue
        ordered = [*ordered, ended]
        legs, alternatives, more, _ = make_legs(ordered, ways, beside)
        notes += [note for note in more if note not in notes]
        break
    notes += _said_of(ordered, legs)
    return ordered, legs, alternatives, notes


def _crossing_halt(network: RailNetwork, halts: Sequence[Halt], one: Sighting) -> Halt | None:
    """The crossing as the last halt, where nothing was seen after it."""
    if not halts or one.place is None or not one.place.lines:
        return None
    last = halts[-1]
    after = [
        other
        for other in last.sightings
        if other.article == one.article and other.start > one.start
    ]
    if after and not one.time_text:
        return None
    if one.time_end and last.earliest and one.time_end <= last.earliest:
        return None
    found = rails_over(network, one.place, last.place.lonlat, _AROUND_KM)
    if not found:
        return None
    lon, lat = min(found, key=lambda point: float(distance_km(*last.place.lonlat, *point)))
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


def _said_of(halts: Sequence[Halt], legs: Sequence[Leg]) -> list[str]:
    """Plain statements of what is missing."""
    if not halts:
        return ["No confirmed or reported sighting lies on the rails: there is no path yet."]
    if len(halts) == 1 and not legs:
        return [f"Only {halts[0].place.name} is told for sure; a path needs a second sighting."]
    if legs and all(leg.time_start is None and leg.time_end is None for leg in legs):
        return [_NO_DATES]
    return []


def _hinted(own: Sequence[Sighting]) -> tuple[Forecast, ...]:
    """Destinations of a road vehicle: only what the text says."""
    hints = hints_of(own)
    total = sum(weight for _, weight, _ in hints) + 1.0
    return tuple(
        Forecast(place, weight / total, f"{reason}. Its way by road is not measured.")
        for place, weight, reason in sorted(hints, key=lambda hint: -hint[1])
    )


def _sorted(merged: Sequence[Sighting], halts: Sequence[Halt]) -> list[Sighting]:
    """Put sightings in order of time, those without a date beside their halt."""
    at = {id(one): halt.earliest or halt.latest for halt in halts for one in halt.sightings}
    position = {id(one): index for index, halt in enumerate(halts) for one in halt.sightings}

    def key(item: tuple[int, Sighting]) -> tuple[datetime, int, int]:
        number, one = item
        moment = (one.time_start if one.time_text else None) or at.get(id(one))
        if moment is None and one.time_text:
            moment = one.time_end
        return moment or _FAR_FUTURE, position.get(id(one), len(halts)), number

    return [one for _, one in sorted(enumerate(merged), key=key)]
