"""Check that two amounts told as the same are the same."""

from __future__ import annotations

from geo.claims.intervals import claimed_interval
from geo.claims.words import amount, percent_off, quoted
from geo.errors import InputError
from geo.model import Claim, Evidence, Measure, Reading, Verdict
from geo.units import convert

__all__ = ["check_conversion"]

#: A conversion that rounding does not explain is still only imprecise up to this share.
IMPRECISE_SHARE = 0.10

#: How far the second amount may be from the first when the first was rounded from it.
REVERSE_SHARE = 0.025


def check_conversion(claim: Claim, tolerance: float = 0.0) -> Verdict:
    """Compare "60 kilometers" with "(37 miles)", with what their rounding allows.

    Examples
    --------
    >>> def verdict(value, unit, other, other_unit):
    ...     one = Measure(value, unit, f"{value:g} {unit}", 0, 1)
    ...     two = Measure(other, other_unit, f"{other:g} {other_unit}", 2, 3)
    ...     found = Claim(0, 3, "", "conversion", measure=one, equivalent=two)
    ...     return check_conversion(found).outcome
    >>> verdict(60, "km", 37, "mi"), verdict(60, "km", 39, "mi"), verdict(60, "km", 60, "mi")
    ('consistent', 'imprecise', 'contradicted')
    """
    first, second = claim.measure, claim.equivalent
    if first is None or second is None:
        return Verdict("unverifiable", "One of the two amounts is missing.")
    try:
        exact = convert(first.value, first.unit, second.unit)
        factor = convert(1.0, first.unit, second.unit)
    except InputError as error:
        return Verdict("unverifiable", f"{error.message[0].upper()}{error.message[1:]}.")
    # Either amount may have been made from the other: the second by its own rounding, the
    # first too, but only finely, or every slip would pass as a rounding of the first.
    written = claimed_interval(second, tolerance)
    fits = written.overlaps(exact, exact)
    if first.value_high is not None and second.value_high is not None:
        fits = fits and written.overlaps(*[convert(first.value_high, first.unit, second.unit)] * 2)
    ratio = second.value / exact if exact else 0.0
    back = claimed_interval(first, tolerance).scaled(factor)
    if abs(ratio - 1) <= REVERSE_SHARE + tolerance and back.overlaps(second.value, second.value):
        fits = True
    reading = Reading(
        "conversion", round(exact, 4), round(exact, 4), round(exact, 4), second.unit,
        round(ratio, 4), fits,
    )  # fmt: skip
    evidence = Evidence(method="units by definition", readings=(reading,))
    equal = f"{amount(first.value, first.unit)} {_are(first)} {amount(exact, second.unit)}"
    if fits:
        return Verdict("consistent", f"The conversion is right: {equal}.", evidence)
    said = f"{quoted(second)} is {percent_off(ratio)} that"
    slip = _slip(first, second)
    if abs(ratio - 1) <= IMPRECISE_SHARE:
        return Verdict("imprecise", f"The conversion is rough: {equal}; {said}.", evidence)
    return Verdict("contradicted", f"The conversion is wrong: {equal}; {said}.{slip}", evidence)


def _are(measure: Measure) -> str:
    return "is" if measure.value == 1 else "are"


def _slip(first: Measure, second: Measure) -> str:
    """Name the likely slip: converted the wrong way round, or the unit left as it was."""
    if first.value <= 0:
        return ""
    try:
        factor = convert(1.0, first.unit, second.unit)
    except InputError:  # pragma: no cover - checked by the caller
        return ""
    if abs(second.value * factor / first.value - 1) < 0.03:
        return " It looks as if the factor had been applied the wrong way round."
    for power in (10.0, 0.1, 100.0, 0.01):
        if abs(second.value / (first.value * factor * power) - 1) < 0.03:
            return " A digit seems to be lost or doubled."
    return ""
