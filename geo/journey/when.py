"""When a clause happened: the window of time told nearest to its verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from geo.journey.clauses import Clause
from geo.journey.lexicon import Match, Verb
from geo.journey.scene import Scene
from geo.model import Article, TimeWindow

__all__ = ["EARLIER", "EARLIER_AFOOT", "When", "known_by", "when_of"]

#: What ended so long before publication belongs to an earlier journey. A through train from
#: China to western Europe takes 12 to 20 days, so that one journey fits in.
EARLIER = timedelta(days=30)
#: Who walks or cycles may be on the way for most of a year.
EARLIER_AFOOT = timedelta(days=300)
_RELATIVE = frozenset("that which who where".split())
_COARSE = frozenset({"year", "month", "period"})


@dataclass(frozen=True, slots=True)
class When:
    """A window, the words for it, and whether they stood in the clause."""

    start: datetime | None = None
    end: datetime | None = None
    text: str = ""
    grain: str = ""
    bounded: bool = False


def known_by(article: Article) -> datetime | None:
    """Moment at which all that the article tells had happened."""
    if article.published is None:
        return None
    # A date alone: until the end of that day.
    return article.published if article.published_exact else article.published + timedelta(days=1)


def when_of(
    scene: Scene,
    clauses: Sequence[Clause],
    number: int,
    verb: Match[Verb],
    place: tuple[int, int] | None = None,
) -> When:
    """Window of time for a verb, and the place it tells of (a range of tokens).

    The clause's own times come first, then those of clauses beside it that have no verb
    ("On Tuesday, the train ..."). A time that belongs to "said" is none of the movement.
    """
    own = _times(scene, clauses[number], verb)
    if not own and not _is_loaded(verb):
        own = _beside(scene, clauses, number)
    if not own and clauses[number].joint in _RELATIVE:
        # "In 1928 it hauled the first train that ran to X": the year holds for both.
        own = [one for one in _times(scene, clauses[0], None) if one[2].grain in _COARSE]
    if not own:
        return When()
    anchor = place[1] if place else verb.last

    def gap(item: tuple[int, int, TimeWindow]) -> tuple[int, int]:
        first, last, _ = item
        # With several times, each place goes with the one that follows it.
        after = first - anchor
        return (after, 0) if after >= 0 else (verb.first - last if last <= verb.first else 6, 1)

    nearest = min(own, key=gap)
    if place and nearest[1] <= place[0]:
        # "passed A at 2 and B, 190 km south of C, at 9": behind the insert stands B's own time.
        nearest = _behind_insert(scene, clauses, number) or nearest
    window = nearest[2]
    return When(window.start, window.end, window.text, window.grain)


def _times(
    scene: Scene, clause: Clause, verb: Match[Verb] | None
) -> list[tuple[int, int, TimeWindow]]:
    found: list[tuple[int, int, TimeWindow]] = []
    end = clause.report.first if clause.report else clause.last
    following = [other for other in clause.verbs if verb is not None and other.first > verb.first]
    index = clause.first
    while index < end:
        number = scene.time_at[index]
        if number < 0:
            index += 1
            continue
        first = index
        while index < end and scene.time_at[index] == number:
            index += 1
        found.append((first, index, scene.times[number]))
    if following:
        # "A train carrying people from X arrived on Monday": the day is that of the arrival.
        found = [item for item in found if item[0] < following[0].first]
        if verb is not None and _is_loaded(verb):
            # "On Monday a train carrying people from X arrived": so it is if it stands before.
            found = [item for item in found if item[0] >= verb.first]
    return found


def _is_loaded(verb: Match[Verb]) -> bool:
    """Whether a verb only tells what a vehicle carries: "carrying goods from X"."""
    return verb.value.kind == "carry" and verb.value.form.endswith("ing")


def _behind_insert(
    scene: Scene, clauses: Sequence[Clause], number: int
) -> tuple[int, int, TimeWindow] | None:
    """Time that opens the words behind an insert, when neither has a verb."""
    following = clauses[number + 1 : number + 3]
    if len(following) < 2 or any(one.verbal or one.joint != "comma" for one in following):
        return None
    times = _times(scene, following[1], None)
    return times[0] if times and times[0][0] - following[1].first <= 2 else None


def _beside(
    scene: Scene, clauses: Sequence[Clause], number: int
) -> list[tuple[int, int, TimeWindow]]:
    for step in (-1, 1):
        index = number
        while 0 <= index + step < len(clauses):
            nearer = clauses[index] if step < 0 else clauses[index + step]
            index += step
            if nearer.joint not in ("comma", "where", "mark") or clauses[index].report is not None:
                break
            if clauses[index].verbal:
                break
            found = _times(scene, clauses[index], None)
            if found:
                return found
    return []
