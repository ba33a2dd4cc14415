"""Amounts, units, hedges and winds, as writers put them."""

from __future__ import annotations

import pytest

from geo.claims.intervals import claimed_interval, rounding_step
from geo.claims.measures import find_measures
from geo.claims.tokens import tokenize
from geo.claims.winds import read_direction
from geo.model import Measure


def measures(text: str) -> list[tuple[float, float | None, str, str]]:
    tokens = tokenize(text)
    return [
        (round(found.value, 4), found.high, found.unit, found.hedge)
        for found in find_measures(tokens, 0, len(tokens))
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,088 miles", 1088, "mi"),
        ("1.200 km", 1200, "km"),
        ("12,5 km", 12.5, "km"),
        ("1 088 km", 1088, "km"),
        ("4\u00a0700-metre", 4700, "m"),
        ("160km", 160, "km"),
        ("3 kms", 3, "km"),
        ("40 mi. north", 40, "mi"),
        ("half a mile", 0.5, "mi"),
        ("a half-mile", 0.5, "mi"),
        ("1/2 mile", 0.5, "mi"),
        ("2 1/2 miles", 2.5, "mi"),
        ("2½ miles", 2.5, "mi"),
        ("two and a half miles", 2.5, "mi"),
        ("a mile and a half", 1.5, "mi"),
        ("three-quarters of a mile", 0.75, "mi"),
        ("sixty miles", 60, "mi"),
        ("two dozen kilometres", 24, "km"),
        ("half a dozen miles", 6, "mi"),
        ("two hundred and fifty km", 250, "km"),
        ("twenty-five miles", 25, "mi"),
        ("five thousand kilometres", 5000, "km"),
        ("60 nautical miles", 60, "nmi"),
        ("300 yards", 300, "yd"),
        ("900 ft", 900, "ft"),
        ("12 versts", 12, "verst"),
        ("30 li", 30, "li"),
        ("three leagues", 3, "league"),
        ("a 20-hour", 20, "h"),
        ("an hour", 1, "h"),
        ("an hour-and-a-half", 1.5, "h"),
        ("three-and-a-half-hour", 3.5, "h"),
        ("two hours and 20 minutes", 2.3333, "h"),
        ("twenty minutes’", 20, "min"),
        ("three days", 3, "day"),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, value: float, unit: str) -> None:
    assert measures(text) == [(value, None, unit, "")]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("three to five hours", 3, 5, "h"),
        ("10-15 km", 10, 15, "km"),
        ("10–15 miles", 10, 15, "mi"),
        ("two or three miles", 2, 3, "mi"),
        ("between 40 and 60 km", 40, 60, "km"),
        ("10 km to 15 km", 10, 15, "km"),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: float, high: float, unit: str) -> None:
    ((value, value_high, found, _),) = measures(text)
    assert (value, value_high, found) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about 40 miles", "about"),
        ("some 40 miles", "some"),
        ("less than 40 miles", "less than"),
        ("at least 40 miles", "at least"),
        ("just over 40 miles", "just over"),
        ("no more than 40 miles", "no more than"),
        ("up to 40 miles", "up to"),
        ("40 miles or so", "or so"),
        ("40 or so miles", "or so"),
        ("roughly 40 miles", "roughly"),
        ("well over 40 miles", "well over"),
        ("only about 40 miles", "only about"),
        ("a mere 40 miles", ""),
        ("exactly 40 miles", ""),
    ],
)
def test_a_hedge_is_kept_as_written(text: str, hedge: str) -> None:
    assert [item[3] for item in measures(text)] == [hedge]


@pytest.mark.parametrize(
    "text",
    [
        "60 miles per hour",
        "60 miles an hour",
        "60 km/h",
        "90 mph",
        "17 square miles",
        "10 km2",
        "10 km²",
        "$5 m",
        "Three Mile Island",
        "the village of Seven Mile.",
        "19 miles a day",
        "metres of snow",
        "1" * 400 + " miles",
    ],
)
def test_speeds_areas_money_and_names_are_no_amounts(text: str) -> None:
    assert measures(text) == []


def test_a_vague_amount_gets_no_number() -> None:
    tokens = tokenize("a few hundred metres")
    (found,) = find_measures(tokens, 0, len(tokens))
    assert found.vague
    assert found.value == 0


@pytest.mark.parametrize(
    ("text", "wind"),
    [
        ("north of", "N"),
        ("north-west of", "NW"),
        ("north west of", "NW"),
        ("North east of", "NE"),
        ("northwest of", "NW"),
        ("WNW of", "WNW"),
        ("south-southeast of", "SSE"),
        ("north-north-east of", "NNE"),
        ("south/southeast of", "SSE"),
        ("due north of", "N"),
        ("to the south of", "S"),
        ("to the north-west of", "NW"),
        ("in a southerly direction from", "S"),
        ("north by northwest of", "NNW"),
        ("upstream of", "upstream"),
        ("downriver from", "downstream"),
    ],
)
def test_winds_are_read_in_every_spelling(text: str, wind: str) -> None:
    tokens = tokenize(text)
    found = read_direction(tokens, 0, len(tokens))
    assert found is not None
    assert found[0] == wind


def test_a_wind_that_begins_a_name_is_left_to_the_name() -> None:
    tokens = tokenize("west North Dakota")
    assert read_direction(tokens, 0, len(tokens)) == ("W", 1)


@pytest.mark.parametrize(
    ("value", "text", "step"),
    [
        (550, "550", 50), (40, "40", 10), (77, "77", 1), (60, "60", 10), (500, "500", 100),
        (100, "100", 25), (1088, "1,088", 1), (2.5, "2.5", 0.5), (7.9, "7.9", 0.1),
        (8, "8.0", 0.1), (0.5, "half a", 0.25), (9.25, "9.25", 0.01), (5, "five", 1),
    ],
)  # fmt: skip
def test_the_rounding_is_guessed_from_the_figure(value: float, text: str, step: float) -> None:
    assert rounding_step(value, text) == pytest.approx(step)


def test_a_hedge_widens_and_a_limit_is_one_sided() -> None:
    bare = claimed_interval(Measure(40, "mi", "40 miles", 0, 8))
    hedged = claimed_interval(Measure(40, "mi", "40 miles", 0, 8, hedge="about"))
    below = claimed_interval(Measure(40, "mi", "40 miles", 0, 8, hedge="less than"))
    above = claimed_interval(Measure(40, "mi", "40 miles", 0, 8, hedge="more than"))
    nearly = claimed_interval(Measure(40, "mi", "40 miles", 0, 8, hedge="nearly"))
    assert hedged.low < bare.low < bare.high < hedged.high
    assert (below.high, below.sided) == (40, "below")
    assert (above.low, above.sided) == (40, "above")
    assert nearly.high == 40
    assert nearly.low > below.low


def test_tolerance_widens_what_was_claimed() -> None:
    measure = Measure(77, "km", "77 km", 0, 5)
    assert claimed_interval(measure, 0.1).high > claimed_interval(measure).high


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thirty-odd miles", (30, None, "mi", "or so")),
        ("some 40-odd km", (40, None, "km", "some or so")),
        ("60-some miles", (60, None, "mi", "or so")),
        ("a hundred-plus miles", (100, None, "mi", "or more")),
        ("60+ km", (60, None, "km", "or more")),
        ("1'200 km", (1200, None, "km", "")),
        ("12’500 metres", (12500, None, "m", "")),
        (".5 miles", (0.5, None, "mi", "")),
        ("a score of miles", (20, None, "mi", "")),
        ("three score miles", (60, None, "mi", "")),
        ("12 NM", (12, None, "nmi", "")),
        ("12 n mi", (12, None, "nmi", "")),
        ("1h30", (1.5, None, "h", "")),
        ("35- to 40-mile", (35, 40, "mi", "")),
        ("35-to-40-mile", (35, 40, "mi", "")),
        ("a mile or two", (1, 2, "mi", "")),
        ("about an hour or two", (1, 2, "h", "about")),
        ("a dozen or so kilometres", (12, None, "km", "or so")),
        ("twenty-five hundred miles", (2500, None, "mi", "")),
    ],
)
def test_loose_and_foreign_ways_to_write_an_amount(
    text: str, found: tuple[float, float | None, str, str]
) -> None:
    assert measures(text) == [found]


@pytest.mark.parametrize(
    "text", ["a few hundred metres", "several dozen miles", "a couple of miles", "tens of km"]
)
def test_a_vague_amount_stays_vague(text: str) -> None:
    tokens = tokenize(text)
    (found,) = find_measures(tokens, 0, len(tokens))
    assert found.vague
    assert found.value == 0
