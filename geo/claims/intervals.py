"""What a written amount allows: its rounding, its hedge, one-sided limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.model import Measure

__all__ = ["Interval", "claimed_interval", "rounding_step", "with_equivalent"]

#: "About" and its like widen an amount by this share on either side. Small on purpose: how
#: far published figures really are off is judged afterwards, against the error model.
HEDGE_SHARE = 0.05

#: "Nearly 40" means less than 40, but not below 90 % of it; "just over" mirrors that.
NEAR_SHARE = 0.10

#: "Less than 100 km" is still honest of 50 km, "more than 100 km" of 200 km. Beyond that it
#: is true and misleading.
ONE_SIDED_REACH = 2.0

_BELOW = ("less", "fewer", "under", "up to", "at most", "no more", "not more", "within", "below",
          "<", "≤", "as much", "as far", "maximum", "or less", "at the most")  # fmt: skip
_ABOVE = ("more than", "over", "at least", "no less", "not less", "no fewer", "upwards",
          "in excess", "above", ">", "≥", "or more", "plus", "beyond", "minimum")  # fmt: skip
_JUST_BELOW = ("nearly", "almost", "just under", "short of", "close to", "not quite",
               "a little under", "little less than", "slightly less", "slightly under",
               "barely", "scarcely", "hardly", "the best part", "the better part")  # fmt: skip
_JUST_ABOVE = ("just over", "a little over", "a little more", "little more than", "little over",
               "slightly more", "slightly over", "a good", "easily")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """Amounts that the words allow, in the unit of the measure.

    ``sided`` is "below" or "above" for one-sided limits; ``low`` or ``high`` is then how far
    the limit may honestly be from the truth.
    """

    low: float
    high: float
    sided: str = ""

    def scaled(self, factor: float) -> Interval:
        """Give the interval in another unit."""
        return Interval(self.low * factor, self.high * factor, self.sided)

    def near(self, value: float, share: float) -> Interval:
        """Give the part of the interval that is at most a share of a value away from it."""
        low, high = value * (1 - share), value * (1 + share)
        return Interval(max(self.low, low), min(self.high, high), self.sided)

    def overlaps(self, low: float, high: float) -> bool:
        """Whether an interval of measured values meets this one."""
        return self.low <= high and low <= self.high


def with_equivalent(claimed: Interval, same: Interval) -> Interval:
    """Narrow an interval to what the same amount in another unit allows, too.

    "60 km (37 miles)" is told to the mile. Two amounts that do not fit together tell nothing
    about each other; that is said of the conversion.

    Examples
    --------
    >>> with_equivalent(Interval(55.0, 65.0), Interval(58.7, 60.4))
    Interval(low=58.7, high=60.4, sided='')
    >>> with_equivalent(Interval(55.0, 65.0), Interval(95.0, 97.0))
    Interval(low=55.0, high=65.0, sided='')
    """
    low, high = max(claimed.low, same.low), min(claimed.high, same.high)
    if claimed.sided or low > high:
        return claimed
    return Interval(low, high)


def rounding_step(value: float, written: str = "") -> float:
    """Step to which an amount seems rounded.

    The largest of 1 or 5 times a power of ten that divides the amount and is at most a third
    of it; a quarter of it for a power of ten; the last decimal where there are decimals, a
    half or a quarter where the amount ends in one.

    Parameters
    ----------
    value : float
        The amount.
    written : str, optional
        As written: "5.50" is finer than "5.5".

    Examples
    --------
    >>> [rounding_step(value) for value in (550, 40, 77, 60, 100, 1088, 5)]
    [50.0, 10.0, 1.0, 10.0, 25.0, 1.0, 1.0]
    >>> rounding_step(2.5), rounding_step(0.5), rounding_step(7.9, "7.9"), rounding_step(8, "8.0")
    (0.5, 0.25, 0.1, 0.1)
    """
    if value <= 0 or not math.isfinite(value):
        return 1.0
    digits = written.split(" ")[0] if written else ""
    if "." in digits:
        decimals = len("".join(c for c in digits.rsplit(".", 1)[1] if c.isdigit()))
        ends_in_half = decimals == 1 and digits.endswith(".5")
        if decimals and not ends_in_half and (decimals < 3 or value < 10):
            return float(10.0**-decimals)
    if value != int(value):
        share = value - int(value)
        if math.isclose(share, 0.5):
            return 0.5 if value > 1 else 0.25
        if math.isclose(share, 0.25) or math.isclose(share, 0.75):
            return 0.25
        decimals = len(f"{value:.6f}".rstrip("0").split(".")[1])
        return float(10.0**-decimals)
    whole = int(value)
    best = 1.0
    power = 1
    while power <= whole:
        for step in (power, 5 * power):
            if whole % step == 0 and step <= whole / 3:
                best = float(step)
        power *= 10
    if whole >= 10 and whole == 10 ** (len(str(whole)) - 1):
        best = whole / 4
    return best


def claimed_interval(measure: Measure, tolerance: float = 0.0) -> Interval:
    """Amounts that a written measure allows, in its own unit.

    Parameters
    ----------
    measure : Measure
        Amount, upper amount of a range, hedge.
    tolerance : float, optional
        Further share that the reader grants on either side.

    Examples
    --------
    >>> claimed_interval(Measure(40, "mi", "40 miles", 0, 8))
    Interval(low=35.0, high=45.0, sided='')
    >>> claimed_interval(Measure(40, "mi", "40 miles", 0, 8, hedge="about"))
    Interval(low=33.0, high=47.0, sided='')
    >>> claimed_interval(Measure(100, "km", "100 km", 0, 6, hedge="less than"))
    Interval(low=50.0, high=100.0, sided='below')
    >>> claimed_interval(Measure(3, "h", "three to five hours", 0, 1, value_high=5))
    Interval(low=2.5, high=5.5, sided='')
    """
    low, high = measure.value, measure.value_high or measure.value
    half_low = rounding_step(low, measure.text) / 2
    half_high = rounding_step(high, "" if measure.value_high else measure.text) / 2
    hedge = measure.hedge
    grant_low, grant_high = tolerance * low, tolerance * high
    if measure.value_high is not None:
        half = min(half_low, half_high)
        extra = HEDGE_SHARE if hedge else 0.0
        return Interval(
            max(0.0, low - half - extra * low - grant_low), high + half + extra * high + grant_high
        )
    if hedge.startswith(_JUST_BELOW):
        return Interval(low * (1 - NEAR_SHARE) - half_low - grant_low, high + grant_high)
    if hedge.startswith(_JUST_ABOVE):
        return Interval(low - grant_low, high * (1 + NEAR_SHARE) + half_high + grant_high)
    if any(hedge.startswith(word) or hedge.endswith(word) for word in _ABOVE):
        return Interval(low - grant_low, high * ONE_SIDED_REACH, "above")
    if any(hedge.startswith(word) or hedge.endswith(word) for word in _BELOW):
        return Interval(low / ONE_SIDED_REACH, high + grant_high, "below")
    extra = HEDGE_SHARE if hedge else 0.0
    return Interval(
        max(0.0, low - half_low - extra * low - grant_low),
        high + half_high + extra * high + grant_high,
    )
