"""Expressions of time in an article, and the windows they stand for.

"Early Tuesday" of an article published on a Wednesday is a window of eight hours, in the
time zone of the place that is told about. docs/decisions/times.md tells the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from geo.article.sentences import sentence_at, sentence_spans
from geo.article.tense import is_future
from geo.article.time_days import Context, part_name, resolve_day
from geo.article.time_words import NUMBERS, Atom, atoms
from geo.article.windows import Window, day_window, part_window
from geo.article.zones import is_local, zone_named, zone_or_none
from geo.model import Article, TimeWindow

__all__ = ["ZoneOf", "find_times"]

#: Tells the IANA zone of what stands at an offset of an article; "" or None: unknown.
ZoneOf = Callable[[Article, int], str | None]

#: Where the zone is unknown: the first zone to begin a day (UTC+14) and the last (UTC-12).
_EARLIEST, _LATEST = timedelta(hours=-14), timedelta(hours=12)

_NO_DATE = "no publication date"
_NO_DAY = "no day told before to count from"

#: What may stand between a day, a part of it and a clock time that belong together.
_JOINT = re.compile(
    r"[ \n]?-?,? ?(?:(?:on|at|of|in|by|around|about|at about|at around|just before|just after"
    r"|shortly before|shortly after)[ \n])?(?:the )?",
)
_LIMIT = re.compile(
    r"\b(?P<word>as of|as early as|no earlier than|no later than|by|since|until|till|before|after"
    r"|from|through|(?:shortly|just|soon) (?:before|after)|about|around|roughly|nearly|almost"
    r"|approximately)(?: about| around)?(?: the)? $",
    re.IGNORECASE,
)

_HEDGE = re.compile(r"\b(?:about|around|(?:just|shortly) (?:before|after))\b", re.IGNORECASE)


def find_times(article: Article, *, zone_of: ZoneOf | None = None) -> list[TimeWindow]:
    """Find the expressions of time in an article.

    Parameters
    ----------
    article : Article
        Its ``published`` is what relative expressions count from. Without it their windows
        are open at both ends and say so.
    zone_of : callable, optional
        ``zone_of(article, offset)`` gives the IANA name of the time zone that local time
        means there. Where it gives none, windows are in UTC and as much wider as the world
        has zones: 14 hours earlier, 12 hours later.

    Returns
    -------
    list of TimeWindow
        In order of the text, without overlap. Windows do not hold their end.

    Examples
    --------
    >>> published = datetime(2023, 9, 13, tzinfo=UTC)
    >>> article = Article("a", "It left early Tuesday.", published=published)
    >>> window = find_times(article, zone_of=lambda article, offset: "Asia/Vladivostok")[0]
    >>> window.text, window.start.isoformat(), window.end.isoformat()
    ('early Tuesday', '2023-09-12T00:00:00+10:00', '2023-09-12T08:00:00+10:00')
    """
    finder = _Finder(article, zone_of)
    groups = list(_groups(article.text))
    following = [*groups[1:], None][: len(groups)]
    found = (finder.window(one, after) for one, after in zip(groups, following, strict=True))
    return [window for window in found if window is not None]


@dataclass(frozen=True, slots=True)
class _Group:
    """Atoms that make one expression: at most one day, one part of it and one clock time."""

    atoms: tuple[Atom, ...]

    @property
    def start(self) -> int:
        return self.atoms[0].start

    @property
    def end(self) -> int:
        return self.atoms[-1].end

    def of(self, *roles: str) -> list[Atom]:
        return [atom for atom in self.atoms if atom.role in roles]


def _groups(text: str) -> Iterator[_Group]:
    held: list[Atom] = []
    for atom in atoms(text):
        if held and not _joins(held, atom, text):
            yield _Group(tuple(held))
            held = []
        held.append(atom)
    if held:
        yield _Group(tuple(held))


def _joins(held: Sequence[Atom], atom: Atom, text: str) -> bool:
    gap = text[held[-1].end : atom.start]
    if gap == " (" and atom.role == "clock" and text[atom.end : atom.end + 1] == ")":
        # "2 a.m. Tuesday (1700 GMT)": the same moment in another zone.
        return "zone" in atom.fields and sum(one.role == "clock" for one in held) == 1
    if len(gap) > 20 or not _JOINT.fullmatch(gap):
        return False
    roles = [one.role for one in held]
    if atom.role == "period" or "period" in roles:
        return False
    if atom.role == "day" and "day" in roles:
        # "Thursday, April 25": two names of one day. "Tuesday, Wednesday" are two days.
        names = {held[-1].name, atom.name}
        return held[-1].role == "day" and "weekday" in names and bool(names & {"mdy", "dmy", "iso"})
    if atom.role == "part" and "part" in roles:
        # "early Tuesday morning"
        return "day" in roles and roles.count("part") == 1 and gap == " "
    return not (atom.role == "clock" and "clock" in roles)


class _Finder:
    """Resolves the expressions of one article, in order: some lean on those before them."""

    def __init__(self, article: Article, zone_of: ZoneOf | None) -> None:
        self._article = article
        self._zone_of = zone_of
        self._sentences = sentence_spans(article.text)
        self._anchor = self._publication_day()
        #: The day told last, and where.
        self._told: tuple[date, int] | None = None

    def _zone(self, offset: int) -> tzinfo | None:
        name = self._zone_of(self._article, offset) if self._zone_of else None
        return zone_or_none(name) if name else None

    def _publication_day(self) -> date | None:
        published = self._article.published
        if published is None:
            return None
        if not self._article.published_exact:
            return published.date()
        # The writer's today is that of the dateline, not that of the publisher's server.
        span = self._article.dateline_span
        zone = self._zone(span[0] if span else 0)
        return (published.astimezone(zone) if zone else published).date()

    def window(self, group: _Group, following: _Group | None = None) -> TimeWindow | None:
        """Give the window of an expression; None where it is none after all.

        ``following`` is the next expression of the text: its day holds for a clock time
        before it in a sentence that names no day until then.
        """
        text = self._article.text
        clocks, parts, days = group.of("clock"), group.of("part"), group.of("day", "period")
        if parts and not clocks and not days and not _stands_alone(parts[0], text):
            return None
        if any(atom.name == "ago" for atom in days) and parts:
            days = days[:1]
        sentence = sentence_at(self._sentences, group.start)
        near = self._told is not None and self._told[1] >= sentence[0]
        dayless = clocks and not days and not parts and not near
        if dayless and following and following.of("clock") and following.end <= sentence[1]:
            # "It passed Florence at 9 p.m. and reached Bologna at 11 p.m. on Monday."
            days = following.of("day")
        context = Context(
            anchor=self._anchor,
            told=self._told[0] if self._told else None,
            told_near=near,
            future=is_future(text, group.start, group.end),
            published=self._article.published if self._article.published_exact else None,
        )
        whole = resolve_day(days, context)
        if whole is not None and whole.start is not None and whole.grain in {"day", "part_of_day"}:
            self._told = (whole.start.date(), group.start)
        limit = _LIMIT.search(text, max(0, group.start - 28), group.start)
        word = limit["word"].casefold() if limit else ""
        if clocks and (hedge := _HEDGE.search(text, group.start, clocks[0].start)):
            word = hedge[0].casefold()
        start = (
            limit.start("word")
            if limit and word not in {"from", "after", "before"}
            else group.start
        )
        if whole is None:
            why = _NO_DATE if self._anchor is None else _NO_DAY
            found = Window(None, None, _open_grain(group), why)
            return self._finish(found, start, group, None, "")
        if parts and not clocks:
            name = part_name([text[part.start : part.end] for part in parts])
            if whole.start is not None and whole.grain == "day":
                day = (whole.start + timedelta(hours=1)).date()
                if not days:
                    day = self._not_ahead(day, name, context)
                whole = part_window(day, name, f"{name}, {whole.reason}")
        zone = self._zone(group.start)
        if clocks and whole.start is not None:
            day = (whole.start + timedelta(hours=1)).date()
            whole, zone = _clock_window(clocks, day, whole.reason, zone)
            if not days and not parts:
                whole = _past_clock(whole, zone, context)
        return self._finish(whole, start, group, zone, word)

    def _not_ahead(self, day: date, part: str, context: Context) -> date:
        """Day of a part of the day that stands alone, where today's is yet to come.

        "On Sunday it ran through A. In the evening it was stopped", published on Monday noon.
        """
        published = context.published
        begin = part_window(day, part, "").start
        if published is None or context.future or begin is None or day != self._anchor:
            return day
        if begin.replace(tzinfo=None) <= published.replace(tzinfo=None):
            return day
        told = context.told
        return told if told is not None and told < day else day - timedelta(days=1)

    def _finish(
        self, window: Window, start: int, group: _Group, zone: tzinfo | None, word: str
    ) -> TimeWindow:
        window = _limited(window, word, self._anchor)
        reason = window.reason
        begin, end = window.start, window.end
        if zone is not None:
            begin = begin.replace(tzinfo=zone) if begin else None
            end = end.replace(tzinfo=zone) if end else None
        elif begin is not None or end is not None:
            begin = begin.replace(tzinfo=UTC) + _EARLIEST if begin else None
            end = end.replace(tzinfo=UTC) + _LATEST if end else None
            reason += "; time zone unknown, so the window is wider"
        # "2 a.m. Tuesday (1700 GMT)": the bracket closes after the last atom.
        text = self._article.text
        end_of = group.end
        if (
            "(" in text[start:end_of]
            and ")" not in text[start:end_of]
            and text[end_of : end_of + 1] == ")"
        ):
            end_of += 1
        return TimeWindow(
            span=(start, end_of),
            text=text[start:end_of],
            start=begin,
            end=end,
            reason=reason,
            grain=window.grain,
        )


def _open_grain(group: _Group) -> str:
    if group.of("clock"):
        return "hour"
    if group.of("part"):
        return "part_of_day"
    name = group.atoms[0].name
    return {"month": "month", "year": "year", "period": "period", "recent": "period"}.get(
        name, "day"
    )


def _stands_alone(part: Atom, text: str) -> bool:
    """Whether a part of the day without a day tells a time: "at dawn", "in the evening"."""
    written = text[part.start : part.end].casefold()
    if written.startswith("in the ") or written in {"before dawn", "predawn hours"}:
        return True
    before = text[max(0, part.start - 12) : part.start].casefold()
    return written in {"dawn", "dusk", "midday", "daybreak", "nightfall", "sunrise", "sunset"} and (
        before.endswith(("at ", "by ", "before ", "after ", "around "))
    )


def _limited(window: Window, word: str, anchor: date | None) -> Window:
    """Open or narrow a window by the preposition before it."""
    if window.start is None or window.end is None:
        return window
    reason = f"{word}: {window.reason}" if word else window.reason
    exact = window.grain in {"minute", "hour"}
    if word in {"about", "around", "roughly", "nearly", "almost", "approximately"} and exact:
        half = timedelta(minutes=30)
        return replace(window, start=window.start - half, end=window.start + half, reason=reason)
    if word.endswith(" after") and exact:
        return replace(window, end=window.end + timedelta(hours=1), reason=reason)
    if word.endswith(" before") and exact:
        return replace(window, start=window.start - timedelta(hours=1), reason=reason)
    if word == "since":
        until = day_window(anchor, "").end if anchor else None
        later = until if until is None or until > window.start else window.end
        return replace(window, end=later, grain="period", reason=reason)
    if word in {"by", "until", "till", "no later than", "through"}:
        return replace(window, start=None, grain="period", reason=reason)
    if word in {"as early as", "no earlier than"}:
        return replace(window, reason=reason)
    return window


def _clock_window(
    clocks: list[Atom], day: date, reason: str, zone: tzinfo | None
) -> tuple[Window, tzinfo | None]:
    """Put a clock time on a day, in the zone written after it or the local one."""
    fields = clocks[0].fields
    moment, minute = _clock(fields["clock"])
    written = fields.get("zone") or fields.get("zone_b", "")
    if written and not is_local(written):
        zone = zone_named(written) or zone
    second, second_zone = fields.get("second"), fields.get("second_zone", "")
    if len(clocks) > 1:
        second, second_zone = clocks[1].fields["clock"], clocks[1].fields["zone"]
    other = zone_named(second_zone) if second else None
    start = datetime.combine(day, datetime.min.time()) + moment
    if second and other is not None:
        there, _ = _clock(second)
        gap = other.utcoffset(start) or timedelta()
        offset = ((moment - there + gap) + timedelta(hours=11, minutes=59)) % timedelta(days=1)
        zone = timezone(offset - timedelta(hours=11, minutes=59))
        reason += f", zone from {second} {second_zone}"
    grain = "minute" if minute else "hour"
    return Window(start, start + timedelta(minutes=1), grain, reason), zone


def _past_clock(window: Window, zone: tzinfo | None, context: Context) -> Window:
    """Put a clock time that is told as past, but is yet to come, on the day before.

    "It had left at 10 p.m.", published in the morning of the day told last.
    """
    if context.published is None or context.future or window.start is None or window.end is None:
        return window
    if window.start.replace(tzinfo=zone or UTC) <= context.published:
        return window
    day = timedelta(days=1)
    reason = f"{window.reason}; the day before, as it is told as past"
    return replace(window, start=window.start - day, end=window.end - day, reason=reason)


def _by_halves(low: str) -> timedelta:
    """Time of "half past nine", "a quarter to ten"; as "9 o'clock" it is taken as written."""
    part, side, hour = low.removeprefix("a ").split()
    minutes = 30 if part == "half" else 15
    hours = int(hour) if hour.isdigit() else NUMBERS[hour]
    return timedelta(hours=hours, minutes=minutes if side == "past" else -minutes)


def _clock(written: str) -> tuple[timedelta, bool]:
    """Understand a clock time: the time since midnight, and whether minutes are told."""
    low = written.casefold()
    if low in {"noon", "midnight"}:
        return timedelta(hours=12 if low == "noon" else 0), False
    if " past " in low or " to " in low:
        return _by_halves(low), True
    digits = re.match(r"(\d{1,2})(?:[:.]?(\d\d))?", low)
    hour, minute = (int(digits[1]), int(digits[2] or 0)) if digits else (0, 0)
    rest = low[digits.end() :].replace(".", "") if digits else ""
    afternoon = "pm" in rest or "afternoon" in rest or "evening" in rest or "at night" in rest
    if afternoon and hour < 12:
        hour += 12
    elif ("am" in rest or "morning" in rest) and hour == 12:
        hour = 0
    return timedelta(hours=hour, minutes=minute), bool(digits and digits[2])
