"""Which day, or longer stretch, the words of a time expression mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from geo.article.dates import MONTHS, safe_date
from geo.article.time_words import Atom, number
from geo.article.windows import (
    PARTS,
    WEEKDAYS,
    Window,
    ago,
    day_window,
    month_window,
    nearest_day_of_year,
    part_window,
    period,
    relative_unit,
    weekday,
    year_window,
)

__all__ = ["Context", "part_name", "resolve_day"]


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression may lean on."""

    #: Day of publication at the place of the dateline.
    anchor: date | None
    #: Day told last in the text before.
    told: date | None
    #: Whether that was in the same sentence.
    told_near: bool
    #: Tense of the clause; None where nothing tells.
    future: bool | None
    #: Publication to the hour, where known.
    published: datetime | None


#: "In the coming days", "in recent weeks": how many that may be.
_FEW = {"minute": 60, "hour": 24, "day": 7, "week": 5, "month": 6, "year": 5}
_PART_WORDS = {"daybreak": "dawn", "sunrise": "dawn", "sunset": "dusk", "nightfall": "dusk"}


def part_name(written: Sequence[str]) -> str:
    """Give the name under which ``PARTS`` knows a part of the day.

    Examples
    --------
    >>> part_name(["early", "morning"]), part_name(["in the late-evening"]), part_name(["sunrise"])
    ('early morning', 'late evening', 'dawn')
    """
    words = re.split(r"[\s-]+", " ".join(written).casefold())
    kept = [_PART_WORDS.get(word, word) for word in words if word not in {"in", "the", "very"}]
    name = " ".join(kept)
    if name.startswith(("predawn", "before dawn")):
        return "before dawn"
    return next((known for known in (name, kept[-1], kept[0]) if known in PARTS), "early")


def resolve_day(atoms: Sequence[Atom], context: Context) -> Window | None:
    """Give the window of the day words of an expression.

    Parameters
    ----------
    atoms : sequence of Atom
        Of the roles day and period; none: a clock time or a part of the day by itself,
        which belongs to the day told in its sentence, else to the day of publication.
    context : Context
        What they count from.

    Returns
    -------
    Window or None
        None where they count from a day that is not known.
    """
    if not atoms:
        return _unspoken_day(context)
    # "Thursday, April 25, 2019": the date says more than the weekday.
    best = min(atoms, key=lambda atom: atom.name in {"weekday", "today"})
    return _RESOLVERS[best.name](best.fields, context)


def _unspoken_day(context: Context) -> Window | None:
    if context.told_near and context.told:
        return day_window(context.told, f"on {context.told}, told in the same sentence")
    if context.anchor:
        return day_window(context.anchor, "on the day of publication")
    return None


def _iso(fields: dict[str, str], _: Context) -> Window | None:
    try:
        return day_window(date.fromisoformat(fields["iso"]), "date as written")
    except ValueError:
        return None


def _month_day(fields: dict[str, str], context: Context) -> Window | None:
    suffix = "1" if "m1" in fields else "2"
    month = MONTHS[fields["m" + suffix][:3].casefold()]
    day = int(re.sub(r"\D", "", fields["d" + suffix]))
    year = fields.get("y" + suffix)
    if year:
        found, reason = safe_date(int(year), month, day), "date as written"
    elif context.anchor:
        found = nearest_day_of_year(month, day, context.anchor, context.future)
        reason = "date as written, in the year nearest to publication"
    else:
        return None
    return day_window(found, reason) if found else None


def _month(fields: dict[str, str], context: Context) -> Window | None:
    month = MONTHS[fields["m3"][:3].casefold()]
    third = fields.get("t3", "").casefold()
    if "y3" in fields:
        return month_window(int(fields["y3"]), month, third, "month as written")
    anchor = context.anchor
    if anchor is None:
        return None
    if context.future or fields.get("q3", "").casefold() == "next":
        later = month < anchor.month or (
            month == anchor.month and fields.get("q3", "").casefold() == "next"
        )
        return month_window(anchor.year + later, month, third, "the next such month")
    earlier = month > anchor.month or (
        month == anchor.month and fields.get("q3", "").casefold() == "last"
    )
    return month_window(
        anchor.year - earlier, month, third, "the last such month up to publication"
    )


def _year(fields: dict[str, str], _: Context) -> Window | None:
    return year_window(int(fields["y4"]), fields.get("t4", "").casefold(), "year as written")


def _weekday(fields: dict[str, str], context: Context) -> Window | None:
    name = fields["w5"][:3].casefold()
    index = next(i for i, day in enumerate(WEEKDAYS) if day[:3].casefold() == name)
    qualifier = fields.get("q5", "").casefold().removeprefix("the ")
    anchor = context.anchor
    if qualifier in {"following", "previous"} and context.told:
        anchor = context.told
    if anchor is None:
        return None
    return day_window(*weekday(index, anchor, context.future, qualifier))


def _today(fields: dict[str, str], context: Context) -> Window | None:
    anchor, word = context.anchor, fields["today"].casefold()
    if anchor is None:
        return None
    if word == "tonight":
        return part_window(anchor, "night", "the night after publication")
    if word == "overnight":
        # Up to the morning of publication when it is told; the night to come when planned.
        start = datetime.combine(anchor, time()) + timedelta(hours=20 if context.future else -4)
        return Window(
            start, start + timedelta(hours=12), "part_of_day", "the night next to publication"
        )
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    reason = ("the day before publication", "the day of publication", "the day after publication")
    return day_window(_moved(anchor, shift), reason[shift + 1])


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _ago(fields: dict[str, str], context: Context) -> Window | None:
    count, vague = number(fields["n6"])
    unit, word = fields["u6"].rstrip("s"), fields["k6"]
    start = context.anchor if word == "ago" else context.told
    if start is None:
        return None
    sign = -1 if word in {"later", "after"} else 1
    if unit in {"hour", "minute"}:
        if word == "ago" and context.published is not None and context.published.tzinfo is None:
            return None
        # Hours count from a moment that is seldom known; the days they can fall on are.
        days = (count + 23) // 24 if unit == "hour" else 1
        first = _moved(start, -days) if sign > 0 else start
        last = start if sign > 0 else _moved(start, days)
        begin = datetime.combine(first, time())
        end = datetime.combine(last, time()) + timedelta(days=1)
        return Window(begin, end, "period", f"{count} {unit}s {word}, counted in days")
    return ago(sign * count, unit, start, vague)


def _next(fields: dict[str, str], context: Context) -> Window | None:
    start = context.told or (context.anchor if fields.get("k7") == "same" else None)
    if start is None:
        return None
    if "k7c" in fields:
        return part_window(_moved(start, -1), "night", f"the night before {start}")
    word = fields.get("k7", "previous").casefold()
    shift = {"next": 1, "following": 1, "same": 0}.get(word, -1)
    day, reason = _moved(start, shift), f"counted from {start}, told before"
    unit = fields.get("u7", "day")
    if unit == "day":
        return day_window(day, reason)
    # "the next morning" after an evening is the morning after; after a morning as well.
    return part_window(day, part_name([unit]), reason)


def _that(fields: dict[str, str], context: Context) -> Window | None:
    if context.told is None:
        return None
    reason = f"on {context.told}, told before"
    if fields["u11"] == "day":
        return day_window(context.told, reason)
    return part_window(context.told, part_name([fields["u11"]]), reason)


def _last(fields: dict[str, str], context: Context) -> Window | None:
    anchor = context.anchor
    if anchor is None:
        return None
    word, unit = fields["k8"].casefold(), fields["u8"]
    which = {"last": -1, "this": 0}.get(word, 1)
    if unit in {"week", "weekend", "month", "year"}:
        found = relative_unit(which, unit, anchor)
        side = fields.get("r8", "").casefold()
        day = day_window(anchor, "")
        if side == "earlier":
            return Window(found.start, day.end, found.grain, f"earlier {found.reason}")
        if side == "later":
            return Window(day.start, found.end, found.grain, f"later {found.reason}")
        return found
    # "last night" is the night that began yesterday.
    return part_window(_moved(anchor, which), part_name([unit]), f"{word} {unit}")


def _weekend(_: dict[str, str], context: Context) -> Window | None:
    if context.anchor is None:
        return None
    on_weekend = context.anchor.weekday() >= 5
    return relative_unit(0 if on_weekend or context.future else -1, "weekend", context.anchor)


def _period(fields: dict[str, str], context: Context) -> Window | None:
    if context.anchor is None:
        return None
    unit = fields["u9"].rstrip("s")
    # "in the coming days" without a number: a few.
    few = (_FEW[unit], 0) if fields["u9"] != unit else (1, 0)
    count, vague = number(fields["n9"]) if "n9" in fields else few
    if unit in {"hour", "minute"}:
        count, unit = max(1, -(-count // 24)), "day"
    return period(
        count + vague, unit, context.anchor, ahead=fields["k9"].casefold() in {"next", "coming"}
    )


def _recent(fields: dict[str, str], context: Context) -> Window | None:
    if context.anchor is None:
        return None
    unit = fields["u10"].rstrip("s")
    return period(_FEW[unit], unit, context.anchor, ahead=fields["k10"] != "recent")


_RESOLVERS = {
    "iso": _iso,
    "mdy": _month_day,
    "dmy": _month_day,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "today": _today,
    "ago": _ago,
    "next": _next,
    "that": _that,
    "last": _last,
    "weekend": _weekend,
    "period": _period,
    "recent": _recent,
}
