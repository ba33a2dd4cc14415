"""Several articles together: what confirms what, what replaces what, and one timeline.

Nothing is averaged and nothing is thrown away: every sighting stays, with the words of the later
report where one settled it (``Sighting.replaced_by``), and the timeline has one entry for what
several texts tell, with all its sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from geo.geodesy import distance_km
from geo.journey.halts import CERTAINTY
from geo.journey.words import quoted
from geo.model import Article, Certainty, Relation, Sighting, TimelineEntry

__all__ = ["settle", "timeline_of"]

_BEEN: frozenset[Relation] = frozenset({"at", "arrived", "passed", "crossed", "departed"})
#: What two texts may call the same stop; the first that is told names the entry.
_ALIKE: tuple[Relation, ...] = ("arrived", "crossed", "at", "passed")
#: Two places so near are one ("the town", "its station").
_SAME_KM = 3.0
#: One stop lasts two days at most.
_STAY = timedelta(days=2)
_UNKNOWN = datetime.min.replace(tzinfo=UTC)


def settle(sightings: Sequence[Sighting], articles: Sequence[Article]) -> list[Sighting]:
    """Mark what later reports settled.

    An expectation is settled when the traveller was there, or when its time is over and it was
    elsewhere. A report is settled when a later article corrects it in its own voice; where
    somebody only denies it, both stand, and each has a note of the other.

    Parameters
    ----------
    sightings : sequence of Sighting
        With joined names of travellers.
    articles : sequence of Article
        For their time of publication.

    Returns
    -------
    list of Sighting
        The same, in the same order.
    """
    known = {one.id: one.published for one in articles if one.published is not None}
    return [_settled(one, sightings, known) for one in sightings]


def _settled(
    one: Sighting, sightings: Sequence[Sighting], known: Mapping[str, datetime]
) -> Sighting:
    if one.place is None or one.certainty == "denied":
        return one
    others = [other for other in sightings if other.subject == one.subject and other is not one]
    if one.relation == "heading":
        later = _came_true(one, others, known) or _overtaken(one, others)
        if later is not None:
            return replace(one, replaced_by=_told(later))
    denials = [
        other
        for other in others
        if other.certainty == "denied"
        and _same_place(one, other)
        and _alike(one.relation, other.relation)
        and _may_be_once(one, other)
        and other.article != one.article
    ]
    for denial in denials:
        later_published = _published(denial, known) > _published(one, known)
        if not denial.attribution and later_published:
            return replace(one, replaced_by=f"corrected: {quoted(denial)}")
        if one.certainty != "speculated" or denial.attribution:
            return replace(one, notes=(*one.notes, f"denied elsewhere: {quoted(denial)}"))
    return one


def _came_true(
    plan: Sighting, others: Sequence[Sighting], known: Mapping[str, datetime]
) -> Sighting | None:
    """Report that has the traveller where it was expected."""
    for other in others:
        if other.relation not in _BEEN or other.relation == "departed":
            continue
        if other.certainty not in ("confirmed", "reported") or not _same_place(plan, other):
            continue
        if other.article == plan.article:
            if _beside(plan, other):
                return other
        elif _published(other, known) >= _published(plan, known) and not _went_on(other, plan):
            return other
    return None


def _beside(plan: Sighting, other: Sighting) -> bool:
    """Whether one article tells the plan first, and then that it came true."""
    return plan.start < other.start and plan.certainty == "speculated"


def _went_on(other: Sighting, plan: Sighting) -> bool:
    """Whether a plan is about a time after a report: it goes there again."""
    return (
        other.time_end is not None
        and plan.time_start is not None
        and bool(plan.time_text)
        and plan.time_start >= other.time_end
    )


def _overtaken(plan: Sighting, others: Sequence[Sighting]) -> Sighting | None:
    """Report of the traveller elsewhere, after the time that a plan told was over."""
    if plan.time_end is None or not plan.time_text or plan.certainty != "speculated":
        return None
    after = [
        other
        for other in others
        if other.relation in _BEEN
        and other.certainty in ("confirmed", "reported")
        and other.time_text
        and other.time_start is not None
        and other.time_start >= plan.time_end
    ]
    return min(after, key=lambda other: other.time_start or _UNKNOWN, default=None)


def _published(one: Sighting, known: Mapping[str, datetime]) -> datetime:
    return known.get(one.article, _UNKNOWN)


def _told(later: Sighting) -> str:
    place = f" {later.place.name}" if later.place else ""
    return f"{later.relation}{place}, as told later: {quoted(later)}"


def _same_place(one: Sighting, other: Sighting) -> bool:
    if one.place is None or other.place is None:
        return False
    if one.place.id == other.place.id:
        return True
    if one.place.lines or other.place.lines or one.place.radius_km + other.place.radius_km > 60:
        return False
    return float(distance_km(*one.place.lonlat, *other.place.lonlat)) <= _SAME_KM


def _alike(one: Relation, other: Relation) -> bool:
    return one == other or {one, other} <= set(_ALIKE)


def _may_be_once(one: Sighting, other: Sighting) -> bool:
    """Whether two windows leave it open that both are of one time."""
    if not one.time_text or not other.time_text:
        return True
    starts = [moment for moment in (one.time_start, other.time_start) if moment is not None]
    ends = [moment for moment in (one.time_end, other.time_end) if moment is not None]
    return not starts or not ends or max(starts) < min(ends)


def timeline_of(
    sightings: Sequence[Sighting], subject: str, articles: Sequence[Article] = ()
) -> tuple[TimelineEntry, ...]:
    """Put what several texts tell of one stop together, in the order of the sightings.

    Parameters
    ----------
    sightings : sequence of Sighting
        Of the report, in its order: an entry tells their numbers.
    subject : str
        The traveller that is followed.
    articles : sequence of Article, optional
        For the titles of the sources.

    Returns
    -------
    tuple of TimelineEntry
        Its certainty is that of its surest sighting; a note says which text was less sure.
        Denials, plans and what was replaced have entries of their own.
    """
    groups: list[list[int]] = []
    for number, one in enumerate(sightings):
        if one.subject != subject:
            continue
        for group in groups:
            if all(_is_one_event(sightings[other], one) for other in group):
                group.append(number)
                break
        else:
            groups.append([number])
    names = {one.id: one.title or one.id for one in articles}
    return tuple(_entry(sightings, group, names) for group in groups)


def _is_one_event(one: Sighting, other: Sighting) -> bool:
    if bool(one.replaced_by) != bool(other.replaced_by):
        return False
    if (one.certainty == "denied") != (other.certainty == "denied"):
        return False
    if not _alike(one.relation, other.relation) or not _same_place(one, other):
        return False
    if one.time_text and other.time_text:
        return _may_be_once(one, other)
    return _near_in_time(one, other)


def _near_in_time(one: Sighting, other: Sighting) -> bool:
    """Whether a stop without a time of its own may be that of another report."""
    moments = [(one.time_start, one.time_end), (other.time_start, other.time_end)]
    (first, last), (start, end) = moments
    if first is not None and end is not None and first - end > _STAY:
        return False
    return not (start is not None and last is not None and start - last > _STAY)


def _entry(
    sightings: Sequence[Sighting], group: Sequence[int], names: Mapping[str, str]
) -> TimelineEntry:
    told = [sightings[number] for number in group]
    surest = max(told, key=lambda one: CERTAINTY[one.certainty])
    dated = [one for one in told if one.time_text] or told
    starts = [one.time_start for one in dated if one.time_start is not None]
    ends = [one.time_end for one in dated if one.time_end is not None]
    relations = {one.relation for one in told}
    relation = next((one for one in _ALIKE if one in relations), surest.relation)
    sources = dict.fromkeys(_source(one, names) for one in told)
    return TimelineEntry(
        subject=surest.subject,
        place=surest.place,
        relation=relation if surest.relation in _ALIKE else surest.relation,
        certainty=surest.certainty,
        time_start=max(starts, default=None),
        time_end=min(ends, default=None),
        sightings=tuple(group),
        sources=tuple(sources),
        replaced_by=surest.replaced_by,
        notes=_reasons(told, surest.certainty),
    )


def _source(one: Sighting, names: Mapping[str, str]) -> str:
    title = names.get(one.article, one.article)
    return f"{title} ({one.attribution})" if one.attribution else title


def _reasons(told: Sequence[Sighting], certainty: Certainty) -> tuple[str, ...]:
    """Why an entry is as sure as it is, where more than one article tells it."""
    articles = {one.article for one in told}
    if len(articles) < 2:
        return tuple(dict.fromkeys(note for one in told for note in one.notes))
    notes = [f"{len(articles)} articles tell this"]
    weaker = [one for one in told if CERTAINTY[one.certainty] < CERTAINTY[certainty]]
    if weaker:
        kinds = " and ".join(sorted({one.certainty for one in weaker}))
        notes.append(f"{certainty}: another text has it only as {kinds}")
    notes += [note for one in told for note in one.notes]
    return tuple(dict.fromkeys(notes))
