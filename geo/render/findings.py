"""The findings as tables and marked text in HTML, for the page and the dashboard.

Everything from outside is escaped. With ``linked``, names are buttons that carry, in
``data-show``, the id of a feature of the scene; ``assets/page.js`` brings them to life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from geo.export.names import Names, bounds_text
from geo.model import ReportData, Whereabouts
from geo.render.naming import bare, title_of
from geo.render.tables import (
    claim_rows,
    forecast_rows,
    kilometres,
    place_rows,
    timeline_rows,
)
from geo.render.text import clean, highlight
from geo.render.time_layer import station_rows
from geo.render.times import window_text, zone_of

if TYPE_CHECKING:
    from geo.journey.whereabouts import Presence

__all__ = [
    "articles_html",
    "claims_html",
    "forecast_html",
    "notes_html",
    "places_html",
    "plain",
    "problems_html",
    "stations_html",
    "timeline_html",
    "whereabouts_html",
]

#: Articles and characters whose text goes into a page; the tables always hold everything.
_ARTICLES = 20
_CHARACTERS = 60_000

#: Rows of a table that a page can carry; the other exports hold the rest.
_ROWS = 1_000

Row = dict[str, Any]
Linker = Callable[[str, str], str]


def plain(value: object) -> str:
    """Escape a value for HTML text and attributes.

    Examples
    --------
    >>> plain("<b>")
    '&lt;b&gt;'
    """
    return escape(clean(str(value)))


def _button(target: str, words: str) -> str:
    shown = f"<bdi>{plain(words)}</bdi>"
    return f'<button type="button" data-show="{plain(target)}">{shown}</button>'


def _words(_: str, words: str) -> str:
    return f"<b><bdi>{plain(words)}</bdi></b>"


def _linker(linked: bool) -> Linker:
    return _button if linked else _words


def _table(name: str, caption: str, heads: Iterable[str], rows: list[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    more = len(rows) - _ROWS
    rest = f'<p class="small">{more:,} more rows are in the other exports.</p>' if more > 0 else ""
    return (
        f'<table class="{name}"><caption>{caption}</caption><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{''.join(rows[:_ROWS])}</tbody></table>{rest}"
    )


def problems_html(report: ReportData) -> str:
    """List the sources that failed, each with what to do."""
    return "".join(
        f'<div class="problem" role="note"><p><b><bdi>{plain(bare(p.source))}</bdi></b>: '
        f"{plain(p.message.replace(p.source, bare(p.source)))}</p><p>{plain(p.hint)}</p></div>"
        for p in report.problems
    )


def claims_html(report: ReportData, *, linked: bool = True) -> str:
    """Claims with verdict, explanation and evidence; "" without claims."""
    link = _linker(linked)
    rows = []
    for row in claim_rows(report):
        kind = row["verdict"].replace(" ", "-")
        told = [row["measured"], *row["readings"]]
        if row["error_percentile"] is not None:
            told.append(f"percentile {row['error_percentile']:.0f} of the usual errors")
        items = "".join(f"<li>{plain(line)}</li>" for line in told if line)
        evidence = (
            f'<details class="small"><summary>Evidence</summary><ul>{items}</ul></details>'
            if items
            else ""
        )
        sides = " – ".join(plain(row[key]) for key in ("subject", "reference", "other") if row[key])
        rows.append(
            f'<tr><td><span class="chip {kind}">{row["symbol"]} {row["verdict"]}</span></td>'
            f"<td><p>{link('claim:' + clean(row['id']), '“' + row['text'] + '”')}</p>"
            f'<p class="small"><bdi>{sides}</bdi></p>'
            f"<p>{plain(row['explanation'])}</p>{evidence}</td></tr>"
        )
    if not rows:
        return ""
    caption = "What the text states, and what the measurement says of it"
    return _table("claims", caption, ("Verdict", "Claim"), rows)


def _times(row: Row) -> str:
    if row["when_local"]:
        return f'{plain(row["when_local"])}<br><span class="small">{plain(row["when_utc"])}</span>'
    return plain(row["when_utc"] or row["time_text"] or "time unknown")


def timeline_html(report: ReportData, *, linked: bool = True) -> str:
    """Sightings and legs in the order of time; "" when there are none."""
    link = _linker(linked)
    rows = []
    for row in timeline_rows(report):
        if row["what"] == "sighting":
            number = f'<span class="number">{row["number"]}</span>'
            target = f"sighting:{row['place_id']}"
            where = link(target, row["place"]) if row["place"] else "(place unknown)"
            told = f"{plain(row['who'])} {plain(row['relation'])} {where}"
        else:
            number = '<span aria-hidden="true">→</span>'
            leg = link(f"leg:{row['leg']}", row["place"])
            told = f"{leg}, {plain(kilometres(row['km']))} by rail"
        parts = (f"{row['symbol']} {row['certainty']}", row["attribution"], row["note"])
        extra = "; ".join(plain(part) for part in parts if part)
        rows.append(
            f'<tr><td>{number}</td><td><p>{told}</p><p class="small">{extra}</p></td>'
            f"<td>{_times(row)}</td></tr>"
        )
    if not rows:
        return ""
    caption = "Sightings and the way between them; local time of the place, then UTC"
    return _table("timeline", caption, ("No.", "What", "When"), rows)


def forecast_html(report: ReportData, *, linked: bool = True) -> str:
    """Destinations that the text names, and how well each fits; "" when there are none."""
    link = _linker(linked)
    rows = []
    for row in forecast_rows(report):
        if row["ruled_out"]:
            fit = '<span class="chip contradicted">⊘ ruled out</span>'
        else:
            share = f"{row['probability']:.0%}"
            value = f"{min(1.0, max(0.0, row['probability'])):.3f}"
            fit = f'{share}<br><meter min="0" max="1" value="{value}">{share}</meter>'
        when = [row["eta_local"], row["eta_utc"]] if row["eta_local"] else [row["eta_utc"]]
        eta = f"<p>{plain(when[0])}</p>" if when[0] else ""
        eta += f'<p class="small">{plain(when[1])}</p>' if len(when) > 1 else ""
        km = f"{kilometres(row['km'])} by rail" if row["km"] is not None else ""
        rows.append(
            f"<tr><td><p>{link('forecast:' + row['place_id'], row['place'])}</p>"
            f'<p class="small">{plain(km)}</p></td><td>{fit}</td>'
            f'<td>{eta}<p class="small">{plain(row["reason"])}</p></td></tr>'
        )
    if not rows:
        return ""
    caption = "Destinations that the text names, and how well each fits"
    return _table("forecast", caption, ("Destination", "Fit", "Arrival and reason"), rows)


def stations_html(report: ReportData, presence: Presence | None, *, linked: bool = True) -> str:
    """Stations of each way with the hours at which a steady run passes; "" without hours."""
    link = _linker(linked)
    rows = []
    way = ""
    for row in station_rows(presence, report) if presence is not None else ():
        if row["way"] != way:
            way = row["way"]
            head = link(row["way_id"], way)
            rows.append(f'<tr><th colspan="3" scope="colgroup">{head}</th></tr>')
        name = link(f"station:{row['number']}", row["place"])
        when = plain(row["when_local"] or row["when_utc"])
        rows.append(f"<tr><td>{name}</td><td>{row['km']:,.0f}</td><td>{when}</td></tr>")
    if not rows:
        return ""
    caption = "When a steady run passes, as early and as late as the texts allow; local time"
    return _table("stations", caption, ("Station", "km", "Passes"), rows)


def whereabouts_html(report: ReportData, where: Whereabouts) -> str:
    """Where the traveller can be at a time: stations with their hours, and what is said of it."""
    said = filter(None, [bounds_text(Names(report), where)])
    rows = []
    for station in where.stations:
        zone = zone_of(station.timezone) or where.time.tzinfo
        likely = station.likely_start is not None
        passes = window_text(station.likely_start, station.likely_end, zone) if likely else ""
        can = window_text(station.earliest, station.latest, zone)
        rows.append(
            f"<tr><td>{'● likely' if likely else '○ possible'}</td>"
            f"<td><bdi>{plain(station.name)}</bdi></td><td>{plain(passes)}</td>"
            f"<td>{plain(can)}</td></tr>"
        )
    told = "".join(f"<p>{plain(line)}</p>" for line in (*said, *where.notes))
    if not rows:
        return told
    caption = "Stations where it can be at that time; local time"
    heads = ("", "Station", "A steady run passes", "Possible")
    return told + _table("whereabouts", caption, heads, rows)


def notes_html(report: ReportData) -> str:
    """List the notes on the journey; "" when there are none."""
    notes = report.journey.notes if report.journey else ()
    items = "".join(f"<li>{plain(note)}</li>" for note in notes)
    return f'<ul class="small">{items}</ul>' if items else ""


def places_html(report: ReportData, *, linked: bool = True) -> str:
    """Places with position and the reason for each; "" when there are none."""
    link = _linker(linked)
    rows = []
    for row in place_rows(report):
        kind = ", ".join(filter(None, (row["kind"], row["country"])))
        tip = plain(f"In the gazetteer: {row['gazetteer_name']}")
        tip = f' title="{tip}"' if row["gazetteer_name"] != row["name"] else ""
        rows.append(
            f"<tr><td{tip}>{link('place:' + clean(row['id']), row['name'])}</td>"
            f"<td>{plain(kind)}</td>"
            f"<td>{row['lat']:.4f}, {row['lon']:.4f}"
            f'<p class="small">{plain("; ".join(row["reasons"]))}</p></td></tr>'
        )
    if not rows:
        return ""
    return _table("places", "Places found", ("Place", "Kind", "Latitude, longitude; why"), rows)


def articles_html(report: ReportData) -> str:
    """Texts with places and claims marked, each folded away."""
    parts = []
    for article in report.articles[:_ARTICLES]:
        told = [article.publisher, bare(article.source)]
        if article.published:
            told.append(f"{article.published:%Y-%m-%d}")
        marked = highlight(
            article,
            (t for t in report.toponyms if t.article == article.id),
            (c for c in report.claims if c.article == article.id),
            limit=_CHARACTERS,
        )
        title = plain(title_of(article) or "Text")
        parts.append(
            f"<details><summary>Text: <bdi>{title}</bdi></summary>"
            f'<p class="small">{plain(" · ".join(filter(None, told)))}</p>'
            f'<div class="article">{marked}</div></details>'
        )
    more = len(report.articles) - _ARTICLES
    if more > 0:
        parts.append(f'<p class="small">{more:,} more texts are not shown.</p>')
    return "".join(parts)
