"""Measure a claim in every way that its words allow."""

from __future__ import annotations

from typing import Protocol

from geo.claims.intervals import Interval
from geo.claims.lines import LINE_KINDS
from geo.claims.separation import Separation
from geo.errors import RoutingError
from geo.gazetteer.kinds import TERRITORIAL, WATER
from geo.geodesy import angle_between, compass, wind_bearing_deg
from geo.model import Mode, Place, Reading, Route

__all__ = [
    "SPEEDS_KMH",
    "TOUCHING",
    "Network",
    "direction_reading",
    "rail_reading",
    "rail_route",
    "road_reading",
    "straight_reading",
    "time_reading",
]


class Network(Protocol):
    """What is asked of a rail network here."""

    def route(self, origin: Place, destination: Place, /) -> Route:
        """Shortest way over rails between two places."""
        ...  # pragma: no cover


#: Rail lengths of the embedded network are off by 1.2 % in the median (35 published
#: distances); kilometre posts and track lengths differ by as much.
_RAIL_SHARE = 0.02

#: How far the written figure may be from the nearest that the size of the places allows.
_SIZE_SLACK = 0.05

#: A route that was estimated, not followed, is known to about this share.
_ESTIMATED_SHARE = 0.20

#: Note of a reading that fits because two towns touch: nobody can say where one begins to count.
TOUCHING = "fits because the two places touch"

#: Further from the rails than this, "by rail" says nothing of a place.
_RAIL_SNAP_KM = 30.0

#: The ways to the rails may add up to this much, or this share of the route; beyond it, the
#: length by rail tells little of the way between the places (and may be less than the line).
_SNAP_KM, _SNAP_SHARE = 5.0, 0.2

#: Shorter gaps are no railway journeys.
_RAIL_MIN_KM = 3.0

#: A way this many times as long as the straight line is a hole in the network more often than
#: a detour of the rails. Chosen by judgement: rails round a wide bay can take 2.6 times the line.
_GAP_FACTOR = 3.0

#: Road distance divided by straight line: from straight roads to mountains. Averages by
#: country run from 1.12 to 2.10 (Ballou, Rahardja and Sakai 2002, "Selected country
#: circuity factors for road travel distance estimation"); most lie below 1.6.
ROAD_FACTORS = (1.0, 1.6)

#: Plausible average speeds, stops included, in km/h. Trains: 25 km/h is an old freight or
#: mountain line, 250 km/h the average of the fastest scheduled services. Cars: city traffic
#: and bad roads to motorways. Aeroplanes: block speeds of short and long flights.
SPEEDS_KMH: dict[str, tuple[float, float]] = {
    "rail": (25.0, 250.0),
    "road": (30.0, 110.0),
    "foot": (3.0, 6.0),
    "bicycle": (10.0, 30.0),
    "water": (10.0, 70.0),
    "air": (300.0, 900.0),
    "unspecified": (30.0, 130.0),
}

#: From this distance on, people judge a direction by the map, not by the great circle.
_FAR_KM = 1000.0

#: Part of a flight's time that does not depend on its length (climb, taxi), in hours.
_AIR_FIXED_H = (0.2, 0.8)

#: The way that vehicles take over the straight line.
_TIME_FACTORS: dict[str, tuple[float, float]] = {
    "road": (1.05, 1.6),
    "foot": (1.0, 1.5),
    "bicycle": (1.05, 1.6),
    "water": (1.0, 1.8),
    "air": (1.0, 1.15),
    "rail": (1.05, 1.7),
    "unspecified": (1.05, 1.6),
}


def straight_reading(gap: Separation, claimed: Interval, value_km: float) -> Reading:
    """Hold the claim against the geodesic."""
    centre = claimed.overlaps(gap.km, gap.km)
    # Size and rounding together would excuse too much: what size must explain is taken as
    # written, give or take a few percent.
    strict = claimed if claimed.sided else claimed.near(value_km, _SIZE_SLACK)
    fits = centre or strict.overlaps(gap.low_km, gap.high_km)
    note = "fits once the size of the places is allowed for"
    if gap.touching and value_km < gap.km:
        note = TOUCHING
    if centre or not fits:
        note = ""
    return Reading(
        "straight line",
        round(gap.low_km, 3),
        round(gap.high_km, 3),
        round(gap.km, 3),
        "km",
        round(value_km / gap.km, 4) if gap.km > 0 else None,
        fits,
        note,
    )


def rail_route(
    network: Network | None, reference: Place, subject: Place, km: float
) -> tuple[Route | None, str]:
    """Route by rail from the reference to the subject, or the reason why there is none."""
    if network is None:
        return None, "no rail network was given"
    if km < _RAIL_MIN_KM:
        return None, "the places are too near to each other for a railway journey"
    for place in (reference, subject):
        if place.kind in TERRITORIAL or place.kind in WATER or place.kind in LINE_KINDS:
            return None, f"{place.name} is no place on a railway"
    try:
        route = network.route(reference, subject)
    except RoutingError as error:
        return None, error.message
    if max(route.snap_km) > _RAIL_SNAP_KM or sum(route.snap_km) > max(
        _SNAP_KM, _SNAP_SHARE * route.km
    ):
        return None, "one of the places is far from any railway"
    if route.km < km:
        # No rails are shorter than the line: the route joins points beside the places.
        return None, "the stations on the network are too far from the places"
    if route.km > _GAP_FACTOR * km:
        return None, (
            f"the network seems to have a gap: its way is {route.km / km:.2g} times the "
            "straight line"
        )
    return route, ""


def rail_reading(route: Route, claimed: Interval, value_km: float) -> Reading:
    """Hold the claim against a route by rail, with the ways to the stations as slack."""
    share = _ESTIMATED_SHARE if route.estimated else _RAIL_SHARE
    slack = share * route.km + sum(route.snap_km)
    # What the ends lie beside the rails may shorten the way, but never below the line.
    low, high = min(route.km, max(route.geodesic_km, route.km - slack)), route.km + slack
    note = "estimated: rails are missing in the network" if route.estimated else ""
    return Reading(
        "rail",
        round(low, 3),
        round(high, 3),
        round(route.km, 3),
        "km",
        round(value_km / route.km, 4) if route.km > 0 else None,
        claimed.overlaps(low, high),
        note,
    )


def road_reading(gap: Separation, claimed: Interval, value_km: float) -> Reading:
    """Hold the claim against what a road can be: not measured, between two factors."""
    low, high = gap.low_km * ROAD_FACTORS[0], gap.high_km * ROAD_FACTORS[1]
    middle = gap.km * 1.25
    return Reading(
        "road (not measured)",
        round(low, 3),
        round(high, 3),
        round(middle, 3),
        "km",
        round(value_km / middle, 4) if middle > 0 else None,
        claimed.overlaps(low, high),
        "roads are not measured; 1 to 1.6 times the straight line is plausible",
    )


def time_reading(
    gap: Separation, route: Route | None, mode: Mode | str, claimed_h: Interval, value_h: float
) -> Reading:
    """Hold the claimed time against plausible speeds of the mode."""
    slow, fast = SPEEDS_KMH[mode]
    if mode == "rail" and route is not None:
        low_km, high_km, way = route.km * 0.98, route.km * 1.02, "rail"
    else:
        factors = _TIME_FACTORS[mode]
        low_km, high_km, way = gap.low_km * factors[0], gap.high_km * factors[1], "straight line"
    low, high = low_km / fast, high_km / slow
    if mode == "air":
        low, high = low + _AIR_FIXED_H[0], high + _AIR_FIXED_H[1]
    middle = (low * high) ** 0.5
    named = {"unspecified": "on land", "foot": "on foot", "bicycle": "by bicycle"}.get(
        mode, f"by {mode}"
    )
    return Reading(
        f"time {named}",
        round(low, 3),
        round(high, 3),
        round(middle, 3),
        "h",
        round(value_h / middle, 4) if middle > 0 else None,
        claimed_h.overlaps(low, high),
        f"{slow:.0f} to {fast:.0f} km/h over the {way}",
    )


def direction_reading(gap: Separation, wind: str) -> tuple[Reading, float, float]:
    """Hold the claimed wind against the bearing.

    Returns
    -------
    Reading
        The bearing with what the size of the places allows.
    float
        Angle between the bearing and the middle of the wind's sector, in degrees.
    float
        Half of the sector: 22.5 degrees for eight winds, 11.25 for sixteen.
    """
    angle = angle_between(gap.bearing, wind_bearing_deg(wind))
    if gap.km > _FAR_KM:
        angle = min(angle, angle_between(gap.map_bearing, wind_bearing_deg(wind)))
    half = 11.25 if len(wind) == 3 else 22.5
    reading = Reading(
        "bearing",
        round(gap.bearing - gap.turn_deg, 1),
        round(gap.bearing + gap.turn_deg, 1),
        round(gap.bearing, 1),
        "deg",
        None,
        angle <= half + gap.turn_deg,
        f"{compass(gap.bearing)}; written {wind}",
    )
    return reading, angle, half
