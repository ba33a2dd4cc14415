"""Sightings of one article put right: doubles, bearings, earlier journeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from geo.journey.halts import CERTAINTY
from geo.journey.scene import Scene
from geo.journey.when import EARLIER, EARLIER_AFOOT
from geo.model import Article, Sighting

__all__ = ["distinct", "join_bearings", "same_told", "this_journey"]

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


def same_told(found: list[Sighting]) -> list[Sighting]:
    """Put equal sightings of one article together: the best time and the best certainty stay.

    Equal are those of one traveller, place and relation whose times do not exclude each other.
    Denials stay apart from what they deny, and goals of different certainty from each other.
    """
    kept: list[Sighting] = []
    for one in found:
        for index, other in enumerate(kept):
            if _is_equal(one, other):
                kept[index] = _together(other, one)
                break
        else:
            kept.append(one)
    return kept


def _is_equal(one: Sighting, other: Sighting) -> bool:
    if one.place is None or other.place is None:
        return False
    if (one.subject, one.place.id, one.relation) != (other.subject, other.place.id, other.relation):
        return False
    if (one.certainty == "denied") != (other.certainty == "denied"):
        return False
    if one.relation == "heading" and (one.certainty != other.certainty or one.notes != other.notes):
        return False
    if None not in (one.heading_deg, other.heading_deg) and one.heading_deg != other.heading_deg:
        return False
    if not one.time_text or not other.time_text:
        return True
    starts = [start for start in (one.time_start, other.time_start) if start is not None]
    ends = [end for end in (one.time_end, other.time_end) if end is not None]
    return bool(starts and ends) and max(starts) < min(ends)


def _together(one: Sighting, other: Sighting) -> Sighting:
    """Of two equal sightings the one with the finer time, as sure as the surer one."""
    best = min((one, other), key=_width)
    surer = max((best, one, other), key=lambda sighting: CERTAINTY[sighting.certainty])
    heading = best.heading_deg
    if heading is None:
        heading = one.heading_deg if one.heading_deg is not None else other.heading_deg
    return replace(
        best, certainty=surer.certainty, attribution=surer.attribution, heading_deg=heading
    )


def _width(sighting: Sighting) -> timedelta:
    start, end = sighting.time_start, sighting.time_end
    if not sighting.time_text or start is None or end is None:
        return timedelta.max
    return end - start


def _can_turn(one: Sighting) -> bool:
    if one.relation == "crossed":
        # Also a river that no gazetteer has.
        return True
    return one.place is not None and one.relation in ("passed", "departed", "at")


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
    afoot = limit - (EARLIER_AFOOT - EARLIER)
    days = [one for one in found if _ending(one) is not None and _names_day(one)]
    if max(ends) < limit and len(days) >= _SEVERAL:
        limit = max(ends) - EARLIER
    return [
        one
        for one in found
        if (end := _ending(one)) is None or end >= (afoot if _is_afoot(one) else limit)
    ]


def _is_afoot(sighting: Sighting) -> bool:
    return not _AFOOT.isdisjoint(sighting.subject.split())


_AFOOT = frozenset(
    "caravan migrants marchers pilgrims walkers walker hikers hiker cyclist cyclists march "
    "motorcyclist motorcyclists".split()
)


def _names_day(sighting: Sighting) -> bool:
    start, end = sighting.time_start, sighting.time_end
    return start is not None and end is not None and end - start <= timedelta(days=2)


def _ending(sighting: Sighting) -> datetime | None:
    """Moment by which a sighting was over, where its text tells one."""
    return (sighting.time_end or sighting.time_start) if sighting.time_text else None
