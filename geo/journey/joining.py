"""Sightings of one article put right: doubles, bearings, earlier journeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from geo.journey.scene import Scene
from geo.journey.when import EARLIER
from geo.model import Article, Sighting

__all__ = ["distinct", "join_bearings", "this_journey"]

#: So many sightings with a day make a journey that an article looks back at.
_SEVERAL = 2


def distinct(found: list[Sighting]) -> list[Sighting]:
    """One sighting for each place, relation and stretch of text, in order of the text."""
    kept: dict[tuple[object, ...], Sighting] = {}
    for sighting in sorted(found, key=lambda one: (one.start, one.end)):
        key = (sighting.subject, sighting.place and sighting.place.id, sighting.relation,
               sighting.end)  # fmt: skip
        kept.setdefault(key, sighting)
    return list(kept.values())


def join_bearings(scene: Scene, found: list[Sighting]) -> list[Sighting]:
    """Give a bearing told without a place to the crossing or passage of its sentence."""
    groups: dict[tuple[str, int], list[Sighting]] = {}
    for one in found:
        groups.setdefault(_sentence(scene, one), []).append(one)
    kept: list[Sighting] = []
    for one in found:
        group = groups[_sentence(scene, one)]
        if one.place is None and one.heading_deg is not None and any(map(_can_turn, group)):
            continue
        if one.heading_deg is None and one.relation in ("crossed", "passed", "at"):
            bearing = next((o.heading_deg for o in group if o.heading_deg is not None), None)
            kept.append(replace(one, heading_deg=bearing))
        else:
            kept.append(one)
    return kept


def _can_turn(one: Sighting) -> bool:
    return one.place is not None and one.relation in ("crossed", "passed", "departed", "at")


def _sentence(scene: Scene, one: Sighting) -> tuple[str, int]:
    return one.subject, scene.sentence_number(scene.tokens.at(one.start))


def this_journey(article: Article, found: list[Sighting]) -> list[Sighting]:
    """Leave out what belongs to journeys long before.

    What ended 30 days before publication is earlier. But an article may look back at one
    journey as a whole: where all dates lie before that, and several name a day, the latest run
    of them is the journey.
    """
    ends = [end for one in found if (end := _ending(one)) is not None]
    if not ends:
        return found
    limit = (article.published or max(ends)) - EARLIER
    days = [one for one in found if _ending(one) is not None and _names_day(one)]
    if max(ends) < limit and len(days) >= _SEVERAL:
        limit = max(ends) - EARLIER
    return [one for one in found if (end := _ending(one)) is None or end >= limit]


def _names_day(sighting: Sighting) -> bool:
    start, end = sighting.time_start, sighting.time_end
    return start is not None and end is not None and end - start <= timedelta(days=2)


def _ending(sighting: Sighting) -> datetime | None:
    """Moment by which a sighting was over, where its text tells one."""
    return (sighting.time_end or sighting.time_start) if sighting.time_text else None
