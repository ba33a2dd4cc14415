"""The verdicts as Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest
import report_fixture
from markdown_it import MarkdownIt

from geo.export import markdown
from geo.model import Provenance, ReportData


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def test_each_claim_is_a_row_and_each_measured_one_has_its_evidence() -> None:
    report = report_fixture.report()
    page = html(markdown.text(report))
    assert page.count("<tr>") == len(report.claims) + 1
    measured = [claim for claim in report.claims if claim.verdict.evidence.geodesic_km is not None]
    assert page.count("<li>straight line:") == len(measured)
    for claim in report.claims:
        assert claim.verdict.outcome in page


def test_an_empty_report_says_that_nothing_was_found() -> None:
    assert "No claim" in markdown.text(ReportData())


def test_sources_that_were_not_read_are_named() -> None:
    report = report_fixture.report()
    if report.problems:
        assert "Not read" in markdown.text(report)


def test_hostile_text_makes_no_element_and_no_link() -> None:
    page = html(markdown.text(report_fixture.hostile_report()))
    for element in ("<script", "<img", "<a ", "<svg", "<iframe"):
        assert element not in page.lower()


@pytest.mark.parametrize(
    "text",
    [
        "# heading", "- item", "1. item", "> quote", "`code`", "**bold**", "a | b", "<b>x</b>",
        "![x](http://evil.example/x.png)", "[x](javascript:alert(1))", "&lt;script&gt;", "~~x~~",
        "+ plus", "=====", "$x$", "a\n\n# b", "x\u202ey",
    ],
)  # fmt: skip
def test_text_from_outside_stays_text(text: str) -> None:
    page = html(markdown.escape(text))
    assert page.startswith("<p>")
    assert page.count("<") == 2
    assert "\u202e" not in page


def test_an_address_does_not_become_a_link_by_itself() -> None:
    assert "http://" not in markdown.escape("http://evil.example www.evil.example")
    assert "www." not in markdown.escape("www.evil.example")


def test_the_way_by_rail_is_told_with_its_stations_network_and_date() -> None:
    report = report_fixture.report()
    dated = replace(
        report,
        provenance=(Provenance("rail network 'world'", "OSM", "ODbL 1.0", version="2024-04"),),
    )
    page = markdown.text(dated)
    assert "1.37 times the straight line; network world of 2024-04" in page
    assert "- from the places to the rails:" in page
