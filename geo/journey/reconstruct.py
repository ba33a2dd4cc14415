"""From the sightings of all articles to one journey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geo.journey.destinations import Known, hints_of
from geo.journey.forecast import ENDED, forecast, has_ended
from geo.journey.identity import join_travellers, main_traveller
from geo.journey.path import Path, find_path
from geo.journey.travellers import mode_of
from geo.journey.ways import Ways
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
        return _sorted(merged, Path(), subject), journey
    ways = Ways(network)
    path = find_path(own, ways)
    notes += path.notes
    known = Known(
        subject,
        own,
        path.halts,
        path.legs,
        _not_of_others(mentioned, merged, subject),
        destinations,
    )
    ranked, ahead = forecast(known, ways, speed_kmh)
    if has_ended(known):
        notes.append(ENDED.format(path.halts[-1].place.name))
    journey = Journey(
        subject=subject,
        legs=(*path.legs, ahead) if ahead is not None else path.legs,
        forecast=tuple(ranked),
        alternatives=path.alternatives,
        notes=tuple(notes),
    )
    return _sorted(merged, path, subject), journey


def _other_travellers(merged: Sequence[Sighting], subject: str) -> list[str]:
    places: dict[str, list[str]] = {}
    for one in merged:
        if one.subject != subject and one.place is not None and one.certainty != "denied":
            places.setdefault(one.subject, []).append(one.place.name)
    others = [f"{name} ({', '.join(dict.fromkeys(at))})" for name, at in places.items()]
    return [f"Also seen, and not followed here: {'; '.join(others)}."] if others else []


def _not_of_others(
    mentioned: Sequence[Toponym], merged: Sequence[Sighting], subject: str
) -> list[Toponym]:
    """Names without those that only tell where another traveller was or goes."""
    spans = [(one.article, one.start, one.end) for one in merged if one.subject != subject]
    return [
        one
        for one in mentioned
        if not any(
            article == one.article and start <= one.start and one.end <= end
            for article, start, end in spans
        )
    ]


def _hinted(own: Sequence[Sighting]) -> tuple[Forecast, ...]:
    """Destinations of a road vehicle: only what the text says."""
    hints = hints_of(own)
    total = sum(weight for _, weight, _ in hints) + 1.0
    return tuple(
        Forecast(place, weight / total, f"{reason}. Its way by road is not measured.")
        for place, weight, reason in sorted(hints, key=lambda hint: -hint[1])
    )


def _sorted(merged: Sequence[Sighting], path: Path, subject: str) -> list[Sighting]:
    """Put sightings in order: those of the path along it, others of its traveller by time.

    What is ahead or undated comes last; then the other travellers, one by one.
    """
    along: dict[int, float] = {}
    for index, halt in enumerate(path.halts):
        for one in halt.sightings:
            along[id(one)] = float(index)
    for one, index in path.beside:
        # Before the place where the leg ends.
        end = next(
            (n for n, halt in enumerate(path.halts) if halt.place is path.legs[index].destination),
            index,
        )
        along.setdefault(id(one), end - 0.5)
    own = [one for one in merged if one.subject == subject]
    found = sorted(
        (one for one in own if id(one) in along), key=lambda one: (along[id(one)], _moment(one))
    )
    for one in sorted((one for one in own if id(one) not in along), key=_moment):
        after = [
            n
            for n, other in enumerate(found)
            if (other.time_text and _starts(other, one)) or _reached(one, other)
        ]
        found.insert(min(after, default=len(found)), one)
    names = list(dict.fromkeys(one.subject for one in merged))
    rest = [one for one in merged if one.subject != subject]
    return found + sorted(rest, key=lambda one: (names.index(one.subject), _moment(one)))


def _moment(one: Sighting) -> datetime:
    """Begin of the window that a text tells; far ahead where it tells none."""
    return (one.time_start or one.time_end or _FAR_FUTURE) if one.time_text else _FAR_FUTURE


def _starts(other: Sighting, one: Sighting) -> bool:
    """Whether a sighting begins after another one."""
    return _moment(one) < _moment(other)


def _reached(one: Sighting, other: Sighting) -> bool:
    """Whether a traveller came later to where a sighting says that it was bound."""
    if one.relation != "heading" or one.place is None or other.place is None:
        return False
    return one.place.id == other.place.id and other.relation != "departed"
