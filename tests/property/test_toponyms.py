"""What must hold for any text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.gazetteer.embedded import Gazetteer
from geo.toponyms import find_references, locate

PIECES = st.sampled_from(
    ["Paris", "the city", "Texas", ",", ".", "’s", "Kim Jong Un", "River", "north of", "St.",
     "\n", "\u202e", "<b>", "平壤", "Москва", "U.S.", "-", "of", "Lake", "1,000", "  ", "É", "Mr."]
)  # fmt: skip


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    parts=st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30),
    glue=st.sampled_from(["", " "]),
)
def test_spans_are_sorted_apart_and_true(parts: list[str], glue: str, gazetteer: Gazetteer) -> None:
    text = glue.join(parts)
    toponyms = locate(text, gazetteer)
    end = 0
    for toponym in toponyms:
        assert end <= toponym.start < toponym.end <= len(text)
        assert text[toponym.start : toponym.end] == toponym.text
        assert 0.0 <= toponym.score <= 1.0
        end = toponym.end
    for reference in find_references(text, toponyms):
        assert text[reference.start : reference.end] == reference.text
