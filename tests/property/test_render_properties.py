"""What must hold for any text and any spans."""

from __future__ import annotations

import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from geo.model import Article, Claim, Place, Toponym
from geo.render.bounds import Frame
from geo.render.page import script_json
from geo.render.text import clean, highlight
from geo.topology import decode_arcs, encode_arcs

_GRID = st.integers(-200_000, 200_000)
_SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)
_PLACE = Place("p", "P", 0.0, 0.0, "city")


@given(st.lists(st.lists(st.tuples(_GRID, _GRID), min_size=1, max_size=20), max_size=20))
def test_arcs_read_back_as_they_were_written(arcs: list[list[tuple[int, int]]]) -> None:
    read = decode_arcs(encode_arcs(arcs))
    assert [[tuple(vertex) for vertex in arc.tolist()] for arc in read] == arcs


@given(st.text(max_size=40), _SPANS, _SPANS)
def test_marks_change_no_character_of_the_text(
    text: str, places: list[tuple[int, int]], claims: list[tuple[int, int]]
) -> None:
    html = highlight(
        Article("a", text),
        [Toponym(a, b, "", _PLACE) for a, b in places],
        [Claim(a, b, "", "distance", id=f"c{n}") for n, (a, b) in enumerate(claims)],
    )
    words = re.sub(r'<span class="badge[^>]*>[^<]*</span>', "", html)
    words = unescape(re.sub(r"<[^>]*>", "", words))
    expected = re.sub(r"\n[ \t\r]*\n\s*", "\n", clean(text))
    assert words.replace("\r", "") == expected.replace("\r", "")


@given(st.text(max_size=60), _SPANS)
def test_marks_are_closed_before_a_paragraph_ends(text: str, spans: list[tuple[int, int]]) -> None:
    html = highlight(Article("a", text), [Toponym(a, b, "", _PLACE) for a, b in spans])
    for paragraph in html.split("</p>"):
        assert paragraph.count("<mark") == paragraph.count("</mark>")


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_any_value_reads_back_from_a_script(value: object) -> None:
    assert json.loads(script_json(value)) == value


@given(st.floats(-180, 180), st.floats(-180, 180), st.floats(0, 100))
def test_every_longitude_lies_within_half_a_turn_of_the_middle(
    lon: float, west: float, width: float
) -> None:
    frame = Frame(west, 0.0, west + width, 1.0)
    near = frame.near(lon)
    assert abs(near - frame.centre) <= 180.0 + 1e-6
    assert abs((near - lon) / 360.0 - round((near - lon) / 360.0)) < 1e-9
