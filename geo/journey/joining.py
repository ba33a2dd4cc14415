"""Sightings of one article put right: doubles, bearings, earlier journeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from geo.journey.scene import Scene
from geo.journey.when import EARLIER
from geo.model import Article, Sighting

__all__ = ["distinct", "join_bearings", "this_journey"]


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
    kept: list[Sighting] = []
    bearings = [one for one in found if one.heading_deg is not None]
    for one in found:
        if one.place is None and one.heading_deg is not None and any(
            other is not one and _same_sentence(scene, one, other) and other.place is not None
            and other.relation in ("crossed", "passed", "departed", "at")
            for other in found
        ):  # fmt: skip
            continue
        if one.heading_deg is None and one.relation in ("crossed", "passed", "at"):
            near = [other for other in bearings if _same_sentence(scene, one, other)]
            if near:
                one = replace(one, heading_deg=near[0].heading_deg)
        kept.append(one)
    return kept


def _same_sentence(scene: Scene, one: Sighting, other: Sighting) -> bool:
    if one.subject != other.subject:
        return False
    at = [scene.tokens.at(one.start), scene.tokens.at(other.start)]
    return any(first <= min(at) and max(at) < last for first, last in scene.sentences)


def this_journey(article: Article, found: list[Sighting]) -> list[Sighting]:
    """Leave out what belongs to journeys long before.

    What ended 30 days before publication is earlier, unless everything with a date did: an
    article may look back at one journey. Then the latest run of dates is that journey.
    """
    ends = [end for one in found if (end := _ending(one)) is not None]
    if not ends:
        return found
    anchor = article.published or max(ends)
    limit = min(anchor, max(ends) if max(ends) < anchor - EARLIER else anchor) - EARLIER
    return [one for one in found if (end := _ending(one)) is None or end >= limit]


def _ending(sighting: Sighting) -> datetime | None:
    """Moment by which a sighting was over, where its text tells one."""
    return (sighting.time_end or sighting.time_start) if sighting.time_text else None
