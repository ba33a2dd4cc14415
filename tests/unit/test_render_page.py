"""The offline page as text; tests/browser looks at it in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_fixture import hostile_report, report

from geo.errors import ConfigurationError
from geo.model import ReportData
from geo.render.page import script_json, tiles_origin, to_html
from geo.settings import Settings


class _Reader(HTMLParser):
    """Collects elements, addresses and the contents of scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.inside.append((self.tags[-1][0], data))


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def _settings(tmp_path: Path, **choices: object) -> Settings:
    return Settings(cache_dir=tmp_path, **choices)  # type: ignore[arg-type]


def test_the_page_refers_to_nothing_outside() -> None:
    for tag, attributes in _read(to_html(report())).tags:
        assert not {"src", "srcset", "action", "data", "poster"} & set(attributes), tag
        assert tag not in ("link", "base", "iframe", "object", "embed", "form")
        assert attributes.get("href", "#").startswith("#")


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else() -> None:
    html = to_html(report())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    directives = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["img-src"] == "data:"
    assert "unsafe" not in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    styles = re.findall(r"<style>(.*?)</style>", html, re.S)
    assert len(scripts) == 6
    for name, parts in (("script-src", scripts), ("style-src", styles)):
        digests = [base64.b64encode(hashlib.sha256(p.encode()).digest()).decode() for p in parts]
        assert directives[name].split() == [f"'sha256-{digest}'" for digest in digests]


def test_no_style_attribute_and_no_handler_needs_a_looser_policy() -> None:
    for tag, attributes in _read(to_html(report())).tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag


def test_the_page_weighs_less_than_its_budget() -> None:
    assert len(to_html(report()).encode()) < 3_000_000


def test_the_page_reads_without_scripts() -> None:
    html = to_html(report())
    body = html[html.index("<body>") : html.index('<script type="application/json"')]
    for words in (
        "A blue train rolls south",
        "contradicted",
        "Linz lies 155 km west of Vienna",
        "Mon 6 May 2030, 19:00–22:00 UTC+2",
        "ruled out",
        "OpenStreetMap",
        "Natural Earth",
        "Give a text, HTML or PDF file.",
    ):
        assert words in body, words


def test_the_page_has_what_assistive_technology_needs() -> None:
    reader = _read(to_html(report()))
    tags = [tag for tag, _ in reader.tags]
    assert ("html", {"lang": "en"}) in reader.tags
    assert tags.count("h1") == tags.count("title") == tags.count("main") == 1
    assert tags.count("caption") == tags.count("table") >= 4
    regions = [a for t, a in reader.tags if t == "div" and a.get("role") == "region"]
    assert regions[0]["aria-label"]
    assert all(a.get("scope") for t, a in reader.tags if t == "th")


def test_every_link_of_the_tables_to_a_placed_feature_meets_one_in_the_scene() -> None:
    html = to_html(report())
    scene = json.loads(re.search(r'id="scene">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    known = {feature["id"] for layer in scene["layers"] for feature in layer["features"]}
    wanted = set(re.findall(r'data-show="([^"]+)"', html))
    assert wanted - known == {"claim:c3"}  # its places are not known
    assert {"leg:1", "forecast:p7", "sighting:p2", "place:p10", "claim:c1"} <= wanted


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    calm, hostile = _read(to_html(report())), _read(to_html(hostile_report()))
    # How many of these there are depends on the text; its zones of time are spoilt too.
    drop = ("p", "details", "summary", "li", "ul", "br", "span")
    assert [t for t, _ in calm.tags if t not in drop] == [
        t for t, _ in hostile.tags if t not in drop
    ]
    names = {name for _, attributes in calm.tags for name in attributes}
    assert {name for _, attributes in hostile.tags for name in attributes} <= names


def test_hostile_text_ends_no_script() -> None:
    html = to_html(hostile_report())
    assert html.count("</script>") == 8
    assert html.count("<!--") == 0
    assert "\u2028" not in html.split('id="scene">')[1]


def test_json_in_a_script_reads_back() -> None:
    value = {"a": "</script><!--&\u2028\u2029", "b": [1.5, None, True]}
    assert json.loads(script_json(value)) == value
    assert not re.search("[<>&\u2028\u2029]", script_json(value))


def test_lone_surrogates_do_not_stop_the_page() -> None:
    from geo.model import Article

    to_html(ReportData(articles=(Article("a", "x \ud800 y", "t\udfff"),))).encode("utf-8")


def test_an_empty_report_still_gives_a_page() -> None:
    html = to_html(ReportData())
    assert "No stated distance" in html
    assert "<h1>" in html


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_html(report()) == to_html(report())


def test_the_map_can_stand_alone() -> None:
    html = to_html(report(), findings=False)
    assert "<table" not in html
    assert 'id="map"' in html


def test_tiles_are_allowed_only_from_where_they_were_asked_for(tmp_path: Path) -> None:
    settings = _settings(tmp_path, tiles_url="https://tiles.example:8443/{z}/{x}/{y}.png")
    html = to_html(report(), settings)
    assert "img-src data: https://tiles.example:8443;" in html
    assert "https://tiles.example:8443/{z}/{x}/{y}.png" in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)//{z}{x}{y}",
        "https://tiles.example/{z}/{x}.png",
        "https://a b/{z}/{x}/{y}",
        "https://x'; script-src */{z}/{x}/{y}",
        "//tiles.example/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
    ],
)
def test_an_address_that_is_no_template_of_tiles_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        tiles_origin(url)
    assert "{z}" in caught.value.hint
