"""Marked text."""

from __future__ import annotations

from report_fixture import ATTACK, hostile_report, report

from geo.model import Article, Claim, Place, Toponym
from geo.render.text import highlight

_PLACE = Place("p1", "Vienna", 16.4, 48.2, "city")


def test_a_place_inside_a_claim_carries_both_marks() -> None:
    article = Article("a", "It is 40 km from Vienna.")
    html = highlight(
        article,
        [Toponym(17, 23, "Vienna", _PLACE)],
        [Claim(6, 23, "40 km from Vienna", "distance", id="c1")],
    )
    assert '<mark class="claim not-judged" data-claim="c1">40 km from </mark>' in html
    assert 'class="claim not-judged place" data-claim="c1" data-place="p1"' in html
    assert html.count('class="badge') == 1


def test_crossing_spans_are_cut_at_every_edge() -> None:
    html = highlight(
        Article("a", "abcdef"),
        [Toponym(2, 6, "cdef", _PLACE)],
        [Claim(0, 4, "abcd", "distance", id="c1")],
    )
    assert html.index(">ab<") < html.index(">cd<") < html.index(">ef<")


def test_the_symbol_stands_behind_the_claim() -> None:
    html = highlight(report().articles[0], report().toponyms, report().claims)
    end = "400 km southeast of Vienna</mark>"
    assert html[html.index(end) + len(end) :].startswith('<span class="badge imprecise"')
    assert html.count('class="badge') == 4
    assert 'aria-label="contradicted"' in html


def test_empty_lines_make_paragraphs_even_inside_a_span() -> None:
    html = highlight(Article("a", "one\n\ntwo"), [Toponym(0, 8, "one two", _PLACE)])
    assert html.count("<p ") == 2
    assert html.count("<mark") == html.count("</mark>") == 2


def test_spans_of_other_articles_and_beyond_the_end_are_left_out() -> None:
    html = highlight(
        Article("a", "abc"),
        [Toponym(0, 1, "a", _PLACE, article="other"), Toponym(90, 95, "x", _PLACE)],
        [Claim(2, 99, "c", "distance", id="c1")],
    )
    assert "data-place" not in html
    assert ">c</mark>" in html


def test_an_empty_article_gives_an_empty_paragraph() -> None:
    assert highlight(Article("a", "")) == '<p dir="auto"></p>'


def test_a_long_text_is_cut_with_a_note() -> None:
    assert "Cut after 10 characters" in highlight(Article("a", "x" * 50), limit=10)


def test_an_attack_stays_text() -> None:
    data = hostile_report()
    html = highlight(data.articles[0], data.toponyms, data.claims)
    assert "<script" not in html
    assert "<img" not in html
    assert "\x00" not in html
    assert "\u202e" not in html
    assert "&lt;img src=x onerror=alert(2)&gt;" in html
    assert ATTACK not in html
