"""From the sightings of all articles to one journey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geo.journey.destinations import Known, hints_of
from geo.journey.forecast import forecast
from geo.journey.identity import join_travellers, main_traveller
from geo.journey.legs import Ways
from geo.journey.path import Path, find_path
from geo.journey.travellers import mode_of
from geo.model import Forecast, Journey, Place, Sighting, Toponym

if TYPE_CHECKING:
    from geo.rail import RailNetwork

__all__ = ["reconstruct"]

_FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)


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
        return _sorted(merged, Path()), journey
    ways = Ways(network)
    path = find_path(own, ways)
    notes += path.notes
    known = Known(subject, own, path.halts, path.legs, mentioned, destinations)
    ranked, ahead = forecast(known, ways, speed_kmh)
    journey = Journey(
        subject=subject,
        legs=(*path.legs, ahead) if ahead is not None else path.legs,
        forecast=tuple(ranked),
        alternatives=path.alternatives,
        notes=tuple(notes),
    )
    return _sorted(merged, path), journey


def _other_travellers(merged: Sequence[Sighting], subject: str) -> list[str]:
    others = dict.fromkeys(one.subject for one in merged if one.subject != subject)
    return [f"Also seen, and not followed here: {', '.join(others)}."] if others else []


def _hinted(own: Sequence[Sighting]) -> tuple[Forecast, ...]:
    """Destinations of a road vehicle: only what the text says."""
    hints = hints_of(own)
    total = sum(weight for _, weight, _ in hints) + 1.0
    return tuple(
        Forecast(place, weight / total, f"{reason}. Its way by road is not measured.")
        for place, weight, reason in sorted(hints, key=lambda hint: -hint[1])
    )


def _sorted(merged: Sequence[Sighting], path: Path) -> list[Sighting]:
    """Put sightings in order of time; those without a date stand beside their halt or leg."""
    anchor: dict[int, tuple[datetime | None, float]] = {}
    for index, halt in enumerate(path.halts):
        for one in halt.sightings:
            anchor[id(one)] = (halt.earliest or halt.latest, float(index))
    for one, index in path.beside:
        # Before the place where the leg ends.
        end = next(
            (n for n, halt in enumerate(path.halts) if halt.place is path.legs[index].destination),
            index,
        )
        anchor.setdefault(id(one), (path.halts[end].earliest, end - 0.5))

    def key(item: tuple[int, Sighting]) -> tuple[datetime, float, int]:
        number, one = item
        moment, position = anchor.get(id(one), (None, float(len(path.halts))))
        if one.time_text:
            moment = one.time_start or moment or one.time_end
        return moment or _FAR_FUTURE, position, number

    return [one for _, one in sorted(enumerate(merged), key=key)]
