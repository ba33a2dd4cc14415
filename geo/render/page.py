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
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import ConfigurationError
from geo.model import ReportData
from geo.render import basemap
from geo.render.bounds import frame_of
from geo.render.findings import (
    articles_html,
    claims_html,
    forecast_html,
    notes_html,
    places_html,
    plain,
    problems_html,
    stations_html,
    timeline_html,
)
from geo.render.inline import SCRIPTS, asset
from geo.render.naming import title_of
from geo.render.scene import Scene, scene_of
from geo.render.tables import headline, key_sentence
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.journey.whereabouts import Presence

__all__ = ["NO_CLAIMS", "script_json", "tiles_origin", "to_html"]

#: What to say where there is nothing to check.
NO_CLAIMS = "No stated distance, direction or travel time was found."


_MAP = (
    '<div id="map" role="region" aria-label="Map of the story">'
    "<noscript>The map needs scripts; the tables do not.</noscript></div>"
)


def to_html(
    report: ReportData,
    settings: Settings | None = None,
    *,
    findings: bool = True,
    presence: Presence | None = None,
) -> str:
    """Write a report as one self-contained page.

    Parameters
    ----------
    report : ReportData
    settings : Settings, optional
        ``tiles_url`` adds map tiles from there; without it the page requests nothing. ``at``
        tells where the slider of time stands.
    findings : bool
        Whether tables and text stand beside the map.
    presence : Presence, optional
        Where the traveller was and can be, for the slider: `geo.render.time_layer.presence_for`.

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
    at = settings.at if settings else None
    scene = scene_of(report, tiles_url=tiles_url, presence=presence, at=at)
    outlines = basemap.outlines(frame_of(report))
    scripts = [asset(name) for name in (*SCRIPTS, "page.js")]
    styles = [asset(f"{name}.css") for name in ("leaflet", "map", "findings", "page")]
    policy = _policy(scripts, styles, tiles)
    body = _body(report, scene, presence) if findings else _map_of(scene)
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">' if not tiles else "",
            f"<title>{plain(_title(report))}</title>",
            *(f"<style>{style}</style>" for style in styles),
            "</head>\n<body>" if findings else '</head>\n<body class="map-only">',
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
    host = re.fullmatch(
        r"(\*\.)?[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?", parts.netloc
    )
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


def _title(report: ReportData) -> str:
    titles = [title_of(article) for article in report.articles]
    titles = [title for title in titles if title]
    if not titles:
        return "Places, distances and the way"
    return titles[0] + (f" (and {len(titles) - 1} more)" if len(titles) > 1 else "")


def _map_of(scene: Scene) -> str:
    """Give the map, with room for the slider of time where there is one."""
    return _MAP + ('\n<div id="time"></div>' if scene["time"] else "")


def _body(report: ReportData, scene: Scene, presence: Presence | None) -> str:
    sentence = key_sentence(report)
    return "\n".join(
        (
            '<a class="skip" href="#findings">Skip the map</a>',
            f"<header>\n<h1>{plain(_title(report))}</h1>",
            f'<p class="lead">{plain(sentence)}</p>' if sentence else "",
            f'<p class="counts">{plain(headline(report))}</p>\n</header>',
            _map_of(scene),
            '<main id="findings" class="findings" tabindex="-1">',
            problems_html(report),
            "<h2>Claims</h2>",
            claims_html(report) or f"<p>{NO_CLAIMS}</p>",
            _section("Timeline", timeline_html(report)),
            _section("Possible destinations", forecast_html(report)),
            _section("Notes on the way", notes_html(report)),
            _folded("Stations on the way, with hours", stations_html(report, presence)),
            _folded("Places", places_html(report)),
            articles_html(report),
            _footer(report, scene),
            "</main>",
        )
    )


def _section(title: str, content: str) -> str:
    return f"<h2>{title}</h2>\n{content}" if content else ""


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{title}</summary>{content}</details>" if content else ""


def _footer(report: ReportData, scene: Scene) -> str:
    told = "".join(
        f"<li>{plain(entry.what)}: {plain(entry.source)}"
        + (f", {plain(entry.licence)}" if entry.licence else "")
        + (f", version {plain(entry.version)}" if entry.version else "")
        + (f", retrieved {plain(entry.retrieved)}" if entry.retrieved else "")
        + "</li>"
        for entry in (*report.provenance, basemap.PROVENANCE)
    )
    tiles = "Map tiles load from the address chosen." if scene["tiles"] else "It requests nothing."
    return f"<footer><h2>Sources</h2><ul>{told}</ul><p>This page stands alone. {tiles}</p></footer>"
