"""The offline page: one HTML file with map, tables and text, that requests nothing.

Two guards stand between the page and the text it shows, which is anybody's. Everything from
outside is escaped, or sits in a JSON block from which ``assets/draw.js`` makes text nodes.
And a content security policy allows the scripts written here, by their hashes, and nothing
else: neither other scripts nor any request, except for map tiles where they were asked for.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urlsplit

from geo.errors import ConfigurationError
from geo.model import ReportData
from geo.render import basemap
from geo.render.bounds import frame_of
from geo.render.inline import asset
from geo.render.scene import Scene, scene_of
from geo.render.tables import (
    claim_rows,
    forecast_rows,
    headline,
    key_sentence,
    kilometres,
    place_rows,
    timeline_rows,
)
from geo.render.text import clean, highlight
from geo.settings import Settings

__all__ = ["script_json", "tiles_origin", "to_html"]

#: Articles and characters whose text goes into a page; the tables always hold everything.
_ARTICLES = 20
_CHARACTERS = 60_000

#: Rows of a table that a page can carry; the other exports hold the rest.
_ROWS = 1_000

#: How far around the story the fine outlines reach, as a share of its width and height.
_MARGIN = 0.6

Row = dict[str, Any]


def to_html(report: ReportData, settings: Settings | None = None) -> str:
    """Write a report as one self-contained page.

    Parameters
    ----------
    report : ReportData
    settings : Settings, optional
        ``tiles_url`` adds map tiles from there; without it the page requests nothing.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    ConfigurationError
        When ``tiles_url`` is no address of tiles.
    """
    tiles_url = settings.tiles_url if settings else None
    tiles = tiles_origin(tiles_url) if tiles_url else ""
    scene = scene_of(report, tiles_url=tiles_url)
    outlines = {
        "world": basemap.world(),
        "detail": basemap.detail(frame_of(report).padded(_MARGIN)),
    }
    scripts = [asset("leaflet.js"), asset("draw.js"), asset("page.js")]
    styles = [asset(f"{name}.css") for name in ("leaflet", "map", "text", "page")]
    body = _body(report, scene)
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts, styles, tiles)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">' if not tiles else "",
            f"<title>{_text(_title(report))}</title>",
            *(f"<style>{style}</style>" for style in styles),
            "</head>\n<body>",
            body,
            f'<script type="application/json" id="basemap">{script_json(outlines)}</script>',
            f'<script type="application/json" id="scene">{script_json(scene)}</script>',
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        )
    )


def script_json(value: Any) -> str:
    r"""Write JSON that can stand inside a script element.

    Examples
    --------
    >>> script_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def tiles_origin(url: str) -> str:
    """Origin from which a template of tile addresses loads, for the policy.

    Raises
    ------
    ConfigurationError
        When the template is not an address of tiles.

    Examples
    --------
    >>> tiles_origin("https://{s}.tiles.example/{z}/{x}/{y}.png")
    'https://*.tiles.example'
    """
    parts = urlsplit(url.replace("{s}", "*", 1))
    host = re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?", parts.netloc)
    missing = [field for field in ("{z}", "{x}", "{y}") if field not in url]
    if parts.scheme not in ("http", "https") or not host or missing:
        raise ConfigurationError(
            f"{url[:200]!r} is no address template of map tiles",
            hint="Write it like https://tiles.example/{z}/{x}/{y}.png.",
        )
    return f"{parts.scheme}://{parts.netloc}"


def _policy(scripts: Iterable[str], styles: Iterable[str], tiles: str) -> str:
    def hashes(texts: Iterable[str]) -> str:
        digests = (hashlib.sha256(text.encode()).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)

    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {hashes(scripts)}",
            f"style-src {hashes(styles)}",
            f"img-src data: {tiles}".strip(),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _text(value: object) -> str:
    return escape(clean(str(value)))


def _title(report: ReportData) -> str:
    titles = [article.title or article.source for article in report.articles]
    titles = [title for title in titles if title]
    if not titles:
        return "Places, distances and the way"
    return titles[0] + (f" (and {len(titles) - 1} more)" if len(titles) > 1 else "")


def _body(report: ReportData, scene: Scene) -> str:
    sentence = key_sentence(report)
    return "\n".join(
        (
            '<a class="skip" href="#findings">Skip the map</a>',
            f"<header>\n<h1>{_text(_title(report))}</h1>",
            f'<p class="lead">{_text(sentence)}</p>' if sentence else "",
            f'<p class="counts">{_text(headline(report))}</p>\n</header>',
            '<div id="map" role="region" aria-label="Map of the story">'
            "<noscript>The map needs scripts; the findings beside it do not.</noscript></div>",
            '<main id="findings" tabindex="-1">',
            _problems(report),
            _claims(report),
            _timeline(report),
            _forecast(report),
            _notes(report),
            _places(report),
            _articles(report),
            _footer(scene),
            "</main>",
        )
    )


def _table(caption: str, heads: Iterable[str], rows: list[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    more = len(rows) - _ROWS
    rest = f'<p class="small">{more:,} more rows are in the other exports.</p>' if more > 0 else ""
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>\n"
        f"<tbody>{''.join(rows[:_ROWS])}</tbody></table>{rest}"
    )


def _button(target: str, words: str) -> str:
    return f'<button type="button" data-show="{_text(target)}"><bdi>{_text(words)}</bdi></button>'


def _problems(report: ReportData) -> str:
    return "".join(
        f'<div class="problem" role="note"><p><b><bdi>{_text(p.source)}</bdi></b>: '
        f"{_text(p.message)}</p><p>{_text(p.hint)}</p></div>"
        for p in report.problems
    )


def _claims(report: ReportData) -> str:
    rows = []
    for row in claim_rows(report):
        kind = row["verdict"].replace(" ", "-")
        readings = "".join(f"<li>{_text(reading)}</li>" for reading in row["readings"])
        evidence = f'<p class="small">{_text(row["measured"])}</p>' if row["measured"] else ""
        if readings:
            evidence += f'<details class="small"><summary>Evidence</summary><ul class="small">{readings}</ul></details>'
        sides = " – ".join(_text(row[key]) for key in ("subject", "reference", "other") if row[key])
        rows.append(
            f'<tr><td><span class="chip {kind}">{row["symbol"]} {row["verdict"]}</span></td>'
            f"<td><p>{_button('claim:' + clean(row['id']), '“' + row['text'] + '”')}</p>"
            f'<p class="small"><bdi>{sides}</bdi></p>'
            f"<p>{_text(row['explanation'])}</p>{evidence}</td></tr>"
        )
    if not rows:
        return "<h2>Claims</h2><p>No stated distance, direction or travel time was found.</p>"
    return "<h2>Claims</h2>" + _table(
        "What the text states, and what the measurement says of it", ("Verdict", "Claim"), rows
    )


def _times(row: Row) -> str:
    if row["when_local"]:
        return f'{_text(row["when_local"])}<br><span class="small">{_text(row["when_utc"])}</span>'
    return _text(row["when_utc"] or row["time_text"] or "time unknown")


def _timeline(report: ReportData) -> str:
    rows = []
    for row in timeline_rows(report):
        if row["what"] == "sighting":
            number = f'<span class="number">{row["number"]}</span>'
            target = f"sighting:{row['place_id']}"
            where = _button(target, row["place"]) if row["place"] else "place unknown"
            told = f"{_text(row['who'])} {_text(row['relation'])} {where}"
        else:
            number = '<span aria-hidden="true">→</span>'
            leg = _button(f"leg:{row['leg']}", row["place"])
            told = f"{leg}, {_text(kilometres(row['km']))} by rail"
        extra = "; ".join(
            _text(part)
            for part in (f"{row['symbol']} {row['certainty']}", row["attribution"], row["note"])
            if part
        )
        rows.append(
            f'<tr><td>{number}</td><td><p>{told}</p><p class="small">{extra}</p></td>'
            f"<td>{_times(row)}</td></tr>"
        )
    if not rows:
        return ""
    return "<h2>Timeline</h2>" + _table(
        "Sightings and the way between them; local time of the place, then UTC",
        ("No.", "What", "When"),
        rows,
    )


def _forecast(report: ReportData) -> str:
    rows = []
    for row in forecast_rows(report):
        target = f"forecast:{row['place_id']}"
        if row["ruled_out"]:
            fit = '<span class="chip contradicted">⊘ ruled out</span>'
        else:
            share = f"{row['probability']:.0%}"
            fit = f'{share}<br><meter min="0" max="1" value="{row["probability"]:.3f}">{share}</meter>'
        eta = ""
        if row["eta_local"] or row["eta_utc"]:
            eta = f'<p>{_text(row["eta_local"] or row["eta_utc"])}</p>'
            if row["eta_local"]:
                eta += f'<p class="small">{_text(row["eta_utc"])}</p>'
        km = f'<p class="small">{_text(kilometres(row["km"]))} by rail</p>' if row["km"] is not None else ""
        rows.append(
            f"<tr><td>{_button(target, row['place'])}{km}</td><td>{fit}</td>"
            f'<td>{eta}<p class="small">{_text(row["reason"])}</p></td></tr>'
        )
    if not rows:
        return ""
    return "<h2>Possible destinations</h2>" + _table(
        "Destinations that the text names, and how well each fits",
        ("Destination", "Fit", "Arrival and reason"),
        rows,
    )


def _notes(report: ReportData) -> str:
    notes = report.journey.notes if report.journey else ()
    if not notes:
        return ""
    items = "".join(f"<li>{_text(note)}</li>" for note in notes)
    return f'<h2>Notes on the way</h2><ul class="small">{items}</ul>'


def _places(report: ReportData) -> str:
    rows = []
    for row in place_rows(report):
        kind = ", ".join(filter(None, (row["kind"], row["country"])))
        why = "; ".join(row["reasons"])
        rows.append(
            f"<tr><td>{_button('place:' + clean(row['id']), row['name'])}</td><td>{_text(kind)}</td>"
            f"<td>{row['lat']:.4f}, {row['lon']:.4f}"
            f'<p class="small">{_text(why)}</p></td></tr>'
        )
    if not rows:
        return ""
    table = _table("Places found", ("Place", "Kind", "Latitude, longitude; why"), rows)
    return f"<details><summary>Places ({len(rows):,})</summary>{table}</details>"


def _articles(report: ReportData) -> str:
    parts = []
    for article in report.articles[:_ARTICLES]:
        told = [article.publisher, article.source]
        if article.published:
            told.append(f"{article.published:%Y-%m-%d}")
        marked = highlight(
            article,
            (t for t in report.toponyms if t.article == article.id),
            (c for c in report.claims if c.article == article.id),
            limit=_CHARACTERS,
        )
        parts.append(
            f"<details><summary>Text: <bdi>{_text(article.title or article.source)}</bdi></summary>"
            f'<p class="small">{_text(" · ".join(filter(None, told)))}</p>'
            f'<div class="article">{marked}</div></details>'
        )
    if len(report.articles) > _ARTICLES:
        parts.append(f'<p class="small">{len(report.articles) - _ARTICLES} more texts not shown.</p>')
    return "".join(parts)


def _footer(scene: Scene) -> str:
    lines = "; ".join(_text(line) for line in scene["attribution"])
    requests = "Map tiles load from the address chosen." if scene["tiles"] else "It requests nothing."
    return f"<footer>Sources: {lines}. This page stands alone. {requests}</footer>"
