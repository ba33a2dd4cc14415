"""What a train's way costs: running time, borders, breaks of gauge.

Cost is time; the length of the way is reported beside it. The dwell times are not those of a
timetable. They say how much longer a way inside one country and one gauge may be before a way
through the neighbour is taken: a through train of the kind that news tells of does not leave
its country to save a day (Moscow-Vladivostok through China would save about 1,000 km).
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from geo.errors import ConfigurationError, RoutingError

__all__ = [
    "CLASSES",
    "Border",
    "Profile",
    "default_profile",
    "is_country_code",
    "read_borders",
    "read_gauges",
]

#: Classes of lines; a network tells the class of each edge as an index into this.
CLASSES = ("normal", "slow", "fast", "ferry")

_DATA = Path(__file__).resolve().parent.parent / "data" / "rail"


@dataclass(frozen=True, slots=True)
class Border:
    """What is known of the border between two countries."""

    hours: float | None
    closed: bool
    reason: str


#: From and to for each number of a profile: wide, but so that no cost is negative, endless, or
#: more than the engines can add up.
_LIMITS = {
    "speed_kmh": (1.0, 1000.0),
    **dict.fromkeys(("slow_factor", "fast_factor", "ferry_factor", "against_factor"), (0.1, 10.0)),
    **dict.fromkeys(("border_h", "zone_border_h", "closed_border_h", "gauge_h"), (0.0, 200.0)),
    **dict.fromkeys(("reversal_h", "service_h", "crossover_h"), (0.0, 200.0)),
    "max_turn_deg": (0.0, 180.0),
    "train_km": (0.0, 10.0),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How a train runs, as it counts for the choice of a way.

    Profiles that come with the package, and a user's own, are files: `geo.rail.profiles`.

    Parameters
    ----------
    name : str
        For reports.
    speed_kmh : float
        Average speed while running. The choice of a way depends on it only through the
        stops: a slow train minds a detour more.
    usage_kmh : tuple of (str, float)
        The same on lines of a usage (`geo.rail.osm_tags.USAGES`), where the network tells.
    slow_factor : float
        Share of the speed on lines that through trains shun though they are short.
    fast_factor : float
        The same on lines built for high-speed trains only, which most others may not use.
    ferry_factor : float
        The same on train ferries, with loading.
    against_factor : float
        The same on a track whose preferred direction is the other one. It counts for the
        choice of a way, not in its hours.
    border_h : float
        Stop at a border between countries of different zones.
    zone_border_h : float
        Stop at a border inside one zone (Schengen, Eurasian Economic Union, ...).
    closed_border_h : float
        Stop at a border that is closed to trains: so long that no way leads over it while
        there is another that is not absurd. Where there is none, the route says so in its
        notes.
    gauge_h : float
        Change of bogies, or of trains, where the gauge changes.
    max_turn_deg : float
        Where the drawing is true: a larger deflection at a switch is no move. Angles there
        are 20 degrees and less, or 150 and more.
    reversals : bool
        Whether the train may change its direction of travel on the way.
    reversal_h : float
        Time of a reversal, without that of running past the switch and back.
    train_km : float
        Length of the train: the room that a reversal needs beyond the switch.
    service_h : float
        Penalty for a way over a siding, a yard or a spur, or over a line of industry or the
        military. A way that begins or ends there pays half of it, as every other one does.
    crossover_h : float
        The same for changing to the track beside. More than a reversal would save.
    usages : tuple of str
        Only lines of these usages, and those of which none is told; empty: all.
    electrified : bool
        No lines that are told to be without current.
    gauges_mm : tuple of int
        Only lines that carry one of these gauges; empty: all.
    countries : tuple of str
        Only lines in these countries; empty: all.
    avoid_countries : tuple of str
        No lines in these countries.

    Raises
    ------
    ConfigurationError
        When a value makes no sense.
    """

    name: str = "special"
    speed_kmh: float = 60.0
    usage_kmh: tuple[tuple[str, float], ...] = ()
    slow_factor: float = 0.7
    fast_factor: float = 0.5
    ferry_factor: float = 0.25
    against_factor: float = 0.5
    border_h: float = 4.0
    zone_border_h: float = 0.5
    closed_border_h: float = 48.0
    gauge_h: float = 8.0
    max_turn_deg: float = 45.0
    reversals: bool = True
    reversal_h: float = 10.0 / 60.0
    train_km: float = 0.4
    service_h: float = 2.0
    crossover_h: float = 0.25
    usages: tuple[str, ...] = ()
    electrified: bool = False
    gauges_mm: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    avoid_countries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in fields(self):
            limits = _LIMITS.get(entry.name)
            value = getattr(self, entry.name)
            if limits is not None:
                self._check(entry.name, value, *limits)
        for usage, speed in self.usage_kmh:
            self._check(f"speed on {usage or 'other'} lines", speed, *_LIMITS["speed_kmh"])

    def _check(self, what: str, value: float, low: float, high: float) -> None:
        if not (math.isfinite(value) and low <= value <= high):
            raise ConfigurationError(
                f"the profile {self.name!r} has {value:g} as its {what.replace('_', ' ')}",
                hint=f"Give a value from {low:g} to {high:g}.",
            )

    @property
    def class_factors(self) -> tuple[float, ...]:
        """Share of the speed on each class of line, in the order of `CLASSES`."""
        return (1.0, self.slow_factor, self.fast_factor, self.ferry_factor)

    def border_hours(self, one: str, other: str) -> float:
        """Stop at the border between two countries, given by their codes."""
        if one == other:
            return 0.0
        known = read_borders().get(frozenset((one, other)))
        if known is not None and known.closed:
            return self.closed_border_h
        if known is not None and known.hours is not None:
            return known.hours
        zones = read_zones()
        zone = zones.get(one, "")
        return self.zone_border_h if zone and zone == zones.get(other) else self.border_h


def is_country_code(text: str) -> bool:
    """Whether a text has the form of an ISO 3166 code of two letters.

    Examples
    --------
    >>> is_country_code("CN"), is_country_code("cn"), is_country_code("China")
    (True, True, False)
    """
    return len(text) == 2 and text.isascii() and text.isalpha()


@cache
def default_profile() -> Profile:
    """Give the profile that is used when none is named: ``special``."""
    return Profile()


def _rows(file: str) -> list[dict[str, str]]:
    try:
        with (_DATA / file).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    except OSError as error:
        raise RoutingError(
            f"the table {file} of the rail data cannot be read ({error})",
            hint="Reinstall the package.",
        ) from error


@cache
def read_borders() -> dict[frozenset[str], Border]:
    """Read what is known of single borders (``geo/data/rail/borders.csv``)."""
    return {
        frozenset((row["a"], row["b"])): Border(
            hours=float(row["hours"]) if row["hours"] else None,
            closed=row["status"] == "closed",
            reason=row["reason"],
        )
        for row in _rows("borders.csv")
    }


@cache
def read_gauges() -> dict[str, tuple[int, ...]]:
    """Read the usual gauges of each country, in mm (``geo/data/rail/gauges.csv``)."""
    return {
        row["country"]: tuple(int(part) for part in row["gauge_mm"].split(";"))
        for row in _rows("gauges.csv")
    }


@cache
def read_zones() -> dict[str, str]:
    """Read which countries let each other's trains pass with little ado."""
    return {row["country"]: row["zone"] for row in _rows("gauges.csv") if row["zone"]}
