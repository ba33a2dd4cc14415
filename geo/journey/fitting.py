"""From halts in order to the rails that were used: which halts fit, and the ways between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import RoutingError
from geo.geodesy import distance_km
from geo.journey.along import order_along
from geo.journey.bars import Bar, toll_of
from geo.journey.crossing import rails_over
from geo.journey.halts import SNAP_KM, Halt
from geo.journey.matching import LEAST, Matching, Observation, match
from geo.journey.words import km_text, quoted
from geo.model import LonLat, Place, Sighting
from geo.rail.placing import snap_place
from geo.rail.snapping import Snap

if TYPE_CHECKING:
    from geo.rail import RailNetwork
    from geo.rail.way import Way

__all__ = ["Fit", "fit_halts"]

#: Displacement of a place that stands for one station, in km: the width of a town.
_TOWN_KM = 3.0
#: A position that is only computed ("30 km west of X") lies anywhere within its radius: a
#: deviation of half of it, one way or the other.
_OF_RADIUS = 0.5
_COMPUTED = "landmark"
#: So many crossings of a river, at most, are looked at for each sighting there.
_CROSSINGS = 60
#: A crossing this far out of the way, in km, tells nothing of it.
_OUT_OF_WAY_KM = 200.0
#: An article that tells so many halts tells a journey, which leaves this part of the doubt.
_STAGES = 3
_STAGE_DOUBT = 0.1
_MOST_TRUST = 0.999
#: How often the order may change.
_REORDERED = 3

Row = tuple[Observation, Halt | None]


@dataclass(frozen=True)
class Fit:
    """Halts that fit, with the ways between them.

    Parameters
    ----------
    halts : tuple of Halt
    ways : tuple of Way or None
        One fewer; None where no rails join two halts.
    notes : tuple of str
        What does not fit, and why.
    displaced : float
        Factor by which the places lie farther beside the rails than they should.
    bars : tuple of Bar
        Rails that are said not to have been used.
    """

    halts: tuple[Halt, ...] = ()
    ways: tuple[Way | None, ...] = ()
    notes: tuple[str, ...] = ()
    displaced: float = 1.0
    bars: tuple[Bar, ...] = ()


def fit_halts(
    network: RailNetwork,
    halts: Sequence[Halt],
    beside: Sequence[Sighting],
    bars: Sequence[Bar] = (),
) -> Fit:
    """Match halts to the rails.

    Parameters
    ----------
    network : RailNetwork
    halts : sequence of Halt
        In order of time, each near rails.
    beside : sequence of Sighting
        Of the same traveller, without a position of their own: rivers crossed.
    bars : sequence of Bar, optional
        Rails that cost extra.
    """
    if len(halts) < 2:
        return Fit(tuple(halts))
    told = Counter(article for halt in halts for article in _articles(halt))
    rows: list[Row] = [(_observed(network, one, told, bars), one) for one in halts]
    for one in beside:
        _insert_crossing(network, rows, one)
    found = match(network, [observation for observation, _ in rows])
    if len(halts) >= LEAST:
        rows, found = _reordered(network, rows, found)
    kept: list[Halt] = []
    ways: list[Way | None] = []
    open_way: list[Way | None] = []
    for number, index in enumerate(found.kept):
        halt = rows[index][1]
        if number:
            open_way.append(found.ways[number - 1])
        if halt is None:
            continue
        if kept:
            ways.append(_joined(open_way))
        kept.append(halt)
        open_way = []
    inorder = [halt for _, halt in rows if halt is not None]
    left = [halt for halt in inorder if not any(halt is one for one in kept)]
    notes = tuple(_aside(halt, kept, inorder) for halt in left)
    return Fit(tuple(kept), tuple(ways), notes, found.wider, tuple(bars))


def _reordered(
    network: RailNetwork, rows: list[Row], found: Matching
) -> tuple[list[Row], Matching]:
    """Put halts whose times leave it open in order along the way, as long as that fits better."""
    for _ in range(_REORDERED):
        before = np.array(
            [
                [_precedes(one, other, now=number < after) for after, (_, other) in enumerate(rows)]
                for number, (_, one) in enumerate(rows)
            ]
        )
        order = order_along(network, [observation for observation, _ in rows], found, before)
        if order == sorted(order):
            break
        moved = [rows[index] for index in order]
        again = match(network, [observation for observation, _ in moved], (found.wider,))
        if again.cost >= found.cost or len(again.kept) < len(found.kept):
            break
        rows, found = moved, again
    return rows, found


def _precedes(one: Halt | None, other: Halt | None, *, now: bool) -> bool:
    """Whether one halt must stay before another.

    The times say so; or it is ``now`` and their times are not told, or one article tells both.
    """
    if one is None or other is None or one is other:
        return False
    if one.latest is not None and other.earliest is not None and one.latest <= other.earliest:
        return True
    if not (one.dated and other.dated) or _articles(one) & _articles(other):
        return now
    return one.only("departed") or other.only("arrived")


def _joined(ways: Sequence[Way | None]) -> Way | None:
    whole: Way | None = None
    for way in ways:
        if way is None:
            return None
        whole = way if whole is None else whole.then(way)
    return whole


def _articles(halt: Halt) -> set[str]:
    return {one.article for one in halt.sightings if one.article}


def _observed(
    network: RailNetwork, halt: Halt, told: Counter[str], bars: Sequence[Bar]
) -> Observation:
    place = halt.place
    headings = [one.heading_deg for one in halt.sightings if one.heading_deg is not None]
    computed = place.kind == _COMPUTED and place.radius_km > _TOWN_KM
    try:
        snaps = () if computed else tuple(snap_place(network, place, SNAP_KM))
    except RoutingError:
        snaps = ()
    return Observation(
        place.lonlat,
        sigma_km=max(_TOWN_KM, _OF_RADIUS * place.radius_km) if computed else _TOWN_KM,
        trust=_trust(halt, told),
        country=place.country,
        snaps=snaps,
        heading_deg=headings[0] if headings and not halt.only("departed") else None,
        toll=toll_of(bars, halt),
    )


def _trust(halt: Halt, told: Counter[str]) -> float:
    """How sure a halt is before its place is looked at.

    Who tells a journey stage by stage is not wrong about one stage only.
    """
    trust = halt.confidence
    if any(told[article] >= _STAGES for article in _articles(halt)):
        trust = 1.0 - (1.0 - trust) * _STAGE_DOUBT
    return min(_MOST_TRUST, trust)


def _insert_crossing(network: RailNetwork, rows: list[Row], one: Sighting) -> None:
    """Put a river that was crossed between the two halts that it lies between."""
    if one.relation != "crossed" or one.certainty not in ("confirmed", "reported"):
        return
    if one.place is None or not one.place.lines:
        return
    best: tuple[float, int, list[Snap]] | None = None
    for index in range(1, len(rows)):
        (before, halt), (after, next_halt) = rows[index - 1], rows[index]
        if not _fits_time(one, halt, next_halt):
            continue
        straight = float(distance_km(*before.lonlat, *after.lonlat))
        middle = _middle(before.lonlat, after.lonlat)
        around = straight / 2 + _OUT_OF_WAY_KM / 2
        snaps = rails_over(network, one.place, middle, around)[:_CROSSINGS]
        for snap in snaps:
            point = (snap.lon, snap.lat)
            extra = float(distance_km(*before.lonlat, *point))
            extra += float(distance_km(*point, *after.lonlat)) - straight
            if extra <= _OUT_OF_WAY_KM and (best is None or extra < best[0]):
                best = extra, index, snaps
    if best is None:
        return
    trust = 0.95 if one.certainty == "confirmed" else 0.8
    lonlat = (best[2][0].lon, best[2][0].lat)
    crossing = Observation(
        lonlat, _TOWN_KM, trust, snaps=tuple(best[2]), fixed=True, heading_deg=one.heading_deg,
        toll=rows[best[1] - 1][0].toll,
    )  # fmt: skip
    rows.insert(best[1], (crossing, None))


def _fits_time(one: Sighting, before: Halt | None, after: Halt | None) -> bool:
    if before is not None and before.earliest and one.time_end and one.time_end < before.earliest:
        return False
    return not (
        after is not None and after.latest and one.time_start and one.time_start > after.latest
    )


def _middle(one: LonLat, other: LonLat) -> LonLat:
    turn = (other[0] - one[0] + 180.0) % 360.0 - 180.0
    return (one[0] + turn / 2 + 180.0) % 360.0 - 180.0, (one[1] + other[1]) / 2


def _aside(halt: Halt, kept: Sequence[Halt], halts: Sequence[Halt]) -> str:
    """Why a halt is set aside, as a sentence."""
    number = next(index for index, one in enumerate(halts) if one is halt)
    before = [one.place for one in halts[:number] if any(one is other for other in kept)]
    after = [one.place for one in halts[number + 1 :] if any(one is other for other in kept)]
    said = quoted(halt.sightings[0])
    if not before or not after:
        return f"The sighting at {halt.place.name} does not fit the others and is set aside: {said}"
    extra = _straight(before[-1], halt.place) + _straight(halt.place, after[0])
    extra -= _straight(before[-1], after[0])
    return (
        f"The sighting at {halt.place.name} is set aside: between {before[-1].name} and"
        f" {after[0].name} it would be a detour of {km_text(extra)} or more: {said}"
    )


def _straight(one: Place, other: Place) -> float:
    return float(distance_km(*one.lonlat, *other.lonlat))
