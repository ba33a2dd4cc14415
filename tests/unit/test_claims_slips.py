"""A slip of the pen is named, and a name's other place is taken where the words tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.claims import check, find_claims
from geo.toponyms import locate

if TYPE_CHECKING:
    from geo.gazetteer.embedded import Gazetteer
    from geo.model import Verdict


def judged(text: str, gazetteer: Gazetteer) -> Verdict:
    (claim,) = find_claims(text, locate(text, gazetteer))
    verdict = check(claim, text).verdict
    assert verdict is not None
    return verdict


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Gyumri lies 55 km northwest of Yerevan.", "55 would fit in miles instead of kilometres"),
        ("Tartu is 160 miles southeast of Tallinn.", "160 would fit in kilometres instead of"),
        ("Mombasa lies 44 km from Nairobi.", "a digit seems to be lost or doubled"),
        ("Cusco is 5,800 km southeast of Lima.", "a digit seems to be lost or doubled"),
    ],
)
def test_a_wrong_unit_or_a_lost_digit_is_named(text: str, slip: str, gazetteer: Gazetteer) -> None:
    verdict = judged(text, gazetteer)
    assert verdict.outcome == "contradicted"
    assert slip.lower() in verdict.explanation.lower()


@pytest.mark.parametrize(
    ("text", "wind"),
    [
        ("Gyumri lies 90 km southeast of Yerevan.", "southeast"),
        ("Yerevan lies 90 km northwest of Gyumri.", "northwest"),
        ("Salzburg lies 140 km west of Innsbruck.", "west"),
        ("Karachi lies to the southwest of Muscat.", "southwest"),
        ("Turku lies east of Helsinki.", "east"),
        ("Mendoza is 1,000 km east of Buenos Aires.", "east"),
    ],
)
def test_the_opposite_wind_or_two_places_swapped_are_named(
    text: str, wind: str, gazetteer: Gazetteer
) -> None:
    verdict = judged(text, gazetteer)
    assert verdict.outcome == "contradicted"
    assert "two places swapped" in verdict.explanation
    assert f"opposite of “{wind}”" in verdict.explanation


@pytest.mark.parametrize(
    "text", ["Lima is north of Cusco.", "Salzburg is 185 miles east of Innsbruck."]
)
def test_no_slip_is_named_where_none_would_explain_the_words(
    text: str, gazetteer: Gazetteer
) -> None:
    verdict = judged(text, gazetteer)
    assert verdict.outcome == "contradicted"
    for words in ("swapped", "would fit", "digit"):
        assert words not in verdict.explanation


@pytest.mark.parametrize(
    ("text", "chosen", "other"),
    [
        ("Santiago is 550 km northwest of Madrid.", "Santiago de Compostela", "Santiago in Chile"),
    ],
)
def test_the_stated_distance_tells_which_place_of_the_name_is_meant_and_says_so(
    text: str, chosen: str, other: str, gazetteer: Gazetteer
) -> None:
    verdict = judged(text, gazetteer)
    assert verdict.outcome != "contradicted"
    assert f"helped to choose this {chosen}" in verdict.explanation
    assert f"the next candidate, {other}" in verdict.explanation
