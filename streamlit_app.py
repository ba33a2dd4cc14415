"""The dashboard: choose texts, see the map, the verdicts and the way. Thin over ``geo``.

Start it with ``geo dashboard`` or ``streamlit run streamlit_app.py``. Nothing is requested
unless an online gazetteer is chosen. The map stands alone, and lives in a sandboxed frame, so
that whatever a text smuggled into it could reach neither this page nor the network.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import OrderedDict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import GeoError
from geo.journey.moment import parse_moment
from geo.render.findings import (
    claims_html,
    forecast_html,
    notes_html,
    timeline_html,
    whereabouts_html,
)
from geo.render.frame import framed
from geo.render.inline import asset
from geo.render.page import NO_CLAIMS, to_html
from geo.render.tables import headline, key_sentence, place_rows
from geo.render.text import clean, highlight
from geo.render.time_layer import presence_for, step_times
from geo.settings import Geocoding, Settings

if TYPE_CHECKING:
    from geo.journey.whereabouts import Presence
    from geo.report import Report

ROOT = Path(__file__).resolve().parent
SEEDS = {path.stem: path for path in sorted((ROOT / "seeds").glob("*.md")) if path.stem != "README"}
KINDS = ("txt", "md", "html", "htm", "pdf")
MOST_CHARACTERS = 500_000
KEPT_REPORTS = 8
HEIGHT = 680

#: Streamlit leaves much room above a page, and its title shouts.
STYLE = """
.block-container { padding-top: 2.6rem; }
@media (max-width: 800px) { .block-container { padding-top: 4rem; } }
.findings button {
  font: inherit; font-weight: 600; color: #1f5fa8; background: none; border: 0; padding: 0;
  text-align: left; cursor: pointer; text-decoration: underline; text-underline-offset: 2px;
}
.findings button:focus-visible { outline: 3px solid #1f5fa8; outline-offset: 2px; }
.findings tr.selected td, .findings tr.selected th { background: #1f5fa822; }
.findings mark[data-claim], .findings mark[data-place] { cursor: pointer; }
h1 { font-size: 1.9rem !important; padding: 0 0 .3rem !important; }
"""

#: Upload or pasted text: name and content.
Upload = tuple[str, bytes]
#: A report with its map, and where its traveller was and can be.
Kept = tuple["Report", str, "Presence | None"]


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Where, how far, which way", page_icon="🧭", layout="wide")
    st.html(f"<style>{asset('findings.css')}{STYLE}</style>")
    st.title("Where is it, is that true, which way did it go?")
    seeds, uploads, settings = choose()
    if not seeds and not uploads:
        st.info("Choose a story, paste a text or upload a file in the side bar.")
        return
    try:
        report, page, presence = report_of(seeds, uploads, settings)
    except GeoError as error:
        st.error(markdown(f"{error.message}. {error.hint}"))
        return
    for problem in report.problems:
        st.error(markdown(f"{problem.source}: {problem.message}. {problem.hint}"))
    if report.articles:
        show(report, page, settings, presence)


def choose() -> tuple[tuple[str, ...], tuple[Upload, ...], Settings]:
    """Ask for texts and settings in the side bar."""
    with st.sidebar:
        st.header("Texts")
        seeds = st.multiselect(
            "Stories that come with it",
            list(SEEDS),
            default=list(SEEDS),
            format_func=lambda name: name.replace("-", " ").capitalize(),
        )
        pasted = st.text_area(
            "Paste a text",
            height=140,
            max_chars=MOST_CHARACTERS,
            placeholder="A city about 40 miles north of …",
        )
        files = st.file_uploader("Upload files", type=list(KINDS), accept_multiple_files=True)
        st.header("Choices")
        day = st.date_input(
            "Date of publication",
            value=None,
            min_value=date(1900, 1, 1),
            max_value=date(2100, 1, 1),
            help="For texts that do not tell theirs; “Tuesday” counts from it.",
        )
        speeds = st.slider("Average speed of the train, km/h", 10, 350, (40, 60), step=5)
        asked = st.text_input(
            "Also judge as destinations",
            placeholder="Khabarovsk; Moscow, Idaho",
            help="Places beside those that the texts name; several with semicolons.",
        )
        known = moment_of(
            st.text_input(
                "What was known at",
                placeholder="2023-09-12 08:00 Asia/Seoul",
                help="Leave out what was published or happened later; UTC without a zone.",
            )
        )
        geocoding = choose_geocoder()
    uploads = [(file.name, file.getvalue()) for file in files]
    if pasted.strip():
        uploads.append(("Pasted text.txt", pasted.encode("utf-8", "replace")))
    published = datetime.combine(day, time(), UTC) if isinstance(day, date) else None
    settings = Settings(
        online=geocoding.service != "off",
        published=published,
        speed_kmh=(float(speeds[0]), float(speeds[1])),
        geocoding=geocoding,
        as_of=known,
        destinations=tuple(name.strip() for name in asked.split(";") if name.strip()),
    )
    return tuple(seeds), tuple(uploads), settings


def moment_of(text: str) -> datetime | None:
    """Read a moment; None, with a word to the user, where it is none."""
    if not text.strip():
        return None
    try:
        moment = parse_moment(text)
    except GeoError as error:
        st.error(markdown(f"{error.message}. {error.hint}"))
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def choose_geocoder() -> Geocoding:
    """Ask whether, and where, names are looked up that the embedded gazetteer lacks."""
    names = {"off": "Nobody", "nominatim": "Nominatim", "photon": "Photon", "geonames": "GeoNames"}
    service = st.selectbox(
        "Who is asked for unknown places",
        list(names),
        format_func=names.__getitem__,
        help="The names, and nothing else of the text, are sent to the service that you choose.",
    )
    if service == "off":
        return Geocoding()
    address = st.text_input("Your own server", placeholder="https://nominatim.example.org")
    contact = username = ""
    if service == "nominatim":
        contact = st.text_input("Your e-mail address", help="The public server wants to know.")
    if service == "geonames":
        username = st.text_input("Your account at GeoNames")
    return Geocoding(service, address.strip(), contact.strip(), username.strip())


@st.cache_resource
def kept() -> OrderedDict[str, Kept]:
    """Keep the reports of this server's last inputs, with their maps, shared by its sessions."""
    return OrderedDict()


def report_of(seeds: tuple[str, ...], uploads: tuple[Upload, ...], settings: Settings) -> Kept:
    """Explore the texts, or remember what was found in the same texts before."""
    digest = hashlib.sha256(repr((seeds, settings)).encode())
    for name, content in uploads:
        digest.update(f"{len(name)} {len(content)} {name}".encode("utf-8", "replace") + content)
    key = digest.hexdigest()
    reports = kept()
    if key not in reports:
        report = explored(seeds, uploads, settings)
        presence = presence_for(report, settings)
        page = to_html(report, settings, findings=False, presence=presence)
        if report.problems:
            # A service that failed may answer the next time.
            return report, page, presence
        reports[key] = report, page, presence
        while len(reports) > KEPT_REPORTS:
            reports.popitem(last=False)
    return reports[key]


def explored(seeds: tuple[str, ...], uploads: tuple[Upload, ...], settings: Settings) -> Report:
    """Explore the texts with a progress bar."""
    from geo.explore import explore

    bar = st.progress(0.0, "Reading")

    def progress(what: str, done: int, total: int) -> None:
        bar.progress(min(1.0, done / total) if total else 0.0, what)

    try:
        with tempfile.TemporaryDirectory(prefix="geo-") as folder:
            paths: list[str | Path] = [SEEDS[name] for name in seeds]
            for number, (name, content) in enumerate(uploads):
                # A name of its own folder: two uploads may be called the same.
                path = Path(folder, str(number), file_name(name))
                path.parent.mkdir()
                path.write_bytes(content)
                paths.append(path)
            return explore(*paths, settings=settings, progress=progress)
    finally:
        bar.empty()


def file_name(name: str) -> str:
    """Make a file name that stays in its folder.

    Examples
    --------
    >>> file_name("../../etc/pass wd.txt")
    'pass wd.txt'
    """
    plain = re.sub(r"[^\w .()-]", "_", re.split(r"[/\\]", name)[-1])
    stem, dot, kind = plain.rpartition(".")
    return f"{stem[:80].strip(' .') or 'text'}{dot}{kind[:8]}" if dot else plain[:80] or "text"


def markdown(text: str) -> str:
    r"""Escape what Streamlit would read as Markdown.

    Examples
    --------
    >>> markdown("*a* [b](c) $d$")
    '\\*a\\* \\[b\\]\\(c\\) \\$d\\$'
    """
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])", r"\\\1", clean(text).replace("\n", " "))


def show(report: Report, page: str, settings: Settings, presence: Presence | None) -> None:
    """Show all findings."""
    sentence = key_sentence(report)
    if sentence:
        st.markdown(f"**{markdown(sentence)}**")
    st.caption(markdown(headline(report)))
    st.iframe(framed(page, HEIGHT), height=HEIGHT)
    claims, way, places, texts, downloads = st.tabs(
        ["Claims", "Timeline and forecast", "Places", "Texts", "Downloads"]
    )
    with claims:
        show_claims(report)
    with way:
        show_way(report, presence)
    with places:
        show_places(report)
    with texts:
        show_texts(report)
    with downloads:
        show_downloads(report, settings)


def findings(content: str) -> None:
    """Show tables or text that ``geo.render.findings`` made safe."""
    st.html(f'<div class="findings">{content}</div>')


def show_claims(report: Report) -> None:
    """Show the claims with their verdicts and evidence."""
    findings(claims_html(report) or f"<p>{NO_CLAIMS}</p>")


def show_way(report: Report, presence: Presence | None) -> None:
    """Show the timeline, the destinations, and where it can be at a time."""
    parts = {
        "Timeline": timeline_html(report),
        "Possible destinations": forecast_html(report),
        "Notes": notes_html(report),
    }
    if not any(parts.values()):
        st.write("The texts tell of no journey.")
    for title, content in parts.items():
        if content:
            st.subheader(title)
            findings(content)
    if presence is not None:
        st.subheader("Where it can be at a time")
        show_whereabouts(report, presence)


@st.fragment
def show_whereabouts(report: Report, presence: Presence) -> None:
    """Ask for a time and show the stations where it can be; the map follows."""
    times = step_times(presence)
    chosen = st.selectbox(
        "Time", list(times), index=None, placeholder="Choose a time; the map follows."
    )
    if chosen is not None:
        moment = times[chosen]
        table = whereabouts_html(report, presence.at(moment))
        findings(f'<div data-minutes="{moment.timestamp() / 60:.0f}">{table}</div>')


def show_places(report: Report) -> None:
    """Show the places with the reasons for each."""
    rows = place_rows(report)
    if not rows:
        st.write("No place was found.")
        return
    for row in rows:
        row["why"] = "; ".join(row["reasons"])
    names = {
        "name": "Place",
        "kind": "Kind",
        "country": "Country",
        "lat": "Latitude",
        "lon": "Longitude",
        "mentions": "Mentions",
        "score": "Score",
        "why": "Why this place",
        "source": "Source",
    }
    columns = {name: [row[key] for row in rows] for key, name in names.items()}
    st.dataframe(columns, hide_index=True, width="stretch")


def show_texts(report: Report) -> None:
    """Show the articles with places and claims marked."""
    for article in report.articles:
        st.subheader(markdown(article.title or article.source or "Text"))
        told = [article.publisher, f"{article.published:%Y-%m-%d}" if article.published else ""]
        if any(told):
            st.caption(markdown(" · ".join(filter(None, told))))
        marked = highlight(
            article,
            (t for t in report.toponyms if t.article == article.id),
            (c for c in report.claims if c.article == article.id),
        )
        findings(f'<div class="article">{marked}</div>')


def show_downloads(report: Report, settings: Settings) -> None:
    """Offer every form of the report."""
    forms: tuple[tuple[str, str, str, Any], ...] = (
        ("Map as HTML", "map.html", "text/html", lambda: to_html(report, settings)),
        ("JSON", "report.json", "application/json", report.to_json),
        ("GeoJSON", "report.geojson", "application/geo+json", report.to_geojson),
        ("CSV of claims", "claims.csv", "text/csv", report.to_csv),
        ("GPX", "journey.gpx", "application/gpx+xml", report.to_gpx),
        ("KML", "report.kml", "application/vnd.google-earth.kml+xml", report.to_kml),
    )
    st.write("The map is one file that needs no internet.")
    for label, name, kind, make in forms:
        # Made when the button is pressed.
        st.download_button(label, make, name, kind, on_click="ignore", width="stretch")


main()
