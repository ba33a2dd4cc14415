"""From the sightings of all texts to one journey: what was known, merged, matched, looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from geo.journey.as_of import sightings_known
from geo.journey.identity import join_travellers
from geo.journey.merging import settle, timeline_of
from geo.journey.reconstruct import reconstruct
from geo.journey.remarks import undated
from geo.journey.whereabouts import whereabouts_at
from geo.model import Article, Journey, Place, Sighting, Toponym
from geo.rail import RailNetwork

__all__ = ["follow"]


def follow(
    sightings: list[Sighting],
    articles: list[Article],
    network: RailNetwork,
    *,
    mentioned: list[Toponym],
    destinations: Sequence[Place] = (),
    speed_kmh: tuple[float, float] = (40.0, 60.0),
    as_of: datetime | None = None,
    at: datetime | None = None,
    remarks: tuple[str, ...] = (),
) -> tuple[list[Sighting], Journey | None]:
    """Put the sightings of several articles together and follow the traveller over rails.

    Parameters
    ----------
    sightings : list of Sighting
        Of all articles.
    articles : list of Article
        Where they stand.
    network : RailNetwork
        The rails.
    mentioned : list of Toponym
        Places that the texts name: destinations are among them.
    destinations : sequence of Place
        Further destinations to judge.
    speed_kmh : tuple of float
        Slow and fast average speed, in km/h.
    as_of : datetime, optional
        Leave out what was known later.
    at : datetime, optional
        Tell where the traveller can be at this time.
    remarks : tuple of str
        What is to be said before the journey's own notes.

    Returns
    -------
    tuple of (list of Sighting, Journey or None)
        The sightings in order, joined across texts, and the journey when there is one.
    """
    if as_of is not None:
        sightings, later = sightings_known(sightings, as_of)
        remarks += tuple(later)
    remarks += tuple(undated(articles, sightings))
    sightings = settle(join_travellers(sightings), articles)
    sightings, journey = reconstruct(
        sightings, network, mentioned=mentioned, speed_kmh=speed_kmh, destinations=destinations
    )
    if journey is not None:
        journey = replace(journey, timeline=timeline_of(sightings, journey.subject, articles))
    if remarks:
        known = journey or Journey()
        journey = replace(known, notes=(*remarks, *known.notes))
    if at is not None and journey is not None:
        where = whereabouts_at(at, journey, sightings, network, speed_kmh)
        journey = replace(journey, whereabouts=where)
    return sightings, journey
