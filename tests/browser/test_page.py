"""The exported page in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from report_fixture import hostile_report, report

from geo.explore import explore
from geo.model import Article, ReportData
from geo.render.map import map_for
from geo.render.page import to_html
from geo.render.time_layer import presence_for
from geo.settings import Settings

from .conftest import Watch, watch_page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

_VIENNA = Article(
    "a",
    "The night train left Vienna at 7 p.m. on Monday. It passed Linz at 9:30 p.m. on Monday and"
    " reached Salzburg at 11 p.m. on Monday. It is expected in Munich.",
    published=datetime(2024, 3, 5, tzinfo=UTC),
)
_CHOSEN = Settings(speed_kmh=(60.0, 100.0))

Opened = tuple[Page, Watch]
Opener = Callable[..., Opened]


@pytest.fixture
def open_html(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Write HTML to a file and open that."""
    contexts = []

    def opener(html: str, *, width: int = 1440, height: int = 900, **choices: object) -> Opened:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, **choices)
        contexts.append(context)
        page = context.new_page()
        watch = watch_page(page)
        page.goto(file.as_uri())
        return page, watch

    yield opener
    for context in contexts:
        context.close()


def _settled(page: Page) -> None:
    page.wait_for_selector(".leaflet-basemap-pane canvas, .leaflet-container canvas")
    page.wait_for_timeout(250)


@pytest.fixture
def story(open_html: Opener) -> Opened:
    page, watch = open_html(to_html(report()))
    _settled(page)
    return page, watch


def test_the_page_shows_path_claims_and_places_and_asks_nobody(
    story: Opened, artefacts: Path
) -> None:
    page, watch = story
    page.screenshot(path=artefacts / "page-wide.png")
    assert page.locator("path.ink").count() >= 4 + 3 + 1 + 1 + 1
    colours = page.eval_on_selector_all("path.ink", "all => all.map(p => p.getAttribute('stroke'))")
    assert {"#16457f", "#1a7a55", "#9a5b00", "#b3261e"} <= set(colours)
    dashes = page.eval_on_selector_all(
        "path.ink[stroke='#16457f']", "all => all.map(p => p.getAttribute('stroke-dasharray'))"
    )
    assert len(set(dashes)) == 3
    shown = page.locator(".place-label:not(.no-room)").all_text_contents()
    assert {"Hamburg", "Dresden", "Vienna", "Budapest", "Linz", "Graz"} <= set(shown)
    for name in (".geo-legend", ".leaflet-control-scale", ".leaflet-control-layers"):
        assert page.locator(name).is_visible()
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
    assert len(watch.requests) == 1
    watch.assert_quiet()


def test_the_land_is_drawn(story: Opened) -> None:
    page, _ = story
    colours = page.evaluate(
        """() => {
          const canvas = document.querySelector(".leaflet-basemap-pane canvas, canvas");
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const seen = new Set();
          for (let i = 0; i < data.length; i += 400) seen.add(data.slice(i, i + 3).join());
          return seen.size;
        }"""
    )
    assert colours > 2


def test_the_first_view_comes_within_the_budget(open_html: Opener) -> None:
    html = to_html(report())
    waited = []
    for _ in range(3):  # the best of three: other programs run on this computer too
        page, _watch = open_html(html)
        page.wait_for_selector(".place-label:not(.no-room)")
        waited.append(page.evaluate("performance.now()"))
        page.close()
    assert min(waited) < 2_000


def test_the_whole_story_is_in_view(story: Opened) -> None:
    page, _ = story
    bounds = page.evaluate(
        "() => { const b = geoMap.getBounds();"
        " return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"
    )
    assert bounds[0] < 9.9
    assert bounds[1] < 47.0
    assert bounds[2] > 19.1
    assert bounds[3] > 53.6
    assert bounds[0] > -40  # and not as far as Washington


def test_labels_do_not_cover_each_other(story: Opened) -> None:
    page, _ = story
    boxes = page.eval_on_selector_all(
        ".place-label:not(.no-room)",
        "all => all.map(n => { const b = n.getBoundingClientRect();"
        " return [n.textContent, b.left, b.top, b.right, b.bottom]; })",
    )
    for k, (first, l1, t1, r1, b1) in enumerate(boxes):
        for second, l2, t2, r2, b2 in boxes[k + 1 :]:
            over = min(r1, r2) - max(l1, l2) > 1 and min(b1, b2) - max(t1, t2) > 1
            assert not over, f"{first} and {second}"


def test_a_row_of_the_table_leads_to_the_map(story: Opened, artefacts: Path) -> None:
    page, watch = story
    page.get_by_role("button", name="about 250 kilometers west of Vienna").click()
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "no way of measuring gives 250 km" in popup.inner_text()
    assert page.locator("tr.selected").count() == 1
    page.wait_for_timeout(400)
    page.screenshot(path=artefacts / "page-claim.png")
    watch.assert_quiet()


def test_everything_can_be_reached_by_keyboard(story: Opened) -> None:
    page, _ = story
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    button = page.get_by_role("button", name="Prague → Brno")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup-content").wait_for()
    page.locator(".leaflet-marker-icon[aria-label='Linz']").focus()
    page.keyboard.press("Enter")
    page.get_by_text("largest of that name").first.wait_for()


def test_a_claim_that_has_no_place_offers_no_link(story: Opened) -> None:
    page, _ = story
    assert page.get_by_role("button", name="30 km from the border").is_disabled()


def test_layers_can_be_switched(story: Opened) -> None:
    page, watch = story
    before = page.locator("path.ink").count()
    page.locator(".leaflet-control-layers").hover()
    page.get_by_label("Claims, by verdict").uncheck()
    sure = ("Path, confirmed", "Path, reported", "Path, speculated")
    for name in sure:
        page.get_by_label(name).uncheck()
    assert page.locator("path.ink").count() == before - 7
    for name in sure:
        page.get_by_label(name).check()
    page.get_by_label("Rails measured for claims").check()
    assert page.locator("path.ink").count() == before - 7 + 4 + 1
    watch.assert_quiet()


def test_marked_text_leads_to_the_map(story: Opened) -> None:
    page, watch = story
    page.get_by_text("Text: A blue train rolls south").click()
    page.locator("mark.place", has_text="Washington").click()
    page.locator(".leaflet-popup-content").wait_for()
    assert page.evaluate("geoMap.getCenter().lng") == pytest.approx(-77, abs=3)
    watch.assert_quiet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_has_all_of_it(open_html: Opener, artefacts: Path, scheme: str) -> None:
    page, watch = open_html(to_html(report()), width=390, height=844, color_scheme=scheme)
    _settled(page)
    page.screenshot(path=artefacts / f"page-narrow-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#map").bounding_box()["width"] == 390  # type: ignore[index]
    assert page.get_by_role("table").first.is_visible()
    watch.assert_quiet()


def test_hostile_text_does_nothing(open_html: Opener, artefacts: Path) -> None:
    page, watch = open_html(to_html(hostile_report()))
    _settled(page)
    page.screenshot(path=artefacts / "page-hostile.png")
    for button in page.locator("main button:enabled").all():
        button.dispatch_event("click")
    page.wait_for_timeout(600)
    for icon in page.locator(".leaflet-marker-icon.leaflet-interactive").all():
        icon.dispatch_event("mouseover")
        icon.dispatch_event("click")
    page.locator(".leaflet-popup-content").first.wait_for()
    assert page.locator("script").count() == 8
    # Leaflet makes no picture here, and nobody else may.
    assert page.locator("img, object, embed, iframe, form, link, base").count() == 0
    assert "49" not in page.locator("h1").inner_text()
    watch.assert_quiet()


def test_even_injected_markup_could_not_ask_for_anything(story: Opened) -> None:
    page, watch = story
    page.evaluate(
        """async () => {
          const markup = '<img src="http://attack.invalid/a.png"><iframe src="http://attack.invalid">'
            + '</iframe><link rel="stylesheet" href="http://attack.invalid/a.css">';
          document.querySelector("main").insertAdjacentHTML("beforeend", markup);
          const script = document.createElement("script");
          script.textContent = "window.injected = true";
          document.body.append(script);
          await fetch("http://attack.invalid/").catch(() => 0);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.injected") is None
    assert watch.outside == []
    assert any("Content Security Policy" in error for error in watch.errors)


def test_an_empty_report_shows_the_world(open_html: Opener) -> None:
    page, watch = open_html(to_html(ReportData()))
    _settled(page)
    assert page.locator(".geo-legend").count() == 0
    watch.assert_quiet()


def test_the_folium_map_asks_nobody_and_takes_other_layers(
    open_html: Opener, artefacts: Path
) -> None:
    import folium

    drawn = map_for(report())
    folium.Marker([50, 12], popup="<b>hello</b>", tooltip="mine", icon=folium.Icon()).add_to(drawn)
    folium.PolyLine([[50, 12], [52, 8]], popup=folium.Popup("line")).add_to(drawn)
    page, watch = open_html(drawn.get_root().render())
    _settled(page)
    page.screenshot(path=artefacts / "folium.png")
    assert page.locator("path.ink").count() >= 9
    page.locator("img.leaflet-marker-icon").click()
    assert page.locator(".leaflet-popup-content b").inner_text() == "hello"
    watch.assert_quiet()


def test_hostile_text_does_nothing_in_the_folium_map(open_html: Opener) -> None:
    page, watch = open_html(map_for(hostile_report()).get_root().render())
    _settled(page)
    for icon in page.locator(".leaflet-marker-icon.leaflet-interactive").all():
        icon.dispatch_event("click")
    assert "{{7*7}}" in page.locator(".leaflet-popup-content").first.inner_text()
    watch.assert_quiet()


@pytest.fixture(scope="module")
def timed() -> str:
    """Page of a night train with hours at three places."""
    return explore(_VIENNA, settings=_CHOSEN).to_html(settings=_CHOSEN)


def test_the_slider_shows_where_it_can_be(open_html: Opener, timed: str, artefacts: Path) -> None:
    page, watch = open_html(timed)
    _settled(page)
    assert page.locator("path.likely").count() == 0
    slider = page.get_by_role("slider", name="Time")
    slider.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert page.locator("path.likely").count() == 1
    label = page.locator(".time-label").inner_text()
    assert label == slider.get_attribute("aria-valuetext") == "Mon 4 Mar 2024, 21:00 UTC+1"
    assert page.locator(".time-said").inner_text().startswith("Likely ")
    page.screenshot(path=artefacts / "page-time.png")
    page.get_by_role("button", name="Hide it on the map").click()
    assert page.locator("path.likely").count() == 0
    watch.assert_quiet()


def test_what_the_page_cuts_is_what_the_prism_says(open_html: Opener, timed: str) -> None:
    """The script and `geo.rail.prism` must agree on how much of the rails is possible."""
    page, _ = open_html(timed)
    _settled(page)
    presence = presence_for(explore(_VIENNA, settings=_CHOSEN), _CHOSEN)
    assert presence is not None
    for hours in (0.5, 1.25, 3.0):
        time = datetime(2024, 3, 4, 18, tzinfo=UTC) + timedelta(hours=hours)
        expected = sum(
            piece.km
            for phase, prism in zip(presence.phases, presence.prisms, strict=True)
            if prism is not None and phase.start <= time and (not phase.end or time <= phase.end)
            for piece in prism.at((time - phase.start).total_seconds() / 3600)
        )
        drawn = page.evaluate(
            """(minutes) => {
              const scene = JSON.parse(document.getElementById("scene").textContent);
              let km = 0;
              GeoTime.possible(scene.time, minutes).lines.forEach((line) => {
                for (let k = 1; k < line.length; k++) {
                  km += L.latLng(line[k]).distanceTo(L.latLng(line[k - 1])) / 1000;
                }
              });
              return km;
            }""",
            time.timestamp() / 60,
        )
        # The drawing is schematic: true lengths are some per cent longer than the lines.
        assert drawn == pytest.approx(expected, rel=0.12)


def test_the_slider_works_on_a_narrow_screen(
    open_html: Opener, timed: str, artefacts: Path
) -> None:
    page, watch = open_html(timed, width=390, height=844)
    _settled(page)
    page.get_by_role("button", name="Later").click()
    page.locator("path.likely").first.wait_for(state="attached")
    bar = page.locator(".time-bar").bounding_box()
    assert bar is not None
    assert bar["width"] <= 390
    assert bar["y"] + bar["height"] <= 844  # in the first view, under the map
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.screenshot(path=artefacts / "page-time-narrow.png")
    watch.assert_quiet()


def test_stations_with_hours_lead_to_the_map(open_html: Opener, timed: str) -> None:
    page, watch = open_html(timed)
    _settled(page)
    page.get_by_text("Stations on the way, with hours").last.click()
    page.locator(".stations td button", has_text="Linz").first.click()
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert "Mon 4 Mar 2024, 21:" in popup.inner_text()
    watch.assert_quiet()
