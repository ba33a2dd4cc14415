"""Where the traveller may be heading: the places that the texts name, ranked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from geo.geodesy import distance_km
from geo.journey.destinations import (
    PLANNED,
    Candidate,
    Known,
    arrival_told,
    candidates_of,
    is_visited,
)
from geo.journey.halts import Halt
from geo.journey.ways import Ways
from geo.journey.words import km_text, local, named, when_text, wind_name
from geo.model import Forecast, Leg, Place, Route, Sighting

__all__ = ["ENDED", "forecast", "has_ended"]

#: Note of a journey that was last told to arrive, with nothing named beyond.
ENDED = "The last report has it arrive in {}, and none names a further destination: no forecast."

#: Some place that no text names.
_ELSEWHERE = 1.5
#: What is left of a destination's weight when it is ruled out.
_RULED_OUT = 0.01
#: A detour of this share of the whole way divides a weight by e ...
_DETOUR_SHARE = 0.15
#: ... and so many km are nothing: yards, stations on another side of a town.
_DETOUR_FREE_KM = 10.0
#: Going back over so much of the way it came on rules a place out, if a text gives a reason.
_BACK_KM = 15.0
#: Without one, it takes more.
_FAR_BACK_KM = 60.0
#: Words of a hint that make the way back a plan.
_RETURN = (" return", " back to ", " back home", " home to ")
#: Places that are only named are told of from this probability.
_WORTH_NAMING = 0.01
#: What is left of a weight where the network itself is in doubt, or a border closed.
_IN_DOUBT = 0.2
#: Ways so many times the straight line come from gaps in the network more often than not:
#: of 35 published station pairs the longest has 2.0.
_GAP_FACTOR = 2.2


def forecast(
    known: Known, ways: Ways, speed_kmh: tuple[float, float]
) -> tuple[list[Forecast], Leg | None]:
    """Rank the destinations, and make the leg to the best.

    Parameters
    ----------
    known : Known
    ways : Ways
    speed_kmh : tuple of float
        Slow and fast average speed.

    Returns
    -------
    list of Forecast
        Best first; the probabilities sum to less than 1, the rest is for elsewhere.
    Leg or None
        To the best destination, as a speculated leg; None where there is no way.
    """
    candidates = [
        one for one in candidates_of(known) if one.asked or not is_visited(one.place, known)
    ]
    if not candidates:
        return [], None
    if has_ended(known, candidates):
        return [], None
    if not known.halts:
        total = sum(one.weight for one in candidates) + _ELSEWHERE
        return [
            Forecast(one.place, one.weight / total,
                     f"{_capital(one.reason)}. No sure sighting tells where it would come from.")
            for one in sorted(candidates, key=lambda one: -one.weight)
        ], None  # fmt: skip
    last = known.halts[-1]
    judged = [_judge(one, known, ways) for one in candidates]
    total = sum(one.weight for one in judged) + _ELSEWHERE
    window = _last_window(known, speed_kmh)
    ranked = [
        _entry(one, total, window, speed_kmh, arrival_told(one.place, known.sightings))
        for one in judged
        if one.told or (not one.ruled_out and one.weight / total >= _WORTH_NAMING)
    ]
    ranked.sort(key=lambda one: (-one.probability, one.km if one.km is not None else math.inf))
    return ranked, _leg_ahead(last, ranked, window)


def has_ended(known: Known, candidates: Sequence[Candidate] | None = None) -> bool:
    """Whether the traveller was last told to arrive, and no further destination is named."""
    if not known.halts:
        return False
    last = known.halts[-1]
    if not any(one.relation == "arrived" for one in last.sightings):
        return False
    if candidates is None:
        candidates = candidates_of(known)
    return not any(one.told and not is_visited(one.place, known) for one in candidates)


@dataclass(frozen=True)
class _Judged:
    place: Place
    weight: float
    reason: str
    route: Route | None
    ruled_out: bool
    #: Whether a text hints at it, or the user asks.
    told: bool = True


def _judge(one: Candidate, known: Known, ways: Ways) -> _Judged:
    judged = _judge_way(one, known, ways)
    told = one.told or _away_from(one.place, known.sightings) is not None
    return replace(judged, told=told)


def _judge_way(one: Candidate, known: Known, ways: Ways) -> _Judged:
    last = known.halts[-1].place
    route = ways.between(last, one.place)
    if route is None or not route.path:
        why = ways.problems.get((last.id, one.place.id), "no rails lead there")
        return _Judged(one.place, one.weight * _RULED_OUT,
                       f"Ruled out: {why}.", None, ruled_out=True)  # fmt: skip
    back = _back_km(route, known.legs, last)
    detour, whole = _detour(one.place, known, ways, route)
    if any(word in one.reason.casefold() for word in _RETURN):
        # Going back is what the text says.
        return _Judged(one.place, one.weight, _why(one, last, route, back, known), route,
                       ruled_out=False)  # fmt: skip
    factor = math.exp(-max(0.0, detour - _DETOUR_FREE_KM) / (_DETOUR_SHARE * whole))
    if route.detour_factor > _GAP_FACTOR:
        # So long a way hints at a gap in the network: it proves nothing about a direction.
        factor = max(factor, _IN_DOUBT)
    closed = next((note for note in route.notes if "closed" in note.casefold()), "")
    if closed:
        factor *= _IN_DOUBT
    away = _away_from(one.place, known.sightings)
    weight = one.weight * factor
    if away is not None and away.certainty == "denied" and not one.told:
        return _Judged(one.place, one.weight * _RULED_OUT,
                       _why_not(one, known, route, away, 0.0), route, ruled_out=True)  # fmt: skip
    turned = back > _FAR_BACK_KM and one.weight < PLANNED and factor < _IN_DOUBT
    if (away is not None and (back > _BACK_KM or detour > _DETOUR_FREE_KM)) or turned:
        return _Judged(one.place, one.weight * _RULED_OUT,
                       _why_not(one, known, route, away, back), route, ruled_out=True)  # fmt: skip
    if away is not None:
        weight *= _RULED_OUT
    reason = _why(one, last, route, back, known)
    if closed:
        reason += f" {closed}"
    return _Judged(one.place, weight, reason, route, ruled_out=False)


def _back_km(route: Route, legs: Sequence[Leg], last: Place) -> float:
    """How much of the last leg the way ahead would run back over."""
    if not legs or legs[-1].destination.id != last.id:
        return 0.0
    came = set(legs[-1].route.path)
    shared = 0.0
    for start, end in zip(route.path, route.path[1:], strict=False):
        if start in came and end in came:
            shared += float(distance_km(*start, *end))
        elif shared:
            break
    return shared


def _detour(place: Place, known: Known, ways: Ways, route: Route) -> tuple[float, float]:
    """Extra length of a journey to a place because of the last halt, and its whole length."""
    if len(known.halts) < 2:
        return 0.0, max(route.km, 1.0)
    before, last = known.halts[-2].place, known.halts[-1].place
    direct, done = ways.between(before, place), ways.between(before, last)
    if direct is None or done is None:
        return 0.0, max(route.km, 1.0)
    return done.km + route.km - direct.km, max(direct.km, 1.0)


def _away_from(place: Place, sightings: Sequence[Sighting]) -> Sighting | None:
    for one in sightings:
        if one.place is None or one.place.id != place.id:
            continue
        avoided = one.relation == "avoided" and one.certainty in ("confirmed", "reported")
        if avoided or (one.relation == "heading" and one.certainty == "denied"):
            return one
    return None


def _why_not(one: Candidate, known: Known, route: Route, away: Sighting | None, back: float) -> str:
    """Why a destination is ruled out, as a sentence."""
    last = known.halts[-1].place
    parts = []
    crossed = [
        s for s in known.sightings
        if s.relation == "crossed" and s.heading_deg is not None and s.place is not None
        and s.certainty in ("confirmed", "reported")
    ]  # fmt: skip
    if away is not None:
        verb = "is said to have left it aside"
        if crossed and crossed[0].article == away.article and crossed[0].place is not None:
            heading = wind_name(crossed[0].heading_deg or 0.0)
            verb = (
                f"was reported crossing {named(crossed[0].place)} heading {heading},"
                f" away from {one.place.name}"
            )
        elif away.relation == "avoided":
            verb = f"was reported moving away from {one.place.name}"
        else:
            verb = f"was said not to be heading for {one.place.name}"
        source = f" ({away.attribution})" if away.attribution else ""
        parts.append(f"the {_noun(known.subject)} {verb}{source}")
    if back > _BACK_KM:
        parts.append(
            f"from {last.name} it would have to turn back, over {km_text(back)} of the way it came,"
            f" {km_text(route.km)} in all"
        )
    elif not parts or (away is not None and away.certainty != "denied"):
        parts.append(f"from {last.name} it is {km_text(route.km)} in another direction")
    return f"Ruled out: {'; '.join(parts)}."


def _noun(subject: str) -> str:
    return subject.rpartition("'s ")[2] or "train"


def _why(one: Candidate, last: Place, route: Route, back: float, known: Known) -> str:
    reason = f"{_capital(one.reason)}. By rail {km_text(route.km)} from {last.name}"
    if len(known.halts) > 1:
        reason += (
            ", onward in the direction of travel"
            if back <= _BACK_KM
            else f", but {km_text(back)} of it back over the way it came"
        )
    if route.gauge_breaks:
        reason += ", with a change of gauge"
    return f"{reason}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _last_window(known: Known, speed_kmh: tuple[float, float]) -> tuple[datetime, datetime] | None:
    """When the traveller was at the last halt.

    What texts tell, where they tell it; else counted on, at the speeds assumed, from the last
    halt with a time, inside the bounds that are known.
    """
    slow, fast = speed_kmh
    low: datetime | None = None
    high: datetime | None = None
    before: Place | None = None
    for halt in known.halts:
        leg = next(
            (leg for leg in known.legs if before and leg.origin.id == before.id
             and leg.destination.id == halt.place.id), None,
        )  # fmt: skip
        if halt.dated:
            low, high = halt.earliest, halt.latest
        elif low is not None and high is not None and leg is not None:
            low = low + timedelta(hours=leg.route.km / fast)
            high = high + timedelta(hours=leg.route.km / slow)
            if halt.latest is not None and halt.latest > low:
                high = min(high, halt.latest)
        else:
            low = high = None
        before = halt.place
    if low is None or high is None or high < low:
        return None
    return low.replace(second=0, microsecond=0), high


def _entry(
    one: _Judged,
    total: float,
    window: tuple[datetime, datetime] | None,
    speed_kmh: tuple[float, float],
    told: Sighting | None,
) -> Forecast:
    km = one.route.km if one.route else None
    start = end = None
    reason = one.reason
    if window is not None and km is not None and not one.ruled_out:
        slow, fast = speed_kmh
        start = local(window[0] + timedelta(hours=km / fast), one.place)
        start = start.replace(second=0, microsecond=0)
        end = local(window[1] + timedelta(hours=km / slow, seconds=59), one.place)
        end = end.replace(second=0, microsecond=0)
        reason += (
            f" At {slow:g} to {fast:g} km/h it would arrive between {when_text(start)} and"
            f" {when_text(end)} local time."
        )
    if told is not None and not one.ruled_out:
        start, end = _within(start, end, told, one.place)
        reason = f"{one.reason} The text gives a time for the arrival: {told.time_text}."
    return Forecast(
        place=one.place,
        probability=one.weight / total,
        reason=reason,
        km=km,
        eta_start=start,
        eta_end=end,
        ruled_out=one.ruled_out,
        route=one.route,
    )


def _within(
    start: datetime | None, end: datetime | None, told: Sighting, place: Place
) -> tuple[datetime | None, datetime | None]:
    """Arrival window inside the one that a text tells; where they do not meet, the told one."""
    if told.time_start is None or told.time_end is None:
        return start, end
    low, high = local(told.time_start, place), local(told.time_end, place)
    if start is not None and end is not None and max(start, low) < min(end, high):
        return max(start, low), min(end, high)
    return low, high


def _leg_ahead(
    last: Halt, ranked: Sequence[Forecast], window: tuple[datetime, datetime] | None
) -> Leg | None:
    best = next((one for one in ranked if not one.ruled_out and one.route is not None), None)
    if best is None or best.route is None or best.probability < _LEAST:
        return None
    return Leg(
        origin=last.place,
        destination=best.place,
        route=best.route,
        certainty="speculated",
        time_start=window[0] if window else None,
        time_end=best.eta_end,
        confidence=best.probability,
        support=(best.reason,),
    )


#: A destination less likely than this gets no leg.
_LEAST = 0.15
