"""In which order a traveller came to places: by time, then by the least rail length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import numpy as np

from geo.geodesy import distance_km
from geo.journey.halts import Halt
from geo.journey.order_many import improve_order

__all__ = ["put_in_order"]

#: So many places are ordered exactly (Held and Karp 1962, https://doi.org/10.1137/0110015).
_EXACT = 9
#: What it costs, in km, to order two places against the text, a departure after something
#: else, an arrival before it. Small beside real detours; they decide where lengths tie.
_AGAINST_TEXT_KM = 20.0
_DEPARTED_LATE_KM = 400.0
_ARRIVED_EARLY_KM = 100.0
_NO_WAY_KM = 50_000.0
#: The same for two windows that overlap, where one is told wholly later.
_LATER_KM = 8.0

Length = Callable[[Halt, Halt], float | None]


def _before(one: Halt, other: Halt) -> bool:
    """Whether the times alone put a halt before another."""
    return one.latest is not None and other.earliest is not None and one.latest <= other.earliest


def _against_text_km(first: Halt, second: Halt) -> float:
    """Cost of visiting ``first`` before ``second`` where a text tells the second before."""
    told = any(
        one.article == other.article and one.start > other.start
        for one in first.sightings
        for other in second.sightings
    )
    return _AGAINST_TEXT_KM if told else 0.0


def _unlikely_km(first: Halt, second: Halt) -> float:
    """Cost of a departure after something else, or of an arrival before it.

    It counts once for a halt, however many come before it: a journey of stages has departures
    on the way ("From Aachen it crossed into Belgium").
    """
    cost = 0.0
    if second.only("departed") and not first.only("departed"):
        cost += _DEPARTED_LATE_KM
    if first.only("arrived") and not second.only("arrived"):
        cost += _ARRIVED_EARLY_KM
    return cost


def put_in_order(halts: Sequence[Halt], length: Length) -> list[Halt]:
    """Order halts.

    Parameters
    ----------
    halts : sequence of Halt
    length : callable
        Rail length from one halt to another, in km; None where there is no way.

    Returns
    -------
    list of Halt
        Windows of time that do not overlap are always kept in order.
    """
    halts = list(halts)
    if len(halts) < 2 or _is_settled(halts):
        return sorted(halts, key=_Times)
    if len(halts) > _EXACT:
        return _roughly(halts)
    return _exactly(halts, length)


class _Times:
    """Sort key for halts whose times settle every pair."""

    def __init__(self, halt: Halt) -> None:
        self._halt = halt

    def __lt__(self, other: _Times) -> bool:
        return _before(self._halt, other._halt)


def _is_settled(halts: Sequence[Halt]) -> bool:
    return all(
        _before(one, other) != _before(other, one)
        for index, one in enumerate(halts)
        for other in halts[index + 1 :]
    )


def _roughly(halts: list[Halt]) -> list[Halt]:
    """Order many halts: by the middles of their windows, then improved.

    Lengths are straight lines here: asking for the way between each two would take seconds.
    """
    ordered = _by_middle(halts)
    lon = np.array([halt.place.lon for halt in ordered])
    lat = np.array([halt.place.lat for halt in ordered])
    km = np.asarray(distance_km(lon[:, None], lat[:, None], lon[None, :], lat[None, :]))
    inverted = np.array([[_inverted_km(one, other, len(halts)) for other in ordered]
                         for one in ordered])  # fmt: skip
    inverted += [[_NO_WAY_KM * _before(other, one) for other in ordered] for one in ordered]
    inverted += [[_LATER_KM * _later(one, other) for other in ordered] for one in ordered]
    np.fill_diagonal(inverted, 0.0)
    return [ordered[index] for index in improve_order(range(len(ordered)), km, inverted)]


def _inverted_km(first: Halt, second: Halt, count: int) -> float:
    """Cost of visiting ``first`` before ``second``; a departure at the very end costs it all."""
    return _against_text_km(first, second) + _unlikely_km(first, second) / count


def _middle(halt: Halt) -> datetime | None:
    if halt.earliest is None or halt.latest is None:
        return halt.earliest or halt.latest
    return halt.earliest + (halt.latest - halt.earliest) / 2


def _later(one: Halt, other: Halt) -> float:
    """By how much of their windows one halt is told later than another, 0 to 1."""
    middles = _middle(one), _middle(other)
    if middles[0] is None or middles[1] is None or middles[0] <= middles[1]:
        return 0.0
    if one.latest is None or other.earliest is None:
        return 1.0
    apart = (middles[0] - middles[1]) / max(one.latest - other.earliest, timedelta(seconds=1))
    return min(1.0, 2.0 * apart)


def _by_middle(halts: list[Halt]) -> list[Halt]:
    """Dated halts by the middle of their window, the others after the one told before them."""
    ordered: list[Halt] = []
    for halt in halts:
        place, middle = len(ordered), _middle(halt)
        if middle is not None:
            later = (index for index, other in enumerate(ordered)
                     if (moment := _middle(other)) is not None and moment > middle)  # fmt: skip
            place = next(later, place)
        elif halt.only("departed"):
            place = 0
        ordered.insert(place, halt)
    return ordered


def _exactly(halts: list[Halt], length: Length) -> list[Halt]:
    count = len(halts)
    km = [
        [0.0 if i == j else _known(length(halts[i], halts[j])) for j in range(count)]
        for i in range(count)
    ]
    against = [[_against_text_km(one, other) for other in halts] for one in halts]
    unlikely = [[_unlikely_km(one, other) for other in halts] for one in halts]
    first = [
        sum(1 << i for i in range(count) if i != j and _before(halts[i], halts[j]))
        for j in range(count)
    ]
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for j in range(count):
        if not first[j]:
            best[1 << j, j] = (0.0, -1)
    for subset in range(1, 1 << count):
        for last in range(count):
            state = best.get((subset, last))
            if state is None:
                continue
            for j in range(count):
                if subset >> j & 1 or first[j] & ~subset:
                    continue
                before = [i for i in range(count) if subset >> i & 1]
                cost = state[0] + km[last][j]
                cost += sum(against[i][j] for i in before)
                cost += max(unlikely[i][j] for i in before)
                key = (subset | 1 << j, j)
                if key not in best or cost < best[key][0]:
                    best[key] = (cost, last)
    subset = (1 << count) - 1
    ends = [j for j in range(count) if (subset, j) in best]
    if not ends:
        return _roughly(halts)
    last = min(ends, key=lambda j: best[subset, j][0])
    order: list[int] = []
    while last >= 0:
        order.append(last)
        subset, last = subset & ~(1 << last), best[subset, last][1]
    return [halts[index] for index in reversed(order)]


def _known(km: float | None) -> float:
    return _NO_WAY_KM if km is None else km
