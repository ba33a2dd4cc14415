"""What was known at a given time: what was published or happened later is left out.

The time of a report is that of its article. An article of which only the day is known
counts from the begin of that day, so that its day's news is in; what it tells of later
hours is left out sighting by sighting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from geo.model import Article, Sighting

__all__ = ["articles_known", "sightings_known"]


def articles_known(
    articles: Sequence[Article], as_of: datetime
) -> tuple[list[Article], tuple[str, ...]]:
    """Take the articles that were published by a time.

    Parameters
    ----------
    articles : sequence of Article
    as_of : datetime
        Timezone-aware.

    Returns
    -------
    list of Article
        Those published by then, and those whose time of publication nobody tells.
    tuple of str
        What was left out, or kept without being sure, each as a sentence.

    Examples
    --------
    >>> from datetime import UTC
    >>> one = Article("one", "", published=datetime(2023, 9, 11, tzinfo=UTC))
    >>> two = Article("two", "", published=datetime(2023, 9, 13, tzinfo=UTC))
    >>> kept, notes = articles_known([one, two], datetime(2023, 9, 12, tzinfo=UTC))
    >>> [article.id for article in kept], notes
    (['one'], ('As of 2023-09-12 00:00 UTC: 1 article published later is left out (two).',))
    """
    kept = [one for one in articles if one.published is None or one.published <= as_of]
    later = [one.id for one in articles if one.published is not None and one.published > as_of]
    undated = [one.id for one in kept if one.published is None]
    vague = [
        one.id
        for one in kept
        if one.published is not None
        and not one.published_exact
        and (as_of - one.published).total_seconds() < _DAY_S
    ]
    notes = []
    if later:
        notes.append(
            f"As of {_said(as_of)}: {_count(len(later), 'article')} published later "
            f"{_is(later)} left out ({', '.join(later)})."
        )
    if undated:
        notes.append(
            f"As of {_said(as_of)}: {_count(len(undated), 'article')} without a publication "
            f"time {_is(undated)} kept ({', '.join(undated)}); give the time with --published."
        )
    if vague:
        notes.append(
            f"As of {_said(as_of)}: of {_count(len(vague), 'article')} only the day of "
            f"publication is known, not the hour ({', '.join(vague)}); kept, though perhaps "
            "published some hours later."
        )
    return kept, tuple(notes)


def sightings_known(
    sightings: Sequence[Sighting], as_of: datetime
) -> tuple[list[Sighting], tuple[str, ...]]:
    """Leave out what happened after a time; where a journey was still to lead is kept.

    Parameters
    ----------
    sightings : sequence of Sighting
    as_of : datetime
        Timezone-aware.

    Returns
    -------
    list of Sighting
    tuple of str
        What was left out, as a sentence.
    """
    kept = [one for one in sightings if not _happened_after(one, as_of)]
    left = len(sightings) - len(kept)
    if not left:
        return kept, ()
    note = (
        f"As of {_said(as_of)}: {_count(left, 'sighting')} of a later time "
        f"{'is' if left == 1 else 'are'} left out."
    )
    return kept, (note,)


_DAY_S = 86_400.0


def _happened_after(sighting: Sighting, as_of: datetime) -> bool:
    start = sighting.time_start
    return sighting.relation != "heading" and start is not None and start > as_of


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".rstrip()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _is(several: Sequence[str]) -> str:
    return "is" if len(several) == 1 else "are"
